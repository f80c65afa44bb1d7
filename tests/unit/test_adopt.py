"""What runs, back to a spec whose proof is clean: our examples, random specs, each known cause."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from kustomizing import ROOT
from live_sets import BESIDE, CAUSES, PATCHED
from living import live
from specs import beside, documents

from renderer.adopt.adoption import Adopted, adopted, planned
from renderer.adopt.proof import FINE
from renderer.adopt.report import outcome
from renderer.app.load import Document
from renderer.errors import RenderError
from renderer.inputs.specs import read_specs
from renderer.objects.resource import Resource
from renderer.resources.pipeline import builds_of
from renderer.yaml import read

Object = dict[str, Any]
EXAMPLES = sorted((ROOT / "bases").glob("*/statefulapp.yaml"))
SLOW = [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large]


def taken(inputs: dict[str, list[Resource]]) -> Adopted:
    (plan,), _ = planned(inputs, [])
    return adopted(plan, [])


def told(result: Adopted) -> list[str]:
    """Everything that is not fine, for a failing test to show."""
    return [
        line
        for proof in result.proofs
        for line in (*proof.refused, *(line for one in proof.verdicts for line in one.fields))
    ]


def spec_of(result: Adopted) -> Object:
    (document,) = read(result.text)
    spec: Object = document["spec"]
    return spec


def extras(spec: Object) -> set[str]:
    """Kinds of the extra resources, wherever they are said."""
    everywhere = [spec, *spec.get("environments", [])]
    found = [one for each in everywhere for one in each.get("extraResources") or []]
    return {one["resource"]["kind"] for one in found if "kind" in one.get("resource", {})}


def patches(spec: Object) -> list[str]:
    everywhere = [spec, *spec.get("environments", [])]
    return sorted({one["name"] for each in everywhere for one in each.get("patches") or []})


# --- our examples ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_an_example_as_it_runs_is_taken_over_with_all_its_environments(path: Path) -> None:
    (document,) = read_specs([str(path)])
    builds = builds_of(document)
    inputs = {
        str(name): live(build.objects, build.app.metadata.namespace or "default")
        for name, build in builds.items()
        if name
    }
    result = taken(inputs)
    assert told(result) == []
    assert outcome(result) in FINE
    assert [proof.environment for proof in result.proofs] == list(inputs)
    assert patches(spec_of(result)) == []
    assert extras(spec_of(result)) <= {"ConfigMap"}, "fields say all that our builders make"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_and_so_it_is_when_it_was_only_written(path: Path) -> None:
    (document,) = read_specs([str(path)])
    objects = builds_of(document)[None].objects
    result = taken({"": [Resource(data) for data in objects]})
    assert told(result) == []
    assert outcome(result) in FINE


@settings(suppress_health_check=SLOW, max_examples=60)
@given(documents())
def test_whatever_we_render_can_be_taken_over(data: Object) -> None:
    try:
        builds = builds_of(Document(data, read_beside=beside))
    except RenderError:
        assume(False)
    inputs = {
        str(name): live(build.objects, build.app.metadata.namespace or "default")
        for name, build in builds.items()
        if name
    }
    result = taken(inputs)
    assert told(result) == []
    assert outcome(result) in FINE
    assert len(patches(spec_of(result))) <= 1
    if "extraResources" not in str(data):
        assert extras(spec_of(result)) <= {"ConfigMap"}


# --- the causes that made live sets impossible ----------------------------------------------------


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("is_live", [False, True], ids=["written", "live"])
def test_fields_say_it(cause: str, is_live: bool) -> None:
    resources = live(CAUSES[cause]) if is_live else [Resource(data) for data in CAUSES[cause]]
    result = taken({"": resources})
    assert told(result) == []
    assert outcome(result) in FINE
    assert "patches" not in spec_of(result)


@pytest.mark.parametrize("what", BESIDE)
@pytest.mark.parametrize("is_live", [False, True], ids=["written", "live"])
def test_what_stands_beside_it_is_a_field_or_as_it_is(what: str, is_live: bool) -> None:
    objects, field = BESIDE[what]
    result = taken({"": live(objects) if is_live else [Resource(data) for data in objects]})
    assert told(result) == []
    assert outcome(result) in FINE
    spec = spec_of(result)
    kinds = {
        "podServices": "Service",
        "networkPolicy": "NetworkPolicy",
        "serviceMonitor": "ServiceMonitor",
    }
    assert spec.keys() & kinds.keys() == ({field} if field else set())
    assert extras(spec).isdisjoint({kinds[field]} if field else kinds.values()) == bool(field)


@pytest.mark.parametrize("cause", PATCHED)
def test_a_patch_says_it_and_why(cause: str) -> None:
    result = taken({"": [Resource(data) for data in PATCHED[cause]]})
    assert told(result) == []
    assert outcome(result) in FINE
    assert "# No field says this: spec.template.metadata.namespace" in result.text
    assert any("said by a patch" in line for line in result.remarks)
