"""What must hold for objects of any kind that an app brings along, and for its patches."""

from __future__ import annotations

from renderer.app.pod_rules import repeated, taken
from renderer.errors import Problem
from renderer.kubernetes import names
from renderer.objects.identity import Identity, group_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    Problems = Iterator[Problem]

HEAD = ("apiVersion", "kind")
SCALED = ("Deployment", "ReplicaSet", "ReplicationController")
CONFIGURATION = ("kustomize.config.k8s.io/", "config.kubernetes.io/", "stateful-renderer.dev/")
# Groups whose objects may have any name that fits into a URL; all others are DNS names.
ANY_NAMES = ("certificates.k8s.io", "policy", "rbac.authorization.k8s.io")
NAMES = {("", "Namespace"): names.namespace, ("", "Service"): names.dns1035_label}
# The kinds that kustomize gives no namespace.
CLUSTER_SCOPED = (
    "APIService",
    "CSIDriver",
    "CSINode",
    "CertificateSigningRequest",
    "ClusterRole",
    "ClusterRoleBinding",
    "ComponentStatus",
    "CustomResourceDefinition",
    "FlowSchema",
    "IngressClass",
    "MutatingWebhookConfiguration",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PriorityClass",
    "PriorityLevelConfiguration",
    "RuntimeClass",
    "StorageClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
    "VolumeAttachment",
)


def extra_resources_are_objects(app: StatefulApp) -> Problems:
    """An extra resource is one whole object, and its secrets are elsewhere."""
    identities = []
    for index, entry in enumerate(app.spec.extra_resources):
        path: Path = ("spec", "extraResources", index, "resource")
        yield from wrong_with(entry.resource, path)
        is_named = not list(_missing(entry.resource))
        identities.append(Identity.of(entry.resource).without_namespace() if is_named else None)
    for index, first, found in repeated(identities):
        if found:
            path, other = (
                ("spec", "extraResources", item, "resource", "metadata", "name")
                for item in (index, first)
            )
            message = f"must be an object of its own, {found} is taken"
            yield Problem("SR346", path, message, taken_by=other)


def wrong_with(resource: dict[str, Any], path: Path) -> Problems:
    """Yield why an extra resource cannot be made one of the app's objects."""
    missing = list(_missing(resource))
    for field in missing:
        yield Problem("SR203", (*path, *field), "is required")
    if not missing:
        yield from _object(resource, path)


def _missing(resource: dict[str, Any]) -> Iterator[Path]:
    for field in HEAD:
        if not isinstance(resource.get(field), str):
            yield (field,)
    metadata = resource.get("metadata")
    if not isinstance(metadata, dict) or not isinstance(metadata.get("name"), str):
        yield ("metadata", "name")


def _object(resource: dict[str, Any], path: Path) -> Problems:
    yield from _head(resource, path)
    for field in ("labels", "annotations"):
        found = resource["metadata"].get(field, {})
        if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
            yield Problem("SR202", (*path, "metadata", field), "must be an object of strings")
    if "namespace" in resource["metadata"]:
        message = "must not be set: an app's objects share its namespace"
        hint = "set metadata.namespace, or namespace in an environment"
        yield Problem("SR346", (*path, "metadata", "namespace"), message, hint=hint)
    if resource["apiVersion"].startswith(CONFIGURATION):
        message = (
            f"must be an object of a cluster, got a {resource['kind']} of {resource['apiVersion']}"
        )
        yield Problem("SR346", (*path, "apiVersion"), message)
    yield from _kind(resource, path)
    yield from _subjects(resource, path)


def _head(resource: dict[str, Any], path: Path) -> Problems:
    """Hold version, kind and name to what a server would make the object's URL of."""
    of = group_of(resource["apiVersion"])
    check_name = names.path_segment if of in ANY_NAMES else names.dns_subdomain
    check_name = NAMES.get((of, resource["kind"]), check_name)
    for field, check, value in (
        (("apiVersion",), names.api_version, resource["apiVersion"]),
        (("kind",), names.kind, resource["kind"]),
        (("metadata", "name"), check_name, resource["metadata"]["name"]),
    ):
        try:
            check(value)
        except ValueError as error:
            message, *hint = error.args
            yield Problem("SR210", (*path, *field), message, hint=hint[0] if hint else "")


def _kind(resource: dict[str, Any], path: Path) -> Problems:
    """Refuse kinds that have a place of their own."""
    if resource["kind"] == "StatefulSet":
        message = "must not be a StatefulSet: an app is one of them"
        yield Problem("SR346", (*path, "kind"), message, hint="write a StatefulApp for it")
    if resource["kind"] == "Secret" and resource["apiVersion"] == "v1":
        for field in ("data", "stringData"):
            if field in resource:
                message = "must not be written here, where everybody reads it"
                hint = "use an ExternalSecret or SealedSecret"
                yield Problem("SR346", (*path, field), message, hint=hint)


def _subjects(resource: dict[str, Any], path: Path) -> Problems:
    """Refuse what kustomize would set anew: the namespace of the account `default`."""
    subjects = resource.get("subjects", [])
    for index, subject in enumerate(subjects if isinstance(subjects, list) else []):
        if (
            isinstance(subject, dict)
            and subject.get("name") == "default"
            and "namespace" in subject
        ):
            message = "must not be set for the account default, which is the app's namespace's"
            yield Problem("SR346", (*path, "subjects", index, "namespace"), message)


def workloads_have_names_of_their_own(app: StatefulApp) -> Problems:
    """`replicas:` in an overlay would scale a workload of the app's name as well."""
    for index, entry in enumerate(app.spec.extra_resources):
        metadata = entry.resource.get("metadata")
        name = metadata.get("name") if isinstance(metadata, dict) else None
        if entry.resource.get("kind") in SCALED and name == app.metadata.name:
            path = ("spec", "extraResources", index, "resource", "metadata", "name")
            message = f'must not be "{name}": overlays scale what has the name of the app'
            yield Problem("SR346", path, message)


def names_of_items_are_unique(app: StatefulApp) -> Problems:
    """Environments find patches and extra resources by their names."""
    lists = {
        "patches": [patch.name for patch in app.spec.patches],
        "extraResources": [entry.name for entry in app.spec.extra_resources],
    }
    for field, listed in lists.items():
        for index, first, name in repeated(listed):
            yield taken(("spec", field, index, "name"), name, ("spec", field, first, "name"))


RULES = (
    extra_resources_are_objects,
    workloads_have_names_of_their_own,
    names_of_items_are_unique,
)
