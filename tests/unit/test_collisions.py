"""Apps that are rendered together: claims and objects that two of them want."""

from __future__ import annotations

from typing import Any

from building import app_in, build_resources

from renderer.app import KIND
from renderer.app.load import Document
from renderer.app.models import API_VERSION
from renderer.resources.collisions import Together


def app(name: str, namespace: str | None = None, metadata: Any = None, **spec: Any) -> Any:
    metadata = {"name": name, **({"namespace": namespace} if namespace else {}), **(metadata or {})}
    data = {"apiVersion": API_VERSION, "kind": KIND, "metadata": metadata}
    return app_in(Document({**data, "spec": {"image": "a:1", **spec}}), None)


def storage(name: str) -> list[dict[str, str]]:
    return [{"name": name, "mountPath": "/data", "size": "1Gi"}]


def found(*apps: Any, environments: tuple[str | None, ...] = (None, None)) -> list[str]:
    together = Together()
    return [
        str(problem)
        for app, environment in zip(apps, environments, strict=True)
        for problem in together.collisions(app, build_resources(app), environment)
    ]


def test_claims_of_two_sets() -> None:
    (problem,) = found(app("web", storage=storage("data-a")), app("a-web", storage=storage("data")))
    assert problem == (
        "spec.storage[0].name: must not make the PersistentVolumeClaim data-a-web-0,"
        " app web does so too  [SR507]"
    )


def test_a_client_service_and_a_headless_one() -> None:
    ports = [{"name": "web", "port": 80}]
    assert found(app("web", ports=ports, clientService={}), app("web-client")) == [
        "metadata.name: must not make the Service web-client, app web does so too  [SR507]"
    ]


def test_the_environment_is_named() -> None:
    apps = (app("web", storage=storage("data-a")), app("a-web", storage=storage("data")))
    assert found(*apps, environments=("prod", "prod"))[0].endswith(
        "app web does so too in environment prod  [SR507]"
    )


def test_other_namespaces_and_environments_do_not_collide() -> None:
    apps = ("web", storage("data-a")), ("a-web", storage("data"))
    (one, first), (two, second) = apps
    assert found(app(one, "x", storage=first), app(two, "y", storage=second)) == []
    plain = (app(one, storage=first), app(two, storage=second))
    assert found(*plain, environments=("dev", "prod")) == []


def test_an_app_does_not_collide_with_itself() -> None:
    ports = [{"name": "web", "port": 80}]
    assert found(app("web", ports=ports, clientService={}), app("db", ports=ports)) == []


def selecting(**labels: str) -> dict[str, Any]:
    return {"matchLabels": labels}


def test_pods_that_two_apps_select() -> None:
    one = app("one", selector=selecting(app="db"))
    same = app("two", selector=selecting(app="db"))
    narrower = app("two", selector=selecting(app="db", tier="x"))
    (problem,) = found(one, same)
    assert problem == (
        "spec.selector.matchLabels: must not mean the pods of app one (add a label that tells them"
        " apart; live sets may allow SR945)  [SR507]"
    )
    (problem,) = found(one, narrower, environments=("prod", "prod"))
    assert "must not have the labels that app one selects in environment prod" in problem
    (problem,) = found(narrower, app("one", selector=selecting(app="db")))
    assert "must not mean the pods of app two" in problem
    assert found(one, app("two", selector=selecting(app="other"))) == []
    assert found(one, narrower, environments=("dev", "prod")) == []


def test_pods_by_the_labels_that_are_ours() -> None:
    labels = {"app.kubernetes.io/name": "db", "app.kubernetes.io/instance": "db"}
    (problem,) = found(app("old", selector=selecting(**labels)), app("db"))
    assert problem.startswith("metadata.name: must not mean the pods of app old")
    pods = app("new", selector=selecting(app="x"), podLabels=labels)
    (problem,) = found(pods, app("db"))
    assert problem.startswith("metadata.name: must not mean the pods of app new")
    assert found(pods, app("other")) == []


def test_who_shares_pods_already_may_say_so() -> None:
    allowed = {"stateful-renderer.dev/allow": "SR945 they are one cluster"}
    one, two = (
        app(name, selector=selecting(app="db"), metadata={"annotations": allowed})
        for name in ("one", "two")
    )
    assert found(one, two) == []
    assert len(found(app("one", selector=selecting(app="db")), two)) == 1
