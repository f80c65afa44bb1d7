"""The patterns of the schemas, held against the checks that they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schema_patterns import MIXED, TEXTS, pattern_of
from specs import CHECKED

from renderer.kubernetes import downward, images, names, quantities, versions

pytestmark = pytest.mark.slow

# Patterns that say all there is to say; the others let some through that the check refuses.
EXACT = {
    "config_key",
    "count_or_percent",
    "dns1035_label",
    "dns_label",
    "dns_subdomain",
    "duration",
    "env_name",
    "field_path",
    "label_value",
    "namespace",
    "port_name",
    "port_reference",
    "resource_field",
    "statefulset_name",
    "subpath",
    "url_path",
}
SHORT = st.text("aA0-._/: \n%[]'", max_size=8)
NUMBERS = st.text("0123.+-eEGiKkmn", max_size=6)
HARD = st.sampled_from(
    [
        *("a" * 16, "a" * 53, "a" * 64, "a." * 127, "a/" + "b" * 64, "1-a-2", "1-2", "a--b"),
        *("..", ".", "..a", "a/../b", "./a", "/..", "/.a", "/a/", "//", "/a/..b", "A\nA=="),
        *("localhost/a", "Host/a", "h.io:5/a/b:c@sha256:" + "0" * 64, "a:5/b", "AA=="),
        *("metadata.labels['a/b']", "metadata.labels['']", "status.podIP"),
        *("limits.cpu", "limits.hugepages-2Mi", "example.org/gpu", "Example.org/gpu"),
        *("1h30m", "30m1h", "0", "-0", "-0.0Gi", "+1Gi", ".5", "5.", "0Gi", "1e3", "1E", "1Ei"),
        *(
            "100%",
            "101%",
            "05%",
            "1.34",
            "v1.31.2+k3s1",
            "1.31+",
            "1.3",
            "34",
            "10.0.0.0/8",
            "fd00::/8",
            "fe80::1%eth0",
        ),
    ]
)
CHECKS: dict[str, Callable[[Any], Any]] = {
    name: next(
        getattr(module, name)
        for module in (names, downward, quantities, images, versions)
        if hasattr(module, name)
    )
    for name in CHECKED
}


def accepted(name: str, value: Any) -> bool:
    try:
        CHECKS[name](value)
    except ValueError:
        return False
    return True


def matches(schema: dict[str, Any], text: str) -> bool:
    # `$` is the very end to Go and JavaScript; to Python it may stand before a last newline.
    pattern = re.sub(r"\$$", r"\\Z", schema.get("pattern", ""))
    lengths = schema.get("minLength", 0) <= len(text) <= schema.get("maxLength", len(text))
    return lengths and re.search(pattern, text) is not None


@pytest.mark.parametrize("name", sorted(CHECKS))
@settings(max_examples=300)
@given(data=st.data())
def test_a_pattern_never_refuses_what_its_check_accepts(name: str, data: st.DataObject) -> None:
    text = data.draw(st.one_of(SHORT, NUMBERS, HARD, CHECKED[name].map(str)))
    schema = MIXED.get(name) or TEXTS[name]
    if accepted(name, text):
        assert matches(schema, text)
    elif name in EXACT:
        assert not matches(schema, text)


@pytest.mark.parametrize("name", sorted(MIXED))
@given(
    number=st.one_of(st.integers(-2, 70000), st.sampled_from([2**31 - 1, 2**31, 0.5, -0.5, 0.0]))
)
def test_limits_of_numbers(name: str, number: float) -> None:
    schema = MIXED[name]
    above = number > 0 if "exclusiveMinimum" in schema else number >= schema["minimum"]
    whole = isinstance(number, int) or schema["type"] == "number"
    inside = above and whole and number <= schema.get("maximum", number)
    assert inside or not accepted(name, number)
    if name in EXACT:
        assert inside == accepted(name, number)


def test_every_pattern_has_words_for_people() -> None:
    for schema in (*TEXTS.values(), *MIXED.values()):
        assert ("pattern" in schema) == ("patternErrorMessage" in schema)
        assert schema.get("patternErrorMessage", "must be ").startswith("must be ")


def test_a_check_without_an_entry_is_named() -> None:
    def new_check(value: str) -> str:
        return value

    with pytest.raises(SystemExit, match=r"schema_patterns.py: say what .*new_check accepts"):
        pattern_of(new_check)
