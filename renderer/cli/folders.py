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
    folder: Path, refused: Callable[[OSError], None] = raised
) -> Iterator[tuple[Path, list[str]]]:
    """Yield a folder and those below it that are not hidden, each with the names of its files.

    Links are followed, also out of the folder. What two ways lead to comes once, by its own path if
    that is one of them.

    Args:
        folder: where to begin.
        refused: is told of what cannot be read.
    """
    seen: set[Path] = set()
    starts = [folder]
    for start in starts:
        for parent, names, files in os.walk(start, onerror=refused):
            path, real = Path(parent), Path(parent).resolve()
            names[:] = sorted(name for name in names if not name.startswith("."))
            if real in seen:
                names.clear()
                continue
            seen.add(real)
            starts += [path / name for name in names if (path / name).is_symlink()]
            yield path, files


def is_regular(path: Path) -> bool:
    """Tell whether a path leads to a file, and no folder or pipe.

    Raises:
        OSError: it leads nowhere, or nobody may say.
    """
    return stat.S_ISREG(path.stat().st_mode)
