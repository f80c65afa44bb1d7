"""`stateful explain`: what an error code or a field means."""

from __future__ import annotations

import textwrap
from typing import Annotated

import typer

from renderer.app.nearest import did_you_mean
from renderer.cli.streams import write_result
from renderer.codes import CODES
from renderer.errors import Problem, RenderError


def explain(
    subject: Annotated[
        str, typer.Argument(metavar="CODE|FIELD", help="Such as SR103, or spec.storage.size.")
    ],
) -> None:
    """Explain an error code, or a field of the StatefulApp.

    \b
    Examples:
      stateful explain SR103
      stateful explain spec.storage
    """
    code = subject.upper()
    if code in CODES:
        title, text = CODES[code]
        write_result(f"{code}: {title}\n\n{textwrap.fill(text, 88)}\n")
    else:
        write_result(_field(subject))


def _field(subject: str) -> str:
    """Return a field's type, default and description, and the fields below it."""
    from renderer.app.fields import field_at  # the models are slow to import

    found, known = field_at(tuple(subject.split(".")))
    if found is None:
        message = f'must be an error code or a field of the StatefulApp, got "{subject}"'
        hint = did_you_mean(subject.rpartition(".")[2], known) or f"known: {', '.join(known)}"
        raise RenderError([Problem("SR201", (), message, hint=hint)])
    return found
