"""An environment is a partial spec: merge it over the base, and trace a field back to its line.

The merge is that of Kubernetes' strategic merge: maps merge, lists of named items merge by `name`
(mounts by their path; new ones go behind), other lists are replaced, `null` removes,
`$patch: delete` removes a named item, and `$patch: replace`, as the first item, says that a list is
the whole one, in its order. What would silently change nothing is an error.
"""

from __future__ import annotations

from renderer.errors import Problem, RenderError
from renderer.kubernetes.labels import is_moved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path

    Data = dict[str, Any]

# Keys of an environment that are not fields of spec.
OWN_KEYS = ("name", "namespace", "cluster")
SELECTION = ("environment", "environments")
DIRECTIVE = "$patch"
REPLACE = {DIRECTIVE: "replace"}
# What a claim has for ever, beside its name.
IMMUTABLE = ("labels", "annotations", "namespace")
# Lists that replace those of the base, although their items have names: a name may stand twice.
UNMERGED = ("httpHeaders",)
# What tells the items of a list apart, where a name may stand twice: one volume may be mounted at
# several paths, and at one path there is one volume.
KEYS = {"volumeMounts": "mountPath", "volumeDevices": "devicePath"}
# Lists whose items need no name; without, a list is taken as a whole.
OPTIONAL = ("ports",)
# The name of no environment at all, so no environment may have it.
BASE = "base"


def names(data: Any) -> list[str]:
    """Return the names of a document's environments, in its order; none where nobody can merge."""
    return names_of(_environments(data)) if is_mergeable(data) else []


def is_mergeable(data: Any) -> bool:
    """Tell whether a document has what a merge needs: metadata, spec and named environments."""
    if not isinstance(data, dict):
        return False
    if not all(isinstance(data.get(field), dict) for field in ("metadata", "spec")):
        return False
    written = data["spec"].get("environments")
    return written is None or (is_named(written) and not repeated_name(written))


def effective(data: Any, name: str | None, index: int | None = None) -> Any:
    """Return the document as it is in an environment: what every builder sees.

    Args:
        data: the whole document, as it was read. One that cannot be merged comes back as it is:
            whoever reads it then says what is wrong with it.
        name: one of its environments, or None for the base.
        index: where that is in the list, if the caller knows, who has found it by `names`.

    Raises:
        RenderError: there is no such environment (SR401), or its override removes what is not
            there or cannot be merged (SR402 to SR404). Paths are those of the override.
    """
    if name is None or (index is None and not is_mergeable(data)):
        return data
    index = index_of(data, name) if index is None else index
    environment, at = _environments(data)[index], ("spec", "environments", index)
    problems = [
        Problem("SR403", (*at, key), "must not stand in an environment: they do not nest")
        for key in SELECTION
        if key in environment
    ]
    hidden = (*OWN_KEYS, *SELECTION)
    override = {key: value for key, value in environment.items() if key not in hidden}
    problems += _claim_labels(data["spec"], environment, at)
    document = {**data, "spec": _merge(data["spec"], override, at, problems)}
    if _is_moved_elsewhere(data, environment):
        message = (
            f"must be that of kustomize's namespace, {data['metadata'].get('namespace')}, got "
            f"{environment['namespace']}: what is beside the app goes there"
        )
        hint = "say it in one of the two"
        problems.append(Problem("SR406", (*at, "namespace"), message, hint=hint))
    if environment.get("namespace") is not None:
        document["metadata"] = {**data["metadata"], "namespace": environment["namespace"]}
    if problems:
        raise RenderError(problems)
    return document


def alone(data: Any) -> Any:
    """Return an effective document without the list of environments, which is read only once.

    Each of a thousand environments would read the list of all of them again.
    """
    if not isinstance(data, dict) or not isinstance(data.get("spec"), dict):
        return data
    spec = {key: value for key, value in data["spec"].items() if key not in SELECTION}
    return {**data, "spec": spec}


def new_fields(spec: Data, base: Data) -> Data:
    """Return the fields of an effective spec that are not just those of its base."""
    return {
        field: value
        for field, value in spec.items()
        if field not in base or value is not base[field]
    }


def index_of(data: Data, name: str) -> int:
    """Return the position of an environment in the document's list; RenderError if not there."""
    known = names(data)
    if name in known:
        return known.index(name)
    path = ("spec", "environment") if data["spec"].get("environment") == name else ()
    raise RenderError([unknown_environment(name, known, path)])


def unknown_environment(name: str, known: list[str], path: Path) -> Problem:
    """Return the problem of a name that no environment has."""
    from renderer.kubernetes.names import nearest

    allowed = f"must be one of {', '.join(known)}" if known else "must have environments to select"
    message = f'{allowed}, got environment "{name}"'
    return Problem("SR401", path, message, hint=nearest(name, known))


