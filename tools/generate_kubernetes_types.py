"""Write `renderer/kubernetes/types.py` from Kubernetes' own OpenAPI.

Run it after kubernetes-validate was updated, or to add a type: put its name into ROOTS, and what
OpenAPI does not say about its fields (a choice, a bound, a name's rule) into FACTS.

Usage: python tools/generate_kubernetes_types.py           writes the file
       python tools/generate_kubernetes_types.py --check   exits 1 when the file is not current
"""

from __future__ import annotations

import json
import keyword
import re
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from page import all_renewed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable

    Schema = Mapping[str, Any]

TARGET = Path(__file__).parents[1] / "renderer" / "kubernetes" / "types.py"
SCALARS = Path(__file__).parents[1] / "renderer" / "kubernetes" / "scalars.py"

# Whole objects, for patches and extra resources: those that we make, and what often goes with them.
OBJECTS = (
    "io.k8s.api.apps.v1.StatefulSet",
    "io.k8s.api.core.v1.Service",
    "io.k8s.api.core.v1.ConfigMap",
    "io.k8s.api.core.v1.ServiceAccount",
    "io.k8s.api.policy.v1.PodDisruptionBudget",
    "io.k8s.api.networking.v1.NetworkPolicy",
    "io.k8s.api.apps.v1.Deployment",
    "io.k8s.api.batch.v1.CronJob",
    "io.k8s.api.batch.v1.Job",
    "io.k8s.api.core.v1.PersistentVolumeClaim",
    "io.k8s.api.core.v1.Secret",
    "io.k8s.api.networking.v1.Ingress",
    "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler",
    "io.k8s.api.rbac.v1.Role",
    "io.k8s.api.rbac.v1.RoleBinding",
    "io.k8s.api.rbac.v1.ClusterRole",
    "io.k8s.api.rbac.v1.ClusterRoleBinding",
    "io.k8s.api.scheduling.v1.PriorityClass",
    "io.k8s.api.storage.v1.StorageClass",
)
ROOTS = (
    "EnvVar",
    "EnvFromSource",
    "ResourceRequirements",
    "Probe",
    "Lifecycle",
    "SecurityContext",
    "PodSecurityContext",
    "Container",
    "Volume",
    "VolumeMount",
    "Affinity",
    "Toleration",
    "TopologySpreadConstraint",
    "HostAlias",
    "PodDNSConfig",
    "PodReadinessGate",
    "StatefulSetUpdateStrategy",
    "StatefulSetPersistentVolumeClaimRetentionPolicy",
    "StatefulSetOrdinals",
    "io.k8s.api.core.v1.TypedLocalObjectReference",
    "TypedObjectReference",
    "LabelSelector",
    "LocalObjectReference",
    "VolumeDevice",
    "ContainerResizePolicy",
    "ContainerRestartRule",
    "PodOS",
    "PodResourceClaim",
    "PodSchedulingGate",
    "PodSchedulingGroup",
    "EvictionResponder",
    "OwnerReference",
    "SessionAffinityConfig",
    "NetworkPolicyPeer",
    "NetworkPolicyIngressRule",
    "NetworkPolicyEgressRule",
    *OBJECTS,
)

# What a reader looks for first; the other keys follow by the alphabet.
PREFERRED = (
    "apiVersion",
    "apiGroup",
    "kind",
    "metadata",
    "type",
    "name",
    "namespace",
    "image",
    "key",
    "operator",
    "value",
    "values",
)

TYPES = {
    "boolean": "bool",
    "string": "str",
    "integer": "Int64",
    "number": "float",
    "object": "dict[str, object]",
    "int32": "Int32",
    "int64": "Int64",
}

# Types of the OpenAPI that are a single value.
SCALAR_TYPES = {
    "FieldsV1": "dict[str, object]",
    "IntOrString": "int | str",
    "JSON": "object",
    "JSONSchemaPropsOrArray": "object",
    "JSONSchemaPropsOrBool": "object",
    "JSONSchemaPropsOrStringArray": "object",
    "MicroTime": "Time",
    "Quantity": "Quantity",
    "RawExtension": "dict[str, object]",
    "Time": "Time",
}

