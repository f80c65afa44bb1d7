"""What hurts, or is better otherwise, where data is kept: claims, mounts and ConfigMaps."""

from __future__ import annotations

import json
import re

from renderer.kubernetes.images import split
from renderer.kubernetes.labels import ANNOTATION_LIMIT
from renderer.kubernetes.names import quoted
from renderer.objects.declared import KIND as PVC
from renderer.objects.declared import is_kept, takers
from renderer.objects.reading import at, items, mapping, text, texts
from renderer.objects.resource import may_share_namespace
from renderer.objects.workload import POD, claims, containers, mounts, pod, replicas, volumes
from renderer.rules.claims import CLAIM_KIND
from renderer.rules.config_maps import MOST_BYTES, bytes_of
from renderer.rules.rule import found, rule
from renderer.rules.sets import varying
from renderer.rules.volumes import CLAIM, CLAIMS, sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

    # What an image declares as a volume, and where in it the data is.
    Home = tuple[str, str]

RETENTION = ("spec", "persistentVolumeClaimRetentionPolicy")
# CockroachDB's manifests name the template again as a claim; ECK's operator writes this instead.
PLACEHOLDER = "claim-name-placeholder"
DRIVE = re.compile("^[A-Za-z]:")
# Go's JSON writes these as six characters, such as \\u003c.
ESCAPED = "<>&"
# Where the official images keep their data. https://github.com/docker-library/docs has a page for
# each; their Dockerfiles are in docker-library/{postgres,mysql,mongo,cassandra,rabbitmq},
# redis/docker-library-redis, MariaDB/mariadb-docker and influxdata/influxdata-docker.
DATA = {
    "arangodb": ("/var/lib/arangodb3",),
    "cassandra": ("/var/lib/cassandra",),
    "clickhouse": ("/var/lib/clickhouse",),
    "couchbase": ("/opt/couchbase/var",),
    "couchdb": ("/opt/couchdb/data",),
    "elasticsearch": ("/usr/share/elasticsearch/data",),
    "influxdb 1": ("/var/lib/influxdb",),
    "influxdb 2": ("/var/lib/influxdb2",),
    "mariadb": ("/var/lib/mysql",),
    "mongo": ("/data/db", "/data/configdb"),
    "mysql": ("/var/lib/mysql",),
    "neo4j": ("/data",),
    "percona": ("/var/lib/mysql",),
    "rabbitmq": ("/var/lib/rabbitmq",),
    "redis": ("/data",),
    "rethinkdb": ("/data",),
    "zookeeper": ("/data", "/datalog"),
}
# PostgreSQL has a folder for each major version since this one.
POSTGRES, WITH_FOLDERS = "/var/lib/postgresql", 18
OFFICIAL = re.compile(
    r"(?:(?:index\.)?docker\.io/|(?:[^/]+/)*library/)?([a-z0-9]+)"
    r"|docker\.elastic\.co/elasticsearch/(elasticsearch)"
)
# With any other program nobody knows where the data is.
SERVERS = re.compile(
    r"(?:.*/)?(?:docker-entrypoint\.sh|postgres|mysqld|mariadbd|mongod|redis-server|cassandra"
    r"|rabbitmq-server|influxd)"
)


@rule("SR996", "warning", "StatefulSet")
def claims_are_used(resource: Resource, _objects: Objects) -> Problems:
    """A claim that a claim template replaces

    A volume with the name of a claim template is not used, and neither is the claim that it names:
    every pod gets one of its own.

    Way out: where that is meant, remove the volume; else rename it and its mounts.
    """
    templates = {name for *_, name in claims(resource) if name}
    for index, volume in items(pod(resource).get("volumes")):
        name, claim = text(volume.get("name")), at(volume, CLAIM, "claimName")
        is_other = sources(volume) == [CLAIM] and claim not in (name, PLACEHOLDER)
        if name in templates and is_other:
            message = f"is not used, {quoted(claim)}: every pod gets a claim of template {name}"
            hint = "remove the volume, or rename it and its mounts"
            yield found((*POD, "volumes", index, CLAIM, "claimName"), message, hint=hint)


@rule("SR935", "info", "StatefulSet")
def claims_do_not_drift(resource: Resource, _objects: Objects) -> Problems:
    """A claim template that the server completes

    It adds apiVersion, kind and volumeMode, and Argo CD then shows a difference for ever:
    https://github.com/argoproj/argo-cd/issues/11143

    Way out: write `apiVersion: v1`, `kind: PersistentVolumeClaim` and `volumeMode: Filesystem`.
    """
    wanted = (("apiVersion",), ("kind",), ("spec", "volumeMode"))
    for path, claim, _ in claims(resource):
        missing = [".".join(field) for field in wanted if at(claim, *field) is None]
        if missing:
            message = f"lacks {', '.join(missing)}: the server adds it, and Argo CD may show drift"
            hint = f"write apiVersion: v1, kind: {CLAIM_KIND}, spec.volumeMode: Filesystem"
            yield found(path, message, hint=hint)


