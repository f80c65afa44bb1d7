"""Containers of a StatefulSet's pods: what the API server refuses in them.

`pkg/apis/core/validation` of Kubernetes has the rules. Before Kubernetes 1.34 the StatefulSet is
accepted, and its pods are refused.
"""

from __future__ import annotations

from renderer.guard.finding import found, taken
from renderer.guard.objects import (
    POD,
    Objects,
    Placed,
    all_containers,
    items,
    pod,
    text,
)
from renderer.kubernetes.names import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.errors import Problem

    Problems = Iterator[Problem]


def ports_have_names_of_their_own(one: Placed, _all: Objects) -> Problems:
    """Two ports of one name are refused in one container, whatever their protocols are."""
    for path, container in all_containers(one):
        ports = items(container.get("ports"))
        yield from taken(
            [((*path, "ports", index), text(port.get("name"))) for index, port in ports]
        )


def host_ports_are_ports(one: Placed, _all: Objects) -> Problems:
    """In the node's own network nothing translates a port; init containers are not asked."""
    if pod(one).get("hostNetwork") is not True:
        return
    for place, container in items(pod(one).get("containers")):
        for index, port in items(container.get("ports")):
            outside, inside = port.get("hostPort"), port.get("containerPort")
            if outside and outside != inside:
                message = (
                    f"must be the containerPort with hostNetwork: true, {quoted(inside)}, got "
                    f"{quoted(outside)}"
                )
                path = (*POD, "containers", place, "ports", index, "hostPort")
                yield found("SR904", path, message, hint="remove it")


def tolerations_have_a_value_or_exist(one: Placed, _all: Objects) -> Problems:
    """Exists means every value."""
    for index, each in items(pod(one).get("tolerations")):
        if each.get("operator") == "Exists" and each.get("value"):
            message = f"must be empty with operator: Exists, got {quoted(each['value'])}"
            hint = "remove it, or write operator: Equal"
            yield found("SR904", (*POD, "tolerations", index, "value"), message, hint=hint)


RULES = (
    ports_have_names_of_their_own,
    host_ports_are_ports,
    tolerations_have_a_value_or_exist,
)
