"""Replicas, rollouts and scaling."""

from __future__ import annotations

from renderer.kubernetes.quantities import share
from renderer.objects.reading import at, mapping, number
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import replicas as replicas_of
from renderer.objects.workload import scalers
from renderer.rules.legacy import found
from renderer.rules.limits import ALL, is_limit, unreadable
from renderer.rules.quorum import voting_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.errors import Problem

    Problems = Iterator[Problem]

STRATEGY = ("spec", "updateStrategy")
ROLLING = (*STRATEGY, "rollingUpdate")
FEWEST_VOTES = 3


def rollout_is_possible(one: Resource, _all: Objects) -> Problems:
    """Combinations that the API server refuses."""
    strategy = mapping(at(one.data, *STRATEGY))
    if strategy.get("type") == "OnDelete" and strategy.get("rollingUpdate") is not None:
        message = "must not be set with type: OnDelete"
        yield found("SR952", ROLLING, message, hint="remove it")
    if strategy.get("type") == "Recreate":
        message = "must not be Recreate, unless the feature gate StatefulSetRecreateStrategy is on"
        yield found("SR952", (*STRATEGY, "type"), message, hint="write RollingUpdate or OnDelete")
    most, path = at(strategy, "rollingUpdate", "maxUnavailable"), (*ROLLING, "maxUnavailable")
    if most == "0" or (is_limit(most) and share(most, ALL) == 0):
        message = "must not be 0: nothing could be rolled out"
        yield found("SR952", path, message, hint="write 1")
    else:
        yield from unreadable(most, path)


def partition_counts_from_the_start(one: Resource, _all: Objects) -> Problems:
    """Kubernetes' code and its documents do not agree on what a partition is then."""
    partition = number(at(one.data, *ROLLING, "partition"))
    start = number(at(one.data, "spec", "ordinals", "start"))
    if partition and start:
        message = (
            f"counts from ordinals.start in Kubernetes' code: the pods from {start + partition} "
            f"on are rolled, and not those from {partition} on"
        )
        yield found("SR953", (*ROLLING, "partition"), message)


def majority_is_possible(one: Resource, _all: Objects) -> Problems:
    """An even number of votes bears no more failures than one less."""
    image, count = voting_image(one), replicas_of(one)
    path = ("spec", "replicas")
    if not image or count < 1:
        return
    if count < FEWEST_VOTES:
        message = f"is {count}: {image} bears the loss of a pod with 3 or more"
        yield found("SR954", path, message)
    elif count % 2 == 0:
        message = f"is even, {count}: {image} bears the loss of as many pods with {count - 1}"
        yield found("SR954", path, message)


def rollout_keeps_the_majority(one: Resource, _all: Objects) -> Problems:
    """Several pods at once may be one vote too many."""
    image = voting_image(one)
    count = _at_once(at(one.data, *ROLLING, "maxUnavailable"), replicas_of(one))
    if image and count > 1:
        message = f"takes {count} of {replicas_of(one)} pods at once: {image} may lose its majority"
        yield found("SR955", (*ROLLING, "maxUnavailable"), message, hint="write 1")


def _at_once(limit: object, pods: int) -> int:
    """Return how many pods a rollout takes; a percentage is rounded down, unlike a budget's."""
    if not is_limit(limit):
        return 0
    return int(limit[:-1]) * pods // ALL if isinstance(limit, str) else limit


def scaling_has_one_master(one: Resource, objects: Objects) -> Problems:
    """Each apply would take back what the autoscaler did."""
    if at(one.data, "spec", "replicas") is None:
        return
    for scaler in scalers(one, objects):
        message = f"is also set by {scaler.label}: every apply takes back what it did"
        yield found("SR968", ("spec", "replicas"), message, hint="remove it here")


RULES = (
    rollout_is_possible,
    partition_counts_from_the_start,
    majority_is_possible,
    rollout_keeps_the_majority,
    scaling_has_one_master,
)
