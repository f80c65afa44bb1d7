"""An object of a Kubernetes type, filled in as a server does it: the tables of `defaults` applied.

One level at a time: whoever walks an object fills in each object in it.
"""

from __future__ import annotations

from renderer.kubernetes.defaults import ALWAYS, BY_IMAGE, COPIES, SOMETIMES
from renderer.kubernetes.images import check, split
from renderer.kubernetes.pointers import POINTERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Kinds that no server is asked about when the tables are learnt: their `pkg/apis/*/v1/defaults.go`.
ALSO: dict[str, dict[str, Any]] = {
    "CronJobSpec": {
        "concurrencyPolicy": "Allow",
        "failedJobsHistoryLimit": 1,
        "successfulJobsHistoryLimit": 3,
        "suspend": False,
    },
    "DeploymentSpec": {
        "progressDeadlineSeconds": 600,
        "replicas": 1,
        "revisionHistoryLimit": 10,
        "strategy": {
            "type": "RollingUpdate",
            "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"},
        },
    },
    "HorizontalPodAutoscalerSpec": {"minReplicas": 1},
    "JobSpec": {"completionMode": "NonIndexed", "manualSelector": False, "suspend": False},
    "NetworkPolicyPort": {"protocol": "TCP"},
    "Secret": {"type": "Opaque"},
}
NO_LIMIT = 2**31 - 1
# A 0 counts as not said.
ZERO_IS_NOTHING = ("Probe", "ServicePort")


def filled(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    """Return an object with what the server fills in; what is in the object is left as it is.

    Args:
        kind: the type, such as PodSpec.
        value: the object; null counts as absent, and so does an empty text that is no pointer.
    """
    result = {key: item for key, item in value.items() if _is_said(kind, key, item)}
    for key, source in COPIES.get(kind, {}).items():
        if source in result:
            result.setdefault(key, result[source])
    for key, default in (*ALWAYS.get(kind, {}).items(), *ALSO.get(kind, {}).items()):
        if default is not None:
            result.setdefault(key, default)
    for key, (default, other, values) in SOMETIMES.get(kind, {}).items():
        if result.get(other) in values:
            result.setdefault(key, default)
    if kind in BY_IMAGE:
        image, policy = BY_IMAGE[kind]
        result.setdefault(policy, "Always" if _is_latest(result.get(image)) else "IfNotPresent")
    _fill_by_rule(kind, result)
    return result


def _fill_by_rule(kind: str, result: dict[str, Any]) -> None:
    """Fill in what depends on more than one field."""
    if kind == "ServiceSpec" and result.get("externalIPs"):
        result.setdefault("externalTrafficPolicy", "Cluster")
    elif kind == "Volume" and set(result) == {"name"}:
        result["emptyDir"] = {}
    elif kind == "NetworkPolicySpec":
        both = ["Ingress", "Egress"] if result.get("egress") else ["Ingress"]
        result["policyTypes"] = result.get("policyTypes") or both
    elif kind == "JobSpec":
        if "parallelism" not in result:
            result.setdefault("completions", 1)
        is_indexed = "backoffLimitPerIndex" in result
        kept = "Failed" if "podFailurePolicy" in result else "TerminatingOrFailed"
        result.setdefault("parallelism", 1)
        result.setdefault("backoffLimit", NO_LIMIT if is_indexed else 6)
        result.setdefault("podReplacementPolicy", kept)


def is_pointer(kind: str, field: str) -> bool:
    """Tell whether a field is a value even where it is empty."""
    return field in _POINTERS.get(kind, ())


_POINTERS = {kind: frozenset(fields.split()) for kind, fields in POINTERS.items()}


def _is_said(kind: str, field: str, value: Any) -> bool:
    if value is None or (value == "" and not is_pointer(kind, field)):
        return False
    is_zero = value == 0 and isinstance(value, int) and not isinstance(value, bool)
    return not (is_zero and kind in ZERO_IS_NOTHING)


def _is_latest(image: Any) -> bool:
    """Tell whether an image is pulled anew each time; what is no image is not."""
    try:
        _, tag, digest = split(check(image)) if isinstance(image, str) else ("", "", "-")
    except ValueError:
        return False
    return tag == "latest" if tag else not digest
