"""What owners accept, said in a file that is kept in Git: one change, once, or what is found.

```yaml
- rule: set-removed
  object: StatefulSet/cache
  environment: prod
  reason: the cache is given up, and its data with it
  until: "2026-12-31"
- rule: SR940
  object: StatefulSet/cache
  reason: its data may be lost
```
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from os.path import normpath
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from renderer.errors import Problem, RenderError
from renderer.guard.allowances import meant, refused
from renderer.guard.finding import Finding
from renderer.guard.report import rule_of
from renderer.kubernetes.names import nearest, quoted
from renderer.objects.allowance import Allowance
from renderer.reports.record import Entry

if TYPE_CHECKING:
    from renderer.changes.verdict import Judged, Verdict
    from renderer.errors import Path
    from renderer.objects.resource import Resource

FIELDS = ("rule", "object", "environment", "path", "reason", "until")
# Of a verdict. The code of a rule may be allowed everywhere, or at one field.
REQUIRED = ("rule", "object", "environment", "reason")
REQUIRED_OF_CODES = ("rule", "reason")
CODE = "SR"


class Allowed(Allowance):
    """A verdict on an object in an environment that is accepted, or what a rule finds.

    Args:
        data: the item of the file; it is as it should be.
        place: where it stands.
    """

    def __init__(self, data: dict[str, str], place: Problem) -> None:
        super().__init__(data["rule"], data.get("path", ""), data["reason"].strip())
        self.object = data.get("object", "")
        self.environment = normpath(data["environment"]) if "environment" in data else ""
        self.until = dt.date.fromisoformat(data["until"]) if "until" in data else None
        self.place = place

    def is_about(self, name: str, environment: str) -> bool:
        """Tell whether it names an object, as kind/name, and the environment."""
        return self.object == name and self.environment == normpath(environment)

    def accepted_in(self, finding: Finding) -> set[str]:
        """Return in which of its environments it covers a finding; `""` is that of no spec."""
        if not self.covers(finding.problem) or self.object not in ("", finding.about.label):
            return set()
        if finding.environments and self.environment:
            return {self.environment}.intersection(finding.environments)
        is_here = not self.environment or self.is_for(finding.about)
        return _found_in(finding) if is_here else set()

    def is_for(self, resource: Resource) -> bool:
        """Tell whether an object is of its environment, or written or built below that path."""
        is_below = PurePath(resource.file).is_relative_to(self.environment)
        return resource.environment == self.environment or is_below

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
    """What was found, with what is accepted of it, and what has become of the allowances.

    Args:
        judged: the changes.
        findings: what rules found.
        states: every allowance, and whether it is `used`, `unused`, `expired`, `elsewhere`, about
            what was not compared, or `partial`, about what is found in other environments too.
    """

    judged: list[Judged]
    findings: list[Finding]
    states: list[tuple[Allowed, str]]

    def remarks(self) -> Iterator[Problem]:
        """Yield what to say of allowances that do nothing."""
        for allowance, state in self.states:
            said = f"allows {allowance}"
            said += f" of {allowance.object}" if allowance.object else ""
            said += f" in {allowance.environment}" if allowance.environment else ""
            if state == "unused":
                message = f"{said}, which is not found: remove it"
            elif state == "partial":
                message = f"{said}, which is found in others too: allow it in all of them"
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
    allowances = [allowance for allowance in allowances if not allowance.code.startswith(CODE)]
    current = [allowance for allowance in allowances if not allowance.is_over(today)]

    def with_reason(each: Judged, verdict: Verdict) -> Verdict:
        problem = Problem(verdict.id, (), "")
        about = each.change.identity.label, each.within
        for allowance in current:
            if allowance.covers(problem) and allowance.is_about(*about):
                used.add(id(allowance))
                return replace(verdict, allowed=allowance.reason)
        return verdict

    made = [
        replace(
            judgement,
            verdicts=tuple(with_reason(judgement, verdict) for verdict in judgement.verdicts),
        )
        for judgement in judged
    ]

    return Accepted(made, [], _states(allowances, used, compared, today))


def accepted_findings(
    findings: list[Finding],
    allowances: list[Allowed],
    objects: Sequence[Resource],
    today: dt.date,
) -> Accepted:
    """Return findings with the reasons for which some of them are accepted.

    Args:
        findings: what rules found; what the object itself allows stays as it is.
        allowances: what owners accept.
        objects: all that was judged: an allowance for another one is not unused.
        today: the day of the call; an allowance holds on its last day.
    """
    allowances = [allowance for allowance in allowances if allowance.code.startswith(CODE)]
    current = [allowance for allowance in allowances if not allowance.is_over(today)]
    used: set[int] = set()
    partial: set[int] = set()

    def with_reason(finding: Finding) -> Finding:
        about = [allowance for allowance in current if allowance.accepted_in(finding)]
        accepted_in = {name for allowance in about for name in allowance.accepted_in(finding)}
        if accepted_in != _found_in(finding):
            partial.update(map(id, about))
            return finding
        used.update(map(id, about))
        reasons = dict.fromkeys(allowance.reason for allowance in about)
        return finding.accepted("; ".join(reasons))

    def is_judged(allowance: Allowed) -> bool:
        return any(
            resource.label == allowance.object and allowance.is_for(resource)
            for resource in objects
        )

    made = [with_reason(finding) for finding in findings]
    return Accepted([], made, _states(allowances, used, is_judged, today, partial - used))


def _found_in(finding: Finding) -> set[str]:
    return {*finding.environments} or {""}


def _states(
    allowances: Iterable[Allowed],
    used: set[int],
    compared: Callable[[Allowed], bool],
    today: dt.date,
    partial: Container[int] = (),
) -> list[tuple[Allowed, str]]:
    """Return what has become of each allowance."""

    def state(allowance: Allowed) -> str:
        if allowance.is_over(today):
            return "expired"
        if id(allowance) in used:
            return "used"
        if id(allowance) in partial:
            return "partial"
        return "unused" if compared(allowance) else "elsewhere"

    return [(allowance, state(allowance)) for allowance in allowances]


def allowances_in(data: Any, place: Callable[[Problem], Problem]) -> list[Allowed]:
    """Return what a file allows.

    Args:
        data: what it holds: a list.
        place: returns a problem at its line.

    Raises:
        RenderError: with all that is wrong with it (SR908).
    """
    if not isinstance(data, list):
        message = f"must be a list of allowances: {', '.join(FIELDS[:-1])}, and {FIELDS[-1]}"
        raise RenderError([place(Problem("SR908", (), message))])
    problems = [
        place(problem) for index, item in enumerate(data) for problem in _wrong(item, (index,))
    ]
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
    rule = item.get("rule")
    is_code = isinstance(rule, str) and rule.startswith(CODE)
    for field in REQUIRED_OF_CODES if is_code else REQUIRED:
        if field not in item:
            why = "must say why it may be so" if field == "reason" else f"must say {field}"
            yield Problem("SR908", path, why)
    if "path" in item and not is_code:
        message = "must stand beside the code of a rule: a verdict is about a whole object"
        yield Problem("SR908", (*path, "path"), message)
    yield from _wrong_values(item, path)


def _wrong_values(item: dict[Any, Any], path: Path) -> Iterator[Problem]:
    for key in filter(item.__contains__, FIELDS):
        value = item[key]
        if message := _refused(key, value):
            hint = _rule_meant(value) if key == "rule" and isinstance(value, str) else ""
            yield Problem("SR908", (*path, key), message, hint=hint)


def _ids() -> list[str]:
    from renderer.changes.table import ROWS  # brings deepdiff, which codes do not need

    return [row.id for row in ROWS]


def _rule_meant(value: str) -> str:
    return meant(value) if value.startswith(CODE) else nearest(value, _ids())


def _refused(field: str, value: Any) -> str:
    """Return what a field must be, where it is not."""
    if not isinstance(value, str) or not value.strip():
        return "must say why it may be so" if field == "reason" else "must be a string"
    if field == "rule" and value.startswith(CODE):
        message = refused(value)
        return f"must be {message}" if message else ""
    if field == "rule" and value not in _ids():
        return f"must be the id of a verdict of diff, or the code of a rule, got {quoted(value)}"
    kind, _, name = value.partition("/")
    if field == "object" and not (kind and name and "/" not in name):
        return f"must be kind/name, such as StatefulSet/cache, got {quoted(value)}"
    if field == "until":
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            return f"must be the last day, such as 2026-12-31, got {quoted(value)}"
    return ""
