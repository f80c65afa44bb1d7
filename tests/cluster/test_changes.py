"""What `stateful diff` says of a change is what a real cluster does: golden/changes/<case>/.

The case's before.yaml is applied, and once its pods are ready, its after.yaml: the way that GitOps
does, with what is gone deleted last. Then every object that the server takes or refuses, every pod
that restarts, comes or goes, and in which order, must be what the report says for this version.
Where pods must be held at an older template, the case has an earlier.yaml too.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from fnmatch import fnmatch
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from api import API, MERGE, Reply, Watch, until
from commands import run
from sets import APPS, claims, pods

from renderer.objects.declared import is_kept
from renderer.objects.resource import Resource
from renderer.yaml import read

if TYPE_CHECKING:
    from conftest import Figures
    from plane import Plane

pytestmark = pytest.mark.cluster
CHANGES = Path(__file__).parent.parent / "golden/changes"
CASES = sorted(path.parent for path in CHANGES.glob("*/after.yaml"))
AT_ONCE = 6
# For so long nothing must happen until nothing more is expected.
QUIET = 2.0


@dataclass
class Tried:
    """What became of a case.

    Args:
        case: its folder.
        refused: {Kind/name: the server's words}.
        before: {pod: its uid} of all sets, {set: ...}.
        after: the same, once nothing happens any more.
        gone: the claims that are deleted.
        lives: what became of the pods meanwhile, see `Watch.lives`, of each namespace.
        going: the pods that were deleted, in order.
        trouble: why it could not be tried.
    """

    case: Path
    refused: dict[str, str] = field(default_factory=dict)
    before: dict[str, dict[str, str]] = field(default_factory=dict)
    after: dict[str, dict[str, str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    lives: list[str] = field(default_factory=list)
    going: list[str] = field(default_factory=list)
    trouble: str = ""


def objects(case: Path, side: str) -> list[dict[str, Any]]:
    return [one for one in read((case / side).read_text(), dialect="manifest") if one]


def tried(api: API, case: Path) -> Tried:
    """Apply both sides, one after the other."""
    found, watches = Tried(case), list[Watch]()
    before, after = Side(api, case, "before.yaml"), Side(api, case, "after.yaml")
    earlier = [Side(api, case, "earlier.yaml")] if (case / "earlier.yaml").exists() else []
    try:
        for side in (*earlier, before):
            for name, reply in side.apply():
                if reply.is_refused:
                    found.trouble = f"{name}: {reply.message}"
                    return found
            found.before = side.settled()
        kept, watches = before.claims(), before.watches()
        found.refused = {name: one.message for name, one in after.apply() if one.is_refused}
        before.prune(after)
        after.touch()
        found.after = after.settled()
        found.gone = kept - before.claims()
    except TimeoutError as error:
        found.trouble = str(error)
    for watch in watches:
        watch.stop()
        found.lives += watch.lives()
        found.going += watch.going()
    return found


class Side:
    """One side of a case in the namespaces of the case."""

    def __init__(self, api: API, case: Path, side: str) -> None:
        self.api = api
        self.space = f"change-{case.name}"
        self.objects = objects(case, side)

    def apply(self) -> Iterator[tuple[str, Reply]]:
        for resource in self.objects:
            if not self.api.get("v1", "Namespace", "", self.namespace(resource)):
                self.api.namespace(self.namespace(resource))
            yield label(resource), self.api.apply(self.placed(resource), self.namespace(resource))

    def prune(self, after: Side) -> None:
        """Delete what the other side has no more, unless it says that it is kept."""
        kept = {(label(resource), after.namespace(resource)) for resource in after.objects}
        for resource in self.objects:
            is_gone = (label(resource), self.namespace(resource)) not in kept
            if is_gone and not is_kept(Resource(resource)):
                path = self.api.path_of(self.placed(resource), self.namespace(resource))
                self.api("DELETE", path, {"propagationPolicy": "Background"})

    def settled(self) -> dict[str, dict[str, str]]:
        """Return {set: {pod: uid}} once nothing happens any more, and all claims are bound."""
        sets = [resource for resource in self.objects if resource["kind"] == "StatefulSet"]
        found = {
            label(resource): self._quiet(self.namespace(resource), name_of(resource))
            for resource in sets
        }
        until(lambda: all(map(self._is_bound, self.spaces)), f"{self.space}: claims are bound")
        return found

    def touch(self) -> None:
        """Have another generation of each set, so that one can see when its controller has looked.

        Another notation of an amount makes none, and yet another revision.
        """
        for resource in self.objects:
            space, name = self.namespace(resource), name_of(resource)
            if resource["kind"] == "StatefulSet" and self.api.get(APPS, "StatefulSet", space, name):
                path = self.api.path(APPS, "StatefulSet", space, name)
                self.api.must("PATCH", path, {"spec": {"revisionHistoryLimit": 11}}, MERGE)

    def watches(self) -> list[Watch]:
        return [self.api.events("v1", "Pod", space) for space in self.spaces]

    @property
    def spaces(self) -> list[str]:
        return sorted({self.namespace(resource) for resource in self.objects})

    def claims(self) -> set[str]:
        """Return the uids of all claims that nobody has asked to delete."""
        return {
            claim["metadata"]["uid"]
            for space in self.spaces
            for claim in claims(self.api, space).values()
            if "deletionTimestamp" not in claim["metadata"]
        }

    def _is_bound(self, namespace: str) -> bool:
        return all(
            claim["status"]["phase"] == "Bound" for claim in claims(self.api, namespace).values()
        )

    def _quiet(self, namespace: str, name: str) -> dict[str, str]:
        seen: dict[str, str] = {}
        since = time.monotonic()

        def ask() -> bool:
            nonlocal seen, since
            live = self.api.get(APPS, "StatefulSet", namespace, name)
            uids = self._uids(namespace, name)
            if uids != seen or not live or not is_at_rest(live, len(uids)):
                seen, since = uids, time.monotonic()
            return time.monotonic() - since > QUIET

        until(ask, f"{self.space}: {name} is at rest", 120, pause=0.2)
        return seen

    def _uids(self, namespace: str, name: str) -> dict[str, str]:
        found = pods(self.api, namespace, name)
        return {pod["metadata"]["name"]: pod["metadata"]["uid"] for pod in found}

    def namespace(self, resource: dict[str, Any]) -> str:
        said = resource["metadata"].get("namespace")
        return f"{self.space}-{said}" if said else self.space

    def placed(self, resource: dict[str, Any]) -> dict[str, Any]:
        return {
            **resource,
            "metadata": {**resource["metadata"], "namespace": self.namespace(resource)},
        }


def is_at_rest(live: dict[str, Any], count: int) -> bool:
    """Whether a set has as many ready pods as it wants, and none waits to be replaced."""
    status, spec = live.get("status", {}), live["spec"]
    strategy = spec["updateStrategy"]
    held = strategy.get("rollingUpdate", {}).get("partition", 0)
    if strategy["type"] == "OnDelete":
        held = spec["replicas"]
    return (
        status.get("observedGeneration") == live["metadata"]["generation"]
        and count == spec["replicas"] == status.get("availableReplicas", 0)
        and status.get("updatedReplicas", 0) >= spec["replicas"] - held
    )


def label(resource: dict[str, Any]) -> str:
    namespace = resource["metadata"].get("namespace")
    return f"{resource['kind']}/{name_of(resource)}" + (f" in {namespace}" if namespace else "")


def name_of(resource: dict[str, Any]) -> str:
    return str(resource["metadata"]["name"])


def reported(case: Path, version: str) -> list[dict[str, Any]]:
    files = [str(case / side) for side in ("before.yaml", "after.yaml")]
    result = run("diff", *files, "--kube-version", version, "-o", "json")
    assert result.code in (0, 1), result.stderr
    changes: list[dict[str, Any]] = json.loads(result.stdout)["changes"]
    return changes


def disagreements(found: Tried, version: str) -> Iterator[str]:
    """Yield what the report says and the cluster does not do, or the other way round."""
    changes = {
        label({"kind": change["kind"], "metadata": change}): change
        for change in reported(found.case, version)
    }
    effects = {
        name: {verdict["effect"] for verdict in change["verdicts"]}
        for name, change in changes.items()
    }
    for name in {*effects, *found.refused}:
        is_refused, is_said = name in found.refused, "rejected" in effects.get(name, ())
        if is_refused != is_said:
            yield f"{name}: {found.refused.get(name, 'taken')}, and the report says {effects}"
    if found.gone and not any("data-risk" in some for some in effects.values()):
        yield f"{len(found.gone)} claims are deleted, and the report says {effects}"
    for name in found.before.keys() & found.after.keys():
        said = effects.get(name, set()) if name not in found.refused else set()
        old, new = found.before[name], found.after[name]
        restarted = {pod for pod in old.keys() & new.keys() if old[pod] != new[pod]}
        if restarted != restarts(changes.get(name, {}), said, old.keys() & new.keys()):
            yield f"{name}: {sorted(restarted)} restart, and the report says {said}"
        elif "restart" in said:
            yield from out_of_order(found, changes[name], restarted)
        if (old.keys() != new.keys()) and not said & {"scale", "data-risk"}:
            yield f"{name}: {sorted(old.keys() ^ new.keys())} come or go, not by {said}"
        if "scale" in said and old.keys() == new.keys():
            yield f"{name}: no pod comes or goes, and the report says {said}"


def restarts(change: dict[str, Any], said: set[str], kept: set[str]) -> set[str]:
    """Return which of the pods that are kept restart, as a report says; `db-*` is all of them."""
    named = {
        pod
        for verdict in change.get("verdicts", ())
        if verdict["effect"] == "restart" and "restart" in said
        for pod in verdict.get("pods", ())
    }
    return {pod for pod in kept if any(fnmatch(pod, pattern) for pattern in named)}


def out_of_order(found: Tried, change: dict[str, Any], restarted: set[str]) -> Iterator[str]:
    """Yield where pods restart in another order, or at another pace, than a report says."""
    (verdict, *_) = (each for each in change["verdicts"] if each["effect"] == "restart")
    order = [pod for pod in found.going if pod in restarted]
    said = [pod for pod in verdict["pods"] if pod in restarted]
    if said and order != said:
        yield f"{order} is the order, and the report says {said}"
    if "one by one" in verdict.get("order", ""):
        for pod, following in pairwise(order):
            earlier = found.lives[: found.lives.index(f"-{following}")]
            again = [life for life in earlier if life in (f"+{pod}", f"*{pod}")]
            if again[-2:] != [f"+{pod}", f"*{pod}"]:
                yield f"{following} goes before {pod} is ready again: {found.lives}"


def test_changes_do_what_the_report_says(cluster: Plane, figures: Figures) -> None:
    assert CASES
    began = time.monotonic()
    version = cluster.version.removeprefix("v")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(lambda case: tried(cluster.api, case), CASES))
    untried = {one.case.name: one.trouble for one in results if one.trouble}
    wrong = {one.case.name: list(disagreements(one, version)) for one in results if not one.trouble}
    agree = [name for name, lines in wrong.items() if not lines]
    figures.say(
        f"{len(wrong)} changes of live objects in {time.monotonic() - began:.0f} s: report and "
        f"cluster agree on {len(agree)}; {len(untried)} cannot be applied before they are changed"
    )
    lines = [f"{name}: {line}" for name, some in wrong.items() for line in some]
    assert not lines, "\n".join(lines)
    assert not untried, untried
