"""The StatefulApp API as pydantic models: everything a user may say, and nothing else.

These models are the one source of truth. `shapes.py` is generated from them, so that `stateful-fn`
can read a spec without importing pydantic; on a mistake pydantic itself words the error.

Where Kubernetes has a word, the field is Kubernetes' own and its type comes from
`renderer.kubernetes.types`. Attribute names are the same words in snake_case.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from renderer.kubernetes import labels, names, quantities, scalars, types
from renderer.kubernetes.scalars import (
    AbsolutePath,
    CountOrPercent,
    DnsLabel,
    Namespace,
    ObjectName,
    PortName,
    PortNumber,
    PortReference,
    Subpath,
)

API_VERSION = "stateful-renderer.dev/v1alpha1"
KIND = "StatefulApp"

PodLabels = Annotated[scalars.Labels, AfterValidator(labels.without_selector)]
OwnLabels = Annotated[scalars.Labels, AfterValidator(labels.without_identity)]
Annotations = Annotated[scalars.Annotations, AfterValidator(labels.fit_together)]
ServiceName = Annotated[str, AfterValidator(names.dns1035_label)]
StatefulSetName = Annotated[str, AfterValidator(names.statefulset_name)]
StorageSize = Annotated[
    str, BeforeValidator(quantities.storage_size, json_schema_input_type=str | int)
]
AccessMode = Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]
Protocol = Literal["TCP", "UDP", "SCTP"]


class Model(BaseModel):
    """What every model here has in common: strict, frozen, closed, spelled as in YAML."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        use_attribute_docstrings=True,
    )


class Metadata(Model):
    """Name and labels of the app, and so of every object that is made from it."""

    name: StatefulSetName
    """Name of the app, its StatefulSet and its headless Service; part of every pod and claim name,
    so it can never change without leaving the data behind. At most 52 characters."""
    namespace: Namespace | None = None
    """Namespace of all objects; an environment may set its own. Left to the caller when absent."""
    labels: OwnLabels = {}
    """Labels for every object's own metadata. Never put on pods, selectors or claims, where
    a change would restart pods or be refused."""
    annotations: Annotations = {}
    """Annotations for every object's own metadata. Never put on pods."""


class Port(Model):
    """A port that the main container listens on; the headless Service publishes it too."""

    name: PortName
    """Name of the port, also in DNS SRV records and for probes and Services to refer to."""
    port: PortNumber
    """Port of the Services; the container listens on it too, unless containerPort is set."""
    container_port: PortNumber | None = None
    """What the container listens on. Default: the same as port."""
    protocol: Protocol = "TCP"
    """TCP, UDP or SCTP."""


class Storage(Model):
    """A volume that every pod gets for itself: one volumeClaimTemplate and its mount.

    A claim is named `<name>-<app>-<ordinal>`, and nearly nothing of it can change afterwards.
    """

    name: DnsLabel
    """Name of the claim template and of the volume."""
    mount_path: AbsolutePath
    """Where the volume appears in the main container; for Block, the device's path."""
    size: StorageSize
    """Requested size, such as 10Gi. A StatefulSet cannot change it later; claims can be grown."""
    sub_path: Subpath | None = None
    """Folder inside the volume to mount instead of its root."""
    read_only: bool = False
    """Mount the volume read-only."""
    storage_class_name: Literal[""] | ObjectName | None = None
    """StorageClass of the claims. Absent: the cluster's default; empty text: no class at all."""
    access_modes: Annotated[list[AccessMode], Field(min_length=1)] = ["ReadWriteOnce"]
    """How nodes may mount the volume."""
    volume_mode: Literal["Filesystem", "Block"] = "Filesystem"
    """Filesystem, or Block for a raw device."""
    labels: scalars.Labels = {}
    """Labels of the claims. Immutable: nothing that varies with a version or an environment."""
    annotations: Annotations = {}
    """Annotations of the claims. Immutable as well."""
    data_source: types.TypedLocalObjectReference | None = None
    """A VolumeSnapshot or claim to fill new claims from."""
    data_source_ref: types.TypedObjectReference | None = None
    """Like dataSource, but for any kind of object, also in another namespace."""
    volume_attributes_class_name: ObjectName | None = None
    """VolumeAttributesClass of the claims."""
    selector: types.LabelSelector | None = None
    """Which PersistentVolumes may be bound, by their labels."""


