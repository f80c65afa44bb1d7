"""How the shapes in `shapes.py` are written down, and how one is read when it is first asked for.

A call uses a tenth of Kubernetes' types. As Python they would all be built at every start; as text
they cost nothing until then.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, KeysView, Mapping
    from types import ModuleType
    from typing import Any

    Shape = tuple[Any, ...]


# The defaults in a table of models that are no values.
REQUIRED: object = object()
EMPTY_RECORD: object = object()


class Table:
    """Entries that are made from how they are written when they are first asked for.

    Args:
        written: what they are made from.
        made: makes one.
        rest: the module whose OBJECTS has the entries that are not in this table.
    """

    def __init__(self, written: dict[str, Any], made: Callable[[Any], Any], rest: str = "") -> None:
        self.written = written
        self.made = made
        self.rest = rest
        self.entries: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self.entries:
            is_here = name in self.written or not self.rest
            self.entries[name] = self.made(self.written[name]) if is_here else self._there(name)
        return self.entries[name]

    def _there(self, name: str) -> Any:
        return __import__(self.rest, fromlist=["OBJECTS"]).OBJECTS[name]

    def __contains__(self, name: object) -> bool:
        return name in self.written

    def __iter__(self) -> Iterator[str]:
        return iter(self.written)

    def keys(self) -> KeysView[str]:
        """Return the names of all entries."""
        return self.written.keys()


class Shapes:
    """Reads shapes.

    Args:
        checks: the modules of the functions that they name.
    """

    def __init__(self, checks: Mapping[str, ModuleType]) -> None:
        self.checks = checks
        self.known: dict[str, Shape] = {}

    def kubernetes_object(self, lines: str) -> tuple[dict[str, Shape], set[str]]:
        """Read a type: a line for each field, with `!` behind the name of a required one."""
        fields = dict(line.split(" ", 1) for line in lines.splitlines())
        required = {name[:-1] for name in fields if name[-1] == "!"}
        return {name.removesuffix("!"): self.shape(fields[name]) for name in fields}, required

    def record(self, written: Any) -> tuple[dict[str, tuple[str, Shape, Any]], bool]:
        """Read a model: its fields, of which only the shape is text, and whether it is open."""
        fields, is_open = written
        return {
            name: (attribute, self.shape(text), default)
            for name, (attribute, text, default) in fields.items()
        }, is_open

    def shape(self, text: str) -> Shape:
        """Read a shape, such as `list 0 checked names.port_name text`."""
        found = self.known.get(text)
        if found is None:
            found = self.known[text] = self.next_shape(iter(text.split(" ")))
        return found

    def next_shape(self, words: Iterator[str]) -> Shape:
        """Read one shape from words in which the kind of shape tells how many follow."""
        kind = next(words)
        if kind in {"object", "record"}:
            return kind, next(words)
        if kind == "enum":
            return kind, tuple(next(words).split("|"))
        if kind == "int":
            return kind, int(next(words)), int(next(words))
        if kind in {"checked", "converted"}:
            return kind, self.check(next(words)), self.next_shape(words)
        return self.compound(kind, words)

    def compound(self, kind: str, words: Iterator[str]) -> Shape:
        """Read a shape that is made of others, or a word that stands for itself."""
        if kind == "list":
            least = int(next(words))
            return kind, self.next_shape(words), least
        if kind == "map":
            return kind, self.next_shape(words), self.next_shape(words)
        if kind == "converter":
            return "converted", self.check(next(words)), None
        if kind == "either":
            return "any of", tuple(self.next_shape(words) for _ in range(int(next(words))))
        return (kind,)

    def check(self, name: str) -> Callable[[Any], Any]:
        """Return the function of a name such as `names.port_name`."""
        module, _, function = name.partition(".")
        check: Callable[[Any], Any] = getattr(self.checks[module], function)
        return check
