"""Lists of a StatefulSet's own pods, in its variables and arguments.

Such a list is a text: whoever changes the replicas must change it too, and nothing says so.
"""

from __future__ import annotations

import re

from renderer.objects.reading import at, number
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import ordinals, told
from renderer.rules.legacy import found
from renderer.rules.quorum import voting_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.errors import Problem

    Problems = Iterator[Problem]


# One name alone is a seed, and no list.
FEWEST = 2
# Apps that count the members of a list of all; others, which may vote as well, take it for seeds.
COUNTED = ("etcd", "zookeeper", "cp-zookeeper", "clickhouse-keeper")
HINT = "list as many pods as there are replicas"


def lists_of_pods_fit_the_replicas(one: Resource, objects: Objects) -> Problems:
    """Pods that are not there are waited for, and voters that are not listed are strangers.

    Fewer names than pods are common where nobody counts them: a few seeds will do. With a first
    ordinal, the pods before it may be those of another cluster.
    """
    count = at(one.data, "spec", "replicas")
    if number(count) != count or not one.name:
        return  # an autoscaler's, or no number
    pods = ordinals(one)
    is_counted = voting_image(one) in COUNTED
    for path, said in told(one):
        if former := _former(one, said, objects):
            message = f"lists pods by the name of before, {former}-0: they are {one.name}-0 now"
            yield found("SR995", path, message, hint="write the name in the spec, or list it anew")
            continue
        listed = _listed(one.name, said)
        known = [each for each in listed if each in pods]
        strangers = [each for each in listed if each >= pods.stop]
        if len(listed) < FEWEST or not known:
            continue
        if strangers:
            message = f"lists {one.name}-{min(strangers)}, and replicas: {count} makes no such pod"
            yield found("SR995", path, message, hint=HINT)
        elif is_counted and len(known) < count:
            missing = next(each for each in pods if each not in listed)
            message = f"lists {len(known)} of {count} pods, without {one.name}-{missing}"
            yield found("SR995", path, message, hint=HINT)


def _former(one: Resource, said: str, objects: Objects) -> str:
    """Return the name of before by which a text lists the pods, if it is nobody's name now."""
    others = [each for each in one.names if each not in objects.once(_names)]
    return next((each for each in others if len(_listed(each, said)) >= FEWEST), "")


def _names(objects: Objects) -> set[str]:
    return {each.name for each in objects.sets}


def _listed(name: str, said: str) -> set[int]:
    """Return the ordinals of the pods that a text lists: `db-0.db:2380,db-1.db:2380`, `db-0,db-1`.

    Among other words, as in `rack db-0`, a word that is no host may name anything.
    """
    found = _ordinals(name, said)
    if not found or not re.search(r"\w", re.sub(_pod(name), "", said)):
        return found
    return set(map(int, re.findall(rf"{_pod(name)}(?=[.:=])", said)))


def _ordinals(name: str, said: str) -> set[int]:
    """Return the ordinals of all words in a text that may be pods."""
    return set(map(int, re.findall(_pod(name), said))) if f"{name}-" in said else set()


def _pod(name: str) -> str:
    return rf"(?<![\w.-]){re.escape(name)}-(0|[1-9][0-9]{{0,4}})(?![\w-])"


RULES = (lists_of_pods_fit_the_replicas,)
