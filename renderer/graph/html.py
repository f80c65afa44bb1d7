"""A picture as one HTML page that needs no network and runs no script."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.graph.layout import alone
from renderer.graph.picture import Cell, Matrix, Part, Picture, Row, Section, Steps
from renderer.graph.svg import FONT, MARK, colours, drawing, escaped

# All of a command is shown: somebody copies it.
WHOLE = 1_000_000
STYLE = """\
:root{color-scheme:light dark}
body{margin:0 auto;padding:24px;max-width:1100px;line-height:1.5}
h1{font-size:26px}h2{font-size:20px;margin-top:40px}h3{font-size:16px}
svg{max-width:100%;height:auto}
.badge{border:1px solid;border-radius:1em;padding:1px 10px;font-size:13px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:14px}
th,td{border-bottom:1px solid;padding:6px 10px;text-align:left;vertical-align:top}
th,td{overflow-wrap:anywhere}
tbody th{font-weight:normal;min-width:11em}
pre{overflow-x:auto;border:1px solid;border-radius:6px;padding:8px 12px;font-size:13px}
li{margin:8px 0}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write(picture: Picture) -> str:
    """Return the picture as a page: drawings, real tables, and plans with all their commands."""
    title = escaped(picture.title)
    lines = [
        "<!DOCTYPE html>",
        MARK,
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        f"<title>{title}</title>",
        f"<style>{STYLE}body{{font-family:{FONT}}}{colours(is_page=True)}</style>",
        "</head>",
        '<body class="page">',
        f"<h1>{title}</h1>",
        *(line for section in picture.sections for line in _section(section)),
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines)


def _section(section: Section) -> Iterator[str]:
    yield "<section>"
    if section.title:
        badge = f'<span class="badge {section.tone}">{escaped(section.badge)}</span>'
        yield f"<h2>{escaped(section.title)} {badge if section.badge else ''}</h2>"
    yield from (f'<p class="faint">{escaped(note)}</p>' for note in section.notes)
    for part in section.parts:
        yield from _part(part, section)
    yield "</section>"


def _part(part: Part, section: Section) -> Iterator[str]:
    if isinstance(part, Matrix):
        yield from _table(part)
    elif isinstance(part, Steps):
        yield from _steps(part)
    else:
        yield drawing(alone(part), section.title)


def _table(matrix: Matrix) -> Iterator[str]:
    yield '<div class="scroll"><table>'
    heads = "".join(f'<th scope="col">{escaped(column)}</th>' for column in matrix.columns)
    yield f"<thead><tr><td></td>{heads}</tr></thead><tbody>"
    yield from map(_row, matrix.rows)
    yield "</tbody></table></div>"


def _row(row: Row) -> str:
    label = f'<th scope="row" title="{escaped(row.path)}">{escaped(row.label)}</th>'
    return f"<tr>{label}{''.join(map(_cell, row.cells))}</tr>"


def _cell(cell: Cell) -> str:
    return f'<td class="{"warn" if cell.differs else "faint"}">{escaped(cell.text)}</td>'


def _steps(steps: Steps) -> Iterator[str]:
    yield f"<h3>{escaped(steps.title)}</h3>"
    if steps.steps:
        yield "<ol>"
        for step in steps.steps:
            kind = f'<span class="badge {step.tone}">{escaped(step.kind)}</span>'
            yield f"<li>{kind} {escaped(step.says)}"
            if step.commands:
                yield f"<pre>{escaped(chr(10).join(step.commands), WHOLE)}</pre>"
            yield "</li>"
        yield "</ol>"
    yield from (f'<p class="faint">{escaped(remark)}</p>' for remark in steps.remarks)
