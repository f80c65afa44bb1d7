"""What kind of Service a Service is."""

from __future__ import annotations

from renderer.objects.reading import at, text
from renderer.objects.resource import may_share_namespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.objects.resource import Objects, Resource


def is_headless(service: Resource) -> bool:
    """Tell whether a Service has no address of its own, or is meant to have none."""
    return text(at(service.data, "spec", "clusterIP")).lower() == "none"


def is_external_name(service: Resource) -> bool:
    """Tell whether a Service only stands for another name: no pods, and no address."""
    return bool(at(service.data, "spec", "type") == "ExternalName")


def governed(service: Resource, objects: Objects) -> list[Resource]:
    """Return the StatefulSets that name a Service as the one that gives their pods DNS names."""
    return [
        statefulset
        for statefulset in objects.sets
        if at(statefulset.data, "spec", "serviceName") == service.name
        and may_share_namespace(statefulset, service)
    ]