TOLERATION_OPERATOR = 'Literal["Exists", "Equal", "Lt", "Gt"]'
DNS_POLICY = 'Literal["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]'
EVICTION = 'Literal["IfHealthyBudget", "AlwaysAllow"]'
UNSATISFIABLE = 'Literal["DoNotSchedule", "ScheduleAnyway"]'
SELECTOR_OPERATOR = 'Literal["In", "NotIn", "Exists", "DoesNotExist"]'
NODE_OPERATOR = 'Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]'
PROFILE = 'Literal["RuntimeDefault", "Localhost", "Unconfined"]'
PROTOCOL = 'Literal["TCP", "UDP", "SCTP"]'
PULL = 'Literal["Always", "IfNotPresent", "Never"]'
RETENTION = 'Literal["Retain", "Delete"]'
SPREAD = 'Literal["Honor", "Ignore"]'
ACCESS = 'Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]'
# Empty is the core group.
GROUP = 'Literal[""] | ObjectName'
VOLUME_MODE = 'Literal["Filesystem", "Block"]'
# The highest user id that Linux and the API server agree on is that of an int32.
USER = "ZeroOrMore"
CLASS = GROUP  # empty is none
LABEL_KEYS = "list[LabelKey]"
_TYPES = '"RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"'
KEY_TYPE = f"Literal[{_TYPES}]"
DEVICE = '"Socket", "CharDevice", "BlockDevice"'
HOST_PATH = f'Literal["", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", {DEVICE}]'
SERVICE_TYPE = 'Literal["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]'
FAMILY_POLICY = 'Literal["SingleStack", "PreferDualStack", "RequireDualStack"]'

