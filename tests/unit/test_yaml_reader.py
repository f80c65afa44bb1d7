"""What is read, what is refused, and where; tables first, so that a case is one line."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from renderer.errors import Problem, RenderError
from renderer.yaml import Locator, dump, read, reader, syntax, vocabulary
from renderer.yaml.plain import Odd

REFUSED = object()

# plain text, in our own files, in other people's manifests (what kubectl reads)
SCALARS: list[tuple[str, Any, Any]] = [
    *[(text, REFUSED, True) for text in ("y", "Y", "yes", "Yes", "YES", "on", "On", "ON")],
    *[(text, REFUSED, False) for text in ("n", "N", "no", "No", "NO", "off", "Off", "OFF")],
    *[(text, True, True) for text in ("true", "True", "TRUE")],
    *[(text, False, False) for text in ("false", "False", "FALSE")],
    *[(text, None, None) for text in ("null", "Null", "NULL", "~", "")],
    *[(text, text, text) for text in ("yES", "tRUE", "nULL", "None", "nan", "inf", ".iNF")],
    ("0644", REFUSED, 420),
    ("017", REFUSED, 15),
    ("-017", REFUSED, -15),
    ("0o644", REFUSED, 420),
    ("0O644", REFUSED, 420),
    ("0o-7", REFUSED, "0o-7"),
    ("0X1F", REFUSED, 31),
    ("0B11", REFUSED, 3),
    ("0b-11", REFUSED, -3),
    ("08", REFUSED, 8),
    ("-09", REFUSED, -9),
    ("00", REFUSED, 0),
    ("0x1F", REFUSED, 31),
    ("0b11", REFUSED, 3),
    ("1_000", REFUSED, 1000),
    ("0_7", REFUSED, 7),
    ("0x_1F", REFUSED, 31),
    ("-_1", REFUSED, -1),
    ("1_000.5", REFUSED, 1000.5),
    ("1e3", REFUSED, 1000),
    ("1E3", REFUSED, 1000),
    ("1e+3", REFUSED, 1000),
    ("1.0e3", REFUSED, 1000),
    ("1.e3", REFUSED, 1000),
    ("12e03", REFUSED, 12000),
    ("1_e3", REFUSED, 1000),
    ("1e-5", REFUSED, 1e-5),
    ("1e21", REFUSED, 1e21),
    ("84016e5", REFUSED, 8401600000),
    ("1e400", "1e400", "1e400"),
    ("2e51226", "2e51226", "2e51226"),
    ("+.5", REFUSED, 0.5),
    ("-.5", REFUSED, -0.5),
    (".5", REFUSED, 0.5),
    (".5_5", REFUSED, 0.55),
    ("._5", "._5", "._5"),
    ("+1", REFUSED, 1),
    ("5.", REFUSED, 5),
    ("1:30", REFUSED, "1:30"),
    ("22:22", REFUSED, "22:22"),
    ("190:20:30", REFUSED, "190:20:30"),
    ("20:30.15", REFUSED, "20:30.15"),
    ("8080:80", "8080:80", "8080:80"),
    ("2001-01-01", REFUSED, "2001-01-01"),
    ("2001-1-1", REFUSED, "2001-1-1"),
    ("2001-01-01T00:00:00Z", REFUSED, "2001-01-01T00:00:00Z"),
    ("2001-01-01 10:00:00.5", REFUSED, "2001-01-01 10:00:00.5"),
    ("2001-01-01-x", "2001-01-01-x", "2001-01-01-x"),
    *[(text, REFUSED, REFUSED) for text in (".inf", "-.Inf", "+.INF", ".nan", ".NaN", ".NAN")],
    ("9223372036854775807", 2**63 - 1, 2**63 - 1),
    ("-9223372036854775808", -(2**63), -(2**63)),
    ("9223372036854775808", REFUSED, float(2**63)),
    ("-9223372036854775809", REFUSED, -float(2**63)),
    ("12345678901234567890", REFUSED, 12345678901234567890.0),
    ("123456789012345678901234567890", REFUSED, 123456789012345678901234567890.0),
    ("+1234567890123456789012", REFUSED, 1234567890123456789012.0),
    ("-0777777777777777777777777", REFUSED, -777777777777777777777777.0),
    ("0xFFFFFFFFFFFFFFFF", REFUSED, float(2**64 - 1)),
    ("0x1FFFFFFFFFFFFFFFF", "0x1FFFFFFFFFFFFFFFF", "0x1FFFFFFFFFFFFFFFF"),
    ("0.0000001", REFUSED, 1e-7),
    ("0.00000015", 1.5e-7, 1.5e-7),
    ("1.5e-07", 1.5e-7, 1.5e-7),
    ("-1.2345675e+06", -1234567.5, -1234567.5),
    ("1234567.5", 1234567.5, 1234567.5),
    ("1.5E+06", REFUSED, 1500000),
    ("0.0001", 0.0001, 0.0001),
    ("9223372036854775807.0", REFUSED, float(2**63)),
    ("9007199254740993.5", 9007199254740994.0, 9007199254740994.0),
    ("0", 0, 0),
    ("-0", 0, 0),
    ("42", 42, 42),
    ("1.0", 1.0, 1),
    ("3.25", 3.25, 3.25),
    ("-0.5", -0.5, -0.5),
    ("1.10", 1.1, 1.1),
    ("9" * 400 + ".0", REFUSED, "9" * 400 + ".0"),
    *[
        (text, text, text)
        for text in (
            *("=", "10Gi", "500m", "5s", "1.2.3", "10.0.0.1", "1,000", "nginx:1.27", "v1.2"),
            *("deadbeef", "0755281a", "0x", "0b", "1e", "-a", "--", ".", "+", "a b", "::1"),
            *("é", "\u0661", "1\u0663", "😀"),
        )
    ],
]


def problems(text: str | bytes, **options: Any) -> list[Problem]:
    with pytest.raises(RenderError) as raised:
        read(text, **options)
    return raised.value.problems


def refusals(text: str, **options: Any) -> list[Problem]:
    try:
        read(text, **options)
    except RenderError as error:
        return error.problems
    return []


def places(text: str | bytes, **options: Any) -> list[tuple[str, int, int]]:
    return [(each.code, each.line, each.column) for each in problems(text, **options)]


@pytest.fixture(params=["C", "Python"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    parser = getattr(yaml, "CSafeLoader", None) if request.param == "C" else yaml.SafeLoader
    if parser is None:
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(syntax, "PARSER", parser)
    monkeypatch.setattr(reader, "read_plain", nothing_is_plain)
    return request.param


def nothing_is_plain(_text: str, _dialect: str) -> None:
    raise Odd


@pytest.mark.parametrize(("text", "ours", "kubectl"), SCALARS, ids=[row[0] for row in SCALARS])
def test_plain_scalar(text: str, ours: Any, kubectl: Any) -> None:
    for dialect, expected in (("spec", ours), ("manifest", kubectl)):
        source = f"a: {text}\nb: [x]\n"
        if expected is REFUSED:
            assert places(source, dialect=dialect) == [("SR103", 1, 4)]
        else:
            value = read(source, dialect=dialect)[0]["a"]
            assert (value, type(value)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("yes", 'write "yes" for the text or true for the boolean'),
        ("n", 'write "n" for the text or false for the boolean'),
        ("0644", 'write "0644" for the text or 420 for the number'),
        ("1e-3", 'write "1e-3" for the text or 0.001 for the number'),
        ("1e-7", 'write "1e-7" for the text'),
        (".5", 'write ".5" for the text or 0.5 for the number'),
        ("22:22", 'write "22:22" for the text'),
        ("2001-01-01", 'write "2001-01-01" for the text'),
        (".inf", 'write ".inf" for the text'),
        ("12345678901234567890", 'write "12345678901234567890" for the text'),
    ],
)
def test_refusal_says_what_to_write(text: str, hint: str) -> None:
    [problem] = problems(f"spec: {{a: [{text}]}}", file="app.yaml")
    assert problem.path == ("spec", "a", 0)
    assert problem.file == "app.yaml"
    assert problem.hint == hint


def test_what_the_hint_offers_is_accepted() -> None:
    for text, ours, _ in SCALARS:
        if ours is not REFUSED:
            continue
        [problem] = problems(f"a: {text}")
        words = problem.hint.removeprefix("write ").split(" for the ")
        offers = [words[0], *(word.split(" or ")[1] for word in words[1:-1])]
        assert all(read(f"a: {offer}") for offer in offers if not offer.endswith('..."'))


def test_a_quoted_scalar_is_text() -> None:
    for text, _, _ in SCALARS:
        for quote in ('"', "'"):
            for dialect in ("spec", "manifest"):
                assert read(f"a: {quote}{text}{quote}", dialect=dialect) == [{"a": text}]


@given(st.text(alphabet="0123456789_.:eExXoObBtTzZ+- ", min_size=1, max_size=12))
def test_what_is_accepted_in_our_files_kubectl_reads_the_same(text: str) -> None:
    source = f"a: {text}\n"
    if not refusals(source):
        assert read(source, dialect="manifest") == read(source)


# 7.2 of the performance fact sheet, and the like: text, our own files, other people's manifests.
# A list holds the codes that it is refused with.
STRUCTURES: list[tuple[str, Any, Any]] = [
    ("a: 1\na: 2", ["SR102"], ["SR102"]),
    ('a: 1\n"a": 2', ["SR102"], ["SR102"]),
    ("{a: 1, b: {c: 1, c: 2}}", ["SR102"], ["SR102"]),
    ("a: {b: 1}\nc: {b: 1}", {"a": {"b": 1}, "c": {"b": 1}}, {"a": {"b": 1}, "c": {"b": 1}}),
    ("1: a", ["SR105"], {"1": "a"}),
    ("0x10: a", ["SR105"], {"16": "a"}),
    ('1: a\n"1": b', ["SR105"], ["SR102"]),
    ("true: a", ["SR105"], {"true": "a"}),
    ("1.5: a", ["SR105"], ["SR105"]),
    ("1.0: a", ["SR105"], ["SR105"]),
    (".inf: a", ["SR105"], ["SR105"]),
    ("2001-01-01: a", ["SR105"], {"2001-01-01": "a"}),
    ("~: a", ["SR105"], ["SR105"]),
    ("? \n: a", ["SR105"], ["SR105"]),
    ("yes: 1\non: 2", ["SR105", "SR105"], ["SR102"]),
    ("y: 1\nn: 2", ["SR105", "SR105"], {"true": 1, "false": 2}),
    ('"y": 1\n"1": 2', {"y": 1, "1": 2}, {"y": 1, "1": 2}),
    ("=: 1", {"=": 1}, {"=": 1}),
    ("? [a]\n: 1", ["SR105"], ["SR105"]),
    ("{a: 1}: 1\nb: 2", ["SR105"], ["SR105"]),
    ("? a\n: 1", {"a": 1}, {"a": 1}),
    ('"<<": 1', ["SR105"], {"<<": 1}),
    # what kubectl or kustomize does not take, or for something else
    ("a: [<<]", ["SR110"], {"a": ["<<"]}),
    ('a: "<<"', ["SR110"], {"a": "<<"}),
    ('a: "b\\nc\\u2028"', ["SR109"], {"a": "b\nc\u2028"}),
    ("a: {path: /x?y=z, port: 1}", None, None),
    ("a: [b?]\n", None, None),
    ("c: d?\ne: ['f?']", {"c": "d?", "e": ["f?"]}, None),
    ('a: "\\/"', None, None),
    ('a: "\\\\/"', {"a": "\\/"}, None),
    ("%YAML 1.1\n---\na: 1", ["SR110"], ["SR110"]),
    ("a: 'b\n---c'", ["SR110"], ["SR110"]),
    ("--- a", ["SR110"], ["SR110"]),
    ("--- # b\na: 1", {"a": 1}, None),
    ("a: 1\n...\n", {"a": 1}, None),
    ("---\n...\n", ["SR110"], ["SR110"]),
    ("a: b\n\ufeffc: d", None, None),
    ("a: 'b\ufeff'", ["SR109"], ["SR109"]),
    ("a: |\n  b", ["SR110"], {"a": "b\n"}),
    ("a: |- # c\n  b", {"a": "b"}, None),
    ("a: >\n  b\n   c\n", ["SR110"], {"a": "b\n c\n"}),
    ("a: >+\n  b\n\n", ["SR110"], {"a": "b\n\n"}),
    ("a: |1-\n \tb\n", ["SR110"], {"a": "\tb"}),
    ("a: &b\n- | # c\n  d\n", ["SR110"], {"a": ["d\n"]}),
    ("a: &b\nc: d\n", ["SR103"], {"a": None, "c": "d"}),
    ("? " + "k" * 1001 + "\n: 1", ["SR105"], ["SR105"]),
    ("x: &x {a: 1}\nb: {a: 2, <<: *x}", ["SR110"], ["SR110"]),
    ("x: &x {a: 1}\nb: {c: 2, <<: *x}", {"x": {"a": 1}, "b": {"c": 2, "a": 1}}, None),
    ("x: &x {a: 1}\nb: {<<: *x, a: 2}", {"x": {"a": 1}, "b": {"a": 2}}, None),
    (
        "x: &x {a: 1, c: 1}\nb: {<<: [*x, {c: 2, d: 2}]}",
        {"x": {"a": 1, "c": 1}, "b": {"a": 1, "c": 1, "d": 2}},
        None,
    ),
    ("x: &x {a: 1}\nb: {<<: *x, <<: *x}", ["SR102"], ["SR102"]),
    ("x: &x 1\nb: {<<: *x}", ["SR106"], ["SR106"]),
    ("b: {<<: }", ["SR106", "SR103"], ["SR106"]),
    ("b: {<<: [1]}", ["SR106"], ["SR106"]),
    ("a: &x 1\nb: &x 2\nc: *x", {"a": 1, "b": 2, "c": 2}, None),
    ("a: &x [&x 1, *x]", {"a": [1, 1]}, None),
    ("a: &k b\n*k : c", {"a": "b", "b": "c"}, None),
    ("a: &k [b]\n*k : c", ["SR105"], ["SR105"]),
    ("&k on: 1\nb: *k", ["SR105"], {"true": 1, "b": True}),
    ("&k a: *k", {"a": "a"}, None),
    ("a: *none", ["SR106"], ["SR106"]),
    ("a: &x 1\n---\nb: *x", ["SR106"], ["SR106"]),
    ("a: &x [*x]", ["SR106"], ["SR106"]),
    ("a: &x {b: {c: [*x]}}", ["SR106"], ["SR106"]),
    ("&x a: {b: &y [*y]}", ["SR106"], ["SR106"]),
    *[
        (f"a: {tagged}", ["SR104"], ["SR104"])
        for tagged in ("!foo bar", "!!str 1", "!!binary aGk=", "!!python/none x", "! yes", "!")
    ],
    ("a: !!map {b: 1}\nc: !x [1]\n!y d: 1", ["SR104"] * 3, ["SR104"] * 3),
    ("a: {b: }", ["SR103"], {"a": {"b": None}}),
    ("a: {b, c: }", ["SR103", "SR103"], {"a": {"b": None, "c": None}}),
    ("a: [b: ]", ["SR103"], {"a": [{"b": None}]}),
    ("a:\nb: [~]\nc:\n-\n", {"a": None, "b": [None], "c": [None]}, None),
    ("a: 'it''s'\nb: \"x\\ty\"", {"a": "it's", "b": "x\ty"}, None),
    ("a: |\n  x\n\n  y\nb: >-\n  x\n  y\n", {"a": "x\n\ny\n", "b": "x y"}, None),
    ('a: "\\U0001F600"', {"a": "😀"}, None),
    ('a: "\\ud83d\\ude00"', None, None),
    *[
        (f'a: "{escape}"', ["SR109"], {"a": character})
        for escape, character in (
            ("\\x7f", "\x7f"),
            ("\\x80", "\x80"),
            ("\\x9f", "\x9f"),
            ("\\N", "\x85"),
            ("\\ufffe", "\ufffe"),
            ("\\uffff", "\uffff"),
        )
    ],
    ('"a\\x7f": 1', ["SR109"], {"a\x7f": 1}),
    ('a: "\\L\\P\\0\\x01"', {"a": "\u2028\u2029\0\x01"}, None),
    ("a: '\u2028'", {"a": "\u2028"}, None),
]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(("text", "ours", "kubectl"), STRUCTURES, ids=range(len(STRUCTURES)))
def test_structure(text: str, ours: Any, kubectl: Any) -> None:
    if ours is None:
        assert places(text)  # the two parsers refuse it for different reasons
        return
    for dialect, expected in (("spec", ours), ("manifest", ours if kubectl is None else kubectl)):
        if isinstance(expected, list):
            assert [each.code for each in problems(text, dialect=dialect)] == expected
        else:
            assert read(text, dialect=dialect) == [expected]


def test_all_problems_are_told_at_once_in_order() -> None:
    text = "a: yes\nb: [0644, {c: !x 1}]\na: 1\n1: 2\nd: *no\ne: {f: 1\n"
    assert (
        "\n".join(map(str, problems(text, file="f")))
        == """\
