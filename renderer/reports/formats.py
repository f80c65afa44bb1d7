"""The table of the formats that every command can write its report in, beside its text and JSON."""

from __future__ import annotations

from collections.abc import Callable

from renderer.reports import github, junit, markdown, sarif
from renderer.reports.record import Report

WRITERS: dict[str, Callable[[Report], str]] = {
    "github": github.write,
    "junit": junit.write,
    "markdown": markdown.write,
    "sarif": sarif.write,
}
