"""What valid documents of ours look like, as tables. Generated: do not edit.

Made from the models in renderer/app by `make generate`; a test keeps it current.
RECORDS: model -> ({key in YAML: (attribute, shape, default)}, whether other keys are allowed).
OBJECTS: Kubernetes type -> ({key: shape} in the order that is printed, required keys).
They are written as text, with `!` behind required keys, and read when they are asked for.
"""

from __future__ import annotations

from renderer.app.tables import Shapes, Table
from renderer.kubernetes import downward, images, labels, names, quantities, versions

REQUIRED: object = object()
EMPTY_RECORD: object = object()

SHAPES = Shapes({"downward": downward, "images": images, "labels": labels, "names": names, "quantities": quantities, "versions": versions})

RECORDS = Table({
    'Allowance': (
        {
            'rule': ('rule', 'text', REQUIRED),
            'object': ('object', 'text', REQUIRED),
            'reason': ('reason', 'text', REQUIRED),
        },
        False,
    ),
    'ClaimChange': (
        {
            'name': ('name', 'checked names.dns_label text', REQUIRED),
            'size': ('size', 'converted quantities.storage_size text', None),
            'storageClassName': ('storage_class_name', 'either 2 enum  checked names.dns_subdomain text', None),
            'accessModes': ('access_modes', 'list 1 enum ReadWriteOnce|ReadOnlyMany|ReadWriteMany|ReadWriteOncePod', None),
        },
        False,
    ),
    'ClientPort': (
        {
            'name': ('name', 'checked names.port_name text', REQUIRED),
            'port': ('port', 'int 1 65535', REQUIRED),
            'targetPort': ('target_port', 'converter names.port_reference', None),
            'protocol': ('protocol', 'enum TCP|UDP|SCTP', None),
            'appProtocol': ('app_protocol', 'checked names.app_protocol text', None),
            'nodePort': ('node_port', 'int 1 65535', None),
        },
        False,
    ),
    'ClientService': (
        {
            'type': ('type', 'enum ClusterIP|NodePort|LoadBalancer', 'ClusterIP'),
            'annotations': ('annotations', 'checked labels.fit_together map checked names.annotation_key text text', {}),
            'internalTrafficPolicy': ('internal_traffic_policy', 'enum Cluster|Local', None),
            'externalTrafficPolicy': ('external_traffic_policy', 'enum Cluster|Local', None),
            'healthCheckNodePort': ('health_check_node_port', 'int 1 65535', None),
            'trafficDistribution': ('traffic_distribution', 'enum PreferClose|PreferSameZone|PreferSameNode', None),
            'sessionAffinity': ('session_affinity', 'enum None|ClientIP', None),
            'sessionAffinityConfig': ('session_affinity_config', 'object SessionAffinityConfig', None),
            'loadBalancerClass': ('load_balancer_class', 'checked names.label_key text', None),
            'loadBalancerSourceRanges': ('load_balancer_source_ranges', 'list 0 checked names.cidr text', []),
            'allocateLoadBalancerNodePorts': ('allocate_load_balancer_node_ports', 'bool', None),
            'externalIPs': ('external_ips', 'list 0 checked names.ip_address text', []),
            'ipFamilies': ('ip_families', 'list 0 enum IPv4|IPv6', []),
            'ipFamilyPolicy': ('ip_family_policy', 'enum SingleStack|PreferDualStack|RequireDualStack', None),
            'name': ('name', 'checked names.dns1035_label text', None),
            'ports': ('ports', 'list 0 record ClientPort', []),
        },
        False,
    ),
    'Config': (
        {
            'name': ('name', 'checked names.dns_label text', REQUIRED),
            'mountPath': ('mount_path', 'checked names.absolute_path text', None),
            'subPath': ('sub_path', 'checked names.subpath text', None),
            'defaultMode': ('default_mode', 'int 0 4095', None),
            'onChange': ('on_change', 'enum roll|none', 'roll'),
            'files': ('files', 'list 1 record ConfigFile', REQUIRED),
        },
        False,
    ),
    'ConfigFile': (
        {
            'name': ('name', 'checked names.subpath text', REQUIRED),
            'text': ('text', 'text', None),
            'base64': ('base64', 'checked names.base64 text', None),
            'fromFile': ('from_file', 'checked names.path_beside text', None),
            'mode': ('mode', 'int 0 4095', None),
        },
        False,
    ),
    'ConfigurationMetadata': (
        {
            'name': ('name', 'checked names.dns_subdomain text', REQUIRED),
            'namespace': ('namespace', 'checked names.namespace text', None),
            'labels': ('labels', 'map checked names.label_key text checked names.label_value text', {}),
            'annotations': ('annotations', 'checked labels.fit_together map checked names.annotation_key text text', {}),
        },
        False,
    ),
    'Environment': (
        {
            'name': ('name', 'checked names.dns_label text', REQUIRED),
            'namespace': ('namespace', 'checked names.namespace text', None),
            'cluster': ('cluster', 'text', None),
        },
        True,
    ),
    'EnvironmentSpec': (
        {
            'environment': ('environment', 'checked names.dns_label text', None),
            'statefulSets': ('stateful_sets', 'list 0 record StatefulSetChange', []),
        },
        False,
    ),
    'ExtraResource': (
        {
            'name': ('name', 'checked names.dns_label text', REQUIRED),
            'resource': ('resource', 'map text any', REQUIRED),
        },
        False,
    ),
    'GuardSpec': (
        {
            'failOn': ('fail_on', 'enum error|warning|info|never', 'error'),
            'show': ('show', 'enum error|warning|info', 'warning'),
            'allow': ('allow', 'list 0 record Allowance', []),
        },
        False,
    ),
    'HeadlessService': (
        {
            'enabled': ('enabled', 'bool', True),
            'name': ('name', 'checked names.dns1035_label text', None),
            'publishNotReadyAddresses': ('publish_not_ready_addresses', 'bool', True),
            'ipFamilies': ('ip_families', 'list 0 enum IPv4|IPv6', []),
            'ipFamilyPolicy': ('ip_family_policy', 'enum SingleStack|PreferDualStack|RequireDualStack', None),
            'annotations': ('annotations', 'checked labels.fit_together map checked names.annotation_key text text', {}),
        },
        False,
    ),
    'Metadata': (
        {
            'name': ('name', 'checked names.statefulset_name text', REQUIRED),
            'namespace': ('namespace', 'checked names.namespace text', None),
            'labels': ('labels', 'checked labels.without_identity map checked names.label_key text checked names.label_value text', {}),
            'annotations': ('annotations', 'checked labels.fit_together map checked names.annotation_key text text', {}),
        },
        False,
    ),
    'NetworkPolicy': (
        {
            'clients': ('clients', 'list 0 object NetworkPolicyPeer', None),
            'ports': ('ports', 'list 0 checked names.port_name text', []),
            'ingress': ('ingress', 'list 0 object NetworkPolicyIngressRule', []),
            'restrictEgress': ('restrict_egress', 'bool', True),
            'egress': ('egress', 'list 0 object NetworkPolicyEgressRule', []),
        },
        False,
    ),
    'Patch': (
        {
            'name': ('name', 'checked names.dns_label text', REQUIRED),
            'target': ('target', 'record PatchTarget', None),
            'patch': ('patch', 'text', REQUIRED),
        },
        False,
    ),
    'PatchTarget': (
        {
            'kind': ('kind', 'text', REQUIRED),
            'name': ('name', 'text', None),
            'group': ('group', 'text', None),
            'version': ('version', 'text', None),
        },
        False,
    ),
    'Peers': (
        {
            'name': ('name', 'checked names.env_name text', REQUIRED),
            'format': ('format', 'text', None),
            'separator': ('separator', 'text', ','),
            'first': ('first', 'int 1 2147483647', None),
            'countOnly': ('count_only', 'bool', False),
            'own': ('own', 'bool', False),
            'mountPath': ('mount_path', 'checked names.absolute_path text', None),
            'excludeOwn': ('exclude_own', 'bool', False),
        },
        False,
    ),
    'PeersChange': (
        {
            'name': ('name', 'checked names.env_name text', REQUIRED),
            'container': ('container', 'checked names.dns_label text', None),
            'format': ('format', 'text', None),
            'separator': ('separator', 'text', ','),
        },
        False,
    ),
    'PodDisruptionBudget': (
        {
            'enabled': ('enabled', 'bool', None),
            'minAvailable': ('min_available', 'converter names.count_or_percent', None),
            'maxUnavailable': ('max_unavailable', 'converter names.count_or_percent', None),
            'unhealthyPodEvictionPolicy': ('unhealthy_pod_eviction_policy', 'enum IfHealthyBudget|AlwaysAllow', 'AlwaysAllow'),
        },
        False,
    ),
    'PodPort': (
        {
            'name': ('name', 'checked names.port_name text', REQUIRED),
            'port': ('port', 'int 1 65535', REQUIRED),
            'targetPort': ('target_port', 'converter names.port_reference', None),
            'protocol': ('protocol', 'enum TCP|UDP|SCTP', None),
            'appProtocol': ('app_protocol', 'checked names.app_protocol text', None),
        },
        False,
    ),
    'PodServices': (
        {
            'type': ('type', 'enum ClusterIP|NodePort|LoadBalancer', 'ClusterIP'),
            'annotations': ('annotations', 'checked labels.fit_together map checked names.annotation_key text text', {}),
            'internalTrafficPolicy': ('internal_traffic_policy', 'enum Cluster|Local', None),
            'externalTrafficPolicy': ('external_traffic_policy', 'enum Cluster|Local', None),
            'healthCheckNodePort': ('health_check_node_port', 'int 1 65535', None),
            'trafficDistribution': ('traffic_distribution', 'enum PreferClose|PreferSameZone|PreferSameNode', None),
            'sessionAffinity': ('session_affinity', 'enum None|ClientIP', None),
            'sessionAffinityConfig': ('session_affinity_config', 'object SessionAffinityConfig', None),
            'loadBalancerClass': ('load_balancer_class', 'checked names.label_key text', None),
            'loadBalancerSourceRanges': ('load_balancer_source_ranges', 'list 0 checked names.cidr text', []),
            'allocateLoadBalancerNodePorts': ('allocate_load_balancer_node_ports', 'bool', None),
            'externalIPs': ('external_ips', 'list 0 checked names.ip_address text', []),
            'ipFamilies': ('ip_families', 'list 0 enum IPv4|IPv6', []),
            'ipFamilyPolicy': ('ip_family_policy', 'enum SingleStack|PreferDualStack|RequireDualStack', None),
            'ports': ('ports', 'list 0 record PodPort', []),
            'publishNotReadyAddresses': ('publish_not_ready_addresses', 'bool', False),
        },
        False,
    ),
    'Port': (
        {
            'name': ('name', 'checked names.port_name text', REQUIRED),
            'port': ('port', 'int 1 65535', REQUIRED),
            'containerPort': ('container_port', 'int 1 65535', None),
            'protocol': ('protocol', 'enum TCP|UDP|SCTP', 'TCP'),
            'appProtocol': ('app_protocol', 'checked names.app_protocol text', None),
            'hostPort': ('host_port', 'int 1 65535', None),
            'hostIP': ('host_ip', 'checked names.ip_address text', None),
        },
        False,
    ),
    'ServiceAccount': (
        {
            'create': ('create', 'bool', True),
            'name': ('name', 'checked names.dns_subdomain text', None),
            'annotations': ('annotations', 'checked labels.fit_together map checked names.annotation_key text text', {}),
        },
        False,
    ),
    'ServiceMonitor': (
        {
            'port': ('port', 'checked names.port_name text', REQUIRED),
            'path': ('path', 'checked names.url_path text', '/metrics'),
            'scheme': ('scheme', 'enum http|https', None),
            'interval': ('interval', 'checked names.duration text', None),
            'scrapeTimeout': ('scrape_timeout', 'checked names.duration text', None),
            'labels': ('labels', 'map checked names.label_key text checked names.label_value text', {}),
        },
        False,
    ),
    'Spec': (
        {
            'image': ('image', 'checked images.check text', REQUIRED),
            'imagePullPolicy': ('image_pull_policy', 'enum Always|IfNotPresent|Never', None),
            'command': ('command', 'list 0 text', []),
            'args': ('args', 'list 0 text', []),
            'workingDir': ('working_dir', 'text', None),
            'stdin': ('stdin', 'bool', None),
            'stdinOnce': ('stdin_once', 'bool', None),
            'tty': ('tty', 'bool', None),
            'ports': ('ports', 'list 0 record Port', []),
            'env': ('env', 'list 0 object EnvVar', []),
            'envFrom': ('env_from', 'list 0 object EnvFromSource', []),
            'config': ('config', 'list 0 record Config', []),
            'peers': ('peers', 'list 0 record Peers', []),
            'resources': ('resources', 'object ResourceRequirements', None),
            'resizePolicy': ('resize_policy', 'list 0 object ContainerResizePolicy', []),
            'restartPolicy': ('restart_policy', 'enum Always|OnFailure|Never', None),
            'restartPolicyRules': ('restart_policy_rules', 'list 0 object ContainerRestartRule', []),
            'startupProbe': ('startup_probe', 'object Probe', None),
            'readinessProbe': ('readiness_probe', 'object Probe', None),
            'livenessProbe': ('liveness_probe', 'object Probe', None),
            'lifecycle': ('lifecycle', 'object Lifecycle', None),
            'securityContext': ('security_context', 'object SecurityContext', None),
            'terminationMessagePath': ('termination_message_path', 'checked names.absolute_path text', None),
            'terminationMessagePolicy': ('termination_message_policy', 'enum File|FallbackToLogsOnError', None),
            'initContainers': ('init_containers', 'list 0 object Container', []),
            'sidecars': ('sidecars', 'list 0 object Container', []),
            'volumes': ('volumes', 'list 0 object Volume', []),
            'volumeMounts': ('volume_mounts', 'list 0 object VolumeMount', []),
            'volumeDevices': ('volume_devices', 'list 0 object VolumeDevice', []),
            'version': ('version', 'checked names.label_value text', None),
            'replicas': ('replicas', 'int 0 2147483647', 1),
            'storage': ('storage', 'list 0 record Storage', []),
            'headlessService': ('headless_service', 'record HeadlessService', EMPTY_RECORD),
            'clientService': ('client_service', 'record ClientService', None),
            'podServices': ('pod_services', 'record PodServices', None),
            'networkPolicy': ('network_policy', 'record NetworkPolicy', None),
            'serviceMonitor': ('service_monitor', 'record ServiceMonitor', None),
            'clusterDomain': ('cluster_domain', 'checked names.dns_subdomain text', 'cluster.local'),
            'podDisruptionBudget': ('pod_disruption_budget', 'record PodDisruptionBudget', EMPTY_RECORD),
            'podManagementPolicy': ('pod_management_policy', 'enum OrderedReady|Parallel', 'OrderedReady'),
            'updateStrategy': ('update_strategy', 'object StatefulSetUpdateStrategy', None),
            'minReadySeconds': ('min_ready_seconds', 'int 0 2147483647', None),
            'revisionHistoryLimit': ('revision_history_limit', 'int 0 2147483647', None),
            'ordinals': ('ordinals', 'object StatefulSetOrdinals', None),
            'persistentVolumeClaimRetentionPolicy': ('persistent_volume_claim_retention_policy', 'object StatefulSetPersistentVolumeClaimRetentionPolicy', None),
            'terminationGracePeriodSeconds': ('termination_grace_period_seconds', 'int 1 2147483647', None),
            'podSecurity': ('pod_security', 'enum restricted|baseline', None),
            'podSecurityContext': ('pod_security_context', 'object PodSecurityContext', None),
            'podLabels': ('pod_labels', 'checked labels.without_selector map checked names.label_key text checked names.label_value text', {}),
            'podAnnotations': ('pod_annotations', 'checked labels.fit_together map checked names.annotation_key text text', {}),
            'serviceAccount': ('service_account', 'record ServiceAccount', None),
            'automountServiceAccountToken': ('automount_service_account_token', 'bool', False),
            'imagePullSecrets': ('image_pull_secrets', 'list 0 object LocalObjectReference', []),
            'nodeSelector': ('node_selector', 'map checked names.label_key text checked names.label_value text', {}),
            'affinity': ('affinity', 'object Affinity', None),
            'tolerations': ('tolerations', 'list 0 object Toleration', []),
            'spread': ('spread', 'enum preferred|required|none', 'preferred'),
            'topologySpreadConstraints': ('topology_spread_constraints', 'list 0 object TopologySpreadConstraint', []),
            'priorityClassName': ('priority_class_name', 'checked names.dns_subdomain text', None),
            'runtimeClassName': ('runtime_class_name', 'checked names.dns_subdomain text', None),
            'schedulerName': ('scheduler_name', 'checked names.dns_subdomain text', None),
            'preemptionPolicy': ('preemption_policy', 'enum PreemptLowerPriority|Never', None),
            'schedulingGates': ('scheduling_gates', 'list 0 object PodSchedulingGate', []),
            'schedulingGroup': ('scheduling_group', 'object PodSchedulingGroup', None),
            'nodeName': ('node_name', 'checked names.dns_subdomain text', None),
            'evictionResponders': ('eviction_responders', 'list 0 object EvictionResponder', []),
            'podResources': ('pod_resources', 'object ResourceRequirements', None),
            'resourceClaims': ('resource_claims', 'list 0 object PodResourceClaim', []),
            'os': ('os', 'object PodOS', None),
            'hostNetwork': ('host_network', 'bool', None),
            'hostUsers': ('host_users', 'bool', None),
            'hostPID': ('host_pid', 'bool', None),
            'hostIPC': ('host_ipc', 'bool', None),
            'hostnameOverride': ('hostname_override', 'checked names.dns_label text', None),
            'setHostnameAsFQDN': ('set_hostname_as_fqdn', 'bool', None),
            'hostAliases': ('host_aliases', 'list 0 object HostAlias', []),
            'dnsPolicy': ('dns_policy', 'enum ClusterFirst|ClusterFirstWithHostNet|Default|None', None),
            'dnsConfig': ('dns_config', 'object PodDNSConfig', None),
            'shareProcessNamespace': ('share_process_namespace', 'bool', None),
            'enableServiceLinks': ('enable_service_links', 'bool', False),
            'readinessGates': ('readiness_gates', 'list 0 object PodReadinessGate', []),
            'kubernetesVersion': ('kubernetes_version', 'converted versions.of_spec text', None),
            'patches': ('patches', 'list 0 record Patch', []),
            'extraResources': ('extra_resources', 'list 0 record ExtraResource', []),
            'environment': ('environment', 'checked names.dns_label text', None),
            'environments': ('environments', 'list 0 record Environment', []),
        },
        False,
    ),
    'StatefulApp': (
        {
            'apiVersion': ('api_version', 'enum stateful-renderer.dev/v1alpha1', REQUIRED),
            'kind': ('kind', 'enum StatefulApp', REQUIRED),
            'metadata': ('metadata', 'record Metadata', REQUIRED),
            'spec': ('spec', 'record Spec', REQUIRED),
        },
        False,
    ),
    'StatefulEnvironment': (
        {
            'apiVersion': ('api_version', 'enum stateful-renderer.dev/v1alpha1', REQUIRED),
            'kind': ('kind', 'enum StatefulEnvironment', REQUIRED),
            'metadata': ('metadata', 'record ConfigurationMetadata', REQUIRED),
            'spec': ('spec', 'record EnvironmentSpec', REQUIRED),
        },
        False,
    ),
    'StatefulGuard': (
        {
            'apiVersion': ('api_version', 'enum stateful-renderer.dev/v1alpha1', REQUIRED),
            'kind': ('kind', 'enum StatefulGuard', REQUIRED),
            'metadata': ('metadata', 'record ConfigurationMetadata', REQUIRED),
            'spec': ('spec', 'record GuardSpec', EMPTY_RECORD),
        },
        False,
    ),
    'StatefulSetChange': (
        {
            'name': ('name', 'checked names.dns_subdomain text', REQUIRED),
            'namespace': ('namespace', 'checked names.namespace text', None),
            'replicas': ('replicas', 'int 0 2147483647', None),
            'claims': ('claims', 'list 0 record ClaimChange', []),
            'peers': ('peers', 'list 0 record PeersChange', []),
        },
        False,
    ),
    'Storage': (
        {
            'name': ('name', 'checked names.dns_label text', REQUIRED),
            'mountPath': ('mount_path', 'checked names.absolute_path text', REQUIRED),
            'size': ('size', 'converted quantities.storage_size text', REQUIRED),
            'sizeLimit': ('size_limit', 'converted quantities.storage_size text', None),
            'subPath': ('sub_path', 'checked names.subpath text', None),
            'subPathExpr': ('sub_path_expr', 'checked names.subpath text', None),
            'readOnly': ('read_only', 'bool', False),
            'recursiveReadOnly': ('recursive_read_only', 'enum Disabled|IfPossible|Enabled', None),
            'mountPropagation': ('mount_propagation', 'enum None|HostToContainer|Bidirectional', None),
            'storageClassName': ('storage_class_name', 'either 2 enum  checked names.dns_subdomain text', None),
            'accessModes': ('access_modes', 'list 1 enum ReadWriteOnce|ReadOnlyMany|ReadWriteMany|ReadWriteOncePod', ['ReadWriteOnce']),
            'volumeMode': ('volume_mode', 'enum Filesystem|Block', 'Filesystem'),
            'labels': ('labels', 'map checked names.label_key text checked names.label_value text', {}),
            'annotations': ('annotations', 'checked labels.fit_together map checked names.annotation_key text text', {}),
            'dataSource': ('data_source', 'object TypedLocalObjectReference', None),
            'dataSourceRef': ('data_source_ref', 'object TypedObjectReference', None),
            'volumeAttributesClassName': ('volume_attributes_class_name', 'checked names.dns_subdomain text', None),
            'selector': ('selector', 'object LabelSelector', None),
            'volumeName': ('volume_name', 'checked names.dns_subdomain text', None),
        },
        False,
    ),
}, SHAPES.record)
OBJECTS = Table({
    'AWSElasticBlockStoreVolumeSource': """fsType text
partition int -2147483648 2147483647
readOnly bool
volumeID! text""",
    'Affinity': """nodeAffinity object NodeAffinity
podAffinity object PodAffinity
podAntiAffinity object PodAntiAffinity""",
    'AppArmorProfile': """type! enum RuntimeDefault|Localhost|Unconfined
localhostProfile text""",
    'AzureDiskVolumeSource': """kind text
cachingMode text
diskName! text
diskURI! text
fsType text
readOnly bool""",
    'AzureFileVolumeSource': """readOnly bool
secretName! text
shareName! text""",
    'CSIVolumeSource': """driver! text
fsType text
nodePublishSecretRef object LocalObjectReference
readOnly bool
volumeAttributes map text text""",
    'Capabilities': """add list 0 text
drop list 0 text""",
    'CephFSVolumeSource': """monitors! list 0 text
path text
readOnly bool
secretFile text
secretRef object LocalObjectReference
user text""",
    'CinderVolumeSource': """fsType text
readOnly bool
secretRef object LocalObjectReference
volumeID! text""",
    'ClientIPConfig': """timeoutSeconds int 1 86400""",
    'ClusterTrustBundleProjection': """name text
labelSelector object LabelSelector
optional bool
path! text
signerName text
user int -9007199254740992 9007199254740992""",
    'ConfigMapEnvSource': """name! checked names.dns_subdomain text
optional bool""",
    'ConfigMapKeySelector': """name! checked names.dns_subdomain text
key! checked names.config_key text
optional bool""",
    'ConfigMapProjection': """name checked names.dns_subdomain text
items list 0 object KeyToPath
optional bool""",
    'ConfigMapVolumeSource': """name checked names.dns_subdomain text
defaultMode int 0 4095
defaultUser int -9007199254740992 9007199254740992
items list 0 object KeyToPath
optional bool""",
    'Container': """name! checked names.dns_label text
image! checked images.check text
args list 0 text
command list 0 text
env list 0 object EnvVar
envFrom list 0 object EnvFromSource
imagePullPolicy enum Always|IfNotPresent|Never
lifecycle object Lifecycle
livenessProbe object Probe
ports list 0 object ContainerPort
readinessProbe object Probe
resizePolicy list 0 object ContainerResizePolicy
resources object ResourceRequirements
restartPolicy enum Always|OnFailure|Never
restartPolicyRules list 0 object ContainerRestartRule
securityContext object SecurityContext
startupProbe object Probe
stdin bool
stdinOnce bool
terminationMessagePath text
terminationMessagePolicy enum File|FallbackToLogsOnError
tty bool
volumeDevices list 0 object VolumeDevice
volumeMounts list 0 object VolumeMount
workingDir text""",
    'ContainerPort': """name checked names.port_name text
containerPort! int 1 65535
hostIP text
hostPort int 1 65535
protocol enum TCP|UDP|SCTP""",
    'ContainerResizePolicy': """resourceName! enum cpu|memory
restartPolicy! enum NotRequired|RestartContainer""",
    'ContainerRestartRule': """action! enum Restart|RestartAllContainers
exitCodes object ContainerRestartRuleOnExitCodes""",
    'ContainerRestartRuleOnExitCodes': """operator! enum In|NotIn
values list 0 int -2147483648 2147483647""",
    'DownwardAPIProjection': """items list 0 object DownwardAPIVolumeFile""",
    'DownwardAPIVolumeFile': """fieldRef object ObjectFieldSelector
mode int -2147483648 2147483647
path! text
resourceFieldRef object ResourceFieldSelector
user int -9007199254740992 9007199254740992""",
    'DownwardAPIVolumeSource': """defaultMode int -2147483648 2147483647
defaultUser int -9007199254740992 9007199254740992
items list 0 object DownwardAPIVolumeFile""",
    'EmptyDirVolumeSource': """medium text
mode int -2147483648 2147483647
sizeLimit converted quantities.resource_amount text""",
    'EnvFromSource': """configMapRef object ConfigMapEnvSource
prefix checked names.env_name text
secretRef object SecretEnvSource""",
    'EnvVar': """name! checked names.env_name text
value text
valueFrom object EnvVarSource""",
    'EnvVarSource': """configMapKeyRef object ConfigMapKeySelector
fieldRef object ObjectFieldSelector
fileKeyRef object FileKeySelector
resourceFieldRef object ResourceFieldSelector
secretKeyRef object SecretKeySelector""",
    'EphemeralVolumeSource': """volumeClaimTemplate object PersistentVolumeClaimTemplate""",
    'EvictionResponder': """name! text
priority! int -2147483648 2147483647""",
    'ExecAction': """command! list 1 text""",
    'FCVolumeSource': """fsType text
lun int -2147483648 2147483647
readOnly bool
targetWWNs list 0 text
wwids list 0 text""",
    'FileKeySelector': """key! text
optional bool
path! checked names.subpath text
volumeName! checked names.dns_label text""",
    'FlexVolumeSource': """driver! text
fsType text
options map text text
readOnly bool
secretRef object LocalObjectReference""",
    'FlockerVolumeSource': """datasetName text
datasetUUID text""",
    'GCEPersistentDiskVolumeSource': """fsType text
partition int -2147483648 2147483647
pdName! text
readOnly bool""",
    'GRPCAction': """mode enum TLS|Plaintext
port! int 1 65535
service text""",
    'GitRepoVolumeSource': """directory text
repository! text
revision text""",
    'GlusterfsVolumeSource': """endpoints! text
path! text
readOnly bool""",
    'HTTPGetAction': """host text
httpHeaders list 0 object HTTPHeader
path text
port! converter names.port_reference
protocol text
scheme enum HTTP|HTTPS""",
    'HTTPHeader': """name! text
value! text""",
    'HostAlias': """hostnames list 0 checked names.dns_subdomain text
ip! checked names.ip_address text""",
    'HostPathVolumeSource': """type text
path! text""",
    'IPBlock': """cidr! checked names.cidr text
except list 0 checked names.cidr text""",
    'ISCSIVolumeSource': """chapAuthDiscovery bool
chapAuthSession bool
fsType text
initiatorName text
iqn! text
iscsiInterface text
lun! int -2147483648 2147483647
portals list 0 text
readOnly bool
secretRef object LocalObjectReference
targetPortal! text""",
    'ImageVolumeSource': """pullPolicy text
reference text""",
    'KeyToPath': """key! checked names.config_key text
mode int 0 4095
path! checked names.subpath text
user int -9007199254740992 9007199254740992""",
    'LabelSelector': """matchExpressions list 0 object LabelSelectorRequirement
matchLabels map checked names.label_key text checked names.label_value text""",
    'LabelSelectorRequirement': """key! checked names.label_key text
operator! enum In|NotIn|Exists|DoesNotExist
values list 0 checked names.label_value text""",
    'Lifecycle': """postStart object LifecycleHandler
preStop object LifecycleHandler
stopSignal text""",
    'LifecycleHandler': """exec object ExecAction
httpGet object HTTPGetAction
sleep object SleepAction
tcpSocket object TCPSocketAction""",
    'LocalObjectReference': """name! checked names.dns_subdomain text""",
    'NFSVolumeSource': """path! text
readOnly bool
server! text""",
    'NetworkPolicyEgressRule': """ports list 0 object NetworkPolicyPort
to list 0 object NetworkPolicyPeer""",
    'NetworkPolicyIngressRule': """from list 0 object NetworkPolicyPeer
ports list 0 object NetworkPolicyPort""",
    'NetworkPolicyPeer': """ipBlock object IPBlock
namespaceSelector object LabelSelector
podSelector object LabelSelector""",
    'NetworkPolicyPort': """endPort int 1 65535
port converter names.port_reference
protocol enum TCP|UDP|SCTP""",
    'NodeAffinity': """preferredDuringSchedulingIgnoredDuringExecution list 0 object PreferredSchedulingTerm
requiredDuringSchedulingIgnoredDuringExecution object NodeSelector""",
    'NodeSelector': """nodeSelectorTerms! list 0 object NodeSelectorTerm""",
    'NodeSelectorRequirement': """key! text
operator! enum In|NotIn|Exists|DoesNotExist|Gt|Lt
values list 0 text""",
    'NodeSelectorTerm': """matchExpressions list 0 object NodeSelectorRequirement
matchFields list 0 object NodeSelectorRequirement""",
    'ObjectFieldSelector': """apiVersion text
fieldPath! checked downward.field_path text""",
    'ObjectMeta': """name text
namespace text
annotations map checked names.annotation_key text text
finalizers list 0 text
labels map checked names.label_key text checked names.label_value text""",
    'PersistentVolumeClaimSpec': """accessModes list 0 enum ReadWriteOnce|ReadOnlyMany|ReadWriteMany|ReadWriteOncePod
dataSource object TypedLocalObjectReference
dataSourceRef object TypedObjectReference
resources object VolumeResourceRequirements
selector object LabelSelector
storageClassName text
volumeAttributesClassName text
volumeMode enum Filesystem|Block
volumeName text""",
    'PersistentVolumeClaimTemplate': """metadata object ObjectMeta
spec! object PersistentVolumeClaimSpec""",
    'PersistentVolumeClaimVolumeSource': """claimName! text
readOnly bool""",
    'PhotonPersistentDiskVolumeSource': """fsType text
pdID! text""",
    'PodAffinity': """preferredDuringSchedulingIgnoredDuringExecution list 0 object WeightedPodAffinityTerm
requiredDuringSchedulingIgnoredDuringExecution list 0 object PodAffinityTerm""",
    'PodAffinityTerm': """labelSelector object LabelSelector
matchLabelKeys list 0 text
mismatchLabelKeys list 0 text
namespaceSelector object LabelSelector
namespaces list 0 text
topologyKey! text""",
    'PodAntiAffinity': """preferredDuringSchedulingIgnoredDuringExecution list 0 object WeightedPodAffinityTerm
requiredDuringSchedulingIgnoredDuringExecution list 0 object PodAffinityTerm""",
    'PodCertificateProjection': """certificateChainPath text
credentialBundlePath text
keyPath text
keyType! text
maxExpirationSeconds int -2147483648 2147483647
signerName! text
user int -9007199254740992 9007199254740992
userAnnotations map text text""",
    'PodDNSConfig': """nameservers list 0 checked names.ip_address text
options list 0 object PodDNSConfigOption
searches list 0 text""",
    'PodDNSConfigOption': """name text
value text""",
    'PodOS': """name! enum linux|windows""",
    'PodReadinessGate': """conditionType! checked names.label_key text""",
    'PodResourceClaim': """name! checked names.dns_label text
resourceClaimName checked names.dns_subdomain text
resourceClaimTemplateName checked names.dns_subdomain text""",
    'PodSchedulingGate': """name! checked names.label_key text""",
    'PodSchedulingGroup': """podGroupName text""",
    'PodSecurityContext': """appArmorProfile object AppArmorProfile
fsGroup int 0 2147483647
fsGroupChangePolicy enum OnRootMismatch|Always
runAsGroup int 0 2147483647
runAsNonRoot bool
runAsUser int 0 2147483647
seLinuxChangePolicy enum MountOption|Recursive
seLinuxOptions object SELinuxOptions
seccompProfile object SeccompProfile
supplementalGroups list 0 int 0 2147483647
supplementalGroupsPolicy enum Merge|Strict
sysctls list 0 object Sysctl
windowsOptions object WindowsSecurityContextOptions""",
    'PortworxVolumeSource': """fsType text
readOnly bool
volumeID! text""",
    'PreferredSchedulingTerm': """preference! object NodeSelectorTerm
weight! int 1 100""",
    'Probe': """exec object ExecAction
failureThreshold int 1 2147483647
grpc object GRPCAction
httpGet object HTTPGetAction
initialDelaySeconds int 0 2147483647
periodSeconds int 1 2147483647
successThreshold int 1 2147483647
tcpSocket object TCPSocketAction
terminationGracePeriodSeconds int 1 2147483647
timeoutSeconds int 1 2147483647""",
    'ProjectedVolumeSource': """defaultMode int -2147483648 2147483647
defaultUser int -9007199254740992 9007199254740992
sources list 0 object VolumeProjection""",
    'QuobyteVolumeSource': """group text
readOnly bool
registry! text
tenant text
user text
volume! text""",
    'RBDVolumeSource': """image! text
fsType text
keyring text
monitors! list 0 text
pool text
readOnly bool
secretRef object LocalObjectReference
user text""",
    'ResourceClaim': """name! text
request text""",
    'ResourceFieldSelector': """containerName text
divisor converted quantities.resource_amount text
resource! checked downward.resource_field text""",
    'ResourceRequirements': """claims list 0 object ResourceClaim
limits map checked names.resource_name text converted quantities.resource_amount text
requests map checked names.resource_name text converted quantities.resource_amount text""",
    'RollingUpdateStatefulSetStrategy': """maxUnavailable converter names.count_or_percent
partition int 0 2147483647""",
    'SELinuxOptions': """type text
level text
role text
user text""",
    'ScaleIOVolumeSource': """fsType text
gateway! text
protectionDomain text
readOnly bool
secretRef! object LocalObjectReference
sslEnabled bool
storageMode text
storagePool text
system! text
volumeName text""",
    'SeccompProfile': """type! enum RuntimeDefault|Localhost|Unconfined
localhostProfile text""",
    'SecretEnvSource': """name! checked names.dns_subdomain text
optional bool""",
    'SecretKeySelector': """name! checked names.dns_subdomain text
key! checked names.config_key text
optional bool""",
    'SecretProjection': """name text
items list 0 object KeyToPath
optional bool""",
    'SecretVolumeSource': """defaultMode int 0 4095
defaultUser int -9007199254740992 9007199254740992
items list 0 object KeyToPath
optional bool
secretName checked names.dns_subdomain text""",
    'SecurityContext': """allowPrivilegeEscalation bool
appArmorProfile object AppArmorProfile
capabilities object Capabilities
privileged bool
procMount enum Default|Unmasked
readOnlyRootFilesystem bool
runAsGroup int 0 2147483647
runAsNonRoot bool
runAsUser int 0 2147483647
seLinuxOptions object SELinuxOptions
seccompProfile object SeccompProfile
windowsOptions object WindowsSecurityContextOptions""",
    'ServiceAccountTokenProjection': """audience text
expirationSeconds int -9007199254740992 9007199254740992
path! text
user int -9007199254740992 9007199254740992""",
    'SessionAffinityConfig': """clientIP object ClientIPConfig""",
    'SleepAction': """seconds! int 0 2147483647""",
    'StatefulSetOrdinals': """start int 0 2147483647""",
    'StatefulSetPersistentVolumeClaimRetentionPolicy': """whenDeleted enum Retain|Delete
whenScaled enum Retain|Delete""",
    'StatefulSetUpdateStrategy': """type enum RollingUpdate|OnDelete
rollingUpdate object RollingUpdateStatefulSetStrategy""",
    'StorageOSVolumeSource': """fsType text
readOnly bool
secretRef object LocalObjectReference
volumeName text
volumeNamespace text""",
    'Sysctl': """name! text
value! text""",
    'TCPSocketAction': """host text
port! converter names.port_reference""",
    'Toleration': """key text
operator enum Exists|Equal|Lt|Gt
value text
effect enum NoSchedule|PreferNoSchedule|NoExecute
tolerationSeconds int -9007199254740992 9007199254740992""",
    'TopologySpreadConstraint': """labelSelector object LabelSelector
matchLabelKeys list 0 text
maxSkew! int 1 2147483647
minDomains int 1 2147483647
nodeAffinityPolicy enum Honor|Ignore
nodeTaintsPolicy enum Honor|Ignore
topologyKey! checked names.label_key text
whenUnsatisfiable! enum DoNotSchedule|ScheduleAnyway""",
    'TypedLocalObjectReference': """apiGroup either 2 enum  checked names.dns_subdomain text
kind! text
name! text""",
    'TypedObjectReference': """apiGroup either 2 enum  checked names.dns_subdomain text
kind! text
name! text
namespace checked names.namespace text""",
    'Volume': """name! checked names.dns_label text
image object ImageVolumeSource
awsElasticBlockStore object AWSElasticBlockStoreVolumeSource
azureDisk object AzureDiskVolumeSource
azureFile object AzureFileVolumeSource
cephfs object CephFSVolumeSource
cinder object CinderVolumeSource
configMap object ConfigMapVolumeSource
csi object CSIVolumeSource
downwardAPI object DownwardAPIVolumeSource
emptyDir object EmptyDirVolumeSource
ephemeral object EphemeralVolumeSource
fc object FCVolumeSource
flexVolume object FlexVolumeSource
flocker object FlockerVolumeSource
gcePersistentDisk object GCEPersistentDiskVolumeSource
gitRepo object GitRepoVolumeSource
glusterfs object GlusterfsVolumeSource
hostPath object HostPathVolumeSource
iscsi object ISCSIVolumeSource
nfs object NFSVolumeSource
persistentVolumeClaim object PersistentVolumeClaimVolumeSource
photonPersistentDisk object PhotonPersistentDiskVolumeSource
portworxVolume object PortworxVolumeSource
projected object ProjectedVolumeSource
quobyte object QuobyteVolumeSource
rbd object RBDVolumeSource
scaleIO object ScaleIOVolumeSource
secret object SecretVolumeSource
storageos object StorageOSVolumeSource
vsphereVolume object VsphereVirtualDiskVolumeSource""",
    'VolumeDevice': """name! text
devicePath! checked names.absolute_path text""",
    'VolumeMount': """name! text
bindMountOptions list 0 text
mountPath! checked names.absolute_path text
mountPropagation enum None|HostToContainer|Bidirectional
readOnly bool
recursiveReadOnly enum Disabled|IfPossible|Enabled
subPath checked names.subpath text
subPathExpr text""",
    'VolumeProjection': """clusterTrustBundle object ClusterTrustBundleProjection
configMap object ConfigMapProjection
downwardAPI object DownwardAPIProjection
podCertificate object PodCertificateProjection
secret object SecretProjection
serviceAccountToken object ServiceAccountTokenProjection""",
    'VolumeResourceRequirements': """limits map text converted quantities.resource_amount text
requests map text converted quantities.resource_amount text""",
    'VsphereVirtualDiskVolumeSource': """fsType text
storagePolicyID text
storagePolicyName text
volumePath! text""",
    'WeightedPodAffinityTerm': """podAffinityTerm! object PodAffinityTerm
weight! int 1 100""",
    'WindowsSecurityContextOptions': """gmsaCredentialSpec text
gmsaCredentialSpecName text
hostProcess bool
runAsUserName text""",
}, SHAPES.kubernetes_object)
