"""`stateful init` as a newcomer calls it: a file that renders, or everything that is missing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest
from commands import Result, run, shown_on
from golden_check import Golden
from kustomizing import ROOT

from renderer.app.load import Document
from renderer.init.like import like
from renderer.init.wishes import Wishes
from renderer.inputs import gallery
from renderer.resources.pipeline import builds_of
from renderer.yaml import read

Object = dict[str, Any]
EXAMPLES = sorted(path.parent.name for path in (ROOT / "bases").glob("*/statefulapp.yaml"))
GOLDEN = ROOT / "tests/golden/init"
CASES = {
    "short": ["db", "--image=db:1"],
    "whole": [
        *("orders", "--image=ghcr.io/o/orders:2", "--port=http:8080", "--port=peer:9000"),
        *("--storage=data:/data:10Gi", "--storage=log:/log:1Gi", "--replicas=3"),
        *("--env", "dev, prod"),
    ],
    "known-program": [
        *("pg", "--image=postgres:17", "--port=5432", "--env=dev,prod"),
        "--storage=data:/var/lib/postgresql/data:10Gi",
    ],
    "data-that-would-be-lost": [
        *("pg", "--image=postgres:17", "--storage=data:/var/lib/postgresql:10Gi"),
    ],
    "name-too-long-for-a-port": ["a-rather-long-name", "--image=a:1", "--port=1234"],
    "like-itself": ["--like=redis"],
    "like-with-another-name": ["events", "--like=elasticsearch"],
    "like-with-another-image": [
        *("jobs", "--like=rabbitmq", "--image=registry.example/rabbitmq:5.0.1-management"),
    ],
    "like-with-an-image-without-a-version": [
        *("pg", "--like=postgres", f"--image=pg@sha256:{'0' * 64}"),
    ],
    "like-with-everything": [
        *("bus", "--like=kafka", "--port=kafka:9094", "--storage=data:/data:50Gi"),
        *("--env=dev,qa", "--replicas=5"),
    ],
    "like-with-the-only-port": ["site", "--like=nginx", "--port=8080", "--storage=www:/srv:2Gi"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("kustomize_on_path")
@pytest.mark.parametrize("case", CASES)
def test_a_spec_that_renders(case: str, golden: Golden, repository: Path) -> None:
    printed = run("init", *CASES[case], "--stdout")
    assert printed.code == 0
    assert [*repository.iterdir()] == [], "--stdout writes nothing"
    written = run("init", *CASES[case])
    assert (written.code, written.stdout) == (0, "")
    (path,) = repository.glob("bases/*/statefulapp.yaml")
    assert path.read_text() == printed.stdout
    golden.check_tree(
        GOLDEN / case, {"statefulapp.yaml": path.read_text(), "stderr.txt": written.stderr}
    )
    assert run("render", "bases").code == 0
    assert run("render", "bases", "--check").code == 0
    judged = run("validate", "bases", "overlays" if (repository / "overlays").exists() else "bases")
    assert judged.code == 0
    warned = {re.sub(r".*(\[SR\d+\])$", r"\1", line) for line in judged.stdout.splitlines()}
    assert all(code in written.stderr for code in warned), "what is found later was said at once"


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_under_another_name_is_the_example(name: str) -> None:
    """All that is named after the app has the new name, and nothing else has changed."""
    page, notes = like(gallery.example(name), Wishes(name="quokka"))
    assert all("refers to" in line for line in notes)
    (document,) = read(page)
    (original,) = read(gallery.example(name))
    for (_, new), (_, old) in zip(_built(document), _built(original), strict=True):
        leftover = [path for path, text in _texts(new) if _is_identity(path) and name in text]
        assert leftover == []
        for (path, text), (_, before) in zip(_texts(new), _texts(old), strict=True):
            is_counted = ".checksum." in path
            assert text.replace("quokka", name) == before or is_counted, path
    for line in gallery.example(name).splitlines():
        assert line.strip()[:2] != "# " or line in page.splitlines(), "a comment was lost"


def _built(document: Object) -> list[tuple[str, Object]]:
    return [
        (str(environment), data)
        for environment, build in builds_of(Document(document)).items()
        for data in build.objects
    ]


def _texts(value: Any, path: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict):
        pairs = [(f"{path}.{key}", inner) for key, inner in value.items()]
    elif isinstance(value, list):
        pairs = [(f"{path}[{index}]", inner) for index, inner in enumerate(value)]
    else:
        return [(path, value)] if isinstance(value, str) else []
    return [found for where, inner in pairs for found in _texts(inner, where)]


def _is_identity(path: str) -> bool:
    return path.endswith(("serviceName", "namespace", "metadata.name", "secretName")) or (
        "secretKeyRef.name" in path
    )


def test_the_examples_are_those_of_the_repository_and_of_the_help() -> None:
    assert gallery.names() == EXAMPLES
    said = " ".join(run("init", "--help").stdout.split())
    assert f"{', '.join(EXAMPLES[:-1])} or {EXAMPLES[-1]}." in said


def test_the_wheel_has_the_examples(tmp_path: Path) -> None:
    from hatchling.build import build_wheel

    here = Path.cwd()
    os.chdir(ROOT)
    try:
        wheel = tmp_path / build_wheel(str(tmp_path))
    finally:
        os.chdir(here)
    with zipfile.ZipFile(wheel) as entries:
        for name in EXAMPLES:
            packed = entries.read(f"renderer/gallery/{name}/statefulapp.yaml")
            assert packed == (ROOT / f"bases/{name}/statefulapp.yaml").read_bytes()
        entries.extractall(tmp_path / "installed")
    command = "from renderer.inputs import gallery; print(*gallery.names(), gallery._folder())"
    installed = subprocess.run(
        [sys.executable, "-c", command],
        cwd=tmp_path / "installed",
        capture_output=True,
        text=True,
        check=True,
    )
    assert installed.stdout.split() == [*EXAMPLES, str(tmp_path / "installed/renderer/gallery")]


# --- what is wrong --------------------------------------------------------------------------------


def refused(*arguments: str) -> Result:
    result = run("init", *arguments)
    assert (result.code, result.stdout) == (2, "")
    assert not Path("bases").exists(), "nothing is written"
    return result


def test_all_that_is_missing_is_named_at_once_where_nobody_can_answer() -> None:
    result = refused()
    assert "NAME: must be given" in result.stderr
    assert result.stderr.count("[SR831]") == 2
    assert "--image: must be given" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--image=a b"], '--image a b: must be a lower-case image such as "nginx:1.27"'),
        (["--port=x"], "--port: must be PORT or NAME:PORT, got 'x' (such as 5432)"),
        (["--port=a:b:1"], "--port: must be PORT or NAME:PORT, got 'a:b:1'"),
        (["--port=:80"], "--port: must be PORT or NAME:PORT, got ':80'"),
        (["--port=-1"], "--port: must be PORT or NAME:PORT, got '-1'"),
        (["--port=70000"], "--port 70000: must be from 1 to 65535"),
        (["--port=" + "9" * 5000], "must be from 1 to 65535, got 999999999"),
        (["--port=Web:80"], "--port Web:80: must be lower-case letters"),
        (["--port=1", "--port=2"], '--port 2: must have a name of its own, "x" is taken'),
        (["--port=a:1", "--port=b:1"], "--port b:1: "),
        (["--storage=data"], "--storage: must be NAME:PATH:SIZE, got 'data' (such as data:/var"),
        (["--storage=a::1Gi"], "--storage: must be NAME:PATH:SIZE, got 'a::1Gi'"),
        (["--storage=a:/a:1Gi:b"], "--storage: must be NAME:PATH:SIZE, got 'a:/a:1Gi:b'"),
        (["--storage=a:/a:1GB"], '(did you mean "1G" or "1Gi"?)'),
        (["--storage=a:b:1Gi"], "--storage a:b:1Gi: must be an absolute path"),
        (["--storage=A:/b:1Gi"], "--storage A:/b:1Gi: must be lower-case"),
        (["--env=Dev"], '(did you mean "dev"?)'),
        (["--env=base"], "--env base: "),
        (["--env=dev,dev"], "--env dev: "),
        (["--replicas=-1"], "--replicas -1: must be"),
        (["--like=kafak"], "--like: must be one of the examples, got 'kafak' (did you mean"),
        (["--like=oracle"], "(known: cassandra, elasticsearch, etcd,"),
        (["--like=kafka", "--port=1"], "(it has kafka:9092, controller:9093)"),
        (["--like=kafka", "--port=web:1"], "must be one of the example's, NAME:PORT, got 'web'"),
        (["--like=kafka", "--storage=x:/a:1Gi"], "(it has data:/var/lib/kafka/data)"),
        (["--like=kafka", "--port=controller:9092"], "--port"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)  # fmt: skip
def test_what_cannot_be_is_said_of_its_option(arguments: list[str], said: str) -> None:
    image = [] if {"--like", "--image"} & {each.partition("=")[0] for each in arguments} else ["x"]
    result = refused("x", *(["--image=x:1"] if image else []), *arguments)
    assert said in result.stderr


def test_a_name_that_no_app_may_have() -> None:
    assert 'NAME A_b: must be lower-case letters, digits and "-"' in (
        refused("A_b", "--image=x:1").stderr
    )


def test_all_mistakes_are_named_at_once() -> None:
    result = refused("A", "--image=a b", "--port=x", "--storage=a:b", "--storage=c:/c:5GB")
    for option in ("NAME A:", "--image a b:", "--port:", "--storage:", "--storage c:/c:5GB:"):
        assert option in result.stderr


@pytest.mark.parametrize("option", ["--image", "--port", "--storage", "--env", "--like", "-O"])
def test_an_empty_option_is_a_variable_that_was_not_set(option: str) -> None:
    assert "must not be empty" in refused("x", f"{option}=" if len(option) > 2 else "-O", *(
        [""] if len(option) == 2 else []
    )).stderr  # fmt: skip


def test_a_spec_is_never_written_over(repository: Path) -> None:
    assert run("init", "db", "--image=db:1").code == 0
    file = repository / "bases/db/statefulapp.yaml"
    file.write_text("mine\n")
    again = run("init", "db", "--image=db:2")
    assert again.code == 2
    assert "is there already, and a spec is never written over" in again.stderr
    assert file.read_text() == "mine\n"


def test_it_is_written_above_bases_from_within(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "bases/other").mkdir(parents=True)
    monkeypatch.chdir(repository / "bases/other")
    assert run("init", "db", "--image=db:1").code == 0
    assert (repository / "bases/db/statefulapp.yaml").exists()


def test_the_schema_is_asked_for_only_where_it_is_not() -> None:
    assert "stateful schema > statefulapp.schema.json" in run("init", "a", "--image=a:1").stderr
    Path("statefulapp.schema.json").touch()
    assert "stateful schema" not in run("init", "b", "--image=b:1").stderr


# --- on a terminal --------------------------------------------------------------------------------


def answered(*arguments: str, keys: str) -> tuple[int, str]:
    """Call it on a terminal and type."""
    import pty

    mine, theirs = pty.openpty()
    os.write(mine, keys.encode())
    with subprocess.Popen(
        [sys.executable, "-m", "renderer.stateful", "init", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb"},
    ) as process:
        os.close(theirs)
        patience = threading.Timer(60, process.kill)  # it would wait for an answer for ever
        patience.start()
        shown = shown_on(mine)
        patience.cancel()
    return process.returncode, shown.replace("\r\n", "\n")


def test_what_is_missing_is_asked_for() -> None:
    keys = "db\npostgres:18\n5432\ndata:/var/lib/postgresql:1Gi\ndev,prod\n"
    code, shown = answered(keys=keys)
    assert code == 0, shown
    (document,) = read(Path("bases/db/statefulapp.yaml").read_text())
    assert document["metadata"]["name"] == "db"
    assert document["spec"]["image"] == "postgres:18"
    assert document["spec"]["ports"] == [{"name": "db", "port": 5432}]
    assert [one["name"] for one in document["spec"]["environments"]] == ["dev", "prod"]


def test_an_answer_that_will_not_do_is_asked_for_again() -> None:
    code, shown = answered("db", keys="A B\nx:1\nweb\n80\nz\n\n\n")
    assert code == 0, shown
    assert 'must be a lower-case image such as "nginx:1.27"' in shown
    assert "must be PORT or NAME:PORT, got 'web'" in shown
    assert "must be NAME:PATH:SIZE, got 'z'" in shown
    (document,) = read(Path("bases/db/statefulapp.yaml").read_text())
    assert document["spec"] == {
        "image": "x:1",
        "ports": [{"name": "db", "port": 80}],
        "readinessProbe": {"tcpSocket": {"port": "db"}},
    }


def test_nothing_is_asked_where_all_is_there() -> None:
    code, shown = answered("db", "--image=x:1", keys="")
    assert (code, shown.splitlines()[0]) == (0, "wrote bases/db/statefulapp.yaml")


def test_who_ends_the_input_leaves_nothing() -> None:
    code, shown = answered("db", keys="\x04")
    assert code == 130, shown
    assert "nothing was written" in shown
    assert not Path("bases").exists()
