"""The record that a verdict's row is, what it is asked about, and what it answers.

```python
Row(
    "claim-grows", f"{CLAIM}.spec.resources.requests.storage", "rejected",
    "the server refuses to change a claim template: {before} -> {after} ...",
    applies=grows, plan="grow", source="kubernetes#68737",
)
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from renderer.changes.compare import ORDER, Change, Field, Named, Steps
from renderer.changes.matching import Operation
from renderer.changes.normal import is_live, normal_of
from renderer.errors import Problem
from renderer.objects.reading import at
from renderer.objects.resource import Objects, Resource

# From the least to the worst: a guard fails from one of them upward.
EFFECTS = ("no-op", "in-place", "no-effect", "scale", "restart", "rejected", "data-risk")
# What each of them means, for help and documentation.
MEANINGS = {
    "no-op": "the same to the server, and so no difference: never shown",
    "in-place": "taken over at once; no pod restarts",
    "no-effect": "accepted, but what runs keeps the old value",
    "scale": "pods are added or removed",
    "restart": "running pods are replaced, in the order that is shown",
    "rejected": "the API server refuses the whole object",
    "data-risk": "volumes are deleted, left behind, or no longer used",
}
# What needs hands: of the others a plan only says what to watch.
BY_HAND = ("no-effect", "rejected", "data-risk")
ANY = "*"
REST = "**"
ITEM = "[*]"
# A field that stands for the whole object, in rows about what happens to it.
WHOLE = Field((), "changed")


@dataclass(frozen=True)
class Case:
    """One change, in the middle of all that changes with it.

    Args:
        change: what differs in an object.
        version: the minor version of Kubernetes that is asked.
        before: all objects of one side.
        after: all objects of the other.
        changes: all changes.
    """

    change: Change
    version: int
    before: Objects
    after: Objects
    changes: tuple[Change, ...] = ()

    @cached_property
    def old(self) -> Resource:
        """Return the object as the server keeps it; an empty one where it is new."""
        return _kept(self.change.before)

    @cached_property
    def new(self) -> Resource:
        """Return the same of the other side; an empty one where it is gone."""
        return _kept(self.change.after)

    @property
    def own(self) -> Resource:
        """Return the object as it stands among all of the other side."""
        identity = self.change.identity
        same = (other for other in self.after.resources if other.identity == identity)
        return next(same, self.new)

    @property
    def name(self) -> str:
        """Return the object's name."""
        return self.change.identity.name

    @property
    def is_live(self) -> bool:
        """Tell whether one side was read from a cluster."""
        return is_live(self.old.written)

    def was(self, *path: str | int) -> Any:
        """Return what the object holds before, defaults filled in."""
        return at(self.old.data, *path)

    def will_be(self, *path: str | int) -> Any:
        """Return what it holds after, defaults filled in."""
        return at(self.new.data, *path)

    def touches(self, *path: str) -> bool:
        """Tell whether anything below a path differs."""
        return any(field.path[: len(path)] == path for field in self.change.fields)


def _kept(resource: Resource | None) -> Resource:
    return resource.instead(normal_of(resource)) if resource else Resource({})


# Whatever is true says that a row applies.
Applies = Callable[[Case, Field], object]
Why = Callable[[Case, Field], str]


def always(_case: Case, _field: Field) -> bool:
    """Tell that a row applies wherever its path does."""
    return True


def whenever(asked: Callable[[Case], object]) -> Applies:
    """Return what asks about the case, whichever field it is."""
    return lambda case, _field: asked(case)


