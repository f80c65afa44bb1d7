"""What changes of the objects around a StatefulSet do, and of any other object."""

from __future__ import annotations

from collections.abc import Iterable

from renderer.changes.compare import Change, Field
from renderer.changes.rollout import count, every_pod, listed
from renderer.changes.verdict import ANY, REST, Case, Row, of_kinds, whenever
from renderer.objects.reading import at, mapping, text
from renderer.objects.resource import Resource, may_share_namespace
from renderer.objects.selectors import with_pods_of
from renderer.objects.workload import mounts
from renderer.rules.budgets import SELECTOR, evictable
from renderer.rules.references import references

CONFIG, BUDGET, POLICY = ("ConfigMap", "Secret"), ("PodDisruptionBudget",), ("NetworkPolicy",)
ACCOUNT, SCALER = ("ServiceAccount",), ("HorizontalPodAutoscaler", "ScaledObject")
WORKLOADS = ("Deployment", "DaemonSet", "ReplicaSet")
DATA = f"data.{REST} | binaryData.{REST} | stringData.{REST}"


# --- ConfigMaps and Secrets -----------------------------------------------------------------------


def users(case: Case) -> dict[str, list[Resource]]:
    """Return how StatefulSets use a ConfigMap or Secret: {env, subPath or volume: the sets}."""
    found: dict[str, list[Resource]] = {}
    for workload in case.after.sets:
        if may_share_namespace(workload, case.change.one):
            for way in _ways(workload, case.change.identity.kind, case.name):
                found.setdefault(way, []).append(workload)
    return found


def all_users(case: Case) -> list[Resource]:
    """Return the StatefulSets that use a ConfigMap or Secret in any way."""
    return [workload for used in users(case).values() for workload in used]


def _names(sets: Iterable[Resource]) -> list[str]:
    return sorted({workload.name for workload in sets})


def _ways(workload: Resource, kind: str, name: str) -> set[str]:
    used = [
        reference
        for reference in references(workload)
        if (reference.kind, reference.name) == (kind, name)
    ]
    ways = {"env" for reference in used if reference.is_variable}
    held = {
        text(at(workload.data, *reference.volume, "name")) for reference in used if reference.volume
    }
    for _, mount in mounts(workload):
        if text(mount.get("name")) in held:
            ways.add("subPath" if mount.get("subPath") or mount.get("subPathExpr") else "volume")
    return ways


def _is_sealed(case: Case, _field: Field) -> bool:
    return case.was("immutable") is True


def _restarts_anyway(case: Case) -> bool:
    """Tell whether all sets that use it restart in the same change."""
    names = set(_names(all_users(case)))
    restarted = {
        change.identity.name
        for change in case.changes
        if change.identity.kind == "StatefulSet" and _touches_template(change)
    }
    return bool(names) and names <= restarted


def _touches_template(change: Change) -> bool:
    return any(field.path[:2] == ("spec", "template") for field in change.fields)


def _is_read_at_start(case: Case, _field: Field) -> bool:
    return not _restarts_anyway(case) and bool(users(case).keys() & {"env", "subPath"})


def _read_at_start(case: Case, _field: Field) -> str:
    """Pods that read it as variables or by subPath keep the old values until they restart."""
    used = users(case)
    names = _names(workload for way in ("env", "subPath") for workload in used.get(way, ()))
    ways = " and ".join(
        {"env": "as variables", "subPath": "through a subPath"}[way]
        for way in ("env", "subPath")
        if way in used
    )
    return (
        f"the running pods of {', '.join(names)} read it {ways} and keep the old values until they"
        " restart: a name with a hash, or a checksum in the pod template, restarts them in order"
    )


def _read_later(case: Case, _field: Field) -> str:
    """Mounted files follow within a minute or two; what is read only at the start does not."""
    used = users(case)
    if _restarts_anyway(case):
        names = ", ".join(_names(all_users(case)))
        return f"the pods of {names} restart in the same change, and read it then"
    if "volume" in used:
        names = ", ".join(_names(used["volume"]))
        return (
            f"mounted files in the pods of {names} follow within a minute or"
            " two; what reads them only at its start does not"
        )
    return "no StatefulSet here uses it"


def _strands(case: Case, _field: Field) -> str:
    """A set still uses it: a pod that restarts from now on does not start."""
    names = ", ".join(_names(all_users(case)))
    return f"{names} still uses it: from now on a pod that restarts does not start"


def _config_renamed(case: Case, _field: Field) -> str:
    """Pods that name it restart; older revisions of a set still need the old one."""
    return (
        f"pods that name it restart. Keep {case.old.name} until no revision of a set uses it: a"
        " partition, or going back, needs it"
    )


# --- budgets --------------------------------------------------------------------------------------


def _blocked(case: Case) -> list[Resource]:
    return blocked_by(case, case.change.one)


