"""How many pods may be away: what the API server reads, in a budget and in a rollout."""

from __future__ import annotations

from typing import Any

import pytest
from calling import statefulset

from renderer.guard.judge import judge
from renderer.objects.resource import Resource

READ = [0, 1, 7, "0%", "1%", "007%", "100%"]
REFUSED = [-1, "1", "-1%", "150%", "%", "", "1.5%", "٣%", "9" * 5000 + "%"]


def codes(data: Any, field: str) -> list[str]:
    found = [each.problem for each in judge([Resource(data)])]
    return [each.code for each in found if each.severity == "error" and each.path[-1] == field]


def budget(field: str, value: Any) -> Any:
    spec = {field: value, "selector": {"matchLabels": {"a": "b"}}}
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "b"},
        "spec": spec,
    }


def rollout(value: Any, **more: Any) -> Any:
    return statefulset(updateStrategy={"rollingUpdate": {"maxUnavailable": value}}, **more)


@pytest.mark.parametrize("value", READ)
def test_what_is_read(value: Any) -> None:
    assert codes(budget("minAvailable", value), "minAvailable") == []
    assert codes(budget("maxUnavailable", value), "maxUnavailable") == []
    nothing = ["SR1109"] if value in (0, "0%") else []
    assert codes(rollout(value), "maxUnavailable") == nothing


@pytest.mark.parametrize("value", REFUSED)
def test_what_is_refused(value: Any) -> None:
    assert codes(budget("minAvailable", value), "minAvailable") == ["SR1134"]
    assert codes(budget("maxUnavailable", value), "maxUnavailable") == ["SR1134"]
    assert codes(rollout(value), "maxUnavailable") == ["SR1110"]


def test_a_zero_in_quotes_is_said_once() -> None:
    assert codes(rollout("0"), "maxUnavailable") == ["SR1109"]


@pytest.mark.parametrize(("value", "is_too_much"), [(1, False), ("50%", False), ("67%", True)])
def test_a_rollout_rounds_down(value: Any, is_too_much: bool) -> None:
    data = rollout(value, replicas=3)
    data["spec"]["template"]["spec"]["containers"][0]["image"] = "etcd:3"
    found = {each.problem.code for each in judge([Resource(data)])}
    assert ("SR955" in found) is is_too_much