# What the server's validation demands and OpenAPI does not say. Where the server would replace a
# zero by its default (probes), zero is refused: it would show as drift.
FACTS = {
    ("AWSElasticBlockStoreVolumeSource", "partition"): "Byte",
    ("AppArmorProfile", "localhostProfile"): "Trimmed",
    ("AppArmorProfile", "type"): PROFILE,
    ("AzureDiskVolumeSource", "cachingMode"): 'Literal["None", "ReadOnly", "ReadWrite"]',
    ("AzureDiskVolumeSource", "kind"): 'Literal["Shared", "Dedicated", "Managed"]',
    ("CSIVolumeSource", "driver"): "DriverName",
    ("ClientIPConfig", "timeoutSeconds"): "SessionTimeout",
    ("ClusterTrustBundleProjection", "path"): "FilePath",
    ("ClusterTrustBundleProjection", "user"): USER,
    ("ConfigMapEnvSource", "name"): "ObjectName",
    ("ConfigMapKeySelector", "key"): "ConfigKey",
    ("ConfigMapKeySelector", "name"): "ObjectName",
    ("ConfigMapProjection", "name"): "ObjectName",
    ("ConfigMapVolumeSource", "defaultMode"): "FileMode",
    ("ConfigMapVolumeSource", "defaultUser"): USER,
    ("ConfigMapVolumeSource", "name"): "ObjectName",
    ("Container", "image"): "Image",
    ("Container", "imagePullPolicy"): PULL,
    ("Container", "name"): "DnsLabel",
    ("Container", "restartPolicy"): 'Literal["Always", "OnFailure", "Never"]',
    ("Container", "terminationMessagePolicy"): 'Literal["File", "FallbackToLogsOnError"]',
    ("ContainerPort", "containerPort"): "PortNumber",
    ("ContainerPort", "hostPort"): "PortNumber",
    ("ContainerPort", "name"): "PortName",
    ("ContainerPort", "protocol"): PROTOCOL,
    ("ContainerResizePolicy", "resourceName"): 'Literal["cpu", "memory"]',
    ("ContainerResizePolicy", "restartPolicy"): 'Literal["NotRequired", "RestartContainer"]',
    ("ContainerRestartRule", "action"): 'Literal["Restart", "RestartAllContainers"]',
    ("ContainerRestartRuleOnExitCodes", "operator"): 'Literal["In", "NotIn"]',
    ("DownwardAPIVolumeFile", "mode"): "FileMode",
    ("DownwardAPIVolumeFile", "path"): "FilePath",
    ("DownwardAPIVolumeFile", "user"): USER,
    ("DownwardAPIVolumeSource", "defaultMode"): "FileMode",
    ("DownwardAPIVolumeSource", "defaultUser"): USER,
    ("EmptyDirVolumeSource", "mode"): "StickyMode",
    ("EnvFromSource", "prefix"): "EnvName",
    ("EnvVar", "name"): "EnvName",
    ("ExecAction", "command"): "Command",
    ("FileKeySelector", "path"): "FilePath",
    ("FileKeySelector", "volumeName"): "DnsLabel",
    ("GCEPersistentDiskVolumeSource", "partition"): "Byte",
    ("GRPCAction", "mode"): 'Literal["TLS", "Plaintext"]',
    ("GRPCAction", "port"): "PortNumber",
    ("HTTPGetAction", "port"): "PortReference",
    ("HTTPGetAction", "protocol"): 'Literal["HTTP1", "HTTP2"]',
    ("HTTPGetAction", "scheme"): 'Literal["HTTP", "HTTPS"]',
    ("HTTPHeader", "name"): "HeaderName",
    ("HostAlias", "hostnames"): "list[ObjectName]",
    ("HostAlias", "ip"): "IpAddress",
    ("HostPathVolumeSource", "path"): "StraightPath",
    ("HostPathVolumeSource", "type"): HOST_PATH,
    ("IPBlock", "cidr"): "Cidr",
    ("IPBlock", "except"): "list[Cidr]",
    ("ISCSIVolumeSource", "initiatorName"): "IscsiName",
    ("ISCSIVolumeSource", "iqn"): "IscsiName",
    ("ISCSIVolumeSource", "lun"): "Byte",
    ("ImageVolumeSource", "pullPolicy"): PULL,
    ("KeyToPath", "key"): "ConfigKey",
    ("KeyToPath", "mode"): "FileMode",
    ("KeyToPath", "path"): "FilePath",
    ("KeyToPath", "user"): USER,
    ("LabelSelector", "matchLabels"): "Labels",
    ("LabelSelectorRequirement", "key"): "LabelKey",
    ("LabelSelectorRequirement", "operator"): SELECTOR_OPERATOR,
    ("LabelSelectorRequirement", "values"): "list[LabelValue]",
    ("LocalObjectReference", "name"): "ObjectName",
    ("NFSVolumeSource", "path"): "PathFromRoot",
    ("NetworkPolicyPort", "endPort"): "PortNumber",
    ("NetworkPolicyPort", "port"): "PortReference",
    ("NetworkPolicyPort", "protocol"): PROTOCOL,
    ("NodeSelectorRequirement", "key"): "LabelKey",
    ("NodeSelectorRequirement", "operator"): NODE_OPERATOR,
    ("ObjectFieldSelector", "apiVersion"): 'Literal["v1"]',
    ("ObjectFieldSelector", "fieldPath"): "FieldPath",
    ("ObjectMeta", "annotations"): "Annotations",
    ("ObjectMeta", "finalizers"): LABEL_KEYS,
    ("ObjectMeta", "labels"): "Labels",
    ("PersistentVolumeClaimSpec", "accessModes"): f"list[{ACCESS}]",
    ("PersistentVolumeClaimSpec", "storageClassName"): CLASS,
    ("PersistentVolumeClaimSpec", "volumeAttributesClassName"): CLASS,
    ("PersistentVolumeClaimSpec", "volumeMode"): VOLUME_MODE,
    ("PodAffinityTerm", "matchLabelKeys"): LABEL_KEYS,
    ("PodAffinityTerm", "mismatchLabelKeys"): LABEL_KEYS,
    ("PodAffinityTerm", "namespaces"): "list[Namespace]",
    ("PodAffinityTerm", "topologyKey"): "LabelKey",
    ("PodCertificateProjection", "certificateChainPath"): "FilePath",
    ("PodCertificateProjection", "credentialBundlePath"): "FilePath",
    ("PodCertificateProjection", "keyPath"): "FilePath",
    ("PodCertificateProjection", "keyType"): KEY_TYPE,
    ("PodDNSConfig", "nameservers"): "list[IpAddress]",
    ("PodDNSConfig", "searches"): "list[SearchDomain]",
    ("PodDisruptionBudgetSpec", "maxUnavailable"): "CountOrPercent",
    ("PodDisruptionBudgetSpec", "minAvailable"): "CountOrPercent",
    ("PodDisruptionBudgetSpec", "unhealthyPodEvictionPolicy"): EVICTION,
    ("PodOS", "name"): 'Literal["linux", "windows"]',
    ("PodReadinessGate", "conditionType"): "LabelKey",
    ("PodResourceClaim", "name"): "DnsLabel",
    ("PodResourceClaim", "resourceClaimName"): "ObjectName",
    ("PodResourceClaim", "resourceClaimTemplateName"): "ObjectName",
    ("PodSchedulingGate", "name"): "LabelKey",
    ("PodSecurityContext", "fsGroup"): USER,
    ("PodSecurityContext", "fsGroupChangePolicy"): 'Literal["OnRootMismatch", "Always"]',
    ("PodSecurityContext", "runAsGroup"): USER,
    ("PodSecurityContext", "runAsUser"): USER,
    ("PodSecurityContext", "seLinuxChangePolicy"): 'Literal["MountOption", "Recursive"]',
    ("PodSecurityContext", "supplementalGroups"): f"list[{USER}]",
    ("PodSecurityContext", "supplementalGroupsPolicy"): 'Literal["Merge", "Strict"]',
    ("PodSpec", "dnsPolicy"): DNS_POLICY,
    ("PodSpec", "hostnameOverride"): "HostName",
    ("PodSpec", "nodeName"): "ObjectName",
    ("PodSpec", "nodeSelector"): "Labels",
    ("PodSpec", "preemptionPolicy"): 'Literal["PreemptLowerPriority", "Never"]',
    ("PodSpec", "priorityClassName"): "ObjectName",
    ("PodSpec", "restartPolicy"): 'Literal["Always", "OnFailure", "Never"]',
    ("PodSpec", "runtimeClassName"): "ObjectName",
    ("PodSpec", "serviceAccountName"): "ObjectName",
    ("PodSpec", "terminationGracePeriodSeconds"): "ZeroOrMore",
    ("PreferredSchedulingTerm", "weight"): "Percentage",
    ("Probe", "failureThreshold"): "OneOrMore",
    ("Probe", "initialDelaySeconds"): "ZeroOrMore",
    ("Probe", "periodSeconds"): "OneOrMore",
    ("Probe", "successThreshold"): "OneOrMore",
    ("Probe", "terminationGracePeriodSeconds"): "OneOrMore",
    ("Probe", "timeoutSeconds"): "OneOrMore",
    ("ProjectedVolumeSource", "defaultMode"): "FileMode",
    ("ProjectedVolumeSource", "defaultUser"): USER,
    ("ResourceClaim", "request"): "DnsLabel",
    ("ResourceFieldSelector", "resource"): "ResourceField",
    ("ResourceRequirements", "limits"): "ResourceList",
    ("ResourceRequirements", "requests"): "ResourceList",
    ("RollingUpdateDeployment", "maxSurge"): "CountOrPercent",
    ("RollingUpdateDeployment", "maxUnavailable"): "CountOrPercent",
    ("RollingUpdateStatefulSetStrategy", "maxUnavailable"): "CountOrPercent",
    ("RollingUpdateStatefulSetStrategy", "partition"): "ZeroOrMore",
    ("SeccompProfile", "localhostProfile"): "Subpath",
    ("SeccompProfile", "type"): PROFILE,
    ("SecretEnvSource", "name"): "ObjectName",
    ("SecretKeySelector", "key"): "ConfigKey",
    ("SecretKeySelector", "name"): "ObjectName",
    ("SecretProjection", "name"): "ObjectName",
    ("SecretVolumeSource", "defaultMode"): "FileMode",
    ("SecretVolumeSource", "defaultUser"): USER,
    ("SecretVolumeSource", "secretName"): "ObjectName",
    ("SecurityContext", "procMount"): 'Literal["Default", "Unmasked"]',
    ("SecurityContext", "runAsGroup"): USER,
    ("SecurityContext", "runAsUser"): USER,
    ("ServiceAccountTokenProjection", "expirationSeconds"): "TokenLifetime",
    ("ServiceAccountTokenProjection", "path"): "FilePath",
    ("ServiceAccountTokenProjection", "user"): USER,
    ("ServicePort", "appProtocol"): "AppProtocol",
    ("ServicePort", "name"): "DnsLabel",
    ("ServicePort", "nodePort"): "PortNumber",
    ("ServicePort", "port"): "PortNumber",
    ("ServicePort", "protocol"): PROTOCOL,
    ("ServicePort", "targetPort"): "PortReference",
    ("ServiceSpec", "externalTrafficPolicy"): 'Literal["Cluster", "Local"]',
    ("ServiceSpec", "healthCheckNodePort"): "PortNumber",
    ("ServiceSpec", "internalTrafficPolicy"): 'Literal["Cluster", "Local"]',
    ("ServiceSpec", "ipFamilies"): 'list[Literal["IPv4", "IPv6"]]',
    ("ServiceSpec", "ipFamilyPolicy"): FAMILY_POLICY,
    ("ServiceSpec", "loadBalancerClass"): "LabelKey",
    ("ServiceSpec", "selector"): "Labels",
    ("ServiceSpec", "sessionAffinity"): 'Literal["None", "ClientIP"]',
    ("ServiceSpec", "trafficDistribution"): "TrafficDistribution",
    ("ServiceSpec", "type"): SERVICE_TYPE,
    ("SleepAction", "seconds"): "ZeroOrMore",
    ("StatefulSetOrdinals", "start"): "ZeroOrMore",
    ("StatefulSetPersistentVolumeClaimRetentionPolicy", "whenDeleted"): RETENTION,
    ("StatefulSetPersistentVolumeClaimRetentionPolicy", "whenScaled"): RETENTION,
    ("StatefulSetSpec", "minReadySeconds"): "ZeroOrMore",
    ("StatefulSetSpec", "podManagementPolicy"): 'Literal["OrderedReady", "Parallel"]',
    ("StatefulSetSpec", "replicas"): "ZeroOrMore",
    ("StatefulSetSpec", "serviceName"): 'Literal[""] | DnsLabel',
    ("StatefulSetUpdateStrategy", "type"): 'Literal["RollingUpdate", "OnDelete"]',
    ("Sysctl", "name"): "SysctlName",
    ("TCPSocketAction", "port"): "PortReference",
    ("Toleration", "effect"): 'Literal["NoSchedule", "PreferNoSchedule", "NoExecute"]',
    ("Toleration", "operator"): TOLERATION_OPERATOR,
    ("TopologySpreadConstraint", "matchLabelKeys"): LABEL_KEYS,
    ("TopologySpreadConstraint", "maxSkew"): "OneOrMore",
    ("TopologySpreadConstraint", "minDomains"): "OneOrMore",
    ("TopologySpreadConstraint", "nodeAffinityPolicy"): SPREAD,
    ("TopologySpreadConstraint", "nodeTaintsPolicy"): SPREAD,
    ("TopologySpreadConstraint", "topologyKey"): "LabelKey",
    ("TopologySpreadConstraint", "whenUnsatisfiable"): UNSATISFIABLE,
    ("TypedLocalObjectReference", "apiGroup"): GROUP,
    ("TypedObjectReference", "apiGroup"): GROUP,
    ("TypedObjectReference", "namespace"): "Namespace",
    ("Volume", "name"): "DnsLabel",
    ("VolumeDevice", "devicePath"): "AbsolutePath",
    ("VolumeMount", "bindMountOptions"): 'list[Literal["nodev", "noexec", "nosuid"]]',
    ("VolumeMount", "mountPath"): "AbsolutePath",
    ("VolumeMount", "mountPropagation"): 'Literal["None", "HostToContainer", "Bidirectional"]',
    ("VolumeMount", "recursiveReadOnly"): 'Literal["Disabled", "IfPossible", "Enabled"]',
    ("VolumeMount", "subPath"): "Subpath",
    ("VolumeMount", "subPathExpr"): "Subpath",
    ("WeightedPodAffinityTerm", "weight"): "Percentage",
    ("WindowsSecurityContextOptions", "gmsaCredentialSpec"): "CredentialSpec",
    ("WindowsSecurityContextOptions", "gmsaCredentialSpecName"): "ObjectName",
    ("WindowsSecurityContextOptions", "runAsUserName"): "WindowsUser",
}

