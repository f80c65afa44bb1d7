"""What is written, and that every reader at hand reads it as it was meant."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml_texts import is_handed_over

from renderer.errors import RenderError
from renderer.yaml import dump, dump_all, emitter, read

PLAIN = [
    *("a", "nginx", "nginx:1.27", "apps/v1", "/usr/share/nginx", "_x", "$(POD_NAME)", "(a)"),
    *("app.kubernetes.io/name", "a b", "a  b", "a-b_c.d@e=f,g+h$i%j^k~l;m\\n", "a:b", "a::b"),
    *("10Gi", "500m", "30s", "1h", "2d", "5ms", "64Mi", "3k"),
    *("deadbeef", "e5", "x86", "none", "yesterday", "nullable", "v1", "Infinity", "http://x"),
    "x" * 3000,
]  # fmt: skip
QUOTED = [
    *("", " ", "y", "Y", "n", "N", "yes", "No", "ON", "off", "true", "False", "null", "NULL", "~"),
    *("nan", "inf", ".nan", ".inf", "-.INF", "=", "<<", "-", "--", "---", "...", "?", ":", "a:"),
    *("a: b", "a #b", "#a", " a", "a ", "&a", "*a", "!a", "|", ">", "'a'", '"a"', "%a", "@a"),
    *("`a`", "{a}", "[a]", "a,[b]", "- a", "? a", "a?", "a*", "<a>", "a|b"),
    *("0", "1", "-1", "+1", "1.0", "1.", ".5", "+.5", "-.5", "0644", "017", "08", "09", "0o17"),
    *("0O644", "0x1F", "0X1F", "0b11", "0B11", "1_000", "0_7", "1e3", "1E5", "1.e3", "1e+3"),
    *("12e03", "84016e5", "0755281", "9e99", "0e0", "0E+1", "1:30", "22:22", "20:30.15"),
    *("2001-01-01", "2001-1-1", "2001-01-01T00:00:00Z", "12345678901234567890", "1.27", "1.2.3"),
    *("10.0.0.1", "10GiB", "10 Gi", "1E", "5e", "0x", "1Gi2"),
    *("\t", "a\tb", "\r", "\x00", "\x1b[0m", "é", "日本", "😀", "\u2028", "\u00a0", "\ufeff"),
    "\\x:",
]  # fmt: skip


def load_fast(text: str) -> Any:
    """Read with libyaml, where PyYAML has it."""
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - it is safe


def assert_survives(value: Any) -> None:
    text = dump(value)
    assert read(text, dialect="manifest") == [value]
    assert yaml.safe_load(text) == load_fast(text) == value
    assert_read_from_a_spec(text, value)


def assert_read_from_a_spec(text: str, value: Any) -> None:
    """Refused is what kustomize cannot hand over; it can build all of it."""
    if all(map(is_handed_over, scalars(value))):
        assert read(text) == [value]
    else:
        with pytest.raises(RenderError, match="kustomize"):
            read(text)


def scalars(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *(scalar for each in value.values() for scalar in scalars(each))]
    if isinstance(value, list):
        return [scalar for each in value for scalar in scalars(each)]
    return [value]


@pytest.mark.parametrize("text", PLAIN)
def test_plain(text: str) -> None:
    assert dump({"a": text}) == f"a: {text}\n"
    assert_survives({"a": text, "b": [text, [text]]})


@pytest.mark.parametrize("text", QUOTED)
def test_quoted(text: str) -> None:
    written = dump({"a": text})
    assert written.startswith('a: "')
    assert written.endswith('"\n')
    assert_survives({"a": text, "b": [text, [text]]})
    if text != "<<":
        assert_survives({text: 1})


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('say "hi" \\ ', r'"say \"hi\" \\ "'),
        ("a\tb", r'"a\tb"'),
        ("\x00\x01\x1f", r'"\x00\x01\x1f"'),
        ("a\r\nb", r'"a\r\nb"'),
        ("naïve 日本 😀", '"naïve 日本 😀"'),
        ("\u00a0\u2028\u200b\ufeff", r'"\xa0\u2028\u200b\ufeff"'),
        ("\U0001fffe", r'"\U0001fffe"'),
        ("a/b?", '"a/b?"'),
    ],
)
def test_escapes(text: str, written: str) -> None:
    assert dump(text) == written + "\n"
    assert_survives([text])


LITERALS = [
    ("a\n", "|\n  a\n"),
    ("a\nb", "|-\n  a\n  b\n"),
    ("a\nb\n", "|\n  a\n  b\n"),
    ("a\nb\n\n", "|+\n  a\n  b\n\n"),
    ("a\n\n\n  b: c\n\td\n\n\n", "|+\n  a\n\n\n    b: c\n  \td\n\n\n"),
    ("# x\n---\n...\n%y\n", "|\n  # x\n  ---\n  ...\n  %y\n"),
    ('"é" \\ 😀\n', '|\n  "é" \\ 😀\n'),
    ("a\tb\nc\n", "|\n  a\tb\n  c\n"),
]
NO_LITERALS = [
    *("\n", "\na", " a\n", "\ta\n", "a \nb", "a\t\nb", "a\n ", "a\n\t", "a\n \n"),
    *("a\r\nb\n", "a\x00\n", "a\u2028\n", "a\u200b\n", "a\n\ufeff"),
]


@pytest.mark.parametrize(("text", "written"), LITERALS)
def test_several_lines(text: str, written: str) -> None:
    assert dump({"a": text}) == f"a: {written}"
    for value in (text, [text], {"a": {"b": [text, 1]}}, [[{"a": text, "b": text}], text]):
        assert_survives(value)
    assert read(dump_all([text, {"a": text}])) == [text, {"a": text}]


@pytest.mark.parametrize("text", NO_LITERALS)
def test_several_lines_that_a_literal_may_not_keep(text: str) -> None:
    assert dump([text]).startswith('- "')
    assert_survives({"a": [text]})


def test_looks_as_kubectl_writes() -> None:
    document = {
        "kind": "StatefulSet",
        "spec": {
            "ports": [{"name": "web", "port": 80, "labels": {"a": "b"}}, {"name": "db"}],
            "args": ["-c", ["nested", ["deeper"]], [], {}, [{"x": [1]}]],
            "emptyDir": {},
            "items": [],
            "none": None,
            "yes": True,
            "replicas": 3,
            "ratio": 0.5,
            "script": "set -e\nrun\n",
        },
    }
    assert (
        dump(document)
        == """\
