"""Which pods a selector means, and what it nearly means."""

from __future__ import annotations

from renderer.guard.objects import (
    Objects,
    Placed,
    at,
    items,
    mapping,
    may_share_namespace,
    pod_labels,
    text,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Labels that a controller gives to each pod, so that no template has them.
POD_NAME = "statefulset.kubernetes.io/pod-name"
SET_ON_PODS = (POD_NAME, "apps.kubernetes.io/pod-index", "controller-revision-hash")
BY_CONTROLLER = (
    *SET_ON_PODS,
    "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-name",
    "controller-uid",
    "job-name",
    "pod-template-hash",
)


def selects(selector: dict[Any, Any], workload: Placed) -> bool:
    """Tell whether a Service's selector means a workload's pods; an empty one means none."""
    return bool(selector) and not missed(selector, workload)


def selected_labels(one: Placed) -> dict[Any, Any]:
    """Return the labels that a StatefulSet selects, without those that differ from pod to pod."""
    wanted = mapping(at(one.data, "spec", "selector", "matchLabels"))
    return {key: value for key, value in wanted.items() if key not in SET_ON_PODS}


def missed(wanted: dict[Any, Any], workload: Placed) -> list[Any]:
    """Return the keys of the labels that a workload's pods do not have so."""
    labels = pod_labels(workload)
    return [key for key, value in wanted.items() if not _has(workload, labels, key, value)]


def _has(workload: Placed, labels: dict[Any, Any], key: Any, value: Any) -> bool:
    if key == POD_NAME:
        return workload.kind == "StatefulSet" and text(value).startswith(f"{workload.name}-")
    return key in BY_CONTROLLER or (key in labels and labels[key] == value)


def selects_labels(selector: Any, workload: Placed) -> bool:
    """Tell whether a LabelSelector means a workload's pods; an empty one means all of them."""
    if not isinstance(selector, dict):
        return False
    labels = pod_labels(workload)
    return not missed(mapping(selector.get("matchLabels")), workload) and all(
        _meets(labels, each) for _, each in items(selector.get("matchExpressions"))
    )


def _meets(labels: dict[Any, Any], requirement: dict[Any, Any]) -> bool:
    key, values = text(requirement.get("key")), requirement.get("values")
    values = values if isinstance(values, list) else []
    match requirement.get("operator"):
        case "In":
            return key in labels and labels[key] in values
        case "NotIn":
            return key not in labels or labels[key] not in values
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
    return False


def selected(service: Placed, objects: Objects) -> list[Placed]:
    """Return the workloads whose pods a Service means."""
    selector = service_selector(service)
    return [
        each
        for each in objects.workloads
        if may_share_namespace(each, service) and selects(selector, each)
    ]


def service_selector(service: Placed) -> dict[Any, Any]:
    """Return a Service's selector."""
    return mapping(at(service.data, "spec", "selector"))


def near_miss(wanted: dict[Any, Any], one: Placed, objects: Objects) -> tuple[Any, Any, str] | None:
    """Return (key, value to write, workload) where one label keeps a selector from its pods.

    A label that the pods lack may be set while they run, as the role of a database is: that is
    no miss.
    """
    for workload in objects.workloads:
        labels = pod_labels(workload)
        wrong = missed(wanted, workload)
        if len(wrong) != 1 or not may_share_namespace(one, workload):
            continue
        key = wrong[0]
        if key in labels and (len(wanted) > 1 or alike(wanted[key], [labels[key]])):
            return key, labels[key], workload.label
    return None


def alike(value: Any, others: list[Any]) -> bool:
    """Tell whether it is one of the others but for a slip of the pen; stricter than a hint is."""
    import difflib  # only where a name or a label leads nowhere; start-up should not pay for it

    return bool(difflib.get_close_matches(text(value), map(text, others), n=1, cutoff=0.75))
