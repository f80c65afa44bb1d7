"""The whole program as one executable file: a zip that Python runs, with everything it needs.

`make dist` builds it, docs/install.md says how to use it. Called as `stateful-fn`, or with `fn` as
its first argument, the file is the KRM function; otherwise it is `stateful`.
"""

from __future__ import annotations

import os
import sys

FUNCTION = "stateful-fn"


def main() -> None:
    """Run the program that the file was called as."""
    if _is_function():
        from renderer.fn import main as function

        sys.exit(function())
    from renderer.stateful import main as command_line

    command_line()


def _is_function() -> bool:
    if sys.argv[1:2] == ["fn"]:
        sys.argv[:2] = [FUNCTION]
        return True
    return os.path.basename(sys.argv[0]).partition(".")[0] == FUNCTION  # noqa: PTH119  # slow
