"""The walker that says why: its hints are right themselves, and show what stands in the text."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import run
from hypothesis import HealthCheck, given, settings
from mutants import at, mutant
from specs import documents

from renderer.app.wording import problems_of
from renderer.errors import Problem
from renderer.kubernetes.foreign import Foreign
from renderer.kubernetes.walker import Walker

HEAD = {"apiVersion": "stateful-renderer.dev/v1alpha1", "kind": "StatefulApp"}
CANDIDATE = re.compile(r'did you mean ("(?:[^"\\]|\\.)*"|-?\d+)')
NUMBER = re.compile(r"write (-?\d+)(?: without quotes|, which is)")
# In a line of YAML, unless a part is left open.
WRITTEN = re.compile(r"write (?:a list: )?([\[{].*[\]}])(?:$|, or)")


def spec(**fields: Any) -> dict[str, Any]:
    return {**HEAD, "metadata": {"name": "db"}, "spec": {"image": "db:1", **fields}}


def mended(document: Any, problem: Problem) -> Iterator[Any]:
    """The document with the problem's hint followed, if it names a value."""
    value = at(document, problem.path[:-1])[problem.path[-1]]
    if found := CANDIDATE.match(problem.hint) or NUMBER.match(problem.hint):
        value = json.loads(found[1])
    elif problem.hint == "write it in quotes":
        value = json.dumps(value)
    elif problem.hint == "write true without quotes":
        value = True
    elif (found := WRITTEN.match(problem.hint)) and "..." not in found[1]:
        value = yaml.safe_load(found[1])
    else:
        return
    changed = copy.deepcopy(document)
    at(changed, problem.path[:-1])[problem.path[-1]] = value
    yield changed


@settings(max_examples=40, suppress_health_check=[*HealthCheck])
@given(document=documents(), seed=...)
def test_a_hint_is_not_refused_itself(document: dict[str, Any], seed: int) -> None:
    chance = random.Random(seed)
    document["spec"].pop("environments", None)
    for _ in range(30):
        wrong = mutant(document, chance)
        for problem in problems_of(wrong):
            is_value = problem.code in ("SR202", "SR206", "SR208", "SR209", "SR210", "SR211")
            if is_value and problem.path and not is_key(problem):
                for changed in mended(wrong, problem):
                    left = [each for each in problems_of(changed) if each.path == problem.path]
                    # A text that was none may still have to be another text.
                    assert [each for each in left if each.code == problem.code] == [], problem


def is_key(problem: Problem) -> bool:
    """Whether the problem is about the key of a free map, such as labels."""
    return f"got {json.dumps(problem.path[-1])}" in problem.message


def problems(**fields: Any) -> list[str]:
    return [str(each) for each in problems_of(spec(**fields))]


HEADER = {"name": "a b", "value": ""}
VOLUME = {"name": "a", "configMap": {"name": "a", "defaultMode": 0}}


@pytest.mark.parametrize(
    ("mode", "hint"),
    [(644, "write 420, which is 0644"), (1023, ""), (800, ""), (10000, "")],
)
def test_a_mode_that_lost_its_zero(mode: int, hint: str) -> None:
    volume = {**VOLUME, "configMap": {"name": "a", "defaultMode": mode}}
    (problem,) = problems_of(spec(volumes=[volume]))
    assert (problem.code, problem.hint) == ("SR209", hint)


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        ({"dnsConfig": {"searches": ["a b"]}}, "SR210", "spec.dnsConfig.searches[0]"),
        ({"dnsConfig": {"options": [{"name": ""}]}}, "SR203", "spec.dnsConfig.options[0].name"),
        (
            {"volumes": [{"name": "a", "hostPath": {"path": "/a", "type": "Folder"}}]},
            "SR206",
            "spec.volumes[0].hostPath.type",
        ),
        (
            {"podSecurityContext": {"sysctls": [{"name": "A B", "value": "1"}]}},
            "SR210",
            "spec.podSecurityContext.sysctls[0].name",
        ),
        (
            {
                "readinessProbe": {
                    "httpGet": {"port": 1, "httpHeaders": [{"name": "a b", "value": ""}]}
                }
            },
            "SR210",
            "spec.readinessProbe.httpGet.httpHeaders[0].name",
        ),
        ({"resources": {"limits": {"cpu": "one"}}}, "SR211", "spec.resources.limits.cpu"),
        ({"env": None}, "SR204", "spec.env"),
        ({"args": [None]}, "SR204", "spec.args[0]"),
        ({"args": [{}]}, "SR202", "spec.args[0]"),
        ({"resources": {"limits": {"cpu": []}}}, "SR202", "spec.resources.limits.cpu"),
    ],
)
def test_what_a_manifest_may_not_say_a_spec_may_not(fields: Any, code: str, path: str) -> None:
    (line,) = problems(**fields)
    assert line.startswith(f"{path}: ")
    assert line.endswith(f"[{code}]")


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        ({"readinessProbe": {"env": []}}, "move it to spec.env"),
        ({"fsGroup": 1}, "it is the pod's: write podSecurityContext: {fsGroup: ...}"),
        ({"privileged": True}, "move it to spec.securityContext.privileged"),
        ({"replica": 1}, 'did you mean "replicas"?'),
    ],
)
def test_where_a_field_belongs(fields: Any, hint: str) -> None:
    (line,) = problems(**fields)
    assert f"({hint})" in line


def test_a_hint_shows_what_stands_in_the_text(tmp_path: Path) -> None:
    app = tmp_path / "statefulapp.yaml"
    app.write_text(
        "apiVersion: stateful-renderer.dev/v1alpha1\nkind: StatefulApp\nmetadata: {name: db}\n"
        "spec:\n  image: db:1\n  podLabels: {version: 1.20}\n"
    )
    said = run("render", "-f", str(app), "-o", "yaml").stderr
    assert 'must be a string, got 1.20 (write "1.20")' in said


def test_a_big_number_of_a_manifest_is_shown_as_written(tmp_path: Path) -> None:
    manifest = tmp_path / "all.yaml"
    manifest.write_text(
        "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n  serviceName: db\n"
        "  selector: {matchLabels: {app: db}}\n  template:\n    metadata: {labels: {app: db}}\n"
        "    spec:\n      containers:\n      - name: db\n        image: db:1\n"
        "        env: [{name: V, value: 12345678901234567890}]\n"
    )
    said = run("validate", str(manifest)).stdout
    assert 'got 12345678901234567890 (write "12345678901234567890")' in said


@pytest.mark.parametrize(
    "probe",
    [
        {"grpc": {"port": 1, "service": None}},
        {"grpc": {"port": 1}, "periodSeconds": 0},
        {"httpGet": {"port": "web", "scheme": ""}},
    ],
)
def test_what_is_nothing_to_the_server(probe: Any) -> None:
    assert list(Foreign().problems(probe, ("object", "Probe"))) == []
    assert list(Walker().problems(probe, ("object", "Probe"))) != []
