"""What an app's pods and claims will be called: the names that never change once data is there."""

from __future__ import annotations

from renderer.app.defaults import DEFAULT_NAMESPACE, headless_service_name
from renderer.kubernetes import quantities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp


def facts(app: StatefulApp, environment: str | None) -> dict[str, Any]:
    """Return the app's pods in start order, each with its DNS name and claims.

    https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
    """
    namespace = app.metadata.namespace or DEFAULT_NAMESPACE
    domain = f"{headless_service_name(app)}.{namespace}.svc.{app.spec.cluster_domain}"
    return {
        "app": app.metadata.name,
        "environment": environment,
        "namespace": namespace,
        "start": "one by one"
        if app.spec.pod_management_policy == "OrderedReady"
        else "all at once",
        "pods": [pod(app, ordinal, domain) for ordinal in ordinals(app)],
        "totalStorage": total_storage(app),
    }


def pod(app: StatefulApp, ordinal: int, domain: str) -> dict[str, Any]:
    """Return one pod's names; a claim is named template, set, ordinal."""
    name = f"{app.metadata.name}-{ordinal}"
    return {
        "name": name,
        "dnsName": f"{name}.{domain}",
        "claims": [
            {
                "name": f"{storage.name}-{name}",
                "size": storage.size,
                "storageClassName": storage.storage_class_name,
            }
            for storage in app.spec.storage
        ],
    }


def ordinals(app: StatefulApp) -> range:
    """Return the numbers of the pods."""
    start = (app.spec.ordinals or {}).get("start", 0)
    return range(start, start + app.spec.replicas)


def total_storage(app: StatefulApp) -> str:
    """Return what all claims ask for together, as a quantity."""
    return quantities.total(storage.size for storage in app.spec.storage * app.spec.replicas)
