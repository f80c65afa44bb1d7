"""The specs of several environments as one: the base is what all share, each holds the rest."""

from __future__ import annotations

from renderer.app import environments
from renderer.app.accept import NotAccepted, accept
from renderer.app.environments import is_named, key_of, repeated_name
from renderer.app.load import readable
from renderer.objects.reading import is_same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Path
    from renderer.resources.files import Object

NOTHING: Any = object()
REPLACE = {"$patch": "replace"}
# What an environment may not say of a claim that the base has: it can never change.
FIXED = ("labels", "annotations")


def shared(documents: dict[str, Object], apart: frozenset[str] = frozenset()) -> Object:
    """Return one StatefulApp that is each of the documents in the environment of its name.

    Args:
        documents: {environment: the StatefulApp as it is there}, all of one name.
        apart: fields of spec that each environment says by itself.
    """
    specs = [
        {field: value for field, value in document["spec"].items() if field not in apart}
        for document in documents.values()
    ]
    whole: set[Path] = set()  # what cannot be shared in part: there the first one speaks for all
    while True:
        base = _common(specs, (), whole)
        document = _document(documents, base)
        try:
            accept(document)
            break
        except NotAccepted:
            paths = {problem.path[1:] for problem in readable(document)[1]}
        if paths <= whole:
            break  # whoever renders it will say what is wrong
        whole |= {path[:length] for path in paths for length in (1, len(path))}
    said = [
        {"name": name, **_namespace(document), **_override(base, document["spec"])}
        for name, document in documents.items()
    ]
    return {**document, "spec": {**document["spec"], "environments": said}}


def _document(documents: dict[str, Object], base: Object) -> Object:
    first = next(iter(documents.values()))
    metadata = {key: value for key, value in first["metadata"].items() if key != "namespace"}
    return {**first, "metadata": metadata, "spec": base}


def _namespace(document: Object) -> Object:
    namespace = document["metadata"].get("namespace")
    return {"namespace": namespace} if namespace else {}


def _common(values: list[Any], path: Path, whole: set[Path]) -> Any:
    """Return what values have in common; NOTHING where that is nothing."""
    first = values[0]
    if all(is_same(first, other) for other in values):
        return first
    if all(isinstance(value, dict) for value in values):
        return _common_map(values, path, whole)
    key = key_of(path[-1]) if path else "name"
    if path and _is_merged(values, str(path[-1]), key):
        return _common_items(values, path, key, whole)
    return first if path in whole else NOTHING


def _common_map(values: list[Any], path: Path, whole: set[Path]) -> Any:
    first = values[0]
    found = {}
    for field in first:
        if all(field in value for value in values):
            common = _common([value[field] for value in values], (*path, field), whole)
        else:
            common = first[field] if (*path, field) in whole else NOTHING
        if common is not NOTHING:
            found[field] = common
    is_needed = not path or path in whole or not first
    return found if found or is_needed else NOTHING


def _common_items(values: list[Any], path: Path, key: str, whole: set[Path]) -> Any:
    """Return the items that all lists have by name, as far as they are the same."""
    found: list[Any] = []
    for item in values[0]:
        same = [[other for other in value if other[key] == item[key]] for value in values]
        if all(same) and not _stands_apart(path, [others[0] for others in same]):
            here: Path = (*path, len(found))
            common = _common([others[0] for others in same], here, whole | {here})
            found.append(_whole(common, item, here, whole))
    return found or NOTHING


def _stands_apart(path: Path, found: list[Any]) -> bool:
    """Tell whether items of one name stand whole in each environment.

    An environment may not say all of a claim that the base has, and a part of an object is no
    object; but of a ConfigMap each key is one by itself.
    """
    if path == ("storage",):
        return any(
            not is_same(found[0].get(field), item.get(field)) for item in found for field in FIXED
        )
    if path != ("extraResources",):
        return False
    return not all(
        item["resource"].get("kind") == "ConfigMap" or is_same(item, found[0]) for item in found
    )


def _whole(common: Any, item: Any, path: Path, whole: set[Path]) -> Any:
    """Return an item with the fields that it cannot lack, as the first one has them."""
    missing = {where[-1] for where in whole if where[:-1] == path and isinstance(where[-1], str)}
    return {
        **common,
        **{field: item[field] for field in missing if field in item and field not in common},
    }


def _is_merged(values: list[Any], field: str, key: str) -> bool:
    return field not in environments.UNMERGED and all(
        is_named(value, key) and not repeated_name(value, key) for value in values
    )


def _override(base: Any, wanted: Any) -> Any:
    """Return what leads from the base to what is wanted, as an environment says it."""
    said: Object = {}
    for key, value in wanted.items():
        if key not in base:
            said[key] = value
        elif not is_same(base[key], value):
            said[key] = _changed(base[key], value, key)
    gone = {key: None for key in base if key not in wanted}
    return {**said, **gone}


def _changed(base: Any, wanted: Any, field: str) -> Any:
    if isinstance(base, dict) and isinstance(wanted, dict):
        return _override(base, wanted)
    key = key_of(field)
    is_merged = field not in environments.UNMERGED and is_named(base, key)
    return _changed_items(base, wanted, key) if is_merged else wanted


def _changed_items(base: list[Any], wanted: list[Any], key: str) -> list[Any]:
    """Return the items to change, to add and to delete; all of them where the order differs."""
    known = {item[key]: item for item in base}
    names = [item.get(key) for item in wanted]
    stays = [name for name in known if name in names]
    is_in_order = names[: len(stays)] == stays and len(set(names)) == len(names)
    if not is_in_order:
        return [REPLACE, *wanted]
    changed = [
        {key: item[key], **_override(known[item[key]], item)} if item[key] in known else item
        for item in wanted
        if not is_same(known.get(item[key]), item)
    ]
    return [*changed, *({key: name, "$patch": "delete"} for name in known if name not in names)]
