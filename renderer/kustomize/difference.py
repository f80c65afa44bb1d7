"""The patch that leads from one object to another, as a person would write it for kustomize.

A strategic merge patch says most changes best. It cannot say all of them: kustomize replaces the
whole list of volumeClaimTemplates, and moves the list items that a patch names to the front. Those
changes become JSON 6902 operations; one that counts on an item's position stands behind an
`op: test` of its name, which fails the build when the base is not what the patch was made for.
What kustomize really does was found by running it; a property test builds random overlays with
the real program and compares.
"""

from __future__ import annotations

from renderer.objects.reading import is_same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Operation = dict[str, Any]
    Pointer = tuple[str | int, ...]

# Lists that kustomize merges item by item, and the field it tells the items apart by.
# `ports` are left out: they merge by two fields, and what is added to them gets no order.
MERGE_KEYS = {
    "containers": "name",
    "env": "name",
    "volumeDevices": "devicePath",
    "volumeMounts": "mountPath",
}
# Where the name of an item is, in these lists and in those that no merge patch is used for.
NAME_OF_ITEM = {
    "initContainers": ("name",),
    "ports": ("name",),
    "volumes": ("name",),
    "volumeClaimTemplates": ("metadata", "name"),
    **{field: (key,) for field, key in MERGE_KEYS.items()},
}
MISSING = object()


