"""What `stateful validate` judges: which objects go to one place, and where they are written."""

from __future__ import annotations

import sys
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.app.load import Document
from renderer.errors import Problem, RenderError
from renderer.guard.together import rendered
from renderer.inputs.kustomize_build import (
    FILES,
    is_component,
    kustomizations_below,
    kustomize_build,
)
from renderer.inputs.manifests import manifests
from renderer.inputs.progress import with_progress
from renderer.inputs.specs import KIND, MENTIONS, NAMES, STDIN, collected, read_specs, yaml_files
from renderer.objects.reading import at
from renderer.objects.resource import Resource, is_patch
from renderer.yaml import Locator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.errors import Path as ProblemPath
    from renderer.guard.together import App

# Codes about a field that should not be there: its name is the place, and not its value.
OF_KEYS = ("SR901", "SR918")


class Input:
    """Objects and apps that go to one place together.

    Args:
        objects: all that is written there.
        apps: what each StatefulApp renders to.
        texts: file -> what it holds, of those files that have lines to point at.
        trouble: why kustomize did not build them, so that their files are judged as they are.
    """

    def __init__(
        self,
        objects: list[Resource],
        apps: list[App] | None = None,
        texts: dict[str, bytes] | None = None,
        trouble: list[Problem] | None = None,
    ) -> None:
        self.objects = objects
        self.apps = apps or []
        self.trouble = trouble or []
        self._locators = {
            file: cache(partial(Locator, text, dialect="manifest"))
            for file, text in (texts or {}).items()
        }

    def all_objects(self) -> Iterator[Resource]:
        """Yield what is written, and what the apps render to in each of their environments."""
        yield from self.objects
        for app in self.apps:
            yield from app.objects()

    def place(self, problem: Problem, about: Resource) -> Problem:
        """Return the problem at its line, as far as there are lines."""
        if about.environment or about.file not in self._locators:
            return problem.at(about.file)
        path = (*about.prefix, *problem.path)
        is_key = problem.code in OF_KEYS
        locator = self._locators[about.file]()
        return problem.at(about.file, *locator.find(path, document=about.document, key=is_key))


class File:
    """A file that may hold manifests or StatefulApps.

    Args:
        name: as the user named it, `-` for stdin.
        is_built: whether it is below a kustomization, which is what its manifests are for.
    """

    def __init__(self, name: str, *, is_built: bool = False) -> None:
        self.name = name
        self.is_built = is_built
        self.shown = "stdin" if name == STDIN else name

    def text(self) -> bytes:
        """Return what it holds."""
        try:
            return sys.stdin.buffer.read() if self.name == STDIN else Path(self.name).read_bytes()
        except OSError as error:
            message = (error.strerror or str(error)).lower()
            raise RenderError([Problem("SR501", (), message, file=self.shown)]) from None


def inputs(paths: list[str]) -> list[Input]:
    """Return what the paths stand for.

    All plain manifests and StatefulApps are one input, because a Service may be in another file.
    Each kustomization is one.

    Raises:
        RenderError: something cannot be read or built, or there is nothing to judge (SR979).
    """
    files, folders = _files(paths)
    read = collected(with_progress(files, "reading"), lambda file: (file, file.text()))
    held = collected(read, lambda one: _placed(*one))
    whole = [(file, text, each) for (file, text), each in zip(read, held, strict=True)]
    specs = [each for group in collected(whole, lambda one: _documents(*one)) for each in group]
    plain = [each for file, _, group in whole if not file.is_built for each in group]
    objects = [each for each in plain if not _is_app(each)]
    texts = {file.shown: text for file, text in read}
    apps = collected(specs, rendered)
    found = [Input(objects, apps, texts)]
    with_apps = {str(Path(each.file).parent) for each in specs}
    found += collected(folders, lambda folder: _built(folder, has_apps=str(folder) in with_apps))
    if not any(_is_object(each) for one in found for each in one.all_objects()):
        raise RenderError([_nothing(paths, b"".join(text for _, text in read))])
    return found


