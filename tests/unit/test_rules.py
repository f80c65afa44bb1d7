"""What must stay allowed beside the rules; what they refuse is in golden/errors."""

from __future__ import annotations

from typing import Any

import pytest
from building import app_in, build_resources

from renderer.app.load import Document
from renderer.errors import RenderError

UDP = {"name": "dns", "port": 53, "protocol": "UDP"}
HTTP = {"name": "http", "port": 80, "containerPort": 8080}
SIDE = {
    "name": "side",
    "image": "side:1",
    "ports": [{"name": "metrics", "containerPort": 9100}],
}


def spec(**fields: Any) -> dict[str, Any]:
    return {
        "apiVersion": "stateful-renderer.dev/v1alpha1",
        "kind": "StatefulApp",
        "metadata": {"name": "db"},
        "spec": {"image": "db:1", **fields},
    }


def built(kind: str, **fields: Any) -> list[dict[str, Any]]:
    """The specs of the objects of a kind."""
    resources = build_resources(app_in(Document(spec(**fields)), None))
    return [each["spec"] for each in resources if each["kind"] == kind]


def codes(**fields: Any) -> list[str]:
    try:
        app_in(Document(spec(**fields)), None)
    except RenderError as error:
        return [problem.code for problem in error.problems]
    return []


def client_port(ports: list[Any], **port: Any) -> dict[str, Any]:
    services = built("Service", ports=ports, clientService={"ports": [port]}, sidecars=[SIDE])
    return services[-1]["ports"][0]


@pytest.mark.parametrize(
    ("port", "expected"),
    [
        ({"name": "dns", "port": 53}, ("UDP", "dns")),
        ({"name": "other", "port": 5353, "targetPort": "dns"}, ("UDP", "dns")),
        ({"name": "other", "port": 5353, "targetPort": 53}, ("UDP", 53)),
        ({"name": "other", "port": 53}, ("UDP", 53)),
        ({"name": "dns", "port": 53, "protocol": "UDP"}, ("UDP", "dns")),
        ({"name": "http", "port": 80}, ("TCP", "http")),
        ({"name": "http", "port": 81, "targetPort": "metrics"}, ("TCP", "metrics")),
        ({"name": "metrics", "port": 9100}, ("TCP", 9100)),
    ],
)
def test_a_client_port_has_the_protocol_of_what_it_leads_to(
    port: dict[str, Any], expected: tuple[str, Any]
) -> None:
    found = client_port([UDP, HTTP], **port)
    assert (found["protocol"], found["targetPort"]) == expected


def test_a_number_with_two_protocols_means_tcp() -> None:
    both = [UDP, {"name": "dns-tcp", "port": 53}]
    assert client_port(both, name="x", port=1, targetPort=53)["protocol"] == "TCP"
    assert client_port(both, name="x", port=1, targetPort=53, protocol="UDP")["protocol"] == "UDP"


def test_an_init_container_that_runs_on_has_ports() -> None:
    service = {"ports": [{"name": "x", "port": 1, "targetPort": "metrics"}]}
    assert codes(clientService=service, initContainers=[SIDE]) == ["SR308"]
    runs_on = {**SIDE, "restartPolicy": "Always"}
    assert codes(clientService=service, initContainers=[runs_on]) == []


def test_one_node_port_serves_two_protocols() -> None:
    ports = [{**UDP, "nodePort": 30053}, {**UDP, "protocol": "TCP", "nodePort": 30053}]
    app = {"ports": [UDP, {"name": "dns-tcp", "port": 53}]}
    ports[1]["name"] = "dns-tcp"
    assert codes(**app, clientService={"type": "NodePort", "ports": ports}) == []


@pytest.mark.parametrize("port", [8080, 9100, 8081, "http"])
def test_a_probe_may_ask_any_port_of_the_pod(port: int | str) -> None:
    probe = {"httpGet": {"port": port}}
    assert codes(ports=[HTTP], sidecars=[SIDE], readinessProbe=probe) == []


def test_ports_without_a_name_are_ports_too() -> None:
    ports = [{"containerPort": 80}, {"containerPort": 81}]
    side = {"name": "side", "image": "side:1", "ports": ports}
    probe = {"httpGet": {"port": 80}}
    assert codes(ports=[HTTP], sidecars=[side], readinessProbe=probe) == []


def test_a_service_port_may_be_that_of_another_container() -> None:
    side = {"name": "side", "image": "side:1", "ports": [{"containerPort": 80}]}
    assert codes(ports=[HTTP], sidecars=[side], livenessProbe={"tcpSocket": {"port": 80}}) == []


