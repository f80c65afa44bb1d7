"""What must hold between the fields of an app; the shape of each field is the models' business.

Each rule yields Problems for one effective app: the base, or the app as it is in an environment.
Kubernetes accepts most of these mistakes and fails later, in silence or on every pod.
"""

from __future__ import annotations

from renderer.app import pod_rules, service_rules
from renderer.app.environments import BASE, unknown_environment
from renderer.app.pod_rules import repeated, taken
from renderer.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from renderer.app.models import StatefulApp
    from renderer.app.parts import Storage
    from renderer.errors import Path

    Problems = Iterator[Problem]
    Rule = Callable[[StatefulApp], Problems]


# Rules about a reference would see a mistake that is not there while what is referred to cannot be
# read.
REFERRING = ("SR308", "SR311", "SR314", "SR323", "SR325")


def broken_rules(app: StatefulApp, *, is_whole: bool = True) -> list[Problem]:
    """Return everything that is wrong with an app whose fields are each valid.

    Args:
        app: the app.
        is_whole: whether all of its fields could be read.
    """
    problems = [problem for rule in _rules(app) for problem in rule(app)]
    return [problem for problem in problems if is_whole or problem.code not in REFERRING]


def too_much(app: StatefulApp) -> list[Problem]:
    """Return why nothing must be built: a number of the spec would make it endless."""
    problems = [*service_rules.too_many_services(app)]
    if app.spec.peers:
        from renderer.app import peer_rules

        problems += peer_rules.too_many_pods(app)
    if _declares_claims(app):
        from renderer.app import storage_rules

        problems += storage_rules.too_many_claims(app)
    return problems


def _declares_claims(app: StatefulApp) -> bool:
    fields = [(storage.template_size, storage.claims) for storage in app.spec.storage]
    return any(field is not None for pair in fields for field in pair)


def _rules(app: StatefulApp) -> Iterator[Rule]:
    """Yield the rules about the fields that an app has; most apps have few, and import no more."""
    spec = app.spec
    yield from pod_rules.RULES
    if spec.config:
        from renderer.app import config_rules

        yield from config_rules.RULES
    if spec.peers:
        from renderer.app import peer_rules

        yield from peer_rules.RULES
    if spec.network_policy or spec.service_monitor:
        from renderer.app import network_rules

        yield from network_rules.RULES
    if spec.extra_resources or spec.patches:
        from renderer.app import extra_rules

        yield from extra_rules.RULES
    yield from service_rules.RULES
    if _declares_claims(app):
        from renderer.app import storage_rules

        yield from storage_rules.RULES
    yield from RULES


def names_are_unique(app: StatefulApp) -> Problems:
    """Of two items with one name, Kubernetes or a merge would keep the last in silence."""
    spec = app.spec
    lists: dict[str, Iterable[str]] = {
        "ports": [port.name or "" for port in spec.ports],
        "storage": [storage.name for storage in spec.storage],
        "environments": [environment.name for environment in spec.environments],
    }
    for field, names in lists.items():
        path = ("spec", field)
        for index, first, name in repeated(names):
            if name:  # without names, there is nothing to take for another
                yield taken((*path, index, "name"), name, (*path, first, "name"))


def claims_say_how_they_are_mounted(app: StatefulApp) -> Problems:
    """What `storage` says of a mount; a raw device has none, and another container says its own."""
    for index, storage in enumerate(app.spec.storage):
        path: Path = ("spec", "storage", index)
        for field in _mount_of(storage):
            if storage.volume_mode == "Block":
                message = "must not be set for a raw device (volumeMode: Block)"
                yield Problem("SR305", (*path, field), message)
            elif storage.mount_path is None:
                message = "must come with mountPath; a mount by name says it itself"
                yield Problem("SR305", (*path, field), message)


def _mount_of(storage: Storage) -> list[str]:
    """Return which fields of a claim say something of its mount."""
    mount = {
        "subPath": storage.sub_path,
        "subPathExpr": storage.sub_path_expr,
        "readOnly": storage.read_only,
        "recursiveReadOnly": storage.recursive_read_only,
        "mountPropagation": storage.mount_propagation,
    }
    return [field for field, given in mount.items() if given]


def environments_can_be_selected(app: StatefulApp) -> Problems:
    """`base` selects no environment at all; any other name must be there."""
    names = [environment.name for environment in app.spec.environments]
    for index, name in enumerate(names):
        if name == BASE:
            message = f'must not be "{BASE}", which is the app without any environment'
            yield Problem("SR313", ("spec", "environments", index, "name"), message)
    if app.spec.environment not in (None, BASE, *names):
        yield unknown_environment(str(app.spec.environment), names, ("spec", "environment"))


RULES = (
    names_are_unique,
    claims_say_how_they_are_mounted,
    environments_can_be_selected,
)