kind: StatefulSet
spec:
  ports:
  - name: web
    port: 80
    labels:
      a: b
  - name: db
  args:
  - "-c"
  - - nested
    - - deeper
  - []
  - {}
  - - x:
      - 1
  emptyDir: {}
  items: []
  none: null
  "yes": true
  replicas: 3
  ratio: 0.5
  script: |
    set -e
    run
"""
    )
    assert_survives(document)


def test_no_aliases() -> None:
    labels = {"app": "nginx"}
    assert dump({"a": labels, "b": labels, "c": [labels, labels]}).count("app: nginx") == 4


def test_documents() -> None:
    assert dump_all([]) == ""
    assert dump_all([{"a": 1}]) == "a: 1\n"
    assert dump_all([{"a": 1}, [2], "x", "y\nz"]) == "a: 1\n---\n- 2\n---\nx\n---\n|-\n  y\n  z\n"
    assert [dump(each) for each in ({}, [], None, True, 1, "")] == [
        *("{}\n", "[]\n", "null\n", "true\n", "1\n", '""\n')
    ]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1e-7, "0.0000001"),
        (-1.5e-9, "-0.0000000015"),
        (1e16, "10000000000000000.0"),
        (-1.25e17, "-125000000000000000.0"),
        (1.25e22, "12500000000000000000000.0"),
        (0.1, "0.1"),
        (-0.0, "-0.0"),
        (3.0, "3.0"),
        (2**63 - 1, "9223372036854775807"),
        (-(2**63), "-9223372036854775808"),
        (True, "true"),
        (False, "false"),
    ],
)
def test_numbers(number: float, written: str) -> None:
    assert dump(number) == written + "\n"
    assert_survives([number])


@settings(max_examples=500)
@given(st.floats(allow_nan=False, allow_infinity=False))
@pytest.mark.parametrize("sign", [1, -1])
def test_every_float_survives(sign: int, number: float) -> None:
    written = dump(sign * number).strip()
    assert "e" not in written
    assert float(written) == sign * number
    assert json.loads(written) == sign * number
    assert_survives(sign * number)


class Text(str):
    __slots__ = ()


class Number(int):
    pass


@pytest.mark.parametrize(
    ("value", "error", "words"),
    [
        ({1: 2}, TypeError, "key must be a str, got int: 1"),
        ({True: 2}, TypeError, "key must be a str, got bool: True"),
        ({None: 2}, TypeError, "key must be a str"),
        ({("a",): 2}, TypeError, "key must be a str"),
        ({"a": (1, 2)}, TypeError, "must be plain YAML data, got tuple: (1, 2)"),
        ([{1}], TypeError, "got set"),
        ([b"x"], TypeError, "got bytes"),
        ([object], TypeError, "got type"),
        ([Text("yes")], TypeError, "got Text"),
        ([Number(1)], TypeError, "got Number"),
        ([float("nan")], ValueError, "number must be finite, got nan"),
        ([float("inf")], ValueError, "got inf"),
        ([-float("inf")], ValueError, "got -inf"),
        ([2**63], ValueError, "integer must fit 64 bits, got 9223372036854775808"),
        ([-(2**63) - 1], ValueError, "integer must fit 64 bits"),
        ({"<<": {}}, ValueError, 'key must not be "<<"'),
        ({"k" * 1025: 1}, ValueError, "key must not take more than 1000 characters: kkkk"),
        ({"\x01" * 600: 1}, ValueError, "key must not take more than 1000 characters"),
        *[
            (value, ValueError, f"must not hold U+{code:04X}")
            for code in (0x7F, 0x80, 0x85, 0x9F, 0xFFFE, 0xFFFF, 0xD800, 0xDFFF)
            for value in (f"a{chr(code)}", {chr(code): 1}, [f"a\n{chr(code)}b\n"])
        ],
    ],
    ids=lambda value: None if isinstance(value, type) else ascii(value)[:40],
)
def test_refused(value: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error) as raised:
        dump(value)
    assert words in str(raised.value)


def test_a_known_word_does_not_let_others_in() -> None:
    assert dump({"1": "1"}) == '"1": "1"\n'
    with pytest.raises(TypeError):
        dump({1: "1"})


@pytest.mark.parametrize(
    "wrap", [lambda each: [each], lambda each: {"a": each}], ids=["lists", "maps"]
)
def test_as_deep_as_the_reader_goes(wrap: Any) -> None:
    value: Any = wrap(1)
    for _ in range(99):
        value = wrap(value)
    assert read(dump(value)) == [value]
    with pytest.raises(ValueError, match="deeper than 100 levels"):
        dump(wrap(value))


def test_a_cycle_is_refused() -> None:
    one: list[Any] = []
    one.append(one)
    two: dict[str, Any] = {}
    two["two"] = [two]
    for cycle in (one, two):
        with pytest.raises(ValueError, match="cyclic"):
            dump(cycle)


def test_longest_key() -> None:
    assert_survives({"k" * 1000: {"x" * 1000: 1}})


def test_words_are_remembered_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emitter, "CACHED", 3)
    texts = [f"word{number}" for number in range(20)]
    assert read(dump({text: text for text in texts})) == [{text: text for text in texts}]
    assert len(emitter._strings) <= 3
    assert len(emitter._keys) <= 3


def test_characters_are_escaped_whatever_python_knows_of_them() -> None:
    """The bytes must not depend on Python's Unicode version: only fixed ranges are escaped."""
    for code in (0x0378, 0x1FAE9, 0xE000, 0x10FFFD):  # unassigned, new, private
        assert dump(chr(code)) == f'"{chr(code)}"\n'
        assert_survives(chr(code))


