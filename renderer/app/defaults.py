"""The defaults that depend on other fields; each is decided here and nowhere else."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    from renderer.app.models import StatefulApp
    from renderer.app.parts import (
        ClientService,
        Config,
        HeadlessService,
        PodPort,
        PodServices,
        Port,
        Storage,
    )
    from renderer.errors import Path
    from renderer.kubernetes import types

    Value = TypeVar("Value")


def is_recommended(app: StatefulApp) -> bool:
    """Tell whether what is not said gets what we recommend; else it is left to Kubernetes."""
    return app.spec.defaults == "recommended"


def recommended(app: StatefulApp, said: Value | None, value: Value) -> Value | None:
    """Return what the spec says, else what we recommend; None leaves it to Kubernetes."""
    return value if said is None and is_recommended(app) else said


# The labels that an app's pods are found by, unless it says others: its name stands in both.
SELECTED = ("app.kubernetes.io/instance", "app.kubernetes.io/name")


def selector_labels(app: StatefulApp) -> dict[str, str]:
    """Return the labels that select the app's pods.

    A StatefulSet's selector can never change, so it holds what follows from the app's name alone,
    or what a live one has:
    https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-selector
    """
    selector = app.spec.selector
    return selector.match_labels if selector else dict.fromkeys(SELECTED, app.metadata.name)


def headless_service_name(app: StatefulApp) -> str:
    """Return the governing Service's name: the app's own, so that pods are `nginx-0.nginx`.

    Empty when there is none; the StatefulSet says so by an empty `serviceName`.
    """
    service = app.spec.headless_service
    return (service.name or app.metadata.name) if service.enabled else ""


def has_headless_service(app: StatefulApp) -> bool:
    """Tell whether the app makes its governing Service itself."""
    return app.spec.headless_service.enabled and app.spec.headless_service.create


def scraped_service(app: StatefulApp) -> tuple[str, HeadlessService | ClientService | None]:
    """Return the one Service that a monitor finds the pods by, and which field of spec it is."""
    if has_headless_service(app):
        return "headlessService", app.spec.headless_service
    return "clientService", app.spec.client_service


def container_name(app: StatefulApp) -> str:
    """Return the main container's name: the app's own."""
    return app.spec.container_name or app.metadata.name


def client_service_name(app: StatefulApp) -> str:
    """Return the client Service's name."""
    service = app.spec.client_service
    return (service and service.name) or f"{app.metadata.name}-client"


def disruption_budget_name(app: StatefulApp) -> str:
    """Return the PodDisruptionBudget's name: the app's own."""
    return app.spec.pod_disruption_budget.name or app.metadata.name


def ordinals(app: StatefulApp) -> range:
    """Return the numbers of the pods."""
    start = (app.spec.ordinals or {}).get("start", 0)
    return range(start, start + app.spec.replicas)


def claimed_ordinals(app: StatefulApp, storage: Storage) -> range:
    """Return the pods whose claims are declared; none where the template says the size itself."""
    if storage.template_size is None:
        return range(0)
    start = ordinals(app).start
    count = app.spec.replicas if storage.claims is None else storage.claims
    return range(start, start + count)


def template_size(storage: Storage) -> str:
    """Return the size in the claim template, which nothing can change once it is live."""
    return storage.size if storage.template_size is None else storage.template_size


def pod_name(app: StatefulApp, ordinal: int) -> str:
    """Return the name of a pod; that of its Service too, where each pod has one."""
    return f"{app.metadata.name}-{ordinal}"


def config_map_name(app: StatefulApp, config: str) -> str:
    """Return the name of the ConfigMap that a config is kept in."""
    return f"{app.metadata.name}-{config}"


def config_key(path: str) -> str:
    """Return the key that a file is kept under; a key cannot hold the `/` of a folder."""
    return path.replace("/", "__")


def container_port(port: Port) -> int:
    """Return what the container listens on: the same as the Services' port unless it says so."""
    return port.container_port or port.port


def service_ports(
    app: StatefulApp, service: ClientService | PodServices
) -> Sequence[PodPort] | list[Port]:
    """Return the ports of a Service for clients: its own, or else all ports of the app."""
    return service.ports or app.spec.ports


def headless_ports(app: StatefulApp) -> Sequence[PodPort] | list[Port]:
    """Return the ports of the governing Service, which may have none: its own, or all."""
    own = app.spec.headless_service.ports
    return app.spec.ports if own is None else own


def scraped_beside(app: StatefulApp) -> tuple[Path, types.ContainerPort] | None:
    """Return the port of another container that serviceMonitor names, such as an exporter's.

    The governing Service publishes it too, unless it says itself what it publishes: a monitor finds
    ports by the names that a Service gives them.
    """
    monitor, service = app.spec.service_monitor, app.spec.headless_service
    if monitor is None or service.ports is not None:
        return None
    if monitor.port in [port.name for port in app.spec.ports]:
        return None
    for path, containers in running_beside(app).items():
        for index, container in containers:
            for number, port in enumerate(container.get("ports", [])):
                if port.get("name") == monitor.port:
                    return ("spec", path, index, "ports", number), port
    return None


def running_beside(app: StatefulApp) -> dict[str, list[tuple[int, types.Container]]]:
    """Return the containers that run beside the main one, by the field that has them."""
    restarted = [
        (index, container)
        for index, container in enumerate(app.spec.init_containers)
        if container.get("restartPolicy") == "Always"
    ]
    return {"sidecars": [*enumerate(app.spec.sidecars)], "initContainers": restarted}


def target_port(app: StatefulApp, port: PodPort | Port) -> int | str:
    """Return the port of the pods; by name where the app has it, so that its number may change.

    Kubernetes' own default is the number that clients connect to.
    """
    if said := getattr(port, "target_port", None):
        return said  # type: ignore[no-any-return]  # only some of them have one
    names = [own.name for own in app.spec.ports]
    if port.name is not None and port.name in names and is_recommended(app):
        return port.name
    return getattr(port, "container_port", None) or port.port


def target_protocol(app: StatefulApp, port: PodPort | Port) -> str:
    """Return a Service port's protocol: that of the app's port which it leads to, else TCP."""
    target = target_port(app, port)
    if not is_recommended(app):
        return port.protocol or "TCP"
    found = [own.protocol for own in app.spec.ports if target in (own.name, container_port(own))]
    return port.protocol or ("TCP" if "TCP" in found else next(iter(found), "TCP"))


def app_protocol(app: StatefulApp, port: PodPort | Port) -> str | None:
    """Return what is spoken on a Service port: as the app's port of that name says, if it says."""
    named = [own for own in app.spec.ports if port.name is not None and own.name == port.name]
    said = next((own.app_protocol for own in named if is_recommended(app)), None)
    return port.app_protocol or said


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
    return asked or (is_recommended(app) and app.spec.replicas > 1)


def rolls(app: StatefulApp, config: Config) -> bool:
    """Tell whether a change of a config's files restarts the pods."""
    return recommended(app, config.on_change, "roll") == "roll"
