"""Changes and what is said of them: golden/changes/<case>/ with before.yaml and after.yaml.

A case may have `arguments` for the call. tests/cluster/test_changes.py takes a real cluster from
one side to the other, after `earlier.yaml` where there is one.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import run
from golden_check import Golden

from renderer.changes.plan import PLANS
from renderer.changes.table import ROWS
from renderer.changes.verdict import EFFECTS

CHANGES = Path(__file__).parent / "golden/changes"
CASES = sorted(path for path in CHANGES.iterdir() if path.is_dir())
WIDTH = 80


def called(case: Path, *more: str) -> tuple[int, str]:
    arguments = case / "arguments"
    words = arguments.read_text().split() if arguments.exists() else []
    result = run("diff", str(case / "before.yaml"), str(case / "after.yaml"), *words, *more)
    assert result.stderr == ""
    return result.code, result.stdout.replace(f"{case}/", "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_report(case: Path, golden: Golden) -> None:
    code, text = called(case)
    assert code == int(bool(text))
    golden.check_text(case / "report.txt", text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_report_as_json(case: Path, golden: Golden) -> None:
    golden.check_text(case / "report.json", called(case, "-o", "json")[1])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_report_is_readable_on_80_columns(case: Path) -> None:
    for line in called(case)[1].splitlines():
        is_one_word = len(line.split()) == 1 or line.strip().startswith(("'", '"', "at "))
        assert len(line) <= WIDTH or is_one_word, line


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_differs_from_itself(case: Path) -> None:
    for name in ("before.yaml", "after.yaml"):
        result = run("diff", str(case / name), str(case / name))
        assert (result.code, result.stdout) == (0, "")


def test_every_effect_is_shown() -> None:
    shown = {
        verdict["effect"]
        for case in CASES
        for change in json.loads((case / "report.json").read_text())["changes"]
        for verdict in change["verdicts"]
    }
    assert shown >= set(EFFECTS) - {"no-op"}


def test_every_plan_is_shown() -> None:
    texts = "".join((case / "report.json").read_text() for case in CASES)
    shown = {name for name in PLANS if f'"id": "{name}"' in texts}
    assert set(PLANS) - shown == {"delete-broken-pods"}, "a live set alone has pods"


def test_no_value_of_a_secret_is_shown() -> None:
    assert not [
        case
        for case in CASES
        for name in ("report.txt", "report.json")
        if "hunter" in (case / name).read_text()
    ]


def test_every_row_is_shown_here_or_tested_there() -> None:
    texts = "".join((case / "report.json").read_text() for case in CASES)
    tested = (Path(__file__).parent / "unit/test_verdicts.py").read_text()
    missing = [
        row.id for row in ROWS if f'"id": "{row.id}"' not in texts and f'"{row.id}"' not in tested
    ]
    assert missing == []
