"""The StatefulEnvironment API: what `stateful-fn` changes for an environment, and kustomize cannot.

The models are compiled into `shapes.py`, as those of a StatefulApp are; `change_rules.py` has the
rules across fields.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from renderer.app.parts import AccessMode, Annotations, Model, StorageSize
from renderer.kubernetes import scalars
from renderer.kubernetes.scalars import DnsLabel, EnvName, Namespace, ObjectName


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


class PeersChange(Model):
    """An environment variable that lists the pods, computed from the replicas."""

    name: EnvName
    """Name of the variable; made if it is not there."""
    container: DnsLabel | None = None
    """The container that gets it. Default: the first one."""
    format: str | None = None
    """How one pod is written, with {ordinal}, {ordinal+1}, {pod}, {host} (`<pod>.<service>`, which
    every pod of the namespace finds), {port} (the container's first) and {port:NAME}.
    Default: {host}:{port}, or {host} for a container without ports."""
    separator: str = ","
    """What stands between two pods."""


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
    peers: list[PeersChange] = []
    """Variables that list its pods, for as many replicas as it then has."""


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
