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

# What the server's validation demands and OpenAPI does not say. Where the server would replace a
# zero by its default (probes), zero is refused: it would show as drift.
FACTS = {
    ("AppArmorProfile", "type"): PROFILE,
    ("ConfigMapEnvSource", "name"): "ObjectName",
    ("ConfigMapKeySelector", "key"): "ConfigKey",
    ("ConfigMapKeySelector", "name"): "ObjectName",
    ("ConfigMapProjection", "name"): "ObjectName",
    ("ConfigMapVolumeSource", "defaultMode"): "FileMode",
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
    ("EnvFromSource", "prefix"): "EnvName",
    ("EnvVar", "name"): "EnvName",
    ("ExecAction", "command"): "Command",
    ("FileKeySelector", "path"): "Subpath",
    ("FileKeySelector", "volumeName"): "DnsLabel",
    ("GRPCAction", "mode"): 'Literal["TLS", "Plaintext"]',
    ("GRPCAction", "port"): "PortNumber",
    ("HTTPGetAction", "port"): "PortReference",
    ("HTTPGetAction", "scheme"): 'Literal["HTTP", "HTTPS"]',
    ("HostAlias", "hostnames"): "list[ObjectName]",
    ("HostAlias", "ip"): "IpAddress",
    ("ClientIPConfig", "timeoutSeconds"): "SessionTimeout",
    ("ContainerRestartRule", "action"): 'Literal["Restart", "RestartAllContainers"]',
    ("ContainerRestartRuleOnExitCodes", "operator"): 'Literal["In", "NotIn"]',
    ("IPBlock", "cidr"): "Cidr",
    ("IPBlock", "except"): "list[Cidr]",
    ("NetworkPolicyPort", "endPort"): "PortNumber",
    ("PodOS", "name"): 'Literal["linux", "windows"]',
    ("PodResourceClaim", "name"): "DnsLabel",
    ("PodResourceClaim", "resourceClaimName"): "ObjectName",
    ("PodResourceClaim", "resourceClaimTemplateName"): "ObjectName",
    ("PodSchedulingGate", "name"): "LabelKey",
    ("KeyToPath", "key"): "ConfigKey",
    ("KeyToPath", "mode"): "FileMode",
    ("KeyToPath", "path"): "Subpath",
    ("LabelSelector", "matchLabels"): "Labels",
    ("LabelSelectorRequirement", "key"): "LabelKey",
    ("LabelSelectorRequirement", "operator"): SELECTOR_OPERATOR,
    ("LabelSelectorRequirement", "values"): "list[LabelValue]",
    ("LocalObjectReference", "name"): "ObjectName",
    ("NetworkPolicyPort", "port"): "PortReference",
    ("NetworkPolicyPort", "protocol"): PROTOCOL,
    ("NodeSelectorRequirement", "operator"): NODE_OPERATOR,
    ("ObjectMeta", "annotations"): "Annotations",
    ("ObjectMeta", "labels"): "Labels",
    ("ObjectFieldSelector", "fieldPath"): "FieldPath",
    ("PersistentVolumeClaimSpec", "accessModes"): f"list[{ACCESS}]",
    ("PersistentVolumeClaimSpec", "volumeMode"): VOLUME_MODE,
    ("PodDisruptionBudgetSpec", "maxUnavailable"): "CountOrPercent",
    ("PodDisruptionBudgetSpec", "minAvailable"): "CountOrPercent",
    ("PodDisruptionBudgetSpec", "unhealthyPodEvictionPolicy"): EVICTION,
    ("PodDNSConfig", "nameservers"): "list[IpAddress]",
    ("PodReadinessGate", "conditionType"): "LabelKey",
    ("PodSecurityContext", "fsGroup"): USER,
    ("PodSecurityContext", "fsGroupChangePolicy"): 'Literal["OnRootMismatch", "Always"]',
    ("PodSecurityContext", "runAsGroup"): USER,
    ("PodSecurityContext", "runAsUser"): USER,
    ("PodSecurityContext", "seLinuxChangePolicy"): 'Literal["MountOption", "Recursive"]',
    ("PodSecurityContext", "supplementalGroups"): f"list[{USER}]",
    ("PodSecurityContext", "supplementalGroupsPolicy"): 'Literal["Merge", "Strict"]',
    ("PodSpec", "dnsPolicy"): DNS_POLICY,
    ("PodSpec", "preemptionPolicy"): 'Literal["PreemptLowerPriority", "Never"]',
    ("PodSpec", "restartPolicy"): 'Literal["Always", "OnFailure", "Never"]',
    ("PodSpec", "terminationGracePeriodSeconds"): "ZeroOrMore",
    ("PreferredSchedulingTerm", "weight"): "Percentage",
    ("Probe", "failureThreshold"): "OneOrMore",
    ("Probe", "initialDelaySeconds"): "ZeroOrMore",
    ("Probe", "periodSeconds"): "OneOrMore",
    ("Probe", "successThreshold"): "OneOrMore",
    ("Probe", "terminationGracePeriodSeconds"): "OneOrMore",
    ("Probe", "timeoutSeconds"): "OneOrMore",
    ("ResourceFieldSelector", "resource"): "ResourceField",
    ("ResourceRequirements", "limits"): "ResourceList",
    ("ResourceRequirements", "requests"): "ResourceList",
    ("RollingUpdateStatefulSetStrategy", "maxUnavailable"): "CountOrPercent",
    ("RollingUpdateStatefulSetStrategy", "partition"): "ZeroOrMore",
    ("RollingUpdateDeployment", "maxSurge"): "CountOrPercent",
    ("RollingUpdateDeployment", "maxUnavailable"): "CountOrPercent",
    ("SeccompProfile", "type"): PROFILE,
    ("SecretEnvSource", "name"): "ObjectName",
    ("SecretKeySelector", "key"): "ConfigKey",
    ("SecretKeySelector", "name"): "ObjectName",
    ("SecretVolumeSource", "defaultMode"): "FileMode",
    ("SecretVolumeSource", "secretName"): "ObjectName",
    ("SecurityContext", "procMount"): 'Literal["Default", "Unmasked"]',
    ("SecurityContext", "runAsGroup"): USER,
    ("SecurityContext", "runAsUser"): USER,
    ("ServicePort", "name"): "DnsLabel",
    ("ServicePort", "nodePort"): "PortNumber",
    ("ServicePort", "port"): "PortNumber",
    ("ServicePort", "protocol"): PROTOCOL,
    ("ServicePort", "targetPort"): "PortReference",
    ("ServiceSpec", "externalTrafficPolicy"): 'Literal["Cluster", "Local"]',
    ("ServiceSpec", "internalTrafficPolicy"): 'Literal["Cluster", "Local"]',
    ("ServiceSpec", "sessionAffinity"): 'Literal["None", "ClientIP"]',
    ("SleepAction", "seconds"): "ZeroOrMore",
    ("StatefulSetOrdinals", "start"): "ZeroOrMore",
    ("StatefulSetPersistentVolumeClaimRetentionPolicy", "whenDeleted"): RETENTION,
    ("StatefulSetPersistentVolumeClaimRetentionPolicy", "whenScaled"): RETENTION,
    ("StatefulSetUpdateStrategy", "type"): 'Literal["RollingUpdate", "OnDelete"]',
    ("TCPSocketAction", "port"): "PortReference",
    ("Toleration", "effect"): 'Literal["NoSchedule", "PreferNoSchedule", "NoExecute"]',
    ("Toleration", "operator"): TOLERATION_OPERATOR,
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
    ("VolumeMount", "mountPath"): "AbsolutePath",
    ("VolumeMount", "mountPropagation"): 'Literal["None", "HostToContainer", "Bidirectional"]',
    ("VolumeMount", "recursiveReadOnly"): 'Literal["Disabled", "IfPossible", "Enabled"]',
    ("VolumeMount", "subPath"): "Subpath",
    ("WeightedPodAffinityTerm", "weight"): "Percentage",
}

