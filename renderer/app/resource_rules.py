"""What must hold for the CPU, memory and devices of a container."""

from __future__ import annotations

from renderer.app.pod_rules import containers, one_of, unknown
from renderer.errors import Problem
from renderer.kubernetes import quantities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    Problems = Iterator[Problem]


CLAIM_SOURCES = ("resourceClaimName", "resourceClaimTemplateName")


def resources_are_consistent(app: StatefulApp) -> Problems:
    """Amounts that Kubernetes refuses, or takes for next to nothing."""
    for path, container in containers(app):
        resources, at = container.get("resources", {}), (*path, "resources")
        for field in ("requests", "limits"):
            for name, amount in resources.get(field, {}).items():
                yield from _amount(name, amount, (*at, field, name))
        for name, request in resources.get("requests", {}).items():
            yield from _request(name, request, resources.get("limits", {}).get(name), at)
        yield from _claims(app, resources.get("claims", []), (*at, "claims"))
    for index, claim in enumerate(app.spec.resource_claims):
        yield from one_of(claim, CLAIM_SOURCES, ("spec", "resourceClaims", index))


def _claims(app: StatefulApp, claims: list[dict[str, Any]], path: Path) -> Problems:
    known = [each["name"] for each in app.spec.resource_claims]
    for index, claim in enumerate(claims):
        if claim["name"] not in known:
            message = "must be the name of one of spec.resourceClaims"
            yield unknown((*path, index, "name"), message, claim["name"], known)


def _amount(name: str, amount: str, path: Path) -> Problems:
    try:
        quantities.of_resource(name, amount)
    except ValueError as error:
        message, *hint = error.args
        yield Problem("SR315", path, message, hint="".join(hint))


def _request(name: str, request: str, limit: str | None, path: Path) -> Problems:
    at, causes = (*path, "requests", name), ((*path, "limits", name),)
    is_shared = not ("/" in name or name.startswith("hugepages-"))  # nobody else can use a device
    wanted = quantities.value(request)
    if not is_shared and (limit is None or quantities.value(limit) != wanted):
        message = f"must be the same as the limit, {limit or 'which is not set'}, got {request}"
        yield Problem("SR309", at, message, hint="write only the limit", causes=causes)
    elif limit is not None and wanted > quantities.value(limit):
        message = f"must be at most the limit {limit}, got {request}"
        yield Problem("SR309", at, message, causes=causes)


RULES = (resources_are_consistent,)
