"""Where a value stands in its text; asked only on failure, so that success costs nothing."""

from __future__ import annotations

import sys

import yaml

from renderer.yaml.composer import MERGE, Composer
from renderer.yaml.source import decoded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Path
    from renderer.yaml.vocabulary import Dialect

    Steps = tuple[Any, ...]


class Locator(Composer):
    """The places of one text that `read` has accepted. It reads the text again, once.

    A value that came in by an alias or a merge stands where it was written, at the anchor.

    Args:
        text: what was given to `read`.
        dialect: the same as for `read`.
    """

    def __init__(self, text: str | bytes, *, dialect: Dialect = "spec") -> None:
        super().__init__(decoded(text, "", sys.maxsize), "", dialect)
        self.value_marks: dict[Steps, Any] = {}
        self.scalars: dict[Steps, str] = {}
        self.key_marks: dict[Steps, Any] = {}
        self.anchored: dict[str, Steps] = {}
        self.written_at: dict[Steps, Steps] = {}
        self.compose()

    def find(self, path: Path, *, document: int = 0, key: bool = False) -> tuple[int, int]:
        """Return the 1-based line and column of a value, or of its key.

        Where the path goes on below what there is, as for a field that is missing, it is the place
        of the key that lacks it. (0, 0) means that there is no such document.
        """
        steps: Steps = (document,)
        for depth, step in enumerate(path, start=1):
            below = self.below(steps, step, set())
            if below is None:
                return self.place_of(steps, key=depth > 1)
            steps = below
        return self.place_of(steps, key=key)

    def placed(self, path: Path, *, document: int, key: bool) -> tuple[int, int, str]:
        """Return line and column, and how a plain scalar stands there in the text."""
        steps: Steps | None = (document,)
        for step in path:
            steps = self.below(steps, step, set()) if steps else None
        written = self.scalars.get(self.written_at.get(steps, steps), "") if steps else ""
        return *self.find(path, document=document, key=key), written

    def place_of(self, steps: Steps, *, key: bool) -> tuple[int, int]:
        """Return the place of a key if it is wanted and there is one, or of the value."""
        mark = self.key_marks.get(steps) if key else None
        mark = mark or self.value_marks.get(self.written_at.get(steps, steps))
        return (mark.line + 1, mark.column + 1) if mark else (0, 0)

    def below(self, steps: Steps, step: str | int, seen: set[Steps]) -> Steps | None:
        """Return one step down, through aliases, or through merges in the order they win.

        `seen` keeps merges of merges from being searched again and again.
        """
        steps = self.written_at.get(steps, steps)
        if steps in seen or steps not in self.value_marks:
            return None
        seen.add(steps)
        if (*steps, step) in self.value_marks:
            return (*steps, step)
        merge = (*steps, MERGE)
        sources = [merge]
        while (*merge, len(sources) - 1) in self.value_marks:
            sources.append((*merge, len(sources) - 1))
        found = (self.below(source, step, seen) for source in sources)
        return next((below for below in found if below is not None), None)

    def place(self, value: Any, event: Any) -> None:
        """Note where the value stands."""
        steps, anchor = self.steps(), event.anchor
        self.value_marks.setdefault(steps, event.start_mark)
        if type(event) is yaml.ScalarEvent and not event.style:
            self.scalars.setdefault(steps, event.value)
        if self.key in self.marks:
            self.key_marks.setdefault(steps, self.marks[self.key])
        if type(event) is yaml.AliasEvent:
            target = self.anchored.get(anchor, steps)
            self.written_at[steps] = self.written_at.get(target, target)
        elif anchor is not None:
            self.anchored[anchor] = steps
        super().place(value, event)

    def end_document(self, event: Any) -> None:
        """Forget an empty document; the next one takes its number."""
        super().end_document(event)
        self.anchored = {}
        self.value_marks.pop((len(self.documents),), None)
