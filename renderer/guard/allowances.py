"""What the owner of an object accepts, said at the object and so kept in Git.

```yaml
metadata:
  annotations:
    stateful-renderer.dev/allow: |
      SR940 a cache, whose data may be lost
      SR956 the app has nothing to flush
```
"""

from __future__ import annotations

import re

from renderer.guard.finding import Finding
from renderer.kubernetes.labels import ALLOW
from renderer.kubernetes.names import nearest, quoted
from renderer.objects.reading import text
from renderer.objects.resource import Resource
from renderer.rules.book import SEVERITIES
from renderer.rules.legacy import found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.errors import Problem

PATH = ("metadata", "annotations", ALLOW)
# An allowance of these would allow itself.
NEVER = ("SR908", "SR909")


def applied(found_in: list[tuple[Resource, list[Problem]]]) -> Iterator[Finding]:
    """Yield a finding for every problem, and for every allowance that is wrong.

    One line may stand at several objects, as an app's annotations do: it is of use where one of
    them needs it.

    Args:
        found_in: each object, and what is wrong with it.
    """
    used = {
        (code, reason)
        for one, problems in found_in
        for code, reason in _allowances(one)
        if any(problem.code == code for problem in problems)
    }
    for one, problems in found_in:
        allowances = list(_allowances(one))
        reasons = dict(allowances)
        for problem in problems:
            yield Finding(problem, one, allowed=reasons.get(problem.code, ""))
        for code, reason in allowances:
            for each in _judged(code, reason, is_used=(code, reason) in used):
                yield Finding(each, one)


def _allowances(one: Resource) -> Iterator[tuple[str, str]]:
    """Yield (code, reason) of every line; `;` ends one too."""
    written = text(one.annotations.get(ALLOW))
    for line in filter(None, map(str.strip, re.split(r"[\n;]", written))):
        code, _, reason = line.partition(" ")
        yield code.rstrip(":,"), reason.strip() if code not in NEVER else ""


def _judged(code: str, reason: str, *, is_used: bool) -> Iterator[Problem]:
    if code not in SEVERITIES or code in NEVER:
        message = f"must begin with a code that can be allowed, got {quoted(code)}"
        hint = nearest(code, SEVERITIES) if code not in NEVER else ""
        yield found("SR908", PATH, message, hint=hint)
    elif not reason:
        message = f"must say why {code} is accepted"
        yield found("SR908", PATH, message, hint=f'write "{code} the reason"')
    elif not is_used:
        message = (
            f"allows {code}, which is not found: remove it, unless another environment needs it"
        )
        yield found("SR909", PATH, message)
