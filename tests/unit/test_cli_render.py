"""`stateful render`: what -f finds, what -o prints, what --check says, and where it is written."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from calling import turned
from commands import Result, run, shown_on, write

from renderer.yaml import read

STATEFUL = Path(sys.executable).parent / "stateful"
HEAD = "apiVersion: stateful-renderer.dev/v1alpha1\nkind: StatefulApp\n"


def spec(name: str = "db", *more: str) -> str:
    lines = [f"metadata: {{name: {name}}}", "spec:", f"  image: {name}:1", *more]
    return HEAD + "".join(f"{line}\n" for line in lines)


PROD = ("  replicas: 1", "  environments:", "  - {name: prod, replicas: 3, namespace: shop}")
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tree(folder: str = ".") -> list[str]:
    return sorted(str(path) for path in Path(folder).rglob("*") if path.is_file())


def names(*arguments: str, stdin: str = "") -> list[str]:
    """The StatefulSets that a call renders."""
    result = run("render", *arguments, "-o", "name", stdin=stdin)
    assert result.code == 0, result.stderr
    lines = result.stdout.splitlines()
    return [line.partition("/")[2] for line in lines if line.startswith("statefulset.apps/")]


def refused(*arguments: str, stdin: str = "") -> str:
    """The stderr of a call that is refused: nothing on stdout, nothing written."""
    before = tree()
    result = run("render", *arguments, stdin=stdin)
    assert (result.code, result.stdout, tree()) == (2, "", before)
    return result.stderr


def wrote(*paths: str, unchanged: int = 0) -> str:
    """What a call says that wrote these files and removed none."""
    lines = [f"wrote {path}" for path in paths]
    counts = f"files: {len(paths)} written, 0 removed, {unchanged} unchanged"
    return "".join(f"{line}\n" for line in [*lines, counts])


BASE = ("bases/db/kustomization.yaml", "bases/db/service.yaml", "bases/db/statefulset.yaml")


# --- what -f finds --------------------------------------------------------------------------------


def test_a_file() -> None:
    write({"any.name": spec()})
    assert names("-f", "any.name") == ["db"]


def test_a_folder_with_folders() -> None:
    write({"apps/b/x.yaml": spec("b"), "apps/a.yml": spec("a"), "apps/c/d/e.yaml": spec("c")})
    assert names("-f", "apps") == ["a", "b", "c"]


def test_in_a_folder_everything_hidden_is_skipped() -> None:
    write({"apps/a.yaml": spec("a"), "apps/.git/b.yaml": spec("b"), "apps/.c.yaml": spec("c")})
    assert names("-f", "apps") == ["a"]


def test_a_hidden_folder_that_is_named_is_read() -> None:
    write({".apps/a.yaml": spec("a")})
    assert names("-f", ".apps") == ["a"]


def test_in_a_folder_other_manifests_and_other_files_are_ignored() -> None:
    broken = "kind: [\n"
    write({"a/a.yaml": spec("a"), "a/b.yaml": CONFIG_MAP, "a/c.yaml": broken, "a/d.txt": spec("d")})
    assert names("-f", "a") == ["a"]


def test_in_a_folder_a_broken_spec_is_not_ignored() -> None:
    write({"a/a.yaml": spec("a"), "a/b.yaml": f"{HEAD}x: [\n"})
    assert "a/b.yaml:4:1: " in refused("-f", "a")


WRONG_KIND = 'kind: must be "StatefulApp", got "StatefulAp" (write kind: StatefulApp)  [SR205]\n'


def test_in_a_folder_a_misspelt_kind_is_not_ignored() -> None:
    broken = spec("b").replace("kind: StatefulApp", "kind: StatefulAp")
    write({"d/a/statefulapp.yaml": spec("a"), "d/b/any.yaml": broken})
    assert refused("-f", "d") == f"d/b/any.yaml:2:7: {WRONG_KIND}"


def test_in_a_folder_a_misspelt_version_is_not_ignored() -> None:
    write({"d/a.yaml": spec("a"), "d/b.yaml": spec("b").replace("v1alpha1", "v1")})
    assert refused("-f", "d") == (
        'd/b.yaml:1:13: apiVersion: must be "stateful-renderer.dev/v1alpha1", got'
        ' "stateful-renderer.dev/v1" (write apiVersion: stateful-renderer.dev/v1alpha1)  [SR205]\n'
    )


@pytest.mark.parametrize("file", ["-", "d"])
def test_among_several_documents_a_misspelt_kind_is_not_ignored(file: str) -> None:
    broken = spec("b").replace("kind: StatefulApp", "kind: StatefulAp")
    text = f"{CONFIG_MAP}---\n{spec('a')}---\n{broken}"
    write({"d/all.yaml": text})
    place = "stdin" if file == "-" else "d/all.yaml"
    assert refused("-f", file, stdin=text) == f"{place}:12:7: {WRONG_KIND}"


def test_among_several_documents_one_without_a_head_is_not_ignored() -> None:
    headless = spec("b").removeprefix(HEAD)
    assert refused("-f", "-", stdin=f"{spec('a')}---\n{headless}").count("[SR205]") == 2


@pytest.mark.parametrize(
    "text",
    [
        (
            "{apiVersion: stateful-renderer.dev/v1alpha1, kind: StatefulApp, metadata: {name: db},"
            ' spec: {image: "db:1"}}\n'
        ),
        json.dumps(read(spec())[0]),
        json.dumps(read(spec())[0], indent=2),
        "".join(f"  {line}\n" for line in spec().splitlines()),
        spec().replace("kind: StatefulApp", "'kind' :\n  'StatefulApp'"),
        f"\ufeff{spec()}",
        spec().replace("\n", "\r\n"),
    ],
    ids=["flow", "json", "indented-json", "indented", "quoted", "bom", "crlf"],
)
def test_in_a_folder_a_spec_counts_however_it_is_written(text: str) -> None:
    write({"d/any.yaml": text})
    assert names("-f", "d") == names("-f", "d/any.yaml") == ["db"]


@pytest.mark.parametrize("name", ["statefulapp.yaml", "statefulapp.yml"])
@pytest.mark.parametrize("text", [CONFIG_MAP, spec().removeprefix(HEAD)], ids=["other", "no-head"])
def test_in_a_folder_a_file_of_our_name_must_be_a_spec(name: str, text: str) -> None:
    write({"d/a.yaml": spec("a"), f"d/b/{name}": text})
    message = refused("-f", "d")
    assert message == refused("-f", f"d/b/{name}")
    assert message.count("[SR205]") == 2


def test_in_a_folder_an_empty_file_of_our_name_is_refused() -> None:
    write({"d/a.yaml": spec("a"), "d/b/statefulapp.yaml": "# later\n"})
    assert refused("-f", "d") == (
        "d/b/statefulapp.yaml: must hold a StatefulApp, is empty  [SR502]\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "# kind: StatefulApp\n",
        "# kind: StatefulApp\nkind: [\n",
        "# stateful-renderer.dev\n{{ if .Values.x }}\nkind: ConfigMap\n{{ end }}\n",
        f"{CONFIG_MAP}data: {{a: yes, b: StatefulApp}}\n",
        (
            "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches:\n"
            "- patch: |-\n    apiVersion: stateful-renderer.dev/v1alpha1\n    kind: StatefulApp\n"
            "    metadata: {name: db}\n"
        ),
        f"kind: List\nmode: 0644\nitems:\n- {spec().replace(chr(10), chr(10) + '  ')}",
    ],
    ids=["comment", "broken", "template", "loose", "kustomization", "nested"],
)
def test_in_a_folder_a_file_that_only_mentions_us_is_ignored(text: str) -> None:
    write({"d/a.yaml": spec("a"), "d/b.yaml": text})
    assert names("-f", "d") == ["a"]


@pytest.mark.parametrize(
    "text",
    [
        spec("b", "  args: [yes]"),
        f"{{{{ if .Values.x }}}}\n{spec('b')}",
        "{kind: StatefulApp, metadata: {name: b}",
        '[{"apiVersion": "stateful-renderer.dev/v1alpha1",',
    ],
    ids=["strict", "template", "flow", "json"],
)
def test_in_a_folder_a_spec_that_cannot_be_read_is_not_ignored(text: str) -> None:
    write({"d/a.yaml": spec("a"), "d/b.yaml": text})
    assert refused("-f", "d").startswith("d/b.yaml:")


def test_a_folder_that_cannot_be_read_is_not_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """For root there is none, so it is made up."""
    write({"d/a.yaml": spec("a"), "d/closed/b.yaml": spec("b")})
    scan = os.scandir

    def scandir(folder: str) -> Any:
        if str(folder).endswith("closed"):
            raise PermissionError(13, "Permission denied", folder)
        return scan(folder)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", scandir)
        result = run("render", "-f", "d")
    assert result == Result(2, "", "d/closed: permission denied  [SR501]\n")


def test_a_link_that_leads_nowhere_is_not_skipped() -> None:
    write({"d/a.yaml": spec("a")})
    Path("d/b.yaml").symlink_to("gone.yaml")
    assert run("render", "-f", "d") == Result(
        2, "", "d/b.yaml: no such file or directory  [SR501]\n"
    )


def test_what_is_no_file_is_skipped() -> None:
    write({"d/a.yaml": spec("a"), "d/folder.yaml/b.yaml": spec("b")})
    os.mkfifo("d/pipe.yaml")
    assert names("-f", "d") == ["a", "b"]


def test_a_folder_that_is_rendered_into_itself_is_rendered_again() -> None:
    write({"bases/db/statefulapp.yaml": spec()})
    assert run("render", "-f", ".").code == 0
    assert run("render", "-f", ".").stderr == "files: 0 written, 0 removed, 3 unchanged\n"


def test_several_files_in_the_order_given() -> None:
    write({"a.yaml": spec("a"), "b.yaml": spec("b")})
    assert names("-f", "b.yaml", "-f", "a.yaml") == ["b", "a"]


def test_stdin() -> None:
    assert names("-f", "-", stdin=spec()) == ["db"]


def test_an_error_in_stdin_says_so() -> None:
    assert refused("-f", "-", stdin=spec("db", "  replicaz: 1")) == (
        'stdin:6:3: spec.replicaz: is not a field here (did you mean "replicas"?)  [SR201]\n'
    )


def test_files_from_stdin_say_so() -> None:
    assert run("render", "-f", "-", stdin=spec()).code == 0
    text = Path("bases/db/statefulset.yaml").read_text()
    assert text.startswith(
        "# Generated by stateful-renderer as bases/db/statefulset.yaml from stdin; edit"
    )


def test_without_f_it_is_statefulapp_yaml_here() -> None:
    write({"statefulapp.yaml": spec()})
    assert names() == ["db"]


def test_without_f_and_without_that_file_it_is_all_of_bases() -> None:
    write({"bases/db/statefulapp.yaml": spec(), "bases/web/statefulapp.yaml": spec("web")})
    assert names() == ["db", "web"]
    assert run("render").code == 0
    assert run("render", "--check").code == 0
    write({"statefulapp.yaml": spec("here")})
    assert names() == ["here"]


def test_without_f_and_without_that_file_the_ways_out_are_named() -> None:
    assert refused() == (
        "statefulapp.yaml: no such file or directory"
        " (name a file, a folder, or - for stdin)  [SR501]\n"
    )


def test_a_file_that_is_missing() -> None:
    assert refused("-f", "no.yaml") == "no.yaml: no such file or directory  [SR501]\n"


def test_a_folder_without_specs() -> None:
    write({"apps/other.yaml": CONFIG_MAP})
    assert refused("-f", "apps") == (
        "apps: must hold a StatefulApp, in a file that ends in .yaml or .yml  [SR502]\n"
    )


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n---\n"])
def test_a_file_without_documents(text: str) -> None:
    assert refused("-f", "-", stdin=text) == "stdin: must hold a StatefulApp, is empty  [SR502]\n"


def test_all_missing_files_are_named_at_once() -> None:
    assert refused("-f", "a.yaml", "-f", "b.yaml") == (
        "a.yaml: no such file or directory  [SR501]\nb.yaml: no such file or directory  [SR501]\n"
    )


def test_missing_files_and_empty_folders_and_equal_names_are_named_at_once() -> None:
    write({"a.yaml": spec("db"), "b.yaml": spec("db"), "e/other.yaml": CONFIG_MAP})
    options = [part for name in ("a.yaml", "no.yaml", "e", "b.yaml") for part in ("-f", name)]
    assert refused(*options) == (
        'b.yaml:3:18: metadata.name: must be a name of its own, "db" is taken by a.yaml:3:18'
        "  [SR505]\n"
        "e: must hold a StatefulApp, in a file that ends in .yaml or .yml  [SR502]\n"
        "no.yaml: no such file or directory  [SR501]\n"
    )


def test_two_apps_of_one_name() -> None:
    write({"a.yaml": spec("db"), "b.yaml": spec("db")})
    assert refused("-f", "a.yaml", "-f", "b.yaml") == (
        'b.yaml:3:18: metadata.name: must be a name of its own, "db" is taken by a.yaml:3:18'
        "  [SR505]\n"
    )


def test_several_specs_in_one_file() -> None:
    write({"all.yaml": f"{spec('a')}---\n{spec('b')}"})
    assert names("-f", "all.yaml") == ["a", "b"]


def test_an_error_in_a_second_document_has_the_line_in_the_file() -> None:
    assert refused("-f", "-", stdin=f"{spec('a')}---\n{spec('b', '  replicas: x')}").startswith(
        "stdin:12:13: spec.replicas: "
    )


def test_other_manifests_in_the_file_of_a_spec_are_ignored() -> None:
    assert names("-f", "-", stdin=f"{CONFIG_MAP}---\n{spec('b')}") == ["b"]


def test_a_file_that_holds_only_something_else_is_refused() -> None:
    assert "[SR205]" in refused("-f", "-", stdin=CONFIG_MAP)


def test_the_problems_of_all_files_come_at_once() -> None:
    write({"a.yaml": spec("a", "  replicaz: 1"), "b.yaml": spec("b", "  replicas: x")})
    codes = [line[-7:] for line in refused("-f", "a.yaml", "-f", "b.yaml").splitlines()]
    assert codes == ["[SR201]", "[SR202]"]


# --- what -e and -o print -------------------------------------------------------------------------


def printed(*arguments: str) -> str:
    write({"statefulapp.yaml": spec("db", *PROD)})
    result = run("render", *arguments)
    assert (result.code, result.stderr, tree()) == (0, "", ["statefulapp.yaml"])
    return result.stdout


def test_an_environment_is_printed_as_yaml_and_nothing_is_written() -> None:
    objects = read(printed("-e", "prod"), dialect="manifest")
    assert [each["kind"] for each in objects] == ["Service", "StatefulSet", "PodDisruptionBudget"]
    assert objects[1]["spec"]["replicas"] == 3
    assert {each["metadata"]["namespace"] for each in objects} == {"shop"}


def test_without_an_environment_o_prints_the_base() -> None:
    objects = read(printed("-o", "yaml"), dialect="manifest")
    assert objects[1]["spec"]["replicas"] == 1
    assert "namespace" not in objects[0]["metadata"]


def test_e_alone_prints_yaml() -> None:
    assert printed("-e", "prod") == printed("-e", "prod", "-o", "yaml")


def test_the_base_may_be_asked_for_by_name() -> None:
    assert printed("-e", "base") == printed("-o", "yaml")


def test_the_spec_may_select_its_environment_itself() -> None:
    expected = printed("-e", "prod")
    write({"own.yaml": spec("db", *PROD, "  environment: prod")})
    assert run("render", "-f", "own.yaml", "-o", "yaml").stdout == expected


def test_e_wins_over_what_the_spec_selects() -> None:
    expected = printed("-o", "yaml")
    write({"own.yaml": spec("db", *PROD, "  environment: prod")})
    assert run("render", "-f", "own.yaml", "-e", "base").stdout == expected


def test_json_is_a_list_of_the_same_objects() -> None:
    found = json.loads(printed("-e", "prod", "-o", "json"))
    assert found == {
        "apiVersion": "v1",
        "kind": "List",
        "items": read(printed("-e", "prod"), dialect="manifest"),
    }


def test_names_are_those_of_kubectl() -> None:
    assert printed("-e", "prod", "-o", "name") == (
        "service/db\nstatefulset.apps/db\npoddisruptionbudget.policy/db\n"
    )


def test_the_spec_is_printed_as_it_is_in_the_environment() -> None:
    assert printed("-e", "prod", "-o", "spec") == (
        "apiVersion: stateful-renderer.dev/v1alpha1\n"
        "kind: StatefulApp\n"
        "metadata:\n"
        "  name: db\n"
        "  namespace: shop\n"
        "spec:\n"
        "  image: db:1\n"
        "  replicas: 3\n"
    )


def test_the_printed_spec_renders_to_the_same_objects() -> None:
    text = printed("-e", "prod", "-o", "spec")
    assert run("render", "-f", "-", "-o", "yaml", stdin=text).stdout == printed("-e", "prod")


def test_the_printed_spec_is_a_valid_one() -> None:
    write({"statefulapp.yaml": spec("db", "  replicaz: 1", *PROD)})
    assert "[SR201]" in refused("-e", "prod", "-o", "spec")


@pytest.mark.parametrize("output", ["yaml", "spec", "name"])
def test_the_problems_of_all_apps_come_at_once_whatever_is_printed(output: str) -> None:
    text = f"{spec('a', '  replicaz: 1')}---\n{spec('b', '  replicaz: 1')}"
    hint = '(did you mean "replicas"?)  [SR201]\n'
    assert refused("-f", "-", "-o", output, stdin=text) == (
        f"stdin:6:3: spec.replicaz: is not a field here {hint}"
        f"stdin:13:3: spec.replicaz: is not a field here {hint}"
    )


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("-e", "'-e' / '--environment' / '--env'"),
        ("-f", "'-f' / '--filename'"),
        ("-O", "'-O' / '--output-dir'"),
    ],
)
def test_an_empty_value_is_a_wrong_call(option: str, said: str) -> None:
    """It is a variable of the shell that is not set, and would mean everything here."""
    write({"statefulapp.yaml": spec()})
    assert refused(option, "").splitlines()[-1] == (
        f"Error: Invalid value for {said}: must not be empty; is a variable of the shell not set?"
    )


def test_an_unknown_environment() -> None:
    write({"statefulapp.yaml": spec("db", *PROD)})
    assert refused("-e", "prd") == (
        "statefulapp.yaml: must be one of prod, got environment"
        ' "prd" (did you mean "prod"?)  [SR401]\n'
    )


def test_an_environment_that_one_of_several_apps_does_not_have() -> None:
    write({"a.yaml": spec("a", *PROD), "b.yaml": spec("b")})
    assert refused("-f", "a.yaml", "-f", "b.yaml", "-e", "prod") == (
        'b.yaml: must have environments to select, got environment "prod"  [SR401]\n'
    )


@pytest.mark.parametrize("output", ["xml", ""])
def test_an_unknown_output_is_a_wrong_call(output: str) -> None:
    assert "'yaml', 'json', 'spec', 'name'" in refused("-o", output)


# --- the tree -------------------------------------------------------------------------------------


def test_the_tree_is_written_where_it_is_told() -> None:
    write({"db.yaml": spec("db", *PROD)})
    result = run("render", "-f", "db.yaml", "-O", "out/new")
    overlay = ("kustomization.yaml", "poddisruptionbudget.yaml")
    overlays = [f"overlays/db/prod/{name}" for name in overlay]
    assert result == Result(0, "", wrote(*BASE, *overlays))
    assert tree("out") == [
        "out/new/bases/db/kustomization.yaml",
        "out/new/bases/db/service.yaml",
        "out/new/bases/db/statefulset.yaml",
        "out/new/overlays/db/prod/kustomization.yaml",
        "out/new/overlays/db/prod/poddisruptionbudget.yaml",
    ]


def test_the_source_is_named_as_seen_from_the_output_folder() -> None:
    write({"specs/db.yaml": spec()})
    assert run("render", "-f", "specs/db.yaml", "-O", "out").code == 0
    text = Path("out/bases/db/service.yaml").read_text()
    assert text.startswith(
        "# Generated by stateful-renderer as bases/db/service.yaml from ../specs/db.yaml; edit"
    )


def test_an_app_that_is_renamed_takes_its_files_with_it() -> None:
    write({"db.yaml": spec("db", *PROD)})
    assert run("render", "-f", "db.yaml").code == 0
    write({"db.yaml": spec("sql", *PROD)})
    assert run("render", "-f", "db.yaml").code == 0
    assert not [path for path in tree() if "/db/" in path]
    assert "bases/sql/statefulset.yaml" in tree()


def test_an_error_in_one_app_keeps_all_of_them_from_being_written() -> None:
    write({"a.yaml": spec("a"), "b.yaml": spec("b", "  replicaz: 1")})
    assert "[SR201]" in refused("-f", "a.yaml", "-f", "b.yaml")


def test_a_file_of_somebody_else_keeps_everything_from_being_written() -> None:
    write({"statefulapp.yaml": spec(), "bases/db/service.yaml": "mine\n"})
    assert refused() == (
        "bases/db/service.yaml: is in the way: it was not written by this tool"
        " (move it away)  [SR503]\n"
    )


def test_an_edit_is_kept_until_it_is_given_up() -> None:
    write({"statefulapp.yaml": spec()})
    run("render")
    file = Path("bases/db/service.yaml")
    file.write_text(file.read_text().replace("clusterIP: None", "clusterIP: none"))
    assert "[SR504]" in refused()
    result = run("render", "--overwrite-edited")
    assert result == Result(0, "", wrote("bases/db/service.yaml", unchanged=2))


def test_a_folder_that_cannot_be_made_is_an_error_of_the_call() -> None:
    write({"statefulapp.yaml": spec(), "out": "a file"})
    assert refused("-O", "out") == "out: File exists  [SR501]\n"


def test_many_apps_in_one_call() -> None:
    write({f"apps/a{index}.yaml": spec(f"a{index}") for index in range(60)})
    result = run("render", "-f", "apps", "-O", "out")
    assert (result.code, result.stdout) == (0, "")
    *named, more, counts = result.stderr.splitlines()
    assert named[0] == "wrote bases/a0/kustomization.yaml"
    assert (len(named), more) == (20, "and 160 more")
    assert counts == "files: 180 written, 0 removed, 0 unchanged"


# --- --check --------------------------------------------------------------------------------------


def test_check_is_silent_about_current_files() -> None:
    write({"statefulapp.yaml": spec()})
    run("render")
    assert run("render", "--check") == Result(0, "", "")


def test_check_names_what_would_change_and_writes_nothing() -> None:
    write({"statefulapp.yaml": spec("db", *PROD)})
    run("render")
    before = {path: Path(path).read_text() for path in tree()}
    before["statefulapp.yaml"] = spec("db", "  replicas: 2")
    write({"statefulapp.yaml": before["statefulapp.yaml"]})
    result = run("render", "--check")
    assert result.code == 1
    assert result.stdout.startswith("would write bases/db/")
    assert "would remove overlays/db/prod/kustomization.yaml\n" in result.stdout
    warning, last = result.stderr.splitlines()
    assert warning.startswith("warning: overlays/db/prod/kustomization.yaml: is removed: where ")
    assert last == "not current: run `stateful render` with the same -f and -O"
    assert {path: Path(path).read_text() for path in tree()} == before


def test_check_reports_an_edit_as_not_current() -> None:
    write({"statefulapp.yaml": spec()})
    run("render")
    file = Path("bases/db/service.yaml")
    file.write_text(file.read_text().replace("clusterIP: None", "clusterIP: none"))
    result = run("render", "--check")
    assert (result.code, result.stdout) == (1, "")
    assert "[SR504]" in result.stderr


@pytest.mark.parametrize("place", ["# Generated", "apiVersion:", "  clusterIP:"])
def test_a_comment_stays_until_its_file_changes_and_is_not_lost_then(place: str) -> None:
    """kpt keeps it, so both doors may be used on one repository."""
    write({"statefulapp.yaml": spec()})
    run("render")
    file = Path("bases/db/service.yaml")
    text = file.read_text().replace(place, f"# mine\n{place}", 1)
    file.write_text(text)
    assert run("render", "--check") == Result(0, "", "")
    assert run("render") == Result(0, "", "files: 0 written, 0 removed, 3 unchanged\n")
    assert file.read_text() == text
    write({"statefulapp.yaml": spec("db", "  ports: [{name: web, port: 80}]")})
    assert "[SR504]" in refused()
    assert run("render", "--overwrite-edited").code == 0
    assert "# mine" not in file.read_text()


def test_another_layout_is_no_edit_and_no_reason_to_write() -> None:
    """As kpt has it: keys that came later behind the others, and some characters as themselves."""
    variable = '  env: [{name: A, value: "\\U0001F600 \\u00a0#"}]'
    write({"statefulapp.yaml": spec("db", variable)})
    run("render")
    file = Path("bases/db/statefulset.yaml")
    ours = file.read_text()
    text = ours.replace("  replicas: 1\n", "").replace("\\xa0", "\u00a0") + "  replicas: 1\n"
    assert len(text) == len(ours) - len("\\xa0") + 1
    file.write_text(text)
    assert run("render", "--check") == Result(0, "", "")
    write({"statefulapp.yaml": spec("db", variable, "  minReadySeconds: 3")})
    assert run("render").stderr == wrote("bases/db/statefulset.yaml", unchanged=2)
    assert "minReadySeconds: 3" in file.read_text()


@pytest.mark.parametrize("after", [(), ("  revisionHistoryLimit: 3",)])
def test_an_order_of_keys_is_no_edit_whatever_the_spec_no_longer_has(after: tuple[str]) -> None:
    """A key that went, or that another one came for; and a file that is no longer needed."""
    write({"statefulapp.yaml": spec("db", "  minReadySeconds: 3", *PROD)})
    run("render")
    for path in tree():
        if path != "statefulapp.yaml":
            Path(path).write_text(turned(Path(path).read_text()))
    assert run("render", "--check") == Result(0, "", "")
    write({"statefulapp.yaml": spec("db", *after)})
    found = run("render", "--check")
    assert found.code == 1
    assert "would write bases/db/statefulset.yaml\nwould remove overlays/" in found.stdout
    assert run("render").code == 0
    assert "minReadySeconds" not in Path("bases/db/statefulset.yaml").read_text()
    assert not Path("overlays").exists()


@pytest.mark.parametrize("more", [(), ("  minReadySeconds: 3",)])
@pytest.mark.parametrize(("before", "after"), [("s: 1", 's: "1"'), ("s: 1", "s: true")])
def test_a_value_of_another_type_is_an_edit(before: str, after: str, more: tuple[str]) -> None:
    write({"statefulapp.yaml": spec()})
    run("render")
    file = Path("bases/db/statefulset.yaml")
    file.write_text(turned(file.read_text()).replace(f"replica{before}\n", f"replica{after}\n"))
    write({"statefulapp.yaml": spec("db", *more)})
    assert "[SR504]" in refused()
    assert "[SR504]" in run("render", "--check").stderr


def test_check_of_a_broken_spec_is_trouble_and_no_difference() -> None:
    write({"statefulapp.yaml": spec("db", "  replicaz: 1")})
    assert "[SR201]" in refused("--check")


@pytest.mark.parametrize("option", [("-e", "prod"), ("-o", "yaml")], ids=" ".join)
def test_check_with_something_to_print_is_a_wrong_call(option: tuple[str, str]) -> None:
    write({"statefulapp.yaml": spec("db", *PROD)})
    assert "--check is for the whole tree: leave out -e and -o" in refused("--check", *option)


# --- real processes: streams, signals, locales ----------------------------------------------------


def test_a_reader_that_left_early_is_no_error_to_talk_about() -> None:
    write({"statefulapp.yaml": spec()})
    with subprocess.Popen(
        [STATEFUL, "render", "-o", "yaml"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.close()  # before anything is written: a pipe may hold it all
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 128 + signal.SIGPIPE


def test_output_is_utf8_in_any_locale() -> None:
    write({"statefulapp.yaml": spec("db", "  args: [é☃]")})
    variables = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    result = subprocess.run(
        [STATEFUL, "render", "-o", "yaml"], capture_output=True, check=True, env=variables
    )
    assert "é☃".encode() in result.stdout


def test_an_error_is_utf8_in_any_locale() -> None:
    write({"statefulapp.yaml": spec("db", "  é: 1")})
    variables = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    result = subprocess.run([STATEFUL, "render"], capture_output=True, check=False, env=variables)
    assert result.returncode == 2
    assert result.stderr.decode().startswith("statefulapp.yaml:6:3: spec.é: ")


def real(
    arguments: str, *, stdin: str = "", folder: Path | None = None, limit: str = ""
) -> tuple[int, bytes, bytes]:
    """Run a line of shell that begins with `stateful`."""
    result = subprocess.run(
        ["/bin/sh", "-c", f"{limit}exec {STATEFUL} {arguments}"],
        input=stdin.encode(),
        capture_output=True,
        check=False,
        cwd=folder,
    )
    return result.returncode, result.stdout, result.stderr


def test_a_stdin_that_is_closed() -> None:
    assert real("render -f - <&-") == (2, b"", b"stdin: bad file descriptor  [SR501]\n")


def test_a_version_that_nobody_can_read() -> None:
    assert real("version >&-") == (2, b"", b"stateful: stdout is closed\n")
    if Path("/dev/full").exists():
        full = (2, b"", b"stateful: stdout: No space left on device\n")
        assert real("version > /dev/full") == full


@pytest.mark.parametrize("arguments", ["render -o yaml", "explain SR101"])
def test_a_stdout_that_is_closed_or_full(arguments: str) -> None:
    write({"statefulapp.yaml": spec()})
    assert real(f"{arguments} >&-") == (2, b"", b"stdout: Bad file descriptor  [SR501]\n")
    if Path("/dev/full").exists():
        full = (2, b"", b"stdout: No space left on device  [SR501]\n")
        assert real(f"{arguments} > /dev/full") == full


def test_help_that_nobody_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """By typer where somebody says a width, else without it."""
    monkeypatch.setenv("COLUMNS", "80")
    assert real("--help >&-") == (2, b"", b"stateful: Bad file descriptor  [SR501]\n")
    monkeypatch.delenv("COLUMNS")
    assert real("--help >&-") == (2, b"", b"stateful: stdout is closed\n")


@pytest.mark.parametrize("stream", ["2>&-", "2> /dev/full", ">&- 2>&-", "<&- >&- 2>&-"])
def test_without_a_stderr_the_exit_code_says_it_all(stream: str) -> None:
    write({"statefulapp.yaml": spec()})
    assert real(f"render -f no {stream}") == (2, b"", b"")
    assert real(f"render --no {stream}") == (2, b"", b"")
    assert real(f"render {stream}") == (0, b"", b"")
    assert "bases/db/statefulset.yaml" in tree()


def test_a_file_name_that_is_no_utf8() -> None:
    folder = os.fsencode(Path.cwd()) + b"/nu"
    os.mkdir(folder)  # noqa: PTH102  # a path of bytes
    Path(os.fsdecode(folder + b"/\xff.yaml")).write_text(spec())
    assert real("render -f nu") == (
        2,
        b"",
        (
            b"nu/\\udcff.yaml: file name must be UTF-8 without control characters: files made from"
            b" it hold it (rename it)  [SR109]\n"
        ),
    )
    assert real("render -f nu -o name") == (0, b"service/db\nstatefulset.apps/db\n", b"")
    Path(os.fsdecode(folder + b"/\xff.yaml")).write_text(spec("db", "  replicaz: 1"))
    code, stdout, stderr = real("render -f nu -o name")
    assert (code, stdout) == (2, b"")
    assert stderr.startswith(b"nu/\\udcff.yaml:6:3: spec.replicaz: ")


def test_a_file_name_that_would_end_the_line_it_stands_on() -> None:
    write({"a\nb: c.yaml": spec()})
    assert "[SR109]" in refused("-f", "a\nb: c.yaml")


def contents(folder: str) -> dict[str, bytes]:
    return {path: Path(path).read_bytes() for path in tree(folder)}


def test_a_call_that_is_told_to_end_takes_everything_back() -> None:
    write({f"apps/a{index}.yaml": spec(f"a{index}") for index in range(300)})
    assert run("render", "-f", "apps", "-O", "out").code == 0
    before = contents("out")
    write(
        {f"apps/a{index}.yaml": spec(f"a{index}", "  args: [new]", *PROD) for index in range(300)}
    )
    with subprocess.Popen(
        [STATEFUL, "render", "-f", "apps", "-O", "out"], stderr=subprocess.PIPE
    ) as process:
        while process.poll() is None and not list(Path("out").glob(".stateful-render/*.new")):
            time.sleep(0.001)
        process.send_signal(signal.SIGTERM)
        _, stderr = process.communicate(timeout=30)
    assert (process.returncode, stderr) == (128 + signal.SIGTERM, b"")
    assert contents("out") == before
    assert [path.name for path in Path("out").iterdir()] == ["bases"]


# A render to which a signal is sent with the call that makes its tree the new one.
SIGNALLED = """\
import os, signal, sys
from renderer.cli import main
def replace(old, new, real=os.replace, **folders):
    if new == "done":
        {before}
    real(old, new, **folders)
    if new == "done":
        {after}
