"""`stateful diff`: what changes between two sets of objects, and what that does to pods."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from renderer.cli.options import KubeVersion, ReportFormat, ReportOutput, given
from renderer.cli.streams import has_colour, write_result
from renderer.errors import Problem, RenderError
from renderer.inputs.live import live
from renderer.inputs.revision import at_revision
from renderer.inputs.sides import Side, are_environments, is_there, side_of
from renderer.kubernetes.versions import DEFAULT
from renderer.objects.resource import Resource
from renderer.reports.formats import WRITERS
from renderer.reports.record import Report

if TYPE_CHECKING:
    from renderer.changes.compare import Change, Field
    from renderer.changes.report import Place

COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "~": "\x1b[33m", "!": "\x1b[1m"}
PLAIN = "\x1b[0m"
GUARD = 4


class Effect(StrEnum):
    """What a change does, the worst last; a test holds it against `renderer.changes`."""

    in_place = "in-place"
    no_effect = "no-effect"
    scale = "scale"
    restart = "restart"
    rejected = "rejected"
    data_risk = "data-risk"


def diff(
    sides: Annotated[
        list[str],
        typer.Argument(
            metavar="[BEFORE] AFTER",
            help="PATH, or PATH@ENVIRONMENT; BEFORE unless --against or --live says it.",
            callback=given,
        ),
    ],
    against: Annotated[
        str | None,
        typer.Option(
            metavar="REVISION", help="Compare with what AFTER is in a git revision.", callback=given
        ),
    ] = None,
    is_live: Annotated[
        bool, typer.Option("--live", help="Compare with what runs; kubectl reads it.")
    ] = False,
    context: Annotated[
        str | None, typer.Option(help="With --live: a context of kubectl.", callback=given)
    ] = None,
    namespace: Annotated[
        str | None,
        typer.Option(
            "-n", "--namespace", help="With --live: of objects that say none.", callback=given
        ),
    ] = None,
    fail_on: Annotated[
        Effect | None,
        typer.Option(help="Exit with 4 when a change does this, or worse."),
    ] = None,
    has_plans: Annotated[
        bool, typer.Option("--plan/--no-plan", help="Say what to do, step by step.")
    ] = True,
    output: ReportOutput = ReportFormat.text,
    kube_version: KubeVersion = None,
) -> None:
    """Show what changes between two sets of objects, and what that does to pods and data.

    PATH is a file or folder of manifests, or - for stdin; a folder with a kustomization is built by
    kustomize. In any other folder, kustomizations below it are skipped, for they are configuration
    and no objects of a cluster, and so is everything hidden.
    PATH@ENVIRONMENT is a StatefulApp (a file, or a folder that holds statefulapp.yaml) as it is
    in an environment; PATH@ is its base. For one on stdin write -- -@ENVIRONMENT.

    The worst comes first: data-risk, rejected, restart, scale, no-effect, in-place. What equals a
    default of the server, or is the same amount in other words, is no difference.

    \b
    Exit codes: 0 no difference, 1 a difference, 2 trouble, 4 one that --fail-on names, or worse.
    \b
    Examples:
      stateful diff --against main bases/nginx@prod      what my branch does to production
      stateful diff --against main overlays/nginx/prod --fail-on rejected
      stateful diff --live overlays/nginx/prod           what an apply would do now
      stateful diff bases/nginx@dev bases/nginx@prod
      helm template nginx ./chart | stateful diff - bases/nginx@prod -o json
    """
    from renderer.changes import report  # deepdiff is slow to import: not for other commands
    from renderer.changes.compare import compare
    from renderer.changes.table import judge
    from renderer.changes.verdict import grade

    _check(sides, against, is_live=is_live, narrows=bool(context or namespace))
    before, after = _both(sides, against, kube_version, (context, namespace) if is_live else None)
    is_across = len(sides) > 1 and are_environments(*sides)
    changes = compare(before.resources, after.resources, is_across=is_across)
    version = kube_version or after.version or before.version or DEFAULT
    judged = judge(changes, before.resources + before.beside, after.resources, version)
    find = _finder(before, after)
    if output.value in WRITERS:
        found = tuple(report.entries(judged, find, fail_on.value if fail_on else ""))
        summary = report.summary(judged) if judged else "nothing differs"
        write_result(WRITERS[output.value](Report("stateful diff", found, summary)))
    elif output is ReportFormat.json:
        write_result(report.as_json(judged, find))
    else:
        text = report.text(judged, find, has_plans=has_plans and not is_across)
        write_result(_coloured(text) if has_colour() else text)
    if fail_on and any(grade(each.effect) >= grade(fail_on.value) for each in judged):
        raise typer.Exit(GUARD)
    if judged:
        raise typer.Exit(1)


def _check(sides: list[str], against: str | None, *, is_live: bool, narrows: bool) -> None:
    """Refuse a call whose sides nobody can tell."""
    if against and is_live:
        raise typer.BadParameter("--against and --live both say what is before: leave one out")
    wanted = 1 if against or is_live else 2
    if len(sides) != wanted:
        why = " beside --against or --live" if wanted == 1 else ", or --against, or --live"
        message = f"must be {'AFTER alone' if wanted == 1 else 'BEFORE and AFTER'}{why}"
        raise typer.BadParameter(f"{message}, got {len(sides)} sides")
    if narrows and not is_live:
        raise typer.BadParameter("--context and --namespace are for --live")


def _both(
    sides: list[str],
    against: str | None,
    kube_version: int | None,
    cluster: tuple[str | None, str | None] | None,
) -> tuple[Side, Side]:
    """Return what is before and after; the cluster is a context and a namespace."""
    if against:
        return _since(against, sides[0], kube_version)
    if cluster:
        after = side_of(sides[0], kube_version)
        found, claims = live(after.resources, *cluster)
        return Side(found, beside=claims), after
    return side_of(sides[0], kube_version), side_of(sides[1], kube_version)


def _since(revision: str, side: str, kube_version: int | None) -> tuple[Side, Side]:
    """Return what a path is in a revision, and what it is now; what is not there is empty."""
    with at_revision(revision) as home:
        try:
            before = _if_there(side, kube_version, home)
        except RenderError as error:
            raise _named(error, revision, home) from None
        after = _if_there(side, kube_version, Path())
        if before is None and after is None:
            if is_there(side, Path()):
                side_of(side, kube_version)  # says which environments there are
            message = f"must be there, in {revision} or now"
            raise RenderError([Problem("SR801", (), message, file=side)])
    before, after = before or Side([]), after or Side([])
    old = [_renamed(each, revision, home) for each in before.resources]
    return Side(old, version=before.version), after


def _if_there(side: str, kube_version: int | None, home: Path) -> Side | None:
    """Return a side; None where its path or its environment is not there."""
    if not is_there(side, home):
        return None
    try:
        return side_of(side, kube_version, home)
    except RenderError as error:
        if "@" in side and all(problem.code == "SR401" for problem in error.problems):
            return None
        raise


def _named(error: RenderError, revision: str, home: Path) -> RenderError:
    """Return the problems of files that are gone, under names that people know."""
    return RenderError(
        problem.at(_file(problem.file, revision, home), problem.line, problem.column)
        for problem in error.problems
    )


def _renamed(resource: Resource, revision: str, home: Path) -> Resource:
    resource.file = _file(resource.file, revision, home)
    return resource


def _file(file: str, revision: str, home: Path) -> str:
    path = Path(file)
    is_there = file and path.is_relative_to(home)
    return f"{revision}:{path.relative_to(home).as_posix()}" if is_there else file


def _finder(before: Side, after: Side) -> Place:
    """Return what says where a field of a change is written, also of an object that goes."""
    from renderer.changes.compare import index_path

    def find(change: Change, field: Field) -> Problem | None:
        side, resource = (after, change.after) if change.after else (before, change.before)
        if resource is None:
            return None
        return side.find(resource, index_path(resource.data, field.path))

    return find


def _coloured(text: str) -> str:
    """Colour a line by its sign."""
    lines = text.splitlines()
    signs = [line.lstrip()[:1] for line in lines]
    return "".join(
        f"{COLOURS.get(sign, '')}{line}{PLAIN}\n" for sign, line in zip(signs, lines, strict=True)
    )
