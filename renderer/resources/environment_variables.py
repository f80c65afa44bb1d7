"""The environment variables of the main container: those of peers, then those of the spec."""

from __future__ import annotations

from renderer.app import peers
from renderer.app.defaults import config_map_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.app.parts import Peers
    from renderer.errors import Path


def variables(app: StatefulApp) -> list[Any]:
    """Return all variables; one of the spec that only repeats ours is not written twice.

    Ours come first, because Kubernetes replaces `$(NAME)` by what stands before.
    """
    fields = peers.needed_fields(app).items()
    ours = [*(peers.field_variable(*field) for field in fields), *peer_variables(app)]
    return [*ours, *(variable for variable in app.spec.env if variable not in ours)]


def peer_variables(app: StatefulApp) -> list[Any]:
    """Return the variables that peers asks for."""
    return [peer_variable(app, entry) for entry in app.spec.peers if not entry.mount_path]


def peer_variable(app: StatefulApp, entry: Peers) -> dict[str, Any]:
    """Return the list itself, or where the number of pods is read from."""
    if not entry.count_only:
        return {"name": entry.name, "value": peers.variable(app, entry)}
    key = {"name": config_map_name(app, peers.VOLUME), "key": entry.name}
    return {"name": entry.name, "valueFrom": {"configMapKeyRef": key}}


def place_of_variable(app: StatefulApp, path: Path) -> Path:
    """Return where in the spec a variable of the main container comes from.

    Args:
        app: the app.
        path: the field, from `env` on.
    """
    _, index, *rest = (*path, None) if len(path) == 1 else path
    if not isinstance(index, int):
        return ("spec", "env")
    fields, lists = peers.needed_fields(app), peer_variables(app)
    if index < len(fields):
        return ("spec", "peers")
    if index < len(fields) + len(lists):
        listed = [place for place, entry in enumerate(app.spec.peers) if not entry.mount_path]
        own: Path = ("spec", "peers", listed[index - len(fields)])
        return (*own, *({"name": ["name"], "value": ["format"]}.get(str((*rest, "")[0]), [])))
    ours = [*(peers.field_variable(*field) for field in fields.items()), *lists]
    kept = [place for place, variable in enumerate(app.spec.env) if variable not in ours]
    place = index - len(fields) - len(lists)
    more = len(app.spec.env) + place - len(kept)
    return ("spec", "env", kept[place] if place < len(kept) else more, *rest)
