"""`stateful validate`: judge any StatefulSets, Services and disruption budgets."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, cast

import typer

from renderer.app import KIND, SKIP
from renderer.cli.options import Allow, Inputs, KubeVersion, ReportFormat, ReportOutput, SameAsPath
from renderer.cli.streams import has_colour, is_for_eyes, say, say_all, write_result, write_words
from renderer.errors import LEVELS, Problem, RenderError, in_order
from renderer.guard.finding import Finding
from renderer.guard.report import (
    as_text,
    entry,
    in_json,
    is_at_least,
    problem_entry,
    problem_record,
    record,
)
from renderer.inputs.allowed import allowances_of, today
from renderer.inputs.groups import Group, groups_of
from renderer.inputs.project import default_specs, minor_version, said
from renderer.inputs.sources import attempted
from renderer.inputs.specs import all_for_cluster, names_version
from renderer.kubernetes.names import number_of
from renderer.objects.reading import at
from renderer.objects.resource import VERSIONS, Resource, judged_kind
from renderer.reports.formats import WRITERS
from renderer.reports.record import Report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renderer.changes.allowed import Allowed
    from renderer.errors import Severity

COLOURS = {": error: ": "\x1b[31m", ": warning: ": "\x1b[33m", ": info: ": "\x1b[36m"}
PLAIN = "\x1b[0m"


class Level(StrEnum):
    """How grave a finding is."""

    error = "error"
    warning = "warning"
    info = "info"


class FailOn(StrEnum):
    """From which level on a finding fails the call."""

    error = "error"
    warning = "warning"
    info = "info"
    never = "never"


def validate(
    paths: Inputs = None,
    filename: SameAsPath = None,
    output: ReportOutput = ReportFormat.text,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            show_default=False,
            help="From which level on a finding makes the exit code 1. Default: what stateful.toml"
            " says, else error.",
        ),
    ] = None,
    show: Annotated[
        Level, typer.Option(help="From which level on to print findings; JSON has all of them.")
    ] = Level.warning,
    allow: Allow = None,
    kube_version: KubeVersion = None,
) -> None:
    """Judge any StatefulSets, Services and PodDisruptionBudgets, whoever wrote them.

    All manifests of the call are judged together: a Service may be in another file. Every folder
    with a kustomization, also below a given one, is built by kustomize and judged on its own, or in
    the one that is built on it. A StatefulApp is judged on what it renders to, in its base and in
    every environment, beside the other manifests; PATH@ENVIRONMENT in that one. Helm charts are
    skipped. Without PATH, the specs of the project are judged.

    What cannot be read is reported with exit code 2, and all else is judged.

    What an object's owner accepts is said at the object, with the reason:
    the annotation stateful-renderer.dev/allow: "SR940 a cache, its data may be lost". What the
    project accepts is said in stateful.toml, or in a file that --allow names.

    \b
    Exit codes: 0 nothing found from --fail-on on, 1 something is, 2 trouble.
    \b
    Examples:
      stateful validate bases overlays
      stateful validate bases/nginx@prod
      stateful validate statefulset.yaml service.yaml --fail-on warning
      helm template db ./chart | stateful validate -
      stateful validate overlays/nginx/prod --show info --kube-version 1.36
    """
    fail_on = fail_on or FailOn(said("validate", "fail-on") or FailOn.error)
    allowances = allowances_of(allow or [])
    read = groups_of([*(paths or []), *(filename or [])] or default_specs())
    judged = [_judged(group, kube_version) for group in read.groups]
    trouble = in_order([*read.trouble, *(problem for group in judged for problem in group.trouble)])
    for line in read.skipped():
        say(line)
    if not any(_is_object(resource) for group in judged for resource in group.objects):
        raise RenderError(trouble or [read.nothing()])
    findings = [finding for group in judged for finding in group.findings]
    findings += [_unmarked(file) for file in read.unmarked]
    remarks: list[Problem] = []
    if allowances:
        findings, remarks = _accepted(findings, judged, allowances)
    level = _lower(show.value, fail_on.value)
    has_all = output is ReportFormat.json
    printed = [finding for finding in findings if has_all or is_at_least(finding, level)]
    summary = _summary(
        findings, printed, [resource for group in judged for resource in group.objects]
    )
    if output.value in WRITERS:
        listed = [finding for finding in findings if finding.allowed or is_at_least(finding, level)]
        entries = (
            *(problem_entry(problem, problem.file) for problem in trouble),
            *(entry(finding, fail_on.value) for finding in listed),
        )
        text = WRITERS[output.value](Report("stateful validate", entries, summary))
    elif output is ReportFormat.json:
        unread = [problem_record(problem, {}) for problem in trouble]
        text = in_json([*unread, *map(record, printed)])
    else:
        text = ""
        write_words(_for_people(printed))
    write_result(text)
    say(f"stateful validate: {summary}")
    say_all([*remarks, *trouble])
    if trouble:
        raise typer.Exit(2)
    if fail_on is not FailOn.never and any(
        is_at_least(finding, cast("Severity", fail_on.value)) for finding in findings
    ):
        raise typer.Exit(1)


def _for_people(findings: list[Finding]) -> str:
    """Return a line per finding, on a terminal in colour and with the line of the file."""
    if not is_for_eyes(sys.stdout):
        return as_text(findings)
    from renderer.cli.excerpt import below  # brings rich

    text = as_text(findings, partial(below, stream=sys.stdout))
    return _coloured(text) if has_colour() else text


@dataclass
class Judged:
    """What was found in objects that go to one place.

    Args:
        objects: what is written, and what the apps render to in each of their environments.
        findings: what is wrong with them.
        trouble: what is wrong with apps that cannot be rendered.
    """

    objects: list[Resource]
    findings: list[Finding]
    trouble: list[Problem]


def _judged(group: Group, minor: int | None) -> Judged:
    from renderer.guard.together import judge_together, rendered  # brings the whole rule book

    documents = all_for_cluster(group.documents, minor)
    if not any(map(names_version, documents)):
        minor = minor or minor_version()
    apps, trouble = attempted(documents, rendered)
    findings = [
        Finding(
            group.place(finding.problem, finding.about),
            finding.about,
            finding.allowed,
            finding.environments,
        )
        for finding in judge_together(group.objects, apps, minor)
    ]
    objects = [*group.objects, *(resource for app in apps for resource in app.objects())]
    return Judged(objects, findings, trouble)


def _accepted(
    findings: list[Finding], judged: list[Judged], allowances: list[Allowed]
) -> tuple[list[Finding], list[Problem]]:
    """Return the findings with what is accepted of them, and what to say of the allowances."""
    from renderer.changes.allowed import accepted_findings

    objects = [resource for group in judged for resource in group.objects]
    known = accepted_findings(findings, allowances, objects, today())
    return known.findings, list(known.remarks())


def _unmarked(file: str) -> Finding:
    """Ask for the comment by which Argo CD leaves a spec out that no plugin claims."""
    message = "must say that Argo CD shall not apply it as a manifest, which deploys nothing"
    hint = f"write the comment # {SKIP}"
    problem = Problem("SR706", (), message, hint=hint, file=file, line=1, severity="info")
    return Finding(problem, Resource({"kind": KIND}, file))


def _is_object(resource: Resource) -> bool:
    return all(isinstance(at(resource.data, field), str) for field in ("apiVersion", "kind"))


def _lower(show: str, fail_on: str) -> Severity:
    """Return from which level on to print: what fails a call is never hidden."""
    return next(level for level in LEVELS if level in (show, fail_on))


def _summary(findings: list[Finding], printed: list[Finding], objects: list[Resource]) -> str:
    """Return what was found, and in how many objects."""
    counts = Counter(finding.problem.severity for finding in findings if not finding.allowed)
    said = [number_of(counts[level], level) for level in reversed(LEVELS)]
    allowed = sum(bool(finding.allowed) for finding in findings)
    hidden = len(findings) - allowed - len(printed)
    kinds = Counter(map(judged_kind, objects))
    judged = ", ".join(number_of(kinds[kind], kind) for kind in VERSIONS)
    notes = [f"{allowed} allowed"] if allowed else []
    notes += [f"{hidden} not shown, see --show"] if hidden > 0 else []
    noted = f" ({', '.join(notes)})" if notes else ""
    return f"{', '.join(said)}{noted} in {judged}"


def _coloured(text: str) -> str:
    return "".join(_coloured_line(line) for line in text.splitlines(keepends=True))


def _coloured_line(line: str) -> str:
    """Colour the level, which stands behind the place."""
    found: Iterable[str] = (level for level in COLOURS if level in line)
    first = min(found, key=line.index, default="")
    if not first or line.startswith(" "):
        return line
    before, _, after = line.partition(first)
    return f"{before}: {COLOURS[first]}{first[2:-2]}{PLAIN}: {after}"