@rule("SR937", "warning", "StatefulSet")
def claim_labels_stay(resource: Resource, _objects: Objects) -> Problems:
    """A claim template holds what changes with a version

    Claim templates can never change, so the next upgrade of the chart or app is refused.

    Way out: remove it there; on the StatefulSet's own metadata it does no harm.
    """
    for path, claim, _ in claims(resource):
        for field in ("labels", "annotations"):
            labels = mapping(at(claim, "metadata", field))
            for key in varying(labels):
                message = (
                    f"holds what changes with a version, {quoted(labels[key])}: claim templates "
                    "can never change, so the next upgrade is refused"
                )
                hint = "remove it here; on the StatefulSet's own metadata it does no harm"
                yield found((*path, "metadata", field, key), message, hint=hint)


@rule("SR1159", "info", "StatefulSet")
def mount_paths_are_plain(resource: Resource, _objects: Objects) -> Problems:
    """A slash behind a mountPath

    It is the same path as without, and Kubernetes takes it. Two spellings of one path hide that two
    volumes meet there.

    Way out: leave it where the set lives, for any change restarts the pods; write new ones without.
    """
    for path, mount in mounts(resource):
        where = text(mount.get("mountPath"))
        if where.rstrip("/") and where.endswith("/"):
            message = f"ends with a slash, {quoted(where)}: the same path as without"
            yield found((*path, "mountPath"), message, hint="write new ones without")


@rule("SR938", "info", "StatefulSet")
def classes_are_chosen(resource: Resource, _objects: Objects) -> Problems:
    """A storage class that is not set

    The default of the cluster is taken, which differs between clusters and cannot be changed
    afterwards.

    Way out: write storageClassName.
    """
    for path, claim, _ in claims(resource):
        spec = mapping(claim.get("spec"))
        if spec and spec.get("storageClassName") is None and not spec.get("volumeName"):
            message = "is not set: the cluster's default is taken, and can never be changed"
            yield found((*path, "spec", "storageClassName"), message)


@rule("SR939", "warning", "StatefulSet")
def claims_are_not_shared(resource: Resource, objects: Objects) -> Problems:
    """One claim for several pods

    A volume that one node may mount keeps the pods on other nodes waiting.

    Way out: write a volumeClaimTemplate, or ask for ReadWriteMany.
    """
    pods = replicas(resource)
    shared = {name: claim for claim in objects.of_kind(CLAIM_KIND) for name in claim.names}
    for path, volume, _ in volumes(resource) if pods > 1 else ():
        claim = shared.get(text(at(volume, CLAIM, "claimName")))
        modes = texts(at(claim.data, "spec", "accessModes")) if claim else []
        if modes and not {"ReadWriteMany", "ReadOnlyMany"} & set(modes):
            message = f"is one claim, {', '.join(modes)}, for {pods} pods: others wait"
            hint = "write a volumeClaimTemplate, or ask for ReadWriteMany"
            yield found((*path, CLAIM, "claimName"), message, hint=hint)


@rule("SR940", "warning", "StatefulSet")
def data_outlives_scaling(resource: Resource, _objects: Objects) -> Problems:
    """Volumes that are deleted by scaling down

    whenScaled: Delete is for data that may be lost, or that other pods hold as well: fewer
    replicas delete volumes at once.

    Way out: write `whenScaled: Retain`.
    """
    effect = "deletes the volumes of the pods that a smaller number of replicas removes"
    yield from _kept(resource, "whenScaled", effect)


@rule("SR946", "warning", "StatefulSet")
def data_outlives_the_set(resource: Resource, _objects: Objects) -> Problems:
    """Volumes that are deleted with the StatefulSet

    whenDeleted: Delete is right where the data may be lost, as in development.

    Way out: in production write `whenDeleted: Retain`.
    """
    yield from _kept(resource, "whenDeleted", "deletes every volume with the StatefulSet")


def _kept(resource: Resource, field: str, effect: str) -> Problems:
    if at(resource.data, *RETENTION, field) == "Delete" and any(claims(resource)):
        yield found((*RETENTION, field), f"is Delete: it {effect}", hint="write Retain")


