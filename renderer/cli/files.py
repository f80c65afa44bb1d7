"""Write a tree of files, all or nothing, and never over what somebody else wrote."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from renderer.errors import Problem, RenderError
from renderer.kustomize.ownership import source_of, state, with_unix_lines

FOLDERS = ("bases", "overlays")


@dataclass
class Plan:
    """What a render would do to a folder.

    Args:
        folder: the output folder.
        writes: {path below the folder: text} of files that are new or differ.
        removals: files that an earlier render wrote and this one does not.
        unchanged: how many files already are as they should be.
        problems: files that may not be touched.
    """

    folder: Path
    writes: dict[str, str] = field(default_factory=dict)
    removals: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Tell whether the files on disk are what a render would write."""
        return not (self.writes or self.removals or self.problems)


def plan(folder: Path, tree: dict[str, str], *, overwrite_edited: bool = False) -> Plan:
    """Compare a tree with the disk; nothing is written.

    Args:
        folder: the output folder; it need not exist.
        tree: {path below the folder: signed text}.
        overwrite_edited: whether hand edits of our own files may be lost.
    """
    result = Plan(folder)
    for path, text in tree.items():
        _plan_file(result, path, text, overwrite_edited=overwrite_edited)
    for path in _stale(folder, tree):
        _plan_removal(result, path, overwrite_edited=overwrite_edited)
    return result


def apply(result: Plan) -> None:
    """Carry out a plan. After any error every file is as it was before.

    Raises:
        RenderError: some file may not be touched (SR503, SR504); then nothing is written.
        OSError: the disk is full, a folder is not writable, ...
    """
    if result.problems:
        raise RenderError(result.problems)
    if result.is_done:
        return
    result.folder.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".stateful-", dir=result.folder))
    undo: list[tuple[Path, Path | None]] = []
    try:
        staged = _stage(staging, result.writes)
        for path, new in staged.items():
            _move(new, result.folder / path, staging / "before" / path, undo)
        for path in result.removals:
            _move(None, result.folder / path, staging / "before" / path, undo)
    except BaseException:
        _roll_back(undo, result.folder)  # should it fail too, the files that were there stay staged
        shutil.rmtree(staging, ignore_errors=True)
        raise
    shutil.rmtree(staging, ignore_errors=True)
    for path in result.removals:
        _remove_empty_folders((result.folder / path).parent, result.folder)


def _plan_file(result: Plan, path: str, text: str, *, overwrite_edited: bool) -> None:
    target = result.folder / path
    if not os.path.lexists(target):
        result.writes[path] = text
        return
    found = _read(target)
    if found is not None and with_unix_lines(found) == text:
        result.unchanged += 1
    elif _may_touch(result, path, found, overwrite_edited=overwrite_edited):
        result.writes[path] = text


def _plan_removal(result: Plan, path: str, *, overwrite_edited: bool) -> None:
    if _may_touch(result, path, _read(result.folder / path), overwrite_edited=overwrite_edited):
        result.removals.append(path)


def _may_touch(result: Plan, path: str, found: str | None, *, overwrite_edited: bool) -> bool:
    file = str(result.folder / path)
    found_state = "foreign" if found is None else state(found)
    if found_state == "foreign":
        message = "is in the way: it was not written by this tool"
        result.problems.append(Problem("SR503", (), message, hint="move it away", file=file))
    elif found_state == "edited" and not overwrite_edited:
        message = "was edited since it was written, and the edit would be lost"
        hint = "move the edit into the StatefulApp, or give it up with --overwrite-edited"
        result.problems.append(Problem("SR504", (), message, hint=hint, file=file))
    else:
        return True
    return False


def _read(target: Path) -> str | None:
    """Return a file's text; None for what cannot be ours: a link, a folder, no text."""
    if target.is_symlink() or not target.is_file():
        return None
    try:
        return target.read_bytes().decode()
    except UnicodeDecodeError:
        return None


def _stale(folder: Path, tree: dict[str, str]) -> list[str]:
    """Return the files that an earlier render of the same specs wrote, and this one does not.

    Files of other specs stay: rendering one app says nothing about the others.
    """
    sources = {source_of(text) for text in tree.values()}
    found = [file for name in FOLDERS for file in (folder / name).rglob("*.yaml")]
    paths = {file.relative_to(folder).as_posix(): file for file in found if not file.is_symlink()}
    return sorted(
        path
        for path, file in paths.items()
        if path not in tree and file.is_file() and _source(file) in sources
    )


def _source(file: Path) -> str | None:
    """Return the spec that a file names on its first line, None for somebody else's file."""
    with file.open("rb") as stream:
        return source_of(stream.readline().decode(errors="replace"))


def _stage(staging: Path, writes: dict[str, str]) -> dict[str, Path]:
    """Write every file beside its place first: a full disk shows before anything is replaced."""
    staged = {}
    for path, text in writes.items():
        staged[path] = staging / "after" / path
        staged[path].parent.mkdir(parents=True, exist_ok=True)
        staged[path].write_bytes(text.encode())
    return staged


def _move(new: Path | None, target: Path, kept: Path, undo: list[tuple[Path, Path | None]]) -> None:
    """Put a new file (or none) into its place, and note how to undo that."""
    if os.path.lexists(target):
        kept.parent.mkdir(parents=True, exist_ok=True)
        undo.append((target, kept))
        target.replace(kept)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        undo.append((target, None))
    if new is not None:
        new.replace(target)


def _roll_back(undo: list[tuple[Path, Path | None]], folder: Path) -> None:
    for target, kept in reversed(undo):
        if kept is None:
            target.unlink(missing_ok=True)
            _remove_empty_folders(target.parent, folder)
        elif os.path.lexists(kept):
            kept.replace(target)


def _remove_empty_folders(folder: Path, stop: Path) -> None:
    """Remove the folders that a file leaves empty when it goes, up to the output folder."""
    with suppress(OSError):  # not empty: somebody else's file stays, and its folder with it
        while folder != stop:
            folder.rmdir()
            folder = folder.parent
