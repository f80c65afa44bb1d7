"""`stateful graph`: a picture of an app, of its environments, or of what a change does in time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from renderer.app.environments import BASE
from renderer.cli.diff import check, judged_in, objects_of, sides_of, version_of
from renderer.cli.facts import is_set, read_all, too_many
from renderer.cli.options import (
    Context,
    KubeVersion,
    Namespace,
    holding_paths,
    naming_files,
    naming_revision,
)
from renderer.cli.streams import say, write_result
from renderer.errors import Problem, RenderError
from renderer.inputs.project import default_specs
from renderer.inputs.sources import STDIN, collected
from renderer.inputs.specs import all_for_cluster, split
from renderer.objects.resource import Objects, Resource
from renderer.resources.pipeline import asked_of

if TYPE_CHECKING:
    from renderer.app.load import Document
    from renderer.graph.environments import Place
    from renderer.graph.picture import Picture, Section
    from renderer.inputs.groups import Groups
    from renderer.inputs.sides import Sides

# So many StatefulSets are drawn in one picture.
MOST = 20
# The beginning of a file must say that it is ours, or it is not written over.
HEAD = 1024


class Drawn(StrEnum):
    """How to write a picture."""

    svg = "svg"
    mermaid = "mermaid"
    html = "html"


ENDINGS = {
    ".htm": Drawn.html,
    ".html": Drawn.html,
    ".mermaid": Drawn.mermaid,
    ".mmd": Drawn.mermaid,
    ".svg": Drawn.svg,
}


def graph(
    sides: Annotated[
        list[str] | None,
        holding_paths(
            "[BEFORE] [PATH]...",
            "PATH, or PATH@ENVIRONMENT; of two, what changes. With --against as in diff.",
        ),
    ] = None,
    filename: Annotated[
        list[str] | None,
        naming_files("Draw it, and no change. May be repeated."),
    ] = None,
    against: Annotated[
        str | None,
        naming_revision("Draw what changes since a git revision."),
    ] = None,
    is_live: Annotated[
        bool, typer.Option("--live", help="Draw what changes to what runs; kubectl reads it.")
    ] = False,
    context: Context = None,
    namespace: Namespace = None,
    output: Annotated[
        Drawn | None,
        typer.Option(
            "-o",
            "--output",
            help="How to write it; by default as the name of --out ends, else svg.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Write it there instead of to stdout.", dir_okay=False
        ),
    ] = None,
    kube_version: KubeVersion = None,
) -> None:
    """Draw an app, what differs in its environments, or what a change does turn by turn.

    Of one PATH: who may connect, by which Services, to which pods in the order they start, on which
    volumes, with which config and budgets; of a StatefulApp, and of one StatefulSet in several
    kustomizations, also a table of what differs where. PATH@ENVIRONMENT is the app there alone.
    A PATH may hold any StatefulSets, whoever wrote them; kustomizations are built by kustomize.

    Of two sides, or with --against or --live: the rollout, pod by pod, what waits for hands, and
    the plan. Two environments of one app are compared as a table.

    svg is one file for light and dark, html one page with all commands of the plans, and neither
    needs a network; mermaid is a flowchart for Markdown.

    \b
    Examples:
      stateful graph bases/nginx --out nginx.svg
      stateful graph bases/nginx@prod -o mermaid
      stateful graph --against main bases/nginx@prod --out rollout.html
      stateful graph bases/nginx@dev bases/nginx@prod > differences.svg
      helm template db ./chart | stateful graph - --out db.html
    """
    from renderer.graph.formats import WRITERS

    output = output or _format_of(out)
    narrows = bool(context or namespace)
    paths = sides or []
    if filename and (paths or against or is_live or narrows):
        message = "must stand alone: a change is drawn of sides, which are named without it"
        raise typer.BadParameter(message, param_hint="--filename")
    if len(paths) <= 1 and not (against or is_live or narrows):
        picture = _of_paths(filename or paths or default_specs(), kube_version)
    else:
        check(paths, against, is_live=is_live, narrows=narrows)
        cluster = (context, namespace) if is_live else None
        picture = _of_change(paths, against, kube_version, cluster)
    text = WRITERS[output.value](picture)
    if out is None:
        write_result(text)
    else:
        _write(out, text)


def _format_of(out: Path | None) -> Drawn:
    """Return the format that the name of a file asks for."""
    if out is None:
        return Drawn.svg
    if out.suffix.lower() not in ENDINGS:
        endings = ", ".join(sorted(ENDINGS))
        raise typer.BadParameter(f"must end with one of {endings}, or say -o", param_hint="--out")
    return ENDINGS[out.suffix.lower()]


# --- one side -------------------------------------------------------------------------------------


def _of_paths(paths: list[str], kube_version: int | None) -> Picture:
    """Return the picture of an app in an environment, of whole apps, or of manifests."""
    from renderer.graph.picture import Picture

    title = ", ".join("stdin" if path == STDIN else path for path in paths)
    read = read_all(paths)
    apps = [document for group in read.groups for document in group.documents]
    placed = _of_apps(apps, kube_version) if apps else _of_manifests(read)
    if not placed:
        raise RenderError([read.nothing("StatefulApps or StatefulSets")])
    return Picture(title, tuple(_sections(placed)))


def _places(name: str, objects: list[Resource]) -> list[Place]:
    """Return the StatefulSets among the objects of one place."""
    from renderer.graph.environments import Place

    sets = [resource for resource in objects if is_set(resource)]
    for workload in sets:
        if not workload.name:
            problem = Problem("SR802", ("metadata", "name"), "is required", file=workload.file)
            raise RenderError([problem])
        if problems := too_many(workload):
            raise RenderError(problem.at(workload.file) for problem in problems)
    return [Place(name, workload, objects) for workload in sets]


def _of_apps(documents: list[Document], kube_version: int | None) -> list[list[Place]]:
    """Return each app in its base and all environments, or in the one that is asked for."""
    built = collected(all_for_cluster(documents, kube_version), asked_of)
    return [
        [
            place
            for name, build in builds.items()
            for place in _places(name or BASE, [Resource(data) for data in build.objects])
        ]
        for builds in built
    ]


def _of_manifests(read: Groups) -> list[list[Place]]:
    """Return each StatefulSet in all kustomizations that have it."""
    named: dict[str, list[Place]] = {}
    for group in read.groups:
        for place in _places("", group.objects):
            named.setdefault(place.workload.name, []).append(place)
    return [_told_apart(places) for places in named.values()]


def _told_apart(places: list[Place]) -> list[Place]:
    """Return places under the shortest names that tell them apart: where they were read."""
    parts = [PurePath(place.workload.file).parts for place in places]
    shared = 0
    while len(places) > 1 and all(len(steps) > shared + 1 for steps in parts):
        if len({steps[: shared + 1] for steps in parts}) > 1:
            break
        shared += 1
    names = [str(PurePath(*steps[shared:])) if steps else "stdin" for steps in parts]
    if len(set(names)) < len(names):
        names = [
            f"{name} {place.workload.namespace}" for name, place in zip(names, places, strict=True)
        ]
    return [replace(place, name=name) for name, place in zip(names, places, strict=True)]


def _sections(placed: list[list[Place]]) -> Iterator[Section]:
    """Yield a drawing of each StatefulSet in its first place, and a table of all its places."""
    from renderer.graph import workloads
    from renderer.graph.picture import Section

    for places in placed[:MOST]:
        first = places[0]
        yield workloads.drawn(first.workload, Objects(first.objects), _title(places))
        if len(places) > 1:
            yield _differing(places)
    if len(placed) > MOST:
        yield Section(f"and {len(placed) - MOST} more StatefulSets: name a file or folder of them")


def _title(places: list[Place]) -> str:
    first = places[0]
    return f"{first.workload.name} in {first.name}" if len(places) > 1 else first.workload.name


def _differing(places: list[Place]) -> Section:
    """Return the table of what differs where."""
    from renderer.graph import environments
    from renderer.graph.picture import Section

    matrix, left = environments.matrix(places)
    notes = (f"and {left} more fields: stateful diff of two places has them",) if left else ()
    return Section(f"{places[0].workload.name}: what differs where", notes=notes, parts=(matrix,))


# --- two sides ------------------------------------------------------------------------------------


def _of_change(
    sides: list[str],
    against: str | None,
    kube_version: int | None,
    cluster: tuple[str | None, str | None] | None,
) -> Picture:
    """Return the picture of rollouts; of two environments, the table of what differs."""
    from renderer.graph import rollouts
    from renderer.graph.picture import Picture, Section

    compared = sides_of("graph", sides, against, kube_version, cluster)
    sections = [
        section
        for side in compared
        for section in (
            _across(sides, side)
            if side.is_across
            else rollouts.drawn(
                judged_in(side, kube_version),
                *objects_of(side),
                version_of(side, kube_version),
                side.name,
            )
        )
    ]
    title = " → ".join(sides) if len(sides) > 1 and not against else " ".join(sides)
    since = f" since {against}" if against else " beside what runs" if cluster else ""
    title = f"{title or 'all apps'}{since}"
    return Picture(title, tuple(sections) or (Section("nothing differs"),))


def _across(sides: list[str], compared: Sides) -> Iterator[Section]:
    """Yield a table for each StatefulSet of two environments."""
    names = [split(side)[1] or BASE for side in sides]
    ones, others = (
        _places(name, side.resources)
        for name, side in zip(names, (compared.before, compared.after), strict=True)
    )
    known = {place.workload.name: place for place in others}
    for place in ones:
        if other := known.get(place.workload.name):
            yield _differing([place, other])


# --- a file ---------------------------------------------------------------------------------------


def _write(file: Path, text: str) -> None:
    """Write a picture, whole or not at all, and over nothing but a picture of ours."""
    if os.path.lexists(file) and not _is_ours(file):
        message = "was not written by stateful graph, and is left as it is"
        hint = "remove it, or give another name"
        raise RenderError([Problem("SR503", (), message, hint=hint, file=str(file))])
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with new.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
    say(f"wrote {file}")


def _is_ours(file: Path) -> bool:
    from renderer.graph.formats import MARK

    if not file.is_file() or file.is_symlink():
        return False
    with file.open("rb") as stream:
        return MARK.encode() in stream.read(HEAD)
