"""Declared claims and real kustomize: what it does to their names, and who notices."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import run
from kustomizing import FUNCTION_FLAGS, build, objects

pytestmark = pytest.mark.e2e
APP = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata:
  name: db
  annotations:
    config.kubernetes.io/function: |
      exec: {path: stateful-fn}
spec:
  image: db:1
  replicas: 2
  storage: [{name: data, mountPath: /data, size: 2Gi, templateSize: 1Gi}]
"""
CHANGES = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulEnvironment
metadata:
  name: changes
  annotations:
    config.kubernetes.io/function: |
      exec: {path: stateful-fn}
spec:
  statefulSets:
  - {name: db, claims: [{name: data, accessModes: [ReadWriteOnce]}]}
"""


def kustomization(folder: Path, text: str, **files: str) -> Path:
    folder.mkdir()
    (folder / "kustomization.yaml").write_text(text)
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(content)
    return folder


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("namePrefix: dev-", "SR1150"),
        ("nameSuffix: -dev", "SR1150"),
        ("replicas: [{name: db, count: 3}]", "SR1151"),
        ("namespace: dev", ""),
    ],
)
def test_a_field_above_a_rendered_base(
    kustomize: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str, code: str
) -> None:
    """Rendered files call nobody: it is the judge who sees what kustomize has made of them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.yaml").write_text(APP)
    assert run("render", "-f", "app.yaml").code == 0
    folder = kustomization(tmp_path / "dev", f"resources: [../bases/db]\n{field}\n")
    built = build(kustomize, folder)
    assert built.returncode == 0
    said = run("validate", "-", stdin=built.stdout).stdout
    found = {word for word in ("SR1150", "SR1151") if f"[{word}]" in said}
    assert found == ({code} if code else set())


@pytest.mark.parametrize("field", ["namePrefix: dev-", "replicas: [{name: db, count: 3}]"])
def test_a_field_beside_a_generator(kustomize: Path, tmp_path: Path, field: str) -> None:
    """The doctor sees it, and a transformer of ours refuses it."""
    text = f"generators: [app.yaml]\n{field}\n"
    alone = kustomization(tmp_path / "alone", text, app=APP)
    assert build(kustomize, alone, *FUNCTION_FLAGS).returncode == 0
    said = run("doctor", str(alone)).stdout
    assert said.count("SR1150") + said.count("SR1151") in (1, 2)
    refused = kustomization(
        tmp_path / "refused", f"{text}transformers: [changes.yaml]\n", app=APP, changes=CHANGES
    )
    stopped = build(kustomize, refused, *FUNCTION_FLAGS)
    assert stopped.returncode == 1
    assert "SR1150" in stopped.stderr or "SR1151" in stopped.stderr


def test_a_prefix_beside_an_app_among_the_resources(kustomize: Path, tmp_path: Path) -> None:
    """It reaches the name of the app before that is rendered: the claims follow."""
    text = "resources: [app.yaml]\nnamePrefix: dev-\ntransformers: [changes.yaml]\n"
    changes = CHANGES.replace("name: db", "name: dev-db")
    folder = kustomization(tmp_path / "dev", text, app=APP, changes=changes)
    built = build(kustomize, folder, *FUNCTION_FLAGS)
    assert built.returncode == 0, built.stderr
    kinds = [(kind, name) for _, kind, _, name in objects(built.stdout)]
    assert ("PersistentVolumeClaim", "data-dev-db-1") in kinds
    assert ("StatefulSet", "dev-db") in kinds
