"""Variables that list the pods of a StatefulSet which somebody else rendered."""

from __future__ import annotations

from renderer.app.peer_rules import MOST_BYTES, MOST_PODS
from renderer.app.peers import PLACEHOLDERS, cut, filled, hosts, unknown_words
from renderer.kubernetes.labels import are_renamed_alike, previous_names
from renderer.objects.reading import at, items, text
from renderer.objects.resource import Resource
from renderer.objects.workload import DEFAULT_NAMESPACE, ordinals, pod_name
from renderer.objects.workload import replicas as replicas_of
from renderer.yaml.edit import FRONT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from renderer.app.stateful_environment import PeersChange
    from renderer.errors import Path

CONTAINERS = ("spec", "template", "spec", "containers")


class Unlisted(Exception):  # noqa: N818  # becomes a problem
    """The pods cannot be listed.

    Args:
        field: of the change that is wrong.
        message: why.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def peer_changes(
    peers: PeersChange, replicas: int | None, data: Any, services: Callable[[], list[Any]]
) -> list[tuple[Path, Any]]:
    """Return the change of a StatefulSet's container that gives it the variable.

    A new one goes in front, so that others may refer to it.

    Args:
        peers: the variable.
        replicas: how many pods the set gets, None if it keeps its own.
        data: the StatefulSet.
        services: returns all Services, of which one may have been renamed.

    Raises:
        Unlisted: there is no such container, or the format does not fit.
    """
    workload = Resource(data)
    index, container = _container(workload, peers.container)
    value = _value(peers, replicas, workload, container, services)
    env = (*CONTAINERS, index, "env")
    variables = items(container.get("env"))
    places = {place: each for place, each in variables if each.get("name") == peers.name}
    if any("valueFrom" in variable for variable in places.values()):
        raise Unlisted("name", f"must not be {peers.name}, which takes its value from elsewhere")
    # Of a variable that is there twice, containers see the last, and people read the first.
    there: list[tuple[Path, Any]] = [((*env, place, "value"), value) for place in places]
    return there or [((*env, FRONT), {"name": peers.name, "value": value})]


def _container(workload: Resource, name: str | None) -> tuple[int, dict[Any, Any]]:
    """Return the container that is named, or the first, and its index."""
    containers = list(items(at(workload.data, *CONTAINERS)))
    if not containers:
        raise Unlisted("name", "must be for a StatefulSet with containers")
    named = [pair for pair in containers if name is None or pair[1].get("name") == name]
    if not named:
        names = ", ".join(str(container.get("name")) for _, container in containers)
        raise Unlisted("container", f'must be one of {names}, got "{name}"')
    return named[0]


def _value(
    peers: PeersChange,
    replicas: int | None,
    workload: Resource,
    container: dict[Any, Any],
    services: Callable[[], list[Any]],
) -> str:
    ports = _ports(container)
    form = peers.format or ("{host}:{port}" if ports else "{host}")
    service = _service(workload, services()) if "{host}" in form else ""
    for word in unknown_words(form, {"pod", "host", *ports}):
        known = ", ".join(PLACEHOLDERS[:4] + tuple(f"{{{port}}}" for port in ports))
        raise Unlisted("format", f"must hold {known}, got {{{word}}}")
    if "{host}" in form and not service:
        raise Unlisted("format", "must not hold {host}: the StatefulSet has no serviceName")
    count = replicas_of(workload) if replicas is None else replicas
    if count > MOST_PODS:
        raise Unlisted("name", f"must list at most {MOST_PODS} pods, got {count}")
    start = ordinals(workload).start
    value = peers.separator.join(
        filled(cut(form), ordinal, {**ports, **hosts(pod_name(workload, ordinal), service, "")})
        for ordinal in range(start, start + count)
    )
    if len(value.encode()) > MOST_BYTES:
        raise Unlisted("format", f"must make at most {MOST_BYTES} bytes, got {len(value.encode())}")
    return value


def _service(workload: Resource, services: list[Any]) -> str:
    """Return what the governing Service is called when the build ends.

    kustomize renames a Service at once, and what names it only then.
    """
    name = at(workload.data, "spec", "serviceName")
    meant = [
        service
        for service in map(Resource, services)
        if name in previous_names(service.annotations)
        and _namespace(service) == _namespace(workload)
    ]
    if len(meant) > 1:  # only then kustomize asks what stands around the names
        notes = workload.annotations
        meant = [service for service in meant if are_renamed_alike(service.annotations, notes)]
    renamed = {service.name for service in meant}
    if len(renamed) > 1:
        message = f'must not hold {{host}}: "{name}" was the name of {", ".join(sorted(renamed))}'
        raise Unlisted("format", message)
    return next(iter(renamed), text(name))


def _namespace(resource: Resource) -> str:
    return resource.namespace or DEFAULT_NAMESPACE


def _ports(container: dict[Any, Any]) -> dict[str, str]:
    """Return what `port` and `port:NAME` stand for."""
    ports = [port for _, port in items(container.get("ports")) if "containerPort" in port]
    named = {f"port:{port['name']}": str(port["containerPort"]) for port in ports if "name" in port}
    return {"port": str(ports[0]["containerPort"]), **named} if ports else {}
