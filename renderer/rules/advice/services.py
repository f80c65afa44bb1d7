"""What hurts, or is better otherwise, in Services and in the one that governs a StatefulSet."""

from __future__ import annotations

from renderer.kubernetes.names import (
    HIGHEST_COUNT,
    did_you_mean,
    dns1035_label,
    nearest,
    port_name,
    port_reference,
    quoted,
)
from renderer.objects.reading import at, items, mapping, number, text
from renderer.objects.resource import grouped, may_share_namespace
from renderer.objects.selectors import (
    OF_ONE_POD,
    is_slip,
    near_miss,
    selected,
    selected_labels,
    service_selector,
)
from renderer.objects.service import is_external_name, is_headless
from renderer.objects.workload import (
    named_ports,
    ordinals,
    pod_labels,
    protocol,
    replicas,
    scalers,
    told,
)
from renderer.rules.advice.sets import voting_image
from renderer.rules.governing import (
    SERVICE_NAME,
    governing,
    has_endpoints,
    headless_for,
    is_told,
    missing_name,
    not_meant,
    own_selector,
    waited_for,
)
from renderer.rules.rule import found, passes, rule
from renderer.rules.services import open_ports, unanswered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Path, Severity
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

PROTOCOLS = ("TCP", "UDP", "SCTP")
TOLERATE_UNREADY = "service.alpha.kubernetes.io/tolerate-unready-endpoints"
MOST_DIGITS = len(str(HIGHEST_COUNT))
SELECTOR, PORTS = ("spec", "selector"), ("spec", "ports")
PUBLISHES = ("spec", "publishNotReadyAddresses")


@rule("SR910", "warning", "StatefulSet")
def has_a_service_name(statefulset: Resource, objects: Objects) -> Problems:
    """A StatefulSet without serviceName

    Its pods get no DNS names of their own.

    Way out: name a headless Service that selects them.
    """
    is_unnamed = at(statefulset.data, *SERVICE_NAME) in (None, "")
    if is_unnamed and mapping(at(statefulset.data, "spec")):
        names = [service.name for service in headless_for(statefulset, objects)]
        hint = did_you_mean(*names[:1]) or "name a headless Service"
        instead = None if names else _new(statefulset, statefulset.name)
        message = "is empty: the pods get no DNS names of their own"
        yield found(SERVICE_NAME, message, hint=hint, instead=instead)


@rule("SR911", "warning", "StatefulSet", refers=True)
def service_is_in_the_input(statefulset: Resource, objects: Objects) -> Problems:
    """serviceName names a Service that is not in the input

    If no such Service exists, the pods run and their names do not resolve; nothing says so. Where
    the input has no Service at all, it is only advice.

    Way out: if it is in another file, judge both together; if not, write it.
    """
    name = missing_name(statefulset, objects)
    if not name or is_told(statefulset, name, objects):
        return
    elsewhere = objects.services_named(name)
    candidates = elsewhere or headless_for(statefulset, objects)
    message = (
        f"names no Service of the input, got {quoted(name)}: without it the pods get no DNS names"
    )
    hint = f"if it is in another file, judge both together{_other(elsewhere, candidates)}"
    instead = None if candidates else _new(statefulset, name)
    grade: Severity | None = None if objects.services else "info"
    yield found(SERVICE_NAME, message, hint=hint, instead=instead, severity=grade)


def _other(elsewhere: list[Resource], candidates: list[Resource]) -> str:
    """Say what else may be meant, which nobody can tell."""
    if elsewhere:
        return f"; one of that name is in namespace {quoted(elsewhere[0].namespace)}"
    return f"; {did_you_mean(candidates[0].name)}" if candidates else ""


