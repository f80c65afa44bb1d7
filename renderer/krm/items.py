"""The items of a ResourceList, cut out as text: what nobody changes goes back as it came.

Reading and writing other people's objects again would lose comments, and change what YAML readers
disagree on: a key `yes` comes back as `true`. So an item is read only when it is needed.
"""

from __future__ import annotations

from renderer.errors import Problem, RenderError
from renderer.objects.reading import annotations_of, metadata_of
from renderer.yaml import dump, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

PATHS = ("internal.config.kubernetes.io/path", "config.kubernetes.io/path")
INDEXES = ("internal.config.kubernetes.io/index", "config.kubernetes.io/index")
IDS = ("internal.config.kubernetes.io/id", "config.k8s.io/id")
# kustomize writes it on every resource that it hands over, and on nothing else.
KUSTOMIZE_ID = "kustomize.config.k8s.io/id"
UNREAD: Any = object()


class Item:
    """One object of the list.

    Args:
        text: its lines, with the dash; empty for an object that is new.
        data: the object; read from the text when it is asked for.
    """

    __slots__ = ("_data", "_problem", "text")

    def __init__(self, text: str = "", data: Any = UNREAD) -> None:
        self.text = text
        self._data = data
        self._problem: Problem | None = None

    @property
    def data(self) -> Any:
        """Return the object as kubectl reads it, None where kubectl cannot."""
        if self._data is UNREAD:
            try:
                (self._data,) = read(self.document(), dialect="manifest") or [None]
            except RenderError as error:
                self._data, self._problem = None, error.problems[0]
        return self._data

    def unreadable(self) -> Problem | None:
        """Return why the item cannot be read; None if it can."""
        if self.data is not None or self._problem is None:
            return None
        line = f", in its line {self._problem.line}" if self._problem.line else ""
        message = f"must be readable: {self._problem.message}{line}"
        data = self.in_part()
        file = label(data) if isinstance(data, dict) else "items"
        return Problem(self._problem.code, (), message, hint=self._problem.hint, file=file)

    def in_part(self) -> Any:
        """Return the readable part of an unreadable item: its name, mostly."""
        from renderer.yaml.reader import read_in_part

        return read_in_part(self.document())

    def document(self) -> str:
        """Return the text without its dash, every character where it was."""
        start = dash(self.text)
        return f"{self.text[:start]} {self.text[start + 1 :]}"

    def with_document(self, document: str) -> Item:
        """Return the item with another text, given without its dash."""
        start = dash(self.text)
        if document[: start + 1] != self.document()[: start + 1]:
            start = len(document) - len(document.lstrip(" ")) - len("- ")
        return Item(f"{document[:start]}-{document[start + 1 :]}")

    def comments(self) -> list[str]:
        """Return the comments above the first key: kpt puts those at the top of a file there."""
        from itertools import takewhile  # a built-in module too is slow to import

        lines = map(str.strip, self.document().split("\n")) if self.text else iter(())
        return [line for line in takewhile(lambda line: line[:1] in ("", "#"), lines) if line]

    def mentions(self, word: str) -> bool:
        """Tell whether the text holds a word; new objects have no text and always may."""
        return not self.text or word in self.text

    def is_a(self, kind: str) -> bool:
        """Tell whether the item is of a kind."""
        return self.mentions(kind) and isinstance(self.data, dict) and self.data.get("kind") == kind

    def listed(self, pad: str) -> str:
        """Return the lines of the item in a list whose dashes stand behind a pad."""
        return self.text or listed(dump(self._data), pad)


def listed(text: str, pad: str) -> str:
    """Return the lines of a document as an item of a list whose dashes stand behind a pad."""
    indented = f"\n{pad}  "
    lines = text.removesuffix("\n").replace("\n", indented) + "\n"
    while f"{indented}\n" in lines:  # an empty line stays empty
        lines = lines.replace(f"{indented}\n", "\n\n")
    return f"{pad}- {lines}"


def dash(text: str) -> int:
    """Return where an item's dash is, behind the comments above it."""
    start = 0
    while text[start:].lstrip(" ")[:1] in ("#", "\n", "\r"):
        start = text.index("\n", start) + 1
    return text.index("-", start)


def unreadable(items: Iterable[Item]) -> list[tuple[Problem, Any]]:
    """Return a problem for every unreadable item: it may be an app, or one of its files."""
    return [(problem, item.in_part()) for item in items if (problem := item.unreadable())]


def path_of(data: Any) -> str | None:
    """Return the file of an object, as a path in its package."""
    return _first(annotations_of(data), PATHS)


def index_of(data: Any) -> str | None:
    """Return the index of an object's document in its file."""
    return _first(annotations_of(data), INDEXES)


def _first(annotations: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((str(annotations[key]) for key in keys if key in annotations), None)


def file_of(data: Any) -> str:
    """Return the file of an object, empty inside a kustomize build.

    There kustomize makes up a path for each item that an earlier function has seen.
    """
    return "" if KUSTOMIZE_ID in annotations_of(data) else path_of(data) or ""


def label(data: Any) -> str:
    """Return what an error calls an object: its file where the caller gave one, else kind/name."""
    if file := file_of(data):
        return file
    kind = data.get("kind") if isinstance(data, dict) else None
    return f"{kind or 'functionConfig'}/{metadata_of(data).get('name', '?')}"