@rule("SR969", "warning", "StatefulSet")
def mount_paths_have_no_colon(resource: Resource, _objects: Objects) -> Problems:
    """A mountPath with a colon in it

    The API server takes it, and container runtimes that read a colon as a separator mount
    something else, or nothing. A drive of Windows is meant to have one.

    Way out: write a path without one.
    """
    for path, mount in mounts(resource):
        place = text(mount.get("mountPath"))
        if ":" in DRIVE.sub("", place, count=1):
            message = f"must not contain a colon, got {quoted(place)}: some runtimes misread it"
            yield found((*path, "mountPath"), message, hint="write a path without one")


@rule("SR1085", "warning", "StatefulSet")
def claims_are_where_the_data_is(resource: Resource, objects: Objects) -> Problems:
    """A claim beside the folder in which the image keeps its data

    The official image of a database writes to a folder of its own. A claim that is mounted
    somewhere else stays empty, and the data is lost with the pod. So it is with a claim above that
    folder, where the container runtime puts a volume for the image on top of it, as containerd
    does. Whatever names the claim's path is believed: a variable, an argument, a ConfigMap.

    Way out: mount the claim at the folder that the message names, or tell the app to use another
    one, such as PGDATA for PostgreSQL.
    """
    for path, container in containers(resource):
        claimed = _claimed(resource, container)
        homes = _homes(container) if claimed and _serves(container) else []
        places = [text(mount.get("mountPath")) for _, mount in items(container.get("volumeMounts"))]
        is_home = any(_keeps(place, *home) for place in places for home in homes)
        if homes and not is_home and not _is_moved(resource, container, claimed, objects):
            (index, place), (volume, data) = next(iter(claimed.items())), homes[0]
            message = (
                f"is not where {text(container.get('image'))} keeps its data, {data}: "
                f"that is lost with the pod, got {quoted(place)}"
            )
            hint = f"mount {volume or data}" + (", or set PGDATA" if "postgres" in data else "")
            yield found((*path, "volumeMounts", index, "mountPath"), message, hint=hint)


def _claimed(resource: Resource, container: dict[Any, Any]) -> dict[int, str]:
    """Return {index of a mount: where}, for those of claims."""
    names = {name for *_, name in claims(resource)}
    names |= {name for _, volume, name in volumes(resource) if CLAIMS & set(sources(volume))}
    return {
        index: text(mount.get("mountPath"))
        for index, mount in items(container.get("volumeMounts"))
        if text(mount.get("name")) in names
    }


def _homes(container: dict[Any, Any]) -> list[Home]:
    """Return where the image of a container may keep its data; nothing where nobody knows."""
    image, tag, _ = split(text(container.get("image")))
    official = OFFICIAL.fullmatch(image)
    name = next(filter(None, official.groups()), "") if official else ""
    major = (re.match("v?([0-9]+)", tag) or [""] * 2)[1]
    if name == "postgres":
        return _homes_of_postgres(container, major)
    return [(folder, folder) for folder in DATA.get(name) or DATA.get(f"{name} {major}", ())]


def _homes_of_postgres(container: dict[Any, Any], major: str) -> list[Home]:
    variables = (variable for _, variable in items(container.get("env")))
    told = next((variable for variable in variables if variable.get("name") == "PGDATA"), None)
    new = (POSTGRES, f"{POSTGRES}/{major or WITH_FOLDERS}/docker")
    old = (f"{POSTGRES}/data", f"{POSTGRES}/data")
    homes = [new, old] if not major else [new] if int(major) >= WITH_FOLDERS else [old]
    if told is None:
        return homes
    data = text(told.get("value"))
    is_inside = [(volume, data) for volume, _ in homes if _is_below(data, volume)]
    return (is_inside or [("", data)]) if data and "$" not in data else []


def _serves(container: dict[Any, Any]) -> bool:
    """Tell whether a container runs the program of its image, as far as anybody knows."""
    command, args = texts(container.get("command")), texts(container.get("args"))
    first = next(iter([*command, *args]), "-")
    return bool(SERVERS.fullmatch(first)) or (first.startswith("-") and not command)


def _keeps(place: str, volume: str, data: str) -> bool:
    """Tell whether a mount keeps the data; what is above the image's volume, that hides."""
    is_hidden = _is_below(volume, place) and not _is_below(place, volume)
    is_related = _is_below(place, data) or _is_below(data, place)
    return is_related and not (is_hidden and _is_below(data, volume))


def _is_below(place: str, folder: str) -> bool:
    return f"{place.rstrip('/')}/".startswith(f"{folder.rstrip('/')}/")


