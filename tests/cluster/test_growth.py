"""Volumes that grow through Git, and every situation that docs/growing.md speaks of.

kwok has no driver that resizes a volume, so the tests say in its place that it is done.
"""

from __future__ import annotations

import subprocess
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from api import API, MERGE, Reply, until
from sets import claims, pods, scale, settled

from renderer.app.load import Document
from renderer.errors import RenderError
from renderer.resources.pipeline import build_of
from renderer.yaml import dump_all

if TYPE_CHECKING:
    from pathlib import Path

    from plane import Plane

pytestmark = pytest.mark.cluster
NUMBERS = count(1)
NAME = "db"


def objects_of(size: str = "1Gi", template: str | None = None, **spec: Any) -> list[dict[str, Any]]:
    """What is rendered of an app, with the size of its volumes and of its claim template."""
    grown = {} if template is None else {"templateSize": template}
    more = {key: spec.pop(key) for key in ("claims", "storageClassName") if key in spec}
    storage = {"name": "data", "mountPath": "/data", "size": size, **grown, **more}
    data = {
        "apiVersion": "stateful-renderer.dev/v1alpha1",
        "kind": "StatefulApp",
        "metadata": {"name": NAME},
        "spec": {"image": "db:1", "replicas": 3, "storage": [storage], **spec},
    }
    return build_of(Document(data)).objects


class Live:
    """An app in a namespace of its own."""

    def __init__(self, api: API) -> None:
        self.api = api
        self.namespace = api.namespace(f"growth-{next(NUMBERS)}")

    def apply(self, *arguments: Any, **spec: Any) -> dict[str, Reply]:
        """Apply all objects, as Argo CD and Flux do, and wait until the set is done."""
        replies = {
            each["metadata"]["name"] + "/" + each["kind"]: self.api.apply(each, self.namespace)
            for each in objects_of(*arguments, **spec)
        }
        if not any(reply.is_refused for reply in replies.values()):
            settled(self.api, self.namespace, NAME)
        return replies

    def must(self, *arguments: Any, **spec: Any) -> None:
        for name, reply in self.apply(*arguments, **spec).items():
            assert not reply.is_refused, f"{name}: {reply.message}"

    def pods(self) -> dict[str, str]:
        """The name and uid of every pod: another uid is another pod."""
        found = pods(self.api, self.namespace, NAME)
        return {pod["metadata"]["name"]: pod["metadata"]["uid"] for pod in found}

    def claims(self) -> dict[str, dict[str, Any]]:
        return claims(self.api, self.namespace)

    def sizes(self) -> dict[str, str]:
        return {
            name.removeprefix("data-db-"): claim["spec"]["resources"]["requests"]["storage"]
            for name, claim in self.claims().items()
        }

    def bound(self, number: int) -> dict[str, Any]:
        """The claim of a pod, once it has its volume."""
        name = f"data-db-{number}"

        def ask() -> dict[str, Any] | None:
            claim = self.claims().get(name)
            return claim if claim and claim["status"].get("phase") == "Bound" else None

        return until(ask, f"claim {name} is bound")  # type: ignore[return-value]

    def resized(self, *numbers: int) -> None:
        """Say of claims that their volumes have grown, as a driver does."""
        for number in numbers:
            claim = self.bound(number)
            size = claim["spec"]["resources"]["requests"]["storage"]
            volume = self.api.path("v1", "PersistentVolume", "", claim["spec"]["volumeName"])
            self.api.must("PATCH", volume, {"spec": {"capacity": {"storage": size}}}, MERGE)
            name = claim["metadata"]["name"]
            path = self.api.path("v1", "PersistentVolumeClaim", self.namespace, name)
            change = {"status": {"capacity": {"storage": size}}}
            self.api.must("PATCH", f"{path}/status", change, MERGE)

    def delete_set(self, policy: str) -> None:
        path = self.api.path("apps/v1", "StatefulSet", self.namespace, NAME)
        self.api.must("DELETE", path, {"propagationPolicy": policy})
        until(lambda: self.api("GET", path).is_refused, "the StatefulSet is gone")

    def grow_by_hand(self, number: int, size: str) -> None:
        path = self.api.path("v1", "PersistentVolumeClaim", self.namespace, f"data-db-{number}")
        change = {"spec": {"resources": {"requests": {"storage": size}}}}
        self.api.must("PATCH", path, change, MERGE)


@pytest.fixture
def live(cluster: Plane) -> Live:
    return Live(cluster.api)


