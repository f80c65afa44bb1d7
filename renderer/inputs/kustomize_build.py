"""Run the real `kustomize build`."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.errors import Problem, RenderError
from renderer.inputs.folders import folders_below, is_regular, raised
from renderer.yaml import read

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def has_kustomization(folder: Path) -> bool:
    """Tell whether kustomize would build this folder.

    Raises:
        OSError: nobody may say.
    """
    return _file_in(folder) is not None


def _file_in(folder: Path) -> Path | None:
    for name in FILES:
        with suppress(FileNotFoundError, NotADirectoryError):
            if is_regular(folder / name):
                return folder / name
    return None


def kustomizations_below(folder: Path, refused: Callable[[OSError], None] = raised) -> list[Path]:
    """Return the folders with a kustomization, the given one and those below it, sorted.

    Args:
        folder: where to begin.
        refused: is told of what cannot be read.
    """
    found = []
    for each, *_ in folders_below(folder, refused):
        try:
            if has_kustomization(each):
                found.append(each)
        except OSError as error:
            refused(error)
    return sorted(found, key=str)


def kustomization_in(folder: Path) -> dict[str, Any]:
    """Return the kustomization of a folder that has one; an empty one where it cannot be read."""
    return kustomization_or_why(folder)[0]


def kustomization_or_why(folder: Path) -> tuple[dict[str, Any], str]:
    """Return the same, and why it cannot be read, which kustomize itself may not mind."""
    file = _file_in(folder) or folder / FILES[0]
    try:
        return next(iter(objects_in(file.read_bytes())), {}), ""
    except RenderError as error:
        reason = error.problems[0].message
    except OSError as error:
        reason = str(error.strerror)
    return {}, f"{file.name} cannot be read: {reason}"


def documents_in(text: bytes | str) -> list[dict[str, Any]]:
    """Return the maps of a stream; none where it cannot be read, which kustomize will say."""
    try:
        return objects_in(text)
    except RenderError:
        return []


def objects_in(text: bytes | str) -> list[dict[str, Any]]:
    """Return the maps of a stream.

    Raises:
        RenderError: it cannot be read.
    """
    return [each for each in read(text, dialect="manifest") if isinstance(each, dict)]


def is_component(folder: Path) -> bool:
    """Tell whether a kustomization is only a part of others, which is never built alone."""
    return kustomization_in(folder).get("kind") == "Component"


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