def _new(statefulset: Resource, name: str) -> Any:
    """Return the headless Service that is missing; None where none could be as it should."""
    labels = selected_labels(statefulset) or pod_labels(statefulset)
    selector = {key: value for key, value in labels.items() if isinstance(value, str)}
    if not selector or not passes(dns1035_label, name):
        return None
    namespace = {"namespace": statefulset.namespace} if statefulset.namespace else {}
    ports = _ports(statefulset)
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, **namespace},
        "spec": {
            "clusterIP": "None",
            "selector": selector,
            **({"ports": ports} if ports else {}),
        },
    }


def _ports(statefulset: Resource) -> list[dict[str, Any]]:
    """Return the named ports of the pods as those of a Service, which has each once."""
    ports: dict[Any, dict[str, Any]] = {}
    for name, kind, port in named_ports(statefulset):
        is_new = all(other["name"] != name for other in ports.values())
        is_number = not isinstance(port, str) and passes(port_reference, port)
        if is_new and kind in PROTOCOLS and passes(port_name, name) and is_number:
            spoken = {} if kind == PROTOCOLS[0] else {"protocol": kind}
            ports.setdefault((port, kind), {"name": name, "port": port, **spoken})
    return list(ports.values())


@rule("SR913", "warning", "StatefulSet")
def governing_service_is_headless(statefulset: Resource, objects: Objects) -> Problems:
    """The governing Service is not headless

    Its name gives one address, so peers that look it up do not find each other. With one replica,
    that hurts nobody until somebody scales.

    Way out: clusterIP cannot be changed, so add a headless Service before there is data.
    """
    service = governing(statefulset, objects)
    if service and not is_headless(service) and not is_external_name(service):
        message = (
            f"must name a headless Service, {quoted(service.name)} has an address: its name "
            "gives that one address, and peers that look it up do not find each other"
        )
        hint = (
            "clusterIP can never be changed: add a Service with clusterIP: None; changing "
            "serviceName later means to make the StatefulSet anew, with --cascade=orphan"
        )
        is_alone = replicas(statefulset) == 1 and not scalers(statefulset, objects)
        grade: Severity | None = "info" if is_alone else None
        yield found(SERVICE_NAME, message, hint=hint, severity=grade)


@rule("SR947", "warning", "StatefulSet")
def governing_service_waits(statefulset: Resource, objects: Objects) -> Problems:
    """The governing Service waits for what is set while pods run

    It selects a label that the pod template does not have, as the role of the pod that leads, or
    nothing, so that somebody makes its EndpointSlices. Only pods that it means have DNS names.
    Where nothing is set while pods run, it is a mistake.

    Way out: select labels of the pod template, or give the pods a headless Service of their own.
    """
    service = governing(statefulset, objects)
    wrong = not_meant(service, statefulset, objects)
    if service and wrong is not None and (waited := waited_for(service, wrong, statefulset)):
        message = f"names {quoted(service.name)}, {waited}: until then their names do not resolve"
        own = own_selector(statefulset)
        hint = f"{own}; or " if own else ""
        hint += "give the pods a headless Service of their own"
        yield found(SERVICE_NAME, message, hint=hint)


@rule("SR949", "info", "StatefulSet")
def governing_service_is_beside(statefulset: Resource, objects: Objects) -> Problems:
    """Only one of StatefulSet and governing Service says its namespace

    They meet only where the other is applied to the same namespace, and nothing says so.

    Way out: say it in both, or in none.
    """
    service = governing(statefulset, objects)
    if service and service.namespace != statefulset.namespace:
        which = "the Service" if service.namespace else "the StatefulSet"
        namespace = quoted(service.namespace or statefulset.namespace)
        message = (
            f"names {quoted(service.name)}, and only {which} says its namespace, {namespace}: the "
            "pods have DNS names only where both go there"
        )
        yield found(SERVICE_NAME, message, hint="say it in both, or in none")


