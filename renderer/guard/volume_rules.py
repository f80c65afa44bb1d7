"""Volumes and where containers mount them: what is refused, or stops a pod from starting."""

from __future__ import annotations

import re

from renderer.guard import shapes
from renderer.guard.finding import checked, found
from renderer.guard.objects import (
    POD,
    Objects,
    Placed,
    claim_specs,
    items,
    mounts,
    pod,
    text,
)
from renderer.kubernetes.names import quoted, subpath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.errors import Problem

    Problems = Iterator[Problem]

SOURCES = tuple(field for field in shapes.TYPES["Volume"] if field != "name")
# What a volume of this mode stands under.
LISTS = {"Filesystem": "volumeMounts", "Block": "volumeDevices"}
DRIVE = re.compile("^[A-Za-z]:")


def volumes_have_one_source(one: Placed, _all: Objects) -> Problems:
    """Two are refused, also where a patch has added the second; none is an emptyDir."""
    for index, each in items(pod(one).get("volumes")):
        given = [field for field in SOURCES if each.get(field) is not None]
        if len(given) > 1:
            message = f"must be of one kind, has {' and '.join(given)}"
            yield found("SR904", (*POD, "volumes", index), message, hint="keep one of them")


def mounts_fit_the_mode(one: Placed, _all: Objects) -> Problems:
    """The kubelet refuses a block device as a folder, and a folder as a block device."""
    modes = {name: text(spec.get("volumeMode")) for _, spec, name in claim_specs(one)}
    for path, each in mounts(one):
        name = text(each.get("name"))
        wanted = LISTS.get(modes.get(name) or "Filesystem")
        if name in modes and wanted and wanted not in path:
            message = (
                f"must stand in {wanted}, for {quoted(name)} has volumeMode "
                f"{modes[name] or 'Filesystem'}: no pod starts"
            )
            yield found("SR904", (*path, "name"), message)


def subpaths_stay_inside(one: Placed, _all: Objects) -> Problems:
    """A path inside of a volume must not lead out of it."""
    for path, each in mounts(one):
        for field in ("subPath", "subPathExpr"):
            yield from checked("SR904", (*path, field), subpath, text(each.get(field)))


def mount_paths_have_no_colon(one: Placed, _all: Objects) -> Problems:
    """The API server takes it, and some runtimes do not; a drive of Windows has one in front."""
    for path, each in mounts(one):
        place = text(each.get("mountPath"))
        if ":" in DRIVE.sub("", place, count=1):
            message = f"must not contain a colon, got {quoted(place)}: some runtimes misread it"
            yield found("SR969", (*path, "mountPath"), message)


RULES = (
    volumes_have_one_source,
    mounts_fit_the_mode,
    subpaths_stay_inside,
    mount_paths_have_no_colon,
)
