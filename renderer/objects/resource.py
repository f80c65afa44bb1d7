"""One object of the input with its place, and all of them together.

An object comes from anybody: nothing here, and no rule, relies on what stands where.
"""

from __future__ import annotations

from renderer.kubernetes.labels import previous_names
from renderer.objects.identity import Identity, group_of
from renderer.objects.reading import annotations_of, at, items, mapping, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, TypeVar

    from renderer.errors import Path

    Key = TypeVar("Key")
    Made = TypeVar("Made")

# The kinds that are judged, in the version that is served.
VERSIONS = {"StatefulSet": "apps/v1", "Service": "v1", "PodDisruptionBudget": "policy/v1"}
# What only a patch holds; https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
DIRECTIVES = ("$patch", "$retainKeys", "$setElementOrder/", "$deleteFromPrimitiveList/")
# Kinds that some rules are about, which are not judged as a whole; of these API groups.
BESIDE = {
    "ConfigMap": "",
    "HorizontalPodAutoscaler": "autoscaling",
    "NetworkPolicy": "networking.k8s.io",
    "PersistentVolumeClaim": "",
    "ScaledObject": "keda.sh",
}
GROUPS = BESIDE | {kind: group_of(version) for kind, version in VERSIONS.items()}
# Kinds whose pods come from a template, and where that is.
TEMPLATES: dict[str, Path] = {
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "DaemonSet": ("spec", "template"),
    "Deployment": ("spec", "template"),
    "Job": ("spec", "template"),
    "Pod": (),
    "ReplicaSet": ("spec", "template"),
    "ReplicationController": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
}


CLAIM_TEMPLATES = "volumeClaimTemplates"


class Resource:
    """An object of the input.

    Args:
        data: the object, as it was read.
        file: what messages call its file; empty where nobody knows it, as inside of a build.
        document: which document of the file it is in, counted from 0 without empty ones.
        prefix: where in that document it is, such as `("items", 3)` of a List.
        environment: in which it is rendered from the StatefulApp there; empty for what is written.
    """

    def __init__(
        self,
        data: Any,
        file: str = "",
        document: int = 0,
        prefix: Path = (),
        environment: str = "",
    ) -> None:
        self.data = self.written = data
        self.file = file
        self.document = document
        self.prefix = prefix
        self.environment = environment
        metadata = mapping(at(data, "metadata"))
        # Each is empty where the object does not say it; whoever applies it may say the namespace.
        self.kind = text(at(data, "kind"))
        self.name = text(metadata.get("name"))
        self.namespace = text(metadata.get("namespace"))
        self._views: dict[Any, Any] = {}
        self._fields: set[Any] = set()

    @property
    def fields(self) -> set[Any]:
        """Return the names of all fields in it; what a claim asks for is nothing that pods use."""
        if not self._fields:
            spec = dict(mapping(at(self.data, "spec")))
            claims = spec.pop(CLAIM_TEMPLATES, None)
            self._fields = keys_in(spec)
            if claims:
                self._fields |= {CLAIM_TEMPLATES} | (keys_in(claims) - {"resources"})
        return self._fields

    def once(self, view: Callable[[Resource], Iterable[Made]]) -> list[Made]:
        """Return what a view makes of the object, which never changes: once, however many ask."""
        if view not in self._views:
            self._views[view] = list(view(self))
        made: list[Made] = self._views[view]
        return made

    @property
    def names(self) -> list[str]:
        """Return the names by which others may refer to it; inside of a build, the former too."""
        names = filter(None, (self.name, *previous_names(self.annotations)))
        return list(dict.fromkeys(names))

    @property
    def annotations(self) -> dict[Any, Any]:
        """Return its annotations, or none."""
        return annotations_of(self.data)

    @property
    def identity(self) -> Identity:
        """Return what tells it from all others, as far as it says."""
        return Identity.of(self.data)

    @property
    def label(self) -> str:
        """Return what people call it: `StatefulSet/web`."""
        return f"{self.kind or 'object'}/{self.name or '?'}"

    def instead(self, data: Any) -> Resource:
        """Return the object as it was meant, at its place; what was written is kept beside it."""
        meant = Resource(data, self.file, self.document, self.prefix, self.environment)
        meant.written = self.data
        return meant


