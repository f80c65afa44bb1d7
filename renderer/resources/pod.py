"""The pod: its containers and where they run."""

from __future__ import annotations

from renderer.app.defaults import (
    container_name,
    container_port,
    is_recommended,
    recommended,
    selector_labels,
    service_account_name,
)
from renderer.resources.environment_variables import place_of_variable, variables
from renderer.resources.metadata import (
    NAME,
    place_of_selected,
    without_nothing,
)
from renderer.resources.security import container_security_context, pod_security_context
from renderer.resources.volumes import (
    place_of_mount,
    place_of_volume,
    volume_devices,
    volume_mounts,
    volumes,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path
    from renderer.kubernetes.types import Container

# Zones and nodes, by the labels that every cluster gives its nodes:
# https://kubernetes.io/docs/reference/labels-annotations-taints/
TOPOLOGY_KEYS = ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
# Fields of the pod that the spec calls otherwise, because the main container has the same word.
OUR_WORDS: dict[str, Path] = {
    "resources": ("podResources",),
    "securityContext": ("podSecurityContext",),
    "serviceAccountName": ("serviceAccount", "name"),
}
WHEN_UNSATISFIABLE = {"preferred": "ScheduleAnyway", "required": "DoNotSchedule"}


def pod_spec(app: StatefulApp) -> dict[str, Any]:
    """Return the pod's spec."""
    spec = app.spec
    return without_nothing(
        {
            "serviceAccountName": service_account_name(app),
            "automountServiceAccountToken": recommended(
                app, spec.automount_service_account_token, value=False
            ),
            "imagePullSecrets": spec.image_pull_secrets,
            "priorityClassName": spec.priority_class_name,
            "preemptionPolicy": spec.preemption_policy,
            "runtimeClassName": spec.runtime_class_name,
            "schedulerName": spec.scheduler_name,
            "schedulingGates": spec.scheduling_gates,
            "schedulingGroup": spec.scheduling_group,
            "evictionResponders": spec.eviction_responders,
            "terminationGracePeriodSeconds": spec.termination_grace_period_seconds,
            "securityContext": pod_security_context(app),
            "os": spec.os,
            "hostUsers": spec.host_users,
            "hostNetwork": spec.host_network,
            "hostPID": spec.host_pid,
            "hostIPC": spec.host_ipc,
            "hostAliases": spec.host_aliases,
            "hostnameOverride": spec.hostname_override,
            "setHostnameAsFQDN": spec.set_hostname_as_fqdn,
            "dnsPolicy": spec.dns_policy,
            "dnsConfig": spec.dns_config,
            "shareProcessNamespace": spec.share_process_namespace,
            "enableServiceLinks": recommended(app, spec.enable_service_links, value=False),
            "readinessGates": spec.readiness_gates,
            "nodeName": spec.node_name,
            "nodeSelector": spec.node_selector,
            "affinity": spec.affinity,
            "tolerations": spec.tolerations,
            "topologySpreadConstraints": spread(app),
            "resources": spec.pod_resources,
            "resourceClaims": spec.resource_claims,
            "initContainers": [container(app, declared) for declared in spec.init_containers],
            "containers": [
                main_container(app),
                *(container(app, declared) for declared in spec.sidecars),
            ],
            "volumes": volumes(app),
        }
    )


def spread(app: StatefulApp) -> list[Any]:
    """Return the constraints; one without a selector would count no pods, and so do nothing."""
    written = app.spec.topology_spread_constraints
    if written and not is_recommended(app):
        return written
    return [
        constraint
        if "labelSelector" in constraint
        else {**constraint, "labelSelector": {"matchLabels": selector_labels(app)}}
        for constraint in written or default_spread(app)
    ]


def default_spread(app: StatefulApp) -> list[Any]:
    """Return the constraints that `spread` stands for; `none` is none."""
    wanted = recommended(app, app.spec.spread, "preferred")
    if wanted not in WHEN_UNSATISFIABLE:
        return []
    return [
        {
            "maxSkew": 1,
            "topologyKey": key,
            "whenUnsatisfiable": WHEN_UNSATISFIABLE[wanted],
        }
        for key in TOPOLOGY_KEYS
    ]


def container(app: StatefulApp, declared: Container) -> dict[str, Any]:
    """Return an init container or sidecar as it was declared, with the protocol of its ports."""
    built: dict[str, Any] = {**declared}
    if "ports" in built:
        built["ports"] = [
            {**port, "protocol": port.get("protocol", "TCP")} for port in built["ports"]
        ]
    security = container_security_context(app, built.get("securityContext"))
    return built if security is None else {**built, "securityContext": security}


def main_container(app: StatefulApp) -> dict[str, Any]:
    """Return the container that runs the app."""
    spec = app.spec
    return without_nothing(
        {
            "name": container_name(app),
            "image": spec.image,
            "imagePullPolicy": spec.image_pull_policy,
            "command": spec.command,
            "args": spec.args,
            "workingDir": spec.working_dir,
            "stdin": spec.stdin,
            "stdinOnce": spec.stdin_once,
            "tty": spec.tty,
            "ports": container_ports(app),
            "envFrom": spec.env_from,
            "env": variables(app),
            "resources": spec.resources,
            "resizePolicy": spec.resize_policy,
            "restartPolicy": spec.restart_policy,
            "restartPolicyRules": spec.restart_policy_rules,
            "startupProbe": spec.startup_probe,
            "readinessProbe": spec.readiness_probe,
            "livenessProbe": spec.liveness_probe,
            "lifecycle": spec.lifecycle,
            "securityContext": container_security_context(app, spec.security_context),
            "terminationMessagePath": spec.termination_message_path,
            "terminationMessagePolicy": spec.termination_message_policy,
            "volumeMounts": volume_mounts(app),
            "volumeDevices": volume_devices(app),
        }
    )


def container_ports(app: StatefulApp) -> list[dict[str, Any]]:
    """Return the container's ports.

    `protocol` is always written: kustomize drops a patch of a port when only one side has it.
    """
    return [
        without_nothing(
            {
                "name": port.name,
                "containerPort": container_port(port),
                "protocol": port.protocol,
                "hostPort": port.host_port,
                "hostIP": port.host_ip,
            }
        )
        for port in app.spec.ports
    ]


def place_in_pod(app: StatefulApp, path: Path) -> Path:
    """Return where in the spec a field of the pod comes from.

    Args:
        app: the app.
        path: the field, below the pod's `spec`.
    """
    field, *rest = path or ("",)
    if field == "containers":
        return _place_in_containers(app, rest)
    if field == "volumes":
        return place_of_volume(app, path)
    is_ours = not app.spec.topology_spread_constraints and default_spread(app)
    if field == "topologySpreadConstraints" and is_ours:
        return ("spec", "spread")
    if field == "topologySpreadConstraints" and _is_our_selector(app, rest):
        return place_of_selected(app, tuple(rest[len((0, "labelSelector", "matchLabels")) :]))
    return ("spec", *OUR_WORDS.get(str(field), (field,) if field else ()), *rest)


def _is_our_selector(app: StatefulApp, rest: list[str | int]) -> bool:
    """Tell whether a constraint of the spec leaves it to us which pods it counts."""
    index, field = (*rest, None, None)[:2]
    written = app.spec.topology_spread_constraints
    if not isinstance(index, int) or index >= len(written) or not is_recommended(app):
        return False
    return field == "labelSelector" and "labelSelector" not in written[index]


def _place_in_containers(app: StatefulApp, path: list[str | int]) -> Path:
    """Return where a container comes from: the first is the main one, whose fields are spec's."""
    index, *rest = path or [0]
    if index != 0:
        return ("spec", "sidecars", int(index) - 1, *rest)
    field = rest[0] if rest else ""
    if field == "name":
        return ("spec", "containerName") if app.spec.container_name else NAME
    if field == "env":
        return place_of_variable(app, tuple(rest))
    if field in ("volumeMounts", "volumeDevices"):
        return place_of_mount(app, tuple(rest))
    if rest[2:] == ["containerPort"] and isinstance(rest[1], int):
        ports = app.spec.ports[rest[1] : rest[1] + 1]
        said = "containerPort" if ports and ports[0].container_port else "port"
        return ("spec", *rest[:2], said)
    return ("spec", *rest)
