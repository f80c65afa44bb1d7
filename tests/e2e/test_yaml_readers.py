"""What we read, all read as the same: PyYAML, and kubectl and kustomize in the program goyaml."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml_readers
from yaml_texts import texts

from renderer.yaml import composer

TESTS = Path(__file__).parent.parent
CORPUS = sorted((TESTS / "yaml-corpus").glob("*.yaml"))
COUNT = 100_000


@pytest.mark.e2e
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_what_was_found_once(goyaml: Path, path: Path) -> None:
    assert list(yaml_readers.defects(goyaml, [path.read_bytes().decode()])) == []


@pytest.mark.e2e
@pytest.mark.usefixtures("goyaml")
def test_what_we_read_all_read() -> None:
    """In a process of its own, which nobody measures: coverage would take most of the time."""
    command = [sys.executable, TESTS / "yaml_readers.py", str(COUNT), "1"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


@pytest.mark.e2e
def test_many_of_the_texts_are_accepted() -> None:
    sources = texts(2000, "1")
    for dialect in yaml_readers.DIALECTS:
        accepted = [text for text in sources if yaml_readers.by_us(text, dialect) is not None]
        assert len(accepted) > len(sources) // 5


@pytest.mark.e2e
def test_a_defect_would_be_seen(goyaml: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composer, "scalar_problem", lambda *_, **__: None)
    source = "a: {b: /c?d, e: 1}\n"
    found = {defect.reader for defect in yaml_readers.defects(goyaml, [source])}
    assert {"kubectl, spec", "kustomize, spec", "kubectl, manifest"} <= found
