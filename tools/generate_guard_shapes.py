"""Write `renderer/rules/shapes.py`: the fields of a StatefulSet, Service and PodDisruptionBudget.

Unlike `renderer/app/shapes.py`, these are the objects as anybody may write them and as a server
gives them back: with every field that Kubernetes has, and no rule of ours.

Usage: python tools/generate_guard_shapes.py           writes the file
       python tools/generate_guard_shapes.py --check   exits 1 when the file is not current
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from generate_kubernetes_types import (
    FACTS,
    REQUIRED,
    full_name,
    in_order_of_need,
    newest_schemas,
    refuse_equal_names,
    short_name,
)

TARGET = Path(__file__).parents[1] / "renderer" / "rules" / "shapes.py"
ROOTS = ("StatefulSet", "io.k8s.api.core.v1.Service", "PodDisruptionBudget")
HEADER = '''\
"""What Kubernetes {version} knows of the objects that are judged. Generated: do not edit.

Made from Kubernetes' OpenAPI by tools/generate_guard_shapes.py (`make generate`).
TYPES: type -> {{field: shape}}. REQUIRED: type -> its required fields. A shape is `text`, `bool`,
`number`, `quantity`, `int or text` or `any`; `1..9` a whole number in this range, `name` or
`label key` a text of this form, `!name` never empty, `labels` and `annotations` maps of them;
`=a|b` one of some words or empty, `!a|b` never empty, `@T` an object of type T, `[S]` a list and
`{{S}}` a map of shape S.
"""

from __future__ import annotations

'''

SCALARS = {
    "FieldsV1": "any",
    "IntOrString": "int or text",
    "MicroTime": "any",
    "Quantity": "quantity",
    "Time": "any",
}
WORDS = {"boolean": "bool", "string": "text", "number": "number", "object": "any"}
# What Go has room for: a larger number is refused before anybody looks at it.
INTEGERS = {"int32": f"{-(2**31)}..{2**31 - 1}", "int64": f"{-(2**63)}..{2**63 - 1}"}
# What the API server demands of a number, where OpenAPI does not say it.
PORT, PORT_OR_NONE, COUNT, AT_LEAST_ONE = "1..65535", "0..65535", "0..2147483647", "1..2147483647"
MODE, WEIGHT = "0..511", "1..100"
RANGES = {
    ("ConfigMapVolumeSource", "defaultMode"): MODE,
    ("ConfigMapVolumeSource", "defaultUser"): COUNT,
    ("ContainerPort", "containerPort"): PORT,
    ("ContainerPort", "hostPort"): PORT_OR_NONE,
    ("DownwardAPIVolumeFile", "mode"): MODE,
    ("DownwardAPIVolumeFile", "user"): COUNT,
    ("DownwardAPIVolumeSource", "defaultMode"): MODE,
    ("DownwardAPIVolumeSource", "defaultUser"): COUNT,
    ("EmptyDirVolumeSource", "mode"): "0..1023",
    ("GRPCAction", "port"): PORT,
    ("KeyToPath", "mode"): MODE,
    ("KeyToPath", "user"): COUNT,
    ("PodSecurityContext", "fsGroup"): COUNT,
    ("PodSecurityContext", "runAsGroup"): COUNT,
    ("PodSecurityContext", "runAsUser"): COUNT,
    ("PodSecurityContext", "supplementalGroups"): COUNT,
    ("PreferredSchedulingTerm", "weight"): WEIGHT,
    ("Probe", "failureThreshold"): COUNT,
    ("Probe", "initialDelaySeconds"): COUNT,
    ("Probe", "periodSeconds"): COUNT,
    ("Probe", "successThreshold"): COUNT,
    ("Probe", "timeoutSeconds"): COUNT,
    ("ProjectedVolumeSource", "defaultMode"): MODE,
    ("ProjectedVolumeSource", "defaultUser"): COUNT,
    ("RollingUpdateStatefulSetStrategy", "partition"): COUNT,
    ("SecretVolumeSource", "defaultMode"): MODE,
    ("SecretVolumeSource", "defaultUser"): COUNT,
    ("SecurityContext", "runAsGroup"): COUNT,
    ("SecurityContext", "runAsUser"): COUNT,
    ("ServiceAccountTokenProjection", "expirationSeconds"): f"600..{2**32}",
    ("ServiceAccountTokenProjection", "user"): COUNT,
    ("ServicePort", "nodePort"): COUNT,
    ("ServicePort", "port"): PORT,
    ("ServiceSpec", "healthCheckNodePort"): COUNT,
    ("StatefulSetOrdinals", "start"): COUNT,
    ("StatefulSetSpec", "minReadySeconds"): COUNT,
    ("StatefulSetSpec", "replicas"): COUNT,
    ("TopologySpreadConstraint", "maxSkew"): AT_LEAST_ONE,
    ("TopologySpreadConstraint", "minDomains"): AT_LEAST_ONE,
    ("WeightedPodAffinityTerm", "weight"): WEIGHT,
}
# The same of a text. In a Service the guard checks names of ports itself: there 0 is the port.
FORMS = {
    ("AppArmorProfile", "localhostProfile"): "trimmed",
    ("ConfigMapEnvSource", "name"): "name",
    ("ConfigMapKeySelector", "key"): "config key",
    ("ConfigMapKeySelector", "name"): "name",
    ("DownwardAPIVolumeFile", "path"): "path inside",
    ("EnvFromSource", "prefix"): "env name",
    ("EnvVar", "name"): "env name",
    ("HTTPGetAction", "port"): "port or name",
    ("HTTPHeader", "name"): "header",
    ("HostAlias", "hostnames"): "name",
    ("HostAlias", "ip"): "ip",
    ("KeyToPath", "path"): "path inside",
    ("LabelSelector", "matchLabels"): "labels",
    ("LabelSelectorRequirement", "key"): "label key",
    ("LabelSelectorRequirement", "values"): "label value",
    ("NodeSelectorRequirement", "key"): "label key",
    ("ObjectFieldSelector", "fieldPath"): "field path",
    ("ObjectMeta", "annotations"): "annotations",
    ("ObjectMeta", "labels"): "labels",
    ("PersistentVolumeClaimSpec", "storageClassName"): "name",
    ("PersistentVolumeClaimSpec", "volumeAttributesClassName"): "name",
    ("PodAffinityTerm", "matchLabelKeys"): "label key",
    ("PodAffinityTerm", "mismatchLabelKeys"): "label key",
    ("PodAffinityTerm", "namespaces"): "dns label",
    ("PodAffinityTerm", "topologyKey"): "label key",
    ("PodDNSConfig", "nameservers"): "ip",
    ("PodDNSConfig", "searches"): "search",
    ("PodReadinessGate", "conditionType"): "label key",
    ("PodResourceClaim", "name"): "dns label",
    ("PodResourceClaim", "resourceClaimName"): "name",
    ("PodResourceClaim", "resourceClaimTemplateName"): "name",
    ("PodSchedulingGate", "name"): "label key",
    ("PodSpec", "nodeName"): "name",
    ("PodSpec", "nodeSelector"): "labels",
    ("PodSpec", "priorityClassName"): "name",
    ("PodSpec", "runtimeClassName"): "name",
    ("PodSpec", "serviceAccountName"): "name",
    ("ResourceFieldSelector", "resource"): "resource field",
    ("SeccompProfile", "localhostProfile"): "path inside",
    ("SecretEnvSource", "name"): "name",
    ("SecretKeySelector", "key"): "config key",
    ("SecretKeySelector", "name"): "name",
    ("ServiceAccountTokenProjection", "path"): "path inside",
    ("ServicePort", "appProtocol"): "label key",
    ("ServiceSpec", "loadBalancerClass"): "label key",
    ("ServiceSpec", "selector"): "labels",
    ("StatefulSetSpec", "serviceName"): "dns label",
    ("Sysctl", "name"): "sysctl",
    ("TCPSocketAction", "port"): "port or name",
    ("TopologySpreadConstraint", "matchLabelKeys"): "label key",
    ("TypedLocalObjectReference", "apiGroup"): "name",
    ("TypedObjectReference", "apiGroup"): "name",
}
# The server's own, which no person writes and no rule reads.
UNREAD = {"status", "managedFields"}
# The words that the server takes, where neither OpenAPI nor FACTS has them.
CHOICES = {
    ("HTTPGetAction", "protocol"): "HTTP1|HTTP2",
    ("HostPathVolumeSource", "type"): (
        "DirectoryOrCreate|Directory|FileOrCreate|File|Socket|CharDevice|BlockDevice"
    ),
    ("ServiceSpec", "type"): "ClusterIP|NodePort|LoadBalancer|ExternalName",
    ("ServiceSpec", "sessionAffinity"): "None|ClientIP",
    ("ServiceSpec", "internalTrafficPolicy"): "Cluster|Local",
    ("ServiceSpec", "externalTrafficPolicy"): "Cluster|Local",
    ("ServiceSpec", "ipFamilies"): "IPv4|IPv6",
    ("ServiceSpec", "ipFamilyPolicy"): "SingleStack|PreferDualStack|RequireDualStack",
    ("ServiceSpec", "trafficDistribution"): "PreferClose|PreferSameZone|PreferSameNode",
    ("ServicePort", "protocol"): "TCP|UDP|SCTP",
    ("StatefulSetSpec", "podManagementPolicy"): "OrderedReady|Parallel",
    ("StatefulSetUpdateStrategy", "type"): "RollingUpdate|OnDelete|Recreate",
    ("VolumeMount", "bindMountOptions"): "nodev|noexec|nosuid",
}
# Texts of which an empty one is not the default: in Go they are pointers, or items of a list.
NOT_EMPTY = {
    ("Container", "restartPolicy"),
    ("GRPCAction", "mode"),
    ("HTTPGetAction", "protocol"),
    ("HostAlias", "hostnames"),
    ("PersistentVolumeClaimSpec", "accessModes"),
    ("PersistentVolumeClaimSpec", "volumeMode"),
    ("PodAffinityTerm", "matchLabelKeys"),
    ("PodAffinityTerm", "mismatchLabelKeys"),
    ("PodAffinityTerm", "namespaces"),
    ("PodDNSConfig", "nameservers"),
    ("PodDNSConfig", "searches"),
    ("PodDisruptionBudgetSpec", "unhealthyPodEvictionPolicy"),
    ("PodResourceClaim", "resourceClaimName"),
    ("PodResourceClaim", "resourceClaimTemplateName"),
    ("PodSecurityContext", "fsGroupChangePolicy"),
    ("PodSecurityContext", "seLinuxChangePolicy"),
    ("PodSecurityContext", "supplementalGroupsPolicy"),
    ("PodSpec", "preemptionPolicy"),
    ("PodSpec", "runtimeClassName"),
    ("SecurityContext", "procMount"),
    ("ServicePort", "appProtocol"),
    ("ServiceSpec", "internalTrafficPolicy"),
    ("ServiceSpec", "ipFamilies"),
    ("ServiceSpec", "ipFamilyPolicy"),
    ("ServiceSpec", "trafficDistribution"),
    ("TopologySpreadConstraint", "matchLabelKeys"),
    ("TopologySpreadConstraint", "nodeAffinityPolicy"),
    ("TopologySpreadConstraint", "nodeTaintsPolicy"),
    ("VolumeMount", "bindMountOptions"),
    ("VolumeMount", "mountPropagation"),
    ("VolumeMount", "recursiveReadOnly"),
}
# A reference without a name is taken for none, and a sleep without a time is none.
OPTIONAL = {("LocalObjectReference", "name"), ("SleepAction", "seconds")}
MUST = REQUIRED | {
    ("ConfigMapProjection", "name"),
    ("ConfigMapVolumeSource", "name"),
    ("EphemeralVolumeSource", "volumeClaimTemplate"),
    ("PersistentVolumeClaim", "spec"),
    ("PodDNSConfigOption", "name"),
    ("PodTemplateSpec", "spec"),
    ("SecretProjection", "name"),
    ("SecretVolumeSource", "secretName"),
    ("StatefulSet", "metadata"),
    ("StatefulSet", "spec"),
    ("Service", "metadata"),
    ("Service", "spec"),
    ("PodDisruptionBudget", "metadata"),
    ("PodDisruptionBudget", "spec"),
}


def main() -> int:
    """Write the file in place, or only compare it."""
    text = module()
    if "--check" in sys.argv:
        return int(TARGET.read_text("utf-8") != text)
    TARGET.write_text(text, "utf-8")
    return 0


def module() -> str:
    """Return the text of the module."""
    folder = newest_schemas()
    definitions = json.loads((folder / "_definitions.json").read_text("utf-8"))["$defs"]
    for schema in definitions.values():
        for field in UNREAD & schema.get("properties", {}).keys():
            schema["properties"][field] = {"type": "object"}
    roots = [full_name(root, definitions) for root in ROOTS]
    reached = {name: definitions[name] for name, _ in in_order_of_need(roots, definitions)}
    refuse_equal_names(reached)
    types = {short_name(name): fields(short_name(name), each) for name, each in reached.items()}
    required = {short_name(name): needed(short_name(name), each) for name, each in reached.items()}
    version = folder.name.removesuffix("-local-strict")
    return (
        HEADER.format(version=version)
        + table("TYPES", types, "dict[str, str]")
        + table(
            "REQUIRED", {name: each for name, each in required.items() if each}, "tuple[str, ...]"
        )
    )


def table(name: str, entries: dict[str, Any], value: str) -> str:
    """Return a table as source, sorted."""
    lines = "".join(f"    {key!r}: {entries[key]!r},\n" for key in sorted(entries))
    return f"{name}: dict[str, {value}] = {{\n{lines}}}\n"


def needed(name: str, schema: dict[str, Any]) -> tuple[str, ...]:
    """Return the required fields of a type."""
    said = {(name, field) for field in schema.get("required", ())}
    wanted = said | {each for each in MUST if each[0] == name}
    return tuple(sorted(field for _, field in wanted - OPTIONAL))


def fields(name: str, schema: dict[str, Any]) -> dict[str, str]:
    """Return {field: shape} of a type."""
    properties = schema.get("properties", {})
    return {field: shape(name, field, properties[field]) for field in sorted(properties)}


def shape(of: str, field: str, schema: dict[str, Any]) -> str:
    """Return the shape of a field: what the server demands where that is known, or its type."""
    mark = "!" if (of, field) in NOT_EMPTY else ""
    demanded = RANGES.get((of, field)) or FORMS.get((of, field), "")
    if choices := CHOICES.get((of, field)) or _choices(FACTS.get((of, field), "")):
        mark, demanded = mark or "=", choices
    demanded = f"{mark}{demanded}"
    if demanded:
        return f"[{demanded}]" if "items" in schema else demanded
    return plain(schema)


def _choices(fact: str) -> str:
    """Return the words that a field may hold, or each item of its list."""
    choice = re.fullmatch(r"Literal\[(.*)\]|list\[Literal\[(.*)\]\]", fact)
    return "|".join(re.findall('"([^"]*)"', choice[1] or choice[2])) if choice else ""


def plain(schema: dict[str, Any]) -> str:
    """Return the shape that OpenAPI says."""
    if "$ref" in schema:
        name = short_name(schema["$ref"].removeprefix("#/$defs/"))
        return SCALARS.get(name, f"@{name}")
    if "items" in schema:
        return f"[{plain(schema['items'])}]"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"{{{plain(schema['additionalProperties'])}}}"
    if schema.get("format") in INTEGERS:
        return INTEGERS[schema["format"]]
    kind = schema.get("type", "object")
    return WORDS[kind if isinstance(kind, str) else kind[0]]


if __name__ == "__main__":
    sys.exit(main())
