"""The plane that the tests of this folder share, and the figures that they print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from corpus import NAMESPACE
from needed import needed
from plane import Plane

if TYPE_CHECKING:
    from conftest import Figures


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
