"""`stateful explain`: what an error code or a field means."""

from __future__ import annotations

import json
import re
import textwrap
from typing import Annotated

import typer

from renderer.app.fields import WIDTH, Fields
from renderer.cli.schema import Kind, packaged
from renderer.cli.streams import write_result
from renderer.codes import CODES
from renderer.errors import Problem, RenderError
from renderer.rules.book import ALL
from renderer.rules.rule import WAY_OUT


def explain(
    subject: Annotated[
        str, typer.Argument(metavar="CODE|FIELD", help="Such as SR103, or spec.storage.size.")
    ],
    recursive: Annotated[
        bool, typer.Option("--recursive", help="List all fields below the field as a tree.")
    ] = False,
) -> None:
    """Explain an error code, or a field of the StatefulApp, named as in an error.

    A field of spec may be named without it, and an item of a list without its place. Fields that
    are Kubernetes' own are explained in Kubernetes' words. Those of other kinds of ours begin
    with the kind.

    \b
    Examples:
      stateful explain SR103
      stateful explain spec.storage
      stateful explain 'spec.storage[0].size'
      stateful explain env.valueFrom --recursive
      stateful explain StatefulEnvironment.spec.statefulSets
    """
    code = subject.upper()
    if re.fullmatch(r"SR\d+", code):
        write_result(_code(code))
    else:
        first = subject.partition(".")[0].lower()
        kind = next((each for each in Kind if each.lower() == first), Kind.app)
        fields = Fields(json.loads(packaged(kind=kind)), kind)
        write_result(fields.explained(subject, recursive=recursive))


def _code(code: str) -> str:
    """Return what a code means: that of a rule from its record, any other from the table."""
    if code in ALL:
        rule = ALL[code]
        texts = [rule.why, f"{WAY_OUT}{rule.way_out}"]
        return _explained(f"{code} ({rule.severity}): {rule.title}", texts)
    if code in CODES:
        title, text = CODES[code]
        return _explained(f"{code}: {title}", [text])
    if now := [rule for rule in ALL.values() if code in rule.was]:
        texts = [f"{rule.code}: {rule.title}" for rule in now]
        return _explained(f"{code} has become:", texts)
    codes = [*CODES, *ALL]
    known = [each for each in codes if each[:3] == code[:3]] or codes
    hint = f"known: {', '.join(sorted(known))}"
    raise RenderError([Problem("SR201", (), f'must be an error code, got "{code}"', hint=hint)])


def _explained(title: str, texts: list[str]) -> str:
    paragraphs = [textwrap.fill(text, WIDTH) for text in texts if text]
    return "\n\n".join([title, *paragraphs]) + "\n"
