"""The guards: what somebody adds and forgets to wire, document or test is named here."""

from __future__ import annotations

import ast
import copy
import json
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from building import build_resources
from commands import run
from typer.testing import CliRunner

from renderer import facts
from renderer.app import shapes
from renderer.app.accept import accept
from renderer.app.config_files import with_files
from renderer.app.rules import broken_rules
from renderer.cli.main import command_line
from renderer.codes import CODES
from renderer.objects.resource import Objects, Resource
from renderer.resources.kinds import KINDS
from renderer.rules.book import ALL

ROOT = Path(__file__).parent.parent
RENDERER = ROOT / "renderer"

PORT = {"name": "db", "port": 5, "targetPort": 98, "protocol": "TCP", "appProtocol": "http"}
SERVICE = {
    "type": "LoadBalancer",
    "labels": {"l": "m"},
    "annotations": {"a": "b"},
    "ports": [],
    "internalTrafficPolicy": "Cluster",
    "externalTrafficPolicy": "Local",
    "healthCheckNodePort": 30001,
    "trafficDistribution": "PreferClose",
    "sessionAffinity": "ClientIP",
    "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 5}},
    "loadBalancerClass": "a.b/c",
    "loadBalancerSourceRanges": ["10.0.0.0/8"],
    "allocateLoadBalancerNodePorts": True,
    "externalIPs": ["10.0.0.1"],
    "ipFamilies": ["IPv4"],
    "ipFamilyPolicy": "SingleStack",
}
FULL = {
    "apiVersion": "stateful-renderer.dev/v1alpha1",
    "kind": "StatefulApp",
    "metadata": {
        "name": "db",
        "namespace": "shop",
        "labels": {"a": "b"},
        "annotations": {"a": "b"},
    },
    "spec": {
        "image": "db:1",
        "imagePullPolicy": "Always",
        "command": ["run"],
        "args": ["--fast"],
        "ports": [
            {
                "name": "db",
                "port": 1,
                "containerPort": 2,
                "protocol": "TCP",
                "appProtocol": "http",
                "hostPort": 2,
                "hostIP": "10.0.0.1",
            },
            {"name": "other", "port": 98},
            {"name": "other-udp", "port": 98, "protocol": "UDP"},
        ],
        "env": [{"name": "A", "value": "1"}],
        "envFrom": [{"prefix": "P_", "configMapRef": {"name": "c"}}],
        "stdin": True,
        "stdinOnce": True,
        "tty": True,
        "version": "1.0",
        "config": [
            {
                "name": "files",
                "mountPath": "/files/one",
                "subPath": "one",
                "defaultMode": 256,
                "onChange": "roll",
                "files": [
                    {"name": "one", "text": "1", "mode": 256},
                    {"name": "two", "base64": "AAEC"},
                    {"name": "three", "fromFile": "three.conf"},
                ],
            }
        ],
        "peers": [
            {"name": "PEERS", "format": "{host}", "separator": ";", "first": 2},
            {"name": "COUNT", "countOnly": True},
            {"name": "OTHERS", "mountPath": "/others", "excludeOwn": True},
            {"name": "SELF", "format": "{host}", "own": True},
        ],
        "resizePolicy": [{"resourceName": "cpu", "restartPolicy": "NotRequired"}],
        "restartPolicy": "Always",
        "restartPolicyRules": [
            {"action": "Restart", "exitCodes": {"operator": "In", "values": [1]}}
        ],
        "resources": {"requests": {"cpu": "1"}},
        "startupProbe": {"exec": {"command": ["true"]}},
        "readinessProbe": {"tcpSocket": {"port": 98}},
        "livenessProbe": {"httpGet": {"port": 8}},
        "securityContext": {"runAsUser": 1},
        "replicas": 3,
        "selector": {"matchLabels": {"app": "db"}},
        "containerName": "main",
        "podTemplateName": "pods",
        "storage": [
            {
                "name": "data",
                "mountPath": "/data",
                "size": "1Gi",
                "templateSize": "512Mi",
                "claims": 4,
                "sizeLimit": "5Gi",
                "subPath": "sub",
                "readOnly": True,
                "recursiveReadOnly": "Enabled",
                "mountPropagation": "None",
                "storageClassName": "fast",
                "accessModes": ["ReadWriteOnce"],
                "volumeMode": "Filesystem",
                "labels": {"a": "b"},
                "annotations": {"a": "b"},
                "namespace": "shop",
                "dataSource": {"kind": "PersistentVolumeClaim", "name": "s"},
                "volumeAttributesClassName": "gold",
                "selector": {"matchLabels": {"a": "b"}},
            },
            {
                "name": "ref",
                "mountPath": "/r",
                "size": "1Gi",
                "dataSourceRef": {"apiGroup": "g.example", "kind": "K", "name": "s"},
            },
        ],
        "headlessService": {
            "enabled": True,
            "create": True,
            "name": "db-headless",
            "labels": {"l": "m"},
            "ports": [{**PORT}],
            "publishNotReadyAddresses": False,
            "ipFamilies": ["IPv4"],
            "ipFamilyPolicy": "SingleStack",
            "annotations": {"a": "b"},
        },
        "clientService": {
            "name": "db-clients",
            **SERVICE,
            "ports": [{**PORT, "nodePort": 30000}],
        },
        "podServices": {**SERVICE, "publishNotReadyAddresses": True, "ports": [PORT]},
        "networkPolicy": {
            "clients": [{"podSelector": {}}],
            "ports": ["db", "other"],
            "restrictEgress": True,
            "ingress": [{"from": [{"namespaceSelector": {}}]}],
            "egress": [{"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}],
        },
        "serviceMonitor": {
            "port": "db",
            "path": "/metrics",
            "scheme": "http",
            "interval": "30s",
            "scrapeTimeout": "10s",
            "labels": {"a": "b"},
        },
        "clusterDomain": "example.org",
        "podDisruptionBudget": {
            "enabled": True,
            "name": "db-budget",
            "labels": {"l": "m"},
            "annotations": {"a": "b"},
            "minAvailable": 1,
            "unhealthyPodEvictionPolicy": "AlwaysAllow",
        },
        "podManagementPolicy": "Parallel",
        "updateStrategy": {"type": "OnDelete"},
        "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Delete"},
        "terminationGracePeriodSeconds": 5,
        "podSecurityContext": {"fsGroup": 1},
        "workingDir": "/",
        "lifecycle": {"preStop": {"sleep": {"seconds": 5}}},
        "terminationMessagePath": "/dev/message",
        "terminationMessagePolicy": "File",
        "initContainers": [{"name": "init", "image": "init:1"}],
        "sidecars": [{"name": "side", "image": "side:1", "ports": [{"containerPort": 99}]}],
        "volumes": [{"name": "tmp", "emptyDir": {}}],
        "volumeMounts": [{"name": "tmp", "mountPath": "/cache"}],
        "volumeDevices": [{"name": "data", "devicePath": "/dev/x"}],
        "minReadySeconds": 5,
        "revisionHistoryLimit": 3,
        "ordinals": {"start": 1},
        "podLabels": {"a": "b"},
        "podAnnotations": {"a": "b"},
        "serviceAccount": {"create": True, "name": "db-account", "annotations": {"a": "b"}},
        "automountServiceAccountToken": False,
        "imagePullSecrets": [{"name": "pull"}],
        "nodeSelector": {"a": "b"},
        "affinity": {"podAntiAffinity": {}},
        "tolerations": [{"key": "a", "operator": "Exists"}],
        "topologySpreadConstraints": [
            {"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"}
        ],
        "priorityClassName": "high",
        "preemptionPolicy": "Never",
        "schedulingGates": [{"name": "a/b"}],
        "schedulingGroup": {"podGroupName": "group"},
        "evictionResponders": [{"name": "a/b", "priority": 1}],
        "nodeName": "node",
        "podResources": {"requests": {"cpu": "1"}},
        "resourceClaims": [{"name": "gpu", "resourceClaimName": "gpu"}],
        "os": {"name": "linux"},
        "hostUsers": True,
        "hostPID": False,
        "hostIPC": True,
        "hostnameOverride": "db",
        "setHostnameAsFQDN": True,
        "runtimeClassName": "gvisor",
        "schedulerName": "other",
        "hostNetwork": False,
        "hostAliases": [{"ip": "10.0.0.1", "hostnames": ["a"]}],
        "dnsPolicy": "Default",
        "dnsConfig": {"nameservers": ["10.0.0.1"]},
        "shareProcessNamespace": True,
        "enableServiceLinks": False,
        "readinessGates": [{"conditionType": "a/b"}],
        "patches": [
            {
                "name": "patch",
                "target": {"kind": "StatefulSet", "name": "db", "group": "apps", "version": "v1"},
                "patch": "metadata: {annotations: {patched: x}}",
            }
        ],
        "extraResources": [
            {
                "name": "extra",
                "resource": {"apiVersion": "a.b/v1", "kind": "K", "metadata": {"name": "k"}},
            }
        ],
    },
}
# Where another valid value cannot be guessed from the shape.
OTHER_VALUES = {
    "spec.ports.hostIP": "10.0.0.2",
    "spec.config.onChange": "none",
    "spec.config.files.base64": "/w==",
    "spec.config.files.name": "four",
    "spec.config.subPath": "two",
    "spec.restartPolicy": "OnFailure",
    "spec.restartPolicyRules": [],
    "spec.resizePolicy": [],
    "spec.storage.sizeLimit": "6Gi",
    "spec.storage.templateSize": "256Mi",
    "spec.storage.claims": 5,
    "spec.storage.volumeName": "volume",
    "spec.storage.recursiveReadOnly": "IfPossible",
    "spec.storage.mountPropagation": "HostToContainer",
    "spec.volumeDevices": [],
    "spec.preemptionPolicy": "PreemptLowerPriority",
    "spec.schedulingGates": [],
    "spec.schedulingGroup": {"podGroupName": "other"},
    "spec.evictionResponders": [],
    "spec.podResources": {"requests": {"cpu": "2"}},
    "spec.resourceClaims": [],
    "spec.os": {"name": "windows"},
    "spec.podSecurity": "restricted",
    "spec.spread": "required",
    "spec.defaults": "kubernetes",
    "spec.networkPolicy.clients": [],
    "spec.networkPolicy.ports": ["other"],
    "spec.networkPolicy.ingress": [],
    "spec.networkPolicy.egress": [],
    "spec.serviceMonitor.port": "other",
    "spec.serviceMonitor.scheme": "https",
    "spec.serviceMonitor.interval": "1m",
    "spec.serviceMonitor.scrapeTimeout": "5s",
    **{
        f"spec.{service}.{field}": each
        for service in ("clientService", "podServices", "headlessService")
        for field, each in {
            "type": "NodePort",
            "internalTrafficPolicy": "Local",
            "externalTrafficPolicy": "Cluster",
            "trafficDistribution": "PreferSameZone",
            "sessionAffinity": "None",
            "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 6}},
            "loadBalancerClass": "a.b/d",
            "loadBalancerSourceRanges": [],
            "externalIPs": [],
            "ipFamilies": ["IPv6"],
            "ipFamilyPolicy": "PreferDualStack",
            "ports.name": "other",
            "ports.targetPort": 99,
        }.items()
    },
    "spec.lifecycle": {"preStop": {"sleep": {"seconds": 6}}},
    "spec.terminationMessagePolicy": "FallbackToLogsOnError",
    "spec.dnsPolicy": "ClusterFirst",
    "spec.dnsConfig": {"nameservers": ["10.0.0.2"]},
    "spec.initContainers": [{"name": "init", "image": "init:2"}],
    "spec.sidecars": [],
    "spec.volumes": [{"name": "tmp", "emptyDir": {"medium": "Memory"}}],
    "spec.volumeMounts": [],
    "spec.ordinals": {"start": 2},
    "spec.imagePullSecrets": [],
    "spec.affinity": {"podAffinity": {}},
    "spec.tolerations": [],
    "spec.topologySpreadConstraints": [],
    "spec.hostAliases": [],
    "spec.readinessGates": [],
    "spec.patches.patch": "metadata: {annotations: {patched: z}}",
    "spec.extraResources.resource": {
        "apiVersion": "a.b/v1",
        "kind": "K",
        "metadata": {"name": "other"},
    },
    "spec.serviceAccount.create": False,
    "spec.livenessProbe": {"httpGet": {"port": 9}},
    "spec.readinessProbe": {"tcpSocket": {"port": 9}},
    "spec.startupProbe": {"exec": {"command": ["false"]}},
    "spec.podDisruptionBudget.maxUnavailable": 2,
    "spec.storage.dataSource": {"kind": "PersistentVolumeClaim", "name": "other"},
    "spec.storage.dataSourceRef": {"apiGroup": "g.example", "kind": "K", "name": "other"},
    "spec.persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain"},
    "spec.updateStrategy": {"type": "RollingUpdate"},
    "spec.envFrom": [{"configMapRef": {"name": "other"}}],
    "spec.env": [{"name": "A", "value": "2"}],
    "spec.image": "db:2",
    "spec.storage.size": "2Gi",
    "spec.storage.accessModes": ["ReadWriteMany"],
    "spec.storage.mountPath": "/other",
    "spec.storage.volumeMode": "Block",
}
# What contradicts the other value of a leaf, or hides what it does: it goes from both documents.
IN_THE_WAY = {
    "spec.clientService.ports.targetPort": ["spec.networkPolicy"],
    "spec.headlessService.ports.targetPort": ["spec.networkPolicy"],
    "spec.headlessService.ports.name": ["spec.serviceMonitor"],
    "spec.serviceMonitor.port": ["spec.headlessService.ports"],
    "spec.podServices.ports.targetPort": ["spec.networkPolicy"],
    "spec.hostNetwork": ["spec.networkPolicy"],
    "metadata.name": ["spec.patches"],
    "spec.podDisruptionBudget.maxUnavailable": ["spec.podDisruptionBudget.minAvailable"],
    "spec.ports.port": [  # nothing else is translated
        "spec.clientService.ports",
        "spec.podServices.ports",
    ],
    "spec.ports.appProtocol": ["spec.clientService.ports"],
    "spec.ports.containerPort": ["spec.hostNetwork"],
    "spec.ports.hostPort": ["spec.hostNetwork"],
    "spec.ports.protocol": ["spec.clientService", "spec.podServices"],
    "spec.ports.name": ["spec.networkPolicy.ports", "spec.serviceMonitor"],
    "spec.storage.volumeMode": [
        "spec.storage.subPath",
        "spec.storage.readOnly",
        "spec.storage.recursiveReadOnly",
        "spec.storage.mountPropagation",
    ],
    "spec.storage.readOnly": ["spec.storage.recursiveReadOnly"],
    "spec.storage.subPathExpr": ["spec.storage.subPath"],
    "spec.storage.name": ["spec.volumeDevices"],
    "spec.storage.volumeName": ["spec.replicas", "spec.podDisruptionBudget"],
    "spec.config.mountPath": ["spec.config.subPath"],
    "spec.config.files.name": ["spec.config.subPath"],
    "spec.config.onChange": ["spec.config.subPath"],
    "spec.headlessService.create": [
        *(f"spec.headlessService.{each}" for each in ("labels", "annotations")),
        *(f"spec.headlessService.{each}" for each in ("ipFamilies", "ipFamilyPolicy")),
        *(f"spec.headlessService.{each}" for each in ("ports", "publishNotReadyAddresses")),
        "spec.serviceMonitor",
    ],
    "spec.headlessService.enabled": [
        "spec.headlessService.name",
        "spec.peers",
        "spec.serviceMonitor",
    ],
    "spec.networkPolicy.restrictEgress": ["spec.networkPolicy.egress"],
    "spec.spread": ["spec.topologySpreadConstraints"],
    "spec.podSecurity": ["spec.hostNetwork", "spec.hostIPC", "spec.ports.hostPort"],
    "spec.hostUsers": ["spec.hostNetwork", "spec.hostIPC"],
    "spec.hostPID": ["spec.shareProcessNamespace"],
    "spec.os": [
        "spec.hostPID",
        "spec.securityContext",
        "spec.podSecurityContext",
        "spec.hostIPC",
        "spec.shareProcessNamespace",
    ],
    **{
        f"spec.{service}.{field}": [f"spec.{service}.{each}" for each in hiding]
        for service in ("clientService", "podServices")
        for field, hiding in {
            "type": [
                "healthCheckNodePort",
                "loadBalancerClass",
                "loadBalancerSourceRanges",
                "allocateLoadBalancerNodePorts",
            ],
            "externalTrafficPolicy": ["healthCheckNodePort"],
            "sessionAffinity": ["sessionAffinityConfig"],
        }.items()
    },
}
# Beginnings of the files of kinds that an app has several of.
PLURAL = ("configmap-", "service-pod-")
# These say something about the documents or the environments, not about the objects.
NO_LEAVES = {
    "apiVersion",
    "kind",
    "spec.environment",
    "spec.environments",
    "spec.kubernetesVersion",
    "spec.extraResources.name",
    "spec.patches.name",
    "spec.patches.target",  # with another one the patch is for no object
}


