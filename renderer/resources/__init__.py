"""One module per emitted kind; this is the table of them, in the order they are written.

A module is a plug-in: it has `build(app) -> Resource | None` and `FILE`, the file in the base.
A Resource is a plain dict that reads like the YAML it makes.
"""

from __future__ import annotations

from renderer.resources import (
    client_service,
    headless_service,
    pod_disruption_budget,
    service_account,
    statefulset,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    from renderer.app.models import StatefulApp

    Resource = dict[str, Any]

    class Builder(Protocol):
        """What every module of a kind provides."""

        FILE: str

        def build(self, app: StatefulApp) -> Resource | None:
            """Return the object, or None when the app does not need it."""


BUILDERS: tuple[Builder, ...] = (
    service_account,
    headless_service,
    client_service,
    statefulset,
    pod_disruption_budget,
)


def build_files(app: StatefulApp) -> dict[str, Resource]:
    """Return {file name in the base: object} for everything the app needs."""
    built = {builder.FILE: builder.build(app) for builder in BUILDERS}
    return {file: resource for file, resource in built.items() if resource is not None}


def build_resources(app: StatefulApp) -> list[Resource]:
    """Return the app's Kubernetes objects, in the order they are written."""
    return list(build_files(app).values())