def test_volumes_grow_while_the_pods_run(live: Live) -> None:
    live.must("1Gi")
    for number in range(3):
        live.bound(number)
    before, generation = live.pods(), settled(live.api, live.namespace, NAME)["metadata"]
    assert live.sizes() == {"0": "1Gi", "1": "1Gi", "2": "1Gi"}

    live.must("2Gi", "1Gi")
    live.resized(0, 1, 2)

    assert live.sizes() == {"0": "2Gi", "1": "2Gi", "2": "2Gi"}
    assert {each["status"]["capacity"]["storage"] for each in live.claims().values()} == {"2Gi"}
    assert live.pods() == before
    after = settled(live.api, live.namespace, NAME)["metadata"]
    assert after["generation"] == generation["generation"]


def test_a_second_apply_changes_nothing(live: Live) -> None:
    live.must("2Gi", "1Gi")
    assert {live.bound(n)["status"]["capacity"]["storage"] for n in range(3)} == {"2Gi"}
    versions = {name: live.bound(n)["metadata"]["resourceVersion"] for n, name in enumerate("abc")}
    live.must("2Gi", "1Gi")
    again = {name: live.bound(n)["metadata"]["resourceVersion"] for n, name in enumerate("abc")}
    assert again == versions


def test_kubectl_grows_what_the_controller_has_made(live: Live, kubectl: Path) -> None:
    """By a client that was never told of the claims, and in the order in which they are printed."""
    live.must("1Gi")
    live.bound(2)
    before = live.pods()
    text = dump_all(objects_of("2Gi", "1Gi"))
    said = run_kubectl(kubectl, live.api, "-n", live.namespace, "apply", "-f", "-", text=text)
    assert said.returncode == 0, said.stderr
    assert said.stdout.count("persistentvolumeclaim/data-db-") == 3
    assert live.sizes() == {"0": "2Gi", "1": "2Gi", "2": "2Gi"}
    assert live.pods() == before


