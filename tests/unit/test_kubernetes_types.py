from __future__ import annotations

import runpy
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict, is_typeddict

from renderer.kubernetes import scalars, types

ROOT = Path(__file__).parents[2]
GENERATOR = runpy.run_path(str(ROOT / "tools/generate_kubernetes_types.py"))
ROOTS = [root.rpartition(".")[2] for root in GENERATOR["ROOTS"]]

SAMPLES: dict[str, list[Any]] = {
    "EnvVar": [
        {"name": "A", "value": "1"},
        {"name": "A", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b", "optional": True}}},
        {"name": "A", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "status.podIP"}}},
        {
            "name": "A",
            "valueFrom": {"resourceFieldRef": {"divisor": "1m", "resource": "limits.cpu"}},
        },
    ],
    "EnvFromSource": [
        {"configMapRef": {"name": "a"}, "prefix": "A_"},
        {"secretRef": {"name": "a"}},
    ],
    "ResourceRequirements": [
        {"limits": {"cpu": "500m", "memory": "1Gi"}, "requests": {"nvidia.com/gpu": "1"}},
        {"claims": [{"name": "a", "request": "b"}]},
    ],
    "Probe": [
        {"httpGet": {"path": "/", "port": "http", "scheme": "HTTPS"}, "periodSeconds": 5},
        {"exec": {"command": ["a", "b"]}, "initialDelaySeconds": 0, "timeoutSeconds": 1},
        {"grpc": {"port": 8080, "service": ""}},
        {"failureThreshold": 30, "tcpSocket": {"port": 5432}},
    ],
    "Lifecycle": [
        {"preStop": {"sleep": {"seconds": 5}}},
        {"postStart": {"exec": {"command": ["a"]}}},
    ],
    "SecurityContext": [
        {
            "allowPrivilegeEscalation": False,
            "capabilities": {"add": ["NET_BIND_SERVICE"], "drop": ["ALL"]},
            "runAsUser": 0,
            "seccompProfile": {"type": "RuntimeDefault"},
        }
    ],
    "PodSecurityContext": [
        {
            "fsGroup": 2**31 - 1,
            "fsGroupChangePolicy": "OnRootMismatch",
            "runAsNonRoot": True,
            "supplementalGroups": [1, 2],
            "sysctls": [{"name": "net.core.somaxconn", "value": "1024"}],
        }
    ],
    "StatefulSetUpdateStrategy": [
        {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "25%", "partition": 2}},
        {"type": "OnDelete"},
    ],
    "StatefulSetPersistentVolumeClaimRetentionPolicy": [
        {"whenDeleted": "Retain", "whenScaled": "Delete"}
    ],
    "Container": [
        {"name": "a", "image": "a:1", "args": ["x"], "restartPolicy": "Always"},
        {
            "name": "b",
            "image": "b",
            "ports": [{"name": "http", "containerPort": 80, "protocol": "TCP"}],
            "resizePolicy": [{"resourceName": "cpu", "restartPolicy": "NotRequired"}],
            "volumeMounts": [{"name": "data", "mountPath": "/data"}],
        },
    ],
    "Volume": [
        {"name": "a", "emptyDir": {"medium": "Memory", "sizeLimit": "1Gi"}},
        {"name": "b", "secret": {"defaultMode": 288, "secretName": "s"}},
        {"name": "c", "projected": {"sources": [{"configMap": {"name": "c"}}]}},
        {
            "name": "d",
            "ephemeral": {
                "volumeClaimTemplate": {
                    "metadata": {"labels": {"a": "b"}},
                    "spec": {"accessModes": ["ReadWriteOnce"]},
                }
            },
        },
    ],
    "VolumeMount": [{"name": "a", "mountPath": "/a", "readOnly": True, "subPath": "b"}],
    "Affinity": [
        {
            "podAntiAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": [
                    {"labelSelector": {"matchLabels": {"a": "b"}}, "topologyKey": "zone"}
                ]
            }
        }
    ],
    "Toleration": [
        {"key": "a", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 5}
    ],
    "TopologySpreadConstraint": [
        {"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"}
    ],
    "VolumeDevice": [{"name": "a", "devicePath": "/dev/a"}],
    "ContainerResizePolicy": [{"resourceName": "cpu", "restartPolicy": "RestartContainer"}],
    "ContainerRestartRule": [
        {"action": "Restart", "exitCodes": {"operator": "In", "values": [1, 2]}}
    ],
    "PodOS": [{"name": "linux"}],
    "PodResourceClaim": [{"name": "a", "resourceClaimTemplateName": "b"}],
    "PodSchedulingGate": [{"name": "a.b/c"}],
    "PodSchedulingGroup": [{"podGroupName": "a"}],
    "EvictionResponder": [{"name": "a.b/c", "priority": 1}],
    "SessionAffinityConfig": [{"clientIP": {"timeoutSeconds": 10800}}],
    "NetworkPolicyPeer": [
        {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}},
        {"podSelector": {"matchLabels": {"a": "b"}}},
    ],
    "NetworkPolicyIngressRule": [
        {"from": [{"podSelector": {}}], "ports": [{"endPort": 90, "port": 80, "protocol": "TCP"}]}
    ],
    "NetworkPolicyEgressRule": [{"ports": [{"port": "web"}], "to": [{"namespaceSelector": {}}]}],
    "Deployment": [
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "a", "finalizers": ["a.b/c"]},
            "spec": {
                "replicas": 2,
                "selector": {"matchLabels": {"a": "b"}},
                "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%"}},
                "template": {
                    "metadata": {"labels": {"a": "b"}},
                    "spec": {"containers": [{"name": "a", "image": "a"}]},
                },
            },
        }
    ],
    "CronJob": [
        {
            "apiVersion": "batch/v1",
            "kind": "CronJob",
            "metadata": {"name": "a"},
            "spec": {
                "concurrencyPolicy": "Forbid",
                "jobTemplate": {
                    "spec": {
                        "backoffLimit": 2,
                        "template": {
                            "spec": {
                                "containers": [{"name": "a", "image": "a", "args": ["x"]}],
                                "restartPolicy": "OnFailure",
                            }
                        },
                    }
                },
                "schedule": "0 3 * * *",
            },
        }
    ],
    "Job": [
        {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {"name": "a"},
            "spec": {"template": {"spec": {"containers": [{"name": "a", "image": "a"}]}}},
        }
    ],
    "OwnerReference": [{"apiVersion": "v1", "kind": "Pod", "name": "a", "uid": "1"}],
    "PersistentVolumeClaim": [
        {
            "apiVersion": "v1",
            "kind": "PersistentVolumeClaim",
            "metadata": {"name": "a"},
            "spec": {
                "accessModes": ["ReadWriteOnce"],
                "resources": {"requests": {"storage": "1Gi"}},
            },
        }
    ],
    "Secret": [
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "a"},
            "type": "kubernetes.io/service-account-token",
        }
    ],
    "Ingress": [
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "Ingress",
            "metadata": {"name": "a"},
            "spec": {
                "rules": [
                    {
                        "host": "a.example",
                        "http": {
                            "paths": [
                                {
                                    "backend": {"service": {"name": "a", "port": {"number": 80}}},
                                    "path": "/",
                                    "pathType": "Prefix",
                                }
                            ]
                        },
                    }
                ]
            },
        }
    ],
    "HorizontalPodAutoscaler": [
        {
            "apiVersion": "autoscaling/v2",
            "kind": "HorizontalPodAutoscaler",
            "metadata": {"name": "a"},
            "spec": {
                "maxReplicas": 5,
                "metrics": [
                    {
                        "type": "Resource",
                        "resource": {
                            "name": "cpu",
                            "target": {"type": "Utilization", "averageUtilization": 80},
                        },
                    }
                ],
                "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "a"},
            },
        }
    ],
    **{
        kind: [
            {
                "apiVersion": "rbac.authorization.k8s.io/v1",
                "kind": kind,
                "metadata": {"name": "a"},
                "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}],
            }
        ]
        for kind in ("Role", "ClusterRole")
    },
    **{
        kind: [
            {
                "apiVersion": "rbac.authorization.k8s.io/v1",
                "kind": kind,
                "metadata": {"name": "a"},
                "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "a"},
                "subjects": [{"kind": "ServiceAccount", "name": "a", "namespace": "b"}],
            }
        ]
        for kind in ("RoleBinding", "ClusterRoleBinding")
    },
    "PriorityClass": [
        {
            "apiVersion": "scheduling.k8s.io/v1",
            "kind": "PriorityClass",
            "metadata": {"name": "a"},
            "value": 5,
        }
    ],
    "StorageClass": [
        {
            "apiVersion": "storage.k8s.io/v1",
            "kind": "StorageClass",
            "metadata": {"name": "a"},
            "parameters": {"type": "gp3"},
            "provisioner": "ebs.csi.aws.com",
        }
    ],
    "StatefulSet": [
        {
            "apiVersion": "apps/v1",
            "kind": "StatefulSet",
            "metadata": {"name": "a"},
            "spec": {
                "selector": {"matchLabels": {"a": "b"}},
                "template": {
                    "metadata": {"labels": {"a": "b"}},
                    "spec": {"containers": [{"name": "a", "image": "a"}]},
                },
                "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": {}}],
            },
        }
    ],
    "Service": [
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": "a"},
            "spec": {"clusterIP": "None", "ports": [{"name": "web", "port": 80}]},
        }
    ],
    "ConfigMap": [
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a": "b"}}
    ],
    "ServiceAccount": [{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "a"}}],
    "PodDisruptionBudget": [
        {
            "apiVersion": "policy/v1",
            "kind": "PodDisruptionBudget",
            "metadata": {"name": "a"},
            "spec": {"maxUnavailable": 1},
        }
    ],
    "NetworkPolicy": [
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": {"name": "a"},
            "spec": {"podSelector": {}, "policyTypes": ["Ingress"]},
        }
    ],
    "HostAlias": [{"hostnames": ["a", "b"], "ip": "10.0.0.1"}],
    "PodDNSConfig": [{"nameservers": ["10.0.0.1"], "options": [{"name": "ndots", "value": "2"}]}],
    "PodReadinessGate": [{"conditionType": "a.b/c"}],
    "StatefulSetOrdinals": [{"start": 5}],
    "TypedLocalObjectReference": [
        {"apiGroup": "snapshot.storage.k8s.io", "kind": "VolumeSnapshot", "name": "a"}
    ],
    "TypedObjectReference": [
        {"apiGroup": "", "kind": "PersistentVolumeClaim", "name": "a"},
        {"kind": "PersistentVolumeClaim", "name": "a", "namespace": "b"},
    ],
    "LabelSelector": [
        {
            "matchExpressions": [{"key": "a.b/c", "operator": "In", "values": ["x", ""]}],
            "matchLabels": {"a": "1", "b": ""},
        }
    ],
    "LocalObjectReference": [{"name": "a"}],
}

