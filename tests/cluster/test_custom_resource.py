"""The CRD of `stateful schema` in a real server: installed, explained, and as strict as the CLI."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from api import API, until
from broken_specs import BROKEN, SMALL, broken
from building import app_in
from corpus import NAMESPACE
from test_completeness import FULL

from renderer.app.load import Document
from renderer.errors import RenderError
from renderer.yaml import read

if TYPE_CHECKING:
    from plane import Plane

pytestmark = pytest.mark.cluster
ROOT = Path(__file__).parent.parent.parent
CRD = read((ROOT / "renderer/schemas/statefulapps.crd.yaml").read_bytes())[0]
SPECS = sorted([*ROOT.glob("bases/*/statefulapp.yaml"), *ROOT.glob("tests/golden/trees/*/*.yaml")])
# A CRD has whole numbers and texts, but no quantity such as 0.5.
FRACTIONS = {"every-field": "spec.resources.requests.cpu"}


@pytest.fixture(scope="module")
def api(server: Plane) -> Iterator[API]:
    """The server, while it knows our kind."""
    name = CRD["metadata"]["name"]
    definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
    server.api.must("POST", f"{definitions}?fieldValidation=Strict", CRD)
    until(lambda: is_established(server.api.must("GET", f"{definitions}/{name}")), "our kind", 30)
    # What the server says of its kinds follows a moment after that.
    until(lambda: server.api.serves(SMALL["apiVersion"], SMALL["kind"]), "our kind is told", 30)
    until(lambda: not applied(server.api, SMALL).is_refused, "our kind can be applied", 30)
    yield server.api
    server.api.must("DELETE", f"{definitions}/{name}")


def is_established(definition: dict[str, Any]) -> bool:
    found = definition.get("status", {}).get("conditions") or []
    states = {each["type"]: each["status"] for each in found}
    assert states.get("NonStructuralSchema") != "True", found
    return states.get("Established") == "True"


def applied(api: API, document: dict[str, Any]) -> Any:
    metadata = {key: text for key, text in document["metadata"].items() if key != "namespace"}
    return api.apply({**document, "metadata": metadata}, NAMESPACE, dry_run=True)


def test_it_takes_the_examples_and_the_goldens(api: API) -> None:
    assert len(SPECS) > 20
    for file in SPECS:
        for document in read(file.read_bytes()):
            reply = applied(api, document)
            fraction = FRACTIONS.get(file.parent.name)
            if fraction:
                fields = {each["field"] for each in reply.body["details"]["causes"]}
                assert fields <= {fraction, "<nil>"}, reply.message
            else:
                assert not reply.is_refused, f"{file}: {reply.message}"


def test_it_takes_every_field(api: API) -> None:
    full = {**FULL, "spec": {**FULL["spec"], "environments": [{"name": "prod", **FULL["spec"]}]}}
    assert applied(api, full).message == ""


@pytest.mark.parametrize("path", BROKEN)
def test_it_refuses_what_the_cli_refuses(path: str, api: API) -> None:
    key, document = broken(path)
    with pytest.raises(RenderError):
        app_in(Document(document), None)
    reply = applied(api, document)
    assert reply.is_refused
    assert key in reply.message


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("statefulapp.spec", ["storage", "replicas", "podDisruptionBudget"]),
        ("sapp.spec.storage.size", ["size"]),
        ("statefulapp.spec.podManagementPolicy", ["Default:", "Parallel"]),
    ],
)
def test_kubectl_explains_it(
    field: str, words: list[str], api: API, server: Plane, kubectl: Path
) -> None:
    assert api
    command = [kubectl, f"--kubeconfig={server.kubeconfig}", "explain", field]

    def explained() -> str:
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        return run.stdout

    said = until(explained, f"kubectl explains {field}", 30)
    assert all(word in said for word in words), said
