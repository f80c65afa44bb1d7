"""What hurts, or is better otherwise, in disruption budgets."""

from __future__ import annotations

from renderer.kubernetes.names import quoted
from renderer.kubernetes.quantities import ALL, is_limit, share
from renderer.objects.reading import at, mapping
from renderer.objects.selectors import near_miss
from renderer.objects.workload import replicas
from renderer.rules.advice.services import NO_PODS, missed_by_one
from renderer.rules.budgets import LEAST, MOST, SELECTOR, budgets, protected
from renderer.rules.rule import found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

LABELS = (*SELECTOR, "matchLabels")


@rule("SR976", "warning", "PodDisruptionBudget")
def budget_has_a_limit(budget: Resource, _objects: Objects) -> Problems:
    """A budget without a limit

    It protects nothing: every pod may be evicted at once.

    Way out: write maxUnavailable: 1.
    """
    spec = mapping(at(budget.data, "spec"))
    if spec and spec.get("minAvailable") is None and spec.get("maxUnavailable") is None:
        message = "is not set, and no minAvailable: every pod may be evicted at once"
        yield found(MOST, message, hint="write maxUnavailable: 1")


@rule("SR1145", "info", "PodDisruptionBudget")
def budget_keeps_a_pod(budget: Resource, objects: Objects) -> Problems:
    """A budget that lets every pod go at once

    It is accepted, and protects nothing: draining some nodes at once may evict all of them.

    Way out: write maxUnavailable: 1, unless the pods need no protection.
    """
    workloads = protected(budget, objects)
    count = replicas(workloads[0]) if len(workloads) == 1 else ALL
    least, most = at(budget.data, *LEAST), at(budget.data, *MOST)
    is_known = len(workloads) == 1 or isinstance(most, str)
    message = "lets every pod go at once: it protects nothing"
    if count > 1 and is_limit(least) and share(least, count) == 0:
        yield found(LEAST, message, hint="write maxUnavailable: 1")
    if count > 1 and is_known and is_limit(most) and share(most, count) >= count:
        yield found(MOST, message, hint="write 1")


@rule("SR974", "warning", "PodDisruptionBudget")
def budget_is_of_some_pods(budget: Resource, _objects: Objects) -> Problems:
    """A budget for all pods of the namespace

    An empty selector means every pod there is.

    Way out: write the selector of the StatefulSet.
    """
    selector = at(budget.data, *SELECTOR)
    if isinstance(selector, dict) and not any(selector.values()):
        hint = "write the selector of the StatefulSet"
        yield found(SELECTOR, "is empty: it means every pod of the namespace", hint=hint)


@rule("SR977", "info", "PodDisruptionBudget")
def budget_means_pods(budget: Resource, objects: Objects) -> Problems:
    """A budget that selects no pods of the input

    It is accepted, and protects nothing, unless the pods are in another file, or are made by an
    operator.

    Way out: judge it together with its pods, or mend its selector.
    """
    if (labels := _lost(budget, objects)) is not None and not near_miss(labels, budget, objects):
        yield found(LABELS, NO_PODS)


@rule("SR1143", "warning", "PodDisruptionBudget", was=("SR917",))
def selector_is_no_slip(budget: Resource, objects: Objects) -> Problems:
    """A budget that misses pods by one label

    One label of its selector differs from those of pods in the input. A budget without pods is
    accepted in silence.

    Way out: write the label as the pods have it.
    """
    if labels := _lost(budget, objects):
        yield from missed_by_one(LABELS, labels, budget, objects)


def _lost(budget: Resource, objects: Objects) -> dict[Any, Any] | None:
    """Return the labels of a selector that means no pods; None where it means some, or all."""
    selector = at(budget.data, *SELECTOR)
    is_said = isinstance(selector, dict) and any(selector.values())
    return (
        mapping(selector.get("matchLabels")) if is_said and not protected(budget, objects) else None
    )


@rule("SR978", "info", "PodDisruptionBudget")
def unhealthy_pods_can_leave(budget: Resource, _objects: Objects) -> Problems:
    """Unhealthy pods may stop a drain

    By default, a pod that is not ready and that the budget cannot spare is never evicted.

    Way out: write unhealthyPodEvictionPolicy: AlwaysAllow.
    """
    path = ("spec", "unhealthyPodEvictionPolicy")
    if mapping(at(budget.data, "spec")) and at(budget.data, *path) is None:
        message = "is not set: a pod that never becomes ready stops a drain"
        yield found(path, message, hint="write AlwaysAllow")


@rule("SR970", "info", "StatefulSet")
def pods_are_protected(statefulset: Resource, objects: Objects) -> Problems:
    """Several pods without a disruption budget

    Draining some nodes at once may evict all of them.

    Way out: add one with maxUnavailable: 1 and the StatefulSet's selector.
    """
    count = replicas(statefulset)
    if count > 1 and statefulset not in objects.once(budgets):
        message = f"has {quoted(count)} pods and no PodDisruptionBudget in the input"
        hint = "add one with maxUnavailable: 1 and this selector, if none is in another file"
        yield found(("spec", "replicas"), message, hint=hint)
