"""Names, labels and selectors: the parts of every object that must agree with one another."""

from __future__ import annotations

from renderer.app.defaults import selector_labels
from renderer.kubernetes import labels as known
from renderer.kubernetes.labels import is_configuration, previous_names
from renderer.objects.reading import annotations_of, at, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path, Problem

MANAGED_BY = {known.MANAGED_BY: "stateful-renderer"}
VERSION = "app.kubernetes.io/version"
# What a Service is for, so that a monitor can select one of them.
ROLE = known.ROLE
# Where an app says its name; unless it has a selector, all that selects its pods follows from it.
NAME: Path = ("metadata", "name")
# The pointers among the fields that may be empty maps: `kubernetes.pointers` has them all.
KEPT = (
    "affinity",
    "dnsConfig",
    "lifecycle",
    "ordinals",
    "persistentVolumeClaimRetentionPolicy",
    "resources",
    "securityContext",
    "selector",
    "sessionAffinityConfig",
)
NOTHING: tuple[Any, ...] = (None, {}, [])
SELECTOR: Path = ("spec", "selector")


def metadata(
    app: StatefulApp,
    name: str,
    *,
    labels: dict[str, str] | None = None,
    annotations: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return the metadata of one of the app's objects; its own labels and annotations win.

    Args:
        app: the app.
        name: the object's name.
        labels: of this object alone.
        annotations: of this object alone.
    """
    own = {**app.metadata.annotations, **(annotations or {})}
    return without_nothing(
        {
            "name": name,
            "namespace": app.metadata.namespace,
            "labels": in_key_order({**shared_labels(app), **(labels or {})}),
            "annotations": in_key_order(for_cluster(own)),
        }
    )


def place_of_metadata(
    app: StatefulApp, path: Path, *, name: Path = NAME, own: Path = (), said: Any = None
) -> Path:
    """Return where in the spec a field of an object's metadata comes from; nowhere is empty.

    Args:
        app: the app.
        path: the field, below `metadata`.
        name: where the object's name is said.
        own: where the spec speaks of this object alone.
        said: what stands there; its labels and annotations win.
    """
    field, key = (*path, "", "")[:2]
    if field == "name":
        return name
    if key in (*MANAGED_BY, ROLE):
        return ()
    if key and key in getattr(said, str(field), ()):
        return (*own, *path)
    if field == "labels" and (shared := _place_of_shared(app, key)):
        return shared
    is_shared = key and key in getattr(app.metadata, str(field), ())
    return (*own, *path) if hasattr(said, str(field)) and not is_shared else ("metadata", *path)


def _place_of_shared(app: StatefulApp, key: str | int) -> Path:
    """Return where a label comes from that every object has, but for those of metadata."""
    if key == VERSION and app.spec.version is not None:
        return ("spec", "version")
    is_said = key in app.metadata.labels or key not in selector_labels(app)
    return () if is_said else place_of_selected(app, (key,))


def place_of_selected(app: StatefulApp, path: Path = ()) -> Path:
    """Return where it is said which pods are selected.

    Args:
        app: the app.
        path: one of the labels, or all of them.
    """
    return (*SELECTOR, "matchLabels", *path[:1]) if app.spec.selector else NAME


def for_cluster(annotations: dict[str, str]) -> dict[str, str]:
    """Return annotations without those for kustomize, kpt and KRM functions."""
    return {key: each for key, each in annotations.items() if not is_configuration(key)}


def shared_labels(app: StatefulApp) -> dict[str, str]:
    """Return the labels of every object: what it belongs to, its version and who made it."""
    version = {VERSION: app.spec.version} if app.spec.version is not None else {}
    return {**selector_labels(app), **app.metadata.labels, **version, **MANAGED_BY}


def is_rendered(statefulset: dict[str, Any], services: Iterable[Any]) -> bool:
    """Tell whether a StatefulSet is one of ours, wherever it is from.

    Others write over the label managed-by, as kustomize's buildMetadata does, but nobody over that
    of a Service.

    Args:
        statefulset: its labels count, or the Service that it names, if both select the same app.
        services: all that are beside it; a prefix reaches their names first.
    """
    labels = mapping(at(statefulset, "metadata", "labels"))
    return labels.items() >= MANAGED_BY.items() or any(
        _is_governed(statefulset, service) for service in services
    )


def _is_governed(statefulset: dict[str, Any], service: Any) -> bool:
    """Tell whether a StatefulSet names a Service of ours, for the same app."""
    names = (at(service, "metadata", "name"), *previous_names(annotations_of(service)))
    own = mapping(at(statefulset, "spec", "selector", "matchLabels"))
    meant = mapping(at(service, "spec", "selector"))
    namespaces = [at(resource, "metadata", "namespace") for resource in (service, statefulset)]
    return (
        ROLE in mapping(at(service, "metadata", "labels"))
        and at(statefulset, "spec", "serviceName") in names
        and namespaces[0] == namespaces[1]
        and bool(own)
        and own.items() <= meant.items()
    )


def is_allowed(annotations: dict[Any, Any], problem: Problem) -> bool:
    """Tell whether an owner accepts what Kubernetes takes, as a set that lives already has it."""
    if known.ALLOW not in annotations:
        return False
    from renderer.objects.allowance import allows  # rarely needed

    return allows(annotations, problem)


def in_key_order(values: dict[str, str]) -> dict[str, str]:
    """Return a map sorted by key, so that its order never depends on how it came about."""
    return dict(sorted(values.items()))


def without_nothing(fields: dict[str, Any]) -> dict[str, Any]:
    """Drop the fields that hold None, an empty map or an empty list: absent means the same.

    But for a pointer: the API server keeps an empty object there, so that a pod template without it
    is another one.
    """
    return {
        key: value
        for key, value in fields.items()
        if value or value not in NOTHING or (value == {} and key in KEPT)
    }
