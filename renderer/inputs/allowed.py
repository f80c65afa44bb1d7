"""Where owners say what they accept: in files, and in tables of stateful.toml that are alike."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from renderer.errors import Problem, RenderError
from renderer.inputs.folders import content_of
from renderer.inputs.project import ALLOW, project
from renderer.inputs.sources import collected
from renderer.yaml import read

if TYPE_CHECKING:
    from renderer.changes.allowed import Allowed
    from renderer.yaml import Locator


def allowances_of(files: list[str]) -> list[Allowed]:
    """Return what the project allows, and then what files do.

    Raises:
        RenderError: with all that cannot be read (SR501), or is wrong (SR908).
    """
    held = collected([None, *files], lambda file: _in_project() if file is None else _in_file(file))
    return [allowance for allowances in held for allowance in allowances]


def today() -> date:
    """Return the day of the call; an allowance holds on its last day, in UTC."""
    return datetime.now(UTC).date()


def _in_project() -> list[Allowed]:
    own = project()
    if not own or ALLOW not in own.said:
        return []
    from renderer.changes.allowed import allowances_in  # no call needs it that allows nothing

    def place(problem: Problem) -> Problem:
        return own.place(problem.saying(path=(ALLOW, *problem.path)))

    return allowances_in([_in_words(table) for table in own.said[ALLOW]], place)


def _in_words(table: dict[str, Any]) -> dict[str, Any]:
    """Return a table as YAML has it: TOML alone has dates."""
    return {key: str(value) if isinstance(value, date) else value for key, value in table.items()}


def _in_file(file: str) -> list[Allowed]:
    from renderer.changes.allowed import allowances_in
    from renderer.yaml import Locator  # brings PyYAML

    content = content_of(file)
    documents = read(content, file=file, dialect="manifest")
    if len(documents) > 1:
        raise RenderError([Problem("SR908", (), "must be one document, and a list", file=file)])
    locator = Locator(content, dialect="manifest")
    place = partial(_placed, locator, file)
    return [allowance for data in documents for allowance in allowances_in(data, place)]


def _placed(locator: Locator, file: str, problem: Problem) -> Problem:
    return problem.at(file, *locator.placed(problem.path, document=0, key=False)[:2])
