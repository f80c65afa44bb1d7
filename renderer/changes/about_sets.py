"""What a change of a StatefulSet does, field by field, without its pods and claims."""

from __future__ import annotations

from renderer.changes.about_claims import MUTABLE, SET, claims_of_pods
from renderer.changes.compare import Field
from renderer.changes.rollout import (
    come,
    count,
    every_pod,
    gone,
    has_nothing_pending,
    is_scaled_by_others,
    listed,
    starting,
    waiting_pods,
)
from renderer.changes.verdict import ANY, REST, Applies, Case, Row, of_kinds, whenever
from renderer.objects.reading import at, mapping, number
from renderer.objects.workload import claims, ordinals

STRATEGY = ("spec", "updateStrategy")
PARTITION = (*STRATEGY, "rollingUpdate", "partition")
RETENTION = ("spec", "persistentVolumeClaimRetentionPolicy")
# Since then the server lets a set change how many revisions it keeps.
HISTORY_MAY_CHANGE = 33


# --- the set itself -------------------------------------------------------------------------------


def _begins(case: Case, _field: Field) -> str:
    """A new set starts its pods; a claim that is left from an earlier set is used again."""
    pods = starting(case.new)
    names = claims_of_pods(case.new, pods)
    if not names:
        return f"starts {listed(pods)}" if pods else "starts no pod"
    return (
        f"starts {listed(pods)} on claims {listed(names)}; a claim of that name that is left from"
        " an earlier set is used again, with the data in it"
    )


def _ends(case: Case, _field: Field) -> str:
    """The pods of a set that goes are deleted; of its claims the retention policy decides."""
    pods = every_pod(case.old)
    names = claims_of_pods(case.old, pods)
    if not names:
        return f"its pods are deleted: {listed(pods)}; they have no claims"
    if case.was(*RETENTION, "whenDeleted") == "Delete":
        return (
            f"its pods are deleted, and with them their claims, for whenDeleted is Delete:"
            f" {listed(names)}. What the volumes hold is lost where their reclaim policy is Delete"
        )
    return (
        f"its pods are deleted: {listed(pods)}. Their claims stay, used by nobody: {listed(names)}"
    )


def _is_another(case: Case, _field: Field) -> str:
    """With another name or namespace it is another set, with new and empty claims."""
    new = claims_of_pods(case.new, starting(case.new))
    start = f"starts on new and empty claims ({listed(new)})" if new else "starts anew"
    return (
        f"to Kubernetes this is another set: {case.change.identity} {start}, and"
        f" {case.old.identity} is deleted where it is pruned, or runs on beside it"
    )


# --- how many -------------------------------------------------------------------------------------


def _grows(case: Case, _field: Field) -> bool:
    return count(case.new) > count(case.old)


def _is_left_out(case: Case, _field: Field) -> bool:
    is_silent = at(case.new.written, "spec", "replicas") is None
    return is_silent and at(case.old.written, "spec", "replicas") is not None


def _reset(case: Case, _field: Field) -> str:
    """Where replicas is left out, whoever said it before takes it back: the set is scaled to 1."""
    others = " (an autoscaler sets them: then say `replicas` on neither side)"
    return (
        f"replicas is left out, and whoever said it before takes it back: the set is scaled to 1"
        f"{others if is_scaled_by_others(case) else ''}. {_removes(case)}"
    )


def _adds(case: Case, _field: Field) -> str:
    """New pods start on claims of their own; one that an earlier scale-down left is used again."""
    pods = come(case)
    names = claims_of_pods(case.new, pods)
    if not names:
        return f"starts {listed(pods)}"
    start = f"starts {listed(pods)} on claims {listed(names)}"
    there = {claim.name for claim in case.before.of_kind("PersistentVolumeClaim")}
    if left := tuple(name for name in names if name in there):
        return f"{start}. Of these {listed(left)} is there already, with the data that is in it"
    return (
        f"{start}. A claim that an earlier scale-down left behind is used again with its old data;"
        " a new one gets the size of the claim template"
    )


def _shrinks(case: Case, _field: Field) -> str:
    """The pods with the highest ordinals are removed; their claims stay."""
    return _removes(case)


def _removes(case: Case) -> str:
    pods, left = gone(case), count(case.new)
    names = claims_of_pods(case.old, pods)
    text = f"deletes {listed(pods)}, whatever a PodDisruptionBudget says"
    if names and case.will_be(*RETENTION, "whenScaled") != "Delete":
        text += f"; claims stay: {listed(names)}"
    if not left:
        return f"{text}. No pod is left: a full outage"
    if left * 2 <= count(case.old):
        return (
            f"{text}. What is left is no majority of what was: take members out of a quorum first"
        )
    return text


def _loses_claims(case: Case, _field: Field) -> bool:
    is_deleted = case.will_be(*RETENTION, "whenScaled") == "Delete"
    return is_deleted and bool(claims_of_pods(case.old, gone(case)))


