"""`-o json` and `-o yaml` of commands that people rarely ask for them, and scripts do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from commands import run

from renderer import __version__
from renderer.cli.versions import versions
from renderer.yaml import read

ROOT = Path(__file__).parents[2]


def test_versions_for_programs() -> None:
    result = run("version", "-o", "json")
    assert result.code == 0
    found = json.loads(result.stdout)
    assert found["stateful"] == __version__
    assert found["kubernetes"] == {"oldest": "1.31", "newest": "1.37", "default": "1.34"}
    assert read(run("version", "-o", "yaml").stdout) == [found]
    assert (
        run("version", "-o", "text").stdout == run("version").stdout == f"stateful {__version__}\n"
    )


def test_versions_are_those_of_the_tests() -> None:
    pinned = re.findall(
        r"^KUSTOMIZE_\w+ := v(\d+\.\d+)", (ROOT / "Makefile").read_text(), re.MULTILINE
    )
    assert versions()["kustomize"] == {"oldest": pinned[1], "newest": pinned[0]}


def test_a_schema_in_either_format() -> None:
    schema = json.loads(run("schema").stdout)
    assert run("schema", "-o", "json") == run("schema", "-o", "jsonschema") == run("schema")
    (in_yaml,) = read(run("schema", "-o", "yaml").stdout, dialect="manifest")
    assert in_yaml == schema
    jsonschema.Draft7Validator.check_schema(in_yaml)
    (guard,) = read(run("schema", "-o", "yaml", "--kind", "StatefulGuard").stdout)
    assert guard == json.loads(run("schema", "--kind", "StatefulGuard").stdout)


def test_facts_in_yaml() -> None:
    for arguments in (
        ["-f", str(ROOT / "bases/etcd")],
        [str(ROOT / "bases/redis/statefulapp.yaml@prod")],
    ):
        result = run("facts", *arguments, "-o", "yaml")
        assert result.code == 0
        assert read(result.stdout) == [json.loads(run("facts", *arguments, "-o", "json").stdout)]


@pytest.mark.parametrize("command", [["version"], ["schema"], ["facts"]])
def test_an_unknown_format_names_those_that_are_known(command: list[str]) -> None:
    result = run(*command, "-o", "jsn")
    assert (result.code, result.stdout) == (2, "")
    assert "'jsn' is not one of" in result.stderr
    assert "yaml" in result.stderr
