"""What each field of our documents means, read off the JSON Schema, for `stateful explain`."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

from renderer.app import KIND
from renderer.app.meant import meant
from renderer.errors import Problem, RenderError, dotted
from renderer.kubernetes.names import nearest, one_of
from renderer.reports.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]

WIDTH = 80
SIMPLE = {
    "string": "string",
    "boolean": "boolean",
    "integer": "integer",
    "number": "number",
    "object": "object",
}
# A step of a path as errors and people write it: ["a/b"], [0] or [name=a], a name.
STEP = re.compile(r"""\[["'](?P<key>[^"']*)["']\]|\[(?P<item>[^\]]*)\]|(?P<name>[^.\[]+)""")
# The schema of what is no business of ours: part of an object of any kind.
ANYTHING: Schema = {}
# Fields that say everything once more: only who asks for one of them gets its tree.
REPEATING = "environments"
# Fields of spec that Kubernetes has in another place, or under another name.
CONTAINER, OURS, SET = "the main container", "ours, where Kubernetes has no word", "the StatefulSet"
POD = "the pods, as in Kubernetes"
OTHERWISE = {
    "containerName": CONTAINER,
    "sidecars": POD,
    "podAnnotations": POD,
    "podLabels": POD,
    "podResources": POD,
    "podSecurityContext": POD,
    "podTemplateName": POD,
}
# Beyond it a limit is that of the machine.
NEARBY = 100_000


def steps_of(text: str) -> tuple[str, ...]:
    """Return the names in a path; the place in a list says nothing about its items."""
    steps = [match["key"] or match["name"] for match in STEP.finditer(text)]
    return tuple(step for step in steps if step)


class Field(NamedTuple):
    """A field where it was found, and whether a map must have it."""

    schema: Schema
    required: bool


class Fields:
    """The fields of a document of a kind, as its schema describes them."""

    def __init__(self, schema: Schema, kind: str) -> None:
        self._kind = kind
        self._definitions: dict[str, Schema] = schema["definitions"]
        self._whole = Field(schema, required=False)

    def explained(self, text: str, *, recursive: bool = False) -> str:
        """Return what a field means, its type and default, and the fields below it.

        Args:
            text: a path as errors print it; one into spec may leave that out.
            recursive: list all fields below it as a tree, without what they mean.

        Raises:
            RenderError: there is no such field (SR201).
        """
        path = self._path(text)
        field, described = self._found(path)
        lines = [
            f"{dotted(path) or self._kind}{self._head(field)}",
            "",
            *self._meaning(field, described),
        ]
        if path == ("spec",) and self._kind == KIND and not recursive:
            lines += self._topics(self._spec())
        elif self._below(field):
            lines += ["", "fields:", *(self._tree(field) if recursive else self._list(field))]
        return "\n".join(lines) + "\n"

    def names_in(self, text: str) -> list[str]:
        """Return the names of the fields below a field, and of spec and its own for the whole."""
        try:
            below = list(self._below(self._found(self._path(text))[0])) if text else []
        except RenderError:
            return []
        return below if text else [*self._below(self._whole), *self._spec()]

    def _path(self, text: str) -> tuple[str, ...]:
        """Return the names in a path; the place in a list says nothing about its items."""
        path = steps_of(text)
        whole = self._below(self._whole)
        if not path:
            message = f'must name a field, got "{text}"'
            raise RenderError([Problem("SR201", (), message, hint=one_of(list(whole)))])
        if path[0].lower() == self._kind.lower():  # as for kubectl, which needs to know the kind
            path = path[1:]
        is_short = bool(path) and path[0] not in whole and path[0] in self._spec()
        return ("spec", *path) if is_short else path

    def _spec(self) -> dict[str, Field]:
        return self._below(self._below(self._whole)["spec"])

    def _found(self, path: tuple[str, ...]) -> tuple[Field, str]:
        """Follow a path; a key of the user's own means what its map means."""
        field, described = self._whole, self._whole.schema["description"]
        for index, step in enumerate(path):
            below, item = self._below(field), self._item(field.schema)
            if step in below:
                field = below[step]
                described = field.schema["description"]
            elif (values := item.get("additionalProperties", item == ANYTHING)) is not False:
                field = Field(ANYTHING if item == ANYTHING else values, required=False)
            else:
                raise RenderError([self._unknown(path, index, list(below), field)])
        return field, described

    def _unknown(
        self, path: tuple[str, ...], index: int, known: list[str], field: Field
    ) -> Problem:
        """Return the problem of a step that leads nowhere, with the names that would."""
        of = self._type(field.schema).removeprefix("list of ") if index else "Spec"
        if hint := meant("Spec" if path[:index] == ("spec",) else of, path[index]):
            return Problem("SR201", path[: index + 1], "is not a field", hint=hint)
        if not known:
            message = f"is not a field: {dotted(path[:index])} has none below it"
            return Problem("SR201", path, message)
        near = nearest(path[index], known if index else [*known, *self._spec()])
        return Problem("SR201", path[: index + 1], "is not a field", hint=near or one_of(known))

    def _meaning(self, field: Field, described: str) -> Iterator[str]:
        """Yield what a field is for, what it stands for, and what its text must look like."""
        allowed = self._item(field.schema).get("patternErrorMessage", "")
        for text in (*described.split("\n\n"), allowed and f"M{allowed[1:]}."):
            yield from _wrapped(text, "  ")

    def _list(self, field: Field) -> Iterator[str]:
        for name, below in self._below(field).items():
            yield f"  {name}{self._head(below)}"
            yield from _wrapped(below.schema["description"].partition("\n\n")[0], " " * 6)

    def _topics(self, fields: dict[str, Field]) -> Iterator[str]:
        """Yield the fields of spec by topic, in a line each: as a list they fill many screens.

        Those of a pod mean what they mean in Kubernetes, and are so many that names must do.
        """
        topics: dict[str, list[str]] = {CONTAINER: [], OURS: [], SET: [], POD: []}
        for name, field in fields.items():
            topics[self._topic(name, field)].append(name)
        for topic, names in topics.items():
            yield from ("", f"{topic}:")
            if topic == POD:
                yield from _wrapped(", ".join(names), "  ")
                continue
            width = max(map(len, names))
            for name in names:
                said = fields[name].schema["description"].partition("\n\n")[0].partition(". ")[0]
                line = f"{'required. ' if fields[name].required else ''}{said.rstrip('.')}"
                line = textwrap.shorten(line, WIDTH - width - len("    "), placeholder=" ...")
                yield f"  {name.ljust(width)}  {line}"
        yield from ("", "`stateful explain spec.FIELD` says everything about one of them.")

    def _topic(self, name: str, field: Field) -> str:
        """Return what a field of spec is a part of; it is ours where we say what is in it."""
        from renderer.app.shapes import RECORDS
        from renderer.kubernetes.object_shapes import OBJECTS as OTHERS
        from renderer.kubernetes.shapes import OBJECTS

        if self._type(field.schema).removeprefix("list of ") in RECORDS and name != "ports":
            return OURS
        known = {
            **dict.fromkeys(OTHERS["StatefulSetSpec"][0], SET),
            **dict.fromkeys(OTHERS["PodSpec"][0], POD),
            **dict.fromkeys(OBJECTS["Container"][0], CONTAINER),
        }
        return {**known, **OTHERWISE}.get(name, OURS)

    def _tree(self, field: Field, indent: str = "  ") -> Iterator[str]:
        for name, below in self._below(field).items():
            yield f"{indent}{name}{self._head(below)}"
            if name != REPEATING:
                yield from self._tree(below, f"{indent}  ")

    def _below(self, field: Field) -> dict[str, Field]:
        """Return the fields of a map, or of a list's items: a path does not say the difference."""
        item = self._item(field.schema)
        required = item.get("required", ())
        return {
            name: Field(schema, required=name in required)
            for name, schema in item.get("properties", {}).items()
        }

    def _item(self, schema: Schema) -> Schema:
        """Return what a list is of, and what a reference refers to."""
        if "items" in schema:
            return self._item(schema["items"])
        return self._definitions[_reference(schema)] if "allOf" in schema else schema

    def _head(self, field: Field) -> str:
        """Return type and default, as they stand behind a name."""
        default = field.schema.get("default")
        shown = "" if default is None else f" default: {_written(default)}"
        return f"  <{self._type(field.schema)}>{' required' if field.required else shown}"

    def _type(self, schema: Schema) -> str:
        if "items" in schema:
            return f"list of {self._type(schema['items'])}"
        if schema.get("additionalProperties", False) is not False:
            return f"map of {self._type(schema['additionalProperties'])}"
        if "anyOf" in schema:
            options = [option for option in schema["anyOf"] if option["type"] != "null"]
            return " | ".join(map(self._type, options))
        is_object = "allOf" in schema and "object" in _kinds(schema)
        return _reference(schema).partition(".")[0] if is_object else _simple_type(schema)


def _simple_type(schema: Schema) -> str:
    if schema == ANYTHING:
        return "anything"
    if "enum" in schema:
        return " | ".join(value or '""' for value in schema["enum"] if value is not None)
    return " | ".join(SIMPLE[kind] for kind in _kinds(schema)) + _limits(schema)


def _kinds(schema: Schema) -> list[str]:
    kinds = schema["type"]
    return [kind for kind in kinds if kind != "null"] if isinstance(kinds, list) else [kinds]


def _limits(schema: Schema) -> str:
    """Return the limits of a number, if people could meet them."""
    low, high = schema.get("minimum"), schema.get("maximum")
    if high is None or high > NEARBY:
        return f", {low} or more" if low == 1 else ""
    return f" from {low} to {high}"


def _reference(schema: Schema) -> str:
    reference: str = schema["allOf"][0]["$ref"]
    return reference.rpartition("/")[2]


def _wrapped(text: str, indent: str) -> list[str]:
    return wrapped(text, WIDTH, indent, indent)


def _written(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    is_plain = isinstance(value, str) and re.fullmatch("[A-Za-z0-9/.-]+", value)
    return str(value) if is_plain else json.dumps(value)
