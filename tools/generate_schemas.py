"""Write the JSON Schema for editors and the CRD, both from the tables that the reader walks.

Usage: python tools/generate_schemas.py           writes the files
       python tools/generate_schemas.py --check   exits 1 when a file is not current

`renderer/app/shapes.py` says what a field may hold, the models' docstrings what it means, and
Kubernetes' own OpenAPI what Kubernetes' own fields mean. A schema may accept more than the reader,
never less: a check without a plain regular form is left out.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generate_kubernetes_types import described_types

from renderer.app import shapes
from renderer.app.environments import SELECTION, UNMERGED
from renderer.app.models import API_VERSION, KIND
from renderer.app.parts import Model
from renderer.kubernetes import downward, images, names
from renderer.yaml import dump

if TYPE_CHECKING:
    from collections.abc import Iterator

    Schema = dict[str, Any]

FOLDER = Path(__file__).parents[1] / "renderer" / "schemas"
GROUP, VERSION = API_VERSION.split("/")
SOURCE = (
    "Generated from renderer/app/models.py by `make generate`: do not edit. The descriptions of "
    "Kubernetes' own fields are from the OpenAPI of Kubernetes {version} (Apache License 2.0)."
)

# --- what a check function means as a pattern, the same to Python, Go and JavaScript -------------

_NUMBER = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_ZERO = r"(?:0+(?:\.0*)?|\.0+)"
_NOT_ZERO = r"(?:[0-9]*[1-9][0-9]*(?:\.[0-9]*)?|[0-9]*\.[0-9]*[1-9][0-9]*)"
_SUFFIX = "(?:[numkMGTPE]?|[KMGTPE]i|[eE][+-]?[0-9]{1,2})"
_KEY_NAME = "[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
_ANY_CASE = names.DNS_SUBDOMAIN[0].replace("a-z", "A-Za-z")
_STANDARD = f"{'|'.join(names.STANDARD_RESOURCES)}|hugepages-[0-9A-Za-z]+"
# One part of a path that is neither empty nor `..`; for a mount neither `.`, `:` nor a control.
_PART = r"(?:[^/.][^/]*|\.(?:[^/.][^/]*)?|\.\.[^/]+)"
_IN = r"[^/:\x00-\x1f\x7f]"
_MOUNT_PART = rf"(?:[^/.:\x00-\x1f\x7f]{_IN}*|\.[^/.:\x00-\x1f\x7f]{_IN}*|\.\.{_IN}+)"


def form(pattern: str, words: str, limit: int | None = None) -> Schema:
    """Return a pattern, and what an editor says where it does not hold."""
    length = {"maxLength": limit} if limit else {}
    return {"pattern": f"^(?:{pattern})$", "patternErrorMessage": f"must be {words}", **length}


LABEL = form(*names.DNS_LABEL, names.LABEL_LIMIT)
KEY = form(f"(?:{names.DNS_SUBDOMAIN[0]}/)?{_KEY_NAME}", names.LABEL_KEY[1], names.KEY_LIMIT)
PORT_NAME = form(*names.PORT_NAME, names.PORT_NAME_LIMIT)
TEXTS: dict[str, Schema] = {
    "absolute_path": form(
        f"(?:/{_MOUNT_PART})+", 'an absolute path below "/" with no "..", no ":" and no "/" behind'
    ),
    "annotation_key": form(
        f"(?:{_ANY_CASE}/)?{_KEY_NAME}", names.ANNOTATION_KEY[1], names.KEY_LIMIT
    ),
    "app_protocol": KEY,
    "base64": form("[A-Za-z0-9+/= \t\r\n]*", "bytes in base64"),
    "check": form(
        f"{images.NAME}(?::{images.TAG})?(?:@{images.DIGEST})?",
        'a lower-case image such as "nginx:1.27" or "ghcr.io/owner/app:1.0"',
    ),
    "cidr": form(r"[0-9a-fA-F:.]+/[0-9]{1,3}", 'a range of IP addresses such as "10.0.0.0/8"'),
    "config_key": form(*names.CONFIG_KEY, names.SUBDOMAIN_LIMIT),
    "dns1035_label": form(*names.DNS_1035_LABEL, names.LABEL_LIMIT),
    "dns_label": LABEL,
    "dns_subdomain": form(*names.DNS_SUBDOMAIN, names.SUBDOMAIN_LIMIT),
    "duration": form(names.DURATION, 'a duration such as "30s" or "1m"') | {"minLength": 1},
    "env_name": form(*names.ENV_NAME),
    "field_path": form(
        "|".join(
            (
                *map(re.escape, (*downward.OWN_FIELDS, *downward.PLACE_FIELDS)),
                r"metadata\.(?:labels|annotations)(?:\['[^'\]]+'\])?",
            )
        ),
        "one of "
        + ", ".join((*downward.OWN_FIELDS, *downward.PLACE_FIELDS, "metadata.labels['key']")),
    ),
    "ip_address": form("[0-9a-fA-F:.]+(?:%.+)?", 'an IP address such as "10.0.0.1" or "fd00::1"'),
    "label_key": KEY,
    "label_value": form(*names.LABEL_VALUE, names.LABEL_LIMIT),
    "namespace": LABEL,
    "path_beside": form(f"{_PART}(?:/{_PART})*", 'a relative path with no ".." in it'),
    "port_name": PORT_NAME,
    "resource_field": form(
        rf"(?:{'|'.join(downward.RESOURCE_KINDS)})\.(?:{_STANDARD})",
        'a resource such as "limits.cpu" or "requests.memory"',
    ),
    "resource_name": form(
        f"{_STANDARD}|{names.DNS_SUBDOMAIN[0]}/{_KEY_NAME}",
        f"{', '.join(names.STANDARD_RESOURCES)}, hugepages-<size> or <domain>/<name>",
    ),
    "statefulset_name": form(*names.DNS_1035_LABEL, names.STATEFULSET_LIMIT),
    "subpath": form(
        f"(?:{_PART}(?:/{_PART}?)*)?", 'a relative path, with no "/" in front and no ".." in it'
    ),
    "url_path": form("/[!-~]*", 'the path of a URL, with "/" in front and no blanks'),
}
WHOLE_MAPS = {"fit_together", "without_identity", "without_selector"}  # look at a map as a whole

# A number or a text; `type` is the number's.
MIXED: dict[str, Schema] = {
    "count_or_percent": {
        "type": "integer",
        "minimum": 0,
        "maximum": names.HIGHEST_COUNT,
        **form("[1-9]?[0-9]%|100%", 'a number such as 1 or a percentage such as "25%"'),
    },
    "port_reference": {
        "type": "integer",
        "minimum": 1,
        "maximum": names.HIGHEST_PORT,
        **PORT_NAME,
        "patternErrorMessage": f"must be a port or the name of one, {names.PORT_NAME[1]}",
    },
    "resource_amount": {
        "type": "number",
        "minimum": 0,
        **form(rf"(?:\+?{_NUMBER}|-{_ZERO}){_SUFFIX}", 'a quantity such as "10Gi" or "500m"'),
    },
    "storage_size": {
        "type": "number",
        "exclusiveMinimum": 0,
        **form(rf"\+?{_NOT_ZERO}{_SUFFIX}", 'a size such as "10Gi"'),
    },
}

# --- what a field means --------------------------------------------------------------------------


@cache
def models() -> dict[str, type[Model]]:
    """Return our own models by name."""
    found: dict[str, type[Model]] = {}
    waiting: list[type[Model]] = [Model]
    while waiting:
        model = waiting.pop()
        found[model.__name__] = model
        waiting += model.__subclasses__()
    return found


@cache
def kubernetes() -> tuple[str, dict[str, Schema]]:
    """Return the version of Kubernetes, and its types by their short names."""
    return described_types()


def described(owner: str, field: str) -> str:
    """Return what a field means; in a paragraph of its own, what a model of ours stands for."""
    if owner not in shapes.RECORDS:
        return brief(kubernetes()[1][owner]["properties"][field].get("description", ""))
    attribute, shape, _ = shapes.RECORDS[owner][0][field]
    text = in_one_line(models()[owner].model_fields[attribute].description or "")
    kind, name, *_ = (*(shape[1] if shape[0] == "list" else shape), "")
    about = about_model(models()[name]) if kind == "record" else ""
    return text if about in ("", text) else f"{text}\n\n{about}"


def about_model(model: type[Model]) -> str:
    """Return a model's docstring in one line."""
    return in_one_line(model.__doc__ or "")


