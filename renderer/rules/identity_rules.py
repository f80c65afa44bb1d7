"""Selectors and names: what makes pods belong to a StatefulSet, and can never change."""

from __future__ import annotations

from renderer.kubernetes.names import quoted
from renderer.objects.reading import at, items, mapping
from renderer.objects.resource import Objects, Resource
from renderer.objects.selectors import SET_ON_PODS, selected_labels, selects_labels, with_pods_of
from renderer.objects.workload import pod_labels
from renderer.rules.legacy import found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Problem

    Problems = Iterator[Problem]

PATH = ("spec", "selector")
SET = "must not select what the StatefulSet sets on each pod, and no template has"
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


def varying(labels: dict[Any, Any]) -> list[str]:
    """Return the keys whose values change with a version; `heritage` did so with Helm's own."""
    return [key for key in labels if isinstance(key, str) and key in VARYING]


def selector_means_its_pods(one: Resource, _all: Objects) -> Problems:
    """The API server refuses a selector that does not mean the pods of the template."""
    selector = at(one.data, *PATH)
    if not isinstance(selector, dict):
        return
    if not selector.get("matchLabels") and not selector.get("matchExpressions"):
        message = "must not be empty: the API server refuses it"
        hint = "write matchLabels, with labels of the template that never change"
        yield found("SR943", PATH, message, hint=hint)
        return
    wanted = mapping(selector.get("matchLabels"))
    for key in filter(SET_ON_PODS.__contains__, wanted):
        yield found("SR943", (*PATH, "matchLabels", key), SET, hint="remove it")
    labels = pod_labels(one)
    asked = selected_labels(one).items()
    if wrong := ", ".join(str(key) for key, value in asked if labels.get(key) != value):
        message = f"must mean the pods of the template, whose labels differ: {wrong}"
        hint = "write the same into spec.template.metadata.labels"
        yield found("SR943", PATH, message, hint=hint)
    for index, each in items(selector.get("matchExpressions")):
        path = (*PATH, "matchExpressions", index)
        if each.get("key") in SET_ON_PODS and each.get("operator") != "NotIn":
            yield found("SR943", path, SET, hint="remove it")
        elif not selects_labels({"matchExpressions": [each]}, one) and _is_whole(each):
            message = "must mean the pods of the template, whose labels do not meet it"
            hint = "change it, or the labels in spec.template.metadata.labels"
            yield found("SR943", path, message, hint=hint)


def _is_whole(requirement: dict[Any, Any]) -> bool:
    """Tell whether there is something to compare with; where not, `structure` says so."""
    return requirement.get("operator") != "In" or bool(requirement.get("values"))


def selector_stays(one: Resource, _all: Objects) -> Problems:
    """A selector can never change, so a version in it stops every upgrade."""
    wanted = mapping(at(one.data, *PATH, "matchLabels"))
    for key in varying(wanted):
        if key in SET_ON_PODS:
            continue  # said by selector_means_its_pods
        message = (
            f"changes with a version, {quoted(wanted[key])}: a selector can never change, so the "
            "next upgrade is refused"
        )
        hint = "leave it out of the selector; the pods may have it"
        yield found("SR944", (*PATH, "matchLabels", key), message, hint=hint)


def pods_are_its_own(one: Resource, objects: Objects) -> Problems:
    """Pods that two selectors mean are counted, and may be taken over, by both."""
    selector = at(one.data, *PATH)
    if not mapping(selector).get("matchLabels"):
        return
    for other in with_pods_of(selector, one, objects):
        if (other.kind, other.name) != (one.kind, one.name):
            message = (
                f"also means the pods of {other.label}: controllers, budgets and Services take "
                "them for these"
            )
            hint = "add a label that tells them apart; on a live StatefulSet, to the other's pods"
            yield found("SR945", PATH, message, hint=hint)


RULES = (selector_means_its_pods, selector_stays, pods_are_its_own)
