"""How many pods may be away: a number or a percentage, in a budget as in a rollout.

Both are checked by the same code of the API server, which also refuses more than 100%:
`ValidatePositiveIntOrPercent` and `IsNotMoreThan100Percent`. More pods than there are is no error.
"""

from __future__ import annotations

from renderer.kubernetes.names import HIGHEST_COUNT, quoted
from renderer.rules.legacy import found, without_quotes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeGuard

    from renderer.errors import Path, Problem

ALL = 100  # percent
FEW_DIGITS = 8  # more of them Python might refuse to read


def is_limit(value: object) -> TypeGuard[int | str]:
    """Tell whether it is a number of pods or a percentage, as the API server reads them."""
    if isinstance(value, str):
        digits = value.removesuffix("%")
        is_share = digits != value and digits.isascii() and digits.isdecimal()
        return is_share and len(digits) < FEW_DIGITS and int(digits) <= ALL
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HIGHEST_COUNT


def unreadable(value: Any, path: Path) -> Iterator[Problem]:
    """Yield a problem where a number or text is no limit; other types are for `structure`."""
    if isinstance(value, int | str) and not isinstance(value, bool) and not is_limit(value):
        message = f"must be a number of pods or 0% to 100%, got {quoted(value)}"
        yield found("SR904", path, message, hint=without_quotes(value))
