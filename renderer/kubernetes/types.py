"""Kubernetes' own types, in its own words: keys as Kubernetes spells them.

The order of the keys is the order in which they are printed. Generated from the OpenAPI of
Kubernetes v1.37.0 by tools/generate_kubernetes_types.py: change that file, not this one.
"""

# No `from __future__ import annotations`: TypedDict cannot see `Required` inside of a string.

from typing import Annotated, Literal, Required

from pydantic import Field, with_config
from typing_extensions import TypedDict

from renderer.kubernetes.scalars import (
    STRICT,
    AbsolutePath,
    Annotations,
    AppProtocol,
    Byte,
    Cidr,
    Command,
    ConfigKey,
    CountOrPercent,
    CredentialSpec,
    DnsLabel,
    DriverName,
    EnvName,
    FieldPath,
    FileMode,
    FilePath,
    HeaderName,
    HostName,
    Image,
    Int32,
    Int64,
    IpAddress,
    IscsiName,
    LabelKey,
    Labels,
    LabelValue,
    Namespace,
    ObjectName,
    OneOrMore,
    PathFromRoot,
    Percentage,
    PortName,
    PortNumber,
    PortReference,
    Quantity,
    ResourceField,
    ResourceList,
    SearchDomain,
    SessionTimeout,
    SomeText,
    SortedMap,
    StickyMode,
    StraightPath,
    Subpath,
    SysctlName,
    TokenLifetime,
    TrafficDistribution,
    Trimmed,
    WindowsUser,
    ZeroOrMore,
)


@with_config(STRICT)
class ConfigMapKeySelector(TypedDict, total=False):
    """`io.k8s.api.core.v1.ConfigMapKeySelector`."""

    name: Required[ObjectName]
    key: Required[ConfigKey]
    optional: bool


@with_config(STRICT)
class ObjectFieldSelector(TypedDict, total=False):
    """`io.k8s.api.core.v1.ObjectFieldSelector`."""

    apiVersion: Literal["v1"]
    fieldPath: Required[FieldPath]


@with_config(STRICT)
class FileKeySelector(TypedDict, total=False):
    """`io.k8s.api.core.v1.FileKeySelector`."""

    key: Required[SomeText]
    optional: bool
    path: Required[FilePath]
    volumeName: Required[DnsLabel]


@with_config(STRICT)
class ResourceFieldSelector(TypedDict, total=False):
    """`io.k8s.api.core.v1.ResourceFieldSelector`."""

    containerName: str
    divisor: Quantity
    resource: Required[ResourceField]


@with_config(STRICT)
class SecretKeySelector(TypedDict, total=False):
    """`io.k8s.api.core.v1.SecretKeySelector`."""

    name: Required[ObjectName]
    key: Required[ConfigKey]
    optional: bool


@with_config(STRICT)
class EnvVarSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.EnvVarSource`."""

    configMapKeyRef: ConfigMapKeySelector
    fieldRef: ObjectFieldSelector
    fileKeyRef: FileKeySelector
    resourceFieldRef: ResourceFieldSelector
    secretKeyRef: SecretKeySelector


@with_config(STRICT)
class EnvVar(TypedDict, total=False):
    """`io.k8s.api.core.v1.EnvVar`."""

    name: Required[EnvName]
    value: str
    valueFrom: EnvVarSource


@with_config(STRICT)
class ConfigMapEnvSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.ConfigMapEnvSource`."""

    name: Required[ObjectName]
    optional: bool


@with_config(STRICT)
class SecretEnvSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.SecretEnvSource`."""

    name: Required[ObjectName]
    optional: bool


