"""Applications and ApplicationSets of Argo CD, held against plugin.yaml and what they render.

What Argo CD would make is made: the app of a plugin's folder, the kustomization, the parameters of
generators. What nobody can know here is said, and not guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.argocd import generators
from renderer.argocd.application import GENERATE, GROUP, PLUGIN
from renderer.argocd.fields import APPLICATION, APPLICATION_SET, WRONG, misfits
from renderer.argocd.generators import KINDS, MOST, TEMPLATE, applications_of
from renderer.doctor import argocd_plugin
from renderer.doctor.application import FINALIZERS, ArgoCD, Look, note
from renderer.doctor.finding import Finding, listed, warning
from renderer.doctor.programs import builds_with
from renderer.errors import Problem, RenderError, dotted
from renderer.inputs.folders import tree_of
from renderer.inputs.repository import root_of
from renderer.inputs.sources import Source
from renderer.kubernetes.names import number_of
from renderer.objects.reading import at, text, texts
from renderer.objects.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renderer.argocd.fields import Misfit
    from renderer.errors import Path as ProblemPath

MENTIONS = re.compile(rb"argoproj\.io|argocd-cm")
SETTINGS = "argocd-cm"
TRACKING = "application.resourceTrackingMethod"
STATUS: dict[str, Any] = {"error": "error", "warning": "warning", "info": "advice"}


@dataclass(frozen=True)
class Read:
    """A document of Argo CD's, and what finds lines in it."""

    resource: Resource
    find: Any

    @property
    def file(self) -> str:
        """Return its file, as the user named it."""
        return self.resource.file

    def place(self, path: ProblemPath, *, key: bool = False) -> tuple[str, int, int]:
        """Return where a value is written, or what is nearest to it."""
        whole = (*self.resource.prefix, *path)
        line, column, _ = self.find(self.resource.document, whole, key)
        return self.file, line, column


def findings(
    folders: Sequence[Path],
    named: Sequence[Path],
    plugin: Path,
    options: list[str],
    *,
    root: Path | None = None,
    tracking: str = "",
) -> list[Finding]:
    """Look at every Application and ApplicationSet.

    Args:
        folders: where they are looked for, with the plugin.yaml that they name.
        named: files that hold some.
        plugin: the plugin.yaml of a sidecar, if it is there.
        options: what is given to `kustomize build`.
        root: of the repository of the sources; else that of each file.
        tracking: annotation, label or annotation+label; else that of argocd-cm, if it is there.
    """
    trees = [tree_of(folder, skips_charts=True) for folder in folders]
    files = [*(file for tree in trees for file in tree.files), *named]
    read, found = _documents([*files, *([plugin] if plugin.is_file() else [])], named)
    known = [document.resource.data for document in read if _is_ours(document.resource)]
    settings = [text(at(document.resource.data, "data", TRACKING)) for document in read]
    method = next(filter(None, (tracking, *settings)), "annotation")
    argo_cd = ArgoCD(known or [PLUGIN], method, next(iter(builds_with(options)), None), root)
    wanted = [document for document in read if document.resource.kind in KINDS]
    empty = [
        _empty(file) for file in named if str(file) not in {document.file for document in read}
    ]
    return [
        *found,
        *empty,
        *(finding for document in wanted for finding in _of_document(document, argo_cd)),
    ]


def _is_ours(resource: Resource) -> bool:
    """Tell whether it is a plugin.yaml that calls us."""
    command = texts(at(resource.data, "spec", "generate", "command"))
    return resource.kind == argocd_plugin.KIND and command[:1] == GENERATE[:1]


def _empty(file: Path) -> Finding:
    message = "holds no Application, ApplicationSet or plugin.yaml of Argo CD's"
    return warning(WRONG, str(file), message, "name a file that does, or a folder")


def _documents(files: Sequence[Path], named: Sequence[Path]) -> tuple[list[Read], list[Finding]]:
    """Return what is Argo CD's in files, and what of it cannot be read."""
    read: list[Read] = []
    found: list[Finding] = []
    for file in dict.fromkeys(files):
        source = Source(str(file))
        try:
            if not MENTIONS.search(source.content):
                continue
            contents = source.contents()
        except RenderError as error:
            found += map(_shown, error.problems if file in named else ())
            continue
        all_of_it = [Read(resource, contents.find) for resource in contents.resources]
        read += [document for document in all_of_it if _is_argo_cds(document.resource)]
        found += map(_shown, contents.problems)
    return read, found


