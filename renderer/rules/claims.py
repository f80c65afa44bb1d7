"""Claims, of a template or for an ephemeral volume."""

from __future__ import annotations

from renderer.kubernetes import names
from renderer.kubernetes.names import nearest, quoted
from renderer.kubernetes.quantities import storage_size
from renderer.objects.reading import amount, at, mapping, text, texts, trimmed
from renderer.objects.resource import Objects, Resource, grouped, may_share_namespace
from renderer.objects.workload import claim_specs, claims, mounts, replicas
from renderer.rules.rule import checked, found, rule, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

CLAIM_KIND = "PersistentVolumeClaim"
SNAPSHOTS = "write apiGroup: snapshot.storage.k8s.io"
ALONE = "ReadWriteOncePod"


@rule("SR1103", "error", "StatefulSet", was=("SR906",))
def names_of_claim_templates_can_be_ones(statefulset: Resource, _objects: Objects) -> Problems:
    """A name of a claim template that does not work

    It becomes part of the names of the claims, and the API server refuses anything but a DNS label.

    Way out: write at most 63 lower-case letters, digits and "-".
    """
    for path, _, name in claims(statefulset):
        if name:
            yield from checked((*path, "metadata", "name"), names.dns_label, name)


@rule("SR1105", "error", "StatefulSet", was=("SR903",))
def claim_templates_have_names(statefulset: Resource, _objects: Objects) -> Problems:
    """A claim template without a name

    Its name is the name of the volume that containers mount, and begins the name of every claim.

    Way out: write metadata.name of the claim template.
    """
    for path, _, name in claims(statefulset):
        if not name:
            yield found((*path, "metadata", "name"), "is required")


@rule("SR930", "warning", "StatefulSet", is_refused=True, refers=True)
def claims_are_mounted(resource: Resource, _objects: Objects) -> Problems:
    """A claim template that no container mounts

    Every pod gets a volume that stays empty, and the app writes into its container, where data
    ends with the pod.

    Way out: add a volumeMount of that name, or remove the template. For a StatefulSet that lives
    with it, allow SR930.
    """
    mounted = {text(mount.get("name")) for _, mount in mounts(resource)}
    for path, _, name in claims(resource):
        if name and name not in mounted:
            message = f"is mounted by no container: {quoted(name)} stays empty, data is lost"
            hint = nearest(name, mounted) or (
                "add a volumeMount of that name; a live set may allow SR930"
            )
            yield found((*path, "metadata", "name"), message, hint=hint)


@rule("SR1009", "error", "StatefulSet", was=("SR965", "SR301"))
def claims_have_names_of_their_own(resource: Resource, _objects: Objects) -> Problems:
    """Two claim templates of one name

    The last one is taken, in silence: every pod gets one volume less than it seems.

    Way out: rename one of the two, and its mounts.
    """
    return taken(((*path, "metadata"), name) for path, _, name in claims(resource))


@rule("SR933", "error", "StatefulSet")
def claims_have_an_access_mode(resource: Resource, _objects: Objects) -> Problems:
    """A claim without access mode

    Every claim is refused, and the pods wait for ever.

    Way out: write `accessModes: [ReadWriteOnce]`, or what the app needs.
    """
    for path, spec, _ in claim_specs(resource):
        if spec.get("accessModes") in (None, []):
            message = "must have one: every claim is refused, and no pod starts"
            hint = "write accessModes: [ReadWriteOnce]"
            yield found((*path, "accessModes"), message, hint=hint)


@rule("SR1065", "error", "StatefulSet")
def claims_have_a_size(resource: Resource, _objects: Objects) -> Problems:
    """A claim without size

    Every claim is refused, and the pods wait for ever.

    Way out: write `resources: {requests: {storage: 1Gi}}`, or what the app needs.
    """
    for path, spec, _ in claim_specs(resource):
        if at(spec, "resources", "requests", "storage") is None:
            message = "is required: every claim is refused, and no pod starts"
            where = (*path, "resources", "requests", "storage")
            yield found(where, message, hint="write resources: {requests: {storage: 1Gi}}")


@rule("SR934", "error", "StatefulSet")
def sizes_are_possible(resource: Resource, _objects: Objects) -> Problems:
    """A size of a claim that cannot be

    Kubernetes refuses 0 and less, and `500m` is half a byte, which nobody means.

    Way out: write an amount of bytes, such as 10Gi.
    """
    for path, spec, _ in claim_specs(resource):
        size = at(spec, "resources", "requests", "storage")
        if size is not None and amount(size) is not None:
            where = (*path, "resources", "requests", "storage")
            yield from checked(where, _any_size, trimmed(size))


def _any_size(size: Any) -> str:
    """Check a size; some provisioners mind none at all, so more than nothing may be meant."""
    return storage_size(size, least=1)


@rule("SR1066", "warning", "StatefulSet", CLAIM_KIND, is_refused=True, was=("SR305",))
def sizes_fit_limits(resource: Resource, _objects: Objects) -> Problems:
    """A claim that asks for more than its limit

    The limit is the largest volume that the claim may get, so none will do, and the pods wait.

    Way out: raise the limit to the size at least, or remove it.
    """
    for path, spec, _ in claim_specs(resource):
        size, limit = (at(spec, "resources", field, "storage") for field in ("requests", "limits"))
        least, most = amount(size), amount(limit)
        if limit is not None and least is not None and most is not None and most < least:
            message = f"must be at least the size, {quoted(size)}, got {quoted(limit)}"
            where = (*path, "resources", "limits", "storage")
            causes = ((*path, "resources", "requests", "storage"),)
            yield found(where, message, hint="raise it, or remove it", causes=causes)


