"""What must hold between the fields of an app; the shape of each field is the models' business.

Each rule yields Problems for one effective app: the base, or the app as it is in an environment.
Kubernetes accepts most of these mistakes and fails later, in silence or on every pod.
"""

from __future__ import annotations

from renderer.app import pod_rules
from renderer.app.defaults import client_ports, client_service_name, headless_service_name
from renderer.app.environments import BASE, unknown_environment
from renderer.errors import Problem
from renderer.kubernetes import quantities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from renderer.app.models import StatefulApp

    Problems = Iterator[Problem]


def broken_rules(app: StatefulApp) -> list[Problem]:
    """Return everything that is wrong with an app whose fields are each valid."""
    return [problem for rule in RULES for problem in rule(app)]


def names_are_unique(app: StatefulApp) -> Problems:
    """Of two items with one name, Kubernetes or a merge would keep the last in silence."""
    spec = app.spec
    lists: dict[str, Iterable[str]] = {
        "ports": [port.name for port in spec.ports],
        "storage": [storage.name for storage in spec.storage],
        "environments": [environment.name for environment in spec.environments],
    }
    for field, names in lists.items():
        for index, name in _repeated(names):
            message = f'must have a name of its own, "{name}" is taken'
            yield Problem("SR301", ("spec", field, index, "name"), message)
    if spec.client_service:
        for index, name in _repeated([port.name for port in spec.client_service.ports]):
            path = ("spec", "clientService", "ports", index, "name")
            yield Problem("SR301", path, f'must have a name of its own, "{name}" is taken')


def ports_are_unique(app: StatefulApp) -> Problems:
    """A number may be used once per protocol, by a Service and by a container.

    Kubernetes only warns of the latter, but kustomize merges two such container ports into one.
    """
    ports = app.spec.ports
    published = [(port.port, port.protocol) for port in ports]
    listening = [(port.container_port or port.port, port.protocol) for port in ports]
    taken = dict(_repeated(listening)) | dict(_repeated(published))
    for index, (number, protocol) in sorted(taken.items()):
        is_published = (number, protocol) == published[index]
        field = "port" if is_published else "containerPort"
        message = f"must be a port of its own, {number}/{protocol} is taken"
        yield Problem("SR302", ("spec", "ports", index, field), message)


def client_ports_are_unique(app: StatefulApp) -> Problems:
    """As for the ports of the app, which are the client Service's where it has none of its own."""
    ports = app.spec.client_service.ports if app.spec.client_service else []
    for index, (number, protocol) in _repeated([(port.port, port.protocol) for port in ports]):
        message = f"must be a port of its own, {number}/{protocol} is taken"
        yield Problem("SR302", ("spec", "clientService", "ports", index, "port"), message)


def mounts_are_unique(app: StatefulApp) -> Problems:
    """Two volumes at one path would hide one another."""
    paths = {
        **{("storage", index): each.mount_path for index, each in enumerate(app.spec.storage)},
        **{("volumeMounts", i): each["mountPath"] for i, each in enumerate(app.spec.volume_mounts)},
    }
    fields = list(paths)
    for position, path in _repeated(paths.values()):
        message = f'must be a path of its own, "{path}" is taken'
        yield Problem("SR303", ("spec", *fields[position], "mountPath"), message)


def storage_is_consistent(app: StatefulApp) -> Problems:
    """Combinations that the API server refuses, or that make pods wait for ever."""
    for index, storage in enumerate(app.spec.storage):
        path = ("spec", "storage", index)
        if "ReadWriteOncePod" in storage.access_modes and len(storage.access_modes) > 1:
            message = "must not combine ReadWriteOncePod with other access modes"
            yield Problem("SR304", (*path, "accessModes"), message)
        if len(set(storage.access_modes)) < len(storage.access_modes):
            yield Problem("SR304", (*path, "accessModes"), "must not repeat an access mode")
        if storage.data_source and storage.data_source_ref:
            message = "must not be set together with dataSourceRef"
            yield Problem("SR305", (*path, "dataSource"), message, hint="keep dataSourceRef")
        if storage.volume_mode == "Block" and storage.sub_path:
            message = "must not be set for a raw device (volumeMode: Block)"
            yield Problem("SR305", (*path, "subPath"), message)
        if storage.volume_mode == "Block" and storage.read_only:
            message = "must not be set for a raw device (volumeMode: Block)"
            yield Problem("SR305", (*path, "readOnly"), message)


