"""Say what is wrong with the shape of a document of ours; imported only when something is."""

from __future__ import annotations

from renderer.app.shapes import RECORDS
from renderer.errors import Problem
from renderer.kubernetes.names import quoted
from renderer.kubernetes.walker import Walker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def problems_of(data: Any, kind: str = "StatefulApp") -> list[Problem]:
    """Return every problem of a document that `accept` has refused."""
    if not isinstance(data, dict):
        return [Problem("SR202", (), f"must be an object, a {kind}, got {quoted(data)}")]
    return _of_the_head(data, kind) or list(Walker(RECORDS).problems(data, ("record", kind)))


def _of_the_head(data: dict[str, Any], kind: str) -> list[Problem]:
    """Return what makes all other problems pointless: this is another kind of document."""
    wrong = []
    for field in ("apiVersion", "kind"):
        wanted = RECORDS[kind][0][field][1][1][0]
        if data.get(field) != wanted:
            message = f'must be "{wanted}", got {quoted(data.get(field))}'
            wrong.append(Problem("SR205", (field,), message, hint=f"write {field}: {wanted}"))
    return wrong
