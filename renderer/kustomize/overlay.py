"""An overlay: what an environment changes, in the fields that people and tools edit.

No field of the spec has code here. The base and the app in its environment are both built, and
the overlay is what leads from one to the other.
"""

from __future__ import annotations

from re import fullmatch

from renderer.kubernetes.images import joined, split
from renderer.kustomize.difference import Difference
from renderer.objects.identity import Identity
from renderer.objects.reading import pairs_in
from renderer.yaml import dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.resources.files import Files, Object

    Images = list[dict[str, str]]

KUSTOMIZATION = "kustomization.yaml"
SET = "StatefulSet"


def kustomization(fields: dict[str, Any]) -> Object:
    """Return a Kustomization; fields that are empty are left out."""
    return {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        **{key: value for key, value in fields.items() if value},
    }


def overlay(base: Files, environment: Files, path_to_base: str) -> Files:
    """Return {file: document} of the overlay that turns one build into another.

    Args:
        base: {file: object} as built for the base.
        environment: {file: object} as built for the environment.
        path_to_base: the base's folder, seen from the overlay's.
    """
    before = {_matched_by(data): data for data in base.values()}
    names = {file: _matched_by(data) for file, data in environment.items()}
    after = {names[file]: data for file, data in environment.items()}
    added = {file: data for file, data in environment.items() if names[file] not in before}
    labels = _labels(before, after)
    others = [data for data in after.values() if data["kind"] != SET]
    pairs = [
        (_labelled(before[key], labels), after[key], _images(before[key], after[key], others))
        for key in before
        if key in after
    ]
    changes = {
        "resources": [path_to_base, *added],
        "namespace": _namespace(before, after),
        "labels": [{"pairs": labels}] if labels else [],
        "replicas": [entry for old, new, _ in pairs for entry in _replicas(old, new)],
        "images": [entry for _, _, images in pairs for entry in images],
        "patches": [
            *(patch for pair in pairs for patch in _patches(*pair)),
            *(_deletion(before[key]) for key in before if key not in after),
        ],
    }
    return {KUSTOMIZATION: kustomization(changes), **added}


def _matched_by(data: Object) -> Identity:
    return Identity.of(data).without_namespace()


def _namespace(before: dict[Identity, Object], after: dict[Identity, Object]) -> str | None:
    old, new = (
        next(iter(objects.values()))["metadata"].get("namespace") for objects in (before, after)
    )
    return new if new != old else None


def _labels(before: dict[Identity, Object], after: dict[Identity, Object]) -> dict[str, str]:
    """Return the labels that all objects get or change, and none where one object differs.

    Without `includeSelectors` and `includeTemplates` they touch no selector, pod or claim.
    """
    changes = [
        {
            key: value
            for key, value in _labels_of(new).items()
            if _labels_of(before[name]).get(key) != value
        }
        for name, new in after.items()
        if name in before
    ]
    common = changes[0] if changes and all(change == changes[0] for change in changes) else {}
    all_have = all(common.items() <= _labels_of(data).items() for data in after.values())
    return common if all_have else {}


def _labels_of(resource: Object) -> dict[str, str]:
    labels: dict[str, str] = resource["metadata"].get("labels", {})
    return labels


def _labelled(old: Object, labels: dict[str, str]) -> Object:
    """Return an object as `labels:` leaves it."""
    if not labels:
        return old
    return {**old, "metadata": {**old["metadata"], "labels": {**_labels_of(old), **labels}}}


def _replicas(old: Object, new: Object) -> list[dict[str, Any]]:
    """Return the entry of `replicas:`; a patch may have left the number to an autoscaler."""
    if old["kind"] != SET:
        return []
    before, after = (data["spec"].get("replicas") for data in (old, new))
    if before == after or before is None or after is None:
        return []
    return [{"name": new["metadata"]["name"], "count": after}]


def _images(old: Object, new: Object, others: list[Object]) -> Images:
    """Return the entries of `images:` that image updaters and `kustomize edit set image` change.

    An entry changes every container whose image has that name, in all objects, so there are none
    where they would change one that is not meant; a patch says it then.
    """
    before = {container["name"]: container["image"] for container in _containers(old)}
    after = {container["name"]: container["image"] for container in _containers(new)}
    changes = {
        name: change
        for name, image in after.items()
        if name in before and (change := _image_change(before[name], image))
    }
    entries = list({change["name"]: change for change in changes.values()}.values())
    if not entries:
        return []
    # Patches come first: what has no entry is already as it should be when these apply.
    patched = {name: before[name] if name in changes else image for name, image in after.items()}
    as_meant = all(_renamed(patched[name], entries) == image for name, image in after.items())
    images = (image for data in others for image in _images_in(data))
    as_meant = as_meant and all(_renamed(image, entries) == image for image in images)
    return entries if as_meant else []


