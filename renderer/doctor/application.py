"""One Application of Argo CD: its fields, what they render, and what a sync does with that."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.app import KUSTOMIZATIONS, SKIP, SPECS, is_app
from renderer.app.extra_rules import CLUSTER_SCOPED
from renderer.argocd.application import (
    CREATE_NAMESPACE,
    MANIFEST_PATHS,
    RESOURCES_FINALIZER,
    Source,
    plugin_name,
    rendered_sources,
    traps,
    variables_of,
)
from renderer.argocd.fields import WRONG
from renderer.argocd.generate import generate
from renderer.argocd.parameters import (
    BY_VARIABLE,
    ENVIRONMENT,
    KUBE_VERSION,
    PARAMETERS,
    SAID_BY,
    VARIABLE,
    values,
)
from renderer.argocd.request import NAMESPACE, request_of
from renderer.doctor.finding import listed
from renderer.errors import Problem, RenderError
from renderer.inputs.application import beside, folder
from renderer.inputs.emulation import (
    DIRECTORY,
    HELM,
    KUSTOMIZE,
    PLUGGED,
    Failed,
    manifests,
    plain_manifests,
    type_of,
)
from renderer.inputs.kustomize_build import objects_in, reach_of
from renderer.inputs.repository import repository_at
from renderer.kubernetes.labels import SYNC_OPTIONS
from renderer.kubernetes.names import nearest, quoted
from renderer.objects.declared import KIND as CLAIM
from renderer.objects.declared import is_kept
from renderer.objects.reading import annotations_of, at, items, mapping, text, texts
from renderer.objects.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from renderer.argocd.generators import Repository
    from renderer.doctor.programs import Build
    from renderer.errors import Path as ProblemPath

DESTINATION = ("spec", "destination", "namespace")
IS_CHART = "is a Helm chart, which is not looked at"
FINALIZERS = ("metadata", "finalizers")
# Namespaces that every cluster has.
THERE = ("", "default")
ADVICE, DELETES, TWO_NAMESPACES = "SR711", "SR712", "SR704"


@dataclass(frozen=True)
class ArgoCD:
    """How the Argo CD is set up that is to render all this.

    Args:
        plugins: every plugin.yaml of ours that is known.
        tracking: how it finds objects again.
        build: how kustomize builds; None where there is no kustomize.
        root: of the repository of the sources; None where each file says it by its place.
        repositories: those that were looked at.
    """

    plugins: list[Any]
    tracking: str
    build: Build | None
    root: Path | None
    repositories: dict[Path, Repository] = field(default_factory=dict)

    def repository(self, root: Path) -> Repository:
        """Return what is known of a repository, looked at once."""
        if root not in self.repositories:
            self.repositories[root] = repository_at(root, is_given=self.root is not None)
        return self.repositories[root]


def note(path: ProblemPath, message: str) -> Problem:
    """Return what is said of a thing that is well, or that nobody can know."""
    return Problem("", path, message)


class Look:
    """What there is to say of an Application.

    Args:
        data: the Application, all of whose values are of the right types.
        unknown: {path in it: why nobody can say what it is}.
        argo_cd: what renders it.
        root: of the repository of its sources.
    """

    def __init__(
        self, data: Any, unknown: Mapping[ProblemPath, str], argo_cd: ArgoCD, root: Path
    ) -> None:
        self.data = data
        self.unknown = unknown
        self.argo_cd = argo_cd
        self.root = root
        self.repository = argo_cd.repository(root)
        self.names = {plugin_name(plugin): plugin for plugin in argo_cd.plugins}

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong, what could be better, and what is well."""
        yield from self._ignored()
        objects: list[Any] = []
        for source in rendered_sources(self.data):
            made: list[Any] = []
            yield from self._of_source(source, made)
            objects += made
        if objects:
            yield from self._of_namespaces(objects)
            yield from self._of_claims(objects)

    def _ignored(self) -> Iterator[Problem]:
        spec = mapping(self.data.get("spec"))
        said = [key for key in ("sourceHydrator", "sources", "source") if spec.get(key)]
        for key in said[1:]:
            message = f"does nothing beside {said[0]}: Argo CD takes that alone"
            yield Problem(WRONG, ("spec", key), message, hint="leave one out")
        if not said:
            message = "must have a source, sources or a sourceHydrator"
            yield Problem(WRONG, ("spec",), message)

    def _of_source(self, source: Source, made: list[Any]) -> Iterator[Problem]:
        """Yield what there is to say of a source, and put what it renders into a list."""
        if not source.data:
            return
        wrong = [*self._unusable(source), *self._of_plugin(source)]
        yield from wrong
        if reason := self._unseen(source):
            yield note(source.at, f"{source.name or 'the Application'} {reason}")
        elif not wrong and "path" in source.data:
            yield from self._rendered(source, made)

    def _unusable(self, source: Source) -> Iterator[Problem]:
        """Yield what Argo CD itself refuses of a source."""
        if len(source.types()) > 1:
            message = (
                f"must be of one type, is {' and '.join(source.types())}: Argo CD renders none"
            )
            yield Problem(WRONG, source.at, message, hint="leave all but one out")
        known = {*source.data, *(str(path[-1]) for path in self.unknown if path[:-1] == source.at)}
        if not known & {"path", "chart", "ref"}:
            yield Problem(WRONG, source.at, "must have a path, a chart or a ref")

    def _unseen(self, source: Source) -> str:
        """Return why nobody can see here what a source renders."""
        if source.data.get("chart") or source.data.get("helm") is not None:
            return IS_CHART
        for path, reason in self.unknown.items():
            if not path or path[: len(source.at)] == source.at[: len(path)]:
                return f"renders what cannot be known here: {reason}"
        url = text(source.data.get("repoURL"))
        if "path" in source.data and not self.repository.is_here(url):
            return f"is of another repository, {url}: not looked at"
        return ""

    def _rendered(self, source: Source, made: list[Any]) -> Iterator[Problem]:
        """Render a source as Argo CD does."""
        name = source.name or "the Application"
        path = self.root / source.path
        if not (path.is_dir() and path.resolve().is_relative_to(self.root.resolve())):
            message = f"must be a folder of the repository, got {quoted(source.path)}"
            hint = self._folder_near(source.path)
            yield Problem(WRONG, (*source.at, "path"), message, hint=hint)
            return
        try:
            what = self._type(source, path)
            if what == HELM:
                yield note(source.at, f"{name} {IS_CHART}")
                return
            ways = {PLUGGED: self._plugged, KUSTOMIZE: self._built, DIRECTORY: self._plain}
            objects = ways[what](source, path)
        except Failed as failed:
            yield Problem(WRONG, source.at, f"cannot be rendered: {failed}")
            return
        except RenderError as error:
            yield from error.problems
            return
        if objects is None:
            yield note(source.at, f"{name} is rendered by another plugin: not looked at")
            return
        made += objects
        yield from traps(source, _in_itself(objects), self.argo_cd.tracking)
        yield from self._of_paths(path, what)
        yield note(source.at, f"{name} renders {len(objects)} objects")

    def _type(self, source: Source, path: Path) -> str:
        what = type_of(source, path)
        found = [plugin for plugin in self.names.values() if _discovers(plugin, path)]
        return PLUGGED if found and not source.types() else what

    def _folder_near(self, path: str) -> str:
        """Return what may be meant by a path that is not there."""
        folders = [
            file.rpartition("/")[0]
            for name in (*SPECS, *KUSTOMIZATIONS)
            for file in self.repository.files(f"*{name}")
        ]
        return nearest(path, folders)

    # --- by a plugin

    def _of_plugin(self, source: Source) -> Iterator[Problem]:
        """Yield what is wrong with what a source says of a plugin, wherever its folder is."""
        plugin = source.data.get("plugin")
        if plugin is None:
            return
        name = text(plugin.get("name"))
        if (*source.at, "plugin", "name") not in self.unknown:
            yield from self._of_name(source, name)
        if self._is_ours(source):
            yield from self._of_values(source)

    def _of_name(self, source: Source, name: str) -> Iterator[Problem]:
        where = (*source.at, "plugin", "name")
        finding = [plugin for plugin in self.names.values() if at(plugin, "spec", "discover")]
        if not name and not finding:
            message = "must be said: plugin.yaml discovers nothing"
            yield Problem(WRONG, where, message, hint=f"write name: {next(iter(self.names))}")
        elif name and name not in self.names and self._is_ours(source):
            message = (
                f"must be {' or '.join(self.names)}, got {quoted(name)}: Argo CD finds none so"
            )
            hint = f"write name: {next(iter(self.names))}"
            yield Problem(WRONG, where, message, hint=hint)

    def _is_ours(self, source: Source) -> bool:
        """Tell whether a source is meant for our plugin, by its name or by its folder."""
        name = text(at(source.data, "plugin", "name"))
        if not name or name in self.names or nearest(name, [*self.names, *map(_bare, self.names)]):
            return True
        path = self.root / source.path
        is_here = self.repository.is_here(text(source.data.get("repoURL")))
        return is_here and bool(source.path) and any((path / spec).is_file() for spec in SPECS)

    def _of_values(self, source: Source) -> Iterator[Problem]:
        """Yield what nobody reads of what an Application sets, each at its own line."""
        where = (*source.at, "plugin")
        plugin = mapping(source.data.get("plugin"))
        found: list[Problem] = []
        for index, entry in items(plugin.get("parameters")):
            said = {PARAMETERS: json.dumps([entry])}
            found += self._misread(said, (*where, "parameters", index))
        for index, entry in items(plugin.get("env")):
            said = {f"{VARIABLE}{entry.get('name')}": text(entry.get("value"))}
            found += self._misread(said, (*where, "env", index))
        for key in ("parameters", "env"):
            names = [text(entry.get("name")) for _, entry in items(plugin.get(key))]
            for index, name in enumerate(names):
                if name in names[:index]:
                    message = f"must be set once, and {quoted(name)} is set before"
                    found.append(Problem("SR701", (*where, key, index), message))
        yield from found

    def _misread(self, variables: Mapping[str, str], path: ProblemPath) -> list[Problem]:
        """Return what nobody reads of one parameter or variable, at its place."""
        if any(unknown[: len(path)] == path for unknown in self.unknown):
            return []
        try:
            values(variables)
        except RenderError as error:
            return [problem.saying(path=path) for problem in error.problems]
        return []

    def _plugged(self, source: Source, path: Path) -> list[Any] | None:
        """Render the app of a folder.

        Raises:
            RenderError: with the problems of the Application at its fields.
        """
        if not self._is_ours(source):
            return None
        variables = {**variables_of(source, "", ""), NAMESPACE: ""}
        called = lambda name: str(path / name)  # noqa: E731
        try:
            request = request_of(variables)
            printed = generate(folder(str(path), called), request, beside(str(path)))
        except RenderError as error:
            raise RenderError(_of_render(problem, source) for problem in error.problems) from None
        return manifests(printed)

    # --- by others

    def _built(self, source: Source, path: Path) -> list[Any]:
        """Build a kustomization, without what the Application changes in it."""
        if self.argo_cd.build is None:
            raise Failed("kustomize is not on PATH")
        result = self.argo_cd.build(path)
        if result.code:
            raise RenderError(
                [Problem(WRONG, (*source.at, "path"), f"cannot be built: {result.reason}")]
            )
        return objects_in(result.stdout)

    def _plain(self, source: Source, path: Path) -> list[Any]:
        """Read what Argo CD would apply as it is.

        Raises:
            RenderError: a spec is among it, or there is nothing but a spec (SR706).
        """
        objects = plain_manifests(source, path)
        where = (*source.at, "path")
        hint = f"write plugin: {{name: {next(iter(self.names))}}}, or the path of an overlay"
        if apps := [data for data in objects if is_app(data)]:
            names = listed([f"StatefulApp/{text(at(app, 'metadata', 'name'))}" for app in apps])
            message = f"leads to {names}, which Argo CD would apply as it is: no plugin is named"
            raise RenderError([Problem("SR706", where, message, hint=hint)])
        if not objects and any((path / name).is_file() for name in SPECS):
            message = f"leads to a spec that Argo CD skips ({SKIP}), and to nothing else"
            raise RenderError([Problem("SR706", where, message, hint=hint)])
        return objects

    def _of_paths(self, path: Path, what: str) -> Iterator[Problem]:
        """Yield where a commit that matters would not be seen, or every commit is."""
        if what == DIRECTORY:
            return
        where = ("metadata", "annotations", MANIFEST_PATHS)
        said = text(annotations_of(self.data).get(MANIFEST_PATHS))
        if not said:
            if not any(key[:2] == where[:2] for key in self.unknown):
                message = (
                    f"has no {MANIFEST_PATHS}: every commit of the repository renders it again"
                )
                hint = (
                    f'write {MANIFEST_PATHS}: "."'
                    if what == PLUGGED
                    else f"name all folders: {MANIFEST_PATHS}"
                )
                yield Problem(ADVICE, ("metadata",), message, hint=hint, severity="info")
            return
        covered = [
            _covered(folder.strip(), path, self.root)
            for folder in said.split(";")
            if folder.strip()
        ]
        folders = {path.resolve()}
        if what == KUSTOMIZE:
            folders |= reach_of([path])[path]
        missed = sorted(
            folder.relative_to(self.root.resolve()).as_posix()
            for folder in folders
            if folder.is_relative_to(self.root.resolve())
            and not any(map(folder.is_relative_to, covered))
        )
        if missed:
            message = f"must name {listed(missed)} too: a commit there changes nothing"
            hint = f"write {said};/{missed[0]}"
            yield Problem(WRONG, where, message, hint=hint)

    # --- the Application around what it renders

    def _of_namespaces(self, objects: list[Any]) -> Iterator[Problem]:
        wanted = text(at(self.data, *DESTINATION))
        overriding = [
            text(at(source.data, "kustomize", "namespace"))
            for source in rendered_sources(self.data)
        ]
        found = {
            text(at(data, "metadata", "namespace"))
            for data in objects
            if data.get("kind") not in CLUSTER_SCOPED
        }
        others = sorted({*overriding} - {""} or found - {""})
        if DESTINATION in self.unknown:
            return
        if wanted and others and others != [wanted]:
            message = f"must be {listed(others)}, where the objects go, is {wanted}"
            hint = f"CreateNamespace=true makes {wanted} alone"
            yield Problem(TWO_NAMESPACES, DESTINATION, message, hint=hint)
            return
        makes = any(
            data.get("kind") == "Namespace" and text(at(data, "metadata", "name")) == wanted
            for data in objects
        )
        options = texts(at(self.data, "spec", "syncPolicy", "syncOptions"))
        if (
            wanted not in THERE
            and not wanted.startswith("kube-")
            and not (makes or CREATE_NAMESPACE in options)
        ):
            message = f"nothing here makes {wanted}: a sync fails where it is not there"
            hint = f"write syncPolicy: {{syncOptions: [{CREATE_NAMESPACE}]}}"
            yield Problem(ADVICE, DESTINATION, message, hint=hint, severity="info")

    def _of_claims(self, objects: list[Any]) -> Iterator[Problem]:
        """Yield what deletes claims: pruning, and deletion of the Application."""
        claims = [Resource(data) for data in objects if data.get("kind") == CLAIM]
        automated = mapping(at(self.data, "spec", "syncPolicy", "automated"))
        is_pruned = bool(automated.get("prune")) and automated.get("enabled") is not False
        deletes = any(
            name.startswith(RESOURCES_FINALIZER)
            for name in texts(at(self.data, "metadata", "finalizers"))
        )
        unkept = [claim.label for claim in claims if not is_kept(claim)]
        if is_pruned and unkept:
            message = f"deletes {listed(unkept)} when Git has it no more, and its data with it"
            yield self._deleting(
                ("spec", "syncPolicy", "automated", "prune"), message, "Prune=false"
            )
        undeleted = [claim.label for claim in claims if not _survives(claim)]
        if deletes and undeleted:
            message = f"deletes {listed(undeleted)} with the Application, and its data with it"
            yield self._deleting(FINALIZERS, message, "Delete=false")
        gone = [
            Resource(data).label
            for data in objects
            if at(data, "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete"
        ]
        if deletes and gone:
            message = f"deletes {listed(gone)} with the Application, whose claims go with it"
            hint = "set persistentVolumeClaimRetentionPolicy.whenDeleted: Retain"
            yield Problem(DELETES, FINALIZERS, message, hint=hint, severity="warning")

    def _deleting(self, path: ProblemPath, message: str, option: str) -> Problem:
        hint = f"annotate the claim: {SYNC_OPTIONS}: {option}"
        return Problem(DELETES, path, message, hint=hint)


def _survives(claim: Resource) -> bool:
    return "delete=false" in text(claim.annotations.get(SYNC_OPTIONS)).lower()


def _in_itself(objects: list[Any]) -> list[Any]:
    return [data for data in objects if isinstance(data, dict)]


def _covered(said: str, path: Path, root: Path) -> Path:
    """Return the folder that a path of the annotation stands for."""
    return (root / said.lstrip("/") if said.startswith("/") else path / said).resolve()


def _bare(name: str) -> str:
    return name.rpartition("-")[0] or name


def _discovers(plugin: Any, path: Path) -> bool:
    pattern = text(at(plugin, "spec", "discover", "fileName")).removeprefix("./")
    return bool(pattern) and any(file.is_file() for file in path.glob(pattern))


def _of_render(problem: Problem, source: Source) -> Problem:
    """Return a problem of what is rendered at the field of the Application that it comes from."""
    own = (*source.at, "plugin")
    if problem.code == "SR502":
        path: ProblemPath = (*source.at, "path")
    elif problem.code == "SR401":
        path = _setting(source, ENVIRONMENT.name)
    elif problem.code == "SR703":
        path = own
    elif problem.file in ("", SAID_BY):
        name = str(problem.path[0]) if problem.path else KUBE_VERSION.name
        path = _setting(source, name)
    else:
        return problem
    spec = f" (spec: {problem.place()})" if problem.line else ""
    return problem.at("").saying(f"{problem.message}{spec}", path=path)


def _setting(source: Source, name: str) -> ProblemPath:
    """Return where an Application sets a parameter."""
    own = (*source.at, "plugin")
    plugin = mapping(source.data.get("plugin"))
    for index, entry in items(plugin.get("parameters")):
        if entry.get("name") == name:
            return (*own, "parameters", index)
    for index, entry in items(plugin.get("env")):
        known = BY_VARIABLE.get(text(entry.get("name")))
        if known and known.name == name:
            return (*own, "env", index)
    return own
