"""The files in which owners say what they accept of a change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from renderer.errors import Problem, RenderError
from renderer.inputs.folders import content_of
from renderer.inputs.sources import collected
from renderer.yaml import read

if TYPE_CHECKING:
    from renderer.changes.allowed import Allowed
    from renderer.yaml import Locator


def allowances_of(files: list[str]) -> list[Allowed]:
    """Return what files allow.

    Raises:
        RenderError: with all that cannot be read (SR501), or is wrong (SR908).
    """
    return [allowance for held in collected(files, _in_file) for allowance in held]


def _in_file(file: str) -> list[Allowed]:
    from renderer.changes.allowed import allowances_in  # brings deepdiff
    from renderer.yaml import Locator  # and this PyYAML

    content = content_of(file)
    documents = read(content, file=file, dialect="manifest")
    if len(documents) > 1:
        raise RenderError([Problem("SR908", (), "must be one document, and a list", file=file)])
    locator = Locator(content, dialect="manifest")
    place = partial(_placed, locator, file)
    return [allowance for data in documents for allowance in allowances_in(data, place)]


def _placed(locator: Locator, file: str, problem: Problem) -> Problem:
    return problem.at(file, *locator.placed(problem.path, document=0, key=False)[:2])