def _nothing(paths: list[str], text: bytes) -> Problem:
    """Return the problem of a call that judged nothing, which must not look like success."""
    is_empty = not text.strip()
    found = "is empty" if is_empty else "there are none"
    hint = "did the command in front of the pipe fail?" if is_empty and STDIN in paths else ""
    given = " ".join("stdin" if path == STDIN else path for path in paths)
    message = f"must hold manifests or StatefulApps, {found}"
    return Problem("SR979", (), message, hint=hint, file=given)


def _is_object(one: Resource) -> bool:
    return all(isinstance(at(one.data, field), str) for field in ("apiVersion", "kind"))


def _files(paths: list[str]) -> tuple[list[File], list[Path]]:
    """Return the files to read and the folders to build, each once."""
    files: dict[str, File] = {}
    folders: dict[Path, None] = {}
    for path in paths:
        if path == STDIN or not Path(path).is_dir():
            files[path] = File(path)
            continue
        built = kustomizations_below(Path(path))
        folders |= dict.fromkeys(each for each in built if not is_component(each))
        for file in yaml_files(Path(path)):
            is_built = any(each in built for each in file.parents)
            files.setdefault(str(file), File(str(file), is_built=is_built))
    return [each for each in files.values() if Path(each.name).name not in FILES], list(folders)


def _is_spec(file: File) -> bool:
    return Path(file.name).name in NAMES


def _placed(file: File, text: bytes) -> list[Resource]:
    """Return the objects of a file; of what kustomize builds, only where an app may be."""
    if _is_spec(file) or (file.is_built and not MENTIONS.search(text)):
        return []
    try:
        return manifests(text, file.shown)
    except RenderError as error:
        if file.is_built:
            return []  # kustomize says what is wrong with it
        if b"{{" not in text:
            raise
        hint = "render templates first: helm template . | stateful validate -"
        raise RenderError(each.saying(each.message, hint=hint) for each in error.problems) from None


def _documents(file: File, text: bytes, held: list[Resource]) -> list[Document]:
    """Return the StatefulApps of a file, which are read anew, by the rules for specs."""
    apps = [each for each in held if _is_app(each)]
    if file.name != STDIN:
        return read_specs([file.name]) if apps or _is_spec(file) else []
    locator = cache(partial(Locator, text, dialect="manifest"))
    return [
        Document(each.data, file=file.shown, locate=_at(locator, each.document)) for each in apps
    ]


def _is_app(one: Resource) -> bool:
    return one.kind == KIND


def _at(locator: Any, document: int) -> Any:
    def locate(path: ProblemPath, key: bool) -> tuple[int, int]:
        place: tuple[int, int] = locator().find(path, document=document, key=key)
        return place

    return locate


def _built(folder: Path, *, has_apps: bool) -> Input:
    try:
        text = kustomize_build(folder)
    except RenderError as error:
        return _unbuilt(folder, error)
    built = manifests(text, str(folder))
    if not built and not has_apps:
        message = (
            "must build something: kustomize skips functions in silence unless it may run them"
        )
        hint = (
            f"kustomize build --enable-alpha-plugins --enable-exec {folder} | stateful validate -"
        )
        raise RenderError([Problem("SR979", (), message, hint=hint, file=str(folder))])
    return _together(built)


def _together(held: list[Resource], **said: Any) -> Input:
    """Return what a kustomization holds, with its StatefulApps rendered."""
    objects = [each for each in held if not _is_app(each)]
    apps = [rendered(Document(each.data, file=each.file)) for each in held if _is_app(each)]
    return Input(objects, apps, **said)


def _unbuilt(folder: Path, error: RenderError) -> Input:
    """Return the files of a folder that cannot be built: what is wrong in them may be the cause.

    Raises:
        RenderError: they show nothing, or cannot be read.
    """
    paths = [each for each in yaml_files(folder) if each.parent == folder]
    texts = {str(each): each.read_bytes() for each in paths if each.name not in FILES}
    read = collected(texts.items(), lambda one: manifests(one[1], one[0]))
    objects = [each for group in read for each in group if not is_patch(each.data)]
    if not objects:
        raise error
    return _together(objects, texts=texts, trouble=error.problems)
