"""Mounts: of a volume that is there, each at a path of its own."""

from __future__ import annotations

from renderer.kubernetes.names import nearest, one_of, quoted
from renderer.objects.reading import items, text
from renderer.objects.workload import all_containers, claim_specs, claims, mounts, volumes
from renderer.rules.rule import found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

# What a volume of this mode stands under, and the field that says where it is.
LISTS = {"Filesystem": "volumeMounts", "Block": "volumeDevices"}
PLACES = {"volumeMounts": "mountPath", "volumeDevices": "devicePath"}


@rule("SR931", "error", "StatefulSet", refers=True)
def mounts_have_a_volume(resource: Resource, _objects: Objects) -> Problems:
    """A mount of a volume that is not there

    Pods are refused; before Kubernetes 1.34 only when they are made.

    Way out: mount a volume or claim template by its name, or add the volume.
    """
    known = [name for *_, name in (*volumes(resource), *claims(resource)) if name]
    for path, mount in mounts(resource):
        name = text(mount.get("name"))
        if name and name not in known:
            message = f"must be the name of a volume or claim, got {quoted(name)}"
            hint = nearest(name, known) or one_of(dict.fromkeys(known) or ["none"])
            yield found((*path, "name"), message, hint=hint)


@rule("SR1056", "error", "StatefulSet")
def mounts_fit_the_mode(resource: Resource, _objects: Objects) -> Problems:
    """A raw device that is mounted as a folder, or a folder as a raw device

    The kubelet refuses it when the pod starts: what has volumeMode: Block stands in volumeDevices,
    and everything else in volumeMounts.

    Way out: move it to the other list, or change volumeMode of the claim.
    """
    modes = {name: text(spec.get("volumeMode")) for _, spec, name in claim_specs(resource)}
    for path, mount in mounts(resource) if modes else ():
        name = text(mount.get("name"))
        wanted = LISTS.get(modes.get(name) or "Filesystem")
        if name in modes and wanted and wanted not in path:
            mode = modes[name] or "Filesystem"
            message = f"must stand in {wanted}, for {quoted(name)} has volumeMode {mode}"
            hint = f"move it there, and write {PLACES[wanted]}"
            yield found((*path, "name"), f"{message}: no pod starts", hint=hint)


@rule("SR942", "error", "StatefulSet", was=("SR303",))
def paths_are_unique(resource: Resource, _objects: Objects) -> Problems:
    """Two mounts at one path

    Kubernetes refuses it. Where one of them ends with a slash more, it does not, and one volume
    hides the other.

    Way out: write another path, or remove one of them.
    """
    for path, container in all_containers(resource):
        seen: dict[str, Path] = {}
        for field, place in PLACES.items():
            for index, mount in items(container.get(field)):
                at: Path = (*path, field, index, place)
                where = text(mount.get(place))
                where = where.rstrip("/") or where[:1]
                if where and where in seen:
                    message = f"must be a path of its own, {quoted(where)} is taken"
                    hint = "write another path, or remove one of them"
                    yield found(at, message, hint=hint, taken_by=seen[where])
                seen.setdefault(where, at)
