"""Write a tree of files, all or nothing, and never over what somebody else wrote."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from uuid import uuid4

from renderer.errors import Problem, RenderError
from renderer.inputs.folders import KUSTOMIZATIONS
from renderer.kustomize.ownership import (
    differs_in_its_line,
    says_the_same,
    source_of,
    state,
    with_unix_lines,
)

FOLDERS = ("bases", "overlays")
STDIN = "stdin"


@dataclass
class Plan:
    """What a render would do to a folder.

    Args:
        folder: the output folder.
        writes: {path below the folder: text} of files that are new or differ.
        removals: files that an earlier render wrote and this one does not.
        orphans: files that a render of another spec wrote, and that spec is gone.
        unchanged: how many files already are as they should be.
        problems: files that may not be touched.
    """

    folder: Path
    writes: dict[str, str] = field(default_factory=dict)
    removals: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Tell whether the files on disk are what a render would write."""
        return not (self.writes or self.removals or self.problems)


def write(folder: Path, tree: dict[str, str], *, overwrite_edited: bool = False) -> Plan:
    """Bring a folder to hold a tree, and return what was done; see `plan` and `apply`."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        result = plan(folder, tree, overwrite_edited=overwrite_edited)
        apply(result)
    return result


def plan(folder: Path, tree: dict[str, str], *, overwrite_edited: bool = False) -> Plan:
    """Compare a tree with the disk; nothing is written.

    Args:
        folder: the output folder; it need not exist.
        tree: {path below the folder: signed text}.
        overwrite_edited: whether hand edits of our own files may be lost.
    """
    result = Plan(folder)
    sources = {source_of(text, path) for path, text in tree.items()}
    apps = {_app(path) for path in tree}
    for path, text in tree.items():
        _plan_file(result, path, text, sources, overwrite_edited=overwrite_edited)
    for path, source in _written_before(folder, tree).items():
        if _app(path) in apps or source in sources - {STDIN}:
            _plan_removal(result, path, overwrite_edited=overwrite_edited)
        elif _is_gone(folder, source):
            result.orphans.append(path)
    return result


def apply(result: Plan) -> None:
    """Carry out a plan. After any error every file is as it was before.

    Raises:
        RenderError: some file may not be touched (SR503, SR504, SR506); nothing is written.
        OSError: the disk is full, a folder is not writable, ...
    """
    if result.problems:
        raise RenderError(result.problems)
    if result.is_done:
        return
    result.folder.mkdir(parents=True, exist_ok=True)
    staging = result.folder / f".stateful-{uuid4().hex}"
    undo: list[tuple[Path, Path | None]] = []
    try:
        staging.mkdir(mode=0o700)  # in here, so that no interruption leaves it behind
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


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one render at a time write to a folder; others wait. Where there is no flock, none do."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _app(path: str) -> str:
    """Return the app that a path of ours belongs to: `bases/<app>/...`, `overlays/<app>/...`."""
    return path.split("/")[1]


def _is_gone(folder: Path, source: str | None) -> bool:
    """Tell whether the spec that a file was made from is no longer there."""
    return source not in (None, STDIN) and not (folder / str(source)).exists()


def _plan_file(
    result: Plan, path: str, text: str, sources: set[str | None], *, overwrite_edited: bool
) -> None:
    target = result.folder / path
    for other in _in_the_way(target):
        result.problems.append(_foreign(other))
    if not os.path.lexists(target):
        result.writes[path] = text
        return
    found = _read(target)
    if found is not None and _is_current(found, text, overwrite_edited=overwrite_edited):
        result.unchanged += 1
    elif (
        differs_in_its_line(found or "", text)
        or _may_touch(result, path, found, overwrite_edited=overwrite_edited)
    ) and _may_take_over(result, path, found, sources):
        result.writes[path] = text


def _is_current(found: str, text: str, *, overwrite_edited: bool) -> bool:
    """Tell whether a file is as it is to be; kpt may have laid it out anew, and keeps comments."""
    return with_unix_lines(found) == text or (not overwrite_edited and says_the_same(found, text))


def _in_the_way(target: Path) -> list[Path]:
    """Return other kustomizations beside ours: kustomize would refuse to choose."""
    if target.name not in KUSTOMIZATIONS:
        return []
    others = [target.with_name(name) for name in KUSTOMIZATIONS if name != target.name]
    return [other for other in others if other.exists()]


def _may_take_over(result: Plan, path: str, found: str | None, sources: set[str | None]) -> bool:
    """Refuse to write over the files of another spec of the same name that is still there."""
    source = source_of(found or "", path)
    if source in {*sources, None, STDIN} or STDIN in sources or _is_gone(result.folder, source):
        return True
    message = f"was rendered from {source}, which is still there: two specs share this app's name"
    hint = "render both in one call, or with an output folder for each"
    file = str(result.folder / path)
    result.problems.append(Problem("SR506", (), message, hint=hint, file=file))
    return False


def _plan_removal(result: Plan, path: str, *, overwrite_edited: bool) -> None:
    found = _read(result.folder / path)
    if _may_touch(result, path, found, overwrite_edited=overwrite_edited):
        result.removals.append(path)


def _may_touch(result: Plan, path: str, found: str | None, *, overwrite_edited: bool) -> bool:
    file = result.folder / path
    found_state = "foreign" if found is None else state(found, path)
    if found_state == "foreign":
        result.problems.append(_foreign(file))
    elif found_state == "edited" and not overwrite_edited:
        message = "was edited since it was written, and the edit would be lost"
        hint = "move the edit into the StatefulApp, or give it up with --overwrite-edited"
        result.problems.append(Problem("SR504", (), message, hint=hint, file=str(file)))
    else:
        return True
    return False


def _foreign(file: Path) -> Problem:
    message = "is in the way: it was not written by this tool"
    return Problem("SR503", (), message, hint="move it away", file=str(file))


def _read(target: Path) -> str | None:
    """Return a file's text; None for what cannot be ours: a link, a folder, no text."""
    if target.is_symlink() or not target.is_file():
        return None
    try:
        return target.read_bytes().decode()
    except UnicodeDecodeError:
        return None