@with_config(STRICT)
class EnvFromSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.EnvFromSource`."""

    configMapRef: ConfigMapEnvSource
    prefix: EnvName
    secretRef: SecretEnvSource


@with_config(STRICT)
class ResourceClaim(TypedDict, total=False):
    """`io.k8s.api.core.v1.ResourceClaim`."""

    name: Required[SomeText]
    request: DnsLabel


@with_config(STRICT)
class ResourceRequirements(TypedDict, total=False):
    """`io.k8s.api.core.v1.ResourceRequirements`."""

    claims: list[ResourceClaim]
    limits: ResourceList
    requests: ResourceList


@with_config(STRICT)
class ExecAction(TypedDict, total=False):
    """`io.k8s.api.core.v1.ExecAction`."""

    command: Required[Command]


@with_config(STRICT)
class GRPCAction(TypedDict, total=False):
    """`io.k8s.api.core.v1.GRPCAction`."""

    mode: Literal["TLS", "Plaintext"]
    port: Required[PortNumber]
    service: str


@with_config(STRICT)
class HTTPHeader(TypedDict, total=False):
    """`io.k8s.api.core.v1.HTTPHeader`."""

    name: Required[HeaderName]
    value: Required[str]


@with_config(STRICT)
class HTTPGetAction(TypedDict, total=False):
    """`io.k8s.api.core.v1.HTTPGetAction`."""

    host: str
    httpHeaders: list[HTTPHeader]
    path: str
    port: Required[PortReference]
    protocol: Literal["HTTP1", "HTTP2"]
    scheme: Literal["HTTP", "HTTPS"]


@with_config(STRICT)
class TCPSocketAction(TypedDict, total=False):
    """`io.k8s.api.core.v1.TCPSocketAction`."""

    host: str
    port: Required[PortReference]


@with_config(STRICT)
class Probe(TypedDict, total=False):
    """`io.k8s.api.core.v1.Probe`."""

    exec: ExecAction
    failureThreshold: OneOrMore
    grpc: GRPCAction
    httpGet: HTTPGetAction
    initialDelaySeconds: ZeroOrMore
    periodSeconds: OneOrMore
    successThreshold: OneOrMore
    tcpSocket: TCPSocketAction
    terminationGracePeriodSeconds: OneOrMore
    timeoutSeconds: OneOrMore


@with_config(STRICT)
class SleepAction(TypedDict, total=False):
    """`io.k8s.api.core.v1.SleepAction`."""

    seconds: Required[ZeroOrMore]


@with_config(STRICT)
class LifecycleHandler(TypedDict, total=False):
    """`io.k8s.api.core.v1.LifecycleHandler`."""

    exec: ExecAction
    httpGet: HTTPGetAction
    sleep: SleepAction
    tcpSocket: TCPSocketAction


@with_config(STRICT)
class Lifecycle(TypedDict, total=False):
    """`io.k8s.api.core.v1.Lifecycle`."""

    postStart: LifecycleHandler
    preStop: LifecycleHandler
    stopSignal: str


@with_config(STRICT)
class AppArmorProfile(TypedDict, total=False):
    """`io.k8s.api.core.v1.AppArmorProfile`."""

    type: Required[Literal["RuntimeDefault", "Localhost", "Unconfined"]]
    localhostProfile: Trimmed


@with_config(STRICT)
class Capabilities(TypedDict, total=False):
    """`io.k8s.api.core.v1.Capabilities`."""

    add: list[str]
    drop: list[str]


@with_config(STRICT)
class SELinuxOptions(TypedDict, total=False):
    """`io.k8s.api.core.v1.SELinuxOptions`."""

    type: str
    level: str
    role: str
    user: str


@with_config(STRICT)
class SeccompProfile(TypedDict, total=False):
    """`io.k8s.api.core.v1.SeccompProfile`."""

    type: Required[Literal["RuntimeDefault", "Localhost", "Unconfined"]]
    localhostProfile: Subpath


@with_config(STRICT)
class WindowsSecurityContextOptions(TypedDict, total=False):
    """`io.k8s.api.core.v1.WindowsSecurityContextOptions`."""

    gmsaCredentialSpec: CredentialSpec
    gmsaCredentialSpecName: ObjectName
    hostProcess: bool
    runAsUserName: WindowsUser


@with_config(STRICT)
class SecurityContext(TypedDict, total=False):
    """`io.k8s.api.core.v1.SecurityContext`."""

    allowPrivilegeEscalation: bool
    appArmorProfile: AppArmorProfile
    capabilities: Capabilities
    privileged: bool
    procMount: Literal["Default", "Unmasked"]
    readOnlyRootFilesystem: bool
    runAsGroup: ZeroOrMore
    runAsNonRoot: bool
    runAsUser: ZeroOrMore
    seLinuxOptions: SELinuxOptions
    seccompProfile: SeccompProfile
    windowsOptions: WindowsSecurityContextOptions


@with_config(STRICT)
class Sysctl(TypedDict, total=False):
    """`io.k8s.api.core.v1.Sysctl`."""

    name: Required[SysctlName]
    value: Required[str]


@with_config(STRICT)
class PodSecurityContext(TypedDict, total=False):
    """`io.k8s.api.core.v1.PodSecurityContext`."""

    appArmorProfile: AppArmorProfile
    fsGroup: ZeroOrMore
    fsGroupChangePolicy: Literal["OnRootMismatch", "Always"]
    runAsGroup: ZeroOrMore
    runAsNonRoot: bool
    runAsUser: ZeroOrMore
    seLinuxChangePolicy: Literal["MountOption", "Recursive"]
    seLinuxOptions: SELinuxOptions
    seccompProfile: SeccompProfile
    supplementalGroups: list[ZeroOrMore]
    supplementalGroupsPolicy: Literal["Merge", "Strict"]
    sysctls: list[Sysctl]
    windowsOptions: WindowsSecurityContextOptions


@with_config(STRICT)
class ContainerPort(TypedDict, total=False):
    """`io.k8s.api.core.v1.ContainerPort`."""

    name: PortName
    containerPort: Required[PortNumber]
    hostIP: str
    hostPort: PortNumber
    protocol: Literal["TCP", "UDP", "SCTP"]


@with_config(STRICT)
class ContainerResizePolicy(TypedDict, total=False):
    """`io.k8s.api.core.v1.ContainerResizePolicy`."""

    resourceName: Required[Literal["cpu", "memory"]]
    restartPolicy: Required[Literal["NotRequired", "RestartContainer"]]


@with_config(STRICT)
class ContainerRestartRuleOnExitCodes(TypedDict, total=False):
    """`io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes`."""

    operator: Required[Literal["In", "NotIn"]]
    values: list[Int32]


@with_config(STRICT)
class ContainerRestartRule(TypedDict, total=False):
    """`io.k8s.api.core.v1.ContainerRestartRule`."""

    action: Required[Literal["Restart", "RestartAllContainers"]]
    exitCodes: ContainerRestartRuleOnExitCodes


@with_config(STRICT)
class VolumeDevice(TypedDict, total=False):
    """`io.k8s.api.core.v1.VolumeDevice`."""

    name: Required[SomeText]
    devicePath: Required[AbsolutePath]


@with_config(STRICT)
class VolumeMount(TypedDict, total=False):
    """`io.k8s.api.core.v1.VolumeMount`."""

    name: Required[SomeText]
    bindMountOptions: list[Literal["nodev", "noexec", "nosuid"]]
    mountPath: Required[AbsolutePath]
    mountPropagation: Literal["None", "HostToContainer", "Bidirectional"]
    readOnly: bool
    recursiveReadOnly: Literal["Disabled", "IfPossible", "Enabled"]
    subPath: Subpath
    subPathExpr: Subpath


@with_config(STRICT)
class Container(TypedDict, total=False):
    """`io.k8s.api.core.v1.Container`."""

    name: Required[DnsLabel]
    image: Required[Image]
    args: list[str]
    command: list[str]
    env: list[EnvVar]
    envFrom: list[EnvFromSource]
    imagePullPolicy: Literal["Always", "IfNotPresent", "Never"]
    lifecycle: Lifecycle
    livenessProbe: Probe
    ports: list[ContainerPort]
    readinessProbe: Probe
    resizePolicy: list[ContainerResizePolicy]
    resources: ResourceRequirements
    restartPolicy: Literal["Always", "OnFailure", "Never"]
    restartPolicyRules: list[ContainerRestartRule]
    securityContext: SecurityContext
    startupProbe: Probe
    stdin: bool
    stdinOnce: bool
    terminationMessagePath: str
    terminationMessagePolicy: Literal["File", "FallbackToLogsOnError"]
    tty: bool
    volumeDevices: list[VolumeDevice]
    volumeMounts: list[VolumeMount]
    workingDir: str


@with_config(STRICT)
class ImageVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.ImageVolumeSource`."""

    pullPolicy: Literal["Always", "IfNotPresent", "Never"]
    reference: str


@with_config(STRICT)
class AWSElasticBlockStoreVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.AWSElasticBlockStoreVolumeSource`."""

    fsType: str
    partition: Byte
    readOnly: bool
    volumeID: Required[SomeText]


@with_config(STRICT)
class AzureDiskVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.AzureDiskVolumeSource`."""

    kind: Literal["Shared", "Dedicated", "Managed"]
    cachingMode: Literal["None", "ReadOnly", "ReadWrite"]
    diskName: Required[SomeText]
    diskURI: Required[SomeText]
    fsType: str
    readOnly: bool


@with_config(STRICT)
class AzureFileVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.AzureFileVolumeSource`."""

    readOnly: bool
    secretName: Required[SomeText]
    shareName: Required[SomeText]


@with_config(STRICT)
class LocalObjectReference(TypedDict, total=False):
    """`io.k8s.api.core.v1.LocalObjectReference`."""

    name: Required[ObjectName]


@with_config(STRICT)
class CephFSVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.CephFSVolumeSource`."""

    monitors: Required[Annotated[list[str], Field(min_length=1)]]
    path: str
    readOnly: bool
    secretFile: str
    secretRef: LocalObjectReference
    user: str


@with_config(STRICT)
class CinderVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.CinderVolumeSource`."""

    fsType: str
    readOnly: bool
    secretRef: LocalObjectReference
    volumeID: Required[SomeText]


@with_config(STRICT)
class KeyToPath(TypedDict, total=False):
    """`io.k8s.api.core.v1.KeyToPath`."""

    key: Required[ConfigKey]
    mode: FileMode
    path: Required[FilePath]
    user: ZeroOrMore


@with_config(STRICT)
class ConfigMapVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.ConfigMapVolumeSource`."""

    name: Required[ObjectName]
    defaultMode: FileMode
    defaultUser: ZeroOrMore
    items: list[KeyToPath]
    optional: bool


@with_config(STRICT)
class CSIVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.CSIVolumeSource`."""

    driver: Required[DriverName]
    fsType: str
    nodePublishSecretRef: LocalObjectReference
    readOnly: bool
    volumeAttributes: SortedMap[str]


