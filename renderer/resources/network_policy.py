"""The NetworkPolicy: the pods' peers, their clients, and DNS."""

from __future__ import annotations

from renderer.app.network_rules import open_to_clients
from renderer.resources.metadata import NAME, metadata, place_of_metadata, selector_labels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.app.parts import NetworkPolicy
    from renderer.errors import Path
    from renderer.resources.files import Files

FILE = "networkpolicy.yaml"
OWN: Path = ("spec", "networkPolicy")
RULE = len(("spec", "ingress", 0))
DNS = [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]
# Who may connect when nobody is named: all pods of the namespace.
EVERY_POD: list[Any] = [{"podSelector": {}}]


def build(app: StatefulApp) -> Files:
    """Return the policy, when the app asked for one.

    https://kubernetes.io/docs/concepts/services-networking/network-policies/
    """
    policy = app.spec.network_policy
    if policy is None:
        return {}
    return {
        FILE: {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": metadata(app, app.metadata.name),
            "spec": {
                "podSelector": {"matchLabels": selector_labels(app)},
                "policyTypes": ["Ingress", *(["Egress"] if policy.restrict_egress else [])],
                "ingress": [
                    {"from": peers(app)},
                    *from_clients(app, policy),
                    *policy.ingress,
                ],
                **(
                    {"egress": [{"to": peers(app)}, {"ports": DNS}, *policy.egress]}
                    if policy.restrict_egress
                    else {}
                ),
            },
        }
    }


def peers(app: StatefulApp) -> list[Any]:
    """Return the app's own pods; between them every port is open."""
    return [{"podSelector": {"matchLabels": selector_labels(app)}}]


def from_clients(app: StatefulApp, policy: NetworkPolicy) -> list[Any]:
    """Return the rule for clients; without clients or ports there is none, for it would open all.

    Ports are numbers of the pods: a policy sees a packet behind the Service.
    """
    clients = EVERY_POD if policy.clients is None else policy.clients
    ports = [{"port": number, "protocol": protocol} for number, protocol in open_to_clients(app)]
    return [{"from": clients, "ports": ports}] if clients and ports else []


def place(app: StatefulApp, path: Path, _file: str) -> Path:
    """Return where in the spec a field of the policy comes from; nowhere is empty."""
    if path[:1] == ("metadata",):
        return place_of_metadata(app, path[1:])
    _, field, index, *rest = (*path, None, None, None)[: max(len(path), RULE)]
    if field == "podSelector":
        return NAME
    if field == "policyTypes":
        return (*OWN, "restrictEgress")
    if field not in ("ingress", "egress") or not isinstance(index, int):
        return OWN
    return _place_of_rule(app, field, index, [step for step in rest if step is not None])


def _place_of_rule(app: StatefulApp, field: str, index: int, rest: list[str | int]) -> Path:
    """Return where a rule comes from: ours stand in front, for peers, clients and DNS."""
    policy = app.spec.network_policy
    for_clients = from_clients(app, policy) if policy else []
    ours = [[], *for_clients] if field == "ingress" else [[], []]
    if index >= len(ours):
        return (*OWN, field, index - len(ours), *rest)
    if index == 0:
        return NAME
    if field == "egress" or rest[:1] == ["ports"]:
        return (*OWN, "ports")
    return (*OWN, "clients", *rest[1:])
