"""Declared claims in a call: what has been renamed or scaled without them is refused."""

from __future__ import annotations

from typing import Any

from calling import app, ask, asked, at, environment, from_kustomize, listed, options

STORAGE = [{"name": "data", "mountPath": "/d", "size": "2Gi", "templateSize": "1Gi"}]
SPEC = "bases/db/statefulapp.yaml"


def made(**spec: Any) -> list[dict[str, Any]]:
    """What a generator has made of an app, before kustomize gives it to a transformer."""
    answer = asked([from_kustomize(app(replicas=2, storage=STORAGE, **spec))], options())
    assert answer.problems == []
    return answer.items


def renamed(item: dict[str, Any]) -> dict[str, Any]:
    metadata = {**item["metadata"], "name": f"my-{item['metadata']['name']}"}
    return {**item, "metadata": metadata}


def scaled(item: dict[str, Any]) -> dict[str, Any]:
    more = {"spec": {**item["spec"], "replicas": 3}} if item["kind"] == "StatefulSet" else {}
    return {**item, **more}


def changed(items: list[dict[str, Any]], name: str = "db") -> list[str]:
    """What a StatefulEnvironment says that changes the set to what it is already."""
    same = {"name": name, "claims": [{"name": "data", "accessModes": ["ReadWriteOnce"]}]}
    return asked(
        [from_kustomize(each) for each in items], environment(statefulSets=[same])
    ).problems


def test_what_fits_is_passed_on() -> None:
    assert changed(made()) == []


def test_a_prefix_that_the_claims_do_not_follow() -> None:
    said = changed([renamed(each) for each in made()], "my-db")
    for number, each in enumerate(said):
        assert each.startswith(f"PersistentVolumeClaim/my-data-db-{number}: metadata.name: must be")
        assert f'"data-my-db-{number}" for a pod of StatefulSet/my-db' in each
    assert len(said) == 2


def test_replicas_that_the_claims_do_not_follow() -> None:
    (said,) = changed([scaled(each) for each in made()])
    assert "[SR1151]" in said
    assert "data-db-2 and what follows would be made from the template" in said


def test_they_are_refused_where_another_app_is_expanded_too() -> None:
    other = from_kustomize({**app(), "metadata": {"name": "other"}})
    answer = asked([*map(scaled, made()), other], options())
    assert any("[SR1151]" in said for said in answer.problems)


def test_a_package_whose_claims_would_become_smaller() -> None:
    item = at(SPEC, app(replicas=2, storage=STORAGE))
    written = asked([item], options())
    assert written.problems == []
    text = written.text.replace("size: 2Gi", "size: 1536Mi")
    assert text != written.text
    answer = ask(text + listed([], options()).partition("items: []\n")[2])
    (said,) = answer.problems
    assert "must not shrink data-db-0, data-db-1 from 2Gi to 1536Mi" in said
    assert "[SR509]" in said