@with_config(STRICT)
class DownwardAPIVolumeFile(TypedDict, total=False):
    """`io.k8s.api.core.v1.DownwardAPIVolumeFile`."""

    fieldRef: ObjectFieldSelector
    mode: FileMode
    path: Required[FilePath]
    resourceFieldRef: ResourceFieldSelector
    user: ZeroOrMore


@with_config(STRICT)
class DownwardAPIVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.DownwardAPIVolumeSource`."""

    defaultMode: FileMode
    defaultUser: ZeroOrMore
    items: list[DownwardAPIVolumeFile]


@with_config(STRICT)
class EmptyDirVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.EmptyDirVolumeSource`."""

    medium: str
    mode: StickyMode
    sizeLimit: Quantity


@with_config(STRICT)
class ObjectMeta(TypedDict, total=False):
    """`io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta`."""

    name: str
    namespace: str
    annotations: Annotations
    finalizers: list[LabelKey]
    labels: Labels


@with_config(STRICT)
class TypedLocalObjectReference(TypedDict, total=False):
    """`io.k8s.api.core.v1.TypedLocalObjectReference`."""

    apiGroup: Literal[""] | ObjectName
    kind: Required[SomeText]
    name: Required[SomeText]


@with_config(STRICT)
class TypedObjectReference(TypedDict, total=False):
    """`io.k8s.api.core.v1.TypedObjectReference`."""

    apiGroup: Literal[""] | ObjectName
    kind: Required[SomeText]
    name: Required[SomeText]
    namespace: Namespace


@with_config(STRICT)
class VolumeResourceRequirements(TypedDict, total=False):
    """`io.k8s.api.core.v1.VolumeResourceRequirements`."""

    limits: SortedMap[Quantity]
    requests: SortedMap[Quantity]


@with_config(STRICT)
class LabelSelectorRequirement(TypedDict, total=False):
    """`io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement`."""

    key: Required[LabelKey]
    operator: Required[Literal["In", "NotIn", "Exists", "DoesNotExist"]]
    values: list[LabelValue]


@with_config(STRICT)
class LabelSelector(TypedDict, total=False):
    """`io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector`."""

    matchExpressions: list[LabelSelectorRequirement]
    matchLabels: Labels


@with_config(STRICT)
class PersistentVolumeClaimSpec(TypedDict, total=False):
    """`io.k8s.api.core.v1.PersistentVolumeClaimSpec`."""

    accessModes: list[Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]]
    dataSource: TypedLocalObjectReference
    dataSourceRef: TypedObjectReference
    resources: VolumeResourceRequirements
    selector: LabelSelector
    storageClassName: Literal[""] | ObjectName
    volumeAttributesClassName: Literal[""] | ObjectName
    volumeMode: Literal["Filesystem", "Block"]
    volumeName: str


@with_config(STRICT)
class PersistentVolumeClaimTemplate(TypedDict, total=False):
    """`io.k8s.api.core.v1.PersistentVolumeClaimTemplate`."""

    metadata: ObjectMeta
    spec: Required[PersistentVolumeClaimSpec]


@with_config(STRICT)
class EphemeralVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.EphemeralVolumeSource`."""

    volumeClaimTemplate: Required[PersistentVolumeClaimTemplate]


@with_config(STRICT)
class FCVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.FCVolumeSource`."""

    fsType: str
    lun: Int32
    readOnly: bool
    targetWWNs: list[str]
    wwids: list[str]


@with_config(STRICT)
class FlexVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.FlexVolumeSource`."""

    driver: Required[SomeText]
    fsType: str
    options: SortedMap[str]
    readOnly: bool
    secretRef: LocalObjectReference


@with_config(STRICT)
class FlockerVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.FlockerVolumeSource`."""

    datasetName: str
    datasetUUID: str


@with_config(STRICT)
class GCEPersistentDiskVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.GCEPersistentDiskVolumeSource`."""

    fsType: str
    partition: Byte
    pdName: Required[SomeText]
    readOnly: bool


@with_config(STRICT)
class GitRepoVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.GitRepoVolumeSource`."""

    directory: str
    repository: Required[SomeText]
    revision: str


@with_config(STRICT)
class GlusterfsVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.GlusterfsVolumeSource`."""

    endpoints: Required[SomeText]
    path: Required[SomeText]
    readOnly: bool


@with_config(STRICT)
class HostPathVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.HostPathVolumeSource`."""

    type: Literal["", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"]
    path: Required[StraightPath]


@with_config(STRICT)
class ISCSIVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.ISCSIVolumeSource`."""

    chapAuthDiscovery: bool
    chapAuthSession: bool
    fsType: str
    initiatorName: IscsiName
    iqn: Required[IscsiName]
    iscsiInterface: str
    lun: Required[Byte]
    portals: list[str]
    readOnly: bool
    secretRef: LocalObjectReference
    targetPortal: Required[SomeText]


@with_config(STRICT)
class NFSVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.NFSVolumeSource`."""

    path: Required[PathFromRoot]
    readOnly: bool
    server: Required[SomeText]


@with_config(STRICT)
class PersistentVolumeClaimVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.PersistentVolumeClaimVolumeSource`."""

    claimName: Required[SomeText]
    readOnly: bool


@with_config(STRICT)
class PhotonPersistentDiskVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.PhotonPersistentDiskVolumeSource`."""

    fsType: str
    pdID: Required[SomeText]


@with_config(STRICT)
class PortworxVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.PortworxVolumeSource`."""

    fsType: str
    readOnly: bool
    volumeID: Required[SomeText]


@with_config(STRICT)
class ClusterTrustBundleProjection(TypedDict, total=False):
    """`io.k8s.api.core.v1.ClusterTrustBundleProjection`."""

    name: str
    labelSelector: LabelSelector
    optional: bool
    path: Required[FilePath]
    signerName: str
    user: ZeroOrMore


@with_config(STRICT)
class ConfigMapProjection(TypedDict, total=False):
    """`io.k8s.api.core.v1.ConfigMapProjection`."""

    name: Required[ObjectName]
    items: list[KeyToPath]
    optional: bool


@with_config(STRICT)
class DownwardAPIProjection(TypedDict, total=False):
    """`io.k8s.api.core.v1.DownwardAPIProjection`."""

    items: list[DownwardAPIVolumeFile]


@with_config(STRICT)
class PodCertificateProjection(TypedDict, total=False):
    """`io.k8s.api.core.v1.PodCertificateProjection`."""

    certificateChainPath: FilePath
    credentialBundlePath: FilePath
    keyPath: FilePath
    keyType: Required[Literal["RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"]]
    maxExpirationSeconds: Int32
    signerName: Required[SomeText]
    user: Int64
    userAnnotations: SortedMap[str]


@with_config(STRICT)
class SecretProjection(TypedDict, total=False):
    """`io.k8s.api.core.v1.SecretProjection`."""

    name: Required[ObjectName]
    items: list[KeyToPath]
    optional: bool


