"""What must hold between the fields of an app; the shape of each field is the models' business.

Each rule yields Problems for one effective app: the base, or the app as it is in an environment.
Kubernetes accepts most of these mistakes and fails later, in silence or on every pod.
"""

from __future__ import annotations

from renderer.app import (
    config_rules,
    env_rules,
    extra_rules,
    network_rules,
    peer_rules,
    pod_rules,
    pod_security_rules,
    probe_rules,
    resource_rules,
    security_rules,
    selector_rules,
    service_rules,
)
from renderer.app.environments import BASE, unknown_environment
from renderer.app.pod_rules import repeated
from renderer.errors import Problem
from renderer.kubernetes.quantities import value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from renderer.app.models import StatefulApp
    from renderer.app.parts import Storage
    from renderer.errors import Path

    Problems = Iterator[Problem]

CLAIM = "PersistentVolumeClaim"
SNAPSHOT_GROUP = "write apiGroup: snapshot.storage.k8s.io"


# Rules about a reference would see a mistake that is not there while what is referred to cannot be
# read.
REFERRING = ("SR308", "SR311", "SR314", "SR323")


def broken_rules(app: StatefulApp, *, is_whole: bool = True) -> list[Problem]:
    """Return everything that is wrong with an app whose fields are each valid.

    Args:
        app: the app.
        is_whole: whether all of its fields could be read.
    """
    problems = [problem for rule in RULES for problem in rule(app)]
    return [each for each in problems if is_whole or each.code not in REFERRING]


def too_much(app: StatefulApp) -> list[Problem]:
    """Return why nothing must be built: a number of the spec would make it endless."""
    return [*service_rules.too_many_services(app), *peer_rules.too_many_pods(app)]


def names_are_unique(app: StatefulApp) -> Problems:
    """Of two items with one name, Kubernetes or a merge would keep the last in silence."""
    spec = app.spec
    lists: dict[str, Iterable[str]] = {
        "ports": [port.name for port in spec.ports],
        "storage": [storage.name for storage in spec.storage],
        "environments": [environment.name for environment in spec.environments],
    }
    for field, names in lists.items():
        for index, name in repeated(names):
            message = f'must have a name of its own, "{name}" is taken'
            yield Problem("SR301", ("spec", field, index, "name"), message)


def mounts_are_unique(app: StatefulApp) -> Problems:
    """Two volumes at one path would hide one another."""
    mounts = (
        ("storage", [each.mount_path for each in app.spec.storage]),
        ("config", [each.mount_path for each in app.spec.config]),
        ("peers", [each.mount_path for each in app.spec.peers]),
        ("volumeMounts", [each["mountPath"] for each in app.spec.volume_mounts]),
        ("volumeDevices", [each["devicePath"] for each in app.spec.volume_devices]),
    )
    paths = {
        (field, index): path
        for field, each in mounts
        for index, path in enumerate(each)
        if path is not None
    }
    fields = list(paths)
    for position, path in repeated(paths.values()):
        message = f'must be a path of its own, "{path}" is taken'
        name = "devicePath" if fields[position][0] == "volumeDevices" else "mountPath"
        yield Problem("SR303", ("spec", *fields[position], name), message)


def storage_is_consistent(app: StatefulApp) -> Problems:
    """Combinations that the API server refuses, or that make pods wait for ever."""
    for index, storage in enumerate(app.spec.storage):
        path = ("spec", "storage", index)
        if "ReadWriteOncePod" in storage.access_modes and len(storage.access_modes) > 1:
            message = "must not combine ReadWriteOncePod with other access modes"
            yield Problem("SR304", (*path, "accessModes"), message)
        if len(set(storage.access_modes)) < len(storage.access_modes):
            yield Problem("SR304", (*path, "accessModes"), "must not repeat an access mode")
        if storage.data_source and storage.data_source_ref:
            message = "must not be set together with dataSourceRef"
            yield Problem("SR305", (*path, "dataSource"), message, hint="keep dataSourceRef")
        yield from _mounted(storage, path)
        if storage.volume_name is not None and app.spec.replicas > 1:
            message = f"must not be set for {app.spec.replicas} replicas: each needs its own volume"
            causes = (("spec", "replicas"),)
            yield Problem("SR305", (*path, "volumeName"), message, causes=causes)
        if storage.size_limit and value(storage.size_limit) < value(storage.size):
            message = f"must be at least the size, {storage.size}, got {storage.size_limit}"
            yield Problem("SR305", (*path, "sizeLimit"), message, causes=((*path, "size"),))


def _mounted(storage: Storage, path: Path) -> Problems:
    """Check what the mount of a claim says; a raw device has none."""
    mount = {
        "subPath": storage.sub_path,
        "subPathExpr": storage.sub_path_expr,
        "readOnly": storage.read_only,
        "recursiveReadOnly": storage.recursive_read_only,
        "mountPropagation": storage.mount_propagation,
    }
    for field, given in mount.items():
        if storage.volume_mode == "Block" and given:
            message = "must not be set for a raw device (volumeMode: Block)"
            yield Problem("SR305", (*path, field), message)
    if storage.sub_path and storage.sub_path_expr:
        yield Problem("SR305", (*path, "subPathExpr"), "must not be set together with subPath")
    if storage.recursive_read_only not in (None, "Disabled") and not storage.read_only:
        message = "must come with readOnly: true"
        yield Problem("SR305", (*path, "recursiveReadOnly"), message)


def data_sources_have_a_group(app: StatefulApp) -> Problems:
    """Without a group, a source is in the core one, where there are only claims to copy."""
    for index, storage in enumerate(app.spec.storage):
        path = ("spec", "storage", index)
        sources = {"dataSource": storage.data_source, "dataSourceRef": storage.data_source_ref}
        for field, source in sources.items():
            if source and not source.get("apiGroup") and source["kind"] != CLAIM:
                message = f'must be given for the kind "{source["kind"]}"; only a {CLAIM} has none'
                hint = SNAPSHOT_GROUP if source["kind"] == "VolumeSnapshot" else ""
                yield Problem("SR316", (*path, field, "apiGroup"), message, hint=hint)


def environments_can_be_selected(app: StatefulApp) -> Problems:
    """`base` selects no environment at all; any other name must be there."""
    names = [environment.name for environment in app.spec.environments]
    for index, name in enumerate(names):
        if name == BASE:
            message = f'must not be "{BASE}", which is the app without any environment'
            yield Problem("SR313", ("spec", "environments", index, "name"), message)
    if app.spec.environment not in (None, BASE, *names):
        yield unknown_environment(str(app.spec.environment), names, ("spec", "environment"))


RULES = (
    *pod_rules.RULES,
    *env_rules.RULES,
    *config_rules.RULES,
    *peer_rules.RULES,
    *pod_security_rules.RULES,
    *network_rules.RULES,
    *extra_rules.RULES,
    *probe_rules.RULES,
    *resource_rules.RULES,
    *security_rules.RULES,
    *selector_rules.RULES,
    *service_rules.RULES,
    names_are_unique,
    mounts_are_unique,
    storage_is_consistent,
    data_sources_have_a_group,
    environments_can_be_selected,
)
