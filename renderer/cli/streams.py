"""Writing to the terminal: stdout holds results and nothing else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

# Below this many items a bar would only flicker.
MANY = 50


def write_result(text: str) -> None:
    """Write a whole result to stdout, once; a reader that left early is no error of ours."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(128 + 13) from None  # what a shell reports for SIGPIPE


def say(text: str) -> None:
    """Write a remark for people to stderr."""
    sys.stderr.write(f"{text}\n")


def has_colour() -> bool:
    """Tell whether stdout is a terminal that wants colour; https://no-color.org."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def with_progress(items: list[Item], what: str) -> Iterable[Item]:
    """Return the items; on a terminal, a long list moves a progress bar on stderr."""
    if len(items) < MANY or not sys.stderr.isatty():
        return items
    return _with_bar(items, what)


def _with_bar(items: list[Item], what: str) -> Iterator[Item]:
    from rich.console import Console  # only on a terminal: rich is slow to import
    from rich.progress import track

    console = Console(file=sys.stderr)
    yield from track(items, description=what, console=console, transient=True)
