"""What hurts, or is better otherwise, in a StatefulSet: selectors, rollouts, spreading, peers."""

from __future__ import annotations

import re

from renderer.kubernetes.names import did_you_mean, quoted
from renderer.kubernetes.quantities import ALL, is_limit
from renderer.objects.reading import at, items, mapping, number, text
from renderer.objects.resource import is_patch, judged_kind, may_share_namespace
from renderer.objects.selectors import (
    alike,
    is_slip,
    missed,
    selected_labels,
    selects_labels,
    with_pods_of,
)
from renderer.objects.workload import POD, containers, ordinals, pod, pod_labels, scalers, told
from renderer.objects.workload import replicas as replicas_of
from renderer.rules.rule import NOT_JUDGED, found, rule
from renderer.rules.scheduling import APART, KEYS, terms
from renderer.rules.sets import ROLLING, SELECTOR, constraints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path, Severity
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

REPLICAS = ("spec", "replicas")
FEWEST_VOTES = 3
# The last part of the name of an image whose replicas vote: a hint, and so never more than advice.
VOTING = re.compile(
    r"etcd|zookeeper|cp-zookeeper|consul|nats|rabbitmq|cockroach(?:db)?|mongo(?:db)?|vault|openbao"
    r"|rqlite|tikv|pd|clickhouse-keeper|redpanda|mariadb-galera|percona-xtradb-cluster|tigerbeetle"
)
# Apps that count the members of a list of all; others, which may vote as well, take it for seeds.
COUNTED = ("etcd", "zookeeper", "cp-zookeeper", "clickhouse-keeper")
FEWEST = 2  # one name alone is a seed, and no list
LIST_ALL = "list as many pods as there are replicas"
# With one of these, a term may mean the pods of somebody else.
OF_OTHERS = ("mismatchLabelKeys", "namespaces", "namespaceSelector")


@rule("SR900", "info", NOT_JUDGED)
def is_an_object(resource: Resource, _objects: Objects) -> Problems:
    """A document that is no whole object

    It lacks apiVersion or kind, or it is a patch: it says so by `$patch`, or it is a StatefulSet
    without a selector whose containers lack an image. So no rule looked at it.

    Way out: name the folder of the kustomization that uses a patch, where it is judged. Values
    files and the like need not be given to `stateful validate`.
    """
    if not all(text(at(resource.data, field)) for field in ("apiVersion", "kind")):
        message = "is no object of Kubernetes, which has apiVersion and kind: it was not judged"
        yield found((), message)
    elif is_patch(resource.data):
        message = "is a patch, and no whole object: it was not judged"
        yield found((), message, hint="name the folder of the kustomization that uses it")


@rule("SR907", "warning", "StatefulSet", "Service", "PodDisruptionBudget")
def object_is_there_once(resource: Resource, objects: Objects) -> Problems:
    """An object stands twice

    Of two objects with one kind, name and namespace the last that is applied wins.

    Way out: remove one of them; judge folders that are applied to different places one by one.
    """
    first = objects.once(_firsts)[resource.label, resource.namespace]
    if resource.name and first is not resource:
        other = f" in {first.file}" if first.file not in ("", resource.file) else ""
        message = f"must be a name of its own, {resource.label} stands before{other}"
        hint = "judge folders that are applied to different places one by one"
        yield found(("metadata", "name"), message, hint=hint)


def _firsts(objects: Objects) -> dict[tuple[str, str], Resource]:
    """Return {(kind and name, namespace): the first of those that are judged}."""
    firsts: dict[tuple[str, str], Resource] = {}
    for resource in filter(judged_kind, objects.resources):
        firsts.setdefault((resource.label, resource.namespace), resource)
    return firsts


@rule("SR945", "warning", "StatefulSet")
def pods_are_its_own(statefulset: Resource, objects: Objects) -> Problems:
    """A selector that means pods of another workload

    Budgets, Services and people take them for these pods.

    Way out: add a label that tells them apart; on a live StatefulSet, to the other's pods.
    """
    selector = at(statefulset.data, *SELECTOR)
    if not mapping(selector).get("matchLabels"):
        return
    for other in with_pods_of(selector, statefulset, objects):
        if (other.kind, other.name) != (statefulset.kind, statefulset.name):
            message = (
                f"also means the pods of {other.label}: controllers, budgets and Services take "
                "them for these"
            )
            hint = "add a label that tells them apart; on a live StatefulSet, to the other's pods"
            yield found(SELECTOR, message, hint=hint)


