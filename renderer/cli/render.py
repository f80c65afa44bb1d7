"""`stateful render`: write the tree, check it, or print one environment."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from renderer.app import environments
from renderer.app.load import Document, selected_environment
from renderer.cli.options import (
    Environment,
    Filename,
    KubeVersion,
    Specs,
    check_one_environment,
    output_folder,
)
from renderer.cli.streams import say, say_all, write_result
from renderer.cli.trouble import REPORTS, written
from renderer.errors import Problem, RenderError, shown
from renderer.inputs.progress import with_progress
from renderer.inputs.project import Root, root_for
from renderer.inputs.sources import attempted, collected
from renderer.inputs.specs import UnreadError, read_specs
from renderer.kustomize.ownership import sign
from renderer.kustomize.tree import tree
from renderer.resources.collisions import Together
from renderer.resources.pipeline import builds_of, checked_build
from renderer.yaml import dump_all

if TYPE_CHECKING:
    from renderer.cli.files import Plan
    from renderer.resources.files import Files
    from renderer.resources.pipeline import Builds

# So many files that were written are named.
MOST_NAMED = 20
# What would end the line, or is no text at all, in the first line of every file we write.
UNWRITABLE = "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"


class Output(StrEnum):
    """What to print instead of writing files, or how to report what is wrong."""

    yaml = "yaml"
    json = "json"
    spec = "spec"
    name = "name"
    github = "github"
    junit = "junit"
    markdown = "markdown"
    sarif = "sarif"


def render(
    paths: Specs = None,
    filename: Filename = None,
    environment: Environment = None,
    kube_version: KubeVersion = None,
    output: Annotated[
        Output | None,
        typer.Option(
            "-o",
            "--output",
            help="Print: manifests, a List, the merged spec, or names; or report what is wrong.",
        ),
    ] = None,
    output_dir: Annotated[
        Path | None,
        output_folder(
            "Where bases/<app>/ and overlays/<app>/<environment>/ are written. Default: where"
            " stateful.toml says, else above the bases/ that the specs are in, else here."
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit 1 when files on disk would change."),
    ] = False,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            help="First write into the specs what hints leave no choice about, such as quotes.",
        ),
    ] = False,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Remove files that were rendered from a spec that is gone."),
    ] = False,
    overwrite_edited: Annotated[
        bool,
        typer.Option("--overwrite-edited", help="Give up hand edits of generated files."),
    ] = False,
) -> None:
    """Render StatefulApps: write base and overlays, or print one environment.

    With -e or -o the manifests are printed and nothing is written. Otherwise a whole tree is
    written, all or nothing; files that an earlier render wrote and that are no longer needed go,
    and a file that somebody else wrote is never touched. What a render that was killed has begun,
    the next one takes back first.

    --fix mends specs in place, each as a whole, and says what it wrote; comments stay. It writes
    only what can mean nothing else: a guess, such as a near name, is left to people.

    -o github, junit, markdown or sarif prints a report of what is wrong, and so does -o json beside
    --check, or where nothing can be rendered. Files are written as without -o.

    \b
    Examples:
      stateful render -f bases                       every app below bases/
      stateful render -f bases --check               in CI: are the rendered files current?
      stateful render -f bases/nginx -e prod         manifests of one environment
      stateful render bases/nginx@prod               the same
      stateful render -f - -e prod -o json < app.yaml
      stateful render bases/nginx --fix              mend the spec where a hint is sure, then render
      stateful render --fix --check                  say what that would write, and write nothing
    """
    form = output if output in REPORTS and (check or output is not Output.json) else None
    names = [*(paths or []), *(filename or [])]
    if fix and (fixes := _fixes(names, check=check)) and check:
        _print_report(fixes, form)
        say("not fixed: run `stateful render --fix`")
        raise typer.Exit(1)
    documents = _specs(names, kube_version, may_be_none=prune)
    is_asked = any(document.asked for document in documents)
    check_one_environment(environment, documents)
    prints = is_asked or environment is not None or (output is not None and form is None)
    if prints and (check or prune):
        given_too = "--check" if check else "--prune"
        raise typer.BadParameter(f"{given_too} is for the whole tree: leave out -e and -o")
    if prints:
        printed = _printed(documents, environment, Output.yaml if form else output or Output.yaml)
        write_result(written([], form, "stateful render") if form else printed)
        return
    from renderer.cli import files  # what is printed needs none of them
    from renderer.cli.edits import Edits

    folder = output_dir or told(root_for(document.file for document in documents))
    wanted, edits = _trees(documents, folder), Edits(documents, folder)
    if check:
        plan = files.plan(
            folder, wanted, overwrite_edited=overwrite_edited, prune=prune, edits=edits
        )
        _report_check(plan, form)
    else:
        plan = files.write(
            folder,
            wanted,
            overwrite_edited=overwrite_edited,
            prune=prune,
            edits=edits,
            report=report,
        )
        _print_report([*plan.losses, *plan.left_over()], form)


def _fixes(names: list[str], *, check: bool) -> list[Problem]:
    from renderer.cli.fix import fix_specs  # rarely asked for

    return fix_specs(names, check=check)


def _specs(paths: list[str], kube_version: int | None, *, may_be_none: bool) -> list[Document]:
    """Return the apps that paths hold; to remove what is left of the last one, none will do.

    Where some cannot be read, what is wrong with the others is told as well.
    """
    try:
        return read_specs(paths, kube_version)
    except UnreadError as error:
        if may_be_none and all(problem.code == "SR502" for problem in error.problems):
            return []
        _, wrong = attempted(error.documents, builds_of)
        raise RenderError([*error.problems, *wrong]) from None


def told(root: Root) -> Path:
    """Return where the tree is written, and say it where that is not here."""
    if root.folder != Path():
        say(shown(f"the tree is that of {root.folder}, {root.why}"))
    return root.folder


def _printed(documents: list[Document], environment: str | None, output: Output) -> str:
    if output is Output.spec:
        return dump_all(collected(documents, partial(_effective_spec, environment=environment)))
    builds_of = partial(_selected_build, environment=environment, together=Together())
    builds = collected(documents, builds_of)
    return PRINTERS[output]([resource for build in builds for resource in build.values()])


def _selected_build(document: Document, environment: str | None, together: Together) -> Files:
    return checked_build(document, environment, together).files


def _effective_spec(document: Document, environment: str | None) -> dict[str, Any]:
    """Return the document as it is in the environment, once it is known to be valid."""
    checked_build(document, environment)
    data = environments.effective(document.data, selected_environment(document, environment))
    spec = {key: value for key, value in data["spec"].items() if key not in environments.SELECTION}
    return {**data, "spec": spec}


def _as_list(resources: list[dict[str, Any]]) -> str:
    from renderer.reports.json_text import json_text

    items = {"apiVersion": "v1", "kind": "List", "items": resources}
    return json_text(items) + "\n"


def _as_names(resources: list[dict[str, Any]]) -> str:
    """Return names as `kubectl get -o name` prints them: `statefulset.apps/nginx`."""
    lines = []
    for resource in resources:
        group = resource["apiVersion"].rpartition("/")[0]
        kind = ".".join(part for part in (resource["kind"].lower(), group) if part)
        lines.append(f"{kind}/{resource['metadata']['name']}\n")
    return "".join(lines)


PRINTERS = {Output.yaml: dump_all, Output.json: _as_list, Output.name: _as_names}


def _trees(documents: list[Document], output_dir: Path) -> dict[str, str]:
    """Return {path: signed text} of every app's base and overlays."""
    tree_of = partial(_tree, output_dir=output_dir, together=Together())
    trees = collected(with_progress(documents, "rendering"), tree_of)
    return {path: text for tree in trees for path, text in tree.items()}


