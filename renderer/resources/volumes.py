"""The volumes of a pod beside its claims, and where the main container sees each of them."""

from __future__ import annotations

from renderer.app import peers
from renderer.app.defaults import config_key, config_map_name, is_recommended
from renderer.resources.config_maps import peer_key
from renderer.resources.metadata import without_nothing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.app.parts import Config, ConfigFile, Storage
    from renderer.errors import Path

# Words of Kubernetes that are other ones in `config` and `storage`.
IN_CONFIG = {"name": "name", "defaultMode": "defaultMode", "path": "name", "key": "name"}
IN_PEERS = {"mountPath": "mountPath", "subPathExpr": "name"}
IN_MOUNT = {"devicePath": "mountPath"}


def volumes(app: StatefulApp) -> list[Any]:
    """Return the volumes of the configs, of lists of peers, and those that were declared."""
    lists = [{"name": peers.VOLUME, "configMap": {"name": config_map_name(app, peers.VOLUME)}}]
    return [
        *(config_volume(app, config) for config in app.spec.config),
        *(lists if peer_mounts(app) else []),
        *app.spec.volumes,
    ]


def config_volume(app: StatefulApp, config: Config) -> dict[str, Any]:
    """Return the volume of a config; files are named where a key does not say all of it."""
    is_plain = all("/" not in file.name and file.mode is None for file in config.files)
    source = {
        "name": config_map_name(app, config.name),
        "defaultMode": config.default_mode,
        "items": [] if is_plain else [config_item(file) for file in config.files],
    }
    return {"name": config.name, "configMap": without_nothing(source)}


def config_item(file: ConfigFile) -> dict[str, Any]:
    """Return where a file of a config is put, and with which permissions."""
    return without_nothing({"key": config_key(file.name), "path": file.name, "mode": file.mode})


def volume_mounts(app: StatefulApp) -> list[Any]:
    """Return what the main container mounts."""
    return [
        *(storage_mount(claim) for claim in mounted(app) if claim.volume_mode != "Block"),
        *(config_mount(app, config) for config in app.spec.config if config.mount_path),
        *peer_mounts(app),
        *app.spec.volume_mounts,
    ]


def volume_devices(app: StatefulApp) -> list[Any]:
    """Return the raw devices of the main container."""
    devices = [
        {"name": storage.name, "devicePath": storage.mount_path}
        for storage in mounted(app)
        if storage.volume_mode == "Block"
    ]
    return [*devices, *app.spec.volume_devices]


def mounted(app: StatefulApp) -> list[Storage]:
    """Return the claims that say themselves where they are mounted."""
    return [storage for storage in app.spec.storage if storage.mount_path is not None]


def storage_mount(storage: Storage) -> dict[str, Any]:
    """Return where a claim appears in the main container."""
    return without_nothing(
        {
            "name": storage.name,
            "mountPath": storage.mount_path,
            "mountPropagation": storage.mount_propagation,
            "readOnly": storage.read_only or None,
            "recursiveReadOnly": storage.recursive_read_only,
            "subPath": storage.sub_path,
            "subPathExpr": storage.sub_path_expr,
        }
    )


def config_mount(app: StatefulApp, config: Config) -> dict[str, Any]:
    """Return where the files of a config appear in the main container; nobody can write there."""
    mount = {"name": config.name, "mountPath": config.mount_path, "subPath": config.sub_path}
    return without_nothing({**mount, "readOnly": is_recommended(app) or None})


def peer_mounts(app: StatefulApp) -> list[Any]:
    """Return the files that hold lists of peers: each pod sees the one that is its own."""
    return [
        {
            "name": peers.VOLUME,
            "mountPath": entry.mount_path,
            "readOnly": True,
            "subPathExpr": peer_key(entry, f"$({peers.POD})"),
        }
        for entry in app.spec.peers
        if entry.mount_path
    ]


def place_of_volume(app: StatefulApp, path: Path) -> Path:
    """Return where in the spec a volume of the pod comes from.

    Args:
        app: the app.
        path: the field, from `volumes` on.
    """
    places: list[Path] = [
        *(("spec", "config", index) for index, _ in enumerate(app.spec.config)),
        *([("spec", "peers")] if peer_mounts(app) else []),
        *(("spec", "volumes", index) for index, _ in enumerate(app.spec.volumes)),
    ]
    return _place_of_item(places, path, "volumes", IN_CONFIG)


def place_of_mount(app: StatefulApp, path: Path) -> Path:
    """Return the same for a mount or a raw device of the main container.

    Args:
        app: the app.
        path: the field, from `volumeMounts` or `volumeDevices` on.
    """
    field, spec = str(path[0]), app.spec
    is_block = field == "volumeDevices"
    places: list[Path] = [
        ("spec", "storage", index)
        for index, storage in enumerate(spec.storage)
        if storage.mount_path is not None and (storage.volume_mode == "Block") == is_block
    ]
    if not is_block:
        configs = [index for index, config in enumerate(spec.config) if config.mount_path]
        lists = [index for index, listed in enumerate(spec.peers) if listed.mount_path]
        places += [("spec", "config", index) for index in configs]
        places += [("spec", "peers", index) for index in lists]
    declared = spec.volume_devices if is_block else spec.volume_mounts
    places += [("spec", field, index) for index, _ in enumerate(declared)]
    return _place_of_item(places, path, field, IN_MOUNT)


def _place_of_item(places: list[Path], path: Path, field: str, words: dict[Any, Any]) -> Path:
    """Return where an item of a list that has several sources comes from."""
    index, rest = (*path, None)[1], path[2:]
    if not isinstance(index, int):
        return ("spec", field)
    if index >= len(places):  # one more of those that were declared, which are the last
        declared = [place for place in places if place[1] == field]
        return ("spec", field, index - len(places) + len(declared), *rest)
    place = places[index]
    if place[1] == field:
        return (*place, *rest)
    if place == ("spec", "peers"):
        return place
    return _place_in_ours(place, rest, words)


def _place_in_ours(place: Path, rest: Path, words: dict[Any, Any]) -> Path:
    """Return where a volume or mount that we make is said: by a field of our own, mostly."""
    if rest[-1:] == ("readOnly",) and place[1] != "storage":
        return ()  # we mount files so
    if place[1] == "peers":
        return (*place, IN_PEERS[str(rest[0])]) if rest and rest[0] in IN_PEERS else ()
    if rest[:2] == ("configMap", "items"):
        return (*place, "files", *rest[2:3], *map(words.get, rest[3:], rest[3:]))
    step = rest[-1] if rest else None
    return (*place, words[step]) if step in words else (*place, *rest[:1])
