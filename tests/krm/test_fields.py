"""What kustomize's own fields reach of an app: the table in docs/krm-function.md, row by row."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from calling import FUNCTION, ROOT, app, noted, write
from kustomizing import FUNCTION_FLAGS, build, objects

from renderer.yaml import dump

pytestmark = pytest.mark.e2e

DOCUMENT = (ROOT / "docs/krm-function.md").read_text()
PLACES = re.findall(r"```yaml\n(images:\n.*?)```", DOCUMENT, re.DOTALL)[0]
TEAM = {"team": "a"}
BACKUP = {
    "apiVersion": "batch/v1",
    "kind": "CronJob",
    "metadata": {"name": "backup"},
    "spec": {
        "schedule": "@daily",
        "jobTemplate": {
            "spec": {
                "template": {
                    "spec": {
                        "restartPolicy": "Never",
                        "containers": [{"name": "backup", "image": "db:1"}],
                    }
                }
            }
        },
    },
}
APP = app(
    image="db:1",
    replicas=2,
    initContainers=[{"name": "init", "image": "db:1"}],
    sidecars=[{"name": "side", "image": "db:1"}],
    peers=[{"name": "PEERS", "format": "{pod}"}],
    envFrom=[{"configMapRef": {"name": "settings"}}],
    extraResources=[{"name": "backup", "resource": BACKUP}],
)
EXPAND = noted(
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "expand"}, "data": {}}, FUNCTION
)


def tried(
    kustomize: Path,
    folder: Path,
    listed: str,
    field: Any,
    *,
    spec: Any = APP,
    places: bool = False,
) -> Any:
    """Build the app, listed under `resources` or `generators`, with a field of a kustomization."""
    kustomization = {listed: ["app.yaml"], **field}
    if listed == "resources":
        kustomization["transformers"] = ["expand.yaml"]
    if places:
        kustomization["configurations"] = ["places.yaml"]
    config = noted(spec, FUNCTION) if listed == "generators" else spec
    texts = {
        "kustomization.yaml": dump(kustomization),
        "app.yaml": dump(config),
        "expand.yaml": dump(EXPAND),
        "places.yaml": PLACES,
    }
    return build(kustomize, write(folder, texts), *FUNCTION_FLAGS)


def told(result: Any) -> dict[str, Any]:
    """Return what the table speaks of."""
    assert result.returncode == 0, result.stderr
    found = {key[1]: each for key, each in objects(result.stdout).items() if key[1] != "ConfigMap"}
    stateful, backup = found["StatefulSet"], found["CronJob"]
    spec = stateful["spec"]
    pod = spec["template"]["spec"]
    (main, side) = sorted(pod["containers"], key=lambda each: str(each["name"] == "side"))
    other = backup["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]
    return {
        "names": (stateful["metadata"]["name"], spec["serviceName"], backup["metadata"]["name"]),
        "selector": spec["selector"]["matchLabels"]["app.kubernetes.io/name"],
        "peers": next(each["value"] for each in main["env"] if each["name"] == "PEERS"),
        "namespaces": {each["metadata"].get("namespace") for each in found.values()},
        "labels": {kind for kind, each in found.items() if "team" in each["metadata"]["labels"]},
        "annotations": {
            kind
            for kind, each in found.items()
            if "team" in each["metadata"].get("annotations", {})
        },
        "pods": [
            "team" in spec["template"]["metadata"].get(each, {})
            for each in ("labels", "annotations")
        ],
        "selects": "team" in spec["selector"]["matchLabels"],
        "images": [each["image"] for each in (main, side, pod["initContainers"][0], other)],
        "replicas": spec["replicas"],
        "settings": main["envFrom"][0]["configMapRef"]["name"].rpartition("-")[0],
    }


ALL = {"StatefulSet", "Service", "PodDisruptionBudget", "CronJob"}
# What is there without any field.
PLAIN = {
    "names": ("db", "db", "backup"),
    "selector": "db",
    "peers": "db-0,db-1",
    "namespaces": {None},
    "labels": set(),
    "annotations": set(),
    "pods": [False, False],
    "selects": False,
    "images": ["db:1"] * 4,
    "replicas": 2,
    "settings": "",
}
PREFIX = {"namePrefix": "x-"}
LABELS = {"labels": [{"pairs": TEAM}]}
TEMPLATES = {"labels": [{"pairs": TEAM, "includeTemplates": True}]}
SELECTORS = {"labels": [{"pairs": TEAM, "includeSelectors": True}]}
IMAGES = {"images": [{"name": "db", "newTag": "2"}]}
REPLICAS = {"replicas": [{"name": "db", "count": 3}]}
PATCH = "- {op: replace, path: /spec/replicas, value: 3}"
BY_TARGET = {"patches": [{"target": {"kind": "StatefulSet"}, "patch": PATCH}]}
SETTINGS = {"configMapGenerator": [{"name": "settings", "literals": ["a=b"]}]}


@pytest.mark.parametrize(
    ("field", "reached"),
    [
        ({}, {}),
        (
            PREFIX,
            {"names": ("x-db", "x-db", "backup"), "selector": "x-db", "peers": "x-db-0,x-db-1"},
        ),
        ({"namespace": "shop"}, {"namespaces": {"shop"}}),
        (LABELS, {"labels": ALL}),
        (TEMPLATES, {"labels": ALL}),
        (SELECTORS, {"labels": ALL}),
        ({"commonLabels": TEAM}, {"labels": ALL}),
        ({"commonAnnotations": TEAM}, {"annotations": ALL}),
        (IMAGES, {"images": ["db:1", "db:1", "db:2", "db:2"]}),
        (BY_TARGET, {}),
        (SETTINGS, {"settings": "settings"}),
    ],
)
def test_beside_an_app_that_is_expanded_afterwards(
    any_kustomize: Path, tmp_path: Path, field: Any, reached: Any
) -> None:
    assert told(tried(any_kustomize, tmp_path, "resources", field)) == PLAIN | reached


@pytest.mark.parametrize(
    ("field", "reached"),
    [
        ({}, {}),
        (PREFIX, {"names": ("x-db", "x-db", "x-backup")}),
        ({"namespace": "shop"}, {"namespaces": {"shop"}}),
        (LABELS, {"labels": ALL}),
        (TEMPLATES, {"labels": ALL, "pods": [True, False]}),
        (SELECTORS, {"labels": ALL, "pods": [True, False], "selects": True}),
        ({"commonLabels": TEAM}, {"labels": ALL, "pods": [True, False], "selects": True}),
        ({"commonAnnotations": TEAM}, {"annotations": ALL, "pods": [False, True]}),
        (IMAGES, {"images": ["db:2"] * 4}),
        (REPLICAS, {"replicas": 3}),
        (BY_TARGET, {"replicas": 3}),
        (SETTINGS, {"settings": "settings"}),
    ],
)
def test_over_generated_objects(
    any_kustomize: Path, tmp_path: Path, field: Any, reached: Any
) -> None:
    assert told(tried(any_kustomize, tmp_path, "generators", field)) == PLAIN | reached


@pytest.mark.parametrize(
    ("field", "reached"),
    [
        (IMAGES, {"images": ["db:2"] * 4}),
        (REPLICAS, {"replicas": 3, "peers": "db-0,db-1,db-2"}),
        (LABELS, {"labels": ALL}),
        (TEMPLATES, {"labels": ALL, "pods": [True, False]}),
        (SELECTORS, {"labels": ALL, "pods": [True, False]}),
        ({"commonLabels": TEAM}, {"labels": ALL, "pods": [True, False]}),
    ],
)
def test_kustomize_can_be_told_the_places(
    any_kustomize: Path, tmp_path: Path, field: Any, reached: Any
) -> None:
    assert told(tried(any_kustomize, tmp_path, "resources", field, places=True)) == PLAIN | reached


def test_an_environment_in_another_namespace(any_kustomize: Path, tmp_path: Path) -> None:
    selected = {"environment": "prod", "environments": [{"name": "prod", "namespace": "own"}]}
    with_own = {**APP, "spec": {**APP["spec"], **selected}}
    result = tried(any_kustomize, tmp_path, "resources", {"namespace": "shop"}, spec=with_own)
    assert result.returncode == 1
    assert "[SR406]" in result.stderr
    same = {**with_own, "metadata": {**with_own["metadata"], "namespace": "shop"}}
    result = tried(any_kustomize, tmp_path, "resources", {"namespace": "shop"}, spec=same)
    assert told(result)["namespaces"] == {"own"}


@pytest.mark.parametrize(
    "field",
    [
        REPLICAS,
        {"patches": [{"patch": "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}}"}]},
    ],
)
def test_what_kustomize_does_not_find_is_an_error(
    any_kustomize: Path, tmp_path: Path, field: Any
) -> None:
    assert tried(any_kustomize, tmp_path, "resources", field).returncode == 1
