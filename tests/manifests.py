"""Small manifests that tests change one field of."""

from __future__ import annotations

import copy
from typing import Any

CONTAINER = ("spec", "template", "spec", "containers", 0)
CLAIM = ("spec", "volumeClaimTemplates", 0)
IMAGE = "nginx:1.27"
SET: dict[str, Any] = {
    "apiVersion": "apps/v1",
    "kind": "StatefulSet",
    "metadata": {"name": "web"},
    "spec": {
        "selector": {"matchLabels": {"app": "web"}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {
                "containers": [
                    {
                        "name": "web",
                        "image": IMAGE,
                        "resources": {"requests": {"cpu": 1, "memory": "1Gi"}},
                        "volumeMounts": [{"name": "data", "mountPath": "/data"}],
                    }
                ]
            },
        },
        "volumeClaimTemplates": [
            {
                "metadata": {"name": "data"},
                "spec": {
                    "accessModes": ["ReadWriteOnce"],
                    "resources": {"requests": {"storage": "1Gi"}},
                },
            }
        ],
    },
}
SERVICE: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "web"},
    "spec": {"selector": {"app": "web"}, "ports": [{"name": "http", "port": 80}]},
}


def changed(data: dict[str, Any], *path: str | int, to: Any) -> dict[str, Any]:
    """The object with one value set, or gone where it is None."""
    made = copy.deepcopy(data)
    below: Any = made
    for step in path[:-1]:
        below = below.setdefault(step, {}) if isinstance(below, dict) else below[step]
    if to is None:
        below.pop(path[-1], None)
    else:
        below[path[-1]] = to
    return made
