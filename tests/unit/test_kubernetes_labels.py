from __future__ import annotations

from typing import Any

import pytest

from renderer.kubernetes import labels


@pytest.mark.parametrize(
    "key",
    [
        "config.kubernetes.io/local-config",
        "internal.config.kubernetes.io/index",
        "config.k8s.io/id",
        "internal.kpt.dev/upstream-identifier",
        "metadata.configFn",
    ],
)
def test_what_is_for_the_tools_is_not_for_the_cluster(key: str) -> None:
    assert labels.is_configuration(key)


def without_notes(metadata: Any) -> Any:
    return labels.without_notes({"kind": "A", "metadata": metadata})


@pytest.mark.parametrize("key", [*labels.NOTES, *(f"{each}x" for each in labels.NOTE_DOMAINS)])
def test_what_a_caller_notes_is_not_in_the_file(key: str) -> None:
    mine = {"config.kubernetes.io/local-config": "true"}
    noted = {"kind": "A", "metadata": {"annotations": {key: "1", **mine}, "name": "a"}}
    assert labels.notes_on(noted["metadata"]["annotations"]) == {key: "1"}
    assert labels.without_notes(noted) == {
        "kind": "A",
        "metadata": {"annotations": mine, "name": "a"},
    }
    assert without_notes({"annotations": {key: "1"}}) == {"kind": "A"}
    assert without_notes({"annotations": {key: "1"}, "name": "a"}) == {
        "kind": "A",
        "metadata": {"name": "a"},
    }


@pytest.mark.parametrize("metadata", ["a", ["a"], {"annotations": "a"}, {"annotations": ["a"]}])
def test_what_is_no_place_for_annotations_stays(metadata: Any) -> None:
    data = {"kind": "A", "metadata": metadata}
    assert labels.without_notes(data) == data
    assert labels.without_notes(metadata) == metadata


@pytest.mark.parametrize(
    "key", ["myconfig.k8s.io/x", "noconfig.kubernetes.io/x", "config.k8s.io", "k8s.io/config", "a"]
)
def test_a_domain_that_only_ends_alike_stays(key: str) -> None:
    assert not labels.is_configuration(key)