os.replace = replace
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = ["stateful", "render"]
main.main()
"""


def signalled(*, before: str = "pass", after: str = "pass") -> tuple[int, str]:
    program = SIGNALLED.format(before=before, after=after)
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.returncode, result.stderr


@pytest.mark.parametrize(("name", "code"), [("INT", 130), ("TERM", 143)])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_signal_that_comes_too_late_ends_a_call_when_it_has_said_what_it_wrote(
    name: str, code: int, when: str
) -> None:
    write({"statefulapp.yaml": spec()})
    found = signalled(**{when: f"signal.raise_signal(signal.SIG{name})"})
    assert found == (code, wrote(*BASE))
    assert run("render", "--check") == Result(0, "", "")


def test_a_call_that_is_killed_is_taken_back_by_the_next_one() -> None:
    write({"statefulapp.yaml": spec()})
    assert run("render").code == 0
    old = contents("bases")
    write({"statefulapp.yaml": spec("db", "  args: [new]")})
    assert signalled(before="os.kill(os.getpid(), signal.SIGKILL)") == (-signal.SIGKILL, "")
    assert contents("bases") != old
    check = run("render", "--check")
    assert (check.code, check.stdout) == (1, "")
    assert check.stderr.startswith(".stateful-render: is of a render that was interrupted")
    assert run("render").stderr.splitlines() == [
        "an interrupted render was taken back first",
        "wrote bases/db/statefulset.yaml",
        "files: 1 written, 0 removed, 2 unchanged",
    ]
    assert not Path(".stateful-render").exists()


def test_an_interrupted_call_exits_with_130() -> None:
    with subprocess.Popen(
        [STATEFUL, "render", "-f", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that runs us in the background hands an ignored SIGINT down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        process.stdin.write("#" * 4_000_000)  # no pipe holds that: when it is gone, it is read
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in stderr


def with_terminal(count: int) -> str:
    """What a terminal on stderr gets to see of a render of so many apps."""
    write({f"apps/a{index}.yaml": spec(f"a{index}") for index in range(count)})
    terminal, stderr = pty.openpty()
    command = [STATEFUL, "render", "-f", "apps", "-O", "out"]
    subprocess.run(command, stderr=stderr, check=True, env={**os.environ, "TERM": "xterm"})
    os.close(stderr)
    return shown_on(terminal)


def test_many_apps_move_a_bar_on_a_terminal() -> None:
    assert "rendering" in with_terminal(50)


def test_few_apps_need_no_bar() -> None:
    said = with_terminal(5).splitlines()
    assert len(said) == 16
    assert said[-1] == "files: 15 written, 0 removed, 0 unchanged"


def test_apps_that_want_the_same_claims_are_refused_together() -> None:
    text = SPEC_WITH_STORAGE
    Path("a.yaml").write_text(text.format(name="web", storage="data-a"))
    Path("b.yaml").write_text(text.format(name="a-web", storage="data"))
    result = run("render", "-f", "a.yaml", "-f", "b.yaml", "-O", "out")
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == (
        "b.yaml:8:12: spec.storage[0].name: must not make the PersistentVolumeClaim data-a-web-0,"
        " app web does so too  [SR507]\n"
    )
    assert not Path("out").exists()
    printed = run("render", "-f", "a.yaml", "-f", "b.yaml", "-o", "name")
    assert (printed.code, printed.stderr) == (2, result.stderr)


def test_what_a_spec_that_is_gone_left_over_is_named() -> None:
    Path("old.yaml").write_text(SPEC_WITH_STORAGE.format(name="old", storage="data"))
    Path("new.yaml").write_text(SPEC_WITH_STORAGE.format(name="new", storage="data"))
    assert run("render", "-f", "old.yaml", "-O", "out").code == 0
    Path("old.yaml").unlink()
    result = run("render", "-f", "new.yaml", "-O", "out")
    assert result.code == 0
    assert result.stderr.splitlines() == [
        *(f"wrote {path.replace('db', 'new')}" for path in BASE),
        *(
            f"{path.replace('db', 'old')}: is left over, its spec is gone"
            " (remove it with `stateful render --prune`)"
            for path in BASE
        ),
        "files: 3 written, 0 removed, 0 unchanged",
    ]
    check = run("render", "-f", "new.yaml", "-O", "out", "--check")
    assert (check.code, check.stdout.splitlines()[0]) == (
        1,
        "left over bases/old/kustomization.yaml",
    )


SPEC_WITH_STORAGE = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata:
  name: {name}
spec:
  image: db:1
  storage:
  - {{name: {storage}, mountPath: /data, size: 1Gi}}
"""


