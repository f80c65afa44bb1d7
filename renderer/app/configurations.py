"""From the plain data of a configuration of `stateful-fn` to a valid one."""

from __future__ import annotations

from renderer.app.accept import NotAccepted, read
from renderer.errors import RenderError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.load import Document


def configuration_in(document: Document, kind: str) -> Any:
    """Return the StatefulEnvironment or StatefulGuard that a document is.

    Raises:
        RenderError: with everything that is wrong with its fields.
    """
    try:
        return read(document.data, ("record", kind))
    except NotAccepted:
        from renderer.app.wording import problems_of  # only on failure

        problems = problems_of(document.data, kind)
        raise RenderError(document.place(problem) for problem in problems) from None
