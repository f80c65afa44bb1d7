"""The pods of a StatefulSet: what production teaches."""

from __future__ import annotations

import re
from itertools import chain

from renderer.kubernetes.names import did_you_mean, quoted
from renderer.objects.reading import at, items, mapping, number, text, texts
from renderer.objects.resource import Objects, Resource, may_share_namespace
from renderer.objects.selectors import is_slip
from renderer.objects.workload import (
    POD,
    all_containers,
    claims,
    containers,
    pod,
    projections,
    protocol,
)
from renderer.rules.pod_security import violations
from renderer.rules.pods import OS
from renderer.rules.probes import GRACE, PROBES, grace_period, handlers
from renderer.rules.references import references
from renderer.rules.rule import found, rule
from renderer.rules.security import CONTEXT, effective
from renderer.rules.variables import replaced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Path, Severity
    from renderer.rules.rule import Problems

# From here on, a delay is there for a slow start, for which startupProbe was made.
LONG_DELAY = 60
SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
# `sleep 10` where a command of a shell begins, unless the script does not wait for it.
SLEEP = re.compile(
    r"(?:^|[\n;&|({]|\b(?:then|else|do)\s)[ \t]*(?:/(?:usr/)?bin/)?sleep[ \t]+"
    r"(\d{1,9}(?:\.\d{1,9})?)([smhd]?)[ \t]*(?=$|[\n;|)}#]|&&)"
)
# A script that goes one of several ways takes no longer than the longest of them, at least.
BRANCH = re.compile(r"\b(?:if|case|else)\b|\|\|")


BINDINGS = ("RoleBinding", "ClusterRoleBinding")


@rule("SR951", "warning", "StatefulSet")
def hostnames_are_the_sets(resource: Resource, _objects: Objects) -> Problems:
    """A hostname or subdomain that has no effect

    A StatefulSet sets both for each pod itself, from the pod's name and serviceName.

    Way out: remove it.
    """
    for field in ("hostname", "subdomain"):
        if value := pod(resource).get(field):
            message = f"has no effect, {quoted(value)}: a StatefulSet sets it for each pod"
            yield found((*POD, field), message, hint="remove it")


@rule("SR957", "info", "StatefulSet")
def containers_are_sized(resource: Resource, _objects: Objects) -> Problems:
    """A container without requests

    Its pod is evicted first, and is put where there is no room for it.

    Way out: request the cpu and memory that it needs on a busy day.
    """
    for path, container in containers(resource):
        asked = _asked(container) | _asked(pod(resource))
        missing = [name for name in ("cpu", "memory") if name not in asked]
        if missing:
            message = f"asks for no {' and no '.join(missing)}: the pod is evicted first"
            yield found((*path, "resources", "requests"), message)


def _asked(holder: dict[Any, Any]) -> set[Any]:
    """Return what a container or pod asks for; a limit without a request is one as well."""
    resources = mapping(holder.get("resources"))
    return {*mapping(resources.get("requests")), *mapping(resources.get("limits"))}


@rule("SR958", "info", "StatefulSet")
def owners_are_set_once(resource: Resource, _objects: Objects) -> Problems:
    """fsGroup without fsGroupChangePolicy

    By default the owner of every file of the volume is set again at each start, which takes hours
    where there are many.

    Way out: write fsGroupChangePolicy: OnRootMismatch.
    """
    security = mapping(pod(resource).get("securityContext"))
    has_data = bool(list(claims(resource)))
    if has_data and "fsGroup" in security and "fsGroupChangePolicy" not in security:
        message = "is not set: the owner of every file is set again at each start of a pod"
        yield found((*CONTEXT, "fsGroupChangePolicy"), message, hint="write OnRootMismatch")


@rule("SR959", "info", "StatefulSet")
def tokens_are_asked_for(resource: Resource, _objects: Objects) -> Problems:
    """A token for the API server in every container

    Whoever breaks into a container has it, and what it is allowed.

    Way out: write automountServiceAccountToken: false unless the app calls the API server.
    """
    spec = pod(resource)
    is_said = spec.get("automountServiceAccountToken") is not None
    if spec and not is_said and not spec.get("serviceAccountName"):
        message = "is not set: every container gets a token for the API server"
        hint = "write false, unless the app calls the API server"
        yield found((*POD, "automountServiceAccountToken"), message, hint=hint)


