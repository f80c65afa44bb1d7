"""Any mix of two sides: every pair of ways to say the same objects is no difference, and of ways
to say other objects the same difference; a side that is wrong is told with its file and line.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
from pathlib import Path

import pytest
from commands import Result, run

SPEC = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db}
spec:
  image: db:1
  storage: [{name: data, mountPath: /data, size: 1Gi}]
  environments:
  - {name: prod, namespace: db-prod, replicas: REPLICAS}
"""
# The words for one side, in the folder of a state.
SIDES = {
    "spec": "STATE/statefulapp.yaml@prod",
    "folder of a spec": "STATE@prod",
    "file": "STATE.yaml",
    "list": "STATE.json",
    "folder": "STATE-files",
    "kustomization": "STATE/overlays/db/prod",
    "stdin": "-",
}
GIT = {name: words for name, words in SIDES.items() if name not in ("stdin", "kustomization")}
EXPECTED = [("StatefulSet", "db", "changed", "scale", ["spec.replicas"])]


@pytest.fixture(scope="module", autouse=True)
def here(tmp_path_factory: pytest.TempPathFactory, kustomize: Path) -> object:
    before, path = Path.cwd(), os.environ["PATH"]
    home = tmp_path_factory.mktemp("sides")
    os.chdir(home)
    os.environ["PATH"] = f"{kustomize.parent}{os.pathsep}{path}"
    for state, replicas in (("old", "2"), ("new", "3")):
        write(state, SPEC.replace("REPLICAS", replicas))
    write("now", SPEC.replace("REPLICAS", "2"))
    words = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        subprocess.run(["git", *words, *command], check=True)
    write("now", SPEC.replace("REPLICAS", "3"))
    yield home
    os.chdir(before)
    os.environ["PATH"] = path


def write(state: str, spec: str) -> None:
    Path(f"{state}-files/more").mkdir(parents=True, exist_ok=True)
    Path(state).mkdir(exist_ok=True)
    Path(state, "statefulapp.yaml").write_text(spec)
    run("render", "-f", state, "-O", state)
    text = run("render", "-f", state, "-e", "prod").stdout
    Path(f"{state}.yaml").write_text(text)
    Path(f"{state}.json").write_text(run("render", "-f", state, "-e", "prod", "-o", "json").stdout)
    first, *rest = text.split("---\n")
    Path(f"{state}-files/a.yaml").write_text(first)
    Path(f"{state}-files/more/b.yml").write_text("---\n".join(rest))


def side(name: str, state: str) -> tuple[str, str]:
    """The word for a side, and what is on stdin."""
    stdin = Path(f"{state}.yaml").read_text() if name == "stdin" else ""
    return SIDES[name].replace("STATE", state), stdin


def changes(result: Result) -> list[tuple[str, str, str, str, list[str]]]:
    assert (result.code, result.stderr) == (1, "")
    return [
        (each["kind"], each["name"], each["operation"], each["effect"], fields)
        for each in json.loads(result.stdout)["changes"]
        for fields in [[field["path"] for field in each["fields"]]]
    ]


PAIRS = [
    pair for pair in itertools.product(SIDES, repeat=2) if pair != ("stdin", "stdin")
]  # stdin is one text


@pytest.mark.e2e
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_every_pair_of_sides(one: str, other: str) -> None:
    (before, stdin), (same, more) = side(one, "old"), side(other, "old")
    assert run("diff", before, same, stdin=stdin or more) == Result(0, "", "")
    after, more = side(other, "new")
    assert changes(run("diff", before, after, "-o", "json", stdin=stdin or more)) == EXPECTED


@pytest.mark.e2e
@pytest.mark.parametrize("name", GIT)
def test_every_side_against_a_revision(name: str) -> None:
    same, now = (GIT[name].replace("STATE", state) for state in ("old", "now"))
    words = ("diff", "--against", "main", "-o", "json")
    result = run(*words, same)
    assert (result.code, json.loads(result.stdout)["changes"]) == (0, [])
    result = run(*words, now)
    assert changes(Result(result.code, result.stdout, "")) == EXPECTED


@pytest.mark.e2e
def test_a_kustomization_against_a_revision() -> None:
    result = run("diff", "--against", "main", "now/overlays/db/prod", "-o", "json")
    assert changes(result) == EXPECTED


BROKEN = {
    "spec": ("app.yaml@prod", {"app.yaml": SPEC.replace("REPLICAS", "x")}, "app.yaml:8:48: "),
    "environment": (
        "app.yaml@x",
        {"app.yaml": SPEC.replace("REPLICAS", "1")},
        "app.yaml: must be one of prod",
    ),
    "file": ("m.yaml", {"m.yaml": "a: 1\nb: [\n"}, "m.yaml:3:1: "),
    "folder": ("f", {"f/ok.yaml": "a: 1\n", "f/m.yaml": "a: {\n"}, "f/m.yaml:2:1: "),
    "object": ("m.yaml", {"m.yaml": "kind: Service\n"}, 'm.yaml: ["object 1"]: '),
    "kustomization": ("k", {"k/kustomization.yaml": "resources: [x]\n"}, "k: kustomize build "),
    "missing": ("nowhere", {}, "nowhere: must be a file or folder"),
}


@pytest.mark.e2e
@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", BROKEN)
def test_a_side_that_is_wrong_is_told_and_no_report_printed(
    kind: str, is_after: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = str(Path("old.yaml").resolve())
    monkeypatch.chdir(tmp_path)
    words, files, said = BROKEN[kind]
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)
    result = run("diff", *((good, words) if is_after else (words, good)))
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr.startswith(said)


@pytest.mark.e2e
def test_both_sides_that_are_wrong_are_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text("a: [\n")
    Path("b.yaml").write_text("b: {\n")
    result = run("diff", "a.yaml", "b.yaml")
    assert (result.code, result.stdout) == (2, "")
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == ["a.yaml", "b.yaml"]
