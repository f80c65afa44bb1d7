"""How grave each finding is, said in one place: a rule says what and where.

error: Kubernetes refuses it, or it silently does not work. warning: it will hurt in production.
info: advice, or what a wider input might explain.
"""

from __future__ import annotations

from renderer.errors import Problem
from renderer.kubernetes.names import quoted
from renderer.kubernetes.shapes import OBJECTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from renderer.errors import Path, Severity

LEVELS: tuple[Severity, ...] = ("info", "warning", "error")
_CODES: dict[Severity, str] = {
    "error": ("SR903 SR904 SR908 SR950 SR963 SR964 SR965"),
    "warning": ("SR951 SR956"),
    "info": ("SR909 SR957 SR958 SR959 SR960 SR961 SR962 SR967"),
}
SEVERITIES: dict[str, Severity] = {
    code: severity for severity, codes in _CODES.items() for code in codes.split()
}


def found(code: str, path: Path, message: str, *, hint: str = "", instead: Any = None) -> Problem:
    """Return a problem as grave as its code says.

    Args:
        code: one of SEVERITIES.
        path: where in the object.
        message: what must hold and what was found.
        hint: the way out.
        instead: the object as it should be.
    """
    severity = SEVERITIES[code]
    return Problem(code, path, message, hint=hint, severity=severity, instead=instead)


def without_quotes(value: Any) -> str:
    """Return the hint for a number that is a text, and nothing for anything else."""
    is_number = isinstance(value, str) and value.isascii() and value.isdecimal()
    return f"write {value} without quotes" if is_number else ""


def checked(code: str, path: Path, check: Callable[[Any], object], value: Any) -> Iterator[Problem]:
    """Yield the problem of a value that a check of `renderer.kubernetes` refuses."""
    try:
        check(value)
    except ValueError as error:
        message, *hint = error.args
        yield found(code, path, str(message), hint=str(hint[0]) if hint else "")


def passes(check: Callable[[Any], object], value: Any) -> bool:
    """Tell whether a check of `renderer.kubernetes` takes a value."""
    return not list(checked("SR904", (), check, value))


def one_of(
    each: dict[Any, Any], kind: str, fields: tuple[str, ...], path: Path
) -> Iterator[Problem]:
    """Yield the problem of what has not one of these fields; another word is for `structure`."""
    given = [field for field in fields if each.get(field) is not None]
    is_known = set(each) <= set(OBJECTS[kind][0])
    if len(given) > 1 or (not given and is_known):
        message = f"must have one of {', '.join(fields)}, has {' and '.join(given) or 'none'}"
        hint = "keep one of them" if given else "write one of them, or remove it all"
        yield found("SR904", path, message, hint=hint)


def taken(named: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
    """Yield the problem of each thing whose name another one before it has; many have none."""
    seen = set()
    for path, name in named:
        if name and name in seen:
            message = f"must be a name of its own, {quoted(name)} is taken"
            yield found("SR965", (*path, "name"), message, hint="rename one of the two")
        seen.add(name)
