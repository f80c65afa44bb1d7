"""Lines that are wider than the terminal go on between two words, below where they begin."""

from __future__ import annotations

import re

# What a line begins with that a person copies into a shell.
PROGRAMS = (
    *("stateful ", "stateful-fn ", "argocd ", "flux ", "git "),
    *("helm ", "kubectl ", "kustomize "),
)
# Where a line goes on that has no columns.
INDENT = 4
# What colours a text takes no room.
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
WORD = re.compile(r"\S+ *| +")
# The text behind the last gap of a line is its last column.
COLUMN = re.compile(r".*\S {2,}(?=\S)")


def folded(text: str, width: int) -> str:
    """Return a text whose lines a terminal need not break; a longer word stays in one piece."""
    lines = text.split("\n")
    following = [*lines[1:], ""]
    return "\n".join(
        part
        for line, below in zip(lines, following, strict=True)
        for part in _lines(line, below, width)
    )


def breaks(text: str, width: int, indent: int, first: int | None = None) -> list[int]:
    """Return where a line goes on in the next one: in front of a word, never within it.

    Args:
        text: the line.
        width: the room that there is.
        indent: how far the other lines are indented.
        first: how much of the first line stays whatever comes; else as much as the indent.
    """
    found, used, kept = [], 0, indent if first is None else first
    for word in WORD.finditer(text):
        if used > kept and used + cells(word.group().rstrip()) > width:
            found.append(word.start())
            used = kept = indent
        used += cells(word.group())
    return found


def cells(text: str) -> int:
    """Return how many places a terminal needs for a text."""
    plain = ESCAPES.sub("", text)
    if plain.isascii():
        return len(plain)
    from rich.cells import cell_len  # slow to import, and seldom needed

    return cell_len(plain)


def _lines(line: str, below: str, width: int) -> list[str]:
    if cells(line) <= width:
        return [line]
    plain = ESCAPES.sub("", line)
    start = _indent(plain)
    if plain[start:].startswith(PROGRAMS):
        return _command(line, width, start)
    column = COLUMN.match(plain)
    indent = start + INDENT
    if column and start < len(column.group()) <= width // 2:
        indent = len(column.group())
    elif not column and below and 0 < start <= _indent(below) <= indent:
        indent = _indent(below)  # a paragraph that was laid out for a wider terminal
    indent = min(indent, width // 2)
    first, *rest = _cut(line, breaks(line, width, indent, start + len("~ ")))
    return [first, *(f"{' ' * indent}{part}" for part in rest)]


def _indent(line: str) -> int:
    plain = ESCAPES.sub("", line)
    return len(plain) - len(plain.lstrip())


def _command(line: str, width: int, start: int) -> list[str]:
    """Return a command in lines that a shell reads as one."""
    indent = start + len("  ")
    first, *rest = _cut(line, breaks(line, width - len(" \\"), indent, start))
    lines = [first, *(f"{' ' * indent}{part}" for part in rest)]
    return [f"{part} \\" for part in lines[:-1]] + lines[-1:]


def _cut(line: str, places: list[int]) -> list[str]:
    ends = [*places, len(line)]
    return [line[start:end].rstrip() for start, end in zip([0, *places], ends, strict=True)]
