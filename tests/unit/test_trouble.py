"""What a call that failed tells programs: the same record for every command and every problem."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from commands import Result, run
from kustomizing import ROOT

from renderer.cli import trouble

SCHEMA = json.loads((ROOT / "renderer/schemas/report.schema.json").read_text())
SARIF = jsonschema.Draft4Validator(
    json.loads((ROOT / "tests/schemas/sarif-2.1.0.json").read_text())
)
HEAD = "apiVersion: stateful-renderer.dev/v1alpha1\nkind: StatefulApp\nmetadata: {name: db}\n"
BROKEN = f"{HEAD}spec:\n  image: db:1\n  replicaz: 1\n  environments: [{{name: prod}}]\n"
NO_YAML = f"{HEAD}spec: [\n"
FINE = f"{HEAD}spec:\n  image: db:1\n  environments: [{{name: prod}}]\n"
# Every command that reads a spec.
CALLS = [
    ("render",),
    ("render", "--check"),
    ("render", "-e", "prod"),
    ("facts",),
    ("validate", "statefulapp.yaml"),
    ("diff", "statefulapp.yaml@", "statefulapp.yaml@prod"),
]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def findings(result: Result) -> list[dict[str, Any]]:
    found = json.loads(result.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return list(found["findings"])


@pytest.mark.parametrize("spec", [BROKEN, NO_YAML], ids=["unknown field", "no YAML"])
@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_every_command_reports_a_broken_spec_as_json(call: tuple[str, ...], spec: str) -> None:
    Path("statefulapp.yaml").write_text(spec)
    result = run(*call, "-o", "json")
    assert result.code == 2
    (found,) = findings(result)
    assert (found["file"], found["severity"]) == ("statefulapp.yaml", "error")
    assert found["line"]
    assert f"statefulapp.yaml:{found['line']}:{found['column']}: " in result.stderr


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_and_in_the_formats_of_ci(call: tuple[str, ...]) -> None:
    Path("statefulapp.yaml").write_text(BROKEN)
    for output in ("github", "sarif", "junit", "markdown"):
        result = run(*call, "-o", output)
        assert result.code == 2, result.stderr
        assert "SR201" in result.stdout
        if output == "github":
            line = "::error file=statefulapp.yaml,line=6,col=3,title=SR201"
            assert result.stdout.startswith(line)
        if output == "sarif":
            log = json.loads(result.stdout)
            SARIF.validate(log)
            assert log["runs"][0]["automationDetails"]["id"] == f"stateful-{call[0]}/"
    assert not Path("bases").exists()


def test_adopt_and_doctor_report_what_cannot_be_read() -> None:
    for call in (("adopt", "nowhere"), ("doctor", "nowhere")):
        (found,) = findings(run(*call, "-o", "json"))
        assert (found["file"], found["code"]) == ("nowhere", "SR501")


def test_validate_reports_what_it_cannot_read_beside_what_it_finds() -> None:
    Path("broken.yaml").write_text("a: [\n")
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {ports: [{port: 1}]}\n"
    Path("service.yaml").write_text(service)
    found = findings(run("validate", ".", "-o", "json"))
    assert found[0]["file"] == "broken.yaml"
    assert {each["code"] for each in found[1:]} == {"SR915"}
    assert "file=broken.yaml" in run("validate", ".", "-o", "github").stdout


def test_a_call_that_cannot_be_understood_is_a_finding_too() -> None:
    result = run("facts", "--foo", "-o", "json")
    (found,) = findings(result)
    assert (result.code, found["code"], found["message"]) == (
        2,
        "SR510",
        "No such option: --foo",
    )
    assert "Error: No such option: --foo" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["render", "-o", "json"], "json"),
        (["render", "-osarif"], "sarif"),
        (["render", "--output=github"], "github"),
        (["render", "--output", "junit"], "junit"),
        (["render", "-o", "json", "-o", "yaml"], ""),
        (["render", "-o", "yaml"], ""),
        (["diff", "--", "-o", "json"], ""),
        (["render", "-o"], ""),
        ([], ""),
    ],
)
def test_which_format_a_call_asks_for(arguments: list[str], wanted: str) -> None:
    assert trouble.asked_for(arguments) == wanted


def test_no_other_format_has_words_of_ours_on_stdout() -> None:
    Path("statefulapp.yaml").write_text(BROKEN)
    for output in ("yaml", "spec", "name"):
        result = run("render", "-e", "prod", "-o", output)
        assert (result.code, result.stdout) == (2, "")


# --- render's own ---------------------------------------------------------------------------------


def test_check_reports_each_file_that_is_not_current() -> None:
    Path("statefulapp.yaml").write_text(FINE)
    result = run("render", "--check", "-o", "json")
    assert result.code == 1
    found = findings(result)
    assert [(each["file"], each["code"]) for each in found] == [
        ("bases/db/kustomization.yaml", "SR511"),
        ("bases/db/service.yaml", "SR511"),
        ("bases/db/statefulset.yaml", "SR511"),
        ("overlays/db/prod/kustomization.yaml", "SR511"),
    ]
    assert run("render", "-o", "github").stdout == ""
    assert Path("bases/db/service.yaml").exists()
    again = run("render", "--check", "-o", "json")
    assert (again.code, findings(again)) == (0, [])


def test_an_environment_is_checked_without_printing_it() -> None:
    Path("statefulapp.yaml").write_text(FINE)
    assert run("render", "-e", "prod", "-o", "github") == Result(0, "", "")
    assert not Path("bases").exists()


def two_apps() -> None:
    for name in ("db", "web"):
        Path(f"{name}.yaml").write_text(FINE.replace("name: db", f"name: {name}"))
    assert run("render", ".").code == 0


def test_an_edited_app_is_left_as_it_is_and_no_other() -> None:
    two_apps()
    edited = Path("overlays/db/prod/kustomization.yaml")
    edited.write_text(edited.read_text() + "images: []\n")
    before = {path: path.read_bytes() for path in Path().rglob("*/db/**/*.yaml")}
    for name in ("db", "web"):
        spec = Path(f"{name}.yaml")
        spec.write_text(spec.read_text().replace("db:1", "db:2"))
    result = run("render", ".")
    assert result.code == 2
    assert result.stderr.splitlines()[:-1] == [
        "wrote bases/web/statefulset.yaml",
        "files: 1 written, 0 removed, 5 unchanged",
    ]
    assert result.stderr.splitlines()[-1].startswith(f"{edited}: was edited")
    assert {path: path.read_bytes() for path in before} == before
    assert "db:2" in Path("bases/web/statefulset.yaml").read_text()


def test_an_edit_names_the_command_that_shows_it() -> None:
    Path("my apps").mkdir()
    Path("my apps/statefulapp.yaml").write_text(FINE)
    assert run("render", "my apps").code == 0
    for file, command in {
        "bases/db/service.yaml": "`stateful diff bases/db 'my apps/statefulapp.yaml@'` shows it",
        "overlays/db/prod/kustomization.yaml": (
            "`stateful diff overlays/db/prod 'my apps/statefulapp.yaml@prod'` shows it"
        ),
    }.items():
        edited, ours = Path(file), Path(file).read_text()
        edited.write_text(f"{ours}mine: true\n")
        assert f"({command}; move the edit" in run("render", "my apps").stderr
        edited.write_text(ours)


@pytest.mark.parametrize("option", [("-e", "prod"), ("-e", "base"), ("-o", "yaml"), ("-o", "spec")])
def test_what_is_printed_is_of_a_document_that_is_right_as_a_whole(
    option: tuple[str, str],
) -> None:
    other = "environments: [{name: prod}, {name: dev, replica: 1}]"
    Path("statefulapp.yaml").write_text(FINE.replace("environments: [{name: prod}]", other))
    result = run("render", *option)
    assert (result.code, result.stdout) == (2, "")
    assert "spec.environments[1].replica: is not a field here" in result.stderr


def test_a_path_may_name_its_environment() -> None:
    Path("apps").mkdir()
    Path("apps/statefulapp.yaml").write_text(
        FINE.replace("{name: prod}", "{name: prod, replicas: 3}")
    )
    for path, option in {"apps@prod": "prod", "apps/statefulapp.yaml@": "base"}.items():
        for command in (("render",), ("render", "-o", "spec"), ("facts",)):
            named = run(*command, path)
            assert named.code == 0, named.stderr
            assert named.stdout
            assert named == run(*command, "-f", "apps", "-e", option)
            assert named == run(*command, "-f", path)
    assert run("render", "-@prod", "-o", "name", stdin=FINE).code == 2  # it reads as an option
    piped = run("render", "-o", "name", "--", "-@prod", stdin=FINE)
    assert "statefulset.apps/db" in piped.stdout
    assert not Path("bases").exists()


@pytest.mark.parametrize("command", ["render", "facts"])
def test_an_environment_is_named_once_and_must_be_there(command: str) -> None:
    Path("statefulapp.yaml").write_text(FINE)
    twice = run(command, "statefulapp.yaml@prod", "-e", "prod")
    assert (twice.code, "both name an environment" in twice.stderr) == (2, True)
    unknown = run(command, "statefulapp.yaml@prd")
    assert (unknown.code, unknown.stdout) == (2, "")
    assert 'got environment "prd" (did you mean "prod"?)' in unknown.stderr


def test_a_path_with_an_environment_is_no_tree() -> None:
    Path("statefulapp.yaml").write_text(FINE)
    result = run("render", "statefulapp.yaml@prod", "--check")
    assert (result.code, "--check is for the whole tree" in result.stderr) == (2, True)


def test_a_file_whose_name_has_the_sign_is_a_file() -> None:
    Path("my@app.yaml").write_text(FINE)
    assert run("render", "my@app.yaml", "-o", "name").code == 0


def test_describe_is_facts() -> None:
    Path("statefulapp.yaml").write_text(FINE)
    assert run("describe") == run("facts")
    assert run("help", "facts").stdout == run("facts", "--help").stdout
    assert run("-V") == run("version")


def test_prune_removes_what_is_left_of_a_spec_and_nothing_else() -> None:
    two_apps()
    mine = Path("bases/web/notes.yaml")
    mine.write_text("a: b\n")
    Path("web.yaml").unlink()
    left = run("render", ".", "--check", "-o", "json")
    assert (left.code, {each["code"] for each in findings(left)}) == (1, {"SR512"})
    assert "would remove bases/web/service.yaml" in run("render", ".", "--check", "--prune").stdout
    result = run("render", ".", "--prune")
    assert result.code == 0
    assert "pruned, its pods are deleted" in result.stderr
    assert [path for path in Path().rglob("web/**/*") if path.is_file()] == [mine]
    assert Path("bases/db/service.yaml").exists()
    assert run("render", ".", "--check") == Result(0, "", "")


def test_prune_leaves_what_somebody_has_edited() -> None:
    two_apps()
    Path("web.yaml").unlink()
    edited = Path("bases/web/service.yaml")
    edited.write_text(edited.read_text() + "x: y\n")
    result = run("render", ".", "--prune")
    assert (result.code, "[SR504]" in result.stderr) == (2, True)
    assert Path("overlays/web/prod/kustomization.yaml").exists()


def test_prune_removes_the_last_app_too() -> None:
    two_apps()
    for name in ("db", "web"):
        Path(f"{name}.yaml").unlink()
    assert "[SR502]" in run("render", ".").stderr
    assert run("render", ".", "--prune").code == 0
    assert not list(Path().rglob("*.yaml"))


def test_prune_is_for_a_tree() -> None:
    Path("statefulapp.yaml").write_text(FINE)
    result = run("render", "-e", "prod", "--prune")
    assert (result.code, "--prune is for the whole tree" in result.stderr) == (2, True)