@rule("SR926", "info", "StatefulSet")
def peers_find_each_other(statefulset: Resource, objects: Objects) -> Problems:
    """Peers that are published only when they are ready

    With podManagementPolicy OrderedReady, a pod that waits for its peers waits for ever: they get
    a name when they are ready, and start after it.

    Way out: set publishNotReadyAddresses: true on the headless Service.
    """
    is_parallel = at(statefulset.data, "spec", "podManagementPolicy") == "Parallel"
    service = governing(statefulset, objects)
    if is_parallel or replicas(statefulset) <= 1 or not service or not is_headless(service):
        return
    if not _publishes(service) and _talks_to_peers(statefulset, service, objects):
        message = (
            f"names {quoted(service.name)}, which publishes a pod only when it is ready: pods "
            "that wait for their peers to become ready wait for ever"
        )
        hint = "set spec.publishNotReadyAddresses: true on the Service"
        yield found(SERVICE_NAME, message, hint=hint)


def _publishes(service: Resource) -> bool:
    """Tell whether a Service leads to pods that are not ready, as peers want it."""
    return at(service.data, *PUBLISHES) is True


def _talks_to_peers(statefulset: Resource, service: Resource, objects: Objects) -> bool:
    """Tell whether the pods name the Service in their variables or arguments, or vote."""
    if not selected(service, objects):
        return False
    hosts = [f".{name}" for name in service.names]
    votes = bool(voting_image(statefulset))
    return votes or any(host in words for _, words in told(statefulset) for host in hosts)


@rule("SR924", "info", "Service")
def headless_service_has_ports(service: Resource, _objects: Objects) -> Problems:
    """A headless Service without ports

    It works, but there are no SRV records, and a ServiceMonitor cannot select a port.

    Way out: name the ports of the pods here.
    """
    is_bare = is_headless(service) and not [*items(at(service.data, *PORTS))]
    if is_bare and not is_external_name(service):
        message = "are none: pods have addresses, but no SRV records, and no monitor finds them"
        yield found(PORTS, message, hint="name the ports of the pods here")


@rule("SR1144", "info", "Service", was=("SR924",))
def single_port_has_a_name(service: Resource, _objects: Objects) -> Problems:
    """A headless Service whose port has no name

    There is no SRV record for it, and a second port would need names.

    Way out: name the port.
    """
    ports = list(items(at(service.data, *PORTS)))
    is_one = is_headless(service) and not is_external_name(service) and len(ports) == 1
    if is_one and not ports[0][1].get("name"):
        message = "has no name: there is no SRV record, and a second port would need names"
        yield found((*PORTS, ports[0][0]), message)


@rule("SR948", "warning", "Service", refers=True)
def target_ports_are_there(service: Resource, objects: Objects) -> Problems:
    """A named targetPort that an added sidecar may have

    No container of the pod template has it. It works where a webhook adds a container with that
    port, as service meshes do; else nobody answers there.

    Way out: name a port of the pods.
    """
    for path, target, known in unanswered(service, objects):
        if not any(is_slip(target, name) for name in known):
            message = (
                f"names no port of the pods, got {quoted(target)}: nobody answers there, unless a "
                "sidecar with that port is added to them"
            )
            ports = f"their ports: {', '.join(known) or 'none has a name'}"
            yield found((*path, "targetPort"), message, hint=nearest(target, known) or ports)


@rule("SR922", "info", "Service")
def headless_service_translates_nothing(service: Resource, objects: Objects) -> Problems:
    """A headless Service with another port than the pods

    Nothing translates ports there: clients get the pods' addresses, and dial the port that the
    pods listen on.

    Way out: write the port of the pods.
    """
    opened = open_ports(service, objects) if is_headless(service) else None
    for index, port in items(at(service.data, *PORTS)):
        target = port.get("targetPort")
        if opened is None or not target or not passes(port_reference, target):
            continue
        numbers = {(name, kind): real for name, kind, real in reversed(opened)}
        real = numbers.get((target, protocol(port))) if isinstance(target, str) else target
        if real is not None and real != port.get("port"):
            message = (
                f"is {quoted(port.get('port'))}, and the pods listen on {quoted(real)}: a "
                "headless Service translates nothing, clients dial the pod's own port"
            )
            yield found((*PORTS, index, "port"), message, hint=did_you_mean(real))


