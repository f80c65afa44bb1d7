"""The fast reader and the composer: where the first is sure, the second says the same.

`python tests/unit/test_yaml_plain.py EDITS SEED` tries as many edits as one has time for.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from yaml_readers import DIALECTS, same
from yaml_texts import FILES, ROOT, edited, windows

from renderer.errors import RenderError
from renderer.yaml.plain import KNOWN_LINES, LINES, Odd, read_plain
from renderer.yaml.reader import read_composed

BROKEN = tuple(f"tests/golden/{folder}/" for folder in ("errors", "graph", "guard", "rules"))
EDITS = 8000


def verdict(text: str, dialect: Any) -> str:
    """What the two readers say about a text; `accepted` and `odd` are right."""
    try:
        data = read_plain(text, dialect)
    except Odd:
        return "odd"
    try:
        agreed = same(data, read_composed(text, "", dialect))
    except RenderError as error:
        return f"refused: {error}"
    return "accepted" if agreed else "differs"


def fuzzed(edits: int, seed: int) -> Counter[str]:
    """How often each verdict was given; what is wrong is counted with its text."""
    chance = random.Random(seed)
    texts = [path.read_bytes().decode() for path in FILES]
    counts: Counter[str] = Counter()
    for _ in range(edits):
        text = windows(chance.choice(texts), chance)
        for _ in range(chance.choice([1, 1, 1, 2, 2, 3, 5])):
            text = edited(text, chance)
        for dialect in DIALECTS:
            found = verdict(text, dialect)
            counts[found if found in {"accepted", "odd"} else f"{found} {dialect} {text!r}"] += 1
    return counts


def test_what_is_accepted_is_what_the_composer_reads() -> None:
    counts = fuzzed(EDITS, seed=1)
    assert set(counts) == {"accepted", "odd"}
    assert min(counts.values()) > EDITS // 4


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_real_files_are_plain(path: Path) -> None:
    text = path.read_bytes().decode()
    place = path.relative_to(ROOT).as_posix()
    by_people = place.endswith("/statefulapp.yaml") or place.startswith(BROKEN)
    for dialect in DIALECTS:
        assert verdict(text, dialect) in ({"accepted", "odd"} if by_people else {"accepted"})


# text, and what it means: a value, or `Odd`, and then the composer reads it
CASES: list[tuple[str, Any]] = [
    ("", []),
    ("# only a comment\n\n---\n# and another\n---\n", []),
    ("a: 1", [{"a": 1}]),
    ("  a: 1\n  b: 2\n", [{"a": 1, "b": 2}]),
    ("a:\n", [{"a": None}]),
    ("a: 1\n---\n- b\n", [{"a": 1}, ["b"]]),
    ("a:\n- b\n-\n- c:\n  - d\n  e:\n    - f\n", [{"a": ["b", None, {"c": ["d"], "e": ["f"]}]}]),
    ("-\n a: 1\n-\n  - b\n", [[{"a": 1}, ["b"]]]),
    ("a: # c\n  b: c#d # e\n  f: #\n", [{"a": {"b": "c#d", "f": None}}]),
    ('a: "b # c" # d\ne: \'f\'\'g\' #\nh: ""\n', [{"a": "b # c", "e": "f'g", "h": ""}]),
    (r'a: "\"\\\n\t"', [{"a": '"\\\n\t'}]),
    ("\"a b\": 1\n'c''d':\n  'e': 2\n", [{"a b": 1, "c'd": {"e": 2}}]),
    ("a: [b, 'c, d', {e: 1, \"f\": []}, {}] # g\n", [{"a": ["b", "c, d", {"e": 1, "f": []}, {}]}]),
    ("- [ a , b:c ]\n- { a: b, c: 10Gi }\n", [[["a", "b:c"], {"a": "b", "c": "10Gi"}]]),
    ("a: |\n  b\n\n   c\n\nd: |-\n  e\n\n", [{"a": "b\n\n c\n", "d": "e"}]),
    ("a: |+\n  b\n\nc: |+\n  d\n\n", [{"a": "b\n\n", "c": "d\n\n"}]),
    ("a: |\n\n  b\n  # c\n# d\ne: f\n", [{"a": "\nb\n# c\n", "e": "f"}]),
    ("- |\n a\n- b: |\n    c\n  d: e\n", [["a\n", {"b": "c\n", "d": "e"}]]),
    ("a: |\n  b\tc\n  \td\n", [{"a": "b\tc\n\td\n"}]),
    ("$patch: delete\na.b/c-d_e: f g\n", [{"$patch": "delete", "a.b/c-d_e": "f g"}]),
    ("a: é 😀\n", [{"a": "é 😀"}]),
    *[
        (text, Odd)
        for text in (
            *("text\n", "|\n  a\n", "{a: 1}\n", "- a\nb\n", "a: 1\n- b\n", "a: 1\n b: 2\n"),
            *("a\n b: 2\n",),
            *("a: b\n  c\n", "a:\n  b\n", "a: 'b\n  c'\n", 'a: "b\n', "a: [b,\n  c]\n"),
            *("a: [b\n", "a: {b: c\n"),
            *("a: 1\na: 2\n", "a: {b: 1, b: 2}\n", "a:\n  - b\n c: d\n"),
            *("a:\n b:\n   - c\n  - d\n",),
            *("a: b: c\n", "a: b:\n", "a: - b\n", "- - a\n", "a: -\n", "a : b\n", ": a\n"),
            *("? a\n", "a b: c\n"),
            *("a: [b: c]\n", "a: [b, ]\n", "a: [, b]\n", "a: {b}\n", "a: {b: }\n"),
            *("a: {b:c}\n", "a: [b] c\n"),
            *('a: {"b":c}\n', 'a: "b"c\n', 'a: "b"#c\n', '"a":b\n', "a: [b #c]\n", "a: [b?]\n"),
            *('"a" b: c\n',),
            *("a: &b c\n", "a: *b\n", "a: !b c\n", "<<: a\n", "a: >\n  b\n", "a: |2\n    b\n"),
            *("a: | # b\n  c\n",),
            *("a: |\nb: c\n", "a: |\n   \n  b\n", "a: |\n  \tb\n   c\n", "a: |\n  b", "a: |\n"),
            *("--- a\n", "--- \na: 1\n", "...\n", "%YAML 1.2\n---\na: 1\n", "a: 1\r\n"),
            *("a:\tb\n", "\ta: b\n"),
            *('a: "\\x41"\n', 'a: "\\u00e9"\n', 'a: "\\', "a: \u2028\n", "\ufeffa: b\n"),
            *("a: \xa0\n",),
            *("k" * 301 + ": a\n", '"' + "k" * 301 + '": a\n', "a: " + "[" * 60 + "]" * 60 + "\n"),
            *("- " * 999 + "a\n", "".join(f"{' ' * depth}a:\n" for depth in range(60))),
        )
    ],
    *[(text, Odd) for text in ("a: yes\n", "a: 0644\n", "a: [.5]\n", "1: a\n", '"<<": a\n')],
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=range(len(CASES)))
def test_what_is_plain(text: str, expected: Any) -> None:
    if expected is Odd:
        with pytest.raises(Odd):
            read_plain(text, "spec")
        return
    assert same(read_plain(text, "spec"), expected)
    assert verdict(text, "spec") == "accepted"


def test_manifests_mean_what_kubectl_reads() -> None:
    assert read_plain("a: yes\nb: 0644\n1: [.5]\n", "manifest") == [
        {"a": True, "b": 420, "1": [0.5]}
    ]


def test_what_a_spec_said_before_a_manifest_says_too_but_for_a_number_with_a_point() -> None:
    text = "a: 1.0\nb:\n- 2.0\n- c: 3.0\nd: [4.0]\ne: 5.5\nf: 6\ng: h\n"
    read_plain(text, "spec")
    expected = {"a": 1, "b": [2, {"c": 3}], "d": [4], "e": 5.5, "f": 6, "g": "h"}
    assert same(read_plain(text, "manifest"), [expected])


def test_no_two_places_share_data() -> None:
    one, other = read_plain("- a: [b]\n  c: {}\n- a: [b]\n  c: {}\n", "spec")[0]
    assert one == other
    assert one["a"] is not other["a"]
    assert one["c"] is not other["c"]


def test_the_memory_of_lines_has_a_limit() -> None:
    text = "".join(f"k{number}: {number}\n" for number in range(KNOWN_LINES + 10))
    assert read_plain(f"{text}---\na: 1\n", "spec")[1] == {"a": 1}
    assert len(LINES["spec"].known) < KNOWN_LINES


if __name__ == "__main__":
    for outcome, times in fuzzed(int(sys.argv[1]), int(sys.argv[2])).items():
        print(times, outcome)  # noqa: T201
