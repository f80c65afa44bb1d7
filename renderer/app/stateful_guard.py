"""The StatefulGuard API: how `stateful-fn` judges what it is handed, whoever rendered it.

The models are compiled into `shapes.py`, as those of a StatefulApp are.
"""

from __future__ import annotations

from typing import Literal

from renderer.app.parts import Model
from renderer.app.stateful_environment import ConfigurationMetadata
from renderer.kubernetes import scalars


class Allowance(Model):
    """A finding that is accepted, and why."""

    rule: str
    """Code of the rule, such as SR940."""
    object: str
    """The object that it is found in, as kind/name: StatefulSet/cache."""
    path: str | None = None
    """The field that it is found at, as in the finding; by default any of the object."""
    reason: str
    """Why it may be so."""


class GuardSpec(Model):
    """From which level on findings fail the call, and which are shown or accepted."""

    fail_on: Literal["error", "warning", "info", "never"] = "error"
    """From which level on the call fails; with never, errors are reported as warnings."""
    show: Literal["error", "warning", "info"] = "warning"
    """From which level on findings are reported; what fails the call always is."""
    allow: list[Allowance] = []
    """Findings that are accepted; one that is not found is pointed out."""
    kubernetes_version: scalars.KubernetesVersion | None = None
    """Version of the cluster, such as "1.34", in quotes; it wins over that of a StatefulApp. Fields
    and values that it would drop or refuse are found. Default: those of any version are taken."""


class StatefulGuard(Model):
    """Judges StatefulSets, Services and PodDisruptionBudgets, and leaves them as they are."""

    api_version: Literal["stateful-renderer.dev/v1alpha1"]
    """`stateful-renderer.dev/v1alpha1`."""
    kind: Literal["StatefulGuard"]
    """`StatefulGuard`."""
    metadata: ConfigurationMetadata
    """Name of the configuration."""
    spec: GuardSpec = GuardSpec()
    """What fails, and what is shown or accepted."""
