"""kustomize's older way to call a program: a file with the config in, plain manifests out.

`kubectl kustomize` cannot run a KRM function that is a program, and says nothing about it: this
way it can. The contract is kustomize's api/internal/plugins/execplugin: a generator gets nothing
on stdin, a transformer gets all resources there; what is on stdout counts when the exit code is 0.
"""

from __future__ import annotations

from renderer.app.load import Document
from renderer.errors import Problem, RenderError
from renderer.objects.reading import metadata_of
from renderer.resources.pipeline import build_of
from renderer.yaml import dump_all, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def run(config: bytes, resources: bytes) -> tuple[str, list[Problem]]:
    """Answer one call.

    Args:
        config: the StatefulApp, as kustomize wrote it: keys sorted, comments gone.
        resources: what is on stdin.

    Returns:
        The manifests for stdout, and the problems: with any of them there are no manifests.
    """
    try:
        _check_role(resources)
        documents = read(config, file="StatefulApp")
        return dump_all(_resources(documents)), []
    except RenderError as error:
        return "", error.problems


def failed(_message: str) -> str:
    """Return the stdout of a call that ended in a bug of ours: no manifests."""
    return ""


def _check_role(resources: bytes) -> None:
    if resources.strip():
        message = "must be called as a kustomize generator, got resources on stdin"
        hint = "list the StatefulApp under `generators:`"
        raise RenderError([Problem("SR603", (), message, hint=hint)])


def _resources(documents: list[Any]) -> list[Any]:
    if not documents:
        message = "must hold a StatefulApp, is empty"
        raise RenderError([Problem("SR602", (), message, file="the configuration")])
    return [
        resource
        for data in documents
        for resource in build_of(Document(data, file=_called(data))).objects
    ]


def _called(data: Any) -> str:
    """Return what an error calls the config: kustomize's temporary file is gone by then."""
    return f"StatefulApp/{metadata_of(data).get('name') or '?'}"
