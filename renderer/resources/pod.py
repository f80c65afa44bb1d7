"""The pod: its containers and their mounts."""

from __future__ import annotations

from renderer.resources.metadata import without_nothing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp, Storage


def pod_spec(app: StatefulApp) -> dict[str, Any]:
    """Return the pod's spec."""
    return without_nothing(
        {
            "terminationGracePeriodSeconds": app.spec.termination_grace_period_seconds,
            "securityContext": app.spec.pod_security_context,
            "containers": [main_container(app)],
        }
    )


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
            "ports": container_ports(app),
            "envFrom": spec.env_from,
            "env": spec.env,
            "resources": spec.resources,
            "startupProbe": spec.startup_probe,
            "readinessProbe": spec.readiness_probe,
            "livenessProbe": spec.liveness_probe,
            "securityContext": spec.security_context,
            "volumeMounts": [
                volume_mount(storage) for storage in spec.storage if storage.volume_mode != "Block"
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
            "containerPort": port.container_port or port.port,
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
