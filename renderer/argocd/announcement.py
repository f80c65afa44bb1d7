"""What `stateful argocd parameters` prints: what an Application may set, with what holds if not.

Argo CD asks when somebody opens an Application's details, and fails them with the command. It says
less than for `generate`: no namespace, no version. What it shows is `title` and the value.
"""

from __future__ import annotations

import json

from renderer.app import environments
from renderer.app.load import Document
from renderer.argocd.folder import spec_of
from renderer.argocd.overrides import effective
from renderer.argocd.parameters import (
    ENVIRONMENT,
    IMAGE_TAG,
    KUBE_VERSION,
    REPLICAS,
    SIZE,
    TABLE,
    values,
)
from renderer.errors import RenderError
from renderer.kubernetes import versions
from renderer.kubernetes.images import split
from renderer.objects.reading import at, items, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from renderer.argocd.folder import Folder


def announcement(folder: Folder, variables: Mapping[str, str]) -> str:
    """Return all parameters of the app in a folder, with their values in the chosen environment.

    Raises:
        RenderError: the app cannot be read.
    """
    (app, *others) = spec_of(folder).apps
    if others or not environments.is_mergeable(app):
        return "[]\n"
    known = environments.names(app)
    held = _held(app, _asked(app, variables), known)
    listed = [_announced(parameter, held) for parameter in TABLE]
    listed[0]["title"] += f": {', '.join([*known, environments.BASE])}"  # all that the UI shows
    return json.dumps(listed, indent=2) + "\n"


def _asked(app: Any, variables: Mapping[str, str]) -> str:
    """Return the environment that is chosen; what is wrong with the choice, `generate` says."""
    try:
        asked = values(variables).get(ENVIRONMENT.name)
    except RenderError:
        asked = None
    return asked or text(at(app, "spec", "environment"))


def _held(app: Any, asked: str, known: list[str]) -> dict[str, Any]:
    """Return {name of a parameter: what holds where the Application does not set it}."""
    chosen = asked if asked in known else None
    data = effective(Document(app), chosen) or app
    spec = data["spec"]
    sizes = {
        text(item.get("name")): text(item.get("size")) for _, item in items(spec.get("storage"))
    }
    replicas = spec.get("replicas", 1)
    return {
        ENVIRONMENT.name: asked or ("" if known else environments.BASE),
        REPLICAS.name: str(replicas),
        IMAGE_TAG.name: split(text(spec.get("image")))[1],
        SIZE.name: {name: size for name, size in sizes.items() if name and size},
        KUBE_VERSION.name: text(spec.get("kubernetesVersion"))
        or versions.written(versions.DEFAULT),
    }


def _announced(parameter: Any, held: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "title": parameter.title,
        "tooltip": parameter.tooltip,
        "collectionType": parameter.kind,
        parameter.kind: held[parameter.name],
    }