# --- what becomes of the data ---------------------------------------------------------------------

CLAIM = "  storage: [{name: data, mountPath: /data, size: 1Gi}]"
GOES = (
    "is pruned, its pods are deleted, and their volumes stay behind"
    " (a StatefulSet {} starts on empty volumes)  [SR615]"
)


def test_a_renamed_app_says_what_becomes_of_its_volumes() -> None:
    write({"statefulapp.yaml": spec("db", *PROD, CLAIM)})
    run("render")
    write({"statefulapp.yaml": spec("sql", *PROD, CLAIM)})
    warning = "warning: bases/db/statefulset.yaml: is removed: where StatefulSet db " + GOES.format(
        "of another name"
    )
    checked = run("render", "--check")
    assert (checked.code, checked.stderr.splitlines()[0]) == (1, warning)
    result = run("render")
    assert (result.code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[0] == warning
    assert "warning" not in run("render").stderr


def test_an_app_in_another_namespace_says_what_becomes_of_its_volumes() -> None:
    write({"statefulapp.yaml": spec("db", *PROD, CLAIM)})
    run("render")
    write({"statefulapp.yaml": spec("db", *PROD, CLAIM).replace("shop", "store")})
    assert run("render").stderr.splitlines()[0] == (
        "warning: overlays/db/prod/kustomization.yaml: is for another namespace now:"
        " where StatefulSet db in namespace shop " + GOES.format("in another namespace")
    )


def test_an_environment_that_goes_says_what_becomes_of_its_volumes() -> None:
    write({"statefulapp.yaml": spec("db", *PROD, "  - {name: test, namespace: test}", CLAIM)})
    run("render")
    write({"statefulapp.yaml": spec("db", *PROD, CLAIM)})
    assert run("render").stderr.startswith("warning: overlays/db/test/kustomization.yaml: ")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "{name: data,",
            "{name: more,",
            "spec.volumeClaimTemplates: data is gone, and data-db-N stays behind",
        ),
        (CLAIM, "", "spec.volumeClaimTemplates: data is gone, and data-db-N stays behind"),
        (
            CLAIM,
            f"{CLAIM}\n  selector: {{matchLabels: {{app: x}}}}",
            "spec.selector: is another one",
        ),
        (CLAIM, f"{CLAIM}\n  headlessService: {{name: x}}", "spec.serviceName: is another one"),
    ],
)
def test_an_app_that_becomes_another_says_what_becomes_of_its_volumes(
    old: str, new: str, said: str
) -> None:
    text = spec("db", *PROD, CLAIM)
    assert old in text
    write({"statefulapp.yaml": text})
    run("render")
    write({"statefulapp.yaml": text.replace(old, new)})
    warning = (
        f"warning: bases/db/statefulset.yaml: {said}: the API server refuses that of a StatefulSet"
        " that runs (`stateful diff --against HEAD` has the way out)  [SR616]"
    )
    assert run("render", "--check").stderr.splitlines()[0] == warning
    result = run("render")
    assert (result.code, result.stderr.splitlines()[0]) == (0, warning)
    assert "warning" not in run("render").stderr


