"""What must hold for the ports of the app, and for the Services that lead to them."""

from __future__ import annotations

from renderer.app.defaults import (
    client_service_name,
    has_headless_service,
    headless_service_name,
    is_recommended,
    ordinals,
    pod_name,
    target_port,
    target_protocol,
)
from renderer.app.pod_rules import listening, unknown
from renderer.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.app.models import StatefulApp
    from renderer.app.parts import ClientService, HeadlessService, PodPort, PodServices
    from renderer.errors import Path

    Problems = Iterator[Problem]
    Services = list[tuple[Path, ClientService | PodServices]]

PORTS: tuple[Path, ...] = (("spec", "ports"),)
CLIENT: Path = ("spec", "clientService")
HEADLESS: Path = ("spec", "headlessService")
# More pods than anybody has; a spec that says billions must not make a Service for each of them.
MOST_PODS = 1_000


def services(app: StatefulApp) -> Services:
    """Return the Services for clients that the app asks for, and where it does."""
    asked = ((CLIENT, app.spec.client_service), (("spec", "podServices"), app.spec.pod_services))
    return [(path, service) for path, service in asked if service is not None]


def services_have_names(app: StatefulApp) -> Problems:
    """A Service needs a name of its own."""
    is_taken = has_headless_service(app) and client_service_name(app) == headless_service_name(app)
    if app.spec.client_service and is_taken:
        message = f'must not be the name of the headless Service, "{client_service_name(app)}"'
        yield Problem("SR311", (*CLIENT, "name"), message)
    if app.spec.pod_services:
        yield from _names_of_pods(app)


def too_many_services(app: StatefulApp) -> Problems:
    """Refuse to make a Service for each of very many pods."""
    if app.spec.pod_services and app.spec.replicas > MOST_PODS:
        message = f"must be for at most {MOST_PODS} replicas, got {app.spec.replicas}"
        yield Problem("SR311", ("spec", "podServices"), message, causes=(("spec", "replicas"),))


def _names_of_pods(app: StatefulApp) -> Problems:
    """Refuse a Service that has the name of a pod, and so of that pod's own Service."""
    pods = {pod_name(app, ordinal) for ordinal in ordinals(app)[:MOST_PODS]}
    client = client_service_name(app) if app.spec.client_service else ""
    for path, name in ((CLIENT, client), (HEADLESS, headless_service_name(app))):
        if name in pods:
            message = f'must not be the name of a pod, "{name}", which podServices uses'
            yield Problem("SR311", (*path, "name"), message)


def service_ports_lead_somewhere(app: StatefulApp) -> Problems:
    """Kubernetes takes a port that no container has, and then nobody answers at it.

    With defaults: kubernetes a number is taken for one that somebody listens on, as in Kubernetes:
    a container need not declare its ports.
    """
    headless = app.spec.headless_service.ports or []
    published = [(HEADLESS, headless), *((path, service.ports) for path, service in services(app))]
    for path, ports in published:
        for index, port in enumerate(ports):
            if is_recommended(app) or isinstance(target_port(app, port), str):
                yield from _leads_somewhere(app, port, (*path, "ports", index))


def _leads_somewhere(app: StatefulApp, port: PodPort, path: Path) -> Problems:
    target, protocol = target_port(app, port), target_protocol(app, port)
    found = sorted({protocol for *names, protocol in listening(app) if target in names})
    if not found:
        yield _leads_nowhere(app, port, path)
    elif protocol not in found:
        message = f"must be {' or '.join(found)}, as port {target} of the pods is, got {protocol}"
        hint = "remove the line" if port.protocol else f"write protocol: {found[0]}"
        yield Problem("SR311", (*path, "protocol"), message, hint=hint, causes=PORTS)


def _leads_nowhere(app: StatefulApp, port: PodPort, path: Path) -> Problem:
    names = [name for name, *_ in listening(app) if name]
    if isinstance(port.target_port, str):
        message = "must be a number or the name of a port of the container"
        return unknown((*path, "targetPort"), message, port.target_port, names, causes=PORTS)
    numbers = ", ".join(str(number) for _, number, _ in listening(app)) or "none is declared"
    if port.target_port is None and port.name is None:
        message = f"must be a port that a container listens on ({numbers}), got {port.port}"
        hint = "set targetPort, or declare it in spec.ports"
        return Problem("SR308", (*path, "port"), message, hint=hint, causes=PORTS)
    if port.target_port is None:
        message = (
            "must be the name of a port of the app, unless targetPort is set or a container "
            f"listens on {port.port}"
        )
        names = [port.name for port in app.spec.ports if port.name]
        return unknown(
            (*path, "name"),
            message,
            str(port.name),
            names,
            hint="declare it in spec.ports",
            causes=PORTS,
        )
    message = f"must be a port that a container listens on ({numbers}), got {port.target_port}"
    published = [own.name for own in app.spec.ports if own.port == port.target_port]
    hint = f'did you mean "{published[0]}"?' if any(published) else "declare it in spec.ports"
    return Problem("SR308", (*path, "targetPort"), message, hint=hint, causes=PORTS)


def headless_service_is_meant(app: StatefulApp) -> Problems:
    """What stands in the headless Service means nothing when there is none."""
    service = app.spec.headless_service
    if not service.enabled and service.name is not None:
        message = "must not be set when there is no headless Service"
        causes = ((*HEADLESS, "enabled"),)
        yield Problem("SR311", (*HEADLESS, "name"), message, causes=causes)
    if not service.create:
        yield from _is_elsewhere(service)


def _is_elsewhere(service: HeadlessService) -> Problems:
    """A Service that somebody else makes has the name that they gave it, and all else from them."""
    causes = ((*HEADLESS, "create"),)
    if service.enabled and not service.name:
        message = "must be given for a Service that is not made: serviceName is immutable"
        yield Problem("SR311", (*HEADLESS, "name"), message, causes=causes)
    said = {
        "enabled": not service.enabled,
        "ipFamilies": service.ip_families,
        "ipFamilyPolicy": service.ip_family_policy,
        "ports": service.ports is not None,
        "publishNotReadyAddresses": service.publish_not_ready_addresses is not None,
        "labels": service.labels,
        "annotations": service.annotations,
    }
    for field in filter(said.get, said):
        message = "must not be set with create: false: the app does not make this Service"
        yield Problem("SR311", (*HEADLESS, field), message, causes=causes)


RULES = (
    services_have_names,
    service_ports_lead_somewhere,
    headless_service_is_meant,
)