@rule("SR953", "warning", "StatefulSet")
def partition_counts_from_the_start(statefulset: Resource, _objects: Objects) -> Problems:
    """partition together with ordinals.start

    Kubernetes' code counts the partition from the first ordinal, its documents say otherwise.

    Way out: look which pods are rolled before a rollout is trusted to it.
    """
    partition = number(at(statefulset.data, *ROLLING, "partition"))
    start = number(at(statefulset.data, "spec", "ordinals", "start"))
    if partition and start:
        message = (
            f"counts from ordinals.start in Kubernetes' code: the pods from {start + partition} "
            f"on are rolled, and not those from {partition} on"
        )
        yield found((*ROLLING, "partition"), message)


@rule("SR954", "info", "StatefulSet")
def majority_is_possible(statefulset: Resource, _objects: Objects) -> Problems:
    """An even number of voters, or too few

    Apps that vote bear the loss of one pod with three, and four bear no more than three do.

    Way out: run three or five.
    """
    image, count = voting_image(statefulset), replicas_of(statefulset)
    if not image or count < 1:
        return
    if count < FEWEST_VOTES:
        message = f"is {count}: {image} bears the loss of a pod with 3 or more"
        yield found(REPLICAS, message)
    elif count % 2 == 0:
        message = f"is even, {count}: {image} bears the loss of as many pods with {count - 1}"
        yield found(REPLICAS, message)


def voting_image(statefulset: Resource) -> str:
    """Return the image whose replicas vote, or nothing."""
    for _, container in containers(statefulset):
        image = text(container.get("image"))
        name = image.partition("@")[0].rpartition("/")[2].partition(":")[0]
        if VOTING.fullmatch(name):
            return name
    return ""


@rule("SR955", "warning", "StatefulSet")
def rollout_keeps_the_majority(statefulset: Resource, _objects: Objects) -> Problems:
    """A rollout that may take the majority

    Several pods at once may be one vote too many for an app that votes.

    Way out: write maxUnavailable: 1.
    """
    path, replicas = (*ROLLING, "maxUnavailable"), replicas_of(statefulset)
    image = voting_image(statefulset)
    count = _at_once(at(statefulset.data, *path), replicas)
    if image and count > 1:
        message = f"takes {count} of {replicas} pods at once: {image} may lose its majority"
        yield found(path, message, hint="write 1")


def _at_once(limit: object, pods: int) -> int:
    """Return how many pods a rollout takes; a percentage is rounded down, unlike a budget's."""
    if not is_limit(limit):
        return 0
    return int(limit[:-1]) * pods // ALL if isinstance(limit, str) else limit


@rule("SR968", "warning", "StatefulSet")
def scaling_has_one_master(statefulset: Resource, objects: Objects) -> Problems:
    """replicas next to an autoscaler

    Every apply takes back what the autoscaler did.

    Way out: leave replicas out.
    """
    if at(statefulset.data, *REPLICAS) is None:
        return
    for scaler in scalers(statefulset, objects):
        message = f"is also set by {scaler.label}: every apply takes back what it did"
        yield found(REPLICAS, message, hint="remove it here")


@rule("SR1136", "warning", "HorizontalPodAutoscaler", "ScaledObject")
def autoscaler_names_a_set(scaler: Resource, objects: Objects) -> Problems:
    """An autoscaler of a StatefulSet that is not there

    It scales nothing, and only its own status says so. A StatefulSet of nearly that name is in the
    input.

    Way out: write the name of the StatefulSet into scaleTargetRef.
    """
    path = ("spec", "scaleTargetRef")
    target = mapping(at(scaler.data, *path))
    name = text(target.get("name"))
    sets = [workload for workload in objects.sets if may_share_namespace(workload, scaler)]
    if target.get("kind") != "StatefulSet" or any(name in workload.names for workload in sets):
        return
    if near := [workload.name for workload in sets if alike(name, workload.name)]:
        message = f"names no StatefulSet of the input, got {quoted(name)}: nothing is scaled"
        yield found((*path, "name"), message, hint=did_you_mean(near[0]))


@rule("SR995", "warning", "StatefulSet")
def listed_pods_are_made(statefulset: Resource, _objects: Objects) -> Problems:
    """A list of pods names some that the replicas do not make

    Variables and arguments that list the pods are texts, and stay as they are where the replicas
    change, as by an overlay: pods are waited for that do not come.

    Way out: list as many pods as there are replicas. A StatefulApp counts its pods (spec.peers),
    and a StatefulEnvironment does so for anybody's StatefulSet.
    """
    pods = ordinals(statefulset)
    for path, listed, _ in _lists(statefulset):
        if strangers := [ordinal for ordinal in listed if ordinal >= pods.stop]:
            name = f"{statefulset.name}-{min(strangers)}"
            message = f"lists {name}, and replicas: {len(pods)} makes no such pod"
            yield found(path, message, hint=LIST_ALL, causes=(REPLICAS,))


