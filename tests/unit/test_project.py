"""A project has a root: where trees land, what `stateful.toml` says, and what is wrong with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import Result, run

HEAD = "apiVersion: stateful-renderer.dev/v1alpha1\nkind: StatefulApp\n"


def spec(name: str = "db", *more: str) -> str:
    lines = [f"metadata: {{name: {name}}}", "spec:", f"  image: {name}:1", *more]
    return HEAD + "".join(f"{line}\n" for line in lines)


PROD = "  environments: [{name: prod, replicas: 3}]"
# Without requests, rules find SR957 in it.
BARE = "  resources: null"


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, so that no search leaves it."""
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)


def rendered(root: Path) -> list[str]:
    """The folders with a kustomization."""
    found = (path.parent.relative_to(root) for path in root.rglob("kustomization.yaml"))
    return sorted(map(str, found))


# --- the layout of folders ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "arguments"),
    [
        (".", ["-f", "bases"]),
        (".", []),
        ("bases", []),
        ("bases", ["-f", "."]),
        ("bases/db", []),
        ("bases/db", ["."]),
        ("overlays/db", []),
        ("overlays/db/prod", []),
        ("overlays", []),
        ("docs", ["-f", "../bases"]),
        ("docs", ["{root}/bases/db"]),
        ("/", ["-f", "{root}/bases/db/statefulapp.yaml"]),
    ],
)
def test_from_whichever_folder_the_tree_lands_in_its_root(
    folder: str, arguments: list[str], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"bases/db/statefulapp.yaml": spec("db", PROD)})
    (root / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(root / folder)
    result = run("render", *(one.format(root=root) for one in arguments))
    assert result.code == 0, result.stderr
    assert rendered(root) == ["bases/db", "overlays/db/prod"]
    assert ("the tree is that of" in result.stderr) == (folder != ".")
    spec_line = (root / "bases/db/statefulset.yaml").read_text().splitlines()[0]
    assert "bases/db/statefulapp.yaml" in spec_line


def test_in_the_folder_of_an_app_only_that_app_is_meant(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({f"bases/{name}/statefulapp.yaml": spec(name, PROD) for name in ("a", "b")})
    assert run("render").code == 0
    for folder in ("bases/a", "overlays/a", "overlays/a/prod"):
        monkeypatch.chdir(root / folder)
        assert run("render", "-o", "name").stdout.endswith("statefulset.apps/a\n")
        assert "statefulset.apps/b" not in run("render", "-o", "name").stdout
    monkeypatch.chdir(root / "overlays")
    assert "statefulset.apps/b" in run("render", "-o", "name").stdout


def test_an_overlay_whose_spec_is_gone_means_all(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"bases/a/statefulapp.yaml": spec("a"), "overlays/gone/prod/x": ""})
    monkeypatch.chdir(root / "overlays/gone/prod")
    assert "statefulset.apps/a" in run("render", "-o", "name").stdout


def test_specs_of_two_trees_are_refused_with_a_way_out(root: Path) -> None:
    write({f"{team}/bases/{team}/statefulapp.yaml": spec(team) for team in ("one", "two")})
    result = run("render", "-f", "one", "-f", "two")
    assert result == Result(
        2,
        "",
        "must be specs of one tree: one/bases/one/statefulapp.yaml is of one,"
        " two/bases/two/statefulapp.yaml is of two"
        " (say where to write: -O one or -O two)  [SR514]\n",
    )
    assert not rendered(root)
    assert run("render", "-f", "one", "-f", "two", "-O", ".").code == 0
    assert rendered(root) == ["bases/one", "bases/two"]


def test_bases_here_are_meant_where_a_file_above_has_none(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"stateful.toml": 'kube-version = "1.34"\n', "child/bases/db/statefulapp.yaml": spec()})
    monkeypatch.chdir(root / "child")
    result = run("render")
    assert (result.code, rendered(root)) == (0, ["bases/db"])
    assert result.stderr.startswith("the tree is that of .., as ../stateful.toml says\n")


