"""Volumes and where containers mount them: what is refused, or stops a pod from starting."""

from __future__ import annotations

import re

from renderer.kubernetes.names import nearest, quoted, subpath
from renderer.kubernetes.shapes import OBJECTS
from renderer.objects.reading import at, items, text
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import POD, all_containers, claim_specs, claims, mounts, pod, volumes
from renderer.rules.legacy import checked, found, one_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path, Problem

    Problems = Iterator[Problem]

SOURCES = tuple(field for field in OBJECTS["Volume"][0] if field != "name")
PROJECTIONS = tuple(OBJECTS["VolumeProjection"][0])
TOLD = ("fieldRef", "resourceFieldRef")
WITH_FILES = ("configMap", "downwardAPI", "secret")
CLAIM = "persistentVolumeClaim"
CLAIMS = {CLAIM, "ephemeral"}
# CockroachDB's manifests name the template again as a claim; ECK's operator writes this instead.
PLACEHOLDER = "claim-name-placeholder"
# What a volume of this mode stands under, and the field that says where it is.
LISTS = {"Filesystem": "volumeMounts", "Block": "volumeDevices"}
PLACES = {"volumeMounts": "mountPath", "volumeDevices": "devicePath"}
# What the kubelet replaces: a second dollar stands for the first.
VARIABLE = re.compile(r"\$\$|\$\(([^)]*)\)")
# What it adds itself for each Service, as DB_SERVICE_HOST and DB_PORT_5432_TCP_ADDR.
OF_A_SERVICE = re.compile("_(SERVICE_(HOST|PORT)|PORT)(_|$)")
DRIVE = re.compile("^[A-Za-z]:")


def volumes_are_not_hidden(one: Resource, _all: Objects) -> Problems:
    """A claim template wins over a volume of its name, in silence."""
    templates = {name for *_, name in claims(one) if name}
    for index, each in items(pod(one).get("volumes")):
        path, name = (*POD, "volumes", index), text(each.get("name"))
        claim = at(each, CLAIM, "claimName")
        if name not in templates:
            continue
        if _sources(each) != [CLAIM]:
            message = f"is hidden by the claim template of that name, {quoted(name)}"
            hint = "remove one of the two, or rename the volume"
            yield found("SR932", (*path, "name"), message, hint=hint)
        elif claim not in (name, PLACEHOLDER):
            message = f"is not used, {quoted(claim)}: every pod gets a claim of template {name}"
            hint = "remove the volume, or rename it and its mounts"
            yield found("SR996", (*path, CLAIM, "claimName"), message, hint=hint)


def volumes_have_one_source(one: Resource, _all: Objects) -> Problems:
    """Two are refused, also where a patch has added the second; none is an emptyDir."""
    for path, each, _ in volumes(one):
        given = _sources(each)
        if len(given) > 1:
            message = f"must be of one kind, has {' and '.join(given)}"
            yield found("SR904", path, message, hint="keep one of them")


def projections_have_one_kind(one: Resource, _all: Objects) -> Problems:
    """Each source of a projected volume is of one kind; the server takes one without any."""
    for path, volume, _ in volumes(one):
        for index, each in items(at(volume, "projected", "sources")):
            given = [kind for kind in PROJECTIONS if each.get(kind) is not None]
            if len(given) > 1:
                message = f"must be of one kind, has {' and '.join(given)}"
                hint = "write one source for each"
                yield found("SR904", (*path, "projected", "sources", index), message, hint=hint)


def files_tell_one_thing(one: Resource, _all: Objects) -> Problems:
    """A file of the downward API holds a field, or what one container may take."""
    for path, told in _told_in_files(one):
        for index, each in items(at(told, "items")):
            file = (*path, "items", index)
            yield from one_of(each, "DownwardAPIVolumeFile", TOLD, file)
            asked, field = each.get("resourceFieldRef"), (*file, "resourceFieldRef")
            if isinstance(asked, dict) and not asked.get("containerName"):
                yield found("SR903", (*field, "containerName"), "is required in a volume")


def _told_in_files(one: Resource) -> Iterator[tuple[Path, Any]]:
    kind = "downwardAPI"
    for path, volume, _ in volumes(one):
        yield (*path, kind), volume.get(kind)
        for index, source in items(at(volume, "projected", "sources")):
            yield (*path, "projected", "sources", index, kind), source.get(kind)


def projected_files_are_unique(one: Resource, _all: Objects) -> Problems:
    """The sources of a projected volume share one folder."""
    for path, volume, _ in volumes(one):
        seen = set()
        for index, source in items(at(volume, "projected", "sources")):
            for kind in WITH_FILES:
                for place, each in items(at(source, kind, "items")):
                    file = text(each.get("path"))
                    if file and file in seen:
                        where = (*path, "projected", "sources", index, kind, "items", place, "path")
                        message = f"must be a path of its own, {quoted(file)} is taken"
                        yield found("SR904", where, message, hint="write another path")
                    seen.add(file)


def _sources(volume: dict[Any, Any]) -> list[str]:
    return [field for field in SOURCES if volume.get(field) is not None]


