"""What is judged: any objects, each with its place, and ways into them that never fail.

The objects come from anybody. Nothing here, and no rule, relies on what stands where: what is not
there or of another kind reads as nothing, and is for `structure` to report.
"""

from __future__ import annotations

from renderer.kubernetes import quantities
from renderer.kubernetes.labels import previous_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeVar

    from renderer.errors import Path, Problem

    Key = TypeVar("Key")
    Made = TypeVar("Made")

# Kinds whose pods come from a template, and where that is.
TEMPLATES: dict[str, Path] = {
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "DaemonSet": ("spec", "template"),
    "Deployment": ("spec", "template"),
    "Job": ("spec", "template"),
    "Pod": (),
    "ReplicaSet": ("spec", "template"),
    "ReplicationController": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
}
# The kinds that are judged, in the version that is served.
VERSIONS = {"StatefulSet": "apps/v1", "Service": "v1", "PodDisruptionBudget": "policy/v1"}


class Placed:
    """An object of the input.

    Args:
        data: the object, as it was read.
        file: what messages call its file; empty where nobody knows it, as inside of a build.
        document: which document of the file it is in, counted from 0 without empty ones.
        prefix: where in that document it is, such as `("items", 3)` of a List.
        environment: in which it is rendered from the StatefulApp there; empty for what is written.
    """

    def __init__(
        self,
        data: Any,
        file: str = "",
        document: int = 0,
        prefix: Path = (),
        environment: str = "",
    ) -> None:
        self.data = data
        self.file = file
        self.document = document
        self.prefix = prefix
        self.environment = environment

    @property
    def kind(self) -> str:
        """Return its kind, or nothing."""
        return text(at(self.data, "kind"))

    @property
    def name(self) -> str:
        """Return its name, or nothing."""
        return text(at(self.data, "metadata", "name"))

    @property
    def names(self) -> list[str]:
        """Return the names by which others may refer to it; inside of a build, the former too."""
        names = filter(None, (self.name, *previous_names(self.annotations)))
        return list(dict.fromkeys(names))

    @property
    def annotations(self) -> dict[Any, Any]:
        """Return its annotations, or none."""
        return mapping(at(self.data, "metadata", "annotations"))

    @property
    def namespace(self) -> str:
        """Return its namespace; nothing where that is decided when it is applied."""
        return text(at(self.data, "metadata", "namespace"))

    @property
    def label(self) -> str:
        """Return what people call it: `StatefulSet/web`."""
        return f"{self.kind or 'object'}/{self.name or '?'}"

    def instead(self, data: Any) -> Placed:
        """Return another object at the same place."""
        return Placed(data, self.file, self.document, self.prefix, self.environment)


class Finding:
    """What was found, and in which object.

    Args:
        problem: what is wrong there; its path begins at the object.
        about: the object.
        allowed: the reason for which the object's owner accepts it; empty when nobody does.
        environments: those of an app in which it was found; none for any other object.
    """

    def __init__(
        self,
        problem: Problem,
        about: Placed,
        allowed: str = "",
        environments: tuple[str, ...] = (),
    ) -> None:
        self.problem = problem
        self.about = about
        self.allowed = allowed
        self.environments = environments

    def within(self, *environments: str) -> Finding:
        """Return the same finding, of these environments."""
        return Finding(self.problem, self.about, self.allowed, environments)

    def __repr__(self) -> str:
        """Show it in one line, for tests."""
        return f"Finding({self.about.label}: {self.problem})"


class Objects:
    """The whole input, so that a rule about one object can look for the others."""

    def __init__(self, placed: list[Placed]) -> None:
        self.placed = placed
        self._kinds = grouped((each.kind, each) for each in placed)
        self.sets = [each for each in placed if is_a(each, "StatefulSet")]
        self.services = [each for each in placed if is_a(each, "Service")]
        self.budgets = [each for each in placed if is_a(each, "PodDisruptionBudget")]
        self.workloads = [each for each in placed if each.kind in TEMPLATES]
        self._named = grouped((name, each) for each in self.services for name in each.names)
        self._made: dict[Any, Any] = {}

    def once(self, index: Callable[[Objects], Made]) -> Made:
        """Return what a function makes of the whole input: once, however many objects ask."""
        if index not in self._made:
            self._made[index] = index(self)
        made: Made = self._made[index]
        return made

    def services_named(self, name: str) -> list[Placed]:
        """Return the Services that a reference by this name may mean."""
        return self._named.get(name, [])

    def of_kind(self, *kinds: str) -> list[Placed]:
        """Return the objects of these kinds."""
        return [each for kind in kinds for each in self._kinds.get(kind, ())]