class Objects:
    """The whole input, so that a rule about one object can look for the others.

    Args:
        resources: the objects.
        minor: the version of Kubernetes that they are for, 36 for 1.36; None where nobody says.
    """

    def __init__(self, resources: list[Resource], minor: int | None = None) -> None:
        self.resources = resources
        self.minor = minor
        self._kinds = grouped((resource.kind, resource) for resource in resources)
        self.sets = self._judged("StatefulSet")
        self.services = self._judged("Service")
        self.budgets = self._judged("PodDisruptionBudget")
        self.workloads = [resource for resource in resources if resource.kind in TEMPLATES]
        self._made: dict[Any, Any] = {}

    def _judged(self, kind: str) -> list[Resource]:
        return [resource for resource in self.of_kind(kind) if is_a(resource, kind)]

    def once(self, index: Callable[[Objects], Made]) -> Made:
        """Return what a function makes of the whole input: once, however many objects ask."""
        if index not in self._made:
            self._made[index] = index(self)
        made: Made = self._made[index]
        return made

    def services_named(self, name: str) -> list[Resource]:
        """Return the Services that a reference by this name may mean."""
        return self.once(_by_name).get(name, [])

    def of_kind(self, *kinds: str) -> list[Resource]:
        """Return the objects of these kinds."""
        return [resource for kind in kinds for resource in self._kinds.get(kind, ())]


def _by_name(objects: Objects) -> dict[str, list[Resource]]:
    return grouped((name, service) for service in objects.services for name in service.names)


def grouped(pairs: Iterable[tuple[Key, Resource]]) -> dict[Key, list[Resource]]:
    """Return {key: its objects}, in their order."""
    groups: dict[Key, list[Resource]] = {}
    for key, resource in pairs:
        groups.setdefault(key, []).append(resource)
    return groups


def keys_in(value: Any) -> set[Any]:
    """Return the keys of all maps in a value."""
    keys: set[Any] = set()
    left = [value]
    for inner in left:  # grows on the way
        if isinstance(inner, dict):
            keys.update(inner)
            left.extend(inner.values())
        elif isinstance(inner, list):
            left.extend(inner)
    return keys


def is_a(resource: Resource, kind: str) -> bool:
    """Tell whether an object is of one of the kinds that are judged, in any version."""
    return resource.kind == kind and ruled_kind(resource) == kind


def judged_kind(resource: Resource) -> str:
    """Return which of the kinds that are judged an object is of, empty for any other."""
    return ruled_kind(resource) if resource.kind in VERSIONS else ""


def ruled_kind(resource: Resource) -> str:
    """Return the kind whose rules are about an object, empty where none of its own are."""
    kind = resource.kind
    return kind if GROUPS.get(kind) == group_of(text(at(resource.data, "apiVersion"))) else ""


def may_share_namespace(one: Resource, other: Resource) -> bool:
    """Tell whether two objects are in one namespace, as far as they say."""
    return one.namespace == other.namespace or not (one.namespace and other.namespace)


def is_patch(data: Any) -> bool:
    """Tell whether it is no object, or only changes one.

    A patch may say so by `$patch` and the like. A StatefulSet has a selector; one that forgot it
    still has labels for its pods, and an image in each container.
    """
    if not isinstance(data, dict) or _has_directive(data):
        return True
    kind, group = data.get("kind"), group_of(text(data.get("apiVersion")))
    if (kind, group) != ("StatefulSet", "apps") or at(data, "spec", "selector") is not None:
        return False
    template = at(data, "spec", "template")
    containers = [container for _, container in items(at(template, "spec", "containers"))]
    has_images = bool(containers) and all("image" in container for container in containers)
    return not (has_images and mapping(at(template, "metadata", "labels")))


def _has_directive(data: Any) -> bool:
    """Tell whether something in it tells kustomize or the server how to merge it."""
    left = [data]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            if any(str(key).startswith(DIRECTIVES) for key in value):
                return True
            left += value.values()
        elif isinstance(value, list):
            left += value
    return False
