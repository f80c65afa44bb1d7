"""Security contexts, of a pod and of its containers."""

from __future__ import annotations

from renderer.objects.reading import at, mapping, number, text, texts
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import POD, all_containers, pod
from renderer.rules.rule import found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.rules.rule import Problems

CONTEXT = (*POD, "securityContext")
NODE_NAMESPACES = ("hostNetwork", "hostPID", "hostIPC")
PROFILES, LOCAL = ("appArmorProfile", "seccompProfile"), "Localhost"
EVERYTHING = "CAP_SYS_ADMIN"
HOST_PROCESS = ("securityContext", "windowsOptions", "hostProcess")


def contexts(resource: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield the security contexts of a StatefulSet's pods and of each container."""
    yield CONTEXT, mapping(pod(resource).get("securityContext"))
    for path, container in all_containers(resource):
        yield (*path, "securityContext"), mapping(container.get("securityContext"))


def effective(resource: Resource, path: Path, field: str) -> tuple[Any, Path]:
    """Return what holds for a container and where it is said: its own word, or the pod's.

    Args:
        resource: a StatefulSet.
        path: where the container is.
        field: of its security context.
    """
    own, shared = (*path, "securityContext", field), (*CONTEXT, field)
    where = own if at(resource.data, *own) is not None else shared
    return at(resource.data, *where), where


@rule("SR1014", "error", "StatefulSet", was=("SR314",))
def users_are_not_root(resource: Resource, _objects: Objects) -> Problems:
    """runAsNonRoot for a container that runs as root

    The kubelet does not start it: CreateContainerConfigError. A container's own word wins over the
    pod's.

    Way out: write the user of the image, or runAsNonRoot: false for this container.
    """
    seen = set()
    for path, _ in all_containers(resource):
        non_root, why = effective(resource, path, "runAsNonRoot")
        user, where = effective(resource, path, "runAsUser")
        is_root = non_root is True and number(user, default=1) == 0
        if is_root and (where, why) not in seen:
            message = "must not be 0, which is root, together with runAsNonRoot: true"
            yield found(where, message, hint="write another user", causes=(why,))
        seen.add((where, why))


@rule("SR1028", "error", "StatefulSet", was=("SR904", "SR314"))
def privileges_agree(resource: Resource, _objects: Objects) -> Problems:
    """Privileges that are given and forbidden at once

    A privileged container, and one with CAP_SYS_ADMIN, has all that there is, so that it cannot
    be kept from getting more. The API server refuses allowPrivilegeEscalation: false there.

    Way out: remove one of the two.
    """
    for path, security in contexts(resource):
        why: Path = ()
        if security.get("privileged") is True:
            message, why = "must not be false for a privileged container", ("privileged",)
        elif EVERYTHING in texts(at(security, "capabilities", "add")):
            message, why = f"must not be false with {EVERYTHING}", ("capabilities", "add")
        if why and security.get("allowPrivilegeEscalation") is False:
            where, causes = (*path, "allowPrivilegeEscalation"), ((*path, *why),)
            yield found(where, message, hint="remove one of the two", causes=causes)


@rule("SR1029", "error", "StatefulSet", was=("SR904", "SR314"))
def profiles_are_whole(resource: Resource, _objects: Objects) -> Problems:
    """A security profile without its path, or a path for another profile

    Only a profile that lies on the node, which is type: Localhost, has a path. The API server
    refuses it without one, and any other with one.

    Way out: write localhostProfile together with type: Localhost.
    """
    for path, security in contexts(resource):
        for field in PROFILES:
            profile, where = mapping(security.get(field)), (*path, field, "localhostProfile")
            given, kind = profile.get("localhostProfile"), text(profile.get("type"))
            causes = ((*path, field, "type"),)
            is_named = bool(given) or (given == "" and field != "appArmorProfile")
            if kind == LOCAL and not is_named:
                yield found(where, f"is required with type: {LOCAL}", causes=causes)
            elif kind != LOCAL and given is not None:
                message = f"must only be set with type: {LOCAL}"
                hint = f"remove it, or write type: {LOCAL}"
                yield found(where, message, hint=hint, causes=causes)


@rule("SR1046", "error", "StatefulSet")
def host_processes_are_among_themselves(resource: Resource, _objects: Objects) -> Problems:
    """A process of a Windows node beside containers, or without the node's network

    Where windowsOptions.hostProcess is true, a container is a process of its node. The API server
    wants that of all containers of the pod or of none, and hostNetwork: true with it.

    Way out: write hostProcess: true for the pod as a whole, and hostNetwork: true.
    """
    whole, inherited = at(pod(resource), *HOST_PROCESS), (*POD, *HOST_PROCESS)
    said = [(path, at(container, *HOST_PROCESS)) for path, container in all_containers(resource)]
    hosts = [path for path, own in said if (whole if own is None else own) is True]
    first = [(*path, *HOST_PROCESS) for path, own in said if own is True][:1] or [inherited]
    for path, own in said:
        if isinstance(whole, bool) and isinstance(own, bool) and own is not whole:
            message = f"must be what the pod says, {str(whole).lower()}, got {str(own).lower()}"
            hint = "say it once, for the pod"
            yield found((*path, *HOST_PROCESS), message, hint=hint, causes=(inherited,))
        elif hosts and path not in hosts:
            message = "must be true of all containers of the pod or of none"
            hint = "say it once, for the pod"
            yield found(first[0], message, hint=hint, causes=((*path, "name"),))
    if hosts and pod(resource).get("hostNetwork") is not True:
        message, causes = "must come with hostNetwork: true", ((*POD, "hostNetwork"),)
        yield found(first[0], message, hint="write hostNetwork: true", causes=causes)


@rule("SR1048", "error", "StatefulSet")
def only_own_users_see_all_of_proc(resource: Resource, _objects: Objects) -> Problems:
    """procMount: Unmasked without users of the pod's own

    It opens all of /proc to the container, and only user ids of the pod's own keep that from being
    the node. The API server refuses it without hostUsers: false.

    Way out: write hostUsers: false, or remove procMount.
    """
    for path, security in contexts(resource):
        is_own = pod(resource).get("hostUsers") is False
        if security.get("procMount") == "Unmasked" and not is_own and path != CONTEXT:
            message = "must not be Unmasked without hostUsers: false"
            hint, causes = "write hostUsers: false, or remove it", ((*POD, "hostUsers"),)
            yield found((*path, "procMount"), message, hint=hint, causes=causes)
