"""Help that fits into a narrow terminal: no word is broken, and what is copied still runs."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from typer._click.formatting import HelpFormatter

from renderer.cli.folding import PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Sequence

# An example and, behind blanks that align it, what it does.
EXAMPLE = re.compile(r"(?P<indent> *)(?P<command>\S.*?)(?:  +(?P<says>\S.*))?")
# Lines are not broken at it: half of an option is another word.
HYPHEN = "\u2011"
# Between the last column of text and the edge of the terminal.
MARGIN = 2
# In a narrower terminal the names of options leave the room to what is said of them.
NARROW, NAMES, FEW_NAMES = 72, 30, 20


class Layout(HelpFormatter):
    """Writes help as typer does, but for lines that are wider than the terminal."""

    def write(self, string: str) -> None:
        """Write a text, of which lines that somebody has laid out may be too wide."""
        lines = string.replace(HYPHEN, "-").split("\n")
        self.buffer.append("\n".join(part for line in lines for part in self._fitting(line)))

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        super().write_text(text.replace("-", HYPHEN))

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = NAMES, col_spacing: int = 2
    ) -> None:
        """Write names and what is said of them, in two columns."""
        if self.width < NARROW:
            col_max = min(col_max, FEW_NAMES)
        kept = [(name, says.replace("-", HYPHEN)) for name, says in rows]
        super().write_dl(kept, col_max, col_spacing)

    def _fitting(self, line: str) -> list[str]:
        """Return a line in as many as the terminal needs for it."""
        widest = self.width + MARGIN
        if len(line) <= widest:
            return [line]
        found = EXAMPLE.fullmatch(line)
        indent, command, says = (
            found.group("indent", "command", "says") if found else ("", line, "")
        )
        is_option = command.startswith("-")
        fold = _choices if is_option else _command if command.startswith(PROGRAMS) else _prose
        lines = fold(command, widest - len(indent))
        lines += textwrap.wrap(f"    {says}", widest - len(indent)) if says else []
        return [f"{indent}{part}" for part in lines]


def _command(text: str, width: int) -> list[str]:
    """Return a command in lines that a shell reads as one."""
    lines = textwrap.wrap(
        text,
        width - len(" \\"),
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [f"{line} \\" for line in lines[:-1]] + lines[-1:]


def _prose(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _choices(text: str, width: int) -> list[str]:
    """Return an option with many words to choose from in lines that end behind one of them."""
    parts = textwrap.wrap(
        text.replace("|", "| "), width, subsequent_indent="    ", break_on_hyphens=False
    )
    return [part.replace("| ", "|") for part in parts]
