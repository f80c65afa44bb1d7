"""What a StatefulEnvironment changes in StatefulSets, whoever rendered them."""

from __future__ import annotations

from functools import cache, partial

from renderer.errors import Problem, RenderError, dotted
from renderer.krm.call import Failed
from renderer.krm.items import Item, label, unreadable
from renderer.krm.peer_changes import peer_edits
from renderer.kubernetes.labels import previous_names
from renderer.kubernetes.names import nearest, one_of
from renderer.objects.declared import KIND as CLAIM
from renderer.objects.declared import TEMPLATE_LABEL
from renderer.objects.reading import annotations_of, at, mapping, metadata_of
from renderer.objects.resource import Objects, Resource, is_a
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

    Edits = list[tuple[Path, Any]]

KIND = "StatefulSet"
SETS = ("spec", "statefulSets")


def apply(config: StatefulEnvironment, items: list[Item], *, file: str) -> list[Item]:
    """Return the items with all changes made.

    Args:
        config: the changes.
        items: all objects. A patch for a StatefulSet has no selector, and is not changed.
        file: what errors call the config.

    Raises:
        RenderError: a change matches nothing (SR607), or what another one changes (SR301), or
            belongs in the app itself (SR609), or a text cannot be changed (SR608), or claims that
            are declared do not fit their StatefulSet (SR1150, SR1151).
    """
    if unread := unreadable(item for item in items if item.mentions(KIND)):
        raise Failed(unread)
    sets = {index: item for index, item in enumerate(items) if is_set(item)}
    problems: list[Problem] = []
    result = list(items)
    changed_at: dict[int, Path] = {}
    services = cache(partial(_services, items))
    for number, change in enumerate(config.spec.stateful_sets):
        path = (*SETS, number)
        targets = _targets(change, sets)
        problems += _unmatched(change, path, targets, sets)
        problems += _ambiguous(change, path, targets)
        problems += _rendered(change, path, targets, services)
        for index, item in targets.items():
            if index in changed_at:
                problems.append(_twice(item, path, changed_at[index]))
                continue
            changed_at[index] = path
            try:
                result[index] = _changed(item, change, path, services)
            except RenderError as error:
                problems += error.problems
    if problems:
        raise RenderError(problem.at(file) for problem in problems)
    if left := misfits(result):
        raise RenderError(left)
    return result


def misfits(items: list[Item]) -> list[Problem]:
    """Return where StatefulSets have left the claims behind that an app declares for them.

    A prefix, a suffix or a number of replicas that kustomize has put into them before the call, or
    that the call puts there, is nothing that a claim follows.
    """
    if not any(TEMPLATE_LABEL in item.text for item in items):  # new ones have no text, and fit
        return []
    from renderer.rules import declared_claims as rules

    objects = Objects([Resource(item.data) for item in items])
    return [
        problem.at(label(claim.data)).graded("error")
        for claim in objects.of_kind(CLAIM)
        for rule in (rules.claims_are_taken, rules.all_pods_have_their_claim)
        for problem in rule.problems(claim, objects)
    ]


def _twice(item: Item, path: Path, before: Path) -> Problem:
    """Return the problem of a StatefulSet with two changes: of replicas and peers, which count?"""
    message = f"must be for another StatefulSet, {label(item.data)} is changed by {dotted(before)}"
    hint = "write all changes of a StatefulSet in one place"
    return Problem("SR301", (*path, "name"), message, hint=hint)


def _rendered(
    change: StatefulSetChange,
    path: Path,
    targets: dict[int, Item],
    services: Callable[[], list[Any]],
) -> Iterator[Problem]:
    """Yield the problem of changing the replicas of a set that an app renders.

    The app's peers and its budget depend on the replicas: nobody finds all of them afterwards.
    """
    for item in targets.values():
        replicas = item.data["spec"].get("replicas")
        if change.replicas not in (None, replicas) and is_rendered(item.data, services()):
            message = f"must not change {label(item.data)}, which a StatefulApp renders"
            hint = "set them in an environment of the StatefulApp: peers and budget depend on them"
            yield Problem("SR609", (*path, "replicas"), message, hint=hint)


def is_set(item: Item) -> bool:
    """Tell whether an item is a whole StatefulSet, not a patch of one."""
    is_one = item.mentions(KIND) and is_a(Resource(item.data), KIND)
    return is_one and "selector" in mapping(at(item.data, "spec"))


