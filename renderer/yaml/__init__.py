"""The only place that knows YAML: what we read means one thing, what we write is read as written.

`read` gives plain data or every problem of a text; `Locator` says where in it a value stands;
`dump` and `dump_all` write. Scalars that YAML readers disagree on are refused in our own files,
and quoted in what we write.
"""

from __future__ import annotations

from renderer.yaml.emitter import dump, dump_all
from renderer.yaml.reader import read
from renderer.yaml.vocabulary import Dialect, survives

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.yaml.locator import Locator

__all__ = ["Dialect", "Locator", "dump", "dump_all", "read", "survives"]


def __getattr__(name: str) -> object:
    """Import late what a call of `stateful-fn` may do without."""
    if name == "Locator":
        from renderer.yaml.locator import Locator

        return Locator
    raise AttributeError(name)
