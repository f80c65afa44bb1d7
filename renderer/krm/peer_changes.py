"""Variables that list the pods of a StatefulSet which somebody else rendered."""

from __future__ import annotations

from renderer.app.peer_rules import MOST_BYTES, MOST_PODS
from renderer.app.peers import PLACEHOLDERS, cut, filled, hosts, unknown_words
from renderer.krm.items import annotations_of, metadata_of
from renderer.kubernetes.labels import are_renamed_alike, previous_names
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
    containers = _containers(data)
    names = [each.get("name") for each in containers]
    if peers.container is not None and peers.container not in names:
        message = f'must be one of {", ".join(map(str, names))}, got "{peers.container}"'
        raise Unlisted("container", message)
    index = names.index(peers.container) if peers.container else 0
    value = _value(peers, replicas, data, containers[index], services)
    at = (*CONTAINERS, index, "env")
    variables = enumerate(_maps(containers[index].get("env")))
    places = {place: each for place, each in variables if each.get("name") == peers.name}
    if any("valueFrom" in each for each in places.values()):
        raise Unlisted("name", f"must not be {peers.name}, which takes its value from elsewhere")
    # Of a variable that is there twice, containers see the last, and people read the first.
    there: list[tuple[Path, Any]] = [((*at, place, "value"), value) for place in places]
    return there or [((*at, FRONT), {"name": peers.name, "value": value})]


def _containers(data: Any) -> list[Any]:
    spec = data["spec"]
    for step in ("template", "spec"):
        spec = spec.get(step) if isinstance(spec, dict) else None
    found = _maps(spec.get("containers")) if isinstance(spec, dict) else []
    if not found:
        raise Unlisted("name", "must be for a StatefulSet with containers")
    return found


def _maps(value: Any) -> list[Any]:
    """Return a list of maps, none where there is something else: nobody has checked it."""
    is_list = isinstance(value, list) and all(isinstance(each, dict) for each in value)
    return value if is_list else []


def _value(
    peers: PeersChange,
    replicas: int | None,
    data: Any,
    container: Any,
    services: Callable[[], list[Any]],
) -> str:
    spec = data["spec"]
    ports = _ports(container)
    text = peers.format or ("{host}:{port}" if ports else "{host}")
    service = _service(data, services()) if "{host}" in text else ""
    for word in unknown_words(text, {"pod", "host", *ports}):
        known = ", ".join(PLACEHOLDERS[:4] + tuple(f"{{{port}}}" for port in ports))
        raise Unlisted("format", f"must hold {known}, got {{{word}}}")
    if "{host}" in text and not service:
        raise Unlisted("format", "must not hold {host}: the StatefulSet has no serviceName")
    count = _number(spec.get("replicas"), 1) if replicas is None else replicas
    if count > MOST_PODS:
        raise Unlisted("name", f"must list at most {MOST_PODS} pods, got {count}")
    ordinals = spec.get("ordinals")
    start = _number(ordinals.get("start") if isinstance(ordinals, dict) else None, 0)
    name = metadata_of(data).get("name")
    value = peers.separator.join(
        filled(cut(text), each, {**ports, **hosts(f"{name}-{each}", service, "")})
        for each in range(start, start + count)
    )
    if len(value.encode()) > MOST_BYTES:
        raise Unlisted("format", f"must make at most {MOST_BYTES} bytes, got {len(value.encode())}")
    return value


def _service(data: Any, services: list[Any]) -> str:
    """Return what the governing Service is called when the build ends.

    kustomize renames a Service at once, and what names it only then.
    """
    name = data["spec"].get("serviceName")
    found = [
        each
        for each in services
        if name in previous_names(annotations_of(each)) and _namespace(each) == _namespace(data)
    ]
    if len(found) > 1:  # only then kustomize asks what stands around the names
        notes = annotations_of(data)
        found = [each for each in found if are_renamed_alike(annotations_of(each), notes)]
    renamed = {str(metadata_of(each).get("name")) for each in found}
    if len(renamed) > 1:
        message = f'must not hold {{host}}: "{name}" was the name of {", ".join(sorted(renamed))}'
        raise Unlisted("format", message)
    return next(iter(renamed), name if isinstance(name, str) else "")


def _namespace(data: Any) -> str:
    return str(metadata_of(data).get("namespace") or "default")


def _number(value: Any, default: int) -> int:
    return value if type(value) is int else default


def _ports(container: Any) -> dict[str, str]:
    """Return what `port` and `port:NAME` stand for."""
    found = [each for each in _maps(container.get("ports")) if "containerPort" in each]
    named = {f"port:{each['name']}": str(each["containerPort"]) for each in found if "name" in each}
    return {"port": str(found[0]["containerPort"]), **named} if found else {}
