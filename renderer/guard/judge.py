"""The walk through the rule book, for objects that anybody may have written."""

from __future__ import annotations

from renderer.guard.allowances import applied
from renderer.guard.finding import Finding
from renderer.objects.reading import at, text
from renderer.objects.resource import Objects, Resource, is_a, judged_kind
from renderer.rules import structure
from renderer.rules.book import BY_KIND
from renderer.rules.legacy import found
from renderer.rules.misplaced import corrected, misplaced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renderer.errors import Problem


def judge(objects: Sequence[Resource]) -> list[Finding]:
    """Return what is wrong with the StatefulSets, Services and budgets, in the order of the input.

    Args:
        objects: the whole input, with all that goes to one place together: a rule looks for the
            Service of a StatefulSet, and for other pods that it would select. Other kinds are not
            judged. Nothing in it makes this fail, whatever it holds.
    """
    whole = Objects([each.instead(_meant(each)) for each in objects])
    pairs = zip(objects, whole.resources, strict=True)
    return list(
        applied([(meant, list(_problems(written, meant, whole))) for written, meant in pairs])
    )


def _meant(one: Resource) -> object:
    """Return a Service as it was meant: one mistake is one finding, not five."""
    return corrected(one.data) if is_a(one, "Service") else one.data


def _problems(written: Resource, meant: Resource, whole: Objects) -> Iterator[Problem]:
    if not text(at(written.data, "kind")) or not text(at(written.data, "apiVersion")):
        message = "is no object of Kubernetes, which has apiVersion and kind: it was not judged"
        yield found("SR900", (), message)
    kind = judged_kind(meant)
    if kind == "Service":
        yield from misplaced(written.data)
    if not kind:
        yield from structure.is_nearly_judged(meant)
    for rule in BY_KIND.get(kind, ()):
        yield from rule.problems(meant, whole)
