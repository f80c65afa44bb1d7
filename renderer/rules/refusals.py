"""The part of the rule book that every call asks: what must not be made of a spec.

A topic is a module of rules about the same fields. One process is started per app, and most apps
have few of all fields, so a topic is imported, and asked, only where an object has one of its own.
"""

from __future__ import annotations

from renderer.objects.resource import ruled_kind
from renderer.rules.rule import NOT_JUDGED, rules_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.objects.resource import Resource
    from renderer.rules.rule import Rule

    Codes = frozenset[str]

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
# In place of the code of a rule: all of them.
EVERY: Codes = frozenset({""})
_KNOWN: dict[tuple[str, tuple[str, ...], Codes, Codes], tuple[Rule, ...]] = {}


def refusals(resource: Resource, own: Codes = EVERY, around: Codes = EVERY) -> tuple[Rule, ...]:
    """Return the rules that can refuse an object, as far as its fields tell.

    Args:
        resource: the object.
        own: the rules to ask about the object itself.
        around: the rules to ask about what is beside it.
    """
    if not own and not around:
        return ()
    kind, fields = ruled_kind(resource), resource.fields
    topics = tuple(
        topic
        for topic, needed in TOPICS.get(kind, {}).items()
        if not needed or not fields.isdisjoint(needed)
    )
    known = _KNOWN.get((kind, topics, own, around))
    if known is None:
        modules = [__import__(f"renderer.rules.{topic}", fromlist=("rule",)) for topic in topics]
        rules = [rule for module in modules for rule in rules_in(module) if kind in rule.kinds]
        if (own, around) != (EVERY, EVERY):
            rules = [one for one in rules if {"", one.code} & (around if one.looks_around else own)]
        known = tuple(rules)
        _KNOWN[kind, topics, own, around] = known
    return known
