"""The parts of a spec that Kubernetes has no word for: storage, config, peers, Services, safety.

See `renderer.app.models`, which puts them together.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from renderer.kubernetes import labels, names, quantities, scalars, types
from renderer.kubernetes.scalars import (
    AbsolutePath,
    CountOrPercent,
    DnsLabel,
    Duration,
    Namespace,
    ObjectName,
    PortName,
    PortNumber,
    PortReference,
    Subpath,
)

Annotations = Annotated[scalars.Annotations, AfterValidator(labels.fit_together)]
Labels = Annotated[scalars.Labels, AfterValidator(labels.without_ours)]
ServiceName = Annotated[str, AfterValidator(names.dns1035_label)]
StorageSize = Annotated[
    str, BeforeValidator(quantities.storage_size, json_schema_input_type=str | int)
]
AccessMode = Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]
Protocol = Literal["TCP", "UDP", "SCTP"]
IpFamily = Literal["IPv4", "IPv6"]
IpFamilyPolicy = Literal["SingleStack", "PreferDualStack", "RequireDualStack"]
MountPropagation = Literal["None", "HostToContainer", "Bidirectional"]
OnChange = Literal["roll", "none"]


class Model(BaseModel):
    """What every model here has in common: strict, frozen, closed, spelled as in YAML."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        use_attribute_docstrings=True,
    )


class Port(Model):
    """A port that the main container listens on; the headless Service publishes it too."""

    name: PortName | None = None
    """Name of the port, also in DNS SRV records and for probes and Services to refer to. Of several
    ports that a Service publishes, each must have one."""
    port: PortNumber
    """Port of the Services; the container listens on it too, unless containerPort is set."""
    container_port: PortNumber | None = None
    """What the container listens on. Default: the same as port."""
    protocol: Protocol = "TCP"
    """TCP, UDP or SCTP."""
    app_protocol: scalars.AppProtocol | None = None
    """What is spoken on it, such as http or kubernetes.io/h2c, for meshes and load balancers."""
    host_port: PortNumber | None = None
    """The same port on the pod's node; two pods of the app then never share a node."""
    host_ip: Annotated[scalars.IpAddress | None, Field(alias="hostIP")] = None
    """Address of the node that hostPort is bound to. Default: all of them."""


class Selector(Model):
    """The labels that the app's pods are found by; a StatefulSet can never change them."""

    match_labels: scalars.Labels
    """The labels, at least one, and none that changes with a version or a release. The pods get
    them; a label of podLabels cannot be one of them."""


class Storage(Model):
    """A volume that every pod gets for itself: one volumeClaimTemplate and its mount.

    A claim is named `<name>-<app>-<ordinal>`, and nearly nothing of it can change afterwards.
    """

    name: DnsLabel
    """Name of the claim template and of the volume."""
    mount_path: AbsolutePath | None = None
    """Where the volume appears in the main container; for Block, the device's path. Absent: it is
    mounted by its name, by volumeMounts, whose order is then kept, or by other containers."""
    size: StorageSize
    """Requested size, such as 10Gi. A StatefulSet cannot change it later; templateSize lets the
    volumes grow."""
    template_size: StorageSize | None = None
    """Size in the claim template of the live StatefulSet, which can never change, when `size` is to
    be more. The claims themselves are then declared, one for each pod, and grow to `size` while the
    pods run. Remove it when the StatefulSet is made anew. See docs/growing.md."""
    claims: scalars.ZeroOrMore | None = None
    """How many claims are declared with templateSize. Default: as many as replicas; where an
    autoscaler sets these, write the most pods that it may ask for."""
    size_limit: StorageSize | None = None
    """Largest size that a claim may be bound to (the claim's limit). Few storage classes use it."""
    sub_path: Subpath | None = None
    """Folder inside the volume to mount instead of its root."""
    sub_path_expr: Subpath | None = None
    """Like subPath, with $(VAR) replaced by the container's environment variables."""
    read_only: bool = False
    """Mount the volume read-only."""
    recursive_read_only: Literal["Disabled", "IfPossible", "Enabled"] | None = None
    """Whether mounts below this one are read-only as well; needs readOnly."""
    mount_propagation: MountPropagation | None = None
    """Whether mounts below this one are shared with the node."""
    storage_class_name: Literal[""] | ObjectName | None = None
    """StorageClass of the claims. Absent: the cluster's default; empty text: no class at all."""
    access_modes: Annotated[list[AccessMode], Field(min_length=1)] = ["ReadWriteOnce"]
    """How nodes may mount the volume. Default: by one node at a time, which all storage can."""
    volume_mode: Literal["Filesystem", "Block"] = "Filesystem"
    """Filesystem, or Block for a raw device."""
    labels: scalars.Labels = {}
    """Labels of the claims. Immutable: nothing that varies with a version or an environment."""
    annotations: Annotations = {}
    """Annotations of the claims. Immutable as well."""
    namespace: Namespace | None = None
    """Namespace inside of the claim template, which nobody reads: claims are in that of the pods.
    Only for a live set that has one, for it is immutable too."""
    data_source: types.TypedLocalObjectReference | None = None
    """A VolumeSnapshot or claim to fill new claims from."""
    data_source_ref: types.TypedObjectReference | None = None
    """Like dataSource, but for any kind of object, also in another namespace."""
    volume_attributes_class_name: ObjectName | None = None
    """VolumeAttributesClass of the claims."""
    selector: types.LabelSelector | None = None
    """Which PersistentVolumes may be bound, by their labels."""
    volume_name: ObjectName | None = None
    """The one PersistentVolume to bind, so only for a single replica."""


