"""kustomize's older layout of plugins, under real kubectl and real kustomize."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Result, run
from kustomizing import ROOT, assert_same, objects

pytestmark = pytest.mark.e2e

PLACE = "stateful-renderer.dev/v1alpha1/statefulapp/StatefulApp"
FUNCTION = "  annotations:\n    config.kubernetes.io/function: 'exec: {path: stateful-fn}'\n"
ALPHA = "--enable-alpha-plugins"
GUARD = "patches:\n- patch: '{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: nginx}}'\n"
NGINX = (ROOT / "bases/nginx/statefulapp.yaml").read_text()
AS_FUNCTION = NGINX.replace("metadata:\n", f"metadata:\n{FUNCTION}", 1)
BESIDE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: beside}\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A plugin home that holds our plugin."""
    folder = tmp_path / "plugins"
    assert run("doctor", "--install-plugin", "--plugin-home", str(folder)).code == 0
    return folder


def kustomization(folder: Path, spec: str, more: str = "") -> Path:
    folder.mkdir()
    (folder / "kustomization.yaml").write_text(
        f"resources: [beside.yaml]\ngenerators: [app.yaml]\n{more}"
    )
    (folder / "app.yaml").write_text(spec)
    (folder / "beside.yaml").write_text(BESIDE)
    return folder


