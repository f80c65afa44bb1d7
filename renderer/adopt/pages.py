"""A spec as its file: in the order of our examples, with a word where something is odd."""

from __future__ import annotations

from renderer.yaml.layout import laid_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Path
    from renderer.resources.files import Object

SCHEMA = "yaml-language-server: $schema="
# What a reader looks for first; then all other fields as they come, and last what is longest.
FIRST = (
    "image",
    "version",
    "containerName",
    "defaults",
    "selector",
    "podLabels",
    "podAnnotations",
    "podSecurity",
    "podSecurityContext",
    "securityContext",
    "serviceAccount",
    "replicas",
    "podManagementPolicy",
    "updateStrategy",
    "ports",
    "command",
    "args",
    "peers",
    "env",
    "envFrom",
    "startupProbe",
    "readinessProbe",
    "livenessProbe",
    "lifecycle",
    "terminationGracePeriodSeconds",
    "resources",
)
LAST = (
    "initContainers",
    "sidecars",
    "storage",
    "config",
    "volumes",
    "volumeMounts",
    "headlessService",
    "clientService",
    "podServices",
    "podDisruptionBudget",
    "networkPolicy",
    "serviceMonitor",
    "extraResources",
    "patches",
    "environments",
)
ITEM = ("name", "namespace", "$patch", "image", "port", "containerPort", "mountPath", "size")
HEAD = ("apiVersion", "kind", "metadata")
# Fields below which another order of keys would be no easier to read.
AS_WRITTEN = ("selector", "labels", "podLabels", "annotations", "podAnnotations")


def page_of(document: Object, comments: dict[Path, list[str]]) -> str:
    """Return the text of a StatefulApp.

    Args:
        document: the StatefulApp.
        comments: {path: lines above what stands there}.
    """
    spec = document["spec"]
    said = [_in_order(environment) for environment in spec.get("environments", [])]
    whole = {**document, "spec": _in_order({**spec, **({"environments": said} if said else {})})}
    return laid_out(whole, comments)


def _in_order(fields: Object) -> Object:
    """Return the fields of a spec, or of an environment, in the order of a page."""
    head = ("name", "namespace", "cluster", *FIRST)
    middle = [key for key in fields if key not in (*head, *LAST)]
    keys = [key for key in (*head, *sorted(middle), *LAST) if key in fields]
    return {key: _item(fields[key], key) for key in keys}


def _item(value: Any, field: str) -> Any:
    """Return a value whose items begin with what tells them apart."""
    if field == "resource" and isinstance(value, dict):
        return {
            key: value[key]
            for key in (*HEAD, *(key for key in value if key not in HEAD))
            if key in value
        }
    if field in AS_WRITTEN or field == "environments":
        return value
    if isinstance(value, list):
        return [_item(item, "") for item in value]
    if isinstance(value, dict):
        keys = [key for key in ITEM if key in value]
        rest = [key for key in value if key not in keys]
        return {key: _item(value[key], key) for key in (*keys, *rest)}
    return value
