"""What a shell completes beside commands and options: environments, path@environment, subjects.

Whoever presses Tab wants names or nothing: what cannot be read completes nothing, in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer
from typer import _completion_classes
from typer._completion_classes import BashComplete

if TYPE_CHECKING:
    from typer._click.shell_completion import CompletionItem

# Where bash cuts words: its COMP_WORDBREAKS.
CUTS = ("@", "=")
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
    found = [f"{above}{dot}{name}" for name in fields.names_in(above) if name.startswith(begun)]
    return found or _verdicts(incomplete)


def _verdicts(incomplete: str) -> list[str]:
    """Return the verdicts of diff that begin so."""
    from renderer.changes.table import ROWS

    return sorted({row.id for row in ROWS if incomplete and row.id.startswith(incomplete)})


def examples(incomplete: str) -> list[str]:
    """Return the examples of the gallery that begin so."""
    from renderer.inputs import gallery

    return [name for name in gallery.names() if name.startswith(incomplete)]


class Bash(BashComplete):
    """Completes for bash, which cuts words at `@` and `=`, and replaces what is behind the cut."""

    cut = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words in front of the one that is begun, and that one, in one piece."""
        args, begun = super().get_completion_args()
        words: list[str] = []
        for word in [*args, begun]:
            is_cut = words and (word in CUTS or words[-1].endswith(CUTS))
            words[-1:] = [words[-1] + word] if is_cut else [*words[-1:], word]
        if begun in CUTS or (args and args[-1] in CUTS):
            at = max(map(words[-1].rfind, CUTS))
            self.cut = words[-1][: at + 1]
        return words[:-1], words[-1]

    def format_completion(self, item: CompletionItem) -> str:
        """Return what bash puts behind its cut."""
        return super().format_completion(item).removeprefix(self.cut)


def for_bash() -> None:
    """Have typer ask in our way where bash asks."""
    setattr(_completion_classes, "BashComplete", Bash)  # noqa: B010  # it has no other way in


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
