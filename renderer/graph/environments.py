"""What differs where: a table with a column for each place that a StatefulSet is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from renderer.changes.compare import Change, Named, Steps, compare, written
from renderer.facts import facts
from renderer.graph.labels import label, value_of
from renderer.graph.picture import Cell, Matrix, Row
from renderer.objects.reading import at
from renderer.objects.resource import Objects, Resource

# So many rows are drawn: whoever needs more compares two places.
MOST = 60
# What the first rows say anyway.
SAID = (("metadata", "namespace"), ("spec", "replicas"))


@dataclass(frozen=True)
class Place:
    """An environment, or a folder: its name, the StatefulSet there, and all objects beside it."""

    name: str
    workload: Resource
    objects: list[Resource]


def matrix(places: list[Place]) -> tuple[Matrix, int]:
    """Return what differs between the places, and how many rows are not told."""
    rows = [*_first_rows(places), *_rows(places)]
    columns = tuple(place.name for place in places)
    return Matrix(columns, tuple(rows[:MOST])), max(0, len(rows) - MOST)


def _first_rows(places: list[Place]) -> list[Row]:
    """Return what is worth a look wherever it runs, whether it differs or not."""
    found = [facts(place.workload, Objects(place.objects)) for place in places]
    namespaces = tuple(Cell(facts["namespace"]) for facts in found)  # of course they differ
    return [
        Row("namespace", "metadata.namespace", namespaces),
        _row("pods", "spec.replicas", [str(facts["replicas"]) for facts in found]),
        _row("storage in all", "", [facts["totalStorage"] for facts in found]),
    ]


def _row(label: str, path: str, values: list[str]) -> Row:
    return Row(label, path, tuple(Cell(value, value != values[0]) for value in values))


# --- what else differs ----------------------------------------------------------------------------

# An object, without its namespace, and a field in it.
Key = tuple[str, str, Steps]


def _rows(places: list[Place]) -> list[Row]:
    """Return a row for each value that is another one somewhere."""
    values: dict[Key, dict[int, Any]] = {}
    first = places[0]
    for index, place in enumerate(places[1:], 1):
        for change in compare(first.objects, place.objects, is_across=True):
            for steps, before, after in _leaves(change):
                key = (change.identity.kind, change.identity.name, steps)
                values.setdefault(key, {})[0] = before
                values[key][index] = after
    keys = sorted(values, key=lambda key: (key[0] != "StatefulSet", key[:2], written(key[2])))
    own = first.workload.name
    return [
        _row(
            label(*key, own),
            f"{key[0]} {key[1]}: {written(key[2])}",
            [value_of(values[key].get(index, values[key][0])) for index in range(len(places))],
        )
        for key in keys
    ]


def _leaves(change: Change) -> list[tuple[Steps, Any, Any]]:
    """Return every value that differs, with its steps; a whole object is there or is not."""
    if change.operation in ("added", "removed"):
        there = change.operation == "added"
        return [((), "" if there else "there", "there" if there else "")]
    return [
        leaf
        for field in change.fields
        if field.path not in SAID
        for leaf in _below(field.path, field.before, field.after)
        if not _is_own_name(leaf[0])
    ]


def _is_own_name(path: Steps) -> bool:
    """Tell whether a value is the name of an item of a list, which its row has anyway."""
    return len(path) > 1 and isinstance(path[-2], Named) and path[-1] == "name"


def _below(path: Steps, before: Any, after: Any) -> list[tuple[Steps, Any, Any]]:
    """Return the values of a map, each by itself: places may differ in only one of them."""
    maps = [value for value in (before, after) if isinstance(value, dict)]
    if not any(maps) or any(value not in maps for value in (before, after) if value is not None):
        return [(path, before, after)]
    keys = dict.fromkeys(key for value in maps for key in value)
    return [
        leaf for key in keys for leaf in _below((*path, str(key)), at(before, key), at(after, key))
    ]