def _tree(document: Document, output_dir: Path, together: Together) -> dict[str, str]:
    return tree_of(document, builds_of(document, together=together), output_dir)


def tree_of(document: Document, builds: Builds, output_dir: Path) -> dict[str, str]:
    """Return {path: signed text} of an app's base and overlays.

    Args:
        document: its spec, which every file names.
        builds: what was built of it: its base, under None, and all environments.
        output_dir: where the files go.

    Raises:
        RenderError: the name of the spec's file cannot stand in a file (SR109).
    """
    source = _source(document.file, output_dir)
    return {path: sign(document, path, source) for path, document in tree(builds).items()}


def _source(file: str, output_dir: Path) -> str:
    """Name the spec in the files made from it, as seen from the output folder."""
    name = file if file == "stdin" else Path(os.path.relpath(file, output_dir)).as_posix()
    if re.search(UNWRITABLE, name):
        message = "file name must be UTF-8 without control characters: files made from it hold it"
        raise RenderError([Problem("SR109", (), message, hint="rename it", file=file)])
    return name


def report(plan: Plan) -> None:
    """Say what was written, and what that means for data."""
    _warn(plan)
    for path in _some([f"wrote {path}" for path in plan.writes]):
        say(path)
    for path in plan.removals:
        say(f"removed {path}")
    for path, problem in zip(plan.orphans, plan.left_over(), strict=True):
        say(f"{path}: {problem.said}")
    changed = len(plan.writes), len(plan.removals)
    say("files: {} written, {} removed, {} unchanged".format(*changed, plan.unchanged))


def _some(lines: list[str]) -> list[str]:
    more = len(lines) - MOST_NAMED
    return [*lines[:MOST_NAMED], *([f"and {more} more"] if more > 0 else [])]


def _warn(plan: Plan) -> None:
    """Say what becomes of the data of StatefulSets that are no longer where they were."""
    for problem in plan.losses:
        say(f"warning: {problem}")


def _report_check(plan: Plan, form: Output | None) -> None:
    say_all(plan.problems)
    _warn(plan)
    lines = [f"would write {path}" for path in plan.writes]
    lines += [f"would remove {path}" for path in plan.removals]
    lines += [f"left over {path}" for path in plan.orphans]
    stale = plan.not_current()
    if form:
        _print_report([*plan.problems, *stale, *plan.losses], form)
    else:
        write_result("".join(f"{line}\n" for line in lines))
    if not plan.is_done:
        say("not current: run `stateful render` with the same -f and -O")
    if plan.orphans:
        say("left over are files whose spec is gone: `stateful render --prune` removes them")
    if stale or plan.problems:
        raise typer.Exit(1)


def _print_report(problems: list[Problem], form: Output | None) -> None:
    if form:
        write_result(written(problems, form.value, "stateful render"))
