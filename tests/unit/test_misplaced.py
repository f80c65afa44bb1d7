"""Fields at the wrong depth: what is said, and how the whole object should read."""

from __future__ import annotations

from typing import Any

import pytest

from renderer.guard.judge import judge
from renderer.objects.resource import Resource
from renderer.yaml import read

SERVICE = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "nginx", "labels": {"app": "nginx"}},
    "spec": {
        "clusterIP": "None",
        "selector": {"app": "nginx"},
        "ports": [{"port": 80, "name": "web"}],
    },
}
BUDGET = {
    "apiVersion": "policy/v1",
    "kind": "PodDisruptionBudget",
    "metadata": {"name": "db"},
    "spec": {"maxUnavailable": 1, "selector": {"matchLabels": {"app": "db"}}},
}
SET = {
    "apiVersion": "apps/v1",
    "kind": "StatefulSet",
    "metadata": {"name": "db"},
    "spec": {
        "serviceName": "db",
        "replicas": 3,
        "selector": {"matchLabels": {"app": "db"}},
        "template": {
            "metadata": {"labels": {"app": "db"}},
            "spec": {"containers": [{"name": "db", "image": "example/db:1"}]},
        },
        "volumeClaimTemplates": [
            {
                "metadata": {"name": "data"},
                "spec": {
                    "resources": {"requests": {"storage": "1Gi"}},
                    "accessModes": ["ReadWriteOnce"],
                },
            }
        ],
    },
}
TUTORIAL = """
apiVersion: v1
kind: Service
metadata:
name: nginx
labels:
app: nginx
spec:
ports:
  - port: 80
    name: web
    clusterIP: None
    selector:
    app: nginx
"""


def shown(text: str) -> tuple[list[str], Any]:
    """What is said of misplaced fields, and the object as it should be."""
    (data,) = read(text, dialect="manifest")
    problems = [finding.problem for finding in judge([Resource(data)])]
    moved = [problem for problem in problems if problem.code == "SR918"]
    others = [problem for problem in problems if problem.severity == "error"]
    assert others == moved  # one mistake is not said twice
    instead = [problem.instead for problem in moved if problem.instead]
    assert len(instead) <= 1
    hints = [problem.hint.removeprefix("move it to ") for problem in moved]
    return hints, instead[0] if instead else None


def test_the_tutorial_without_its_indentation() -> None:
    hints, instead = shown(TUTORIAL)
    assert instead == SERVICE
    assert hints == [
        "metadata.name",
        "metadata.labels",
        "metadata.labels.app",
        "spec.ports",
        "spec.clusterIP",
        "spec.selector",
        "spec.selector.app",
    ]


HEAD = "apiVersion: v1\nkind: Service\n"


@pytest.mark.parametrize(
    "rest",
    [
        # fields that slid to the left
        """
metadata:
  name: nginx
labels:
  app: nginx
spec:
  clusterIP: None
  selector: {app: nginx}
  ports: [{port: 80, name: web}]
""",
        """
metadata: {name: nginx, labels: {app: nginx}}
spec:
clusterIP: None
selector:
  app: nginx
ports: [{port: 80, name: web}]
""",
        """
metadata:
  name: nginx
  labels:
  app: nginx
spec:
  clusterIP: None
  selector:
  app: nginx
  ports: [{port: 80, name: web}]
""",
        # and to the right
        """
metadata: {name: nginx, labels: {app: nginx}}
spec:
  ports:
  - port: 80
    name: web
    clusterIP: None
    selector: {app: nginx}
""",
        """
metadata:
  name: nginx
  labels: {app: nginx}
  clusterIP: None
  selector: {app: nginx}
spec:
  ports: [{port: 80, name: web}]
""",
        """
spec:
  name: nginx
  labels: {app: nginx}
  clusterIP: None
  selector: {app: nginx}
  ports: [{port: 80, name: web}]
""",
    ],
)
def test_a_service(rest: str) -> None:
    hints, instead = shown(HEAD + rest)
    assert hints
    assert instead == SERVICE


NAMED, LABELS = "metadata: {name: db}", ("matchLabels:", "app: db")


@pytest.mark.parametrize(
    "lines",
    [
        ("metadata:", "name: db", "spec:", "maxUnavailable: 1", "selector:", *LABELS),
        (NAMED, "spec:", "  maxUnavailable: 1", "  selector:", "  matchLabels:", "  app: db"),
        (NAMED, "spec:", "  selector: {matchLabels: {app: db}, maxUnavailable: 1}"),
    ],
)
def test_a_budget(lines: tuple[str, ...]) -> None:
    head = ("apiVersion: policy/v1", "kind: PodDisruptionBudget")
    hints, instead = shown("\n".join([*head, *lines]))
    assert hints
    assert instead == BUDGET


def test_a_statefulset() -> None:
    text = """
apiVersion: apps/v1
kind: StatefulSet
metadata:
name: db
spec:
  serviceName: db
  replicas: 3
  selector:
  matchLabels:
    app: db
  template:
    metadata:
    labels:
    app: db
    spec:
    containers:
    - name: db
      image: example/db:1
  volumeClaimTemplates:
  - metadata:
    name: data
    spec:
    accessModes: [ReadWriteOnce]
    resources:
    requests:
    storage: 1Gi
"""
    hints, instead = shown(text)
    assert instead == SET
    assert hints[-2:] == [
        "spec.volumeClaimTemplates[0].spec.resources.requests",
        "spec.volumeClaimTemplates[0].spec.resources.requests.storage",
    ]


PORTS = "ports: [{port: 1}]"


@pytest.mark.parametrize(
    "rest",
    [
        f"metadata: {{name: a}}\nname: b\nspec: {{{PORTS}}}\n",  # its place is taken
        f"metadata: {{name: a}}\nspec: {{{PORTS}, color: red}}\n",  # nobody's
        f"metadata: {{name: a, labels: }}\nspec: {{{PORTS}}}\n",  # nothing is lost
    ],
)
def test_what_stays_where_it_is(rest: str) -> None:
    (data,) = read(f"{HEAD}{rest}", dialect="manifest")
    assert not [each for each in judge([Resource(data)]) if each.problem.code == "SR918"]


def test_what_is_not_judged_stays_as_it_is() -> None:
    data = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": None, "name": "a"}
    assert not judge([Resource(data)])
