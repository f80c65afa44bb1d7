"""`stateful diff --allow`: what an owner accepts of a change is said, and no guard fails for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import Result, run

SPEC = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db}
spec:
  image: db:1
  storage: [{name: data, mountPath: /data, size: 1Gi}]
  environments:
  - {name: dev, namespace: db-dev}
  - {name: prod, namespace: db-prod}
"""
GROWS = """\
- rule: claim-grows
  object: StatefulSet/db
  environment: prod
  reason: grown by hand on Friday
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {"old": SPEC, "new": SPEC.replace("1Gi", "2Gi")}.items():
        Path(name).mkdir()
        Path(name, "statefulapp.yaml").write_text(text)


def diff(allow: str = GROWS, environment: str = "prod", *arguments: str) -> Result:
    Path("allow.yaml").write_text(allow)
    sides = f"old@{environment}", f"new@{environment}"
    return run("diff", *sides, "--allow", "allow.yaml", *arguments)


def refused(allow: str) -> str:
    result = diff(allow)
    assert (result.code, result.stdout) == (2, "")
    return result.stderr


def test_a_guard_lets_pass_what_is_allowed() -> None:
    assert run("diff", "old@prod", "new@prod", "--fail-on", "rejected").code == 4
    result = diff(GROWS, "prod", "--fail-on", "rejected")
    assert (result.code, result.stderr) == (1, "")


def test_what_is_allowed_is_shown_with_the_reason() -> None:
    lines = diff().stdout.splitlines()
    assert "      allowed: grown by hand on Friday" in lines
    assert lines[-1] == "1 object differs: 1 rejected (1 allowed)"
    assert any(line.startswith("    plan: grow") for line in lines)


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("markdown", "**allowed:** grown by hand on Friday"),
        ("junit", '<skipped message="allowed: grown by hand on Friday"/>'),
        ("sarif", '"justification": "grown by hand on Friday"'),
        ("json", '"allowed": "grown by hand on Friday"'),
    ],
)
def test_every_report_has_the_reason(output: str, said: str) -> None:
    assert said in diff(GROWS, "prod", "-o", output, "--fail-on", "rejected").stdout


def test_json_says_what_became_of_every_allowance() -> None:
    more = GROWS.replace("claim-grows", "scale-up")
    other = GROWS.replace("prod", "dev")
    over = f"{GROWS}  until: 2020-01-01\n"
    result = diff(GROWS + more + other + over, "prod", "-o", "json")
    found = json.loads(result.stdout)["allowances"]
    assert [each["state"] for each in found] == ["used", "unused", "elsewhere", "expired"]
    assert found[0] == {
        "rule": "claim-grows",
        "object": "StatefulSet/db",
        "environment": "prod",
        "reason": "grown by hand on Friday",
        "place": "allow.yaml:1:3",
        "state": "used",
    }
    assert "allowances" not in json.loads(run("diff", "old@", "new@", "-o", "json").stdout)


def test_it_holds_for_its_environment_and_object_alone() -> None:
    for text in (GROWS.replace("prod", "dev"), GROWS.replace("StatefulSet/db", "StatefulSet/x")):
        assert diff(text, "prod", "--fail-on", "rejected").code == 4
    assert diff(GROWS, "dev", "--fail-on", "rejected").code == 4


def test_where_there_is_no_environment_the_path_is_one() -> None:
    for name in ("old", "new"):
        Path(f"{name}.yaml").write_text(run("render", "-f", name, "-e", "prod").stdout)
    Path("allow.yaml").write_text(GROWS.replace("prod", "./new.yaml"))
    words = ("old.yaml", "new.yaml", "--allow", "allow.yaml", "--fail-on", "rejected")
    assert run("diff", *words).code == 1


def test_one_that_nothing_needs_is_said() -> None:
    result = diff(GROWS.replace("claim-grows", "scale-up"))
    assert result.stderr == (
        "allow.yaml:1:3: allows scale-up of StatefulSet/db in prod, which is not found: remove it"
        "  [SR909]\n"
    )
    assert diff(GROWS.replace("prod", "test")).stderr == ""


def test_one_whose_last_day_has_passed_holds_no_more_and_is_said() -> None:
    result = diff(f"{GROWS}  until: 2020-01-31\n", "prod", "--fail-on", "rejected")
    assert result.code == 4
    assert result.stderr == (
        "allow.yaml:1:3: allows claim-grows of StatefulSet/db in prod until 2020-01-31, and that"
        " is over: remove it  [SR909]\n"
    )
    assert diff(f'{GROWS}  until: "2999-01-31"\n', "prod", "--fail-on", "rejected").code == 1


def test_reports_have_what_is_said_of_allowances() -> None:
    result = diff(f"{GROWS}  until: 2020-01-31\n", "prod", "-o", "sarif")
    found = json.loads(result.stdout)["runs"][0]["results"]
    assert [each["ruleId"] for each in found] == ["claim-grows", "SR909"]
    assert "::warning file=allow.yaml,line=1,col=3" in (
        diff(GROWS.replace("claim-grows", "scale-up"), "prod", "-o", "github").stdout
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: b\n", "1:1: must be a list of allowances: rule, object, environment, path,"),
        ("- a\n", "1:3: [0]: must be an object of rule, object, environment, path, reason, until"),
        ("- rule: set-new\n", "1:3: [0]: must say object"),
        (GROWS.replace("  reason: grown by hand on Friday\n", ""), "must say why it may be so"),
        (GROWS.replace("grown by hand on Friday", '" "'), "4:11: [0].reason: must say why it may"),
        (GROWS.replace("grown by hand on Friday", ""), "[0].reason: must say why it may be so"),
        (
            GROWS.replace("claim-grows", "claim-grow"),
            "1:9: [0].rule: must be the id of a verdict of diff, or the code of a rule",
        ),
        (GROWS.replace("/db", "-db"), "2:11: [0].object: must be kind/name, such as StatefulSet/"),
        (
            GROWS.replace("/db", "/x/db"),
            "2:11: [0].object: must be kind/name, such as StatefulSet/",
        ),
        (GROWS.replace("prod", "[prod]"), "3:16: [0].environment: must be a string"),
        (
            f"{GROWS}  until: tomorrow\n",
            "5:10: [0].until: must be the last day, such as 2026-12-31",
        ),
        (f"{GROWS}  untill: x\n", '[0].untill: is no field of an allowance (did you mean "until"'),
        (f"{GROWS}  1: x\n", "is no field of an allowance (known: rule, object, environment"),
        ("- rule: [\n", "allow.yaml:2:1:"),
        (f"{GROWS}---\n{GROWS}", "allow.yaml: must be one document, and a list  [SR908]"),
    ],
)
def test_a_file_that_is_wrong(text: str, said: str) -> None:
    assert said in refused(text)


def test_a_file_that_is_not_there_and_one_that_is_empty() -> None:
    result = run("diff", "old@prod", "new@prod", "--allow", "nowhere.yaml")
    assert (result.code, result.stderr) == (
        2,
        "nowhere.yaml: no such file or directory  [SR501]\n",
    )
    assert diff("").code == 1
    Path("two.yaml").write_text(GROWS)
    words = ("--allow", "allow.yaml", "--allow", "two.yaml", "--fail-on", "rejected")
    assert run("diff", "old@prod", "new@prod", *words).code == 1
