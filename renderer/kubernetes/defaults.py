"""What a server fills in where an object says nothing. Generated: do not edit.

Learnt from real API servers by tools/learn_defaults.py (`make defaults`); the same in Kubernetes
1.31 and 1.36. ALWAYS: type -> {field: value}. SOMETIMES: type -> {field: (value, another field, the
values of that one for which it is filled in)}. COPIES: type -> {field: the field whose value it
gets}. BY_IMAGE: type -> (the image, the field that is Always for an image without tag and digest or
with the tag latest, else IfNotPresent). Beside them, a volume without any source gets
`emptyDir: {}`, and a Service with externalIPs gets externalTrafficPolicy: Cluster. An empty text
counts as not said, and so does 0 in a Probe and as a targetPort.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ALWAYS: dict[str, dict[str, Any]] = {
    'AzureDiskVolumeSource': {'cachingMode': 'ReadWrite', 'fsType': 'ext4', 'kind': 'Shared', 'readOnly': False},
    'ClientIPConfig': {'timeoutSeconds': 10800},
    'ConfigMapVolumeSource': {'defaultMode': 420},
    'Container': {'resources': {}, 'terminationMessagePath': '/dev/termination-log', 'terminationMessagePolicy': 'File'},
    'ContainerPort': {'protocol': 'TCP'},
    'DownwardAPIVolumeSource': {'defaultMode': 420},
    'FileKeySelector': {'optional': False},
    'GRPCAction': {'service': ''},
    'HTTPGetAction': {'path': '/', 'scheme': 'HTTP'},
    'HTTPHeader': {'value': ''},
    'HostPathVolumeSource': {'type': ''},
    'ISCSIVolumeSource': {'iscsiInterface': 'default'},
    'ObjectFieldSelector': {'apiVersion': 'v1'},
    'PersistentVolumeClaim': {'apiVersion': 'v1', 'kind': 'PersistentVolumeClaim'},
    'PersistentVolumeClaimSpec': {'volumeMode': 'Filesystem'},
    'PodSpec': {'dnsPolicy': 'ClusterFirst', 'restartPolicy': 'Always', 'schedulerName': 'default-scheduler', 'securityContext': {}, 'terminationGracePeriodSeconds': 30},
    'PreferredSchedulingTerm': {'preference': {}},
    'Probe': {'failureThreshold': 3, 'periodSeconds': 10, 'successThreshold': 1, 'timeoutSeconds': 1},
    'ProjectedVolumeSource': {'defaultMode': 420, 'sources': None},
    'RBDVolumeSource': {'keyring': '/etc/ceph/keyring', 'pool': 'rbd', 'user': 'admin'},
    'ResourceFieldSelector': {'divisor': '0'},
    'RollingUpdateStatefulSetStrategy': {'partition': 0},
    'ScaleIOVolumeSource': {'fsType': 'xfs', 'storageMode': 'ThinProvisioned'},
    'SecretVolumeSource': {'defaultMode': 420},
    'ServiceAccountTokenProjection': {'expirationSeconds': 3600},
    'ServicePort': {'protocol': 'TCP'},
    'ServiceSpec': {'sessionAffinity': 'None', 'type': 'ClusterIP'},
    'SessionAffinityConfig': {'clientIP': {'timeoutSeconds': 10800}},
    'SleepAction': {'seconds': 0},
    'StatefulSetOrdinals': {'start': 0},
    'StatefulSetPersistentVolumeClaimRetentionPolicy': {'whenDeleted': 'Retain', 'whenScaled': 'Retain'},
    'StatefulSetSpec': {'persistentVolumeClaimRetentionPolicy': {'whenDeleted': 'Retain', 'whenScaled': 'Retain'}, 'podManagementPolicy': 'OrderedReady', 'replicas': 1, 'revisionHistoryLimit': 10, 'serviceName': '', 'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate': {'partition': 0}}},
    'StatefulSetUpdateStrategy': {'type': 'RollingUpdate'},
    'TypedLocalObjectReference': {'apiGroup': None},
    'TypedObjectReference': {'apiGroup': None},
}
SOMETIMES: dict[str, dict[str, tuple[Any, str, list[str]]]] = {
    'ServiceSpec': {'allocateLoadBalancerNodePorts': (True, 'type', ['LoadBalancer']), 'externalTrafficPolicy': ('Cluster', 'type', ['LoadBalancer', 'NodePort']), 'internalTrafficPolicy': ('Cluster', 'type', ['ClusterIP', 'LoadBalancer', 'NodePort']), 'sessionAffinityConfig': ({'clientIP': {'timeoutSeconds': 10800}}, 'sessionAffinity', ['ClientIP'])},
    'StatefulSetUpdateStrategy': {'rollingUpdate': ({'partition': 0}, 'type', ['RollingUpdate'])},
}
COPIES: dict[str, dict[str, str]] = {
    'PodSpec': {'serviceAccount': 'serviceAccountName', 'serviceAccountName': 'serviceAccount'},
    'ServicePort': {'targetPort': 'port'},
}
BY_IMAGE: dict[str, tuple[str, str]] = {
    'Container': ('image', 'imagePullPolicy'),
    'ImageVolumeSource': ('reference', 'pullPolicy'),
}
