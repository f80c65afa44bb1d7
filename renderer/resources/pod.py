"""The pod: its containers and their mounts."""

from __future__ import annotations

from renderer.app.defaults import container_port, service_account_name
from renderer.resources.metadata import selector_labels, without_nothing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp, Storage
    from renderer.kubernetes.types import Container


def pod_spec(app: StatefulApp) -> dict[str, Any]:
    """Return the pod's spec."""
    spec = app.spec
    return without_nothing(
        {
            "serviceAccountName": service_account_name(app),
            "automountServiceAccountToken": spec.automount_service_account_token,
            "imagePullSecrets": spec.image_pull_secrets,
            "priorityClassName": spec.priority_class_name,
            "runtimeClassName": spec.runtime_class_name,
            "schedulerName": spec.scheduler_name,
            "terminationGracePeriodSeconds": spec.termination_grace_period_seconds,
            "securityContext": spec.pod_security_context,
            "hostNetwork": spec.host_network,
            "hostAliases": spec.host_aliases,
            "dnsPolicy": spec.dns_policy,
            "dnsConfig": spec.dns_config,
            "shareProcessNamespace": spec.share_process_namespace,
            "enableServiceLinks": spec.enable_service_links,
            "readinessGates": spec.readiness_gates,
            "nodeSelector": spec.node_selector,
            "affinity": spec.affinity,
            "tolerations": spec.tolerations,
            "topologySpreadConstraints": spread(app),
            "initContainers": [container(each) for each in spec.init_containers],
            "containers": [main_container(app), *(container(each) for each in spec.sidecars)],
            "volumes": spec.volumes,
        }
    )


def spread(app: StatefulApp) -> list[Any]:
    """Return the constraints; one without a selector would count no pods, and so do nothing."""
    return [
        each
        if "labelSelector" in each
        else {**each, "labelSelector": {"matchLabels": selector_labels(app)}}
        for each in app.spec.topology_spread_constraints
    ]


def container(declared: Container) -> Any:
    """Return an init container or sidecar as it was declared, with the protocol of its ports."""
    if "ports" not in declared:
        return declared
    return {
        **declared,
        "ports": [{**port, "protocol": port.get("protocol", "TCP")} for port in declared["ports"]],
    }


def main_container(app: StatefulApp) -> dict[str, Any]:
    """Return the container that runs the app; it is named after the app."""
    spec = app.spec
    return without_nothing(
        {
            "name": app.metadata.name,
            "image": spec.image,
            "imagePullPolicy": spec.image_pull_policy,
            "command": spec.command,
            "args": spec.args,
            "workingDir": spec.working_dir,
            "ports": container_ports(app),
            "envFrom": spec.env_from,
            "env": spec.env,
            "resources": spec.resources,
            "startupProbe": spec.startup_probe,
            "readinessProbe": spec.readiness_probe,
            "livenessProbe": spec.liveness_probe,
            "lifecycle": spec.lifecycle,
            "securityContext": spec.security_context,
            "terminationMessagePath": spec.termination_message_path,
            "terminationMessagePolicy": spec.termination_message_policy,
            "volumeMounts": [
                *(volume_mount(each) for each in spec.storage if each.volume_mode != "Block"),
                *spec.volume_mounts,
            ],
            "volumeDevices": [
                {"name": storage.name, "devicePath": storage.mount_path}
                for storage in spec.storage
                if storage.volume_mode == "Block"
            ],
        }
    )


def container_ports(app: StatefulApp) -> list[dict[str, Any]]:
    """Return the container's ports.

    `protocol` is always written: kustomize drops a patch of a port when only one side has it.
    """
    return [
        {
            "name": port.name,
            "containerPort": container_port(port),
            "protocol": port.protocol,
        }
        for port in app.spec.ports
    ]


def volume_mount(storage: Storage) -> dict[str, Any]:
    """Return where a volume appears in the main container."""
    return without_nothing(
        {
            "name": storage.name,
            "mountPath": storage.mount_path,
            "subPath": storage.sub_path,
            "readOnly": storage.read_only or None,
        }
    )
