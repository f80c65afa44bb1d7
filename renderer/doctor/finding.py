"""What a check found, as one line."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from renderer.codes import CODES
from renderer.errors import shown
from renderer.reports.record import Entry, Level, Rule
from renderer.rules.book import ALL

Status = Literal["ok", "warning", "error"]
COLOURS = {"ok": "\x1b[32m", "warning": "\x1b[33m", "error": "\x1b[31m"}
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
        status: whether it is well, may hurt, or does not work.
    """

    subject: str
    message: str
    hint: str = ""
    code: str = ""
    status: Status = "ok"

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
        title, text = CODES.get(self.code, ("", ""))
        if self.code in ALL:
            title, text = ALL[self.code].title, f"{ALL[self.code].why} {ALL[self.code].way_out}"
        level: Level = "info" if self.status == "ok" else self.status
        return Entry(
            Rule(self.code or "ok", title, text),
            level,
            self.status,
            self.subject,
            self.message,
            hint=self.hint,
            file=self.subject if Path(self.subject).is_file() else "",
            fails=bool(self.code),
        )

    def data(self) -> dict[str, Any]:
        """Return it for a program."""
        return asdict(self)


def warning(code: str, subject: str, message: str, hint: str) -> Finding:
    """Return what works, and may hurt."""
    return Finding(subject, message, hint, code, "warning")


def error(code: str, subject: str, message: str, hint: str) -> Finding:
    """Return what does not work, or loses objects."""
    return Finding(subject, message, hint, code, "error")


def listed(names: list[str]) -> str:
    """Return the first names of a list, and how many there are more."""
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return ", ".join(names[:FEW]) + more
