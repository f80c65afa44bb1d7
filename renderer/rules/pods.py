"""The pods of a StatefulSet: what the API server refuses in their template, or no pod starts with.

`pkg/apis/core/validation` of Kubernetes has most of it. Before Kubernetes 1.34 the StatefulSet is
accepted, and its pods are refused.
"""

from __future__ import annotations

from renderer.kubernetes.names import quoted
from renderer.objects.reading import at, items, number, text, texts
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import POD, all_containers, pod, protocol
from renderer.rules.rule import found, rule, said_twice, taken
from renderer.rules.security import CONTEXT, NODE_NAMESPACES, contexts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.rules.rule import Problems

    Container = dict[Any, Any]

OS = (*POD, "os", "name")
MOST_NAMESERVERS = 3
MOST_RULES, MOST_CODES = 20, 255
# https://kubernetes.io/docs/concepts/windows/intro/#compatibility-v1-pod-spec-containers-securitycontext
NOT_ON_WINDOWS = ("hostIPC", "hostPID", "hostUsers", "resources", "shareProcessNamespace")
# Parameters of the kernel that a pod has for itself, unless it shares the node's.
SHARED = {
    "hostNetwork": ("net.",),
    "hostIPC": ("kernel.sem", "kernel.shm", "kernel.msg", "fs.mqueue."),
}
LINUX_ONLY = (
    "allowPrivilegeEscalation",
    "appArmorProfile",
    "capabilities",
    "fsGroup",
    "fsGroupChangePolicy",
    "privileged",
    "procMount",
    "readOnlyRootFilesystem",
    "runAsGroup",
    "runAsUser",
    "seLinuxChangePolicy",
    "seLinuxOptions",
    "seccompProfile",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "sysctls",
)


@rule("SR950", "error", "StatefulSet")
def pods_always_restart(resource: Resource, _objects: Objects) -> Problems:
    """A restartPolicy that a StatefulSet cannot have

    Its pods run for ever, and the API server refuses anything but Always. A single container may
    have a restartPolicy of its own.

    Way out: remove it.
    """
    policy = pod(resource).get("restartPolicy")
    if policy not in (None, "", "Always"):
        message = f"must be Always for a StatefulSet, got {quoted(policy)}"
        yield found((*POD, "restartPolicy"), message, hint="remove it")


@rule("SR1000", "error", "StatefulSet", was=("SR950",))
def pods_have_no_deadline(resource: Resource, _objects: Objects) -> Problems:
    """A deadline for pods of a StatefulSet

    They run for ever, and the API server refuses activeDeadlineSeconds, which is for pods that
    end.

    Way out: remove it.
    """
    if pod(resource).get("activeDeadlineSeconds") is not None:
        message = "must not be set: pods of a StatefulSet have no deadline"
        yield found((*POD, "activeDeadlineSeconds"), message, hint="remove it")


@rule("SR1001", "error", "StatefulSet", was=("SR950",))
def templates_have_no_ephemeral_containers(resource: Resource, _objects: Objects) -> Problems:
    """Ephemeral containers in a pod template

    They are added to a pod that runs, such as by kubectl debug, and the API server refuses them in
    a template. A `kubectl get -o yaml` of a pod that was debugged has them.

    Way out: remove them, or make sidecars of them.
    """
    if pod(resource).get("ephemeralContainers"):
        message = "must not be set: they are added to running pods, by kubectl debug"
        yield found((*POD, "ephemeralContainers"), message, hint="remove them")


@rule("SR1006", "error", "StatefulSet", was=("SR903", "SR314"))
def names_can_be_resolved(resource: Resource, _objects: Objects) -> Problems:
    """dnsPolicy: None without a nameserver

    It says not to ask the cluster's DNS, and so must say whom to ask. The API server refuses it.

    Way out: write dnsConfig: {nameservers: [...]}, or remove the dnsPolicy.
    """
    nameservers = (*POD, "dnsConfig", "nameservers")
    if pod(resource).get("dnsPolicy") == "None" and not at(resource.data, *nameservers):
        message = "must come with dnsConfig.nameservers when it is None"
        hint = "write whom to ask, or remove the dnsPolicy"
        yield found((*POD, "dnsPolicy"), message, hint=hint, causes=(nameservers,))


