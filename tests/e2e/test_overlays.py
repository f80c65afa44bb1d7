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


EXAMPLES = {
    "cassandra": {"dev", "prod"},
    "elasticsearch": {"dev", "prod"},
    "etcd": {"dev", "prod"},
    "kafka": {"dev", "prod"},
    "mongodb": {"dev", "prod"},
    "nginx": {"dev", "staging", "prod"},
    "postgres": {"dev", "staging", "prod"},
    "rabbitmq": {"dev", "prod"},
    "redis": {"dev", "staging", "prod"},
    "zookeeper": {"dev", "prod"},
}


def test_every_example_has_its_environments() -> None:
    apps = {path.parent.name for path in ROOT.glob("bases/*/statefulapp.yaml")}
    assert apps == set(EXAMPLES)
    for app, environments in EXAMPLES.items():
        assert {path.name for path in ROOT.glob(f"overlays/{app}/*")} == environments
    assert len(list(ROOT.glob("overlays/*/*"))) == sum(map(len, EXAMPLES.values()))


@pytest.mark.parametrize("app", EXAMPLES)
def test_examples_are_short_and_say_why(app: str) -> None:
    lines = (ROOT / "bases" / app / "statefulapp.yaml").read_text().splitlines()
    assert len(lines) < 60
    assert max(map(len, lines)) <= 100
    assert [line[:1] for line in lines[:3]] == ["#", "#", "#"]
