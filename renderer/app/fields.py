"""What each field of the StatefulApp means, read off the models, for `stateful explain`."""

from __future__ import annotations

import types
from typing import Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typing_extensions import is_typeddict

from renderer.app.models import StatefulApp

SIMPLE = {str: "text", bool: "true or false", int: "whole number", float: "number"}


def field_at(path: tuple[str, ...]) -> tuple[str | None, list[str]]:
    """Return a field's explanation, or None and the names that are known where the path ends."""
    hint: Any = StatefulApp
    described = str(StatefulApp.__doc__)
    default = ""
    for step in path:
        fields = _fields(_element(hint))
        if step not in fields:
            return None, list(fields)
        hint, described, default = fields[step]
    described = described or f"A field of Kubernetes' own, type {_name(hint)}."
    lines = [f"{'.'.join(path)}  <{_name(hint)}>{default}", "", f"  {described.strip()}"]
    below = _fields(_element(hint))
    if below:
        lines += ["", "fields:"]
        for name, (inner, text, more) in below.items():
            lines.append(f"  {name}  <{_name(inner)}>{more}")
            lines += [f"      {text}"] if text else []
    return "\n".join(line.rstrip() for line in lines) + "\n", []


def _fields(hint: Any) -> dict[str, tuple[Any, str, str]]:
    """Return {name in YAML: (type, description, default as text)} of a model or Kubernetes type."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return {
            field.alias or name: (field.annotation, _described(field), _default(field))
            for name, field in hint.model_fields.items()
        }
    if is_typeddict(hint):
        return {
            name: (each, "", " required" if name in hint.__required_keys__ else "")
            for name, each in get_type_hints(hint, include_extras=True).items()
        }
    return {}


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
