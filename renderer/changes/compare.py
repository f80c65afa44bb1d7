"""Compare two sets of Kubernetes objects; the only module that imports deepdiff."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from deepdiff import DeepDiff

from renderer.errors import Problem, RenderError
from renderer.objects.identity import Identity
from renderer.objects.reading import at, text
from renderer.objects.resource import Resource

Operation = Literal["added", "removed", "changed"]
FieldPath = tuple[Any, ...]

ORDER = "(order)"
SEPARATOR = "\0"
SECRET_FIELDS = ("data", "stringData")
# kubectl keeps the whole object here, with its values.
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


@dataclass(frozen=True)
class FieldChange:
    """One field that differs; `before` or `after` is None where it is absent."""

    path: str
    operation: Operation
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class ResourceChange:
    """One object that differs, is new or is gone."""

    identity: Identity
    operation: Operation
    fields: list[FieldChange] = field(default_factory=list)


Pair = tuple[Identity, Any, Any]


def compare(before: list[Resource], after: list[Resource]) -> list[ResourceChange]:
    """Return what differs, sorted by identity; objects are matched by it, never by position.

    Args:
        before: the objects of one side.
        after: those of the other.

    Raises:
        RenderError: an object has no identity, or two have the same (SR802).
    """
    masks = Masks()
    old, new = (
        _by_identity([resource.instead(masks.masked(resource.data)) for resource in side])
        for side in (before, after)
    )
    changes = [_changed(*pair) for pair in _pairs(old, new)]
    return sorted((each for each in changes if each), key=lambda change: change.identity)


class Masks:
    """Replaces the values of Secrets by numbers: equal values get equal numbers, on both sides."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def masked(self, resource: Any) -> Any:
        """Return the object with every value of a Secret hidden; anything else as it is."""
        if not isinstance(resource, dict) or resource.get("kind") != "Secret":
            return resource
        hidden = {name: self._masked(resource[name]) for name in SECRET_FIELDS if name in resource}
        metadata = resource.get("metadata")
        if isinstance(metadata, dict) and isinstance(metadata.get("annotations"), dict):
            shown = {
                key: self._mask(value) if key == LAST_APPLIED else value
                for key, value in metadata["annotations"].items()
            }
            hidden["metadata"] = {**metadata, "annotations": shown}
        return {**resource, **hidden}

    def _masked(self, values: Any) -> Any:
        if isinstance(values, dict):
            return {key: self._mask(value) for key, value in values.items()}
        return self._mask(values)

    def _mask(self, value: object) -> str:
        number = self._numbers.setdefault(repr(value), len(self._numbers) + 1)
        return f"(secret value {number})"


def _by_identity(resources: list[Resource]) -> dict[Identity, Any]:
    first: dict[Identity, Resource] = {}
    numbers: Counter[str] = Counter()
    problems = []
    for resource in resources:
        file, identity = resource.file, resource.identity
        numbers[file] += 1
        path = (f"object {numbers[file]}",)
        if not (identity.is_whole and text(at(resource.data, "apiVersion"))):
            message = "must have apiVersion, kind and metadata.name"
            problems.append(Problem("SR802", path, message, file=file))
        elif identity in first:
            where = f", first in {first[identity].file}" if first[identity].file != file else ""
            message = f"must be there once, {identity} is there twice{where}"
            problems.append(Problem("SR802", path, message, file=file))
        else:
            first[identity] = resource
    if problems:
        raise RenderError(problems)
    return {identity: resource.data for identity, resource in first.items()}


def _pairs(old: dict[Identity, Any], new: dict[Identity, Any]) -> list[Pair]:
    """Match by identity; what is left, without the namespace, where that is unambiguous."""
    pairs: list[Pair] = [(key, old[key], new[key]) for key in old if key in new]
    gone = [key for key in old if key not in new]
    left = [key for key in new if key not in old]
    for key in gone:
        alike = [each for each in gone if each.without_namespace() == key.without_namespace()]
        moved = [each for each in left if each.without_namespace() == key.without_namespace()]
        match = moved[0] if len(moved) == len(alike) == 1 else None
        pairs.append((match or key, old[key], new[match] if match else None))
    matched = {key for key, _, _ in pairs}
    return pairs + [(key, None, new[key]) for key in left if key not in matched]


