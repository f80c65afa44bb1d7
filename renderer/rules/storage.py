"""Volumes, mounts and claims: what is refused, or stops a pod from starting."""

from __future__ import annotations

from renderer.kubernetes.names import nearest, quoted
from renderer.kubernetes.quantities import storage_size
from renderer.kubernetes.shapes import OBJECTS
from renderer.objects.reading import amount, at, items, mapping, text, texts, trimmed
from renderer.objects.resource import grouped, may_share_namespace
from renderer.objects.workload import (
    POD,
    all_containers,
    claim_specs,
    claims,
    mounts,
    pod,
    replicas,
    volumes,
)
from renderer.rules.rule import checked, found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

SOURCES = frozenset(OBJECTS["Volume"][0]) - {"name"}
PROJECTIONS = frozenset(OBJECTS["VolumeProjection"][0])
TOLD = ("fieldRef", "resourceFieldRef")
WITH_FILES = ("configMap", "downwardAPI", "secret")
CLAIM = "persistentVolumeClaim"
CLAIM_KIND = "PersistentVolumeClaim"
CLAIMS = {CLAIM, "ephemeral"}
SNAPSHOTS = "write apiGroup: snapshot.storage.k8s.io"
# What a volume of this mode stands under, and the field that says where it is.
LISTS = {"Filesystem": "volumeMounts", "Block": "volumeDevices"}
PLACES = {"volumeMounts": "mountPath", "volumeDevices": "devicePath"}
# What the kubelet adds itself for each Service, as DB_SERVICE_HOST and DB_PORT_5432_TCP_ADDR.
OF_A_SERVICE = "(?s).*_(?:SERVICE_(?:HOST|PORT)|PORT)(?:_.*)?"
ALONE = "ReadWriteOncePod"
KEEP_ONE = "keep one of them"
# What the API server takes for all values of a ConfigMap together.
MOST_BYTES = 1024 * 1024


def sources(volume: dict[Any, Any]) -> list[str]:
    """Return of which kinds a volume is: it must be one, and none is an emptyDir."""
    return [field for field in volume if field in SOURCES and volume[field] is not None]


@rule("SR932", "error", "StatefulSet")
def volumes_are_not_hidden(resource: Resource, _objects: Objects) -> Problems:
    """A volume that a claim template hides

    The claim template of that name wins, in silence: every pod gets a claim in place of what the
    volume holds. For a volume that names a claim itself, see SR996; where the volume says nothing,
    or emptyDir, there is nothing to lose, and it is only advice.

    Way out: remove one of the two, or rename the volume and its mounts.
    """
    templates = {name for *_, name in claims(resource) if name}
    for index, volume in items(pod(resource).get("volumes") if templates else ()):
        name, kinds = text(volume.get("name")), sources(volume)
        if name in templates and kinds != [CLAIM]:
            message = f"is hidden by the claim template of that name, {quoted(name)}"
            hint = "remove one of the two, or rename the volume"
            problem = found((*POD, "volumes", index, "name"), message, hint=hint)
            yield problem if set(kinds) - {"emptyDir"} else problem.graded("info")


@rule("SR1050", "error", "StatefulSet", was=("SR307",))
def volumes_have_one_source(resource: Resource, _objects: Objects) -> Problems:
    """A volume of several kinds

    Kubernetes refuses it. It also happens where a patch or an environment gives a volume another
    kind: both merge by the volume's name, and the old kind stays.

    Way out: keep one of them; in an environment or a patch, write null for the old one, such as
    `emptyDir: null`.
    """
    for path, volume, _ in volumes(resource):
        kinds = sources(volume)
        if len(kinds) > 1:
            message = f"must be of one kind, has {' and '.join(kinds)}"
            nulls = " or ".join(f"{kind}: null" for kind in kinds)
            hint = f"keep one of them; in an environment or a patch, write {nulls}"
            yield found(path, message, hint=hint, causes=tuple((*path, kind) for kind in kinds))


@rule("SR1051", "info", "StatefulSet", is_refused=True, was=("SR307",))
def volumes_say_their_source(resource: Resource, _objects: Objects) -> Problems:
    """A volume that does not say what it is

    Kubernetes takes it for an emptyDir, whose files go with the pod, and adds that: Argo CD may
    then show a difference for ever. Often a source was forgotten.

    Way out: write `emptyDir: {}`, or the source that is meant.
    """
    for path, volume, _ in volumes(resource):
        if volume.get("name") and not sources(volume):
            message = "must say what it is, such as emptyDir or configMap, got nothing"
            yield found(path, message, hint="write emptyDir: {}, or the source that is meant")


