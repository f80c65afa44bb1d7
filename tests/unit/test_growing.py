"""Declared claims: what they have of their template, and that no rendering makes them smaller."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from commands import run

from renderer.app.load import Document
from renderer.resources.pipeline import build_of

BASE = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db}
spec:
  image: db:1
  replicas: 2
  storage: [{name: data, mountPath: /data, size: 20Gi, templateSize: 10Gi}]
  environments:
  - {name: dev, storage: [{name: data, size: 10Gi, templateSize: null}]}
  - {name: prod, replicas: 3, storage: [{name: data, size: 50Gi}]}
"""


def claims_of(storage: dict[str, Any], **spec: Any) -> list[dict[str, Any]]:
    entry = {"name": "data", "mountPath": "/data", "size": "2Gi", "templateSize": "1Gi", **storage}
    document = {
        "apiVersion": "stateful-renderer.dev/v1alpha1",
        "kind": "StatefulApp",
        "metadata": {"name": "db", **spec.pop("metadata", {})},
        "spec": {"image": "db:1", "storage": [entry], **spec},
    }
    objects = build_of(Document(document)).objects
    return [each for each in objects if each["kind"] == "PersistentVolumeClaim"]


def test_a_claim_has_all_of_its_template_but_the_size() -> None:
    storage = {
        "storageClassName": "",
        "accessModes": ["ReadWriteOncePod"],
        "volumeMode": "Block",
        "sizeLimit": "9Gi",
        "selector": {"matchLabels": {"disk": "fast"}},
        "dataSource": {"kind": "PersistentVolumeClaim", "name": "seed"},
        "volumeAttributesClassName": "gold",
    }
    (claim,) = claims_of(storage)
    assert claim["spec"] == {
        **{key: each for key, each in storage.items() if key != "sizeLimit"},
        "resources": {"limits": {"storage": "9Gi"}, "requests": {"storage": "2Gi"}},
    }


def test_claims_are_in_the_wave_of_their_set() -> None:
    """In an earlier one, a claim that waits for its first consumer would never be healthy."""
    wave = "argocd.argoproj.io/sync-wave"
    (claim,) = claims_of({}, replicas=1, metadata={"annotations": {wave: "2"}})
    assert claim["metadata"]["annotations"][wave] == "2"


def test_no_replicas_have_no_claims_unless_some_are_asked_for() -> None:
    assert claims_of({}, replicas=0) == []
    assert len(claims_of({"claims": 2}, replicas=0)) == 2


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("", "Prune=false,Delete=false"),
        ("Prune=true,Delete=confirm", "Prune=false,Delete=false"),
        (" Replace=true , Force=true", "Prune=false,Delete=false"),
        ("Validate=false,PruneLast=true", "Validate=false,PruneLast=true,Prune=false,Delete=false"),
    ],
)
def test_options_for_argo_cd_that_would_take_a_claim_away_are_left_out(
    said: str, written: str
) -> None:
    key = "argocd.argoproj.io/sync-options"
    for claim in claims_of({}, metadata={"annotations": {key: said}}):
        assert claim["metadata"]["annotations"][key] == written
    for claim in claims_of({"annotations": {key: said}}):
        assert claim["metadata"]["annotations"][key] == written


@pytest.fixture
def rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    spec = tmp_path / "app.yaml"
    spec.write_text(BASE)
    assert run("render", "-f", "app.yaml").code == 0
    return spec


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("size: 50Gi", "size: 40Gi", ["data-db-0, data-db-1, data-db-2 from 50Gi to 40Gi"]),
        ("size: 50Gi", "size: 49Gi, storageClassName: x", ["data-db-2 from 50Gi to 49Gi"]),
        (", storage: [{name: data, size: 50Gi}]", "", ["data-db-2 from 50Gi to 20Gi"]),
        ("size: 50Gi", "size: 51200Mi", []),
        ("size: 50Gi", "size: 50Ti", []),
        ("size: 20Gi", "size: 15Gi", []),  # the base has overlays, and is not applied
        ("replicas: 3", "replicas: 1", []),
        ("size: 50Gi", "size: 50Gi, templateSize: null", []),
    ],
)
def test_no_rendering_makes_a_claim_smaller(
    rendered: Path, before: str, after: str, said: list[str]
) -> None:
    rendered.write_text(BASE.replace(before, after, 1))
    tree = {path: path.read_text() for path in Path().rglob("*.yaml")}
    for arguments in (("--check",), (), ("--overwrite-edited",)) if said else ((),):
        result = run("render", "-f", "app.yaml", *arguments)
        found = [line for line in result.stderr.splitlines() if "[SR509]" in line]
        assert len(found) == len(said), result.stderr
        for text, line in zip(said, found, strict=True):
            assert line.startswith("overlays/db/prod/kustomization.yaml: must not shrink")
            assert text in line
    if said:
        assert {path: path.read_text() for path in Path().rglob("*.yaml")} == tree


def test_an_app_without_overlays_is_held_to_its_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text, _, _ = BASE.partition("  environments:")
    Path("app.yaml").write_text(text)
    assert run("render", "-f", "app.yaml").code == 0
    Path("app.yaml").write_text(text.replace("20Gi", "19Gi"))
    result = run("render", "-f", "app.yaml")
    assert "bases/db/kustomization.yaml: must not shrink data-db-0, data-db-1" in result.stderr


def test_files_that_are_removed_first_hold_nothing_up(rendered: Path) -> None:
    rendered.write_text(BASE.replace("50Gi", "40Gi"))
    for path in Path("overlays/db/prod").iterdir():
        path.unlink()
    assert run("render", "-f", "app.yaml").code == 0


def test_a_file_that_cannot_be_read_is_said_as_ever(rendered: Path) -> None:
    del rendered
    Path("overlays/db/prod/kustomization.yaml").write_text("a: [\n")
    result = run("render", "-f", "app.yaml")
    assert "[SR503]" in result.stderr
    assert "[SR509]" not in result.stderr


@pytest.mark.usefixtures("kustomize_on_path")
def test_facts_tell_the_size_that_a_claim_is_declared_with(rendered: Path) -> None:
    del rendered
    said = run("facts", "-f", "app.yaml", "-e", "prod").stdout
    assert said.count(" 50Gi") == 3
    assert "storage in all: 150Gi" in said
    said = run("facts", "bases/db").stdout
    assert said.count("20Gi") == 2
