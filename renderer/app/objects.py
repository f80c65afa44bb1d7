"""Whole Kubernetes objects, checked against the tables of `object_shapes`: patched and extra ones.

Imported only where there are such objects: the tables are as large as those of the spec.
"""

from __future__ import annotations

from renderer.app.accept import NotAccepted, read
from renderer.kubernetes import object_shapes
from renderer.objects.reading import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Problem

    Resource = dict[str, Any]


def canonical(resource: Resource) -> Resource | None:
    """Return the object with every value in canonical form and its keys in the order they have.

    Kinds that have no table are returned as they are; None is an object that is not valid.
    """
    name = type_of(resource)
    if name is None:
        return resource
    try:
        found: Resource = _like(resource, read(resource, ("object", name)))
    except NotAccepted:
        return None
    return found


def type_of(resource: Resource) -> str | None:
    """Return the type of a built-in object, None when there is no table of it."""
    head = text(resource.get("apiVersion")), text(resource.get("kind"))
    return object_shapes.KINDS.get(head)


def problems_of_object(resource: Resource) -> list[Problem]:
    """Return everything that is wrong with the shape of an object that `canonical` refused."""
    from renderer.kubernetes.walker import Walker  # only on failure

    return list(Walker().problems(resource, ("object", type_of(resource))))


def _like(written: Any, value: Any) -> Any:
    """Return the value with its maps in the order in which they were written."""
    if isinstance(written, dict) and isinstance(value, dict):
        return {key: _like(written[key], value[key]) for key in written}
    if isinstance(written, list) and isinstance(value, list):
        return [_like(*pair) for pair in zip(written, value, strict=True)]
    return value
