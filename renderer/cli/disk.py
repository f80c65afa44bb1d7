"""The output folder: every call to the disk that looks at a rendered tree or changes it.

A path is plain names below the folder, joined by "/". Every folder on the way to it is opened by
itself and through no link, so that none leads out, not even one that is put there after a look.
Where the system cannot open below a folder that is open (Windows), a look must do.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path, PureWindowsPath
from stat import S_IMODE, S_ISDIR, S_ISLNK, S_ISREG
from typing import Literal

from renderer.kustomize.tree import BASES, OVERLAYS

Kind = Literal["file", "folder", "link", "other"]

FOLDERS = (BASES, OVERLAYS)
HERE = "."  # the output folder itself
STAGING = ".stateful-render"  # what is under way; people need not know what is in there
REWRITING = ".stateful-fix"  # what a file is called that will take the place of another one
DEEPEST = 12  # steps of a path; ours have four, and whatever lies deeper is not ours
HAS_DESCRIPTORS = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
# A named pipe would let its reader wait for ever.
READING = os.O_RDONLY | NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINK | getattr(os, "O_BINARY", 0)
SAID_OF_LINKS = (errno.ELOOP, errno.EMLINK)  # where Linux says that one is no folder
NEVER_SETTLES = (errno.EINVAL, errno.ENOTSUP)  # what some file systems say of a folder
AT_ONCE = 32
AT_A_TIME = 1 << 20


@contextmanager
def opened(folder: Path, *, for_writing: bool) -> Iterator[Disk]:
    """Open an output folder when its turn comes: nobody reads a tree while another one writes it.

    Where there is no flock (Windows), nobody waits.
    """
    if for_writing:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103  # all calls to the disk are of `os`
    root = os.open(folder, FOLDER) if HAS_DESCRIPTORS and os.path.lexists(folder) else None
    try:
        if root is not None:
            import fcntl

            fcntl.flock(root, fcntl.LOCK_EX if for_writing else fcntl.LOCK_SH)
        yield Disk(folder, root)
    finally:
        if root is not None:
            os.close(root)


def is_inside(path: str) -> bool:
    """Tell whether a path may be one of a rendered tree, whoever made up the names in it."""
    steps = path.split("/")
    return steps[0] in FOLDERS and len(steps) <= DEEPEST and all(map(_is_plain, steps))


def folders_above(path: str) -> list[str]:
    """Return the folders on the way to a path, from the top."""
    steps = path.split("/")
    return ["/".join(steps[:count]) for count in range(1, len(steps))]


class Disk:
    """An output folder that is open; an OSError names the path as the user knows it.

    Args:
        folder: where it is.
        root: its descriptor; None where it is not there, or the system has no use for one.
    """

    def __init__(self, folder: Path, root: int | None) -> None:
        self.folder = folder
        self.stands_for: dict[str, str] = {}  # {path in there: path that people know}
        self._root = root

    def kind(self, path: str) -> Kind | None:
        """Tell what is at a path; None for nothing, as there is nothing of ours behind a link."""
        try:
            with self._at(path) as (name, above):
                return _kind(os.stat(name, dir_fd=above, follow_symlinks=False))
        except (FileNotFoundError, NotADirectoryError):
            return None

    def entries(self, path: str) -> dict[str, Kind]:
        """Return what is in a folder, sorted by name; nothing where there is none."""
        try:
            with self._in(path) as place, os.scandir(place) as entries:
                kinds = {entry.name: _kind(entry.stat(follow_symlinks=False)) for entry in entries}
        except (FileNotFoundError, NotADirectoryError):
            return {}
        return dict(sorted(kinds.items()))

    def tree(self) -> Iterator[tuple[str, Kind]]:
        """Yield all that is where a tree is rendered, through no link: the path, and what it is."""
        for folder in FOLDERS:
            if kind := self.kind(folder):
                yield folder, kind
            yield from self.below(folder)

    def below(self, path: str) -> Iterator[tuple[str, Kind]]:
        """Yield all that is below a folder; nothing where there is none."""
        for name, kind in self.entries(path).items():
            inner = f"{path}/{name}"
            yield inner, kind
            if kind == "folder" and inner.count("/") < DEEPEST:
                yield from self.below(inner)

    def read(self, path: str, limit: int) -> bytes:
        """Return the first bytes of a file."""
        with self._at(path) as (name, above):
            handle = os.open(name, READING, dir_fd=above)
            try:
                content = b""
                while part := os.read(handle, min(limit - len(content), AT_A_TIME)):
                    content += part
                return content
            finally:
                os.close(handle)

    def target(self, path: str) -> str:
        """Return where a link leads."""
        with self._at(path) as (name, above):
            return os.readlink(name, dir_fd=above)

    def write(self, path: str, content: bytes, mode: int = 0o666) -> None:
        """Write a file that is not there yet."""
        with self._at(path) as (name, above):
            handle = os.open(name, NEW, mode, dir_fd=above)
            try:
                while content:
                    content = content[os.write(handle, content) :]
            finally:
                os.close(handle)

    def keep(self, path: str, kept: str) -> None:
        """Give a file a second name, or a copy on a file system without hard links."""
        try:
            self._link(path, kept)
        except OSError:
            with self._at(path) as (name, above):
                status = os.stat(name, dir_fd=above, follow_symlinks=False)
            self.write(kept, self.read(path, status.st_size), S_IMODE(status.st_mode))

    def place(self, new: str, path: str) -> None:
        """Let a file appear where none is.

        Raises:
            FileExistsError: somebody else was quicker.
        """
        try:
            self._link(new, path)
        except FileExistsError:
            raise
        except OSError:
            self.replace(new, path)

    def replace(self, new: str, path: str) -> None:
        """Move a file to where another one may be: whoever reads finds one or the other."""
        with self._at(new) as (source, above_source), self._at(path) as (name, above):
            os.replace(source, name, src_dir_fd=above_source, dst_dir_fd=above)

    def rewrite(self, path: str, was: bytes, content: bytes) -> bool:
        """Let a file hold something else at once; not where it no longer holds what it did.

        It keeps its permissions. What a call that was killed has left, the next one removes.
        """
        folder, _, name = path.rpartition("/")
        new = f"{folder}/.{name}{REWRITING}".lstrip("/")
        if self.read(path, len(was) + 1) != was:
            return False
        with suppress(FileNotFoundError):
            self.unlink(new)
        try:
            with self._at(path) as (name, above):
                mode = S_IMODE(os.stat(name, dir_fd=above, follow_symlinks=False).st_mode)
            self.write(new, content, mode)
            with self._at(new) as (name, above):
                os.chmod(name, mode, dir_fd=above)
            self.settle([new])
            self.replace(new, path)
        except BaseException:
            with suppress(OSError):
                self.unlink(new)
            raise
        self.settle([folder or HERE])
        return True

    def unlink(self, path: str) -> None:
        """Remove a file."""
        with self._at(path) as (name, above):
            os.unlink(name, dir_fd=above)

    def mkdir(self, path: str, mode: int = 0o777) -> None:
        """Make a folder."""
        with self._at(path) as (name, above):
            os.mkdir(name, mode, dir_fd=above)

    def rmdir(self, path: str) -> None:
        """Remove an empty folder."""
        with self._at(path) as (name, above):
            os.rmdir(name, dir_fd=above)

    def empty(self, path: str) -> None:
        """Remove all files of a folder."""
        names = self.entries(path)
        with self._in(path) as place:
            for name in names:
                inside, above = _below(place, name)
                os.unlink(inside, dir_fd=above)

    def settle(self, paths: list[str]) -> None:
        """Wait until files and folders survive a loss of power; Windows gives no such promise."""
        from concurrent.futures import ThreadPoolExecutor

        if self._root is not None:
            size = -(-len(paths) // AT_ONCE)  # one by one, each takes milliseconds
            parts = [paths[start : start + size] for start in range(0, len(paths), size)]
            with ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(self._settle, parts))

    def _settle(self, paths: list[str]) -> None:
        for path in paths:
            with self._at(path) as (name, above):
                handle = os.open(name, READING, dir_fd=above)
                try:
                    os.fsync(handle)
                except OSError as error:
                    if error.errno not in NEVER_SETTLES:
                        raise
                finally:
                    os.close(handle)

    def _link(self, path: str, other: str) -> None:
        with self._at(path) as (name, above), self._at(other) as (new, above_new):
            follows = above is None  # without descriptors the system may have no choice
            os.link(name, new, src_dir_fd=above, dst_dir_fd=above_new, follow_symlinks=follows)

    @contextmanager
    def _at(self, path: str) -> Iterator[tuple[str, int | None]]:
        """Open the folder of a path: its last name, and the descriptor below which that is."""
        folder, _, name = path.rpartition("/")
        place = None
        try:
            place = self._opened(folder)
            yield _below(place, name)
        except OSError as error:
            raise self._named(error, path) from None
        finally:
            _close(place)

    @contextmanager
    def _in(self, path: str) -> Iterator[int | str]:
        """Open a folder."""
        place = self._opened(path)
        try:
            yield place
        finally:
            _close(place)

    def _opened(self, path: str) -> int | str:
        """Open a folder, step by step, each below the one before and through no link."""
        if self._root is None:
            return self._looked_at(path)
        place, steps = os.dup(self._root), path.split("/") if path else []
        for count, step in enumerate(steps, 1):
            try:
                below = os.open(step, FOLDER | NO_LINK, dir_fd=place)
            except OSError as error:
                if error.errno in SAID_OF_LINKS:
                    error = NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
                raise self._named(error, "/".join(steps[:count])) from None
            finally:
                os.close(place)
            place = below
        return place

    def _looked_at(self, path: str) -> str:
        for folder in (*folders_above(path), path):
            if folder and (self.folder / folder).is_symlink():
                raise NotADirectoryError(
                    errno.ENOTDIR, os.strerror(errno.ENOTDIR), self.folder / folder
                )
        return str(self.folder / path)

    def _named(self, error: OSError, path: str) -> OSError:
        """Return an error that names the path that people know; the innermost one knows best."""
        if isinstance(error.filename, Path):
            return error
        known = HERE if path.startswith(STAGING) else path
        return OSError(error.errno, error.strerror, self.folder / self.stands_for.get(path, known))


def _below(place: int | str, name: str) -> tuple[str, int | None]:
    """Return how a call to the disk names what is in a folder."""
    return (name, place) if isinstance(place, int) else (os.path.join(place, name), None)  # noqa: PTH118


def _close(place: int | str | None) -> None:
    if isinstance(place, int):
        os.close(place)


@cache
def _is_plain(step: str) -> bool:
    is_name = step not in ("", ".", "..") and "\0" not in step
    return is_name and PureWindowsPath(step).name == step


def _kind(status: os.stat_result) -> Kind:
    if S_ISREG(status.st_mode):
        return "file"
    if S_ISDIR(status.st_mode):
        return "folder"
    return "link" if S_ISLNK(status.st_mode) else "other"
