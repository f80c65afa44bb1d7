"""pre-commit itself with our hooks, and every step of action.yml, in a repository of a user."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import NOT_RUN, ROOT

from renderer.yaml import read

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("kustomize_on_path")]

PROGRAMS = Path(sys.executable).parent
SPEC = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db}
spec:
  image: db:1.0
  replicas: 3
  storage: [{name: data, mountPath: /d, size: 10Gi}]
  environments: [{name: prod, replicas: 5}]
"""
# What a checkout of this repository has, without what was built in it.
CHECKOUT = (
    "pyproject.toml",
    "README.md",
    "action.yml",
    ".pre-commit-hooks.yaml",
    "renderer",
    "docs",
    "bases",
    "tools",
)


def run(*words: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    variables = {
        key: each
        for key, each in os.environ.items()
        if not key.startswith(("GIT_", "PYTHON", "COVERAGE"))
    }
    variables |= {"GIT_CONFIG_GLOBAL": os.devnull, "PATH": f"{PROGRAMS}:{variables['PATH']}"}
    for who in ("AUTHOR", "COMMITTER"):
        variables |= {f"GIT_{who}_NAME": "you", f"GIT_{who}_EMAIL": "you@example.com"}
    variables |= options.pop("variables", {})
    return subprocess.run(
        words, env=variables, capture_output=True, text=True, check=False, **options
    )


def git(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    done = run("git", *words, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def checkout() -> Iterator[Path]:
    """This repository, as pre-commit clones it and GitHub unpacks it."""
    folder = Path(tempfile.mkdtemp(prefix="stateful-checkout-"))
    for name in CHECKOUT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
        git(*words, cwd=folder)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A user's repository with a rendered app, and no commit yet."""
    folder = tmp_path / "repository"
    (folder / "bases/db").mkdir(parents=True)
    git("init", "-q", "-b", "main", cwd=folder)
    changed(folder, "db:1.0")
    return folder


def changed(folder: Path, new: str, old: str = "db:1.0", *, renders: bool = True) -> None:
    (folder / "bases/db/statefulapp.yaml").write_text(SPEC.replace(old, new))
    if renders:
        assert run("stateful", "render", cwd=folder).returncode == 0


# --- pre-commit -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def home(checkout: Path) -> Iterator[Path]:
    """Where pre-commit keeps what it installs: once for all tests."""
    folder = Path(tempfile.mkdtemp(prefix="stateful-pre-commit-"))
    git("init", "-q", cwd=folder)
    done = run(
        *("pre-commit", "install-hooks", "-c", configuration(folder, checkout)),
        cwd=folder,
        variables={"PRE_COMMIT_HOME": str(folder / "home")},
    )
    if done.returncode and "connection" in done.stdout.lower():
        pytest.skip(f"{NOT_RUN}: pip reaches no registry")
    assert done.returncode == 0, done.stdout + done.stderr
    yield folder / "home"
    shutil.rmtree(folder)


def configuration(folder: Path, checkout: Path) -> Path:
    """Write what a user writes, for all hooks."""
    file = folder / ".pre-commit-config.yaml"
    commit = git("rev-parse", "HEAD", cwd=checkout).stdout.strip()
    hooks = re.findall(
        r"^- (id: .+)$", (checkout / ".pre-commit-hooks.yaml").read_text(), re.MULTILINE
    )
    lines = "".join(f"  - {hook}\n" for hook in hooks)
    file.write_text(f"repos:\n- repo: {checkout}\n  rev: {commit}\n  hooks:\n{lines}")
    return file


def committed(folder: Path, home: Path) -> dict[str, str]:
    """Commit everything, and return what became of each hook."""
    git("add", "-A", cwd=folder)
    done = run("git", "commit", "-m", "x", cwd=folder, variables={"PRE_COMMIT_HOME": str(home)})
    said = done.stdout + done.stderr
    became = dict(re.findall(r"^(.+?)\.{3,}(Passed|Failed)$", said, re.MULTILINE))
    assert (done.returncode == 0) is ("Failed" not in became.values()), said
    return {**became, "said": said}


RENDERED, WORKS, NO_RISK = (
    "rendered files are current",
    "StatefulSets work",
    "no change is refused or risks data",
)


def test_the_hooks_stop_a_commit_for_what_they_are_about(
    repository: Path, checkout: Path, home: Path
) -> None:
    configuration(repository, checkout)
    assert run("pre-commit", "install", cwd=repository).returncode == 0

    def failed(new: str, old: str = "db:1.0", *, renders: bool = True) -> tuple[set[str], str]:
        changed(repository, new, old, renders=renders)
        became = committed(repository, home)
        assert {RENDERED, WORKS, NO_RISK} <= became.keys(), became["said"]
        return {name for name, each in became.items() if each == "Failed"}, became["said"]

    assert failed("db:1.0")[0] == set()  # the first commit of all
    assert failed("db:1.1")[0] == set()
    stale, said = failed("db:1.2", renders=False)
    assert stale == {RENDERED}
    assert "would write bases/db/statefulset.yaml" in said
    refused, said = failed("50Gi", "10Gi")
    assert refused == {NO_RISK}
    assert "[claim-grows]" in said
    broken, said = failed("\n  replica:", "\n  replicas:", renders=False)
    assert broken == {RENDERED, WORKS, NO_RISK}
    assert "bases/db/statefulapp.yaml:6:3: spec.replica: is not a field here" in said


# --- action.yml -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def runner(checkout: Path) -> Iterator[Path]:
    """Where a runner keeps what a job makes; what the action installs is installed once."""
    folder = Path(tempfile.mkdtemp(prefix="stateful-runner-"))
    done, _ = acted(checkout, folder, folder, "Install")
    if done.returncode and "connection" in done.stderr.lower():
        pytest.skip(f"{NOT_RUN}: pip reaches no registry")
    assert done.returncode == 0, done.stderr
    yield folder
    shutil.rmtree(folder)


def acted(
    checkout: Path, runner: Path, folder: Path, name: str, **inputs: str
) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Run a step of the action as a runner does, and return its outputs beside it."""
    (action,) = read((checkout / "action.yml").read_text(), dialect="manifest")
    known = {f"inputs.{each}": given["default"] for each, given in action["inputs"].items()}
    known |= {f"inputs.{each.replace('_', '-')}": given for each, given in inputs.items()}
    known["github.action_path"] = str(checkout)
    (step,) = [step for step in action["runs"]["steps"] if step.get("name") == name]
    assert step["shell"] == "bash"
    output, summary = runner / "output", runner / "summary"
    for file in (output, summary):
        file.write_text("")
    variables = {
        key: re.sub(r"\$\{\{ (\S+) \}\}", lambda found: known[found[1]], each)
        for key, each in step["env"].items()
    }
    done = run(
        *("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]),
        cwd=folder,
        variables={
            **variables,
            "GITHUB_ACTION_PATH": str(checkout),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "RUNNER_TEMP": str(runner),
        },
    )
    outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
    return done, {**outputs, "summary": summary.read_text()}


def test_a_pull_request_is_judged_by_the_action(
    repository: Path, checkout: Path, runner: Path, tmp_path: Path
) -> None:
    git("add", "-A", cwd=repository)
    git("commit", "-qm", "one", cwd=repository)
    clone = tmp_path / "clone"
    git("clone", "-q", str(repository), str(clone), cwd=tmp_path)
    git("checkout", "-qb", "feature", cwd=clone)
    changed(clone, "50Gi", "10Gi")
    git("commit", "-qam", "grow", cwd=clone)

    def step(**inputs: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
        return acted(checkout, runner, clone, "Run", **inputs)

    done, outputs = step(command="render")
    assert (done.returncode, done.stdout, outputs["exit-code"]) == (0, "", "0"), done.stderr
    done, _ = step(args="bases\noverlays")
    assert done.returncode == 0, done.stdout + done.stderr

    review = {"command": "diff", "args": "--against origin/main...", "format": "markdown"}
    done, outputs = step(**review)
    assert (done.returncode, outputs["exit-code"]) == (0, "1")
    assert "claim-grows" in outputs["summary"]
    done, outputs = step(**review, fail_on="rejected")
    assert (done.returncode, outputs["exit-code"]) == (4, "4")
    assert done.stdout == outputs["summary"] == Path(outputs["report"]).read_text()

    changed(clone, "db:1.1", renders=False)
    done, outputs = step(command="render")
    assert (done.returncode, outputs["exit-code"]) == (1, "1")
    assert "::error file=bases/db/statefulset.yaml,title=SR511" in done.stdout
    done, _ = step(command="render", format="text")
    assert "would write bases/db/statefulset.yaml" in done.stdout

    changed(clone, "\n  replica:", "\n  replicas:", renders=False)
    for words in ({"command": "render"}, {}, {**review, "format": "github"}):
        done, outputs = step(**words)
        assert (done.returncode, outputs["exit-code"]) == (2, "2"), words
        assert "::error file=bases/db/statefulapp.yaml,line=6,col=3,title=SR201" in done.stdout
