"""The StatefulEnvironment API: what `stateful-fn` changes for an environment, and kustomize cannot.

The models are compiled into `shapes.py`, as those of a StatefulApp are; `change_rules.py` has the
rules across fields.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from renderer.app.models import AccessMode, Annotations, Model, StorageSize
from renderer.kubernetes import scalars
from renderer.kubernetes.scalars import DnsLabel, Namespace, ObjectName


class ConfigurationMetadata(Model):
    """Name of the configuration."""

    name: ObjectName
    """Name of the configuration; no object is named after it."""
    namespace: Namespace | None = None
    """Not used: kustomize may set it."""
    labels: scalars.Labels = {}
    """Not used: kustomize may set them."""
    annotations: Annotations = {}
    """Says how the function is run."""


class ClaimChange(Model):
    """What a volumeClaimTemplate asks for, which kustomize could only replace as a whole list."""

    name: DnsLabel
    """Name of the claim template."""
    size: StorageSize | None = None
    """Requested size."""
    storage_class_name: Literal[""] | ObjectName | None = None
    """StorageClass of the claims."""
    access_modes: Annotated[list[AccessMode], Field(min_length=1)] | None = None
    """How nodes may mount the volume."""


class StatefulSetChange(Model):
    """Changes of one StatefulSet."""

    name: ObjectName
    """Name of the StatefulSet."""
    namespace: Namespace | None = None
    """Its namespace. Default: any."""
    replicas: scalars.ZeroOrMore | None = None
    """Number of pods."""
    claims: list[ClaimChange] = []
    """Changes of its claim templates, by their names."""


class EnvironmentSpec(Model):
    """The environment itself."""

    environment: DnsLabel | None = None
    """Which of their environments all StatefulApps among the items are rendered for."""
    stateful_sets: list[StatefulSetChange] = []
    """Changes of StatefulSets, by their names, whoever rendered them."""


class StatefulEnvironment(Model):
    """An environment: which one StatefulApps are rendered for, and changes of StatefulSets."""

    api_version: Literal["stateful-renderer.dev/v1alpha1"]
    """`stateful-renderer.dev/v1alpha1`."""
    kind: Literal["StatefulEnvironment"]
    """`StatefulEnvironment`."""
    metadata: ConfigurationMetadata
    """Name of the configuration."""
    spec: EnvironmentSpec
    """The environment itself."""