def blocked_by(case: Case, budget: Resource) -> list[Resource]:
    """Return the sets whose pods a budget never lets go, so that no node can be drained."""
    return [
        workload
        for workload in with_pods_of(at(budget.data, *SELECTOR), budget, case.after)
        if workload.kind == "StatefulSet"
        and (total := count(workload))
        and evictable(budget, total) == 0
    ]


def _why_blocked(case: Case, _field: Field) -> str:
    """No pod may be evicted any more, so a node that runs one is never drained."""
    names = ", ".join(workload.name for workload in _blocked(case))
    return f"no pod of {names} may be evicted any more: a node that runs one is never drained"


def _says_both(case: Case, _field: Field) -> bool:
    spec = mapping(case.will_be("spec"))
    return "minAvailable" in spec and "maxUnavailable" in spec


def _blocking_budgets(case: Case) -> list[str]:
    own = case.new.identity
    return [
        budget.name
        for budget in case.after.budgets
        if any(other.identity == own for other in blocked_by(case, budget))
    ]


def _why_blocks(case: Case, _field: Field) -> str:
    """With so few pods the budget lets none be evicted, so a node is never drained."""
    names = ", ".join(_blocking_budgets(case))
    return (
        f"with {count(case.new)} pods, PodDisruptionBudget {names} lets none of them be"
        " evicted: a node that runs one is never drained (maxUnavailable: 1 follows the replicas)"
    )


# --- the rest -------------------------------------------------------------------------------------


def account_users(case: Case) -> list[Resource]:
    """Return the StatefulSets whose pods run as a ServiceAccount."""
    return [
        workload
        for workload in case.after.sets
        if at(workload.data, "spec", "template", "spec", "serviceAccountName") == case.name
        and may_share_namespace(workload, case.change.one)
    ]


def _account_gone(case: Case, _field: Field) -> str:
    """A set still uses it: no pod of it can be made from now on."""
    names = ", ".join(_names(account_users(case)))
    return f"{names} still uses it: from now on no pod of it can be made, also none that restarts"


def _scaled_set(case: Case) -> str:
    target = mapping(case.will_be("spec", "scaleTargetRef"))
    return text(target.get("name")) if target.get("kind") == "StatefulSet" else ""


def _fights(case: Case, _field: Field) -> bool:
    name = _scaled_set(case)
    return any(
        workload.name == name and at(workload.data, "spec", "replicas") is not None
        for workload in case.after.sets
    )


def _why_fights(case: Case, _field: Field) -> str:
    """The manifest says replicas as well: each apply scales back what the autoscaler did."""
    name = _scaled_set(case)
    return (
        f"the manifest of {name} says replicas as well: each apply scales back what the autoscaler"
        " did. Leave replicas out there"
    )


def _sets_in(case: Case) -> list[Resource]:
    return [workload for workload in case.before.sets if workload.namespace == case.name]


def _empties(case: Case, _field: Field) -> str:
    """All that is in the namespace is deleted, all claims among it."""
    sets = _sets_in(case)
    pods = tuple(pod for workload in sets for pod in every_pod(workload))
    known = f", such as {listed(pods)}" if pods else ""
    return f"all that is in the namespace is deleted{known}, all claims among it"


