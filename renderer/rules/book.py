"""The rule book: the one table of all rules about objects of Kubernetes.

Two callers: the spec's door asks `refusals`, of what it has built; the guard's door asks all of
them, of anybody's objects.
"""

from __future__ import annotations

from renderer.rules import (
    budgets,
    containers,
    pods,
    references,
    resources,
    services,
    sets,
    storage,
    types,
)
from renderer.rules.advice import budgets as budget_advice
from renderer.rules.advice import pods as pod_advice
from renderer.rules.advice import services as service_advice
from renderer.rules.advice import sets as set_advice
from renderer.rules.advice import storage as storage_advice
from renderer.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Severity

TOPICS: tuple[Any, ...] = (
    services,
    service_advice,
    sets,
    set_advice,
    storage,
    storage_advice,
    pods,
    pod_advice,
    containers,
    references,
    resources,
    budgets,
    budget_advice,
)


RULES: tuple[Rule, ...] = (
    *types.RULES,
    *(rule for topic in TOPICS for rule in topic.RULES),
)
BY_KIND: dict[str, tuple[Rule, ...]] = {
    kind: tuple(rule for rule in RULES if kind in rule.kinds)
    for kind in {kind: None for rule in RULES for kind in rule.kinds}
}
# What is built is held to the types before it is built, and while it is patched.
REFUSALS: dict[str, tuple[Rule, ...]] = {
    kind: tuple(rule for rule in rules if rule.is_refused and rule not in types.TABLE)
    for kind, rules in BY_KIND.items()
}
# Every code of the book, with its record.
ALL: dict[str, Rule] = {rule.code: rule for rule in sorted(RULES, key=lambda rule: rule.code)}
# The first two are about an allowance, and so about no kind.
SEVERITIES: dict[str, Severity] = {
    "SR908": "error",
    "SR909": "info",
    **{code: rule.severity for code, rule in ALL.items()},
}
