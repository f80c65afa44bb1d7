"""Where pods may run: tolerations, and what spreads them with more than a topologyKey."""

from __future__ import annotations

from renderer.kubernetes.names import dns_subdomain, label_key, label_value, quoted
from renderer.objects.reading import at, items, text, texts
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import POD, pod
from renderer.rules.rule import checked, found, rule
from renderer.rules.sets import constraints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems
    from renderer.rules.sets import Named

APART, TOGETHER = "podAntiAffinity", "podAffinity"
KEYS = ("matchLabelKeys", "mismatchLabelKeys")
PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


@rule("SR1113", "error", "StatefulSet", was=("SR904",))
def domains_are_demanded(statefulset: Resource, _objects: Objects) -> Problems:
    """minDomains without DoNotSchedule

    A constraint that may be left unsatisfied demands nothing, so the API server refuses it.

    Way out: remove minDomains, or write whenUnsatisfiable: DoNotSchedule.
    """
    for path, constraint in constraints(statefulset):
        is_lenient = constraint.get("whenUnsatisfiable") == "ScheduleAnyway"
        if constraint.get("minDomains") is not None and is_lenient:
            message = "must not be set with whenUnsatisfiable: ScheduleAnyway"
            hint = "remove it, or write whenUnsatisfiable: DoNotSchedule"
            causes = ((*path, "whenUnsatisfiable"),)
            yield found((*path, "minDomains"), message, hint=hint, causes=causes)


@rule("SR1114", "error", "StatefulSet", was=("SR904",))
def keys_have_a_selector(statefulset: Resource, _objects: Objects) -> Problems:
    """matchLabelKeys without a labelSelector

    The keys only add to a selector, so the API server refuses them alone, and mismatchLabelKeys
    likewise.

    Way out: add the labelSelector of these pods.
    """
    for path, term in _rules_with_keys(statefulset):
        for field in KEYS:
            if texts(term.get(field)) and term.get("labelSelector") is None:
                message = "must not be set without a labelSelector"
                yield found((*path, field), message, hint="add the labelSelector of these pods")


@rule("SR1115", "error", "StatefulSet", was=("SR904",))
def keys_are_in_one_list(statefulset: Resource, _objects: Objects) -> Problems:
    """A key in matchLabelKeys and in mismatchLabelKeys

    No pod can match and mismatch in one label, so the API server refuses it.

    Way out: keep the key in one of the two.
    """
    for path, term in _rules_with_keys(statefulset):
        matched, mismatched = (texts(term.get(field)) for field in KEYS)
        if both := ", ".join(key for key in matched if key in mismatched):
            message = f"must not repeat what is in mismatchLabelKeys: {both}"
            yield found((*path, KEYS[0]), message, hint="keep it in one of them")


def _rules_with_keys(statefulset: Resource) -> Named:
    yield from constraints(statefulset)
    yield from terms(statefulset, TOGETHER)
    yield from terms(statefulset, APART)


def terms(statefulset: Resource, kind: str) -> Named:
    """Yield the terms of an affinity, required and preferred, and where they are."""
    path = (*POD, "affinity", kind)
    for index, term in items(at(statefulset.data, *path, REQUIRED)):
        yield (*path, REQUIRED, index), term
    for index, weighted in items(at(statefulset.data, *path, PREFERRED)):
        preferred = weighted.get("podAffinityTerm")
        if isinstance(preferred, dict):
            yield (*path, PREFERRED, index, "podAffinityTerm"), preferred


def _tolerations(resource: Resource) -> Iterator[tuple[Path, dict[Any, Any], Any]]:
    """Yield each toleration: where, what, and its operator."""
    for index, toleration in items(pod(resource).get("tolerations")):
        yield (*POD, "tolerations", index), toleration, toleration.get("operator") or "Equal"


@rule("SR1002", "error", "StatefulSet", was=("SR904", "SR314"))
def tolerations_have_a_key(resource: Resource, _objects: Objects) -> Problems:
    """A toleration without a key

    No key means every taint, which only operator: Exists can say. The API server refuses it.

    Way out: write the key of a taint, or operator: Exists for all taints.
    """
    for path, toleration, operator in _tolerations(resource):
        if not toleration.get("key") and operator != "Exists":
            message = f"must be Exists for a toleration without a key, got {quoted(operator)}"
            hint = "write the key of a taint, or operator: Exists for all taints"
            yield found((*path, "operator"), message, hint=hint, causes=((*path, "key"),))