@rule("SR915", "info", "Service")
def has_a_selector(service: Resource, objects: Objects) -> Problems:
    """A Service without a selector

    It has no pods, unless somebody makes its EndpointSlices by hand.

    Way out: write labels of the pods into its selector.
    """
    is_empty = _may_mean_pods(service, objects) and not service_selector(service)
    if is_empty and not has_endpoints(service, objects):
        yield found(SELECTOR, "is empty: no pods, unless somebody else makes the EndpointSlices")


@rule("SR916", "info", "Service")
def selects_pods(service: Resource, objects: Objects) -> Problems:
    """A Service that selects no pods of the input

    It is accepted, and its name leads nowhere, unless the pods are in another file, or are made
    by an operator.

    Way out: judge it together with its pods, or mend its selector.
    """
    selector = service_selector(service)
    is_lost = selector and _may_mean_pods(service, objects) and not selected(service, objects)
    if is_lost and not near_miss(selector, service, objects):
        yield found(SELECTOR, NO_PODS)


@rule("SR917", "warning", "Service")
def selector_is_no_slip(service: Resource, objects: Objects) -> Problems:
    """A Service that misses pods by one label

    One label of its selector differs from those of pods in the input. A Service without pods is
    accepted in silence.

    Way out: write the label as the pods have it.
    """
    selector = service_selector(service)
    if selector and _may_mean_pods(service, objects) and not selected(service, objects):
        yield from missed_by_one(SELECTOR, selector, service, objects)


NO_PODS = "selects no pods of the input: they may be in another file, or made by an operator"


def missed_by_one(
    path: Path, selector: dict[Any, Any], resource: Resource, objects: Objects
) -> Problems:
    """Yield the problem of a selector that one label keeps from pods of the input."""
    if miss := near_miss(selector, resource, objects):
        key, value, label = miss
        message = f"selects no pods, but {label} differs in one label only, {key}: {quoted(value)}"
        yield found((*path, str(key)), message, hint=did_you_mean(value))


def _may_mean_pods(service: Resource, objects: Objects) -> bool:
    """Tell whether a Service is for pods, and no StatefulSet names it, whose rules are stricter."""
    is_real = mapping(at(service.data, "spec")) and not is_external_name(service)
    return bool(is_real) and not _is_governing(service, objects)


def _is_governing(service: Resource, objects: Objects) -> bool:
    governed = objects.once(_governed)
    return any(
        may_share_namespace(statefulset, service)
        for name in service.names
        for statefulset in governed.get(name, ())
    )


def _governed(objects: Objects) -> dict[str, list[Resource]]:
    """Return {name of a Service: the StatefulSets that name it}."""
    return grouped((text(at(workload.data, *SERVICE_NAME)), workload) for workload in objects.sets)


@rule("SR1142", "warning", "Service", was=("SR995",))
def one_pod_is_made(service: Resource, objects: Objects) -> Problems:
    """A Service for one pod that the replicas do not make

    It waits for a pod that never comes, and leads nowhere. Replicas that an autoscaler sets may
    make it.

    Way out: change the replicas, or remove the Service.
    """
    for key in OF_ONE_POD:
        wanted = text(service_selector(service).get(key))
        workloads = selected(service, objects)
        if (
            wanted
            and workloads
            and not any(_may_make(workload, wanted, objects) for workload in workloads)
        ):
            first, pods = workloads[0], ordinals(workloads[0])
            message = (
                f"selects pod {quoted(wanted)}, which {first.label} does not make, with "
                f"replicas: {len(pods)} from {first.name}-{pods.start} on"
            )
            hint = "change the replicas, or remove this Service"
            yield found((*SELECTOR, key), message, hint=hint)


