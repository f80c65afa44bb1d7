"""The pods of a StatefulSet: what is refused, and what production teaches."""

from __future__ import annotations

from renderer.kubernetes import images
from renderer.kubernetes.names import label_key, label_value, quoted
from renderer.objects.reading import at, items, mapping, number, text, texts
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import POD, all_containers, claims, containers, pod, volumes
from renderer.rules.legacy import checked, found, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path, Problem

    Problems = Iterator[Problem]

# From here on, a delay is there for a slow start, for which startupProbe was made.
LONG_DELAY = 60
MOST_NAMESERVERS = 3


def pod_can_be_of_a_set(one: Resource, _all: Objects) -> Problems:
    """Pods of a StatefulSet run for ever, and have the names that it gives them."""
    spec = pod(one)
    if spec.get("restartPolicy") not in (None, "", "Always"):
        message = f"must be Always for a StatefulSet, got {quoted(spec['restartPolicy'])}"
        yield found("SR950", (*POD, "restartPolicy"), message, hint="remove it")
    if spec.get("activeDeadlineSeconds") is not None:
        message = "must not be set: pods of a StatefulSet have no deadline"
        yield found("SR950", (*POD, "activeDeadlineSeconds"), message, hint="remove it")
    if spec.get("ephemeralContainers"):
        message = "must not be set: they are added to running pods, by kubectl debug"
        yield found("SR950", (*POD, "ephemeralContainers"), message, hint="remove them")
    for field in ("hostname", "subdomain"):
        if spec.get(field):
            message = f"has no effect, {quoted(spec[field])}: a StatefulSet sets it for each pod"
            yield found("SR951", (*POD, field), message, hint="remove it")


def tolerations_are_whole(one: Resource, _all: Objects) -> Problems:
    """No key means every taint, Exists means every value, and only NoExecute waits."""
    for index, each in items(pod(one).get("tolerations")):
        path, operator = (*POD, "tolerations", index), each.get("operator") or "Equal"
        if not each.get("key") and operator != "Exists":
            message = f"must be Exists for a toleration without a key, got {quoted(operator)}"
            hint = "write the key of a taint, or operator: Exists for all taints"
            yield found("SR904", (*path, "operator"), message, hint=hint)
        if operator == "Exists" and each.get("value"):
            message = f"must be empty with operator: Exists, got {quoted(each['value'])}"
            hint = "remove it, or write operator: Equal"
            yield found("SR904", (*path, "value"), message, hint=hint)
        if each.get("tolerationSeconds") is not None and each.get("effect") != "NoExecute":
            message = "must not be set but with effect: NoExecute, which evicts"
            hint = "remove it, or write effect: NoExecute"
            yield found("SR904", (*path, "tolerationSeconds"), message, hint=hint)
        if key := text(each.get("key")):
            yield from checked("SR904", (*path, "key"), label_key, key)
        if operator == "Equal":
            yield from checked("SR904", (*path, "value"), label_value, text(each.get("value")))


def names_can_be_resolved(one: Resource, _all: Objects) -> Problems:
    """Who does not ask the cluster's DNS must say whom to ask, and may name a few."""
    dns, path = mapping(pod(one).get("dnsConfig")), (*POD, "dnsConfig", "nameservers")
    if pod(one).get("dnsPolicy") == "None" and not dns.get("nameservers"):
        yield found("SR903", path, "is required with dnsPolicy: None")
    if (count := len(texts(dns.get("nameservers")))) > MOST_NAMESERVERS:
        message = f"must be at most {MOST_NAMESERVERS}, not {count}"
        yield found("SR904", path, message, hint="keep those that answer")


def pods_stop_in_peace(one: Resource, _all: Objects) -> Problems:
    """Killed at once, a pod may still write while its successor starts."""
    seconds = number(at(one.data, *POD, "terminationGracePeriodSeconds"), default=1)
    if seconds < 1:
        message = (
            f"must not be {seconds}: two pods may have one identity and one volume for a while"
        )
        hint = "write the time that the app needs to flush and to step down, such as 30"
        path = (*POD, "terminationGracePeriodSeconds")
        yield found("SR956", path, message, hint=hint)


def containers_are_sized(one: Resource, _all: Objects) -> Problems:
    """Without requests, pods are the first to be evicted, and are put where there is no room."""
    for path, each in containers(one):
        asked = _asked(each) | _asked(pod(one))
        missing = [name for name in ("cpu", "memory") if name not in asked]
        if missing:
            message = f"asks for no {' and no '.join(missing)}: the pod is evicted first"
            yield found("SR957", (*path, "resources", "requests"), message)


def _asked(each: dict[Any, Any]) -> set[Any]:
    """Return what a container or pod asks for; a limit without a request is one as well."""
    resources = mapping(each.get("resources"))
    return {*mapping(resources.get("requests")), *mapping(resources.get("limits"))}


