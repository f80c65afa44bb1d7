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

from renderer.errors import dotted
from renderer.kubernetes.labels import ALLOW
from renderer.objects.reading import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Problem

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


def allowances(annotations: dict[Any, Any]) -> Iterator[Allowance]:
    """Yield what stands in every line of an object's annotation; `;` ends one too."""
    written = text(annotations.get(ALLOW))
    for line in filter(None, map(str.strip, re.split(r"[\n;]", written))):
        said = LINE.fullmatch(line)
        code, path, reason = said.group("code", "path", "reason") if said else (line, "", "")
        yield Allowance(code, path or "", reason.strip() if code not in NEVER else "")


def allows(annotations: dict[Any, Any], problem: Problem) -> bool:
    """Tell whether the owner of an object accepts a problem, and says why."""
    return any(
        allowance.reason and allowance.covers(problem) for allowance in allowances(annotations)
    )
