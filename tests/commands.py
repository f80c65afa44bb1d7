"""Run `stateful` as its users do, but inside this process: quick, and measured by coverage."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from renderer.cli.main import main


@dataclass
class Result:
    """What a command left behind."""

    code: int
    stdout: str
    stderr: str


def write(files: dict[str, str]) -> None:
    """Write {path from here: text}."""
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)


def change(file: str, old: str, new: str) -> None:
    """Replace what is in a file."""
    text = Path(file).read_text()
    assert old in text
    Path(file).write_text(text.replace(old, new))


def run(*arguments: str, stdin: str = "") -> Result:
    """Run `stateful` with these arguments."""
    stdout, stderr = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    source = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    with (
        mock.patch.object(sys, "argv", ["stateful", *arguments]),
        mock.patch.object(sys, "stdin", source),
        contextlib.redirect_stdout(stdout),
        contextlib.redirect_stderr(stderr),
    ):
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    return Result(code, _text(stdout), _text(stderr))


def shown_on(terminal: int) -> str:
    """Read what a pseudo-terminal was sent, once its other end is closed."""
    seen = b""
    try:
        while chunk := os.read(terminal, 65536):
            seen += chunk
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(terminal)
    return seen.decode()


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()
