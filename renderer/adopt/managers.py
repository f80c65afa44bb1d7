"""Who applies the objects today, and what hands must do before somebody else does.

Nothing here is done by us: these are the words to print, with real names.
"""

from __future__ import annotations

from renderer.kubernetes.labels import MANAGED_BY, TRACKING_ID
from renderer.objects.reading import at, mapping, metadata_of, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.objects.resource import Resource

HELM = "meta.helm.sh/release-name"
HELM_NAMESPACE = "meta.helm.sh/release-namespace"
ARGOCD_LABEL = "argocd.argoproj.io/instance"
FLUX = "kustomize.toolkit.fluxcd.io/name"
FLUX_NAMESPACE = "kustomize.toolkit.fluxcd.io/namespace"
CHART, INSTANCE, RELEASE = "helm.sh/chart", "app.kubernetes.io/instance", "release"


def hands(resources: list[Resource]) -> list[str]:
    """Return what people must do by hand so that nobody else changes or deletes the objects.

    Args:
        resources: the objects that are taken over, as they were read.
    """
    found = {manager: None for resource in resources for manager in _managers(resource.data)}
    return [line for manager in found for line in WORDS[manager[0]](*manager[1:])]


def _managers(data: Any) -> Iterator[tuple[str, str, str]]:
    """Yield (what kind, name, namespace) of everybody who applies an object."""
    metadata = metadata_of(data)
    annotations, labels = (mapping(metadata.get(key)) for key in ("annotations", "labels"))
    namespace = text(metadata.get("namespace"))
    release = text(annotations.get(HELM))
    if not release and labels.get(MANAGED_BY) == "Helm":
        release = text(labels.get(INSTANCE)) or text(labels.get(RELEASE))
    if not release and text(labels.get("heritage")) in ("Helm", "Tiller"):
        release = text(labels.get(RELEASE))
    if release:
        yield "helm", release, text(annotations.get(HELM_NAMESPACE)) or namespace
    tracked = text(annotations.get(TRACKING_ID)).partition(":")[0] or text(labels.get(ARGOCD_LABEL))
    if tracked:
        yield "argocd", tracked, ""
    if FLUX in labels:
        yield "flux", text(labels[FLUX]), text(labels.get(FLUX_NAMESPACE))


def _helm(name: str, namespace: str) -> list[str]:
    where = f"-n {namespace} " if namespace else ""
    why = (
        f"Helm's release {name} has these objects: never run `helm uninstall {name}`, which would "
        "delete them. Let Helm forget the release, which touches no object:"
    )
    return [why, f"  kubectl {where}delete secret -l owner=helm,name={name}"]


def _argocd(name: str, _namespace: str) -> list[str]:
    automated = '[{"op": "remove", "path": "/spec/syncPolicy/automated"}]'
    why = (
        f"Argo CD's Application {name} has these objects: stop its syncs before another one has "
        "them, and when that one is Synced, delete it without its objects:"
    )
    return [
        why,
        f"  kubectl -n argocd patch application {name} --type json -p '{automated}'",
        f"  argocd app delete {name} --cascade=false",
    ]


def _flux(name: str, namespace: str) -> list[str]:
    where = f" -n {namespace}" if namespace else ""
    never = '{"spec": {"prune": false}}'
    why = (
        f"Flux's Kustomization {name} has these objects: before they leave its folder, stop it "
        "from pruning them:"
    )
    return [why, f"  kubectl{where} patch kustomization {name} --type merge -p '{never}'"]


WORDS = {"helm": _helm, "argocd": _argocd, "flux": _flux}


def is_restarted(data: Any) -> bool:
    """Tell whether `kubectl rollout restart` has left its mark on the pods, which must stay."""
    annotations = at(data, "spec", "template", "metadata", "annotations")
    return "kubectl.kubernetes.io/restartedAt" in mapping(annotations)
