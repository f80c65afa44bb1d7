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
from renderer.kubernetes.names import one_of
from renderer.rules.rule import WAY_OUT, Rule


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
        kind = next((kind for kind in Kind if kind.lower() == first), Kind.app)
        fields = Fields(json.loads(packaged(kind=kind)), kind)
        write_result(fields.explained(subject, recursive=recursive))


def _code(code: str) -> str:
    """Return what a code means: that of a rule from its record, any other from the table.

    What has a code of its own by now is listed below.
    """
    from renderer.rules.book import ALL

    now = [f"{rule.code}: {rule.title}" for rule in ALL.values() if code in rule.was]
    if code in ALL:
        rule = ALL[code]
        title, texts = f"{code} ({rule.severity}): {rule.title}", [rule.why, _way_out(rule)]
    elif code in CODES:
        title, texts = f"{code}: {CODES[code][0]}", [CODES[code][1]]
    elif now:
        return _explained(f"{code} has become:", now)
    else:
        raise RenderError([_unknown(code)])
    return _explained(title, [*texts, *(["Parts of it have become:"] if now else []), *now])


def _way_out(rule: Rule) -> str:
    return f"{WAY_OUT}{rule.way_out}"


def _unknown(code: str) -> Problem:
    from renderer.rules.book import ALL

    codes = [*CODES, *ALL]
    known = [other for other in codes if other[:3] == code[:3]] or codes
    hint = one_of(sorted(known))
    return Problem("SR201", (), f'must be an error code, got "{code}"', hint=hint)


def _explained(title: str, texts: list[str]) -> str:
    paragraphs = [textwrap.fill(text, WIDTH) for text in texts if text]
    return "\n\n".join([title, *paragraphs]) + "\n"