def run_kubectl(
    kubectl: Path, api: API, *arguments: str, text: str
) -> subprocess.CompletedProcess[str]:
    server = [f"--server=https://127.0.0.1:{api.port}", f"--token={api.token}"]
    command = [str(kubectl), *server, "--insecure-skip-tls-verify", *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def test_a_new_replica_finds_its_claim_at_the_new_size(live: Live) -> None:
    live.must("1Gi")
    before = live.pods()
    live.must("2Gi", "1Gi", replicas=4)
    assert live.bound(3)["status"]["capacity"]["storage"] == "2Gi"
    assert live.pods().items() > before.items()


def test_scaling_down_leaves_the_claims_and_up_finds_them_again(live: Live) -> None:
    live.must("2Gi", "1Gi")
    volume = live.bound(2)["spec"]["volumeName"]
    live.must("2Gi", "1Gi", replicas=1)
    assert live.sizes() == {"0": "2Gi", "1": "2Gi", "2": "2Gi"}
    live.must("4Gi", "1Gi", replicas=3)
    assert live.sizes() == {"0": "4Gi", "1": "4Gi", "2": "4Gi"}
    assert live.bound(2)["spec"]["volumeName"] == volume


def test_a_shrink_is_refused_by_us_and_would_be_by_the_server(live: Live) -> None:
    live.must("2Gi", "1Gi")
    live.bound(0)
    with pytest.raises(RenderError, match="SR326"):
        objects_of("512Mi", "1Gi")
    replies = live.apply("1536Mi", "1Gi")
    refused = {name: reply.message for name, reply in replies.items() if reply.is_refused}
    assert refused.keys() == {f"data-db-{n}/PersistentVolumeClaim" for n in range(3)}
    assert all("field can not be less than status.capacity" in each for each in refused.values())


def test_a_claim_that_was_grown_by_hand_wants_its_size_in_the_spec(live: Live) -> None:
    live.must("2Gi", "1Gi")
    live.bound(1)
    live.grow_by_hand(1, "5Gi")
    live.resized(1)
    replies = live.apply("3Gi", "1Gi")
    refused = [name for name, reply in replies.items() if reply.is_refused]
    assert refused == ["data-db-1/PersistentVolumeClaim"]
    before = live.pods()
    live.must("5Gi", "1Gi")
    assert live.sizes() == {"0": "5Gi", "1": "5Gi", "2": "5Gi"}
    assert live.pods() == before


def test_a_claim_whose_driver_has_not_grown_it_yet_may_be_given_a_little_less(live: Live) -> None:
    """A growth that the storage cannot give is taken back, down to what the volume has."""
    live.must("1Gi")
    for number in range(3):
        live.bound(number)
    live.must("9Gi", "1Gi")
    live.must("2Gi", "1Gi")
    assert live.sizes() == {"0": "2Gi", "1": "2Gi", "2": "2Gi"}


def test_a_class_that_does_not_grow_refuses_and_the_pods_run_on(live: Live) -> None:
    fixed = {
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {"name": f"fixed-{live.namespace}"},
        "provisioner": "plane.example/none",
    }
    live.api.must("POST", "/apis/storage.k8s.io/v1/storageclasses", fixed)
    name = fixed["metadata"]["name"]  # type: ignore[index]
    live.must("1Gi", storageClassName=name)
    live.bound(2)
    before = live.pods()
    replies = live.apply("2Gi", "1Gi", storageClassName=name)
    said = replies["data-db-0/PersistentVolumeClaim"].message
    assert "the storageclass that provisions the pvc must support resize" in said
    assert live.pods() == before


def test_the_numbers_of_the_claims_begin_where_those_of_the_pods_do(live: Live) -> None:
    live.must("2Gi", "1Gi", ordinals={"start": 5}, replicas=2)
    assert live.sizes() == {"5": "2Gi", "6": "2Gi"}
    assert live.bound(6)["status"]["capacity"]["storage"] == "2Gi"
    assert live.pods().keys() == {"db-5", "db-6"}


def test_an_autoscaler_finds_as_many_claims_as_are_declared(live: Live) -> None:
    live.must("2Gi", "1Gi", replicas=1, claims=3)
    scale(live.api, live.namespace, NAME, 4)
    settled(live.api, live.namespace, NAME)
    live.bound(3)
    assert live.sizes() == {"0": "2Gi", "1": "2Gi", "2": "2Gi", "3": "1Gi"}


def test_the_set_made_anew_keeps_pods_and_claims_and_needs_no_template_size(live: Live) -> None:
    live.must("1Gi")
    live.must("2Gi", "1Gi")
    before, volumes = live.pods(), {n: live.bound(n)["spec"]["volumeName"] for n in range(3)}
    refused = live.apply("2Gi")["db/StatefulSet"]
    assert "updates to statefulset spec" in refused.message

    live.delete_set("Orphan")
    live.must("2Gi")

    assert live.pods() == before
    assert {n: live.bound(n)["spec"]["volumeName"] for n in range(3)} == volumes
    live.must("2Gi", replicas=4)
    assert live.sizes()["3"] == "2Gi"


def owners(claim: dict[str, Any]) -> list[str]:
    return [each["kind"] for each in claim["metadata"].get("ownerReferences", [])]


RETENTION = "persistentVolumeClaimRetentionPolicy"


def test_when_scaled_delete_takes_declared_claims_too(live: Live) -> None:
    """The claims of pods that go are deleted; scaled up again, new ones are declared, empty."""
    policy = {RETENTION: {"whenScaled": "Delete", "whenDeleted": "Retain"}}
    live.must("2Gi", "1Gi", **policy)
    old = live.bound(2)["metadata"]["uid"]
    live.must("2Gi", "1Gi", replicas=2, **policy)
    until(lambda: "2" not in live.sizes(), "the claim of the third pod is deleted")
    live.must("2Gi", "1Gi", **policy)
    assert live.bound(2)["status"]["capacity"]["storage"] == "2Gi"
    assert live.bound(2)["metadata"]["uid"] != old


def test_spare_claims_come_back_where_when_scaled_deletes_them(live: Live) -> None:
    policy = {RETENTION: {"whenScaled": "Delete", "whenDeleted": "Retain"}, "claims": 3}
    live.must("2Gi", "1Gi", **policy)
    old = live.bound(2)["metadata"]["uid"]
    live.must("2Gi", "1Gi", replicas=2, **policy)
    until(lambda: live.claims().get("data-db-2", {}).get("metadata", {}).get("uid") != old, "gone")
    live.must("2Gi", "1Gi", replicas=2, **policy)  # what self-healing does
    spare = live.bound(2)
    live.must("2Gi", "1Gi", **policy)
    assert live.bound(2)["metadata"]["uid"] == spare["metadata"]["uid"]


def test_when_deleted_delete_takes_declared_claims_with_the_set(live: Live) -> None:
    """No annotation keeps them: it is the controller that owns them, and applying leaves it."""
    policy = {RETENTION: {"whenScaled": "Retain", "whenDeleted": "Delete"}}
    live.must("2Gi", "1Gi", **policy)
    until(lambda: owners(live.bound(0)) == ["StatefulSet"], "the set owns the claim")
    live.must("3Gi", "1Gi", **policy)
    assert owners(live.bound(0)) == ["StatefulSet"]
    live.delete_set("Background")
    until(lambda: not live.claims(), "the claims are deleted")


def test_retained_claims_outlive_the_set(live: Live) -> None:
    live.must("2Gi", "1Gi")
    volume = live.bound(0)["spec"]["volumeName"]
    assert owners(live.bound(0)) == []
    live.delete_set("Background")
    live.must("2Gi", "1Gi")
    assert live.bound(0)["spec"]["volumeName"] == volume
