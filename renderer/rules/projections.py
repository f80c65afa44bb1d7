"""Volumes whose files come from several sources, or from the pod itself."""

from __future__ import annotations

from renderer.kubernetes.downward import PLACE_FIELDS
from renderer.kubernetes.names import quoted
from renderer.kubernetes.shapes import OBJECTS
from renderer.objects.reading import at, items, text
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import projections, told_files
from renderer.rules.rule import found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

PROJECTIONS = frozenset(OBJECTS["VolumeProjection"][0])
TOLD = ("fieldRef", "resourceFieldRef")
WITH_FILES = ("configMap", "downwardAPI", "secret")
KEEP_ONE = "keep one of them"


@rule("SR1052", "error", "StatefulSet")
def projections_have_one_kind(resource: Resource, _objects: Objects) -> Problems:
    """A source of a projected volume that is of several kinds

    Kubernetes refuses it: each item of `sources` is one ConfigMap, one Secret, one token.

    Way out: write an item of its own for each.
    """
    for path, source in projections(resource):
        kinds = [field for field in source if field in PROJECTIONS and source[field] is not None]
        if len(kinds) > 1:
            message = f"must be of one kind, has {' and '.join(kinds)}"
            yield found(path, message, hint="write one source for each")


@rule("SR1053", "error", "StatefulSet")
def told_files_have_one_source(resource: Resource, _objects: Objects) -> Problems:
    """A file of the downward API that holds not exactly one thing

    Kubernetes refuses it: a file holds a field of the pod (fieldRef) or what a container may use
    (resourceFieldRef).

    Way out: keep one of the two.
    """
    for path, file in told_files(resource):
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
    for path, file in told_files(resource):
        asked = file.get("resourceFieldRef")
        if isinstance(asked, dict) and not asked.get("containerName"):
            where = (*path, "resourceFieldRef", "containerName")
            yield found(where, "is required in a volume", hint="name the container that is meant")


@rule("SR1055", "error", "StatefulSet")
def projected_files_are_unique(resource: Resource, _objects: Objects) -> Problems:
    """A file that stands twice in a projected volume

    The sources of a projected volume share one folder, and Kubernetes refuses two files at one
    path of it.

    Way out: give one of them another path.
    """
    seen: dict[tuple[Path, str], Path] = {}
    for path, source in projections(resource):
        volume = path[:-1]
        for kind in WITH_FILES:
            for index, file in items(at(source, kind, "items")):
                where = (*path, kind, "items", index, "path")
                place = text(file.get("path"))
                if place and (volume, place) in seen:
                    message = f"must be a path of its own, {quoted(place)} is taken"
                    other = seen[volume, place]
                    yield found(where, message, hint="write another path", taken_by=other)
                seen.setdefault((volume, place), where)


@rule("SR1016", "error", "StatefulSet", was=("SR314",))
def files_are_about_the_pod(resource: Resource, _objects: Objects) -> Problems:
    """A file that is to tell where the pod runs

    A downwardAPI volume knows the pod's metadata. Its node, addresses and account only a variable
    can tell, and the API server refuses them in a volume.

    Way out: use a variable with the same fieldRef.
    """
    for path, file in told_files(resource):
        field = at(file, "fieldRef", "fieldPath")
        if field in PLACE_FIELDS:
            message = f"must be a field of metadata in a volume, got {quoted(field)}"
            where = (*path, "fieldRef", "fieldPath")
            yield found(where, message, hint="use an environment variable")
