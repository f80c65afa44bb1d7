"""What the Pod Security Standards forbid.

A namespace that enforces a standard refuses the pods, and a StatefulSet then only tells its events.
https://kubernetes.io/docs/concepts/security/pod-security-standards/
"""

from __future__ import annotations

from renderer.kubernetes.names import quoted
from renderer.objects.reading import at, items, mapping, text, texts
from renderer.objects.workload import POD, all_containers, pod
from renderer.rules.security import CONTEXT, NODE_NAMESPACES, effective

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.objects.resource import Resource

    # Where something forbidden stands, and what must hold instead.
    Violations = Iterator[tuple[Path, str]]

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
SECCOMP = ("RuntimeDefault", "Localhost")
HANDLERS = (
    ("startupProbe",),
    ("readinessProbe",),
    ("livenessProbe",),
    ("lifecycle", "postStart"),
    ("lifecycle", "preStop"),
)


def violations(resource: Resource, level: str) -> Violations:
    """Yield where a StatefulSet's pods do what a standard forbids, or leave out what it demands.

    Args:
        resource: the StatefulSet.
        level: baseline or restricted.
    """
    yield from _shared_with_the_node(resource)
    yield from _volumes(resource, level)
    yield from _sysctls(resource)
    yield from _context(resource, CONTEXT)
    if level == "restricted":
        yield from _pod_users(resource)
    for path, container in all_containers(resource):
        at_container = (*path, "securityContext")
        yield from _context(resource, at_container)
        yield from _privileges(mapping(container.get("securityContext")), at_container)
        yield from _added(container, path, level)
        yield from _hosts(container, path)
        if level == "restricted":
            yield from _demanded(resource, path)


def _shared_with_the_node(resource: Resource) -> Violations:
    for field in NODE_NAMESPACES:
        if pod(resource).get(field) is True:
            yield (*POD, field), "must not be true"


def _volumes(resource: Resource, level: str) -> Violations:
    for index, volume in items(pod(resource).get("volumes")):
        for source in [key for key in volume if key != "name" and volume[key] is not None]:
            path = (*POD, "volumes", index, source)
            if source == "hostPath":
                yield path, "must not be a path of the node"
            elif level == "restricted" and source not in VOLUMES:
                yield path, f"must be one of {', '.join(VOLUMES)}"


def _sysctls(resource: Resource) -> Violations:
    for index, sysctl in items(at(resource.data, *CONTEXT, "sysctls")):
        name = text(sysctl.get("name"))
        if name and name not in SYSCTLS:
            path = (*CONTEXT, "sysctls", index, "name")
            yield path, f"must be one of {', '.join(SYSCTLS)}, got {quoted(name)}"


def _context(resource: Resource, path: Path) -> Violations:
    """Yield what the security contexts of a pod and of a container have in common."""
    context = mapping(at(resource.data, *path))
    for field in ("seccompProfile", "appArmorProfile"):
        if at(context, field, "type") == "Unconfined":
            yield (*path, field, "type"), "must not be Unconfined"
    for field, value in mapping(context.get("seLinuxOptions")).items():
        is_refused = field == "type" and value not in SELINUX_TYPES
        if value and (field in ("user", "role") or is_refused):
            yield (*path, "seLinuxOptions", field), f"must not be {quoted(value)}"
    if at(context, "windowsOptions", "hostProcess") is True:
        yield (*path, "windowsOptions", "hostProcess"), "must not be true"


def _privileges(context: dict[Any, Any], path: Path) -> Violations:
    if context.get("privileged") is True:
        yield (*path, "privileged"), "must not be true"
    if context.get("procMount", "Default") not in (None, "", "Default"):
        yield (*path, "procMount"), "must be Default"


def _added(container: dict[Any, Any], path: Path, level: str) -> Violations:
    added, allowed = ("securityContext", "capabilities", "add"), CAPABILITIES[level]
    for index, name in enumerate(texts(at(container, *added))):
        if name not in allowed:
            where = (*path, *added, index)
            yield where, f"must be one of {', '.join(allowed)}, got {quoted(name)}"


def _hosts(container: dict[Any, Any], path: Path) -> Violations:
    """Yield ports of the node, and probes that ask another host than the pod."""
    for index, port in items(container.get("ports")):
        if port.get("hostPort"):
            yield (*path, "ports", index, "hostPort"), "must not be set"
    for handler in HANDLERS:
        for kind in ("httpGet", "tcpSocket"):
            if at(container, *handler, kind, "host"):
                yield (*path, *handler, kind, "host"), "must not be set"


def _pod_users(resource: Resource) -> Violations:
    """Yield what the pod says for containers that say nothing else, or against them."""
    if at(resource.data, *CONTEXT, "runAsNonRoot") is False:
        yield (*CONTEXT, "runAsNonRoot"), "must be true"
    if at(resource.data, *CONTEXT, "runAsUser") == 0:
        yield (*CONTEXT, "runAsUser"), "must not be 0, which is root,"


def _demanded(resource: Resource, path: Path) -> Violations:
    """Yield what `restricted` wants to be said, where a container and its pod do not say it."""
    context, where = (
        mapping(at(resource.data, *path, "securityContext")),
        (*path, "securityContext"),
    )
    if context.get("allowPrivilegeEscalation") is not False:
        yield (*where, "allowPrivilegeEscalation"), "must be false"
    if "ALL" not in texts(at(context, "capabilities", "drop")):
        yield (*where, "capabilities", "drop"), "must hold ALL"
    non_root, said = effective(resource, path, "runAsNonRoot")
    if non_root is not True and (said[:-1] == where or non_root is None):
        yield (*where, "runAsNonRoot"), "must be true"
    if context.get("runAsUser") == 0:
        yield (*where, "runAsUser"), "must not be 0, which is root,"
    profile, _ = effective(resource, path, "seccompProfile")
    if text(at(profile, "type")) not in (*SECCOMP, "Unconfined"):
        yield (*where, "seccompProfile"), f"must have type {' or '.join(SECCOMP)}"
