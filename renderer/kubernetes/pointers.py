"""What is a value even where it is empty: type -> its fields. Generated: do not edit.

Read in Kubernetes' Go types by tools/read_pointers.py (`make defaults`). Everywhere else an empty
text, list or map, a zero and false are the same as absent, and are not stored.
"""

from __future__ import annotations

POINTERS: dict[str, str] = {
    "Affinity": "nodeAffinity podAffinity podAntiAffinity",
    "AppArmorProfile": "localhostProfile",
    "AzureDiskVolumeSource": "cachingMode fsType kind readOnly",
    "CSIVolumeSource": "fsType nodePublishSecretRef readOnly",
    "CephFSVolumeSource": "secretRef",
    "CinderVolumeSource": "secretRef",
    "ClientIPConfig": "timeoutSeconds",
    "ClusterRole": "aggregationRule",
    "ClusterTrustBundleProjection": "labelSelector name optional signerName",
    "ConfigMap": "immutable",
    "ConfigMapEnvSource": "optional",
    "ConfigMapKeySelector": "optional",
    "ConfigMapProjection": "optional",
    "ConfigMapVolumeSource": "defaultMode optional",
    "Container": (
        "lifecycle livenessProbe readinessProbe restartPolicy securityContext startupProbe"
    ),
    "ContainerRestartRule": "exitCodes",
    "CronJobSpec": (
        "failedJobsHistoryLimit startingDeadlineSeconds successfulJobsHistoryLimit suspend "
        "timeZone"
    ),
    "DeploymentSpec": "progressDeadlineSeconds replicas revisionHistoryLimit selector",
    "DeploymentStrategy": "rollingUpdate",
    "DownwardAPIVolumeFile": "fieldRef mode resourceFieldRef",
    "DownwardAPIVolumeSource": "defaultMode",
    "EmptyDirVolumeSource": "sizeLimit",
    "EnvFromSource": "configMapRef secretRef",
    "EnvVar": "valueFrom",
    "EnvVarSource": "configMapKeyRef fieldRef fileKeyRef resourceFieldRef secretKeyRef",
    "EphemeralContainer": (
        "lifecycle livenessProbe readinessProbe restartPolicy securityContext startupProbe"
    ),
    "EphemeralVolumeSource": "volumeClaimTemplate",
    "FCVolumeSource": "lun",
    "FileKeySelector": "optional",
    "FlexVolumeSource": "secretRef",
    "GRPCAction": "service",
    "HPAScalingRules": "selectPolicy stabilizationWindowSeconds tolerance",
    "HTTPIngressPath": "pathType",
    "HorizontalPodAutoscalerBehavior": "scaleDown scaleUp",
    "HorizontalPodAutoscalerSpec": "behavior minReplicas",
    "HostPathVolumeSource": "type",
    "ISCSIVolumeSource": "initiatorName secretRef",
    "IngressBackend": "resource service",
    "IngressRule": "http",
    "IngressSpec": "defaultBackend ingressClassName",
    "JobSpec": (
        "activeDeadlineSeconds backoffLimit backoffLimitPerIndex completionMode completions "
        "managedBy manualSelector maxFailedIndexes parallelism podFailurePolicy "
        "podReplacementPolicy selector successPolicy suspend ttlSecondsAfterFinished"
    ),
    "KeyToPath": "mode",
    "Lifecycle": "postStart preStop stopSignal",
    "LifecycleHandler": "exec httpGet sleep tcpSocket",
    "MetricIdentifier": "selector",
    "MetricSpec": "containerResource external object pods resource",
    "MetricTarget": "averageUtilization averageValue value",
    "NetworkPolicyPeer": "ipBlock namespaceSelector podSelector",
    "NetworkPolicyPort": "endPort port protocol",
    "NodeAffinity": "requiredDuringSchedulingIgnoredDuringExecution",
    "PersistentVolumeClaimSpec": (
        "dataSource dataSourceRef selector storageClassName volumeAttributesClassName volumeMode"
    ),
    "PodAffinityTerm": "labelSelector namespaceSelector",
    "PodCertificateProjection": "maxExpirationSeconds",
    "PodDNSConfigOption": "value",
    "PodDisruptionBudgetSpec": "maxUnavailable minAvailable selector unhealthyPodEvictionPolicy",
    "PodFailurePolicyOnExitCodesRequirement": "containerName",
    "PodFailurePolicyRule": "onExitCodes",
    "PodResourceClaim": "resourceClaimName resourceClaimTemplateName",
    "PodSchedulingGroup": "podGroupName",
    "PodSecurityContext": (
        "appArmorProfile fsGroup fsGroupChangePolicy runAsGroup runAsNonRoot runAsUser "
        "seLinuxChangePolicy seLinuxOptions seccompProfile supplementalGroupsPolicy windowsOptions"
    ),
    "PodSpec": (
        "activeDeadlineSeconds affinity automountServiceAccountToken dnsConfig enableServiceLinks "
        "hostUsers hostnameOverride os preemptionPolicy priority resources runtimeClassName "
        "schedulingGroup securityContext setHostnameAsFQDN shareProcessNamespace "
        "terminationGracePeriodSeconds"
    ),
    "PriorityClass": "preemptionPolicy",
    "Probe": "exec grpc httpGet tcpSocket terminationGracePeriodSeconds",
    "ProjectedVolumeSource": "defaultMode",
    "RBDVolumeSource": "secretRef",
    "RollingUpdateDeployment": "maxSurge maxUnavailable",
    "RollingUpdateStatefulSetStrategy": "maxUnavailable partition",
    "ScaleIOVolumeSource": "secretRef",
    "SeccompProfile": "localhostProfile",
    "Secret": "immutable",
    "SecretEnvSource": "optional",
    "SecretKeySelector": "optional",
    "SecretProjection": "optional",
    "SecretVolumeSource": "defaultMode optional",
    "SecurityContext": (
        "allowPrivilegeEscalation appArmorProfile capabilities privileged procMount "
        "readOnlyRootFilesystem runAsGroup runAsNonRoot runAsUser seLinuxOptions seccompProfile "
        "windowsOptions"
    ),
    "ServiceAccount": "automountServiceAccountToken",
    "ServiceAccountTokenProjection": "expirationSeconds",
    "ServicePort": "appProtocol",
    "ServiceSpec": (
        "allocateLoadBalancerNodePorts internalTrafficPolicy ipFamilyPolicy loadBalancerClass "
        "sessionAffinityConfig trafficDistribution"
    ),
    "SessionAffinityConfig": "clientIP",
    "StatefulSetSpec": (
        "ordinals persistentVolumeClaimRetentionPolicy replicas revisionHistoryLimit selector"
    ),
    "StatefulSetUpdateStrategy": "rollingUpdate",
    "StorageClass": "allowVolumeExpansion reclaimPolicy volumeBindingMode",
    "StorageOSVolumeSource": "secretRef",
    "SuccessPolicyRule": "succeededCount succeededIndexes",
    "Toleration": "tolerationSeconds",
    "TopologySpreadConstraint": "labelSelector minDomains nodeAffinityPolicy nodeTaintsPolicy",
    "TypedLocalObjectReference": "apiGroup",
    "TypedObjectReference": "apiGroup namespace",
    "Volume": (
        "awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI emptyDir "
        "ephemeral fc flexVolume flocker gcePersistentDisk gitRepo glusterfs hostPath image iscsi "
        "nfs persistentVolumeClaim photonPersistentDisk portworxVolume projected quobyte rbd "
        "scaleIO secret storageos vsphereVolume"
    ),
    "VolumeMount": "mountPropagation recursiveReadOnly",
    "VolumeProjection": (
        "clusterTrustBundle configMap downwardAPI podCertificate secret serviceAccountToken"
    ),
    "WindowsSecurityContextOptions": (
        "gmsaCredentialSpec gmsaCredentialSpecName hostProcess runAsUserName"
    ),
}