def _is_moved(
    resource: Resource, container: dict[Any, Any], claimed: dict[int, str], objects: Objects
) -> bool:
    """Tell whether the data may be in one of the claims after all, because something names it."""
    told = [*texts(container.get("command")), *texts(container.get("args"))]
    told += [text(variable.get("value")) for _, variable in items(container.get("env"))]
    for name in _config_maps(resource, container):
        held = [
            config_map
            for config_map in objects.of_kind("ConfigMap")
            if name in config_map.names and may_share_namespace(resource, config_map)
        ]
        if not held:
            return True  # nobody knows what it says
        told += [
            text(value)
            for config_map in held
            for value in mapping(at(config_map.data, "data")).values()
        ]
    return any(place.rstrip("/") in words for place in claimed.values() for words in told)


def _config_maps(resource: Resource, container: dict[Any, Any]) -> Iterator[str]:
    """Yield the names of the ConfigMaps that a container reads."""
    for _, source in items(container.get("envFrom")):
        if name := text(at(source, "configMapRef", "name")):
            yield name
    mounted = [mount.get("name") for _, mount in items(container.get("volumeMounts"))]
    for _, volume, name in volumes(resource):
        if name in mounted and "configMap" in volume:
            yield text(at(volume, "configMap", "name"))


@rule("SR1086", "warning", "ConfigMap")
def config_maps_fit_into_an_annotation(resource: Resource, _objects: Objects) -> Problems:
    """A ConfigMap that only server-side apply takes

    `kubectl apply` keeps a copy of what was applied in an annotation, and so does Argo CD. All
    annotations of an object have 262144 bytes, and the API server refuses more.

    Way out: apply it with `kubectl apply --server-side`, in Argo CD with the sync option
    `ServerSideApply=true`, or split it.
    """
    size = _size_as_json(resource.data)
    if size > ANNOTATION_LIMIT and sum(bytes_of(resource).values()) <= MOST_BYTES:
        message = (
            f"is too large for kubectl apply, which keeps a copy in an annotation: {size} bytes "
            f"as JSON, and at most {ANNOTATION_LIMIT} fit"
        )
        yield found((), message, hint="use server-side apply, or split it")


def _size_as_json(data: Any) -> int:
    """Return the size of an object as kubectl writes it."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    return len(written.encode(errors="replace")) + 5 * sum(map(written.count, ESCAPED))


@rule("SR1087", "warning", "ConfigMap")
def scripts_find_their_interpreter(resource: Resource, _objects: Objects) -> Problems:
    r"""a script whose first line ends with a CR

    `#!/bin/sh` with a line end of Windows asks for a program called `/bin/sh\r`, and the container
    says only "no such file or directory". Git writes such line ends on Windows.

    Way out: save the file with the line ends of Unix, and write `*.sh text eol=lf` into
    .gitattributes.
    """
    for key, value in _texts(resource):
        if _is_windows_script(value):
            message = 'begins with "#!" and has a CR at the end of that line: it cannot be run'
            hint = f"save it with line ends of Unix, and write {key} text eol=lf to .gitattributes"
            yield found(("data", key), message, hint=hint)


@rule("SR1088", "warning", "ConfigMap")
def line_ends_agree(resource: Resource, _objects: Objects) -> Problems:
    """A file with line ends of both Windows and Unix

    Some lines end with a CR and some do not, which mostly nobody meant. Many programs read the CR
    as a part of the last word of the line.

    Way out: save the file with the line ends of Unix, and name it in .gitattributes with
    `text eol=lf`.
    """
    for key, value in _texts(resource):
        windows = value.count("\r\n")
        if 0 < windows < value.count("\n") and not _is_windows_script(value):
            message = f"has mixed line ends: {windows} of {value.count(chr(10))} with a CR"
            hint = f"save it with line ends of Unix, and write {key} text eol=lf to .gitattributes"
            yield found(("data", key), message, hint=hint)


def _texts(resource: Resource) -> Iterator[tuple[str, str]]:
    for key, value in mapping(at(resource.data, "data")).items():
        yield str(key), text(value)


def _is_windows_script(value: str) -> bool:
    return value.startswith("#!") and value.partition("\n")[0].endswith("\r")


@rule("SR1155", "warning", PVC)
def claims_are_kept(claim: Resource, objects: Objects) -> Problems:
    """A declared claim that is deleted where Git has it no more

    Scaling down, or removing the app, takes it out of Git. Argo CD, Flux, Helm and kpt then delete
    the claim, and with it mostly the volume and the data.

    Way out: add the annotations `argocd.argoproj.io/sync-options: Prune=false,Delete=false`,
    `kustomize.toolkit.fluxcd.io/prune: disabled`, or what your tool asks for.
    """
    if not is_kept(claim) and any(takers(claim, objects)):
        message = "must say that the claim is kept: where Git has it no more, its data is deleted"
        hint = "add argocd.argoproj.io/sync-options: Prune=false,Delete=false, or that of your tool"
        yield found(("metadata", "annotations"), message, hint=hint)