def build(*command: str | Path, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program with our commands on PATH and this plugin home alone."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    variables = {**os.environ, "PATH": path, "KUSTOMIZE_PLUGIN_HOME": str(home or "/nowhere")}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=variables)


def test_kubectl_skips_a_function_in_silence(kubectl: Path, tmp_path: Path, home: Path) -> None:
    """The danger itself: should a kubectl ever run or refuse it, our words about it must change."""
    folder = kustomization(tmp_path / "app", AS_FUNCTION)
    built = build(kubectl, "kustomize", ALPHA, folder, home=home)
    assert (built.returncode, built.stderr) == (0, "")
    assert set(objects(built.stdout)) == {("v1", "ConfigMap", "", "beside")}


def test_kustomize_skips_a_function_in_silence_too(kustomize: Path, tmp_path: Path) -> None:
    built = build(kustomize, "build", ALPHA, kustomization(tmp_path / "app", AS_FUNCTION))
    assert (built.returncode, built.stderr) == (0, "")
    assert set(objects(built.stdout)) == {("v1", "ConfigMap", "", "beside")}


def test_a_guard_patch_makes_the_silence_loud(
    kubectl: Path, kustomize: Path, tmp_path: Path
) -> None:
    folder = kustomization(tmp_path / "app", AS_FUNCTION, GUARD)
    for command in ([kubectl, "kustomize"], [kustomize, "build"]):
        built = build(*command, ALPHA, folder)
        assert (built.returncode, built.stdout) == (1, "")
        assert "no resource matches strategic merge patch" in built.stderr


def test_a_guard_patch_changes_nothing(kustomize: Path, tmp_path: Path) -> None:
    folder = kustomization(tmp_path / "app", AS_FUNCTION, GUARD)
    built = build(kustomize, "build", ALPHA, "--enable-exec", folder)
    assert built.returncode == 0, built.stderr
    direct = run("render", "-f", str(ROOT / "bases/nginx"), "-o", "yaml").stdout
    assert_same(built.stdout, f"{direct}---\n{BESIDE}")


@pytest.mark.parametrize("app", ["nginx", "postgres", "redis"])
@pytest.mark.parametrize("environment", [None, "prod"])
def test_the_plugin_gives_what_render_prints(
    app: str, environment: str | None, kubectl: Path, kustomize: Path, tmp_path: Path, home: Path
) -> None:
    text = (ROOT / "bases" / app / "statefulapp.yaml").read_text()
    if environment:
        text = text.replace("\nspec:\n", f"\nspec:\n  environment: {environment}\n", 1)
    folder = kustomization(tmp_path / "app", text)
    selected = ("-e", environment) if environment else ()
    direct = run("render", "-f", str(ROOT / "bases" / app), *selected, "-o", "yaml").stdout
    for command in ([kubectl, "kustomize"], [kustomize, "build"]):
        built = build(*command, ALPHA, folder, home=home)
        assert (built.returncode, built.stderr) == (0, "")
        assert_same(built.stdout, f"{direct}---\n{BESIDE}")


def test_without_flag_or_plugin_every_call_fails(
    kubectl: Path, kustomize: Path, tmp_path: Path, home: Path
) -> None:
    folder = kustomization(tmp_path / "app", NGINX)
    for command in ([kubectl, "kustomize"], [kustomize, "build"]):
        without_flag = build(*command, folder, home=home)
        assert (without_flag.returncode, without_flag.stdout) == (1, "")
        assert "external plugins disabled" in without_flag.stderr
        without_plugin = build(*command, ALPHA, folder, home=tmp_path)
        assert (without_plugin.returncode, without_plugin.stdout) == (1, "")


def test_a_broken_spec_fails_the_build_with_one_useful_line(
    kubectl: Path, tmp_path: Path, home: Path
) -> None:
    folder = kustomization(tmp_path / "app", NGINX.replace("replicas: 3", "replicaz: 3", 1))
    built = build(kubectl, "kustomize", ALPHA, folder, home=home)
    assert (built.returncode, built.stdout) == (1, "")
    assert built.stderr.splitlines()[0] == (
        "error: stateful-fn: StatefulApp/nginx: spec.replicaz: is not a field here"
        ' (did you mean "replicas"?)  [SR201]'
    )


def test_as_a_transformer_it_is_refused(kubectl: Path, tmp_path: Path, home: Path) -> None:
    folder = kustomization(tmp_path / "app", NGINX)
    (folder / "kustomization.yaml").write_text(
        "resources: [beside.yaml]\ntransformers: [app.yaml]\n"
    )
    built = build(kubectl, "kustomize", ALPHA, folder, home=home)
    assert (built.returncode, built.stdout) == (1, "")
    assert "list the StatefulApp under `generators:`" in built.stderr
    assert "[SR603]" in built.stderr


def call(config: str, stdin: str = "") -> Result:
    """Call the plugin's mode as the installed plugin does."""
    program = Path(sys.executable).parent / "stateful-fn"
    result = subprocess.run(
        [program, "exec-plugin", config], input=stdin, capture_output=True, text=True, check=False
    )
    return Result(result.returncode, result.stdout, result.stderr)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the configuration: must hold a StatefulApp, is empty  [SR602]"),
        ("a: [", "StatefulApp:2:1: must have a value here"),
        ("just text", 'StatefulApp/?: must be an object, a StatefulApp, got "just text"  [SR202]'),
        (NGINX.replace("size: 1Gi", "size: 10Gb", 1), "[SR211]"),
        ("apiVersion: v1\nkind: ConfigMap\nmetadata: 3\n", "[SR205]"),
    ],
    ids=["empty", "syntax", "scalar", "field", "kind"],
)
def test_what_is_wrong_leaves_stdout_empty(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "config").write_text(text)
    result = call(str(tmp_path / "config"))
    assert (result.code, result.stdout) == (1, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_config_that_is_not_there() -> None:
    assert call("/nowhere") == Result(
        1, "", "stateful-fn: /nowhere: No such file or directory  [SR501]\n"
    )


def test_the_mode_needs_exactly_one_file() -> None:
    program = Path(sys.executable).parent / "stateful-fn"
    for arguments in (["exec-plugin"], ["exec-plugin", "a", "b"]):
        result = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
        assert (result.returncode, result.stdout) == (2, "")
        assert "stateful-fn exec-plugin CONFIGFILE" in result.stderr


def test_a_bug_of_ours_leaves_stdout_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from renderer import fn
    from renderer.krm import exec_plugin

    def broken(*_: object) -> None:
        raise KeyError("oops")

    monkeypatch.setattr(exec_plugin, "build_of", broken)
    monkeypatch.setattr(sys, "stdin", None)
    (tmp_path / "config").write_text(NGINX)
    assert fn.answer_exec_plugin(str(tmp_path / "config")) == 3
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.startswith("stateful-fn: bug, please report it: KeyError('oops')")


def test_the_documents_show_the_guard_that_is_tested_here() -> None:
    assert GUARD in (ROOT / "docs/doctor.md").read_text()
