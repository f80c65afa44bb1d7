"""What somebody has edited in a rendered file is shown with the line of the spec that takes it."""

from __future__ import annotations

import copy
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import change, run, write
from kustomizing import ROOT

from renderer.inputs.specs import read_specs
from renderer.kustomize.edits import edits
from renderer.kustomize.tree import tree
from renderer.resources.pipeline import builds_of

SPEC = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {{name: {name}}}
spec:
  image: {name}:1
  replicas: 3
  ports: [{{name: sql, port: 5432}}]
  sidecars: [{{name: exporter, image: "exporter:1"}}]
  environments:
  - {{name: dev, namespace: dev}}
  - name: prod
    namespace: prod
    image: {name}:2
"""
FILES = {f"bases/{name}/statefulapp.yaml": SPEC.format(name=name) for name in ("cache", "db")}
LINE_8 = "in line 8 of the spec (for dev alone, write it in line 10)"
LOST = "was edited since it was written, and the edit would be lost"


@pytest.fixture
def rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(FILES)
    assert run("render").code == 0
    return tmp_path


def told(stderr: str) -> str:
    """Return what is said of the edits of the only file that is refused."""
    (line,) = [line for line in stderr.splitlines() if "[SR504]" in line]
    return line.partition(f"{LOST}: ")[2].partition(" (`stateful diff")[0]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("overlays/db/prod/kustomization.yaml", 'newTag: "2"', 'newTag: "9"',
         "image is db:9, and db:2 in line 13 of the spec"),
        ("overlays/db/prod/kustomization.yaml", "namespace: prod", "namespace: other",
         "metadata.namespace is other, and prod in line 12 of the spec"),
        ("overlays/db/dev/kustomization.yaml", "resources:",
         "replicas: [{name: db, count: 7}]\nresources:",
         "replicas is 7, and 3 in line 6 of the spec (for dev alone, write it in line 10)"),
        ("overlays/db/dev/kustomization.yaml", "resources:",
         "images: [{name: exporter, newTag: '2'}]\nresources:",
         f"sidecars[0].image is exporter:2, and exporter:1 {LINE_8}"),
        ("overlays/db/dev/kustomization.yaml", "resources:", "commonLabels: {a: b}\nresources:",
         "commonLabels is {a: b}"),
        ("overlays/db/dev/kustomization.yaml", "resources:",
         "namePrefix: a-\nnameSuffix: -b\nbuildMetadata: [x]\nvars: []\nresources:",
         "namePrefix is a-; nameSuffix is -b; buildMetadata is [x]; and 1 more"),
        ("bases/db/statefulset.yaml", "replicas: 3", "replicas: 4",
         "replicas is 4, and 3 in line 6 of the spec"),
        ("bases/db/service.yaml", "port: 5432", "port: 1",
         "ports[0].port is 1, and 5432 in line 7 of the spec"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("rendered")
def test_an_edit_is_shown_with_the_line_that_takes_it(
    file: str, old: str, new: str, said: str
) -> None:
    change(file, old, new)
    result = run("render")
    assert (result.code, told(result.stderr)) == (2, said)
    assert told(run("render", "--check").stderr) == said


@pytest.mark.parametrize("text", ["a: [", "[1]", "", "a: b\na: c\n"])
@pytest.mark.usefixtures("rendered")
def test_what_cannot_be_read_is_refused_all_the_same(text: str) -> None:
    file = Path("overlays/db/dev/kustomization.yaml")
    file.write_text(file.read_text().partition("\n")[0] + "\n" + text)
    result = run("render")
    assert (result.code, told(result.stderr)) == (2, "")
    assert LOST in result.stderr


@pytest.mark.usefixtures("rendered")
def test_of_an_environment_that_is_gone_nothing_is_known() -> None:
    change("overlays/db/dev/kustomization.yaml", "namespace: dev", "namespace: other")
    change("bases/db/statefulapp.yaml", "  - {name: dev, namespace: dev}\n", "")
    assert told(run("render").stderr) == ""


@pytest.mark.usefixtures("rendered")
def test_a_broken_file_of_an_environment_that_is_gone_stays() -> None:
    file = Path("overlays/db/dev/kustomization.yaml")
    file.write_text(file.read_text().partition("\n")[0] + "\na: [\n")
    change("bases/db/statefulapp.yaml", "  - {name: dev, namespace: dev}\n", "")
    assert LOST in run("render").stderr
    assert file.exists()


@pytest.mark.e2e
def test_kustomize_edits_one_app_and_the_other_is_rendered(rendered: Path, kustomize: Path) -> None:
    folder = rendered / "overlays/db/prod"
    for call in (("image", "db=registry.example/db:9"), ("replicas", "db=5"), ("namespace", "ns")):
        subprocess.run([kustomize, "edit", "set", *call], cwd=folder, check=True)
    change("bases/cache/statefulapp.yaml", "replicas: 3", "replicas: 4")
    edited = (folder / "kustomization.yaml").read_text()
    result = run("render")
    assert result.code == 2
    assert told(result.stderr) == (
        "metadata.namespace is ns, and prod in line 12 of the spec;"
        " replicas is 5, and 3 in line 6 of the spec (for prod alone, write it in line 11);"
        " image is registry.example/db:9, and db:2 in line 13 of the spec"
    )
    assert "replicas: 4" in Path("bases/cache/statefulset.yaml").read_text()
    assert (folder / "kustomization.yaml").read_text() == edited
    change("bases/db/statefulapp.yaml", "namespace: prod", "namespace: ns\n    replicas: 5")
    change("bases/db/statefulapp.yaml", "image: db:2", "image: registry.example/db:9")
    result = run("render")  # the edit is in the spec by now
    assert (result.code, result.stderr) == (
        0,
        "wrote overlays/db/prod/kustomization.yaml\nfiles: 1 written, 0 removed, 11 unchanged\n",
    )


@pytest.mark.usefixtures("rendered")
def test_an_edit_with_a_comment_is_kept_also_where_the_spec_says_the_same() -> None:
    change("overlays/db/prod/kustomization.yaml", 'newTag: "2"', 'newTag: "9" # ours')
    change("bases/db/statefulapp.yaml", "db:2", "db:9")
    assert LOST in run("render").stderr
    change("overlays/db/prod/kustomization.yaml", " # ours", "")
    assert run("render").code == 0


def changes_of(value: Any) -> Iterator[Any]:
    """Yield a document with each of its fields gone, another one, and with one more."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs):
        for other in (None, "other", 7, {"a": 1}, [1]):
            changed = copy.copy(value)
            changed[key] = other
            yield changed
        if isinstance(inner, dict | list):
            for below in changes_of(inner):
                changed = copy.copy(value)
                changed[key] = below
                yield changed
    if isinstance(value, dict):
        yield {**value, "more": {"a": [1]}}


@pytest.mark.parametrize("app", ["nginx", "postgres"])
def test_whatever_is_edited_there_is_something_to_say(app: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "bases" / app, tmp_path / app)
    (document,) = read_specs([str(tmp_path / app / "statefulapp.yaml")])
    builds = builds_of(document)
    count = 0
    for path, wanted in tree(builds).items():
        environment = path.split("/")[2] if path.startswith("overlays") else None
        for found in changes_of(wanted):
            count += 1
            assert edits(path, found, wanted, builds, environment) or found == wanted
    assert count > 500
