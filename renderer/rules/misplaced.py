"""The broken headless Service of many tutorials: right fields, written at the wrong depth.

`name` and `labels` at the top, `clusterIP: None` and `selector` below a port: kubectl refuses it
today, and older or lenient tools drop what they do not know and make a Service with an address and
without pods. This says what stands where it should not, and how the whole Service should read.
"""

from __future__ import annotations

from renderer.errors import dotted
from renderer.kubernetes.shapes import OBJECTS
from renderer.objects.reading import items, mapping
from renderer.rules.legacy import found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path, Problem

    # Where a field stands, its value, and where it belongs.
    Move = tuple[Path, Any, Path]

TOP = ("apiVersion", "kind", "metadata", "spec", "status")
METADATA = ("name", "namespace", "labels", "annotations")
SPEC = tuple(OBJECTS["ServiceSpec"][0])
# A field of a port that a Service has as well would be taken for misplaced.
PORT = tuple(OBJECTS["ServicePort"][0])


def corrected(service: Any) -> Any:
    """Return the Service with every field where it belongs; itself where nothing is misplaced."""
    moves = list(_moves(service)) if isinstance(service, dict) else []
    if not moves:
        return service
    gone = {path for path, _, _ in moves}
    metadata, spec = _moved(moves, "metadata"), _moved(moves, "spec")
    ports = [_without(each, ("spec", "ports", i), gone) for i, each in _ports(service)]
    kept = _without(mapping(service.get("spec")), ("spec",), gone)
    return {
        "apiVersion": service.get("apiVersion"),
        "kind": service.get("kind"),
        **{key: each for key, each in _without(service, (), gone).items() if key not in TOP},
        "metadata": {**metadata, **_without(_metadata(service), ("metadata",), gone)},
        "spec": {**spec, **kept, **({"ports": ports} if ports else {})},
    }


def misplaced(service: Any) -> Iterator[Problem]:
    """Yield a problem for every field at the wrong depth; the first shows the whole Service."""
    instead = corrected(service)
    for path, _, target in _moves(service) if isinstance(service, dict) else ():
        message = (
            f"must not stand here: kubectl refuses it, and lenient tools drop it{_effect(target)}"
        )
        hint = f"move it to {dotted(target)}"
        yield found("SR918", path, message, hint=hint, instead=instead)
        instead = None


def _effect(target: Path) -> str:
    """Say what is left of a Service when the field is dropped."""
    return {
        "clusterIP": " and make a Service that is not headless, which can never be changed",
        "selector": " and make a Service without pods",
        "ports": " and make a Service without ports",
    }.get(str(target[-1]), "")


def _moves(service: dict[Any, Any]) -> Iterator[Move]:
    """Yield every misplaced field; one that is there already, at its place, stays unknown."""
    taken: set[Path] = {("metadata", key) for key in _metadata(service)}
    taken |= {("spec", key) for key in mapping(service.get("spec"))}
    for path, value in _fields(service):
        target = _place(path)
        if target and target not in taken:
            taken.add(target)
            yield path, value, target


def _fields(service: dict[Any, Any]) -> Iterator[tuple[Path, Any]]:
    """Yield every field that may be misplaced: at the top, below metadata, spec and the ports."""
    for key, value in service.items():
        yield (key,), value
    for parent in ("metadata", "spec"):
        for key, value in mapping(service.get(parent)).items():
            yield (parent, key), value
    for index, port in _ports(service):
        for key, value in port.items():
            yield ("spec", "ports", index, key), value


def _place(path: Path) -> Path | None:
    """Return where a field belongs; None where it may stand, or nobody knows it."""
    *parents, key = path
    if key in METADATA and parents in ([], ["spec"]):
        return ("metadata", key)
    if key in SPEC and (parents in ([], ["metadata"]) or (len(parents) > 1 and key not in PORT)):
        return ("spec", key)
    return None


def _moved(moves: list[Move], parent: str) -> dict[str, Any]:
    return {str(target[1]): value for _, value, target in moves if target[0] == parent}


def _without(value: dict[Any, Any], path: Path, gone: set[Path]) -> dict[Any, Any]:
    return {key: each for key, each in value.items() if (*path, key) not in gone}


def _ports(service: dict[Any, Any]) -> list[tuple[int, dict[Any, Any]]]:
    return list(items(mapping(service.get("spec")).get("ports")))


def _metadata(service: dict[Any, Any]) -> dict[Any, Any]:
    return mapping(service.get("metadata"))
