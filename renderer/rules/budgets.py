"""Disruption budgets: what keeps pods running while nodes are drained.

https://kubernetes.io/docs/tasks/run-application/configure-pdb/
"""

from __future__ import annotations

from renderer.kubernetes.names import quoted
from renderer.kubernetes.quantities import ALL, is_limit, share
from renderer.objects.reading import at, mapping
from renderer.objects.resource import grouped, may_share_namespace
from renderer.objects.selectors import SET_BY, with_pods_of
from renderer.objects.workload import replicas
from renderer.rules.rule import found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

SELECTOR = ("spec", "selector")
LEAST, MOST = ("spec", "minAvailable"), ("spec", "maxUnavailable")
FOLLOWS = "write maxUnavailable: 1, which follows the replicas"


def unreadable(value: Any, path: Path) -> Problems:
    """Yield a problem where a number or text is no limit; other types are for the walker."""
    if isinstance(value, int | str) and not isinstance(value, bool) and not is_limit(value):
        is_number = isinstance(value, str) and value.isascii() and value.isdecimal()
        hint = f"write {value} without quotes" if is_number else ""
        message = f"must be a number of pods or 0% to 100%, got {quoted(value)}"
        yield found(path, message, hint=hint)


def evictable(budget: Resource, count: int) -> int | None:
    """Return how many of so many pods a budget lets go at once; None where nobody can tell."""
    least, most = at(budget.data, *LEAST), at(budget.data, *MOST)
    if is_limit(most):
        return min(share(most, count), count)
    return max(count - share(least, count), 0) if is_limit(least) else None


def protected(budget: Resource, objects: Objects) -> list[Resource]:
    """Return the workloads whose pods a budget means."""
    return objects.once(_protected)[budget]


def _protected(objects: Objects) -> dict[Resource, list[Resource]]:
    """Return {budget: the workloads whose pods it means}."""
    return {
        budget: with_pods_of(at(budget.data, *SELECTOR), budget, objects)
        for budget in objects.budgets
    }


def budgets(objects: Objects) -> dict[Resource, list[Resource]]:
    """Return {workload: the budgets that mean its pods}."""
    return grouped(
        (workload, budget) for budget in objects.budgets for workload in protected(budget, objects)
    )


@rule("SR972", "error", "PodDisruptionBudget", was=("SR312",))
def budget_has_one_limit(budget: Resource, _objects: Objects) -> Problems:
    """A budget with two limits

    The API server refuses minAvailable together with maxUnavailable.

    Way out: keep maxUnavailable, which follows the replicas.
    """
    if all(at(budget.data, *path) is not None for path in (LEAST, MOST)):
        message = "must not be set together with minAvailable"
        yield found(MOST, message, hint="keep maxUnavailable", causes=(LEAST,))


@rule("SR1134", "error", "PodDisruptionBudget", was=("SR904",))
def limits_can_be_read(budget: Resource, _objects: Objects) -> Problems:
    """A limit of a budget that is none

    It is a number of pods, or a percentage of at most 100. The API server refuses anything else.

    Way out: write a number without quotes, or a percentage such as "25%".
    """
    for path in (LEAST, MOST):
        yield from unreadable(at(budget.data, *path), path)


@rule("SR971", "warning", "PodDisruptionBudget", is_refused=True, refers=True, was=("SR312",))
def budget_lets_nodes_drain(budget: Resource, objects: Objects) -> Problems:
    """A budget that allows no eviction

    No node with such a pod can be drained, so upgrades of the cluster stop there.

    Way out: write maxUnavailable: 1, which follows the replicas.
    """
    least, most = at(budget.data, *LEAST), at(budget.data, *MOST)
    message = "allows no eviction, got {}: no node with such a pod can ever be drained"
    if is_limit(most) and share(most, ALL) == 0:
        yield found(MOST, message.format(most), hint="write 1")
    if least == "100%":
        yield found(LEAST, message.format(least), hint=FOLLOWS)
        return
    workload = _only_set(budget, objects)
    count = replicas(workload) if workload else 0
    if workload and is_limit(least) and share(least, count) >= count > 0:
        pods = "pod" if count == 1 else "pods"
        message = (
            f"is {least} for {count} {pods} of {workload.label}: no node with such a pod can ever "
            "be drained"
        )
        causes = ((workload, "spec", "replicas"),)
        yield found(LEAST, message, hint=FOLLOWS, causes=causes)


def _only_set(budget: Resource, objects: Objects) -> Resource | None:
    """Return the StatefulSet whose pods a budget means; None where it means others, too."""
    workloads = protected(budget, objects)
    is_alone = len(workloads) == 1 and workloads[0].kind == "StatefulSet"
    return workloads[0] if is_alone else None


@rule("SR975", "error", "PodDisruptionBudget")
def budget_has_a_selector(budget: Resource, _objects: Objects) -> Problems:
    """A budget without a selector

    It protects no pod, in silence.

    Way out: write the selector of the StatefulSet.
    """
    spec = mapping(at(budget.data, "spec"))
    if spec and spec.get("selector") is None:
        hint = "write the selector of the StatefulSet"
        yield found(SELECTOR, "is not set: no pod is protected", hint=hint)


@rule("SR973", "error", "PodDisruptionBudget")
def budget_is_alone(budget: Resource, objects: Objects) -> Problems:
    """Two budgets for one pod

    Every eviction of such a pod fails.

    Way out: keep one of the two.
    """
    for other, labels in _doubles(budget, objects).items():
        if other.name == budget.name or not may_share_namespace(budget, other):
            continue
        if not _are_apart(budget, other):
            message = (
                f"means pods of {min(labels)}, which {other.label} means as well: with two "
                "budgets, every eviction of such a pod fails"
            )
            yield found(SELECTOR, message, hint="keep one of the two")


def _doubles(budget: Resource, objects: Objects) -> dict[Resource, list[str]]:
    """Return the budgets before this one that mean pods of it, and of which workloads."""
    shared: dict[Resource, list[str]] = {}
    for workload in protected(budget, objects):
        if not _is_of_two_places(workload, objects):
            mine = objects.once(budgets)[workload]
            for other in mine:
                if other is budget:
                    break
                shared.setdefault(other, []).append(workload.label)
    return shared


def _is_of_two_places(workload: Resource, objects: Objects) -> bool:
    """Tell whether the input may be of two places, where each has a budget of its own."""
    same = objects.once(_labelled)[workload.label]
    return sum(may_share_namespace(other, workload) for other in same) > 1


def _labelled(objects: Objects) -> dict[str, list[Resource]]:
    """Return {kind and name: the workloads}."""
    return grouped((workload.label, workload) for workload in objects.workloads)


def _are_apart(budget: Resource, other: Resource) -> bool:
    """Tell whether two budgets mean different pods of one workload, by what a controller gives."""
    path = (*SELECTOR, "matchLabels")
    labels, others = (mapping(at(resource.data, *path)) for resource in (budget, other))
    return any(key in labels and key in others and labels[key] != others[key] for key in SET_BY)
