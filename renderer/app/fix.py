"""Put into the text of a spec what the hints of its problems leave no choice about.

A hint is put in where it leaves nothing open (`errors.Exact`), its problem is gone then, and no
other one has come. What is a guess, such as a near name, people decide. Comments and layout stay:
the text is read again to prove that it says the same but for those fields.
"""

from __future__ import annotations

from renderer.app import environments, is_app
from renderer.app.load import Document
from renderer.app.wording import problems_of
from renderer.errors import Exact, Problem, RenderError, dotted, in_order
from renderer.objects.reading import at
from renderer.yaml.edit import changed, inline
from renderer.yaml.entries import Entries
from renderer.yaml.reader import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.yaml.entries import Splice

# Fields whose value is a mode, which everybody means as octal: in others, 010 may be ten.
MODES = ("defaultMode", "mode")
LEFT_ALONE = "is left alone: it stands at an anchor or alias, or goes over several lines"
UNCLEAR = "must be written so that all YAML readers agree"
# Where not all fixes of a text agree, so many are tried one by one.
FEW = 20
MOST_ROUNDS = 10


class Fix:
    """What can be put into a text.

    Args:
        problem: what is wrong.
        path: the field that is written otherwise.
        hint: how.
        place: 1-based line and column of the field.
    """

    def __init__(self, problem: Problem, path: Path, hint: Exact, place: tuple[int, int]) -> None:
        self.problem = problem
        self.path = path
        self.hint = hint
        self.line, self.column = place
        self.before = ""
        self.after = ""

    @property
    def new_path(self) -> Path:
        """Return where the field is then."""
        return (*self.path[:-1], self.hint.key) if self.hint.key else self.path

    def put_into(self, data: Any) -> Any:
        """Return the document with it, None where it does not fit in."""
        key, value = self.hint.key, self.hint.value
        around = at(data, *self.path[:-1])
        is_there = at(data, *self.path) is not None or _has(around, self.path[-1])
        if not is_there or (key is not None and _has(around, key)):
            return None
        if key is None:
            return changed(data, [(self.path, value)])
        held = {key: value} if key else {}
        rest = {name: other for name, other in around.items() if name != self.path[-1]}
        return changed(data, [(self.path[:-1], {**rest, **held})])

    def splice(self, entries: Entries, number: int, data: Any) -> Splice | None:
        """Return how the text of a document gets it; None where it has to be left alone."""
        steps, key, value = (number, *self.path), self.hint.key, self.hint.value
        if key is None:
            return entries.with_value(steps, value)
        if not key:
            return entries.without(steps)
        if at(data, *self.path) == value:
            return entries.with_key(steps, key)
        return entries.with_entry(steps, key, value)

    def said(self, *, is_done: bool = True) -> str:
        """Return the fix in words: `spec.replicas: wrote 3 in place of "3"`."""
        if self.after:
            verb = "wrote" if is_done else "would write"
            return f"{dotted(self.path)}: {verb} {self.after} in place of {self.before}"
        return f"{dotted(self.path)}: {'removed' if is_done else 'would remove'} {self.before}"

    def left_alone(self) -> Problem:
        """Return the problem where nothing can be put in."""
        return self.problem.saying(LEFT_ALONE, path=self.path).at("", self.line, self.column)


def fixed(text: str) -> tuple[str, list[Fix], list[Problem]]:
    """Return a text with all that can be put in, what that was, and what was left alone.

    Args:
        text: a YAML stream with StatefulApps in it, and perhaps other documents. One that kubectl
            cannot read comes back as it is.
    """
    done: list[Fix] = []
    left: list[Problem] = []
    for _ in range(MOST_ROUNDS):
        text, fixes, left = _round(text)
        done += fixes
        if not fixes:
            break
    return text, sorted(done, key=lambda fix: (fix.line, fix.column)), in_order(left)


def _round(text: str) -> tuple[str, list[Fix], list[Problem]]:
    """Put in all that can be at once."""
    documents = _read(text)
    if not any(map(is_app, documents)):
        return text, [], []
    found = _fixes(Entries(text), documents)
    left = [fix.left_alone() for _, fix, splice in found if splice is None]
    wanted = list(documents)
    chosen: list[tuple[Splice, Fix]] = []
    for number, fix, splice in _together(found):
        new = fix.put_into(wanted[number])
        if new is not None and not any(_overlap(splice, other) for other, _ in chosen):
            fix.before, fix.after = text[splice[0] : splice[1]].strip(" ,\r\n"), splice[2]
            chosen.append((splice, fix))
            wanted[number] = new
    new_text = text
    for (start, end, written), _ in sorted(chosen, key=lambda pair: pair[0][0], reverse=True):
        new_text = new_text[:start] + written + new_text[end:]
    if not chosen or _read(new_text) != wanted:
        return text, [], left
    return new_text, [fix for _, fix in chosen], left


def _fixes(entries: Entries, documents: list[Any]) -> list[tuple[int, Fix, Splice | None]]:
    """Return what can be put in, in which document, and how; nothing where it is left alone."""
    return [
        (number, fix, fix.splice(entries, number, data))
        for number, data in enumerate(documents)
        if is_app(data)
        for fix in App(entries, data, number).fixes()
    ]