class Difference:
    """What must change: a strategic merge patch, and JSON 6902 operations to apply before it."""

    def __init__(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        self.operations: list[Operation] = []
        self.merge: dict[str, Any] = self._merge_maps(before, after, ())

    def _merge_maps(self, before: Any, after: Any, at: Pointer) -> dict[str, Any]:
        patch = {}
        for key in [*after, *(key for key in before if key not in after)]:
            old, new = before.get(key, MISSING), after.get(key)
            if is_same(old, new):
                continue
            change = self._change(old, new, (*at, key))
            if change is not MISSING:
                patch[key] = change
        return patch

    def _change(self, old: Any, new: Any, at: Pointer) -> Any:
        """Return what to write in the merge patch; MISSING when operations say it instead."""
        if new is None or old is MISSING:
            return new
        if isinstance(old, dict) and isinstance(new, dict) and old and new:
            return self._merge_maps(old, new, at) or MISSING
        if isinstance(old, list) and isinstance(new, list):
            return self._merge_lists(old, new, at)
        if isinstance(old, (dict, list)) or isinstance(new, (dict, list)) or _begins_with_tab(new):
            self.operations += _replace(old, new, at)
            return MISSING
        return new

    def _merge_lists(self, old: list[Any], new: list[Any], at: Pointer) -> Any:
        field = str(at[-1])
        if (
            new
            and not any(isinstance(item, (dict, list)) for item in [*old, *new])
            and (not any(_begins_with_tab(item) for item in new))
        ):
            return new  # a list of scalars, such as args, is replaced as a whole
        key = MERGE_KEYS.get(field)
        if key and _merges_in_order(old, new, key):
            return self._merge_items(old, new, at, key) or MISSING
        self.operations += _change_list(old, new, at)
        return MISSING

    def _merge_items(self, old: list[Any], new: list[Any], at: Pointer, key: str) -> list[Any]:
        kept = {item[key]: item for item in new}
        patch: list[Any] = []
        unnamed: list[Any] = []  # what only operations change
        for index, item in enumerate(old):
            if item[key] not in kept:
                patch.append({key: item[key], "$patch": "delete"})
            elif not is_same(item, kept[item[key]]):
                change = self._guarded_item(item, kept[item[key]], (*at, index), key)
                unnamed.append({key: item[key], **change})
                if change:  # those before it must be named too, or it would move in front of them
                    patch += unnamed
                    unnamed = []
        return patch

    def _guarded_item(self, old: Any, new: Any, at: Pointer, key: str) -> dict[str, Any]:
        """Merge an item; operations inside of it first test that it is the item they mean."""
        before = len(self.operations)
        change = self._merge_maps(old, new, at)
        if len(self.operations) > before:
            self.operations.insert(before, _test((*at, key), old[key]))
        return change


def _begins_with_tab(value: Any) -> bool:
    """Tell what kustomize cannot merge: over a text of lines, it keeps their style and fails."""
    return isinstance(value, str) and value.startswith("\t")


def _merges_in_order(old: list[Any], new: list[Any], key: str) -> bool:
    """Tell whether a merge patch keeps the order: items that it names come first, others stay."""
    before = {item[key]: item for item in old}
    if len(before) < len(old) or any(item[key] not in before for item in new):
        return False
    wanted = [item[key] for item in new]
    changed = [item[key] for item in new if not is_same(item, before[item[key]])]
    return (
        wanted == [name for name in before if name in wanted] and wanted[: len(changed)] == changed
    )


def _change_list(old: list[Any], new: list[Any], at: Pointer) -> list[Operation]:
    """Change a list item by item where its items have names, otherwise as a whole."""
    name = _name_of_items(str(at[-1]), [*old, *new])
    if name is None or not new or not _appends_only(old, new, name):
        return [*_guard(old, at, name), operation("replace", at, new)]
    wanted = {_value_at(item, name): item for item in new}
    operations = []
    for index in reversed(range(len(old))):  # from the end, so that removals move nothing
        after = wanted.pop(_value_at(old[index], name), MISSING)
        if not is_same(after, old[index]):
            operations.append(_test((*at, index, *name), _value_at(old[index], name)))
            operations += _replace(old[index], after, (*at, index))
    added = [operation("add", (*at, "-"), item) for item in wanted.values()]
    return [*(operations or _guard(old, at, name)), *added]


def _name_of_items(field: str, items: list[Any]) -> Pointer | None:
    """Return where the name of each item is; a port may have none."""
    name = NAME_OF_ITEM.get(field)
    return None if field == "ports" and any("name" not in item for item in items) else name


def _guard(old: list[Any], at: Pointer, name: Pointer | None) -> list[Operation]:
    if not old or name is None:
        return []
    return [_test((*at, 0, *name), _value_at(old[0], name))]


def _appends_only(old: list[Any], new: list[Any], name: Pointer) -> bool:
    """Tell whether the items that stay keep their order, and new ones stand behind them."""
    before = [_value_at(item, name) for item in old]
    after = [_value_at(item, name) for item in new]
    stays = [value for value in before if value in after]
    return after[: len(stays)] == stays and len(set(before)) == len(before)


def _replace(old: Any, new: Any, at: Pointer) -> list[Operation]:
    """Return the operations from one value to another, as deep inside as the change is."""
    if new is MISSING:
        return [operation("remove", at)]
    if old is MISSING:
        return [operation("add", at, new)]
    if isinstance(old, dict) and isinstance(new, dict) and new:
        keys = [*new, *(key for key in old if key not in new)]
        pairs = [(key, old.get(key, MISSING), new.get(key, MISSING)) for key in keys]
        return [
            change
            for key, before, after in pairs
            if not is_same(before, after)
            for change in _replace(before, after, (*at, key))
        ]
    if isinstance(old, list) and isinstance(new, list) and str(at[-1]) in NAME_OF_ITEM:
        return _change_list(old, new, at)
    return [operation("replace", at, new)]


def _value_at(value: Any, path: Pointer) -> Any:
    for step in path:
        value = value[step]
    return value


def _test(at: Pointer, value: Any) -> Operation:
    return operation("test", at, value)


def operation(name: str, at: Pointer, value: Any = MISSING) -> Operation:
    """Return an operation; https://www.rfc-editor.org/rfc/rfc6901 says how to escape a path."""
    steps = [str(step).replace("~", "~0").replace("/", "~1") for step in at]
    written = {"op": name, "path": "/" + "/".join(steps)}
    return written if value is MISSING else {**written, "value": value}
