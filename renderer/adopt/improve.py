"""What can be better than it runs, only when asked for: each wish takes one thing of ours on."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.resources.files import Object

# {wish: the fields of spec that say it}. `all` takes away `defaults: kubernetes` instead.
WISHES: dict[str, Object] = {
    "all": {},
    "budget": {"podDisruptionBudget": {"enabled": True}},
    "links": {"enableServiceLinks": False},
    "spread": {"spread": "preferred"},
    "token": {"automountServiceAccountToken": False},
}


def improved(document: Object, wishes: list[str]) -> Object:
    """Return a StatefulApp with what is wished for; what it says itself stays."""
    spec = dict(document["spec"])
    if "all" in wishes:
        spec.pop("defaults", None)
    for wish in wishes:
        spec = {**WISHES[wish], **spec}
    return {**document, "spec": spec}
