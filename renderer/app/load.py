"""A document as it was written: what can be read of it, and where what is wrong stands."""

from __future__ import annotations

from renderer.app import environments
from renderer.app.accept import NotAccepted, accept
from renderer.errors import Problem, RenderError
from renderer.kubernetes import versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from renderer.app.config_files import ReadBeside
    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    Locate = Callable[[Path, bool], tuple[int, int, str]]


class Document:
    """A StatefulApp as it was written, with what is needed to say where.

    Args:
        data: the document's plain data.
        file: as the user named it; empty when there is none.
        locate: `(path, of its key?)` -> 1-based line and column, and the scalar that stands
            there as it is written; None when there is no text.
        read_beside: what a file in the document's folder holds, None when there is no folder.
    """

    def __init__(
        self,
        data: Any,
        *,
        file: str = "",
        locate: Locate | None = None,
        read_beside: ReadBeside | None = None,
    ) -> None:
        self.data = data
        self.file = file
        self.read_beside = read_beside
        self.cluster: int | None = None
        self.asked: str | None = None
        self._locate = locate

    def on(self, cluster: int | None) -> Document:
        """Return the same document for a cluster; its version wins over the spec's own."""
        document = self.saying(self.data)
        document.cluster = cluster
        return document

    def saying(self, data: Any) -> Document:
        """Return a document that says something else, at the lines of this one."""
        document = Document(data, file=self.file, locate=self._locate, read_beside=self.read_beside)
        document.cluster, document.asked = self.cluster, self.asked
        return document

    def within(self, environment: str) -> Document:
        """Return the same document, of which the caller asks for one environment, or for base."""
        document = self.saying(self.data)
        document.asked = environment
        return document

    def place(self, problem: Problem, environment: str | None = None) -> Problem:
        """Return the problem at the line that caused it, in the environment's override if there."""
        path = self._source(problem, environment)
        locate = self._locate if path or problem.code not in CODES_OF_CALLS else None
        place = locate(path, problem.code in CODES_OF_KEYS) if locate else ()
        placed = self._in_its_words(problem, path, environment).at(self.file, *place)
        return self._beside(placed, environment) if problem.taken_by else placed

    def _beside(self, problem: Problem, environment: str | None) -> Problem:
        other = self._where(problem.taken_by, environment)
        return problem.beside(other, self._locate(other, False)[0] if self._locate else 0)

    def _source(self, problem: Problem, environment: str | None) -> Path:
        paths = [self._where(field, environment) for field in (problem.path, *problem.causes)]
        overrides = [path for path in paths if path[:2] == ("spec", "environments")]
        return (overrides or paths)[0]

    def _in_its_words(self, problem: Problem, path: Path, environment: str | None) -> Problem:
        """Name the field as the environment wrote it, or the environment that plays a part."""
        if path == problem.path or environment is None:
            return problem
        if any(path == self._where(cause, environment) for cause in problem.causes):
            return problem.saying(f"{problem.message}, in environment {environment}")
        hint = environments.new_item_hint(self.data, path) if problem.code in OF_NEW_ITEMS else ""
        return problem.saying(path=path, hint=hint or problem.hint)

    def _where(self, field: Path, environment: str | None) -> Path:
        return environments.source_path(self.data, environment, field)


CODES_OF_KEYS = ("SR201",)
# What the call is to blame for, and no line of the document, unless a field says it too.
CODES_OF_CALLS = ("SR401",)
# What is said of an item of an environment that adds one where it meant to change one.
OF_NEW_ITEMS = ("SR203", "SR930")


def cluster_version(text: str | None, said_by: str) -> int | None:
    """Return the version of the cluster that the caller names; None where nothing is said.

    Raises:
        RenderError: what is said is no version that can be checked for (SR208).
    """
    if not text:
        return None
    try:
        return versions.of_cluster(text)
    except ValueError as error:
        raise RenderError([Problem("SR208", (said_by,), str(error))]) from None


def selected_environment(document: Document, asked: str | None = None) -> str | None:
    """Return which environment to render; None is the base, which may be asked for as `base`.

    What the caller asks for wins over `spec.environment`, by which a document says itself, where
    no command line can, which environment it is for.
    """
    asked = asked or document.asked
    if (
        asked is None
        and isinstance(document.data, dict)
        and isinstance(document.data.get("spec"), dict)
    ):
        asked = document.data["spec"].get("environment")
    return asked if isinstance(asked, str) and asked != environments.BASE else None


def readable(
    data: Any, base: tuple[Any, StatefulApp] | None = None
) -> tuple[StatefulApp | None, list[Problem]]:
    """Return the app that an effective document is, and what is wrong with its fields.

    With something wrong it is an app of the fields that can be read, so that people hear of all
    problems at once; None where nothing can be made of them.

    Args:
        data: the document.
        base: that of the environment, where nothing is wrong with it: its document and its app.
    """
    try:
        return _accepted(data, *base) if base else accept(data), []
    except NotAccepted:
        from renderer.app.wording import problems_of  # only on failure

        problems = problems_of(data)
        return _rest(data, problems), problems


def _accepted(data: Any, base: Any, before: StatefulApp) -> StatefulApp:
    new = environments.new_fields(data["spec"], base["spec"])
    return accept(data, before, data["spec"].keys() - new.keys())


def _rest(data: Any, problems: list[Problem]) -> StatefulApp | None:
    """Return the app without the fields of spec that cannot be read."""
    paths = [problem.path for problem in problems]
    if any(path[:1] != ("spec",) or path == ("spec",) for path in paths):
        return None
    wrong = {path[1] for path in paths}
    rest = {key: value for key, value in data["spec"].items() if key not in wrong}
    try:
        return accept({**data, "spec": {"image": "unknown", **rest}})
    except NotAccepted:
        return None
