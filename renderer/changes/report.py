"""What changes do, as text for people and JSON for programs. Colour is the shell's business."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from renderer.changes.compare import Change, Field, Named, Steps
from renderer.changes.verdict import (
    BY_HAND,
    EFFECTS,
    MEANINGS,
    Judged,
    Plan,
    Step,
    Verdict,
    grade,
    worst,
)
from renderer.errors import Problem, dotted, shortened, shown
from renderer.reports.json_text import json_text
from renderer.reports.record import Entry, Level, Rule
from renderer.reports.wrapping import wrapped

SIGNS = {"added": "+", "removed": "-", "changed": "~", "renamed": "~", "moved": "~"}
WIDTH = 80
# In front of fields, of what they do, and of the steps of a plan.
FIELD, SAID, LEAD, STEP, COMMAND = "    ", "    ! ", "      ", "      ", "         "
# What is longer than this is cut in text; JSON has all of it.
LONGEST = 400
# So many fields of a verdict, or commands of a step, are shown.
MOST = 40
Item = TypeVar("Item")
# How grave an effect is to readers who know no others.
LEVELS: dict[str, Level] = {"data-risk": "error", "rejected": "error", "in-place": "info"}
ISSUE = "https://github.com/kubernetes/kubernetes/issues/"


def _written(place: Problem | None) -> str:
    """Return `file:line:column: field`; empty where nobody knows."""
    return ": ".join(filter(None, (place.place(), dotted(place.path)))) if place else ""


def text(judged: list[Judged], *, has_plans: bool = True) -> str:
    """Return a block per object, the worst first, and a summary; nothing when nothing differs.

    What is the same in several environments is said once, and so is a label or annotation that
    many objects get, as when a version is raised.

    Args:
        judged: the changes.
        has_plans: whether to say what to do.
    """
    if not judged:
        return ""
    blocks: dict[tuple[str, ...], list[str]] = {}
    for some in _labelled_alike(judged):
        of_one = tuple(_block(some[0], has_plans=has_plans))
        block = of_one if len(some) == 1 else tuple(_block_of_many(some))
        blocks.setdefault(block, []).extend(dict.fromkeys(judgement.side for judgement in some))
    lines = [line for block, sides in blocks.items() for line in _in_sides(block, sides)]
    return "".join(f"{shown(line)}\n" for line in [*lines, summary(judged)])


def _labelled_alike(judged: list[Judged]) -> list[list[Judged]]:
    """Put changes together that do nothing but give the same labels or annotations to objects."""
    alike: dict[tuple[str, ...], list[Judged]] = {}
    for number, judgement in enumerate(judged):
        fields = tuple(line for field in judgement.change.fields for line in _field_lines(field))
        key = fields if _is_labelled(judgement) else (str(number),)
        alike.setdefault(key, []).append(judgement)
    return list(alike.values())


def _is_labelled(judged: Judged) -> bool:
    """Tell whether only labels and annotations of the object itself change, and nothing asks."""
    is_alone = judged.change.operation == "changed" and judged.effect == "in-place"
    has_more = any(verdict.allowed or verdict.plan for verdict in judged.verdicts)
    return (
        is_alone
        and not has_more
        and all(
            field.path[:2] in (("metadata", "labels"), ("metadata", "annotations"))
            for field in judged.change.fields
        )
    )


def _block_of_many(judged: list[Judged]) -> Iterator[str]:
    """Yield what is said of several objects that get the same labels or annotations."""
    yield f"~ {len(judged)} objects: in-place"
    names = [str(judgement.change.identity) for judgement in judged]
    more = [f"and {len(names) - MOST} more: -o json has them"] if len(names) > MOST else []
    yield from _wrapped(", ".join([*names[:MOST], *more]), FIELD)
    yield from (line for field in judged[0].change.fields for line in _field_lines(field))
    verdicts = [verdict for judgement in judged for verdict in judgement.verdicts]
    said = [f"{verdict.effect}: {verdict.why}  [{verdict.id}]" for verdict in verdicts]
    yield from (line for one in dict.fromkeys(said) for line in _wrapped(one, SAID))


def _in_sides(block: tuple[str, ...], sides: list[str]) -> Iterator[str]:
    """Yield a block with the sides that it is part of below its first line."""
    yield block[0]
    if any(sides):
        yield from _wrapped(f"in {', '.join(sides)}", FIELD)
    yield from block[1:]


def summary(judged: list[Judged]) -> str:
    """Return how many objects differ, by the worst of each: `2 objects differ: 2 restart`."""
    numbers = Counter(judgement.effect for judgement in judged)
    counts = [f"{numbers[effect]} {effect}" for effect in reversed(EFFECTS) if numbers[effect]]
    what = "object differs" if len(judged) == 1 else "objects differ"
    allowed = sum(bool(verdict.allowed) for judgement in judged for verdict in judgement.verdicts)
    noted = f" ({allowed} allowed)" if allowed else ""
    return f"{len(judged)} {what}: {', '.join(counts)}{noted}"


def as_json(judged: list[Judged], allowances: list[dict[str, str]] | None = None) -> str:
    """Return `{"effect": the worst, "changes": [...]}`; docs/diff.md says what a change holds.

    Args:
        judged: the changes.
        allowances: what is accepted, and what has become of it; None where nobody was asked.
    """
    effect = worst(judgement.effect for judgement in judged) if judged else None
    record: dict[str, Any] = {
        "effect": effect,
        "changes": [_record(judgement) for judgement in judged],
    }
    record |= {} if allowances is None else {"allowances": allowances}
    return json_text(record) + "\n"


# --- entries of a report --------------------------------------------------------------------------


def entries(judged: list[Judged], fail_on: str = "") -> Iterator[Entry]:
    """Yield each verdict as an entry of a report, the worst first.

    Args:
        judged: the changes.
        fail_on: from which effect on the call fails; empty where it does not.
    """
    for judgement in judged:
        for verdict in judgement.verdicts:
            where = (
                judgement.place(_main(verdict, judgement.change))
                if judgement.change.after
                else None
            )
            yield Entry(
                _rule(verdict),
                LEVELS.get(verdict.effect, "warning"),
                verdict.effect,
                str(judgement.change.identity),
                verdict.why,
                hint=verdict.order,
                path=str(verdict.fields[0]) if verdict.fields else "",
                file=where.file if where else "",
                line=where.line if where else 0,
                column=where.column if where else 0,
                environments=(judgement.environment,) if judgement.environment else (),
                details="\n".join(_details(verdict, judgement)),
                allowed=verdict.allowed,
                fails=bool(fail_on)
                and not verdict.allowed
                and grade(verdict.effect) >= grade(fail_on),
            )


def _main(verdict: Verdict, change: Change) -> Field:
    """Return the field that a verdict stands at; of a whole object, what tells it from others."""
    whole = "namespace" if change.operation == "moved" else "name"
    return verdict.fields[0] if verdict.fields else Field(("metadata", whole), "changed")


def _rule(verdict: Verdict) -> Rule:
    title = verdict.id.replace("-", " ")
    return Rule(
        verdict.id, title, f"{verdict.effect}: {MEANINGS[verdict.effect]}", link(verdict.row.source)
    )


def link(source: str) -> str:
    """Return the address of a source, where it is an issue of Kubernetes."""
    issue = source.removeprefix("kubernetes#")
    return f"{ISSUE}{issue}" if issue.isdecimal() else ""


def _details(verdict: Verdict, judged: Judged) -> Iterator[str]:
    yield from _some(list(verdict.fields), "fields", FIELD, _field_lines)
    if verdict.plan and not judged.is_blocked(verdict):
        yield from _plan_lines(verdict.plan, is_by_hand=verdict.effect in BY_HAND)


# --- JSON -----------------------------------------------------------------------------------------


def _record(judged: Judged) -> dict[str, Any]:
    change = judged.change
    return {
        **change.identity.record(),
        "operation": change.operation,
        **({"was": change.former.record()} if change.former else {}),
        **({"side": judged.side} if judged.side else {}),
        **({"environment": judged.environment} if judged.environment else {}),
        "effect": judged.effect,
        "fields": [_field_record(field, _written(judged.place(field))) for field in change.fields],
        "verdicts": [_verdict_record(verdict, judged) for verdict in judged.verdicts],
    }


def _field_record(field: Field, place: str) -> dict[str, Any]:
    return {
        "path": str(field),
        "steps": _steps(field.path),
        "operation": field.operation,
        "before": field.before,
        "after": field.after,
        **({"place": place} if place else {}),
    }


def _steps(path: Steps) -> list[Any]:
    return [{"name": step.name} if isinstance(step, Named) else step for step in path]


def _verdict_record(verdict: Verdict, judged: Judged) -> dict[str, Any]:
    return {
        "id": verdict.id,
        "effect": verdict.effect,
        "fields": [str(field) for field in verdict.fields],
        "why": verdict.why,
        "source": verdict.row.source,
        **({"allowed": verdict.allowed} if verdict.allowed else {}),
        **({"pods": list(verdict.pods)} if verdict.pods else {}),
        **({"order": verdict.order} if verdict.order else {}),
        **({"notBefore": "the rejected field is mended"} if judged.is_blocked(verdict) else {}),
        **({"plan": plan_record(verdict.plan)} if verdict.plan else {}),
    }


def plan_record(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain data."""
    return {
        "id": plan.id,
        "title": plan.title,
        "steps": [
            {"kind": step.kind, "says": step.says, "commands": list(step.commands)}
            for step in plan.steps
        ],
        "risks": list(plan.risks),
        "instead": plan.instead,
    }


