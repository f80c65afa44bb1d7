"""`stateful diff --application A.yaml --against main`: what Argo CD will do after a merge."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import Result, change, run

from renderer.yaml import dump

URL = "https://git.example/apps.git"
SPEC = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db}
spec:
  image: web:1.0
  replicas: 2
  storage: [{name: data, mountPath: /data, size: 1Gi}]
  environments:
  - {name: dev, replicas: 1}
  - {name: prod, replicas: 3}
"""
MINE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine}\ndata: {a: b}\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose main has an Application for production, and one of plain files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    for variable in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(variable, "/dev/null")
    write("apps/db/statefulapp.yaml", SPEC)
    write("manifests/mine.yaml", MINE)
    write("argocd/db.yaml", dump(application("db-prod", "prod")))
    plain = application("plain", "")
    plain["spec"]["source"] = {"repoURL": URL, "path": "manifests"}
    write("argocd/plain.yaml", dump(plain))
    git("init", "-q", "-b", "main")
    git("remote", "add", "origin", URL)
    commit()
    return tmp_path


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)


def git(*words: str) -> None:
    subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@x", *words], check=True)


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "x")


def application(name: str, environment: str, **source: Any) -> dict[str, Any]:
    parameters = [{"name": "environment", "string": environment}]
    plugin = {"name": "stateful-renderer-v1", "parameters": parameters}
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {"name": name, "namespace": "argocd"},
        "spec": {
            "project": "default",
            "source": {"repoURL": URL, "path": "apps/db", "plugin": plugin, **source},
            "destination": {"name": "in-cluster", "namespace": name},
        },
    }


def diff(*paths: str, options: tuple[str, ...] = ()) -> Result:
    named = [word for path in paths for word in ("--application", path)]
    return run("diff", "--against", "main", *named, *options)


def changes(result: Result) -> list[tuple[str, str, str]]:
    found = json.loads(result.stdout)["changes"]
    return [(f"{each['namespace']}/{each['name']}", each["kind"], each["effect"]) for each in found]


def test_nothing_differs_where_nothing_was_changed(repository: Path) -> None:
    assert repository.exists()
    result = diff("argocd")
    assert (result.code, result.stdout, result.stderr) == (0, "", "")


def test_what_a_change_of_the_spec_does(repository: Path) -> None:
    """With the namespace of the destination, which no file of the app says."""
    assert repository.exists()
    change("apps/db/statefulapp.yaml", "web:1.0", "web:1.1")
    result = diff("argocd/db.yaml", options=("-o", "json"))
    assert (result.code, result.stderr) == (1, "")
    assert changes(result) == [("db-prod/db", "StatefulSet", "restart")]
    text = diff("argocd/db.yaml").stdout
    assert 'spec.template.spec.containers[name=db].image: "web:1.0" -> "web:1.1"' in text
    assert "restarts db-2, db-1, db-0, one by one" in text


def test_what_a_change_of_the_application_does(repository: Path) -> None:
    """Its file counts as it is on each side: parameters, and tracking too."""
    assert repository.exists()
    change("argocd/db.yaml", "string: prod", "string: dev")
    result = diff("argocd/db.yaml", options=("-o", "json", "--fail-on", "scale"))
    assert result.code == 4
    assert ("db-prod/db", "StatefulSet", "scale") in changes(result)
    change("argocd/db.yaml", "name: db-prod\n  namespace", "name: other\n  namespace")
    change("argocd/db.yaml", "string: dev", "string: prod")
    removed, added = ({name for name, *_ in changes(each)} for each in (
        diff("argocd/db.yaml", options=("-o", "json")), diff("argocd", options=("-o", "json"))
    ))  # fmt: skip
    assert removed == added == {"db-prod/db"}


def test_an_application_that_comes_or_goes(repository: Path) -> None:
    assert repository.exists()
    Path("argocd/plain.yaml").unlink()
    write("argocd/dev.yaml", dump(application("db-dev", "dev")))
    result = diff("argocd", options=("-o", "json"))
    found = {(kind, where): effect for where, kind, effect in changes(result)}
    assert ("ConfigMap", "plain/mine") in found
    assert ("StatefulSet", "db-dev/db") in found
    assert ("StatefulSet", "db-prod/db") not in found


def test_those_of_a_set_are_compared_too(repository: Path) -> None:
    assert repository.exists()
    made = application("db-{{env}}", "{{env}}")
    elements = [{"env": "dev"}, {"env": "prod"}]
    data = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "ApplicationSet",
        "metadata": {"name": "all", "namespace": "argocd"},
        "spec": {
            "generators": [{"list": {"elements": elements}}, {"clusters": {}}],
            "template": {"metadata": {"name": "db-{{env}}"}, "spec": made["spec"]},
        },
    }
    write("sets/all.yaml", dump(data))
    commit()
    change("apps/db/statefulapp.yaml", "web:1.0", "web:1.1")
    result = diff("sets", options=("-o", "json"))
    places = {where for where, *_ in changes(result)}
    assert places == {"db-dev/db", "db-prod/db"}
    assert result.stderr == (
        "sets/all.yaml: argocd/one of all is not compared: only Argo CD knows what its generator"
        " clusters finds\n"
    )
    change("sets/all.yaml", "clusters: {}", "clutters: {}")
    assert "sets/all.yaml:12:15: spec.generators[1].clutters: is no field" in diff("sets").stderr


