"""The Service for clients: load-balanced over the pods that are ready."""

from __future__ import annotations

from renderer.app.defaults import (
    client_ports,
    client_protocol,
    client_service_name,
    client_target,
)
from renderer.resources.metadata import metadata, selector_labels, without_nothing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import ClientPort, Port, StatefulApp
    from renderer.resources import Files

FILE = "service-client.yaml"


def build(app: StatefulApp) -> Files:
    """Return the client Service, when the app asked for one."""
    service = app.spec.client_service
    if service is None:
        return {}
    return {
        FILE: {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": metadata(app, client_service_name(app), annotations=service.annotations),
            "spec": {
                "type": service.type,
                "selector": selector_labels(app),
                "ports": [service_port(app, port) for port in client_ports(app)],
            },
        }
    }


def service_port(app: StatefulApp, port: ClientPort | Port) -> dict[str, Any]:
    """Return one port of the Service and the port of the pods that it leads to."""
    return without_nothing(
        {
            "name": port.name,
            "port": port.port,
            "protocol": client_protocol(app, port),
            "targetPort": client_target(app, port),
            "nodePort": getattr(port, "node_port", None),
        }
    )
