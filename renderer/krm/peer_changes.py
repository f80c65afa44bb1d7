"""Variables that list the pods of a StatefulSet which somebody else rendered."""

from __future__ import annotations

from renderer.app.peer_rules import MOST_BYTES, MOST_PODS
from renderer.app.peers import PLACEHOLDERS, cut, filled, hosts, unknown_words
from renderer.errors import Problem, RenderError
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


def peer_edits(
    peers: PeersChange, replicas: int | None, data: Any, services: Callable[[], list[Any]]
) -> list[tuple[Path, Any]]:
    """Return the edits of a StatefulSet that give its container the variable.

    A new one goes in front, so that others may refer to it.

    Args:
        peers: the variable.
        replicas: how many pods the set gets, None if it keeps its own.
        data: the StatefulSet.
        services: returns all Services, of which one may have been renamed.

    Raises:
        RenderError: there is no such container, or the format does not fit (SR607).
    """
    workload = Resource(data)
    index, container = _container(workload, peers.container)
    value = _value(peers, replicas, workload, container, services)
    return _variable_edits(peers.name, value, (*CONTAINERS, index, "env"), container)


def _refused(field: str, message: str) -> RenderError:
    """Return the error about a field of the variable, whose path begins there."""
    return RenderError([Problem("SR607", (field,), message)])


def _container(workload: Resource, name: str | None) -> tuple[int, dict[Any, Any]]:
    """Return the container that is named, or the first, and its index."""
    containers = list(items(at(workload.data, *CONTAINERS)))
    if not containers:
        raise _refused("name", "must be for a StatefulSet with containers")
    for index, container in containers:
        if name is None or container.get("name") == name:
            return index, container
    names = ", ".join(str(container.get("name")) for _, container in containers)
    raise _refused("container", f'must be one of {names}, got "{name}"')


def _variable_edits(
    name: str, value: str, env: Path, container: dict[Any, Any]
) -> list[tuple[Path, Any]]:
    variables = [pair for pair in items(container.get("env")) if pair[1].get("name") == name]
    if any("valueFrom" in variable for _, variable in variables):
        raise _refused("name", f"must not be {name}, which takes its value from elsewhere")
    # Where a variable is listed twice, containers see the last one, and people read the first.
    edits: list[tuple[Path, Any]] = [((*env, index, "value"), value) for index, _ in variables]
    return edits or [((*env, FRONT), {"name": name, "value": value})]


def _value(
    peers: PeersChange,
    replicas: int | None,
    workload: Resource,
    container: dict[Any, Any],
    services: Callable[[], list[Any]],
) -> str:
    """Return the list of the pods, each written in the format."""
    ports = _ports(container)
    form = peers.format or ("{host}:{port}" if ports else "{host}")
    service = _service(workload, services()) if "{host}" in form else ""
    _check_format(form, ports, service)
    value = peers.separator.join(
        filled(cut(form), ordinal, {**ports, **hosts(pod_name(workload, ordinal), service, "")})
        for ordinal in _listed_ordinals(workload, replicas)
    )
    if (size := len(value.encode())) > MOST_BYTES:
        raise _refused("format", f"must make at most {MOST_BYTES} bytes, got {size}")
    return value


def _check_format(form: str, ports: dict[str, str], service: str) -> None:
    for word in unknown_words(form, {"pod", "host", *ports}):
        known = ", ".join(PLACEHOLDERS[:4] + tuple(f"{{{port}}}" for port in ports))
        raise _refused("format", f"must hold {known}, got {{{word}}}")
    if "{host}" in form and not service:
        raise _refused("format", "must not hold {host}: the StatefulSet has no serviceName")


def _listed_ordinals(workload: Resource, replicas: int | None) -> range:
    """Return the ordinals of all pods that the set gets."""
    count = replicas_of(workload) if replicas is None else replicas
    if count > MOST_PODS:
        raise _refused("name", f"must list at most {MOST_PODS} pods, got {count}")
    start = ordinals(workload).start
    return range(start, start + count)


def _service(workload: Resource, services: list[Any]) -> str:
    """Return the final name of the governing Service.

    kustomize renames a Service at once, and references to it only at the end of the build.
    """
    name = at(workload.data, "spec", "serviceName")
    candidates = [
        service
        for service in map(Resource, services)
        if name in previous_names(service.annotations)
        and _namespace(service) == _namespace(workload)
    ]
    if len(candidates) > 1:  # only then kustomize compares prefixes and suffixes
        notes = workload.annotations
        candidates = [
            service for service in candidates if are_renamed_alike(service.annotations, notes)
        ]
    names = {service.name for service in candidates}
    if len(names) > 1:
        message = f'must not hold {{host}}: "{name}" was the name of {", ".join(sorted(names))}'
        raise _refused("format", message)
    return next(iter(names), text(name))


def _namespace(resource: Resource) -> str:
    return resource.namespace or DEFAULT_NAMESPACE


def _ports(container: dict[Any, Any]) -> dict[str, str]:
    """Return the values of `port` and `port:NAME`."""
    ports = [port for _, port in items(container.get("ports")) if "containerPort" in port]
    named = {f"port:{port['name']}": str(port["containerPort"]) for port in ports if "name" in port}
    return {"port": str(ports[0]["containerPort"]), **named} if ports else {}
