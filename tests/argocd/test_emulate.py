"""`stateful argocd emulate` says what Argo CD's own code says of an Application, errors too."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from applications import ANSWERS, CASES, ROOT, SPEC, SPECS, Case, asking, summary
from argo import PLUGIN, Argo, path_with_us
from commands import run

from renderer.argocd import application
from renderer.inputs.emulation import Emulation, Failed, manifests, members
from renderer.yaml import dump, read


@pytest.fixture(autouse=True)
def commands_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", path_with_us())


def emulated(case: Case, root: Path) -> dict[str, Any]:
    """The answer, as Argo CD's code gives it."""
    argo_cd = Emulation(
        root,
        version=case.kube_version,
        api_versions=",".join(case.api_versions),
        tracking=case.tracking,
    )
    (source,) = application.sources_of(case.application(), "a.yaml")
    try:
        what, objects = argo_cd.run(source)
    except Failed as failed:
        return {"error": str(failed)}
    return {"sourceType": what, "manifests": [json.dumps(data) for data in objects]}


def test_the_default_is_our_own_plugin_yaml() -> None:
    (plugin,) = read(PLUGIN.read_bytes(), dialect="manifest")
    assert plugin["metadata"] == application.PLUGIN["metadata"]
    assert plugin["spec"].items() >= application.PLUGIN["spec"].items()


@pytest.mark.e2e
@pytest.mark.parametrize("name", CASES)
def test_it_agrees_with_argo_cd(name: str, tmp_path: Path, kustomize: Path) -> None:
    """The answers are those of Argo CD's own code, see test_generate.py."""
    assert kustomize.exists()
    case = CASES[name]
    assert summary(emulated(case, case.write(tmp_path))) == (ANSWERS / f"{name}.txt").read_text()


LABELS = {"commonLabels": {"team": "x"}}
FIELDS: list[dict[str, Any]] = [
    {},
    {"images": ["quay.io/coreos/etcd=other:1", "gcr.io/etcd-development/etcd:v3.6.1"]},
    {"replicas": [{"name": "etcd", "count": 5}]},
    {"namespace": "elsewhere"},
    {"namePrefix": "a-", "nameSuffix": "-z"},
    LABELS,
    {**LABELS, "labelWithoutSelector": True},
    {**LABELS, "labelWithoutSelector": True, "labelIncludeTemplates": True},
    {"commonLabels": {"path": "${ARGOCD_APP_SOURCE_PATH}$$"}, "labelWithoutSelector": True},
    {"commonAnnotations": {"b": "2", "a": "${ARGOCD_APP_NAME}"}},
]


@pytest.mark.argocd
def test_kustomizations_are_changed_as_argo_cd_does(argo: Argo, tmp_path: Path) -> None:
    for name in ("bases", "overlays"):
        shutil.copytree(ROOT / name, tmp_path / "repository" / name)
    cases = [
        Case({}, None, path="overlays/etcd/dev", source={"kustomize": fields}) for fields in FIELDS
    ]
    cases.append(Case({}, None, path="bases/etcd", source={"directory": {"recurse": True}}))
    ours = [emulated(case, tmp_path / "repository") for case in cases]
    questions = []
    for number, case in enumerate(cases):  # Argo CD changes the folder itself
        root = shutil.copytree(tmp_path / "repository", tmp_path / str(number))
        questions.append(case.question(str(number), root))
    for case, made, answer in zip(cases, ours, argo.generate(questions), strict=True):
        assert "error" not in answer, (case.source, answer)
        assert made["sourceType"] == answer["sourceType"]
        found, expected = (
            [json.loads(text) for text in each["manifests"]] for each in (made, answer)
        )
        assert found == expected, case.source


# --- the command ----------------------------------------------------------------------------------


def called(case: Case, folder: Path, *options: str) -> Any:
    root = case.write(folder / "repository")
    (folder / "app.yaml").write_text(dump(case.application()))
    return run(
        "argocd", "emulate", "-f", str(folder / "app.yaml"), "--repository", str(root), *options
    )


def test_what_would_be_applied_is_printed(tmp_path: Path) -> None:
    result = called(Case(SPECS, asking("base")), tmp_path)
    assert (result.code, result.stderr) == (0, "")
    found = read(result.stdout, dialect="manifest")
    assert [each["metadata"]["namespace"] for each in found] == ["default"] * 3
    assert found[0]["metadata"]["annotations"] == {
        "argocd.argoproj.io/tracking-id": "db:/Service:/db"
    }


def test_what_argo_cd_would_say_is_said(tmp_path: Path) -> None:
    result = called(Case(SPECS, asking("prd")), tmp_path)
    assert (result.code, result.stdout) == (2, "")
    assert 'got environment "prd" (did you mean "prod"?)  [SR401]\n' in result.stderr
    assert result.stderr.startswith('CMP processing failed for application "db": ')


