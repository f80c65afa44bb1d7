"""The expected texts were printed by kubectl 1.32 and by k8s.io/apimachinery 0.34.2."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.kubernetes import quantities

CANONICAL = {
    "0": "0",
    "-0": "0",
    "0Gi": "0",
    "00.000": "0",
    "1": "1",
    "+5": "5",
    "-1": "-1",
    "10": "10",
    "100": "100",
    "999": "999",
    "1000": "1k",
    "1500": "1500",
    "1024": "1024",
    "1000000": "1M",
    "12345000": "12345k",
    "0.5": "500m",
    ".5": "500m",
    "1.": "1",
    "1.0": "1",
    "1.500": "1500m",
    "0.25": "250m",
    "0.001": "1m",
    "0.0001": "100u",
    "0.0000000001": "1n",
    "1.0000000001": "1000000001n",
    "1000m": "1",
    "1500m": "1500m",
    "2000m": "2",
    "250m": "250m",
    "0.1m": "100u",
    "100u": "100u",
    "1000u": "1m",
    "1000n": "1u",
    "0.1n": "1n",
    "1k": "1k",
    "1.5k": "1500",
    "1000k": "1M",
    "1000M": "1G",
    "1.5G": "1500M",
    "1000T": "1P",
    "1E": "1E",
    "0.5E": "500P",
    "1Ki": "1Ki",
    "0.5Ki": "512",
    "0.1Ki": "102400m",
    "1.5Ki": "1536",
    "-1.5Ki": "-1536",
    "-1Ki": "-1Ki",
    "1000Ki": "1000Ki",
    "1024Ki": "1Mi",
    "2048Ki": "2Mi",
    "1000Mi": "1000Mi",
    "1024Mi": "1Gi",
    "1536Mi": "1536Mi",
    "0.5Gi": "512Mi",
    "1.5Gi": "1536Mi",
    "1.1Gi": "1181116006400m",
    "1.Gi": "1Gi",
    "00010Gi": "10Gi",
    "1024Gi": "1Ti",
    "7Ei": "7Ei",
    "8Ei": "9223372036854775807",
    "100Ei": "9223372036854775807",
    "-8Ei": "-9223372036854775807",
    "1e3": "1e3",
    "1E3": "1e3",
    "1e+3": "1e3",
    "5e2": "500",
    "1.5e3": "1500",
    "1000e3": "1e6",
    "10e0": "10",
    "1e-3": "1e-3",
    "1e-10": "1e-9",
    "12e6": "12e6",
}

NOT_QUANTITIES = {
    "": "",
    " ": "",
    ".": "",
    "+": "",
    "Gi": "",
    "m": "",
    "1.2.3": "",
    "1ee3": "",
    "1e1000000": "",
    "--1": "",
    "0x10": "",
    "ten": "",
    "1,000Mi": "",
    "\u0661": "",
    "1\u212a": "",
    "1" * 41: "",
    "10GB": 'did you mean "10G" or "10Gi"?',
    "10Gb": 'did you mean "10G" or "10Gi"?',
    "10g": 'did you mean "10G" or "10Gi"?',
    "10 mb": 'did you mean "10M" or "10Mi"?',
    "10Gib": 'did you mean "10Gi"?',
    "10GiB": 'did you mean "10Gi"?',
    "10gi": 'did you mean "10Gi"?',
    "10ki": 'did you mean "10Ki"?',
    "1e": 'did you mean "1E" or "1Ei"?',
    "10K": 'did you mean "10k" or "10Ki"?',
    "1.5 KB": 'did you mean "1.5k" or "1.5Ki"?',
    "10B": 'did you mean "10"?',
    "10 Gi": 'did you mean "10Gi"?',
    "4 cores": 'did you mean "4"?',
    "0.5 vCPU": 'did you mean "0.5"?',
    "10Gi\n": 'did you mean "10Gi"?',
    "1_000Mi": 'did you mean "1000Mi"?',
    "1,5Gi": 'did you mean "1.5Gi"?',
}

NUMBERS = [
    (0, "0"),
    (10, "10"),
    (1000, "1k"),
    (-5, "-5"),
    (0.25, "250m"),
    (1.0, "1"),
    (-0.0, "0"),
    (1e3, "1k"),
    (1e16, "10P"),
    (0.00001, "10u"),
    (0.0000001, "100e-9"),
]

whole = st.integers(0, 10**20).map(str)
texts = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "+", "-"]),
    whole,
    st.just("") | whole.map(".{}".format),
    st.sampled_from([*quantities.DECIMAL, *quantities.BINARY, "e3", "E-2", "e+1"]),
)


def refused(check: Callable[[Any], object], value: object) -> tuple[str, list[str]]:
    """Return the message and the hints."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - every caller looks at the message
        check(value)
    message, *hints = caught.value.args
    return message, hints


@pytest.mark.parametrize(("text", "expected"), CANONICAL.items())
def test_canonical_text_is_the_servers(text: str, expected: str) -> None:
    assert quantities.canonical(text) == expected


@pytest.mark.parametrize(("number", "expected"), NUMBERS)
def test_numbers_are_what_json_would_carry(number: float, expected: str) -> None:
    assert quantities.canonical(number) == expected


