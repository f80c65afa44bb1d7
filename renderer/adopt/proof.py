"""What a render would change of what runs: the proof that an adoption changes nothing.

Both sides are compared as the server and its controllers see them, by the same code as `diff`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renderer.changes.compare import ORDER, Field, compare
from renderer.changes.table import judge
from renderer.changes.verdict import Judged
from renderer.changes.verdict import Verdict as Effect
from renderer.kubernetes.names import number_of
from renderer.objects.reading import mapping
from renderer.objects.resource import Resource, is_a
from renderer.objects.workload import replicas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renderer.objects.identity import Identity

EQUAL, METADATA = "equal", "metadata only"
SERVICE, RESTART = "Service differs", "restarts pods"
REFUSED, LOST = "refused by the API server", "lost"
# From the best to the worst.
CLASSES = (EQUAL, METADATA, SERVICE, RESTART, REFUSED, LOST)
FINE = (EQUAL, METADATA)
# Who notices that a field of a Service is another one.
NOTICED = {
    "annotations": "load balancers and meshes that read it",
    "clusterIP": "clients, and DNS of the pods",
    "labels": "monitors and policies that select by it",
    "ports": "clients, SRV records and monitors",
    "publishNotReadyAddresses": "pods that look for one another while they start",
    "selector": "clients: it leads to other pods",
    "type": "clients outside of the cluster",
}


@dataclass(frozen=True)
class Verdict:
    """What becomes of one object.

    Args:
        identity: which one.
        outcome: one of CLASSES.
        fields: what differs, worst first, as lines for people.
        added: labels and annotations that it gets, or that get another value.
        removed: labels and annotations that it loses, for they say who owned it.
        is_placed: whether its namespace is written; else whoever applies it decides.
    """

    identity: Identity
    outcome: str
    fields: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    is_placed: bool = True


@dataclass
class Proof:
    """What becomes of a StatefulSet and all that belongs to it, in one environment.

    Args:
        environment: its name; empty where there is but one.
        verdicts: of every object of the input.
        made: objects that a render makes and that are not there yet.
        refused: what the spec's own rules say of it, where nothing can be rendered.
    """

    environment: str
    verdicts: list[Verdict] = field(default_factory=list)
    made: list[Identity] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """Return the worst class of all."""
        outcomes = [verdict.outcome for verdict in self.verdicts]
        return REFUSED if self.refused else max(outcomes, key=CLASSES.index, default=EQUAL)


def proven(environment: str, before: list[Resource], after: list[Resource], version: int) -> Proof:
    """Return what applying the objects of a render does to those that are there.

    Args:
        environment: the name of the environment.
        before: what runs.
        after: what is rendered.
        version: the minor version of Kubernetes.
    """
    there = {resource.identity.without_namespace() for resource in after}
    known = {resource.identity.without_namespace() for resource in before}
    changes = compare(before, after)
    judged = {
        judgement.change.before.identity: judgement
        for judgement in judge(changes, before, after, version)
        if judgement.change.before
    }
    proof = Proof(environment)
    for resource in before:
        is_there = resource.identity.without_namespace() in there
        proof.verdicts.append(_verdict(resource, judged.get(resource.identity), is_there=is_there))
    made = [resource.identity for resource in after]
    proof.made = [identity for identity in made if identity.without_namespace() not in known]
    return proof


def _verdict(resource: Resource, judged: Judged | None, *, is_there: bool) -> Verdict:
    if not is_there or (judged and judged.change.operation != "changed"):
        return Verdict(resource.identity, LOST, ("it is not rendered under its name",))
    if judged is None:
        return Verdict(resource.identity, EQUAL)
    effects = {
        field.path: verdict
        for verdict in reversed(judged.verdicts)  # the worst is the last, and stays
        for field in verdict.fields
    }
    fields = [part for field in judged.change.fields for part in _each_key(field)]
    found = [(_outcome(resource, field, effects.get(field.path)), field) for field in fields]
    worst = max((outcome for outcome, _ in found), key=CLASSES.index, default=EQUAL)
    told = [(outcome, one) for outcome, one in found if outcome not in FINE]
    told.sort(key=lambda pair: -CLASSES.index(pair[0]))
    noted = [one for outcome, one in found if outcome == METADATA]
    left = [field for field in noted if field.operation == "removed" and field.path != NAMESPACE]
    added = [str(field.path[-1]) for field in noted if field.operation != "removed"]
    return Verdict(
        resource.identity,
        worst,
        fields=tuple(_line(resource, outcome, one, effects.get(one.path)) for outcome, one in told),
        added=tuple(added),
        removed=tuple(str(field.path[-1]) for field in left),
        is_placed=len(noted) == len(added) + len(left),
    )


def _each_key(field: Field) -> list[Field]:
    """Return the labels or annotations that a change is about, one by one."""
    before, after = mapping(field.before), mapping(field.after)
    if field.path not in WHOLE:
        return [field]
    return [
        Field((*field.path, key), field.operation, before.get(key), after.get(key))
        for key in before or after
    ]


WHOLE = (("metadata", "labels"), ("metadata", "annotations"))
NAMESPACE = ("metadata", "namespace")


def _outcome(resource: Resource, one: Field, judged: Effect | None) -> str:
    """Return what a change of a field does; of a StatefulSet that is what `diff` says of it."""
    top, part = (*one.path, "", "")[:2]
    is_service = is_a(resource, "Service")
    if top == "metadata":
        is_kept = one.operation == "added" or part == "namespace" or _is_ours(one)
        return METADATA if is_kept else SERVICE if is_service else LOST
    if top == "subjects" and _is_namespace_of_account(one):
        return METADATA
    if judged and judged.effect == "rejected":
        return REFUSED
    if is_service:
        return SERVICE
    is_restart = is_a(resource, "StatefulSet") and judged and judged.effect == "restart"
    return RESTART if is_restart else LOST


def _is_namespace_of_account(one: Field) -> bool:
    """Tell whether a RoleBinding says of its account the namespace that it goes to anyway."""
    return one.operation == "added" and one.path[-1] == "namespace"


def _is_ours(one: Field) -> bool:
    """Tell whether a label or note is whose an object is, which changes by being taken over."""
    key = str(one.path[-1])
    return key in WHOSE or key.startswith(WHOSE_PREFIXES)


WHOSE = ("app.kubernetes.io/managed-by", "argocd.argoproj.io/instance")
WHOSE_PREFIXES = ("meta.helm.sh/", "kustomize.toolkit.fluxcd.io/", "config.kubernetes.io/")


def _line(resource: Resource, outcome: str, one: Field, judged: Effect | None) -> str:
    """Return a line for people: which field, what becomes of it, and why."""
    what = f"{one} order" if one.path[-1:] == (ORDER,) else str(one)
    if outcome == RESTART:
        count = len(judged.pods) if judged and judged.pods else replicas(resource)
        return f"{what}: restarts {number_of(count, 'pod')}"
    if outcome == REFUSED:
        return f"{what}: {judged.why if judged else 'the API server refuses it'}"
    if outcome == SERVICE:
        part = next((str(step) for step in one.path if step in NOTICED), "")
        return f"{what}: {NOTICED.get(part, 'clients')} may notice"
    return f"{what}: would be another one" if one.operation == "changed" else f"{what}: is lost"


def counted(names: Iterable[str]) -> str:
    """Write labels or annotations with the number of objects that they are added to or lost on."""
    return ", ".join(f"{name} on {count}" for name, count in sorted(Counter(names).items()))
