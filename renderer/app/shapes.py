"""What a valid StatefulApp looks like, as tables. Generated: do not edit.

Made from renderer/app/models.py by `make generate`; a test keeps it current.
RECORDS: model -> ({key in YAML: (attribute, shape, default)}, whether other keys are allowed).
OBJECTS: Kubernetes type -> ({key: shape} in the order that is printed, required keys).
"""

from __future__ import annotations

from renderer.kubernetes import images, labels, names, quantities

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
            'nodePort': ('node_port', ("int", 1, 65535), None),
            'protocol': ('protocol', ("enum", ('TCP', 'UDP', 'SCTP')), 'TCP'),
        },
        False,
    ),
    'ClientService': (
        {
            'name': ('name', ("checked", names.dns1035_label, ("text",)), None),
            'type': ('type', ("enum", ('ClusterIP', 'NodePort', 'LoadBalancer')), 'ClusterIP'),
            'ports': ('ports', ("list", ("record", 'ClientPort'), 0), []),
            'annotations': ('annotations', ("checked", labels.fit_together, ("map", ("checked", names.annotation_key, ("text",)), ("text",))), {}),
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
            'name': ('name', ("checked", names.dns1035_label, ("text",)), None),
            'publishNotReadyAddresses': ('publish_not_ready_addresses', ("bool",), True),
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
    'PodDisruptionBudget': (
        {
            'enabled': ('enabled', ("bool",), True),
            'minAvailable': ('min_available', ("converted", names.count_or_percent, None), None),
            'maxUnavailable': ('max_unavailable', ("converted", names.count_or_percent, None), None),
            'unhealthyPodEvictionPolicy': ('unhealthy_pod_eviction_policy', ("enum", ('IfHealthyBudget', 'AlwaysAllow')), None),
        },
        False,
    ),
    'Port': (
        {
            'name': ('name', ("checked", names.port_name, ("text",)), REQUIRED),
            'port': ('port', ("int", 1, 65535), REQUIRED),
            'containerPort': ('container_port', ("int", 1, 65535), None),
            'protocol': ('protocol', ("enum", ('TCP', 'UDP', 'SCTP')), 'TCP'),
        },
        False,
    ),
    'Spec': (
        {
            'image': ('image', ("checked", images.check, ("text",)), REQUIRED),
            'imagePullPolicy': ('image_pull_policy', ("enum", ('Always', 'IfNotPresent', 'Never')), None),
            'command': ('command', ("list", ("text",), 0), []),
            'args': ('args', ("list", ("text",), 0), []),
            'ports': ('ports', ("list", ("record", 'Port'), 0), []),
            'env': ('env', ("list", ("object", 'EnvVar'), 0), []),
            'envFrom': ('env_from', ("list", ("object", 'EnvFromSource'), 0), []),
            'resources': ('resources', ("object", 'ResourceRequirements'), None),
            'startupProbe': ('startup_probe', ("object", 'Probe'), None),
            'readinessProbe': ('readiness_probe', ("object", 'Probe'), None),
            'livenessProbe': ('liveness_probe', ("object", 'Probe'), None),
            'securityContext': ('security_context', ("object", 'SecurityContext'), None),
            'replicas': ('replicas', ("int", 0, 2147483647), 1),
            'storage': ('storage', ("list", ("record", 'Storage'), 0), []),
            'headlessService': ('headless_service', ("record", 'HeadlessService'), EMPTY_RECORD),
            'clientService': ('client_service', ("record", 'ClientService'), None),
            'clusterDomain': ('cluster_domain', ("checked", names.dns_subdomain, ("text",)), 'cluster.local'),
            'podDisruptionBudget': ('pod_disruption_budget', ("record", 'PodDisruptionBudget'), EMPTY_RECORD),
            'podManagementPolicy': ('pod_management_policy', ("enum", ('OrderedReady', 'Parallel')), 'OrderedReady'),
            'updateStrategy': ('update_strategy', ("object", 'StatefulSetUpdateStrategy'), None),
            'persistentVolumeClaimRetentionPolicy': ('persistent_volume_claim_retention_policy', ("object", 'StatefulSetPersistentVolumeClaimRetentionPolicy'), None),
            'terminationGracePeriodSeconds': ('termination_grace_period_seconds', ("int", 1, 2147483647), None),
            'podSecurityContext': ('pod_security_context', ("object", 'PodSecurityContext'), None),
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
            'subPath': ('sub_path', ("checked", names.subpath, ("text",)), None),
            'readOnly': ('read_only', ("bool",), False),
            'storageClassName': ('storage_class_name', ("any of", (("enum", ('',)), ("checked", names.dns_subdomain, ("text",)),)), None),
            'accessModes': ('access_modes', ("list", ("enum", ('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod')), 1), ['ReadWriteOnce']),
            'volumeMode': ('volume_mode', ("enum", ('Filesystem', 'Block')), 'Filesystem'),
            'labels': ('labels', ("map", ("checked", names.label_key, ("text",)), ("checked", names.label_value, ("text",))), {}),
            'annotations': ('annotations', ("checked", labels.fit_together, ("map", ("checked", names.annotation_key, ("text",)), ("text",))), {}),
            'dataSource': ('data_source', ("object", 'TypedLocalObjectReference'), None),
            'dataSourceRef': ('data_source_ref', ("object", 'TypedObjectReference'), None),
            'volumeAttributesClassName': ('volume_attributes_class_name', ("checked", names.dns_subdomain, ("text",)), None),
            'selector': ('selector', ("object", 'LabelSelector'), None),
        },
        False,
    ),
}
OBJECTS: dict[str, Any] = {
    'AppArmorProfile': (
        {
            'type': ("enum", ('RuntimeDefault', 'Localhost', 'Unconfined')),
            'localhostProfile': ("text",),
        },
        {'type'},
    ),
    'Capabilities': (
        {
            'add': ("list", ("text",), 0),
            'drop': ("list", ("text",), 0),
        },
        set(),
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
    'ExecAction': (
        {
            'command': ("list", ("text",), 0),
        },
        {'command'},
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
    'GRPCAction': (
        {
            'mode': ("enum", ('TLS', 'Plaintext')),
            'port': ("int", 1, 65535),
            'service': ("text",),
        },
        {'port'},
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
    'ObjectFieldSelector': (
        {
            'apiVersion': ("text",),
            'fieldPath': ("text",),
        },
        {'fieldPath'},
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
            'resource': ("text",),
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
    'TypedLocalObjectReference': (
        {
            'apiGroup': ("checked", names.dns_subdomain, ("text",)),
            'kind': ("text",),
            'name': ("text",),
        },
        {'kind', 'name'},
    ),
    'TypedObjectReference': (
        {
            'apiGroup': ("checked", names.dns_subdomain, ("text",)),
            'kind': ("text",),
            'name': ("text",),
            'namespace': ("checked", names.namespace, ("text",)),
        },
        {'kind', 'name'},
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
