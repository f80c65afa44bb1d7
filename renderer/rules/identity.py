"""Any object that is judged: its kind and version, its name and namespace."""

from __future__ import annotations

from renderer.kubernetes import names, versions
from renderer.kubernetes.names import did_you_mean, quoted
from renderer.objects.identity import group_of
from renderer.objects.reading import at, text, texts
from renderer.objects.resource import VERSIONS
from renderer.rules.rule import NOT_JUDGED, checked, found, rule, said_twice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

STANDARD_FINALIZERS = ("foregroundDeletion", "kubernetes", "orphan")
# Kinds whose finalizers the server looks at as such; of a budget it takes any.
NAMED = ("StatefulSet", "Service")


@rule("SR905", "error", *VERSIONS)
def version_is_served(resource: Resource, _objects: Objects) -> Problems:
    """A version that is served no more

    Clusters of today refuse it, whatever else is right in the object.

    Way out: write apps/v1 for a StatefulSet, policy/v1 for a PodDisruptionBudget, v1 for a Service.
    """
    wanted, version = VERSIONS[resource.kind], at(resource.data, "apiVersion")
    if version != wanted:
        message = f'must be "{wanted}", got {quoted(version)}, which is served no more'
        yield found(("apiVersion",), message)


@rule("SR1101", "error", *VERSIONS, was=("SR903",))
def object_has_a_name(resource: Resource, _objects: Objects) -> Problems:
    """An object without a name

    The API server refuses what has neither a name nor generateName.

    Way out: write metadata.name.
    """
    metadata = at(resource.data, "metadata")
    if isinstance(metadata, dict) and not resource.name and "generateName" not in metadata:
        yield found(("metadata", "name"), "is required")


@rule("SR906", "error", *VERSIONS)
def name_can_be_one(resource: Resource, objects: Objects) -> Problems:
    """A name that does not work

    Names become labels, host names and DNS names. A StatefulSet's name of more than 52 characters
    is accepted, and then no pod can be made, for a label of theirs becomes too long. A Service's
    begins with a letter before Kubernetes 1.36.

    Way out: write a shorter name, of lower-case letters, digits and "-".
    """
    check = NAMES[resource.kind]
    if resource.kind == "Service" and (objects.minor or 0) >= versions.SERVICE_NAMES:
        check = names.dns_label
    if resource.name:
        yield from checked(("metadata", "name"), check, resource.name)
    if start := text(at(resource.data, "metadata", "generateName")):
        whole = f"{start[:-1]}0" if start.endswith("-") else start  # letters follow
        yield from checked(("metadata", "generateName"), check, whole)


@rule("SR1102", "error", *VERSIONS, was=("SR906",))
def namespace_can_be_one(resource: Resource, _objects: Objects) -> Problems:
    """A namespace that cannot be one

    A namespace is part of DNS names, so no other characters are allowed.

    Way out: write lower-case letters, digits and "-".
    """
    if resource.namespace:
        yield from checked(("metadata", "namespace"), names.namespace, resource.namespace)


def _statefulset_name(value: str) -> str:
    """Check a name whose pods get it in a label; a digit may be in front."""
    if len(value) > names.STATEFULSET_LIMIT:
        return names.statefulset_name(value)
    return names.dns_label(value)


NAMES = {
    "StatefulSet": _statefulset_name,
    "Service": names.dns1035_label,
    # Of a budget's name nothing is made.
    "PodDisruptionBudget": names.path_segment,
}


@rule("SR1098", "error", *VERSIONS)
def finalizers_can_end(resource: Resource, _objects: Objects) -> Problems:
    """A finalizer that nobody can end

    Whoever ends a finalizer tells it by a domain in front. The API server refuses one without, one
    that stands twice, and orphan together with foregroundDeletion. It looks at those of a pod
    template only when pods are made.

    Way out: remove it, or write it as the controller that ends it calls it.
    """
    for path in (("metadata",), ("spec", "template", "metadata")):
        finalizers, where = at(resource.data, *path, "finalizers"), (*path, "finalizers")
        for index, name in enumerate(texts(finalizers) if resource.kind in NAMED else ()):
            if "/" not in name and name not in STANDARD_FINALIZERS:
                message = f"must have a domain in front, got {quoted(name)}"
                yield found((*where, index), message, hint="remove it")
        yield from said_twice(finalizers, where)
        if {"orphan", "foregroundDeletion"} <= {*texts(finalizers)}:
            message = "must not have both orphan and foregroundDeletion"
            yield found(where, message, hint="keep one of the two")


@rule("SR1100", "error", NOT_JUDGED, was=("SR904",))
def is_nearly_judged(resource: Resource, _objects: Objects) -> Problems:
    """A slip in kind or apiVersion

    The object is nearly a StatefulSet, a Service or a budget, so no cluster takes it, and no rule
    looked at it. Groups with a dot are of custom resources: OpenKruise has a StatefulSet too.

    Way out: write the kind and version that the message names.
    """
    version = text(at(resource.data, "apiVersion"))
    written = resource.kind.lower().rstrip("s")
    kind = next((kind for kind in VERSIONS if kind.lower() == written), "")
    group = group_of(version)
    if not kind or "." in group or (kind, group) == (resource.kind, group_of(VERSIONS[kind])):
        return
    if kind != resource.kind:
        message = f"is not known, got {quoted(resource.kind)}: it was not judged"
        yield found(("kind",), message, hint=did_you_mean(kind))
    else:
        message = f"must be {VERSIONS[kind]} for a {kind}, got {quoted(version)}: it was not judged"
        yield found(("apiVersion",), message)
