"""What stands around the pods of a StatefulSet: who may connect, Services, config, what guards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from renderer.graph.picture import Box, Line
from renderer.graph.ranges import spanned
from renderer.kubernetes.names import number_of
from renderer.objects.reading import at, items, mapping, number, text, texts
from renderer.objects.resource import Objects, Resource, may_share_namespace
from renderer.objects.selectors import POD_NAME, selected, selects_labels, service_selector
from renderer.objects.service import governed, is_headless
from renderer.objects.workload import (
    all_containers,
    mounts,
    protocol,
    replicas,
    scalers,
)
from renderer.rules.budgets import budgets, evictable
from renderer.rules.references import CONFIG_MAP, SECRET, references

# So many lines of one thing are drawn; how many more there are is said.
MOST = 4
NAMESPACE = "kubernetes.io/metadata.name"


def some(lines: list[Line]) -> tuple[Line, ...]:
    """Return the first lines, and how many more there are."""
    more = len(lines) - MOST
    return tuple(lines) if more <= 1 else (*lines[:MOST], Line(f"and {more} more"))


# --- who may connect ------------------------------------------------------------------------------


def clients(workload: Resource, objects: Objects) -> list[Box]:
    """Return whom the network policies let in; without one it is everybody."""
    policies = [
        policy
        for policy in objects.of_kind("NetworkPolicy")
        if may_share_namespace(workload, policy)
        and selects_labels(at(policy.data, "spec", "podSelector"), workload)
        and _is_about_coming(policy)
    ]
    if not policies:
        lines = (Line("no NetworkPolicy keeps anybody out"),)
        return [Box("clients", "anybody in the cluster", lines, tone="quiet")]
    rules = [rule for policy in policies for _, rule in items(at(policy.data, "spec", "ingress"))]
    boxes = [_client(f"client{index}", rule, workload) for index, rule in enumerate(rules)]
    return boxes or [Box("clients", "nobody", (Line("no rule lets anybody in"),), tone="warn")]


def _is_about_coming(policy: Resource) -> bool:
    types = at(policy.data, "spec", "policyTypes")
    return not isinstance(types, list) or "Ingress" in types


def _client(name: str, rule: dict[str, Any], workload: Resource) -> Box:
    peers = [_peer(peer, workload) for _, peer in items(rule.get("from"))] or ["anybody"]
    ports = [_port(port) for _, port in items(rule.get("ports"))] or ["every port"]
    lines = [Line(f"or {peer}") for peer in peers[1:]]
    return Box(name, peers[0], some([*lines, Line("to", ", ".join(ports))]))


def _peer(peer: dict[str, Any], workload: Resource) -> str:
    if "ipBlock" in peer:
        block = mapping(peer["ipBlock"])
        others = texts(block.get("except"))
        return text(block.get("cidr")) + (f" but {', '.join(others)}" if others else "")
    pods, spaces = peer.get("podSelector"), peer.get("namespaceSelector")
    if spaces is None:
        is_own = bool(mapping(pods)) and selects_labels(pods, workload)
        return "pods of its own" if is_own else f"{_selected(pods, 'pods')} here"
    where = text(at(spaces, "matchLabels", NAMESPACE))
    place = (where and f"namespace {where}") or _selected(spaces, "namespaces")
    return f"{_selected(pods, 'pods')} of {place}" if mapping(pods) else f"all of {place}"


def _selected(selector: Any, what: str) -> str:
    """Say what a selector means: `every pod`, `pods team=shop`."""
    labels = [f"{key}={value}" for key, value in mapping(at(selector, "matchLabels")).items()]
    wanted = [
        f"{text(one.get('key'))} {text(one.get('operator'))} {', '.join(texts(one.get('values')))}"
        for _, one in items(at(selector, "matchExpressions"))
    ]
    said = ", ".join([*labels, *(name.strip() for name in wanted)])
    return f"{what} {said}" if said else f"all {what}"


def _port(port: dict[str, Any]) -> str:
    end = port.get("endPort")
    written = f"{port.get('port', 'every port')}{f'-{end}' if end is not None else ''}"
    return written if protocol(port) == "TCP" else f"{written}/{protocol(port)}"


# --- Services -------------------------------------------------------------------------------------


def services(workload: Resource, objects: Objects) -> list[Box]:
    """Return the Services of a set's pods, the governing one first; those of one pod together."""
    governing = text(at(workload.data, "spec", "serviceName"))
    found = [
        service
        for service in objects.services
        if workload in selected(service, objects) or workload in governed(service, objects)
    ]
    of_pods = [service for service in found if POD_NAME in service_selector(service)]
    shared = [service for service in found if service not in of_pods]
    shared.sort(key=lambda one: governing not in one.names)
    boxes = [_service(f"service{index}", one, governing) for index, one in enumerate(shared)]
    if governing and not any(governing in service.names for service in found):
        lines = (Line("gives the pods their DNS names, and is not among these objects"),)
        boxes.insert(0, Box("governing", governing, lines, tone="warn"))
    return [*boxes, *_of_pods(of_pods)]


