"""`stateful adopt`: what runs already becomes a spec, with a proof that nothing changes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from renderer.cli import files
from renderer.cli.options import Format, KubeVersion, Output, SameAsPath, given, output_folder
from renderer.cli.streams import say, write_result, write_words
from renderer.errors import Problem, RenderError, in_order
from renderer.inputs.groups import groups_of
from renderer.inputs.progress import with_progress
from renderer.inputs.project import root_of_new
from renderer.kustomize.tree import BASES

if TYPE_CHECKING:
    from renderer.adopt.adoption import Adopted, Inputs, Lefts
    from renderer.objects.resource import Resource

# So many StatefulSets that were left are named where no other is there.
MOST = 3
# What --accept may name, and the classes of the proof that it stands for.
ACCEPTED = {"service": "Service differs", "restart": "restarts pods"}


def _words(known: list[str], option: str, value: str) -> list[str]:
    """Return the words of a list with commas, all of them known."""
    words = [word.strip() for word in given(value).split(",")]
    for word in words:
        if word not in known:
            raise typer.BadParameter(f"{option} knows {', '.join(known)}, got {word!r}")
    return words


def adopt(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH]...",
            show_default=False,
            help="Files, folders, or - for stdin.",
            callback=given,
        ),
    ] = None,
    filename: SameAsPath = None,
    environment: Annotated[
        list[str] | None,
        typer.Option(
            "-e",
            "--environment",
            "--env",
            metavar="NAME=PATH",
            help="What runs in one environment; may be repeated, instead of PATH.",
            callback=given,
        ),
    ] = None,
    output: Output = Format.text,
    output_dir: Annotated[
        Path | None,
        output_folder(
            "Where bases/<name>/statefulapp.yaml is written. Default: where stateful.toml"
            " says, else the folder above bases/ when called inside of it, else here."
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="NAME",
            help="Only this StatefulSet, or namespace/name; may be repeated.",
            callback=given,
        ),
    ] = None,
    kube_version: KubeVersion = None,
    check: Annotated[
        bool, typer.Option("--check", help="Print the proof alone; write nothing.")
    ] = False,
    accept: Annotated[
        str | None,
        typer.Option(
            metavar="WORDS",
            help="Write although the proof finds this: restart, service, or both with a comma.",
        ),
    ] = None,
    improve: Annotated[
        str | None,
        typer.Option(
            metavar="WORDS",
            help="Then make it better: budget, links, spread, token, or all; proven on its own.",
        ),
    ] = None,
) -> None:
    """Turn StatefulSets that run into StatefulApps, and prove that nothing changes.

    Reads manifests, Lists of `kubectl get -o yaml`, what `helm get manifest` prints, and folders;
    one with a kustomization is built by kustomize. Services, budgets, ConfigMaps and others go to
    the StatefulSet whose pods they select or that refers to them; what belongs to two, or to none,
    is left where it is and named. Secrets are only referred to.

    Each spec is rendered and compared with its input as the API server sees both. Unless all are
    equal, but for labels of the objects, nothing is written. No cluster is asked, and nothing of
    the input changes.

    \b
    Exit codes: 0 equal, 1 the proof found differences, 2 trouble.
    \b
    Examples:
      stateful adopt manifests/ --check
      kubectl get sts,svc,pdb,netpol,cm,sa -n prod -o yaml | stateful adopt -
      helm get manifest db | stateful adopt - -O .
      stateful adopt -e dev=overlays/dev -e prod=overlays/prod
      stateful adopt manifests/ --only db --improve token,spread
    """
    from renderer.adopt import report  # deepdiff is slow to import: not for other commands
    from renderer.adopt.adoption import adopted, planned
    from renderer.adopt.improve import WISHES

    paths = [*(paths or []), *(filename or [])]
    accepted = (
        [ACCEPTED[word] for word in _words([*ACCEPTED], "--accept", accept)] if accept else []
    )
    wishes = _words([*WISHES], "--improve", improve) if improve else []
    if bool(paths) == bool(environment):
        raise typer.BadParameter("give PATHs, or environments with -e NAME=PATH, and not both")
    plans, left = planned(_inputs(paths, environment or []), only or [])
    if not plans:
        raise RenderError([_nothing([*paths, *(environment or [])], only, left)])
    apps = [adopted(plan, wishes, kube_version) for plan in with_progress(plans, "adopting")]
    write = write_words if output.value == "text" else write_result
    write(report.FORMATS[output.value](apps, left))
    fine = [app for app in apps if _may_be_written(app, accepted)]
    if len(fine) < len(apps):
        raise typer.Exit(1)
    if not check:
        _write(output_dir, apps)


def _may_be_written(app: Adopted, accepted: list[str]) -> bool:
    from renderer.adopt.proof import FINE

    allowed = (*FINE, *accepted)
    return all(proof.outcome in allowed for proof in app.proofs)


def _inputs(paths: list[str], named: list[str]) -> Inputs:
    """Return the objects of each environment; without -e there is one, without a name.

    Raises:
        RenderError: with all that cannot be read or built.
    """
    if not named:
        return {"": _objects(paths)}
    inputs: Inputs = {}
    trouble: list[Problem] = []
    for pair in named:
        name, equals, path = pair.partition("=")
        if not (name and equals and path):
            raise typer.BadParameter(f"-e must be NAME=PATH, got {pair!r}")
        if name in inputs:
            raise typer.BadParameter(f"-e names {name} twice")
        try:
            inputs[name] = _objects([path])
        except RenderError as error:
            trouble += error.problems
    if trouble:
        raise RenderError(trouble)
    return inputs


def _objects(paths: list[str]) -> list[Resource]:
    """Return all objects that paths stand for, written and built, as they are served.

    What a server notes about them, half of a large dump, is gone before the next input is read.
    """
    from renderer.adopt.bare import served

    found = groups_of(paths)
    for line in found.skipped():
        say(line)
    for group in found.groups:
        for document in group.documents:
            say(f"{document.file}: is a StatefulApp already, and left as it is")
    objects = [resource for group in found.groups for resource in group.objects]
    if found.trouble:
        raise RenderError(in_order(found.trouble))
    if not objects:
        raise RenderError([found.nothing("manifests")])
    return [served(resource) for resource in objects]


def _nothing(given: list[str], only: list[str] | None, left: Lefts) -> Problem:
    """Return the problem of a call that found nothing, with what was left of its kind."""
    sets = [
        belonging
        for lefts in left.values()
        for belonging in lefts
        if belonging.resource.kind == "StatefulSet"
    ]
    hint = "; ".join(str(belonging) for belonging in sets[:MOST])
    message = "must hold a StatefulSet, there is none"
    if only:
        message = f"must hold the StatefulSet that --only names, {', '.join(only)}: there is none"
    return Problem("SR821", (), message, hint=hint, file=" ".join(given))


def _write(asked: Path | None, apps: list[Adopted]) -> None:
    """Write the specs into the folder that is asked for, else where the project has specs."""
    folder = asked or root_of_new().folder
    texts = {app.path: app.text for app in apps}
    files.create(folder, texts, report=partial(_report, folder))
    elsewhere = f" -f {folder / BASES} -O {folder}" if asked not in (None, Path()) else ""
    say(f"next: stateful render{elsewhere}")


def _report(folder: Path, written: list[str]) -> None:
    for path in written:
        say(f"wrote {folder / path}")