# Optional in OpenAPI, and demanded by the server's validation all the same.
REQUIRED = {
    ("ConfigMapEnvSource", "name"),
    ("ConfigMapKeySelector", "name"),
    ("ConfigMapProjection", "name"),
    ("ConfigMapVolumeSource", "name"),
    ("Container", "image"),
    ("EphemeralVolumeSource", "volumeClaimTemplate"),
    ("ExecAction", "command"),
    ("LocalObjectReference", "name"),
    ("PersistentVolumeClaim", "spec"),
    ("PodDNSConfigOption", "name"),
    ("PodDisruptionBudget", "metadata"),
    ("PodDisruptionBudget", "spec"),
    ("PodTemplateSpec", "spec"),
    ("SecretEnvSource", "name"),
    ("SecretKeySelector", "name"),
    ("SecretProjection", "name"),
    ("SecretVolumeSource", "secretName"),
    ("Service", "metadata"),
    ("Service", "spec"),
    ("StatefulSet", "metadata"),
    ("StatefulSet", "spec"),
}

# A required text or list must hold something, but for these.
MAY_BE_EMPTY = {("HTTPHeader", "value"), ("Sysctl", "value")}

# Of what Kubernetes' OpenAPI demands and we too, this may be absent in what others wrote: a
# reference without a name is taken for none, and a sleep without a time is none.
LENIENT = {("LocalObjectReference", "name"), ("SleepAction", "seconds")}

