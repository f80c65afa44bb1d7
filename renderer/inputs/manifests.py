"""Read anybody's manifests: files, streams, Lists, and what kustomize builds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.errors import Problem, RenderError
from renderer.inputs.kustomize_build import FILES, has_kustomization, kustomize_build
from renderer.inputs.specs import yaml_files
from renderer.objects.resource import Resource
from renderer.yaml import read

if TYPE_CHECKING:
    from renderer.errors import Path as ProblemPath

KUSTOMIZE = "kustomize.config.k8s.io/"


def texts(path: Path) -> list[tuple[str, str | bytes]]:
    """Return (file, text) of every manifest that a path stands for.

    A folder with a kustomization is built by kustomize. In any other folder, kustomizations below
    it are skipped: they are configuration, and no objects of a cluster.
    """
    if path.is_file():
        return [(str(path), path.read_bytes())]
    if has_kustomization(path):
        return [(str(path), kustomize_build(path))]
    files = [file for file in yaml_files(path) if file.name not in FILES]
    return [(str(file), file.read_bytes()) for file in files]


def manifests(text: str | bytes, file: str) -> list[Resource]:
    """Return the objects of a file, those of a List one by one, without kustomize's own.

    Raises:
        RenderError: the text is not YAML, or a List is none.
    """
    found: list[Resource] = []
    for number, document in enumerate(read(text, file=file, dialect="manifest")):
        if _is_list(document):
            found += _items(document, file, number)
        else:
            found.append(Resource(document, file, number))
    return [each for each in found if not is_configuration(each.data)]


def _is_list(document: Any) -> bool:
    is_map = isinstance(document, dict)
    return is_map and str(document.get("kind")).endswith("List") and "items" in document


def _items(document: dict[str, Any], file: str, number: int) -> list[Resource]:
    items = document["items"] or []
    path: ProblemPath = ("items",)
    if not isinstance(items, list):
        raise RenderError([Problem("SR801", path, "must be a list", file=file)])
    return [Resource(each, file, number, (*path, index)) for index, each in enumerate(items)]


def is_configuration(document: Any) -> bool:
    """Tell whether a document is for kustomize, and never in a cluster."""
    return isinstance(document, dict) and str(document.get("apiVersion")).startswith(KUSTOMIZE)
