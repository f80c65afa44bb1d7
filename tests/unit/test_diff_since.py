"""`stateful diff --against`: what has changed in a repository, found and reported once."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import Result, change, run, shown_on, write

from renderer.resources import pipeline

STATEFUL = Path(sys.executable).parent / "stateful"
SPEC = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: NAME}
spec:
  image: db:1
  storage:
  - {name: data, mountPath: /data, size: 1Gi}
  config:
  - name: settings
    mountPath: /etc/db
    files: [{name: db.conf, fromFile: conf/db.conf}]
  environments:
  - {name: dev, namespace: NAME-dev}
  - {name: prod, namespace: NAME-prod, replicas: 3}
"""
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: '1'}\n"


def git(*words: str, **variables: str) -> str:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *identity, *words],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **variables},
    )
    return done.stdout


def app(folder: str, name: str) -> dict[str, str]:
    return {
        f"{folder}/statefulapp.yaml": SPEC.replace("NAME", name),
        f"{folder}/conf/db.conf": "a = 1\n",
    }


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "next")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    home = tmp_path / "repository"
    home.mkdir()
    monkeypatch.chdir(home)
    git("init", "-q", "-b", "main")
    for name in ("one", "two", "three"):
        write(app(f"bases/{name}", name))
    commit()
    return home


def found(*arguments: str) -> list[tuple[str, str, str, str]]:
    """What changed: side, operation, kind and name, and what that does."""
    result = run("diff", "--against", "main", "-o", "json", *arguments)
    assert result.code in (0, 1), result.stderr
    return [
        (each.get("side", ""), each["operation"], f"{each['kind']} {each['name']}", each["effect"])
        for each in json.loads(result.stdout)["changes"]
    ]


def refused(*arguments: str) -> str:
    result = run("diff", *arguments)
    assert (result.code, result.stdout) == (2, "")
    return result.stderr


# --- apps -----------------------------------------------------------------------------------------


def test_nothing_changed() -> None:
    result = run("diff", "--against", "main")
    assert result == Result(0, "", "stateful diff: compared with main: 0 changed files, no app\n")


def test_every_changed_app_and_environment_is_found_and_no_other() -> None:
    change("bases/one/statefulapp.yaml", "db:1", "db:1.1")
    change("bases/two/statefulapp.yaml", "replicas: 3", "replicas: 5")
    assert found() == [
        ("bases/one@dev", "changed", "StatefulSet one", "restart"),
        ("bases/one@prod", "changed", "StatefulSet one", "restart"),
        ("bases/two@prod", "changed", "StatefulSet two", "scale"),
    ]


def test_it_is_said_how_much_was_found() -> None:
    change("bases/one/statefulapp.yaml", "db:1", "db:1.1")
    write({"README.md": "new\n"})
    result = run("diff", "--against", "main")
    assert result.stderr == "stateful diff: compared with main: 2 changed files, 1 app\n"


def test_what_is_the_same_is_not_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[tuple[str, str | None]] = []
    real = pipeline._attempt

    def watched(document: Any, environment: str | None, *rest: Any, **more: Any) -> Any:
        rendered.append((document.data["metadata"]["name"], environment))
        return real(document, environment, *rest, **more)

    monkeypatch.setattr(pipeline, "_attempt", watched)
    change("bases/two/statefulapp.yaml", "replicas: 3", "replicas: 5")
    change("bases/one/statefulapp.yaml", "spec:\n", "# a comment\nspec:\n")
    assert [each[0] for each in found()] == ["bases/two@prod"]
    assert rendered == [("two", "prod"), ("two", "prod")]


def test_what_is_the_same_in_several_environments_is_said_once() -> None:
    for name in ("one", "two"):
        change(f"bases/{name}/statefulapp.yaml", "mountPath: /etc/db\n", "mountPath: /etc/db2\n")
        change(f"bases/{name}/statefulapp.yaml", ", replicas: 3", "")
        change(f"bases/{name}/statefulapp.yaml", "name: dev, namespace: ", "name: d")
    text = run("diff", "--against", "main").stdout
    assert "~ StatefulSet two-prod/two: " in text
    write({"three.yaml": SPEC.replace("NAME", "four").replace(", namespace: four-prod", "")})
    change("three.yaml", ", namespace: four-dev", "")
    change("three.yaml", ", replicas: 3", "")
    Path("conf").mkdir()
    write({"conf/db.conf": "a\n"})
    lines = run("diff", "--against", "main").stdout.splitlines()
    number = lines.index("+ ConfigMap four-settings: in-place")
    assert lines[number + 1] == "    in three.yaml@dev, three.yaml@prod"
    assert lines.count("+ ConfigMap four-settings: in-place") == 1


