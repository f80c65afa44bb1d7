"""The base and overlays of apps, written into a package: the same files as `stateful render` has.

Nothing that somebody else wrote is changed or left out. With anything in the way the call fails,
and then its caller writes nothing at all.
"""

from __future__ import annotations

from renderer.app import KIND
from renderer.app.load import Document, selected_environment
from renderer.errors import Problem, RenderError
from renderer.krm import apps, changes
from renderer.krm.call import Answer, Call, Failed, collect
from renderer.krm.items import label
from renderer.krm.options import ENVIRONMENT, FOLDER, OVERWRITE, options_in
from renderer.krm.package import GIVEN, NewFile, Owned, Package, Source
from renderer.krm.transform import config_of
from renderer.kustomize.losses import MANIFESTS, losses
from renderer.kustomize.shrinking import shrunk
from renderer.kustomize.tree import tree
from renderer.objects.declared import template_of
from renderer.objects.identity import Identity
from renderer.objects.reading import annotations_of, metadata_of
from renderer.objects.resource import Resource
from renderer.resources.collisions import Together
from renderer.resources.pipeline import build_of, builds_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.krm.call import Result
    from renderer.krm.items import Item

    Options = dict[str, str]
    NewFiles = dict[str, NewFile]

# kpt writes it on what it has selected, and on nothing else.
SELECTED = "internal.config.k8s.io/kpt-resource-id"
KUSTOMIZATION_GROUP = "kustomize.config.k8s.io/"
IN_A_LIST = "must hold a StatefulApp as a document of its own, not within a List"


def write_app(call: Call) -> Answer:
    """Write the files of the app that the config is; it may be a file of the package too."""
    package = _whole_package(call)
    path = package.path(call.config)
    paths = [path] if path and path in package.at else _paths_of(package, call.config)
    name = next(iter(paths), f"{GIVEN}{metadata_of(call.config).get('name')}")
    document = Document(call.config, file=label(call.config))
    source = Source(document, call.config, name, package.folder(name))
    others = {
        metadata_of(item.data).get("name")
        for item in package.at.get(name, [])
        if apps.is_app(item) and Identity.of(item.data) != Identity.of(call.config)
    }
    made_before = [
        owned
        for owned in package.owned.values()
        if owned.source == name and owned.app() not in others
    ]
    return _written(package, [source], {}, made_before)


def _paths_of(package: Package, config: Any) -> list[str]:
    """Return the files that hold the config: called with its name, kpt does not say which."""
    return [
        path
        for path, items in package.at.items()
        for item in items
        if path and apps.is_app(item) and Identity.of(item.data) == Identity.of(config)
    ]


def write_apps(call: Call) -> Answer:
    """Write the files of all apps in the package."""
    options = options_in(call.config)
    return _apps_written(_whole_package(call), options)


def _whole_package(call: Call) -> Package:
    """Return the package; what is not selected cannot be seen, and would be written twice."""
    if any(SELECTED in annotations_of(item.data) for item in call.items):
        message = "must be the whole package: a selection does not show what is there already"
        hint = "leave out --match-... and --exclude-..., selectors and exclude"
        raise RenderError([Problem("SR612", ("items",), message, hint=hint)])
    return Package(call)


def change_package(call: Call) -> Answer:
    """Change StatefulSets that people wrote; with an environment, write the apps' files for it."""
    config, file = config_of(call), label(call.config)
    package = Package(call)
    problems = [
        _generated(owned, index).at(file)
        for index, change in enumerate(config.spec.stateful_sets)
        for owned in package.owned.values()
        if changes.is_set(owned.item) and changes.matches(change, owned.item.data)
    ]
    if problems:
        raise RenderError(problems)
    items = changes.apply(config, call.items, file=file)
    if config.spec.environment is None:
        return Answer(items)
    changed = _whole_package(Call(items, call.config, call.pad))
    return _apps_written(changed, {ENVIRONMENT: config.spec.environment})


def _generated(owned: Owned, index: int) -> Problem:
    path = ("spec", "statefulSets", index, "name")
    message = f"must name a StatefulSet that is not generated, but {owned.path} is"
    return Problem("SR609", path, message, hint=f"change it in an environment of {owned.source}")


