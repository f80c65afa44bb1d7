"""The rule book: the one table of all rules about objects of Kubernetes.

Two callers: the spec's door asks `refusals`, of what it has built; the guard's door asks all of
them, of anybody's objects.
"""

from __future__ import annotations

from renderer.rules import refusals
from renderer.rules.advice import budgets, pods, services, sets, storage
from renderer.rules.refusals import by_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.errors import Severity
    from renderer.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *refusals.RULES,
    *services.RULES,
    *sets.RULES,
    *storage.RULES,
    *pods.RULES,
    *budgets.RULES,
)
BY_KIND = by_kind(RULES)
# Every code of the book, with its record.
ALL: dict[str, Rule] = {rule.code: rule for rule in sorted(RULES, key=lambda rule: rule.code)}
# The first two are about an allowance, and so about no kind.
SEVERITIES: dict[str, Severity] = {
    "SR908": "error",
    "SR909": "info",
    **{code: rule.severity for code, rule in ALL.items()},
}
