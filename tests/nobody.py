"""Run things as users who may do nothing: what a container and a sidecar are."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from conftest import NOT_RUN

NOBODY = 65534
VERSION = f"python3.{sys.version_info[1]}"


def python() -> str:
    """This version of Python, without the virtual environment's folder."""
    return str(Path(sys.base_prefix, "bin", VERSION))


@cache
def python_for_nobody() -> str | None:
    """A Python of this version that every user may run: not one below /root, say."""
    return next(filter(_may_run, (python(), f"/usr/bin/{VERSION}")), None)


def _may_run(interpreter: str) -> bool:
    try:
        return not run_as(NOBODY, interpreter, "-c", "").returncode
    except (PermissionError, FileNotFoundError):
        return False


def run_as(
    user: int,
    *command: str | Path,
    cwd: str | Path = "/",
    stdin: str = "",
    variables: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command as a user, with these variables alone."""
    return subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env=variables or {},
        user=user,
        group=user,
        extra_groups=[],
    )


def skip_unless_users_can_change() -> None:
    """Say loudly what is not tested."""
    if os.geteuid() != 0:
        pytest.skip(f"{NOT_RUN} as nobody: changing the user needs root")
    if python_for_nobody() is None:
        pytest.skip(f"{NOT_RUN} as nobody, who may not run any Python {VERSION}")
