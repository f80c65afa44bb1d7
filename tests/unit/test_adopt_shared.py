"""Several environments as one spec: what is merged again is what it was made from."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renderer.adopt.shared import shared
from renderer.app.environments import effective

Object = dict[str, Any]


def app(namespace: str = "", **spec: Any) -> Object:
    metadata = {"name": "db", **({"namespace": namespace} if namespace else {})}
    return {
        "apiVersion": "stateful-renderer.dev/v1alpha1",
        "kind": "StatefulApp",
        "metadata": metadata,
        "spec": {"image": "db:1", **spec},
    }


def said(*documents: Object) -> Object:
    """The spec of the environments a, b, ...; each is again what it was made from."""
    named = dict(zip("abc", documents, strict=False))
    whole = shared(named)
    for name, document in named.items():
        assert merged(whole, name) == document
    spec: Object = whole["spec"]
    return spec


def merged(whole: Object, name: str) -> Object:
    found = effective(whole, name)
    return {**found, "spec": {k: v for k, v in found["spec"].items() if k != "environments"}}


def test_the_base_is_what_all_share() -> None:
    spec = said(app("dev", replicas=1, args=["a"]), app("prod", replicas=3, args=["a"]))
    assert spec == {
        "image": "db:1",
        "args": ["a"],
        "environments": [
            {"name": "a", "namespace": "dev", "replicas": 1},
            {"name": "b", "namespace": "prod", "replicas": 3},
        ],
    }


def test_what_a_base_cannot_lack_is_that_of_the_first() -> None:
    spec = said(app(), {**app(), "spec": {"image": "db:2"}})
    assert spec == {
        "image": "db:1",
        "environments": [{"name": "a"}, {"name": "b", "image": "db:2"}],
    }


def test_items_by_their_names() -> None:
    one = app(env=[{"name": "A", "value": "1"}, {"name": "B", "value": "1"}])
    other = app(env=[{"name": "A", "value": "1"}, {"name": "C", "value": "1"}])
    spec = said(one, other)
    assert spec["env"] == [{"name": "A", "value": "1"}]
    assert spec["environments"] == [
        {"name": "a", "env": [{"name": "B", "value": "1"}]},
        {"name": "b", "env": [{"name": "C", "value": "1"}]},
    ]


def test_a_list_in_another_order_is_said_whole() -> None:
    one = app(env=[{"name": "A", "value": "1"}, {"name": "B", "value": "1"}])
    other = app(env=[{"name": "B", "value": "1"}, {"name": "A", "value": "1"}])
    assert said(one, other)["environments"][1]["env"][0] == {"$patch": "replace"}


def test_an_item_in_front_is_said_whole() -> None:
    one = app(env=[{"name": "A", "value": "1"}])
    other = app(env=[{"name": "NEW", "value": "1"}, {"name": "A", "value": "1"}])
    assert said(one, other)["environments"][1]["env"][0] == {"$patch": "replace"}


def test_claims_whose_labels_differ_stand_in_each_environment() -> None:
    def claims(label: str) -> list[Object]:
        return [{"name": "d", "mountPath": "/d", "size": "1Gi", "labels": {"env": label}}]

    spec = said(app(storage=claims("dev")), app(storage=claims("prod")))
    assert "storage" not in spec
    assert [one["storage"][0]["labels"] for one in spec["environments"]] == [
        {"env": "dev"},
        {"env": "prod"},
    ]


def test_claims_that_differ_in_size_keep_the_first() -> None:
    def claims(size: str) -> list[Object]:
        return [{"name": "d", "mountPath": "/d", "size": size}]

    spec = said(app(storage=claims("1Gi")), app(storage=claims("9Gi")))
    assert spec["storage"] == claims("1Gi")
    assert spec["environments"][1] == {"name": "b", "storage": [{"name": "d", "size": "9Gi"}]}


def test_another_kind_of_probe_removes_the_first() -> None:
    spec = said(
        app(readinessProbe={"exec": {"command": ["a"]}, "periodSeconds": 5}),
        app(readinessProbe={"tcpSocket": {"port": 1}, "periodSeconds": 5}),
    )
    assert len(spec["environments"]) == 2


NAMES = st.sampled_from(["a", "b", "c"])
ITEMS = st.lists(
    st.fixed_dictionaries({"name": NAMES}, optional={"value": NAMES}),
    unique_by=lambda item: item["name"],
    min_size=1,
    max_size=3,
)
SPECS = st.fixed_dictionaries(
    {},
    optional={
        "replicas": st.integers(1, 3),
        "args": st.lists(NAMES, min_size=1, max_size=2),
        "env": ITEMS,
        "podLabels": st.dictionaries(NAMES, NAMES, min_size=1),
        "nodeSelector": st.dictionaries(NAMES, NAMES, min_size=1),
        "securityContext": st.fixed_dictionaries(
            {}, optional={"runAsUser": st.integers(1, 2), "privileged": st.booleans()}
        ),
    },
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(st.lists(SPECS, min_size=2, max_size=3))
def test_every_environment_is_what_it_was_made_from(specs: list[Object]) -> None:
    said(*(app(**spec) for spec in specs))