f:1:4: a: must be written so that all YAML readers agree, they do not on yes \
(write "yes" for the text or true for the boolean)  [SR103]
f:2:5: b[0]: must be written so that all YAML readers agree, they do not on 0644 \
(write "0644" for the text or 420 for the number)  [SR103]
f:2:15: b[1].c: must not have a tag, got !x (remove it, quote text)  [SR104]
f:3:1: a: key "a" must be given once, it is on lines 1 and 3 (remove one of the two)  [SR102]
f:4:1: key must be a string to all YAML readers, got 1 (write "1")  [SR105]
f:5:4: d: must name an anchor above it, there is no &no \
(quote a text which begins with "*")  [SR106]
f:6:4: must have "," between keys and end with "}"  [SR101]"""
    )


def test_a_duplicate_inside_of_a_merge_names_both_lines() -> None:
    [problem] = problems("a: 1\nb:\n  <<: {x: 1}\n  c: 1\n  <<: {z: 1}\n")
    assert problem.message == 'key "<<" must be given once, it is on lines 3 and 5'


# text, where, what the message says in either parser
SYNTAX: list[tuple[str, int, int, str]] = [
    ("a:\n\tb: 1\n", 2, 1, "must be indented with spaces, found a tab"),
    ("a: 1\n\tb: 2\n", 2, 1, "must be indented with spaces, found a tab"),
    ("-\ta: 1\n", 1, 2, "must be indented with spaces, found a tab"),
    ("a: b: c\n", 1, 5, 'must not have ": " here'),
    ("a: 1\n b: 2\n", 2, 3, 'must not have ": " here'),
    ("a: 1\nb\nc: 2\n", 2, 1, 'must have ": " after the key'),
    ("a: 1\n  b: 2\n", 2, 4, 'must not have ": " here'),
    ("a:\n  b: 1\n c: 2\n", 3, 2, "must be indented as the other"),
    ("a:\n  - 1\n  b: 2\n", 3, 3, "must be"),
    ("a: [1, 2\nb: 3\n", 1, 4, 'must have "," between items and end with "]"'),
    ("a: {b: 1\nc: 3\n", 1, 4, 'must have "," between keys and end with "}"'),
    ('a: "x\nb: 1\n', 1, 4, "must end with the quote it begins with"),
    ("a: 'x\n---\n", 1, 4, "must end with the quote it begins with"),
    ("a: 'it's'\n", 1, 8, "must end at its closing quote"),
    ('a: "say "hi""\n', 1, 10, "must end at its closing quote"),
    ("a: @x\n", 1, 4, "must be quoted if it begins with @"),
    ("a: `x`\n", 1, 4, "must be quoted if it begins with `"),
    ("a: %x\n", 1, 4, "must be quoted if it begins with %"),
    ("a: - b\n", 1, 4, 'must not begin a list with "- " here'),
    ("a: */5 * * * *\n", 1, 5, 'must be quoted if it begins with "*" or "&"'),
    ("a: *.example.com\n", 1, 5, 'must be quoted if it begins with "*" or "&"'),
    ('a: "\\d"\n', 1, 0, "must not have this escape in double quotes"),
    ('a: "\\xZZ"\n', 1, 7, "must have hexadecimal digits after the escape"),
    ('a: "\\Uffffffff"\n', 1, 7, "must be the number of one character"),
    ("a: |x\n", 1, 5, "must not have text after the | or >"),
    ("a: | x\n  y\n", 1, 6, "must not have text after the | or >"),
    ("a: ]\n", 1, 4, "must have a value here"),
    ("a: 1\n...\nb\n", 3, 1, "must be one map, list or value per document"),
    ("a: !<x y\n", 1, 7, "must be valid YAML: "),
]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "line", "column", "message"), SYNTAX, ids=[repr(row[0]) for row in SYNTAX]
)
def test_syntax(text: str, line: int, column: int, message: str) -> None:
    [problem] = problems(text)
    assert problem.code == "SR101"
    assert message in problem.message
    assert problem.line == line
    assert not column or problem.column == column


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b"a: 1\nb: \xff", ("SR109", 2, 4)),
        (b"\xff\xfea\x00", ("SR109", 1, 1)),
        ("a: \ud800", ("SR109", 1, 4)),
        ("a: 1\nb: x\x00", ("SR109", 2, 5)),
        ("a: \x07", ("SR109", 1, 4)),
        ("a: \x7f", ("SR109", 1, 4)),
        ("é: \x9f", ("SR109", 1, 4)),
        ("a: \ufffe", ("SR109", 1, 4)),
    ],
)
def test_character_that_is_not_text(text: str | bytes, place: tuple[str, int, int]) -> None:
    assert places(text) == [place]
    assert places(text, dialect="manifest") == [place]


def test_a_complaint_without_a_place_is_told_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def parser(_: str) -> None:
        raise yaml.MarkedYAMLError("while reading")

    monkeypatch.setattr(syntax, "PARSER", parser)
    [problem] = problems("a: &x 1", file="app.yaml")
    assert str(problem) == "app.yaml: must be valid YAML: while reading  [SR101]"


def test_next_line_is_refused_as_it_stands() -> None:
    assert places("a: 'x\x85'") == [("SR109", 1, 6)]
    assert len(read("a: 'x\x85y'", dialect="manifest")) == 1


def test_half_a_surrogate_pair_is_refused_in_manifests_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(syntax, "PARSER", yaml.SafeLoader)  # libyaml calls it a syntax error
    assert places('a: "\\ud83d\\ude00"', dialect="manifest") == [("SR109", 1, 4)]


@pytest.mark.usefixtures("either_parser")
def test_streams() -> None:
    assert read("") == read("# nothing\n") == read("---\n---\n~\n") == []
    assert read("---\na: 1\n---\n\n---\n- b\n...\n---\nc") == [{"a": 1}, ["b"], "c"]
    assert read("\ufeffa: 1") == read(b"\xef\xbb\xbfa: 1") == [{"a": 1}]
    assert read("a:\r\n- b\r\n- |\r\n  x\r\n  y\r\n") == [{"a": ["b", "x\ny\n"]}]
    assert read('{"a": ["b", 1, null, true]}') == [{"a": ["b", 1, None, True]}]


def test_size() -> None:
    assert read("a: é", max_bytes=5) == [{"a": "é"}]
    [problem] = problems("a: é", max_bytes=4, file="app.yaml")
    assert (problem.code, problem.file) == ("SR108", "app.yaml")
    assert problem.message == "text must not be larger than 4 bytes"
    assert places(b" " * (2**20 + 1)) == [("SR108", 0, 0)]
    assert read(b" " * (2**20 + 1), dialect="manifest") == []
    assert problems("a: 1", max_bytes=0)[0].code == "SR108"


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("part", ["[", "- ", "{a: ", "[[],", "{", "? ", "[{a: "])
@pytest.mark.parametrize("count", [120, 100_000])
def test_nesting(part: str, count: int) -> None:
    assert {each.code for each in problems(part * count)} <= {"SR105", "SR107"}


def test_nesting_up_to_the_limit() -> None:
    assert read("[" * 100 + "]" * 100)
    assert places("[" * 101 + "]" * 101) == [("SR107", 1, 101)]


def test_nesting_by_aliases() -> None:
    text = "x0: &x0 [1]\n" + "".join(f"x{i}: &x{i} [*x{i - 1}]\n" for i in range(1, 200))
    assert [each.code for each in problems(text)] == ["SR107"]


def test_nesting_by_one_alias_up_to_the_limit() -> None:
    text = "a: &a [[1]]\nb: " + "[" * 97 + "*a" + "]" * 97
    assert read(text)
    assert dump(read(text)[0])
    assert [each.code for each in problems(text.replace("[[1]]", "[[[1]]]"))] == ["SR107"]


def test_aliases_are_copies() -> None:
    [document] = read("a: &a {b: [1]}\nc: *a\nd: [*a, *a]\ne: {<<: *a}\n")
    copies = [document["a"], document["c"], *document["d"], document["e"]]
    assert all(copy == {"b": [1]} for copy in copies)
    assert len({id(copy) for copy in copies}) == len({id(copy["b"]) for copy in copies}) == 5


@pytest.mark.parametrize("leaf", ["lol", "a" * 1000, "{<<: {k: v}, l: w}"])
def test_alias_bomb(leaf: str) -> None:
    text = f"a0: &a0 [{leaf}]\n"
    for level in range(1, 10):
        text += f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n"
    for dialect in ("spec", "manifest"):
        assert [each.code for each in problems(text, dialect=dialect)] == ["SR106"]


def test_long_text_by_aliases() -> None:
    text = f"a: &a {'x' * 100_000}\nb: [{', '.join(['*a'] * 1000)}]\n"
    assert [each.code for each in problems(text)] == ["SR106"]


def test_ordinary_use_of_aliases_is_no_bomb() -> None:
    block = "a: &a\n" + "".join(f"  key{i}: some value\n" for i in range(50))
    assert read(block + "".join(f"b{i}: *a\n" for i in range(40)))


def test_problems_are_not_without_end() -> None:
    assert len(problems("a: yes\n" * 5000)) == 100


@pytest.mark.parametrize("text", ["1" * 500_000 + "x", "0x" + "f" * 500_000, "1:" * 250_000 + "1"])
def test_long_scalars_take_no_time(text: str) -> None:
    for dialect in ("spec", "manifest"):
        assert all(len(str(each)) < 500 for each in refusals(f"a: {text}", dialect=dialect))


def test_meanings_are_remembered_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "KNOWN_WORDS", 0)
    assert read("abcxyz: defxyz") == [{"abcxyz": "defxyz"}]
    assert "defxyz" not in vocabulary.VOCABULARIES["spec"].values
    assert "abcxyz" not in vocabulary.VOCABULARIES["spec"].keys


TEXT = """\
# comment
---
---
kind: App
spec:
  ports:
  - {name: web, port: 80}
  - name: db
    port: 5432
  base: &base
    cpu: 1
    deep: {memory: 2Gi}
  merged:
    <<: *base
    own: 3
  alias: *base
  chain: &chain
    <<: [*base, {late: 4}]
  again: {<<: *chain}
  empty:
