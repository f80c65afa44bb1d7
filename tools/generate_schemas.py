"""Write the JSON Schema for editors and the CRD, both from the tables that the reader walks.

Usage: python tools/generate_schemas.py           writes the files
       python tools/generate_schemas.py --check   exits 1 when a file is not current

`renderer/app/shapes.py` says what a field may hold, the models' docstrings what it means, and
Kubernetes' own OpenAPI what Kubernetes' own fields mean. A schema may accept more than the reader,
never less: a check without a plain regular form is left out.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from page import all_renewed
from schema_patterns import is_text, pattern_of, range_of
from schema_words import (
    about_model,
    default_of,
    described,
    fields_of,
    fields_of_owner,
    kubernetes,
    models,
)

from renderer.app import KIND, shapes
from renderer.app.environments import KEYS, SELECTION, UNMERGED
from renderer.app.models import API_VERSION
from renderer.kubernetes.shapes import OBJECTS
from renderer.yaml import dump

if TYPE_CHECKING:
    from collections.abc import Iterator

    Schema = dict[str, Any]

FOLDER = Path(__file__).parents[1] / "renderer" / "schemas"
GROUP, VERSION = API_VERSION.split("/")
SOURCE = "Generated from the models in renderer/app by `make generate`: do not edit."
THEIRS = (
    "The descriptions of Kubernetes' own fields are from the OpenAPI of Kubernetes {version} "
    "(Apache License 2.0)."
)

# --- JSON Schema, draft 7 ------------------------------------------------------------------------

# An override leaves out what it does not change, and null removes; an item of a list that merges
# keeps its name, and may be taken out.
ITEM_KEYS = {"VolumeMount": KEYS["volumeMounts"], "VolumeDevice": KEYS["volumeDevices"]}
FULL, OVERRIDE, ITEM = "", ".override", ".item"
# What says how a text must look.
FORM = ("pattern", "patternErrorMessage", "minLength", "maxLength")
PATCH = {
    "description": (
        "`delete` takes the item of this name out of the base's list; `replace`, in an item of its "
        "own at the beginning, says that this is the whole list."
    ),
    "type": "string",
    "enum": ["delete", "replace"],
}


class JsonSchema:
    """Writes every record and object once, as a definition; three flavours of it at most.

    Every form of a text is a definition too. What a field means is not: an editor that offers a
    field reads that where the field stands, and follows no reference for it.
    """

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def document(self, kind: str) -> Schema:
        """Return the schema of a whole document."""
        root = self.object(("record", kind), FULL)
        has_theirs = any(name in OBJECTS for name in self.definitions)
        theirs = [THEIRS.format(version=kubernetes()[0])] if has_theirs else []
        return {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "$id": f"https://{GROUP}/schemas/{VERSION}/{kind.lower()}.schema.json",
            "$comment": " ".join([SOURCE, *theirs]),
            "title": kind,
            "description": about_model(models()[kind]),
            **root,
            "definitions": dict(sorted(self.definitions.items())),
        }

    def value(self, shape: Any, flavour: str, field: str = "") -> Schema:
        """Return the schema of a shape."""
        kind, shape = told(shape)
        if kind in ("record", "object"):
            return self.reference(shape, flavour)
        if kind == "list":
            return self.list(shape, flavour, field)
        if kind == "map":
            return self.map(shape, flavour)
        if kind == "any of":
            return {"anyOf": [self.value(option, flavour) for option in shape[1]]}
        if kind == "checked":
            return self.value(shape[2], flavour) | self.form(shape[1], pattern_of(shape[1]))
        if kind == "converted":
            mixed = range_of(shape[1])
            limits = without(mixed, *FORM)
            return {**limits, "type": ["string", limits["type"]], **self.form(shape[1], mixed)}
        return scalar(shape)

    def form(self, check: Any, schema: Schema) -> Schema:
        """Return a reference to what a text must look like; nothing where that says nothing."""
        form = {key: schema[key] for key in FORM if key in schema}
        if not form:
            return {}
        self.definitions[check.__name__] = form
        return {"allOf": [{"$ref": f"#/definitions/{check.__name__}"}]}

    def list(self, shape: Any, flavour: str, field: str) -> Schema:
        """Return a list; in an override its items merge by name, or replace those of the base."""
        _, item, least = shape
        merges = flavour and field not in UNMERGED and is_named(item)
        items = self.value(item, ITEM if merges else FULL)
        return {"type": "array", "items": items, **({"minItems": least} if least else {})}

    def map(self, shape: Any, flavour: str) -> Schema:
        """Return a map with free keys."""
        _, key, value = shape
        keys = {name: each for name, each in self.value(key, FULL).items() if name != "type"}
        values = nullable(self.value(value, flavour)) if flavour else self.value(value, flavour)
        return {
            "type": "object",
            **({"propertyNames": keys} if keys else {}),
            "additionalProperties": values,
        }

    def reference(self, shape: Any, flavour: str) -> Schema:
        """Return a reference to a definition, which is made where there is none yet."""
        name = shape[1] + flavour
        if name not in self.definitions:
            self.definitions[name] = {}
            make = self.environment if shape[1] == "Environment" else self.object
            self.definitions[name] = make(shape, flavour)
        return {"type": "object", "allOf": [{"$ref": f"#/definitions/{name}"}]}

    def object(self, shape: Any, flavour: str) -> Schema:
        """Return a map with known keys."""
        name, fields, required = fields_of(shape)
        key = item_key(name)
        is_named = key in required
        if flavour:
            required = set()
        properties = {field: self.property(name, field, flavour) for field in fields}
        return {
            "type": ["object", "null"] if flavour == OVERRIDE else "object",
            "additionalProperties": False,
            **({"required": [field for field in fields if field in required]} if required else {}),
            **(of_an_item(key, required=is_named) if flavour == ITEM else {}),
            "properties": properties | ({"$patch": PATCH} if flavour == ITEM else {}),
        }

    def property(self, owner: str, field: str, flavour: str) -> Schema:
        """Return one field: what it means, what it may hold and what it is when it is absent."""
        inner = OVERRIDE if flavour else FULL
        schema = self.value(fields_of_owner(owner)[field], inner, field)
        if flavour == FULL:
            schema |= default_of(owner, field)
        elif not (flavour == ITEM and field == item_key(owner)):
            schema = nullable(schema)
        return {"description": described(owner, field), **schema}

    def environment(self, shape: Any, _flavour: str) -> Schema:
        """Return an environment: its own fields, and a partial spec."""
        own = self.object(shape, FULL)
        fields = [field for field in fields_of_owner("Spec") if field not in SELECTION]
        spec = {field: self.property("Spec", field, OVERRIDE) for field in fields}
        return {**own, "properties": {**own["properties"], **spec, **own["properties"]}}


def of_an_item(key: str, *, required: bool) -> Schema:
    """Return what an item needs besides: its name, or else it is about the whole list alone."""
    directs = {"properties": {"$patch": {"const": "replace"}}, "required": ["$patch"]}
    alone = {"if": directs, "then": {"maxProperties": 1}}
    return {
        "dependencies": {"$patch": {"maxProperties": 2}},
        "if": {"required": [key]},
        "then": {"properties": {"$patch": {"enum": ["delete"]}}},
        "else": {**alone, "else": {"required": [key]}} if required else alone,
    }


def scalar(shape: Any) -> Schema:
    """Return a shape that holds nothing else."""
    if shape[0] == "int":
        return {"type": "integer", "minimum": shape[1], "maximum": shape[2]}
    if shape[0] == "enum":
        return {"type": "string", "enum": list(shape[1])}
    if shape[0] == "any":
        return {}
    return {"type": {"text": "string", "bool": "boolean"}[shape[0]]}


def item_key(owner: str) -> str:
    """Return what an override names an item of a list by."""
    return ITEM_KEYS.get(owner, "name")


def is_named(shape: Any) -> bool:
    """Tell whether a list of these merges by name; ports do where all of them have one."""
    if shape[0] not in ("record", "object"):
        return False
    is_port = shape[1] in ("ClientPort", "ContainerPort", "PodPort", "Port")
    return is_port or "name" in fields_of(shape)[1]


def nullable(schema: Schema) -> Schema:
    """Return the schema with null allowed as well."""
    if not schema:
        return schema
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    choices = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [*kinds, "null"], **choices}


def as_json(schema: Schema) -> str:
    """Return JSON with a line per field, so that a change of a field is a change of its line."""
    definitions = ",\n".join(
        f'"{name}": {as_object(each)}' for name, each in schema["definitions"].items()
    )
    root = as_object({key: each for key, each in schema.items() if key != "definitions"})
    return f'{root.removesuffix("}")},"definitions": {{\n{definitions}\n}}}}\n'


def as_object(schema: Schema) -> str:
    """Return a map with known keys as JSON, a line per key, and the form of a text in one."""
    if "properties" not in schema:
        return as_line(schema)
    head = as_line({key: each for key, each in schema.items() if key != "properties"})
    fields = ",\n".join(f' "{key}": {as_line(each)}' for key, each in schema["properties"].items())
    return f'{head.removesuffix("}")},"properties": {{\n{fields}\n}}}}'


def as_line(value: Any) -> str:
    """Return JSON without blanks that nobody needs."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# --- CustomResourceDefinition --------------------------------------------------------------------

