"""Run the real `kustomize build`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from renderer.errors import Problem, RenderError
from renderer.yaml import read

FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def has_kustomization(folder: Path) -> bool:
    """Tell whether kustomize would build this folder."""
    return any((folder / name).is_file() for name in FILES)


def kustomization_in(folder: Path) -> dict[str, Any]:
    """Return the kustomization of a folder that has one; an empty one where it cannot be read."""
    return kustomization_or_why(folder)[0]


def kustomization_or_why(folder: Path) -> tuple[dict[str, Any], str]:
    """Return the same, and why it cannot be read, which kustomize itself may not mind."""
    file = next(folder / name for name in FILES if (folder / name).is_file())
    try:
        return next(iter(objects_in(file.read_bytes())), {}), ""
    except RenderError as error:
        return {}, f"{file.name} cannot be read: {error.problems[0].message}"


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