def test_the_plugin_yaml_of_a_sidecar(tmp_path: Path) -> None:
    plugin = tmp_path / "plugin.yaml"
    plugin.write_text(
        "kind: ConfigManagementPlugin\nmetadata: {name: own}\n"
        'spec: {generate: {command: [sh, -c], args: ["cat *.json; echo lost >&2"]}}\n'
    )
    printed = json.dumps({"kind": "List", "apiVersion": "v1", "items": [{"kind": "A"}]})
    case = Case({"apps/db/a.json": printed}, {"name": "own"})
    result = called(case, tmp_path, "--plugin-config", str(plugin))
    assert (result.code, result.stderr) == (0, "")
    (found,) = read(result.stdout, dialect="manifest")
    assert found["kind"] == "A"
    plugin.write_text(plugin.read_text().replace("cat *.json", "exit 7"))
    result = called(case, tmp_path, "--plugin-config", str(plugin))
    assert "failed exit status 7: \n" in result.stderr


def test_an_application_in_another_namespace_and_its_destination(tmp_path: Path) -> None:
    case = Case(SPECS, asking("dev"), namespace="web")
    data = case.application()
    data["metadata"]["namespace"] = "team-a"
    (source,) = application.sources_of(data, "a.yaml")
    assert source.name == "team-a_db"
    assert application.variables_of(source, "", "")["ARGOCD_APP_NAME"] == "team-a_db"
    assert called(case, tmp_path).stdout.count("namespace: web") == 2


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"sources": [{"ref": "x"}, {"path": "b"}]}, [("spec", "sources", 1)]),
        ({"sources": [{"path": "b"}], "source": {"path": "a"}}, [("spec", "sources", 0)]),
        ({"sources": [], "source": {"path": "a"}}, [("spec", "source")]),
        (
            {"sourceHydrator": {"drySource": {"path": "a"}}, "sources": [{"path": "b"}]},
            [("spec", "sourceHydrator", "drySource")],
        ),
    ],
)
def test_the_sources_that_argo_cd_takes(spec: dict[str, Any], expected: list[Any]) -> None:
    found = application.sources_of({"kind": "Application", "spec": spec}, "")
    assert [each.at for each in found] == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind: Application\n", "must be an Application with a source that has a path"),
        ("kind: Other\nspec: {source: {path: a}}\n", "must be an Application with a source"),
        ("kind: Application\nspec: {source: []}\n", "spec.source: must be an object, is a list"),
        (
            "kind: Application\nspec: {source: {path: a, plugin: x}}\n",
            'spec.source.plugin: must be an object, is "x" (correct it)',
        ),
        (
            "kind: Application\nspec: {source: {path: a, kustomize: {replicas: [a]}}}\n",
            'spec.source.kustomize.replicas[0]: must be an object, is "a"',
        ),
        ("a: 1\n---\nb: 1\n", "must hold one document, holds 2"),
        ("", "must hold one document, holds 0"),
    ],
)
def test_what_is_no_application(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "app.yaml").write_text(text)
    result = run("argocd", "emulate", "-f", str(tmp_path / "app.yaml"))
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{tmp_path}/app.yaml: {message}")
    assert result.stderr.endswith(("  [SR707]\n", "  [SR710]\n"))


def test_an_application_that_is_not_there() -> None:
    assert "nowhere.yaml: no such file or directory  [SR501]" in run(
        "argocd", "emulate", "-f", "nowhere.yaml"
    ).stderr  # fmt: skip


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ({"helm": {}}, "spec.source.helm"),
        ({"kustomize": {"patches": []}}, "spec.source.kustomize.patches"),
        ({"directory": {"jsonnet": {}}}, "spec.source.directory.jsonnet"),
    ],
)
def test_what_only_argo_cd_knows_is_refused(
    source: dict[str, Any], where: str, tmp_path: Path
) -> None:
    result = called(Case(SPECS, None, source=source), tmp_path)
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{where}: cannot be emulated: ")


def test_a_chart_is_refused(tmp_path: Path) -> None:
    result = called(Case({"apps/db/Chart.yaml": "name: x\n"}, None), tmp_path)
    assert "spec.source.helm: cannot be emulated" in result.stderr


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    case = Case(SPECS, asking(), path="apps/other")
    case.write(tmp_path / "repository")
    (tmp_path / "repository/apps/other").rmdir()
    (source,) = application.sources_of(case.application(), "")
    with pytest.raises(Failed, match="apps/other: app path does not exist"):
        Emulation(tmp_path / "repository").run(source)


def test_programs_that_are_missing_or_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {"apps/db/kustomization.yaml": "resources: [nowhere.yaml]\n"}
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert "`kustomize build .` failed: No such file" in called(Case(broken, None), tmp_path).stderr


