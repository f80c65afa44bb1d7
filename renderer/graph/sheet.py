"""What a laid-out picture is made of: rectangles, texts and strokes, each at its place.

The unit is a pixel of a browser; y goes down, and a text's y is its baseline.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from renderer.graph.measure import cut, width
from renderer.graph.picture import Tone

Kind = Literal["frame", "box", "cell", "bar", "badge"]
Anchor = Literal["start", "middle", "end"]

# A4 at the 96 pixels of an inch that browsers count.
PAPER = 794
MARGIN = 20
ROOM = PAPER - 2 * MARGIN
# Sizes of letters.
TITLE, HEADING, NAME, SMALL = 20, 15, 12, 11
LINE = 15
# How far letters reach above and below their baseline, as part of their size.
ASCENT, DESCENT = 0.95, 0.25


@dataclass(frozen=True)
class Rect:
    """A rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float
    kind: Kind
    tone: Tone = "plain"

    @property
    def right(self) -> float:
        """Return where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Return where it ends."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Return half its height."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Text:
    """A line of text.

    Args:
        x: where it begins, has its middle, or ends, as the anchor says.
        y: its baseline.
        text: what is drawn.
        full: what it would be, where it is cut; empty where it is not.
    """

    x: float
    y: float
    text: str
    size: float = SMALL
    tone: Tone = "plain"
    is_bold: bool = False
    anchor: Anchor = "start"
    full: str = ""

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """Return the most that it takes: left, top, right, bottom."""
        taken = width(self.text, self.size, is_bold=self.is_bold)
        left = self.x - taken * {"start": 0, "middle": 0.5, "end": 1}[self.anchor]
        return left, self.y - self.size * ASCENT, left + taken, self.y + self.size * DESCENT


@dataclass(frozen=True)
class Stroke:
    """A line through points; an arrow has a head at its last one."""

    points: tuple[tuple[float, float], ...]
    is_arrow: bool = False


Shape = Rect | Text | Stroke


@dataclass
class Sheet:
    """A paper of a fixed width that is filled from the top.

    Args:
        shapes: what is on it; whatever comes later lies above.
        y: where the next thing begins.
    """

    shapes: list[Shape] = field(default_factory=list)
    y: float = MARGIN

    def add(self, *shapes: Shape) -> None:
        """Draw."""
        self.shapes += shapes

    def write(
        self,
        x: float,
        y: float,
        text: str,
        room: float,
        size: float = SMALL,
        *,
        tone: Tone = "plain",
        is_bold: bool = False,
        anchor: Anchor = "start",
    ) -> None:
        """Write a text at a place, cut where there is no room for it."""
        short = cut(text, room, size, is_bold=is_bold)
        full = "" if short == text else text
        self.add(Text(x, y, short, size, tone, is_bold, anchor, full))


def shared(wanted: list[float], room: float, least: float = 0) -> list[float]:
    """Return widths that fill the room: those that want little get it, the others share the rest.

    Args:
        wanted: what each would like.
        room: what there is.
        least: what each gets at least; the room must be enough for that.
    """
    left, widths = room, dict.fromkeys(range(len(wanted)), 0.0)
    open_ones = sorted(widths, key=lambda index: wanted[index])
    for count, index in enumerate(open_ones):
        widths[index] = max(least, min(wanted[index], left / (len(wanted) - count)))
        left -= widths[index]
    return [widths[index] + max(0.0, left) / len(wanted) for index in range(len(wanted))]
