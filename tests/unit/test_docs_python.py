"""What docs/python.md shows runs, and gives what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from commands import run

from renderer.yaml import read

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "docs/python.md").read_text(), re.DOTALL)


def test_the_code_of_the_page(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    names: dict[str, Any] = {}
    for block in BLOCKS:
        exec(block, names)  # noqa: S102  # our own page
    printed = capsys.readouterr().out
    assert "SR201 ('spec', 'replica') is not a field here did you mean" in printed
    file = tmp_path / "statefulapp.yaml"
    file.write_text(names["spec"])
    rendered = run("render", "-f", str(file), "-e", "prod", "-o", "yaml")
    assert read(rendered.stdout) == names["objects"]
    assert printed.startswith(rendered.stdout)
