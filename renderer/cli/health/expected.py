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
from renderer.cli.health.programs import FUNCTION, ran
from renderer.cli.kustomize_build import documents_in, has_kustomization, kustomization_in
from renderer.errors import RenderError
from renderer.guard.objects import at, mapping
from renderer.krm.items import annotations_of
from renderer.resources import resources_of
from renderer.yaml import read

KIND = "StatefulApp"
FUNCTION_ANNOTATIONS = ("config.kubernetes.io/function", "config.k8s.io/function")
GROUP = "stateful-renderer.dev/"
CALLERS = ("generators", "transformers", "validators")
PARTS = ("resources", "components", "bases")

Identity = tuple[str, str]
# What cannot be read is tried as a function, the kind of call that is skipped in silence.
UNREADABLE = {"apiVersion": GROUP, "kind": "file"}


@dataclass
class Expected:
    """What the StatefulApps of a kustomization, and of those it is built on, must lead to.

    Args:
        made: kind and names of every object, and how many there are: namespaces are not followed.
            It has a name for every kustomization it came through, for patches may use them all.
        functions: how many configurations ask for a KRM function.
        plugins: how many do not, and so for an exec plugin.
        steps: which of them are no StatefulApps, but change or judge what is there, or cannot be
            read.
    """

    made: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)
    functions: int = 0
    plugins: int = 0
    steps: set[Identity] = field(default_factory=set)

    @property
    def objects(self) -> Counter[Identity]:
        """Return kind and last name of every object, and how many there are."""
        found: Counter[Identity] = Counter()
        for (kind, names), count in self.made.items():
            found[kind, names[-1]] += count
        return found

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
    kustomization = kustomization_in(folder)
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
    kept: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for (kind, names), count in found.made.items():
        lost = any((kind, name) in gone for name in names)
        kept[kind, (*names, f"{prefix}{names[-1]}{suffix}")] += count - lost
    found.made = +kept
    return found


def identities(text: str) -> Counter[Identity]:
    """Return kind and name of every object in a stream of manifests, and how many there are."""
    found = (each for each in read(text, dialect="manifest") if isinstance(each, dict))
    return Counter(map(_identity, found))


def _include(found: Expected, part: Expected) -> None:
    found.made += part.made
    found.functions += part.functions
    found.plugins += part.plugins
    found.steps |= part.steps


def _add(found: Expected, config: dict[str, Any]) -> None:
    annotations = annotations_of(config)
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
    for kind, name in map(_identity, resources):
        found.made[kind, (name,)] += 1


def _configs(folder: Path, entry: str) -> list[dict[str, Any]]:
    """Return our configurations in what an entry names: a file, a folder to build, or itself."""
    path = _path(folder, entry)
    text: bytes | str = entry
    if path and path.is_dir():
        text = ran(shutil.which("kustomize") or "kustomize", "build", path).stdout
    elif path and path.is_file():
        text = path.read_bytes()
    try:
        documents = read(text, dialect="manifest")
    except RenderError:  # kustomize reads more, and would skip such a function in silence too
        annotations = {FUNCTION_ANNOTATIONS[0]: ""}
        unreadable = UNREADABLE | {"metadata": {"name": entry, "annotations": annotations}}
        documents = [unreadable] if _is_ours(text) else []
    return [each for each in map(mapping, documents) if _is_call(each)]


def _is_call(config: dict[str, Any]) -> bool:
    """Tell whether it is a configuration of ours; a ConfigMap says so only by what it runs."""
    annotations = annotations_of(config)
    runs = [str(annotations.get(key)) for key in FUNCTION_ANNOTATIONS]
    return _is_ours(config.get("apiVersion")) or any(FUNCTION in each for each in runs)


def _is_ours(text: object) -> bool:
    return GROUP in (text.decode(errors="replace") if isinstance(text, bytes) else str(text))


def _deleted(folder: Path, kustomization: dict[str, Any]) -> Iterator[Identity]:
    patches = [mapping(each) for each in _list(kustomization.get("patches"))]
    entries = [(str(each.get("path") or "."), str(each.get("patch", ""))) for each in patches]
    merges = map(str, _list(kustomization.get("patchesStrategicMerge")))
    for file, inline in [*entries, *((each, each) for each in merges)]:
        path = _path(folder, file)
        text = path.read_bytes() if path and path.is_file() else inline
        for document in documents_in(text):
            if document.get("$patch") == "delete":
                yield _identity(document)


def _path(folder: Path, entry: str) -> Path | None:
    """Return the file or folder that an entry names; None for a text, an address, or nothing."""
    try:
        path = (folder / entry).resolve()
        return path if path.exists() else None
    except (OSError, ValueError):  # too long, or no path at all
        return None


def _entries(kustomization: dict[str, Any], keys: tuple[str, ...]) -> list[str]:
    return [str(each) for key in keys for each in _list(kustomization.get(key))]


def _identity(data: Any) -> Identity:
    return str(data.get("kind")), str(at(data, "metadata", "name"))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
