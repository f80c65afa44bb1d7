"""The ServiceAccount of the pods."""

from __future__ import annotations

from renderer.app.defaults import service_account_name
from renderer.resources.metadata import metadata, place_of_metadata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.app.models import StatefulApp
    from renderer.errors import Path
    from renderer.resources.files import Files

FILE = "serviceaccount.yaml"


def build(app: StatefulApp) -> Files:
    """Return the ServiceAccount, unless one that is there is referred to."""
    account, name = app.spec.service_account, service_account_name(app)
    if account is None or name is None or not account.create:
        return {}
    return {
        FILE: {
            "apiVersion": "v1",
            "kind": "ServiceAccount",
            "metadata": metadata(app, name, annotations=account.annotations),
        }
    }


def place(app: StatefulApp, path: Path, _file: str) -> Path:
    """Return where in the spec a field of the ServiceAccount comes from; nowhere is empty."""
    own: Path = ("spec", "serviceAccount")
    if path[:1] != ("metadata",):
        return ()
    account = app.spec.service_account
    return place_of_metadata(app, path[1:], name=(*own, "name"), own=own, said=account)
