"""What valid Kubernetes objects look like, as tables. Generated: do not edit.

Made from renderer/kubernetes/types.py by `make generate`; a test keeps it current.
OBJECTS: types that renderer/app/shapes.py has not. KINDS: (apiVersion, kind) -> type.
"""

from __future__ import annotations

from renderer.app.tables import Shapes, Table
from renderer.kubernetes import downward, images, names, quantities

SHAPES = Shapes({"downward": downward, "images": images, "names": names, "quantities": quantities})

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
    'ContainerResourceMetricSource': """name! text
container! text
target! object MetricTarget""",
    'CronJob': """apiVersion text
kind text
metadata object ObjectMeta
spec! object CronJobSpec""",
    'CronJobSpec': """concurrencyPolicy text
failedJobsHistoryLimit int -2147483648 2147483647
jobTemplate! object JobTemplateSpec
schedule! text
startingDeadlineSeconds int -9007199254740992 9007199254740992
successfulJobsHistoryLimit int -2147483648 2147483647
suspend bool
timeZone text""",
    'CrossVersionObjectReference': """apiVersion text
kind! text
name! text""",
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
    'EphemeralContainer': """name! text
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
    'HPAScalingPolicy': """type! text
value! int -2147483648 2147483647
periodSeconds! int -2147483648 2147483647""",
    'HPAScalingRules': """policies list 0 object HPAScalingPolicy
selectPolicy text
stabilizationWindowSeconds int -2147483648 2147483647
tolerance converted quantities.resource_amount text""",
    'HTTPIngressPath': """backend! object IngressBackend
path text
pathType! text""",
    'HTTPIngressRuleValue': """paths! list 0 object HTTPIngressPath""",
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
    'IngressServiceBackend': """name! text
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
    'MetricIdentifier': """name! text
selector object LabelSelector""",
    'MetricSpec': """type! text
containerResource object ContainerResourceMetricSource
external object ExternalMetricSource
object object ObjectMetricSource
pods object PodsMetricSource
resource object ResourceMetricSource""",
    'MetricTarget': """type! text
value converted quantities.resource_amount text
averageUtilization int -2147483648 2147483647
averageValue converted quantities.resource_amount text""",
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
    'PersistentVolumeClaim': """apiVersion text
kind text
metadata object ObjectMeta
spec object PersistentVolumeClaimSpec""",
    'PodDisruptionBudget': """apiVersion text
kind text
metadata object ObjectMeta
spec object PodDisruptionBudgetSpec""",
    'PodDisruptionBudgetSpec': """maxUnavailable converter names.count_or_percent
minAvailable converter names.count_or_percent
selector object LabelSelector
unhealthyPodEvictionPolicy enum IfHealthyBudget|AlwaysAllow""",
    'PodFailurePolicy': """rules! list 0 object PodFailurePolicyRule""",
    'PodFailurePolicyOnExitCodesRequirement': """operator! text
values! list 0 int -2147483648 2147483647
containerName text""",
    'PodFailurePolicyOnPodConditionsPattern': """type! text
status text""",
    'PodFailurePolicyRule': """action! text
onExitCodes object PodFailurePolicyOnExitCodesRequirement
onPodConditions list 0 object PodFailurePolicyOnPodConditionsPattern""",
    'PodSpec': """activeDeadlineSeconds int -9007199254740992 9007199254740992
affinity object Affinity
automountServiceAccountToken bool
containers! list 0 object Container
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
hostnameOverride text
imagePullSecrets list 0 object LocalObjectReference
initContainers list 0 object Container
nodeName text
nodeSelector map text text
os object PodOS
overhead map text converted quantities.resource_amount text
preemptionPolicy enum PreemptLowerPriority|Never
priority int -2147483648 2147483647
priorityClassName text
readinessGates list 0 object PodReadinessGate
resourceClaims list 0 object PodResourceClaim
resources object ResourceRequirements
restartPolicy enum Always|OnFailure|Never
runtimeClassName text
schedulerName text
schedulingGates list 0 object PodSchedulingGate
schedulingGroup object PodSchedulingGroup
securityContext object PodSecurityContext
serviceAccount text
serviceAccountName text
setHostnameAsFQDN bool
shareProcessNamespace bool
subdomain text
terminationGracePeriodSeconds int 0 2147483647
tolerations list 0 object Toleration
topologySpreadConstraints list 0 object TopologySpreadConstraint
volumes list 0 object Volume""",
    'PodTemplateSpec': """metadata object ObjectMeta
spec object PodSpec""",
    'PodsMetricSource': """metric! object MetricIdentifier
target! object MetricTarget""",
    'PolicyRule': """apiGroups list 0 text
nonResourceURLs list 0 text
resourceNames list 0 text
resources list 0 text
verbs! list 0 text""",
    'PriorityClass': """apiVersion text
kind text
metadata object ObjectMeta
value int -2147483648 2147483647
description text
globalDefault bool
preemptionPolicy text""",
    'ResourceMetricSource': """name! text
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
kind! text
name! text""",
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
metadata object ObjectMeta
spec object ServiceSpec""",
    'ServiceAccount': """apiVersion text
