"""The containers of a StatefulSet's pods: what is refused in them, or never works.

`pkg/apis/core/validation` of Kubernetes has most of it. Before Kubernetes 1.34 the StatefulSet is
accepted, and its pods are refused.
"""

from __future__ import annotations

from renderer.kubernetes import images
from renderer.kubernetes.downward import MAP_FIELDS
from renderer.kubernetes.names import nearest, port_reference, quoted
from renderer.kubernetes.shapes import OBJECTS
from renderer.objects.reading import at, items, mapping, number, text, texts
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import POD, all_containers, containers, pod, protocol, volumes
from renderer.rules.pods import contexts
from renderer.rules.rule import checked, found, one_of, passes, rule, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.rules.rule import Problems

    Container = dict[Any, Any]
    # Where it is, its type in `shapes`, what it holds, and its container.
    Handler = tuple[Path, str, dict[Any, Any], Container]

ENV = tuple(OBJECTS["EnvVarSource"][0])
ENV_FROM = ("configMapRef", "secretRef")
HANDLERS = {
    "Probe": ("exec", "grpc", "httpGet", "tcpSocket"),
    "LifecycleHandler": ("exec", "httpGet", "sleep", "tcpSocket"),
}
PROFILES, LOCAL = ("appArmorProfile", "seccompProfile"), "Localhost"
EVERYTHING = "CAP_SYS_ADMIN"
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


@rule("SR963", "error", "StatefulSet")
def images_are_valid(resource: Resource, _objects: Objects) -> Problems:
    """Not an image

    The API server takes any text, and the pod then stays at InvalidImageName.

    Way out: write registry/name:tag, in lower case.
    """
    for path, container in all_containers(resource):
        if image := text(container.get("image")):
            yield from checked((*path, "image"), images.check, image)


@rule("SR1017", "error", "StatefulSet", was=("SR965", "SR301"))
def ports_have_names_of_their_own(resource: Resource, _objects: Objects) -> Problems:
    """Two ports of one name in a container

    The API server refuses them, whatever their protocols are: nobody could say which one a Service
    or a probe means.

    Way out: rename one of the two.
    """
    for path, container in all_containers(resource):
        ports = items(container.get("ports"))
        yield from taken(((*path, "ports", index), text(port.get("name"))) for index, port in ports)


@rule("SR1018", "warning", "StatefulSet", is_refused=True, was=("SR301",))
def ports_are_listed_once(resource: Resource, _objects: Objects) -> Problems:
    """A port that stands twice in a container

    Kubernetes keeps the list by number and protocol: server-side apply refuses one that stands
    twice, and any other merge keeps one of the two.

    Way out: remove one of the two; what it was called can be the name of a Service's port.
    """
    for path, container in all_containers(resource):
        seen = set()
        for index, port in items(container.get("ports")):
            inside = (number(port.get("containerPort")), protocol(port))
            if inside[0] and inside in seen:
                message = f"must be a port of its own, {inside[0]}/{inside[1]} is taken"
                where = (*path, "ports", index, "containerPort")
                yield found(where, message, hint="remove one of the two")
            seen.add(inside)


@rule("SR1019", "error", "StatefulSet", was=("SR904", "SR302"))
def host_ports_are_free(resource: Resource, _objects: Objects) -> Problems:
    """A port of the node that stands twice

    Of a node's ports a pod can have each once, and the API server refuses it. Init containers run
    one by one, and are compared only with themselves.

    Way out: remove it, or write a port that is free.
    """
    for ports in _together(resource):
        seen: set[object] = set()
        for path, port in ports:
            outside = number(port.get("hostPort"))
            wanted = (protocol(port), text(port.get("hostIP")), outside)
            if outside and wanted in seen:
                message = f"must be a port of its own, {outside}/{protocol(port)} is taken"
                hint = "remove it, or write a port that is free"
                yield found((*path, "hostPort"), message, hint=hint)
            seen.add(wanted)


def _together(resource: Resource) -> Iterator[list[tuple[Path, Container]]]:
    """Yield the ports that the server compares: of init containers one by one, sidecars too."""
    spec = pod(resource)
    for index, container in items(spec.get("initContainers")):
        path = (*POD, "initContainers", index, "ports")
        yield [((*path, place), port) for place, port in items(container.get("ports"))]
    yield list(_ports(resource))


