"""renderer/kubernetes/defaults.py is what the server fills in, all of it and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from corpus import taken
from defaults import FORGOTTEN, TYPES, know_types, learn, text_of, unexplained

from renderer.kubernetes import defaults

if TYPE_CHECKING:
    from conftest import Figures
    from plane import Plane

pytestmark = pytest.mark.cluster
# Of no use in a template of pods, or off by default in all versions.
NOT_ASKED = {
    "ClusterTrustBundleProjection",
    "EphemeralContainer",
    "EvictionResponder",
    "PodCertificateProjection",
    "PodSchedulingGroup",
}


def test_the_tables_are_what_the_server_fills_in(server: Plane, figures: Figures) -> None:
    know_types(server.api)
    pairs = list(taken(server.api))
    learnt = learn(pairs)
    tables = learnt.tables()
    assert Path(defaults.__file__).read_text() == text_of(learnt), "make defaults"
    assert set(TYPES) - set(learnt.types) - {"ObjectMeta", "OwnerReference"} <= NOT_ASKED
    figures.say(
        f"defaults: {sum(map(len, tables[0].values()))} always, "
        f"{sum(map(len, tables[1].values()))} sometimes, learnt from {len(pairs)} objects of "
        f"{len(learnt.types)} types"
    )


def test_what_the_server_stores_is_what_was_sent_and_the_defaults(server: Plane) -> None:
    know_types(server.api)
    wrong = [
        line
        for kind, sent, got in taken(server.api, is_right=True)
        for line in unexplained(kind, sent, got)
        if not any(each in line for each in FORGOTTEN)
    ]
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:40])
