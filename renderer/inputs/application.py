"""The folder that Argo CD runs its plugin in: read for the core, which touches no disk.

On the way of `stateful argocd generate`, of which Argo CD starts one process per Application: so no
pathlib, and nothing that is needed for errors alone.
"""

from __future__ import annotations

import os

from renderer.app import KUSTOMIZATIONS, SPECS
from renderer.argocd.folder import MANIFESTS, Folder
from renderer.argocd.request import PATH, in_repository, request_of
from renderer.errors import Problem, RenderError
from renderer.yaml.reader import MAX_BYTES, read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# What is no spec is only looked at, as far as this.
LOOKED_AT = 1 << 20


def generated(variables: Mapping[str, str], cluster: int | None = None) -> str:
    """Return the manifests of the Application whose folder this is.

    Args:
        variables: the process environment that Argo CD set up.
        cluster: a version of Kubernetes that a person names.

    Raises:
        RenderError: with everything that is wrong.
    """
    from renderer.argocd.generate import generate

    request = request_of(variables, cluster)
    return generate(folder(".", request.file), request, beside("."))


def announced(variables: Mapping[str, str]) -> str:
    """Return what Argo CD's UI offers to set, as JSON; `[]` where the app cannot be read.

    Args:
        variables: the process environment that Argo CD set up, which lacks most of them here.
    """
    from renderer.argocd.announcement import announcement

    called = lambda name: in_repository(variables.get(PATH, ""), name)  # noqa: E731
    try:
        return announcement(folder(".", called), variables)
    except RenderError:
        return "[]\n"


def folder(path: str, called: Callable[[str], str]) -> Folder:
    """Return what is in a folder, with what is below it where there is no spec.

    Raises:
        RenderError: a file cannot be read (SR501).
    """
    try:
        names = sorted(os.listdir(path))  # noqa: PTH208
        wanted = [name for name in names if not name.startswith(".") and _may_count(name)]
        contents = {
            name: _content(f"{path}/{name}", called(name) if name in SPECS else "")
            for name in wanted
            if os.path.isfile(f"{path}/{name}")  # noqa: PTH113
        }
        is_named = any(name in contents for name in SPECS)
        below = {} if is_named else {name: _files(f"{path}/{name}") for name in names}
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        file = called(os.path.basename(error.filename or ""))  # noqa: PTH119
        raise RenderError([Problem("SR501", (), reason, file=file)]) from None
    return Folder(contents, below, called)


def beside(path: str) -> Callable[[str], bytes]:
    """Return what reads a file that a config names."""

    def read(name: str) -> bytes:
        from pathlib import Path  # few apps have such files

        from renderer.inputs.beside import read_beside

        return read_beside(Path(path), name)

    return read


def _may_count(name: str) -> bool:
    return name.endswith(MANIFESTS) or name in KUSTOMIZATIONS


def _content(path: str, spec: str) -> bytes:
    """Return what a file holds; a spec is refused where it is too large, under this name."""
    if spec:
        try:
            return read_bytes(path, MAX_BYTES["spec"])
        except RenderError as error:
            raise RenderError([problem.at(spec) for problem in error.problems]) from None
    with open(path, "rb") as stream:  # noqa: PTH123
        return stream.read(LOOKED_AT)


def _files(path: str) -> list[str]:
    return os.listdir(path) if os.path.isdir(path) else []  # noqa: PTH112, PTH208
