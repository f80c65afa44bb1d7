"""`stateful diff`: what changes between two sets of objects."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from renderer.app.environments import BASE
from renderer.app.load import Document, app_in, selected_environment
from renderer.cli.kustomize_build import has_kustomization, kustomize_build
from renderer.cli.specs import DEFAULT, SUFFIXES, read_specs
from renderer.cli.streams import has_colour, write_result
from renderer.errors import Problem, RenderError
from renderer.resources import build_resources
from renderer.yaml import read

COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "~": "\x1b[33m"}
PLAIN = "\x1b[0m"
KIND = "StatefulApp"


class Output(StrEnum):
    """How to print changes."""

    text = "text"
    json = "json"


def diff(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="PATH, or PATH@ENVIRONMENT.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="PATH, or PATH@ENVIRONMENT.")],
    output: Annotated[Output, typer.Option("-o", "--output", help="For people or programs.")] = (
        Output.text
    ),
) -> None:
    """Show what changes between two sets of objects; exit 1 when something does.

    PATH is a file or folder of manifests; a folder with a kustomization is built by kustomize.
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

    changes = compare(_objects(before), _objects(after))
    text = report.FORMATS[output.value](changes)
    write_result(_coloured(text) if output is Output.text and has_colour() else text)
    if changes:
        raise typer.Exit(1)


def _objects(side: str) -> list[dict[str, Any]]:
    path, at, environment = side.rpartition("@")
    if at and not Path(side).exists():
        document = _spec(path)
        return build_resources(
            app_in(document, selected_environment(document, environment or BASE))
        )
    if not Path(side).exists():
        message = "must be a file or folder, or PATH@ENVIRONMENT, and does not exist"
        raise RenderError([Problem("SR801", (), message, file=side)])
    documents = [each for file, text in _texts(Path(side)) for each in _manifests(text, file)]
    if any(isinstance(each, dict) and each.get("kind") == KIND for each in documents):
        message = f"must be manifests, and holds a {KIND}"
        hint = f"write {side}@ENVIRONMENT, or {side}@ for its base"
        raise RenderError([Problem("SR801", (), message, hint=hint, file=side)])
    if not documents:
        raise RenderError([Problem("SR801", (), "must hold manifests, there are none", file=side)])
    return documents


def _spec(path: str) -> Document:
    file = str(Path(path) / DEFAULT) if Path(path).is_dir() else path
    documents = read_specs([file])
    if len(documents) != 1:
        message = f"must hold one StatefulApp to compare, got {len(documents)}"
        raise RenderError([Problem("SR801", (), message, file=file)])
    return documents[0]


def _texts(path: Path) -> list[tuple[str, str | bytes]]:
    """Return (file, text) of every manifest that a path stands for."""
    if path.is_file():
        return [(str(path), path.read_bytes())]
    if has_kustomization(path):
        return [(str(path), kustomize_build(path))]
    files = sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES and file.is_file())
    return [(str(file), file.read_bytes()) for file in files]


def _manifests(text: str | bytes, file: str) -> list[dict[str, Any]]:
    """Return the objects of a file; those of a List one by one."""
    found: list[dict[str, Any]] = []
    for document in read(text, file=file, dialect="manifest"):
        is_list = isinstance(document, dict) and str(document.get("kind", "")).endswith("List")
        found.extend(document.get("items") or [] if is_list else [document])
    return found


def _coloured(text: str) -> str:
    """Colour a line by its sign."""
    lines = text.splitlines()
    signs = [line.lstrip()[:1] for line in lines]
    return "".join(
        f"{COLOURS.get(sign, '')}{line}{PLAIN}\n" for sign, line in zip(signs, lines, strict=True)
    )
