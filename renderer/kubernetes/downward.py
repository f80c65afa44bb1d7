"""What the downward API can tell a container about its pod and its resources.

https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#available-fields
"""

from __future__ import annotations

from renderer.kubernetes.names import (
    ANNOTATION_KEY,
    LABEL_KEY,
    STANDARD_RESOURCES,
    did_you_mean,
    fullmatch,
    is_huge_pages,
    is_key,
    nearest,
    refusal,
)

# The first can be told by variables and files, the second only by variables.
OWN_FIELDS = ("metadata.name", "metadata.namespace", "metadata.uid")
PLACE_FIELDS = (
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
)
# All labels at once fit into a file only.
MAP_FIELDS = ("metadata.labels", "metadata.annotations")
RESOURCE_KINDS = ("limits", "requests")


def field_path(value: str) -> str:
    """Check a field of the pod that a variable or file may hold; rules tell the two apart."""
    fields = (*OWN_FIELDS, *PLACE_FIELDS)
    if value in (*fields, *MAP_FIELDS) or _is_item(value):
        return value
    key = fullmatch(r"(metadata\.(?:labels|annotations))[\[.]+[\"']?([^\"'\]]+)[\"']?\]?", value)
    form = ANNOTATION_KEY if key and key[1].endswith("annotations") else LABEL_KEY
    mended = f"{key[1]}['{key[2]}']" if key and fullmatch(form[0], key[2]) else ""
    if mended and value == mended:
        return value
    hint = did_you_mean(mended) if mended else nearest(value, (*fields, *MAP_FIELDS))
    words = ", ".join((*fields, "metadata.labels['key']"))
    raise refusal(f"one of {words} or metadata.annotations['key']", value, hint)


def _is_item(value: str) -> bool:
    """Take a quick look at one label or annotation; where it says no, the pattern decides."""
    field, _, key = value.partition("['")
    return field in MAP_FIELDS and key.endswith("']") and is_key(key[:-2])


def resource_field(value: str) -> str:
    """Check what a container may be told about its own resources."""
    kind, _, resource = value.partition(".")
    is_known = resource in STANDARD_RESOURCES or is_huge_pages(resource)
    if kind in RESOURCE_KINDS and is_known:
        return value
    fields = [
        f"{resource_kind}.{name}" for resource_kind in RESOURCE_KINDS for name in STANDARD_RESOURCES
    ]
    allowed = f"one of {', '.join(fields)}, limits.hugepages-<size> or requests.hugepages-<size>"
    raise refusal(allowed, value, nearest(value, fields))
