"""What Argo CD calls, as its sidecar calls it: in the folder of an app, with variables."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import run

from renderer import stateful
from renderer.argocd import parameters as table
from renderer.argocd.report import LONGEST, MOST_LINES
from renderer.inputs import application
from renderer.yaml import read

ROOT = Path(__file__).parent.parent.parent
PLUGIN = read((ROOT / "plugin.yaml").read_text())[0]
SPEC = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db}
spec:
  image: db:1
  storage: [{name: data, mountPath: /data, size: 1Gi}]
  environments:
  - {name: dev, image: "db:dev"}
  - {name: prod, image: "db:prod", namespace: db-prod, storage: [{name: data, size: 20Gi}]}
"""
ALONE = SPEC.partition("  environments")[0]
FOREIGN = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine}\n"
RECIPE = (
    "must be asked for: dev, prod, or base (in spec.source.plugin, write parameters: [{name:"
    " environment, string: prod}])"
)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The spec in a folder of its own, with nothing of Argo CD's in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in [*os.environ]:
        if name.startswith(("ARGOCD_", "KUBE_")):
            monkeypatch.delenv(name)
    file = tmp_path / "statefulapp.yaml"
    file.write_text(SPEC)
    return file


@pytest.fixture
def asks(app: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Ask as an Application does: for the environment prod, unless it says otherwise."""
    del app

    def ask(*, environment: str = "prod", **variables: str) -> None:
        for name, value in {"ARGOCD_ENV_ENVIRONMENT": environment, **variables}.items():
            monkeypatch.setenv(name, value)

    return ask


def parameters(**values: Any) -> str:
    entries = [
        {"name": name, "map" if isinstance(value, dict) else "string": value}
        for name, value in values.items()
    ]
    return json.dumps(entries)


def objects() -> dict[str, Any]:
    """What is rendered, by kind."""
    result = run("argocd", "generate")
    assert (result.code, result.stderr) == (0, "")
    return {each["kind"]: each for each in read(result.stdout, dialect="manifest")}


def image() -> str:
    """The image that is rendered, by which the environment shows."""
    return objects()["StatefulSet"]["spec"]["template"]["spec"]["containers"][0]["image"]


def failed() -> str:
    """What is said by a call that prints nothing."""
    result = run("argocd", "generate")
    assert (result.code, result.stdout) == (2, "")
    return result.stderr


# --- which environment ----------------------------------------------------------------------------


@pytest.mark.usefixtures("app")
def test_a_spec_with_environments_must_be_asked_for_one() -> None:
    assert failed() == f"statefulapp.yaml:8:3: spec.environments: one {RECIPE}  [SR703]\n"


def test_a_spec_without_environments_is_its_base(app: Path) -> None:
    app.write_text(ALONE)
    assert image() == "db:1"


def test_the_spec_may_select(app: Path) -> None:
    app.write_text(f"{SPEC}  environment: dev\n")
    assert image() == "db:dev"


def test_a_plugin_variable_wins_over_the_spec(app: Path, asks: Callable[..., None]) -> None:
    app.write_text(f"{SPEC}  environment: dev\n")
    asks()
    assert image() == "db:prod"


def test_a_parameter_wins_over_a_plugin_variable(asks: Callable[..., None]) -> None:
    asks(environment="dev", ARGOCD_APP_PARAMETERS=parameters(environment="prod"))
    assert image() == "db:prod"


def test_the_base_may_be_asked_for(app: Path, asks: Callable[..., None]) -> None:
    app.write_text(f"{SPEC}  environment: dev\n")
    asks(environment="base")
    assert image() == "db:1"


def test_an_environment_that_is_not_there(asks: Callable[..., None]) -> None:
    asks(environment="prd")
    assert failed() == (
        "statefulapp.yaml: must be one of dev, prod, got environment"
        ' "prd" (did you mean "prod"?)  [SR401]\n'
    )


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, {}),
        ({"ARGOCD_APP_PARAMETERS": "null"}, {}),
        ({"ARGOCD_APP_PARAMETERS": "[]"}, {}),
        ({"ARGOCD_APP_PARAMETERS": " [ ] "}, {}),
        (
            {"ARGOCD_APP_PARAMETERS": "null", "ARGOCD_ENV_ENVIRONMENT": "dev"},
            {"environment": "dev"},
        ),
        ({"ARGOCD_ENV_ENVIRONMENT": ""}, {}),
        ({"ARGOCD_APP_PARAMETERS": parameters(environment="")}, {}),
        (
            {
                "ARGOCD_APP_PARAMETERS": parameters(environment=""),
                "ARGOCD_ENV_ENVIRONMENT": "dev",
            },
            {"environment": "dev"},
        ),
        ({"ENVIRONMENT": "dev", "PARAM_ENVIRONMENT": "dev"}, {}),
        ({"ARGOCD_ENV_HTTP_PROXY": "x", "ARGOCD_ENV_TZ": "UTC"}, {}),
        (
            {
                "ARGOCD_ENV_REPLICAS": "1",
                "ARGOCD_ENV_IMAGE_TAG": "2",
                "ARGOCD_ENV_KUBE_VERSION": "1.35",
                "ARGOCD_APP_PARAMETERS": parameters(size={"data": "2Gi"}, replicas="3"),
            },
            {"replicas": "3", "imageTag": "2", "kubeVersion": "1.35", "size": {"data": "2Gi"}},
        ),
    ],
    ids=json.dumps,
)
def test_what_argo_cd_says(variables: dict[str, str], expected: dict[str, Any]) -> None:
    assert table.values(variables) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "prod",
        "[",
        "{}x",
        "[] []",
        "3",
        '"prod"',
        '{"name": "environment"}',
        '["prod"]',
        "[null]",
        '[{"string": "prod"}]',
        '[{"name": 3}]',
        "[" * 9000,
    ],
)
def test_parameters_that_argo_cd_would_not_send_are_refused(
    text: str, asks: Callable[..., None]
) -> None:
    asks(ARGOCD_APP_PARAMETERS=text)
    assert failed() == (
        'ARGOCD_APP_PARAMETERS: must be a list such as [{"name": "environment", "string":'
        f' "prod"}}], got {json.dumps(text[:60])}  [SR701]\n'
    )


A_MAP = "must be {name: size, map: {NAME: VALUE}} (it is a map)"
ONE_OF = "must be one of environment, replicas, imageTag, size, kubeVersion, got"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"name": "env", "string": "prod"}]', f'{ONE_OF} "env"'),
        (
            '[{"name": "Environment", "string": "prod"}]',
            f'{ONE_OF} "Environment" (did you mean "environment"?)',
        ),
        ('[{"name": "values", "array": ["prod"]}]', f'{ONE_OF} "values"'),
        (
            '[{"name": "environment"}]',
            "must be {name: environment, string: VALUE} (it is a string)",
        ),
        (
            '[{"name": "environment", "array": ["prod"]}]',
            "must be {name: environment, string: VALUE} (it is a string)",
        ),
        (
            '[{"name": "environment", "string": null}]',
            "must be {name: environment, string: VALUE} (it is a string)",
        ),
        ('[{"name": "size", "string": "1Gi"}]', A_MAP),
        ('[{"name": "size", "map": {"data": 1}}]', A_MAP),
        (
            '[{"name": "environment", "string": "dev"}, {"name": "environment", "string": "prod"}]',
            'must set "environment" once, sets it twice',
        ),
    ],
)  # fmt: skip
def test_a_parameter_that_would_do_nothing_is_refused(
    text: str, message: str, asks: Callable[..., None]
) -> None:
    asks(ARGOCD_APP_PARAMETERS=text)
    assert failed() == f"ARGOCD_APP_PARAMETERS: {message}  [SR701]\n"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("environment", "ENVIRONMENT"),
        ("Environment", "ENVIRONMENT"),
        ("ENVIROMENT", "ENVIRONMENT"),
        ("ENV", "ENVIRONMENT"),
        ("REPLICA", "REPLICAS"),
        ("imageTag", "IMAGE_TAG"),
        ("kube-version", "KUBE_VERSION"),
    ],
)
def test_a_plugin_variable_that_looks_meant_is_refused(
    name: str, meant: str, asks: Callable[..., None]
) -> None:
    asks(**{f"ARGOCD_ENV_{name}": "prod"})
    assert failed().endswith(
        "must be a name that somebody reads: this one would do nothing (in spec.source.plugin.env,"
        f" write name: {meant})  [SR701]\n"
    )


# --- what else an Application sets ----------------------------------------------------------------


def test_replicas_tag_and_sizes_win_over_the_environment(asks: Callable[..., None]) -> None:
    asks(
        ARGOCD_APP_PARAMETERS=parameters(replicas="7", imageTag="9", size={"data": "30Gi"}),
    )
    found = objects()["StatefulSet"]["spec"]
    assert found["replicas"] == 7
    assert found["template"]["spec"]["containers"][0]["image"] == "db:9"
    (claim,) = found["volumeClaimTemplates"]
    assert claim["spec"]["resources"]["requests"]["storage"] == "30Gi"


def test_they_win_over_the_base(app: Path, asks: Callable[..., None]) -> None:
    asks(environment="base", ARGOCD_ENV_REPLICAS="2", ARGOCD_ENV_IMAGE_TAG="9")
    assert image() == "db:9"
    app.write_text(SPEC.replace("db:1", f"db:1@sha256:{'a' * 64}"))
    assert image() == "db:9", "a digest would win over the tag"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"replicas": "many"}, 'parameter: replicas: must be an integer, got "many"  [SR701]'),
        ({"replicas": "-1"}, 'parameter: replicas: must be an integer, got "-1"  [SR701]'),
        ({"size": {"date": "1Gi"}}, 'parameter: size: must name one of data, got "date"  [SR701]'),
        (
            {"size": {"data": "1 Gi"}},
            "storage[0].size: plugin parameter size: must be",
        ),
        (
            {"imageTag": "a b"},
            ".image: plugin parameter imageTag: must be an image",
        ),
        ({"kubeVersion": "2"}, "plugin parameter: kubeVersion: must be a version from 1.31 on"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be(
    value: dict[str, Any], message: str, asks: Callable[..., None]
) -> None:
    asks(ARGOCD_APP_PARAMETERS=parameters(**value))
    assert message in failed()


def test_a_size_where_there_is_no_storage(app: Path, asks: Callable[..., None]) -> None:
    app.write_text(SPEC.partition("  storage")[0])
    asks(environment="", ARGOCD_APP_PARAMETERS=parameters(size={"data": "1Gi"}))
    assert "must name none: the app has no storage" in failed()


def test_what_is_wrong_with_the_spec_is_said_all_the_same(
    app: Path, asks: Callable[..., None]
) -> None:
    asks(ARGOCD_ENV_REPLICAS="3", ARGOCD_APP_NAMESPACE="x")
    app.write_text(SPEC.replace("namespace: db-prod", "tolerations: null"))
    assert "[SR402]" in failed()
    app.write_text(SPEC.replace("metadata: {name: db}", "metadata: 3"))
    assert "metadata: must be an object" in failed()


# --- which namespace, which version, which kinds --------------------------------------------------


def test_the_namespace_of_the_destination_is_filled_in(asks: Callable[..., None]) -> None:
    asks(environment="dev", ARGOCD_APP_NAMESPACE="web")
    assert {each["metadata"]["namespace"] for each in objects().values()} == {"web"}


def test_the_namespace_of_the_environment_stays(asks: Callable[..., None]) -> None:
    asks()
    assert objects()["Service"]["metadata"]["namespace"] == "db-prod"
    asks(ARGOCD_APP_NAMESPACE="db-prod")
    assert objects()["Service"]["metadata"]["namespace"] == "db-prod"


def test_two_namespaces_that_differ_are_refused(app: Path, asks: Callable[..., None]) -> None:
    asks(ARGOCD_APP_NAMESPACE="web")
    assert failed() == (
        "statefulapp.yaml:9:47: spec.environments[1].namespace: must be that of the Application's"
        " destination, web, is db-prod (CreateNamespace=true makes web alone: write namespace:"
        " db-prod there)  [SR704]\n"
    )
    app.write_text(ALONE.replace("{name: db}", "{name: db, namespace: a}"))
    asks(environment="", ARGOCD_APP_NAMESPACE="b")
    assert failed().startswith("statefulapp.yaml:3:33: metadata.namespace: must be that of")


def test_the_version_of_the_destination_is_checked(app: Path, asks: Callable[..., None]) -> None:
    app.write_text(f'{ALONE}  hostUsers: false\n  kubernetesVersion: "1.34"\n')
    asks(environment="", KUBE_VERSION="1.32.9")
    refused = (
        "statefulapp.yaml:7:14: spec.hostUsers: must not be set before Kubernetes 1.33, the target"
        " is 1.32  [SR207]\n"
    )
    assert failed() == refused
    assert run("argocd", "generate", "--kube-version", "1.33").code == 0
    asks(environment="", KUBE_VERSION="1.34.1", ARGOCD_ENV_KUBE_VERSION="1.32")
    assert failed() == refused
    asks(environment="", KUBE_VERSION="", ARGOCD_ENV_KUBE_VERSION="")  # as the hydrator calls it
    assert image() == "db:1"


def test_a_destination_that_is_too_old_can_be_overridden(asks: Callable[..., None]) -> None:
    asks(KUBE_VERSION="1.30.1")
    assert failed() == (
        'KUBE_VERSION: must be a version from 1.31 on, such as "1.34.2", got "1.30.1" (to check for'
        " another one, set the plugin parameter kubeVersion)  [SR208]\n"
    )
    asks(KUBE_VERSION="1.30.1", ARGOCD_ENV_KUBE_VERSION="1.31")
    assert image() == "db:prod"


SERVED = "apps/v1,apps/v1/StatefulSet,v1,v1/Service,policy/v1/PodDisruptionBudget"
MONITOR = "  ports: [{name: web, port: 80}]\n  serviceMonitor: {port: web}\n"
MONITORS = "monitoring.coreos.com/v1/ServiceMonitor"


def test_a_kind_that_the_destination_does_not_have(app: Path, asks: Callable[..., None]) -> None:
    app.write_text(ALONE + MONITOR)
    asks(environment="", KUBE_API_VERSIONS=SERVED)
    assert failed() == (
        "statefulapp.yaml:8:19: spec.serviceMonitor: must not make a ServiceMonitor: the"
        " destination has none of monitoring.coreos.com/v1 (install its CRD first: stateful"
        " explain SR705)  [SR705]\n"
    )
    asks(environment="", KUBE_API_VERSIONS=f"{SERVED},{MONITORS}")
    assert "ServiceMonitor" in objects()
    asks(environment="", KUBE_API_VERSIONS="apps/v1,v1")  # nothing is known of kinds
    assert "ServiceMonitor" in objects()


def test_a_kind_that_the_app_brings_or_that_may_come_later(
    app: Path, asks: Callable[..., None]
) -> None:
    later = "argocd.argoproj.io/sync-options: SkipDryRunOnMissingResource=true"
    app.write_text(
        f"""{ALONE}  extraResources:
  - name: backup
    resource: {{apiVersion: a.b/v1, kind: Backup, metadata: {{name: own}}}}
  - name: crd
    resource:
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {{name: backups.a.b}}
      spec: {{group: a.b, names: {{kind: Backup}}}}
  - name: later
    resource:
      apiVersion: c.d/v1
      kind: Later
      metadata: {{name: later, annotations: {{{later}}}}}
"""
    )
    crds = "apiextensions.k8s.io/v1/CustomResourceDefinition"
    asks(environment="", KUBE_API_VERSIONS=f"{SERVED},{crds}")
    assert {"Backup", "Later"} <= objects().keys()


def test_nothing_follows_from_the_applications_name_or_the_commit(
    asks: Callable[..., None],
) -> None:
    asks()
    before = run("argocd", "generate").stdout
    asks(
        ARGOCD_APP_NAME="team-a_db",
        ARGOCD_APP_REVISION="0" * 40,
        ARGOCD_APP_REVISION_SHORT="0000000",
        ARGOCD_APP_PROJECT_NAME="p",
        ARGOCD_APP_SOURCE_REPO_URL="https://git.example/r.git",
        ARGOCD_APP_SOURCE_PATH="bases/db",
        ARGOCD_APP_SOURCE_TARGET_REVISION="main",
    )
    assert run("argocd", "generate").stdout == before


# --- the folder -----------------------------------------------------------------------------------


def test_it_is_what_render_prints(asks: Callable[..., None]) -> None:
    asks()
    assert run("argocd", "generate").stdout == run("render", "-e", "prod").stdout


def test_yml_is_as_good_as_yaml(app: Path, asks: Callable[..., None]) -> None:
    app.rename(app.with_suffix(".yml"))
    asks()
    assert image() == "db:prod"


def test_a_folder_with_what_we_rendered(tmp_path: Path, asks: Callable[..., None]) -> None:
    """`-O` makes this very folder the base, as in `bases/` of this repository."""
    (tmp_path / "bases/db").mkdir(parents=True)
    (tmp_path / "statefulapp.yaml").rename(tmp_path / "bases/db/statefulapp.yaml")
    assert run("render", "-f", "bases").code == 0
    os.chdir("bases/db")
    asks()
    assert image() == "db:prod"
    kustomization = Path("kustomization.yaml")
    kustomization.write_text(f"{kustomization.read_text()}namePrefix: a-\n")
    assert failed() == (
        "kustomization.yaml: must be as it was rendered: the plugin would ignore what was changed"
        " in it (change the spec instead, and render again)  [SR702]\n"
    )
    os.chdir("../../overlays/db/prod")
    assert failed().endswith(
        "(this is a rendered overlay: Kustomize builds it, leave out spec.source.plugin)  [SR502]\n"
    )


def test_what_was_rendered_for_another_app(tmp_path: Path, asks: Callable[..., None]) -> None:
    asks()
    other = (ROOT / "bases/nginx/kustomization.yaml").read_text()
    (tmp_path / "kustomization.yaml").write_text(other)
    assert failed() == (
        "kustomization.yaml: must not stand beside the spec: it was rendered for another app"
        " (move it)  [SR702]\n"
    )


FILES = [
    (
        "kustomization.yaml",
        "generators: [statefulapp.yaml]\npatches: []\n",
        (
            "must not stand beside the spec: the plugin would ignore all that it says (leave out"
            " spec.source.plugin, so that Kustomize builds it, or move it)"
        ),
    ),
    (
        "Kustomization",
        "resources: [x.yaml] # +argocd:skip-file-rendering\n",
        (
            "must not stand beside the spec: the plugin would ignore all that it says (leave out"
            " spec.source.plugin, so that Kustomize builds it, or move it)"
        ),
    ),
    (
        "statefulapp.yml",
        f"# +argocd:skip-file-rendering\n{ALONE}",
        "must not stand beside another spec: one of them would be lost (remove one)",
    ),
    (
        "other.yaml",
        f"# +argocd:skip-file-rendering\n{ALONE}",
        (
            "must not stand beside another spec: an Application is one app (give it a folder and an"
            " Application of its own)"
        ),
    ),
    (
        "mine.yaml",
        FOREIGN,
        (
            "must not stand beside the spec: the plugin prints no ConfigMap (write it into"
            " spec.extraResources, move it, or mark it: # +argocd:skip-file-rendering)"
        ),
    ),
    (
        "mine.json",
        json.dumps(read(FOREIGN)[0]),
        (
            "must not stand beside the spec: the plugin prints no ConfigMap (write it into"
            " spec.extraResources, move it, or mark it: # +argocd:skip-file-rendering)"
        ),
    ),
    (
        "chart.yaml",
        "apiVersion: v1\nkind: {{ .Kind }}\n",
        (
            "must not stand beside the spec: the plugin prints no such file (write it into"
            " spec.extraResources, move it, or mark it: # +argocd:skip-file-rendering)"
        ),
    ),
]


@pytest.mark.parametrize(("name", "text", "message"), FILES, ids=[name for name, *_ in FILES])
def test_a_file_beside_the_spec_that_would_be_lost(
    name: str, text: str, message: str, tmp_path: Path, asks: Callable[..., None]
) -> None:
    asks(ARGOCD_APP_SOURCE_PATH="apps/db")
    (tmp_path / name).write_text(text)
    assert failed() == f"apps/db/{name}: {message}  [SR702]\n"


def test_files_beside_the_spec_that_are_no_manifests(
    app: Path, tmp_path: Path, asks: Callable[..., None]
) -> None:
    (tmp_path / "application.yaml").write_text(f"# +argocd:skip-file-rendering\n{FOREIGN}")
    (tmp_path / "values.yaml").write_text("kind: of\n")
    (tmp_path / "README.md").write_text(FOREIGN)
    (tmp_path / ".hidden.yaml").write_text(FOREIGN)
    (tmp_path / "held.yaml").write_text(FOREIGN)
    (tmp_path / "broken.yaml").write_text("kind: [")
    (tmp_path / "folder.yaml").mkdir()
    files = "[{name: a, fromFile: held.yaml}]"
    app.write_text(f"{ALONE}  config: [{{name: c, mountPath: /c, files: {files}}}]\n")
    asks(environment="")
    assert objects()["ConfigMap"]["data"] == {"a": FOREIGN}


def test_a_foreign_document_is_not_dropped(app: Path, asks: Callable[..., None]) -> None:
    asks()
    app.write_text(f"{SPEC}---\n{FOREIGN}---\njust: text\n")
    assert failed() == (
        "statefulapp.yaml: must hold StatefulApps alone, holds ConfigMap/mine too, which would be"
        " lost (write it into spec.extraResources, or give it an Application of its own)  [SR702]\n"
        "statefulapp.yaml: must hold StatefulApps alone, holds something else too, which would be"
        " lost (write it into spec.extraResources, or give it an Application of its own)  [SR702]\n"
    )


NO_SPEC = "must hold the StatefulApp of this Application, as statefulapp.yaml"


@pytest.mark.parametrize(
    ("files", "hint"),
    [
        ({}, "set spec.source.path to the folder of the app"),
        ({"README.md": ""}, "set spec.source.path to the folder of the app"),
        ({"app.yaml": SPEC}, "rename app.yaml to statefulapp.yaml"),
        ({"db/statefulapp.yaml": SPEC}, "set spec.source.path to apps/db"),
        ({"db/other.yaml": SPEC}, "set spec.source.path to the folder of the app"),
    ],
)
def test_a_folder_without_a_spec_is_an_error_and_no_empty_success(
    files: dict[str, str], hint: str, app: Path, asks: Callable[..., None]
) -> None:
    """An empty success would let Argo CD prune everything."""
    app.unlink()
    for name, text in files.items():
        (app.parent / name).parent.mkdir(exist_ok=True)
        (app.parent / name).write_text(text)
    asks(ARGOCD_APP_SOURCE_PATH="apps")
    assert failed() == f"apps: {NO_SPEC} ({hint})  [SR502]\n"


def test_an_empty_spec_is_an_error_and_no_empty_success(
    app: Path, asks: Callable[..., None]
) -> None:
    asks()
    app.write_text("")
    assert failed() == "statefulapp.yaml: must hold a StatefulApp, is empty  [SR502]\n"


@pytest.mark.parametrize("text", ["root:x:0:0:/root\n", "kind: Secret\npassword: x\n", "a: [\n"])
def test_a_file_that_is_no_spec_is_not_quoted(
    text: str, app: Path, asks: Callable[..., None]
) -> None:
    """It may be a link to anything."""
    asks()
    app.write_text(text)
    assert failed() == (
        "statefulapp.yaml: must hold a document of kind StatefulApp, and holds none  [SR502]\n"
    )


def test_a_file_that_nobody_may_read(
    app: Path, asks: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str, _spec: str) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(application, "_content", refuse)
    asks(ARGOCD_APP_SOURCE_PATH="./apps/")
    assert failed() == f"apps/{app.name}: permission denied  [SR501]\n"


def test_a_spec_that_is_too_large(app: Path, asks: Callable[..., None]) -> None:
    asks(ARGOCD_APP_SOURCE_PATH="apps/db")
    app.write_text(f"{ALONE}# {'x' * 2**20}\n")
    assert failed().startswith("apps/db/statefulapp.yaml: ")
    assert "[SR108]" in failed()


def test_two_apps_in_one_file_are_both_rendered_or_none(
    app: Path, asks: Callable[..., None]
) -> None:
    asks()
    second = SPEC.replace("{name: db}", "{name: sql}")
    app.write_text(f"{SPEC}---\n{second}")
    assert run("argocd", "generate").stdout.count("kind: StatefulSet") == 2
    app.write_text(f"{SPEC}---\n{second.replace('image: db:1', 'imag: x')}")
    assert "[SR201]" in failed()
    # the claims data-a-db-0 of both
    first, second = (
        SPEC.replace("name: data", "name: data-a"),
        SPEC.replace("name: db", "name: a-db"),
    )
    app.write_text(f"{first}---\n{second}")
    assert "[SR507]" in failed()


# --- errors ---------------------------------------------------------------------------------------


def test_paths_begin_at_the_root_of_the_repository(app: Path, asks: Callable[..., None]) -> None:
    app.write_text(ALONE.replace("image: db:1", "imag: db:1"))
    asks(environment="", ARGOCD_APP_SOURCE_PATH="bases/db")
    assert failed() == (
        "bases/db/statefulapp.yaml:4:1: spec.image: is required  [SR203]\n"
        'bases/db/statefulapp.yaml:5:3: spec.imag: is not a field here (did you mean "image"?)'
        "  [SR201]\n"
    )


def test_an_applications_condition_can_hold_what_is_said(
    app: Path, asks: Callable[..., None]
) -> None:
    asks(environment="", ARGOCD_APP_SOURCE_PATH="bases/db")
    app.write_text(ALONE + "".join(f"  {'x' * 150}{number}: 1\n" for number in range(60)))
    lines = failed().splitlines()
    assert len(lines) == MOST_LINES + 1
    assert all(len(line) <= LONGEST for line in lines)
    assert all(" ... " in line and line.endswith("  [SR201]") for line in lines[:-1])
    assert lines[-1] == "and 50 more problems: stateful validate bases/db"
    app.write_text(ALONE + "".join(f"  x{number}: 1\n" for number in range(11)))
    assert failed().splitlines()[-1] == "and 1 more problem: stateful validate bases/db"


# --- as it is started -----------------------------------------------------------------------------


def started(
    name: str, capsys: pytest.CaptureFixture[str], **variables: str
) -> tuple[int, str, str]:
    """The answer of the quick way in, without its end."""
    code = {"generate": stateful.generate, "parameters": stateful.parameters}[name](variables)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.usefixtures("app")
def test_both_ways_in_say_the_same(
    asks: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    for environment in ("prod", "prd"):
        asks(environment=environment)
        slow = run("argocd", "generate")
        assert started("generate", capsys, ARGOCD_ENV_ENVIRONMENT=environment) == (
            slow.code,
            slow.stdout,
            slow.stderr,
        )
    slow = run("argocd", "parameters")
    quick = started("parameters", capsys, ARGOCD_ENV_ENVIRONMENT="prd")
    assert quick == (0, slow.stdout, "")


@pytest.mark.usefixtures("app")
def test_a_bug_of_ours_prints_no_manifests(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_variables: object) -> str:
        raise KeyError("x" * 1000)

    monkeypatch.setattr(application, "generated", fail)
    monkeypatch.setattr(application, "announced", fail)
    code, out, err = started("generate", capsys)
    assert (code, out) == (3, "")
    assert err.startswith("stateful: bug, please report it: KeyError\n")
    assert len(err) < 3000
    code, out, _ = started("parameters", capsys)
    assert (code, out) == (0, "[]\n")


def as_argo_cd(folder: Path, name: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command as plugin.yaml has it: no shell, no stdin, in the folder of the app."""
    spec = PLUGIN["spec"]
    command = spec["generate"] if name == "generate" else spec["parameters"]["dynamic"]
    return subprocess.run(
        [*command["command"], *command.get("args", [])],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", **variables},
    )


@pytest.mark.e2e
def test_the_commands_of_plugin_yaml(app: Path) -> None:
    sent = parameters(environment="prod")
    result = as_argo_cd(app.parent, "generate", ARGOCD_APP_PARAMETERS=sent)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == run("render", "-e", "prod").stdout
    result = as_argo_cd(app.parent, "parameters")
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)[0]["name"] == "environment"


