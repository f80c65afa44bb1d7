"""Lay out a timeline and a plan."""

from __future__ import annotations

from renderer.graph.measure import whole, width, wrapped
from renderer.graph.picture import Lane, Steps, Timeline
from renderer.graph.sheet import LINE, MARGIN, NAME, ROOM, SMALL, Rect, Sheet, Stroke, Text

HIGH = 24
# A turn takes so much, or what its name needs; where nobody takes turns, a bar is so long.
ONE, NO_TURN = 40, 80
LABEL = 210
PAD = 6
HEAD = 18
BELOW = 14
# Lines of a name, and of what happens; what is longer is cut.
MOST_NAMES, MOST_SAID = 3, 5
LEGEND = "blue: by hand"
COMMANDS = "the commands: stateful diff prints them, and so does the picture as HTML"


def draw(sheet: Sheet, timeline: Timeline) -> None:
    """Draw who takes which turn: names at the left, what happens at the right."""
    turns = [max(ONE, width(wave, SMALL) + 2 * PAD) for wave in timeline.waves]
    names = min(LABEL, max(_said(lane.label) for lane in timeline.lanes))
    start = MARGIN + names
    _draw_heads(sheet, timeline, start, turns)
    room = ROOM - names - (sum(turns) or NO_TURN)
    for lane in timeline.lanes:
        label = wrapped(lane.label, names - 2 * PAD, SMALL, MOST_NAMES)
        said = wrapped(lane.says, room - 2 * PAD, SMALL, MOST_SAID)
        high = HIGH + (max(len(label), len(said)) - 1) * LINE
        _draw_bar(sheet, lane, start, turns)
        _draw_lines(sheet, MARGIN + PAD, label, lane.label)
        _draw_lines(sheet, MARGIN + ROOM - room + PAD, said, lane.says)
        sheet.y += high
        _draw_rule(sheet)
    sheet.y += BELOW


def _said(text: str) -> float:
    return width(text, SMALL) + 2 * PAD + 1


def _draw_rule(sheet: Sheet) -> None:
    sheet.add(Stroke(((MARGIN, sheet.y), (MARGIN + ROOM, sheet.y))))


def _draw_heads(sheet: Sheet, timeline: Timeline, start: float, turns: list[float]) -> None:
    if timeline.waves:
        x, y = start, sheet.y + HEAD - 6
        sheet.write(MARGIN + PAD, y, timeline.head, start - MARGIN - 2 * PAD, tone="quiet")
        for wave, wide in zip(timeline.waves, turns, strict=True):
            sheet.write(x + wide / 2, y, wave, wide, tone="quiet", anchor="middle")
            x += wide
        sheet.y += HEAD
    _draw_rule(sheet)


def _draw_bar(sheet: Sheet, lane: Lane, start: float, turns: list[float]) -> None:
    """Draw a bar where the turn is; over all turns where there is none to take."""
    first = start + sum(turns[: lane.first or 0])
    wide = (sum(turns) or NO_TURN) if lane.first is None else turns[lane.first]
    sheet.add(Rect(first + 2, sheet.y + 4, wide - 4, HIGH - 8, "bar", lane.tone))


def _draw_lines(sheet: Sheet, x: float, lines: list[str], text: str) -> None:
    for number, line in enumerate(lines):
        y = sheet.y + HIGH / 2 + 4 + number * LINE
        sheet.add(Text(x, y, line, SMALL, full=whole(lines, text)))


def draw_steps(sheet: Sheet, steps: Steps) -> None:
    """Draw a plan: a number, what kind of step it is, and what it says."""
    legend = _said(LEGEND) if steps.steps else 0
    if legend:
        sheet.write(MARGIN + ROOM, sheet.y + 14, LEGEND, legend, tone="quiet", anchor="end")
    for line in wrapped(steps.title, ROOM - legend - PAD, NAME, 2, is_bold=True):
        sheet.add(Text(MARGIN, sheet.y + 14, line, NAME, is_bold=True))
        sheet.y += LINE + 2
    sheet.y += 6
    kind = max((_said(step.kind) for step in steps.steps), default=0)
    for number, step in enumerate(steps.steps, 1):
        left = MARGIN + 30
        lines = wrapped(step.says, ROOM - 30 - kind - PAD, SMALL, 4)
        high = len(lines) * LINE + 9
        sheet.add(Rect(MARGIN, sheet.y, 24 + kind, high - 3, "box", step.tone))
        sheet.write(MARGIN + PAD, sheet.y + LINE, str(number), 20, tone="quiet")
        sheet.write(left, sheet.y + LINE, step.kind, kind)
        for line in lines:
            sheet.y += LINE
            sheet.add(Text(left + kind, sheet.y, line, SMALL, full=whole(lines, step.says)))
        sheet.y += 9
    remarks = [*steps.remarks, *([COMMANDS] if any(step.commands for step in steps.steps) else [])]
    for remark in remarks:
        for line in wrapped(remark, ROOM - PAD, SMALL, 3):
            sheet.add(Text(MARGIN, sheet.y + LINE, line, SMALL, "quiet"))
            sheet.y += LINE
    sheet.y += BELOW
