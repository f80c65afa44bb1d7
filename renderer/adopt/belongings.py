"""What belongs to which StatefulSet, by selectors and references; what belongs to none is named.

Nothing is guessed: what the pods of two workloads need belongs to neither of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renderer.adopt.volumes import claims_of, grown
from renderer.objects.reading import at, items, mapping, metadata_of, pairs_in, text
from renderer.objects.resource import (
    TEMPLATES,
    Objects,
    Resource,
    is_a,
    is_patch,
    may_share_namespace,
)
from renderer.objects.selectors import selected, with_pods_of
from renderer.objects.service import governed
from renderer.objects.workload import pod_template

if TYPE_CHECKING:
    from collections.abc import Iterator

# What controllers make, and nobody writes.
MADE = ("ControllerRevision", "Endpoints", "EndpointSlice", "Event", "Lease", "Pod", "ReplicaSet")
# Why objects of a kind are left where they are.
STAYS = {
    **dict.fromkeys(MADE, "is made by a controller"),
    "PersistentVolumeClaim": "a claim: it stays, and the pods find it by its name",
    "Secret": "values are never copied; the spec refers to it",
}
HOOK = "helm.sh/hook"


@dataclass
class Family:
    """A StatefulSet with all that belongs to it.

    Args:
        workload: the StatefulSet.
        governing: the Service that it names, where that belongs to it alone.
        services: the other Services that lead to its pods.
        others: everything else, in the order of the input.
        grown: {claim template: the size of all its claims}, where that is more than its own.
        claims: these claims.
        uneven: what is to be said of claims that are not alike.
    """

    workload: Resource
    governing: Resource | None = None
    services: list[Resource] = field(default_factory=list)
    others: list[Resource] = field(default_factory=list)
    grown: dict[str, str] = field(default_factory=dict)
    claims: list[Resource] = field(default_factory=list)
    uneven: list[str] = field(default_factory=list)

    @property
    def resources(self) -> list[Resource]:
        """Return all of its objects, the StatefulSet first."""
        governing = [self.governing] if self.governing else []
        return [self.workload, *governing, *self.services, *self.others]


@dataclass(frozen=True)
class Left:
    """An object that is left where it is, and why."""

    resource: Resource
    why: str

    def __str__(self) -> str:
        """Name it as people do."""
        return f"{self.resource.identity} ({self.why})"


def families_of(resources: list[Resource]) -> tuple[list[Family], list[Left]]:
    """Return every StatefulSet with what belongs to it, and what is left where it is."""
    left = [Left(resource, why) for resource in resources if (why := _not_ours(resource))]
    gone = {belonging.resource for belonging in left}
    objects = Objects([resource for resource in resources if resource not in gone])
    families = {workload: Family(workload) for workload in objects.sets}
    _look_at_claims(families, resources)
    declared = {claim for family in families.values() for claim in family.claims}
    left = [belonging for belonging in left if belonging.resource not in declared]
    found = Owned(objects)
    for resource in objects.resources:
        if resource in families:
            continue
        owners = found.owners(resource)
        if len(owners) == 1 and owners[0] in families:
            _join(families[owners[0]], resource)
        else:
            left.append(Left(resource, _why_left(resource, owners)))
    return list(families.values()), left


def _look_at_claims(families: dict[Resource, Family], resources: list[Resource]) -> None:
    """Note which volumes hands have made larger than their template."""
    for workload, claims in claims_of(list(families), resources).items():
        family = families[workload]
        family.grown, family.uneven = grown(workload, claims)
        family.claims = [claim for template in family.grown for claim in claims[template]]


def _not_ours(resource: Resource) -> str:
    """Return why an object is nothing that anybody could adopt; empty for all others."""
    if not resource.identity.is_whole:
        return "has no kind or no name"
    if getattr(resource, "is_patch", False) or is_patch(resource.data):
        return "is a patch: give the folder whose kustomization applies it"
    if HOOK in resource.annotations:
        return "Helm hook"
    owners = [owner for _, owner in items(metadata_of(resource.data).get("ownerReferences"))]
    if owners:
        owner = f"{text(owners[0].get('kind'))}/{text(owners[0].get('name'))}"
        return f"is made by {owner}, which would make it anew"
    return STAYS.get(resource.kind, "")


def _join(family: Family, resource: Resource) -> None:
    governs = text(at(family.workload.data, "spec", "serviceName"))
    if not is_a(resource, "Service"):
        family.others.append(resource)
    elif resource.name == governs:
        family.governing = resource
    else:
        family.services.append(resource)


def _why_left(resource: Resource, owners: list[Resource]) -> str:
    names = sorted(owner.label for owner in owners)
    if len(names) > 1:
        return f"{_verb(resource)} {', '.join(names[:-1])} and {names[-1]}"
    if names:
        return f"{_verb(resource)} {names[0]}, which is no StatefulSet"
    return "belongs to no StatefulSet that is here"


def _verb(resource: Resource) -> str:
    if is_a(resource, "Service") or resource.kind in ("PodDisruptionBudget", "NetworkPolicy"):
        return "selects"
    return "scales" if resource.kind in SCALERS else "is used by"


class Owned:
    """Finds the workloads that an object belongs to.

    Args:
        objects: the whole input.
    """

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.users = _users(objects)

    def owners(self, resource: Resource) -> list[Resource]:
        """Return the workloads that an object is for; none where nothing says so."""
        if is_a(resource, "Service"):
            return self._of_service(resource)
        if resource.kind in BY_SELECTOR:
            return self._by_selector(resource)
        if resource.kind in SCALERS:
            return self._scaled(resource)
        if resource.kind in ("Role", "RoleBinding"):
            return self._by_account(resource)
        if resource.kind == "ServiceMonitor":
            return self._monitored(resource)
        return [
            user
            for user in self.users.get((resource.kind, resource.name), [])
            if may_share_namespace(user, resource)
        ]

    def _of_service(self, service: Resource) -> list[Resource]:
        """Return whose pods a Service selects, and who names it as the governing one."""
        return _once([*selected(service, self.objects), *governed(service, self.objects)])

    def _by_selector(self, resource: Resource) -> list[Resource]:
        selector = at(resource.data, "spec", BY_SELECTOR[resource.kind])
        is_empty = not any(mapping(selector).values())
        return [] if is_empty else with_pods_of(selector, resource, self.objects)

    def _scaled(self, resource: Resource) -> list[Resource]:
        field = SCALERS[resource.kind]
        kind, name = (text(at(resource.data, "spec", field, key)) for key in ("kind", "name"))
        return [
            workload
            for workload in self.objects.workloads
            if (workload.kind, workload.name) == (kind, name)
            and may_share_namespace(workload, resource)
        ]

    def _by_account(self, resource: Resource) -> list[Resource]:
        """Return who runs as the accounts that a Role is bound to."""
        bindings = [
            binding
            for binding in self.objects.of_kind("RoleBinding")
            if binding is resource or _is_bound(binding, resource)
        ]
        subjects = [subject for each in bindings for _, subject in items(each.data.get("subjects"))]
        accounts = [("ServiceAccount", text(subject.get("name"))) for subject in subjects]
        is_all = all(subject.get("kind") == "ServiceAccount" for subject in subjects)
        users = [user for account in accounts for user in self.users.get(account, [])]
        return _once(users) if is_all else []

    def _monitored(self, resource: Resource) -> list[Resource]:
        """Return whose Services a ServiceMonitor selects by labels."""
        if at(resource.data, "spec", "namespaceSelector"):
            return []
        wanted = mapping(at(resource.data, "spec", "selector", "matchLabels"))
        services = [
            service
            for service in self.objects.services
            if wanted
            and wanted.items() <= mapping(metadata_of(service.data).get("labels")).items()
            and may_share_namespace(service, resource)
        ]
        return _once([owner for service in services for owner in self._of_service(service)])


BY_SELECTOR = {
    "PodDisruptionBudget": "selector",
    "NetworkPolicy": "podSelector",
    "PodMonitor": "selector",
}
SCALERS = {
    "HorizontalPodAutoscaler": "scaleTargetRef",
    "ScaledObject": "scaleTargetRef",
    "VerticalPodAutoscaler": "targetRef",
}


def _is_bound(binding: Resource, role: Resource) -> bool:
    kind, name = (text(at(binding.data, "roleRef", key)) for key in ("kind", "name"))
    return (kind, name) == (role.kind, role.name) and may_share_namespace(binding, role)


def _once(resources: list[Resource]) -> list[Resource]:
    return list(dict.fromkeys(resources))


def _users(objects: Objects) -> dict[tuple[str, str], list[Resource]]:
    """Return {(kind, name): the workloads whose pods refer to it}."""
    users: dict[tuple[str, str], list[Resource]] = {}
    for workload in objects.workloads:
        for reference in dict.fromkeys(references(workload)):
            users.setdefault(reference, []).append(workload)
    return users


def references(workload: Resource) -> Iterator[tuple[str, str]]:
    """Yield kind and name of the ConfigMaps and accounts that the pods of a workload need."""
    template = pod_template(workload) if workload.kind in TEMPLATES else {}
    spec = mapping(at(template, "spec"))
    account = text(spec.get("serviceAccountName")) or text(spec.get("serviceAccount"))
    if account and account != "default":
        yield "ServiceAccount", account
    for key, reference in pairs_in(spec):
        if key in ("configMap", "configMapRef", "configMapKeyRef"):
            yield "ConfigMap", text(at(reference, "name"))
