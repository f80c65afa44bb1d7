"""Services with more than one address or family, ports on the nodes, or clients that stay."""

from __future__ import annotations

from renderer.kubernetes import versions
from renderer.kubernetes.names import cidr, did_you_mean, ip_address, quoted, refusal
from renderer.objects.reading import at, mapping, number, text, texts
from renderer.objects.service import is_external_name, is_headless
from renderer.rules.rule import checked, found, rule
from renderer.rules.services import TYPE, ports_of, repeated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

DAY = 24 * 60 * 60  # seconds


@rule("SR1117", "error", "Service", was=("SR904",))
def addresses_from_outside_can_be_ones(service: Resource, objects: Objects) -> Problems:
    """An entry of externalIPs or loadBalancerSourceRanges that is no address or range

    The API server refuses anything but addresses in the first, and ranges in the second. Addresses
    of the node itself or of one link are none that clients reach.

    From Kubernetes 1.36 on, no number begins with 0, and a range with its first address.

    Way out: write addresses such as 192.0.2.1, and ranges such as 192.0.2.0/24.
    """
    is_strict = (objects.minor or 0) >= versions.STRICT_ADDRESSES
    checks = (_strictly_reachable, _strict_range) if is_strict else (_reachable, _range)
    for field, check in zip(("externalIPs", "loadBalancerSourceRanges"), checks, strict=True):
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


def _reachable(value: str) -> str:
    """Check an address that clients outside of a node use."""
    _address(value)
    import ipaddress  # rarely needed, and slow to import

    address = ipaddress.ip_address(_without_zeros(value))
    for name, is_it in (
        ("a node's own address", address.is_loopback),
        ("no address", address.is_unspecified),
        ("known to one link only", address.is_link_local or _is_near(address)),
    ):
        if is_it:
            raise refusal(f"an address that clients reach, and this is {name}", value)
    return value


def _strictly_reachable(value: str) -> str:
    ip_address(value)
    return _reachable(value)


def _is_near(address: Any) -> bool:
    """Tell whether it is for all machines of a link."""
    written: str = address.exploded
    return written.startswith("224.0.0.") or (written[:2] == "ff" and written[3] == "2")


def _address(value: str) -> str:
    """Check an address; servers before 1.36 take zeros in front."""
    ip_address(_without_zeros(value))
    return value


def _without_zeros(value: str) -> str:
    parts = value.split(".")
    return ".".join(part.lstrip("0") or "0" for part in parts) if len(parts) > 1 else value


def _range(value: str) -> str:
    """Check a range; servers before 1.36 take any address in it, and all take blanks around it."""
    address, slash, bits = value.strip().partition("/")
    return _address(address) if slash and bits.isdecimal() else cidr(value)


def _strict_range(value: str) -> str:
    import ipaddress  # rarely needed, and slow to import

    _range(value)
    written = value.strip()
    try:
        network = ipaddress.ip_network(written)
    except ValueError:
        raise refusal("a range that begins with its first address", value) from None
    if written.rpartition("/")[2] != str(network.prefixlen):
        raise refusal("a range without zeros in front", value, did_you_mean(str(network)))
    return value


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

    The API server refuses two ipFamilies or clusterIPs with ipFamilyPolicy: SingleStack, which is
    its default too, but for a headless Service without selector.

    Way out: write ipFamilyPolicy: PreferDualStack, or keep one family.
    """
    spec = mapping(at(service.data, "spec"))
    policy = spec.get("ipFamilyPolicy")
    is_free = is_headless(service) and not spec.get("selector")
    if policy == "SingleStack" or (policy is None and not is_free):
        for field in ("ipFamilies", "clusterIPs"):
            if len({":" in address or address == "IPv6" for address in texts(spec.get(field))}) > 1:
                default = "" if policy else ", which is the default"
                message = f"must be of one family with ipFamilyPolicy: SingleStack{default}"
                hint = "write ipFamilyPolicy: PreferDualStack, or keep one family"
                causes = (("spec", "ipFamilyPolicy"),)
                yield found(("spec", field), message, hint=hint, causes=causes)


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


@rule("SR1126", "error", "Service", was=("SR311", "SR904"))
def node_ports_are_for_the_type(service: Resource, _objects: Objects) -> Problems:
    """nodePort of a Service for the inside

    Only NodePort and LoadBalancer have ports on the nodes. The API server refuses it otherwise.

    Way out: remove it, or write type: NodePort.
    """
    kind = text(at(service.data, "spec", "type")) or "ClusterIP"
    for path, port in ports_of(service):
        if number(port.get("nodePort")) and kind == "ClusterIP":
            message = f"must not be set with type: {kind}, got {quoted(port['nodePort'])}"
            hint = "remove it, or write type: NodePort"
            yield found((*path, "nodePort"), message, hint=hint, causes=TYPE)


@rule("SR1129", "error", "Service", was=("SR302", "SR920"))
def node_ports_are_told_apart(service: Resource, _objects: Objects) -> Problems:
    """One nodePort for two ports

    A port of the nodes leads to one port with each protocol. The API server refuses it.

    Way out: write another nodePort, or remove it: the cluster then chooses one.
    """
    yield from repeated(service, "nodePort")
