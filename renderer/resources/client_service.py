"""The Service for clients: load-balanced over the pods that are ready."""

from __future__ import annotations

from renderer.app.defaults import client_service_name, selector_labels, service_ports
from renderer.resources.metadata import (
    ROLE,
    metadata,
    place_of_metadata,
    place_of_selected,
    without_nothing,
)
from renderer.resources.service_ports import place_of_port, service_port

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.app.parts import ClientService, PodServices
    from renderer.errors import Path
    from renderer.resources.files import Files

FILE = "service-client.yaml"
OWN: Path = ("spec", "clientService")
PORT = len(("spec", "ports"))


def build(app: StatefulApp) -> Files:
    """Return the client Service, when the app asked for one."""
    service = app.spec.client_service
    if service is None:
        return {}
    return {
        FILE: {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": metadata(
                app,
                client_service_name(app),
                labels={**service.labels, ROLE: "client"},
                annotations=service.annotations,
            ),
            "spec": {
                "type": service.type,
                **options(service),
                "selector": selector_labels(app),
                "ports": [service_port(app, port) for port in service_ports(app, service)],
            },
        }
    }


def options(service: ClientService | PodServices) -> dict[str, Any]:
    """Return what a Service says of its traffic and addresses."""
    return without_nothing(
        {
            "internalTrafficPolicy": service.internal_traffic_policy,
            "externalTrafficPolicy": service.external_traffic_policy,
            "healthCheckNodePort": service.health_check_node_port,
            "trafficDistribution": service.traffic_distribution,
            "sessionAffinity": service.session_affinity,
            "sessionAffinityConfig": service.session_affinity_config,
            "loadBalancerClass": service.load_balancer_class,
            "loadBalancerSourceRanges": service.load_balancer_source_ranges,
            "allocateLoadBalancerNodePorts": service.allocate_load_balancer_node_ports,
            "externalIPs": service.external_ips,
            "ipFamilies": service.ip_families,
            "ipFamilyPolicy": service.ip_family_policy,
        }
    )


def place(app: StatefulApp, path: Path, _file: str) -> Path:
    """Return where in the spec a field of the Service comes from; nowhere is empty."""
    return place_in(app, path, OWN, app.spec.client_service, name=(*OWN, "name"))


def place_in(
    app: StatefulApp,
    path: Path,
    own: Path,
    service: ClientService | PodServices | None,
    *,
    name: Path,
) -> Path:
    """Return the same for a Service for clients.

    Args:
        app: the app.
        path: the field.
        own: where the spec speaks of this Service.
        service: what it says there.
        name: where its name is said.
    """
    if path[:1] == ("metadata",):
        return place_of_metadata(app, path[1:], name=name, own=own, said=service)
    if path[:2] == ("spec", "selector"):
        return place_of_selected(app, path[2:])
    if path[:2] == ("spec", "ports") and len(path) > PORT:
        ports = service_ports(app, service) if service else []
        where = own if service and service.ports else ("spec",)
        return place_of_port(app, path[1:], ports, where) or own
    return (*own, *path[1:]) if path[:1] == ("spec",) else ()
