"""What a StatefulSet's pods and claims are called: names that never change once data is there."""

from __future__ import annotations

from renderer.kubernetes import quantities
from renderer.objects.reading import amount, at, trimmed
from renderer.objects.workload import (
    DEFAULT_NAMESPACE,
    claim_name,
    claims,
    dns_name,
    ordinals,
    pod_names,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.objects.resource import Resource

    # Name, size and class.
    Template = tuple[str, str | None, str | None]

SIZE = ("spec", "resources", "requests", "storage")


def facts(workload: Resource, cluster_domain: str = "cluster.local") -> dict[str, Any]:
    """Return a StatefulSet's pods in start order, each with its DNS name and claims.

    https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
    """
    is_parallel = at(workload.data, "spec", "podManagementPolicy") == "Parallel"
    templates = [(name, *_asked(claim)) for _, claim, name in claims(workload)]
    sizes = [size for _, size, _ in templates if size]
    return {
        "namespace": workload.namespace or DEFAULT_NAMESPACE,
        "start": "all at once" if is_parallel else "one by one",
        "pods": [_pod(workload, name, templates, cluster_domain) for name in pod_names(workload)],
        "totalStorage": quantities.total(sizes * len(ordinals(workload))),
        "replicas": len(ordinals(workload)),
    }


def _pod(
    workload: Resource, name: str, templates: list[Template], cluster_domain: str
) -> dict[str, Any]:
    return {
        "name": name,
        "dnsName": dns_name(workload, name, cluster_domain) or None,
        "claims": [
            {"name": claim_name(template, name), "size": size, "storageClassName": storage_class}
            for template, size, storage_class in templates
        ],
    }


def _asked(claim: dict[Any, Any]) -> tuple[str | None, str | None]:
    """Return the size and class that a claim asks for; None where it says none that can be."""
    size, storage_class = at(claim, *SIZE), at(claim, "spec", "storageClassName")
    is_size = size is not None and amount(size) is not None
    return (
        str(trimmed(size)) if is_size else None,
        storage_class if isinstance(storage_class, str) else None,
    )
