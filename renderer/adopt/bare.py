"""An object as a person would write it: without what a server owns, and without its defaults."""

from __future__ import annotations

from renderer.app.objects import type_of
from renderer.changes.matching import leaves
from renderer.changes.normal import LAST_APPLIED, is_empty
from renderer.kubernetes import quantities
from renderer.kubernetes.filling import filled, is_pointer
from renderer.kubernetes.labels import TRACKING_ID, is_configuration
from renderer.kubernetes.object_shapes import FOREIGN, KINDS
from renderer.kubernetes.shapes import OBJECTS
from renderer.objects.identity import group_of
from renderer.objects.reading import at, is_same, mapping, metadata_of, text, trimmed
from renderer.objects.resource import Resource, is_patch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Path

    Object = dict[str, Any]

# {(API group, kind): the version that is served today} of the kinds that we know.
SERVED = {
    (group_of(str(key[0])), str(key[1])): str(key[0]) for key in KINDS if isinstance(key, tuple)
}
# What kubectl, Helm and Argo CD note at an object about themselves: whose it is, and no part of it.
NOTED = (LAST_APPLIED, TRACKING_ID)
NOTED_BY = ("meta.helm.sh/",)
# What the server assigns to a Service that says nothing of it. Who sent an object can be told by
# `clusterIPs`, which hardly anybody writes.
ASSIGNED = ("clusterIP", "clusterIPs")
FAMILIES = ("ipFamilies", "ipFamilyPolicy")


class Served(Resource):
    """An object as the server that is asked for it gives it back.

    Args:
        resource: the object, as it was read.
    """

    def __init__(self, resource: Resource) -> None:
        data, unknown = _as_served(resource.data)
        super().__init__(data, resource.file, resource.document, resource.prefix)
        self.unknown = unknown  # fields that no Kubernetes has, so that no server keeps them
        self.is_patch = is_patch(resource.data)


def served(resource: Resource) -> Resource:
    """Return an object in the version that is served, without fields that no Kubernetes has."""
    is_done = isinstance(resource, Served) or not isinstance(resource.data, dict)
    return resource if is_done else Served(resource)


def _as_served(data: Object) -> tuple[Object, list[Path]]:
    kind, version = text(data.get("kind")), text(data.get("apiVersion"))
    data = {**data, "apiVersion": SERVED.get((group_of(version), kind), version)}
    data.pop("status", None)
    if isinstance(data.get("metadata"), dict):  # managedFields are half of a large dump
        metadata = {key: item for key, item in data["metadata"].items() if key != "managedFields"}
        data["metadata"] = metadata
    spec, namespace = mapping(data.get("spec")), metadata_of(data).get("namespace")
    if kind == "StatefulSet" and spec and "selector" not in spec:  # apps/v1beta1 took the pods'
        labels = mapping(at(spec, "template", "metadata", "labels"))
        data = {**data, "spec": {**spec, "selector": {"matchLabels": labels}}}
    if kind == "RoleBinding" and namespace and isinstance(data.get("subjects"), list):
        data = {**data, "subjects": [_subject(subject, namespace) for subject in data["subjects"]]}
    unknown: list[Path] = []
    name = type_of(data)
    return (_known(data, ("object", name), (), unknown) if name else data), unknown


def _subject(subject: Any, namespace: str) -> Any:
    """Return whom a RoleBinding is for; the server wants the namespace of an account."""
    is_account = mapping(subject).get("kind") == "ServiceAccount"
    return {"namespace": namespace, **subject} if is_account else subject


def _known(value: Any, shape: tuple[Any, ...], path: Path, unknown: list[Path]) -> Any:
    """Return a value without fields that its type does not have, and note these."""
    if shape[0] == "object" and isinstance(value, dict):
        fields, theirs = OBJECTS[shape[1]][0], FOREIGN.get(shape[1], {})
        unknown += [(*path, key) for key in value if key not in fields and key not in theirs]
        return {
            key: _known(item, fields[key], (*path, key), unknown) if key in fields else item
            for key, item in value.items()
            if key in fields or key in theirs
        }
    if shape[0] == "list" and isinstance(value, list):
        return [_known(item, shape[1], (*path, index), unknown) for index, item in enumerate(value)]
    return value


