"""Problems as a terminal shows them: the line with a caret under the value, and a count.

Only for eyes: what is piped stays one line for each problem, as `renderer.errors` writes it.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from renderer.cli.folding import INDENT, breaks
from renderer.cli.trouble import command, counted
from renderer.errors import Exact, Problem, dotted, gravest, shown
from renderer.inputs.sources import STDIN_NAME, stdin_that_was_read

if TYPE_CHECKING:
    from collections.abc import Iterator

# What stands at a place, as far as a caret goes: a text in quotes, or a word.
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'|[^\s,\[\]{}:]+(?::[^\s,\[\]{}:]+)*')
STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
PLACE, QUIET, HINT = "bold", "dim", "cyan"
# A file that is larger than this is not read again to show a line of it.
LARGEST = 8_000_000
# What stands left of the place in a line that is too long.
LEAD = 20
GUTTER = " | "
FIX = "--fix"


def say(problems: list[Problem], stream: TextIO) -> None:
    """Show problems with their excerpts, and how many there are in how many files.

    Raises:
        OSError: nobody can read it.
    """
    lines_of.cache_clear()  # a call that watches files says more than once what stands in them
    console = _console(stream)
    for line in _lines_of(problems, console):
        console.print(line)


def below(problem: Problem, stream: TextIO) -> str:
    """Return the line that a problem is about, as it stands below what is said of it already."""
    console = _console(stream)
    with console.capture() as captured:
        for line in excerpt(problem.saying(hint=""), console):
            console.print(line)
    return captured.get()


def _console(stream: TextIO) -> Console:
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    return Console(file=stream, highlight=False, soft_wrap=True, color_system=colours)


def _lines_of(problems: list[Problem], console: Console) -> list[Text]:
    kept, left_out = gravest(problems)
    lines = [line for _, problem in kept for line in _block(problem, console)]
    more = f"and {left_out} more; " if left_out else ""
    sums = [Text(f"{more}{counted(problems)}", style="bold"), *map(Text, _sure(problems))]
    return [*lines, *(part for line in sums for part in _folded(line, INDENT, console))]


def _sure(problems: list[Problem]) -> list[str]:
    """Say of how many problems of specs the hints can be put in."""
    sure = [
        problem
        for problem in problems
        if isinstance(problem.hint, Exact) and problem.file != STDIN_NAME
    ]
    if not sure or FIX in sys.argv or command(sys.argv[1:]) != "stateful render":
        return []
    return [f"the way out of {len(sure)} is sure: `stateful render {FIX}` writes it into the spec"]


def _block(problem: Problem, console: Console) -> Iterator[Text]:
    below = excerpt(problem, console)
    where = [part for part in (problem.place(), dotted(problem.path)) if part]
    line = Text(shown(": ".join(where[:1])), style=PLACE)
    rest = shown(": ".join(["", *where[1:], problem.message]))
    line.append(rest if where else rest.removeprefix(": "), style="not bold")
    if problem.hint and not below:
        line.append(shown(f" ({problem.hint})"), style=f"not bold {HINT}")
    line.append(f"  [{problem.code}]", style=f"not bold {STYLES[problem.severity]}")
    yield from _folded(line, INDENT, console)
    yield from below


def _folded(line: Text, indent: int, console: Console) -> list[Text]:
    """Return a line in as many as there is room for; a word that is longer stays in one piece."""
    if line.cell_len <= console.width:
        return [line]
    first, *rest = line.divide(breaks(line.plain, console.width, indent))
    for part in (first, *rest):
        part.rstrip()
    return [first, *(Text(" " * indent).append_text(part) for part in rest)]


def excerpt(problem: Problem, console: Console) -> list[Text]:
    """Return the line that a problem is about, and a caret below with the way out.

    Nothing where the line is not known, or can no longer be read.
    """
    lines = lines_of(problem.file) if problem.line else []
    if not problem.column or problem.line > len(lines):
        return []
    width = console.width
    text, start = lines[problem.line - 1], problem.column - 1
    if start > len(text):
        return []
    margin = f"  {problem.line}{GUTTER}"
    found = TOKEN.match(text, start)
    length = max(1, len(found.group()) if found else 1)
    text, start, length = _cropped(text, start, length, width - len(margin))
    under = " " * cell_len(text[:start])
    under += "^" * max(1, cell_len(text[start : start + length]))
    source = Text(margin, style=QUIET).append(text, style="not dim")
    below = Text(f"{' ' * (len(margin) - len(GUTTER))}{GUTTER}", style=QUIET)
    below.append(under, style=f"not dim {STYLES[problem.severity]}")
    if not problem.hint:
        return [source, below]
    hint = shown(problem.hint)
    if below.cell_len + 1 + cell_len(hint) <= width:
        return [source, below.append(f" {hint}", style=f"not dim {HINT}")]
    aside = Text(f"{' ' * (len(margin) - len(GUTTER))} = ", style=QUIET)
    indent = aside.cell_len
    aside.append(hint, style=f"not dim {HINT}")
    return [source, below, *_folded(aside, indent, console)]


def _cropped(text: str, start: int, length: int, room: int) -> tuple[str, int, int]:
    """Return the part of a line that there is room for, with the place and its length in it."""
    if cell_len(text) <= room or room <= LEAD:
        return text, start, length
    first = max(0, start - LEAD)
    lead = "..." if first else ""
    part = lead + text[first:]
    while cell_len(part) > room - len("..."):
        part = part[:-1]
    start = start - first + len(lead)
    is_cut = len(part) < len(lead + text[first:])
    return part + ("..." if is_cut else ""), start, max(1, min(length, len(part) - start))


@cache
def lines_of(file: str) -> list[str]:
    """Return the lines of a file, of signs that take their place and do nothing else."""
    content = _content(file)
    if not content or len(content) > LARGEST:
        return []
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    return [_harmless(line.removesuffix("\r")) for line in text.split("\n")]


def _content(file: str) -> bytes:
    if file == STDIN_NAME:
        return stdin_that_was_read()
    try:
        return Path(file).read_bytes() if Path(file).is_file() else b""
    except (OSError, ValueError):
        return b""


def _harmless(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(sign if sign.isprintable() else " " if sign == "\t" else "·" for sign in line)
