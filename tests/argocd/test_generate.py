"""What an Application becomes in Argo CD's own code, with this repository's own plugin.yaml."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from applications import ANSWERS, CASES, ROOT, SPECS, Case, asking, summary
from argo import REPOSITORY, REVISION, Argo, Sidecar
from deepdiff import DeepDiff
from golden_check import Golden

from renderer.app import environments
from renderer.argocd.report import LONGEST, MOST_LINES
from renderer.yaml import read

pytestmark = pytest.mark.argocd
EXAMPLES = sorted(path.parent.name for path in ROOT.glob("bases/*/statefulapp.yaml"))
# Applications of one load test, and how many of them at once.
LOAD, AT_ONCE = 200, 8
# With Argo CD's limit of a minute, 200 apps at once on two cores must cost less than this each.
CPU_SECONDS = 0.5
# What Argo CD says of a plugin that takes too long: by who notices first, and how it is ended.
ENDS = ("DeadlineExceeded", "signal: terminated", "signal: killed")


@pytest.fixture(scope="module")
def answers(
    argo: Argo, sidecar: Sidecar, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What Argo CD says to all cases."""
    assert sidecar.is_ready()
    questions = [
        case.question(name, case.write(tmp_path_factory.mktemp("repository")))
        for name, case in CASES.items()
    ]
    return {each["id"]: each for each in argo.generate(questions, AT_ONCE)}


@pytest.mark.parametrize("name", CASES)
def test_what_argo_cd_makes_of_an_application(
    name: str, answers: dict[str, Any], golden: Golden
) -> None:
    golden.check_text(ANSWERS / f"{name}.txt", summary(answers[name]))


def test_no_answer_is_left_over() -> None:
    assert {path.stem for path in ANSWERS.glob("*.txt")} == {*CASES}


def test_an_error_is_short_and_begins_with_its_place(answers: dict[str, Any]) -> None:
    text = answers["folder-sixty-problems"]["error"]
    ours = text.partition("exit status 2: ")[2]
    lines = ours.splitlines()
    assert len(lines) == MOST_LINES + 1
    assert max(map(len, lines)) <= LONGEST
    assert lines[0].startswith("apps/db/statefulapp.yaml:")


def test_nothing_is_left_in_the_sidecar(answers: dict[str, Any], sidecar: Sidecar) -> None:
    assert answers
    assert sidecar.leftovers() == []


# --- the examples ---------------------------------------------------------------------------------


def of_example(name: str, environment: str, *, plugin: bool) -> dict[str, Any]:
    """Return an Application of an example: by the plugin, or of its committed overlay."""
    folder = f"bases/{name}" if environment == environments.BASE or plugin else ""
    case = Case(
        {},
        asking(environment) if plugin else None,
        path=folder or f"overlays/{name}/{environment}",
    )
    way = "plugin" if plugin else "kustomize"
    return case.question(f"{name} {environment} {way}", ROOT)


def keyed(answer: dict[str, Any]) -> dict[tuple[str, ...], Any]:
    assert "error" not in answer, answer["error"]
    found = {}
    for text in answer["manifests"]:
        data = json.loads(text)
        metadata = data["metadata"]
        key = (data["apiVersion"], data["kind"], metadata.get("namespace", ""), metadata["name"])
        found[key] = data
    assert len(found) == len(answer["manifests"])
    return found


def test_the_plugin_gives_what_argo_cds_kustomize_builds(
    argo: Argo, sidecar: Sidecar, tmp_path: Path
) -> None:
    """Of every example in its base and in every environment, from the committed overlays."""
    assert sidecar.is_ready()
    for name in ("bases", "overlays"):
        shutil.copytree(ROOT / name, tmp_path / name)
    pairs = []
    for name in EXAMPLES:
        (spec,) = read((ROOT / f"bases/{name}/statefulapp.yaml").read_bytes())
        for environment in (environments.BASE, *environments.names(spec)):
            pairs += [of_example(name, environment, plugin=each) for each in (True, False)]
    questions = [{**each, "root": str(tmp_path)} for each in pairs]
    found = argo.generate(questions, AT_ONCE)
    assert len(found) >= 2 * 33
    for ours, theirs in zip(found[::2], found[1::2], strict=True):
        assert (ours["sourceType"], theirs["sourceType"]) == ("Plugin", "Kustomize")
        difference = DeepDiff(keyed(theirs), keyed(ours))
        assert not difference, f"{ours['id']}: {difference.pretty()}"
    again = argo.generate(questions[:8], AT_ONCE)
    assert again == found[:8]


