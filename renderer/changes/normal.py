"""An object as the server keeps it and its controllers see it: what is the same becomes equal.

Defaults are filled in, quantities get one text where only their value counts, what is empty and no
pointer is gone, and so is all that a server and its controllers write by themselves. What a server
fills into pods, but not into templates of pods, is no default of a template: to say it restarts.
"""

from __future__ import annotations

import base64
from typing import Any

from renderer.app.objects import type_of
from renderer.kubernetes import quantities
from renderer.kubernetes.filling import filled, is_pointer
from renderer.kubernetes.labels import TRACKING_ID
from renderer.kubernetes.object_shapes import FOREIGN
from renderer.kubernetes.shapes import OBJECTS
from renderer.objects.reading import at, mapping, text
from renderer.objects.resource import Resource

SECRET_FIELDS = ("data", "stringData")
# kubectl keeps the whole object here, with its values.
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
RESTARTED_AT = "kubectl.kubernetes.io/restartedAt"
# Written by clients and controllers beside what people say.
NOTES = (
    LAST_APPLIED,
    TRACKING_ID,
    "autoscaling.alpha.kubernetes.io/",
    "deployment.kubernetes.io/revision",
    "pv.kubernetes.io/",
    "volume.beta.kubernetes.io/storage-provisioner",
    "volume.kubernetes.io/",
)
# Finalizers of Kubernetes itself; nobody applies them.
ITS_FINALIZERS = ("foregroundDeletion", "kubernetes.io/", "service.kubernetes.io/")
SERVERS = frozenset(FOREIGN["ObjectMeta"])
QUANTITIES = quantities.__name__
# What a server gives to a Service, and keeps where a manifest does not say it.
ALLOCATED = ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort")
# The labels by which a Job finds its pods, unless it has a selector of its own.
MARKS = tuple(
    f"{prefix}{name}"
    for prefix in ("", "batch.kubernetes.io/")
    for name in ("controller-uid", "job-name")
)
# What controllers and admission write into live objects: kind -> the fields of where they are.
WRITTEN_LIVE: dict[str, tuple[tuple[str, ...], ...]] = {
    "PersistentVolumeClaim": (
        ("spec", "volumeName"),
        ("spec", "storageClassName"),
        ("spec", "dataSourceRef"),
    ),
    "ServiceAccount": (("secrets",),),
}


class Masks:
    """Replaces the values of Secrets by numbers: equal values get equal numbers, on both sides."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def masked(self, data: Any) -> Any:
        """Return the object with every value of a Secret hidden; anything else as it is."""
        if not isinstance(data, dict) or data.get("kind") != "Secret":
            return data
        data = _with_one_data(data)
        hidden = {name: self._masked(data[name]) for name in SECRET_FIELDS if name in data}
        metadata = data.get("metadata")
        if isinstance(metadata, dict) and isinstance(metadata.get("annotations"), dict):
            shown = {
                key: self._mask(value) if key == LAST_APPLIED else value
                for key, value in metadata["annotations"].items()
            }
            hidden["metadata"] = {**metadata, "annotations": shown}
        return {**data, **hidden}

    def _masked(self, values: Any) -> Any:
        if isinstance(values, dict):
            return {key: self._mask(value) for key, value in values.items()}
        return self._mask(values)

    def _mask(self, value: object) -> str:
        number = self._numbers.setdefault(repr(value), len(self._numbers) + 1)
        return f"(secret value {number})"


def _with_one_data(secret: dict[str, Any]) -> dict[str, Any]:
    """Return a Secret with its texts among its data, as the server keeps them."""
    said, texts = secret.get("data"), secret.get("stringData")
    if not isinstance(texts, dict) or not all(isinstance(value, str) for value in texts.values()):
        return secret
    coded = {key: base64.b64encode(each.encode()).decode() for key, each in texts.items()}
    rest = {key: each for key, each in secret.items() if key != "stringData"}
    return {**rest, "data": {**mapping(said), **coded}}


def normal_of(resource: Resource) -> Any:
    """Return a resource as the server keeps it: made once, however many ask."""
    (made,) = resource.once(_made)
    return made


def _made(resource: Resource) -> list[Any]:
    return [normal(resource.data)]


def normal(data: Any) -> Any:
    """Return an object as the server keeps it, without what is the server's own."""
    if not isinstance(data, dict):
        return data
    said = {key: item for key, item in data.items() if key != "status"}
    kind = type_of(said)
    made = _object(kind, said, is_bytes=False) if kind else _untyped(said)
    metadata = made.get("metadata")
    if isinstance(metadata, dict):
        made["metadata"] = _own(metadata)
    if kind == "Job":
        return _without_marks(made)
    return _with_one_address(made) if kind == "Service" else made


