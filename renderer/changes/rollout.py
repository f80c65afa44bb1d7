"""Which pods of a StatefulSet a change of its template restarts, in which order, and which not.

The controller goes from the highest ordinal down, one at a time, and waits for each to be ready
(`pkg/controller/statefulset/stateful_set_control.go`). Parallel is about scaling alone: its updates
go one by one as well, until a version has maxUnavailable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from renderer.changes.verdict import Case
from renderer.kubernetes.gates import windows
from renderer.kubernetes.names import HIGHEST_COUNT
from renderer.kubernetes.quantities import is_limit, share
from renderer.objects.reading import at, number
from renderer.objects.resource import Resource
from renderer.objects.workload import ordinals, replicas, scalers

ROLLING = ("spec", "updateStrategy", "rollingUpdate")
MANY = 12
# No cluster runs more in one set; a slip of the pen asks for two billion.
MOST_PODS = 10_000
# Stands for all pods, where nobody knows how many there are.
ALL = "-*"


@dataclass(frozen=True)
class Rollout:
    """How pods are replaced.

    Args:
        pods: those that restart, in their order.
        held: those that keep the old template until somebody lets go of them.
        by: what holds them: OnDelete, partition, or nothing.
        at_once: how many are down at the same time.
        pause: for how many seconds each must stay ready.
    """

    pods: tuple[str, ...]
    held: tuple[str, ...] = ()
    by: str = ""
    at_once: int = 1
    pause: int = 0

    def __str__(self) -> str:
        """Say it in a sentence."""
        if not self.pods:
            return ""
        order = f"{listed(self.pods)}, {self._pace()}"
        left = f"; the partition keeps {listed(self.held)} as they are" if self.held else ""
        return f"restarts {order}{left}"

    def _pace(self) -> str:
        if len(self.pods) == 1 and not self.pods[0].endswith(ALL):
            return "which is down meanwhile"
        pace = "one by one" if self.at_once == 1 else f"{self.at_once} at a time"
        ready = f"ready for {self.pause} s" if self.pause else "ready"
        return f"{pace}, the next when the one before is {ready}"


def numbers(workload: Resource) -> range:
    """Return the ordinals of a set's pods, as many as there may be in a cluster."""
    return ordinals(workload)[:MOST_PODS]


def count(workload: Resource) -> int:
    """Return how many pods a set is to have."""
    return min(max(replicas(workload), 0), HIGHEST_COUNT)


def starting(workload: Resource) -> tuple[str, ...]:
    """Return the names of its pods, in the order in which they start."""
    return pods_of(workload.name, numbers(workload))


def rollout(case: Case) -> Rollout:
    """Return what a change of the pod template restarts; pods that come or go are no part of it.

    Where an autoscaler sets their number, nobody here knows it: `db-*` stands for all of them.
    """
    running = sorted(set(numbers(case.old)) & set(numbers(case.new)), reverse=True)
    name = case.old.name or case.new.name
    if case.will_be("spec", "updateStrategy", "type") == "OnDelete":
        return Rollout((), pods_of(name, running), "OnDelete")
    pace = _at_once(case), number(case.will_be("spec", "minReadySeconds"))
    if is_scaled_by_others(case) and at(case.new.written, "spec", "replicas") is None:
        return Rollout((f"{name}{ALL}",), (), "", *pace)
    partition = number(case.will_be(*ROLLING, "partition"))
    least = numbers(case.new).start + partition
    restarted = [ordinal for ordinal in running if ordinal >= least]
    held = [ordinal for ordinal in running if ordinal < least]
    return Rollout(
        pods_of(name, restarted),
        pods_of(name, held),
        "partition" if held else "",
        *pace,
    )


def pods_of(name: str, those: Iterable[int]) -> tuple[str, ...]:
    """Return the names of pods by their ordinals."""
    return tuple(f"{name}-{ordinal}" for ordinal in those)


def _at_once(case: Case) -> int:
    """Return how many pods may be down, in a version that knows maxUnavailable."""
    limit = case.will_be(*ROLLING, "maxUnavailable")
    (window,) = windows("RollingUpdateStatefulSetStrategy", "maxUnavailable")
    if not is_limit(limit) or not window.lets(limit, case.version):
        return 1
    return max(1, share(limit, count(case.new)))


def waiting_pods(case: Case, *, least: int, most: int) -> tuple[str, ...]:
    """Return the running pods with ordinals from the most down to the least, which were held."""
    running = set(numbers(case.old)) & set(numbers(case.new))
    held = sorted((ordinal for ordinal in running if least <= ordinal < most), reverse=True)
    return pods_of(case.name, held)


def has_nothing_pending(case: Case) -> bool:
    """Tell whether a live set says that all of its pods have the template of today."""
    status = at(case.old.written, "status")
    revisions = [at(status, key) for key in ("currentRevision", "updateRevision")]
    return bool(revisions[0]) and revisions[0] == revisions[1]


def gone(case: Case) -> tuple[str, ...]:
    """Return the pods that scaling removes, in their order: the highest first."""
    left = sorted(set(numbers(case.old)) - set(numbers(case.new)), reverse=True)
    return pods_of(case.name, left)


def come(case: Case) -> tuple[str, ...]:
    """Return the pods that scaling makes, in their order."""
    return pods_of(case.name, sorted(set(numbers(case.new)) - set(numbers(case.old))))


def every_pod(workload: Resource) -> tuple[str, ...]:
    """Return all pods of a set, the highest first, as an update takes them."""
    return pods_of(workload.name, reversed(numbers(workload)))


def is_scaled_by_others(case: Case) -> bool:
    """Tell whether an autoscaler sets the number of pods."""
    return bool(scalers(case.new, case.after))


def listed(names: tuple[str, ...]) -> str:
    """Return names for people; of very many the first and the last."""
    if len(names) > MANY:
        return f"{', '.join(names[:3])} ... {names[-1]} ({len(names)} in all)"
    return ", ".join(names)
