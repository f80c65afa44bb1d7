"""Names, labels and selectors: the parts of every object that must agree with one another."""

from __future__ import annotations

from renderer.kubernetes.labels import is_configuration, previous_names
from renderer.objects.reading import annotations_of, at, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path

MANAGED_BY = {"app.kubernetes.io/managed-by": "stateful-renderer"}
VERSION = "app.kubernetes.io/version"
# What a Service is for, so that a monitor can select one of them.
ROLE = "stateful-renderer.dev/service"
# Where an app says its name; everything that selects its pods follows from it.
NAME: Path = ("metadata", "name")
SELECTED = ("app.kubernetes.io/instance", "app.kubernetes.io/name")


def metadata(
    app: StatefulApp,
    name: str,
    *,
    labels: dict[str, str] | None = None,
    annotations: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return the metadata of one of the app's objects; its own labels and annotations win."""
    own = {**app.metadata.annotations, **(annotations or {})}
    return without_nothing(
        {
            "name": name,
            "namespace": app.metadata.namespace,
            "labels": in_key_order(
                {**app.metadata.labels, **(labels or {}), **identity_labels(app)}
            ),
            "annotations": in_key_order(for_cluster(own)),
        }
    )


def place_of_metadata(
    app: StatefulApp, path: Path, *, name: Path = NAME, own: Path = (), labels: Path = ()
) -> Path:
    """Return where in the spec a field of an object's metadata comes from; nowhere is empty.

    Args:
        app: the app.
        path: the field, below `metadata`.
        name: where the object's name is said.
        own: where annotations of this object alone are said.
        labels: where labels of this object alone are said.
    """
    field, key = (*path, "", "")[:2]
    if field == "name":
        return name
    if key in SELECTED:
        return NAME
    if key == VERSION and field == "labels":
        return ("spec", "version")
    if key in (*MANAGED_BY, ROLE):
        return ()
    alone = {"labels": labels, "annotations": own}.get(str(field), ())
    is_shared = key in getattr(app.metadata, str(field), ()) if key else False
    return (*alone, *path[1:]) if alone and not is_shared else ("metadata", *path)


def for_cluster(annotations: dict[str, str]) -> dict[str, str]:
    """Return annotations without those for kustomize, kpt and KRM functions."""
    return {key: each for key, each in annotations.items() if not is_configuration(key)}


def identity_labels(app: StatefulApp) -> dict[str, str]:
    """Return the labels that say what an object belongs to, its version and who made it."""
    version = {VERSION: app.spec.version} if app.spec.version is not None else {}
    return {**version, **selector_labels(app), **MANAGED_BY}


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
        _is_governed(statefulset, each) for each in services
    )


def _is_governed(statefulset: dict[str, Any], service: Any) -> bool:
    """Tell whether a StatefulSet names a Service of ours, for the same app."""
    names = (at(service, "metadata", "name"), *previous_names(annotations_of(service)))
    own = mapping(at(statefulset, "spec", "selector", "matchLabels"))
    meant = mapping(at(service, "spec", "selector"))
    namespaces = [at(one, "metadata", "namespace") for one in (service, statefulset)]
    return (
        ROLE in mapping(at(service, "metadata", "labels"))
        and at(statefulset, "spec", "serviceName") in names
        and namespaces[0] == namespaces[1]
        and all(key in own and own[key] == meant.get(key) for key in SELECTED)
    )


def selector_labels(app: StatefulApp) -> dict[str, str]:
    """Return the labels that select the app's pods.

    A StatefulSet's selector can never change, so it holds what follows from the app's name alone:
    https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-selector
    """
    return dict.fromkeys(SELECTED, app.metadata.name)


def in_key_order(values: dict[str, str]) -> dict[str, str]:
    """Return a map sorted by key, so that its order never depends on how it came about."""
    return dict(sorted(values.items()))


def without_nothing(fields: dict[str, Any]) -> dict[str, Any]:
    """Drop the fields that hold None, an empty map or an empty list: absent means the same."""
    return {key: value for key, value in fields.items() if value not in (None, {}, [])}