@pytest.mark.parametrize(
    ("replicas", "budget", "expected"),
    [
        (1, {}, []),
        (3, {}, [{"maxUnavailable": 1}]),
        (1, {"enabled": True}, [{"maxUnavailable": 1}]),
        (3, {"enabled": False}, []),
        (1, {"maxUnavailable": 1}, [{"maxUnavailable": 1}]),
        (3, {"enabled": False, "maxUnavailable": 0}, []),
        (3, {"enabled": False, "minAvailable": "100%"}, []),
        (3, {"minAvailable": "66%"}, [{"minAvailable": "66%"}]),
        (3, {"maxUnavailable": "1%"}, [{"maxUnavailable": "1%"}]),
        (0, {"minAvailable": 1}, [{"minAvailable": 1}]),
        (1, {"minAvailable": "0%"}, [{"minAvailable": "0%"}]),
    ],
)
def test_a_budget_that_leaves_room(
    replicas: int, budget: dict[str, Any], expected: list[dict[str, Any]]
) -> None:
    found = built("PodDisruptionBudget", replicas=replicas, podDisruptionBudget=budget)
    always = {"selector", "unhealthyPodEvictionPolicy"}
    assert [{k: v for k, v in each.items() if k not in always} for each in found] == expected


@pytest.mark.parametrize(
    ("replicas", "budget"),
    [
        (3, {"maxUnavailable": 0}),
        (1, {"maxUnavailable": "0%"}),
        (3, {"minAvailable": 3}),
        (3, {"minAvailable": "67%"}),
        (1, {"minAvailable": "1%"}),
        (1, {"enabled": True, "minAvailable": 1}),
    ],
)
def test_a_budget_that_leaves_none(replicas: int, budget: dict[str, Any]) -> None:
    assert codes(replicas=replicas, podDisruptionBudget=budget) == ["SR971"]


@pytest.mark.parametrize(
    ("pod", "own"),
    [
        ({"runAsNonRoot": True, "runAsUser": 0}, {"runAsUser": 5}),
        ({"runAsNonRoot": True, "runAsUser": 0}, {"runAsNonRoot": False}),
        ({"runAsUser": 0}, {}),
        ({"runAsNonRoot": True}, {}),
        ({}, {"privileged": True}),
        ({}, {"allowPrivilegeEscalation": False}),
        ({"seccompProfile": {"type": "Localhost", "localhostProfile": "a.json"}}, {}),
        ({}, {"appArmorProfile": {"type": "Unconfined"}}),
    ],
)
def test_security_that_agrees(pod: dict[str, Any], own: dict[str, Any]) -> None:
    assert codes(podSecurityContext=pod, securityContext=own) == []


def test_devices_and_huge_pages_are_requested_as_they_are_limited() -> None:
    amounts = {"example.org/gpu": "1", "hugepages-2Mi": "4Mi"}
    limits = {**amounts, "memory": "1.1Gi", "cpu": "500m"}
    assert codes(resources={"requests": amounts, "limits": limits}) == []
    assert codes(resources={"limits": limits}) == []


def test_one_mount_may_lie_in_another() -> None:
    volumes = [{"name": "a", "emptyDir": {}}]
    mounts = [{"name": "a", "mountPath": path} for path in ("/a", "/a/b")]
    assert codes(volumes=volumes, volumeMounts=mounts) == []


def test_client_ports_have_names_of_their_own() -> None:
    ports = [{"name": "http", "port": 1}, {"name": "http", "port": 2}]
    assert codes(ports=[HTTP], clientService={"ports": ports}) == ["SR920"]


def test_a_privileged_container_may_spread_the_mounts_of_its_storage() -> None:
    data = {"name": "data", "mountPath": "/data", "size": "1Gi"}
    storage = [{**data, "mountPropagation": "Bidirectional"}]
    assert codes(storage=storage) == ["SR1059"]
    assert not codes(storage=storage, securityContext={"privileged": True})
    assert not codes(storage=[{**data, "mountPropagation": "HostToContainer"}])


def test_peers_in_the_network_of_the_node_need_the_dns_of_the_cluster() -> None:
    peers = [{"name": "PEERS"}]
    assert codes(ports=[HTTP], hostNetwork=True, peers=peers) == ["SR323"]
    found = "ClusterFirstWithHostNet"
    assert not codes(ports=[HTTP], hostNetwork=True, peers=peers, dnsPolicy=found)
    assert not codes(ports=[HTTP], hostNetwork=True, peers=[{**peers[0], "countOnly": True}])
