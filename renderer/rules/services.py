"""Services: their type, their address, and the ports that lead to pods."""

from __future__ import annotations

from renderer.kubernetes.names import (
    did_you_mean,
    dns_subdomain,
    ip_address,
    nearest,
    port_reference,
    quoted,
)
from renderer.objects.reading import at, items, mapping, text
from renderer.objects.selectors import is_slip, selected
from renderer.objects.service import is_external_name, is_headless
from renderer.objects.workload import named_ports, protocol
from renderer.rules.rule import checked, found, passes, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

OUTSIDE = ("NodePort", "LoadBalancer")
TYPES = ("ExternalName", "ClusterIP", *OUTSIDE)
# Fields that the API server refuses for other types of Services.
TYPES_WITH = {
    "allocateLoadBalancerNodePorts": ("LoadBalancer",),
    "clusterIPs": TYPES[1:],
    "externalTrafficPolicy": OUTSIDE,
    "ipFamilies": TYPES[1:],
    "ipFamilyPolicy": TYPES[1:],
    "loadBalancerClass": ("LoadBalancer",),
    "loadBalancerSourceRanges": ("LoadBalancer",),
}
TYPE: tuple[Path, ...] = (("spec", "type"),)


@rule("SR919", "error", "Service")
def headless_service_stays_inside(service: Resource, _objects: Objects) -> Problems:
    """A headless Service that is open to the outside

    The API server refuses clusterIP: None with NodePort and LoadBalancer.

    Way out: keep this one headless, and add a second Service for clients.
    """
    kind = text(at(service.data, "spec", "type"))
    if is_headless(service) and kind in OUTSIDE:
        hint = "keep this one headless, and add a second Service for clients"
        yield found(("spec", "type"), f"must not be {kind} with clusterIP: None", hint=hint)


@rule("SR1116", "error", "Service", was=("SR904",))
def address_can_be_one(service: Resource, _objects: Objects) -> Problems:
    """A clusterIP that is no address

    The API server takes an address, or the word None in this spelling.

    Way out: write None for a headless Service, or remove the line.
    """
    path, address = ("spec", "clusterIP"), text(at(service.data, "spec", "clusterIP"))
    if is_headless(service) and address != "None":
        message = f"must be None or an address, got {quoted(address)}"
        yield found(path, message, hint=did_you_mean("None"))
    elif address not in ("", "None") and not is_external_name(service):
        yield from checked(path, ip_address, address)


@rule("SR1124", "error", "Service", was=("SR903", "SR904"))
def external_name_is_a_name(service: Resource, _objects: Objects) -> Problems:
    """An ExternalName without a DNS name

    Such a Service only stands for another DNS name, so the API server wants one: no URL, no port.

    Way out: write externalName, such as db.example.com.
    """
    path, name = ("spec", "externalName"), at(service.data, "spec", "externalName")
    if not is_external_name(service):
        return
    if name in (None, "", "."):
        yield found(path, "is required with type: ExternalName")
    elif isinstance(name, str):
        yield from checked(path, dns_subdomain, name.removesuffix("."))


@rule("SR1125", "error", "Service", was=("SR311", "SR904"))
def fields_are_for_the_type(service: Resource, _objects: Objects) -> Problems:
    """A field that a Service of this type cannot have

    Some fields are for what is reached from outside, some for what has an address. The API server
    refuses them for other types.

    Way out: remove the field, or change the type.
    """
    spec = mapping(at(service.data, "spec"))
    kind = text(spec.get("type")) or "ClusterIP"
    if address := is_external_name(service) and text(spec.get("clusterIP")):
        message = f"must not be set with type: ExternalName, got {quoted(address)}"
        yield found(("spec", "clusterIP"), message, hint="remove it", causes=TYPE)
    for field, kinds in TYPES_WITH.items():
        if spec.get(field) not in (None, "", []) and kind in TYPES and kind not in kinds:
            if field == "externalTrafficPolicy" and spec.get("externalIPs"):
                continue  # they are reached from outside too
            hint = f"remove it, or write type: {kinds[-1]}"
            yield found(
                ("spec", field), f"must not be set with type: {kind}", hint=hint, causes=TYPE
            )


@rule("SR923", "error", "Service", refers=True)
def has_ports(service: Resource, _objects: Objects) -> Problems:
    """A Service without ports

    The API server refuses it, unless the Service is headless or an ExternalName.

    Way out: write the ports of the pods.
    """
    needs_none = is_external_name(service) or is_headless(service)
    if at(service.data, "spec") is not None and not needs_none and not [*ports_of(service)]:
        yield found(("spec", "ports"), "must have a port: only a headless Service may have none")


