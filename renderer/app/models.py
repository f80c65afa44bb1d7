"""The StatefulApp API as pydantic models: everything a user may say, and nothing else.

These models are the one source of truth. `shapes.py` is generated from them, so that `stateful-fn`
can read a spec, and say what is wrong with it, without importing pydantic.

Where Kubernetes has a word, the field is Kubernetes' own and its type comes from
`renderer.kubernetes.types`. Attribute names are the same words in snake_case. Where it has none,
the field is ours and its model is in `renderer.app.parts`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from renderer.app.parts import (
    Annotations,
    ClientService,
    Config,
    ExtraResource,
    HeadlessService,
    Labels,
    Model,
    NetworkPolicy,
    Patch,
    Peers,
    PodDisruptionBudget,
    PodServices,
    Port,
    Selector,
    ServiceAccount,
    ServiceMonitor,
    Storage,
)
from renderer.kubernetes import names, scalars, types
from renderer.kubernetes.scalars import AbsolutePath, DnsLabel, HostName, Namespace, ObjectName

API_VERSION = "stateful-renderer.dev/v1alpha1"

StatefulSetName = Annotated[str, AfterValidator(names.statefulset_name)]


class Metadata(Model):
    """Name and labels of the app, and so of every object that is made from it."""

    name: StatefulSetName
    """Name of the app, its StatefulSet and its headless Service; part of every pod and claim name,
    so it can never change without leaving the data behind. At most 52 characters."""
    namespace: Namespace | None = None
    """Namespace of all objects; an environment may set its own. Left to the caller when absent."""
    labels: Labels = {}
    """Labels for every object's own metadata. Never put on pods, selectors or claim templates,
    where a change would restart pods or be refused."""
    annotations: Annotations = {}
    """Annotations for every object's own metadata. Never put on pods."""


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

    container_name: DnsLabel | None = None
    """Name of the main container. A change restarts the pods. Default: the app's name."""
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
    stdin: bool | None = None
    """Keep the standard input of the main container open."""
    stdin_once: bool | None = None
    """Close the standard input after the first client has left."""
    tty: bool | None = None
    """Give the main container a terminal; needs stdin."""
    ports: list[Port] = []
    """Ports of the main container and of the Services."""
    env: list[types.EnvVar] = []
    """Environment variables of the main container. Secrets only by secretKeyRef."""
    env_from: list[types.EnvFromSource] = []
    """ConfigMaps and Secrets whose keys become environment variables."""
    config: list[Config] = []
    """Files for the containers, kept in ConfigMaps."""
    peers: list[Peers] = []
    """Environment variables or files that list the app's own pods."""
    resources: types.ResourceRequirements | None = None
    """CPU and memory of the main container."""
    resize_policy: list[types.ContainerResizePolicy] = []
    """Whether a change of CPU or memory in a running pod restarts the main container."""
    restart_policy: Literal["Always", "OnFailure", "Never"] | None = None
    """When the main container is started again; for a pod of a StatefulSet that is always."""
    restart_policy_rules: list[types.ContainerRestartRule] = []
    """Exceptions from restartPolicy, by exit code."""
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
    """Mounts of volumes in the main container. Those of storage and config with a mountPath come by
    themselves, in front."""
    volume_devices: list[types.VolumeDevice] = []
    """Raw devices in the main container; those of storage with a mountPath come by themselves."""
    defaults: Literal["recommended", "kubernetes"] = "recommended"
    """What is not set: `recommended` adds what an experienced operator would choose, `kubernetes`
    leaves it out, as it is in a live set. To remove the word later is the way to improve such a
    set; `stateful diff` says what that restarts."""
    version: scalars.LabelValue | None = None
    """Version of the app, for the label app.kubernetes.io/version of the objects; never on pods,
    where it would restart them, nor in selectors or claim templates."""
    replicas: scalars.ZeroOrMore = 1
    """Number of pods. Default: 1, as in Kubernetes."""
    selector: Selector | None = None
    """Which labels the pods are found by, where a live StatefulSet has others than ours: the pods
    get these and podLabels, and everything that selects pods follows. Immutable. Default:
    app.kubernetes.io/name and app.kubernetes.io/instance, which are the app's name."""
    storage: list[Storage] = []
    """Volumes that every pod gets for itself."""
    headless_service: HeadlessService = HeadlessService()
    """The governing Service."""
    client_service: ClientService | None = None
    """A Service for clients; made only when asked for, if only by an empty map."""
    pod_services: PodServices | None = None
    """A Service for each pod; made only when asked for, if only by an empty map."""
    network_policy: NetworkPolicy | None = None
    """Who may connect to the pods, and where they may connect to. Made only when asked for, if only
    by an empty map, because it cuts off clients that nobody thought of."""
    service_monitor: ServiceMonitor | None = None
    """What Prometheus' operator scrapes; made only when asked for."""
    cluster_domain: ObjectName = "cluster.local"
    """DNS domain of the cluster, the end of every pod's DNS name."""
    pod_disruption_budget: PodDisruptionBudget = PodDisruptionBudget()
    """How many pods a drain of nodes may take at once. Default: none for one replica, otherwise
    maxUnavailable 1."""
    pod_management_policy: Literal["OrderedReady", "Parallel"] = "OrderedReady"
    """Whether pods start one after the other or all at once; immutable."""
    update_strategy: types.StatefulSetUpdateStrategy | None = None
    """How a change of the pods is rolled out. Default: RollingUpdate with partition 0, Kubernetes'
    own; it is written out, because a server-side apply could not reach OnDelete otherwise."""
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
    termination_grace_period_seconds: scalars.ZeroOrMore | None = None
    """Time for a clean stop. 0 is refused, unless that is allowed (SR956): two pods could then run
    with one identity."""
    pod_security: Literal["restricted", "baseline"] | None = None
    """The Pod Security Standard that the pods must meet; what does not is an error. `restricted`
    also fills in what it asks for, where the spec does not say it: runAsNonRoot, the seccomp
    profile RuntimeDefault, no privilege escalation and no capabilities. Default: none, because many
    images start as root; add podSecurityContext.runAsUser for those that can do without."""
    pod_security_context: types.PodSecurityContext | None = None
    """Security of the pod: user, group, fsGroup. With fsGroup, fsGroupChangePolicy is
    OnRootMismatch by default: Kubernetes' own, Always, walks through every file of a volume at
    every start."""
    pod_labels: scalars.Labels = {}
    """Labels for the pods, beside those of selector. A change restarts them."""
    pod_annotations: Annotations = {}
    """Annotations for the pods. A change restarts them."""
    pod_template_name: ObjectName | None = None
    """Name inside of the pod template, which nobody reads: pods are called after the set. Only for
    a live set that has one, for any change of it restarts the pods."""
    service_account: ServiceAccount | None = None
    """The ServiceAccount of the pods; made only when asked for. Pods get no token of it by
    default: an app that calls the Kubernetes API needs automountServiceAccountToken: true, too."""
    automount_service_account_token: bool | None = None
    """Whether pods get a token for the Kubernetes API. Default: no, because few apps call it and
    whoever breaks into a pod would have it."""
    image_pull_secrets: list[types.LocalObjectReference] = []
    """Secrets for pulling the images."""
    node_selector: scalars.Labels = {}
    """Labels that a node must have."""
    affinity: types.Affinity | None = None
    """Which nodes, and beside which pods, the pods may or should run."""
    tolerations: list[types.Toleration] = []
    """Taints of nodes that the pods tolerate."""
    spread: Literal["preferred", "required", "none"] | None = None
    """How pods are spread over zones and nodes where topologySpreadConstraints are not given:
    `preferred` as well as it goes, `required` or they wait. Default: preferred, which never leaves
    a pod waiting, not even in a cluster of one node. The same for any number of replicas, so that
    scaling restarts nothing."""
    topology_spread_constraints: list[types.TopologySpreadConstraint] = []
    """How the pods are spread, in Kubernetes' words, instead of spread."""
    priority_class_name: ObjectName | None = None
    """PriorityClass of the pods."""
    runtime_class_name: ObjectName | None = None
    """RuntimeClass of the pods."""
    scheduler_name: ObjectName | None = None
    """Scheduler that places the pods."""
    preemption_policy: Literal["PreemptLowerPriority", "Never"] | None = None
    """Whether the pods may push out others of a lower priority."""
    scheduling_gates: list[types.PodSchedulingGate] = []
    """Pods wait for these to be removed before they are scheduled."""
    scheduling_group: types.PodSchedulingGroup | None = None
    """The group of pods that are scheduled together."""
    node_name: ObjectName | None = None
    """Node of all pods, past the scheduler; prefer nodeSelector or affinity."""
    eviction_responders: list[types.EvictionResponder] = []
    """Who is asked before a pod is evicted."""
    pod_resources: types.ResourceRequirements | None = None
    """CPU and memory of a whole pod, shared by its containers (resources of the pod's spec)."""
    resource_claims: list[types.PodResourceClaim] = []
    """Devices that the pods need, by dynamic resource allocation."""
    os: types.PodOS | None = None
    """Operating system of the containers. Default: linux."""
    host_network: bool | None = None
    """Use the node's network; pods are then found at their node's address."""
    host_users: bool | None = None
    """false gives the pods user ids of their own: root in a container is nobody on the node."""
    host_pid: Annotated[bool | None, Field(alias="hostPID")] = None
    """Let the pods see the node's processes."""
    host_ipc: Annotated[bool | None, Field(alias="hostIPC")] = None
    """Let the pods use the node's shared memory and semaphores."""
    hostname_override: HostName | None = None
    """One host name for all pods, as they see it themselves; DNS does not know it."""
    set_hostname_as_fqdn: Annotated[bool | None, Field(alias="setHostnameAsFQDN")] = None
    """Whether a pod's host name is its full DNS name."""
    host_aliases: list[types.HostAlias] = []
    """Entries of the pods' hosts file."""
    dns_policy: Literal["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"] | None = None
    """Where names are looked up."""
    dns_config: types.PodDNSConfig | None = None
    """Name servers, search domains and options."""
    share_process_namespace: bool | None = None
    """Let the containers of a pod see one another's processes."""
    enable_service_links: bool | None = None
    """Whether pods get environment variables for every Service of the namespace. Default: no; those
    of a Service `redis` begin with REDIS_, where many images look for their own configuration."""
    readiness_gates: list[types.PodReadinessGate] = []
    """Further conditions for a pod to count as ready."""
    kubernetes_version: scalars.KubernetesVersion | None = None
    """Version of the clusters, such as "1.34", in quotes. Fields and values that it would drop or
    refuse are errors; nothing is rendered differently. Default: 1.34."""
    patches: list[Patch] = []
    """Changes that no field says, as strategic merge or JSON 6902. Prefer fields."""
    extra_resources: list[ExtraResource] = []
    """Objects of any kind that belong to the app, such as a Role or a backup's CronJob."""
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
