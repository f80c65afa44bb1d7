"""Every example in every environment: applied, ready, and not touched by applying it again."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from api import API, Reply
from commands import run
from plane import environment as environment_of
from sets import settled

from renderer.inputs.specs import read_specs
from renderer.resources.pipeline import builds_of

if TYPE_CHECKING:
    from conftest import Figures
    from plane import Plane

pytestmark = pytest.mark.cluster
ROOT = Path(__file__).parent.parent.parent
POD_SECURITY = "pod-security.kubernetes.io"
# An operator brings it, or nobody does.
OTHERS = {"ServiceMonitor"}


@dataclass
class Example:
    """One app as it is in one environment, in a namespace of its own."""

    name: str
    namespace: str
    level: str
    objects: list[dict[str, Any]]

    def apply(self, api: API) -> dict[str, Reply]:
        return {
            f"{each['kind']}/{each['metadata']['name']}": api.apply(each, self.namespace)
            for each in self.objects
        }


def examples() -> Iterator[Example]:
    for file in sorted(ROOT.glob("bases/*/statefulapp.yaml")):
        for document in read_specs([str(file)]):
            for environment, build in builds_of(document).items():
                name = f"{file.parent.name} {environment or 'base'}"
                objects = [each for each in build.objects if each["kind"] not in OTHERS]
                namespaces = {each["metadata"].get("namespace") for each in objects}
                (namespace,) = namespaces  # all of an app goes to one place
                level = build.app.spec.pod_security
                assert level, f"{name} says for which Pod Security Standard it is made"
                yield Example(name, namespace or name.replace(" ", "-"), level, objects)


@pytest.fixture(scope="module")
def applied(cluster: Plane, figures: Figures) -> list[tuple[Example, dict[str, Reply]]]:
    """All of them at once: they start their pods while the next ones are applied."""
    api: API = cluster.api
    began = time.monotonic()
    done = []
    for example in examples():
        labels = {f"{POD_SECURITY}/{mode}": example.level for mode in ("enforce", "warn")}
        api.namespace(example.namespace, **labels)
        done.append((example, example.apply(api)))
    for example, _ in done:
        for each in example.objects:
            if each["kind"] == "StatefulSet":
                settled(api, example.namespace, each["metadata"]["name"])
    pods = sum(
        each["spec"]["replicas"]
        for example, _ in done
        for each in example.objects
        if each["kind"] == "StatefulSet"
    )
    figures.say(
        f"{len(done)} examples with {pods} pods are ready after {time.monotonic() - began:.0f} s"
    )
    return done


def test_the_server_takes_them_without_a_warning(
    applied: list[tuple[Example, dict[str, Reply]]],
) -> None:
    assert len(applied) >= 30
    wrong = [
        f"{example.name}: {name}: {reply.message} {reply.warnings}"
        for example, replies in applied
        for name, reply in replies.items()
        if reply.is_refused or reply.warnings
    ]
    assert not wrong, "\n".join(wrong)


def test_a_second_apply_changes_nothing(
    applied: list[tuple[Example, dict[str, Reply]]], cluster: Plane
) -> None:
    """Not one object gets another version of itself: there is nothing to do."""
    api: API = cluster.api
    moved = []
    for example, _ in applied:
        before = {name: live(api, example, each) for name, each in named(example)}
        for name, reply in example.apply(api).items():
            after = reply.body["metadata"]
            moved += [
                f"{example.name}: {name}: {key} {before[name].get(key)} -> {after.get(key)}"
                for key in ("resourceVersion", "generation")
                if before[name].get(key) != after.get(key)
            ]
    assert not moved, "\n".join(moved)


def test_kubectl_sees_no_difference(
    applied: list[tuple[Example, dict[str, Reply]]], cluster: Plane, kubectl: Path, tmp_path: Path
) -> None:
    """Its own look at all of them, as people and CI jobs have it."""
    file = tmp_path / "all.json"
    items = [placed(example, resource) for example, resource in all_of(applied)]
    file.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
    how = ("--server-side", "--force-conflicts", "--field-manager=tests")
    result = subprocess.run(
        [kubectl, "diff", *how, "--filename", file],
        env={**environment_of(cluster.folder), "KUBECONFIG": str(cluster.kubeconfig)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_what_is_stored_is_what_was_rendered_and_known_defaults(
    applied: list[tuple[Example, dict[str, Reply]]],
    cluster: Plane,
    figures: Figures,
    tmp_path: Path,
) -> None:
    """`stateful diff` against the live cluster says nothing, whatever the server filled in."""
    version = cluster.version.removeprefix("v")
    sides = [tmp_path / name for name in ("rendered.json", "live.json")]
    rendered = [placed(example, resource) for example, resource in all_of(applied)]
    stored = [cluster.api.must("GET", cluster.api.path_of(one, "")) for one in rendered]
    for file, items in zip(sides, (rendered, stored), strict=True):
        file.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
    result = run("diff", *map(str, sides), "--kube-version", version)
    assert (result.code, result.stdout, result.stderr) == (0, "", "")
    figures.say(f"{len(stored)} live objects of the examples are what was rendered, and defaults")


def all_of(
    applied: list[tuple[Example, dict[str, Reply]]],
) -> Iterator[tuple[Example, dict[str, Any]]]:
    for example, _ in applied:
        yield from ((example, resource) for resource in example.objects)


def placed(example: Example, resource: dict[str, Any]) -> dict[str, Any]:
    return {**resource, "metadata": {**resource["metadata"], "namespace": example.namespace}}


def named(example: Example) -> Iterator[tuple[str, dict[str, Any]]]:
    for each in example.objects:
        yield f"{each['kind']}/{each['metadata']['name']}", each


def live(api: API, example: Example, resource: dict[str, Any]) -> dict[str, Any]:
    metadata: dict[str, Any] = api.must("GET", api.path_of(resource, example.namespace))["metadata"]
    return metadata
