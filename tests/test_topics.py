"""What every call asks is narrowed by the fields of an object, and that hides nothing."""

from __future__ import annotations

import dis
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from specs import SHARDS, hold

from renderer.app.load import Document
from renderer.errors import RenderError
from renderer.objects.resource import Objects, Resource, ruled_kind
from renderer.resources import pipeline
from renderer.rules.book import OF_OTHERS, RULES, TOPICS
from renderer.rules.refusals import EVERY, refusals
from renderer.rules.refusals import TOPICS as ASKED
from renderer.rules.rule import Rule, rules_in
from renderer.yaml import read

GOLDEN = Path(__file__).parent / "golden"
MANIFESTS = sorted(path for name in ("rules", "guard") for path in (GOLDEN / name).rglob("*.yaml"))
SPECS = sorted(
    path for name in ("errors", "trees") for path in (GOLDEN / name).glob("*/statefulapp.yaml")
)
MODULES = {module.__name__.removeprefix("renderer.rules."): module for module in TOPICS}
ITS_RULES = {
    (kind, topic): tuple(rule for rule in rules_in(MODULES[topic]) if kind in rule.kinds)
    for kind in ASKED
    for topic in ASKED[kind]
}

ALL = EVERY, EVERY


def all_refusals(resource: Resource, *_asked: frozenset[str]) -> Iterator[Rule]:
    """The rules of all topics, whatever fields the object has, and whatever the base is."""
    kind = ruled_kind(resource)
    for topic in ASKED.get(kind, {}):
        yield from ITS_RULES[kind, topic]


def objects_in(path: Path) -> list[Any]:
    """The objects in a file; nothing where it is a spec, or no YAML that can be read."""
    try:
        return [data for data in read(path.read_bytes(), dialect="manifest") if data]
    except RenderError:
        return []


def said(
    rules: Callable[[Resource], Iterable[Rule]], resource: Resource, objects: Objects
) -> list[str]:
    return [
        f"{problem.code} {problem}"
        for rule in rules(resource)
        for problem in rule.problems(resource, objects)
    ]


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_finding_is_hidden_in_anybodys_objects(path: Path) -> None:
    objects = Objects([Resource(data) for data in objects_in(path)])
    for resource in objects.resources:
        assert said(refusals, resource, objects) == said(all_refusals, resource, objects)


def without(value: Any, fields: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {key: without(each, fields) for key, each in value.items() if key not in fields}
    return [without(each, fields) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("kind", "topic"), [pair for pair in ITS_RULES if ASKED[pair[0]][pair[1]]])
def test_a_topic_finds_nothing_without_its_fields(kind: str, topic: str) -> None:
    def found(fields: tuple[str, ...]) -> list[str]:
        return [
            problem
            for path in MANIFESTS
            for objects in [Objects([Resource(without(data, fields)) for data in objects_in(path)])]
            for resource in objects.resources
            if ruled_kind(resource) == kind
            for problem in said(lambda _: ITS_RULES[kind, topic], resource, objects)
        ]

    assert found(()), "no golden reaches it"
    assert found(ASKED[kind][topic]) == []


def outcome(document: Document) -> list[str]:
    try:
        pipeline.builds_of(document)
    except RenderError as error:
        return [f"{problem.code} {problem}" for problem in error.problems]
    return []


def outcomes(document: Document) -> tuple[list[str], list[str]]:
    """What is refused when all rules are asked, and when only those are that matter."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pipeline, "refusals", all_refusals)
        patched.setattr(pipeline, "_asked", lambda _app, files, _: dict.fromkeys(files, ALL))
        everything = outcome(document)
    return everything, outcome(document)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: f"{path.parts[-3]}/{path.parts[-2]}")
def test_no_refusal_of_a_golden_spec_is_hidden(path: Path) -> None:
    try:
        specs = [each for each in read(path.read_bytes()) if each]
    except RenderError:
        return
    for spec in specs:
        everything, narrowed = outcomes(Document(spec, read_beside=lambda _: b"text\n"))
        assert narrowed == everything


def hides_nothing(document: Document) -> None:
    everything, narrowed = outcomes(document)
    assert narrowed == everything


@pytest.mark.slow
@pytest.mark.parametrize("wild", [False, True], ids=["valid", "any"])
@pytest.mark.parametrize("shard", SHARDS if os.environ.get("CI") == "true" else SHARDS[:1])
def test_no_refusal_of_a_random_spec_is_hidden(shard: int, wild: bool) -> None:
    hold(hides_nothing, shard, wild=wild)


def test_every_refusal_is_asked_about_each_of_its_kinds_and_no_advice_is() -> None:
    """Advice would cost every call of `stateful-fn`; a refusal beside it would never be asked."""
    asked = [(rule.code, kind) for (kind, _), rules in ITS_RULES.items() for rule in rules]
    refused = [rule for rule in RULES if rule.is_refused and rule not in OF_OTHERS]
    assert sorted(asked) == sorted((rule.code, kind) for rule in refused for kind in rule.kinds)


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.looks_around], ids=str)
def test_a_rule_that_looks_around_says_so(rule: Rule) -> None:
    """It would not be asked about an object that an environment leaves as it is in the base."""
    name = rule.check.__code__.co_varnames[1]
    assert name not in {each.argval for each in dis.get_instructions(rule.check)}
