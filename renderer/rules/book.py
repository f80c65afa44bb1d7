"""The rule book: the one table of all rules about objects of Kubernetes.

Two callers: the spec's door asks `refusals`, of what it has built; the guard's door asks all of
them, of anybody's objects.
"""

from __future__ import annotations

from renderer.rules import (
    budgets,
    container_rules,
    legacy,
    pod_rules,
    probe_rules,
    resources,
    services,
    sets,
    storage,
    types,
)
from renderer.rules.advice import budgets as budget_advice
from renderer.rules.advice import services as service_advice
from renderer.rules.advice import sets as set_advice
from renderer.rules.advice import storage as storage_advice
from renderer.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Severity

# The rules of a topic are about this kind, as long as they are no records that say so themselves.
TOPICS: tuple[tuple[Any, str], ...] = (
    (services, ""),
    (service_advice, ""),
    (sets, ""),
    (set_advice, ""),
    (storage, ""),
    (storage_advice, ""),
    (pod_rules, "StatefulSet"),
    (probe_rules, "StatefulSet"),
    (resources, ""),
    (container_rules, "StatefulSet"),
    (budgets, ""),
    (budget_advice, ""),
)


class Unrecorded(Rule):
    """A check that is no record yet: its problems have codes of their own."""

    def problems(self, *subject: Any) -> Any:
        """Yield what is wrong."""
        yield from self.check(*subject)


def _recorded(rule: Any, kind: str) -> Rule:
    return rule if isinstance(rule, Rule) else Unrecorded("", "info", (kind,), rule)


RULES: tuple[Rule, ...] = (
    *types.RULES,
    *(_recorded(rule, kind) for module, kind in TOPICS for rule in module.RULES),
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
# Every code of the book, with its record where it has become one.
ALL: dict[str, Rule] = {
    rule.code: rule for rule in sorted(RULES, key=lambda rule: rule.code) if rule.code
}
SEVERITIES: dict[str, Severity] = {
    **legacy.SEVERITIES,
    **{code: rule.severity for code, rule in ALL.items()},
}
