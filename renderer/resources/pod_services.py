"""A Service for each pod, named like the pod."""

from __future__ import annotations

from renderer.app.defaults import ordinals, pod_name, recommended, selector_labels, service_ports
from renderer.objects.selectors import POD_NAME
from renderer.resources.client_service import options, place_in
from renderer.resources.metadata import NAME, ROLE, metadata, without_nothing
from renderer.resources.service_ports import service_port

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.app.models import StatefulApp
    from renderer.app.parts import PodServices
    from renderer.errors import Path
    from renderer.resources.files import Files, Object


def build(app: StatefulApp) -> Files:
    """Return {file: Service} of every pod, when the app asked for them."""
    service = app.spec.pod_services
    if service is None:
        return {}
    return {
        f"service-pod-{ordinal}.yaml": pod_service(app, service, ordinal)
        for ordinal in ordinals(app)
    }


def pod_service(app: StatefulApp, service: PodServices, ordinal: int) -> Object:
    """Return the Service that leads to one pod."""
    name = pod_name(app, ordinal)
    is_published = recommended(app, service.publish_not_ready_addresses, value=False)
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(
            app, name, labels={**service.labels, ROLE: "pod"}, annotations=service.annotations
        ),
        "spec": {
            "type": service.type,
            **without_nothing({"publishNotReadyAddresses": is_published}),
            **options(service),
            "selector": {**selector_labels(app), POD_NAME: name},
            "ports": [service_port(app, port) for port in service_ports(app, service)],
        },
    }


def place(app: StatefulApp, path: Path, _file: str) -> Path:
    """Return where in the spec a field of a pod's Service comes from; nowhere is empty."""
    if path[2:] == (POD_NAME,):
        return NAME
    return place_in(app, path, ("spec", "podServices"), app.spec.pod_services, name=NAME)