def test_specs_of_another_tree_than_the_one_here_are_refused(tmp_path: Path) -> None:
    write({"bases/here/statefulapp.yaml": spec("here")})
    write({f"{tmp_path}/other/bases/db/statefulapp.yaml": spec()})
    result = run("render", "-f", f"{tmp_path}/other/bases")
    assert (result.code, result.stdout) == (2, "")
    assert f"-O {tmp_path}/other or -O ." in result.stderr
    assert not rendered(tmp_path)
    assert run("render", "-f", f"{tmp_path}/other/bases", "-e", "base").code == 0


def test_a_spec_that_is_in_no_tree_is_rendered_here(root: Path, tmp_path: Path) -> None:
    write({f"{tmp_path}/db.yaml": spec(), "bases/a/statefulapp.yaml": spec("a")})
    assert run("render", "-f", f"{tmp_path}/db.yaml").code == 0
    assert rendered(root) == ["bases/db"]


def test_init_and_adopt_write_into_the_tree(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"bases/a/statefulapp.yaml": spec("a")})
    run("render")
    manifests = run("render", "-o", "yaml").stdout.replace("name: a\n", "name: c\n")
    monkeypatch.chdir(root / "bases/a")
    assert run("init", "b", "--image", "b:1").code == 0
    result = run("adopt", "-", "--accept", "restart,service", stdin=manifests)
    assert result.code == 0, result.stdout + result.stderr
    assert sorted(path.name for path in (root / "bases").iterdir()) == ["a", "b", "c"]


def test_what_is_adopted_into_a_project_is_rendered_by_it() -> None:
    write({"stateful.toml": 'specs = ["team/bases"]\noutput-dir = "rendered"\n'})
    write({"db.yaml": spec("db", "  replicas: 2")})
    manifests = run("render", "-f", "db.yaml", "-e", "base").stdout
    result = run("adopt", "-", stdin=manifests)
    assert result.stderr == "wrote team/bases/db/statefulapp.yaml\nnext: stateful render\n"
    Path("db.yaml").unlink()
    assert run("render").code == 0
    assert Path("rendered/bases/db/statefulset.yaml").is_file()


# --- stateful.toml --------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", [".", "apps/db", "rendered/overlays/db/prod", "docs/deep"])
def test_a_file_says_where_specs_are_and_trees_go(
    folder: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"stateful.toml": 'specs = ["apps"]\noutput-dir = "rendered"\n'})
    write({"apps/db/statefulapp.yaml": spec("db", PROD)})
    (root / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(root / folder)
    result = run("render")
    assert result.code == 0, result.stderr
    assert rendered(root) == ["rendered/bases/db", "rendered/overlays/db/prod"]
    up = "../" * (folder.count("/") + 1) if folder != "." else ""
    assert result.stderr.startswith("the tree is that of ")
    assert f", as {up}stateful.toml says\n" in result.stderr
    assert run("render", "--check").code == 0
    assert run("render", f"{root}/apps/db", "--check").code == 0


@pytest.mark.parametrize("command", ["facts", "graph", "validate"])
def test_commands_without_a_path_take_the_specs_of_the_project(
    command: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"stateful.toml": 'specs = ["apps"]\n', "apps/db/statefulapp.yaml": spec("db", PROD)})
    (root / "docs").mkdir()
    monkeypatch.chdir(root / "docs")
    result = run(command)
    assert result.code == 0, result.stderr
    assert "db" in result.stdout or "in 2 StatefulSets" in result.stderr


def test_places_in_the_repository_are_said_from_here(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"stateful.toml": 'output-dir = "rendered"\n', "bases/db/statefulapp.yaml": spec()})
    (root / "docs").mkdir()
    monkeypatch.chdir(root / "docs")
    said = "the tree is that of ../rendered, as ../stateful.toml says\n"
    assert run("render").stderr.startswith(said)
    (root / ".git").rmdir()
    said = f"the tree is that of {root}/rendered, as ../stateful.toml says\n"
    assert run("render").stderr.startswith(said)


