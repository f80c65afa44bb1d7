"""Values put where `place` says that they come from: the builders, read backwards."""

from __future__ import annotations

from renderer.adopt.bare import bare, differing
from renderer.app.accept import NotAccepted, accept
from renderer.app.load import readable
from renderer.objects.identity import Identity
from renderer.objects.reading import at
from renderer.resources.kinds import builders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path
    from renderer.resources.files import Object

    Pair = tuple[Path, Any]

# What one round leaves open, because the fields before it were not there yet, the next one says.
ROUNDS = 4
STATEFULSET = "StatefulSet"
# Fields of spec that say another object than the StatefulSet; it is said by them and nothing else.
PARTS = (
    "headlessService",
    "clientService",
    "podDisruptionBudget",
    "serviceAccount",
    "podServices",
    "networkPolicy",
    "serviceMonitor",
)
# What is told apart by it is settled before anything is placed.
SETTLED: Path = ("spec", "selector")


class Refused(Exception):  # noqa: N818  # no error of its own: it becomes a line of the report
    """What no spec can say, with the problems of it."""

    def __init__(self, problems: list[Any]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def filled(document: Object, wanted: dict[Identity, Object]) -> tuple[Object, StatefulApp]:
    """Return a document that says all that objects hold, as far as a spec has a place for it.

    Args:
        document: a StatefulApp that has every one of these objects.
        wanted: {identity without a namespace: the object, bare}.

    Raises:
        Refused: the document is not accepted as it stands.
    """
    refused: set[Path] = set()
    app = _accepted(document)
    for _ in range(ROUNDS):
        pairs = [pair for pair in _open(app, wanted) if not _is_below(pair[0], refused)]
        said = _with(document, pairs)
        if said == document:
            break
        try:
            document, app = said, accept(said)
        except NotAccepted:
            document, app = _without_refused(document, pairs, refused)
    return document, app


def built_by(app: StatefulApp) -> dict[Identity, tuple[Object, Any, str]]:
    """Return {identity without a namespace: object, the place of its kind, its file}."""
    return {
        Identity.of(data).without_namespace(): (data, kind.place, file)
        for kind in builders(app)
        for file, data in kind.build(app).items()
    }


def _open(app: StatefulApp, wanted: dict[Identity, Object]) -> list[Pair]:
    """Return (where in the document, value) of every leaf that is not built so yet."""
    pairs = []
    for identity, (data, place, file) in built_by(app).items():
        if identity not in wanted:
            continue
        for path, value in _whole_lists(wanted[identity], differing(wanted[identity], bare(data))):
            where = place(app, path, file)
            if where and _may_say(identity.kind, where):
                pairs.append((where, value))
    return pairs


def _whole_lists(wanted: Object, pairs: list[Pair]) -> list[Pair]:
    """Return the same, with all items of a list of texts in place of one: others follow from none.

    What is said of accessModes replaces its default, and so must be all of them.
    """
    return [
        ((*path[:-1], index), item) if isinstance(path[-1], int) else (path, value)
        for path, value in pairs
        for index, item in enumerate(
            at(wanted, *path[:-1]) if isinstance(path[-1], int) else [value]
        )
    ]


def _may_say(kind: str, where: Path) -> bool:
    """Tell whether a field of spec is about objects of a kind: other objects follow from it too."""
    if kind == STATEFULSET:
        return where[: len(SETTLED)] != SETTLED
    return len(where) > len(SETTLED) and where[1] in PARTS


def _accepted(document: Object) -> StatefulApp:
    try:
        return accept(document)
    except NotAccepted:
        raise Refused(readable(document)[1]) from None


def _without_refused(
    document: Object, pairs: list[Pair], refused: set[Path]
) -> tuple[Object, StatefulApp]:
    """Leave out what the spec refuses: first the values, then the lists that they are in."""
    while True:
        kept = [pair for pair in pairs if not _is_below(pair[0], refused)]
        said = _with(document, kept)
        try:
            return said, accept(said)
        except NotAccepted:
            problems = readable(said)[1]
        paths = {_widened(problem.path, pairs, refused) for problem in problems}
        if not paths - refused:
            raise Refused(problems)
        refused |= paths


def _widened(path: Path, pairs: list[Pair], refused: set[Path]) -> Path:
    """Return a path that is not left out yet: the value itself, or else what it is in."""
    while len(path) > 1 and (
        path in refused or not any(where[: len(path)] == path for where, _ in pairs)
    ):
        path = path[:-1]
    return path


def _is_below(path: Path, refused: set[Path]) -> bool:
    return any(path[:length] in refused for length in range(1, len(path) + 1))


def _with(document: Object, pairs: list[Pair]) -> Object:
    """Return the document with values at paths; what is there already stays."""
    said = _copy(document)
    for path, value in pairs:
        _put(said, path, value)
    compact: Object = _compact(said)
    return compact


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


def _put(within: Any, path: Path, new: Any) -> None:
    """Put a value where a path leads; maps and lists on the way are made."""
    value: Any = within
    for step, following in zip(path, (*path[1:], None), strict=True):
        if not isinstance(value, list if isinstance(step, int) else dict):
            return  # something else is said there
        if isinstance(step, int) and isinstance(value, list):
            value.extend([None] * (step + 1 - len(value)))
        if at(value, step) is None:
            value[step] = new if following is None else [] if isinstance(following, int) else {}
        value = value[step]


def _compact(value: Any) -> Any:
    """Leave out the items of a list of which nothing is said."""
    if isinstance(value, dict):
        return {key: _compact(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_compact(inner) for inner in value if inner is not None]
    return value