def _ports(resource: Resource) -> Iterator[tuple[Path, Container]]:
    """Yield the ports of the containers, without init containers."""
    for index, container in items(pod(resource).get("containers")):
        for place, port in items(container.get("ports")):
            yield (*POD, "containers", index, "ports", place), port


@rule("SR1020", "error", "StatefulSet", was=("SR904", "SR314"))
def host_ports_are_container_ports(resource: Resource, _objects: Objects) -> Problems:
    """Another hostPort than the containerPort with hostNetwork

    In the node's own network nothing translates a port, and the API server refuses two numbers.

    Way out: remove the hostPort, which hostNetwork fills in.
    """
    if pod(resource).get("hostNetwork") is not True:
        return
    for path, port in _ports(resource):
        outside, inside = port.get("hostPort"), port.get("containerPort")
        if outside and outside != inside:
            message = (
                f"must be the containerPort with hostNetwork: true, {quoted(inside)}, got "
                f"{quoted(outside)}"
            )
            causes = ((*POD, "hostNetwork"), (*path, "containerPort"))
            yield found((*path, "hostPort"), message, hint="remove it", causes=causes)


@rule("SR1021", "error", "StatefulSet", was=("SR965", "SR306"))
def variables_have_one_value(resource: Resource, _objects: Objects) -> Problems:
    """A variable with value and valueFrom

    They exclude each other, and the API server refuses both. A merge leaves both where an
    environment or a patch adds the second.

    Way out: keep one of them; in an environment or a patch, write `value: null` or
    `valueFrom: null` for the other.
    """
    for path, container in all_containers(resource):
        for index, variable in items(container.get("env")):
            if variable.get("value") and variable.get("valueFrom") is not None:
                message = "must not be set together with value"
                hint = (
                    "keep one of them; in an environment or a patch, write value: null or "
                    "valueFrom: null"
                )
                where = (*path, "env", index)
                causes = ((*where, "value"),)
                yield found((*where, "valueFrom"), message, hint=hint, causes=causes)


@rule("SR1022", "error", "StatefulSet", was=("SR904", "SR307"))
def variables_have_one_source(resource: Resource, _objects: Objects) -> Problems:
    """A variable with no source, or with several

    A variable comes from one place, and so do all that come together by envFrom. The API server
    refuses anything else.

    Way out: keep one of the sources, or write two items.
    """
    for path, container in all_containers(resource):
        for index, source in items(container.get("envFrom")):
            yield from one_of(source, "EnvFromSource", ENV_FROM, (*path, "envFrom", index))
        for index, variable in items(container.get("env")):
            if isinstance(variable.get("valueFrom"), dict):
                where = (*path, "env", index, "valueFrom")
                yield from one_of(variable["valueFrom"], "EnvVarSource", ENV, where)


@rule("SR1023", "warning", "StatefulSet", is_refused=True, was=("SR301",))
def variables_are_set_once(resource: Resource, _objects: Objects) -> Problems:
    """A variable that stands twice

    The last value wins, in silence. Server-side apply refuses it, so that neither Argo CD nor
    anybody else can use that.

    Way out: remove one of the two.
    """
    for path, container in all_containers(resource):
        seen = set()
        for index, variable in items(container.get("env")):
            name = text(variable.get("name"))
            if name and name in seen:
                message = f"must be a variable of its own, {quoted(name)} is taken: the last wins"
                where = (*path, "env", index, "name")
                yield found(where, message, hint="remove one of the two")
            seen.add(name)


@rule("SR1024", "error", "StatefulSet", was=("SR314",))
def variables_hold_one_text(resource: Resource, _objects: Objects) -> Problems:
    """All labels or annotations in one variable

    Only a file can hold all of them. The API server refuses a variable that is to.

    Way out: name one key, such as metadata.labels['app'], or use a downwardAPI volume.
    """
    for path, container in all_containers(resource):
        for index, variable in items(container.get("env")):
            field = at(variable, "valueFrom", "fieldRef", "fieldPath")
            if field in MAP_FIELDS:
                message = "must name one key: only a file can hold all of them"
                where = (*path, "env", index, "valueFrom", "fieldRef", "fieldPath")
                yield found(where, message, hint=f"write {field}['key']")


