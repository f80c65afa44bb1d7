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

from renderer.inputs import sources
from renderer.yaml import dump, read

BROKEN = statefulset(selector={"matchLabels": {"app": "other"}})


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_an_error_is_at_its_place_and_exits_1() -> None:
    Path("set.yaml").write_text(dump(BROKEN))
    result = run("validate", "set.yaml")
    assert result.code == 1
    assert "set.yaml:9:5: error: StatefulSet/old: spec.selector: must mean" in result.stdout
    assert result.stderr.startswith("stateful validate: 1 error, 1 warning, ")


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)]
)
def test_fail_on(fail_on: str, code: int) -> None:
    result = run("validate", "-", "--fail-on", fail_on, stdin=dump(statefulset()))
    assert result.code == code
    assert "stdin:29:13: warning: StatefulSet/old" in result.stdout
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
    assert "::warning file=stdin,line=29,col=13,title=SR930 StatefulSet/old::" in result.stdout


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
    alone = run("validate", "all/list.yaml", "--show", "info")
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


@pytest.mark.usefixtures("kustomize_on_path")
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
    assert len({*result.stdout.splitlines()}) == len(result.stdout.splitlines())


def test_a_statefulapp_that_is_wrong_is_trouble() -> None:
    Path("statefulapp.yaml").write_text(dump(app(replicas=-1)))
    result = run("validate", ".")
    assert result.code == 2
    assert "spec.replicas" in result.stderr


@pytest.mark.usefixtures("kustomize_on_path")
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
    assert "all/over: warning: StatefulSet/a-old: " in result.stdout
    assert "all/base" not in result.stdout  # it is judged where it is built on
    assert "1 StatefulSet," in result.stderr


@pytest.mark.usefixtures("kustomize_on_path")
def test_parts_of_what_cannot_be_built_are_judged_alone() -> None:
    files = {
        "base/kustomization.yaml": "resources: [set.yaml]\n",
        "base/set.yaml": dump(BROKEN),
        "middle/kustomization.yaml": "resources: [../base]\nnamePrefix: m-\n",
        "over/kustomization.yaml": "resources: [../middle, no.yaml]\n",
        "circle/kustomization.yaml": "resources: [../round]\n",
        "round/kustomization.yaml": "resources: [../circle]\n",
    }
    write(Path("all"), files)
    result = run("validate", "all")
    assert result.code == 2
    assert "all/middle: error: StatefulSet/m-old: " in result.stdout
    assert "all/base" not in result.stdout
    assert result.stderr.count("[SR803]") == 3


@pytest.mark.usefixtures("kustomize_on_path")
def test_what_kustomize_cannot_build_is_judged_as_it_is() -> None:
    write(Path("all"), {"kustomization.yaml": "resources: [no.yaml]\n", "s.yaml": dump(BROKEN)})
    result = run("validate", "all")
    assert result.code == 2
    assert "all/s.yaml:9:5: error: " in result.stdout
    assert "[SR803]" in result.stderr
    Path("all/s.yaml").unlink()
    assert run("validate", "all").code == 2


@pytest.mark.usefixtures("kustomize_on_path")
def test_what_is_no_yaml_in_a_kustomization_is_for_kustomize_to_say() -> None:
    broken = "# values for a StatefulApp\na: [\n"
    files = {"kustomization.yaml": "resources: [set.yaml]\n", "set.yaml": dump(statefulset())}
    write(Path("all"), {**files, "values.yaml": broken})
    result = run("validate", "all")
    assert result.code == 0, result.stderr
    assert "all: warning: StatefulSet/old: " in result.stdout


@pytest.mark.usefixtures("kustomize_on_path")
def test_a_kustomization_that_is_no_yaml_is_for_kustomize_to_say() -> None:
    write(Path("all"), {"kustomization.yaml": "resources: [\n", "set.yaml": dump(statefulset())})
    result = run("validate", "all")
    assert result.code == 2
    assert "[SR803]" in result.stderr


@pytest.mark.usefixtures("kustomize_on_path")
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


# --- a tree is judged as a tree -------------------------------------------------------------------