def grouped(pairs: Iterable[tuple[Key, Placed]]) -> dict[Key, list[Placed]]:
    """Return {key: its objects}, in their order."""
    found: dict[Key, list[Placed]] = {}
    for key, each in pairs:
        found.setdefault(key, []).append(each)
    return found


def is_a(one: Placed, kind: str) -> bool:
    """Tell whether an object is of one of the kinds that are judged, in any version."""
    return one.kind == kind and _group(text(at(one.data, "apiVersion"))) == _group(VERSIONS[kind])


def judged_kind(one: Placed) -> str:
    """Return which of the kinds that are judged an object is of, empty for any other."""
    return next((kind for kind in VERSIONS if is_a(one, kind)), "")


def _group(api_version: str) -> str:
    return api_version.rpartition("/")[0]


def at(value: Any, *steps: str | int) -> Any:
    """Return what is at a path; None where the path leads nowhere."""
    for step in steps:
        if isinstance(step, int):
            is_there = isinstance(value, list) and step < len(value)
            value = value[step] if is_there else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def text(value: Any) -> str:
    """Return a text; anything else is nothing."""
    return value if isinstance(value, str) else ""


def number(value: Any, default: int = 0) -> int:
    """Return a whole number; anything else is the default. To Python, true is a number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def trimmed(value: Any) -> Any:
    """Return a quantity as the server reads it, without blanks around it."""
    return value.strip() if isinstance(value, str) else value


def amount(value: Any) -> int | None:
    """Return a quantity in the thousandths that the server counts; None for anything else.

    It takes null for 0, and rounds away from it.
    """
    if value is None:
        return 0
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    try:
        exact = quantities.value(trimmed(value))
    except ValueError:
        return None
    return exact // quantities.MILLI if exact < 0 else -(-exact // quantities.MILLI)


def mapping(value: Any) -> dict[Any, Any]:
    """Return a map; anything else is an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> Iterator[tuple[int, dict[Any, Any]]]:
    """Yield the maps in a list, each with its index."""
    if isinstance(value, list):
        yield from ((index, each) for index, each in enumerate(value) if isinstance(each, dict))


def texts(value: Any) -> list[str]:
    """Return the texts in a list."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def replicas(one: Placed) -> int:
    """Return how many pods a StatefulSet has; Kubernetes' default is 1."""
    return number(at(one.data, "spec", "replicas"), default=1)


def ordinals(one: Placed) -> range:
    """Return the numbers of a StatefulSet's pods."""
    start = number(at(one.data, "spec", "ordinals", "start"))
    return range(start, start + replicas(one))


def scalers(one: Placed, objects: Objects) -> list[Placed]:
    """Return the autoscalers that set the replicas of a StatefulSet."""
    return [
        each
        for each in objects.of_kind("HorizontalPodAutoscaler", "ScaledObject")
        if at(each.data, "spec", "scaleTargetRef", "kind") == "StatefulSet"
        and at(each.data, "spec", "scaleTargetRef", "name") in one.names
        and may_share_namespace(one, each)
    ]


def pod_template(one: Placed) -> Any:
    """Return the pod template of a workload; a Pod is its own."""
    return at(one.data, *TEMPLATES.get(one.kind, ("spec", "template")))


def pod_labels(one: Placed) -> dict[Any, Any]:
    """Return the labels of a workload's pods."""
    return mapping(at(pod_template(one), "metadata", "labels"))


POD: Path = ("spec", "template", "spec")
EPHEMERAL = ("ephemeral", "volumeClaimTemplate", "spec")


def pod(one: Placed) -> dict[Any, Any]:
    """Return the pod spec of a StatefulSet."""
    return mapping(at(one.data, *POD))


