"""Any object that is judged: its kind and version, its name and namespace."""

from __future__ import annotations

from renderer.kubernetes import names
from renderer.kubernetes.names import did_you_mean, quoted
from renderer.objects.identity import group_of
from renderer.objects.reading import at, text
from renderer.objects.resource import VERSIONS
from renderer.rules.rule import NOT_JUDGED, checked, found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems


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
def name_can_be_one(resource: Resource, _objects: Objects) -> Problems:
    """A name that does not work

    Names become labels, host names and DNS names. A StatefulSet's name of more than 52 characters
    is accepted, and then no pod can be made, for a label of theirs becomes too long.

    Way out: write a shorter name, of lower-case letters, digits and "-".
    """
    check = {"StatefulSet": _statefulset_name, "Service": names.dns1035_label}
    if resource.name:
        check_name = check.get(resource.kind, names.dns_subdomain)
        yield from checked(("metadata", "name"), check_name, resource.name)


def _statefulset_name(value: str) -> str:
    """Check a name whose pods get it in a label; a digit may be in front."""
    if len(value) > names.STATEFULSET_LIMIT:
        return names.statefulset_name(value)
    return names.dns_label(value)


@rule("SR1102", "error", *VERSIONS, was=("SR906",))
def namespace_can_be_one(resource: Resource, _objects: Objects) -> Problems:
    """A namespace that cannot be one

    A namespace is part of DNS names, so no other characters are allowed.

    Way out: write lower-case letters, digits and "-".
    """
    if resource.namespace:
        yield from checked(("metadata", "namespace"), names.namespace, resource.namespace)


RULES = (
    version_is_served,
    object_has_a_name,
    name_can_be_one,
    namespace_can_be_one,
    is_nearly_judged,
)
