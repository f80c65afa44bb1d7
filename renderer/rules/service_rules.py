"""Services: ports, addresses, and the pods that they mean."""

from __future__ import annotations

from renderer.kubernetes.names import (
    HIGHEST_COUNT,
    cidr,
    did_you_mean,
    dns_subdomain,
    ip_address,
    nearest,
    port_reference,
    quoted,
)
from renderer.objects.reading import at, items, mapping, number, text, texts
from renderer.objects.resource import Objects, Resource, grouped, may_share_namespace
from renderer.objects.selectors import OF_ONE_POD, is_slip, near_miss, selected, service_selector
from renderer.objects.service import is_external_name, is_headless
from renderer.objects.workload import named_ports, ordinals, protocol, scalers
from renderer.rules.legacy import checked, found, passes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path, Problem

    Problems = Iterator[Problem]

TOLERATE_UNREADY = "service.alpha.kubernetes.io/tolerate-unready-endpoints"
OUTSIDE = ("NodePort", "LoadBalancer")
DAY = 24 * 60 * 60  # seconds
MOST_DIGITS = len(str(HIGHEST_COUNT))
TYPES = ("ExternalName", "ClusterIP", *OUTSIDE)
# Fields that the API server refuses for other types of Services.
KINDS_WITH = {
    "allocateLoadBalancerNodePorts": ("LoadBalancer",),
    "clusterIPs": TYPES[1:],
    "externalTrafficPolicy": OUTSIDE,
    "ipFamilies": TYPES[1:],
    "ipFamilyPolicy": TYPES[1:],
    "loadBalancerClass": ("LoadBalancer",),
    "loadBalancerSourceRanges": ("LoadBalancer",),
}


def has_an_address_that_fits(service: Resource, _all: Objects) -> Problems:
    """A headless Service is for inside the cluster: the API server refuses any other."""
    kind = text(at(service.data, "spec", "type"))
    if is_headless(service) and kind in OUTSIDE:
        message = f"must not be {kind} with clusterIP: None"
        hint = "keep this one headless, and add a second Service for clients"
        yield found("SR919", ("spec", "type"), message, hint=hint)


def address_can_be_one(service: Resource, _all: Objects) -> Problems:
    """`None` is one word in one spelling; everything else must be an address."""
    address = text(at(service.data, "spec", "clusterIP"))
    if is_headless(service) and address != "None":
        message = f"must be None or an address, got {quoted(address)}"
        yield found("SR904", ("spec", "clusterIP"), message, hint=did_you_mean("None"))
    elif address not in ("", "None"):
        yield from checked("SR904", ("spec", "clusterIP"), ip_address, address)


def addresses_can_be_ones(service: Resource, _all: Objects) -> Problems:
    """Lists of addresses and ranges hold nothing else."""
    for field, check in (("externalIPs", _address), ("loadBalancerSourceRanges", _range)):
        for index, each in enumerate(texts(at(service.data, "spec", field))):
            yield from checked("SR904", ("spec", field, index), check, each)


def addresses_agree(service: Resource, _all: Objects) -> Problems:
    """`clusterIPs` begins with `clusterIP`, and may have one of the other family behind it."""
    path, spec = ("spec", "clusterIPs"), mapping(at(service.data, "spec"))
    first, every = text(spec.get("clusterIP")), texts(spec.get("clusterIPs"))
    if is_external_name(service) or not spec.get("clusterIPs"):
        return  # said by fields_are_for_the_type
    if every[:1] != [first] or not first:
        message = f"must begin with clusterIP, {quoted(first)}, got {quoted(spec['clusterIPs'])}"
        yield found("SR904", path, message, hint="write the same in both, or remove it")
        return
    for index, each in enumerate(every[1:], start=1):
        yield from checked("SR904", (*path, index), _address, each)
    if len({":" in each for each in every}) < len(every):
        message = f"must be one address of each family, got {quoted(every)}"
        yield found("SR904", path, message, hint="keep the first one")


def families_are_unique(service: Resource, _all: Objects) -> Problems:
    """The server takes each family once."""
    families = texts(at(service.data, "spec", "ipFamilies"))
    for index, each in enumerate(families):
        if each in families[:index]:
            message = f"must be a family of its own, {quoted(each)} is there already"
            yield found("SR904", ("spec", "ipFamilies", index), message, hint="remove it")