class HeadlessService(Model):
    """The governing Service: it gives every pod its DNS name. Always there, never load-balanced."""

    name: ServiceName | None = None
    """Name of the Service, and `serviceName` of the StatefulSet: immutable. Default: the app's."""
    publish_not_ready_addresses: bool = True
    """Publish pods before they are ready, so that peers can find each other while they start."""
    annotations: Annotations = {}
    """Annotations of this Service alone."""


class ClientPort(Model):
    """A port of the client Service."""

    name: PortName
    """Name of the port; where the app has a port of that name, traffic goes there."""
    port: PortNumber
    """Port that clients connect to."""
    target_port: PortReference | None = None
    """Port name or number in the pods. Default: the app's port of that name, else this number."""
    node_port: PortNumber | None = None
    """Fixed port on every node, for the types NodePort and LoadBalancer."""
    protocol: Protocol | None = None
    """TCP, UDP or SCTP. Default: that of the app's port which it leads to, else TCP."""


class ClientService(Model):
    """A load-balanced Service for clients, which sends them to pods that are ready."""

    name: ServiceName | None = None
    """Name of the Service. Default: the app's name and `-client`."""
    type: Literal["ClusterIP", "NodePort", "LoadBalancer"] = "ClusterIP"
    """ClusterIP, NodePort or LoadBalancer."""
    ports: list[ClientPort] = []
    """Ports of the Service. Default: all ports of the app."""
    annotations: Annotations = {}
    """Annotations of this Service alone, such as those of a cloud's load balancer."""


class PodDisruptionBudget(Model):
    """How many pods a node drain may take away at the same time."""

    enabled: bool | None = None
    """Whether to make one. Default: yes, unless the app has a single replica and neither
    minAvailable nor maxUnavailable is set."""
    min_available: CountOrPercent | None = None
    """Pods that must stay. It does not follow the replicas: prefer maxUnavailable."""
    max_unavailable: CountOrPercent | None = None
    """Pods that may be away. Default: 1."""
    unhealthy_pod_eviction_policy: Literal["IfHealthyBudget", "AlwaysAllow"] | None = None
    """AlwaysAllow lets a drain take pods that are not ready anyway."""


class ServiceAccount(Model):
    """The identity of the pods towards the Kubernetes API and the cloud."""

    create: bool = True
    """Whether to make it; false refers to one that is there."""
    name: ObjectName | None = None
    """Name of the ServiceAccount. Default: the app's name."""
    annotations: Annotations = {}
    """Annotations of the ServiceAccount, such as the cloud role it stands for."""


class Environment(Model):
    """A partial spec for one environment: any field of spec, merged over it.

    Maps merge, lists of named items merge by name, other lists are replaced, null removes and
    `$patch: delete` removes a named item.
    """

    model_config = ConfigDict(extra="allow")

    name: DnsLabel
    """Name of the environment and of its overlay's folder."""
    namespace: Namespace | None = None
    """Namespace of the app in this environment."""
    cluster: str | None = None
    """Cluster this environment runs on. For people and ApplicationSets; no object holds it."""


