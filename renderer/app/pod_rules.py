"""What must hold between the containers and volumes of a pod.

Servers before Kubernetes 1.34 do not check a StatefulSet's pod template at all: such a mistake is
accepted there, and then no pod is ever created.
"""

from __future__ import annotations

from renderer.app.defaults import container_port
from renderer.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    Problems = Iterator[Problem]

PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
HOOKS = ("postStart", "preStop")
# What tells the items of a container's lists apart.
CONTAINER_KEYS = {
    "env": ("name",),
    "ports": ("containerPort", "protocol"),
    "resizePolicy": ("resourceName",),
}
DEFAULTS = {"protocol": "TCP"}


def containers(app: StatefulApp) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield where each container is declared, and its fields; the main one's are those of spec."""
    spec = app.spec
    main: dict[str, Any] = {
        "name": app.metadata.name,
        "env": spec.env,
        "envFrom": spec.env_from,
        "ports": [
            {
                "name": port.name,
                "containerPort": container_port(port),
                "protocol": port.protocol,
                **({"hostPort": port.host_port} if port.host_port else {}),
                **({"hostIP": port.host_ip} if port.host_ip else {}),
            }
            for port in spec.ports
        ],
        "resources": spec.resources,
        "securityContext": spec.security_context,
        "startupProbe": spec.startup_probe,
        "readinessProbe": spec.readiness_probe,
        "livenessProbe": spec.liveness_probe,
        "lifecycle": spec.lifecycle,
        "volumeMounts": spec.volume_mounts,
        "volumeDevices": spec.volume_devices,
        "resizePolicy": spec.resize_policy,
        "restartPolicy": spec.restart_policy,
        "restartPolicyRules": spec.restart_policy_rules,
    }
    yield ("spec",), {field: value for field, value in main.items() if value is not None}
    for field, declared in (("initContainers", spec.init_containers), ("sidecars", spec.sidecars)):
        for index, container in enumerate(declared):
            yield ("spec", field, index), {**container}


def listening(app: StatefulApp) -> Iterator[tuple[str | None, int, str]]:
    """Yield name, number and protocol of the ports that are declared while the pod runs."""
    for path, container in containers(app):
        if "initContainers" not in path or container.get("restartPolicy") == "Always":
            for port in container.get("ports", []):
                protocol = port.get("protocol", DEFAULTS["protocol"])
                yield port.get("name"), port["containerPort"], protocol


def volume_names(app: StatefulApp) -> list[str]:
    """Return the names of all volumes that the containers can mount."""
    return [*own_volume_names(app), *(volume["name"] for volume in app.spec.volumes)]


def own_volume_names(app: StatefulApp) -> list[str]:
    """Return the names of the volumes that come by themselves."""
    storage, config = app.spec.storage, app.spec.config
    return [*(each.name for each in storage), *(each.name for each in config)]


def container_names_are_unique(app: StatefulApp) -> Problems:
    """Containers of a pod share their names, whatever kind they are."""
    declared = list(containers(app))
    for index, name in repeated(container["name"] for _, container in declared):
        path, _ = declared[index]
        message = f'must have a name of its own, "{name}" is taken'
        yield Problem("SR301", (*path, "name"), message)


def keyed_lists_are_unique(app: StatefulApp) -> Problems:
    """Kubernetes refuses two items with one key, or merges them and keeps the last."""
    for path, container in containers(app):
        for field, keys in CONTAINER_KEYS.items():
            # The main one's ports are named beside those of Services: `rules` has them.
            if path != ("spec",) or field != "ports":
                yield from _repeated_keys(container.get(field, []), keys, (*path, field))
    yield from _repeated_keys(app.spec.host_aliases, ("ip",), ("spec", "hostAliases"))
    for field, named in (
        ("imagePullSecrets", app.spec.image_pull_secrets),
        ("resourceClaims", app.spec.resource_claims),
        ("schedulingGates", app.spec.scheduling_gates),
    ):
        yield from _repeated_keys(named, ("name",), ("spec", field))


def _repeated_keys(items: Iterable[Any], keys: tuple[str, ...], path: Path) -> Problems:
    found = (tuple(item.get(key, DEFAULTS.get(key)) for key in keys) for item in items)
    for index, values in repeated(found):
        taken = ", ".join(f"{key} {value}" for key, value in zip(keys, values, strict=True))
        message = f"must be unique in its list, {taken} is taken"
        yield Problem("SR301", (*path, index, keys[0]), message)


