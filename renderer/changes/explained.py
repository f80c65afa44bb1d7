"""What a verdict means in general, with its plan for a set of three pods."""

from __future__ import annotations

from itertools import chain
from typing import Any

from renderer.changes.compare import Change, Field, Named
from renderer.changes.plan import PLANS, plan_of
from renderer.changes.report import WIDTH, link, plan_record
from renderer.changes.table import ROWS
from renderer.changes.verdict import ANY, MEANINGS, Case, Plan, Row
from renderer.kubernetes.versions import DEFAULT
from renderer.objects.resource import Objects, Resource
from renderer.reports.wrapping import wrapped

BY_ID = {row.id: row for row in ROWS}
SIZE: tuple[Any, ...] = (
    "spec",
    "volumeClaimTemplates",
    Named("data"),
    "spec",
    "resources",
    "requests",
    "storage",
)


def record(row: Row) -> dict[str, Any]:
    """Return a verdict as plain data."""
    plan = _plan(row)
    return {
        "id": row.id,
        "effect": row.effect,
        "meaning": MEANINGS[row.effect],
        "kinds": ["any" if kind == ANY else kind for kind in row.kinds],
        "where": row.path.split(" | "),
        "why": _why(row),
        "source": row.source,
        **({"plan": plan_record(plan)} if plan else {}),
    }


def text(row: Row) -> str:
    """Return the same for people."""
    said = record(row)
    paragraphs = [
        f"{row.id} ({row.effect}): {', '.join(said['where'])} of {', '.join(said['kinds'])}",
        f"{row.effect}: {said['meaning']}.",
        _sentence(said["why"]),
        *_plan_lines(row),
        f"See {link(row.source) or row.source}" if row.source else "",
    ]
    return "\n\n".join(filter(None, map(_filled, paragraphs))) + "\n"


def _why(row: Row) -> str:
    return row.why if isinstance(row.why, str) else _first(row.why.__doc__)


def _first(docstring: str | None) -> str:
    return (docstring or "").partition("\n")[0]


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def _filled(paragraph: str) -> str:
    lines = [
        wrapped(line, WIDTH, rest="   " if line[:1].isdigit() else "")
        for line in paragraph.split("\n")
    ]
    return "\n".join(chain.from_iterable(lines))


def _plan_lines(row: Row) -> list[str]:
    plan = _plan(row)
    if plan is None:
        return []
    steps = [f"{number}. {step.kind}: {step.says}" for number, step in enumerate(plan.steps, 1)]
    shown = "".join(f"\n{step}" for step in steps)
    lead = f"Plan {plan.id}: {_first(PLANS[plan.id].__doc__)}"
    example = " For shop/db with three pods:" if steps else ""
    return [f"{lead}{example}{shown}"]


def _plan(row: Row) -> Plan | None:
    """Return the plan of a verdict for an example."""
    scales = row.path == "spec.replicas"
    before, after = _example("10Gi", 3), _example("20Gi", 2 if scales else 3)
    field = Field(SIZE, "changed", "10Gi", "20Gi")
    change = Change(before.identity, "changed", before, after, (field,))
    case = Case(change, DEFAULT, Objects([before]), Objects([after]), (change,))
    return plan_of(row.plan, case, (field,))


def _example(size: str, replicas: int) -> Resource:
    labels = {"app": "db"}
    claim = {"resources": {"requests": {"storage": size}}}
    return Resource(
        {
            "apiVersion": "apps/v1",
            "kind": "StatefulSet",
            "metadata": {"name": "db", "namespace": "shop"},
            "spec": {
                "replicas": replicas,
                "serviceName": "db",
                "selector": {"matchLabels": labels},
                "template": {
                    "metadata": {"labels": labels},
                    "spec": {"containers": [{"name": "db", "image": "db:1"}]},
                },
                "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 1}},
                "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": claim}],
            },
        }
    )
