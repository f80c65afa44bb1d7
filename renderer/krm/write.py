"""The base and overlays of apps, written into a package: the same files as `stateful render` has.

Nothing that somebody else wrote is changed or left out. With anything in the way the call fails,
and then its caller writes nothing at all.
"""

from __future__ import annotations

from renderer.app import KIND
from renderer.app.load import Document, selected_environment
from renderer.errors import Problem, RenderError
from renderer.krm import apps, changes
from renderer.krm.call import Answer, Call, Failed, collected
from renderer.krm.items import label
from renderer.krm.losses import MANIFESTS, losses
from renderer.krm.options import ENVIRONMENT, FOLDER, OVERWRITE, options_in
from renderer.krm.package import GIVEN, Owned, Package, Source, Wanted
from renderer.krm.transform import config_of
from renderer.kustomize.tree import tree
from renderer.objects.identity import Identity
from renderer.objects.reading import annotations_of, metadata_of
from renderer.resources.collisions import Together

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.krm.call import Found
    from renderer.krm.items import Item

    Options = dict[str, str]
    OnePlace = Iterator[tuple[Problem, Any]]

# By it kpt knows again what it has selected; it is on nothing else.
SELECTED = "internal.config.k8s.io/kpt-resource-id"
KUSTOMIZATION_GROUP = "kustomize.config.k8s.io/"
IN_A_LIST = "must hold a StatefulApp as a document of its own, and not within a List"


def write_app(call: Call) -> Answer:
    """Write the files of the app that the config is; it may be a file of the package too."""
    package = _whole_package(call)
    own = package.path(call.config)
    files = [own] if own and own in package.at else _files_of(package, call.config)
    name = next(iter(files), f"{GIVEN}{metadata_of(call.config).get('name')}")
    document = Document(call.config, file=label(call.config))
    source = Source(document, call.config, name, package.folder(name))
    others = {
        metadata_of(item.data).get("name")
        for item in package.at.get(name, [])
        if apps.is_app(item) and Identity.of(item.data) != Identity.of(call.config)
    }
    mine = [each for each in package.owned.values() if each.source == name]
    mine = [each for each in mine if each.app() not in others]
    return _written(package, [source], {}, mine)


def _files_of(package: Package, config: Any) -> list[str]:
    """Return the paths of a config: kpt does not say where it is from when it is given by name."""
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
    """Return the package; what is not selected is out of sight, and would be there twice."""
    if any(SELECTED in annotations_of(item.data) for item in call.items):
        message = "must be the whole package: of a selection nobody knows what is there already"
        hint = "leave out --match-... and --exclude-..., selectors and exclude"
        raise RenderError([Problem("SR612", ("items",), message, hint=hint)])
    return Package(call)


def change(call: Call) -> Answer:
    """Change StatefulSets that people wrote; with an environment, write the apps' files for it."""
    config, file = config_of(call), label(call.config)
    package = Package(call)
    problems = [
        _generated(each, number).at(file)
        for number, wanted in enumerate(config.spec.stateful_sets)
        for each in package.owned.values()
        if changes.is_set(each.item) and changes.matches(wanted, each.item.data)
    ]
    if problems:
        raise RenderError(problems)
    items = changes.apply(config, call.items, file=file)
    if config.spec.environment is None:
        return Answer(items)
    changed = _whole_package(Call(items, call.config, call.pad))
    return _apps_written(changed, {ENVIRONMENT: config.spec.environment})


def _generated(owned: Owned, number: int) -> Problem:
    path = ("spec", "statefulSets", number, "name")
    message = f"must name a StatefulSet that is not generated, {owned.path} is"
    return Problem("SR609", path, message, hint=f"say it in an environment of {owned.source}")


