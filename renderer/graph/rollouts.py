"""What a change does as time goes on: who takes which turn, and where a plan waits for hands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from renderer.changes.rollout import come, every_pod, gone, rollout, starting
from renderer.changes.verdict import EFFECTS, Case, Judged, Plan, Verdict
from renderer.graph.labels import field, value_of
from renderer.graph.picture import Lane, Part, Section, Step, Steps, Timeline, Tone
from renderer.graph.ranges import folded, spanned
from renderer.objects.declared import ordinal_of
from renderer.objects.resource import Objects
from renderer.objects.workload import replicas
from renderer.rules.budgets import budgets, evictable

TONES: dict[str, Tone] = dict(
    zip(EFFECTS, ("plain", "good", "hand", "warn", "warn", "bad", "bad"), strict=True)
)
# Who does a step of a plan: a person, Git, or nobody who waits.
BY: dict[str, Tone] = {"apply": "plain", "wait": "quiet"}
# So many verdicts are told of an object; `stateful diff` has them all.
MOST = 5
# So many objects are drawn.
MOST_OBJECTS = 30
TURN = "turn"
SET, CLAIM = "StatefulSet", "PersistentVolumeClaim"
Pods = tuple[str, ...]


def drawn(
    judged: list[Judged], before: Objects, after: Objects, version: int, where: str = ""
) -> tuple[Section, ...]:
    """Return a section for each StatefulSet that changes, and one for all else.

    Args:
        judged: the changes with their verdicts, the worst first.
        before: all objects of one side.
        after: all objects of the other.
        version: the minor version of Kubernetes that is asked.
        where: what the changes are part of, such as `bases/db@prod`; empty where it is said.
    """
    sets = [judgement for judgement in judged if judgement.change.identity.kind == SET]
    others = _together([judgement for judgement in judged if judgement not in sets])
    sections = [
        _of_set(judgement, Case(judgement.change, version, before, after))
        for judgement in sets[:MOST_OBJECTS]
    ]
    if others:
        sections.append(_of_others(others, has_sets=bool(sets)))
    left = max(0, len(sets) - MOST_OBJECTS) + max(0, len(others) - MOST_OBJECTS)
    if left:
        sections.append(Section(f"and {left} more: stateful diff has them all"))
    return tuple(
        replace(section, title=f"{where}: {section.title}" if where else section.title)
        for section in sections
    )


def small(sections: tuple[Section, ...]) -> list[Section]:
    """Return what of a rollout is worth a small picture: who takes which turn, and no plan."""
    return [
        replace(section, notes=(), parts=parts)
        for section in sections
        if (
            parts := tuple(
                part for part in section.parts if isinstance(part, Timeline) and part.head == TURN
            )
        )
    ]


# --- StatefulSets ---------------------------------------------------------------------------------


def _of_set(judged: Judged, case: Case) -> Section:
    parts: list[Part] = []
    if timeline := _timeline(judged, case):
        parts.append(timeline)
    parts += map(_steps, judged.plans)
    notes = (*_told(judged), *_budget(judged, case))
    title = str(judged.change.identity)
    return Section(title, judged.effect, TONES[judged.effect], notes, tuple(parts))


def _told(judged: Judged) -> Iterator[str]:
    for verdict in judged.verdicts[:MOST]:
        blocked = " (not before the refused field is mended)" if judged.is_blocked(verdict) else ""
        yield f"{_subject(verdict)}{verdict.why}{blocked}"
    if len(judged.verdicts) > MOST:
        yield f"and {len(judged.verdicts) - MOST} more: stateful diff has them all"


def _subject(verdict: Verdict) -> str:
    """Say what changes: `image: db:1 → db:2: `; of many fields the first."""
    if not verdict.fields:
        return ""
    first, *others = verdict.fields
    more = f" and {len(others)} more" if others else ""
    values = [value_of(value) for value in (first.before, first.after)]
    return f"{field(first.path)} {' → '.join(values)}{more}: "


def _budget(judged: Judged, case: Case) -> Iterator[str]:
    """Say what a budget allows beside a rollout, which itself never asks it."""
    if not _restarting(judged, case):
        return
    at_once = min(rollout(case).at_once, len(_restarting(judged, case)))
    for budget in case.after.once(budgets).get(case.own, []):
        count = evictable(budget, max(replicas(case.new), 0))
        if count is None:
            continue
        said = f"PodDisruptionBudget {budget.name} lets {count} of {replicas(case.new)} be down"
        if at_once > count:
            yield f"{said}: the rollout takes {at_once} at a time all the same, it asks no budget"
        else:
            rest = f"{count - at_once} more" if count > at_once else "no other"
            yield f"{said}: while {at_once} restarts, a drain may stop {rest}"


def _timeline(judged: Judged, case: Case) -> Timeline | None:
    """Return who takes which turn: pods that go and come first, then those that restart."""
    if case.change.operation != "changed":
        lanes = list(_whole(judged, case))
        return Timeline((), tuple(lanes)) if lanes else None
    if judged.is_refused:
        says = "run on as they are: the API server refuses the change"
        return Timeline((), (Lane(_all(every_pod(case.old)), says, tone="bad"),))
    turns = [*_scaled(case), *_restarts(judged, case)]
    waves, lanes = _in_turn(turns)
    lanes += _held(judged, case)
    return Timeline(tuple(waves), tuple(lanes)) if lanes else None


@dataclass(frozen=True)
class _Turn:
    """Pods that go at the same time, and what happens to them."""

    pods: Pods
    says: str
    tone: Tone


def _scaled(case: Case) -> list[_Turn]:
    """Return pods that are removed and made: one by one, unless all may go and come at once."""
    is_parallel = case.will_be("spec", "podManagementPolicy") == "Parallel"
    changes: tuple[tuple[Pods, tuple[str, str], Tone], ...] = (
        (gone(case), ("goes", "go"), "bad"),
        (come(case), ("comes", "come"), "good"),
    )
    return [
        _Turn(chunk, said[len(chunk) > 1], tone)
        for pods, said, tone in changes
        for chunk in ([pods] if is_parallel and pods else [(pod,) for pod in pods])
    ]


def _restarting(judged: Judged, case: Case) -> Pods:
    """Return the pods that restart, in their order."""
    if judged.is_refused or case.change.operation != "changed":
        return ()
    said = [verdict.pods for verdict in judged.verdicts if verdict.effect == "restart"]
    return tuple(dict.fromkeys(pod for pods in said for pod in pods))


def _restarts(judged: Judged, case: Case) -> list[_Turn]:
    pods, at_once = _restarting(judged, case), rollout(case).at_once
    chunks = [pods[start : start + at_once] for start in range(0, len(pods), at_once)]
    return [_Turn(chunk, "restarts" if len(chunk) == 1 else "restart", "warn") for chunk in chunks]


def _in_turn(turns: list[_Turn]) -> tuple[list[str], list[Lane]]:
    """Return what each turn is called, and its lane; of many alike, those in the middle as one."""
    waves: list[str] = []
    lanes: list[Lane] = []
    number = 1
    for _, same in groupby(turns, key=lambda turn: (turn.tone, turn.says)):
        for group in folded(list(same)):
            last = number + len(group) - 1
            waves.append(str(number) if number == last else f"{number}-{last}")
            pods = [pod for turn in group for pod in turn.pods]
            says = group[0].says if len(group) == 1 else _many(group)
            lanes.append(Lane(spanned(pods), says, len(waves) - 1, group[0].tone))
            number = last + 1
    return waves, lanes


def _many(group: Sequence[_Turn]) -> str:
    at_once = len(group[0].pods)
    pace = "one by one" if at_once == 1 else f"{at_once} at a time"
    return f"{sum(len(turn.pods) for turn in group)} pods, {pace}"


def _held(judged: Judged, case: Case) -> list[Lane]:
    """Return the pods that wait for hands."""
    if not case.touches("spec", "template"):
        return []
    found = rollout(case)
    restarting = _restarting(judged, case)
    held = [pod for pod in found.held if pod not in restarting]
    says = {
        "OnDelete": "waits until you delete it: OnDelete",
        "partition": "waits until you lower the partition",
    }.get(found.by, "waits")
    if len(held) > 1:
        says = says.replace("waits", "wait").replace("delete it", "delete them")
    return [Lane(_all(held), says, tone="hand")] if held else []


def _whole(judged: Judged, case: Case) -> Iterator[Lane]:
    """Yield what happens to the pods of a set that is new, gone, or has another name."""
    tone = TONES[judged.effect]
    if case.change.before:
        pruned = "go with the set where it is pruned"
        yield Lane(_all(every_pod(case.old)), pruned, tone="bad")
    if case.change.after:
        says = "start on claims of their own" if case.change.before else "start"
        yield Lane(_all(starting(case.new)), says, tone="good" if not case.change.before else tone)


def _all(pods: Sequence[str]) -> str:
    return spanned(pods) if pods else "no pod"


def _steps(planned: tuple[Plan, bool]) -> Steps:
    """Return a plan; where it needs no hands it only says what to watch."""
    plan, is_by_hand = planned
    steps = tuple(
        Step(step.kind, step.says, step.commands, BY.get(step.kind, "hand")) for step in plan.steps
    )
    better = [f"better: {plan.instead}"] if plan.instead else []
    remarks = (*better, *(f"careful: {risk}" for risk in plan.risks))
    return Steps(plan.title, steps if is_by_hand else (), remarks)


# --- all else -------------------------------------------------------------------------------------


def _together(judged: list[Judged]) -> list[list[Judged]]:
    """Return changes, those of which the same is to be said together, such as of all claims."""
    groups: dict[object, list[Judged]] = {}
    for judgement in judged:
        told = [
            (
                verdict.id,
                [
                    (str(field), value_of(field.before), value_of(field.after))
                    for field in verdict.fields
                ],
            )
            for verdict in judgement.verdicts
        ]
        kind = judgement.change.identity.kind
        key = (kind, judgement.change.operation, repr(told)) if kind == CLAIM else id(judgement)
        groups.setdefault(key, []).append(judgement)
    return [sorted(group, key=lambda one: ordinal_of(one.change.one)) for group in groups.values()]


def _of_others(groups: list[list[Judged]], *, has_sets: bool) -> Section:
    """Return what else is applied: at once, unless the server refuses it."""
    lanes = []
    parts: list[Part] = []
    for group in groups[:MOST_OBJECTS]:
        first = group[0]
        verdict = first.verdicts[0]
        names = spanned([judgement.change.identity.name for judgement in group])
        says = f"{first.effect}: {_subject(verdict)}{verdict.why}"
        turn = None if first.is_refused else 0
        lanes.append(Lane(f"{first.change.identity.kind} {names}", says, turn, TONES[first.effect]))
        parts += map(_steps, first.plans)
    timeline = Timeline(("at once",), tuple(lanes), "object")
    title = "all else" if has_sets else "objects"
    return Section(title, parts=(timeline, *parts))
