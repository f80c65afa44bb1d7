"""What Pod Security asks for, filled in where the spec does not say it.

https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
What contradicts it is an error.
"""

from __future__ import annotations

from renderer.app.defaults import is_recommended
from renderer.errors import Problem
from renderer.rules.pod_security import violations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.kubernetes.types import SecurityContext
    from renderer.objects.resource import Resource


def pod_security_context(app: StatefulApp) -> dict[str, Any] | None:
    """Return the pod's security context; what the spec says wins over every default.

    None where there is nothing to say, which is not the same as an empty one.
    """
    declared: dict[str, Any] = {**(app.spec.pod_security_context or {})}
    defaults: dict[str, Any] = {}
    if "fsGroup" in declared and is_recommended(app):
        defaults["fsGroupChangePolicy"] = "OnRootMismatch"
    if app.spec.pod_security == "restricted":
        defaults["runAsNonRoot"] = True
        defaults["seccompProfile"] = {"type": "RuntimeDefault"}
    if app.spec.pod_security_context is None and not defaults:
        return None
    return dict(sorted({**defaults, **declared}.items()))


def container_security_context(
    app: StatefulApp, declared: SecurityContext | None
) -> dict[str, Any] | None:
    """Return a container's security context; None when there is nothing to say."""
    own: dict[str, Any] = {**(declared or {})}
    if app.spec.pod_security != "restricted":
        return None if declared is None else own
    filled = {
        **own,
        "allowPrivilegeEscalation": own.get("allowPrivilegeEscalation", False),
        "capabilities": {"drop": ["ALL"], **own.get("capabilities", {})},
    }
    return dict(sorted(filled.items()))


def forbidden(app: StatefulApp, resource: Resource) -> Iterator[Problem]:
    """Yield where the pods of a StatefulSet are not what the standard of their app demands."""
    level, system = app.spec.pod_security, app.spec.os or {"name": ""}
    if not level or resource.kind != "StatefulSet" or system["name"] == "windows":
        return
    causes = (("spec", "podSecurity"),)
    for path, message in violations(resource, level):
        yield Problem("SR320", path, f"{message} with podSecurity: {level}", causes=causes)
