"""Find and read StatefulApps: from files, folders and stdin."""

from __future__ import annotations

import re
import sys
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.app.load import Document
from renderer.cli.streams import with_progress
from renderer.errors import Problem, RenderError
from renderer.yaml import Locator, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from renderer.errors import Path as ProblemPath

DEFAULT = "statefulapp.yaml"
STDIN = "-"
SUFFIXES = (".yaml", ".yml")
# In a folder, other manifests stand beside our specs; only a document that claims to be one counts.
CLAIMS = re.compile(rb"^[\"']?kind[\"']?[ \t]*:[ \t]*[\"']?StatefulApp\b", re.MULTILINE)


def read_specs(filenames: list[str]) -> list[Document]:
    """Return every StatefulApp in the files and folders, in that order.

    Args:
        filenames: what `-f` said; `-` is stdin, and nothing means `./statefulapp.yaml`.

    Raises:
        RenderError: one cannot be read, there is none at all (SR502), or two have one name (SR505).
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    files = [file for filename in filenames or [DEFAULT] for file in _files(filename)]
    for file in with_progress(files, "reading"):
        try:
            documents.extend(_documents(file))
        except RenderError as error:
            problems.extend(error.problems)
    problems.extend(_same_names(documents))
    if problems:
        raise RenderError(problems)
    return documents


def _files(filename: str) -> list[str]:
    """Return the files that a `-f` stands for; a folder stands for the specs below it."""
    path = Path(filename)
    if filename == STDIN or not path.is_dir():
        return [filename]
    found = sorted(
        str(file)
        for file in path.rglob("*")
        if file.suffix in SUFFIXES
        and not any(part.startswith(".") for part in file.relative_to(path).parts)
        and file.is_file()
        and CLAIMS.search(file.read_bytes())
    )
    if not found:
        message = "must hold a StatefulApp, in a file that ends in .yaml or .yml"
        raise RenderError([Problem("SR502", (), message, file=filename)])
    return found


def _documents(file: str) -> list[Document]:
    text = _text(file)
    name = "stdin" if file == STDIN else file
    found = read(text, file=name)
    locator = cache(partial(Locator, text))  # reads the text again, and only when asked
    documents = [
        Document(data, file=name, locate=partial(_locate, locator, index))
        for index, data in enumerate(found)
        if not _is_beside(data, found)
    ]
    if not documents:
        raise RenderError([Problem("SR502", (), "must hold a StatefulApp, is empty", file=name)])
    return documents


def _locate(
    locator: Callable[[], Locator], document: int, path: ProblemPath, key: bool
) -> tuple[int, int]:
    return locator().find(path, document=document, key=key)


def _text(file: str) -> bytes:
    if file == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        hint = "" if file != DEFAULT else "name one with -f FILE, -f FOLDER or -f -"
        raise RenderError(
            [Problem("SR501", (), (error.strerror or str(error)).lower(), hint=hint, file=file)]
        ) from None


def _is_beside(data: object, found: list[object]) -> bool:
    """Tell whether a document is another manifest in a file that also holds a StatefulApp."""
    kinds = [each.get("kind") for each in found if isinstance(each, dict)]
    return isinstance(data, dict) and data.get("kind") != "StatefulApp" and "StatefulApp" in kinds


def _same_names(documents: list[Document]) -> list[Problem]:
    seen: dict[str, str] = {}
    problems = []
    for document in documents:
        name = app_name(document)
        if name in seen:
            message = f'must be a name of its own, "{name}" is taken by {seen[name]}'
            problem = Problem("SR505", ("metadata", "name"), message)
            problems.append(document.place(problem))
        elif name:
            seen[name] = document.file
    return problems


def app_name(document: Document) -> str | None:
    """Return the app's name if it has one at this stage."""
    metadata = document.data.get("metadata") if isinstance(document.data, dict) else None
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) else None