def security_costs_nothing(one: Resource, _all: Objects) -> Problems:
    """Defaults of Kubernetes that no database wants."""
    spec = pod(one)
    if not spec:
        return
    security = mapping(spec.get("securityContext"))
    has_data = bool(list(claims(one)))
    if has_data and "fsGroup" in security and "fsGroupChangePolicy" not in security:
        message = "is not said: the owner of every file is set again at each start of a pod"
        path = (*POD, "securityContext", "fsGroupChangePolicy")
        yield found("SR958", path, message, hint="write OnRootMismatch")
    if spec.get("automountServiceAccountToken") is None and not spec.get("serviceAccountName"):
        message = "is not said: every container gets a token for the API server"
        hint = "write false, unless the app calls the API server"
        yield found("SR959", (*POD, "automountServiceAccountToken"), message, hint=hint)
    if spec.get("enableServiceLinks") is None:
        message = "is not said: every Service of the namespace becomes variables of the pods"
        yield found("SR960", (*POD, "enableServiceLinks"), message, hint="write false")


def containers_are_probed(one: Resource, _all: Objects) -> Problems:
    """Without a readiness probe, a rollout goes on before a pod serves."""
    first = next(iter(items(pod(one).get("containers"))), None)
    if first and not any(each.get("readinessProbe") for _, each in containers(one)):
        message = "is not there: a pod counts as ready at once, and a rollout does not wait for it"
        yield found("SR961", (*POD, "containers", first[0], "readinessProbe"), message)
    for path, each in containers(one):
        delay = number(at(each, "livenessProbe", "initialDelaySeconds"))
        if delay >= LONG_DELAY and not each.get("startupProbe"):
            message = f"is {delay}: too long after a quick start, and too short after a slow one"
            where = (*path, "livenessProbe", "initialDelaySeconds")
            yield found("SR962", where, message, hint="write a startupProbe instead")


def images_are_valid(one: Resource, _all: Objects) -> Problems:
    """The API server takes any text, and the kubelet says InvalidImageName."""
    for path, each in all_containers(one):
        if image := text(each.get("image")):
            yield from checked("SR963", (*path, "image"), images.check, image)


def names_are_unique(one: Resource, _all: Objects) -> Problems:
    """Two containers, volumes, claim templates or sysctls of one name are refused."""
    lists: list[tuple[Path, str]] = [
        (path, text(each.get("name"))) for path, each in all_containers(one)
    ]
    yield from taken(lists)
    yield from taken([(path, name) for path, _, name in volumes(one)])
    yield from taken([((*path, "metadata"), name) for path, _, name in claims(one)])
    sysctls = items(at(pod(one), "securityContext", "sysctls"))
    path = (*POD, "securityContext", "sysctls")
    yield from taken([((*path, index), text(each.get("name"))) for index, each in sysctls])


def pods_are_restricted(one: Resource, _all: Objects) -> Problems:
    """What a namespace with Pod Security `restricted` would refuse.

    https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
    """
    spec = pod(one)
    missing = sorted({each for _, each in _unrestricted(one)} | _of_the_pod(spec))
    if spec and missing:
        message = f"is refused by Pod Security restricted, for: {', '.join(missing)}"
        yield found("SR967", (*POD, "securityContext"), message)


def _unrestricted(one: Resource) -> Iterator[tuple[Path, str]]:
    of_pod = mapping(pod(one).get("securityContext"))
    for path, each in all_containers(one):
        own = mapping(each.get("securityContext"))
        seccomp = at(own, "seccompProfile", "type") or at(of_pod, "seccompProfile", "type")
        wanted = {
            "allowPrivilegeEscalation": own.get("allowPrivilegeEscalation") is False,
            "capabilities.drop": "ALL" in texts(at(own, "capabilities", "drop")),
            "privileged": own.get("privileged") is not True,
            "runAsNonRoot": own.get("runAsNonRoot", of_pod.get("runAsNonRoot")) is True,
            "seccompProfile": seccomp in ("RuntimeDefault", "Localhost"),
        }
        yield from ((path, name) for name, holds in wanted.items() if not holds)


def _of_the_pod(spec: dict[Any, Any]) -> set[str]:
    shared = {field for field in ("hostNetwork", "hostPID", "hostIPC") if spec.get(field) is True}
    has_host_path = any(each.get("hostPath") for _, each in items(spec.get("volumes")))
    return shared | ({"hostPath"} if has_host_path else set())


RULES = (
    pod_can_be_of_a_set,
    tolerations_are_whole,
    names_can_be_resolved,
    pods_stop_in_peace,
    containers_are_sized,
    security_costs_nothing,
    containers_are_probed,
    images_are_valid,
    names_are_unique,
    pods_are_restricted,
)
