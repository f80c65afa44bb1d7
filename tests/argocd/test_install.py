"""The sidecar on Argo CD's own manifest, as a real API server takes it under Pod Security."""

from __future__ import annotations

import copy
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from applications import ROOT
from kustomizing import build
from plane import Plane

from renderer.yaml import read

DEPLOY = ROOT / "deploy/argocd"
PROGRAMS = ROOT / "tests/argocd/programs"
REPO_SERVER = ("Deployment", "argocd-repo-server")
NAME = "stateful-renderer"


def test_the_component_and_the_helm_values_say_the_same() -> None:
    container, volume = (each["value"] for each in patch())
    (values,) = read((DEPLOY / "values.yaml").read_bytes(), dialect="manifest")
    assert values == {"repoServer": {"extraContainers": [container], "volumes": [volume]}}


def patch() -> list[Any]:
    (operations,) = read((DEPLOY / "sidecar.yaml").read_bytes(), dialect="manifest")
    return operations


def module() -> Path:
    """Where the source of the pinned Argo CD is, with its manifests."""
    done = subprocess.run(
        ["go", "list", "-mod=mod", "-m", "-f", "{{.Dir}}", "github.com/argoproj/argo-cd/v3"],
        cwd=PROGRAMS,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


@pytest.fixture(scope="module")
def argo_cd(argo: Any) -> Path:
    """The module: where the program is built, Go has it."""
    assert argo.program.exists()
    return module()


@pytest.fixture
def install(argo_cd: Path, tmp_path: Path) -> list[Any]:
    """Argo CD's own manifest, as people get it."""
    shutil.copy(argo_cd / "manifests/install.yaml", tmp_path)
    (tmp_path / "install.yaml").chmod(0o644)
    return read((tmp_path / "install.yaml").read_bytes(), dialect="manifest")


def repo_server(objects: list[Any]) -> Any:
    (found,) = (each for each in objects if (each["kind"], each["metadata"]["name"]) == REPO_SERVER)
    return found


def by_component(kustomize: Path, folder: Path, *components: Path) -> list[Any]:
    listed = [each.name for each in components]
    for each in components:
        if not (folder / each.name).exists():
            shutil.copytree(each, folder / each.name)
    (folder / "kustomization.yaml").write_text(
        f"namespace: argocd\nresources: [install.yaml]\ncomponents: {listed}\n"
        f"images: [{{name: {NAME}, newName: registry.example/s, newTag: '1'}}]\n"
    )
    done = build(kustomize, folder)
    assert done.returncode == 0, done.stderr
    return read(done.stdout, dialect="manifest")


@pytest.mark.argocd
def test_the_component_adds_the_sidecar_behind(
    install: list[Any], kustomize: Path, tmp_path: Path
) -> None:
    before = repo_server(install)["spec"]["template"]["spec"]
    after = repo_server(by_component(kustomize, tmp_path, DEPLOY))["spec"]["template"]["spec"]
    container, volume = (copy.deepcopy(each["value"]) for each in patch())
    container["image"] = "registry.example/s:1"
    assert after["containers"] == [*before["containers"], container]
    assert after["volumes"] == [*before["volumes"], volume]
    there = {each["name"] for each in after["volumes"]}
    assert {each["name"] for each in container["volumeMounts"]} <= there


@pytest.mark.argocd
def test_a_second_plugin_fits_beside_it(
    install: list[Any], kustomize: Path, tmp_path: Path
) -> None:
    assert install
    other = shutil.copytree(DEPLOY, tmp_path / "other")
    for file in other.glob("*.yaml"):
        file.write_text(file.read_text().replace(NAME, "other"))
    made = repo_server(by_component(kustomize, tmp_path, DEPLOY, other))
    names = [each["name"] for each in made["spec"]["template"]["spec"]["containers"]]
    assert names == ["argocd-repo-server", NAME, "other"]


@pytest.mark.argocd
@pytest.mark.cluster
@pytest.mark.parametrize("way", ["component", "helm"])
def test_a_server_takes_it_under_pod_security(
    way: str, install: list[Any], kustomize: Path, tmp_path: Path, server: Plane
) -> None:
    """Strictly, and without a warning: what is restricted there would refuse the repo-server."""
    if way == "component":
        made = repo_server(by_component(kustomize, tmp_path, DEPLOY))
    else:
        made = copy.deepcopy(repo_server(install))
        (values,) = read((DEPLOY / "values.yaml").read_bytes(), dialect="manifest")
        spec = made["spec"]["template"]["spec"]  # as the chart has it
        spec["containers"] += values["repoServer"]["extraContainers"]
        spec["volumes"] += values["repoServer"]["volumes"]
    labels = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "warn")}
    namespace = server.api.namespace(f"argocd-{way}", **labels)
    made["metadata"]["namespace"] = namespace
    reply = server.api.apply(made, namespace)
    assert (reply.message, reply.warnings) == ("", [])
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "repo-server", "namespace": namespace},
        "spec": {**made["spec"]["template"]["spec"], "serviceAccountName": "default"},
    }
    account = {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": "default", "namespace": namespace},
    }
    assert not server.api.apply(account, namespace).is_refused
    assert server.api.apply(pod, namespace).message == ""
    worse = copy.deepcopy(pod)
    worse["metadata"]["name"] = "worse"
    del worse["spec"]["containers"][-1]["securityContext"]["capabilities"]
    assert "violates PodSecurity" in server.api.apply(worse, namespace).message
