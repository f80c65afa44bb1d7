"""One judge: what we render, no rule of ours calls an error.

Either `render` refuses a spec, at one of its lines, or the guard finds no error in what it made,
patched and extra objects included.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from kustomizing import ROOT
from specs import SHARDS, hold

from renderer.app.load import Document
from renderer.errors import RenderError
from renderer.guard.judge import judge
from renderer.objects.resource import Resource
from renderer.resources.pipeline import builds_of
from renderer.yaml import read

TREES = sorted((ROOT / "tests/golden/trees").glob("*/statefulapp.yaml"))
EXAMPLES = sorted((ROOT / "bases").glob("*/statefulapp.yaml"))


def errors_in(document: Document) -> list[str]:
    """What the guard calls an error in what is made of a document; nothing where it is refused."""
    try:
        builds = builds_of(document)
    except RenderError as error:
        return [f"at no field: {problem}" for problem in error.problems if not problem.path]
    return [
        f"{environment}: {finding}"
        for environment, build in builds.items()
        for finding in judge([Resource(built) for built in build.objects])
        if finding.problem.severity == "error" and not finding.allowed
    ]


def has_no_error(document: Document) -> None:
    assert errors_in(document) == []


@pytest.mark.slow
@pytest.mark.parametrize("wild", [False, True], ids=["valid", "any"])
@pytest.mark.parametrize("shard", SHARDS)
def test_a_random_spec_is_refused_or_has_no_error(shard: int, wild: bool) -> None:
    hold(has_no_error, shard, wild=wild)


@pytest.mark.parametrize("spec", [*TREES, *EXAMPLES], ids=lambda path: path.parent.name)
def test_no_golden_tree_and_no_example_has_an_error(spec: Path) -> None:
    (data,) = [each for each in read(spec.read_bytes()) if each.get("kind") == "StatefulApp"]
    assert errors_in(Document(data, read_beside=lambda _: b"text\n")) == []


HEAD = {"apiVersion": "stateful-renderer.dev/v1alpha1", "kind": "StatefulApp"}


def app(**spec: Any) -> Document:
    port = {"name": "a", "port": 80}
    usual = {"image": "example/db:1", "ports": [port]}
    return Document({**HEAD, "metadata": {"name": "db"}, "spec": {**usual, **spec}})


POD = "kind: StatefulSet\nspec: {template: {spec: %s}}"
PATCHES = [
    "{containers: [{name: db, livenessProbe: {exec: {command: [a]}, httpGet: {port: 80}}}]}",
    "{containers: [{name: db, volumeMounts: [{name: nowhere, mountPath: /x}]}]}",
    "{dnsPolicy: None}",
    "{tolerations: [{value: x}]}",
    "{containers: [{name: db, resources: {requests: {cpu: 2}, limits: {cpu: 1}}}]}",
    ("{containers: [{name: db, env: [{name: A, value: x, valueFrom: {fieldRef: {fieldPath: "
    "metadata.name}}}]}]}"),
    "{volumes: [{name: v, emptyDir: {}, configMap: {name: c}}]}",
    "{securityContext: {seccompProfile: {type: Localhost}}}",
    "{hostUsers: false, hostNetwork: true}",
    ("{containers: [{name: db, securityContext: {privileged: true, allowPrivilegeEscalation: "
    "false}}]}"),
]  # fmt: skip


@pytest.mark.parametrize("pod", PATCHES)
def test_a_patch_is_judged_at_its_place(pod: str) -> None:
    document = app(patches=[{"name": "p", "patch": POD % pod}])
    with pytest.raises(RenderError) as refused:
        builds_of(document)
    paths = {problem.path for problem in refused.value.problems}
    assert paths == {("spec", "patches", 0, "patch")}


EXTRA = {
    "two limits": "kind: PodDisruptionBudget\napiVersion: policy/v1\nmetadata: {name: b}\n"
    "spec: {minAvailable: 1, maxUnavailable: 1, selector: {matchLabels: {a: b}}}",
    "open to the outside": "kind: Service\napiVersion: v1\nmetadata: {name: s}\n"
    "spec: {clusterIP: None, type: NodePort, ports: [{port: 80}], selector: {a: b}}",
    "no names": "kind: Service\napiVersion: v1\nmetadata: {name: s}\n"
    "spec: {ports: [{port: 80}, {port: 81}], selector: {a: b}}",
}


@pytest.mark.parametrize("extra", EXTRA.values(), ids=list(EXTRA))
def test_an_extra_resource_is_judged_at_its_line(extra: str) -> None:
    (resource,) = read(extra)
    document = app(replicas=3, extraResources=[{"name": "e", "resource": resource}])
    with pytest.raises(RenderError) as refused:
        builds_of(document)
    for problem in refused.value.problems:
        assert problem.path[:4] == ("spec", "extraResources", 0, "resource")


def test_two_budgets_for_one_pod_are_refused() -> None:
    selector = {"matchLabels": {"app.kubernetes.io/name": "db"}}
    budget = {"minAvailable": 2, "selector": selector}
    extra = {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "spec": budget}
    named = {"name": "b", "resource": {**extra, "metadata": {"name": "b"}}}
    with pytest.raises(RenderError, match="SR973"):
        builds_of(app(replicas=3, extraResources=[named]))
