"""`stateful facts`: what pods, DNS names and claims an app will have."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from renderer import facts as names
from renderer.app.load import Document, app_in, apps_in, selected_environment
from renderer.cli.render import Environment, Filename
from renderer.cli.specs import read_specs
from renderer.cli.streams import write_result

if TYPE_CHECKING:
    from renderer.app.models import StatefulApp


class Output(StrEnum):
    """How to print facts."""

    text = "text"
    json = "json"


def facts(
    filename: Filename = None,
    environment: Environment = None,
    output: Annotated[Output, typer.Option("-o", "--output", help="For people or programs.")] = (
        Output.text
    ),
) -> None:
    """Print pods in start order, their DNS names, and the claims they will have.

    Without -e, the base and every environment are printed.

    \b
    Examples:
      stateful facts -f bases/nginx
      stateful facts -f bases/postgres -e prod -o json
    """
    found = [
        names.facts(app, name)
        for document in read_specs(filename or [])
        for name, app in (
            _selected(document, environment) if environment else apps_in(document)
        ).items()
    ]
    if output is Output.json:
        write_result(json.dumps(found, indent=2) + "\n")
    else:
        write_result("\n".join(_text(each) for each in found))


def _selected(document: Document, environment: str) -> dict[str | None, StatefulApp]:
    name = selected_environment(document, environment)
    return {name: app_in(document, name)}


def _text(found: dict[str, Any]) -> str:
    """Return one environment as aligned columns: one line per claim, or per pod without any."""
    where = found["environment"] or "base"
    count = len(found["pods"])
    pods = f"{count} pods, started {found['start']}" if count > 1 else f"{count or 'no'} pod"
    head = f"{found['app']} {where}: namespace {found['namespace']}, {pods}"
    rows: list[tuple[str, ...]] = [("POD", "DNS NAME", "CLAIM", "SIZE", "CLASS")]
    for pod in found["pods"]:
        claims = pod["claims"] or [{"name": "-", "size": "-", "storageClassName": "-"}]
        for index, claim in enumerate(claims):
            first = (pod["name"], pod["dnsName"]) if index == 0 else ("", "")
            rows.append((*first, claim["name"], claim["size"], _class(claim["storageClassName"])))
    lines = _aligned(rows) if found["pods"] else []
    total = [f"  storage in all: {found['totalStorage']}"] if found["totalStorage"] != "0" else []
    return "".join(f"{line}\n" for line in [head, *lines, *total])


def _class(name: str | None) -> str:
    return "(cluster default)" if name is None else name or "(none)"


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
