"""`plugin.yaml` and the command it calls, as Argo CD's sidecar calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import run

from renderer.argocd.generate import environment
from renderer.errors import RenderError
from renderer.yaml import read

ROOT = Path(__file__).parent.parent.parent
PLUGIN = read((ROOT / "plugin.yaml").read_text())[0]
SPEC = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db}
spec:
  image: db:1
  environments:
  - {name: dev, image: db:dev}
  - {name: prod, image: db:prod}
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of an app, with nothing of Argo CD's in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("ARGOCD_APP_PARAMETERS", "ARGOCD_ENV_ENVIRONMENT", "KUBE_VERSION"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "statefulapp.yaml"
    file.write_text(SPEC)
    return file


def parameters(value: str, name: str = "environment") -> str:
    return json.dumps([{"name": name, "string": value}])


def image() -> str:
    """The image that is rendered, by which the environment shows."""
    result = run("argocd", "generate")
    assert (result.code, result.stderr) == (0, "")
    found = [
        each for each in read(result.stdout, dialect="manifest") if each["kind"] == "StatefulSet"
    ]
    return found[0]["spec"]["template"]["spec"]["containers"][0]["image"]


def failed() -> str:
    result = run("argocd", "generate")
    assert (result.code, result.stdout) == (2, "")
    return result.stderr


# --- which version of Kubernetes ------------------------------------------------------------------


def test_the_version_of_the_destination_is_checked(
    app: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.write_text(f'{SPEC}  hostUsers: false\n  kubernetesVersion: "1.34"\n')
    monkeypatch.setenv("KUBE_VERSION", "1.32.9")
    assert failed() == (
        "statefulapp.yaml:9:14: spec.hostUsers: must not be set before Kubernetes 1.33, the target"
        " is 1.32  [SR207]\n"
    )
    assert run("argocd", "generate", "--kube-version", "1.33").code == 0
    monkeypatch.setenv("KUBE_VERSION", "")  # as the source hydrator calls it
    assert image() == "db:1"


@pytest.mark.usefixtures("app")
def test_a_destination_that_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUBE_VERSION", "1.30.1")
    assert failed() == (
        'KUBE_VERSION: must be a version from 1.31 on, such as "1.34.2", got "1.30.1"  [SR208]\n'
    )


# --- which environment ----------------------------------------------------------------------------


@pytest.mark.usefixtures("app")
def test_nothing_asked_is_the_base() -> None:
    assert image() == "db:1"


def test_the_spec_may_select(app: Path) -> None:
    app.write_text(f"{SPEC}  environment: dev\n")
    assert image() == "db:dev"


def test_a_plugin_variable_wins_over_the_spec(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app.write_text(f"{SPEC}  environment: dev\n")
    monkeypatch.setenv("ARGOCD_ENV_ENVIRONMENT", "prod")
    assert image() == "db:prod"


@pytest.mark.usefixtures("app")
def test_a_parameter_wins_over_a_plugin_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOCD_ENV_ENVIRONMENT", "dev")
    monkeypatch.setenv("ARGOCD_APP_PARAMETERS", parameters("prod"))
    assert image() == "db:prod"


def test_the_base_may_be_asked_for(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app.write_text(f"{SPEC}  environment: dev\n")
    monkeypatch.setenv("ARGOCD_APP_PARAMETERS", parameters("base"))
    assert image() == "db:1"


@pytest.mark.usefixtures("app")
def test_an_environment_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOCD_ENV_ENVIRONMENT", "prd")
    assert failed() == (
        "statefulapp.yaml:1:1: must be one of dev, prod, got environment"
        ' "prd" (did you mean "prod"?)  [SR401]\n'
    )


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, None),
        ({"ARGOCD_APP_PARAMETERS": "null"}, None),
        ({"ARGOCD_APP_PARAMETERS": "[]"}, None),
        ({"ARGOCD_APP_PARAMETERS": "null", "ARGOCD_ENV_ENVIRONMENT": "dev"}, "dev"),
        ({"ARGOCD_ENV_ENVIRONMENT": ""}, None),
        ({"ARGOCD_APP_PARAMETERS": parameters("")}, None),
        ({"ARGOCD_APP_PARAMETERS": parameters(""), "ARGOCD_ENV_ENVIRONMENT": "dev"}, "dev"),
        ({"ENVIRONMENT": "dev", "PARAM_ENVIRONMENT": "dev"}, None),
    ],
    ids=lambda each: json.dumps(each) if isinstance(each, dict) else None,
)
def test_what_argo_cd_says(variables: dict[str, str], expected: str | None) -> None:
    assert environment(variables) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "prod",
        "[",
        "{}x",
        "3",
        '"prod"',
        '{"name": "environment"}',
        '["prod"]',
        "[null]",
        '[{"string": "prod"}]',
        '[{"name": "environment"}]',
        '[{"name": "environment", "array": ["prod"]}]',
        '[{"name": "environment", "string": ["prod"]}]',
        '[{"name": "environment", "string": 3}]',
        '[{"name": "environment", "string": null}]',
    ],
)
def test_parameters_that_argo_cd_would_not_send_are_refused(text: str) -> None:
    with pytest.raises(RenderError) as caught:
        environment({"ARGOCD_APP_PARAMETERS": text, "ARGOCD_ENV_ENVIRONMENT": "dev"})
    assert [str(problem) for problem in caught.value.problems] == [
        (
            'ARGOCD_APP_PARAMETERS: must be a list such as [{"name": "environment", "string":'
            f' "prod"}}], got {text}  [SR701]'
        )
    ]


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("enviroment", '"string": "prod"', ' (did you mean "environment"?)'),
        ("Environment", '"string": "prod"', ' (did you mean "environment"?)'),
        ("values", '"array": ["prod"]', ""),
        ("values", '"string": ""', ""),
    ],
)
@pytest.mark.usefixtures("app")
def test_a_parameter_that_nobody_reads_is_refused(
    name: str, value: str, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The base would be rendered in silence, and Argo CD would prune the rest."""
    text = f'[{{"name": "environment", "string": "prod"}}, {{"name": "{name}", {value}}}]'
    monkeypatch.setenv("ARGOCD_APP_PARAMETERS", text)
    assert failed() == (
        "ARGOCD_APP_PARAMETERS: must be the parameter environment alone, got"
        f' "{name}"{hint}  [SR701]\n'
    )


