"""What was taken over, applied in place of what runs: the server changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from api import API
from live_sets import CAUSES, PATCHED
from test_examples import examples

from renderer.adopt.adoption import adopted, planned
from renderer.adopt.proof import FINE
from renderer.adopt.report import outcome
from renderer.app.load import Document
from renderer.objects.resource import Resource
from renderer.resources.pipeline import builds_of
from renderer.yaml import read

if TYPE_CHECKING:
    from plane import Plane

pytestmark = pytest.mark.cluster
Object = dict[str, Any]
EXAMPLES = {example.name: example.objects for example in examples()}
LIVE = {**CAUSES, **PATCHED}


def taken_over(api: API, objects: list[Object], namespace: str) -> list[tuple[Object, Object]]:
    """Apply objects, take them over, apply that: each as it was, and as it would be kept."""
    api.namespace(namespace)
    placed = [{**one, "metadata": {**one["metadata"], "namespace": namespace}} for one in objects]
    for one in placed:
        assert not api.apply(one, namespace).is_refused, one["kind"]
    running = [api.must("GET", api.path_of(one, namespace)) for one in placed]
    kinds = [{"apiVersion": one["apiVersion"], "kind": one["kind"]} for one in placed]
    live = [Resource({**kind, **found}) for kind, found in zip(kinds, running, strict=True)]
    (plan,), _ = planned({"": live}, [])
    result = adopted(plan, [])
    assert outcome(result) in FINE, result.proofs
    (data,) = read(result.text)
    (build,) = builds_of(Document(data), [None]).values()
    pairs = []
    for one in build.objects:
        before = api.must("GET", api.path_of(one, namespace))
        reply = api.apply(one, namespace, dry_run=True)
        assert not reply.is_refused, reply.message
        pairs.append((before, reply.body))
    return pairs


def assert_same(pairs: list[tuple[Object, Object]]) -> None:
    for before, after in pairs:
        assert after.get("spec") == before.get("spec")
        assert after["metadata"].get("generation") == before["metadata"].get("generation")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_stays_as_it_is(server: Plane, name: str) -> None:
    assert_same(taken_over(server.api, EXAMPLES[name], f"adopt-{name.replace(' ', '-')}"))


@pytest.mark.parametrize("number", range(len(LIVE)), ids=[*LIVE])
def test_what_people_run_stays_as_it_is(server: Plane, number: int) -> None:
    objects = [*LIVE.values()][number]
    assert_same(taken_over(server.api, objects, f"adopt-{number}"))
