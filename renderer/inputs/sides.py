"""The sides of a comparison: a file, a folder, a kustomization, an app in an environment, stdin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.app import KIND
from renderer.app.environments import BASE
from renderer.errors import Problem, RenderError
from renderer.inputs.groups import written_at
from renderer.inputs.sources import DEFAULT, STDIN
from renderer.inputs.specs import read_specs, split
from renderer.kubernetes.versions import minor_of
from renderer.objects.resource import Resource
from renderer.resources.kinds import place
from renderer.resources.pipeline import Build, build_of

if TYPE_CHECKING:
    from renderer.app.load import Document
    from renderer.errors import Path as ProblemPath
    from renderer.inputs.sources import Contents

# (object, path in it) -> a problem at the place where it is written; None where nobody knows.
Find = Callable[[Resource, "ProblemPath"], Problem | None]


def _unknown(_resource: Resource, _path: ProblemPath) -> None:
    return None


@dataclass
class Side:
    """What is compared.

    Args:
        resources: the objects.
        find: says where a field of one of them is written.
        version: the minor version of Kubernetes that the spec names; None where none does.
        beside: objects that are not compared, and tell what is there: live claims.
    """

    resources: list[Resource]
    find: Find = _unknown
    version: int | None = None
    beside: list[Resource] = field(default_factory=list)


@dataclass
class Sides:
    """Two sides that are compared with each other.

    Args:
        before: what was.
        after: what will be.
        name: what they are, as a side is named; empty where a call compares only these.
        environment: which environment they are; empty where there is none.
        path: what is compared, as the user names it, where there is no environment.
        is_across: whether they are two environments: nothing moves from one to the other.
    """

    before: Side
    after: Side
    name: str = ""
    environment: str = ""
    path: str = ""
    is_across: bool = False

    @property
    def within(self) -> str:
        """Return what allowances call the place."""
        return self.environment or self.path or self.name


def side_of(side: str, kube_version: int | None = None, home: Path = Path()) -> Side:
    """Return what a side stands for.

    Args:
        side: PATH of manifests, PATH@ENVIRONMENT of a StatefulApp, `-` for stdin.
        kube_version: the version that the caller names.
        home: the folder in which paths begin.

    Raises:
        RenderError: it is not there, or cannot be read or built.
    """
    path, environment = split(side, home)
    if environment is not None:
        document = _spec(_within(home, path), kube_version)
        return side_of_build(build_of(document, environment or BASE))
    if side != STDIN and not (home / side).exists():
        message = "must be a file or folder, or PATH@ENVIRONMENT, and does not exist"
        raise RenderError([Problem("SR801", (), message, file=side)])
    return _manifests(_within(home, side))


def is_there(side: str, home: Path) -> bool:
    """Tell whether there is a side to read in a folder: a path, or the spec that it names."""
    path, environment = split(side, home)
    is_folder = (home / path).is_dir()
    return (home / path / (DEFAULT if is_folder and environment is not None else "")).exists()


def are_environments(before: str, after: str) -> bool:
    """Tell whether two sides are two environments of one spec: nothing moves between them."""
    (one, was), (other, will) = split(before), split(after)
    return one == other and None not in (was, will) and was != will


def _within(home: Path, path: str) -> str:
    return path if path == STDIN or home == Path() else str(home / path)


def side_of_build(build: Build) -> Side:
    """Return an app in one of its environments."""
    files = {Resource(data).identity: file for file, data in build.files.items()}

    def find(resource: Resource, path: ProblemPath) -> Problem | None:
        spec = place(build.app, files[resource.identity], path)
        wanted = Problem("", spec, "")
        return build.document.place(wanted, build.environment) if spec else None

    asked = build.app.spec.kubernetes_version
    resources = [Resource(data) for data in build.objects]
    return Side(resources, find, minor_of(asked) if asked else None)


def _manifests(path: str) -> Side:
    contents, name = written_at(path), "stdin" if path == STDIN else path
    if any(held.documents for held in contents):
        message = f"must be manifests, and holds a {KIND}"
        side = "-- -" if path == STDIN else path  # else it would be an option
        hint = f"write {side}@ENVIRONMENT, or {side}@ for its base"
        raise RenderError([Problem("SR801", (), message, hint=hint, file=name)])
    if problems := [problem for held in contents for problem in held.problems]:
        raise RenderError(problems)
    found = side_of_contents(contents)
    if not found.resources:
        raise RenderError([Problem("SR801", (), "must hold manifests, there are none", file=name)])
    return found


def side_of_contents(contents: list[Contents]) -> Side:
    """Return the objects of several texts."""
    resources = [resource for held in contents for resource in held.resources]
    return Side(resources, partial(_found, {held.file: held for held in contents}))


def _found(contents: dict[str, Contents], resource: Resource, path: ProblemPath) -> Problem | None:
    held = contents.get(resource.file)
    if held is None or held.find is None:
        return None
    line, column, _ = held.find(resource.document, (*resource.prefix, *path), False)
    return Problem("", path, "").at(resource.file, line, column)


def _spec(path: str, kube_version: int | None) -> Document:
    is_folder = path != STDIN and Path(path).is_dir()
    file = str(Path(path) / DEFAULT) if is_folder else path
    documents = read_specs([file], kube_version)
    if len(documents) != 1:
        message = f"must hold one StatefulApp to compare, got {len(documents)}"
        name = "stdin" if path == STDIN else file
        raise RenderError([Problem("SR801", (), message, file=name)])
    return documents[0]
