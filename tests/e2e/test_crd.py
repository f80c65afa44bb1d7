"""The CRD, judged by the API server's own code, and objects held against it."""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from broken_specs import BROKEN, broken
from building import app_in
from specs import API_VERSION
from test_completeness import FULL

from renderer.app.load import Document
from renderer.errors import RenderError
from renderer.yaml import dump, read

ROOT = Path(__file__).parent.parent.parent
CRD = ROOT / "renderer/schemas/statefulapps.crd.yaml"
DEFINITION = yaml.safe_load(CRD.read_text())
SCHEMA = DEFINITION["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
VALID = sorted([*ROOT.glob("bases/*/statefulapp.yaml"), *ROOT.glob("tests/golden/trees/*/*.yaml")])
# What `kubectl apply` keeps beside the object: annotations have 256 KiB together.
ROOM = 200 * 1024
# The server has a type for whole numbers and text, but none for quantities such as 0.5.
FRACTIONS = {"every-field": "spec.resources.requests.cpu"}
# Of an item that stands twice in its list, ours or Kubernetes'.
DUPLICATE = (
    "SR301", "SR920", "SR942", "SR965", "SR1008", "SR1010", "SR1011", "SR1023", "SR1026", "SR1112",
)  # fmt: skip


def judged(crdcheck: Path, *files: Path, crd: Path = CRD) -> list[dict[str, Any]]:
    run = subprocess.run([crdcheck, crd, *files], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    definition, *objects = map(json.loads, run.stdout.splitlines())
    assert definition["errors"] == [], definition["errors"]
    assert len(objects) == len(files)
    return objects


def nodes(schema: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every schema of a field, with the field's path."""
    yield path, schema
    for name, each in schema.get("properties", {}).items():
        yield from nodes(each, (*path, name))
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from nodes(schema[key], path)


@pytest.mark.e2e
def test_the_server_takes_the_definition(crdcheck: Path) -> None:
    assert judged(crdcheck) == []


@pytest.mark.e2e
def test_a_definition_that_the_server_refuses_would_be_seen(crdcheck: Path, tmp_path: Path) -> None:
    broken = copy.deepcopy(DEFINITION)
    spec = broken["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]
    spec["additionalProperties"] = False
    (tmp_path / "crd.yaml").write_text(yaml.safe_dump(broken))
    with pytest.raises(AssertionError, match="mutual exclusive"):
        judged(crdcheck, crd=tmp_path / "crd.yaml")


@pytest.mark.e2e
def test_what_we_render_is_taken_and_nothing_pruned(crdcheck: Path) -> None:
    for found in judged(crdcheck, *VALID):
        case = Path(found["file"]).parent.name
        assert found["pruned"] is None, found
        if case in FRACTIONS:
            assert all(FRACTIONS[case] in each for each in found["errors"]), found
        else:
            assert found["errors"] == [], found


@pytest.mark.e2e
def test_a_spec_with_every_field_is_taken(crdcheck: Path, tmp_path: Path) -> None:
    file = tmp_path / "full.yaml"
    environments = [{"name": "prod", **FULL["spec"]}]
    file.write_text(dump({**FULL, "spec": {**FULL["spec"], "environments": environments}}))
    assert judged(crdcheck, file) == [{"file": str(file), "errors": [], "pruned": None}]


@pytest.mark.e2e
@pytest.mark.parametrize("path", BROKEN)
def test_a_broken_object_is_refused_there(path: str, crdcheck: Path, tmp_path: Path) -> None:
    key, document = broken(path)
    file = tmp_path / "broken.yaml"
    file.write_text(dump(document))
    [found] = judged(crdcheck, file)
    assert any(key in each for each in [*found["errors"], *(found["pruned"] or [])]), found


LISTS = {path: each for path, each in nodes(SCHEMA) if "x-kubernetes-list-map-keys" in each}


def test_lists_with_keys_are_found() -> None:
    assert {("spec", "storage"), ("spec", "env"), ("spec", "sidecars", "env")} <= LISTS.keys()


@pytest.mark.e2e
@pytest.mark.parametrize("path", LISTS, ids=".".join)
def test_the_server_refuses_two_of_a_key_where_we_do(
    path: tuple[str, ...], crdcheck: Path, tmp_path: Path
) -> None:
    document: Any = copy.deepcopy(FULL)
    document["spec"]["environments"] = [{"name": "prod"}]
    items: Any = document
    for step in path:
        holder = items[0] if isinstance(items, list) else items
        items = holder.setdefault(step, made(LISTS[path]["items"]) if step == path[-1] else {})
    items.append(copy.deepcopy(items[0]))
    file = tmp_path / "twice.yaml"
    file.write_text(dump(document))
    [found] = judged(crdcheck, file)
    assert any("Duplicate value" in each for each in found["errors"]), found
    with pytest.raises(RenderError) as refused:
        app_in(Document(document, read_beside=lambda _name: b"text"), None)
    assert {problem.code for problem in refused.value.problems} & set(DUPLICATE)


def made(items: dict[str, Any]) -> list[dict[str, Any]]:
    """A list with one item, of what it must have: the first of a choice, a path or a name."""
    wanted = {key: items["properties"][key].get("enum") for key in items["required"]}
    return [
        {key: enum[0] if enum else "/a" if "Path" in key else "a" for key, enum in wanted.items()}
    ]


def test_it_is_structural_and_adds_nothing_to_an_object() -> None:
    for path, schema in nodes(SCHEMA):
        assert not {"$ref", "default", "nullable"} & schema.keys(), path
        assert not ("properties" in schema and "additionalProperties" in schema), path


def test_kubectl_apply_can_keep_it_in_an_annotation() -> None:
    assert len(json.dumps(DEFINITION, separators=(",", ":"))) < ROOM


def test_every_field_of_our_own_is_described() -> None:
    ours = SCHEMA["properties"]["spec"]["properties"]
    storage = ours["storage"]["items"]["properties"]
    for name, schema in {**ours, **storage}.items():
        assert len(schema["description"]) > 3, name
    assert ours["podManagementPolicy"]["description"].endswith("Default: OrderedReady.")


def test_kubectl_calls_it_by_these_names() -> None:
    assert DEFINITION["metadata"]["name"] == "statefulapps.stateful-renderer.dev"
    assert DEFINITION["spec"]["names"]["shortNames"] == ["sapp"]
    assert DEFINITION["spec"]["scope"] == "Namespaced"
    assert f"{DEFINITION['spec']['group']}/v1alpha1" == API_VERSION
    assert read(CRD.read_text()) == [DEFINITION]
