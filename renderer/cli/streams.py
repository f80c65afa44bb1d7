"""Writing to the terminal: stdout holds results and nothing else."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from renderer.errors import in_lines, shown

if TYPE_CHECKING:
    from renderer.errors import Problem


def prepare() -> None:
    """Make every stream usable: UTF-8 in any locale, with every file name, and never None.

    Python has None for a stream that the caller closed. What stands in for it fails when it is
    used, as the closed one would; only what is said to nobody is lost in silence.
    """
    sys.stdin = sys.stdin or os.fdopen(os.open(os.devnull, os.O_WRONLY), "r")
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    _reconfigure(sys.stdout, errors="surrogateescape")  # a file name is printed as its bytes
    _reconfigure(sys.stderr, errors="backslashreplace")


def _reconfigure(stream: TextIO, *, errors: str) -> None:
    stream.reconfigure(encoding="utf-8", errors=errors)  # type: ignore[attr-defined]  # not in TextIO


def write_result(text: str) -> None:
    """Write a whole result to stdout, once; a reader that left early is no error of ours.

    Raises:
        OSError: stdout is closed, or its disk is full.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        discard(sys.stdout)
        if isinstance(error, BrokenPipeError):
            raise SystemExit(128 + 13) from None  # what a shell reports for SIGPIPE
        raise OSError(error.errno, error.strerror, "stdout") from None


def write_words(text: str) -> None:
    """Write a result for people to stdout; on a terminal no word of it is broken.

    Raises:
        OSError: as `write_result`.
    """
    write_result(_fitting(text, sys.stdout))


def _fitting(text: str, stream: TextIO) -> str:
    if not is_for_eyes(stream):
        return text
    from renderer.cli.folding import folded  # only on a terminal

    return folded(text, shutil.get_terminal_size().columns)


def say(text: str) -> None:
    """Write lines for people to stderr; where nobody can read them, the exit code says it all.

    What was handed on, such as the words of a program, may hold anything: it is shown escaped.
    """
    try:
        lines = "".join(f"{shown(line)}\n" for line in text.split("\n"))
        sys.stderr.write(_fitting(lines, sys.stderr))
        sys.stderr.flush()
    except OSError:
        discard(sys.stderr)


def say_all(problems: list[Problem]) -> None:
    """Write a line per problem to stderr; of very many, the gravest and how many more there are.

    On a terminal the lines of the input stand below, each with a caret under the value.
    """
    if problems and is_for_eyes(sys.stderr):
        from renderer.cli import excerpt  # only on a terminal: rich is slow to import

        try:
            excerpt.say(problems, sys.stderr)
        except OSError:
            discard(sys.stderr)
    else:
        for line in in_lines(problems):
            say(line)


def discard(stream: TextIO) -> None:
    """Lose what could not be written: Python would try again at its end, and exit with 120."""
    with suppress(OSError):  # no real stream
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def is_for_eyes(stream: TextIO) -> bool:
    """Tell whether a person looks at a stream, in a terminal that can show more than lines."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def has_colour() -> bool:
    """Tell whether stdout is a terminal that wants colour; https://no-color.org."""
    return is_for_eyes(sys.stdout) and not os.environ.get("NO_COLOR")
