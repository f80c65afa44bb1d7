"""Reports: every format is what its readers take, and nothing of the input can break it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from calling import statefulset
from commands import run
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from kustomizing import ROOT

from renderer.codes import CODES
from renderer.errors import LEVELS
from renderer.guard.report import rule_of
from renderer.reports import markdown
from renderer.reports.formats import WRITERS
from renderer.reports.record import Entry, Report, Rule, gravest_first
from renderer.rules.book import ALL
from renderer.yaml import dump

SARIF = jsonschema.Draft4Validator(
    json.loads((ROOT / "tests/schemas/sarif-2.1.0.json").read_text())
)
OURS = json.loads((ROOT / "renderer/schemas/report.schema.json").read_text())
EXAMPLE = Entry(
    Rule("SR936", "Claims of one name", "Both write to one volume. Way out: rename one."),
    "error",
    "error",
    "StatefulSet/db",
    "makes claims that another makes",
    hint="rename one of them",
    path="spec.volumeClaimTemplates[0].metadata.name",
    file="apps/my set.yaml",
    line=3,
    column=7,
    environments=("dev", "prod"),
    details="    instead:\n      a: b",
    fails=True,
)
ALLOWED = Entry(
    Rule("SR940"), "warning", "warning", "StatefulSet/db", "loses data", allowed="a cache | @all"
)


def sarif(report: Report) -> dict[str, Any]:
    log = json.loads(WRITERS["sarif"](report))
    SARIF.validate(log)
    (one,) = log["runs"]
    return dict(one)


def junit(report: Report) -> ET.Element:
    return ET.fromstring(WRITERS["junit"](report))  # noqa: S314  # our own


def test_sarif_has_the_place_the_rule_and_what_is_accepted() -> None:
    found = sarif(Report("stateful validate", (EXAMPLE, ALLOWED)))
    assert [rule["id"] for rule in found["tool"]["driver"]["rules"]] == ["SR936", "SR940"]
    first, second = found["results"]
    (location,) = first["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "apps/my%20set.yaml"},
        "region": {"startLine": 3, "startColumn": 7},
    }
    assert (first["level"], first["suppressions"]) == ("error", [])
    assert second["suppressions"] == [{"kind": "inSource", "justification": "a cache | @all"}]
    assert "physicalLocation" not in second["locations"][0]


def test_sarif_knows_a_finding_again_after_lines_have_moved() -> None:
    moved = Entry(**{**EXAMPLE.__dict__, "line": 30, "message": "in other words"})
    other = Entry(**{**EXAMPLE.__dict__, "path": "spec.replicas"})
    marks = [
        result["partialFingerprints"]["statefulRenderer/v1"]
        for result in sarif(Report("stateful validate", (EXAMPLE, moved, other)))["results"]
    ]
    assert marks[0] == marks[1] != marks[2]


def test_an_absolute_file_is_a_uri_of_its_own() -> None:
    entry = Entry(**{**EXAMPLE.__dict__, "file": "/a/b c.yaml"})
    (result,) = sarif(Report("stateful validate", (entry,)))["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "file:///a/b%20c.yaml"}


def test_junit_fails_what_fails_skips_what_is_accepted_and_passes_the_rest() -> None:
    warning = Entry(**{**EXAMPLE.__dict__, "fails": False})
    root = junit(Report("stateful validate", (EXAMPLE, ALLOWED, warning)))
    assert root.attrib == {"tests": "3", "failures": "1", "skipped": "1", "errors": "0"}
    failed, skipped, passed = root.iter("testcase")
    assert failed.attrib["classname"] == "StatefulSet/db (dev, prod)"
    failure = failed.find("failure")
    assert failure is not None
    assert failure.text is not None
    assert failure.text.startswith("apps/my set.yaml:3:7: error: makes claims")
    assert skipped.find("skipped") is not None
    assert passed.find("failure") is None


def test_nothing_found_is_one_test_that_passed() -> None:
    (case,) = junit(Report("stateful validate")).iter("testcase")
    assert list(case) == []


def test_markdown_has_a_table_for_each_environment_and_folds_details() -> None:
    text = WRITERS["markdown"](Report("stateful validate", (ALLOWED, EXAMPLE), "1 error"))
    assert text.index("#### dev") < text.index("#### prod") < text.index("<details>")
    assert text.count("| 🛑 error | StatefulSet/db |") == 2
    assert text.count("<details>") == text.count("</details>") == 1
    assert "**allowed:** a cache \\| @&#8203;all" in text
    assert "```\ninstead:\n  a: b\n```" in text


def test_markdown_is_cut_at_a_whole_part_and_says_so() -> None:
    many = tuple(
        Entry(**{**EXAMPLE.__dict__, "about": f"StatefulSet/db-{number}"}) for number in range(1000)
    )
    text = WRITERS["markdown"](Report("stateful validate", many))
    assert len(text) < 65_536
    assert text.count("<details>") == text.count("</details>")
    assert text.rstrip().endswith("more: see the log_")
    assert len(text) > markdown.LIMIT - 1000


def test_the_gravest_comes_first_and_what_is_accepted_last() -> None:
    info = Entry(**{**EXAMPLE.__dict__, "level": "info"})
    assert gravest_first([ALLOWED, info, EXAMPLE]) == [EXAMPLE, info, ALLOWED]


ANYTHING = st.text(max_size=12) | st.sampled_from(
    ["]]>", "<!--", "::error::x", "```", "| a |", "%0A", "\x1b[31m", "\ud800", "@all", "a\nb", "\0"]
)
ENTRIES = st.builds(
    Entry,
    st.builds(Rule, st.sampled_from(["SR1", "x"])),
    st.sampled_from(LEVELS),
    st.just("warning"),
    ANYTHING,
    ANYTHING,
    ANYTHING,
    ANYTHING,
    ANYTHING,
    st.integers(0, 9),
    st.integers(0, 9),
    st.lists(st.sampled_from(["dev", "prod"]), unique=True).map(tuple),
    ANYTHING,
    ANYTHING,
    st.booleans(),
)


@settings(max_examples=30, deadline=None, phases=[Phase.generate])
@given(entries=st.lists(ENTRIES, max_size=3))
def test_whatever_an_entry_holds_no_format_breaks(entries: list[Entry]) -> None:
    report = Report("stateful validate", tuple(entries), "summary")
    assert len(sarif(report)["results"]) == len(entries)
    assert len(list(junit(report).iter("testcase"))) == max(1, len(entries))
    commands = WRITERS["github"](report)
    shown = [entry for entry in entries if not entry.allowed]
    assert commands.count("\n") == len(shown)
    assert all(line.startswith("::") for line in commands.split("\n")[:-1])
    for row in WRITERS["markdown"](report).splitlines():
        if row.startswith("| ") and not row.startswith("| |"):
            assert row.replace("\\|", "").count("|") == 5
    for write in WRITERS.values():
        assert "\x1b" not in write(report)


@pytest.mark.parametrize("code", [*CODES, *ALL])
def test_every_code_has_a_title_and_a_text_in_reports(code: str) -> None:
    rule = rule_of(code)
    assert rule.title
    assert rule.text


@pytest.mark.parametrize("output", ["sarif", "junit", "markdown", "github"])
@pytest.mark.parametrize("fail_on", ["error", "warning", "never"])
def test_validate_prints_it_and_keeps_its_exit_code(output: str, fail_on: str) -> None:
    allow = {"stateful-renderer.dev/allow": "SR930 a test"}
    other: dict[str, Any] = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "other"}}
    text = (
        dump(statefulset(annotations=allow))
        + "---\n"
        + dump(other | {"spec": {"ports": [{"port": 80}]}})
    )
    result = run("validate", "-", "-o", output, "--fail-on", fail_on, stdin=text)
    assert result.code == (fail_on == "warning")
    assert "SR911" in result.stdout
    assert ("a test" in result.stdout) == (output != "github")
    if output == "sarif":
        SARIF.validate(json.loads(result.stdout))
    if output == "junit":
        root = ET.fromstring(result.stdout)  # noqa: S314  # our own
        failed = list(root.iter("failure"))
        assert bool(failed) == bool(result.code)


def test_an_app_is_blamed_at_the_line_of_its_spec(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.yaml").write_text((ROOT / "bases/nginx/statefulapp.yaml").read_text())
    result = run("validate", "app.yaml", "-o", "sarif", "--show", "info")
    found = json.loads(result.stdout)["runs"][0]["results"]
    assert found
    for each in found:
        place = each["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "app.yaml"


@pytest.mark.parametrize("output", ["sarif", "junit", "markdown", "github"])
def test_the_doctor_prints_what_is_not_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    result = run("doctor", "-o", output)
    assert result.code == 1
    assert "SR980" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [("validate", "-", "-o", "json"), ("doctor", "-o", "json")],
    ids=lambda each: each[0],
)
def test_json_is_as_the_schema_says(arguments: tuple[str, ...]) -> None:
    text = dump(statefulset(annotations={"stateful-renderer.dev/allow": "SR930 a test"}))
    found = json.loads(run(*arguments, stdin=text).stdout)
    jsonschema.Draft202012Validator.check_schema(OURS)
    jsonschema.Draft202012Validator(OURS).validate(found)


GROWN = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db}
spec:
  image: db:1
  storage: [{name: data, mountPath: /d, size: 10Gi}]
  environments: [{name: prod}]
"""


