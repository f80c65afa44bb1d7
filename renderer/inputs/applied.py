"""What Argo CD would apply of Applications, on two sides: in a revision, and now.

An Application is rendered as its file says on that side, from the files of that side: who moves an
Application to another environment sees what that does, and so does who changes the spec.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.app.extra_rules import CLUSTER_SCOPED
from renderer.argocd.application import GROUP, KIND, in_namespace, sources_of, traps
from renderer.argocd.generators import KINDS, TEMPLATE, Made, applications_of
from renderer.errors import Problem, RenderError
from renderer.inputs.emulation import Emulation, Failed
from renderer.inputs.folders import tree_of
from renderer.inputs.repository import repository_at
from renderer.inputs.sources import Source as File
from renderer.inputs.sources import collected
from renderer.objects.reading import at, text
from renderer.objects.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from renderer.errors import Path as ProblemPath
    from renderer.inputs.sources import Contents

EMULATION = "SR707"


@dataclass
class Applied:
    """What Argo CD would apply on one side.

    Args:
        objects: {name of an Application: what it makes}.
        warnings: the traps in their fields.
        notes: what is not compared, and why.
    """

    objects: dict[str, list[Resource]] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Written:
    """An Application, and where its file says it.

    Args:
        made: the Application.
        name: it and its namespace.
        file: as messages call it.
        place: a problem of a path in it, at its line.
    """

    made: Made
    name: str
    file: str
    place: Callable[[Problem], Problem]


def applied(
    paths: Sequence[str], home: Path, argo_cd: Emulation, is_here: Callable[[str], bool]
) -> Applied | None:
    """Return what Argo CD would apply of the Applications in files; None where none is there.

    Args:
        paths: files and folders.
        home: the folder in which they begin.
        argo_cd: knows the repository of this side.
        is_here: whether a URL is that of the repository.

    Raises:
        RenderError: something cannot be read, or Argo CD fails with it (SR713).
    """
    there = [home / path for path in paths if (home / path).exists()]
    if not there:
        return None
    found = Applied()
    written = [document for file in _files(there) for document in _written(file, argo_cd, is_here)]
    for one, made in zip(
        written, collected(written, lambda each: _of_one(each, argo_cd, is_here)), strict=True
    ):
        found.notes += [f"{one.file}: {one.name} is not compared: {why}" for why in made.notes]
        found.warnings += made.warnings
        if made.objects:
            found.objects.setdefault(one.name, []).extend(made.objects[""])
    return found


def _files(paths: list[Path]) -> list[Path]:
    files = []
    for path in paths:
        files += tree_of(path, skips_charts=True).files if path.is_dir() else [path]
    return list(dict.fromkeys(files))


def _written(file: Path, argo_cd: Emulation, is_here: Callable[[str], bool]) -> Iterator[Written]:
    """Yield the Applications of a file, and those that its ApplicationSets make."""
    source = File(str(file))
    if f"{GROUP}/".encode() not in source.content:
        return
    contents = source.contents()
    if contents.problems:
        raise RenderError(contents.problems)
    for resource in contents.resources:
        if resource.kind not in KINDS or not _version(resource).startswith(f"{GROUP}/"):
            continue
        if resource.kind == KIND:
            yield Written(Made(resource.data, {}), _name(resource.data, resource), source.file,
                          _placer(contents, resource, ()))  # fmt: skip
            continue
        place = _placer(contents, resource, TEMPLATE)
        for made in _made_of(resource, argo_cd, is_here, _placer(contents, resource, ())):
            yield Written(made, _name(made.data, resource), source.file, place)


def _version(resource: Resource) -> str:
    return text(at(resource.data, "apiVersion"))


def _name(application: Any, resource: Resource) -> str:
    """Return the Application's namespace and name; else that of the set, which makes it."""
    metadata = at(application, "metadata")
    namespace, name = text(at(metadata, "namespace")), text(at(metadata, "name"))
    return "/".join(filter(None, [namespace, name or f"one of {resource.name}"]))


def _placer(
    contents: Contents, resource: Resource, before: ProblemPath
) -> Callable[[Problem], Problem]:
    """Return what puts a problem of an Application at its line, `before` which its path begins."""

    def place(problem: Problem) -> Problem:
        if contents.find is None:
            return problem.at(contents.file)
        path = (*before, *problem.path)
        line, column, _ = contents.find(resource.document, (*resource.prefix, *path), False)
        return problem.saying(path=path).at(contents.file, line, column)

    return place


def _made_of(
    resource: Resource,
    argo_cd: Emulation,
    is_here: Callable[[str], bool],
    place: Callable[[Problem], Problem],
) -> list[Made]:
    """Return the Applications of a set.

    Raises:
        RenderError: Argo CD makes not all of them (SR710).
    """
    repository = repository_at(argo_cd.root, is_given=True)._replace(is_here=is_here)
    try:
        made, problems = applications_of(resource.data, repository)
    except RenderError as error:
        made, problems = [], error.problems
    if problems:
        raise RenderError(map(place, problems))
    return made


def _of_one(one: Written, argo_cd: Emulation, is_here: Callable[[str], bool]) -> Applied:
    """Return what an Application makes, under no name, or why nobody knows.

    Raises:
        RenderError: Argo CD fails with it (SR713).
    """
    if one.made.unknown:
        return Applied(notes=[next(iter(one.made.unknown.values()))])
    found = Applied(objects={"": []})
    try:
        for source in sources_of(one.made.data, one.file):
            url = text(source.data.get("repoURL"))
            if not is_here(url):
                return Applied(notes=[f"it is of another repository, {url}"])
            made = argo_cd.run(source)[1]
            found.warnings += map(one.place, traps(source, made, argo_cd.tracking))
            placed = [in_namespace(resource, source.namespace, CLUSTER_SCOPED) for resource in made]
            found.objects[""] += map(Resource, placed)
    except Failed as failed:
        problem = Problem("SR713", ("spec",), f"Argo CD says of {one.name}: {failed}")
        raise RenderError([one.place(problem)]) from None
    except RenderError as error:
        known = [problem.message for problem in error.problems if problem.code == EMULATION]
        if len(known) < len(error.problems):
            raise RenderError(map(one.place, error.problems)) from None
        return Applied(notes=known)
    return found