CARRIED = st.characters(
    exclude_categories=["Cs"], exclude_characters=[*map(chr, range(0x7F, 0xA0)), "\ufffe", "\uffff"]
)
TEXTS = st.one_of(
    st.text(CARRIED, max_size=12),
    st.text("0123456789_.:eExXoObB+- ", max_size=9),
    st.text("ab \n\t-:#|>\"'\\é\u2028", max_size=12),
    st.sampled_from([*PLAIN[:-1], *QUOTED, *NO_LITERALS, *(text for text, _ in LITERALS)]),
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXTS,
)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(TEXTS.filter(lambda key: key != "<<"), inner, max_size=4)
    ),
    max_leaves=20,
)


@pytest.mark.slow
@settings(max_examples=1500)
@given(TREES)
def test_every_tree_survives(tree: Any) -> None:
    text = dump(tree)
    assert text.endswith("\n")
    assert yaml.safe_load(text) == tree
    if tree is not None:
        assert read(text, dialect="manifest") == [tree]
        assert_read_from_a_spec(text, tree)
    if isinstance(tree, dict):
        assert list(read(text, dialect="manifest")[0]) == list(tree)


@pytest.mark.slow
@settings(max_examples=300)
@given(st.lists(TREES.filter(lambda tree: tree is not None), max_size=4))
def test_every_stream_survives(trees: list[Any]) -> None:
    text = dump_all(trees)
    assert read(text, dialect="manifest") == trees
    assert list(yaml.safe_load_all(text)) == trees


def test_random_short_commit_ids_stay_text() -> None:
    source = random.Random(1)
    ids = ["".join(source.choices("0123456789abcdef", k=7)) for _ in range(20_000)]
    text = dump(ids)
    assert read(text, max_bytes=2**30) == [ids]
    assert load_fast(text) == ids