def test_the_worst_of_all_comes_first() -> None:
    change("bases/one/statefulapp.yaml", "db:1", "db:1.1")
    shutil.rmtree("bases/two")
    assert [each[3] for each in found()][:3] == ["data-risk", "data-risk", "restart"]


def test_a_file_that_a_spec_names_is_part_of_the_app() -> None:
    write({"bases/one/conf/db.conf": "a = 2\n", "bases/two/conf/other.conf": "a = 2\n"})
    sides = {each[0] for each in found()}
    assert sides == {"bases/one@dev", "bases/one@prod"}


def test_a_file_that_a_spec_names_by_a_link() -> None:
    write({"bases/one/shared.conf": "a = 1\n"})
    Path("bases/one/conf/db.conf").unlink()
    Path("bases/one/conf/db.conf").symlink_to("../shared.conf")
    commit()
    assert found() == []
    write({"bases/one/shared.conf": "a = 2\n"})
    assert {each[0] for each in found()} == {"bases/one@dev", "bases/one@prod"}


def test_a_new_app_and_one_that_is_gone() -> None:
    shutil.rmtree("bases/one")
    write({**app("bases/four", "other"), "bases/four/statefulapp.yaml": SPEC.replace("NAME", "x")})
    change("bases/four/statefulapp.yaml", "db:1", "redis:7")
    change("bases/four/statefulapp.yaml", "mountPath: /data", "mountPath: /redis")
    change("bases/four/statefulapp.yaml", "  - {name: dev, namespace: x-dev}\n", "")
    change("bases/four/statefulapp.yaml", "size: 1Gi", "size: 7Gi, accessModes: [ReadWriteMany]")
    change("bases/four/statefulapp.yaml", "replicas: 3", "env: [{name: A, value: b}]")
    sets = [each for each in found() if each[2].startswith("StatefulSet")]
    assert sets == [
        ("bases/one@dev", "removed", "StatefulSet one", "data-risk"),
        ("bases/one@prod", "removed", "StatefulSet one", "data-risk"),
        ("bases/four@prod", "added", "StatefulSet x", "scale"),
    ]


def test_a_spec_that_moved_to_another_folder_changes_nothing() -> None:
    Path("teams").mkdir()
    shutil.move("bases/one", "teams/one")
    assert found() == []
    change("teams/one/statefulapp.yaml", "db:1", "db:1.1")
    assert [each[0] for each in found()] == ["teams/one@dev", "teams/one@prod"]


def test_an_app_with_a_new_name_is_known_again() -> None:
    change("bases/one/statefulapp.yaml", "{name: one}", "{name: uno}")
    sets = [each for each in found() if each[2].startswith("StatefulSet")]
    assert sets == [
        ("bases/one@dev", "renamed", "StatefulSet uno", "data-risk"),
        ("bases/one@prod", "renamed", "StatefulSet uno", "data-risk"),
    ]


def test_an_app_with_a_new_name_in_another_folder_is_known_again() -> None:
    shutil.move("bases/one", "bases/uno")
    change("bases/uno/statefulapp.yaml", "{name: one}", "{name: uno}")
    assert ("bases/uno@prod", "renamed", "StatefulSet uno", "data-risk") in found()
    assert "removed" not in {each[1] for each in found() if each[2].startswith("StatefulSet")}


def test_an_environment_with_a_new_name_in_the_same_namespace_is_the_same() -> None:
    change("bases/one/statefulapp.yaml", "name: prod,", "name: production,")
    assert found() == []
    change("bases/one/statefulapp.yaml", "replicas: 3", "replicas: 4")
    assert found() == [("bases/one@production", "changed", "StatefulSet one", "scale")]


def test_an_environment_that_is_gone() -> None:
    change("bases/one/statefulapp.yaml", "  - {name: dev, namespace: one-dev}\n", "")
    assert ("bases/one@dev", "removed", "StatefulSet one", "data-risk") in found()
    assert {each[0] for each in found()} == {"bases/one@dev"}


def test_the_base_is_compared_where_it_is_all_that_there_is() -> None:
    text = SPEC.replace("NAME", "solo").partition("  environments:")[0]
    write({**app("solo", "solo"), "solo/statefulapp.yaml": text})
    commit()
    change("solo/statefulapp.yaml", "db:1", "db:1.1")
    assert found() == [("solo@", "changed", "StatefulSet solo", "restart")]
    write({"solo/statefulapp.yaml": f"{text}  environments:\n  - {{name: prod}}\n"})
    assert {each[:2] for each in found()} == {("solo@prod", "added")}


