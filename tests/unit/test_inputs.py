"""Commands name what they read in one way: PATH, PATH@ENVIRONMENT, -, and -f as kubectl has it."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from commands import run

ROOT = Path(__file__).parents[2]
HEAD = "apiVersion: stateful-renderer.dev/v1alpha1\nkind: StatefulApp\n"
SPEC = (
    f"{HEAD}metadata: {{name: db}}\n"
    "spec:\n  image: db:1\n"
    "  environments: [{name: dev}, {name: prod, namespace: shop, replicas: 3}]\n"
)
# Whose environments differ in what is found: only dev lacks a readiness probe.
PROBED = SPEC.replace("{name: dev}", "{name: dev, readinessProbe: null}").replace(
    "  image: db:1\n", "  image: db:1\n  readinessProbe: {tcpSocket: {port: 80}}\n"
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("db", "web"):
        Path(name).mkdir()
        Path(name, "statefulapp.yaml").write_text(SPEC.replace("db", name))


@pytest.mark.parametrize("call", ["render -o name", "validate -o json", "facts -o json"])
def test_a_path_is_the_same_with_and_without_f(call: str) -> None:
    words = shlex.split(call)
    with_f = run(*words, "-f", "db", "-f", "web")
    assert with_f.code == 0, with_f.stderr
    assert with_f.stdout
    assert run(*words, "db", "web") == with_f
    assert run(*words, "db", "-f", "web") == with_f
    assert run(*words, "db").stdout != with_f.stdout


def test_an_application_set_takes_paths_too() -> None:
    words = ("argocd", "applicationset", "--repo-url", "u")
    with_f = run(*words, "-f", "db")
    assert with_f.code == 0
    assert run(*words, "db") == with_f
    assert run(*words, "nowhere").code == 2


def test_graph_draws_all_that_f_names() -> None:
    one = run("graph", "-f", "db", "-o", "mermaid").stdout
    assert one == run("graph", "db", "-o", "mermaid").stdout
    both = run("graph", "-f", "db", "-f", "web", "-o", "mermaid").stdout
    assert 'subgraph s0["db in base"]' in both
    assert "web" in both
    assert "web" not in one


@pytest.mark.parametrize("more", [["db"], ["--against", "HEAD"], ["--live"], ["-n", "x"]])
def test_graph_draws_no_change_of_what_f_names(more: list[str]) -> None:
    result = run("graph", "-f", "db", *more)
    assert (result.code, result.stdout) == (2, "")
    assert "a change is drawn of sides, which are named without it" in result.stderr


def test_adopt_takes_f_too() -> None:
    manifests = run("render", "-f", "db", "-e", "prod").stdout
    Path("manifests.yaml").write_text(manifests)
    by_path = run("adopt", "manifests.yaml", "--check")
    assert by_path.code == 0
    assert run("adopt", "-f", "manifests.yaml", "--check") == by_path
    assert run("adopt", "-f", "-", "--check", stdin=manifests).code == 0
    for name in ("-e", "--env", "--environment"):
        assert run("adopt", name, "prod=manifests.yaml", "--check").code == 0
    assert "and not both" in run("adopt", "-f", "manifests.yaml", "-e", "a=b").stderr


@pytest.mark.parametrize("option", [["-f", "{}"], ["{}"]])
def test_emulate_takes_its_application_either_way(option: list[str]) -> None:
    Path("app.yaml").write_text("kind: Application\n")
    words = [word.format("app.yaml") for word in option]
    assert "app.yaml" in run("argocd", "emulate", *words).stderr
    for wrong in ([], ["app.yaml", "-f", "app.yaml"]):
        result = run("argocd", "emulate", *wrong)
        assert result.code == 2
        assert "must be the PATH of one Application" in result.stderr


def test_an_application_set_has_all_environments() -> None:
    result = run("argocd", "applicationset", "db@prod", "--repo-url", "u")
    assert (result.code, result.stdout) == (2, "")
    assert "must be whole apps" in result.stderr


# --- validate, in one environment -----------------------------------------------------------------


def found(*arguments: str) -> dict[str, list[str]]:
    """The codes of findings, and the environments in which they are found."""
    findings = json.loads(run("validate", *arguments, "-o", "json").stdout)["findings"]
    return {each["code"]: each.get("environments", []) for each in findings}


def test_one_environment_is_judged_alone() -> None:
    Path("db/statefulapp.yaml").write_text(PROBED)
    assert found("db/statefulapp.yaml")["SR961"] == ["dev"]
    assert found("db@dev")["SR961"] == ["dev"]
    assert "SR961" not in found("db@prod")
    assert "SR961" not in found("db@")
    assert "in 1 StatefulSet" in run("validate", "db@prod").stderr
    assert "in 2 StatefulSets" in run("validate", "db@prod", "-f", "web@dev").stderr


def test_it_is_judged_beside_the_manifests_of_the_call() -> None:
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "other", "namespace": "shop"},
        "spec": {"selector": {"app.kubernetes.io/name": "nobody"}, "ports": [{"port": 80}]},
    }
    Path("service.yaml").write_text(json.dumps(service))
    assert "1 Service," not in run("validate", "db@prod", "service.yaml").stderr
    assert run("validate", "db@prod", "service.yaml").code in (0, 1)


def test_a_spec_on_stdin_in_one_environment() -> None:
    result = run("validate", "--", "-@prod", stdin=SPEC)
    assert result.code == 0
    assert "in 1 StatefulSet" in result.stderr


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("db@pord", 'db/statefulapp.yaml: must be one of dev, prod, got environment "pord"'),
        ("nowhere@prod", "nowhere: no such file or directory  [SR501]"),
        ("empty@prod", "empty: must hold a StatefulApp"),
        ("manifest.yaml@prod", 'manifest.yaml:2:7: kind: must be "StatefulApp"'),
    ],
)
@pytest.mark.parametrize("command", ["validate", "facts", "graph", "render"])
def test_an_environment_that_is_not_there(path: str, said: str, command: str) -> None:
    Path("empty").mkdir()
    Path("manifest.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    result = run(command, path)
    assert (result.code, result.stdout) == (2, "")
    assert said in result.stderr


def test_an_environment_that_is_wrong_is_trouble_wherever_another_is_asked_for() -> None:
    Path("db/statefulapp.yaml").write_text(SPEC.replace("{name: dev}", "{name: dev, replica: 1}"))
    for command in ("validate", "graph", "render"):
        result = run(command, "db@prod")
        assert result.code == 2
        assert (
            "statefulapp.yaml:6:30: spec.environments[0].replica: is not a field" in result.stderr
        )


def test_what_cannot_be_read_keeps_nothing_else_from_being_judged() -> None:
    result = run("validate", "db@prod", "nowhere@prod")
    assert result.code == 2
    assert "in 1 StatefulSet" in result.stderr
    assert "nowhere: no such file or directory  [SR501]" in result.stderr


def test_facts_takes_any_set_from_f_too() -> None:
    Path("manifests.yaml").write_text(run("render", "db", "-e", "prod").stdout)
    result = run("facts", "-f", "manifests.yaml")
    assert result.stdout.startswith("StatefulSet db in manifests.yaml")
    assert run("facts", "manifests.yaml") == result
    both = run("facts", "-f", "manifests.yaml", "-f", "web@dev")
    assert both.code == 0
    assert "web dev" in both.stdout
    Path("other.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    refused = run("facts", "-f", "other.yaml")
    assert (refused.code, refused.stdout) == (2, "")
    assert "other.yaml: must hold StatefulApps or StatefulSets, there are none" in refused.stderr


def test_a_folder_of_f_is_one_of_apps() -> None:
    Path("db/manifests.yaml").write_text(run("render", "web", "-e", "prod").stdout)
    assert "StatefulSet web" not in run("facts", "-f", "db").stdout
    assert "StatefulSet web" in run("facts", "db").stdout


def test_facts_takes_one_environment_from_either() -> None:
    assert run("facts", "db@prod").stdout == run("facts", "db", "-e", "prod").stdout
    assert run("facts", "-f", "db@prod").stdout == run("facts", "db@prod").stdout
    both = run("facts", "db@prod", "-e", "dev")
    assert both.code == 2
    assert "both name an environment" in both.stderr
