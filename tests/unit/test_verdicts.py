"""The table of verdicts: a case for each row that no golden folder shows, and none forgotten."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from manifests import CLAIM, CONTAINER, SERVICE, SET, changed

from renderer.changes import report
from renderer.changes.about_pods import ROWS as POD_ROWS
from renderer.changes.compare import Field, Named, compare
from renderer.changes.plan import PLANS
from renderer.changes.table import ROWS, judge
from renderer.changes.verdict import ANY, EFFECTS, MEANINGS, Judged, always, fits, worst
from renderer.cli.diff import Effect
from renderer.cli.validate import FailOn
from renderer.inputs.project import FAIL_ON
from renderer.kubernetes.object_shapes import KINDS
from renderer.kubernetes.shapes import OBJECTS
from renderer.kubernetes.versions import DEFAULT, NEWEST, OLDEST
from renderer.objects.resource import Resource

Object = dict[str, Any]


def judged(before: Any, after: Any, version: int = DEFAULT) -> list[Judged]:
    """What is said of two objects, or two lists of them."""
    sides = [
        [Resource(each) for each in (side if isinstance(side, list) else [side])]
        for side in (before, after)
    ]
    return judge(compare(*sides), *sides, version)


def verdicts(before: Any, after: Any, version: int = DEFAULT) -> dict[str, str]:
    """{id: effect} of all that is said."""
    return {
        verdict.id: verdict.effect
        for each in judged(before, after, version)
        for verdict in each.verdicts
    }


def an(kind: str, version: str = "v1", name: str = "x", **fields: Any) -> Object:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name}, **fields}


POD = ("spec", "template", "spec")
EMPTY = changed(SET, "spec", "replicas", to=0)
PVC = an("PersistentVolumeClaim", spec=SET["spec"]["volumeClaimTemplates"][0]["spec"])
LIVE_PVC = {**PVC, "metadata": {"name": "x", "uid": "1"}, "status": {"phase": "Pending"}}
VIP = changed(SERVICE, "spec", "clusterIP", to="10.0.0.1")
DUAL = changed(VIP, "spec", "clusterIPs", to=["10.0.0.1", "fd00::1"])
HEADLESS = changed(SERVICE, "spec", "clusterIP", to="None")
BALANCED = changed(SERVICE, "spec", "type", to="LoadBalancer")
BUDGET = an("PodDisruptionBudget", "policy/v1", spec={"selector": {}, "maxUnavailable": 1})
POLICY = an("NetworkPolicy", "networking.k8s.io/v1", spec={"podSelector": {}})
CONFIG = an("ConfigMap", data={"a": "1"})
SECRET = an("Secret", type="a", data={"a": "MQ=="})
ACCOUNT = an("ServiceAccount", name="runner")
WITH_ACCOUNT = changed(SET, *POD, "serviceAccountName", to="runner")
DEPLOYMENT = an(
    "Deployment",
    "apps/v1",
    spec={"selector": {"matchLabels": {"a": "b"}}, "template": SET["spec"]["template"]},
)
JOB = an("Job", "batch/v1", spec={"template": SET["spec"]["template"]})
CLASS = an("StorageClass", "storage.k8s.io/v1", provisioner="a")
OTHER = an("Widget", "example.org/v1", spec={"a": 1, "b": 2, "c": 3, "d": 4})
NAMES = {"name": "y"}
VOLUME = {"name": "v", "persistentVolumeClaim": {"claimName": "a"}}
WITH_VOLUME = changed(SET, *POD, "volumes", to=[VOLUME])
DELETING = changed(SET, "spec", "persistentVolumeClaimRetentionPolicy", to={"whenScaled": "Delete"})
ON_DELETE = changed(SET, "spec", "updateStrategy", to={"type": "OnDelete"})
HELD = {"type": "RollingUpdate", "rollingUpdate": {"partition": 1}}
UNSET: Any = None


def case(
    row: str, base: Any, *path: Any, to: Any, effect: str, version: int = DEFAULT
) -> tuple[str, str, Any, Any, int]:
    after = changed(base, *path, to=to) if path else to
    return row, effect, base, after, version


CASES = [
    # --- the pod template
    case("restart-policy", SET, *POD, "restartPolicy", to="Never", effect="rejected"),
    case("deadline", SET, *POD, "activeDeadlineSeconds", to=5, effect="rejected"),
    case("ephemeral-container", SET, *POD, "ephemeralContainers", to=[{"name": "e"}],
         effect="rejected"),
    case("no-pods-yet", EMPTY, *CONTAINER, "image", to="nginx:2", effect="in-place"),
    case("resources", SET, *CONTAINER, "resources", "requests", "cpu", to=2, effect="restart"),
    case("probe", SET, *CONTAINER, "readinessProbe", to={"tcpSocket": {"port": 80}},
         effect="restart"),
    case("other-claim", WITH_VOLUME, *POD, "volumes", 0, "persistentVolumeClaim", "claimName",
         to="b", effect="data-risk"),
    case("owner-of-files", SET, *POD, "securityContext", to={"fsGroup": 5}, effect="restart"),
    case("placement", SET, *POD, "nodeSelector", to={"a": "b"}, effect="restart"),
    case("placement", SET, *POD, "affinity", to={}, effect="restart"),
    case("pod-name", SET, *POD, "subdomain", to="x", effect="restart"),
    case("template", SET, *POD, "priorityClassName", to="high", effect="restart"),
    # --- the set
    case("namespace", SET, "metadata", "namespace", to="shop", effect="in-place"),
    case("ordinals-said", SET, "spec", "ordinals", to={"start": 0}, effect="in-place"),
    case("min-ready", SET, "spec", "minReadySeconds", to=5, effect="in-place"),
    case("strategy-recreate", SET, "spec", "updateStrategy", to={"type": "Recreate"},
         effect="rejected"),
    case("strategies-mixed", ON_DELETE, "spec", "updateStrategy", "rollingUpdate",
         to={"partition": 1}, effect="rejected"),
    case("strategy", {**ON_DELETE, "status": {"currentRevision": "a", "updateRevision": "a"}},
         "spec", "updateStrategy", to={"type": "RollingUpdate"}, effect="in-place"),
    case("partition", SET, "spec", "updateStrategy", to=HELD, effect="in-place"),
    case("max-unavailable-zero", SET, "spec", "updateStrategy",
         to={"rollingUpdate": {"maxUnavailable": 0}}, effect="rejected", version=NEWEST),
    case("max-unavailable", SET, "spec", "updateStrategy",
         to={"rollingUpdate": {"maxUnavailable": 2}}, effect="in-place", version=NEWEST),
    case("claims-kept", DELETING, "spec", "persistentVolumeClaimRetentionPolicy", to=UNSET,
         effect="in-place"),
    case("set-metadata", SET, "metadata", "labels", to={"a": "b"}, effect="in-place"),
    case("set-version", SET, "apiVersion", to="apps/v1beta2", effect="in-place"),
    case("set-spec", SET, "spec", "unheardOf", to=1, effect="rejected"),
    case("set-spec", SET, "spec", to=UNSET, effect="rejected"),
    case("claim-templates", SET, "spec", "volumeClaimTemplates", to="x", effect="rejected"),
    # --- claims
    case("pvc-new", [], to=PVC, effect="in-place"),
    case("pvc-renamed", PVC, "metadata", to={"name": "y"}, effect="data-risk"),
    case("pvc-moved", changed(PVC, "metadata", "namespace", to="a"), "metadata", "namespace",
         to="b", effect="data-risk"),
    case("pvc-pending", LIVE_PVC, "spec", "resources", "requests", "storage", to="2Gi",
         effect="rejected"),
    case("pvc-class-named", PVC, "spec", "storageClassName", to="fast", effect="in-place"),
    case("pvc-volume-named", PVC, "spec", "volumeName", to="pv", effect="in-place"),
    case("pvc-attributes", PVC, "spec", "volumeAttributesClassName", to="gold",
         effect="in-place"),
    case("pvc-attributes-fixed", PVC, "spec", "volumeAttributesClassName", to="gold",
         effect="rejected", version=OLDEST),
    case("pvc-class-note", PVC, "metadata", "annotations",
         to={"volume.beta.kubernetes.io/storage-class": "fast"}, effect="rejected"),
    case("pvc-metadata", PVC, "metadata", "labels", to={"a": "b"}, effect="in-place"),
    case("pvc-version", PVC, "apiVersion", to="v2", effect="in-place"),
    # --- Services
    case("service-new", [], to=SERVICE, effect="in-place"),
    case("service-external", SERVICE, "spec",
         to={"type": "ExternalName", "externalName": "example.org"}, effect="in-place"),
    case("families-external", SERVICE, "spec",
         to={"type": "ExternalName", "externalName": "x.org", "ipFamilies": ["IPv6"]},
         effect="rejected"),
    case("address", VIP, "spec", "clusterIP", to="10.0.0.2", effect="rejected"),
    case("address-added", VIP, "spec", "clusterIPs", to=["10.0.0.1", "fd00::1"],
         effect="in-place"),
    case("families-headless", HEADLESS, "spec", "ipFamilies", to=["IPv6"], effect="in-place"),
    case("family-added", SERVICE, "spec", "ipFamilies", to=["IPv4", "IPv6"], effect="in-place"),
    case("family", SERVICE, "spec", "ipFamilies", to=["IPv6"], effect="rejected"),
    case("health-check-port", changed(BALANCED, "spec", "healthCheckNodePort", to=30001), "spec",
         "healthCheckNodePort", to=30002, effect="rejected"),
    case("load-balancer-class", BALANCED, "spec", "loadBalancerClass", to="a.b/c",
         effect="rejected"),
    case("selects-others", [SERVICE, SET], to=[
        changed(SERVICE, "spec", "selector", to={"role": "x"}),
        changed(SET, *POD[:2], "metadata", "labels", "role", to="x")], effect="in-place"),
    case("not-ready-addresses", SERVICE, "spec", "publishNotReadyAddresses", to=True,
         effect="in-place"),
    case("service-type", SERVICE, "spec", "type", to="NodePort", effect="in-place"),
    case("service-spec", SERVICE, "spec", "sessionAffinity", to="ClientIP", effect="in-place"),
    case("service-metadata", SERVICE, "metadata", "labels", to={"a": "b"}, effect="in-place"),
    case("service-version", SERVICE, "apiVersion", to="v2", effect="in-place"),
    # --- around them
    case("config-seals", CONFIG, "immutable", to=True, effect="in-place"),
    case("secret-type", SECRET, "type", to="b", effect="rejected"),
    case("config-removed", CONFIG, to=[], effect="in-place"),
    case("config-new", [], to=CONFIG, effect="in-place"),
    case("config-metadata", CONFIG, "metadata", "labels", to={"a": "b"}, effect="in-place"),
    case("budget-new", [], to=BUDGET, effect="in-place"),
    case("budget-removed", BUDGET, to=[], effect="in-place"),
    case("budget-renamed", changed(BUDGET, "metadata", "namespace", to="a"), "metadata",
         "namespace", to="b", effect="in-place"),
    case("policy-new", [], to=POLICY, effect="in-place"),
    case("policy-removed", POLICY, to=[], effect="in-place"),
    case("policy-metadata", POLICY, "metadata", "labels", to={"a": "b"}, effect="in-place"),
    case("account-missed", [ACCOUNT, WITH_ACCOUNT], to=[WITH_ACCOUNT], effect="in-place"),
    case("account", ACCOUNT, "metadata", "annotations", to={"a": "b"}, effect="in-place"),
    case("account-object", [], to=ACCOUNT, effect="in-place"),
    case("workload-selector", DEPLOYMENT, "spec", "selector", "matchLabels", "a", to="c",
         effect="rejected"),
    case("job", JOB, *CONTAINER, "image", to="x:1", effect="rejected"),
    case("class", CLASS, "provisioner", to="b", effect="rejected"),
    case("namespace-removed", [an("Namespace", name="shop"),
         changed(SET, "metadata", "namespace", to="shop")], to=[], effect="data-risk"),
    case("volume-removed", an("PersistentVolume"), to=[], effect="data-risk"),
    case("other-removed", OTHER, to=[], effect="in-place"),
    case("other-elsewhere", OTHER, "metadata", to=NAMES, effect="in-place"),
    case("other", OTHER, "spec", "a", to=2, effect="in-place"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "effect", "before", "after", "version"),
    CASES,
    ids=[f"{number}-{each[0]}" for number, each in enumerate(CASES)],
)
def test_a_row(row: str, effect: str, before: Any, after: Any, version: int) -> None:
    found = verdicts(before, after, version)
    assert found.get(row) == effect, found


def test_an_address_that_the_server_gave_is_no_difference() -> None:
    second = changed(DUAL, "spec", "ipFamilies", to=["IPv4", "IPv6"])
    assert judged(VIP, SERVICE) == []
    assert judged(second, changed(VIP, "spec", "ipFamilies", to=["IPv4", "IPv6"])) == []


# --- versions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("version", "effect"), [(31, "rejected"), (32, "rejected"),
                                                 (33, "in-place"), (37, "in-place")])  # fmt: skip
def test_the_limit_of_revisions(version: int, effect: str) -> None:
    after = changed(SET, "spec", "revisionHistoryLimit", to=3)
    assert list(verdicts(SET, after, version).values()) == [effect]


@pytest.mark.parametrize(("version", "effect"), [(36, "no-effect"), (37, "in-place")])
def test_max_unavailable(version: int, effect: str) -> None:
    after = changed(SET, "spec", "updateStrategy", to={"rollingUpdate": {"maxUnavailable": 2}})
    assert list(verdicts(SET, after, version).values()) == [effect]


@pytest.mark.parametrize(("version", "effect"), [(32, "no-effect"), (33, "restart")])
def test_a_field_whose_gate_opens(version: int, effect: str) -> None:
    after = changed(SET, *POD, "hostUsers", to=False)
    assert list(verdicts(SET, after, version).values()) == [effect]


def test_a_sidecar_is_older_than_its_gate() -> None:
    first = [{"name": "a", "image": "a:1"}]
    before = changed(SET, *POD, "initContainers", to=first)
    after = changed(SET, *POD, "initContainers", to=[{**first[0], "restartPolicy": "Always"}])
    assert verdicts(before, after, OLDEST) == {"template": "restart"}


# --- rollouts -------------------------------------------------------------------------------------

THREE = changed(SET, "spec", "replicas", to=3)


def order(before: Object, *path: Any, to: Any, version: int = DEFAULT) -> tuple[Any, str]:
    """The pods that restart, and how."""
    (found,) = judged(before, changed(before, *path, to=to), version)
    verdict = next(each for each in found.verdicts if each.effect == "restart")
    return verdict.pods, verdict.order


def test_the_highest_ordinal_is_first() -> None:
    pods, how = order(THREE, *CONTAINER, "image", to="nginx:2")
    assert pods == ("web-2", "web-1", "web-0")
    assert how == "restarts web-2, web-1, web-0, one by one, the next when the one before is ready"


def test_ordinals_begin_where_they_are_said_to() -> None:
    moved = changed(THREE, "spec", "ordinals", to={"start": 5})
    held = changed(moved, "spec", "updateStrategy", to=HELD)
    assert order(held, *CONTAINER, "image", to="nginx:2")[0] == ("web-7", "web-6")


def test_each_must_be_ready_for_a_while() -> None:
    slow = changed(THREE, "spec", "minReadySeconds", to=9)
    assert order(slow, *CONTAINER, "image", to="nginx:2")[1].endswith("is ready for 9 s")


@pytest.mark.parametrize(("limit", "said"), [(2, "2 at a time"), ("50%", "2 at a time"),
                                             (1, "one by one"), ("x", "one by one")])  # fmt: skip
def test_several_at_once_where_the_version_knows_it(limit: Any, said: str) -> None:
    many = changed(THREE, "spec", "updateStrategy", to={"rollingUpdate": {"maxUnavailable": limit}})
    assert said in order(many, *CONTAINER, "image", to="nginx:2", version=NEWEST)[1]
    assert "one by one" in order(many, *CONTAINER, "image", to="nginx:2", version=36)[1]


def test_a_set_of_very_many_pods_names_the_first_and_the_last() -> None:
    many = changed(SET, "spec", "replicas", to=40)
    assert order(many, *CONTAINER, "image", to="nginx:2")[1].startswith(
        "restarts web-39, web-38, web-37 ... web-0 (40 in all), one by one"
    )


def test_a_pod_that_comes_or_goes_does_not_restart() -> None:
    more = changed(changed(THREE, "spec", "replicas", to=4), *CONTAINER, "image", to="nginx:1.28")
    (found,) = judged(THREE, more)
    pods = {verdict.effect: verdict.pods for verdict in found.verdicts}
    assert pods == {"restart": ("web-2", "web-1", "web-0"), "scale": ("web-3",)}
    (found,) = judged(more, THREE)
    pods = {verdict.effect: verdict.pods for verdict in found.verdicts}
    assert pods == {"restart": ("web-2", "web-1", "web-0"), "scale": ("web-3",)}


def test_a_live_set_without_an_older_pod_has_nothing_to_let_go() -> None:
    held = changed(THREE, "spec", "updateStrategy", to=HELD)
    free = changed(held, "spec", "updateStrategy", "rollingUpdate", "partition", to=0)
    assert verdicts(held, free) == {"partition-lowered": "restart"}
    status = {"currentRevision": "a", "updateRevision": "a"}
    assert verdicts({**held, "status": status}, free) == {"partition": "in-place"}
    status["updateRevision"] = "b"
    (found,) = judged({**held, "status": status}, free)
    assert found.verdicts[0].pods == ("web-0",)


def test_a_live_set_may_go_over_to_on_delete() -> None:
    """Nobody here knows who said its rollingUpdate."""
    live = {**SET, "metadata": {"name": "web", "uid": "1"}}
    assert "rejected" not in verdicts(live, ON_DELETE).values()


@pytest.mark.parametrize(
    ("ready", "policy", "is_stuck"),
    [(3, "OrderedReady", False), (2, "OrderedReady", True), (2, "Parallel", False)],
)
def test_a_live_set_with_a_broken_pod_cannot_roll(ready: int, policy: str, is_stuck: bool) -> None:
    ordered = changed(THREE, "spec", "podManagementPolicy", to=policy)
    live = {**ordered, "status": {"replicas": 3, "readyReplicas": ready}}
    (found,) = judged(live, changed(ordered, *CONTAINER, "image", to="nginx:1.28"))
    said = {verdict.id: verdict for verdict in found.verdicts}
    assert ("stuck-already" in said) == is_stuck
    if is_stuck:
        assert said["stuck-already"].why.startswith("2 of 3 pods are ready now.")
        assert said["stuck-already"].plan is not None


# --- sets without claims --------------------------------------------------------------------------

BARE = changed(THREE, "spec", "volumeClaimTemplates", to=UNSET)


def why(before: Any, after: Any) -> str:
    (found,) = judged(before, after)
    return found.verdicts[0].why


def test_a_set_without_claims_names_its_pods_alone() -> None:
    assert why([], BARE) == "starts web-0, web-1, web-2"
    assert why([], changed(BARE, "spec", "replicas", to=0)) == "starts no pod"
    assert why(BARE, []) == "its pods are deleted: web-2, web-1, web-0; they have no claims"
    assert why(BARE, changed(BARE, "spec", "replicas", to=4)) == "starts web-3"
    assert why(changed(BARE, "spec", "replicas", to=4), BARE) == (
        "deletes web-3, whatever a PodDisruptionBudget says"
    )


def test_the_application_that_a_live_object_names_is_in_the_plan() -> None:
    live = changed(
        SET,
        "metadata",
        "annotations",
        to={"argocd.argoproj.io/tracking-id": "shop-prod:apps/StatefulSet:shop/web"},
    )
    (found,) = judged(live, changed(SET, "spec", "serviceName", to="x"))
    plan = found.verdicts[0].plan
    assert plan is not None
    assert plan.steps[0].commands[0] == "argocd app set shop-prod --sync-policy none"


def test_the_class_of_a_claim_is_in_the_plan() -> None:
    fast = changed(SET, *CLAIM, "spec", "storageClassName", to="fast")
    grown = changed(fast, *CLAIM, "spec", "resources", "requests", "storage", to="2Gi")
    text = report.text(judged(fast, grown))
    assert "kubectl get storageclass fast" in text


def planned(before: Any, after: Any, name: str) -> list[str]:
    """All commands of the plan of a name."""
    plans = [
        verdict.plan for each in judged(before, after) for verdict in each.verdicts if verdict.plan
    ]
    plan = next(plan for plan in plans if plan.id == name)
    assert all(other == plan for other in plans if other.id == name)
    return [command for step in plan.steps for command in step.commands]


THREE = changed(SET, "spec", "replicas", to=3)
WAL = {**SET["spec"]["volumeClaimTemplates"][0], "metadata": {"name": "wal"}}
TWO = changed(THREE, "spec", "volumeClaimTemplates", to=[*SET["spec"]["volumeClaimTemplates"], WAL])
SIZE = ("spec", "resources", "requests", "storage")
SECOND = ("spec", "volumeClaimTemplates", 1)


def test_one_plan_is_for_all_claim_templates_that_change() -> None:
    grown = changed(changed(TWO, *CLAIM, *SIZE, to="2Gi"), *SECOND, *SIZE, to="3072Mi")
    text = "\n".join(planned(TWO, grown, "grow"))
    assert text.count("--cascade=orphan") == 1
    for pod in range(3):
        assert f"patch pvc data-web-{pod}" in text
        assert f"wait pvc/wal-web-{pod} '--for=jsonpath={{.status.capacity.storage}}=3Gi'" in text
    other = changed(TWO, *CLAIM, "spec", "storageClassName", to="fast")
    other = changed(other, *SECOND, "spec", "storageClassName", to="fast")
    commands = planned(TWO, other, "replace-volumes")
    first = commands.index("kubectl delete pvc/data-web-2 --wait=false")
    assert commands[first + 1 : first + 3] == [
        "kubectl delete pvc/wal-web-2 --wait=false",
        "kubectl delete pod web-2",
    ]


def test_labels_and_annotations_of_claims_that_go_are_taken_away() -> None:
    before = changed(THREE, *CLAIM, "metadata", "labels", to={"a": "1", "b": "2"})
    before = changed(before, *CLAIM, "metadata", "annotations", to={"note": "x"})
    after = changed(THREE, *CLAIM, "metadata", "annotations", to={"note": "y z"})
    commands = planned(before, after, "label-claims")
    assert "kubectl label --overwrite pvc data-web-0 a- b-" in commands
    assert "kubectl annotate --overwrite pvc data-web-2 'note=y z'" in commands


def test_a_claim_that_is_left_over_grows_too_where_it_is_known() -> None:
    left = {**PVC, "metadata": {"name": "data-web-7"}}
    commands = planned([THREE, left], [changed(THREE, *CLAIM, *SIZE, to="2Gi"), left], "grow")
    assert [each for each in commands if "patch pvc data-web-7" in each]


def test_attributes_that_go_are_left_to_the_claims() -> None:
    gold = changed(THREE, *CLAIM, "spec", "volumeAttributesClassName", to="gold")
    assert not [each for each in planned(gold, THREE, "change-attributes") if "patch pvc" in each]


def test_a_claim_that_a_pod_has_is_replaced_with_its_pod() -> None:
    claim = {**PVC, "metadata": {"name": "data-web-1"}}
    small = changed(claim, *SIZE, to="1Mi")
    commands = planned([THREE, claim], [THREE, small], "replace-volumes")
    assert "kubectl delete pod web-1" in commands
    assert commands.index("kubectl apply -f NEW.yaml") > commands.index("kubectl delete pod web-1")


def test_what_reads_a_config_and_restarts_by_hand_alone_is_deleted_pod_by_pod() -> None:
    source = [{"configMapRef": {"name": "x"}}]
    for strategy in ({"type": "OnDelete"}, HELD):
        user = changed(THREE, *CONTAINER, "envFrom", to=source)
        user = changed(user, "spec", "updateStrategy", to=strategy)
        commands = planned([user, CONFIG], [user, {**CONFIG, "data": {"a": "2"}}], "restart-users")
        assert not [each for each in commands if "rollout restart" in each]
        assert [each for each in commands if "delete pod" in each] == [
            f"kubectl delete pod web-{pod}" for pod in (2, 1, 0)
        ]


def test_a_claim_of_another_namespace_is_made_there() -> None:
    moved = changed(THREE, "metadata", "namespace", to="b")
    commands = planned(changed(THREE, "metadata", "namespace", to="a"), moved, "rebind-volumes")
    assert "kubectl get namespace b || kubectl create namespace b" in commands
    assert "kubectl -n b rollout status statefulset/web --timeout=30m" in commands
    assert [each for each in commands if '"name":"data-web-2","namespace":"b"' in each]


def test_a_set_that_could_not_be_made_again_is_not_deleted() -> None:
    """A selector that the pod template does not meet is refused, also of a new set."""
    after = changed(THREE, "spec", "selector", "matchLabels", to={"app": "web", "tier": "data"})
    assert planned(THREE, after, "keep-label") == []


def test_the_class_of_claims_that_nobody_knows_is_in_capitals() -> None:
    grown = changed(EMPTY, *CLAIM, *SIZE, to="2Gi")
    assert [each for each in planned(EMPTY, grown, "grow") if "storageclass CLASS" in each]


def test_pods_of_ondelete_are_waited_for_one_by_one_and_not_by_a_rollout() -> None:
    before = changed(THREE, "spec", "updateStrategy", to={"type": "OnDelete"})
    after = changed(before, "spec", "serviceName", to="x")
    commands = planned(before, after, "recreate-and-restart")
    assert not [each for each in commands if "rollout" in each]
    ready = "kubectl wait --for=condition=Ready pod/web-0 pod/web-1 pod/web-2 --timeout=30m"
    assert ready in commands


def test_a_shell_reads_what_is_printed_as_what_is_meant() -> None:
    """The lines of a report on 80 columns are the commands that JSON has."""
    for _, _, before, after, version in CASES:
        for each in judged(before, after, version):
            for verdict in each.verdicts:
                for step in verdict.plan.steps if verdict.plan else ():
                    for command in step.commands:
                        lines = list(report._command_lines(command))
                        printed = "\n".join(lines).replace("\\\n", "")
                        assert shlex.split(printed) == shlex.split(command)


# --- refused as a whole ---------------------------------------------------------------------------


def test_what_else_changes_in_a_refused_object_is_not_applied() -> None:
    after = changed(changed(SET, "spec", "serviceName", to="x"), *CONTAINER, "image", to="x:1")
    (found,) = judged(SET, after)
    assert (found.effect, found.is_refused) == ("rejected", True)
    assert "nothing else of this object is applied before that is mended" in report.text([found])
    assert '"notBefore": "the rejected field is mended"' in report.as_json([found])


# --- nothing falls through ------------------------------------------------------------------------

OURS = (
    "StatefulSet", "Service", "PodDisruptionBudget", "ConfigMap", "NetworkPolicy",
    "ServiceAccount", "PersistentVolumeClaim",
)  # fmt: skip
# A deep type such as an affinity is below one `**` for long.
DEEPEST = 9


def paths(kind: str, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every path that the table of types has in a kind, also those to whole parts of it."""
    for field, shape in OBJECTS[kind][0].items():
        yield from below(shape, (*path, field))


