"""Comments go with what they are about, and no text says anything else for them."""

from __future__ import annotations

from typing import Any

import pytest

from renderer.yaml import dump, read
from renderer.yaml.comments import with_comments

OLD = """\
# top
a: 1 # one
b: |
  # no comment
  text
# above
list:
# first
- name: x  # beside
  # of the value
  value: "q # none"
  # below
# next
- name: z
  # nested
  plain: # numbers
  - 1 # is one
  - 2
# gap

e: {} # empty
# end
"""


def data(text: str = OLD) -> Any:
    (found,) = read(text)
    return found


def test_comments_go_with_values_that_move_and_change() -> None:
    new = data()
    new["a"] = 2
    new["list"].insert(0, {"name": "new", "value": "q # none"})
    new["list"][2]["plain"] = [0, 1]
    assert (
        with_comments(OLD, dump(new))
        == """\
# top
a: 2 # one
b: |
  # no comment
  text
# above
list:
- name: new
  value: "q # none"
# first
- name: x # beside
  # of the value
  value: "q # none"
  # below

# next
- name: z
  # nested
  plain: # numbers
  - 0
  - 1 # is one
# gap

e: {} # empty
# end

"""
    )


def test_a_second_time_nothing_changes() -> None:
    once = with_comments(OLD, dump(data()))
    assert once is not None
    assert with_comments(once, dump(data())) == once


@pytest.mark.parametrize(
    ("key", "lost"),
    [
        ("a", ["# top", "# one"]),
        ("list", [f"# {each}" for each in ("above", "first", "beside", "next", "numbers")]),
        ("e", ["# empty", "# end"]),
    ],
)
def test_what_is_gone_takes_its_comments_along(key: str, lost: list[str]) -> None:
    new = data()
    del new[key]
    found = with_comments(OLD, dump(new)) or ""
    assert read(found) == [new]
    assert not [each for each in lost if each in found]


@pytest.mark.parametrize("value", [None, {"name": "x"}, "text", []])
def test_a_value_of_another_shape_has_no_comments_of_the_old_one(value: Any) -> None:
    found = with_comments(OLD, dump({**data(), "list": value})) or ""
    assert read(found) == [{**data(), "list": value}]
    assert "# above" in found
    assert "# beside" not in found


def test_an_item_is_found_as_it_is_then_by_name_then_by_its_place() -> None:
    old = "- 1 # a\n- {name: x, at: 1} # b\n- {name: w, at: 2} # c\n- {at: 3} # d\n"
    new = [{"at": 4}, {"name": "x", "at": 0}, {"name": "w", "at": 2}, {"at": 5}, 1]
    expected = "- at: 4\n- name: x\n  at: 0 # b\n- name: w\n  at: 2 # c\n- at: 5\n- 1 # a\n"
    assert with_comments(old, dump(new)) == expected


CLAIMS = """\
- metadata:
    name: www
  size: 1Gi # grew once
- metadata:
    name: logs
  size: 2Gi
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("- name: A\n# of B\n- name: B # b\n- name: C\n", "AC", "- name: A\n- name: C\n"),
        ("- name: A # a\n- name: B # b\n", "AX", "- name: A # a\n- name: X # b\n"),
        ("- name: A # a\n- name: B # b\n", "BA", "- name: B # b\n- name: A # a\n"),
        ("- v # 1\n- x\n- v # 3\n", ["v", "z", "v"], "- v # 1\n- z\n- v # 3\n"),
        ("- v # 1\n- x # 2\n- v # 3\n", ["v", "v"], "- v # 1 # 3\n- v\n"),
        ("- v # 1\n- x # 2\n", ["v", "z"], "- v # 1\n- z # 2\n"),
        ("- v # 1\n- x # 2\n", ["v"], "- v # 1\n"),
        (
            CLAIMS,
            [{"metadata": {"name": "logs"}, "size": "2Gi"}],
            "- metadata:\n    name: logs\n  size: 2Gi\n",
        ),
    ],
)
def test_no_comment_goes_to_another_item(old: str, new: Any, expected: str) -> None:
    named = [{"name": each} for each in new] if isinstance(new, str) else new
    assert with_comments(old, dump(named)) == expected


MOUNTS = """\
- name: data # a
  mountPath: /a
- name: data # b
  mountPath: /b
"""


def mounts(*paths: str, **more: Any) -> Any:
    return [{"name": "data", "mountPath": path, **more} for path in paths]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (mounts("/a", "/b", readOnly=True), ["a", "b"]),
        (mounts("/b", "/a", readOnly=True), ["b", "a"]),
        (mounts("/b"), ["b"]),
        (mounts("/b", readOnly=True), ["b"]),
        (mounts("/c", "/b", readOnly=True), ["a", "b"]),
        ([*mounts("/c"), *mounts("/a")], ["b", "a"]),
        (mounts("/c", "/d"), ["a", "b"]),
        (mounts("/x", "/b", "/c", "/a", readOnly=True), ["", "b", "", "a"]),
    ],
)
def test_mounts_of_one_volume_keep_their_own_comments(new: Any, expected: list[str]) -> None:
    found = with_comments(MOUNTS, dump(new))
    assert found is not None
    names = [line for line in found.splitlines() if line.startswith("- name: data")]
    assert [name.partition(" # ")[2] for name in names] == expected


def test_a_mount_is_told_by_its_path_first() -> None:
    one = [*mounts("/a", readOnly=True, subPath="x"), *mounts("/b")]
    old = dump(one).replace("/a\n", "/a # a\n").replace("/b\n", "/b # b\n")
    new = [*mounts("/b", readOnly=True, subPath="x"), *mounts("/a", readOnly=False)]
    assert with_comments(old, dump(new)) == (
        dump(new).replace("/a\n", "/a # a\n").replace("/b\n", "/b # b\n")
    )


@pytest.mark.parametrize(
    "old", ["a: | # header\n  text\n", 'a: "\\x85#" # what we would not write\n', "a: 'x\n  #y'\n"]
)
def test_where_comments_cannot_be_told_for_sure_there_is_no_answer(old: str) -> None:
    found = with_comments(old, "a: b\n")
    assert found == (None if "# " in old else "a: b\n")


def test_comments_that_stand_further_left_than_all_values_are_kept() -> None:
    assert with_comments("  a:\n    b: 1\n# end\n", "a:\n  b: 1\n") == "a:\n  b: 1\n# end\n\n"
