"""The spec of a StatefulSet and what belongs to it: which objects there are, then all they hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renderer.adopt.bare import bare, differing
from renderer.adopt.places import PARTS, Refused, built_by, filled
from renderer.app import GROUP, KIND
from renderer.errors import Problem
from renderer.kubernetes.labels import MANAGED_BY, ROLE
from renderer.kubernetes.names import dns_label
from renderer.kustomize.difference import operation
from renderer.objects.identity import Identity
from renderer.objects.reading import at, is_same, items, mapping, metadata_of, text
from renderer.objects.resource import Resource
from renderer.objects.selectors import POD_NAME, service_selector
from renderer.objects.service import is_headless
from renderer.objects.workload import pod_names, replicas
from renderer.resources.network_policy import EVERY_POD

if TYPE_CHECKING:
    from typing import Any

    from renderer.adopt.belongings import Family
    from renderer.errors import Path
    from renderer.resources.files import Object

BUDGET, ACCOUNT = "PodDisruptionBudget", "ServiceAccount"
POLICY, MONITOR = "NetworkPolicy", "ServiceMonitor"
MAIN: Path = ("spec", "template", "spec", "containers", 0)
VERSION = "app.kubernetes.io/version"


@dataclass
class Reversed:
    """A StatefulSet as a spec.

    Args:
        document: the StatefulApp, without environments.
        patched: fields that only a patch says.
        extras: {name among the extra resources: the object}.
    """

    document: Object
    patched: list[Path] = field(default_factory=list)
    extras: dict[str, Resource] = field(default_factory=dict)


@dataclass(frozen=True)
class Shared:
    """Labels and annotations that a StatefulSet has in every environment: all objects get them."""

    labels: dict[str, str]
    annotations: dict[str, str]

    @classmethod
    def of(cls, workloads: list[Object]) -> Shared:
        """Return those of one StatefulSet as it is in every environment."""
        found = [bare(workload) for workload in workloads]
        labels = [_own_labels(data) for data in found]
        annotations = [mapping(metadata_of(data).get("annotations")) for data in found]
        return cls(_common(labels), _common(annotations))


def _common(maps: list[dict[str, str]]) -> dict[str, str]:
    first, *others = maps
    return {
        key: value
        for key, value in first.items()
        if all(other.get(key) == value for other in others)
    }


HEADLESS, CLIENT = PARTS[:2]
PER_POD = "podServices"
# {kind of which an app has one: the field that is about it}
FIELD_OF = {
    BUDGET: "podDisruptionBudget",
    ACCOUNT: "serviceAccount",
    POLICY: "networkPolicy",
    MONITOR: "serviceMonitor",
}


def reversed_of(family: Family, shared: Shared, without: frozenset[str]) -> Reversed:
    """Return the spec that makes what a family is.

    Args:
        family: the StatefulSet and what belongs to it.
        shared: the labels and annotations of the StatefulSet that all objects get.
        without: those of PARTS that shall not say an object.

    Raises:
        Refused: no spec can say it.
    """
    return _Reversing(family, shared).result(without)


class _Reversing:
    """One family on its way to a spec.

    Args:
        family: the StatefulSet and what belongs to it.
        shared: the labels and annotations of the StatefulSet that all objects get.
    """

    def __init__(self, family: Family, shared: Shared) -> None:
        self.family = family
        self.shared = shared
        self.bare = {resource: bare(resource.data) for resource in family.resources}
        self.workload: Object = self.bare[family.workload]
        self.name = family.workload.name
        self.namespace = family.workload.namespace
        self.matched = mapping(at(self.workload, "spec", "selector", "matchLabels"))
        self.labels = shared.labels
        self.extras: dict[str, Resource] = {}
        # Services whose ports are not those of the app, policies that name no clients by a field.
        self.other_way: set[Resource] = set()

    def result(self, without: frozenset[str]) -> Reversed:
        """Say what fields can say; Services and others that they cannot, as they stand."""
        if at(self.workload, "spec", "selector", "matchExpressions"):
            raise Refused([_found_by_more_than_labels()])
        fields = [
            resource for resource in self._candidates() if self._part(resource) not in without
        ]
        while True:
            try:
                document, app = filled(self._document(fields), self._wanted(fields))
            except Refused as refused:
                fields = self._without(fields, refused)
                continue
            built = built_by(app)
            unsaid = [resource for resource in fields if not self._is_said(resource, built)]
            if not unsaid:
                break
            given_up = {
                self._part(resource) for resource in unsaid if not self._has_another_way(resource)
            }
            fields = [resource for resource in fields if self._part(resource) not in given_up]
        patched = self._patch(document, built[self._identity(self.family.workload)][0])
        return Reversed(document, patched, self.extras)

    def _without(self, fields: list[Resource], refused: Refused) -> list[Resource]:
        """Leave out the objects of which fields cannot say what they must.

        Raises:
            Refused: it is not because of them.
        """
        parts = {problem.path[1:2] for problem in refused.problems}
        left = [resource for resource in fields if (self._part(resource),) not in parts]
        if left == fields:
            raise refused
        return left

    def _part(self, resource: Resource) -> str:
        """Return which field of spec is about an object."""
        if resource.kind != "Service":
            return FIELD_OF[resource.kind]
        if is_headless(resource):
            return HEADLESS
        return PER_POD if POD_NAME in service_selector(resource) else CLIENT

    def _candidates(self) -> list[Resource]:
        """Return the objects that fields may say: one for each part of the spec, mostly."""
        chosen: dict[str, Resource] = {}
        governing = self.family.governing
        if governing and is_headless(governing):
            chosen["headless"] = governing
        others = [
            service
            for service in (governing, *self.family.services)
            if service and service not in chosen.values()
        ]
        for service in sorted(others, key=lambda one: one.name != f"{self.name}-client"):
            if not is_headless(service) and POD_NAME not in service_selector(service):
                chosen.setdefault("client", service)
        if governing and governing in others and not is_headless(governing):
            chosen["client"] = governing
        for resource in self.family.others:
            if self._is_said_by_a_field(resource):
                chosen.setdefault(resource.kind, resource)
        return [*chosen.values(), *self._per_pod()]

    def _is_said_by_a_field(self, resource: Resource) -> bool:
        """Tell whether a field may be about an object: those that have no name are the app's."""
        names = {ACCOUNT: self._account(), POLICY: self.name, MONITOR: self.name}
        return names.get(resource.kind, resource.name) == resource.name and (
            resource.kind in FIELD_OF
        )

    def _per_pod(self) -> list[Resource]:
        """Return the Services of single pods, where each pod has one, and none is of another."""
        found = {
            service.name: service
            for service in self.family.services
            if not is_headless(service) and POD_NAME in service_selector(service)
        }
        is_whole = len(found) == replicas(self.family.workload)
        is_all = is_whole and found.keys() == {*pod_names(self.family.workload)}
        return list(found.values()) if is_all else []

    def _account(self) -> str:
        return text(at(self.workload, "spec", "template", "spec", "serviceAccountName"))

    def _identity(self, resource: Resource) -> Identity:
        return Identity.of(self.bare[resource]).without_namespace()

    def _wanted(self, fields: list[Resource]) -> dict[Identity, Object]:
        """Return what fields are to say: of the StatefulSet's own labels those that all get."""
        wanted = {
            self._identity(resource): _without_ours(self.bare[resource]) for resource in fields
        }
        workload = _without_ours(self.workload)
        shared = {"labels": self.labels, "annotations": self.shared.annotations}
        metadata = {"name": self.name, **{key: said for key, said in shared.items() if said}}
        return {**wanted, self._identity(self.family.workload): {**workload, "metadata": metadata}}

    def _document(self, fields: list[Resource]) -> Object:
        """Return a StatefulApp that has these objects, and the others as extra resources."""
        namespace = {"namespace": self.namespace} if self.namespace else {}
        labels = {key: value for key, value in self.labels.items() if key != VERSION}
        version = {"version": self.labels[VERSION]} if VERSION in self.labels else {}
        spec: Object = {
            "image": at(self.workload, *MAIN, "image"),
            **version,
            "defaults": "kubernetes",
            "selector": {"matchLabels": {**self.matched}},
            **self._container_name(),
            **self._storage(),
            **self._services(fields),
            **self._others(fields),
        }
        extras = [resource for resource in self.family.resources[1:] if resource not in fields]
        if extras:
            spec["extraResources"] = self._extras(extras)
        metadata = {"name": self.name, **namespace, **({"labels": labels} if labels else {})}
        return {"apiVersion": f"{GROUP}/v1alpha1", "kind": KIND, "metadata": metadata, "spec": spec}

    def _container_name(self) -> Object:
        name = at(self.workload, *MAIN, "name")
        return {} if name == self.name else {"containerName": name}

    def _storage(self) -> Object:
        """Say the claims; where each is mounted once and before all else, that is said there."""
        claims = [claim for _, claim in items(at(self.workload, "spec", "volumeClaimTemplates"))]
        if not claims:
            return {}
        names = [text(at(claim, "metadata", "name")) for claim in claims]
        mounts = {
            mode: [mount for _, mount in items(at(self.workload, *MAIN, field))]
            for mode, field in (("Filesystem", "volumeMounts"), ("Block", "volumeDevices"))
        }
        storage = []
        for name, claim in zip(names, claims, strict=True):
            template = at(claim, "spec", "resources", "requests", "storage")
            now = self.family.grown.get(name)
            size = {"size": now or template, "templateSize": template if now else None}
            mode = text(at(claim, "spec", "volumeMode")) or "Filesystem"
            own = [mount for mount in mounts[mode] if mount.get("name") == name]
            path = own[0].get("mountPath", own[0].get("devicePath")) if len(own) == 1 else None
            storage.append({"name": name, "mountPath": path, **size, "volumeMode": mode})
        if not all(_come_first(storage, mode, mounts[mode]) for mode in mounts):
            storage = [{**entry, "mountPath": None} for entry in storage]
        return {
            "storage": [
                {
                    key: value
                    for key, value in entry.items()
                    if value is not None and (key, value) != ("volumeMode", "Filesystem")
                }
                for entry in storage
            ]
        }

    def _services(self, fields: list[Resource]) -> Object:
        governs = text(at(self.workload, "spec", "serviceName"))
        governing = self.family.governing
        said: Object = {}
        if not governs:
            said[HEADLESS] = {"enabled": False}
        elif governing is not None and governing in fields and is_headless(governing):
            own = {} if governs == self.name else {"name": governs}
            headless = {**own, **self._own(governing), **self._ports(governing)}
            said |= {HEADLESS: headless} if headless else {}
        else:
            said[HEADLESS] = {"create": False, "name": governs}
        for service in fields:
            if service.kind == "Service" and self._part(service) == PER_POD:
                said[PER_POD] = {**self._own(service), **self._ports(service)}
            elif service.kind == "Service" and not is_headless(service):
                own = {} if service.name == f"{self.name}-client" else {"name": service.name}
                said[CLIENT] = {**own, **self._own(service), **self._ports(service)}
        return said

    def _has_another_way(self, resource: Resource) -> bool:
        """Let a Service say its ports, and a policy who its clients are; tell if that is new."""
        can = resource.kind == POLICY or (
            resource.kind == "Service" and bool(at(self.bare[resource], "spec", "ports"))
        )
        is_new = can and resource not in self.other_way
        self.other_way |= {resource} if is_new else set()
        return is_new

    def _ports(self, service: Resource) -> Object:
        """Say the ports of a Service: what is not so anyway is put to them at their places."""
        if service not in self.other_way:
            return {}
        ports = [port for _, port in items(at(self.bare[service], "spec", "ports"))]
        said = ("name", "port", "targetPort")
        return {"ports": [{key: port[key] for key in said if key in port} for port in ports]}

    def _own(self, resource: Resource) -> Object:
        """Say the labels of an object that are not those of all, nor that of its role with us."""
        labels = _own_labels(self.bare[resource])
        own = {
            key: value
            for key, value in labels.items()
            if key != ROLE and self.labels.get(key) != value
        }
        return {"labels": own} if own else {}

    def _others(self, fields: list[Resource]) -> Object:
        said: Object = {}
        budgets = [resource for resource in fields if resource.kind == BUDGET]
        for budget in budgets:
            spec = mapping(self.bare[budget].get("spec"))
            limits = {key: spec[key] for key in ("minAvailable", "maxUnavailable") if key in spec}
            own = {} if budget.name == self.name else {"name": budget.name}
            said["podDisruptionBudget"] = {**own, **limits, **self._own(budget)}
        account = self._account()
        if account:
            own = {} if account == self.name else {"name": account}
            is_made = any(resource.kind == ACCOUNT for resource in fields)
            said["serviceAccount"] = own if is_made else {"create": False, "name": account}
        for resource in fields:
            if resource.kind == POLICY:
                said["networkPolicy"] = self._policy(resource)
            if resource.kind == MONITOR:
                port = at(self.bare[resource], "spec", "endpoints", 0, "port")
                said["serviceMonitor"] = {"port": port, **self._own(resource)}
        return said

    def _policy(self, resource: Resource) -> Object:
        """Say who the clients of a policy are; its further rules are put to it at their places.

        Clients are the second rule, behind the app's own pods; or nobody, and it is a further one.
        """
        spec = mapping(self.bare[resource].get("spec"))
        said: Object = {} if spec.get("egress") else {"restrictEgress": False}
        second = mapping(at(spec, "ingress", 1))
        if resource in self.other_way or not (second.get("from") and second.get("ports")):
            return {**said, "clients": []}
        numbers = [port.get("port") for _, port in items(second["ports"])]
        main = [port for _, port in items(at(self.workload, *MAIN, "ports"))]
        names = [port.get("name") for port in main if port.get("containerPort") in numbers]
        is_all = len(names) == len(main)
        clients = {} if second["from"] == EVERY_POD else {"clients": second["from"]}
        return {**said, **clients, **({} if is_all or None in names else {"ports": names})}

    def _extras(self, resources: list[Resource]) -> list[Object]:
        self.extras = {}
        for resource in resources:
            self.extras[_item_name(resource, self.extras)] = resource
        return [
            {"name": name, "resource": self._extra(resource)}
            for name, resource in self.extras.items()
        ]

    def _extra(self, resource: Resource) -> Object:
        """Return an object as an extra resource: it gets the app's namespace and labels."""
        data = self.bare[resource]
        metadata = {key: value for key, value in metadata_of(data).items() if key != "namespace"}
        labels = {
            key: value for key, value in mapping(metadata.get("labels")).items()
            if key != MANAGED_BY and self.labels.get(key) != value
        }  # fmt: skip
        metadata.pop("labels", None)
        whole = {**data, "metadata": {**metadata, **({"labels": labels} if labels else {})}}
        if isinstance(data.get("subjects"), list):
            whole["subjects"] = [self._subject(subject) for subject in data["subjects"]]
        return whole

    def _subject(self, subject: Any) -> Any:
        """Leave out the namespace of an account of the app's own: it goes where the app goes."""
        is_own = mapping(subject).get("namespace") == self.namespace
        return {k: v for k, v in subject.items() if k != "namespace"} if is_own else subject

    def _is_said(self, resource: Resource, built: dict[Identity, Any]) -> bool:
        """Tell whether fields say all of an object, and nothing that it does not hold."""
        identity = self._identity(resource)
        if identity not in built:
            return False
        wanted, found = _without_ours(self.bare[resource]), bare(built[identity][0])
        return not differing(wanted, found) and not differing(
            {**found, "metadata": {}}, {**wanted, "metadata": {}}
        )

    def _patch(self, document: Object, built: Object) -> list[Path]:
        """Say by a patch what no field says of the StatefulSet; last of all."""
        wanted, found = _without_ours(self.workload), bare(built)
        operations, paths = _operations(wanted, found, built)
        if operations:
            from renderer.yaml import dump

            patch = {
                "name": "as-it-runs",
                "target": {"kind": "StatefulSet"},
                "patch": dump(operations),
            }
            document["spec"]["patches"] = [patch]
        return paths