# An empty text, and 0, mean in Go that a field is absent, unless it is a pointer: then it is a
# value, and refused where it is none of those allowed.
POINTERS = {
    ("AzureDiskVolumeSource", "cachingMode"),
    ("AzureDiskVolumeSource", "kind"),
    ("ClientIPConfig", "timeoutSeconds"),
    ("Container", "restartPolicy"),
    ("GRPCAction", "mode"),
    ("HTTPGetAction", "protocol"),
    ("ISCSIVolumeSource", "initiatorName"),
    ("PersistentVolumeClaimSpec", "volumeMode"),
    ("PodDisruptionBudgetSpec", "unhealthyPodEvictionPolicy"),
    ("PodResourceClaim", "resourceClaimName"),
    ("PodResourceClaim", "resourceClaimTemplateName"),
    ("PodSecurityContext", "fsGroupChangePolicy"),
    ("PodSecurityContext", "seLinuxChangePolicy"),
    ("PodSecurityContext", "supplementalGroupsPolicy"),
    ("PodSpec", "hostnameOverride"),
    ("PodSpec", "preemptionPolicy"),
    ("PodSpec", "runtimeClassName"),
    ("Probe", "terminationGracePeriodSeconds"),
    ("SecurityContext", "procMount"),
    ("ServiceAccountTokenProjection", "expirationSeconds"),
    ("ServicePort", "appProtocol"),
    ("ServiceSpec", "internalTrafficPolicy"),
    ("ServiceSpec", "ipFamilyPolicy"),
    ("ServiceSpec", "trafficDistribution"),
    ("TopologySpreadConstraint", "minDomains"),
    ("TopologySpreadConstraint", "nodeAffinityPolicy"),
    ("TopologySpreadConstraint", "nodeTaintsPolicy"),
    ("VolumeMount", "mountPropagation"),
    ("VolumeMount", "recursiveReadOnly"),
    ("WindowsSecurityContextOptions", "gmsaCredentialSpec"),
    ("WindowsSecurityContextOptions", "gmsaCredentialSpecName"),
    ("WindowsSecurityContextOptions", "runAsUserName"),
}