def source_path(data: Any, name: str | None, path: Path) -> Path:
    """Return where in the document a field of the effective document was or would be written.

    The override wins wherever it says something about the field, so an error that an
    environment causes is reported at the line of that environment.
    """
    if name is None or not path or not is_mergeable(data):
        return path
    index = index_of(data, name)
    environment = _environments(data)[index]
    at = ("spec", "environments", index)
    if path[:2] == ("metadata", "namespace") and environment.get("namespace") is not None:
        return (*at, "namespace")
    if path[0] != "spec":
        return path
    document = effective(data, name)
    return _trace(document["spec"], [(environment, at), (data["spec"], ("spec",))], path[1:])


def _is_moved_elsewhere(data: Data, environment: Data) -> bool:
    """Tell whether kustomize has put the app into another namespace than its environment says."""
    said = environment.get("namespace")
    if said is None or said == data["metadata"].get("namespace"):
        return False
    return is_moved(data["metadata"])


def _environments(data: Data) -> list[Data]:
    found: list[Data] = data["spec"].get("environments") or []
    return found


def _merge(base: Any, change: Any, path: Path, problems: list[Problem]) -> Any:
    if isinstance(change, dict):
        return _merge_maps(base if isinstance(base, dict) else {}, change, path, problems)
    if not isinstance(change, list):
        return change
    merges = _merges(path[-1], base)
    if is_whole(change) and (merges or (base and path[-1] in OPTIONAL)):
        return _replaced(change, path, problems)
    if merges and (not change or is_named(change, key_of(path[-1]))):
        return _merge_named(base, change, path, problems)
    if merges and (nameless := list(_nameless(change, path))):
        problems += nameless
        return base
    return [_merge(None, item, (*path, index), problems) for index, item in enumerate(change)]


def _replaced(change: list[Any], path: Path, problems: list[Problem]) -> list[Any]:
    """Return a list that stands in place of the base's."""
    items = change[1:]
    if not items:
        message = "must be followed by the items of the list"
        hint = "write null to remove the whole list"
        problems.append(Problem("SR404", (*path, 0, DIRECTIVE), message, hint=hint))
    return [_merge(None, item, (*path, index), problems) for index, item in enumerate(items, 1)]


def _nameless(change: list[Any], path: Path) -> Iterator[Problem]:
    """Yield where an item of a list that merges cannot be told apart, although it may stand alone.

    Where a name is required, its absence is said anyway.
    """
    key = key_of(path[-1])
    for index, item in enumerate(change):
        if item == REPLACE:
            message = "must be the first item, as it is about the whole list"
            yield Problem("SR403", (*path, index, DIRECTIVE), message)
        elif path[-1] in OPTIONAL and isinstance(item, dict) and key not in item:
            message = f"is required: the list merges by {key} with the base's"
            hint = "write the whole list with `- $patch: replace` in front"
            yield Problem("SR203", (*path, index, key), message, hint=hint)


def _merge_maps(base: Data, change: Data, path: Path, problems: list[Problem]) -> Data:
    merged = dict(base)
    for key, value in change.items():
        at = (*path, key)
        if key == DIRECTIVE:
            message = "must stand in a list of named items, as $patch: delete or $patch: replace"
            problems.append(Problem("SR403", at, message))
        elif value is not None:
            merged[key] = _merge(merged.get(key), value, at, problems)
        elif key in merged:
            del merged[key]
        else:
            message = "must not be null: there is nothing of that name to remove"
            problems.append(_nothing_to_remove(at, message, key, base))
    return merged


def _merge_named(base: list[Data], change: list[Data], path: Path, problems: list[Problem]) -> Any:
    if not change and base:
        message = "must not be an empty list: it would neither add nor remove anything"
        hint = "write null to remove the whole list"
        problems.append(Problem("SR404", path, message, hint=hint))
    key = key_of(path[-1])
    if repeated := repeated_name(base, key) or repeated_name(change, key):
        message = f'must merge by {key}, and "{repeated}" stands twice'
        problems.append(Problem("SR301", path, message, hint=f"give each item a {key} of its own"))
        return base
    merged = {item[key]: item for item in base}
    for index, item in enumerate(change):
        name, at = item[key], (*path, index)
        if DIRECTIVE not in item:
            merged[name] = _merge(merged.get(name), item, at, problems)
        elif item[DIRECTIVE] != "delete" or item.keys() != {key, DIRECTIVE}:
            message = f"must be `{{{key}: {name}, $patch: delete}}` and nothing else"
            problems.append(Problem("SR403", (*at, DIRECTIVE), message))
        elif name in merged:
            del merged[name]
        else:
            message = f'must name an item to delete, got "{name}"'
            problems.append(_nothing_to_remove((*at, key), message, name, merged))
    return list(merged.values())