def _found_by_more_than_labels() -> Problem:
    path = ("spec", "selector", "matchExpressions")
    message = "must be empty: an app's pods are found by labels alone, and a selector never changes"
    return Problem("SR824", path, message)


def _come_first(storage: list[Object], mode: str, mounts: list[Object]) -> bool:
    """Tell whether the claims of a mode are mounted in their order, and before all other mounts."""
    named = [entry["name"] for entry in storage if entry["volumeMode"] == mode]
    is_once = all(entry["mountPath"] for entry in storage if entry["volumeMode"] == mode)
    return is_once and [mount.get("name") for mount in mounts[: len(named)]] == named


def _own_labels(data: Object) -> dict[str, str]:
    labels = mapping(metadata_of(data).get("labels"))
    return {key: value for key, value in labels.items() if key != MANAGED_BY}


def _without_ours(data: Object) -> Object:
    """Return an object without the label of whoever manages it: that becomes us."""
    metadata = metadata_of(data)
    labels = _own_labels(data)
    hidden = ("labels", "namespace")
    left = {key: value for key, value in metadata.items() if key not in hidden}
    return {**data, "metadata": {**left, **({"labels": labels} if labels else {})}}


def _item_name(resource: Resource, taken: dict[str, Resource]) -> str:
    """Return a name for the list of extra resources: the object's own, where that will do."""
    plain = resource.name.replace(".", "-").replace(":", "-").lower()
    for name in (plain, f"{resource.kind.lower()}-{plain}"[:63].rstrip("-")):
        try:
            if name not in taken and dns_label(name):
                return name
        except ValueError:
            continue
    return next(name for number in range(1, 10**6) if (name := f"extra-{number}") not in taken)


