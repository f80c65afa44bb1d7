"""Lay out a whole picture on a paper of A4's width, which is as long as it has to be."""

from __future__ import annotations

from renderer.graph import columns, grid, turns
from renderer.graph.measure import cut, width, wrapped
from renderer.graph.picture import Diagram, Matrix, Part, Picture, Section, Timeline
from renderer.graph.sheet import HEADING, LINE, MARGIN, NAME, ROOM, SMALL, TITLE, Rect, Sheet, Text

BADGE = 20
ABOVE = 12


def laid_out(picture: Picture) -> Sheet:
    """Return everything at its place; the sheet ends at its y."""
    sheet = Sheet()
    sheet.write(MARGIN, sheet.y + TITLE, picture.title, ROOM, TITLE, is_bold=True)
    sheet.y += TITLE + 14
    for section in picture.sections:
        _draw_section(sheet, section)
    sheet.y += MARGIN - ABOVE
    return sheet


def alone(part: Part) -> Sheet:
    """Return one part on a sheet of its own."""
    sheet = Sheet()
    _draw_part(sheet, part)
    return sheet


def _draw_section(sheet: Sheet, section: Section) -> None:
    badge = width(section.badge, SMALL, is_bold=True) + 16 if section.badge else 0
    room = ROOM - badge - ABOVE
    if section.title:
        title = cut(section.title, room, HEADING, is_bold=True)
        baseline = sheet.y + HEADING
        sheet.write(MARGIN, baseline, section.title, room, HEADING, is_bold=True)
        if section.badge:
            x = MARGIN + width(title, HEADING, is_bold=True) + ABOVE
            sheet.add(Rect(x, baseline - HEADING + 1, badge, BADGE, "badge", section.tone))
            middle = x + badge / 2
            sheet.write(middle, baseline, section.badge, badge, is_bold=True, anchor="middle")
        sheet.y += HEADING + 12
    for note in section.notes:
        for line in wrapped(note, ROOM, NAME, 4):
            sheet.add(Text(MARGIN, sheet.y + NAME, line, NAME, "quiet"))
            sheet.y += LINE + 2
    sheet.y += 6
    for part in section.parts:
        _draw_part(sheet, part)
    sheet.y += ABOVE


def _draw_part(sheet: Sheet, part: Part) -> None:
    if isinstance(part, Diagram):
        columns.draw(sheet, part)
    elif isinstance(part, Matrix):
        grid.draw(sheet, part)
    elif isinstance(part, Timeline):
        turns.draw(sheet, part)
    else:
        turns.draw_steps(sheet, part)