def test_two_apps_in_one_file_and_of_one_name_in_two() -> None:
    write({"both.yaml": f"{SPEC.replace('NAME', 'a')}---\n{SPEC.replace('NAME', 'b')}"})
    write({"conf/db.conf": "a\n", **app("teams/x", "same"), **app("teams/y", "same")})
    commit()
    change("both.yaml", "{name: b}\nspec:\n  image: db:1", "{name: b}\nspec:\n  image: db:1.1")
    change("teams/y/statefulapp.yaml", "replicas: 3", "replicas: 4")
    assert found() == [
        ("both.yaml@dev", "changed", "StatefulSet b", "restart"),
        ("both.yaml@prod", "changed", "StatefulSet b", "restart"),
        ("teams/y@prod", "changed", "StatefulSet same", "scale"),
    ]


def test_what_nobody_has_committed_counts_and_what_git_ignores_does_not() -> None:
    write({".gitignore": "ignored\n", **app("ignored/four", "four"), **app("new/five", "five")})
    change("bases/one/statefulapp.yaml", "db:1", "db:1.1")
    git("add", "bases/one")
    sides = {each[0].partition("@")[0] for each in found()}
    assert sides == {"bases/one", "new/five"}
    assert git("status", "--porcelain").splitlines()[0] == "M  bases/one/statefulapp.yaml"


def test_hidden_folders_hold_no_apps() -> None:
    write(app(".old/four", "four"))
    assert found() == []


def test_a_folder_and_a_file_narrow_it() -> None:
    for name in ("one", "two"):
        change(f"bases/{name}/statefulapp.yaml", "replicas: 3", "replicas: 5")
    assert [each[0] for each in found("bases")] == ["bases/one@prod", "bases/two@prod"]
    assert [each[0] for each in found("bases/two")] == ["bases/two@prod"]
    assert [each[0] for each in found("bases/one/statefulapp.yaml")] == ["bases/one@prod"]
    assert [each[0] for each in found("bases/one", "bases/three")] == ["bases/one@prod"]
    assert [each[0] for each in found("bases/one@prod", "bases/two@prod")] == [
        "bases/one@prod",
        "bases/two@prod",
    ]


def test_from_a_folder_below_the_names_are_those_of_there(monkeypatch: pytest.MonkeyPatch) -> None:
    change("bases/one/statefulapp.yaml", "replicas: 3", "replicas: 5")
    write({"bases/two/conf/db.conf": "a = 2\n"})
    monkeypatch.chdir("bases/two")
    assert {each[0] for each in found()} == {"../one@prod", ".@dev", ".@prod"}
    assert {each[0] for each in found(".")} == {".@dev", ".@prod"}
    assert {each[0] for each in found(str(Path("../one").resolve()))} == {"../one@prod"}
    text = run("diff", "--against", "main", "../one@prod").stdout
    assert "spec.replicas: 3 -> 5" in text


def test_an_absolute_path_is_not_compared_with_itself(here: Path) -> None:
    change("bases/one/statefulapp.yaml", "replicas: 3", "replicas: 5")
    assert [each[3] for each in found(f"{here}/bases/one@prod")] == ["scale"]


@pytest.mark.parametrize("name", ["my app", "größe", "日本", "a'b\"c", "*", ":(top)x", "a@b", "-x"])
def test_paths_that_are_hard_to_name(name: str) -> None:
    write({**app(f"{name}/db", "db"), f"{name}/m.yaml": CONFIG_MAP})
    git("add", "-A")
    commit()
    change(f"{name}/db/statefulapp.yaml", "replicas: 3", "replicas: 5")
    assert found() == [(f"{name}/db@prod", "changed", "StatefulSet db", "scale")]
    change(f"{name}/m.yaml", "'1'", "'2'")
    assert [each[2] for each in found("--", f"{name}/m.yaml")] == ["ConfigMap c"]
    assert [each[2] for each in found("--", f"{name}/db@prod")] == ["StatefulSet db"]


def test_a_file_name_that_is_no_text() -> None:
    folder = os.fsdecode(b"caf\xe9")
    write(app(folder, "db"))
    commit()
    change(f"{folder}/statefulapp.yaml", "replicas: 3", "replicas: 5")
    result = run("diff", "--against", "main")
    assert (result.code, result.stdout.count("~ StatefulSet")) == (1, 1)


