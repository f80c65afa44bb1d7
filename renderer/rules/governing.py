"""The Service that governs a StatefulSet.

Nothing in Kubernetes checks what `serviceName` names: pods run, and their names do not resolve.
https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
"""

from __future__ import annotations

from renderer.kubernetes.labels import are_renamed_alike
from renderer.kubernetes.names import did_you_mean, quoted
from renderer.objects.reading import at, items, text
from renderer.objects.resource import may_share_namespace
from renderer.objects.selectors import (
    OF_ONE_POD,
    SET_BY,
    is_slip,
    missed,
    selected_labels,
    selects,
    service_selector,
)
from renderer.objects.service import is_external_name, is_headless
from renderer.objects.workload import POD, pod_labels, replicas
from renderer.rules.rule import found, rule
from renderer.rules.services import ports_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

SERVICE_NAME = ("spec", "serviceName")
# Words in the names of ports that are there for a monitor alone.
MONITORED = ("metric", "prom", "export", "monitor")


def governing(statefulset: Resource, objects: Objects) -> Resource | None:
    """Return the Service that serviceName means.

    Of doubles, which may be of two environments in one input, it is the one that fits best.
    """
    return objects.once(_governing)[statefulset]


def _governing(objects: Objects) -> dict[Resource, Resource | None]:
    """Return {StatefulSet: the Service that governs it}."""
    return {statefulset: _named(statefulset, objects) for statefulset in objects.sets}


def _named(statefulset: Resource, objects: Objects) -> Resource | None:
    named = objects.services_named(text(at(statefulset.data, *SERVICE_NAME)))
    near = [service for service in named if may_share_namespace(service, statefulset)]
    if len(near) <= 1:
        return near[0] if near else None
    return min(near, key=lambda service: _misfit(service, statefulset))


def _misfit(service: Resource, statefulset: Resource) -> tuple[bool, bool, bool]:
    return (
        service.namespace != statefulset.namespace,
        not are_renamed_alike(service.annotations, statefulset.annotations),
        not selects(service_selector(service), statefulset),
    )


@rule("SR912", "error", "StatefulSet", refers=True)
def service_name_is_no_slip(statefulset: Resource, objects: Objects) -> Problems:
    """serviceName misses the Service that is meant

    In the same file, or the same build, a Service of another name is made for these pods, or in
    any a Service with nearly that name. The pods run, and their names do not resolve.

    Way out: write the name of that Service.
    """
    name = missing_name(statefulset, objects)
    if name and (meant := _meant(statefulset, name, objects)):
        message = (
            f"names no Service of the input, got {quoted(name)}, and the one that is made for "
            "these pods has another name: the pods get no DNS names"
        )
        yield found(SERVICE_NAME, message, hint=did_you_mean(meant.name))


@rule("SR1132", "error", "StatefulSet", refers=True, was=("SR912",))
def service_is_in_the_namespace(statefulset: Resource, objects: Objects) -> Problems:
    """serviceName names a Service in another namespace

    A StatefulSet's pods get their names from a Service in their own namespace, and only there.

    Way out: write the same namespace in both.
    """
    name = missing_name(statefulset, objects)
    if name and (service := elsewhere_beside(statefulset, name, objects)):
        message = (
            f"must name a Service in the same namespace, {quoted(name)} is in "
            f"{quoted(service.namespace)} and the pods are in {quoted(statefulset.namespace)}"
        )
        yield found(SERVICE_NAME, message, causes=(("metadata", "namespace"),))


def missing_name(statefulset: Resource, objects: Objects) -> str:
    """Return what serviceName says where that is no Service of the input; else nothing."""
    name = text(at(statefulset.data, *SERVICE_NAME))
    return "" if governing(statefulset, objects) else name


def elsewhere_beside(statefulset: Resource, name: str, objects: Objects) -> Resource | None:
    """Return the Service of that name and file in another namespace."""
    named = objects.services_named(name)
    return next((service for service in named if service.file == statefulset.file), None)


def _meant(statefulset: Resource, name: str, objects: Objects) -> Resource | None:
    """Return the Service that another name of the input gives these pods; an error says so."""
    if objects.services_named(name):
        return None
    candidates = headless_for(statefulset, objects)
    beside = [service for service in candidates if service.file == statefulset.file]
    meant = [service for service in beside if _is_for_peers(service, statefulset)]
    meant = meant or [service for service in candidates if is_slip(name, service.name)]
    return meant[0] if meant else None


def is_told(statefulset: Resource, name: str, objects: Objects) -> bool:
    """Tell whether an error says which Service is meant."""
    beside = elsewhere_beside(statefulset, name, objects)
    return bool(beside or _meant(statefulset, name, objects))


