"""What our diff says of hundreds of changes of what we render is what a real server does.

Accepted or refused, and whether the controller makes a new revision, which is what restarts pods.
The sets have no pods here: a revision is made all the same, and hundreds of them are cheap.
"""

from __future__ import annotations

import copy
import random
import time
from typing import TYPE_CHECKING, Any

import pytest
from api import API, Reply, until
from corpus import example_builds
from mutations import MUTATIONS, SERVICES, TABLES, Mutated, mutated, mutated_apps

from renderer.changes.compare import compare
from renderer.changes.table import RELEASES, judge
from renderer.changes.verdict import Judged
from renderer.objects.resource import Resource

if TYPE_CHECKING:
    from conftest import Figures
    from plane import Plane

pytestmark = pytest.mark.cluster
SETS, OTHERS, APPS_AT_ONCE, CLAIM_PAIRS = 330, 110, 80, 30
APPS = "apps/v1"
# Says that the template changes, although no pod restarts by itself.
HELD = ("held-by-ondelete", "held-by-partition", "no-pods-yet")


def bases(kind: str) -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, resource)
        for name, build in example_builds()
        for resource in build.objects
        if resource["kind"] == kind
    ]


def named(data: dict[str, Any], name: str, namespace: str) -> dict[str, Any]:
    made = copy.deepcopy(data)
    made["metadata"].update(name=name, namespace=namespace)
    return made


def judged(before: dict[str, Any], after: dict[str, Any], version: int) -> Judged | None:
    sides = [Resource(before)], [Resource(after)]
    found = judge(compare(*sides), *sides, version)
    return found[0] if found else None


def minor_of(server: Plane) -> int:
    return int(server.version.split(".")[1])


def test_sets(cluster: Plane, figures: Figures) -> None:
    api, namespace = cluster.api, cluster.api.namespace("mutations")
    version = minor_of(cluster)
    cases = list(mutated(bases("StatefulSet"), MUTATIONS, SETS))
    assert len(cases) == SETS
    for number, case in enumerate(cases):
        case.before, case.after = (
            named(each, f"m{number}", namespace) for each in (case.before, case.after)
        )
        assert not send(api, case.before, namespace).is_refused, case.name
    before = until(lambda: settled(api, namespace, SETS), "all sets have a revision")
    replies = [send(api, case.after, namespace) for case in cases]
    after = until(lambda: stable(api, namespace, before), "all sets have been looked at")
    wrong, refused, restarted = [], 0, 0
    for case, reply in zip(cases, replies, strict=True):
        name = case.after["metadata"]["name"]
        found = judged(case.before, case.after, version)
        is_new = before[name] != after[name]
        refused, restarted = refused + reply.is_refused, restarted + is_new
        wrong += disagreement(case, found, reply, is_new=is_new)
    figures.say(
        f"diff: {SETS} changes of sets, {combined(cases)} of them combined, {refused} refused,"
        f" {restarted} with a new revision: {SETS - len(wrong)} judged as the server does"
    )
    assert not wrong, f"{len(wrong)} of {SETS}:\n" + "\n".join(wrong)


def combined(cases: list[Mutated]) -> int:
    return sum(" + " in case.name for case in cases)


def disagreement(case: Mutated, found: Judged | None, reply: Reply, *, is_new: bool) -> list[str]:
    said = [verdict.id for verdict in found.verdicts] if found else []
    is_refused = bool(found and found.is_refused)
    if is_refused != reply.is_refused:
        return [f"{case.name}: {said}, server: {reply.status} {reply.message[:300]}"]
    will_restart = bool(
        found
        and not is_refused
        and any(
            (verdict.effect == "restart" and verdict.id not in RELEASES) or verdict.id in HELD
            for verdict in found.verdicts
        )
    )
    return [] if will_restart == is_new else [f"{case.name}: {said}, new revision: {is_new}"]


def send(api: API, data: dict[str, Any], namespace: str) -> Reply:
    """Apply a set without pods, as the same manager each time."""
    made = copy.deepcopy(data)
    if made["kind"] == "StatefulSet":
        made["spec"]["replicas"] = 0
    return api.apply(made, namespace, force=False)


def revisions(api: API, namespace: str) -> dict[str, tuple[bool, str]]:
    """Return whether the controller has looked at each set, and its newest revision."""
    return {
        each["metadata"]["name"]: (
            each["status"].get("observedGeneration") == each["metadata"]["generation"],
            each["status"].get("updateRevision", ""),
        )
        for each in api.items(APPS, "StatefulSet", namespace)
    }


def settled(api: API, namespace: str, count: int) -> dict[str, str] | None:
    found = revisions(api, namespace)
    is_done = len(found) == count and all(seen and newest for seen, newest in found.values())
    return {name: newest for name, (_, newest) in found.items()} if is_done else None


