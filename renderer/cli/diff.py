"""`stateful diff`: what changes between two sets of objects."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from renderer.app.environments import BASE
from renderer.app.load import Document
from renderer.cli.kustomize_build import FILES, has_kustomization, kustomize_build
from renderer.cli.render import KubeVersion, given
from renderer.cli.specs import DEFAULT, KIND, read_specs, yaml_files
from renderer.cli.streams import has_colour, write_result
from renderer.errors import Problem, RenderError
from renderer.resources import resources_of
from renderer.yaml import read

COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "~": "\x1b[33m", "!": "\x1b[1m"}
PLAIN = "\x1b[0m"
KUSTOMIZE = "kustomize.config.k8s.io/"
# Each object, and the file it is from where that is not a StatefulApp.
Objects = list[tuple[dict[str, Any], str]]


class Output(StrEnum):
    """How to print changes."""

    text = "text"
    json = "json"


def diff(
    before: Annotated[
        str,
        typer.Argument(metavar="BEFORE", help="PATH, or PATH@ENVIRONMENT.", callback=given),
    ],
    after: Annotated[
        str,
        typer.Argument(metavar="AFTER", help="PATH, or PATH@ENVIRONMENT.", callback=given),
    ],
    output: Annotated[Output, typer.Option("-o", "--output", help="For people or programs.")] = (
        Output.text
    ),
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
    write_result(_coloured(text) if output is Output.text and has_colour() else text)
    if changes:
        raise typer.Exit(1)


def _objects(side: str, kube_version: int | None) -> Objects:
    path, at, environment = side.rpartition("@")
    if at and not Path(side).exists():
        document = _spec(path, kube_version)
        return [(resource, "") for resource in resources_of(document, environment or BASE)]
    if not Path(side).exists():
        message = "must be a file or folder, or PATH@ENVIRONMENT, and does not exist"
        raise RenderError([Problem("SR801", (), message, file=side)])
    found = [(each, file) for file, text in _texts(Path(side)) for each in _manifests(text, file)]
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


def _texts(path: Path) -> list[tuple[str, str | bytes]]:
    """Return (file, text) of every manifest that a path stands for."""
    if path.is_file():
        return [(str(path), path.read_bytes())]
    if has_kustomization(path):
        return [(str(path), kustomize_build(path))]
    files = [file for file in yaml_files(path) if file.name not in FILES]
    return [(str(file), file.read_bytes()) for file in files]


def _manifests(text: str | bytes, file: str) -> list[Any]:
    """Return the objects of a file; those of a List one by one."""
    found: list[Any] = []
    for document in read(text, file=file, dialect="manifest"):
        found.extend(_items(document, file) if _is_list(document) else [document])
    return [each for each in found if not _is_configuration(each)]


def _is_list(document: Any) -> bool:
    is_map = isinstance(document, dict)
    return is_map and str(document.get("kind")).endswith("List") and "items" in document


def _items(document: dict[str, Any], file: str) -> list[Any]:
    items = document["items"] or []
    if not isinstance(items, list):
        raise RenderError([Problem("SR801", ("items",), "must be a list", file=file)])
    return items


def _is_configuration(document: Any) -> bool:
    """Tell whether a document is for kustomize, and never in a cluster."""
    return isinstance(document, dict) and str(document.get("apiVersion")).startswith(KUSTOMIZE)


def _coloured(text: str) -> str:
    """Colour a line by its sign."""
    lines = text.splitlines()
    signs = [line.lstrip()[:1] for line in lines]
    return "".join(
        f"{COLOURS.get(sign, '')}{line}{PLAIN}\n" for sign, line in zip(signs, lines, strict=True)
    )
