"""Argo CD's own code, and a plugin server with this repository's plugin.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argo import Argo, Sidecar
from needed import needed
from plane import Plane


@pytest.fixture(scope="session")
def argo(kustomize: Path) -> Argo:
    """What `make argocd` builds."""
    return Argo(needed("argocd")["argocd"], kustomize)


@pytest.fixture(scope="module")
def sidecar(argo: Argo) -> Iterator[Sidecar]:
    """The real plugin server."""
    with Sidecar(argo) as running:
        yield running


@pytest.fixture(scope="session")
def server() -> Iterator[Plane]:
    """Etcd and the API server: tier 2."""
    needed("cluster")
    with Plane() as plane:
        yield plane
