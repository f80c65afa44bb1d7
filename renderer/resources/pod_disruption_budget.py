"""The PodDisruptionBudget: how many pods a node drain may take at once."""

from __future__ import annotations

from renderer.app.defaults import (
    disruption_budget_name,
    has_disruption_budget,
    recommended,
    selector_labels,
)
from renderer.resources.metadata import (
    metadata,
    place_of_metadata,
    place_of_selected,
    without_nothing,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.app.models import StatefulApp
    from renderer.errors import Path
    from renderer.resources.files import Files

FILE = "poddisruptionbudget.yaml"
OWN: Path = ("spec", "podDisruptionBudget")


def build(app: StatefulApp) -> Files:
    """Return the budget; there is none for a single replica, which it could only ever block.

    https://kubernetes.io/docs/tasks/run-application/configure-pdb/
    """
    if not has_disruption_budget(app):
        return {}
    budget = app.spec.pod_disruption_budget
    by_default = 1 if budget.min_available is None else None
    return {
        FILE: {
            "apiVersion": "policy/v1",
            "kind": "PodDisruptionBudget",
            "metadata": metadata(
                app,
                disruption_budget_name(app),
                labels=budget.labels,
                annotations=budget.annotations,
            ),
            "spec": without_nothing(
                {
                    "minAvailable": budget.min_available,
                    "maxUnavailable": (
                        by_default if budget.max_unavailable is None else budget.max_unavailable
                    ),
                    "unhealthyPodEvictionPolicy": recommended(
                        app, budget.unhealthy_pod_eviction_policy, "AlwaysAllow"
                    ),
                    "selector": {"matchLabels": selector_labels(app)},
                }
            ),
        }
    }


def place(app: StatefulApp, path: Path, _file: str) -> Path:
    """Return where in the spec a field of the budget comes from; nowhere is empty."""
    if path[:1] == ("metadata",):
        budget = app.spec.pod_disruption_budget
        return place_of_metadata(app, path[1:], name=(*OWN, "name"), own=OWN, said=budget)
    if path[:2] == ("spec", "selector"):
        return place_of_selected(app, path[3:])
    return (*OWN, *path[1:]) if path[:1] == ("spec",) else ()
