"""What a StatefulSet's pods and claims are called: names that never change once data is there."""

from __future__ import annotations

from renderer.kubernetes import quantities
from renderer.objects.declared import SIZE, declared
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

    from renderer.objects.resource import Objects, Resource


def facts(
    workload: Resource, objects: Objects, cluster_domain: str = "cluster.local"
) -> dict[str, Any]:
    """Return a StatefulSet's pods in start order, each with its DNS name and claims.

    https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id

    Args:
        workload: the StatefulSet.
        objects: all that is beside it, such as claims that are declared for its pods.
        cluster_domain: the end of DNS names.
    """
    is_parallel = at(workload.data, "spec", "podManagementPolicy") == "Parallel"
    templates = [(claim, name) for _, claim, name in claims(workload)]
    known = {name: declared(workload, objects, name) for _, name in templates}
    pods: list[dict[str, Any]] = []
    for ordinal, name in zip(ordinals(workload), pod_names(workload), strict=True):
        claimed = [
            _claim(claim_name(template, name), claim, known[template].get(ordinal))
            for claim, template in templates
        ]
        dns = dns_name(workload, name, cluster_domain) or None
        pods.append({"name": name, "dnsName": dns, "claims": claimed})
    sizes = [claim["size"] for pod in pods for claim in pod["claims"] if claim["size"]]
    return {
        "namespace": workload.namespace or DEFAULT_NAMESPACE,
        "start": "all at once" if is_parallel else "one by one",
        "pods": pods,
        "totalStorage": quantities.total(sizes),
        "replicas": len(ordinals(workload)),
    }


def _claim(name: str, template: dict[Any, Any], own: Resource | None) -> dict[str, Any]:
    """Return a pod's claim; one that is declared wins over its template."""
    size, storage_class = _asked(template)
    own_size, own_class = _asked(own.data) if own else (None, None)
    return {
        "name": name,
        "size": own_size or size,
        "storageClassName": storage_class if own_class is None else own_class,
    }


def _asked(claim: Any) -> tuple[str | None, str | None]:
    """Return the size and class that a claim asks for; None where it says none that can be."""
    size, storage_class = at(claim, *SIZE), at(claim, "spec", "storageClassName")
    is_size = size is not None and amount(size) is not None
    return (
        str(trimmed(size)) if is_size else None,
        storage_class if isinstance(storage_class, str) else None,
    )
