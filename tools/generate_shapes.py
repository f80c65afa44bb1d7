"""Compile the pydantic models into tables: ours, and those of Kubernetes' own types.

Usage: python tools/generate_shapes.py           writes the files
       python tools/generate_shapes.py --check   exits 1 when one is not current

`renderer/app/shapes.py` has our models, `renderer/kubernetes/shapes.py` what a spec needs of
Kubernetes' types, and `object_shapes.py` beside it the rest. `renderer.app.accept` walks them, and
`renderer.kubernetes.walker` says what is wrong; `renderer.kubernetes.tables` reads the notation.
"""

from __future__ import annotations

import re
import sys
import types as python_types
from pathlib import Path
from typing import Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le, MinLen
from generate_kubernetes_types import LENIENT, OBJECTS, POINTERS, server_fields
from page import all_renewed
from pydantic import AfterValidator, BaseModel, BeforeValidator, PlainValidator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typing_extensions import is_typeddict

from renderer.app.models import StatefulApp
from renderer.app.stateful_environment import StatefulEnvironment
from renderer.app.stateful_guard import StatefulGuard
from renderer.kubernetes import types
from renderer.kubernetes.scalars import in_key_order

RENDERER = Path(__file__).parent.parent / "renderer"
GROUPS = {
    "core": "",
    "networking": "networking.k8s.io/",
    "rbac": "rbac.authorization.k8s.io/",
    "scheduling": "scheduling.k8s.io/",
    "storage": "storage.k8s.io/",
}
HEADER = '''"""What valid documents of ours look like, as a table. Generated: do not edit.

Made from the models in renderer/app by `make generate`; a test keeps it current.
RECORDS: model -> ({key in YAML: (attribute, shape, default)}, whether other keys are allowed).
Shapes are written as text, and read when they are asked for.
"""

from __future__ import annotations

from renderer.kubernetes import {modules}
from renderer.kubernetes.tables import EMPTY_RECORD, REQUIRED, Shapes, Table

SHAPES = Shapes({checks})

'''

SPEC_HEADER = '''"""What Kubernetes allows in fields of a StatefulApp. Generated: do not edit.

Made from renderer/kubernetes/types.py by `make generate`; a test keeps it current.
OBJECTS: type -> ({key: shape} in the order that is printed, required keys), written with a line
for each key, and with `!` behind a required one.
"""

from __future__ import annotations

from renderer.kubernetes import {modules}
from renderer.kubernetes.tables import Shapes, Table

SHAPES = Shapes({checks})

'''

OBJECTS_HEADER = '''"""What Kubernetes allows in whole objects, as tables. Generated: do not edit.

Made from renderer/kubernetes/types.py by `make generate`; a test keeps it current.
OBJECTS: the types that a StatefulApp does not need. KINDS: (apiVersion, kind) -> type.
FOREIGN: type -> the fields that a server or others write, or write otherwise. POINTERS: what is a
value even where it is empty. LENIENT: what may be absent in what others wrote.
"""

from __future__ import annotations

from renderer.kubernetes import {modules}
from renderer.kubernetes.tables import Shapes, Table

SHAPES = Shapes({checks})

'''
ANY_NUMBER = f"int {-(2**63)} {2**63 - 1}"
# What others write is taken here, because a rule has more to say about it, or a feature gate.
NOT_OURS = {
    "ClientIPConfig": {"timeoutSeconds": ANY_NUMBER},
    "PodSpec": {"terminationGracePeriodSeconds": ANY_NUMBER},
    "Probe": {"terminationGracePeriodSeconds": ANY_NUMBER},
    "SleepAction": {"seconds": ANY_NUMBER},
    "StatefulSetUpdateStrategy": {"type": "enum RollingUpdate|OnDelete|Recreate"},
}
SIMPLE = {str: "text", bool: "bool"}
HOT = 'kubernetes_object, rest="renderer.kubernetes.object_shapes"'


