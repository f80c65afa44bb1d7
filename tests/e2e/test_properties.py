"""For any app: kustomize builds what we render directly, and no order leaks into bytes."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from building import apps_in, build_resources
from hypothesis import HealthCheck, given, settings
from kustomizing import assert_same, build
from specs import beside, documents

from renderer.kustomize.tree import tree
from renderer.resources.kinds import build_files
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
    apps = apps_in(beside(document))
    for path, each in written(apps).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(dump(each))
    name = document["metadata"]["name"]
    for built, app in (
        (folder / f"bases/{name}", apps[None]),
        (folder / f"overlays/{name}/prod", apps["prod"]),
    ):
        result = build(kustomize, built)
        assert result.returncode == 0, result.stderr
        assert result.stderr == ""
        assert_same(result.stdout, dump_all(build_resources(app)))


@settings(max_examples=200, suppress_health_check=SLOW_TO_FIND)
@given(document=documents(), seed=...)
def test_order_of_keys_does_not_matter(document: dict[str, Any], seed: int) -> None:
    shuffled = _shuffled(document, random.Random(seed))
    for path, each in written(apps_in(beside(document))).items():
        assert dump(each) == dump(written(apps_in(beside(shuffled)))[path])


@settings(max_examples=100, suppress_health_check=SLOW_TO_FIND)
@given(document=documents())
def test_what_is_written_reads_back(document: dict[str, Any]) -> None:
    resources = build_resources(apps_in(beside(document))["prod"])
    assert read(dump_all(resources)) == json.loads(json.dumps(resources))


def written(apps: dict[str | None, Any]) -> dict[str, Any]:
    """The documents of the whole tree of one app."""
    builds = {environment: build_files(app) for environment, app in apps.items()}
    return tree(apps[None].metadata.name, builds)


def _shuffled(value: Any, source: random.Random) -> Any:
    if isinstance(value, dict):
        items = list(value.items())
        source.shuffle(items)
        return {key: _shuffled(each, source) for key, each in items}
    return [_shuffled(each, source) for each in value] if isinstance(value, list) else value
