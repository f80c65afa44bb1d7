"""The headless Service that gives each replica its DNS name."""

from __future__ import annotations

from renderer.app.defaults import (
    container_port,
    has_headless_service,
    headless_service_name,
    is_recommended,
    recommended,
    scraped_beside,
    selector_labels,
)
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
    from renderer.app.parts import Port
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
                    "publishNotReadyAddresses": recommended(
                        app, service.publish_not_ready_addresses, value=True
                    ),
                    "selector": selector_labels(app),
                    "ports": ports(app),
                }
            ),
        }
    }


def ports(app: StatefulApp) -> list[dict[str, Any]]:
    """Return all ports by name; without any, Kubernetes still publishes the pods' addresses.

    Nothing translates ports behind a headless Service: clients reach what the container listens on.
    """
    own = app.spec.headless_service.ports
    if own is not None:
        return [service_port(app, port) for port in own]
    return [
        {**service_port(app, port), "port": container_port(port), "targetPort": target(app, port)}
        for port in app.spec.ports
    ] + _scraped(app)


def target(app: StatefulApp, port: Port) -> int | str:
    """Return the port of the pods: the same number, or its name, whose number may change."""
    return (port.name if is_recommended(app) else None) or container_port(port)


def _scraped(app: StatefulApp) -> list[dict[str, Any]]:
    """Return the port of another container that Prometheus is to find."""
    found = scraped_beside(app)
    if found is None:
        return []
    _, port = found
    name, number = port.get("name"), port["containerPort"]
    protocol = port.get("protocol", "TCP")
    leads_to = name if is_recommended(app) else number
    return [{"name": name, "port": number, "protocol": protocol, "targetPort": leads_to}]


def place(app: StatefulApp, path: Path, _file: str) -> Path:
    """Return where in the spec a field of the Service comes from; nowhere is empty."""
    if path[:1] == ("metadata",):
        service = app.spec.headless_service
        return place_of_metadata(app, path[1:], name=(*OWN, "name"), own=OWN, said=service)
    if path[:2] == ("spec", "ports"):
        return _place_of_port(app, path[1:])
    if path[:2] == ("spec", "selector"):
        return place_of_selected(app, path[2:])
    return (*OWN, *path[1:]) if path[1:2] and path[1] in SAID else ()


def _place_of_port(app: StatefulApp, path: Path) -> Path:
    """Return where a port of the Service comes from: what its container listens on, mostly.

    Args:
        app: the app.
        path: the field, from `ports` on.
    """
    own = app.spec.headless_service.ports
    if own is not None:
        return place_of_port(app, path, own, OWN) or (*OWN, "ports")
    _, index, field = (*path, None, None)[:3]
    beside = scraped_beside(app)
    if beside and index == len(app.spec.ports):
        said = {"port": "containerPort"}
        said["targetPort"] = "name" if is_recommended(app) else "containerPort"
        return (*beside[0], *([said.get(str(field), field)] if field else []))
    if not isinstance(index, int) or index >= len(app.spec.ports):
        return ("spec", "ports")
    port = app.spec.ports[index]
    number = "containerPort" if port.container_port else "port"
    is_named = target(app, port) == port.name
    said = {"port": number, "targetPort": "name" if is_named else number}
    return ("spec", "ports", index, *([said.get(str(field), field)] if field else []))