# Optional in OpenAPI, and demanded by the server's validation all the same.
REQUIRED = {
    ("ConfigMapEnvSource", "name"),
    ("ConfigMapKeySelector", "name"),
    ("Container", "image"),
    ("ExecAction", "command"),
    ("LocalObjectReference", "name"),
    ("SecretEnvSource", "name"),
    ("SecretKeySelector", "name"),
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


def main() -> int:
    """Write the file in place, or only compare it."""
    text = module(ROOTS)
    if "--check" in sys.argv:
        return int(TARGET.read_text("utf-8") != text)
    TARGET.write_text(text, "utf-8")
    return 0


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


def described_types(more: Iterable[str] = ()) -> tuple[str, dict[str, Schema]]:
    """Return the version of Kubernetes, and the OpenAPI of the module's and more types by name."""
    version, definitions = newest_definitions()
    full_names = [full_name(root, definitions) for root in (*ROOTS, *more)]
    found = {name: definitions[name] for name, _ in in_order_of_need(full_names, definitions)}
    return version, {short_name(name): schema for name, schema in found.items()}


def newest_definitions() -> tuple[str, dict[str, Any]]:
    """Return the newest version of Kubernetes that is known, and its types by their full names."""
    folder = newest_schemas()
    definitions = json.loads((folder / "_definitions.json").read_text("utf-8"))["$defs"]
    return folder.name.removesuffix("-local-strict"), without_server_fields(definitions)


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
    unknown = sorted((set(FACTS) | REQUIRED) - known)
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
        typed[field] = f"Required[{hint}]" if field in required else hint
    if all(field.isidentifier() and not keyword.iskeyword(field) for field in fields):
        return as_class(name, typed)
    return as_call(name, typed)


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
    typing = ", ".join(sorted(words & {"Literal", "Required"}))
    return (
        f"from typing import {typing}\n\n"
        "from pydantic import with_config\n"
        "from typing_extensions import TypedDict\n\n"
        f"from renderer.kubernetes.scalars import (\n{listed})"
    )


if __name__ == "__main__":
    sys.exit(main())
