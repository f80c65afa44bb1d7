"""Builders that are read both ways: `place` says where in the spec a field of an object comes from.

Change the spec there, and that field changes. What no field of the spec says has no place.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from building import app_in
from hypothesis import HealthCheck, given, settings
from kustomizing import ROOT
from specs import beside, documents

from renderer.app.accept import NotAccepted, accept
from renderer.app.config_files import with_files
from renderer.app.environments import effective
from renderer.app.load import Document
from renderer.errors import RenderError, dotted
from renderer.objects.reading import at
from renderer.resources.kinds import build_files, own_files, place
from renderer.yaml import read

Path = tuple[str | int, ...]
SLOW = [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large]
EXAMPLES = sorted((ROOT / "bases").glob("*/statefulapp.yaml"))
TREES = sorted((ROOT / "tests/golden/trees").glob("*/statefulapp.yaml"))
SCHEMA = json.loads((ROOT / "renderer/schemas/statefulapp.schema.json").read_text())


def words(schema: Any) -> Iterator[str]:
    """Every word that some field of the API may hold."""
    if isinstance(schema, dict):
        yield from (word for word in schema.get("enum", ()) if isinstance(word, str))
        for below in schema.values():
            yield from words(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from words(below)


# What a field may be changed to, whatever it holds: one of them is accepted, and another value.
OTHERS: tuple[Any, ...] = (
    "other", "/other", "7Gi", "50%", "example.org/other", "OTHER", "10.9.8.7", "10.0.0.0/9",
    "nginx:9.9", "45s", "1.36", "/metrics/other", "QUFB", "metadata.uid", "limits.memory",
    True, False, 0, 1, 7, 3210, *dict.fromkeys(words(SCHEMA)), {"a": "other"},
    {"podAffinity": {}}, {"runAsUser": 3210}, {"matchLabels": {"a": "other"}}, {"start": 7},
    {"whenDeleted": "Delete"}, {"searches": ["other"]}, {"clientIP": {"timeoutSeconds": 7}},
    {"preStop": {"sleep": {"seconds": 7}}}, {"limits": {"cpu": "7"}},
    {"type": "OnDelete"}, {"medium": "Memory"}, [], ["other"], ["ReadWriteMany"], ["IPv6"],
    ["10.9.8.7"], [{"name": "other"}], [{"name": "other", "text": ""}],
)  # fmt: skip


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every field of an object that holds no others."""
    steps: Any = value.items() if isinstance(value, dict) else ()
    steps = enumerate(value) if isinstance(value, list) else steps
    empty = True
    for step, below in steps:
        empty = False
        yield from leaves(below, (*path, step))
    if empty:
        yield path, value


def changed(data: Any, path: Path, value: Any) -> Any:
    """The document with another value; parents that are missing are made."""
    copied = copy.deepcopy(data)
    parent = copied
    for position, step in enumerate(path[:-1]):
        if isinstance(parent, dict) and step not in parent:
            parent[step] = [] if isinstance(path[position + 1], int) else {}
        if isinstance(parent, list) and step == len(parent):
            parent.append([] if isinstance(path[position + 1], int) else {})
        parent = parent[step]
    if isinstance(parent, list) and path[-1] == len(parent):
        parent.append(value)
    else:
        parent[path[-1]] = value
    return copied


def variants(value: Any) -> Iterator[Any]:
    """Values of the same type as one that is there, first those that are nearest to it."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, str):
        yield from (f"{value}x", f"x{value}", value[:-1])
    elif isinstance(value, dict) and value:
        yield {**value, "example.org/more": "more"}
        yield dict(list(value.items())[:-1])
    elif isinstance(value, list) and value:
        yield from ([*value, value[-1]], value[:-1])
        yield [{**value[0], "name": "other"}] if isinstance(value[0], dict) else ["other"]
    yield from OTHERS


def is_moved_by(data: Any, file: str, leaf: Path, said: Path, before: Any) -> bool:
    """Whether another value at that place of the spec is another value of the field."""
    for value in variants(at(data, *said) if at(data, *said) is not None else before):
        try:
            app = accept(changed(data, said, value))
            files = build_files(app)
        except (NotAccepted, RenderError, KeyError, IndexError, TypeError, AttributeError):
            continue
        if file not in files or at(files[file], *leaf) != before:
            return True
    return False


def unmoved(document: Document, environment: str | None) -> list[str]:
    """The fields whose place says nothing about them."""
    data, _ = with_files(effective(document.data, environment), document.read_beside)
    app = accept(data)
    wrong = []
    for file, built in own_files(app).items():
        for leaf, value in leaves(built):
            said = place(app, file, leaf)
            if said and not is_moved_by(data, file, leaf, said, value):
                wrong.append(f"{file} {dotted(leaf)} <- {dotted(said)}")
    return wrong


@pytest.mark.parametrize("spec", [*EXAMPLES, *TREES], ids=lambda path: path.parent.name)
def test_a_change_at_its_place_changes_the_field(spec: Any) -> None:
    (data,) = [each for each in read(spec.read_bytes()) if each.get("kind") == "StatefulApp"]
    data["spec"].pop("patches", None)
    assert unmoved(Document(data, read_beside=lambda _: b"text\n"), None) == []


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=SLOW)
@given(document=documents())
def test_so_it_is_for_any_app_in_any_environment(document: dict[str, Any]) -> None:
    document["spec"].pop("patches", None)
    document["spec"]["environments"][0].pop("patches", None)
    for environment in (None, "prod"):
        assert unmoved(beside(document), environment) == []


# What we make ourselves, and no field of the spec says.
OURS = {
    "apiVersion",
    "kind",
    'metadata.labels["app.kubernetes.io/managed-by"]',
    'metadata.labels["stateful-renderer.dev/service"]',
}


def test_what_has_no_place_is_ours_alone() -> None:
    app = app_in(Document(read((ROOT / "bases/redis/statefulapp.yaml").read_text())[0]), None)
    nowhere = {
        dotted(leaf)
        for file, built in own_files(app).items()
        for leaf, _ in leaves(built)
        if not place(app, file, leaf)
    }
    assert nowhere >= OURS
    inside = [field for field in nowhere if "containers" in field]
    assert all(field.endswith(".readOnly") for field in inside)  # so files are mounted
