"""What a kustomization must hold because it calls us: the objects of its StatefulApps.

Only what identifies an object is followed: name prefixes and suffixes, and patches that delete.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
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
GROUP = "stateful-renderer.dev/"
CALLERS = ("generators", "transformers", "validators")
PARTS = ("resources", "components", "bases")

Identity = tuple[str, str]


@dataclass
class Expected:
    """What the StatefulApps of a kustomization, and of those it is built on, must lead to.

    Args:
        objects: kind and name of every object, and how many there are: namespaces are not followed.
        functions: how many configurations ask for a KRM function.
        plugins: how many do not, and so for an exec plugin.
        steps: which of the functions are no StatefulApps, but change or judge what is there.
    """

    objects: Counter[Identity] = field(default_factory=Counter)
    functions: int = 0
    plugins: int = 0
    steps: set[Identity] = field(default_factory=set)

    @property
    def calls(self) -> int:
        """Return how many calls of ours there are."""
        return self.functions + self.plugins


def expected(folder: Path, above: tuple[Path, ...] = ()) -> Expected:
    """Return what must be there; a kustomization that cannot be read expects nothing, and fails.

    Args:
        folder: a folder with a kustomization.
        above: the folders that are built on it; kustomize refuses a circle.
    """
    kustomization = _kustomization(folder)
    found = Expected()
    for entry in _entries(kustomization, PARTS):
        part = _path(folder, entry)
        if part and has_kustomization(part) and part not in above:
            _include(found, expected(part, (*above, folder.resolve())))
    for entry in _entries(kustomization, CALLERS):
        for config in _configs(folder, entry):
            _add(found, config)
    prefix, suffix = (str(kustomization.get(key) or "") for key in ("namePrefix", "nameSuffix"))
    gone = set(_deleted(folder, kustomization))
    renamed: Counter[Identity] = Counter()
    for (kind, name), count in found.objects.items():
        new = (kind, f"{prefix}{name}{suffix}")
        # kustomize finds what a patch is for by every name that an object has had
        renamed[new] = count - (new in gone or (kind, name) in gone)
    found.objects = +renamed
    return found


def is_component(folder: Path) -> bool:
    """Tell whether a kustomization is only a part of others."""
    return _kustomization(folder).get("kind") == "Component"


def identities(text: str) -> Counter[Identity]:
    """Return kind and name of every object in a stream of manifests, and how many there are."""
    found = (each for each in read(text, dialect="manifest") if isinstance(each, dict))
    return Counter(map(_identity, found))


def _include(found: Expected, part: Expected) -> None:
    found.objects += part.objects
    found.functions += part.functions
    found.plugins += part.plugins
    found.steps |= part.steps


def _add(found: Expected, config: dict[str, Any]) -> None:
    annotations = _map(_map(config.get("metadata")).get("annotations"))
    is_function = any(key in annotations for key in FUNCTION_ANNOTATIONS)
    found.functions += is_function
    found.plugins += not is_function
    if config.get("kind") != KIND:
        found.steps.add(_identity(config))
        return
    try:
        resources = resources_of(Document(config))
    except RenderError:  # the build fails, unless kustomize hands over what we would not read
        resources = [{**config, "kind": "StatefulSet"}]
    found.objects += Counter(map(_identity, resources))


def _configs(folder: Path, entry: str) -> list[dict[str, Any]]:
    """Return our configurations in what an entry names: a file, a folder to build, or itself."""
    path = _path(folder, entry)
    text: bytes | str = entry
    if path and path.is_dir():
        text = ran(shutil.which("kustomize") or "kustomize", "build", path).stdout
    elif path and path.is_file():
        text = path.read_bytes()
    return [each for each in _read(text) if str(each.get("apiVersion")).startswith(GROUP)]


def _deleted(folder: Path, kustomization: dict[str, Any]) -> Iterator[Identity]:
    patches = [_map(each) for each in _list(kustomization.get("patches"))]
    entries = [(str(each.get("path") or "."), str(each.get("patch", ""))) for each in patches]
    merges = map(str, _list(kustomization.get("patchesStrategicMerge")))
    for file, inline in [*entries, *((each, each) for each in merges)]:
        path = _path(folder, file)
        text = path.read_bytes() if path and path.is_file() else inline
        for document in _read(text):
            if document.get("$patch") == "delete":
                yield _identity(document)


def _path(folder: Path, entry: str) -> Path | None:
    """Return the file or folder that an entry names; None for a text, an address, or nothing."""
    try:
        path = (folder / entry).resolve()
        return path if path.exists() else None
    except (OSError, ValueError):  # too long, or no path at all
        return None


def _kustomization(folder: Path) -> dict[str, Any]:
    file = next(folder / name for name in FILES if (folder / name).is_file())
    documents = _read(file.read_bytes())
    return documents[0] if documents else {}


def _entries(kustomization: dict[str, Any], keys: tuple[str, ...]) -> list[str]:
    return [str(each) for key in keys for each in _list(kustomization.get(key))]


def _read(text: bytes | str) -> list[dict[str, Any]]:
    try:
        return [each for each in read(text, dialect="manifest") if isinstance(each, dict)]
    except RenderError:
        return []


def _identity(data: Any) -> Identity:
    return str(data.get("kind")), str(_map(data.get("metadata")).get("name"))


def _map(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
