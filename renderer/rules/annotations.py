"""What the API server reads in the annotations of a pod template."""

from __future__ import annotations

from renderer.kubernetes.names import is_number, one_of, quoted, refusal
from renderer.objects.reading import at, mapping, text
from renderer.objects.workload import all_containers, pod
from renderer.rules.security import CONTEXT, effective

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Path
    from renderer.objects.resource import Resource

MIRROR = "kubernetes.io/config.mirror"
TOLERATIONS = "scheduler.alpha.kubernetes.io/tolerations"
DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"
SECCOMP_OF_POD = "seccomp.security.alpha.kubernetes.io/pod"
APPARMOR, SECCOMP = "appArmorProfile", "seccompProfile"
# Profiles of a container, whose name is behind the "/", and the field that they are now.
OF_CONTAINERS = {
    "container.apparmor.security.beta.kubernetes.io": APPARMOR,
    "container.seccomp.security.alpha.kubernetes.io": SECCOMP,
}
ON_THE_NODE = "localhost/"
TYPES = {"RuntimeDefault": "runtime/default", "Unconfined": "unconfined"}
SAME = {"docker/default": "runtime/default"}


class Annotation:
    """One annotation of a StatefulSet's pods.

    Args:
        resource: the StatefulSet.
        key: of the annotation.
    """

    def __init__(self, resource: Resource, key: str) -> None:
        self.resource = resource
        self.key = key
        self.domain, _, self.name = key.partition("/")

    def read(self, value: str) -> None:
        """Read its value as the server does.

        Raises:
            ValueError: the server refuses it.
        """
        if self.key == SECCOMP_OF_POD or self.domain in OF_CONTAINERS:
            self._read_profile(value)
        elif self.key == DELETION_COST and not _is_cost(value):
            raise refusal("an integer of 32 bits", value)
        elif self.key == TOLERATIONS and not _is_list(value):
            raise ValueError("must be a list in JSON", "remove it, and write tolerations")
        elif self.key == MIRROR and not pod(self.resource).get("nodeName"):
            raise ValueError("must not be set: it is the kubelet's", "remove it")

    def _read_profile(self, value: str) -> None:
        field = OF_CONTAINERS.get(self.domain, SECCOMP)
        hint = f"remove it, and write securityContext.{field}"
        containers = {text(each.get("name")): path for path, each in all_containers(self.resource)}
        if field == APPARMOR and self.name not in containers:
            known = one_of(containers)
            raise ValueError(f"must end with the name of a container, {known}", hint)
        is_one = SAME.get(value, value) in TYPES.values() or value.startswith(ON_THE_NODE)
        if not is_one and (value or field == SECCOMP):
            words = "runtime/default, unconfined or localhost/<profile>"
            raise ValueError(f"must be {words}, got {quoted(value)}", hint)
        said = self._said(field, containers.get(self.name, ()))
        if said and SAME.get(value, value) != said:
            raise ValueError(f"must be {said}, as the field says, got {quoted(value)}", hint)

    def _said(self, field: str, container: Path) -> str:
        """Return what the field says, as annotations write it; nothing where it is not there."""
        own = (*container, "securityContext") if container else CONTEXT
        if self.key != SECCOMP_OF_POD and not container:
            return ""
        is_inherited = field == APPARMOR
        profile: Any = at(self.resource.data, *own, field)
        if is_inherited:
            profile, _ = effective(self.resource, container, field)
        kind = text(mapping(profile).get("type"))
        path = f"{ON_THE_NODE}{mapping(profile).get('localhostProfile')}"
        return TYPES.get(kind) or (path if kind == "Localhost" else "")


def _is_cost(value: str) -> bool:
    digits = value.removeprefix("-")
    is_plain = is_number(digits) and (digits == "0" or digits[0] != "0")
    return is_plain and len(digits) <= len(str(2**31)) and -(2**31) <= int(value) < 2**31


def _is_list(value: str) -> bool:
    import json

    try:
        return not value or isinstance(json.loads(value), list)
    except ValueError:
        return False
