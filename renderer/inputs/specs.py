"""Find and read StatefulApps: from files, folders and stdin; and do a thing for each of them."""

from __future__ import annotations

import re
import sys
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from renderer.app.load import Document
from renderer.errors import Problem, RenderError
from renderer.inputs.beside import read_beside
from renderer.inputs.folders import folders_below, is_regular
from renderer.inputs.progress import with_progress
from renderer.yaml import Locator, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from renderer.errors import Path as ProblemPath

Item = TypeVar("Item")
Result = TypeVar("Result")

DEFAULT = "statefulapp.yaml"
NAMES = (DEFAULT, "statefulapp.yml")
STDIN = "-"
SUFFIXES = (".yaml", ".yml")
KIND = "StatefulApp"
GROUP = "stateful-renderer.dev"
# In a folder, other manifests stand beside our specs. Only what mentions us is read, only what says
# it itself counts; and where YAML cannot be read, a line that looks like saying it.
MENTIONS = re.compile(rb"stateful-renderer\.dev|StatefulApp")
CLAIMS = re.compile(
    rb"""(?:^|[{,])[ \t]*["']?(?:kind["']?[ \t]*:[ \t]*["']?StatefulApp\b"""
    rb"""|apiVersion["']?[ \t]*:[ \t]*["']?stateful-renderer\.dev)""",
    re.MULTILINE,
)


def read_specs(filenames: list[str], cluster: int | None = None) -> list[Document]:
    """Return every StatefulApp in the files and folders, in that order.

    Args:
        filenames: what `-f` said; `-` is stdin, and nothing means `./statefulapp.yaml`.
        cluster: the minor version of Kubernetes that the caller names.

    Raises:
        RenderError: one cannot be read, there is none at all (SR502), or two have one name (SR505).
    """
    found, problems = _attempted(filenames or [DEFAULT], _specs)
    documents = [document for each in found for document in each]
    problems.extend(_same_names(documents))
    if problems:
        raise RenderError(problems)
    return [document.on(cluster) for document in documents]


def collected(items: Iterable[Item], function: Callable[[Item], Result]) -> list[Result]:
    """Return what the function makes of every item.

    Raises:
        RenderError: with the problems of all items, so that a person can mend them at once.
    """
    results, problems = _attempted(items, function)
    if problems:
        raise RenderError(problems)
    return results


def _attempted(
    items: Iterable[Item], function: Callable[[Item], Result]
) -> tuple[list[Result], list[Problem]]:
    results: list[Result] = []
    problems: list[Problem] = []
    for item in items:
        try:
            results.append(function(item))
        except RenderError as error:
            problems.extend(error.problems)
    return results, problems


def yaml_files(folder: Path) -> list[Path]:
    """Return every YAML file below a folder that is not hidden, sorted.

    Raises:
        OSError: a folder or link cannot be followed; what it holds must not be missed in silence.
    """
    found = []
    for parent, _, files in folders_below(folder):
        paths = [parent / name for name in files if not name.startswith(".")]
        found += [path for path in paths if path.suffix in SUFFIXES and is_regular(path)]
    return sorted(found, key=str)


def _specs(filename: str) -> list[Document]:
    """Return the StatefulApps that a `-f` stands for; a folder stands for those below it."""
    if filename == STDIN or not Path(filename).is_dir():
        return _documents(filename, is_named=True)
    files = with_progress(yaml_files(Path(filename)), "reading")
    found = collected(files, lambda file: _documents(str(file), is_named=file.name in NAMES))
    documents = [document for each in found for document in each]
    if not documents:
        message = "must hold a StatefulApp, in a file that ends in .yaml or .yml"
        raise RenderError([Problem("SR502", (), message, file=filename)])
    return documents


def _documents(file: str, *, is_named: bool) -> list[Document]:
    """Return the StatefulApps in a file; by its name or by the call it may have to hold one."""
    text = _text(file)
    name = "stdin" if file == STDIN else file
    found = _read(text, name, is_named=is_named)
    if is_named and not found:
        raise RenderError([Problem("SR502", (), "must hold a StatefulApp, is empty", file=name)])
    locator = cache(partial(Locator, text))  # reads the text again, and only when asked
    has_ours = any(map(_is_ours, found))
    return [
        Document(
            data,
            file=name,
            locate=partial(_locate, locator, index),
            read_beside=None if file == STDIN else cache(partial(read_beside, Path(file).parent)),
        )
        for index, data in enumerate(found)
        if not (has_ours and _is_manifest(data))
    ]


def _read(text: bytes, name: str, *, is_named: bool) -> list[object]:
    if is_named:
        return read(text, file=name)
    if not MENTIONS.search(text):
        return []
    try:
        found = read(text, file=name)
    except RenderError:
        if _claims(text):
            raise
        return []
    return found if any(map(_is_ours, found)) else []


def _claims(text: bytes) -> bool:
    """Tell whether a text that cannot be read as a spec is meant to be one."""
    try:
        return any(map(_is_ours, read(text, dialect="manifest")))
    except RenderError:
        return CLAIMS.search(text) is not None


def _is_ours(data: object) -> bool:
    """Tell whether a document says that it is a StatefulApp, if only by half of its head."""
    return isinstance(data, dict) and (
        data.get("kind") == KIND or str(data.get("apiVersion")).startswith(GROUP)
    )


def _is_manifest(data: object) -> bool:
    """Tell whether a document is another manifest, which may stand in the file of a StatefulApp."""
    return (
        isinstance(data, dict)
        and not _is_ours(data)
        and all(isinstance(data.get(key), str) for key in ("apiVersion", "kind"))
    )


def _locate(
    locator: Callable[[], Locator], document: int, path: ProblemPath, key: bool
) -> tuple[int, int]:
    return locator().find(path, document=document, key=key)


def _text(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    except OSError as error:
        hint = "" if file != DEFAULT else "name one with -f FILE, -f FOLDER or -f -"
        message, name = (error.strerror or str(error)).lower(), "stdin" if file == STDIN else file
        raise RenderError([Problem("SR501", (), message, hint=hint, file=name)]) from None


def _same_names(documents: list[Document]) -> list[Problem]:
    seen: dict[str, str] = {}
    problems = []
    for document in documents:
        name = _app_name(document)
        if name in seen:
            message = f'must be a name of its own, "{name}" is taken by {seen[name]}'
            problem = Problem("SR505", ("metadata", "name"), message)
            problems.append(document.place(problem))
        elif name:
            seen[name] = document.file
    return problems


def _app_name(document: Document) -> str | None:
    """Return the app's name if it has one at this stage."""
    metadata = document.data.get("metadata") if isinstance(document.data, dict) else None
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) else None
