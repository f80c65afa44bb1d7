"""Change a few values of a YAML text and leave every other character as it is.

Reading and writing a text again loses its comments and takes a side wherever readers disagree. So
the new values are put into the text, and the result is read to prove that nothing else changed.
"""

from __future__ import annotations

import yaml

from renderer.errors import RenderError
from renderer.yaml.emitter import dump, is_plain, key_text, quoted
from renderer.yaml.locator import Locator
from renderer.yaml.reader import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Path

    Change = tuple[Path, Any]
    Splice = tuple[int, int, str]

# As the last step of a path: in front of what a list holds.
FRONT = -1


def changed(data: Any, changes: list[Change]) -> Any:
    """Return the data with new values; maps on the way to them are made where missing.

    All paths are those of the data as it was, so what goes in front of a list comes last.

    Raises:
        ValueError: there is something else where a map or a list is to be.
    """
    for path, value in sorted(changes, key=lambda change: change[0][-1] == FRONT):
        data = _with(data, path, value)
    return data


def _with(data: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    is_fit = isinstance(data, list if isinstance(step, int) else dict)
    if data is not None and not is_fit:
        raise ValueError(f"must be a map or a list to hold {step}, got {data!r}")
    if step == FRONT:
        return [value, *(data or [])]
    if isinstance(step, int):
        return [*data[:step], _with(data[step], rest, value), *data[step + 1 :]]
    below = data or {}
    return {**below, step: _with(below.get(step), rest, value)}


def edited(text: str, changes: list[Change]) -> str | None:
    """Return the text of one document with new values; None if it cannot be changed for sure.

    Args:
        text: the document, as kubectl reads it.
        changes: (path, value); a path that ends in FRONT puts the value in front of a list.
    """
    (found,) = read(text, dialect="manifest")
    try:
        wanted = changed(found, changes)
    except ValueError:
        return None
    for attempt in (_spliced, _written_again):
        result = attempt(text, changes, wanted)
        if result is not None and _says(result, wanted):
            return result
    return None


def _spliced(text: str, changes: list[Change], _wanted: Any) -> str | None:
    places = Places(text)
    splices = [places.splice((0, *path), value) for path, value in changes]
    for start, end, new in sorted(splices, key=lambda each: each[0], reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _written_again(text: str, _changes: list[Change], wanted: Any) -> str | None:
    """Write the whole document, where no reader can have taken any of it for something else."""
    try:
        read(text)
        (_, column), *_ = sorted(Places(text).first_keys.values())
        pad = " " * column
        return "".join(f"{pad}{line}\n" if line else "\n" for line in dump(wanted).splitlines())
    except (RenderError, ValueError):
        return None


def _says(text: str, wanted: Any) -> bool:
    try:
        return read(text, dialect="manifest") == [wanted]
    except RenderError:
        return False


class Places(Locator):
    """Where the values of a text begin and end."""

    def __init__(self, text: str) -> None:
        self.ends: dict[tuple[Any, ...], int] = {}
        self.first_keys: dict[tuple[Any, ...], tuple[int, int]] = {}
        self.flows: dict[tuple[Any, ...], bool] = {}
        self.last = 0
        super().__init__(text, dialect="manifest")

    def splice(self, steps: tuple[Any, ...], value: Any) -> Splice:
        """Return from where to where to write what, so that a value stands at the steps."""
        if steps[-1] == FRONT:
            return self.in_front(steps[:-1], value)
        if steps in self.value_marks:
            return self.instead(steps, value)
        *above, key = steps
        map_steps = tuple(above)
        if map_steps not in self.first_keys:
            return self.splice(map_steps, {key: value})
        at, column = self.first_keys[map_steps]
        entry = f"{key_text(key)}: {inline(value)}"
        return at, at, entry + (", " if self.flows[map_steps] else "\n" + " " * column)

    def in_front(self, steps: tuple[Any, ...], value: Any) -> Splice:
        """Return how a value gets in front of a list, which may not be there yet."""
        if (*steps, 0) not in self.value_marks:
            return self.splice(steps, [value])
        mark = self.value_marks[steps]
        if self.flows[steps]:
            return mark.index + 1, mark.index + 1, f"{inline(value)}, "
        return mark.index, mark.index, f"- {inline(value)}\n{' ' * mark.column}"

    def instead(self, steps: tuple[Any, ...], value: Any) -> Splice:
        """Return how a value takes the place of another one, which may be a block below its key."""
        key = self.key_marks.get(steps)
        start, end = self.value_marks[steps].index, self.ends[steps]
        if key is None or steps not in self.flows:
            return start, end, f"{'' if end > start else ' '}{inline(value)}"
        return key.index, end, f"{key_text(steps[-1])}: {inline(value)}"

    def place(self, value: Any, event: Any) -> None:
        """Note where a value ends, if it is not a map or a list."""
        if isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            end: Any = event.end_mark
            self.last = end.index
            self.ends.setdefault(self.steps(), self.last)
        super().place(value, event)

    def begin(self, container: Any, event: Any) -> None:
        """Note how a map or a list is written."""
        super().begin(container, event)
        self.flows.setdefault(self.here(), event.flow_style)
        self.last = event.end_mark.index

    def take_key(self, event: Any) -> None:
        """Note where the first key of a map is."""
        self.last = event.end_mark.index
        mark = event.start_mark
        self.first_keys.setdefault(self.here(), (mark.index, mark.column))
        super().take_key(event)

    def end(self, event: Any) -> None:
        """Note where a map or a list ends; a block ends behind its last value."""
        if self.in_flow:
            self.last = event.end_mark.index
        self.ends.setdefault(self.here(), self.last)
        super().end(event)

    def here(self) -> tuple[Any, ...]:
        """Return the steps to the map or list that is being filled."""
        return tuple(frame[-1] for frame in self.outer)


def inline(value: Any) -> str:
    """Write a value in one line, as it may stand in a block and within braces."""
    if isinstance(value, dict):
        pairs = [f"{key_text(key)}: {inline(each)}" for key, each in value.items()]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    if isinstance(value, str):
        return value if is_plain(value) and not set(value) & set(",:\\") else quoted(value)
    return dump(value).strip()
