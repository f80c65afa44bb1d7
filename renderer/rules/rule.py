"""The record that a rule is, and what a check says it with.

```python
@rule("SR953", "warning", "StatefulSet")
def partition_counts_from_the_start(resource: Resource, _objects: Objects) -> Problems:
    '''partition together with ordinals.start

    Why it hurts, in a sentence or two.

    Way out: what to write instead.
    '''
    if ...:
        yield found((*ROLLING, "partition"), "counts from ordinals.start ...")
```

The docstring is what `stateful explain SR953` prints and docs/validate.md lists.
"""

from __future__ import annotations

from renderer.errors import Problem
from renderer.kubernetes.names import quoted
from renderer.kubernetes.shapes import OBJECTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType
    from typing import Any

    from renderer.errors import Path, Severity

    Problems = Iterator[Problem]
    Check = Callable[..., Problems]

WAY_OUT = "Way out: "
# In place of a kind: the rule is about all objects that no other rule is about.
NOT_JUDGED = ""


class Rule:
    """One thing that Kubernetes refuses, or that hurts; as a decorator of the check that finds it.

    Args:
        code: stable; scripts, SARIF and people's allowances refer to it.
        severity: error: Kubernetes refuses it, or it silently does not work. warning: it will hurt
            in production. info: advice, or what a wider input might explain.
        kinds: the kinds of objects that it is about.
        is_refused: whether `stateful render` refuses it: all errors, and what nobody should make
            anew although Kubernetes takes it.
        refers: whether it looks for something that may stand in a field that cannot be read.
        was: codes that it had before.
    """

    __slots__ = ("check", "code", "is_refused", "kinds", "refers", "severity", "was")

    # Yields what is wrong with one object; its docstring has the title, why, and the way out.
    check: Check

    def __init__(
        self,
        code: str,
        severity: Severity,
        *kinds: str,
        is_refused: bool = False,
        refers: bool = False,
        was: tuple[str, ...] = (),
    ) -> None:
        self.code = code
        self.severity = severity
        self.kinds = kinds
        self.is_refused = is_refused or severity == "error"
        self.refers = refers
        self.was = was

    def __call__(self, check: Check) -> Rule:
        """Be the rule that a check is for, and one of the module where that stands."""
        self.check = check
        _RULES.setdefault(check.__module__, []).append(self)
        return self

    @property
    def looks_around(self) -> bool:
        """Tell whether other objects matter: what a check does not use has a name with `_`."""
        return self.check.__code__.co_varnames[1][0] != "_"

    def problems(self, *subject: Any) -> Problems:
        """Yield what is wrong, with the rule's code, and as grave as it is unless the check says.

        Args:
            subject: the object and the whole input, or an app where the rule is about our own API.
        """
        return map(self._said, self.check(*subject))

    def _said(self, problem: Problem) -> Problem:
        problem.code = self.code
        problem.severity = problem.severity or self.severity
        return problem

    @property
    def title(self) -> str:
        """Return in a few words what is found."""
        return self._paragraphs()[0]

    @property
    def why(self) -> str:
        """Return why it hurts, as one paragraph."""
        return " ".join(self._paragraphs()[1:-1])

    @property
    def way_out(self) -> str:
        """Return what to do about it."""
        return self._paragraphs()[-1].removeprefix(WAY_OUT)

    def _paragraphs(self) -> list[str]:
        written = (self.check.__doc__ or "").strip().split("\n\n")
        return [" ".join(paragraph.split()) for paragraph in written]

    def __repr__(self) -> str:
        """Show it in one line, for tests."""
        return f"Rule({self.code} {self.check.__name__})"


rule = Rule
_RULES: dict[str, list[Rule]] = {}


def rules_in(topic: ModuleType) -> list[Rule]:
    """Return the rules of a module, in the order in which they stand there."""
    return _RULES[topic.__name__]


def found(
    path: Path,
    message: str,
    *,
    hint: str = "",
    causes: tuple[tuple[Any, ...], ...] = (),
    severity: Severity | None = None,
    instead: Any = None,
    taken_by: Path = (),
) -> Problem:
    """Return what a check has found; its rule adds the code.

    Args:
        path: where in the object.
        message: what must hold and what was found, without the path.
        hint: the way out.
        causes: paths of other fields that play a part; in front of that of another object stands
            that object.
        severity: where this case is less grave than the rule says.
        instead: the object as it should be.
        taken_by: the field that has what this one wants; the message says `is taken`.
    """
    grave: Any = severity or ""  # the rule says it
    return Problem(
        "",
        path,
        message,
        hint=hint,
        causes=causes,
        severity=grave,
        instead=instead,
        taken_by=taken_by,
    )


def checked(path: Path, check: Callable[[Any], object], value: Any) -> Problems:
    """Yield the problem of a value that a check of `renderer.kubernetes` refuses."""
    try:
        check(value)
    except ValueError as error:
        message, *hint = error.args
        yield found(path, str(message), hint=str(hint[0]) if hint else "")


def passes(check: Callable[[Any], object], value: Any) -> bool:
    """Tell whether a check of `renderer.kubernetes` takes a value."""
    return not list(checked((), check, value))


def one_of(choice: dict[Any, Any], kind: str, fields: tuple[str, ...], path: Path) -> Problems:
    """Yield the problem of what has not one of these fields; another word is for `types`.

    A merge leaves two where it adds the second: the first is the one that was there.
    """
    given = [field for field in choice if field in fields and choice[field] is not None]
    is_known = set(choice) <= set(OBJECTS[kind][0])
    if len(given) > 1:
        message = f"must have one of {', '.join(fields)}, has {' and '.join(given)}"
        hint = f"keep one of them; in an environment or a patch, write {given[0]}: null"
        causes = tuple((*path, field) for field in given)
        yield found(path, message, hint=hint, causes=causes)
    elif not given and is_known:
        message = f"must have one of {', '.join(fields)}, has none"
        yield found(path, message, hint="write one of them, or remove it all")


def taken(named: Iterable[tuple[Path, Any]], key: str = "name", no: Any = "") -> Problems:
    """Yield the problem of each thing whose name another one before it has.

    Args:
        named: where each is, and its name.
        key: what its name is called there.
        no: what stands for no name, which many may have.
    """
    seen: dict[Any, Path] = {}
    for path, name in named:
        if name != no and name in seen:
            message = f"must stand once in its list, {quoted(name)} is taken"
            if key == "name":
                message = f"must be a name of its own, {quoted(name)} is taken"
            hint = "rename one of the two" if key == "name" else "remove one of the two"
            yield found((*path, key), message, hint=hint, taken_by=seen[name])
        seen.setdefault(name, (*path, key))


def said_twice(values: Any, path: Path) -> Problems:
    """Yield the problem of each value of a list that stands in it before."""
    given = values if isinstance(values, list) else []
    for index, value in enumerate(given):
        if value in given[:index]:
            message = f"must stand once in its list, {quoted(value)} is there already"
            yield found((*path, index), message, hint="remove one of the two")
