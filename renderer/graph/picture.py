"""What a picture shows, before anybody draws it: boxes and arrows, a table, a timeline, steps.

All deciding is done when a picture is made: the writers draw what it holds, in its order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# What a thing means for its reader: the writers have a colour for each.
Tone = Literal["plain", "quiet", "good", "warn", "bad", "hand"]


@dataclass(frozen=True)
class Line:
    """A line in a box.

    Args:
        text: what it says.
        aside: what stands at its end, such as a size.
    """

    text: str
    aside: str = ""


@dataclass(frozen=True)
class Box:
    """A thing, or a range of like things.

    Args:
        id: how arrows name it.
        title: its name.
        lines: what is to be said of it.
        aside: what stands beside the name.
        tone: what it means.
    """

    id: str
    title: str
    lines: tuple[Line, ...] = ()
    aside: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True)
class Frame:
    """Boxes that belong together, from top to bottom."""

    id: str
    title: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Arrow:
    """Leads from a box or frame to one of a later column."""

    source: str
    target: str


@dataclass(frozen=True)
class Diagram:
    """Columns of frames, with arrows from left to right.

    Args:
        columns: the frames of each, from top to bottom.
        arrows: what leads where.
        aligned: the frames whose boxes are pairs: the first beside the first, and so on.
    """

    columns: tuple[tuple[Frame, ...], ...]
    arrows: tuple[Arrow, ...]
    aligned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A value, and whether it is another one than the first of its row."""

    text: str
    differs: bool = False


@dataclass(frozen=True)
class Row:
    """A line of a table; the path says which field it is, in full."""

    label: str
    path: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """A table: a column for each place, the first of them the one that others are compared with."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Lane:
    """What happens to a pod or claim, or a range of them.

    Args:
        label: their names.
        says: what happens.
        first: the wave in which it happens, counted from 0; None where it takes no turn.
        tone: what it means.
    """

    label: str
    says: str
    first: int | None = None
    tone: Tone = "plain"


@dataclass(frozen=True)
class Timeline:
    """What happens one after the other.

    Args:
        waves: what each is called, such as `1` or `4-98`.
        lanes: in their order.
        head: what the waves are.
    """

    waves: tuple[str, ...]
    lanes: tuple[Lane, ...]
    head: str = "turn"


@dataclass(frozen=True)
class Step:
    """One thing to do; the commands are how."""

    kind: str
    says: str
    commands: tuple[str, ...] = ()
    tone: Tone = "plain"


@dataclass(frozen=True)
class Steps:
    """A plan: what somebody has to do, in its order."""

    title: str
    steps: tuple[Step, ...]
    remarks: tuple[str, ...] = ()


Part = Diagram | Matrix | Timeline | Steps


@dataclass(frozen=True)
class Section:
    """One subject of a picture.

    Args:
        title: what it is about.
        badge: in a word what happens to it; empty where nothing does.
        tone: what the badge means.
        notes: what is to be said before its parts.
        parts: what is drawn.
    """

    title: str
    badge: str = ""
    tone: Tone = "plain"
    notes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Picture:
    """All of it."""

    title: str
    sections: tuple[Section, ...]