def stable(api: API, namespace: str, before: dict[str, str]) -> dict[str, str] | None:
    """Return the revisions once they stay: a notation moves no generation to wait for."""
    first = settled(api, namespace, len(before))
    time.sleep(3)
    return first if first is not None and first == settled(api, namespace, len(before)) else None


def test_services(server: Plane, figures: Figures) -> None:
    api, namespace = server.api, server.api.namespace("services")
    version = minor_of(server)
    cases = list(mutated(bases("Service"), SERVICES, OTHERS, seed=2))
    wrong, refused, silent = [], 0, 0
    for number, case in enumerate(cases):
        before, after = (named(each, f"s{number}", namespace) for each in (case.before, case.after))
        assert not send(api, before, namespace).is_refused, case.name
        reply = send(api, after, namespace)
        found = judged(before, after, version)
        refused += reply.is_refused
        if bool(found and found.is_refused) != reply.is_refused:
            said = [verdict.id for verdict in found.verdicts] if found else []
            wrong.append(f"{case.name}: {said}, server: {reply.status} {reply.message[:300]}")
        elif found and any(each.id == "stays-headless" for each in found.verdicts):
            silent += 1
            if not reply.is_refused and reply.body["spec"].get("clusterIP") != "None":
                wrong.append(f"{case.name}: is not headless any more")
    figures.say(
        f"diff: {len(cases)} changes of Services, {combined(cases)} combined, {refused} refused,"
        f" {silent} without effect: {len(cases) - len(wrong)} judged as the server does"
    )
    assert not wrong, f"{len(wrong)} of {len(cases)}:\n" + "\n".join(wrong)


def test_apps(cluster: Plane, figures: Figures) -> None:
    """Several objects of an app at once: what one does must not hide what another does."""
    api, version = cluster.api, minor_of(cluster)
    apps = [
        (name, [each for each in build.objects if each["kind"] in TABLES])
        for name, build in example_builds()
    ]
    cases = [
        [named_app(side, f"app-{number}") for side in sides]
        for number, (_, *sides) in enumerate(mutated_apps(apps, APPS_AT_ONCE))
    ]
    titles = [title for title, *_ in mutated_apps(apps, APPS_AT_ONCE)]
    for number, (before, _) in enumerate(cases):
        api.namespace(f"app-{number}")
        assert not any(send(api, each, f"app-{number}").is_refused for each in before)
    old = [seen_revision(api, number) for number in range(len(cases))]
    replies = [
        [send(api, each, each["metadata"]["namespace"]) for each in after] for _, after in cases
    ]
    time.sleep(3)
    wrong, count = [], 0
    new = [seen_revision(api, number) for number in range(len(cases))]
    for title, (before, after), said, was, now in zip(
        titles, cases, replies, old, new, strict=True
    ):
        sides = [Resource(each) for each in before], [Resource(each) for each in after]
        found = {
            each.change.identity.kind + each.change.identity.name: each
            for each in judge(compare(*sides), *sides, version)
        }
        for each, reply in zip(after, said, strict=True):
            count += 1
            about = found.get(each["kind"] + each["metadata"]["name"])
            case = Mutated(f"{title}: {each['kind']}", each, each)
            is_new = each["kind"] == "StatefulSet" and was != now
            wrong += disagreement(case, about, reply, is_new=is_new)
    figures.say(
        f"diff: {APPS_AT_ONCE} apps with several changes at once, {count} objects:"
        f" {count - len(wrong)} judged as the server does"
    )
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong)


def named_app(objects: list[dict[str, Any]], namespace: str) -> list[dict[str, Any]]:
    return [named(each, each["metadata"]["name"], namespace) for each in objects]


def seen_revision(api: API, number: int) -> str:
    """Return the newest revision of an app's set, once the controller has looked at it."""

    def ask() -> str:
        ((is_seen, newest),) = revisions(api, f"app-{number}").values()
        return newest if is_seen else ""

    return until(ask, "the controller has looked at the set")


# What is changed in a claim that is bound, and one after the other: path and value.
CLAIM = {
    "apiVersion": "v1",
    "kind": "PersistentVolumeClaim",
    "metadata": {"name": "data"},
    "spec": {
        "accessModes": ["ReadWriteOnce"],
        "storageClassName": "fast",
        "resources": {"requests": {"storage": "2Gi"}},
    },
}
CLAIMS: list[tuple[tuple[str, ...], Any]] = [
    (("spec", "resources", "requests", "storage"), "3Gi"),
    (("spec", "resources", "requests", "storage"), "1Gi"),
    (("spec", "resources", "requests", "storage"), "2147483648"),
    (("spec", "storageClassName"), "standard"),
    (("spec", "storageClassName"), ""),
    (("spec", "accessModes"), ["ReadWriteMany"]),
    (("spec", "volumeMode"), "Block"),
    (("spec", "volumeMode"), "Filesystem"),
    (("spec", "volumeName"), "other"),
    (("spec", "selector"), {"matchLabels": {"a": "b"}}),
    (("spec", "dataSource"), {"kind": "PersistentVolumeClaim", "name": "x"}),
    (("spec", "volumeAttributesClassName"), "gold"),
    (("metadata", "labels"), {"a": "b"}),
    (("metadata", "annotations"), {"a": "b"}),
    (("metadata", "annotations"), {"volume.beta.kubernetes.io/storage-class": "fast"}),
]


