"""What anybody may have written or a server has given back, walked as the API server reads it."""

from __future__ import annotations

from renderer.errors import Problem
from renderer.kubernetes import gates, images, names, quantities, versions
from renderer.kubernetes.object_shapes import FOREIGN, LENIENT, POINTERS, SHAPES
from renderer.kubernetes.shapes import OBJECTS
from renderer.kubernetes.walker import Walker, mode_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from renderer.errors import Path
    from renderer.kubernetes.walker import Around, Problems, Shape

# What the server takes, or a rule has more to say about, and we write in one way only.
AS_THE_SERVER: dict[Any, Callable[[Any], Any] | None] = {
    images.check: None,
    names.absolute_path: None,
    names.count_or_percent: names.count_or_text,
    names.env_name: names.any_env_name,
    names.resource_name: None,
    quantities.stored_amount: quantities.canonical,
}
# Kubernetes counts in 64 bits. A spec does not: kustomize patches with floats, which round.
INT64, OURS = (-(2**63), 2**63 - 1), (-(2**53), 2**53)


class Foreign(Walker):
    """Walks what anybody wrote or a server has given back, as the API server reads it.

    Args:
        minor: the version of the server; None where nobody says, and all fields are known.
    """

    def __init__(self, minor: int | None = None) -> None:
        super().__init__()
        self.minor = minor

    unknown = (
        "is not a field here: it is refused, or dropped in silence where validation is lenient"
    )

    def null(self, _path: Path) -> Problems:
        """Take null for absent, as the server does."""
        yield from ()

    def integer(self, value: Any, shape: Shape, path: Path, around: Around) -> Problems:
        """Walk a whole number; to the server 3.0 is 3."""
        is_whole = isinstance(value, float) and value.is_integer()
        yield from super().integer(int(value) if is_whole else value, shape, path, around)

    def limits(self, low: int, high: int) -> tuple[int, int]:
        """Return the range that the server takes."""
        return INT64 if (low, high) == OURS else (low, high)

    def octal(self, value: int) -> str:
        """Return the hint for a mode that has lost its 0, which manifests write so."""
        return f"write 0{value}, for a mode is octal" if mode_of(value) else ""

    def refusals(self, check: Callable[[Any], Any], value: Any, path: Path) -> Problems:
        """Yield the problem of a value that the server refuses."""
        theirs = AS_THE_SERVER.get(check, check)
        if theirs:
            is_amount = theirs is quantities.canonical and isinstance(value, str)
            yield from super().refusals(theirs, value.strip() if is_amount else value, path)

    def object(self, value: Any, shape: Shape, path: Path, around: Around) -> Problems:
        """Walk an object as Go reads it, with what only a server writes in it."""
        name = shape[1]
        ours, required = OBJECTS[name]
        theirs = {key: SHAPES.shape(text) for key, text in FOREIGN.get(name, {}).items()}
        fields = {**ours, **theirs}
        if isinstance(value, dict):
            value = {
                key: item
                for key, item in value.items()
                if key not in fields
                or not _is_nothing(item, fields[key], (name, key), is_needed=key in required)
            }
            yield from self.versions(value, name, path)
        needed = [key for key in fields if key in required and (name, key) not in LENIENT]
        yield from self.fields(value, name, fields, needed, path, around)

    def versions(self, value: dict[Any, Any], name: str, path: Path) -> Problems:
        """Yield what the version of the server drops in silence or refuses."""
        minor = self.minor or versions.NEVER
        for key, held in value.items() if self.minor else ():
            for window in gates.windows(name, key):
                for item, place in window.sightings(held, (*path, key)):
                    if not window.lets(item, minor):
                        message, hint = window.refusal(item, minor)
                        yield Problem("SR207", place, message, hint=hint)


def _is_nothing(value: Any, shape: Shape, field: tuple[str, str], *, is_needed: bool) -> bool:
    """Tell whether Go takes a value for a field that is absent."""
    if value is None:
        return True
    if field in POINTERS:
        return False
    if value == "" and isinstance(value, str):
        return shape[0] in ("checked", "enum") or shape[1:2] == (names.port_reference,)
    is_zero = value == 0 and isinstance(value, int) and not isinstance(value, bool)
    is_number = shape[0] == "int" or shape[1:2] == (names.port_reference,)
    return is_zero and is_number and not is_needed