@rule("SR1007", "error", "StatefulSet", was=("SR904",))
def nameservers_are_few(resource: Resource, _objects: Objects) -> Problems:
    """More nameservers than a resolver asks

    Linux asks the first three, and the API server refuses more.

    Way out: keep those that answer.
    """
    count = len(texts(at(pod(resource), "dnsConfig", "nameservers")))
    if count > MOST_NAMESERVERS:
        message = f"must be at most {MOST_NAMESERVERS}, not {count}"
        yield found((*POD, "dnsConfig", "nameservers"), message, hint="keep those that answer")


def _listed(resource: Resource, *field: str, key: str = "name") -> list[tuple[Path, str]]:
    """Return where each item of a list of the pod is, and what tells it from the others."""
    path = (*POD, *field)
    return [
        ((*path, index), text(item.get(key))) for index, item in items(at(resource.data, *path))
    ]


@rule("SR1010", "error", "StatefulSet", was=("SR965", "SR301"))
def keys_of_the_pod_are_unique(resource: Resource, _objects: Objects) -> Problems:
    """A sysctl, resource claim or scheduling gate that stands twice

    The API server refuses it, for nobody could say which of the two holds.

    Way out: remove or rename one of the two.
    """
    yield from taken(_listed(resource, "securityContext", "sysctls"))
    yield from taken(_listed(resource, "resourceClaims"))
    yield from taken(_listed(resource, "schedulingGates"))


@rule("SR1011", "error", "StatefulSet", was=("SR301",))
def merged_keys_of_the_pod_are_unique(resource: Resource, _objects: Objects) -> Problems:
    """A host alias or pull secret that stands twice

    Kubernetes keeps these lists by ip and by name: server-side apply refuses one that stands
    twice, and any other merge keeps one of the two.

    Way out: write the hostnames of an address together, and each secret once.
    """
    yield from taken(_listed(resource, "hostAliases", key="ip"), "ip")
    yield from taken(_listed(resource, "imagePullSecrets"), no=None)


@rule("SR1012", "error", "StatefulSet", was=("SR314",))
def users_of_their_own_share_nothing(resource: Resource, _objects: Objects) -> Problems:
    """hostUsers: false beside a namespace of the node, or a raw device

    A pod with user ids of its own cannot share the network, processes or memory of its node, nor
    use a block device. The API server refuses it.

    Way out: remove one of the two.
    """
    if pod(resource).get("hostUsers") is False:
        for field in NODE_NAMESPACES:
            if pod(resource).get(field) is True:
                message = "must not be true with hostUsers: false"
                hint, causes = "remove one of the two", ((*POD, "hostUsers"),)
                yield found((*POD, field), message, hint=hint, causes=causes)
        for path, container in all_containers(resource):
            if container.get("volumeDevices"):
                message, causes = "must not be false with raw devices", ((*path, "volumeDevices"),)
                hint = "remove it, or use volumeMode: Filesystem"
                yield found((*POD, "hostUsers"), message, hint=hint, causes=causes)


@rule("SR1013", "error", "StatefulSet", was=("SR314",))
def processes_are_shared_once(resource: Resource, _objects: Objects) -> Problems:
    """shareProcessNamespace beside hostPID

    With hostPID the containers see all processes of the node, so that there is nothing left to
    share among them. The API server refuses it.

    Way out: keep shareProcessNamespace, unless the app looks after its node.
    """
    spec = pod(resource)
    if spec.get("hostPID") is True and spec.get("shareProcessNamespace") is True:
        message = "must not be true with hostPID: true, which shares even more"
        hint, causes = "keep one of the two", ((*POD, "hostPID"),)
        yield found((*POD, "shareProcessNamespace"), message, hint=hint, causes=causes)


@rule("SR1015", "error", "StatefulSet", was=("SR314",))
def fields_are_of_the_system(resource: Resource, _objects: Objects) -> Problems:
    """A field of another operating system

    Where the pod's os is windows, the API server refuses what only Linux has, and the other way
    round.

    Way out: remove the field, or the os.
    """
    system = at(resource.data, *OS)
    if system not in ("linux", "windows"):
        return
    others = LINUX_ONLY if system == "windows" else ("windowsOptions",)
    wrong = [
        (*path, field)
        for path, given in contexts(resource)
        for field in given
        # What only adds to another field is wrong with that one.
        if field in others and not (field == "fsGroupChangePolicy" and given.get("fsGroup"))
    ]
    if system == "windows":
        wrong += [(*POD, field) for field in NOT_ON_WINDOWS]
    for path in wrong:
        if at(resource.data, *path) is not None:
            message = f"must not be set for pods with os: {{name: {system}}}"
            yield found(path, message, hint="remove it", causes=(OS,))


