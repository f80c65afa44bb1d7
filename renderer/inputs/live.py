"""What runs in a cluster of some objects, read by kubectl: it is asked, and nothing is changed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import Any

from renderer.errors import Problem, RenderError
from renderer.objects.identity import Identity
from renderer.objects.reading import at, text
from renderer.objects.resource import Resource

LIVE = "live"
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
    silent = {each.identity for each in wanted if not each.namespace}
    asked = _asked([_in(each.data, namespace) for each in wanted], options)
    spaces = sorted(
        {each.namespace or namespace for each in wanted if each.kind == "StatefulSet"}, key=str
    )
    claims = [claim for space in spaces for claim in _claims(space, options)]
    found = [_in_its_words(data, silent) for data in asked]
    return [Resource(data, LIVE) for data in found], [Resource(data, LIVE) for data in claims]


def _in(data: Any, namespace: str | None) -> Any:
    """Return an object in a namespace, where it says none."""
    if not namespace or at(data, "metadata", "namespace"):
        return data
    return {**data, "metadata": {**data["metadata"], "namespace": namespace}}


def _claims(namespace: str | None, options: list[str]) -> list[Any]:
    where = ["--namespace", namespace] if namespace else []
    done = _run(["get", "persistentvolumeclaims", *where, *options, "-o", "json"])
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
        known = [each for each in objects if (each["kind"], each["apiVersion"]) not in unknown]
        if len(known) == len(objects):
            raise _refused(done.stderr)
        objects = known
    return []


def _in_its_words(data: Any, silent: set[Identity]) -> Any:
    """Return a live object without the namespace that its manifest leaves to whoever applies it."""
    if Identity.of(data).without_namespace() not in silent:
        return data
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
    return RenderError([Problem("SR805", (), f"kubectl get failed: {said.strip()}", file="--live")])
