"""Small inputs, and what is said about each by a server, by `validate` and by `render`: verdicts/.

A file has inputs of one kind. A case changes the object in OBJECTS: `set` says fields and their
values, `drop` fields that are gone, both below the file's `at`. Where a StatefulApp can say the
same fields, `render` is asked too. Then there is what came of it:

    server: its words         it refuses the object; without this line it takes it
    validate: takes           unlike the server; or `refuses`
    render: refuses           unlike the server; or `takes`
    why: ...                  why not all three agree; a defect of ours begins with "Defect: "

A run with --update-golden writes all but `why`, and fails as long as one is missing.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from api import Reply

from renderer.app import KIND
from renderer.app.load import Document
from renderer.app.models import API_VERSION
from renderer.errors import RenderError
from renderer.guard.judge import judge
from renderer.kubernetes.versions import minor_of
from renderer.objects.resource import Resource
from renderer.resources.pipeline import builds_of

FOLDER = Path(__file__).parent / "verdicts"
DEFECT = "Defect: "
SAID = ("server", "validate", "render", "why")
LABELS = {"app": "web"}
OBJECTS: dict[str, dict[str, Any]] = {
    "StatefulSet": {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "web", "labels": LABELS},
        "spec": {
            "serviceName": "web",
            "replicas": 3,
            "selector": {"matchLabels": LABELS},
            "template": {
                "metadata": {"labels": LABELS},
                "spec": {
                    "terminationGracePeriodSeconds": 10,
                    "containers": [
                        {
                            "name": "web",
                            "image": "nginx:1",
                            "ports": [{"name": "http", "containerPort": 80}],
                            "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
                            "resources": {"requests": {"cpu": "1", "memory": "1Gi"}},
                            "volumeMounts": [{"name": "data", "mountPath": "/data"}],
                        }
                    ],
                },
            },
            "volumeClaimTemplates": [
                {
                    "metadata": {"name": "data"},
                    "spec": {
                        "accessModes": ["ReadWriteOnce"],
                        "resources": {"requests": {"storage": "1Gi"}},
                    },
                }
            ],
        },
    },
    "Service": {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web"},
        "spec": {
            "clusterIP": "None",
            "selector": LABELS,
            "ports": [{"name": "http", "port": 80}],
        },
    },
    "PodDisruptionBudget": {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "web"},
        "spec": {"maxUnavailable": 1, "selector": {"matchLabels": LABELS}},
    },
}


# What a StatefulApp says as a StatefulSet does: where in the latter, the key there, and here.
SPEC = {
    "kubernetesVersion": "1.36",
    "image": "nginx:1",
    "replicas": 3,
    "ports": [{"name": "http", "port": 80}],
    "storage": [{"name": "data", "mountPath": "/data", "size": "1Gi"}],
    "resources": {"requests": {"cpu": "1", "memory": "1Gi"}},
    "terminationGracePeriodSeconds": 10,
}
SAME: dict[str, dict[str, str]] = {
    "spec": {
        key: key
        for key in (
            *("replicas", "podManagementPolicy", "updateStrategy", "minReadySeconds"),
            *("revisionHistoryLimit", "ordinals", "persistentVolumeClaimRetentionPolicy"),
        )
    },
    "spec.template.metadata": {"annotations": "podAnnotations"},
    "spec.template.spec": {
        **{
            key: key
            for key in (
                *("terminationGracePeriodSeconds", "automountServiceAccountToken", "nodeName"),
                *("imagePullSecrets", "nodeSelector", "affinity", "tolerations", "hostAliases"),
                *("topologySpreadConstraints", "priorityClassName", "runtimeClassName", "os"),
                *("schedulerName", "preemptionPolicy", "schedulingGates", "resourceClaims"),
                *("hostNetwork", "hostUsers", "hostPID", "hostIPC", "hostnameOverride"),
                *("setHostnameAsFQDN", "dnsPolicy", "dnsConfig", "shareProcessNamespace"),
                *("enableServiceLinks", "readinessGates", "initContainers", "volumes"),
            )
        },
        "securityContext": "podSecurityContext",
        "resources": "podResources",
    },
    "spec.template.spec.containers.0": {
        key: key
        for key in (
            *("image", "imagePullPolicy", "command", "args", "workingDir", "stdin", "tty"),
            *("env", "envFrom", "resources", "resizePolicy", "restartPolicy", "lifecycle"),
            *("startupProbe", "readinessProbe", "livenessProbe", "securityContext"),
            *("terminationMessagePath", "terminationMessagePolicy"),
        )
    },
}


@dataclass
class Case:
    """One input, with what is written about it."""

    file: Path
    kind: str
    prefix: str
    changes: dict[str, Any]
    gone: list[str] = field(default_factory=list)
    server: str = ""
    validate: str = ""
    render: str = ""
    why: str = ""

    @property
    def name(self) -> str:
        """Return its own words, for people."""
        return f"{self.file.stem}: {flow(self.input())}"

    def objects(self) -> list[dict[str, Any]]:
        """Return the changed object, and after it those that belong to it."""
        objects = copy.deepcopy(OBJECTS)
        changed = objects.pop(self.kind)
        for where, value in self.changes.items():
            put(changed, self.path(where), value)
        for where in self.gone:
            *owner, key = self.path(where)
            at(changed, owner).pop(key, None)
        return [changed, *objects.values()]

    def spec(self) -> dict[str, Any] | None:
        """Return the spec that says the same, or None if a spec cannot."""
        spec = dict(SPEC)
        for where, value in self.changes.items():
            owner, _, key = f"{self.prefix}.{where}".strip(".").rpartition(".")
            if self.kind != "StatefulSet" or key not in SAME.get(owner, ()):
                return None
            spec[SAME[owner][key]] = copy.deepcopy(value)
        return None if self.gone else spec

    def path(self, where: str) -> list[str | int]:
        keys = [*filter(None, self.prefix.split(".")), *where.split(".")]
        return [int(key) if key.isdigit() else key for key in keys]

    def input(self) -> dict[str, Any]:
        return {"set": self.changes} | ({"drop": self.gone} if self.gone else {})

    def written(self) -> str:
        lines = [f"{key}: {flow(value)}" for key, value in self.input().items() if value]
        said = {key: getattr(self, key) for key in SAID}
        lines += [f"{key}: {flow(text)}" for key, text in said.items() if text]
        return "- " + "\n  ".join(lines) + "\n"


def cases() -> list[Case]:
    return [case for file in sorted(FOLDER.glob("*.yaml")) for case in cases_in(file)]


def cases_in(file: Path) -> Iterator[Case]:
    document = yaml.safe_load(file.read_text())
    for case in document["cases"]:
        yield Case(
            file,
            document["kind"],
            document.get("at", ""),
            case.get("set", {}),
            case.get("drop", []),
            **{key: case[key] for key in SAID if key in case},
        )


def write(file: Path, some: list[Case]) -> None:
    """Write the cases of a file as they are now."""
    head = f"kind: {some[0].kind}\n" + (f"at: {some[0].prefix}\n" if some[0].prefix else "")
    file.write_text(f"{head}cases:\n" + "".join(case.written() for case in some))


def flow(value: Any) -> str:
    """Return YAML in one line."""
    text = yaml.safe_dump(
        value, default_flow_style=True, width=10**9, allow_unicode=True, sort_keys=False
    )
    return text.removesuffix("\n").removesuffix("\n...")


def at(owner: Any, path: list[str | int]) -> Any:
    for key in path:
        owner = owner[key]
    return owner


def put(owner: Any, path: list[str | int], value: Any) -> None:
    *before, key = path
    for each in before:
        owner = owner[each] if isinstance(each, int) else owner.setdefault(each, {})
    owner[key] = copy.deepcopy(value)


def words(reply: Reply) -> str:
    """Return the first reason for which the server refuses an object; nothing if it takes it."""
    if not reply.is_refused:
        return ""
    causes = []
    if isinstance(reply.body, dict):
        causes = reply.body.get("details", {}).get("causes", [])
    if causes:
        text = f"{causes[0].get('field', '')}: {causes[0].get('message', '')}".removeprefix(": ")
    else:
        text = reply.message
    return " ".join(text.split())[:200]


def errors(objects: list[dict[str, Any]]) -> list[str]:
    """Return what `stateful validate` would fail for."""
    minor = minor_of(SPEC["kubernetesVersion"])
    found = judge([Resource(each) for each in objects], minor)
    return [
        f"{each.problem.code} {each.problem}"
        for each in found
        if each.problem.severity == "error" and not each.allowed
    ]


def refusals(spec: dict[str, Any]) -> list[str]:
    """Return what `stateful render` would fail for."""
    try:
        rendered(spec)
    except RenderError as error:
        return [str(problem) for problem in error.problems]
    return []


def rendered(spec: dict[str, Any], name: str = "web") -> list[dict[str, Any]]:
    """Return the objects of the app in its base."""
    head = {"apiVersion": API_VERSION, "kind": KIND, "metadata": {"name": name}}
    return builds_of(Document({**head, "spec": spec}))[None].objects