def headless_for(statefulset: Resource, objects: Objects) -> list[Resource]:
    """Return the headless Services that mean all pods of a StatefulSet."""
    return [
        service
        for service in objects.services
        if service.name
        and is_headless(service)
        and may_share_namespace(service, statefulset)
        and selects(service_selector(service), statefulset)
        and not any(key in OF_ONE_POD for key in service_selector(service))
    ]


def _is_for_peers(service: Resource, statefulset: Resource) -> bool:
    """Tell whether a headless Service leads to a port of the app, which a monitor's does not.

    Where nobody says, it does.
    """
    ports = [port for _, port in items(at(statefulset.data, *POD, "containers", 0, "ports"))]
    named = [port for port in ports if not _is_monitored(text(port.get("name")))]
    opened = {said for port in named for said in _said(port, "name", "containerPort")}
    published = [port for _, port in ports_of(service)]
    led_to = {said for port in published for said in _said(port, "port", "targetPort")}
    publishes = at(service.data, "spec", "publishNotReadyAddresses") is True
    return publishes or not opened or not published or bool(opened & led_to)


def _is_monitored(name: str) -> bool:
    return any(word in name for word in MONITORED)


def _said(port: dict[Any, Any], *fields: str) -> set[str | int]:
    values = [port.get(field) for field in fields]
    return {value for value in values if isinstance(value, str | int) and value}


@rule("SR1133", "error", "StatefulSet", refers=True, was=("SR914",))
def governing_service_has_pods(statefulset: Resource, objects: Objects) -> Problems:
    """The governing Service is an ExternalName

    It stands for another name and has no pods, so that the names of the pods do not resolve.

    Way out: give the pods a headless Service of their own.
    """
    service = governing(statefulset, objects)
    if service and is_external_name(service):
        message = (
            f"names {quoted(service.name)}, an ExternalName, which stands for another name and "
            "has no pods: their names do not resolve"
        )
        hint = "give the pods a headless Service of their own"
        yield found(SERVICE_NAME, message, hint=hint)


@rule("SR914", "error", "StatefulSet", refers=True)
def governing_service_selects_the_pods(statefulset: Resource, objects: Objects) -> Problems:
    """The governing Service does not select the pods

    Their names do not resolve, in silence. Its selector has a label with another value than the
    pod template, or none of the template's labels.

    Way out: write labels of the pod template into the Service's selector.
    """
    service = governing(statefulset, objects)
    wrong = not_meant(service, statefulset, objects)
    if service and wrong is not None and not waited_for(service, wrong, statefulset):
        message = (
            f"names {quoted(service.name)}, whose selector does not mean these pods "
            f"({listed(wrong)}): their names do not resolve"
        )
        yield found(SERVICE_NAME, message, hint=own_selector(statefulset))


def not_meant(
    service: Resource | None, statefulset: Resource, objects: Objects
) -> list[Any] | None:
    """Return which labels keep a governing Service from the pods; None where it means them.

    The list is empty where the Service has no selector, and nobody says its endpoints.
    """
    is_odd = service and not isinstance(at(service.data, "spec", "selector"), dict | None)
    if service is None or is_odd or is_external_name(service):
        return None  # said by others
    selector = service_selector(service)
    wrong = missed(selector, statefulset)
    if not wrong and replicas(statefulset) > 1:
        wrong = [key for key in selector if key in OF_ONE_POD]
    is_fine = not wrong and (selector or has_endpoints(service, objects))
    return None if is_fine else wrong


def waited_for(service: Resource, wrong: list[Any], statefulset: Resource) -> str:
    """Say what may come while the pods run; nothing where no pod can ever be meant.

    Operators label the pod that leads, and some make the EndpointSlices themselves.
    """
    selector = service_selector(service)
    if not selector:
        return "which has no selector, and waits for EndpointSlices that somebody makes"
    labels = pod_labels(statefulset)
    if len(wrong) == len(selector) or any(key in labels or key in SET_BY for key in wrong):
        return ""
    return f"whose selector waits for labels that the pod template does not have ({listed(wrong)})"


def listed(keys: list[Any]) -> str:
    """Return keys of labels as a text."""
    return ", ".join(map(str, keys))


def own_selector(statefulset: Resource) -> str:
    """Return the hint for a Service that should mean a StatefulSet's pods."""
    labels = selected_labels(statefulset)
    written = ", ".join(f"{key}: {value}" for key, value in labels.items())
    return f"write its selector: {{{written}}}" if written else ""


def has_endpoints(service: Resource, objects: Objects) -> bool:
    """Tell whether somebody else says where a Service without a selector leads to."""
    return any(
        may_share_namespace(endpoints, service)
        and service.name
        in (endpoints.name, at(endpoints.data, "metadata", "labels", "kubernetes.io/service-name"))
        for endpoints in objects.of_kind("Endpoints", "EndpointSlice")
    )
