"""The repository that a file belongs to: its root, its files, and the addresses of its remotes."""

from __future__ import annotations

import re
import subprocess
from contextlib import suppress
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from renderer.argocd.generators import Repository
from renderer.inputs.emulation import files_of

SCHEME = re.compile(r"^(?:[a-z+]+://)?(?:[^@/]*@)?")
MOST_BYTES = 1 << 20


def root_of(path: Path) -> Path:
    """Return the root of the repository that holds a path; the working folder where none does."""
    folders = (
        path.resolve().parents if path.is_file() else (path.resolve(), *path.resolve().parents)
    )
    root = next((folder for folder in folders if (folder / ".git").exists()), None)
    if root is None:
        return Path()
    here = Path.cwd()
    return Path(*[".."] * len(here.relative_to(root).parts)) if here.is_relative_to(root) else root


def repository_at(root: Path, *, is_given: bool) -> Repository:
    """Return what generators see of a repository.

    Args:
        root: its root.
        is_given: whether somebody says that all is about this one.
    """
    known = set() if is_given else {*map(_name, remotes(root))}
    names = cache(lambda: sorted(path.relative_to(root).as_posix() for path in files_of(root)))
    return Repository(
        lambda url: not known or _name(url) in known,
        lambda pattern: _files(root, names(), pattern),
        lambda: _folders(names()),
    )


def remotes(root: Path) -> list[str]:
    """Return the addresses of the repository's remotes, none where it has no Git."""
    command = ["git", "config", "--get-regexp", r"^remote\..*\.url$"]
    with suppress(OSError):
        done = subprocess.run(command, cwd=root, capture_output=True, check=False)
        said = done.stdout.decode(errors="replace")
        return [line.partition(" ")[2] for line in said.splitlines()]
    return []


def _name(url: str) -> str:
    """Return what a repository and its forks and mirrors have in common."""
    path = SCHEME.sub("", url.lower().strip().rstrip("/")).removesuffix(".git")
    return re.split("[/:]", path)[-1]


def _files(root: Path, names: list[str], pattern: str) -> dict[str, bytes]:
    """Return the files that match, as `git ls-files` has it: * goes through folders too."""
    found = {}
    for name in names:
        if fnmatchcase(name, pattern) and (root / name).is_file():
            with suppress(OSError), (root / name).open("rb") as stream:
                found[name] = stream.read(MOST_BYTES)
    return found


def _folders(names: list[str]) -> list[str]:
    """Return all folders with files in or below them, but those that are hidden."""
    parents = {parent.as_posix() for name in names for parent in Path(name).parents}
    return sorted(
        folder
        for folder in parents
        if folder != "." and not any(step.startswith(".") for step in folder.split("/"))
    )
