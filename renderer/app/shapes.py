"""What a valid StatefulApp looks like, as tables. Generated: do not edit.

Made from renderer/app/models.py by `make generate`; a test keeps it current.
RECORDS: model -> ({key in YAML: (attribute, shape, default)}, whether other keys are allowed).
OBJECTS: Kubernetes type -> ({key: shape} in the order that is printed, required keys).
"""

from __future__ import annotations

from renderer.kubernetes import downward, images, labels, names, quantities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

REQUIRED: object = object()
EMPTY_RECORD: object = object()

RECORDS: dict[str, Any] = {
    'ClientPort': (
        {
            'name': ('name', ("checked", names.port_name, ("text",)), REQUIRED),
            'port': ('port', ("int", 1, 65535), REQUIRED),
            'targetPort': ('target_port', ("converted", names.port_reference, None), None),
            'protocol': ('protocol', ("enum", ('TCP', 'UDP', 'SCTP')), None),
            'appProtocol': ('app_protocol', ("checked", names.app_protocol, ("text",)), None),
            'nodePort': ('node_port', ("int", 1, 65535), None),
        },
        False,
    ),
    'ClientService': (
        {
            'type': ('type', ("enum", ('ClusterIP', 'NodePort', 'LoadBalancer')), 'ClusterIP'),
            'annotations': ('annotations', ("checked", labels.fit_together, ("map", ("checked", names.annotation_key, ("text",)), ("text",))), {}),
            'internalTrafficPolicy': ('internal_traffic_policy', ("enum", ('Cluster', 'Local')), None),
            'externalTrafficPolicy': ('external_traffic_policy', ("enum", ('Cluster', 'Local')), None),
            'healthCheckNodePort': ('health_check_node_port', ("int", 1, 65535), None),
            'trafficDistribution': ('traffic_distribution', ("enum", ('PreferClose', 'PreferSameZone', 'PreferSameNode')), None),
            'sessionAffinity': ('session_affinity', ("enum", ('None', 'ClientIP')), None),
            'sessionAffinityConfig': ('session_affinity_config', ("object", 'SessionAffinityConfig'), None),
            'loadBalancerClass': ('load_balancer_class', ("checked", names.label_key, ("text",)), None),
            'loadBalancerSourceRanges': ('load_balancer_source_ranges', ("list", ("checked", names.cidr, ("text",)), 0), []),
            'allocateLoadBalancerNodePorts': ('allocate_load_balancer_node_ports', ("bool",), None),
            'externalIPs': ('external_ips', ("list", ("checked", names.ip_address, ("text",)), 0), []),
            'ipFamilies': ('ip_families', ("list", ("enum", ('IPv4', 'IPv6')), 0), []),
            'ipFamilyPolicy': ('ip_family_policy', ("enum", ('SingleStack', 'PreferDualStack', 'RequireDualStack')), None),
            'name': ('name', ("checked", names.dns1035_label, ("text",)), None),
            'ports': ('ports', ("list", ("record", 'ClientPort'), 0), []),
        },
        False,
    ),
    'Config': (
        {
            'name': ('name', ("checked", names.dns_label, ("text",)), REQUIRED),
            'mountPath': ('mount_path', ("checked", names.absolute_path, ("text",)), None),
            'subPath': ('sub_path', ("checked", names.subpath, ("text",)), None),
            'defaultMode': ('default_mode', ("int", 0, 4095), None),
            'onChange': ('on_change', ("enum", ('roll', 'none')), 'roll'),
            'files': ('files', ("list", ("record", 'ConfigFile'), 1), REQUIRED),
        },
        False,
    ),
    'ConfigFile': (
        {
            'name': ('name', ("checked", names.subpath, ("text",)), REQUIRED),
            'text': ('text', ("text",), None),
            'base64': ('base64', ("checked", names.base64, ("text",)), None),
            'fromFile': ('from_file', ("checked", names.path_beside, ("text",)), None),
            'mode': ('mode', ("int", 0, 4095), None),
        },
        False,
    ),
    'Environment': (
        {
            'name': ('name', ("checked", names.dns_label, ("text",)), REQUIRED),
            'namespace': ('namespace', ("checked", names.namespace, ("text",)), None),
            'cluster': ('cluster', ("text",), None),
        },
        True,
    ),
    'HeadlessService': (
        {
            'enabled': ('enabled', ("bool",), True),
            'name': ('name', ("checked", names.dns1035_label, ("text",)), None),
            'publishNotReadyAddresses': ('publish_not_ready_addresses', ("bool",), True),
            'ipFamilies': ('ip_families', ("list", ("enum", ('IPv4', 'IPv6')), 0), []),
            'ipFamilyPolicy': ('ip_family_policy', ("enum", ('SingleStack', 'PreferDualStack', 'RequireDualStack')), None),
            'annotations': ('annotations', ("checked", labels.fit_together, ("map", ("checked", names.annotation_key, ("text",)), ("text",))), {}),
        },
        False,
    ),
    'Metadata': (
        {
            'name': ('name', ("checked", names.statefulset_name, ("text",)), REQUIRED),
            'namespace': ('namespace', ("checked", names.namespace, ("text",)), None),
            'labels': ('labels', ("checked", labels.without_identity, ("map", ("checked", names.label_key, ("text",)), ("checked", names.label_value, ("text",)))), {}),
            'annotations': ('annotations', ("checked", labels.fit_together, ("map", ("checked", names.annotation_key, ("text",)), ("text",))), {}),
        },
        False,
    ),
    'NetworkPolicy': (
        {
            'clients': ('clients', ("list", ("object", 'NetworkPolicyPeer'), 0), None),
            'ports': ('ports', ("list", ("checked", names.port_name, ("text",)), 0), []),
            'ingress': ('ingress', ("list", ("object", 'NetworkPolicyIngressRule'), 0), []),
            'restrictEgress': ('restrict_egress', ("bool",), True),
            'egress': ('egress', ("list", ("object", 'NetworkPolicyEgressRule'), 0), []),
        },
        False,
    ),
    'Peers': (
        {
            'name': ('name', ("checked", names.env_name, ("text",)), REQUIRED),
            'format': ('format', ("text",), None),
            'separator': ('separator', ("text",), ','),
            'first': ('first', ("int", 1, 2147483647), None),
            'countOnly': ('count_only', ("bool",), False),
            'mountPath': ('mount_path', ("checked", names.absolute_path, ("text",)), None),
            'excludeOwn': ('exclude_own', ("bool",), False),
        },
        False,
    ),
    'PodDisruptionBudget': (
        {
            'enabled': ('enabled', ("bool",), None),
            'minAvailable': ('min_available', ("converted", names.count_or_percent, None), None),
            'maxUnavailable': ('max_unavailable', ("converted", names.count_or_percent, None), None),
            'unhealthyPodEvictionPolicy': ('unhealthy_pod_eviction_policy', ("enum", ('IfHealthyBudget', 'AlwaysAllow')), 'AlwaysAllow'),
        },
        False,
    ),
    'PodPort': (
        {
            'name': ('name', ("checked", names.port_name, ("text",)), REQUIRED),
            'port': ('port', ("int", 1, 65535), REQUIRED),
            'targetPort': ('target_port', ("converted", names.port_reference, None), None),
            'protocol': ('protocol', ("enum", ('TCP', 'UDP', 'SCTP')), None),
            'appProtocol': ('app_protocol', ("checked", names.app_protocol, ("text",)), None),
        },
        False,
    ),
    'PodServices': (
        {
            'type': ('type', ("enum", ('ClusterIP', 'NodePort', 'LoadBalancer')), 'ClusterIP'),
            'annotations': ('annotations', ("checked", labels.fit_together, ("map", ("checked", names.annotation_key, ("text",)), ("text",))), {}),
            'internalTrafficPolicy': ('internal_traffic_policy', ("enum", ('Cluster', 'Local')), None),
            'externalTrafficPolicy': ('external_traffic_policy', ("enum", ('Cluster', 'Local')), None),
            'healthCheckNodePort': ('health_check_node_port', ("int", 1, 65535), None),
            'trafficDistribution': ('traffic_distribution', ("enum", ('PreferClose', 'PreferSameZone', 'PreferSameNode')), None),
            'sessionAffinity': ('session_affinity', ("enum", ('None', 'ClientIP')), None),
            'sessionAffinityConfig': ('session_affinity_config', ("object", 'SessionAffinityConfig'), None),
            'loadBalancerClass': ('load_balancer_class', ("checked", names.label_key, ("text",)), None),
            'loadBalancerSourceRanges': ('load_balancer_source_ranges', ("list", ("checked", names.cidr, ("text",)), 0), []),
            'allocateLoadBalancerNodePorts': ('allocate_load_balancer_node_ports', ("bool",), None),
            'externalIPs': ('external_ips', ("list", ("checked", names.ip_address, ("text",)), 0), []),
            'ipFamilies': ('ip_families', ("list", ("enum", ('IPv4', 'IPv6')), 0), []),
            'ipFamilyPolicy': ('ip_family_policy', ("enum", ('SingleStack', 'PreferDualStack', 'RequireDualStack')), None),
            'ports': ('ports', ("list", ("record", 'PodPort'), 0), []),
            'publishNotReadyAddresses': ('publish_not_ready_addresses', ("bool",), False),
        },
        False,
    ),
    'Port': (
        {
            'name': ('name', ("checked", names.port_name, ("text",)), REQUIRED),
            'port': ('port', ("int", 1, 65535), REQUIRED),
            'containerPort': ('container_port', ("int", 1, 65535), None),
            'protocol': ('protocol', ("enum", ('TCP', 'UDP', 'SCTP')), 'TCP'),
            'appProtocol': ('app_protocol', ("checked", names.app_protocol, ("text",)), None),
            'hostPort': ('host_port', ("int", 1, 65535), None),
            'hostIP': ('host_ip', ("checked", names.ip_address, ("text",)), None),
        },
        False,
    ),
    'ServiceAccount': (
        {
            'create': ('create', ("bool",), True),
            'name': ('name', ("checked", names.dns_subdomain, ("text",)), None),
            'annotations': ('annotations', ("checked", labels.fit_together, ("map", ("checked", names.annotation_key, ("text",)), ("text",))), {}),
        },
        False,
    ),
    'ServiceMonitor': (
        {
            'port': ('port', ("checked", names.port_name, ("text",)), REQUIRED),
            'path': ('path', ("checked", names.url_path, ("text",)), '/metrics'),
            'scheme': ('scheme', ("enum", ('http', 'https')), None),
            'interval': ('interval', ("checked", names.duration, ("text",)), None),
            'scrapeTimeout': ('scrape_timeout', ("checked", names.duration, ("text",)), None),
            'labels': ('labels', ("map", ("checked", names.label_key, ("text",)), ("checked", names.label_value, ("text",))), {}),
        },
        False,
    ),
    'Spec': (
        {
            'image': ('image', ("checked", images.check, ("text",)), REQUIRED),
            'imagePullPolicy': ('image_pull_policy', ("enum", ('Always', 'IfNotPresent', 'Never')), None),
            'command': ('command', ("list", ("text",), 0), []),
            'args': ('args', ("list", ("text",), 0), []),
            'workingDir': ('working_dir', ("text",), None),
            'stdin': ('stdin', ("bool",), None),
            'stdinOnce': ('stdin_once', ("bool",), None),
            'tty': ('tty', ("bool",), None),
            'ports': ('ports', ("list", ("record", 'Port'), 0), []),
            'env': ('env', ("list", ("object", 'EnvVar'), 0), []),
            'envFrom': ('env_from', ("list", ("object", 'EnvFromSource'), 0), []),
            'config': ('config', ("list", ("record", 'Config'), 0), []),
            'peers': ('peers', ("list", ("record", 'Peers'), 0), []),
            'resources': ('resources', ("object", 'ResourceRequirements'), None),
            'resizePolicy': ('resize_policy', ("list", ("object", 'ContainerResizePolicy'), 0), []),
            'restartPolicy': ('restart_policy', ("enum", ('Always', 'OnFailure', 'Never')), None),
            'restartPolicyRules': ('restart_policy_rules', ("list", ("object", 'ContainerRestartRule'), 0), []),
            'startupProbe': ('startup_probe', ("object", 'Probe'), None),
            'readinessProbe': ('readiness_probe', ("object", 'Probe'), None),
            'livenessProbe': ('liveness_probe', ("object", 'Probe'), None),
            'lifecycle': ('lifecycle', ("object", 'Lifecycle'), None),
            'securityContext': ('security_context', ("object", 'SecurityContext'), None),
            'terminationMessagePath': ('termination_message_path', ("checked", names.absolute_path, ("text",)), None),
            'terminationMessagePolicy': ('termination_message_policy', ("enum", ('File', 'FallbackToLogsOnError')), None),
            'initContainers': ('init_containers', ("list", ("object", 'Container'), 0), []),
            'sidecars': ('sidecars', ("list", ("object", 'Container'), 0), []),
            'volumes': ('volumes', ("list", ("object", 'Volume'), 0), []),
            'volumeMounts': ('volume_mounts', ("list", ("object", 'VolumeMount'), 0), []),
            'volumeDevices': ('volume_devices', ("list", ("object", 'VolumeDevice'), 0), []),
            'version': ('version', ("checked", names.label_value, ("text",)), None),
            'replicas': ('replicas', ("int", 0, 2147483647), 1),
            'storage': ('storage', ("list", ("record", 'Storage'), 0), []),
            'headlessService': ('headless_service', ("record", 'HeadlessService'), EMPTY_RECORD),
            'clientService': ('client_service', ("record", 'ClientService'), None),
            'podServices': ('pod_services', ("record", 'PodServices'), None),
            'networkPolicy': ('network_policy', ("record", 'NetworkPolicy'), None),
            'serviceMonitor': ('service_monitor', ("record", 'ServiceMonitor'), None),
            'clusterDomain': ('cluster_domain', ("checked", names.dns_subdomain, ("text",)), 'cluster.local'),
            'podDisruptionBudget': ('pod_disruption_budget', ("record", 'PodDisruptionBudget'), EMPTY_RECORD),
            'podManagementPolicy': ('pod_management_policy', ("enum", ('OrderedReady', 'Parallel')), 'OrderedReady'),
            'updateStrategy': ('update_strategy', ("object", 'StatefulSetUpdateStrategy'), None),
            'minReadySeconds': ('min_ready_seconds', ("int", 0, 2147483647), None),
            'revisionHistoryLimit': ('revision_history_limit', ("int", 0, 2147483647), None),
            'ordinals': ('ordinals', ("object", 'StatefulSetOrdinals'), None),
            'persistentVolumeClaimRetentionPolicy': ('persistent_volume_claim_retention_policy', ("object", 'StatefulSetPersistentVolumeClaimRetentionPolicy'), None),
            'terminationGracePeriodSeconds': ('termination_grace_period_seconds', ("int", 1, 2147483647), None),
            'podSecurity': ('pod_security', ("enum", ('restricted', 'baseline')), None),
            'podSecurityContext': ('pod_security_context', ("object", 'PodSecurityContext'), None),
            'podLabels': ('pod_labels', ("checked", labels.without_selector, ("map", ("checked", names.label_key, ("text",)), ("checked", names.label_value, ("text",)))), {}),
            'podAnnotations': ('pod_annotations', ("checked", labels.fit_together, ("map", ("checked", names.annotation_key, ("text",)), ("text",))), {}),
            'serviceAccount': ('service_account', ("record", 'ServiceAccount'), None),
            'automountServiceAccountToken': ('automount_service_account_token', ("bool",), False),
            'imagePullSecrets': ('image_pull_secrets', ("list", ("object", 'LocalObjectReference'), 0), []),
            'nodeSelector': ('node_selector', ("map", ("checked", names.label_key, ("text",)), ("checked", names.label_value, ("text",))), {}),
            'affinity': ('affinity', ("object", 'Affinity'), None),
            'tolerations': ('tolerations', ("list", ("object", 'Toleration'), 0), []),
            'spread': ('spread', ("enum", ('preferred', 'required', 'none')), 'preferred'),
            'topologySpreadConstraints': ('topology_spread_constraints', ("list", ("object", 'TopologySpreadConstraint'), 0), []),
            'priorityClassName': ('priority_class_name', ("checked", names.dns_subdomain, ("text",)), None),
            'runtimeClassName': ('runtime_class_name', ("checked", names.dns_subdomain, ("text",)), None),
            'schedulerName': ('scheduler_name', ("checked", names.dns_subdomain, ("text",)), None),
            'preemptionPolicy': ('preemption_policy', ("enum", ('PreemptLowerPriority', 'Never')), None),
            'schedulingGates': ('scheduling_gates', ("list", ("object", 'PodSchedulingGate'), 0), []),
            'schedulingGroup': ('scheduling_group', ("object", 'PodSchedulingGroup'), None),
            'nodeName': ('node_name', ("checked", names.dns_subdomain, ("text",)), None),
            'evictionResponders': ('eviction_responders', ("list", ("object", 'EvictionResponder'), 0), []),
            'podResources': ('pod_resources', ("object", 'ResourceRequirements'), None),
            'resourceClaims': ('resource_claims', ("list", ("object", 'PodResourceClaim'), 0), []),
            'os': ('os', ("object", 'PodOS'), None),
            'hostNetwork': ('host_network', ("bool",), None),
            'hostUsers': ('host_users', ("bool",), None),
            'hostPID': ('host_pid', ("bool",), None),
            'hostIPC': ('host_ipc', ("bool",), None),
            'hostnameOverride': ('hostname_override', ("checked", names.dns_label, ("text",)), None),
            'setHostnameAsFQDN': ('set_hostname_as_fqdn', ("bool",), None),
            'hostAliases': ('host_aliases', ("list", ("object", 'HostAlias'), 0), []),
            'dnsPolicy': ('dns_policy', ("enum", ('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None')), None),
            'dnsConfig': ('dns_config', ("object", 'PodDNSConfig'), None),
            'shareProcessNamespace': ('share_process_namespace', ("bool",), None),
            'enableServiceLinks': ('enable_service_links', ("bool",), False),
            'readinessGates': ('readiness_gates', ("list", ("object", 'PodReadinessGate'), 0), []),
            'environment': ('environment', ("checked", names.dns_label, ("text",)), None),
            'environments': ('environments', ("list", ("record", 'Environment'), 0), []),
        },
        False,
    ),
    'StatefulApp': (
        {
            'apiVersion': ('api_version', ("enum", ('stateful-renderer.dev/v1alpha1',)), REQUIRED),
            'kind': ('kind', ("enum", ('StatefulApp',)), REQUIRED),
            'metadata': ('metadata', ("record", 'Metadata'), REQUIRED),
            'spec': ('spec', ("record", 'Spec'), REQUIRED),
        },
        False,
    ),
    'Storage': (
        {
            'name': ('name', ("checked", names.dns_label, ("text",)), REQUIRED),
            'mountPath': ('mount_path', ("checked", names.absolute_path, ("text",)), REQUIRED),
            'size': ('size', ("converted", quantities.storage_size, ("text",)), REQUIRED),
            'sizeLimit': ('size_limit', ("converted", quantities.storage_size, ("text",)), None),
            'subPath': ('sub_path', ("checked", names.subpath, ("text",)), None),
            'subPathExpr': ('sub_path_expr', ("checked", names.subpath, ("text",)), None),
            'readOnly': ('read_only', ("bool",), False),
            'recursiveReadOnly': ('recursive_read_only', ("enum", ('Disabled', 'IfPossible', 'Enabled')), None),
            'mountPropagation': ('mount_propagation', ("enum", ('None', 'HostToContainer', 'Bidirectional')), None),
            'storageClassName': ('storage_class_name', ("any of", (("enum", ('',)), ("checked", names.dns_subdomain, ("text",)),)), None),
            'accessModes': ('access_modes', ("list", ("enum", ('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod')), 1), ['ReadWriteOnce']),
            'volumeMode': ('volume_mode', ("enum", ('Filesystem', 'Block')), 'Filesystem'),
            'labels': ('labels', ("map", ("checked", names.label_key, ("text",)), ("checked", names.label_value, ("text",))), {}),
            'annotations': ('annotations', ("checked", labels.fit_together, ("map", ("checked", names.annotation_key, ("text",)), ("text",))), {}),
            'dataSource': ('data_source', ("object", 'TypedLocalObjectReference'), None),
            'dataSourceRef': ('data_source_ref', ("object", 'TypedObjectReference'), None),
            'volumeAttributesClassName': ('volume_attributes_class_name', ("checked", names.dns_subdomain, ("text",)), None),
            'selector': ('selector', ("object", 'LabelSelector'), None),
            'volumeName': ('volume_name', ("checked", names.dns_subdomain, ("text",)), None),
        },
        False,
    ),
}
OBJECTS: dict[str, Any] = {
    'AWSElasticBlockStoreVolumeSource': (
        {
            'fsType': ("text",),
            'partition': ("int", -2147483648, 2147483647),
            'readOnly': ("bool",),
            'volumeID': ("text",),
        },
        {'volumeID'},
    ),
    'Affinity': (
        {
            'nodeAffinity': ("object", 'NodeAffinity'),
            'podAffinity': ("object", 'PodAffinity'),
            'podAntiAffinity': ("object", 'PodAntiAffinity'),
        },
        set(),
    ),
    'AppArmorProfile': (
        {
            'type': ("enum", ('RuntimeDefault', 'Localhost', 'Unconfined')),
            'localhostProfile': ("text",),
        },
        {'type'},
    ),
    'AzureDiskVolumeSource': (
        {
            'kind': ("text",),
            'cachingMode': ("text",),
            'diskName': ("text",),
            'diskURI': ("text",),
            'fsType': ("text",),
            'readOnly': ("bool",),
        },
        {'diskName', 'diskURI'},
    ),
    'AzureFileVolumeSource': (
        {
            'readOnly': ("bool",),
            'secretName': ("text",),
            'shareName': ("text",),
        },
        {'secretName', 'shareName'},
    ),
    'CSIVolumeSource': (
        {
            'driver': ("text",),
            'fsType': ("text",),
            'nodePublishSecretRef': ("object", 'LocalObjectReference'),
            'readOnly': ("bool",),
            'volumeAttributes': ("map", ("text",), ("text",)),
        },
        {'driver'},
    ),
    'Capabilities': (
        {
            'add': ("list", ("text",), 0),
            'drop': ("list", ("text",), 0),
        },
        set(),
    ),
    'CephFSVolumeSource': (
        {
            'monitors': ("list", ("text",), 0),
            'path': ("text",),
            'readOnly': ("bool",),
            'secretFile': ("text",),
            'secretRef': ("object", 'LocalObjectReference'),
            'user': ("text",),
        },
        {'monitors'},
    ),
    'CinderVolumeSource': (
        {
            'fsType': ("text",),
            'readOnly': ("bool",),
            'secretRef': ("object", 'LocalObjectReference'),
            'volumeID': ("text",),
        },
        {'volumeID'},
    ),
    'ClientIPConfig': (
        {
            'timeoutSeconds': ("int", 1, 86400),
        },
        set(),
    ),
    'ClusterTrustBundleProjection': (
        {
            'name': ("text",),
            'labelSelector': ("object", 'LabelSelector'),
            'optional': ("bool",),
            'path': ("text",),
            'signerName': ("text",),
            'user': ("int", -9007199254740992, 9007199254740992),
        },
        {'path'},
    ),
    'ConfigMapEnvSource': (
        {
            'name': ("checked", names.dns_subdomain, ("text",)),
            'optional': ("bool",),
        },
        {'name'},
    ),
    'ConfigMapKeySelector': (
        {
            'name': ("checked", names.dns_subdomain, ("text",)),
            'key': ("checked", names.config_key, ("text",)),
            'optional': ("bool",),
        },
        {'name', 'key'},
    ),
    'ConfigMapProjection': (
        {
            'name': ("checked", names.dns_subdomain, ("text",)),
            'items': ("list", ("object", 'KeyToPath'), 0),
            'optional': ("bool",),
        },
        set(),
    ),
    'ConfigMapVolumeSource': (
        {
            'name': ("checked", names.dns_subdomain, ("text",)),
            'defaultMode': ("int", 0, 4095),
            'defaultUser': ("int", -9007199254740992, 9007199254740992),
            'items': ("list", ("object", 'KeyToPath'), 0),
            'optional': ("bool",),
        },
        set(),
    ),
    'Container': (
        {
            'name': ("checked", names.dns_label, ("text",)),
            'image': ("checked", images.check, ("text",)),
            'args': ("list", ("text",), 0),
            'command': ("list", ("text",), 0),
            'env': ("list", ("object", 'EnvVar'), 0),
            'envFrom': ("list", ("object", 'EnvFromSource'), 0),
            'imagePullPolicy': ("enum", ('Always', 'IfNotPresent', 'Never')),
            'lifecycle': ("object", 'Lifecycle'),
            'livenessProbe': ("object", 'Probe'),
            'ports': ("list", ("object", 'ContainerPort'), 0),
            'readinessProbe': ("object", 'Probe'),
            'resizePolicy': ("list", ("object", 'ContainerResizePolicy'), 0),
            'resources': ("object", 'ResourceRequirements'),
            'restartPolicy': ("text",),
            'restartPolicyRules': ("list", ("object", 'ContainerRestartRule'), 0),
            'securityContext': ("object", 'SecurityContext'),
            'startupProbe': ("object", 'Probe'),
            'stdin': ("bool",),
            'stdinOnce': ("bool",),
            'terminationMessagePath': ("text",),
            'terminationMessagePolicy': ("enum", ('File', 'FallbackToLogsOnError')),
            'tty': ("bool",),
            'volumeDevices': ("list", ("object", 'VolumeDevice'), 0),
            'volumeMounts': ("list", ("object", 'VolumeMount'), 0),
            'workingDir': ("text",),
        },
        {'name', 'image'},
    ),
    'ContainerPort': (
        {
            'name': ("checked", names.port_name, ("text",)),
            'containerPort': ("int", 1, 65535),
            'hostIP': ("text",),
            'hostPort': ("int", 1, 65535),
            'protocol': ("enum", ('TCP', 'UDP', 'SCTP')),
        },
        {'containerPort'},
    ),
    'ContainerResizePolicy': (
        {
            'resourceName': ("enum", ('cpu', 'memory')),
            'restartPolicy': ("enum", ('NotRequired', 'RestartContainer')),
        },
        {'resourceName', 'restartPolicy'},
    ),
    'ContainerRestartRule': (
        {
            'action': ("enum", ('Restart', 'RestartAllContainers')),
            'exitCodes': ("object", 'ContainerRestartRuleOnExitCodes'),
        },
        {'action'},
    ),
    'ContainerRestartRuleOnExitCodes': (
        {
            'operator': ("enum", ('In', 'NotIn')),
            'values': ("list", ("int", -2147483648, 2147483647), 0),
        },
        {'operator'},
    ),
    'DownwardAPIProjection': (
        {
            'items': ("list", ("object", 'DownwardAPIVolumeFile'), 0),
        },
        set(),
    ),
    'DownwardAPIVolumeFile': (
        {
            'fieldRef': ("object", 'ObjectFieldSelector'),
            'mode': ("int", -2147483648, 2147483647),
            'path': ("text",),
            'resourceFieldRef': ("object", 'ResourceFieldSelector'),
            'user': ("int", -9007199254740992, 9007199254740992),
        },
        {'path'},
    ),
    'DownwardAPIVolumeSource': (
        {
            'defaultMode': ("int", -2147483648, 2147483647),
            'defaultUser': ("int", -9007199254740992, 9007199254740992),
            'items': ("list", ("object", 'DownwardAPIVolumeFile'), 0),
        },
        set(),
    ),
    'EmptyDirVolumeSource': (
        {
            'medium': ("text",),
            'mode': ("int", -2147483648, 2147483647),
            'sizeLimit': ("converted", quantities.resource_amount, ("text",)),
        },
        set(),
    ),
    'EnvFromSource': (
        {
            'configMapRef': ("object", 'ConfigMapEnvSource'),
            'prefix': ("checked", names.env_name, ("text",)),
            'secretRef': ("object", 'SecretEnvSource'),
        },
        set(),
    ),
    'EnvVar': (
        {
            'name': ("checked", names.env_name, ("text",)),
            'value': ("text",),
            'valueFrom': ("object", 'EnvVarSource'),
        },
        {'name'},
    ),
    'EnvVarSource': (
        {
            'configMapKeyRef': ("object", 'ConfigMapKeySelector'),
            'fieldRef': ("object", 'ObjectFieldSelector'),
            'fileKeyRef': ("object", 'FileKeySelector'),
            'resourceFieldRef': ("object", 'ResourceFieldSelector'),
            'secretKeyRef': ("object", 'SecretKeySelector'),
        },
        set(),
    ),
    'EphemeralVolumeSource': (
        {
            'volumeClaimTemplate': ("object", 'PersistentVolumeClaimTemplate'),
        },
        set(),
    ),
    'EvictionResponder': (
        {
            'name': ("text",),
            'priority': ("int", -2147483648, 2147483647),
        },
        {'name', 'priority'},
    ),
    'ExecAction': (
        {
            'command': ("list", ("text",), 1),
        },
        {'command'},
    ),
    'FCVolumeSource': (
        {
            'fsType': ("text",),
            'lun': ("int", -2147483648, 2147483647),
            'readOnly': ("bool",),
            'targetWWNs': ("list", ("text",), 0),
            'wwids': ("list", ("text",), 0),
        },
        set(),
    ),
    'FileKeySelector': (
        {
            'key': ("text",),
            'optional': ("bool",),
            'path': ("checked", names.subpath, ("text",)),
            'volumeName': ("checked", names.dns_label, ("text",)),
        },
        {'key', 'path', 'volumeName'},
    ),
    'FlexVolumeSource': (
        {
            'driver': ("text",),
            'fsType': ("text",),
            'options': ("map", ("text",), ("text",)),
            'readOnly': ("bool",),
            'secretRef': ("object", 'LocalObjectReference'),
        },
        {'driver'},
    ),
    'FlockerVolumeSource': (
        {
            'datasetName': ("text",),
            'datasetUUID': ("text",),
        },
        set(),
    ),
    'GCEPersistentDiskVolumeSource': (
        {
            'fsType': ("text",),
            'partition': ("int", -2147483648, 2147483647),
            'pdName': ("text",),
            'readOnly': ("bool",),
        },
        {'pdName'},
    ),
    'GRPCAction': (
        {
            'mode': ("enum", ('TLS', 'Plaintext')),
            'port': ("int", 1, 65535),
            'service': ("text",),
        },
        {'port'},
    ),
    'GitRepoVolumeSource': (
        {
            'directory': ("text",),
            'repository': ("text",),
            'revision': ("text",),
        },
        {'repository'},
    ),
    'GlusterfsVolumeSource': (
        {
            'endpoints': ("text",),
            'path': ("text",),
            'readOnly': ("bool",),
        },
        {'endpoints', 'path'},
    ),
    'HTTPGetAction': (
        {
            'host': ("text",),
            'httpHeaders': ("list", ("object", 'HTTPHeader'), 0),
            'path': ("text",),
            'port': ("converted", names.port_reference, None),
            'protocol': ("text",),
            'scheme': ("enum", ('HTTP', 'HTTPS')),
        },
        {'port'},
    ),
    'HTTPHeader': (
        {
            'name': ("text",),
            'value': ("text",),
        },
        {'name', 'value'},
    ),
    'HostAlias': (
        {
            'hostnames': ("list", ("checked", names.dns_subdomain, ("text",)), 0),
            'ip': ("checked", names.ip_address, ("text",)),
        },
        {'ip'},
    ),
    'HostPathVolumeSource': (
        {
            'type': ("text",),
            'path': ("text",),
        },
        {'path'},
    ),
    'IPBlock': (
        {
            'cidr': ("checked", names.cidr, ("text",)),
            'except': ("list", ("checked", names.cidr, ("text",)), 0),
        },
        {'cidr'},
    ),
    'ISCSIVolumeSource': (
        {
            'chapAuthDiscovery': ("bool",),
            'chapAuthSession': ("bool",),
            'fsType': ("text",),
            'initiatorName': ("text",),
            'iqn': ("text",),
            'iscsiInterface': ("text",),
            'lun': ("int", -2147483648, 2147483647),
            'portals': ("list", ("text",), 0),
            'readOnly': ("bool",),
            'secretRef': ("object", 'LocalObjectReference'),
            'targetPortal': ("text",),
        },
        {'iqn', 'lun', 'targetPortal'},
    ),
    'ImageVolumeSource': (
        {
            'pullPolicy': ("text",),
            'reference': ("text",),
        },
        set(),
    ),
    'KeyToPath': (
        {
            'key': ("checked", names.config_key, ("text",)),
            'mode': ("int", 0, 4095),
            'path': ("checked", names.subpath, ("text",)),
            'user': ("int", -9007199254740992, 9007199254740992),
        },
        {'key', 'path'},
    ),
    'LabelSelector': (
        {
            'matchExpressions': ("list", ("object", 'LabelSelectorRequirement'), 0),
            'matchLabels': ("map", ("checked", names.label_key, ("text",)), ("checked", names.label_value, ("text",))),
        },
        set(),
    ),
    'LabelSelectorRequirement': (
        {
            'key': ("checked", names.label_key, ("text",)),
            'operator': ("enum", ('In', 'NotIn', 'Exists', 'DoesNotExist')),
            'values': ("list", ("checked", names.label_value, ("text",)), 0),
        },
        {'key', 'operator'},
    ),
    'Lifecycle': (
        {
            'postStart': ("object", 'LifecycleHandler'),
            'preStop': ("object", 'LifecycleHandler'),
            'stopSignal': ("text",),
        },
        set(),
    ),
    'LifecycleHandler': (
        {
            'exec': ("object", 'ExecAction'),
            'httpGet': ("object", 'HTTPGetAction'),
            'sleep': ("object", 'SleepAction'),
            'tcpSocket': ("object", 'TCPSocketAction'),
        },
        set(),
    ),
    'LocalObjectReference': (
        {
            'name': ("checked", names.dns_subdomain, ("text",)),
        },
        {'name'},
    ),
    'NFSVolumeSource': (
        {
            'path': ("text",),
            'readOnly': ("bool",),
            'server': ("text",),
        },
        {'path', 'server'},
    ),
    'NetworkPolicyEgressRule': (
        {
            'ports': ("list", ("object", 'NetworkPolicyPort'), 0),
            'to': ("list", ("object", 'NetworkPolicyPeer'), 0),
        },
        set(),
    ),
    'NetworkPolicyIngressRule': (
        {
            'from': ("list", ("object", 'NetworkPolicyPeer'), 0),
            'ports': ("list", ("object", 'NetworkPolicyPort'), 0),
        },
        set(),
    ),
    'NetworkPolicyPeer': (
        {
            'ipBlock': ("object", 'IPBlock'),
            'namespaceSelector': ("object", 'LabelSelector'),
            'podSelector': ("object", 'LabelSelector'),
        },
        set(),
    ),
    'NetworkPolicyPort': (
        {
            'endPort': ("int", 1, 65535),
            'port': ("converted", names.port_reference, None),
            'protocol': ("enum", ('TCP', 'UDP', 'SCTP')),
        },
        set(),
    ),
    'NodeAffinity': (
        {
            'preferredDuringSchedulingIgnoredDuringExecution': ("list", ("object", 'PreferredSchedulingTerm'), 0),
            'requiredDuringSchedulingIgnoredDuringExecution': ("object", 'NodeSelector'),
        },
        set(),
    ),
    'NodeSelector': (
        {
            'nodeSelectorTerms': ("list", ("object", 'NodeSelectorTerm'), 0),
        },
        {'nodeSelectorTerms'},
    ),
    'NodeSelectorRequirement': (
        {
            'key': ("text",),
            'operator': ("enum", ('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt')),
            'values': ("list", ("text",), 0),
        },
        {'key', 'operator'},
    ),
    'NodeSelectorTerm': (
        {
            'matchExpressions': ("list", ("object", 'NodeSelectorRequirement'), 0),
            'matchFields': ("list", ("object", 'NodeSelectorRequirement'), 0),
        },
        set(),
    ),
    'ObjectFieldSelector': (
        {
            'apiVersion': ("text",),
            'fieldPath': ("checked", downward.field_path, ("text",)),
        },
        {'fieldPath'},
    ),
    'ObjectMeta': (
        {
            'name': ("text",),
            'namespace': ("text",),
            'annotations': ("map", ("checked", names.annotation_key, ("text",)), ("text",)),
            'labels': ("map", ("checked", names.label_key, ("text",)), ("checked", names.label_value, ("text",))),
        },
        set(),
    ),
    'PersistentVolumeClaimSpec': (
        {
            'accessModes': ("list", ("enum", ('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod')), 0),
            'dataSource': ("object", 'TypedLocalObjectReference'),
            'dataSourceRef': ("object", 'TypedObjectReference'),
            'resources': ("object", 'VolumeResourceRequirements'),
            'selector': ("object", 'LabelSelector'),
            'storageClassName': ("text",),
            'volumeAttributesClassName': ("text",),
            'volumeMode': ("enum", ('Filesystem', 'Block')),
            'volumeName': ("text",),
        },
        set(),
    ),
    'PersistentVolumeClaimTemplate': (
        {
            'metadata': ("object", 'ObjectMeta'),
            'spec': ("object", 'PersistentVolumeClaimSpec'),
        },
        {'spec'},
    ),
    'PersistentVolumeClaimVolumeSource': (
        {
            'claimName': ("text",),
            'readOnly': ("bool",),
        },
        {'claimName'},
    ),
    'PhotonPersistentDiskVolumeSource': (
        {
            'fsType': ("text",),
            'pdID': ("text",),
        },
        {'pdID'},
    ),
    'PodAffinity': (
        {
            'preferredDuringSchedulingIgnoredDuringExecution': ("list", ("object", 'WeightedPodAffinityTerm'), 0),
            'requiredDuringSchedulingIgnoredDuringExecution': ("list", ("object", 'PodAffinityTerm'), 0),
        },
        set(),
    ),
    'PodAffinityTerm': (
        {
            'labelSelector': ("object", 'LabelSelector'),
            'matchLabelKeys': ("list", ("text",), 0),
            'mismatchLabelKeys': ("list", ("text",), 0),
            'namespaceSelector': ("object", 'LabelSelector'),
            'namespaces': ("list", ("text",), 0),
            'topologyKey': ("text",),
        },
        {'topologyKey'},
    ),
    'PodAntiAffinity': (
        {
            'preferredDuringSchedulingIgnoredDuringExecution': ("list", ("object", 'WeightedPodAffinityTerm'), 0),
            'requiredDuringSchedulingIgnoredDuringExecution': ("list", ("object", 'PodAffinityTerm'), 0),
        },
        set(),
    ),
    'PodCertificateProjection': (
        {
            'certificateChainPath': ("text",),
            'credentialBundlePath': ("text",),
            'keyPath': ("text",),
            'keyType': ("text",),
            'maxExpirationSeconds': ("int", -2147483648, 2147483647),
            'signerName': ("text",),
            'user': ("int", -9007199254740992, 9007199254740992),
            'userAnnotations': ("map", ("text",), ("text",)),
        },
        {'keyType', 'signerName'},
    ),
    'PodDNSConfig': (
        {
            'nameservers': ("list", ("checked", names.ip_address, ("text",)), 0),
            'options': ("list", ("object", 'PodDNSConfigOption'), 0),
            'searches': ("list", ("text",), 0),
        },
        set(),
    ),
    'PodDNSConfigOption': (
        {
            'name': ("text",),
            'value': ("text",),
        },
        set(),
    ),
    'PodOS': (
        {
            'name': ("enum", ('linux', 'windows')),
        },
        {'name'},
    ),
    'PodReadinessGate': (
        {
            'conditionType': ("checked", names.label_key, ("text",)),
        },
        {'conditionType'},
    ),
    'PodResourceClaim': (
        {
            'name': ("checked", names.dns_label, ("text",)),
            'resourceClaimName': ("checked", names.dns_subdomain, ("text",)),
            'resourceClaimTemplateName': ("checked", names.dns_subdomain, ("text",)),
        },
        {'name'},
    ),
    'PodSchedulingGate': (
        {
            'name': ("checked", names.label_key, ("text",)),
        },
        {'name'},
    ),
    'PodSchedulingGroup': (
        {
            'podGroupName': ("text",),
        },
        set(),
    ),
    'PodSecurityContext': (
        {
            'appArmorProfile': ("object", 'AppArmorProfile'),
            'fsGroup': ("int", 0, 2147483647),
            'fsGroupChangePolicy': ("enum", ('OnRootMismatch', 'Always')),
            'runAsGroup': ("int", 0, 2147483647),
            'runAsNonRoot': ("bool",),
            'runAsUser': ("int", 0, 2147483647),
            'seLinuxChangePolicy': ("enum", ('MountOption', 'Recursive')),
            'seLinuxOptions': ("object", 'SELinuxOptions'),
            'seccompProfile': ("object", 'SeccompProfile'),
            'supplementalGroups': ("list", ("int", 0, 2147483647), 0),
            'supplementalGroupsPolicy': ("enum", ('Merge', 'Strict')),
            'sysctls': ("list", ("object", 'Sysctl'), 0),
            'windowsOptions': ("object", 'WindowsSecurityContextOptions'),
        },
        set(),
    ),
    'PortworxVolumeSource': (
        {
            'fsType': ("text",),
            'readOnly': ("bool",),
            'volumeID': ("text",),
        },
        {'volumeID'},
    ),
    'PreferredSchedulingTerm': (
        {
            'preference': ("object", 'NodeSelectorTerm'),
            'weight': ("int", 1, 100),
        },
        {'preference', 'weight'},
    ),
    'Probe': (
        {
            'exec': ("object", 'ExecAction'),
            'failureThreshold': ("int", 1, 2147483647),
            'grpc': ("object", 'GRPCAction'),
            'httpGet': ("object", 'HTTPGetAction'),
            'initialDelaySeconds': ("int", 0, 2147483647),
            'periodSeconds': ("int", 1, 2147483647),
            'successThreshold': ("int", 1, 2147483647),
            'tcpSocket': ("object", 'TCPSocketAction'),
            'terminationGracePeriodSeconds': ("int", 1, 2147483647),
            'timeoutSeconds': ("int", 1, 2147483647),
        },
        set(),
    ),
    'ProjectedVolumeSource': (
        {
            'defaultMode': ("int", -2147483648, 2147483647),
            'defaultUser': ("int", -9007199254740992, 9007199254740992),
            'sources': ("list", ("object", 'VolumeProjection'), 0),
        },
        set(),
    ),
    'QuobyteVolumeSource': (
        {
            'group': ("text",),
            'readOnly': ("bool",),
            'registry': ("text",),
            'tenant': ("text",),
            'user': ("text",),
            'volume': ("text",),
        },
        {'registry', 'volume'},
    ),
    'RBDVolumeSource': (
        {
            'image': ("text",),
            'fsType': ("text",),
            'keyring': ("text",),
            'monitors': ("list", ("text",), 0),
            'pool': ("text",),
            'readOnly': ("bool",),
            'secretRef': ("object", 'LocalObjectReference'),
            'user': ("text",),
        },
        {'image', 'monitors'},
    ),
    'ResourceClaim': (
        {
            'name': ("text",),
            'request': ("text",),
        },
        {'name'},
    ),
    'ResourceFieldSelector': (
        {
            'containerName': ("text",),
            'divisor': ("converted", quantities.resource_amount, ("text",)),
            'resource': ("checked", downward.resource_field, ("text",)),
        },
        {'resource'},
    ),
    'ResourceRequirements': (
        {
            'claims': ("list", ("object", 'ResourceClaim'), 0),
            'limits': ("map", ("checked", names.resource_name, ("text",)), ("converted", quantities.resource_amount, ("text",))),
            'requests': ("map", ("checked", names.resource_name, ("text",)), ("converted", quantities.resource_amount, ("text",))),
        },
        set(),
    ),
    'RollingUpdateStatefulSetStrategy': (
        {
            'maxUnavailable': ("converted", names.count_or_percent, None),
            'partition': ("int", 0, 2147483647),
        },
        set(),
    ),
    'SELinuxOptions': (
        {
            'type': ("text",),
            'level': ("text",),
            'role': ("text",),
            'user': ("text",),
        },
        set(),
    ),
    'ScaleIOVolumeSource': (
        {
            'fsType': ("text",),
            'gateway': ("text",),
            'protectionDomain': ("text",),
            'readOnly': ("bool",),
            'secretRef': ("object", 'LocalObjectReference'),
            'sslEnabled': ("bool",),
            'storageMode': ("text",),
            'storagePool': ("text",),
            'system': ("text",),
            'volumeName': ("text",),
        },
        {'gateway', 'secretRef', 'system'},
    ),
    'SeccompProfile': (
        {
            'type': ("enum", ('RuntimeDefault', 'Localhost', 'Unconfined')),
            'localhostProfile': ("text",),
        },
        {'type'},
    ),
    'SecretEnvSource': (
        {
            'name': ("checked", names.dns_subdomain, ("text",)),
            'optional': ("bool",),
        },
        {'name'},
    ),
    'SecretKeySelector': (
        {
            'name': ("checked", names.dns_subdomain, ("text",)),
            'key': ("checked", names.config_key, ("text",)),
            'optional': ("bool",),
        },
        {'name', 'key'},
    ),
    'SecretProjection': (
        {
            'name': ("text",),
            'items': ("list", ("object", 'KeyToPath'), 0),
            'optional': ("bool",),
        },
        set(),
    ),
    'SecretVolumeSource': (
        {
            'defaultMode': ("int", 0, 4095),
            'defaultUser': ("int", -9007199254740992, 9007199254740992),
            'items': ("list", ("object", 'KeyToPath'), 0),
            'optional': ("bool",),
            'secretName': ("checked", names.dns_subdomain, ("text",)),
        },
        set(),
    ),
    'SecurityContext': (
        {
            'allowPrivilegeEscalation': ("bool",),
            'appArmorProfile': ("object", 'AppArmorProfile'),
            'capabilities': ("object", 'Capabilities'),
            'privileged': ("bool",),
            'procMount': ("enum", ('Default', 'Unmasked')),
            'readOnlyRootFilesystem': ("bool",),
            'runAsGroup': ("int", 0, 2147483647),
            'runAsNonRoot': ("bool",),
            'runAsUser': ("int", 0, 2147483647),
            'seLinuxOptions': ("object", 'SELinuxOptions'),
            'seccompProfile': ("object", 'SeccompProfile'),
            'windowsOptions': ("object", 'WindowsSecurityContextOptions'),
        },
        set(),
    ),
    'ServiceAccountTokenProjection': (
        {
            'audience': ("text",),
            'expirationSeconds': ("int", -9007199254740992, 9007199254740992),
            'path': ("text",),
            'user': ("int", -9007199254740992, 9007199254740992),
        },
        {'path'},
    ),
    'SessionAffinityConfig': (
        {
            'clientIP': ("object", 'ClientIPConfig'),
        },
        set(),
    ),
    'SleepAction': (
        {
            'seconds': ("int", 0, 2147483647),
        },
        {'seconds'},
    ),
    'StatefulSetOrdinals': (
        {
            'start': ("int", 0, 2147483647),
        },
        set(),
    ),
    'StatefulSetPersistentVolumeClaimRetentionPolicy': (
        {
            'whenDeleted': ("enum", ('Retain', 'Delete')),
            'whenScaled': ("enum", ('Retain', 'Delete')),
        },
        set(),
    ),
    'StatefulSetUpdateStrategy': (
        {
            'type': ("enum", ('RollingUpdate', 'OnDelete')),
            'rollingUpdate': ("object", 'RollingUpdateStatefulSetStrategy'),
        },
        set(),
    ),
    'StorageOSVolumeSource': (
        {
            'fsType': ("text",),
            'readOnly': ("bool",),
            'secretRef': ("object", 'LocalObjectReference'),
            'volumeName': ("text",),
            'volumeNamespace': ("text",),
        },
        set(),
    ),
    'Sysctl': (
        {
            'name': ("text",),
            'value': ("text",),
        },
        {'name', 'value'},
    ),
    'TCPSocketAction': (
        {
            'host': ("text",),
            'port': ("converted", names.port_reference, None),
        },
        {'port'},
    ),
    'Toleration': (
        {
            'key': ("text",),
            'operator': ("enum", ('Exists', 'Equal', 'Lt', 'Gt')),
            'value': ("text",),
            'effect': ("enum", ('NoSchedule', 'PreferNoSchedule', 'NoExecute')),
            'tolerationSeconds': ("int", -9007199254740992, 9007199254740992),
        },
        set(),
    ),
    'TopologySpreadConstraint': (
        {
            'labelSelector': ("object", 'LabelSelector'),
            'matchLabelKeys': ("list", ("text",), 0),
            'maxSkew': ("int", 1, 2147483647),
            'minDomains': ("int", 1, 2147483647),
            'nodeAffinityPolicy': ("enum", ('Honor', 'Ignore')),
            'nodeTaintsPolicy': ("enum", ('Honor', 'Ignore')),
            'topologyKey': ("checked", names.label_key, ("text",)),
            'whenUnsatisfiable': ("enum", ('DoNotSchedule', 'ScheduleAnyway')),
        },
        {'maxSkew', 'topologyKey', 'whenUnsatisfiable'},
    ),
    'TypedLocalObjectReference': (
        {
            'apiGroup': ("any of", (("enum", ('',)), ("checked", names.dns_subdomain, ("text",)),)),
            'kind': ("text",),
            'name': ("text",),
        },
        {'kind', 'name'},
    ),
    'TypedObjectReference': (
        {
            'apiGroup': ("any of", (("enum", ('',)), ("checked", names.dns_subdomain, ("text",)),)),
            'kind': ("text",),
            'name': ("text",),
            'namespace': ("checked", names.namespace, ("text",)),
        },
        {'kind', 'name'},
    ),
    'Volume': (
        {
            'name': ("checked", names.dns_label, ("text",)),
            'image': ("object", 'ImageVolumeSource'),
            'awsElasticBlockStore': ("object", 'AWSElasticBlockStoreVolumeSource'),
            'azureDisk': ("object", 'AzureDiskVolumeSource'),
            'azureFile': ("object", 'AzureFileVolumeSource'),
            'cephfs': ("object", 'CephFSVolumeSource'),
            'cinder': ("object", 'CinderVolumeSource'),
            'configMap': ("object", 'ConfigMapVolumeSource'),
            'csi': ("object", 'CSIVolumeSource'),
            'downwardAPI': ("object", 'DownwardAPIVolumeSource'),
            'emptyDir': ("object", 'EmptyDirVolumeSource'),
            'ephemeral': ("object", 'EphemeralVolumeSource'),
            'fc': ("object", 'FCVolumeSource'),
            'flexVolume': ("object", 'FlexVolumeSource'),
            'flocker': ("object", 'FlockerVolumeSource'),
            'gcePersistentDisk': ("object", 'GCEPersistentDiskVolumeSource'),
            'gitRepo': ("object", 'GitRepoVolumeSource'),
            'glusterfs': ("object", 'GlusterfsVolumeSource'),
            'hostPath': ("object", 'HostPathVolumeSource'),
            'iscsi': ("object", 'ISCSIVolumeSource'),
            'nfs': ("object", 'NFSVolumeSource'),
            'persistentVolumeClaim': ("object", 'PersistentVolumeClaimVolumeSource'),
            'photonPersistentDisk': ("object", 'PhotonPersistentDiskVolumeSource'),
            'portworxVolume': ("object", 'PortworxVolumeSource'),
            'projected': ("object", 'ProjectedVolumeSource'),
            'quobyte': ("object", 'QuobyteVolumeSource'),
            'rbd': ("object", 'RBDVolumeSource'),
            'scaleIO': ("object", 'ScaleIOVolumeSource'),
            'secret': ("object", 'SecretVolumeSource'),
            'storageos': ("object", 'StorageOSVolumeSource'),
            'vsphereVolume': ("object", 'VsphereVirtualDiskVolumeSource'),
        },
        {'name'},
    ),
    'VolumeDevice': (
        {
            'name': ("text",),
            'devicePath': ("checked", names.absolute_path, ("text",)),
        },
        {'name', 'devicePath'},
    ),
    'VolumeMount': (
        {
            'name': ("text",),
            'bindMountOptions': ("list", ("text",), 0),
            'mountPath': ("checked", names.absolute_path, ("text",)),
            'mountPropagation': ("enum", ('None', 'HostToContainer', 'Bidirectional')),
            'readOnly': ("bool",),
            'recursiveReadOnly': ("enum", ('Disabled', 'IfPossible', 'Enabled')),
            'subPath': ("checked", names.subpath, ("text",)),
            'subPathExpr': ("text",),
        },
        {'name', 'mountPath'},
    ),
    'VolumeProjection': (
        {
            'clusterTrustBundle': ("object", 'ClusterTrustBundleProjection'),
            'configMap': ("object", 'ConfigMapProjection'),
            'downwardAPI': ("object", 'DownwardAPIProjection'),
            'podCertificate': ("object", 'PodCertificateProjection'),
            'secret': ("object", 'SecretProjection'),
            'serviceAccountToken': ("object", 'ServiceAccountTokenProjection'),
        },
        set(),
    ),
    'VolumeResourceRequirements': (
        {
            'limits': ("map", ("text",), ("converted", quantities.resource_amount, ("text",))),
            'requests': ("map", ("text",), ("converted", quantities.resource_amount, ("text",))),
        },
        set(),
    ),
    'VsphereVirtualDiskVolumeSource': (
        {
            'fsType': ("text",),
            'storagePolicyID': ("text",),
            'storagePolicyName': ("text",),
            'volumePath': ("text",),
        },
        {'volumePath'},
    ),
    'WeightedPodAffinityTerm': (
        {
            'podAffinityTerm': ("object", 'PodAffinityTerm'),
            'weight': ("int", 1, 100),
        },
        {'podAffinityTerm', 'weight'},
    ),
    'WindowsSecurityContextOptions': (
        {
            'gmsaCredentialSpec': ("text",),
            'gmsaCredentialSpecName': ("text",),
            'hostProcess': ("bool",),
            'runAsUserName': ("text",),
        },
        set(),
    ),
}
