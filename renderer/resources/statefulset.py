"""The StatefulSet, and the claim template of each storage entry."""

from __future__ import annotations

from renderer.app.defaults import (
    container_name,
    headless_service_name,
    is_recommended,
    selector_labels,
    template_size,
)
from renderer.resources.config_maps import CHECKSUM_DOMAIN, checksums
from renderer.resources.metadata import (
    NAME,
    in_key_order,
    metadata,
    place_of_metadata,
    place_of_selected,
    without_nothing,
)
from renderer.resources.pod import place_in_pod, pod_spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.app.parts import Storage
    from renderer.errors import Path
    from renderer.resources.files import Files

FILE = "statefulset.yaml"
TEMPLATE: Path = ("spec", "template")
POD: Path = (*TEMPLATE, "spec")
ROLLING = "RollingUpdate"
# Whose logs and shell `kubectl logs` and `kubectl exec` show when none is named.
DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container"


def build(app: StatefulApp) -> Files:
    """Return the StatefulSet; everything in it but `template` and a few numbers is immutable.

    https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/
    """
    return {
        FILE: {
            "apiVersion": "apps/v1",
            "kind": "StatefulSet",
            "metadata": metadata(app, app.metadata.name),
            "spec": without_nothing(
                {
                    "serviceName": headless_service_name(app),
                    "replicas": app.spec.replicas,
                    "podManagementPolicy": app.spec.pod_management_policy,
                    "updateStrategy": update_strategy(app),
                    "minReadySeconds": app.spec.min_ready_seconds,
                    "revisionHistoryLimit": app.spec.revision_history_limit,
                    "ordinals": app.spec.ordinals,
                    "persistentVolumeClaimRetentionPolicy": (
                        app.spec.persistent_volume_claim_retention_policy
                    ),
                    "selector": {"matchLabels": selector_labels(app)},
                    "template": pod_template(app),
                    "volumeClaimTemplates": volume_claim_templates(app),
                }
            ),
        }
    }


def update_strategy(app: StatefulApp) -> dict[str, Any]:
    """Return how pods are updated, with all that a server would add to it.

    What it has added itself nobody owns, so a server-side apply never takes it away; and it refuses
    OnDelete beside a `rollingUpdate`. Once written, a later apply without it does take it away.
    """
    said: dict[str, Any] = {**(app.spec.update_strategy or {})}
    if said.get("type", ROLLING) != ROLLING:
        return said
    partition = {"partition": 0, **said.get("rollingUpdate", {})}
    return {"type": ROLLING, **said, "rollingUpdate": partition}


def pod_template(app: StatefulApp) -> dict[str, Any]:
    """Return the pod template; any change of it restarts the pods, so only pod labels get here."""
    return {
        "metadata": without_nothing(
            {
                "name": app.spec.pod_template_name,
                "labels": in_key_order({**app.spec.pod_labels, **selector_labels(app)}),
                "annotations": pod_annotations(app),
            }
        ),
        "spec": pod_spec(app),
    }


def pod_annotations(app: StatefulApp) -> dict[str, str]:
    """Return the pods' annotations: the spec's own, checksums of files, and whom kubectl means."""
    has_choice = app.spec.sidecars and is_recommended(app)
    default = {DEFAULT_CONTAINER: container_name(app)} if has_choice else {}
    return in_key_order({**default, **checksums(app), **app.spec.pod_annotations})


def volume_claim_templates(app: StatefulApp) -> list[dict[str, Any]]:
    """Return one template per storage entry."""
    return [volume_claim_template(storage) for storage in app.spec.storage]


def volume_claim_template(storage: Storage) -> dict[str, Any]:
    """Return a claim template with all that a server would add to it.

    Argo CD shows a StatefulSet as out of sync for ever when `apiVersion`, `kind` or `volumeMode`
    are missing here: https://github.com/argoproj/argo-cd/issues/11143
    """
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": without_nothing(
            {
                "name": storage.name,
                "namespace": storage.namespace,
                "labels": storage.labels,
                "annotations": storage.annotations,
            }
        ),
        "spec": claim_spec(storage, template_size(storage)),
    }