def _written_before(folder: Path, tree: dict[str, str]) -> dict[str, str]:
    """Return {path: spec} of the files that earlier renders wrote, without those in the tree."""
    found = sorted(file for name in FOLDERS for file in (folder / name).rglob("*.yaml"))
    written = {}
    for file in found:
        path = file.relative_to(folder).as_posix()
        if path in tree or file.is_symlink() or not file.is_file():
            continue
        with file.open("rb") as stream:
            head = [*takewhile(lambda line: line.startswith(b"#"), stream)]
        source = source_of(b"".join(head).decode(errors="replace"), path)
        if source is not None:
            written[path] = source
    return written


def _stage(staging: Path, writes: dict[str, str]) -> dict[str, Path]:
    """Write every file beside its place first: a full disk shows before anything is replaced."""
    staged = {}
    for path, text in writes.items():
        staged[path] = staging / "after" / path
        staged[path].parent.mkdir(parents=True, exist_ok=True)
        staged[path].write_bytes(text.encode())
    return staged


def _move(new: Path | None, target: Path, kept: Path, undo: list[tuple[Path, Path | None]]) -> None:
    """Put a new file (or none) into its place, and note how to undo that.

    The old one is kept under a second name first, so that a reader never finds none.
    """
    if os.path.lexists(target):
        kept.parent.mkdir(parents=True, exist_ok=True)
        _keep(target, kept)
        undo.append((target, kept))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        undo.append((target, None))
    if new is not None:
        new.replace(target)
    else:
        target.unlink()


def _keep(target: Path, kept: Path) -> None:
    try:
        os.link(target, kept)
    except OSError:  # a file system without hard links
        shutil.copy2(target, kept)


def _roll_back(undo: list[tuple[Path, Path | None]], folder: Path) -> None:
    for target, kept in reversed(undo):
        if kept is None:
            target.unlink(missing_ok=True)
            _remove_empty_folders(target.parent, folder)
        else:
            kept.replace(target)


def _remove_empty_folders(folder: Path, stop: Path) -> None:
    """Remove the folders that a file leaves empty when it goes, up to the output folder."""
    with suppress(OSError):  # not empty: somebody else's file stays, and its folder with it
        while folder != stop:
            folder.rmdir()
            folder = folder.parent