def test_an_application_set_knows_the_root_and_where_trees_are(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"stateful.toml": 'specs = ["apps"]\noutput-dir = "rendered"\n'})
    write({"apps/db/statefulapp.yaml": spec("db", PROD), "docs/x": ""})
    call = ("argocd", "applicationset", "--repo-url", "u", "--form", "overlays")
    made = run(*call)
    assert "- path: apps/*/statefulapp.yaml\n" in made.stdout.replace('"', "")
    assert "rendered/overlays/" in made.stdout
    monkeypatch.chdir(root / "docs")
    assert run(*call).stdout == made.stdout
    assert "rendered" not in run(*call, "-O", "").stdout
    write({"../stateful.toml": 'specs = ["apps"]\noutput-dir = "."\n'})
    assert run(*call).stdout == run(*call, "-O", "").stdout


def test_the_command_line_wins(root: Path) -> None:
    write({"stateful.toml": 'output-dir = "rendered"\nkube-version = "1.31"\n'})
    write({"bases/db/statefulapp.yaml": spec()})
    assert run("render", "-O", "elsewhere").code == 0
    assert rendered(root) == ["elsewhere/bases/db"]


def test_a_spec_in_another_project_lands_there(tmp_path: Path) -> None:
    write({f"{tmp_path}/other/stateful.toml": 'output-dir = "out"\n'})
    write({f"{tmp_path}/other/db.yaml": spec()})
    result = run("render", "-f", f"{tmp_path}/other/db.yaml")
    assert result.code == 0
    assert rendered(tmp_path / "other") == ["out/bases/db"]
    said = f"the tree is that of {tmp_path}/other/out, as {tmp_path}/other/stateful.toml says\n"
    assert result.stderr.startswith(said)


def test_the_search_ends_with_the_repository(root: Path, tmp_path: Path) -> None:
    (tmp_path / "stateful.toml").write_text("wrong")
    write({"bases/db/statefulapp.yaml": spec()})
    assert run("render").code == 0
    (root / ".git").rmdir()
    assert run("render").code == 2


def test_new_specs_go_where_specs_are(root: Path) -> None:
    write({"stateful.toml": 'specs = ["team/bases", "bases"]\n'})
    assert run("init", "web", "--image", "web:1").code == 0
    assert (root / "team/bases/web/statefulapp.yaml").is_file()


def test_new_specs_need_a_folder_called_bases() -> None:
    write({"stateful.toml": '# where\nspecs = ["apps"]\n'})
    result = run("init", "web", "--image", "web:1")
    assert result == Result(
        2,
        "",
        'stateful.toml:2: specs[0]: must be a folder called bases for new specs, got "apps"'
        " (-O FOLDER writes FOLDER/bases/<app>/statefulapp.yaml)  [SR513]\n",
    )
    assert run("init", "web", "--image", "web:1", "-O", ".").code == 0


def test_without_specs_they_are_beside_the_file(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"stateful.toml": "", "bases/db/statefulapp.yaml": spec(), "docs/x": ""})
    monkeypatch.chdir(root / "docs")
    assert run("render").code == 0
    assert rendered(root) == ["bases/db"]
    assert run("init", "web", "--image", "web:1").code == 0
    assert (root / "bases/web/statefulapp.yaml").is_file()


# --- from when on a call fails, and for which version ---------------------------------------------


def test_fail_on_of_validate() -> None:
    write({"bases/db/statefulapp.yaml": spec()})
    assert run("validate", "bases").code == 0
    write({"stateful.toml": '[validate]\nfail-on = "info"\n'})
    assert run("validate", "bases").code == 1
    assert run("validate", "bases", "--fail-on", "error").code == 0
    assert run("validate", "bases", "--fail-on", "never").code == 0


def test_fail_on_of_diff() -> None:
    write({"old.yaml": spec(), "new.yaml": spec("db", "  replicas: 2")})
    assert run("diff", "old.yaml@", "new.yaml@").code == 1
    write({"stateful.toml": '[diff]\nfail-on = "in-place"\n'})
    assert run("diff", "old.yaml@", "new.yaml@").code == 4
    assert run("diff", "old.yaml@", "new.yaml@", "--fail-on", "data-risk").code == 1
    assert run("diff", "old.yaml@", "new.yaml@", "--fail-on", "never").code == 1