def _service(name: str, service: Resource, governing: str) -> Box:
    kind = text(at(service.data, "spec", "type")) or "ClusterIP"
    said = [Line("headless" if is_headless(service) else kind)]
    if governing in service.names:
        said.append(Line("a DNS name for each pod"))
    if at(service.data, "spec", "publishNotReadyAddresses") is True:
        said.append(Line("also before it is ready"))
    return Box(name, service.name, (*said, *some(_ports(service))))


def _ports(service: Resource) -> list[Line]:
    lines = []
    for _, port in items(at(service.data, "spec", "ports")):
        target, own = port.get("targetPort", port.get("port")), port.get("port")
        way = f"{own}" if target in (own, None, port.get("name")) else f"{own} → {target}"
        kind = "" if protocol(port) == "TCP" else f" {protocol(port)}"
        lines.append(Line(f"{text(port.get('name')) or 'port'}{kind}", way))
    return lines


def _of_pods(found: list[Resource]) -> Iterator[Box]:
    """Yield one box for all Services of a single pod, by their first port."""
    if found:
        names = [service.name for service in found]
        kind = text(at(found[0].data, "spec", "type")) or "ClusterIP"
        lines = (Line(f"{kind}, one for each pod"), *some(_ports(found[0])))
        yield Box("services-of-pods", spanned(names), lines)


# --- config and secrets ---------------------------------------------------------------------------

KINDS = (CONFIG_MAP, SECRET)


def config(workload: Resource, objects: Objects) -> list[Box]:
    """Return the ConfigMaps and Secrets that the pods read, and how."""
    uses: dict[tuple[str, str], list[str]] = {}
    for kind, name, way in _uses(workload):
        ways = uses.setdefault((kind, name), [])
        if way not in ways:
            ways.append(way)
    known = {
        (resource.kind, name): resource
        for resource in objects.of_kind(*KINDS)
        for name in resource.names
    }
    return [
        _config(f"config{index}", kind, name, ways, known.get((kind, name)))
        for index, ((kind, name), ways) in enumerate(uses.items())
    ]


def _config(name: str, kind: str, title: str, ways: list[str], found: Resource | None) -> Box:
    files = list(mapping(at(found.data, "data"))) if found and kind == CONFIG_MAP else []
    lines = [Line(way) for way in ways] + [Line(f"holds {file}") for file in files]
    if found is None and kind == CONFIG_MAP:
        lines.append(Line("not among these objects"))
    return Box(name, title, some(lines), kind)


def _uses(workload: Resource) -> Iterator[tuple[str, str, str]]:
    """Yield kind and name of what the pods read, and how: files first, then variables."""
    places: dict[str, str] = {}
    for _, mount in mounts(workload):
        places.setdefault(text(mount.get("name")), text(mount.get("mountPath")))
    for reference in sorted(references(workload), key=lambda one: not one.volume):
        if reference.kind in KINDS and reference.name:
            if reference.volume:
                where = places.get(text(at(workload.data, *reference.volume, "name")))
                way = f"at {where}" if where else "mounted nowhere"
                yield reference.kind, reference.name, way
            elif reference.is_variable:
                yield reference.kind, reference.name, "in the environment"


# --- what guards them, and what changes their number ----------------------------------------------


def guards(workload: Resource, objects: Objects) -> list[Box]:
    """Return the budgets and autoscalers of a set."""
    found = [
        Box(f"budget{index}", budget.name, (Line(allowed(budget, workload)),), "budget")
        for index, budget in enumerate(objects.once(budgets).get(workload, []))
    ]
    for index, scaler in enumerate(scalers(workload, objects)):
        spec = mapping(at(scaler.data, "spec"))
        least = spec.get("minReplicas", spec.get("minReplicaCount", 1))
        most = spec.get("maxReplicas", spec.get("maxReplicaCount", "any"))
        line = Line(f"{number(least)} to {most} pods")
        found.append(Box(f"scaler{index}", scaler.name, (line,), "autoscaler"))
    return found


def allowed(budget: Resource, workload: Resource) -> str:
    """Say how many pods a budget lets be down."""
    count = evictable(budget, max(replicas(workload), 0))
    return "no limit that can be read" if count is None else f"a drain may stop {count} at a time"


def containers_of(workload: Resource) -> list[Line]:
    """Return a line for each container of a pod: its name, and its image."""
    found = [container for _, container in all_containers(workload)]
    images = [text(container.get("image")) or "no image" for container in found]
    if len(found) == 1:
        return [Line(images[0])]
    names = [text(container.get("name")) for container in found]
    return [Line(f"{name}: {image}") for name, image in zip(names, images, strict=True)]


def claimed(found: dict[str, Any]) -> str:
    """Say how many pods there are and how they start."""
    count = found["replicas"]
    return number_of(count, "pod") + (f", started {found['start']}" if count > 1 else "")
