"""What a change of claims does: of their templates, which never change, and of claims as such."""

from __future__ import annotations

from renderer.changes.compare import ORDER, Field, Named
from renderer.changes.normal import is_live
from renderer.changes.rollout import listed, starting
from renderer.changes.verdict import REST, Case, Row, of_kinds
from renderer.kubernetes.gates import windows
from renderer.kubernetes.names import quoted
from renderer.objects.declared import is_kept, ordinal_of, takers
from renderer.objects.reading import amount, annotations_of, at
from renderer.objects.resource import Resource
from renderer.objects.workload import claim_name, claims, ordinals

SET, CLAIM = ("StatefulSet",), ("PersistentVolumeClaim",)
TEMPLATES = "spec.volumeClaimTemplates"
TEMPLATE = f"{TEMPLATES}[*]"
SIZE = "spec.resources.requests.storage"
MUTABLE = "pkg/apis/apps/validation/validation.go: ValidateStatefulSetUpdate"
CLAIMS = "pkg/apis/core/validation/validation.go: ValidatePersistentVolumeClaimUpdate"
# The server refuses any change of it, and this annotation is how a class was once said.
CLASS_NOTE = "volume.beta.kubernetes.io/storage-class"


def template_of(field: Field) -> str:
    """Return the name of the claim template that a field is in."""
    return next((step.name for step in field.path if isinstance(step, Named)), "")


def _grows(_case: Case, field: Field) -> bool:
    old, new = amount(field.before), amount(field.after)
    return field.operation == "changed" and old is not None and new is not None and old < new


def claims_of(case: Case, template: str) -> tuple[str, ...]:
    """Return the claims of all pods that a set has before, of one of its templates."""
    return tuple(claim_name(template, pod) for pod in starting(case.old))


def claims_of_pods(workload: Resource, pods: tuple[str, ...]) -> tuple[str, ...]:
    """Return the claims of pods of a set, of all its templates."""
    return tuple(claim_name(name, pod) for pod in pods for *_, name in claims(workload))


def _why_grown(case: Case, field: Field) -> str:
    """The server refuses any change of a claim template; the claims themselves can grow."""
    return (
        "the server refuses any change of a claim template, and no volume would grow by it. Grow"
        f" the claims themselves: {listed(claims_of(case, template_of(field)))}"
    )


def _why_shrunk(case: Case, field: Field) -> str:
    """The server refuses it, and no volume can shrink."""
    return (
        "the server refuses it, and no volume can shrink:"
        f" {listed(claims_of(case, template_of(field)))} stay as they are"
    )


def is_renamed(case: Case) -> bool:
    """Tell whether claim templates have other names: as many go as come."""
    old, new = ({name for *_, name in claims(workload)} for workload in (case.old, case.new))
    return bool(old - new) and len(old - new) == len(new - old)


def _is_another_name(case: Case, field: Field) -> bool:
    return field.path[-1:] != (ORDER,) and is_renamed(case)


def _why_renamed(case: Case, field: Field) -> str:
    """A claim template of another name makes new claims; the old ones keep the data."""
    names = claims_of(case, template_of(field))
    return (
        f"a claim template of another name makes new and empty claims: {listed(names)} stay behind"
        " with the data"
    )


def is_order(_case: Case, field: Field) -> bool:
    """Tell whether only the order of items differs."""
    return field.path[-1:] == (ORDER,)


def _is_gone(_case: Case, field: Field) -> bool:
    return field.operation == "removed"


def _is_new(_case: Case, field: Field) -> bool:
    return field.operation == "added"


# --- claims ---------------------------------------------------------------------------------------


def _declared_for(case: Case) -> str:
    """Return the set whose pod has had the claim before it was declared; empty where none has."""
    found = (
        each.label
        for each, _ in takers(case.new, case.before)
        if ordinal_of(case.new) in ordinals(each)
    )
    return next(found, "")


def _why_declared(case: Case, _field: Field) -> str:
    """The claim of a pod is declared: it is taken over, and grows while the pod runs."""
    return (
        f"a pod of {_declared_for(case)} has this claim already: it is taken over, and grows to"
        f" {quoted(case.will_be(*SIZE.split('.')))} while the pod runs, where its class has"
        " allowVolumeExpansion: true"
    )


def _deletes(case: Case, _field: Field) -> str:
    """The claim is deleted as soon as no pod uses it, and with it perhaps its volume."""
    return (
        f"claim {case.name} is deleted as soon as no pod uses it, and its volume with it where its"
        " reclaim policy is Delete"
    )


def _leaves(case: Case, _field: Field) -> str:
    """This is another claim, new and empty; the old one keeps the data, or is deleted with it."""
    was = case.old.identity
    return f"this is another claim, new and empty: {was} keeps the data, or is deleted with it"


def _is_pending(case: Case, _field: Field) -> bool:
    phase = at(case.old.written, "status", "phase")
    return is_live(case.old.written) and phase not in (None, "Bound")


def _is_first_volume(case: Case, _field: Field) -> bool:
    return not case.was("spec", "volumeName")


def _has_no_attributes(case: Case, field: Field) -> bool:
    (window,) = windows("PersistentVolumeClaimSpec", "volumeAttributesClassName")
    return not field.after or not window.lets(field.after, case.version)


def _is_class_note(case: Case, _field: Field) -> bool:
    notes = [annotations_of(claim.written).get(CLASS_NOTE) for claim in (case.old, case.new)]
    return notes[0] != notes[1]


def _resizes(_case: Case, field: Field) -> str:
    """The volume grows while it is in use, where its class allows that."""
    return (
        f"the volume grows to {quoted(field.after)} while it is in use, where its class has"
        " allowVolumeExpansion: true; some drivers finish only when the pod restarts"
    )


