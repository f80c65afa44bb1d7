"""The templates of ApplicationSets, as far as they can be known here.

Of Go's templates: fields, pipelines, conditions, and the functions that paths and names are made
of. What is not among them is unknown, and nothing is guessed.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from renderer.objects.reading import at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

OPEN, CLOSE = "{{", "}}"
ACTION = re.compile(r"\{\{(-\s)?\s*(.*?)\s*(\s-)?\}\}", re.DOTALL)
TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|`[^`]*`)|(?P<number>-?\d+(?![\w.]))"""
    r"""|(?P<field>\.(?:[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)?(?!\w))|(?P<name>[A-Za-z_]\w*)"""
    r"""|(?P<mark>[|()]))"""
)
WORDS = {"true": True, "false": False, "nil": None}
NO_NAME = re.compile(r"[^-a-z0-9.]")
LONGEST_NAME = 253
MISSING = "missingkey=error"


class Unknown(Exception):  # noqa: N818 - nothing is wrong
    """What nobody can say here, and why."""


class Broken(Exception):  # noqa: N818 - Argo CD's error, and none of ours
    """Why Argo CD makes no Application of a template."""


class Parameters(dict[str, Any]):
    """What templates are filled with.

    Args:
        values: what is known.
        unknown: why there are more than these; empty where there are not.
    """

    def __init__(self, values: Any, unknown: str = "") -> None:
        super().__init__(values)
        self.unknown = unknown


def filled(text: str, parameters: Parameters, options: Sequence[str] | None) -> str:
    """Return a text with the parameters in it.

    Args:
        text: the template.
        parameters: what it may name.
        options: those of Go's templates; None for the simple ones.

    Raises:
        Unknown: it has something that cannot be known here.
        Broken: Argo CD fails with it.
    """
    if OPEN not in text:
        return text
    return _simple(text, parameters) if options is None else _Go(text, parameters, options).text()


def _simple(text: str, parameters: Parameters) -> str:
    """Put texts in; what has no parameter stays as it is."""

    def put(found: re.Match[str]) -> str:
        value = parameters.get(found[1].strip())
        if value is None and parameters.unknown:
            raise Unknown(parameters.unknown)
        return value if isinstance(value, str) else found[0]

    return re.sub(r"\{\{(.*?)\}\}", put, text, flags=re.DOTALL)


class _Go:
    """One text of Go's templates."""

    def __init__(self, text: str, parameters: Parameters, options: Sequence[str]) -> None:
        self.parameters = parameters
        self.is_strict = MISSING in options
        self.parts = list(_parts(text))
        self.next = 0

    def text(self) -> str:
        """Return what it makes."""
        made, stopped = self._block(is_on=True)
        if stopped:
            raise Broken(f"unexpected {stopped}")
        return made

    def _block(self, *, is_on: bool) -> tuple[str, str]:
        """Return what is made until an `else` or `end`, and that."""
        made = ""
        while self.next < len(self.parts):
            literal, action = self.parts[self.next]
            self.next += 1
            if action is None:
                made += literal if is_on else ""
                continue
            word = action.partition(" ")[0]
            if word in ("else", "end"):
                return made, action
            if word == "if":
                made += self._condition(action.partition(" ")[2], is_on=is_on)
            elif is_on and not action.startswith("/*"):
                made += _written(self._value(action))
        return made, ""

    def _condition(self, action: str, *, is_on: bool) -> str:
        is_true = is_on and bool(self._value(action))  # what is empty is false, for Go too
        made, stopped = self._block(is_on=is_true)
        is_left = is_on and not is_true
        if stopped.startswith("else if "):
            return made + self._condition(stopped.removeprefix("else if "), is_on=is_left)
        if stopped == "else":
            other, stopped = self._block(is_on=is_left)
            made += other
        if stopped != "end":
            raise Broken("an if without its end")
        return made

    def _value(self, action: str) -> Any:
        tokens = list(_tokens(action))
        value = self._pipeline(tokens)
        if tokens:
            raise Unknown(f"nobody knows {OPEN} {action} {CLOSE} here")
        return value

    def _pipeline(self, tokens: list[tuple[str, str]]) -> Any:
        value = self._command(tokens, ())
        while tokens and tokens[0] == ("mark", "|"):
            tokens.pop(0)
            value = self._command(tokens, (value,))
        return value

    def _command(self, tokens: list[tuple[str, str]], piped: tuple[Any, ...]) -> Any:
        if not tokens:
            raise Broken("an action without a value")
        kind, word = tokens[0]
        if kind == "name" and word not in WORDS:
            tokens.pop(0)
            arguments = []
            while tokens and tokens[0] not in (("mark", "|"), ("mark", ")")):
                arguments.append(self._operand(tokens))
            return _called(word, [*arguments, *piped])
        if piped:
            raise Unknown("only functions take what is piped to them")
        return self._operand(tokens)

    def _operand(self, tokens: list[tuple[str, str]]) -> Any:
        kind, word = tokens.pop(0)
        if kind == "text":
            return word[1:-1] if word[0] == "`" else json.loads(word)
        if kind == "number":
            return int(word)
        if kind == "field":
            return self._field(word)
        if word == "(":
            value = self._pipeline(tokens)
            if not tokens or tokens.pop(0)[1] != ")":
                raise Broken("an opening parenthesis without a closing one")
            return value
        if word in WORDS:
            return WORDS[word]
        return _called(word, [])

    def _field(self, word: str) -> Any:
        value: Any = self.parameters
        for step in filter(None, word.split(".")):
            if isinstance(value, dict) and step in value:
                value = value[step]
            elif value is self.parameters and self.parameters.unknown:
                raise Unknown(self.parameters.unknown)
            elif self.is_strict or not isinstance(value, dict | None):
                raise Broken(f"there is no parameter {word}")
            else:
                return None
        return value


