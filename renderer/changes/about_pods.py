"""What a change of a StatefulSet's pod template does: which pods restart, and what they find."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from renderer.app.objects import type_of
from renderer.changes.about_claims import SET, is_order, is_renamed
from renderer.changes.compare import Field, Named
from renderer.changes.rollout import listed, rollout
from renderer.changes.verdict import REST, Case, Row, of_kinds, whenever
from renderer.kubernetes import quantities
from renderer.kubernetes.gates import windows
from renderer.kubernetes.images import split
from renderer.kubernetes.shapes import OBJECTS
from renderer.kubernetes.versions import written
from renderer.objects.reading import at, items, mapping, number, text
from renderer.objects.resource import Resource
from renderer.objects.workload import claims, containers

TEMPLATE = "spec.template"
SPEC = f"{TEMPLATE}.spec"
ANY_CONTAINER = f"{SPEC}.containers[*]"
# Tags of so many digits are dates.
DATE = 5
PLACEMENT = " | ".join(
    f"{SPEC}.{field}.{REST}"
    for field in ("affinity", "nodeSelector", "tolerations", "topologySpreadConstraints")
)
LABELS = ("spec", "template", "metadata", "labels")


# --- what a version does not know -----------------------------------------------------------------


def _typed(kind: str, path: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    """Yield (type, field) along a path in an object of a type."""
    shape: Any = ("object", kind)
    for step in path:
        if shape[0] == "object" and isinstance(step, str):
            fields = OBJECTS[shape[1]][0]
            if step not in fields:
                return
            yield shape[1], step
            shape = fields[step]
        elif shape[0] == "list":
            shape = shape[1]
        elif shape[0] == "map":
            shape = shape[2]
        else:
            return


def closed_gates(case: Case, field: Field) -> list[str]:
    """Return the feature gates that are off in this version, so that a field is dropped."""
    kind = type_of(case.change.one.data)
    is_sidecar = field.path[-1:] == ("restartPolicy",) and "initContainers" in field.path
    if kind is None or is_sidecar:
        return []
    return [
        window.gate
        for kind_of, name in _typed(kind, field.path)
        for window in windows(kind_of, name)
        if window.gate and not window.operator and window.since > case.version
    ]


def _drops(case: Case, field: Field) -> str:
    """This version of Kubernetes drops the field in silence: its feature gate is off there."""
    gate = closed_gates(case, field)[0]
    return (
        f"Kubernetes {written(case.version)} drops the field in silence: its feature gate {gate}"
        " is off there unless somebody turned it on"
    )


# --- what the server refuses ----------------------------------------------------------------------


def missing_labels(case: Case) -> dict[Any, Any]:
    """Return the labels that the new selector wants of the pods, and the new template has not."""
    wanted = mapping(case.will_be("spec", "selector", "matchLabels"))
    has = mapping(case.will_be(*LABELS))
    return {key: value for key, value in wanted.items() if has.get(key) != value}


def _is_said(_case: Case, field: Field) -> bool:
    return field.after is not None


# --- who is held back -----------------------------------------------------------------------------


def _has_no_pods(case: Case, _field: Field) -> bool:
    plan = rollout(case)
    return not plan.pods and not plan.held


def _waits_for_hands(case: Case, _field: Field) -> bool:
    return rollout(case).by == "OnDelete"


def _is_held(case: Case, _field: Field) -> bool:
    plan = rollout(case)
    return plan.by == "partition" and not plan.pods


def _waits(case: Case, _field: Field) -> str:
    """With OnDelete a pod keeps the old template until somebody deletes it."""
    return (
        f"OnDelete: {listed(rollout(case).held)} keep the old template, each until somebody deletes"
        " it; one that fails by itself comes back with the new one"
    )


def _holds(case: Case, _field: Field) -> str:
    """Pods below the partition keep the old template until it is lowered."""
    plan = rollout(case)
    return f"the partition keeps {listed(plan.held)} at the old template: lower it to go on"


# --- what restarts --------------------------------------------------------------------------------


def _is_same_amount(_case: Case, field: Field) -> bool:
    if not (isinstance(field.before, str) and isinstance(field.after, str)):
        return False
    if not any(step in ("resources", "sizeLimit", "divisor", "overhead") for step in field.path):
        return False
    try:
        return quantities.value(field.before) == quantities.value(field.after)
    except ValueError:
        return False


def _lists_pods(case: Case, field: Field) -> bool:
    """Tell whether a variable names the set's own pods, and scaling makes them more or fewer."""
    if not (case.touches("spec", "replicas") or case.touches("spec", "ordinals")):
        return False
    if field.path[-1:] != ("value",):
        return False
    counts = [str(value).count(f"{case.name}-") for value in (field.before, field.after)]
    return counts[0] != counts[1] and any(counts)


