"""What differs between two sets of objects, as data; the only module that imports deepdiff.

Equal objects cost one `==`. The others are normalised, and deepdiff sees what then still differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from deepdiff import DeepDiff

from renderer.changes.matching import HEAD, Operation, Pair, matched
from renderer.changes.normal import Masks, is_live, normal_of, settled, settled_from
from renderer.errors import dotted
from renderer.objects.identity import Identity
from renderer.objects.reading import at, is_same
from renderer.objects.resource import Resource

FieldOperation = Literal["added", "removed", "changed"]

ORDER = "(order)"
SEPARATOR = "\0"
NOTHING: Any = None


@dataclass(frozen=True, order=True)
class Named:
    """A step into a list: to the item of this name."""

    name: str

    def __str__(self) -> str:
        """Write it as people do."""
        return f"[name={self.name}]"


Step = str | int | Named
Steps = tuple[Step, ...]


@dataclass(frozen=True)
class Field:
    """One field that differs; `before` or `after` is None where it is absent.

    Args:
        path: the steps to it; the last one is ORDER where only the order of named items differs.
        operation: what happens to it.
        before: its value, as the server keeps it.
        after: the same of the other side.
    """

    path: Steps
    operation: FieldOperation
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        """Name it: `spec.template.spec.containers[name=db].image`."""
        return written(self.path)


@dataclass(frozen=True)
class Change:
    """One object that differs, is new, is gone, or has another name or namespace.

    Args:
        identity: which object: as it will be, or as it was where it is gone.
        operation: what happens to it.
        before: the object as it was read, its secrets masked; None where it is new.
        after: the same of the other side; None where it is gone.
        fields: what differs, as the server keeps it.
    """

    identity: Identity
    operation: Operation
    before: Resource | None
    after: Resource | None
    fields: tuple[Field, ...] = ()

    @property
    def one(self) -> Resource:
        """Return the object as it will be, or as it was where it is gone."""
        return self.after or self.before or Resource({})

    @property
    def former(self) -> Identity | None:
        """Return what it was, where it has another name or namespace."""
        is_elsewhere = self.operation in ("renamed", "moved")
        return self.before.identity if self.before and is_elsewhere else None


def compare(
    before: list[Resource], after: list[Resource], *, is_across: bool = False
) -> list[Change]:
    """Return what differs, sorted by identity; objects are matched by it, never by position.

    Args:
        before: the objects of one side.
        after: those of the other.
        is_across: whether the sides are two environments: nothing moves from one to the other.

    Raises:
        RenderError: an object has no identity, or two have the same (SR802).
    """
    masks = Masks()
    changes = [_changed(pair, masks) for pair in matched(before, after, is_across=is_across)]
    return [change for change in changes if change]


def _changed(pair: Pair, masks: Masks) -> Change | None:
    if pair.before and pair.after and is_same(pair.before.data, pair.after.data):
        return None
    before, after = (
        resource and resource.instead(masks.masked(resource.data))
        for resource in (pair.before, pair.after)
    )
    if before is None or after is None:
        return Change(pair.identity, pair.operation, before, after)
    fields = tuple(differing(*_normals(before, after)))
    if not fields and pair.operation == "changed":
        return None
    return Change(pair.identity, pair.operation, before, after, fields)


def _normals(before: Resource, after: Resource) -> tuple[Any, Any]:
    """Return two objects as the server keeps them; what is the same in both may be left out."""
    old, new = before.data, after.data
    same = {key for key in old if key not in HEAD and key in new and is_same(old[key], new[key])}
    if not same:
        live = is_live(old), is_live(new)
        return settled_from(normal_of(before), normal_of(after), live)
    rests = ({key: item for key, item in value.items() if key not in same} for value in (old, new))
    return settled(*rests)


def differing(old: Any, new: Any) -> list[Field]:
    """Return the fields that differ between two normal objects, sorted by their path."""
    keyed = _rests(_keyed(old), _keyed(new))
    difference = DeepDiff(*keyed, view="tree", threshold_to_diff_deeper=0, verbose_level=2)
    fields = [_field(level) for levels in difference.values() for level in levels]
    return sorted(filter(None, fields), key=lambda field: written(field.path))


def _rests(old: Any, new: Any) -> tuple[Any, Any]:
    """Return two values without what is the same in both: deepdiff is slow to find that out."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return old, new
    left: dict[Any, Any] = {}
    right: dict[Any, Any] = {}
    for key in [*old, *(key for key in new if key not in old)]:
        if key not in new:
            left[key] = old[key]
        elif key not in old:
            right[key] = new[key]
        elif not is_same(old[key], new[key]):
            left[key], right[key] = _rests(old[key], new[key])
    return left, right


