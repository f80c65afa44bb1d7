"""Run the real `kustomize build`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from renderer.errors import Problem, RenderError

FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def has_kustomization(folder: Path) -> bool:
    """Tell whether kustomize would build this folder."""
    return any((folder / name).is_file() for name in FILES)


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
