"""Claims that hands have made larger than their template: the spec then says both sizes."""

from __future__ import annotations

from renderer.kubernetes.names import first_of
from renderer.kubernetes.quantities import value
from renderer.objects.declared import KIND as CLAIM
from renderer.objects.declared import SIZE
from renderer.objects.reading import at, items, text
from renderer.objects.resource import Resource, may_share_namespace
from renderer.objects.workload import claim_name, ordinals, pod_name, replicas

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    # {name of a claim template: its claims}
    Claims = dict[str, list[Resource]]

# More claims than this nobody declares, and so nobody looks for them.
MOST = 1000
SHOWN = 5


def claims_of(workloads: list[Resource], resources: list[Resource]) -> dict[Resource, Claims]:
    """Return the claims of every StatefulSet, as the controller names them."""
    by_name: dict[str, list[tuple[Resource, str]]] = {}
    for workload in workloads:
        for template in _templates(workload):
            for ordinal in ordinals(workload)[:MOST]:
                name = claim_name(template, pod_name(workload, ordinal))
                by_name.setdefault(name, []).append((workload, template))
    found: dict[Resource, Claims] = {}
    for resource in resources:
        if resource.kind != CLAIM:
            continue
        for workload, template in by_name.get(resource.name, []):
            if may_share_namespace(workload, resource):
                found.setdefault(workload, {}).setdefault(template, []).append(resource)
    return found


def grown(workload: Resource, claims: Claims) -> tuple[dict[str, str], list[str]]:
    """Return {claim template: the size of its claims}, where that is more; and what is uneven.

    Args:
        workload: the StatefulSet.
        claims: those of its pods.
    """
    sizes, uneven = {}, []
    for template, size in _templates(workload).items():
        found = claims.get(template, [])
        said = {text(at(claim.data, *SIZE)) for claim in found}
        if not any(_is_more(one, size) for one in said):
            continue
        if len(said) == 1 and len(found) == replicas(workload):
            sizes[template] = said.pop()
        else:
            uneven.append(_uneven(template, size, workload, found))
    return sizes, uneven


def _uneven(template: str, size: Any, workload: Resource, found: list[Resource]) -> str:
    there = first_of((f"{claim.name} {text(at(claim.data, *SIZE))}" for claim in found), SHOWN)
    count = replicas(workload)
    return (
        f"claims of {template} are larger than its template's {size}, but not all {count} are "
        f"there and alike ({there}): the spec says the template's size; bring them to one "
        "size, then write that beside templateSize"
    )


def _templates(workload: Resource) -> dict[str, Any]:
    """Return {claim template: its size}."""
    templates = at(workload.data, "spec", "volumeClaimTemplates")
    return {
        text(at(template, "metadata", "name")): at(template, *SIZE)
        for _, template in items(templates)
    }


def _is_more(one: Any, other: Any) -> bool:
    try:
        return value(one) > value(other)
    except ValueError:
        return False


def as_declared(live: Resource, rendered: Resource) -> Resource:
    """Return a live claim as far as an apply of the rendered one touches it."""
    return live.instead(_within(live.data, rendered.data))


def _within(live: Any, rendered: Any) -> Any:
    if isinstance(live, dict) and isinstance(rendered, dict):
        return {key: _within(live[key], rendered[key]) for key in rendered if key in live}
    return live
