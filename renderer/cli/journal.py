"""Change many files, all or nothing: what was begun and is not done, the next call takes back.

All that is under way stands in one folder, `.stateful-render` in the output folder, and its state
is that of the tree, at any moment:

- without a journal nothing was changed yet, or all was taken back;
- `journal` says what is being changed, and each file that was there has a second name beside it.
  Every change is one call to the disk, and whichever were made are taken back;
- `done` is the journal by another name: with that one call the tree is the new one.
"""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from renderer.cli.disk import HERE, STAGING, Disk, folders_above, is_inside
from renderer.cli.streams import say, say_all
from renderer.errors import Problem, RenderError

JOURNAL, DONE, DRAFT = (f"{STAGING}/{name}" for name in ("journal", "done", "draft"))
LIMIT = 64 * 1024 * 1024  # bytes; no file of ours is larger


@dataclass(frozen=True)
class Step:
    """What happens to one file.

    Args:
        path: where it is.
        was: the sum of what it held, None where no file was.
        becomes: the sum of what it will hold, None where no file will be.
    """

    path: str
    was: str | None
    becomes: str | None


@dataclass(frozen=True)
class Journal:
    """What is being changed.

    Args:
        made: the folders that were not there, each before those in it.
        steps: what happens, in this order; the number of a step names its files.
    """

    made: list[str]
    steps: list[Step]

    @cached_property
    def numbered(self) -> list[tuple[Step, str, str]]:
        """Return each step, where its new file stands until then, and its old one since then."""
        return [
            (step, f"{STAGING}/{number}.new", f"{STAGING}/{number}.old")
            for number, step in enumerate(self.steps)
        ]

    def folders(self) -> list[str]:
        """Return the folders in which something appears or goes."""
        return [HERE, *{folder: 0 for step in self.steps for folder in folders_above(step.path)}]

    def emptied(self) -> list[str]:
        """Return the folders that lost a file, each after those in it."""
        removed = [step.path for step in self.steps if step.becomes is None]
        return sorted({folder for path in removed for folder in folders_above(path)}, reverse=True)


def sum_of(content: bytes) -> str:
    """Return that by which a file's content is known again."""
    return sha256(content).hexdigest()


def is_under_way(disk: Disk) -> bool:
    """Tell whether something was begun and is not done."""
    return disk.kind(STAGING) is not None


def change(disk: Disk, steps: list[Step], texts: dict[str, bytes], came: list[int]) -> None:
    """Carry out all steps. After an error, and after a signal, every file is as it was.

    Args:
        disk: where nothing is under way, and nobody else writes.
        steps: what is to happen.
        texts: {path: what a file will hold}.
        came: the signals that came; see `held`.

    Raises:
        RenderError: somebody else changed a file just now.
        OSError: the disk is full, a folder is not writable, ...
        KeyboardInterrupt: a signal came.
    """
    journal = Journal(_missing(disk, steps), steps)
    _name_files(disk, journal)
    disk.mkdir(STAGING, 0o700)
    try:
        _prepare(disk, journal, texts, came)
        _carry_out(disk, journal, came)
    except BaseException:
        _take_back_at_once(disk)
        raise
    with suppress(OSError):  # the tree is the new one; what is left over, the next call removes
        disk.settle([STAGING])
        recover(disk)


def _missing(disk: Disk, steps: list[Step]) -> list[str]:
    """Return the folders that are to be made, each before those in it."""
    missing: dict[str, None] = {}
    for folder in dict.fromkeys(folder for step in steps for folder in folders_above(step.path)):
        if folder.rpartition("/")[0] in missing or not disk.kind(folder):
            missing[folder] = None
    return list(missing)


def recover(disk: Disk) -> bool:
    """Take back what was begun; return whether there was something.

    What somebody changed since then stays as it is.

    Raises:
        RenderError: it cannot be taken back, at least not all of it; the rest is.
    """
    kind = disk.kind(STAGING)
    if kind is None:
        return False
    if kind != "folder":
        raise RenderError([in_the_way(disk, STAGING)])
    begun, done = _read(disk, JOURNAL), _read(disk, DONE)
    if begun is not None:
        _undo(disk, begun)
    elif done is not None:
        _remove_empty(disk, done.emptied())
    _remove_staging(disk)
    return begun is not None


@contextmanager
def held() -> Iterator[list[int]]:
    """Hold back INT and TERM until the end; who is inside can see which of them came."""
    came: list[int] = []
    numbers = [number for number in (signal.SIGINT, signal.SIGTERM) if _is_handled(number)]
    handlers = {number: signal.getsignal(number) for number in numbers}
    try:
        for number in numbers:
            signal.signal(number, lambda number, _frame: came.append(number))
        yield came
    finally:
        for handled, handler in handlers.items():
            signal.signal(handled, handler)
        if came:
            signal.raise_signal(came[0])


def _is_handled(number: int) -> bool:
    """Tell whether a signal ends in Python, so that it is neither ignored nor the end at once."""
    is_main = threading.current_thread() is threading.main_thread()
    return is_main and callable(signal.getsignal(number))


