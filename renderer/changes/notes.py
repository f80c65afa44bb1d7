"""What a change does that its fields do not say: so far, that scaling restarts pods.

Verdicts on what a change does to running pods and data come with a rule table of their own.
"""

from __future__ import annotations

from renderer.changes.compare import Change, Field, Named

TEMPLATE = ("spec", "template")
SCALES = (("spec", "replicas"), ("spec", "ordinals", "start"))


def notes(change: Change) -> list[str]:
    """Return what a reviewer should know about a change of an object."""
    if change.identity.kind != "StatefulSet" or not _scales(change):
        return []
    lists = [_name(each) for each in change.fields if _lists_pods(each, change.identity.name)]
    return [
        f"scaling also restarts the running pods: {name} lists them, and changes"
        " (`first` and `countOnly` of spec.peers avoid it)"
        for name in lists
    ]


def _name(field: Field) -> str:
    """Return the name of the variable whose value it is."""
    step = field.path[-2]
    return step.name if isinstance(step, Named) else str(field)


def _scales(change: Change) -> bool:
    return any(field.path in SCALES for field in change.fields)


def _lists_pods(field: Field, name: str) -> bool:
    """Tell whether a value in the pod template names the set's own pods, more or fewer of them."""
    if field.path[:2] != TEMPLATE or field.path[-1:] != ("value",):
        return False
    counts = [str(value).count(f"{name}-") for value in (field.before, field.after)]
    return counts[0] != counts[1] and any(counts)
