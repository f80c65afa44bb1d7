"""Ways into data that anybody may have written, none of which ever fails.

What is not there, or of another kind, reads as nothing; that it is wrong is for the types to say.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


def at(value: Any, *steps: str | int) -> Any:
    """Return what is at a path; None where the path leads nowhere."""
    for step in steps:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def is_same(old: Any, new: Any) -> bool:
    """Tell whether two values are equal; to Python alone, `true` and `1` are."""
    return bool(old == new) and _has_same_booleans(old, new)


def _has_same_booleans(old: Any, new: Any) -> bool:
    """Tell whether what is true or false in one of two equal values is so in the other."""
    if old is new:
        return True
    if isinstance(old, dict):
        return all(
            isinstance(item, str) or _has_same_booleans(item, new[key]) for key, item in old.items()
        )
    if isinstance(old, list):
        return all(map(_has_same_booleans, old, new))
    return isinstance(old, bool) == isinstance(new, bool)


def text(value: Any) -> str:
    """Return a text; anything else is an empty one."""
    return value if isinstance(value, str) else ""


def number(value: Any, default: int = 0) -> int:
    """Return a whole number; anything else is the default. To Python, true is a number.

    JSON knows one kind of number, in which 3.0 is 3.
    """
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def mapping(value: Any) -> dict[Any, Any]:
    """Return a map; anything else is an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[tuple[int, dict[Any, Any]]]:
    """Return the maps in a list, each with its index."""
    if not isinstance(value, list):
        return []
    return [(index, item) for index, item in enumerate(value) if isinstance(item, dict)]


def texts(value: Any) -> list[str]:
    """Return the texts in a list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def pairs_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every key of the maps in a value, however deep, with what it holds."""
    if isinstance(value, list):
        for item in value:
            yield from pairs_in(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key, item
            yield from pairs_in(item)


def trimmed(value: Any) -> Any:
    """Return a quantity as the server reads it, without blanks around it."""
    return value.strip() if isinstance(value, str) else value


def amount(value: Any) -> int | None:
    """Return a quantity in the thousandths that the server counts; None for anything else.

    It takes null for 0, and rounds away from it.
    """
    if value is None:
        return 0
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    from renderer.kubernetes import quantities

    try:
        exact = quantities.value(trimmed(value))
    except ValueError:
        return None
    return exact // quantities.MILLI if exact < 0 else -(-exact // quantities.MILLI)


def metadata_of(data: Any) -> dict[str, Any]:
    """Return an object's metadata, empty where it has none."""
    return mapping(at(data, "metadata"))


def annotations_of(data: Any) -> dict[str, Any]:
    """Return an object's annotations, none where there is no place for them."""
    return mapping(at(data, "metadata", "annotations"))
