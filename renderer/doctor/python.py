"""What makes Python slow or fail where nothing may be written."""

from __future__ import annotations

import os
import platform
import sys
from importlib.util import cache_from_source
from pathlib import Path

import renderer
from renderer.doctor.finding import Finding, warning


def findings() -> list[Finding]:
    """Look at this Python, its compiled modules and the temporary folder."""
    found = [finding for finding in (_compiled(), _temporary()) if finding]
    return found or [Finding("python", f"{platform.python_version()}, {sys.executable}")]


def _compiled() -> Finding | None:
    source = Path(renderer.__file__).with_name("fn.py")
    if not source.is_file():
        return None  # in a zip: compiled when it was built
    compiled = Path(cache_from_source(str(source)))
    folder = compiled.parent if compiled.parent.exists() else source.parent
    if compiled.exists() or (os.access(folder, os.W_OK) and not sys.dont_write_bytecode):
        return None
    message = f"{source.parent} is not compiled and stays so: every call takes twice the time"
    way_out = f"{sys.executable} -m compileall {source.parent}"
    return Finding("python", message, way_out, "SR989", "advice")  # slow, and nothing is wrong


def _temporary() -> Finding | None:
    folder = Path(os.environ.get("TMPDIR") or "/tmp")  # noqa: S108  # what kustomize takes
    if folder.is_dir() and os.access(folder, os.W_OK):
        return None
    message = f"{folder} is not writable, where kustomize puts the configuration of an exec plugin"
    return warning("SR990", "temporary folder", message, "set TMPDIR to a writable folder")
