"""Apps that are rendered together must not share objects or claims.

The set `a-web` with the claim template `data` and the set `web` with `data-a` have claims of one
name: two databases on one volume, and nothing in Kubernetes objects to it.
"""

from __future__ import annotations

from renderer.errors import Problem
from renderer.objects.workload import DEFAULT_NAMESPACE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path
    from renderer.resources.files import Object


class Together:
    """Remembers what the apps that are rendered together have taken for themselves."""

    def __init__(self) -> None:
        self._taken: dict[tuple[Any, ...], str] = {}

    def collisions(
        self, app: StatefulApp, resources: Iterable[Object], environment: str | None
    ) -> list[Problem]:
        """Return where an app wants what another one has; one environment, one namespace."""
        namespace, own = app.metadata.namespace or DEFAULT_NAMESPACE, app.metadata.name
        where = f" in environment {environment}" if environment else ""
        problems = []
        for path, kind, name in _names(app, resources):
            other = self._taken.setdefault((environment, namespace, kind, name), own)
            if other != own:
                message = f"must not make the {kind} {name}, app {other} does so too{where}"
                problems.append(Problem("SR507", path, message))
        return problems


def _names(app: StatefulApp, resources: Iterable[Object]) -> Iterator[tuple[Path, str, str]]:
    """Yield what an app needs for itself: its objects, and the claims of its first pod."""
    for resource in resources:
        yield ("metadata", "name"), resource["kind"], resource["metadata"]["name"]
    for index, storage in enumerate(app.spec.storage):
        path = ("spec", "storage", index, "name")
        yield path, "PersistentVolumeClaim", f"{storage.name}-{app.metadata.name}-0"
