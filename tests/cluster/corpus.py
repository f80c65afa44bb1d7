"""Objects that a server takes, as they were sent and as they came back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from api import API, APPLY, Reply
from verdicts import Case, cases

from renderer.inputs.specs import read_specs
from renderer.resources.pipeline import Build, builds_of

ROOT = Path(__file__).parent.parent.parent
NAMESPACE = "corpus"
VERSIONS = {"StatefulSet": "apps/v1", "Service": "v1", "PodDisruptionBudget": "policy/v1"}


@cache
def example_builds() -> list[tuple[str, Build]]:
    """Return every example in every environment, with a name for people."""
    return [
        (f"{file.parent.name} {environment or 'base'}", build)
        for file in sorted(ROOT.glob("bases/*/statefulapp.yaml"))
        for document in read_specs([str(file)])
        for environment, build in builds_of(document).items()
    ]


def asked(api: API, case: Case) -> Reply:
    """Apply the object of a case where one of its kind belongs, whatever it says of itself."""
    changed = case.objects()[0]
    path = api.path(VERSIONS[case.kind], case.kind, NAMESPACE)
    query = "?dryRun=All&fieldValidation=Strict&fieldManager=tests"
    name = changed["metadata"].get("name")
    if not name:
        return api("POST", path + query, changed)
    return api("PATCH", f"{path}/{quote(name, safe='')}{query}&force=true", changed, APPLY)


def taken(
    api: API, *, is_right: bool = False
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Yield the kind, what was sent, and what a server made of it: of all that it takes.

    Args:
        api: the server.
        is_right: only what `validate` takes, too.
    """
    for case in cases():
        if not case.server and not (is_right and case.validate):
            reply = asked(api, case)
            if not reply.is_refused:
                yield case.kind, case.objects()[0], reply.body
    for _, build in example_builds():
        for resource in build.objects:
            if resource["kind"] in VERSIONS:
                body = api.apply(without_namespace(resource), NAMESPACE, dry_run=True).body
                yield resource["kind"], resource, body


def without_namespace(resource: dict[str, Any]) -> dict[str, Any]:
    metadata = {key: text for key, text in resource["metadata"].items() if key != "namespace"}
    return {**resource, "metadata": metadata}