# Lists in which the rules refuse two items with the same key; only keys that are always there.
UNIQUE = {
    "Config": {"files": ["name"]},
    "Container": {
        "env": ["name"],
        "resizePolicy": ["resourceName"],
        "volumeDevices": ["devicePath"],
        "volumeMounts": ["mountPath"],
    },
    "Spec": {
        "config": ["name"],
        "env": ["name"],
        "environments": ["name"],
        "extraResources": ["name"],
        "hostAliases": ["ip"],
        "imagePullSecrets": ["name"],
        "initContainers": ["name"],
        "patches": ["name"],
        "peers": ["name"],
        "resizePolicy": ["resourceName"],
        "resourceClaims": ["name"],
        "schedulingGates": ["name"],
        "sidecars": ["name"],
        "storage": ["name"],
        "topologySpreadConstraints": ["topologyKey", "whenUnsatisfiable"],
        "volumeDevices": ["devicePath"],
        "volumeMounts": ["mountPath"],
        "volumes": ["name"],
    },
}


def told(shape: Any) -> tuple[str, Any]:
    """Return kind and shape; a check of texts alone that can word other values is one of texts."""
    is_plain = shape[0] == "converted" and is_text(shape[1])
    found = ("checked", shape[1], ("text",)) if is_plain else shape
    return found[0], found