def test_the_line_of_the_spec_is_named_on_both_sides() -> None:
    change("bases/one/statefulapp.yaml", "size: 1Gi", "size: 2Gi")
    assert "      at bases/one/statefulapp.yaml:7:" in run("diff", "--against", "main").stdout
    shutil.rmtree("bases/one")
    text = run("diff", "--against", "main").stdout
    assert "      at main:bases/one/statefulapp.yaml:3:18: metadata.name\n" in text
    found = json.loads(run("diff", "--against", "main", "-o", "sarif").stdout)
    assert all("physicalLocation" not in str(each) for each in found["runs"][0]["results"])


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_printed() -> None:
    change("bases/one/statefulapp.yaml", "replicas: 3", "replicas: x")
    write({"bases/two/statefulapp.yaml": "a: [\n"})
    shutil.rmtree("bases/three/conf")
    change("bases/three/statefulapp.yaml", "db:1", "db:1.1")
    message = refused("--against", "main")
    assert "bases/two/statefulapp.yaml:2:1: " in message
    Path("bases/two/statefulapp.yaml").write_text(SPEC.replace("NAME", "two"))
    message = refused("--against", "main")
    assert "bases/one/statefulapp.yaml:14:" in message
    assert "bases/three/statefulapp.yaml:11:" in message


def test_what_was_wrong_in_the_revision_is_named_there() -> None:
    text = Path("bases/one/statefulapp.yaml").read_text()
    change("bases/one/statefulapp.yaml", "replicas: 3", "replicas: x")
    commit()
    write({"bases/one/statefulapp.yaml": text})
    message = refused("--against", "main")
    assert message.startswith("main:bases/one/statefulapp.yaml:14:")
    assert git("show", "main:bases/one/statefulapp.yaml").count("replicas: x") == 1


def test_reports_have_a_table_for_each_environment() -> None:
    change("bases/one/statefulapp.yaml", "db:1", "db:1.1")
    change("bases/two/statefulapp.yaml", "replicas: 3", "replicas: 5")
    text = run("diff", "--against", "main", "-o", "markdown").stdout
    assert (text.count("#### dev"), text.count("#### prod"), text.count("####")) == (1, 1, 2)
    record = json.loads(run("diff", "--against", "main", "-o", "json").stdout)
    assert {each["environment"] for each in record["changes"]} == {"dev", "prod"}


def test_a_guard_looks_at_all_of_it() -> None:
    change("bases/one/statefulapp.yaml", "size: 1Gi", "size: 2Gi")
    assert run("diff", "--against", "main", "--fail-on", "rejected").code == 4
    assert run("diff", "--against", "main", "bases/two", "--fail-on", "rejected").code == 0


def test_much_work_has_a_bar_on_a_terminal_alone() -> None:
    for number in range(60):
        write(app(f"more/a{number}", f"a{number}"))
    terminal, stderr = pty.openpty()
    done = subprocess.run(
        [STATEFUL, "diff", "--against", "main"],
        stdout=subprocess.PIPE,
        stderr=stderr,
        check=False,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    )
    os.close(stderr)
    assert "rendering" in shown_on(terminal)
    assert b"rendering" not in done.stdout
    assert "rendering" not in run("diff", "--against", "main").stderr


# --- kustomizations and manifests -----------------------------------------------------------------


HAND = {
    "k8s/base/kustomization.yaml": "resources: [c.yaml]\n",
    "k8s/base/c.yaml": CONFIG_MAP,
    "k8s/prod/kustomization.yaml": "namespace: p\nresources: [../base]\n"
    "patches: [{path: p.yaml}]\n",
    "k8s/test/kustomization.yaml": "namespace: t\nresources: [../base]\n"
    "configMapGenerator: [{name: g, files: [k=values.txt]}]\n",
    "k8s/test/values.txt": "1\n",
    "k8s/part/kustomization.yaml": "kind: Component\n",
    "k8s/prod/p.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {p: '1'}\n",
}


@pytest.mark.e2e
@pytest.mark.usefixtures("kustomize_on_path")
@pytest.mark.parametrize(
    ("file", "sides"),
    [
        ("k8s/base/c.yaml", {"k8s/prod", "k8s/test"}),
        ("k8s/test/values.txt", {"k8s/test"}),
        ("k8s/prod/p.yaml", {"k8s/prod"}),
    ],
)
def test_kustomizations_that_are_named_are_built_where_anything_in_them_changed(
    file: str, sides: set[str]
) -> None:
    write(HAND)
    commit()
    assert found("k8s") == []
    change(file, "'1'" if "'1'" in Path(file).read_text() else "1", "'2'")
    assert found() == []
    assert {each[0] for each in found("k8s")} == sides
    result = run("diff", "--against", "main", "k8s")
    assert f"{len(sides)} kustomization" in result.stderr


