"""Carry the comments of a text over to another version of it, each to what it was about.

kpt does so too, but finds the items of a list by their place as well as by their name: a comment is
there twice as soon as an item comes in before it.
"""

from __future__ import annotations

from renderer.yaml.emitter import dump
from renderer.yaml.reader import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Steps = tuple[Any, ...]

# Where a comment stands; those of one line in the order in which they come.
BELOW, ABOVE, BESIDE = range(3)


def with_comments(old: str, new: str) -> str | None:
    """Return a text with the comments of an older one; None if that is not possible for sure.

    If what a comment was about is no longer there, neither is the comment.

    Args:
        old: one document, as kubectl reads it.
        new: one document as `dump` writes it.
    """
    (before,), (after,) = read(old, dialect="manifest"), read(new, dialect="manifest")
    found = list(_comments(old))
    if has_comments(old, "".join(comment for _, comment in found), before):
        return None
    lines, outline = Outline(old), Outline(new)
    added: dict[tuple[int, int], list[str]] = {}
    for at, comment in found:
        where, about = lines.about(at)
        there = _same(about, before, after)
        if there is not None:
            place = (outline.line(there, where), where)
            added.setdefault(place, []).append(f"{' ' * outline.indent(there)}{comment}")
    result = _put(new.split("\n"), added)
    return result if read(result, dialect="manifest") == [after] else None


def has_comments(text: str, known: str, data: Any) -> bool:
    """Tell whether a text may have comments beside those known: more than what its data has."""
    others = text.count("#") - known.count("#")
    try:
        return others > 0 and others > dump(data).count("#")
    except ValueError:
        return True


def _put(lines: list[str], added: dict[tuple[int, int], list[str]]) -> str:
    for (line, where), comments in sorted(added.items(), reverse=True):
        if where == BESIDE:
            lines[line] += f" {' '.join(comment.strip() for comment in comments)}"
        else:
            # Before an empty line go-yaml, and so kpt, takes a comment for one of what is above.
            lines[line:line] = comments + [""] * (where == BELOW)
    return "\n".join(lines)


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Yield where a comment begins, and the comment: only they have a `#` between two tokens."""
    import yaml  # slow to import, and most texts have no comments

    from renderer.yaml.syntax import PARSER

    end = 0
    for token in yaml.scan(text, PARSER):
        at = text.find("#", end, token.start_mark.index)
        while at >= 0:
            stop = text.index("\n", at)
            yield at, text[at:stop].rstrip()
            at = text.find("#", stop, token.start_mark.index)
        end = max(end, token.end_mark.index)


class Outline:
    """On which lines the values of a text begin.

    Args:
        text: one document, whose last line ends.
    """

    def __init__(self, text: str) -> None:
        from renderer.yaml.locator import Locator

        locator = Locator(text, dialect="manifest")
        marks = {**locator.value_marks, **locator.key_marks}
        self.text = text
        self.lines = text.split("\n")
        # The first value is the document.
        self.starts: dict[Steps, int] = {
            steps: marks[steps].line for steps in [*locator.value_marks][1:]
        }

    def indent(self, steps: Steps) -> int:
        """Return how far the line of a value is indented."""
        line = self.lines[self.starts[steps]]
        return len(line) - len(line.lstrip(" "))

    def line(self, steps: Steps, where: int) -> int:
        """Return where a comment of a value goes."""
        if where != BELOW:
            return self.starts[steps]
        order = [*self.starts]
        behind = order[order.index(steps) :]
        following = next((other for other in behind if other[: len(steps)] != steps), None)
        return self.starts[following] if following else len(self.lines) - 1

    def about(self, at: int) -> tuple[int, Steps]:
        """Return where a comment stands, and of what value."""
        line = self.text.count("\n", 0, at)
        column = at - self.text.rfind("\n", 0, at) - 1
        before = [steps for steps, start in self.starts.items() if start <= line]
        if self.lines[line][:column].strip():
            return BESIDE, before[-1]
        following = next((steps for steps, start in self.starts.items() if start > line), None)
        if following and not before:
            return ABOVE, following
        if following and not self._is_before_a_gap(line) and column <= self.indent(following):
            return ABOVE, following
        around = [before[-1][:depth] for depth in range(len(before[-1]), 1, -1)]
        return BELOW, next((steps for steps in around if self.indent(steps) <= column), around[-1])

    def _is_before_a_gap(self, line: int) -> bool:
        below = (text.strip() for text in self.lines[line + 1 :])
        return next((text for text in below if text[:1] != "#"), "") == ""


def _same(steps: Steps, before: Any, after: Any) -> Steps | None:
    """Return the steps to a value in another version of the data, None if it is not there."""
    found = [steps[0]]
    for step in steps[1:]:
        at = step
        if isinstance(before, list) and isinstance(after, list):
            at = _place(step, before, after)
        elif not (isinstance(before, dict) and isinstance(after, dict) and step in after):
            at = None
        if at is None:
            return None
        found.append(at)
        before, after = before[step], after[at]
    return tuple(found)


def _place(index: int, before: list[Any], after: list[Any]) -> int | None:
    """Return where an item is in another version of its list, None if it is not there.

    It is there if an equal one is, or one of its name: of several, as of the mounts of one volume,
    that which is most like it. Or it was renamed or changed in its place.
    """
    item = before[index]
    if index < len(after) and after[index] == item:
        return index
    if item in after:
        return after.index(item)
    name, names = _name(item), [_name(other) for other in after]
    if name is not None and name in names:
        return _namesakes(name, before, after).get(index)
    if len(before) != len(after) or after[index] in before:
        return None
    is_renamed = names[index] not in (None, *map(_name, before))
    return index if name is None or is_renamed else None


def _namesakes(name: Any, before: list[Any], after: list[Any]) -> dict[int, int]:
    """Return where each item of a name that is not there as it was is now; no two at one place."""
    old = [at for at, item in enumerate(before) if _name(item) == name and item not in after]
    new = [at for at, item in enumerate(after) if _name(item) == name and item not in before]
    pairs = [(_likeness(before[one], after[other]), one, other) for one in old for other in new]
    found: dict[int, int] = {}
    for _, one, other in sorted(pairs, key=lambda pair: pair[0], reverse=True):
        if one not in found and other not in found.values():
            found[one] = other
    return found


def _likeness(one: dict[str, Any], other: dict[str, Any]) -> tuple[bool, int]:
    """Return how like two items are; mounts are told apart by their path."""
    alike = [key for key, value in one.items() if other.get(key) == value]
    return "mountPath" in alike, len(alike)


def _name(item: Any) -> Any:
    """Return what tells an item of a list from others; a claim template has it in its metadata."""
    fields = item if isinstance(item, dict) else {}
    metadata = fields.get("metadata")
    return fields.get("name") or (metadata.get("name") if isinstance(metadata, dict) else None)
