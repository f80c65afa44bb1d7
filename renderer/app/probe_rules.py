"""What must hold for probes and hooks: one handler each, and a port that answers."""

from __future__ import annotations

from renderer.app.defaults import container_port, service_ports, target_port
from renderer.app.pod_rules import HOOKS, PROBES, containers, listening, one_of, unknown
from renderer.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    Problems = Iterator[Problem]

PROBE_HANDLERS = ("exec", "grpc", "httpGet", "tcpSocket")
HOOK_HANDLERS = ("exec", "httpGet", "sleep", "tcpSocket")


def probes_can_work(app: StatefulApp) -> Problems:
    """A probe or hook has one handler, and a port name that it uses is one of its container."""
    mistaken = service_numbers(app)
    for path, container in containers(app):
        for at, handler, handlers in _handlers(container, path):
            yield from one_of(handler, handlers, at)
            yield from _port_name(handler, at, container.get("ports", []))
            yield from _port_number(handler, at, mistaken)
        for field in PROBES:
            if field in container:
                yield from _probe(container[field], (*path, field))


def _handlers(container: dict[str, Any], path: Path) -> Iterator[tuple[Path, Any, tuple[str, ...]]]:
    for field in PROBES:
        if field in container:
            yield (*path, field), container[field], PROBE_HANDLERS
    for hook in HOOKS:
        if hook in container.get("lifecycle", {}):
            yield (*path, "lifecycle", hook), container["lifecycle"][hook], HOOK_HANDLERS


def _probe(probe: dict[str, Any], path: Path) -> Problems:
    threshold = probe.get("successThreshold", 1)
    if path[-1] != "readinessProbe" and threshold != 1:
        message = f"must be 1 for a {path[-1]}, got {threshold}"
        yield Problem("SR308", (*path, "successThreshold"), message)
    if path[-1] == "readinessProbe" and "terminationGracePeriodSeconds" in probe:
        message = "must not be set for a readinessProbe, which never ends the container"
        hint = "set it for the livenessProbe or startupProbe"
        yield Problem("SR308", (*path, "terminationGracePeriodSeconds"), message, hint=hint)


def _port_name(handler: dict[str, Any], path: Path, ports: list[dict[str, Any]]) -> Problems:
    known = {port["name"]: port.get("protocol", "TCP") for port in ports if "name" in port}
    for kind in ("httpGet", "tcpSocket"):
        name = handler.get(kind, {}).get("port")
        at = (*path, kind, "port")
        if isinstance(name, str) and name not in known:
            message = "must be a number or the name of a port of the container"
            yield unknown(at, message, name, known)
        elif isinstance(name, str) and known[name] != "TCP":
            yield Problem("SR308", at, f'must be a TCP port, and "{name}" is {known[name]}')


def _port_number(handler: dict[str, Any], path: Path, mistaken: dict[int, int]) -> Problems:
    for kind in ("grpc", "httpGet", "tcpSocket"):
        action = handler.get(kind, {})
        number = action.get("port")
        if number in mistaken and "host" not in action:
            message = f"must be a port that a container listens on, and none does on {number}"
            hint = f"did you mean {mistaken[number]}?"
            yield Problem("SR308", (*path, kind, "port"), message, hint=hint)


def service_numbers(app: StatefulApp) -> dict[int, int]:
    """Return the ports that clients connect to and no container has, and where each leads to.

    The kubelet asks the pod itself, where nothing answers at them.
    """
    ports = list(listening(app))
    found = {port.port: container_port(port) for port in app.spec.ports}
    for port in service_ports(app, app.spec.client_service) if app.spec.client_service else ():
        target = target_port(app, port)
        numbers = [number for name, number, _ in ports if target in (name, number)]
        if numbers:
            found.setdefault(port.port, numbers[0])
    taken = {number for _, number, _ in ports}
    return {port: number for port, number in found.items() if port not in taken}


RULES = (probes_can_work,)
