"""What Argo CD says about an Application when it calls its plugin, as variables.

Never read: ARGOCD_APP_NAME, which is `<namespace>_<name>` outside of Argo CD's own namespace and so
no name for an object, and the revision, which would restart all pods with every commit.
"""

from __future__ import annotations

from renderer.app.load import cluster_version
from renderer.argocd.parameters import ENVIRONMENT, KUBE_VERSION, SAID_BY, values
from renderer.errors import RenderError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

NAMESPACE = "ARGOCD_APP_NAMESPACE"
PATH = "ARGOCD_APP_SOURCE_PATH"
VERSION = "KUBE_VERSION"
API_VERSIONS = "KUBE_API_VERSIONS"


class Request:
    """One call of Argo CD.

    Args:
        values: {name of a parameter: what the Application sets it to}.
        namespace: of the destination; empty where it names none.
        path: of the source, from the root of the repository, empty where nobody says it.
        cluster: the minor version of the destination. None where manifests are made for no
            cluster yet, as by the source hydrator.
        api_versions: what the destination serves, as `apps/v1/StatefulSet`; empty as above.
    """

    def __init__(
        self,
        values: dict[str, Any],
        *,
        namespace: str = "",
        path: str = "",
        cluster: int | None = None,
        api_versions: str = "",
    ) -> None:
        self.values = values
        self.namespace = namespace
        self.path = path
        self.cluster = cluster
        self.api_versions = api_versions

    @property
    def environment(self) -> str | None:
        """Return which environment the Application asks for, None where it asks for none."""
        return self.values.get(ENVIRONMENT.name)

    def file(self, name: str) -> str:
        """Return how messages call a file of the Application's folder."""
        return in_repository(self.path, name)

    def serves(self, version: str, kind: str) -> bool:
        """Tell whether the destination has a kind, as far as anybody knows."""
        known = f",{self.api_versions},"
        return f",{version}/{kind}," in known or ",apps/v1/StatefulSet," not in known


def in_repository(path: str, name: str) -> str:
    """Return the path of a file in the folder of a source: what people can look for."""
    folder = path.strip("/").removeprefix("./")
    return name if folder in ("", ".") else f"{folder}/{name}"


def request_of(variables: Mapping[str, str], cluster: int | None = None) -> Request:
    """Return what Argo CD asks for.

    Args:
        variables: the process environment that Argo CD set up.
        cluster: a version that a person names, which wins.

    Raises:
        RenderError: something is set that nobody reads or understands (SR701, SR208).
    """
    found = values(variables)
    return Request(
        found,
        namespace=variables.get(NAMESPACE, ""),
        path=variables.get(PATH, ""),
        cluster=cluster or _cluster(found, variables.get(VERSION)),
        api_versions=variables.get(API_VERSIONS, ""),
    )


def _cluster(found: dict[str, Any], told: str | None) -> int | None:
    """Return the version to check for: the Application's own word wins over the cluster's."""
    own = found.get(KUBE_VERSION.name)
    try:
        return cluster_version(own or told, KUBE_VERSION.name if own else VERSION)
    except RenderError as error:
        (problem,) = error.problems
    if own:
        raise RenderError([problem.at(SAID_BY)])
    hint = f"to check for another one, set the {SAID_BY} {KUBE_VERSION.name}"
    raise RenderError([problem.saying(hint=hint)])
