"""Lay out a diagram: frames in columns, boxes in frames, arrows between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest

from renderer.graph.measure import whole, width, wrapped
from renderer.graph.picture import Arrow, Box, Diagram, Frame, Line
from renderer.graph.sheet import (
    LINE,
    MARGIN,
    NAME,
    ROOM,
    SMALL,
    Rect,
    Sheet,
    Stroke,
    Text,
    shared,
)

PAD = 8
# Between boxes, between the frames of a column, between columns.
BETWEEN, BELOW, GAP = 7, 14, 26
TITLED = 24
NARROW = 110
# Of a line, an aside may take so much; so far is it from what it stands beside.
PART, APART = 0.6, 8
# Behind the id of a frame: all of it, down to the end of its column.
OUTLINE = "/outline"


def draw(sheet: Sheet, diagram: Diagram) -> None:
    """Draw a diagram below what is there."""
    if not diagram.columns:
        return
    room = ROOM - GAP * (len(diagram.columns) - 1)
    widths = shared([_wanted(column) for column in diagram.columns], room, NARROW)
    boxes = _filled(diagram, widths)
    bottom = sheet.y + max(_column_height(column, boxes) for column in diagram.columns)
    x: float = MARGIN
    places: dict[str, Rect] = {}
    for column, wide in zip(diagram.columns, widths, strict=True):
        outline = Rect(x, sheet.y, wide, bottom - sheet.y, "frame")
        _draw_column(sheet, column, boxes, outline, places)
        x += wide + GAP
    for arrow in diagram.arrows:
        sheet.add(_stroke(arrow, places))
    sheet.y = bottom + BELOW


@dataclass(frozen=True)
class _Filled:
    """A box with the lines that its texts take in it; of each, the first has the aside."""

    lines: tuple[tuple[list[str], Line], ...]
    height: float


def _filled(diagram: Diagram, widths: list[float]) -> dict[str, _Filled]:
    """Return what is in each box, and how high it gets; those that are pairs get the same."""
    boxes = {
        box.id: _fill(box, wide - 4 * PAD)
        for column, wide in zip(diagram.columns, widths, strict=True)
        for frame in column
        for box in frame.boxes
    }
    frames = [frame for column in diagram.columns for frame in column]
    pairs = [frame.boxes for frame in frames if frame.id in diagram.aligned]
    for row in zip_longest(*pairs):
        ids = [box.id for box in row if box]
        most = max(boxes[name].height for name in ids)
        boxes |= {name: replace(boxes[name], height=most) for name in ids}
    return boxes


def _fill(box: Box, room: float) -> _Filled:
    """Wrap the texts of a box: names are cut after two lines, all else after three."""
    head = Line(box.title, box.aside)
    said = [(_lines(head, room, NAME, 2, is_bold=True), head)]
    said += [(_lines(line, room, SMALL, 3, is_bold=False), line) for line in box.lines]
    return _Filled(tuple(said), 2 * PAD + sum(len(lines) for lines, _ in said) * LINE - 3)


def _lines(line: Line, room: float, size: float, most: int, *, is_bold: bool) -> list[str]:
    return wrapped(line.text, room - _beside(line, room), size, most, is_bold=is_bold)


def _beside(line: Line, room: float) -> float:
    """Return what an aside takes from its line."""
    return min(width(line.aside, SMALL) + 1, room * PART) + APART if line.aside else 0


def _frame_height(frame: Frame, boxes: dict[str, _Filled]) -> float:
    inner = sum(boxes[box.id].height + BETWEEN for box in frame.boxes)
    return TITLED + inner - BETWEEN + PAD


def _column_height(column: tuple[Frame, ...], boxes: dict[str, _Filled]) -> float:
    return sum(_frame_height(frame, boxes) + BELOW for frame in column) - BELOW


def _wanted(column: tuple[Frame, ...]) -> float:
    """Return how wide a column would like to be."""
    titles = [width(frame.title, SMALL, is_bold=True) + 2 * PAD for frame in column]
    lines = [_natural(box) + 4 * PAD for frame in column for box in frame.boxes]
    return max([*titles, *lines]) + 1


def _natural(box: Box) -> float:
    title = width(box.title, NAME, is_bold=True) + _beside(Line("", box.aside), ROOM)
    lines = [width(line.text, SMALL) + _beside(line, ROOM) for line in box.lines]
    return max([title, *lines])


def _draw_column(
    sheet: Sheet,
    column: tuple[Frame, ...],
    boxes: dict[str, _Filled],
    place: Rect,
    places: dict[str, Rect],
) -> None:
    """Draw frames one below the other; the last goes on to the end of the column."""
    y = place.y
    for number, frame in enumerate(column, 1):
        is_last = number == len(column)
        high = place.bottom - y if is_last else _frame_height(frame, boxes)
        sheet.add(Rect(place.x, y, place.width, high, "frame"))
        inner = place.width - 2 * PAD
        sheet.write(place.x + PAD, y + 16, frame.title, inner, tone="quiet", is_bold=True)
        top = y + TITLED
        for box in frame.boxes:
            filled = boxes[box.id]
            places[box.id] = Rect(place.x + PAD, top, inner, filled.height, "box", box.tone)
            _draw_box(sheet, filled, places[box.id])
            top += filled.height + BETWEEN
        # Arrows lead to where there is something in a frame, as long as they can be straight.
        places[frame.id] = Rect(place.x, y, place.width, top - BETWEEN - y, "frame")
        places[f"{frame.id}{OUTLINE}"] = Rect(place.x, y, place.width, high, "frame")
        y += high + BELOW


def _draw_box(sheet: Sheet, box: _Filled, place: Rect) -> None:
    sheet.add(place)
    y = place.y + PAD + NAME - 2
    room = place.width - 2 * PAD
    for number, (lines, line) in enumerate(box.lines):
        is_title = number == 0
        if line.aside:
            beside = _beside(line, room) - APART
            sheet.write(place.right - PAD, y, line.aside, beside, tone="quiet", anchor="end")
        full = whole(lines, line.text)
        size = NAME if is_title else SMALL
        for text in lines:
            sheet.add(Text(place.x + PAD, y, text, size, is_bold=is_title, full=full))
            y += LINE


def _stroke(arrow: Arrow, places: dict[str, Rect]) -> Stroke:
    """Return an arrow: straight where one line meets both ends, with a bend between them if not."""
    source, target = places[arrow.source], places[arrow.target]
    wider = places.get(f"{arrow.source}{OUTLINE}", source)
    other = places.get(f"{arrow.target}{OUTLINE}", target)
    for one, two in ((source, target), (wider, target), (source, other)):
        top, bottom = max(one.y, two.y), min(one.bottom, two.bottom)
        if bottom - top >= BETWEEN:
            y = (top + bottom) / 2
            return Stroke(((one.right, y), (two.x, y)), is_arrow=True)
    bend = target.x - GAP / 2
    start, end = source.middle, target.middle
    points = ((source.right, start), (bend, start), (bend, end), (target.x, end))
    return Stroke(points, is_arrow=True)
