"""StatefulSets: names, selectors, rollouts, and what spreads their pods."""

from __future__ import annotations

from renderer.kubernetes import names
from renderer.kubernetes.names import did_you_mean, quoted
from renderer.kubernetes.quantities import ALL, is_limit, share
from renderer.objects.identity import group_of
from renderer.objects.reading import at, items, mapping, text, texts
from renderer.objects.resource import VERSIONS
from renderer.objects.selectors import SET_ON_PODS, selected_labels, selects_labels
from renderer.objects.workload import POD, claims, ordinals, pod_labels
from renderer.rules.rule import NOT_JUDGED, checked, found, rule

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
HIGHEST_ORDINAL = 2**31 - 1
CONSTRAINTS = (*POD, "topologySpreadConstraints")
APART, TOGETHER = "podAntiAffinity", "podAffinity"
KEYS = ("matchLabelKeys", "mismatchLabelKeys")
PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


@rule("SR905", "error", *VERSIONS)
def version_is_served(resource: Resource, _objects: Objects) -> Problems:
    """A version that is served no more

    Clusters of today refuse it, whatever else is right in the object.

    Way out: write apps/v1 for a StatefulSet, policy/v1 for a PodDisruptionBudget, v1 for a Service.
    """
    wanted, version = VERSIONS[resource.kind], at(resource.data, "apiVersion")
    if version != wanted:
        message = f'must be "{wanted}", got {quoted(version)}, which is served no more'
        yield found(("apiVersion",), message)


@rule("SR1100", "error", NOT_JUDGED, was=("SR904",))
def is_nearly_judged(resource: Resource, _objects: Objects) -> Problems:
    """A slip in kind or apiVersion

    The object is nearly a StatefulSet, a Service or a budget, so no cluster takes it, and no rule
    looked at it. Groups with a dot are of custom resources: OpenKruise has a StatefulSet too.

    Way out: write the kind and version that the message names.
    """
    version = text(at(resource.data, "apiVersion"))
    written = resource.kind.lower().rstrip("s")
    kind = next((kind for kind in VERSIONS if kind.lower() == written), "")
    group = group_of(version)
    if not kind or "." in group or (kind, group) == (resource.kind, group_of(VERSIONS[kind])):
        return
    if kind != resource.kind:
        message = f"is not known, got {quoted(resource.kind)}: it was not judged"
        yield found(("kind",), message, hint=did_you_mean(kind))
    else:
        message = f"must be {VERSIONS[kind]} for a {kind}, got {quoted(version)}: it was not judged"
        yield found(("apiVersion",), message)


@rule("SR1101", "error", *VERSIONS, was=("SR903",))
def object_has_a_name(resource: Resource, _objects: Objects) -> Problems:
    """An object without a name

    The API server refuses what has neither a name nor generateName.

    Way out: write metadata.name.
    """
    metadata = at(resource.data, "metadata")
    if isinstance(metadata, dict) and not resource.name and "generateName" not in metadata:
        yield found(("metadata", "name"), "is required")


@rule("SR906", "error", *VERSIONS)
def name_can_be_one(resource: Resource, _objects: Objects) -> Problems:
    """A name that does not work

    Names become labels, host names and DNS names. A StatefulSet's name of more than 52 characters
    is accepted, and then no pod can be made, for a label of theirs becomes too long.

    Way out: write a shorter name, of lower-case letters, digits and "-".
    """
    check = {"StatefulSet": _statefulset_name, "Service": names.dns1035_label}
    if resource.name:
        check_name = check.get(resource.kind, names.dns_subdomain)
        yield from checked(("metadata", "name"), check_name, resource.name)


def _statefulset_name(value: str) -> str:
    """Check a name whose pods get it in a label; a digit may be in front."""
    if len(value) > names.STATEFULSET_LIMIT:
        return names.statefulset_name(value)
    return names.dns_label(value)


@rule("SR1102", "error", *VERSIONS, was=("SR906",))
def namespace_can_be_one(resource: Resource, _objects: Objects) -> Problems:
    """A namespace that cannot be one

    A namespace is part of DNS names, so no other characters are allowed.

    Way out: write lower-case letters, digits and "-".
    """
    if resource.namespace:
        yield from checked(("metadata", "namespace"), names.namespace, resource.namespace)


@rule("SR1103", "error", "StatefulSet", was=("SR906",))
def names_of_claim_templates_can_be_ones(statefulset: Resource, _objects: Objects) -> Problems:
    """A name of a claim template that does not work

    It becomes part of the names of the claims, and the API server refuses anything but a DNS label.

    Way out: write at most 63 lower-case letters, digits and "-".
    """
    for path, _, name in claims(statefulset):
        if name:
            yield from checked((*path, "metadata", "name"), names.dns_label, name)


@rule("SR1105", "error", "StatefulSet", was=("SR903",))
def claim_templates_have_names(statefulset: Resource, _objects: Objects) -> Problems:
    """A claim template without a name

    Its name is the name of the volume that containers mount, and begins the name of every claim.

    Way out: write metadata.name of the claim template.
    """
    for path, _, name in claims(statefulset):
        if not name:
            yield found((*path, "metadata", "name"), "is required")


