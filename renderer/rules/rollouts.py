"""How many pods of a StatefulSet are rolled out at once, and how they are numbered."""

from __future__ import annotations

from renderer.kubernetes.quantities import ALL, is_limit, share
from renderer.objects.reading import at
from renderer.objects.workload import ordinals
from renderer.rules.budgets import unreadable
from renderer.rules.rule import found, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

MOST = ("spec", "updateStrategy", "rollingUpdate", "maxUnavailable")
HIGHEST_ORDINAL = 2**31 - 1


@rule("SR1109", "error", "StatefulSet", was=("SR310", "SR952"))
def rollout_takes_a_pod(statefulset: Resource, _objects: Objects) -> Problems:
    """maxUnavailable 0 in an update strategy

    No pod could ever be updated, so the API server refuses it.

    Way out: write 1, or remove it.
    """
    most = at(statefulset.data, *MOST)
    if most == "0" or (is_limit(most) and share(most, ALL) == 0):
        yield found(MOST, "must not be 0: nothing could be rolled out", hint="write 1")


@rule("SR1110", "error", "StatefulSet", was=("SR904",))
def rollout_limit_can_be_read(statefulset: Resource, _objects: Objects) -> Problems:
    """A rollout's maxUnavailable that is no limit

    It is a number of pods, or a percentage of at most 100. The API server refuses anything else.

    Way out: write a number without quotes, or a percentage such as "25%".
    """
    most = at(statefulset.data, *MOST)
    if most != "0":
        yield from unreadable(most, MOST)


@rule("SR1111", "error", "StatefulSet", was=("SR310",))
def ordinals_have_room(statefulset: Resource, _objects: Objects) -> Problems:
    """ordinals.start that leaves no room for the replicas

    The number of a pod has 32 bits, so the last pods could not be made.

    Way out: write a smaller start.
    """
    numbers = ordinals(statefulset)
    if numbers and numbers.start and numbers[-1] > HIGHEST_ORDINAL:
        room = f"{len(numbers)} replicas below {HIGHEST_ORDINAL + 1}"
        causes = (("spec", "replicas"),)
        yield found(("spec", "ordinals", "start"), f"must leave room for {room}", causes=causes)
