"""What has changed since a revision: apps, kustomizations and manifests, each as two sides.

What git calls equal is neither read nor rendered. An app is looked at where its spec has changed,
or a file that the spec names; a kustomization where anything has that it is built on.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from renderer.app import KUSTOMIZATIONS, SPECS, environments
from renderer.changes.matching import alike, leaves
from renderer.errors import Problem, RenderError
from renderer.inputs.folders import SUFFIXES, Tree, tree_of
from renderer.inputs.kustomize_build import has_kustomization, is_component, kustomization_in
from renderer.inputs.progress import with_progress
from renderer.inputs.revision import parents
from renderer.inputs.sides import (
    Side,
    Sides,
    is_there,
    side_of,
    side_of_build,
    side_of_contents,
)
from renderer.inputs.sources import DEFAULT, Source, collected
from renderer.inputs.specs import apps_of, for_cluster, split
from renderer.kubernetes.names import number_of
from renderer.kustomize.ownership import marked
from renderer.objects.reading import at, text
from renderer.objects.resource import Resource
from renderer.resources.pipeline import builds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from renderer.app.load import Document
    from renderer.errors import Path as ProblemPath
    from renderer.inputs.revision import Revision
    from renderer.inputs.sides import Find
    from renderer.inputs.sources import Contents
    from renderer.resources.pipeline import Build, Builds

# A build takes long enough for a person to wonder, so a few of them have a bar.
FEW = 4
ADDRESS = "://"


class Spec(NamedTuple):
    """A StatefulApp, and its file as git has it."""

    path: str
    document: Document


@dataclass
class Since:
    """What there is to compare with a revision.

    Args:
        sides: what may differ.
        files: the files that differ below the paths that were looked through.
        counts: how many apps and kustomizations are among the sides.
        modules: the repositories within that have changed, and are not looked into.
        is_search: whether anything was looked through.
    """

    sides: list[Sides] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    modules: set[str] = field(default_factory=set)
    is_search: bool = False

    def __str__(self) -> str:
        """Say in a line what the search has found."""
        found = [number_of(number, what) for what, number in self.counts.items() if number]
        return f"{number_of(len(self.files), 'changed file')}, {', '.join(found) or 'no app'}"


def since(revision: Revision, paths: list[str], kube_version: int | None) -> Since:
    """Return what there is to compare at some paths, without any the apps of the repository.

    Args:
        revision: what was before.
        paths: `PATH@ENVIRONMENT` of an app, files, kustomizations, and folders to look through.
        kube_version: the version that the caller names.

    Raises:
        RenderError: with the problems of all that cannot be read, rendered or built.
    """
    found = Since()
    if not paths:
        _Search(revision, None, kube_version).into(found)
    for path in paths:
        if is_tree(revision, path):
            _Search(revision, path, kube_version).into(found)
        else:
            found.sides.append(_named(revision, path, kube_version, is_one=len(paths) == 1))
    for sides in found.sides:
        sides.before.find = partial(_found_then, revision, sides.before.find)
    return found


def _found_then(
    revision: Revision, find: Find, resource: Resource, path: ProblemPath
) -> Problem | None:
    found = find(resource, path)
    return found and revision.renamed(found)


def _named(revision: Revision, side: str, kube_version: int | None, *, is_one: bool) -> Sides:
    """Return what a path is in a revision, and what it is now; what is not there is empty."""
    path, environment = split(side)
    whole = revision.path_of(side)
    if revision.has(whole) or revision.is_folder(whole):
        path, environment = side, None
    inside = revision.path_of(path)
    side_then = inside or os.curdir
    if environment is None:
        bring_build(revision, inside)
    else:
        specs_then(revision, [inside, *(_join(inside, name) for name in SPECS)])
        side_then = f"{side_then}@{environment}"
    before, after = collected(
        [(side_then, revision.home), (side, Path())],
        lambda each: [_if_there(each[0], kube_version, each[1])],
    )
    if before == after == [None]:
        if is_there(side, Path()):
            side_of(side, kube_version)  # says which environments there are
        message = f"must be there, in {revision.name} or now"
        raise RenderError([Problem("SR801", (), message, file=side)])
    name = "" if is_one else side
    return Sides(before[0] or Side([]), after[0] or Side([]), name, environment or name, path=side)


def _if_there(side: str, kube_version: int | None, home: Path) -> Side | None:
    """Return a side; None where its path or its environment is not there."""
    if not is_there(side, home):
        return None
    try:
        return side_of(side, kube_version, home)
    except RenderError as error:
        if "@" in side and all(problem.code == "SR401" for problem in error.problems):
            return None
        raise


def is_tree(revision: Revision, path: str) -> bool:
    """Tell whether a path is looked through for what has changed below it.

    That is a file that holds apps, and a folder, unless kustomize builds it. Where a spec stands
    beside the kustomization, the spec is what people change, and the rest may not be rendered yet.
    """
    inside = revision.path_of(path)

    def holds(names: Iterable[str]) -> bool:
        return any(
            Path(path, name).is_file() or revision.has(_join(inside, name)) for name in names
        )

    if Path(path).is_dir() or revision.is_folder(inside):
        return holds(SPECS) or not holds(KUSTOMIZATIONS)
    revision.bring([inside])
    return any(_has_apps(file) for file in (Path(path), revision.home / inside))


def _has_apps(file: Path) -> bool:
    return file.is_file() and bool(Source(str(file)).contents(only_apps=True).documents)


class _Search:
    """A search for what has changed below a path.

    Args:
        revision: what was before.
        path: a folder or file, as the user names it; None is the whole repository.
        kube_version: the version that the caller names.
    """

    def __init__(self, revision: Revision, path: str | None, kube_version: int | None) -> None:
        self._revision = revision
        self._kube_version = kube_version
        self._is_named = path is not None
        self._below = "" if path is None else revision.path_of(path)
        self._now = Path(revision.shown(self._below))
        self._then = revision.home / self._below
        self._changed = [path for path in revision.changed if not path.endswith("/")]
        self._specs: set[str] = set()
        self._texts = cache(texts_in)

    def into(self, found: Since) -> None:
        """Add what is to be compared.

        Raises:
            RenderError: with the problems of all that cannot be read, rendered or built.
        """
        found.is_search = True
        for path in self._below_us(self._revision.changed):
            (found.modules if path.endswith("/") else found.files).add(path)
        if not self._changed:
            return
        apps = self._apps()
        found.counts["app"] += len(apps)
        found.sides += _done([partial(self._of_app, *pair) for pair in apps], "rendering")
        if self._is_named:
            folders = self._kustomizations()
            found.counts["kustomization"] += len(folders)
            builds = [partial(self._of_kustomization, folder) for folder in folders]
            found.sides += _together(_done(builds, "building", FEW))
            found.sides += self._manifests()

    def _below_us(self, paths: Iterable[str]) -> list[str]:
        """Return the paths that are below ours, and not hidden there."""
        return [path for path in paths if _is_in(path, self._below)]

    # --- apps -------------------------------------------------------------------------------------

    def _apps(self) -> list[tuple[Spec | None, Spec | None]]:
        """Return the apps that have changed, as they were and as they are."""
        changed = [path for path in self._below_us(self._changed) if _is_yaml(path)]
        before, after = self._as_it_was(changed), self._as_it_is(changed)
        readers = [spec for spec in self._as_it_is(self._beside()) if self._reads_changed(spec)]
        paths = list(dict.fromkeys(spec.path for spec in readers))
        self._specs = {spec.path for spec in (*before, *after)}
        pairs = paired(before + self._as_it_was(paths), after + readers)
        return sorted(pairs, key=lambda pair: [spec.path for spec in reversed(pair) if spec])

    def _as_it_is(self, paths: list[str]) -> list[Spec]:
        return _specs({path: Path(self._revision.shown(path)) for path in paths})

    def _as_it_was(self, paths: list[str]) -> list[Spec]:
        return specs_then(self._revision, paths)

    def _beside(self) -> list[str]:
        """Return the unchanged files that may hold an app which reads a changed file."""
        folders = {folder for path in self._changed for folder in _folders_of(path)}
        found = []
        for folder in sorted(folders):
            home = Path(self._revision.shown(folder))
            files = sorted(home.iterdir()) if home.is_dir() else []
            found += [_join(folder, file.name) for file in files if _is_yaml(file.name)]
        changed = set(self._changed)
        return [path for path in self._below_us(found) if path not in changed]

    def _reads_changed(self, spec: Spec) -> bool:
        """Tell whether an app reads a file that has changed, be it by a link."""
        files = [*read_by(spec)]
        targets = [Path(self._revision.shown(file)).resolve() for file in files]
        top = self._revision.top.resolve()
        files += [str(target.relative_to(top)) for target in targets if target.is_relative_to(top)]
        return not self._involved.isdisjoint(files)

    @cached_property
    def _involved(self) -> set[str]:
        """Return the changed files, and every folder that one of them is in."""
        folders = (folder for path in self._changed for folder in _folders_of(path))
        return {*self._changed, *folders}

    def _of_app(self, before: Spec | None, after: Spec | None) -> list[Sides]:
        """Return an app in each environment that is not the same, as it was and as it is."""
        names = environments_of(before), environments_of(after)
        wanted = [
            name
            for name in dict.fromkeys((*names[1], *names[0]))
            if not (before and after and self._is_same(before, after, name))
        ]
        old, new = collected(
            zip((before, after), names, strict=True), partial(self._builds, wanted=wanted)
        )
        spec = after or before
        return sides_between(self._called(spec.path) if spec else "", wanted, old, new)

    def _is_same(self, before: Spec, after: Spec, name: str | None) -> bool:
        """Tell whether an environment says the same as before, and reads the same."""
        if self._reads_changed(before) or self._reads_changed(after):
            return False
        try:
            was, will = (
                environments.effective(spec.document.data, name) for spec in (before, after)
            )
        except RenderError:
            return False  # and whoever renders it says why, at its line
        return repr(environments.alone(was)) == repr(environments.alone(will))  # 1 is not true

    def _builds(
        self, side: tuple[Spec | None, list[str | None]], wanted: list[str | None]
    ) -> Builds:
        spec, names = side
        selected = [name for name in wanted if name is None or name in names]
        if spec is None or not selected:
            return {}
        return builds_of(for_cluster(spec.document, self._kube_version), selected)

    def _called(self, path: str) -> str:
        """Return how a user names a spec."""
        folder, _, name = path.rpartition("/")
        return self._revision.shown(folder if name == DEFAULT else path)

    # --- kustomizations ---------------------------------------------------------------------------

    def _kustomizations(self) -> list[str]:
        """Return the folders that kustomize builds otherwise now, and that no other is built on."""
        now = self._built_now
        self._revision.bring(_join(folder, KUSTOMIZATIONS[0]) for folder in self._built_then - now)
        found = [
            folder
            for folder in sorted(self._built_then | now)
            if not self._is_ours(self._home_of(folder), folder)
        ]
        reach = {folder: self._reach_of(folder, is_now=folder in now) for folder in found}
        parts = {part for folder in found for part in reach[folder] - {folder}}
        return [
            folder
            for folder in found
            if folder not in parts
            and not reach[folder].isdisjoint(self._involved)
            and not is_component(self._home_of(folder))
        ]

    @cached_property
    def _built_now(self) -> set[str]:
        return {self._inside(folder) for folder in self._tree.kustomizations}

    @cached_property
    def _built_then(self) -> set[str]:
        listed = self._revision.listed(self._below)
        named = [path for path in listed if PurePosixPath(path).name in KUSTOMIZATIONS]
        return {_folder(path) for path in self._below_us(named)}

    def _reach_of(self, folder: str, *, is_now: bool) -> set[str]:
        """Return all that a kustomization names, directly or not."""
        if is_now:  # and many are built on the same
            return reach_of(lambda path: Path(self._revision.shown(path)), folder, self._texts)
        bring_build(self._revision, folder)
        return reach_of(lambda path: self._revision.home / path, folder)

    def _home_of(self, folder: str) -> Path:
        """Return where a kustomization is to be read: as it is now, else as it was."""
        is_now = folder in self._built_now
        return Path(self._revision.shown(folder)) if is_now else self._revision.home / folder

    def _is_ours(self, home: Path, folder: str) -> bool:
        """Tell whether it was rendered from a spec that is looked at anyway."""
        file = home / KUSTOMIZATIONS[0]
        said = (
            marked(file.read_text(errors="replace").partition("\n")[0]) if file.is_file() else None
        )
        if said is None:
            return False
        top = _join(folder, KUSTOMIZATIONS[0]).removesuffix(said[0]).rstrip("/")
        spec = os.path.normpath(_join(top, said[1]))
        return _is_in(spec, self._below)

    def _of_kustomization(self, folder: str) -> list[Sides]:
        bring_build(self._revision, folder)
        name = self._revision.shown(folder)
        now, then = Path(name), self._revision.home / folder
        before, after = collected((then, now), self._built)
        return [Sides(before, after, name, name)]

    def _built(self, folder: Path) -> Side:
        """Return what kustomize builds, if anything; what needs more of the revision gets it."""
        if not (folder.is_dir() and has_kustomization(folder)):
            return Side([])
        try:
            return side_of(str(folder), self._kube_version)
        except RenderError:
            if not folder.is_relative_to(self._revision.home):
                raise
        self._revision.bring([""])
        return side_of(str(folder), self._kube_version)

    # --- manifests --------------------------------------------------------------------------------

    @cached_property
    def _tree(self) -> Tree:
        tree = tree_of(self._now, skips_charts=True) if self._now.is_dir() else Tree()
        if tree.problems:
            raise RenderError(tree.problems)
        return tree

    def _inside(self, path: Path) -> str:
        return _join(self._below, path.relative_to(self._now).as_posix())

    def _manifests(self) -> list[Sides]:
        """Return all manifests where one has changed: a Service may be in another file."""
        built = self._built_now | self._built_then
        if not any(
            _is_yaml(path) and path not in self._specs and built.isdisjoint(_folders_of(path))
            for path in self._below_us(self._changed)
        ):
            return []
        self._revision.bring([self._below])
        then = tree_of(self._then, skips_charts=True) if self._then.is_dir() else Tree()
        before, after = collected((then, self._tree), _written)
        name = self._revision.shown(self._below)
        return [Sides(before, after, name, path=name)]


# --- what belongs together ------------------------------------------------------------------------


def paired(before: list[Spec], after: list[Spec]) -> list[tuple[Spec | None, Spec | None]]:
    """Return which app was which, also under another name or in another file.

    An app is known by its name and file, else by its name, else by its file, else by what it says.
    """
    pairs: list[tuple[Spec | None, Spec | None]] = []
    gone, left = list(before), list(after)
    for key in (lambda spec: (spec.path, _name(spec)), _name, lambda spec: spec.path):
        for one, other in _alone(gone, left, key):
            pairs.append((one, other))
            gone.remove(one)
            left.remove(other)
    for one, other in _alike(gone, left):
        pairs.append((one, other))
        gone.remove(one)
        left.remove(other)
    return [*pairs, *((spec, None) for spec in gone), *((None, spec) for spec in left)]


def _name(spec: Spec) -> str:
    return name_of(spec.document)


def name_of(document: Document) -> str:
    """Return what an app is called; empty where it says nothing."""
    return text(at(document.data, "metadata", "name"))


def _alone(
    gone: list[Spec], left: list[Spec], key: Callable[[Spec], object]
) -> list[tuple[Spec, Spec]]:
    """Return those that alone have the same key on both sides."""
    numbers = Counter(map(key, gone)), Counter(map(key, left))
    others = {key(spec): spec for spec in left}
    return [
        (spec, others[key(spec)])
        for spec in gone
        if all(number[key(spec)] == 1 for number in numbers)
    ]


def _alike(gone: list[Spec], left: list[Spec]) -> list[tuple[Spec, Spec]]:
    """Return those that say the same under another name."""
    known = {id(spec.document.data): spec for spec in (*gone, *left)}
    sides = [[Resource(spec.document.data) for spec in side] for side in (gone, left)]
    return [
        (known[id(pair.before.data)], known[id(pair.after.data)])
        for pair in alike(*sides)
        if pair.before and pair.after
    ]


def sides_between(
    called: str, names: Iterable[str | None], old: Builds, new: Builds
) -> list[Sides]:
    """Return an app in some of its environments, as it was and as it is.

    Args:
        called: how a user names the app.
        names: the environments, in the order in which they are shown.
        old: what was built of it; empty where it was not there.
        new: what is built of it now; empty where it is gone.
    """
    sides = []
    for was, will in _renamed(list(names), old, new):
        one, other = old.get(was), new.get(will)
        name = (will if other else was) or ""
        sides.append(
            Sides(
                side_of_build(one) if one else Side([]),
                side_of_build(other) if other else Side([]),
                side := f"{called}@{name}",
                name,
                path=side,
            )
        )
    return sides


def environments_of(spec: Spec | None) -> list[str | None]:
    """Return the environments of an app; the base only where it is all that there is."""
    if spec is None:
        return []
    return list(dict.fromkeys(environments.names(spec.document.data))) or [None]


def _renamed(
    names: list[str | None], old: Builds, new: Builds
) -> list[tuple[str | None, str | None]]:
    """Return which environment was which.

    One that has another name now, and says the same namespace, is the same.
    """
    gone = {_place(old[name]): name for name in old if name not in new}
    come = {_place(new[name]): name for name in new if name not in old}
    was = {come[place]: gone[place] for place in come.keys() & gone.keys() - {None}}
    return [(was.get(name, name), name) for name in names if name not in was.values()]


def _place(build: Build) -> str | None:
    return build.app.metadata.namespace


def _together(sides: list[Sides]) -> list[Sides]:
    """Return sides of which one that is gone and one that is new are one where they mean the same.

    They do where they hold the same objects, in a namespace that these say.
    """
    gone = [side for side in sides if not side.after.resources]
    come = [side for side in sides if not side.before.resources]
    for left in gone:
        for other in come:
            if _objects(left.before) & _objects(other.after):
                other.before = left.before
                come.remove(other)
                sides = [side for side in sides if side is not left]
                break
    return sides


def _objects(side: Side) -> set[object]:
    return {resource.identity for resource in side.resources if resource.namespace}


# --- files of the revision ------------------------------------------------------------------------


def specs_then(revision: Revision, paths: list[str]) -> list[Spec]:
    """Bring specs with the files that they name, and return the apps in them."""
    revision.bring(paths)
    specs = _specs({path: revision.home / path for path in paths})
    revision.bring(file for spec in specs for file in read_by(spec))
    return specs


def bring_build(revision: Revision, folder: str) -> None:
    """Bring a path, and all that a kustomization there was built on, as far as it can be told."""
    known: set[str] = set()
    named = {folder}
    while named - known:
        revision.bring(named - known)
        known |= named
        named = reach_of(lambda path: revision.home / path, folder)


# --- files ----------------------------------------------------------------------------------------


def _specs(files: dict[str, Path]) -> list[Spec]:
    """Return the apps that files hold."""
    there = {path: file for path, file in files.items() if file.is_file()}
    found = collected(there.values(), lambda file: apps_of(Source(str(file))))
    held = zip(there, found, strict=True)
    return [Spec(path, document) for path, documents in held for document in documents]


def read_by(spec: Spec) -> Iterator[str]:
    """Yield the files beside a spec that it names."""
    folder = _folder(spec.path)
    for path, value in leaves(spec.document.data):
        if path[-1:] == ("fromFile",) and isinstance(value, str):
            yield os.path.normpath(_join(folder, value))


def texts_in(folder: Path) -> list[object]:
    """Return every value in the kustomization of a folder; none where there is none."""
    if not has_kustomization(folder):
        return []
    return [value for _, value in leaves(kustomization_in(folder))]


def reach_of(
    home: Callable[[str], Path], folder: str, texts: Callable[[Path], list[object]] = texts_in
) -> set[str]:
    """Return a kustomization and all paths that it names, directly or not; some may be none.

    Args:
        home: where a path is.
        folder: where the kustomization is.
        texts: what is in the kustomization of a folder.
    """
    found, left = {folder}, [folder]
    while left:
        here = left.pop()
        for value in texts(home(here)):
            for path in _paths_in(here, value):
                if path not in found:
                    found.add(path)
                    left += [path] if home(path).is_dir() else []
    return found


def _paths_in(folder: str, value: object) -> Iterator[str]:
    """Yield what a text in a kustomization may name: `../base`, `patch.yaml`, `key=file`."""
    if not isinstance(value, str) or ADDRESS in value or "\n" in value or "\0" in value:
        return
    for entry in {value, value.rpartition("=")[2]}:
        path = os.path.normpath(_join(folder, entry))
        if entry and not path.startswith(os.pardir) and not entry.startswith("/"):
            yield "" if path == os.curdir else path


def _written(tree: Tree) -> Side:
    """Return the manifests in a tree, without what kustomize builds, and what is no object."""
    files = [
        file
        for file in tree.files
        if file.name not in KUSTOMIZATIONS
        and not any(parent in tree.kustomizations for parent in file.parents)
    ]
    side = side_of_contents(collected(files, _contents))
    side.resources = [
        resource
        for resource in side.resources
        if at(resource.data, "kind") or at(resource.data, "apiVersion")
    ]
    return side


def _contents(file: Path) -> Contents:
    contents = Source(str(file)).contents()
    if contents.problems:
        raise RenderError(contents.problems)
    return contents


def _done(
    tasks: Sequence[Callable[[], list[Sides]]], what: str, many: int | None = None
) -> list[Sides]:
    """Do what takes long, with a bar where it is much, and return what comes of it."""
    made = collected(with_progress(tasks, what, many), lambda task: task())
    return [sides for pairs in made for sides in pairs]


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder and name != os.curdir else folder or name


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _folders_of(path: str) -> list[str]:
    """Return the folders that a path is in, the top of the repository last."""
    return [*parents(path), ""]


def _is_in(path: str, folder: str) -> bool:
    """Tell whether a path is a folder or below it, and no part of it in there is hidden."""
    if path != folder and folder and not path.startswith(f"{folder}/"):
        return False
    rest = path[len(folder) :]
    return not any(part.startswith(".") for part in rest.split("/"))


def _is_yaml(path: str) -> bool:
    return PurePosixPath(path).suffix in SUFFIXES
