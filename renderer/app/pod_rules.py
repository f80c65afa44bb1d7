"""What must hold between the containers, volumes and ports of a pod.

Servers before Kubernetes 1.34 do not check a StatefulSet's pod template at all: such a mistake is
accepted there, and then no pod is ever created.
"""

from __future__ import annotations

from renderer.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    Problems = Iterator[Problem]

PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
PROBE_HANDLERS = ("exec", "grpc", "httpGet", "tcpSocket")
HOOKS = ("postStart", "preStop")
HOOK_HANDLERS = ("exec", "httpGet", "sleep", "tcpSocket")
ENV_SOURCES = ("configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef")
# What tells the items of a container's lists apart.
CONTAINER_KEYS = {
    "env": ("name",),
    "ports": ("containerPort", "protocol"),
    "resizePolicy": ("resourceName",),
    "volumeDevices": ("devicePath",),
    "volumeMounts": ("mountPath",),
}
DEFAULTS = {"protocol": "TCP"}
ENV_FROM_SOURCES = ("configMapRef", "secretRef")


def containers(app: StatefulApp) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield where each container is declared, and its fields; the main one's are those of spec."""
    spec = app.spec
    main: dict[str, Any] = {
        "name": app.metadata.name,
        "env": spec.env,
        "envFrom": spec.env_from,
        "ports": [{"name": port.name} for port in spec.ports],
        "startupProbe": spec.startup_probe,
        "readinessProbe": spec.readiness_probe,
        "livenessProbe": spec.liveness_probe,
        "lifecycle": spec.lifecycle,
        "volumeMounts": spec.volume_mounts,
    }
    yield ("spec",), {field: value for field, value in main.items() if value is not None}
    for field, declared in (("initContainers", spec.init_containers), ("sidecars", spec.sidecars)):
        for index, container in enumerate(declared):
            yield ("spec", field, index), {**container}


def container_names_are_unique(app: StatefulApp) -> Problems:
    """Containers of a pod share their names, whatever kind they are."""
    taken: set[str] = set()
    for path, container in containers(app):
        name = container["name"]
        if name in taken:
            message = f'must have a name of its own, "{name}" is taken'
            yield Problem("SR301", (*path, "name"), message)
        taken.add(name)


def keyed_lists_are_unique(app: StatefulApp) -> Problems:
    """Kubernetes refuses two items with one key, or merges them and keeps the last."""
    for path, container in containers(app):
        for field, keys in CONTAINER_KEYS.items():
            if path != ("spec",) or field == "env":  # the main one's others belong to `rules`
                yield from _repeated(container.get(field, []), keys, (*path, field))
    yield from _repeated(
        app.spec.topology_spread_constraints,
        ("topologyKey", "whenUnsatisfiable"),
        ("spec", "topologySpreadConstraints"),
    )
    yield from _repeated(app.spec.host_aliases, ("ip",), ("spec", "hostAliases"))
    yield from _repeated(app.spec.image_pull_secrets, ("name",), ("spec", "imagePullSecrets"))


def _repeated(items: Iterable[Any], keys: tuple[str, ...], path: Path) -> Problems:
    seen = set()
    for index, item in enumerate(items):
        key = tuple(item.get(each, DEFAULTS.get(each)) for each in keys)
        if key in seen:
            taken = ", ".join(f"{name} {each}" for name, each in zip(keys, key, strict=True))
            message = f"must be unique in its list, {taken} is taken"
            yield Problem("SR301", (*path, index, keys[0]), message)
        seen.add(key)


def volumes_are_mountable(app: StatefulApp) -> Problems:
    """Every mount names a volume, each volume has a name of its own and one source."""
    storage = [each.name for each in app.spec.storage]
    for index, volume in enumerate(app.spec.volumes):
        path: Path = ("spec", "volumes", index)
        others = [each["name"] for each in app.spec.volumes[:index]]
        if volume["name"] in (*storage, *others):
            message = f'must have a name of its own, "{volume["name"]}" is taken'
            yield Problem("SR301", (*path, "name"), message)
        if len(volume) != 2:  # noqa: PLR2004  # its name and its source
            got = " and ".join(sorted(volume.keys() - {"name"})) or "none"
            message = f"must have exactly one source, such as emptyDir or configMap, got {got}"
            yield Problem("SR307", path, message)
    known = [*storage, *(volume["name"] for volume in app.spec.volumes)]
    for path, container in containers(app):
        yield from _mounts(container, path, known)


