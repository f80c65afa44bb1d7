"""For any app: kustomize builds what we render directly, and no order leaks into bytes."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from kustomizing import assert_same, build
from specs import beside, documents

from renderer.kustomize.tree import tree
from renderer.resources.pipeline import builds_of
from renderer.yaml import dump, dump_all, read

pytestmark = pytest.mark.slow

SLOW_TO_FIND = [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.mark.e2e
@settings(
    max_examples=150,
    suppress_health_check=[*SLOW_TO_FIND, HealthCheck.function_scoped_fixture],
)
@given(document=documents())
def test_overlay_is_the_direct_render(
    document: dict[str, Any], kustomize: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("tree")
    builds = builds_of(beside(document))
    for path, content in tree(builds).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(dump(content))
    name = document["metadata"]["name"]
    for built, environment in (
        (folder / f"bases/{name}", None),
        (folder / f"overlays/{name}/prod", "prod"),
    ):
        result = build(kustomize, built)
        assert result.returncode == 0, result.stderr
        assert result.stderr == ""
        assert_same(result.stdout, dump_all(builds[environment].objects))


@settings(max_examples=200, suppress_health_check=SLOW_TO_FIND)
@given(document=documents(), seed=...)
def test_order_of_keys_does_not_matter(document: dict[str, Any], seed: int) -> None:
    shuffled = _shuffled(document, random.Random(seed))
    other = tree(builds_of(beside(shuffled)))
    for path, content in tree(builds_of(beside(document))).items():
        assert dump(content) == dump(other[path])


@settings(max_examples=100, suppress_health_check=SLOW_TO_FIND)
@given(document=documents())
def test_what_is_written_reads_back(document: dict[str, Any]) -> None:
    resources = builds_of(beside(document))["prod"].objects
    assert read(dump_all(resources)) == json.loads(json.dumps(resources))


def _shuffled(value: Any, source: random.Random) -> Any:
    if isinstance(value, dict):
        items = list(value.items())
        source.shuffle(items)
        return {key: _shuffled(each, source) for key, each in items}
    return [_shuffled(each, source) for each in value] if isinstance(value, list) else value
