"""What each field of the StatefulApp means, read off the models, for `stateful explain`."""

from __future__ import annotations

import re
import types
from typing import Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typing_extensions import is_typeddict

from renderer.app.environments import SELECTION
from renderer.app.models import Environment, Spec, StatefulApp
from renderer.app.nearest import did_you_mean
from renderer.app.version_rules import OWN
from renderer.errors import Problem, RenderError, dotted
from renderer.kubernetes import versions
from renderer.kubernetes.versions import Window

SIMPLE = {str: "text", bool: "true or false", int: "whole number", float: "number"}
# A step of a path as errors and people write it: ["a/b"], [0] or [name=a], a name.
STEP = re.compile(r"""\[["'](?P<key>[^"']*)["']\]|\[(?P<item>[^\]]*)\]|(?P<name>[^.\[]+)""")


def explained(text: str) -> str:
    """Return what a field means, its type and default, and the fields below it.

    Args:
        text: a path as errors print it; one into spec may leave that out.

    Raises:
        RenderError: there is no such field (SR201).
    """
    path = _path(text)
    if not path:
        message = f'must name a field, got "{text}"'
        raise RenderError([Problem("SR201", (), message, hint=_known(list(_fields(StatefulApp))))])
    hint: Any = StatefulApp
    described = str(StatefulApp.__doc__)
    default = ""
    for index, step in enumerate(path):
        fields = _steps(_element(hint))
        if step in fields:
            hint, described, default = fields[step]
        elif get_origin(_plain(hint)) is dict:
            hint, default = get_args(_plain(hint))[1], ""  # a key of the user's own
        else:
            raise RenderError([_unknown(path, index, list(fields))])
    described = described or f"A field of Kubernetes' own, type {_name(hint)}."
    lines = [f"{dotted(path)}  <{_name(hint)}>{default}", "", f"  {described.strip()}"]
    below = _fields(_element(hint))
    if below:
        lines += ["", "fields:"]
        for name, (inner, sentence, more) in below.items():
            lines.append(f"  {name}  <{_name(inner)}>{more}")
            lines += [f"      {sentence}"] if sentence else []
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _path(text: str) -> tuple[str, ...]:
    """Return the names in a path; the place in a list says nothing about what its items mean."""
    steps = [each["key"] or each["name"] for each in STEP.finditer(text)]
    path = tuple(step for step in steps if step)
    whole = _fields(StatefulApp)
    return ("spec", *path) if path and path[0] not in whole and path[0] in _fields(Spec) else path


def _unknown(path: tuple[str, ...], index: int, known: list[str]) -> Problem:
    """Return the problem of a step that leads nowhere, with the names that would."""
    if not known:
        message = f"is not a field: {dotted(path[:index])} has none below it"
        return Problem("SR201", path, message)
    near = did_you_mean(path[index], known if index else [*known, *_fields(Spec)])
    return Problem("SR201", path, "is not a field", hint=near or _known(known))


def _known(names: list[str]) -> str:
    return f"known: {', '.join(names)}"


def _steps(hint: Any) -> dict[str, tuple[Any, str, str]]:
    """Return the fields that a path may go into; an environment may say any field of spec."""
    fields = _fields(hint)
    if hint is Environment:
        spec = {name: each for name, each in _fields(Spec).items() if name not in SELECTION}
        # Nothing is required there, and the default is what the base says.
        return {name: (inner, text, "") for name, (inner, text, _) in spec.items()} | fields
    return fields


def _fields(hint: Any) -> dict[str, tuple[Any, str, str]]:
    """Return {name in YAML: (type, description, default as text)} of a model or Kubernetes type."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return {
            name: (
                field.annotation,
                _described(field),
                f"{_default(field)}{_since(OWN.get(name, []))}",
            )
            for name, field in _aliased(hint)
        }
    if is_typeddict(hint):
        return {
            name: (each, "", _required(hint, name) + _since(versions.windows(hint.__name__, name)))
            for name, each in get_type_hints(hint, include_extras=True).items()
        }
    return {}


def _required(hint: Any, name: str) -> str:
    return " required" if name in hint.__required_keys__ else ""


def _aliased(model: type[BaseModel]) -> list[tuple[str, FieldInfo]]:
    return [(field.alias or name, field) for name, field in model.model_fields.items()]


def _since(windows: list[Window]) -> str:
    """Say which versions of Kubernetes have a field, or single values of it."""
    said: dict[str, list[str]] = {}
    for window in windows:
        said.setdefault(str(window), []).append(window.about)
    notes = [f"{', '.join(filter(None, abouts))}: {each}" for each, abouts in said.items()]
    return "".join(f"  ({note.removeprefix(': ')})" for note in notes)


def _described(field: FieldInfo) -> str:
    return " ".join((field.description or "").split())


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return " required"
    if field.default in (None, [], {}) or isinstance(field.default, BaseModel):
        return ""
    return f" default: {_written(field.default)}"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"[{', '.join(value)}]" if isinstance(value, list) else str(value)


def _plain(hint: Any) -> Any:
    """Strip what is around a type: its checks, and that it may be left out."""
    if hasattr(hint, "__metadata__"):
        return _plain(hint.__origin__)
    if get_origin(hint) in (Required, NotRequired):
        return _plain(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        options = [each for each in get_args(hint) if each is not type(None)]
        return _plain(options[0]) if len(options) == 1 else hint
    return hint


def _element(hint: Any) -> Any:
    """Return the type of a list's items, since a path goes through lists without saying so."""
    hint = _plain(hint)
    return _element(get_args(hint)[0]) if get_origin(hint) is list else hint


def _name(hint: Any) -> str:
    hint = _plain(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is list:
        return f"list of {_name(arguments[0])}"
    if origin is dict:
        return f"map of {_name(arguments[1])}"
    if origin is Literal:
        return " | ".join(str(each) or '""' for each in arguments)
    if origin in (Union, types.UnionType):
        names = [_name(each) for each in arguments if each is not type(None)]
        return " | ".join(dict.fromkeys(names))
    return SIMPLE.get(hint) or str(hint.__name__)
