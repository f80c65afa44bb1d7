"""The classic tutorial of StatefulSets, on the nginx example, in a real cluster."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from api import API, MERGE, Watch, until
from dns import NAME_ERROR, Answer, ask
from sets import APPS, CORE, claims, cordon, is_waiting, pods, scale, settled

from renderer.inputs.specs import read_specs
from renderer.resources.pipeline import builds_of

if TYPE_CHECKING:
    from plane import Plane

pytestmark = pytest.mark.cluster
SPEC = Path(__file__).parent.parent.parent / "bases/nginx/statefulapp.yaml"
SPACE, SET, DOMAIN = "default", "nginx", "nginx.default.svc.cluster.local"
NAMES = ["nginx-0", "nginx-1", "nginx-2"]
CLAIMS = [f"www-{name}" for name in NAMES]


@pytest.fixture(scope="module")
def api(cluster: Plane) -> API:
    """The cluster with the example in it, made while no node took pods."""
    api: API = cluster.api
    (document,) = read_specs([str(SPEC)])
    objects = builds_of(document)[None].objects
    cordon(api, is_cordoned=True)
    for resource in objects:
        assert not api.apply(resource, SPACE).is_refused
    return api


def names(api: API) -> list[str]:
    return [pod["metadata"]["name"] for pod in pods(api, SPACE, SET)]


def asked(cluster: Plane, name: str, kind: str = "A") -> Answer:
    return ask(cluster.ports["dns"], name, kind)


def test_1_pods_come_in_order_each_after_the_one_before(api: API) -> None:
    """No node takes pods: the first one waits, and no other is made. Then all come in order."""
    waiting = until(
        lambda: [pod for pod in pods(api, SPACE, SET) if is_waiting(pod)], "pod 0 waits"
    )
    assert [pod["metadata"]["name"] for pod in waiting] == ["nginx-0"]
    assert names(api) == ["nginx-0"]
    watch = api.events(CORE, "Pod", SPACE)
    cordon(api, is_cordoned=False)
    settled(api, SPACE, SET)
    until(lambda: "*nginx-2" in watch.lives(), "the watch has seen the last one")
    watch.stop()
    assert watch.lives() == ["*nginx-0", "+nginx-1", "*nginx-1", "+nginx-2", "*nginx-2"]


def test_2_every_pod_has_a_claim_of_its_own(api: API) -> None:
    until(lambda: all(is_bound(claim) for claim in claims(api, SPACE).values()), "claims are bound")
    found = claims(api, SPACE)
    assert list(found) == CLAIMS
    assert {claim["status"]["capacity"]["storage"] for claim in found.values()} == {"1Gi"}
    assert len({claim["spec"]["volumeName"] for claim in found.values()}) == 3
    assert [claim_of(pod) for pod in pods(api, SPACE, SET)] == CLAIMS


def test_3_dns_knows_the_pods_and_the_service(api: API, cluster: Plane) -> None:
    addresses = {pod["metadata"]["name"]: pod["status"]["podIP"] for pod in pods(api, SPACE, SET)}
    for name, address in addresses.items():
        until(lambda n=name: asked(cluster, f"{n}.{DOMAIN}").values, f"an address of {name}")
        assert asked(cluster, f"{name}.{DOMAIN}").values == [address]
    assert asked(cluster, DOMAIN).values == sorted(addresses.values())
    targets = [f"{name}.{DOMAIN}:80" for name in NAMES]
    assert asked(cluster, f"_web._tcp.{DOMAIN}", "SRV").values == targets
    assert asked(cluster, f"nginx-3.{DOMAIN}").code == NAME_ERROR


def test_4_a_deleted_pod_comes_back_with_its_name_and_claim(api: API, cluster: Plane) -> None:
    before = api.get(CORE, "Pod", SPACE, "nginx-1")
    assert before
    api.must("DELETE", api.path(CORE, "Pod", SPACE, "nginx-1"))
    until(lambda: uid(api, "nginx-1") not in ("", before["metadata"]["uid"]), "a new nginx-1")
    settled(api, SPACE, SET)
    after = api.get(CORE, "Pod", SPACE, "nginx-1")
    assert after
    assert claim_of(after) == claim_of(before) == "www-nginx-1"
    address = after["status"]["podIP"]
    until(lambda: asked(cluster, f"nginx-1.{DOMAIN}").values == [address], "DNS follows", 20)


def test_5_scaling_down_goes_from_the_top_and_keeps_claims(api: API) -> None:
    before = {name: claim["metadata"]["uid"] for name, claim in claims(api, SPACE).items()}
    watch = api.events(CORE, "Pod", SPACE)
    scale(api, SPACE, SET, 1)
    settled(api, SPACE, SET)
    assert gone(watch, 2) == ["-nginx-2", "xnginx-2", "-nginx-1", "xnginx-1"]
    scale(api, SPACE, SET, 3)
    settled(api, SPACE, SET)
    after = {name: claim["metadata"]["uid"] for name, claim in claims(api, SPACE).items()}
    assert after == before
    assert [claim_of(pod) for pod in pods(api, SPACE, SET)] == CLAIMS


def test_6_retention_deletes_claims(api: API) -> None:
    retention = {"whenScaled": "Delete", "whenDeleted": "Delete"}
    path = api.path(APPS, "StatefulSet", SPACE, SET)
    api.must("PATCH", path, {"spec": {"persistentVolumeClaimRetentionPolicy": retention}}, MERGE)
    until(lambda: all(owners(claim) == [SET] for claim in claims(api, SPACE).values()), "owners")
    scale(api, SPACE, SET, 2)
    until(lambda: list(claims(api, SPACE)) == CLAIMS[:2], "the claim of nginx-2 goes")
    settled(api, SPACE, SET)
    api.must("DELETE", path, {"propagationPolicy": "Background"})
    until(lambda: not claims(api, SPACE) and not names(api), "all claims go with the set")


def gone(watch: Watch, count: int) -> list[str]:
    """Return how pods went, once so many have."""

    def lives() -> list[str]:
        return [step for step in watch.lives() if step[0] in "-x"]

    until(lambda: sum(step[0] == "x" for step in lives()) == count, "pods are gone")
    watch.stop()
    return lives()


def is_bound(claim: dict[str, Any]) -> bool:
    return bool(claim["status"]["phase"] == "Bound")


def claim_of(pod: dict[str, Any]) -> str:
    (name,) = (
        volume["persistentVolumeClaim"]["claimName"]
        for volume in pod["spec"]["volumes"]
        if "persistentVolumeClaim" in volume
    )
    return str(name)


def uid(api: API, name: str) -> str:
    pod = api.get(CORE, "Pod", SPACE, name)
    return str(pod["metadata"]["uid"]) if pod else ""


def owners(claim: dict[str, Any]) -> list[str]:
    return [owner["name"] for owner in claim["metadata"].get("ownerReferences", [])]