def test_the_version_is_that_of_specs_that_say_none() -> None:
    write({"stateful.toml": 'kube-version = "1.31"\n'})
    field = "  resourceClaims: [{name: gpu, resourceClaimName: gpu}]"
    write({"db.yaml": spec("db", field)})
    for command in (["render", "-f", "db.yaml", "-e", "base"], ["facts", "-f", "db.yaml"]):
        result = run(*command)
        assert result.code == 2
        assert "1.31" in result.stderr
        assert run(*command, "--kube-version", "1.34").code == 0, result.stderr
    for command in (
        ["graph", "db.yaml"],
        ["diff", "db.yaml@", "db.yaml@"],
        ["validate", "db.yaml"],
    ):
        assert "1.31" in run(*command).stderr
    write({"db.yaml": spec("db", field, '  kubernetesVersion: "1.34"')})
    assert run("render", "-f", "db.yaml", "-e", "base").code == 0
    assert run("validate", "db.yaml").code == 0


# --- what is accepted -----------------------------------------------------------------------------

ALLOWED = """\
[[allow]]
rule = "SR957"
object = "StatefulSet/db"
reason = "a cache"
"""


def test_a_finding_is_accepted_and_shown_with_its_reason() -> None:
    write({"bases/db/statefulapp.yaml": spec()})
    assert "[SR957]" in run("validate", "bases", "--show", "info").stdout
    write({"stateful.toml": ALLOWED})
    result = run("validate", "bases", "-o", "json")
    assert "1 allowed" in result.stderr
    found = {each["code"]: each for each in json.loads(result.stdout)["findings"]}
    assert found["SR957"]["allowed"] == "a cache"
    assert "allowed" not in found["SR961"]
    assert '"justification": "a cache"' in run("validate", "bases", "-o", "sarif").stdout


def test_what_is_accepted_fails_no_call() -> None:
    write({"bases/db/statefulapp.yaml": f"# +argocd:skip-file-rendering\n{spec()}"})
    codes = {each["code"] for each in json.loads(run("validate", "-o", "json").stdout)["findings"]}
    texts = [f'[[allow]]\nrule = "{code}"\nreason = "x"\n' for code in sorted(codes)]
    write({"stateful.toml": "[validate]\nfail-on = 'info'\n" + "".join(texts[1:])})
    assert run("validate").code == 1
    write({"stateful.toml": "[validate]\nfail-on = 'info'\n" + "".join(texts)})
    assert run("validate").code == 0


def test_validate_takes_files_of_allowances_as_diff_does() -> None:
    write({"bases/db/statefulapp.yaml": spec()})
    path = "spec.template.spec.containers[0].resources"
    write({"allow.yaml": f'- {{rule: SR957, path: "{path}", reason: a cache}}\n'})
    assert "1 allowed" in run("validate", "bases", "--allow", "allow.yaml").stderr
    write({"allow.yaml": "- {rule: SR957, path: spec.selector, reason: a cache}\n"})
    assert "allowed" not in run("validate", "bases", "--allow", "allow.yaml").stderr


@pytest.mark.parametrize(
    ("more", "is_allowed"),
    [
        ("", True),
        ('object = "StatefulSet/db"', True),
        ('object = "Service/db"', False),
        ('environment = "prod"', False),
        ('environment = "bases/db"', True),
        ('environment = "bases/d"', False),
        ('until = "2020-01-01"', False),
        ("until = 2999-01-01", True),
    ],
)
def test_an_allowance_is_for_what_it_names(more: str, is_allowed: bool) -> None:
    write({"db.yaml": spec("db", PROD)})
    assert run("render", "-f", "db.yaml", "-O", ".").code == 0
    write({"stateful.toml": f'[[allow]]\nrule = "SR957"\nreason = "a cache"\n{more}\n'})
    result = run("validate", "bases/db/statefulset.yaml")
    assert ("1 allowed" in result.stderr) == is_allowed
    assert ("is over: remove it" in result.stderr) == ("2020" in more)


