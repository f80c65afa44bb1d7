"""The main path by its parts, for tests that need an app or its objects alone."""

from __future__ import annotations

from typing import Any

from renderer.app.load import Document
from renderer.app.models import StatefulApp
from renderer.resources.kinds import build_files
from renderer.resources.pipeline import builds_of


def apps_in(document: Document) -> dict[str | None, StatefulApp]:
    """The app in its base and in every environment, once all of it is known to be right."""
    return {environment: build.app for environment, build in builds_of(document).items()}


def app_in(document: Document, environment: str | None) -> StatefulApp:
    return builds_of(document, [environment])[environment].app


def build_resources(app: StatefulApp) -> list[dict[str, Any]]:
    return list(build_files(app).values())


def resources_of(document: Document) -> list[dict[str, Any]]:
    (build,) = builds_of(document, [None]).values()
    return build.objects
