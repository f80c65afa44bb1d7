"""What must hold for the ports of the app, and for the Services that lead to them."""

from __future__ import annotations

from renderer.app.defaults import (
    client_ports,
    client_protocol,
    client_service_name,
    client_target,
    container_port,
    headless_service_name,
)
from renderer.app.pod_rules import listening, repeated, unknown
from renderer.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.app.models import ClientPort, StatefulApp
    from renderer.errors import Path

    Problems = Iterator[Problem]

PORTS: tuple[Path, ...] = (("spec", "ports"),)


def ports_are_unique(app: StatefulApp) -> Problems:
    """A number may be used once per protocol, by a Service and by a container.

    Kubernetes only warns of the latter, but kustomize merges two such container ports into one.
    """
    ports = app.spec.ports
    published = [(port.port, port.protocol) for port in ports]
    listened = [(container_port(port), port.protocol) for port in ports]
    taken = dict(repeated(listened)) | dict(repeated(published))
    for index, (number, protocol) in sorted(taken.items()):
        is_published = (number, protocol) == published[index]
        field = "port" if is_published else "containerPort"
        message = f"must be a port of its own, {number}/{protocol} is taken"
        yield Problem("SR302", ("spec", "ports", index, field), message)


def client_ports_are_unique(app: StatefulApp) -> Problems:
    """As for the ports of the app, which are the client Service's where it has none of its own."""
    ports = app.spec.client_service.ports if app.spec.client_service else []
    published = [(port.port, client_protocol(app, port)) for port in ports]
    for index, (number, protocol) in repeated(published):
        message = f"must be a port of its own, {number}/{protocol} is taken"
        yield Problem("SR302", ("spec", "clientService", "ports", index, "port"), message)


def services_are_usable(app: StatefulApp) -> Problems:
    """Two Services need two names, and a client Service needs ports that lead somewhere."""
    service = app.spec.client_service
    if service is None:
        return
    path = ("spec", "clientService")
    if client_service_name(app) == headless_service_name(app):
        message = f'must not be the name of the headless Service, "{client_service_name(app)}"'
        yield Problem("SR311", (*path, "name"), message)
    if not client_ports(app):
        message = "must have ports: neither it nor the app has any"
        yield Problem("SR311", (*path, "ports"), message, hint="add spec.ports")
    for index, port in enumerate(service.ports):
        if port.node_port and service.type == "ClusterIP":
            message = "must not be set for type ClusterIP"
            yield Problem("SR311", (*path, "ports", index, "nodePort"), message)


def node_ports_are_unique(app: StatefulApp) -> Problems:
    """A number may be used once per protocol on the nodes as well."""
    ports = app.spec.client_service.ports if app.spec.client_service else []
    given = [(index, port) for index, port in enumerate(ports) if port.node_port]
    taken = [(port.node_port, client_protocol(app, port)) for _, port in given]
    for place, (number, protocol) in repeated(taken):
        message = f"must be a port of its own, {number}/{protocol} is taken"
        path = ("spec", "clientService", "ports", given[place][0], "nodePort")
        yield Problem("SR302", path, message)


def client_ports_lead_somewhere(app: StatefulApp) -> Problems:
    """Kubernetes takes a port that no container has, and then nobody answers at it."""
    ports = app.spec.client_service.ports if app.spec.client_service else []
    for index, port in enumerate(ports):
        path = ("spec", "clientService", "ports", index)
        target, protocol = client_target(app, port), client_protocol(app, port)
        found = sorted({each for *names, each in listening(app) if target in names})
        if not found:
            yield _leads_nowhere(app, port, path)
        elif protocol not in found:
            message = f"must be {' or '.join(found)}, as port {target} of the pods is"
            hint = "remove the line" if port.protocol else f"write protocol: {found[0]}"
            yield Problem(
                "SR311", (*path, "protocol"), f"{message}, got {protocol}", hint=hint, causes=PORTS
            )


def _leads_nowhere(app: StatefulApp, port: ClientPort, path: Path) -> Problem:
    names = [name for name, *_ in listening(app) if name]
    if isinstance(port.target_port, str):
        message = "must be a number or the name of a port of the container"
        return unknown((*path, "targetPort"), message, port.target_port, names, causes=PORTS)
    if port.target_port is None:
        message = (
            "must be the name of a port of the app, unless targetPort is set or a container "
            f"listens on {port.port}"
        )
        names = [each.name for each in app.spec.ports]
        return unknown(
            (*path, "name"),
            message,
            port.name,
            names,
            hint="declare it in spec.ports",
            causes=PORTS,
        )
    numbers = ", ".join(str(number) for _, number, _ in listening(app)) or "none is declared"
    message = f"must be a port that a container listens on ({numbers}), got {port.target_port}"
    published = [each.name for each in app.spec.ports if each.port == port.target_port]
    hint = f'did you mean "{published[0]}"?' if published else "declare it in spec.ports"
    return Problem("SR308", (*path, "targetPort"), message, hint=hint, causes=PORTS)


RULES = (
    ports_are_unique,
    client_ports_are_unique,
    node_ports_are_unique,
    services_are_usable,
    client_ports_lead_somewhere,
)
