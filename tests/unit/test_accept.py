"""The tables that `stateful-fn` reads with, and the models they are made from: one verdict."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from building import build_resources
from hypothesis import HealthCheck, Phase, given, settings
from mutants import mutant
from pydantic import ValidationError
from specs import documents

from renderer.app.accept import NotAccepted, Record, accept
from renderer.app.environments import effective
from renderer.app.models import StatefulApp
from renderer.app.objects import canonical, problems_of_object, type_of
from renderer.app.rules import broken_rules
from renderer.app.wording import problems_of
from renderer.errors import RenderError

MUTANTS = 40  # of each document


def without_nulls(document: dict[str, Any]) -> dict[str, Any]:
    """The document as it is in its environment; only an override may hold null."""
    found = effective(document, "prod")
    return {**found, "spec": {**found["spec"], "environments": [{"name": "prod", "cluster": "eu"}]}}


def by_tables(data: Any) -> Any:
    try:
        return accept(data)
    except NotAccepted:
        return None


def by_models(data: Any) -> Any:
    try:
        return StatefulApp.model_validate(data)
    except ValidationError:
        return None


def built(app: Any) -> str:
    """What the builders make of an app, order of keys included, or say about it."""
    try:
        return json.dumps(build_resources(app))
    except RenderError as error:
        return json.dumps(str(error))


@settings(
    max_examples=60,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[
        HealthCheck.filter_too_much,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)
@given(document=documents(), seed=...)
def test_tables_and_models_give_the_same_verdict(document: dict[str, Any], seed: int) -> None:
    chance = random.Random(seed)
    valid = without_nulls(document)
    for each in [valid, *(mutant(valid, chance) for _ in range(MUTANTS))]:
        accepted, validated = by_tables(each), by_models(each)
        assert (accepted is None) == (validated is None), each
        assert (accepted is None) == bool(problems_of(each)), each
        if accepted is not None and not broken_rules(accepted):
            assert json.loads(built(accepted)) == json.loads(built(validated)), each


@settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[*HealthCheck],
)
@given(document=documents(), seed=...)
def test_reader_and_walker_give_the_same_verdict_of_objects(
    document: dict[str, Any], seed: int
) -> None:
    chance = random.Random(seed)
    app = by_tables(without_nulls(document))
    for each in [] if broken_rules(app) else json.loads(built(app)):
        for changed in [each, *(mutant(each, chance) for _ in range(5))]:
            head = (changed.get("apiVersion"), changed.get("kind"))
            if head == (each["apiVersion"], each["kind"]) and type_of(each):
                assert (canonical(changed) is None) == bool(problems_of_object(changed)), changed


def test_mutants_are_accepted_and_refused() -> None:
    """Otherwise the test above would compare nothing."""
    chance = random.Random(1)
    document = {**HEAD, "spec": {"image": "nginx:1", "args": ["a", "b"], "env": [{"name": "A"}]}}
    verdicts = {by_tables(mutant(document, chance)) is None for _ in range(100)}
    assert verdicts == {True, False}


HEAD: dict[str, Any] = {
    "apiVersion": "stateful-renderer.dev/v1alpha1",
    "kind": "StatefulApp",
    "metadata": {"name": "db"},
}


def spec(**fields: Any) -> dict[str, Any]:
    return {**HEAD, "spec": {"image": "db:1", **fields}}


def test_defaults_are_those_of_the_models() -> None:
    assert built(accept(spec())) == built(StatefulApp.model_validate(spec()))


@pytest.mark.parametrize(
    "data",
    [None, "text", 3, [], {}, HEAD, {**HEAD, "spec": None}, {**HEAD, "spec": []}],
    ids=json.dumps,
)
def test_what_is_no_document_is_not_accepted(data: Any) -> None:
    assert (by_tables(data), by_models(data)) == (None, None)


@pytest.mark.parametrize("field", ["imagePullPolicy", "resources", "clientService", "environment"])
def test_null_is_not_accepted_though_the_models_take_it(field: str) -> None:
    """In text, null is refused (SR204); None in a model only means that a field is absent."""
    assert by_tables(spec(**{field: None})) is None
    assert by_models(spec(**{field: None})) is not None


@pytest.mark.parametrize(
    "fields",
    [
        {"replicas": True},
        {"replicas": "3"},
        {"replicas": 3.0},
        {"replicas": -1},
        {"args": "a"},
        {"args": ("a",)},
        {"args": [1]},
        {"image": ""},
        {"podManagementPolicy": "parallel"},
        {"resources": {"limits": {"cpu": True}}},
        {"env": [{"name": "A", "value": 1}]},
        {"env": [{"value": "1"}]},
        {"env": [{"name": "A", "other": "1"}]},
        {"readinessProbe": {"tcpSocket": {}}},
        {"storage": [{"name": "a", "mountPath": "/a", "size": "1Gi", "accessModes": []}]},
    ],
    ids=json.dumps,
)
def test_a_value_of_the_wrong_kind_is_not_converted(fields: dict[str, Any]) -> None:
    assert (by_tables(spec(**fields)), by_models(spec(**fields))) == (None, None)


def test_a_record_cannot_be_changed() -> None:
    app = accept(spec())
    with pytest.raises(AttributeError):
        app.metadata.name = "other"


def test_records_are_equal_by_their_values() -> None:
    assert accept(spec()) == accept(spec())
    assert accept(spec()) != accept(spec(replicas=2))
    assert Record({}) != {}


def test_the_order_of_keys_is_forgotten() -> None:
    data = spec(resources={"limits": {"memory": "1Gi", "cpu": "1"}, "requests": {"cpu": "1"}})
    limits = accept(data).spec.resources
    assert json.dumps(limits) == (
        '{"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "1"}}'
    )