@with_config(STRICT)
class ServiceAccountTokenProjection(TypedDict, total=False):
    """`io.k8s.api.core.v1.ServiceAccountTokenProjection`."""

    audience: str
    expirationSeconds: TokenLifetime
    path: Required[FilePath]
    user: ZeroOrMore


@with_config(STRICT)
class VolumeProjection(TypedDict, total=False):
    """`io.k8s.api.core.v1.VolumeProjection`."""

    clusterTrustBundle: ClusterTrustBundleProjection
    configMap: ConfigMapProjection
    downwardAPI: DownwardAPIProjection
    podCertificate: PodCertificateProjection
    secret: SecretProjection
    serviceAccountToken: ServiceAccountTokenProjection


@with_config(STRICT)
class ProjectedVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.ProjectedVolumeSource`."""

    defaultMode: FileMode
    defaultUser: ZeroOrMore
    sources: list[VolumeProjection]


@with_config(STRICT)
class QuobyteVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.QuobyteVolumeSource`."""

    group: str
    readOnly: bool
    registry: Required[SomeText]
    tenant: str
    user: str
    volume: Required[SomeText]


@with_config(STRICT)
class RBDVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.RBDVolumeSource`."""

    image: Required[SomeText]
    fsType: str
    keyring: str
    monitors: Required[Annotated[list[str], Field(min_length=1)]]
    pool: str
    readOnly: bool
    secretRef: LocalObjectReference
    user: str


@with_config(STRICT)
class ScaleIOVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.ScaleIOVolumeSource`."""

    fsType: str
    gateway: Required[SomeText]
    protectionDomain: str
    readOnly: bool
    secretRef: Required[LocalObjectReference]
    sslEnabled: bool
    storageMode: str
    storagePool: str
    system: Required[SomeText]
    volumeName: str


@with_config(STRICT)
class SecretVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.SecretVolumeSource`."""

    defaultMode: FileMode
    defaultUser: ZeroOrMore
    items: list[KeyToPath]
    optional: bool
    secretName: Required[ObjectName]


@with_config(STRICT)
class StorageOSVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.StorageOSVolumeSource`."""

    fsType: str
    readOnly: bool
    secretRef: LocalObjectReference
    volumeName: str
    volumeNamespace: str


@with_config(STRICT)
class VsphereVirtualDiskVolumeSource(TypedDict, total=False):
    """`io.k8s.api.core.v1.VsphereVirtualDiskVolumeSource`."""

    fsType: str
    storagePolicyID: str
    storagePolicyName: str
    volumePath: Required[SomeText]


@with_config(STRICT)
class Volume(TypedDict, total=False):
    """`io.k8s.api.core.v1.Volume`."""

    name: Required[DnsLabel]
    image: ImageVolumeSource
    awsElasticBlockStore: AWSElasticBlockStoreVolumeSource
    azureDisk: AzureDiskVolumeSource
    azureFile: AzureFileVolumeSource
    cephfs: CephFSVolumeSource
    cinder: CinderVolumeSource
    configMap: ConfigMapVolumeSource
    csi: CSIVolumeSource
    downwardAPI: DownwardAPIVolumeSource
    emptyDir: EmptyDirVolumeSource
    ephemeral: EphemeralVolumeSource
    fc: FCVolumeSource
    flexVolume: FlexVolumeSource
    flocker: FlockerVolumeSource
    gcePersistentDisk: GCEPersistentDiskVolumeSource
    gitRepo: GitRepoVolumeSource
    glusterfs: GlusterfsVolumeSource
    hostPath: HostPathVolumeSource
    iscsi: ISCSIVolumeSource
    nfs: NFSVolumeSource
    persistentVolumeClaim: PersistentVolumeClaimVolumeSource
    photonPersistentDisk: PhotonPersistentDiskVolumeSource
    portworxVolume: PortworxVolumeSource
    projected: ProjectedVolumeSource
    quobyte: QuobyteVolumeSource
    rbd: RBDVolumeSource
    scaleIO: ScaleIOVolumeSource
    secret: SecretVolumeSource
    storageos: StorageOSVolumeSource
    vsphereVolume: VsphereVirtualDiskVolumeSource


@with_config(STRICT)
class NodeSelectorRequirement(TypedDict, total=False):
    """`io.k8s.api.core.v1.NodeSelectorRequirement`."""

    key: Required[LabelKey]
    operator: Required[Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]]
    values: list[str]


@with_config(STRICT)
class NodeSelectorTerm(TypedDict, total=False):
    """`io.k8s.api.core.v1.NodeSelectorTerm`."""

    matchExpressions: list[NodeSelectorRequirement]
    matchFields: list[NodeSelectorRequirement]


@with_config(STRICT)
class PreferredSchedulingTerm(TypedDict, total=False):
    """`io.k8s.api.core.v1.PreferredSchedulingTerm`."""

    preference: Required[NodeSelectorTerm]
    weight: Required[Percentage]


@with_config(STRICT)
class NodeSelector(TypedDict, total=False):
    """`io.k8s.api.core.v1.NodeSelector`."""

    nodeSelectorTerms: Required[Annotated[list[NodeSelectorTerm], Field(min_length=1)]]


@with_config(STRICT)
class NodeAffinity(TypedDict, total=False):
    """`io.k8s.api.core.v1.NodeAffinity`."""

    preferredDuringSchedulingIgnoredDuringExecution: list[PreferredSchedulingTerm]
    requiredDuringSchedulingIgnoredDuringExecution: NodeSelector


@with_config(STRICT)
class PodAffinityTerm(TypedDict, total=False):
    """`io.k8s.api.core.v1.PodAffinityTerm`."""

    labelSelector: LabelSelector
    matchLabelKeys: list[LabelKey]
    mismatchLabelKeys: list[LabelKey]
    namespaceSelector: LabelSelector
    namespaces: list[Namespace]
    topologyKey: Required[LabelKey]


@with_config(STRICT)
class WeightedPodAffinityTerm(TypedDict, total=False):
    """`io.k8s.api.core.v1.WeightedPodAffinityTerm`."""

    podAffinityTerm: Required[PodAffinityTerm]
    weight: Required[Percentage]


@with_config(STRICT)
class PodAffinity(TypedDict, total=False):
    """`io.k8s.api.core.v1.PodAffinity`."""

    preferredDuringSchedulingIgnoredDuringExecution: list[WeightedPodAffinityTerm]
    requiredDuringSchedulingIgnoredDuringExecution: list[PodAffinityTerm]


@with_config(STRICT)
class PodAntiAffinity(TypedDict, total=False):
    """`io.k8s.api.core.v1.PodAntiAffinity`."""

    preferredDuringSchedulingIgnoredDuringExecution: list[WeightedPodAffinityTerm]
    requiredDuringSchedulingIgnoredDuringExecution: list[PodAffinityTerm]


@with_config(STRICT)
class Affinity(TypedDict, total=False):
    """`io.k8s.api.core.v1.Affinity`."""

    nodeAffinity: NodeAffinity
    podAffinity: PodAffinity
    podAntiAffinity: PodAntiAffinity


@with_config(STRICT)
class Toleration(TypedDict, total=False):
    """`io.k8s.api.core.v1.Toleration`."""

    key: str
    operator: Literal["Exists", "Equal", "Lt", "Gt"]
    value: str
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"]
    tolerationSeconds: Int64


