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

    Found = list[tuple[Problem, Any]]
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
        items: all that is to be there afterwards; what is left out, the caller deletes.
        results: what was found, each with the object that it is about. With an error among them
            the call has failed, and its items are returned.
    """

    def __init__(self, items: list[Item], results: Found | None = None) -> None:
        self.items = items
        self.results = results or []


class Failed(Exception):  # noqa: N818  # an answer
    """What is wrong, each with the object that it is about."""

    def __init__(self, found: Found) -> None:
        super().__init__("\n".join(str(problem) for problem, _ in found))
        self.found = found


def collected(found: Found, error: RenderError, resource: Any) -> None:
    """Note what is wrong with an object, and go on: people mend everything at once."""
    found.extend((problem, resource) for problem in error.problems)


def caller_of(call: Call) -> Caller:
    """Tell who calls; a validator looks like a transformer, so that is said in the config.

    `generator`: kustomize hands over the config alone, and expects new objects alone. So it does
    for a transformer in a kustomization without resources. A script that sends no items at all is
    answered in the same way.
    `transformer`: kustomize hands over its resources, and expects all of them.
    `package`: kpt, `kustomize fn run` and pipes hand over the objects of all files, expect all of
    them, and write the new ones to the files that their annotations name.
    """
    if any(map(_is_from_kustomize, call.items)) and not any(map(_is_file, call.items)):
        return "transformer"
    if _is_alone(call):
        return "generator"
    return "package"


def _is_from_kustomize(item: Item) -> bool:
    return item.mentions(KUSTOMIZE_ID) and KUSTOMIZE_ID in annotations_of(item.data)


def _is_file(item: Item) -> bool:
    """Tell whether it is of a package, where another file may still hold what kustomize noted."""
    return not item.mentions(KUSTOMIZE_ID) and path_of(item.data) is not None


def _is_alone(call: Call) -> bool:
    """Tell whether there is nothing but the config, which kustomize says twice.

    An item with a path is a file, which would be deleted if it were left out. kpt calls for an
    empty package without any item, with a config that it read from a file or made itself.
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
