"""The walk through the rule book, for objects that anybody may have written."""

from __future__ import annotations

from renderer.guard.allowances import applied
from renderer.guard.finding import Finding
from renderer.objects.reading import at, text
from renderer.objects.resource import Objects, Resource, is_a, is_patch, judged_kind
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
            judged, and patches neither. Nothing in it makes this fail, whatever it holds.
    """
    meant = [resource.instead(_meant(resource)) for resource in objects]
    whole = Objects([resource for resource in meant if not is_patch(resource.data)])
    pairs = zip(objects, meant, strict=True)
    return list(applied([(one, list(_problems(written, one, whole))) for written, one in pairs]))


def _meant(one: Resource) -> object:
    """Return a Service as it was meant: one mistake is one finding, not five."""
    return corrected(one.data) if is_a(one, "Service") else one.data


def _problems(written: Resource, meant: Resource, whole: Objects) -> Iterator[Problem]:
    if is_patch(meant.data):
        yield from _not_judged(meant)
        return
    if not text(at(written.data, "kind")) or not text(at(written.data, "apiVersion")):
        yield from _not_judged(meant)
    kind = judged_kind(meant)
    if kind == "Service":
        yield from misplaced(written.data)
    if not kind:
        yield from structure.is_nearly_judged(meant)
    for rule in BY_KIND.get(kind, ()):
        yield from rule.problems(meant, whole)


def _not_judged(one: Resource) -> Iterator[Problem]:
    """Yield why a document is not judged: nobody may take silence for praise."""
    if text(at(one.data, "kind")) and text(at(one.data, "apiVersion")):
        message = "is a patch, and no whole object: it was not judged"
        yield found("SR900", (), message, hint="name the folder of the kustomization that uses it")
    else:
        message = "is no object of Kubernetes, which has apiVersion and kind: it was not judged"
        yield found("SR900", (), message)
