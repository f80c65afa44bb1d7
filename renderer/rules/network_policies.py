"""Network policies: who may connect."""

from __future__ import annotations

from renderer.kubernetes.names import cidr, quoted
from renderer.objects.reading import at, items, number, text, texts
from renderer.rules.rule import found, passes, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems


@rule("SR1135", "error", "NetworkPolicy", was=("SR307",))
def peers_are_of_one_kind(policy: Resource, _objects: Objects) -> Problems:
    """A peer of a NetworkPolicy that is nobody, or two things at once

    A peer is a range of addresses, or pods by their labels and namespaces. The API server refuses
    an ipBlock beside a selector, and a peer with nothing in it.

    Way out: write an ipBlock alone, or a podSelector, a namespaceSelector or both.
    """
    for path, peer in _peers(policy):
        given = [field for field, value in peer.items() if value is not None]
        if not given or ("ipBlock" in given and len(given) > 1):
            message = "must be an ipBlock alone, or a podSelector, a namespaceSelector or both"
            yield found(path, message)


@rule("SR1099", "error", "NetworkPolicy")
def ranges_of_ports_have_two_ends(policy: Resource, _objects: Objects) -> Problems:
    """endPort without a number in front of it

    A range goes from the number in port to endPort, so the API server refuses an endPort below it,
    beside a name, or alone.

    Way out: write the lowest number in port and the highest in endPort.
    """
    for field in ("ingress", "egress"):
        for order, traffic in items(at(policy.data, "spec", field)):
            for index, port in items(traffic.get("ports")):
                first, last = port.get("port"), port.get("endPort")
                is_range = isinstance(first, int) and number(last) >= first
                if last is not None and not is_range:
                    message = f"must be a number from port on, {quoted(first)}, got {quoted(last)}"
                    where = ("spec", field, order, "ports", index)
                    yield found((*where, "endPort"), message, causes=((*where, "port"),))


@rule("SR1146", "error", "NetworkPolicy")
def exceptions_are_of_the_range(policy: Resource, _objects: Objects) -> Problems:
    """An exception of a NetworkPolicy that is not part of its range

    What `except` takes out of an ipBlock has to be in it, and less than all of it. The API server
    refuses anything else.

    Way out: write a smaller range below except, or remove it.
    """
    for path, peer in _peers(policy):
        whole = text(at(peer, "ipBlock", "cidr"))
        for index, part in enumerate(texts(at(peer, "ipBlock", "except"))):
            if passes(cidr, whole) and passes(cidr, part) and not _is_part(part, whole):
                message = f"must be a part of {whole}, got {quoted(part)}"
                where = (*path, "ipBlock", "except", index)
                yield found(where, message, causes=((*path, "ipBlock", "cidr"),))


def _is_part(part: str, whole: str) -> bool:
    import ipaddress  # rarely needed, and slow to import

    inner: Any = ipaddress.ip_network(part)
    outer: Any = ipaddress.ip_network(whole)
    return inner.version == outer.version and inner != outer and bool(inner.subnet_of(outer))


def _peers(policy: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    for field, key in (("ingress", "from"), ("egress", "to")):
        for order, traffic in items(at(policy.data, "spec", field)):
            for index, peer in items(traffic.get(key)):
                yield ("spec", field, order, key, index), peer
