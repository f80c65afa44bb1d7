"""What must hold where an operator compares: label selectors, and tolerations of taints."""

from __future__ import annotations

from renderer.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    Problems = Iterator[Problem]

LISTS = ("matchExpressions", "matchFields")
COMPARE_SETS = ("In", "NotIn")
COMPARE_NUMBERS = ("Gt", "Lt")


def selectors_are_complete(app: StatefulApp) -> Problems:
    """Kubernetes refuses an expression whose values do not fit its operator."""
    spec = app.spec
    found: dict[Path, Any] = {
        ("spec", "affinity"): spec.affinity,
        ("spec", "topologySpreadConstraints"): spec.topology_spread_constraints,
        ("spec", "volumes"): spec.volumes,
    }
    for index, storage in enumerate(spec.storage):
        found["spec", "storage", index, "selector"] = storage.selector
    for path, value in found.items():
        for at, expression in _expressions(value, path):
            yield from _expression(expression, at)


def _expressions(value: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield every expression below a value: a selector looks the same wherever it stands."""
    steps: Any = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        steps = enumerate(value)
    for step, each in steps:
        if step in LISTS and isinstance(each, list):  # a label may have such a name as well
            yield from (((*path, step, index), found) for index, found in enumerate(each))
        else:
            yield from _expressions(each, (*path, step))


def _expression(expression: dict[str, Any], path: Path) -> Problems:
    operator, values = expression["operator"], expression.get("values", [])
    at, causes = (*path, "values"), ((*path, "operator"),)
    if operator in COMPARE_SETS and not values:
        message = f"must have at least one value for the operator {operator}"
    elif operator in COMPARE_NUMBERS and len(values) != 1:
        message = f"must have exactly one value for the operator {operator}, got {len(values)}"
    elif operator not in (*COMPARE_SETS, *COMPARE_NUMBERS) and values:
        message = f"must not be set for the operator {operator}"
    else:
        return
    yield Problem("SR314", at, message, causes=causes)


def tolerations_are_complete(app: StatefulApp) -> Problems:
    """No key means every taint, Exists means every value, and only NoExecute waits."""
    for index, each in enumerate(app.spec.tolerations):
        path: Path = ("spec", "tolerations", index)
        operator, causes = each.get("operator") or "Equal", ((*path, "operator"),)
        if not each.get("key") and operator != "Exists":
            hint = "write the key of a taint, or operator: Exists for all taints"
            yield Problem("SR314", (*path, "key"), "is required", hint=hint, causes=causes)
        if operator == "Exists" and each.get("value"):
            message = "must not be set for the operator Exists"
            yield Problem("SR314", (*path, "value"), message, causes=causes)
        if "tolerationSeconds" in each and each.get("effect") != "NoExecute":
            message = "must not be set but with effect: NoExecute, which evicts"
            causes = ((*path, "effect"),)
            yield Problem("SR314", (*path, "tolerationSeconds"), message, causes=causes)


RULES = (selectors_are_complete, tolerations_are_complete)