def clients_stay_as_long_as_they_can(service: Resource, _all: Objects) -> Problems:
    """How long a client stays at a pod is dropped in silence where none does."""
    spec = mapping(at(service.data, "spec"))
    config, path = spec.get("sessionAffinityConfig"), ("spec", "sessionAffinityConfig")
    if config is not None and spec.get("sessionAffinity") in (None, "", "None"):
        message = "has no effect without sessionAffinity: ClientIP"
        yield found("SR951", path, message, hint="write sessionAffinity: ClientIP, or remove it")
    seconds = at(config, "clientIP", "timeoutSeconds")
    is_asked = spec.get("sessionAffinity") == "ClientIP" and number(seconds) == seconds
    if is_asked and not 1 <= seconds <= DAY:
        message = f"must be from 1 to {DAY}, got {seconds}"
        yield found("SR904", (*path, "clientIP", "timeoutSeconds"), message)


def health_is_asked_from_outside(service: Resource, _all: Objects) -> Problems:
    """Only a load balancer that sends clients to the nodes of the pods asks a node for them."""
    spec = mapping(at(service.data, "spec"))
    is_asked = (spec.get("type"), spec.get("externalTrafficPolicy")) == ("LoadBalancer", "Local")
    if number(spec.get("healthCheckNodePort")) and not is_asked:
        message = "must not be set but with type: LoadBalancer and externalTrafficPolicy: Local"
        yield found("SR904", ("spec", "healthCheckNodePort"), message, hint="remove it")


def external_name_is_all(service: Resource, _all: Objects) -> Problems:
    """An ExternalName is a name for another name, and has no address."""
    if not is_external_name(service):
        return
    path, name = ("spec", "externalName"), at(service.data, "spec", "externalName")
    if name in (None, "", "."):
        yield found("SR903", path, "is required with type: ExternalName")
    elif isinstance(name, str):
        yield from checked("SR904", path, dns_subdomain, name.removesuffix("."))
    if address := text(at(service.data, "spec", "clusterIP")):
        message = f"must not be set with type: ExternalName, got {quoted(address)}"
        yield found("SR904", ("spec", "clusterIP"), message, hint="remove it")


def fields_are_for_the_type(service: Resource, _all: Objects) -> Problems:
    """Some fields are for what is reached from outside, some for what has an address."""
    spec = mapping(at(service.data, "spec"))
    kind = text(spec.get("type")) or "ClusterIP"
    for field, kinds in KINDS_WITH.items():
        if spec.get(field) not in (None, "", []) and kind in TYPES and kind not in kinds:
            if field == "externalTrafficPolicy" and spec.get("externalIPs"):
                continue  # they are reached from outside too
            message = f"must not be set with type: {kind}"
            hint = f"remove it, or write type: {kinds[-1]}"
            yield found("SR904", ("spec", field), message, hint=hint)
    for index, port in items(spec.get("ports")):
        if number(port.get("nodePort")) and kind == "ClusterIP":
            message = f"must not be set with type: {kind}, got {quoted(port['nodePort'])}"
            hint = "remove it, or write type: NodePort"
            yield found("SR904", ("spec", "ports", index, "nodePort"), message, hint=hint)


def has_ports(service: Resource, _all: Objects) -> Problems:
    """Only a headless Service may have none, and then there are no SRV records."""
    spec = mapping(at(service.data, "spec"))
    ports = list(items(spec.get("ports")))
    path = ("spec", "ports")
    if at(service.data, "spec") is None or is_external_name(service):
        return
    if not ports and not is_headless(service):
        yield found("SR923", path, "must have a port, unless clusterIP is None")
    elif not ports:
        message = "are none: pods have addresses, but no SRV records, and no monitor finds them"
        yield found("SR924", path, message, hint="name the ports of the pods here")
    elif len(ports) == 1 and is_headless(service) and not ports[0][1].get("name"):
        message = "has no name: there is no SRV record, and a second port would need names"
        yield found("SR924", (*path, ports[0][0]), message)


