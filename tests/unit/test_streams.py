"""Streams that fail, in this process; test_cli_render.py has real ones that the caller closed."""

from __future__ import annotations

import errno
import io
import sys

import pytest

from renderer.cli import streams


class Broken(io.StringIO):
    """A stream that nothing can be written to."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def write(self, _text: str) -> int:
        raise OSError(self.number, "broken")


def test_a_result_that_cannot_be_written_is_an_error_of_stdout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", Broken(errno.ENOSPC))
    with pytest.raises(OSError, match="broken") as caught:
        streams.write_result("x")
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, "stdout")


def test_a_reader_that_left_early_ends_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Broken(errno.EPIPE))
    with pytest.raises(SystemExit) as caught:
        streams.write_result("x")
    assert caught.value.code == 141


def test_what_nobody_can_hear_is_not_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Broken(errno.EPIPE))
    streams.say("x")


def test_streams_that_the_caller_closed_fail_when_they_are_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    streams.prepare()
    with sys.stdin, sys.stdout, sys.stderr:
        with pytest.raises(OSError, match="Bad file descriptor"):
            sys.stdin.read()
        with pytest.raises(OSError, match="stdout"):
            streams.write_result("x")
        streams.say("x")


def test_a_file_name_of_any_bytes_can_be_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {name: io.BytesIO() for name in ("stdout", "stderr")}
    for name, raw in found.items():
        monkeypatch.setattr(sys, name, io.TextIOWrapper(raw, encoding="ascii"))
    streams.prepare()
    streams.write_result("\udcff.yaml\n")
    streams.say("\udcff.yaml")
    assert [raw.getvalue() for raw in found.values()] == [b"\xff.yaml\n", b"\\udcff.yaml\n"]
