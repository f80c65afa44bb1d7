"""Anchors and their aliases: an alias is a copy of what its anchor names, within limits."""

from __future__ import annotations

from renderer.yaml.scalars import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Kubernetes objects are about ten levels deep. Every parser and dumper recurses: some crash.
DEEPEST = 100
# What aliases may add to a text, in characters: some to any text, and a multiple of its own.
FLOOR, FACTOR = 100_000, 10
# What a value is reckoned at, besides its text.
NODE_COST = 8
UNKNOWN = object()


class TooMuch(Exception):  # noqa: N818 - a limit, told as a problem
    """Aliases would make the data larger than memory, or deeper than anything can read."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Anchors:
    """The anchors of one document, and what may still be copied in its stream.

    Args:
        length: how long the text of the stream is.
    """

    def __init__(self, length: int) -> None:
        self.values: dict[str, Any] = {}
        self.allowance = FLOOR + FACTOR * length

    def copy_of(self, name: str, around: list[Any]) -> Any:
        """Return a copy for an alias, or why there is none; of equal names the last counts.

        Args:
            name: what stands behind the `*`.
            around: the maps and lists that the alias is in.

        Raises:
            TooMuch: a limit is reached.
        """
        value = self.values.get(name, UNKNOWN)
        if value is UNKNOWN:
            message = f"must name an anchor above it, there is no &{name}"
            return Refused(message, 'quote a text which begins with "*"', code="SR106")
        if any(value is container for container in around):
            message = f"must not hold itself: *{name} is inside of &{name}"
            return Refused(message, "write the value out", code="SR106")
        return self.copy(value, len(around))

    def copy(self, value: Any, depth: int) -> Any:
        """Copy a value out of the allowance: aliases of aliases could fill all memory."""
        kind = type(value)
        self.allowance -= NODE_COST + (len(value) if kind is str else 0)
        if self.allowance < 0:
            raise TooMuch("SR106", f"aliases must not make a text more than {FACTOR} times as long")
        if kind is not dict and kind is not list:
            return value
        if depth >= DEEPEST:
            raise TooMuch("SR107", f"must not be nested deeper than {DEEPEST} levels")
        if kind is list:
            return [self.copy(item, depth + 1) for item in value]
        return {key: self.copy(value[key], depth + 1) for key in value}