def _names_peers(_case: Case, field: Field) -> str:
    """A variable lists the set's own pods, so scaling changes it, and restarts those that run."""
    step = field.path[-2]
    name = step.name if isinstance(step, Named) else str(step)
    return (
        f"scaling also restarts the running pods: {name} lists them, and changes"
        " (`first` and `countOnly` of spec.peers avoid it)"
    )


# --- what they find -------------------------------------------------------------------------------


def _major(image: Any) -> int | None:
    """Return the first number of an image's tag: 15 of `postgres:15.4-alpine`."""
    _, tag, _ = split(text(image))
    first = tag.removeprefix("v").partition(".")[0].partition("-")[0]
    return int(first) if first.isascii() and first.isdecimal() and len(first) < DATE else None


def _is_stuck(case: Case, _field: Field) -> bool:
    """Tell whether a live set has a pod that is not ready, for which its rollout will wait."""
    status = mapping(at(case.old.written, "status"))
    is_ordered = case.will_be("spec", "podManagementPolicy") == "OrderedReady"
    missing = number(status.get("replicas")) - number(status.get("readyReplicas"))
    return is_ordered and missing > 0 and bool(rollout(case).pods)


def _why_stuck(case: Case, _field: Field) -> str:
    """The controller waits for a pod that is not ready before it replaces any."""
    status = mapping(at(case.old.written, "status"))
    return (
        f"{number(status.get('readyReplicas'))} of {number(status.get('replicas'))} pods are ready"
        " now. The controller waits for a pod that is not before it replaces any, also with a"
        " template that would mend it: delete that pod once this is applied"
    )


def _is_other_major(case: Case, field: Field) -> bool:
    old, new = _major(field.before), _major(field.after)
    has_claims = bool(claims(case.old))
    return has_claims and None not in (old, new) and old != new


def _upgrades(_case: Case, field: Field) -> str:
    """Another major version may write the files of a database anew, with no way back."""
    return (
        f"version {_major(field.before)} becomes {_major(field.after)}: a database may write its"
        " files anew, or refuse those of the other version, and going back may be impossible:"
        " take a backup or snapshot first, and read its notes on upgrades"
    )


def _data_mounts(workload: Resource) -> set[tuple[str, str, str, str]]:
    """Return (container, claim, where, subPath) of all mounts of claims."""
    names = {name for *_, name in claims(workload)}
    return {
        (
            text(container.get("name")),
            text(mount.get("name")),
            text(mount.get("mountPath")) or text(mount.get("devicePath")),
            text(mount.get("subPath")) or text(mount.get("subPathExpr")),
        )
        for _, container in containers(workload)
        for key in ("volumeMounts", "volumeDevices")
        for _, mount in items(container.get(key))
        if text(mount.get("name")) in names
    }


def _lost_mounts(case: Case) -> list[tuple[str, str, str, str]]:
    """Return the mounts that are not there any more, of containers that still are."""
    left = {text(container.get("name")) for _, container in containers(case.new)}
    lost = _data_mounts(case.old) - _data_mounts(case.new)
    return sorted(path for path in lost if path[0] in left)


def _moves_data(case: Case, _field: Field) -> bool:
    return bool(_lost_mounts(case)) and not is_renamed(case)


def _loses_sight(case: Case, _field: Field) -> str:
    """The container no longer finds its volume where it was, and starts on an empty folder."""
    container, claim, where, inside = _lost_mounts(case)[0]
    folder = f" (subPath {inside})" if inside else ""
    return (
        f"container {container} no longer finds volume {claim}{folder} at {where}: it starts on an"
        " empty folder there, and what it writes is in no volume, or in another place of it"
    )


def _other_claim(_case: Case, field: Field) -> bool:
    return field.operation != "added"


def _kills_at_once(_case: Case, field: Field) -> object:
    return field.after == 0