@pytest.mark.parametrize(("environment", "is_allowed"), [("prod", True), ("base", False)])
def test_an_allowance_for_one_environment(environment: str, is_allowed: bool) -> None:
    resources = "  resources: {requests: {cpu: 1, memory: 1Gi}}"
    prod = "  environments: [{name: prod, resources: null}]"
    write({"bases/db/statefulapp.yaml": spec("db", resources, prod)})
    write({"stateful.toml": f'{ALLOWED}environment = "{environment}"\n'})
    assert ("1 allowed" in run("validate", "bases").stderr) == is_allowed


def test_an_allowance_for_one_environment_is_none_for_another() -> None:
    write({"bases/db/statefulapp.yaml": spec("db", PROD)})
    write({"stateful.toml": f'{ALLOWED}environment = "prod"\n'})
    result = run("validate", "bases")
    assert "1 allowed" not in result.stderr  # it is found in the base too
    said = "in prod, which is found in others too: allow it in all of them  [SR909]"
    assert said in result.stderr


def test_allowances_for_all_environments_are_one_for_what_is_in_all_of_them() -> None:
    write({"bases/db/statefulapp.yaml": spec("db", PROD)})
    both = [f'{ALLOWED}environment = "{name}"\n' for name in ("base", "prod")]
    write({"stateful.toml": both[0] + both[1].replace("reason = ", "reason = '2'  # ")})
    result = run("validate", "bases", "--show", "info")
    assert "1 allowed" in result.stderr
    assert "SR909" not in result.stderr


def test_an_allowance_that_nothing_needs_is_named_at_its_line() -> None:
    write({"bases/db/statefulapp.yaml": spec()})
    write({"stateful.toml": "\n" + ALLOWED.replace("SR957", "SR940")})
    said = "stateful.toml:2: allows SR940 of StatefulSet/db, which is not found: remove it  [SR909]"
    assert said in run("validate", "bases").stderr
    write({"stateful.toml": ALLOWED.replace("SR957", "SR940").replace("/db", "/other")})
    assert "SR909" not in run("validate", "bases").stderr


def test_a_verdict_is_accepted() -> None:
    storage = "  storage: [{name: data, mountPath: /data, size: 1Gi}]"
    write({"old.yaml": spec("db", storage, PROD)})
    write({"new.yaml": spec("db", storage.replace("1Gi", "2Gi"), PROD)})
    call = ("diff", "old.yaml@prod", "new.yaml@prod", "--fail-on", "rejected")
    assert run(*call).code == 4
    text = '[[allow]]\nrule = "claim-grows"\nobject = "StatefulSet/db"\nenvironment = "prod"\n'
    write({"stateful.toml": text + 'reason = "by hand"\n'})
    result = run(*call)
    assert result.code == 1
    assert "allowed: by hand" in result.stdout


# --- what is wrong with it ------------------------------------------------------------------------

