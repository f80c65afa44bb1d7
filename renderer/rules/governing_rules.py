"""serviceName: the headless Service that gives the pods of a StatefulSet their names.

Nothing in Kubernetes checks any of it: pods run, and their names do not resolve.
https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
"""

from __future__ import annotations

import re

from renderer.kubernetes.labels import are_renamed_alike
from renderer.kubernetes.names import (
    did_you_mean,
    dns1035_label,
    port_name,
    port_reference,
    quoted,
)
from renderer.objects.reading import at, items, mapping, text
from renderer.objects.resource import Objects, Resource, may_share_namespace
from renderer.objects.selectors import (
    OF_ONE_POD,
    SET_BY,
    is_slip,
    missed,
    selected,
    selected_labels,
    selects,
    service_selector,
)
from renderer.objects.service import is_external_name, is_headless
from renderer.objects.workload import POD, named_ports, pod_labels, replicas, told
from renderer.rules.legacy import found, passes
from renderer.rules.quorum import votes
from renderer.rules.service_rules import has_endpoints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Problem

    Problems = Iterator[Problem]

PATH = ("spec", "serviceName")
# Names of ports that are there for a monitor alone.
MONITORED = re.compile("metric|prom|export|monitor")
PROTOCOLS = ("TCP", "UDP", "SCTP")


def has_a_governing_service(one: Resource, objects: Objects) -> Problems:
    """The name must be that of a Service in the same namespace."""
    if not mapping(at(one.data, "spec")):
        return
    name = text(at(one.data, *PATH))
    if not name:
        yield from _unnamed(one, objects)
    elif _governing(one, objects) is None:
        yield _missing(one, name, objects)


def _unnamed(one: Resource, objects: Objects) -> Problems:
    if at(one.data, *PATH) in (None, ""):
        message = "is empty: the pods get no DNS names of their own"
        candidates = [each.name for each in _headless_for(one, objects)]
        hint = did_you_mean(*candidates[:1]) or "name a headless Service"
        instead = None if candidates else _new(one, one.name)
        yield found("SR910", PATH, message, hint=hint, instead=instead)


def _missing(one: Resource, name: str, objects: Objects) -> Problem:
    """Return the problem of a Service that is not here: an error only where another is meant."""
    elsewhere = objects.services_named(name)
    candidates = elsewhere or _headless_for(one, objects)
    beside = [each for each in candidates if each.file == one.file]
    if elsewhere and beside:
        message = (
            f"must name a Service in the same namespace, {quoted(name)} is in "
            f"{quoted(beside[0].namespace)} and the pods are in {quoted(one.namespace)}"
        )
        return found("SR912", PATH, message)
    meant = [each for each in beside if _is_for_peers(each, one)]
    meant = meant or [each for each in candidates if is_slip(name, each.name)]
    if meant and not elsewhere:
        message = (
            f"names no Service of the input, got {quoted(name)}, and the one that is made for "
            "these pods has another name: the pods get no DNS names"
        )
        return found("SR912", PATH, message, hint=did_you_mean(meant[0].name))
    message = (
        f"names no Service of the input, got {quoted(name)}: without it the pods get no DNS names"
    )
    hint = f"if it is in another file, judge both together{_other(elsewhere, candidates)}"
    instead = None if candidates else _new(one, name)
    return found("SR911", PATH, message, hint=hint, instead=instead)


def _is_for_peers(service: Resource, one: Resource) -> bool:
    """Tell whether a headless Service leads to a port of the app, which a monitor's does not.

    Where nobody says, it does.
    """
    main = at(one.data, *POD, "containers", 0, "ports")
    named = [port for _, port in items(main) if not MONITORED.search(text(port.get("name")))]
    opened = {each for port in named for each in _said(port.get("name"), port.get("containerPort"))}
    ports = list(items(at(service.data, "spec", "ports")))
    led_to = {each for _, port in ports for each in _said(port.get("port"), port.get("targetPort"))}
    publishes = at(service.data, "spec", "publishNotReadyAddresses") is True
    return publishes or not opened or not ports or bool(opened & led_to)


def _said(*values: Any) -> set[str | int]:
    return {each for each in values if isinstance(each, str | int) and each}


def _other(elsewhere: list[Resource], candidates: list[Resource]) -> str:
    """Say what else may be meant, which nobody can tell."""
    if elsewhere:
        return f"; one of that name is in namespace {quoted(elsewhere[0].namespace)}"
    return f"; {did_you_mean(candidates[0].name)}" if candidates else ""


def _headless_for(one: Resource, objects: Objects) -> list[Resource]:
    return [
        each
        for each in objects.services
        if each.name
        and is_headless(each)
        and may_share_namespace(each, one)
        and selects(service_selector(each), one)
        and not any(key in OF_ONE_POD for key in service_selector(each))
    ]


def _new(one: Resource, name: str) -> Any:
    """Return the headless Service that is missing; None where none could be as it should."""
    labels = selected_labels(one) or pod_labels(one)
    selector = {key: value for key, value in labels.items() if isinstance(value, str)}
    if not selector or not passes(dns1035_label, name):
        return None
    metadata = {"name": name, **({"namespace": one.namespace} if one.namespace else {})}
    ports = _ports(one)
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata,
        "spec": {
            "clusterIP": "None",
            "selector": selector,
            **({"ports": ports} if ports else {}),
        },
    }


