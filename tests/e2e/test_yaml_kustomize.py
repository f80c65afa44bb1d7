"""Real kustomize reads what we write, and we read what it writes: no string becomes another."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from kustomizing import build
from yaml_texts import is_handed_over

from renderer.errors import RenderError
from renderer.yaml import dump, dump_all, read

pytestmark = pytest.mark.e2e

APP = {"apiVersion": "example.dev/v1", "kind": "App", "metadata": {"name": "app"}}
# Bare, and then an integer to the next kustomize.
MISWRITTEN = re.compile(r"0o[-+]")
STRINGS, KEYS, PER_OBJECT = 40_000, 6_000, 1_500
NUMBER_LIKE = "0123456789" * 2 + "+-._eExXoObB:" + "abcf tTzZ"
NUMBER_STARTS = ["0x", "0b", "0o", "-0b", "0", "-", "+", ".", "1e", "12:", "2001-01-", "2001-1-1 "]
WORDS = [
    *("y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", ".inf", ".nan", "nan"),
    *("inf", "=", "<<", "-", "?", ":", "---", "...", "|", ">", "{}", "[]"),
]
PUNCTUATION = "abc #:-'\"\\{}[],&*!|>%@`?=~\t/$()<.^;"
UNICODE = "aé☃日😀\u2028\u2029\u00a0\ufeff\u200b\ue000\U0001fffe\U0010ffff\u3000\x00\x01\x1b\r\n"
LINES = [
    "a",
    "- b",
    "#c",
    "x: y",
    "  deeper",
    "---",
    "...",
    "%",
    "é",
    "'",
    '"',
    "\\",
    "|",
    "key: |",
]
BREAKS = ["\n", "\n", "\n\n", " \n", "\t", " ", "\r\n", "\u2028", "\n  ", ""]


def characters(source: random.Random, alphabet: str) -> str:
    return "".join(source.choices(alphabet, k=source.randint(0, 10)))


def word(source: random.Random) -> str:
    letters = [source.choice([each.lower(), each.upper()]) for each in source.choice(WORDS)]
    return "".join(letters) + source.choice(["", "", "", " ", "x", ":", ": x", " #"])


def lines(source: random.Random) -> str:
    parts = [source.choice(LINES) + source.choice(BREAKS) for _ in range(source.randint(1, 6))]
    return "".join(parts)


KINDS = [
    lambda source: characters(source, NUMBER_LIKE),
    lambda source: source.choice(NUMBER_STARTS) + characters(source, "0123456789_:.-+eZ tb"),
    lambda source: "".join(source.choices("0123456789abcdef", k=7)),
    lambda source: f"20{source.randint(0, 99):02}-{source.randint(1, 13)}-{source.randint(1, 28)}",
    word,
    lambda source: characters(source, PUNCTUATION),
    lambda source: characters(source, UNICODE),
    lines,
]


def awkward_strings(count: int) -> list[str]:
    source = random.Random(20240607)
    return [source.choice(KINDS)(source) for _ in range(count)]


def carried_strings(count: int) -> list[str]:
    """Strings of a spec, which kustomize hands over as a functionConfig."""
    strings = awkward_strings(count)
    return [each for each in strings if is_handed_over(each) and not MISWRITTEN.match(each)]


def config_maps(data: dict[str, str]) -> list[dict[str, Any]]:
    """Spread entries over objects: kustomize takes more than twice as long for twice as many."""
    items = list(data.items())
    return [
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": f"part-{start:06}"},
            "data": dict(items[start : start + PER_OBJECT]),
        }
        for start in range(0, len(items), PER_OBJECT)
    ]


def numbered(strings: list[str]) -> dict[str, str]:
    return {f"key{number}": each for number, each in enumerate(strings)}


def built(kustomize: Path, folder: Path, manifests: str) -> str:
    (folder / "manifests.yaml").write_text(manifests, newline="")
    (folder / "kustomization.yaml").write_text("resources: [manifests.yaml]\n")
    result = build(kustomize, folder)
    assert result.returncode == 0, result.stderr
    return result.stdout


def by_name(documents: list[dict[str, Any]]) -> dict[str, Any]:
    return {each["metadata"]["name"]: each for each in documents}


def scalars_of_data(text: str) -> dict[str, yaml.ScalarNode]:
    """Return {key: value} as PyYAML sees them: the text, and the type it would make of it."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = {}
    for document in yaml.compose_all(text, loader):
        [data] = [value for key, value in document.value if key.value == "data"]
        found |= {key.value: value for key, value in data.value}
    return found


