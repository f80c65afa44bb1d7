"""Workflow commands, which GitHub shows at the lines of a pull request."""

from __future__ import annotations

from renderer.reports.record import Entry, Report

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def write(report: Report) -> str:
    """Return a command for each entry that nobody has allowed."""
    return "".join(f"{_command(entry)}\n" for entry in report.entries if not entry.allowed)


def _command(entry: Entry) -> str:
    fields = {"file": entry.file, "line": entry.line, "col": entry.column}
    written = [f"{key}={_property(str(value))}" for key, value in fields.items() if value]
    title = _property(f"{entry.rule.id} {entry.where}")
    below = f"\n{entry.details}" if entry.details else ""
    path = f"{entry.path}: " if entry.path else ""
    message = _data(f"{path}{entry.said}{below}")
    return f"::{COMMANDS[entry.level]} {','.join([*written, f'title={title}'])}::{message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
