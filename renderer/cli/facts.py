"""`stateful facts`: what pods, DNS names and claims an app will have."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from renderer import facts as names
from renderer.app.load import Document
from renderer.cli.options import Environment, Filename, Format, KubeVersion, Output
from renderer.cli.streams import write_result
from renderer.errors import Problem, RenderError
from renderer.inputs.sources import collected
from renderer.inputs.specs import read_specs
from renderer.resources.pipeline import build_of, builds_of

if TYPE_CHECKING:
    from renderer.resources.pipeline import Build

# What a person reads, and what a program may ask for before it takes minutes and gigabytes.
MOST_SHOWN = 1_000
MOST_LISTED = 100_000


def facts(
    filename: Filename = None,
    environment: Environment = None,
    kube_version: KubeVersion = None,
    output: Output = Format.text,
) -> None:
    """Print pods in start order, their DNS names, and the claims they will have.

    Without -e, the base and every environment are printed. The text shows the first 1,000 pods and
    says how many more there are.

    \b
    Examples:
      stateful facts -f bases/nginx
      stateful facts -f bases/postgres -e prod -o json
    """
    documents = read_specs(filename or [], kube_version)
    each = collected(documents, partial(_facts, environment=environment))
    found = [fact for facts in each for fact in facts]
    if output is Format.json:
        write_result(json.dumps(found, indent=2) + "\n")
    else:
        write_result("\n".join(_text(each) for each in found))


def _facts(document: Document, environment: str | None) -> list[dict[str, Any]]:
    builds = _selected(document, environment) if environment else builds_of(document)
    apps = {name: build.app for name, build in builds.items()}
    problems = [
        document.place(_too_many(app.spec.replicas), name)
        for name, app in apps.items()
        if app.spec.replicas > MOST_LISTED
    ]
    if problems:
        raise RenderError(problems)
    return [{**names.facts(app, name), "replicas": app.spec.replicas} for name, app in apps.items()]


def _selected(document: Document, environment: str) -> dict[str | None, Build]:
    build = build_of(document, environment)
    return {build.environment: build}


def _too_many(replicas: int) -> Problem:
    message = f"must be at most {MOST_LISTED} for facts to list the pods, got {replicas}"
    return Problem("SR209", ("spec", "replicas"), message)


def _text(found: dict[str, Any]) -> str:
    """Return one environment as aligned columns: one line per claim, or per pod without any."""
    where = found["environment"] or "base"
    count = found["replicas"]
    pods = f"{count} pods, started {found['start']}" if count > 1 else f"{count or 'no'} pod"
    head = f"{found['app']} {where}: namespace {found['namespace']}, {pods}"
    rows: list[tuple[str, ...]] = [("POD", "DNS NAME", "CLAIM", "SIZE", "CLASS")]
    for pod in found["pods"][:MOST_SHOWN]:
        claims = pod["claims"] or [{"name": "-", "size": "-", "storageClassName": "-"}]
        for index, claim in enumerate(claims):
            first = (pod["name"], pod["dnsName"] or "-") if index == 0 else ("", "")
            rows.append((*first, claim["name"], claim["size"], _class(claim["storageClassName"])))
    lines = _aligned(rows) if found["pods"] else []
    lines += [f"  and {count - MOST_SHOWN} more pods"] if count > MOST_SHOWN else []
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
