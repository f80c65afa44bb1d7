"""Read plain data as a StatefulApp without importing pydantic.

Importing pydantic and building the models takes ten times as long as the whole rest of a
`stateful-fn` call. So the models are compiled into tables (`shapes.py`), and this module walks
them. It answers only "valid, here are the values" or "not valid"; what is wrong, the walker says
(`wording.py`). A test generates specs and holds both and the models to the same verdict.
"""

from __future__ import annotations

from renderer.app import shapes
from renderer.kubernetes.shapes import OBJECTS
from renderer.kubernetes.tables import EMPTY_RECORD, REQUIRED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Any

    from renderer.app.models import StatefulApp

    Shape = tuple[Any, ...]


NOTHING: dict[str, Any] = {}
# {model: what `_blank` says of it}
_BLANK: dict[str, tuple[dict[str, Any], set[str]]] = {}


class NotAccepted(Exception):  # noqa: N818  # an answer, and no error of anybody's
    """The data does not have the shape; says nothing more."""


class Record:
    """Values of one model as plain attributes, with the names of the model's fields."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # holds lists


def accept(data: Any, before: StatefulApp | None = None, same: Collection[str] = ()) -> StatefulApp:
    """Return the app that the data of one document stands for; NotAccepted when it is not valid.

    Maps come out sorted by key, and Kubernetes' own objects in the order of `kubernetes.types`:
    from here on no order depends on how the data was written.

    Args:
        data: the document.
        before: an app that was accepted.
        same: the fields of spec that are those of its document, as most of a base are in its
            environments: these are not read again.
    """
    known = {"spec": _read_after(data["spec"], before, same)} if before else NOTHING
    app: Any = read_record(data, ("record", "StatefulApp"), known)
    accepted: StatefulApp = app
    return accepted


def _read_after(spec: dict[str, Any], before: StatefulApp, same: Collection[str]) -> Record:
    fields = shapes.RECORDS.written["Spec"][0]
    attributes = [fields[name][0] for name in same if name in fields]
    known = {attribute: getattr(before.spec, attribute) for attribute in attributes}
    return read_record(spec, ("record", "Spec"), known)


def read(data: Any, shape: Shape) -> Any:
    """Return the data as the shape says; every reader below does one kind of shape."""
    return READERS[shape[0]](data, shape)


def read_text(data: Any, _shape: Shape) -> str:
    """Read a text; a number or boolean is none."""
    if type(data) is not str:
        raise NotAccepted
    return data


def read_bool(data: Any, _shape: Shape) -> bool:
    """Read true or false."""
    if type(data) is not bool:
        raise NotAccepted
    return data


def read_int(data: Any, shape: Shape) -> int:
    """Read a whole number within its limits; to Python, true is one too."""
    _, low, high = shape
    if type(data) is not int or not low <= data <= high:
        raise NotAccepted
    return data


def read_enum(data: Any, shape: Shape) -> str:
    """Read one of a set of words."""
    if type(data) is not str or data not in shape[1]:
        raise NotAccepted
    return data


def read_list(data: Any, shape: Shape) -> list[Any]:
    """Read a list of one kind of item."""
    _, item, least = shape
    if type(data) is not list or len(data) < least:
        raise NotAccepted
    reader = READERS[item[0]]
    return [reader(value, item) for value in data]


def read_map(data: Any, shape: Shape) -> dict[str, Any]:
    """Read a map with free keys, and sort it by them."""
    if type(data) is not dict:
        raise NotAccepted
    _, key_shape, value_shape = shape
    return {read(key, key_shape): read(data[key], value_shape) for key in sorted(data)}


def read_checked(data: Any, shape: Shape) -> Any:
    """Read a value, then put it through a check, which may return its canonical form."""
    _, check, inner = shape
    try:
        return check(read(data, inner))
    except ValueError as error:
        raise NotAccepted from error


def read_converted(data: Any, shape: Shape) -> Any:
    """Put a value of any kind through a check first, then read what that returns."""
    _, convert, inner = shape
    try:
        value = convert(data)
    except ValueError as error:
        raise NotAccepted from error
    return read(value, inner) if inner else value


def read_any_of(data: Any, shape: Shape) -> Any:
    """Read what the first of several shapes accepts."""
    for option in shape[1]:
        try:
            return read(data, option)
        except NotAccepted:
            continue
    raise NotAccepted


def read_object(data: Any, shape: Shape) -> dict[str, Any]:
    """Read one of Kubernetes' own objects: a plain dict, in Kubernetes' spelling and our order."""
    fields, required = OBJECTS[shape[1]]
    if type(data) is not dict or not data.keys() <= fields.keys() or not required <= data.keys():
        raise NotAccepted
    return {name: read(data[name], fields[name]) for name in fields if name in data}


def read_any(data: Any, _shape: Shape) -> Any:
    """Read a value that has no shape of ours: part of an object of any kind."""
    return data


def read_record(data: Any, shape: Shape, known: dict[str, Any] = NOTHING) -> Record:
    """Read one of our own models; what is absent gets its default.

    Of the fields, as they are written, the shapes of those that are there are read: few of many.

    Args:
        data: what is written.
        shape: its model.
        known: {attribute: value} of what is read already.
    """
    fields, is_open = shapes.RECORDS.written[shape[1]]
    if type(data) is not dict or not (is_open or data.keys() <= fields.keys()):
        raise NotAccepted
    blank, required = _blank(shape[1])
    if not required <= data.keys():
        raise NotAccepted
    values = {**blank, **known}
    for name, written in data.items():
        if name in fields:
            attribute, inner, _ = fields[name]
            if attribute not in known:
                values[attribute] = read(written, shapes.SHAPES.shape(inner))
    return Record(values)


def _blank(model: str) -> tuple[dict[str, Any], set[str]]:
    """Return the values of a model of which nothing is written, and the fields that must be."""
    if model not in _BLANK:
        values, required = {}, set()
        for name, (attribute, inner, default) in shapes.RECORDS.written[model][0].items():
            values[attribute] = default
            if default is REQUIRED:
                required.add(name)
            elif default is EMPTY_RECORD:
                values[attribute] = read({}, shapes.SHAPES.shape(inner))
        _BLANK[model] = values, required
    return _BLANK[model]


READERS: dict[str, Callable[[Any, Shape], Any]] = {
    "text": read_text,
    "bool": read_bool,
    "int": read_int,
    "enum": read_enum,
    "list": read_list,
    "map": read_map,
    "checked": read_checked,
    "converted": read_converted,
    "any": read_any,
    "any of": read_any_of,
    "object": read_object,
    "record": read_record,
}