def _apps_written(package: Package, options: Options) -> Answer:
    folder = _output_folder(options)
    sources: list[Source] = []
    found: Found = [
        (Problem("SR603", (), IN_A_LIST, file=package.path(item.data)), item.data)
        for item, data in package.in_lists()
        if data.get("kind") == KIND
    ]
    for item in package.items:
        if apps.is_app(item):
            try:
                sources.append(package.source(item, folder))
            except RenderError as error:
                collected(found, error, item.data)
    if found:
        raise Failed(found)
    if not sources:
        raise RenderError([apps.no_app("add one")])
    names = {source.name for source in sources}
    mine = [
        each
        for each in package.owned.values()
        if each.source in names or not package.has(each.source)
    ]
    return _written(package, sources, options, mine)


def _written(
    package: Package, sources: list[Source], options: Options, mine: list[Owned]
) -> Answer:
    """Answer with all items: those of others as they came, ours as they are to be.

    Args:
        package: what is there.
        sources: the apps.
        options: what the caller asks for.
        mine: what was generated from these apps, and goes if nothing wants it any longer.

    Raises:
        Failed: with everything that is wrong with the apps or in the way of their files.
    """
    wanted = _wanted(sources, options)
    output = _output_folder(options)
    mine = [each for each in mine if each.path in wanted or package.is_in_place(each, output)]
    gone = [each for each in mine if each.path not in wanted or package.is_copy(each)]
    leftover = {each.item for each in gone}
    names = {source.name for source in sources}
    found = [
        *(each for new in wanted.values() for each in _in_the_way(package, new, names)),
        *_elsewhere(package, wanted, {each.item for each in mine}),
    ]
    if options.get(OVERWRITE) != "true":
        found += [each for owned in mine for each in _edited(owned, wanted)]
    if found:
        raise Failed(found)
    kept = [item for item in package.items if item not in leftover]
    new = [each for path, each in wanted.items() if path not in package.at]
    renewed = [_renewed(package, item, wanted) for item in kept]
    items = [*renewed, *(each.item(package.pad, None) for each in new)]
    return Answer(items, list(_given_up(package, mine, wanted)))


def _output_folder(options: Options) -> str:
    return options.get(FOLDER, "").removesuffix("/")


def _wanted(sources: list[Source], options: Options) -> dict[str, Wanted]:
    """Return {path: document} for all apps."""
    wanted: dict[str, Wanted] = {}
    takers: dict[Any, Source] = {}
    found: Found = []
    together = Together()
    for source in sources:
        try:
            documents = _documents(source.document, options.get(ENVIRONMENT), together)
        except RenderError as error:
            collected(found, error, source.data)
            continue
        new = [Wanted(source, path, each) for path, each in documents.items()]
        takes = {key: source for each in new for key in _takes(each)}
        others = [takers[key].name for key in takes if key in takers]
        wanted |= {each.path: each for each in new}
        takers |= takes
        if others:
            message = f"must be a name of its own, {others[0]} has it too"
            problem = source.document.place(Problem("SR505", ("metadata", "name"), message))
            found.append((problem, source.data))
    if found:
        raise Failed(found)
    return wanted


def _takes(new: Wanted) -> Iterator[Any]:
    """Yield what one app alone may have: a path, and a StatefulSet that goes to a cluster as it is.

    That of a base does not: where it goes, its overlays say.
    """
    yield new.path
    if new.document["kind"] == changes.KIND and new.own_path.startswith(f"{MANIFESTS}/"):
        yield Identity.of(new.document)


def _documents(document: Document, asked: str | None, together: Together) -> dict[str, Any]:
    """Return base and overlays, or the plain manifests of the environment that is selected."""
    if asked is None and selected_environment(document) is None:
        builds = apps.all_builds(document, together)
        return tree(_name(document), builds)
    build = apps.selected_build(document, asked, together)
    return {f"{MANIFESTS}/{_name(document)}/{file}": each for file, each in build.items()}


def _name(document: Document) -> str:
    return str(document.data["metadata"]["name"])