def ports_are_told_apart(service: Resource, _all: Objects) -> Problems:
    """Several ports need names, and none of name, number and nodePort twice for a protocol."""
    ports = list(items(at(service.data, "spec", "ports")))
    seen = set()
    for index, port in ports:
        path = ("spec", "ports", index)
        if len(ports) > 1 and not text(port.get("name")):
            yield found("SR920", (*path, "name"), "is required where there are several ports")
        for field in ("name", "port", "nodePort"):
            value = port.get(field)
            key = (field, value, "" if field == "name" else protocol(port))
            if value and not isinstance(value, list | dict) and key in seen:
                taken = quoted(value) if field == "name" else f"{value}/{key[2]}"
                message = f"must be a {field} of its own, {taken} is taken"
                yield found("SR920", (*path, field), message)
            if not isinstance(value, list | dict):
                seen.add(key)


def target_ports_can_be_ports(service: Resource, _all: Objects) -> Problems:
    """`"8080"` is a name, and no name has digits alone; 0 and nothing stand for the port itself."""
    for index, port in items(at(service.data, "spec", "ports")):
        target = port.get("targetPort")
        if text(target) or number(target):
            yield from checked(
                "SR904", ("spec", "ports", index, "targetPort"), port_reference, target
            )


def ports_lead_somewhere(service: Resource, objects: Objects) -> Problems:
    """A named targetPort that no container has is accepted, and nobody answers there."""
    sets = [each for each in selected(service, objects) if each.kind == "StatefulSet"]
    if not sets or len(sets) < len(selected(service, objects)):
        return
    open_ports = [each for one in sets for each in named_ports(one)]
    for index, port in items(at(service.data, "spec", "ports")):
        path, target = ("spec", "ports", index), port.get("targetPort")
        if not target or not passes(port_reference, target):
            continue  # said by target_ports_can_be_ports
        means = {(name, kind): real for name, kind, real in reversed(open_ports)}
        real = means.get((target, protocol(port))) if isinstance(target, str) else target
        if real is None:
            yield _nobody_answers(port, path, open_ports)
        elif is_headless(service) and real != port.get("port"):
            message = (
                f"is {quoted(port.get('port'))}, and the pods listen on {quoted(real)}: a "
                "headless Service translates nothing, clients dial the pod's own port"
            )
            yield found("SR922", (*path, "port"), message, hint=did_you_mean(real))


def _address(value: str) -> str:
    """Check an address; servers before 1.36 take zeros in front."""
    ip_address(".".join(part.lstrip("0") or "0" for part in value.split(".")))
    return value


def _range(value: str) -> str:
    """Check a range; servers before 1.36 take any address in it, and all take blanks around it."""
    address, slash, bits = value.strip().partition("/")
    if not (slash and bits.isdecimal()):
        return cidr(value)
    return _address(address)


def _nobody_answers(
    port: dict[Any, Any], path: Path, open_ports: list[tuple[str, str, Any]]
) -> Problem:
    """Return the problem of a name that no port has with this protocol."""
    target = port["targetPort"]
    others = [kind for name, kind, _ in open_ports if name == target]
    if others:
        message = (
            f"is {protocol(port)}, and port {quoted(target)} of the pods is {others[0]}: nobody "
            "answers there"
        )
        hint = "write the same protocol in both"
        return found("SR921", (*path, "protocol"), message, hint=hint)
    known = sorted({name for name, _, _ in open_ports})
    hint = nearest(target, known) or f"their ports: {', '.join(known) or 'none has a name'}"
    if any(is_slip(target, name) for name in known):
        message = (
            f"must be the name of a port of the pods, got {quoted(target)}: nobody answers there"
        )
        return found("SR921", (*path, "targetPort"), message, hint=hint)
    message = (
        f"is no name of a port of the pods, {quoted(target)}: nobody answers there, unless a "
        "sidecar with that port is added to them"
    )
    return found("SR948", (*path, "targetPort"), message, hint=hint)


def selects_pods(service: Resource, objects: Objects) -> Problems:
    """A Service without pods is accepted, and its name leads nowhere."""
    selector, spec = service_selector(service), mapping(at(service.data, "spec"))
    if not spec or is_external_name(service) or _is_governing(service, objects):
        return
    if not selector:
        if not has_endpoints(service, objects):
            message = "is empty: no pods, unless somebody else makes the EndpointSlices"
            yield found("SR915", ("spec", "selector"), message)
    elif not selected(service, objects):
        yield means_no_pods("SR916", ("spec", "selector"), selector, service, objects)


