"""Probes and hooks."""

from __future__ import annotations

from renderer.kubernetes.names import among, port_reference, quoted
from renderer.objects.reading import at, items, number, text
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import POD, containers, pod, protocol
from renderer.rules.rule import found, one_of, passes, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.rules.rule import Problems

    Container = dict[Any, Any]
    # Where it is, its type in `shapes`, what it holds, and its container.
    Handler = tuple[Path, str, dict[Any, Any], Container]

HANDLERS = {
    "Probe": ("exec", "grpc", "httpGet", "tcpSocket"),
    "LifecycleHandler": ("exec", "httpGet", "sleep", "tcpSocket"),
}
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
HOOKS = ("postStart", "preStop")
# A pod is live or not: only readiness may ask for several good answers.
ONE_SUCCESS = ("startupProbe", "livenessProbe")
PORTS = ("httpGet", "tcpSocket")
GRACE = "terminationGracePeriodSeconds"
DEFAULT_GRACE = 30


def handlers(resource: Resource) -> Iterator[Handler]:
    """Yield every probe and hook, but those of init containers, which can have none."""
    for path, container in containers(resource):
        for name in PROBES:
            if isinstance(container.get(name), dict):
                yield (*path, name), "Probe", container[name], container
        for name in HOOKS:
            hook = at(container, "lifecycle", name)
            if isinstance(hook, dict):
                yield (*path, "lifecycle", name), "LifecycleHandler", hook, container


def grace_period(resource: Resource) -> int:
    """Return how long a pod has to end in."""
    return number(pod(resource).get(GRACE), default=DEFAULT_GRACE)


@rule("SR1030", "error", "StatefulSet", was=("SR904", "SR314"))
def init_containers_have_no_probes(resource: Resource, _objects: Objects) -> Problems:
    """A probe or hook of an init container that ends

    It ends before anything is asked, and the API server refuses them. A sidecar among the init
    containers, with restartPolicy: Always, may have them.

    Way out: remove it, or write restartPolicy: Always where it is a sidecar.
    """
    for index, container in items(pod(resource).get("initContainers")):
        for field in ("lifecycle", *PROBES):
            if container.get(field) is not None and container.get("restartPolicy") != "Always":
                message = "must not be set for an init container, which has to end"
                hint = "remove it, or write restartPolicy: Always where it is a sidecar"
                path = (*POD, "initContainers", index)
                causes = ((*path, "restartPolicy"),)
                yield found((*path, field), message, hint=hint, causes=causes)


@rule("SR1031", "error", "StatefulSet", was=("SR904", "SR307"))
def probes_have_one_handler(resource: Resource, _objects: Objects) -> Problems:
    """A probe or hook that acts in no way, or in several

    The API server wants exactly one of exec, httpGet, tcpSocket and so on. A merge leaves two
    where an environment or a patch adds the second.

    Way out: keep one of them; in an environment or a patch, write `httpGet: null` for the other.
    """
    for path, kind, handler, _ in handlers(resource):
        yield from one_of(handler, kind, HANDLERS[kind], path)


@rule("SR1032", "error", "StatefulSet", was=("SR904", "SR308"))
def probes_succeed_once(resource: Resource, _objects: Objects) -> Problems:
    """A successThreshold that only readiness can have

    A container is started or live after one good answer: the API server takes only 1 for a
    startupProbe or livenessProbe.

    Way out: remove it, or write a readinessProbe.
    """
    for path, _, probe, _ in handlers(resource):
        times = number(probe.get("successThreshold"))  # 0 is the default, and that is 1
        if path[-1] in ONE_SUCCESS and times > 1:
            message = f"must be 1 for a {path[-1]}, got {times}"
            yield found((*path, "successThreshold"), message, hint="remove it")


@rule("SR1033", "error", "StatefulSet", was=("SR904", "SR308"))
def probes_end_in_peace(resource: Resource, _objects: Objects) -> Problems:
    """A grace period that a probe cannot have

    It is the time to end in after a probe has failed. Readiness ends nothing, and none is too
    little: the API server refuses both.

    Way out: remove it, and the pod's own is taken; or move it to the livenessProbe.
    """
    for path, _, probe, _ in handlers(resource):
        seconds, where = probe.get(GRACE), (*path, GRACE)
        if path[-1] == "readinessProbe" and seconds is not None:
            message = "must not be set for a readinessProbe, which never ends the container"
            hint = "move it to the livenessProbe or startupProbe"
            yield found(where, message, hint=hint)
        elif number(seconds, default=1) < 1:
            hint = "remove it, and the pod's own is taken"
            yield found(where, f"must be 1 or more, got {seconds}", hint=hint)


@rule("SR1034", "error", "StatefulSet", was=("SR904",))
def hooks_end_in_time(resource: Resource, _objects: Objects) -> Problems:
    """A hook that sleeps longer than the pod has to end in

    The time to sleep is part of the grace period, and the API server refuses more.

    Way out: sleep less, or raise terminationGracePeriodSeconds.
    """
    most = grace_period(resource)
    for path, _, hook, _ in handlers(resource):
        seconds = at(hook, "sleep", "seconds")
        if isinstance(seconds, int) and not 0 <= seconds <= most:
            message = f"must be from 0 to {GRACE}, {most}, got {seconds}"
            hint, causes = "give the pod more time, or sleep less", ((*POD, GRACE),)
            yield found((*path, "sleep", "seconds"), message, hint=hint, causes=causes)


def _asked_ports(resource: Resource) -> Iterator[tuple[Path, str, Container]]:
    """Yield the names of ports that probes and hooks ask at: where, what, and its container."""
    for path, _, handler, container in handlers(resource):
        for action in PORTS:
            # What no port can be called is for `types` to report.
            name = text(at(handler, action, "port"))
            if name and passes(port_reference, name):
                yield (*path, action, "port"), name, container


@rule("SR964", "error", "StatefulSet", refers=True, was=("SR308",))
def probes_have_ports(resource: Resource, _objects: Objects) -> Problems:
    """A probe or hook of a port that the container does not name

    The probe fails for ever: the pod never becomes ready, or is killed again and again. So is a
    container with such a postStart hook; a preStop hook does nothing.

    Way out: name the port so, or write its number.
    """
    for path, name, container in _asked_ports(resource):
        known = [text(port.get("name")) for _, port in items(container.get("ports"))]
        if name not in known:
            message = f"must be the name of a port of this container, got {quoted(name)}"
            hint = among(name, known, "name the port so, or write its number")
            yield found(path, message, hint=hint)


@rule("SR1035", "error", "StatefulSet", was=("SR308",))
def probes_ask_over_tcp(resource: Resource, _objects: Objects) -> Problems:
    """A probe or hook over TCP of a port that is not TCP

    httpGet and tcpSocket connect over TCP, and nothing answers at the number of a UDP or SCTP
    port. The probe fails for ever.

    Way out: name a TCP port, or write an exec probe.
    """
    for path, name, container in _asked_ports(resource):
        named = [port for _, port in items(container.get("ports")) if port.get("name") == name]
        if named and protocol(named[0]) != "TCP":
            message = f"must be a TCP port, and {quoted(name)} is {protocol(named[0])}"
            yield found(path, message, hint="name another port, or write an exec probe")