def resources_are_consistent(app: StatefulApp) -> Problems:
    """A request above its limit is refused; a limit of a size below zero never gets this far."""
    resources = app.spec.resources or {}
    limits = resources.get("limits", {})
    for name, request in resources.get("requests", {}).items():
        limit = limits.get(name)
        if limit is not None and quantities.value(request) > quantities.value(limit):
            path = ("spec", "resources", "requests", name)
            message = f"must be at most the limit {limit}, got {request}"
            cause = ("spec", "resources", "limits", name)
            yield Problem("SR309", path, message, causes=(cause,))


def rollout_is_possible(app: StatefulApp) -> Problems:
    """Fields that contradict the type of the update strategy are refused by Kubernetes."""
    strategy = app.spec.update_strategy or {}
    path = ("spec", "updateStrategy", "rollingUpdate")
    if "rollingUpdate" in strategy and strategy.get("type") == "OnDelete":
        yield Problem("SR310", path, "must not be set with type OnDelete")
    if strategy.get("rollingUpdate", {}).get("maxUnavailable") in (0, "0%"):
        message = "must be at least 1, or no pod could ever be updated"
        yield Problem("SR310", (*path, "maxUnavailable"), message)


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
        if isinstance(port.target_port, str):
            known = [each.name for each in app.spec.ports]
            at = (*path, "ports", index, "targetPort")
            yield from pod_rules.known_port(port.target_port, at, known)
        if port.node_port and service.type == "ClusterIP":
            message = "must not be set for type ClusterIP"
            yield Problem("SR311", (*path, "ports", index, "nodePort"), message)


def budget_allows_drains(app: StatefulApp) -> Problems:
    """A budget that never lets a pod go blocks every node drain, and every cluster upgrade."""
    budget, replicas = app.spec.pod_disruption_budget, app.spec.replicas
    path = ("spec", "podDisruptionBudget", "minAvailable")
    if budget.min_available is not None and budget.max_unavailable is not None:
        message = "must not be set together with maxUnavailable"
        yield Problem("SR312", path, message, hint="keep maxUnavailable, it follows the replicas")
    least = budget.min_available if budget.enabled else None
    if isinstance(least, int) and 0 < replicas <= least:
        message = (
            f"must be less than the {replicas} replicas, or no node can be drained, got {least}"
        )
        hint = "use maxUnavailable: 1, it follows the replicas"
        yield Problem("SR312", path, message, hint=hint, causes=(("spec", "replicas"),))


def environments_can_be_selected(app: StatefulApp) -> Problems:
    """`base` selects no environment at all; any other name must be there."""
    names = [environment.name for environment in app.spec.environments]
    for index, name in enumerate(names):
        if name == BASE:
            message = f'must not be "{BASE}", which is the app without any environment'
            yield Problem("SR313", ("spec", "environments", index, "name"), message)
    if app.spec.environment not in (None, BASE, *names):
        yield unknown_environment(str(app.spec.environment), names, ("spec", "environment"))


def _repeated(values: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    seen = set()
    for index, value in enumerate(values):
        if value in seen:
            yield index, value
        seen.add(value)


RULES = (
    *pod_rules.RULES,
    names_are_unique,
    ports_are_unique,
    client_ports_are_unique,
    mounts_are_unique,
    storage_is_consistent,
    resources_are_consistent,
    rollout_is_possible,
    services_are_usable,
    budget_allows_drains,
    environments_can_be_selected,
)
