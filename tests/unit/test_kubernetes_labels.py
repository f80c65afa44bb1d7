from __future__ import annotations

import pytest

from renderer.kubernetes import labels


@pytest.mark.parametrize(
    "key",
    [
        "config.kubernetes.io/local-config",
        "internal.config.kubernetes.io/index",
        "config.k8s.io/id",
        "metadata.configFn",
    ],
)
def test_what_is_for_the_tools_is_not_for_the_cluster(key: str) -> None:
    assert labels.is_configuration(key)


@pytest.mark.parametrize(
    "key", ["myconfig.k8s.io/x", "noconfig.kubernetes.io/x", "config.k8s.io", "k8s.io/config", "a"]
)
def test_a_domain_that_only_ends_alike_stays(key: str) -> None:
    assert not labels.is_configuration(key)
