"""Golden files: what we write, kept beside the tests as plain files that people and tools read.

Use the `golden` fixture. `pytest --update-golden` rewrites what differs and fails all the same, so
that nobody takes over a change without reading it in the git diff.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
import yaml
from deepdiff import DeepDiff


class Golden:
    def __init__(self, *, update: bool) -> None:
        self.update = update

    def check_text(self, file: Path, actual: str) -> None:
        """Demand that `file` holds exactly this text."""
        self._check({file: _read(file)} if file.is_file() else {}, {file: actual})

    def check_tree(self, folder: Path, actual: dict[str, str]) -> None:
        """Demand that `folder` holds exactly these files: relative path -> text."""
        if not actual:
            pytest.fail(f"nothing to compare with {folder}: an empty golden proves nothing")
        expected = {path: _read(path) for path in sorted(folder.rglob("*")) if path.is_file()}
        self._check(expected, {folder / name: text for name, text in actual.items()})

    def _check(self, expected: dict[Path, str], actual: dict[Path, str]) -> None:
        __tracebackhide__ = True
        paths = sorted(expected.keys() | actual.keys())
        differing = [path for path in paths if expected.get(path) != actual.get(path)]
        if not differing:
            return
        if self.update:
            for path in differing:
                _write(path, actual.get(path))
            names = "\n".join(f"  {path}" for path in differing)
            pytest.fail(f"rewritten, read the git diff:\n{names}", pytrace=False)
        found = [_difference(path, expected.get(path), actual.get(path)) for path in differing]
        advice = "if this is meant: pytest --update-golden, and read the git diff"
        pytest.fail("\n".join([*found, advice]), pytrace=False)


def _difference(path: Path, expected: str | None, actual: str | None) -> str:
    if expected is None:
        return f"{path}: written, but there is no such golden file"
    if actual is None:
        return f"{path}: a golden file, but not written"
    lines = difflib.unified_diff(
        expected.splitlines(), actual.splitlines(), "golden", "actual", lineterm="", n=2
    )
    return "\n".join([f"{path}: {_meaning(path, expected, actual)}", *lines])


def _meaning(path: Path, expected: str, actual: str) -> str:
    """Say what differs once the YAML is read, so that a mere change of layout is seen as one."""
    if path.suffix not in {".yaml", ".yml", ".json"}:
        return "text differs"
    try:
        before, after = (list(yaml.safe_load_all(text)) for text in (expected, actual))
    except yaml.YAMLError as error:
        return f"text differs, and is no YAML: {error}"
    return DeepDiff(before, after).pretty() or "same objects, other text"


def _read(path: Path) -> str:
    return path.read_bytes().decode()


def _write(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
