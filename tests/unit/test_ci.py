"""What CI and pre-commit run: action.yml with its script, and the hooks, with the real command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from calling import statefulset
from kustomizing import ROOT

from renderer.yaml import dump, read

ACTION = read((ROOT / "action.yml").read_text(), dialect="manifest")[0]
HOOKS = {hook["id"]: hook for hook in read((ROOT / ".pre-commit-hooks.yaml").read_text())[0]}
SPEC = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db}
spec:
  image: db:1
  storage: [{name: data, mountPath: /d, size: 10Gi}]
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one rendered and committed app."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    for key in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bases/db").mkdir(parents=True)
    (tmp_path / "bases/db/statefulapp.yaml").write_text(SPEC)
    for words in (
        ["stateful", "render", "-f", "bases"],
        ["git", "init", "-q"],
        ["git", "add", "."],
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "first"],
    ):
        subprocess.run(words, check=True, capture_output=True)
    return tmp_path


def act(repository: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Run the script of the action with inputs, and return what it said and its outputs."""
    defaults = {name.replace("-", "_"): each["default"] for name, each in ACTION["inputs"].items()}
    named = {"COMMAND": "command", "ARGUMENTS": "args", "FORMAT": "format", "OUTPUT": "output"}
    said = {**defaults, **inputs}
    variables = {key: str(said[name]) for key, name in {**named, "FAIL_ON": "fail_on"}.items()}
    files = {name: str(repository / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    done = subprocess.run(
        ["bash", str(ROOT / "tools/action.sh")],
        env={**os.environ, **variables, **files, "RUNNER_TEMP": str(repository)},
        capture_output=True,
        text=True,
        check=False,
    )
    output = repository / "GITHUB_OUTPUT"
    lines = output.read_text().splitlines() if output.exists() else []
    return done, dict(line.split("=", 1) for line in lines)


def test_every_input_reaches_the_script_as_data() -> None:
    step = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "run")
    assert set(step["env"]) == {"COMMAND", "ARGUMENTS", "FORMAT", "OUTPUT", "FAIL_ON"}
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


@pytest.mark.usefixtures("kustomize_on_path")
def test_render_and_validate_pass_what_is_right(repository: Path) -> None:
    done, outputs = act(repository, command="render", args="-f bases")
    assert (done.returncode, outputs["exit-code"]) == (0, "0"), done.stderr
    assert act(repository)[0].returncode == 0


def test_render_fails_where_files_are_not_current(repository: Path) -> None:
    Path("bases/db/statefulapp.yaml").write_text(SPEC.replace("db:1", "db:2"))
    done, outputs = act(repository, command="render", args="-f bases")
    assert (done.returncode, outputs["exit-code"]) == (1, "1")
    assert done.stdout.startswith("::error file=bases/db/statefulset.yaml,title=SR511 ")
    done, _ = act(repository, command="render", args="-f bases", format="text")
    assert done.stdout == "would write bases/db/statefulset.yaml\n"


@pytest.mark.usefixtures("kustomize_on_path")
def test_arguments_may_be_on_several_lines_and_none_is_lost(repository: Path) -> None:
    Path("set.yaml").write_text(dump(statefulset(selector={"matchLabels": {"app": "other"}})))
    assert act(repository, args="bases\n")[0].returncode == 0
    assert act(repository, args="bases\nset.yaml\n")[0].returncode == 1
    assert act(repository, command="doctor", args="")[1]["exit-code"] in ("0", "1")


def test_validate_writes_its_report_to_a_file(repository: Path) -> None:
    Path("set.yaml").write_text(dump(statefulset(selector={"matchLabels": {"app": "other"}})))
    done, outputs = act(repository, args="set.yaml", format="sarif", output="a.sarif")
    assert (done.returncode, done.stdout, outputs["report"]) == (1, "", "a.sarif")
    assert json.loads(Path("a.sarif").read_text())["runs"][0]["results"]
    done, _ = act(repository, args="set.yaml", fail_on="never")
    assert done.returncode == 0
    assert done.stdout.startswith("::")


@pytest.mark.parametrize(("fail_on", "code"), [("", 0), ("rejected", 4)])
def test_a_diff_fails_for_what_is_asked_and_stands_in_the_summary(
    repository: Path, fail_on: str, code: int
) -> None:
    Path("bases/db/statefulapp.yaml").write_text(SPEC.replace("10Gi", "50Gi"))
    words: dict[str, Any] = {"args": "--against HEAD bases/db@", "format": "markdown"}
    done, _ = act(repository, command="diff", fail_on=fail_on, **words)
    assert done.returncode == code, done.stderr
    assert "claim-grows" in (repository / "GITHUB_STEP_SUMMARY").read_text()


def test_another_command_is_refused(repository: Path) -> None:
    done, _ = act(repository, command="version; echo x")
    assert done.returncode == 2
    assert "must be validate, render, diff or doctor" in done.stdout


def hook(name: str, *arguments: str) -> int:
    """Run a hook as pre-commit does: its entry, divided as a shell does, and its arguments."""
    import shlex

    words = [*shlex.split(HOOKS[name]["entry"]), *(arguments or HOOKS[name].get("args", []))]
    return subprocess.run(words, check=False, capture_output=True).returncode


@pytest.mark.usefixtures("kustomize_on_path")
@pytest.mark.parametrize(
    ("change", "render", "validate", "diff"),
    [
        (("db:1", "db:1"), 0, 0, 0),
        (("replicas", "replicas"), 0, 0, 0),
        (("db:1", "db:1\n  replicas: 2"), 1, 0, 0),
        (("10Gi", "50Gi"), 1, 0, 1),
        (("10Gi", "50Gi, templateSize: 10Gi"), 1, 0, 0),
        (("10Gi", "x"), 2, 2, 1),
    ],
)
def test_hooks(
    repository: Path, change: tuple[str, str], render: int, validate: int, diff: int
) -> None:
    del repository
    Path("bases/db/statefulapp.yaml").write_text(SPEC.replace(*change))
    assert bool(hook("stateful-render")) == bool(render)
    assert bool(hook("stateful-validate")) == bool(validate)
    assert bool(hook("stateful-diff", "bases/db@")) == bool(diff)
