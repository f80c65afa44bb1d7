"""Volumes: each is one thing, under a name of its own."""

from __future__ import annotations

from renderer.kubernetes.names import quoted
from renderer.kubernetes.shapes import OBJECTS
from renderer.objects.reading import items, text
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import POD, claims, pod, volumes
from renderer.rules.rule import found, rule, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

SOURCES = frozenset(OBJECTS["Volume"][0]) - {"name"}
CLAIM = "persistentVolumeClaim"
CLAIMS = {CLAIM, "ephemeral"}


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


@rule("SR1008", "error", "StatefulSet", was=("SR965", "SR301"))
def volumes_have_names_of_their_own(resource: Resource, _objects: Objects) -> Problems:
    """Two volumes of one name

    The API server refuses them, for no mount could tell them apart.

    Way out: rename one of the two, and its mounts.
    """
    return taken((path, name) for path, _, name in volumes(resource))


RULES = (
    volumes_are_not_hidden,
    volumes_have_one_source,
    volumes_say_their_source,
    volumes_have_names_of_their_own,
)