def _apps_written(package: Package, options: Options) -> Answer:
    sources = _sources(package, options)
    names = {source.name for source in sources}
    made_before = [
        owned
        for owned in package.owned.values()
        if owned.source in names or not package.has(owned.source)
    ]
    return _written(package, sources, options, made_before)


def _sources(package: Package, options: Options) -> list[Source]:
    """Return every StatefulApp of the package."""
    sources: list[Source] = []
    results: list[Result] = [
        (Problem("SR603", (), IN_A_LIST, file=package.path(item.data)), item.data)
        for item, data in package.in_lists()
        if data.get("kind") == KIND
    ]
    for item in filter(apps.is_app, package.items):
        try:
            sources.append(package.source(item, _output_folder(options)))
        except RenderError as error:
            collect(results, error, item.data)
    if results:
        raise Failed(results)
    if not sources:
        raise RenderError([apps.no_app("add one")])
    return sources


def _written(
    package: Package, sources: list[Source], options: Options, made_before: list[Owned]
) -> Answer:
    """Answer with all items: those of others as they came, ours as they should be.

    Args:
        package: what is there.
        sources: the apps.
        options: what the caller asks for.
        made_before: what was generated from these apps; what is not generated again is removed.

    Raises:
        Failed: with everything that is wrong with the apps or in the way of their files.
    """
    files = _new_files(sources, options)
    folder = _output_folder(options)
    ours = [
        owned for owned in made_before if owned.path in files or package.is_in_place(owned, folder)
    ]
    if obstacles := list(_obstacles(package, files, ours, options)):
        raise Failed(obstacles)
    removed = {owned.item for owned in ours if owned.path not in files or package.is_copy(owned)}
    kept = [_renewed(package, item, files) for item in package.items if item not in removed]
    added = [file.item(package.pad, None) for path, file in files.items() if path not in package.at]
    return Answer([*kept, *added], list(_given_up(package, ours, files)))


def _output_folder(options: Options) -> str:
    return options.get(FOLDER, "").removesuffix("/")


def _new_files(sources: list[Source], options: Options) -> NewFiles:
    """Return {path: file} for all apps."""
    files: NewFiles = {}
    owners: dict[Any, Source] = {}
    results: list[Result] = []
    together = Together()
    for source in sources:
        try:
            documents = _documents(source.document, options.get(ENVIRONMENT), together)
        except RenderError as error:
            collect(results, error, source.data)
            continue
        made = [NewFile(source, path, document) for path, document in documents.items()]
        keys = [key for file in made for key in _unshared(file)]
        if taken := [key for key in keys if key in owners]:
            results.append((_taken(source, owners[taken[0]]), source.data))
        files |= {file.path: file for file in made}
        owners |= dict.fromkeys(keys, source)
    if results:
        raise Failed(results)
    return files


def _taken(source: Source, other: Source) -> Problem:
    message = f'must be a name of its own, "{_name(source.document)}" is taken by {other.name}'
    return source.document.place(Problem("SR505", ("metadata", "name"), message))


def _unshared(file: NewFile) -> Iterator[Any]:
    """Yield what only one app may have: a path, and a StatefulSet that is applied as it is.

    A StatefulSet in a base is not: its overlays say where it is applied.
    """
    yield file.path
    if file.document["kind"] == changes.KIND and file.own_path.startswith(f"{MANIFESTS}/"):
        yield Identity.of(file.document)


def _documents(document: Document, asked: str | None, together: Together) -> dict[str, Any]:
    """Return base and overlays, or the plain manifests of the environment that is selected."""
    if asked is None and selected_environment(document) is None:
        return tree(builds_of(document, together=together))
    files = build_of(document, asked, together).files
    return {f"{MANIFESTS}/{_name(document)}/{file}": made for file, made in files.items()}


def _name(document: Document) -> str:
    return str(document.data["metadata"]["name"])


def _obstacles(
    package: Package, files: NewFiles, ours: list[Owned], options: Options
) -> Iterator[Result]:
    """Yield everything that keeps the files from being written."""
    sources = {file.source.name for file in files.values()}
    for file in files.values():
        yield from _in_the_way(package, file, sources)
    yield from _elsewhere(package, files, {owned.item for owned in ours})
    yield from _shrunk(ours, files)
    if options.get(OVERWRITE) != "true":
        for owned in ours:
            yield from _edited(owned, files.get(owned.path))


