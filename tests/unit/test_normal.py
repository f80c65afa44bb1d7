"""An object as the server keeps it: what two ways of writing the same become."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import specs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from manifests import CLAIM, CONTAINER, SERVICE, SET, changed

from renderer.changes.compare import compare, differing
from renderer.changes.normal import normal, settled
from renderer.errors import RenderError
from renderer.objects.resource import Resource
from renderer.resources.pipeline import build_of


def left(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [str(field) for field in differing(*settled(before, after))]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("spec", "replicas"), 1),
        (("spec", "podManagementPolicy"), "OrderedReady"),
        (("spec", "updateStrategy"), {"type": "RollingUpdate"}),
        (("spec", "updateStrategy"), {"rollingUpdate": {}}),
        (("spec", "persistentVolumeClaimRetentionPolicy"), {"whenScaled": "Retain"}),
        (("spec", "minReadySeconds"), 0),
        (("spec", "template", "metadata", "annotations"), {}),
        (("spec", "template", "metadata", "creationTimestamp"), "null"),
        (("spec", "template", "spec", "terminationGracePeriodSeconds"), 30),
        (("spec", "template", "spec", "securityContext"), {}),
        (("spec", "template", "spec", "volumes"), []),
        ((*CONTAINER, "imagePullPolicy"), "IfNotPresent"),
        ((*CONTAINER, "env"), []),
        ((*CONTAINER, "resources", "requests", "cpu"), "1000m"),
        ((*CONTAINER, "resources", "requests", "memory"), "1024Mi"),
        ((*CONTAINER, "volumeMounts", 0, "readOnly"), False),
        ((*CLAIM, "kind"), "PersistentVolumeClaim"),
        ((*CLAIM, "spec", "volumeMode"), "Filesystem"),
        ((*CLAIM, "spec", "resources", "requests", "storage"), "1073741824"),
        ((*CLAIM, "status"), {"phase": "Pending"}),
        (("metadata", "uid"), "1"),
        (("metadata", "annotations"), {"argocd.argoproj.io/tracking-id": "x"}),
        (("status",), {"replicas": 3}),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else str(value),
)
def test_what_the_server_would_say_itself_is_no_difference(path: Any, value: Any) -> None:
    said = changed(SET, *path, to=value)
    assert left(SET, said) == left(said, SET) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("spec", "template", "spec", "enableServiceLinks"), True),
        (("spec", "template", "spec", "automountServiceAccountToken"), True),
        (("spec", "template", "spec", "affinity"), {}),
        ((*CONTAINER, "securityContext"), {}),
        ((*CONTAINER, "resources", "requests", "memory"), "1073741824"),
        ((*CONTAINER, "resources", "requests", "cpu"), "1e0"),
        ((*CLAIM, "spec", "storageClassName"), ""),
        (("spec", "replicas"), 0),
        (("metadata", "labels"), {"a": ""}),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else str(value),
)
def test_what_the_server_would_not_say_is_a_difference(path: Any, value: Any) -> None:
    assert len(left(SET, changed(SET, *path, to=value))) == 1


JOB = {
    "apiVersion": "batch/v1",
    "kind": "Job",
    "metadata": {"name": "init", "labels": {"app": "db"}},
    "spec": {"template": {"spec": {"restartPolicy": "Never", "containers": []}}},
}
MARKS = {
    "batch.kubernetes.io/controller-uid": "1",
    "batch.kubernetes.io/job-name": "init",
    "controller-uid": "1",
    "job-name": "init",
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("spec", "selector"), {"matchLabels": MARKS}),
        (("spec", "template", "metadata"), {"labels": MARKS}),
        (("metadata", "labels"), {"app": "db", **MARKS}),
        (("spec", "backoffLimit"), 6),
        (("spec", "completions"), 1),
        (("spec", "podReplacementPolicy"), "TerminatingOrFailed"),
    ],
)
def test_what_the_server_gives_a_job_is_no_difference(path: Any, value: Any) -> None:
    said = changed(JOB, *path, to=value)
    assert left(JOB, said) == left(said, JOB) == []


def test_a_job_without_labels_has_those_of_its_pods() -> None:
    template = {**JOB["spec"]["template"], "metadata": {"labels": {"app": "db"}}}
    labelled = changed(JOB, "spec", "template", to=template)
    assert left(labelled, changed(labelled, "metadata", to={"name": "init"})) == []
    assert len(left(JOB, labelled)) == 1


def test_a_job_with_a_selector_of_its_own_keeps_it() -> None:
    own = changed(JOB, "spec", "manualSelector", to=True)
    assert len(left(own, changed(own, "spec", "selector", to={"matchLabels": {"a": "b"}}))) == 1


def test_the_image_decides_how_it_is_pulled() -> None:
    latest = changed(SET, *CONTAINER, "image", to="nginx")
    assert left(latest, changed(latest, *CONTAINER, "imagePullPolicy", to="Always")) == []
    broken = changed(SET, *CONTAINER, "image", to="No Image")
    assert left(broken, changed(broken, *CONTAINER, "imagePullPolicy", to="IfNotPresent")) == []


def test_what_was_learnt_is_as_it_was() -> None:
    """Nobody changes a table, and nobody an object that was handed over."""
    before = copy.deepcopy(SET)
    assert normal(SET) == normal(SET)
    assert before == SET


@pytest.mark.parametrize("data", [None, "text", [], {}, {"kind": []}, {"spec": 5, "kind": "x"}])
def test_what_is_no_object_stays(data: Any) -> None:
    assert normal(data) == data


@pytest.mark.parametrize("field", ["spec", "metadata"])
@pytest.mark.parametrize("value", [5, "text", [1], [{}], True])
def test_what_is_of_another_type_stays(field: str, value: Any) -> None:
    assert normal({**SET, field: value})[field] == value
    assert settled({**SERVICE, field: value}, SERVICE)[0][field] == value


def test_null_is_absent_or_an_empty_text() -> None:
    said = changed(SET, "spec", "template", "metadata", "labels", to={"a": None})
    assert normal(said)["spec"]["template"]["metadata"]["labels"] == {"a": ""}
    assert normal({"kind": "X", "a": [{"b": None}], "c": None}) == {"kind": "X", "a": [{}]}


def test_a_quantity_that_is_none_stays() -> None:
    path = (*CONTAINER, "resources", "requests", "memory")
    assert len(left(SET, changed(SET, *path, to="much"))) == 1
    assert left(changed(SET, *path, to="0"), changed(SET, *path, to=" 0 ")) == []


# --- Services, as the server keeps them -----------------------------------------------------------

LIVE = {
    **SERVICE,
    "metadata": {"name": "web", "uid": "1"},
    "spec": {
        **SERVICE["spec"],
        "type": "NodePort",
        "clusterIP": "10.0.0.1",
        "clusterIPs": ["10.0.0.1"],
        "ipFamilies": ["IPv4"],
        "ipFamilyPolicy": "SingleStack",
        "ports": [{"name": "http", "port": 80, "nodePort": 30001}],
    },
}
WRITTEN = changed(SERVICE, "spec", "type", to="NodePort")


def test_what_the_server_gave_to_a_service_is_no_difference() -> None:
    assert left(LIVE, WRITTEN) == left(WRITTEN, LIVE) == []


def test_a_port_that_is_wanted_is_a_difference() -> None:
    wanted = changed(WRITTEN, "spec", "ports", to=[{"name": "http", "port": 80, "nodePort": 30002}])
    assert left(LIVE, wanted) == ["spec.ports[name=http].nodePort"]


def test_what_is_no_port_stays() -> None:
    odd = changed(WRITTEN, "spec", "ports", to=["x"])
    assert left(LIVE, odd)
    assert left(LIVE, changed(WRITTEN, "spec", "ports", to="x")) == ["spec.ports"]


def test_a_service_that_is_headless_no_more_is_a_difference() -> None:
    headless = changed(SERVICE, "spec", "clusterIP", to="None")
    live = changed(headless, "spec", "clusterIPs", to=["None"])
    assert left(live, headless) == []
    assert left(headless, SERVICE) == left(live, SERVICE) == ["spec.clusterIP"]
    assert left(SERVICE, headless) == ["spec.clusterIP"]


# --- live objects ---------------------------------------------------------------------------------


def test_what_controllers_write_into_a_claim_is_no_difference() -> None:
    claim = {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": "data-web-0"},
        "spec": SET["spec"]["volumeClaimTemplates"][0]["spec"],
    }
    live = {
        **claim,
        "metadata": {
            "name": "data-web-0",
            "uid": "1",
            "finalizers": ["kubernetes.io/pvc-protection"],
            "annotations": {"pv.kubernetes.io/bind-completed": "yes"},
        },
        "spec": {**claim["spec"], "volumeName": "pvc-1", "storageClassName": "standard"},
    }
    assert left(live, claim) == left(claim, live) == []
    written = changed(claim, "spec", "storageClassName", to="standard")
    assert left(written, claim) == ["spec.storageClassName"]


def test_a_restart_by_kubectl_stays_where_nobody_says_otherwise() -> None:
    path = ("spec", "template", "metadata", "annotations")
    restarted = changed(SET, *path, to={"kubectl.kubernetes.io/restartedAt": "now"})
    assert left(restarted, SET) == []
    assert left(SET, restarted) == ["spec.template.metadata.annotations"]


def test_a_finalizer_of_people_is_theirs() -> None:
    said = changed(SET, "metadata", "finalizers", to=["example.org/keep", "foregroundDeletion"])
    assert normal(said)["metadata"]["finalizers"] == ["example.org/keep"]


# --- Secrets --------------------------------------------------------------------------------------


def test_a_text_of_a_secret_is_the_same_as_its_data() -> None:
    head = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}}
    before, after = {**head, "stringData": {"a": "x"}}, {**head, "data": {"a": "eA=="}}
    assert compare([Resource(before)], [Resource({**after, "type": "Opaque"})]) == []


# --- whatever is said -----------------------------------------------------------------------------

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "spec", "metadata", "ports", "a"]), inner)
    ),
    max_leaves=8,
)


@given(ANYTHING, st.sampled_from(["StatefulSet", "Service", "Secret"]))
def test_nothing_differs_from_itself(data: Any, kind: str) -> None:
    version = {"StatefulSet": "apps/v1"}.get(kind, "v1")
    said = {"apiVersion": version, "kind": kind, "metadata": {"name": "x"}, "spec": data}
    assert compare([Resource(said)], [Resource(copy.deepcopy(said))]) == []
    assert normal(normal(said)) == normal(said)


# --- what we render -------------------------------------------------------------------------------


@pytest.mark.slow
@given(specs.documents("1.36"))
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_defaults_made_explicit_are_no_difference(document: Any) -> None:
    try:
        build = build_of(specs.beside(document))
    except RenderError:
        return
    for each in build.objects:
        explicit = normal(each)
        assert compare([Resource(each)], [Resource(explicit)]) == []
        assert compare([Resource(explicit)], [Resource(each)]) == []
