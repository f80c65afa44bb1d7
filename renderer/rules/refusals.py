"""The part of the rule book that every call asks: what must not be made of a spec.

Its modules import nothing that is slow; what only warns or informs is in `advice`.
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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *types.RULES,
    *services.RULES,
    *sets.RULES,
    *storage.RULES,
    *pods.RULES,
    *containers.RULES,
    *references.RULES,
    *resources.RULES,
    *budgets.RULES,
)


def by_kind(rules: tuple[Rule, ...]) -> dict[str, tuple[Rule, ...]]:
    """Return {kind: the rules about it}, in their order."""
    kinds = {kind: None for rule in rules for kind in rule.kinds}
    return {kind: tuple(rule for rule in rules if kind in rule.kinds) for kind in kinds}


# What is built is held to the types before it is built, and while it is patched.
REFUSALS = by_kind(tuple(rule for rule in RULES if rule not in types.TABLE))
