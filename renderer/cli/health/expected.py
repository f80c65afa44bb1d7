"""What a kustomization must hold because a StatefulApp is listed among its generators.

Only what identifies an object is followed: name prefixes and suffixes, and patches that delete.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from renderer.app.load import Document
from renderer.cli.health.programs import ran
from renderer.cli.kustomize_build import FILES, has_kustomization
from renderer.errors import RenderError
from renderer.resources import resources_of
from renderer.yaml import read

KIND = "StatefulApp"
FUNCTION_ANNOTATIONS = ("config.kubernetes.io/function", "config.k8s.io/function")
CALLERS = ("generators", "transformers")
PARTS = ("resources", "components", "bases")

Identity = tuple[str, str]


@dataclass
class Expected:
    """What the StatefulApps of a kustomization, and of those it is built on, must lead to.

    Args:
        objects: kind and name of every object.
        functions: how many of the apps ask for a KRM function.
        plugins: how many do not, and so for an exec plugin.
    """

    objects: set[Identity] = field(default_factory=set)
    functions: int = 0
    plugins: int = 0

    @property
    def apps(self) -> int:
        """Return how many StatefulApps there are."""
        return self.functions + self.plugins


def expected(folder: Path) -> Expected:
    """Return what must be there; a kustomization that cannot be read expects nothing, and fails."""
    kustomization = _kustomization(folder)
    found = Expected()
    for entry in _entries(kustomization, PARTS):
        if (folder / entry).is_dir() and has_kustomization(folder / entry):
            part = expected(folder / entry)
            found.objects |= part.objects
            found.functions += part.functions
            found.plugins += part.plugins
    for entry in _entries(kustomization, CALLERS):
        for config in _configs(folder, entry):
            _add(found, config)
    prefix, suffix = (str(kustomization.get(key) or "") for key in ("namePrefix", "nameSuffix"))
    found.objects = {(kind, f"{prefix}{name}{suffix}") for kind, name in found.objects}
    found.objects -= set(_deleted(folder, kustomization))
    return found


def identities(text: str) -> set[Identity]:
    """Return kind and name of every object in a stream of manifests."""
    return {_identity(each) for each in read(text, dialect="manifest") if isinstance(each, dict)}


def _add(found: Expected, config: dict[str, Any]) -> None:
    annotations = _map(_map(config.get("metadata")).get("annotations"))
    is_function = any(key in annotations for key in FUNCTION_ANNOTATIONS)
    found.functions += is_function
    found.plugins += not is_function
    with suppress(RenderError):  # the build fails, in better words
        resources = resources_of(Document(config))
        found.objects |= {_identity(each) for each in resources}


def _configs(folder: Path, entry: str) -> list[dict[str, Any]]:
    """Return the StatefulApps that an entry stands for: a file, a folder to build, or the text."""
    path = folder / entry if "\n" not in entry else None
    text: bytes | str = entry
    if path and path.is_dir():
        text = ran(shutil.which("kustomize") or "kustomize", "build", path).stdout
    elif path and path.is_file():
        text = path.read_bytes()
    return [each for each in _read(text) if each.get("kind") == KIND]


def _deleted(folder: Path, kustomization: dict[str, Any]) -> Iterator[Identity]:
    for each in kustomization.get("patches") or []:
        patch = _map(each)
        file = folder / str(patch.get("path", ""))
        text = file.read_bytes() if file.is_file() else str(patch.get("patch", ""))
        for document in _read(text):
            if document.get("$patch") == "delete":
                yield _identity(document)


def _kustomization(folder: Path) -> dict[str, Any]:
    file = next(folder / name for name in FILES if (folder / name).is_file())
    documents = _read(file.read_bytes())
    return documents[0] if documents else {}


def _entries(kustomization: dict[str, Any], keys: tuple[str, ...]) -> list[str]:
    lists = [kustomization.get(key) for key in keys]
    return [str(each) for found in lists if isinstance(found, list) for each in found]


def _read(text: bytes | str) -> list[dict[str, Any]]:
    try:
        return [each for each in read(text, dialect="manifest") if isinstance(each, dict)]
    except RenderError:
        return []


def _identity(data: Any) -> Identity:
    return str(data.get("kind")), str(_map(data.get("metadata")).get("name"))


def _map(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