FOUND = "k8s/db.yaml:9:5: error: StatefulSet/old: spec.selector: must mean"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{{- if .Values.a }}\n", "x.yaml:1:2: key must be a string, got a map or a list (render"),
        (b"\x00\x01\xff", "x.yaml:1:3: text must be UTF-8, found the byte 0xff"),
        (b"a: \xe9\n", "x.yaml:1:4: text must be UTF-8, found the byte 0xe9"),
        (b"[" * 5000, "[SR107]"),
        (b"a: 1\na: 2\n", "[SR102]"),
        (b"apiVersion: v1\nkind: List\nitems: {a: b}\n", "x.yaml:3:8: items: must be a list"),
        (b"kind: StatefulApp\na: [\n", "[SR101]"),
        (b"kind: StatefulApp\nreplicas: 0o3\n", "x.yaml:2:11: replicas: must be written so that"),
        (b"kind: StatefulApp\n", "docs/x.yaml:1:1: apiVersion: must be"),
    ],
)
def test_what_cannot_be_read_keeps_nothing_else_unjudged(content: bytes, said: str) -> None:
    write(Path("k8s"), {"db.yaml": dump(BROKEN)})
    write(Path("docs"), {"x.yaml": ""})
    Path("docs/x.yaml").write_bytes(content)
    result = run("validate", ".")
    assert result.code == 2
    assert FOUND in result.stdout
    assert said in result.stderr
    assert "1 error, 1 warning, " in result.stderr


@pytest.mark.parametrize(
    "text", ["", "---\n", "5\n---\n- 1\n---\ntext\n", "items: [5, null]\nkind: List\n", "a: 1\n"]
)
def test_documents_that_are_no_objects_stop_nothing(text: str) -> None:
    write(Path(), {"k8s/db.yaml": dump(BROKEN), "docs/x.yaml": text})
    result = run("validate", ".")
    assert result.code == 1
    assert FOUND in result.stdout
    assert result.stderr.count("\n") == 1


def test_links_that_lead_nowhere_and_files_that_are_not_there_stop_nothing() -> None:
    write(Path(), {"k8s/db.yaml": dump(BROKEN)})
    Path("k8s/link.yaml").symlink_to("nowhere.yaml")
    result = run("validate", "k8s", "gone.yaml")
    assert result.code == 2
    assert FOUND in result.stdout
    assert "gone.yaml: no such file or directory  [SR501]\n" in result.stderr
    assert "k8s/link.yaml: no such file or directory  [SR501]\n" in result.stderr


@pytest.mark.parametrize("text", ["5\n", "text\n", "[1]\n", "spec: 5\n", "spec: {config: 5}\n"])
def test_a_spec_that_is_no_map_stops_nothing(text: str) -> None:
    write(Path(), {"k8s/db.yaml": dump(BROKEN), "docs/statefulapp.yaml": text})
    result = run("validate", ".")
    assert result.code == 2
    assert FOUND in result.stdout
    assert "docs/statefulapp.yaml:1:1: " in result.stderr
    assert run("render", "-f", "docs").code == run("facts", "docs").code == 2


def test_the_other_documents_of_a_file_are_judged_at_their_lines() -> None:
    broken = "# one\na: 1\na: 2\n"
    Path("all.yaml").write_text(f"{broken}---\n{dump(BROKEN)}---\nx: [\n---\n{dump(BROKEN)}")
    result = run("validate", "all.yaml")
    assert result.code == 2
    assert "all.yaml:13:5: error: StatefulSet/old: spec.selector: must mean" in result.stdout
    assert result.stdout.count("[SR943]") == 2
    assert "all.yaml:3:1: a: key" in result.stderr
    assert "[SR101]" in result.stderr


def test_of_templates_one_is_said() -> None:
    Path("all.yaml").write_text(f"a: {{{{ .x }}}}\n---\nb: {{{{ .y }}}}\n---\n{dump(BROKEN)}")
    result = run("validate", "all.yaml")
    assert result.stdout.count("[SR943]") == 1
    assert result.stderr.count("render templates first") == 1


def test_a_directive_stays_with_its_document() -> None:
    Path("all.yaml").write_text(f"%YAML 1.1\n---\na: 1\n---\n{dump(BROKEN)}")
    result = run("validate", "all.yaml")
    assert "all.yaml:13:5: error: StatefulSet/old: spec.selector" in result.stdout
    assert "all.yaml:1:1: must not have a line that begins with %" in result.stderr
    assert result.stderr.count("[SR") == 1