@rule("SR1160", "warning", "StatefulSet")
def accounts_have_a_token(resource: Resource, objects: Objects) -> Problems:
    """A ServiceAccount whose token no pod gets

    An app that elects a leader, discovers its peers or registers itself calls the API server, with
    the token of its account. Without one it is refused. Where a RoleBinding gives the account
    rights, it is meant to call.

    Way out: write automountServiceAccountToken: true if the app calls the API server.
    """
    name = text(pod(resource).get("serviceAccountName"))
    accounts = [
        account
        for account in objects.of_kind("ServiceAccount")
        if name in account.names and may_share_namespace(resource, account)
    ]
    if accounts and not _mounts_a_token(resource, accounts[0]):
        is_bound = any(
            _gives_rights(binding, accounts[0]) for binding in objects.of_kind(*BINDINGS)
        )
        rights = " and its RoleBinding is of no use" if is_bound else ""
        message = f"is false: the pods get no token of ServiceAccount {name}{rights}"
        path = (*POD, "automountServiceAccountToken")
        severity: Severity = "warning" if is_bound else "info"
        hint = "write true, if the app calls the API server"
        yield found(path, message, hint=hint, severity=severity)


def _mounts_a_token(resource: Resource, account: Resource) -> bool:
    """Tell whether a token comes by itself or in a volume; a cloud gives its own by a webhook."""
    said = pod(resource).get("automountServiceAccountToken")
    said = account.data.get("automountServiceAccountToken") if said is None else said
    has_own = any("serviceAccountToken" in source for _, source in projections(resource))
    return said is not False or has_own or bool(account.annotations)


def _gives_rights(binding: Resource, account: Resource) -> bool:
    namespaces = {account.namespace, ""}
    return any(
        subject.get("kind") == "ServiceAccount"
        and subject.get("name") in account.names
        and (text(subject.get("namespace")) in namespaces or not account.namespace)
        for _, subject in items(binding.data.get("subjects"))
    )


@rule("SR960", "info", "StatefulSet")
def services_are_no_variables(resource: Resource, _objects: Objects) -> Problems:
    """Variables for every Service of the namespace

    Apps such as Redis and PostgreSQL take some of those variables for settings of theirs.

    Way out: write enableServiceLinks: false.
    """
    if pod(resource) and pod(resource).get("enableServiceLinks") is None:
        message = "is not set: every Service of the namespace becomes variables of the pods"
        yield found((*POD, "enableServiceLinks"), message, hint="write false")


@rule("SR961", "info", "StatefulSet")
def containers_are_probed(resource: Resource, _objects: Objects) -> Problems:
    """No readiness probe

    A pod counts as ready at once: clients reach it too early, and a rollout goes on to the next.

    Way out: write a readinessProbe of the main container.
    """
    first = next(iter(items(pod(resource).get("containers"))), None)
    is_probed = any(container.get("readinessProbe") for _, container in containers(resource))
    if first and not is_probed:
        message = "is not there: a pod counts as ready at once, and a rollout does not wait for it"
        yield found((*POD, "containers", first[0], "readinessProbe"), message)


@rule("SR962", "info", "StatefulSet")
def slow_starts_have_a_probe(resource: Resource, _objects: Objects) -> Problems:
    """A liveness probe that waits long

    A startupProbe waits as long as a slow start needs, and no longer than a quick one does.

    Way out: write a startupProbe instead of initialDelaySeconds.
    """
    for path, container in containers(resource):
        delay = number(at(container, "livenessProbe", "initialDelaySeconds"))
        if delay >= LONG_DELAY and not container.get("startupProbe"):
            message = f"is {delay}: too long after a quick start, and too short after a slow one"
            where = (*path, "livenessProbe", "initialDelaySeconds")
            yield found(where, message, hint="write a startupProbe instead")


@rule("SR967", "info", "StatefulSet")
def pods_are_restricted(resource: Resource, _objects: Objects) -> Problems:
    """Pods that Pod Security restricted would refuse

    A namespace that enforces the standard `restricted` does not let them in.

    Way out: https://kubernetes.io/docs/concepts/security/pod-security-standards/ says what each
    field must be.
    """
    if at(resource.data, *OS) == "windows":
        return
    wrong = sorted({_named(path) for path, _ in violations(resource, "restricted")})
    if pod(resource) and wrong:
        message = f"is refused by Pod Security restricted, for: {', '.join(wrong)}"
        yield found(CONTEXT, message)


def _named(path: Path) -> str:
    """Return a field of the security context, or the last one of another path."""
    steps = [step for step in path if isinstance(step, str)]
    inside = steps[steps.index("securityContext") + 1 :] if "securityContext" in steps else steps
    name = ".".join(inside if "securityContext" in steps else inside[-1:])
    return name.removesuffix(".name").removesuffix(".type")


