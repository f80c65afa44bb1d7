"""Changes as text for people and JSON for programs. Colour is the shell's business."""

from __future__ import annotations

import json
from typing import Any

from renderer.changes.compare import Change, Field
from renderer.changes.notes import notes

SIGNS = {"added": "+", "removed": "-", "changed": "~", "renamed": "~", "moved": "~"}


def text(changes: list[Change]) -> str:
    """Return a block per object, a line per field and note; nothing when nothing differs."""
    return "".join(f"{line}\n" for change in changes for line in _lines(change))


def as_json(changes: list[Change]) -> str:
    """Return `{"changes": [...]}`, each change with its fields and what to know about it."""
    records = [_record(change) for change in changes]
    return json.dumps({"changes": records}, indent=2, ensure_ascii=False) + "\n"


def _record(change: Change) -> dict[str, Any]:
    names = ("group", "kind", "namespace", "name")
    return {
        **dict(zip(names, change.identity, strict=True)),
        "operation": change.operation,
        "fields": [_field_record(field) for field in change.fields],
        "notes": notes(change),
    }


def _field_record(field: Field) -> dict[str, Any]:
    return {
        "path": str(field),
        "operation": field.operation,
        "before": field.before,
        "after": field.after,
    }


FORMATS = {"text": text, "json": as_json}


def _lines(change: Change) -> list[str]:
    head = f"{SIGNS[change.operation]} {change.identity}{_former(change)}"
    fields = [f"    {_field_line(field)}" for field in change.fields]
    return [head, *fields, *(f"    ! {note}" for note in notes(change))]


def _former(change: Change) -> str:
    """Name what it was, where it has another name or namespace."""
    if change.before is None or change.operation not in ("renamed", "moved"):
        return ""
    return f" ({change.operation}, was {change.before.identity})"


def _field_line(field: Field) -> str:
    if field.operation == "changed":
        return f"~ {field}: {_value(field.before)} -> {_value(field.after)}"
    value = field.after if field.operation == "added" else field.before
    return f"{SIGNS[field.operation]} {field}: {_value(value)}"


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
