"""From the plain data of a StatefulEnvironment to a valid one, and its rules across fields."""

from __future__ import annotations

from renderer.app.configurations import configuration_in
from renderer.errors import Problem, RenderError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from renderer.app.load import Document
    from renderer.app.stateful_environment import StatefulEnvironment, StatefulSetChange
    from renderer.errors import Path

SETS = ("spec", "statefulSets")


def environment_in(document: Document) -> StatefulEnvironment:
    """Return the StatefulEnvironment that a document is.

    Raises:
        RenderError: with everything that is wrong with it.
    """
    found: StatefulEnvironment = configuration_in(document, "StatefulEnvironment")
    if problems := list(_broken(found)):
        raise RenderError(document.place(problem) for problem in problems)
    return found


def _broken(found: StatefulEnvironment) -> Iterator[Problem]:
    spec = found.spec
    if spec.environment is None and not spec.stateful_sets:
        message = "must have environment or statefulSets, or it would change nothing"
        yield Problem("SR606", ("spec",), message)
    yield from _twice([(entry.name, entry.namespace) for entry in spec.stateful_sets], SETS)
    for index, entry in enumerate(spec.stateful_sets):
        at = (*SETS, index)
        if not _changes(entry):
            message = "must change something"
            yield Problem("SR606", at, message, hint="set replicas, claims or peers")
        yield from _twice([claim.name for claim in entry.claims], (*at, "claims"))
        yield from _twice([(list_.name, list_.container) for list_ in entry.peers], (*at, "peers"))
        for number, claim in enumerate(entry.claims):
            if (claim.size, claim.storage_class_name, claim.access_modes) == (None, None, None):
                message, hint = "must change something", "set size, storageClassName or accessModes"
                yield Problem("SR606", (*at, "claims", number), message, hint=hint)


def _changes(entry: StatefulSetChange) -> bool:
    return entry.replicas is not None or bool(entry.claims or entry.peers)


def _twice(names: Sequence[Any], at: Path) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Problem("SR301", (*at, index, "name"), "must be a name of its own")
