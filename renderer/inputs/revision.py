"""Files as they are in a revision of a git repository, in a folder of their own.

No checkout is touched: `git archive` hands over what is committed.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from renderer.errors import Problem, RenderError


@contextmanager
def at_revision(revision: str) -> Iterator[Path]:
    """Yield the folder that the current one was in a revision; it goes at the end.

    Raises:
        RenderError: there is no git, no repository, or no such revision (SR804).
    """
    above = Path(_git(revision, "rev-parse", "--show-prefix").decode().rstrip("\n"))
    commit = (
        _git(
            revision,
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            f"{revision}^{{commit}}",
        )
        .decode()
        .strip()
    )
    top = _git(revision, "rev-parse", "--show-toplevel").decode().rstrip("\n")
    content = _git(revision, "archive", "--format=tar", commit, folder=top)
    with tempfile.TemporaryDirectory(prefix="stateful-diff-") as folder:
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            _unpack(archive, Path(folder))
        yield Path(folder) / above


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Unpack what stays in the folder; a link that leads out of it is no part of the revision."""
    for member in archive:
        target = (folder / member.name).resolve()
        if member.issym():
            target = (folder / member.name).parent.joinpath(member.linkname).resolve()
        if target.is_relative_to(folder.resolve()):
            archive.extract(member, folder, set_attrs=False)


def _git(revision: str, *words: str, folder: str | None = None) -> bytes:
    try:
        done = subprocess.run(
            ["git", *words], capture_output=True, check=False, cwd=folder, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError:
        raise _refused(revision, "must be read by git, which is not on PATH") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise _refused(revision, f"must be a revision: {said or 'git knows none of this name'}")
    return done.stdout


def _refused(revision: str, message: str) -> RenderError:
    return RenderError([Problem("SR804", (), message, file=f"--against {revision}")])