class ConfigFile(Model):
    """A file of a ConfigMap: its text, its bytes, or a file beside the spec."""

    name: Subpath
    """Path of the file below mountPath, such as redis.conf or conf.d/tls.conf."""
    text: str | None = None
    """What the file holds."""
    base64: scalars.Base64 | None = None
    """What the file holds, where it is no text: bytes in base64."""
    from_file: scalars.PathBeside | None = None
    """A file to read, as a path from the spec's folder; never one outside of that folder."""
    mode: scalars.FileMode | None = None
    """Permissions of the file, as a decimal number: 493 is 0755. Default: defaultMode."""


class Config(Model):
    """Files that are the same for all pods: a ConfigMap `<app>-<name>` and its mount."""

    name: DnsLabel
    """Name of the volume, and the end of the ConfigMap's name. Other containers mount it by it."""
    mount_path: AbsolutePath | None = None
    """Where the files appear in the main container. Absent: only others mount the volume."""
    sub_path: Subpath | None = None
    """One of the files, to mount it alone over a file of the image. Kubernetes never updates it in
    a running pod."""
    default_mode: scalars.FileMode | None = None
    """Permissions of the files, as a decimal number. Default: 420, which is 0644."""
    on_change: OnChange | None = None
    """What a change of a file does to running pods: `roll` restarts them in order, through a
    checksum in the pod template, for files that are read at the start; `none` leaves them alone,
    for files that the app reads again by itself. Default: roll, or a change would reach each pod at
    some later restart that nobody expects."""
    files: Annotated[list[ConfigFile], Field(min_length=1)]
    """The files, 1 MiB in all."""


class Peers(Model):
    """An environment variable of the main container that lists the app's own pods.

    It is computed from replicas and ports of each environment and stands before spec.env, so that
    env, command and args can use it as $(NAME). Scaling changes it, and so restarts the pods,
    unless `first` or `countOnly` keep it as it is.
    """

    name: scalars.EnvName
    """Name of the variable."""
    format: str | None = None
    """How one pod is written, with {ordinal}, {ordinal+1}, {pod}, {host}, {port} (the first of
    spec.ports) and {port:NAME}; {host} is the pod's full DNS name in whatever namespace it runs.
    Default: {host}:{port}, or {host} for an app without ports."""
    separator: str = ","
    """What stands between two pods."""
    first: scalars.OneOrMore | None = None
    """List only the first so many pods, as seeds: scaling above that restarts nothing."""
    count_only: bool = False
    """The number of pods instead of a list, read from a ConfigMap when a container starts: scaling
    then restarts nothing."""
    own: bool = False
    """Not a list, but the pod itself, once as the format says: for what a member announces to the
    others. {pod} is then $(POD_NAME), {ordinal} $(POD_INDEX), which are set as well."""
    mount_path: AbsolutePath | None = None
    """Write the list to this file instead of a variable; {host} is then `<pod>.<service>`, because
    nothing is replaced in a file."""
    exclude_own: bool = False
    """Leave the pod itself out of its list. Only a file can differ between pods, so this needs
    mountPath."""


