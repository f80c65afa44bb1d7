"""The table of the formats that every command can write its report in, beside its text and JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

from renderer.reports.record import Report


def _write(name: str, report: Report) -> str:
    """Return the report in a format, imported only now: XML alone takes as long as we."""
    return str(import_module(f"renderer.reports.{name}").write(report))


WRITERS: dict[str, Callable[[Report], str]] = {
    name: partial(_write, name) for name in ("github", "junit", "markdown", "sarif")
}