@with_config(STRICT)
class TopologySpreadConstraint(TypedDict, total=False):
    """`io.k8s.api.core.v1.TopologySpreadConstraint`."""

    labelSelector: LabelSelector
    matchLabelKeys: list[LabelKey]
    maxSkew: Required[OneOrMore]
    minDomains: OneOrMore
    nodeAffinityPolicy: Literal["Honor", "Ignore"]
    nodeTaintsPolicy: Literal["Honor", "Ignore"]
    topologyKey: Required[LabelKey]
    whenUnsatisfiable: Required[Literal["DoNotSchedule", "ScheduleAnyway"]]


@with_config(STRICT)
class HostAlias(TypedDict, total=False):
    """`io.k8s.api.core.v1.HostAlias`."""

    hostnames: list[ObjectName]
    ip: Required[IpAddress]


@with_config(STRICT)
class PodDNSConfigOption(TypedDict, total=False):
    """`io.k8s.api.core.v1.PodDNSConfigOption`."""

    name: Required[SomeText]
    value: str


@with_config(STRICT)
class PodDNSConfig(TypedDict, total=False):
    """`io.k8s.api.core.v1.PodDNSConfig`."""

    nameservers: list[IpAddress]
    options: list[PodDNSConfigOption]
    searches: list[SearchDomain]


@with_config(STRICT)
class PodReadinessGate(TypedDict, total=False):
    """`io.k8s.api.core.v1.PodReadinessGate`."""

    conditionType: Required[LabelKey]


@with_config(STRICT)
class RollingUpdateStatefulSetStrategy(TypedDict, total=False):
    """`io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy`."""

    maxUnavailable: CountOrPercent
    partition: ZeroOrMore


@with_config(STRICT)
class StatefulSetUpdateStrategy(TypedDict, total=False):
    """`io.k8s.api.apps.v1.StatefulSetUpdateStrategy`."""

    type: Literal["RollingUpdate", "OnDelete"]
    rollingUpdate: RollingUpdateStatefulSetStrategy


@with_config(STRICT)
class StatefulSetPersistentVolumeClaimRetentionPolicy(TypedDict, total=False):
    """`io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy`."""

    whenDeleted: Literal["Retain", "Delete"]
    whenScaled: Literal["Retain", "Delete"]


@with_config(STRICT)
class StatefulSetOrdinals(TypedDict, total=False):
    """`io.k8s.api.apps.v1.StatefulSetOrdinals`."""

    start: ZeroOrMore


@with_config(STRICT)
class PodOS(TypedDict, total=False):
    """`io.k8s.api.core.v1.PodOS`."""

    name: Required[Literal["linux", "windows"]]


@with_config(STRICT)
class PodResourceClaim(TypedDict, total=False):
    """`io.k8s.api.core.v1.PodResourceClaim`."""

    name: Required[DnsLabel]
    resourceClaimName: ObjectName
    resourceClaimTemplateName: ObjectName


@with_config(STRICT)
class PodSchedulingGate(TypedDict, total=False):
    """`io.k8s.api.core.v1.PodSchedulingGate`."""

    name: Required[LabelKey]


@with_config(STRICT)
class PodSchedulingGroup(TypedDict, total=False):
    """`io.k8s.api.core.v1.PodSchedulingGroup`."""

    podGroupName: str


@with_config(STRICT)
class EvictionResponder(TypedDict, total=False):
    """`io.k8s.api.core.v1.EvictionResponder`."""

    name: Required[SomeText]
    priority: Required[Int32]


@with_config(STRICT)
class OwnerReference(TypedDict, total=False):
    """`io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference`."""

    apiVersion: Required[SomeText]
    kind: Required[SomeText]
    name: Required[SomeText]
    blockOwnerDeletion: bool
    controller: bool
    uid: Required[SomeText]


@with_config(STRICT)
class ClientIPConfig(TypedDict, total=False):
    """`io.k8s.api.core.v1.ClientIPConfig`."""

    timeoutSeconds: SessionTimeout


@with_config(STRICT)
class SessionAffinityConfig(TypedDict, total=False):
    """`io.k8s.api.core.v1.SessionAffinityConfig`."""

    clientIP: ClientIPConfig


# `io.k8s.api.networking.v1.IPBlock`
IPBlock = TypedDict(
    "IPBlock",
    {
        "cidr": Required[Cidr],
        "except": list[Cidr],
    },
    total=False,
)
with_config(STRICT)(IPBlock)


@with_config(STRICT)
class NetworkPolicyPeer(TypedDict, total=False):
    """`io.k8s.api.networking.v1.NetworkPolicyPeer`."""

    ipBlock: IPBlock
    namespaceSelector: LabelSelector
    podSelector: LabelSelector


@with_config(STRICT)
class NetworkPolicyPort(TypedDict, total=False):
    """`io.k8s.api.networking.v1.NetworkPolicyPort`."""

    endPort: PortNumber
    port: PortReference
    protocol: Literal["TCP", "UDP", "SCTP"]


# `io.k8s.api.networking.v1.NetworkPolicyIngressRule`
NetworkPolicyIngressRule = TypedDict(
    "NetworkPolicyIngressRule",
    {
        "from": list[NetworkPolicyPeer],
        "ports": list[NetworkPolicyPort],
    },
    total=False,
)
with_config(STRICT)(NetworkPolicyIngressRule)


@with_config(STRICT)
class NetworkPolicyEgressRule(TypedDict, total=False):
    """`io.k8s.api.networking.v1.NetworkPolicyEgressRule`."""

    ports: list[NetworkPolicyPort]
    to: list[NetworkPolicyPeer]


@with_config(STRICT)
class EphemeralContainer(TypedDict, total=False):
    """`io.k8s.api.core.v1.EphemeralContainer`."""

    name: Required[SomeText]
    image: str
    args: list[str]
    command: list[str]
    env: list[EnvVar]
    envFrom: list[EnvFromSource]
    imagePullPolicy: str
    lifecycle: Lifecycle
    livenessProbe: Probe
    ports: list[ContainerPort]
    readinessProbe: Probe
    resizePolicy: list[ContainerResizePolicy]
    resources: ResourceRequirements
    restartPolicy: str
    restartPolicyRules: list[ContainerRestartRule]
    securityContext: SecurityContext
    startupProbe: Probe
    stdin: bool
    stdinOnce: bool
    targetContainerName: str
    terminationMessagePath: str
    terminationMessagePolicy: str
    tty: bool
    volumeDevices: list[VolumeDevice]
    volumeMounts: list[VolumeMount]
    workingDir: str


