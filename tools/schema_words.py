"""What each field means and defaults to, from the models' docstrings and Kubernetes' OpenAPI."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from generate_kubernetes_types import described_types

from renderer.app import models as app_models
from renderer.app import parts, shapes, stateful_environment, stateful_guard
from renderer.app.parts import Model
from renderer.app.version_rules import OWN
from renderer.kubernetes import gates
from renderer.kubernetes.shapes import OBJECTS

Schema = dict[str, Any]

# So long may be what an editor shows of a field.
BRIEF = 200
DEFAULT = re.compile(r"(?:The )?defaults?\b", re.IGNORECASE)
# Whose fields the fields of a model are, where they have the same name.
SAME_FIELDS = {
    "ClientService": ["ServiceSpec"],
    "HeadlessService": ["ServiceSpec"],
    "PodServices": ["ServiceSpec"],
    "Spec": ["Container", "PodSpec", "StatefulSetSpec"],
    "Storage": ["VolumeMount", "PersistentVolumeClaimSpec"],
}


@cache
def models() -> dict[str, type[Model]]:
    """Return our own models by name."""
    modules = (parts, app_models, stateful_environment, stateful_guard)
    found = [each for module in modules for each in vars(module).values()]
    return {
        each.__name__: each for each in found if isinstance(each, type) and issubclass(each, Model)
    }


@cache
def kubernetes() -> tuple[str, dict[str, Schema]]:
    """Return the version of Kubernetes, and its types by their short names."""
    return described_types(("PodSpec", "ServiceSpec", "StatefulSetSpec"))


def described(owner: str, field: str) -> str:
    """Return what a field means, and which versions of Kubernetes have it.

    What a model of ours stands for is a paragraph of its own.
    """
    if owner not in shapes.RECORDS:
        text = brief(kubernetes()[1][owner]["properties"][field].get("description", ""))
        return " ".join((text, *since(gates.windows(owner, field)))).strip()
    attribute, shape, _ = shapes.RECORDS[owner][0][field]
    text = in_one_line(models()[owner].model_fields[attribute].description or "")
    if not re.search("default|absent|only when asked", text, re.IGNORECASE):
        text = " ".join((text, *kubernetes_default(owner, field)))
    text = " ".join((text, *since(OWN.get(field, []))))
    kind, name, *_ = (*(shape[1] if shape[0] == "list" else shape), "")
    about = about_model(models()[name]) if kind == "record" else ""
    return text if about in ("", text) else f"{text}\n\n{about}"


def since(windows: list[gates.Window]) -> list[str]:
    """Return a sentence for each span of versions that has a field, or single values of it."""
    said: dict[str, list[str]] = {}
    for window in windows:
        said.setdefault(str(window), []).append(window.about)
    notes = [f"{', '.join(filter(None, abouts))}: {each}" for each, abouts in said.items()]
    return [f"({note.removeprefix(': ')})" for note in notes]


def kubernetes_default(owner: str, field: str) -> list[str]:
    """Return what Kubernetes says about the default of a field that we take over unchanged."""
    if default_of(owner, field):
        return []
    _, definitions = kubernetes()
    found = [definitions[name]["properties"].get(field) for name in SAME_FIELDS.get(owner, ())]
    texts = [each.get("description", "") for each in found if each]
    return [each for text in texts[:1] for each in sentences(text) if DEFAULT.match(each)][:1]


def about_model(model: type[Model]) -> str:
    """Return a model's docstring in one line."""
    return in_one_line(model.__doc__ or "")


def brief(text: str) -> str:
    """Return what a description begins with, and what it says of the default."""
    first, *others = sentences(text)
    for position, sentence in enumerate(others):
        if len(first) + len(sentence) >= BRIEF:
            return " ".join((first, *filter(DEFAULT.match, others[position:])))
        first = f"{first} {sentence}"
    return first


def sentences(text: str) -> list[str]:
    """Return the sentences of a description of Kubernetes', but for its links."""
    told = re.sub(r"(?:More info|Read more|See|For more information):? https?://\S+", "", text)
    text = in_one_line(told).replace("Optional: Default", "Default")
    return re.split(r"(?:(?<=[\w)\"'`]\.)|(?<=\.\)))\s+(?=[A-Z\"`(])", text)


def in_one_line(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


def fields_of(shape: Any) -> tuple[str, dict[str, Any], set[str]]:
    """Return the name, {field: shape} and required fields of a record or object."""
    kind, name = shape
    if kind == "object":
        fields, required = OBJECTS[name]
        return name, fields, required
    fields, _ = shapes.RECORDS[name]
    required = {key for key, (_, _, default) in fields.items() if default is shapes.REQUIRED}
    return name, {key: inner for key, (_, inner, _) in fields.items()}, required


def fields_of_owner(owner: str) -> dict[str, Any]:
    """Return {field: shape} of a record or object by its name."""
    return fields_of(("record" if owner in shapes.RECORDS else "object", owner))[1]


def default_of(owner: str, field: str) -> Schema:
    """Return a field's default as a part of its schema.

    What depends on other fields has none here, and an empty default says nothing: an editor would
    offer `storage: []`.
    """
    default = shapes.RECORDS[owner][0][field][2] if owner in shapes.RECORDS else None
    is_said = default not in (None, [], {}, shapes.REQUIRED, shapes.EMPTY_RECORD)
    return {"default": default} if is_said else {}
