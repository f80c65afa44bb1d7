"""What containers and pods ask for and may use: what is refused, or cannot be meant."""

from __future__ import annotations

from renderer.kubernetes import quantities
from renderer.kubernetes.names import (
    STANDARD_RESOURCES,
    did_you_mean,
    nearest,
    one_of,
    quoted,
    refusal,
    resource_name,
)
from renderer.objects.reading import amount, at, items, mapping, text, trimmed
from renderer.objects.workload import POD, all_containers, pod, told_files, volumes
from renderer.rules.rule import checked, found, rule, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path, Problem
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

WHOLE: Path = (*POD, "resources")
FIELDS = ("requests", "limits")
OF_PODS = ("cpu", "memory")
ELSEWHERE = "move it to the container that uses it"
PAGES = "hugepages-"
CPU_UNITS = ("1", "1m")
BYTE_UNITS = (
    *("1", "1k", "1M", "1G", "1T", "1P", "1E"),
    *("1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"),
)
# Resources with this in front are Kubernetes' own, and others are devices, which are counted.
NATIVE = "kubernetes.io/"
QUOTA = "requests."
THOUSAND = 1000
# No node has so many CPUs, and no program does with fewer bytes; all in thousandths.
TOO_MANY_CPUS = 1000 * THOUSAND
LEAST_BYTES = {"memory": 1024**2 * THOUSAND, "ephemeral-storage": 1024 * THOUSAND}
CLAIM_SOURCES = ("resourceClaimName", "resourceClaimTemplateName")


