"""Containers of a StatefulSet's pods: what the API server refuses in them.

`pkg/apis/core/validation` of Kubernetes has the rules. Before Kubernetes 1.34 the StatefulSet is
accepted, and its pods are refused.
"""

from __future__ import annotations

from renderer.kubernetes.names import quoted
from renderer.kubernetes.shapes import OBJECTS
from renderer.objects.reading import items, mapping, number, text
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import POD, all_containers, pod, protocol
from renderer.rules.legacy import found, one_of, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path, Problem

    Problems = Iterator[Problem]

ENV = tuple(OBJECTS["EnvVarSource"][0])
ENV_FROM = ("configMapRef", "secretRef")
PROFILES, LOCAL = ("appArmorProfile", "seccompProfile"), "Localhost"


def ports_have_names_of_their_own(one: Resource, _all: Objects) -> Problems:
    """Two ports of one name are refused in one container, whatever their protocols are."""
    for path, container in all_containers(one):
        ports = items(container.get("ports"))
        yield from taken(
            [((*path, "ports", index), text(port.get("name"))) for index, port in ports]
        )


def host_ports_are_free(one: Resource, _all: Objects) -> Problems:
    """Of a node's ports a pod can have each once."""
    for together in _together(one):
        seen: set[object] = set()
        for path, container in together:
            for index, port in items(container.get("ports")):
                outside = number(port.get("hostPort"))
                wanted = (protocol(port), text(port.get("hostIP")), outside)
                if outside and wanted in seen:
                    message = f"must be a port of its own, {outside}/{protocol(port)} is taken"
                    hint = "remove it, or write a port that is free"
                    yield found("SR904", (*path, "ports", index, "hostPort"), message, hint=hint)
                seen.add(wanted)


def _together(one: Resource) -> Iterator[list[tuple[Path, dict[Any, Any]]]]:
    """Yield the containers that the server compares: init containers one by one, sidecars too."""
    spec = pod(one)
    for index, each in items(spec.get("initContainers")):
        yield [((*POD, "initContainers", index), each)]
    yield [((*POD, "containers", index), each) for index, each in items(spec.get("containers"))]


def host_ports_are_container_ports(one: Resource, _all: Objects) -> Problems:
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


def variables_have_one_value(one: Resource, _all: Objects) -> Problems:
    """`value` and `valueFrom` exclude each other, also where a patch has added the second."""
    for path, container in all_containers(one):
        for index, each in items(container.get("env")):
            if each.get("value") and each.get("valueFrom") is not None:
                message = "must not be set together with value"
                hint = "keep one of them; in a patch, write value: null or valueFrom: null"
                yield found("SR965", (*path, "env", index, "valueFrom"), message, hint=hint)


def variables_have_one_source(one: Resource, _all: Objects) -> Problems:
    """A variable comes from one place, and so do all that come together."""
    for path, container in all_containers(one):
        for index, each in items(container.get("envFrom")):
            yield from one_of(each, "EnvFromSource", ENV_FROM, (*path, "envFrom", index))
        for index, each in items(container.get("env")):
            if isinstance(source := each.get("valueFrom"), dict):
                where = (*path, "env", index, "valueFrom")
                yield from one_of(source, "EnvVarSource", ENV, where)


def privileges_agree(one: Resource, _all: Objects) -> Problems:
    """A privileged container has all that there is, so nothing of it can be forbidden."""
    for path, container in all_containers(one):
        security = mapping(container.get("securityContext"))
        is_closed = security.get("allowPrivilegeEscalation") is False
        if is_closed and security.get("privileged") is True:
            message = "must not be false for a privileged container"
            where = (*path, "securityContext", "allowPrivilegeEscalation")
            yield found("SR904", where, message, hint="remove one of the two")


def profiles_are_whole(one: Resource, _all: Objects) -> Problems:
    """Only a profile that lies on the node has a path, and AppArmor has no empty one."""
    for path, each in ((POD, pod(one)), *all_containers(one)):
        security = mapping(each.get("securityContext"))
        for field in PROFILES:
            profile, where = mapping(security.get(field)), (*path, "securityContext", field)
            given, kind = profile.get("localhostProfile"), text(profile.get("type"))
            if kind == LOCAL and (given is None or (not given and field == "appArmorProfile")):
                message = f"is required with type: {LOCAL}"
                yield found("SR903", (*where, "localhostProfile"), message)
            elif kind != LOCAL and given is not None:
                message = f"must not be set but with type: {LOCAL}"
                hint = f"remove it, or write type: {LOCAL}"
                yield found("SR904", (*where, "localhostProfile"), message, hint=hint)


RULES = (
    ports_have_names_of_their_own,
    host_ports_are_free,
    host_ports_are_container_ports,
    variables_have_one_value,
    variables_have_one_source,
    privileges_agree,
    profiles_are_whole,
)