@pytest.mark.e2e
@pytest.mark.usefixtures("kustomize_on_path")
def test_a_kustomization_that_is_new_gone_or_has_another_name() -> None:
    write({name: text for name, text in HAND.items() if "prod" not in name})
    commit()
    write({"k8s/more/kustomization.yaml": "namespace: m\nresources: [../base]\n"})
    assert {each[:2] for each in found("k8s")} == {("k8s/more", "added")}
    shutil.rmtree("k8s/more")
    shutil.move("k8s/test", "k8s/staging")
    assert found("k8s") == []
    shutil.rmtree("k8s/staging")
    assert {each[:2] for each in found("k8s")} == {("k8s/test", "removed")}
    assert {each[1] for each in found("k8s/test")} == {"removed"}


@pytest.mark.e2e
@pytest.mark.usefixtures("kustomize_on_path")
def test_what_a_spec_renders_is_said_of_the_spec_alone() -> None:
    run("render", "-f", "bases")
    commit()
    change("bases/one/statefulapp.yaml", "replicas: 3", "replicas: 5")
    run("render", "-f", "bases")
    assert [each[0] for each in found(".")] == ["bases/one@prod"]
    assert [each[0] for each in found("overlays")] == ["overlays/one/prod"]
    assert [each[3] for each in found("overlays/one/prod")] == ["scale"]
    for folder in ("bases/two", "overlays/two"):
        shutil.rmtree(folder)
    assert {each[0] for each in found(".")} == {"bases/one@prod", "bases/two@dev", "bases/two@prod"}


@pytest.mark.e2e
@pytest.mark.usefixtures("kustomize_on_path")
def test_a_kustomization_that_needs_what_nobody_could_know_gets_the_whole_revision() -> None:
    write(
        {
            "k/kustomization.yaml": "generators: [g.yaml]\n",
            "k/g.yaml": "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: g}\n"
            "files: [more/a.txt]\n",
            "k/more/a.txt": "1\n",
            "l/kustomization.yaml": "resources: [../m/../k]\n",
            "m/x.yaml": "a: 1\n",
        }
    )
    commit()
    write({"k/more/a.txt": "2\n"})
    assert {each[1] for each in found("k")} == {"renamed"}
    assert {each[1] for each in found("l")} == {"renamed"}


def test_manifests_that_are_named_are_compared_together() -> None:
    write({"plain/a/c.yaml": CONFIG_MAP, "plain/values.yaml": "a: 1\n"})
    commit()
    assert found("plain") == []
    change("plain/values.yaml", "1", "2")
    assert found("plain") == []
    shutil.move("plain/a/c.yaml", "plain/d.yaml")
    assert found("plain") == []
    change("plain/d.yaml", "'1'", "'2'")
    assert found("plain") == [("plain", "changed", "ConfigMap c", "in-place")]
    assert found() == []
    change("plain/d.yaml", "ConfigMap", "[")
    assert "plain/d.yaml:" in refused("--against", "main", "plain")


# --- git ------------------------------------------------------------------------------------------


def test_what_was_merged_since_a_branch_left_is_no_change() -> None:
    git("checkout", "-q", "-b", "mine")
    change("bases/one/statefulapp.yaml", "replicas: 3", "replicas: 5")
    commit()
    git("checkout", "-q", "main")
    write(app("bases/four", "four"))
    commit()
    git("checkout", "-q", "mine")
    assert ("bases/four@prod", "removed", "StatefulSet four", "data-risk") in found()
    result = run("diff", "--against", "main...", "-o", "json")
    assert {each["side"] for each in json.loads(result.stdout)["changes"]} == {"bases/one@prod"}


def test_a_revision_that_shares_nothing_with_ours() -> None:
    git("checkout", "-q", "--orphan", "other")
    write({"other": ""})
    commit()
    assert refused("--against", "main...") == (
        "--against main...: must have a commit in common with HEAD, and none is here  [SR804]\n"
    )