@pytest.mark.usefixtures("app")
def test_the_announced_default_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argo CD's UI sends what plugin.yaml announces: an empty text."""
    (announced,) = PLUGIN["spec"]["parameters"]["static"]
    sent = [{"name": announced["name"], "string": announced["string"]}]
    monkeypatch.setenv("ARGOCD_APP_PARAMETERS", json.dumps(sent))
    assert image() == "db:1"


# --- what is generated ----------------------------------------------------------------------------


@pytest.mark.usefixtures("app")
def test_it_is_what_render_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOCD_ENV_ENVIRONMENT", "prod")
    assert run("argocd", "generate").stdout == run("render", "-e", "prod").stdout


def test_a_folder_without_a_spec_is_an_error_and_no_empty_success(app: Path) -> None:
    """An empty success would let Argo CD prune everything."""
    app.unlink()
    assert failed() == (
        "statefulapp.yaml: no such file or directory"
        " (name one with -f FILE, -f FOLDER or -f -)  [SR501]\n"
    )


def test_an_empty_spec_is_an_error_and_no_empty_success(app: Path) -> None:
    app.write_text("")
    assert failed() == "statefulapp.yaml: must hold a StatefulApp, is empty  [SR502]\n"


def test_one_broken_app_of_two_keeps_stdout_empty(app: Path) -> None:
    app.write_text(
        f"{SPEC}---\n{SPEC.replace('name: db}', 'name: sql}').replace('image: db:1', 'x: 1')}"
    )
    assert "[SR201]" in failed()


