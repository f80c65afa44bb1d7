"""Which objects belong to a StatefulSet, and what is left where it is, with the reason."""

from __future__ import annotations

from typing import Any

import pytest

from renderer.adopt.belongings import families_of
from renderer.objects.resource import Resource

Object = dict[str, Any]


def named(kind: str, name: str, version: str = "v1", **rest: Any) -> Object:
    metadata = {"name": name, **rest.pop("metadata", {})}
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **rest}


def workload(name: str = "db", kind: str = "StatefulSet", **pod: Any) -> Object:
    labels = {"app": name, "tier": "data"}
    return named(
        kind,
        name,
        "apps/v1",
        spec={
            "serviceName": name,
            "selector": {"matchLabels": {"app": name}},
            "template": {
                "metadata": {"labels": labels},
                "spec": {"containers": [{"name": "a", "image": "a:1"}], **pod},
            },
        },
    )


def service(name: str, **selector: str) -> Object:
    return named("Service", name, spec={"selector": selector, "ports": [{"port": 1}]})


def grouped(*objects: Object) -> tuple[dict[str, list[str]], dict[str, str]]:
    families, left = families_of([Resource(data) for data in objects])
    return (
        {one.workload.name: [resource.label for resource in one.resources] for one in families},
        {one.resource.label: one.why for one in left},
    )


CONFIG = {"volumes": [{"name": "c", "configMap": {"name": "conf"}}], "serviceAccountName": "db"}
BELONGS = {
    "a Service by its selector": service("any", app="db"),
    "a Service by its name": named("Service", "db", spec={"clusterIP": "None"}),
    "a budget": named(
        "PodDisruptionBudget", "b", "policy/v1", spec={"selector": {"matchLabels": {"app": "db"}}}
    ),
    "a policy": named(
        "NetworkPolicy",
        "p",
        "networking.k8s.io/v1",
        spec={"podSelector": {"matchLabels": {"app": "db"}}},
    ),
    "a ConfigMap": named("ConfigMap", "conf", data={"a": "b"}),
    "an account": named("ServiceAccount", "db"),
    "an autoscaler": named(
        "HorizontalPodAutoscaler",
        "h",
        "autoscaling/v2",
        spec={"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "db"}},
    ),
    "a binding of its account": named(
        "RoleBinding",
        "r",
        "rbac.authorization.k8s.io/v1",
        roleRef={"kind": "Role", "name": "r"},
        subjects=[{"kind": "ServiceAccount", "name": "db"}],
    ),
}
LEFT = {
    "claims": (named("PersistentVolumeClaim", "data-db-0"), "a claim"),
    "secrets": (named("Secret", "db", data={"a": "Yg=="}), "never copied"),
    "hooks": (
        named("Job", "j", "batch/v1", metadata={"annotations": {"helm.sh/hook": "x"}}),
        "hook",
    ),
    "pods": (named("Pod", "db-0"), "made by a controller"),
    "what is owned": (
        named("Service", "s", metadata={"ownerReferences": [{"kind": "Kafka", "name": "k"}]}),
        "made by Kafka/k",
    ),
    "a Service of nobody": (service("s", app="other"), "no StatefulSet"),
    "a ConfigMap of nobody": (named("ConfigMap", "other"), "no StatefulSet"),
    "a policy for all pods": (
        named("NetworkPolicy", "p", "networking.k8s.io/v1", spec={"podSelector": {}}),
        "no StatefulSet",
    ),
    "what has no name": ({"apiVersion": "v1", "kind": "ConfigMap"}, "no name"),
    "no map": ([], "no kind"),
}


@pytest.mark.parametrize("what", BELONGS)
def test_belongs(what: str) -> None:
    families, left = grouped(workload(**CONFIG), BELONGS[what])
    assert left == {}
    assert len(families["db"]) == 2


@pytest.mark.parametrize("what", LEFT)
def test_is_left(what: str) -> None:
    data, why = LEFT[what]
    families, left = grouped(workload(), data)  # type: ignore[arg-type]
    assert families == {"db": ["StatefulSet/db"]}
    (said,) = left.values()
    assert why in said


def test_a_service_that_two_sets_claim_belongs_to_neither() -> None:
    both = service("all", tier="data")
    families, left = grouped(workload("a"), workload("b"), both)
    assert families == {"a": ["StatefulSet/a"], "b": ["StatefulSet/b"]}
    assert left == {"Service/all": "selects StatefulSet/a and StatefulSet/b"}


def test_a_config_map_that_a_deployment_uses_as_well_belongs_to_neither() -> None:
    pod = {"volumes": [{"name": "c", "configMap": {"name": "conf"}}]}
    families, left = grouped(
        workload("a", **pod), workload("b", "Deployment", **pod), named("ConfigMap", "conf")
    )
    assert families == {"a": ["StatefulSet/a"]}
    assert left["ConfigMap/conf"] == "is used by Deployment/b and StatefulSet/a"


def test_a_set_that_an_operator_makes_is_no_family() -> None:
    owned = workload()
    owned["metadata"]["ownerReferences"] = [{"kind": "Kafka", "name": "k"}]
    assert grouped(owned) == (
        {},
        {"StatefulSet/db": "is made by Kafka/k, which would make it anew"},
    )


def test_a_patch_is_no_object() -> None:
    patch = named("StatefulSet", "db", "apps/v1", spec={"replicas": 3})
    families, left = grouped(patch)
    assert families == {}
    assert "kustomization" in left["StatefulSet/db"]


def test_other_namespaces_are_other_places() -> None:
    one = workload()
    one["metadata"]["namespace"] = "a"
    other = service("db", app="db")
    other["metadata"]["namespace"] = "b"
    families, left = grouped(one, other)
    assert families == {"db": ["StatefulSet/db"]}
    assert list(left) == ["Service/db"]
