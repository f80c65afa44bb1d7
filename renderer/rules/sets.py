"""StatefulSets: what selects their pods, what spreads them, and how they are updated."""

from __future__ import annotations

from renderer.kubernetes.names import quoted
from renderer.objects.reading import at, items, mapping, number, text
from renderer.objects.selectors import SET_ON_PODS, selected_labels, selects_labels
from renderer.objects.workload import POD, pod_labels
from renderer.rules.rule import found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

    Named = Iterator[tuple[Path, dict[Any, Any]]]

SELECTOR = ("spec", "selector")
STRATEGY = ("spec", "updateStrategy")
ROLLING = (*STRATEGY, "rollingUpdate")
# Labels and annotations that a release, a version or a controller writes anew.
VARYING = {
    "app.kubernetes.io/version",
    "chart",
    "checksum/config",
    "controller-revision-hash",
    "helm.sh/chart",
    "heritage",
    "kubectl.kubernetes.io/restartedAt",
    "pod-template-hash",
    "release-revision",
    "version",
}
SET = "must not select what the StatefulSet sets on each pod, and no template has"
GRACE = (*POD, "terminationGracePeriodSeconds")
CONSTRAINTS = (*POD, "topologySpreadConstraints")


@rule("SR943", "error", "StatefulSet")
def selector_means_its_pods(statefulset: Resource, _objects: Objects) -> Problems:
    """A selector that does not mean the pods of its template

    The API server refuses the StatefulSet, since it would make pods that are not its own.

    Way out: give the pod template the labels that spec.selector wants.
    """
    labels, selector = pod_labels(statefulset), mapping(at(statefulset.data, *SELECTOR))
    wanted = selected_labels(statefulset).items()
    differing = [
        f"{key} is {quoted(value)} here and {_written(labels, key)} in the template"
        for key, value in wanted
        if labels.get(key) != value
    ]
    if differing:
        message = f"must mean the pods of the template: {', '.join(differing)}"
        yield found(SELECTOR, message, hint="write the same labels into the pod template")
    for index, requirement in items(selector.get("matchExpressions")):
        is_met = selects_labels({"matchExpressions": [requirement]}, statefulset)
        if not is_met and _is_whole(requirement) and not _is_set(requirement):
            message = "must mean the pods of the template, whose labels do not meet it"
            hint = "change it, or the labels of the pod template"
            yield found((*SELECTOR, "matchExpressions", index), message, hint=hint)


def _written(labels: dict[Any, Any], key: Any) -> str:
    return quoted(labels[key]) if key in labels else "not set"


def _is_whole(requirement: dict[Any, Any]) -> bool:
    """Tell whether there is something to compare with; where not, the types say so."""
    return requirement.get("operator") != "In" or bool(requirement.get("values"))


def _is_set(requirement: dict[Any, Any]) -> bool:
    return requirement.get("key") in SET_ON_PODS and requirement.get("operator") != "NotIn"


@rule("SR1106", "error", "StatefulSet", was=("SR943",))
def selector_is_not_empty(statefulset: Resource, _objects: Objects) -> Problems:
    """An empty selector

    It would mean every pod of the namespace, so the API server refuses the StatefulSet.

    Way out: write matchLabels, with labels of the pod template that never change.
    """
    selector = at(statefulset.data, *SELECTOR)
    if isinstance(selector, dict) and not (
        selector.get("matchLabels") or selector.get("matchExpressions")
    ):
        hint = "write matchLabels, with labels of the template that never change"
        yield found(SELECTOR, "must not be empty: the API server refuses it", hint=hint)


@rule("SR1107", "error", "StatefulSet", was=("SR943",))
def selector_is_of_all_pods(statefulset: Resource, _objects: Objects) -> Problems:
    """A selector of what the StatefulSet sets on each pod

    The name and index of a pod, and the hash of its revision, differ from pod to pod, and no
    template has them. A Service or a budget may select them; the StatefulSet itself may not.

    Way out: remove the label from spec.selector.
    """
    selector = mapping(at(statefulset.data, *SELECTOR))
    for key in filter(SET_ON_PODS.__contains__, mapping(selector.get("matchLabels"))):
        yield found((*SELECTOR, "matchLabels", key), SET, hint="remove it")
    for index, requirement in items(selector.get("matchExpressions")):
        if _is_set(requirement):
            yield found((*SELECTOR, "matchExpressions", index), SET, hint="remove it")