def test_the_problems_of_all_apps_come_at_once(app: Path) -> None:
    broken = SPEC.replace("image: db:1", "imag: db:1")
    app.write_text(f"{broken}---\n{broken.replace('name: db}', 'name: sql}')}")
    assert failed() == (
        "statefulapp.yaml:4:1: spec.image: is required  [SR203]\n"
        'statefulapp.yaml:5:3: spec.imag: is not a field here (did you mean "image"?)  [SR201]\n'
        "statefulapp.yaml:13:1: spec.image: is required  [SR203]\n"
        'statefulapp.yaml:14:3: spec.imag: is not a field here (did you mean "image"?)  [SR201]\n'
    )


# --- plugin.yaml ----------------------------------------------------------------------------------

# Argo CD ignores keys it does not know, so a spelling mistake in one would pass in silence.
COMMAND = {"command", "args"}
KNOWN: dict[str, set[str]] = {
    "": {"apiVersion", "kind", "metadata", "spec"},
    "metadata": {"name"},
    "spec": {
        "version",
        "init",
        "generate",
        "discover",
        "parameters",
        "preserveFileMode",
        "provideGitCreds",
    },
    "spec.init": COMMAND,
    "spec.generate": COMMAND,
    "spec.discover": {"fileName", "find"},
    "spec.discover.find": {*COMMAND, "glob"},
    "spec.parameters": {"static", "dynamic"},
    "spec.parameters.dynamic": COMMAND,
    "spec.parameters.static[]": {
        "name",
        "title",
        "tooltip",
        "required",
        "itemType",
        "collectionType",
        "string",
        "array",
        "map",
    },
}


def unknown_keys(value: Any, path: str = "") -> list[str]:
    if isinstance(value, list):
        return [each for item in value for each in unknown_keys(item, f"{path}[]")]
    if not isinstance(value, dict):
        return []
    found = [f"{path}.{key}".lstrip(".") for key in value if key not in KNOWN.get(path, set())]
    return found + [
        each
        for key, item in value.items()
        for each in unknown_keys(item, f"{path}.{key}".lstrip("."))
    ]


def test_plugin_yaml_holds_only_keys_that_argo_cd_knows() -> None:
    assert unknown_keys(PLUGIN) == []


def test_a_key_that_argo_cd_does_not_know_would_be_found() -> None:
    assert unknown_keys({"spec": {"discovery": 1}, "lock": 1}) == ["lock", "spec.discovery"]


def test_plugin_yaml_has_what_argo_cd_demands() -> None:
    assert (PLUGIN["apiVersion"], PLUGIN["kind"], PLUGIN["metadata"]["name"]) == (
        "argoproj.io/v1alpha1",
        "ConfigManagementPlugin",
        "stateful-renderer",
    )


def test_plugin_yaml_discovers_what_the_command_reads(app: Path) -> None:
    assert list(app.parent.glob(PLUGIN["spec"]["discover"]["fileName"])) == [app]


def test_plugin_yaml_announces_the_parameter_that_the_command_reads() -> None:
    (announced,) = PLUGIN["spec"]["parameters"]["static"]
    assert announced["collectionType"] == "string"
    sent = parameters("prod", announced["name"])
    assert environment({"ARGOCD_APP_PARAMETERS": sent}) == "prod"


def as_argo_cd(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command as it is written: no shell, no stdin, in the folder of the app."""
    generate = PLUGIN["spec"]["generate"]
    return subprocess.run(
        [*generate["command"], *generate.get("args", [])],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", **variables},
    )


@pytest.mark.e2e
def test_the_command_of_plugin_yaml_generates_in_the_folder_of_an_app(app: Path) -> None:
    result = as_argo_cd(app.parent, ARGOCD_APP_PARAMETERS=parameters("prod"))
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == run("render", "-e", "prod").stdout


@pytest.mark.e2e
def test_the_command_of_plugin_yaml_fails_without_a_traceback(app: Path) -> None:
    app.write_text(SPEC.replace("image: db:1", "imag: db:1"))
    result = as_argo_cd(app.parent)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "statefulapp.yaml:4:1: spec.image: is required  [SR203]",
        'statefulapp.yaml:5:3: spec.imag: is not a field here (did you mean "image"?)  [SR201]',
    ]