# --- text -----------------------------------------------------------------------------------------


def _block(judged: Judged, *, has_plans: bool) -> Iterator[str]:
    change = judged.change
    former = f" ({change.operation}, was {change.former})" if change.former else ""
    yield f"{SIGNS[change.operation]} {change.identity}: {judged.effect}{former}"
    yield from _verdict_lines(judged)
    if not any(verdict.fields for verdict in judged.verdicts):  # the object in place of another
        yield from _other_lines(change)
    if has_plans:
        for plan, is_by_hand in judged.plans:
            yield from _plan_lines(plan, is_by_hand=is_by_hand)


def _other_lines(change: Change) -> Iterator[str]:
    """Yield the fields of an object under a new name, without those that only follow the name."""
    names = [resource.name for resource in (change.before, change.after) if resource]
    told = [field for field in change.fields if not _follows(field, names)]
    yield from _some(told, "fields", FIELD, _field_lines)
    if left := len(change.fields) - len(told):
        yield f"{FIELD}~ {left} more {'field follows' if left == 1 else 'fields follow'} the name"


def _follows(field: Field, names: list[str]) -> bool:
    """Tell whether a value differs only by the name of its object."""
    old, new = names[0], names[-1]
    is_name = field.path == ("metadata", "name") or old == new
    return not is_name and _value(field.before).replace(old, new) == _value(field.after)