@with_config(STRICT)
class PodSpec(TypedDict, total=False):
    """`io.k8s.api.core.v1.PodSpec`."""

    activeDeadlineSeconds: Int64
    affinity: Affinity
    automountServiceAccountToken: bool
    containers: Required[Annotated[list[Container], Field(min_length=1)]]
    dnsConfig: PodDNSConfig
    dnsPolicy: Literal["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]
    enableServiceLinks: bool
    ephemeralContainers: list[EphemeralContainer]
    evictionResponders: list[EvictionResponder]
    hostAliases: list[HostAlias]
    hostIPC: bool
    hostNetwork: bool
    hostPID: bool
    hostUsers: bool
    hostname: str
    hostnameOverride: HostName
    imagePullSecrets: list[LocalObjectReference]
    initContainers: list[Container]
    nodeName: ObjectName
    nodeSelector: Labels
    os: PodOS
    overhead: SortedMap[Quantity]
    preemptionPolicy: Literal["PreemptLowerPriority", "Never"]
    priority: Int32
    priorityClassName: ObjectName
    readinessGates: list[PodReadinessGate]
    resourceClaims: list[PodResourceClaim]
    resources: ResourceRequirements
    restartPolicy: Literal["Always", "OnFailure", "Never"]
    runtimeClassName: ObjectName
    schedulerName: str
    schedulingGates: list[PodSchedulingGate]
    schedulingGroup: PodSchedulingGroup
    securityContext: PodSecurityContext
    serviceAccount: str
    serviceAccountName: ObjectName
    setHostnameAsFQDN: bool
    shareProcessNamespace: bool
    subdomain: str
    terminationGracePeriodSeconds: ZeroOrMore
    tolerations: list[Toleration]
    topologySpreadConstraints: list[TopologySpreadConstraint]
    volumes: list[Volume]


@with_config(STRICT)
class PodTemplateSpec(TypedDict, total=False):
    """`io.k8s.api.core.v1.PodTemplateSpec`."""

    metadata: ObjectMeta
    spec: Required[PodSpec]


@with_config(STRICT)
class PersistentVolumeClaim(TypedDict, total=False):
    """`io.k8s.api.core.v1.PersistentVolumeClaim`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    spec: Required[PersistentVolumeClaimSpec]


@with_config(STRICT)
class StatefulSetSpec(TypedDict, total=False):
    """`io.k8s.api.apps.v1.StatefulSetSpec`."""

    minReadySeconds: ZeroOrMore
    ordinals: StatefulSetOrdinals
    persistentVolumeClaimRetentionPolicy: StatefulSetPersistentVolumeClaimRetentionPolicy
    podManagementPolicy: Literal["OrderedReady", "Parallel"]
    replicas: ZeroOrMore
    revisionHistoryLimit: Int32
    selector: Required[LabelSelector]
    serviceName: Literal[""] | DnsLabel
    template: Required[PodTemplateSpec]
    updateStrategy: StatefulSetUpdateStrategy
    volumeClaimTemplates: list[PersistentVolumeClaim]


@with_config(STRICT)
class StatefulSet(TypedDict, total=False):
    """`io.k8s.api.apps.v1.StatefulSet`."""

    apiVersion: str
    kind: str
    metadata: Required[ObjectMeta]
    spec: Required[StatefulSetSpec]


@with_config(STRICT)
class ServicePort(TypedDict, total=False):
    """`io.k8s.api.core.v1.ServicePort`."""

    name: DnsLabel
    appProtocol: AppProtocol
    nodePort: PortNumber
    port: Required[PortNumber]
    protocol: Literal["TCP", "UDP", "SCTP"]
    targetPort: PortReference


@with_config(STRICT)
class ServiceSpec(TypedDict, total=False):
    """`io.k8s.api.core.v1.ServiceSpec`."""

    type: Literal["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]
    allocateLoadBalancerNodePorts: bool
    clusterIP: str
    clusterIPs: list[str]
    externalIPs: list[str]
    externalName: str
    externalTrafficPolicy: Literal["Cluster", "Local"]
    healthCheckNodePort: PortNumber
    internalTrafficPolicy: Literal["Cluster", "Local"]
    ipFamilies: list[Literal["IPv4", "IPv6"]]
    ipFamilyPolicy: Literal["SingleStack", "PreferDualStack", "RequireDualStack"]
    loadBalancerClass: LabelKey
    loadBalancerIP: str
    loadBalancerSourceRanges: list[str]
    ports: list[ServicePort]
    publishNotReadyAddresses: bool
    selector: Labels
    sessionAffinity: Literal["None", "ClientIP"]
    sessionAffinityConfig: SessionAffinityConfig
    trafficDistribution: TrafficDistribution


@with_config(STRICT)
class Service(TypedDict, total=False):
    """`io.k8s.api.core.v1.Service`."""

    apiVersion: str
    kind: str
    metadata: Required[ObjectMeta]
    spec: Required[ServiceSpec]


@with_config(STRICT)
class ConfigMap(TypedDict, total=False):
    """`io.k8s.api.core.v1.ConfigMap`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    binaryData: SortedMap[str]
    data: SortedMap[str]
    immutable: bool


@with_config(STRICT)
class ObjectReference(TypedDict, total=False):
    """`io.k8s.api.core.v1.ObjectReference`."""

    apiVersion: str
    kind: str
    name: str
    namespace: str
    fieldPath: str
    resourceVersion: str
    uid: str


@with_config(STRICT)
class ServiceAccount(TypedDict, total=False):
    """`io.k8s.api.core.v1.ServiceAccount`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    automountServiceAccountToken: bool
    imagePullSecrets: list[LocalObjectReference]
    secrets: list[ObjectReference]


@with_config(STRICT)
class PodDisruptionBudgetSpec(TypedDict, total=False):
    """`io.k8s.api.policy.v1.PodDisruptionBudgetSpec`."""

    maxUnavailable: CountOrPercent
    minAvailable: CountOrPercent
    selector: LabelSelector
    unhealthyPodEvictionPolicy: Literal["IfHealthyBudget", "AlwaysAllow"]


@with_config(STRICT)
class PodDisruptionBudget(TypedDict, total=False):
    """`io.k8s.api.policy.v1.PodDisruptionBudget`."""

    apiVersion: str
    kind: str
    metadata: Required[ObjectMeta]
    spec: Required[PodDisruptionBudgetSpec]


@with_config(STRICT)
class NetworkPolicySpec(TypedDict, total=False):
    """`io.k8s.api.networking.v1.NetworkPolicySpec`."""

    egress: list[NetworkPolicyEgressRule]
    ingress: list[NetworkPolicyIngressRule]
    podSelector: LabelSelector
    policyTypes: list[str]


@with_config(STRICT)
class NetworkPolicy(TypedDict, total=False):
    """`io.k8s.api.networking.v1.NetworkPolicy`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    spec: NetworkPolicySpec


@with_config(STRICT)
class RollingUpdateDeployment(TypedDict, total=False):
    """`io.k8s.api.apps.v1.RollingUpdateDeployment`."""

    maxSurge: CountOrPercent
    maxUnavailable: CountOrPercent


@with_config(STRICT)
class DeploymentStrategy(TypedDict, total=False):
    """`io.k8s.api.apps.v1.DeploymentStrategy`."""

    type: str
    rollingUpdate: RollingUpdateDeployment


@with_config(STRICT)
class DeploymentSpec(TypedDict, total=False):
    """`io.k8s.api.apps.v1.DeploymentSpec`."""

    minReadySeconds: Int32
    paused: bool
    progressDeadlineSeconds: Int32
    replicas: Int32
    revisionHistoryLimit: Int32
    selector: Required[LabelSelector]
    strategy: DeploymentStrategy
    template: Required[PodTemplateSpec]


@with_config(STRICT)
class Deployment(TypedDict, total=False):
    """`io.k8s.api.apps.v1.Deployment`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    spec: Required[DeploymentSpec]


@with_config(STRICT)
class PodFailurePolicyOnExitCodesRequirement(TypedDict, total=False):
    """`io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement`."""

    operator: Required[SomeText]
    values: Required[Annotated[list[Int32], Field(min_length=1)]]
    containerName: str


@with_config(STRICT)
class PodFailurePolicyOnPodConditionsPattern(TypedDict, total=False):
    """`io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern`."""

    type: Required[SomeText]
    status: str


@with_config(STRICT)
class PodFailurePolicyRule(TypedDict, total=False):
    """`io.k8s.api.batch.v1.PodFailurePolicyRule`."""

    action: Required[SomeText]
    onExitCodes: PodFailurePolicyOnExitCodesRequirement
    onPodConditions: list[PodFailurePolicyOnPodConditionsPattern]


@with_config(STRICT)
class PodFailurePolicy(TypedDict, total=False):
    """`io.k8s.api.batch.v1.PodFailurePolicy`."""

    rules: Required[Annotated[list[PodFailurePolicyRule], Field(min_length=1)]]


@with_config(STRICT)
class WorkloadPodGroupAllDisruptionMode(TypedDict, total=False):
    """`io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupAllDisruptionMode`."""


@with_config(STRICT)
class WorkloadPodGroupSingleDisruptionMode(TypedDict, total=False):
    """`io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupSingleDisruptionMode`."""


@with_config(STRICT)
class WorkloadPodGroupDisruptionMode(TypedDict, total=False):
    """`io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupDisruptionMode`."""

    all: WorkloadPodGroupAllDisruptionMode
    single: WorkloadPodGroupSingleDisruptionMode


@with_config(STRICT)
class WorkloadPodGroupResourceClaim(TypedDict, total=False):
    """`io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupResourceClaim`."""

    name: Required[SomeText]
    resourceClaimName: str
    resourceClaimTemplateName: str


@with_config(STRICT)
class TopologyConstraint(TypedDict, total=False):
    """`io.k8s.api.scheduling.v1alpha3.TopologyConstraint`."""

    key: Required[SomeText]


@with_config(STRICT)
class WorkloadPodGroupSchedulingConstraints(TypedDict, total=False):
    """`io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupSchedulingConstraints`."""

    topology: list[TopologyConstraint]


@with_config(STRICT)
class WorkloadPodGroupBasicSchedulingPolicy(TypedDict, total=False):
    """`io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupBasicSchedulingPolicy`."""


@with_config(STRICT)
class WorkloadPodGroupGangSchedulingPolicy(TypedDict, total=False):
    """`io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupGangSchedulingPolicy`."""

    minCount: Int32


@with_config(STRICT)
class WorkloadPodGroupSchedulingPolicy(TypedDict, total=False):
    """`io.k8s.api.scheduling.v1alpha3.WorkloadPodGroupSchedulingPolicy`."""

    basic: WorkloadPodGroupBasicSchedulingPolicy
    gang: WorkloadPodGroupGangSchedulingPolicy


@with_config(STRICT)
class JobSchedulingConfiguration(TypedDict, total=False):
    """`io.k8s.api.batch.v1.JobSchedulingConfiguration`."""

    disruptionMode: WorkloadPodGroupDisruptionMode
    resourceClaims: list[WorkloadPodGroupResourceClaim]
    schedulingConstraints: WorkloadPodGroupSchedulingConstraints
    schedulingPolicy: WorkloadPodGroupSchedulingPolicy


@with_config(STRICT)
class SuccessPolicyRule(TypedDict, total=False):
    """`io.k8s.api.batch.v1.SuccessPolicyRule`."""

    succeededCount: Int32
    succeededIndexes: str


@with_config(STRICT)
class SuccessPolicy(TypedDict, total=False):
    """`io.k8s.api.batch.v1.SuccessPolicy`."""

    rules: Required[Annotated[list[SuccessPolicyRule], Field(min_length=1)]]


@with_config(STRICT)
class JobSpec(TypedDict, total=False):
    """`io.k8s.api.batch.v1.JobSpec`."""

    activeDeadlineSeconds: Int64
    backoffLimit: Int32
    backoffLimitPerIndex: Int32
    completionMode: str
    completions: Int32
    managedBy: str
    manualSelector: bool
    maxFailedIndexes: Int32
    parallelism: Int32
    podFailurePolicy: PodFailurePolicy
    podReplacementPolicy: str
    scheduling: JobSchedulingConfiguration
    selector: LabelSelector
    successPolicy: SuccessPolicy
    suspend: bool
    template: Required[PodTemplateSpec]
    ttlSecondsAfterFinished: Int32


@with_config(STRICT)
class JobTemplateSpec(TypedDict, total=False):
    """`io.k8s.api.batch.v1.JobTemplateSpec`."""

    metadata: ObjectMeta
    spec: JobSpec


@with_config(STRICT)
class CronJobSpec(TypedDict, total=False):
    """`io.k8s.api.batch.v1.CronJobSpec`."""

    concurrencyPolicy: str
    failedJobsHistoryLimit: Int32
    jobTemplate: Required[JobTemplateSpec]
    schedule: Required[SomeText]
    startingDeadlineSeconds: Int64
    successfulJobsHistoryLimit: Int32
    suspend: bool
    timeZone: str


@with_config(STRICT)
class CronJob(TypedDict, total=False):
    """`io.k8s.api.batch.v1.CronJob`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    spec: Required[CronJobSpec]


@with_config(STRICT)
class Job(TypedDict, total=False):
    """`io.k8s.api.batch.v1.Job`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    spec: JobSpec


@with_config(STRICT)
class Secret(TypedDict, total=False):
    """`io.k8s.api.core.v1.Secret`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    type: str
    data: SortedMap[str]
    immutable: bool
    stringData: SortedMap[str]


@with_config(STRICT)
class ServiceBackendPort(TypedDict, total=False):
    """`io.k8s.api.networking.v1.ServiceBackendPort`."""

    name: str
    number: Int32


@with_config(STRICT)
class IngressServiceBackend(TypedDict, total=False):
    """`io.k8s.api.networking.v1.IngressServiceBackend`."""

    name: Required[SomeText]
    port: ServiceBackendPort


@with_config(STRICT)
class IngressBackend(TypedDict, total=False):
    """`io.k8s.api.networking.v1.IngressBackend`."""

    resource: TypedLocalObjectReference
    service: IngressServiceBackend


@with_config(STRICT)
class HTTPIngressPath(TypedDict, total=False):
    """`io.k8s.api.networking.v1.HTTPIngressPath`."""

    backend: Required[IngressBackend]
    path: str
    pathType: Required[SomeText]


@with_config(STRICT)
class HTTPIngressRuleValue(TypedDict, total=False):
    """`io.k8s.api.networking.v1.HTTPIngressRuleValue`."""

    paths: Required[Annotated[list[HTTPIngressPath], Field(min_length=1)]]


@with_config(STRICT)
class IngressRule(TypedDict, total=False):
    """`io.k8s.api.networking.v1.IngressRule`."""

    host: str
    http: HTTPIngressRuleValue


@with_config(STRICT)
class IngressTLS(TypedDict, total=False):
    """`io.k8s.api.networking.v1.IngressTLS`."""

    hosts: list[str]
    secretName: str


@with_config(STRICT)
class IngressSpec(TypedDict, total=False):
    """`io.k8s.api.networking.v1.IngressSpec`."""

    defaultBackend: IngressBackend
    ingressClassName: str
    rules: list[IngressRule]
    tls: list[IngressTLS]


@with_config(STRICT)
class Ingress(TypedDict, total=False):
    """`io.k8s.api.networking.v1.Ingress`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    spec: IngressSpec


@with_config(STRICT)
class HPAScalingPolicy(TypedDict, total=False):
    """`io.k8s.api.autoscaling.v2.HPAScalingPolicy`."""

    type: Required[SomeText]
    value: Required[Int32]
    periodSeconds: Required[Int32]


@with_config(STRICT)
class HPAScalingRules(TypedDict, total=False):
    """`io.k8s.api.autoscaling.v2.HPAScalingRules`."""

    policies: list[HPAScalingPolicy]
    selectPolicy: str
    stabilizationWindowSeconds: Int32
    tolerance: Quantity


@with_config(STRICT)
class HorizontalPodAutoscalerBehavior(TypedDict, total=False):
    """`io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior`."""

    scaleDown: HPAScalingRules
    scaleUp: HPAScalingRules


@with_config(STRICT)
class MetricTarget(TypedDict, total=False):
    """`io.k8s.api.autoscaling.v2.MetricTarget`."""

    type: Required[SomeText]
    value: Quantity
    averageUtilization: Int32
    averageValue: Quantity


@with_config(STRICT)
class ContainerResourceMetricSource(TypedDict, total=False):
    """`io.k8s.api.autoscaling.v2.ContainerResourceMetricSource`."""

    name: Required[SomeText]
    container: Required[SomeText]
    target: Required[MetricTarget]


@with_config(STRICT)
class MetricIdentifier(TypedDict, total=False):
    """`io.k8s.api.autoscaling.v2.MetricIdentifier`."""

    name: Required[SomeText]
    selector: LabelSelector


@with_config(STRICT)
class ExternalMetricSource(TypedDict, total=False):
    """`io.k8s.api.autoscaling.v2.ExternalMetricSource`."""

    metric: Required[MetricIdentifier]
    target: Required[MetricTarget]


@with_config(STRICT)
class CrossVersionObjectReference(TypedDict, total=False):
    """`io.k8s.api.autoscaling.v2.CrossVersionObjectReference`."""

    apiVersion: str
    kind: Required[SomeText]
    name: Required[SomeText]


@with_config(STRICT)
class ObjectMetricSource(TypedDict, total=False):
    """`io.k8s.api.autoscaling.v2.ObjectMetricSource`."""

    describedObject: Required[CrossVersionObjectReference]
    metric: Required[MetricIdentifier]
    target: Required[MetricTarget]


@with_config(STRICT)
class PodsMetricSource(TypedDict, total=False):
    """`io.k8s.api.autoscaling.v2.PodsMetricSource`."""

    metric: Required[MetricIdentifier]
    target: Required[MetricTarget]


@with_config(STRICT)
class ResourceMetricSource(TypedDict, total=False):
    """`io.k8s.api.autoscaling.v2.ResourceMetricSource`."""

    name: Required[SomeText]
    target: Required[MetricTarget]


@with_config(STRICT)
class MetricSpec(TypedDict, total=False):
    """`io.k8s.api.autoscaling.v2.MetricSpec`."""

    type: Required[SomeText]
    containerResource: ContainerResourceMetricSource
    external: ExternalMetricSource
    object: ObjectMetricSource
    pods: PodsMetricSource
    resource: ResourceMetricSource


@with_config(STRICT)
class HorizontalPodAutoscalerSpec(TypedDict, total=False):
    """`io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec`."""

    behavior: HorizontalPodAutoscalerBehavior
    maxReplicas: Required[Int32]
    metrics: list[MetricSpec]
    minReplicas: Int32
    scaleTargetRef: Required[CrossVersionObjectReference]


@with_config(STRICT)
class HorizontalPodAutoscaler(TypedDict, total=False):
    """`io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    spec: Required[HorizontalPodAutoscalerSpec]


@with_config(STRICT)
class PolicyRule(TypedDict, total=False):
    """`io.k8s.api.rbac.v1.PolicyRule`."""

    apiGroups: list[str]
    nonResourceURLs: list[str]
    resourceNames: list[str]
    resources: list[str]
    verbs: Required[Annotated[list[str], Field(min_length=1)]]


@with_config(STRICT)
class Role(TypedDict, total=False):
    """`io.k8s.api.rbac.v1.Role`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    rules: list[PolicyRule]


@with_config(STRICT)
class RoleRef(TypedDict, total=False):
    """`io.k8s.api.rbac.v1.RoleRef`."""

    apiGroup: str
    kind: Required[SomeText]
    name: Required[SomeText]


@with_config(STRICT)
class Subject(TypedDict, total=False):
    """`io.k8s.api.rbac.v1.Subject`."""

    apiGroup: str
    kind: Required[SomeText]
    name: Required[SomeText]
    namespace: str


@with_config(STRICT)
class RoleBinding(TypedDict, total=False):
    """`io.k8s.api.rbac.v1.RoleBinding`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    roleRef: Required[RoleRef]
    subjects: list[Subject]


@with_config(STRICT)
class AggregationRule(TypedDict, total=False):
    """`io.k8s.api.rbac.v1.AggregationRule`."""

    clusterRoleSelectors: list[LabelSelector]


@with_config(STRICT)
class ClusterRole(TypedDict, total=False):
    """`io.k8s.api.rbac.v1.ClusterRole`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    aggregationRule: AggregationRule
    rules: list[PolicyRule]


@with_config(STRICT)
class ClusterRoleBinding(TypedDict, total=False):
    """`io.k8s.api.rbac.v1.ClusterRoleBinding`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    roleRef: Required[RoleRef]
    subjects: list[Subject]


@with_config(STRICT)
class PriorityClass(TypedDict, total=False):
    """`io.k8s.api.scheduling.v1.PriorityClass`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    value: Int32
    description: str
    globalDefault: bool
    preemptionPolicy: str


@with_config(STRICT)
class TopologySelectorLabelRequirement(TypedDict, total=False):
    """`io.k8s.api.core.v1.TopologySelectorLabelRequirement`."""

    key: Required[SomeText]
    values: Required[Annotated[list[str], Field(min_length=1)]]


@with_config(STRICT)
class TopologySelectorTerm(TypedDict, total=False):
    """`io.k8s.api.core.v1.TopologySelectorTerm`."""

    matchLabelExpressions: list[TopologySelectorLabelRequirement]


@with_config(STRICT)
class StorageClass(TypedDict, total=False):
    """`io.k8s.api.storage.v1.StorageClass`."""

    apiVersion: str
    kind: str
    metadata: ObjectMeta
    allowVolumeExpansion: bool
    allowedTopologies: list[TopologySelectorTerm]
    mountOptions: list[str]
    parameters: SortedMap[str]
    provisioner: Required[SomeText]
    reclaimPolicy: str
    volumeBindingMode: str
