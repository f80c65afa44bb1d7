"""StatefulSets that a package is to have no longer: what becomes of their pods and volumes."""

from __future__ import annotations

from posixpath import dirname, join, normpath

from renderer.errors import Problem
from renderer.objects.reading import at, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Documents = dict[str, Any]

KIND = "StatefulSet"
MANIFESTS = "manifests"


class Place:
    """A StatefulSet in a namespace.

    Args:
        path: the file that puts it there: its own, or an overlay of the base that it is in.
        own: its own file.
        data: the StatefulSet.
        namespace: empty where whoever applies it says.
    """

    def __init__(self, path: str, own: str, data: Any, namespace: str) -> None:
        self.path = path
        self.own = own
        self.data = data
        self.name = text(at(data, "metadata", "name"))
        self.namespace = namespace or text(at(data, "metadata", "namespace"))

    def goes_on_in(self, new: Place) -> bool:
        """Tell whether pods and volumes are in use in a place of the same name."""
        if self.namespace:
            return self.namespace == new.namespace
        is_the_same = self.environment() == new.environment()
        return self.path == self.own or is_the_same or f"/{MANIFESTS}/" in f"/{new.path}"

    def environment(self) -> list[str]:
        """Return what tells an overlay from others, wherever its tree is."""
        return self.path.split("/")[-3:]


def losses(before: Documents, after: Documents) -> Iterator[tuple[str, Problem]]:
    """Yield the files that no longer put a StatefulSet where it was, and what that means.

    Args:
        before: {path: document} of what was generated.
        after: the same of what is generated now.
    """
    old = list(_places(before))
    new: dict[str, list[Place]] = {}
    for each in _places(after):
        new.setdefault(each.name, []).append(each)
    # Where a base goes that has overlays, these alone say.
    overlaid = {each.own for each in old if each.path != each.own}
    lost = {}
    for each in old:
        if each.name not in new:
            lost[each.own] = each
        elif each.path not in overlaid and not any(map(each.goes_on_in, new[each.name])):
            lost[each.path] = each
    for path, each in lost.items():
        yield path, _problem(each, path, is_left=path in after, has_name=each.name in new)


def _places(documents: Documents) -> Iterator[Place]:
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
                yield Place(path, own, data, namespace)


def _problem(place: Place, path: str, *, is_left: bool, has_name: bool) -> Problem:
    happens = "is for another namespace now" if is_left else "is removed"
    where = f" in namespace {place.namespace}" if has_name and place.namespace else ""
    message = f"{happens}: where StatefulSet {place.name}{where} is pruned, its pods are deleted"
    hint = ""
    if at(place.data, "spec", "volumeClaimTemplates"):
        policy = at(place.data, "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted")
        stays = "their volumes with them" if policy == "Delete" else "their volumes stay behind"
        message = f"{message}, and {stays}"
        other = "in another namespace" if has_name else "of another name"
        is_elsewhere = place.namespace or not has_name
        hint = f"a StatefulSet {other} starts on empty volumes" if is_elsewhere else ""
    return Problem("SR615", (), message, hint=hint, file=path, severity="warning")