KNOWN = "known: specs, output-dir, kube-version, validate, diff, allow"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("spec = ['a']", ':1: spec: is not a key here (did you mean "specs"?)'),
        ("\nfoo = 1", f":2: foo: is not a key here ({KNOWN})"),
        ("outputDir = 'a'", ':1: outputDir: is not a key here (did you mean "output-dir"?)'),
        ("output_dir = 'a'", ':1: output_dir: is not a key here (did you mean "output-dir"?)'),
        (
            "fail-on = 'error'",
            ":1: fail-on: is not a key here (write fail-on in [validate] or in [diff])",
        ),
        (
            "[validate]\nkube-version = '1.34'",
            ":2: validate.kube-version: is not a key here (write kube-version above all tables)",
        ),
        ("\n[x.y]\na = 1", f":2: x: is not a key here ({KNOWN})"),
        ("[[alow]]\na = 1", ':1: alow: is not a key here (did you mean "allow"?)'),
        ("[render]\na = 1", f":1: render: is not a key here ({KNOWN})"),
        ("specs = 'bases'", ':1: specs: must be a list of paths, such as ["bases"], got "bases"'),
        ("specs = []", ':1: specs: must be a list of paths, such as ["bases"], got []'),
        ("specs = [1]", ":1: specs: must be a string, a path from here, got 1"),
        ("specs = ['']", ":1: specs: must be a path, is empty"),
        (
            "output-dir = '.git/hooks'",
            ':1: output-dir: must be no path within .git, got ".git/hooks"',
        ),
        ("output-dir = 1", ":1: output-dir: must be a string, a path from here, got 1"),
        (
            "kube-version = 1.34",
            ':1: kube-version: must be a string, such as "1.34", got 1.34',
        ),
        (
            "kube-version = '1.2'",
            ':1: kube-version: must be a version from 1.31 on, such as "1.34.2", got "1.2"',
        ),
        (
            "kube-version = ''",
            ':1: kube-version: must be a version from 1.31 on, such as "1.34.2", got ""',
        ),
        (
            "# first\n[validate]\nfail-on = 'warn'",
            ':3: validate.fail-on: must be one of error, warning, info, never, got "warn"',
        ),
        (
            "[validate]\n[diff]\nfail-on = 'bad'",
            ":3: diff.fail-on: must be one of never, in-place, no-effect, scale, restart, ",
        ),
        (
            "validate = {fail-on = 1}",
            ":1: validate.fail-on: must be one of error, warning, info, never, got 1",
        ),
        (
            "[diff]\nfail-on = 'reject'",
            ":2: diff.fail-on: must be one of never, in-place, no-effect, scale, restart, ",
        ),
        ("[diff]\nfail-on = 'reject'", 'got "reject" (did you mean "rejected"?)'),
        ("[diff]\nallow = 1", ":2: diff.allow: is not a key here (begin each with [[allow]])"),
        (
            "output-dir = '../out'",
            ':1: output-dir: must not lead out of the folder of stateful.toml, "../out" does',
        ),
        (
            "output-dir = '/tmp/a'",
            ":1: output-dir: must not lead out of the folder of stateful.toml, ",
        ),
        (
            "output-dir = 'link/a'",
            ":1: output-dir: must not lead out of the folder of stateful.toml, ",
        ),
        (
            "specs = ['bases', '/etc', 'a/../../b']",
            ':1: specs[1]: must not lead out of the folder of stateful.toml, "/etc" does',
        ),
        (
            "specs = ['bases', '/etc', 'a/../../b']",
            ':1: specs[2]: must not lead out of the folder of stateful.toml, "a/../../b" does',
        ),
        ("validate = 'error'", ':1: validate: must be a table, [validate], got "error"'),
        ("allow = ['SR940']", ':1: allow: must be tables, each below [[allow]], got ["SR940"]'),
        ("[allow]\nrule = 'SR940'", ":1: allow: must be tables, each below [[allow]], got {"),
        ("specs = ['a'\n", ":2: must be TOML: Unclosed array"),
        ("specs = [a]", ":1:10: must be TOML: Invalid value"),
        ("specs = ['a']\nspecs = ['b']", ":2: must be TOML: Cannot overwrite a value"),
        ("a = " + "[" * 5000, ": must be TOML, not so deep"),
    ],
)
def test_every_mistake_has_its_line_and_a_way_out(text: str, said: str, root: Path) -> None:
    write({"stateful.toml": text, "bases/db/statefulapp.yaml": spec()})
    (root / "link").symlink_to("/tmp")  # noqa: S108  # nothing is written there
    result = run("render")
    assert (result.code, result.stdout) == (2, "")
    assert (said if said.startswith("got") else f"stateful.toml{said}") in result.stderr
    assert result.stderr.endswith("  [SR513]\n")
    assert not rendered(root)