def leaves(shape: Any, path: str = "") -> list[str]:
    """Every field of our own models, down to where Kubernetes' own types begin."""
    if shape[0] in ("checked", "list"):
        return leaves(shape[2] if shape[0] == "checked" else shape[1], path)
    if shape[0] != "record" or path in NO_LEAVES:
        return [path]
    fields = shapes.RECORDS[shape[1]][0]
    return [
        leaf
        for key, (_, inner, _) in fields.items()
        for leaf in leaves(inner, f"{path}.{key}".lstrip("."))
    ]


LEAVES = [leaf for leaf in leaves(("record", "StatefulApp")) if leaf not in NO_LEAVES]


def output(document: dict[str, Any]) -> str:
    data, unread = with_files(document, lambda name: name.encode())
    app = accept(data)  # no version of Kubernetes has every field
    assert [*unread, *broken_rules(app)] == []
    objects = build_resources(app)
    workload = next(data for data in objects if data["kind"] == "StatefulSet")
    return json.dumps(
        [objects, facts.facts(Resource(workload), Objects([]), app.spec.cluster_domain)]
    )


@pytest.mark.parametrize("leaf", LEAVES)
def test_every_leaf_of_the_spec_changes_the_output(leaf: str) -> None:
    document = copy.deepcopy(FULL)
    for path in IN_THE_WAY.get(leaf, []):
        parent, name = holder(document, path)
        del parent[name]
    changed = copy.deepcopy(document)
    parent, name = holder(changed, leaf)
    parent[name] = OTHER_VALUES[leaf] if leaf in OTHER_VALUES else other(parent.get(name))
    assert output(changed) != output(document), f"nothing in renderer/resources reads {leaf}"


