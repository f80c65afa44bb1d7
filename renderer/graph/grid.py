"""Lay out a table: as many columns as a paper holds, the others below beside the first again."""

from __future__ import annotations

from renderer.graph.measure import whole, width, wrapped
from renderer.graph.picture import Matrix, Row, Tone
from renderer.graph.sheet import LINE, MARGIN, NAME, ROOM, SMALL, Rect, Sheet, Stroke, Text, shared

NARROW = 104
LABEL = 230
PAD = 6
# Lines of a value; what is longer is cut.
MOST = 3
BELOW = 16


def draw(sheet: Sheet, matrix: Matrix) -> None:
    """Draw a table below what is there."""
    label = min(LABEL, max(_label_width(row) for row in matrix.rows) + 2 * PAD)
    most = int((ROOM - label) // NARROW)
    others = list(range(1, len(matrix.columns)))
    for start in range(0, max(1, len(others)), most - 1):
        _draw_block(sheet, matrix, [0, *others[start : start + most - 1]], label)


def _label_width(row: Row) -> float:
    return width(row.label, SMALL) + 1


def _draw_block(sheet: Sheet, matrix: Matrix, columns: list[int], label: float) -> None:
    rows = [row for row in matrix.rows if _is_told(row, matrix, columns)]
    wanted = [_wanted(matrix, rows, column) for column in columns]
    widths = [label, *shared(wanted, ROOM - label, NARROW)]
    heads = ["", *(matrix.columns[column] for column in columns)]
    _draw_row(
        sheet,
        widths,
        [
            wrapped(head, wide - 2 * PAD, NAME, 2, is_bold=True)
            for head, wide in zip(heads, widths, strict=True)
        ],
        heads,
        is_head=True,
    )
    for row in rows:
        cells = [row.cells[column] for column in columns]
        said = [row.label, *(cell.text for cell in cells)]
        lines = [
            wrapped(text, wide - 2 * PAD, SMALL, MOST)
            for text, wide in zip(said, widths, strict=True)
        ]
        marks = [index for index, cell in enumerate(cells, 1) if cell.differs]
        _draw_row(sheet, widths, lines, [row.path, *said[1:]], marks=marks)
    sheet.y += BELOW


def _is_told(row: Row, matrix: Matrix, columns: list[int]) -> bool:
    """Tell whether a row is for these columns: where others stand elsewhere, it is theirs."""
    is_whole = len(columns) == len(matrix.columns)
    is_ever = not any(cell.differs for cell in row.cells)
    return is_whole or is_ever or any(row.cells[column].differs for column in columns)


def _wanted(matrix: Matrix, rows: list[Row], column: int) -> float:
    texts = [row.cells[column].text for row in rows]
    head = width(matrix.columns[column], NAME, is_bold=True)
    return max([head, *(width(text, SMALL) for text in texts)]) + 2 * PAD + 1


def _draw_row(
    sheet: Sheet,
    widths: list[float],
    cells: list[list[str]],
    full: list[str],
    *,
    marks: list[int] | None = None,
    is_head: bool = False,
) -> None:
    """Draw the lines of each cell, a mark behind those that differ, and a rule below them all."""
    high = max(map(len, cells)) * LINE + 2 * PAD
    x: float = MARGIN
    for index, (lines, wide) in enumerate(zip(cells, widths, strict=True)):
        is_marked = index in (marks or [])
        if is_marked:
            sheet.add(Rect(x + 1, sheet.y + 2, wide - 2, high - 4, "cell", "warn"))
        y = sheet.y + PAD + LINE - 3
        tone: Tone = "plain" if is_head or is_marked or index == 0 else "quiet"
        size = NAME if is_head else SMALL
        for line in lines:
            sheet.add(Text(x + PAD, y, line, size, tone, is_head, full=whole(lines, full[index])))
            y += LINE
        x += wide
    sheet.y += high
    sheet.add(Stroke(((MARGIN, sheet.y), (MARGIN + ROOM, sheet.y))))