@rule("SR1140", "warning", "StatefulSet", was=("SR995",))
def voters_are_listed(statefulset: Resource, _objects: Objects) -> Problems:
    """A list of voters that lacks some of the pods

    The list is a text, and stays as it is where the replicas change, as by an overlay: new pods
    are strangers to the others. It is said only of apps that count their members, such as etcd:
    others take a list for seeds.

    Way out: list as many pods as there are replicas. A StatefulApp counts its pods (spec.peers),
    and a StatefulEnvironment does so for anybody's StatefulSet.
    """
    if voting_image(statefulset) not in COUNTED:
        return
    pods = ordinals(statefulset)
    for path, listed, known in _lists(statefulset):
        if len(known) < len(pods) and max(listed) < pods.stop:
            missing = next(ordinal for ordinal in pods if ordinal not in listed)
            name = f"{statefulset.name}-{missing}"
            message = f"lists {len(known)} of {len(pods)} pods, without {name}"
            yield found(path, message, hint=LIST_ALL, causes=(REPLICAS,))


@rule("SR1141", "warning", "StatefulSet", was=("SR995",))
def listed_pods_have_their_new_name(statefulset: Resource, objects: Objects) -> Problems:
    """A list of pods by the name of before a namePrefix

    kustomize renames the StatefulSet and all references to it, but not the texts of variables and
    arguments: pods are waited for that do not come.

    Way out: write the prefix into the name itself, or list the pods anew.
    """
    if not _is_counted(statefulset):
        return
    others = [name for name in statefulset.names if name not in objects.once(_names)]
    for path, said in told(statefulset):
        former = next((name for name in others if len(_listed(name, said)) >= FEWEST), "")
        if former:
            name = statefulset.name
            message = f"lists pods by the name of before, {former}-0: they are {name}-0 now"
            yield found(path, message, hint="write the name in the spec, or list it anew")


@rule("SR966", "info", "StatefulSet")
def pods_are_spread(statefulset: Resource, _objects: Objects) -> Problems:
    """Pods that may all be on one node

    All of them fall together with that node, and a drain stops them all.

    Way out: spread them over topology.kubernetes.io/zone and kubernetes.io/hostname.
    """
    spec, count = pod(statefulset), replicas_of(statefulset)
    ways = (
        spec.get("topologySpreadConstraints"),
        at(spec, "affinity", APART),
        spec.get("nodeName"),
    )
    if spec and count > 1 and not any(ways):
        message = f"is not set: all {count} pods may run on one node, and fall with it"
        hint = "spread them over topology.kubernetes.io/zone and kubernetes.io/hostname"
        yield found((*POD, "topologySpreadConstraints"), message, hint=hint)


@rule("SR1137", "warning", "StatefulSet", was=("SR951",))
def spreading_has_a_selector(statefulset: Resource, _objects: Objects) -> Problems:
    """A rule for spreading pods without a labelSelector

    It means no pods, so nothing is spread, and the API server takes it all the same.

    Way out: write a labelSelector with labels of the pod template.
    """
    for path, term in (*constraints(statefulset), *terms(statefulset, APART)):
        if term.get("labelSelector") is None and not any(term.get(field) for field in KEYS):
            message = "is not there, so that no pods are meant: nothing is spread"
            yield found((*path, "labelSelector"), message, hint=_right_selector(statefulset))


@rule("SR1138", "warning", "StatefulSet", was=("SR917",))
def constraints_mean_these_pods(statefulset: Resource, objects: Objects) -> Problems:
    """A topologySpreadConstraint that does not mean the pods it stands at

    Its labelSelector misses the labels of the pod template. The API server takes it, and these
    pods are not spread: they are put where the fewest pods of somebody else are.

    Way out: write labels of the pod template into the labelSelector.
    """
    for path, constraint in constraints(statefulset):
        if not _may_mean_these(constraint, statefulset):
            others = with_pods_of(constraint["labelSelector"], statefulset, objects)
            meant = f", but those of {others[0].label}" if others else ""
            message = f"does not mean these pods{meant}: they are not spread"
            hint = _slip(constraint, statefulset, objects) or _right_selector(statefulset)
            grade: Severity | None = "info" if others else None
            yield found((*path, "labelSelector"), message, hint=hint, severity=grade)


