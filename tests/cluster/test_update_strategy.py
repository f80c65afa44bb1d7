"""OnDelete can be reached and left by apply, from whatever we rendered before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from api import API
from commands import run
from kustomizing import build, objects
from sets import pods, settled

if TYPE_CHECKING:
    from plane import Plane

pytestmark = pytest.mark.cluster
TREES = Path(__file__).parent.parent / "golden/trees"
ROLLING = {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}}
CANARY = {"type": "RollingUpdate", "rollingUpdate": {"partition": 2}}
BY_HAND = {"type": "OnDelete"}


@pytest.mark.parametrize(
    ("case", "steps"),
    [
        (
            "on-delete-in-an-environment",
            [(None, ROLLING), ("by-hand", BY_HAND), ("canary", CANARY), (None, ROLLING)],
        ),
        (
            "rolling-update-in-an-environment",
            [(None, BY_HAND), ("by-itself", ROLLING), ("canary", CANARY), (None, BY_HAND)],
        ),
    ],
)
def test_a_live_set_takes_what_kustomize_builds_of_every_environment(
    case: str,
    steps: list[tuple[str | None, dict[str, Any]]],
    cluster: Plane,
    kustomize: Path,
    tmp_path: Path,
) -> None:
    """One set goes through them; no strategy restarts a pod, and what it leaves is gone."""
    api: API = cluster.api
    api.namespace(case)
    assert (
        run("render", "-f", str(TREES / case / "statefulapp.yaml"), "-O", str(tmp_path)).code == 0
    )
    uids = []
    for environment, strategy in steps:
        folder = tmp_path / (f"overlays/db/{environment}" if environment else "bases/db")
        apply(api, case, build(kustomize, folder).stdout)
        assert settled(api, case, "db")["spec"]["updateStrategy"] == strategy
        uids.append([pod["metadata"]["uid"] for pod in pods(api, case, "db")])
    assert all(some[:1] == uids[0] for some in uids)


def test_a_set_that_an_older_render_left_gets_there_by_one_more_apply(cluster: Plane) -> None:
    """It has no strategy of ours: what the server fills in, no apply takes away."""
    api: API = cluster.api
    space = api.namespace("older-render")
    now, then = (
        rendered("on-delete-in-an-environment", environment) for environment in ("base", "by-hand")
    )
    older = dict(now, spec={k: v for k, v in now["spec"].items() if k != "updateStrategy"})
    assert not api.apply(older, space).is_refused
    before = settled(api, space, "db")["metadata"]["generation"]
    assert "only allowed for updateStrategy 'RollingUpdate'" in api.apply(then, space).message
    assert api.apply(now, space).body["metadata"]["generation"] == before
    assert not api.apply(then, space).is_refused
    assert api.must("GET", api.path_of(then, space))["spec"]["updateStrategy"] == BY_HAND


def apply(api: API, namespace: str, text: str) -> None:
    for resource in objects(text).values():
        reply = api.apply(resource, namespace)
        assert not reply.is_refused, reply.message


def rendered(case: str, environment: str) -> dict[str, Any]:
    file = str(TREES / case / "statefulapp.yaml")
    text = run("render", "-f", file, "-e", environment, "-o", "yaml").stdout
    (found,) = (one for one in objects(text).values() if one["kind"] == "StatefulSet")
    return dict(found)
