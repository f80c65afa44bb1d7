"""Texts of other objects that name the pods of an app, and stay as they are when it changes.

kustomize follows references from object to object, but nothing says that `db-0.db` in a variable,
an argument or a file is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from renderer.objects.reading import at, mapping
from renderer.objects.resource import Resource

NAME = "app.kubernetes.io/name"


def hosts(name: str, service: str, namespace: str) -> re.Pattern[str]:
    """Return what the hosts of an app's pods look like; its group is the ordinal.

    One that goes on with another namespace, or with one that nobody knows, may be another app's.
    """
    here = f"{re.escape(namespace)}|svc" if namespace else "svc"
    elsewhere = rf"(?!\.(?!(?:{here})(?![\w-]))\w)"
    host = rf"{re.escape(name)}-(\d+)\.{re.escape(service)}"
    return re.compile(rf"(?<![\w.-]){host}(?![\w-]){elsewhere}")


def naming(
    pattern: re.Pattern[str], one: Resource, name: str, printed: list[dict[str, Any]]
) -> dict[str, list[int]]:
    """Return the objects of others in the namespace that name such pods, each with the ordinals.

    Args:
        pattern: what is looked for.
        one: whose pods they are.
        name: of its app, by which its own objects are known.
        printed: all objects.
    """
    found = {}
    for other in map(Resource, printed):
        labels = mapping(at(other.data, "metadata", "labels"))
        is_own = other.label == one.label or labels.get(NAME) == name
        if other.namespace == one.namespace and not is_own:
            texts = _texts([other.data.get("spec"), other.data.get("data")])
            found[other.label] = [int(said) for text in texts for said in pattern.findall(text)]
    return {label: ordinals for label, ordinals in found.items() if ordinals}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    inner = value if isinstance(value, list) else mapping(value).values()
    for item in inner:
        yield from _texts(item)
