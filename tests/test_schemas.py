"""What we render is valid under Kubernetes' own strict schemas, in every supported version."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import kubernetes_validate
import pytest
from building import apps_in, build_resources

from renderer.app.models import StatefulApp
from renderer.errors import RenderError
from renderer.inputs.specs import read_specs
from renderer.kubernetes.versions import of_cluster

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
VERSIONS = [f"1.{minor}" for minor in range(31, 38)]
EXAMPLES = sorted(ROOT.glob("bases/*/statefulapp.yaml"))
# Kinds that are not Kubernetes' own have no schema there.
CUSTOM = ("monitoring.coreos.com/v1", "example.com/v1", "example.org/v1")
GOLDENS = sorted(ROOT.glob("tests/golden/trees/*/statefulapp.yaml"))


@pytest.mark.parametrize("version", VERSIONS)
def test_examples_are_valid(version: str) -> None:
    for spec in EXAMPLES:
        check(apps_on(version, spec), version)


@pytest.mark.parametrize("spec", GOLDENS, ids=lambda spec: spec.parent.name)
def test_goldens_are_valid(spec: Path) -> None:
    """A version that lacks what a golden has refuses it; what it takes is valid in it."""
    taken = [version for version in VERSIONS if is_taken(version, spec)]
    assert taken
    assert taken == VERSIONS[VERSIONS.index(taken[0]) :]
    for version in taken:
        check(apps_on(version, spec), version)


def is_taken(version: str, spec: Path) -> bool:
    try:
        return bool(apps_on(version, spec))
    except RenderError as error:
        codes = {problem.code for problem in error.problems}
    assert codes == {"SR207"}
    return False


def apps_on(version: str, spec: Path) -> Iterable[StatefulApp]:
    (document,) = read_specs([str(spec)], of_cluster(version))
    return apps_in(document).values()


def check(apps: Iterable[StatefulApp], version: str) -> None:
    for app in apps:
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