def _in_the_way(package: Package, new: Wanted, names: set[str]) -> OnePlace:
    """Yield what is at the path of a file and is not an earlier version of it."""
    there = package.at.get(new.path, [])
    foreign = [item for item in there if item not in package.owned]
    foreign += [item for path in _same_to_kustomize(new.path) for item in package.at.get(path, [])]
    owned = package.owned[there[0]] if there and not foreign else None
    if foreign:
        message = f"is in the way of what is generated from {new.source.name}"
        hint = "move it, or name the app differently"
        file = package.path(foreign[0].data) or new.path
        yield Problem("SR610", (), message, hint=hint, file=file), foreign[0].data
    elif owned and owned.source not in names and package.has(owned.source):
        message = f"is generated from {owned.source} already, and not from {new.source.name}"
        hint = "remove one of the two"
        yield Problem("SR506", (), message, hint=hint, file=new.path), owned.item.data


def _same_to_kustomize(path: str) -> list[str]:
    """Return the names beside which kustomize refuses a kustomization.yaml."""
    folder, _, name = path.rpartition("/")
    others = ("kustomization.yml", "Kustomization") if name == "kustomization.yaml" else ()
    return [f"{folder}/{each}" for each in others]


def _edited(owned: Owned, wanted: dict[str, Wanted]) -> OnePlace:
    """Yield a generated file that would be replaced or removed, and holds what a person wrote."""
    new = wanted.get(owned.path)
    if owned.is_edited() and not (new and owned.says(new)):
        message = f"was edited since it was generated from {owned.source}"
        hint = f"move the change there, or give it up: remove the file, or say {OVERWRITE}=true"
        yield Problem("SR504", (), message, hint=hint, file=owned.path), owned.item.data


def _given_up(package: Package, mine: list[Owned], wanted: dict[str, Wanted]) -> OnePlace:
    """Yield the StatefulSets that go, or leave a namespace: another one gets other volumes."""
    before = {each.path: each for each in mine}
    contents = {path: each.content for path, each in before.items()}
    after = {path: each.document for path, each in wanted.items()}
    for path, problem in losses(contents, after):
        owned = before[path]
        is_seen = package.has(owned.source) or owned.source in package.at
        yield problem if is_seen else _to_be_seen(problem, owned), owned.item.data


def _to_be_seen(problem: Problem, owned: Owned) -> Problem:
    """Say how a StatefulSet is kept whose app nobody sees: it may be gone for kpt alone."""
    hint = f"if it is to stay, put {owned.source} where kpt sees it; .krmignore may hide it"
    return problem.saying(problem.message, hint=hint)


def _elsewhere(package: Package, wanted: dict[str, Wanted], mine: set[Item]) -> OnePlace:
    """Yield the objects of other files that would be there twice; patches of them may be."""
    sources = {
        Identity.of(each.document): each.source.name
        for each in wanted.values()
        if not str(each.document["apiVersion"]).startswith(KUSTOMIZATION_GROUP)
    }
    patches = package.patches()
    objects = [(item, item.data) for item in package.items if isinstance(item.data, dict)]
    for item, data in (*objects, *package.in_lists()):
        path = package.path(item.data)
        if path in patches or path in wanted or item in mine:
            continue
        if source := sources.get(Identity.of(data)):
            kind, name = data["kind"], metadata_of(data).get("name")
            message = f"must not be the {kind} {name}, which is generated from {source}"
            problem = Problem("SR611", ("metadata", "name"), message, hint="remove one of the two")
            yield problem.at(path or label(item.data)), item.data


def _renewed(package: Package, item: Item, wanted: dict[str, Wanted]) -> Item:
    """Return an item as it is to be: the very same unless it is ours and says something else."""
    owned = package.owned.get(item)
    new = wanted.get(owned.path) if owned else None
    if owned is None or new is None:
        return item
    is_same = owned.mark == new.mark and owned.says(new)
    return item if is_same else new.item(package.pad, owned)