@rule("SR1052", "error", "StatefulSet")
def projections_have_one_kind(resource: Resource, _objects: Objects) -> Problems:
    """A source of a projected volume that is of several kinds

    Kubernetes refuses it: each item of `sources` is one ConfigMap, one Secret, one token.

    Way out: write an item of its own for each.
    """
    for path, source in _projections(resource):
        kinds = [field for field in source if field in PROJECTIONS and source[field] is not None]
        if len(kinds) > 1:
            message = f"must be of one kind, has {' and '.join(kinds)}"
            yield found(path, message, hint="write one source for each")


def _projections(resource: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    for path, volume, _ in volumes(resource):
        if "projected" in volume:
            for index, source in items(at(volume, "projected", "sources")):
                yield (*path, "projected", "sources", index), source


@rule("SR1053", "error", "StatefulSet")
def told_files_have_one_source(resource: Resource, _objects: Objects) -> Problems:
    """A file of the downward API that holds not exactly one thing

    Kubernetes refuses it: a file holds a field of the pod (fieldRef) or what a container may use
    (resourceFieldRef).

    Way out: keep one of the two.
    """
    for path, file in _told_files(resource):
        given = [field for field in TOLD if file.get(field) is not None]
        if len(given) > 1 or not given:
            message = f"must have one of {', '.join(TOLD)}, has {' and '.join(given) or 'none'}"
            hint = KEEP_ONE if given else "write one of them, or remove the file"
            yield found(path, message, hint=hint)


@rule("SR1054", "error", "StatefulSet")
def told_resources_have_a_container(resource: Resource, _objects: Objects) -> Problems:
    """A file about resources that names no container

    A volume belongs to the pod, so resourceFieldRef has to say whose requests or limits it means.

    Way out: write containerName.
    """
    for path, file in _told_files(resource):
        asked = file.get("resourceFieldRef")
        if isinstance(asked, dict) and not asked.get("containerName"):
            where = (*path, "resourceFieldRef", "containerName")
            yield found(where, "is required in a volume", hint="name the container that is meant")


def _told_files(resource: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield the files of the downward API, which may stand in a projected volume."""
    holders: list[tuple[Path, Any]] = [(path, volume) for path, volume, _ in volumes(resource)]
    for path, holder in (*holders, *_projections(resource)):
        for index, file in items(at(holder, "downwardAPI", "items")):
            yield (*path, "downwardAPI", "items", index), file


@rule("SR1055", "error", "StatefulSet")
def projected_files_are_unique(resource: Resource, _objects: Objects) -> Problems:
    """A file that stands twice in a projected volume

    The sources of a projected volume share one folder, and Kubernetes refuses two files at one
    path of it.

    Way out: give one of them another path.
    """
    seen: set[tuple[Path, str]] = set()
    for path, source in _projections(resource):
        volume = path[:-1]
        for kind in WITH_FILES:
            for index, file in items(at(source, kind, "items")):
                place = text(file.get("path"))
                if place and (volume, place) in seen:
                    message = f"must be a path of its own, {quoted(place)} is taken"
                    where = (*path, kind, "items", index, "path")
                    yield found(where, message, hint="write another path")
                seen.add((volume, place))


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
            hint = nearest(name, known) or f"known: {', '.join(dict.fromkeys(known)) or 'none'}"
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


@rule("SR942", "error", "StatefulSet", was=("SR303",))
def paths_are_unique(resource: Resource, _objects: Objects) -> Problems:
    """Two mounts at one path

    Kubernetes refuses it. Where one of them ends with a slash more, it does not, and one volume
    hides the other.

    Way out: write another path, or remove one of them.
    """
    for path, container in all_containers(resource):
        seen = set()
        for field, place in PLACES.items():
            for index, mount in items(container.get(field)):
                where = text(mount.get(place))
                where = where.rstrip("/") or where[:1]
                if where and where in seen:
                    message = f"must be a path of its own, {quoted(where)} is taken"
                    hint = "write another path, or remove one of them"
                    yield found((*path, field, index, place), message, hint=hint)
                seen.add(where)


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


@rule("SR933", "error", "StatefulSet")
def claims_have_an_access_mode(resource: Resource, _objects: Objects) -> Problems:
    """A claim without access mode

    Every claim is refused, and the pods wait for ever.

    Way out: write `accessModes: [ReadWriteOnce]`, or what the app needs.
    """
    for path, spec, _ in claim_specs(resource):
        if spec.get("accessModes") in (None, []):
            message = "must have one: every claim is refused, and no pod starts"
            hint = "write accessModes: [ReadWriteOnce]"
            yield found((*path, "accessModes"), message, hint=hint)


@rule("SR1065", "error", "StatefulSet")
def claims_have_a_size(resource: Resource, _objects: Objects) -> Problems:
    """A claim without size

    Every claim is refused, and the pods wait for ever.

    Way out: write `resources: {requests: {storage: 1Gi}}`, or what the app needs.
    """
    for path, spec, _ in claim_specs(resource):
        if at(spec, "resources", "requests", "storage") is None:
            message = "is required: every claim is refused, and no pod starts"
            where = (*path, "resources", "requests", "storage")
            yield found(where, message, hint="write resources: {requests: {storage: 1Gi}}")


@rule("SR934", "error", "StatefulSet")
def sizes_are_possible(resource: Resource, _objects: Objects) -> Problems:
    """A size of a claim that cannot be

    Kubernetes refuses 0 and less, and `500m` is half a byte, which nobody means.

    Way out: write an amount of bytes, such as 10Gi.
    """
    for path, spec, _ in claim_specs(resource):
        size = at(spec, "resources", "requests", "storage")
        if size is not None and amount(size) is not None:
            where = (*path, "resources", "requests", "storage")
            yield from checked(where, _any_size, trimmed(size))


def _any_size(size: Any) -> str:
    """Check a size; some provisioners mind none at all, so more than nothing may be meant."""
    return storage_size(size, least=1)


@rule("SR1066", "warning", "StatefulSet", is_refused=True, was=("SR305",))
def sizes_fit_limits(resource: Resource, _objects: Objects) -> Problems:
    """A claim that asks for more than its limit

    The limit is the largest volume that the claim may get, so none will do, and the pods wait.

    Way out: raise the limit to the size at least, or remove it.
    """
    for path, spec, _ in claim_specs(resource):
        size, limit = (at(spec, "resources", field, "storage") for field in ("requests", "limits"))
        least, most = amount(size), amount(limit)
        if limit is not None and least is not None and most is not None and most < least:
            message = f"must be at least the size, {quoted(size)}, got {quoted(limit)}"
            where = (*path, "resources", "limits", "storage")
            causes = ((*path, "resources", "requests", "storage"),)
            yield found(where, message, hint="raise it, or remove it", causes=causes)


@rule("SR1067", "error", "StatefulSet", was=("SR304",))
def access_modes_agree(resource: Resource, _objects: Objects) -> Problems:
    """Access modes that exclude each other

    ReadWriteOncePod stands alone: Kubernetes refuses it beside any other access mode.

    Way out: keep the one that the app needs.
    """
    for path, spec, _ in claim_specs(resource):
        modes = set(texts(spec.get("accessModes")))
        if ALONE in modes and len(modes) > 1:
            message = f"must not combine {ALONE} with other access modes"
            hint = "keep the one that the app needs"
            yield found((*path, "accessModes"), message, hint=hint)


@rule("SR1068", "info", "StatefulSet", is_refused=True, was=("SR304",))
def access_modes_stand_once(resource: Resource, _objects: Objects) -> Problems:
    """An access mode that stands twice

    Kubernetes takes it, and it says no more than once. Mostly another mode was meant, and a claim
    template can never be changed.

    Way out: remove one of them, or write the mode that was meant.
    """
    for path, spec, _ in claim_specs(resource):
        modes = texts(spec.get("accessModes"))
        if len(set(modes)) < len(modes):
            message = "must not repeat an access mode"
            yield found((*path, "accessModes"), message, hint="remove one of the two")


@rule("SR1069", "error", "StatefulSet", was=("SR316",))
def data_sources_have_a_group(resource: Resource, _objects: Objects) -> Problems:
    """A data source without its API group

    Without a group it is of the core one, where there are only claims to copy, so Kubernetes
    refuses every other kind.

    Way out: write apiGroup, for a VolumeSnapshot `apiGroup: snapshot.storage.k8s.io`.
    """
    for path, spec, _ in claim_specs(resource):
        for field in ("dataSource", "dataSourceRef"):
            source = mapping(spec.get(field))
            kind = text(source.get("kind"))
            if kind and kind != CLAIM_KIND and not source.get("apiGroup"):
                message = f"is required for kind: {kind}"
                hint = SNAPSHOTS if kind == "VolumeSnapshot" else f"or write kind: {CLAIM_KIND}"
                causes = ((*path, field, "kind"),)
                yield found((*path, field, "apiGroup"), message, hint=hint, causes=causes)


@rule("SR1070", "error", "StatefulSet", was=("SR305",))
def data_sources_agree(resource: Resource, _objects: Objects) -> Problems:
    """dataSource and dataSourceRef that differ

    Kubernetes copies the one into the other, and refuses a claim in which they are not the same,
    or where dataSourceRef is in another namespace.

    Way out: keep dataSourceRef, which can say all that dataSource can.
    """
    for path, spec, _ in claim_specs(resource):
        source, reference = (mapping(spec.get(field)) for field in ("dataSource", "dataSourceRef"))
        keys = ("apiGroup", "kind", "name")
        is_same = all((source.get(key) or "") == (reference.get(key) or "") for key in keys)
        if source and reference and (reference.get("namespace") or not is_same):
            message, causes = "must be the same as dataSourceRef", ((*path, "dataSourceRef"),)
            hint = "keep dataSourceRef"
            yield found((*path, "dataSource"), message, hint=hint, causes=causes)


@rule("SR941", "error", "StatefulSet", was=("SR305",))
def volumes_are_not_shared(resource: Resource, _objects: Objects) -> Problems:
    """One volume for the claims of several pods

    volumeName binds one claim to one volume, so all other pods wait for ever.

    Way out: remove it, and every pod gets a volume of its own.
    """
    pods = replicas(resource)
    for path, template, _ in claims(resource) if pods > 1 else ():
        if volume := text(at(template, "spec", "volumeName")):
            message = f"must not be set for {pods} pods, {quoted(volume)} is one volume"
            hint = "remove it, and every pod gets a volume of its own"
            where, causes = (*path, "spec", "volumeName"), (("spec", "replicas"),)
            yield found(where, message, hint=hint, causes=causes)


@rule("SR936", "error", "StatefulSet")
def claims_are_their_own(resource: Resource, objects: Objects) -> Problems:
    """Claims of two StatefulSets with the same names

    A claim is named template, set, ordinal: `a` of `b-c` and `a-b` of `c` are the same, and both
    write to one volume.

    Way out: rename one of the templates, of a StatefulSet that has no data yet.
    """
    for path, _, template in claims(resource):
        claim = f"{template}-{resource.name}"
        for other in objects.once(_claimants)[claim] if template else ():
            if other is resource:
                break  # those after it say so themselves
            if may_share_namespace(resource, other) and other.name != resource.name:
                message = (
                    f"makes claims named {claim}-0, which {other.label} makes as well: "
                    "both would write to one volume"
                )
                hint = "rename one of the templates, of a StatefulSet that has no data yet"
                yield found((*path, "metadata", "name"), message, hint=hint)


def _claimants(objects: Objects) -> dict[str, list[Resource]]:
    """Return {claim without its ordinal: the StatefulSets that make it}."""
    return grouped(
        (f"{template}-{resource.name}", resource)
        for resource in objects.sets
        for template in {name for *_, name in claims(resource)}
    )


@rule("SR1089", "error", "ConfigMap", was=("SR322",))
def config_maps_are_small(resource: Resource, _objects: Objects) -> Problems:
    """A ConfigMap that is too large

    Kubernetes takes 1 MiB of values in all, so that its own store stays small.

    Way out: split it into several; larger files belong into an image or a volume.
    """
    sizes = bytes_of(resource)
    size = sum(sizes.values())
    if size > MOST_BYTES:
        message = f"must be at most {MOST_BYTES} bytes in all, got {size}: a ConfigMap ends there"
        yield found((max(sizes, key=sizes.__getitem__),), message, hint="split it into several")


def bytes_of(config_map: Resource) -> dict[str, int]:
    """Return how much a ConfigMap holds, of text and of bytes."""
    held = {field: mapping(at(config_map.data, field)) for field in ("data", "binaryData")}
    return {
        "data": sum(len(text(value).encode(errors="replace")) for value in held["data"].values()),
        "binaryData": sum(
            len(text(value)) * 3 // 4 - text(value)[-2:].count("=")
            for value in held["binaryData"].values()
        ),
    }


RULES = (
    volumes_are_not_hidden,
    volumes_have_one_source,
    volumes_say_their_source,
    projections_have_one_kind,
    told_files_have_one_source,
    told_resources_have_a_container,
    projected_files_are_unique,
    mounts_have_a_volume,
    mounts_fit_the_mode,
    devices_are_claims,
    devices_are_used_once,
    mounts_stay_inside,
    recursion_is_possible,
    paths_are_unique,
    subpaths_are_said_once,
    device_paths_are_straight,
    subpaths_can_be_filled_in,
    claims_have_an_access_mode,
    claims_have_a_size,
    sizes_are_possible,
    sizes_fit_limits,
    access_modes_agree,
    access_modes_stand_once,
    data_sources_have_a_group,
    data_sources_agree,
    volumes_are_not_shared,
    claims_are_their_own,
    config_maps_are_small,
)
