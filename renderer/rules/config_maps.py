"""ConfigMaps."""

from __future__ import annotations

from renderer.objects.reading import at, mapping, text
from renderer.rules.rule import found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

# What the API server takes for all values of a ConfigMap together.
MOST_BYTES = 1024 * 1024


@rule("SR1089", "error", "ConfigMap", was=("SR322",))
def config_maps_are_small(resource: Resource, _objects: Objects) -> Problems:
    """A ConfigMap that is too large

    Kubernetes takes 1 MiB of values in all, so that its own store stays small.

    Way out: split it into several; larger files belong into an image or a volume.
    """
    sizes = bytes_of(resource)
    size = sum(sizes.values())
    if size > MOST_BYTES:
        message = f"must be at most {MOST_BYTES} bytes in all, got {size}: a ConfigMap ends there"
        yield found((max(sizes, key=sizes.__getitem__),), message, hint="split it into several")


def bytes_of(config_map: Resource) -> dict[str, int]:
    """Return how much a ConfigMap holds, of text and of bytes."""
    held = {field: mapping(at(config_map.data, field)) for field in ("data", "binaryData")}
    return {
        "data": sum(len(text(value).encode(errors="replace")) for value in held["data"].values()),
        "binaryData": sum(
            len(text(value)) * 3 // 4 - text(value)[-2:].count("=")
            for value in held["binaryData"].values()
        ),
    }
