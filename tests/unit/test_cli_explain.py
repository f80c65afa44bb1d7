"""`stateful explain`: codes and fields, and what it says of neither."""

from __future__ import annotations

import pytest
from commands import Result, run


def test_a_code() -> None:
    assert run("explain", "SR304") == Result(
        0, "SR304: access modes that exclude each other\n\nReadWriteOncePod stands alone.\n", ""
    )


def test_a_code_in_small_letters() -> None:
    assert run("explain", "sr304") == run("explain", "SR304")


def test_a_long_explanation_is_wrapped() -> None:
    lines = run("explain", "SR103").stdout.splitlines()
    assert len(lines) > 3
    assert max(map(len, lines)) <= 88


def test_a_field_has_its_type_and_default() -> None:
    assert run("explain", "spec.replicas") == Result(
        0, "spec.replicas  <whole number> default: 1\n\n  Number of pods.\n", ""
    )


def test_a_field_that_is_required_says_so() -> None:
    assert run("explain", "spec.image").stdout.startswith("spec.image  <text> required\n")


def test_a_field_of_an_item_is_found_without_an_index() -> None:
    assert run("explain", "spec.storage.size").stdout == (
        "spec.storage.size  <text> required\n\n  Requested size, such as 10Gi. A StatefulSet cannot"
        " change it later; claims can be grown.\n"
    )


def test_a_field_with_fields_lists_them() -> None:
    lines = run("explain", "spec.headlessService").stdout.splitlines()
    assert lines[0] == "spec.headlessService  <HeadlessService>"
    assert lines[4:5] + lines[6::2] == [
        "fields:",
        (
            "      Name of the Service, and `serviceName` of the StatefulSet: immutable."
            " Default: the app's."
        ),
        (
            "      Publish pods before they are ready, so that peers can find each other while they"
            " start."
        ),
        "      Annotations of this Service alone.",
    ]
    assert lines[5::2] == [
        "  name  <text>",
        "  publishNotReadyAddresses  <true or false> default: true",
        "  annotations  <map of text>",
    ]


def test_a_field_of_kubernetes_says_so() -> None:
    assert run("explain", "spec.env.name").stdout == (
        "spec.env.name  <text> required\n\n  A field of Kubernetes' own, type text.\n"
    )


def test_choices_are_listed() -> None:
    assert "<OrderedReady | Parallel>" in run("explain", "spec.podManagementPolicy").stdout


@pytest.mark.parametrize(
    ("subject", "hint"),
    [
        ("spec.storag", 'did you mean "storage"?'),
        ("spec.storage.sise", 'did you mean "size"?'),
        ("kin", 'did you mean "kind"?'),
        ("SR000", "known: apiVersion, kind, metadata, spec"),
        ("", "known: apiVersion, kind, metadata, spec"),
    ],
)
def test_what_is_neither_is_refused_with_what_is_near(subject: str, hint: str) -> None:
    assert run("explain", subject) == Result(
        2,
        "",
        f'must be an error code or a field of the StatefulApp, got "{subject}" ({hint})  [SR201]\n',
    )


def test_a_field_below_a_field_that_has_none_is_refused() -> None:
    result = run("explain", "spec.replicas.x")
    assert (result.code, result.stdout) == (2, "")
    assert 'got "spec.replicas.x"' in result.stderr


def test_version() -> None:
    assert run("version") == run("--version")
    assert run("version").stdout.startswith("stateful ")


def test_a_bug_of_ours_exits_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("renderer.cli.main.app", lambda: 1 / 0)
    result = run("version")
    assert (result.code, result.stdout) == (3, "")
    assert result.stderr.startswith("Traceback")
    assert result.stderr.endswith("this is a bug, please report it with the lines above\n")
