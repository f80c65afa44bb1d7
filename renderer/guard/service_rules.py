"""Services: ports, addresses, and the pods that they mean."""

from __future__ import annotations

from renderer.guard.finding import checked, found
from renderer.guard.objects import (
    Objects,
    Placed,
    all_containers,
    at,
    is_headless,
    items,
    mapping,
    may_share_namespace,
    text,
)
from renderer.guard.selectors import alike, near_miss, selected, service_selector
from renderer.kubernetes.names import did_you_mean, nearest, port_reference, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path, Problem

    Problems = Iterator[Problem]

TOLERATE_UNREADY = "service.alpha.kubernetes.io/tolerate-unready-endpoints"
ADDRESS = frozenset("0123456789abcdefABCDEF.:")
OUTSIDE = ("NodePort", "LoadBalancer")


def has_an_address_that_fits(service: Placed, _all: Objects) -> Problems:
    """A headless Service is for inside the cluster: the API server refuses any other."""
    kind = text(at(service.data, "spec", "type"))
    if is_headless(service) and kind in OUTSIDE:
        message = f"must not be {kind} with clusterIP: None"
        hint = "keep this one headless, and add a second Service for clients"
        yield found("SR919", ("spec", "type"), message, hint=hint)


def address_can_be_one(service: Placed, _all: Objects) -> Problems:
    """`None` is one word in one spelling; everything else must be an address."""
    address = text(at(service.data, "spec", "clusterIP"))
    if address not in ("", "None") and not set(address) <= ADDRESS:
        hint = did_you_mean("None") if is_headless(service) else ""
        message = f"must be None or an address, got {quoted(address)}"
        yield found("SR904", ("spec", "clusterIP"), message, hint=hint)


def external_name_is_all(service: Placed, _all: Objects) -> Problems:
    """An ExternalName is a name for another name, and has no address."""
    spec = mapping(at(service.data, "spec"))
    if spec.get("type") != "ExternalName":
        return
    if spec.get("externalName") in (None, "", "."):
        yield found("SR903", ("spec", "externalName"), "is required with type: ExternalName")
    if address := text(spec.get("clusterIP")):
        message = f"must not be set with type: ExternalName, got {quoted(address)}"
        yield found("SR904", ("spec", "clusterIP"), message, hint="remove it")


def has_ports(service: Placed, _all: Objects) -> Problems:
    """Only a headless Service may have none, and then there are no SRV records."""
    spec = mapping(at(service.data, "spec"))
    ports = list(items(spec.get("ports")))
    path = ("spec", "ports")
    if not spec or spec.get("type") == "ExternalName":
        return
    if not ports and not is_headless(service):
        yield found("SR923", path, "must have a port, unless clusterIP is None")
    elif not ports:
        message = "are none: pods have addresses, but no SRV records, and no monitor finds them"
        yield found("SR924", path, message, hint="name the ports of the pods here")
    elif len(ports) == 1 and is_headless(service) and not ports[0][1].get("name"):
        message = "has no name: there is no SRV record, and a second port would need names"
        yield found("SR924", (*path, ports[0][0]), message)


def ports_are_told_apart(service: Placed, _all: Objects) -> Problems:
    """Several ports need names, and none of name, number and protocol twice."""
    ports = list(items(at(service.data, "spec", "ports")))
    numbers, names = set(), set()
    for index, port in ports:
        path = ("spec", "ports", index)
        name, key = text(port.get("name")), f"{port.get('port')}/{port.get('protocol') or 'TCP'}"
        if len(ports) > 1 and not name:
            yield found("SR920", (*path, "name"), "is required where there are several ports")
        if name and name in names:
            message = f"must be a name of its own, {quoted(name)} is taken"
            yield found("SR920", (*path, "name"), message)
        if key in numbers:
            message = f"must be a port of its own, {key} is taken"
            yield found("SR920", (*path, "port"), message)
        numbers.add(key)
        names.add(name)


def ports_lead_somewhere(service: Placed, objects: Objects) -> Problems:
    """A named targetPort that no container has is accepted, and nobody answers there."""
    sets = [each for each in selected(service, objects) if each.kind == "StatefulSet"]
    if not sets or len(sets) < len(selected(service, objects)):
        return
    ports = [
        port
        for each in sets
        for _, container in all_containers(each)
        for _, port in items(container.get("ports"))
    ]
    for index, port in items(at(service.data, "spec", "ports")):
        yield from _leads_somewhere(service, index, port, ports)


def _leads_somewhere(
    service: Placed, index: int, port: dict[Any, Any], ports: list[dict[Any, Any]]
) -> Problems:
    target, path = port.get("targetPort"), ("spec", "ports", index)
    if _is_port_name(target):
        yield from _named(port, path, ports)
    number = None if isinstance(target, str) else target
    real = next((each.get("containerPort") for each in ports if each.get("name") == target), number)
    if is_headless(service) and real is not None and real != port.get("port"):
        message = (
            f"is {quoted(port.get('port'))}, and the pods listen on {quoted(real)}: a headless "
            "Service translates nothing, clients dial the pod's own port"
        )
        yield found("SR922", (*path, "port"), message, hint=did_you_mean(real))


