"""What must hold in security contexts, and between that of the pod and of its containers."""

from __future__ import annotations

from renderer.app.pod_rules import containers
from renderer.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    Problems = Iterator[Problem]

POD: Path = ("spec", "podSecurityContext")
OS: tuple[Path, ...] = (("spec", "os"),)
NO_WINDOWS = "must not be set for pods with os: {name: windows}"
# https://kubernetes.io/docs/concepts/windows/intro/#compatibility-v1-pod-spec-containers-securitycontext
LINUX_ONLY = (
    "allowPrivilegeEscalation",
    "appArmorProfile",
    "capabilities",
    "fsGroup",
    "fsGroupChangePolicy",
    "privileged",
    "procMount",
    "readOnlyRootFilesystem",
    "runAsGroup",
    "runAsUser",
    "seLinuxOptions",
    "seLinuxChangePolicy",
    "seccompProfile",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "sysctls",
)
PROFILES = ("appArmorProfile", "seccompProfile")


def profiles_are_named(app: StatefulApp) -> Problems:
    """A profile of the node has a name, and the others have none."""
    for path, context in _contexts(app):
        for field in PROFILES:
            yield from _profile(context.get(field, {}), (*path, field))


def _profile(profile: dict[str, Any], path: Path) -> Problems:
    is_local, at = profile.get("type") == "Localhost", (*path, "localhostProfile")
    if is_local and not profile.get("localhostProfile"):
        yield Problem("SR314", at, "must be given for type Localhost")
    if not is_local and "localhostProfile" in profile:
        message = f"must not be set for type {profile['type']}, only for Localhost"
        yield Problem("SR314", at, message, causes=((*path, "type"),))


def privileges_agree(app: StatefulApp) -> Problems:
    """Who is privileged has every privilege already."""
    for path, context in _contexts(app):
        if context.get("privileged") and context.get("allowPrivilegeEscalation") is False:
            message = "must not be false for a privileged container"
            causes = ((*path, "privileged"),)
            yield Problem("SR314", (*path, "allowPrivilegeEscalation"), message, causes=causes)


def users_are_not_root(app: StatefulApp) -> Problems:
    """With runAsNonRoot, the kubelet does not start a container whose user is 0."""
    for path, container in containers(app):
        own = container.get("securityContext", {})
        at = (*path, "securityContext")
        non_root, why = _effective(app, "runAsNonRoot", own, at)
        user, where = _effective(app, "runAsUser", own, at)
        if non_root and user == 0:
            message = "must not be 0, which is root, together with runAsNonRoot: true"
            yield Problem("SR314", where, message, causes=(why,))


def fields_are_of_the_system(app: StatefulApp) -> Problems:
    """The API server refuses fields of the one operating system in pods of the other."""
    system = app.spec.os["name"] if app.spec.os else "linux"
    if system == "windows":
        spec = app.spec
        shared = {"hostPID": spec.host_pid, "hostIPC": spec.host_ipc}
        shared["shareProcessNamespace"] = spec.share_process_namespace
        for field in [name for name, value in shared.items() if value is not None]:
            yield Problem("SR314", ("spec", field), NO_WINDOWS, causes=OS)
    for path, context in _contexts(app):
        for field in context:
            if system == "windows" and field in LINUX_ONLY:
                yield Problem("SR314", (*path, field), NO_WINDOWS, causes=OS)
            if app.spec.os and system == "linux" and field == "windowsOptions":
                message = "must not be set for pods with os: {name: linux}"
                yield Problem("SR314", (*path, field), message, causes=OS)


def _effective(app: StatefulApp, field: str, own: dict[str, Any], path: Path) -> tuple[Any, Path]:
    """Return what holds for a container, and where it is said: its own word, or the pod's."""
    if field in own:
        return own[field], (*path, field)
    pod: dict[str, Any] = {**(app.spec.pod_security_context or {})}
    return pod.get(field), (*POD, field)


def _contexts(app: StatefulApp) -> Iterator[tuple[Path, dict[str, Any]]]:
    yield POD, {**(app.spec.pod_security_context or {})}
    for path, container in containers(app):
        yield (*path, "securityContext"), container.get("securityContext", {})


RULES = (
    profiles_are_named,
    privileges_agree,
    users_are_not_root,
    fields_are_of_the_system,
)
