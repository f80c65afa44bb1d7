"""Services: addresses, ports, the pods that they mean, and the one that governs a StatefulSet.

Nothing in Kubernetes checks what `serviceName` names: pods run, and their names do not resolve.
https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
"""

from __future__ import annotations

from renderer.kubernetes.labels import are_renamed_alike
from renderer.kubernetes.names import (
    cidr,
    did_you_mean,
    dns_subdomain,
    ip_address,
    nearest,
    port_reference,
    quoted,
)
from renderer.objects.reading import at, items, mapping, number, text, texts
from renderer.objects.resource import may_share_namespace
from renderer.objects.selectors import (
    OF_ONE_POD,
    SET_BY,
    is_slip,
    missed,
    selected,
    selected_labels,
    selects,
    service_selector,
)
from renderer.objects.service import is_external_name, is_headless
from renderer.objects.workload import POD, named_ports, pod_labels, protocol, replicas
from renderer.rules.rule import checked, found, passes, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

SERVICE_NAME = ("spec", "serviceName")
DAY = 24 * 60 * 60  # seconds
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
# Words in the names of ports that are there for a monitor alone.
MONITORED = ("metric", "prom", "export", "monitor")
TYPE: tuple[Path, ...] = (("spec", "type"),)


@rule("SR918", "error", "Service", "StatefulSet", "PodDisruptionBudget")
def fields_are_at_their_place(resource: Resource, _objects: Objects) -> Problems:
    """A field at the wrong depth

    In many tutorials clusterIP and selector stand below a port, name and labels at the top, or the
    indentation is lost altogether. kubectl refuses that; lenient tools drop the fields, and make a
    Service with an address and without pods.

    Way out: write what is printed below the finding.
    """
    if resource.written is not resource.data:  # it is read as it was meant
        from renderer.rules.misplaced import misplaced

        yield from misplaced(resource)


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


@rule("SR1117", "error", "Service", was=("SR904",))
def addresses_from_outside_can_be_ones(service: Resource, _objects: Objects) -> Problems:
    """An entry of externalIPs or loadBalancerSourceRanges that is no address or range

    The API server refuses anything but addresses in the first, and ranges in the second.

    Way out: write addresses such as 192.0.2.1, and ranges such as 192.0.2.0/24.
    """
    for field, check in (("externalIPs", _address), ("loadBalancerSourceRanges", _range)):
        for index, address in enumerate(texts(at(service.data, "spec", field))):
            yield from checked(("spec", field, index), check, address)


@rule("SR1118", "error", "Service", was=("SR904",))
def addresses_agree(service: Resource, _objects: Objects) -> Problems:
    """clusterIPs that does not fit clusterIP

    The list begins with clusterIP, and may have an address of the other family behind it. The API
    server refuses anything else.

    Way out: write the same address in both, or remove clusterIPs.
    """
    path, spec = ("spec", "clusterIPs"), mapping(at(service.data, "spec"))
    first, addresses = text(spec.get("clusterIP")), texts(spec.get("clusterIPs"))
    if is_external_name(service) or not spec.get("clusterIPs"):
        return  # said by fields_are_for_the_type
    if addresses[:1] != [first] or not first:
        message = f"must begin with clusterIP, {quoted(first)}, got {quoted(spec['clusterIPs'])}"
        yield found(path, message, hint="write the same in both, or remove it")
        return
    for index, address in enumerate(addresses[1:], start=1):
        yield from checked((*path, index), _address, address)
    if len({":" in address for address in addresses}) < len(addresses):
        message = f"must be one address of each family, got {quoted(addresses)}"
        yield found(path, message, hint="keep the first one")


def _address(value: str) -> str:
    """Check an address; servers before 1.36 take zeros in front."""
    ip_address(".".join(part.lstrip("0") or "0" for part in value.split(".")))
    return value


def _range(value: str) -> str:
    """Check a range; servers before 1.36 take any address in it, and all take blanks around it."""
    address, slash, bits = value.strip().partition("/")
    return _address(address) if slash and bits.isdecimal() else cidr(value)


