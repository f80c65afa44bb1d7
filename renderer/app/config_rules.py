"""What must hold for the files that `config` keeps in ConfigMaps."""

from __future__ import annotations

from renderer.app.defaults import config_key
from renderer.app.pod_rules import containers, one_of, repeated, taken
from renderer.errors import Problem
from renderer.kubernetes import names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.app.models import StatefulApp
    from renderer.app.parts import Config, ConfigFile
    from renderer.errors import Path

    Problems = Iterator[Problem]

SOURCES = ("text", "base64", "fromFile")


def configs_are_complete(app: StatefulApp) -> Problems:
    """Each file has one source and a name that a ConfigMap can have; each config is of use."""
    named: dict[str, Path] = {
        claim.name: ("spec", "storage", index, "name")
        for index, claim in enumerate(app.spec.storage)
    }
    for index, config in enumerate(app.spec.config):
        path: Path = ("spec", "config", index)
        if config.name in named:
            yield taken((*path, "name"), config.name, named[config.name])
        named.setdefault(config.name, (*path, "name"))
        for number, file in enumerate(config.files):
            yield from _file(file, (*path, "files", number))
        yield from _together(config, (*path, "files"))
        yield from _mount(app, config, path)


def _file(file: ConfigFile, path: Path) -> Problems:
    sources = {"text": file.text, "base64": file.base64, "fromFile": file.from_file}
    given = {field: value for field, value in sources.items() if value is not None}
    yield from one_of(given, SOURCES, path)
    try:
        names.config_key(config_key(file.name))
    except ValueError:
        words = 'letters, digits, "-", "_", "." and "/" between folders'
        yield Problem("SR210", (*path, "name"), f'must be {words}, got "{file.name}"')


def _together(config: Config, path: Path) -> Problems:
    keys = [config_key(file.name) for file in config.files]
    for number, first, _ in repeated(keys):
        yield taken((*path, number, "name"), config.files[number].name, (*path, first, "name"))


def _mount(app: StatefulApp, config: Config, path: Path) -> Problems:
    files = [file.name for file in config.files]
    if config.sub_path is not None and config.sub_path not in files:
        message = f'must be one of the files ({", ".join(files)}), got "{config.sub_path}"'
        yield Problem("SR308", (*path, "subPath"), message)
    if config.sub_path is not None and config.mount_path is None:
        yield Problem("SR308", (*path, "subPath"), "must come with mountPath")
    mounted = [
        mount["name"]
        for _, container in containers(app)
        for mount in container.get("volumeMounts", [])
    ]
    if config.mount_path is None and config.name not in mounted:
        message = "must be set, unless a container mounts the volume by its name"
        yield Problem("SR308", (*path, "mountPath"), message, hint="write where the app reads it")


def changes_reach_the_pods(app: StatefulApp) -> Problems:
    """The kubelet renews the files of a volume in running pods, but for those behind a subPath."""
    for index, config in enumerate(app.spec.config):
        path: Path = ("spec", "config", index)
        if config.on_change == "none" and config.sub_path is not None:
            yield _unseen((*path, "onChange"), (*path, "subPath"))
        for where in _behind_subpaths(app, config) if config.on_change == "none" else ():
            yield _unseen(where, (*path, "onChange"))


def _behind_subpaths(app: StatefulApp, config: Config) -> Iterator[Path]:
    for path, container in containers(app):
        for index, mount in enumerate(container.get("volumeMounts", [])):
            for field in ("subPath", "subPathExpr"):
                if mount["name"] == config.name and field in mount:
                    yield (*path, "volumeMounts", index, field)


def _unseen(path: Path, cause: Path) -> Problem:
    message = "must not be set for a config with onChange: none: a change reaches no running pod"
    if path[-1] == "onChange":
        message = "must not be none with subPath: a change of the file reaches no running pod"
    hint = "write onChange: roll, or mount the folder without subPath"
    return Problem("SR324", path, message, hint=hint, causes=(cause,))


RULES = (configs_are_complete, changes_reach_the_pods)
