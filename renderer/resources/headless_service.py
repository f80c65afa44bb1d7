"""The headless Service that gives each replica its DNS name."""

from __future__ import annotations

from renderer.app.defaults import (
    container_port,
    has_headless_service,
    headless_service_name,
    selector_labels,
)
from renderer.resources.metadata import (
    ROLE,
    metadata,
    place_of_metadata,
    place_of_selected,
    without_nothing,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path
    from renderer.resources.files import Files

FILE = "service.yaml"
OWN: Path = ("spec", "headlessService")
# What the spec says of this Service in Kubernetes' own words; the rest makes it headless.
SAID = ("ipFamilies", "ipFamilyPolicy", "publishNotReadyAddresses")


def build(app: StatefulApp) -> Files:
    """Return the governing Service; the StatefulSet refers to it by `serviceName`.

    https://kubernetes.io/docs/concepts/services-networking/service/#headless-services
    """
    service = app.spec.headless_service
    if not has_headless_service(app):
        return {}
    return {
        FILE: {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": metadata(
                app,
                headless_service_name(app),
                labels={**service.labels, ROLE: "headless"},
                annotations=service.annotations,
            ),
            "spec": without_nothing(
                {
                    "type": "ClusterIP",
                    "clusterIP": "None",
                    "ipFamilies": service.ip_families,
                    "ipFamilyPolicy": service.ip_family_policy,
                    "publishNotReadyAddresses": service.publish_not_ready_addresses,
                    "selector": selector_labels(app),
                    "ports": service_ports(app),
                }
            ),
        }
    }


def service_ports(app: StatefulApp) -> list[dict[str, Any]]:
    """Return all ports by name; without any, Kubernetes still publishes the pods' addresses.

    Nothing translates ports behind a headless Service: clients reach what the container listens on.
    """
    return [
        without_nothing(
            {
                "name": port.name,
                "port": container_port(port),
                "protocol": port.protocol,
                "appProtocol": port.app_protocol,
                "targetPort": port.name,
            }
        )
        for port in app.spec.ports
    ]


def place(app: StatefulApp, path: Path, _file: str) -> Path:
    """Return where in the spec a field of the Service comes from; nowhere is empty."""
    if path[:1] == ("metadata",):
        service = app.spec.headless_service
        return place_of_metadata(app, path[1:], name=(*OWN, "name"), own=OWN, said=service)
    if path[:2] == ("spec", "ports"):
        return place_of_port(app, path[1:])
    if path[:2] == ("spec", "selector"):
        return place_of_selected(app, path[2:])
    return (*OWN, *path[1:]) if path[1:2] and path[1] in SAID else ()


def place_of_port(app: StatefulApp, path: Path) -> Path:
    """Return where a port of the Service comes from: what its container listens on.

    Args:
        app: the app.
        path: the field, from `ports` on.
    """
    _, index, field = (*path, None, None)[:3]
    if not isinstance(index, int) or index >= len(app.spec.ports):
        return ("spec", "ports")
    said = {
        "port": "containerPort" if app.spec.ports[index].container_port else "port",
        "targetPort": "name",
    }
    return ("spec", "ports", index, *([said.get(str(field), field)] if field else []))
