"""serviceName: the headless Service that gives the pods of a StatefulSet their names.

Nothing in Kubernetes checks any of it: pods run, and their names do not resolve.
https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
"""

from __future__ import annotations

from renderer.guard.finding import found
from renderer.guard.objects import (
    Objects,
    Placed,
    all_containers,
    at,
    is_headless,
    items,
    mapping,
    may_share_namespace,
    pod_labels,
    replicas,
    text,
)
from renderer.guard.quorum import votes
from renderer.guard.selectors import selected, selects, service_selector
from renderer.guard.service_rules import has_endpoints
from renderer.kubernetes.names import did_you_mean, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Problem

    Problems = Iterator[Problem]

PATH = ("spec", "serviceName")


def has_a_governing_service(one: Placed, objects: Objects) -> Problems:
    """The name must be that of a Service in the same namespace."""
    if not mapping(at(one.data, "spec")):
        return
    name = text(at(one.data, *PATH))
    if not name:
        yield from _unnamed(one, objects)
    elif _governing(one, objects) is None:
        yield _missing(one, name, objects)


def _unnamed(one: Placed, objects: Objects) -> Problems:
    if at(one.data, *PATH) in (None, ""):
        message = "is empty: the pods get no DNS names of their own"
        candidates = [each.name for each in _headless_for(one, objects)]
        hint = did_you_mean(*candidates[:1]) or "name a headless Service"
        yield found("SR910", PATH, message, hint=hint, instead=None if candidates else _new(one))


def _missing(one: Placed, name: str, objects: Objects) -> Problem:
    elsewhere = [each for each in objects.services if each.name == name]
    if elsewhere:
        message = (
            f"must name a Service in the same namespace, {quoted(name)} is in "
            f"{quoted(elsewhere[0].namespace)} and the pods are in {quoted(one.namespace)}"
        )
        return found("SR912", PATH, message)
    if candidates := _headless_for(one, objects):
        message = (
            f"names no Service of the input, got {quoted(name)}, and a headless one with these "
            "pods has another name: the pods get no DNS names"
        )
        return found("SR912", PATH, message, hint=did_you_mean(candidates[0].name))
    message = (
        f"names no Service of the input, got {quoted(name)}: without it the pods get no DNS names"
    )
    hint = "if it is in another file, judge both together"
    return found("SR911", PATH, message, hint=hint, instead=_new(one, name))


def _headless_for(one: Placed, objects: Objects) -> list[Placed]:
    return [
        each
        for each in objects.services
        if is_headless(each)
        and may_share_namespace(each, one)
        and selects(service_selector(each), one)
    ]


def _new(one: Placed, name: str = "") -> Any:
    """Return the headless Service that is missing."""
    labels = mapping(at(one.data, "spec", "selector", "matchLabels")) or pod_labels(one)
    metadata = {"name": name or one.name}
    if one.namespace:
        metadata["namespace"] = one.namespace
    ports = [
        {"name": text(port.get("name")), "port": port.get("containerPort")}
        for _, container in all_containers(one)
        for _, port in items(container.get("ports"))
        if port.get("name")
    ]
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata,
        "spec": {
            "clusterIP": "None",
            "selector": labels,
            **({"ports": ports} if ports else {}),
        },
    }


def _governing(one: Placed, objects: Objects) -> Placed | None:
    """Return the Service that serviceName means.

    Of doubles, which may be of two environments in one input, it is the one that fits best.
    """
    name = text(at(one.data, *PATH))
    named = [
        each
        for each in objects.services
        if name and each.name == name and may_share_namespace(each, one)
    ]
    return min(named, key=lambda each: _misfit(each, one), default=None)


def _misfit(service: Placed, one: Placed) -> tuple[bool, bool]:
    return service.namespace != one.namespace, not selects(service_selector(service), one)


def governing_service_is_headless(one: Placed, objects: Objects) -> Problems:
    """A Service with an address hides which pods there are."""
    service = _governing(one, objects)
    if service and not is_headless(service):
        message = (
            f"must name a headless Service, {quoted(service.name)} has an address: its name "
            "gives that one address, and peers that look it up do not find each other"
        )
        hint = (
            "clusterIP can never be changed: add a Service with clusterIP: None; changing "
            "serviceName later means to make the StatefulSet anew, with --cascade=orphan"
        )
        yield found("SR913", PATH, message, hint=hint)


def governing_service_has_the_pods(one: Placed, objects: Objects) -> Problems:
    """It must select the pods, or somebody else its endpoints: else their names do not resolve."""
    service = _governing(one, objects)
    if service is None:
        return
    selector = service_selector(service)
    if selects(selector, one) or (not selector and has_endpoints(service, objects)):
        return
    message = (
        f"names {quoted(service.name)}, whose selector does not mean these pods"
        f"{_wrong(selector, one)}: their names do not resolve"
    )
    labels = mapping(at(one.data, "spec", "selector", "matchLabels"))
    written = ", ".join(f"{key}: {value}" for key, value in labels.items())
    hint = f"write its selector: {{{written}}}" if labels else ""
    yield found("SR914", PATH, message, hint=hint)


def _wrong(selector: dict[Any, Any], one: Placed) -> str:
    if not selector:
        return " (it has none)"
    labels = pod_labels(one)
    wrong = [
        str(key) for key, value in selector.items() if key not in labels or labels[key] != value
    ]
    return f" ({', '.join(wrong)})"


def peers_find_each_other(one: Placed, objects: Objects) -> Problems:
    """With OrderedReady, a pod that waits for peers that are published later waits for ever."""
    if at(one.data, "spec", "podManagementPolicy") == "Parallel" or replicas(one) < 2:  # noqa: PLR2004  # peers
        return
    service = _governing(one, objects)
    if service is None or not is_headless(service):
        return
    publishes = at(service.data, "spec", "publishNotReadyAddresses") is True
    if not publishes and _talks_to_peers(one, service, objects):
        message = (
            f"names {quoted(service.name)}, which publishes a pod only when it is ready: pods "
            "that wait for their peers to become ready wait for ever"
        )
        hint = "set spec.publishNotReadyAddresses: true on the Service"
        yield found("SR926", PATH, message, hint=hint)


def _talks_to_peers(one: Placed, service: Placed, objects: Objects) -> bool:
    """Tell whether the pods name the Service in their variables or arguments, or vote."""
    if not selected(service, objects):
        return False
    spoken = [
        word
        for _, each in all_containers(one)
        for word in [
            *_words(each.get("command")),
            *_words(each.get("args")),
            *_words(each.get("env")),
        ]
    ]
    return votes(one) or any(f".{service.name}" in word for word in spoken)


def _words(value: Any) -> list[str]:
    if not isinstance(value, list):
        return []
    return [text(each) or text(at(each, "value")) for each in value]


RULES = (
    has_a_governing_service,
    governing_service_is_headless,
    governing_service_has_the_pods,
    peers_find_each_other,
)