def _together(found: list[tuple[int, Fix, Splice | None]]) -> list[tuple[int, Fix, Splice]]:
    """Return what is put in at once: what removes something comes last, for lines move then."""
    able = [(number, fix, splice) for number, fix, splice in found if splice is not None]
    return [entry for entry in able if entry[1].hint.key != ""] or able


def _overlap(one: Splice, other: Splice) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _read(text: str) -> list[Any]:
    try:
        return read(text, dialect="manifest")
    except RenderError:
        return []


class App:
    """A StatefulApp of a text.

    Args:
        entries: those of the text.
        data: what it says.
        number: which of the documents it is.
    """

    def __init__(self, entries: Entries, data: Any, number: int) -> None:
        self.entries = entries
        self.data = data
        self.number = number
        self.problems = self._problems(data)
        self.unclear = self._unclear()

    def fixes(self) -> list[Fix]:
        """Return what can be put in together."""
        chosen: list[Fix] = []
        for fix in (*self._of_readers(), *self._of_hints()):
            paths = [path for other in chosen for path in (other.path, other.new_path)]
            if not any(_is_within(fix.new_path, path) for path in paths):
                chosen.append(fix)
        if self._is_better(chosen):
            return chosen
        alone = [fix for fix in chosen[:FEW] if self._is_better([fix])]
        return alone if self._is_better(alone) else alone[:1]

    def _of_readers(self) -> Iterator[Fix]:
        """Yield scalars that readers do not agree on, where only one meaning is right."""
        disputed = {
            steps[1:]: (written, meaning)
            for steps, (written, meaning) in self.entries.disputed.items()
            if steps[0] == self.number
        }
        texts = {path: written for path, (written, _) in disputed.items()}
        others = {path: meaning for path, (_, meaning) in disputed.items()}
        right: dict[Path, list[Any]] = {path: [] for path in disputed}
        for path, value in (*self._right(texts), *self._right(others)):
            right[path] += [value] if value not in right[path] else []
        for path, values in right.items():
            written, _ = disputed[path]
            if len(values) == 1 and _is_meant(path, written, values[0]):
                problem = Problem("SR103", path, UNCLEAR, hint=f"write {inline(values[0])}")
                yield Fix(problem, path, Exact("", values[0]), self._at(path))

    def _right(self, values: dict[Path, Any]) -> Iterator[tuple[Path, Any]]:
        """Yield those values with which nothing is wrong where they stand."""
        wrong = {problem.path for problem in self._problems(changed(self.data, [*values.items()]))}
        yield from ((path, value) for path, value in values.items() if path not in wrong)

    def _of_hints(self) -> Iterator[Fix]:
        """Yield what hints tell to write that leave nothing open."""
        for problem in self.problems:
            hint = problem.hint
            if isinstance(hint, Exact) and problem.path:
                path = (*problem.path[:-1], hint.beside) if hint.beside else problem.path
                is_renamed = hint.key and hint.value == at(self.data, *path)
                if is_renamed or path not in self.unclear:
                    yield Fix(problem, path, hint, self._at(path))

    def _unclear(self) -> set[Path]:
        """Return the fields that hold something of which it is not clear what it says.

        Only a switch that stands alone is clear, however it is written.
        """
        return {
            steps[1:depth]
            for steps, (_, meaning) in self.entries.disputed.items()
            for depth in range(2, len(steps) + (not isinstance(meaning, bool)))
            if steps[0] == self.number
        }

    def _is_better(self, fixes: Iterable[Fix]) -> bool:
        """Tell whether all problems are gone, and none has come that cannot be fixed likewise."""
        data = self.data
        for fix in fixes:
            data = fix.put_into(data)
            if data is None:
                return False
        before = {problem.claim for problem in self.problems}
        left = self._problems(data)
        gone = {(fix.problem.code, fix.problem.path) for fix in fixes}
        new = [problem for problem in left if problem.claim not in before]
        return gone.isdisjoint((problem.code, problem.path) for problem in left) and all(
            isinstance(problem.hint, Exact) for problem in new
        )

    def _problems(self, data: Any) -> list[Problem]:
        """Return what is wrong with the fields of a document, in its base and environments."""
        document = Document(data, locate=self._locate)
        found: dict[Any, Problem] = {}
        for name in (None, *environments.names(data)):
            try:
                effective = environments.effective(data, name)
            except RenderError:
                continue
            for problem in problems_of(
                effective if name is None else environments.alone(effective)
            ):
                placed = document.place(problem, name)
                found.setdefault(placed.claim, placed)
        return list(found.values())

    def _locate(self, path: Path, key: bool) -> tuple[int, int, str]:
        return self.entries.placed(path, document=self.number, key=key)

    def _at(self, path: Path) -> tuple[int, int]:
        return self._locate(path, True)[:2]


def _is_meant(path: Path, written: str, value: Any) -> bool:
    """Tell whether a value may be meant: the text, a switch, or the mode that 0644 is."""
    is_octal = written.isdigit() and written[:1] == "0"
    is_mode = type(value) is int and is_octal and path[-1] in MODES
    return isinstance(value, bool | str) or is_mode


def _is_within(path: Path, other: Path) -> bool:
    """Tell whether one of two fields is in the other."""
    shorter = min(len(path), len(other))
    return path[:shorter] == other[:shorter]


def _has(around: Any, key: Any) -> bool:
    return isinstance(around, dict) and key in around
