"""`stateful diff`: what changes between two sets of objects."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from renderer.app.environments import BASE
from renderer.app.load import Document
from renderer.cli.options import Format, KubeVersion, Output, given
from renderer.cli.streams import has_colour, write_result
from renderer.errors import Problem, RenderError
from renderer.inputs.manifests import manifests, texts
from renderer.inputs.specs import DEFAULT, KIND, read_specs
from renderer.resources.pipeline import build_of

COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "~": "\x1b[33m", "!": "\x1b[1m"}
PLAIN = "\x1b[0m"
# Each object, and the file it is from where that is not a StatefulApp.
Objects = list[tuple[dict[str, Any], str]]


def diff(
    before: Annotated[
        str,
        typer.Argument(metavar="BEFORE", help="PATH, or PATH@ENVIRONMENT.", callback=given),
    ],
    after: Annotated[
        str,
        typer.Argument(metavar="AFTER", help="PATH, or PATH@ENVIRONMENT.", callback=given),
    ],
    output: Output = Format.text,
    kube_version: KubeVersion = None,
) -> None:
    """Show what changes between two sets of objects; exit 1 when something does.

    PATH is a file or folder of manifests; a folder with a kustomization is built by kustomize. In
    any other folder, kustomizations below it are skipped, for they are configuration and no objects
    of a cluster, and so is everything hidden.
    PATH@ENVIRONMENT is a StatefulApp (a file, or a folder that holds statefulapp.yaml) as it is
    in an environment; PATH@ is its base.

    \b
    Exit codes: 0 no difference, 1 a difference, 2 trouble.
    \b
    Examples:
      stateful diff bases/nginx@dev bases/nginx@prod
      stateful diff overlays/nginx/prod bases/nginx@prod
      stateful diff deployed.yaml bases/nginx@prod -o json
    """
    from renderer.changes import report  # deepdiff is slow to import: not for other commands
    from renderer.changes.compare import compare

    changes = compare(_objects(before, kube_version), _objects(after, kube_version))
    text = report.FORMATS[output.value](changes)
    write_result(_coloured(text) if output is Format.text and has_colour() else text)
    if changes:
        raise typer.Exit(1)


def _objects(side: str, kube_version: int | None) -> Objects:
    path, at, environment = side.rpartition("@")
    if at and not Path(side).exists():
        document = _spec(path, kube_version)
        return [(resource, "") for resource in build_of(document, environment or BASE).objects]
    if not Path(side).exists():
        message = "must be a file or folder, or PATH@ENVIRONMENT, and does not exist"
        raise RenderError([Problem("SR801", (), message, file=side)])
    read = [each for file, text in texts(Path(side)) for each in manifests(text, file)]
    found = [(each.data, each.file) for each in read]
    if any(isinstance(each, dict) and each.get("kind") == KIND for each, _ in found):
        message = f"must be manifests, and holds a {KIND}"
        hint = f"write {side}@ENVIRONMENT, or {side}@ for its base"
        raise RenderError([Problem("SR801", (), message, hint=hint, file=side)])
    if not found:
        raise RenderError([Problem("SR801", (), "must hold manifests, there are none", file=side)])
    return found


def _spec(path: str, kube_version: int | None) -> Document:
    file = str(Path(path) / DEFAULT) if Path(path).is_dir() else path
    documents = read_specs([file], kube_version)
    if len(documents) != 1:
        message = f"must hold one StatefulApp to compare, got {len(documents)}"
        raise RenderError([Problem("SR801", (), message, file=file)])
    return documents[0]


def _coloured(text: str) -> str:
    """Colour a line by its sign."""
    lines = text.splitlines()
    signs = [line.lstrip()[:1] for line in lines]
    return "".join(
        f"{COLOURS.get(sign, '')}{line}{PLAIN}\n" for sign, line in zip(signs, lines, strict=True)
    )