def volumes_have_names_of_their_own(app: StatefulApp) -> Problems:
    """A volume of the pod is named beside those that come from `storage` and `config`."""
    own = own_volume_names(app)
    for index, volume in enumerate(app.spec.volumes):
        others = [each["name"] for each in app.spec.volumes[:index]]
        if volume["name"] in (*own, *others):
            message = f'must have a name of its own, "{volume["name"]}" is taken'
            yield Problem("SR301", ("spec", "volumes", index, "name"), message)


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


def restarts_have_a_policy(app: StatefulApp) -> Problems:
    """Rules by exit code are exceptions from a policy of the same container."""
    for path, container in containers(app):
        if container.get("restartPolicyRules") and "restartPolicy" not in container:
            message = "must come with restartPolicy, which they are exceptions from"
            yield Problem("SR314", (*path, "restartPolicyRules"), message)


def host_ports_are_free(app: StatefulApp) -> Problems:
    """Two containers of a pod cannot have one port of the node, and hostNetwork maps none."""
    seen = set()
    for path, container in containers(app):
        for index, port in enumerate(container.get("ports", [])):
            at, number = (*path, "ports", index, "hostPort"), port.get("hostPort")
            key = (number, port.get("protocol", DEFAULTS["protocol"]), port.get("hostIP"))
            if number and key in seen:
                message = f"must be a port of its own, {number}/{key[1]} is taken"
                yield Problem("SR302", at, message)
            if number and app.spec.host_network and number != port["containerPort"]:
                message = f"must be {port['containerPort']}, as containerPort, with hostNetwork"
                yield Problem("SR314", at, message, causes=(("spec", "hostNetwork"),))
            seen.add(key)


def pod_can_be_created(app: StatefulApp) -> Problems:
    """Fields of the pod that need one another."""
    if app.spec.dns_policy == "None" and not (app.spec.dns_config or {}).get("nameservers"):
        message = "must come with dnsConfig.nameservers when it is None"
        yield Problem("SR314", ("spec", "dnsPolicy"), message)
    if app.spec.host_users is False:
        shared = {"hostNetwork": app.spec.host_network, "hostPID": app.spec.host_pid}
        for field, value in {**shared, "hostIPC": app.spec.host_ipc}.items():
            if value:
                message = "must not be true with hostUsers: false"
                yield Problem("SR314", ("spec", field), message, causes=(("spec", "hostUsers"),))
    if app.spec.host_pid and app.spec.share_process_namespace:
        message = "must not be true with hostPID: true, which shares even more"
        causes = (("spec", "hostPID"),)
        yield Problem("SR314", ("spec", "shareProcessNamespace"), message, causes=causes)
    account = app.spec.service_account
    if account and not account.create and not account.name:
        message = "must be given for a ServiceAccount that is not made"
        yield Problem("SR314", ("spec", "serviceAccount", "name"), message)


def one_of(value: Any, keys: tuple[str, ...], path: Path) -> Problems:
    """Check that exactly one of the keys is there."""
    found = [key for key in keys if key in value]
    if len(found) != 1:
        got = " and ".join(found) or "none"
        yield Problem("SR307", path, f"must have exactly one of {', '.join(keys)}, got {got}")


def unknown(
    path: Path,
    message: str,
    name: str,
    known: Iterable[str],
    *,
    hint: str = "",
    causes: tuple[Path, ...] = (),
) -> Problem:
    """Return the problem of a name that none of the known things has."""
    from renderer.app.nearest import did_you_mean  # only on failure: difflib is slow to import

    hint = did_you_mean(name, known) or hint
    return Problem("SR308", path, f'{message}, got "{name}"', hint=hint, causes=causes)


def repeated(values: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """Yield every value that stood before, and its place."""
    seen = set()
    for index, value in enumerate(values):
        if value in seen:
            yield index, value
        seen.add(value)


RULES = (
    container_names_are_unique,
    keyed_lists_are_unique,
    volumes_have_names_of_their_own,
    init_containers_end,
    restarts_have_a_policy,
    host_ports_are_free,
    pod_can_be_created,
)
