"""What an editor shows: the real yaml-language-server with our schema, named in the first line."""

from __future__ import annotations

import copy
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from language_server import LanguageServer
from test_completeness import FULL, LEAVES, OTHER_VALUES, holder, other

from renderer.app import shapes
from renderer.app.environments import SELECTION
from renderer.app.fields import Fields
from renderer.cli.schema import Kind, packaged
from renderer.yaml import dump, read

ROOT = Path(__file__).parent.parent.parent
FIRST_LINE = "# yaml-language-server: $schema=statefulapp.schema.json\n"
VALID = sorted([*ROOT.glob("bases/*/statefulapp.yaml"), *ROOT.glob("tests/golden/trees/*/*.yaml")])
SPEC = list(shapes.RECORDS["Spec"][0])

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def server(language_server_program: Path) -> Iterator[LanguageServer]:
    server = LanguageServer(language_server_program)
    yield server
    server.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "statefulapp.schema.json").write_text(packaged())
    return tmp_path


def written(folder: Path, text: str) -> Path:
    file = folder / "statefulapp.yaml"
    file.write_text(FIRST_LINE + text)
    return file


def maximal() -> dict[str, Any]:
    """A document that says every field of ours, also those that contradict one another, in spec
    and in an environment."""
    document = copy.deepcopy(FULL)
    for leaf in LEAVES:
        parent, name = holder(document, leaf)
        parent.setdefault(name, OTHER_VALUES.get(leaf, other(None)))
    environment = {"name": "prod", "namespace": "shop", "cluster": "eu", **document["spec"]}
    document["spec"] |= {"environment": "prod", "environments": [environment]}
    return document


def keys(node: yaml.Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every key of a document, with the path of its field and where it stands."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*path, key.value)
            yield here, key.start_mark
            yield from keys(value, here)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from keys(item, path)


def words(text: str) -> str:
    """The text without the marks that Markdown adds."""
    return re.sub(r"[^A-Za-z0-9]+", " ", text).strip()


def test_every_field_is_documented_where_it_stands(server: LanguageServer, folder: Path) -> None:
    file = written(folder, dump(maximal()))
    assert server.open(file) == []
    fields = Fields(json.loads(packaged()), Kind.app)
    asked = set()
    for path, mark in keys(yaml.compose(file.read_text())):
        field, description = fields._found(path)
        if "description" not in field.schema:
            continue  # a key of the user's own, such as a label's
        asked.add(".".join(path))
        shown = server.hover(file, mark.line, mark.column + 1)
        assert words(description) in words(shown), path
    in_environments = {
        leaf.replace("spec.", "spec.environments.", 1) for leaf in LEAVES if leaf[:5] == "spec."
    }
    assert {*LEAVES, *in_environments} - asked == set()


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.parent.name)
def test_nothing_is_wrong_with_what_we_render(
    file: Path, server: LanguageServer, folder: Path
) -> None:
    assert server.open(written(folder, file.read_text())) == []


HEAD = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata:
  name: db
spec:
  image: db:1
"""


def offered(server: LanguageServer, folder: Path, text: str) -> dict[str, Any]:
    """What is offered at the `|`, which stands for the cursor."""
    lines = (FIRST_LINE + HEAD + text).splitlines()
    line = next(index for index, each in enumerate(lines) if each.endswith("|"))
    column = len(lines[line]) - 1
    file = written(folder, (HEAD + text).replace("|", ""))
    server.open(file)
    return server.complete(file, line, column)


def test_spec_offers_every_field_with_its_documentation(
    server: LanguageServer, folder: Path
) -> None:
    found = offered(server, folder, "  |\n")
    assert set(SPEC) - {"image"} <= found.keys()
    assert "Number of pods" in str(found["replicas"]["documentation"])
    assert found["replicas"]["insertText"] == "replicas: ${1:1}"


def test_an_environment_offers_every_field_as_well(server: LanguageServer, folder: Path) -> None:
    found = offered(server, folder, "  environments:\n  - name: prod\n    |\n")
    assert {*SPEC, "namespace", "cluster"} - set(SELECTION) <= found.keys()
    assert not set(SELECTION) & found.keys()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  storage:\n  - |\n", {"mountPath", "size", "storageClassName"}),
        ("  env:\n  - name: A\n    valueFrom:\n      |\n", {"secretKeyRef", "fieldRef"}),
        ("  podManagementPolicy: |\n", {"OrderedReady", "Parallel"}),
        (
            "  environments:\n  - name: prod\n    storage:\n    - name: data\n      |\n",
            {"size", "$patch"},
        ),
        (
            "  environments:\n  - name: prod\n    readinessProbe:\n      httpGet:\n        |\n",
            {"port", "path"},
        ),
    ],
    ids=["storage", "valueFrom", "choice", "storage-of-environment", "probe-of-environment"],
)
def test_what_is_offered_below(
    text: str, expected: set[str], server: LanguageServer, folder: Path
) -> None:
    assert expected <= offered(server, folder, text).keys()


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("  replica: 2\n", 7, "Property replica is not allowed."),
        ('  replicas: "2"\n', 7, 'Incorrect type. Expected "integer".'),
        ("  storage:\n  - {name: data, mountPath: /d}\n", 8, 'Missing property "size".'),
        (
            "  storage:\n  - {name: data, mountPath: /d, size: 1GB}\n",
            8,
            'must be a size such as "10Gi"',
        ),
        (
            "  environments:\n  - name: prod\n    probes: {}\n",
            9,
            "Property probes is not allowed.",
        ),
        (
            "  environments:\n  - name: prod\n    spread: even\n",
            9,
            'Value is not accepted. Valid values: "preferred", "required", "none", null.',
        ),
        (
            "  environments:\n  - name: prod\n    env:\n    - {value: x}\n",
            10,
            'Missing property "name".',
        ),
    ],
    ids=[
        "unknown-field",
        "wrong-type",
        "missing-field",
        "quantity",
        "unknown-field-in-an-environment",
        "choice-in-an-environment",
        "item-without-a-name",
    ],
)
def test_a_mistake_is_underlined(
    text: str, line: int, message: str, server: LanguageServer, folder: Path
) -> None:
    [found] = server.open(written(folder, HEAD + text))
    assert (found["range"]["start"]["line"], found["message"]) == (line, message)


@pytest.mark.usefixtures("language_server_program")
def test_every_pattern_is_one_to_javascript() -> None:
    script = 'for (const each of JSON.parse(fs.readFileSync(0))) new RegExp(each, "u")'
    patterns = re.findall(r'"pattern":("(?:[^"\\]|\\.)+")', packaged())
    assert len(patterns) > 30
    subprocess.run(["node", "-e", script], input=f"[{','.join(patterns)}]", text=True, check=True)


def test_the_first_line_is_no_trouble_for_us() -> None:
    assert read(FIRST_LINE + HEAD) == read(HEAD)