def _ports(one: Resource) -> list[dict[str, Any]]:
    """Return the named ports of the pods as those of a Service, which has each once."""
    found: dict[Any, dict[str, Any]] = {}
    for name, kind, number in named_ports(one):
        is_new = all(each["name"] != name for each in found.values())
        if is_new and kind in PROTOCOLS and passes(port_name, name) and _is_number(number):
            spoken = {} if kind == PROTOCOLS[0] else {"protocol": kind}
            found.setdefault((number, kind), {"name": name, "port": number, **spoken})
    return list(found.values())


def _is_number(port: Any) -> bool:
    return not isinstance(port, str) and passes(port_reference, port)


def _governing(one: Resource, objects: Objects) -> Resource | None:
    """Return the Service that serviceName means.

    Of doubles, which may be of two environments in one input, it is the one that fits best.
    """
    named = objects.services_named(text(at(one.data, *PATH)))
    near = [each for each in named if may_share_namespace(each, one)]
    return min(near, key=lambda each: _misfit(each, one), default=None)


def _misfit(service: Resource, one: Resource) -> tuple[bool, bool, bool]:
    return (
        service.namespace != one.namespace,
        not are_renamed_alike(service.annotations, one.annotations),
        not selects(service_selector(service), one),
    )


def governing_service_is_headless(one: Resource, objects: Objects) -> Problems:
    """A Service with an address hides which pods there are."""
    service = _governing(one, objects)
    if service and not is_headless(service) and not is_external_name(service):
        message = (
            f"must name a headless Service, {quoted(service.name)} has an address: its name "
            "gives that one address, and peers that look it up do not find each other"
        )
        hint = (
            "clusterIP can never be changed: add a Service with clusterIP: None; changing "
            "serviceName later means to make the StatefulSet anew, with --cascade=orphan"
        )
        yield found("SR913", PATH, message, hint=hint)


def governing_service_has_the_pods(one: Resource, objects: Objects) -> Problems:
    """It must select the pods, or somebody else its endpoints: else their names do not resolve."""
    service = _governing(one, objects)
    if service is None:
        return
    if is_external_name(service):
        message = (
            f"names {quoted(service.name)}, an ExternalName, which stands for another name and "
            "has no pods: their names do not resolve"
        )
        yield found("SR914", PATH, message, hint="give the pods a headless Service of their own")
        return
    if not isinstance(at(service.data, "spec", "selector"), dict | None):
        return  # said by structure
    selector = service_selector(service)
    wrong = missed(selector, one)
    if not wrong and replicas(one) > 1:
        wrong = [key for key in selector if key in OF_ONE_POD]
    if not wrong and (selector or has_endpoints(service, objects)):
        return
    if waited := _waited_for(selector, wrong, one):
        message = f"names {quoted(service.name)}, {waited}: until then their names do not resolve"
        hint = "; ".join(
            filter(None, (_own_selector(one), "or give the pods a headless Service of their own"))
        )
        yield found("SR947", PATH, message, hint=hint.removeprefix("or "))
        return
    message = (
        f"names {quoted(service.name)}, whose selector does not mean these pods "
        f"({_listed(wrong)}): their names do not resolve"
    )
    yield found("SR914", PATH, message, hint=_own_selector(one))


def _waited_for(selector: dict[Any, Any], wrong: list[Any], one: Resource) -> str:
    """Say what may come while the pods run; nothing where no pod can ever be meant.

    Operators label the pod that leads, and some make the EndpointSlices themselves.
    """
    if not selector:
        return "which has no selector, and waits for EndpointSlices that somebody makes"
    labels = pod_labels(one)
    if len(wrong) == len(selector) or any(key in labels or key in SET_BY for key in wrong):
        return ""
    return f"whose selector waits for labels that the pod template does not have ({_listed(wrong)})"


def _listed(keys: list[Any]) -> str:
    return ", ".join(map(str, keys))


def _own_selector(one: Resource) -> str:
    written = ", ".join(f"{key}: {value}" for key, value in selected_labels(one).items())
    return f"write its selector: {{{written}}}" if written else ""


def governing_service_is_beside(one: Resource, objects: Objects) -> Problems:
    """Where only one of the two says its namespace, the other may go somewhere else."""
    service = _governing(one, objects)
    if service and service.namespace != one.namespace:
        which = "the Service" if service.namespace else "the StatefulSet"
        namespace = quoted(service.namespace or one.namespace)
        message = (
            f"names {quoted(service.name)}, and only {which} says its namespace, {namespace}: the "
            "pods have DNS names only where both go there"
        )
        yield found("SR949", PATH, message, hint="say it in both, or in none")


def peers_find_each_other(one: Resource, objects: Objects) -> Problems:
    """With OrderedReady, a pod that waits for peers that are published later waits for ever."""
    if at(one.data, "spec", "podManagementPolicy") == "Parallel" or replicas(one) < 2:  # noqa: PLR2004  # peers
        return
    service = _governing(one, objects)
    if service is None or not is_headless(service):
        return
    publishes = at(service.data, "spec", "publishNotReadyAddresses") is True
    if not publishes and _talks_to_peers(one, service, objects):
        message = (
            f"names {quoted(service.name)}, which publishes a pod only when it is ready: pods "
            "that wait for their peers to become ready wait for ever"
        )
        hint = "set spec.publishNotReadyAddresses: true on the Service"
        yield found("SR926", PATH, message, hint=hint)


def _talks_to_peers(one: Resource, service: Resource, objects: Objects) -> bool:
    """Tell whether the pods name the Service in their variables or arguments, or vote."""
    if not selected(service, objects):
        return False
    hosts = [f".{name}" for name in service.names]
    return votes(one) or any(host in words for _, words in told(one) for host in hosts)


RULES = (
    has_a_governing_service,
    governing_service_is_headless,
    governing_service_has_the_pods,
    governing_service_is_beside,
    peers_find_each_other,
)
