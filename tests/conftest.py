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
from typing import Any

import pytest
from build_programs import PROGRAMS
from golden_check import Golden
from hypothesis import settings
from not_run import NOT_RUN, missing

ROOT = Path(__file__).parent.parent
PINNED = dict(
    re.findall(
        r"^(\w+_(?:VERSIONS?|OLDEST)) := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE
    )
)
KUSTOMIZE_VERSION, KUSTOMIZE_OLDEST = PINNED["KUSTOMIZE_VERSION"], PINNED["KUSTOMIZE_OLDEST"]
KPT_VERSIONS = PINNED["KPT_VERSIONS"].split()
# In the order in which their programs are built.
BUILT_LAST = ("argocd", "cluster")
ON_ONE_CLUSTER = ("tests/argocd/", "tests/cluster/")
# Tests that are about the start of a program of ours. Coverage looks into what they start, and into
# no other one: it makes each of thousands of starts three times as slow.
ABOUT_STARTS = ("test_exec_plugin", "test_function", "test_single_file", "test_streams")
COVERAGE = "COVERAGE_PROCESS_CONFIG"
MEASURED = os.environ.get(COVERAGE)
REMEDIES = ("tools", "cluster", "argocd", "oldest")
FIGURES = pytest.StashKey[list[str]]()
TOOLS = ROOT / ".tools"

