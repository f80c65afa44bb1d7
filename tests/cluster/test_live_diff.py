"""`stateful diff --live` against a real cluster: read by kubectl, and nothing is changed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from api import until
from commands import run
from corpus import example_builds
from sets import scale, settled

from renderer.yaml import dump_all

if TYPE_CHECKING:
    from conftest import Figures
    from plane import Plane

pytestmark = pytest.mark.cluster
NOT_PRUNED = "it goes if it is pruned, and stays if not"
NGINX = next(build.objects for name, build in example_builds() if name == "nginx base")


@pytest.fixture(autouse=True)
def ask(server: Plane, kubectl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KUBECONFIG", str(server.kubeconfig))
    monkeypatch.setenv("PATH", f"{kubectl.parent}{os.pathsep}{os.environ['PATH']}")


def written(objects: list[dict[str, Any]]) -> str:
    Path("app.yaml").write_text(dump_all(objects))
    return "app.yaml"


def test_every_example_as_it_was_applied_is_no_difference(server: Plane, figures: Figures) -> None:
    count = 0
    for number, (name, build) in enumerate(example_builds()):
        space = server.api.namespace(f"live-{number}")
        objects = [
            {**each, "metadata": {**each["metadata"], "namespace": space}} for each in build.objects
        ]
        known = [each for each in objects if server.api.serves(each["apiVersion"], each["kind"])]
        for each in known:
            assert not server.api.apply(each, space).is_refused, name
        if number % 6 == 0:  # kubectl takes its time
            result = run("diff", "--live", written(known))
            assert (result.code, result.stdout, result.stderr) == (0, "", ""), name
            count += 1
    figures.say(f"diff --live: {count} examples are what was applied")


BESIDE = """
- apiVersion: batch/v1
  kind: Job
  metadata: {name: plain}
  spec:
    template:
      spec: &once {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}
- apiVersion: batch/v1
  kind: Job
  metadata: {name: labelled, labels: {app: a}}
  spec:
    completionMode: Indexed
    completions: 3
    parallelism: 2
    backoffLimitPerIndex: 1
    podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [3]}}]}
    template: {metadata: {labels: {app: a}}, spec: *once}
- apiVersion: batch/v1
  kind: Job
  metadata: {name: queue}
  spec: {parallelism: 2, template: {spec: *once}}
- apiVersion: batch/v1
  kind: Job
  metadata: {name: pods-alone}
  spec: {ttlSecondsAfterFinished: 60, template: {metadata: {labels: {app: b}}, spec: *once}}
- apiVersion: batch/v1
  kind: CronJob
  metadata: {name: backup}
  spec: {schedule: "0 3 * * *", jobTemplate: {spec: {template: {spec: *once}}}}
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: proxy}
  spec:
    selector: {matchLabels: {app: c}}
    template: {metadata: {labels: {app: c}}, spec: {containers: [{name: a, image: "a:1"}]}}
- apiVersion: autoscaling/v2
  kind: HorizontalPodAutoscaler
  metadata: {name: more}
  spec:
    maxReplicas: 5
    scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: proxy}
    metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
- apiVersion: networking.k8s.io/v1
  kind: Ingress
  metadata: {name: web}
  spec:
    rules:
    - http:
        paths:
        - {pathType: Prefix, path: /, backend: {service: {name: a, port: {number: 80}}}}
- apiVersion: rbac.authorization.k8s.io/v1
  kind: Role
  metadata: {name: reader}
  rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
- apiVersion: rbac.authorization.k8s.io/v1
  kind: RoleBinding
  metadata: {name: reader}
  subjects: [{kind: ServiceAccount, name: default}]
  roleRef: {kind: Role, name: reader, apiGroup: rbac.authorization.k8s.io}
