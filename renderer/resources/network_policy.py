"""The NetworkPolicy: the pods' peers, their clients, and DNS."""

from __future__ import annotations

from renderer.app.defaults import container_port, selector_labels
from renderer.app.network_rules import open_to_clients
from renderer.resources.metadata import (
    metadata,
    place_of_metadata,
    place_of_selected,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.app.parts import NetworkPolicy
    from renderer.errors import Path
    from renderer.resources.files import Files

FILE = "networkpolicy.yaml"
OWN: Path = ("spec", "networkPolicy")
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
    field, index = (*path, "", None, None)[1:3]
    if field == "podSelector":
        return place_of_selected(app, path[len(("spec", field, "matchLabels")) :])
    if path[:1] != ("spec",) or path[1:] == ("policyTypes", 0):
        return ()
    if field in ("ingress", "egress") and isinstance(index, int):
        return _place_of_rule(app, str(field), index, path[len(("spec", field, index)) :])
    return (*OWN, "restrictEgress") if field == "policyTypes" else OWN


def _place_of_rule(app: StatefulApp, field: str, index: int, rest: Path) -> Path:
    """Return where a rule comes from: ours stand in front, for peers, clients and DNS."""
    policy = app.spec.network_policy
    for_clients = from_clients(app, policy) if policy else []
    ours = 1 + (len(for_clients) if field == "ingress" else 1)
    if index >= ours:
        return (*OWN, field, index - ours, *rest)
    if index == 0:
        return place_of_selected(app, rest[len(("from", 0, "podSelector", "matchLabels")) :])
    if field == "egress":
        return ()  # DNS
    if rest[:1] == ("ports",):
        return _place_of_port(app, rest)
    return (*OWN, "clients", *(rest[1:] if policy and policy.clients is not None else ()))


def _place_of_port(app: StatefulApp, path: Path) -> Path:
    """Return where a port that clients may connect to is said: by the app, mostly.

    Args:
        app: the app.
        path: the field, from `ports` on.
    """
    _, index, field = (*path, None, None)[:3]
    opened = open_to_clients(app)
    if not isinstance(index, int) or index >= len(opened) or field is None:
        return (*OWN, "ports")
    declared: list[tuple[int, str]] = [
        (container_port(port), port.protocol) for port in app.spec.ports
    ]
    if opened[index] not in declared:
        return (*OWN, "ports")  # of a sidecar
    place = declared.index(opened[index])
    is_apart = app.spec.ports[place].container_port is not None
    return ("spec", "ports", place, "containerPort" if field == "port" and is_apart else field)
