"""An allowance hides what it names, and nothing beside it."""

from __future__ import annotations

from typing import Any

import pytest
from calling import statefulset

from renderer.guard.judge import judge
from renderer.kubernetes.labels import ALLOW
from renderer.objects.allowance import Allowance
from renderer.objects.resource import Resource

FIELD = "spec.template.spec.topologySpreadConstraints"


def spread(key: str) -> Any:
    """What means the pods of somebody else."""
    selector = {"matchLabels": {"app": "cache"}}
    return {
        "maxSkew": 1,
        "topologyKey": key,
        "whenUnsatisfiable": "DoNotSchedule",
        "labelSelector": selector,
    }


def said(allow: str, constraints: Any, **spec: Any) -> list[tuple[str, str]]:
    """Errors and warnings of a set that nobody has allowed, and what is said of allowances."""
    one = statefulset(annotations={ALLOW: allow}, volumeClaimTemplates=[], serviceName="", **spec)
    one["spec"]["template"]["spec"]["topologySpreadConstraints"] = constraints
    return [
        (finding.problem.code, finding.problem.hint)
        for finding in judge([Resource(one)])
        if not finding.allowed and finding.problem.code in ("SR1138", "SR908", "SR909", "SR1108")
    ]


def codes(allow: str, *keys: str, **spec: Any) -> list[str]:
    return [code for code, _ in said(allow, [spread(key) for key in keys], **spec)]


@pytest.mark.parametrize(
    ("allow", "expected"),
    [
        ("SR1138 they are one cluster", []),
        ("SR1138: they are one cluster", []),
        ("SR1138, they are one cluster", []),
        (f"SR1138 at {FIELD}: they are one cluster", []),
        (f"SR1138 at {FIELD}[0]: they are one cluster", ["SR1138"]),
        (f"SR1138 at {FIELD}[0].labelSelector: one; SR1138 at {FIELD}[1]: other", []),
        (f"SR1138 at {FIELD}[2]: they are one cluster", ["SR1138", "SR1138", "SR909"]),
        ("SR1138 at spec.template.spec.topology: a part of a name", ["SR1138", "SR1138", "SR909"]),
        (f"SR1138 at {FIELD}:", ["SR1138", "SR1138", "SR908"]),
        ("SR1138 at night they are one cluster", []),
        ("SR1138", ["SR1138", "SR1138", "SR908"]),
        ("SR1137 another one", ["SR1138", "SR1138", "SR909"]),
    ],
)
def test_what_is_allowed(allow: str, expected: list[str]) -> None:
    assert codes(allow, "zone", "host") == expected


def test_an_allowance_of_one_mistake_does_not_hide_another() -> None:
    found = codes("SR1138 one cluster", "zone", updateStrategy={"type": "Recreate"})
    assert found == ["SR1108"]


def test_a_code_that_has_become_several_names_those_of_today() -> None:
    expected = [
        ("SR1138", "write labelSelector: {matchLabels: {app: old}}"),
        ("SR909", "write SR1138, which it has become here"),
    ]
    assert said("SR917 they are one cluster", [spread("zone")]) == expected
    ((code, hint),) = said("SR310 our server has it", [], updateStrategy={"type": "OnDelete"})
    assert (code, hint) == ("SR908", "write SR1109 or SR1111 or SR952")


def test_a_field_is_named_as_in_the_finding() -> None:
    assert str(Allowance("SR1138", FIELD)) == f"SR1138 at {FIELD}"
    assert str(Allowance("SR1138")) == "SR1138"