@rule("SR1119", "error", "Service", was=("SR311", "SR904"))
def families_differ(service: Resource, _objects: Objects) -> Problems:
    """An address family that stands twice

    The API server takes each family once.

    Way out: remove one of the two.
    """
    families = texts(at(service.data, "spec", "ipFamilies"))
    for index, family in enumerate(families):
        if family in families[:index]:
            message = f"must be a family of its own, {quoted(family)} is there already"
            yield found(("spec", "ipFamilies", index), message, hint="remove it")


@rule("SR1120", "error", "Service", was=("SR311",))
def two_families_have_a_policy(service: Resource, _objects: Objects) -> Problems:
    """Two address families of a Service with one

    The API server refuses two ipFamilies with ipFamilyPolicy: SingleStack.

    Way out: write ipFamilyPolicy: PreferDualStack, or keep one family.
    """
    spec = mapping(at(service.data, "spec"))
    is_single = spec.get("ipFamilyPolicy") == "SingleStack"
    if is_single and len(set(texts(spec.get("ipFamilies")))) > 1:
        message = "must be one family with ipFamilyPolicy: SingleStack"
        hint = "write ipFamilyPolicy: PreferDualStack, or keep one family"
        causes = (("spec", "ipFamilyPolicy"),)
        yield found(("spec", "ipFamilies"), message, hint=hint, causes=causes)


@rule("SR1121", "warning", "Service", is_refused=True, was=("SR311", "SR951"))
def affinity_is_on(service: Resource, _objects: Objects) -> Problems:
    """sessionAffinityConfig without sessionAffinity

    How long a client stays at a pod is dropped in silence where none does.

    Way out: write sessionAffinity: ClientIP, or remove sessionAffinityConfig.
    """
    spec, path = mapping(at(service.data, "spec")), ("spec", "sessionAffinityConfig")
    is_off = spec.get("sessionAffinity") in (None, "", "None")
    if spec.get("sessionAffinityConfig") is not None and is_off:
        message = "has no effect without sessionAffinity: ClientIP"
        hint = "write sessionAffinity: ClientIP, or remove it"
        yield found(path, message, hint=hint, causes=(("spec", "sessionAffinity"),))


@rule("SR1122", "error", "Service", was=("SR904",))
def clients_stay_a_day_at_most(service: Resource, _objects: Objects) -> Problems:
    """A session that lasts no time, or more than a day

    The API server takes a timeout from one second to one day.

    Way out: write timeoutSeconds from 1 to 86400.
    """
    path = ("spec", "sessionAffinityConfig", "clientIP", "timeoutSeconds")
    seconds, is_on = at(service.data, *path), at(service.data, "spec", "sessionAffinity")
    if is_on == "ClientIP" and number(seconds) == seconds and not 1 <= seconds <= DAY:
        yield found(path, f"must be from 1 to {DAY}, got {seconds}")


@rule("SR1123", "error", "Service", was=("SR311", "SR904"))
def health_is_asked_from_outside(service: Resource, _objects: Objects) -> Problems:
    """healthCheckNodePort of a Service that needs none

    Only a load balancer that sends clients to the nodes of the pods asks a node for them.

    Way out: remove it, or write type: LoadBalancer and externalTrafficPolicy: Local.
    """
    spec, path = mapping(at(service.data, "spec")), ("spec", "healthCheckNodePort")
    is_asked = (spec.get("type"), spec.get("externalTrafficPolicy")) == ("LoadBalancer", "Local")
    if number(spec.get("healthCheckNodePort")) and not is_asked:
        message = "is only for type: LoadBalancer with externalTrafficPolicy: Local"
        causes = (*TYPE, ("spec", "externalTrafficPolicy"))
        yield found(path, message, hint="remove it", causes=causes)


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


@rule("SR1126", "error", "Service", was=("SR311", "SR904"))
def node_ports_are_for_the_type(service: Resource, _objects: Objects) -> Problems:
    """nodePort of a Service for the inside

    Only NodePort and LoadBalancer have ports on the nodes. The API server refuses it otherwise.

    Way out: remove it, or write type: NodePort.
    """
    kind = text(at(service.data, "spec", "type")) or "ClusterIP"
    for path, port in _ports(service):
        if number(port.get("nodePort")) and kind == "ClusterIP":
            message = f"must not be set with type: {kind}, got {quoted(port['nodePort'])}"
            hint = "remove it, or write type: NodePort"
            yield found((*path, "nodePort"), message, hint=hint, causes=TYPE)