ROWS = of_kinds(
    SET,
    Row(
        "dropped-field",
        REST,
        "no-effect",
        _drops,
        applies=closed_gates,
        source="pkg/features/kube_features.go",
    ),
    Row(
        "selected-label",
        f"{TEMPLATE}.metadata.labels.{REST}",
        "rejected",
        "the selector wants this label of the pods: `selector` does not match template `labels`",
        applies=whenever(missing_labels),
        plan="keep-label",
        source="pkg/apis/apps/validation/validation.go: ValidateStatefulSetSpec",
    ),
    Row(
        "restart-policy",
        f"{SPEC}.restartPolicy",
        "rejected",
        "the pods of a StatefulSet restart Always",
        source="ValidateStatefulSetSpec",
    ),
    Row(
        "deadline",
        f"{SPEC}.activeDeadlineSeconds",
        "rejected",
        "the pods of a StatefulSet have no activeDeadlineSeconds",
        applies=_is_said,
        source="ValidateStatefulSetSpec",
    ),
    Row(
        "ephemeral-container",
        f"{SPEC}.ephemeralContainers.{REST}",
        "rejected",
        "a template has no ephemeralContainers",
        applies=_is_said,
        source="ValidateStatefulSetSpec",
    ),
    Row(
        "no-pods-yet",
        f"{TEMPLATE}.{REST}",
        "in-place",
        "no pod runs before and after: the next one starts so",
        applies=_has_no_pods,
    ),
    Row(
        "held-by-ondelete",
        f"{TEMPLATE}.{REST}",
        "no-effect",
        _waits,
        applies=_waits_for_hands,
        plan="delete-pods",
        source="pkg/controller/statefulset/stateful_set_control.go: updateStatefulSet",
    ),
    Row(
        "held-by-partition",
        f"{TEMPLATE}.{REST}",
        "no-effect",
        _holds,
        applies=_is_held,
        plan="lower-partition",
        source="KEP-3335 counts it from ordinals.start",
    ),
    Row("peers-listed", f"{SPEC}.{REST}", "restart", _names_peers, applies=_lists_pods),
    Row(
        "other-notation",
        f"{SPEC}.{REST}",
        "restart",
        "the amount is the same and its notation is not: the server counts it as no change,"
        " and yet the template's bytes differ",
        applies=_is_same_amount,
        source="getPatch in pkg/controller/statefulset",
    ),
    Row(
        "other-order",
        f"{SPEC}.{REST}",
        "restart",
        "the same items in another order are another template",
        applies=is_order,
    ),
    Row(
        "image",
        f"{ANY_CONTAINER}.image",
        "restart",
        "another image is another template",
        plan="stuck-rollout",
    ),
    Row(
        "stuck-already",
        f"{TEMPLATE}.{REST}",
        "restart",
        _why_stuck,
        applies=_is_stuck,
        plan="delete-broken-pods",
        source="kubernetes#67250",
        is_beside=True,
    ),
    Row(
        "image-major",
        f"{ANY_CONTAINER}.image",
        "data-risk",
        _upgrades,
        applies=_is_other_major,
        plan="back-up",
        is_beside=True,
    ),
    Row(
        "resources",
        f"{ANY_CONTAINER}.resources.{REST}",
        "restart",
        "the controller replaces pods, it resizes none in place",
        plan="stuck-rollout",
    ),
    Row(
        "probe",
        f"{ANY_CONTAINER}.readinessProbe.{REST}",
        "restart",
        "a pod that never gets ready stops the rollout there",
        plan="stuck-rollout",
        source="kubernetes#67250",
    ),
    Row(
        "data-mount",
        f"{SPEC}.containers.{REST}",
        "data-risk",
        _loses_sight,
        applies=_moves_data,
        plan="move-data",
        is_beside=True,
    ),
    Row(
        "other-claim",
        f"{SPEC}.volumes[*].persistentVolumeClaim.{REST}",
        "data-risk",
        "the pods use another claim, with other data; one that is ReadWriteOnce only one node can"
        " attach",
        applies=_other_claim,
        is_beside=True,
    ),
    Row(
        "no-grace",
        f"{SPEC}.terminationGracePeriodSeconds",
        "data-risk",
        "0 kills without waiting: two pods of one name may write to one volume",
        applies=_kills_at_once,
        is_beside=True,
        source="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/",
    ),
    Row(
        "owner-of-files",
        f"{SPEC}.securityContext.{REST}",
        "restart",
        "files on the volumes belong to whom they belonged: another user or fsGroup may not"
        " read them, or changes all of them at each mount",
        plan="stuck-rollout",
    ),
    Row(
        "filled-into-pods",
        f"{SPEC}.enableServiceLinks | {SPEC}.automountServiceAccountToken",
        "restart",
        "the server fills this into pods, and not into templates: to say it is a change",
    ),
    Row(
        "placement",
        PLACEMENT,
        "restart",
        "a volume of one zone or node keeps its pod there: elsewhere it waits",
        plan="stuck-rollout",
    ),
    Row(
        "pod-name",
        f"{SPEC}.hostname | {SPEC}.subdomain",
        "restart",
        "the controller says hostname and subdomain itself: this has no other effect",
    ),
    Row(
        "pod-metadata",
        f"{TEMPLATE}.metadata.{REST}",
        "restart",
        "any label or annotation of the template restarts, also one that only says a version",
    ),
    Row(
        "template",
        f"{TEMPLATE}.{REST}",
        "restart",
        "another template replaces the pods",
        plan="stuck-rollout",
    ),
)
