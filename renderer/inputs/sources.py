"""Texts, and the documents in them: the one way in for all commands.

A document is a StatefulApp, in which only what all YAML readers agree on is accepted, or somebody's
manifest, which is read as kubectl reads it. A text that cannot be read as a whole is read document
by document.
"""

from __future__ import annotations

import re
import sys
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from renderer.app import GROUP, KIND, SKIP, SPECS, is_app
from renderer.app.load import Document
from renderer.errors import Problem, RenderError
from renderer.inputs.beside import read_beside
from renderer.inputs.folders import unreadable
from renderer.objects.reading import at, text
from renderer.objects.resource import Resource
from renderer.yaml import read
from renderer.yaml.reader import MAX_BYTES, read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from renderer.errors import Path as ProblemPath
    from renderer.yaml import Locator

    # (document, path, of its key?) -> line and column.
    Find = Callable[[int, ProblemPath, bool], tuple[int, int, str]]
    Held = tuple["Part", list[Any]]
    Refused = tuple["Part", list[Problem]]

Item = TypeVar("Item")
Result = TypeVar("Result")

STDIN = "-"
STDIN_NAME = "stdin"
DEFAULT = SPECS[0]
KUSTOMIZE = "kustomize.config.k8s.io/"
TEMPLATE = b"{{"
# Among other manifests only what mentions us may be ours; and where YAML cannot be read, a line
# that looks like saying it.
MENTIONS = re.compile(rb"stateful-renderer\.dev|StatefulApp")
CLAIMS = re.compile(
    rb"""(?:^|[{,])[ \t]*["']?(?:kind["']?[ \t]*:[ \t]*["']?%b\b"""
    rb"""|apiVersion["']?[ \t]*:[ \t]*["']?%b)""" % (KIND.encode(), re.escape(GROUP).encode()),
    re.MULTILINE,
)
# Wherever this stands at the beginning of a line, even in a text, a document begins.
BEGINNING = re.compile(rb"^(?=---(?:\s|\Z))", re.MULTILINE)
CONTENT = re.compile(rb"^[ \t]*[^#%\s]", re.MULTILINE)


def attempted(
    items: Iterable[Item], function: Callable[[Item], Result]
) -> tuple[list[Result], list[Problem]]:
    """Return what the function makes of every item, and the problems of those that it cannot."""
    results: list[Result] = []
    problems: list[Problem] = []
    for item in items:
        try:
            results.append(function(item))
        except RenderError as error:
            problems.extend(error.problems)
    return results, problems


def collected(items: Iterable[Item], function: Callable[[Item], Result]) -> list[Result]:
    """Return what the function makes of every item.

    Raises:
        RenderError: with the problems of all items, so that a person can mend them at once.
    """
    results, problems = attempted(items, function)
    if problems:
        raise RenderError(problems)
    return results


class Part:
    """What is read at once: a whole text, or a document of it.

    Args:
        content: what it holds.
        file: what messages call the file.
        above: how many lines of the file are above it.
    """

    def __init__(self, content: bytes, file: str, above: int = 0) -> None:
        self.content = content
        self.file = file
        self.above = above

    def documents(self, *, is_spec: bool) -> list[Any]:
        """Return every document that is not empty, read strictly where one of them is an app.

        What the strict dialect accepts has the same value in the other.

        Args:
            is_spec: whether it must hold apps.

        Raises:
            RenderError: with every problem at its line in the file.
        """
        if not (is_spec or MENTIONS.search(self.content)):
            return self._as_manifests()
        try:
            return read(self.content, file=self.file)
        except RenderError as error:
            problems = self._moved(error)
        if self.claims(is_spec=is_spec):
            raise RenderError(problems)
        return self._as_manifests()

    def claims(self, *, is_spec: bool = False) -> bool:
        """Tell whether it is meant to hold an app, also where it cannot be read."""
        try:
            documents = read(self.content, dialect="manifest")
        except RenderError:
            return is_spec or CLAIMS.search(self.content) is not None
        if is_spec:
            return not documents or not all(map(_is_manifest, documents))
        return any(map(is_app, documents))

    def _as_manifests(self) -> list[Any]:
        try:
            return read(self.content, file=self.file, dialect="manifest")
        except RenderError as error:
            problems = self._moved(error)
        if TEMPLATE in self.content:
            hint = "render templates first: helm template . | stateful validate -"
            problems = [problem.saying(hint=hint) for problem in problems[:1]]
        raise RenderError(problems)

    def _moved(self, error: RenderError) -> list[Problem]:
        return [
            problem.at(problem.file, problem.line + self.above, problem.column)
            if problem.line
            else problem
            for problem in error.problems
        ]

    def pieces(self) -> list[Part]:
        """Return its documents, each with the comments and directives above it."""
        pieces: list[bytes] = []
        for piece in BEGINNING.split(self.content):
            if pieces and not CONTENT.search(pieces[-1]):
                pieces[-1] += piece
            else:
                pieces.append(piece)
        parts, above = [], self.above
        for piece in pieces:
            parts.append(Part(piece, self.file, above))
            above += piece.count(b"\n")
        return parts

    @cached_property
    def _locator(self) -> Locator:
        from renderer.yaml import Locator  # brings PyYAML

        return Locator(self.content, dialect="manifest")  # reads again, and only when asked

    def find(self, document: int, path: ProblemPath, key: bool) -> tuple[int, int, str]:
        """Return the line and column of a value, or of its key, and how a scalar is written."""
        line, column, written = self._locator.placed(path, document=document, key=key)
        return (line + self.above if line else 0), column, written


