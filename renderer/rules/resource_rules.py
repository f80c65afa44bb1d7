"""What containers and pods ask for and may use: what the API server refuses, or cannot be meant."""

from __future__ import annotations

import re
from collections import Counter

from renderer.kubernetes import quantities
from renderer.kubernetes.names import did_you_mean, nearest, quoted, refusal, resource_name
from renderer.objects.reading import amount, at, items, mapping, text
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import POD, all_containers, pod
from renderer.rules.legacy import checked, found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path, Problem

    Problems = Iterator[Problem]

WHOLE: Path = (*POD, "resources")
FIELDS = ("requests", "limits")
OF_PODS = ("cpu", "memory")
ELSEWHERE = "move it to the container that uses it"
PAGES = "hugepages-"
# Resources with this in front are Kubernetes' own, and others are devices, which are counted.
NATIVE = "kubernetes.io/"
QUOTA = "requests."
THOUSAND = 1000


def _resources(one: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield what every container, and then the pod itself, asks for and may use."""
    for path, container in all_containers(one):
        yield (*path, "resources"), mapping(container.get("resources"))
    yield WHOLE, mapping(pod(one).get("resources"))


def _amounts(one: Resource) -> Iterator[tuple[Path, str, Any]]:
    for path, resources in _resources(one):
        for field in FIELDS:
            for name, size in mapping(resources.get(field)).items():
                yield (*path, field, str(name)), str(name), size


def resources_are_known(one: Resource, _all: Objects) -> Problems:
    """A resource is of Kubernetes, or a device with a domain in front."""
    for path, name, _ in _amounts(one):
        if path[: len(WHOLE)] != WHOLE:
            yield from checked("SR904", path, _of_container, name)
        elif name not in OF_PODS and not name.startswith(PAGES):
            message = f"must be cpu, memory or {PAGES}<size> for a pod, got {quoted(name)}"
            yield found("SR904", path, message, hint=ELSEWHERE)
    if at(pod(one), "resources", "claims") is not None:
        yield found("SR904", (*WHOLE, "claims"), "must not be set for a pod", hint=ELSEWHERE)


def _of_container(name: str) -> str:
    if "/" in name and name.startswith(QUOTA):
        hint = did_you_mean(name.removeprefix(QUOTA))
        raise refusal("the resource itself, and not its name in a quota", name, hint)
    return resource_name(name)


def amounts_are_possible(one: Resource, _all: Objects) -> Problems:
    """None is below 0, devices come in whole ones, and huge pages in pages."""
    for path, name, size in _amounts(one):
        count = amount(size) or 0
        page = amount(name.removeprefix(PAGES)) or 0
        if count < 0:
            yield found("SR904", path, f"must be 0 or more, got {quoted(size)}", hint="remove it")
        elif _is_device(name) and count % THOUSAND:
            message = f"must be a whole number of devices, got {quoted(size)}"
            yield found("SR904", path, message, hint=f"write {-(-count // THOUSAND)}")
        elif name.startswith(PAGES) and (page <= 0 or count % page):
            message = f"must be a whole number of pages of {name.removeprefix(PAGES)}, got "
            hint = "pages are 2Mi or 1Gi on most nodes"
            yield found("SR904", path, message + quoted(size), hint=hint)


def requests_fit_limits(one: Resource, _all: Objects) -> Problems:
    """Nobody may ask for more than what is allowed, and nobody shares a device or huge pages."""
    for path, resources in _resources(one):
        limits = mapping(resources.get("limits"))
        for name, asked in mapping(resources.get("requests")).items():
            least, most = amount(asked), amount(limits.get(name))
            limit = quoted(limits[name]) if name in limits else "which is not set"
            wrong, hint = "", ""
            if least is None or most is None:
                continue
            if not _is_shared(str(name)) and (name not in limits or least != most):
                wrong, hint = "the same as", "write only the limit"
            elif name in limits and least > most:
                wrong, hint = "at most", "raise the limit, or ask for less"
            if wrong:
                message = f"must be {wrong} the limit, {limit}, got {quoted(asked)}"
                yield found("SR904", (*path, "requests", str(name)), message, hint=hint)


def huge_pages_go_with_memory(one: Resource, _all: Objects) -> Problems:
    """The server demands one of the two, whatever the amount is."""
    for path, resources in _resources(one):
        known = {str(name) for field in FIELDS for name in mapping(resources.get(field))}
        if any(name.startswith(PAGES) for name in known) and not known & {*OF_PODS}:
            message = "must have cpu or memory beside huge pages"
            yield found("SR904", path, message, hint="add the memory and cpu that it needs")


def pods_have_room(one: Resource, _all: Objects) -> Problems:
    """What a pod asks for is for all of its containers together, and so are its huge pages."""
    for field in FIELDS:
        together = _together(one, field)
        for name, size in mapping(at(pod(one), "resources", field)).items():
            is_sum, most = field == "requests" or str(name).startswith(PAGES), amount(size)
            if is_sum and most is not None and name in together and together[name] > most:
                needed = quantities.written(together[name] * quantities.MILLI)
                message = f"must be at least what the containers have together, {needed}, got "
                hint = "raise it, or lower theirs"
                yield found("SR904", (*WHOLE, field, str(name)), message + quoted(size), hint=hint)


def containers_fit_into_pods(one: Resource, _all: Objects) -> Problems:
    """No container may use more than its pod; init containers are not asked."""
    limits = mapping(at(pod(one), "resources", "limits"))
    for index, container in items(pod(one).get("containers")):
        for name, size in mapping(at(container, "resources", "limits")).items():
            own, most = amount(size), amount(limits.get(name))
            if name in limits and own is not None and most is not None and own > most:
                limit = quoted(limits[name])
                message = f"must be at most the limit of the pod, {limit}, got {quoted(size)}"
                path = (*POD, "containers", index, "resources", "limits", str(name))
                yield found("SR904", path, message, hint="raise that of the pod, or lower it here")


def _together(one: Resource, field: str) -> Counter[Any]:
    """Return what the containers have at once: init containers run alone, but for sidecars."""
    running: Counter[Any] = Counter()
    most: Counter[Any] = Counter()
    for _, each in items(pod(one).get("initContainers")):
        own = _counted(each, field)
        most |= running + own
        if each.get("restartPolicy") == "Always":
            running += own
    for _, each in items(pod(one).get("containers")):
        running += _counted(each, field)
    return most | running


def _counted(container: dict[Any, Any], field: str) -> Counter[Any]:
    sizes = mapping(at(container, "resources", field))
    return Counter({name: amount(size) or 0 for name, size in sizes.items()})


def _is_shared(name: str) -> bool:
    return not name.startswith(PAGES) and not _is_device(name)


def _is_device(name: str) -> bool:
    return "/" in name and NATIVE not in name


def claims_are_of_the_pod(one: Resource, _all: Objects) -> Problems:
    """A container uses devices that its pod has claimed."""
    known = [text(each.get("name")) for _, each in items(pod(one).get("resourceClaims"))]
    for path, container in all_containers(one):
        for index, each in items(at(container, "resources", "claims")):
            name = text(each.get("name"))
            if name and name not in known:
                message = f"must be one of the pod's resourceClaims, got {quoted(name)}"
                hint = nearest(name, known) or f"known: {', '.join(known) or 'none'}"
                where = (*path, "resources", "claims", index, "name")
                yield found("SR904", where, message, hint=hint)


def sizes_are_whole(one: Resource, _all: Objects) -> Problems:
    """`512m` of memory is half a byte."""
    for path, name, size in _amounts(one):
        tiny = re.fullmatch(r"[0-9]{1,5}m", text(size))
        if name in ("memory", "ephemeral-storage") and tiny:
            message = f"is a part of a byte, got {quoted(size)}"
            yield found("SR934", path, message, hint=f'did you mean "{text(size)[:-1]}Mi"?')


RULES = (
    resources_are_known,
    amounts_are_possible,
    requests_fit_limits,
    huge_pages_go_with_memory,
    pods_have_room,
    containers_fit_into_pods,
    claims_are_of_the_pod,
    sizes_are_whole,
)
