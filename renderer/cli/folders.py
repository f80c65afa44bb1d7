"""The folders below a folder: which count, and how links among them are followed."""

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
    folder: Path, refused: Callable[[OSError], None] = raised, *, links: bool = False
) -> Iterator[tuple[Path, list[str]]]:
    """Yield a folder and those below it that are not hidden, each with the names of its files.

    Args:
        folder: where to begin.
        refused: is told of what cannot be read.
        links: whether to follow links to folders, also out of the folder, but not to one that it is
            in. What two ways lead to comes once, by its own path if that is one of them.
    """
    seen: set[Path] = set()
    starts = [folder]
    for start in starts:
        for parent, names, files in os.walk(start, onerror=refused):
            path, real = Path(parent), Path(parent).resolve()
            names[:] = sorted(name for name in names if not name.startswith("."))
            if real in seen or (start != folder and folder.resolve().is_relative_to(real)):
                names.clear()
                continue
            seen.add(real)
            if links:
                starts += [path / name for name in names if (path / name).is_symlink()]
            yield path, files


def is_regular(path: Path) -> bool:
    """Tell whether a path leads to a file, and no folder or pipe.

    Raises:
        OSError: it leads nowhere, or nobody may say.
    """
    return stat.S_ISREG(path.stat().st_mode)
