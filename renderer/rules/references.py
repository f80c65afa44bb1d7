"""What a pod refers to is there: variables, and the objects and keys that it is made of.

An object that is not in the input may be anywhere else; of one that is, all is known.
"""

from __future__ import annotations

from renderer.kubernetes.names import nearest, quoted
from renderer.objects.reading import at, items, mapping, text
from renderer.objects.resource import Objects, Resource, may_share_namespace
from renderer.objects.workload import POD, all_containers, pod, volumes
from renderer.rules.containers import handlers
from renderer.rules.rule import found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from renderer.errors import Path, Problem, Severity
    from renderer.rules.rule import Problems

    Keys = list[tuple[Path, str]]
    # A text where it stands, the variables that it can use, and whether a shell reads it.
    Word = tuple[Path, str, list[str], bool]

CONFIG_MAP, SECRET = "ConfigMap", "Secret"
HOLDING = ("data", "binaryData", "stringData")
SHELLS = ("sh", "ash", "bash", "dash", "ksh", "zsh")
# What the kubelet adds for each Service, such as DB_SERVICE_HOST and DB_PORT_5432_TCP_ADDR.
OF_A_SERVICE = ("_SERVICE_HOST_", "_SERVICE_PORT_", "_PORT_")
OF_THE_CLUSTER = "KUBERNETES_"


class Reference:
    """What a pod takes from another object.

    Args:
        kind: of the object.
        name: of the object.
        path: where the name stands.
        keys: what the object must hold, each with its place.
        is_optional: whether the pod also starts without it.
    """

    __slots__ = ("is_optional", "keys", "kind", "name", "path")

    def __init__(
        self, kind: str, name: Any, path: Path, keys: Keys, *, is_optional: bool = False
    ) -> None:
        self.kind = kind
        self.name = text(name)
        self.path = path
        self.keys = keys
        self.is_optional = is_optional


def references(resource: Resource) -> Iterator[Reference]:
    """Yield everything that a StatefulSet's pods refer to by name."""
    for path, container in all_containers(resource):
        for index, variable in items(container.get("env")):
            yield from _of_variable(mapping(variable.get("valueFrom")), (*path, "env", index))
        for index, source in items(container.get("envFrom")):
            where = (*path, "envFrom", index)
            for field, kind in (("configMapRef", CONFIG_MAP), ("secretRef", SECRET)):
                if isinstance(source.get(field), dict):
                    yield _reference(kind, source[field], (*where, field))
    for path, volume, _ in volumes(resource):
        yield from (reference for _, reference in _of_volume(volume, path) if reference)
        claim = ("persistentVolumeClaim", "claimName")
        yield Reference("PersistentVolumeClaim", at(volume, *claim), (*path, *claim), [])
    account = (*POD, "serviceAccountName")
    yield Reference("ServiceAccount", at(resource.data, *account), account, [])
    for index, secret in items(pod(resource).get("imagePullSecrets")):
        yield Reference(SECRET, secret.get("name"), (*POD, "imagePullSecrets", index, "name"), [])


def _of_variable(source: dict[Any, Any], path: Path) -> Iterator[Reference]:
    for field, kind in (("configMapKeyRef", CONFIG_MAP), ("secretKeyRef", SECRET)):
        if isinstance(source.get(field), dict):
            where = (*path, "valueFrom", field)
            yield _reference(
                kind, source[field], where, [((*where, "key"), text(source[field].get("key")))]
            )


def _reference(
    kind: str, source: dict[Any, Any], path: Path, keys: Keys | None = None, name: str = "name"
) -> Reference:
    is_optional = source.get("optional") is True
    return Reference(kind, source.get(name), (*path, name), keys or [], is_optional=is_optional)


def _of_volume(
    volume: dict[Any, Any], path: Path
) -> Iterator[tuple[dict[Any, Any], Reference | None]]:
    """Yield each source of files of a volume, and what it refers to; many refer to nothing."""
    for field, kind, name in (("configMap", CONFIG_MAP, "name"), ("secret", SECRET, "secretName")):
        if isinstance(source := volume.get(field), dict):
            yield source, _with_items(kind, source, (*path, field), name)
    for index, sources in items(at(volume, "projected", "sources")):
        for field, source in sources.items():
            where = (*path, "projected", "sources", index, field)
            kind = {"configMap": CONFIG_MAP, "secret": SECRET}.get(field, "")
            if isinstance(source, dict):
                yield source, _with_items(kind, source, where, "name") if kind else None


def _with_items(kind: str, source: dict[Any, Any], path: Path, name: str) -> Reference:
    keys = [
        ((*path, "items", index, "key"), text(item.get("key")))
        for index, item in items(source.get("items"))
    ]
    return _reference(kind, source, path, keys, name)


def named(reference: Reference, resource: Resource, objects: Objects) -> list[Resource]:
    """Return the objects of the input that a reference means."""
    return [
        each
        for each in objects.of_kind(reference.kind)
        if reference.name in each.names and may_share_namespace(resource, each)
    ]


def _keys_of(reference: Reference, resource: Resource, objects: Objects) -> set[str]:
    """Return what the object holds; nothing where it is not here, or others fill it."""
    held = [
        {key for field in HOLDING for key in mapping(each.data.get(field))}
        for each in named(reference, resource, objects)
    ]
    return set().union(*held) if all(held) else set()