@rule("SR943", "error", "StatefulSet")
def selector_means_its_pods(statefulset: Resource, _objects: Objects) -> Problems:
    """A selector that does not mean the pods of its template

    The API server refuses the StatefulSet, since it would make pods that are not its own.

    Way out: give the pod template the labels that spec.selector wants.
    """
    labels, selector = pod_labels(statefulset), mapping(at(statefulset.data, *SELECTOR))
    wanted = selected_labels(statefulset).items()
    if wrong := ", ".join(str(key) for key, value in wanted if labels.get(key) != value):
        message = f"must mean the pods of the template, whose labels differ: {wrong}"
        yield found(SELECTOR, message, hint="write the same labels into the pod template")
    for index, requirement in items(selector.get("matchExpressions")):
        is_met = selects_labels({"matchExpressions": [requirement]}, statefulset)
        if not is_met and _is_whole(requirement) and not _is_set(requirement):
            message = "must mean the pods of the template, whose labels do not meet it"
            hint = "change it, or the labels of the pod template"
            yield found((*SELECTOR, "matchExpressions", index), message, hint=hint)


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


@rule("SR952", "error", "StatefulSet", was=("SR310",))
def rolling_update_is_used(statefulset: Resource, _objects: Objects) -> Problems:
    """rollingUpdate with type: OnDelete

    With OnDelete nothing is rolled out, so the API server refuses what says how.

    Way out: remove rollingUpdate, or write type: RollingUpdate.
    """
    strategy = mapping(at(statefulset.data, *STRATEGY))
    if strategy.get("type") == "OnDelete" and strategy.get("rollingUpdate") is not None:
        causes = ((*STRATEGY, "type"),)
        yield found(ROLLING, "must not be set with type: OnDelete", hint="remove it", causes=causes)


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


@rule("SR1109", "error", "StatefulSet", was=("SR310", "SR952"))
def rollout_takes_a_pod(statefulset: Resource, _objects: Objects) -> Problems:
    """maxUnavailable 0 in an update strategy

    No pod could ever be updated, so the API server refuses it.

    Way out: write 1, or remove it.
    """
    path = (*ROLLING, "maxUnavailable")
    most = at(statefulset.data, *path)
    if most == "0" or (is_limit(most) and share(most, ALL) == 0):
        yield found(path, "must not be 0: nothing could be rolled out", hint="write 1")


@rule("SR1110", "error", "StatefulSet", was=("SR904",))
def rollout_limit_can_be_read(statefulset: Resource, _objects: Objects) -> Problems:
    """A rollout's maxUnavailable that is no limit

    It is a number of pods, or a percentage of at most 100. The API server refuses anything else.

    Way out: write a number without quotes, or a percentage such as "25%".
    """
    path = (*ROLLING, "maxUnavailable")
    most = at(statefulset.data, *path)
    if most != "0":
        yield from unreadable(most, path)


def unreadable(value: Any, path: Path) -> Problems:
    """Yield a problem where a number or text is no limit; other types are for the walker."""
    if isinstance(value, int | str) and not isinstance(value, bool) and not is_limit(value):
        is_number = isinstance(value, str) and value.isascii() and value.isdecimal()
        hint = f"write {value} without quotes" if is_number else ""
        message = f"must be a number of pods or 0% to 100%, got {quoted(value)}"
        yield found(path, message, hint=hint)


@rule("SR1111", "error", "StatefulSet", was=("SR310",))
def ordinals_have_room(statefulset: Resource, _objects: Objects) -> Problems:
    """ordinals.start that leaves no room for the replicas

    The number of a pod has 32 bits, so the last pods could not be made.

    Way out: write a smaller start.
    """
    numbers = ordinals(statefulset)
    if numbers and numbers.start and numbers[-1] > HIGHEST_ORDINAL:
        room = f"{len(numbers)} replicas below {HIGHEST_ORDINAL + 1}"
        causes = (("spec", "replicas"),)
        yield found(("spec", "ordinals", "start"), f"must leave room for {room}", causes=causes)


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


def constraints(statefulset: Resource) -> Named:
    """Yield what spreads the pods over nodes and zones, and where it is."""
    for index, constraint in items(at(statefulset.data, *CONSTRAINTS)):
        yield (*CONSTRAINTS, index), constraint


def terms(statefulset: Resource, kind: str) -> Named:
    """Yield the terms of an affinity, required and preferred, and where they are."""
    path = (*POD, "affinity", kind)
    for index, term in items(at(statefulset.data, *path, REQUIRED)):
        yield (*path, REQUIRED, index), term
    for index, weighted in items(at(statefulset.data, *path, PREFERRED)):
        preferred = weighted.get("podAffinityTerm")
        if isinstance(preferred, dict):
            yield (*path, PREFERRED, index, "podAffinityTerm"), preferred


RULES = (
    version_is_served,
    object_has_a_name,
    name_can_be_one,
    namespace_can_be_one,
    is_nearly_judged,
    names_of_claim_templates_can_be_ones,
    claim_templates_have_names,
    selector_means_its_pods,
    selector_is_not_empty,
    selector_is_of_all_pods,
    selector_stays,
    rolling_update_is_used,
    strategy_is_served,
    rollout_takes_a_pod,
    rollout_limit_can_be_read,
    ordinals_have_room,
    constraints_differ,
    domains_are_demanded,
    keys_have_a_selector,
    keys_are_in_one_list,
)
