"""Claims of a StatefulSet's pods that are declared, not left to its controller to make."""

from __future__ import annotations

from renderer.kubernetes.labels import SYNC_OPTIONS
from renderer.objects.reading import at, mapping, text
from renderer.objects.resource import may_share_namespace
from renderer.objects.workload import claims

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.objects.resource import Objects, Resource

KIND = "PersistentVolumeClaim"
# On a claim that we declare: the template that its name, which anybody may change, began with.
TEMPLATE_LABEL = "stateful-renderer.dev/claim-template"
SIZE = ("spec", "resources", "requests", "storage")
# What keeps an object that Git has no more: annotation, and a word that its value has.
KEEPING = {
    SYNC_OPTIONS: "prune=false",
    "cli-utils.sigs.k8s.io/on-remove": "keep",
    "client.lifecycle.config.k8s.io/deletion": "detach",
    "helm.sh/resource-policy": "keep",
    "kustomize.toolkit.fluxcd.io/prune": "disabled",
}


def declared(workload: Resource, objects: Objects, template: str) -> dict[int, Resource]:
    """Return {ordinal: claim} of a claim template of a StatefulSet, for the claims that are there.

    Args:
        workload: the StatefulSet.
        objects: all that is beside it.
        template: the name of the claim template.
    """
    named = objects.once(_claims_named).get(f"{template}-{workload.name}", ())
    return {ordinal: claim for ordinal, claim in named if may_share_namespace(workload, claim)}


def takers(claim: Resource, objects: Objects) -> Iterator[tuple[Resource, dict[Any, Any]]]:
    """Yield the StatefulSets of which a pod takes a claim, by its name, and its claim template."""
    for workload, template in objects.once(_templates_named).get(_parts(claim.name)[0], ()):
        if may_share_namespace(workload, claim):
            yield workload, template


def meant_sets(claim: Resource, objects: Objects) -> Iterator[Resource]:
    """Yield the StatefulSets that a claim of ours is for, whatever both are called now."""
    labels = mapping(at(claim.data, "metadata", "labels"))
    for workload in objects.sets if TEMPLATE_LABEL in labels else ():
        wanted = mapping(at(workload.data, "spec", "selector", "matchLabels"))
        templates = [name for *_, name in claims(workload)]
        is_meant = wanted and wanted.items() <= labels.items()
        if is_meant and template_of(claim) in templates and may_share_namespace(workload, claim):
            yield workload


def is_kept(claim: Resource) -> bool:
    """Tell whether some tool is told to keep a claim that Git has no more."""
    said = claim.annotations
    return any(word in text(said.get(key)).lower() for key, word in KEEPING.items())


def template_of(claim: Resource) -> str:
    """Return the claim template that a claim of ours was declared for; of others, nothing."""
    return str(mapping(at(claim.data, "metadata", "labels")).get(TEMPLATE_LABEL) or "")


def ordinal_of(claim: Resource) -> int:
    """Return the number at the end of a claim's name; below 0 where there is none."""
    return _parts(claim.name)[1]


def _claims_named(objects: Objects) -> dict[str, list[tuple[int, Resource]]]:
    """Return {name without its ordinal: the claims}."""
    found: dict[str, list[tuple[int, Resource]]] = {}
    for claim in objects.of_kind(KIND):
        stem, ordinal = _parts(claim.name)
        found.setdefault(stem, []).append((ordinal, claim))
    return found


def _templates_named(objects: Objects) -> dict[str, list[tuple[Resource, dict[Any, Any]]]]:
    """Return {name of its claims without the ordinal: StatefulSet and claim template}."""
    found: dict[str, list[tuple[Resource, dict[Any, Any]]]] = {}
    for workload in objects.sets:
        for _, template, name in claims(workload):
            found.setdefault(f"{name}-{workload.name}", []).append((workload, template))
    return found


def _parts(name: str) -> tuple[str, int]:
    """Return a claim's name without its ordinal, and that; nothing where it ends with none."""
    stem, _, digits = name.rpartition("-")
    is_number = digits.isascii() and digits.isdecimal() and (digits == "0" or digits[0] != "0")
    return (stem, int(digits)) if stem and is_number else ("", -1)
