"""The ports of the Services, and which port of the pods each of them leads to."""

from __future__ import annotations

from renderer.app.defaults import app_protocol, target_port, target_protocol
from renderer.resources.metadata import without_nothing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.app.parts import PodPort, Port
    from renderer.errors import Path


def service_port(app: StatefulApp, port: PodPort | Port) -> dict[str, Any]:
    """Return one port of a Service and the port of the pods that it leads to."""
    return without_nothing(
        {
            "name": port.name,
            "port": port.port,
            "protocol": target_protocol(app, port),
            "appProtocol": app_protocol(app, port),
            "targetPort": target_port(app, port),
            "nodePort": getattr(port, "node_port", None),
        }
    )


def place_of_port(
    app: StatefulApp, path: Path, ports: Sequence[PodPort] | list[Port], where: Path
) -> Path:
    """Return where in the spec a port of a Service comes from; nowhere is empty.

    Args:
        app: the app.
        path: the field, from `ports` on.
        ports: what the Service publishes.
        where: whose `ports` these are, those of a Service or of the app.
    """
    _, index, field = (*path, None, None)[:3]
    if not isinstance(index, int) or index >= len(ports):
        return ()
    said = _word_of_target(app, ports[index]) if field == "targetPort" else field
    return (*where, "ports", index, *([said] if said else []))


def _word_of_target(app: StatefulApp, port: PodPort | Port) -> str:
    """Return which field of a port says where it leads to."""
    if getattr(port, "target_port", None):
        return "targetPort"
    if target_port(app, port) == port.name:
        return "name"
    return "containerPort" if getattr(port, "container_port", None) else "port"