---
- second
"""


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (4, 1), (4, 1)),
        (("kind",), (4, 7), (4, 1)),
        (("spec",), (6, 3), (5, 1)),
        (("spec", "ports", 0), (7, 5), (7, 5)),
        (("spec", "ports", 0, "port"), (7, 23), (7, 17)),
        (("spec", "ports", 1, "port"), (9, 11), (9, 5)),
        (("spec", "base", "deep", "memory"), (12, 20), (12, 12)),
        (("spec", "merged", "own"), (15, 10), (15, 5)),
        (("spec", "merged", "cpu"), (11, 10), (11, 5)),
        (("spec", "merged", "deep", "memory"), (12, 20), (12, 12)),
        (("spec", "alias"), (10, 9), (16, 3)),
        (("spec", "alias", "cpu"), (11, 10), (11, 5)),
        (("spec", "chain", "cpu"), (11, 10), (11, 5)),
        (("spec", "chain", "late"), (18, 24), (18, 18)),
        (("spec", "again", "deep", "memory"), (12, 20), (12, 12)),
        (("spec", "again", "late"), (18, 24), (18, 18)),
        # What is missing is at the key that lacks it.
        (("spec", "image"), (5, 1), (5, 1)),
        (("spec", "image", "tag", 3), (5, 1), (5, 1)),
        (("spec", "ports", 7, "port"), (6, 3), (6, 3)),
        (("spec", "ports", 1, "name", "x"), (8, 5), (8, 5)),
        (("spec", "again", "never"), (19, 3), (19, 3)),
        (("metadata", "name"), (4, 1), (4, 1)),
    ],
)
def test_locator(path: Any, value: tuple[int, int], key: tuple[int, int]) -> None:
    locator = Locator(TEXT)
    assert locator.find(path) == value
    assert locator.find(path, key=True) == key


def test_locator_counts_documents_as_read_does() -> None:
    locator = Locator(TEXT)
    assert len(read(TEXT)) == 2
    assert locator.find((0,), document=1) == (22, 3)
    assert locator.find((0,), document=2) == (0, 0)


def test_locator_knows_every_key() -> None:
    locator, lines = Locator(TEXT), TEXT.splitlines()
    for path in key_paths(read(TEXT)[0], ()):
        line, column = locator.find(path, key=True)
        assert lines[line - 1][column - 1 :].startswith(f"{path[-1]}:"), path


def key_paths(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield (*path, key)
            yield from key_paths(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from key_paths(child, (*path, index))


def test_locator_of_hostile_merges_ends() -> None:
    text = "a0: &a0 {k: 1}\n"
    for level in range(1, 40):
        text += f"a{level}: &a{level} {{<<: [{', '.join([f'*a{level - 1}'] * 9)}]}}\n"
    assert Locator(text).find(("a39", "missing"), key=True) == (40, 1)


def test_locator_keeps_the_first_of_two_keys() -> None:
    assert Locator("a: 1\nb: 2\na: 3\n").find(("a",)) == (1, 4)


FRAGMENTS = [
    *("a", "b: ", "- ", "\n", "  ", "[", "]", "{", "}", ", ", ": ", "? ", "'", '"', "|", ">", "#"),
    *("&a ", "*a", "<<: ", "!t ", "---\n", "...\n", "\t", "yes", "0644", "\\x", "%", "\x85", "é"),
    *("\ufeff", "\u2028", "\x00", "\ud800"),
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but a RenderError with places, in either dialect and by either parser."""
    for dialect in ("spec", "manifest"):
        found = refusals(text, dialect=dialect)
        assert all(each.code.startswith("SR1") for each in found)
        assert all(each.line >= 1 and each.column >= 1 for each in found)
        if not found:
            assert None not in read(text, dialect=dialect)
            Locator(text, dialect=dialect).find(("a",))


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=20).map("".join))
def test_both_parsers_agree(text: str) -> None:
    parsers = [getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader]
    results = []
    for parser in parsers:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(syntax, "PARSER", parser)
            patch.setattr(reader, "read_plain", nothing_is_plain)
            try:
                results.append(read(text, dialect="manifest"))
            except RenderError:
                return  # libyaml takes some tabs and directives that the other refuses
    assert results[0] == results[1]


def test_floats_are_finite() -> None:
    for text in ("1e308", "1e309", "-1e309", "1e-400"):
        value = read(f"a: {text}", dialect="manifest")[0]["a"]
        assert isinstance(value, str) or math.isfinite(value)
