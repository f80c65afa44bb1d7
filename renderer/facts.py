"""What an app's pods and claims will be called: the names that never change once data is there."""

from __future__ import annotations

from renderer.app.defaults import (
    DEFAULT_NAMESPACE,
    headless_service_name,
    ordinals,
    pod_name,
)
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
    service = headless_service_name(app)
    domain = f"{service}.{namespace}.svc.{app.spec.cluster_domain}" if service else None
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


def pod(app: StatefulApp, ordinal: int, domain: str | None) -> dict[str, Any]:
    """Return one pod's names; a claim is named template, set, ordinal."""
    name = pod_name(app, ordinal)
    return {
        "name": name,
        "dnsName": f"{name}.{domain}" if domain else None,
        "claims": [
            {
                "name": f"{storage.name}-{name}",
                "size": storage.size,
                "storageClassName": storage.storage_class_name,
            }
            for storage in app.spec.storage
        ],
    }


def total_storage(app: StatefulApp) -> str:
    """Return what all claims ask for together, as a quantity."""
    return quantities.total(storage.size for storage in app.spec.storage * app.spec.replicas)