def _targets(change: StatefulSetChange, sets: dict[int, Item]) -> dict[int, Item]:
    """Return the sets that have the name, or else those that had it before a prefix."""
    matching = {index: item for index, item in sets.items() if matches(change, item.data)}
    named = {index: item for index, item in matching.items() if _has_name(change, item.data)}
    return named or matching


def _has_name(change: StatefulSetChange, data: Any) -> bool:
    """Tell whether a change is for a StatefulSet by its name of today."""
    return bool(metadata_of(data).get("name") == change.name)


def matches(change: StatefulSetChange, data: Any) -> bool:
    """Tell whether a change is for a StatefulSet, by its name or a former one."""
    metadata = metadata_of(data)
    is_named = change.name in (metadata.get("name"), *previous_names(annotations_of(data)))
    return is_named and change.namespace in (None, metadata.get("namespace"))


def _ambiguous(
    change: StatefulSetChange, path: Path, targets: dict[int, Item]
) -> Iterator[Problem]:
    """Yield the problem of a former name that several sets have had: one of them is meant."""
    names = sorted({str(metadata_of(item.data).get("name")) for item in targets.values()})
    if len(names) > 1:
        message = f'must name one StatefulSet, "{change.name}" was the name of {", ".join(names)}'
        yield Problem("SR607", (*path, "name"), message, hint="write the name that it has now")


def _unmatched(
    change: StatefulSetChange, path: Path, targets: dict[int, Item], sets: dict[int, Item]
) -> Iterator[Problem]:
    """Yield the problem of a name that matches nothing: it would change nothing, in silence."""
    if not targets:
        known = [str(metadata_of(item.data).get("name")) for item in sets.values()]
        where = f" in namespace {change.namespace}" if change.namespace else ""
        expected = f'a StatefulSet, got "{change.name}"{where}'
        yield _matches_nothing((*path, "name"), expected, change.name, known)
        return
    templates = [name for item in targets.values() for name in _templates(item.data)]
    for index, claim in enumerate(change.claims):
        if claim.name not in templates:
            expected = f'a claim template of {change.name}, got "{claim.name}"'
            at_claim = (*path, "claims", index, "name")
            yield _matches_nothing(at_claim, expected, claim.name, templates)


def _matches_nothing(path: Path, expected: str, name: str, known: list[str]) -> Problem:
    names = sorted(set(known))
    others = one_of(names) if names else "there is none"
    hint = nearest(name, names) or others
    return Problem("SR607", path, f"must name {expected}", hint=hint)


def _changed(
    item: Item, change: StatefulSetChange, path: Path, services: Callable[[], list[Any]]
) -> Item:
    """Return the item with the change made; RenderError if that cannot be done."""
    edits, problems = list(_edits(change, item.data)), []
    for index, peers in enumerate(change.peers):
        try:
            edits += peer_edits(peers, change.replicas, item.data, services)
        except RenderError as error:
            problems += [_within(problem, (*path, "peers", index)) for problem in error.problems]
    if problems:
        raise RenderError(problems)
    edited = _edited(item, edits)
    if edited is None:
        message = f"cannot be changed in {label(item.data)}"
        hint = "write it there without anchors, and in quotes where YAML readers disagree"
        raise RenderError([Problem("SR608", path, message, hint=hint)])
    return edited


def _within(problem: Problem, path: Path) -> Problem:
    return problem.saying(path=(*path, *problem.path))


def _services(items: list[Item]) -> list[Any]:
    return [item.data for item in items if item.is_a("Service")]


def _edited(item: Item, edits: Edits) -> Item | None:
    if item.text:
        text = edit.edited(item.document(), edits)
        return None if text is None else item.with_document(text)
    try:
        return Item(data=edit.changed(item.data, edits))
    except ValueError:
        return None


def _edits(change: StatefulSetChange, data: Any) -> Iterator[tuple[Path, Any]]:
    if change.replicas is not None:
        yield ("spec", "replicas"), change.replicas
    templates = _templates(data)
    for claim in change.claims:
        if claim.name in templates:
            yield from _claim_edits(claim, (*templates[claim.name], "spec"))


def _templates(data: Any) -> dict[str, Path]:
    """Return {name: path} of a StatefulSet's claim templates."""
    return {name: path for path, _, name in claims(Resource(data))}


def _claim_edits(claim: ClaimChange, path: Path) -> Iterator[tuple[Path, Any]]:
    if claim.access_modes is not None:
        yield (*path, "accessModes"), claim.access_modes
    if claim.storage_class_name is not None:
        yield (*path, "storageClassName"), claim.storage_class_name
    if claim.size is not None:
        yield (*path, "resources", "requests", "storage"), claim.size