def _deletes_claims(case: Case, _field: Field) -> str:
    """With whenScaled: Delete, scaling down deletes the claims of the pods that go."""
    names = claims_of_pods(case.old, gone(case))
    return f"whenScaled is Delete: scaling down deletes the claims {listed(names)} with their data"


def _starts_elsewhere(case: Case, _field: Field) -> bool:
    return ordinals(case.old).start != ordinals(case.new).start


def _renumbers(case: Case, _field: Field) -> str:
    """Pods outside of the new ordinals are deleted, and others start on claims of their own."""
    old, new = gone(case), come(case)
    names = claims_of_pods(case.new, new)
    empty = f", on claims of their own: {listed(names)}" if names else ""
    return f"deletes {listed(old) or 'no pod'}, and starts {listed(new) or 'none'}{empty}"


# --- how it is updated ----------------------------------------------------------------------------


def _to(kind: str) -> Applies:
    return whenever(lambda case: case.will_be(*STRATEGY, "type") == kind)


def _cannot_wait(case: Case, _field: Field) -> bool:
    """Tell whether OnDelete meets a rollingUpdate that the server has filled in.

    An apply takes away what an earlier one said, and nothing else.
    """
    said = at(case.old.written, *STRATEGY)
    is_unsaid = not mapping(said) and not case.is_live
    return case.will_be(*STRATEGY, "type") == "OnDelete" and (is_unsaid or _says_both(case))


def _says_both(case: Case) -> bool:
    strategy = mapping(at(case.new.written, *STRATEGY))
    return strategy.get("type") == "OnDelete" and strategy.get("rollingUpdate") is not None


def _lets_go(case: Case, _field: Field) -> bool:
    return case.will_be(*STRATEGY, "type") == "RollingUpdate" and not has_nothing_pending(case)


def _rolls_what_waited(case: Case, _field: Field) -> str:
    """Pods that OnDelete kept at an older template restart at once."""
    return (
        "pods that OnDelete kept at an older template restart at once, from the highest ordinal"
        f" down: {listed(every_pod(case.old))}, as far as they are older"
    )


def _is_lowered(case: Case, _field: Field) -> bool:
    old, new = (number(side) for side in (case.was(*PARTITION), case.will_be(*PARTITION)))
    return new < old and not has_nothing_pending(case) and bool(released(case))


def released(case: Case) -> tuple[str, ...]:
    """Return the pods that a lower partition no longer holds."""
    start = ordinals(case.new).start
    old, new = (number(side) for side in (case.was(*PARTITION), case.will_be(*PARTITION)))
    return waiting_pods(case, least=start + new, most=start + old)


def _releases(case: Case, _field: Field) -> str:
    """Pods that the partition kept at an older template restart."""
    return f"{listed(released(case))} restart where the partition kept an older template"


def _is_zero(case: Case, _field: Field) -> bool:
    return case.will_be(*STRATEGY, "rollingUpdate", "maxUnavailable") in (0, "0%")


def _keeps_history(case: Case, _field: Field) -> bool:
    return case.version < HISTORY_MAY_CHANGE


def _is_set_to_delete(field: str) -> Applies:
    return whenever(lambda case: case.will_be(*RETENTION, field) == "Delete" and claims(case.new))


