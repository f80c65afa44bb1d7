"""Golden cases: a folder with a StatefulApp, and what becomes of it.

golden/trees/<case>/    statefulapp.yaml and expected/, the tree that is written
golden/errors/<case>/   statefulapp.yaml and errors.txt, what stderr says
"""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import run
from golden_check import Golden

GOLDEN = Path(__file__).parent / "golden"
TREES = sorted(each.parent for each in GOLDEN.glob("trees/*/statefulapp.yaml"))
ERRORS = sorted(each.parent for each in GOLDEN.glob("errors/*/statefulapp.yaml"))


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
    monkeypatch.chdir(case)
    result = run("render", "--output-dir", str(tmp_path))
    assert (result.code, result.stdout, list(tmp_path.iterdir())) == (2, "", [])
    golden.check_text(case / "errors.txt", result.stderr)
