"""The claims themselves, where they are larger than the claim template of the live StatefulSet.

A StatefulSet's claim templates never change, so growing a volume through Git means declaring the
claim that the controller would make, or has made, under its own name and with its own fields. The
controller takes what is there, and a claim that asks for more grows while its pod runs.
"""

from __future__ import annotations

from renderer.app.defaults import claimed_ordinals, ordinals, pod_name, selector_labels
from renderer.kubernetes.labels import SYNC_OPTIONS
from renderer.objects.declared import TEMPLATE_LABEL
from renderer.objects.workload import claim_name
from renderer.resources.metadata import metadata, place_of_metadata, place_of_selected
from renderer.resources.statefulset import claim_spec, place_of_claim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.app.models import StatefulApp
    from renderer.app.parts import Storage
    from renderer.errors import Path
    from renderer.resources.files import Files, Object

COMPARED = "argocd.argoproj.io/compare-options"
# A claim that Git has no more, after scaling down or when the app goes, stays with its data, and
# Argo CD does not call that a difference. In this order: Argo CD, kpt, Helm, Flux.
KEPT = {
    SYNC_OPTIONS: "Prune=false,Delete=false",
    COMPARED: "IgnoreExtraneous",
    "cli-utils.sigs.k8s.io/on-remove": "keep",
    "helm.sh/resource-policy": "keep",
    "kustomize.toolkit.fluxcd.io/prune": "disabled",
}
# Options of Argo CD that would take a claim away, or speak against those above.
AGAINST = ("Delete=", "Force=", "Prune=", "Replace=")
# Without a pod yet, a claim may wait for its first consumer, which is no fault of the app's.
WAITING = {"argocd.argoproj.io/ignore-healthcheck": "true"}


def build(app: StatefulApp) -> Files:
    """Return {file: PersistentVolumeClaim} for each pod, of the storage that has grown."""
    return {
        _file(storage, ordinal): claim(app, storage, ordinal)
        for storage in app.spec.storage
        for ordinal in claimed_ordinals(app, storage)
    }


def claim(app: StatefulApp, storage: Storage, ordinal: int) -> Object:
    """Return a claim as the controller names it, with the labels that the controller gives."""
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": metadata(
            app,
            claim_name(storage.name, pod_name(app, ordinal)),
            labels={**storage.labels, **selector_labels(app), TEMPLATE_LABEL: storage.name},
            annotations={**storage.annotations, **kept(app, storage, ordinal)},
        ),
        "spec": claim_spec(storage, storage.size),
    }


def kept(app: StatefulApp, storage: Storage, ordinal: int) -> dict[str, str]:
    """Return the annotations that keep a claim; other options for Argo CD stand beside them."""
    said = {**app.metadata.annotations, **storage.annotations}
    joined = {
        key: ",".join([*_options(said.get(key, "")), KEPT[key]]) for key in (SYNC_OPTIONS, COMPARED)
    }
    return {**KEPT, **joined, **(WAITING if ordinal not in ordinals(app) else {})}


def _options(said: str) -> list[str]:
    """Return the options that are not about what is kept."""
    options = [option.strip() for option in said.split(",")]
    return [option for option in options if option and not option.startswith(AGAINST)]


def _file(storage: Storage, ordinal: int) -> str:
    return f"claim-{storage.name}-{ordinal}.yaml"


def place(app: StatefulApp, path: Path, file: str) -> Path:
    """Return where in the spec a field of a claim comes from; nowhere is empty."""
    index = next(
        index
        for index, storage in enumerate(app.spec.storage)
        if file in (_file(storage, ordinal) for ordinal in claimed_ordinals(app, storage))
    )
    if path[:1] != ("metadata",):
        return place_of_claim(index, path)
    field, key = (*path[1:], "", "")[:2]
    own: Path = ("spec", "storage", index)
    if key == TEMPLATE_LABEL:
        return (*own, "name")
    if field == "annotations" and key in (*KEPT, *WAITING):
        return ()
    if field == "labels" and key in selector_labels(app):
        return place_of_selected(app, (key,))
    return place_of_metadata(app, path[1:], own=own, said=app.spec.storage[index])
