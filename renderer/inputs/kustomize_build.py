"""Kustomizations: what they name, and the real `kustomize build`."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.app import KUSTOMIZATIONS
from renderer.errors import Problem, RenderError
from renderer.inputs.folders import is_regular
from renderer.yaml import read
from renderer.yaml.reader import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

PARTS = ("resources", "components", "bases")
CALLERS = ("generators", "transformers", "validators")


def has_kustomization(folder: Path) -> bool:
    """Tell whether kustomize would build this folder.

    Raises:
        OSError: nobody may say.
    """
    return _file_in(folder) is not None


def _file_in(folder: Path) -> Path | None:
    for name in KUSTOMIZATIONS:
        with suppress(FileNotFoundError, NotADirectoryError):
            if is_regular(folder / name):
                return folder / name
    return None


def kustomization_in(folder: Path) -> dict[str, Any]:
    """Return the kustomization of a folder that has one; an empty one where it cannot be read."""
    return kustomization_or_why(folder)[0]


def kustomization_or_why(folder: Path) -> tuple[dict[str, Any], str]:
    """Return the same, and why it cannot be read, which kustomize itself may not mind."""
    file = _file_in(folder) or folder / KUSTOMIZATIONS[0]
    try:
        return next(iter(objects_in(read_bytes(str(file)))), {}), ""
    except RenderError as error:
        reason = error.problems[0].message
    except OSError as error:
        reason = str(error.strerror)
    return {}, f"{file.name} cannot be read: {reason}"


def objects_in(text: bytes | str) -> list[dict[str, Any]]:
    """Return the maps of a stream that a program printed.

    Raises:
        RenderError: it cannot be read.
    """
    return [data for data in read(text, dialect="manifest") if isinstance(data, dict)]


def documents_in(text: bytes | str) -> list[dict[str, Any]]:
    """Return the maps of a stream; none where it cannot be read, which kustomize will say."""
    try:
        return objects_in(text)
    except RenderError:
        return []


def is_component(folder: Path) -> bool:
    """Tell whether a kustomization is only a part of others, which is never built alone."""
    return kustomization_in(folder).get("kind") == "Component"


def entries(kustomization: dict[str, Any], field: str) -> list[str]:
    """Return what a field of a kustomization lists."""
    listed = kustomization.get(field)
    return [str(entry) for entry in listed] if isinstance(listed, list) else []


def path_of(folder: Path, entry: str) -> Path | None:
    """Return the file or folder that an entry names; None for a text, an address, or nothing.

    Raises:
        PermissionError: nobody may say whether it is there.
    """
    try:
        return (folder / entry).resolve(strict=True)
    except PermissionError:
        raise
    except (OSError, RuntimeError, ValueError):  # not there, a circle, or no path at all
        return None


def paths_in(folder: Path, kustomization: dict[str, Any], fields: tuple[str, ...]) -> list[Path]:
    """Return the files and folders that fields of a kustomization name."""
    named = [path_of(folder, entry) for field in fields for entry in entries(kustomization, field)]
    return [path for path in named if path]


def parts_of(folder: Path) -> set[Path]:
    """Return the folders that a kustomization names."""
    try:
        paths = paths_in(folder, kustomization_in(folder), (*PARTS, *CALLERS))
        return {path for path in paths if path.is_dir()}
    except PermissionError:  # is told of the kustomization itself
        return set()


def reach_of(folders: Iterable[Path]) -> dict[Path, set[Path]]:
    """Return {folder: the folders that its kustomization is built on, directly or not}."""
    parts = cache(parts_of)  # many are built on the same base
    reach = {}
    for folder in folders:
        below: set[Path] = set()
        left = [folder.resolve()]
        while left:
            new = parts(left.pop()) - below
            below |= new
            left += new
        reach[folder] = below
    return reach


def kustomize_build(folder: Path) -> bytes:
    """Return what `kustomize build` prints for a folder.

    Raises:
        RenderError: kustomize is not on PATH, or it failed (SR803, with its own words).
    """
    program = shutil.which("kustomize")
    if program is None:
        message = "must be built by kustomize, which is not on PATH"
        raise RenderError([Problem("SR803", (), message, file=str(folder))])
    result = subprocess.run(
        [program, "build", "--", str(folder)],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if result.returncode:
        message = f"kustomize build failed: {result.stderr.decode(errors='replace').strip()}"
        raise RenderError([Problem("SR803", (), message, file=str(folder))])
    return result.stdout
