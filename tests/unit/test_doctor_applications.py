"""`stateful doctor` of Applications and ApplicationSets: every mistake, at its line."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutants import places

from renderer.doctor import applications
from renderer.yaml import dump

URL = "https://git.example/apps.git"
SPEC = """\
# +argocd:skip-file-rendering
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata:
  name: db
spec:
  image: db:1
  replicas: 2
  storage: [{name: data, mountPath: /data, size: 1Gi}]
  environments:
  - {name: dev, replicas: 1}
  - {name: prod, namespace: db-prod}
"""
OVERLAY = """\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: db-prod
resources: [../../base]
"""
SET = {
    "apiVersion": "apps/v1",
    "kind": "StatefulSet",
    "metadata": {"name": "db"},
    "spec": {
        "serviceName": "db",
        "selector": {"matchLabels": {"app.kubernetes.io/instance": "db"}},
        "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Delete"},
        "template": {
            "spec": {"containers": [{"name": "db", "env": [{"name": "A", "value": "db-0.db"}]}]}
        },
    },
}
CLAIM = {
    "apiVersion": "v1",
    "kind": "PersistentVolumeClaim",
    "metadata": {"name": "data-db-0"},
    "spec": {"resources": {"requests": {"storage": "1Gi"}}},
}
FILES = {
    "apps/db/statefulapp.yaml": SPEC,
    "base/kustomization.yaml": "resources: [set.yaml, claim.yaml]\n",
    "base/set.yaml": dump(SET),
    "base/claim.yaml": dump(CLAIM),
    "overlays/prod/kustomization.yaml": OVERLAY,
    "broken/kustomization.yaml": "resources: [nowhere.yaml]\n",
    "plain/statefulapp.yaml": SPEC.partition("\n")[2],
    "manifests/set.yaml": dump(SET),
    "chart/Chart.yaml": "name: x\n",
    "foreign/values.yaml": "a: b\n",
    "empty/README.md": "x\n",
    "two/statefulapp.yaml": SPEC.replace("image: db:1", "imag: db:1"),
}
PLUGIN = {"name": "stateful-renderer-v1", "parameters": [{"name": "environment", "string": "prod"}]}
PATHS = "argocd.argoproj.io/manifest-generate-paths"
CREATES = {"syncOptions": ["CreateNamespace=true"]}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "argocd").mkdir()
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run(
        ["git", "remote", "add", "origin", "git@git.example:apps"], cwd=tmp_path, check=True
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return tmp_path


@pytest.fixture
def with_kustomize(repository: Path, kustomize: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{kustomize.parent}{os.pathsep}{os.environ['PATH']}")
    return repository


def application(**spec: Any) -> dict[str, Any]:
    """An Application with nothing to say about, but for what is given."""
    source = {"repoURL": URL, "path": "apps/db", "plugin": PLUGIN}
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {"name": "web", "namespace": "argocd", "annotations": {PATHS: "."}},
        "spec": {
            "project": "default",
            "source": source,
            "destination": {"name": "in-cluster", "namespace": "db-prod"},
            "syncPolicy": CREATES,
            **spec,
        },
    }


def of(source: dict[str, Any], **spec: Any) -> dict[str, Any]:
    return application(source={"repoURL": URL, **source}, **spec)


def plugged(**plugin: Any) -> dict[str, Any]:
    return of({"path": "apps/db", "plugin": {**PLUGIN, **plugin}})


def with_metadata(data: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    return {**data, "metadata": {**data["metadata"], **metadata}}


def found(data: Any, *, tracking: str = "", named: str = "app.yaml") -> list[str]:
    """What the doctor says of a document, without the name of its file."""
    file = Path("argocd", named)
    file.write_text(data if isinstance(data, str) else dump(data))
    said = applications.findings([], [file], Path("nowhere"), [], tracking=tracking)
    return [finding.line(colour=False).rstrip().replace(f"{file}:", "") for finding in said]


def wrong(data: Any, **options: Any) -> list[str]:
    return [line for line in found(data, **options) if not line.startswith("ok ")]


OVER = {"path": "overlays/prod"}
COVERED = ".;/base"
CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "name-without-version": (
        plugged(name="stateful-renderer"),
        ['spec.source.plugin.name: must be stateful-renderer-v1, got "stateful-renderer"', "SR710"],
    ),
    "name-of-the-folders-app": (plugged(name="zzz"), ["must be stateful-renderer-v1", "SR710"]),
    "no-name": (plugged(name=""), ["plugin.name: must be said: plugin.yaml discovers nothing"]),
    "misspelt-parameter": (
        plugged(parameters=[{"name": "enviroment", "string": "prod"}]),
        ["spec.source.plugin.parameters[0]: must be one of environment,", "SR701"],
    ),
    "doubled-parameter": (
        plugged(parameters=[*PLUGIN["parameters"], *PLUGIN["parameters"]]),
        ['parameters[1]: must be set once, and "environment" is set before', "SR701"],
    ),
    "parameter-of-another-kind": (
        plugged(parameters=[{"name": "size", "string": "1Gi"}]),
        ["parameters[0]: must be {name: size, map: {NAME: VALUE}} (it is a map)", "SR701"],
    ),
    "misspelt-variable": (
        plugged(env=[{"name": "ENVIROMENT", "value": "prod"}]),
        ["spec.source.plugin.env[0]: must be a name that somebody reads", "SR701"],
    ),
    "doubled-variable": (
        plugged(env=[{"name": "TZ", "value": "a"}, {"name": "TZ", "value": "b"}]),
        ['env[1]: must be set once, and "TZ" is set before', "SR701"],
    ),
    "unknown-environment": (
        plugged(parameters=[{"name": "environment", "string": "prd"}]),
        ['plugin.parameters[0]: must be one of dev, prod, got environment "prd"', "SR401"],
    ),
    "unknown-environment-by-variable": (
        plugged(parameters=[], env=[{"name": "ENVIRONMENT", "value": "prd"}]),
        ['plugin.env[0]: must be one of dev, prod, got environment "prd"', "SR401"],
    ),
    "no-environment": (
        plugged(parameters=[]),
        ["spec.source.plugin: one must be asked for: dev, prod, or base", "SR703"],
    ),
    "unknown-size": (
        plugged(parameters=[*PLUGIN["parameters"], {"name": "size", "map": {"date": "1Gi"}}]),
        ['plugin.parameters[1]: must name one of data, got "date"', "SR701"],
    ),
    "version": (
        plugged(parameters=[*PLUGIN["parameters"], {"name": "kubeVersion", "string": "1.2"}]),
        ["plugin.parameters[1]: ", "SR208"],
    ),
    "wrong-spec": (
        of({"path": "two", "plugin": PLUGIN}),
        ["error    two/statefulapp.yaml:7:3: spec.imag: is not a field here", "SR201"],
    ),
    "no-spec": (
        of({"path": "empty", "plugin": PLUGIN}),
        ["spec.source.path: must hold the StatefulApp of this Application", "SR502"],
    ),
    "path-that-is-not-there": (
        of({"path": "apps/dbb", "plugin": PLUGIN}),
        ['must be a folder of the repository, got "apps/dbb" (did you mean "apps/db"?)', "SR710"],
    ),
    "path-that-leads-out": (of({"path": "/etc"}), ["must be a folder of the repository", "SR710"]),
    "namespace-that-differs": (
        application(destination={"namespace": "web"}),
        ["spec.destination.namespace: must be db-prod, where the objects go, is web", "SR704"],
    ),
    "plugin-and-kustomize": (
        of({"path": "apps/db", "plugin": PLUGIN, "kustomize": {}}),
        ["spec.source: must be of one type, is Kustomize and Plugin", "SR710"],
    ),
    "source-beside-sources": (
        application(sources=[{"repoURL": URL, "path": "apps/db", "plugin": PLUGIN}]),
        ["spec.source: does nothing beside sources", "SR710"],
    ),
    "source-beside-hydrator": (
        application(
            sourceHydrator={
                "drySource": {"repoURL": URL, "path": "apps/db", "plugin": PLUGIN},
                "syncSource": {"targetBranch": "x", "path": "y"},
            }
        ),
        ["spec.source: does nothing beside sourceHydrator", "SR710"],
    ),
    "second-of-sources": (
        application(
            source=None,
            sources=[{"repoURL": URL, "ref": "x"}, {"repoURL": URL, "path": "nowhere"}],
        ),
        ["spec.sources[1].path: must be a folder of the repository", "SR710"],
    ),
    "no-source": (application(source=None), ["spec: must have a source, sources or", "SR710"]),
    "no-path": (of({}), ["spec.source: must have a path, a chart or a ref", "SR710"]),
    "spec-applied": (
        of({"path": "plain"}),
        ["spec.source.path: leads to StatefulApp/db, which Argo CD would apply as it is", "SR706"],
    ),
    "spec-skipped": (
        of({"path": "apps/db"}),
        ["spec.source.path: leads to a spec that Argo CD skips", "SR706"],
    ),
    "unreadable-manifest": (
        of({"path": "apps/db", "directory": {"jsonnet": {}}}),
        ["spec.source.directory.jsonnet: cannot be emulated", "SR707"],
    ),
    "wrong-types": (
        of({"path": 3, "plugin": [], "kustomize": {"images": "x", "commonLabels": {"a": 1}}}),
        [
            "spec.source.path: must be a string, is 3 (write it in quotes)",
            "spec.source.plugin: must be an object, is a list",
            'spec.source.kustomize.images: must be a list, is "x"',
            "spec.source.kustomize.commonLabels.a: must be a string, is 1",
        ],
    ),
    "replicas-that-are-none": (
        of({"path": "x", "kustomize": {"replicas": [{"name": "a", "count": True}]}}),
        ["kustomize.replicas[0].count: must be a number, is True", "SR710"],
    ),
    "unknown-field": (
        of({"path": "apps/db", "plugin": {**PLUGIN, "enviroment": "x"}}),
        ["warning", "spec.source.plugin.enviroment: is no field", "SR710"],
    ),
    "no-annotation": (
        with_metadata(application(), annotations={}),
        ["advice", f"metadata: has no {PATHS}: every commit", "SR711"],
    ),
    "no-namespace-made": (
        application(syncPolicy={}),
        ["advice", "spec.destination.namespace: nothing here makes db-prod", "SR711"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_told_at_its_line(name: str, repository: Path) -> None:
    assert repository.exists()
    data, expected = CASES[name]
    lines = wrong(data)
    text = "\n".join(lines)
    assert lines
    for part in expected:
        assert part in text
    words = ("error  ", "warning", "advice ")
    assert all((line.startswith(words) and line.split(":")[1].isdigit()) or "/" in line.split()[1]
               for line in lines)  # fmt: skip


def test_its_line_is_that_of_the_value(repository: Path) -> None:
    assert repository.exists()
    data = plugged(name="stateful-renderer")
    number = dump(data).splitlines().index("      name: stateful-renderer") + 1
    assert wrong(data)[0].split()[1] == f"{number}:13:"


@pytest.mark.parametrize(
    "data",
    [
        application(),
        application(destination={"namespace": "db-prod", "server": "https://x"}),
        plugged(env=[{"name": "TZ", "value": "UTC"}]),
        plugged(parameters=[], env=[{"name": "ENVIRONMENT", "value": "prod"}]),
        application(
            source=None,
            sources=[
                {"repoURL": URL, "ref": "values"},
                {"repoURL": URL, "path": "apps/db", "plugin": PLUGIN},
            ],
        ),
        of({"path": "manifests"}, destination={"namespace": "default"}),
    ],
)
def test_what_is_well_is_said(data: dict[str, Any], repository: Path) -> None:
    assert repository.exists()
    said = found(data)
    assert [line for line in said if not line.startswith("ok ")] == []
    assert any(line.endswith(" objects") for line in said)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ({"chart": "redis"}, "is a Helm chart, which is not looked at"),
        ({"path": "x", "helm": {}}, "is a Helm chart, which is not looked at"),
        ({"path": "chart"}, "is a Helm chart, which is not looked at"),
        ({"path": "foreign", "plugin": {"name": "other-v2"}}, "is rendered by another plugin"),
        ({"path": "x", "repoURL": "https://git.example/other"}, "is of another repository"),
    ],
)
def test_what_cannot_be_known_is_said(source: dict[str, Any], said: str, repository: Path) -> None:
    assert repository.exists()
    (line,) = found(of(source))
    assert line.startswith("ok ")
    assert said in line


def test_a_repository_that_is_named_is_the_one(repository: Path) -> None:
    file = repository / "argocd/app.yaml"
    file.write_text(dump(of({"path": "nowhere", "repoURL": "https://git.example/other"})))
    result = run("doctor", str(file), "--repository", str(repository))
    assert result.code == 1
    assert 'must be a folder of the repository, got "nowhere"  [SR710]' in result.stdout


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("kustomize_fields", "more", "expected"),
    [
        ({"commonLabels": {"a": "b"}}, {}, "kustomize.commonLabels: changes the selector"),
        ({"namePrefix": "a-"}, {}, "kustomize.namePrefix: renames the set"),
        (
            {"replicas": [{"name": "db", "count": 3}]},
            {},
            "replicas[0]: changes the number of pods, but not the list",
        ),
        ({"namespace": "other"}, {}, "must be other, where the objects go, is db-prod"),
        (
            {},
            {"syncPolicy": {**CREATES, "automated": {"prune": True}}},
            "automated.prune: deletes PersistentVolumeClaim/data-db-0 when Git has",
        ),
    ],
)
def test_committed_overlays(
    kustomize_fields: dict[str, Any], more: dict[str, Any], expected: str, with_kustomize: Path
) -> None:
    assert with_kustomize.exists()
    data = of({**OVER, "kustomize": kustomize_fields}, **more)
    (line,) = wrong(with_metadata(data, annotations={PATHS: COVERED}))
    assert expected in line


@pytest.mark.e2e
def test_what_an_application_deletes_with_itself(with_kustomize: Path) -> None:
    assert with_kustomize.exists()
    data = with_metadata(
        of(OVER),
        annotations={PATHS: COVERED},
        finalizers=["resources-finalizer.argocd.argoproj.io/background"],
    )
    claims, sets = wrong(data)
    assert "deletes PersistentVolumeClaim/data-db-0 with the Application" in claims
    assert "deletes StatefulSet/db with the Application, whose claims go" in sets
    assert all(line.endswith("[SR712]") for line in (claims, sets))


@pytest.mark.e2e
def test_paths_that_miss_a_folder(with_kustomize: Path) -> None:
    assert with_kustomize.exists()
    (line,) = wrong(of(OVER))
    assert "must name base too: a commit there changes nothing (write .;/base)  [SR710]" in line


@pytest.mark.e2e
def test_a_kustomization_that_cannot_be_built(with_kustomize: Path) -> None:
    assert with_kustomize.exists()
    (line,) = wrong(of({"path": "broken"}))
    assert "spec.source.path: cannot be built: " in line


def test_without_kustomize_that_is_said(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert repository.exists()
    monkeypatch.setattr(applications, "builds_with", lambda _: [])
    assert "cannot be rendered: kustomize is not on PATH" in wrong(of(OVER))[0]


@pytest.mark.parametrize("way", ["option", "settings"])
def test_label_tracking(way: str, repository: Path) -> None:
    (repository / "argocd/cm.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\n"
        "data: {application.resourceTrackingMethod: label}\n"
    )
    data = with_metadata(application(), name="db")
    assert wrong(data) == []
    if way == "option":
        (line,) = wrong(data, tracking="label")
    else:
        said = run("doctor", "argocd/cm.yaml", "argocd/app.yaml").stdout
        (line,) = (each for each in said.splitlines() if "[SR708]" in each)
    assert "metadata.name: is the label app.kubernetes.io/instance of the claims too" in line


def test_the_plugin_yaml_beside_is_the_one(repository: Path) -> None:
    (repository / "argocd/plugin.yaml").write_text(
        "apiVersion: argoproj.io/v1alpha1\nkind: ConfigManagementPlugin\nmetadata: {name: ours}\n"
        "spec: {generate: {command: [stateful, argocd, generate]},"
        " discover: {fileName: ./statefulapp.y*ml}}\n"
    )
    (repository / "argocd/app.yaml").write_text(dump(application()))
    (repository / "argocd/found.yaml").write_text(dump(of({"path": "apps/db"})))
    said = run("doctor", "argocd").stdout
    assert 'plugin.name: must be ours, got "stateful-renderer-v1"' in said
    (line,) = (each for each in said.splitlines() if "argocd/found.yaml:" in each)
    assert "spec.source.plugin: one must be asked for: dev, prod, or base" in line


# --- files ----------------------------------------------------------------------------------------


def test_files_that_cannot_be_read(repository: Path) -> None:
    assert repository.exists()
    assert "must" in wrong("apiVersion: argoproj.io/v1alpha1\nkind: Application\n a: [\n")[0]
    (line,) = wrong("kind: ConfigMap\n")
    assert "holds no Application, ApplicationSet or plugin.yaml of Argo CD's" in line
    (repository / "argocd/pipe").mkdir()
    result = run("doctor", "argocd/nowhere.yaml")
    assert (result.code, result.stdout) == (2, "")
    assert "argocd/nowhere.yaml: must be a file or folder that is there  [SR501]" in result.stderr


def test_json_has_the_place(repository: Path) -> None:
    assert repository.exists()
    Path("argocd/app.yaml").write_text(dump(application(syncPolicy={})))
    result = run("doctor", "argocd/app.yaml", "-o", "json")
    (advice,) = (each for each in json.loads(result.stdout) if each["status"] == "advice")
    assert (advice["file"], advice["code"]) == ("argocd/app.yaml", "SR711")
    assert advice["line"] > 1
    sarif = run("doctor", "argocd/app.yaml", "-o", "sarif").stdout
    levels = {each["ruleId"]: each["level"] for each in json.loads(sarif)["runs"][0]["results"]}
    assert levels["SR711"] == "note"


def test_advice_is_no_reason_to_fail(with_kustomize: Path) -> None:
    assert with_kustomize.exists()
    Path("argocd/app.yaml").write_text(dump(application(syncPolicy={})))
    said = applications.findings([], [Path("argocd/app.yaml")], Path("nowhere"), [])
    assert [finding.fails for finding in said if finding.code] == [False]


# --- ApplicationSets ------------------------------------------------------------------------------


def set_of(*sets: Any, go: bool = True, **spec: Any) -> dict[str, Any]:
    """A set whose template takes the app and the environment of a generator."""
    app, environment = ("{{ .app }}", "{{ .env }}") if go else ("{{app}}", "{{env}}")
    template = plugged(parameters=[{"name": "environment", "string": environment}])
    template["spec"]["source"]["path"] = f"apps/{app}"
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "ApplicationSet",
        "metadata": {"name": "all", "namespace": "argocd"},
        "spec": {
            **({"goTemplate": True, "goTemplateOptions": ["missingkey=error"]} if go else {}),
            "generators": list(sets),
            "syncPolicy": {"preserveResourcesOnDeletion": True},
            "template": {
                "metadata": {"name": f"{app}-{environment}", "annotations": {PATHS: "."}},
                "spec": template["spec"],
            },
            **spec,
        },
    }


def elements(*values: tuple[str, str]) -> dict[str, Any]:
    return {"list": {"elements": [{"app": app, "env": env} for app, env in values]}}


GIT = {"repoURL": URL, "revision": "main"}
MATRIX = {
    "matrix": {
        "generators": [
            {"git": {**GIT, "directories": [{"path": "apps/*"}]}},
            {"list": {"elements": [{"app": "{{ .path.basename }}", "env": "prod"}]}},
        ]
    }
}
SETS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "one-of-two": (
        set_of(elements(("db", "prod"), ("db", "prd"))),
        ['must be one of dev, prod, got environment "prd"', "in db-prd", "SR401"],
    ),
    "both": (set_of(elements(("x", "a"), ("x", "b"))), ['got "apps/x"', "SR710"]),
    "simple-templates": (
        set_of(elements(("db", "prd")), go=False),
        ['got environment "prd"', "SR401"],
    ),
    "missing-parameter": (
        set_of({"list": {"elements": [{"app": "db"}]}}),
        ["spec.generators[0]: makes no Application: there is no parameter .env", "SR710"],
    ),
    "one-name": (
        set_of(elements(("db", "prod"), ("db", "prod"))),
        ["spec.template.metadata.name: gives several Applications one name: db-prod", "SR710"],
    ),
    "no-generator": (set_of(), ["spec.generators: makes no Application: there is none", "SR710"]),
    "misspelt-generator": (
        set_of({"lists": {}}),
        ['spec.generators[0].lists: is no field (did you mean "list"?)', "SR710"],
    ),
    "two-kinds": (
        set_of({**elements(("db", "prod")), "git": GIT}),
        ["spec.generators[0]: must have one kind of generator, has list, git", "SR710"],
    ),
    "three-in-a-matrix": (
        set_of({"matrix": {"generators": [elements()] * 3}}),
        ["spec.generators[0].matrix.generators: must have 2 generators, has 3", "SR710"],
    ),
    "elements-that-are-none": (
        set_of({"list": {"elements": "x"}}),
        ['spec.generators[0].list.elements: must be a list, is "x"', "SR710"],
    ),
    "elements-yaml": (
        set_of({"list": {"elements": [], "elementsYaml": "a: b"}}),
        ["makes no Application: elementsYaml must be a list of maps", "SR710"],
    ),
    "elements-yaml-unreadable": (
        set_of({"list": {"elements": [], "elementsYaml": "[a"}}),
        ["makes no Application: elementsYaml cannot be read", "SR710"],
    ),
    "numbers-in-simple-templates": (
        set_of({"list": {"elements": [{"app": 1}]}}, go=False),
        ["list.elements[0]: must hold texts alone, without goTemplate", "SR710"],
    ),
    "wrong-types": (
        {**set_of(elements(("db", "prod"))), "spec": {"template": [], "goTemplate": "yes"}},
        ["spec.template: must be an object", 'spec.goTemplate: must be true or false, is "yes"'],
    ),
    "field-that-is-none": (
        set_of(elements(("db", "prod")), sync=1),
        ["warning", "spec.sync: is no field", "SR710"],
    ),
    "files-that-are-no-parameters": (
        set_of({"git": {**GIT, "files": [{"path": "broken/*"}, {"path": "*README.md"}]}}),
        ["makes no Application: empty/README.md must hold a map, or a list of them", "SR710"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SETS)
def test_a_mistake_of_a_set_is_told_once(name: str, repository: Path) -> None:
    assert repository.exists()
    data, expected = SETS[name]
    lines = wrong(data)
    for part in expected:
        assert part in "\n".join(lines)
    assert len(lines) == len({*lines})


@pytest.mark.parametrize(
    "generator",
    [
        elements(("db", "prod"), ("db", "dev")),
        MATRIX,
        {"git": {**GIT, "files": [{"path": "sets/*.yaml"}, {"path": "*no.yaml", "exclude": True}]}},
    ],
)
def test_a_set_that_is_well(generator: dict[str, Any], repository: Path) -> None:
    (repository / "sets").mkdir()
    (repository / "sets/a.yaml").write_text("- {app: db, env: prod}\n")
    (repository / "sets/no.yaml").write_text("{app: x, env: prod}\n")
    data = set_of(generator)
    data["spec"]["template"]["spec"]["destination"]["namespace"] = "default"
    data["spec"]["template"]["spec"]["source"]["plugin"]["parameters"] = [
        {"name": "environment", "string": "dev"}
    ]
    (line,) = found(data)
    assert line.startswith("ok ")
    assert "makes " in line


@pytest.mark.parametrize(
    ("generator", "reason"),
    [
        ({"clusters": {}}, "only Argo CD knows what its generator clusters finds"),
        (
            {**elements(("db", "x")), "selector": {"matchLabels": {"a": "b"}}},
            "selects, which is not",
        ),
        ({"list": {"elements": [{}], "template": {"metadata": {}}}}, "a template of its own"),
        ({"git": {"repoURL": "https://x/y", "files": [{"path": "a"}]}}, "about another repository"),
        (
            {"matrix": {"generators": [{"clusters": {}}, elements(("{{ .name }}", "prod"))]}},
            "only Argo CD knows what its generator clusters finds",
        ),
    ],
)
def test_what_a_generator_may_find_is_not_guessed(
    generator: dict[str, Any], reason: str, repository: Path
) -> None:
    assert repository.exists()
    said = found(set_of(generator))
    assert any(line.startswith("ok ") and reason in line for line in said)
    assert not [line for line in said if line.startswith("error")]


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{{ range .app }}x{{ end }}", "the function range is not known here"),
        ("{{ $x := .app }}", "nobody knows {{ $x := .app }} here"),
        ("{{ .app | sha256sum }}", "the function sha256sum is not known here"),
        ("{{ .list }}", "a list, a map or a fraction"),
        ('{{ printf "%q" .app }}', "only %s, %d and %v"),
        ("{{ eq .app 1 }}", "values of two types"),
        ('{{ dig "a" "b" .app }}', "goes through what is no map"),
        ("{{ .app | .env }}", "only functions take what is piped"),
    ],
)
def test_a_template_that_is_not_known_here(template: str, reason: str, repository: Path) -> None:
    assert repository.exists()
    data = set_of({"list": {"elements": [{"app": "db", "env": "prod", "list": [1]}]}})
    data["spec"]["template"]["spec"]["source"]["path"] = template
    (line,) = found(data)
    assert line.startswith("ok ")
    assert reason in line


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{{ .app", "an action that is not closed"),
        ("{{ }}", "an action without a value"),
        ("{{ if .app }}x", "an if without its end"),
        ("{{ end }}", "unexpected end"),
        ("{{ (lower .app }}", "an opening parenthesis"),
        ("{{ lower 1 }}", "lower cannot be called so"),
        ("{{ .app.x }}", "there is no parameter .app.x"),
    ],
)
def test_a_template_that_argo_cd_fails_with(template: str, reason: str, repository: Path) -> None:
    assert repository.exists()
    data = set_of(elements(("db", "prod")))
    data["spec"]["template"]["spec"]["source"]["path"] = template
    assert f"spec.generators[0]: makes no Application: {reason}" in "\n".join(wrong(data))


def test_what_a_patch_of_the_template_does_is_not_guessed(repository: Path) -> None:
    assert repository.exists()
    (line,) = found(set_of(elements(("x", "y")), templatePatch="spec: {}"))
    assert "it is changed by spec.templatePatch, which only Argo CD knows" in line


@pytest.mark.e2e
def test_a_set_that_deletes_what_it_made(with_kustomize: Path) -> None:
    assert with_kustomize.exists()
    data = set_of(elements(("db", "prod")), syncPolicy={})
    data["spec"]["template"]["spec"] = of(OVER)["spec"]
    data["spec"]["template"]["metadata"]["annotations"] = {PATHS: COVERED}
    said = "\n".join(wrong(data))
    assert "spec.syncPolicy: deletes PersistentVolumeClaim/data-db-0 with the Application" in said
    assert "(write syncPolicy: {preserveResourcesOnDeletion: true})  [SR712]" in said


def test_what_nobody_looks_at_all_of(repository: Path) -> None:
    assert repository.exists()
    many = {"list": {"elements": [{"app": str(number)} for number in range(2000)]}}
    data = set_of({"matrix": {"generators": [many, {"list": {"elements": [{"env": "x"}] * 2}}]}})
    data["spec"]["template"]["spec"]["source"]["repoURL"] = "https://x/other"
    assert "has more than 1000 Applications, and those were looked at" in "\n".join(found(data))


# --- anything -------------------------------------------------------------------------------------

ODD = st.sampled_from(
    [None, True, 0, -1, 1.5, "", "x", "{{", "{{ . }}", [], [[]], [None], {}, {"": 1}]
)


def changed(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    data = copy.deepcopy(data)
    target = data
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return data


WHOLE = [
    with_metadata(
        application(
            sources=[{"repoURL": URL, "path": "manifests", "directory": {"recurse": True}}],
            source={
                "repoURL": URL,
                "path": "overlays/prod",
                "kustomize": {"commonLabels": {"a": "b"}, "images": ["a=b"], "namespace": "x"},
            },
        ),
        finalizers=["x"],
    ),
    plugged(env=[{"name": "A", "value": "b"}]),
    set_of(MATRIX, elements(("db", "prod"))),
    set_of({"git": {**GIT, "files": [{"path": "sets/*"}], "values": {"a": "b"}}}, go=False),
]
PLACES = [(data, path) for data in WHOLE for path in places(data) if path]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.sampled_from(PLACES), value=ODD)
def test_nothing_that_is_of_another_type_ends_it(
    place: tuple[Any, tuple[Any, ...]], value: Any, repository: Path
) -> None:
    assert repository.exists()
    data, path = place
    found(changed(data, path, value))
