"""The defaults that depend on other fields; each is decided here and nowhere else."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.app.models import ClientPort, Port, StatefulApp

# Where pods run when no namespace is given anywhere: what kubectl's own default is.
DEFAULT_NAMESPACE = "default"


def headless_service_name(app: StatefulApp) -> str:
    """Return the governing Service's name: the app's own, so that pods are `nginx-0.nginx`."""
    return app.spec.headless_service.name or app.metadata.name


def client_service_name(app: StatefulApp) -> str:
    """Return the client Service's name."""
    service = app.spec.client_service
    return (service and service.name) or f"{app.metadata.name}-client"


def container_port(port: Port) -> int:
    """Return what the container listens on: the same as the Services' port unless it says so."""
    return port.container_port or port.port


def client_ports(app: StatefulApp) -> list[ClientPort] | list[Port]:
    """Return the ports of the client Service: its own, or else all ports of the app."""
    service = app.spec.client_service
    return service.ports if service and service.ports else app.spec.ports


def client_target(app: StatefulApp, port: ClientPort | Port) -> int | str:
    """Return the port of the pods; by name where the app has it, so that its number may change."""
    named = port.name in [each.name for each in app.spec.ports]
    return getattr(port, "target_port", None) or (port.name if named else port.port)


def client_protocol(app: StatefulApp, port: ClientPort | Port) -> str:
    """Return a client port's protocol: that of the app's port which it leads to, else TCP."""
    target = client_target(app, port)
    found = [
        each.protocol for each in app.spec.ports if target in (each.name, container_port(each))
    ]
    return port.protocol or ("TCP" if "TCP" in found else next(iter(found), "TCP"))


def service_account_name(app: StatefulApp) -> str | None:
    """Return the pods' ServiceAccount; None is the namespace's default."""
    account = app.spec.service_account
    return (account.name or app.metadata.name) if account else None


def has_disruption_budget(app: StatefulApp) -> bool:
    """Tell whether there is a PodDisruptionBudget: a single replica gets one only if asked for."""
    budget = app.spec.pod_disruption_budget
    if budget.enabled is not None:
        return budget.enabled
    asked = budget.min_available is not None or budget.max_unavailable is not None
    return asked or app.spec.replicas > 1