def claim_spec(storage: Storage, size: str) -> dict[str, Any]:
    """Return what is claimed; `storageClassName: ""` is not the same as none."""
    return {
        "accessModes": storage.access_modes,
        **(
            {}
            if storage.storage_class_name is None
            else {"storageClassName": storage.storage_class_name}
        ),
        "volumeMode": storage.volume_mode,
        "resources": claim_resources(storage, size),
        **without_nothing(
            {
                "volumeAttributesClassName": storage.volume_attributes_class_name,
                "selector": storage.selector,
                "volumeName": storage.volume_name,
                "dataSource": storage.data_source,
                "dataSourceRef": storage.data_source_ref,
            }
        ),
    }


def claim_resources(storage: Storage, size: str) -> dict[str, Any]:
    """Return the size that is asked for, and the largest one that may be given."""
    limits = {"limits": {"storage": storage.size_limit}} if storage.size_limit else {}
    return {**limits, "requests": {"storage": size}}


def place(app: StatefulApp, path: Path, _file: str) -> Path:
    """Return where in the spec a field of the StatefulSet comes from; nowhere is empty."""
    if path[: len(POD)] == POD:
        return place_in_pod(app, path[len(POD) :])
    if path[: len(TEMPLATE)] == TEMPLATE:
        return _place_in_template(app, path[len(TEMPLATE) :])
    if path[:2] == ("spec", "volumeClaimTemplates"):
        return _place_of_template(app, path[2:])
    if path[:1] == ("metadata",):
        return place_of_metadata(app, path[1:])
    return _place_in_spec(app, path) if path[:1] == ("spec",) else ()


def _place_in_spec(app: StatefulApp, path: Path) -> Path:
    """Return where another field comes from: most are called the same."""
    if path[:2] == ("spec", "selector"):
        return place_of_selected(app, path[len(("spec", "selector", "matchLabels")) :])
    if path == ("spec", "serviceName"):
        said = "name" if app.spec.headless_service.enabled else "enabled"
        return ("spec", "headlessService", said)
    return path


def _place_in_template(app: StatefulApp, path: Path) -> Path:
    """Return where a label or annotation of the pods comes from."""
    _, field, key = (*path, "", "", "")[:3]
    if field == "name":
        return ("spec", "podTemplateName")
    if field == "labels" and key in selector_labels(app):
        return place_of_selected(app, (key,))
    is_ours = key not in app.spec.pod_annotations and key in pod_annotations(app)
    if key == DEFAULT_CONTAINER and is_ours:
        return ("spec", "containerName") if app.spec.container_name else NAME
    domain, _, name = str(key).partition("/")
    names = [config.name for config in app.spec.config]
    if domain == CHECKSUM_DOMAIN and name in names:
        return ("spec", "config", names.index(name), "files")
    said = {"labels": "podLabels", "annotations": "podAnnotations"}.get(str(field))
    return ("spec", *((said, key) if said and key else (said,) if said else ()))


def _place_of_template(app: StatefulApp, path: Path) -> Path:
    """Return where a field of a claim template comes from."""
    index, *rest = path or (None,)
    if not isinstance(index, int) or index >= len(app.spec.storage):
        return ("spec", "storage")
    is_smaller = app.spec.storage[index].template_size is not None
    return place_of_claim(index, tuple(rest), size="templateSize" if is_smaller else "size")


def place_of_claim(index: int, path: Path, size: str = "size") -> Path:
    """Return where in the spec a field of a claim comes from, as a template or declared.

    Args:
        index: which entry of spec.storage it is of.
        path: the field.
        size: the field that its size comes from.
    """
    own: Path = ("spec", "storage", index)
    if path[:1] == ("metadata",):
        return (*own, *path[1:])
    if path[:2] == ("spec", "resources"):
        return (*own, "sizeLimit" if path[2:3] == ("limits",) else size)
    return (*own, *path[1:]) if path[:1] == ("spec",) else own if not path else ()
