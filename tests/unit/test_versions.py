"""The target version: every field and value is refused one version too early, and taken in time."""

from __future__ import annotations

import json
from collections import deque
from importlib.resources import files
from typing import Any

import kubernetes_validate
import pytest
from building import apps_in, build_resources
from commands import run
from hypothesis import HealthCheck, find, given, settings
from specs import documents, value

from renderer.app import shapes
from renderer.app.accept import NotAccepted, accept
from renderer.app.load import Document
from renderer.app.version_rules import OWN, SPREAD_OUT, own_name, refused
from renderer.errors import RenderError
from renderer.krm import resource_list
from renderer.kubernetes import gates, versions
from renderer.kubernetes.gates import WINDOWS, Window
from renderer.kubernetes.shapes import OBJECTS
from renderer.kubernetes.versions import NEVER, NEWEST, OLDEST, written
from renderer.resources.pipeline import VERSIONED

MINORS = range(OLDEST, NEWEST + 1)
SPEC = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {{name: db}}
spec:
  image: db:1
  hostUsers: {users}
  kubernetesVersion: {version}
"""
# The model has no such word, and Kubernetes has it in no version by default.
NOT_OFFERED = {"PodSpec.workloadRef", "StatefulSetUpdateStrategy.type=Recreate"}


def definitions(minor: int) -> dict[str, dict[str, Any]]:
    """Kubernetes' types by their short names, as its OpenAPI has them."""
    folder = files("kubernetes_validate") / "kubernetes-json-schema"
    path = folder / f"v{written(minor)}.0-local-strict" / "_definitions.json"
    found = json.loads(path.read_text("utf-8"))["$defs"]
    groups = ("core.v1.", "apps.v1.", "policy.v1.", "networking.v1.", "meta.v1.")
    return {
        name.rpartition(".")[2]: schema
        for name, schema in found.items()
        if any(group in name for group in groups)
    }


def children(shape: Any) -> dict[str, Any]:
    if shape[0] == "record":
        return {key: inner for key, (_, inner, _) in shapes.RECORDS[shape[1]][0].items()}
    return dict(OBJECTS[shape[1]][0]) if shape[0] == "object" else {}


def items(shape: Any) -> Any:
    """What a shape is about: the items of a list, and what a check is around."""
    if shape[0] in ("list", "checked"):
        return items(shape[1 if shape[0] == "list" else 2])
    return shape


def way_to(window: Window) -> list[tuple[str, Any]]:
    """The shortest way from the spec to a field, as (key, shape); empty when there is none."""
    waiting: deque[tuple[Any, list[tuple[str, Any]]]] = deque([(("record", "Spec"), [])])
    seen = set()
    while waiting:
        shape, way = waiting.popleft()
        for key, inner in children(shape).items():
            is_own = shape[0] == "record" and window in OWN.get(key, [])
            if is_own or (*shape, key) == ("object", window.kind, window.field):
                return [*way, (key, inner)]
            if items(inner)[:2] not in seen:
                seen.add(items(inner)[:2])
                waiting.append((items(inner), [*way, (key, inner)]))
    return []


def smallest(shape: Any) -> Any:
    return find(value(shape), lambda _: True)


def with_field(shape: Any, way: list[tuple[str, Any]], last: Any) -> Any:
    """The smallest data of a shape that has the field at the end of a way."""
    if shape[0] in ("list", "checked"):
        inner = with_field(shape[1 if shape[0] == "list" else 2], way, last)
        return [inner] if shape[0] == "list" else inner
    if not way:
        return last
    (key, inner), *rest = way
    required = (
        {
            name
            for name, (_, _, default) in shapes.RECORDS[shape[1]][0].items()
            if default is shapes.REQUIRED
        }
        if shape[0] == "record"
        else OBJECTS[shape[1]][1]
    )
    data = {name: smallest(children(shape)[name]) for name in sorted(required - {key})}
    return {**data, key: with_field(inner, rest, last)}


def written_value(window: Window, shape: Any) -> Any:
    """A value that the window is about."""
    if not window.operator:
        return None
    text = f"a{window.value}b" if window.operator == "~" else window.value
    return int(text) if shape[0] == "int" else text


def app_with(window: Window) -> Any:
    way = way_to(window)
    last = written_value(window, items(way[-1][1]))
    if last is None:
        shape = way.pop()
        last = find(value(shape[1]), lambda each: each not in (None, [], {}))
        way.append((shape[0], ("text",)))
    spec = with_field(("record", "Spec"), way, last)
    head = {"apiVersion": "stateful-renderer.dev/v1alpha1", "kind": "StatefulApp"}
    return accept({**head, "metadata": {"name": "db"}, "spec": {"image": "db:1", **spec}})


