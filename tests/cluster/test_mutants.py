"""Rules that are turned off, one after the other: the table of verdicts misses each of them.

No server is asked here: what it says is written in the table, and test_verdicts.py holds that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from test_verdicts import Said, judged
from verdicts import OBJECTS, cases

from renderer.rules.book import RULES
from renderer.rules.rule import Rule

# What no input of the table can show, and why.
ELSEWHERE = {
    **dict.fromkeys(("SR936", "SR973", "SR1036", "SR1037"), "it takes another object beside it"),
    **dict.fromkeys(
        ("SR930", "SR944", "SR971", "SR1066", "SR1068", "SR1121"), "validate only warns of it"
    ),
    **dict.fromkeys(("SR1108", "SR1109", "SR1110"), "this server has not the field, or the word"),
    "SR1132": "the namespace is part of the URL that is asked",
}
HELD = [
    rule
    for rule in RULES
    if rule.is_refused and rule.code not in ELSEWHERE and not {*OBJECTS}.isdisjoint(rule.kinds)
]


@pytest.fixture(scope="module")
def table() -> list[Said]:
    """All inputs, with what is written for the server, and what we say."""
    return [judged(case, case.server) for case in cases()]


def test_we_say_what_is_written(table: list[Said]) -> None:
    assert not "\n".join(filter(None, map(Said.disagreement, table)))


@pytest.mark.parametrize("rule", HELD, ids=lambda rule: rule.code)
def test_a_rule_that_is_off_is_missed(
    rule: Rule, table: list[Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    about = [said.case for said in table if rule.code in " ".join(all_said(said))]
    monkeypatch.setattr(rule, "check", finds_nothing)
    assert any(judged(case, case.server).disagreement() for case in about), f"{len(about)} inputs"


def all_said(said: Said) -> list[str]:
    return [*said.validate, *(said.render or [])]


def finds_nothing(*_subject: Any) -> Iterator[Any]:
    yield from ()
