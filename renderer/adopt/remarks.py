"""What is odd about a StatefulSet that is taken over, for its file and for its report."""

from __future__ import annotations

from renderer.adopt.managers import is_restarted
from renderer.app import SKIP
from renderer.errors import dotted
from renderer.kubernetes.names import first_of
from renderer.objects.reading import at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.adopt.belongings import Family
    from renderer.adopt.reverse import Reversed
    from renderer.errors import Path
    from renderer.resources.files import Object

MOST = 3


def comments(
    document: Object, found: dict[str, Reversed], allowed: list[str]
) -> dict[Path, list[str]]:
    """Return {path in the document: lines above it}.

    Args:
        document: the StatefulApp.
        found: what was found out in each environment.
        allowed: codes of rules that are allowed, because it runs so.
    """
    said: dict[Path, list[str]] = {
        (): [
            "Taken over by `stateful adopt` from what runs. `defaults: kubernetes` adds nothing of",
            "ours to it; take that line away to get it, and `stateful diff` says what restarts.",
            SKIP,
        ]
    }
    if allowed:
        line = f"What we would not make so anew, see `stateful explain`: {', '.join(allowed)}"
        said["metadata", "annotations"] = [line]
    patched = list(dict.fromkeys(path for result in found.values() for path in result.patched))
    if patched:
        said["spec", "patches"] = [f"No field says this: {first_of(map(dotted, patched), MOST)}"]
    if at(document, "spec", "terminationGracePeriodSeconds") == 0:
        line = "0: two pods could run with one identity; give it time when it may restart"
        said["spec", "terminationGracePeriodSeconds"] = [line]
    return said


def remarks(families: dict[str, Family], found: dict[str, Reversed], document: Object) -> list[str]:
    """Return what people should know of a StatefulSet, beside the proof."""
    lines = []
    for name, family in families.items():
        where = f" in {name}" if name else ""
        workload = family.workload
        serves = at(workload.data, "spec", "serviceName")
        if serves and family.governing is None:
            lines.append(
                f"Service {serves}, which it names, is not among its objects{where}: the spec "
                "refers to it, and does not make it"
            )
        if is_restarted(workload.data):
            lines.append(f"`kubectl rollout restart` marked its pods{where}: the mark must stay")
        for resource, path in _unknown(family):
            lines.append(
                f"{resource} {dotted(path)} is no field of Kubernetes, which drops it{where}"
            )
    if document["spec"].get("patches"):
        patched = list(dict.fromkeys(path for result in found.values() for path in result.patched))
        lines.append(
            f"said by a patch, because no field does: {first_of(map(dotted, patched), MOST)}"
        )
    return lines


def _unknown(family: Family) -> list[tuple[str, Path]]:
    """Return the fields that no Kubernetes has, each with its object."""
    return [
        (resource.label, path)
        for resource in family.resources
        for path in getattr(resource, "unknown", ())
    ]