@pytest.mark.e2e
def test_the_command_of_plugin_yaml_fails_without_a_traceback(app: Path) -> None:
    app.write_text(ALONE.replace("image: db:1", "imag: db:1"))
    result = as_argo_cd(app.parent, "generate")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "statefulapp.yaml:4:1: spec.image: is required  [SR203]",
        'statefulapp.yaml:5:3: spec.imag: is not a field here (did you mean "image"?)  [SR201]',
    ]


@pytest.mark.e2e
def test_a_closed_stdout_is_no_success(app: Path) -> None:
    app.write_text(ALONE)
    program = Path(sys.executable).parent / "stateful"
    result = subprocess.run(
        ["/bin/sh", "-c", f"{program} argocd generate >&-"], capture_output=True, check=False
    )
    assert (result.returncode, result.stderr) == (2, b"stateful: stdout is closed\n")


# --- what an Application may set ------------------------------------------------------------------


def announced() -> dict[str, Any]:
    result = run("argocd", "parameters")
    assert (result.code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    return {each["name"]: each.get("string", each.get("map")) for each in found}


@pytest.mark.usefixtures("app")
def test_the_spec_itself_is_announced() -> None:
    assert announced() == {
        "environment": "",
        "replicas": "1",
        "imageTag": "1",
        "size": {"data": "1Gi"},
        "kubeVersion": "1.34",
    }
    first = json.loads(run("argocd", "parameters").stdout)[0]
    assert first["title"] == "Environment: dev, prod, base"
    assert first.keys() == {"name", "title", "tooltip", "collectionType", "string"}


def test_the_environment_that_is_chosen_is_announced(app: Path, asks: Callable[..., None]) -> None:
    asks()
    assert announced() == {
        "environment": "prod",
        "replicas": "1",
        "imageTag": "prod",
        "size": {"data": "20Gi"},
        "kubeVersion": "1.34",
    }
    asks(ARGOCD_APP_PARAMETERS="[")
    assert announced()["environment"] == ""
    app.write_text(ALONE)
    assert announced()["environment"] == "base"


def test_all_that_is_announced_can_be_sent_back(asks: Callable[..., None]) -> None:
    asks()
    before = run("argocd", "generate").stdout
    asks(ARGOCD_APP_PARAMETERS=parameters(**announced()))
    assert run("argocd", "generate").stdout == before


@pytest.mark.parametrize(
    "text", ["", "a: [", "kind: StatefulApp\n", SPEC + "---\n" + SPEC, FOREIGN]
)
def test_a_broken_spec_announces_nothing(text: str, app: Path) -> None:
    app.write_text(text)
    result = run("argocd", "parameters")
    assert (result.code, result.stdout, result.stderr) == (0, "[]\n", "")