"""


def test_what_stands_beside_an_app_as_it_was_applied_is_no_difference(server: Plane) -> None:
    space = server.api.namespace("beside")
    objects = yaml.safe_load(BESIDE)
    for each in objects:
        each["metadata"]["namespace"] = space
        reply = server.api.apply(each, space)
        assert not reply.is_refused, reply.message
    result = run("diff", "--live", written(objects))
    assert (result.code, result.stdout) == (0, "")


def test_a_kind_that_the_cluster_does_not_know_is_new(server: Plane) -> None:
    space = server.api.namespace("unknown")
    widget = {
        "apiVersion": "example.org/v1",
        "kind": "Widget",
        "metadata": {"name": "w", "namespace": space},
    }
    service = {**NGINX[0], "metadata": {**NGINX[0]["metadata"], "namespace": space}}
    result = run("diff", "--live", written([widget, service]), "-o", "json")
    changes = json.loads(result.stdout)["changes"]
    assert {each["kind"]: each["operation"] for each in changes} == {
        "Widget": "added",
        NGINX[0]["kind"]: "added",
    }
    assert run("diff", "--live", written([widget]), "--no-plan").code == 1


def test_a_claim_that_an_earlier_scale_down_left_behind_is_named(cluster: Plane) -> None:
    space = cluster.api.namespace("left")
    for each in NGINX:
        assert not cluster.api.apply(each, space).is_refused
    settled(cluster.api, space, "nginx")
    scale(cluster.api, space, "nginx", 1)
    until(lambda: settled(cluster.api, space, "nginx"), "two pods are gone")
    result = run("diff", "--live", "-n", space, written(NGINX), "-o", "json")
    (change,) = json.loads(result.stdout)["changes"]
    (verdict,) = change["verdicts"]
    assert verdict["effect"] == "scale"
    assert verdict["pods"] == ["nginx-1", "nginx-2"]
    assert "www-nginx-1, www-nginx-2 is there already" in verdict["why"]


def test_words_of_kubectl_are_passed_on(server: Plane) -> None:
    server.api.namespace("words")
    result = run("diff", "--live", "--context", "nowhere", written(NGINX))
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr.startswith("--live: kubectl get failed: ")
    assert "nowhere" in result.stderr


def test_of_a_server_that_does_not_answer_the_last_word_is_passed_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KUBECONFIG", "/dev/null")
    result = run("diff", "--live", written(NGINX))
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr.startswith("--live: kubectl get failed: error: ")
    assert "memcache.go" not in result.stderr
    assert result.stderr.count("\n") == 1


def test_what_kubectl_dumps_is_the_manifest(server: Plane) -> None:
    """The diff of its own help: `kubectl get -o yaml` against what was applied."""
    space = server.api.namespace("dump")
    for each in NGINX:
        assert not server.api.apply(each, space).is_refused
    dump = [
        server.api.get(each["apiVersion"], each["kind"], space, each["metadata"]["name"])
        for each in NGINX
    ]
    Path("deployed.yaml").write_text(yaml.safe_dump_all(dump))
    objects = [{**each, "metadata": {**each["metadata"], "namespace": space}} for each in NGINX]
    for sides in (("deployed.yaml", written(objects)), (written(objects), "deployed.yaml")):
        result = run("diff", *sides)
        assert (result.code, result.stdout) == (0, "")


def test_what_the_same_app_has_left_behind_is_said_and_counts(server: Plane) -> None:
    space = server.api.namespace("left-over")
    part = {"app.kubernetes.io/part-of": "shop"}
    objects = [
        {
            **each,
            "metadata": {
                **each["metadata"],
                "namespace": space,
                "labels": {**each["metadata"]["labels"], **part},
            },
        }
        for each in NGINX
    ]
    other = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "other", "namespace": space, "labels": part},
    }
    for each in (*objects, other):
        assert not server.api.apply(each, space).is_refused
    gone = next(each for each in objects if each["kind"] == "StatefulSet")
    rest = [each for each in objects if each is not gone]
    result = run("diff", "--live", written(rest), "-o", "json")
    assert result.stderr.splitlines() == [
        f"live: StatefulSet {space}/nginx is not in AFTER: {NOT_PRUNED}",
        f"live: ConfigMap {space}/other is part of shop too, and not in AFTER",
    ]
    (change,) = json.loads(result.stdout)["changes"]
    assert (change["kind"], change["operation"]) == ("StatefulSet", "removed")
    assert change["effect"] == "data-risk"
    assert result.code == 1
    named = [{**each, "metadata": {**each["metadata"]}} for each in rest]
    for each in named:
        del each["metadata"]["namespace"]
    result = run("diff", "--live", "-n", space, written(named), "-o", "json")
    assert [each["name"] for each in json.loads(result.stdout)["changes"]] == ["nginx"]