ROWS = of_kinds(
    SET,
    Row(
        "namespace",
        "metadata.namespace",
        "in-place",
        "one side leaves the namespace to whoever applies it, or the sides are two environments,"
        " each with its own",
        kinds=(ANY,),
    ),
    Row("set-new", "(added)", "scale", _begins),
    Row("set-removed", "(removed)", "data-risk", _ends, plan="keep-volumes", source="KEP-1847"),
    Row("set-renamed", "(renamed)", "data-risk", _is_another, plan="rebind-volumes"),
    Row("set-moved", "(moved)", "data-risk", _is_another, plan="rebind-volumes"),
    Row(
        "scale-by-silence",
        "spec.replicas",
        "scale",
        _reset,
        applies=_is_left_out,
        source="a server-side and a client-side apply reset what they said before",
    ),
    Row("scale-up", "spec.replicas", "scale", _adds, applies=_grows),
    Row("scale-down", "spec.replicas", "scale", _shrinks, plan="scale-down"),
    Row(
        "scale-deletes-claims",
        "spec.replicas",
        "data-risk",
        _deletes_claims,
        applies=_loses_claims,
        plan="keep-claims",
        source="KEP-1847",
        is_beside=True,
    ),
    Row(
        "ordinals-start",
        f"spec.ordinals.{REST}",
        "data-risk",
        _renumbers,
        applies=_starts_elsewhere,
        source="KEP-3335",
    ),
    Row(
        "ordinals-said", f"spec.ordinals.{REST}", "in-place", "says what holds anyway: no pod moves"
    ),
    Row(
        "service-name",
        "spec.serviceName",
        "rejected",
        "serviceName is part of each pod's DNS name, and the server never lets it change",
        plan="recreate-and-restart",
        source=MUTABLE,
    ),
    Row(
        "pod-management",
        "spec.podManagementPolicy",
        "rejected",
        "podManagementPolicy is chosen when the set is made, and never changes",
        plan="recreate",
        source=MUTABLE,
    ),
    Row(
        "selector",
        f"spec.selector.{REST}",
        "rejected",
        "a selector never changes: the set would lose its pods",
        plan="relabel-and-recreate",
        source=MUTABLE,
    ),
    Row(
        "history-limit-fixed",
        "spec.revisionHistoryLimit",
        "rejected",
        "this version of Kubernetes does not let revisionHistoryLimit change; 1.33 does",
        applies=_keeps_history,
        plan="recreate",
        source="kubernetes#130263",
    ),
    Row(
        "history-limit",
        "spec.revisionHistoryLimit",
        "in-place",
        "how many old revisions are kept: older ones go",
    ),
    Row(
        "min-ready",
        "spec.minReadySeconds",
        "in-place",
        "how long each pod must be ready before the next rollout goes on",
    ),
    Row(
        "strategy-recreate",
        "spec.updateStrategy.type",
        "rejected",
        "Recreate is unknown to all versions with their default feature gates",
        applies=_to("Recreate"),
        source="KEP-3541",
    ),
    Row(
        "ondelete-over-rolling",
        "spec.updateStrategy.type",
        "rejected",
        "the server has filled in rollingUpdate, which no apply ever said, and so none takes away:"
        " it may not stand beside OnDelete",
        applies=_cannot_wait,
        plan="say-strategy-first",
        source="spec.updateStrategy.rollingUpdate: only allowed for updateStrategy 'RollingUpdate'",
    ),
    Row(
        "strategies-mixed",
        f"spec.updateStrategy.{REST}",
        "rejected",
        "rollingUpdate may not stand beside OnDelete: leave it out",
        applies=whenever(_says_both),
        source=MUTABLE,
    ),
    Row(
        "ondelete",
        "spec.updateStrategy.type",
        "in-place",
        "from now on a new template waits until somebody deletes the pods",
        applies=_to("OnDelete"),
    ),
    Row(
        "ondelete-ends", "spec.updateStrategy.type", "restart", _rolls_what_waited, applies=_lets_go
    ),
    Row("strategy", "spec.updateStrategy.type", "in-place", "how the next change is rolled out"),
    Row("partition-lowered", ".".join(PARTITION), "restart", _releases, applies=_is_lowered),
    Row(
        "partition",
        ".".join(PARTITION),
        "in-place",
        "pods with a lower ordinal keep their template when the next one comes",
    ),
    Row(
        "max-unavailable-zero",
        "spec.updateStrategy.rollingUpdate.maxUnavailable",
        "rejected",
        "must not be 0: no pod could ever be updated",
        applies=_is_zero,
        source=MUTABLE,
    ),
    Row(
        "max-unavailable",
        "spec.updateStrategy.rollingUpdate.maxUnavailable",
        "in-place",
        "how many pods may be down while the next change is rolled out",
        source="KEP-961",
    ),
    Row(
        "strategy-other",
        f"spec.updateStrategy.{REST}",
        "in-place",
        "how the next change is rolled out",
    ),
    Row(
        "claims-die-with-set",
        ".".join((*RETENTION, "whenDeleted")),
        "data-risk",
        "whenDeleted is Delete now: all claims get the set as their owner, and go with it. To"
        " delete the set with --cascade=orphan is safe only after it is Retain again",
        applies=_is_set_to_delete("whenDeleted"),
        source="KEP-1847",
    ),
    Row(
        "claims-die-with-pods",
        ".".join((*RETENTION, "whenScaled")),
        "data-risk",
        "whenScaled is Delete now: each scale-down deletes the claims of its pods, with their data",
        applies=_is_set_to_delete("whenScaled"),
        source="KEP-1847",
    ),
    Row(
        "claims-kept",
        f"spec.persistentVolumeClaimRetentionPolicy.{REST}",
        "in-place",
        "claims lose the set as their owner where it is Retain; without claims it means nothing",
    ),
    Row(
        "set-metadata",
        f"metadata.{REST}",
        "in-place",
        "labels and annotations of the set reach no pod and no claim",
    ),
    Row("set-version", "apiVersion", "in-place", "the same object, read in another version"),
)
# Asked last: what no other row of a set is about.
REST_OF_SPEC = Row(
    "set-spec",
    f"spec.{REST}",
    "rejected",
    "the server lets no other field of the spec change",
    source=MUTABLE,
    kinds=SET,
)
