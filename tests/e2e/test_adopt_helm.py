"""A chart as charts are, rendered by real Helm, and taken over: equal, with fields alone."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from commands import run
from kustomizing import ROOT, build, objects

from renderer.yaml import dump_all, read

pytestmark = pytest.mark.e2e

CHART = ROOT / "tests/charts/db"
ENVIRONMENTS = ("dev", "prod")


def templated(helm: Path, environment: str, *flags: str) -> str:
    values = CHART / f"values-{environment}.yaml"
    command = [helm, "template", "shop", CHART, "-n", f"shop-{environment}", "-f", values, *flags]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def installed(text: str, environment: str) -> str:
    """What Helm has put there: into the namespace of its release, with its notes."""
    documents = [data for data in read(text, dialect="manifest") if data]
    for data in documents:
        data["metadata"]["namespace"] = f"shop-{environment}"
        data["metadata"].setdefault("annotations", {}).update(
            {
                "meta.helm.sh/release-name": "shop",
                "meta.helm.sh/release-namespace": f"shop-{environment}",
            }
        )
    return dump_all(documents)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("flags", [(), ("--no-hooks",)], ids=["template", "get manifest"])
def test_what_helm_prints_is_taken_over(
    helm: Path, environment: str, flags: tuple[str, ...], tmp_path: Path
) -> None:
    text = templated(helm, environment, *flags)
    result = run("adopt", "-", "-O", str(tmp_path), stdin=text)
    assert result.code == 0, result.stdout
    assert "shop-db: taken over in place, no restart" in result.stdout
    for kind in ("StatefulSet", "ServiceAccount", "ConfigMap"):
        assert f"{kind}/shop-db " in result.stdout
    assert "kubectl delete secret -l owner=helm,name=shop" in result.stdout
    assert "Secret shop-db (values are never copied" in result.stdout
    assert "only-in-a-test" not in result.stdout
    assert ("Job shop-db-migrate (Helm hook)" in result.stdout) == (not flags)
    spec = (tmp_path / "bases/shop-db/statefulapp.yaml").read_text()
    assert "patches" not in spec
    assert "only-in-a-test" not in spec


def test_values_files_become_environments_that_kustomize_builds(
    helm: Path, kustomize: Path, tmp_path: Path
) -> None:
    inputs = []
    for environment in ENVIRONMENTS:
        file = tmp_path / f"{environment}.yaml"
        file.write_text(installed(templated(helm, environment), environment))
        inputs += ["-e", f"{environment}={file}"]
    result = run("adopt", *inputs, "-O", str(tmp_path), "-o", "json")
    assert result.code == 0, result.stdout
    (app,) = json.loads(result.stdout)["apps"]
    assert [proof["outcome"] for proof in app["environments"]] == ["metadata only"] * 2
    assert any("kubectl -n shop-prod delete secret" in line for line in app["byHand"])
    spec = read(app["spec"])[0]["spec"]
    assert "patches" not in spec
    assert [one["resource"]["kind"] for one in spec["extraResources"]] == ["ConfigMap"]
    assert [(one["name"], one["namespace"]) for one in spec["environments"]] == [
        ("dev", "shop-dev"),
        ("prod", "shop-prod"),
    ]
    assert run("render", str(tmp_path / "bases"), "-O", str(tmp_path)).code == 0
    for environment in ENVIRONMENTS:
        built = build(kustomize, tmp_path / "overlays/shop-db" / environment)
        assert built.returncode == 0, built.stderr
        there = objects(installed(templated(helm, environment), environment))
        left = {"Job", "Pod", "Secret"}
        assert objects(built.stdout).keys() == {key for key in there if key[1] not in left}
        rendered = tmp_path / f"{environment}-rendered.yaml"
        rendered.write_text(built.stdout)
        again = run("adopt", str(rendered), "--check")
        assert again.code == 0, again.stdout
