"""What runs in a cluster of some objects, read by kubectl: it is asked, and nothing is changed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from typing import Any

from renderer.errors import Problem, RenderError
from renderer.kubernetes.labels import MANAGED_BY
from renderer.objects.identity import Identity
from renderer.objects.reading import at, mapping, text
from renderer.objects.resource import Resource

LIVE = "live"
# By which the objects of an app are found again, and those of what it is part of.
US = "stateful-renderer"
OURS = (MANAGED_BY, "app.kubernetes.io/name")
PART = ("app.kubernetes.io/part-of",)
# What an app is made of, but for its claims, which nobody prunes.
KINDS = (
    "statefulsets.apps,services,configmaps,serviceaccounts,"
    "poddisruptionbudgets.policy,networkpolicies.networking.k8s.io"
)
# A line of klog: `E1130 05:15:18.272878   30040 memcache.go:265] "Unhandled Error" ...`.
LOGGED = re.compile(r"[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ \S+:\d+\] ")
# Words of kubectl for a kind that the cluster does not know, so that no object of it is there.
UNKNOWN = re.compile(r'no matches for kind "([^"]+)" in version "([^"]+)"')


def live(
    wanted: list[Resource], context: str | None = None, namespace: str | None = None
) -> tuple[list[Resource], list[Resource]]:
    """Return the objects of a cluster that have these names, and the claims beside them.

    Args:
        wanted: the objects that somebody wants to apply.
        context: of kubectl; None is the current one.
        namespace: of objects that say none; None is that of the context.

    Raises:
        RenderError: kubectl is missing, or cannot read them (SR805, with its own words).
    """
    options = ["--context", context] if context else []
    silent = {resource.identity for resource in wanted if not resource.namespace}
    asked = _asked([_in(resource.data, namespace) for resource in wanted], options)
    spaces = sorted(
        {resource.namespace or namespace for resource in wanted if resource.kind == "StatefulSet"},
        key=str,
    )
    claims = [
        claim for space in spaces for claim in _listed("persistentvolumeclaims", space, options)
    ]
    found = [_in_its_words(data, silent) for data in asked]
    return [Resource(data, LIVE) for data in found], [Resource(data, LIVE) for data in claims]


@dataclass
class Left:
    """What is live, and not in what somebody wants to apply.

    Args:
        ours: objects of the same apps, by the labels that we give them.
        others: objects of what the apps are part of, by its label.
    """

    ours: list[Resource] = field(default_factory=list)
    others: list[Resource] = field(default_factory=list)


def left_behind(
    wanted: list[Resource], context: str | None = None, namespace: str | None = None
) -> Left:
    """Return what is live of the same apps and is not wanted any more.

    Args:
        wanted: the objects that somebody wants to apply.
        context: of kubectl; None is the current one.
        namespace: of objects that say none; None is that of the context.

    Raises:
        RenderError: kubectl cannot read them (SR805, with its own words).
    """
    options = ["--context", context] if context else []
    left = Left()
    known = {resource.identity for resource in wanted}
    for labels, found in ((OURS, left.ours), (PART, left.others)):
        for space, selector in sorted(_selectors(wanted, labels), key=str):
            items = _listed(KINDS, space or namespace, options, "--selector", selector)
            for data in items:
                resource = Resource(data if space else _without_namespace(data), LIVE)
                is_made = bool(at(data, "metadata", "ownerReferences"))
                if not is_made and resource.identity not in known:
                    known.add(resource.identity)
                    found.append(resource)
    return left


def _selectors(wanted: list[Resource], labels: tuple[str, ...]) -> set[tuple[str, str]]:
    """Return (namespace, selector) for all objects that have some labels."""
    found = set()
    for resource in wanted:
        has = mapping(at(resource.data, "metadata", "labels"))
        if all(label in has for label in labels) and has.get(MANAGED_BY, US) == US:
            found.add((resource.namespace, ",".join(f"{label}={has[label]}" for label in labels)))
    return found


def _in(data: Any, namespace: str | None) -> Any:
    """Return an object in a namespace, where it says none."""
    if not namespace or at(data, "metadata", "namespace"):
        return data
    return {**data, "metadata": {**data["metadata"], "namespace": namespace}}


def _listed(kinds: str, namespace: str | None, options: list[str], *words: str) -> list[Any]:
    where = ["--namespace", namespace] if namespace else []
    done = _run(["get", kinds, *where, *options, *words, "-o", "json"])
    if done.returncode:
        raise _refused(done.stderr)
    return _items(done.stdout)


def _asked(objects: list[Any], options: list[str]) -> list[Any]:
    """Return those that are there; a kind that the cluster does not know is not."""
    while objects:
        given = json.dumps({"apiVersion": "v1", "kind": "List", "items": objects})
        done = _run(["get", "--ignore-not-found", "-o", "json", *options, "-f", "-"], given)
        if not done.returncode:
            return _items(done.stdout)
        unknown = UNKNOWN.findall(done.stderr)
        known = [held for held in objects if (held["kind"], held["apiVersion"]) not in unknown]
        if len(known) == len(objects):
            raise _refused(done.stderr)
        objects = known
    return []


def _in_its_words(data: Any, silent: set[Identity]) -> Any:
    """Return a live object without the namespace that its manifest leaves to whoever applies it."""
    if Identity.of(data).without_namespace() not in silent:
        return data
    return _without_namespace(data)


def _without_namespace(data: Any) -> Any:
    metadata = {key: each for key, each in data["metadata"].items() if key != "namespace"}
    return {**data, "metadata": metadata}


def _items(printed: str) -> list[Any]:
    if not printed.strip():
        return []
    data = json.loads(printed)
    return list(data["items"]) if text(at(data, "kind")).endswith("List") else [data]


def _run(words: list[str], given: str = "") -> subprocess.CompletedProcess[str]:
    program = shutil.which("kubectl")
    if program is None:
        message = "must be read by kubectl, which is not on PATH"
        raise RenderError([Problem("SR805", (), message, file="--live")])
    return subprocess.run(
        [program, *words],
        capture_output=True,
        check=False,
        input=given,
        text=True,
        errors="replace",
    )


def _refused(said: str) -> RenderError:
    """Say why kubectl could not read, without what it logs on its way to that."""
    lines = said.strip().splitlines()
    words = [line for line in lines if not LOGGED.match(line)] or lines
    message = f"kubectl get failed: {'; '.join(words)}"
    return RenderError([Problem("SR805", (), message, file="--live")])
