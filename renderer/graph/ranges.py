"""Like things that are many, told as a few: the first ones, the range between, and the last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")

# So many are drawn one by one; of more, so many of the first.
MOST, FIRST = 5, 2


def folded(things: Sequence[Item]) -> list[Sequence[Item]]:
    """Return things one by one, or those in the middle of many together."""
    if len(things) <= MOST:
        return [[thing] for thing in things]
    return [*([thing] for thing in things[:FIRST]), things[FIRST:-1], [things[-1]]]


def spanned(names: Sequence[str]) -> str:
    """Return the name of one, `a and b` of two, `first ... last` of more."""
    if len(names) <= len("ab"):
        return " and ".join(names)
    return f"{names[0]} … {names[-1]}"


def nth(number: int) -> str:
    """Return `1st`, `2nd`, `11th`."""
    is_teen = number % 100 // 10 == 1
    ending = "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
