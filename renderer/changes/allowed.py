"""What its owner accepts of a change, said in a file that is kept in Git: one change, once.

```yaml
- rule: set-removed
  object: StatefulSet/cache
  environment: prod
  reason: the cache is given up, and its data with it
  until: "2026-12-31"
```
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from os.path import normpath
from typing import TYPE_CHECKING, Any

from renderer.changes.table import ROWS
from renderer.changes.verdict import Judged, Verdict
from renderer.errors import Problem, RenderError
from renderer.guard.report import rule_of
from renderer.kubernetes.names import nearest, quoted
from renderer.objects.allowance import Allowance
from renderer.reports.record import Entry

if TYPE_CHECKING:
    from renderer.errors import Path

FIELDS = ("rule", "object", "environment", "reason", "until")
REQUIRED = FIELDS[:4]
IDS = [row.id for row in ROWS]


class Allowed(Allowance):
    """A verdict on an object in an environment that is accepted.

    Args:
        data: the item of the file; it is as it should be.
        place: where it stands.
    """

    def __init__(self, data: dict[str, str], place: Problem) -> None:
        super().__init__(data["rule"], reason=data["reason"].strip())
        self.object = data["object"]
        self.environment = normpath(data["environment"])
        self.until = dt.date.fromisoformat(data["until"]) if "until" in data else None
        self.place = place

    def is_about(self, name: str, environment: str) -> bool:
        """Tell whether it names an object, as kind/name, and the environment."""
        return self.object == name and self.environment == normpath(environment)

    def is_over(self, today: dt.date) -> bool:
        """Tell whether its last day has passed."""
        return self.until is not None and today > self.until

    def record(self, state: str) -> dict[str, str]:
        """Return it as plain data, with what has become of it."""
        until = {"until": str(self.until)} if self.until else {}
        return {
            "rule": self.code,
            "object": self.object,
            "environment": self.environment,
            "reason": self.reason,
            **until,
            "place": self.place.place(),
            "state": state,
        }


@dataclass(frozen=True)
class Accepted:
    """Changes with what is accepted of them, and what has become of the allowances.

    Args:
        judged: the changes.
        states: every allowance, and whether it is `used`, `unused`, `expired`, or `elsewhere`,
            about what was not compared.
    """

    judged: list[Judged]
    states: list[tuple[Allowed, str]]

    def remarks(self) -> Iterator[Problem]:
        """Yield what to say of allowances that do nothing."""
        for allowance, state in self.states:
            said = f"allows {allowance.code} of {allowance.object} in {allowance.environment}"
            if state == "unused":
                message = f"{said}, which is not found: remove it"
            elif state == "expired":
                message = f"{said} until {allowance.until}, and that is over: remove it"
            else:
                continue
            place = allowance.place
            remark = Problem("SR909", (), message, severity="warning")
            yield remark.at(place.file, place.line, place.column)

    def entries(self) -> Iterator[Entry]:
        """Yield the same as entries of a report."""
        for remark in self.remarks():
            yield Entry(
                rule_of(remark.code),
                "warning",
                "warning",
                "allowance",
                remark.message,
                file=remark.file,
                line=remark.line,
                column=remark.column,
            )


def accepted(
    judged: Iterable[Judged],
    allowances: list[Allowed],
    compared: Callable[[Allowed], bool],
    today: dt.date,
) -> Accepted:
    """Return changes with the reasons for which some of their verdicts are accepted.

    Args:
        judged: the changes.
        allowances: what owners accept.
        compared: tells whether what an allowance is about was compared at all.
        today: the day of the call; an allowance holds on its last day.
    """
    used: set[int] = set()
    current = [each for each in allowances if not each.is_over(today)]

    def with_reason(each: Judged, verdict: Verdict) -> Verdict:
        problem = Problem(verdict.id, (), "")
        about = each.change.identity.label, each.within
        for allowance in current:
            if allowance.covers(problem) and allowance.is_about(*about):
                used.add(id(allowance))
                return replace(verdict, allowed=allowance.reason)
        return verdict

    made = [
        replace(each, verdicts=tuple(with_reason(each, verdict) for verdict in each.verdicts))
        for each in judged
    ]

    def state(allowance: Allowed) -> str:
        if allowance.is_over(today):
            return "expired"
        if id(allowance) in used:
            return "used"
        return "unused" if compared(allowance) else "elsewhere"

    return Accepted(made, [(allowance, state(allowance)) for allowance in allowances])


def allowances_in(data: Any, place: Callable[[Problem], Problem]) -> list[Allowed]:
    """Return what a file allows.

    Args:
        data: what it holds: a list.
        place: returns a problem at its line.

    Raises:
        RenderError: with all that is wrong with it (SR908).
    """
    if not isinstance(data, list):
        message = "must be a list of allowances: rule, object, environment, reason, and until"
        raise RenderError([place(Problem("SR908", (), message))])
    problems = [place(each) for index, item in enumerate(data) for each in _wrong(item, (index,))]
    if problems:
        raise RenderError(problems)
    return [Allowed(item, place(Problem("", (index,), ""))) for index, item in enumerate(data)]


def _wrong(item: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(item, dict):
        yield Problem("SR908", path, f"must be an object of {', '.join(FIELDS)}")
        return
    for key in item:
        if key not in FIELDS:
            hint = nearest(str(key), FIELDS) or f"known: {', '.join(FIELDS)}"
            yield Problem("SR908", (*path, str(key)), "is no field of an allowance", hint=hint)
    for field in REQUIRED:
        if field not in item:
            why = "must say why it may be so" if field == "reason" else f"must say {field}"
            yield Problem("SR908", path, why)
    said = {key: value for key, value in item.items() if key in FIELDS}
    for key, value in said.items():
        if message := _refused(key, value):
            hint = nearest(value, IDS) if key == "rule" and isinstance(value, str) else ""
            yield Problem("SR908", (*path, key), message, hint=hint)


def _refused(field: str, value: Any) -> str:
    """Return what a field must be, where it is not."""
    if not isinstance(value, str) or not value.strip():
        return "must say why it may be so" if field == "reason" else "must be a string"
    if field == "rule" and value not in IDS:
        return f"must be the id of a verdict of diff, got {quoted(value)}"
    kind, _, name = value.partition("/")
    if field == "object" and not (kind and name and "/" not in name):
        return f"must be kind/name, such as StatefulSet/cache, got {quoted(value)}"
    if field == "until":
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            return f"must be the last day, such as 2026-12-31, got {quoted(value)}"
    return ""
