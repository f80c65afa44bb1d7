"""Findings as text, as JSON, and as entries of a report."""

from __future__ import annotations

import json

from renderer.errors import LEVELS, dotted, gravest, shortened, shown
from renderer.objects.reading import at
from renderer.rules.rule import WAY_OUT
from renderer.yaml import dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from renderer.errors import Problem, Severity
    from renderer.guard.finding import Finding
    from renderer.reports.record import Entry, Rule

INDENT = "      "
ADDRESS = ("namespace", "name")


def is_at_least(finding: Finding, level: Severity) -> bool:
    """Tell whether a finding is as grave as this, and nobody has allowed it."""
    return not finding.allowed and LEVELS.index(finding.problem.severity) >= LEVELS.index(level)


def as_text(findings: Iterable[Finding], below: Callable[[Problem], str] = lambda _: "") -> str:
    """Return a line per finding, and below it the object as it should be; of many, the gravest.

    Args:
        findings: what was found.
        below: what else stands below a finding, such as the line of the file on a terminal.
    """
    every = list(findings)
    kept, left_out = gravest([finding.problem for finding in every])
    lines = (
        f"{shortened(line(every[number]))}\n{below(problem)}{block(problem)}"
        for number, problem in kept
    )
    return "".join(lines) + (f"and {left_out} more: -o json lists all\n" if left_out else "")


def line(finding: Finding) -> str:
    """Return a finding in one line, place first."""
    problem = finding.problem
    parts = [problem.place(), problem.severity, about(finding), dotted(problem.path), problem.said]
    return shown(f"{': '.join(filter(None, parts))}  [{problem.code}]")


def about(finding: Finding) -> str:
    """Return which object it is, and in which environments where it is an app's."""
    where = f" ({', '.join(finding.environments)})" if finding.environments else ""
    return f"{finding.about.label}{where}"


def block(problem: Problem) -> str:
    """Return the object as it should be, indented; nothing where the hint says it all."""
    if not problem.instead:
        return ""
    text = dump(problem.instead)
    lines = "".join(f"{INDENT}{line}\n" for line in text.splitlines())
    return f"{INDENT[2:]}instead:\n{lines}"


def in_json(records: Iterable[dict[str, Any]]) -> str:
    """Return what programs get of all that any command has found or refused."""
    return json.dumps({"findings": list(records)}, indent=2) + "\n"


def record(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data."""
    record = problem_record(finding.problem, reference(finding))
    if finding.environments:
        record["environments"] = list(finding.environments)
    if finding.problem.instead:
        record["instead"] = finding.problem.instead
    if finding.allowed:
        record["allowed"] = finding.allowed
    return record


def problem_record(problem: Problem, about: dict[str, str]) -> dict[str, Any]:
    """Return a problem as plain data.

    Args:
        problem: what is wrong.
        about: what tells its object from others; empty where it is in none, as in broken YAML.
    """
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "object": about,
        "path": dotted(problem.path),
        "message": problem.message,
        "hint": problem.hint,
    }


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
    from dataclasses import replace

    return replace(
        problem_entry(finding.problem, finding.about.label),
        environments=finding.environments,
        details=block(finding.problem).rstrip("\n"),
        allowed=finding.allowed,
        fails=fail_on in LEVELS and is_at_least(finding, fail_on),
    )


def problem_entry(problem: Problem, about: str) -> Entry:
    """Return a problem as an entry of a report; an error fails the call.

    Args:
        problem: what is wrong.
        about: what it is about, where it is in no object: a file, or the command.
    """
    from renderer.reports.record import Entry

    return Entry(
        rule_of(problem.code),
        problem.severity,
        problem.severity,
        about,
        problem.message,
        hint=problem.hint,
        path=dotted(problem.path),
        file=problem.file,
        line=problem.line,
        column=problem.column,
        fails=problem.severity == "error",
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
