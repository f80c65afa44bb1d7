from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.kubernetes import downward, names

CHECKS = (
    names.dns_label,
    names.dns1035_label,
    names.dns_subdomain,
    names.namespace,
    names.statefulset_name,
    names.port_name,
    names.label_key,
    names.label_value,
    names.annotation_key,
    names.config_key,
    names.resource_name,
    names.env_name,
    names.ip_address,
    names.absolute_path,
    names.subpath,
    names.file_path,
    names.straight_path,
    names.path_from_root,
    names.path_segment,
    names.api_version,
    names.kind,
    names.host_name,
    names.driver_name,
    names.iscsi_name,
    names.credential_spec,
    names.windows_user,
    names.port_reference,
    names.count_or_text,
    names.count_or_percent,
    downward.field_path,
    downward.resource_field,
)

GOOD = [
    (names.dns_label, "a", "1", "web-0", "a" * 63),
    (names.dns1035_label, "a", "web-0", "a" * 63),
    (names.dns_subdomain, "a", "1.a", "cluster.local", "a" * 253),
    (names.namespace, "default", "1a"),
    (names.statefulset_name, "a", "a" * 52),
    (names.port_name, "http", "1a", "a-1", "a" * 15),
    (names.ip_address, "10.0.0.1", "::1", "fd00::1"),
    (names.label_key, "app", "A_b.c", "a.b/c", f"{'a' * 253}/{'b' * 63}"),
    (names.label_value, "", "1.27", "A", "a" * 63),
    (names.annotation_key, "a", "Example.com/A"),
    (names.config_key, "a.conf", ".hidden", "A_1", "a" * 253),
    (names.resource_name, "cpu", "hugepages-2Mi", "nvidia.com/gpu"),
    (names.env_name, "A", "_", "a.b-c", ".a", "A" * 1000),
    (names.absolute_path, "/a", "/a/", "/a b", "/a/..b"),
    (names.subpath, "", "a/b", "..a"),
    (names.file_path, "a/b", ".a", "a/..b"),
    (names.straight_path, "a", "/", "/a/..b", "/a//b/"),
    (names.path_from_root, "/", "/a/../b"),
    (names.path_segment, "A", "a b", "..."),
    (names.api_version, "v1", "apps/v1", "x.example/v1alpha1"),
    (names.kind, "ConfigMap", "thing", "Thing-2"),
    (names.host_name, "a.b", "a" * 64),
    (names.driver_name, "ebs.CSI.aws.com", "a" * 63),
    (names.iscsi_name, "iqn.2001-04.com.example:a", "eui." + "A1" * 8, "naa." + "a" * 32),
    (names.credential_spec, "{}", "a" * 65536, "é" * 32768),
    (names.windows_user, "ContainerUser", r"NT AUTHORITY\SYSTEM", r"a.b\c d", "." + "a" * 103),
    (names.count_or_text, 1, -1, "", "x", 1.0),
    (names.port_reference, 1, 65535, "http"),
    (names.count_or_percent, 0, 3, 2**31 - 1, "0%", "25%", "100%"),
    (downward.field_path, "metadata.name", "metadata.labels", "metadata.annotations['a.b/c']"),
    (downward.resource_field, "limits.cpu", "requests.hugepages-2Mi"),
]

BAD = [
    (names.dns_label, "", "-a", "a-", "A", "a.b", "a_b", "a" * 64, "a\n", "é"),
    (names.dns1035_label, "", "1a", "a-"),
    (names.dns_subdomain, "", ".a", "a.", "a..b", "a-.b", "A.b", "a" * 254),
    (names.statefulset_name, "", "1a", "a.b", "a" * 53),
    (names.port_name, "", "1", "1-1", "A", "a--b", "-a", "a-", "a" * 16),
    (names.label_key, "", "/a", "a/", "a/b/c", "A.b/c", "-a", "a" * 64, f"{'a' * 254}/b"),
    (names.label_value, "-", "a b", "a-", "a" * 64, "a\n"),
    (names.annotation_key, "", "a/", "a_b/c", "\u212a/a"),
    (names.config_key, "", ".", "..", "..a", "a/b", "a" * 254),
    (names.resource_name, "", "CPU", "memroy", "a/b/c"),
    (names.env_name, "", "1A", "A=B", "..", "A B", "A\n"),
    (
        names.absolute_path,
        "",
        "a",
        "/a:b",
        "/a\n",
        "/",
        "//",
        "/a//",
        "/a//b",
        "/a/../b",
        "/a/.",
        "/a ",
    ),
    (names.subpath, "/a", "..", "a/../b"),
    (names.file_path, "", "/a", "..", "..a", "a/../b"),
    (names.straight_path, "", "..", "/a/../b"),
    (names.path_from_root, "", "a", "./a"),
    (names.path_segment, "", ".", "..", "a/b", "a%b"),
    (names.api_version, "", "..", "apps", "v2", "/v1", "a/", "A.b/v1", "a/V1", "a/1", "a/b/c"),
    (names.kind, "", "..", "a/b", "a b", "1a", "A.b", "\u00e9", "A" * 64),
    (names.host_name, "", "A", "a..b", "a" * 65),
    (names.driver_name, "", "a b", "a_b", "a" * 64),
    (names.iscsi_name, "", "iqn.2001-04.com.example", "iqn.01-04.a:b", "eui.0", "naa.0", "a:b"),
    (names.credential_spec, "a" * 65537, "é" * 32769),
    (names.windows_user, "", ". .", "a/b", "a:b", r"a\b\c", "\\a", "a\\", "a" * 105, "a\x7f"),
    (names.count_or_text, None, True, 1.5, []),
    (names.port_reference, 0, 65536, True, None, 1.0, "", "80", "a--b"),
    (names.ip_address, "", "10.0.0.01", "10.0.0", "::ffff:10.0.0.1", "fe80::1%eth0", "::g"),
    (names.cidr, "", "10.0.0.0", "10.0.0.1/8", "::ffff:a00:0/104", "fd00::/129"),
    (names.count_or_percent, -1, 2**31, True, None, "3", "101%", "%", "1.5%", "00%", "05%"),
    (downward.field_path, "", "zzz", "metadata", "spec.nodename", "metadata.labels['-']"),
    (downward.resource_field, "", "cpu", "limits.cpu.x", "limits.example.org/gpu"),
]