class Compiler:
    """Collects the models and Kubernetes types that are reached, each once."""

    def __init__(self) -> None:
        self.records: dict[str, str] = {}
        self.objects: dict[str, str] = {}

    def shape(self, hint: Any, metadata: tuple[Any, ...] = ()) -> str:
        """Return the shape of a type as it is written, with its checks around it."""
        if hasattr(hint, "__metadata__"):
            return self.shape(hint.__origin__, (*hint.__metadata__, *metadata))
        limits: dict[type, Any] = {}
        around = []
        for mark in flat(metadata):
            if isinstance(mark, PlainValidator):
                return f"converter {self.reference(mark.func)}"
            if isinstance(mark, (AfterValidator, BeforeValidator)):
                around.append(mark)
            else:
                limits[type(mark)] = mark
        source = self.plain(hint, limits)
        for mark in around:
            if mark.func is in_key_order:
                continue  # accept() sorts every map
            kind = "checked" if isinstance(mark, AfterValidator) else "converted"
            source = f"{kind} {self.reference(mark.func)} {source}"
        return source

    def plain(self, hint: Any, limits: dict[type, Any]) -> str:
        """Return the shape of a type without its checks."""
        origin, arguments = get_origin(hint), get_args(hint)
        if hint is Any:
            return "any"
        if hint in SIMPLE:
            return SIMPLE[hint]
        if hint is int:
            return f"int {limits[Ge].ge} {limits[Le].le}"
        if origin is list:
            least = limits[MinLen].min_length if MinLen in limits else 0
            return f"list {least} {self.shape(arguments[0])}"
        if origin is dict:
            return f"map {self.shape(arguments[0])} {self.shape(arguments[1])}"
        if origin is Literal:
            return f"enum {'|'.join(arguments)}"
        if origin in (Union, python_types.UnionType):
            return self.any_of([each for each in arguments if each is not type(None)])
        return self.named(hint)

    def named(self, hint: Any) -> str:
        """Return the shape of a model or of one of Kubernetes' types."""
        if is_typeddict(hint):
            return self.kubernetes_object(hint)
        if issubclass(hint, BaseModel):
            return self.record(hint)
        raise TypeError(hint)

    def any_of(self, options: list[Any]) -> str:
        """Return the shape of a union; `X | None` is X, since null is never a value here."""
        shapes = [self.shape(option) for option in options]
        return shapes[0] if len(shapes) == 1 else f"either {len(shapes)} {' '.join(shapes)}"

    def kubernetes_object(self, hint: Any) -> str:
        """Add a Kubernetes type to OBJECTS and return the shape that refers to it."""
        if hint.__name__ not in self.objects:
            self.objects[hint.__name__] = ""
            fields = {
                name: self.shape(without_required(each))
                for name, each in get_type_hints(hint, include_extras=True).items()
            }
            required = hint.__required_keys__
            lines = [f"{key}{'!' * (key in required)} {each}" for key, each in fields.items()]
            self.objects[hint.__name__] = '"""' + "\n".join(lines) + '"""'
        return f"object {hint.__name__}"

    def record(self, model: type[BaseModel]) -> str:
        """Add a model to RECORDS and return the shape that refers to it."""
        if model.__name__ not in self.records:
            self.records[model.__name__] = ""
            lines = ""
            for attribute, field in model.model_fields.items():
                shape = self.shape(field.annotation, tuple(field.metadata))
                name, default = field.alias or attribute, default_of(field)
                lines += f"            {name!r}: ({attribute!r}, {shape!r}, {default}),\n"
            is_open = model.model_config.get("extra") == "allow"
            self.records[model.__name__] = (
                f"(\n        {{\n{lines}        }},\n        {is_open},\n    )"
            )
        return f"record {model.__name__}"

    def reference(self, check: Any) -> str:
        """Return how the generated module names a check function."""
        module = check.__module__.rpartition(".")[2]
        return f"{module}.{check.__name__}"


def flat(metadata: tuple[Any, ...]) -> list[Any]:
    """Return constraints one by one; pydantic's Field() holds several."""
    marks: list[Any] = []
    for mark in metadata:
        marks.extend(flat(tuple(mark.metadata)) if isinstance(mark, FieldInfo) else [mark])
    return marks


def without_required(hint: Any) -> Any:
    """Return the type inside Required[...] or NotRequired[...]."""
    return get_args(hint)[0] if get_origin(hint) in (Required, NotRequired) else hint


def default_of(field: FieldInfo) -> str:
    """Return the default as Python source."""
    if field.default is PydanticUndefined:
        return "REQUIRED"
    if isinstance(field.default, BaseModel):
        return "EMPTY_RECORD"
    return repr(field.default)


def generate() -> dict[Path, str]:
    """Return the text of each file."""
    spec, whole = Compiler(), Compiler()
    for model in (StatefulApp, StatefulEnvironment, StatefulGuard):
        spec.shape(model)
    kinds = {}
    for full_name in OBJECTS:
        *_, group, version, name = full_name.split(".")
        whole.shape(getattr(types, name))
        kinds[f"{GROUPS.get(group, f'{group}/')}{version}", name] = name
    whole.shape(types.OwnerReference)
    more = {name: lines for name, lines in whole.objects.items() if name not in spec.objects}
    return {
        RENDERER / "app/shapes.py": written(HEADER, "RECORDS", spec.records, "record"),
        RENDERER / "kubernetes/shapes.py": written(SPEC_HEADER, "OBJECTS", spec.objects, HOT),
        RENDERER / "kubernetes/object_shapes.py": (
            written(OBJECTS_HEADER, "OBJECTS", more, "kubernetes_object") + facts(kinds)
        ),
    }


def facts(kinds: dict[tuple[str, str], str]) -> str:
    """Return the small tables about whole objects, and about those that others wrote."""
    foreign = {
        name: {field: foreign_shape(schema) for field, schema in fields.items()}
        for name, fields in server_fields().items()
        if name in {*kinds.values(), "ObjectMeta"}
    }
    foreign |= NOT_OURS
    return (
        f"KINDS: dict[object, str] = {kinds!r}\n"
        f"FOREIGN: dict[str, dict[str, str]] = {foreign!r}\n"
        f"POINTERS = frozenset({sorted(POINTERS)!r})\n"
        f"LENIENT = frozenset({sorted(LENIENT)!r})\n"
    )


def foreign_shape(schema: dict[str, Any]) -> str:
    """Return the shape of a field that only a server writes; most of it is nobody's matter."""
    if "OwnerReference" in str(schema.get("items")):
        return "list 0 object OwnerReference"
    if schema.get("format") == "int64":
        return ANY_NUMBER
    return "text" if "string" in schema.get("type", ()) and "format" not in schema else "any"


def modules_in(table: dict[str, str]) -> list[str]:
    """Return the modules of the checks that a table names."""
    return sorted(
        {found[1] for found in re.finditer(r"(?:checked|convert\w+) (\w+)\.", str(table))}
    )


def written(header: str, name: str, table: dict[str, str], read_by: str) -> str:
    """Return a module that holds a table."""
    modules = modules_in(table)
    checks = "{" + ", ".join(f'"{module}": {module}' for module in modules) + "}"
    text = header.replace("{modules}", ", ".join(modules)).replace("{checks}", checks)
    entries = "".join(f"    {key!r}: {table[key]},\n" for key in sorted(table))
    return f"{text}{name} = Table({{\n{entries}}}, SHAPES.{read_by})\n"


if __name__ == "__main__":
    sys.exit(all_renewed(generate()))