@pytest.mark.parametrize(("text", "hint"), NOT_QUANTITIES.items())
def test_refuses_with_the_likely_spelling(text: str, hint: str) -> None:
    message, hints = refused(quantities.canonical, text)
    assert message.startswith('must be a quantity such as "10Gi" or "500m", got "')
    assert hints == ([hint] if hint else [])


@pytest.mark.parametrize("wrong", [True, None, [], {}, math.nan, b"1"])
def test_refuses_other_types(wrong: object) -> None:
    assert refused(quantities.canonical, wrong)[0].startswith("must be a quantity such as")


@pytest.mark.parametrize(
    "much", ["10E", "1000E", "1e19", "9223372036854775808", 1e20, math.inf, 10**30]
)
def test_refuses_what_the_server_would_write_wrongly(much: object) -> None:
    message, _ = refused(quantities.value, much)
    assert message.startswith("must be at most 9223372036854775807, got ")


def test_compares_by_value() -> None:
    assert quantities.value("1k") == quantities.value("1e3") == quantities.value(1000)
    assert quantities.value("1Gi") == 2**30 * quantities.ONE
    assert quantities.value("500m") < quantities.value("0.501")


def test_resource_lists_are_rounded_up_to_milli() -> None:
    assert quantities.resource_amount("0.1m") == "1m"
    assert quantities.resource_amount("1.0001") == "1001m"
    assert quantities.resource_amount(0) == "0"
    message = 'must be 0 or more, such as "10Gi" or "500m", got "-1"'
    assert refused(quantities.resource_amount, "-1") == (message, [])


def test_storage_is_more_than_nothing() -> None:
    assert quantities.storage_size("1024Mi") == "1Gi"
    assert quantities.storage_size(1024) == "1024"
    assert quantities.storage_size("1.1Gi") == "1181116006400m"
    assert quantities.storage_size("1181116006400m") == "1181116006400m"
    for nothing in ("0", "-1Gi"):
        message = f'must be more than 0, such as "10Gi", got "{nothing}"'
        assert refused(quantities.storage_size, nothing) == (message, [])


@pytest.mark.parametrize(
    ("size", "hints"),
    [(20, ['did you mean "20Gi"?']), ("100", ['did you mean "100Gi"?']), ("1k", [])],
)
def test_storage_is_no_few_bytes(size: object, hints: list[str]) -> None:
    message, found = refused(quantities.storage_size, size)
    assert message.startswith('must be at least 1024 bytes, such as "10Gi", got ')
    assert found == hints


@pytest.mark.parametrize(
    ("text", "hints"), [("500m", ['did you mean "500M" or "500Mi"?']), (0.5, [])]
)
def test_storage_is_no_part_of_a_byte(text: object, hints: list[str]) -> None:
    message, found = refused(quantities.storage_size, text)
    assert message.startswith('must be a number of bytes such as "10Gi", got ')
    assert found == hints


def test_a_share_is_rounded_up() -> None:
    assert [quantities.share(part, 3) for part in (2, "0%", "1%", "66%", "67%", "100%")] == [
        *(2, 0, 1, 2, 3, 3)
    ]


def test_total_keeps_the_notation() -> None:
    assert quantities.total([]) == "0"
    assert quantities.total(["10Gi"] * 3) == "30Gi"
    assert quantities.total(["10G"] * 3) == "30G"
    assert quantities.total(["9E"] * 1000) == "9000E"
    assert quantities.total(["4Ei"] * 1024) == "4096Ei"


@given(texts | st.integers(-(2**63), 2**63) | st.floats())
def test_canonical_is_stable_and_keeps_the_value(quantity: object) -> None:
    try:
        canonical = quantities.canonical(quantity)
    except ValueError:
        return
    assert quantities.canonical(canonical) == canonical
    assert quantities.value(canonical) == quantities.value(quantity)


@given(st.text(alphabet="0123456789.+-eEinumkKMGTPB _,") | st.text() | st.binary() | st.none())
def test_raises_nothing_but_value_error(quantity: object) -> None:
    messages = []
    for check in (quantities.canonical, quantities.resource_amount, quantities.storage_size):
        try:
            assert isinstance(check(quantity), str)
        except ValueError as error:
            messages.append(error.args[0])
    assert all(message.startswith("must be ") for message in messages)


@given(texts)
def test_storage_and_resources_are_stable(quantity: str) -> None:
    for check in (quantities.resource_amount, quantities.storage_size):
        try:
            once = check(quantity)
        except ValueError:
            continue
        assert check(once) == once


@pytest.mark.parametrize("text", ["1", "1e0", "1e3", "1500m", "+1", "01", "1.500", "1.Gi", "+1Gi"])
def test_the_server_keeps_a_text_of_the_same_digits(text: str) -> None:
    assert quantities.stored_amount(text) == text


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("1000e-3", "1"), ("1000m", "1"), ("1.5", "1500m"), ("0.5", "500m"), ("1.0", "1"),
        ("2e1", "20"), ("10e2", "1e3"), ("1024Mi", "1Gi"), ("1.5Gi", "1536Mi"), ("1000M", "1G"),
        (1000, "1k"), ("1.0Gi", "1Gi"), ("0.1m", "1m"), ("-0", "0"),
        ("0.500", "500m"), ("0.001", "1m"), (".500", "500m"), ("0e0", "0"), (0.25, "250m"),
    ],
)  # fmt: skip
def test_the_server_writes_other_texts_anew(written: object, stored: str) -> None:
    assert quantities.stored_amount(written) == stored
