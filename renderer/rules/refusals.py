"""The part of the rule book that every call asks: what must not be made of a spec.

A topic is a module of rules about the same fields. One process is started per app, and most apps
have few of all fields, so a topic is imported, and asked, only where an object has one of its own.
"""

from __future__ import annotations

from renderer.objects.resource import ruled_kind
from renderer.rules.rule import NOT_JUDGED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.objects.resource import Resource
    from renderer.rules.rule import Rule

# {kind: {topic: the fields without which no rule of it finds anything; none: it is always asked}}
TOPICS: dict[str, dict[str, tuple[str, ...]]] = {
    "StatefulSet": {
        "identity": (),
        "sets": (),
        "containers": (),
        "governing": ("serviceName",),
        "rollouts": ("maxUnavailable", "ordinals"),
        "scheduling": (
            "matchLabelKeys",
            "minDomains",
            "mismatchLabelKeys",
            "nodeAffinity",
            "tolerations",
        ),
        "pods": (
            "activeDeadlineSeconds",
            "dnsConfig",
            "dnsPolicy",
            "ephemeralContainers",
            "hostAliases",
            "hostPID",
            "hostPort",
            "hostUsers",
            "hostnameOverride",
            "imagePullSecrets",
            "os",
            "resizePolicy",
            "resourceClaims",
            "restartPolicy",
            "restartPolicyRules",
            "schedulingGates",
            "sysctls",
        ),
        "security": (
            "allowPrivilegeEscalation",
            "appArmorProfile",
            "procMount",
            "runAsNonRoot",
            "seccompProfile",
            "windowsOptions",
        ),
        "variables": ("args", "command", "env", "envFrom"),
        "probes": ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe"),
        "resources": ("overhead", "resourceClaims", "resourceFieldRef", "resources", "sizeLimit"),
        "volumes": ("volumes",),
        "projections": ("downwardAPI", "projected"),
        "mounts": ("volumeDevices", "volumeMounts"),
        "mount_options": (
            "mountPropagation",
            "recursiveReadOnly",
            "subPathExpr",
            "volumeDevices",
        ),
        "claims": ("ephemeral", "volumeClaimTemplates"),
        "references": ("configMapKeyRef", "items", "secretKeyRef", "subPath"),
        "expressions": ("matchExpressions",),
    },
    "Service": {
        "identity": (),
        "services": (),
        "addresses": (
            "clusterIPs",
            "externalIPs",
            "healthCheckNodePort",
            "ipFamilies",
            "loadBalancerSourceRanges",
            "nodePort",
            "sessionAffinityConfig",
        ),
    },
    "PodDisruptionBudget": {
        "identity": (),
        "budgets": (),
        "expressions": ("matchExpressions",),
    },
    "ConfigMap": {"config_maps": ()},
    "PersistentVolumeClaim": {"declared_claims": (), "claims": ("limits",)},
    "NetworkPolicy": {"network_policies": ()},
    NOT_JUDGED: {"identity": ()},
}
_RULES: dict[tuple[str, str], tuple[Rule, ...]] = {}


def refusals(resource: Resource) -> Iterator[Rule]:
    """Yield the rules that can refuse an object, as far as its fields tell."""
    kind = ruled_kind(resource)
    for topic, fields in TOPICS.get(kind, {}).items():
        if not fields or not resource.fields.isdisjoint(fields):
            yield from _RULES.get((topic, kind)) or _imported(topic, kind)


def _imported(topic: str, kind: str) -> tuple[Rule, ...]:
    module = __import__(f"renderer.rules.{topic}", fromlist=("RULES",))
    rules = tuple(rule for rule in module.RULES if kind in rule.kinds)
    _RULES[topic, kind] = rules
    return rules
