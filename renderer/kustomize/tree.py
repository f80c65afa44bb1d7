"""The whole tree of one app: `bases/<app>/` and `overlays/<app>/<environment>/`."""

from __future__ import annotations

from renderer.app import SPECS
from renderer.kustomize.overlay import KUSTOMIZATION, kustomization, overlay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.resources.files import Files
    from renderer.resources.pipeline import Builds


BASES, OVERLAYS = "bases", "overlays"


def tree(builds: Builds) -> Files:
    """Return {path below the output folder: document} of an app: its base and every overlay.

    Args:
        builds: what was built for the base, under None, and for each environment.
    """
    app, base = builds[None].app.metadata.name, builds[None].files
    folder = base_folder(app)
    documents = {
        f"{folder}/{KUSTOMIZATION}": kustomization({"resources": list(base)}),
        **{f"{folder}/{file}": resource for file, resource in base.items()},
    }
    for environment, build in builds.items():
        if environment is not None:
            files = overlay(base, build.files, f"../../../{folder}")
            above = overlay_folder(app, environment)
            documents |= {f"{above}/{file}": document for file, document in files.items()}
    return documents


def base_folder(app: str) -> str:
    """Return the folder of an app's base."""
    return f"{BASES}/{app}"


def spec_file(app: str) -> str:
    """Return the file of an app's spec, beside its base."""
    return f"{base_folder(app)}/{SPECS[0]}"


def overlay_folder(app: str, environment: str) -> str:
    """Return the folder of an app's overlay for an environment."""
    return f"{OVERLAYS}/{app}/{environment}"
