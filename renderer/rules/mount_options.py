"""Raw devices, and mounts that say more than a volume and a path."""

from __future__ import annotations

from renderer.kubernetes.names import nearest, quoted
from renderer.objects.reading import at, items, text
from renderer.objects.workload import all_containers, claim_specs, mounts, volumes
from renderer.rules.rule import found, rule
from renderer.rules.volumes import CLAIMS, sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

# What the kubelet adds itself for each Service, as DB_SERVICE_HOST and DB_PORT_5432_TCP_ADDR.
OF_A_SERVICE = "(?s).*_(?:SERVICE_(?:HOST|PORT)|PORT)(?:_.*)?"
KEEP_ONE = "keep one of them"


def _devices(resource: Resource) -> Iterator[tuple[Path, dict[Any, Any], dict[Any, Any]]]:
    """Yield the raw devices of every container: where, what, and the container."""
    for path, container in all_containers(resource):
        for index, device in items(container.get("volumeDevices")):
            yield (*path, "volumeDevices", index), device, container


@rule("SR1057", "error", "StatefulSet")
def devices_are_claims(resource: Resource, _objects: Objects) -> Problems:
    """A raw device that is no claim

    Only a PersistentVolumeClaim can be a block device; Kubernetes refuses any other volume there.

    Way out: move it to volumeMounts, or claim the volume with volumeMode: Block.
    """
    others = _others(resource)
    for path, device, _ in _devices(resource):
        name = text(device.get("name"))
        if name and name in others:
            message = f"must be a claim to be a device, and {quoted(name)} is not one"
            yield found((*path, "name"), message, hint="move it to volumeMounts")


def _others(resource: Resource) -> set[str]:
    """Return the names of the volumes that are no claims."""
    return {name for _, volume, name in volumes(resource) if not CLAIMS & set(sources(volume))}


@rule("SR1058", "error", "StatefulSet")
def devices_are_used_once(resource: Resource, _objects: Objects) -> Problems:
    """A raw device that a container has twice

    Kubernetes refuses a claim that is two devices of one container, or a device and a mount.

    Way out: remove one of them.
    """
    elsewhere = {name for *_, name in claim_specs(resource)} | _others(resource)
    seen: set[tuple[Path, str]] = set()
    for path, device, container in _devices(resource):
        name = text(device.get("name"))
        mounted = {text(mount.get("name")) for _, mount in items(container.get("volumeMounts"))}
        if name and ((path[:-1], name) in seen or name in mounted - elsewhere):
            message = f"must be one device or one mount, {quoted(name)} is there already"
            yield found((*path, "name"), message, hint="remove one of them")
        seen.add((path[:-1], name))


@rule("SR1063", "error", "StatefulSet")
def device_paths_are_straight(resource: Resource, _objects: Objects) -> Problems:
    """A path of a raw device that leads upwards

    Kubernetes refuses a devicePath with `..` in it.

    Way out: write where it leads to.
    """
    for path, device, _ in _devices(resource):
        if ".." in text(device.get("devicePath")).split("/"):
            message = f'must be a path without "..", got {quoted(device["devicePath"])}'
            yield found((*path, "devicePath"), message, hint="write where it leads to")


@rule("SR1059", "error", "StatefulSet", was=("SR314",))
def mounts_stay_inside(resource: Resource, _objects: Objects) -> Problems:
    """Mounts that the node sees, of a container without privileges

    With mountPropagation: Bidirectional, what a container mounts appears on its node, so
    Kubernetes takes it from privileged containers alone.

    Way out: write HostToContainer, or `privileged: true` in the container's securityContext.
    """
    for path, container in all_containers(resource):
        is_open = at(container, "securityContext", "privileged") is True
        for index, mount in items(() if is_open else container.get("volumeMounts")):
            if mount.get("mountPropagation") == "Bidirectional":
                message = "must not be Bidirectional, unless the container is privileged"
                hint = "write HostToContainer, or privileged: true in its securityContext"
                causes = ((*path, "securityContext", "privileged"),)
                where = (*path, "volumeMounts", index, "mountPropagation")
                yield found(where, message, hint=hint, causes=causes)


@rule("SR1060", "error", "StatefulSet", was=("SR305",))
def recursion_is_possible(resource: Resource, _objects: Objects) -> Problems:
    """recursiveReadOnly of a mount that is not read-only by itself

    Kubernetes takes it only together with readOnly: true, and without mountPropagation.

    Way out: write `readOnly: true`, or remove it.
    """
    for path, mount in mounts(resource):
        if mount.get("recursiveReadOnly") not in ("Enabled", "IfPossible"):
            continue
        if mount.get("readOnly") is not True:
            message, cause = "must come with readOnly: true", "readOnly"
            hint = "write readOnly: true, or remove it"
        elif mount.get("mountPropagation") not in (None, "None"):
            message, cause = "must not be set together with mountPropagation", "mountPropagation"
            hint = KEEP_ONE
        else:
            continue
        where = (*path, "recursiveReadOnly")
        yield found(where, message, hint=hint, causes=((*path, cause),))


@rule("SR1062", "error", "StatefulSet", was=("SR305",))
def subpaths_are_said_once(resource: Resource, _objects: Objects) -> Problems:
    """subPath together with subPathExpr

    Kubernetes refuses it: both say which folder of the volume is mounted.

    Way out: keep one of them.
    """
    for path, mount in mounts(resource):
        if mount.get("subPath") and mount.get("subPathExpr"):
            message, causes = "must not be set together with subPath", ((*path, "subPath"),)
            yield found((*path, "subPathExpr"), message, hint=KEEP_ONE, causes=causes)


@rule("SR1064", "error", "StatefulSet", refers=True)
def subpaths_can_be_filled_in(resource: Resource, _objects: Objects) -> Problems:
    """A path in a volume that needs a variable which is not there

    The kubelet starts no container whose subPathExpr names a variable that the container has not.
    Variables of envFrom are not known before the pod runs, and are believed.

    Way out: define the variable in env of the same container, for the name of the pod with
    `valueFrom: {fieldRef: {fieldPath: metadata.name}}`.
    """
    for path, container in all_containers(resource):
        if container.get("envFrom"):
            continue  # nobody knows what it has
        known = [text(variable.get("name")) for _, variable in items(container.get("env"))]
        for index, mount in items(container.get("volumeMounts")):
            for name in _variables(text(mount.get("subPathExpr"))):
                if name not in known:
                    message = f"must use variables of this container, got {quoted(name)}"
                    hint = nearest(name, known) or "define it in env"
                    where = (*path, "volumeMounts", index, "subPathExpr")
                    yield found(where, f"{message}: it cannot start", hint=hint)


def _variables(expression: str) -> list[str]:
    """Return the variables that must be there; a second dollar stands for the first."""
    if "$(" not in expression:
        return []
    import re  # slow to import, and rarely needed

    names = re.findall(r"\$\$|\$\(([^)]*)\)", expression)
    return [name for name in names if name and not re.fullmatch(OF_A_SERVICE, name)]
