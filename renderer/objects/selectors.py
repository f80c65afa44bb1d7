"""Which pods a selector means, and what it nearly means."""

from __future__ import annotations

from renderer.objects.reading import at, items, mapping, text
from renderer.objects.resource import Objects, Resource, grouped, may_share_namespace
from renderer.objects.service import is_external_name
from renderer.objects.workload import pod_labels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# Shorter words are often another word when one letter is another one, and up to the second when
# one follows: grpc and grpcs, client and clients.
LONG, SURE = 4, 6
POD_NAME = "statefulset.kubernetes.io/pod-name"
# Labels that a controller gives to each pod, so that no template has them, and which kinds do.
SET_BY = {
    POD_NAME: ("StatefulSet",),
    "apps.kubernetes.io/pod-index": ("StatefulSet",),
    "controller-revision-hash": ("StatefulSet", "DaemonSet"),
    "pod-template-generation": ("DaemonSet",),
    "pod-template-hash": ("Deployment", "ReplicaSet"),
    "batch.kubernetes.io/controller-uid": ("Job", "CronJob"),
    "batch.kubernetes.io/job-completion-index": ("Job", "CronJob"),
    "batch.kubernetes.io/job-name": ("Job", "CronJob"),
    "controller-uid": ("Job", "CronJob"),
    "job-name": ("Job", "CronJob"),
}
# Of so few workloads, each can be looked at.
FEW = 2
# Those that no two pods of a StatefulSet share.
OF_ONE_POD = (POD_NAME, "apps.kubernetes.io/pod-index")
SET_ON_PODS = tuple(key for key, kinds in SET_BY.items() if "StatefulSet" in kinds)


def selects(selector: dict[Any, Any], workload: Resource) -> bool:
    """Tell whether a Service's selector means a workload's pods; an empty one means none."""
    return bool(selector) and not missed(selector, workload)


def selected_labels(one: Resource) -> dict[Any, Any]:
    """Return the labels that a StatefulSet selects, without those that differ from pod to pod."""
    wanted = mapping(at(one.data, "spec", "selector", "matchLabels"))
    return {key: value for key, value in wanted.items() if key not in SET_ON_PODS}


def missed(wanted: dict[Any, Any], workload: Resource) -> list[Any]:
    """Return the keys of the labels that a workload's pods do not have so."""
    labels = pod_labels(workload)
    return [key for key, value in wanted.items() if not _has(workload, labels, key, value)]


def _has(workload: Resource, labels: dict[Any, Any], key: Any, value: Any) -> bool:
    if workload.kind not in SET_BY.get(key, ()):
        return key in labels and bool(labels[key] == value)
    name, _, ordinal = text(value).rpartition("-")
    return key != POD_NAME or (name == workload.name and ordinal.isdecimal())


def selects_labels(selector: Any, workload: Resource) -> bool:
    """Tell whether a LabelSelector means a workload's pods; an empty one means all of them."""
    if not isinstance(selector, dict):
        return False
    labels = pod_labels(workload)
    return not missed(mapping(selector.get("matchLabels")), workload) and all(
        _meets(labels, expression) for _, expression in items(selector.get("matchExpressions"))
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


def with_pods_of(selector: Any, one: Resource, objects: Objects) -> list[Resource]:
    """Return the workloads whose pods a LabelSelector of an object means."""
    return [
        other
        for other in _candidates(mapping(mapping(selector).get("matchLabels")), objects)
        if may_share_namespace(one, other) and selects_labels(selector, other)
    ]


def _candidates(wanted: dict[Any, Any], objects: Objects) -> list[Resource]:
    """Return the workloads whose pods may have these labels: the fewest that one label leaves."""
    if len(objects.workloads) <= FEW:
        return objects.workloads
    labelled = objects.once(_labelled)
    left = [labelled.get(label, []) for label in wanted.items() if _is_written(label)]
    return min(left, key=len, default=objects.workloads)


def _labelled(objects: Objects) -> dict[tuple[Any, Any], list[Resource]]:
    """Return {label: the workloads whose pods have it}."""
    return grouped(
        (label, workload)
        for workload in objects.workloads
        for label in filter(_is_written, pod_labels(workload).items())
    )


def _is_written(label: tuple[Any, Any]) -> bool:
    """Tell whether a template says a label, and no controller sets it."""
    key, value = label
    return isinstance(key, str) and isinstance(value, str) and key not in SET_BY


def selected(service: Resource, objects: Objects) -> list[Resource]:
    """Return the workloads whose pods a Service means."""
    return objects.once(_selected)[service]


def _selected(objects: Objects) -> dict[Resource, list[Resource]]:
    """Return {Service: the workloads whose pods it means}."""
    return {service: list(_meant(service, objects)) for service in objects.services}


def _meant(service: Resource, objects: Objects) -> Iterator[Resource]:
    selector = service_selector(service)
    for workload in _candidates(selector, objects):
        if may_share_namespace(workload, service) and selects(selector, workload):
            yield workload


def service_selector(service: Resource) -> dict[Any, Any]:
    """Return a Service's selector; that of an ExternalName means nothing."""
    return {} if is_external_name(service) else mapping(at(service.data, "spec", "selector"))


def near_miss(
    wanted: dict[Any, Any], one: Resource, objects: Objects
) -> tuple[Any, Any, str] | None:
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
        if key in labels and (len(wanted) > 1 or alike(wanted[key], labels[key])):
            return key, labels[key], workload.label
    return None


def alike(written: Any, meant: Any) -> bool:
    """Tell whether one name may be meant to be the other: enough for advice, not for an error."""
    import difflib  # only where a label leads nowhere; start-up should not pay for it

    near = difflib.get_close_matches(text(written), [text(meant)], n=1, cutoff=0.75)
    return bool(near) or is_slip(written, meant)


def is_slip(written: Any, meant: Any) -> bool:
    """Tell whether a name is another one but for a slip of the pen.

    A letter inside of a word is left out, added, doubled or swapped with the next, or is another
    one in a longer word; or only capitals and hyphens differ. Two names that differ in a digit, or
    in a whole word, are two names; so are http and https, app and api.
    """
    from posixpath import commonprefix  # only where a name leads nowhere, as above

    one, other = text(written), text(meant)
    if one != other and _plain(one) == _plain(other):
        return True
    start = len(commonprefix([one, other]))
    rest = one[start:], other[start:]
    end = len(commonprefix([part[::-1] for part in rest]))
    less, more = sorted((part[: len(part) - end] for part in rest), key=len)
    before, after = one[:start], one[len(one) - end :] if end else ""
    if not (less + more).isalpha() or len(more) > len("ab") or not before[-1:].isalpha():
        return False
    word = f"{before.rpartition('-')[2]}{after.partition('-')[0]}"
    is_inside = after[:1].isalpha()
    if not less and len(more) == 1:
        return is_inside or more == before[-1] or len(word) > SURE
    return less == more[::-1] or (len(more) == 1 and is_inside and len(word) >= LONG)


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")