def _without_marks(job: dict[str, Any]) -> dict[str, Any]:
    """Return a Job without what the server marks its pods with, and finds them by.

    A Job without labels gets those of its pods:
    https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/batch/v1/defaults.go
    """
    spec, metadata = dict(mapping(job.get("spec"))), dict(mapping(job.get("metadata")))
    if not spec.get("manualSelector"):
        spec.pop("selector", None)
    template = dict(mapping(spec.get("template")))
    pods = dict(mapping(template.get("metadata")))
    pods["labels"] = _unmarked(pods.get("labels"))
    metadata["labels"] = _unmarked(metadata.get("labels")) or pods["labels"]
    template["metadata"] = {key: item for key, item in pods.items() if item}
    spec["template"] = {key: item for key, item in template.items() if item}
    said = {key: item for key, item in metadata.items() if item}
    return {**job, "metadata": said, **({"spec": spec} if job.get("spec") else {})}


def _unmarked(labels: Any) -> dict[str, Any]:
    return {key: value for key, value in mapping(labels).items() if key not in MARKS}


def _with_one_address(service: dict[str, Any]) -> dict[str, Any]:
    """Return a Service without the list of its only address, which the server adds."""
    spec = mapping(service.get("spec"))
    if spec.get("clusterIPs") != [spec.get("clusterIP")]:
        return service
    return {**service, "spec": {key: spec[key] for key in spec if key != "clusterIPs"}}


def _untyped(data: dict[str, Any]) -> dict[str, Any]:
    """Return an object of a kind that we know no type of: only its metadata has one."""
    made = {key: _without_null(item) for key, item in data.items() if item is not None}
    if isinstance(data.get("metadata"), dict):
        made["metadata"] = _object("ObjectMeta", data["metadata"], is_bytes=False)
    return made


def _without_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_null(item) for key, item in value.items() if item is not None}
    return [_without_null(item) for item in value] if isinstance(value, list) else value


def _own(metadata: dict[str, Any]) -> dict[str, Any]:
    """Return metadata without what controllers and clients note there."""
    made = dict(metadata)
    notes = mapping(made.pop("annotations", None))
    finalizers = made.pop("finalizers", None)
    if kept := {key: each for key, each in notes.items() if not str(key).startswith(NOTES)}:
        made["annotations"] = kept
    listed = finalizers if isinstance(finalizers, list) else []
    if rest := [finalizer for finalizer in listed if not str(finalizer).startswith(ITS_FINALIZERS)]:
        made["finalizers"] = rest
    return made


def _object(kind: str, value: Any, *, is_bytes: bool) -> Any:
    """Return an object of a type.

    Args:
        kind: the type.
        value: the object, or what somebody wrote in its place.
        is_bytes: whether it is in a pod template, whose bytes count: a quantity keeps its notation.
    """
    if not isinstance(value, dict):
        return value
    fields, _ = OBJECTS[kind]
    is_bytes = is_bytes or kind == "PodTemplateSpec"
    made = {}
    for key, item in filled(kind, value).items():
        if kind == "ObjectMeta" and key in SERVERS:
            continue
        inner = _value(fields[key], item, is_bytes=is_bytes) if key in fields else item
        if not is_empty(inner) or is_pointer(kind, key):
            made[key] = inner
    if kind == "PersistentVolumeClaim":
        made.pop("status", None)
    return made


