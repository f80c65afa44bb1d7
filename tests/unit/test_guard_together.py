"""Objects and StatefulApps that go to one place, in environments that nobody has said yet."""

from __future__ import annotations

from typing import Any

from calling import app

from renderer.app.load import Document
from renderer.guard.objects import Placed
from renderer.guard.together import judge_together, rendered

PODS = {"app.kubernetes.io/name": "db", "app.kubernetes.io/instance": "db"}
SCALED = [{"name": "dev"}, {"name": "prod", "replicas": 3}]


def service(name: str = "theirs", **spec: Any) -> Any:
    spec = {"selector": PODS, "ports": [{"port": 1}], **spec}
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": spec}


def budget(name: str = "theirs") -> Any:
    spec = {
        "maxUnavailable": 1,
        "selector": {"matchLabels": PODS},
        "unhealthyPodEvictionPolicy": "AlwaysAllow",
    }
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": name},
        "spec": spec,
    }


def found(objects: list[Any], *apps: Any) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return {(code, object): environments} of all findings but the advice."""
    made = [rendered(Document(each, file="app.yaml")) for each in apps]
    findings = judge_together([Placed(each, "theirs.yaml") for each in objects], made)
    advice = ("SR924", "SR938", "SR957", "SR961", "SR967")
    said = [each for each in findings if each.problem.code not in advice]
    named = {(each.problem.code, each.about.label): each.environments for each in said}
    assert len(named) == len(said)
    return named


def test_a_service_that_selects_the_pods_of_an_app_selects_something() -> None:
    assert found([service()]) == {("SR916", "Service/theirs"): ()}
    assert found([service()], app(environments=SCALED)) == {}
    other = app("other", environments=[{"name": "test"}])
    assert found([service()], other, app(environments=SCALED)) == {}


def test_two_budgets_for_one_pod_are_found_where_an_app_has_one() -> None:
    assert found([budget()], app(environments=SCALED)) == {
        ("SR973", "PodDisruptionBudget/db"): ("prod",)
    }
    two = [budget(), service(ports=[{"port": 1, "targetPort": "x"}])]
    assert found(two, app(environments=SCALED, ports=[{"name": "db", "port": 1}])) == {
        ("SR973", "PodDisruptionBudget/db"): ("prod",),
        ("SR948", "Service/theirs"): (),
    }


def test_what_is_wrong_beside_an_app_in_one_environment_says_which() -> None:
    ports = [{"name": "db", "port": 1}]
    one = app(
        ports=ports,
        environments=[{"name": "dev"}, {"name": "prod", "ports": [{"name": "sql", "port": 2}]}],
    )
    named = service(ports=[{"port": 1, "targetPort": "sql"}])
    assert found([named], one) == {("SR948", "Service/theirs"): ("base", "dev")}


def test_an_app_without_an_environment_of_another_is_judged_as_its_base() -> None:
    plain = app("plain", persistentVolumeClaimRetentionPolicy={"whenScaled": "Delete"})
    plain["spec"]["storage"] = [{"name": "data", "mountPath": "/data", "size": "1Gi"}]
    assert found([], plain, app(environments=SCALED)) == {("SR940", "StatefulSet/plain"): ("base",)}


def test_what_was_generated_from_an_app_is_not_held_against_it() -> None:
    one = app(environments=SCALED, ports=[{"name": "db", "port": 1}])
    generated = [each.data for each in rendered(Document(one, file="app.yaml"))["prod"]]
    assert found([*generated, service()], one) == {}
    assert found([*generated, service(ports=[{"port": 1, "targetPort": "x"}])], one) == {
        ("SR948", "Service/theirs"): ()
    }
