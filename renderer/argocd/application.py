"""An Argo CD Application: its sources, what Argo CD tells a plugin about one, and its traps."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renderer.argocd.fields import APPLICATION, unfit
from renderer.argocd.parameters import PARAMETERS, VARIABLE
from renderer.argocd.request import API_VERSIONS, NAMESPACE, PATH, VERSION
from renderer.errors import Problem, RenderError
from renderer.kubernetes.labels import TRACKING_ID
from renderer.objects.reading import at, items, mapping, text
from renderer.objects.workload import DEFAULT_NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from renderer.errors import Path

GROUP = "argoproj.io"
KIND = "Application"
# The namespace of Argo CD itself; an Application elsewhere has it in its name.
ARGO_CD = "argocd"
REVISION = "0" * 40
TYPES = {"directory": "Directory", "helm": "Helm", "kustomize": "Kustomize", "plugin": "Plugin"}
# What our plugin.yaml says; tests hold the two together.
GENERATE = ["stateful", "argocd", "generate"]
PLUGIN: dict[str, Any] = {
    "metadata": {"name": "stateful-renderer"},
    "spec": {"version": "v1", "generate": {"command": GENERATE}},
}
INSTANCE = "app.kubernetes.io/instance"
LONGEST_LABEL = 63
REFERENCE = re.compile(r"\$\$|\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)")
CRD = "CustomResourceDefinition"
RESOURCES_FINALIZER = "resources-finalizer.argocd.argoproj.io"
MANIFEST_PATHS = "argocd.argoproj.io/manifest-generate-paths"
CREATE_NAMESPACE = "CreateNamespace=true"


@dataclass(frozen=True)
class Source:
    """One source of an Application.

    Args:
        application: the whole of it.
        data: `spec.source`, or what stands for it.
        at: where it stands.
    """

    application: Any
    data: dict[str, Any]
    at: Path

    @property
    def path(self) -> str:
        """Return the folder, from the root of the repository."""
        return text(self.data.get("path"))

    @property
    def namespace(self) -> str:
        """Return that of the destination, empty where it names none."""
        return text(at(self.application, "spec", "destination", "namespace"))

    @property
    def name(self) -> str:
        """Return how Argo CD calls the Application."""
        metadata = mapping(self.application.get("metadata"))
        name, namespace = text(metadata.get("name")), text(metadata.get("namespace"))
        return name if namespace in ("", ARGO_CD) else f"{namespace}_{name}"

    def types(self) -> list[str]:
        """Return which kinds of sources it says that it is."""
        return [said for field, said in TYPES.items() if self.data.get(field) is not None]


def plugin_name(plugin: dict[str, Any]) -> str:
    """Return how an Application names a plugin: by its name, with the version if it has one."""
    version = text(at(plugin, "spec", "version"))
    return text(at(plugin, "metadata", "name")) + (f"-{version}" if version else "")


def sources_of(application: Any, file: str) -> list[Source]:
    """Return the sources of an Application that Argo CD renders and that have a folder.

    Raises:
        RenderError: it is none, or has none (SR707), or a value that Argo CD cannot read (SR710).
    """
    if problems := unfit(application, APPLICATION):
        raise RenderError([problem.at(file) for problem in problems])
    sources = [source for source in rendered_sources(application) if "path" in source.data]
    if at(application, "kind") != KIND or not sources:
        message = f"must be an {KIND} with a source that has a path"
        raise RenderError([Problem("SR707", (), message, file=file)])
    return sources


def rendered_sources(application: Any) -> list[Source]:
    """Return the sources that count: the hydrator's alone, else the list alone, else the one."""
    spec = mapping(at(application, "spec"))
    if spec.get("sourceHydrator") is not None:
        path: Path = ("spec", "sourceHydrator", "drySource")
        return [Source(application, mapping(at(application, *path)), path)]
    if listed := items(spec.get("sources")):
        return [Source(application, data, ("spec", "sources", index)) for index, data in listed]
    return [Source(application, mapping(spec.get("source")), ("spec", "source"))]


def variables_of(source: Source, version: str, api_versions: str) -> dict[str, str]:
    """Return what Argo CD sets for `generate`.

    Args:
        source: what is rendered.
        version: of the destination, empty as for the source hydrator.
        api_versions: what it serves.
    """
    build = {
        "ARGOCD_APP_NAME": source.name,
        NAMESPACE: source.namespace,
        "ARGOCD_APP_PROJECT_NAME": text(at(source.application, "spec", "project")),
        "ARGOCD_APP_REVISION": REVISION,
        "ARGOCD_APP_REVISION_SHORT": REVISION[:7],
        "ARGOCD_APP_REVISION_SHORT_8": REVISION[:8],
        "ARGOCD_APP_SOURCE_REPO_URL": text(source.data.get("repoURL")),
        PATH: source.path,
        "ARGOCD_APP_SOURCE_TARGET_REVISION": text(source.data.get("targetRevision")),
        VERSION: version,
        API_VERSIONS: api_versions,
    }
    plugin = source.data.get("plugin")
    if plugin is None:
        return build
    own = {
        f"{VARIABLE}{entry.get('name')}": substituted(str(entry.get("value", "")), build)
        for _, entry in items(plugin.get("env"))
    }
    return {**build, **own, **_parameters(plugin.get("parameters"))}


