"""The Dockerfile, without a container engine: every line that a plain process can prove."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import NOT_RUN, ROOT
from kustomizing import objects
from nobody import python, python_for_nobody, run_as, skip_unless_users_can_change

from renderer.yaml import dump, read

pytestmark = pytest.mark.e2e

PREFIX = "/opt/stateful"
NGINX = ROOT / "bases/nginx/statefulapp.yaml"
BROKEN = ROOT / "tests/golden/errors/unknown-field/statefulapp.yaml"


def instructions() -> list[tuple[str, str]]:
    """Return [(instruction, its words)]; no line of ours is continued."""
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert not any(line.endswith("\\") for line in lines)
    return [tuple(line.split(" ", 1)) for line in lines if line and not line.startswith("#")]


def of(name: str) -> list[str]:
    return [words for instruction, words in instructions() if instruction == name]


def test_the_base_is_named_once_and_can_be_pinned() -> None:
    (base,) = of("ARG")
    assert re.fullmatch(r"PYTHON=python:3\.\d+-slim", base)
    assert of("FROM") == ["${PYTHON} AS build", "${PYTHON}"]


def test_only_files_of_the_repository_are_copied() -> None:
    assert not of("ADD"), "ADD may fetch from anywhere"
    sources = [word for words in of("COPY") for word in words.split()[:-1]]
    copied = [word for word in sources if not word.startswith(("--from", PREFIX))]
    files = ["pyproject.toml", "README.md", "requirements.lock"]
    assert copied == [*files, "renderer", "docs", "bases", "plugin.yaml"]
    assert all((ROOT / source).exists() for source in copied)
    assert not any(re.search(r"https?:|curl|wget|apt-get", words) for words in of("RUN"))


def test_it_runs_as_nobody_and_by_default_as_the_function() -> None:
    names = [name for name, _ in instructions()]
    assert of("USER") == ["65534:65534"], "a name would fail runAsNonRoot"
    assert names.index("USER") > max(n for n, name in enumerate(names) if name in ("RUN", "COPY"))
    assert [json.loads(words) for words in of("CMD")] == [["stateful-fn"]]
    assert not of("ENTRYPOINT"), "the command line is a command of its own, and so is the sidecar"


def test_plugin_yaml_is_where_argocd_reads_it_and_calls_what_is_in_the_image() -> None:
    assert "plugin.yaml /home/argocd/cmp-server/config/plugin.yaml" in of("COPY")
    plugin = read((ROOT / "plugin.yaml").read_bytes())[0]
    assert plugin["spec"]["generate"]["command"] == ["stateful", "argocd", "generate"]


@pytest.fixture(scope="module")
def image() -> Iterator[Path]:
    """What the RUN lines make, in a folder instead of an image; nobody may read it."""
    folder = Path(tempfile.mkdtemp(prefix="stateful-image-"))
    folder.chmod(0o755)
    shutil.copytree(NGINX.parent, folder / "app")
    shutil.copytree(BROKEN.parent, folder / "broken")
    (folder / "src").mkdir()
    for name in ("pyproject.toml", "README.md", "requirements.lock"):
        shutil.copy(ROOT / name, folder / "src")
    skip = shutil.ignore_patterns("__pycache__")
    for name in ("renderer", "docs", "bases"):
        shutil.copytree(ROOT / name, folder / "src" / name, ignore=skip)
    variables = {key: each for key, each in os.environ.items() if not key.startswith("PYTHON")}
    interpreter = python_for_nobody() or python()
    for line in of("RUN"):
        here = line.replace(PREFIX, f"{folder}{PREFIX}")
        here = re.sub("^python ", f"{interpreter} ", here)
        result = subprocess.run(
            ["/bin/sh", "-ec", here],
            cwd=folder / "src",
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode and "connection" in result.stderr.lower():
            pytest.skip(f"{NOT_RUN}: pip reaches no registry")
        assert result.returncode == 0, result.stderr
    yield folder
    shutil.rmtree(folder)


def call(
    image: Path,
    user: int,
    *command: str,
    stdin: str = "",
    folder: str = ".",
    **more: str,
) -> subprocess.CompletedProcess[str]:
    """Run a command of the image as a user, with the image's variables and no other."""
    skip_unless_users_can_change()
    variables = {**dict(word.split("=", 1) for word in of("ENV")[0].split()), **more}
    path = variables["PATH"].replace(PREFIX, f"{image}{PREFIX}").replace("$PATH", "/usr/bin:/bin")
    program = shutil.which(command[0], path=path)
    variables["PATH"] = path
    cwd = image / folder
    return run_as(user, program, *command[1:], cwd=cwd, stdin=stdin, variables=variables)


def test_everything_is_compiled_and_nothing_is_asked_of_the_clock(image: Path) -> None:
    (package,) = image.glob("opt/stateful/lib/python*/site-packages/renderer")
    for source in package.rglob("*.py"):
        (compiled,) = (source.parent / "__pycache__").glob(f"{source.stem}.cpython-*.pyc")
        assert compiled.read_bytes()[4:8] == b"\x01\x00\x00\x00", "hash-based, unchecked"


def test_the_function_without_arguments_as_nobody(image: Path) -> None:
    config = read(NGINX.read_bytes())[0]
    (command,) = (json.loads(words) for words in of("CMD"))
    stdin = dump(
        {
            "apiVersion": "config.kubernetes.io/v1",
            "kind": "ResourceList",
            "items": [],
            "functionConfig": config,
        }
    )
    result = call(image, 65534, *command, stdin=stdin)
    assert (result.returncode, result.stderr) == (0, "")
    assert "kind: StatefulSet" in result.stdout


def test_the_command_line_as_nobody(image: Path) -> None:
    good = call(image, 65534, "stateful", "render", "-f", "app", "-e", "prod", "-o", "yaml")
    assert (good.returncode, good.stderr) == (0, "")
    assert ("apps/v1", "StatefulSet", "nginx-prod", "nginx") in objects(good.stdout)
    refused = call(image, 65534, "stateful", "render", "-f", "broken", "-o", "yaml")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "[SR201]" in refused.stderr


def test_the_sidecars_command_as_user_999(image: Path) -> None:
    """What plugin.yaml says, in the folder of an app, as Argo CD runs it."""
    command = read((ROOT / "plugin.yaml").read_bytes())[0]["spec"]["generate"]["command"]
    result = call(image, 999, *command, folder="app", ARGOCD_ENV_ENVIRONMENT="prod")
    assert (result.returncode, result.stderr) == (0, "")
    assert "kind: StatefulSet" in result.stdout


def test_the_doctor_finds_python_well_in_the_image(image: Path) -> None:
    result = call(image, 999, "stateful", "doctor", "-o", "json")
    found = {each["subject"]: each["status"] for each in json.loads(result.stdout)}
    assert found["python"] == "ok"
    assert found["stateful-fn"] == "ok"
