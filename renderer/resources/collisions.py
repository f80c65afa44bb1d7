"""Apps that are rendered together must not share objects, claims or pods.

The set `a-web` with the claim template `data` and the set `web` with `data-a` have claims of one
name: two databases on one volume, and nothing in Kubernetes objects to it. Nor does it where the
selector of one means the pods of another, so that its Services lead to both.
"""

from __future__ import annotations

from renderer.app.defaults import selector_labels
from renderer.errors import Problem
from renderer.objects.workload import DEFAULT_NAMESPACE
from renderer.resources.metadata import SELECTOR, is_allowed, place_of_selected

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
        # {environment and namespace: all apps there, and those of a selector of their own}
        self._pods: dict[tuple[Any, ...], tuple[list[StatefulApp], list[StatefulApp]]] = {}

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
        every, selecting = self._pods.setdefault((environment, namespace), ([], []))
        # Two that select their pods by their names select no others: most have nothing to compare.
        before = every if app.spec.selector else selecting
        problems += [problem for other in before for problem in _mistaken(app, other, where)]
        every.append(app)
        selecting += [app] if app.spec.selector else []
        return problems


def _mistaken(app: StatefulApp, other: StatefulApp, where: str) -> Iterator[Problem]:
    """Yield why the pods of two apps cannot be told apart, unless that is accepted."""
    if app.metadata.name == other.metadata.name:
        return
    for one, meant in ((app, other), (other, app)):
        is_meant = selector_labels(one).items() <= _pod_labels(meant).items()
        if is_meant and not is_allowed(one.metadata.annotations, Problem("SR945", SELECTOR, "")):
            message = (
                f"must not mean the pods of app {other.metadata.name}{where}"
                if one is app
                else f"must not have the labels that app {other.metadata.name} selects{where}"
            )
            hint = "add a label that tells them apart; live sets may allow SR945"
            yield Problem("SR507", place_of_selected(app), message, hint=hint)
            return


def _pod_labels(app: StatefulApp) -> dict[str, str]:
    return {**app.spec.pod_labels, **selector_labels(app)}


def _names(app: StatefulApp, resources: Iterable[Object]) -> Iterator[tuple[Path, str, str]]:
    """Yield what an app needs for itself: its objects, and the claims of its first pod."""
    for resource in resources:
        yield ("metadata", "name"), resource["kind"], resource["metadata"]["name"]
    for index, storage in enumerate(app.spec.storage):
        path = ("spec", "storage", index, "name")
        yield path, "PersistentVolumeClaim", f"{storage.name}-{app.metadata.name}-0"
