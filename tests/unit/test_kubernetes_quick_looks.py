"""A quick look never says yes where the pattern says no, and says yes to what people write."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.kubernetes import downward, images, names, quantities
from renderer.yaml import scalars

pytestmark = pytest.mark.slow

KEYS = ("tier", "app.kubernetes.io/component", "prometheus.io/scrape_2")
# a quick look, the pattern, letters to try, ordinary values
LOOKS: list[tuple[Callable[[str], Any], str, str, tuple[str, ...]]] = [
    (names.is_label, names.DNS_LABEL[0], "a0-.A\n", ("web", "0a", "my--db-0")),
    (names.is_word, names.DNS_1035_LABEL[0], "a0-.A\n", ("nginx", "my-db-0")),
    (names.is_word, names.PORT_NAME[0], "a0-.A\n", ("http", "http-metrics")),
    (names.is_subdomain, names.DNS_SUBDOMAIN[0], "a0-.A\n", ("fast", "cluster.local")),
    (names.is_key, names.LABEL_KEY[0], "a0-./A_\n", KEYS),
    (names.is_key, names.ANNOTATION_KEY[0], "a0-./A_\n", KEYS),
    (names.is_qualified, names.LABEL_VALUE[0], "a0-./A_\n", ("cache", "v1.27", "1", "A_b")),
    (names.is_variable, names.ENV_NAME[0], "aA0-._\n", ("POD_NAME", "_x", "http_proxy")),
    (names.is_qualified, names.CONFIG_KEY[0], "aA0-._\n", ("redis.conf", "my_key")),
    (names.PERCENTAGES.__contains__, "[1-9]?[0-9]%|100%", "0129%\n", ("0%", "25%", "100%")),
    (names.is_huge_pages, "hugepages-[0-9A-Za-z]+", "2Mi-\n", ("hugepages-2Mi",)),
    (images._looks_right, images.NAME, "a0-._:/A\n", ("nginx", "localhost:5000/a/b_c", "gcr.io/a")),
    (
        downward._is_item,
        rf"metadata\.(labels|annotations)\['{names.LABEL_KEY[0]}'\]",
        "a0-./_'[]\n",
        ("metadata.labels['app.kubernetes.io/name']", "metadata.annotations['a']"),
    ),
]  # fmt: skip
# what is exact has no pattern in the code
EXACT: list[tuple[Callable[[str], Any], str, str]] = [
    (names.is_huge_pages, "hugepages-[0-9A-Za-z]+", "h2Mi-\n"),
    (names.PERCENTAGES.__contains__, "[1-9]?[0-9]%|100%", "0129%\n"),
    (images._is_sha256, images.DIGEST.removeprefix("sha256:"), "a0Ag\n"),
    (lambda text: text and images._is_tag(text), images.TAG, "aA0_.-\n"),
    (names._is_plain_path, "[^:\x00-\x1f\x7f\\\\]+", "a/:\\\x00\x1f\x7f é"),
    (scalars.is_decimal, r"-?(?:0|[1-9][0-9]*)\.[0-9]+", "0129.-\u0661\n"),
]


def texts(letters: str, *ordinary: str) -> st.SearchStrategy[str]:
    """Short texts of the letters, and ordinary values with one letter put in."""
    short = st.text(letters, max_size=6)
    long = st.builds(
        lambda letter, count: letter * count, st.sampled_from(letters), st.integers(60, 260)
    )
    cut = st.builds(
        lambda text, at, more: text[: at % (len(text) + 1)] + more + text[at % (len(text) + 1) :],
        st.sampled_from(ordinary or ("",)), st.integers(0, 40), short,
    )  # fmt: skip
    return short | long | cut


@pytest.mark.parametrize("look", LOOKS, ids=range(len(LOOKS)))
def test_a_yes_is_right(look: tuple[Callable[[str], Any], str, str, tuple[str, ...]]) -> None:
    looks_right, pattern, letters, ordinary = look

    @settings(max_examples=200)
    @given(texts(letters, *ordinary))
    def check(text: str) -> None:
        assert not looks_right(text) or re.fullmatch(pattern, text)

    check()
    assert all(looks_right(text) and re.fullmatch(pattern, text) for text in ordinary)


@pytest.mark.parametrize("look", EXACT, ids=range(len(EXACT)))
def test_what_has_no_pattern_is_exact(look: tuple[Callable[[str], Any], str, str]) -> None:
    is_right, pattern, letters = look
    ordinary = ("hugepages-2Mi", "100%", "0a" * 32, "a" * 128, "/a", "-10.5", "1.\u0661")

    @settings(max_examples=200)
    @given(texts(letters, *ordinary))
    def check(text: str) -> None:
        assert bool(is_right(text)) == bool(re.fullmatch(pattern, text))

    check()


@settings(max_examples=500)
@given(texts("019.+-eEkKmMGi\n", "10Gi", "1.5Gi", "500m"))
def test_an_ordinary_amount_is_what_the_pattern_finds(text: str) -> None:
    match = re.fullmatch(quantities._PATTERN, text)
    groups = match and match.group("sign", "whole", "fraction", "suffix")
    assert quantities._parts(text) == (groups and tuple(each or "" for each in groups))


@settings(max_examples=1000)
@given(texts("019._+-:eEoObBxXafFinNtTzZ, /c\u0661", "2001-01-01T00:00:00Z", "-.inf", "20:30.15"))
def test_no_number_is_overlooked(text: str) -> None:
    """The quick look at scalars: what it passes, no pattern takes."""
    if text and text[0] in scalars.NUMBER_STARTS and scalars.is_no_number(text):
        digits = text.replace("_", "").lower()
        numbers = (scalars.GO_INTEGER, scalars.GO_SIGNED_BINARY, scalars.GO_FLOAT)
        assert not any(re.fullmatch(pattern, digits) for pattern in numbers)
        assert not re.fullmatch(scalars.UNLIKE_KUBECTL, text)
        assert text not in scalars.GO_NOT_FINITE


def test_ordinary_scalars_need_no_pattern() -> None:
    for text in (
        "-c",
        "--flag=1",
        "./x",
        "10.0.0.1",
        "1.27-alpine",
        "+x",
        "5432:5432/tcp",
        "3.8.1",
    ):
        assert scalars.is_no_number(text)
