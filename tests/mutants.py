"""Documents with mistakes in them: one to three changes, most of which make it wrong."""

from __future__ import annotations

import copy
import random
from typing import Any

VALUES: list[Any] = [
    "",
    "a",
    "A",
    "-a",
    "a" * 64,
    "1Gi",
    "1.5",
    "50%",
    "y",
    "a/b",
    "a.b",
    "/a",
    "../a",
    "nginx:1",
    "TCP",
    "é",
    "a\n",
    0,
    1,
    -1,
    65536,
    2**63,
    0.5,
    True,
    False,
    [],
    ["a"],
    [1],
    [{}],
    {},
    {"a": "b"},
    {"a": 1},
    {"name": "a"},
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value of a document."""
    children: Any = ()
    if isinstance(value, (dict, list)):
        children = value.items() if isinstance(value, dict) else enumerate(value)
    return [path, *(place for key, each in children for place in places(each, (*path, key)))]


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def delete(document: Any, path: tuple[Any, ...], _chance: random.Random) -> None:
    del at(document, path[:-1])[path[-1]]


def replace(document: Any, path: tuple[Any, ...], chance: random.Random) -> None:
    at(document, path[:-1])[path[-1]] = copy.deepcopy(chance.choice(VALUES))


def swap(document: Any, path: tuple[Any, ...], chance: random.Random) -> None:
    other = copy.deepcopy(at(document, chance.choice(places(document))))
    at(document, path[:-1])[path[-1]] = other


def add(document: Any, path: tuple[Any, ...], chance: random.Random) -> None:
    target = at(document, path)
    if isinstance(target, dict):
        known = [step for place in places(document) for step in place if isinstance(step, str)]
        target[chance.choice(["x", *known])] = copy.deepcopy(chance.choice(VALUES))
    elif isinstance(target, list):
        target.append(copy.deepcopy(chance.choice([*VALUES, *target])))


def mutant(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The document with one to three changes, most of them wrong."""
    found = copy.deepcopy(document)
    for _ in range(chance.randint(1, 3)):
        path = chance.choice(places(found)[1:] or [("x",)])
        if path != ("x",):
            chance.choice([delete, replace, swap, add])(found, path, chance)
    return found
