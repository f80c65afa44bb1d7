"""The one error record that every door prints: the CLI, KRM results and the Argo CD plugin.

Plain classes on purpose: `stateful-fn` imports this module and `dataclasses` alone would double
its start-up time.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Literal, Self

    Path = tuple[str | int, ...]
    Severity = Literal["error", "warning", "info"]


# What a person reads of many problems, and of a long one; programs get all of them as JSON.
MOST_LINES = 50
LONGEST_LINE = 500
# From the least to the gravest.
LEVELS: tuple[Severity, ...] = ("info", "warning", "error")

# The hint for a number or a boolean where a text is wanted: what it says depends on how it stands
# in its text, where `1.20` is no `1.2`.
QUOTE = "write it in quotes"
# What a message says of a name, port or path that another field has.
TAKEN = "is taken"


class Exact(str):
    """A hint that leaves nothing open: what it tells to write can be put where it is missing.

    Args:
        hint: its words.
        value: what the field is to hold.
        key: what the field is to be called; None for as it is, empty for not being there at all.
        beside: the field that it is about, where that is another one than the problem's.
    """

    __slots__ = ("beside", "key", "value")

    def __new__(cls, hint: str = "", *_value: Any, **_more: Any) -> Self:
        """Be the words, to whoever only reads them."""
        return super().__new__(cls, hint)

    def __init__(
        self, _hint: str = "", value: Any = None, *, key: str | None = None, beside: str = ""
    ) -> None:
        self.value = value
        self.key = key
        self.beside = beside


class Problem:
    """One thing that is wrong, said so that a person can mend it in seconds.

    Args:
        code: stable identifier, a key of `renderer.codes.CODES`, such as `SR201`.
        path: where in the document, as keys and list indices: `("spec", "storage", 0, "size")`.
        message: what must hold and what was found; a sentence without the path.
        hint: the way out, such as `did you mean "10Gi"?`; empty when there is none.
        causes: other fields that play a part. Where one of them stands in an environment and
            `path` does not, the problem is reported there.
        file: the file as the user named it; empty when there is none (a KRM functionConfig).
        line: 1-based line in `file`, 0 when unknown.
        column: 1-based column in `file`, 0 when unknown.
        instead: the object as it should be, where that says more than a hint.
        scalar: how the message shows a scalar that its text may write in another way.
        taken_by: the field that has what this one wants, and that the message says `is taken` of.
    """

    __slots__ = (
        "causes",
        "code",
        "column",
        "file",
        "hint",
        "instead",
        "line",
        "message",
        "path",
        "scalar",
        "severity",
        "taken_by",
    )

    def __init__(
        self,
        code: str,
        path: Path,
        message: str,
        *,
        hint: str = "",
        causes: tuple[Path, ...] = (),
        file: str = "",
        line: int = 0,
        column: int = 0,
        severity: Severity = "error",
        instead: Any = None,
        scalar: str = "",
        taken_by: Path = (),
    ) -> None:
        self.code = code
        self.path = path
        self.message = message
        self.hint = hint
        self.causes = causes
        self.file = file
        self.line = line
        self.column = column
        self.severity = severity
        self.instead = instead
        self.scalar = scalar
        self.taken_by = taken_by

    def at(self, file: str, line: int = 0, column: int = 0, written: str = "") -> Problem:
        """Return the same problem, placed in a file, where its scalar may be written otherwise."""
        placed = self._but(file=file, line=line, column=column)
        if self.scalar and written:
            placed.message = self.message.replace(f"got {self.scalar}", f"got {written}")
            if self.hint == QUOTE:
                placed.hint = Exact(f'write "{written}"', written)
        return placed

    def saying(
        self, message: str | None = None, *, path: Path | None = None, hint: str | None = None
    ) -> Problem:
        """Return the same problem in other words, or of another place."""
        return self._but(
            message=self.message if message is None else message,
            path=self.path if path is None else path,
            hint=self.hint if hint is None else hint,
        )

    def beside(self, other: Path, line: int = 0) -> Problem:
        """Return the same problem, whose message names the field that has what this one wants."""
        by = f"{dotted(other)}, line {line}" if line else dotted(other)
        is_another = other not in ((), self.path)
        return self._but(message=self.message.replace(TAKEN, f"{TAKEN} by {by}", int(is_another)))

    def blaming(
        self, path: Path, causes: tuple[Path, ...], message: str, taken_by: Path
    ) -> Problem:
        """Return the same problem, of the fields that it comes from."""
        return self._but(path=path, causes=causes, message=message, taken_by=taken_by)

    def graded(self, severity: Severity) -> Problem:
        """Return the same problem, as grave as this."""
        return self._but(severity=severity)

    def _but(self, **changes: Any) -> Problem:
        return Problem(**{**{name: getattr(self, name) for name in self.__slots__}, **changes})

    def place(self) -> str:
        """Return `file:line:column`, as far as it is known; editors and terminals link it."""
        return place_of(self.file, self.line, self.column)

    @property
    def claim(self) -> tuple[str, Path, str]:
        """Return what is wrong and where; the way out may differ, and does not count."""
        return self.code, self.path, self.message

    @property
    def said(self) -> str:
        """Return the message and the way out."""
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def __str__(self) -> str:
        """Return the whole problem in one line."""
        where = [part for part in (self.place(), dotted(self.path)) if part]
        return shown(": ".join([*where, self.said]) + f"  [{self.code}]")

    def __repr__(self) -> str:
        """Show the line that users see; tests compare and print problems."""
        return f"Problem({str(self)!r})"


class RenderError(Exception):
    """Everything that is wrong with the input, collected before it is raised once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def place_of(file: str, line: int, column: int) -> str:
    """Return `file:line:column`, as far as it is known."""
    numbers = [str(number) for number in (line, column) if number]
    return ":".join([file, *numbers]) if file else ""


def shown(text: str) -> str:
    """Return a text in which nothing of the input can command a terminal, or break the line."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def gravest(problems: list[Problem]) -> tuple[list[tuple[int, Problem]], int]:
    """Return what a person is shown of very many problems, and how many are left out.

    Those that are shown come with their numbers in the list, and in its order.
    """
    numbers = sorted(
        range(len(problems)), key=lambda number: -LEVELS.index(problems[number].severity)
    )
    kept = [(number, problems[number]) for number in sorted(numbers[:MOST_LINES])]
    return kept, len(problems) - len(kept)


def in_lines(problems: list[Problem]) -> list[str]:
    """Return a line for each problem, none of them endless, and how many there are more."""
    kept, left_out = gravest(problems)
    lines = [shortened(str(problem)) for _, problem in kept]
    return [*lines, *([f"and {left_out} more"] if left_out else [])]


def shortened(line: str, longest: int = LONGEST_LINE) -> str:
    """Return a line without its middle where it is too long: its end has the way out and code."""
    if len(line) <= longest:
        return line
    end = longest // 3
    return f"{line[: longest - end - len(' ... ')]} ... {line[-end:]}"


def dotted(path: Path) -> str:
    """Write a path as Kubernetes does: `spec.storage[0].size`, `metadata.labels["a/b"]`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step.replace("-", "").replace("_", "").isalnum():
            text += f".{step}" if text else step
        else:
            text += f'["{step}"]'
    return text


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by place and drop repetitions: a mistake in the base shows up in every environment."""
    unique = {(p.file, p.line, p.column, str(p)): p for p in problems}
    return [unique[key] for key in sorted(unique)]
