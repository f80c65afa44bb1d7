"""Right fields at the wrong depth, as in many tutorials and after a lossy copy.

`name` and `labels` at the top, `clusterIP: None` and `selector` below a port, or no indentation at
all: kubectl refuses it today, and older or lenient tools drop what they do not know and make a
Service with an address and without pods. This says what stands where it should not, and how the
whole object should read.
"""

from __future__ import annotations

from renderer.errors import dotted
from renderer.kubernetes.shapes import OBJECTS
from renderer.objects.reading import at, mapping
from renderer.objects.resource import judged_kind
from renderer.rules.rule import found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

    Shape = tuple[Any, ...]
    # Where a field belongs, and the shape of its value.
    Place = tuple[Path, Shape]

TOP = ("apiVersion", "kind", "metadata", "spec", "status")
METADATA = ("name", "namespace", "labels", "annotations")
ANY: Shape = ("any",)


def corrected(resource: Resource) -> Any:
    """Return the object with every field where it belongs; itself where nothing is misplaced."""
    reading = _Reading(resource.data, judged_kind(resource))
    if not reading.moves:
        return resource.data
    whole: Any = {key: resource.data.get(key) for key in TOP[:-1]}
    whole.update(metadata=None, spec=None)
    for home, value in reading.leaves:
        _put(whole, home, value)
    return _lists_last({key: value for key, value in whole.items() if value is not None})


def misplaced(resource: Resource) -> Problems:
    """Yield a problem for every field that has moved; the first shows the whole object."""
    instead = resource.data
    for path, home in _Reading(resource.written, judged_kind(resource)).moves:
        effect = _effect(dotted(home))
        message = f"must not stand here: kubectl refuses it, and lenient tools drop it{effect}"
        yield found(path, message, hint=f"move it to {dotted(home)}", instead=instead)
        instead = None


def _effect(home: str) -> str:
    """Say what is left of a Service when the field is dropped."""
    return {
        "spec.clusterIP": " and make a Service that is not headless, which can never be changed",
        "spec.selector": " and make a Service without pods",
        "spec.ports": " and make a Service without ports",
    }.get(home, "")


class _Reading:
    """An object as it was meant.

    A field that its map cannot have belongs into a parent that was left empty above it, or into
    one around it that has such a field; a key that is nobody's, right below an empty `labels:` or
    `selector:`, is what that one lost.

    Args:
        data: the object, as it was written.
        kind: which of the kinds that are judged it is.
    """

    def __init__(self, data: Any, kind: str) -> None:
        self.data = data
        self.kind = kind
        # Where each value belongs; and which fields stand somewhere else, and belong where.
        self.leaves: list[tuple[Path, Any]] = []
        self.moves: list[tuple[Path, Path]] = []
        if kind:
            self._read(data, ("object", kind), (), (), ())

    def _read(
        self, value: Any, shape: Shape, path: Path, home: Path, around: tuple[Place, ...]
    ) -> None:
        if isinstance(value, dict) and shape[0] == "object":
            self._read_map(value, shape, path, home, around)
        elif value and isinstance(value, list) and shape[:1] == ("list",):
            for index, item in enumerate(value):
                self._read(item, shape[1], (*path, index), (*home, index), around)
        else:
            self.leaves.append((home, value))

    def _read_map(
        self, data: dict[Any, Any], shape: Shape, path: Path, home: Path, around: tuple[Place, ...]
    ) -> None:
        around = (*around, (home, shape))
        emptied: list[Place] = []
        lost: Path | None = None  # the empty map of texts right above
        if not data:
            self.leaves.append((home, data))
        for key, value in data.items():
            place = self._place(key, home, around, emptied, is_outer=len(path) <= 1)
            if place is None and lost is not None and not isinstance(value, dict | list):
                place = (*lost, key), ANY
            else:
                lost = None
            target, form = place or ((*home, key), ANY)
            if target != (*home, key):
                self.moves.append(((*path, key), target))
            if value is None:
                emptied.append((target, form))
                lost = target if form[0] == "map" else lost
            self._read(value, form, (*path, key), target, around)

    def _place(
        self,
        key: Any,
        home: Path,
        around: tuple[Place, ...],
        emptied: list[Place],
        *,
        is_outer: bool,
    ) -> Place | None:
        """Return where a field belongs; None where nobody knows it, or its place is taken.

        What a pod template is about may be called as something of the whole, so that only an empty
        parent tells there.
        """
        own = _fields(around[-1][1])
        if key in own:
            return (*home, key), own[key]
        parents = [*emptied[::-1]]
        if is_outer or self.kind != "StatefulSet":
            kind = _fields(("object", self.kind))
            parents += [
                *around[:0:-1],
                (("metadata",), kind["metadata"]),
                (("spec",), kind["spec"]),
            ]
        for parent, shape in parents:
            fields = _fields(shape)
            if key in fields and key not in TOP and self._is_free((*parent, key)):
                return (*parent, key), fields[key]
        return None

    def _is_free(self, target: Path) -> bool:
        parent = at(self.data, *target[:-1])
        is_there = isinstance(parent, dict) and target[-1] in parent
        is_moved = any(home[: len(target)] == target for home, _ in self.leaves)
        return isinstance(parent, dict | None) and not is_there and not is_moved


def _fields(shape: Shape) -> dict[str, Shape]:
    """Return the fields of a shape that people write."""
    fields: dict[str, Shape] = OBJECTS[shape[1]][0] if shape[0] == "object" else {}
    is_metadata = shape == ("object", "ObjectMeta")
    return {key: fields[key] for key in METADATA} if is_metadata else fields


def _put(whole: Any, home: Path, value: Any) -> None:
    """Put a value where it belongs; nothing takes no place."""
    *parents, last = home
    for step, following in zip(parents, home[1:], strict=True):
        if isinstance(step, int):
            if step == len(whole):
                whole.append({})
            whole = whole[step]
            continue
        if whole.get(step) is None:
            whole[step] = [] if isinstance(following, int) else {}
        whole = whole[step]
    if isinstance(last, int):
        whole.append(value)
    elif value is not None or last not in whole:
        whole[last] = value


def _lists_last(value: Any) -> Any:
    """Return an object with its lists behind all else, as people write it."""
    if isinstance(value, list):
        return [_lists_last(item) for item in value]
    fields = sorted(mapping(value).items(), key=lambda field: isinstance(field[1], list))
    return {key: _lists_last(item) for key, item in fields} if fields else value


@rule("SR918", "error", "Service", "StatefulSet", "PodDisruptionBudget")
def fields_are_at_their_place(resource: Resource, _objects: Objects) -> Problems:
    """A field at the wrong depth

    In many tutorials clusterIP and selector stand below a port, name and labels at the top, or the
    indentation is lost altogether. kubectl refuses that; lenient tools drop the fields, and make a
    Service with an address and without pods.

    Way out: write what is printed below the finding.
    """
    if resource.written is not resource.data:  # it is read as it was meant
        yield from misplaced(resource)
