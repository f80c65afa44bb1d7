"""`stateful diff`: what changes between two sets of objects, and what that does to pods."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from functools import partial
from os.path import normpath
from typing import TYPE_CHECKING, Annotated

import typer

from renderer.cli.options import (
    Allow,
    Context,
    HasPlans,
    KubeVersion,
    Namespace,
    ReportFormat,
    ReportOutput,
    Tracking,
    given,
    holding_paths,
    naming_revision,
)
from renderer.cli.preview import ArgoCD, PluginConfig, document, previewed
from renderer.cli.streams import has_colour, say, say_all, write_result, write_words
from renderer.errors import shown
from renderer.inputs.allowed import allowances_of, today
from renderer.inputs.live import PART, Left, left_behind, live
from renderer.inputs.project import minor_version, said
from renderer.inputs.revision import at_revision
from renderer.inputs.sides import Side, Sides, are_environments, side_of
from renderer.inputs.sources import STDIN, collected
from renderer.inputs.specs import split
from renderer.kubernetes.names import number_of
from renderer.kubernetes.versions import DEFAULT
from renderer.objects.reading import at
from renderer.objects.resource import Objects
from renderer.reports.formats import WRITERS
from renderer.reports.record import Report

if TYPE_CHECKING:
    from renderer.changes.allowed import Allowed
    from renderer.changes.compare import Change, Field
    from renderer.changes.verdict import Judged
    from renderer.errors import Problem

COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "~": "\x1b[33m", "!": "\x1b[1m"}
PLAIN = "\x1b[0m"
GUARD = 4


class Effect(StrEnum):
    """What a change does, the worst last; a test holds it against `renderer.changes`."""

    never = "never"
    in_place = "in-place"
    no_effect = "no-effect"
    scale = "scale"
    restart = "restart"
    rejected = "rejected"
    data_risk = "data-risk"


def diff(
    sides: Annotated[
        list[str] | None,
        holding_paths(
            "[BEFORE] [AFTER]...",
            "PATH, or PATH@ENVIRONMENT. With --against any number, without one all apps.",
        ),
    ] = None,
    against: Annotated[
        str | None,
        naming_revision("Compare with what AFTER is in a git revision."),
    ] = None,
    is_live: Annotated[
        bool, typer.Option("--live", help="Compare with what runs; kubectl reads it.")
    ] = False,
    context: Context = None,
    namespace: Namespace = None,
    fail_on: Annotated[
        Effect | None,
        typer.Option(
            help="Exit with 4 when a change does this, or worse. Default: what stateful.toml says."
        ),
    ] = None,
    allow: Allow = None,
    has_plans: HasPlans = True,
    applications: Annotated[
        list[str] | None,
        typer.Option(
            "--application",
            "-f",
            metavar="PATH",
            help="With --against: what Argo CD makes of the Applications there. May be repeated.",
            callback=given,
        ),
    ] = None,
    plugin_config: PluginConfig = None,
    tracking: Annotated[
        Tracking, typer.Option("--tracking", help="With --application: how Argo CD tracks.")
    ] = Tracking.annotation,
    output: ReportOutput = ReportFormat.text,
    kube_version: KubeVersion = None,
) -> None:
    """Show what changes between two sets of objects, and what that does to pods and data.

    PATH is a file or folder of manifests, or - for stdin; a folder with a kustomization is built by
    kustomize. In any other folder, kustomizations below it are skipped, for they are configuration
    and no objects of a cluster, and so is everything hidden.
    PATH@ENVIRONMENT is a StatefulApp (a file, or a folder that holds statefulapp.yaml) as it is
    in an environment; PATH@ is its base. For one on stdin write -- -@ENVIRONMENT.

    With --against and no PATH, every StatefulApp of the repository that has changed since then is
    compared, in every environment; a PATH that is a folder is looked through in the same way, for
    kustomizations and manifests too. main... (with three dots) is where this branch left main.

    With --application and --against, every Application and ApplicationSet in the files and folders
    is rendered as Argo CD does it, as its file is in the revision and now, from the files of each:
    by plugin.yaml, by kustomize or as plain files, with the namespace of the destination and with
    what Argo CD tracks by.

    The worst comes first: data-risk, rejected, restart, scale, no-effect, in-place. What equals a
    default of the server, or is the same amount in other words, is no difference.

    \b
    Exit codes: 0 no difference, 1 a difference, 2 trouble,
    4 a difference that --fail-on names, or a worse one, and that no file of --allow accepts.
    \b
    Examples:
      stateful diff --against main...                    what my branch does, everywhere
      stateful diff --against main bases/nginx@prod      what it does to one environment
      stateful diff --against main overlays/nginx/prod --fail-on rejected
      stateful diff --live overlays/nginx/prod           what an apply would do now
      stateful diff --against main -f argocd             what Argo CD's Applications will do
      stateful diff bases/nginx@dev bases/nginx@prod
      helm template nginx ./chart | stateful diff - bases/nginx@prod -o json
    """
    from renderer.changes import report  # deepdiff is slow to import: not for other commands
    from renderer.changes.allowed import accepted
    from renderer.changes.verdict import grade, worst_first

    paths = sides or []
    check(
        paths,
        against,
        is_live=is_live,
        narrows=bool(context or namespace),
        is_preview=bool(applications),
    )
    allowances = allowances_of(allow or [])
    fail_on = _guarded_from(fail_on)
    if applications:
        plugin = document(plugin_config) if plugin_config else None
        argo_cd = ArgoCD(plugin, tracking.value, kube_version)
        found = _applied(_alone(paths, against), applications, argo_cd)
    else:
        cluster = (context, namespace) if is_live else None
        found = sides_of("diff", paths, against, kube_version, cluster)
    compared = _Compared(found, is_all=bool(against and not (paths or applications)))
    parts = [(sides, judged_in(sides, kube_version)) for sides in found]
    changes = [change for _, part in parts for change in part]
    known = accepted(changes, allowances, compared.has, today())
    judged = worst_first(known.judged)
    has_plans = has_plans and not (len(paths) > 1 and not against and are_environments(*paths))
    if output.value in WRITERS:
        entries = (*report.entries(judged, fail_on.value if fail_on else ""), *known.entries())
        summary = report.summary(judged) if judged else "nothing differs"
        drawn = _drawn(parts, kube_version) if output is ReportFormat.markdown else ""
        write_result(WRITERS[output.value](Report("stateful diff", entries, summary, drawn)))
    elif output is ReportFormat.json:
        states = [allowance.record(state) for allowance, state in known.states]
        write_result(report.as_json(judged, states if allow or states else None))
    else:
        text = report.text(judged, has_plans=has_plans)
        write_words(coloured(text) if has_colour() else text)
    say_all(list(known.remarks()))
    if fail_on and any(grade(judgement.remaining) >= grade(fail_on.value) for judgement in judged):
        raise typer.Exit(GUARD)
    if judged:
        raise typer.Exit(1)


def _guarded_from(asked: Effect | None) -> Effect | None:
    """Return from which effect on the call fails: what it asks for, else what the project does."""
    effect = asked or Effect(said("diff", "fail-on") or Effect.never)
    return None if effect is Effect.never else effect


def _drawn(parts: list[tuple[Sides, list[Judged]]], kube_version: int | None) -> str:
    """Return the small picture of the rollouts, as Mermaid; empty where there is none to draw."""
    from renderer.graph import mermaid, rollouts
    from renderer.graph.picture import Picture

    sections = [
        section
        for sides, judged in parts
        if not sides.is_across
        for section in rollouts.small(
            rollouts.drawn(judged, *objects_of(sides), version_of(sides, kube_version), sides.name)
        )
    ]
    return mermaid.write(Picture("", tuple(sections)), mermaid.SMALL) if sections else ""


def check(
    sides: list[str],
    against: str | None,
    *,
    is_live: bool,
    narrows: bool,
    is_preview: bool = False,
) -> None:
    """Refuse a call whose sides nobody can tell."""
    if against and is_live:
        raise typer.BadParameter("--against and --live both say what is before: leave one out")
    if against and any(side == STDIN or side.startswith(f"{STDIN}@") for side in sides):
        raise typer.BadParameter("--against compares files, and stdin is in no revision")
    wanted = 1 if is_live else 2
    if not (against or is_preview) and len(sides) != wanted:
        is_one = "AFTER alone beside --live"
        number = number_of(len(sides), "side") if sides else "no sides"
        message = is_one if is_live else "BEFORE and AFTER, or --against, or --live"
        raise typer.BadParameter(f"must be {message}, got {number}")
    if narrows and not is_live:
        raise typer.BadParameter("--context and --namespace are for --live")


def _alone(paths: list[str], against: str | None) -> str:
    """Return the revision that Applications are compared with, which say all sides."""
    if not against:
        raise typer.BadParameter("must stand beside --against", param_hint="--application")
    if paths:
        message = "must stand without PATH: Applications say what is compared"
        raise typer.BadParameter(message, param_hint="--application")
    return against


def _applied(name: str, paths: list[str], argo_cd: ArgoCD) -> list[Sides]:
    """Return what Applications make in a revision, and now."""
    with at_revision(name) as revision:
        return previewed(paths, argo_cd, revision)


def sides_of(
    command: str,
    paths: list[str],
    against: str | None,
    kube_version: int | None,
    cluster: tuple[str | None, str | None] | None,
) -> list[Sides]:
    """Return what a call compares: two sides, or all that has changed since a revision.

    Args:
        command: who says how much was looked at.
        paths: the sides.
        against: the revision; None where both sides are given, or the cluster is one.
        kube_version: the version that the caller names.
        cluster: a context and a namespace; None where no cluster is asked.
    """
    if against:
        return _since(command, against, paths, kube_version)
    return [_both(paths, kube_version, cluster)]


def _both(
    sides: list[str], kube_version: int | None, cluster: tuple[str | None, str | None] | None
) -> Sides:
    """Return what is before and after; the cluster is a context and a namespace."""
    if cluster:
        after = side_of(sides[0], kube_version)
        found, claims = live(after.resources, *cluster)
        left = left_behind(after.resources, *cluster)
        _say_left(left)
        return Sides(Side(found + left.ours, beside=claims), after, path=_called(sides[0]))
    before, after = collected(sides, partial(side_of, kube_version=kube_version))
    is_across = are_environments(*sides)
    return Sides(before, after, path=_called(sides[1]), is_across=is_across)


def _say_left(left: Left) -> None:
    """Say what else is live: who applies knows whether it is pruned."""
    for resource in left.ours:
        fate = "it goes if it is pruned, and stays if not"
        say(shown(f"live: {resource.identity} is not in AFTER: {fate}"))
    for resource in left.others:
        part = at(resource.data, "metadata", "labels", PART[0])
        say(shown(f"live: {resource.identity} is part of {part} too, and not in AFTER"))


def _called(side: str) -> str:
    """Return what allowances call a side: its environment, else the whole."""
    return split(side)[1] or side


def _since(command: str, name: str, paths: list[str], kube_version: int | None) -> list[Sides]:
    """Return what has changed since a revision: at paths, else in all apps of the repository."""
    from renderer.inputs.since import since

    with at_revision(name) as revision:
        found = since(revision, paths, kube_version)
        if found.is_search:
            say(shown(f"stateful {command}: compared with {name}: {found}"))
        for path in sorted(found.modules):
            say(shown(f"{revision.shown(path)}: is a repository of its own, and not looked into"))
        return found.sides


class _Compared:
    """What a call has compared, so that an allowance for anything else is not called unused.

    Args:
        compared: what was compared.
        is_all: whether the call was for everything that there is.
    """

    def __init__(self, compared: list[Sides], *, is_all: bool) -> None:
        self._is_all = is_all
        self._known = {
            (f"{resource.kind}/{resource.name}", normpath(sides.within))
            for sides in compared
            for resource in (*sides.before.resources, *sides.after.resources)
        }

    def has(self, allowance: Allowed) -> bool:
        """Tell whether the object of an allowance was compared in its environment."""
        return self._is_all or (allowance.object, allowance.environment) in self._known


def version_of(sides: Sides, kube_version: int | None) -> int:
    """Return the version of Kubernetes that a comparison is for."""
    own = sides.after.version or sides.before.version
    return kube_version or own or minor_version() or DEFAULT


def objects_of(sides: Sides) -> tuple[Objects, Objects]:
    """Return all objects before and after, also those that are not compared."""
    return Objects(sides.before.resources + sides.before.beside), Objects(sides.after.resources)


def judged_in(sides: Sides, kube_version: int | None) -> list[Judged]:
    """Return what differs between two sides, and what that does."""
    from renderer.changes.compare import compare
    from renderer.changes.table import judge

    before, after = sides.before, sides.after
    changes = compare(before.resources, after.resources, is_across=sides.is_across)
    version = version_of(sides, kube_version)
    return [
        replace(
            judgement,
            place=partial(_place, sides, judgement.change),
            side=sides.name,
            environment=sides.environment,
            within=sides.within,
        )
        for judgement in judge(changes, before.resources + before.beside, after.resources, version)
    ]


def _place(sides: Sides, change: Change, field: Field) -> Problem | None:
    """Return where a field of a change is written, also of an object that goes."""
    from renderer.changes.compare import index_path

    after = change.after is not None
    side, resource = (sides.after, change.after) if after else (sides.before, change.before)
    return side.find(resource, index_path(resource.data, field.path)) if resource else None


def coloured(text: str) -> str:
    """Return a report with each line in the colour of its sign."""
    lines = text.splitlines()
    signs = [line.lstrip()[:1] for line in lines]
    return "".join(
        f"{COLOURS.get(sign, '')}{line}{PLAIN}\n" for sign, line in zip(signs, lines, strict=True)
    )
