"""What a release holds: `make release`, but for the single file, which has tests of its own."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from calling import ROOT

from renderer import __version__

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    build = [sys.executable, "-m", "hatchling", "build", "--directory", folder]
    subprocess.run([*build, "--target", "sdist", "--target", "wheel"], cwd=ROOT, check=True)
    return folder


def test_the_wheel_has_pages_and_schemas(release: Path) -> None:
    (wheel,) = release.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    for folder in ("docs", "renderer/schemas"):
        files = sorted(file for file in (ROOT / folder).rglob("*") if file.is_file())
        inside = {
            f"renderer/{Path(folder).name}/{file.relative_to(ROOT / folder)}" for file in files
        }
        assert inside
        assert inside <= names


def test_a_wheel_can_be_built_from_the_sdist(release: Path, tmp_path: Path) -> None:
    (sdist,) = release.glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        packed.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*build, "--directory", tmp_path / "again"], cwd=source, check=True)
    (first,), (again,) = release.glob("*.whl"), (tmp_path / "again").glob("*.whl")
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(again) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())


def test_the_changelog_knows_this_version() -> None:
    assert f"\n## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