def test_all_mistakes_are_named_at_once_and_once() -> None:
    write({"stateful.toml": "foo = 1\nspecs = 1\n[diff]\nfail-on = 1\n"})
    write({f"bases/{name}/statefulapp.yaml": spec(name) for name in "abc"})
    assert run("render", "bases").stderr.count("SR513") == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'rule = "SR94"\nreason = "x"',
            'stateful.toml:2: allow[0].rule: must be a code that can be allowed, got "SR94"',
        ),
        (
            'rule = "claim-grow"\nobject = "A/b"\nenvironment = "a"\nreason = "x"',
            'must be the id of a verdict of diff, or the code of a rule, got "claim-grow" (did',
        ),
        ('rule = "SR940"', "stateful.toml:1: allow[0]: must say why it may be so"),
        (
            'rule = "claim-grows"\nreason = "x"\nenvironment = "a"',
            "stateful.toml:1: allow[0]: must say object",
        ),
        (
            'rule = "SR940"\nreason = "x"\nobject = "db"',
            "stateful.toml:4: allow[0].object: must be kind/name, such as StatefulSet/cache",
        ),
        (
            'rule = "SR940"\nreason = "x"\nuntil = "soon"',
            "stateful.toml:4: allow[0].until: must be the last day, such as 2026-12-31",
        ),
        (
            'rule = "SR940"\nreason = "x"\ncode = "y"',
            "stateful.toml:4: allow[0].code: is no field of an allowance",
        ),
        (
            'rule = "claim-grows"\nobject = "A/b"\nenvironment = "a"\nreason = "x"\npath = "spec"',
            "stateful.toml:6: allow[0].path: must stand beside the code of a rule",
        ),
        ('rule = 1\nreason = "x"', "stateful.toml:2: allow[0].rule: must be a string"),
    ],
)
@pytest.mark.parametrize("command", [["validate", "bases"], ["diff", "bases@", "bases@"]])
def test_an_allowance_that_is_wrong(text: str, said: str, command: list[str]) -> None:
    write({"stateful.toml": f"[[allow]]\n{text}\n", "bases/statefulapp.yaml": spec()})
    result = run(*command)
    assert (result.code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "[SR908]" in result.stderr


@pytest.mark.parametrize(
    "text",
    [
        "specs" + ".a" * 16_000 + " = 1",
        "".join(f"k{number} = 1\n" for number in range(3_000)),
        "".join(f"[t{number}]\n" for number in range(3_000)),
        "[[allow]]\n" * 2_900,
        "[" + "a." * 16_000 + "b]",
        f"{'k' * 30_000} = 1",
        "kube-version = '" + "1" * 30_000 + "'",
        "output-dir = '" + "a/" * 15_000 + "'",
        "specs = [" + "'bases', " * 2_900 + "]",
    ],
    ids=lambda text: text[:20],
)
def test_what_a_stranger_makes_of_it_is_bounded(text: str) -> None:
    write({"stateful.toml": text, "bases/db/statefulapp.yaml": spec()})
    began = time.process_time()
    result = run("validate")
    assert time.process_time() - began < 20
    assert result.code in (0, 2)
    assert "bug" not in result.stderr
    assert len(result.stderr) < 60_000


def test_the_line_of_a_second_allowance() -> None:
    text = '[[allow]]\nrule = "SR940"\nreason = "x"\n'
    write({"stateful.toml": f"{text}{text}until = 1\n", "bases/statefulapp.yaml": spec()})
    assert "stateful.toml:7: allow[1].until: must be a string" in run("validate", "bases").stderr


def test_specs_that_are_not_there() -> None:
    write({"stateful.toml": 'output-dir = "."\nspecs = ["apps"]\n'})
    said = (
        'stateful.toml:2: specs[0]: must be a file or folder that is there, got "apps"  [SR513]\n'
    )
    assert run("render") == Result(2, "", said)


def test_a_file_that_cannot_be_read() -> None:
    write({"bases/db/statefulapp.yaml": spec()})
    Path("stateful.toml").mkdir()
    assert run("render") == Result(2, "", "stateful.toml: is a directory  [SR501]\n")
    Path("stateful.toml").rmdir()
    Path("stateful.toml").symlink_to("nowhere")
    result = run("render")
    assert result == Result(2, "", "stateful.toml: no such file or directory  [SR501]\n")
    Path("stateful.toml").unlink()
    for endless in ("/dev/zero", "pipe"):
        Path("stateful.toml").symlink_to(endless)
        os.mkfifo("pipe")
        said = "stateful.toml: must be a file, and no pipe or device  [SR501]\n"
        assert run("render") == Result(2, "", said)
        Path("stateful.toml").unlink()
        Path("pipe").unlink()
    Path("stateful.toml").write_bytes(b"a = 1\nb = '\xff'\n")
    assert run("render") == Result(2, "", "stateful.toml:2: must be UTF-8  [SR513]\n")
    Path("stateful.toml").write_text("#" * 70_000)
    result = run("render")
    assert result == Result(
        2, "", "stateful.toml: must be at most 32768 bytes, has 70000  [SR108]\n"
    )


def test_a_beginning_that_some_editors_write(root: Path) -> None:
    Path("stateful.toml").write_bytes(b'\xef\xbb\xbfoutput-dir = "out"\r\n')
    write({"bases/db/statefulapp.yaml": spec()})
    assert run("render").code == 0
    assert rendered(root) == ["out/bases/db"]


def test_what_is_wrong_reaches_programs() -> None:
    write({"stateful.toml": "foo = 1\n", "bases/db/statefulapp.yaml": spec()})
    result = run("render", "-o", "json")
    (problem,) = json.loads(result.stdout)["findings"]
    assert (problem["code"], problem["file"], problem["line"]) == ("SR513", "stateful.toml", 1)


def test_doctor_looks_at_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"bases/db/statefulapp.yaml": spec(), "plugin.yaml": "kind: ConfigManagementPlugin\n"})
    write({"stateful.toml": f'specs = ["bases"]\n{ALLOWED}'})
    monkeypatch.chdir(root / "bases/db")
    found = run("doctor").stdout.splitlines()
    assert "ok       ../../stateful.toml: says specs, and allows 1" in found
    assert any("../../plugin.yaml: " in line for line in found)
    write({"../../stateful.toml": "specs = ['a']\nfail-on = 1\n"})
    result = run("doctor")
    assert result.code == 1
    hint = "write fail-on in [validate] or in [diff]"
    said = f"error    ../../stateful.toml:2: fail-on: is not a key here ({hint})  [SR513]"
    assert said in result.stdout.splitlines()
    write({"../../stateful.toml": "specs = ['a']\n"})
    monkeypatch.chdir(root)
    (finding,) = (
        one for one in json.loads(run("doctor", "-o", "json").stdout) if one["code"] == "SR513"
    )
    assert (finding["file"], finding["line"]) == ("stateful.toml", 1)


