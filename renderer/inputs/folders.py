"""The folders below a folder: which count, what is in them, and which links lead elsewhere."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.app import KUSTOMIZATIONS
from renderer.errors import Problem, RenderError
from renderer.yaml.reader import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SUFFIXES = (".yaml", ".yml")
CHART = "Chart.yaml"


class Tree:
    """What there is below a folder, and not hidden.

    Args:
        files: every YAML file, sorted.
        kustomizations: the folders with a kustomization, sorted.
        charts: the Helm charts that were skipped.
        refused: folders and kustomizations that cannot be read, and so may hold more.
        unread: other files that cannot be read, and links that lead nowhere.
    """

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.kustomizations: list[Path] = []
        self.charts: list[Path] = []
        self.refused: list[OSError] = []
        self.unread: list[OSError] = []

    @property
    def problems(self) -> list[Problem]:
        """Return what cannot be read, for people."""
        return [unreadable(error, str(error.filename)) for error in (*self.refused, *self.unread)]


def tree_of(folder: Path, *, skips_charts: bool = False) -> Tree:
    """Return what is below a folder.

    Args:
        folder: where to begin.
        skips_charts: whether charts are skipped: they hold templates, which are no objects yet.
    """
    tree = Tree()
    for parent, names, files in _folders_below(folder, tree.refused.append):
        if skips_charts and CHART in files:
            tree.charts.append(parent)
            names.clear()
            continue
        wanted = [parent / name for name in files if _may_count(name)]
        regular = [path for path in wanted if _is_read(path, tree)]
        tree.files += [path for path in regular if path.suffix in SUFFIXES]
        if any(path.name in KUSTOMIZATIONS for path in regular):
            tree.kustomizations.append(parent)
    tree.files.sort(key=str)
    tree.kustomizations.sort(key=str)
    return tree


def _folders_below(
    folder: Path, refused: Callable[[OSError], None]
) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Yield a folder and those below it that are not hidden, with the names of folders and files.

    Links to folders are not followed: they may lead anywhere, also to what is below already.
    """
    for parent, names, files in os.walk(folder, onerror=refused):
        names[:] = sorted(name for name in names if not name.startswith("."))
        yield Path(parent), names, files


def _may_count(name: str) -> bool:
    is_yaml = Path(name).suffix in SUFFIXES and not name.startswith(".")
    return is_yaml or name in KUSTOMIZATIONS


def _is_read(path: Path, tree: Tree) -> bool:
    try:
        return is_regular(path)
    except FileNotFoundError as error:
        tree.unread.append(error)
    except OSError as error:
        (tree.refused if path.name in KUSTOMIZATIONS else tree.unread).append(error)
    return False


def links_elsewhere(folder: Path) -> list[Path]:
    """Return the links that are not hidden and lead to folders that are not below a folder."""
    known, links = set(), []
    for parent, names, _ in _folders_below(folder, lambda _: None):
        known.add(parent.resolve())
        links += [parent / name for name in names]
    return [link for link in links if _is_link(link) and link.resolve() not in known]


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


def content_of(file: str) -> bytes:
    """Return what a file holds.

    Raises:
        RenderError: it cannot be read (SR501), or is too large (SR108).
    """
    try:
        return read_bytes(file)
    except OSError as error:
        raise RenderError([unreadable(error, file)]) from None


def unreadable(error: OSError, file: str, hint: str = "") -> Problem:
    """Return the problem of what the system does not let us read."""
    return Problem("SR501", (), (error.strerror or str(error)).lower(), hint=hint, file=file)
