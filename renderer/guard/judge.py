"""The walk through the rule book, for objects that anybody may have written."""

from __future__ import annotations

from renderer.guard.allowances import applied
from renderer.guard.finding import Finding
from renderer.objects.resource import Objects, Resource, is_patch, ruled_kind
from renderer.rules.book import BY_KIND
from renderer.rules.misplaced import corrected
from renderer.rules.rule import NOT_JUDGED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renderer.errors import Problem


def judge(objects: Sequence[Resource], minor: int | None = None) -> list[Finding]:
    """Return what is wrong with the StatefulSets, Services and budgets, in the order of the input.

    Args:
        objects: the whole input, with all that goes to one place together: a rule looks for the
            Service of a StatefulSet, and for other pods that it would select. Other kinds are not
            judged, and patches neither. Nothing in it makes this fail, whatever it holds.
        minor: the version of the cluster, 36 for 1.36; None where nobody says.
    """
    meant = [resource.instead(corrected(resource)) for resource in objects]
    whole = Objects([resource for resource in meant if not is_patch(resource.data)], minor)
    return list(applied([(resource, list(_problems(resource, whole))) for resource in meant]))


def _problems(resource: Resource, whole: Objects) -> Iterator[Problem]:
    kind = NOT_JUDGED if is_patch(resource.data) else ruled_kind(resource)
    for rule in BY_KIND.get(kind, ()):
        yield from rule.problems(resource, whole)
