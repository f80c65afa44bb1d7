"""What must hold where an operator compares: tolerations of taints."""

from __future__ import annotations

from renderer.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    Problems = Iterator[Problem]


def tolerations_are_complete(app: StatefulApp) -> Problems:
    """No key means every taint, Exists means every value, and only NoExecute waits."""
    for index, each in enumerate(app.spec.tolerations):
        path: Path = ("spec", "tolerations", index)
        operator, causes = each.get("operator") or "Equal", ((*path, "operator"),)
        if not each.get("key") and operator != "Exists":
            hint = "write the key of a taint, or operator: Exists for all taints"
            yield Problem("SR314", (*path, "key"), "is required", hint=hint, causes=causes)
        if operator == "Exists" and each.get("value"):
            message = "must not be set for the operator Exists"
            yield Problem("SR314", (*path, "value"), message, causes=causes)
        if "tolerationSeconds" in each and each.get("effect") != "NoExecute":
            message = "must not be set but with effect: NoExecute, which evicts"
            causes = ((*path, "effect"),)
            yield Problem("SR314", (*path, "tolerationSeconds"), message, causes=causes)


RULES = (tolerations_are_complete,)
