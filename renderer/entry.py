"""The quickest start of `stateful-fn`, for the ENTRYPOINT of a container: `python -S -E entry.py`.

Without -S and -E it does the same. Python compiles this file at each start, so it is short.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

FOLDER = __file__.rpartition("/")[0]


class Site:
    """The packages that -S leaves out, for the first import that is not found without them."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module behind Python's own finders, and with that become needless."""
        import site
        from importlib.machinery import PathFinder

        sys.meta_path.remove(Site)
        site.main()
        return PathFinder.find_spec(name, path, target)


if __name__ == "__main__":
    # Python puts this folder in front, where our `yaml` would hide the library.
    sys.path[:] = [path for path in sys.path if path != FOLDER]
    sys.path.append(FOLDER.rpartition("/")[0])
    if sys.flags.no_site:
        sys.meta_path.append(Site)
    from renderer.fn import start

    start()
