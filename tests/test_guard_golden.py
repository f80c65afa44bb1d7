"""Foreign manifests, and what is found in them: golden/guard/<case>/ and its findings.txt."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from commands import run
from golden_check import Golden

from renderer.rules.book import ALL, SEVERITIES

ROOT = Path(__file__).parent.parent
GUARD = Path(__file__).parent / "golden/guard"
CASES = sorted(path for path in GUARD.iterdir() if path.is_dir())
LINE = re.compile(r"(?:^|: )(error|warning|info): .*\[(SR\d{3,4})\]$", re.MULTILINE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_findings(
    case: Path, golden: Golden, kustomize: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(case)
    monkeypatch.setenv("PATH", f"{kustomize.parent}{os.pathsep}{os.environ['PATH']}")
    result = run("validate", ".", "--show", "info")
    has_error = ": error: " in result.stdout
    is_built = not (case / "kustomization.yaml").exists()
    assert result.code == (int(has_error) if is_built else 2), result.stderr
    golden.check_text(case / "findings.txt", result.stdout)


def test_every_rule_has_a_golden_of_its_severity() -> None:
    texts = [path.read_text() for path in GUARD.glob("*/findings.txt")]
    found = {(code, level) for text in texts for level, code in LINE.findall(text)}
    unrecorded = {(code, level) for code, level in SEVERITIES.items() if code not in ALL}
    assert unrecorded <= found  # a record has a folder of its own: tests/test_rules_golden.py


@pytest.mark.parametrize("folder", ["bases", "overlays"])
def test_our_own_examples_have_no_error_and_no_warning(
    folder: str, kustomize: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{kustomize.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(ROOT)
    result = run("validate", folder, "--fail-on", "warning")
    assert (result.code, result.stdout) == (0, "")
    assert "0 errors, 0 warnings" in result.stderr