def _field(level: Any) -> Field | None:
    path = tuple(_step(step) for step in level.path(output_format="list"))
    kind = level.report_type
    is_order = path[-1:] == (ORDER,)
    if kind.endswith("_added"):
        return None if is_order else Field(path, "added", NOTHING, _unkeyed(level.t2))
    if kind.endswith("_removed"):
        return None if is_order else Field(path, "removed", _unkeyed(level.t1))
    if is_order:
        return _order(path, level.t1, level.t2)
    return Field(path, "changed", _unkeyed(level.t1), _unkeyed(level.t2))


def _step(step: Any) -> Step:
    if isinstance(step, tuple):
        return Named(step[1])
    return step if isinstance(step, int) else str(step)


def _order(path: Steps, old: str, new: str) -> Field | None:
    """Return another order of the items that both have: of env, say, it restarts the pods."""
    before, after = old.split(SEPARATOR), new.split(SEPARATOR)
    common = [
        [name for name in side if name in other]
        for side, other in ((before, after), (after, before))
    ]
    return Field(path, "changed", *common) if common[0] != common[1] else None


def _keyed(value: Any) -> Any:
    """Turn lists of named items into maps, so that an inserted item does not shift the others."""
    if isinstance(value, dict):
        return {key: _keyed(item) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    names = [name for item in value if (name := name_of(item)) is not None]
    if not names or len(set(names)) < len(value):
        return [_keyed(item) for item in value]
    return {
        **{("name", name): _keyed(item) for name, item in zip(names, value, strict=True)},
        ORDER: SEPARATOR.join(names),  # one value: deepdiff looks into lists
    }


def name_of(item: Any) -> str | None:
    """Return an item's name; a claim template's is in its metadata."""
    name = at(item, "name") or at(item, "metadata", "name")
    return name if isinstance(name, str) else None


def _unkeyed(value: Any) -> Any:
    if isinstance(value, dict):
        if ORDER in value:
            return [_unkeyed(item) for key, item in value.items() if key != ORDER]
        return {key: _unkeyed(item) for key, item in value.items()}
    return [_unkeyed(item) for item in value] if isinstance(value, list) else value


def written(path: Steps) -> str:
    """Write a path as people do: `spec.template.spec.containers[name=db].image`."""
    text = ""
    for step in path:
        if isinstance(step, Named):
            text += str(step)
        elif step == ORDER:
            text += f".{step}" if text else str(step)
        else:
            below = dotted((step,))
            text += f".{below}" if text and not below.startswith("[") else below
    return text


def index_path(data: Any, path: Steps) -> tuple[str | int, ...]:
    """Return the path in an object as it was read, as far as it goes there."""
    made: list[str | int] = []
    for step in path:
        if isinstance(step, Named):
            listed = data if isinstance(data, list) else []
            index = next((at for at, item in enumerate(listed) if name_of(item) == step.name), None)
            if index is None:
                break
            made.append(index)
            data = listed[index]
        elif step == ORDER:
            break
        else:
            made.append(step)
            data = at(data, step)
    return tuple(made)
