"""What we render is valid under Kubernetes' own strict schemas, in every supported version."""

from __future__ import annotations

from pathlib import Path

import kubernetes_validate
import pytest

from renderer.app.load import apps_in
from renderer.cli.specs import read_specs
from renderer.resources import build_resources

ROOT = Path(__file__).parent.parent
VERSIONS = [f"1.{minor}" for minor in range(31, 38)]
EXAMPLES = sorted(ROOT.glob("bases/*/statefulapp.yaml"))
# Kinds that are not Kubernetes' own have no schema there.
CUSTOM = ("monitoring.coreos.com/v1",)
GOLDENS = sorted(ROOT.glob("tests/golden/trees/*/statefulapp.yaml"))


@pytest.mark.parametrize("version", VERSIONS)
def test_examples_are_valid(version: str) -> None:
    for spec in EXAMPLES:
        check(spec, version)


@pytest.mark.parametrize("spec", GOLDENS, ids=lambda spec: spec.parent.name)
def test_goldens_are_valid(spec: Path) -> None:
    check(spec, VERSIONS[-1])


def check(spec: Path, version: str) -> None:
    (document,) = read_specs([str(spec)])
    for app in apps_in(document).values():
        resources = build_resources(app)
        assert resources
        for resource in resources:
            if resource["apiVersion"] not in CUSTOM:
                kubernetes_validate.validate(resource, version, strict=True)


def test_the_check_would_notice() -> None:
    (document,) = read_specs([str(EXAMPLES[0])])
    service = build_resources(apps_in(document)[None])[0]
    service["spec"]["ports"][0]["clusterIP"] = "None"
    with pytest.raises(kubernetes_validate.ValidationError, match="clusterIP"):
        kubernetes_validate.validate(service, VERSIONS[-1], strict=True)
