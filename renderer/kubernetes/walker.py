"""Say why a value is not what its shape allows: every problem of it, in people's words.

It walks the tables that `renderer.app.accept` reads with, and is imported where that one refuses.
"""

from __future__ import annotations

from renderer.errors import QUOTE, Exact, Problem, dotted
from renderer.kubernetes import instead, names, quantities, versions
from renderer.kubernetes.meant import MEANT, SHORT
from renderer.kubernetes.names import did_you_mean, nearest, one_of, quoted
from renderer.kubernetes.shapes import OBJECTS
from renderer.kubernetes.tables import REQUIRED, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from renderer.errors import Path

    Problems = Iterator[Problem]
    Shape = tuple[Any, ...]
    Fields = dict[str, Shape]
    # The objects around a field, from the outermost: where each is, and its fields.
    Around = tuple[tuple[Path, Fields], ...]

CODES = {
    names.some_text: "SR203",
    quantities.canonical: "SR211",
    quantities.stored_amount: "SR211",
    quantities.storage_size: "SR211",
    versions.of_spec: "SR208",
}
MODES = (0o777, 0o1777)
# How hints begin that go by the likeness of names alone.
GUESSES = ("did you mean", "known: ")
# Which object they are in says nothing about where they belong.
EVERYWHERE = ("apiVersion", "kind", "metadata", "spec", "name")


