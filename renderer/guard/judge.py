"""The table of all rules, and the walk through it.

A rule is `rule(one, objects) -> Problems`: about one object, with the whole input at hand.
"""

from __future__ import annotations

from renderer.errors import Problem
from renderer.guard import (
    budget_rules,
    claim_rules,
    container_rules,
    governing_rules,
    identity_rules,
    peer_rules,
    pod_rules,
    probe_rules,
    resource_rules,
    service_rules,
    set_rules,
    spread_rules,
    structure,
    volume_rules,
)
from renderer.guard.allowances import applied
from renderer.guard.finding import found
from renderer.guard.misplaced import corrected, misplaced
from renderer.guard.objects import Finding, Objects, Placed, at, is_a, judged_kind, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Rule = Callable[[Placed, Objects], Iterator[Problem]]

RULES: dict[str, tuple[Rule, ...]] = {
    "StatefulSet": (
        *structure.RULES["StatefulSet"],
        *governing_rules.RULES,
        *identity_rules.RULES,
        *claim_rules.RULES,
        *volume_rules.RULES,
        *set_rules.RULES,
        *peer_rules.RULES,
        *pod_rules.RULES,
        *spread_rules.RULES,
        *probe_rules.RULES,
        *resource_rules.RULES,
        *container_rules.RULES,
        budget_rules.pods_are_protected,
    ),
    "Service": (*structure.RULES["Service"], *service_rules.RULES),
    "PodDisruptionBudget": (*structure.RULES["PodDisruptionBudget"], *budget_rules.RULES),
}


def judge(objects: Sequence[Placed]) -> list[Finding]:
    """Return what is wrong with the StatefulSets, Services and budgets, in the order of the input.

    Args:
        objects: the whole input, with all that goes to one place together: a rule looks for the
            Service of a StatefulSet, and for other pods that it would select. Other kinds are not
            judged. Nothing in it makes this fail, whatever it holds.
    """
    whole = Objects([each.instead(_meant(each)) for each in objects])
    pairs = zip(objects, whole.placed, strict=True)
    return list(
        applied([(meant, list(_problems(written, meant, whole))) for written, meant in pairs])
    )


def _meant(one: Placed) -> object:
    """Return a Service as it was meant: one mistake is one finding, not five."""
    return corrected(one.data) if is_a(one, "Service") else one.data


def _problems(written: Placed, meant: Placed, whole: Objects) -> Iterator[Problem]:
    if not text(at(written.data, "kind")) or not text(at(written.data, "apiVersion")):
        message = "is no object of Kubernetes, which has apiVersion and kind: it was not judged"
        yield found("SR900", (), message)
    kind = judged_kind(meant)
    if kind == "Service":
        yield from misplaced(written.data)
    if not kind:
        yield from structure.is_nearly_judged(meant)
    for rule in RULES.get(kind, ()):
        yield from rule(meant, whole)
