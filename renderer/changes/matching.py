"""Which object of one side is which of the other: the same, another name of it, or moved.

Objects are matched by group, kind, namespace and name. What is left is matched once more: a
namespace that only one side says, another namespace, and a new name for the same content.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from renderer.changes.normal import normal
from renderer.errors import Problem, RenderError
from renderer.objects.identity import Identity
from renderer.objects.reading import at, mapping, text
from renderer.objects.resource import Resource

if TYPE_CHECKING:
    from renderer.errors import Path

# Fields that say what an object is.
HEAD = ("apiVersion", "kind", "metadata")
Operation = Literal["added", "removed", "changed", "renamed", "moved"]

# How much of two objects is the same where one is the other under a new name.
ALIKE = 0.75
# Objects of fewer fields are alike by chance.
SMALL = 4
# Above so many candidates nobody compares each with each.
MANY = 400
# The end of a name that kustomize makes of the content: its letters for digits 0, 1, 3, a, e.
HASH_LETTERS = frozenset("bcdfghkmt2456789")
HASH_LENGTH = 10


@dataclass(frozen=True)
class Pair:
    """An object on both sides; None where there is none."""

    before: Resource | None
    after: Resource | None
    operation: Operation

    @property
    def identity(self) -> Identity:
        """Return what tells it from all others: as it will be, or as it was."""
        resource = self.after or self.before
        return resource.identity if resource else Identity("", "", "", "")


def matched(
    before: list[Resource], after: list[Resource], *, is_across: bool = False
) -> list[Pair]:
    """Return the objects of both sides in pairs, sorted by identity.

    Args:
        before: the objects of one side.
        after: those of the other.
        is_across: whether the sides are two environments: nothing moves from one to the other.

    Raises:
        RenderError: an object has no identity, or two have the same (SR802).
    """
    old, new = _by_identity(before), _by_identity(after)
    pairs = [Pair(old[key], new[key], "changed") for key in old if key in new]
    gone = [old[key] for key in old if key not in new]
    left = [new[key] for key in new if key not in old]
    pairs += _taken(_elsewhere(gone, left, is_across=is_across), gone, left)
    pairs += _taken(alike(gone, left), gone, left)
    pairs += [Pair(resource, None, "removed") for resource in gone]
    pairs += [Pair(None, resource, "added") for resource in left]
    return sorted(pairs, key=lambda pair: (pair.identity, pair.operation))


def _by_identity(resources: list[Resource]) -> dict[Identity, Resource]:
    first: dict[Identity, Resource] = {}
    numbers: Counter[str] = Counter()
    problems = []
    for resource in resources:
        file, identity = resource.file, resource.identity
        numbers[file] += 1
        path = (f"object {numbers[file]}",)
        if not (identity.is_whole and text(at(resource.data, "apiVersion"))):
            message = "must have apiVersion, kind and metadata.name"
            problems.append(Problem("SR802", path, message, file=file))
        elif identity in first:
            where = f", first in {first[identity].file}" if first[identity].file != file else ""
            message = f"must be there once, {identity} is there twice{where}"
            problems.append(Problem("SR802", path, message, file=file))
        else:
            first[identity] = resource
    if problems:
        raise RenderError(problems)
    return first


def _taken(pairs: Iterable[Pair], gone: list[Resource], left: list[Resource]) -> list[Pair]:
    """Return the pairs, and take their objects out of what is left."""
    made = list(pairs)
    for pair in made:
        gone[:] = [resource for resource in gone if resource is not pair.before]
        left[:] = [resource for resource in left if resource is not pair.after]
    return made


def _elsewhere(gone: list[Resource], left: list[Resource], *, is_across: bool) -> Iterator[Pair]:
    """Yield what is in another namespace, where only one can be meant."""
    numbers = Counter(resource.identity.without_namespace() for resource in gone)
    candidates: dict[Identity, list[Resource]] = {}
    for resource in left:
        candidates.setdefault(resource.identity.without_namespace(), []).append(resource)
    for resource in gone:
        key = resource.identity.without_namespace()
        others = candidates.get(key, [])
        if numbers[key] == len(others) == 1:
            is_move = bool(resource.namespace and others[0].namespace) and not is_across
            yield Pair(resource, others[0], "moved" if is_move else "changed")


def alike(gone: list[Resource], left: list[Resource]) -> Iterator[Pair]:
    """Yield what has the same content under a new name, the most alike first."""
    if len(gone) * len(left) > MANY:
        gone = [resource for resource in gone if resource.kind == "StatefulSet"]
    if len(gone) * len(left) > MANY:
        return
    scores = [
        (score, one.identity, other.identity, one, other)
        for one in gone
        for other in left
        if (score := _likeness(one, other)) >= ALIKE
    ]
    taken: set[int] = set()
    for *_, one, other in sorted(scores, key=lambda each: (-each[0], each[1], each[2])):
        if not {id(one), id(other)} & taken:
            taken |= {id(one), id(other)}
            is_move = bool(one.namespace and other.namespace and one.namespace != other.namespace)
            yield Pair(one, other, "moved" if is_move else "renamed")


def _likeness(one: Resource, other: Resource) -> float:
    """Return how much of two objects is the same, from 0 to 1, whatever their names."""
    mine, its = one.identity, other.identity
    if (mine.group, mine.kind) != (its.group, its.kind) or mine.name == its.name:
        return 0  # of the same name in several namespaces, nobody knows which is meant
    if _stem(mine.name) == _stem(its.name):
        return 1
    if mine.kind == "Secret":
        return 0
    contents = _with_name(_content(one.data), mine.name, its.name), _content(other.data)
    said = [{(*path, repr(value)) for path, value in leaves(content)} for content in contents]
    if min(map(len, said)) < SMALL:
        return 0
    return len(said[0] & said[1]) / max(1, len(said[0] | said[1]))


def _stem(name: str) -> str:
    """Return a name without the hash that kustomize puts behind it."""
    start, dash, end = name.rpartition("-")
    is_hash = len(end) == HASH_LENGTH and set(end) <= HASH_LETTERS
    return start if dash and is_hash else name


def _content(data: Any) -> Any:
    """Return what an object holds beside its identity."""
    made = normal(data)
    metadata = mapping(made.get("metadata"))
    rest = {key: item for key, item in made.items() if key not in HEAD}
    said = {key: metadata[key] for key in ("labels", "annotations") if key in metadata}
    return [rest, said]


def _with_name(value: Any, old: str, new: str) -> Any:
    """Return a value with a new name in place of the old one, in all texts."""
    if isinstance(value, dict):
        return {key: _with_name(item, old, new) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_name(item, old, new) for item in value]
    return value.replace(old, new) if isinstance(value, str) else value


def leaves(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """Return every value that holds no other, with its path; an empty map or list is one."""
    if isinstance(value, dict) and value:
        pairs: Any = value.items()
    elif isinstance(value, list) and value:
        pairs = enumerate(value)
    else:
        return [(path, value)]
    return [leaf for key, inner in pairs for leaf in leaves(inner, (*path, key))]