def test_an_app_that_changes_says_nothing() -> None:
    write({"statefulapp.yaml": spec("db", *PROD, CLAIM)})
    run("render")
    write({"statefulapp.yaml": spec("db", *PROD, CLAIM).replace("db:1", "db:2")})
    assert run("render").stderr == wrote("bases/db/statefulset.yaml", unchanged=4)


# --- where the tree lands -------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["bases/db", "bases", "overlays/db", "overlays/db/prod/deep"])
def test_within_the_tree_it_lands_in_the_tree(
    folder: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write({"bases/db/statefulapp.yaml": spec()})
    Path(folder).mkdir(parents=True, exist_ok=True)
    assert run("render", "-f", "bases").code == 0
    monkeypatch.chdir(folder)
    root = "/".join([".."] * (folder.count("/") + 1))
    result = run("render", "-f", f"{root}/bases/db/statefulapp.yaml")
    said = f"the tree is that of {root}, above bases/\nfiles: 0 written, 0 removed, 3 unchanged\n"
    assert result == Result(0, "", said)
    assert run("render", "-f", f"{root}/bases", "--check").code == 0
    assert not list(tmp_path.rglob("bases/*/bases"))


def test_a_spec_on_stdin_takes_over_nothing_of_one_that_is_there() -> None:
    overlay = spec("db", "  environments: [{name: prod, replicas: 3}]")
    write({"bases/db/statefulapp.yaml": overlay})
    assert run("render").code == 0
    before = tree()
    result = run("render", "-f", "-", stdin=spec())
    assert result.code == 2
    assert "was rendered from bases/db/statefulapp.yaml, which is still there" in result.stderr
    assert tree() == before
    Path("bases/db/statefulapp.yaml").unlink()
    assert run("render", "-f", "-", stdin=spec()).code == 0


def test_a_path_may_stand_without_an_option() -> None:
    write({"a/statefulapp.yaml": spec("a"), "b.yaml": spec("b")})
    assert names("a", "-f", "b.yaml") == ["a", "b"]


def test_too_little_memory_is_no_bug() -> None:
    write({"statefulapp.yaml": spec()})
    code, stdout, stderr = real("render -o yaml", limit="ulimit -v 60000; ")
    assert (code, stdout) == (2, b"")
    assert stderr.endswith(b"stateful: there is not enough memory for what was read  [SR108]\n")


def test_a_spec_that_is_given_twice_is_rendered_once() -> None:
    Path("bases/db").mkdir(parents=True)
    spec = Path("bases/db/statefulapp.yaml")
    spec.write_text(
        "apiVersion: stateful-renderer.dev/v1alpha1\nkind: StatefulApp\n"
        "metadata: {name: db}\nspec: {image: 'db:1'}\n"
    )
    once = run("render", "-f", "bases", "-e", "base")
    twice = run("render", "-f", "bases", "-f", str(spec), "-f", "./bases/db", "-e", "base")
    assert once.code == 0
    assert twice == once