# What a person may say of an object's metadata; the rest is the server's.
OBJECT = {"apiVersion", "kind", "metadata", "spec"}
KEPT = {
    "ObjectMeta": {"annotations", "finalizers", "labels", "name", "namespace"},
    "StatefulSet": OBJECT,
    "Service": OBJECT,
    "PodDisruptionBudget": OBJECT,
    "CronJob": OBJECT,
    "Deployment": OBJECT,
    "HorizontalPodAutoscaler": OBJECT,
    "Ingress": OBJECT,
    "Job": OBJECT,
    "PersistentVolumeClaim": OBJECT,
}

HEADER = '''\
"""Kubernetes' own types, in its own words: keys as Kubernetes spells them.

The order of the keys is the order in which they are printed. Generated from the OpenAPI of
Kubernetes {version} by tools/generate_kubernetes_types.py: change that file, not this one.
"""

# No `from __future__ import annotations`: TypedDict cannot see `Required` inside of a string.

{imports}
'''


def module(roots: Iterable[str]) -> str:
    """Return the text of a module with the types and all that they refer to."""
    version, definitions = newest_definitions()
    refuse_unknown_fields(definitions)
    full_names = [full_name(root, definitions) for root in roots]
    ordered = list(in_order_of_need(full_names, definitions))
    refuse_equal_names(name for name, _ in ordered)
    classes = [declaration(name, definitions[name], cyclic) for name, cyclic in ordered]
    body = "\n\n\n".join(classes)
    return f"{HEADER.format(version=version, imports=imports(body))}\n\n{body}\n"