def _parts(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield (literal, None) and (nothing, action), with blanks trimmed where actions say so."""
    position, trims = 0, False
    for found in ACTION.finditer(text):
        literal = text[position : found.start()]
        literal = literal.lstrip() if trims else literal
        yield (literal.rstrip() if found[1] else literal), None
        yield "", found[2]
        position, trims = found.end(), bool(found[3])
    rest = text[position:]
    if OPEN in rest:
        raise Broken("an action that is not closed")
    yield (rest.lstrip() if trims else rest), None


def _tokens(action: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(action.rstrip()):
        found = TOKEN.match(action, position)
        if found is None:
            raise Unknown(f"nobody knows {OPEN} {action} {CLOSE} here")
        yield str(found.lastgroup), found[str(found.lastgroup)]
        position = found.end()


def _written(value: Any) -> str:
    """Return a value as Go prints it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "<no value>"
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    raise Unknown("a list, a map or a fraction is put into a text")


def _called(name: str, arguments: list[Any]) -> Any:
    function = FUNCTIONS.get(name)
    if function is None:
        raise Unknown(f"the function {name} is not known here")
    try:
        return function(*arguments)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        raise Broken(f"{name} cannot be called so") from None


def normalized(name: str) -> str:
    """Return a name as Argo CD makes it fit for an object."""
    return NO_NAME.sub("-", name.lower())[:LONGEST_NAME].strip("-.")


def _dig(*arguments: Any) -> Any:
    *steps, default, data = arguments
    for step in steps:
        if not isinstance(data, dict):
            raise Unknown("dig goes through what is no map")
        if step not in data:
            return default
        data = data[step]
    return data


def _index(value: Any, *steps: Any) -> Any:
    for step in steps:
        value = value[step] if isinstance(value, list) else at(value, step)
    return value


def _printf(pattern: str, *values: Any) -> str:
    if re.sub("%[sdv]", "", pattern).count("%") or len(re.findall("%[sdv]", pattern)) != len(
        values
    ):
        raise Unknown("only %s, %d and %v of printf are known here")
    texts = iter([_written(value) for value in values])
    return re.sub("%[sdv]", lambda _: next(texts), pattern)


def _equal(first: Any, *others: Any) -> bool:
    if any(type(other) is not type(first) for other in others):
        raise Unknown("values of two types are compared")
    return first in others


def _dict(*pairs: Any) -> dict[str, Any]:
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "and": lambda *values: next((value for value in values if not value), values[-1]),
    "default": lambda default, value=None: value or default,
    "dict": _dict,
    "dig": _dig,
    "eq": _equal,
    "index": _index,
    "list": lambda *values: list(values),
    "lower": lambda text: text.lower(),
    "ne": lambda first, other: not _equal(first, other),
    "normalize": normalized,
    "not": lambda value: not value,
    "or": lambda *values: next((value for value in values if value), values[-1]),
    "printf": _printf,
    "quote": lambda text: json.dumps(_written(text), ensure_ascii=False),
    "replace": lambda old, new, text: text.replace(old, new),
    "toJson": lambda value: json.dumps(value, separators=(",", ":")),
    "trimPrefix": lambda prefix, text: text.removeprefix(prefix),
    "trimSuffix": lambda suffix, text: text.removesuffix(suffix),
    "upper": lambda text: text.upper(),
}
