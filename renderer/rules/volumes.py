"""Volumes: each is one thing, under a name of its own."""

from __future__ import annotations

from renderer.kubernetes.names import quoted
from renderer.kubernetes.shapes import OBJECTS
from renderer.objects.reading import at, items, mapping, number, text
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import EPHEMERAL, POD, claims, pod, volumes
from renderer.rules.rule import found, rule, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

SOURCES = frozenset(OBJECTS["Volume"][0]) - {"name"}
CLAIM = "persistentVolumeClaim"
CLAIMS = {CLAIM, "ephemeral"}
HIGHEST_LUN = 255
CHAP = ("chapAuthDiscovery", "chapAuthSession")


def sources(volume: dict[Any, Any]) -> list[str]:
    """Return of which kinds a volume is: it must be one, and none is an emptyDir."""
    return [field for field in volume if field in SOURCES and volume[field] is not None]


@rule("SR932", "warning", "StatefulSet", is_refused=True)
def volumes_are_not_hidden(resource: Resource, _objects: Objects) -> Problems:
    """A volume that a claim template hides

    The claim template of that name wins, in silence: every pod gets a claim in place of what the
    volume holds. For a volume that names a claim itself, see SR996; where the volume says nothing,
    or emptyDir, there is nothing to lose, and it is only advice.

    Way out: remove one of the two, or rename the volume and its mounts. For a StatefulSet that
    lives with it, allow SR932.
    """
    templates = {name for *_, name in claims(resource) if name}
    for index, volume in items(pod(resource).get("volumes") if templates else ()):
        name, kinds = text(volume.get("name")), sources(volume)
        if name in templates and kinds != [CLAIM]:
            message = f"is hidden by the claim template of that name, {quoted(name)}"
            hint = "remove one of the two, or rename the volume; a live set may allow SR932"
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


@rule("SR1008", "error", "StatefulSet", was=("SR965", "SR301"))
def volumes_have_names_of_their_own(resource: Resource, _objects: Objects) -> Problems:
    """Two volumes of one name

    The API server refuses them, for no mount could tell them apart.

    Way out: rename one of the two, and its mounts.
    """
    return taken((path, name) for path, _, name in volumes(resource))


@rule("SR1093", "error", "StatefulSet")
def claims_of_pods_have_no_name(resource: Resource, _objects: Objects) -> Problems:
    """A name in the claim template of an ephemeral volume

    The claim is called after its pod and volume, and goes with the pod. Kubernetes takes nothing
    but labels and annotations in the template's metadata.

    Way out: remove the field.
    """
    for path, volume, _ in volumes(resource):
        where = (*path, *EPHEMERAL[:-1], "metadata")
        for field, value in mapping(at(volume, *EPHEMERAL[:-1], "metadata")).items():
            if field not in ("labels", "annotations") and value not in (None, "", [], {}):
                message = "must not be set: Kubernetes names the claim, and removes it with the pod"
                yield found((*where, str(field)), message, hint="remove it")


@rule("SR1094", "error", "StatefulSet")
def disks_can_be_found(resource: Resource, _objects: Objects) -> Problems:
    """A volume that does not say enough to be found

    Kubernetes asks of fc for targetWWNs with a lun, or wwids; of an azureDisk for a diskURI of its
    kind; of iscsi with CHAP for a secretRef; and keeps some options of a flexVolume to itself.

    Way out: write what the message asks for; or a claim, whose driver knows all that.
    """
    for path, volume, _ in volumes(resource):
        for kind, wrong in DISKS:
            if isinstance(volume.get(kind), dict):
                for field, message in wrong(volume[kind]):
                    yield found((*path, kind, *field), message)


def _fc(disk: dict[Any, Any]) -> Iterator[tuple[Path, str]]:
    targets, lun = bool(disk.get("targetWWNs")), disk.get("lun")
    if targets == bool(disk.get("wwids")):
        yield (), "must have exactly one of targetWWNs, wwids"
    elif targets and lun is None:
        yield ("lun",), "is required with targetWWNs"
    elif targets and not 0 <= number(lun) <= HIGHEST_LUN:
        yield ("lun",), f"must be from 0 to {HIGHEST_LUN} with targetWWNs, got {lun}"


def _iscsi(disk: dict[Any, Any]) -> Iterator[tuple[Path, str]]:
    chap = [field for field in CHAP if disk.get(field) is True]
    if chap and disk.get("secretRef") is None:
        yield ("secretRef",), f"is required with {chap[0]}: true"


def _azure(disk: dict[Any, Any]) -> Iterator[tuple[Path, str]]:
    kind, address = text(disk.get("kind")) or "Shared", text(disk.get("diskURI"))
    start = "/subscriptions/" if kind == "Managed" else "https://"
    if address and not address.startswith(start):
        yield ("diskURI",), f"must begin with {start} for kind: {kind}, got {quoted(address)}"


def _flex(disk: dict[Any, Any]) -> Iterator[tuple[Path, str]]:
    for option in map(str, mapping(disk.get("options"))):
        domain = "." + option.partition("/")[0].lower()
        if domain.endswith((".kubernetes.io", ".k8s.io")):
            yield ("options", option), "must not be of kubernetes.io or k8s.io, which are reserved"


DISKS = (("fc", _fc), ("iscsi", _iscsi), ("azureDisk", _azure), ("flexVolume", _flex))


@rule("SR1095", "error", "StatefulSet")
def secrets_of_volumes_have_names(resource: Resource, _objects: Objects) -> Problems:
    """A volume with a secret that has no name

    Kubernetes refuses the reference of a csi or cinder volume without it.

    Way out: name the secret, or remove the reference.
    """
    for path, volume, _ in volumes(resource):
        for field in (("csi", "nodePublishSecretRef"), ("cinder", "secretRef")):
            secret = at(volume, *field)
            if isinstance(secret, dict) and not secret.get("name"):
                hint = "name the secret, or remove the reference"
                yield found((*path, *field, "name"), "is required", hint=hint)
