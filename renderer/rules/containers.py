"""The containers of a StatefulSet's pods: what is refused in them, or never works.

`pkg/apis/core/validation` of Kubernetes has most of it. Before Kubernetes 1.34 the StatefulSet is
accepted, and its pods are refused.
"""

from __future__ import annotations

from renderer.kubernetes import images
from renderer.objects.reading import at, items, mapping, number, text
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import all_containers, protocol
from renderer.rules.rule import checked, found, rule, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.errors import Path
    from renderer.rules.rule import Problems


ANNOTATIONS = ("spec", "template", "metadata", "annotations")
# Domains of annotations that the API server reads in a pod template.
READ = (
    "container.apparmor.security.beta.kubernetes.io",
    "container.seccomp.security.alpha.kubernetes.io",
    "controller.kubernetes.io",
    "kubernetes.io",
    "scheduler.alpha.kubernetes.io",
    "seccomp.security.alpha.kubernetes.io",
)


@rule("SR965", "error", "StatefulSet", was=("SR301",))
def containers_have_names_of_their_own(resource: Resource, _objects: Objects) -> Problems:
    """Two containers of one name

    Containers and init containers of a pod share their names, and the API server refuses one that
    stands twice.

    Way out: rename one of the two.
    """
    named = [(path, text(container.get("name"))) for path, container in all_containers(resource)]
    return taken(sorted(named, key=_is_of_init))  # what the app is called, it is called first


def _is_of_init(named: tuple[Path, str]) -> bool:
    return "initContainers" in named[0]


@rule("SR963", "error", "StatefulSet")
def images_are_valid(resource: Resource, _objects: Objects) -> Problems:
    """Not an image

    The API server takes any text, and the pod then stays at InvalidImageName.

    Way out: write registry/name:tag, in lower case.
    """
    for path, container in all_containers(resource):
        if image := text(container.get("image")):
            yield from checked((*path, "image"), images.check, image)


@rule("SR1017", "error", "StatefulSet", was=("SR965", "SR301"))
def ports_have_names_of_their_own(resource: Resource, _objects: Objects) -> Problems:
    """Two ports of one name in a container

    The API server refuses them, whatever their protocols are: nobody could say which one a Service
    or a probe means.

    Way out: rename one of the two.
    """
    for path, container in all_containers(resource):
        ports = items(container.get("ports"))
        yield from taken(((*path, "ports", index), text(port.get("name"))) for index, port in ports)


@rule("SR1018", "error", "StatefulSet", was=("SR301",))
def ports_are_listed_once(resource: Resource, _objects: Objects) -> Problems:
    """A port that stands twice in a container

    Kubernetes keeps the list by number and protocol: server-side apply refuses one that stands
    twice, and any other merge keeps one of the two.

    Way out: remove one of the two; what it was called can be the name of a Service's port.
    """
    for path, container in all_containers(resource):
        seen: dict[object, Path] = {}
        for index, port in items(container.get("ports")):
            where = (*path, "ports", index, "containerPort")
            inside = (number(port.get("containerPort")), protocol(port))
            if inside[0] and inside in seen:
                message = f"must be a port of its own, {inside[0]}/{inside[1]} is taken"
                yield found(where, message, hint="remove one of the two", taken_by=seen[inside])
            seen.setdefault(inside, where)


@rule("SR1090", "error", "StatefulSet")
def annotations_can_be_read(resource: Resource, _objects: Objects) -> Problems:
    """An annotation of the pods that Kubernetes reads, and refuses

    Profiles and tolerations were said in annotations before there were fields for them, and the API
    server still reads these: it refuses another form, a profile for a container that is not there,
    and one that is not what the field says. A pod's deletion cost is a whole number.

    Way out: remove the annotation, and write securityContext.appArmorProfile, seccompProfile or
    tolerations.
    """
    for key, value in mapping(at(resource.data, *ANNOTATIONS)).items():
        if str(key).partition("/")[0] in READ and isinstance(value, str):
            from renderer.rules.annotations import Annotation  # rarely there

            yield from checked((*ANNOTATIONS, key), Annotation(resource, key).read, value)