@rule("SR1040", "warning", "StatefulSet")
def scripts_end_in_time(resource: Resource, _objects: Objects) -> Problems:
    """A preStop command that sleeps through the grace period

    The hook is part of the grace period. When that is over, the container is killed, and the app
    has had no time to stop in.

    Way out: sleep less, or raise terminationGracePeriodSeconds above the sleep and what the app
    needs after it.
    """
    most = grace_period(resource)
    for path, _, hook, _ in handlers(resource):
        seconds = _slept(texts(at(hook, "exec", "command")))
        if path[-1] == "preStop" and seconds >= most > 0:
            message = f"sleeps for {seconds:g} s, and {GRACE} is {most}: the app is killed"
            hint, causes = f"sleep less, or raise {GRACE}", ((*POD, GRACE),)
            yield found((*path, "exec", "command"), message, hint=hint, causes=causes)


def _slept(command: list[str]) -> float:
    """Return for how many seconds a command sleeps at least, as far as it says so plainly."""
    is_all = command[0].rpartition("/")[2] == "sleep" if command else False
    script = (" " if is_all else "\n").join(command)
    times = [float(count) * SECONDS[unit] for count, unit in SLEEP.findall(script)]
    return max(times, default=0) if BRANCH.search(script) else sum(times)


@rule("SR1041", "warning", "StatefulSet")
def names_are_found_from_the_node(resource: Resource, _objects: Objects) -> Problems:
    """hostNetwork without ClusterFirstWithHostNet

    Pods in the node's network ask the node's DNS with dnsPolicy: ClusterFirst, which is the
    default. It knows no Service and no other pod of the set.

    Way out: write dnsPolicy: ClusterFirstWithHostNet.
    """
    spec = pod(resource)
    if spec.get("hostNetwork") is True and spec.get("dnsPolicy") in (None, "", "ClusterFirst"):
        message = "must not be ClusterFirst with hostNetwork: Services and pods are not found"
        hint, causes = "write ClusterFirstWithHostNet", ((*POD, "hostNetwork"),)
        yield found((*POD, "dnsPolicy"), message, hint=hint, causes=causes)


@rule("SR1042", "warning", "StatefulSet")
def volumes_are_of_the_user(resource: Resource, _objects: Objects) -> Problems:
    """A volume that its user may not write to

    A new volume belongs to root. Without fsGroup a container with another user cannot write to
    it, unless the storage driver looks after that.

    Way out: write fsGroup, with the group that the app runs as.
    """
    names = {name for *_, name in claims(resource)}
    mounting = [path for path, container in all_containers(resource) if names & _mounted(container)]
    users = [effective(resource, path, "runAsUser") for path in mounting]
    non_root = [effective(resource, path, "runAsNonRoot") for path in mounting]
    is_mended = any(user == 0 for user, _ in users)  # by a container that is root
    is_said = at(resource.data, *CONTEXT, "fsGroup") is not None
    causes = tuple(where for value, where in chain(users, non_root) if value)
    if causes and not is_mended and not is_said and at(resource.data, *OS) != "windows":
        message = f"is not set, and the pods do not run as root, by {causes[0][-1]}"
        hint = "write the group that the app runs as: a new volume belongs to root"
        severity: Severity | None = None if resource.environment else "info"
        where = (*CONTEXT, "fsGroup")
        yield found(where, message, hint=hint, causes=causes, severity=severity)


def _mounted(container: dict[Any, Any]) -> set[str]:
    return {text(mount.get("name")) for _, mount in items(container.get("volumeMounts"))}


DECLARE_ONCE = "declare it only where it listens, or let one of the two listen at another port"


@rule("SR1043", "warning", "StatefulSet")
def ports_are_of_one_container(resource: Resource, _objects: Objects) -> Problems:
    """One port in two containers of a pod

    They share one network: the second one that listens there fails, with "address already in
    use".

    Way out: declare it only where something listens at it, which is enough for every Service, or
    give one of the two another port.
    """
    taken: dict[tuple[int, str], str] = {}
    for path, container in containers(resource):
        name = text(container.get("name"))
        for index, port in items(container.get("ports")):
            inside = (number(port.get("containerPort")), protocol(port))
            if inside[0] and taken.setdefault(inside, name) != name:
                message = (
                    f"must be a port of its own, {inside[0]}/{inside[1]} is one of {taken[inside]}"
                )
                where = (*path, "ports", index, "containerPort")
                yield found(where, message, hint=DECLARE_ONCE)


