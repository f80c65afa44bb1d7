"""What we write is what real kustomize builds: the examples and every golden tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import run
from kustomizing import ROOT, assert_same, build

pytestmark = pytest.mark.e2e

SPECS = sorted(
    [*ROOT.glob("bases/*/statefulapp.yaml"), *ROOT.glob("tests/golden/trees/*/statefulapp.yaml")]
)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.parent.name)
def test_kustomize_builds_what_render_prints(spec: Path, kustomize: Path, tmp_path: Path) -> None:
    assert run("render", "-f", str(spec), "-O", str(tmp_path)).code == 0
    bases = list(tmp_path.glob("bases/*"))
    overlays = list(tmp_path.glob("overlays/*/*"))
    assert len(bases) == 1
    for folder in (*bases, *overlays):
        built = build(kustomize, folder)
        assert (built.returncode, built.stderr) == (0, "")  # no deprecation warning either
        selected = ("-e", folder.name) if folder in overlays else ()
        assert_same(built.stdout, run("render", "-f", str(spec), *selected, "-o", "yaml").stdout)


def test_examples_have_three_environments() -> None:
    names = {path.name for path in ROOT.glob("overlays/*/*")}
    assert names == {"dev", "staging", "prod"}
    assert len(list(ROOT.glob("overlays/*/*"))) == 9