def containers(one: Placed) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield every container of a StatefulSet's pods that runs with the app, and where it is.

    An init container that restarts always is one of them: Kubernetes' own sidecar.
    """
    spec = pod(one)
    for index, each in items(spec.get("initContainers")):
        if each.get("restartPolicy") == "Always":
            yield (*POD, "initContainers", index), each
    for index, each in items(spec.get("containers")):
        yield (*POD, "containers", index), each


def all_containers(one: Placed) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield every container of a StatefulSet's pods, init containers too, and where it is."""
    spec = pod(one)
    for field in ("initContainers", "containers"):
        for index, each in items(spec.get(field)):
            yield (*POD, field, index), each


def told(one: Placed) -> Iterator[tuple[Path, str]]:
    """Yield what a StatefulSet's containers are told: variables, commands and arguments."""
    for path, container in all_containers(one):
        for index, variable in items(container.get("env")):
            yield (*path, "env", index, "value"), text(variable.get("value"))
        for field in ("command", "args"):
            words = container.get(field)
            for index, word in enumerate(words if isinstance(words, list) else ()):
                yield (*path, field, index), text(word)


def named_ports(one: Placed) -> Iterator[tuple[str, str, Any]]:
    """Yield name, protocol and number of every named port that is open while the app runs."""
    for _, container in containers(one):
        for _, port in items(container.get("ports")):
            if name := text(port.get("name")):
                yield name, protocol(port), port.get("containerPort")


def protocol(port: dict[Any, Any]) -> str:
    """Return the protocol of a port of a Service or container; Kubernetes' default is TCP."""
    return text(port.get("protocol")) or "TCP"


def claims(one: Placed) -> Iterator[tuple[Path, dict[Any, Any], str]]:
    """Yield the claim templates of a StatefulSet: where, what, and its name."""
    for index, each in items(at(one.data, "spec", "volumeClaimTemplates")):
        yield (
            ("spec", "volumeClaimTemplates", index),
            each,
            text(at(each, "metadata", "name")),
        )


def volumes(one: Placed) -> Iterator[tuple[Path, dict[Any, Any], str]]:
    """Yield the volumes of a StatefulSet's pod template: where, what, and its name.

    A claim template replaces those of its name, whatever they hold: the server never looks at them.
    """
    templates = {name for *_, name in claims(one) if name}
    for index, each in items(pod(one).get("volumes")):
        name = text(each.get("name"))
        if name not in templates:
            yield (*POD, "volumes", index), each, name


def claim_specs(one: Placed) -> Iterator[tuple[Path, dict[Any, Any], str]]:
    """Yield what every claim of a pod asks for, and the name of the volume.

    An ephemeral volume makes a claim for each pod too, and one that goes with it.
    """
    for path, claim, name in claims(one):
        if isinstance(claim.get("spec"), dict):
            yield (*path, "spec"), claim["spec"], name
    for path, volume, name in volumes(one):
        spec = at(volume, *EPHEMERAL)
        if isinstance(spec, dict):
            yield (*path, *EPHEMERAL), spec, name


def mounts(one: Placed) -> Iterator[tuple[Path, dict[Any, Any]]]:
    """Yield every mount and device of every container, and where it is."""
    for path, container in all_containers(one):
        for field in ("volumeMounts", "volumeDevices"):
            for index, each in items(container.get(field)):
                yield (*path, field, index), each


def is_headless(service: Placed) -> bool:
    """Tell whether a Service has no address of its own, or is meant to have none."""
    return text(at(service.data, "spec", "clusterIP")).lower() == "none"


def is_external_name(service: Placed) -> bool:
    """Tell whether a Service only stands for another name: no pods, and no address."""
    return bool(at(service.data, "spec", "type") == "ExternalName")


def may_share_namespace(one: Placed, other: Placed) -> bool:
    """Tell whether two objects are in one namespace, as far as they say."""
    return one.namespace == other.namespace or not (one.namespace and other.namespace)


def is_patch(data: Any) -> bool:
    """Tell whether it is no object, or only changes one.

    A StatefulSet has a selector; one that forgot it still has labels and images for its pods.
    """
    if not isinstance(data, dict):
        return True
    template = at(data, "spec", "template")
    images = [each.get("image") for _, each in items(at(template, "spec", "containers"))]
    forgot = bool(mapping(at(template, "metadata", "labels"))) and any(images)
    is_whole = at(data, "spec", "selector") is not None or forgot
    return data.get("kind") == "StatefulSet" and not is_whole