def _verdict_lines(judged: Judged) -> Iterator[str]:
    told: set[Steps] = set()
    orders = {""} if not judged.is_refused else {verdict.order for verdict in judged.verdicts}
    for verdict in judged.verdicts:
        new = [field for field in verdict.fields if field.path not in told]
        told |= {field.path for field in new}
        yield from _some(new, "fields", FIELD, _field_lines)
        yield from _wrapped(f"{verdict.effect}: {verdict.why}  [{verdict.id}]", SAID)
        if verdict.allowed:
            yield from _wrapped(f"allowed: {verdict.allowed}", LEAD)
        if verdict.effect in BY_HAND:
            yield from _located(_written(judged.place(_main(verdict, judged.change))))
        if verdict.order not in orders:
            orders.add(verdict.order)
            yield from _wrapped(verdict.order, LEAD)
    if any(judged.is_blocked(verdict) for verdict in judged.verdicts):
        yield f"{SAID}nothing else of this object is applied before that is mended"


def _some(
    items: list[Item], what: str, lead: str, lines: Callable[[Item], Iterator[str]]
) -> Iterator[str]:
    """Yield the lines of the first items, and how many more there are: JSON has them all."""
    yield from (line for item in items[:MOST] for line in lines(item))
    if len(items) > MOST:
        yield f"{lead}... {len(items) - MOST} more {what}: -o json has them"


def _located(place: str) -> Iterator[str]:
    if place:
        yield f"{LEAD}at {place}"


def _field_lines(field: Field) -> Iterator[str]:
    sign, before, after = SIGNS[field.operation], _value(field.before), _value(field.after)
    values = {"changed": f"{before} -> {after}", "added": after, "removed": before}[field.operation]
    line = f"{FIELD}{sign} {field}: {values}"
    if len(line) <= WIDTH:
        yield line
        return
    yield f"{FIELD}{sign} {field}:"
    is_short = len(LEAD) + len("    ") + len(values) <= WIDTH
    parts = [values] if is_short or field.operation != "changed" else [before, f"-> {after}"]
    yield from (
        line for part in parts for line in _wrapped(shortened(part, LONGEST), f"{LEAD}    ")
    )


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _wrapped(said: str, lead: str) -> list[str]:
    return wrapped(said, WIDTH, lead, " " * len(lead))


def _plan_lines(plan: Plan, *, is_by_hand: bool) -> Iterator[str]:
    yield from _wrapped(f"plan: {plan.title}  [{plan.id}]", FIELD)
    if plan.instead:
        yield from _wrapped(f"better: {plan.instead}", STEP)
    for number, step in enumerate(plan.steps if is_by_hand else (), 1):
        yield from _step_lines(number, step)
    for risk in plan.risks:
        yield from _wrapped(f"careful: {risk}", STEP)


def _step_lines(number: int, step: Step) -> Iterator[str]:
    lead = f"{STEP}{number}. ".ljust(len(COMMAND))
    yield from _wrapped(f"{step.kind}: {step.says}", lead)
    yield from _some(list(step.commands), "commands", COMMAND, _command_lines)


def _command_lines(command: str) -> Iterator[str]:
    yield from (f"{COMMAND}{part}" for part in _folded(command))


def _folded(command: str) -> list[str]:
    """Return the lines of a command: a shell reads them as one."""
    lines, line = [], ""
    for word in _words(command):
        if line and len(COMMAND) + len(line) + len(word) + len("  \\") > WIDTH:
            lines.append(f"{line} \\")
            line = f"  {word}"
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _words(command: str) -> list[str]:
    """Cut a command at its blanks, but for those in quotes."""
    words, quote = [""], ""
    for sign in command:
        if sign == " " and not quote:
            words.append("")
            continue
        if sign in "'\"" and quote in ("", sign):
            quote = "" if quote else sign
        words[-1] += sign
    return [word for word in words if word]