@pytest.mark.parametrize("output", ["sarif", "junit", "markdown", "github"])
def test_a_diff_is_reported_at_the_line_of_the_spec_with_its_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("before.yaml").write_text(GROWN)
    Path("after.yaml").write_text(GROWN.replace("10Gi", "50Gi").replace("db:1", "db:2"))
    sides = ("before.yaml@prod", "after.yaml@prod", "-o", output)
    result = run("diff", *sides, "--fail-on", "rejected")
    assert result.code == 4
    assert "claim-grows" in result.stdout
    assert "--cascade=orphan" in result.stdout
    if output == "sarif":
        SARIF.validate(json.loads(result.stdout))
        results = json.loads(result.stdout)["runs"][0]["results"]
        first = next(one for one in results if one["ruleId"] == "claim-grows")
        assert first["level"] == "error"
        place = first["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "after.yaml"
        assert place["region"]["startLine"] == 6
    if output == "junit":
        root = ET.fromstring(result.stdout)  # noqa: S314  # our own
        assert int(root.attrib["failures"]) >= 1
        assert int(root.attrib["tests"]) > 1
    same = run("diff", "before.yaml@prod", "before.yaml@prod", "-o", output)
    assert same.code == 0
    assert "claim-grows" not in same.stdout


REPORTS = sorted((ROOT / "tests/golden/changes").glob("*/report.json"))


def test_json_of_every_golden_diff_is_as_the_schema_says() -> None:
    validator = jsonschema.Draft202012Validator({**OURS, "oneOf": [{"$ref": "#/$defs/diff"}]})
    assert len(REPORTS) > 40
    for path in REPORTS:
        wrong = [
            f"{path.parent.name}: {error}"
            for error in validator.iter_errors(json.loads(path.read_text()))
        ]
        assert wrong == []
