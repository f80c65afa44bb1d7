"""What Kubernetes allows in whole objects, as tables. Generated: do not edit.

Made from renderer/kubernetes/types.py by `make generate`; a test keeps it current.
OBJECTS: the types that a StatefulApp does not need. KINDS: (apiVersion, kind) -> type.
FOREIGN: type -> the fields that a server or others write, or write otherwise. POINTERS: what is a
value even where it is empty. LENIENT: what may be absent in what others wrote.
"""

from __future__ import annotations

from renderer.kubernetes import names, quantities
from renderer.kubernetes.tables import Shapes, Table

SHAPES = Shapes({"names": names, "quantities": quantities})

OBJECTS = Table({
    'AggregationRule': """clusterRoleSelectors list 0 object LabelSelector""",
    'ClusterRole': """apiVersion text
kind text
metadata object ObjectMeta
aggregationRule object AggregationRule
rules list 0 object PolicyRule""",
    'ClusterRoleBinding': """apiVersion text
kind text
metadata object ObjectMeta
roleRef! object RoleRef
subjects list 0 object Subject""",
    'ConfigMap': """apiVersion text
kind text
metadata object ObjectMeta
binaryData map text text
data map text text
immutable bool""",
    'ContainerResourceMetricSource': """name! checked names.some_text text
container! checked names.some_text text
target! object MetricTarget""",
    'CronJob': """apiVersion text
kind text
metadata object ObjectMeta
spec! object CronJobSpec""",
    'CronJobSpec': """concurrencyPolicy text
failedJobsHistoryLimit int -2147483648 2147483647
jobTemplate! object JobTemplateSpec
schedule! checked names.some_text text
startingDeadlineSeconds int -9007199254740992 9007199254740992
successfulJobsHistoryLimit int -2147483648 2147483647
suspend bool
timeZone text""",
    'CrossVersionObjectReference': """apiVersion text
kind! checked names.some_text text
name! checked names.some_text text""",
    'Deployment': """apiVersion text
kind text
metadata object ObjectMeta
spec! object DeploymentSpec""",
    'DeploymentSpec': """minReadySeconds int -2147483648 2147483647
paused bool
progressDeadlineSeconds int -2147483648 2147483647
replicas int -2147483648 2147483647
revisionHistoryLimit int -2147483648 2147483647
selector! object LabelSelector
strategy object DeploymentStrategy
template! object PodTemplateSpec""",
    'DeploymentStrategy': """type text
rollingUpdate object RollingUpdateDeployment""",
    'EphemeralContainer': """name! checked names.some_text text
image text
args list 0 text
command list 0 text
env list 0 object EnvVar
envFrom list 0 object EnvFromSource
imagePullPolicy text
lifecycle object Lifecycle
livenessProbe object Probe
ports list 0 object ContainerPort
readinessProbe object Probe
resizePolicy list 0 object ContainerResizePolicy
resources object ResourceRequirements
restartPolicy text
restartPolicyRules list 0 object ContainerRestartRule
securityContext object SecurityContext
startupProbe object Probe
stdin bool
stdinOnce bool
targetContainerName text
terminationMessagePath text
terminationMessagePolicy text
tty bool
volumeDevices list 0 object VolumeDevice
volumeMounts list 0 object VolumeMount
workingDir text""",
    'ExternalMetricSource': """metric! object MetricIdentifier
target! object MetricTarget""",
    'HPAScalingPolicy': """type! checked names.some_text text
value! int -2147483648 2147483647
periodSeconds! int -2147483648 2147483647""",
    'HPAScalingRules': """policies list 0 object HPAScalingPolicy
selectPolicy text
stabilizationWindowSeconds int -2147483648 2147483647
tolerance converted quantities.stored_amount text""",
    'HTTPIngressPath': """backend! object IngressBackend
path text
pathType! checked names.some_text text""",
    'HTTPIngressRuleValue': """paths! list 1 object HTTPIngressPath""",
    'HorizontalPodAutoscaler': """apiVersion text
kind text
metadata object ObjectMeta
spec! object HorizontalPodAutoscalerSpec""",
    'HorizontalPodAutoscalerBehavior': """scaleDown object HPAScalingRules
scaleUp object HPAScalingRules""",
    'HorizontalPodAutoscalerSpec': """behavior object HorizontalPodAutoscalerBehavior
maxReplicas! int -2147483648 2147483647
metrics list 0 object MetricSpec
minReplicas int -2147483648 2147483647
scaleTargetRef! object CrossVersionObjectReference""",
    'Ingress': """apiVersion text
kind text
metadata object ObjectMeta
spec object IngressSpec""",
    'IngressBackend': """resource object TypedLocalObjectReference
service object IngressServiceBackend""",
    'IngressRule': """host text
http object HTTPIngressRuleValue""",
    'IngressServiceBackend': """name! checked names.some_text text
port object ServiceBackendPort""",
    'IngressSpec': """defaultBackend object IngressBackend
ingressClassName text
rules list 0 object IngressRule
tls list 0 object IngressTLS""",
    'IngressTLS': """hosts list 0 text
secretName text""",
    'Job': """apiVersion text
kind text
metadata object ObjectMeta
spec object JobSpec""",
    'JobSchedulingConfiguration': """disruptionMode object WorkloadPodGroupDisruptionMode
resourceClaims list 0 object WorkloadPodGroupResourceClaim
schedulingConstraints object WorkloadPodGroupSchedulingConstraints
schedulingPolicy object WorkloadPodGroupSchedulingPolicy""",
    'JobSpec': """activeDeadlineSeconds int -9007199254740992 9007199254740992
backoffLimit int -2147483648 2147483647
backoffLimitPerIndex int -2147483648 2147483647
completionMode text
completions int -2147483648 2147483647
managedBy text
manualSelector bool
maxFailedIndexes int -2147483648 2147483647
parallelism int -2147483648 2147483647
podFailurePolicy object PodFailurePolicy
podReplacementPolicy text
scheduling object JobSchedulingConfiguration
selector object LabelSelector
successPolicy object SuccessPolicy
suspend bool
template! object PodTemplateSpec
ttlSecondsAfterFinished int -2147483648 2147483647""",
    'JobTemplateSpec': """metadata object ObjectMeta
spec object JobSpec""",
    'MetricIdentifier': """name! checked names.some_text text
selector object LabelSelector""",
    'MetricSpec': """type! checked names.some_text text
containerResource object ContainerResourceMetricSource
external object ExternalMetricSource
object object ObjectMetricSource
pods object PodsMetricSource
resource object ResourceMetricSource""",
    'MetricTarget': """type! checked names.some_text text
value converted quantities.stored_amount text
averageUtilization int -2147483648 2147483647
averageValue converted quantities.stored_amount text""",
    'NetworkPolicy': """apiVersion text
kind text
metadata object ObjectMeta
spec object NetworkPolicySpec""",
    'NetworkPolicySpec': """egress list 0 object NetworkPolicyEgressRule
ingress list 0 object NetworkPolicyIngressRule
podSelector object LabelSelector
policyTypes list 0 text""",
    'ObjectMetricSource': """describedObject! object CrossVersionObjectReference
metric! object MetricIdentifier
target! object MetricTarget""",
    'ObjectReference': """apiVersion text
kind text
name text
namespace text
fieldPath text
resourceVersion text
uid text""",
    'OwnerReference': """apiVersion! checked names.some_text text
kind! checked names.some_text text
name! checked names.some_text text
blockOwnerDeletion bool
controller bool
uid! checked names.some_text text""",
    'PersistentVolumeClaim': """apiVersion text
kind text
metadata object ObjectMeta
spec! object PersistentVolumeClaimSpec""",
    'PodDisruptionBudget': """apiVersion text
kind text
metadata! object ObjectMeta
spec! object PodDisruptionBudgetSpec""",
    'PodDisruptionBudgetSpec': """maxUnavailable converter names.count_or_percent
minAvailable converter names.count_or_percent
selector object LabelSelector
unhealthyPodEvictionPolicy enum IfHealthyBudget|AlwaysAllow""",
    'PodFailurePolicy': """rules! list 1 object PodFailurePolicyRule""",
    'PodFailurePolicyOnExitCodesRequirement': """operator! checked names.some_text text
values! list 1 int -2147483648 2147483647
containerName text""",
    'PodFailurePolicyOnPodConditionsPattern': """type! checked names.some_text text
status text""",
    'PodFailurePolicyRule': """action! checked names.some_text text
onExitCodes object PodFailurePolicyOnExitCodesRequirement
onPodConditions list 0 object PodFailurePolicyOnPodConditionsPattern""",
    'PodSpec': """activeDeadlineSeconds int -9007199254740992 9007199254740992
affinity object Affinity
automountServiceAccountToken bool
containers! list 1 object Container
dnsConfig object PodDNSConfig
dnsPolicy enum ClusterFirst|ClusterFirstWithHostNet|Default|None
enableServiceLinks bool
ephemeralContainers list 0 object EphemeralContainer
evictionResponders list 0 object EvictionResponder
hostAliases list 0 object HostAlias
hostIPC bool
hostNetwork bool
hostPID bool
hostUsers bool
hostname text
hostnameOverride checked names.host_name text
imagePullSecrets list 0 object LocalObjectReference
initContainers list 0 object Container
nodeName checked names.dns_subdomain text
nodeSelector map checked names.label_key text checked names.label_value text
os object PodOS
overhead map text converted quantities.stored_amount text
preemptionPolicy enum PreemptLowerPriority|Never
priority int -2147483648 2147483647
priorityClassName checked names.dns_subdomain text
readinessGates list 0 object PodReadinessGate
resourceClaims list 0 object PodResourceClaim
resources object ResourceRequirements
restartPolicy enum Always|OnFailure|Never
runtimeClassName checked names.dns_subdomain text
schedulerName text
schedulingGates list 0 object PodSchedulingGate
schedulingGroup object PodSchedulingGroup
securityContext object PodSecurityContext
serviceAccount text
serviceAccountName checked names.dns_subdomain text
setHostnameAsFQDN bool
shareProcessNamespace bool
subdomain text
terminationGracePeriodSeconds int 0 2147483647
tolerations list 0 object Toleration
topologySpreadConstraints list 0 object TopologySpreadConstraint
volumes list 0 object Volume""",
    'PodTemplateSpec': """metadata object ObjectMeta
spec! object PodSpec""",
    'PodsMetricSource': """metric! object MetricIdentifier
target! object MetricTarget""",
    'PolicyRule': """apiGroups list 0 text
nonResourceURLs list 0 text
resourceNames list 0 text
resources list 0 text
verbs! list 1 text""",
    'PriorityClass': """apiVersion text
kind text
metadata object ObjectMeta
value int -2147483648 2147483647
description text
globalDefault bool
preemptionPolicy text""",
    'ResourceMetricSource': """name! checked names.some_text text
target! object MetricTarget""",
    'Role': """apiVersion text
kind text
metadata object ObjectMeta
rules list 0 object PolicyRule""",
    'RoleBinding': """apiVersion text
kind text
metadata object ObjectMeta
roleRef! object RoleRef
subjects list 0 object Subject""",
    'RoleRef': """apiGroup text
kind! checked names.some_text text
name! checked names.some_text text""",
    'RollingUpdateDeployment': """maxSurge converter names.count_or_percent
maxUnavailable converter names.count_or_percent""",
    'Secret': """apiVersion text
kind text
metadata object ObjectMeta
type text
data map text text
immutable bool
stringData map text text""",
    'Service': """apiVersion text
kind text
metadata! object ObjectMeta
spec! object ServiceSpec""",
    'ServiceAccount': """apiVersion text
kind text
metadata object ObjectMeta
automountServiceAccountToken bool
imagePullSecrets list 0 object LocalObjectReference
secrets list 0 object ObjectReference""",
    'ServiceBackendPort': """name text
number int -2147483648 2147483647""",
    'ServicePort': """name checked names.dns_label text
appProtocol checked names.app_protocol text
nodePort int 1 65535
port! int 1 65535
protocol enum TCP|UDP|SCTP
targetPort converter names.port_reference""",
    'ServiceSpec': """type enum ClusterIP|NodePort|LoadBalancer|ExternalName
allocateLoadBalancerNodePorts bool
clusterIP text
clusterIPs list 0 text
externalIPs list 0 text
externalName text
externalTrafficPolicy enum Cluster|Local
healthCheckNodePort int 1 65535
internalTrafficPolicy enum Cluster|Local
ipFamilies list 0 enum IPv4|IPv6
ipFamilyPolicy enum SingleStack|PreferDualStack|RequireDualStack
loadBalancerClass checked names.label_key text
loadBalancerIP text
loadBalancerSourceRanges list 0 text
ports list 0 object ServicePort
publishNotReadyAddresses bool
selector map checked names.label_key text checked names.label_value text
sessionAffinity enum None|ClientIP
sessionAffinityConfig object SessionAffinityConfig
trafficDistribution enum PreferClose|PreferSameZone|PreferSameNode""",
    'StatefulSet': """apiVersion text
kind text
metadata! object ObjectMeta
spec! object StatefulSetSpec""",
    'StatefulSetSpec': """minReadySeconds int 0 2147483647
ordinals object StatefulSetOrdinals
persistentVolumeClaimRetentionPolicy object StatefulSetPersistentVolumeClaimRetentionPolicy
podManagementPolicy enum OrderedReady|Parallel
replicas int 0 2147483647
revisionHistoryLimit int -2147483648 2147483647
selector! object LabelSelector
serviceName either 2 enum  checked names.dns_label text
template! object PodTemplateSpec
updateStrategy object StatefulSetUpdateStrategy
volumeClaimTemplates list 0 object PersistentVolumeClaim""",
    'StorageClass': """apiVersion text
kind text
metadata object ObjectMeta
allowVolumeExpansion bool
allowedTopologies list 0 object TopologySelectorTerm
mountOptions list 0 text
parameters map text text
provisioner! checked names.some_text text
reclaimPolicy text
volumeBindingMode text""",
    'Subject': """apiGroup text
kind! checked names.some_text text
name! checked names.some_text text
namespace text""",
    'SuccessPolicy': """rules! list 1 object SuccessPolicyRule""",
    'SuccessPolicyRule': """succeededCount int -2147483648 2147483647
succeededIndexes text""",
    'TopologyConstraint': """key! checked names.some_text text""",
    'TopologySelectorLabelRequirement': """key! checked names.some_text text
values! list 1 text""",
    'TopologySelectorTerm': """matchLabelExpressions list 0 object TopologySelectorLabelRequirement""",
    'WorkloadPodGroupAllDisruptionMode': """""",
    'WorkloadPodGroupBasicSchedulingPolicy': """""",
    'WorkloadPodGroupDisruptionMode': """all object WorkloadPodGroupAllDisruptionMode
single object WorkloadPodGroupSingleDisruptionMode""",
    'WorkloadPodGroupGangSchedulingPolicy': """minCount int -2147483648 2147483647""",
    'WorkloadPodGroupResourceClaim': """name! checked names.some_text text
resourceClaimName text
resourceClaimTemplateName text""",
    'WorkloadPodGroupSchedulingConstraints': """topology list 0 object TopologyConstraint""",
    'WorkloadPodGroupSchedulingPolicy': """basic object WorkloadPodGroupBasicSchedulingPolicy
gang object WorkloadPodGroupGangSchedulingPolicy""",
    'WorkloadPodGroupSingleDisruptionMode': """""",
}, SHAPES.kubernetes_object)
KINDS: dict[object, str] = {('apps/v1', 'StatefulSet'): 'StatefulSet', ('v1', 'Service'): 'Service', ('v1', 'ConfigMap'): 'ConfigMap', ('v1', 'ServiceAccount'): 'ServiceAccount', ('policy/v1', 'PodDisruptionBudget'): 'PodDisruptionBudget', ('networking.k8s.io/v1', 'NetworkPolicy'): 'NetworkPolicy', ('apps/v1', 'Deployment'): 'Deployment', ('batch/v1', 'CronJob'): 'CronJob', ('batch/v1', 'Job'): 'Job', ('v1', 'PersistentVolumeClaim'): 'PersistentVolumeClaim', ('v1', 'Secret'): 'Secret', ('networking.k8s.io/v1', 'Ingress'): 'Ingress', ('autoscaling/v2', 'HorizontalPodAutoscaler'): 'HorizontalPodAutoscaler', ('rbac.authorization.k8s.io/v1', 'Role'): 'Role', ('rbac.authorization.k8s.io/v1', 'RoleBinding'): 'RoleBinding', ('rbac.authorization.k8s.io/v1', 'ClusterRole'): 'ClusterRole', ('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'): 'ClusterRoleBinding', ('scheduling.k8s.io/v1', 'PriorityClass'): 'PriorityClass', ('storage.k8s.io/v1', 'StorageClass'): 'StorageClass'}
FOREIGN: dict[str, dict[str, str]] = {'ObjectMeta': {'creationTimestamp': 'any', 'deletionGracePeriodSeconds': 'int -9223372036854775808 9223372036854775807', 'deletionTimestamp': 'any', 'generateName': 'text', 'generation': 'int -9223372036854775808 9223372036854775807', 'managedFields': 'any', 'ownerReferences': 'list 0 object OwnerReference', 'resourceVersion': 'text', 'selfLink': 'text', 'uid': 'text'}, 'StatefulSet': {'status': 'any'}, 'Service': {'status': 'any'}, 'PodDisruptionBudget': {'status': 'any'}, 'CronJob': {'status': 'any'}, 'Deployment': {'status': 'any'}, 'HorizontalPodAutoscaler': {'status': 'any'}, 'Ingress': {'status': 'any'}, 'Job': {'status': 'any'}, 'PersistentVolumeClaim': {'status': 'any'}, 'ClientIPConfig': {'timeoutSeconds': 'int -9223372036854775808 9223372036854775807'}, 'PodSpec': {'terminationGracePeriodSeconds': 'int -9223372036854775808 9223372036854775807'}, 'Probe': {'terminationGracePeriodSeconds': 'int -9223372036854775808 9223372036854775807'}, 'SleepAction': {'seconds': 'int -9223372036854775808 9223372036854775807'}, 'StatefulSetUpdateStrategy': {'type': 'enum RollingUpdate|OnDelete|Recreate'}}
POINTERS = frozenset([('AzureDiskVolumeSource', 'cachingMode'), ('AzureDiskVolumeSource', 'kind'), ('ClientIPConfig', 'timeoutSeconds'), ('Container', 'restartPolicy'), ('GRPCAction', 'mode'), ('HTTPGetAction', 'protocol'), ('ISCSIVolumeSource', 'initiatorName'), ('PersistentVolumeClaimSpec', 'volumeMode'), ('PodDisruptionBudgetSpec', 'unhealthyPodEvictionPolicy'), ('PodResourceClaim', 'resourceClaimName'), ('PodResourceClaim', 'resourceClaimTemplateName'), ('PodSecurityContext', 'fsGroupChangePolicy'), ('PodSecurityContext', 'seLinuxChangePolicy'), ('PodSecurityContext', 'supplementalGroupsPolicy'), ('PodSpec', 'hostnameOverride'), ('PodSpec', 'preemptionPolicy'), ('PodSpec', 'runtimeClassName'), ('Probe', 'terminationGracePeriodSeconds'), ('SecurityContext', 'procMount'), ('ServiceAccountTokenProjection', 'expirationSeconds'), ('ServicePort', 'appProtocol'), ('ServiceSpec', 'internalTrafficPolicy'), ('ServiceSpec', 'ipFamilyPolicy'), ('ServiceSpec', 'trafficDistribution'), ('TopologySpreadConstraint', 'minDomains'), ('TopologySpreadConstraint', 'nodeAffinityPolicy'), ('TopologySpreadConstraint', 'nodeTaintsPolicy'), ('VolumeMount', 'mountPropagation'), ('VolumeMount', 'recursiveReadOnly'), ('WindowsSecurityContextOptions', 'gmsaCredentialSpec'), ('WindowsSecurityContextOptions', 'gmsaCredentialSpecName'), ('WindowsSecurityContextOptions', 'runAsUserName')])
LENIENT = frozenset([('LocalObjectReference', 'name'), ('SleepAction', 'seconds')])
