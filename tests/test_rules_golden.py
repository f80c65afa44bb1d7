"""A folder for each rule: what it finds, and what is just beside that and is left alone.

`golden/rules/<code>/broken.yaml` reaches the rule, and `findings.txt` is what it says of it;
`beside.yaml` differs in as little as can be, and the rule says nothing of it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import run
from golden_check import Golden

from renderer.rules.book import ALL, RULES

FOLDER = Path(__file__).parent / "golden/rules"


def said(code: str, file: str) -> str:
    """What is said of a file under this code, whether by the guard or by the spec's own door."""
    result = run("validate", file, "--show", "info")
    lines = (result.stdout + result.stderr).splitlines(keepends=True)
    return "".join(line for line in lines if line.rstrip().endswith(f"[{code}]"))


def test_every_rule_has_a_folder() -> None:
    assert sorted(path.name for path in FOLDER.iterdir() if path.is_dir()) == sorted(ALL)


@pytest.mark.parametrize("code", sorted(ALL))
def test_rule_finds_what_is_broken_and_leaves_alone_what_is_beside(
    code: str, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FOLDER / code)
    broken = said(code, "broken.yaml")
    assert broken
    assert not said(code, "beside.yaml")
    golden.check_text(Path("findings.txt").absolute(), broken)


@pytest.mark.parametrize("code", sorted(ALL))
def test_rule_says_what_why_and_the_way_out(code: str) -> None:
    rule = ALL[code]
    assert rule.title
    assert not rule.title.endswith(".")
    assert len(rule.why) > len(rule.title)
    assert rule.way_out != rule.why
    assert "\n\n    Way out: " in (rule.check.__doc__ or "")
    assert run("explain", code).stdout.startswith(f"{code} ({rule.severity}): {rule.title}\n\n")
    for before in rule.was:
        assert code in run("explain", before).stdout


def test_no_code_stands_twice() -> None:
    assert len(ALL) == len(RULES)
