"""What must hold for who may connect, and for what is monitored."""

from __future__ import annotations

from renderer.app.defaults import (
    container_port,
    has_headless_service,
    headless_ports,
    scraped_beside,
    service_ports,
    target_port,
)
from renderer.app.pod_rules import listening, unknown
from renderer.app.service_rules import HEADLESS, PORTS, services
from renderer.errors import Problem
from renderer.kubernetes.names import is_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.app.parts import NetworkPolicy, PodPort, Port
    from renderer.errors import Path

    Problems = Iterator[Problem]

POLICY: Path = ("spec", "networkPolicy")
MONITOR: Path = ("spec", "serviceMonitor")
RULE = (
    "{{from: [{{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: monitoring}}}}}}],"
    " ports: [{{port: {}}}]}}"
)


def policy_opens_what_it_names(app: StatefulApp) -> Problems:
    """A NetworkPolicy that opens no port of the app cuts its clients off."""
    policy = app.spec.network_policy
    if policy is None:
        return
    known = [name for name, *_ in listening(app) if name]
    for index, name in enumerate(policy.ports):
        if name not in known:
            path = (*POLICY, "ports", index)
            yield unknown(path, "must be the name of a port of the app", name, known, causes=PORTS)
    if app.spec.host_network:
        message = "must not be set with hostNetwork: true, where networks do not apply it"
        yield Problem("SR311", POLICY, message, causes=(("spec", "hostNetwork"),))
    yield from _cut_off(app, policy)
    if policy.egress and not policy.restrict_egress:
        message = "must not be set with restrictEgress: false, which lets everything out"
        yield Problem("SR311", (*POLICY, "egress"), message)


def open_to_clients(app: StatefulApp) -> list[tuple[int, str]]:
    """Return the ports of the pods that the policy's clients may connect to.

    Those that it names; else all of the app, and those of other containers that Services lead to.
    """
    named = app.spec.network_policy.ports if app.spec.network_policy else []
    wanted: list[int | str] = [*named]
    if not named:
        wanted += [port.name or container_port(port) for port in app.spec.ports]
        wanted += [target_port(app, port) for _, each in services(app) for port in each.ports]
    found = [
        (number, protocol)
        for name, number, protocol in listening(app)
        if name in wanted or number in wanted
    ]
    return list(dict.fromkeys(found))


def _cut_off(app: StatefulApp, policy: NetworkPolicy) -> Problems:
    """Find what the same spec asks for and the policy does not let through."""
    is_open = {number for number, _ in open_to_clients(app)}
    numbers = {name: number for name, number, _ in listening(app)}
    for path, service in services(app):
        for index, port in enumerate(service.ports):
            target = target_port(app, port)
            if numbers.get(str(target), target) not in is_open:
                shown = port.name or port.port
                message = f'must let clients through to "{shown}", which {path[-1]} publishes'
                causes = ((*path, "ports", index),)
                yield Problem("SR311", (*POLICY, "ports"), message, causes=causes)
    yield from _not_scraped(app, policy, is_open, numbers)


def _not_scraped(
    app: StatefulApp, policy: NetworkPolicy, is_open: set[int], numbers: dict[str | None, int]
) -> Problems:
    """Find a monitor whose port the policy does not let Prometheus reach."""
    monitor = app.spec.service_monitor
    if monitor is None:
        return
    targets = {port.name: str(target_port(app, port)) for port in _scraped_ports(app) or ()}
    target = targets.get(monitor.port, monitor.port)
    number = numbers.get(target) or (int(target) if is_number(target) else None)
    if number and number not in is_open and not _lets(policy, {monitor.port, target, number}):
        message = f'must let Prometheus through to "{monitor.port}"'
        hint = f"add to ingress, with its own namespace: {RULE.format(number)}"
        causes = (MONITOR,)
        yield Problem("SR311", (*POLICY, "ingress"), message, hint=hint, causes=causes)


def _scraped_ports(app: StatefulApp) -> Sequence[PodPort] | list[Port] | None:
    """Return the ports of the Service that Prometheus finds the pods by; None if there is none."""
    client = app.spec.client_service
    if has_headless_service(app):
        return headless_ports(app)
    return service_ports(app, client) if client else None


def _lets(policy: NetworkPolicy, ports: set[Any]) -> bool:
    """Tell whether a rule lets anybody through to one of the ports; without ports, to all."""
    rules: list[dict[str, Any]] = [{**rule} for rule in policy.ingress]
    return any(
        not rule.get("ports") or any(port.get("port") in ports for port in rule["ports"])
        for rule in rules
    )


def monitor_finds_a_port(app: StatefulApp) -> Problems:
    """Prometheus' operator takes a monitor that selects nothing, and nobody is alerted."""
    monitor = app.spec.service_monitor
    if monitor is None:
        return
    published = _scraped_ports(app)
    if published is None:
        message = "must have a Service to find the pods by, there is neither headless nor client"
        causes = ((*HEADLESS, "enabled"), (*HEADLESS, "create"))
        yield Problem("SR311", MONITOR, message, hint="add clientService: {}", causes=causes)
        return
    known = [port.name for port in published if port.name]
    if monitor.port not in known and not (has_headless_service(app) and scraped_beside(app)):
        message = "must be the name of a port that the app's Service publishes"
        hint, service = _is_published_by(app, monitor.port)
        yield unknown(
            (*MONITOR, "port"), message, monitor.port, known, hint=hint, causes=(service, *PORTS)
        )


def _is_published_by(app: StatefulApp, name: str) -> tuple[str, Path]:
    """Return how a port that a container has is added to the Service that is scraped, and where."""
    number = next((number for own, number, _ in listening(app) if own == name), None)
    field = "headlessService" if has_headless_service(app) else "clientService"
    hint = f"add {{name: {name}, port: {number}}} to {field}.ports" if number else ""
    return hint, ("spec", field, "ports")


RULES = (policy_opens_what_it_names, monitor_finds_a_port)
