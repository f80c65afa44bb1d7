"""Disruption budgets: whether a node can be drained, and whether anything is protected.

https://kubernetes.io/docs/tasks/run-application/configure-pdb/
"""

from __future__ import annotations

from functools import partial
from itertools import takewhile
from operator import is_not

from renderer.kubernetes.names import quoted
from renderer.kubernetes.quantities import share
from renderer.objects.reading import at, mapping
from renderer.objects.resource import Objects, Resource, grouped, may_share_namespace
from renderer.objects.selectors import SET_BY, with_pods_of
from renderer.objects.workload import replicas
from renderer.rules.legacy import found
from renderer.rules.limits import ALL, is_limit, unreadable
from renderer.rules.service_rules import means_no_pods

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.errors import Problem

    Problems = Iterator[Problem]

SELECTOR = ("spec", "selector")
FOLLOWS = "write maxUnavailable: 1, which follows the replicas"


def _selected(budget: Resource, objects: Objects) -> list[Resource]:
    return with_pods_of(at(budget.data, *SELECTOR), budget, objects)


def _budgets(objects: Objects) -> dict[Resource, list[Resource]]:
    """Return {workload: the budgets that mean its pods}."""
    return grouped(
        (each, budget) for budget in objects.budgets for each in _selected(budget, objects)
    )


def _labelled_workloads(objects: Objects) -> dict[str, list[Resource]]:
    """Return {kind and name: the workloads}."""
    return grouped((each.label, each) for each in objects.workloads)


def budget_has_one_limit(budget: Resource, _all: Objects) -> Problems:
    """Both limits are refused, and none protects nothing."""
    spec = mapping(at(budget.data, "spec"))
    limits = [field for field in ("minAvailable", "maxUnavailable") if spec.get(field) is not None]
    if len(limits) > 1:
        message = "must not be set together with minAvailable"
        yield found("SR972", ("spec", "maxUnavailable"), message, hint="keep maxUnavailable")
    elif spec and not limits:
        message = "is not set, and no minAvailable: every pod may be evicted at once"
        yield found("SR976", ("spec", "maxUnavailable"), message, hint="write maxUnavailable: 1")


def limits_can_be_read(budget: Resource, _all: Objects) -> Problems:
    """A limit is a number, or a percentage of at most 100."""
    for field in ("minAvailable", "maxUnavailable"):
        yield from unreadable(at(budget.data, "spec", field), ("spec", field))


def budget_lets_nodes_drain(budget: Resource, objects: Objects) -> Problems:
    """A budget that allows no eviction stops every upgrade of the nodes."""
    spec = mapping(at(budget.data, "spec"))
    most = spec.get("maxUnavailable")
    if is_limit(most) and share(most, ALL) == 0:
        message = "allows no eviction: no node with such a pod can ever be drained"
        yield found("SR971", ("spec", "maxUnavailable"), message, hint="write 1")
    path = ("spec", "minAvailable")
    if spec.get("minAvailable") == "100%":
        message = "allows no eviction: no node with such a pod can ever be drained"
        yield found("SR971", path, message, hint=FOLLOWS)
        return
    least = spec.get("minAvailable")
    chosen = _selected(budget, objects)
    sets = [each for each in chosen if each.kind == "StatefulSet"]
    if not is_limit(least) or len(chosen) != 1 or not sets:
        return
    count = replicas(sets[0])
    if share(least, count) >= count > 0:
        pods = "pod" if count == 1 else "pods"
        message = (
            f"is {least} for {count} {pods} of {sets[0].label}: no node with such a pod can ever "
            "be drained"
        )
        yield found("SR971", path, message, hint=FOLLOWS)


def budget_means_pods(budget: Resource, objects: Objects) -> Problems:
    """`{}` means all pods of the namespace, and no selector none."""
    spec = mapping(at(budget.data, "spec"))
    selector = spec.get("selector")
    if spec and selector is None:
        message = "is not set: no pod is protected"
        hint = "write the selector of the StatefulSet"
        yield found("SR975", SELECTOR, message, hint=hint)
    elif isinstance(selector, dict) and not any(selector.values()):
        message = "is empty: it means every pod of the namespace"
        hint = "write the selector of the StatefulSet"
        yield found("SR974", SELECTOR, message, hint=hint)
    elif isinstance(selector, dict) and not _selected(budget, objects):
        wanted = mapping(selector.get("matchLabels"))
        yield means_no_pods("SR977", (*SELECTOR, "matchLabels"), wanted, budget, objects)


def budget_is_alone(budget: Resource, objects: Objects) -> Problems:
    """Where two budgets mean one pod, its eviction fails."""
    shared: dict[Resource, list[str]] = {}
    for each in _selected(budget, objects):
        if not _has_a_double(each, objects):
            for other in takewhile(partial(is_not, budget), objects.once(_budgets)[each]):
                shared.setdefault(other, []).append(each.label)
    for other, both in shared.items():
        if other.name == budget.name or not may_share_namespace(budget, other):
            continue
        if not _apart(budget, other):
            message = (
                f"means pods of {min(both)}, which {other.label} means as well: with two budgets, "
                "every eviction of such a pod fails"
            )
            yield found("SR973", SELECTOR, message, hint="keep one of the two")


def _has_a_double(one: Resource, objects: Objects) -> bool:
    """Tell whether the input may be of two places, where each has a budget of its own."""
    same = objects.once(_labelled_workloads)[one.label]
    return sum(may_share_namespace(each, one) for each in same) > 1


def _apart(one: Resource, other: Resource) -> bool:
    """Tell whether two budgets mean different pods of one workload, by what a controller gives."""
    wanted, others = (mapping(at(each.data, *SELECTOR, "matchLabels")) for each in (one, other))
    return any(key in wanted and key in others and wanted[key] != others[key] for key in SET_BY)


def sick_pods_can_leave(budget: Resource, _all: Objects) -> Problems:
    """By default, a pod that is not ready and may not be missed stops a drain for ever."""
    spec = mapping(at(budget.data, "spec"))
    if spec and spec.get("unhealthyPodEvictionPolicy") is None:
        message = "is not said: a pod that never becomes ready stops a drain"
        path = ("spec", "unhealthyPodEvictionPolicy")
        yield found("SR978", path, message, hint="write AlwaysAllow")


def pods_are_protected(one: Resource, objects: Objects) -> Problems:
    """Without a budget, drains of several nodes take all replicas at once."""
    count = replicas(one)
    if count > 1 and one not in objects.once(_budgets):
        message = f"has {quoted(count)} pods and no PodDisruptionBudget in the input"
        hint = "add one with maxUnavailable: 1 and this selector, if none is in another file"
        yield found("SR970", ("spec", "replicas"), message, hint=hint)


RULES = (
    budget_has_one_limit,
    limits_can_be_read,
    budget_lets_nodes_drain,
    budget_means_pods,
    budget_is_alone,
    sick_pods_can_leave,
)
