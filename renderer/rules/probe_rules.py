"""Probes and hooks of containers: what the API server refuses in them, and what never answers."""

from __future__ import annotations

from renderer.kubernetes.names import nearest, port_reference, quoted
from renderer.objects.reading import at, items, number, text
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import POD, containers, pod
from renderer.rules.legacy import found, one_of, passes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path, Problem

    Problems = Iterator[Problem]
    Container = dict[Any, Any]
    # Where it is, its type in `shapes`, what it holds, and its container.
    Asked = tuple[Path, str, dict[Any, Any], Container]

PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
HOOKS = ("postStart", "preStop")
HANDLERS = {
    "Probe": ("exec", "grpc", "httpGet", "tcpSocket"),
    "LifecycleHandler": ("exec", "httpGet", "sleep", "tcpSocket"),
}
# A pod is live or not: only readiness may ask for several good answers.
ONE_SUCCESS = ("startupProbe", "livenessProbe")
DEFAULT_GRACE = 30


def _asked(one: Resource) -> Iterator[Asked]:
    """Yield every probe and hook, but those of init containers, which can have none."""
    for path, container in containers(one):
        for name in PROBES:
            if isinstance(container.get(name), dict):
                yield (*path, name), "Probe", container[name], container
        for name in HOOKS:
            hook = at(container, "lifecycle", name)
            if isinstance(hook, dict):
                yield (*path, "lifecycle", name), "LifecycleHandler", hook, container


def init_containers_have_none(one: Resource, _all: Objects) -> Problems:
    """An init container ends before anything is asked; a sidecar among them does not."""
    for index, each in items(pod(one).get("initContainers")):
        for field in (*PROBES, "lifecycle"):
            if each.get(field) is not None and each.get("restartPolicy") != "Always":
                message = "must not be set for an init container, which has to end"
                hint = "remove it, or write restartPolicy: Always where it is a sidecar"
                yield found("SR904", (*POD, "initContainers", index, field), message, hint=hint)


def probes_have_one_handler(one: Resource, _all: Objects) -> Problems:
    """A probe or hook acts in one way."""
    for path, kind, asked, _ in _asked(one):
        yield from one_of(asked, kind, HANDLERS[kind], path)


def probes_succeed_once(one: Resource, _all: Objects) -> Problems:
    """For these two the API server takes only 1; 0 is the default, and that is 1."""
    for path, _, probe, _ in _asked(one):
        times = number(probe.get("successThreshold"))
        if path[-1] in ONE_SUCCESS and times > 1:
            message = f"must be 1 for a {path[-1]}, got {times}"
            yield found("SR904", (*path, "successThreshold"), message, hint="remove it")


def probes_end_in_peace(one: Resource, _all: Objects) -> Problems:
    """The time to end in after a probe has failed; readiness ends nothing."""
    for path, _, probe, _ in _asked(one):
        field, seconds = "terminationGracePeriodSeconds", probe.get("terminationGracePeriodSeconds")
        if path[-1] == "readinessProbe" and seconds is not None:
            message = "must not be set for a readinessProbe, which never ends the container"
            hint = "move it to the livenessProbe or startupProbe"
            yield found("SR904", (*path, field), message, hint=hint)
        elif number(seconds, default=1) < 1:
            hint = "remove it, and the pod's own is taken"
            yield found("SR904", (*path, field), f"must be 1 or more, got {seconds}", hint=hint)


def hooks_end_in_time(one: Resource, _all: Objects) -> Problems:
    """The time to sleep is part of the time that a pod has to end in."""
    most = number(pod(one).get("terminationGracePeriodSeconds"), default=DEFAULT_GRACE)
    for path, _, hook, _ in _asked(one):
        seconds = at(hook, "sleep", "seconds")
        if isinstance(seconds, int) and not 0 <= seconds <= most:
            message = f"must be from 0 to terminationGracePeriodSeconds, {most}, got {seconds}"
            hint = "give the pod more time, or sleep less"
            yield found("SR904", (*path, "sleep", "seconds"), message, hint=hint)


def probes_have_ports(one: Resource, _all: Objects) -> Problems:
    """A probe or hook of a port that its container does not name fails for ever."""
    for path, _, asked, container in _asked(one):
        known = [text(port.get("name")) for _, port in items(container.get("ports"))]
        for action in ("httpGet", "tcpSocket"):
            name = text(at(asked, action, "port"))
            # What no port can be called is for `structure` to report.
            if name and name not in known and passes(port_reference, name):
                message = f"must be the name of a port of this container, got {quoted(name)}"
                hint = nearest(name, known) or "name the port so, or write its number"
                yield found("SR964", (*path, action, "port"), message, hint=hint)


RULES = (
    init_containers_have_none,
    probes_have_one_handler,
    probes_succeed_once,
    probes_end_in_peace,
    hooks_end_in_time,
    probes_have_ports,
)