def test_a_shallow_clone_says_how_to_get_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("branch", "older")
    change("bases/one/statefulapp.yaml", "db:1", "db:1.1")
    commit()
    git("clone", "-q", "--depth", "1", f"file://{Path.cwd()}", str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    assert refused("--against", "HEAD~1") == (
        "--against HEAD~1: must be a revision: git knows none of this name (this clone is shallow:"
        " git fetch --unshallow, or fetch-depth: 0 of actions/checkout)  [SR804]\n"
    )
    assert found() == []


def test_a_branch_that_only_the_remote_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git("branch", "release")
    git("clone", "-q", str(Path.cwd()), str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    message = refused("--against", "release")
    assert "git knows none of this name (write origin/release)" in message
    assert run("diff", "--against", "origin/release").code == 0


def test_a_worktree_is_a_repository_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git("worktree", "add", "-q", "-b", "mine", str(tmp_path / "tree"))
    monkeypatch.chdir(tmp_path / "tree")
    change("bases/one/statefulapp.yaml", "replicas: 3", "replicas: 5")
    assert [each[0] for each in found()] == ["bases/one@prod"]


def test_a_bare_repository_has_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git("clone", "-q", "--bare", str(Path.cwd()), str(tmp_path / "bare"))
    monkeypatch.chdir(tmp_path / "bare")
    assert refused("--against", "main") == (
        "--against main: must be called in a working tree of git:"
        " this operation must be run in a work tree  [SR804]\n"
    )


def test_a_repository_that_variables_name(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As git's own hooks do, with a path that counts from the top."""
    change("bases/one/statefulapp.yaml", "replicas: 3", "replicas: 5")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert [each[0] for each in found()] == ["bases/one@prod"]
    monkeypatch.delenv("GIT_INDEX_FILE")
    monkeypatch.setenv("GIT_DIR", str(here / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(here))
    monkeypatch.chdir(tmp_path)
    assert refused("--against", "main") == (
        f"--against main: must be called within the working tree {here}  [SR804]\n"
    )


def test_no_checkout_and_no_index_is_touched(here: Path) -> None:
    change("bases/one/statefulapp.yaml", "replicas: 3", "replicas: 5")
    before = {file: file.stat().st_mtime_ns for file in here.rglob("*") if file.is_file()}
    found(".")
    assert {file: file.stat().st_mtime_ns for file in here.rglob("*") if file.is_file()} == before


def test_a_path_outside_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "out.yaml").write_text(CONFIG_MAP)
    message = refused("--against", "main", "../out.yaml")
    assert "must be compared within the repository" in message
    assert message.endswith('got "../out.yaml"  [SR804]\n')


def test_a_submodule_is_a_repository_of_its_own(tmp_path: Path) -> None:
    git("init", "-q", "-b", "main", str(tmp_path / "lib"))
    write({str(tmp_path / "lib/statefulapp.yaml"): SPEC.replace("NAME", "lib")})
    for words in (["add", "."], ["commit", "-q", "-m", "x"]):
        git("-C", str(tmp_path / "lib"), *words)
    git("submodule", "--quiet", "add", str(tmp_path / "lib"), "lib")
    result = run("diff", "--against", "main")
    assert (result.code, result.stdout) == (0, "")
    assert "lib: is a repository of its own, and not looked into" in result.stderr
    commit()
    assert run("diff", "--against", "main").stderr.count("lib") == 0
    assert refused("--against", "main", "lib@prod") == (
        '--against main: must be compared within one repository, and "lib" is a submodule'
        " (call it there, against a revision of its own)  [SR804]\n"
    )


def test_the_ends_of_lines_are_those_of_a_checkout() -> None:
    write({".gitattributes": "*.conf text eol=crlf\n"})
    commit()
    shutil.rmtree("bases/one")
    git("checkout", "-q", ".")
    assert Path("bases/one/conf/db.conf").read_bytes() == b"a = 1\r\n"
    change("bases/one/statefulapp.yaml", "replicas: 3", "replicas: 5")
    assert [each[2] for each in found()] == ["StatefulSet one"]


def test_stdin_is_in_no_revision() -> None:
    result = run("diff", "--against", "main", "-", stdin=CONFIG_MAP)
    assert result.code == 2
    assert "--against compares files, and stdin is in no revision" in result.stderr


def test_a_spec_wins_over_the_files_that_are_not_rendered_yet() -> None:
    """A folder that kustomize could build holds the spec, too: that is what people change."""
    run("render", "-f", "bases")
    commit()
    change("bases/one/statefulapp.yaml", "image: db:1", "image: db:2")
    assert {each[0] for each in found("bases/one")} == {"bases/one@dev", "bases/one@prod"}
