"""`stateful explain`: codes and fields, and what it says of neither."""

from __future__ import annotations

import pytest
from commands import Result, run

from renderer.codes import CODES


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
        0,
        "spec.replicas  <whole number> default: 1\n\n"
        "  Number of pods. Default: 1, as in Kubernetes.\n",
        "",
    )


def test_a_field_that_is_required_says_so() -> None:
    assert run("explain", "spec.image").stdout.startswith("spec.image  <text> required\n")


def test_a_field_of_an_item_is_found_without_an_index() -> None:
    assert run("explain", "spec.storage.size").stdout == (
        "spec.storage.size  <text> required\n\n  Requested size, such as 10Gi. A StatefulSet cannot"
        " change it later; claims can be grown.\n"
    )


def test_a_field_with_fields_lists_them() -> None:
    lines = run("explain", "spec.serviceAccount").stdout.splitlines()
    assert lines[0] == "spec.serviceAccount  <ServiceAccount>"
    assert lines[4:5] + lines[6::2] == [
        "fields:",
        "      Whether to make it; false refers to one that is there.",
        "      Name of the ServiceAccount. Default: the app's name.",
        "      Annotations of the ServiceAccount, such as the cloud role it stands for.",
    ]
    assert lines[5::2] == [
        "  create  <true or false> default: true",
        "  name  <text>",
        "  annotations  <map of text>",
    ]


def test_a_field_of_kubernetes_says_so() -> None:
    assert run("explain", "spec.env.name").stdout == (
        "spec.env.name  <text> required\n\n  A field of Kubernetes' own, type text.\n"
    )


def test_choices_are_listed() -> None:
    assert "<OrderedReady | Parallel>" in run("explain", "spec.podManagementPolicy").stdout


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        ("spec.storage[0].size", "spec.storage.size"),
        ("spec.storage[name=data].size", "spec.storage.size"),
        ("spec.environments[2].storage[0].size", "spec.environments.storage.size"),
        ("storage.size", "spec.storage.size"),
        ("replicas", "spec.replicas"),
        ("metadata.labels.app", "metadata.labels.app"),
        ('metadata.labels["a/b"]', 'metadata.labels["a/b"]'),
        ('["metadata"].name', "metadata.name"),
        ("spec.env[0].valueFrom.secretKeyRef.name", "spec.env.valueFrom.secretKeyRef.name"),
    ],
)
def test_a_field_is_found_as_errors_and_people_write_it(subject: str, path: str) -> None:
    result = run("explain", subject)
    assert (result.code, result.stderr) == (0, "")
    assert result.stdout.partition("  <")[0] == path


def test_a_key_of_a_map_is_explained_as_the_map() -> None:
    assert run("explain", 'spec.nodeSelector["a/b"]').stdout == (
        'spec.nodeSelector["a/b"]  <text>\n\n  Labels that a node must have.\n'
    )


def test_an_environment_may_say_any_field_of_spec_and_requires_none() -> None:
    assert run("explain", "spec.environments.replicas").stdout == (
        "spec.environments.replicas  <whole number>\n\n"
        "  Number of pods. Default: 1, as in Kubernetes.\n"
    )
    assert run("explain", "spec.environments.image").stdout.startswith(
        "spec.environments.image  <text>\n"
    )
    assert run("explain", "spec.environments.name").stdout.startswith(
        "spec.environments.name  <text> required\n"
    )


@pytest.mark.parametrize("field", ["environment", "environments"])
def test_environments_do_not_nest(field: str) -> None:
    assert f"spec.environments.{field}: is not a field" in refused(f"spec.environments.{field}")


def refused(subject: str) -> str:
    result = run("explain", subject)
    assert (result.code, result.stdout) == (2, "")
    return result.stderr


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        ("spec.storag", 'spec.storag: is not a field (did you mean "storage"?)'),
        ("spec.storage[0].sise", 'spec.storage.sise: is not a field (did you mean "size"?)'),
        ("spec.sstorage.size", 'spec.sstorage.size: is not a field (did you mean "storage"?)'),
        ("kin", 'kin: is not a field (did you mean "kind"?)'),
        ("storag", 'storag: is not a field (did you mean "storage"?)'),
        ("zzz", "zzz: is not a field (known: apiVersion, kind, metadata, spec)"),
        ("spec.replicas.x", "spec.replicas.x: is not a field: spec.replicas has none below it"),
        ("", 'must name a field, got "" (known: apiVersion, kind, metadata, spec)'),
        ("[0]", 'must name a field, got "[0]" (known: apiVersion, kind, metadata, spec)'),
        ("sr109x", "sr109x: is not a field (known: apiVersion, kind, metadata, spec)"),
        (
            "sr399",
            'must be an error code, got "SR399" (known: '
            + ", ".join(code for code in CODES if code.startswith("SR3"))
            + ")",
        ),
        ("SR000", f'must be an error code, got "SR000" (known: {", ".join(CODES)})'),
    ],
    ids=lambda each: each[:20],
)
def test_what_is_neither_is_refused_with_what_is_near(subject: str, message: str) -> None:
    assert refused(subject) == f"{message}  [SR201]\n"


def test_version() -> None:
    assert run("version") == run("--version")
    assert run("version").stdout.startswith("stateful ")


def test_a_bug_of_ours_exits_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("renderer.cli.main.app", lambda: 1 / 0)
    result = run("version")
    assert (result.code, result.stdout) == (3, "")
    assert result.stderr.startswith("Traceback")
    assert result.stderr.endswith("this is a bug, please report it with the lines above\n")