@rule("SR944", "warning", "StatefulSet", is_refused=True)
def selector_stays(statefulset: Resource, _objects: Objects) -> Problems:
    """A selector that changes with a version

    A selector can never change, so the next upgrade is refused.

    Way out: leave the label out of the selector; the pods may have it. For a StatefulSet that lives
    with it, allow SR944, and never change the label.
    """
    path = (*SELECTOR, "matchLabels")
    wanted = mapping(at(statefulset.data, *path))
    for key in varying(wanted):
        if key not in SET_ON_PODS:
            message = (
                f"changes with a version, {quoted(wanted[key])}: a selector can never change, so "
                "the next upgrade is refused"
            )
            hint = "leave it out of the selector; a live set that has it may allow SR944"
            yield found((*path, key), message, hint=hint)


def varying(labels: dict[Any, Any]) -> list[str]:
    """Return the keys whose values change with a version; `heritage` did so with Helm's own."""
    return [key for key in labels if isinstance(key, str) and key in VARYING]


@rule("SR956", "warning", "StatefulSet", is_refused=True)
def pods_stop_in_peace(resource: Resource, _objects: Objects) -> Problems:
    """A grace period of 0 or less

    A pod is killed at once, and its successor may start while it still writes to the volume. Less
    than 0 is taken for a second.

    Way out: write the time that the app needs to flush and to step down, such as 30. For a
    StatefulSet that lives with it, allow SR956.
    """
    seconds = number(at(resource.data, *GRACE), default=1)
    if seconds < 1:
        message = (
            f"must not be {seconds}: two pods may have one identity and one volume for a while"
        )
        hint = "write the time that the app needs to stop, such as 30; a live set may allow SR956"
        yield found(GRACE, message, hint=hint)


@rule("SR1112", "error", "StatefulSet", was=("SR301", "SR904"))
def constraints_differ(statefulset: Resource, _objects: Objects) -> Problems:
    """Two topologySpreadConstraints of one kind

    The API server refuses two with the same topologyKey and whenUnsatisfiable.

    Way out: remove one of the two.
    """
    seen = set()
    for path, constraint in constraints(statefulset):
        key, unmet = text(constraint.get("topologyKey")), text(constraint.get("whenUnsatisfiable"))
        if key and unmet and (key, unmet) in seen:
            message = f"must be a constraint of its own, {quoted(key)} has one with {unmet}"
            yield found((*path, "topologyKey"), message, hint="remove one of the two")
        seen.add((key, unmet))


def constraints(statefulset: Resource) -> Named:
    """Yield what spreads the pods over nodes and zones, and where it is."""
    for index, constraint in items(at(statefulset.data, *CONSTRAINTS)):
        yield (*CONSTRAINTS, index), constraint


@rule("SR952", "error", "StatefulSet", was=("SR310",))
def rolling_update_is_used(statefulset: Resource, _objects: Objects) -> Problems:
    """rollingUpdate with type: OnDelete

    With OnDelete nothing is rolled out, so the API server refuses what says how. A patch that says
    type: OnDelete alone leaves the rollingUpdate of what it patches.

    Way out: remove rollingUpdate, in a patch by rollingUpdate: null, or write type: RollingUpdate.
    """
    strategy = mapping(at(statefulset.data, *STRATEGY))
    if strategy.get("type") == "OnDelete" and strategy.get("rollingUpdate") is not None:
        causes = ((*STRATEGY, "type"),)
        hint = "remove it; in an environment or a patch, write rollingUpdate: null"
        yield found(ROLLING, "must not be set with type: OnDelete", hint=hint, causes=causes)


@rule("SR1108", "error", "StatefulSet", was=("SR952",))
def strategy_is_served(statefulset: Resource, _objects: Objects) -> Problems:
    """An update strategy behind a feature gate

    The API server refuses Recreate unless the gate StatefulSetRecreateStrategy is on, and it is
    off by default.

    Way out: write RollingUpdate or OnDelete.
    """
    path = (*STRATEGY, "type")
    if at(statefulset.data, *path) == "Recreate":
        message = "must not be Recreate, unless the feature gate StatefulSetRecreateStrategy is on"
        yield found(path, message, hint="write RollingUpdate or OnDelete")
