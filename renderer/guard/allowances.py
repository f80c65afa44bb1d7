"""What owners accept is left out of what is found, and what is wrong with their allowances said."""

from __future__ import annotations

from renderer.errors import Problem
from renderer.guard.finding import Finding
from renderer.kubernetes.labels import ALLOW
from renderer.kubernetes.names import nearest, quoted
from renderer.objects.allowance import NEVER, Allowance, allowances
from renderer.objects.resource import Resource
from renderer.rules.book import ALL, SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PATH = ("metadata", "annotations", ALLOW)


def applied(found_in: list[tuple[Resource, list[Problem]]]) -> Iterator[Finding]:
    """Yield a finding for every problem, and for every allowance that is wrong.

    One line may stand at several objects, as an app's annotations do: it is of use where one of
    them needs it.

    Args:
        found_in: each object, and what is wrong with it.
    """
    used = {
        allowance.key
        for resource, problems in found_in
        for allowance in allowances(resource.annotations)
        if any(map(allowance.covers, problems))
    }
    for resource, problems in found_in:
        said = list(allowances(resource.annotations))
        for problem in problems:
            reasons = [allowance.reason for allowance in said if allowance.covers(problem)]
            yield Finding(problem, resource, allowed=next(filter(None, reasons), ""))
        for allowance in said:
            for problem in _judged(allowance, problems, is_used=allowance.key in used):
                yield Finding(problem, resource)


def _judged(allowance: Allowance, problems: list[Problem], *, is_used: bool) -> Iterator[Problem]:
    code = allowance.code
    if message := refused(code):
        yield _found("SR908", f"must begin with {message}", meant(code, problems))
    elif not allowance.reason:
        message = f"must say why {allowance} is accepted"
        said = f"{allowance}:" if allowance.path else code
        yield _found("SR908", message, f'write "{said} the reason"')
    elif not is_used:
        message = (
            f"allows {allowance}, which is not found: remove it, unless another environment "
            "needs it"
        )
        yield _found("SR909", message, _now(code, problems))


def refused(code: str) -> str:
    """Return what a code must be that cannot be allowed; nothing where it can."""
    if code in SEVERITIES and code not in NEVER:
        return ""
    if any(code in rule.was for rule in ALL.values()):
        return f"a code of today, {code} has new ones"
    return f"a code that can be allowed, got {quoted(code)}"


def meant(code: str, problems: Iterable[Problem] = ()) -> str:
    """Return the hint for a code that cannot be allowed: what it has become, or one near it.

    Args:
        code: the code.
        problems: what is wrong with the object: of what a code has become, that is meant.
    """
    if code in NEVER:
        return ""
    now = [rule.code for rule in ALL.values() if code in rule.was]
    every = f"write {' or '.join(now)}" if now else ""
    return _now(code, problems) or every or nearest(code, SEVERITIES)


def _now(code: str, problems: Iterable[Problem]) -> str:
    codes = {problem.code for problem in problems}
    now = [rule.code for rule in ALL.values() if code in rule.was and rule.code in codes]
    return f"write {' and '.join(now)}, which it has become here" if now else ""


def _found(code: str, message: str, hint: str) -> Problem:
    return Problem(code, PATH, message, hint=hint, severity=SEVERITIES[code])
