"""The StatefulApps among the items of a call."""

from __future__ import annotations

from renderer import app
from renderer.app.load import Document
from renderer.errors import Problem, RenderError
from renderer.krm.items import label
from renderer.yaml import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.krm.items import Item


def may_be_ours(item: Item) -> bool:
    """Tell whether an item must be read to know whether it is an app."""
    return item.mentions(app.KIND) or item.mentions(app.GROUP)


def is_app(item: Item) -> bool:
    """Tell whether an item is meant to be an app, even if its apiVersion or kind is misspelt."""
    return may_be_ours(item) and app.is_app(item.data)


def document_of(item: Item) -> Document:
    """Return an item as a document, read as strictly as any spec.

    Raises:
        RenderError: with everything that YAML readers disagree on.
    """
    file = label(item.data)
    if not item.text:
        return Document(item.data, file=file)
    try:
        (data,) = read(item.document())
    except RenderError as error:
        raise RenderError(problem.at(file) for problem in error.problems) from None
    return Document(data, file=file)


def no_app(hint: str) -> Problem:
    """Return the problem of a call without an app; the hint says where to put one."""
    message = f"must hold a {app.KIND}: there is nothing to render"
    hint = f"{hint}, or remove the function"
    return Problem("SR605", ("items",), message, hint=hint)
