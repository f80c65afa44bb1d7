"""What a shell completes beside commands and options: environments, path@environment, subjects.

Whoever presses Tab wants names or nothing: what cannot be read completes nothing, in silence.
"""

from __future__ import annotations

from typing import Any

import typer

# Parameters of commands that hold paths of apps.
HOLDING_PATHS = ("filename", "paths")


def environments(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the environments of the apps that the call names so far, or of the one here."""
    given = [path for name in HOLDING_PATHS for path in ctx.params.get(name) or []]
    given += ctx.args  # where an option still lacks its value, click has not sorted them yet
    return [name for name in _names(given) if name.startswith(incomplete)]


def paths(incomplete: str) -> list[str]:
    """Return PATH@ENVIRONMENT for a path that ends in @, or in the beginning of a name.

    Without the sign there is nothing, and the shell completes files.
    """
    path, at, begun = incomplete.rpartition("@")
    if not at or path in ("", "-"):
        return []
    return [f"{path}@{name}" for name in _names([path]) if name.startswith(begun)]


def subjects(incomplete: str) -> list[str]:
    """Return codes where one is begun, and else the fields at this level of a spec."""
    import json

    from renderer.app.fields import Fields
    from renderer.cli.schema import packaged
    from renderer.codes import CODES
    from renderer.rules.book import ALL

    if incomplete.upper().startswith("SR"):
        return sorted(code for code in [*CODES, *ALL] if code.startswith(incomplete.upper()))
    fields = Fields(json.loads(packaged()), "StatefulApp")
    above, dot, begun = incomplete.rpartition(".")
    return [f"{above}{dot}{name}" for name in fields.names_in(above) if name.startswith(begun)]


def _names(given: list[str]) -> list[str]:
    """Return the names of environments, each once, in the order of the specs."""
    from renderer.app.environments import BASE, names
    from renderer.errors import RenderError
    from renderer.inputs.specs import read_specs

    documents: list[Any] = []
    try:
        documents = read_specs([path for path in given if path != "-"])
    except RenderError:
        return []  # a broken spec is for `render` to tell
    found = [name for document in documents for name in names(document.data)]
    return list(dict.fromkeys([*found, *([BASE] if documents else [])]))