@rule("SR1128", "error", "Service", was=("SR920",))
def several_ports_have_names(service: Resource, _objects: Objects) -> Problems:
    """A port without a name among several

    Where a Service has several ports, the API server wants a name for each.

    Way out: name the port.
    """
    ports = list(ports_of(service))
    for path, port in ports:
        if len(ports) > 1 and not text(port.get("name")):
            yield found((*path, "name"), "is required where there are several ports")


@rule("SR920", "error", "Service", was=("SR302",))
def ports_are_told_apart(service: Resource, _objects: Objects) -> Problems:
    """Two ports of a Service with one name or number

    No name, and no number with its protocol, may stand twice. The API server refuses it.

    Way out: remove one of the two, or change it.
    """
    yield from repeated(service, "name", "port")


def repeated(service: Resource, *fields: str) -> Problems:
    """Yield the problem of each port that has one of these from a port before it."""
    seen: dict[Any, tuple[str, Path]] = {}
    for path, port in ports_of(service):
        for field in fields:
            value = port.get(field)
            key = (field, value, "" if field == "name" else protocol(port))
            if not value or isinstance(value, list | dict):
                continue
            if key in seen:
                name, other = seen[key]
                whose = f" of port {quoted(name)}" if name else ""
                taken = quoted(value) if field == "name" else f"{value}/{key[2]}{whose}"
                message = f"must be a {field} of its own, {taken} is taken"
                causes = ((*path, "protocol"),)
                yield found((*path, field), message, causes=causes, taken_by=other)
            seen.setdefault(key, (text(port.get("name")), (*path, field)))


@rule("SR921", "error", "Service", refers=True)
def target_ports_are_named_right(service: Resource, objects: Objects) -> Problems:
    """A slip in the name of a targetPort

    A port of the pods has nearly that name. The Service is accepted, and nobody answers there.

    Way out: write the name of the pods' port.
    """
    for path, target, known in unanswered(service, objects):
        if any(is_slip(target, name) for name in known):
            message = f"must name a port of the pods, got {quoted(target)}: nobody answers there"
            yield found((*path, "targetPort"), message, hint=nearest(target, known))


def unanswered(service: Resource, objects: Objects) -> Iterator[tuple[Path, str, list[str]]]:
    """Yield each port whose targetPort names no port of its pods: path, name, and their names."""
    opened = open_ports(service, objects)
    if opened is None:
        return
    known = {name for name, _, _ in opened}
    for path, port in ports_of(service):
        target = text(port.get("targetPort"))
        if target and target not in known and passes(port_reference, target):
            yield path, target, sorted(known)


def open_ports(service: Resource, objects: Objects) -> list[tuple[str, str, Any]] | None:
    """Return name, protocol and number of the ports of a Service's pods.

    None where there are no pods, or also some of a workload whose containers nobody looks at.
    """
    return objects.once(_open_ports)[service]


def _open_ports(objects: Objects) -> dict[Resource, list[tuple[str, str, Any]] | None]:
    return {service: _ports(selected(service, objects)) for service in objects.services}


def _ports(workloads: list[Resource]) -> list[tuple[str, str, Any]] | None:
    if not workloads or any(workload.kind != "StatefulSet" for workload in workloads):
        return None
    return [port for workload in workloads for port in named_ports(workload)]


@rule("SR1131", "error", "Service", refers=True, was=("SR921", "SR311"))
def target_ports_have_the_protocol(service: Resource, objects: Objects) -> Problems:
    """A port of a Service with another protocol than the pods' port

    The Service is accepted, and nobody answers there: a port of the pods speaks one protocol.

    Way out: write the same protocol in both.
    """
    opened = open_ports(service, objects) or []
    for path, port in ports_of(service):
        target, spoken = port.get("targetPort"), protocol(port)
        kinds = [kind for name, kind, _ in opened if name == target]
        if kinds and spoken not in kinds:
            message = (
                f"is {spoken}, and port {quoted(target)} of the pods is {kinds[0]}: nobody "
                "answers there"
            )
            yield found((*path, "protocol"), message, hint="write the same protocol in both")


def ports_of(service: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield the ports of a Service, and where they are."""
    for index, port in items(at(service.data, "spec", "ports")):
        yield ("spec", "ports", index), port
