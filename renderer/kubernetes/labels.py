"""Labels and annotations: which keys are not the user's to set, and how much fits."""

from __future__ import annotations

from renderer.yaml.scalars import strict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# What every object of ours gets, wherever it is from: who made it, and what a Service is for.
MANAGED_BY = "app.kubernetes.io/managed-by"
ROLE = "stateful-renderer.dev/service"
# What kustomize, kpt and their functions, we too, read on a configuration object is about that
# object, never about the workload: copied on, it would steer the next tool in the pipe.
CONFIGURATION_DOMAINS = (
    "config.kubernetes.io",
    "config.k8s.io",
    "kpt.dev",
    "stateful-renderer.dev",
)
# This one of ours is about the workload: which findings its owner accepts, and why.
ALLOW = "stateful-renderer.dev/allow"
# By these kustomize and kpt know an object again; they write them themselves, and nobody else does.
# Only that of kpt.dev is in files: `kpt pkg get` writes it, and `kpt pkg update` reads it.
NOTES = (
    "config.k8s.io/id",
    "config.kubernetes.io/index",
    "config.kubernetes.io/path",
    "kustomize.config.k8s.io/id",
)
NOTE_DOMAINS = ("internal.config.kubernetes.io/", "internal.config.k8s.io/", "internal.kpt.dev/")
# Of Argo CD: whose an object is, and what a sync does with it.
TRACKING_ID = "argocd.argoproj.io/tracking-id"
SYNC_OPTIONS = "argocd.argoproj.io/sync-options"
ANNOTATION_LIMIT = 256 * 1024
# kustomize notes there what an object was called before namePrefix and the like, and what was put
# around its name. References to it are mended at the end of a build: until then they hold a former
# name, of the object that has the same around its name.
PREVIOUS_NAMES = "internal.config.kubernetes.io/previousNames"
PREVIOUS_NAMESPACES = "internal.config.kubernetes.io/previousNamespaces"
AROUND_NAMES = ("internal.config.kubernetes.io/prefixes", "internal.config.kubernetes.io/suffixes")


def without_ours(value: dict[str, str]) -> dict[str, str]:
    """Return the labels if none of them is one that we write on every object ourselves."""
    for key in (MANAGED_BY, ROLE):
        if key in value:
            message = f'must not set "{key}", by which our objects are known'
            raise ValueError(message, "remove this label")
    return value


def fit_together(value: dict[str, str]) -> dict[str, str]:
    """Return the annotations if the API server takes them together, and kustomize each."""
    for key in value:
        if strict(key) != key:
            message = f'must not have the key "{key}", which kustomize fails on: it reads no text'
            raise ValueError(message, "add a prefix, such as example.org/")
    size = sum(len(key.encode()) + len(text.encode()) for key, text in value.items())
    if size > ANNOTATION_LIMIT:
        message = f"must be at most {ANNOTATION_LIMIT} bytes in all, got {size}"
        raise ValueError(message)
    return value


def is_configuration(key: str) -> bool:
    """Tell whether an annotation addresses kustomize, kpt or a KRM function, not the cluster."""
    domain = key.partition("/")[0] if "/" in key else ""
    inside = any(f".{domain}".endswith(f".{owner}") for owner in CONFIGURATION_DOMAINS)
    return (inside and key != ALLOW) or key == "metadata.configFn"


def notes_on(annotations: dict[str, Any]) -> dict[str, Any]:
    """Return those annotations of an object that kustomize and kpt wrote for themselves."""
    return {key: each for key, each in annotations.items() if _is_note(key)}


def without_notes(data: Any) -> Any:
    """Return an object without the annotations that kustomize and kpt wrote for themselves.

    A place for annotations without any goes too, as kpt leaves none.
    """
    metadata: Any = data.get("metadata") or {} if isinstance(data, dict) else None
    annotations = metadata.get("annotations") or {} if isinstance(metadata, dict) else None
    if not isinstance(annotations, dict):
        return data
    kept = {key: each for key, each in annotations.items() if not _is_note(key)}
    return _with(data, "metadata", _with(metadata, "annotations", kept))


def _is_note(key: str) -> bool:
    return key in NOTES or key.startswith(NOTE_DOMAINS)


def _with(fields: dict[str, Any], field: str, value: Any) -> dict[str, Any]:
    """Return fields with another value; an empty one is none."""
    return {key: each for key, each in {**fields, field: value}.items() if value or key != field}


def previous_names(annotations: dict[str, object]) -> list[str]:
    """Return what kustomize notes that an object was called before."""
    return _words(annotations.get(PREVIOUS_NAMES))


def are_renamed_alike(one: dict[str, object], other: dict[str, object]) -> bool:
    """Tell by their annotations whether two objects were given the same prefixes and suffixes."""
    return all(one.get(key) == other.get(key) for key in AROUND_NAMES)


def is_moved(metadata: dict[str, object]) -> bool:
    """Tell whether kustomize has put an object into another namespace than its file says."""
    annotations = metadata.get("annotations")
    noted = annotations.get(PREVIOUS_NAMESPACES) if isinstance(annotations, dict) else None
    return any(namespace != (metadata.get("namespace") or "default") for namespace in _words(noted))


def _words(noted: object) -> list[str]:
    return list(filter(None, str(noted or "").split(",")))
