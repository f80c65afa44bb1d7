"""Rules that keep the pods of a StatefulSet apart, and whether they mean these pods."""

from __future__ import annotations

from renderer.kubernetes.names import quoted
from renderer.objects.reading import at, items, mapping, text, texts
from renderer.objects.resource import Objects, Resource
from renderer.objects.selectors import is_slip, missed, selected_labels, with_pods_of
from renderer.objects.workload import POD, pod, pod_labels, replicas
from renderer.rules.legacy import found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path, Problem

    Problems = Iterator[Problem]

CONSTRAINTS = (*POD, "topologySpreadConstraints")
APART = "podAntiAffinity"
KEYS = ("matchLabelKeys", "mismatchLabelKeys")
PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
# With one of these, a term may mean the pods of somebody else.
OF_OTHERS = ("mismatchLabelKeys", "namespaces", "namespaceSelector")


def pods_are_spread(one: Resource, _all: Objects) -> Problems:
    """Replicas on one node fall together."""
    spec = pod(one)
    rules = (
        spec.get("topologySpreadConstraints"),
        at(spec, "affinity", "podAntiAffinity"),
        spec.get("nodeName"),
    )
    if spec and replicas(one) > 1 and not any(rules):
        message = f"is not said: all {replicas(one)} pods may run on one node, and fall with it"
        hint = "spread them over topology.kubernetes.io/zone and kubernetes.io/hostname"
        yield found("SR966", (*POD, "topologySpreadConstraints"), message, hint=hint)


def constraints_agree(one: Resource, _all: Objects) -> Problems:
    """Combinations in topologySpreadConstraints that the API server refuses."""
    seen = set()
    for index, each in items(pod(one).get("topologySpreadConstraints")):
        path, unmet = (
            (*POD, "topologySpreadConstraints", index),
            text(each.get("whenUnsatisfiable")),
        )
        wanted = (text(each.get("topologyKey")), unmet)
        if all(wanted) and wanted in seen:
            message = f"must be a constraint of its own, {quoted(wanted[0])} has one with {unmet}"
            yield found("SR904", (*path, "topologyKey"), message, hint="remove one of the two")
        if each.get("minDomains") is not None and unmet == "ScheduleAnyway":
            message = "must not be set with whenUnsatisfiable: ScheduleAnyway"
            hint = "remove it, or write whenUnsatisfiable: DoNotSchedule"
            yield found("SR904", (*path, "minDomains"), message, hint=hint)
        seen.add(wanted)


def keys_have_a_selector(one: Resource, _all: Objects) -> Problems:
    """Keys only add to a labelSelector, and none can be there in both lists."""
    for path, rule in (*_constraints(one), *_terms(one, "podAffinity"), *_terms(one, APART)):
        lists = [texts(rule.get(field)) for field in KEYS]
        for field, keys in zip(KEYS, lists, strict=True):
            if keys and rule.get("labelSelector") is None:
                message = "must not be set without a labelSelector"
                hint = "add the labelSelector of these pods"
                yield found("SR904", (*path, field), message, hint=hint)
        if both := ", ".join(key for key in lists[0] if key in lists[1]):
            message = f"must not repeat what is in mismatchLabelKeys: {both}"
            yield found("SR904", (*path, KEYS[0]), message, hint="keep it in one of them")


def spreading_has_an_effect(one: Resource, objects: Objects) -> Problems:
    """Without a selector no pods are meant; with a slip in it none of these, and all is accepted.

    https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
    """
    for path, rule in (*_constraints(one), *_terms(one, APART)):
        selector, where = rule.get("labelSelector"), (*path, "labelSelector")
        if selector is None and not any(rule.get(field) for field in KEYS):
            labels = ", ".join(f"{key}: {value}" for key, value in selected_labels(one).items())
            message = "is not there, so that no pods are meant: nothing is spread"
            hint = f"write labelSelector: {{matchLabels: {{{labels}}}}}"
            yield found("SR951", where, message, hint=hint)
        elif miss := _slip(rule, one, objects):
            key, value = miss
            message = (
                "does not mean these pods, which differ in one label only, "
                f"{key}: {quoted(value)}: nothing is spread"
            )
            yield found("SR917", where, message, hint=f"write {key}: {value}")


def _constraints(one: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    for index, each in items(at(one.data, *CONSTRAINTS)):
        yield (*CONSTRAINTS, index), each


def _terms(one: Resource, kind: str) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield the terms of an affinity, required and preferred."""
    path = (*POD, "affinity", kind)
    for index, each in items(at(one.data, *path, REQUIRED)):
        yield (*path, REQUIRED, index), each
    for index, each in items(at(one.data, *path, PREFERRED)):
        if isinstance(term := each.get("podAffinityTerm"), dict):
            yield (*path, PREFERRED, index, "podAffinityTerm"), term


def _slip(rule: dict[Any, Any], one: Resource, objects: Objects) -> tuple[Any, Any] | None:
    """Return the label that is meant, where one slip keeps a selector from its own pods.

    Any other difference may be meant: pods are kept away from those of another app, too.
    """
    selector = mapping(rule.get("labelSelector"))
    wanted = _wanted(selector)
    wrong = missed(wanted, one)
    if len(wrong) != 1 or any(rule.get(field) is not None for field in OF_OTHERS):
        return None
    if with_pods_of(selector, one, objects):
        return None  # they are others'
    labels, key = pod_labels(one), wrong[0]
    if is_slip(wanted[key], labels.get(key)):
        return key, labels[key]
    slips = [each for each in labels if is_slip(key, each) and labels[each] == wanted[key]]
    return (slips[0], wanted[key]) if slips and key not in labels else None


def _wanted(selector: dict[Any, Any]) -> dict[Any, Any]:
    """Return the labels that a selector wants, also those that it writes as an expression."""
    one_value = {
        text(each.get("key")): each["values"][0]
        for _, each in items(selector.get("matchExpressions"))
        if each.get("operator") == "In" and at(each, "values", 0) and len(each["values"]) == 1
    }
    return {**one_value, **mapping(selector.get("matchLabels"))}


RULES = (pods_are_spread, constraints_agree, keys_have_a_selector, spreading_has_an_effect)
