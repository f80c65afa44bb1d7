"""What a check found, as one line."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from renderer.errors import shown
from renderer.guard.report import rule_of
from renderer.kubernetes.names import first_of
from renderer.reports.record import Entry, Level, Rule

Status = Literal["ok", "advice", "warning", "error"]
COLOURS = {"ok": "\x1b[32m", "advice": "\x1b[36m", "warning": "\x1b[33m", "error": "\x1b[31m"}
PLAIN = "\x1b[0m"
FEW = 3


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Args:
        subject: what was looked at: a program, a folder, a file.
        message: what was found.
        hint: what to do; empty when all is well.
        code: stable identifier, a key of `renderer.codes.CODES`; empty when all is well.
        status: whether it is well, could be better, may hurt, or does not work.
        place: file, line and column, where it is about one; they are the subject too.
    """

    subject: str
    message: str
    hint: str = ""
    code: str = ""
    status: Status = "ok"
    place: tuple[str, int, int] | None = None

    @property
    def fails(self) -> bool:
        """Tell whether the call fails for it: good advice is no reason."""
        return self.status in ("warning", "error")

    def line(self, *, colour: bool) -> str:
        """Return it for a person."""
        status = f"{self.status:<7}"
        status = f"{COLOURS[self.status]}{status}{PLAIN}" if colour else status
        hint = f" ({self.hint})" if self.hint else ""
        code = f"  [{self.code}]" if self.code else ""
        said = shown(f"{self.subject}: {self.message}{hint}{code}")
        return f"{status}  {said}\n"

    def entry(self) -> Entry:
        """Return it as an entry of a report; all that is not well fails the call."""
        level: Level = self.status if self.status in ("warning", "error") else "info"
        file, line, column = self.place or (self.subject, 0, 0)
        return Entry(
            rule_of(self.code) if self.code else Rule("ok"),
            level,
            self.status,
            self.subject,
            self.message,
            hint=self.hint,
            file=file if self.place or Path(file).is_file() else "",
            line=line,
            column=column,
            fails=self.fails,
        )

    def data(self) -> dict[str, Any]:
        """Return it for a program."""
        known = asdict(self)
        place = known.pop("place")
        return {**known, **dict(zip(("file", "line", "column"), place or (), strict=False))}


def warning(code: str, subject: str, message: str, hint: str) -> Finding:
    """Return what works, and may hurt."""
    return Finding(subject, message, hint, code, "warning")


def error(code: str, subject: str, message: str, hint: str) -> Finding:
    """Return what does not work, or loses objects."""
    return Finding(subject, message, hint, code, "error")


def listed(names: list[str]) -> str:
    """Return the first names of a list, and how many there are more."""
    return first_of(names, FEW)
