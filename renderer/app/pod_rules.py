"""What must hold for the pod that is no fact of Kubernetes: ports of clients, and our own names."""

from __future__ import annotations

from renderer.app.defaults import (
    container_port,
    has_disruption_budget,
    is_recommended,
    selector_labels,
    service_ports,
    target_port,
)
from renderer.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    Problems = Iterator[Problem]

PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
HOOKS = ("postStart", "preStop")


def containers(app: StatefulApp) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield where each container is declared, and what our own rules ask of it.

    The main one's fields are those of spec.
    """
    spec = app.spec
    main: dict[str, Any] = {
        "ports": [
            {"name": port.name, "containerPort": container_port(port), "protocol": port.protocol}
            for port in spec.ports
        ],
        "startupProbe": spec.startup_probe,
        "readinessProbe": spec.readiness_probe,
        "livenessProbe": spec.liveness_probe,
        "lifecycle": spec.lifecycle,
        "volumeMounts": spec.volume_mounts,
    }
    yield ("spec",), {field: value for field, value in main.items() if value is not None}
    for field, declared in (("initContainers", spec.init_containers), ("sidecars", spec.sidecars)):
        for index, container in enumerate(declared):
            yield ("spec", field, index), {**container}


def listening(app: StatefulApp) -> Iterator[tuple[str | None, int, str]]:
    """Yield name, number and protocol of the ports that are declared while the pod runs."""
    for path, container in containers(app):
        if "initContainers" not in path or container.get("restartPolicy") == "Always":
            for port in container.get("ports", []):
                protocol = port.get("protocol", "TCP")
                yield port.get("name"), port["containerPort"], protocol


def account_is_named(app: StatefulApp) -> Problems:
    """A ServiceAccount that somebody else makes has the name that they gave it."""
    account = app.spec.service_account
    if account and not account.create and not account.name:
        message = "must be given for a ServiceAccount that is not made"
        yield Problem("SR314", ("spec", "serviceAccount", "name"), message)


def probes_ask_the_container(app: StatefulApp) -> Problems:
    """A probe asks the pod itself, where nothing answers at the port that clients connect to."""
    mistaken = _ports_of_clients(app)
    for path, container in containers(app):
        hooks = container.get("lifecycle", {})
        asked = [((*path, field), container.get(field, {})) for field in PROBES]
        asked += [((*path, "lifecycle", hook), hooks.get(hook, {})) for hook in HOOKS]
        for where, handler in asked:
            for kind in ("grpc", "httpGet", "tcpSocket"):
                action = handler.get(kind) or {}
                number = action.get("port")
                if number in mistaken and "host" not in action:
                    message = (
                        f"must be a port that a container listens on, and none does on {number}"
                    )
                    hint = f"did you mean {mistaken[number]}?"
                    yield Problem("SR308", (*where, kind, "port"), message, hint=hint)


def _ports_of_clients(app: StatefulApp) -> dict[int, int]:
    """Return the ports that clients connect to and no container has, and where each leads to."""
    ports = list(listening(app))
    found = {port.port: container_port(port) for port in app.spec.ports}
    for port in service_ports(app, app.spec.client_service) if app.spec.client_service else ():
        target = target_port(app, port)
        numbers = [number for name, number, _ in ports if target in (name, number)]
        if numbers:
            found.setdefault(port.port, numbers[0])
    taken = {number for _, number, _ in ports}
    return {port: number for port, number in found.items() if port not in taken}


def standard_is_of_the_system(app: StatefulApp) -> Problems:
    """The standards are about Linux; what they refuse is for `resources.pipeline` to judge."""
    if app.spec.pod_security and app.spec.os and app.spec.os["name"] == "windows":
        message = "must not be set for Windows, whose pods have none of what it is about"
        yield Problem("SR320", ("spec", "podSecurity"), message, causes=(("spec", "os"),))


def one_of(value: Any, keys: tuple[str, ...], path: Path) -> Problems:
    """Check that exactly one of the keys is there."""
    found = [key for key in keys if key in value]
    if len(found) != 1:
        got = " and ".join(found) or "none"
        yield Problem("SR307", path, f"must have exactly one of {', '.join(keys)}, got {got}")


def unknown(
    path: Path,
    message: str,
    name: str,
    known: Iterable[str],
    *,
    hint: str = "",
    causes: tuple[Path, ...] = (),
) -> Problem:
    """Return the problem of a name that none of the known things has."""
    from renderer.kubernetes.names import among

    hint = among(name, known, hint)
    return Problem("SR308", path, f'{message}, got "{name}"', hint=hint, causes=causes)


def repeated(values: Iterable[Any]) -> Iterator[tuple[int, int, Any]]:
    """Yield every value that stood before, with its place and the first one."""
    seen: dict[Any, int] = {}
    for index, value in enumerate(values):
        if value in seen:
            yield index, seen[value], value
        seen.setdefault(value, index)


def taken(path: Path, name: str, taken_by: Path) -> Problem:
    """Return the problem of a name that another item has."""
    message = f'must have a name of its own, "{name}" is taken'
    return Problem("SR301", path, message, taken_by=taken_by)


def selected_labels_are_free(app: StatefulApp) -> Problems:
    """What selects the pods stands in their labels already, and follows from one field alone."""
    for key in app.spec.pod_labels:
        if key in selector_labels(app):
            yield _selected(app, key, ("spec", "podLabels", key))
    if app.spec.selector is None:
        for path, labels in _own_labels(app):
            for key in filter(labels.__contains__, selector_labels(app)):
                yield _selected(app, key, (*path, key))


def _selected(app: StatefulApp, key: str, path: Path) -> Problem:
    """Return the problem of a label that follows from another field."""
    if app.spec.selector:
        message = f'must not set "{key}": the pods get it from selector'
        causes: tuple[Path, ...] = (("spec", "selector", "matchLabels", key),)
        return Problem("SR325", path, message, hint="remove this label", causes=causes)
    message = f'must not set "{key}", which follows from metadata.name unless selector is set'
    causes = (("spec", "selector"),)
    return Problem("SR325", path, message, hint="remove this label", causes=causes)


def _own_labels(app: StatefulApp) -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield the labels that the spec gives to objects, and where."""
    spec = app.spec
    yield ("metadata", "labels"), app.metadata.labels
    for field, said in (
        ("headlessService", spec.headless_service),
        ("clientService", spec.client_service),
        ("podServices", spec.pod_services),
        ("podDisruptionBudget", spec.pod_disruption_budget),
        ("serviceMonitor", spec.service_monitor),
    ):
        yield ("spec", field, "labels"), said.labels if said else {}


def budget_says_how_many(app: StatefulApp) -> Problems:
    """A budget without a number holds nobody back."""
    budget = app.spec.pod_disruption_budget
    is_silent = budget.min_available is None and budget.max_unavailable is None
    if has_disruption_budget(app) and is_silent and not is_recommended(app):
        message = "must have minAvailable or maxUnavailable with defaults: kubernetes, got neither"
        path: Path = ("spec", "podDisruptionBudget")
        yield Problem("SR307", path, message, causes=(("spec", "defaults"),))


RULES = (
    budget_says_how_many,
    selected_labels_are_free,
    account_is_named,
    probes_ask_the_container,
    standard_is_of_the_system,
)
