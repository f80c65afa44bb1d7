"""Say what is wrong with a document: pydantic finds it, this module words it.

Imported only when something is wrong: pydantic takes longer to import than a whole render.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from renderer.app import shapes
from renderer.app.accept import object_shape
from renderer.app.environments import OWN_KEYS
from renderer.app.models import API_VERSION, StatefulApp
from renderer.app.nearest import did_you_mean
from renderer.app.parts import Model
from renderer.errors import Problem

if TYPE_CHECKING:
    from renderer.errors import Path

ROOT = ("record", "StatefulApp")
# Fields of a StatefulSet, its pods or a Service that people write into a spec, and our word.
INSTEAD = {
    "activeDeadlineSeconds": "pods of a StatefulSet have no deadline",
    "clusterIP": "the headless Service has none; clientService has one",
    "containers": "the main container's fields stand in spec itself; others are sidecars",
    "ephemeralContainers": "they are added to a running pod, by kubectl debug",
    "fsGroup": "write podSecurityContext: {fsGroup: ...}",
    "hostname": "a pod's host name is always its own name",
    "overhead": "Kubernetes sets it from runtimeClassName",
    "podDisruptionBudgets": "write podDisruptionBudget",
    "priority": "Kubernetes sets it from priorityClassName",
    "selector": "it follows from metadata.name and never changes",
    "serviceAccountName": "write serviceAccount: {create: false, name: ...}",
    "serviceName": "write headlessService: {name: ...}",
    "strategy": "write updateStrategy",
    "subdomain": "a pod's subdomain is always the headless Service",
    "template": "the pod's fields stand in spec itself",
    "volumeClaimTemplates": "write storage",
}
# What fits on a line of a terminal, beside the rest of the message.
LINE = 60
KINDS = {
    "string_type": "a text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "list_type": "a list",
    "dict_type": "a map",
    "model_type": "a map",
    "model_attributes_type": "a map",
}


def problems_of(data: Any, model: type[Model] = StatefulApp) -> list[Problem]:
    """Return every problem of a document's shape; a bug of ours if pydantic finds none."""
    kind = model.__name__
    if problems := _wrong_document(data, kind):
        return problems
    nulls = [_null_problem(path) for path in _nulls(data)]
    try:
        model.model_validate(data)
    except ValidationError as error:
        found = _merge_unions(error.errors(include_url=False), data, ("record", kind))
    else:
        found = []
    null_paths = {problem.path for problem in nulls}
    problems = nulls + [problem for problem in found if problem.path not in null_paths]
    if not problems:
        message = "was refused by the fast reader, but not by the models: please report this"
        return [Problem("SR999", (), message)]
    return problems


def object_problems(data: Any, name: str) -> list[Problem]:
    """Return every problem of the shape of one of Kubernetes' own objects, by its type's name."""
    from renderer.kubernetes import types

    nulls = [_null_problem(path) for path in _nulls(data)]
    try:
        TypeAdapter(getattr(types, name)).validate_python(data)
    except ValidationError as error:
        found = _merge_unions(error.errors(include_url=False), data, ("object", name))
    else:
        found = []
    return nulls or found


def _wrong_document(data: Any, kind: str) -> list[Problem]:
    """Return the one problem that makes all others pointless: this is another kind of document."""
    if not isinstance(data, dict):
        return [Problem("SR202", (), f"must be a map, a {kind}, got {shown(data)}")]
    wrong = []
    for field, wanted in (("apiVersion", API_VERSION), ("kind", kind)):
        if data.get(field) != wanted:
            hint = f"write {field}: {wanted}"
            message = f'must be "{wanted}", got {shown(data.get(field))}'
            wrong.append(Problem("SR205", (field,), message, hint=hint))
    return wrong


def _nulls(value: Any, path: Path = ()) -> list[Path]:
    if value is None:
        return [path]
    steps: Any = ()
    if isinstance(value, dict):
        # An environment may say null about a field: there it removes, and the merge has judged it.
        is_environment = path[:2] == ("spec", "environments")
        steps = [(k, v) for k, v in value.items() if not is_environment or k in OWN_KEYS]
    elif isinstance(value, list):
        steps = enumerate(value)
    return [found for step, each in steps for found in _nulls(each, (*path, step))]


def _null_problem(path: Path) -> Problem:
    return Problem("SR204", path, "must not be null", hint="remove the line, or give a value")


def _merge_unions(errors: list[Any], data: Any, root: Any = ROOT) -> list[Problem]:
    """Word the errors; those of one field (the options of a union) become one problem."""
    by_path: dict[Path, list[Any]] = {}
    for error in errors:
        by_path.setdefault(_path_in(data, error["loc"]), []).append(error)
    return [_problem(path, group, root) for path, group in by_path.items()]