class Contents:
    """What a text holds.

    Args:
        file: what messages call it.
        documents: its documents.
        find: where a value of one of them is; None where nobody knows the lines.
        folder: where the files are that an app names; None where nobody knows.
        is_spec: whether it must hold apps.
    """

    def __init__(
        self,
        file: str,
        documents: list[Any],
        find: Find | None = None,
        folder: Path | None = None,
        *,
        is_spec: bool = False,
    ) -> None:
        self.file = file
        self.find = find
        self._folder = folder
        self.documents: list[Document] = []
        self.resources: list[Resource] = []
        self.problems: list[Problem] = []
        self.is_empty = False
        self.has_skip = True
        has_apps = any(map(is_app, documents))
        for number, data in enumerate(documents):
            is_meant = (is_spec or has_apps) and not (has_apps and _is_manifest(data))
            if is_meant or is_app(data):
                self.documents.append(self._document(number, data))
            else:
                self.resources += self._resources(number, data)

    def _document(self, number: int, data: Any) -> Document:
        locate = partial(self.find, number) if self.find else None
        beside = cache(partial(read_beside, self._folder)) if self._folder else None
        return Document(data, file=self.file, locate=locate, read_beside=beside)

    def _resources(self, number: int, data: Any) -> Iterator[Resource]:
        """Yield the object of a document, or those of a List, without kustomize's own."""
        members: list[tuple[ProblemPath, Any]] = [((), data)]
        if str(at(data, "kind")).endswith("List") and "items" in data:
            members = [(("items", index), item) for index, item in self._listed(number, data)]
        for prefix, item in members:
            if not text(at(item, "apiVersion")).startswith(KUSTOMIZE):
                yield Resource(item, self.file, number, prefix)

    def _listed(self, number: int, data: Any) -> Iterator[tuple[int, Any]]:
        listed = data["items"] or []
        if isinstance(listed, list):
            yield from enumerate(listed)
            return
        problem = Problem("SR801", ("items",), "must be a list")
        place = self.find(number, problem.path, False) if self.find else ()
        self.problems.append(problem.at(self.file, *place))


class Source:
    """A file or stream that may hold StatefulApps and manifests.

    Args:
        name: as the user named it, `-` for stdin.
        is_built: whether it is below a kustomization, which is what its manifests are for.
    """

    def __init__(self, name: str, *, is_built: bool = False) -> None:
        self.name = name
        self.is_built = is_built
        self.file = STDIN_NAME if name == STDIN else name
        self.is_spec = Path(name).name in SPECS

    @cached_property
    def content(self) -> bytes:
        """Return what it holds, read once.

        Raises:
            RenderError: it cannot be read (SR501), or is too large (SR108).
        """
        try:
            return _stdin(sys.stdin) if self.name == STDIN else read_bytes(self.name)
        except OSError as error:
            hint = "" if self.name != DEFAULT else "name a file, a folder, or - for stdin"
            raise RenderError([unreadable(error, self.file, hint)]) from None

    def contents(self, *, is_spec: bool = False, only_apps: bool = False) -> Contents:
        """Return what it holds, with the problems of all that cannot be read.

        Args:
            is_spec: whether it must hold apps; by its name it must anyway.
            only_apps: whether the rest is for others to read, and to say what is wrong with it.

        Raises:
            RenderError: it cannot be read at all (SR501).
        """
        is_spec = is_spec or self.is_spec
        if only_apps and not is_spec and not MENTIONS.search(self.content):
            return Contents(self.file, [])
        parts, refused = self._read(is_spec)
        folder = None if self.name == STDIN else Path(self.name).parent
        documents = [data for _, held in parts for data in held]
        contents = Contents(self.file, documents, _finder(parts), folder, is_spec=is_spec)
        if only_apps:
            contents.resources, contents.problems = [], []
        contents.is_empty = not self.content.strip()
        contents.has_skip = SKIP.encode() in self.content
        templates = [part for part, _ in refused if TEMPLATE in part.content]
        for part, problems in refused:
            is_said = part in templates[1:]  # one template is like the next
            if not is_said and (is_spec or not only_apps or part.claims()):
                contents.problems += problems
        return contents

    def _read(self, is_spec: bool) -> tuple[list[Held], list[Refused]]:
        """Return all parts that can be read with their documents, and the others with reasons."""
        whole = Part(self.content, self.file)
        try:
            return [(whole, whole.documents(is_spec=is_spec))], []
        except RenderError as error:
            pieces = whole.pieces()
            if len(pieces) == 1:
                return [], [(whole, error.problems)]
        parts: list[Held] = []
        refused: list[Refused] = []
        for piece in pieces:
            try:
                parts.append((piece, piece.documents(is_spec=is_spec)))
            except RenderError as error:
                refused.append((piece, error.problems))
        return parts, refused


def _finder(parts: list[Held]) -> Find:
    """Return what finds the lines of a value, in whichever part its document is."""
    places = [(part, index) for part, held in parts for index in range(len(held))]

    def find(document: int, path: ProblemPath, key: bool) -> tuple[int, int, str]:
        part, index = places[document]
        return part.find(index, path, key)

    return find


@lru_cache(maxsize=1)
def _stdin(stream: Any) -> bytes:
    """Return all of stdin, however often it is named."""
    content: bytes = stream.buffer.read(MAX_BYTES["manifest"] + 1)  # enough to refuse it
    return content


def stdin_that_was_read() -> bytes:
    """Return all of stdin where something has read it, and else nothing: it may never end."""
    return _stdin(sys.stdin) if _stdin.cache_info().currsize else b""


def _is_manifest(data: Any) -> bool:
    """Tell whether a document is an object of others, which may stand in the file of an app."""
    is_object = all(isinstance(at(data, key), str) for key in ("apiVersion", "kind"))
    return is_object and not is_app(data)