def structural(shape: Any, owner: str = "", field: str = "") -> Schema:
    """Return the structural schema of a shape: inline, with the values' checks beside the types."""
    kind, shape = told(shape)
    if kind in ("record", "object"):
        return structural_object(shape)
    if kind == "list":
        return structural_list(shape, owner, field)
    if kind == "map" and shape[2] == ("any",):
        return {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    if kind == "map":
        return {"type": "object", "additionalProperties": structural(shape[2])}
    if kind == "any of":
        options = [without(structural(option), "type") for option in shape[1]]
        return {"type": "string", "anyOf": options}
    if kind == "checked":
        return structural(shape[2]) | without(pattern_of(shape[1]), "patternErrorMessage")
    if kind == "converted":
        return int_or_string(range_of(shape[1]))
    return scalar(shape) | ({"format": width(shape)} if kind == "int" else {})


def structural_list(shape: Any, owner: str, field: str) -> Schema:
    """Return a list; where two items may not share a key, the server refuses that too."""
    _, item, least = shape
    keys = UNIQUE.get(owner, {}).get(field)
    map_of = {"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": keys}
    return {
        "type": "array",
        **({"minItems": least} if least else {}),
        **(map_of if keys else {}),
        "items": structural(item),
    }


def structural_object(shape: Any) -> Schema:
    """Return a map with known keys; the server prunes or refuses others by itself."""
    name, fields, required = fields_of(shape)
    is_open = name == "Environment"
    return {
        "type": "object",
        **({"required": [field for field in fields if field in required]} if required else {}),
        "properties": {field: structural_field(name, field) for field in fields},
        **({"x-kubernetes-preserve-unknown-fields": True} if is_open else {}),
    }


def structural_field(owner: str, field: str) -> Schema:
    """Return one field; only our own are described, or the CRD were too large to be applied.

    There is no `default`: what the server adds to a stored object would show as drift.
    """
    schema = structural(fields_of_owner(owner)[field], owner, field)
    if owner not in shapes.RECORDS:
        return schema
    text, default = described(owner, field), default_of(owner, field).get("default")
    if default is not None and "Default:" not in text:
        text += f" Default: {as_line(default) if not isinstance(default, str) else default}."
    return {"description": text, **schema}


def int_or_string(mixed: Schema) -> Schema:
    """Return a value that is a number or a text; the server has no other word for quantities."""
    schema = without(mixed, "type", "patternErrorMessage")
    if "exclusiveMinimum" in schema:
        schema |= {"minimum": schema["exclusiveMinimum"], "exclusiveMinimum": True}
    kinds = [{"type": "integer"}, {"type": "string"}]
    return {"x-kubernetes-int-or-string": True, "anyOf": kinds, **schema}


def without(schema: Schema, *keys: str) -> Schema:
    """Return the schema without some of its keys."""
    return {key: each for key, each in schema.items() if key not in keys}


def width(shape: Any) -> str:
    """Return the format of an integer."""
    return "int32" if shape[1] >= -(2**31) and shape[2] < 2**31 else "int64"


def columns() -> Iterator[Schema]:
    """Yield what `kubectl get` prints."""
    for name, kind, path in (
        ("Image", "string", ".spec.image"),
        ("Replicas", "integer", ".spec.replicas"),
        ("Version", "string", ".spec.version"),
        ("Age", "date", ".metadata.creationTimestamp"),
    ):
        yield {"name": name, "type": kind, "jsonPath": path}


def definition() -> Schema:
    """Return the CustomResourceDefinition."""
    document = structural(("record", KIND))
    name = document["properties"]["metadata"]["properties"]["name"]
    document["properties"] |= {
        "apiVersion": {"type": "string"},
        "kind": {"type": "string"},
        # The server knows metadata, and takes no more than this about it.
        "metadata": {"type": "object", "properties": {"name": without(name, "description")}},
    }
    plural = f"{KIND.lower()}s"
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{GROUP}"},
        "spec": {
            "group": GROUP,
            "names": {
                "kind": KIND,
                "listKind": f"{KIND}List",
                "plural": plural,
                "singular": KIND.lower(),
                "shortNames": ["sapp"],
                "categories": ["stateful"],
            },
            "scope": "Namespaced",
            "versions": [
                {
                    "name": VERSION,
                    "served": True,
                    "storage": True,
                    "additionalPrinterColumns": list(columns()),
                    "schema": {
                        "openAPIV3Schema": {
                            "description": about_model(models()[KIND]),
                            **document,
                        }
                    },
                }
            ],
        },
    }


# --- the files -----------------------------------------------------------------------------------


def generate() -> dict[Path, str]:
    """Return the text of each file."""
    kinds = (KIND, "StatefulEnvironment", "StatefulGuard")
    return {
        **{
            FOLDER / f"{kind.lower()}.schema.json": as_json(JsonSchema().document(kind))
            for kind in kinds
        },
        FOLDER / "statefulapps.crd.yaml": f"# {SOURCE}\n{dump(definition())}",
    }


if __name__ == "__main__":
    sys.exit(all_renewed(generate()))