def test_kustomize_gives_back_every_string(kustomize: Path, tmp_path: Path) -> None:
    strings = awkward_strings(STRINGS)
    assert len(set(strings)) > STRINGS / 2
    objects = config_maps(numbered(strings))
    output = built(kustomize, tmp_path, dump_all(objects))
    assert by_name(read(output, dialect="manifest")) == by_name(objects)
    seen = scalars_of_data(output)
    assert {key: node.value for key, node in seen.items()} == numbered(strings)
    # What kustomize writes bare and PyYAML, alone among the readers, takes for something else.
    alone = {node.value: node.tag for node in seen.values() if not node.tag.endswith(":str")}
    tags = Counter(tag.rpartition(":")[2] for tag in alone.values())
    assert set(tags) <= {"value", "merge", "timestamp", "float", "int"}
    assert tags["value"] == tags["merge"] == 1  # the strings = and <<
    assert sum(tags.values()) < STRINGS / 50
    assert all(read(f"a: {text}", dialect="manifest") == [{"a": text}] for text in alone)


def test_what_we_write_is_read_without_kustomize_too() -> None:
    strings = awkward_strings(STRINGS)
    assert read(dump(strings), dialect="manifest") == [strings]
    strings = [each for each in strings if is_handed_over(each)]
    text = dump(strings)
    assert read(text, max_bytes=2**30) == [strings]
    assert yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)) == strings  # noqa: S506


def test_what_kustomize_writes_bare_is_no_mistake_of_the_author(
    kustomize: Path, tmp_path: Path
) -> None:
    """A functionConfig arrives in kustomize's own spelling: quotes of the author may be gone."""
    objects = config_maps(numbered(carried_strings(6_000)))
    output = built(kustomize, tmp_path, dump_all(objects))
    assert by_name(read(output, max_bytes=2**30)) == by_name(objects)


def test_kustomize_gives_back_every_key(kustomize: Path, tmp_path: Path) -> None:
    keys = sorted(set(carried_strings(KEYS * 2)))
    random.Random(1).shuffle(keys)
    objects = config_maps(dict.fromkeys(keys[:KEYS], "x"))
    assert sum(len(each["data"]) for each in objects) == KEYS
    output = built(kustomize, tmp_path, dump_all(objects))
    assert by_name(read(output, dialect="manifest")) == by_name(objects)
    assert by_name(read(output, max_bytes=2**30)) == by_name(objects)
    assert set(scalars_of_data(output)) == set(keys[:KEYS])


SCALARS = [
    *("y", "Y", "n", "N", "yes", "no", "on", "off", "Yes", "YES", "yES", "true", "True", "TRUE"),
    *("tRUE", "null", "Null", "NULL", "nULL", "~", "", "0644", "017", "-017", "0o644", "0O644"),
    *("0o-7", "0X1F", "0B11", "0b-11", "08", "09", "0x1F", "0b11", "1_000", "0_7", "0x_1F"),
    *("1_000.5", "1e3", "1E3", "1e+3", "1.0e3", "1.e3", "12e03", "1e-5", "1e21", "1e400"),
    *("84016e5", "2e51226", "+.5", "-.5", ".5", "5.", "1.0", "3.0", "3.25", "1.10", "-0.5", "0"),
    *("-0", "-0.0", "42", "-42", "1:30", "22:22", "190:20:30", "20:30.15", "8080:80"),
    *("2001-01-01", "2001-1-1", "2001-13-45", "2001-01-01T00:00:00Z", "2001-01-01t1:2:3Z"),
    *("2001-01-01T00:00:00", "2001-01-01 10:00:00", "2001-01-01-x", "nan", "inf", ".iNF"),
    *("12345678901234567890", "9223372036854775807", "9223372036854775808"),
    *("-9223372036854775808", "-9223372036854775809", "=", "<<", "10Gi", "500m", "1.2.3"),
    *("10.0.0.1", "nginx:1.27", "deadbeef", "0755281a", "-a", ".", "+", "a:b", "é", "0.0000001"),
    *("1000000.5", "100000000.0", "1.0000005", "._5", ".5_", "0b_", "12345678901234567.0"),
]