class Walker:
    """Walks what must be as we write it: a spec, and the objects that go with it.

    Args:
        records: the table of our own models.
    """

    unknown = "is not a field here"

    def __init__(self, records: Table | None = None) -> None:
        self.records = records

    def problems(self, value: Any, shape: Shape, path: Path = (), around: Around = ()) -> Problems:
        """Yield everything that is wrong with a value."""
        if value is None and shape[0] != "any":
            yield from self.null(path)
        else:
            walk: Callable[..., Problems] = getattr(self, WALKS[shape[0]])
            yield from walk(value, shape, path, around)

    def null(self, path: Path) -> Problems:
        """Kubernetes takes null for absent; in a spec it is what an environment removes with."""
        yield Problem("SR204", path, "must not be null", hint="remove the line, or give a value")

    def text(self, value: Any, _shape: Shape, path: Path, _around: Around) -> Problems:
        """Walk a text."""
        if not isinstance(value, str):
            hint = instead.as_image(value) if path[-1:] == ("image",) else ""
            yield wrong_type("a string", value, path, hint)

    def boolean(self, value: Any, _shape: Shape, path: Path, _around: Around) -> Problems:
        """Walk true or false."""
        if not isinstance(value, bool):
            yield wrong_type("true or false", value, path)

    def integer(self, value: Any, shape: Shape, path: Path, _around: Around) -> Problems:
        """Walk a whole number; to Python, true is one."""
        low, high = self.limits(shape[1], shape[2])
        if not isinstance(value, int) or isinstance(value, bool):
            hint = self.octal(int(value)) if high in MODES and _is_octal(value) else ""
            yield wrong_type("an integer", value, path, hint or _number_in(value, path))
        elif not low <= value <= high:
            hint = self.octal(value) if high in MODES else ""
            message = f"must be {_range(value, low, high)}, got {value}"
            yield Problem("SR209", path, message, hint=hint)

    def limits(self, low: int, high: int) -> tuple[int, int]:
        """Return the lowest and the highest number of a range."""
        return low, high

    def octal(self, value: int) -> str:
        """Return the hint for a mode such as 0644 that has lost its 0; in a spec, 0644 is odd."""
        mode = mode_of(value)
        return Exact(f"write {mode}, which is 0{value}", mode) if mode else ""

    def enum(self, value: Any, shape: Shape, path: Path, _around: Around) -> Problems:
        """Walk one of a set of words."""
        if not isinstance(value, str) or value not in shape[1]:
            words = [word for word in shape[1] if word]
            message = f"must be {' or '.join(words)}, got {quoted(value)}"
            hint = _word(value, words) if isinstance(value, str) else ""
            yield Problem("SR206", path, message, hint=hint)

    def listed(self, value: Any, shape: Shape, path: Path, around: Around) -> Problems:
        """Walk a list of one kind of item."""
        _, item_shape, least = shape
        if not isinstance(value, list):
            yield wrong_type("a list", value, path, self.as_list(value, item_shape, path))
            return
        if len(value) < least:
            yield Problem("SR203", path, "must have at least one item")
        for index, item in enumerate(value):
            if item is None and item_shape[0] != "any":
                yield from Walker.null(self, (*path, index))
            else:
                yield from self.problems(item, item_shape, (*path, index), around)

    def mapped(self, value: Any, shape: Shape, path: Path, around: Around) -> Problems:
        """Walk a map with free keys."""
        if not isinstance(value, dict):
            yield wrong_type("an object", value, path, instead.as_map(value))
            return
        for key, item in value.items():
            yield from self.problems(str(key), shape[1], (*path, str(key)), around)
            yield from self.problems(item, shape[2], (*path, str(key)), around)

    def checked(self, value: Any, shape: Shape, path: Path, around: Around) -> Problems:
        """Walk a value, then put it through a check."""
        wrong = list(self.problems(value, shape[2], path, around))
        if shape[2][0] == "text" and any(problem.hint == QUOTE for problem in wrong):
            # Quotes may not be enough: 30 is meant as "30s".
            refused = list(self.refusals(shape[1], str(value), path))
            wrong = [wrong[0].saying(hint=why.hint) for why in refused] or wrong
        yield from wrong or self.refusals(shape[1], value, path)

    def converted(self, value: Any, shape: Shape, path: Path, _around: Around) -> Problems:
        """Walk what only a check can tell, such as a number or a text."""
        is_another_kind = isinstance(value, bool | list | dict)
        for problem in self.refusals(shape[1], value, path):
            problem.code = "SR202" if is_another_kind else problem.code
            yield problem

    def refusals(self, check: Callable[[Any], Any], value: Any, path: Path) -> Problems:
        """Yield the problem of a value that a check refuses."""
        try:
            check(value)
        except ValueError as error:
            message, *hint = error.args
            kind = {int: "SR209", float: "SR202"}.get(type(value), "SR210")
            code = CODES.get(check) or kind
            yield Problem(code, path, message, hint=hint[0] if hint else "")

    def any_of(self, value: Any, shape: Shape, path: Path, around: Around) -> Problems:
        """Walk what one of several shapes has to allow; the last one that may be meant says why."""
        options = [list(self.problems(value, option, path, around)) for option in shape[1]]
        if all(options):
            of_this_type = [wrong for wrong in options if wrong[0].code != "SR202"]
            yield from (of_this_type or options)[-1]

    def anything(self, _value: Any, _shape: Shape, _path: Path, _around: Around) -> Problems:
        """Walk a value that has no shape of ours."""
        yield from ()

    def record(self, value: Any, shape: Shape, path: Path, around: Around) -> Problems:
        """Walk one of our own models."""
        assert self.records is not None  # noqa: S101  # only our own documents have them
        _, is_open = self.records[shape[1]]
        known = self.below(shape), self.required(shape)
        yield from self.fields(value, shape[1], *known, path, around, is_open=is_open)

    def object(self, value: Any, shape: Shape, path: Path, around: Around) -> Problems:
        """Walk one of Kubernetes' own objects."""
        fields, _ = OBJECTS[shape[1]]
        yield from self.fields(value, shape[1], fields, self.required(shape), path, around)

    def fields(
        self,
        value: Any,
        of: str,
        fields: Fields,
        required: list[str],
        path: Path,
        around: Around,
        *,
        is_open: bool = False,
    ) -> Problems:
        """Walk a map with keys that are known, some of which it must have."""
        if not isinstance(value, dict):
            key = path[-1] if path else ""
            hint = instead.as_object(
                value, fields, required, key, self.accepts, may_be_empty=self.may_be_empty(of)
            )
            yield wrong_type("an object", value, path, hint)
            return
        here = (*around, (path, fields))
        for key, item in value.items():
            if key in fields:
                wrong = self.problems(item, fields[key], (*path, key), here)
                yield from self.nulls(of, key, wrong) if item is None else wrong
            elif not is_open:
                hint = self.meant(of, str(key), here, value)
                lacks = [name for name in required if name not in value]
                if hint.startswith(GUESSES) and (
                    name := self.in_place_of(lacks, key, value, fields)
                ):
                    hint = did_you_mean(name)
                yield Problem("SR201", (*path, str(key)), self.unknown, hint=hint)
        for key in required:
            if key not in value:
                hint = self.in_its_place(of, key, value)
                yield Problem("SR203", (*path, key), "is required", hint=hint)

    def in_place_of(self, lacks: list[str], key: Any, value: dict[Any, Any], fields: Fields) -> str:
        """Return the one field that is lacking, where the only unknown one may stand for it."""
        unknown = [other for other in value if other not in fields]
        fits = [name for name in lacks if self.accepts(value[key], fields[name])]
        alike = [name for name in fits if name.lower().endswith(str(key).lower())]
        found = alike or fits
        return found[0] if len(found) == 1 and unknown == [key] else ""

    def may_be_empty(self, _of: str) -> bool:
        """Tell whether an object of this type says something by being there alone."""
        return False

    def nulls(self, _of: str, _key: str, wrong: Problems) -> Problems:
        """Return the problems of a null, with what to do about it in this field."""
        return wrong

    def in_its_place(self, _of: str, _key: str, _value: dict[Any, Any]) -> str:
        """Return what to do where another field was written in place of one that is required."""
        return ""

    def meant(self, of: str, key: str, around: Around, beside: dict[Any, Any]) -> str:
        """Return what to write for a field that does not exist: another word, or another place.

        Args:
            of: the type that the field was looked for in.
            key: the field.
            around: the objects around it.
            beside: the object that has it: what else it has says where all of it belongs.
        """
        known = list(around[-1][1])
        return (
            self.word(of, key, beside)
            or self.elsewhere(key, around, beside)
            or nearest(key, known)
            or self.all_of(known, around[-1][0])
        )

    def word(self, of: str, key: str, _beside: dict[Any, Any]) -> str:
        """Return what is called otherwise here."""
        return MEANT.get((of, key), "")

    def all_of(self, known: list[str], _path: Path) -> str:
        """Return the hint where nothing is near."""
        return one_of(known)

    def as_list(self, value: Any, item: Shape, path: Path) -> str:
        """Return how to write as a list what is none."""
        if isinstance(value, str) and path[-1:] in (("command",), ("args",)):
            return instead.as_command(value) if path[-1] == "command" else instead.as_words(value)
        return instead.as_list(value, item, self.below(item), self.required(item), self.accepts)

    def accepts(self, value: Any, shape: Shape) -> bool:
        """Tell whether a value is right for a shape."""
        return next(self.problems(value, shape), None) is None

    def elsewhere(self, key: str, around: Around, beside: Iterable[Any]) -> str:
        """Return where an object further out, or just below, has the field: indentation is lost."""
        if key in EVERYWHERE:
            return ""
        *outer, (path, fields) = around
        below = {name: self.below(shape) for name, shape in fields.items()}
        lost = [field for field in beside if field not in fields]
        fits = {
            name: len(set(lost).intersection(inner))
            for name, inner in below.items()
            if key in inner
        }
        best = [f"{name}.{key}" for name, fit in fits.items() if fit == max(fits.values())]
        if best:  # nearer than what is further out: `command` in a hook is no `spec.command`
            return f"move it to {f'{dotted(path)}.' if path else ''}{', or '.join(best)}"
        places = [dotted((*place, key)) for place, others in reversed(outer) if key in others]
        return f"move it to {places[0]}" if places else ""

    def required(self, shape: Shape) -> list[str]:
        """Return the fields that an object must have, in its own order."""
        if shape[0] == "record" and self.records is not None:
            written = self.records[shape[1]][0]
            return [key for key, (*_, default) in written.items() if default is REQUIRED]
        fields, required = OBJECTS[shape[1]] if shape[0] == "object" else ({}, ())
        return [key for key in fields if key in required]

    def below(self, shape: Shape) -> Fields:
        """Return the fields of an object that a field holds."""
        if shape[0] == "record" and self.records is not None:
            return {key: inner for key, (_, inner, _) in self.records[shape[1]][0].items()}
        return OBJECTS[shape[1]][0] if shape[0] == "object" else {}


