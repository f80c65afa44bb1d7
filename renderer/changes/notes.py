"""What a change does that its fields do not say: so far, that scaling restarts pods.

Verdicts on what a change does to running pods and data come with a rule table of their own.
"""

from __future__ import annotations

from renderer.changes.compare import FieldChange, ResourceChange

VALUE = ".value"
TEMPLATE = "spec.template."


def notes(change: ResourceChange) -> list[str]:
    """Return what a reviewer should know about a change of an object."""
    if change.identity.kind != "StatefulSet" or not _scales(change):
        return []
    lists = [_name(each.path) for each in change.fields if _lists_pods(each, change.identity.name)]
    return [
        f"scaling also restarts the running pods: {name} lists them, and changes"
        " (`first` and `countOnly` of spec.peers avoid it)"
        for name in lists
    ]


def _name(path: str) -> str:
    """Return the name of the variable that a path ends in."""
    return path.removesuffix(VALUE).rpartition("[name=")[2].rstrip("]")


def _scales(change: ResourceChange) -> bool:
    return any(field.path in ("spec.replicas", "spec.ordinals.start") for field in change.fields)


def _lists_pods(field: FieldChange, name: str) -> bool:
    """Tell whether a value in the pod template names the set's own pods, more or fewer of them."""
    if not (field.path.startswith(TEMPLATE) and field.path.endswith(VALUE)):
        return False
    counts = [str(value).count(f"{name}-") for value in (field.before, field.after)]
    return counts[0] != counts[1] and any(counts)
