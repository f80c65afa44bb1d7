"""StatefulSets that live in a cluster: their pods, their claims, and when they are done."""

from __future__ import annotations

from typing import Any

from api import API, MERGE, is_ready, until

APPS, CORE = "apps/v1", "v1"


def settled(api: API, namespace: str, name: str, limit: float = 90) -> dict[str, Any]:
    """Return a StatefulSet once it has done all that it will do."""

    def ask() -> dict[str, Any] | None:
        live = api.get(APPS, "StatefulSet", namespace, name)
        if not live or not is_done(live):
            return None
        return live if len(pods(api, namespace, name)) == live["spec"]["replicas"] else None

    return until(ask, f"StatefulSet {namespace}/{name} is done", limit)  # type: ignore[return-value]


def is_done(live: dict[str, Any]) -> bool:
    status, replicas = live["status"], live["spec"]["replicas"]
    counts = ("replicas", "readyReplicas", "availableReplicas", "updatedReplicas")
    return status.get("observedGeneration") == live["metadata"]["generation"] and all(
        status.get(key, 0) == replicas for key in counts
    )


def pods(api: API, namespace: str, name: str) -> list[dict[str, Any]]:
    """Return the pods of a set, in the order of their names, also those that are going."""
    return [
        pod
        for pod in api.items(CORE, "Pod", namespace)
        if any(owner["name"] == name for owner in pod["metadata"].get("ownerReferences", []))
    ]


def claims(api: API, namespace: str) -> dict[str, dict[str, Any]]:
    items = api.items(CORE, "PersistentVolumeClaim", namespace)
    return {claim["metadata"]["name"]: claim for claim in items}


def scale(api: API, namespace: str, name: str, replicas: int) -> None:
    path = f"{api.path(APPS, 'StatefulSet', namespace, name)}/scale"
    api.must("PATCH", path, {"spec": {"replicas": replicas}}, MERGE)


def cordon(api: API, *, is_cordoned: bool) -> None:
    """Let no pod onto any node, or let them again."""
    for node in api.items(CORE, "Node", ""):
        path = api.path(CORE, "Node", "", node["metadata"]["name"])
        api.must("PATCH", path, {"spec": {"unschedulable": is_cordoned or None}}, MERGE)


def is_waiting(pod: dict[str, Any]) -> bool:
    """Whether the scheduler has looked at a pod, and found no node for it."""
    conditions = pod.get("status", {}).get("conditions", [])
    return any(
        each["type"] == "PodScheduled" and each.get("reason") == "Unschedulable"
        for each in conditions
    ) and not is_ready(pod)
