"""The one record that every report is written from, whichever command has found what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from textwrap import dedent
from typing import Literal

from renderer.errors import LEVELS, place_of, shown

Level = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Rule:
    """What an entry is an instance of.

    Args:
        id: stable, such as SR936 or claim-grows.
        title: in a few words.
        text: why it hurts, and the way out.
        source: where to read on; empty where there is nothing.
    """

    id: str
    title: str = ""
    text: str = ""
    source: str = ""


@dataclass(frozen=True)
class Entry:
    """One thing that was found.

    Args:
        rule: what it is an instance of.
        level: how grave it is, in the words that all formats have.
        grade: the same in the words of the command: a severity, or what a change does.
        about: what it is about, such as `StatefulSet shop/db`, or a program.
        message: what was found.
        hint: the way out, in a few words; empty when there is none.
        path: the field, empty where it is about the whole.
        file: as the user named it; empty when there is none.
        line: 1-based, 0 when unknown.
        column: 1-based, in characters, 0 when unknown.
        environments: where it was found; none where there are no environments.
        details: more lines, such as the object as it should be, or a plan; indented as they come.
        allowed: the reason for which it is accepted; empty when nobody does.
        fails: whether the command fails for it.
    """

    rule: Rule
    level: Level
    grade: str
    about: str
    message: str
    hint: str = ""
    path: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    environments: tuple[str, ...] = ()
    details: str = ""
    allowed: str = ""
    fails: bool = False

    def __post_init__(self) -> None:
        """Show what of the input could command a terminal, end a line or break a format."""
        for name in ("about", "message", "hint", "path", "file", "allowed"):
            object.__setattr__(self, name, shown(getattr(self, name)))
        object.__setattr__(self, "environments", tuple(map(shown, self.environments)))
        lines = dedent(self.details).split("\n")
        object.__setattr__(self, "details", "\n".join(map(shown, lines)))

    @property
    def where(self) -> str:
        """Return what it is about, with its environments behind it."""
        names = f" ({', '.join(self.environments)})" if self.environments else ""
        return f"{self.about}{names}"

    @property
    def said(self) -> str:
        """Return the message and the way out."""
        return f"{self.message} ({self.hint})" if self.hint else self.message

    @property
    def place(self) -> str:
        """Return `file:line:column`, as far as it is known."""
        return place_of(self.file, self.line, self.column)


@dataclass(frozen=True)
class Report:
    """Everything that one call has found.

    Args:
        command: such as `stateful validate`.
        entries: in the order of the input.
        summary: one line about all of them.
        drawn: a picture of them, as Mermaid; empty where there is none.
    """

    command: str
    entries: tuple[Entry, ...] = ()
    summary: str = ""
    drawn: str = ""
    rules: tuple[Rule, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Show what of the input could do harm; list each rule once, in the order of names."""
        for name in ("command", "summary"):
            object.__setattr__(self, name, shown(getattr(self, name)))
        known = {entry.rule.id: entry.rule for entry in self.entries}
        object.__setattr__(self, "rules", tuple(known[name] for name in sorted(known)))

    def by_environment(self) -> dict[str, list[Entry]]:
        """Return {environment: its entries, the gravest first}; without one it is empty."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for name in entry.environments or ("",):
                found.setdefault(name, []).append(entry)
        return {name: gravest_first(found[name]) for name in found}


def gravest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries by how grave they are; what is allowed comes last."""
    return sorted(entries, key=lambda entry: (bool(entry.allowed), -LEVELS.index(entry.level)))