kind text
metadata object ObjectMeta
automountServiceAccountToken bool
imagePullSecrets list 0 object LocalObjectReference
secrets list 0 object ObjectReference""",
    'ServiceBackendPort': """name text
number int -2147483648 2147483647""",
    'ServicePort': """name checked names.dns_label text
appProtocol text
nodePort int 1 65535
port! int 1 65535
protocol enum TCP|UDP|SCTP
targetPort converter names.port_reference""",
    'ServiceSpec': """type text
allocateLoadBalancerNodePorts bool
clusterIP text
clusterIPs list 0 text
externalIPs list 0 text
externalName text
externalTrafficPolicy enum Cluster|Local
healthCheckNodePort int -2147483648 2147483647
internalTrafficPolicy enum Cluster|Local
ipFamilies list 0 text
ipFamilyPolicy text
loadBalancerClass text
loadBalancerIP text
loadBalancerSourceRanges list 0 text
ports list 0 object ServicePort
publishNotReadyAddresses bool
selector map text text
sessionAffinity enum None|ClientIP
sessionAffinityConfig object SessionAffinityConfig
trafficDistribution text""",
    'StatefulSet': """apiVersion text
kind text
metadata object ObjectMeta
spec! object StatefulSetSpec""",
    'StatefulSetSpec': """minReadySeconds int -2147483648 2147483647
ordinals object StatefulSetOrdinals
persistentVolumeClaimRetentionPolicy object StatefulSetPersistentVolumeClaimRetentionPolicy
podManagementPolicy text
replicas int -2147483648 2147483647
revisionHistoryLimit int -2147483648 2147483647
selector! object LabelSelector
serviceName text
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
provisioner! text
reclaimPolicy text
volumeBindingMode text""",
    'Subject': """apiGroup text
kind! text
name! text
namespace text""",
    'SuccessPolicy': """rules! list 0 object SuccessPolicyRule""",
    'SuccessPolicyRule': """succeededCount int -2147483648 2147483647
succeededIndexes text""",
    'TopologyConstraint': """key! text""",
    'TopologySelectorLabelRequirement': """key! text
values! list 0 text""",
    'TopologySelectorTerm': """matchLabelExpressions list 0 object TopologySelectorLabelRequirement""",
    'WorkloadPodGroupAllDisruptionMode': """""",
    'WorkloadPodGroupBasicSchedulingPolicy': """""",
    'WorkloadPodGroupDisruptionMode': """all object WorkloadPodGroupAllDisruptionMode
single object WorkloadPodGroupSingleDisruptionMode""",
    'WorkloadPodGroupGangSchedulingPolicy': """minCount int -2147483648 2147483647""",
    'WorkloadPodGroupResourceClaim': """name! text
resourceClaimName text
resourceClaimTemplateName text""",
    'WorkloadPodGroupSchedulingConstraints': """topology list 0 object TopologyConstraint""",
    'WorkloadPodGroupSchedulingPolicy': """basic object WorkloadPodGroupBasicSchedulingPolicy
gang object WorkloadPodGroupGangSchedulingPolicy""",
    'WorkloadPodGroupSingleDisruptionMode': """""",
}, SHAPES.kubernetes_object)
KINDS: dict[object, str] = {
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
