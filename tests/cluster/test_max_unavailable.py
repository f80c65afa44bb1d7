"""Several pods at a time: what `stateful diff` says of a version that has maxUnavailable turned on.

The release of the other tests knows the field, and has its feature gate off. With the gate on it
does what newer ones do without being asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from commands import run
from needed import needed
from plane import Plane
from sets import settled

from renderer.yaml import dump, read

if TYPE_CHECKING:
    from conftest import Figures

pytestmark = pytest.mark.cluster
CASE = Path(__file__).parent.parent / "golden/changes/max-unavailable-restart"
GATE = "MaxUnavailableStatefulSet"
# The first version in which the gate is on.
VERSION = "1.37"
PODS = 4


@pytest.fixture(scope="module")
def gated() -> Iterator[Plane]:
    needed("cluster")
    with Plane(gates=f"{GATE}=true") as plane:
        yield plane.complete()


def side(name: str, policy: str) -> dict[str, Any]:
    objects = read((CASE / name).read_text(), dialect="manifest")
    (found,) = (one for one in objects if one and one["kind"] == "StatefulSet")
    found["spec"].update(replicas=PODS, podManagementPolicy=policy)
    return dict(found)


def most_down(lives: list[str]) -> int:
    """Return how many pods were down at the same time."""
    down, most, made = set(), 0, set()
    for life in lives:
        what, pod = life[0], life[1:]
        if what == "-":
            down.add(pod)
        elif what == "+":
            made.add(pod)
        elif what == "*" and pod in made:
            down.discard(pod)
        most = max(most, len(down))
    return most


def test_pods_go_as_many_at_a_time_as_the_report_says(
    gated: Plane, figures: Figures, tmp_path: Path
) -> None:
    said = []
    for policy in ("OrderedReady", "Parallel"):
        space = gated.api.namespace(policy.lower())
        sides = [side(name, policy) for name in ("before.yaml", "after.yaml")]
        files = [tmp_path / f"{policy}-{number}.yaml" for number in range(2)]
        for file, one in zip(files, sides, strict=True):
            file.write_text(dump(one))
        result = run("diff", *map(str, files), "--kube-version", VERSION, "-o", "json")
        (change,) = json.loads(result.stdout)["changes"]
        (verdict,) = change["verdicts"]
        assert "2 at a time" in verdict["order"]
        assert not gated.api.apply(sides[0], space).is_refused
        settled(gated.api, space, "db")
        watch = gated.api.events("v1", "Pod", space)
        assert not gated.api.apply(sides[1], space).is_refused
        settled(gated.api, space, "db")
        watch.stop()
        assert list(dict.fromkeys(watch.going())) == verdict["pods"], policy
        assert most_down(watch.lives()) == 2, watch.lives()
        said.append(f"{policy}: {' '.join(watch.lives())}")
    figures.say(f"maxUnavailable 2, {GATE} on: {'; '.join(said)}")
