"""The pods of a StatefulSet: what the API server refuses in their template, or no pod starts with.

`pkg/apis/core/validation` of Kubernetes has most of it. Before Kubernetes 1.34 the StatefulSet is
accepted, and its pods are refused.
"""

from __future__ import annotations

from renderer.kubernetes.downward import PLACE_FIELDS
from renderer.kubernetes.names import label_key, label_value, quoted
from renderer.objects.reading import at, items, mapping, number, text, texts
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import POD, all_containers, claims, pod, volumes
from renderer.rules.rule import checked, found, rule, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.rules.rule import Problems

CONTEXT = (*POD, "securityContext")
OS = (*POD, "os", "name")
MOST_NAMESERVERS = 3
NODE_NAMESPACES = ("hostNetwork", "hostPID", "hostIPC")
# https://kubernetes.io/docs/concepts/windows/intro/#compatibility-v1-pod-spec-containers-securitycontext
NOT_ON_WINDOWS = ("hostIPC", "hostPID", "hostUsers", "shareProcessNamespace")
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


def contexts(resource: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield the security contexts of a StatefulSet's pods and of each container."""
    yield CONTEXT, mapping(pod(resource).get("securityContext"))
    for path, container in all_containers(resource):
        yield (*path, "securityContext"), mapping(container.get("securityContext"))


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


def _tolerations(resource: Resource) -> Iterator[tuple[Path, dict[Any, Any], Any]]:
    """Yield each toleration: where, what, and its operator."""
    for index, toleration in items(pod(resource).get("tolerations")):
        yield (*POD, "tolerations", index), toleration, toleration.get("operator") or "Equal"


@rule("SR1002", "error", "StatefulSet", was=("SR904", "SR314"))
def tolerations_have_a_key(resource: Resource, _objects: Objects) -> Problems:
    """A toleration without a key

    No key means every taint, which only operator: Exists can say. The API server refuses it.

    Way out: write the key of a taint, or operator: Exists for all taints.
    """
    for path, toleration, operator in _tolerations(resource):
        if not toleration.get("key") and operator != "Exists":
            message = f"must be Exists for a toleration without a key, got {quoted(operator)}"
            hint = "write the key of a taint, or operator: Exists for all taints"
            yield found((*path, "operator"), message, hint=hint, causes=((*path, "key"),))


@rule("SR1003", "error", "StatefulSet", was=("SR904", "SR314"))
def tolerations_of_any_value_have_none(resource: Resource, _objects: Objects) -> Problems:
    """A toleration with operator: Exists and a value

    Exists means every value, and the API server refuses one beside it.

    Way out: remove the value, or write operator: Equal.
    """
    for path, toleration, operator in _tolerations(resource):
        if operator == "Exists" and (value := toleration.get("value")):
            message = f"must be empty with operator: Exists, got {quoted(value)}"
            hint = "remove it, or write operator: Equal"
            yield found((*path, "value"), message, hint=hint, causes=((*path, "operator"),))


@rule("SR1004", "error", "StatefulSet", was=("SR904", "SR314"))
def tolerations_end_where_pods_are_evicted(resource: Resource, _objects: Objects) -> Problems:
    """tolerationSeconds without effect: NoExecute

    Only a taint with that effect evicts pods that run already, so that only there a toleration can
    end after some time. The API server refuses it elsewhere.

    Way out: remove tolerationSeconds, or write effect: NoExecute.
    """
    for path, toleration, _ in _tolerations(resource):
        if toleration.get("tolerationSeconds") is not None:
            if toleration.get("effect") == "NoExecute":
                continue
            message = "must only be set with effect: NoExecute, which evicts"
            hint = "remove it, or write effect: NoExecute"
            causes = ((*path, "effect"),)
            yield found((*path, "tolerationSeconds"), message, hint=hint, causes=causes)


@rule("SR1005", "error", "StatefulSet", was=("SR904",))
def tolerations_can_match(resource: Resource, _objects: Objects) -> Problems:
    """A toleration that no taint can have

    Keys and values of taints are those of labels, and the API server refuses a toleration of
    anything else.

    Way out: write the key and value as `kubectl describe node` shows them.
    """
    for path, toleration, operator in _tolerations(resource):
        if key := text(toleration.get("key")):
            yield from checked((*path, "key"), label_key, key)
        if operator == "Equal":
            yield from checked((*path, "value"), label_value, text(toleration.get("value")))


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


@rule("SR965", "error", "StatefulSet", was=("SR301",))
def containers_have_names_of_their_own(resource: Resource, _objects: Objects) -> Problems:
    """Two containers of one name

    Containers and init containers of a pod share their names, and the API server refuses one that
    stands twice.

    Way out: rename one of the two.
    """
    named = [(path, text(container.get("name"))) for path, container in all_containers(resource)]
    return taken(sorted(named, key=_is_of_init))  # what the app is called, it is called first


def _is_of_init(named: tuple[Path, str]) -> bool:
    return "initContainers" in named[0]


@rule("SR1008", "error", "StatefulSet", was=("SR965", "SR301"))
def volumes_have_names_of_their_own(resource: Resource, _objects: Objects) -> Problems:
    """Two volumes of one name

    The API server refuses them, for no mount could tell them apart.

    Way out: rename one of the two, and its mounts.
    """
    return taken((path, name) for path, _, name in volumes(resource))


@rule("SR1009", "error", "StatefulSet", was=("SR965", "SR301"))
def claims_have_names_of_their_own(resource: Resource, _objects: Objects) -> Problems:
    """Two claim templates of one name

    The last one is taken, in silence: every pod gets one volume less than it seems.

    Way out: rename one of the two, and its mounts.
    """
    return taken(((*path, "metadata"), name) for path, _, name in claims(resource))


@rule("SR1010", "error", "StatefulSet", was=("SR965", "SR301"))
def keys_of_the_pod_are_unique(resource: Resource, _objects: Objects) -> Problems:
    """A sysctl, resource claim or scheduling gate that stands twice

    The API server refuses it, for nobody could say which of the two holds.

    Way out: remove or rename one of the two.
    """
    yield from taken(_listed(resource, "securityContext", "sysctls"))
    yield from taken(_listed(resource, "resourceClaims"))
    yield from taken(_listed(resource, "schedulingGates"))


@rule("SR1011", "warning", "StatefulSet", is_refused=True, was=("SR301",))
def merged_keys_of_the_pod_are_unique(resource: Resource, _objects: Objects) -> Problems:
    """A host alias or pull secret that stands twice

    Kubernetes keeps these lists by ip and by name: server-side apply refuses one that stands
    twice, and any other merge keeps one of the two.

    Way out: write the hostnames of an address together, and each secret once.
    """
    yield from taken(_listed(resource, "hostAliases", key="ip"), "ip")
    yield from taken(_listed(resource, "imagePullSecrets"))


@rule("SR1012", "error", "StatefulSet", was=("SR314",))
def users_of_their_own_share_nothing(resource: Resource, _objects: Objects) -> Problems:
    """hostUsers: false beside a namespace of the node

    A pod with user ids of its own cannot share the network, processes or memory of its node. The
    API server refuses it.

    Way out: remove one of the two.
    """
    if pod(resource).get("hostUsers") is False:
        for field in NODE_NAMESPACES:
            if pod(resource).get(field) is True:
                message = "must not be true with hostUsers: false"
                hint, causes = "remove one of the two", ((*POD, "hostUsers"),)
                yield found((*POD, field), message, hint=hint, causes=causes)


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


def effective(resource: Resource, path: Path, field: str) -> tuple[Any, Path]:
    """Return what holds for a container and where it is said: its own word, or the pod's.

    Args:
        resource: a StatefulSet.
        path: where the container is.
        field: of its security context.
    """
    own, shared = (*path, "securityContext", field), (*CONTEXT, field)
    where = own if at(resource.data, *own) is not None else shared
    return at(resource.data, *where), where


@rule("SR1014", "error", "StatefulSet", was=("SR314",))
def users_are_not_root(resource: Resource, _objects: Objects) -> Problems:
    """runAsNonRoot for a container that runs as root

    The kubelet does not start it: CreateContainerConfigError. A container's own word wins over the
    pod's.

    Way out: write the user of the image, or runAsNonRoot: false for this container.
    """
    seen = set()
    for path, _ in all_containers(resource):
        non_root, why = effective(resource, path, "runAsNonRoot")
        user, where = effective(resource, path, "runAsUser")
        is_root = non_root is True and number(user, default=1) == 0
        if is_root and (where, why) not in seen:
            message = "must not be 0, which is root, together with runAsNonRoot: true"
            yield found(where, message, hint="write another user", causes=(why,))
        seen.add((where, why))


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


@rule("SR1016", "error", "StatefulSet", was=("SR314",))
def files_are_about_the_pod(resource: Resource, _objects: Objects) -> Problems:
    """A file that is to tell where the pod runs

    A downwardAPI volume knows the pod's metadata. Its node, addresses and account only a variable
    can tell, and the API server refuses them in a volume.

    Way out: use a variable with the same fieldRef.
    """
    for path, volume, _ in volumes(resource):
        sources = [(path, volume)]
        projected = items(at(volume, "projected", "sources"))
        sources += [((*path, "projected", "sources", index), source) for index, source in projected]
        for where, source in sources:
            for index, file in items(at(source, "downwardAPI", "items")):
                field = at(file, "fieldRef", "fieldPath")
                if field in PLACE_FIELDS:
                    told = (*where, "downwardAPI", "items", index, "fieldRef", "fieldPath")
                    message = f"must be a field of metadata in a volume, got {quoted(field)}"
                    yield found(told, message, hint="use an environment variable")


RULES = (
    pods_always_restart,
    pods_have_no_deadline,
    templates_have_no_ephemeral_containers,
    tolerations_have_a_key,
    tolerations_of_any_value_have_none,
    tolerations_end_where_pods_are_evicted,
    tolerations_can_match,
    names_can_be_resolved,
    nameservers_are_few,
    containers_have_names_of_their_own,
    volumes_have_names_of_their_own,
    claims_have_names_of_their_own,
    keys_of_the_pod_are_unique,
    merged_keys_of_the_pod_are_unique,
    users_of_their_own_share_nothing,
    processes_are_shared_once,
    users_are_not_root,
    fields_are_of_the_system,
    files_are_about_the_pod,
)