@pytest.mark.e2e
def test_a_kustomization_that_cannot_be_built(
    kustomize: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", path_with_us(kustomize.parent))
    broken = {"apps/db/kustomization.yaml": "resources: [nowhere.yaml]\n"}
    assert "`kustomize build` failed: " in called(Case(broken, None), tmp_path).stderr
    named = Case(broken, None, source={"kustomize": {"replicas": [{"name": "db", "count": "x"}]}})
    assert "`kustomize edit set replicas db=x` failed: " in called(named, tmp_path).stderr


@pytest.mark.parametrize(
    ("output", "message"),
    [("just: text\n", "Object 'Kind' is missing"), ("a: [\n", "failed to unmarshal manifest")],
)
def test_output_that_is_no_manifest(output: str, message: str) -> None:
    with pytest.raises(Failed, match=message):
        manifests(output)


def test_lists_are_flattened() -> None:
    assert members({"kind": "List", "items": [1, 2]}) == [1, 2]
    assert members({"kind": "List", "items": None}) == []
    assert members({"kind": "A"}) == [{"kind": "A"}]


def test_what_argo_cd_sets_for_parameters() -> None:
    plugin = {
        "env": [{"name": "A", "value": "$ARGOCD_APP_SOURCE_PATH/${NOBODY}$$x"}],
        "parameters": [
            {"name": "a-b", "string": "1"},
            {"name": "c", "array": ["x", "y"]},
            {"name": "d", "map": {"e.f": "z"}},
        ],
    }
    data = Case(SPECS, plugin).application()
    (source,) = application.sources_of(data, "")
    found = application.variables_of(source, "1.36.1", "v1")
    assert found["ARGOCD_ENV_A"] == "apps/db/$x"
    assert {key: value for key, value in found.items() if key.startswith("PARAM_")} == {
        "PARAM_A_B": "1",
        "PARAM_C_0": "x",
        "PARAM_C_1": "y",
        "PARAM_D_E_F": "z",
    }
    assert json.loads(found["ARGOCD_APP_PARAMETERS"]) == plugin["parameters"]


def test_a_checkout_has_what_git_has(tmp_path: Path) -> None:
    case = Case({**SPECS, ".gitignore": "secret.yaml\n", "apps/db/secret.yaml": SPEC}, asking())
    root = case.write(tmp_path / "repository")
    subprocess.run(["git", "init", "-q", root], check=True)
    assert emulated(case, root)["sourceType"] == "Plugin"


# --- traps ----------------------------------------------------------------------------------------

SET = {
    "kind": "StatefulSet",
    "metadata": {"name": "db"},
    "spec": {
        "serviceName": "db",
        "selector": {"matchLabels": {"app.kubernetes.io/instance": "db"}},
        "template": {"spec": {"containers": [{"env": [{"value": "db-0.db.default.svc"}]}]}},
    },
}
TRAPS: list[tuple[dict[str, Any], str, list[str]]] = [
    ({}, "annotation", []),
    ({}, "label", ["metadata.name: is the label app.kubernetes.io/instance of the claims"]),
    (LABELS, "annotation", ["spec.source.kustomize.commonLabels: changes the selector"]),
    ({**LABELS, "labelWithoutSelector": True}, "annotation", []),
    (
        {**LABELS, "labelWithoutSelector": True, "labelIncludeTemplates": True},
        "annotation",
        ["spec.source.kustomize.labelIncludeTemplates: changes the claim templates"],
    ),
    ({"namePrefix": "a-"}, "annotation", ["spec.source.kustomize.namePrefix: renames the set"]),
    (
        {"replicas": [{"name": "db", "count": 3}]},
        "annotation",
        ["spec.source.kustomize.replicas[0]: changes the number of pods, but not the list"],
    ),
    ({"replicas": [{"name": "other", "count": 3}]}, "annotation", []),
]


@pytest.mark.parametrize(("fields", "method", "expected"), TRAPS)
def test_traps(fields: dict[str, Any], method: str, expected: list[str]) -> None:
    data = Case(SPECS, None, source={"kustomize": fields}).application()
    (source,) = application.sources_of(data, "")
    found = [str(each) for each in application.traps(source, [SET], method)]
    assert [text.startswith(start) for text, start in zip(found, expected, strict=True)] == [
        True
    ] * len(expected)
    assert all(text.endswith("[SR708]") for text in found)
    assert not list(application.traps(source, [], method))


@pytest.mark.e2e
def test_a_trap_is_a_warning(kustomize: Path, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("PATH", path_with_us(kustomize.parent))
    for name in ("bases", "overlays"):
        shutil.copytree(ROOT / name, tmp_path / "repository" / name)
    case = Case({}, None, path="overlays/etcd/dev", source={"kustomize": {"nameSuffix": "-a"}})
    result = called(case, tmp_path)
    assert result.code == 0
    assert result.stderr == (
        f"warning: {tmp_path}/app.yaml: spec.source.kustomize.nameSuffix: renames the set, and so"
        " its claims and hosts, but no list of its peers (give the app another name in its spec)"
        "  [SR708]\n"
    )
