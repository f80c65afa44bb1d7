"""What must hold for lists of the app's own pods."""

from __future__ import annotations

from renderer.app import peers
from renderer.app.defaults import client_service_name, headless_service_name
from renderer.app.pod_rules import repeated, taken
from renderer.errors import Problem
from renderer.objects.reading import at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.app.models import StatefulApp
    from renderer.app.parts import Peers
    from renderer.errors import Path

    Problems = Iterator[Problem]

HEADLESS: Path = ("spec", "headlessService")
MOST_PODS = 1_000
# Linux refuses to start a program with a longer variable (MAX_ARG_STRLEN); names have room left.
MOST_BYTES = 128 * 1024 - 1024


def peers_can_be_listed(app: StatefulApp) -> Problems:
    """A list needs pods that have names, and a format that says something."""
    for index, entry in enumerate(app.spec.peers):
        path: Path = ("spec", "peers", index)
        yield from _alone(entry, path)
        yield from _format(app, entry, path)
        if entry.exclude_own and entry.mount_path is None:
            message = "must come with mountPath: a variable is the same in every pod"
            yield Problem("SR323", (*path, "excludeOwn"), message)
        yield from _length(app, entry, path)
        if not entry.count_only:
            yield from _names(app, path)


def _names(app: StatefulApp, path: Path) -> Problems:
    """Refuse to list pods that have no names: only a headless Service gives them some."""
    service = app.spec.headless_service
    if not service.enabled:
        message = "must have a headless Service: without it no pod has a name to list"
        yield Problem("SR323", path, message, causes=((*HEADLESS, "enabled"),))
    elif not service.create and (made := _with_address(app)):
        message = (
            f"must have a headless Service: {service.name} is {made}, whose name gives one address"
        )
        yield Problem("SR323", path, message, causes=((*HEADLESS, "name"),))


def _with_address(app: StatefulApp) -> str:
    """Return which Service of the app governs its pods and is not headless; empty where none is."""
    name = headless_service_name(app)
    if app.spec.client_service and client_service_name(app) == name:
        return "clientService"
    for extra in app.spec.extra_resources:
        is_meant = extra.resource.get("kind") == "Service" and (
            at(extra.resource, "metadata", "name") == name
        )
        if is_meant and at(extra.resource, "spec", "clusterIP") != "None":
            return f"the extra resource {extra.name}"
    return ""


def _alone(entry: Peers, path: Path) -> Problems:
    """Refuse what says something about a list where there is none."""
    given = {
        "format": entry.format is not None and not entry.own,
        "separator": entry.separator != ",",
        "first": entry.first is not None,
        "mountPath": entry.mount_path is not None,
        "excludeOwn": entry.exclude_own,
        "own": entry.own and entry.count_only,
    }
    reason = "countOnly" if entry.count_only else "own"
    for field, is_given in given.items():
        if (entry.count_only or entry.own) and is_given:
            message = f"must not be set with {reason}, which lists nothing"
            yield Problem("SR323", (*path, field), message, causes=((*path, reason),))


def _format(app: StatefulApp, entry: Peers, path: Path) -> Problems:
    known = {"pod", "host", *peers.ports(app)}
    if entry.own and "{ordinal+" in (entry.format or ""):
        message = "must not count with own: the number is known only when the pod starts"
        yield Problem("SR323", (*path, "format"), message, causes=((*path, "own"),))
    for word in peers.unknown_words(peers.format_of(app, entry), known):
        if word.partition(":")[0] == "port":
            ports = ", ".join(port.name for port in app.spec.ports if port.name) or "it has none"
            message = f"must name a port of the app ({ports}), got {{{word}}}"
        else:
            message = f"must hold no others than {', '.join(peers.PLACEHOLDERS)}, got {{{word}}}"
        yield Problem("SR323", (*path, "format"), message, causes=(("spec", "ports"),))


def too_many_pods(app: StatefulApp) -> Problems:
    """Refuse to list very many pods, or to write a file for each of them."""
    causes: tuple[Path, ...] = (("spec", "replicas"),)
    for index, entry in enumerate(app.spec.peers):
        count = app.spec.replicas if entry.mount_path else _count(app, entry)
        if count > MOST_PODS and not entry.count_only:
            what = "be for" if entry.mount_path else "list"
            message = f"must {what} at most {MOST_PODS} pods, got {count}"
            hint = "use first or countOnly"
            path: Path = ("spec", "peers", index)
            yield Problem("SR323", path, message, hint=hint, causes=causes)


def _count(app: StatefulApp, entry: Peers) -> int:
    """Return how many pods a list names."""
    return 1 if entry.own else min(app.spec.replicas, entry.first or app.spec.replicas)


def _length(app: StatefulApp, entry: Peers, path: Path) -> Problems:
    """Refuse what no process could be started with: Linux limits each variable."""
    causes: tuple[Path, ...] = (("spec", "replicas"),)
    is_list = not (entry.count_only or entry.mount_path or [*_format(app, entry, path)])
    if is_list and _count(app, entry) <= MOST_PODS:
        size = len(peers.variable(app, entry).encode())
        if size > MOST_BYTES:
            message = f"must be at most {MOST_BYTES} bytes, which ends a variable, got {size}"
            yield Problem("SR323", path, message, hint="use first or mountPath", causes=causes)


def peers_can_be_found(app: StatefulApp) -> Problems:
    """In the node's network, pods ask the node's DNS, which knows none of the others."""
    named = any(not (entry.own or entry.count_only) for entry in app.spec.peers)
    if named and app.spec.host_network and app.spec.dns_policy in (None, "ClusterFirst"):
        message = "must come with dnsPolicy: ClusterFirstWithHostNet, or no pod finds its peers"
        causes = (("spec", "dnsPolicy"), ("spec", "peers"))
        yield Problem("SR323", ("spec", "hostNetwork"), message, causes=causes)


def variables_are_free(app: StatefulApp) -> Problems:
    """A variable that is set twice would keep the last value in silence."""
    names = [entry.name for entry in app.spec.peers]
    for index, first, name in repeated(names):
        yield taken(("spec", "peers", index, "name"), name, ("spec", "peers", first, "name"))
    needed = peers.needed_fields(app)
    for index, variable in enumerate(app.spec.env):
        path: Path = ("spec", "env", index)
        if variable["name"] in names:
            message = f'must not set "{variable["name"]}", which peers does'
            yield Problem("SR306", (*path, "name"), message, causes=(("spec", "peers"),))
        field = needed.get(variable["name"])
        if field and variable != peers.field_variable(variable["name"], field):
            message = f"must be the pod's {field}, which peers refers to"
            hint = "remove it, peers sets it; or give the variable another name"
            causes = (("spec", "peers"),)
            yield Problem("SR306", (*path, "name"), message, hint=hint, causes=causes)


def volume_is_free(app: StatefulApp) -> Problems:
    """Lists that are files are kept in a volume and a ConfigMap of their own."""
    if not any(entry.mount_path or entry.count_only for entry in app.spec.peers):
        return
    named = {
        "storage": [claim.name for claim in app.spec.storage],
        "config": [config.name for config in app.spec.config],
        "volumes": [volume["name"] for volume in app.spec.volumes],
    }
    for field, names in named.items():
        if peers.VOLUME in names:
            message = f'must not be "{peers.VOLUME}", where spec.peers keeps its lists'
            path = ("spec", field, names.index(peers.VOLUME), "name")
            yield Problem("SR301", path, message, causes=(("spec", "peers"),))


RULES = (peers_can_be_listed, peers_can_be_found, variables_are_free, volume_is_free)