def _resources(resource: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield what every container, and then the pod itself, asks for and may use."""
    for path, container in all_containers(resource):
        if "resources" in container:
            yield (*path, "resources"), mapping(container["resources"])
    if "resources" in pod(resource):
        yield WHOLE, mapping(pod(resource)["resources"])


def _amounts(resource: Resource) -> Iterator[tuple[Path, str, Any, int]]:
    """Yield each amount: where, of what, as it is written, and in thousandths.

    Those of an overhead are what the runtime of the pod takes for itself.
    """
    for path, resources in resource.once(_resources):
        for field in FIELDS:
            for name, size in mapping(resources.get(field)).items():
                yield (*path, field, str(name)), str(name), size, amount(size) or 0
    for name, size in mapping(pod(resource).get("overhead")).items():
        yield (*POD, "overhead", str(name)), str(name), size, amount(size) or 0


@rule("SR1071", "error", "StatefulSet")
def resources_are_known(resource: Resource, _objects: Objects) -> Problems:
    """A resource that Kubernetes does not know

    Kubernetes refuses it: it is one of its own, or a device with a domain in front.

    Way out: write cpu, memory, ephemeral-storage, `hugepages-<size>` or `<domain>/<name>`.
    """
    for path, name, *_ in resource.once(_amounts):
        if path[: len(WHOLE)] != WHOLE:
            yield from checked(path, _of_container, name)


def _of_container(name: str) -> str:
    if "/" in name and name.startswith(QUOTA):
        hint = did_you_mean(name.removeprefix(QUOTA))
        raise refusal("the resource itself, and not its name in a quota", name, hint)
    return resource_name(name)


@rule("SR1072", "error", "StatefulSet")
def resources_are_of_the_pod(resource: Resource, _objects: Objects) -> Problems:
    """A resource that only a container can have, for the pod as a whole

    Kubernetes refuses it: a pod as a whole has cpu, memory and huge pages. Devices, claims and
    ephemeral storage belong to a container.

    Way out: move it to the container that uses it.
    """
    whole = mapping(pod(resource).get("resources"))
    for field in FIELDS if whole else ():
        for name in mapping(whole.get(field)):
            if name not in OF_PODS and not str(name).startswith(PAGES):
                message = f"must be cpu, memory or {PAGES}<size> for a pod, got {quoted(name)}"
                yield found((*WHOLE, field, str(name)), message, hint=ELSEWHERE)
    if whole.get("claims") is not None:
        yield found((*WHOLE, "claims"), "must not be set for a pod", hint=ELSEWHERE)


@rule("SR1073", "error", "StatefulSet")
def amounts_are_positive(resource: Resource, _objects: Objects) -> Problems:
    """An amount below 0

    Kubernetes refuses it.

    Way out: remove it, or write what is needed.
    """
    for path, _, size, count in resource.once(_amounts):
        if count < 0:
            yield found(path, f"must be 0 or more, got {quoted(size)}", hint="remove it")
    for path, volume, _ in volumes(resource):
        size = at(volume, "emptyDir", "sizeLimit")
        if (amount(size) or 0) < 0:
            where = (*path, "emptyDir", "sizeLimit")
            yield found(where, f"must be 0 or more, got {quoted(size)}", hint="remove it")


@rule("SR1074", "error", "StatefulSet", was=("SR315",))
def devices_are_whole(resource: Resource, _objects: Objects) -> Problems:
    """A part of a device

    Devices are counted in whole ones, and Kubernetes refuses half of one.

    Way out: write a whole number.
    """
    for path, name, size, count in resource.once(_amounts):
        if _is_device(name) and count > 0 and count % THOUSAND:
            message = f"must be a whole number of devices, got {quoted(size)}"
            yield found(path, message, hint=f"write {-(-count // THOUSAND)}")


@rule("SR1075", "error", "StatefulSet")
def pages_are_whole(resource: Resource, _objects: Objects) -> Problems:
    """A part of a huge page

    Huge pages are counted in whole ones, and Kubernetes refuses `hugepages-2Mi: 3Mi`. Pages are of
    2Mi or 1Gi on most nodes.

    Way out: write a multiple of the page's size.
    """
    for path, name, size, count in resource.once(_amounts):
        if name.startswith(PAGES):
            page = amount(name.removeprefix(PAGES)) or 0
            if count >= 0 and (page <= 0 or count % page):
                message = f"must be a whole number of pages of {name.removeprefix(PAGES)}, got "
                hint = "pages are 2Mi or 1Gi on most nodes"
                yield found(path, message + quoted(size), hint=hint)


@rule("SR1076", "error", "StatefulSet", was=("SR309",))
def requests_fit_limits(resource: Resource, _objects: Objects) -> Problems:
    """A request above its limit

    Kubernetes refuses it: nobody may ask for more than is allowed.

    Way out: raise the limit, or ask for less.
    """
    for path, name, asked, limits, least, most in resource.once(_requests):
        if name in limits and _is_shared(name) and least > most:
            message = f"must be at most the limit, {quoted(limits[name])}, got {quoted(asked)}"
            yield _beside_limit(path, name, message, "raise the limit, or ask for less")


@rule("SR1077", "error", "StatefulSet", was=("SR309",))
def requests_are_the_limit(resource: Resource, _objects: Objects) -> Problems:
    """A device, or huge pages, whose request is not the limit

    Nobody shares them, so Kubernetes refuses a request without a limit, or one that is not the
    same.

    Way out: write only the limit, which is the request as well.
    """
    for path, name, asked, limits, least, most in resource.once(_requests):
        if not _is_shared(name) and (name not in limits or least != most):
            limit = quoted(limits[name]) if name in limits else "which is not set"
            message = f"must be the same as the limit, {limit}, got {quoted(asked)}"
            yield _beside_limit(path, name, message, "write only the limit")


def _requests(resource: Resource) -> Iterator[tuple[Path, str, Any, dict[Any, Any], int, int]]:
    """Yield each request that can be compared: where the resources are, its name, and as written.

    Behind it are all limits, and request and limit in thousandths; none is 0.
    """
    for path, resources in resource.once(_resources):
        limits = mapping(resources.get("limits"))
        for name, asked in mapping(resources.get("requests")).items():
            least, most = amount(asked), amount(limits.get(name))
            if least is not None and most is not None:
                yield path, str(name), asked, limits, least, most


def _beside_limit(path: Path, name: str, message: str, hint: str) -> Problem:
    causes = ((*path, "limits", name),)
    return found((*path, "requests", name), message, hint=hint, causes=causes)


@rule("SR1078", "error", "StatefulSet")
def pages_go_with_memory(resource: Resource, _objects: Objects) -> Problems:
    """Huge pages without cpu or memory

    Kubernetes demands one of the two beside huge pages, whatever the amount is.

    Way out: add the memory and cpu that the container needs.
    """
    for path, resources in resource.once(_resources):
        known = {str(name) for field in FIELDS for name in mapping(resources.get(field))}
        if any(name.startswith(PAGES) for name in known) and not known & {*OF_PODS}:
            message = "must have cpu or memory beside huge pages"
            yield found(path, message, hint="add the memory and cpu that it needs")


@rule("SR1079", "error", "StatefulSet")
def pods_have_room(resource: Resource, _objects: Objects) -> Problems:
    """A pod that asks for less than its containers do together

    What a pod asks for as a whole is for all of its containers, and so are its huge pages.
    Kubernetes refuses less than they ask for.

    Way out: raise it, or lower theirs.
    """
    whole = mapping(pod(resource).get("resources"))
    for field in FIELDS if whole else ():
        together = _together(resource, field)
        for name, size in mapping(whole.get(field)).items():
            is_sum, most = field == "requests" or str(name).startswith(PAGES), amount(size)
            if is_sum and most is not None and name in together and together[name] > most:
                needed = quantities.written(together[name] * quantities.MILLI)
                message = f"must be at least what the containers have together, {needed}, got "
                hint = "raise it, or lower theirs"
                yield found((*WHOLE, field, str(name)), message + quoted(size), hint=hint)


@rule("SR1080", "error", "StatefulSet")
def containers_fit_into_pods(resource: Resource, _objects: Objects) -> Problems:
    """A container whose limit is above that of its pod

    Kubernetes refuses it. Init containers are not asked.

    Way out: raise the limit of the pod, or lower that of the container.
    """
    limits = mapping(at(pod(resource), "resources", "limits"))
    for index, container in items(pod(resource).get("containers") if limits else ()):
        for name, size in mapping(at(container, "resources", "limits")).items():
            own, most = amount(size), amount(limits.get(name))
            if name in limits and own is not None and most is not None and own > most:
                limit = quoted(limits[name])
                message = f"must be at most the limit of the pod, {limit}, got {quoted(size)}"
                path = (*POD, "containers", index, "resources", "limits", str(name))
                hint = "raise that of the pod, or lower it here"
                yield found(path, message, hint=hint, causes=((*WHOLE, "limits", str(name)),))


def _together(resource: Resource, field: str) -> dict[Any, int]:
    """Return what the containers have at once: init containers run alone, but for sidecars."""
    running: dict[Any, int] = {}
    most: dict[Any, int] = {}
    for _, container in items(pod(resource).get("initContainers")):
        at_once = _sum(running, _counted(container, field))
        most = {name: max(most.get(name, 0), count) for name, count in (most | at_once).items()}
        if container.get("restartPolicy") == "Always":
            running = at_once
    for _, container in items(pod(resource).get("containers")):
        running = _sum(running, _counted(container, field))
    return {name: max(most.get(name, 0), running.get(name, 0)) for name in most | running}


def _sum(counts: dict[Any, int], more: dict[Any, int]) -> dict[Any, int]:
    return counts | {name: counts.get(name, 0) + count for name, count in more.items()}


def _counted(container: dict[Any, Any], field: str) -> dict[Any, int]:
    sizes = mapping(at(container, "resources", field))
    return {name: amount(size) or 0 for name, size in sizes.items()}


def _is_shared(name: str) -> bool:
    return not name.startswith(PAGES) and not _is_device(name)


def _is_device(name: str) -> bool:
    return "/" in name and NATIVE not in name


@rule("SR1081", "error", "StatefulSet", refers=True)
def claims_are_of_the_pod(resource: Resource, _objects: Objects) -> Problems:
    """A container that uses a device which its pod has not claimed

    Kubernetes refuses it: `resources.claims` of a container are names of the pod's resourceClaims.

    Way out: add the claim to resourceClaims, or name one of those.
    """
    known = [text(claim.get("name")) for _, claim in items(pod(resource).get("resourceClaims"))]
    for path, container in all_containers(resource):
        for index, claim in items(at(container, "resources", "claims")):
            name = text(claim.get("name"))
            if name and name not in known:
                message = f"must be one of the pod's resourceClaims, got {quoted(name)}"
                hint = nearest(name, known) or one_of(known or ["none"])
                where = (*path, "resources", "claims", index, "name")
                yield found(where, message, hint=hint)


@rule("SR1091", "error", "StatefulSet")
def claims_are_used_once(resource: Resource, _objects: Objects) -> Problems:
    """A claim of a device that stands twice in a container

    Kubernetes keeps the list by name, and server-side apply refuses one that stands twice, whatever
    it requests of the claim.

    Way out: name the claim once, without a request, and the container gets all of its devices.
    """
    for path, container in all_containers(resource):
        where = (*path, "resources", "claims")
        named = items(at(container, "resources", "claims"))
        yield from taken(((*where, index), text(claim.get("name"))) for index, claim in named)


@rule("SR1092", "error", "StatefulSet")
def amounts_are_told_in_units(resource: Resource, _objects: Objects) -> Problems:
    """A divisor that is no unit

    What resourceFieldRef tells of cpu is in CPUs or thousandths, and of memory and storage in bytes
    or one of their units. Kubernetes refuses any other divisor, and 1024 for 1Ki.

    Way out: write 1 or 1m for cpu; 1, 1k, 1M, 1G, 1Ki, 1Mi, 1Gi or the like for bytes.
    """
    for path, told in _told(resource):
        kind, divisor = text(told.get("resource")).partition(".")[2], trimmed(told.get("divisor"))
        units = CPU_UNITS if kind == "cpu" else BYTE_UNITS
        is_known = kind in STANDARD_RESOURCES or kind.startswith(PAGES)
        if is_known and amount(divisor) and quantities.canonical(divisor) not in units:
            message = f"must be {', '.join(units[:-1])} or {units[-1]}, got {quoted(divisor)}"
            yield found((*path, "divisor"), message, causes=((*path, "resource"),))


def _told(resource: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield each resourceFieldRef, of variables and of files."""
    for path, container in all_containers(resource):
        for index, variable in items(container.get("env")):
            if told := mapping(at(variable, "valueFrom", "resourceFieldRef")):
                yield (*path, "env", index, "valueFrom", "resourceFieldRef"), told
    for path, file in told_files(resource):
        if told := mapping(file.get("resourceFieldRef")):
            yield (*path, "resourceFieldRef"), told


@rule("SR1082", "error", "StatefulSet", was=("SR307",))
def claims_have_one_source(resource: Resource, _objects: Objects) -> Problems:
    """A claim of a device that is not of exactly one kind

    Kubernetes refuses it: a resourceClaim of the pod is one that is there (resourceClaimName), or
    is made for each pod (resourceClaimTemplateName).

    Way out: keep one of the two.
    """
    for index, claim in items(pod(resource).get("resourceClaims")):
        given = [field for field in CLAIM_SOURCES if claim.get(field) is not None]
        if len(given) != 1:
            got = " and ".join(given) or "none"
            message = f"must have exactly one of {', '.join(CLAIM_SOURCES)}, got {got}"
            hint = "keep one of them" if given else "write one of them"
            yield found((*POD, "resourceClaims", index), message, hint=hint)


@rule("SR1083", "warning", "StatefulSet", is_refused=True, was=("SR315",))
def bytes_are_whole(resource: Resource, _objects: Objects) -> Problems:
    """A part of a byte

    `512m` of memory is half a byte: `m` is a thousandth, and mega is `M`. Kubernetes takes it, and
    the pod gets next to nothing.

    Way out: write Mi or M.
    """
    for path, size, count, least in resource.once(_bytes):
        if 0 < count < least and count % THOUSAND:
            message = f"is a part of a byte, got {quoted(size)}"
            hint = did_you_mean(f"{text(size)[:-1]}Mi") if text(size).endswith("m") else ""
            yield found(path, message, hint=hint)


def _bytes(resource: Resource) -> Iterator[tuple[Path, Any, int, int]]:
    """Yield what is counted in bytes: where, as written, in thousandths, and the least of it."""
    for path, name, size, count in resource.once(_amounts):
        if name in LEAST_BYTES:
            yield path, size, count, LEAST_BYTES[name]
    for path, volume, _ in volumes(resource):
        if size := at(volume, "emptyDir", "sizeLimit"):
            least = LEAST_BYTES["ephemeral-storage"]
            yield (*path, "emptyDir", "sizeLimit"), size, amount(size) or 0, least


@rule("SR1084", "warning", "StatefulSet", is_refused=True, was=("SR315",))
def amounts_can_be_meant(resource: Resource, _objects: Objects) -> Problems:
    """An amount of cpu or memory that cannot be meant

    CPU is counted in CPUs, so `500M` is half a billion of them, and no node has room for the pod.
    Memory is counted in bytes, so `512` is not enough for any program. Kubernetes takes both.

    Way out: write `m` for thousandths of a CPU, and Mi or Gi for memory.
    """
    for path, name, size, count in resource.once(_amounts):
        if name == "cpu" and count >= TOO_MANY_CPUS:
            message = f"is more CPUs than any node has, got {quoted(size)}"
            yield found(path, message, hint=_with_unit(size, "m"))
    for path, size, count, least in resource.once(_bytes):
        if 0 < count < least and not count % THOUSAND:
            message = f"is less than any program needs, in bytes, got {quoted(size)}"
            yield found(path, message, hint=_with_unit(size, "Mi"))


def _with_unit(size: Any, unit: str) -> str:
    number = str(size).strip().rstrip("kKMGTPEi")
    return did_you_mean(f"{number}{unit}") if number.isdecimal() else ""