def one_pod_is_made(service: Resource, objects: Objects) -> Problems:
    """A Service for one pod waits for it, and nothing says that the replicas make no such pod."""
    for key in OF_ONE_POD:
        wanted = text(service_selector(service).get(key))
        sets = selected(service, objects)
        if wanted and sets and not any(_may_make(each, wanted, objects) for each in sets):
            first, pods = sets[0], ordinals(sets[0])
            message = (
                f"selects pod {quoted(wanted)}, which {first.label} does not make, with "
                f"replicas: {len(pods)} from {first.name}-{pods.start} on"
            )
            hint = "change the replicas, or remove this Service"
            yield found("SR995", ("spec", "selector", key), message, hint=hint)


def _may_make(one: Resource, wanted: str, objects: Objects) -> bool:
    """Tell whether a pod of this name or ordinal may be there; with no pods, some are meant.

    Where nobody says how many, somebody else may: an autoscaler in another file.
    """
    count = at(one.data, "spec", "replicas")
    is_told = one.kind == "StatefulSet" and count is not None and number(count) == count
    if not is_told or not ordinals(one) or scalers(one, objects):
        return True
    ordinal = wanted.rpartition("-")[2]
    is_known = ordinal.isascii() and ordinal.isdecimal() and len(ordinal) <= MOST_DIGITS
    return is_known and int(ordinal) in ordinals(one) and str(int(ordinal)) == ordinal


def means_no_pods(
    code: str, path: tuple[str, ...], selector: dict[Any, Any], one: Resource, objects: Objects
) -> Problem:
    """Return the problem of a selector without pods: a slip where one label differs."""
    if miss := near_miss(selector, one, objects):
        key, value, label = miss
        message = f"selects no pods, but {label} differs in one label only, {key}: {quoted(value)}"
        return found("SR917", (*path, str(key)), message, hint=did_you_mean(value))
    message = "selects no pods of the input: they may be in another file, or made by an operator"
    return found(code, path, message)


def selects_nobody_else(service: Resource, objects: Objects) -> Problems:
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


def publishes_what_is_meant(service: Resource, _all: Objects) -> Problems:
    """Peers want pods that are not ready yet, clients do not."""
    publishes = at(service.data, "spec", "publishNotReadyAddresses") is True
    if TOLERATE_UNREADY in service.annotations and not publishes:
        message = "was replaced long ago, and newer servers do not read it"
        hint = "write spec.publishNotReadyAddresses: true"
        yield found("SR925", ("metadata", "annotations", TOLERATE_UNREADY), message, hint=hint)
    if publishes and not is_headless(service):
        message = "sends clients of this Service to pods that are not ready"
        hint = "keep it for the headless Service, by which peers find each other"
        yield found("SR927", ("spec", "publishNotReadyAddresses"), message, hint=hint)


def _is_governing(service: Resource, objects: Objects) -> bool:
    governed = objects.once(_governed)
    return any(
        may_share_namespace(each, service)
        for name in service.names
        for each in governed.get(name, ())
    )


def _governed(objects: Objects) -> dict[str, list[Resource]]:
    """Return {name of a Service: the StatefulSets that name it}."""
    return grouped((text(at(each.data, "spec", "serviceName")), each) for each in objects.sets)


def has_endpoints(service: Resource, objects: Objects) -> bool:
    """Tell whether somebody else says where a Service without a selector leads to."""
    return any(
        may_share_namespace(each, service)
        and service.name
        in (each.name, at(each.data, "metadata", "labels", "kubernetes.io/service-name"))
        for each in objects.of_kind("Endpoints", "EndpointSlice")
    )


def _labels(workloads: list[Resource]) -> str:
    return " and ".join(sorted({each.label for each in workloads}))


RULES = (
    has_an_address_that_fits,
    address_can_be_one,
    addresses_can_be_ones,
    addresses_agree,
    families_are_unique,
    clients_stay_as_long_as_they_can,
    health_is_asked_from_outside,
    external_name_is_all,
    fields_are_for_the_type,
    has_ports,
    ports_are_told_apart,
    target_ports_can_be_ports,
    ports_lead_somewhere,
    selects_pods,
    one_pod_is_made,
    selects_nobody_else,
    publishes_what_is_meant,
)
