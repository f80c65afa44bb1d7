"""The formats of peers: what is a placeholder, and what is the user's own brace."""

from __future__ import annotations

import pytest

from renderer.app.peers import cut, filled, unknown_words

NAMES = {"pod": "db-0", "host": "db-0.db", "port": "80", "port:web": "80"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("{pod}", "db-0"),
        ("{pod}={host}:{port:web}", "db-0=db-0.db:80"),
        ("{ordinal}", "7"),
        ("{ordinal+1}", "8"),
        ("{ordinal+100}", "107"),
        ("{{pod}}", "{db-0}"),
        ('{"id": {ordinal}}', '{"id": 7}'),
        ("{}", "{}"),
        ("{", "{"),
        ("}{", "}{"),
        ("{pod", "{pod"),
        ("{1}", "{1}"),
        ("{ pod }", "{ pod }"),
        ("a{pod}b{pod}c", "adb-0bdb-0c"),
        ("$(A){pod}", "$(A)db-0"),
    ],
)
def test_filled(text: str, expected: str) -> None:
    assert unknown_words(text, NAMES) == []
    assert filled(cut(text), 7, NAMES) == expected


@pytest.mark.parametrize(
    "word",
    ["name", "Pod", "ordinal+", "ordinal+x", "ordinal+-1", "ordinal-1", "port:other", "host_"],
)
def test_a_word_that_stands_for_nothing_is_told(word: str) -> None:
    assert unknown_words(f"a{{{word}}}b", NAMES) == [word]


def test_ordinals_take_only_digits_that_all_readers_know() -> None:
    assert unknown_words("{ordinal+²}", NAMES) == ["ordinal+²"]