# --- what cannot be compared ----------------------------------------------------------------------


def test_what_argo_cd_would_say_of_a_side(repository: Path) -> None:
    """Of now, under the name of the file; of the revision, under its name there."""
    assert repository.exists()
    change("argocd/db.yaml", "string: prod", "string: prd")
    result = diff("argocd")
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr.startswith(
        "argocd/db.yaml:7:3: spec: Argo CD says of argocd/db-prod: CMP "
    )
    assert 'got environment "prd" (did you mean "prod"?)' in result.stderr
    commit()
    change("argocd/db.yaml", "string: prd", "string: prod")
    result = diff("argocd")
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr.startswith("main:argocd/db.yaml:7:3: spec: Argo CD says of ")
    assert result.stderr.endswith("  [SR713]\n")


def test_applications_of_other_repositories_are_said(repository: Path) -> None:
    assert repository.exists()
    other = application("other", "prod", repoURL="https://git.example/other.git")
    write("argocd/other.yaml", dump(other))
    chart = application("chart", "prod")
    chart["spec"]["source"] = {"repoURL": "https://x", "chart": "redis"}
    write("argocd/chart.yaml", dump(chart))
    result = diff("argocd")
    assert (result.code, result.stdout) == (0, "")
    assert result.stderr == (
        "argocd/chart.yaml: argocd/chart is not compared: must be an Application with a source that"
        " has a path\n"
        "argocd/other.yaml: argocd/other is not compared: it is of another repository,"
        " https://git.example/other.git\n"
    )
    alone = diff("argocd/other.yaml")
    assert (alone.code, alone.stdout) == (2, "")
    assert "argocd/other.yaml: must hold an Application that can be compared" in alone.stderr


def test_a_trap_is_a_warning(repository: Path) -> None:
    assert repository.exists()
    change("argocd/db.yaml", "name: db-prod\n  namespace", "name: db\n  namespace")
    result = diff("argocd/db.yaml", options=("--tracking", "label"))
    assert result.stderr.startswith("warning: argocd/db.yaml:4:9: metadata.name: is the label")


def test_the_plugin_yaml_of_a_sidecar(repository: Path) -> None:
    assert repository.exists()
    write(
        "plugin.yaml",
        "kind: ConfigManagementPlugin\nmetadata: {name: stateful-renderer}\n"
        'spec: {version: v1, generate: {command: [cat, "../../manifests/mine.yaml"]}}\n',
    )
    change("manifests/mine.yaml", "a: b", "a: c")
    result = diff("argocd/db.yaml", options=("--plugin-config", "plugin.yaml", "-o", "json"))
    assert changes(result) == [("db-prod/mine", "ConfigMap", "in-place")]


def test_from_a_folder_of_the_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change("apps/db/statefulapp.yaml", "web:1.0", "web:1.1")
    monkeypatch.chdir(repository / "argocd")
    assert changes(diff("db.yaml", options=("-o", "json"))) == [
        ("db-prod/db", "StatefulSet", "restart")
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--application", "a.yaml"], "must stand beside --against"),
        (["--application", "a", "--live"], "must stand beside --against"),
        (["--application", "a", "--against", "main", "b"], "must stand without PATH"),
        (["--application", "", "--against", "main"], "must not be empty"),
    ],
)
def test_a_wrong_call(arguments: list[str], said: str) -> None:
    result = run("diff", *arguments)
    assert (result.code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("argocd/x.yaml", "apiVersion: argoproj.io/v1\na: [", "argocd/x.yaml:"),
        (
            "argocd/x.yaml",
            "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {source: []}\n",
            "argocd/x.yaml:3:16: spec.source: must be an object, is a list (correct it)  [SR710]",
        ),
        ("argocd/db.yaml", "kind: Other\n", ""),
    ],
)
def test_files_that_cannot_be_read(file: str, text: str, said: str, repository: Path) -> None:
    assert repository.exists()
    write(file, text)
    result = diff("argocd")
    assert result.code == (2 if said else 1)
    assert said in result.stderr


def test_paths_that_are_not_there(repository: Path) -> None:
    assert repository.exists()
    result = diff("nowhere")
    assert result.code == 2
    assert "nowhere: must hold an Application that can be compared, in the revision or now" in (
        result.stderr
    )