WALKS = {
    "text": "text",
    "bool": "boolean",
    "int": "integer",
    "enum": "enum",
    "list": "listed",
    "map": "mapped",
    "checked": "checked",
    "converted": "converted",
    "any": "anything",
    "any of": "any_of",
    "object": "object",
    "record": "record",
}


def wrong_type(wanted: str, value: Any, path: Path, hint: str = "") -> Problem:
    """Return the problem of a value of another kind, with what to do about it."""
    shown, is_scalar = quoted(value), isinstance(value, bool | int | float)
    if is_scalar and wanted == "a string":
        hint = QUOTE
    elif isinstance(value, str) and _is(wanted, value):
        meant = value == "true" if wanted == "true or false" else int(value)
        hint = Exact(f"write {value} without quotes", meant)
    message = f"must be {wanted}, got {shown}"
    return Problem("SR202", path, message, hint=hint, scalar=shown if is_scalar else "")


def _is_octal(value: Any) -> bool:
    """Tell whether a text is a mode as chmod takes it, such as 0644."""
    is_short = isinstance(value, str) and len(value) <= len("01777")
    return is_short and value[:1] == "0" and names.is_number(value)


def _number_in(value: Any, path: Path) -> str:
    """Return the hint for a duration such as 30s, in a field that counts seconds."""
    if not isinstance(value, str) or not str(path[-1] if path else "").endswith("Seconds"):
        return ""
    seconds = {"s": 1, "m": 60, "h": 3600}.get(value[-1:], 0)
    digits = value[:-1]
    is_number = names.is_number(digits) and len(digits) < len("1234567890")
    if not seconds or not is_number:
        return ""
    return Exact(f"write {int(digits) * seconds}", int(digits) * seconds)


def _word(value: str, words: list[str]) -> str:
    """Return the word that a value is short for, or nearly is."""
    whole = SHORT.get(value, "")
    return Exact(did_you_mean(whole), whole) if whole in words else nearest(value, words)


def _is(wanted: str, value: str) -> bool:
    if wanted == "an integer":
        digits = value.removeprefix("-")
        return names.is_number(digits) and (digits == "0" or digits[0] != "0")
    return wanted == "true or false" and value in ("true", "false")


def _range(value: int, low: int, high: int) -> str:
    """Word a range; of one that nobody can reach the end of, only the side that is left."""
    if high < names.HIGHEST_COUNT and low > -names.HIGHEST_COUNT:
        return f"from {low} to {high}"
    return f"at least {low}" if value < low else f"at most {high}"


def mode_of(value: int) -> int:
    """Return the mode whose octal digits a number has, 0 where it has none."""
    digits = str(value)
    is_octal = value > 0 and set(digits) <= set("01234567")
    return int(digits, 8) if is_octal and int(digits, 8) <= MODES[0] else 0
