"""Trees of kustomizations that people write by hand: built by the real program, then taken over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commands import run
from kustomizing import build, objects

from renderer.adopt.proof import FINE, proven
from renderer.kubernetes.versions import DEFAULT
from renderer.objects.resource import Resource
from renderer.yaml import read

pytestmark = pytest.mark.e2e

BASE = """\
apiVersion: v1
kind: Service
metadata: {name: db, labels: {app: db}}
spec:
  clusterIP: None
  selector: {app: db}
  ports: [{name: pg, port: 5432}]
---
apiVersion: v1
kind: Service
metadata: {name: db-ro}
spec:
  selector: {app: db}
  ports: [{port: 5432, targetPort: pg}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, labels: {app: db}}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
      - name: postgres
        image: postgres:16
        ports: [{name: pg, containerPort: 5432}]
        env:
        - {name: PGDATA, value: /data/pg}
        - {name: PGPASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}
        envFrom: [{configMapRef: {name: settings}}]
        volumeMounts: [{name: data, mountPath: /data}]
  volumeClaimTemplates:
  - metadata: {name: data}
    spec:
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 1Gi}}
"""
SETTINGS = "configMapGenerator: [{name: settings, literals: [max=10]}]\n"
OVERLAYS = {
    "replicas and images": "replicas: [{name: db, count: 3}]\n"
    "images: [{name: postgres, newTag: '16.4'}]\n",
    "labels in selectors and claims": "commonLabels: {env: prod}\n",
    "labels of objects alone": "labels: [{pairs: {env: prod}}]\n",
    "labels of pods": "labels: [{pairs: {env: prod}, includeTemplates: true}]\n",
    "annotations": "commonAnnotations: {owner: team}\n",
    "another ConfigMap": "configMapGenerator:\n"
    "- {name: settings, behavior: merge, literals: [max=99]}\n",
    "the size of a claim": """\
patches:
- target: {kind: StatefulSet}
  patch: |
    - {op: replace, path: /spec/volumeClaimTemplates/0/spec/resources/requests/storage, value: 9Gi}
    - {op: add, path: /spec/volumeClaimTemplates/0/spec/storageClassName, value: fast}
""",
    "no claim at all": """\
patches:
- target: {kind: StatefulSet}
  patch: |
    - {op: remove, path: /spec/volumeClaimTemplates}
    - {op: add, path: /spec/template/spec/volumes, value: [{name: data, emptyDir: {}}]}
""",
    "variables, a sidecar and an init container": """\
patches:
- patch: |
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: db}
    spec:
      template:
        spec:
          initContainers: [{name: init, image: "busybox:1"}]
          containers:
          - {name: exporter, image: "exporter:1"}
          - name: postgres
            env: [{name: EXTRA, value: "yes"}, {name: PGDATA, value: /data/other}]
            resources: {requests: {cpu: "2", memory: 4Gi}}
""",
    "a Service that clients reach from outside": """\
patches:
- patch: |
    apiVersion: v1
    kind: Service
    metadata: {name: db-ro}
    spec: {type: LoadBalancer, ports: [{port: 5432, nodePort: 30001}]}
""",
}


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kustomize: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(kustomize.parent), prepend=":")
    overlay("dev", "namespace: dev\n")
    Path("base").mkdir()
    Path("base/db.yaml").write_text(BASE)
    Path("base/kustomization.yaml").write_text(f"resources: [db.yaml]\n{SETTINGS}")


def overlay(name: str, text: str) -> None:
    folder = Path("overlays") / name
    folder.mkdir(parents=True)
    (folder / "kustomization.yaml").write_text(f"resources: [../../base]\n{text}")


def proof(*arguments: str) -> Any:
    result = run("adopt", "-o", "json", "-O", "out", *arguments)
    assert "Traceback" not in result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize("what", OVERLAYS)
def test_an_overlay_becomes_an_environment(what: str, kustomize: Path) -> None:
    overlay("prod", f"namespace: prod\n{OVERLAYS[what]}")
    (app,) = proof("-e", "dev=overlays/dev", "-e", "prod=overlays/prod")["apps"]
    assert app["outcome"] in ("equal", "metadata only"), app["environments"]
    assert run("render", "-f", "out/bases", "-O", "out").code == 0
    for name in ("dev", "prod"):
        before = built(kustomize, Path("overlays") / name)
        after = built(kustomize, Path("out/overlays/db") / name)
        assert proven(name, before, after, DEFAULT).outcome in FINE


def built(kustomize: Path, folder: Path) -> list[Resource]:
    done = build(kustomize, folder)
    assert done.returncode == 0, done.stderr
    return [Resource(data) for data in objects(done.stdout).values()]


def test_names_that_differ_are_two_apps() -> None:
    overlay("prod", "namePrefix: prod-\nnamespace: prod\n")
    found = proof("-e", "dev=overlays/dev", "-e", "prod=overlays/prod")
    assert [app["name"] for app in found["apps"]] == ["db", "prod-db"]
    assert all(app["outcome"] in ("equal", "metadata only") for app in found["apps"])
    notes = [note for app in found["apps"] for note in app["notes"]]
    assert "there is none of this name in prod: another name is another app" in notes


def test_a_folder_of_overlays_is_never_guessed_to_be_environments() -> None:
    overlay("prod", "namespace: prod\n")
    result = run("adopt", "overlays")
    assert result.code == 2
    assert "-e dev=overlays/dev -e prod=overlays/prod" in result.stderr
    assert not Path("bases").exists()


def test_what_kustomize_cannot_build_is_an_error_in_its_words() -> None:
    overlay("prod", "replicas: [{name: other, count: 3}]\n")
    result = run("adopt", "-e", "dev=overlays/dev", "-e", "prod=overlays/prod")
    assert result.code == 2
    assert "overlays/prod: kustomize build failed" in result.stderr


def test_a_base_is_built_and_its_patches_are_never_read_raw() -> None:
    Path("base/patch.yaml").write_text(
        "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec: {replicas: 7}\n"
    )
    text = Path("base/kustomization.yaml").read_text()
    Path("base/kustomization.yaml").write_text(f"{text}patches: [{{path: patch.yaml}}]\n")
    (app,) = proof("base")["apps"]
    assert read(app["spec"])[0]["spec"]["replicas"] == 7