def _operations(wanted: Object, found: Object, built: Object) -> tuple[list[Object], list[Path]]:
    """Return JSON 6902 operations from what is built to what is wanted, and the fields."""
    spec: Path = ("spec",)
    before, after = found["spec"], wanted["spec"]
    paths = [path for path, _ in (*differing(after, before, spec), *differing(before, after, spec))]
    operations = replacing(before, after, spec)
    for kind in ("labels", "annotations"):
        said, there = mapping(wanted["metadata"].get(kind)), mapping(found["metadata"].get(kind))
        missing = {key: value for key, value in said.items() if there.get(key) != value}
        if missing and kind not in built["metadata"]:
            operations.append(operation("add", ("metadata", kind), missing))
        else:
            operations += [
                operation("add", ("metadata", kind, key), missing[key]) for key in missing
            ]
        paths += [("metadata", kind, key) for key in missing]
    return operations, list(dict.fromkeys(paths))


def replacing(before: Any, after: Any, at_path: Path) -> list[Object]:
    """Return operations that lead from one value to another; lists of another length as a whole."""
    if is_same(before, after):
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        gone = [operation("remove", (*at_path, key)) for key in before if key not in after]
        new = [operation("add", (*at_path, key), after[key]) for key in after if key not in before]
        both = [
            change for key in after if key in before
            for change in replacing(before[key], after[key], (*at_path, key))
        ]  # fmt: skip
        return [*gone, *both, *new]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            change for index, pair in enumerate(zip(before, after, strict=True))
            for change in replacing(*pair, (*at_path, index))
        ]  # fmt: skip
    return [operation("replace", at_path, after)]
