"""A call and its answer, and who is calling."""

from __future__ import annotations

from renderer.errors import RenderError
from renderer.krm.items import KUSTOMIZE_ID, Item, index_of, path_of
from renderer.objects.identity import Identity
from renderer.objects.reading import annotations_of, metadata_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from renderer.errors import Problem

    # A problem, and the object that it is about.
    Result = tuple[Problem, Any]
    Caller = Literal["generator", "transformer", "package"]

MADE_BY_KPT = "function-input"


class Call:
    """What a caller handed over.

    Args:
        items: the objects.
        config: the functionConfig, None if there is none.
        pad: what stands before the dashes of the items.
    """

    def __init__(self, items: list[Item], config: Any, pad: str = "") -> None:
        self.items = items
        self.config = config
        self.pad = pad


class Answer:
    """What a role gives back.

    Args:
        items: everything that should be there afterwards; the caller deletes what is left out.
        results: the problems. With an error among them the call has failed, and its items are
            returned.
    """

    def __init__(self, items: list[Item], results: list[Result] | None = None) -> None:
        self.items = items
        self.results = results or []


class Failed(Exception):  # noqa: N818  # an answer
    """The call has failed, with these results."""

    def __init__(self, results: list[Result]) -> None:
        super().__init__("\n".join(str(problem) for problem, _ in results))
        self.results = results


def collect(results: list[Result], error: RenderError, resource: Any) -> None:
    """Add the problems of an object, and go on: people mend everything at once."""
    results.extend((problem, resource) for problem in error.problems)


def caller_of(call: Call) -> Caller:
    """Tell who calls; a validator looks like a transformer, so its config must say what it is.

    `generator`: kustomize hands over the config alone, and expects new objects alone. So it does
    for a transformer in a kustomization without resources. A script that sends no items is answered
    in the same way.
    `transformer`: kustomize hands over its resources, and expects all of them back.
    `package`: kpt, `kustomize fn run` and pipes hand over the objects of all files, expect all of
    them back, and write new ones to the files that their annotations name.
    """
    if any(map(_is_from_kustomize, call.items)) and not any(map(_is_file, call.items)):
        return "transformer"
    if _is_alone(call):
        return "generator"
    return "package"


def _is_from_kustomize(item: Item) -> bool:
    return item.mentions(KUSTOMIZE_ID) and KUSTOMIZE_ID in annotations_of(item.data)


def _is_file(item: Item) -> bool:
    """Tell whether an item is a file of a package, where others may still hold kustomize's id."""
    return not item.mentions(KUSTOMIZE_ID) and path_of(item.data) is not None


def _is_alone(call: Call) -> bool:
    """Tell whether there is nothing but the config, which kustomize hands over twice.

    An item with a path is a file, which would be deleted if it were left out. For an empty
    package kpt sends no items, and a config that it read from a file or made itself.
    """
    config = call.config
    if config is None:
        return False
    if not call.items:
        return index_of(config) is None and metadata_of(config).get("name") != MADE_BY_KPT
    data = call.items[0].data
    return (
        len(call.items) == 1 and Identity.of(data) == Identity.of(config) and path_of(data) is None
    )
