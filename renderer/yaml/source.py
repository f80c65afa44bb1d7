"""Bytes to the text that they stand for, and places in it."""

from __future__ import annotations

from renderer.errors import Problem, RenderError


def decoded(source: str | bytes, file: str, most: int) -> str:
    """Return the text without its byte order mark, if it is UTF-8 and not too long."""
    data = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    refuse_larger(len(data), most, file)
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line, column = position(data[: error.start].decode(), None)
        message = f"text must be UTF-8, found the byte {data[error.start]:#04x}"
    problem = Problem("SR109", (), message, hint="save the file as UTF-8")
    raise RenderError([problem.at(file, line, column)])


def refuse_larger(size: int, most: int, file: str) -> None:
    """Raise a RenderError where a text has more than `most` bytes (SR108)."""
    if size > most:
        message = f"text must not be larger than {most} bytes"
        raise RenderError([Problem("SR108", (), message, hint="split the file", file=file)])


def position(text: str, offset: int | None) -> tuple[int, int]:
    """Return the 1-based line and column of an offset, or of the end."""
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def character_problem(text: str, file: str, offset: int) -> Problem:
    """Refuse a character as it stands in the text."""
    message = f"text must not hold the character U+{ord(text[offset]):04X}"
    return Problem("SR109", (), message, hint="remove it").at(file, *position(text, offset))
