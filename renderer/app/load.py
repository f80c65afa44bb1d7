"""From the plain data of a document to valid apps: merge, check, and place every problem."""

from __future__ import annotations

from renderer.app import environments
from renderer.app.accept import NotAccepted, accept
from renderer.app.config_files import with_files
from renderer.app.rules import broken_rules
from renderer.app.version_rules import refused
from renderer.errors import Problem, RenderError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from renderer.app.config_files import ReadBeside
    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    Locate = Callable[[Path, bool], tuple[int, int]]


class Document:
    """A StatefulApp as it was written, with what is needed to say where.

    Args:
        data: the document's plain data.
        file: as the user named it; empty when there is none.
        locate: `(path, of its key?)` -> 1-based line and column, None when there is no text.
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
        self._locate = locate

    def on(self, cluster: int | None) -> Document:
        """Return the same document for a cluster; its version wins over the spec's own."""
        from copy import copy  # not for stateful-fn, which knows no cluster

        document = copy(self)
        document.cluster = cluster
        return document

    def place(self, problem: Problem, environment: str | None = None) -> Problem:
        """Return the problem at the line that caused it, in the environment's override if there."""
        path = self._source(problem, environment)
        place = self._locate(path, problem.code in CODES_OF_KEYS) if self._locate else ()
        return self._in_its_words(problem, path, environment).at(self.file, *place)

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
        hint = environments.new_item_hint(self.data, path) if problem.code == "SR203" else ""
        return problem.saying(problem.message, path=path, hint=hint or problem.hint)

    def _where(self, field: Path, environment: str | None) -> Path:
        return environments.source_path(self.data, environment, field)


CODES_OF_KEYS = ("SR201",)


def app_in(document: Document, environment: str | None) -> StatefulApp:
    """Return the app as it is in one environment, or the base for None.

    Raises:
        RenderError: with every problem of the effective spec, each at its line.
    """
    app, problems, merged = _read(document, environment)
    if problems or app is None:
        raise RenderError(document.place(problem, merged) for problem in problems)
    return app


def apps_in(document: Document) -> dict[str | None, StatefulApp]:
    """Return the base (under None) and the app in every environment, in the document's order.

    Raises:
        RenderError: with the problems of all of them; a mistake in the base is reported once.
    """
    base, of_the_base, _ = _read(document, None)
    problems = [document.place(problem) for problem in of_the_base]
    said = {str(problem) for problem in of_the_base}
    apps: dict[str | None, StatefulApp] = {} if base is None else {None: base}
    for environment in _environment_names(document.data):
        app, found, merged = _read(document, environment)
        new = [problem for problem in found if str(problem) not in said]
        problems += [document.place(problem, merged) for problem in new]
        apps |= {environment: app} if app else {}
    if problems:
        raise RenderError(problems)
    return apps


def _read(
    document: Document, environment: str | None
) -> tuple[StatefulApp | None, list[Problem], str | None]:
    """Return the app, what is wrong, and which environment the problems' paths belong to.

    What is wrong with the merge itself has the paths of the document, and so of no environment.
    """
    try:
        _check_head(document)
        data = environments.effective(document.data, environment)
    except RenderError as error:
        return None, error.problems, None
    data, unread = with_files(data, document.read_beside)
    app, problems = _checked(data, document.cluster)
    return app, [*unread, *problems], environment


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


def _checked(data: Any, cluster: int | None) -> tuple[StatefulApp | None, list[Problem]]:
    try:
        app = accept(data)
    except NotAccepted:
        from renderer.app.wording import problems_of  # only on failure: it imports pydantic

        problems = problems_of(data)
        return None, [*problems, *_rules_on_the_rest(data, cluster, problems)]
    return app, [*broken_rules(app), *refused(app, cluster)]


# Rules about a reference, to a port, a volume or the replicas, would see a mistake that is not
# there while the field that is referred to cannot be read.
REFERRING = ("SR308", "SR311", "SR312", "SR314", "SR323")
REFERRED_TO = {
    "clientService",
    "config",
    "headlessService",
    "initContainers",
    "podSecurityContext",
    "podServices",
    "ports",
    "replicas",
    "resourceClaims",
    "sidecars",
    "storage",
    "volumes",
}


def _rules_on_the_rest(data: Any, cluster: int | None, problems: list[Problem]) -> list[Problem]:
    """Check the rules on the fields that are valid, so that all problems come at once."""
    paths = [problem.path for problem in problems]
    if any(path[:1] != ("spec",) or path == ("spec",) for path in paths):
        return []
    wrong = {str(path[1]) for path in paths}
    rest = {key: value for key, value in data["spec"].items() if key not in wrong}
    try:
        app = accept({**data, "spec": {"image": "unknown", **rest}})
    except NotAccepted:
        return []
    is_for_all = "kubernetesVersion" in wrong
    found = [*broken_rules(app), *([] if is_for_all else refused(app, cluster))]
    unsafe = REFERRING if wrong & REFERRED_TO else ()
    return [problem for problem in found if problem.code not in unsafe]


def _check_head(document: Document) -> None:
    """Refuse what cannot be merged at all: no metadata, no spec, or no list of environments."""
    data = document.data
    if not _is_mergeable(data) and (problems := _checked(data, document.cluster)[1]):
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
