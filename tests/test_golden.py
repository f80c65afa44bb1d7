"""Golden cases: a folder with a StatefulApp, and what becomes of it.

golden/trees/<case>/    statefulapp.yaml and expected/, the tree that is written
golden/errors/<case>/   its files, and errors.txt, what stderr says; command.txt where that is not
                        `stateful render`: its last line is the call that fails
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Result, run
from golden_check import Golden

GOLDEN = Path(__file__).parent / "golden"
CASE_FILES = ("statefulapp.yaml", "command.txt")
TREES = sorted(each.parent for each in GOLDEN.glob("trees/*/statefulapp.yaml"))
ERRORS = sorted({each.parent for each in GOLDEN.glob("errors/*/*") if each.name in CASE_FILES})


@pytest.mark.parametrize("case", TREES, ids=lambda case: case.name)
def test_tree(case: Path, golden: Golden, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case)
    result = run("render", "--output-dir", str(tmp_path))
    assert result.code == 0, result.stderr
    written = {
        path.relative_to(tmp_path).as_posix(): _without_checksum(path)
        for path in sorted(tmp_path.rglob("*"))
        if path.is_file()
    }
    golden.check_tree(case / "expected", written)


def _without_checksum(path: Path) -> str:
    """Drop the first line: it holds the way from the temporary folder to the case."""
    return path.read_text().partition("\n")[2]


@pytest.mark.parametrize("case", ERRORS, ids=lambda case: case.name)
def test_error(case: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(case, folder, symlinks=True)
    monkeypatch.chdir(folder)
    *before, command = _commands(case)
    for each in before:
        _call(each)
    (folder / "errors.txt").unlink(missing_ok=True)
    files = _files(folder)
    result = _call(command)
    assert result.code in (1, 2)
    assert not result.stdout or command.startswith("stateful-fn"), result.stdout
    assert _files(folder) == files
    golden.check_text(case / "errors.txt", result.stderr)


def _commands(case: Path) -> list[str]:
    file = case / "command.txt"
    return file.read_text().splitlines() if file.exists() else ["stateful render"]


def _call(command: str) -> Result:
    """Run a line of command.txt; only `stateful` runs inside this process."""
    program, *arguments = shlex.split(command)
    if program == "stateful":
        return run(*arguments)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
    )
    return Result(done.returncode, done.stdout, done.stderr)


def _files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