def _value(shape: tuple[Any, ...], value: Any, *, is_bytes: bool) -> Any:
    if shape[0] == "checked":
        shape = shape[2]
    if shape[0] == "object":
        return _object(shape[1], value, is_bytes=is_bytes)
    if shape[0] == "list" and isinstance(value, list):
        return [_value(shape[1], item, is_bytes=is_bytes) for item in value]
    if shape[0] == "map" and isinstance(value, dict):
        return {key: _value(shape[2], item, is_bytes=is_bytes) for key, item in value.items()}
    if shape[0] == "converted" and shape[1].__module__ == QUANTITIES:
        return _amount(value, is_bytes=is_bytes)
    # Go reads null in a list or map of texts as an empty one.
    return "" if value is None and shape[0] == "text" else value


def _amount(value: Any, *, is_bytes: bool) -> Any:
    """Return a quantity as it is stored, or where only its value counts the shortest text of it."""
    said = "0" if value is None else value.strip() if isinstance(value, str) else value
    try:
        stored = quantities.stored_amount(said)
        if is_bytes:
            return stored
        exact = quantities.value(stored)
    except ValueError:
        return value
    decimal, binary = quantities.canonical(f"{exact}n"), quantities.written(exact)
    return min(decimal, binary, key=lambda each: (len(each), each))


def is_empty(value: Any) -> bool:
    """Tell whether Go leaves a value out, where it is no pointer."""
    return value is None or value is False or (value in (0, "", {}, []) and value is not True)


def settled(before: Any, after: Any) -> tuple[Any, Any]:
    """Return two normal objects of one kind, each with what a server keeps of the other.

    A server gives a Service its addresses and ports, and keeps them where a manifest does not say
    them; and what it wrote into a live object is no change of a manifest that is silent there.

    Args:
        before: the object of one side, as it was read.
        after: that of the other.
    """
    return settled_from(normal(before), normal(after), (is_live(before), is_live(after)))


def settled_from(old: Any, new: Any, live: tuple[bool, bool]) -> tuple[Any, Any]:
    """Return the same of two objects that are normal, and may be live."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return old, new
    kind = text(new.get("kind"))
    if kind == "Service":
        new = _with_allocated(new, old)
        old = _with_allocated(old, new) if live[1] else old
    for path in WRITTEN_LIVE.get(kind, ()):
        new = _with(new, path, at(old, *path)) if live[0] else new
        old = _with(old, path, at(new, *path)) if live[1] else old
    template = ("spec", "template", "metadata", "annotations", RESTARTED_AT)
    return old, _with(new, template, at(old, *template))


def is_live(data: Any) -> bool:
    """Tell whether an object was read from a cluster."""
    return at(data, "metadata", "uid") is not None


def _with(data: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """Return an object with a value where it has none."""
    if value is None or at(data, *path) is not None:
        return data
    key, *rest = path
    inner = _with(mapping(data.get(key)), tuple(rest), value) if rest else value
    return {**data, key: inner}


def _with_allocated(service: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return a Service with what the server has given to it; that it is headless people say."""
    address = text(at(other, "spec", "clusterIP"))
    for field in ALLOCATED:
        is_choice = address == "None" and field in ("clusterIP", "clusterIPs")
        if not is_choice:
            service = _with(service, ("spec", field), at(other, "spec", field))
    return _with_node_ports(service, other)


def _with_node_ports(service: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    ports, others = at(service, "spec", "ports"), at(other, "spec", "ports")
    if not (isinstance(ports, list) and isinstance(others, list)):
        return service
    if at(service, "spec", "type") not in ("NodePort", "LoadBalancer"):
        return service
    given = {text(at(port, "name")): at(port, "nodePort") for port in others}
    made = [
        _with(port, ("nodePort",), given.get(text(port.get("name"))))
        if isinstance(port, dict)
        else port
        for port in ports
    ]
    return {**service, "spec": {**service["spec"], "ports": made}}
