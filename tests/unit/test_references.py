"""What a pod refers to: which names are looked for, and which may be anywhere."""

from __future__ import annotations

from typing import Any

import pytest
from calling import statefulset

from renderer.guard.judge import judge
from renderer.objects.resource import Resource
from renderer.rules.advice.pods import _slept

OURS = {"SR1036", "SR1037", "SR1038", "SR1039", "SR1044"}
HOST = {"name": "HOST", "value": "x"}
POD_NAME = {"name": "POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}


def said(*objects: Any, environment: str = "") -> list[tuple[str, str]]:
    """Code and severity of what these rules find."""
    found = judge([Resource(each, environment=environment) for each in objects])
    problems = [each.problem for each in found]
    return sorted((each.code, each.severity) for each in problems if each.code in OURS)


def pod(volumes: Any = (), spec: Any = None, **container: Any) -> Any:
    containers = [{"name": "main", "image": "a:1", **container}]
    inside = {"containers": containers, "volumes": list(volumes), **(spec or {})}
    template = {"metadata": {"labels": {"app": "old"}}, "spec": inside}
    return statefulset(template=template, volumeClaimTemplates=[])


def config_map(name: str = "settings", kind: str = "ConfigMap", **data: Any) -> Any:
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name}, **data}


def secret(name: str, **data: Any) -> Any:
    return config_map(name, "Secret", **data)


ERROR, WARNING = [("SR1038", "error")], [("SR1038", "warning")]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"env": [HOST, {"name": "URL", "value": "$(HOST)"}]}, []),
        ({"env": [{"name": "URL", "value": "$(HOST)"}, HOST]}, ERROR),
        ({"env": [{"name": "PATH", "value": "$(PATH):/x"}]}, ERROR),
        ({"env": [{"name": "URL", "value": "$(HSOT)"}]}, ERROR),
        ({"env": [{"name": "URL", "value": "$$(HSOT) $HSOT $(HSOT $((1 + 1))"}]}, []),
        ({"env": [{"name": "URL", "value": "$$$(HSOT)"}]}, ERROR),
        ({"env": [{"name": "URL", "value": "$(host)"}]}, WARNING),
        ({"env": [{"name": "URL", "value": "$(hostname -f)"}]}, []),
        ({"env": [{"name": "URL", "value": "$(DB_SERVICE_HOST):$(DB_PORT_80_TCP)"}]}, []),
        ({"env": [HOST], "command": ["a", "$(HOST)"], "args": ["--x=$(HOST)"]}, []),
        ({"env": [HOST], "args": ["--x=$(HOTS)"]}, ERROR),
        ({"command": ["sh", "-c", "a $(hostname)"]}, []),
        ({"command": ["/bin/bash", "-ec"], "args": ["a $(hostname)"]}, []),
        # A wrapper of an image is no shell that we know, but is told as one what to run.
        ({"args": ["shell", "-ecx", "exec a --host=$(hostname)"]}, []),
        ({"command": ["sh", "-c", "a $(HOSTNAME)"]}, ERROR),
        ({"command": ["a", "$(hostname)"]}, WARNING),
        ({"envFrom": [{"configMapRef": {"name": "a"}}], "args": ["$(ANY)"]}, []),
        ({"livenessProbe": {"exec": {"command": ["a", "$(HOST)"]}}}, ERROR),
        ({"env": [HOST], "livenessProbe": {"exec": {"command": ["a", "$(HOST)"]}}}, []),
        ({"lifecycle": {"preStop": {"exec": {"command": ["a", "$(HOST)"]}}}}, ERROR),
    ],
)
def test_variables(fields: Any, expected: Any) -> None:
    assert said(pod(**fields)) == expected
    in_a_spec = [(code, "error") for code, _ in expected]
    assert said(pod(**fields), environment="base") == in_a_spec


def test_variables_of_services_may_be_switched_off() -> None:
    args = ["$(DB_SERVICE_HOST)", "$(KUBERNETES_SERVICE_HOST)"]
    assert said(pod(args=args)) == []
    assert said(pod(args=args, spec={"enableServiceLinks": False})) == ERROR


def test_hooks_and_probes_replace_less_than_commands() -> None:
    hook = {"preStop": {"exec": {"command": ["a", "$(HOST)"]}}}
    assert said(pod(env=[HOST], lifecycle=hook)) == [("SR1039", "warning")]
    probe = {"exec": {"command": ["a", "$(HOST)$(POD)"]}}
    assert said(pod(env=[HOST, POD_NAME], readinessProbe=probe)) == [("SR1039", "warning")]


def from_key(kind: str, name: str, key: str, **more: Any) -> Any:
    return {"env": [{"name": "A", "valueFrom": {kind: {"name": name, "key": key, **more}}}]}