@dataclass(frozen=True)
class Row:
    """What a change does, and how it is recognised.

    Args:
        id: stable; allowances, SARIF and people refer to it.
        path: the field, `[*]` for any item, `*` for any key, `**` for all below; or what happens to
            the whole object: `(added)`, `(removed)`, `(renamed)`, `(moved)`, `(changed)`. Several
            are separated by ` | `.
        effect: one of EFFECTS.
        why: what a reviewer should know, in a sentence or two, or a function that says it.
        applies: whether this row is about a field in a case.
        plan: the name of the plan that it needs; empty where nobody has to do anything.
        source: where Kubernetes, or somebody who was hit, says so.
        is_beside: whether it comes beside the row that a field has anyway: one of those has all.
        kinds: the kinds of objects, mostly those of its table (`of_kinds`); ANY is for those that
            have no row of their own.
    """

    id: str
    path: str
    effect: str
    why: str | Why
    applies: Applies = always
    plan: str = ""
    source: str = ""
    is_beside: bool = False
    kinds: tuple[str, ...] = ()
    paths: tuple[tuple[str, ...], ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Cut the paths into their steps, once."""
        object.__setattr__(self, "paths", tuple(map(cut, self.path.split(" | "))))

    def is_about(self, path: Steps) -> bool:
        """Tell whether one of its paths leads to a field."""
        return any(fits(steps, path) for steps in self.paths)

    def is_about_all(self, operation: Operation) -> bool:
        """Tell whether it is about this happening to the whole object."""
        return (f"({operation})",) in self.paths

    def says(self, case: Case, about: Field) -> str:
        """Return why, for people."""
        return self.why if isinstance(self.why, str) else self.why(case, about)


def of_kinds(kinds: tuple[str, ...], *rows: Row) -> tuple[Row, ...]:
    """Return rows about objects of these kinds, but for those that say their own."""
    return tuple(row if row.kinds else replace(row, kinds=kinds) for row in rows)


def cut(path: str) -> tuple[str, ...]:
    """Return the steps of a pattern: `a[*].b` is a, [*], b."""
    return tuple(step for step in path.replace(ITEM, f".{ITEM}").split(".") if step)


def fits(pattern: tuple[str, ...], path: Steps) -> bool:
    """Tell whether a path is one that a pattern means."""
    if pattern[0].startswith("("):
        return False
    for index, wanted in enumerate(pattern):
        if wanted == REST:
            return True
        if index >= len(path) or not _is_step(wanted, path[index]):
            return False
    return len(pattern) == len(path)


def _is_step(wanted: str, step: Any) -> bool:
    if wanted == ITEM:
        return isinstance(step, Named | int) or step == ORDER
    return wanted in (ANY, step)


@dataclass(frozen=True)
class Step:
    """One thing to do.

    Args:
        kind: pause what applies by itself, check, run, apply what is in Git, wait, edit, resume.
        says: what, in a few words.
        commands: how, for a shell; none where it is done by hand.
    """

    kind: Literal["pause", "check", "run", "apply", "wait", "edit", "resume"]
    says: str
    commands: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The way out of a verdict.

    Args:
        id: its name.
        title: what it does, in a few words.
        steps: in their order.
        risks: what can go wrong on the way.
        instead: what to write in Git in place of the change, where that is the better way.
    """

    id: str
    title: str
    steps: tuple[Step, ...] = ()
    risks: tuple[str, ...] = ()
    instead: str = ""


@dataclass(frozen=True)
class Verdict:
    """What one row says of one change.

    Args:
        row: the row; it has the id, the effect and the source.
        fields: the fields that it is about; none where it is about the whole object.
        why: what a reviewer should know.
        pods: the pods that restart or go or come, in their order.
        order: how they restart, in a sentence; empty where none does.
        plan: what to do about it, with real names; None where nobody has to do anything.
        allowed: the reason for which it is accepted; empty where nobody does.
    """

    row: Row
    fields: tuple[Field, ...]
    why: str
    pods: tuple[str, ...] = ()
    order: str = ""
    plan: Plan | None = None
    allowed: str = ""

    @property
    def id(self) -> str:
        """Return the name of the row."""
        return self.row.id

    @property
    def effect(self) -> str:
        """Return what happens: one of EFFECTS."""
        return self.row.effect


# Says where a field is written: a problem there; None where nobody knows.
Place = Callable[[Field], Problem | None]


def _nowhere(_field: Field) -> None:
    return None


@dataclass(frozen=True)
class Judged:
    """A change with all verdicts on it, the worst first.

    Args:
        change: what differs.
        verdicts: what that does.
        place: says where one of its fields is written.
        side: what it is part of, such as `bases/db@prod`; empty where a report has no parts.
        environment: in which it is; empty where there is none.
        within: what allowances call the place: the environment, or the path that was compared.
    """

    change: Change
    verdicts: tuple[Verdict, ...]
    place: Place = _nowhere
    side: str = ""
    environment: str = ""
    within: str = ""

    @property
    def effect(self) -> str:
        """Return the worst effect."""
        return worst(verdict.effect for verdict in self.verdicts)

    @property
    def remaining(self) -> str:
        """Return the worst effect that nobody accepts."""
        return worst(verdict.effect for verdict in self.verdicts if not verdict.allowed)

    @property
    def is_refused(self) -> bool:
        """Tell whether the server refuses the object, and so all other changes of it, too."""
        return any(verdict.effect == "rejected" for verdict in self.verdicts)

    def is_blocked(self, verdict: Verdict) -> bool:
        """Tell whether nothing comes of it, as the server refuses the object for another reason."""
        return self.is_refused and verdict.effect not in ("rejected", "data-risk")

    @property
    def plans(self) -> list[tuple[Plan, bool]]:
        """Return each plan once, that of the worst verdict first, and whether it needs hands."""
        plans = {
            verdict.plan.id: (verdict.plan, verdict.effect in BY_HAND)
            for verdict in reversed(self.verdicts)
            if verdict.plan and not self.is_blocked(verdict)
        }
        return list(reversed(plans.values()))


def grade(effect: str) -> int:
    """Return how bad an effect is."""
    return EFFECTS.index(effect)


def worst_first(judged: Iterable[Judged]) -> list[Judged]:
    """Return changes by what they do, and those that do the same by their objects."""
    return sorted(judged, key=lambda each: (-grade(each.effect), each.change.identity, each.side))


def worst(effects: Any) -> str:
    """Return the worst of some effects; of none it is no-op."""
    return max(effects, key=grade, default=EFFECTS[0])
