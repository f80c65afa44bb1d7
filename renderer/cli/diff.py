"""`stateful diff`: what changes between two sets of objects."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from renderer.app import KIND
from renderer.app.environments import BASE
from renderer.app.load import Document
from renderer.cli.options import Format, KubeVersion, Output, given
from renderer.cli.streams import has_colour, write_result
from renderer.errors import Problem, RenderError
from renderer.inputs.groups import written_at
from renderer.inputs.sources import DEFAULT, STDIN
from renderer.inputs.specs import read_specs
from renderer.objects.resource import Resource
from renderer.resources.pipeline import build_of

COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "~": "\x1b[33m", "!": "\x1b[1m"}
PLAIN = "\x1b[0m"


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

    PATH is a file or folder of manifests, or - for stdin; a folder with a kustomization is built by
    kustomize. In any other folder, kustomizations below it are skipped, for they are configuration
    and no objects of a cluster, and so is everything hidden.
    PATH@ENVIRONMENT is a StatefulApp (a file, or a folder that holds statefulapp.yaml) as it is
    in an environment; PATH@ is its base. For one on stdin write -- -@ENVIRONMENT.

    \b
    Exit codes: 0 no difference, 1 a difference, 2 trouble.
    \b
    Examples:
      stateful diff bases/nginx@dev bases/nginx@prod
      stateful diff overlays/nginx/prod bases/nginx@prod
      helm template nginx ./chart | stateful diff - bases/nginx@prod -o json
    """
    from renderer.changes import report  # deepdiff is slow to import: not for other commands
    from renderer.changes.compare import compare

    sides = _objects(before, kube_version), _objects(after, kube_version)
    changes = compare(*sides, is_across=_are_environments(before, after))
    text = report.FORMATS[output.value](changes)
    write_result(_coloured(text) if output is Format.text and has_colour() else text)
    if changes:
        raise typer.Exit(1)


def _are_environments(before: str, after: str) -> bool:
    """Tell whether the sides are two environments of one spec: nothing moves between them."""
    (one, *_, is_one), (other, *_, is_other) = (
        (*side.rpartition("@"), "@" in side and not Path(side).exists()) for side in (before, after)
    )
    return is_one and is_other and one == other and before != after


def _objects(side: str, kube_version: int | None) -> list[Resource]:
    path, at, environment = side.rpartition("@")
    if at and not Path(side).exists():
        build = build_of(_spec(path, kube_version), environment or BASE)
        return [Resource(data) for data in build.objects]
    if side != STDIN and not Path(side).exists():
        message = "must be a file or folder, or PATH@ENVIRONMENT, and does not exist"
        raise RenderError([Problem("SR801", (), message, file=side)])
    return _manifests(side)


def _manifests(path: str) -> list[Resource]:
    contents, name = written_at(path), "stdin" if path == STDIN else path
    if any(held.documents for held in contents):
        message = f"must be manifests, and holds a {KIND}"
        side = "-- -" if path == STDIN else path  # else it would be an option
        hint = f"write {side}@ENVIRONMENT, or {side}@ for its base"
        raise RenderError([Problem("SR801", (), message, hint=hint, file=name)])
    if problems := [problem for held in contents for problem in held.problems]:
        raise RenderError(problems)
    resources = [resource for held in contents for resource in held.resources]
    if not resources:
        raise RenderError([Problem("SR801", (), "must hold manifests, there are none", file=name)])
    return resources


def _spec(path: str, kube_version: int | None) -> Document:
    is_folder = path != STDIN and Path(path).is_dir()
    file = str(Path(path) / DEFAULT) if is_folder else path
    documents = read_specs([file], kube_version)
    if len(documents) != 1:
        message = f"must hold one StatefulApp to compare, got {len(documents)}"
        name = "stdin" if path == STDIN else file
        raise RenderError([Problem("SR801", (), message, file=name)])
    return documents[0]


def _coloured(text: str) -> str:
    """Colour a line by its sign."""
    lines = text.splitlines()
    signs = [line.lstrip()[:1] for line in lines]
    return "".join(
        f"{COLOURS.get(sign, '')}{line}{PLAIN}\n" for sign, line in zip(signs, lines, strict=True)
    )