@pytest.mark.parametrize(
    ("held", "fields", "is_found"),
    [
        (config_map(data={"a": "1"}), from_key("configMapKeyRef", "settings", "a"), False),
        (config_map(data={"a": "1"}), from_key("configMapKeyRef", "settings", "b"), True),
        (config_map(binaryData={"b": ""}), from_key("configMapKeyRef", "settings", "b"), False),
        (config_map(data={"a": ""}), from_key("configMapKeyRef", "other", "b"), False),
        (config_map(data={}), from_key("configMapKeyRef", "settings", "b"), False),
        (
            config_map(data={"a": "1"}),
            from_key("configMapKeyRef", "settings", "b", optional=True),
            False,
        ),
        (secret("login", stringData={"a": "1"}), from_key("secretKeyRef", "login", "a"), False),
        (secret("login", stringData={"a": "1"}), from_key("secretKeyRef", "login", "b"), True),
    ],
)
def test_keys_of_variables(held: Any, fields: Any, is_found: bool) -> None:
    assert said(held, pod(**fields)) == ([("SR1036", "error")] if is_found else [])


def items(*paths: str, key: str = "a") -> Any:
    return {"items": [{"key": key, "path": path} for path in paths]}


@pytest.mark.parametrize(
    ("volume", "sub_path", "expected"),
    [
        ({"configMap": {"name": "settings"}}, "a", []),
        ({"configMap": {"name": "settings"}}, "a.conf", ["SR1037"]),
        ({"configMap": {"name": "settings", **items("x/y")}}, "x", []),
        ({"configMap": {"name": "settings", **items("x/y")}}, "x/y", []),
        ({"configMap": {"name": "settings", **items("x/y")}}, "y", ["SR1037"]),
        ({"configMap": {"name": "settings", **items("x", key="b")}}, "x", ["SR1036"]),
        ({"configMap": {"name": "elsewhere"}}, "b", []),
        ({"secret": {"secretName": "elsewhere"}}, "b", []),
        ({"emptyDir": {}}, "b", []),
        ({"projected": {"sources": [{"configMap": {"name": "settings"}}]}}, "b", ["SR1037"]),
        (
            {
                "projected": {
                    "sources": [{"configMap": {"name": "settings"}}, {"secret": {"name": "else"}}]
                }
            },
            "b",
            [],
        ),
        (
            {
                "projected": {
                    "sources": [
                        {"configMap": {"name": "settings"}},
                        {"serviceAccountToken": {"path": "token"}},
                    ]
                }
            },
            "token",
            [],
        ),
    ],
)
def test_files_of_volumes(volume: Any, sub_path: str, expected: list[str]) -> None:
    mounts = [{"name": "v", "mountPath": "/v", "subPath": sub_path}]
    workload = pod([{"name": "v", **volume}], volumeMounts=mounts)
    found = [code for code, _ in said(config_map(data={"a": "1"}), workload)]
    assert found == expected


@pytest.mark.parametrize(
    ("name", "objects", "is_found"),
    [
        ("settings", [config_map()], False),
        ("setings", [config_map()], True),
        ("setings", [secret("settings")], False),  # another kind
        ("setings", [config_map(), secret("setings")], False),  # whose name somebody may mean
        ("settings-2", [config_map("settings-1")], False),
        ("others", [config_map()], False),
    ],
)
def test_near_names(name: str, objects: list[Any], is_found: bool) -> None:
    volume = {"name": "v", "configMap": {"name": name}}
    expected = [("SR1044", "warning")] if is_found else []
    assert said(*objects, pod([volume])) == expected


def test_what_is_made_in_the_cluster_is_there() -> None:
    volume = {"name": "v", "secret": {"secretName": "db-logn"}}
    made = {"kind": "ExternalSecret", "metadata": {"name": "a"}, "spec": {}}
    assert said(secret("db-login"), pod([volume]), made)
    made["spec"] = {"target": {"name": "db-logn"}}
    assert not said(secret("db-login"), pod([volume]), made)


@pytest.mark.parametrize(
    ("command", "seconds"),
    [
        (["sleep", "120"], 120),
        (["/bin/sleep", "2m"], 120),
        (["sh", "-c", "sleep 20; app drain && sleep 10"], 30),
        (["sh", "-c", "app\nsleep 1.5"], 1.5),
        (["sh", "-c", "if app; then sleep 20; else sleep 10; fi"], 20),
        (["sh", "-c", "sleep 60 & app"], 0),
        (["sh", "-c", "echo sleep 60"], 0),
        (["sh", "-c", "sleep $N"], 0),
        (["timeout", "5", "sleep", "60"], 0),
        (["sh", "-c", "# sleep 60"], 0),
        ([], 0),
    ],
)
def test_how_long_a_command_sleeps(command: list[str], seconds: float) -> None:
    assert _slept(command) == seconds
