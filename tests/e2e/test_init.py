"""What `stateful init` writes, rendered and built by real kustomize; and from the single file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from commands import run
from kustomizing import ROOT, assert_same, build

pytestmark = pytest.mark.e2e

CASES = sorted(path.parent for path in (ROOT / "tests/golden/init").glob("*/statefulapp.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_kustomize_builds_it(case: Path, kustomize: Path, tmp_path: Path) -> None:
    made = run("render", str(case / "statefulapp.yaml"), "-O", str(tmp_path))
    assert made.code == 0, made.stderr
    for base in tmp_path.glob("bases/*"):
        assert build(kustomize, base).returncode == 0
    for overlay in tmp_path.glob("overlays/*/*"):
        built = build(kustomize, overlay)
        printed = run("render", str(case / "statefulapp.yaml"), "-e", overlay.name)
        assert_same(built.stdout, printed.stdout)


def test_the_single_file_has_the_examples(single_file: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-S", single_file, "init", "jobs", "--like=rabbitmq"]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    installed = run("init", "jobs", "--like=rabbitmq", "--stdout").stdout
    assert (tmp_path / "bases/jobs/statefulapp.yaml").read_text() == installed