@rule("SR923", "error", "Service", refers=True)
def has_ports(service: Resource, _objects: Objects) -> Problems:
    """A Service without ports

    The API server refuses it, unless the Service is headless or an ExternalName.

    Way out: write the ports of the pods.
    """
    needs_none = is_external_name(service) or is_headless(service)
    if at(service.data, "spec") is not None and not needs_none and not [*_ports(service)]:
        yield found(("spec", "ports"), "must have a port: only a headless Service may have none")


@rule("SR1128", "error", "Service", was=("SR920",))
def several_ports_have_names(service: Resource, _objects: Objects) -> Problems:
    """A port without a name among several

    Where a Service has several ports, the API server wants a name for each.

    Way out: name the port.
    """
    ports = list(_ports(service))
    for path, port in ports:
        if len(ports) > 1 and not text(port.get("name")):
            yield found((*path, "name"), "is required where there are several ports")


@rule("SR920", "error", "Service", was=("SR302",))
def ports_are_told_apart(service: Resource, _objects: Objects) -> Problems:
    """Two ports of a Service with one name or number

    No name, and no number with its protocol, may stand twice. The API server refuses it.

    Way out: remove one of the two, or change it.
    """
    yield from _repeated(service, "name", "port")


@rule("SR1129", "error", "Service", was=("SR302", "SR920"))
def node_ports_are_told_apart(service: Resource, _objects: Objects) -> Problems:
    """One nodePort for two ports

    A port of the nodes leads to one port with each protocol. The API server refuses it.

    Way out: write another nodePort, or remove it: the cluster then chooses one.
    """
    yield from _repeated(service, "nodePort")


def _repeated(service: Resource, *fields: str) -> Problems:
    seen = set()
    for path, port in _ports(service):
        for field in fields:
            value = port.get(field)
            key = (field, value, "" if field == "name" else protocol(port))
            if not value or isinstance(value, list | dict):
                continue
            if key in seen:
                taken = quoted(value) if field == "name" else f"{value}/{key[2]}"
                message = f"must be a {field} of its own, {taken} is taken"
                yield found((*path, field), message, causes=((*path, "protocol"),))
            seen.add(key)


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
    known = sorted({name for name, _, _ in opened or ()})
    for path, port in _ports(service):
        target = port.get("targetPort")
        is_name = isinstance(target, str) and target and passes(port_reference, target)
        if opened is not None and is_name and target not in known:
            yield path, text(target), known


def open_ports(service: Resource, objects: Objects) -> list[tuple[str, str, Any]] | None:
    """Return name, protocol and number of the ports of a Service's pods.

    None where there are no pods, or also some of a workload whose containers nobody looks at.
    """
    workloads = selected(service, objects)
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
    for path, port in _ports(service):
        target, spoken = port.get("targetPort"), protocol(port)
        kinds = [kind for name, kind, _ in opened if name == target]
        if kinds and spoken not in kinds:
            message = (
                f"is {spoken}, and port {quoted(target)} of the pods is {kinds[0]}: nobody "
                "answers there"
            )
            yield found((*path, "protocol"), message, hint="write the same protocol in both")


