"""What the server stores is, to our diff, what was sent: for every kind and every example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from corpus import NAMESPACE, example_builds, taken, without_namespace
from defaults import FORGOTTEN, know_types

from renderer.changes.compare import differing
from renderer.changes.normal import settled

if TYPE_CHECKING:
    from conftest import Figures
    from plane import Plane

pytestmark = pytest.mark.cluster
# The server keeps another number instead, in silence: that is a difference, and should be.
NO_INT = str(2**63)


def test_what_the_server_stores_of_an_example_is_no_difference(
    server: Plane, figures: Figures
) -> None:
    wrong, count = [], 0
    for name, build in example_builds():
        for resource in map(without_namespace, build.objects):
            if server.api.serves(resource["apiVersion"], resource["kind"]):
                stored = server.api.apply(resource, NAMESPACE, dry_run=True).body
                count += 1
                wrong += [f"{name}: {each}" for each in left(resource, stored)]
    assert not wrong, "\n".join(wrong)
    assert count > 100
    figures.say(f"diff: {count} stored objects of the examples are what was sent")


def test_what_the_server_stores_of_any_object_is_no_difference(server: Plane) -> None:
    know_types(server.api)
    wrong = [
        f"{kind}: {each}"
        for kind, sent, stored in taken(server.api)
        for each in left(without_namespace(sent), stored)
        if not any(field.rpartition(".")[2] in each for field in FORGOTTEN) and NO_INT not in each
    ]
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:60])


def left(sent: dict[str, Any], stored: dict[str, Any]) -> list[str]:
    """The fields that differ in either direction, without the namespace that the server adds."""
    metadata = {key: each for key, each in stored["metadata"].items() if key != "namespace"}
    stored = {**stored, "metadata": metadata}
    return [
        f"{field} {field.before!r} -> {field.after!r}"
        for pair in ((sent, stored), (stored, sent))
        for field in differing(*settled(*pair))
    ]
