"""What valid Kubernetes objects look like, as tables. Generated: do not edit.

Made from renderer/kubernetes/types.py by `make generate`; a test keeps it current.
OBJECTS: types that renderer/app/shapes.py has not. KINDS: (apiVersion, kind) -> type.
"""

from __future__ import annotations

from renderer.kubernetes import downward, images, names, quantities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OBJECTS: dict[str, Any] = {
    'AggregationRule': (
        {
            'clusterRoleSelectors': ("list", ("object", 'LabelSelector'), 0),
        },
        set(),
    ),
    'ClusterRole': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'aggregationRule': ("object", 'AggregationRule'),
            'rules': ("list", ("object", 'PolicyRule'), 0),
        },
        set(),
    ),
    'ClusterRoleBinding': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'roleRef': ("object", 'RoleRef'),
            'subjects': ("list", ("object", 'Subject'), 0),
        },
        {'roleRef'},
    ),
    'ConfigMap': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'binaryData': ("map", ("text",), ("text",)),
            'data': ("map", ("text",), ("text",)),
            'immutable': ("bool",),
        },
        set(),
    ),
    'ContainerResourceMetricSource': (
        {
            'name': ("text",),
            'container': ("text",),
            'target': ("object", 'MetricTarget'),
        },
        {'name', 'container', 'target'},
    ),
    'CronJob': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'spec': ("object", 'CronJobSpec'),
        },
        {'spec'},
    ),
    'CronJobSpec': (
        {
            'concurrencyPolicy': ("text",),
            'failedJobsHistoryLimit': ("int", -2147483648, 2147483647),
            'jobTemplate': ("object", 'JobTemplateSpec'),
            'schedule': ("text",),
            'startingDeadlineSeconds': ("int", -9007199254740992, 9007199254740992),
            'successfulJobsHistoryLimit': ("int", -2147483648, 2147483647),
            'suspend': ("bool",),
            'timeZone': ("text",),
        },
        {'jobTemplate', 'schedule'},
    ),
    'CrossVersionObjectReference': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'name': ("text",),
        },
        {'kind', 'name'},
    ),
    'Deployment': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'spec': ("object", 'DeploymentSpec'),
        },
        {'spec'},
    ),
    'DeploymentSpec': (
        {
            'minReadySeconds': ("int", -2147483648, 2147483647),
            'paused': ("bool",),
            'progressDeadlineSeconds': ("int", -2147483648, 2147483647),
            'replicas': ("int", -2147483648, 2147483647),
            'revisionHistoryLimit': ("int", -2147483648, 2147483647),
            'selector': ("object", 'LabelSelector'),
            'strategy': ("object", 'DeploymentStrategy'),
            'template': ("object", 'PodTemplateSpec'),
        },
        {'selector', 'template'},
    ),
    'DeploymentStrategy': (
        {
            'type': ("text",),
            'rollingUpdate': ("object", 'RollingUpdateDeployment'),
        },
        set(),
    ),
    'EphemeralContainer': (
        {
            'name': ("text",),
            'image': ("text",),
            'args': ("list", ("text",), 0),
            'command': ("list", ("text",), 0),
            'env': ("list", ("object", 'EnvVar'), 0),
            'envFrom': ("list", ("object", 'EnvFromSource'), 0),
            'imagePullPolicy': ("text",),
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
            'targetContainerName': ("text",),
            'terminationMessagePath': ("text",),
            'terminationMessagePolicy': ("text",),
            'tty': ("bool",),
            'volumeDevices': ("list", ("object", 'VolumeDevice'), 0),
            'volumeMounts': ("list", ("object", 'VolumeMount'), 0),
            'workingDir': ("text",),
        },
        {'name'},
    ),
    'ExternalMetricSource': (
        {
            'metric': ("object", 'MetricIdentifier'),
            'target': ("object", 'MetricTarget'),
        },
        {'metric', 'target'},
    ),
    'HPAScalingPolicy': (
        {
            'type': ("text",),
            'value': ("int", -2147483648, 2147483647),
            'periodSeconds': ("int", -2147483648, 2147483647),
        },
        {'type', 'value', 'periodSeconds'},
    ),
    'HPAScalingRules': (
        {
            'policies': ("list", ("object", 'HPAScalingPolicy'), 0),
            'selectPolicy': ("text",),
            'stabilizationWindowSeconds': ("int", -2147483648, 2147483647),
            'tolerance': ("converted", quantities.resource_amount, ("text",)),
        },
        set(),
    ),
    'HTTPIngressPath': (
        {
            'backend': ("object", 'IngressBackend'),
            'path': ("text",),
            'pathType': ("text",),
        },
        {'backend', 'pathType'},
    ),
    'HTTPIngressRuleValue': (
        {
            'paths': ("list", ("object", 'HTTPIngressPath'), 0),
        },
        {'paths'},
    ),
    'HorizontalPodAutoscaler': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'spec': ("object", 'HorizontalPodAutoscalerSpec'),
        },
        {'spec'},
    ),
    'HorizontalPodAutoscalerBehavior': (
        {
            'scaleDown': ("object", 'HPAScalingRules'),
            'scaleUp': ("object", 'HPAScalingRules'),
        },
        set(),
    ),
    'HorizontalPodAutoscalerSpec': (
        {
            'behavior': ("object", 'HorizontalPodAutoscalerBehavior'),
            'maxReplicas': ("int", -2147483648, 2147483647),
            'metrics': ("list", ("object", 'MetricSpec'), 0),
            'minReplicas': ("int", -2147483648, 2147483647),
            'scaleTargetRef': ("object", 'CrossVersionObjectReference'),
        },
        {'maxReplicas', 'scaleTargetRef'},
    ),
    'Ingress': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'spec': ("object", 'IngressSpec'),
        },
        set(),
    ),
    'IngressBackend': (
        {
            'resource': ("object", 'TypedLocalObjectReference'),
            'service': ("object", 'IngressServiceBackend'),
        },
        set(),
    ),
    'IngressRule': (
        {
            'host': ("text",),
            'http': ("object", 'HTTPIngressRuleValue'),
        },
        set(),
    ),
    'IngressServiceBackend': (
        {
            'name': ("text",),
            'port': ("object", 'ServiceBackendPort'),
        },
        {'name'},
    ),
    'IngressSpec': (
        {
            'defaultBackend': ("object", 'IngressBackend'),
            'ingressClassName': ("text",),
            'rules': ("list", ("object", 'IngressRule'), 0),
            'tls': ("list", ("object", 'IngressTLS'), 0),
        },
        set(),
    ),
    'IngressTLS': (
        {
            'hosts': ("list", ("text",), 0),
            'secretName': ("text",),
        },
        set(),
    ),
    'Job': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'spec': ("object", 'JobSpec'),
        },
        set(),
    ),
    'JobSchedulingConfiguration': (
        {
            'disruptionMode': ("object", 'WorkloadPodGroupDisruptionMode'),
            'resourceClaims': ("list", ("object", 'WorkloadPodGroupResourceClaim'), 0),
            'schedulingConstraints': ("object", 'WorkloadPodGroupSchedulingConstraints'),
            'schedulingPolicy': ("object", 'WorkloadPodGroupSchedulingPolicy'),
        },
        set(),
    ),
    'JobSpec': (
        {
            'activeDeadlineSeconds': ("int", -9007199254740992, 9007199254740992),
            'backoffLimit': ("int", -2147483648, 2147483647),
            'backoffLimitPerIndex': ("int", -2147483648, 2147483647),
            'completionMode': ("text",),
            'completions': ("int", -2147483648, 2147483647),
            'managedBy': ("text",),
            'manualSelector': ("bool",),
            'maxFailedIndexes': ("int", -2147483648, 2147483647),
            'parallelism': ("int", -2147483648, 2147483647),
            'podFailurePolicy': ("object", 'PodFailurePolicy'),
            'podReplacementPolicy': ("text",),
            'scheduling': ("object", 'JobSchedulingConfiguration'),
            'selector': ("object", 'LabelSelector'),
            'successPolicy': ("object", 'SuccessPolicy'),
            'suspend': ("bool",),
            'template': ("object", 'PodTemplateSpec'),
            'ttlSecondsAfterFinished': ("int", -2147483648, 2147483647),
        },
        {'template'},
    ),
    'JobTemplateSpec': (
        {
            'metadata': ("object", 'ObjectMeta'),
            'spec': ("object", 'JobSpec'),
        },
        set(),
    ),
    'MetricIdentifier': (
        {
            'name': ("text",),
            'selector': ("object", 'LabelSelector'),
        },
        {'name'},
    ),
    'MetricSpec': (
        {
            'type': ("text",),
            'containerResource': ("object", 'ContainerResourceMetricSource'),
            'external': ("object", 'ExternalMetricSource'),
            'object': ("object", 'ObjectMetricSource'),
            'pods': ("object", 'PodsMetricSource'),
            'resource': ("object", 'ResourceMetricSource'),
        },
        {'type'},
    ),
    'MetricTarget': (
        {
            'type': ("text",),
            'value': ("converted", quantities.resource_amount, ("text",)),
            'averageUtilization': ("int", -2147483648, 2147483647),
            'averageValue': ("converted", quantities.resource_amount, ("text",)),
        },
        {'type'},
    ),
    'NetworkPolicy': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'spec': ("object", 'NetworkPolicySpec'),
        },
        set(),
    ),
    'NetworkPolicySpec': (
        {
            'egress': ("list", ("object", 'NetworkPolicyEgressRule'), 0),
            'ingress': ("list", ("object", 'NetworkPolicyIngressRule'), 0),
            'podSelector': ("object", 'LabelSelector'),
            'policyTypes': ("list", ("text",), 0),
        },
        set(),
    ),
    'ObjectMetricSource': (
        {
            'describedObject': ("object", 'CrossVersionObjectReference'),
            'metric': ("object", 'MetricIdentifier'),
            'target': ("object", 'MetricTarget'),
        },
        {'describedObject', 'metric', 'target'},
    ),
    'ObjectReference': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'name': ("text",),
            'namespace': ("text",),
            'fieldPath': ("text",),
            'resourceVersion': ("text",),
            'uid': ("text",),
        },
        set(),
    ),
    'PersistentVolumeClaim': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'spec': ("object", 'PersistentVolumeClaimSpec'),
        },
        set(),
    ),
    'PodDisruptionBudget': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'spec': ("object", 'PodDisruptionBudgetSpec'),
        },
        set(),
    ),
    'PodDisruptionBudgetSpec': (
        {
            'maxUnavailable': ("converted", names.count_or_percent, None),
            'minAvailable': ("converted", names.count_or_percent, None),
            'selector': ("object", 'LabelSelector'),
            'unhealthyPodEvictionPolicy': ("enum", ('IfHealthyBudget', 'AlwaysAllow')),
        },
        set(),
    ),
    'PodFailurePolicy': (
        {
            'rules': ("list", ("object", 'PodFailurePolicyRule'), 0),
        },
        {'rules'},
    ),
    'PodFailurePolicyOnExitCodesRequirement': (
        {
            'operator': ("text",),
            'values': ("list", ("int", -2147483648, 2147483647), 0),
            'containerName': ("text",),
        },
        {'operator', 'values'},
    ),
    'PodFailurePolicyOnPodConditionsPattern': (
        {
            'type': ("text",),
            'status': ("text",),
        },
        {'type'},
    ),
    'PodFailurePolicyRule': (
        {
            'action': ("text",),
            'onExitCodes': ("object", 'PodFailurePolicyOnExitCodesRequirement'),
            'onPodConditions': ("list", ("object", 'PodFailurePolicyOnPodConditionsPattern'), 0),
        },
        {'action'},
    ),
    'PodSpec': (
        {
            'activeDeadlineSeconds': ("int", -9007199254740992, 9007199254740992),
            'affinity': ("object", 'Affinity'),
            'automountServiceAccountToken': ("bool",),
            'containers': ("list", ("object", 'Container'), 0),
            'dnsConfig': ("object", 'PodDNSConfig'),
            'dnsPolicy': ("enum", ('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None')),
            'enableServiceLinks': ("bool",),
            'ephemeralContainers': ("list", ("object", 'EphemeralContainer'), 0),
            'evictionResponders': ("list", ("object", 'EvictionResponder'), 0),
            'hostAliases': ("list", ("object", 'HostAlias'), 0),
            'hostIPC': ("bool",),
            'hostNetwork': ("bool",),
            'hostPID': ("bool",),
            'hostUsers': ("bool",),
            'hostname': ("text",),
            'hostnameOverride': ("text",),
            'imagePullSecrets': ("list", ("object", 'LocalObjectReference'), 0),
            'initContainers': ("list", ("object", 'Container'), 0),
            'nodeName': ("text",),
            'nodeSelector': ("map", ("text",), ("text",)),
            'os': ("object", 'PodOS'),
            'overhead': ("map", ("text",), ("converted", quantities.resource_amount, ("text",))),
            'preemptionPolicy': ("enum", ('PreemptLowerPriority', 'Never')),
            'priority': ("int", -2147483648, 2147483647),
            'priorityClassName': ("text",),
            'readinessGates': ("list", ("object", 'PodReadinessGate'), 0),
            'resourceClaims': ("list", ("object", 'PodResourceClaim'), 0),
            'resources': ("object", 'ResourceRequirements'),
            'restartPolicy': ("enum", ('Always', 'OnFailure', 'Never')),
            'runtimeClassName': ("text",),
            'schedulerName': ("text",),
            'schedulingGates': ("list", ("object", 'PodSchedulingGate'), 0),
            'schedulingGroup': ("object", 'PodSchedulingGroup'),
            'securityContext': ("object", 'PodSecurityContext'),
            'serviceAccount': ("text",),
            'serviceAccountName': ("text",),
            'setHostnameAsFQDN': ("bool",),
            'shareProcessNamespace': ("bool",),
            'subdomain': ("text",),
            'terminationGracePeriodSeconds': ("int", 0, 2147483647),
            'tolerations': ("list", ("object", 'Toleration'), 0),
            'topologySpreadConstraints': ("list", ("object", 'TopologySpreadConstraint'), 0),
            'volumes': ("list", ("object", 'Volume'), 0),
        },
        {'containers'},
    ),
    'PodTemplateSpec': (
        {
            'metadata': ("object", 'ObjectMeta'),
            'spec': ("object", 'PodSpec'),
        },
        set(),
    ),
    'PodsMetricSource': (
        {
            'metric': ("object", 'MetricIdentifier'),
            'target': ("object", 'MetricTarget'),
        },
        {'metric', 'target'},
    ),
    'PolicyRule': (
        {
            'apiGroups': ("list", ("text",), 0),
            'nonResourceURLs': ("list", ("text",), 0),
            'resourceNames': ("list", ("text",), 0),
            'resources': ("list", ("text",), 0),
            'verbs': ("list", ("text",), 0),
        },
        {'verbs'},
    ),
    'PriorityClass': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'value': ("int", -2147483648, 2147483647),
            'description': ("text",),
            'globalDefault': ("bool",),
            'preemptionPolicy': ("text",),
        },
        set(),
    ),
    'ResourceMetricSource': (
        {
            'name': ("text",),
            'target': ("object", 'MetricTarget'),
        },
        {'name', 'target'},
    ),
    'Role': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'rules': ("list", ("object", 'PolicyRule'), 0),
        },
        set(),
    ),
    'RoleBinding': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'roleRef': ("object", 'RoleRef'),
            'subjects': ("list", ("object", 'Subject'), 0),
        },
        {'roleRef'},
    ),
    'RoleRef': (
        {
            'apiGroup': ("text",),
            'kind': ("text",),
            'name': ("text",),
        },
        {'kind', 'name'},
    ),
    'RollingUpdateDeployment': (
        {
            'maxSurge': ("converted", names.count_or_percent, None),
            'maxUnavailable': ("converted", names.count_or_percent, None),
        },
        set(),
    ),
    'Secret': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'type': ("text",),
            'data': ("map", ("text",), ("text",)),
            'immutable': ("bool",),
            'stringData': ("map", ("text",), ("text",)),
        },
        set(),
    ),
    'Service': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'spec': ("object", 'ServiceSpec'),
        },
        set(),
    ),
    'ServiceAccount': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'automountServiceAccountToken': ("bool",),
            'imagePullSecrets': ("list", ("object", 'LocalObjectReference'), 0),
            'secrets': ("list", ("object", 'ObjectReference'), 0),
        },
        set(),
    ),
    'ServiceBackendPort': (
        {
            'name': ("text",),
            'number': ("int", -2147483648, 2147483647),
        },
        set(),
    ),
    'ServicePort': (
        {
            'name': ("checked", names.dns_label, ("text",)),
            'appProtocol': ("text",),
            'nodePort': ("int", 1, 65535),
            'port': ("int", 1, 65535),
            'protocol': ("enum", ('TCP', 'UDP', 'SCTP')),
            'targetPort': ("converted", names.port_reference, None),
        },
        {'port'},
    ),
    'ServiceSpec': (
        {
            'type': ("text",),
            'allocateLoadBalancerNodePorts': ("bool",),
            'clusterIP': ("text",),
            'clusterIPs': ("list", ("text",), 0),
            'externalIPs': ("list", ("text",), 0),
            'externalName': ("text",),
            'externalTrafficPolicy': ("enum", ('Cluster', 'Local')),
            'healthCheckNodePort': ("int", -2147483648, 2147483647),
            'internalTrafficPolicy': ("enum", ('Cluster', 'Local')),
            'ipFamilies': ("list", ("text",), 0),
            'ipFamilyPolicy': ("text",),
            'loadBalancerClass': ("text",),
            'loadBalancerIP': ("text",),
            'loadBalancerSourceRanges': ("list", ("text",), 0),
            'ports': ("list", ("object", 'ServicePort'), 0),
            'publishNotReadyAddresses': ("bool",),
            'selector': ("map", ("text",), ("text",)),
            'sessionAffinity': ("enum", ('None', 'ClientIP')),
            'sessionAffinityConfig': ("object", 'SessionAffinityConfig'),
            'trafficDistribution': ("text",),
        },
        set(),
    ),
    'StatefulSet': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'spec': ("object", 'StatefulSetSpec'),
        },
        {'spec'},
    ),
    'StatefulSetSpec': (
        {
            'minReadySeconds': ("int", -2147483648, 2147483647),
            'ordinals': ("object", 'StatefulSetOrdinals'),
            'persistentVolumeClaimRetentionPolicy': ("object", 'StatefulSetPersistentVolumeClaimRetentionPolicy'),
            'podManagementPolicy': ("text",),
            'replicas': ("int", -2147483648, 2147483647),
            'revisionHistoryLimit': ("int", -2147483648, 2147483647),
            'selector': ("object", 'LabelSelector'),
            'serviceName': ("text",),
            'template': ("object", 'PodTemplateSpec'),
            'updateStrategy': ("object", 'StatefulSetUpdateStrategy'),
            'volumeClaimTemplates': ("list", ("object", 'PersistentVolumeClaim'), 0),
        },
        {'selector', 'template'},
    ),
    'StorageClass': (
        {
            'apiVersion': ("text",),
            'kind': ("text",),
            'metadata': ("object", 'ObjectMeta'),
            'allowVolumeExpansion': ("bool",),
            'allowedTopologies': ("list", ("object", 'TopologySelectorTerm'), 0),
            'mountOptions': ("list", ("text",), 0),
            'parameters': ("map", ("text",), ("text",)),
            'provisioner': ("text",),
            'reclaimPolicy': ("text",),
            'volumeBindingMode': ("text",),
        },
        {'provisioner'},
    ),
    'Subject': (
        {
            'apiGroup': ("text",),
            'kind': ("text",),
            'name': ("text",),
            'namespace': ("text",),
        },
        {'kind', 'name'},
    ),
    'SuccessPolicy': (
        {
            'rules': ("list", ("object", 'SuccessPolicyRule'), 0),
        },
        {'rules'},
    ),
    'SuccessPolicyRule': (
        {
            'succeededCount': ("int", -2147483648, 2147483647),
            'succeededIndexes': ("text",),
        },
        set(),
    ),
    'TopologyConstraint': (
        {
            'key': ("text",),
        },
        {'key'},
    ),
    'TopologySelectorLabelRequirement': (
        {
            'key': ("text",),
            'values': ("list", ("text",), 0),
        },
        {'key', 'values'},
    ),
    'TopologySelectorTerm': (
        {
            'matchLabelExpressions': ("list", ("object", 'TopologySelectorLabelRequirement'), 0),
        },
        set(),
    ),
    'WorkloadPodGroupAllDisruptionMode': (
        {
        },
        set(),
    ),
    'WorkloadPodGroupBasicSchedulingPolicy': (
        {
        },
        set(),
    ),
    'WorkloadPodGroupDisruptionMode': (
        {
            'all': ("object", 'WorkloadPodGroupAllDisruptionMode'),
            'single': ("object", 'WorkloadPodGroupSingleDisruptionMode'),
        },
        set(),
    ),
    'WorkloadPodGroupGangSchedulingPolicy': (
        {
            'minCount': ("int", -2147483648, 2147483647),
        },
        set(),
    ),
    'WorkloadPodGroupResourceClaim': (
        {
            'name': ("text",),
            'resourceClaimName': ("text",),
            'resourceClaimTemplateName': ("text",),
        },
        {'name'},
    ),
    'WorkloadPodGroupSchedulingConstraints': (
        {
            'topology': ("list", ("object", 'TopologyConstraint'), 0),
        },
        set(),
    ),
    'WorkloadPodGroupSchedulingPolicy': (
        {
            'basic': ("object", 'WorkloadPodGroupBasicSchedulingPolicy'),
            'gang': ("object", 'WorkloadPodGroupGangSchedulingPolicy'),
        },
        set(),
    ),
    'WorkloadPodGroupSingleDisruptionMode': (
        {
        },
        set(),
    ),
}
KINDS: dict[Any, str] = {
    ('apps/v1', 'StatefulSet'): 'StatefulSet',
    ('v1', 'Service'): 'Service',
    ('v1', 'ConfigMap'): 'ConfigMap',
    ('v1', 'ServiceAccount'): 'ServiceAccount',
    ('policy/v1', 'PodDisruptionBudget'): 'PodDisruptionBudget',
    ('networking.k8s.io/v1', 'NetworkPolicy'): 'NetworkPolicy',
    ('apps/v1', 'Deployment'): 'Deployment',
    ('batch/v1', 'CronJob'): 'CronJob',
    ('batch/v1', 'Job'): 'Job',
    ('v1', 'PersistentVolumeClaim'): 'PersistentVolumeClaim',
    ('v1', 'Secret'): 'Secret',
    ('networking.k8s.io/v1', 'Ingress'): 'Ingress',
    ('autoscaling/v2', 'HorizontalPodAutoscaler'): 'HorizontalPodAutoscaler',
    ('rbac.authorization.k8s.io/v1', 'Role'): 'Role',
    ('rbac.authorization.k8s.io/v1', 'RoleBinding'): 'RoleBinding',
    ('rbac.authorization.k8s.io/v1', 'ClusterRole'): 'ClusterRole',
    ('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'): 'ClusterRoleBinding',
    ('scheduling.k8s.io/v1', 'PriorityClass'): 'PriorityClass',
    ('storage.k8s.io/v1', 'StorageClass'): 'StorageClass',
}
