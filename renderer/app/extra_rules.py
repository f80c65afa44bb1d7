"""What must hold for objects of any kind that an app brings along, and for its patches."""

from __future__ import annotations

from renderer.app.pod_rules import repeated
from renderer.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    Problems = Iterator[Problem]

HEAD = ("apiVersion", "kind")
CONFIGURATION = ("kustomize.config.k8s.io/", "config.kubernetes.io/", "stateful-renderer.dev/")
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
    for index, each in enumerate(app.spec.extra_resources):
        path: Path = ("spec", "extraResources", index, "resource")
        missing = [*_missing(each.resource)]
        for field in missing:
            yield Problem("SR203", (*path, *field), "is required")
        if not missing:
            yield from _object(each.resource, path)
        identities.append(() if missing else _identity(each.resource))
    for index, found in repeated(identities):
        if found:
            path = ("spec", "extraResources", index, "resource", "metadata", "name")
            yield Problem(
                "SR346", path, f"must be an object of its own, {found[1]} {found[2]} is taken"
            )


def _missing(resource: dict[str, Any]) -> Iterator[Path]:
    for field in HEAD:
        if not isinstance(resource.get(field), str):
            yield (field,)
    metadata = resource.get("metadata")
    if not isinstance(metadata, dict) or not isinstance(metadata.get("name"), str):
        yield ("metadata", "name")


def _identity(resource: dict[str, Any]) -> tuple[str, str, str]:
    group = resource["apiVersion"].rpartition("/")[0]
    return (group, resource["kind"], resource["metadata"]["name"])


def _object(resource: dict[str, Any], path: Path) -> Problems:
    for field in ("labels", "annotations"):
        found = resource["metadata"].get(field, {})
        if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
            yield Problem("SR202", (*path, "metadata", field), "must be a map of texts")
    if "namespace" in resource["metadata"]:
        message = "must not be set: an app's objects share its namespace"
        hint = "set metadata.namespace, or namespace in an environment"
        yield Problem("SR346", (*path, "metadata", "namespace"), message, hint=hint)
    if resource["apiVersion"].startswith(CONFIGURATION):
        message = (
            f"must be an object of a cluster, got a {resource['kind']} of {resource['apiVersion']}"
        )
        yield Problem("SR346", (*path, "apiVersion"), message)
    if resource["kind"] == "Secret" and resource["apiVersion"] == "v1":
        for field in ("data", "stringData"):
            if field in resource:
                message = "must not be written here, where everybody reads it"
                hint = "use an ExternalSecret or SealedSecret"
                yield Problem("SR346", (*path, field), message, hint=hint)


def names_of_items_are_unique(app: StatefulApp) -> Problems:
    """Environments find patches and extra resources by their names."""
    lists = {
        "patches": [each.name for each in app.spec.patches],
        "extraResources": [each.name for each in app.spec.extra_resources],
    }
    for field, names in lists.items():
        for index, name in repeated(names):
            message = f'must have a name of its own, "{name}" is taken'
            yield Problem("SR301", ("spec", field, index, "name"), message)


RULES = (extra_resources_are_objects, names_of_items_are_unique)