def _is_argo_cds(resource: Resource) -> bool:
    version = text(at(resource.data, "apiVersion"))
    return version.startswith(f"{GROUP}/") or resource.name == SETTINGS


def _shown(problem: Problem) -> Finding:
    """Return a problem that has its place already."""
    path = f"{dotted(problem.path)}: " if problem.path else ""
    place = (problem.file, problem.line, problem.column)
    return Finding(
        problem.place(),
        f"{path}{problem.message}",
        problem.hint,
        problem.code,
        STATUS[problem.severity],
        place,
    )


# --- one document ---------------------------------------------------------------------------------


def _of_document(one: Read, argo_cd: ArgoCD) -> list[Finding]:
    is_set = one.resource.kind == generators.KIND
    look = _of_set if is_set else _of_application
    return [_placed(problem, one) for problem in look(one, argo_cd)]


def _placed(problem: Problem, one: Read) -> Finding:
    """Return a problem of a document with its place in the file; others have theirs."""
    if problem.file:
        return _shown(problem)
    is_key = problem.message.startswith("is no field")
    place = one.place(problem.path, key=is_key)
    finding = _shown(problem.at(*place))
    return finding if problem.code else replace(finding, status="ok")


def _of_application(one: Read, argo_cd: ArgoCD) -> list[Problem]:
    data = one.resource.data
    wrong = [_misfit(misfit) for misfit in misfits(data, APPLICATION)]
    if any(problem.severity == "error" for problem in wrong):
        return wrong
    root = argo_cd.root or root_of(Path(one.file))
    return [*wrong, *Look(data, {}, argo_cd, root).problems()]


def _misfit(misfit: Misfit) -> Problem:
    return misfit.problem().graded("warning" if misfit.is_unknown else "error")


def _of_set(one: Read, argo_cd: ArgoCD) -> list[Problem]:
    """Look at every Application of a set; what is wrong with many of them is said once."""
    data = one.resource.data
    root = argo_cd.root or root_of(Path(one.file))
    try:
        made, problems = applications_of(data, argo_cd.repository(root))
    except RenderError as error:
        return error.problems
    problems += [_misfit(misfit) for misfit in misfits(data, APPLICATION_SET) if misfit.is_unknown]
    names = [text(at(application.data, "metadata", "name")) for application in made]
    found: dict[str, tuple[Problem, list[str]]] = {}
    for application, name in zip(made[:MOST], names, strict=False):
        for problem in Look(application.data, application.unknown, argo_cd, root).problems():
            if problem.code or application.unknown:
                moved = _in_template(problem, data)
                key = f"{moved.file}: {moved}"
                found.setdefault(key, (moved, []))[1].append(name or "one without a known name")
    problems += [_of_many(problem, names, len(made)) for problem, names in found.values()]
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        message = f"gives several Applications one name: {listed(twice)}"
        problems.append(Problem(WRONG, (*TEMPLATE, "metadata", "name"), message))
    if len(made) > MOST:
        problems.append(note((), f"has more than {MOST} Applications, and those were looked at"))
    if not problems:
        count = number_of(len(made), "Application")
        problems.append(note((), f"{one.resource.name}: makes {count}, as far as can be known"))
    return problems


def _in_template(problem: Problem, data: Any) -> Problem:
    """Return a problem of an Application at the field of its set that it comes from."""
    if problem.file:
        return problem
    if problem.path == FINALIZERS and not at(data, *TEMPLATE, *FINALIZERS):
        hint = "write syncPolicy: {preserveResourcesOnDeletion: true}"
        return problem.saying(path=("spec", "syncPolicy"), hint=hint)
    return problem.saying(path=(*TEMPLATE, *problem.path))


def _of_many(problem: Problem, names: list[str], number: int) -> Problem:
    who = "" if len(names) == number > 1 else f", in {listed(list(dict.fromkeys(names)))}"
    return problem.saying(f"{problem.message}{who}")
