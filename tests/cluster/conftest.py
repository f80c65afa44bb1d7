"""The plane that the tests of this folder share, and the figures that they print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus import NAMESPACE
from needed import needed
from plane import Plane

FIGURES = pytest.StashKey[list[str]]()


class Figures:
    """What the tests counted: printed after all of them."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def say(self, line: str) -> None:
        self.lines.append(line)


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> Figures:
    return Figures(pytestconfig.stash.setdefault(FIGURES, []))


@pytest.fixture(scope="session")
def server(figures: Figures) -> Iterator[Plane]:
    """Etcd and the API server of the newest release, for as long as the tests run."""
    needed("server")
    with Plane() as plane:
        plane.api.namespace(NAMESPACE)
        figures.say(f"Kubernetes {plane.version} answers after {plane.seconds['API server']:.1f} s")
        yield plane


@pytest.fixture(scope="session")
def cluster(server: Plane, figures: Figures) -> Plane:
    """The whole plane: controllers, scheduler, nodes and DNS too."""
    needed("cluster")
    server.complete()
    figures.say(f"a whole cluster works {server.seconds['the rest']:.1f} s later")
    return server


@pytest.fixture(scope="session")
def kubectl() -> Path:
    return needed("tools")["kubectl"]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for line in config.stash.get(FIGURES, []):
        terminalreporter.write_line(f"cluster: {line}")