def mounts_fit_the_mode(one: Resource, _all: Objects) -> Problems:
    """The kubelet refuses a block device as a folder, and a folder as a block device."""
    modes = {name: text(spec.get("volumeMode")) for _, spec, name in claim_specs(one)}
    for path, each in mounts(one):
        name = text(each.get("name"))
        wanted = LISTS.get(modes.get(name) or "Filesystem")
        if name in modes and wanted and wanted not in path:
            mode = modes[name] or "Filesystem"
            message = f"must stand in {wanted}, for {quoted(name)} has volumeMode {mode}"
            hint = f"move it there, and write {PLACES[wanted]}"
            yield found("SR904", (*path, "name"), f"{message}: no pod starts", hint=hint)


def devices_are_claims(one: Resource, _all: Objects) -> Problems:
    """Only a claim can be a block device, and it is one device or one folder of a container."""
    others = {name for _, each, name in volumes(one) if not CLAIMS & set(_sources(each))}
    modes = {name for *_, name in claim_specs(one)}
    for path, container in all_containers(one):
        mounted = {text(each.get("name")) for _, each in items(container.get("volumeMounts"))}
        seen: set[str] = set()
        for index, each in items(container.get("volumeDevices")):
            name, place = text(each.get("name")), (*path, "volumeDevices", index, "name")
            if name and name in others:
                message = f"must be a claim to be a device, and {quoted(name)} is none"
                yield found("SR904", place, message, hint="move it to volumeMounts")
            elif name and (name in seen or name in mounted - modes):
                message = f"must be one device or one mount, {quoted(name)} is there already"
                yield found("SR904", place, message, hint="remove one of them")
            seen.add(name)


def mounts_are_allowed(one: Resource, _all: Objects) -> Problems:
    """What a container mounts may reach the node only if all of the node is open to it."""
    for path, container in all_containers(one):
        is_open = at(container, "securityContext", "privileged") is True
        for index, each in items(container.get("volumeMounts")):
            spread, where = each.get("mountPropagation"), (*path, "volumeMounts", index)
            if spread == "Bidirectional" and not is_open:
                message = "must not be Bidirectional, unless the container is privileged"
                hint = "write HostToContainer, or privileged: true in its securityContext"
                yield found("SR904", (*where, "mountPropagation"), message, hint=hint)
            is_wanted = each.get("recursiveReadOnly") in ("Enabled", "IfPossible")
            if is_wanted and (each.get("readOnly") is not True or spread not in (None, "None")):
                message = "must go with readOnly: true, and without mountPropagation"
                hint = "write readOnly: true, or remove it"
                yield found("SR904", (*where, "recursiveReadOnly"), message, hint=hint)


def places_are_unique(one: Resource, _all: Objects) -> Problems:
    """Two volumes at one path are refused; with a slash behind it, one hides the other."""
    for path, container in all_containers(one):
        seen = set()
        for field, place in PLACES.items():
            for index, each in items(container.get(field)):
                where = text(each.get(place))
                where = where.rstrip("/") or where[:1]
                if where and where in seen:
                    message = f"must be a path of its own, {quoted(where)} is taken"
                    hint = "write another path, or remove one of them"
                    yield found("SR942", (*path, field, index, place), message, hint=hint)
                seen.add(where)


def paths_stay_inside(one: Resource, _all: Objects) -> Problems:
    """A path inside of a volume must not lead out of it, and that of a device not upwards."""
    for path, each in mounts(one):
        for field in ("subPath", "subPathExpr"):
            yield from checked("SR904", (*path, field), subpath, text(each.get(field)))
        if each.get("subPath") and each.get("subPathExpr"):
            message = "must not be set together with subPath"
            yield found("SR904", (*path, "subPathExpr"), message, hint="keep one of them")
        if ".." in text(each.get("devicePath")).split("/"):
            message = f'must be a path without "..", got {quoted(each["devicePath"])}'
            yield found("SR904", (*path, "devicePath"), message, hint="write where it leads to")


def paths_can_be_filled_in(one: Resource, _all: Objects) -> Problems:
    """The kubelet starts no container that names a variable in subPathExpr and has none."""
    for path, container in all_containers(one):
        if container.get("envFrom"):
            continue  # nobody knows what it has
        known = [text(each.get("name")) for _, each in items(container.get("env"))]
        for index, each in items(container.get("volumeMounts")):
            for name in VARIABLE.findall(text(each.get("subPathExpr"))):
                if name and name not in known and not OF_A_SERVICE.search(name):
                    message = f"must use variables of this container, got {quoted(name)}"
                    hint = nearest(name, known) or "define it in env"
                    where = (*path, "volumeMounts", index, "subPathExpr")
                    yield found("SR904", where, f"{message}: it cannot start", hint=hint)


def mount_paths_have_no_colon(one: Resource, _all: Objects) -> Problems:
    """The API server takes it, and some runtimes do not; a drive of Windows has one in front."""
    for path, each in mounts(one):
        place = text(each.get("mountPath"))
        if ":" in DRIVE.sub("", place, count=1):
            message = f"must not contain a colon, got {quoted(place)}: some runtimes misread it"
            yield found("SR969", (*path, "mountPath"), message, hint="write a path without one")


RULES = (
    volumes_are_not_hidden,
    volumes_have_one_source,
    projections_have_one_kind,
    files_tell_one_thing,
    projected_files_are_unique,
    mounts_fit_the_mode,
    devices_are_claims,
    mounts_are_allowed,
    places_are_unique,
    paths_stay_inside,
    paths_can_be_filled_in,
    mount_paths_have_no_colon,
)
