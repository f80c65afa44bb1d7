"""What the Pod Security Standards forbid, for an app that says which one it meets.

A namespace that enforces a standard refuses the pods, and a StatefulSet then only tells its events.
https://kubernetes.io/docs/concepts/security/pod-security-standards/
"""

from __future__ import annotations

from renderer.app.pod_rules import HOOKS, PROBES, containers
from renderer.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    # Where something forbidden stands, and what must hold instead.
    Found = Iterator[tuple[Path, str]]

POD: Path = ("spec", "podSecurityContext")
CAPABILITIES = {
    "baseline": (
        "AUDIT_WRITE",
        "CHOWN",
        "DAC_OVERRIDE",
        "FOWNER",
        "FSETID",
        "KILL",
        "MKNOD",
        "NET_BIND_SERVICE",
        "SETFCAP",
        "SETGID",
        "SETPCAP",
        "SETUID",
        "SYS_CHROOT",
    ),
    "restricted": ("NET_BIND_SERVICE",),
}
VOLUMES = (
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
)
SELINUX_TYPES = ("container_t", "container_init_t", "container_kvm_t", "container_engine_t")
SYSCTLS = (
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_wmem",
)


def pods_meet_their_standard(app: StatefulApp) -> Iterator[Problem]:
    """Check everything that the standard the app names is about."""
    level = app.spec.pod_security
    if level is None:
        return
    if app.spec.os and app.spec.os["name"] == "windows":
        message = "must not be set for Windows, whose pods have none of what it is about"
        yield Problem("SR320", ("spec", "podSecurity"), message, causes=(("spec", "os"),))
        return
    for path, message in _forbidden(app, level):
        causes = (("spec", "podSecurity"),)
        yield Problem("SR320", path, f"{message} with podSecurity: {level}", causes=causes)


def _forbidden(app: StatefulApp, level: str) -> Found:
    yield from _shared_with_the_node(app)
    yield from _volumes(app, level)
    yield from _sysctls(app)
    pod: dict[str, Any] = {**(app.spec.pod_security_context or {})}
    yield from _profiles(pod, POD)
    yield from _users(pod, POD, level)
    for path, container in containers(app):
        context, at = container.get("securityContext", {}), (*path, "securityContext")
        yield from _profiles(context, at)
        yield from _users(context, at, level)
        yield from _privileges(context, at, level)
        yield from _capabilities(context.get("capabilities", {}), (*at, "capabilities"), level)
        yield from _hosts(container, path)


def _shared_with_the_node(app: StatefulApp) -> Found:
    spec = app.spec
    shared = (("hostNetwork", spec.host_network), ("hostPID", spec.host_pid))
    for field, value in (*shared, ("hostIPC", spec.host_ipc)):
        if value:
            yield ("spec", field), "must not be true"
    for index, port in enumerate(spec.ports):
        if port.host_port:
            yield ("spec", "ports", index, "hostPort"), "must not be set"


def _volumes(app: StatefulApp, level: str) -> Found:
    for index, volume in enumerate(app.spec.volumes):
        for source in [key for key in volume if key != "name"]:
            path: Path = ("spec", "volumes", index, source)
            if source == "hostPath":
                yield path, "must not be a path of the node"
            elif level == "restricted" and source not in VOLUMES:
                yield path, f"must be one of {', '.join(VOLUMES)}"


def _sysctls(app: StatefulApp) -> Found:
    context: dict[str, Any] = {**(app.spec.pod_security_context or {})}
    for index, sysctl in enumerate(context.get("sysctls", [])):
        if sysctl["name"] not in SYSCTLS:
            path = (*POD, "sysctls", index, "name")
            yield path, f'must be one of {", ".join(SYSCTLS)}, got "{sysctl["name"]}"'


def _profiles(context: dict[str, Any], path: Path) -> Found:
    for field in ("seccompProfile", "appArmorProfile"):
        if context.get(field, {}).get("type") == "Unconfined":
            yield (*path, field, "type"), "must not be Unconfined"
    for field, value in context.get("seLinuxOptions", {}).items():
        if field in ("user", "role") or (field == "type" and value not in SELINUX_TYPES):
            yield (*path, "seLinuxOptions", field), f'must not be "{value}"'
    if context.get("windowsOptions", {}).get("hostProcess"):
        yield (*path, "windowsOptions", "hostProcess"), "must not be true"


def _users(context: dict[str, Any], path: Path, level: str) -> Found:
    if level == "restricted" and context.get("runAsNonRoot") is False:
        yield (*path, "runAsNonRoot"), "must be true"
    if level == "restricted" and context.get("runAsUser") == 0:
        yield (*path, "runAsUser"), "must not be 0, which is root,"


def _privileges(context: dict[str, Any], path: Path, level: str) -> Found:
    if context.get("privileged"):
        yield (*path, "privileged"), "must not be true"
    if context.get("procMount", "Default") != "Default":
        yield (*path, "procMount"), "must be Default"
    if level == "restricted" and context.get("allowPrivilegeEscalation"):
        yield (*path, "allowPrivilegeEscalation"), "must be false"


def _capabilities(capabilities: dict[str, Any], path: Path, level: str) -> Found:
    allowed = CAPABILITIES[level]
    for index, name in enumerate(capabilities.get("add", [])):
        if name not in allowed:
            yield (*path, "add", index), f'must be one of {", ".join(allowed)}, got "{name}"'
    if level == "restricted" and "ALL" not in capabilities.get("drop", ["ALL"]):
        yield (*path, "drop"), "must hold ALL"


def _hosts(container: dict[str, Any], path: Path) -> Found:
    """Yield ports of the node, and probes that ask another host than the pod."""
    for index, port in enumerate(container.get("ports", [])):
        if "hostPort" in port:
            yield (*path, "ports", index, "hostPort"), "must not be set"
    hooks = container.get("lifecycle", {})
    handlers = [((*path, field), container.get(field, {})) for field in PROBES]
    handlers += [((*path, "lifecycle", hook), hooks.get(hook, {})) for hook in HOOKS]
    for at, handler in handlers:
        for kind in ("httpGet", "tcpSocket"):
            if handler.get(kind, {}).get("host"):
                yield (*at, kind, "host"), "must not be set"


RULES = (pods_meet_their_standard,)