def _named(port: dict[Any, Any], path: Path, ports: list[dict[Any, Any]]) -> Problems:
    """Look for a port by its name and protocol, as the controller does that makes the endpoints."""
    target, protocol = port["targetPort"], _protocol(port)
    protocols = [_protocol(each) for each in ports if each.get("name") == target]
    if protocol in protocols:
        return
    if protocols:
        message = (
            f"is {protocol}, and port {quoted(target)} of the pods is {protocols[0]}: nobody "
            "answers there"
        )
        hint = "write the same protocol in both"
        yield found("SR921", (*path, "protocol"), message, hint=hint)
        return
    known = sorted(filter(None, (text(each.get("name")) for each in ports)))
    hint = nearest(target, known) or f"their ports: {', '.join(known) or 'none has a name'}"
    if alike(target, known):
        message = (
            f"must be the name of a port of the pods, got {quoted(target)}: nobody answers there"
        )
        yield found("SR921", (*path, "targetPort"), message, hint=hint)
    else:
        message = (
            f"is no name of a port of the pods, {quoted(target)}: nobody answers there, unless a "
            "sidecar with that port is added to them"
        )
        yield found("SR948", (*path, "targetPort"), message, hint=hint)


def _protocol(port: dict[Any, Any]) -> str:
    return text(port.get("protocol")) or "TCP"


def target_ports_can_be_named(service: Placed, _all: Objects) -> Problems:
    """`"8080"` is a name, and no name has digits alone."""
    for index, port in items(at(service.data, "spec", "ports")):
        if target := text(port.get("targetPort")):
            path = ("spec", "ports", index, "targetPort")
            yield from checked("SR904", path, port_reference, target)


def _is_port_name(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(value) and bool(port_reference(value))
    except ValueError:
        return False  # said by target_ports_can_be_named


def selects_pods(service: Placed, objects: Objects) -> Problems:
    """A Service without pods is accepted, and its name leads nowhere."""
    selector, spec = service_selector(service), mapping(at(service.data, "spec"))
    if not spec or spec.get("type") == "ExternalName" or _is_governing(service, objects):
        return
    if not selector:
        if not has_endpoints(service, objects):
            message = "is empty: no pods, unless somebody else makes the EndpointSlices"
            yield found("SR915", ("spec", "selector"), message)
    elif not selected(service, objects):
        yield means_no_pods("SR916", ("spec", "selector"), selector, service, objects)


def means_no_pods(
    code: str, path: tuple[str, ...], selector: dict[Any, Any], one: Placed, objects: Objects
) -> Problem:
    """Return the problem of a selector without pods: a slip where one label differs."""
    if miss := near_miss(selector, one, objects):
        key, value, label = miss
        message = f"selects no pods, but {label} differs in one label only, {key}: {quoted(value)}"
        return found("SR917", (*path, str(key)), message, hint=did_you_mean(value))
    message = "selects no pods of the input: they may be in another file, or made by an operator"
    return found(code, path, message)


def selects_nobody_else(service: Placed, objects: Objects) -> Problems:
    """Whose address is in the answer gets the clients, also a backup job's."""
    found_ones = selected(service, objects)
    sets = [each for each in found_ones if each.kind == "StatefulSet"]
    others = [each for each in found_ones if each.kind != "StatefulSet"]
    if sets and others:
        message = (
            f"selects the pods of {_labels(sets)} and of {_labels(others)}: clients get both, "
            "without a word"
        )
        hint = "give the pods a label that tells them apart, and select it"
        yield found("SR928", ("spec", "selector"), message, hint=hint)
    elif len({each.name for each in sets}) > 1:
        message = f"selects the pods of {_labels(sets)}: fine if they are one cluster"
        yield found("SR929", ("spec", "selector"), message)


def publishes_what_is_meant(service: Placed, _all: Objects) -> Problems:
    """Peers want pods that are not ready yet, clients do not."""
    publishes = at(service.data, "spec", "publishNotReadyAddresses") is True
    annotations = mapping(at(service.data, "metadata", "annotations"))
    if TOLERATE_UNREADY in annotations and not publishes:
        message = "was replaced long ago, and newer servers do not read it"
        hint = "write spec.publishNotReadyAddresses: true"
        yield found("SR925", ("metadata", "annotations", TOLERATE_UNREADY), message, hint=hint)
    if publishes and not is_headless(service):
        message = "sends clients of this Service to pods that are not ready"
        hint = "keep it for the headless Service, by which peers find each other"
        yield found("SR927", ("spec", "publishNotReadyAddresses"), message, hint=hint)


def _is_governing(service: Placed, objects: Objects) -> bool:
    return any(
        text(at(each.data, "spec", "serviceName")) == service.name
        and may_share_namespace(each, service)
        for each in objects.sets
    )


def has_endpoints(service: Placed, objects: Objects) -> bool:
    """Tell whether somebody else says where a Service without a selector leads to."""
    return any(
        service.name
        in (each.name, at(each.data, "metadata", "labels", "kubernetes.io/service-name"))
        for each in objects.of_kind("Endpoints", "EndpointSlice")
    )


def _labels(workloads: list[Placed]) -> str:
    return " and ".join(sorted({each.label for each in workloads}))


RULES = (
    has_an_address_that_fits,
    address_can_be_one,
    external_name_is_all,
    has_ports,
    ports_are_told_apart,
    target_ports_can_be_named,
    ports_lead_somewhere,
    selects_pods,
    selects_nobody_else,
    publishes_what_is_meant,
)
