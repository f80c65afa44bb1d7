"""The JSON Schema for editors: it takes what the reader takes, and most of what it refuses not."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from building import apps_in
from commands import run
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft7Validator, ValidationError
from mutants import mutant
from specs import documents

from renderer.app import shapes
from renderer.app.configurations import configuration_in
from renderer.app.load import Document
from renderer.cli.schema import Kind, packaged
from renderer.errors import RenderError, dotted
from renderer.yaml import read

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "renderer/schemas/statefulapp.schema.json").read_text()
SCHEMA = json.loads(TEXT)
SCHEMAS = {kind: json.loads(packaged(kind=kind)) for kind in Kind}
VALIDATOR = Draft7Validator(SCHEMA)
VALID = sorted([*ROOT.glob("bases/*/statefulapp.yaml"), *ROOT.glob("tests/golden/trees/*/*.yaml")])
REFUSED = sorted(
    file.with_name("errors.txt") for file in ROOT.glob("tests/golden/errors/*/statefulapp.yaml")
)
OF_ONE_FIELD = ("SR201", "SR202", "SR203", "SR206", "SR209", "SR210", "SR211")
MUTANTS = 20  # of each document


def complaints(error: ValidationError) -> Iterator[str]:
    """The fields that an error is about, with those of its options."""
    path = tuple(error.absolute_path)
    yield dotted(path)
    if error.validator == "required":
        yield from (dotted((*path, name)) for name in error.validator_value)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = error.schema.get("properties", {})
        yield from (dotted((*path, name)) for name in error.instance if name not in known)
    if "propertyNames" in error.schema_path:
        yield dotted((*path, str(error.instance)))
    for inner in error.context or ():
        yield from complaints(inner)


def the_document(file: Path) -> Any:
    [document] = read(file.read_text())
    return document


def about(document: Any) -> set[str]:
    return {path for error in VALIDATOR.iter_errors(document) for path in complaints(error)}


def is_valid(document: Any) -> bool:
    try:
        apps_in(Document(document, read_beside=lambda _name: b"text"))
    except RenderError:
        return False
    return True


@pytest.mark.parametrize("kind", Kind)
def test_it_is_a_schema_of_draft_7(kind: Kind) -> None:
    Draft7Validator.check_schema(SCHEMAS[kind])
    assert SCHEMAS[kind]["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_it_is_small_enough_for_an_editor_and_a_line_is_a_field() -> None:
    assert len(TEXT) < 320_000
    assert max(map(len, TEXT.splitlines())) < 2000


def test_it_says_where_descriptions_come_from() -> None:
    assert re.search(r"OpenAPI of Kubernetes v1\.\d+\.\d+ \(Apache License 2\.0\)", TEXT)


@pytest.mark.parametrize("kind", Kind)
def test_every_reference_leads_somewhere(kind: Kind) -> None:
    named = set(re.findall(r'"#/definitions/([^"]+)"', packaged(kind=kind)))
    assert named == SCHEMAS[kind]["definitions"].keys()


OWNERS = {
    name: each
    for kind, schema in SCHEMAS.items()
    for name, each in {str(kind): schema, **schema["definitions"]}.items()
    if "properties" in each
}


def test_the_form_of_a_text_is_written_once() -> None:
    definitions = [each for each in SCHEMA["definitions"].values() if "pattern" in each]
    assert len(definitions) > 30
    assert TEXT.count('"pattern":') == len(definitions)


@pytest.mark.parametrize("owner", sorted(OWNERS))
def test_every_field_is_described(owner: str) -> None:
    for field, schema in OWNERS[owner]["properties"].items():
        assert len(schema["description"]) > 3, f"{owner}.{field}"


@pytest.mark.parametrize("record", sorted(shapes.RECORDS))
def test_every_default_is_there(record: str) -> None:
    defaults = {
        field: default
        for field, (_, _, default) in shapes.RECORDS[record][0].items()
        if default not in (None, [], {}, shapes.REQUIRED, shapes.EMPTY_RECORD)
    }
    written = {
        field: schema["default"]
        for field, schema in OWNERS[record]["properties"].items()
        if "default" in schema
    }
    assert written == defaults


@pytest.mark.parametrize("file", VALID, ids=lambda file: f"{file.parent.name}")
def test_what_we_render_is_accepted(file: Path) -> None:
    assert about(the_document(file)) == set()


@pytest.mark.slow
@settings(
    max_examples=100,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(document=documents(), seed=...)
def test_whatever_is_valid_is_accepted(document: dict[str, Any], seed: int) -> None:
    assert about(document) == set()
    chance = random.Random(seed)
    for changed in (mutant(document, chance) for _ in range(MUTANTS)):
        if found := about(changed):
            assert not is_valid(changed), f"the schema refuses {found}, the reader does not"


def environment(**fields: Any) -> dict[str, Any]:
    return {
        "apiVersion": "stateful-renderer.dev/v1alpha1",
        "kind": "StatefulApp",
        "metadata": {"name": "db"},
        "spec": {"image": "db:1", "environments": [{"name": "prod", **fields}]},
    }


IN_PROD = "spec.environments[0]"


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"replicas": None}, None),
        ({"podLabels": {"a": None}}, None),
        ({"readinessProbe": {"httpGet": {"path": "/x"}}}, None),
        ({"storage": [{"name": "data", "size": "2Gi", "selector": None}]}, None),
        ({"storage": [{"name": "data", "$patch": "delete"}]}, None),
        ({"clientService": {"type": None, "ports": [{"name": "web", "$patch": "delete"}]}}, None),
        ({"storage": [{"size": "2Gi"}]}, ".storage[0].name"),
        ({"storage": [{"name": None}]}, ".storage[0].name"),
        ({"storage": [None]}, ".storage[0]"),
        ({"storage": [{"name": "data", "$patch": "replace"}]}, '.storage[0]["$patch"]'),
        ({"storage": [{"name": "d", "$patch": "delete", "size": "1Gi"}]}, ".storage[0]"),
        ({"storage": [{"name": "data", "sise": "1Gi"}]}, ".storage[0].sise"),
        ({"tolerations": [{"key": None}]}, ".tolerations[0].key"),
        ({"$patch": "delete"}, '["$patch"]'),
        ({"replicas": "2"}, ".replicas"),
        ({"environments": []}, ".environments"),
        ({"environment": "dev"}, ".environment"),
        ({"cluster": None}, ".cluster"),
        ({"resources": {"request": {}}}, ".resources.request"),
    ],
    ids=str,
)
def test_an_environment_is_a_partial_spec(fields: dict[str, Any], path: str | None) -> None:
    found = about(environment(**fields))
    assert found == set() if path is None else f"{IN_PROD}{path}" in found


# --- what only we catch --------------------------------------------------------------------------

PROBLEM = re.compile(r"^\S+?:\d+:\d+: (?P<path>.+?): .*\[(?P<code>SR\d+)\]$", re.MULTILINE)
ONLY_OURS = {
    # An address is no regular form worth writing down, nor is a key that YAML reads as a number.
    ("addresses", "spec.hostAliases[0].ip"),
    ("annotation-key-like-a-number", "metadata.annotations"),
    ("network-policy", "spec.networkPolicy.clients[1].ipBlock.cidr"),
    ("services-values", "spec.clientService.loadBalancerSourceRanges[0]"),
    # Labels of our own may not be set, and a blank behind a path may not be left.
    ("commands-and-mount-paths", "spec.volumeMounts[1].mountPath"),
    ("selector-in-other-words", "metadata.labels"),
    # A config's file names become keys of a ConfigMap; as fields they are paths.
    ("config", "spec.config[0].files[2].name"),
    # An object of any kind has no schema here.
    ("extra-resources", "spec.extraResources[0].resource.kind"),
    ("extra-resources", "spec.extraResources[1].resource.metadata.name"),
    ("extra-resources", "spec.extraResources[2].resource.metadata.name"),
    ("extra-resources", "spec.extraResources[7].resource.metadata.labels"),
    ("extra-resources-that-cannot-be", "spec.extraResources[0].resource.kind"),
    ("extra-resources-that-cannot-be", "spec.extraResources[1].resource.kind"),
    ("extra-resources-that-cannot-be", "spec.extraResources[2].resource.apiVersion"),
    ("extra-resources-that-cannot-be", "spec.extraResources[2].resource.kind"),
    ("extra-resources-that-cannot-be", "spec.extraResources[3].resource.metadata.name"),
    ("extra-resources-that-cannot-be", "spec.extraResources[4].resource.metadata.name"),
    ("extra-resources-that-cannot-be", "spec.extraResources[6].resource.metadata.name"),
    # What an environment leaves out, the base may have: only the merge tells.
    ("lists-as-a-whole", "spec.environments[2].ports[0].name"),
}


def only_ours() -> Iterator[tuple[str, str]]:
    """The problems of one field in the golden error cases that the schema lets through."""
    for file in REFUSED:
        problems = [
            each["path"]
            for each in PROBLEM.finditer(file.read_text())
            if each["code"] in OF_ONE_FIELD
        ]
        if problems:
            found = about(the_document(file.parent / "statefulapp.yaml"))
            yield from ((file.parent.name, path) for path in problems if path not in found)


def test_the_schema_catches_what_is_wrong_with_one_field_but_for_these() -> None:
    assert set(only_ours()) == ONLY_OURS


CHANGE = {"name": "db", "replicas": 3, "claims": [{"name": "data", "size": "20Gi"}]}
ALLOWED = {"rule": "SR940", "object": "StatefulSet/cache", "reason": "a cache"}


@pytest.mark.parametrize(
    ("kind", "spec", "refused"),
    [
        (Kind.environment, {"environment": "prod", "statefulSets": [CHANGE]}, False),
        (Kind.environment, {"statefulSets": [{**CHANGE, "replicaz": 3}]}, True),
        (Kind.environment, {"statefulSets": [{**CHANGE, "replicas": "3"}]}, True),
        (Kind.environment, {"statefulSets": [{"replicas": 3}]}, True),
        (Kind.guard, {"failOn": "never", "show": "info", "allow": [ALLOWED]}, False),
        (Kind.guard, {"failOn": "warn"}, True),
        (Kind.guard, {"allow": [{"rule": "SR940"}]}, True),
    ],
)
def test_configurations_have_schemas_too(kind: Kind, spec: Any, refused: bool) -> None:
    """They take what the reader takes, and refuse what it refuses of one field."""
    document = {
        "apiVersion": "stateful-renderer.dev/v1alpha1",
        "kind": str(kind),
        "metadata": {"name": "prod", "annotations": {"config.kubernetes.io/function": "exec: {}"}},
        "spec": spec,
    }
    assert refused is not Draft7Validator(SCHEMAS[kind]).is_valid(document)
    try:
        configuration_in(Document(document), kind)
    except RenderError:
        assert refused
    else:
        assert not refused


def test_the_command_prints_the_schema_of_any_kind() -> None:
    for kind in Kind:
        assert run("schema", "--kind", kind).stdout == packaged(kind=kind)
    assert run("schema", "--kind", "statefulguard").stdout == packaged(kind=Kind.guard)
    refused = run("schema", "-o", "crd", "--kind", "StatefulGuard")
    assert refused.code == 2
    assert "a StatefulGuard configures `stateful-fn`" in refused.stderr


def test_the_command_prints_the_file() -> None:
    assert run("schema").stdout == TEXT
    assert run("schema", "-o", "jsonschema").stdout == TEXT
    assert run("schema", "--output", "crd").stdout.endswith(
        (ROOT / "renderer/schemas/statefulapps.crd.yaml").read_text()
    )
