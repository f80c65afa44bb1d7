"""The whole tree of one app: `bases/<app>/` and `overlays/<app>/<environment>/`."""

from __future__ import annotations

from renderer.app import SPECS
from renderer.kustomize.overlay import KUSTOMIZATION, kustomization, overlay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.resources.files import Files


BASES, OVERLAYS = "bases", "overlays"


def tree(app: str, builds: dict[str | None, Files]) -> Files:
    """Return {path below the output folder: document} for the base and every environment.

    Args:
        app: its name.
        builds: what was built for the base, under None, and for each environment.
    """
    base = builds[None]
    folder = base_folder(app)
    documents = {
        f"{folder}/{KUSTOMIZATION}": kustomization({"resources": list(base)}),
        **{f"{folder}/{file}": resource for file, resource in base.items()},
    }
    for environment, build in builds.items():
        if environment is not None:
            files = overlay(base, build, f"../../../{folder}")
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
