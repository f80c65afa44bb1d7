"""How the single file loads libraries in machine code, and which program it is."""

from __future__ import annotations

import os
import sys
import tempfile
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

from renderer import single_file
from renderer.errors import RenderError
from renderer.single_file import MachineCode, placed

ENTRY = f"pydantic_core/_core{EXTENSION_SUFFIXES[0]}"
OPTIONAL = f"yaml/_yaml{EXTENSION_SUFFIXES[0]}"


def refuse(*_: object, **__: object) -> None:
    raise OSError(1, "Operation not permitted")


def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither memory nor a temporary folder."""
    monkeypatch.setattr(os, "memfd_create", refuse, raising=False)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)


def test_a_module_of_the_file_is_found() -> None:
    spec = MachineCode([ENTRY], lambda _: b"code").find_spec("pydantic_core._core")
    assert Path(spec.origin).read_bytes() == b"code"


def test_two_libraries_have_two_paths() -> None:
    """The system takes two libraries of one path for the same."""
    assert placed(b"one") != placed(b"two")


@pytest.mark.parametrize("name", ["json", "pydantic_core", "pydantic_core._cor"])
def test_other_modules_are_left_to_others(name: str) -> None:
    assert MachineCode([ENTRY], lambda _: b"").find_spec(name) is None


def test_without_memory_a_temporary_file_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "memfd_create", refuse, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    path = placed(b"code")
    assert [str(each) for each in tmp_path.iterdir()] == [path]
    assert Path(path).read_bytes() == b"code"
    single_file._remove(path)
    single_file._remove(path)
    assert list(tmp_path.iterdir()) == []


def test_with_nothing_to_place_it_in(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere(monkeypatch)
    with pytest.raises(RenderError, match="no memory or temporary file holds it: Operation not"):
        MachineCode([ENTRY], lambda _: b"").find_spec("pydantic_core._core")
    assert MachineCode([OPTIONAL], lambda _: b"").find_spec("yaml._yaml") is None


def test_a_build_for_another_python() -> None:
    others = ["pydantic_core/_core.cpython-99-other.so", "yaml/_yaml.cpython-99-other.so"]
    finder = MachineCode(others, lambda _: b"")
    with pytest.raises(RenderError, match=r"none of its builds .*\[SR997\]"):
        finder.find_spec("pydantic_core._core")
    assert finder.find_spec("yaml._yaml") is None


@pytest.mark.parametrize(
    ("argv", "program"),
    [
        (["stateful.pyz", "fn", "--version"], "stateful-fn "),
        (["/x/stateful-fn", "--version"], "stateful-fn "),
        (["stateful-fn.pyz", "--version"], "stateful-fn "),
        (["stateful.pyz", "version"], "stateful "),
        (["stateful", "--version"], "stateful "),
    ],
)
def test_the_name_or_the_first_argument_says_which_program(
    argv: list[str],
    program: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", argv)
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    with pytest.raises(SystemExit) as stop:
        single_file.main([], lambda _: b"")
    assert not stop.value.code
    assert capfd.readouterr().out.startswith(program)
