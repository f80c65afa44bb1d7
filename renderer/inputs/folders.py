"""The folders below a folder: which count, and which links lead elsewhere."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def raised(error: OSError) -> NoReturn:
    """Raise what cannot be read; what it holds must not be missed in silence."""
    raise error


def folders_below(
    folder: Path, refused: Callable[[OSError], None] = raised
) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Yield a folder and those below it that are not hidden, with the names of folders and files.

    Links to folders are not followed: they may lead anywhere, also to what is below already.

    Args:
        folder: where to begin.
        refused: is told of what cannot be read.
    """
    for parent, names, files in os.walk(folder, onerror=refused):
        names[:] = sorted(name for name in names if not name.startswith("."))
        yield Path(parent), names, files


def links_elsewhere(folder: Path) -> list[Path]:
    """Return the links that are not hidden and lead to folders that are not below a folder."""
    known, links = set(), []
    for parent, names, _ in folders_below(folder, lambda _: None):
        known.add(parent.resolve())
        links += [parent / name for name in names]
    return [each for each in links if _is_link(each) and each.resolve() not in known]


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:
        return False  # what cannot be read is said elsewhere


def is_regular(path: Path) -> bool:
    """Tell whether a path leads to a file, and no folder or pipe.

    Raises:
        OSError: it leads nowhere, or nobody may say.
    """
    return stat.S_ISREG(path.stat().st_mode)