class Spec(Model):
    """The app itself."""

    image: scalars.Image
    """Image of the main container, with a tag or digest."""
    image_pull_policy: Literal["Always", "IfNotPresent", "Never"] | None = None
    """When to pull the image."""
    command: list[str] = []
    """Replaces the image's entrypoint."""
    args: list[str] = []
    """Replaces the image's arguments."""
    working_dir: str | None = None
    """Where the main container's process starts. Default: as the image says."""
    ports: list[Port] = []
    """Ports of the main container and of the Services."""
    env: list[types.EnvVar] = []
    """Environment variables of the main container. Secrets only by secretKeyRef."""
    env_from: list[types.EnvFromSource] = []
    """ConfigMaps and Secrets whose keys become environment variables."""
    resources: types.ResourceRequirements | None = None
    """CPU and memory of the main container."""
    startup_probe: types.Probe | None = None
    """Holds the other probes back until the app has started."""
    readiness_probe: types.Probe | None = None
    """Says when a pod gets traffic, and when a rollout goes on to the next pod."""
    liveness_probe: types.Probe | None = None
    """Restarts the container when it fails; must not depend on other pods."""
    lifecycle: types.Lifecycle | None = None
    """What to run after the start and before the stop; preStop counts into the grace period."""
    security_context: types.SecurityContext | None = None
    """Security of the main container."""
    termination_message_path: AbsolutePath | None = None
    """File whose text becomes the container's termination message."""
    termination_message_policy: Literal["File", "FallbackToLogsOnError"] | None = None
    """Where the termination message comes from when that file is empty."""
    init_containers: list[types.Container] = []
    """Containers that run before the main one; with restartPolicy Always, they run on beside it."""
    sidecars: list[types.Container] = []
    """Containers that run beside the main one."""
    volumes: list[types.Volume] = []
    """Volumes that are not kept: emptyDir, configMap, secret, projected and others. What is to be
    kept belongs into storage."""
    volume_mounts: list[types.VolumeMount] = []
    """Mounts of volumes in the main container; those of storage come by themselves."""
    replicas: scalars.ZeroOrMore = 1
    """Number of pods."""
    storage: list[Storage] = []
    """Volumes that every pod gets for itself."""
    headless_service: HeadlessService = HeadlessService()
    """The governing Service."""
    client_service: ClientService | None = None
    """A Service for clients; made only when asked for, if only by an empty map."""
    cluster_domain: ObjectName = "cluster.local"
    """DNS domain of the cluster, the end of every pod's DNS name."""
    pod_disruption_budget: PodDisruptionBudget = PodDisruptionBudget()
    """Default: none for one replica, otherwise maxUnavailable 1."""
    pod_management_policy: Literal["OrderedReady", "Parallel"] = "OrderedReady"
    """Whether pods start one after the other or all at once; immutable."""
    update_strategy: types.StatefulSetUpdateStrategy | None = None
    """How a change of the pods is rolled out."""
    min_ready_seconds: scalars.ZeroOrMore | None = None
    """How long a new pod must be ready before the rollout goes on."""
    revision_history_limit: scalars.ZeroOrMore | None = None
    """How many old revisions are kept for a rollback."""
    ordinals: types.StatefulSetOrdinals | None = None
    """Where the pods' numbers start. A change moves pods to other claims."""
    persistent_volume_claim_retention_policy: (
        types.StatefulSetPersistentVolumeClaimRetentionPolicy | None
    ) = None
    """Whether claims are deleted with the StatefulSet or on scale-down. Kubernetes retains them."""
    termination_grace_period_seconds: scalars.OneOrMore | None = None
    """Time for a clean stop. 0 is refused: two pods could then run with one identity."""
    pod_security_context: types.PodSecurityContext | None = None
    """Security of the pod: user, group, fsGroup."""
    pod_labels: PodLabels = {}
    """Labels for the pods. A change restarts them."""
    pod_annotations: Annotations = {}
    """Annotations for the pods. A change restarts them."""
    service_account: ServiceAccount | None = None
    """The ServiceAccount of the pods; made only when asked for."""
    automount_service_account_token: bool | None = None
    """Whether pods get a token for the Kubernetes API."""
    image_pull_secrets: list[types.LocalObjectReference] = []
    """Secrets for pulling the images."""
    node_selector: scalars.Labels = {}
    """Labels that a node must have."""
    affinity: types.Affinity | None = None
    """Which nodes, and beside which pods, the pods may or should run."""
    tolerations: list[types.Toleration] = []
    """Taints of nodes that the pods tolerate."""
    topology_spread_constraints: list[types.TopologySpreadConstraint] = []
    """How the pods are spread over zones and nodes."""
    priority_class_name: ObjectName | None = None
    """PriorityClass of the pods."""
    runtime_class_name: ObjectName | None = None
    """RuntimeClass of the pods."""
    scheduler_name: ObjectName | None = None
    """Scheduler that places the pods."""
    host_network: bool | None = None
    """Use the node's network; pods are then found at their node's address."""
    host_aliases: list[types.HostAlias] = []
    """Entries of the pods' hosts file."""
    dns_policy: Literal["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"] | None = None
    """Where names are looked up."""
    dns_config: types.PodDNSConfig | None = None
    """Name servers, search domains and options."""
    share_process_namespace: bool | None = None
    """Let the containers of a pod see one another's processes."""
    enable_service_links: bool | None = None
    """Whether pods get an environment variable for every Service of the namespace."""
    readiness_gates: list[types.PodReadinessGate] = []
    """Further conditions for a pod to count as ready."""
    environment: DnsLabel | None = None
    """Selects one of environments where no command line can: in a KRM functionConfig."""
    environments: list[Environment] = []
    """The environments, each a partial spec."""


class StatefulApp(Model):
    """A stateful app: one document, from which all Kubernetes objects are made."""

    api_version: Literal["stateful-renderer.dev/v1alpha1"]
    """`stateful-renderer.dev/v1alpha1`."""
    kind: Literal["StatefulApp"]
    """`StatefulApp`."""
    metadata: Metadata
    """Name, namespace, labels and annotations."""
    spec: Spec
    """The app itself."""