def _shrunk(ours: list[Owned], files: NewFiles) -> Iterator[Result]:
    """Yield the claims that would become smaller than the files say that are there."""
    if any(template_of(Resource(owned.content)) for owned in ours):
        before = {owned.path: owned for owned in ours}
        for path, problem in shrunk(*_contents(before, files)):
            yield problem, before[path].item.data


def _contents(before: dict[str, Owned], files: NewFiles) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return {path: document} of what is there, and of what will be."""
    there = {path: owned.content for path, owned in before.items()}
    return there, {path: file.document for path, file in files.items()}


def _in_the_way(package: Package, file: NewFile, sources: set[str]) -> Iterator[Result]:
    """Yield what stands at the path of a file and is not an earlier version of it."""
    present = package.at.get(file.path, [])
    foreign = [item for item in present if item not in package.owned]
    foreign += [item for path in _same_to_kustomize(file.path) for item in package.at.get(path, [])]
    owned = package.owned[present[0]] if present and not foreign else None
    if foreign:
        message = f"is in the way of what is generated from {file.source.name}"
        hint = "move it, or rename the app"
        path = package.path(foreign[0].data) or file.path
        yield Problem("SR610", (), message, hint=hint, file=path), foreign[0].data
    elif owned and owned.source not in sources and package.has(owned.source):
        message = f"is already generated from {owned.source}, not from {file.source.name}"
        hint = "remove one of the two"
        yield Problem("SR506", (), message, hint=hint, file=file.path), owned.item.data


def _same_to_kustomize(path: str) -> list[str]:
    """Return the names beside which kustomize refuses a kustomization.yaml."""
    folder, _, name = path.rpartition("/")
    others = ("kustomization.yml", "Kustomization") if name == "kustomization.yaml" else ()
    return [f"{folder}/{other}" for other in others]


def _edited(owned: Owned, new: NewFile | None) -> Iterator[Result]:
    """Yield a generated file that would be replaced or removed, and holds what a person wrote."""
    if owned.is_edited() and not (new and owned.says(new)):
        message = f"was edited since it was generated from {owned.source}"
        hint = f"move the edit there, or discard it: remove the file, or set {OVERWRITE}=true"
        yield Problem("SR504", (), message, hint=hint, file=owned.path), owned.item.data


def _given_up(package: Package, ours: list[Owned], files: NewFiles) -> Iterator[Result]:
    """Yield the StatefulSets that are removed, or leave a namespace and so their volumes."""
    before = {owned.path: owned for owned in ours}
    for path, problem in losses(*_contents(before, files)):
        owned = before[path]
        is_seen = package.has(owned.source) or owned.source in package.at
        yield problem if is_seen else _unseen(problem, owned), owned.item.data


def _unseen(problem: Problem, owned: Owned) -> Problem:
    """Say how to keep a StatefulSet whose app is not in sight: kpt alone may not see it."""
    hint = f"to keep it, put {owned.source} where kpt sees it; .krmignore may hide it"
    return problem.saying(hint=hint)


def _elsewhere(package: Package, files: NewFiles, ours: set[Item]) -> Iterator[Result]:
    """Yield the objects of other files that are generated too; patches of them are allowed."""
    sources = {
        Identity.of(file.document): file.source.name
        for file in files.values()
        if not str(file.document["apiVersion"]).startswith(KUSTOMIZATION_GROUP)
    }
    patches = package.patches()
    objects = [(item, item.data) for item in package.items if isinstance(item.data, dict)]
    for item, data in (*objects, *package.in_lists()):
        path = package.path(item.data)
        if path in patches or path in files or item in ours:
            continue
        if source := sources.get(Identity.of(data)):
            kind, name = data["kind"], metadata_of(data).get("name")
            message = f"must not be the {kind} {name}, which is generated from {source}"
            problem = Problem("SR611", ("metadata", "name"), message, hint="remove one of the two")
            yield problem.at(path or label(item.data)), item.data


def _renewed(package: Package, item: Item, files: NewFiles) -> Item:
    """Return an item as it should be: unchanged unless it is ours and says something else."""
    owned = package.owned.get(item)
    new = files.get(owned.path) if owned else None
    if owned is None or new is None:
        return item
    is_same = owned.mark == new.mark and owned.says(new)
    return item if is_same else new.item(package.pad, owned)