def test_a_scalar_means_the_same_in_the_file_and_through_kustomize(
    kustomize: Path, tmp_path: Path
) -> None:
    """Or the file is refused: the same app must not differ by the door that it comes in by."""
    sources = {f"k{number}": text for number, text in enumerate(SCALARS)}
    spec = "".join(f"  {key}: {text}\n" for key, text in sources.items())
    output = built(kustomize, tmp_path, dump(APP) + f"spec:\n{spec}")
    accepted = 0
    for key, text in sources.items():
        try:
            [ours] = read(f"a: {text}")
        except RenderError:
            continue
        accepted += 1
        assert through_kustomize(output, key) in (ours["a"], "refused, with an exponent"), text
    assert accepted > 40


@pytest.mark.parametrize("text", [".inf", "-.Inf", ".nan", ".NaN"])
def test_a_number_that_is_none_is_refused_by_both(
    text: str, kustomize: Path, tmp_path: Path
) -> None:
    with pytest.raises(RenderError):
        read(f"spec: {text}")
    assert_fails(kustomize, tmp_path, f"{dump(APP)}spec: {text}\n")


def through_kustomize(output: str, key: str) -> Any:
    """Return a value as `stateful-fn` gets it; numbers with an exponent it refuses, loudly."""
    line = re.search(rf"(?m)^  {key}: .*$", output)[0]
    try:
        return read(line)[0][key]
    except RenderError:
        assert re.search(r"[0-9]e[-+][0-9]+$", line), line
        return "refused, with an exponent"


@pytest.mark.parametrize("text", ["{a: }", "{a}", "[a: ]", '{"<<": 1}'])
def test_what_kustomize_changes_we_refuse(text: str, kustomize: Path, tmp_path: Path) -> None:
    manifest = f"{dump(APP)}spec: {text}\n"
    with pytest.raises(RenderError):
        read(manifest)
    assert read(built(kustomize, tmp_path, manifest)) != read(manifest, dialect="manifest")


@pytest.mark.parametrize(
    "text", ["{x: 1, x: 2}", "{1: x}", "{true: x}", "{<<: 1}", "*none", "{<<: }"]
)
def test_what_kustomize_refuses_we_refuse(text: str, kustomize: Path, tmp_path: Path) -> None:
    manifest = f"{dump(APP)}spec: {text}\n"
    with pytest.raises(RenderError):
        read(manifest)
    assert_fails(kustomize, tmp_path, manifest)


def assert_fails(kustomize: Path, folder: Path, manifest: str) -> None:
    (folder / "manifests.yaml").write_text(manifest)
    (folder / "kustomization.yaml").write_text("resources: [manifests.yaml]\n")
    assert build(kustomize, folder).returncode != 0


def test_merges_and_anchors_are_read_as_kustomize_reads_them(
    kustomize: Path, tmp_path: Path
) -> None:
    manifest = (
        dump(APP)
        + """\
spec:
  a: &x {b: 1, c: 1}
  d: {<<: *x, b: 2}
  e: {<<: [*x, {c: 3, d: 3}], b: 4}
  f: &x [5]
  g: *x
  h: &k key
  *k : value
  i: {<<: {j: 6}}
"""
    )
    assert read(built(kustomize, tmp_path, manifest)) == read(manifest)


@pytest.mark.parametrize("character", ["\x7f", "\x80", "\x85", "\x9f", "\ufffe", "\uffff"])
def test_characters_that_we_refuse_kustomize_loses(
    character: str, kustomize: Path, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="must not hold"):
        dump({"a": character})
    (tmp_path / "app.yaml").write_text(f'{dump(APP)}spec: "a\\u{ord(character):04x}b"\n')
    (tmp_path / "kustomization.yaml").write_text("resources: [app.yaml]\n")
    result = build(kustomize, tmp_path)
    assert result.returncode != 0 or yaml.safe_load(result.stdout)["spec"] == "a b"
