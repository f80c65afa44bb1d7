"""Selectors that are more than labels."""

from __future__ import annotations

from renderer.objects.reading import at, items
from renderer.objects.workload import POD
from renderer.rules.rule import found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

# What a selector may stand in, of a StatefulSet or a budget.
WITH_SELECTORS: tuple[Path, ...] = (
    ("spec", "selector"),
    ("spec", "volumeClaimTemplates"),
    (*POD, "affinity"),
    (*POD, "topologySpreadConstraints"),
    (*POD, "volumes"),
)
COMPARE_SETS, COMPARE_NUMBERS = ("In", "NotIn"), ("Gt", "Lt")
COMPARE_NOTHING = ("Exists", "DoesNotExist")


@rule("SR212", "error", "StatefulSet", "PodDisruptionBudget", was=("SR314", "SR903", "SR904"))
def values_fit_the_operator(resource: Resource, _objects: Objects) -> Problems:
    """An operator with values that it cannot compare with

    In and NotIn compare with a list, Gt and Lt with one number, Exists and DoesNotExist with none.
    Kubernetes refuses anything else.

    Way out: give the values that the operator needs, or write another operator.
    """
    for path, expression in _selections(resource):
        operator, values = expression.get("operator"), expression.get("values") or []
        causes = ((*path, "operator"),)
        message = _misfit(operator, values) if isinstance(values, list) else ""
        if message:
            yield found((*path, "values"), message, causes=causes)


def _misfit(operator: Any, values: list[Any]) -> str:
    if operator in COMPARE_SETS and not values:
        return f"must have at least one value for the operator {operator}"
    if operator in COMPARE_NUMBERS and len(values) != 1:
        return f"must have exactly one value for the operator {operator}, has {len(values)}"
    if operator in COMPARE_NOTHING and values:
        return f"must not be set for the operator {operator}"
    return ""


def _selections(resource: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    for path in WITH_SELECTORS:
        yield from _expressions(at(resource.data, *path), path)


def _expressions(value: Any, path: Path) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield every expression below a value: a selector looks the same wherever it stands."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _expressions(item, (*path, index))
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "matchExpressions" and isinstance(inner, list):  # a label may be called so
                yield from (((*path, key, index), item) for index, item in items(inner))
            elif isinstance(inner, dict | list):
                yield from _expressions(inner, (*path, key))
