"""The StatefulApp API: the models, the environments, what a valid app is."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

GROUP = "stateful-renderer.dev"
KIND = "StatefulApp"
# Kinds of ours that are no apps: they tell `stateful-fn` what to do with the items of a call.
CONFIGURATIONS = ("StatefulEnvironment", "StatefulGuard")
# Argo CD applies no file that has this in a comment: a spec is no object of a cluster.
SKIP = "+argocd:skip-file-rendering"


def is_app(data: Any) -> bool:
    """Tell whether a document is meant to be a StatefulApp, though half of its head is misspelt."""
    if not isinstance(data, dict):
        return False
    kind, version = data.get("kind"), str(data.get("apiVersion"))
    return kind == KIND or (version.startswith(GROUP) and kind not in CONFIGURATIONS)
