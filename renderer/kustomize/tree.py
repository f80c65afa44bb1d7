"""The whole tree of one app: `bases/<app>/` and `overlays/<app>/<environment>/`."""

from __future__ import annotations

from renderer.kustomize.overlay import KUSTOMIZATION, kustomization, overlay
from renderer.resources import build_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.app.models import StatefulApp
    from renderer.resources import Resource


def tree(apps: dict[str | None, StatefulApp]) -> dict[str, Resource]:
    """Return {path below the output folder: document} for the base and every environment.

    Args:
        apps: the base under None, and the app in each environment under its name.
    """
    base = build_files(apps[None])
    name = apps[None].metadata.name
    documents = {
        f"{base_folder(name)}/{KUSTOMIZATION}": kustomization({"resources": list(base)}),
        **{f"{base_folder(name)}/{file}": resource for file, resource in base.items()},
    }
    for environment, app in apps.items():
        if environment is not None:
            files = overlay(base, build_files(app), f"../../../{base_folder(name)}")
            folder = overlay_folder(name, environment)
            documents |= {f"{folder}/{file}": document for file, document in files.items()}
    return documents


def base_folder(app: str) -> str:
    """Return the folder of an app's base."""
    return f"bases/{app}"


def overlay_folder(app: str, environment: str) -> str:
    """Return the folder of an app's overlay for an environment."""
    return f"overlays/{app}/{environment}"
