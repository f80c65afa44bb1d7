"""Kubernetes' own types, in its own words: keys as Kubernetes spells them.

The order of the keys is the order in which they are printed. Generated from the OpenAPI of
Kubernetes v1.37.0 by tools/generate_kubernetes_types.py: change that file, not this one.
"""

# No `from __future__ import annotations`: TypedDict cannot see `Required` inside of a string.

from typing import Literal, Required

from pydantic import with_config
from typing_extensions import TypedDict

from renderer.kubernetes.scalars import (
    STRICT,
    ConfigKey,
    CountOrPercent,
    DnsLabel,
    EnvName,
    LabelKey,
    Labels,
    LabelValue,
    Namespace,
    ObjectName,
    OneOrMore,
    PortNumber,
    PortReference,
    Quantity,
    ResourceList,
    Subpath,
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

    apiVersion: str
    fieldPath: Required[str]


@with_config(STRICT)
class FileKeySelector(TypedDict, total=False):
    """`io.k8s.api.core.v1.FileKeySelector`."""

    key: Required[str]
    optional: bool
    path: Required[Subpath]
    volumeName: Required[DnsLabel]


@with_config(STRICT)
class ResourceFieldSelector(TypedDict, total=False):
    """`io.k8s.api.core.v1.ResourceFieldSelector`."""

    containerName: str
    divisor: Quantity
    resource: Required[str]


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

    name: Required[str]
    request: str


@with_config(STRICT)
class ResourceRequirements(TypedDict, total=False):
    """`io.k8s.api.core.v1.ResourceRequirements`."""

    claims: list[ResourceClaim]
    limits: ResourceList
    requests: ResourceList


@with_config(STRICT)
class ExecAction(TypedDict, total=False):
    """`io.k8s.api.core.v1.ExecAction`."""

    command: Required[list[str]]


@with_config(STRICT)
class GRPCAction(TypedDict, total=False):
    """`io.k8s.api.core.v1.GRPCAction`."""

    mode: Literal["TLS", "Plaintext"]
    port: Required[PortNumber]
    service: str


@with_config(STRICT)
class HTTPHeader(TypedDict, total=False):
    """`io.k8s.api.core.v1.HTTPHeader`."""

    name: Required[str]
    value: Required[str]


@with_config(STRICT)
class HTTPGetAction(TypedDict, total=False):
    """`io.k8s.api.core.v1.HTTPGetAction`."""

    host: str
    httpHeaders: list[HTTPHeader]
    path: str
    port: Required[PortReference]
    protocol: str
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
    localhostProfile: str


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
    localhostProfile: str


@with_config(STRICT)
class WindowsSecurityContextOptions(TypedDict, total=False):
    """`io.k8s.api.core.v1.WindowsSecurityContextOptions`."""

    gmsaCredentialSpec: str
    gmsaCredentialSpecName: str
    hostProcess: bool
    runAsUserName: str


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

    name: Required[str]
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
class TypedLocalObjectReference(TypedDict, total=False):
    """`io.k8s.api.core.v1.TypedLocalObjectReference`."""

    apiGroup: ObjectName
    kind: Required[str]
    name: Required[str]


@with_config(STRICT)
class TypedObjectReference(TypedDict, total=False):
    """`io.k8s.api.core.v1.TypedObjectReference`."""

    apiGroup: ObjectName
    kind: Required[str]
    name: Required[str]
    namespace: Namespace


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
class LocalObjectReference(TypedDict, total=False):
    """`io.k8s.api.core.v1.LocalObjectReference`."""

    name: Required[ObjectName]
