"""What Pod Security asks for, filled in where the spec does not say it.

https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
What contradicts it is an error: see `renderer.app.security_rules`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.kubernetes.types import SecurityContext


def pod_security_context(app: StatefulApp) -> dict[str, Any]:
    """Return the pod's security context; what the spec says wins over every default."""
    declared: dict[str, Any] = {**(app.spec.pod_security_context or {})}
    defaults: dict[str, Any] = {}
    if "fsGroup" in declared:
        defaults["fsGroupChangePolicy"] = "OnRootMismatch"
    if app.spec.pod_security == "restricted":
        defaults["runAsNonRoot"] = True
        defaults["seccompProfile"] = {"type": "RuntimeDefault"}
    return dict(sorted({**defaults, **declared}.items()))


def container_security_context(
    app: StatefulApp, declared: SecurityContext | None
) -> dict[str, Any] | None:
    """Return a container's security context; None when there is nothing to say."""
    own: dict[str, Any] = {**(declared or {})}
    if app.spec.pod_security != "restricted":
        return own or None
    filled = {
        **own,
        "allowPrivilegeEscalation": own.get("allowPrivilegeEscalation", False),
        "capabilities": {"drop": ["ALL"], **own.get("capabilities", {})},
    }
    return dict(sorted(filled.items()))
