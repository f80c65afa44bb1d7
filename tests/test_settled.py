"""What an environment leaves as it is in the base is not judged again, and that hides nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from kustomizing import ROOT
from specs import SHARDS, hold
from test_topics import ALL, MANIFESTS, objects_in

from renderer.app.environments import SELECTION
from renderer.app.load import Document
from renderer.app.models import StatefulApp
from renderer.errors import RenderError
from renderer.objects.resource import Objects, Resource
from renderer.resources import pipeline
from renderer.rules.pod_security import violations
from renderer.rules.refusals import refusals
from renderer.rules.settled import LOOKED_FOR_BY, READ_BY, unsettled
from renderer.yaml import read

EXAMPLES = sorted((ROOT / "bases").glob("*/statefulapp.yaml"))
RULES = sorted(path.parent for path in MANIFESTS if path.name == "beside.yaml")

Build = dict[str, Any]
Steps = tuple[str, ...]


def leaves(known: Any, at: Steps = ()) -> Iterator[tuple[Steps, tuple[str, ...]]]:
    """Each field of READ_BY, and the rules that read it."""
    for field, inner in known.items():
        if isinstance(inner, tuple):
            yield (*at, field), inner
        else:
            yield from leaves(inner, (*at, field))


LEAVES = dict(leaves(READ_BY))


class Noting(dict[Any, Any]):
    """A map that notes which of its fields are read."""

    def __init__(self, at: Steps, fields: dict[Any, Any], noted: set[Steps]) -> None:
        super().__init__({key: noting(value, (*at, key), noted) for key, value in fields.items()})
        self.at, self.noted = at, noted

    def note(self, *keys: Any) -> None:
        self.noted |= {(*self.at, key) for key in keys}

    def __getitem__(self, key: Any) -> Any:
        self.note(key)
        return super().__getitem__(key)

    def get(self, key: Any, default: Any = None) -> Any:
        self.note(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.note(key)
        return super().__contains__(key)

    def __iter__(self) -> Iterator[Any]:
        self.note(*super().keys())
        return super().__iter__()

    def items(self) -> Any:
        self.note(*super().keys())
        return super().items()

    def keys(self) -> Any:
        self.note(*super().keys())
        return super().keys()

    def values(self) -> Any:
        self.note(*super().keys())
        return super().values()

    def __eq__(self, other: object) -> bool:
        self.note(*super().keys())
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]


def noting(value: Any, at: Steps, noted: set[Steps]) -> Any:
    if isinstance(value, dict):
        return Noting(at, value, noted)
    return [noting(item, at, noted) for item in value] if isinstance(value, list) else value


def kind_of(data: Any) -> str:
    return str(data.get("kind")) if isinstance(data, dict) else ""


def builds() -> Iterator[list[Any]]:
    """All objects of the golden cases and examples, those of a file or an environment together."""
    yield from map(objects_in, MANIFESTS)
    for path in EXAMPLES:
        (data,) = read(path.read_bytes())
        for build in pipeline.builds_of(Document(data, read_beside=lambda _: b"text\n")).values():
            yield build.objects


def reads() -> dict[Steps, set[str]]:
    """Which rules read a field, anywhere in what they are given."""
    found: dict[Steps, set[str]] = {}
    for objects in builds():
        for number, plain in enumerate(objects):
            for rule in refusals(Resource(plain)):
                noted: set[Steps] = set()
                kinds = [data.get("kind") if isinstance(data, dict) else "" for data in objects]
                data = [
                    noting(one, (kind,), noted) for one, kind in zip(objects, kinds, strict=True)
                ]
                resources = [Resource(one) for one in data]
                whole = Objects(resources)
                list(rule.check(resources[number], whole))
                for field in noted & LEAVES.keys():
                    found.setdefault(field, set()).add(rule.code)
    return found


def test_no_rule_reads_a_field_that_is_not_said_to_be_read_by_it() -> None:
    """It would not be asked where an environment changes that field."""
    assert {field: sorted(codes) for field, codes in reads().items()} == {
        field: sorted(codes) for field, codes in LEAVES.items()
    }


def test_the_standards_of_pod_security_read_none_of_these_fields() -> None:
    noted: set[Steps] = set()
    for objects in builds():
        for data in objects:
            if kind_of(data) == "StatefulSet":
                list(violations(Resource(noting(data, ("StatefulSet",), noted)), "restricted"))
    assert noted & LEAVES.keys() == set()


def refused(files: Build, settled: Build | None) -> list[str]:
    """What is refused of objects; after settled ones only what these do not settle."""
    resources = {file: Resource(data) for file, data in files.items()}
    whole = Objects(list(resources.values()))
    asked = dict.fromkeys(files, ALL) if settled is None else unsettled(files, settled, None)
    return [
        f"{file} {problem.code} {problem}"
        for file, resource in resources.items()
        for problem in pipeline._refusals(resource, whole, is_whole=True, asked=asked[file])
    ]


def holds(settled: Build, files: Build) -> bool:
    """Hold that nothing is hidden by what is settled, unless there is something wrong with it."""
    if refused(settled, None):
        return False
    everything = refused(files, None)
    assert refused(files, settled) == everything
    return bool(everything)


def build_in(path: Path) -> Build:
    objects = [data for data in objects_in(path) if isinstance(data, dict)]
    return {str(number): data for number, data in enumerate(objects)}


@pytest.mark.parametrize("folder", RULES, ids=lambda folder: folder.name)
def test_what_breaks_what_was_right_is_found(folder: Path) -> None:
    holds(build_in(folder / "beside.yaml"), build_in(folder / "broken.yaml"))


def varied(value: Any, at: Steps, *to: str) -> Any:
    """Return a value with another one in a field, or without it, in all items of lists."""
    if isinstance(value, list):
        return [varied(item, at, *to) for item in value]
    if not isinstance(value, dict) or at[0] not in value:
        return value
    if at[1:]:
        return {**value, at[0]: varied(value[at[0]], at[1:], *to)}
    rest = {key: inner for key, inner in value.items() if key != at[0]}
    return {**rest, **dict.fromkeys(at if to else (), *to)}


@pytest.mark.parametrize("field", LEAVES, ids=".".join)
def test_what_a_field_breaks_is_found(field: Steps) -> None:
    """Where it comes, goes and changes, in all golden cases that have it."""
    (kind, *path), broken = field, 0
    for build, to in product(map(build_in, MANIFESTS), ((), ("other",))):
        other = {
            file: varied(data, tuple(path), *to) if data.get("kind") == kind else data
            for file, data in build.items()
        }
        broken += other != build and (holds(other, build) + holds(build, other))
    assert broken, "no golden case shows it"


@pytest.mark.parametrize("kind", LOOKED_FOR_BY)
def test_what_an_object_breaks_is_found(kind: str) -> None:
    broken = 0
    for build in map(build_in, MANIFESTS):
        for file in [file for file, data in build.items() if data.get("kind") == kind]:
            rest = {other: data for other, data in build.items() if other != file}
            broken += holds(rest, build) + holds(build, rest)
    assert broken, "no golden case shows it"


def said(app: StatefulApp) -> Any:
    """All that is said of an app, but for which environments it has."""
    spec = {key: value for key, value in vars(app.spec).items() if key not in SELECTION}
    return {**vars(app), "spec": spec}


def reads_the_same(document: Document) -> None:
    """An app in an environment is the same, whether its base was read before or not."""
    try:
        builds = pipeline.builds_of(document)
    except RenderError:
        return
    for environment, build in builds.items():
        if environment is not None:
            alone = pipeline.builds_of(document, [environment])[environment]
            assert said(alone.app) == said(build.app)
            assert alone.files == build.files


@pytest.mark.slow
@pytest.mark.parametrize("shard", SHARDS if os.environ.get("CI") == "true" else SHARDS[:1])
def test_an_environment_of_a_random_spec_is_read_as_by_itself(shard: int) -> None:
    hold(reads_the_same, shard, wild=False)


@pytest.mark.parametrize(("value", "is_asked"), [(1, False), (True, True)])
def test_what_may_be_of_any_type_is_judged_again(value: object, is_asked: bool) -> None:
    """To Python, true is 1: such an object would seem to be that of the base."""

    def extra(value: object) -> dict[str, Any]:
        widget = {"apiVersion": "example.org/v1", "kind": "Widget", "spec": {"on": value}}
        return {
            "extraResources": [{"name": "w", "resource": {**widget, "metadata": {"name": "w"}}}]
        }

    environment = {"name": "prod", **(extra(value) if is_asked else {})}
    spec = {"image": "example/db:1", **extra(1), "environments": [environment]}
    head = {"apiVersion": "stateful-renderer.dev/v1alpha1", "kind": "StatefulApp"}
    document = Document({**head, "metadata": {"name": "db"}, "spec": spec})
    builds = pipeline.builds_of(document)
    asked = pipeline._asked(builds["prod"].app, builds["prod"].files, builds[None])
    assert (asked == dict.fromkeys(asked, ALL)) == is_asked
