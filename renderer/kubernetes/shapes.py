"""What Kubernetes allows in fields of a StatefulApp. Generated: do not edit.

Made from renderer/kubernetes/types.py by `make generate`; a test keeps it current.
OBJECTS: type -> ({key: shape} in the order that is printed, required keys), written with a line
for each key, and with `!` behind a required one.
"""

from __future__ import annotations

from renderer.kubernetes import downward, images, names, quantities
from renderer.kubernetes.tables import Shapes, Table

SHAPES = Shapes({"downward": downward, "images": images, "names": names, "quantities": quantities})

OBJECTS = Table({
    'AWSElasticBlockStoreVolumeSource': """fsType text
partition int 0 255
readOnly bool
volumeID! checked names.some_text text""",
    'Affinity': """nodeAffinity object NodeAffinity
podAffinity object PodAffinity
podAntiAffinity object PodAntiAffinity""",
    'AppArmorProfile': """type! enum RuntimeDefault|Localhost|Unconfined
localhostProfile checked names.trimmed text""",
    'AzureDiskVolumeSource': """kind enum Shared|Dedicated|Managed
cachingMode enum None|ReadOnly|ReadWrite
diskName! checked names.some_text text
diskURI! checked names.some_text text
fsType text
readOnly bool""",
    'AzureFileVolumeSource': """readOnly bool
secretName! checked names.some_text text
shareName! checked names.some_text text""",
    'CSIVolumeSource': """driver! checked names.driver_name text
fsType text
nodePublishSecretRef object LocalObjectReference
readOnly bool
volumeAttributes map text text""",
    'Capabilities': """add list 0 text
drop list 0 text""",
    'CephFSVolumeSource': """monitors! list 1 text
path text
readOnly bool
secretFile text
secretRef object LocalObjectReference
user text""",
    'CinderVolumeSource': """fsType text
readOnly bool
secretRef object LocalObjectReference
volumeID! checked names.some_text text""",
    'ClientIPConfig': """timeoutSeconds int 1 86400""",
    'ClusterTrustBundleProjection': """name text
labelSelector object LabelSelector
optional bool
path! checked names.file_path text
signerName text
user int 0 2147483647""",
    'ConfigMapEnvSource': """name! checked names.dns_subdomain text
optional bool""",
    'ConfigMapKeySelector': """name! checked names.dns_subdomain text
key! checked names.config_key text
optional bool""",
    'ConfigMapProjection': """name! checked names.dns_subdomain text
items list 0 object KeyToPath
optional bool""",
    'ConfigMapVolumeSource': """name! checked names.dns_subdomain text
defaultMode int 0 511
defaultUser int 0 2147483647
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
mode int 0 511
path! checked names.file_path text
resourceFieldRef object ResourceFieldSelector
user int 0 2147483647""",
    'DownwardAPIVolumeSource': """defaultMode int 0 511
defaultUser int 0 2147483647
items list 0 object DownwardAPIVolumeFile""",
    'EmptyDirVolumeSource': """medium text
mode int 0 1023
sizeLimit converted quantities.stored_amount text""",
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
    'EphemeralVolumeSource': """volumeClaimTemplate! object PersistentVolumeClaimTemplate""",
    'EvictionResponder': """name! checked names.some_text text
priority! int -2147483648 2147483647""",
    'ExecAction': """command! list 1 text""",
    'FCVolumeSource': """fsType text
lun int -2147483648 2147483647
readOnly bool
targetWWNs list 0 text
wwids list 0 text""",
    'FileKeySelector': """key! checked names.some_text text
optional bool
path! checked names.file_path text
volumeName! checked names.dns_label text""",
    'FlexVolumeSource': """driver! checked names.some_text text
fsType text
options map text text
readOnly bool
secretRef object LocalObjectReference""",
    'FlockerVolumeSource': """datasetName text
datasetUUID text""",
    'GCEPersistentDiskVolumeSource': """fsType text
partition int 0 255
pdName! checked names.some_text text
readOnly bool""",
    'GRPCAction': """mode enum TLS|Plaintext
port! int 1 65535
service text""",
    'GitRepoVolumeSource': """directory text
repository! checked names.some_text text
revision text""",
    'GlusterfsVolumeSource': """endpoints! checked names.some_text text
path! checked names.some_text text
readOnly bool""",
    'HTTPGetAction': """host text
httpHeaders list 0 object HTTPHeader
path text
port! converter names.port_reference
protocol enum HTTP1|HTTP2
scheme enum HTTP|HTTPS""",
    'HTTPHeader': """name! checked names.header_name text
value! text""",
    'HostAlias': """hostnames list 0 checked names.dns_subdomain text
ip! checked names.ip_address text""",
    'HostPathVolumeSource': """type enum |DirectoryOrCreate|Directory|FileOrCreate|File|Socket|CharDevice|BlockDevice
path! checked names.straight_path text""",
    'IPBlock': """cidr! checked names.cidr text
except list 0 checked names.cidr text""",
    'ISCSIVolumeSource': """chapAuthDiscovery bool
chapAuthSession bool
fsType text
initiatorName checked names.iscsi_name text
iqn! checked names.iscsi_name text
iscsiInterface text
lun! int 0 255
portals list 0 text
readOnly bool
secretRef object LocalObjectReference
targetPortal! checked names.some_text text""",
    'ImageVolumeSource': """pullPolicy enum Always|IfNotPresent|Never
reference text""",
    'KeyToPath': """key! checked names.config_key text
mode int 0 511
path! checked names.file_path text
user int 0 2147483647""",
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
    'NFSVolumeSource': """path! checked names.path_from_root text
readOnly bool
server! checked names.some_text text""",
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
    'NodeSelector': """nodeSelectorTerms! list 1 object NodeSelectorTerm""",
    'NodeSelectorRequirement': """key! checked names.label_key text
operator! enum In|NotIn|Exists|DoesNotExist|Gt|Lt
values list 0 text""",
    'NodeSelectorTerm': """matchExpressions list 0 object NodeSelectorRequirement
matchFields list 0 object NodeSelectorRequirement""",
    'ObjectFieldSelector': """apiVersion enum v1
fieldPath! checked downward.field_path text""",
    'ObjectMeta': """name text
namespace text
annotations map checked names.annotation_key text text
finalizers list 0 checked names.label_key text
labels map checked names.label_key text checked names.label_value text""",
    'PersistentVolumeClaimSpec': """accessModes list 0 enum ReadWriteOnce|ReadOnlyMany|ReadWriteMany|ReadWriteOncePod
dataSource object TypedLocalObjectReference
dataSourceRef object TypedObjectReference
resources object VolumeResourceRequirements
selector object LabelSelector
storageClassName either 2 enum  checked names.dns_subdomain text
volumeAttributesClassName either 2 enum  checked names.dns_subdomain text
volumeMode enum Filesystem|Block
volumeName text""",
    'PersistentVolumeClaimTemplate': """metadata object ObjectMeta
spec! object PersistentVolumeClaimSpec""",
    'PersistentVolumeClaimVolumeSource': """claimName! checked names.some_text text
readOnly bool""",
    'PhotonPersistentDiskVolumeSource': """fsType text
pdID! checked names.some_text text""",
    'PodAffinity': """preferredDuringSchedulingIgnoredDuringExecution list 0 object WeightedPodAffinityTerm
requiredDuringSchedulingIgnoredDuringExecution list 0 object PodAffinityTerm""",
    'PodAffinityTerm': """labelSelector object LabelSelector
matchLabelKeys list 0 checked names.label_key text
mismatchLabelKeys list 0 checked names.label_key text
namespaceSelector object LabelSelector
namespaces list 0 checked names.namespace text
topologyKey! checked names.label_key text""",
    'PodAntiAffinity': """preferredDuringSchedulingIgnoredDuringExecution list 0 object WeightedPodAffinityTerm
requiredDuringSchedulingIgnoredDuringExecution list 0 object PodAffinityTerm""",
    'PodCertificateProjection': """certificateChainPath checked names.file_path text
credentialBundlePath checked names.file_path text
keyPath checked names.file_path text
keyType! enum RSA3072|RSA4096|ECDSAP256|ECDSAP384|ECDSAP521|ED25519
maxExpirationSeconds int -2147483648 2147483647
signerName! checked names.some_text text
user int -9007199254740992 9007199254740992
userAnnotations map text text""",
    'PodDNSConfig': """nameservers list 0 checked names.ip_address text
options list 0 object PodDNSConfigOption
searches list 0 checked names.search_domain text""",
    'PodDNSConfigOption': """name! checked names.some_text text
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
volumeID! checked names.some_text text""",
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
    'ProjectedVolumeSource': """defaultMode int 0 511
defaultUser int 0 2147483647
sources list 0 object VolumeProjection""",
    'QuobyteVolumeSource': """group text
readOnly bool
registry! checked names.some_text text
tenant text
user text
volume! checked names.some_text text""",
    'RBDVolumeSource': """image! checked names.some_text text
fsType text
keyring text
monitors! list 1 text
pool text
readOnly bool
secretRef object LocalObjectReference
user text""",
    'ResourceClaim': """name! checked names.some_text text
request checked names.dns_label text""",
    'ResourceFieldSelector': """containerName text
divisor converted quantities.stored_amount text
resource! checked downward.resource_field text""",
    'ResourceRequirements': """claims list 0 object ResourceClaim
limits map checked names.resource_name text converted quantities.stored_amount text
requests map checked names.resource_name text converted quantities.stored_amount text""",
    'RollingUpdateStatefulSetStrategy': """maxUnavailable converter names.count_or_percent
partition int 0 2147483647""",
    'SELinuxOptions': """type text
level text
role text
user text""",
    'ScaleIOVolumeSource': """fsType text
gateway! checked names.some_text text
protectionDomain text
readOnly bool
secretRef! object LocalObjectReference
sslEnabled bool
storageMode text
storagePool text
system! checked names.some_text text
volumeName text""",
    'SeccompProfile': """type! enum RuntimeDefault|Localhost|Unconfined
localhostProfile checked names.subpath text""",
    'SecretEnvSource': """name! checked names.dns_subdomain text
optional bool""",
    'SecretKeySelector': """name! checked names.dns_subdomain text
key! checked names.config_key text
optional bool""",
    'SecretProjection': """name! checked names.dns_subdomain text
items list 0 object KeyToPath
optional bool""",
    'SecretVolumeSource': """defaultMode int 0 511
defaultUser int 0 2147483647
items list 0 object KeyToPath
optional bool
secretName! checked names.dns_subdomain text""",
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
expirationSeconds int 600 4294967296
path! checked names.file_path text
user int 0 2147483647""",
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
    'Sysctl': """name! checked names.sysctl_name text
value! text""",
    'TCPSocketAction': """host text
port! converter names.port_reference""",
    'Toleration': """key text
operator enum Exists|Equal|Lt|Gt
value text
effect enum NoSchedule|PreferNoSchedule|NoExecute
tolerationSeconds int -9007199254740992 9007199254740992""",
    'TopologySpreadConstraint': """labelSelector object LabelSelector
matchLabelKeys list 0 checked names.label_key text
maxSkew! int 1 2147483647
minDomains int 1 2147483647
nodeAffinityPolicy enum Honor|Ignore
nodeTaintsPolicy enum Honor|Ignore
topologyKey! checked names.label_key text
whenUnsatisfiable! enum DoNotSchedule|ScheduleAnyway""",
    'TypedLocalObjectReference': """apiGroup either 2 enum  checked names.dns_subdomain text
kind! checked names.some_text text
name! checked names.some_text text""",
    'TypedObjectReference': """apiGroup either 2 enum  checked names.dns_subdomain text
kind! checked names.some_text text
name! checked names.some_text text
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
    'VolumeDevice': """name! checked names.some_text text
devicePath! checked names.absolute_path text""",
    'VolumeMount': """name! checked names.some_text text
bindMountOptions list 0 enum nodev|noexec|nosuid
mountPath! checked names.absolute_path text
mountPropagation enum None|HostToContainer|Bidirectional
readOnly bool
recursiveReadOnly enum Disabled|IfPossible|Enabled
subPath checked names.subpath text
subPathExpr checked names.subpath text""",
    'VolumeProjection': """clusterTrustBundle object ClusterTrustBundleProjection
configMap object ConfigMapProjection
downwardAPI object DownwardAPIProjection
podCertificate object PodCertificateProjection
secret object SecretProjection
serviceAccountToken object ServiceAccountTokenProjection""",
    'VolumeResourceRequirements': """limits map text converted quantities.stored_amount text
requests map text converted quantities.stored_amount text""",
    'VsphereVirtualDiskVolumeSource': """fsType text
storagePolicyID text
storagePolicyName text
volumePath! checked names.some_text text""",
    'WeightedPodAffinityTerm': """podAffinityTerm! object PodAffinityTerm
weight! int 1 100""",
    'WindowsSecurityContextOptions': """gmsaCredentialSpec checked names.credential_spec text
gmsaCredentialSpecName checked names.dns_subdomain text
hostProcess bool
runAsUserName checked names.windows_user text""",
}, SHAPES.kubernetes_object, rest="renderer.kubernetes.object_shapes")
