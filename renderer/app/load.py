"""From the plain data of a document to valid apps: merge, check, and place every problem."""

from __future__ import annotations

from renderer.app import environments
from renderer.app.accept import NotAccepted, accept
from renderer.app.rules import broken_rules
from renderer.errors import Problem, RenderError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    Locate = Callable[[Path, bool], tuple[int, int]]


class Document:
    """A StatefulApp as it was written, with what is needed to say where.

    Args:
        data: the document's plain data.
        file: as the user named it; empty when there is none.
        locate: `(path, of its key?)` -> 1-based line and column, None when there is no text.
    """

    def __init__(self, data: Any, *, file: str = "", locate: Locate | None = None) -> None:
        self.data = data
        self.file = file
        self._locate = locate

    def place(self, problem: Problem, environment: str | None = None) -> Problem:
        """Return the problem at the line that caused it, in the environment's override if there."""
        path = self._source(problem, environment)
        if self._locate is None:
            return problem.at(self.file)
        return problem.at(self.file, *self._locate(path, problem.code in CODES_OF_KEYS))

    def _source(self, problem: Problem, environment: str | None) -> Path:
        fields = (problem.path, *problem.causes)
        paths = [environments.source_path(self.data, environment, field) for field in fields]
        overrides = [path for path in paths if path[:2] == ("spec", "environments")]
        return (overrides or paths)[0]


CODES_OF_KEYS = ("SR201",)


def app_in(document: Document, environment: str | None) -> StatefulApp:
    """Return the app as it is in one environment, or the base for None.

    Raises:
        RenderError: with every problem of the effective spec, each at its line.
    """
    try:
        _check_head(document.data)
        data = environments.effective(document.data, environment)
    except RenderError as error:
        raise RenderError(document.place(problem) for problem in error.problems) from None
    app, problems = _checked(data)
    if problems or app is None:
        raise RenderError(document.place(problem, environment) for problem in problems)
    return app


def apps_in(document: Document) -> dict[str | None, StatefulApp]:
    """Return the base (under None) and the app in every environment, in the document's order.

    Raises:
        RenderError: with the problems of all of them; a mistake in the base is reported once.
    """
    apps: dict[str | None, StatefulApp] = {}
    problems: list[Problem] = []
    for environment in (None, *_environment_names(document.data)):
        try:
            apps[environment] = app_in(document, environment)
        except RenderError as error:
            problems.extend(error.problems)
    if problems:
        raise RenderError(problems)
    return apps


def selected_environment(document: Document, asked: str | None = None) -> str | None:
    """Return which environment to render; None is the base, which may be asked for as `base`.

    What the caller asks for wins over `spec.environment`, by which a document says itself, where
    no command line can, which environment it is for.
    """
    if (
        asked is None
        and isinstance(document.data, dict)
        and isinstance(document.data.get("spec"), dict)
    ):
        asked = document.data["spec"].get("environment")
    return asked if isinstance(asked, str) and asked != environments.BASE else None


def _checked(data: Any) -> tuple[StatefulApp | None, list[Problem]]:
    try:
        app = accept(data)
    except NotAccepted:
        from renderer.app.wording import problems_of  # only on failure: it imports pydantic

        problems = problems_of(data)
        return None, [*problems, *_rules_on_the_rest(data, problems)]
    return app, broken_rules(app)


# Without one of these, rules about other fields would see mistakes that are not there.
REFERRED_TO = {"clientService", "headlessService", "ports", "replicas"}


def _rules_on_the_rest(data: Any, problems: list[Problem]) -> list[Problem]:
    """Check the rules on the fields that are valid, so that all problems come at once."""
    paths = [problem.path for problem in problems]
    if any(path[:1] != ("spec",) or path == ("spec",) for path in paths):
        return []
    wrong = {str(path[1]) for path in paths}
    if wrong & REFERRED_TO:
        return []
    rest = {key: value for key, value in data["spec"].items() if key not in wrong}
    try:
        return broken_rules(accept({**data, "spec": {"image": "unknown", **rest}}))
    except NotAccepted:
        return []


def _check_head(data: Any) -> None:
    """Refuse what cannot be merged at all: no metadata, no spec, or no list of environments."""
    if not _is_mergeable(data) and (problems := _checked(data)[1]):
        raise RenderError(problems)


def _is_mergeable(data: Any) -> bool:
    if not isinstance(data, dict):
        return False
    if not all(isinstance(data.get(field), dict) for field in ("metadata", "spec")):
        return False
    written = data["spec"].get("environments")
    return written is None or (
        environments.is_named(written) and not environments.repeated_name(written)
    )


def _environment_names(data: Any) -> list[str]:
    try:
        return environments.names(data)
    except (AttributeError, KeyError, TypeError):
        return []  # the base already reports what is wrong with the list
