"""StatefulSets that a package will no longer have, or has as another: what that does to volumes."""

from __future__ import annotations

from posixpath import dirname, join, normpath

from renderer.errors import Problem
from renderer.objects.reading import at, text
from renderer.objects.resource import Resource
from renderer.objects.workload import claims

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Documents = dict[str, Any]

KIND = "StatefulSet"
TEMPLATES = "volumeClaimTemplates"
# What tells its pods from others, and never changes.
FIXED = ("selector", "serviceName")
MANIFESTS = "manifests"


class Placement:
    """A StatefulSet in a namespace.

    Args:
        path: the file that puts it there: its own, or an overlay of the base that it is in.
        own: its own file.
        data: the StatefulSet.
        namespace: as the overlay says; empty where it does not.
    """

    def __init__(self, path: str, own: str, data: Any, namespace: str) -> None:
        self.path = path
        self.own = own
        self.data = data
        self.name = text(at(data, "metadata", "name"))
        # Empty where it is decided when it is applied.
        self.namespace = namespace or text(at(data, "metadata", "namespace"))

    def is_kept_by(self, new: Placement) -> bool:
        """Tell whether pods and volumes stay in use by a placement of the same name."""
        if self.namespace:
            return self.namespace == new.namespace
        return not self.is_overlay() or new.is_manifest() or self.overlay() == new.overlay()

    def is_overlay(self) -> bool:
        """Tell whether an overlay puts it there, not its own file."""
        return self.path != self.own

    def is_manifest(self) -> bool:
        """Tell whether its file is applied as it is, wherever the folder of manifests is."""
        return MANIFESTS in self.path.split("/")[:-1]

    def overlay(self) -> list[str]:
        """Return app, environment and file of an overlay, wherever its tree begins."""
        return self.path.split("/")[-3:]


def losses(before: Documents, after: Documents) -> Iterator[tuple[str, Problem]]:
    """Yield the files that no longer put a StatefulSet where it was, or make it another one.

    Args:
        before: {path: document} of what was generated.
        after: the same of what is generated now.
    """
    old = list(_placements(before))
    new: dict[str, list[Placement]] = {}
    for placement in _placements(after):
        new.setdefault(placement.name, []).append(placement)
    # A base with overlays is applied by them alone.
    overlaid = {placement.own for placement in old if placement.is_overlay()}
    lost = {}
    for placement in old:
        if placement.name not in new:
            lost[placement.own] = placement
        elif placement.path not in overlaid and not any(
            map(placement.is_kept_by, new[placement.name])
        ):
            lost[placement.path] = placement
    for path, placement in lost.items():
        has_name = placement.name in new
        yield path, _problem(placement, path, is_left=path in after, has_name=has_name)
    for path in sorted(before.keys() & after.keys()):
        if before[path] != after[path] and _has_same_name(before[path], after[path]):
            yield from ((path, problem) for problem in _others(before[path], after[path], path))


def _has_same_name(old: Any, new: Any) -> bool:
    named = [(at(data, "kind"), at(data, "metadata", "name")) for data in (old, new)]
    return named[0] == named[1] and named[0][0] == KIND


def _others(old: Any, new: Any, path: str) -> Iterator[Problem]:
    """Yield what makes a StatefulSet another one, which the API server refuses of one that runs."""
    for field in FIXED:
        if at(old, "spec", field) != at(new, "spec", field):
            yield _refused(path, field, "is another one")
    left = [name for name in _claims(old) if name not in _claims(new)]
    if left:
        volumes = ", ".join(f"{name}-{text(at(old, 'metadata', 'name'))}-N" for name in left)
        yield _refused(path, TEMPLATES, f"{', '.join(left)} is gone, and {volumes} stays behind")


def _refused(path: str, field: str, what: str) -> Problem:
    message = f"{what}: the API server refuses that of a StatefulSet that runs"
    hint = "`stateful diff --against HEAD` has the way out"
    return Problem("SR616", ("spec", field), message, hint=hint, file=path, severity="warning")


def _claims(data: Any) -> list[str]:
    return [name for *_, name in claims(Resource(data))]


def _placements(documents: Documents) -> Iterator[Placement]:
    """Yield where StatefulSets are put, by their own files and by overlays of them."""
    overlays: dict[str, dict[str, str]] = {}
    for path, document in documents.items():
        resources = at(document, "resources")
        for entry in resources if isinstance(resources, list) else []:
            base = normpath(join(path, "..", text(entry)))
            overlays.setdefault(base, {})[path] = text(at(document, "namespace"))
    for own, data in documents.items():
        if at(data, "kind") == KIND:
            for path, namespace in (*overlays.get(dirname(own), {}).items(), (own, "")):
                yield Placement(path, own, data, namespace)


def _problem(placement: Placement, path: str, *, is_left: bool, has_name: bool) -> Problem:
    outcome = "is for another namespace now" if is_left else "is removed"
    where = f" in namespace {placement.namespace}" if has_name and placement.namespace else ""
    pruned = f"where StatefulSet {placement.name}{where} is pruned, its pods are deleted"
    message, hint = f"{outcome}: {pruned}", ""
    if at(placement.data, "spec", "volumeClaimTemplates"):
        policy = at(placement.data, "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted")
        volumes = "their volumes with them" if policy == "Delete" else "their volumes stay behind"
        message = f"{message}, and {volumes}"
        other = "in another namespace" if has_name else "of another name"
        is_elsewhere = placement.namespace or not has_name
        hint = f"a StatefulSet {other} starts on empty volumes" if is_elsewhere else ""
    return Problem("SR615", (), message, hint=hint, file=path, severity="warning")