OF_CONFIG = of_kinds(
    CONFIG,
    Row(
        "config-sealed",
        f"{DATA} | immutable",
        "rejected",
        "an object with immutable: true never changes: give it a new name",
        applies=_is_sealed,
        plan="new-name",
        source="field is immutable when `immutable` is set",
    ),
    Row(
        "config-read-at-start",
        DATA,
        "no-effect",
        _read_at_start,
        applies=_is_read_at_start,
        plan="restart-users",
        source="https://kubernetes.io/docs/concepts/configuration/configmap/",
    ),
    Row("config", DATA, "in-place", _read_later),
    Row(
        "config-seals",
        "immutable",
        "in-place",
        "from now on its data never changes: a change needs a new name",
    ),
    Row(
        "secret-type",
        "type",
        "rejected",
        "a Secret's type never changes",
        plan="new-name",
        source="field is immutable",
        kinds=("Secret",),
    ),
    Row("config-missed", "(removed)", "in-place", _strands, applies=whenever(all_users)),
    Row("config-removed", "(removed)", "in-place", "no StatefulSet here uses it any more"),
    Row("config-renamed", "(renamed) | (moved)", "in-place", _config_renamed),
    Row("config-new", "(added)", "in-place", "nothing reads it before its pods start"),
    Row(
        "config-metadata",
        f"metadata.{REST} | apiVersion",
        "in-place",
        "labels and annotations of it reach no pod",
    ),
)
OF_BUDGETS = of_kinds(
    BUDGET,
    Row("budget-new", "(added)", "in-place", "from now on it limits how nodes are drained"),
    Row(
        "budget-removed",
        "(removed)",
        "in-place",
        "without it, draining nodes may take all pods at once",
    ),
    Row(
        "budget-renamed",
        "(renamed) | (moved)",
        "in-place",
        "the new one takes over; while both are there, a pod that both mean cannot be evicted",
    ),
    Row(
        "budget-says-both",
        "spec.minAvailable | spec.maxUnavailable",
        "rejected",
        "minAvailable and maxUnavailable cannot be both set",
        applies=_says_both,
        source="pkg/apis/policy/validation",
    ),
    Row(
        "budget-blocks",
        f"(added) | spec.{REST}",
        "in-place",
        _why_blocked,
        applies=whenever(_blocked),
        is_beside=True,
        source="kubernetes#66811",
    ),
    Row(
        "budget",
        f"spec.{REST} | metadata.{REST} | apiVersion",
        "in-place",
        "a budget limits evictions, as in draining a node, and neither rollouts nor scaling down",
    ),
    Row(
        "scale-against-budget",
        "spec.replicas",
        "in-place",
        _why_blocks,
        applies=whenever(_blocking_budgets),
        is_beside=True,
        kinds=("StatefulSet",),
    ),
)
OF_POLICIES = of_kinds(
    POLICY,
    Row(
        "policy-new",
        "(added) | (renamed) | (moved)",
        "in-place",
        "as soon as one selects a pod, all that none lets through is cut: peers, clients, DNS",
    ),
    Row(
        "policy-removed", "(removed)", "in-place", "pods that no other one selects are open to all"
    ),
    Row(
        "policy",
        f"spec.{REST}",
        "in-place",
        "at once, for open connections too: it may cut peers, clients or DNS off",
    ),
    Row(
        "policy-metadata",
        f"metadata.{REST} | apiVersion",
        "in-place",
        "labels and annotations of it mean nothing to pods",
    ),
)
OF_ACCOUNTS = of_kinds(
    ACCOUNT,
    Row("account-missed", "(removed)", "in-place", _account_gone, applies=whenever(account_users)),
    Row(
        "account-at-start",
        f"automountServiceAccountToken | imagePullSecrets.{REST}",
        "no-effect",
        "pods get it when they are made: those that run keep what they have",
        plan="restart-users",
        source="pkg/serviceaccount admission",
    ),
    Row(
        "account",
        f"secrets.{REST} | metadata.{REST} | apiVersion",
        "in-place",
        "identities of clouds are read from its annotations, by pods that are new",
    ),
    Row(
        "account-object",
        "(added) | (removed) | (renamed) | (moved)",
        "in-place",
        "no StatefulSet here uses the one that goes",
    ),
)
OF_WORKLOADS = of_kinds(
    WORKLOADS,
    Row("workload", f"spec.template.{REST}", "restart", "its pods are replaced, in no order"),
    Row(
        "workload-selector",
        f"spec.selector.{REST}",
        "rejected",
        "a selector never changes: field is immutable",
        source="pkg/apis/apps/validation",
    ),
    Row("workload-scale", "spec.replicas", "scale", "pods are added or removed"),
)
OF_ALL = of_kinds(
    (ANY,),
    Row("other-new", "(added)", "in-place", "a new object"),
    Row("other-removed", "(removed)", "in-place", "deleted where it is pruned"),
    Row(
        "other-elsewhere",
        "(renamed) | (moved)",
        "in-place",
        "a new object; the former one is deleted where it is pruned",
    ),
    Row(
        "other",
        REST,
        "in-place",
        "taken over; what its own controller makes of it is not known here",
    ),
)
ROWS = (
    *OF_CONFIG,
    *OF_BUDGETS,
    *OF_POLICIES,
    *OF_ACCOUNTS,
    Row(
        "scaler-and-replicas",
        f"(added) | spec.{REST}",
        "scale",
        _why_fights,
        applies=_fights,
        is_beside=True,
        kinds=SCALER,
    ),
    *OF_WORKLOADS,
    Row(
        "job",
        f"spec.template.{REST} | spec.selector.{REST} | spec.completionMode",
        "rejected",
        "a Job's template never changes: field is immutable",
        plan="run-again",
        source="pkg/apis/batch/validation",
        kinds=("Job",),
    ),
    Row(
        "class",
        f"provisioner | parameters.{REST} | reclaimPolicy | volumeBindingMode",
        "rejected",
        "a StorageClass may change only what it allows: make another one",
        source="pkg/apis/storage/validation",
        kinds=("StorageClass",),
    ),
    Row("namespace-removed", "(removed) | (renamed)", "data-risk", _empties, kinds=("Namespace",)),
    Row(
        "volume-removed",
        "(removed) | (renamed)",
        "data-risk",
        "a volume that is deleted takes its data along where its reclaim policy is Delete",
        kinds=("PersistentVolume",),
    ),
    *OF_ALL,
)