def place(window: Window) -> str:
    return f"{window.kind}.{window.field}{window.operator}{window.value}"


OFFERED = [window for window in WINDOWS if place(window) not in NOT_OFFERED]


@pytest.mark.slow
@pytest.mark.parametrize("window", OFFERED, ids=place)
def test_refused_outside_of_its_versions_only(window: Window) -> None:
    app = app_with(window)
    field = way_to(window)[-1][0]
    for minor in MINORS:
        found = [each for each in refused(app, minor) if field in each.path]
        is_there = window.since <= minor < window.until
        others = [each for each in gates.windows(window.kind, window.field) if each != window]
        if is_there and any(each.since > minor for each in others):
            continue  # the field is there, and this value of it is not yet
        assert (found == []) == is_there, (minor, found)
        assert {problem.code for problem in found} <= {"SR207"}


def test_what_is_not_offered_is_in_no_version() -> None:
    for window in WINDOWS:
        if place(window) in NOT_OFFERED:
            assert window.since == NEVER
            with pytest.raises((IndexError, NotAccepted)):
                app_with(window)


@pytest.mark.parametrize("minor", MINORS)
def test_no_version_is_said_to_have_what_its_openapi_lacks(minor: int) -> None:
    """A field that a new OpenAPI brings, and the table does not know, is named here."""
    known = definitions(minor)
    lacking = [
        f"{kind}.{field}"
        for kind, field in reachable(minor)
        if field not in known[kind]["properties"]
    ]
    assert lacking == []


def reachable(minor: int) -> set[tuple[str, str]]:
    """Every field of Kubernetes' types that an app for this version can have."""
    newest = definitions(NEWEST)
    found: set[tuple[str, str]] = set()
    waiting = [("record", "Spec")]
    seen = set()
    while waiting:
        shape = waiting.pop()
        for key, inner in children(shape).items():
            windows = OWN.get(key, []) if shape[0] == "record" else gates.windows(shape[1], key)
            if any(not each.lets(None, minor) for each in windows if not each.operator):
                continue
            found |= {(shape[1], key)} if shape[0] == "object" else spread_out(key, newest)
            if items(inner)[:2] not in seen:
                seen.add(items(inner)[:2])
                waiting.append(items(inner))
    return found


def spread_out(key: str, newest: dict[str, Any]) -> set[tuple[str, str]]:
    return {
        (kind, field)
        for kind in SPREAD_OUT
        for field in newest[kind]["properties"]
        if own_name(kind, field) == key
    }


def test_nothing_depends_on_the_version_but_a_few_fields_and_what_is_in_them() -> None:
    """An app without any of them is not even looked at."""
    waiting: list[Any] = [("record", "Spec")]
    seen = set()
    while waiting:
        shape = waiting.pop()
        for key, inner in children(shape).items():
            if key in VERSIONED or key == "environments":  # each of those is looked at by itself
                continue
            windows = OWN.get(key, []) if shape[0] == "record" else gates.windows(shape[1], key)
            assert not windows, (shape, key)
            if items(inner)[:2] not in seen:
                seen.add(items(inner)[:2])
                waiting.append(items(inner))
    assert len(seen) > len(VERSIONED)


def test_the_table_names_fields_that_exist() -> None:
    newest = [definitions(minor) for minor in MINORS]
    for window in WINDOWS:
        assert any(
            window.field in each.get(window.kind, {}).get("properties", {}) for each in newest
        ), place(window)


@pytest.mark.slow
@pytest.mark.parametrize("minor", MINORS)
def test_random_apps_are_valid_in_their_version(minor: int) -> None:
    @settings(
        max_examples=25,
        suppress_health_check=[
            HealthCheck.filter_too_much,
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
        ],
    )
    @given(document=documents(kubernetes=written(minor)))
    def check(document: dict[str, Any]) -> None:
        for app in apps_in(Document(document)).values():
            for resource in build_resources(app):
                if resource["kind"] != "ServiceMonitor":  # of Prometheus' operator
                    kubernetes_validate.validate(resource, written(minor), strict=True)

    check()


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1.31.4", 31),
        ("v1.33.2+k3s1", 33),
        ("1.32", 32),
        ("1.35.1-eks-113cf36", 35),
        ("v1.34.0-gke.1574000", 34),
        ("1.36+", 36),
        ("1.52.0", NEWEST),
    ],
)
def test_versions_of_clusters(text: str, minor: int) -> None:
    assert versions.of_cluster(text) == minor


