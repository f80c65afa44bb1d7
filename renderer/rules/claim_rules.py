"""Claims and volumes: where the data is, and whether a container sees it."""

from __future__ import annotations

from functools import partial
from itertools import takewhile
from operator import is_not

from renderer.kubernetes import quantities
from renderer.kubernetes.names import nearest, quoted
from renderer.objects.reading import amount, at, mapping, text, texts, trimmed
from renderer.objects.resource import Objects, Resource, grouped, may_share_namespace
from renderer.objects.workload import claim_specs, claims, mounts, replicas, volumes
from renderer.rules.advice.sets import varying
from renderer.rules.legacy import checked, found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path, Problem

    Problems = Iterator[Problem]

RETENTION = ("spec", "persistentVolumeClaimRetentionPolicy")
LOSES = {
    "whenDeleted": ("SR946", "deletes every volume with the StatefulSet"),
    "whenScaled": (
        "SR940",
        "deletes the volumes of the pods that a smaller number of replicas removes",
    ),
}
CLAIM = "PersistentVolumeClaim"
SNAPSHOTS = "write apiGroup: snapshot.storage.k8s.io"
# Some provisioners mind no size at all: whatever is more than nothing may be meant.
any_size = partial(quantities.storage_size, least=1)


def claims_are_mounted(one: Resource, _all: Objects) -> Problems:
    """A volume for every pod that no container sees: the data is written elsewhere."""
    mounted = {text(each.get("name")) for _, each in mounts(one)}
    for path, _, name in claims(one):
        if name and name not in mounted:
            message = f"is mounted by no container: {quoted(name)} stays empty, data is lost"
            hint = nearest(name, mounted) or "add a volumeMount of that name"
            yield found("SR930", (*path, "metadata", "name"), message, hint=hint)


def mounts_have_a_volume(one: Resource, _all: Objects) -> Problems:
    """A pod with such a mount is refused; before Kubernetes 1.34 not before it is created."""
    known = [name for *_, name in (*volumes(one), *claims(one))]
    for path, each in mounts(one):
        name = text(each.get("name"))
        if name and name not in known:
            message = f"must be a volume or claim template, got {quoted(name)}"
            hint = (
                nearest(name, known)
                or f"known: {', '.join(filter(None, dict.fromkeys(known))) or 'none'}"
            )
            yield found("SR931", (*path, "name"), message, hint=hint)


def claims_are_complete(one: Resource, _all: Objects) -> Problems:
    """The claims of a template without access mode or size are refused, pod by pod."""
    for path, spec, _ in claim_specs(one):
        if spec.get("accessModes") in (None, []):
            message = "must have one: every claim is refused, and no pod starts"
            hint = "write accessModes: [ReadWriteOnce]"
            yield found("SR933", (*path, "accessModes"), message, hint=hint)
        yield from _sized(spec, (*path, "resources", "requests", "storage"))


def _sized(spec: dict[Any, Any], path: Path) -> Problems:
    size = at(spec, "resources", "requests", "storage")
    if size is None:
        message = "is required: every claim is refused, and no pod starts"
        yield found("SR933", path, message, hint="write resources: {requests: {storage: 1Gi}}")
    elif amount(size) is not None:
        yield from checked("SR934", path, any_size, trimmed(size))


def sources_are_known(one: Resource, _all: Objects) -> Problems:
    """What is no claim has a group, and a reference without one means a claim."""
    for path, spec, _ in claim_specs(one):
        for field in ("dataSource", "dataSourceRef"):
            source = mapping(spec.get(field))
            kind = text(source.get("kind"))
            if kind and kind != CLAIM and not source.get("apiGroup"):
                message = f"is required for kind: {kind}"
                hint = SNAPSHOTS if kind == "VolumeSnapshot" else f"or write kind: {CLAIM}"
                yield found("SR903", (*path, field, "apiGroup"), message, hint=hint)


def access_modes_agree(one: Resource, _all: Objects) -> Problems:
    """ReadWriteOncePod stands alone."""
    for path, spec, _ in claim_specs(one):
        modes = set(texts(spec.get("accessModes")))
        if "ReadWriteOncePod" in modes and len(modes) > 1:
            message = "must not combine ReadWriteOncePod with other access modes"
            hint = "keep the one that the app needs"
            yield found("SR934", (*path, "accessModes"), message, hint=hint)