class PodPort(Model):
    """A port of a Service, and where it leads to."""

    name: DnsLabel | None = None
    """Name of the port; where the app has a port of that name, traffic goes there. Of several
    ports, each must have one."""
    port: PortNumber
    """Port that clients connect to."""
    target_port: PortReference | None = None
    """Port name or number in the pods. Default: the app's port of that name, else this number."""
    protocol: Protocol | None = None
    """TCP, UDP or SCTP. Default: that of the app's port which it leads to, else TCP."""
    app_protocol: scalars.AppProtocol | None = None
    """What is spoken on it. Default: that of the app's port of the same name."""


class HeadlessService(Model):
    """The governing Service: it gives every pod its DNS name. Never load-balanced."""

    enabled: bool = True
    """Whether there is one. Without it pods have no DNS names: only for pods without an identity.
    Default: yes, because a StatefulSet whose Service is missing fails in silence."""
    create: bool = True
    """Whether to make it; false refers to one that is there: clientService, an extra resource, or
    somebody else's."""
    name: ServiceName | None = None
    """Name of the Service, and `serviceName` of the StatefulSet: immutable. Default: the app's."""
    publish_not_ready_addresses: bool | None = None
    """Publish pods before they are ready. Default: yes, so that peers can find each other while
    they start; a set that waits for its peers to become ready would otherwise never start."""
    ip_families: list[IpFamily] = []
    """Address families of the DNS records. Default: the cluster's."""
    ip_family_policy: IpFamilyPolicy | None = None
    """Whether there are records of both families. Default: SingleStack."""
    ports: list[PodPort] | None = None
    """Ports of the Service; an empty list is none. Default: all ports of the app, and the one of a
    sidecar that serviceMonitor names, at the numbers that the containers listen on, for behind this
    Service nothing translates them."""
    labels: Labels = {}
    """Labels of this Service alone, such as one that a monitor selects it by."""
    annotations: Annotations = {}
    """Annotations of this Service alone."""


class ClientPort(PodPort):
    """A port of the client Service."""

    node_port: PortNumber | None = None
    """Fixed port on every node, for the types NodePort and LoadBalancer."""


class ServiceOptions(Model):
    """What a Service for clients can say, in Kubernetes' own words."""

    type: Literal["ClusterIP", "NodePort", "LoadBalancer"] = "ClusterIP"
    """ClusterIP, NodePort or LoadBalancer. Default: inside the cluster only."""
    labels: Labels = {}
    """Labels of the Service."""
    annotations: Annotations = {}
    """Annotations of the Service, such as those of a cloud's load balancer."""
    internal_traffic_policy: Literal["Cluster", "Local"] | None = None
    """Local: only pods of the client's own node."""
    external_traffic_policy: Literal["Cluster", "Local"] | None = None
    """Local keeps the client's address and takes only nodes that have a pod."""
    health_check_node_port: PortNumber | None = None
    """Port of the nodes' health check, for LoadBalancer with externalTrafficPolicy Local."""
    traffic_distribution: scalars.TrafficDistribution | None = None
    """Which pods are preferred, such as PreferSameZone."""
    session_affinity: Literal["None", "ClientIP"] | None = None
    """ClientIP sends one client to one pod."""
    session_affinity_config: types.SessionAffinityConfig | None = None
    """How long a client stays with its pod."""
    load_balancer_class: scalars.LabelKey | None = None
    """Which load balancer makes it, such as service.k8s.aws/nlb. Immutable."""
    load_balancer_source_ranges: list[scalars.Cidr] = []
    """Addresses of clients that a load balancer lets in."""
    allocate_load_balancer_node_ports: bool | None = None
    """false, where the load balancer needs no port on the nodes."""
    external_ips: Annotated[list[scalars.IpAddress], Field(alias="externalIPs")] = []
    """Further addresses whose traffic the nodes take for this Service."""
    ip_families: list[IpFamily] = []
    """Address families. Default: the cluster's."""
    ip_family_policy: IpFamilyPolicy | None = None
    """Whether it has addresses of both families. Default: SingleStack."""


class ClientService(ServiceOptions):
    """A load-balanced Service for clients, which sends them to pods that are ready."""

    name: ServiceName | None = None
    """Name of the Service. Default: the app's name and `-client`."""
    ports: list[ClientPort] = []
    """Ports of the Service. Default: all ports of the app."""