OF_TEMPLATES = of_kinds(
    SET,
    Row(
        "claim-grows",
        f"{TEMPLATE}.{SIZE}",
        "rejected",
        _why_grown,
        applies=_grows,
        plan="grow",
        source="kubernetes#68737",
    ),
    Row(
        "claim-shrinks",
        f"{TEMPLATE}.{SIZE}",
        "rejected",
        _why_shrunk,
        plan="replace-volumes",
        source=MUTABLE,
    ),
    Row(
        "claim-attributes",
        f"{TEMPLATE}.spec.volumeAttributesClassName",
        "rejected",
        "the server refuses any change of a claim template; the claims themselves may change it",
        plan="change-attributes",
        source=MUTABLE,
    ),
    Row(
        "claim-labels",
        f"{TEMPLATE}.metadata.{REST}",
        "rejected",
        "the server refuses any change of a claim template, also of its labels and annotations:"
        " never put there what changes with a version or a release",
        plan="label-claims",
        source="kubernetes#121178",
    ),
    Row(
        "claim-spec",
        f"{TEMPLATE}.spec.{REST}",
        "rejected",
        "the server refuses any change of a claim template, and volumes that are there stay so",
        plan="replace-volumes",
        source=MUTABLE,
    ),
    Row(
        "claim-order",
        f"{TEMPLATES}[*]",
        "rejected",
        "the same claim templates in another order are another list to the server",
        applies=is_order,
        plan="keep-order",
        source=MUTABLE,
    ),
    Row(
        "claim-renamed",
        TEMPLATE,
        "data-risk",
        _why_renamed,
        applies=lambda case, field: _is_gone(case, field) and is_renamed(case),
        plan="rebind-volumes",
        is_beside=True,
    ),
    Row(
        "claim-name",
        TEMPLATE,
        "rejected",
        "the server refuses to change a claim template, its name too",
        applies=_is_another_name,
        source=MUTABLE,
    ),
    Row(
        "claim-removed",
        f"{TEMPLATE} | {TEMPLATES}",
        "rejected",
        "the server refuses to take a claim template away; its claims and data would stay, unused",
        applies=_is_gone,
        plan="recreate-and-restart",
        source=MUTABLE,
    ),
    Row(
        "claim-added",
        f"{TEMPLATE} | {TEMPLATES}",
        "rejected",
        "the server refuses a new claim template; even in a set that is made anew, pods that run"
        " get no volume, and the controller tries for ever to change them",
        applies=_is_new,
        plan="add-claim",
        source="kubernetes#69041",
    ),
    Row(
        "claim-templates",
        f"{TEMPLATES}.{REST}",
        "rejected",
        "the server refuses any change of claim templates",
        plan="recreate-and-restart",
        source=MUTABLE,
    ),
)
OF_CLAIMS = of_kinds(
    CLAIM,
    Row(
        "pvc-declared",
        "(added)",
        "in-place",
        _why_declared,
        applies=lambda case, _field: bool(_declared_for(case)),
        source="kubernetes#68737",
    ),
    Row(
        "pvc-new",
        "(added)",
        "in-place",
        "a claim that a set finds under the name that it would use is used as it is",
    ),
    Row(
        "pvc-kept",
        "(removed)",
        "in-place",
        "it is in Git no more, and stays in the cluster with its data: its annotations tell Argo"
        " CD, Flux, Helm or kpt to keep it",
        applies=lambda case, _field: is_kept(case.old),
    ),
    Row("pvc-removed", "(removed)", "data-risk", _deletes, plan="keep-volume"),
    Row("pvc-renamed", "(renamed)", "data-risk", _leaves, plan="keep-volume"),
    Row("pvc-moved", "(moved)", "data-risk", _leaves, plan="keep-volume"),
    Row(
        "pvc-pending",
        SIZE,
        "rejected",
        "the size of a claim changes only while it is Bound, and this one is not",
        applies=_is_pending,
        source=CLAIMS,
    ),
    Row("pvc-grows", SIZE, "in-place", _resizes, applies=_grows, source=CLAIMS),
    Row(
        "pvc-shrinks",
        SIZE,
        "rejected",
        "no volume can shrink: field can not be less than status.capacity",
        plan="replace-volumes",
        source=CLAIMS,
    ),
    Row(
        "pvc-class-named",
        "spec.storageClassName",
        "in-place",
        "a claim without a class may get one, once",
        applies=_is_new,
        source=CLAIMS,
    ),
    Row(
        "pvc-volume-named",
        "spec.volumeName",
        "in-place",
        "a claim without a volume may get one, once",
        applies=_is_first_volume,
        source=CLAIMS,
    ),
    Row(
        "pvc-attributes-fixed",
        "spec.volumeAttributesClassName",
        "rejected",
        "the class of attributes is never taken away again, and needs Kubernetes 1.34",
        applies=_has_no_attributes,
        source=CLAIMS,
    ),
    Row(
        "pvc-attributes",
        "spec.volumeAttributesClassName",
        "in-place",
        "the driver changes the volume while it is in use",
        source="KEP-3751",
    ),
    Row(
        "pvc-spec",
        f"spec.{REST}",
        "rejected",
        "spec is immutable after creation except resources.requests and volumeAttributesClassName",
        plan="replace-volumes",
        source=CLAIMS,
    ),
    Row(
        "pvc-class-note",
        f"metadata.annotations.{REST}",
        "rejected",
        f"the annotation {CLASS_NOTE} never changes",
        applies=_is_class_note,
        source=CLAIMS,
    ),
    Row("pvc-metadata", f"metadata.{REST}", "in-place", "labels and annotations of a claim"),
    Row("pvc-version", "apiVersion", "in-place", "the same object, read in another version"),
)
ROWS = (
    *OF_TEMPLATES,
    *OF_CLAIMS,
)