def below(shape: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    yield path
    if len(path) > DEEPEST:
        return
    if shape[0] == "checked":
        shape = shape[2]
    if shape[0] == "object":
        yield from paths(shape[1], path)
    elif shape[0] == "list":
        yield from (
            found for step in (Named("x"), 0, "(order)") for found in below(shape[1], (*path, step))
        )
    elif shape[0] == "map":
        yield from below(shape[2], (*path, "example.org/key"))


@pytest.mark.parametrize("kind", OURS)
def test_every_field_has_a_verdict(kind: str) -> None:
    assert kind in KINDS.values()
    own = [row for row in ROWS if kind in row.kinds and row.applies is always]
    last = [row for row in own if not row.is_beside]
    missing = {
        str(Field(path, "changed"))
        for path in paths(kind)
        if path not in ((), ("kind",), ("metadata", "name"), ("spec",))
        and not any(row.is_about(path) for row in last)
    }
    assert missing == set()


@pytest.mark.parametrize("kind", OURS)
@pytest.mark.parametrize("operation", ["added", "removed", "renamed", "moved"])
def test_what_happens_to_a_whole_object_has_a_verdict(kind: str, operation: Any) -> None:
    rows = [row for row in ROWS if kind in row.kinds and row.is_about_all(operation)]
    assert [row for row in rows if row.applies is always and not row.is_beside]


def test_every_other_kind_has_a_verdict() -> None:
    rows = [row for row in ROWS if ANY in row.kinds and row.applies is always]
    assert [row for row in rows if row.is_about(("anything", 0, Named("x")))]
    for operation in ("added", "removed", "renamed", "moved"):
        assert [row for row in rows if row.is_about_all(operation)], operation


def test_rows_are_well_formed() -> None:
    names = [row.id for row in ROWS]
    assert sorted(names) == sorted(set(names))
    assert {row.effect for row in ROWS} == set(EFFECTS[1:]), "what does nothing is no difference"
    assert {row.plan for row in ROWS} - {""} == set(PLANS)
    assert set(MEANINGS) == set(EFFECTS)
    assert [effect.value for effect in Effect] == ["never", *EFFECTS[1:]]
    assert FAIL_ON["diff", "fail-on"] == tuple(Effect)
    assert FAIL_ON["validate", "fail-on"] == tuple(FailOn)
    assert POD_ROWS[0].id == "dropped-field", "what a version does not know is asked first"
    for row in ROWS:
        if row.effect == "rejected" and not row.plan:
            assert row.source, f"{row.id}: who says so?"


def test_patterns() -> None:
    assert fits(("a", "[*]", "b"), ("a", Named("x"), "b"))
    assert fits(("a", "[*]"), ("a", 0))
    assert fits(("a", "**"), ("a",))
    assert fits(("a", "*"), ("a", "x"))
    assert not fits(("a", "[*]"), ("a", "x"))
    assert not fits(("a", "b"), ("a",))
    assert not fits(("a",), ("a", "b"))
    assert not fits(("(added)",), ())
    assert worst([]) == "no-op"


# --- the report -----------------------------------------------------------------------------------


def test_every_plan_names_real_things() -> None:
    """No plan has a name that is empty: a command about nothing is about everything."""
    for _, _, before, after, version in CASES:
        for each in judged(before, after, version):
            for verdict in each.verdicts:
                for step in verdict.plan.steps if verdict.plan else ():
                    for command in step.commands:
                        assert "  " not in command
                        assert "''" not in command
                        assert "None" not in command


def test_a_hostile_name_is_quoted() -> None:
    evil = changed(SET, "metadata", to={"name": "a; rm -rf /"})
    (found,) = judged(evil, changed(evil, "spec", "serviceName", to="x"))
    plan = found.verdicts[0].plan
    assert plan is not None
    for step in plan.steps:
        for command in step.commands:
            assert "rm" not in shlex.split(command)


def test_a_name_that_commands_a_terminal_is_shown_as_text() -> None:
    evil = changed(SET, "metadata", to={"name": "a\x1b[31m\nb"})
    found = judged(evil, changed(evil, "spec", "serviceName", to="\x9bx\u202e"))
    text = report.text(found)
    assert all(line.isprintable() for line in text.splitlines())
    assert "\\x1b[31m" in text


def test_no_answer_is_without_an_end() -> None:
    """Two billion pods are a slip of the pen, and must not fill the memory."""
    many = changed(SET, "spec", "replicas", to=2**31 - 1)
    beyond = changed(SET, "spec", "replicas", to=10**30)
    for before, after in ((SET, many), (many, SET), (SET, beyond), (beyond, SET)):
        (found,) = judged(before, after)
        assert len(found.verdicts[0].pods) < 20_000
        assert len(report.text([found]).splitlines()) < 200
    grown = changed(many, *CLAIM, "spec", "resources", "requests", "storage", to="2Gi")
    text = report.text(judged(many, grown))
    assert "... 9960 more commands: -o json has them" in text
    labels = changed(SET, "metadata", "labels", to={f"a{number}": "b" for number in range(99)})
    none = changed(SET, "metadata", "labels", to={"x": "y"})
    assert "... 60 more fields: -o json has them" in report.text(judged(none, labels))


@pytest.mark.parametrize("value", [5, "x", [], [5], None, {"a": None}, [{}], True])
@pytest.mark.parametrize(
    "path",
    [
        ("spec",),
        ("spec", "template"),
        ("spec", "updateStrategy"),
        ("spec", "volumeClaimTemplates"),
        POD,
        ("spec", "replicas"),
        ("metadata", "labels"),
        ("spec", "ordinals"),
        CONTAINER[:-1],
        ("spec", "selector"),
    ],
    ids=".".join,
)
def test_what_is_of_another_type_is_judged(path: Any, value: Any) -> None:
    odd = changed(SET, *path, to=value)
    for before, after in ((SET, odd), (odd, SET)):
        found = judged([before, BUDGET, SERVICE], [after, BUDGET, SERVICE])
        assert report.as_json(found)
        assert report.text(found) or not found
