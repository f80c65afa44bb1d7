"""What paths stand for: all that is written is one group, and what a kustomization builds another.

A tree is read as a tree: what cannot be read is reported, and all else is there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.app import KUSTOMIZATIONS
from renderer.errors import Problem, RenderError
from renderer.inputs.folders import tree_of
from renderer.inputs.kustomize_build import (
    has_kustomization,
    is_component,
    kustomize_build,
    reach_of,
)
from renderer.inputs.progress import with_progress
from renderer.inputs.sources import STDIN, Contents, Source, attempted, collected
from renderer.inputs.specs import attempted_specs, split
from renderer.objects.resource import is_patch
from renderer.yaml import read

if TYPE_CHECKING:
    from renderer.objects.resource import Resource

# Codes about a field that should not be there: its name is the place, and not its value.
OF_KEYS = ("SR201", "SR918")


class Group:
    """Objects and apps that go to one place together.

    Args:
        contents: what each of its texts holds.
    """

    def __init__(self, contents: list[Contents]) -> None:
        self.objects = [resource for held in contents for resource in held.resources]
        self.documents = [document for held in contents for document in held.documents]
        self._finders = {held.file: held.find for held in contents}

    def place(self, problem: Problem, about: Resource) -> Problem:
        """Return the problem at its line, as far as there are lines."""
        find = self._finders.get(about.file)
        if about.environment or not find:
            return problem.at(about.file).beside(problem.taken_by)
        path = (*about.prefix, *problem.path)
        placed = problem.at(about.file, *find(about.document, path, problem.code in OF_KEYS))
        if not problem.taken_by:
            return placed
        other = find(about.document, (*about.prefix, *problem.taken_by), False)
        return placed.beside(problem.taken_by, other[0])


@dataclass
class Groups:
    """All that the paths of a call stand for.

    Args:
        paths: the files and folders, `-` for stdin, and PATH@ENVIRONMENT.
        groups: what is written first, then what each kustomization builds.
        charts: the Helm charts that were skipped.
        trouble: what is wrong with all that could not be read or built.
        unmarked: the specs that no kustomization lists and that do not say that Argo CD shall leave
            them out.
        is_empty: whether nothing is written in any of the files.
    """

    paths: list[str]
    groups: list[Group] = field(default_factory=list)
    charts: list[Path] = field(default_factory=list)
    trouble: list[Problem] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    is_empty: bool = True

    def skipped(self) -> list[str]:
        """Return what to say of the charts: they hold templates, and no objects yet."""
        hint = "give what `helm template` prints instead"
        return [f"{chart}: is a Helm chart, skipped: {hint}" for chart in self.charts]

    def nothing(self, wanted: str = "manifests or StatefulApps") -> Problem:
        """Return the problem of a call that found nothing, which must not look like success."""
        state = "is empty" if self.is_empty and not self.charts else "there are none"
        hint = ""
        if self.is_empty and STDIN in self.paths:
            hint = "did the command in front of the pipe fail?"
        given = " ".join("stdin" if path == STDIN else path for path in self.paths)
        message = f"must hold {wanted}, {state}"
        return Problem("SR979", (), message, hint=hint, file=given)


def groups_of(paths: list[str]) -> Groups:
    """Return what the paths stand for: PATH, `-` for stdin, or PATH@ENVIRONMENT of a StatefulApp.

    All plain manifests and StatefulApps are one group, because a Service may be in another file.
    Each kustomization is one, unless another one is built on it: then it is there.
    """
    read_all = Groups(paths)
    asked, unread = attempted_specs([path for path in paths if split(path)[1] is not None])
    sources, kustomizations = _named(read_all)
    contents, problems = attempted(with_progress(sources, "reading"), _contents)
    read_all.is_empty = all(held.is_empty for held in contents)
    read_all.trouble += problems + _problems(contents)
    written = Group(contents)
    with_apps = {str(Path(document.file).parent) for document in written.documents}
    built, problems = _built(kustomizations, with_apps)
    elsewhere = {document.file for group in built for document in group.documents}
    written.documents = [
        document for document in written.documents if document.file not in elsewhere
    ]
    marked = {held.file for held in contents if held.has_skip}
    found = dict.fromkeys(document.file for document in written.documents)
    read_all.unmarked = [file for file in found if file not in {*marked, "stdin"}]
    written.documents += asked
    read_all.groups += [written, *built]
    read_all.trouble += [*unread, *problems]
    return read_all


def _named(found: Groups) -> tuple[list[Source], list[Path]]:
    """Return the files to read and the folders to build, each once."""
    sources: dict[str, Source] = {}
    kustomizations: dict[Path, None] = {}
    for path in found.paths:
        if split(path)[1] is not None:
            continue  # a spec in one environment
        if path == STDIN or not Path(path).is_dir():
            sources[path] = Source(path)
            continue
        tree = tree_of(Path(path), skips_charts=True)
        found.charts += tree.charts
        found.trouble += tree.problems
        folders = dict.fromkeys(tree.kustomizations)
        kustomizations |= {folder: None for folder in folders if not is_component(folder)}
        for file in tree.files:
            is_built = any(parent in folders for parent in file.parents)
            sources.setdefault(str(file), Source(str(file), is_built=is_built))
    manifests = [
        source for source in sources.values() if Path(source.name).name not in KUSTOMIZATIONS
    ]
    return manifests, list(kustomizations)


def _contents(source: Source) -> Contents:
    """Return what a file holds; of what kustomize builds, the apps alone."""
    return source.contents(only_apps=source.is_built)


def _problems(contents: list[Contents]) -> list[Problem]:
    return [problem for held in contents for problem in held.problems]


def _built(folders: list[Path], with_apps: set[str]) -> tuple[list[Group], list[Problem]]:
    """Build the kustomizations, first those that are built on most, and none that is in another.

    What cannot be built is not in it, and so the parts of that are built by themselves.
    """
    reach = reach_of(folders)
    groups: dict[Path, Group] = {}
    trouble: list[Problem] = []
    done: set[Path] = set()
    for folder in sorted(folders, key=lambda folder: -len(reach[folder])):
        if folder.resolve() in done:
            continue
        try:
            groups[folder] = Group([_build(folder, has_apps=str(folder) in with_apps)])
            done |= reach[folder]
        except RenderError as error:
            contents, problems = _unbuilt(folder)
            groups[folder] = Group(contents)
            trouble += [*error.problems, *problems]
    return [groups[folder] for folder in folders if folder in groups], trouble


def _build(folder: Path, *, has_apps: bool) -> Contents:
    contents = built(folder)
    if not contents.resources and not contents.documents and not has_apps:
        message = (
            "must build something: kustomize skips functions in silence unless it may run them"
        )
        hint = (
            f"kustomize build --enable-alpha-plugins --enable-exec {folder} | stateful validate -"
        )
        raise RenderError([Problem("SR979", (), message, hint=hint, file=str(folder))])
    return contents


def built(folder: Path) -> Contents:
    """Return what kustomize makes of a folder.

    Raises:
        RenderError: kustomize is missing, or fails, or prints what cannot be read.
    """
    file = str(folder)
    return Contents(file, read(kustomize_build(folder), file=file, dialect="manifest"))


def _unbuilt(folder: Path) -> tuple[list[Contents], list[Problem]]:
    """Return the files of a folder that cannot be built: what is wrong in them may be the cause."""
    files = [file for file in tree_of(folder).files if file.parent == folder]
    sources = [Source(str(file)) for file in files if file.name not in KUSTOMIZATIONS]
    contents, problems = attempted(sources, Source.contents)
    for held in contents:
        held.resources = [resource for resource in held.resources if not is_patch(resource.data)]
    return contents, [*problems, *_problems(contents)]


def written_at(path: str) -> list[Contents]:
    """Return what one path stands for as it is written, or as kustomize builds it.

    In any other folder, kustomizations are configuration, and no objects of a cluster.

    Raises:
        RenderError: with all that cannot be read or built.
    """
    folder = Path(path)
    if path == STDIN or not folder.is_dir():
        sources = [Source(path)]
    elif has_kustomization(folder):
        return [built(folder)]
    else:
        tree = tree_of(folder)
        if tree.problems:
            raise RenderError(tree.problems)
        sources = [Source(str(file)) for file in tree.files if file.name not in KUSTOMIZATIONS]
    return collected(sources, Source.contents)