@pytest.mark.parametrize(
    "text", ["1.30", "1.30.9", "1", "1.x", "v", "2.34", "1.34 ", "34", "1.34.", "1.34\n"]
)
def test_versions_of_no_cluster(text: str) -> None:
    with pytest.raises(ValueError, match=r"must be a version from 1\.31 on"):
        versions.of_cluster(text)


def document(users: str = "false", version: str = '"1.34"') -> str:
    return SPEC.format(users=users, version=version)


@pytest.mark.parametrize("command", [["render", "-f", "-", "-e", "base"], ["facts", "-f", "-"]])
def test_the_caller_wins_over_the_spec(command: list[str]) -> None:
    assert run(*command, stdin=document()).code == 0
    assert run(*command, "--kube-version", "1.33.1", stdin=document(version='"1.32"')).code == 0
    result = run(*command, "--kube-version", "v1.32.1", stdin=document())
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == (
        "stdin:6:14: spec.hostUsers: must not be set before Kubernetes 1.33, the target is 1.32"
        "  [SR207]\n"
    )


def test_a_bad_version_on_the_command_line() -> None:
    result = run("render", "-f", "-", "--kube-version", "1.29", stdin=document())
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == (
        '--kube-version: must be a version from 1.31 on, such as "1.34.2", got "1.29"  [SR208]\n'
    )
    assert run("render", "-f", "-", "--kube-version", "", stdin=document()).code == 2


def test_the_version_changes_no_object() -> None:
    printed = {
        run(
            "render",
            "-f",
            "-",
            "-e",
            "base",
            "--kube-version",
            written(minor),
            stdin=document("null"),
        ).stdout
        for minor in MINORS
    }
    assert len(printed) == 1


def test_a_function_goes_by_the_spec_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUBE_VERSION", "1.37.0")
    config = data(kubernetesVersion="1.32", hostUsers=False)
    call = {"apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList"}
    _, problems = resource_list.run(json.dumps({**call, "functionConfig": config}))
    assert [problem.code for problem in problems] == ["SR207"]
    config["spec"]["kubernetesVersion"] = "1.33"
    assert resource_list.run(json.dumps({**call, "functionConfig": config}))[1] == []


def test_a_mistake_in_another_field_hides_nothing() -> None:
    with pytest.raises(RenderError) as caught:
        apps_in(Document(data(kubernetesVersion="1.31", hostUsers=True, replicas="x")))
    assert [problem.code for problem in caught.value.problems] == ["SR207", "SR202"]


def test_a_bad_version_gives_no_second_error() -> None:
    with pytest.raises(RenderError) as caught:
        apps_in(Document(data(kubernetesVersion="1.29", podResources={}, volumes=[IMAGE])))
    assert [problem.code for problem in caught.value.problems] == ["SR208"]


IMAGE = {"name": "a", "image": {"reference": "a:1"}}


def data(**spec: Any) -> dict[str, Any]:
    head = {"apiVersion": "stateful-renderer.dev/v1alpha1", "kind": "StatefulApp"}
    return {**head, "metadata": {"name": "db"}, "spec": {"image": "db:1", **spec}}


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("hostUsers", "(Kubernetes 1.33 or later)"),
        ("podResources", "(Kubernetes 1.34 or later)"),
        ("storage.volumeAttributesClassName", "(Kubernetes 1.34 or later)"),
        ("lifecycle.stopSignal", "(only with the feature gate ContainerStopSignals)"),
        ("env.valueFrom.fileKeyRef", "(Kubernetes 1.35 or later)"),
        ("volumes.gitRepo", "(up to Kubernetes 1.32)"),
        (
            "initContainers.restartPolicy",
            "(except Always in initContainers: Kubernetes 1.35 or later)",
        ),
        ("volumes.rbd", "(in no supported Kubernetes any more)"),
        (
            "clientService.trafficDistribution",
            "(PreferSameNode, PreferSameZone: Kubernetes 1.34 or later)",
        ),
        ("dnsConfig.searches", '(., texts with "_": Kubernetes 1.33 or later)'),
    ],
)
def test_explain_says_the_version(field: str, said: str) -> None:
    assert said in " ".join(run("explain", field).stdout.split())
