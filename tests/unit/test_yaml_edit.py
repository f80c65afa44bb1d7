"""A few values are changed in a text, and every other character stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.errors import RenderError
from renderer.yaml import dump, read
from renderer.yaml.edit import FRONT, changed, edited

TEXT = """\
# é ü 中
spec:
  # how many
  replicas: 3   # three
  flow: {a: [x, "y"], b: {}, "c": 'd'}
  list:
  - one # first
  - k: v
  empty:
  text: |
    lines
    of text
  odd: yes
"""


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (("spec", "replicas"), 5, "replicas: 3   #", "replicas: 5   #"),
        (("spec", "new"), "x", "  replicas:", "  new: x\n  replicas:"),
        (("spec", "new", "a", "b"), 1, "  replicas:", "  new: {a: {b: 1}}\n  replicas:"),
        (("spec", "flow", "c"), "1e3", "'d'", '"1e3"'),
        (("spec", "flow", "z"), "a,b", "{a:", '{z: "a,b", a:'),
        (("spec", "flow", "a"), ["m"], '[x, "y"]', "[m]"),
        (("spec", "flow", "b", "k"), True, "b: {}", "b: {k: true}"),
        (("spec", "list"), [], "list:\n  - one # first\n  - k: v", "list: []"),
        (("spec", "list", 0), "two", "- one #", "- two #"),
        (("spec", "list", 1, "k"), None, "k: v", "k: null"),
        (("spec", "list", FRONT), {"m": "x: y"}, "  - one", '  - {m: "x: y"}\n  - one'),
        (("spec", "flow", "a", FRONT), 1, "[x,", "[1, x,"),
        (("spec", "none", FRONT), 1, "  replicas:", "  none: [1]\n  replicas:"),
        (("spec", "empty"), "x", "empty:\n", "empty: x\n"),
        (("spec", "odd"), "no", "odd: yes", 'odd: "no"'),
        (("top",), 1.5, "spec:\n", "top: 1.5\nspec:\n"),
    ],
)
def test_one_value_is_changed(path: Any, value: Any, before: str, after: str) -> None:
    assert edited(TEXT, [(path, value)]) == TEXT.replace(before, after, 1)


def test_several_changes_have_the_paths_of_the_text_as_it_was() -> None:
    changes = [(("list", FRONT), "z"), (("list", 0), "a"), (("x",), 1), (("list", FRONT), "y")]
    assert changed({"list": ["b"]}, changes) == {"list": ["y", "z", "a"], "x": 1}
    assert read(edited("list: [b]\n", changes)) == [{"list": ["y", "z", "a"], "x": 1}]


def test_what_anchors_share_is_written_out() -> None:
    text = "a: &a {m: 1}\nb: *a\nc:\n  <<: *a\n"
    assert edited(text, [(("b", "m"), 2)]) == "a: &a {m: 1}\nb: {m: 2}\nc:\n  <<: *a\n"
    assert edited(text, [(("a", "m"), 2)]) == "a:\n  m: 2\nb:\n  m: 1\nc:\n  m: 1\n"
    assert edited(text, [(("c", "k"), 2)]) == text.replace("  <<", "  k: 2\n  <<")
    assert edited(f"{text}d: yes\n", [(("a", "m"), 2)]) is None


@pytest.mark.parametrize("path", [("a", "b"), ("a", FRONT), ("a", 0), ("b", 0), ("b", FRONT)])
def test_what_is_neither_map_nor_list_is_not_replaced(path: Any) -> None:
    with pytest.raises(ValueError, match="must be a map or a list"):
        changed({"a": 3, "b": {"c": 1}}, [(path, 1)])
    assert edited("a: 3\nb: {c: 1}\n", [(path, 1)]) is None


def test_what_would_break_the_text_is_written_again() -> None:
    assert edited("a: {b: 1} #\n", [(("a", "b"), 2)]) == "a: {b: 2} #\n"
    assert edited("? a\n: b: 1\n", [(("a",), {"m": 2})]) == "  a:\n    m: 2\n"


def test_what_cannot_be_written_is_not_written() -> None:
    text = "a: &a {m: 1, k: 12345678901234567890}\nb: *a\n"
    assert edited(text, [(("a", "m"), 2)]) is None
    assert edited(text, [(("b", "m"), 2)]) is None


LEAVES = st.one_of(st.text(max_size=10), st.integers(-9, 9), st.booleans(), st.none())
KEYS = st.text("abxy-_ #:'\"", min_size=1, max_size=4)
MAPS = st.dictionaries(
    KEYS,
    st.one_of(LEAVES, st.lists(LEAVES, max_size=3), st.dictionaries(KEYS, LEAVES, max_size=3)),
    max_size=4,
)


@settings(max_examples=500)
@given(MAPS, st.lists(KEYS, min_size=1, max_size=3), st.one_of(LEAVES, MAPS))
def test_whatever_is_changed_nothing_else_is(data: Any, path: list[str], value: Any) -> None:
    change = (("spec", *path), value)
    try:
        text = "# above\n" + dump({"spec": data})
        dump(changed({"spec": data}, [change]))
        result = edited(text, [change])
    except (RenderError, ValueError):
        return  # what we do not write is not asked for
    assert result is not None
    assert result.startswith("# above\n")
    assert read(result, dialect="manifest") == [changed({"spec": data}, [change])]
