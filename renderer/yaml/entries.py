"""Change entries of a YAML text one by one, and leave every other character as it is.

An entry is `key: value`, or an item of a list. What stands at an anchor or came in by an alias is
left alone, for a change of it is one of other places too; so is what goes over several lines, where
a comment may stand within it.
"""

from __future__ import annotations

from renderer.yaml.edit import Places, inline
from renderer.yaml.emitter import key_text
from renderer.yaml.scalars import Refused, kubectl
from renderer.yaml.vocabulary import VOCABULARIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Steps = tuple[Any, ...]
    # From where to where to write what.
    Splice = tuple[int, int, str]

COMMENT = "#"


class Entries(Places):
    """The entries of a text that kubectl can read, and where each of them stands.

    Args:
        text: without a byte order mark.
    """

    def __init__(self, text: str) -> None:
        self.source = text
        self.keys: dict[Steps, tuple[int, int]] = {}
        self.shared: set[Steps] = set()
        self.disputed: dict[Steps, tuple[str, Any]] = {}
        super().__init__(text)

    def with_value(self, steps: Steps, value: Any) -> Splice | None:
        """Return what gives another value to the steps; None where they are left alone."""
        span = self.span(steps)
        return (*span, inline(value)) if span else None

    def with_key(self, steps: Steps, key: str) -> Splice | None:
        """Return what gives another name to a field, whose value stays as it is written."""
        if steps not in self.keys or self.is_shared(steps):
            return None
        return (*self.keys[steps], key_text(key))

    def with_entry(self, steps: Steps, key: str, value: Any) -> Splice | None:
        """Return what puts another field in place of one."""
        span = self._whole(steps)
        return (*span, f"{key_text(key)}: {inline(value)}") if span else None

    def without(self, steps: Steps) -> Splice | None:
        """Return what removes a field; a comment behind it stays."""
        span = self._whole(steps)
        if not span:
            return None
        start, end = span
        if self.flows[steps[:-1]]:
            return self._without_part(start, end)
        line = self.source.rfind("\n", 0, start) + 1
        stop = self.source.find("\n", end) + 1 or len(self.source)
        behind = self.source[end:stop].strip()
        if self.source[line:start].strip(" ") or (behind and behind[0] != COMMENT):
            return None
        return (start, self.source.index(COMMENT, end), "") if behind else (line, stop, "")

    def _without_part(self, start: int, end: int) -> Splice:
        """Return what removes a part of a map in braces, and one comma."""
        behind = self.source[end:].lstrip(" ")
        if behind[:1] == ",":
            return start, len(self.source) - len(behind[1:].lstrip(" ")), ""
        before = self.source[:start].rstrip(" ")
        return len(before) - before.endswith(","), end, ""

    def _whole(self, steps: Steps) -> tuple[int, int] | None:
        """Return where a field begins and ends in one line, its key and its value."""
        span = self.span(steps)
        if not span or steps not in self.keys:
            return None
        start, end = self.keys[steps][0], span[1]
        return None if "\n" in self.source[start:end] else (start, end)

    def span(self, steps: Steps) -> tuple[int, int] | None:
        """Return where a value begins and ends in one line; None where it is left alone."""
        if steps not in self.value_marks or steps not in self.ends or self.is_shared(steps):
            return None
        start, end = self.value_marks[steps].index, self.ends[steps]
        return None if end <= start or "\n" in self.source[start:end] else (start, end)

    def is_shared(self, steps: Steps) -> bool:
        """Tell whether what is there, or around it, stands at an anchor or came in by an alias."""
        above = (steps[:depth] for depth in range(1, len(steps) + 1))
        return any(step in self.shared or step not in self.value_marks for step in above)

    def place(self, value: Any, event: Any) -> None:
        """Note what stands at an anchor or is an alias."""
        if event.anchor is not None:
            self.shared.add(self.steps())
        super().place(value, event)

    def scalar(self, event: Any) -> None:
        """Note what readers do not agree on, with what it may mean: the text, and kubectl's value.

        Only a scalar that is refused in a spec for that reason is one.
        """
        steps, text = self.steps(), event.value
        is_plain = event.implicit[0] and event.tag is None and not event.style
        is_key = type(steps[-1]) not in (int, str)
        if is_plain and text and not is_key:
            refused = VOCABULARIES["spec"].plain(text)
            if type(refused) is Refused and refused.code == "SR103":
                self.disputed[steps] = text, kubectl(text)
        super().scalar(event)

    def take_key(self, event: Any) -> None:
        """Note where the key of a field begins and ends."""
        super().take_key(event)
        self.keys[self.steps()] = event.start_mark.index, event.end_mark.index
