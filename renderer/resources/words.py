"""What a field of an object of Kubernetes is called in a spec, asked of the builders themselves."""

from __future__ import annotations

from renderer.app.accept import accept
from renderer.resources.kinds import own_files, place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.errors import Path

# An app that has every kind of object, and one of everything that is a list.
EVERYTHING = {
    "apiVersion": "stateful-renderer.dev/v1alpha1",
    "kind": "StatefulApp",
    "metadata": {"name": "app"},
    "spec": {
        "image": "app:1",
        "replicas": 3,
        "ports": [{"name": "port", "port": 80}],
        "storage": [{"name": "data", "mountPath": "/data", "size": "1Gi"}],
        "clientService": {},
        "networkPolicy": {},
        "serviceAccount": {"create": True},
        "serviceMonitor": {"port": "port"},
    },
}
SET = "StatefulSet"
# Of two Services people mean the one for clients.
FILES = {"Service": "service-client.yaml"}
LISTS = ("containers", "volumeClaimTemplates", "ports", "endpoints")


def here(kind: str, path: tuple[str, ...]) -> Path:
    """Return where in a spec a field of an object is said; empty where no field says it.

    Args:
        kind: such as StatefulSet or Service.
        path: names alone, such as `spec.template.spec.containers.image`.
    """
    app = accept(EVERYTHING)
    files = {built["kind"]: file for file, built in own_files(app).items()}
    if kind not in files:
        return ()
    indexed: list[str | int] = []
    for step in path:
        indexed += [step, 0] if step in LISTS else [step]
    if indexed[-1:] == [0]:
        indexed.pop()
    found = place(app, FILES.get(kind, files[kind]), tuple(indexed))
    return tuple(step for step in found if not isinstance(step, int))


def kinds() -> list[str]:
    """Return the kinds of objects that an app may have."""
    return list(dict.fromkeys(built["kind"] for built in own_files(accept(EVERYTHING)).values()))