def bare(data: Object) -> Object:
    """Return an object without what a server owns or fills in."""
    data = {**data, "metadata": _metadata(data)}
    data.pop("status", None)
    if data.get("kind") == "Service":
        data["spec"] = _unassigned(mapping(data.get("spec")))
    name = type_of(data)
    return _value(data, ("object", name)) if name else data


def _value(value: Any, shape: tuple[Any, ...]) -> Any:
    if shape[0] == "object" and isinstance(value, dict):
        fields = OBJECTS[shape[1]][0]
        said = {
            key: _value(item, fields[key])
            for key, item in value.items()
            if key in fields and item is not None
        }
        return _said(said, shape[1])
    if shape[0] == "list" and isinstance(value, list):
        return [_value(item, shape[1]) for item in value]
    if shape[0] == "map" and isinstance(value, dict):
        return {key: _value(item, shape[2]) for key, item in value.items()}
    return _amount(value, shape)


def _amount(value: Any, shape: tuple[Any, ...]) -> Any:
    """Return a quantity as the server stores it, in the notation that it has."""
    if shape[0] != "converted" or shape[1].__module__ != quantities.__name__:
        return value
    try:
        return quantities.stored_amount(trimmed(value))
    except ValueError:
        return value


def _metadata(data: Object) -> Object:
    """Return an object's metadata as its author wrote it."""
    owned = (*FOREIGN["ObjectMeta"], "finalizers")
    metadata = {key: value for key, value in metadata_of(data).items() if key not in owned}
    annotations = mapping(metadata.pop("annotations", None))
    kept = {key: value for key, value in annotations.items() if not _is_noted(str(key))}
    return {**metadata, **({"annotations": kept} if kept else {})}


def _is_noted(key: str) -> bool:
    return key in NOTED or key.startswith(NOTED_BY) or is_configuration(key)


def _unassigned(spec: Object) -> Object:
    """Return a Service's spec without addresses; that it has none is its author's word."""
    is_sent = "clusterIPs" in spec
    has_none = text(spec.get("clusterIP")).lower() == "none"
    hidden = [*ASSIGNED, *(FAMILIES if is_sent and _is_single(spec) else ())]
    kept = {key: value for key, value in spec.items() if key not in hidden}
    return {**kept, "clusterIP": "None"} if has_none else kept


def _is_single(spec: Object) -> bool:
    return spec.get("ipFamilyPolicy") in (None, "SingleStack")


def _said(fields: Object, name: str) -> Object:
    """Return the fields of an object of a type without those that the server would fill in so."""
    if name == "PodSpec" and "serviceAccount" in fields:  # its older word
        fields = {"serviceAccountName": fields["serviceAccount"], **fields}
        del fields["serviceAccount"]
    if name == "Volume":  # what it is, nobody should have to know
        return filled(name, fields)
    return {
        key: value
        for key, value in fields.items()
        if not (is_empty(value) and not is_pointer(name, key))
        and not _is_default(fields, key, name)
    }


def _is_default(fields: Object, key: str, name: str) -> bool:
    """Tell whether a server would fill in a field as it is, were it not there."""
    others = {other: value for other, value in fields.items() if other != key}
    made = filled(name, others).get(key)
    shape = OBJECTS[name][0][key]
    if isinstance(made, dict) and shape[0] == "object":
        made = _said(made, shape[1])
    return is_same(fields[key], made)


def differing(wanted: Any, found: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """Return the leaves of a value that another one does not have so."""
    return [
        (where, value)
        for where, value in leaves(wanted, path)
        if not is_same(at(found, *where[len(path) :]), value)
    ]
