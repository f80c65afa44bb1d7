"""Changes as text for people and JSON for programs. Colour is the shell's business."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from renderer.changes.compare import FieldChange, ResourceChange
from renderer.changes.notes import notes

SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def text(changes: list[ResourceChange]) -> str:
    """Return a block per object, a line per field and note; nothing when nothing differs."""
    return "".join(f"{line}\n" for change in changes for line in _lines(change))


def as_json(changes: list[ResourceChange]) -> str:
    """Return `{"changes": [...]}`, each change with its fields and what to know about it."""
    records = [_record(change) for change in changes]
    return json.dumps({"changes": records}, indent=2, ensure_ascii=False) + "\n"


def _record(change: ResourceChange) -> dict[str, Any]:
    names = ("group", "kind", "namespace", "name")
    return {
        **dict(zip(names, change.identity, strict=True)),
        "operation": change.operation,
        "fields": [asdict(field) for field in change.fields],
        "notes": notes(change),
    }


FORMATS = {"text": text, "json": as_json}


def _lines(change: ResourceChange) -> list[str]:
    head = f"{SIGNS[change.operation]} {change.identity}"
    fields = [f"    {_field_line(field)}" for field in change.fields]
    return [head, *fields, *(f"    ! {note}" for note in notes(change))]


def _field_line(field: FieldChange) -> str:
    if field.operation == "changed":
        return f"~ {field.path}: {_value(field.before)} -> {_value(field.after)}"
    value = field.after if field.operation == "added" else field.before
    return f"{SIGNS[field.operation]} {field.path}: {_value(value)}"


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
