"""Files as they are in a revision of a git repository, in a folder of their own.

No checkout is touched: git writes what is asked for into that folder, by an index beside it, in the
form that a checkout would have: with the ends of lines and the filters of the repository.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePosixPath

from renderer.errors import Problem, RenderError

LINK, MODULE = "120000", "160000"
# `main...` is the commit at which a branch left main: what was merged there since is no change.
SINCE_FORK = "..."
FETCH = "git fetch --unshallow, or fetch-depth: 0 of actions/checkout"


@contextmanager
def at_revision(name: str) -> Iterator[Revision]:
    """Yield what the repository around the current folder was in a revision.

    Problems and files within are named after the revision: `main:bases/db/statefulapp.yaml`.

    Raises:
        RenderError: there is no git, no working tree, or no such revision (SR804).
    """
    with tempfile.TemporaryDirectory(prefix="stateful-diff-") as folder:
        revision = Revision(name, Path(folder).resolve())
        try:
            yield revision
        except RenderError as error:
            raise RenderError(map(revision.renamed, error.problems)) from None


class Revision:
    """A commit, and the folder into which its files are brought as they are needed.

    Args:
        name: as the user named it.
        folder: an empty one, for the files and the index.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.home = folder / "files"
        self.home.mkdir()
        self._index = folder / "index"
        self._brought: set[str] = set()
        self.top = Path(self._line("rev-parse", "--show-toplevel"))
        self._here = self._line("rev-parse", "--show-prefix").rstrip("/")
        if not (Path(os.path.relpath(".", self._here or ".")).samefile(self.top)):
            raise self._refused(f"must be called within the working tree {self.top}")
        self.commit = self._commit()

    def _commit(self) -> str:
        name = self.name.removesuffix(SINCE_FORK)
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        found = self._run(*words)
        if found.returncode:
            said = _said(found) or "git knows none of this name"
            raise self._refused(f"must be a revision: {said}", self._way_out(name))
        commit = os.fsdecode(found.stdout).strip()
        if name == self.name:
            return commit
        fork = self._run("merge-base", commit, "HEAD")
        if fork.returncode:
            message = "must have a commit in common with HEAD, and none is here"
            raise self._refused(message, self._way_out(""))
        return os.fsdecode(fork.stdout).strip()

    def _way_out(self, name: str) -> str:
        """Return what may help against a revision that is not here."""
        if self._line("rev-parse", "--is-shallow-repository") == "true":
            return f"this clone is shallow: {FETCH}"
        remote = self._run(
            "for-each-ref", "--format=%(refname:short)", "--", f"refs/remotes/*/{name}"
        )
        names = os.fsdecode(remote.stdout).split()
        return f"write {names[0]}" if names else ""

    # --- names ------------------------------------------------------------------------------------

    def path_of(self, path: str) -> str:
        """Return a path of the user as git has it: from the top of the repository.

        Raises:
            RenderError: it lies outside of the repository, or in a submodule (SR804).
        """
        inside = os.path.normpath(Path(self._here) / os.path.relpath(path))
        if _is_above(inside):
            inside = os.path.relpath(Path(path).resolve(), self.top.resolve())
        if _is_above(inside):
            raise self._refused(f'must be compared within the repository {self.top}, got "{path}"')
        module = next(
            (folder for folder in (inside, *parents(inside)) if self._is_module(folder)), ""
        )
        if module:
            message = f'must be compared within one repository, and "{module}" is a submodule'
            raise self._refused(message, "call it there, against a revision of its own")
        return "" if inside == os.curdir else inside

    def shown(self, path: str) -> str:
        """Return a path of git's as the user would name it, from the current folder."""
        return os.path.relpath(path or os.curdir, self._here or os.curdir)

    def renamed(self, problem: Problem) -> Problem:
        """Return the problem of a file of the revision under a name that people, and git, know."""
        file, home = problem.file, f"{self.home}{os.sep}"
        if file.startswith(home):
            file = f"{self.name}:{file.removeprefix(home)}"
        message = problem.message.replace(home, f"{self.name}:").replace(str(self.home), self.name)
        return problem.saying(message, hint=problem.hint).at(file, problem.line, problem.column)

    # --- files ------------------------------------------------------------------------------------

    @cached_property
    def _modes(self) -> dict[str, str]:
        """Return {path: mode} of everything in the revision, sorted."""
        modes = {}
        for line in self._listed("ls-tree", "-r", "-z", "--full-tree", self.commit):
            head, _, path = line.partition("\t")
            modes[path] = head.split()[0]
        return dict(sorted(modes.items()))

    @cached_property
    def _paths(self) -> list[str]:
        return list(self._modes)

    def _is_module(self, path: str) -> bool:
        return self._modes.get(path) == MODULE

    @cached_property
    def changed(self) -> list[str]:
        """Return the files that differ now, sorted: also what nobody has committed or added.

        A repository within this one, such as a submodule, is a path that ends in a slash.
        """
        differing = (
            "--no-optional-locks diff --name-only -z --no-renames --no-ext-diff --no-relative "
            f"--ignore-submodules=dirty {self.commit}"
        )
        new = "ls-files -z --others --exclude-standard --full-name :/"
        changed = {*self._listed(*differing.split()), *self._listed(*new.split())}
        return sorted(f"{path}/" if self._is_module_now(path) else path for path in changed)

    def _is_module_now(self, path: str) -> bool:
        return self._is_module(path) or Path(self.shown(path), ".git").exists()

    def has(self, path: str) -> bool:
        """Tell whether a file was there."""
        return path in self._modes

    def is_folder(self, path: str) -> bool:
        """Tell whether a folder was there."""
        return bool(self.listed(path))

    def bring(self, paths: Iterable[str]) -> None:
        """Write files, and all below folders, as they were; what was not there is not.

        A link brings what it leads to; one that leads out of the repository is no part of it.
        """
        files = {file for path in paths for file in self._named(path)} - self._brought
        if not files:
            return
        self._brought |= files
        if not self._index.exists():
            self._output("read-tree", self.commit)
        names = "".join(f"{os.path.relpath(file, self._here or '.')}\0" for file in sorted(files))
        words = ("checkout-index", "--force", "--quiet", f"--prefix={self.home}/", "-z", "--stdin")
        self._output(*words, given=os.fsencode(names))
        self.bring(self._led_to([file for file in files if self._modes[file] == LINK]))

    def _named(self, path: str) -> list[str]:
        """Return the files that a path stands for, or the link that is in it."""
        links = [folder for folder in parents(path) if self._modes.get(folder) == LINK]
        mode = self._modes.get(path)
        if links or mode:
            return links or ([path] if mode != MODULE else [])
        return self.listed(path)

    def listed(self, folder: str) -> list[str]:
        """Return all files that were below a folder, sorted; below the top with an empty name."""
        if not folder:
            return [path for path in self._paths if not self._is_module(path)]
        ends = (bisect_left(self._paths, folder + sign) for sign in ("/", "0"))  # 0 comes after /
        return [path for path in self._paths[slice(*ends)] if not self._is_module(path)]

    def _led_to(self, links: list[str]) -> Iterator[str]:
        for link in links:
            path = self.home / link
            target = os.path.normpath(PurePosixPath(link).parent / path.readlink())
            if path.readlink().is_absolute() or _is_above(target):
                path.unlink()
            else:
                yield "" if target == os.curdir else target

    # --- git --------------------------------------------------------------------------------------

    def _line(self, *words: str) -> str:
        """Return what git says on one line."""
        return os.fsdecode(self._output(*words)).removesuffix("\n")

    def _listed(self, *words: str) -> list[str]:
        return [os.fsdecode(word) for word in self._output(*words).split(b"\0") if word]

    def _output(self, *words: str, given: bytes = b"") -> bytes:
        done = self._run(*words, given=given)
        if done.returncode:
            raise self._refused(f"must be called in a working tree of git: {_said(done)}")
        return done.stdout

    def _run(self, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        index = words[0] in ("read-tree", "checkout-index")
        own = {"GIT_INDEX_FILE": str(self._index)} if index else {}
        try:
            return subprocess.run(
                ["git", *words],
                capture_output=True,
                check=False,
                input=given,
                env={**os.environ, "GIT_LITERAL_PATHSPECS": "0", "LC_ALL": "C", **own},
            )
        except FileNotFoundError:
            raise self._refused("must be read by git, which is not on PATH") from None

    def _refused(self, message: str, hint: str = "") -> RenderError:
        return RenderError(
            [Problem("SR804", (), message, hint=hint, file=f"--against {self.name}")]
        )


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return why git did not do it, in its own words, on one line."""
    said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
    return said.partition("\n")[0]


def parents(path: str) -> list[str]:
    """Return the folders that a path is in, the nearest first; not the top."""
    return [str(folder) for folder in PurePosixPath(path).parents][:-1]


def _is_above(path: str) -> bool:
    return path == os.pardir or path.startswith(f"{os.pardir}{os.sep}")