def test_charts_are_skipped_and_named() -> None:
    chart = {"chart/Chart.yaml": "name: x\n", "chart/templates/db.yaml": "{{ a }}\n"}
    write(Path(), {"k8s/db.yaml": dump(BROKEN), **chart})
    result = run("validate", ".")
    assert result.code == 1
    assert FOUND in result.stdout
    said = "chart: is a Helm chart, skipped: give what `helm template` prints instead\n"
    assert said in result.stderr
    alone = run("validate", "chart")
    assert (alone.code, alone.stdout) == (2, "")
    assert said in alone.stderr
    assert "[SR979]" in alone.stderr


PATCHED = statefulset()
del PATCHED["spec"]["selector"]
del PATCHED["spec"]["template"]["spec"]["containers"][1]["image"]


@pytest.mark.parametrize(
    "patch",
    [
        PATCHED,
        {**statefulset(), "$patch": "delete"},
        {**SERVICE, "spec": {"ports": [{"$patch": "replace"}]}},
        {**statefulset(), "spec": {"replicas": 2}},
    ],
)
def test_a_patch_is_no_object_and_is_said_to_be_none(patch: Any) -> None:
    Path("all.yaml").write_text(dump(patch))
    result = run("validate", "all.yaml", "--show", "info")
    assert result.code == 0
    assert "is a patch, and no whole object: it was not judged" in result.stdout
    assert result.stdout.count("\n") == 1


def test_a_set_that_forgot_its_selector_is_judged() -> None:
    forgot = statefulset()
    del forgot["spec"]["selector"]
    result = run("validate", "-", stdin=dump(forgot))
    assert "spec.selector: is required" in result.stdout


# --- one reader -----------------------------------------------------------------------------------

AMBIGUOUS = dump(app()).replace("spec:\n", "spec:\n  replicas: 0o3\n  hostNetwork: y\n")


@pytest.mark.parametrize("command", [["validate"], ["facts", "-f"], ["render", "-o", "yaml", "-f"]])
def test_a_spec_on_stdin_is_read_as_from_a_file(command: list[str]) -> None:
    Path("app.yaml").write_text(AMBIGUOUS)
    piped, read_from_file = run(*command, "-", stdin=AMBIGUOUS), run(*command, "app.yaml")
    assert piped.code == read_from_file.code == 2
    assert piped.stdout == read_from_file.stdout == ""
    assert piped.stderr == read_from_file.stderr.replace("app.yaml", "stdin")
    place = "stdin:6:13: spec.replicas: must be written so that all YAML readers agree"
    hint = '(write "0o3" for the text or 3 for the number)  [SR103]'
    assert f"{place}, they do not on 0o3 {hint}\n" in piped.stderr


def test_a_manifest_beside_a_spec_is_read_as_kubectl_does() -> None:
    config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: yes, b: 0o3}\n"
    text = f"{config}---\n{dump(app())}"
    for command in (["validate"], ["facts", "-f"], ["render", "-o", "yaml", "-f"]):
        assert run(*command, "-", stdin=text).code == 0
    text = f"{config}---\n{AMBIGUOUS}"
    assert "stdin:11:13: spec.replicas: " in run("validate", "-", stdin=text).stderr


def test_kinds_of_ours_that_are_no_apps_are_left_alone() -> None:
    guard = {**app("guard"), "kind": "StatefulGuard", "spec": {}}
    write(Path("all"), {"app.yaml": dump(app()), "guard.yaml": dump(guard)})
    for command in (["validate", "all"], ["render", "-f", "all", "-o", "name"]):
        assert run(*command).code == 0
    misspelt = dump(app()).replace("StatefulApp", "StatefulAp")
    write(Path("all"), {"app.yaml": misspelt})
    for command in (["validate", "all"], ["render", "-f", "all", "-o", "name"]):
        assert 'kind: must be "StatefulApp"' in run(*command).stderr


def test_an_empty_file_is_trouble() -> None:
    Path("empty.yaml").write_text("\n")
    result = run("validate", "empty.yaml")
    said = "empty.yaml: must hold manifests or StatefulApps, is empty  [SR979]\n"
    assert (result.code, result.stderr) == (2, said)


