"""A bar that moves while many things are read or made."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
# From so many on, people would wonder whether anything happens.
MANY = 50


def with_progress(items: Sequence[Item], what: str, many: int | None = None) -> Iterable[Item]:
    """Return the items; on a terminal, a long list moves a progress bar on stderr.

    Args:
        items: what is gone through.
        what: what is done to them.
        many: how many make a long list; None is as many as are read or rendered in a moment.
    """
    is_seen = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    if len(items) < (many or MANY) or not is_seen:
        return items
    return _with_bar(items, what)


def _with_bar(items: Sequence[Item], what: str) -> Iterator[Item]:
    from rich.console import Console  # only on a terminal: rich is slow to import
    from rich.progress import track

    console = Console(file=sys.stderr)
    yield from track(items, description=what, console=console, transient=True)