def _mounts(container: dict[str, Any], path: Path, known: list[str]) -> Problems:
    for field in ("volumeMounts", "volumeDevices"):
        for index, mount in enumerate(container.get(field, [])):
            if mount["name"] not in known:
                at = (*path, field, index, "name")
                message = "must be the name of a volume in spec.volumes or spec.storage"
                yield _unknown(at, message, mount["name"], known)


def env_has_one_source(app: StatefulApp) -> Problems:
    """`value` and `valueFrom` together, or two sources in one item, are refused by Kubernetes."""
    for path, container in containers(app):
        for index, variable in enumerate(container.get("env", [])):
            yield from _variable(variable, (*path, "env", index))
        for index, source in enumerate(container.get("envFrom", [])):
            yield from one_of(source, ENV_FROM_SOURCES, (*path, "envFrom", index))


def _variable(variable: dict[str, Any], path: Path) -> Problems:
    if "value" in variable and "valueFrom" in variable:
        message = "must not be set together with valueFrom"
        hint = "to replace it in an environment, also write value: null or valueFrom: null"
        yield Problem("SR306", (*path, "value"), message, hint=hint, causes=((*path, "valueFrom"),))
    if "valueFrom" in variable:
        yield from one_of(variable["valueFrom"], ENV_SOURCES, (*path, "valueFrom"))


def probes_can_work(app: StatefulApp) -> Problems:
    """A probe or hook has one handler, and a port name that it uses is one of its container."""
    for path, container in containers(app):
        ports = [port["name"] for port in container.get("ports", []) if "name" in port]
        for field in PROBES:
            if field in container:
                yield from _probe(container[field], (*path, field), ports)
        for hook in HOOKS:
            handler = container.get("lifecycle", {}).get(hook)
            if handler is not None:
                at = (*path, "lifecycle", hook)
                yield from one_of(handler, HOOK_HANDLERS, at)
                yield from _handler_port(handler, at, ports)


def _probe(probe: dict[str, Any], path: Path, ports: list[str]) -> Problems:
    yield from one_of(probe, PROBE_HANDLERS, path)
    yield from _handler_port(probe, path, ports)
    threshold = probe.get("successThreshold", 1)
    if path[-1] != "readinessProbe" and threshold != 1:
        message = f"must be 1 for a {path[-1]}, got {threshold}"
        yield Problem("SR308", (*path, "successThreshold"), message)


def _handler_port(handler: dict[str, Any], path: Path, ports: list[str]) -> Problems:
    for kind in ("httpGet", "tcpSocket"):
        if kind in handler:
            yield from known_port(handler[kind]["port"], (*path, kind, "port"), ports)


def init_containers_end(app: StatefulApp) -> Problems:
    """Only a restartable init container runs on, so only it can be probed or have hooks."""
    for index, container in enumerate(app.spec.init_containers):
        if container.get("restartPolicy") == "Always":
            continue
        for field in ("lifecycle", *PROBES):
            if field in container:
                message = "must not be set for an init container that ends"
                path = ("spec", "initContainers", index, field)
                hint = "restartPolicy: Always lets it run on"
                yield Problem("SR314", path, message, hint=hint)


def pod_can_be_created(app: StatefulApp) -> Problems:
    """Fields of the pod that need one another."""
    if app.spec.dns_policy == "None" and not (app.spec.dns_config or {}).get("nameservers"):
        message = "must come with dnsConfig.nameservers when it is None"
        yield Problem("SR314", ("spec", "dnsPolicy"), message)
    account = app.spec.service_account
    if account and not account.create and not account.name:
        message = "must be given for a ServiceAccount that is not made"
        yield Problem("SR314", ("spec", "serviceAccount", "name"), message)


def known_port(port: int | str, path: Path, known: list[str]) -> Problems:
    """Check a reference to a port by name; a number may be a port that is not published."""
    if isinstance(port, str) and port not in known:
        yield _unknown(path, "must be a number or the name of a port of the container", port, known)


def one_of(value: Any, keys: tuple[str, ...], path: Path) -> Problems:
    """Check that exactly one of the keys is there."""
    found = [key for key in keys if key in value]
    if len(found) != 1:
        got = " and ".join(found) or "none"
        yield Problem("SR307", path, f"must have exactly one of {', '.join(keys)}, got {got}")


def _unknown(path: Path, message: str, name: str, known: Iterable[str]) -> Problem:
    from renderer.app.nearest import did_you_mean  # only on failure: difflib is slow to import

    return Problem("SR308", path, f'{message}, got "{name}"', hint=did_you_mean(name, known))


RULES = (
    container_names_are_unique,
    keyed_lists_are_unique,
    volumes_are_mountable,
    env_has_one_source,
    probes_can_work,
    init_containers_end,
    pod_can_be_created,
)
