"""What we render is Synced: Argo CD's own diff, in its three modes, of objects on a real server."""

from __future__ import annotations

import copy
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from api import API, APPLY
from applications import ROOT, Case, asking
from argo import Argo, Sidecar
from plane import Plane

from renderer.app import environments
from renderer.yaml import read

pytestmark = [pytest.mark.argocd, pytest.mark.cluster]
MODES = ("legacy", "structured", "server")
MANAGER = "argocd-controller"
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
FRESH = {"StatefulSet": "Progressing", "Service": "Healthy"}
Data = dict[str, Any]


class Live:
    """An API server as Argo CD sees it.

    Args:
        api: the server.
        folder: for its OpenAPI document, from which Argo CD's diff learns the types.
    """

    def __init__(self, api: API, folder: Path) -> None:
        self.api = api
        self.namespaces: set[str] = set()
        self.types = folder / "openapi.json"
        self.types.write_text(json.dumps(api.must("GET", "/openapi/v2")))

    def holds(self, name: str, mode: str, live: Data, target: Data | None = None) -> Data:
        """Apply an object as Argo CD does in a mode, and return the question about a target."""
        live, target = (self.placed(each, mode, name) for each in (live, target or live))
        applied = self.apply(live, mode)
        question = {"id": f"{name} {mode}", "mode": mode, "target": target, "live": applied}
        if mode == "server":
            dry = self.send(target, dry_run=True)
            question |= {"refused": dry.message} if dry.is_refused else {"dryRun": dry.body}
        return question

    def placed(self, data: Data, mode: str, name: str) -> Data:
        """Return the object in a namespace of its own: no two meet."""
        namespace = f"{name.partition(' ')[0]}-{mode}".lower()
        if namespace not in self.namespaces:
            self.namespaces.add(self.api.namespace(namespace))
        return {**data, "metadata": {**data["metadata"], "namespace": namespace}}

    def apply(self, data: Data, mode: str) -> Data:
        if mode != "legacy":
            reply = self.send(data)
        else:
            metadata = data["metadata"]
            said = {**metadata.get("annotations", {}), LAST_APPLIED: json.dumps(data)}
            whole = {**data, "metadata": {**metadata, "annotations": said}}
            path = self.api.path(data["apiVersion"], data["kind"], metadata["namespace"])
            reply = self.api.create(whole, path)
        assert not reply.is_refused, reply.message
        return dict(reply.body)

    def send(self, data: Data, *, dry_run: bool = False) -> Any:
        query = f"?fieldManager={MANAGER}&force=true&fieldValidation=Strict"
        query += "&dryRun=All" if dry_run else ""
        path = self.api.path_of(data, data["metadata"]["namespace"])
        return self.api("PATCH", path + query, data, APPLY)


@pytest.fixture(scope="module")
def live(server: Plane, tmp_path_factory: pytest.TempPathFactory) -> Live:
    return Live(server.api, tmp_path_factory.mktemp("types"))


@pytest.fixture(scope="module")
def targets(
    argo: Argo, sidecar: Sidecar, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Data]]:
    """What Argo CD makes of every example, in its base and in every environment."""
    assert sidecar.is_ready()
    root = tmp_path_factory.mktemp("repository")  # without all that is in ours
    shutil.copytree(ROOT / "bases", root / "bases")
    return dict(made(argo, root))


def made(argo: Argo, root: Path) -> Iterator[tuple[str, list[Data]]]:
    questions = []
    for file in sorted(ROOT.glob("bases/*/statefulapp.yaml")):
        (spec,) = read(file.read_bytes())
        for environment in (environments.BASE, *environments.names(spec)):
            name = f"{file.parent.name}-{environment}"
            case = Case({}, asking(environment), path=f"bases/{file.parent.name}")
            questions.append(case.question(name, root))
    for answer in argo.generate(questions, 4):
        assert "error" not in answer, answer
        yield answer["id"], [json.loads(text) for text in answer["manifests"]]


def test_what_we_render_is_synced_in_every_mode(
    argo: Argo, live: Live, targets: dict[str, list[Data]]
) -> None:
    questions = [
        live.holds(f"{name} {data['kind']}/{data['metadata']['name']}", mode, data)
        for name, objects in targets.items()
        for data in objects
        if live.api.serves(data["apiVersion"], data["kind"])
        for mode in MODES
    ]
    found = argo.ask("compare", questions, live.types)
    assert len(found) >= 300
    assert [each for each in found if each["status"] != "Synced"] == []
    healths = Counter((each["id"].split()[1].partition("/")[0], each["health"]) for each in found)
    for kind, health in FRESH.items():
        assert {said for what, said in healths if what == kind} == {health}


@pytest.fixture(scope="module")
def nginx(targets: dict[str, list[Data]]) -> Data:
    """The StatefulSet of nginx in production."""
    (found,) = (each for each in targets["nginx-prod"] if each["kind"] == "StatefulSet")
    return found


def without_types(data: Data) -> None:
    for claim in data["spec"]["volumeClaimTemplates"]:
        del claim["apiVersion"], claim["kind"]


def in_mebibytes(data: Data) -> None:
    data["spec"]["volumeClaimTemplates"][0]["spec"]["resources"]["requests"]["storage"] = "20480Mi"


def without_protocol(data: Data) -> None:
    del data["spec"]["template"]["spec"]["containers"][0]["ports"][0]["protocol"]


def with_image(data: Data) -> None:
    data["spec"]["template"]["spec"]["containers"][0]["image"] = "nginx:1.28"


def with_size_and_image(data: Data) -> None:
    data["spec"]["volumeClaimTemplates"][0]["spec"]["resources"]["requests"]["storage"] = "30Gi"
    with_image(data)


SYNCED, DIFFERS, ERROR = "Synced", "OutOfSync", "Error"
# (change, whether what is live has it already, what Argo CD says in each mode)
CASES = [
    # argo-cd#11143: what we always write
    (without_types, True, (SYNCED, DIFFERS, SYNCED)),
    (in_mebibytes, True, (SYNCED, SYNCED, SYNCED)),
    (without_protocol, True, (SYNCED, SYNCED, SYNCED)),
    (with_image, False, (DIFFERS, DIFFERS, DIFFERS)),
    # argo-cd#29348: no diff at all, not even of the image
    (with_size_and_image, False, (DIFFERS, DIFFERS, ERROR)),
]


@pytest.mark.parametrize(
    ("change", "is_live", "expected"), CASES, ids=[change.__name__ for change, *_ in CASES]
)
def test_another_set(
    change: Callable[[Data], None],
    is_live: bool,
    expected: tuple[str, ...],
    argo: Argo,
    live: Live,
    nginx: Data,
) -> None:
    """Controls: the test above can fail, and claim templates without their types are why."""
    changed = copy.deepcopy(nginx)
    change(changed)
    name = change.__name__.replace("_", "-")
    before = changed if is_live else nginx
    questions = [live.holds(name, mode, before, changed) for mode in MODES]
    found = argo.ask("compare", questions, live.types)
    assert tuple(each["status"] for each in found) == expected
    if expected[2] == ERROR:
        assert "updates to statefulset spec for fields other than" in found[2]["error"]
