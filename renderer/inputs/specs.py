"""The StatefulApps that `-f` stands for."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.app.environments import BASE
from renderer.errors import Problem, RenderError
from renderer.inputs.folders import tree_of
from renderer.inputs.progress import with_progress
from renderer.inputs.project import default_specs, minor_version
from renderer.inputs.sources import STDIN, Source, attempted
from renderer.objects.reading import at, items, text

if TYPE_CHECKING:
    from renderer.app.load import Document

    # What can be read, and the problems of what cannot.
    Read = tuple[list[Document], list[Problem]]

NAME = ("metadata", "name")


class UnreadError(RenderError):
    """Specs of which some cannot be read.

    Args:
        problems: those of all that cannot be read.
        documents: the others, whose own problems are still to be told.
    """

    def __init__(self, problems: list[Problem], documents: list[Document]) -> None:
        super().__init__(problems)
        self.documents = documents


def read_specs(filenames: list[str], cluster: int | None = None) -> list[Document]:
    """Return every StatefulApp in the files and folders, in that order.

    Args:
        filenames: PATH, or PATH@ENVIRONMENT for one of them alone, and PATH@ for the base; `-` is
            stdin, and nothing means the app here, or all of the project.
        cluster: the minor version of Kubernetes that the caller names.

    Raises:
        UnreadError: one cannot be read, there is none at all (SR502), or two have one name (SR505).
    """
    found, problems = attempted_specs(filenames or default_specs())
    documents = all_for_cluster(_once(found), cluster)
    problems.extend(_same_names(documents))
    if problems:
        raise UnreadError(problems, documents)
    return documents


def attempted_specs(names: list[str]) -> Read:
    """Return the StatefulApps that names stand for, and why others cannot be read."""
    parts = [_specs(name) for name in names]
    documents = [document for found, _ in parts for document in found]
    return documents, [problem for _, unread in parts for problem in unread]


def for_cluster(document: Document, cluster: int | None) -> Document:
    """Return the document for the version that the caller names, else for that of the project.

    Where the spec says its own, in an environment perhaps, the project has nothing to say.
    """
    return all_for_cluster([document], cluster)[0]


def all_for_cluster(documents: list[Document], cluster: int | None) -> list[Document]:
    """Return the same for several documents; the project is looked for once, and if need be."""
    if cluster:
        return [document.on(cluster) for document in documents]
    says = [names_version(document) for document in documents]
    minor = None if all(says) else minor_version()
    return [one.on(None if own else minor) for one, own in zip(documents, says, strict=True)]


def names_version(document: Document) -> bool:
    """Tell whether a spec or one of its environments says for which version it is."""
    spec = at(document.data, "spec")
    environments = [item for _, item in items(at(spec, "environments"))]
    return any(at(part, "kubernetesVersion") for part in (spec, *environments))


def split(name: str, home: Path = Path()) -> tuple[str, str | None]:
    """Return the path in a name, and the environment where it names one.

    Args:
        name: PATH or PATH@ENVIRONMENT; a path that is there is a path.
        home: the folder in which paths begin.
    """
    path, at, environment = name.rpartition("@")
    return (path, environment) if at and not (home / name).exists() else (name, None)


def _specs(name: str) -> Read:
    """Return the StatefulApps that a name stands for, each in its environment where it says one."""
    path, environment = split(name)
    documents, problems = _apps_at(path)
    if environment is None:
        return documents, problems
    return [document.within(environment or BASE) for document in documents], problems


def sources_of(filenames: list[str]) -> list[Source]:
    """Return the files that names stand for, as `read_specs` takes them, each once."""
    paths = [split(name)[0] for name in filenames or default_specs()]
    found = [source for path in paths for source in _sources_at(path)[0]]
    once = {os.path.realpath(source.file): source for source in reversed(found)}
    return list(once.values())[::-1]


def _sources_at(filename: str) -> tuple[list[Source], list[Problem]]:
    """Return the files that may hold StatefulApps, and what is wrong with folders of them."""
    if filename == STDIN or not Path(filename).is_dir():
        return [Source(filename)], []
    tree = tree_of(Path(filename))
    return [Source(str(file)) for file in tree.files], tree.problems


def _apps_at(filename: str) -> Read:
    """Return the StatefulApps of a path; a folder stands for those below it."""
    sources, unread = _sources_at(filename)
    is_folder = filename != STDIN and Path(filename).is_dir()
    listed = with_progress(sources, "reading") if is_folder else sources
    groups, problems = attempted(listed, partial(apps_of, is_spec=not is_folder))
    problems = [*unread, *problems]
    documents = [document for group in groups for document in group]
    if not documents and not problems:
        message = "must hold a StatefulApp, in a file that ends in .yaml or .yml"
        problems = [Problem("SR502", (), message, file=filename)]
    return documents, problems


def apps_of(source: Source, *, is_spec: bool = False) -> list[Document]:
    """Return the StatefulApps in a file; by its name or by the call it may have to hold one."""
    contents = source.contents(is_spec=is_spec, only_apps=True)
    if contents.problems:
        raise RenderError(contents.problems)
    if (is_spec or source.is_spec) and not contents.documents:
        message = "must hold a StatefulApp, is empty"
        raise RenderError([Problem("SR502", (), message, file=source.file)])
    return contents.documents


def _once(documents: list[Document]) -> list[Document]:
    """Return documents without those that are given twice, as by a folder and a file in it."""
    names = [text(at(document.data, "metadata", "name")) for document in documents]
    if len(set(names)) == len(names):
        return documents
    found = {(_place(document), document.asked): document for document in reversed(documents)}
    kept = {id(document) for document in found.values()}
    return [document for document in documents if id(document) in kept]


def _place(document: Document) -> tuple[str, str]:
    """Return which file a document is in, whatever it is called, and where."""
    placed = document.place(Problem("", NAME, ""))
    return os.path.realpath(document.file), f"{placed.line}:{placed.column}"


def _same_names(documents: list[Document]) -> list[Problem]:
    taken: dict[str, Document] = {}
    problems = []
    for document in documents:
        name = text(at(document.data, "metadata", "name"))
        if name in taken and _place(taken[name]) == _place(document):
            message = f'is given twice: "{name}" in several environments of one call'
            hint = "name one environment, or the spec alone for all of them"
            problems.append(document.place(Problem("SR505", NAME, message, hint=hint)))
        elif name in taken:
            first = taken[name].place(Problem("", NAME, "")).place()
            message = f'must be a name of its own, "{name}" is taken by {first}'
            problems.append(document.place(Problem("SR505", NAME, message)))
        elif name:
            taken[name] = document
    return problems
