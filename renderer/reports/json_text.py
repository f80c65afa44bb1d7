"""JSON for programs and people: letters stay as they are, and what cannot be seen is escaped."""

from __future__ import annotations

import json
import re
from typing import Any

# Control characters, marks that turn a line around or have no width, separators of lines, tags, and
# what is no character. Spelled out, for what Python calls printable changes with its version.
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def json_text(value: Any, *, indent: int | None = 2) -> str:
    """Return a value as JSON, in one line without an indent."""
    separators = None if indent else (",", ":")
    written = json.dumps(value, indent=indent, separators=separators, ensure_ascii=False)
    return UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], written)
