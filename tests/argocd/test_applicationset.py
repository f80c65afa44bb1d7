"""`stateful argocd applicationset`, by the code and the CRDs of Argo CD itself."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from api import until
from applications import ROOT
from argo import REPOSITORY, Argo, Sidecar
from commands import run
from plane import Plane
from test_install import module

from renderer.app import environments
from renderer.yaml import read

FORMS = ("plugin", "overlays", "hydrator")
EXTRA = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: plain}
spec: {image: "x:1"}
"""
PLACED = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: placed, namespace: everywhere}
spec:
  image: x:1
  environments: [{name: dev}, {name: prod, cluster: far, namespace: there}]
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The examples, an app without environments, and one that names a cluster."""
    for name in ("bases", "overlays"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name, text in {"plain": EXTRA, "placed": PLACED}.items():
        (tmp_path / "bases" / name).mkdir()
        (tmp_path / f"bases/{name}/statefulapp.yaml").write_text(text)
    monkeypatch.chdir(tmp_path)
    assert run("render", "-f", "bases").code == 0
    return tmp_path


def made(form: str, *options: str) -> Any:
    command = ("argocd", "applicationset", "-f", "bases", "--repo-url", REPOSITORY)
    result = run(*command, "--form", form, *options)
    assert (result.code, result.stderr) == (0, "")
    (found,) = read(result.stdout, dialect="manifest")
    return found


def expected(root: Path) -> set[str]:
    names = set()
    for file in root.glob("bases/*/statefulapp.yaml"):
        (spec,) = read(file.read_bytes())
        listed = environments.names(spec) or [environments.BASE]
        names |= {f"{spec['metadata']['name']}-{environment}" for environment in listed}
    return names


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.argocd
def test_argo_cd_makes_an_application_for_each_app_and_environment(
    form: str, argo: Argo, sidecar: Sidecar, repository: Path
) -> None:
    assert sidecar.is_ready()
    question = {"id": form, "root": str(repository), "set": made(form, "--cluster", "near")}
    (answer,) = argo.ask("applicationset", [question])
    assert answer.get("error", "") == ""
    found = {each["metadata"]["name"]: each for each in answer["applications"]}
    assert found.keys() == expected(repository)
    assert len(found) == len(answer["applications"])
    places = {name: each["spec"]["destination"] for name, each in found.items()}
    assert places["nginx-prod"] == {"name": "near", "namespace": "nginx-prod"}
    assert places["plain-base"] == {"name": "near", "namespace": "plain-base"}
    assert places["placed-dev"] == {"name": "near", "namespace": "everywhere"}
    assert places["placed-prod"] == {"name": "far", "namespace": "there"}
    sources = {name: source(each) for name, each in found.items()}
    questions = [
        {
            "id": name,
            "root": str(repository),
            "revision": "0" * 40,
            "app": name,
            "namespace": places[name]["namespace"],
            "source": sources[name],
        }
        for name in sorted(sources)
    ]
    for each in argo.generate(questions, 4):
        assert "error" not in each, (each["id"], each["error"])
        assert each["sourceType"] == ("Plugin" if form == "plugin" else "Kustomize")
        assert any('"kind":"StatefulSet"' in text for text in each["manifests"])


def source(application: Any) -> Any:
    spec = application["spec"]
    return spec["source"] if spec.get("source") else spec["sourceHydrator"]["drySource"]


@pytest.mark.argocd
@pytest.mark.cluster
def test_argo_cds_own_crds_take_it(server: Plane, argo: Argo, repository: Path) -> None:
    """Strictly: a misspelt field is refused."""
    assert argo.program.exists()
    for kind in ("application", "applicationset"):
        file = module() / f"manifests/crds/{kind}-crd.yaml"
        (crd,) = read(file.read_bytes(), dialect="manifest")
        assert server.api.apply(crd, "").message == ""
    namespace = server.api.namespace("argocd")
    for form in FORMS:
        wanted = made(form)
        reply = until_served(server, wanted, namespace)
        assert (reply.message, reply.warnings) == ("", [])
        wanted["spec"]["template"]["spec"]["destination"]["nam"] = "x"
        assert "nam" in server.api.apply(wanted, namespace, dry_run=True).message
        question = {"id": form, "root": str(repository), "set": made(form)}
        for each in argo.ask("applicationset", [question])[0]["applications"]:
            each["metadata"]["namespace"] = namespace
            each.pop("status", None)
            if not each["spec"].get("source"):
                each["spec"].pop("source", None)
            whole = {**each, "apiVersion": "argoproj.io/v1alpha1", "kind": "Application"}
            assert server.api.apply(whole, namespace, dry_run=True).message == ""


def until_served(server: Plane, data: Any, namespace: str) -> Any:
    def applied() -> Any:
        server.api.resources.clear()
        if not server.api.serves(data["apiVersion"], data["kind"]):
            return None
        reply = server.api.apply(data, namespace, dry_run=True)
        return None if reply.status == 404 else reply

    return until(applied, "the kind is served")


# --- the command ----------------------------------------------------------------------------------


def test_the_order_of_environments_is_that_of_the_specs(repository: Path) -> None:
    """And a last step takes all that is not known today: in no step, nothing is ever synced."""
    assert repository.exists()
    steps = made("plugin")["spec"]["strategy"]["rollingSync"]["steps"]
    assert [each["matchExpressions"][0] for each in steps] == [
        {"key": "environment", "operator": "In", "values": ["dev"]},
        {"key": "environment", "operator": "In", "values": ["staging"]},
        {"key": "environment", "operator": "NotIn", "values": ["dev", "staging"]},
    ]


def test_nothing_that_it_does_deletes_an_app(repository: Path) -> None:
    assert repository.exists()
    assert made("overlays")["spec"]["syncPolicy"] == {
        "applicationsSync": "create-update",
        "preserveResourcesOnDeletion": True,
    }


def test_one_environment_needs_no_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("statefulapp.yaml").write_text(EXTRA)
    result = run("argocd", "applicationset", "--repo-url", "x")
    (found,) = read(result.stdout, dialect="manifest")
    assert "strategy" not in found["spec"]
    (matrix,) = found["spec"]["generators"]
    assert matrix["matrix"]["generators"][0]["git"]["files"] == [{"path": "statefulapp.yaml"}]


def test_where_the_specs_and_overlays_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "team/apps/plain").mkdir(parents=True)
    (tmp_path / "team/apps/plain/statefulapp.yml").write_text(EXTRA)
    monkeypatch.chdir(tmp_path / "team")
    command = ("argocd", "applicationset", "-f", "apps", "--repo-url", "x", "--repository", "..")
    text = run(*command, "--form", "overlays", "-O", "team/out").stdout
    assert '"team/apps/*/statefulapp.yml"' in text
    assert "team/out/overlays/{{ .metadata.name }}/{{ .name }}" in text


def test_a_spec_that_argo_cd_would_not_find(tmp_path: Path) -> None:
    (tmp_path / "app.yaml").write_text(EXTRA)
    result = run("argocd", "applicationset", "-f", str(tmp_path / "app.yaml"), "--repo-url", "x")
    assert (result.code, result.stdout) == (2, "")
    assert "app.yaml: must be called statefulapp.yaml, as Argo CD looks for it  [SR709]" in (
        result.stderr
    )


def test_a_spec_that_is_wrong_makes_none(tmp_path: Path) -> None:
    broken = tmp_path / "statefulapp.yaml"
    broken.write_text(EXTRA.replace("image", "imag"))
    result = run("argocd", "applicationset", "-f", str(broken), "--repo-url", "x")
    assert (result.code, result.stdout) == (2, "")
    assert "[SR201]" in result.stderr
