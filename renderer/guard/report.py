"""Findings as text, as JSON, and as entries of a report."""

from __future__ import annotations

import json

from renderer.errors import dotted, gravest, shortened, shown
from renderer.objects.reading import at
from renderer.rules.rule import LEVELS, WAY_OUT
from renderer.yaml import dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from renderer.errors import Problem, Severity
    from renderer.guard.finding import Finding
    from renderer.reports.record import Entry, Rule

INDENT = "      "
ADDRESS = ("namespace", "name")


def is_at_least(finding: Finding, level: Severity) -> bool:
    """Tell whether a finding is as grave as this, and nobody has allowed it."""
    return not finding.allowed and LEVELS.index(finding.problem.severity) >= LEVELS.index(level)


def as_text(findings: Iterable[Finding]) -> str:
    """Return a line per finding, and below it the object as it should be; of many, the gravest."""
    every = list(findings)
    kept, left_out = gravest([finding.problem for finding in every])
    lines = (f"{shortened(line(every[number]))}\n{block(problem)}" for number, problem in kept)
    return "".join(lines) + (f"and {left_out} more: -o json lists all\n" if left_out else "")


def line(finding: Finding) -> str:
    """Return a finding in one line, place first."""
    problem = finding.problem
    parts = [problem.place(), problem.severity, about(finding), dotted(problem.path), said(finding)]
    return shown(f"{': '.join(filter(None, parts))}  [{problem.code}]")


def about(finding: Finding) -> str:
    """Return which object it is, and in which environments where it is an app's."""
    where = f" ({', '.join(finding.environments)})" if finding.environments else ""
    return f"{finding.about.label}{where}"


def said(finding: Finding) -> str:
    """Return the message and the way out."""
    problem = finding.problem
    return f"{problem.message} ({problem.hint})" if problem.hint else problem.message


def block(problem: Problem) -> str:
    """Return the object as it should be, indented; nothing where the hint says it all."""
    if not problem.instead:
        return ""
    text = dump(problem.instead)
    lines = "".join(f"{INDENT}{line}\n" for line in text.splitlines())
    return f"{INDENT[2:]}instead:\n{lines}"


def as_json(findings: Iterable[Finding]) -> str:
    """Return every finding, allowed or not, for programs."""
    return json.dumps({"findings": [record(finding) for finding in findings]}, indent=2) + "\n"


def record(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data."""
    problem = finding.problem
    record = {
        "code": problem.code,
        "severity": problem.severity,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "object": reference(finding),
        "path": dotted(problem.path),
        "message": problem.message,
        "hint": problem.hint,
    }
    if finding.environments:
        record["environments"] = list(finding.environments)
    if problem.instead:
        record["instead"] = problem.instead
    if finding.allowed:
        record["allowed"] = finding.allowed
    return record


def reference(finding: Finding) -> dict[str, str]:
    """Return what tells the object from others, as far as it says."""
    data = finding.about.data
    fields = {
        "apiVersion": at(data, "apiVersion"),
        "kind": at(data, "kind"),
        **{field: at(data, "metadata", field) for field in ADDRESS},
    }
    return {field: value for field, value in fields.items() if isinstance(value, str)}


def entry(finding: Finding, fail_on: str = "error") -> Entry:
    """Return a finding as an entry of a report.

    Args:
        finding: the finding.
        fail_on: from which level on the call fails; `never` is none of them.
    """
    from renderer.reports.record import Entry

    problem = finding.problem
    return Entry(
        rule_of(problem.code),
        problem.severity,
        problem.severity,
        finding.about.label,
        problem.message,
        hint=problem.hint,
        path=dotted(problem.path),
        file=problem.file,
        line=problem.line,
        column=problem.column,
        environments=finding.environments,
        details=block(problem).rstrip("\n"),
        allowed=finding.allowed,
        fails=fail_on in LEVELS and is_at_least(finding, fail_on),
    )


def rule_of(code: str) -> Rule:
    """Return what is known of a code, as reports have it."""
    from renderer.codes import CODES
    from renderer.reports.record import Rule
    from renderer.rules.book import ALL

    if code in ALL:
        rule = ALL[code]
        return Rule(code, rule.title, f"{rule.why} {WAY_OUT}{rule.way_out}")
    title, text = CODES.get(code, ("", ""))
    return Rule(code, title, text)


FORMATS = {"text": as_text, "json": as_json}
