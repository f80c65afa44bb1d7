"""Say what is wrong with the shape of a document of ours; imported only when something is."""

from __future__ import annotations

from renderer.app.meant import LISTS, MISSING, NULLS, Same, meant
from renderer.app.shapes import RECORDS
from renderer.errors import Exact, Problem, dotted
from renderer.kubernetes.names import quoted
from renderer.kubernetes.walker import Walker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Path
    from renderer.kubernetes.walker import Problems, Shape

OUR_GROUP = "stateful-renderer.dev"
# What to do with an object of Kubernetes where a document of ours has to be.
OTHERS = {"StatefulSet": "`stateful adopt` makes a StatefulApp of it"}
# So many names are listed in a hint.
FEW = 12


def problems_of(data: Any, kind: str = "StatefulApp") -> list[Problem]:
    """Return every problem of a document that `accept` has refused."""
    if not isinstance(data, dict):
        return [Problem("SR202", (), f"must be an object, a {kind}, got {quoted(data)}")]
    return _of_the_head(data, kind) or list(Ours(RECORDS).problems(data, ("record", kind)))


class Ours(Walker):
    """Walks a document of ours, and knows what people write there instead."""

    def word(self, of: str, key: str, beside: dict[Any, Any]) -> str:
        """Return what is called otherwise in a spec, or in Kubernetes."""
        hint = meant(of, key)
        if isinstance(hint, Same) and hint.key not in beside:
            return hint.exact(beside.get(key))
        return hint or super().word(of, key, beside)

    def may_be_empty(self, of: str) -> bool:
        """Tell whether an object of this type is made by being there: only ours are."""
        return of in RECORDS

    def nulls(self, of: str, key: str, wrong: Problems) -> Problems:
        """Yield the problems of a null, with what to do about it in this field."""
        shape = RECORDS[of][0][key][1] if of in RECORDS else ("any",)
        may_be_empty = shape[0] == "record" and not self.required(shape)
        empty = "write {}, or remove the line" if may_be_empty else ""
        for problem in wrong:
            yield problem.saying(hint=NULLS.get((of, key)) or empty or problem.hint)

    def in_its_place(self, of: str, key: str, value: dict[Any, Any]) -> str:
        """Return what to do where another field was written in place of one that is required."""
        other, hint = MISSING.get((of, key), ("", ""))
        if other not in value:
            return ""
        return Exact(hint.format(quoted(value[other])), value[other], key=key, beside=other)

    def as_list(self, value: Any, item: Shape, path: Path) -> str:
        """Return how to write as a list what is none."""
        is_object = item[0] in ("record", "object")
        told = LISTS.get(item[1], "") if is_object else ""
        return told or super().as_list(value, item, path)

    def all_of(self, known: list[str], path: Path) -> str:
        """Return the hint where nothing is near: all names, or where they are listed."""
        steps = tuple(step for step in path if not isinstance(step, int))
        if steps[1:2] == ("environments",):
            steps = ("spec", *steps[2:])
        if len(known) <= FEW:
            return super().all_of(known, path)
        return f"`stateful explain {dotted(steps)}` lists them"


def _of_the_head(data: dict[str, Any], kind: str) -> list[Problem]:
    """Return what makes all other problems pointless: this is another kind of document."""
    wrong = []
    said = str(data.get("apiVersion") or "")
    is_ours = not said or said.partition("/")[0] == OUR_GROUP
    for field in ("apiVersion", "kind"):
        wanted = RECORDS[kind][0][field][1][1][0]
        if data.get(field) != wanted:
            message = f'must be "{wanted}", got {quoted(data.get(field))}'
            hint = f"write {field}: {wanted}" if is_ours else OTHERS.get(str(data.get(field)), "")
            wrong.append(Problem("SR205", (field,), message, hint=hint))
    return wrong
