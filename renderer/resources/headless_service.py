"""The headless Service that gives each replica its DNS name."""

from __future__ import annotations

from renderer.app.defaults import container_port, headless_service_name
from renderer.resources.metadata import ROLE, metadata, selector_labels, without_nothing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.resources import Files

FILE = "service.yaml"


def build(app: StatefulApp) -> Files:
    """Return the governing Service; the StatefulSet refers to it by `serviceName`.

    https://kubernetes.io/docs/concepts/services-networking/service/#headless-services
    """
    service = app.spec.headless_service
    if not service.enabled:
        return {}
    return {
        FILE: {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": metadata(
                app,
                headless_service_name(app),
                labels={ROLE: "headless"},
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
