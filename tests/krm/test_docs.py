"""What docs/krm-function.md shows works, and it shows everything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from calling import ROOT, app, statefulset, write
from kustomizing import FUNCTION_FLAGS, build, objects

from renderer.app import shapes
from renderer.krm.options import OPTIONS
from renderer.krm.roles import ROLES, VALIDATE
from renderer.yaml import dump_all, read

TEXT = (ROOT / "docs/krm-function.md").read_text()
BLOCKS = [read(block) for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)]


@pytest.mark.e2e
def test_the_transformer_of_the_page(any_kustomize: Path, tmp_path: Path) -> None:
    (kustomization,), (environment,), *_ = BLOCKS
    apps = [app(environments=[{"name": "prod", "replicas": 3}]), statefulset("legacy-db")]
    contents = {
        "apps/kustomization.yaml": "resources: [all.yaml]\n",
        "apps/all.yaml": dump_all(apps),
        "overlays/prod/kustomization.yaml": dump_all([kustomization]),
        "overlays/prod/environment.yaml": dump_all([environment]),
    }
    result = build(any_kustomize, write(tmp_path, contents) / "overlays/prod", *FUNCTION_FLAGS)
    assert (result.returncode, result.stderr) == (0, "")
    found = objects(result.stdout)
    legacy = found["apps/v1", "StatefulSet", "", "legacy-db"]["spec"]
    assert legacy["replicas"] == 5
    (peers, _) = legacy["template"]["spec"]["containers"][0]["env"]
    assert peers["value"].endswith(",legacy-db-4=http://legacy-db-4.legacy-db:2380")


def test_every_kind_option_and_field_is_there() -> None:
    assert [kind for kind in ROLES if f"`{kind}`" not in TEXT] == []
    assert [option for option in OPTIONS if f"{option}=" not in TEXT] == []
    assert f'{VALIDATE}: "true"' in TEXT
    for model in ("EnvironmentSpec", "StatefulSetChange", "ClaimChange", "PeersChange"):
        fields = shapes.RECORDS[model][0]
        assert [field for field in fields if field not in TEXT] == []
