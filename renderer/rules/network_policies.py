"""Network policies: who may connect."""

from __future__ import annotations

from renderer.objects.reading import at, items
from renderer.rules.rule import found, rule

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


def _peers(policy: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    for field, key in (("ingress", "from"), ("egress", "to")):
        for number, traffic in items(at(policy.data, "spec", field)):
            for index, peer in items(traffic.get(key)):
                yield ("spec", field, number, key, index), peer


RULES = (peers_are_of_one_kind,)
