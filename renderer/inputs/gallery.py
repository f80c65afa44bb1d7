"""The examples of the gallery: they are `bases/` of this repository, and installed with us."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.app import SPECS
from renderer.errors import Problem, RenderError
from renderer.kubernetes.images import split
from renderer.kubernetes.names import nearest, one_of
from renderer.yaml import read

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def names() -> list[str]:
    """Return the names of the examples."""
    return sorted(entry.name for entry in _folder().iterdir() if entry.is_dir())


def example(name: str) -> str:
    """Return the text of an example.

    Raises:
        RenderError: there is none of this name (SR831).
    """
    known = names()
    if name not in known:
        hint = nearest(name, known) or one_of(known)
        message = f"must be one of the examples, got {name!r}"
        raise RenderError([Problem("SR831", (), message, hint=hint, file="--like")])
    return (_folder() / name / SPECS[0]).read_text("utf-8")


def of(image: str) -> list[str]:
    """Return the examples that run a program of the same name as an image."""
    return [
        name
        for name in names()
        if _program(read(example(name))[0]["spec"]["image"]) == _program(image)
    ]


def _program(image: str) -> str:
    return split(image)[0].rpartition("/")[2]


def _folder() -> Traversable:
    """Return where they are: within the package, or beside it in a checkout."""
    packed = files("renderer") / "gallery"
    return packed if packed.is_dir() else Path(__file__).parents[2] / "bases"