@rule("SR1036", "error", "StatefulSet", refers=True)
def keys_are_there(resource: Resource, objects: Objects) -> Problems:
    """A key that a ConfigMap or Secret does not have

    The container stays at CreateContainerConfigError, or the volume is never mounted. With
    `optional: true` the pod starts without it.

    Way out: write the key as it is in the object, or add it there.
    """
    for reference in references(resource):
        known = _keys_of(reference, resource, objects) if reference.keys else set()
        for path, key in reference.keys:
            if known and key and key not in known and not reference.is_optional:
                message = (
                    f"must be a key of {reference.kind}/{reference.name}, got {quoted(key)}: "
                    "no pod starts"
                )
                hint = nearest(key, known) or f"known: {', '.join(sorted(known))}"
                yield found(path, message, hint=hint, causes=(reference.path,))


@rule("SR1037", "error", "StatefulSet", refers=True)
def sub_paths_are_there(resource: Resource, objects: Objects) -> Problems:
    """A subPath that its ConfigMap or Secret does not have

    An empty folder is made and mounted in its place, and the app reads nothing, or fails on a
    folder where it wants a file.

    Way out: write the key, or the path that items gives it.
    """
    files = {
        name: _files(path, volume, resource, objects) for path, volume, name in volumes(resource)
    }
    for path, container in all_containers(resource):
        for index, mount in items(container.get("volumeMounts")):
            known = files.get(text(mount.get("name")))
            wanted = text(mount.get("subPath")).strip("/")
            if known and wanted and not any(f"{file}/".startswith(f"{wanted}/") for file in known):
                message = f"must be a file of the volume, got {quoted(wanted)}: it mounts a folder"
                hint = nearest(wanted, known) or f"known: {', '.join(sorted(known))}"
                yield found((*path, "volumeMounts", index, "subPath"), message, hint=hint)


def _files(path: Path, volume: dict[Any, Any], resource: Resource, objects: Objects) -> set[str]:
    """Return the paths of the files in a volume; nothing where not all of them are known."""
    every: set[str] = set()
    for source, reference in _of_volume(volume, path):
        paths = {text(item.get("path")) for _, item in items(source.get("items"))}
        paths |= {text(source.get("path"))}
        if not paths - {""} and reference:
            paths = _keys_of(reference, resource, objects)
        if not paths - {""}:
            return set()
        every |= paths - {""}
    return every


@rule("SR1038", "error", "StatefulSet", refers=True)
def variables_are_there(resource: Resource, _objects: Objects) -> Problems:
    """A $(VARIABLE) that is never replaced

    Kubernetes replaces it by a variable of the same container: in env by one that stands before
    it, in command and args by any. The text stays as it is where there is none. Variables from
    envFrom may be any, and are not looked at.

    Way out: set the variable, and in env before it is used; `$$(VARIABLE)` is the text itself.
    """
    has_links = pod(resource).get("enableServiceLinks") is not False
    for path, container in all_containers(resource):
        if container.get("envFrom"):
            continue  # nobody knows what it has
        every = _variables(container)
        for where, word, known, is_script in _words(resource, path, container):
            for name in replaced(word):
                if name in known:
                    continue
                if name in every or _is_variable(name, is_script=is_script, has_links=has_links):
                    yield _unreplaced(resource, where, name, every)


def _unreplaced(resource: Resource, where: Path, name: str, every: list[str]) -> Problem:
    said = f"{quoted(f'$({name})')}: the text stays as it is"
    if name in every:
        return found(
            where, f"must use variables that stand before it, got {said}", hint="move it down"
        )
    hint = nearest(name, every) or f"set it in env, or write $$({name}) for this text"
    severity: Severity | None = None if name.isupper() or resource.environment else "warning"
    message = f"must use variables of this container, got {said}"
    return found(where, message, hint=hint, severity=severity)


def _variables(container: dict[Any, Any]) -> list[str]:
    return [text(variable.get("name")) for _, variable in items(container.get("env"))]


def _words(resource: Resource, path: Path, container: dict[Any, Any]) -> Iterator[Word]:
    """Yield what a container is told: variables, its command, and those of probes and hooks."""
    every = _variables(container)
    for index, variable in items(container.get("env")):
        yield (*path, "env", index, "value"), text(variable.get("value")), every[:index], False
    yield from _commands(path, container, ("command", "args"), every)
    for where, _, handler, own in handlers(resource):
        if own is container:
            yield from _commands(
                (*where, "exec"), mapping(handler.get("exec")), ("command",), every
            )


def _commands(
    path: Path, holder: dict[Any, Any], fields: tuple[str, ...], every: list[str]
) -> Iterator[Word]:
    is_script = False
    for field in fields:
        words: Any = holder.get(field)
        for index, word in enumerate(words if isinstance(words, list) else ()):
            yield (*path, field, index), text(word), every, is_script
            is_script = is_script or text(word).rpartition("/")[2] in SHELLS


def replaced(word: str) -> Iterable[str]:
    """Return the names in `$(...)`; a second dollar stands for the first."""
    if "$(" not in word:
        return ()
    parts = [part.partition(")") for part in word.replace("$$", "").split("$(")[1:]]
    return [name for name, end, _ in parts if end]


def _is_variable(name: str, *, is_script: bool, has_links: bool) -> bool:
    """Tell whether a name must be a variable's: a shell runs a command in `$(hostname)`."""
    is_name = name.replace("-", "_").replace(".", "_").isidentifier()
    may_be_given = has_links or name.startswith(OF_THE_CLUSTER)
    is_given = may_be_given and any(part in f"{name}_" for part in OF_A_SERVICE)
    return is_name and not is_given and (name.isupper() or not is_script)


RULES = (keys_are_there, sub_paths_are_there, variables_are_there)