def refused(check: Callable[[Any], object], value: object) -> tuple[str, list[str]]:
    """Return the message and the hints."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - every caller looks at the message
        check(value)
    message, *hints = caught.value.args
    return message, hints


@pytest.mark.parametrize("row", GOOD, ids=lambda row: row[0].__name__)
def test_accepts_and_returns_unchanged(row: tuple) -> None:
    check, *values = row
    assert [check(value) for value in values] == values


@pytest.mark.parametrize("row", BAD, ids=lambda row: row[0].__name__)
def test_refuses(row: tuple) -> None:
    check, *values = row
    for value in values:
        assert refused(check, value)[0].startswith("must be ")


@pytest.mark.parametrize(
    ("check", "value", "hint"),
    [
        (names.dns_label, "My_App", '"my-app"'),
        (names.dns_label, "a" * 64, f'"{"a" * 63}"'),
        (names.dns1035_label, "Web.", '"web"'),
        (names.dns_subdomain, "A..b", '"a.b"'),
        (names.statefulset_name, "A" * 60, f'"{"a" * 52}"'),
        (names.port_name, "http__metrics", '"http-metrics"'),
        (names.label_key, "Example.com/a b", '"example.com/a-b"'),
        (names.label_value, "a b", '"a-b"'),
        (names.config_key, "a/b", '"a-b"'),
        (names.resource_name, "Memroy", '"memory"'),
        (names.env_name, "1-A B", '"_1-A_B"'),
        (names.absolute_path, "data", '"/data"'),
        (names.absolute_path, "/a//b/../c/ ", '"/a/c"'),
        (names.absolute_path, "//a", '"/a"'),
        (names.subpath, "/a", '"a"'),
        (names.port_reference, "80", "80"),
        (names.port_reference, "Http", '"http"'),
        (names.ip_address, "::ffff:10.0.0.1", '"10.0.0.1"'),
        (names.count_or_percent, "3", "3"),
        (names.count_or_percent, "00%", '"0%"'),
        (names.count_or_percent, "0100%", '"100%"'),
        (downward.field_path, "metadata.Name", '"metadata.name"'),
        (downward.field_path, "status.podip", '"status.podIP"'),
        (downward.field_path, "metadata.labels.app", "\"metadata.labels['app']\""),
        (downward.field_path, "metadata.annotations[a.b/c]", "\"metadata.annotations['a.b/c']\""),
        (downward.resource_field, "limit.cpu", '"limits.cpu"'),
        (downward.resource_field, "requests.Memory", '"requests.memory"'),
    ],
)
def test_hints_at_what_was_meant(check: object, value: str, hint: str) -> None:
    assert refused(check, value)[1] == [f"did you mean {hint}?"]


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (names.dns_label, "\u00e9t\u00e9"),
        (names.dns1035_label, "3scale"),
        (names.port_name, "8080"),
        (names.absolute_path, "C:\\data"),
        (names.absolute_path, "/.."),
        (names.subpath, "../a"),
        (names.port_reference, "99999"),
        (names.resource_name, "zzz"),
    ],
)
def test_has_no_hint_where_it_would_be_an_invention(check: object, value: str) -> None:
    assert refused(check, value)[1] == []


def test_says_why_a_statefulset_name_is_short() -> None:
    assert refused(names.statefulset_name, "a" * 53)[0] == (
        "must be at most 52 characters, not 53, because its pods get the label "
        "controller-revision-hash=<name>-<hash> and a label value ends at 63, "
        f'got "{"a" * 53}"'
    )


def test_quotes_values_as_they_are_written() -> None:
    assert names.quoted("a\n\u00e9") == '"a\\n\u00e9"'
    assert names.quoted(None) == "null"
    assert names.quoted(True) == "true"
    assert names.quoted("x" * 500) == f'"{"x" * 79}...'


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@given(value=st.text() | st.from_regex(r"[a-zA-Z0-9./_%:-]{0,70}"))
def test_hints_are_always_valid(check: object, value: str) -> None:
    try:
        assert check(value) == value
    except ValueError as error:
        _, *hints = error.args
        for hint in hints:
            meant = hint.removeprefix("did you mean ").removesuffix("?")
            assert check(meant.strip('"') if meant.startswith('"') else int(meant)) != value
