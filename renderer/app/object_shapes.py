"""What valid Kubernetes objects look like, as tables. Generated: do not edit.

Made from renderer/kubernetes/types.py by `make generate`; a test keeps it current.
OBJECTS: types that renderer/app/shapes.py has not. KINDS: (apiVersion, kind) -> type.
"""

from __future__ import annotations

from renderer.app.tables import Shapes, Table
from renderer.kubernetes import downward, images, names, quantities

SHAPES = Shapes({"downward": downward, "images": images, "names": names, "quantities": quantities})

OBJECTS = Table({
    'ConfigMap': """apiVersion text
kind text
metadata object ObjectMeta
binaryData map text text
data map text text
immutable bool""",
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
    'ModifyVolumeStatus': """status! text
targetVolumeAttributesClassName text""",
    'NetworkPolicy': """apiVersion text
kind text
metadata object ObjectMeta
spec object NetworkPolicySpec""",
    'NetworkPolicySpec': """egress list 0 object NetworkPolicyEgressRule
ingress list 0 object NetworkPolicyIngressRule
podSelector object LabelSelector
policyTypes list 0 text""",
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
spec object PersistentVolumeClaimSpec
status object PersistentVolumeClaimStatus""",
    'PersistentVolumeClaimCondition': """type! text
lastProbeTime text
lastTransitionTime text
message text
reason text
status! text""",
    'PersistentVolumeClaimStatus': """accessModes list 0 text
allocatedResourceStatuses map text text
allocatedResources map text converted quantities.resource_amount text
capacity map text converted quantities.resource_amount text
conditions list 0 object PersistentVolumeClaimCondition
currentVolumeAttributesClassName text
healthStatus object VolumeHealthStatus
modifyVolumeStatus object ModifyVolumeStatus
phase text""",
    'PodDisruptionBudget': """apiVersion text
kind text
metadata object ObjectMeta
spec object PodDisruptionBudgetSpec""",
    'PodDisruptionBudgetSpec': """maxUnavailable converter names.count_or_percent
minAvailable converter names.count_or_percent
selector object LabelSelector
unhealthyPodEvictionPolicy enum IfHealthyBudget|AlwaysAllow""",
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
    'VolumeHealthCondition': """message text
reason! text
status! text""",
    'VolumeHealthStatus': """healthConditions list 0 object VolumeHealthCondition
lastTransitionTime text""",
}, SHAPES.kubernetes_object)
KINDS = {
    ('apps/v1', 'StatefulSet'): 'StatefulSet',
    ('v1', 'Service'): 'Service',
    ('v1', 'ConfigMap'): 'ConfigMap',
    ('v1', 'ServiceAccount'): 'ServiceAccount',
    ('policy/v1', 'PodDisruptionBudget'): 'PodDisruptionBudget',
    ('networking.k8s.io/v1', 'NetworkPolicy'): 'NetworkPolicy',
}
