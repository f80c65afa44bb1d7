"""The objects and keys that a pod refers to are there.

An object that is not in the input may be anywhere else; of one that is, all is known.
"""

from __future__ import annotations

from renderer.kubernetes.names import nearest, one_of, quoted
from renderer.objects.reading import at, items, mapping, text
from renderer.objects.resource import Objects, Resource, may_share_namespace
from renderer.objects.workload import POD, all_containers, pod, volumes
from renderer.rules.rule import found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.rules.rule import Problems

    Keys = list[tuple[Path, str]]

CONFIG_MAP, SECRET = "ConfigMap", "Secret"
HOLDING = ("data", "binaryData", "stringData")
VOLUMES = (*POD, "volumes")


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

    @property
    def volume(self) -> Path:
        """Return where the volume is that it stands in; an empty path where it is in none."""
        return self.path[: len(VOLUMES) + 1] if self.path[: len(VOLUMES)] == VOLUMES else ()

    @property
    def is_variable(self) -> bool:
        """Tell whether a variable of a container takes it."""
        return "env" in self.path or "envFrom" in self.path


def references(resource: Resource) -> Iterator[Reference]:
    """Yield everything that a StatefulSet's pods refer to by name."""
    for path, container in all_containers(resource):
        for index, source in items(container.get("envFrom")):
            where = (*path, "envFrom", index)
            for field, kind in (("configMapRef", CONFIG_MAP), ("secretRef", SECRET)):
                if isinstance(source.get(field), dict):
                    yield _reference(kind, source[field], (*where, field))
        for index, variable in items(container.get("env")):
            yield from _of_variable(mapping(variable.get("valueFrom")), (*path, "env", index))
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
        target
        for target in objects.of_kind(reference.kind)
        if reference.name in target.names and may_share_namespace(resource, target)
    ]


def _keys_of(reference: Reference, resource: Resource, objects: Objects) -> set[str]:
    """Return what the object holds; nothing where it is not here, or others fill it."""
    held = [
        {key for field in HOLDING for key in mapping(target.data.get(field))}
        for target in named(reference, resource, objects)
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
                hint = nearest(key, known) or one_of(sorted(known))
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
                hint = nearest(wanted, known) or one_of(sorted(known))
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
