"""Whether files are as they were, told by what the system says of them, without reading them.

Nobody is asked to tell us of changes: of those on network disks, and of those made outside of a
container in a folder that is mounted into it, no system tells. A look at a thousand files takes
some hundredths of a second.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.inputs.folders import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# {path: when it was changed, its size, and which file it is: editors put another in its place}
Stamps = dict[str, tuple[int, int, int]]


def stamps_of(paths: Iterable[str]) -> Stamps:
    """Return the stamps of files, and of the YAML files below folders; what is not there has none.

    Args:
        paths: files and folders.
    """
    files = dict.fromkeys(file for path in paths for file in _files(path))
    return {file: stamp for file in files if (stamp := _stamp(file))}


def changes(before: Stamps, after: Stamps) -> dict[str, str]:
    """Return {path: "new", "removed" or "changed"}, sorted by path."""
    said = {path: "changed" for path in after if before.get(path) != after[path]}
    said |= dict.fromkeys(after.keys() - before.keys(), "new")
    said |= dict.fromkeys(before.keys() - after.keys(), "removed")
    return dict(sorted(said.items()))


def _files(path: str) -> list[str]:
    """Return the files that a path stands for, also those that cannot be read: it is said why."""
    folder = Path(path)
    if not folder.is_dir():
        return [str(folder)]
    tree = tree_of(folder)
    return [*map(str, tree.files), *(str(error.filename) for error in tree.unread)]


def _stamp(file: str) -> tuple[int, int, int] | None:
    """Return the stamp of a file, of a link's own where that leads nowhere."""
    for look in (os.stat, os.lstat):
        with suppress(OSError):
            found = look(file)
            return found.st_mtime_ns, found.st_size, found.st_ino
    return None
