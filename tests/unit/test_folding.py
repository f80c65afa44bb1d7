"""Lines that are folded for a narrow terminal: every word is there, and none is broken."""

from __future__ import annotations

import re
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.cli.folding import cells, folded

COLOUR = "\x1b[31m{}\x1b[0m"


@given(
    st.text("ab \n\x1b[0m~值", max_size=200).map(lambda text: text.replace("\x1b", "")),
    st.integers(10, 80),
)
def test_no_word_is_lost_or_broken(text: str, width: int) -> None:
    made = folded(text, width)
    assert made.split() == text.split()
    for line in made.split("\n"):
        assert cells(line.rstrip()) <= width or len(line.split()) <= 2, line


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three four", ["one two", "    three", "    four"]),
        ("  one two three", ["  one two", "     three"]),
        ("  one two three\n  four", ["  one two", "  three", "  four"]),
        ("  ok  one two", ["  ok  one", "     two"]),
        ("  ~ averylongwordindeed", ["  ~ averylongwordindeed"]),
        (COLOUR.format("one two") + " three", ["\x1b[31mone two\x1b[0m", "    three"]),
        ("one\n\ntwo", ["one", "", "two"]),
    ],
)
def test_where_a_line_goes_on(text: str, lines: list[str]) -> None:
    assert folded(text, 10).split("\n") == lines


def test_a_command_is_one_command_still() -> None:
    made = folded("  kubectl -n prod delete secret -l owner=helm,name=db", 30)
    assert max(map(len, made.split("\n"))) <= 30
    said = subprocess.run(
        ["sh", "-c", made.replace("kubectl", "printf '%s '")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "-n prod delete secret -l owner=helm,name=db "


def test_what_colours_a_text_takes_no_room() -> None:
    assert folded(COLOUR.format("one two th"), 10) == COLOUR.format("one two th")
    assert cells(COLOUR.format("值")) == len("ab")
    assert re.sub("\x1b[^m]*m", "", folded(COLOUR.format("one two three"), 10)).split() == [
        "one",
        "two",
        "three",
    ]
