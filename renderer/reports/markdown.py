"""Markdown for the comment of a pull request: a table for each environment, details folded."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.errors import shortened
from renderer.reports.record import Entry, Report

# GitHub refuses a comment of 65,536 characters, GitLab one of a million.
LIMIT = 60_000
# What of a message stands in a table; the details have the rest.
LONGEST = 300
ICONS = {"error": "🛑", "warning": "⚠️", "info": "\N{INFORMATION SOURCE}\ufe0f"}
HEAD = "| | object | what | where |\n|---|---|---|---|\n"
MARKUP = "\\`*_[]|#~"
# For a tool that edits the one comment it has made before.
MARK = "<!-- stateful-renderer -->\n"


def write(report: Report) -> str:
    """Return the report; what comes after the limit is only counted, and tables come first."""
    title = f"{MARK}### {_text(report.command)}\n\n{_text(report.summary)}\n"
    tables = [part for item in report.by_environment().items() for part in _table(*item)]
    tables += [f"\n```mermaid\n{report.drawn}```\n"] if report.drawn else []
    details = [_details(entry) for entry in report.entries if entry.details and not entry.allowed]
    return _cut([title, *tables], [f"\n{part}" for part in dict.fromkeys(details)])


def _cut(parts: list[str], details: list[str]) -> str:
    """Return as many parts as there is room for, and how many there are more."""
    room, kept = LIMIT, []
    for part in (*parts, *details):
        room -= len(part)
        if room < 0:
            break
        kept.append(part)
    left_out = len(parts) + len(details) - len(kept)
    return "".join(kept) + (f"\n_and {left_out} more: see the log_\n" if left_out else "")


def _table(environment: str, entries: list[Entry]) -> Iterator[str]:
    head = f"\n#### {_text(environment)}\n\n" if environment else "\n"
    rows = list(dict.fromkeys(map(_row, entries)))
    yield f"{head}{HEAD}{rows[0]}"
    yield from rows[1:]


def _row(entry: Entry) -> str:
    said = shortened(entry.said, LONGEST)
    path = f"`{_code(entry.path)}` " if entry.path else ""
    allowed = f" **allowed:** {_text(entry.allowed)}" if entry.allowed else ""
    icon = "✅" if entry.allowed else ICONS[entry.level]
    what = f"{path}{_text(said)}{allowed} `{_code(entry.rule.id)}`"
    place = f"`{_code(entry.place)}`" if entry.place else ""
    return f"| {icon} {_text(entry.grade)} | {_text(entry.about)} | {what} | {place} |\n"


def _details(entry: Entry) -> str:
    title = _text(f"{entry.where}: {entry.grade}, {entry.rule.id}")
    fence = "`" * max(3, *(len(run) + 1 for run in _runs(entry.details)))
    block = f"{fence}\n{entry.details}\n{fence}"
    return f"<details><summary>{title}</summary>\n\n{block}\n\n</details>\n"


def _runs(text: str) -> list[str]:
    """Return the runs of backticks in a text, which its fence must be longer than."""
    spaced = "".join(character if character == "`" else " " for character in text)
    return spaced.split() or [""]


def _text(text: str) -> str:
    """Return a text of which nothing is markup, or ends a cell of a table."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = "".join(f"\\{character}" if character in MARKUP else character for character in text)
    return escaped.replace("@", "@&#8203;")  # or it would call somebody


def _code(text: str) -> str:
    """Return a text between backticks; a cell of a table ends at a bar even there."""
    return text.replace("`", "'").replace("|", "\\|")