settings.register_profile("stateful", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("stateful")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite golden files that differ, and fail: read the git diff, then run again",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the cluster and Argo CD last: their programs may still be built while all others run."""
    items.sort(
        key=lambda item: [
            item.location[0].startswith(ON_ONE_CLUSTER),
            *(bool(item.get_closest_marker(each)) for each in BUILT_LAST),
        ]
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Let one of several workers run all of a module, and one all that asks a cluster."""
    if config.getoption("dist") != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling  # only where there are workers

    class ByModule(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            module = nodeid.partition("::")[0]
            return "cluster" if module.startswith(ON_ONE_CLUSTER) else module

    return ByModule(config, log)


def pytest_runtest_setup(item: pytest.Item) -> None:
    os.environ.pop(COVERAGE, None)
    if MEASURED and item.path.stem in ABOUT_STARTS:
        os.environ[COVERAGE] = MEASURED


class Figures:
    """What the tests counted: printed after all of them."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def say(self, line: str) -> None:
        self.lines.append(line)


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> Figures:
    return Figures(pytestconfig.stash.setdefault(FIGURES, []))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["figures"] = session.config.stash.get(FIGURES, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker counted; one that crashed says nothing."""
    found = getattr(node, "workeroutput", {}).get("figures", [])
    node.config.stash.setdefault(FIGURES, []).extend(found)


@pytest.fixture(scope="session")
def golden(pytestconfig: pytest.Config) -> Golden:
    return Golden(update=pytestconfig.getoption("--update-golden"))


@pytest.fixture(scope="session")
def kustomize() -> Path:
    """The pinned kustomize. Without it: a failure in CI, elsewhere a skip that is told loudly."""
    return program("kustomize", [KUSTOMIZE_VERSION], "builds what we render as we say", "bin")


@pytest.fixture
def kustomize_on_path(kustomize: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what a test starts find the pinned kustomize."""
    monkeypatch.setenv("PATH", f"{kustomize.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(scope="session", params=[KUSTOMIZE_VERSION, KUSTOMIZE_OLDEST])
def any_kustomize(request: pytest.FixtureRequest) -> Path:
    """The newest and the oldest kustomize that we support, one after the other."""
    version = request.param
    folder = "bin" if version == KUSTOMIZE_VERSION else f"kustomize-{version}"
    return program("kustomize", [version], "calls stateful-fn as we say", folder)


@pytest.fixture(scope="session")
def kpt() -> Path:
    """A pinned kpt."""
    folders = [f"kpt-{version}" for version in KPT_VERSIONS]
    return program("kpt", KPT_VERSIONS, "writes packages as we say", *folders)


def program(name: str, versions: list[str], promise: str, *folders: str) -> Path:
    """A pinned program: built into one of the folders of .tools, or from PATH."""
    for folder in folders:
        built = ROOT / ".tools" / folder / name
        if built.exists() and (folder != "bin" or version_of(built) in versions):
            return built  # a folder of its own says the version
    candidate = shutil.which(name)
    found = version_of(candidate) if candidate else "none found"
    if found in versions:
        return Path(candidate)
    return missing(
        f"real {name} {NOT_RUN} whether it {promise}: no {' or '.join(versions)} ({found})"
    )


def built(name: str, what: str, promise: str) -> Path:
    """Return a program that `make tools` builds of pinned modules."""
    program = PROGRAMS[name].path
    return program if program.exists() else missing(f"{what} {NOT_RUN} {promise}: no {program}")


@pytest.fixture(scope="session")
def crdcheck() -> Path:
    """The code of the API server that judges a CRD and its objects."""
    return built("crdcheck", "the API server's own code", "whether it takes the CRD")


@pytest.fixture(scope="session")
def helm() -> Path:
    """The Helm that `make tools` builds."""
    program = PROGRAMS["helm"].path
    if program.exists():
        return program
    return missing(f"real Helm {NOT_RUN} whether its charts are taken over: no {program}")


@pytest.fixture(scope="session")
def goyaml() -> Path:
    """What kubectl and kustomize read YAML with."""
    return built("goyaml", "Go's YAML readers", "whether they read what we do")


@pytest.fixture(scope="session")
def language_server_program() -> Path:
    """The yaml-language-server that tests/editor/package-lock.json pins."""
    program = TOOLS / "editor/node_modules/yaml-language-server/bin/yaml-language-server"
    if program.exists() and shutil.which("node"):
        return program
    return missing(f"the language server {NOT_RUN} what editors show: no node, or no {program}")


@pytest.fixture(scope="session")
def mermaid_parser() -> Path:
    """The Mermaid that tests/mermaid/package-lock.json pins, and a script that calls its parser."""
    program = TOOLS / "mermaid/parse.mjs"
    if (TOOLS / "mermaid/.installed").exists() and shutil.which("node"):
        return program
    return missing(f"Mermaid {NOT_RUN} whether it reads our pictures: no node, or no {program}")


@pytest.fixture(scope="session")
def kubectl() -> Path:
    """The kubectl that `make tools` builds. Without it: as without kustomize."""
    program = PROGRAMS["kubectl"].path
    if not program.exists():
        missing(f"real kubectl {NOT_RUN} whether it calls the exec plugin: no {program}")
    return program


@pytest.fixture(scope="session")
def single_file() -> Iterator[Path]:
    """The whole program as one file, in a folder that every user may read."""
    with tempfile.TemporaryDirectory(prefix="stateful-single-file-") as folder:
        Path(folder).chmod(0o755)
        file = Path(folder, "stateful.pyz")
        command = [sys.executable, ROOT / "tools/build_zipapp.py"]
        run = subprocess.run(
            [*command, "--output", file], capture_output=True, text=True, check=False
        )
        if run.returncode:
            missing(f"the single file {NOT_RUN} whether it works: {run.stderr}")
        yield file


def version_of(candidate: Path | str) -> str:
    run = subprocess.run([candidate, "version"], capture_output=True, text=True, check=False)
    said = run.stdout.strip() or "broken"
    version = said.splitlines()[0].removeprefix("Version: ")  # as newer kpts begin
    return version if version.startswith("v") else f"v{version}"


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for line in config.stash.get(FIGURES, []):
        terminalreporter.write_line(f"== {line}")
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    remedies = [each for each in REMEDIES if any(f"run `make {each}`" in why for why in skipped)]
    if remedies:
        count = sum(NOT_RUN in why for why in skipped)
        line = f"!!!! {count} tests against real programs were NOT run, which are built once by:"
        terminalreporter.write_line(f"{line} make {' '.join(remedies)}", red=True, bold=True)
