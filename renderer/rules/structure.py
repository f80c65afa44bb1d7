"""What an object is called, and which version of it: is it what Kubernetes calls a StatefulSet?"""

from __future__ import annotations

from renderer.kubernetes import names
from renderer.kubernetes.names import did_you_mean, quoted
from renderer.objects.reading import at, items, mapping, text
from renderer.objects.resource import VERSIONS, Objects, Resource, judged_kind
from renderer.rules.legacy import checked, found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from renderer.errors import Path, Problem

    Problems = Iterator[Problem]
    # The types of the objects around a field, each with its path, from the outermost.
    Around = tuple[tuple[Path, str], ...]


def is_served(one: Resource, _all: Objects) -> Problems:
    """A version that no supported server knows is refused."""
    wanted, got = VERSIONS[one.kind], at(one.data, "apiVersion")
    if got != wanted:
        message = f'must be "{wanted}", got {quoted(got)}, which is served no more'
        yield found("SR905", ("apiVersion",), message)


def is_nearly_judged(one: Resource) -> Problems:
    """A slip in kind or apiVersion must not keep an object from being judged.

    Groups with a dot are of custom resources, and OpenKruise has a StatefulSet too.
    """
    group = text(at(one.data, "apiVersion")).rpartition("/")[0]
    kind = next((kind for kind in VERSIONS if kind.lower() == one.kind.lower().rstrip("s")), "")
    if not kind or "." in group:
        return
    if kind != one.kind:
        message = f"is not known, got {quoted(one.kind)}: it was not judged"
        yield found("SR904", ("kind",), message, hint=did_you_mean(kind))
    else:
        got = quoted(at(one.data, "apiVersion"))
        message = f"must be {VERSIONS[kind]} for a {kind}, got {got}: it was not judged"
        yield found("SR904", ("apiVersion",), message)


def is_named(one: Resource, _all: Objects) -> Problems:
    """Names end up in labels and DNS names, and have their limits."""
    metadata = at(one.data, "metadata")
    if isinstance(metadata, dict) and not one.name and "generateName" not in metadata:
        yield found("SR903", ("metadata", "name"), "is required")
    check = {"StatefulSet": statefulset_name, "Service": names.dns1035_label}
    if one.name:
        path = ("metadata", "name")
        yield from checked("SR906", path, check.get(one.kind, names.dns_subdomain), one.name)
    if one.namespace:
        yield from checked("SR906", ("metadata", "namespace"), names.namespace, one.namespace)


def statefulset_name(value: str) -> str:
    """Check a name whose pods get it in a label; a digit may be in front."""
    if len(value) > names.STATEFULSET_LIMIT:
        return names.statefulset_name(value)
    return names.dns_label(value)


def is_there_once(one: Resource, objects: Objects) -> Problems:
    """Of two objects with one name, the last that is applied wins."""
    first = objects.once(_firsts)[one.label, one.namespace]
    if one.name and first is not one:
        other = f" in {first.file}" if first.file not in ("", one.file) else ""
        message = f"must be a name of its own, {one.label} stands before{other}"
        hint = "judge folders that are applied to different places one by one"
        yield found("SR907", ("metadata", "name"), message, hint=hint)


def _firsts(objects: Objects) -> dict[tuple[str, str], Resource]:
    """Return {(kind and name, namespace): the first of those that are judged}."""
    found: dict[tuple[str, str], Resource] = {}
    for each in filter(judged_kind, objects.resources):
        found.setdefault((each.label, each.namespace), each)
    return found


def names_inside_are_valid(one: Resource, _all: Objects) -> Problems:
    """Containers, volumes, ports and claim templates have names with limits of their own."""
    pod = mapping(at(one.data, "spec", "template", "spec"))
    for field in ("initContainers", "containers", "volumes"):
        for index, each in items(pod.get(field)):
            path: Path = ("spec", "template", "spec", field, index)
            yield from _named(each, names.dns_label, path)
            for number, port in items(each.get("ports")):
                yield from _named(port, names.port_name, (*path, "ports", number))
    for index, each in items(at(one.data, "spec", "volumeClaimTemplates")):
        path = ("spec", "volumeClaimTemplates", index, "metadata")
        yield from _named(mapping(each.get("metadata")), names.dns_label, path)
        if not text(at(each, "metadata", "name")):
            yield found("SR903", (*path, "name"), "is required")


def service_ports_are_named(one: Resource, _all: Objects) -> Problems:
    """They become labels in SRV records, with more letters than a container's port may have."""
    for index, port in items(at(one.data, "spec", "ports")):
        yield from _named(port, names.dns_label, ("spec", "ports", index))


def _named(each: dict[Any, Any], check: Callable[[str], str], path: Path) -> Problems:
    if name := text(each.get("name")):
        yield from checked("SR906", (*path, "name"), check, name)


RULES = {
    "StatefulSet": (
        is_served,
        is_named,
        names_inside_are_valid,
        is_there_once,
    ),
    "Service": (
        is_served,
        is_named,
        service_ports_are_named,
        is_there_once,
    ),
    "PodDisruptionBudget": (is_served, is_named, is_there_once),
}
