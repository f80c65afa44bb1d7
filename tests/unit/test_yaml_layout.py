"""Text that a person would have written, and that says what it was made from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.yaml import read
from renderer.yaml.layout import WIDTH, laid_out

TEXTS = st.one_of(
    st.sampled_from(
        ["y", "a: b", "a\nb\n", " x", "#", "- a", "{", "]", "a,b", "", "\ta", "é", "'"]
    ),
    st.text(max_size=12),
)
VALUES = st.recursive(
    st.one_of(TEXTS, st.integers(-(2**53), 2**53), st.booleans(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(TEXTS.filter(lambda key: key != "<<"), inner)
    ),
    max_leaves=12,
)


def test_short_maps_stand_in_one_line_and_lists_of_them_in_a_line_each() -> None:
    value = {
        "name": "db",
        "resources": {"requests": {"cpu": "1"}},
        "ports": [{"name": "a", "port": 1}, {"name": "b", "port": 2}],
        "command": ["sh", "-c"],
    }
    assert laid_out(value) == (
        "name: db\n"
        'resources: {requests: {cpu: "1"}}\n'
        "ports:\n"
        "- {name: a, port: 1}\n"
        "- {name: b, port: 2}\n"
        'command: [sh, "-c"]\n'
    )


def test_a_comment_stands_above_what_it_is_about() -> None:
    value = {"spec": {"image": "db:1", "patches": [{"name": "a"}]}}
    text = laid_out(value, {(): ["first"], ("spec", "patches"): ["why", "so"]})
    assert text == ("# first\nspec:\n  image: db:1\n  # why\n  # so\n  patches: [{name: a}]\n")


def test_no_line_of_maps_is_too_long() -> None:
    value = {"labels": {f"key-{number}": "x" * 12 for number in range(9)}}
    assert max(map(len, laid_out(value).splitlines())) < WIDTH


def test_lines_of_a_text_stay_lines() -> None:
    assert laid_out({"a": {"conf": "x\ny\n"}}) == "a:\n  conf: |\n    x\n    y\n"


@given(st.dictionaries(TEXTS.filter(lambda key: key != "<<"), VALUES, min_size=1, max_size=4))
def test_whatever_is_laid_out_reads_as_what_it_was_made_from(value: dict[str, object]) -> None:
    try:
        text = laid_out(value)
    except ValueError:
        return  # what no YAML carries; `dump` refuses the same
    assert read(text, max_bytes=None) == [value]


def test_what_no_reader_carries_is_refused() -> None:
    with pytest.raises(ValueError, match="must not hold"):
        laid_out({"a": "\x7f"})
