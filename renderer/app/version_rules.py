"""What the target version of Kubernetes would drop or refuse, anywhere in an app.

The version decides what is refused and never what is rendered, so that all doors give the same
objects. What the caller knows about the cluster wins over spec.kubernetesVersion.
"""

from __future__ import annotations

from renderer.app import shapes
from renderer.errors import Problem
from renderer.kubernetes import gates, versions
from renderer.kubernetes.shapes import OBJECTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path
    from renderer.kubernetes.gates import Window

    Problems = Iterator[Problem]

# Kubernetes' types whose fields stand in models of ours, under the same name.
SPREAD_OUT = (
    "Container",
    "ContainerPort",
    "NetworkPolicySpec",
    "PersistentVolumeClaimSpec",
    "PodDisruptionBudgetSpec",
    "PodSpec",
    "ServicePort",
    "ServiceSpec",
    "StatefulSetSpec",
    "VolumeMount",
)
VERSION = ("spec", "kubernetesVersion")


def own_name(kind: str, field: str) -> str:
    """Return how our models call a field; where containers have one too, the pod's says so."""
    is_shared = kind == "PodSpec" and field in OBJECTS["Container"][0]
    return f"pod{field[0].upper()}{field[1:]}" if is_shared else field


OWN: dict[str, list[Window]] = {
    own_name(kind, field): found
    for kind in SPREAD_OUT
    for field, found in gates.INDEX.get(kind, {}).items()
}


def refused(app: StatefulApp, cluster: int | None) -> list[Problem]:
    """Return a problem for every field and value that the target version does not have.

    Args:
        app: a valid app.
        cluster: the version that the caller names, else that of the spec holds.
    """
    minor, causes = _target(app, cluster)
    problems: dict[Path, Problem] = {}
    for window, value, path in _sightings(app.spec, ("record", "Spec"), ("spec",)):
        if not window.lets(value, minor):
            problems[path] = _problem(window, value, path, minor, causes)
    return list(problems.values())


def refused_object(
    app: StatefulApp, resource: dict[str, Any], cluster: int | None
) -> list[Problem]:
    """Return the same for an object that was patched or is an extra one, with paths inside it."""
    from renderer.app.objects import type_of  # rarely needed

    name = type_of(resource)
    if name is None:
        return []
    minor, causes = _target(app, cluster)
    return [
        _problem(window, value, path, minor, causes)
        for window, value, path in _sightings(resource, ("object", name), ())
        if not window.lets(value, minor)
    ]


def _target(app: StatefulApp, cluster: int | None) -> tuple[int, tuple[Path, ...]]:
    """Return the minor version that is aimed at, and what in the spec says so."""
    asked = app.spec.kubernetes_version
    minor = cluster or (versions.minor_of(asked) if asked else versions.DEFAULT)
    return minor, () if cluster else (VERSION,)


def _sightings(value: Any, shape: Any, path: Path) -> Iterator[tuple[Window, Any, Path]]:
    """Yield every field below a value that not all versions have, and each item of its list."""
    if shape[0] == "checked":
        yield from _sightings(value, shape[2], path)
    elif shape[0] == "list":
        for index, item in enumerate(value):
            yield from _sightings(item, shape[1], (*path, index))
    elif shape[0] in ("record", "object"):
        for name, held, shape_of_held, windows in _fields(value, shape):
            for window in windows:
                for item, place in window.sightings(held, (*path, name)):
                    yield window, item, place
            yield from _sightings(held, shape_of_held, (*path, name))


def _fields(value: Any, shape: Any) -> Iterator[tuple[str, Any, Any, list[Window]]]:
    """Yield (name, value, shape, what is known) of every field that is set."""
    if shape[0] == "object":
        fields, known = OBJECTS[shape[1]][0], gates.INDEX.get(shape[1], {})
        for name, held in value.items():
            yield name, held, fields[name], known.get(name, [])
    else:
        for name, (attribute, inner, _) in shapes.RECORDS[shape[1]][0].items():
            held = getattr(value, attribute)
            if held is not None and held != []:
                yield name, held, inner, OWN.get(name, [])


def _problem(
    window: Window, value: Any, path: Path, minor: int, causes: tuple[Path, ...]
) -> Problem:
    message, hint = window.refusal(value, minor)
    is_gated = window.since == versions.NEVER and minor < window.until
    if causes and minor < window.since < versions.NEVER:
        since = versions.written(window.since)
        hint = f'where the cluster is newer, write kubernetesVersion: "{since}"'
    return Problem("SR207", path, message, hint=hint, causes=() if is_gated else causes)