def _images_in(value: Any) -> Iterator[str]:
    """Yield the images of all containers in an object of any kind, as kustomize looks for them."""
    for field, inner in pairs_in(value):
        if field in ("containers", "initContainers") and isinstance(inner, list):
            yield from (container["image"] for container in inner if _has_image(container))


def _has_image(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("image"), str)


def _renamed(image: str, entries: Images) -> str:
    """Return the image as `images:` leaves it; kustomize takes a name for a regular expression."""
    for entry in entries:
        name, tag, digest = split(image)
        if fullmatch(entry["name"], name):
            if entry.keys() & {"newTag", "digest"}:
                tag, digest = entry.get("newTag", ""), entry.get("digest", "")
            image = joined(entry.get("newName", name), tag, digest)
    return image


def _containers(resource: Object) -> list[dict[str, Any]]:
    if resource["kind"] != SET:
        return []
    pod = resource["spec"]["template"]["spec"]
    return [*pod.get("initContainers", []), *pod["containers"]]


def _image_change(old: str, new: str) -> dict[str, str] | None:
    """Return the `images:` entry from one image to another; None when there is none.

    With a digest and a tag at once, or a tag to take away, kustomize has no entry that says it.
    """
    (name, tag, digest), (new_name, new_tag, new_digest) = split(old), split(new)
    if old == new or (tag and digest) or not (bool(new_tag) ^ bool(new_digest)):
        return None
    return {
        "name": name,
        **({"newName": new_name} if new_name != name else {}),
        **({"newTag": new_tag} if new_tag and new_tag != tag else {}),
        **({"digest": new_digest} if new_digest and new_digest != digest else {}),
    }


def _patches(old: Object, new: Object, images: Images) -> list[dict[str, Any]]:
    """Return the patches for what the other fields of the kustomization do not say already."""
    difference = Difference(_as_transformed(old, new, images), new)
    name, kind = old["metadata"]["name"], old["kind"]
    patches = []
    if difference.operations:
        target = {"kind": kind, "name": name}
        patches.append({"target": target, "patch": _text(difference.operations)})
    if difference.merge:
        patches.append({"patch": _text(_merge_patch(old, difference.merge))})
    return patches


def _as_transformed(old: Object, new: Object, images: Images) -> Object:
    """Return the base's object as `namespace:`, `replicas:` and `images:` will leave it."""
    metadata = {**old["metadata"], "namespace": new["metadata"].get("namespace")}
    transformed = {**old, "metadata": {key: value for key, value in metadata.items() if value}}
    if old["kind"] != SET:
        return transformed
    spec = {**old["spec"]}
    for entry in _replicas(old, new):
        spec["replicas"] = entry["count"]
    pod = {
        field: [{**container, "image": _renamed(container["image"], images)} for container in value]
        if field in ("initContainers", "containers")
        else value
        for field, value in spec["template"]["spec"].items()
    }
    return {**transformed, "spec": {**spec, "template": {**spec["template"], "spec": pod}}}


def _merge_patch(old: Object, change: dict[str, Any]) -> Object:
    """Return a strategic merge patch; kustomize fails when it matches no object of the base."""
    metadata = {**_address(old), **change.get("metadata", {})}
    return {**_head(old), **change, "metadata": metadata}


def _text(patch: Any) -> str:
    """Return a patch as text; kustomize trims it, and would trim a text of lines at its end."""
    last = patch
    while isinstance(last, (dict, list)) and last:
        last = last[-1] if isinstance(last, list) else [*last.values()][-1]
    is_block = isinstance(last, str) and "\n" in last
    return dump(patch) + ("# end\n" if is_block else "")


def _deletion(old: Object) -> dict[str, Any]:
    return {"patch": dump({**_head(old), "$patch": "delete"})}


def _head(old: Object) -> Object:
    return {"apiVersion": old["apiVersion"], "kind": old["kind"], "metadata": _address(old)}


def _address(old: Object) -> dict[str, str]:
    keys = ("name", "namespace")
    return {key: old["metadata"][key] for key in keys if key in old["metadata"]}
