"""All verdicts in one table, and the judge that asks it: a change in, what it does out.

Of the rows about a field, the first that applies has it, and those beside it come in addition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from renderer.changes import about_claims, about_others, about_pods, about_services, about_sets
from renderer.changes.compare import Change, Field, Steps
from renderer.changes.plan import plan_of
from renderer.changes.rollout import come, every_pod, gone, rollout
from renderer.changes.verdict import ANY, WHOLE, Case, Judged, Row, Verdict, grade, worst_first
from renderer.objects.resource import Objects, Resource

ROWS: tuple[Row, ...] = (
    *about_pods.ROWS,
    *about_sets.ROWS,
    *about_claims.ROWS,
    about_sets.REST_OF_SPEC,
    *about_services.ROWS,
    *about_others.ROWS,
)
# What lets go of pods that were held at an older template.
RELEASES: dict[str, Callable[[Case], tuple[str, ...]]] = {
    "partition-lowered": about_sets.released,
    "ondelete-ends": lambda case: every_pod(case.old),
}


def judge(
    changes: list[Change], before: list[Resource], after: list[Resource], version: int
) -> list[Judged]:
    """Return all changes with what they do, the worst first.

    Args:
        changes: what differs.
        before: all objects of one side.
        after: all objects of the other.
        version: the minor version of Kubernetes that is asked: 34 is Kubernetes 1.34.
    """
    sides, together = (Objects(before), Objects(after)), tuple(changes)
    return worst_first(
        Judged(change, _verdicts(Case(change, version, *sides, together))) for change in changes
    )


def _verdicts(case: Case) -> tuple[Verdict, ...]:
    """Return what is said of one change; fields of which the same is said are said together."""
    said: dict[tuple[str, str], Verdict] = {}
    for field, row in _rows(case):
        why = row.says(case, field)
        known = said.get((row.id, why))
        if known is None:
            fields = () if field is WHOLE else (field,)
            said[row.id, why] = Verdict(row, fields, why, _pods(row, case), _order(row, case))
        else:
            said[row.id, why] = replace(known, fields=(*known.fields, field))
    worst_first = sorted(said.values(), key=lambda verdict: -grade(verdict.effect))
    return tuple(_planned(case, worst_first))


def _planned(case: Case, said: list[Verdict]) -> Iterator[Verdict]:
    """Yield verdicts with their plans: one of a name, for all fields that ask for it."""
    fields: dict[str, tuple[Field, ...]] = {}
    for verdict in said:
        name = verdict.row.plan
        fields[name] = (*fields.get(name, ()), *verdict.fields)
    plans = {name: plan_of(name, case, those) for name, those in fields.items()}
    yield from (replace(verdict, plan=plans[verdict.row.plan]) for verdict in said)


def _rows(case: Case) -> Iterator[tuple[Field, Row]]:
    change = case.change
    rows = rows_for(change.identity.kind)
    if change.operation != "changed":
        yield from _first(case, WHOLE, [row for row in rows if row.is_about_all(change.operation)])
    if not change.former:  # else its fields are those of another object, and say nothing more
        for field in change.fields:
            yield from _first(case, field, rows_about(change.identity.kind, field.path))


def _first(case: Case, field: Field, rows: list[Row]) -> Iterator[tuple[Field, Row]]:
    """Yield the first row that applies, and all beside it that do."""
    main = next((row for row in rows if not row.is_beside and row.applies(case, field)), None)
    if main:
        yield field, main
    yield from ((field, row) for row in rows if row.is_beside and row.applies(case, field))


@cache
def rows_for(kind: str) -> list[Row]:
    """Return the rows for a kind of objects, in the order in which they are asked."""
    return [row for row in ROWS if kind in row.kinds or ANY in row.kinds]


def _order(row: Row, case: Case) -> str:
    """Return how a new template reaches the pods of a StatefulSet."""
    is_rollout = row.effect == "restart" and row.id not in RELEASES
    return str(rollout(case)) if case.change.identity.kind == "StatefulSet" and is_rollout else ""


@lru_cache(maxsize=1024)
def rows_about(kind: str, path: Steps) -> list[Row]:
    """Return those of them that are about a field, in the same order."""
    return [row for row in rows_for(kind) if row.is_about(path)]


def _pods(row: Row, case: Case) -> tuple[str, ...]:
    """Return the pods that a verdict is about, in their order."""
    if case.change.identity.kind != "StatefulSet":
        return ()
    if row.id in RELEASES:
        return RELEASES[row.id](case)
    if row.effect == "restart":
        return rollout(case).pods
    if row.effect == "scale":
        return (*gone(case), *come(case))
    return ()