@rule("SR1147", "warning", "StatefulSet")
def port_names_are_of_one_container(resource: Resource, objects: Objects) -> Problems:
    """A name of a port that two containers of a pod have

    Whoever asks for a port by its name, a Service or a probe, gets that of the first container; the
    API server warns of it, in init containers too.

    Way out: give the second port another name.
    """
    taken: dict[str, str] = {}
    said = {problem.path[:-1] for problem in ports_are_of_one_container.check(resource, objects)}
    init_last = sorted(all_containers(resource), key=lambda one: "initContainers" in one[0])
    for path, container in init_last:
        name = text(container.get("name"))
        for index, port in items(container.get("ports")):
            called, where = text(port.get("name")), (*path, "ports", index)
            if called and taken.setdefault(called, name) != name and where not in said:
                message = (
                    f"must be a name of its own, {quoted(called)} is a port of {taken[called]}"
                )
                yield found((*where, "name"), message, hint="rename one of the two")


@rule("SR1148", "warning", "StatefulSet")
def addresses_of_nodes_have_a_port(resource: Resource, _objects: Objects) -> Problems:
    """hostIP without hostPort

    It says at which address of the node hostPort is, so without one it says nothing. The API server
    warns of it.

    Way out: write hostPort too, or remove hostIP.
    """
    if pod(resource).get("hostNetwork") is True:  # then every port is one of the node
        return
    for path, container in all_containers(resource):
        for index, port in items(container.get("ports")):
            if port.get("hostIP") and not port.get("hostPort"):
                where = (*path, "ports", index, "hostIP")
                yield found(where, "has no effect without hostPort", hint="remove it")


@rule("SR1149", "warning", "StatefulSet")
def items_say_something(resource: Resource, _objects: Objects) -> Problems:
    """An item that names nothing

    The API server takes it, with a warning: no Secret is used, and nothing is projected.

    Way out: complete it, or remove it.
    """
    for index, secret in items(pod(resource).get("imagePullSecrets")):
        if not secret.get("name"):
            yield found((*POD, "imagePullSecrets", index), "must name a Secret", hint="remove it")
    for path, source in projections(resource):
        if not any(value is not None for value in source.values()):
            yield found(path, "must say what is projected", hint="remove it")


@rule("SR1039", "warning", "StatefulSet")
def hooks_are_taken_as_they_are(resource: Resource, _objects: Objects) -> Problems:
    """A $(VARIABLE) where Kubernetes replaces none

    The command of a hook is taken as it is, and in that of a probe a variable with valueFrom is
    empty.

    Way out: let a shell do it: `[sh, -c, 'exec app "$VARIABLE"']`.
    """
    for path, _, handler, container in handlers(resource):
        command = texts(at(handler, "exec", "command"))
        empty = [
            text(variable.get("name"))
            for _, variable in items(container.get("env"))
            if path[-1] not in PROBES or variable.get("valueFrom") is not None
        ]
        for index, word in enumerate(command):
            for name in [name for name in replaced(word) if name in empty]:
                what = "is empty in a probe" if path[-1] in PROBES else "is not replaced in a hook"
                where, hint = (*path, "exec", "command", index), f'write "${name}" for a shell'
                yield found(where, f"{quoted(f'$({name})')} {what}", hint=hint)


@rule("SR1044", "warning", "StatefulSet")
def near_names_are_meant(resource: Resource, objects: Objects) -> Problems:
    """A name that is nearly that of an object of the input

    Nothing of this name is there, and something is that is called nearly so. Pods do not start
    without what they refer to.

    Way out: write the name of the object, or allow this where another one is meant.
    """
    there = objects.once(_promised)
    for reference in references(resource):
        if not reference.name or reference.name in there:
            continue
        for other in objects.of_kind(reference.kind):
            if is_slip(reference.name, other.name) and may_share_namespace(resource, other):
                message = f"is not in the input, got {quoted(reference.name)}"
                yield found(reference.path, message, hint=did_you_mean(other.name))
                break


def _promised(objects: Objects) -> set[str]:
    """Return the names of everything that is in the input, or is made from it in the cluster."""
    made = [
        text(at(resource.data, "spec", *path))
        for resource in objects.resources
        for path in (("secretName",), ("target", "name"), ("template", "metadata", "name"))
    ]
    return {*made, *(name for resource in objects.resources for name in resource.names)}