def changed(data: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    made = copy.deepcopy(data)
    below = made
    for step in path[:-1]:
        below = below.setdefault(step, {})
    below[path[-1]] = value
    return made


def test_claims(cluster: Plane, figures: Figures) -> None:
    api, namespace, version = cluster.api, cluster.api.namespace("claims"), minor_of(cluster)
    dice = random.Random(5)
    cases = [[each] for each in CLAIMS] + [dice.sample(CLAIMS, 2) for _ in range(CLAIM_PAIRS)]
    for number in range(len(cases)):
        assert not api.apply(named(CLAIM, f"c{number}", namespace), namespace).is_refused
    live = until(lambda: bound(api, namespace), "all claims are bound")
    wrong = []
    for number, several in enumerate(cases):
        after = named(CLAIM, f"c{number}", namespace)
        for path, value in several:
            after = changed(after, path, value)
        found = judged(live[f"c{number}"], after, version)
        reply = api.apply(after, namespace, force=False)
        if bool(found and found.is_refused) != reply.is_refused:
            said = [verdict.id for verdict in found.verdicts] if found else []
            wrong.append(f"{several}: {said}, server: {reply.status} {reply.message[:300]}")
    figures.say(
        f"diff: {len(cases)} changes of claims, {CLAIM_PAIRS} combined:"
        f" {len(cases) - len(wrong)} judged right"
    )
    assert not wrong, "\n".join(wrong)


def bound(api: API, namespace: str) -> dict[str, dict[str, Any]] | None:
    found = api.items("v1", "PersistentVolumeClaim", namespace)
    is_done = all(each.get("status", {}).get("phase") == "Bound" for each in found)
    kind = {key: CLAIM[key] for key in ("apiVersion", "kind")}  # which no list says
    return {each["metadata"]["name"]: {**each, **kind} for each in found} if is_done else None


AROUND: list[tuple[dict[str, Any], tuple[str, ...], Any]] = [
    (data, path, value)
    for data, changes in (
        (
            {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "1"}, "immutable": True},
            [
                (("data",), {"a": "2"}),
                (("immutable",), False),
                (("metadata", "labels"), {"a": "b"}),
            ],
        ),
        (
            {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "1"}},
            [(("data",), {"a": "2"}), (("immutable",), True)],
        ),
        (
            {"apiVersion": "v1", "kind": "Secret", "type": "a", "stringData": {"a": "1"}},
            [(("type",), "b"), (("stringData",), {"a": "2"}), (("immutable",), True)],
        ),
        (
            {
                "apiVersion": "policy/v1",
                "kind": "PodDisruptionBudget",
                "spec": {"maxUnavailable": 1, "selector": {"matchLabels": {"a": "b"}}},
            },
            [
                (("spec", "minAvailable"), 1),
                (("spec", "maxUnavailable"), "50%"),
                (("spec", "selector"), {"matchLabels": {"a": "c"}}),
                (("spec", "unhealthyPodEvictionPolicy"), "AlwaysAllow"),
            ],
        ),
        (
            {
                "apiVersion": "networking.k8s.io/v1",
                "kind": "NetworkPolicy",
                "spec": {"podSelector": {}},
            },
            [(("spec", "podSelector"), {"matchLabels": {"a": "b"}}),
             (("spec", "policyTypes"), ["Egress"])],
        ),
        (
            {"apiVersion": "v1", "kind": "ServiceAccount"},
            [(("automountServiceAccountToken",), False), (("imagePullSecrets",), [{"name": "x"}])],
        ),
    )
    for path, value in changes
]  # fmt: skip


def test_objects_around_a_set(server: Plane, figures: Figures) -> None:
    api, namespace, version = server.api, server.api.namespace("around"), minor_of(server)
    wrong = []
    for number, (data, path, value) in enumerate(AROUND):
        before = named({**data, "metadata": {}}, f"o{number}", namespace)
        after = changed(before, path, value)
        assert not api.apply(before, namespace, force=False).is_refused
        found, reply = judged(before, after, version), api.apply(after, namespace, force=False)
        if bool(found and found.is_refused) != reply.is_refused:
            said = [verdict.id for verdict in found.verdicts] if found else []
            wrong.append(f"{path} {value}: {said}, server: {reply.status} {reply.message[:300]}")
    figures.say(f"diff: {len(AROUND)} changes around sets: {len(AROUND) - len(wrong)} judged right")
    assert not wrong, "\n".join(wrong)