@rule("SR1019", "error", "StatefulSet", was=("SR904", "SR302"))
def host_ports_are_free(resource: Resource, _objects: Objects) -> Problems:
    """A port of the node that stands twice

    Of a node's ports a pod can have each once, and the API server refuses it. Init containers run
    one by one, and are compared only with themselves.

    Way out: remove it, or write a port that is free.
    """
    for ports in _together(resource):
        seen: dict[object, Path] = {}
        for path, port in ports:
            outside = number(port.get("hostPort"))
            wanted = (protocol(port), text(port.get("hostIP")), outside)
            if outside and wanted in seen:
                message = f"must be a port of its own, {outside}/{protocol(port)} is taken"
                hint = "remove it, or write a port that is free"
                yield found((*path, "hostPort"), message, hint=hint, taken_by=seen[wanted])
            seen.setdefault(wanted, (*path, "hostPort"))


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


@rule("SR1049", "error", "StatefulSet")
def restart_rules_say_when(resource: Resource, _objects: Objects) -> Problems:
    """A restart rule without exit codes, with one twice, or too many of either

    A rule says after which exit codes of a container it acts, and the API server refuses one that
    does not. The codes are a set, in which server-side apply refuses a second of a kind. A
    container has at most 20 rules, and a rule 255 codes.

    Way out: write exitCodes: {operator: In, values: [...]}.
    """
    for path, container in all_containers(resource):
        rules = container.get("restartPolicyRules")
        yield from _too_many(rules, (*path, "restartPolicyRules"), MOST_RULES)
        for index, each in items(rules):
            where = (*path, "restartPolicyRules", index, "exitCodes")
            if each.get("exitCodes") is None:
                hint = "write exitCodes: {operator: In, values: [...]}"
                yield found(where, "is required", hint=hint)
            codes = at(each, "exitCodes", "values")
            yield from _too_many(codes, (*where, "values"), MOST_CODES)
            yield from said_twice(codes, (*where, "values"))


@rule("SR1045", "error", "StatefulSet")
def host_names_are_given_once(resource: Resource, _objects: Objects) -> Problems:
    """hostnameOverride where something else gives the host its name

    With setHostnameAsFQDN it is the pod's full DNS name, and with hostNetwork that of the node. The
    API server refuses another one beside them.

    Way out: remove one of the two.
    """
    spec, path = pod(resource), (*POD, "hostnameOverride")
    for field in ("setHostnameAsFQDN", "hostNetwork"):
        if spec.get("hostnameOverride") is not None and spec.get(field) is True:
            message, causes = f"must not be set with {field}: true", ((*POD, field),)
            yield found(path, message, hint="remove one of the two", causes=causes)


@rule("SR1047", "error", "StatefulSet")
def sysctls_are_the_pods_own(resource: Resource, _objects: Objects) -> Problems:
    """A sysctl of what the pod shares with its node

    With hostNetwork or hostIPC, a parameter of the kernel's network or memory is the node's, and no
    pod may set it. The API server refuses it.

    Way out: set it on the nodes, or share nothing.
    """
    path = (*CONTEXT, "sysctls")
    for index, sysctl in items(at(resource.data, *path)):
        name = text(sysctl.get("name"))
        plain = name.replace("/", ".") if "/" in name.partition(".")[0] else name
        for field, prefixes in SHARED.items():
            if plain.startswith(prefixes) and pod(resource).get(field) is True:
                message = f"must not be {quoted(name)} with {field}: true: it is the node's"
                hint, causes = "set it on the nodes, or remove one of the two", ((*POD, field),)
                yield found((*path, index, "name"), message, hint=hint, causes=causes)


def _too_many(listed: Any, path: Path, most: int) -> Problems:
    if isinstance(listed, list) and len(listed) > most:
        yield found(path, f"must have at most {most} items, has {len(listed)}")
