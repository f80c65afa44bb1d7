"""What other tools do without a word, on the same kind of input, and what happens here.

Each test is about a failure that was seen in a generator, in kustomize or in a chart: it exited
with 0, and a database came up wrong or not at all.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from building import apps_in, build_resources
from commands import Result, run
from hypothesis import HealthCheck, given, settings
from kustomizing import ROOT, build, objects
from specs import beside, documents

from renderer.yaml import read

HEAD = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db}
spec:
  image: db:1
"""
SLOW = [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def render(spec: str, *arguments: str) -> Result:
    Path("statefulapp.yaml").write_text(HEAD + spec)
    return run("render", *arguments)


def refused(spec: str) -> str:
    result = render(spec, "-e", "base")
    assert (result.code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    return result.stderr


# --- kustomize ------------------------------------------------------------------------------------


@pytest.mark.e2e
def test_a_claim_keeps_all_that_an_overlay_does_not_change(kustomize: Path) -> None:
    """A strategic merge patch of a claim template replaces the whole list of them."""
    render(
        "  storage:\n"
        "  - {name: data, mountPath: /d, size: 1Gi, accessModes: [ReadWriteOncePod]}\n"
        "  - {name: log, mountPath: /l, size: 1Gi}\n"
        "  environments: [{name: prod, storage: [{name: data, size: 5Gi}]}]\n"
    )
    (built,) = [
        each
        for each in objects(build(kustomize, Path("overlays/db/prod")).stdout).values()
        if each["kind"] == "StatefulSet"
    ]
    data, log = (each["spec"] for each in built["spec"]["volumeClaimTemplates"])
    assert data["accessModes"] == ["ReadWriteOncePod"]
    assert data["resources"] == {"requests": {"storage": "5Gi"}}
    assert log["accessModes"] == ["ReadWriteOnce"]


OVERLAYS = [
    *ROOT.glob("overlays/*/*/kustomization.yaml"),
    *ROOT.glob("tests/golden/trees/*/expected/overlays/*/*/kustomization.yaml"),
]
# Not namePrefix, which strands the data, nor labels with selectors, which reach into claims.
FIELDS = {"apiVersion", "kind", "resources", "namespace", "labels", "replicas", "images", "patches"}


@pytest.mark.parametrize(
    "file", OVERLAYS, ids=lambda file: "/".join(file.relative_to(ROOT).parts[-6:-1])
)
def test_no_overlay_renames_objects_or_labels_claims(file: Path) -> None:
    (document,) = read(file.read_text(), dialect="manifest")
    assert document.keys() <= FIELDS
    assert all(each.keys() == {"pairs"} for each in document.get("labels", []))


@pytest.mark.e2e
def test_an_overlay_on_another_base_fails_the_build(kustomize: Path) -> None:
    """A JSON patch by index changes another claim where somebody reordered the base."""
    render(
        "  storage:\n"
        "  - {name: data, mountPath: /d, size: 1Gi}\n"
        "  - {name: log, mountPath: /l, size: 1Gi}\n"
        "  environments: [{name: prod, storage: [{name: log, size: 5Gi}]}]\n"
    )
    base = Path("bases/db/statefulset.yaml")
    text = base.read_text()
    base.write_text(text.replace("name: data", "name: tmp").replace("name: log", "name: data"))
    built = build(kustomize, Path("overlays/db/prod"))
    assert built.returncode != 0
    assert "test" in built.stderr


# --- generators and charts ------------------------------------------------------------------------


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=SLOW)
@given(document=documents())
def test_wiring_holds_for_any_app(document: dict[str, Any]) -> None:
    """serviceName names no Service, or one that is not headless; a selector matches no pod."""
    for app in apps_in(beside(document)).values():
        resources = build_resources(app)
        (stateful_set,) = [each for each in resources if each["kind"] == "StatefulSet"]
        services = {
            each["metadata"]["name"]: each["spec"]
            for each in resources
            if each["kind"] == "Service"
        }
        spec, labels = stateful_set["spec"], stateful_set["spec"]["template"]["metadata"]["labels"]
        governing = services.get(spec["serviceName"])
        assert governing["clusterIP"] == "None" if governing else spec["serviceName"] == ""
        assert spec["selector"]["matchLabels"].items() <= labels.items()
        for service in services.values():
            pod = {"statefulset.kubernetes.io/pod-name": service["selector"].get(POD), **labels}
            assert service["selector"].items() <= pod.items()
        mounted = {
            mount["name"]
            for container in spec["template"]["spec"]["containers"]
            for field in ("volumeMounts", "volumeDevices")
            for mount in container.get(field, [])
        }
        for claim in spec.get("volumeClaimTemplates", []):
            assert claim["metadata"]["name"] in mounted
            assert claim["spec"]["accessModes"]
            assert claim["spec"]["resources"]["requests"]["storage"]


POD = "statefulset.kubernetes.io/pod-name"


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("  replicaz: 3\n", 'spec.replicaz: is not a field here (did you mean "replicas"?)'),
        ("  replicas: three\n", 'spec.replicas: must be an integer, got "three"'),
        ("  strategy: {type: OnDelete}\n", "spec.strategy: is not a field here (write updateStr"),
        ("  ports: [{name: web, port: 80, clusterIP: None}]\n", "clusterIP: is not a field here"),
        ("  replicas: 3\n  replicas: 1\n", "replicas"),
        ("  storage: [{name: d, mountPath: /d}]\n", "spec.storage[0].size: is required"),
        ("  env: [{name: A, value: yes}]\n", "must be written so that all YAML readers agree"),
    ],
)
def test_a_slip_is_an_error(spec: str, told: str) -> None:
    """An unknown key is dropped, and one replica is left; a wrong type ends in a traceback."""
    assert told in refused(spec)