@rule("SR1067", "error", "StatefulSet", was=("SR304",))
def access_modes_agree(resource: Resource, _objects: Objects) -> Problems:
    """Access modes that exclude each other

    ReadWriteOncePod stands alone: Kubernetes refuses it beside any other access mode.

    Way out: keep the one that the app needs.
    """
    for path, spec, _ in claim_specs(resource):
        modes = set(texts(spec.get("accessModes")))
        if ALONE in modes and len(modes) > 1:
            message = f"must not combine {ALONE} with other access modes"
            hint = "keep the one that the app needs"
            yield found((*path, "accessModes"), message, hint=hint)


@rule("SR1068", "info", "StatefulSet", is_refused=True, was=("SR304",))
def access_modes_stand_once(resource: Resource, _objects: Objects) -> Problems:
    """An access mode that stands twice

    Kubernetes takes it, and it says no more than once. Mostly another mode was meant, and a claim
    template can never be changed.

    Way out: remove one of them, or write the mode that was meant.
    """
    for path, spec, _ in claim_specs(resource):
        modes = texts(spec.get("accessModes"))
        if len(set(modes)) < len(modes):
            message = "must not repeat an access mode"
            yield found((*path, "accessModes"), message, hint="remove one of the two")


@rule("SR1069", "error", "StatefulSet", was=("SR316",))
def data_sources_have_a_group(resource: Resource, _objects: Objects) -> Problems:
    """A data source without its API group

    Without a group it is of the core one, where there are only claims to copy, so Kubernetes
    refuses every other kind.

    Way out: write apiGroup, for a VolumeSnapshot `apiGroup: snapshot.storage.k8s.io`.
    """
    for path, spec, _ in claim_specs(resource):
        for field in ("dataSource", "dataSourceRef"):
            source = mapping(spec.get(field))
            kind = text(source.get("kind"))
            if kind and kind != CLAIM_KIND and not source.get("apiGroup"):
                message = f"is required for kind: {kind}"
                hint = SNAPSHOTS if kind == "VolumeSnapshot" else f"or write kind: {CLAIM_KIND}"
                causes = ((*path, field, "kind"),)
                yield found((*path, field, "apiGroup"), message, hint=hint, causes=causes)


@rule("SR1070", "error", "StatefulSet", was=("SR305",))
def data_sources_agree(resource: Resource, _objects: Objects) -> Problems:
    """dataSource and dataSourceRef that differ

    Kubernetes copies the one into the other, and refuses a claim in which they are not the same,
    or where dataSourceRef is in another namespace.

    Way out: keep dataSourceRef, which can say all that dataSource can.
    """
    for path, spec, _ in claim_specs(resource):
        source, reference = (mapping(spec.get(field)) for field in ("dataSource", "dataSourceRef"))
        keys = ("apiGroup", "kind", "name")
        is_same = all((source.get(key) or "") == (reference.get(key) or "") for key in keys)
        if source and reference and (reference.get("namespace") or not is_same):
            message, causes = "must be the same as dataSourceRef", ((*path, "dataSourceRef"),)
            hint = "keep dataSourceRef"
            yield found((*path, "dataSource"), message, hint=hint, causes=causes)


@rule("SR941", "error", "StatefulSet", was=("SR305",))
def volumes_are_not_shared(resource: Resource, _objects: Objects) -> Problems:
    """One volume for the claims of several pods

    volumeName binds one claim to one volume, so all other pods wait for ever.

    Way out: remove it, and every pod gets a volume of its own.
    """
    pods = replicas(resource)
    for path, template, _ in claims(resource) if pods > 1 else ():
        if volume := text(at(template, "spec", "volumeName")):
            message = f"must not be set for {pods} pods, {quoted(volume)} is one volume"
            hint = "remove it, and every pod gets a volume of its own"
            where, causes = (*path, "spec", "volumeName"), (("spec", "replicas"),)
            yield found(where, message, hint=hint, causes=causes)


@rule("SR936", "error", "StatefulSet")
def claims_are_their_own(resource: Resource, objects: Objects) -> Problems:
    """Claims of two StatefulSets with the same names

    A claim is named template, set, ordinal: `a` of `b-c` and `a-b` of `c` are the same, and both
    write to one volume.

    Way out: rename one of the templates, of a StatefulSet that has no data yet.
    """
    for path, _, template in claims(resource):
        claim = f"{template}-{resource.name}"
        for other in objects.once(_claimants)[claim] if template else ():
            if other is resource:
                break  # those after it say so themselves
            if may_share_namespace(resource, other) and other.name != resource.name:
                message = (
                    f"makes claims named {claim}-0, which {other.label} makes as well: "
                    "both would write to one volume"
                )
                hint = "rename one of the templates, of a StatefulSet that has no data yet"
                yield found((*path, "metadata", "name"), message, hint=hint)


def _claimants(objects: Objects) -> dict[str, list[Resource]]:
    """Return {claim without its ordinal: the StatefulSets that make it}."""
    return grouped(
        (f"{template}-{resource.name}", resource)
        for resource in objects.sets
        for template in {name for *_, name in claims(resource)}
    )
