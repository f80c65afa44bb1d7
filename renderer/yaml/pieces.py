"""The items of a list as the text they were written in, so that they can be passed on untouched."""

from __future__ import annotations

from renderer.errors import RenderError
from renderer.yaml.plain import Odd, is_dash, read_plain
from renderer.yaml.reader import MAX_BYTES
from renderer.yaml.source import decoded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# A line at the left edge that begins with one of these does not begin the next key.
NO_KEY = ("", " ", "-", "#")


class Cut:
    """A document, and the text of the items of one of its lists.

    Args:
        document: its data; maps and lists of it may be changed.
        pieces: a text for each item, `- ` at its left edge and a line end at its end. A comment
            stands with the item before it, one above all items with the first.
    """

    __slots__ = ("document", "pieces")

    def __init__(self, document: dict[str, Any], pieces: list[str]) -> None:
        self.document = document
        self.pieces = pieces


def cut(text: str | bytes, key: str, *, max_bytes: int | None = None) -> Cut | None:
    """Read one document and cut a list in it into pieces; None where that is not sure.

    Then `read` has the answer: the text is not plain, or it is wrong.

    Args:
        text: a YAML stream in UTF-8.
        key: the list, a key of the document's map. It is read as the manifests of other people,
            everything else as strictly as a spec.
        max_bytes: the largest size; that of manifests unless given.
    """
    try:
        source = decoded(text, "", MAX_BYTES["manifest"] if max_bytes is None else max_bytes)
        return cut_plain(source, key)
    except (Odd, RenderError):
        return None


def cut_plain(source: str, key: str) -> Cut:
    """Cut at the left edge; each part is then read alone, so that no quote can hide an edge."""
    if "\n---" in source or not source.endswith("\n"):
        raise Odd
    lines = source[:-1].split("\n")
    begin, end = section(lines, f"{key}:")
    around = read_plain(joined([*lines[:begin], *lines[end:]]), "spec") or [{}]
    within = (read_plain(joined(lines[begin:end]), "manifest") or [{}])[0]
    if len(around) > 1 or type(around[0]) is not dict or key in around[0]:
        raise Odd
    pieces, items = pieces_of(lines[begin + 1 : end]), within.get(key) or []
    if type(items) is not list or len(pieces) != len(items):
        raise Odd
    return Cut({**around[0], **within}, pieces)


def section(lines: list[str], head: str) -> tuple[int, int]:
    """Return the lines from a key at the left edge to the next key; an empty range without it."""
    begin = next((at for at, line in enumerate(lines) if line.startswith(head)), len(lines))
    behind = range(begin + 1, len(lines))
    end = next((at for at in behind if lines[at][:1] not in NO_KEY), len(lines))
    return begin, end


def pieces_of(lines: list[str]) -> list[str]:
    """Return the text of each item, moved to the left edge."""
    first = next((line for line in lines if is_dash(line.lstrip(" "))), "")
    width = len(first) - len(first.lstrip(" "))
    if width:
        lines = [line[width:] if line[:width].isspace() else line.lstrip(" ") for line in lines]
    starts = [at for at, line in enumerate(lines) if is_dash(line)]
    edges = zip([0, *starts[1:]], [*starts[1:], len(lines)], strict=True) if starts else []
    return [joined(lines[begin:end]) for begin, end in edges]


def joined(lines: list[str]) -> str:
    """Return whole lines as a text."""
    return "".join(f"{line}\n" for line in lines)