def described_types(more: Iterable[str]) -> tuple[str, dict[str, Schema]]:
    """Return the version of Kubernetes, and the OpenAPI of the module's and more types by name."""
    version, definitions = newest_definitions()
    full_names = [full_name(root, definitions) for root in (*ROOTS, *more)]
    found = {name: definitions[name] for name, _ in in_order_of_need(full_names, definitions)}
    return version, {short_name(name): schema for name, schema in found.items()}


def newest_definitions() -> tuple[str, dict[str, Any]]:
    """Return the newest version of Kubernetes that is known, and its types by their full names."""
    version = newest_schemas().name.removesuffix("-local-strict")
    return version, without_server_fields(all_definitions())


def all_definitions() -> dict[str, Any]:
    """Return its types with all their fields."""
    text = (newest_schemas() / "_definitions.json").read_text("utf-8")
    definitions: dict[str, Any] = json.loads(text)["$defs"]
    return definitions


def server_fields() -> dict[str, dict[str, Any]]:
    """Return {type: {field: schema}} of what a person has no word in."""
    known = all_definitions()
    fields = {short_name(name): schema.get("properties", {}) for name, schema in known.items()}
    return {
        name: {field: fields[name][field] for field in sorted(fields[name]) if field not in kept}
        for name, kept in KEPT.items()
    }


def without_server_fields(definitions: dict[str, Any]) -> dict[str, Any]:
    """Leave out the fields that are not in KEPT, of the types that are."""
    for name, schema in definitions.items():
        if kept := KEPT.get(short_name(name)):
            schema["properties"] = {key: schema["properties"][key] for key in sorted(kept)}
    return definitions


def newest_schemas() -> Traversable:
    """Return the folder of the newest Kubernetes that kubernetes-validate knows."""
    folder = files("kubernetes_validate") / "kubernetes-json-schema"
    strict = [child for child in folder.iterdir() if child.name.endswith("-local-strict")]
    return max(strict, key=lambda child: [int(number) for number in re.findall(r"\d+", child.name)])


def refuse_unknown_fields(definitions: Schema) -> None:
    """Stop at a fact about a field that Kubernetes does not have, which would be a slip."""
    known = {
        (short_name(name), field)
        for name, schema in definitions.items()
        for field in schema.get("properties", ())
    }
    unknown = sorted((set(FACTS) | REQUIRED | LENIENT | MAY_BE_EMPTY | POINTERS) - known)
    if unknown:
        raise SystemExit(f"no such fields in Kubernetes: {unknown}")


def full_name(root: str, definitions: Schema) -> str:
    """Find `EnvVar` as `io.k8s.api.core.v1.EnvVar`; a full name stays."""
    found = [name for name in definitions if root in (name, short_name(name))]
    if len(found) != 1:
        raise SystemExit(f"{root}: write one of {found} into ROOTS")
    return found[0]


def short_name(name: str) -> str:
    """Return the class's name."""
    return name.rpartition(".")[2]


