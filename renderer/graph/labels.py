"""What people call a field of an object, in a few words."""

from __future__ import annotations

import json
from typing import Any

from renderer.changes.compare import Named, Step, Steps, written
from renderer.objects.declared import SIZE

NOTHING = "none"
POD: Steps = ("spec", "template", "spec")
CONTAINERS = (*POD, "containers")
TEMPLATES = ("spec", "volumeClaimTemplates")
VALUE = ("value",)
# What is in front of most fields, and says nothing to people.
PREFIXES: tuple[tuple[Steps, str], ...] = ((POD, ""), (POD[:2], "pod "), (POD[:1], ""))


def label(kind: str, name: str, path: Steps, own: str = "") -> str:
    """Return what people call a field: `image`, `claim www: size`, `Service web-client: type`.

    Args:
        kind: that of the object.
        name: that of the object.
        path: the field; nothing for the whole object.
        own: the StatefulSet that all is about: its own name need not be said.
    """
    if kind == "StatefulSet" and name == own:
        return field(path)
    return f"{kind} {name}" + (f": {field(path)}" if path else "")


def field(path: Steps) -> str:
    """Return a path without what is in front of most."""
    if path[:2] == TEMPLATES and len(path) > len(TEMPLATES) + 1:
        rest = path[len(TEMPLATES) + 1 :]
        return f"claim {_step(path[2])}: {'size' if rest == SIZE else field(rest)}"
    if path[:4] == CONTAINERS and len(path) > len(CONTAINERS) + 1:
        return f"{_step(path[4])}: {_of_container(path[5:])}"
    for prefix, instead in PREFIXES:
        if path[: len(prefix)] == prefix and len(path) > len(prefix):
            return instead + written(path[len(prefix) :])
    return written(path)


def _of_container(path: Steps) -> str:
    is_variable = path[:1] == ("env",) and path[2:] == VALUE
    return f"env {_step(path[1])}" if is_variable else written(path)


def value_of(value: Any) -> str:
    """Return a value as it is written; what is not there is none."""
    if value is None or value == "":
        return NOTHING
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _step(step: Step) -> str:
    return step.name if isinstance(step, Named) else str(step)
