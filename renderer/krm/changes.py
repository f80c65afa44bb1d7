"""What a StatefulEnvironment changes in StatefulSets, whoever rendered them."""

from __future__ import annotations

from functools import cache, partial

from renderer.errors import Problem, RenderError, dotted
from renderer.krm.call import Failed
from renderer.krm.items import Item, label, unreadable
from renderer.krm.peer_changes import Unlisted, peer_changes
from renderer.kubernetes.labels import previous_names
from renderer.objects.reading import annotations_of, at, mapping, metadata_of
from renderer.objects.resource import Resource, is_a
from renderer.objects.workload import claims
from renderer.resources.metadata import is_rendered
from renderer.yaml import edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from renderer.app.stateful_environment import (
        ClaimChange,
        StatefulEnvironment,
        StatefulSetChange,
    )
    from renderer.errors import Path

    Changes = list[tuple[Path, Any]]

KIND = "StatefulSet"
SETS = ("spec", "statefulSets")


def apply(config: StatefulEnvironment, items: list[Item], *, file: str) -> list[Item]:
    """Return the items with all changes made.

    Args:
        config: what is to be changed.
        items: all objects. A patch for a StatefulSet, which has no selector, is none.
        file: what errors call the config.

    Raises:
        RenderError: a change matches nothing (SR607), or what another one changes (SR301), or is
            for the app itself to make (SR609), or a text cannot be changed (SR608).
    """
    if unread := unreadable(item for item in items if item.mentions(KIND)):
        raise Failed(unread)
    sets = {index: item for index, item in enumerate(items) if is_set(item)}
    problems: list[Problem] = []
    result = list(items)
    changed_at: dict[int, Path] = {}
    services = cache(partial(_services, items))
    for number, each in enumerate(config.spec.stateful_sets):
        at = (*SETS, number)
        targets = _targets(each, sets)
        problems += _unmatched(each, at, targets, sets)
        problems += _ambiguous(each, at, targets)
        problems += _followed(each, at, targets, services)
        for index, item in targets.items():
            if index in changed_at:
                problems.append(_twice(item, at, changed_at[index]))
                continue
            changed_at[index] = at
            result[index], found = _changed(item, each, at, services)
            problems += found
    if problems:
        raise RenderError(problem.at(file) for problem in problems)
    return result


def _twice(item: Item, at: Path, before: Path) -> Problem:
    """Return the problem of a StatefulSet with two changes: of replicas and peers, which count?"""
    message = f"must be for another StatefulSet, {label(item.data)} is changed by {dotted(before)}"
    hint = "write all changes of a StatefulSet in one place"
    return Problem("SR301", (*at, "name"), message, hint=hint)


def _followed(
    each: StatefulSetChange,
    at: Path,
    targets: dict[int, Item],
    services: Callable[[], list[Any]],
) -> Iterator[Problem]:
    """Yield the problem of other replicas than its app has.

    Lists, counts and files of peers follow from those, and the budget: nobody finds all of them
    afterwards.
    """
    for item in targets.values():
        replicas = item.data["spec"].get("replicas")
        if each.replicas not in (None, replicas) and is_rendered(item.data, services()):
            message = f"must not change {label(item.data)}, which a StatefulApp renders"
            hint = "say it in an environment of the StatefulApp: peers and budget follow there"
            yield Problem("SR609", (*at, "replicas"), message, hint=hint)


def is_set(item: Item) -> bool:
    """Tell whether an item is a whole StatefulSet, and no patch of one."""
    is_one = item.mentions(KIND) and is_a(Resource(item.data), KIND)
    return is_one and "selector" in mapping(at(item.data, "spec"))


def _targets(each: StatefulSetChange, sets: dict[int, Item]) -> dict[int, Item]:
    """Return the sets that have the name; where none has, those that had it before a prefix."""
    matching = {index: item for index, item in sets.items() if matches(each, item.data)}
    named = {index: item for index, item in matching.items() if has_name(each, item.data)}
    return named or matching


def has_name(each: StatefulSetChange, data: Any) -> bool:
    """Tell whether a StatefulSet has the name now that a change is for."""
    return bool(metadata_of(data).get("name") == each.name)


