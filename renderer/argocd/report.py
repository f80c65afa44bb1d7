"""What an operator reads in an Application's condition: few lines, and the first one stands alone.

Argo CD puts all of stderr into the condition, which lies in etcd, goes to everybody who watches the
Application, and is shown in one piece.
"""

from __future__ import annotations

from renderer.errors import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_LINES = 10
LONGEST = 200


def shown(lines: Sequence[str], folder: str) -> str:
    """Return the first problems, each cut to a length that a condition can hold, and a count.

    Args:
        lines: one for each problem, with its code at the end.
        folder: of the Application, as people find it.
    """
    few = [shortened(" ".join(line.split("\n")), LONGEST) for line in lines[:MOST_LINES]]
    more = len(lines) - MOST_LINES
    if more > 0:
        what = "problem" if more == 1 else "problems"
        few.append(f"and {more} more {what}: stateful validate {folder}")
    return "".join(f"{line}\n" for line in few)
