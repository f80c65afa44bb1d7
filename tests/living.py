"""Objects as `kubectl get -o yaml` returns them: with defaults, status and what a server notes."""

from __future__ import annotations

from typing import Any

from renderer.changes.normal import normal
from renderer.objects.resource import Resource

Object = dict[str, Any]

NOTES = {
    "creationTimestamp": "2026-01-02T03:04:05Z",
    "generation": 3,
    "managedFields": [{"manager": "kubectl", "operation": "Apply", "fieldsV1": {"f:spec": {}}}],
    "resourceVersion": "4711",
    "uid": "0b9d1c2e-0000-4000-8000-000000000000",
}
STATUS = {"StatefulSet": {"replicas": 3, "readyReplicas": 3}, "Service": {"loadBalancer": {}}}


def living(data: Object, namespace: str = "default") -> Object:
    """One object as a server gives it back."""
    made: Object = normal(data)
    metadata = {**made["metadata"], **NOTES}
    metadata.setdefault("namespace", namespace)
    made = {**made, "metadata": metadata}
    if data["kind"] in STATUS:
        made["status"] = STATUS[data["kind"]]
    if data["kind"] == "Service":
        address = made["spec"].get("clusterIP", "10.96.0.7")
        given = {"clusterIP": address, "clusterIPs": [address], "ipFamilies": ["IPv4"]}
        made["spec"] = {"ipFamilyPolicy": "SingleStack", **given, **made["spec"]}
    return made


def live(objects: list[Object], namespace: str = "default") -> list[Resource]:
    """Objects of a render, as they come back from a cluster."""
    return [Resource(living(data, namespace)) for data in objects]