def claims_do_not_drift(one: Resource, _all: Objects) -> Problems:
    """The server adds these fields, and Argo CD shows a difference for ever.

    https://github.com/argoproj/argo-cd/issues/11143
    """
    wanted = (("apiVersion",), ("kind",), ("spec", "volumeMode"))
    for path, claim, _ in claims(one):
        missing = [".".join(each) for each in wanted if at(claim, *each) is None]
        if missing:
            message = f"lacks {', '.join(missing)}: the server adds it, and Argo CD may show drift"
            hint = "write apiVersion: v1, kind: PersistentVolumeClaim, spec.volumeMode: Filesystem"
            yield found("SR935", path, message, hint=hint)


def claims_are_their_own(one: Resource, objects: Objects) -> Problems:
    """Claims are named template, set, ordinal: `data-a-web-0` may be of `web` and of `a-web`."""
    own = {f"{name}-{one.name}": (path, name) for path, _, name in claims(one) if name}
    for claim, (path, mine) in own.items():
        for other in takewhile(partial(is_not, one), objects.once(_claimants)[claim]):
            if may_share_namespace(one, other) and other.name != one.name:
                message = (
                    f"makes claims named {mine}-{one.name}-0, which {other.label} makes as well: "
                    "both would write to one volume"
                )
                hint = "rename one of the templates, of a StatefulSet that has no data yet"
                yield found("SR936", (*path, "metadata", "name"), message, hint=hint)


def _claimants(objects: Objects) -> dict[str, list[Resource]]:
    """Return {claim without its ordinal: the StatefulSets that make it}."""
    return grouped(
        (f"{name}-{each.name}", each)
        for each in objects.sets
        for name in {name for *_, name in claims(each)}
    )


def claim_labels_stay(one: Resource, _all: Objects) -> Problems:
    """Claim templates can never change, so a chart's or app's version in them stops an upgrade."""
    for path, claim, _ in claims(one):
        for field in ("labels", "annotations"):
            labels = mapping(at(claim, "metadata", field))
            for key in varying(labels):
                message = (
                    f"holds what changes with a version, {quoted(labels[key])}: claim templates "
                    "can never change, so the next upgrade is refused"
                )
                hint = "remove it here; on the StatefulSet's own metadata it does no harm"
                yield found("SR937", (*path, "metadata", field, key), message, hint=hint)


def classes_are_chosen(one: Resource, _all: Objects) -> Problems:
    """The class can never be changed, and the default one differs between clusters."""
    for path, claim, _ in claims(one):
        spec = mapping(claim.get("spec"))
        if spec and spec.get("storageClassName") is None and not spec.get("volumeName"):
            message = "is not said: the cluster's default is taken, and can never be changed"
            yield found("SR938", (*path, "spec", "storageClassName"), message)


def claims_are_not_shared(one: Resource, objects: Objects) -> Problems:
    """A volume that one node may mount keeps all other pods waiting."""
    if replicas(one) < 2:  # noqa: PLR2004  # nobody to share with
        return
    shared = {
        name: each for each in objects.of_kind("PersistentVolumeClaim") for name in each.names
    }
    for path, each, _ in volumes(one):
        claim = shared.get(text(at(each, "persistentVolumeClaim", "claimName")))
        modes = texts(at(claim.data, "spec", "accessModes")) if claim else []
        if modes and not {"ReadWriteMany", "ReadOnlyMany"} & set(modes):
            message = f"is one claim, {', '.join(modes)}, for {replicas(one)} pods: others wait"
            hint = "write a volumeClaimTemplate, or ask for ReadWriteMany"
            yield found("SR939", (*path, "persistentVolumeClaim", "claimName"), message, hint=hint)
    for path, template, _ in claims(one):
        if volume := text(at(template, "spec", "volumeName")):
            message = f"must not be set for {replicas(one)} pods, {quoted(volume)} is one volume"
            hint = "remove it, and every pod gets a volume of its own"
            yield found("SR941", (*path, "spec", "volumeName"), message, hint=hint)


def data_is_kept(one: Resource, _all: Objects) -> Problems:
    """Retain keeps the volumes; Delete is for data that may be lost."""
    if not list(claims(one)):
        return
    for field, (code, effect) in LOSES.items():
        if at(one.data, *RETENTION, field) == "Delete":
            message = f"is Delete: it {effect}"
            yield found(code, (*RETENTION, field), message, hint="write Retain")


RULES = (
    claims_are_mounted,
    mounts_have_a_volume,
    claims_are_complete,
    sources_are_known,
    access_modes_agree,
    claims_do_not_drift,
    claims_are_their_own,
    claim_labels_stay,
    classes_are_chosen,
    claims_are_not_shared,
    data_is_kept,
)