@pytest.mark.parametrize("kind", ["Deployment", "StatefulAp", ""])
def test_an_unknown_kind_is_an_error(kind: str) -> None:
    """A workload of an unsupported kind disappears: no error, no manifests."""
    Path("statefulapp.yaml").write_text(HEAD.replace("kind: StatefulApp", f"kind: '{kind}'"))
    result = run("render", "-e", "base")
    assert (result.code, result.stdout) == (2, "")
    assert 'kind: must be "StatefulApp"' in result.stderr


def test_the_folder_of_a_spec_says_nothing_about_identity() -> None:
    """Selector and Service name follow from where something stands in the source."""
    render("  storage: [{name: data, mountPath: /d, size: 1Gi}]\n")
    before = run("render", "-e", "base").stdout
    shutil.move("statefulapp.yaml", "other.yaml")
    assert run("render", "-f", "other.yaml", "-e", "base").stdout == before


def test_env_and_limits_reach_the_container() -> None:
    """They pass validation, and are not applied."""
    result = render(
        '  env: [{name: A, value: "1"}]\n  resources: {limits: {memory: 1Gi}}\n',
        "-e", "base", "-o", "json",
    )  # fmt: skip
    (container,) = [
        each["spec"]["template"]["spec"]["containers"][0]
        for each in json.loads(result.stdout)["items"]
        if each["kind"] == "StatefulSet"
    ]
    assert container["env"] == [{"name": "A", "value": "1"}]
    assert container["resources"] == {"limits": {"memory": "1Gi"}}


def test_a_changed_file_restarts_the_pods_that_read_it() -> None:
    """A ConfigMap named by a hash of its path: a change of its content restarts nothing."""

    def template(text: str) -> Any:
        config = f"{{name: c, mountPath: /c, files: [{{name: a, text: {text}}}]}}"
        shown = render(f"  config: [{config}]\n", "-e", "base", "-o", "json").stdout
        (found,) = [each for each in json.loads(shown)["items"] if each["kind"] == "StatefulSet"]
        return found["spec"]["template"]

    assert template("one") == template("one")
    assert template("one") != template("two")


def test_an_inserted_object_does_not_make_the_others_differ() -> None:
    """A positional difference: with one more object, everything after it differs."""
    render("  environments: [{name: more, clientService: {}, ports: [{name: a, port: 1}]}]")
    Path("before.yaml").write_text(run("render", "-e", "base").stdout)
    Path("after.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n"
        + Path("before.yaml").read_text()
    )
    first, *_, last = run("diff", "before.yaml", "after.yaml").stdout.splitlines()
    assert (first, last) == ("+ ConfigMap a: in-place", "1 object differs: 1 in-place")