def substituted(value: str, variables: dict[str, str]) -> str:
    """Put variables into a text, as Argo CD does; `$$` is a dollar."""

    def put(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        return variables.get(name, "") if name else "$"

    return REFERENCE.sub(put, value)


def _parameters(parameters: Any) -> dict[str, str]:
    """Return the list as JSON, and each value once more by itself."""
    found = {PARAMETERS: json.dumps(parameters, separators=(",", ":"))}
    for _, entry in items(parameters):
        name = f"PARAM_{_escaped(str(entry.get('name')))}"
        if isinstance(entry.get("string"), str):
            found[name] = entry["string"]
        inner = {**mapping(entry.get("map")), **dict(enumerate(entry.get("array") or []))}
        found |= {f"{name}_{_escaped(str(key))}": str(value) for key, value in inner.items()}
    return found


def _escaped(name: str) -> str:
    return re.sub("[^A-Z0-9_]", "_", name.upper())


def tracked(data: dict[str, Any], name: str, namespace: str, method: str) -> dict[str, Any]:
    """Return an object with what Argo CD finds it again by.

    Args:
        data: the object.
        name: of the Application.
        namespace: of the destination.
        method: annotation, label or annotation+label.
    """
    if data.get("kind") == CRD:
        return data
    metadata = dict(mapping(data.get("metadata")))
    if "annotation" in method:
        group = text(data.get("apiVersion")).rpartition("/")[0]
        place = f"{metadata.get('namespace') or namespace}/{text(metadata.get('name'))}"
        identity = f"{name}:{group}/{data.get('kind')}:{place}"
        metadata["annotations"] = {**(metadata.get("annotations") or {}), TRACKING_ID: identity}
    if "label" in method:
        cut = name if method == "label" else name[:LONGEST_LABEL].rstrip("-_.")
        metadata["labels"] = {**(metadata.get("labels") or {}), INSTANCE: cut}
    return {**data, "metadata": metadata}


def traps(source: Source, objects: list[dict[str, Any]], method: str) -> Iterator[Problem]:
    """Yield what Argo CD does with a StatefulSet that nobody wants.

    Args:
        source: its fields are the traps.
        objects: what is rendered.
        method: how Argo CD tracks.
    """
    sets = [data for data in objects if data.get("kind") == "StatefulSet"]
    if sets:
        yield from _of_labels(source)
        yield from _of_names(source, sets)
    instances = [text(at(data, "spec", "selector", "matchLabels", INSTANCE)) for data in sets]
    if "annotation" not in method and source.name in instances:
        message = (
            f"is the label {INSTANCE} of the claims too: while the set is away, as when it is made"
            " again for a larger claim, a sync with prune deletes them"
        )
        yield _trap(("metadata", "name"), message, "track by annotation")


def _of_labels(source: Source) -> Iterator[Problem]:
    own = (*source.at, "kustomize")
    fields = mapping(source.data.get("kustomize"))
    if not fields.get("commonLabels"):
        return
    if not fields.get("labelWithoutSelector"):
        message = "changes the selector and the claim templates, which are immutable"
        yield _trap((*own, "commonLabels"), message, "write labelWithoutSelector: true")
    elif fields.get("labelIncludeTemplates"):
        message = "changes the claim templates, which are immutable"
        yield _trap((*own, "labelIncludeTemplates"), message, "leave it out")


def _of_names(source: Source, sets: list[dict[str, Any]]) -> Iterator[Problem]:
    own = (*source.at, "kustomize")
    fields = mapping(source.data.get("kustomize"))
    for field in ("namePrefix", "nameSuffix"):
        if fields.get(field):
            message = "renames the set, and so its claims and hosts, but no list of its peers"
            yield _trap((*own, field), message, "give the app another name in its spec")
    names = {text(at(data, "metadata", "name")): data for data in sets}
    for index, entry in items(fields.get("replicas")):
        if names_its_pods(names.get(text(entry.get("name")))):
            message = "changes the number of pods, but not the list of them in the pod template"
            hint = "set replicas in the environment of the spec"
            yield _trap((*own, "replicas", index), message, hint)


def _trap(path: Path, message: str, hint: str) -> Problem:
    return Problem("SR708", path, message, hint=hint, severity="warning")


def names_its_pods(statefulset: Any) -> bool:
    """Tell whether a set's pod template names pods of the set."""
    if statefulset is None:
        return False
    name = text(at(statefulset, "metadata", "name"))
    service = text(at(statefulset, "spec", "serviceName"))
    template = json.dumps(at(statefulset, "spec", "template"))
    return re.search(rf"{re.escape(name)}-\d+\.{re.escape(service)}\b", template) is not None


def in_namespace(data: dict[str, Any], namespace: str, cluster_scoped: Collection[str]) -> Any:
    """Return an object where it is applied: without a namespace of its own, the destination's."""
    metadata = mapping(data.get("metadata"))
    if metadata.get("namespace") or text(data.get("kind")) in cluster_scoped:
        return data
    return {**data, "metadata": {**metadata, "namespace": namespace or DEFAULT_NAMESPACE}}