def _ambiguous(each: StatefulSetChange, at: Path, targets: dict[int, Item]) -> Iterator[Problem]:
    """Yield the problem of a former name that several sets have had: one of them is meant."""
    names = sorted({str(metadata_of(item.data).get("name")) for item in targets.values()})
    if len(names) > 1:
        message = f'must name one StatefulSet, "{each.name}" was the name of {", ".join(names)}'
        yield Problem("SR607", (*at, "name"), message, hint="write the name that it has now")


def matches(each: StatefulSetChange, data: Any) -> bool:
    """Tell whether a change is meant for a StatefulSet, by its name or the one before a prefix."""
    metadata = metadata_of(data)
    is_named = each.name in (metadata.get("name"), *previous_names(annotations_of(data)))
    return is_named and each.namespace in (None, metadata.get("namespace"))


def _unmatched(
    each: StatefulSetChange, at: Path, targets: dict[int, Item], sets: dict[int, Item]
) -> Iterator[Problem]:
    """Yield the problem of a name that matches nothing: it would change nothing, in silence."""
    if not targets:
        known = [str(metadata_of(item.data).get("name")) for item in sets.values()]
        where = f" in namespace {each.namespace}" if each.namespace else ""
        wanted = f'a StatefulSet, got "{each.name}"{where}'
        yield _matches_nothing((*at, "name"), wanted, each.name, known)
        return
    templates = [name for item in targets.values() for name in _templates(item.data)]
    for number, claim in enumerate(each.claims):
        if claim.name not in templates:
            path = (*at, "claims", number, "name")
            wanted = f'a claim template of {each.name}, got "{claim.name}"'
            yield _matches_nothing(path, wanted, claim.name, templates)


def _matches_nothing(path: Path, wanted: str, name: str, known: list[str]) -> Problem:
    from renderer.app.nearest import did_you_mean

    names = sorted(set(known))
    others = f"known: {', '.join(names)}" if names else "there is none"
    return Problem("SR607", path, f"must name {wanted}", hint=did_you_mean(name, names) or others)


def _changed(
    item: Item, each: StatefulSetChange, at: Path, services: Callable[[], list[Any]]
) -> tuple[Item, list[Problem]]:
    """Return the item with the changes made, or what is wrong with them."""
    changes, problems = list(_changes(each, item.data)), []
    for number, peers in enumerate(each.peers):
        try:
            changes += peer_changes(peers, each.replicas, item.data, services)
        except Unlisted as reason:
            problem = Problem("SR607", (*at, "peers", number, reason.field), reason.message)
            problems.append(problem)
    if problems:
        return item, problems
    changed = _with_changes(item, changes)
    if changed is None:
        message = f"cannot be changed in {label(item.data)}"
        hint = "write it there without anchors, and in quotes where YAML readers disagree"
        return item, [Problem("SR608", at, message, hint=hint)]
    return changed, []


def _services(items: list[Item]) -> list[Any]:
    return [item.data for item in items if item.is_a("Service")]


def _with_changes(item: Item, changes: Changes) -> Item | None:
    if item.text:
        text = edit.edited(item.document(), changes)
        return None if text is None else item.with_document(text)
    try:
        return Item(data=edit.changed(item.data, changes))
    except ValueError:
        return None


def _changes(each: StatefulSetChange, data: Any) -> Iterator[tuple[Path, Any]]:
    if each.replicas is not None:
        yield ("spec", "replicas"), each.replicas
    templates = _templates(data)
    for claim in each.claims:
        if claim.name in templates:
            yield from _claim_changes(claim, (*templates[claim.name], "spec"))


def _templates(data: Any) -> dict[str, Path]:
    """Return {name: where it is} of a StatefulSet's claim templates."""
    return {name: path for path, _, name in claims(Resource(data))}


def _claim_changes(claim: ClaimChange, at: Path) -> Iterator[tuple[Path, Any]]:
    if claim.access_modes is not None:
        yield (*at, "accessModes"), claim.access_modes
    if claim.storage_class_name is not None:
        yield (*at, "storageClassName"), claim.storage_class_name
    if claim.size is not None:
        yield (*at, "resources", "requests", "storage"), claim.size