WRONG = [
    ("EnvVar", {"name": "A", "value": 1}, ("value",)),
    ("EnvVar", {"name": "A", "value": None}, ("value",)),
    ("EnvVar", {"name": "A", "Value": "1"}, ("Value",)),
    ("EnvVar", {"name": "1A"}, ("name",)),
    ("EnvVar", {"value": "1"}, ("name",)),
    (
        "EnvVar",
        {"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.nam"}}},
        ("valueFrom", "fieldRef", "fieldPath"),
    ),
    (
        "EnvVar",
        {"name": "A", "valueFrom": {"resourceFieldRef": {"resource": "cpu"}}},
        ("valueFrom", "resourceFieldRef", "resource"),
    ),
    ("Lifecycle", {"preStop": {"exec": {"command": []}}}, ("preStop", "exec", "command")),
    ("Probe", {"exec": {"command": []}}, ("exec", "command")),
    ("VolumeMount", {"name": "a", "mountPath": "a:b"}, ("mountPath",)),
    ("EnvVar", [], ()),
    (
        "EnvVar",
        {"name": "A", "valueFrom": {"secretKeyRef": {"key": "a"}}},
        ("valueFrom", "secretKeyRef", "name"),
    ),
    ("Probe", {"periodSeconds": True}, ("periodSeconds",)),
    ("Probe", {"periodSeconds": "5"}, ("periodSeconds",)),
    ("Probe", {"periodSeconds": 0}, ("periodSeconds",)),
    ("Probe", {"timeoutSeconds": 2**31}, ("timeoutSeconds",)),
    ("Probe", {"httpGet": {"port": 0}}, ("httpGet", "port")),
    ("Probe", {"httpGet": {"port": True}}, ("httpGet", "port")),
    ("Probe", {"httpGet": {"port": "8080"}}, ("httpGet", "port")),
    ("Probe", {"httpGet": {"port": 80, "scheme": "https"}}, ("httpGet", "scheme")),
    ("Probe", {"grpc": {"port": 65536}}, ("grpc", "port")),
    ("ResourceRequirements", {"limits": {"cpu": "1x"}}, ("limits", "cpu")),
    ("ResourceRequirements", {"limits": {"cpu": "-1"}}, ("limits", "cpu")),
    ("ResourceRequirements", {"limits": {"cpu": True}}, ("limits", "cpu")),
    ("ResourceRequirements", {"limits": {"memroy": "1Gi"}}, ("limits", "memroy", "[key]")),
    ("SecurityContext", {"privileged": "yes"}, ("privileged",)),
    ("SecurityContext", {"seccompProfile": {"type": "runtimeDefault"}}, ("seccompProfile", "type")),
    ("PodSecurityContext", {"supplementalGroups": [1, "2"]}, ("supplementalGroups", 1)),
    ("PodSecurityContext", {"runAsUser": 2**31}, ("runAsUser",)),
    ("StatefulSetUpdateStrategy", {"type": "Recreate"}, ("type",)),
    ("LabelSelector", {"matchLabels": {"a": 1}}, ("matchLabels", "a")),
    ("LabelSelector", {"matchLabels": {"-": "1"}}, ("matchLabels", "-", "[key]")),
]


def adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(getattr(types, name))


def reordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in reversed(value)}
    return [reordered(each) for each in value] if isinstance(value, list) else value


def spelled(value: Any) -> str:
    """Return the value as text, which shows the order of keys; dicts compare without it."""
    return repr(value)


def test_committed_file_is_what_the_generator_writes() -> None:
    assert (ROOT / "renderer/kubernetes/types.py").read_text() == GENERATOR["module"](
        GENERATOR["ROOTS"]
    )


def test_every_root_has_samples() -> None:
    assert sorted(SAMPLES) == sorted(ROOTS)


@pytest.mark.parametrize("name", ROOTS)
def test_accepts_samples_and_keeps_them(name: str) -> None:
    for sample in SAMPLES[name]:
        assert spelled(adapter(name).validate_python(sample)) == spelled(sample)


@pytest.mark.parametrize("name", ROOTS)
def test_order_of_keys_does_not_depend_on_the_input(name: str) -> None:
    for sample in SAMPLES[name]:
        assert spelled(adapter(name).validate_python(reordered(sample))) == spelled(sample)


@pytest.mark.parametrize("name", ROOTS)
def test_refuses_unknown_fields(name: str) -> None:
    with pytest.raises(ValidationError) as caught:
        adapter(name).validate_python({**SAMPLES[name][0], "unknown": 1})
    assert [(error["type"], error["loc"]) for error in caught.value.errors()] == [
        ("extra_forbidden", ("unknown",))
    ]


