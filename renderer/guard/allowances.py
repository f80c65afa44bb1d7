"""What the owner of an object accepts, said at the object and so kept in Git.

```yaml
metadata:
  annotations:
    stateful-renderer.dev/allow: |
      SR940 a cache, whose data may be lost
      SR1137 at spec.template.spec.topologySpreadConstraints[0].labelSelector: a webhook adds it
```
"""

from __future__ import annotations

import re

from renderer.errors import Problem, dotted
from renderer.guard.finding import Finding
from renderer.kubernetes.labels import ALLOW
from renderer.kubernetes.names import nearest, quoted
from renderer.objects.reading import text
from renderer.objects.resource import Resource
from renderer.rules.book import ALL, SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PATH = ("metadata", "annotations", ALLOW)
# An allowance of these would allow itself.
NEVER = ("SR908", "SR909")
LINE = re.compile(r"(?P<code>[^\s:,]*)[:,]?\s*(at (?P<path>(metadata|spec)\S*):)?(?P<reason>.*)")


class Allowance:
    """What is accepted: a code, in the whole object or at one of its fields.

    Args:
        code: the code of a rule.
        path: the field, or one that it is in; empty for the whole object.
        reason: why; empty where nobody says so.
    """

    def __init__(self, code: str, path: str = "", reason: str = "") -> None:
        self.code = code
        self.path = path
        self.reason = reason
        self.key = code, path, reason

    def covers(self, problem: Problem) -> bool:
        """Tell whether it names a problem."""
        if problem.code != self.code:
            return False
        path = dotted(problem.path)
        return not self.path or path == self.path or path.startswith(tuple(self._inside()))

    def _inside(self) -> Iterator[str]:
        yield from (f"{self.path}{mark}" for mark in ".[")

    def __str__(self) -> str:
        """Return what it allows, as it is written."""
        return f"{self.code} at {self.path}" if self.path else self.code


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
        for allowance in _allowances(resource)
        if any(map(allowance.covers, problems))
    }
    for resource, problems in found_in:
        allowances = list(_allowances(resource))
        for problem in problems:
            reasons = [each.reason for each in allowances if each.covers(problem)]
            yield Finding(problem, resource, allowed=next(filter(None, reasons), ""))
        for allowance in allowances:
            for problem in _judged(allowance, problems, is_used=allowance.key in used):
                yield Finding(problem, resource)


def _allowances(resource: Resource) -> Iterator[Allowance]:
    """Yield what stands in every line; `;` ends one too."""
    written = text(resource.annotations.get(ALLOW))
    for line in filter(None, map(str.strip, re.split(r"[\n;]", written))):
        said = LINE.fullmatch(line)
        code, path, reason = said.group("code", "path", "reason") if said else (line, "", "")
        yield Allowance(code, path or "", reason.strip() if code not in NEVER else "")


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
