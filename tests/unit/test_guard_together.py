"""Objects and StatefulApps that go to one place, in environments that nobody has said yet."""

from __future__ import annotations

from typing import Any

from calling import app, statefulset

from renderer.app.load import Document
from renderer.guard.together import judge_together, rendered
from renderer.objects.resource import Resource

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


def found(objects: list[Any], *apps: Any, grave: bool = False) -> dict[Any, tuple[str, ...]]:
    """Return {(code, object): environments} of all findings but the advice."""
    made = [rendered(Document(each, file="app.yaml")) for each in apps]
    findings = judge_together([Resource(each, "theirs.yaml") for each in objects], made)
    advice = ("SR924", "SR938", "SR957", "SR961", "SR967")
    said = [each for each in findings if each.problem.code not in advice]
    said = [each for each in said if not grave or each.problem.severity != "info"]
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
    generated = [each.data for each in rendered(Document(one, file="app.yaml")).builds["prod"]]
    assert found([*generated, service()], one) == {}
    assert found([*generated, service(ports=[{"port": 1, "targetPort": "x"}])], one) == {
        ("SR948", "Service/theirs"): ()
    }


def test_what_is_wrong_in_some_environments_only_is_less_grave() -> None:
    made = [rendered(Document(app(environments=SCALED), file="app.yaml"))]
    (one,) = [
        each
        for each in judge_together([Resource(budget(), "theirs.yaml")], made)
        if each.problem.code == "SR973"
    ]
    assert (one.problem.severity, one.environments) == ("warning", ("prod",))
    made = [rendered(Document(app(replicas=3), file="app.yaml"))]
    (one,) = [
        each
        for each in judge_together([Resource(budget(), "theirs.yaml")], made)
        if each.problem.code == "SR973"
    ]
    assert (one.problem.severity, one.environments) == ("error", ("base",))


def test_a_base_for_others_alone_is_beside_nothing() -> None:
    """No namespace of its own: beside what has one, only its environments are."""
    environments = [{"name": "dev", "namespace": "dev"}, {"name": "prod", "namespace": "prod"}]
    environments[1] |= {"replicas": 5, "podDisruptionBudget": {"enabled": False}}  # type: ignore[dict-item]
    theirs = budget()
    theirs["metadata"]["namespace"] = "prod"
    theirs["spec"] |= {"maxUnavailable": None, "minAvailable": 3}
    one = app(replicas=3, environments=environments)
    assert found([theirs], one, grave=True) == {}
    pod = service("db-4", selector={"statefulset.kubernetes.io/pod-name": "db-4"})
    pod["metadata"]["namespace"] = "prod"
    assert found([pod], one, grave=True) == {}


def test_an_app_is_beside_others_in_the_environment_that_it_selects() -> None:
    one = app(environment="prod", environments=SCALED)
    pod = service("db-2", selector={"statefulset.kubernetes.io/pod-name": "db-2"})
    assert found([pod], one) == {}
    del one["spec"]["environment"]
    assert found([pod], one, grave=True) == {}


def test_what_one_environment_mends_is_as_wrong_as_before_in_the_others() -> None:
    headless = service(clusterIP="None", selector={"app": "web"})
    extra = [{"name": "theirs", "resource": headless}]
    one = app(environments=[{"name": "dev", "extraResources": extra}, {"name": "prod"}])
    theirs = statefulset("web", serviceName="theirs", volumeClaimTemplates=[])
    codes = found([theirs], one, grave=True)
    assert codes == {("SR911", "StatefulSet/web"): ("base", "prod")}


def test_an_allowance_of_one_environment_is_none_for_others() -> None:
    allow = '{"stateful-renderer.dev/allow": "SR940 a cache"}'
    text = f"- {{op: add, path: /metadata/annotations, value: {allow}}}"
    patch = [{"name": "allow", "target": {"kind": "StatefulSet"}, "patch": text}]
    one = app(
        persistentVolumeClaimRetentionPolicy={"whenScaled": "Delete"},
        storage=[{"name": "data", "mountPath": "/data", "size": "1Gi"}],
        environments=[{"name": "prod"}, {"name": "dev", "patches": patch}],
    )
    findings = judge_together([], [rendered(Document(one, file="app.yaml"))])
    said = [(each.environments, each.allowed) for each in findings if each.problem.code == "SR940"]
    assert said == [(("base", "prod"), ""), (("dev",), "a cache")]


def test_two_apps_of_one_name_are_for_two_places() -> None:
    assert found([service()], app(replicas=3), app(replicas=3)) == {}