# --- who does not look ----------------------------------------------------------------------------


def test_a_broken_file_keeps_nobody_from_reading_about_it() -> None:
    write({"stateful.toml": "foo"})
    assert run("explain", "SR513").code == 0
    assert run("explain", "stateful.toml").stdout.startswith("# ")
    assert run("schema").code == 0
    assert run("--help").code == 0


READS = """
import sys
from renderer.{module} import main
sys.argv = {argv!r}
try:
    main()
finally:
    sys.stderr.write(" ".join({{"tomllib", "renderer.inputs.project"}} & set(sys.modules)))
"""


@pytest.mark.parametrize(
    ("module", "argv"),
    [
        ("fn", ["stateful-fn", "exec-plugin", "statefulapp.yaml"]),
        ("stateful", ["stateful", "argocd", "parameters"]),
        ("stateful", ["stateful", "version"]),
    ],
)
def test_what_machines_call_does_not_know_the_file(module: str, argv: list[str]) -> None:
    write({"stateful.toml": "foo", "statefulapp.yaml": spec()})
    done = subprocess.run(
        [sys.executable, "-c", READS.format(module=module, argv=argv)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""


def test_generate_renders_by_the_spec_alone() -> None:
    write({"statefulapp.yaml": spec("db", "  resourceClaims: [{name: g, resourceClaimName: g}]")})
    before = run("argocd", "generate")
    assert before.code == 0, before.stderr
    write({"stateful.toml": 'kube-version = "1.31"\n'})
    assert run("argocd", "generate") == before
    assert run("argocd", "generate", "--kube-version", "1.34") == before
    write({"stateful.toml": "wrong"})
    assert run("argocd", "generate") == before


def test_toml_is_only_imported_where_there_is_a_file() -> None:
    write({"statefulapp.yaml": spec()})
    script = READS.format(module="cli.main", argv=["stateful", "render", "-e", "base"])
    call = [sys.executable, "-c", script]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.stderr == "renderer.inputs.project"
