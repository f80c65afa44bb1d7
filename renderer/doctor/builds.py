"""Real builds: does what a StatefulApp stands for arrive, and is it noticed where it does not?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from renderer.app import is_app
from renderer.doctor import fields
from renderer.doctor.calls import Call, Calls, calls_of, named
from renderer.doctor.finding import Finding, error, listed, warning
from renderer.doctor.programs import ALPHA, EXEC, Build, Ran, builds_with
from renderer.doctor.trial import forget, made_alone
from renderer.errors import RenderError
from renderer.inputs.folders import Tree, links_elsewhere, tree_of
from renderer.inputs.kustomize_build import is_component, objects_in, parts_of
from renderer.krm.roles import VALIDATE
from renderer.kubernetes.names import number_of

GUARD = "add a guard patch of the StatefulSet: stateful explain SR985"
GUARD_ABOVE = "add a guard patch in a kustomization above: stateful explain SR985"
NO_PLUGIN = (
    "without the annotation config.kubernetes.io/function the exec plugin is called, and it is not"
    " installed: stateful doctor --install-plugin"
)
ONLY_APPS = (
    "the exec plugin makes the objects of a StatefulApp and nothing else: for other kinds add the"
    " annotation config.kubernetes.io/function"
)
GONE = "the program is not there, or the interpreter that its first line names"
BY_HAND = "run it by hand to see all of it"
HINTS = (
    ("unable to find plugin root", NO_PLUGIN),
    ("expected file with Go object code", ONLY_APPS),
    ("plugin.Open", NO_PLUGIN),
    ("executable file not found", "put the program on the PATH of kustomize"),
    ("permission denied", "give the program the right to be executed: chmod +x"),
    ("fork/exec", GONE),
)
EXPAND = (
    "list it under generators, or add a StatefulEnvironment, or a ConfigMap that runs stateful-fn,"
    " under transformers"
)
LOOK = "look at the program that the annotation config.kubernetes.io/function names"
REMOVE_VALIDATE = f'remove its annotation {VALIDATE}: "true": it says that it only validates'
UNDER_VALIDATORS = "what only validates gives nothing back: list it under validators"
FAILS = "SR987"
NO_PROGRAM = "neither kustomize nor kubectl is on PATH"
READ = "run the doctor as a user who may read it"
EMPTY = "a transformer gives nothing back: look at its program"

# A call, and what it makes by itself; None where nobody can say.
Made = tuple[Call, list[dict[str, Any]] | None]


def findings(folders: list[Path], options: list[str]) -> list[Finding]:
    """Look at every kustomization in folders and below that leads to a StatefulApp.

    Args:
        folders: existing folders.
        options: what is given to `kustomize build`.
    """
    forget()
    builds = builds_with(options)
    trees = {folder: tree_of(folder) for folder in folders}
    kustomizations = [
        kustomization for tree in trees.values() for kustomization in tree.kustomizations
    ]
    parts = {part for kustomization in kustomizations for part in parts_of(kustomization)}
    return [
        finding
        for folder, tree in trees.items()
        for finding in _in_folder(folder, tree, parts, builds)
    ]


def _in_folder(folder: Path, tree: Tree, parts: set[Path], builds: list[Build]) -> list[Finding]:
    build = builds[0] if builds else Build("kustomize", "build", ())
    found = [_unreadable(error) for error in tree.refused]
    for kustomization in tree.kustomizations:
        if is_component(kustomization):
            continue
        try:
            calls = calls_of(kustomization, build)
        except OSError as problem:
            found.append(_with_unreadable(kustomization, problem))
            continue
        found += _looked_at(kustomization, calls, builds, is_part=kustomization.resolve() in parts)
    count = number_of(len(tree.kustomizations), "kustomization")
    found = found or [Finding(str(folder), f"{count}, none that calls stateful-fn")]
    links = [str(link) for link in links_elsewhere(folder)]
    message = f"links to folders elsewhere are not followed: {listed(links)}"
    return [*found, *([Finding(str(folder), message)] if links else [])]


def _unreadable(problem: OSError) -> Finding:
    message = f"cannot be read: {problem.strerror}, and nobody can say what it calls"
    return error("SR501", str(problem.filename), message, READ)


def _with_unreadable(folder: Path, problem: OSError) -> Finding:
    message = f"leads to {problem.filename}, which cannot be read: {problem.strerror}"
    return error("SR501", str(folder), message, READ)


def _looked_at(
    folder: Path, calls: Calls, builds: list[Build], *, is_part: bool
) -> Iterator[Finding]:
    """Yield what there is to say of a kustomization; a part of others need not expand its apps."""
    if not (calls.calls or calls.apps or calls.unknown):
        return
    if not builds:
        yield warning("SR980", str(folder), f"is not built: {NO_PROGRAM}", "install kustomize")
        return
    for reason in calls.unknown:
        yield error(FAILS, str(folder), reason, BY_HAND)
    if calls.unknown:
        return
    if calls.calls or not is_part:
        yield from _built_with(builds, folder, calls, is_part=is_part)
    yield from dict.fromkeys(_not_selected(folder, *pair) for pair in calls.missed)
    if calls.apps and all(call.folder == folder for call in calls.calls if call.expands):
        yield from fields.beside_apps(folder, builds[0])


def _not_selected(folder: Path, app: Call, selecting: Call) -> Finding:
    rendered = f"in its environment {app.environment}" if app.environment else "as its base"
    message = (
        f"{app.name} of generators is rendered {rendered}, and not in {selecting.environment},"
        f" which {selecting.name} selects for StatefulApps under resources"
    )
    hint = f"list it under resources, or write environment: {selecting.environment} in its spec"
    return warning("SR998", str(folder), message, hint)


def _built_with(builds: list[Build], folder: Path, calls: Calls, *, is_part: bool) -> list[Finding]:
    """Build with each program as people should, and as they may by mistake.

    Of a build that fails anyway, nobody can say that it would be noticed.
    """
    found: list[Finding] = []
    for build in builds:
        if build.has_programs or not calls.programs:
            found += _complete(folder, calls, build, is_part=is_part)
        is_wrong = any(finding.code == FAILS for finding in found)
        may_forget = build.runs_programs or not build.has_programs
        if calls.programs and may_forget and not is_wrong:
            found.append(_noticed(folder, calls, build.without_programs()))
    return found


def _complete(folder: Path, calls: Calls, build: Build, *, is_part: bool) -> list[Finding]:
    """Build as people should, and demand that every call does something."""
    result = build(folder)
    if result.code:
        message = f"{build} fails: {result.reason}"
        return [error(FAILS, str(folder), message, _mended(result, build))]
    if calls.programs and not build.runs_programs:
        message = f"{build} skips {listed(calls.programs)}"
        return [error("SR986", str(folder), message, f"add {EXEC}")]
    try:
        printed = objects_in(result.stdout)
    except RenderError as broken:
        message = f"{build} prints what is no manifest: {broken.problems[0]}"
        return [error(FAILS, str(folder), message, BY_HAND)]
    made = [(call, made_alone(call, build)) for call in calls.calls if call.makes]
    left = [data for data in printed if is_app(data) and not is_part]
    wrong = [*_doing_nothing(made), *_losing_all(calls, printed), *_left_over(left)]
    found = [error("SR986", str(folder), f"{build} {what}", hint) for what, hint in wrong]
    names = listed(sorted({call.name for call in calls.calls})) or "nothing"
    ok = Finding(str(folder), f"{build} runs {names} and prints {len(printed)} objects")
    return [*(found or [ok]), *fields.after_renaming(folder, printed)]


def _doing_nothing(made: list[Made]) -> Iterator[tuple[str, str]]:
    for call, objects in made:
        if objects == []:
            hint = REMOVE_VALIDATE if call.only_validates else LOOK
            yield f"makes nothing of {call.name}", hint


def _losing_all(calls: Calls, printed: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    transformers = [call for call in calls.calls if call.caller == "transformers"]
    validators = [call for call in transformers if call.only_validates]
    for call in validators:
        yield f"loses every object in {call.name}", UNDER_VALIDATORS
    if transformers and not validators and not printed:
        yield "prints no object at all", EMPTY


def _left_over(apps: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    if apps:
        names = listed(sorted(map(named, apps)))
        yield f"prints {names}, which nothing expands and no cluster knows", EXPAND


def _noticed(folder: Path, calls: Calls, build: Build) -> Finding:
    """Build as people may by mistake, and demand that it fails."""
    result = build(folder)
    if "unknown flag" in result.stderr:
        return Finding(str(folder), f"{build} is not tried: {result.reason}")
    if result.code:
        return Finding(str(folder), f"{build} fails, and so loses nothing in silence")
    message = f"{build} skips {listed(calls.programs)}, and ends as if all were well"
    is_made = any(call.makes for call in calls.calls)  # before the patches, and not behind them
    return warning("SR985", str(folder), message, GUARD if is_made else GUARD_ABOVE)


def _mended(result: Ran, build: Build) -> str:
    """Return what to do about the failures of kustomize that everybody meets."""
    if "external plugins disabled" in result.stderr and ALPHA not in build.options:
        return f"add {ALPHA} and {EXEC}"
    return next((hint for part, hint in HINTS if part in result.stderr), BY_HAND)
