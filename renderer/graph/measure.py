"""How wide a text may get, and how it is cut or wrapped to fit.

Nobody here knows the reader's font. The widths are those of DejaVu Sans, rounded up: the widest of
the fonts that a browser takes for `sans-serif`, so that a text never leaves its box.
"""

from __future__ import annotations

from unicodedata import combining, east_asian_width

# Hundredths of the size: {characters: how wide they are}.
_REGULAR = {
    "'IJijl": 30,
    " ,./:;\\|": 35,
    "()-[]ft": 40,
    "!r": 45,
    '"*_`': 50,
    "?csz": 55,
    "FLkvxy": 60,
    "$0123456789EPSTYabdeghnopqu{}": 65,
    "ABCKRVXZ": 70,
    "NU": 75,
    "&DGHOQ": 80,
    "#+<=>^w~": 85,
    "M": 90,
    "%@Wm…": 100,
}
_BOLD = {
    " 'ijl": 35,
    ",./:;IJ\\|": 40,
    "-f": 45,
    "!()[]_`rt": 50,
    '"*': 55,
    "?csz": 60,
    "Lx": 65,
    "$0123456789EFTaekovy": 70,
    "CPSYZbdghnpqu{}": 75,
    "ABKRVX": 80,
    "#+<=>DGHNU^~": 85,
    "&OQ": 90,
    "w": 95,
    "@M…": 100,
    "%m": 105,
    "W": 115,
}
WIDTHS = {
    is_bold: {character: width for text, width in table.items() for character in text}
    for is_bold, table in ((False, _REGULAR), (True, _BOLD))
}
# Of all other characters: letters of most scripts, and those that take two columns of a terminal.
OTHER, WIDE, WIDEST = 115, 125, 150
LAST_OF_MOST = 0xFFFF  # behind it are pictures of things, and rare letters
CUT = "…"
# Behind these a long word may go on in the next line.
BREAKS = "-./:,=@_"


def width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return the most that a text may take, in the unit of the size."""
    table = WIDTHS[is_bold]
    return sum(table.get(character) or _width(character) for character in text) * size / 100


def _width(character: str) -> int:
    if combining(character):
        return 0
    if ord(character) > LAST_OF_MOST:
        return WIDEST
    return WIDE if east_asian_width(character) in "WF" else OTHER


def cut(text: str, room: float, size: float, *, is_bold: bool = False) -> str:
    """Return a text without its middle where there is no room for it: its end has the number."""
    if width(text, size, is_bold=is_bold) <= room:
        return text
    room -= width(CUT, size, is_bold=is_bold)
    head = _first(text, room * 0.5, size, is_bold=is_bold)
    rest = room - width(head, size, is_bold=is_bold)
    tail = _first(text[::-1], rest, size, is_bold=is_bold)[::-1]
    return f"{head}{CUT}{tail}"


def _first(text: str, room: float, size: float, *, is_bold: bool) -> str:
    """Return as much of the beginning as there is room for."""
    for count, one in enumerate(text):
        room -= width(one, size, is_bold=is_bold)
        if room < 0:
            return text[:count]
    return text


def wrapped(
    text: str, room: float, size: float, most: int = 100, *, is_bold: bool = False
) -> list[str]:
    """Return the lines of a text, at most so many; the last is cut where it is longer.

    Words that are too long for a line go on in the next one, where they can.
    """
    lines: list[str] = []
    line = ""
    pieces = _pieces(text)
    for index, piece in enumerate(pieces):
        if not line or width(line + piece.rstrip(), size, is_bold=is_bold) <= room:
            line += piece
        elif len(lines) == most - 1:
            line += "".join(pieces[index:])
            break
        else:
            lines.append(line)
            line = piece
    lines.append(line)
    return [cut(line.strip(), room, size, is_bold=is_bold) for line in lines]


def whole(lines: list[str], text: str) -> str:
    """Return a text whose lines do not say all of it; of others, nothing."""
    said = "".join(lines).replace(" ", "")
    return "" if said == text.replace(" ", "") else text


def _pieces(text: str) -> list[str]:
    """Return a text in pieces, between which a line may end."""
    pieces = [""]
    for index, one in enumerate(text):
        pieces[-1] += one
        if one == " " or (one in BREAKS and _may_end(pieces[-1], text[index + 1 : index + 2])):
            pieces.append("")
    return [piece for piece in pieces if piece]


def _may_end(piece: str, after: str) -> bool:
    """Tell whether a piece may end here: not with its first sign, and not inside of a number."""
    is_number = piece[-1] == "." and after.isdecimal()
    return len(piece) > 1 and not is_number and after not in (*BREAKS, " ")
