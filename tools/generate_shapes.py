"""Compile the pydantic models of `renderer.app.models` into the tables of `renderer/app/shapes.py`.

Usage: python tools/generate_shapes.py           writes the file
       python tools/generate_shapes.py --check   exits 1 when the file is not current

The tables are what `renderer.app.accept` walks; see there for what each kind of shape means, and
`renderer.app.tables` for how it is written.
"""

from __future__ import annotations

import sys
import types as python_types
from pathlib import Path
from typing import Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le, MinLen
from pydantic import AfterValidator, BaseModel, BeforeValidator, PlainValidator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typing_extensions import is_typeddict

from renderer.app.models import StatefulApp
from renderer.app.stateful_environment import StatefulEnvironment
from renderer.app.stateful_guard import StatefulGuard
from renderer.kubernetes import types
from renderer.kubernetes.scalars import in_key_order

TARGET = Path(__file__).parent.parent / "renderer" / "app" / "shapes.py"
OBJECTS_TARGET = TARGET.with_name("object_shapes.py")
# What patches and extra resources are checked against.
OBJECTS = (
    "apps.v1.StatefulSet",
    "core.v1.Service",
    "core.v1.ConfigMap",
    "core.v1.ServiceAccount",
    "policy.v1.PodDisruptionBudget",
    "networking.v1.NetworkPolicy",
    "apps.v1.Deployment",
    "batch.v1.CronJob",
    "batch.v1.Job",
    "core.v1.PersistentVolumeClaim",
    "core.v1.Secret",
    "networking.v1.Ingress",
    "autoscaling.v2.HorizontalPodAutoscaler",
    "rbac.v1.Role",
    "rbac.v1.RoleBinding",
    "rbac.v1.ClusterRole",
    "rbac.v1.ClusterRoleBinding",
    "scheduling.v1.PriorityClass",
    "storage.v1.StorageClass",
)
GROUPS = {
    "core": "",
    "networking": "networking.k8s.io/",
    "rbac": "rbac.authorization.k8s.io/",
    "scheduling": "scheduling.k8s.io/",
    "storage": "storage.k8s.io/",
}
HEADER = '''"""What valid documents of ours look like, as tables. Generated: do not edit.

Made from the models in renderer/app by `make generate`; a test keeps it current.
RECORDS: model -> ({key in YAML: (attribute, shape, default)}, whether other keys are allowed).
OBJECTS: Kubernetes type -> ({key: shape} in the order that is printed, required keys).
They are written as text, with `!` behind required keys, and read when they are asked for.
"""

from __future__ import annotations

from renderer.app.tables import Shapes, Table
from renderer.kubernetes import {modules}

REQUIRED: object = object()
EMPTY_RECORD: object = object()

SHAPES = Shapes({checks})

'''

OBJECTS_HEADER = '''"""What valid Kubernetes objects look like, as tables. Generated: do not edit.

Made from renderer/kubernetes/types.py by `make generate`; a test keeps it current.
OBJECTS: types that renderer/app/shapes.py has not. KINDS: (apiVersion, kind) -> type.
"""

from __future__ import annotations

from renderer.app.tables import Shapes, Table
from renderer.kubernetes import {modules}

SHAPES = Shapes({checks})

'''
SIMPLE = {str: "text", bool: "bool"}
READ_BY = {"RECORDS": "record", "OBJECTS": "kubernetes_object"}


class Compiler:
    """Collects the models and Kubernetes types that are reached, each once."""

    def __init__(self) -> None:
        self.records: dict[str, str] = {}
        self.objects: dict[str, str] = {}
        self.modules: set[str] = set()

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
        self.modules.add(module)
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


def generate() -> str:
    """Return the text of `renderer/app/shapes.py`."""
    compiler = Compiler()
    for model in (StatefulApp, StatefulEnvironment, StatefulGuard):
        compiler.shape(model)
    return written(compiler, HEADER, {"RECORDS": compiler.records, "OBJECTS": compiler.objects})


def generate_objects() -> str:
    """Return the text of `renderer/app/object_shapes.py`: what the spec's tables have not."""
    spec, compiler = Compiler(), Compiler()
    spec.shape(StatefulApp)
    kinds = {}
    for full_name in OBJECTS:
        *_, group, version, name = full_name.split(".")
        compiler.shape(getattr(types, name))
        prefix = GROUPS.get(group, f"{group}/")
        kinds[repr((f"{prefix}{version}", name))] = repr(name)
    more = {name: each for name, each in compiler.objects.items() if name not in spec.objects}
    lines = "".join(f"    {key}: {value},\n" for key, value in kinds.items())
    return written(compiler, OBJECTS_HEADER, {"OBJECTS": more}) + (
        f"KINDS: dict[object, str] = {{\n{lines}}}\n"
    )


def written(compiler: Compiler, header: str, tables: dict[str, dict[str, str]]) -> str:
    """Return a module that holds tables."""
    modules = sorted(compiler.modules)
    checks = "{" + ", ".join(f'"{module}": {module}' for module in modules) + "}"
    text = header.replace("{modules}", ", ".join(modules)).replace("{checks}", checks)
    for name, table in tables.items():
        entries = "".join(f"    {key!r}: {table[key]},\n" for key in sorted(table))
        text += f"{name} = Table({{\n{entries}}}, SHAPES.{READ_BY[name]})\n"
    return text


def main() -> int:
    """Write the file, or only compare it."""
    texts = {TARGET: generate(), OBJECTS_TARGET: generate_objects()}
    if "--check" in sys.argv:
        return int(any(target.read_text() != text for target, text in texts.items()))
    for target, text in texts.items():
        target.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