def _ports(service: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    for index, port in items(at(service.data, "spec", "ports")):
        yield ("spec", "ports", index), port


def governing(statefulset: Resource, objects: Objects) -> Resource | None:
    """Return the Service that serviceName means.

    Of doubles, which may be of two environments in one input, it is the one that fits best.
    """
    named = objects.services_named(text(at(statefulset.data, *SERVICE_NAME)))
    near = [service for service in named if may_share_namespace(service, statefulset)]
    return min(near, key=lambda service: _misfit(service, statefulset), default=None)


def _misfit(service: Resource, statefulset: Resource) -> tuple[bool, bool, bool]:
    return (
        service.namespace != statefulset.namespace,
        not are_renamed_alike(service.annotations, statefulset.annotations),
        not selects(service_selector(service), statefulset),
    )


@rule("SR912", "error", "StatefulSet", refers=True)
def service_name_is_no_slip(statefulset: Resource, objects: Objects) -> Problems:
    """serviceName misses the Service that is meant

    In the same file, or the same build, a Service of another name is made for these pods, or in
    any a Service with nearly that name. The pods run, and their names do not resolve.

    Way out: write the name of that Service.
    """
    name = missing_name(statefulset, objects)
    if name and (meant := _meant(statefulset, name, objects)):
        message = (
            f"names no Service of the input, got {quoted(name)}, and the one that is made for "
            "these pods has another name: the pods get no DNS names"
        )
        yield found(SERVICE_NAME, message, hint=did_you_mean(meant.name))


@rule("SR1132", "error", "StatefulSet", refers=True, was=("SR912",))
def service_is_in_the_namespace(statefulset: Resource, objects: Objects) -> Problems:
    """serviceName names a Service in another namespace

    A StatefulSet's pods get their names from a Service in their own namespace, and only there.

    Way out: write the same namespace in both.
    """
    name = missing_name(statefulset, objects)
    if name and (service := elsewhere_beside(statefulset, name, objects)):
        message = (
            f"must name a Service in the same namespace, {quoted(name)} is in "
            f"{quoted(service.namespace)} and the pods are in {quoted(statefulset.namespace)}"
        )
        yield found(SERVICE_NAME, message, causes=(("metadata", "namespace"),))


def missing_name(statefulset: Resource, objects: Objects) -> str:
    """Return what serviceName says where that is no Service of the input; else nothing."""
    name = text(at(statefulset.data, *SERVICE_NAME))
    return "" if governing(statefulset, objects) else name


def elsewhere_beside(statefulset: Resource, name: str, objects: Objects) -> Resource | None:
    """Return the Service of that name and file in another namespace."""
    named = objects.services_named(name)
    return next((service for service in named if service.file == statefulset.file), None)


def _meant(statefulset: Resource, name: str, objects: Objects) -> Resource | None:
    """Return the Service that another name of the input gives these pods; an error says so."""
    if objects.services_named(name):
        return None
    candidates = headless_for(statefulset, objects)
    beside = [service for service in candidates if service.file == statefulset.file]
    meant = [service for service in beside if _is_for_peers(service, statefulset)]
    meant = meant or [service for service in candidates if is_slip(name, service.name)]
    return meant[0] if meant else None


def is_told(statefulset: Resource, name: str, objects: Objects) -> bool:
    """Tell whether an error says which Service is meant."""
    beside = elsewhere_beside(statefulset, name, objects)
    return bool(beside or _meant(statefulset, name, objects))


def headless_for(statefulset: Resource, objects: Objects) -> list[Resource]:
    """Return the headless Services that mean all pods of a StatefulSet."""
    return [
        service
        for service in objects.services
        if service.name
        and is_headless(service)
        and may_share_namespace(service, statefulset)
        and selects(service_selector(service), statefulset)
        and not any(key in OF_ONE_POD for key in service_selector(service))
    ]


def _is_for_peers(service: Resource, statefulset: Resource) -> bool:
    """Tell whether a headless Service leads to a port of the app, which a monitor's does not.

    Where nobody says, it does.
    """
    ports = [port for _, port in items(at(statefulset.data, *POD, "containers", 0, "ports"))]
    named = [port for port in ports if not _is_monitored(text(port.get("name")))]
    opened = {said for port in named for said in _said(port, "name", "containerPort")}
    published = [port for _, port in _ports(service)]
    led_to = {said for port in published for said in _said(port, "port", "targetPort")}
    publishes = at(service.data, "spec", "publishNotReadyAddresses") is True
    return publishes or not opened or not published or bool(opened & led_to)


def _is_monitored(name: str) -> bool:
    return any(word in name for word in MONITORED)


def _said(port: dict[Any, Any], *fields: str) -> set[str | int]:
    values = [port.get(field) for field in fields]
    return {value for value in values if isinstance(value, str | int) and value}


@rule("SR1133", "error", "StatefulSet", refers=True, was=("SR914",))
def governing_service_has_pods(statefulset: Resource, objects: Objects) -> Problems:
    """The governing Service is an ExternalName

    It stands for another name and has no pods, so that the names of the pods do not resolve.

    Way out: give the pods a headless Service of their own.
    """
    service = governing(statefulset, objects)
    if service and is_external_name(service):
        message = (
            f"names {quoted(service.name)}, an ExternalName, which stands for another name and "
            "has no pods: their names do not resolve"
        )
        hint = "give the pods a headless Service of their own"
        yield found(SERVICE_NAME, message, hint=hint)


@rule("SR914", "error", "StatefulSet", refers=True)
def governing_service_selects_the_pods(statefulset: Resource, objects: Objects) -> Problems:
    """The governing Service does not select the pods

    Their names do not resolve, in silence. Its selector has a label with another value than the
    pod template, or none of the template's labels.

    Way out: write labels of the pod template into the Service's selector.
    """
    service = governing(statefulset, objects)
    wrong = not_meant(service, statefulset, objects)
    if service and wrong is not None and not waited_for(service, wrong, statefulset):
        message = (
            f"names {quoted(service.name)}, whose selector does not mean these pods "
            f"({listed(wrong)}): their names do not resolve"
        )
        yield found(SERVICE_NAME, message, hint=own_selector(statefulset))


def not_meant(
    service: Resource | None, statefulset: Resource, objects: Objects
) -> list[Any] | None:
    """Return which labels keep a governing Service from the pods; None where it means them.

    The list is empty where the Service has no selector, and nobody says its endpoints.
    """
    is_odd = service and not isinstance(at(service.data, "spec", "selector"), dict | None)
    if service is None or is_odd or is_external_name(service):
        return None  # said by others
    selector = service_selector(service)
    wrong = missed(selector, statefulset)
    if not wrong and replicas(statefulset) > 1:
        wrong = [key for key in selector if key in OF_ONE_POD]
    is_fine = not wrong and (selector or has_endpoints(service, objects))
    return None if is_fine else wrong


def waited_for(service: Resource, wrong: list[Any], statefulset: Resource) -> str:
    """Say what may come while the pods run; nothing where no pod can ever be meant.

    Operators label the pod that leads, and some make the EndpointSlices themselves.
    """
    selector = service_selector(service)
    if not selector:
        return "which has no selector, and waits for EndpointSlices that somebody makes"
    labels = pod_labels(statefulset)
    if len(wrong) == len(selector) or any(key in labels or key in SET_BY for key in wrong):
        return ""
    return f"whose selector waits for labels that the pod template does not have ({listed(wrong)})"


def listed(keys: list[Any]) -> str:
    """Return keys of labels as a text."""
    return ", ".join(map(str, keys))


def own_selector(statefulset: Resource) -> str:
    """Return the hint for a Service that should mean a StatefulSet's pods."""
    labels = selected_labels(statefulset)
    written = ", ".join(f"{key}: {value}" for key, value in labels.items())
    return f"write its selector: {{{written}}}" if written else ""


def has_endpoints(service: Resource, objects: Objects) -> bool:
    """Tell whether somebody else says where a Service without a selector leads to."""
    return any(
        may_share_namespace(endpoints, service)
        and service.name
        in (endpoints.name, at(endpoints.data, "metadata", "labels", "kubernetes.io/service-name"))
        for endpoints in objects.of_kind("Endpoints", "EndpointSlice")
    )


RULES = (
    fields_are_at_their_place,
    service_name_is_no_slip,
    service_is_in_the_namespace,
    governing_service_has_pods,
    governing_service_selects_the_pods,
    headless_service_stays_inside,
    address_can_be_one,
    addresses_from_outside_can_be_ones,
    addresses_agree,
    families_differ,
    two_families_have_a_policy,
    affinity_is_on,
    clients_stay_a_day_at_most,
    health_is_asked_from_outside,
    external_name_is_a_name,
    fields_are_for_the_type,
    node_ports_are_for_the_type,
    has_ports,
    several_ports_have_names,
    ports_are_told_apart,
    node_ports_are_told_apart,
    target_ports_are_named_right,
    target_ports_have_the_protocol,
)
