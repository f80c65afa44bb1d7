"""Changes of what we render, single and combined, for a server and for our diff to judge."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from renderer.kubernetes import quantities

Object = dict[str, Any]
# Changes an object in place; False where it has nothing to change.
Mutation = Callable[[Object], Any]
MUTATIONS: dict[str, Mutation] = {}
SERVICES: dict[str, Mutation] = {}
CONFIGS: dict[str, Mutation] = {}
BUDGETS: dict[str, Mutation] = {}
# Of which kind a table is.
TABLES = {
    "StatefulSet": MUTATIONS,
    "Service": SERVICES,
    "ConfigMap": CONFIGS,
    "PodDisruptionBudget": BUDGETS,
}


def mutation(table: dict[str, Mutation]) -> Callable[[Mutation], Mutation]:
    def noted(function: Mutation) -> Mutation:
        table[function.__name__] = function
        return function

    return noted


a_set, a_service = mutation(MUTATIONS), mutation(SERVICES)
a_config, a_budget = mutation(CONFIGS), mutation(BUDGETS)


def pod(data: Object) -> Object:
    return data["spec"]["template"]["spec"]


def container(data: Object) -> Object:
    return pod(data)["containers"][0]


def metadata(data: Object) -> Object:
    return data["spec"]["template"].setdefault("metadata", {})


def claim(data: Object) -> Object | None:
    return next(iter(data["spec"].get("volumeClaimTemplates", ())), None)


def sized(data: Object, change: Callable[[str], str]) -> Any:
    found = claim(data)
    if found is None:
        return False
    requests = found["spec"]["resources"]["requests"]
    requests["storage"] = change(requests["storage"])
    return None


def in_claim(data: Object, **fields: Any) -> Any:
    found = claim(data)
    if found is None or fields.items() <= found["spec"].items():
        return False
    found["spec"].update(fields)
    return None


def bytes_of(size: str) -> int:
    return quantities.value(size) // quantities.ONE


# --- claims ---------------------------------------------------------------------------------------


@a_set
def claim_grows(data: Object) -> Any:
    return sized(data, lambda size: str(bytes_of(size) * 2))


@a_set
def claim_shrinks(data: Object) -> Any:
    return sized(data, lambda size: str(bytes_of(size) // 2))


@a_set
def claim_in_bytes(data: Object) -> Any:
    return sized(data, lambda size: str(bytes_of(size)))


@a_set
def claim_class(data: Object) -> Any:
    return in_claim(data, storageClassName="other")


@a_set
def claim_without_class(data: Object) -> Any:
    return in_claim(data, storageClassName="")


@a_set
def claim_modes(data: Object) -> Any:
    return in_claim(data, accessModes=["ReadWriteMany"])


@a_set
def claim_mode_said(data: Object) -> Any:
    found = claim(data)
    return found["spec"].setdefault("volumeMode", "Filesystem") if found else False


@a_set
def claim_kind_said(data: Object) -> Any:
    found = claim(data)
    return found.update(apiVersion="v1", kind="PersistentVolumeClaim") if found else False


@a_set
def claim_labels(data: Object) -> Any:
    found = claim(data)
    return found["metadata"].setdefault("labels", {}).update(new="x") if found else False


@a_set
def claim_added(data: Object) -> Any:
    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    added = {"metadata": {"name": "more"}, "spec": spec}
    data["spec"].setdefault("volumeClaimTemplates", []).append(added)


@a_set
def claims_in_another_order(data: Object) -> Any:
    found = data["spec"].get("volumeClaimTemplates", [])
    return found.reverse() if len(found) > 1 else False


# --- the set --------------------------------------------------------------------------------------


@a_set
def service_name(data: Object) -> Any:
    data["spec"]["serviceName"] = "other"


@a_set
def pod_management(data: Object) -> Any:
    is_parallel = data["spec"].get("podManagementPolicy") == "Parallel"
    data["spec"]["podManagementPolicy"] = "OrderedReady" if is_parallel else "Parallel"


@a_set
def pod_management_said(data: Object) -> Any:
    data["spec"].setdefault("podManagementPolicy", "OrderedReady")


@a_set
def selector_and_label(data: Object) -> Any:
    data["spec"]["selector"]["matchLabels"]["new"] = "x"
    metadata(data)["labels"]["new"] = "x"


@a_set
def history(data: Object) -> Any:
    data["spec"]["revisionHistoryLimit"] = 3


@a_set
def min_ready(data: Object) -> Any:
    data["spec"]["minReadySeconds"] = 7


@a_set
def strategy_said(data: Object) -> Any:
    said = {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}}
    data["spec"].setdefault("updateStrategy", said)


@a_set
def on_delete(data: Object) -> Any:
    data["spec"]["updateStrategy"] = {"type": "OnDelete"}


@a_set
def on_delete_with_partition(data: Object) -> Any:
    data["spec"]["updateStrategy"] = {"type": "OnDelete", "rollingUpdate": {"partition": 1}}


@a_set
def recreate(data: Object) -> Any:
    data["spec"]["updateStrategy"] = {"type": "Recreate"}


@a_set
def partition(data: Object) -> Any:
    data["spec"]["updateStrategy"] = {"type": "RollingUpdate", "rollingUpdate": {"partition": 2}}


@a_set
def max_unavailable(data: Object) -> Any:
    rolling = {"partition": 0, "maxUnavailable": 2}
    data["spec"]["updateStrategy"] = {"type": "RollingUpdate", "rollingUpdate": rolling}


@a_set
def retention(data: Object) -> Any:
    data["spec"]["persistentVolumeClaimRetentionPolicy"] = {"whenDeleted": "Delete"}


@a_set
def retention_said(data: Object) -> Any:
    said = {"whenDeleted": "Retain", "whenScaled": "Retain"}
    data["spec"].setdefault("persistentVolumeClaimRetentionPolicy", said)


@a_set
def ordinals(data: Object) -> Any:
    data["spec"]["ordinals"] = {"start": 1}


@a_set
def ordinals_said(data: Object) -> Any:
    data["spec"].setdefault("ordinals", {"start": 0})


@a_set
def own_labels(data: Object) -> Any:
    data["metadata"].setdefault("labels", {})["new"] = "x"


@a_set
def own_annotations(data: Object) -> Any:
    data["metadata"].setdefault("annotations", {})["new"] = "x"


# --- the pod template -----------------------------------------------------------------------------


@a_set
def pod_label(data: Object) -> Any:
    metadata(data)["labels"]["new"] = "x"


@a_set
def pod_annotation(data: Object) -> Any:
    metadata(data).setdefault("annotations", {})["new"] = "x"


@a_set
def no_pod_annotation(data: Object) -> Any:
    metadata(data).setdefault("annotations", {})


@a_set
def selected_label(data: Object) -> Any:
    labels = data["spec"]["selector"]["matchLabels"]
    metadata(data)["labels"][next(iter(labels))] = "other"


@a_set
def image(data: Object) -> Any:
    container(data)["image"] = "example.org/other:1"


@a_set
def pull_policy_said(data: Object) -> Any:
    found = container(data)
    tag = found["image"].rpartition(":")[2]
    if ":" not in found["image"] or tag == "latest" or "@" in found["image"]:
        return False
    return found.setdefault("imagePullPolicy", "IfNotPresent")


@a_set
def variable(data: Object) -> Any:
    container(data).setdefault("env", []).append({"name": "NEW", "value": "x"})


@a_set
def variables_in_another_order(data: Object) -> Any:
    env = container(data).get("env", [])
    return env.reverse() if len(env) > 1 else False


@a_set
def no_variables(data: Object) -> Any:
    return container(data).setdefault("envFrom", [])


def in_resources(data: Object, change: Callable[[str], str], *, name: str = "memory") -> Any:
    requests = container(data).get("resources", {}).get("requests", {})
    if name not in requests:
        return False
    requests[name] = change(requests[name])
    return None


@a_set
def memory_in_bytes(data: Object) -> Any:
    return in_resources(data, lambda size: str(bytes_of(size)))


@a_set
def memory_in_kibibytes(data: Object) -> Any:
    return in_resources(data, lambda size: f"{bytes_of(size) // 1024}Ki")


@a_set
def processors_in_thousandths(data: Object) -> Any:
    return in_resources(
        data, lambda count: f"{quantities.value(count) // quantities.MILLI}m", name="cpu"
    )


@a_set
def processors_with_an_exponent(data: Object) -> Any:
    milli = quantities.MILLI
    return in_resources(data, lambda count: f"{quantities.value(count) // milli}e-3", name="cpu")


@a_set
def more_memory(data: Object) -> Any:
    return in_resources(data, lambda size: f"{bytes_of(size) // 2**20 - 1}Mi")


def said(field: str, value: Any) -> Mutation:
    def change(data: Object) -> Any:
        return pod(data).setdefault(field, value)

    change.__name__ = f"{field}_said"
    return change


for _field, _value in (
    ("dnsPolicy", "ClusterFirst"), ("restartPolicy", "Always"), ("schedulerName",
    "default-scheduler"), ("terminationGracePeriodSeconds", 30), ("securityContext", {}),
    ("hostNetwork", False), ("nodeSelector", {}), ("tolerations", []),
    ("enableServiceLinks", True), ("automountServiceAccountToken", True), ("affinity", {}),
    ("shareProcessNamespace", False), ("hostname", "x"), ("subdomain", "x"),
    ("priorityClassName", "system-cluster-critical"), ("hostIPC", False), ("hostUsers", True),
    ("setHostnameAsFQDN", False), ("runtimeClassName", "x"), ("dnsConfig", {}),
    ("preemptionPolicy", "PreemptLowerPriority"), ("imagePullSecrets", []),
):  # fmt: skip
    a_set(said(_field, _value))


@a_set
def other_grace(data: Object) -> Any:
    pod(data)["terminationGracePeriodSeconds"] = 77


@a_set
def restart_policy(data: Object) -> Any:
    pod(data)["restartPolicy"] = "Never"


@a_set
def deadline(data: Object) -> Any:
    pod(data)["activeDeadlineSeconds"] = 100


@a_set
def probe_said(data: Object) -> Any:
    probe = container(data).get("readinessProbe")
    return [probe.setdefault("periodSeconds", 10)] if probe else False


@a_set
def slower_probe(data: Object) -> Any:
    probe = container(data).get("readinessProbe")
    return probe.update(periodSeconds=33) if probe else False


@a_set
def mount_read_only_said(data: Object) -> Any:
    mounts = container(data).get("volumeMounts", [])
    return [mounts[0].setdefault("readOnly", False)] if mounts else False


@a_set
def container_security_said(data: Object) -> Any:
    container(data).setdefault("securityContext", {})


@a_set
def lifecycle_said(data: Object) -> Any:
    container(data).setdefault("lifecycle", {})


@a_set
def termination_said(data: Object) -> Any:
    container(data).setdefault("terminationMessagePolicy", "File")


@a_set
def tty_said(data: Object) -> Any:
    container(data).setdefault("tty", False)


@a_set
def volume(data: Object) -> Any:
    pod(data).setdefault("volumes", []).append({"name": "more-room", "emptyDir": {}})


@a_set
def init_container(data: Object) -> Any:
    added = {"name": "first", "image": "example.org/x:1"}
    pod(data).setdefault("initContainers", []).append(added)


@a_set
def toleration(data: Object) -> Any:
    pod(data).setdefault("tolerations", []).append({"key": "x", "operator": "Exists"})


@a_set
def sidecar(data: Object) -> Any:
    pod(data)["containers"].append({"name": "beside", "image": "example.org/x:1"})


# --- Services -------------------------------------------------------------------------------------


@a_service
def headless(data: Object) -> Any:
    if data["spec"].get("type", "ClusterIP") != "ClusterIP":
        return False
    data["spec"]["clusterIP"] = "None"
    return None


@a_service
def no_more_headless(data: Object) -> Any:
    return data["spec"].pop("clusterIP", False)


@a_service
def balanced(data: Object) -> Any:
    data["spec"]["type"] = "LoadBalancer"


@a_service
def node_port(data: Object) -> Any:
    data["spec"]["type"] = "NodePort"


@a_service
def external_name(data: Object) -> Any:
    data["spec"]["type"] = "ExternalName"
    data["spec"]["externalName"] = "example.org"


@a_service
def an_address(data: Object) -> Any:
    data["spec"]["clusterIP"] = "10.96.77.77"


@a_service
def other_selector(data: Object) -> Any:
    data["spec"]["selector"] = {"other": "x"}


@a_service
def another_port(data: Object) -> Any:
    added = {"name": "more", "port": 7777, "protocol": "TCP"}
    data["spec"].setdefault("ports", []).append(added)


@a_service
def port_name(data: Object) -> Any:
    ports = data["spec"].get("ports")
    return ports[0].update(name="renamed") if ports else False


@a_service
def not_ready(data: Object) -> Any:
    data["spec"]["publishNotReadyAddresses"] = not data["spec"].get("publishNotReadyAddresses")


@a_service
def affinity(data: Object) -> Any:
    data["spec"]["sessionAffinity"] = "ClientIP"


@a_service
def family(data: Object) -> Any:
    data["spec"].update(ipFamilies=["IPv6"], ipFamilyPolicy="SingleStack")


@a_service
def family_said(data: Object) -> Any:
    data["spec"].setdefault("ipFamilies", ["IPv4"])


@a_service
def defaults_said(data: Object) -> Any:
    data["spec"].setdefault("sessionAffinity", "None")
    data["spec"].setdefault("internalTrafficPolicy", "Cluster")


@a_service
def service_label(data: Object) -> Any:
    data["metadata"].setdefault("labels", {})["new"] = "x"


# --- ConfigMaps and budgets -----------------------------------------------------------------------


@a_config
def other_data(data: Object) -> Any:
    data.setdefault("data", {})["new.conf"] = "x = 1"


@a_config
def sealed(data: Object) -> Any:
    data["immutable"] = True


@a_config
def config_label(data: Object) -> Any:
    data["metadata"].setdefault("labels", {})["new"] = "x"


@a_budget
def other_limit(data: Object) -> Any:
    data["spec"] = {**data["spec"], "maxUnavailable": "50%"}
    return data["spec"].pop("minAvailable", None)


@a_budget
def both_limits(data: Object) -> Any:
    data["spec"].update(minAvailable=1, maxUnavailable=1)


@a_budget
def no_pod_may_go(data: Object) -> Any:
    data["spec"]["maxUnavailable"] = 0
    return data["spec"].pop("minAvailable", None)


@a_budget
def other_pods(data: Object) -> Any:
    data["spec"]["selector"] = {"matchLabels": {"other": "x"}}


@a_budget
def broken_pods_go(data: Object) -> Any:
    data["spec"]["unhealthyPodEvictionPolicy"] = "AlwaysAllow"


# --- all of them ----------------------------------------------------------------------------------


@dataclass
class Mutated:
    """An object, the same after some mutations, and which these were."""

    name: str
    before: Object
    after: Object


def mutated(
    bases: list[tuple[str, Object]], table: dict[str, Mutation], count: int, seed: int = 1
) -> Iterator[Mutated]:
    """Yield so many: each mutation alone, and then two or three at once."""
    dice = random.Random(seed)
    names = sorted(table)
    wanted = [[name] for name in names]
    while len(wanted) < count * 2:
        wanted.append(dice.sample(names, dice.choice((1, 2, 2, 3))))
    made = 0
    for several in wanted:
        title, base = dice.choice(bases)
        after = copy.deepcopy(base)
        if any(table[name](after) is False for name in several) or after == base:
            continue
        yield Mutated(f"{title}: {' + '.join(several)}", base, after)
        made += 1
        if made == count:
            return


def mutated_apps(
    apps: list[tuple[str, list[Object]]], count: int, seed: int = 4
) -> Iterator[tuple[str, list[Object], list[Object]]]:
    """Yield so many apps with several of their objects changed at once: name, before, after."""
    dice = random.Random(seed)
    for _ in range(count):
        title, before = dice.choice(apps)
        after = copy.deepcopy(before)
        done = []
        for data in dice.sample(after, len(after)):
            table = TABLES.get(data["kind"], {})
            for name in dice.sample(sorted(table), min(len(table), dice.choice((0, 1, 1, 2)))):
                done += [f"{data['kind']} {name}"] * (table[name](data) is not False)
        yield f"{title}: {' + '.join(done)}", before, after
