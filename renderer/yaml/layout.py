"""Plain data as a person lays it out: what is short stands in one line, with comments above.

`dump` is for programs and always writes blocks. Both write the same scalars, which no reader
misreads, and the text is read again to prove that it says what it was made from.
"""

from __future__ import annotations

from renderer.errors import RenderError
from renderer.yaml.edit import inline
from renderer.yaml.emitter import key_text, scalar
from renderer.yaml.reader import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Path

    Comments = dict[Path, list[str]]

WIDTH = 100


def laid_out(value: dict[str, Any], comments: Comments | None = None) -> str:
    """Write one document.

    Args:
        value: a map that is not empty.
        comments: {path: lines to write above what stands there}; those of the whole are at ().

    Raises:
        ValueError: no YAML text would carry the value to every reader.
    """
    page = _Page(comments or {})
    page.comment((), "")
    page.mapping(value, "", "", ())
    text = "".join(f"{line}\n" for line in page.lines)
    try:
        found = read(text, max_bytes=None)
    except RenderError as error:
        raise ValueError(error.problems[0].message) from None
    if found != [value]:
        raise ValueError("what is laid out does not read as what it was made from")
    return text


class _Page:
    """A text that is being written.

    Args:
        comments: what is said above a value, by its path.
    """

    def __init__(self, comments: Comments) -> None:
        self.lines: list[str] = []
        self.comments = comments

    def comment(self, path: Path, pad: str) -> None:
        """Write what is said above a value."""
        self.lines += [f"{pad}# {line}" for line in self.comments.get(path, ())]

    def mapping(self, fields: dict[str, Any], lead: str, pad: str, path: Path) -> None:
        """Write the fields of a map; `lead` stands before the first, `pad` before the others."""
        for key, value in fields.items():
            here = (*path, key)
            if lead == pad:
                self.comment(here, pad)
            self.value(f"{lead}{key_text(key)}:", value, pad, here)
            lead = pad

    def value(self, head: str, value: Any, pad: str, path: Path) -> None:
        """Write a value behind its key, in one line where it fits there."""
        if self._fits(head, value, path):
            self.lines.append(f"{head} {inline(value)}")
        elif isinstance(value, dict):
            self.lines.append(head)
            self.mapping(value, f"{pad}  ", f"{pad}  ", path)
        elif isinstance(value, list):
            self.lines.append(head)
            self.sequence(value, pad, path)
        else:
            self.lines += f"{head} {scalar(value, f'{pad}  ')}".split("\n")

    def sequence(self, items: list[Any], pad: str, path: Path) -> None:
        """Write the items of a list, each in one line where it fits there."""
        for index, item in enumerate(items):
            here = (*path, index)
            self.comment(here, pad)
            if self._fits(f"{pad}-", item, here) or not isinstance(item, dict | list):
                self.value(f"{pad}-", item, pad, here)
            elif isinstance(item, dict):
                self.mapping(item, f"{pad}- ", f"{pad}  ", here)
            else:
                self.lines.append(f"{pad}-")
                self.sequence(item, f"{pad}  ", here)

    def _fits(self, head: str, value: Any, path: Path) -> bool:
        """Tell whether a map or list is better in one line: short, and without comments inside."""
        if not isinstance(value, dict | list) or not value:
            return not isinstance(value, str)
        is_above = any(
            len(where) > len(path) and where[: len(path)] == path for where in self.comments
        )
        is_listed = isinstance(value, list) and any(isinstance(item, dict) for item in value)
        if is_above or (is_listed and len(value) > 1) or _has_lines(value) or _depth(value) > DEEP:
            return False
        return len(head) + len(inline(value)) < WIDTH


# Deeper than `affinity: {...}` of one term nobody reads a line.
DEEP = 4


def _has_lines(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_lines, value.values()))
    if isinstance(value, list):
        return any(map(_has_lines, value))
    return isinstance(value, str) and "\n" in value


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(_depth, inner), default=0) if isinstance(value, dict | list) else 0
