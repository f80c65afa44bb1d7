"""`stateful validate` on files, streams, Lists, kustomizations and StatefulApps."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from calling import app, statefulset, write
from commands import run, shown_on

from renderer.inputs import inputs
from renderer.inputs.manifests import manifests
from renderer.yaml import dump

BROKEN = statefulset(selector={"matchLabels": {"app": "other"}})


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_an_error_is_at_its_place_and_exits_1() -> None:
    Path("set.yaml").write_text(dump(BROKEN))
    result = run("validate", "set.yaml")
    assert result.code == 1
    assert "set.yaml:9:5: error: StatefulSet/old: spec.selector: must mean" in result.stdout
    assert result.stderr.startswith("stateful validate: 1 error, 2 warnings, ")


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)]
)
def test_fail_on(fail_on: str, code: int) -> None:
    result = run("validate", "-", "--fail-on", fail_on, stdin=dump(statefulset()))
    assert result.code == code
    assert "stdin:7:16: warning: StatefulSet/old" in result.stdout
    assert (": info: " in result.stdout) == (fail_on == "info")


def test_show_info_and_json() -> None:
    text = dump(statefulset())
    assert ": info: " in run("validate", "-", "--show", "info", stdin=text).stdout
    found = json.loads(run("validate", "-", "-o", "json", stdin=text).stdout)["findings"]
    first = next(each for each in found if each["code"] == "SR911")
    assert first["object"] == {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "old"}
    assert (first["file"], first["line"], first["column"]) == ("stdin", 7, 16)
    assert first["instead"]["kind"] == "Service"


def test_annotations_of_github() -> None:
    result = run("validate", "-", "-o", "github", stdin=dump(statefulset()))
    assert "::warning file=stdin,line=7,col=16,title=SR911 StatefulSet/old::" in result.stdout


def test_what_is_allowed_is_counted_and_does_not_fail() -> None:
    allowed = statefulset(
        annotations={"stateful-renderer.dev/allow": "SR911 elsewhere; SR930 a test"}
    )
    result = run("validate", "-", "--fail-on", "warning", stdin=dump(allowed))
    assert (result.code, result.stdout) == (0, "")
    assert "2 allowed" in result.stderr
    text = run("validate", "-", "-o", "json", stdin=dump(allowed)).stdout
    assert [each for each in json.loads(text)["findings"] if each.get("allowed") == "elsewhere"]


def test_a_list_and_several_files_are_judged_together() -> None:
    stored = statefulset(volumeClaimTemplates=[])
    items = {"apiVersion": "v1", "kind": "List", "items": [stored]}
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "old"},
        "spec": {"clusterIP": "None", "selector": {"app": "old"}, "ports": [{"port": 1}]},
    }
    write(Path("all"), {"list.yaml": dump(items), "deep/service.yaml": dump(service)})
    result = run("validate", "all", "--fail-on", "warning")
    assert (result.code, result.stdout) == (0, "")
    alone = run("validate", "all/list.yaml")
    assert "all/list.yaml:" in alone.stdout
    assert "[SR911]" in alone.stdout


def test_a_statefulapp_is_judged_in_every_environment() -> None:
    scaled = {"persistentVolumeClaimRetentionPolicy": {"whenScaled": "Delete"}}
    spec = app(
        storage=[{"name": "data", "mountPath": "/data", "size": "1Gi"}],
        environments=[{"name": "dev", **scaled}, {"name": "test", **scaled}, {"name": "prod"}],
    )
    Path("statefulapp.yaml").write_text(dump(spec))
    for arguments, stdin in ((["."], ""), (["-"], dump(spec))):
        result = run("validate", *arguments, stdin=stdin)
        assert "StatefulSet/db (dev, test): " in result.stdout, result.stderr
        assert result.stdout.count("[SR940]") == 1


SERVICE = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "theirs"},
    "spec": {"selector": {"app.kubernetes.io/name": "ledger"}, "ports": [{"port": 1}]},
}


def test_a_statefulapp_is_judged_beside_what_is_written() -> None:
    Path("all.yaml").write_text(f"{dump(SERVICE)}---\n{dump(app('ledger'))}")
    result = run("validate", "all.yaml", "--show", "info")
    assert "Service/theirs" not in result.stdout
    port = {**SERVICE, "spec": {**SERVICE["spec"], "ports": [{"port": 1, "targetPort": "x"}]}}
    spec = app("ledger", ports=[{"name": "db", "port": 1}], environments=[{"name": "prod"}])
    Path("all.yaml").write_text(f"{dump(port)}---\n{dump(spec)}")
    result = run("validate", "all.yaml")
    assert "all.yaml:10:17: warning: Service/theirs: spec.ports[0].targetPort: " in result.stdout


def test_two_statefulapps_of_one_name_are_for_two_places() -> None:
    write(Path("a"), {"statefulapp.yaml": dump(app())})
    write(Path("b"), {"statefulapp.yaml": dump(app())})
    result = run("validate", ".", "--fail-on", "warning")
    assert (result.code, result.stdout) == (0, "")
    assert "in 2 StatefulSets" in result.stderr


@pytest.mark.usefixtures("path_with_kustomize")
def test_a_statefulapp_in_a_kustomization_is_judged_beside_the_rest_of_it() -> None:
    scaled = {"persistentVolumeClaimRetentionPolicy": {"whenScaled": "Delete"}}
    storage = [{"name": "data", "mountPath": "/data", "size": "1Gi"}]
    files = {
        "kustomization.yaml": "resources: [app.yaml, service.yaml]\n",
        "app.yaml": dump(app("ledger", storage=storage, **scaled)),
        "service.yaml": dump(SERVICE),
    }
    write(Path("all"), files)
    result = run("validate", "all", "--show", "info")
    assert "Service/theirs" not in result.stdout
    assert "all/app.yaml: warning: StatefulSet/ledger (base): " in result.stdout
    assert "all: warning: StatefulSet/ledger (base): " in result.stdout
    write(Path("all"), {"kustomization.yaml": f"{files['kustomization.yaml']}namePrefix: a-\n"})
    result = run("validate", "all")
    assert "all: warning: Service/a-theirs: " in result.stdout
    assert "selects no pods, but StatefulSet/a-ledger differs in one label only" in result.stdout
    write(Path("all"), {"kustomization.yaml": "resources: [app.yaml, service.yaml, no.yaml]\n"})
    result = run("validate", "all", "--show", "info")
    assert result.code == 2
    assert "Service/theirs" not in result.stdout


def test_a_statefulapp_that_is_wrong_is_trouble() -> None:
    Path("statefulapp.yaml").write_text(dump(app(replicas=-1)))
    result = run("validate", ".")
    assert result.code == 2
    assert "spec.replicas" in result.stderr


@pytest.fixture
def path_with_kustomize(kustomize: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{kustomize.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.usefixtures("path_with_kustomize")
def test_a_kustomization_is_built_and_its_parts_are_not_judged_alone() -> None:
    files = {
        "base/kustomization.yaml": "resources: [set.yaml]\n",
        "base/set.yaml": dump(statefulset()),
        "part/kustomization.yaml": (
            "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
            "patches: [{path: p.yaml}]\n"
        ),
        "part/p.yaml": "{}\n",
        "over/kustomization.yaml": "resources: [../base]\nnamePrefix: a-\n",
    }
    write(Path("all"), files)
    result = run("validate", "all")
    assert result.code == 0, result.stderr
    assert "all/base: warning: StatefulSet/old: " in result.stdout
    assert "all/over: warning: StatefulSet/a-old: " in result.stdout
    assert "2 StatefulSets" in result.stderr


@pytest.mark.usefixtures("path_with_kustomize")
def test_what_kustomize_cannot_build_is_judged_as_it_is() -> None:
    write(Path("all"), {"kustomization.yaml": "resources: [no.yaml]\n", "s.yaml": dump(BROKEN)})
    result = run("validate", "all")
    assert result.code == 2
    assert "all/s.yaml:9:5: error: " in result.stdout
    assert "[SR803]" in result.stderr
    Path("all/s.yaml").unlink()
    assert run("validate", "all").code == 2


@pytest.mark.usefixtures("path_with_kustomize")
def test_what_is_no_yaml_in_a_kustomization_is_for_kustomize_to_say() -> None:
    broken = "# values for a StatefulApp\na: [\n"
    files = {"kustomization.yaml": "resources: [set.yaml]\n", "set.yaml": dump(statefulset())}
    write(Path("all"), {**files, "values.yaml": broken})
    result = run("validate", "all")
    assert result.code == 0, result.stderr
    assert "all: warning: StatefulSet/old: " in result.stdout


@pytest.mark.usefixtures("path_with_kustomize")
def test_a_kustomization_that_is_no_yaml_is_for_kustomize_to_say() -> None:
    write(Path("all"), {"kustomization.yaml": "resources: [\n", "set.yaml": dump(statefulset())})
    result = run("validate", "all")
    assert result.code == 2
    assert "[SR803]" in result.stderr


@pytest.mark.usefixtures("path_with_kustomize")
def test_a_kustomization_that_builds_nothing_is_trouble() -> None:
    write(Path("all"), {"kustomization.yaml": "namePrefix: a-\nresources: []\n"})
    result = run("validate", "all")
    assert result.code == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "stdin: must hold manifests or StatefulApps, is empty (did the command"),
        ("---\n", "stdin: must hold manifests or StatefulApps, there are none  [SR979]"),
        ("Error: INSTALLATION FAILED\n", "[SR979]"),
        ("a: [", "[SR101]"),
        ("a: {{ .Values.a }}\n", "render templates first"),
        ("apiVersion: v1\nkind: List\nitems: {a: b}\n", "[SR801]"),
    ],
)
def test_trouble(text: str, said: str) -> None:
    result = run("validate", "-", stdin=text)
    assert result.code == 2
    assert said in result.stderr
    assert not result.stdout


def test_an_empty_file_is_trouble() -> None:
    Path("empty.yaml").write_text("\n")
    result = run("validate", "empty.yaml")
    said = "empty.yaml: must hold manifests or StatefulApps, is empty  [SR979]\n"
    assert (result.code, result.stderr) == (2, said)


def test_a_file_that_mentions_us_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def counted(text: bytes, file: str) -> Any:
        seen.append(file)
        return manifests(text, file)

    monkeypatch.setattr(inputs, "manifests", counted)
    Path("set.yaml").write_text(f"# not a StatefulApp\n{dump(statefulset())}")
    assert run("validate", "set.yaml").code == 0
    assert seen == ["set.yaml"]


def test_a_statefulapp_beside_other_manifests_is_judged_too() -> None:
    Path("all.yaml").write_text(f"{dump(BROKEN)}---\n{dump(app())}")
    result = run("validate", "all.yaml")
    assert "StatefulSet/old: " in result.stdout
    assert "2 StatefulSets" in result.stderr


def test_what_is_of_another_group_is_not_counted() -> None:
    foreign = {**statefulset(), "apiVersion": "apps.kruise.io/v1beta1"}
    result = run("validate", "-", stdin=dump(foreign))
    assert (result.code, result.stdout) == (0, "")
    assert "in 0 StatefulSets" in result.stderr


def test_a_file_that_is_not_there_is_trouble() -> None:
    result = run("validate", "no.yaml")
    assert (result.code, result.stderr) == (2, "no.yaml: no such file or directory  [SR501]\n")


def test_colour_only_on_a_terminal() -> None:
    Path("set.yaml").write_text(dump(BROKEN))
    command = [Path(sys.executable).parent / "stateful", "validate", "set.yaml"]
    environment = {key: each for key, each in os.environ.items() if key != "NO_COLOR"}
    environment["TERM"] = "xterm"
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=environment):
        os.close(theirs)
        shown = shown_on(ours)
    assert "\x1b[31merror\x1b[0m" in shown
    assert "\x1b[33mwarning\x1b[0m" in shown
    assert "\x1b[" not in run("validate", "set.yaml").stdout