def _prepare(disk: Disk, journal: Journal, texts: dict[str, bytes], came: list[int]) -> None:
    """Have every new file beside its place and every old one by a second name, and say so."""
    names = []
    for step, new, old in journal.numbered:
        _stop_if(came)
        if step.was is not None:
            disk.keep(step.path, old)
            _check_unchanged(disk, step, old)
            names.append(old)
        if step.becomes is not None:
            disk.write(new, texts[step.path])
            names.append(new)
    steps = [(step.path, step.was, step.becomes) for step in journal.steps]
    disk.write(DRAFT, json.dumps([journal.made, steps]).encode())
    disk.settle([*names, DRAFT, STAGING, HERE])
    disk.replace(DRAFT, JOURNAL)
    disk.settle([STAGING])


def _carry_out(disk: Disk, journal: Journal, came: list[int]) -> None:
    for folder in journal.made:
        with suppress(FileExistsError):
            disk.mkdir(folder)
    for step, new, _ in journal.numbered:
        _stop_if(came)
        if step.becomes is None:
            disk.unlink(step.path)
        elif step.was is None:
            disk.place(new, step.path)
        else:
            disk.replace(new, step.path)
    disk.settle(journal.folders())
    _stop_if(came)
    disk.replace(JOURNAL, DONE)


def _stop_if(came: list[int]) -> None:
    if came:
        raise KeyboardInterrupt


def _check_unchanged(disk: Disk, step: Step, old: str) -> None:
    if _sum_at(disk, old) != step.was:
        message = "was changed by somebody while this was rendered"
        file = str(disk.folder / step.path)
        raise RenderError([Problem("SR504", (), message, hint="render again", file=file)])


def _take_back_at_once(disk: Disk) -> None:
    """Take back what this call began, and say what cannot be: the error itself is said later."""
    try:
        recover(disk)
    except RenderError as error:
        say_all(error.problems)
    except OSError as error:
        message = f"what was begun cannot be taken back now: {error.strerror}"
        hint = "the next `stateful render` does that"
        say(str(Problem("SR508", (), message, hint=hint, file=str(disk.folder / STAGING))))


def _undo(disk: Disk, journal: Journal) -> None:
    _name_files(disk, journal)
    problems = []
    for step, _, old in reversed(journal.numbered):
        try:
            _undo_step(disk, step, old)
        except OSError as error:
            problems.append(_stuck(disk, step, old, error))
    if problems:
        raise RenderError(problems)
    _remove_empty(disk, journal.made[::-1])
    disk.settle([folder for folder in journal.folders() if disk.kind(folder) == "folder"])


def _undo_step(disk: Disk, step: Step, old: str) -> None:
    """Put back what was there, unless that is so already, or somebody made it something else."""
    if _sum_at(disk, step.path) != step.becomes:
        return
    if step.was is None:
        disk.unlink(step.path)
    elif step.becomes is not None or (disk.kind(old) and _has_folder(disk, step.path)):
        disk.replace(old, step.path)


def _has_folder(disk: Disk, path: str) -> bool:
    return disk.kind(folders_above(path)[-1]) == "folder"


def _stuck(disk: Disk, step: Step, old: str, error: OSError) -> Problem:
    message = f"cannot be put back as it was before a render that was interrupted: {error.strerror}"
    kept = f"what it was is in {disk.folder / old}" if step.was else "no file was there"
    hint = f"{kept}; mend that and render again, or give it up: remove {disk.folder / STAGING}"
    return Problem("SR508", (), message, hint=hint, file=str(disk.folder / step.path))


def _sum_at(disk: Disk, path: str) -> str | None:
    """Return the sum of what is at a path, None for nothing; no file has that of a folder."""
    kind = disk.kind(path)
    return sum_of(disk.read(path, LIMIT)) if kind == "file" else kind


def _remove_empty(disk: Disk, folders: list[str]) -> None:
    for folder in folders:
        with suppress(OSError):  # not empty: somebody's file stays, and its folder with it
            disk.rmdir(folder)


def _remove_staging(disk: Disk) -> None:
    """Remove the folder; nothing in there is of use any more, in whatever order it goes."""
    paths = {f"{STAGING}/{name}": kind for name, kind in disk.entries(STAGING).items()}
    foreign = [in_the_way(disk, path) for path, kind in paths.items() if kind == "folder"]
    if foreign:
        raise RenderError(foreign)
    disk.empty(STAGING)
    disk.rmdir(STAGING)


def _read(disk: Disk, path: str) -> Journal | None:
    """Return a journal; it may be anybody's, and leads nowhere but to the files of a tree."""
    if disk.kind(path) is None:
        return None
    text = disk.read(path, LIMIT)
    try:
        made, steps = json.loads(text)
        journal = Journal(list(made), [Step(*step) for step in steps])
        is_ours = all(map(is_inside, [*journal.made, *(step.path for step in journal.steps)]))
    except (AttributeError, RecursionError, TypeError, ValueError):
        is_ours = False
    if not is_ours:
        raise RenderError([in_the_way(disk, STAGING)])
    return journal


def in_the_way(disk: Disk, path: str) -> Problem:
    """Say that something is where only a file of ours may be."""
    message = "is in the way: it was not written by this tool"
    return Problem("SR503", (), message, hint="move it away", file=str(disk.folder / path))


def _name_files(disk: Disk, journal: Journal) -> None:
    """Let errors name the files that people know."""
    disk.stands_for |= {name: step.path for step, *names in journal.numbered for name in names}
