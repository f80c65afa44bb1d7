"""The whole program as one file: where nothing is installed, writable or reachable."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Result, run
from conftest import NOT_RUN, ROOT
from kustomizing import FUNCTION_FLAGS, assert_same
from nobody import NOBODY, python, python_for_nobody, skip_unless_users_can_change

pytestmark = pytest.mark.e2e

NGINX = ROOT / "bases/nginx/statefulapp.yaml"
# PyYAML's parser in pure Python refuses it before we do, in its own words.
ONLY_IN_C = ROOT / "tests/golden/errors/question-mark-in-braces"
ERRORS = sorted(
    {path.parent for path in ROOT.glob("tests/golden/errors/*/statefulapp.yaml")} - {ONLY_IN_C}
)
# Texts say the first 50 problems.
AT_ONCE = 10
BROKEN = ROOT / "tests/golden/errors/unknown-field/statefulapp.yaml"


def call(*command: str | Path, cwd: Path | None = None, stdin: str | None = "") -> Result:
    """Run the file as a stranger would: no variables, no site packages, no stdin if None."""
    result = subprocess.run(
        [python(), "-I", "-S", *command],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd or "/",
        env={},
    )
    return Result(result.returncode, result.stdout, result.stderr)


@pytest.fixture
def function(single_file: Path, tmp_path: Path) -> Path:
    """The file under the name that makes it the KRM function."""
    link = tmp_path / "stateful-fn"
    link.symlink_to(single_file)
    return link


def test_it_renders_what_the_installed_one_renders(single_file: Path) -> None:
    arguments = ("render", "-f", str(ROOT / "bases"), "-e", "prod", "-o", "yaml")
    installed = run(*arguments)
    assert installed.stdout.count("kind: StatefulSet") == len(list(ROOT.glob("bases/*")))
    assert call(single_file, *arguments) == installed


def test_every_mistake_is_worded_as_by_the_installed_one(single_file: Path) -> None:
    for number in range(0, len(ERRORS), AT_ONCE):
        arguments = ("render", *map(str, ERRORS[number : number + AT_ONCE]), "-o", "yaml")
        installed = run(*arguments)
        assert installed.stderr.count("[SR")
        assert call(single_file, *arguments) == installed


def test_what_only_the_parser_in_python_refuses_is_refused_at_its_line(single_file: Path) -> None:
    result = call(single_file, "render", str(ONLY_IN_C))
    assert (result.code, result.stdout) == (2, "")
    assert f"{ONLY_IN_C}/statefulapp.yaml:7:" in result.stderr


@pytest.mark.parametrize(
    "case", [NGINX, BROKEN, *[each / "statefulapp.yaml" for each in ERRORS[:3]]]
)
def test_the_function_answers_as_the_installed_one(case: Path, function: Path) -> None:
    program = Path(sys.executable).with_name("stateful-fn")
    installed = subprocess.run(
        [program, "exec-plugin", case], input="", capture_output=True, text=True, check=False
    )
    expected = Result(installed.returncode, installed.stdout, installed.stderr)
    assert call(function, "exec-plugin", case) == expected
    assert call(function.resolve(), "fn", "exec-plugin", case) == expected


def test_diff_facts_and_explain_work_too(single_file: Path) -> None:
    for arguments in (
        ("diff", f"{NGINX}@dev", f"{NGINX}@prod"),
        ("facts", "-f", str(NGINX), "-o", "json"),
        ("explain", "spec.storage"),
        ("explain", "docs/growing.md"),
        ("version",),
    ):
        installed = run(*arguments)
        found = call(single_file, *arguments)
        assert found == installed
        assert found.stdout
    assert call(single_file, "--help").stdout.startswith("Usage: stateful.pyz ")


def test_it_is_the_function_of_a_build(single_file: Path, kustomize: Path, tmp_path: Path) -> None:
    """No virtual environment on PATH: the file, a Python, and kustomize are all there is."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/stateful-fn").symlink_to(single_file)
    (tmp_path / "bin/python3").symlink_to(python())
    (tmp_path / "app").mkdir()
    annotation = "  annotations: {config.kubernetes.io/function: 'exec: {path: stateful-fn}'}\n"
    text = NGINX.read_text().replace("metadata:\n", f"metadata:\n{annotation}", 1)
    (tmp_path / "app/app.yaml").write_text(text)
    (tmp_path / "app/kustomization.yaml").write_text("generators: [app.yaml]\n")
    built = subprocess.run(
        [kustomize, "build", *FUNCTION_FLAGS, tmp_path / "app"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": f"{tmp_path}/bin:/usr/bin:/bin"},
    )
    assert (built.returncode, built.stderr) == (0, "")
    assert_same(built.stdout, run("render", "-f", str(NGINX), "-e", "base", "-o", "yaml").stdout)


def test_it_installs_itself_as_the_exec_plugin(single_file: Path, tmp_path: Path) -> None:
    """The plugin calls the file, not what happens to be on PATH."""
    home = tmp_path / "plugins"
    installed = call(single_file, "doctor", "--install-plugin", "--plugin-home", home)
    assert (installed.code, installed.stderr) == (0, "")
    (plugin,) = home.rglob("StatefulApp")
    assert plugin.read_text().splitlines()[-1] == f'exec {single_file} fn exec-plugin "$@"'
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python3").symlink_to(python())
    result = subprocess.run(
        [plugin, NGINX],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": f"{tmp_path}/bin:/usr/bin:/bin"},
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert_same(result.stdout, run("render", "-f", str(NGINX), "-e", "base", "-o", "yaml").stdout)


# --- nobody, nothing writable, no network, no streams ---------------------------------------------


def as_nobody(*arguments: str | Path, cwd: Path, more: str = "") -> Result:
    """Run as user nobody, with a read-only working directory and no network to reach."""
    skip_unless_users_can_change()
    if not all(map(shutil.which, ("setpriv", "unshare"))):
        pytest.skip(f"{NOT_RUN} without network: it needs setpriv and unshare")
    user = f"setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups --no-new-privs"
    line = f'exec {user} {python_for_nobody()} -I -S "$@" {more}'
    result = subprocess.run(
        ["unshare", "--net", "/bin/sh", "-c", line, "sh", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin"},
    )
    return Result(result.returncode, result.stdout, result.stderr)


@pytest.fixture
def folder(single_file: Path) -> Path:
    """A folder that everybody may read and nobody may write, with a spec that is broken or not."""
    path = single_file.parent / "specs"
    if not path.exists():
        path.mkdir()
        shutil.copy(NGINX, path / "good.yaml")
        shutil.copy(BROKEN, path / "broken.yaml")
        path.chmod(0o555)
    return path


def test_as_nobody_without_network_or_home(single_file: Path, folder: Path) -> None:
    found = as_nobody(single_file, "render", "-f", "good.yaml", "-o", "yaml", cwd=folder)
    assert found == run("render", "-f", str(NGINX), "-o", "yaml")


def test_as_nobody_mistakes_are_worded_too(single_file: Path, folder: Path) -> None:
    found = as_nobody(single_file, "render", "-f", "broken.yaml", "-o", "yaml", cwd=folder)
    installed = run("render", "-f", str(BROKEN), "-o", "yaml")
    assert found == Result(2, "", installed.stderr.replace(str(BROKEN), "broken.yaml"))


def test_as_nobody_the_function_works_with_closed_streams(single_file: Path, folder: Path) -> None:
    found = as_nobody(single_file, "fn", "exec-plugin", "good.yaml", cwd=folder, more="<&-")
    assert (found.code, found.stderr) == (0, "")
    assert "kind: StatefulSet" in found.stdout
    closed = as_nobody(single_file, "fn", cwd=folder, more="<&- 2>&-")
    assert closed.code == 1
    assert "kind: ResourceList" in closed.stdout
    assert "SR601" in closed.stdout


def test_nothing_is_written_anywhere(single_file: Path, folder: Path, tmp_path: Path) -> None:
    """strace-free: what a call leaves in the temporary folder, the home and beside the file."""
    before = sorted(single_file.parent.rglob("*"))
    result = subprocess.run(
        [python(), single_file, "render", "-f", folder / "broken.yaml", "-o", "yaml"],
        capture_output=True,
        check=False,
        env={"HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
    )
    assert result.returncode == 2
    assert list(tmp_path.iterdir()) == []
    assert sorted(single_file.parent.rglob("*")) == before


# --- other Pythons --------------------------------------------------------------------------------

CHANGED = """
import os, runpy, sys
{change}
sys.argv = {argv!r}
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def changed(change: str, *argv: str | Path) -> Result:
    return call("-c", CHANGED.format(change=change, argv=[str(each) for each in argv]))


def test_an_old_python_is_told_so(single_file: Path) -> None:
    change = "sys.version_info = (3, 10, 1); sys.version = '3.10.1 (main)'"
    assert changed(change, single_file, "version") == Result(
        1, "", "stateful: needs Python 3.11 or newer, got 3.10.1\n"
    )


# --- the file itself ------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(single_file: Path, tmp_path: Path) -> None:
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "UTC")):
        again = tmp_path / seed / "stateful.pyz"
        command = [sys.executable, ROOT / "tools/build_zipapp.py"]
        subprocess.run(
            [*command, "--output", again],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        )
        assert again.read_bytes() == single_file.read_bytes()


def test_it_can_be_executed_and_holds_the_licences(single_file: Path) -> None:
    import zipfile

    assert single_file.read_bytes().startswith(b"#!/usr/bin/env python3\n")
    assert os.access(single_file, os.X_OK)
    names = zipfile.ZipFile(single_file).namelist()
    assert names == sorted(names)
    assert any("pyyaml" in name and "LICENSE" in name for name in names)
    assert not any(name.endswith((".so", ".pyd")) or "pydantic" in name for name in names)