# --- load -----------------------------------------------------------------------------------------


def test_many_applications_at_once(argo: Argo, sidecar: Sidecar, tmp_path: Path) -> None:
    """As when a commit touches a repository: none fails, and each costs little CPU time."""
    before = sidecar.seconds_of_plugins()
    root = Case(SPECS).write(tmp_path)
    question = Case(SPECS, asking()).question("", root)
    found = argo.generate(({**question, "id": str(each)} for each in range(LOAD)), AT_ONCE)
    assert [each.get("error") for each in found] == [None] * LOAD
    assert len({json.dumps(each["manifests"]) for each in found}) == 1
    each = (sidecar.seconds_of_plugins() - before) / LOAD
    assert each < CPU_SECONDS, f"{each:.3f} CPU seconds for each Application"
    assert sidecar.leftovers() == []


def test_a_deadline_is_an_error_and_no_empty_success(
    argo: Argo, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Argo CD kills what is too slow: a stand-in for `stateful` is."""
    plugin = tmp_path / "plugin.yaml"
    plugin.write_text(
        "kind: ConfigManagementPlugin\nmetadata: {name: slow}\n"
        "spec: {generate: {command: [sleep, '30']}}\n"
    )
    root = Case(SPECS).write(tmp_path_factory.mktemp("repository"))
    question = Case(SPECS, {"name": "slow"}).question("slow", root)
    with Sidecar(argo, plugin) as running:
        (found,) = argo.generate([{**question, "seconds": 2}])
        assert any(end in found["error"] for end in ENDS)
        assert not running.leftovers() or running.process.poll() is None


# --- announcement ---------------------------------------------------------------------------------


def announced(argo: Argo, sidecar: Sidecar, root: Path, *env: str) -> dict[str, Any]:
    question = {
        "id": "x",
        "root": str(root),
        "path": str(root / "apps/db"),
        "env": [
            "ARGOCD_APP_NAME=db",
            f"ARGOCD_APP_SOURCE_REPO_URL={REPOSITORY}",
            "ARGOCD_APP_SOURCE_PATH=apps/db",
            *env,
        ],
    }
    (found,) = argo.ask("announce", [question], sidecar.socket)
    assert "error" not in found, found["error"]
    assert (found["discovery"], found["gitCreds"]) == (False, False)
    return {each["name"]: each.get("string", each.get("map")) for each in found["parameters"] or []}


def test_the_spec_is_announced(argo: Argo, sidecar: Sidecar, tmp_path: Path) -> None:
    root = Case(SPECS).write(tmp_path)
    chosen = 'ARGOCD_APP_PARAMETERS=[{"name":"environment","string":"prod"}]'
    assert announced(argo, sidecar, root, chosen) == {
        "environment": "prod",
        "replicas": "3",
        "imageTag": "1",
        "size": {"data": "20Gi"},
        "kubeVersion": "1.34",
    }
    assert announced(argo, sidecar, root, "ARGOCD_APP_PARAMETERS=null")["replicas"] == "2"


def test_a_broken_spec_does_not_break_the_page_of_the_application(
    argo: Argo, sidecar: Sidecar, tmp_path: Path
) -> None:
    root = Case({"apps/db/statefulapp.yaml": "a: ["}).write(tmp_path)
    assert announced(argo, sidecar, root) == {}


# --- plugin.yaml ----------------------------------------------------------------------------------


def test_argo_cd_reads_both_of_our_files_strictly(argo: Argo) -> None:
    assert REVISION
    found = argo.ask("plugin-config", (), "plugin.yaml", "deploy/argocd/plugin-discover.yaml")
    assert [(each["strict"], each["valid"]) for each in found] == [("", "")] * 2
    assert [each["discover"] for each in found] == [False, True]
    assert all(each["address"].endswith("/stateful-renderer-v1.sock") for each in found)
