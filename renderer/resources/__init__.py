"""One module per emitted kind; this is the table of them, in the order they are written.

A module is a plug-in: it has `build(app) -> Files`, which is empty when the app does not need the
kind, and holds several objects where an app has several. A Resource is a plain dict that reads like
the YAML it makes.
"""

from __future__ import annotations

from renderer.app.load import app_in, selected_environment
from renderer.errors import RenderError, dotted
from renderer.resources import (
    client_service,
    config_maps,
    headless_service,
    network_policy,
    pod_disruption_budget,
    pod_services,
    service_account,
    service_monitor,
    statefulset,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    from renderer.app.load import Document
    from renderer.app.models import StatefulApp
    from renderer.errors import Problem

    Resource = dict[str, Any]
    Files = dict[str, Resource]

    class Builder(Protocol):
        """What every module of a kind provides."""

        def build(self, app: StatefulApp) -> Files:
            """Return {file name in the base: object}, nothing when the app does not need it."""


BUILDERS: tuple[Builder, ...] = (
    service_account,
    config_maps,
    headless_service,
    client_service,
    pod_services,
    statefulset,
    pod_disruption_budget,
    network_policy,
    service_monitor,
)


def build_files(app: StatefulApp) -> Files:
    """Return {file name in the base: object} for everything the app needs, in written order.

    Raises:
        RenderError: an extra resource or patch cannot be; paths are those of the spec.
    """
    files = {file: each for builder in BUILDERS for file, each in builder.build(app).items()}
    if app.spec.extra_resources:
        files |= _extra_resources(app, files)
    return _patched(app, files) if app.spec.patches else files


def _extra_resources(app: StatefulApp, files: Files) -> Files:
    """Return the extra resources, unless one takes the place of an object of the app."""
    from renderer.resources import extra_resources  # rarely needed

    return extra_resources.build(app, files)


def _patched(app: StatefulApp, files: Files) -> Files:
    """Return the objects as the app's patches leave them."""
    from renderer.resources import patches  # rarely needed

    return patches.patched(app, files)


def build_resources(app: StatefulApp) -> list[Resource]:
    """Return the app's Kubernetes objects, in the order they are written."""
    return list(build_files(app).values())


def files_of(document: Document, app: StatefulApp, environment: str | None) -> Files:
    """Return what `build_files` does for the document's app in an environment.

    Raises:
        RenderError: with every problem of the build at its line in the document.
    """
    try:
        files = build_files(app)
        if app.spec.patches or app.spec.extra_resources:
            _fit_the_cluster(app, files, document.cluster)
    except RenderError as error:
        raise RenderError(document.place(each, environment) for each in error.problems) from None
    return files


def _fit_the_cluster(app: StatefulApp, files: Files, cluster: int | None) -> None:
    """Check what no field of spec says, and so no rule has seen, for the target version."""
    from renderer.app.version_rules import refused_object
    from renderer.resources.extra_resources import place_of

    problems = [
        problem.saying(
            f"{_named(resource, problem)}{problem.message}", path=place_of(app, file, problem)
        )
        for file, resource in files.items()
        for problem in refused_object(app, resource, cluster)
    ]
    if problems:
        raise RenderError(problems)


def _named(resource: Resource, problem: Problem) -> str:
    """Name the field of an object, since a patch is a text and has no places."""
    return f"{resource['kind']} {dotted(problem.path)}: "


def resources_of(document: Document, asked: str | None = None) -> list[Resource]:
    """Return the objects of a document in the environment that is asked for or that it selects.

    Raises:
        RenderError: with every problem at its line in the document.
    """
    environment = selected_environment(document, asked)
    return list(files_of(document, app_in(document, environment), environment).values())
