"""Build folders with real kustomize, and compare objects by identity."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from deepdiff import DeepDiff

from renderer.yaml import read

ROOT = Path(__file__).parent.parent
FUNCTION_FLAGS = ("--enable-alpha-plugins", "--enable-exec")


def build(kustomize: Path, folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """Run `kustomize build`, with the commands of this interpreter's environment on PATH."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [kustomize, "build", *flags, folder],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
    )


def objects(text: str) -> dict[tuple[str, ...], Any]:
    """Return {(apiVersion, kind, namespace, name): object} of a stream of manifests."""
    found = {}
    for each in read(text, dialect="manifest"):
        metadata = each["metadata"]
        key = (each["apiVersion"], each["kind"], metadata.get("namespace", ""), metadata["name"])
        assert key not in found
        found[key] = each
    return found


def assert_same(actual: str, expected: str) -> None:
    """Demand that two streams hold equal objects, in whatever order."""
    difference = DeepDiff(objects(expected), objects(actual)).pretty()
    assert not difference, difference
