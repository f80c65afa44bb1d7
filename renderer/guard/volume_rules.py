"""Volumes and where containers mount them: what is refused, or stops a pod from starting."""

from __future__ import annotations

import re

from renderer.guard import shapes
from renderer.guard.finding import checked, found
from renderer.guard.objects import (
    POD,
    Objects,
    Placed,
    at,
    claim_specs,
    claims,
    items,
    mounts,
    pod,
    text,
    volumes,
)
from renderer.kubernetes.names import quoted, subpath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Problem

    Problems = Iterator[Problem]

SOURCES = tuple(field for field in shapes.TYPES["Volume"] if field != "name")
CLAIM = "persistentVolumeClaim"
# CockroachDB's manifests name the template again as a claim; ECK's operator writes this instead.
PLACEHOLDER = "claim-name-placeholder"
# What a volume of this mode stands under.
LISTS = {"Filesystem": "volumeMounts", "Block": "volumeDevices"}
DRIVE = re.compile("^[A-Za-z]:")


def volumes_are_not_hidden(one: Placed, _all: Objects) -> Problems:
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


def volumes_have_one_source(one: Placed, _all: Objects) -> Problems:
    """Two are refused, also where a patch has added the second; none is an emptyDir."""
    for path, each, _ in volumes(one):
        given = _sources(each)
        if len(given) > 1:
            message = f"must be of one kind, has {' and '.join(given)}"
            yield found("SR904", path, message, hint="keep one of them")


def _sources(volume: dict[Any, Any]) -> list[str]:
    return [field for field in SOURCES if volume.get(field) is not None]


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
    volumes_are_not_hidden,
    volumes_have_one_source,
    mounts_fit_the_mode,
    subpaths_stay_inside,
    mount_paths_have_no_colon,
)
