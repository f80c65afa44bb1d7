"""Fixtures for all tests: the real programs, golden files, reproducible hypothesis."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from golden_check import Golden
from hypothesis import settings

ROOT = Path(__file__).parent.parent
KUSTOMIZE_VERSION = re.search(
    r"^KUSTOMIZE_VERSION := (\S+)$", (ROOT / "Makefile").read_text(), re.MULTILINE
)[1]
NOT_RUN = "did not run, so nobody knows"
TOOLS = ROOT / ".tools"

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
    return missing(
        f"real kustomize {NOT_RUN} whether it builds what we render as we say: "
        f"no kustomize {KUSTOMIZE_VERSION} ({'; '.join(found) or 'none found'})"
    )


@pytest.fixture(scope="session")
def crdcheck() -> Path:
    """The code of the API server that judges a CRD and its objects: tests/crd/main.go, built."""
    program = TOOLS / "bin/crdcheck"
    if program.exists():
        return program
    return missing(f"the API server's own code {NOT_RUN} whether it takes the CRD: no {program}")


@pytest.fixture(scope="session")
def language_server_program() -> Path:
    """The yaml-language-server that tests/editor/package-lock.json pins."""
    program = TOOLS / "editor/node_modules/yaml-language-server/bin/yaml-language-server"
    if program.exists() and shutil.which("node"):
        return program
    return missing(f"the language server {NOT_RUN} what editors show: no node, or no {program}")


def missing(message: str) -> NoReturn:
    """Give up on a program that is not there: a failure in CI, elsewhere a skip told loudly."""
    message = f"{message}; run `make tools`"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def kubectl() -> Path:
    """The kubectl that `make tools` builds. Without it: as without kustomize."""
    program = ROOT / ".tools/bin/kubectl"
    if not program.exists():
        _not_run(f"{NOT_RUN}, and kubectl did not either: run `make tools`")
    return program


@pytest.fixture(scope="session")
def single_file() -> Iterator[Path]:
    """The whole program as one file, for this Python, in a folder that every user may read."""
    with tempfile.TemporaryDirectory(prefix="stateful-single-file-") as folder:
        Path(folder).chmod(0o755)
        file = Path(folder, "stateful.pyz")
        command = [sys.executable, ROOT / "tools/build_zipapp.py", "--target", "this"]
        run = subprocess.run(
            [*command, "--output", file], capture_output=True, text=True, check=False
        )
        if run.returncode:
            _not_run(f"{NOT_RUN} from the single file, which cannot be built: {run.stderr}")
        yield file


def _not_run(message: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(NOT_RUN in str(report.longrepr) for report in skipped)
    if count:
        line = f"!!!! {count} tests against real programs were NOT run: `make tools`"
        terminalreporter.write_line(line, red=True, bold=True)