def holder(document: Any, path: str) -> tuple[Any, str]:
    """The map that holds a field; of a list, the first item that has it, or else the first."""
    *parents, key = path.split(".")
    for position, step in enumerate(parents):
        document = document[step]
        if isinstance(document, list):
            following = [*parents, key][position + 1]
            document = next((each for each in document if following in each), document[0])
    return document, key


def other(value: Any) -> Any:
    """Another valid value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return [*value, "other"]
    if isinstance(value, dict):
        return {**value, "other": "x"} if "a" in value else {}
    choices = {
        "Always": "Never",
        "TCP": "UDP",
        "NodePort": "LoadBalancer",
        "AlwaysAllow": "IfHealthyBudget",
        "http": "https",
        "Parallel": "OrderedReady",
        "/data": "/other",
    }
    return choices.get(value, f"{value}x")


def test_every_builder_is_in_an_example() -> None:
    rendered = {
        path.name for folder in ("bases", "overlays") for path in ROOT.glob(f"{folder}/**/*.yaml")
    }
    builders = [import_module(f"renderer.resources.{name}") for name in KINDS]
    files = {builder.FILE for builder in builders if hasattr(builder, "FILE")}
    assert files <= rendered
    for plural in PLURAL:
        assert [name for name in rendered if name.startswith(plural)], plural


def sources() -> list[tuple[Path, str]]:
    return [(path, path.read_text()) for path in sorted(RENDERER.rglob("*.py"))]


def codes_in_source() -> set[str]:
    return {
        code
        for path, text in sources()
        if path.name != "codes.py"
        for code in re.findall(r"\bSR\d{3,4}\b", text)
    }


FORMER = {code for rule in ALL.values() for code in rule.was}


def test_every_code_is_explained_and_used() -> None:
    assert codes_in_source() - FORMER == {*CODES, *ALL} - FORMER
    assert not set(CODES) & set(ALL)


def test_every_code_has_a_test() -> None:
    texts = [
        path.read_text() for path in (ROOT / "tests").rglob("*") if path.suffix in (".py", ".txt")
    ]
    tested = {code for text in texts for code in re.findall(r"\bSR\d{3,4}\b", text)}
    assert set(CODES) - tested == set()


# What no call with a folder of files leads to; each has tests of its own.
WITHOUT_GOLDEN = {
    *("SR710", "SR711", "SR712"),  # found by the doctor about Applications
    "SR713",  # needs a revision: tests/unit/test_diff_applications.py
    *(f"SR{number}" for number in range(980, 999)),  # found by the doctor about a machine
    "SR509",  # needs files that were written before
    *("SR510", "SR511", "SR512"),  # only in reports: tests/unit/test_trouble.py
    "SR609",  # needs a package that was written before
    "SR612",  # needs kpt, which adds words of its own
    *("SR615", "SR616"),  # need a package that was written before
    "SR706",  # no error: tests/unit/test_cli_validate.py
    *("SR707", "SR708", "SR709"),  # about Applications: tests/argocd has their tests
    "SR821",  # these four are about what is taken over: tests/unit/test_cli_adopt.py
    "SR822",
    "SR823",
    "SR824",
    "SR831",  # of `stateful init`: tests/unit/test_cli_init.py
    "SR999",  # a bug, and there is none that we know
}


def test_every_code_has_a_golden() -> None:
    texts = [path.read_text() for path in (ROOT / "tests/golden").rglob("*.txt")]
    shown = {code for text in texts for code in re.findall(r"\bSR\d{3,4}\b", text)}
    assert set(CODES) - shown - WITHOUT_GOLDEN == set()


@pytest.mark.parametrize("leaf", [*LEAVES, *sorted(NO_LEAVES)])
def test_every_field_is_explained(leaf: str) -> None:
    result = run("explain", leaf)
    assert result.code == 0, result.stderr
    first, _, rest = result.stdout.partition("\n\n")
    assert first.startswith(leaf)
    assert len(rest.strip()) > 10


def defaults(shape: Any, path: str = "") -> dict[str, Any]:
    """Every default of our own models that is more than an empty list or map, by its field."""
    if shape[0] == "list":
        return defaults(shape[1], path)
    found: dict[str, Any] = {}
    for key, (_, inner, default) in (
        shapes.RECORDS[shape[1]][0].items() if shape[0] == "record" else ()
    ):
        field = f"{path}.{key}".lstrip(".")
        says_nothing = default in (None, [], {}, shapes.REQUIRED, shapes.EMPTY_RECORD)
        found |= {} if says_nothing else {field: default}
        found |= defaults(inner, field)
    return found


@pytest.mark.parametrize(("field", "default"), defaults(("record", "StatefulApp")).items())
def test_every_default_is_explained(field: str, default: Any) -> None:
    first = run("explain", field).stdout.partition("\n")[0]
    written = json.dumps(default).replace('"', "")
    assert first.replace('"', "").endswith(f" default: {written}")


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_can_be_explained(code: str) -> None:
    assert run("explain", code).stdout.startswith(f"{code}: ")


def commands() -> list[list[str]]:
    groups = [[group.name] for group in command_line().registered_groups]
    names = [[each.name or each.callback.__name__] for each in command_line().registered_commands]
    return [[], *names, *groups, ["argocd", "generate"]]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_has_help_with_an_example(command: list[str]) -> None:
    result = CliRunner().invoke(command_line(*command[:1]), [*command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output
    assert (
        command in ([], ["version"], ["argocd"]) or f"stateful {' '.join(command)}" in result.output
    )


def test_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text()
    for command in commands():
        assert f"stateful {' '.join(command)}".strip() in readme


def test_map_of_the_house_names_every_folder() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text()
    for folder in sorted(path.name for path in RENDERER.iterdir() if path.is_dir()):
        assert folder == "__pycache__" or f"`renderer/{folder}/`" in contributing


def test_builders_never_touch_pydantic() -> None:
    for path in (RENDERER / "resources").glob("*.py"):
        names = {
            node.attr
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute)
        }
        assert not [name for name in names if name.startswith(("model_", "__pydantic"))], path


@pytest.mark.slow
def test_generated_files_are_current() -> None:
    import subprocess

    for script in sorted(path.name for path in (ROOT / "tools").glob("generate_*.py")):
        result = subprocess.run([sys.executable, ROOT / "tools" / script, "--check"], check=False)
        assert result.returncode == 0, f"run `make generate`: {script}"