def _claim_labels(spec: Data, environment: Data, at: Path) -> list[Problem]:
    """Refuse to vary what can never change on a claim: only what it asks for may differ."""
    base, change = spec.get("storage") or [], environment.get("storage") or []
    whole = is_whole(change)
    change = change[whole:] if whole else change
    if not (is_named(base) and is_named(change)):
        return []
    known = {item["name"]: item for item in base}
    message = "must be the same in every environment: a claim can never change it"
    hint = "write what spec.storage says" if whole else "set it in spec.storage"
    return [
        Problem("SR405", (*at, "storage", index, field), message, hint=hint)
        for index, item in enumerate(change, whole)
        for field in IMMUTABLE
        if item["name"] in known
        and (item.get(field) != known[item["name"]].get(field) if whole else field in item)
    ]


def new_item_hint(data: Data, path: Path) -> str:
    """Offer a name of the base where an override's item, by a typing error, has none of them."""
    if path[:2] != ("spec", "environments") or not isinstance(path[-2], int):
        return ""
    written: Any = data
    for step in path[:-1]:
        written = written[step] if _has(written, step) else None
    base: Any = data["spec"]
    for step in path[3:-2]:
        base = base[step] if _has(base, step) else None
    key = key_of(path[-3])
    if not is_named(base, key) or not isinstance(written, dict) or key not in written:
        return ""
    from renderer.kubernetes.names import nearest, one_of

    names = [item[key] for item in base]
    if written[key] in names:
        return ""
    return nearest(str(written[key]), names) or f"it is new here, {one_of(names)}"


def names_of(items: list[Data]) -> list[str]:
    """Return the names of a list of named items."""
    return [item["name"] for item in items]


def _nothing_to_remove(path: Path, message: str, name: str, known: Data) -> Problem:
    from renderer.kubernetes.names import nearest

    return Problem("SR402", path, message, hint=nearest(name, list(known)))


def _merges(field: str | int, base: Any) -> bool:
    """Tell whether a list is merged by name."""
    return field not in UNMERGED and is_named(base, key_of(field))


def key_of(field: str | int) -> str:
    """Return what the items of a list are told apart by."""
    return KEYS.get(str(field), "name")


def is_whole(change: Any) -> bool:
    """Tell whether a list of an environment says that it replaces the base's."""
    return isinstance(change, list) and change[:1] == [REPLACE]


def is_named(value: Any, key: str = "name") -> bool:
    """Tell whether a value is a list of maps that all have a name, or what stands for it."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) and isinstance(item.get(key), str) for item in value)
    )


def repeated_name(items: list[Data], key: str = "name") -> str | None:
    """Return the first name that stands twice in a list of named items."""
    seen = set()
    for item in items:
        if item[key] in seen:
            return str(item[key])
        seen.add(item[key])
    return None


def _trace(value: Any, sources: list[tuple[Any, Path]], path: Path) -> Path:
    """Follow a path through the merged value and its sources; the first one that has it wins."""
    for depth, step in enumerate(path):
        key = key_of(path[depth - 1]) if depth else "name"
        following = [found for source in sources if (found := _step(value, source, step, key))]
        if not following:
            # Who does not say a field of spec at all is the base.
            return (*sources[-1 if depth == 0 else 0][1], *path[depth:])
        # A list that is not merged by name replaces the one behind it.
        merges = all(_merges(step, found[0]) for found in following if isinstance(found[0], list))
        sources = following if merges else following[:1]
        value = value[step] if _has(value, step) else None
    return sources[0][1]


def _step(
    value: Any, source: tuple[Any, Path], step: str | int, key: str
) -> tuple[Any, Path] | None:
    written, path = source
    if isinstance(step, int) and is_whole(written):
        step += 1  # behind the directive
        return (written[step], (*path, step)) if _has(written, step) else None
    is_item = isinstance(step, int) and is_named(value, key) and is_named(written, key)
    if isinstance(step, int) and is_item and _has(value, step):
        wanted = value[step][key]
        if not _has(written, step) or written[step][key] != wanted:
            positions = [index for index, item in enumerate(written) if item[key] == wanted]
            step = positions[0] if positions else -1
    return (written[step], (*path, step)) if _has(written, step) else None


def _has(value: Any, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(value, list) and 0 <= step < len(value)
    return isinstance(value, dict) and step in value