@rule("SR1003", "error", "StatefulSet", was=("SR904", "SR314"))
def tolerations_of_any_value_have_none(resource: Resource, _objects: Objects) -> Problems:
    """A toleration with operator: Exists and a value

    Exists means every value, and the API server refuses one beside it.

    Way out: remove the value, or write operator: Equal.
    """
    for path, toleration, operator in _tolerations(resource):
        if operator == "Exists" and (value := toleration.get("value")):
            message = f"must be empty with operator: Exists, got {quoted(value)}"
            hint = "remove it, or write operator: Equal"
            yield found((*path, "value"), message, hint=hint, causes=((*path, "operator"),))


@rule("SR1004", "error", "StatefulSet", was=("SR904", "SR314"))
def tolerations_end_where_pods_are_evicted(resource: Resource, _objects: Objects) -> Problems:
    """tolerationSeconds without effect: NoExecute

    Only a taint with that effect evicts pods that run already, so that only there a toleration can
    end after some time. The API server refuses it elsewhere.

    Way out: remove tolerationSeconds, or write effect: NoExecute.
    """
    for path, toleration, _ in _tolerations(resource):
        if toleration.get("tolerationSeconds") is not None:
            if toleration.get("effect") == "NoExecute":
                continue
            message = "must only be set with effect: NoExecute, which evicts"
            hint = "remove it, or write effect: NoExecute"
            causes = ((*path, "effect"),)
            yield found((*path, "tolerationSeconds"), message, hint=hint, causes=causes)


@rule("SR1005", "error", "StatefulSet", was=("SR904",))
def tolerations_can_match(resource: Resource, _objects: Objects) -> Problems:
    """A toleration that no taint can have

    Keys and values of taints are those of labels, and the API server refuses a toleration of
    anything else.

    Way out: write the key and value as `kubectl describe node` shows them.
    """
    for path, toleration, operator in _tolerations(resource):
        if key := text(toleration.get("key")):
            yield from checked((*path, "key"), label_key, key)
        if operator == "Equal":
            yield from checked((*path, "value"), label_value, text(toleration.get("value")))


@rule("SR1096", "error", "StatefulSet")
def nodes_are_selected_by_name(statefulset: Resource, _objects: Objects) -> Problems:
    """matchFields of a node affinity that ask for more than one name

    The only field of a node that can be asked for is metadata.name, and only whether it is one name
    or not. The API server refuses anything else.

    Way out: write a term for each node, or ask for labels in matchExpressions.
    """
    for path, term in _node_terms(statefulset):
        for index, field in items(term.get("matchFields")):
            where, values = (*path, "matchFields", index), texts(field.get("values"))
            if field.get("key") != "metadata.name":
                message = f"must be metadata.name, got {quoted(field.get('key'))}"
                yield found((*where, "key"), message, hint="ask for a label in matchExpressions")
            if field.get("operator") not in ("In", "NotIn"):
                message = f"must be In or NotIn, got {quoted(field.get('operator'))}"
                yield found((*where, "operator"), message)
            elif len(values) != 1:
                message = f"must be one name, has {len(values)}"
                yield found((*where, "values"), message, hint="write a term for each node")
            for place, name in enumerate(values):
                yield from checked((*where, "values", place), dns_subdomain, name)


@rule("SR1097", "error", "StatefulSet")
def nodes_have_possible_labels(statefulset: Resource, _objects: Objects) -> Problems:
    """A label that pods require of their nodes, and none can have

    No pod would ever be scheduled, and the API server refuses it. Of a label that is only
    preferred, it takes any.

    Way out: write the label's value as `kubectl get nodes --show-labels` prints it.
    """
    for path, term in _node_terms(statefulset):
        for index, wanted in items(term.get("matchExpressions") if REQUIRED in path else ()):
            for place, value in enumerate(texts(wanted.get("values"))):
                where = (*path, "matchExpressions", index, "values", place)
                yield from checked(where, label_value, value)


def _node_terms(statefulset: Resource) -> Named:
    """Yield the terms of a node affinity, required and preferred, and where they are."""
    path = (*POD, "affinity", "nodeAffinity")
    required = (*path, REQUIRED, "nodeSelectorTerms")
    for index, term in items(at(statefulset.data, *required)):
        yield (*required, index), term
    for index, weighted in items(at(statefulset.data, *path, PREFERRED)):
        if isinstance(weighted.get("preference"), dict):
            yield (*path, PREFERRED, index, "preference"), weighted["preference"]