def _changed(identity: Identity, old: Any, new: Any) -> ResourceChange | None:
    if old is None or new is None:
        return ResourceChange(identity, "added" if old is None else "removed")
    if _is_same(old, new):  # deepdiff takes four thousand times as long to say so
        return None
    fields = _field_changes(old, new)
    return ResourceChange(identity, "changed", fields) if fields else None


def _is_same(old: Any, new: Any) -> bool:
    """Tell whether two objects are equal; to Python alone, `true` and `1` are."""
    return old == new and json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)


def _field_changes(old: Any, new: Any) -> list[FieldChange]:
    difference = DeepDiff(
        _keyed(old), _keyed(new), view="tree", threshold_to_diff_deeper=0, verbose_level=2
    )
    changes = [_field_change(level) for levels in difference.values() for level in levels]
    return sorted((change for change in changes if change), key=lambda change: change.path)


def _field_change(level: Any) -> FieldChange | None:
    path = tuple(level.path(output_format="list"))
    kind = level.report_type
    if kind.endswith("_added"):
        return _unless_order(FieldChange(_written(path), "added", after=_unkeyed(level.t2)), path)
    if kind.endswith("_removed"):
        return _unless_order(FieldChange(_written(path), "removed", _unkeyed(level.t1)), path)
    if path[-1:] == (ORDER,):
        return _order_change(path, level.t1, level.t2)
    return FieldChange(_written(path), "changed", _unkeyed(level.t1), _unkeyed(level.t2))


def _unless_order(change: FieldChange, path: FieldPath) -> FieldChange | None:
    return None if path[-1:] == (ORDER,) else change


def _order_change(path: FieldPath, old: str, new: str) -> FieldChange | None:
    """Report another order of the items that both have: of env, say, it restarts the pods."""
    before, after = old.split(SEPARATOR), new.split(SEPARATOR)
    common = [
        [name for name in side if name in other]
        for side, other in ((before, after), (after, before))
    ]
    return FieldChange(_written(path), "changed", *common) if common[0] != common[1] else None


def _keyed(value: Any) -> Any:
    """Turn lists of named items into maps, so that an inserted item does not shift the others."""
    if isinstance(value, dict):
        return {key: _keyed(each) for key, each in value.items()}
    if not isinstance(value, list):
        return value
    names = [name for item in value if (name := _name(item)) is not None]
    if not names or len(set(names)) < len(value):
        return [_keyed(item) for item in value]
    return {
        **{("name", name): _keyed(item) for name, item in zip(names, value, strict=True)},
        ORDER: SEPARATOR.join(names),  # one value: deepdiff looks into lists
    }


def _name(item: Any) -> str | None:
    """Return an item's name; a claim template's is in its metadata."""
    name = at(item, "name") or at(item, "metadata", "name")
    return name if isinstance(name, str) else None


def _unkeyed(value: Any) -> Any:
    if isinstance(value, dict):
        if ORDER in value:
            return [_unkeyed(each) for key, each in value.items() if key != ORDER]
        return {key: _unkeyed(each) for key, each in value.items()}
    return [_unkeyed(each) for each in value] if isinstance(value, list) else value


def _written(path: FieldPath) -> str:
    """Write a path as people do: `spec.template.spec.containers[name=db].image`."""
    text = ""
    for step in path:
        if isinstance(step, tuple):
            text += f"[name={step[1]}]"
        elif isinstance(step, int):
            text += f"[{step}]"
        elif step == ORDER or not any(character in step for character in "./ "):
            text += f".{step}" if text else step
        else:
            text += f'["{step}"]'
    return text