def _may_make(workload: Resource, wanted: str, objects: Objects) -> bool:
    """Tell whether a pod of this name or ordinal may be there; with no pods, some are meant.

    Where nobody says how many, somebody else may: an autoscaler in another file.
    """
    count = at(workload.data, "spec", "replicas")
    is_told_how_many = workload.kind == "StatefulSet" and count is not None
    if not is_told_how_many or number(count) != count or not ordinals(workload):
        return True
    if scalers(workload, objects):
        return True
    ordinal = wanted.rpartition("-")[2]
    is_known = ordinal.isascii() and ordinal.isdecimal() and len(ordinal) <= MOST_DIGITS
    return is_known and int(ordinal) in ordinals(workload) and str(int(ordinal)) == ordinal


@rule("SR928", "warning", "Service")
def selects_nobody_else(service: Resource, objects: Objects) -> Problems:
    """A Service selects pods of another workload too

    Clients are sent to both, in silence: a backup job with the labels of the database is the usual
    case. By a headless Service that publishes pods that are not ready, peers find each other, and
    those may be of several workloads.

    Way out: give the pods a label that tells them apart, and select it.
    """
    sets, others = _of_sets(service, objects)
    is_for_peers = is_headless(service) and _publishes(service)
    if sets and others and not is_for_peers:
        message = (
            f"selects the pods of {_labels(sets)} and of {_labels(others)}: clients get both, "
            "without a word"
        )
        hint = "give the pods a label that tells them apart, and select it"
        yield found(SELECTOR, message, hint=hint)


@rule("SR929", "info", "Service")
def selects_one_set(service: Resource, objects: Objects) -> Problems:
    """A Service selects the pods of several StatefulSets

    Clients get any of them. That is right where they are one cluster.

    Way out: give the pods a label that tells them apart, unless they are one cluster.
    """
    sets, others = _of_sets(service, objects)
    if not others and len({statefulset.name for statefulset in sets}) > 1:
        yield found(SELECTOR, f"selects the pods of {_labels(sets)}: fine if they are one cluster")


def _of_sets(service: Resource, objects: Objects) -> tuple[list[Resource], list[Resource]]:
    """Return the StatefulSets whose pods a Service selects, and the other workloads."""
    workloads = selected(service, objects)
    sets = [workload for workload in workloads if workload.kind == "StatefulSet"]
    return sets, [workload for workload in workloads if workload.kind != "StatefulSet"]


def _labels(workloads: list[Resource]) -> str:
    return " and ".join(sorted({workload.label for workload in workloads}))


@rule("SR925", "warning", "Service")
def annotation_is_read(service: Resource, _objects: Objects) -> Problems:
    """An annotation that is read no more

    Newer servers do not read service.alpha.kubernetes.io/tolerate-unready-endpoints.

    Way out: write spec.publishNotReadyAddresses: true.
    """
    if TOLERATE_UNREADY in service.annotations and not _publishes(service):
        message = "was replaced long ago, and newer servers do not read it"
        hint = "write spec.publishNotReadyAddresses: true"
        yield found(("metadata", "annotations", TOLERATE_UNREADY), message, hint=hint)


@rule("SR927", "warning", "Service")
def clients_get_ready_pods(service: Resource, objects: Objects) -> Problems:
    """Clients are sent to pods that are not ready

    publishNotReadyAddresses is for the Service by which peers find each other. Where another
    Service has an address for the clients of these pods, this one may be for peers.

    Way out: keep it for the headless Service.
    """
    if not _publishes(service) or is_headless(service):
        return
    pods = selected(service, objects)
    if not any(_is_for_clients(other, pods, objects) for other in objects.services):
        message = "sends clients of this Service to pods that are not ready"
        hint = "keep it for the headless Service, by which peers find each other"
        yield found(PUBLISHES, message, hint=hint)


def _is_for_clients(service: Resource, pods: list[Resource], objects: Objects) -> bool:
    """Tell whether a Service leads clients to some of these pods, and only when they are ready."""
    has_address = not (is_headless(service) or is_external_name(service))
    may_be = has_address and not _publishes(service)
    return may_be and any(workload in pods for workload in selected(service, objects))
