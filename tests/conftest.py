"""Fixtures for all tests: real kustomize, golden files, reproducible hypothesis."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from golden_check import Golden
from hypothesis import settings

ROOT = Path(__file__).parent.parent
KUSTOMIZE_VERSION = re.search(
    r"^KUSTOMIZE_VERSION := (\S+)$", (ROOT / "Makefile").read_text(), re.MULTILINE
)[1]
NOT_RUN = "real kustomize did not run"

settings.register_profile("stateful", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("stateful")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite golden files that differ, and fail: read the git diff, then run again",
    )


@pytest.fixture(scope="session")
def golden(pytestconfig: pytest.Config) -> Golden:
    return Golden(update=pytestconfig.getoption("--update-golden"))


@pytest.fixture(scope="session")
def kustomize() -> Path:
    """The pinned kustomize. Without it: a failure in CI, elsewhere a skip that is told loudly."""
    found = []
    for candidate in (ROOT / ".tools/bin/kustomize", shutil.which("kustomize")):
        if candidate is None or not Path(candidate).exists():
            continue
        run = subprocess.run([candidate, "version"], capture_output=True, text=True, check=False)
        if run.stdout.strip() == KUSTOMIZE_VERSION:
            return Path(candidate)
        found.append(f"{candidate} is {run.stdout.strip() or 'broken'}")
    message = (
        f"{NOT_RUN}, so nobody knows whether it builds what we render as we say: "
        f"no kustomize {KUSTOMIZE_VERSION} ({'; '.join(found) or 'none found'}); run `make tools`"
    )
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(NOT_RUN in str(report.longrepr) for report in skipped)
    if count:
        line = f"!!!! {count} tests against real kustomize were NOT run: `make tools`"
        terminalreporter.write_line(line, red=True, bold=True)
