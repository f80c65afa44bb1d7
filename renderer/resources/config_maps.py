"""The ConfigMaps: files of `config`, and what `peers` keeps out of the pod template."""

from __future__ import annotations

from renderer.app import peers
from renderer.app.defaults import config_key, config_map_name, ordinals, pod_name, rolls
from renderer.resources.metadata import metadata, place_of_metadata, without_nothing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.app.parts import Config, Peers
    from renderer.errors import Path
    from renderer.resources.files import Files, Object

CHECKSUM_DOMAIN = "checksum.stateful-renderer.dev"
# Where a ConfigMap holds a file, and which field of the spec says it.
HELD = {"data": "text", "binaryData": "base64"}


def build(app: StatefulApp) -> Files:
    """Return {file: ConfigMap} for every config, and for the peers that are read from one."""
    maps = {config.name: contents(config) for config in app.spec.config}
    if listed := peer_data(app):
        maps[peers.VOLUME] = {"data": listed}
    return {file_of(name): config_map(app, name, maps[name]) for name in maps}


def file_of(name: str) -> str:
    """Return the file of a ConfigMap."""
    return f"configmap-{name}.yaml"


def config_map(app: StatefulApp, name: str, held: dict[str, Any]) -> Object:
    """Return a ConfigMap."""
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": metadata(app, config_map_name(app, name)),
        **held,
    }


def contents(config: Config) -> dict[str, Any]:
    """Return what a config holds, in the order of its keys."""
    files = sorted(config.files, key=lambda file: file.name)
    return without_nothing(
        {
            "data": {
                config_key(file.name): file.text or "" for file in files if file.base64 is None
            },
            "binaryData": {
                config_key(file.name): file.base64 for file in files if file.base64 is not None
            },
        }
    )


def checksums(app: StatefulApp) -> dict[str, str]:
    """Return the annotations of the pod template by which a changed file restarts the pods."""
    return {
        f"{CHECKSUM_DOMAIN}/{config.name}": checksum(contents(config))
        for config in app.spec.config
        if rolls(app, config)
    }


def checksum(held: dict[str, Any]) -> str:
    """Return a text that differs when what a ConfigMap holds does, and is no number to anybody."""
    try:
        from _blake2 import blake2b  # what hashlib takes it from, without the rest of hashlib
    except ImportError:
        from hashlib import blake2b

    digest = blake2b(digest_size=10)
    for field, values in held.items():
        for key, value in values.items():
            for part in (field, key, value):
                digest.update(len(part).to_bytes(8, "big") + part.encode())
    return f"b2-{digest.hexdigest()}"


def peer_data(app: StatefulApp) -> dict[str, str]:
    """Return what is read when a container starts: a number of pods, or a list for each pod."""
    found = {}
    for entry in app.spec.peers:
        if entry.count_only:
            found[entry.name] = str(app.spec.replicas)
        elif entry.mount_path:
            for own in ordinals(app):
                found[peer_key(entry, pod_name(app, own))] = peers.file_of(app, entry, own)
    return dict(sorted(found.items()))


def peer_key(entry: Peers, pod: str) -> str:
    """Return the key of one pod's list."""
    return f"{entry.name}.{pod}"


def place(app: StatefulApp, path: Path, file: str) -> Path:
    """Return where in the spec a field of a ConfigMap comes from; nowhere is empty."""
    names = [file_of(config.name) for config in app.spec.config]
    own: Path = ("spec", "config", names.index(file)) if file in names else ("spec", "peers")
    if path[:1] == ("metadata",):
        return place_of_metadata(app, path[1:], name=(*own, "name") if file in names else own)
    if path[:1] and path[0] in HELD:
        return _place_of_file(app, own, str(path[0]), str((*path, "")[1]))
    return ()


def _place_of_file(app: StatefulApp, own: Path, field: str, key: str) -> Path:
    if own == ("spec", "peers"):
        names = [peers.name for peers in app.spec.peers]
        name = key.partition(".")[0]
        return (*own, names.index(name)) if name in names else own
    keys = [config_key(file.name) for file in app.spec.config[int(own[-1])].files]
    return (*own, "files", keys.index(key), HELD[field]) if key in keys else (*own, "files")