def brief(text: str, limit: int = 200) -> str:
    """Return the first sentences of a description, at most so many characters unless it is one."""
    told = re.sub(r"(?:More info|Read more|See|For more information):? https?://\S+", "", text)
    first, *others = re.split(r"(?<=[a-z)\"'`]\.)\s+(?=[A-Z\"`])", in_one_line(told))
    for sentence in others:
        if len(first) + len(sentence) >= limit:
            break
        first = f"{first} {sentence}"
    return first


def in_one_line(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


def fields_of(shape: Any) -> tuple[str, dict[str, Any], set[str]]:
    """Return the name, {field: shape} and required fields of a record or object."""
    kind, name = shape
    if kind == "object":
        fields, required = shapes.OBJECTS[name]
        return name, fields, required
    fields, _ = shapes.RECORDS[name]
    required = {key for key, (_, _, default) in fields.items() if default is shapes.REQUIRED}
    return name, {key: inner for key, (_, inner, _) in fields.items()}, required


def default_of(owner: str, field: str) -> Schema:
    """Return a field's default as a part of its schema.

    What depends on other fields has none here, and an empty default says nothing: an editor would
    offer `storage: []`.
    """
    default = shapes.RECORDS[owner][0][field][2] if owner in shapes.RECORDS else None
    is_said = default not in (None, [], {}, shapes.REQUIRED, shapes.EMPTY_RECORD)
    return {"default": default} if is_said else {}


# --- JSON Schema, draft 7 ------------------------------------------------------------------------

# An override leaves out what it does not change, and null removes; an item of a list that merges
# keeps its name, and may be taken out.
FULL, OVERRIDE, ITEM = "", ".override", ".item"
PATCH = {
    "description": "`delete` takes the item of this name out of the base's list.",
    "type": "string",
    "enum": ["delete"],
}


class JsonSchema:
    """Writes every record and object once, as a definition; three flavours of it at most."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def document(self) -> Schema:
        """Return the schema of a whole document."""
        root = self.object(("record", KIND), FULL)
        return {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "$comment": SOURCE.format(version=kubernetes()[0]),
            "description": about_model(models()[KIND]),
            **root,
            "definitions": dict(sorted(self.definitions.items())),
        }

    def value(self, shape: Any, flavour: str, field: str = "") -> Schema:
        """Return the schema of a shape."""
        kind = shape[0]
        if kind in ("record", "object"):
            return self.reference(shape, flavour)
        if kind == "list":
            return self.list(shape, flavour, field)
        if kind == "map":
            return self.map(shape, flavour)
        if kind == "any of":
            return {"anyOf": [self.value(option, flavour) for option in shape[1]]}
        if kind == "checked":
            return self.value(shape[2], flavour) | checked(shape[1])
        if kind == "converted":
            mixed = MIXED[shape[1].__name__]
            return {**mixed, "type": ["string", mixed["type"]]}
        return scalar(shape)

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
        if flavour:
            required = required & {"name"} if flavour == ITEM else set()
        properties = {field: self.property(name, field, flavour) for field in fields}
        return {
            "type": ["object", "null"] if flavour == OVERRIDE else "object",
            "additionalProperties": False,
            **({"required": [field for field in fields if field in required]} if required else {}),
            **({"dependencies": {"$patch": {"maxProperties": 2}}} if flavour == ITEM else {}),
            "properties": properties | ({"$patch": PATCH} if flavour == ITEM else {}),
        }

    def property(self, owner: str, field: str, flavour: str) -> Schema:
        """Return one field: what it means, what it may hold and what it is when it is absent."""
        inner = OVERRIDE if flavour else FULL
        schema = self.value(fields_of_owner(owner)[field], inner, field)
        if flavour == FULL:
            schema |= default_of(owner, field)
        elif not (flavour == ITEM and field == "name"):
            schema = nullable(schema)
        return {"description": described(owner, field), **schema}

    def environment(self, shape: Any, _flavour: str) -> Schema:
        """Return an environment: its own fields, and a partial spec."""
        own = self.object(shape, FULL)
        fields = [field for field in fields_of_owner("Spec") if field not in SELECTION]
        spec = {field: self.property("Spec", field, OVERRIDE) for field in fields}
        return {**own, "properties": {**own["properties"], **spec, **own["properties"]}}


def fields_of_owner(owner: str) -> dict[str, Any]:
    """Return {field: shape} of a record or object by its name."""
    return fields_of(("record" if owner in shapes.RECORDS else "object", owner))[1]


def checked(check: Any) -> Schema:
    """Return what a check asks for, as far as a pattern can."""
    return {} if check.__name__ in WHOLE_MAPS else TEXTS[check.__name__]


def scalar(shape: Any) -> Schema:
    """Return a shape that holds nothing else."""
    if shape[0] == "int":
        return {"type": "integer", "minimum": shape[1], "maximum": shape[2]}
    if shape[0] == "enum":
        return {"type": "string", "enum": list(shape[1])}
    return {"type": {"text": "string", "bool": "boolean"}[shape[0]]}


def is_named(shape: Any) -> bool:
    """Tell whether a list of these merges by name."""
    return shape[0] in ("record", "object") and "name" in fields_of(shape)[1]


def nullable(schema: Schema) -> Schema:
    """Return the schema with null allowed as well."""
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
    """Return a map with known keys as JSON, a line per key."""
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
    "ClientService": {"ports": ["name"]},
    "PodServices": {"ports": ["name"]},
    "Spec": {
        "config": ["name"],
        "env": ["name"],
        "environments": ["name"],
        "hostAliases": ["ip"],
        "imagePullSecrets": ["name"],
        "initContainers": ["name"],
        "peers": ["name"],
        "ports": ["name"],
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


def structural(shape: Any, owner: str = "", field: str = "") -> Schema:
    """Return the structural schema of a shape: inline, with the values' checks beside the types."""
    kind = shape[0]
    if kind in ("record", "object"):
        return structural_object(shape)
    if kind == "list":
        return structural_list(shape, owner, field)
    if kind == "map":
        return {"type": "object", "additionalProperties": structural(shape[2])}
    if kind == "any of":
        options = [without(structural(option), "type") for option in shape[1]]
        return {"type": "string", "anyOf": options}
    if kind == "checked":
        return structural(shape[2]) | without(checked(shape[1]), "patternErrorMessage")
    if kind == "converted":
        return int_or_string(MIXED[shape[1].__name__])
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


def generate() -> dict[str, str]:
    """Return {file name: text}."""
    return {
        "statefulapp.schema.json": as_json(JsonSchema().document()),
        "statefulapps.crd.yaml": f"# {SOURCE.split(' The ', maxsplit=1)[0]}\n{dump(definition())}",
    }


def main() -> int:
    """Write the files, or only compare them."""
    files = {FOLDER / name: text for name, text in generate().items()}
    if "--check" in sys.argv:
        stale = [path for path, text in files.items() if not is_current(path, text)]
        return int(bool(stale))
    for path, text in files.items():
        path.write_text(text, "utf-8")
    return 0


def is_current(path: Path, text: str) -> bool:
    """Tell whether a file holds this text."""
    return path.is_file() and path.read_text("utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
