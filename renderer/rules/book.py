"""The rule book: the one table of all rules about objects of Kubernetes.

Two callers: the spec's door asks `refusals`, of what it has built; the guard's door asks all of
them, of anybody's objects.
"""

from __future__ import annotations

from renderer.rules import (
    addresses,
    budgets,
    claims,
    config_maps,
    containers,
    declared_claims,
    expressions,
    governing,
    identity,
    misplaced,
    mount_options,
    mounts,
    network_policies,
    pods,
    probes,
    projections,
    references,
    resources,
    rollouts,
    scheduling,
    security,
    services,
    sets,
    types,
    variables,
    volumes,
)
from renderer.rules.advice import budgets as advice_on_budgets
from renderer.rules.advice import pods as advice_on_pods
from renderer.rules.advice import services as advice_on_services
from renderer.rules.advice import sets as advice_on_sets
from renderer.rules.advice import storage as advice_on_storage
from renderer.rules.rule import rules_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.errors import Severity
    from renderer.rules.rule import Rule

# What is built is held to the types before it is built, and stands where it belongs.
OF_OTHERS: tuple[Rule, ...] = (*rules_in(types), *rules_in(misplaced))
TOPICS = (
    types,
    misplaced,
    identity,
    governing,
    services,
    addresses,
    sets,
    rollouts,
    scheduling,
    claims,
    declared_claims,
    volumes,
    projections,
    mounts,
    mount_options,
    config_maps,
    pods,
    containers,
    variables,
    security,
    probes,
    references,
    resources,
    expressions,
    budgets,
    network_policies,
    advice_on_services,
    advice_on_sets,
    advice_on_storage,
    advice_on_pods,
    advice_on_budgets,
)
RULES: tuple[Rule, ...] = tuple(rule for topic in TOPICS for rule in rules_in(topic))
KINDS = {kind: None for rule in RULES for kind in rule.kinds}
BY_KIND = {kind: tuple(rule for rule in RULES if kind in rule.kinds) for kind in KINDS}
# Every code of the book, with its record.
ALL: dict[str, Rule] = {rule.code: rule for rule in sorted(RULES, key=lambda rule: rule.code)}
# The first two are about an allowance, and so about no kind.
SEVERITIES: dict[str, Severity] = {
    "SR908": "error",
    "SR909": "info",
    **{code: rule.severity for code, rule in ALL.items()},
}
