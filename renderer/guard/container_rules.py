"""Containers of a StatefulSet's pods: what the API server refuses in them.

`pkg/apis/core/validation` of Kubernetes has the rules. Before Kubernetes 1.34 the StatefulSet is
accepted, and its pods are refused.
"""

from __future__ import annotations

from renderer.guard import shapes
from renderer.guard.finding import found, taken
from renderer.guard.objects import (
    POD,
    Objects,
    Placed,
    all_containers,
    amount,
    at,
    items,
    mapping,
    number,
    pod,
    text,
)
from renderer.kubernetes.names import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path, Problem

    Problems = Iterator[Problem]

PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
HANDLERS = ("exec", "grpc", "httpGet", "tcpSocket")
# A pod is live or not: only readiness may ask for several good answers.
ONE_SUCCESS = ("startupProbe", "livenessProbe")


def _probes(one: Placed) -> Iterator[tuple[Path, dict[Any, Any]]]:
    for path, container in all_containers(one):
        for name in PROBES:
            if isinstance(container.get(name), dict):
                yield (*path, name), container[name]


def probes_have_one_handler(one: Placed, _all: Objects) -> Problems:
    """A probe asks in one way; what is misspelled is for `structure` to report."""
    for path, probe in _probes(one):
        given = [name for name in HANDLERS if probe.get(name) is not None]
        is_known = set(probe) <= set(shapes.TYPES["Probe"])
        if len(given) > 1 or (not given and is_known):
            message = f"must have one of {', '.join(HANDLERS)}, has {' and '.join(given) or 'none'}"
            yield found("SR904", path, message)


def probes_succeed_once(one: Placed, _all: Objects) -> Problems:
    """For these two the API server takes only 1; 0 is the default, and that is 1."""
    for path, probe in _probes(one):
        times = number(probe.get("successThreshold"))
        if path[-1] in ONE_SUCCESS and times not in (0, 1):
            message = f"must be 1 for a {path[-1]}, got {times}"
            yield found("SR904", (*path, "successThreshold"), message)


def requests_fit_limits(one: Placed, _all: Objects) -> Problems:
    """Nobody may ask for more than what is allowed."""
    for path, container in all_containers(one):
        limits = mapping(at(container, "resources", "limits"))
        for name, asked in mapping(at(container, "resources", "requests")).items():
            least, most = amount(asked), amount(limits.get(name))
            if least is not None and most is not None and least > most:
                message = f"must be at most the limit, {quoted(limits[name])}, got {quoted(asked)}"
                yield found("SR904", (*path, "resources", "requests", str(name)), message)


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
    probes_have_one_handler,
    probes_succeed_once,
    requests_fit_limits,
    ports_have_names_of_their_own,
    host_ports_are_ports,
    tolerations_have_a_value_or_exist,
)