def in_order_of_need(
    roots: Iterable[str], definitions: Schema
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each type behind those it needs, with the names that still have to be quoted in it.

    Only a type that contains itself needs a name before it exists.
    """
    seen: set[str] = set()

    def visit(name: str, above: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
        seen.add(name)
        for needed in references(definitions[name]):
            if needed not in seen:
                yield from visit(needed, above | {name})
        yield name, above | {name}

    for root in roots:
        if root not in seen:
            yield from visit(root, frozenset())


def refuse_equal_names(names: Iterable[str]) -> None:
    """Stop where two versions of a type would become the same class."""
    short = [short_name(name) for name in names]
    twice = sorted({name for name in short if short.count(name) > 1})
    if twice:
        raise SystemExit(f"several types are called {twice}")


def references(schema: Schema) -> list[str]:
    """Return the types that the fields refer to, in the order in which they are printed."""
    fields = schema.get("properties", {})
    text = json.dumps([fields[field] for field in sorted(fields, key=position)])
    names = re.findall(r'"#/\$defs/([^"]+)"', text)
    return [name for name in names if short_name(name) not in SCALAR_TYPES]


def declaration(name: str, schema: Schema, cyclic: frozenset[str]) -> str:
    """Write one type as a class, or as a call where a key is no Python name."""
    short, fields = short_name(name), schema.get("properties", {})
    required = set(schema.get("required", ())) | {field for of, field in REQUIRED if of == short}
    typed = {}
    for field in sorted(fields, key=position):
        hint = FACTS.get((short, field)) or annotation(fields[field], cyclic)
        typed[field] = demanded(short, field, hint) if field in required else hint
    if all(field.isidentifier() and not keyword.iskeyword(field) for field in fields):
        return as_class(name, typed)
    return as_call(name, typed)


def demanded(of: str, field: str, hint: str) -> str:
    """Write the type of a required field, which holds something."""
    if hint == "str" and (of, field) not in MAY_BE_EMPTY:
        hint = "SomeText"
    elif hint.startswith("list["):
        hint = f"Annotated[{hint}, Field(min_length=1)]"
    return f"Required[{hint}]"


def as_class(name: str, typed: Mapping[str, str]) -> str:
    """Write `class EnvVar(TypedDict)`."""
    lines = [
        "@with_config(STRICT)",
        f"class {short_name(name)}(TypedDict, total=False):",
        f'    """`{name}`."""',
        "",
        *(f"    {field}: {hint}" for field, hint in typed.items()),
    ]
    return "\n".join(lines).rstrip()


def as_call(name: str, typed: Mapping[str, str]) -> str:
    """Write `TypedDict("NetworkPolicyIngressRule", {"from": ...})`."""
    short = short_name(name)
    lines = [
        f"# `{name}`",
        f"{short} = TypedDict(",
        f'    "{short}",',
        "    {",
        *(f'        "{field}": {hint},' for field, hint in typed.items()),
        "    },",
        "    total=False,",
        ")",
        f"with_config(STRICT)({short})",
    ]
    return "\n".join(lines)


def position(field: str) -> tuple[int, str]:
    """Sort the preferred keys to the front."""
    return (PREFERRED.index(field) if field in PREFERRED else len(PREFERRED)), field


def annotation(schema: Schema, cyclic: frozenset[str]) -> str:
    """Translate a field's schema; `["string", "null"]` becomes `str`, see STRICT about null."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        short = short_name(name)
        return SCALAR_TYPES.get(short) or (f'"{short}"' if name in cyclic else short)
    if "items" in schema:
        return f"list[{annotation(schema['items'], cyclic)}]"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"SortedMap[{annotation(schema['additionalProperties'], cyclic)}]"
    kind = schema.get("type", "object")
    kind = kind if isinstance(kind, str) else kind[0]
    return TYPES.get(schema.get("format", ""), TYPES[kind])


def imports(body: str) -> str:
    """Import what is used and nothing else."""
    words = set(re.findall(r"\w+", re.sub('"[^"\n]*"', "", body)))
    scalars = words & set(re.findall(r"^(\w+) =", SCALARS.read_text("utf-8"), re.MULTILINE))
    in_order = sorted(scalars, key=lambda name: (not name.isupper(), name.lower()))
    listed = "".join(f"    {name},\n" for name in in_order)
    typing = ", ".join(sorted(words & {"Annotated", "Literal", "Required"}))
    return (
        f"from typing import {typing}\n\n"
        "from pydantic import Field, with_config\n"
        "from typing_extensions import TypedDict\n\n"
        f"from renderer.kubernetes.scalars import (\n{listed})"
    )


if __name__ == "__main__":
    sys.exit(all_renewed({TARGET: module(ROOTS)}))