class PodServices(ServiceOptions):
    """A Service for each pod, named like the pod, for clients that must reach one certain pod."""

    ports: list[PodPort] = []
    """Ports of every Service. Default: all ports of the app."""
    publish_not_ready_addresses: bool | None = None
    """Also lead to a pod that is not ready. Default: no, clients want one that answers."""


class NetworkPolicy(Model):
    """Who may connect: the pods themselves, clients, and from the pods their peers and DNS."""

    clients: list[types.NetworkPolicyPeer] | None = None
    """Who may connect to the ports for clients. Default: all pods of the namespace; an empty list
    is nobody."""
    ports: list[PortName] = []
    """Ports of the app that clients may connect to. Default: all of them."""
    ingress: list[types.NetworkPolicyIngressRule] = []
    """Further rules about who may connect, such as a monitoring namespace."""
    restrict_egress: bool = True
    """Whether the pods may connect only to their peers, DNS and what egress says. Default: yes; a
    database seldom has reasons to call out, but backups and the Kubernetes API are such."""
    egress: list[types.NetworkPolicyEgressRule] = []
    """Further rules about where the pods may connect to."""


class PodDisruptionBudget(Model):
    """How many pods a node drain may take away at the same time."""

    enabled: bool | None = None
    """Whether to make one. Default: yes, unless the app has a single replica and neither
    minAvailable nor maxUnavailable is set; it could then only block a drain."""
    name: ObjectName | None = None
    """Name of the budget. Default: the app's name."""
    labels: Labels = {}
    """Labels of the budget."""
    annotations: Annotations = {}
    """Annotations of the budget."""
    min_available: CountOrPercent | None = None
    """Pods that must stay. It does not follow the replicas: prefer maxUnavailable."""
    max_unavailable: CountOrPercent | None = None
    """Pods that may be away. Default: 1, which follows the replicas and never loses a quorum."""
    unhealthy_pod_eviction_policy: Literal["IfHealthyBudget", "AlwaysAllow"] | None = None
    """Whether a drain may take pods that are not ready anyway. Default: AlwaysAllow, because a
    single broken pod would otherwise block every drain; IfHealthyBudget protects a pod that is
    not ready because it is still catching up."""


class ServiceAccount(Model):
    """The identity of the pods towards the Kubernetes API and the cloud."""

    create: bool = True
    """Whether to make it; false refers to one that is there."""
    name: ObjectName | None = None
    """Name of the ServiceAccount. Default: the app's name."""
    annotations: Annotations = {}
    """Annotations of the ServiceAccount, such as the cloud role it stands for."""


class ServiceMonitor(Model):
    """What Prometheus scrapes, for its operator (monitoring.coreos.com/v1)."""

    port: PortName
    """Port of the app, or of a container beside it, that answers with metrics, by its name."""
    path: scalars.UrlPath = "/metrics"
    """Path of the metrics."""
    scheme: Literal["http", "https"] | None = None
    """How to ask. Default: http."""
    interval: Duration | None = None
    """How often to ask, such as 30s. Default: Prometheus' own."""
    scrape_timeout: Duration | None = None
    """How long to wait for an answer. Default: Prometheus' own."""
    labels: Labels = {}
    """Labels of the ServiceMonitor that a Prometheus selects it by, such as release."""


class PatchTarget(Model):
    """Which of the app's objects a patch is for, as in a kustomization."""

    kind: str
    """Kind of the objects, such as StatefulSet."""
    name: str | None = None
    """Name of the one object. Default: all of that kind."""
    group: str | None = None
    """API group. Default: any."""
    version: str | None = None
    """API version. Default: any."""


class Patch(Model):
    """A change that no field of spec says, applied to the objects that were built."""

    name: DnsLabel
    """Name of the patch, for environments to change or delete it by."""
    target: PatchTarget | None = None
    """Which objects. Default: the one that the patch itself names by kind and metadata.name."""
    patch: str
    """Text of a strategic merge patch or of JSON 6902 operations, as in a kustomization. One that
    changes nothing is an error, and so is one that changes a selector or a claim's name."""


class ExtraResource(Model):
    """An object of any kind that belongs to the app."""

    name: DnsLabel
    """Name of the item, for environments to change or delete it by."""
    resource: dict[str, Any]
    """The object: apiVersion, kind, metadata.name and whatever else. It gets the app's namespace
    and labels. Never a Secret's values: refer to an ExternalSecret or SealedSecret."""
