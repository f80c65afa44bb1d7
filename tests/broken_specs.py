"""A small StatefulApp, broken in one place: the CLI refuses it, and so must the API server."""

from __future__ import annotations

import copy
from typing import Any

from renderer.app import KIND
from renderer.app.models import API_VERSION

SMALL = {
    "apiVersion": API_VERSION,
    "kind": KIND,
    "metadata": {"name": "db"},
    "spec": {
        "image": "db:1",
        "ports": [{"name": "web", "port": 80}],
        "storage": [{"name": "data", "mountPath": "/data", "size": "1Gi"}],
    },
}
BROKEN = {
    "spec.replica": 2,
    "spec.image": None,
    "spec.replicas": "2",
    "spec.replicas ": -1,
    "spec.podManagementPolicy": "Random",
    "spec.clusterDomain": "not a domain",
    "spec.ports": {"web": 80},
    "spec.ports.0.port": 65536,
    "spec.ports.0.name": "too-long-a-name-for-a-port",
    "spec.storage.0.size": "0Gi",
    "spec.storage.0.size ": -1,
    "spec.storage.0.size  ": "1 Gi",
    "spec.storage.0.accessModes": [],
    "spec.storage.0.mountPath": "data",
    "spec.podDisruptionBudget": {"maxUnavailable": "101%"},
    "spec.resources": {"requests": {"cpu": "two"}},
    "spec.sidecars": [{"image": "x"}],
    "spec.environments": [{"replicas": 1}],
    "spec.readinessProbe": {"httpGet": {"port": 0}},
    "metadata.name": "Db",
}


def broken(path: str) -> tuple[str, dict[str, Any]]:
    """Return the key that is wrong, and the document."""
    document: Any = copy.deepcopy(SMALL)
    *parents, key = path.strip().split(".")
    holder = document
    for step in parents:
        holder = holder[int(step) if step.isdigit() else step]
    holder[key] = BROKEN[path]
    return key, document