def _path_in(data: Any, loc: Path) -> Path:
    """Drop the steps that pydantic adds for the options of a union; the document lacks them."""
    path: Path = ()
    value = data
    for position, step in enumerate(loc):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]  # a list has no place for the name of an option
        elif isinstance(value, dict) and position == len(loc) - 1:
            return (*path, step)  # a missing field
        else:
            continue
        path = (*path, step)
    return path


def _problem(path: Path, errors: list[Any], root: Any = ROOT) -> Problem:
    """Return the one problem of a field, in our words."""
    kinds = [error["type"] for error in errors]
    checked = [error for error in errors if error["type"] == "value_error"]
    if checked:
        return _checked_problem(path, checked[0])
    first = errors[0]
    if first["type"] == "missing":
        return Problem("SR203", path, "is required")
    if first["type"] == "extra_forbidden":
        return _unknown_field(path, root)
    if first["type"] == "literal_error":
        return _not_one_of(path, first)
    if wanted := [KINDS[kind] for kind in kinds if kind in KINDS]:
        return _wrong_type(path, wanted, first["input"])
    return Problem("SR206", path, f"{_limit(first)}, got {shown(first['input'])}")


def _checked_problem(path: Path, error: Any) -> Problem:
    message, *hint = error["ctx"]["error"].args
    code = "SR208" if path[-1:] == ("kubernetesVersion",) else "SR206"
    return Problem(code, path, message, hint=hint[0] if hint else "")


def _unknown_field(path: Path, root: Any) -> Problem:
    known = fields_at(path[:-1], root)
    hint = _instead(path) or did_you_mean(str(path[-1]), known)
    if len(path) == 1 and path[0] in fields_at(("spec",), root):
        hint = f"move it to spec.{path[0]}"
    return Problem("SR201", path, "is not a field here", hint=hint or f"known: {', '.join(known)}")


def _instead(path: Path) -> str:
    """Say what to write for a field that Kubernetes has and a StatefulApp has not."""
    if path[:2] == ("spec", "environments"):
        path = ("spec", *path[3:])
    return INSTEAD.get(str(path[1]), "") if len(path) == 2 and path[0] == "spec" else ""  # noqa: PLR2004  # a field of spec


def _not_one_of(path: Path, error: Any) -> Problem:
    expected = error["ctx"]["expected"].replace("'", "")
    options = [option.strip() for option in expected.replace(" or ", ",").split(",")]
    hint = did_you_mean(error["input"], options) if isinstance(error["input"], str) else ""
    return Problem(
        "SR206", path, f"must be {' or '.join(options)}, got {shown(error['input'])}", hint=hint
    )


def _wrong_type(path: Path, wanted: list[str], value: Any) -> Problem:
    message = f"must be {' or '.join(dict.fromkeys(wanted))}, got {shown(value)}"
    is_scalar = isinstance(value, (bool, int, float))
    hint = ""
    if is_scalar and "a text" in wanted:
        hint = f'write "{shown(value)}" in quotes'
    elif isinstance(value, str) and _is_number(value) and "a whole number" in wanted:
        hint = f"write {value} without quotes"
    return Problem("SR202", path, message, hint=hint)


def _limit(error: Any) -> str:
    limits = error.get("ctx", {})
    if "ge" in limits:
        return f"must be at least {limits['ge']}"
    if "le" in limits:
        return f"must be at most {limits['le']}"
    if "min_length" in limits:
        return "must have at least one item"
    return f"must be valid: {error['msg']}"


def _is_number(text: str) -> bool:
    return text.lstrip("-").isdigit()


def shown(value: Any) -> str:
    """Write a value as YAML would, cut to what fits on a line."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LINE else f"{text[: LINE - 3]}..."


def fields_at(path: Path, root: Any = ROOT) -> list[str]:
    """Return the names of the fields that the model allows at a path, in its order."""
    shape = root
    for step in path:
        shape = _inner(shape, step)
    shape = _unwrapped(shape)
    if shape[0] == "record":
        return list(shapes.RECORDS[shape[1]][0])
    return list(object_shape(shape[1])[0]) if shape[0] == "object" else []


def _inner(shape: Any, step: str | int) -> Any:
    shape = _unwrapped(shape)
    if shape[0] == "record":
        return shapes.RECORDS[shape[1]][0].get(step, (None, ("text",)))[1]
    if shape[0] == "object":
        return object_shape(shape[1])[0].get(str(step), ("text",))
    return {"list": shape[1], "map": shape[-1]}.get(shape[0], ("text",))


def _unwrapped(shape: Any) -> Any:
    return _unwrapped(shape[2]) if shape[0] == "checked" else shape