@pytest.mark.parametrize(("name", "value", "place"), WRONG)
def test_refuses_wrong_values_once_and_in_place(name: str, value: Any, place: tuple) -> None:
    with pytest.raises(ValidationError) as caught:
        adapter(name).validate_python(value)
    assert [error["loc"] for error in caught.value.errors()] == [place]


def test_quantities_become_canonical() -> None:
    limits = {"memory": "1024Mi", "cpu": 0.5}
    validated = adapter("ResourceRequirements").validate_python({"limits": limits})
    assert spelled(validated) == spelled({"limits": {"cpu": "500m", "memory": "1Gi"}})


def test_schema_says_what_may_be_written() -> None:
    schema = adapter("ResourceRequirements").json_schema()
    options = schema["properties"]["limits"]["additionalProperties"]["anyOf"]
    assert [option["type"] for option in options] == ["string", "integer", "number"]


def test_required_keys_are_known_at_run_time() -> None:
    assert types.EnvVar.__required_keys__ == {"name"}
    assert types.EnvVar.__optional_keys__ == {"value", "valueFrom"}


def test_every_type_is_closed_and_strict() -> None:
    closed = [each for each in vars(types).values() if is_typeddict(each) and each is not TypedDict]
    assert len(closed) > len(ROOTS)
    assert all(each.__pydantic_config__ == scalars.STRICT for each in closed)


def generated(name: str, folder: Path) -> TypeAdapter[Any]:
    """Import a generated module with one root, and return the root's adapter."""
    path = folder / "generated.py"
    path.write_text(GENERATOR["module"]([name]))
    spec = spec_from_file_location(f"generated_{name}", path)
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # a type within itself is looked up there
    spec.loader.exec_module(module)
    return TypeAdapter(getattr(module, name))


def test_more_roots_need_one_line_each(tmp_path: Path) -> None:
    pod = generated("PodTemplateSpec", tmp_path)
    sample = {
        "spec": {"containers": [{"name": "a", "image": "b", "ports": [{"containerPort": 1}]}]}
    }
    assert spelled(pod.validate_python(reordered(sample))) == spelled(sample)


def test_keys_that_are_python_keywords(tmp_path: Path) -> None:
    peers = {"ingress": [{"from": [{"podSelector": {}}]}]}
    assert generated("NetworkPolicySpec", tmp_path).validate_python(peers) == peers


def test_types_within_themselves(tmp_path: Path) -> None:
    schema = generated("JSONSchemaProps", tmp_path)
    nested = {"properties": {"a": {"not": {"type": "string"}}}}
    assert schema.validate_python(nested) == nested
    with pytest.raises(ValidationError):
        schema.validate_python({"properties": {"a": {"not": {"typ": "string"}}}})


@pytest.mark.parametrize(
    ("roots", "message"),
    [
        (["NoSuchType"], "NoSuchType: write one of"),
        (["TypedLocalObjectReference"], "write one of"),
        (
            [
                "io.k8s.api.core.v1.TypedLocalObjectReference",
                "io.k8s.api.scheduling.v1alpha3.TypedLocalObjectReference",
            ],
            "several types are called",
        ),
    ],
)
def test_generator_stops_at_names_that_are_not_clear(roots: list[str], message: str) -> None:
    with pytest.raises(SystemExit, match=message):
        GENERATOR["module"](roots)


def test_generator_stops_at_facts_about_no_field() -> None:
    with pytest.raises(SystemExit, match="no such fields in Kubernetes"):
        GENERATOR["refuse_unknown_fields"]({})
