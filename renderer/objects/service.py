"""What kind of Service a Service is."""

from __future__ import annotations

from renderer.objects.reading import at, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.objects.resource import Resource


def is_headless(service: Resource) -> bool:
    """Tell whether a Service has no address of its own, or is meant to have none."""
    return text(at(service.data, "spec", "clusterIP")).lower() == "none"


def is_external_name(service: Resource) -> bool:
    """Tell whether a Service only stands for another name: no pods, and no address."""
    return bool(at(service.data, "spec", "type") == "ExternalName")