@pytest.mark.parametrize("document", [statefulset(), app()], ids=["set", "app"])
def test_a_file_that_mentions_us_is_read_and_parsed_once(
    document: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    opened: list[str] = []
    read_bytes = sources.read_bytes

    def counted(text: bytes, *, file: str = "", **options: Any) -> Any:
        parsed.append(file)
        return read(text, file=file, **options)

    def read_once(path: str) -> bytes:
        opened.append(path)
        return read_bytes(path)

    monkeypatch.setattr(sources, "read", counted)
    monkeypatch.setattr(sources, "read_bytes", read_once)
    Path("set.yaml").write_text(f"# a StatefulApp\n{dump(document)}")
    assert run("validate", "set.yaml").code == 0
    assert (parsed, opened) == (["set.yaml"], ["set.yaml"])


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


VERSIONED = """\
apiVersion: v1
kind: Service
metadata: {name: 0old}
spec:
  type: LoadBalancer
  selector: {app: old}
  ports: [{port: 80}]
  externalIPs: [192.0.2.01]
  loadBalancerSourceRanges: [10.0.0.1/8, 10.0.0.0/08, 192.0.2.0/24]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: old}
spec:
  serviceName: 0old
  selector: {matchLabels: {app: old}}
  template:
    metadata: {labels: {app: old}}
    spec:
      hostnameOverride: old
      tolerations: [{key: a, operator: Gt, value: "5"}]
      dnsConfig: {searches: [a, _b]}
      initContainers:
      - {name: sidecar, image: example/sidecar:1, restartPolicy: Always}
      containers:
      - {name: old, image: example/old:1, restartPolicy: Never}
      volumes:
      - {name: v, cephfs: {monitors: [a]}}
"""


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ([], ["name [SR906]"]),
        (
            ["--kube-version", "1.31.2"],
            [
                "name [SR906]",
                "hostnameOverride [SR207]",
                "operator [SR207]",
                "searches[1] [SR207]",
                "restartPolicy [SR207]",
                "cephfs [SR207]",
            ],
        ),
        (
            ["--kube-version", "1.36"],
            [
                "externalIPs[0] [SR1117]",
                "loadBalancerSourceRanges[0] [SR1117]",
                "loadBalancerSourceRanges[1] [SR1117]",
                "operator [SR207]",
                "cephfs [SR207]",
            ],
        ),
    ],
)
def test_what_a_version_refuses_or_drops(version: list[str], expected: list[str]) -> None:
    result = run("validate", "-", *version, stdin=VERSIONED)
    errors = [line.split() for line in result.stdout.splitlines() if ": error: " in line]
    said = [f"{words[3].rstrip(':').rpartition('.')[2]} {words[-1]}" for words in errors]
    assert said == expected


def test_a_version_wins_over_that_of_an_app() -> None:
    spec = {**app()["spec"], "kubernetesVersion": "1.36", "hostnameOverride": "old"}
    text = dump({**app(), "spec": spec})
    assert run("validate", "-", stdin=text).code == 0
    result = run("validate", "-", "--kube-version", "1.31", stdin=text)
    assert result.code == 2
    assert "before Kubernetes 1.35, the target is 1.31" in result.stderr


def test_a_version_that_nobody_knows() -> None:
    result = run("validate", "-", "--kube-version", "1.2", stdin=dump(BROKEN))
    assert result.code == 2
    assert "--kube-version: must be a version from 1.31 on" in result.stderr


def test_a_spec_that_argo_cd_would_apply() -> None:
    """Not one that a kustomization lists, and none from a pipe: nobody applies those as files."""
    text = dump(app())
    write(Path(), {"one.yaml": text, "two.yaml": f"# +argocd:skip-file-rendering\n{text}"})
    found = run("validate", "one.yaml", "--show", "info", "--fail-on", "info").stdout
    assert found.splitlines()[-1] == (
        "one.yaml:1: info: StatefulApp/?: must say that Argo CD shall not apply it as a manifest,"
        " which deploys nothing (write the comment # +argocd:skip-file-rendering)  [SR706]"
    )
    assert "[SR706]" not in run("validate", "two.yaml", "--show", "info").stdout
    assert "[SR706]" not in run("validate", "-", "--show", "info", stdin=text).stdout
