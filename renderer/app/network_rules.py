"""What must hold for who may connect, and for what is monitored."""

from __future__ import annotations

from renderer.app.defaults import service_ports
from renderer.app.pod_rules import unknown
from renderer.app.service_rules import HEADLESS, PORTS
from renderer.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.app.parts import NetworkPolicy
    from renderer.errors import Path

    Problems = Iterator[Problem]

POLICY: Path = ("spec", "networkPolicy")
MONITOR: Path = ("spec", "serviceMonitor")


def policy_opens_what_it_names(app: StatefulApp) -> Problems:
    """A NetworkPolicy that opens no port of the app cuts its clients off."""
    policy = app.spec.network_policy
    if policy is None:
        return
    known = [port.name for port in app.spec.ports]
    for index, name in enumerate(policy.ports):
        if name not in known:
            path = (*POLICY, "ports", index)
            yield unknown(path, "must be the name of a port of the app", name, known, causes=PORTS)
    if policy.egress and not policy.restrict_egress:
        message = "must not be set with restrictEgress: false, which lets everything out"
        yield Problem("SR311", (*POLICY, "egress"), message)
    for path, peer in _peers(policy):
        if not peer or ("ipBlock" in peer and len(peer) > 1):
            message = "must be an ipBlock alone, or a podSelector, a namespaceSelector or both"
            yield Problem("SR307", path, message)


def _peers(policy: NetworkPolicy) -> Iterator[tuple[Path, dict[str, Any]]]:
    for index, peer in enumerate(policy.clients or []):
        yield (*POLICY, "clients", index), {**peer}
    for field, key, rules in (("ingress", "from", policy.ingress), ("egress", "to", policy.egress)):
        for number, rule in enumerate(rules):
            named: Any = {**rule}.get(key, [])
            for index, peer in enumerate(named):
                yield (*POLICY, field, number, key, index), peer


def monitor_finds_a_port(app: StatefulApp) -> Problems:
    """Prometheus' operator takes a monitor that selects nothing, and nobody is alerted."""
    monitor = app.spec.service_monitor
    if monitor is None:
        return
    client = app.spec.client_service
    if app.spec.headless_service.enabled:
        known = [port.name for port in app.spec.ports]
    elif client:
        known = [port.name for port in service_ports(app, client)]
    else:
        message = "must have a Service to find the pods by, there is neither headless nor client"
        causes = ((*HEADLESS, "enabled"),)
        yield Problem("SR311", MONITOR, message, hint="add clientService: {}", causes=causes)
        return
    if monitor.port not in known:
        message = "must be the name of a port of the app"
        yield unknown((*MONITOR, "port"), message, monitor.port, known, causes=PORTS)


RULES = (policy_opens_what_it_names, monitor_finds_a_port)