@rule("SR1139", "warning", "StatefulSet", was=("SR917",))
def terms_mean_these_pods(statefulset: Resource, objects: Objects) -> Problems:
    """podAntiAffinity that does not mean the pods it stands at

    No term means the labels of the pod template, or one misses them by a slip of the pen. The API
    server takes it, and these pods are not kept apart. A term may be about other pods, where
    another one, or a topologySpreadConstraint, means these.

    Way out: write labels of the pod template into the labelSelector.
    """
    wrong = [
        (path, term, _slip(term, statefulset, objects))
        for path, term in terms(statefulset, APART)
        if not _may_mean_these(term, statefulset)
    ]
    is_apart = len(wrong) < len([*terms(statefulset, APART)]) or any(constraints(statefulset))
    for path, term, slip in wrong:
        is_meant = is_apart or with_pods_of(term["labelSelector"], statefulset, objects)
        if slip or not is_meant:
            message = "does not mean these pods: they are not kept apart"
            hint = slip or _right_selector(statefulset)
            yield found((*path, "labelSelector"), message, hint=hint)


def _may_mean_these(term: dict[Any, Any], statefulset: Resource) -> bool:
    """Tell whether a rule means the pods that it stands at, or nobody knows whom."""
    selector = term.get("labelSelector")
    is_of_others = any(term.get(field) is not None for field in OF_OTHERS)
    return is_of_others or not isinstance(selector, dict) or selects_labels(selector, statefulset)


def _right_selector(statefulset: Resource) -> str:
    labels = selected_labels(statefulset).items()
    written = ", ".join(f"{key}: {value}" for key, value in labels)
    return f"write labelSelector: {{matchLabels: {{{written}}}}}"


def _slip(rule: dict[Any, Any], statefulset: Resource, objects: Objects) -> str:
    """Return the hint where one slip of the pen keeps a selector from its own pods."""
    selector = mapping(rule.get("labelSelector"))
    wanted = _wanted(selector)
    wrong = missed(wanted, statefulset)
    if len(wrong) != 1 or with_pods_of(selector, statefulset, objects):
        return ""
    labels, key = pod_labels(statefulset), wrong[0]
    if is_slip(wanted[key], labels.get(key)):
        return f"write {key}: {labels[key]}"
    slips = [own for own in labels if is_slip(key, own) and labels[own] == wanted[key]]
    return f"write {slips[0]}: {wanted[key]}" if slips and key not in labels else ""


def _wanted(selector: dict[Any, Any]) -> dict[Any, Any]:
    """Return the labels that a selector wants, also those that it writes as an expression."""
    one_value = {
        text(requirement.get("key")): requirement["values"][0]
        for _, requirement in items(selector.get("matchExpressions"))
        if requirement.get("operator") == "In"
        and at(requirement, "values", 0)
        and len(requirement["values"]) == 1
    }
    return {**one_value, **mapping(selector.get("matchLabels"))}


def _is_counted(statefulset: Resource) -> bool:
    """Tell whether somebody says how many pods there are: an autoscaler may, elsewhere."""
    count = at(statefulset.data, *REPLICAS)
    return number(count) == count and bool(statefulset.name)


def _names(objects: Objects) -> set[str]:
    return {statefulset.name for statefulset in objects.sets}


def _lists(statefulset: Resource) -> Iterator[tuple[Path, set[int], list[int]]]:
    """Yield each list of the pods: where, the ordinals in it, and those of pods that there are.

    With a first ordinal, the pods before it may be those of another cluster.
    """
    if not _is_counted(statefulset):
        return
    pods = ordinals(statefulset)
    for path, said in told(statefulset):
        listed = _listed(statefulset.name, said)
        known = [ordinal for ordinal in listed if ordinal in pods]
        if len(listed) >= FEWEST and known:
            yield path, listed, known


def _listed(name: str, said: str) -> set[int]:
    """Return the ordinals of the pods that a text lists: `db-0.db:2380,db-1.db:2380`, `db-0,db-1`.

    Among other words, as in `rack db-0`, a word that is no host may name anything.
    """
    listed = _ordinals(name, said)
    if not listed or not re.search(r"\w", re.sub(_pod(name), "", said)):
        return listed
    return set(map(int, re.findall(rf"{_pod(name)}(?=[.:=])", said)))


def _ordinals(name: str, said: str) -> set[int]:
    """Return the ordinals of all words in a text that may be pods."""
    return set(map(int, re.findall(_pod(name), said))) if f"{name}-" in said else set()


def _pod(name: str) -> str:
    return rf"(?<![\w.-]){re.escape(name)}-(0|[1-9][0-9]{{0,4}})(?![\w-])"
