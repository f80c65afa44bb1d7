"""Claims that are declared beside their StatefulSet, so that volumes can grow through Git."""

from __future__ import annotations

from renderer.kubernetes.names import quoted
from renderer.objects.declared import (
    KIND,
    SIZE,
    declared,
    meant_sets,
    ordinal_of,
    takers,
    template_of,
)
from renderer.objects.reading import amount, at, number, text
from renderer.objects.workload import ordinals, replicas, scalers
from renderer.rules.rule import found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

# What KEDA asks for at most where a ScaledObject does not say it.
MOST_BY_KEDA = 100
# What the server refuses to change in a claim that is there.
FIXED: dict[Path, Any] = {
    ("spec", "accessModes"): None,
    ("spec", "storageClassName"): None,
    ("spec", "volumeMode"): "Filesystem",
    ("spec", "selector"): None,
    ("spec", "volumeName"): None,
}
WAVE = "argocd.argoproj.io/sync-wave"
MOST_DIGITS = 9


@rule("SR1150", "error", KIND)
def claims_are_taken(claim: Resource, objects: Objects) -> Problems:
    """A declared claim that no pod takes

    The StatefulSet was renamed after its claims were declared, mostly by kustomize's namePrefix
    or nameSuffix, which know nothing of claims: the pods get other, smaller volumes, and for this
    one nobody asks.

    Way out: rename the app in its spec, so that the claims follow; namespaces tell environments
    apart without a prefix.
    """
    sets = list(meant_sets(claim, objects))
    if sets and not any(taker in sets for taker, _ in takers(claim, objects)):
        wanted = f"{template_of(claim)}-{sets[0].name}-{max(ordinal_of(claim), 0)}"
        message = (
            f"must be {quoted(wanted)} for a pod of {sets[0].label} to take it, got "
            f"{quoted(claim.name)}"
        )
        hint = "use no namePrefix or nameSuffix; a name is said in the spec, so that claims follow"
        yield found(("metadata", "name"), message, hint=hint)


@rule("SR1151", "warning", KIND, is_refused=True)
def all_pods_have_their_claim(claim: Resource, objects: Objects) -> Problems:
    """Declared claims for some pods only

    Claims are declared with more than their template asks for, and there are more pods than
    claims, mostly through kustomize's `replicas`. The claims of the other pods are made from the
    template, and are too small.

    Way out: say replicas in the spec, so that the claims follow.
    """
    for statefulset, template, known in _grown(claim, objects):
        missing = [ordinal for ordinal in ordinals(statefulset) if ordinal not in known]
        if missing:
            pods = f"{statefulset.label} has {replicas(statefulset)} pods"
            size = quoted(at(template, *SIZE))
            message = (
                f"is declared for some pods only, and {pods}: "
                f"{claim.name.rpartition('-')[0]}-{missing[0]} and what follows would be made from "
                f"the template, with {size}"
            )
            hint = "say replicas in the spec, so that the claims follow"
            yield found(SIZE, message, hint=hint, causes=((statefulset, "spec", "replicas"),))


@rule("SR1152", "warning", KIND, is_refused=True)
def autoscaled_pods_have_their_claim(claim: Resource, objects: Objects) -> Problems:
    """Fewer declared claims than an autoscaler may ask pods for

    The claims of the pods that it adds are made from the claim template, and are too small.

    Way out: declare as many claims as it may ask pods for: `claims` beside `templateSize`.
    """
    for statefulset, _, known in _grown(claim, objects):
        for scaler in scalers(statefulset, objects):
            is_keda = scaler.kind == "ScaledObject"
            field = "maxReplicaCount" if is_keda else "maxReplicas"
            most = number(at(scaler.data, "spec", field), default=MOST_BY_KEDA if is_keda else 0)
            start = ordinals(statefulset).start
            has = sum(1 for ordinal in range(start, start + most) if ordinal in known)
            if replicas(statefulset) <= has < most:
                message = (
                    f"is declared for {has} pods, and {scaler.label} may ask for {most}: the "
                    "claims of the others would be made from the template"
                )
                hint = f"declare all of them: in a StatefulApp, claims: {most} beside templateSize"
                yield found(SIZE, message, hint=hint, causes=((scaler, "spec", field),))


def _grown(
    claim: Resource, objects: Objects
) -> Iterator[tuple[Resource, dict[Any, Any], dict[int, Resource]]]:
    """Yield StatefulSet, claim template and {ordinal: claim} of the first of its larger claims."""
    for statefulset, template in takers(claim, objects):
        known = declared(statefulset, objects, text(at(template, "metadata", "name")))
        least = amount(at(template, *SIZE)) or 0
        sizes = [amount(at(larger.data, *SIZE)) or 0 for larger in known.values()]
        if known[min(known)] is claim and max(sizes) > least:
            yield statefulset, template, known


@rule("SR1153", "warning", KIND, is_refused=True)
def claims_are_not_smaller(claim: Resource, objects: Objects) -> Problems:
    """A declared claim that is smaller than its claim template

    A live claim was made from the template, and a volume never shrinks: the server refuses it, and
    Argo CD or Flux stops there.

    Way out: write the size that the volume has, at least.
    """
    for workload, template in takers(claim, objects):
        size, least = at(claim.data, *SIZE), at(template, *SIZE)
        has, needs = amount(size), amount(least)
        if has and needs and has < needs:
            message = (
                f"must be at least that of the claim template in {workload.label}, {quoted(least)},"
                f" got {quoted(size)}"
            )
            yield found(SIZE, message, hint="write the size that the volume has, at least")


@rule("SR1154", "warning", KIND, is_refused=True)
def claims_are_like_their_template(claim: Resource, objects: Objects) -> Problems:
    """A declared claim that differs from its claim template in what can never change

    A live claim was made from the template, and the server refuses to change anything but its
    size. For a claim that is not there yet it may be meant, as for a volume that is restored.

    Way out: write the same as in the claim template.
    """
    for workload, template in takers(claim, objects):
        for path, default in FIXED.items():
            said, wanted = (at(data, *path) or default for data in (claim.data, template))
            is_said = at(claim.data, *path) is not None
            if is_said and wanted is not None and said != wanted:
                message = f"must be as in the claim template of {workload.label}"
                yield found(path, message, hint="write the same in both")


@rule("SR1156", "warning", KIND, is_refused=True)
def claims_are_in_the_wave_of_their_set(claim: Resource, objects: Objects) -> Problems:
    """A declared claim in an earlier sync wave than its StatefulSet

    Argo CD waits until a wave is healthy before it begins the next. A claim that waits for its
    first consumer is bound only when its pod is there: the sync never ends.

    Way out: put both into one wave; in it, Argo CD applies claims before StatefulSets.
    """
    for workload, _ in takers(claim, objects):
        own, others = _wave(claim), _wave(workload)
        if own is not None and others is not None and own < others:
            message = f"must be that of {workload.label}, {others}, got {own}: it waits for its pod"
            hint = "put both into one wave"
            where, causes = ("metadata", "annotations", WAVE), ((workload, "metadata"),)
            yield found(where, message, hint=hint, causes=causes)


def _wave(resource: Resource) -> int | None:
    """Return an object's sync wave; None where it is no number."""
    said = text(resource.annotations.get(WAVE)) or "0"
    digits = said.removeprefix("-")
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS
    return int(said) if is_number else None