@rule("SR1025", "error", "StatefulSet", refers=True, was=("SR308",))
def variables_come_from_known_volumes(resource: Resource, _objects: Objects) -> Problems:
    """A variable from a file of a volume that is not there

    The kubelet reads the file from a volume of the pod, and starts no container without it.

    Way out: write the name of an emptyDir that an init container writes the file to.
    """
    known = [name for *_, name in volumes(resource)]
    for path, container in all_containers(resource):
        for index, variable in items(container.get("env")):
            name = text(at(variable, "valueFrom", "fileKeyRef", "volumeName"))
            if name and name not in known:
                message = f"must be the name of a volume, got {quoted(name)}"
                where = (*path, "env", index, "valueFrom", "fileKeyRef", "volumeName")
                yield found(where, message, hint=nearest(name, known) or "add it to volumes")


@rule("SR1026", "error", "StatefulSet", was=("SR301",))
def resources_are_resized_in_one_way(resource: Resource, _objects: Objects) -> Problems:
    """A resource that stands twice in resizePolicy

    The API server refuses it, for nobody could say which of the two holds.

    Way out: remove one of the two.
    """
    for path, container in all_containers(resource):
        named = [
            ((*path, "resizePolicy", index), text(policy.get("resourceName")))
            for index, policy in items(container.get("resizePolicy"))
        ]
        yield from taken(named, "resourceName")


@rule("SR1027", "error", "StatefulSet", was=("SR314",))
def restarts_have_a_policy(resource: Resource, _objects: Objects) -> Problems:
    """restartPolicyRules without a restartPolicy

    Rules by exit code are exceptions from a policy of the same container, and the API server
    refuses them without one.

    Way out: write the container's restartPolicy, too.
    """
    for path, container in all_containers(resource):
        if container.get("restartPolicyRules") and container.get("restartPolicy") is None:
            message = "must come with restartPolicy, which they are exceptions from"
            where = (*path, "restartPolicyRules")
            yield found(where, message, hint="write restartPolicy beside it")


@rule("SR1028", "error", "StatefulSet", was=("SR904", "SR314"))
def privileges_agree(resource: Resource, _objects: Objects) -> Problems:
    """Privileges that are given and forbidden at once

    A privileged container, and one with CAP_SYS_ADMIN, has all that there is, so that it cannot
    be kept from getting more. The API server refuses allowPrivilegeEscalation: false there.

    Way out: remove one of the two.
    """
    for path, security in contexts(resource):
        why: Path = ()
        if security.get("privileged") is True:
            message, why = "must not be false for a privileged container", ("privileged",)
        elif EVERYTHING in texts(at(security, "capabilities", "add")):
            message, why = f"must not be false with {EVERYTHING}", ("capabilities", "add")
        if why and security.get("allowPrivilegeEscalation") is False:
            where, causes = (*path, "allowPrivilegeEscalation"), ((*path, *why),)
            yield found(where, message, hint="remove one of the two", causes=causes)


@rule("SR1029", "error", "StatefulSet", was=("SR904", "SR314"))
def profiles_are_whole(resource: Resource, _objects: Objects) -> Problems:
    """A security profile without its path, or a path for another profile

    Only a profile that lies on the node, which is type: Localhost, has a path. The API server
    refuses it without one, and any other with one.

    Way out: write localhostProfile together with type: Localhost.
    """
    for path, security in contexts(resource):
        for field in PROFILES:
            profile, where = mapping(security.get(field)), (*path, field, "localhostProfile")
            given, kind = profile.get("localhostProfile"), text(profile.get("type"))
            causes = ((*path, field, "type"),)
            is_named = bool(given) or (given == "" and field != "appArmorProfile")
            if kind == LOCAL and not is_named:
                yield found(where, f"is required with type: {LOCAL}", causes=causes)
            elif kind != LOCAL and given is not None:
                message = f"must only be set with type: {LOCAL}"
                hint = f"remove it, or write type: {LOCAL}"
                yield found(where, message, hint=hint, causes=causes)


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
            hint = nearest(name, known) or "name the port so, or write its number"
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


RULES = (
    images_are_valid,
    ports_have_names_of_their_own,
    ports_are_listed_once,
    host_ports_are_free,
    host_ports_are_container_ports,
    variables_have_one_value,
    variables_have_one_source,
    variables_are_set_once,
    variables_hold_one_text,
    variables_come_from_known_volumes,
    resources_are_resized_in_one_way,
    restarts_have_a_policy,
    privileges_agree,
    profiles_are_whole,
    init_containers_have_no_probes,
    probes_have_one_handler,
    probes_succeed_once,
    probes_end_in_peace,
    hooks_end_in_time,
    probes_have_ports,
    probes_ask_over_tcp,
)
