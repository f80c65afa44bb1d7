"""The view of a workload that everybody shares: its pods, containers, volumes, claims and names."""

from __future__ import annotations

from renderer.objects.reading import at, items, mapping, number, text
from renderer.objects.resource import TEMPLATES, may_share_namespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeVar

    from renderer.errors import Path
    from renderer.objects.resource import Objects, Resource

    Made = TypeVar("Made")

POD: Path = ("spec", "template", "spec")
EPHEMERAL = ("ephemeral", "volumeClaimTemplate", "spec")
# Where pods run when no namespace is given anywhere: what kubectl's own default is.
DEFAULT_NAMESPACE = "default"


def _once(view: Callable[[Resource], Iterable[Made]]) -> Callable[[Resource], list[Made]]:
    def made(workload: Resource) -> list[Made]:
        return workload.once(view)

    made.__doc__ = view.__doc__
    return made


def replicas(workload: Resource) -> int:
    """Return how many pods a StatefulSet has; Kubernetes' default is 1."""
    return number(at(workload.data, "spec", "replicas"), default=1)


def ordinals(workload: Resource) -> range:
    """Return the numbers of a StatefulSet's pods."""
    start = number(at(workload.data, "spec", "ordinals", "start"))
    return range(start, start + replicas(workload))


def pod_names(workload: Resource) -> list[str]:
    """Return the names of a StatefulSet's pods, in the order in which they start."""
    return [pod_name(workload, ordinal) for ordinal in ordinals(workload)]


def pod_name(workload: Resource, ordinal: int) -> str:
    """Return the name of one of a StatefulSet's pods."""
    return f"{workload.name}-{ordinal}"


def claim_name(template: str, pod: str) -> str:
    """Return the name of a pod's claim: that never changes, and finds the data again."""
    return f"{template}-{pod}"


def dns_name(workload: Resource, pod: str, cluster_domain: str) -> str:
    """Return a pod's full DNS name, nothing where no Service governs its StatefulSet.

    https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
    """
    service = text(at(workload.data, "spec", "serviceName"))
    namespace = workload.namespace or DEFAULT_NAMESPACE
    return f"{pod}.{service}.{namespace}.svc.{cluster_domain}" if service else ""


def scalers(workload: Resource, objects: Objects) -> list[Resource]:
    """Return the autoscalers that set the replicas of a StatefulSet."""
    return [
        scaler
        for scaler in objects.of_kind("HorizontalPodAutoscaler", "ScaledObject")
        if at(scaler.data, "spec", "scaleTargetRef", "kind") == "StatefulSet"
        and text(at(scaler.data, "spec", "scaleTargetRef", "name")) in workload.names
        and may_share_namespace(workload, scaler)
    ]


def pod_template(workload: Resource) -> Any:
    """Return the pod template of a workload; a Pod is its own."""
    return at(workload.data, *TEMPLATES.get(workload.kind, ("spec", "template")))


def pod_labels(workload: Resource) -> dict[Any, Any]:
    """Return the labels of a workload's pods."""
    return workload.once(_pod_labels)[0]


def _pod_labels(workload: Resource) -> tuple[dict[Any, Any]]:
    return (mapping(at(pod_template(workload), "metadata", "labels")),)


def pod(workload: Resource) -> dict[Any, Any]:
    """Return the pod spec of a StatefulSet."""
    return workload.once(_pod)[0]


def _pod(workload: Resource) -> tuple[dict[Any, Any]]:
    return (mapping(at(workload.data, *POD)),)


@_once
def containers(workload: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield every container of a StatefulSet's pods that runs with the app, and where it is.

    An init container that restarts always is one of them: Kubernetes' own sidecar.
    """
    spec = pod(workload)
    for index, each in items(spec.get("initContainers")):
        if each.get("restartPolicy") == "Always":
            yield (*POD, "initContainers", index), each
    for index, each in items(spec.get("containers")):
        yield (*POD, "containers", index), each


@_once
def all_containers(workload: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield every container of a StatefulSet's pods, init containers too, and where it is."""
    spec = pod(workload)
    for field in ("initContainers", "containers"):
        for index, each in items(spec.get(field)):
            yield (*POD, field, index), each


def told(workload: Resource) -> Iterator[tuple[Path, str]]:
    """Yield what a StatefulSet's containers are told: variables, commands and arguments."""
    for path, container in all_containers(workload):
        for index, variable in items(container.get("env")):
            yield (*path, "env", index, "value"), text(variable.get("value"))
        for field in ("command", "args"):
            words = container.get(field)
            for index, word in enumerate(words if isinstance(words, list) else ()):
                yield (*path, field, index), text(word)


def named_ports(workload: Resource) -> Iterator[tuple[str, str, Any]]:
    """Yield name, protocol and number of every named port that is open while the app runs."""
    for _, container in containers(workload):
        for _, port in items(container.get("ports")):
            if name := text(port.get("name")):
                yield name, protocol(port), port.get("containerPort")


def protocol(port: dict[Any, Any]) -> str:
    """Return the protocol of a port of a Service or container; Kubernetes' default is TCP."""
    return text(port.get("protocol")) or "TCP"


@_once
def claims(workload: Resource) -> Iterator[tuple[Path, dict[Any, Any], str]]:
    """Yield the claim templates of a StatefulSet: where, what, and its name."""
    for index, each in items(at(workload.data, "spec", "volumeClaimTemplates")):
        yield (
            ("spec", "volumeClaimTemplates", index),
            each,
            text(at(each, "metadata", "name")),
        )


@_once
def volumes(workload: Resource) -> Iterator[tuple[Path, dict[Any, Any], str]]:
    """Yield the volumes of a StatefulSet's pod template: where, what, and its name.

    A claim template replaces those of its name, whatever they hold: the server never looks at them.
    """
    templates = {name for *_, name in claims(workload) if name}
    for index, each in items(pod(workload).get("volumes")):
        name = text(each.get("name"))
        if name not in templates:
            yield (*POD, "volumes", index), each, name


@_once
def projections(workload: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield each source of the projected volumes, and where it is."""
    for path, volume, _ in volumes(workload):
        if "projected" in volume:
            for index, source in items(at(volume, "projected", "sources")):
                yield (*path, "projected", "sources", index), source


def told_files(workload: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield the files of the downward API, which may stand in a projected volume."""
    holders: list[tuple[Path, Any]] = [(path, volume) for path, volume, _ in volumes(workload)]
    for path, holder in (*holders, *projections(workload)):
        for index, file in items(at(holder, "downwardAPI", "items")):
            yield (*path, "downwardAPI", "items", index), file


@_once
def claim_specs(workload: Resource) -> Iterator[tuple[Path, dict[Any, Any], str]]:
    """Yield what every claim of a pod asks for, and the name of the volume; a claim is its own.

    An ephemeral volume makes a claim for each pod too, and one that goes with it.
    """
    if workload.kind == "PersistentVolumeClaim" and isinstance(at(workload.data, "spec"), dict):
        yield ("spec",), workload.data["spec"], workload.name
    for path, claim, name in claims(workload):
        if isinstance(claim.get("spec"), dict):
            yield (*path, "spec"), claim["spec"], name
    for path, volume, name in volumes(workload):
        spec = at(volume, *EPHEMERAL)
        if isinstance(spec, dict):
            yield (*path, *EPHEMERAL), spec, name


@_once
def mounts(workload: Resource) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield every mount and device of every container, and where it is."""
    for path, container in all_containers(workload):
        for field in ("volumeMounts", "volumeDevices"):
            for index, each in items(container.get(field)):
                yield (*path, field, index), each
