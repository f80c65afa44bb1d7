"""Site's packages, which `python -S` leaves out, for the first import that needs one.

What refuses a spec needs them, an ordinary call does not.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType


class LateSite:
    """A finder behind Python's own ones."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module that is not found without site, and with that become needless."""
        import site
        from importlib.machinery import PathFinder

        sys.meta_path.remove(LateSite)
        site.main()
        return PathFinder.find_spec(name, path, target)
