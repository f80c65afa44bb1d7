"""How to write what was meant by a value of another kind: `hostPath: /var` is `{path: /var}`.

What is suggested is accepted where it stands; three points stand for what nobody has said yet.
"""

from __future__ import annotations

from renderer.errors import Exact
from renderer.kubernetes.names import quoted
from renderer.yaml.emitter import is_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Shape = tuple[Any, ...]
    Fields = dict[str, Shape]
    Accepts = Callable[[Any, Shape], bool]

OPEN = "..."
# Longer ones are no slip of the pen, and would fill the screen.
LONGEST, MOST = 60, 4
# A text with one of these needs a shell; in any other, blanks stand between its words.
OF_A_SHELL = set("|&;<>()$`\\\"'*?[]#~=%!{}\n")
BUILT_IN = ("exec", "cd", "export", "set", "source", "ulimit", "umask")
# What an item that is written as `name: value` keeps the value in.
HOLDS = ("value", "text")
# A bare text that is two things, as other tools write them: NAME=VALUE and VOLUME:PATH.
PAIRS = (("=", "name", "value"), (":", "name", "mountPath"))


def as_object(
    value: Any,
    fields: Fields,
    required: list[str],
    key: object,
    accepts: Accepts,
    *,
    may_be_empty: bool,
) -> str:
    """Return how to write as an object what is none; empty where nobody can tell.

    Args:
        value: what was written.
        fields: those of the object, by their names.
        required: those that it must have.
        key: the field that holds it, or the place in a list.
        accepts: whether a value is right for the shape of a field.
        may_be_empty: whether the object says something by being there alone.
    """
    if value is False:
        is_switched = "enabled" in fields
        return f"write {key}: {{enabled: false}}" if is_switched else "remove the line"
    if value is True and isinstance(key, str):
        is_switched = "enabled" in fields and not required
        made = dict.fromkeys(required, OPEN)
        if is_switched:
            return Exact(f"write {key}: {{enabled: true}}", {"enabled": True})
        return _written(made) if made or may_be_empty else "write its fields, or remove the line"
    if isinstance(value, str) and "exec" in fields:
        return f"write {{exec: {{command: {as_command(value).removeprefix('write ')}}}}}"
    made = _object(value, fields, required, accepts)
    if made and key == "serviceAccount" and "create" in fields:  # a pod's only names one
        there = _flow({"create": False, **made})
        return f"write {there}, or {_flow(made)} to have it made"
    return _written(made) if made else ""


def as_list(value: Any, item: Shape, inner: Fields, required: list[str], accepts: Accepts) -> str:
    """Return how to write as a list what is none: an item alone, or items by their names.

    Args:
        value: what was written.
        item: the shape of an item.
        inner: the fields of an item, if it is an object.
        required: those that it must have.
        accepts: whether a value is right for a shape.
    """
    if isinstance(value, dict):
        made = _items(value, inner, required, accepts)
        # Names with values are sure where an item has one place for a value, as `env` has.
        is_sure = set(value) <= set(inner) or any(field in inner for field in HOLDS)
        said = _written(made, "write a list: ") if made else ""
        return said if is_sure else str(said)
    if isinstance(value, list):
        return ""
    if inner:
        one = _object(value, inner, required, accepts)
        return _written([one]) if one else ""
    if not accepts(value, item):
        return ""
    is_one = not set(str(value)) & set(" ,;\t\n")
    return _written([value]) if is_one else f"write {_flow([value])}"


def as_command(value: str) -> str:
    """Return a line of a shell as a list: its words, or through a shell where it needs one.

    A shell between the kubelet and a database may keep the signal to stop from it.
    """
    return f"write {_flow(['sh', '-c', value])}" if _needs_shell(value) else as_words(value)


def as_words(value: str) -> str:
    """Return arguments as a list; how a shell divides them is not known here."""
    is_plain_line = not _needs_shell(value) and len(value.split()) <= MOST
    if not is_plain_line:
        return "write an item for each word"
    words = value.split()
    return _written(words) if len(words) == 1 else f"write {_flow(words)}"


def _needs_shell(value: str) -> bool:
    return bool(set(value) & OF_A_SHELL) or value.split()[:1] in [[word] for word in BUILT_IN]


def as_map(value: Any) -> str:
    """Return pairs as a map: `disk=ssd`, alone or in a list, or items with name and value."""
    pairs = [_pair(pair) for pair in (value if isinstance(value, list) else [value])]
    made = {pair[0]: pair[1] for pair in pairs if pair}
    is_whole = all(pairs) and len(made) == len(pairs)  # of two values of a key, one would be lost
    return _written(made) if made and is_whole else ""


def as_image(value: Any) -> str:
    """Return the reference that a chart keeps in pieces: its repository, tag and digest."""
    parts = value if isinstance(value, dict) else {}
    name = parts.get("repository") or parts.get("name")
    texts = [part for part in parts.values() if isinstance(part, str | int | float)]
    if len(texts) < len(parts):
        return ""
    if not name:
        return "write all of it in one text: name:tag" if "tag" in parts else ""
    registry, tag, digest = (parts.get(key) for key in ("registry", "tag", "digest"))
    front = f"{registry}/" if registry else ""
    return f"write {front}{name}{f':{tag}' if tag else ''}{f'@{digest}' if digest else ''}"


def _object(value: Any, fields: Fields, required: list[str], accepts: Accepts) -> dict[str, Any]:
    """Make the object that a bare value stands for."""
    if isinstance(value, list | dict | None):
        return {}
    for between, name, held in PAIRS:
        first, found, second = str(value).partition(between)
        if found and {name, held} <= set(fields) and accepts(first, fields[name]):
            return {name: first, held: second}
    is_path = isinstance(value, str) and value.startswith("/")
    for field in (*(("path",) if is_path else ()), *required, "name", "type"):
        if field in fields and accepts(value, fields[field]):
            has_value = field == "name" and "value" in fields  # which nobody has said
            more = [*required, *(["value"] if has_value else [])]
            return {field: value, **{other: OPEN for other in more if other != field}}
    return dict.fromkeys(required, OPEN)


def _items(
    value: dict[Any, Any], inner: Fields, required: list[str], accepts: Accepts
) -> list[Any]:
    """Make the list that a map was meant to be."""
    if not value:
        return []
    if set(value) <= set(inner):
        return [{**{field: OPEN for field in required if field not in value}, **value}]
    if "name" not in inner:
        return []
    first = list(value.items())[:MOST]
    made: list[Any] = [_named(key, held, inner, required, accepts) for key, held in first]
    return made + [OPEN] * (len(value) > MOST)


def _named(
    key: Any, held: Any, inner: Fields, required: list[str], accepts: Accepts
) -> dict[str, Any]:
    """Make an item of a map that has the names in front."""
    named = {"name": key if accepts(key, inner["name"]) else OPEN}
    others = [field for field in (*HOLDS, *required) if field in inner and field != "name"]
    if isinstance(held, dict) and held:
        return {**named, OPEN: OPEN}
    place = next((field for field in others if accepts(held, inner[field])), "")
    more = {field: OPEN for field in required if field not in ("name", place)}
    has_all = place or held is None
    more = more if more or has_all else {OPEN: OPEN}
    return {**named, **({place: held} if place else {}), **more}


def _pair(value: Any) -> tuple[str, str] | None:
    """Return the two texts of a pair, however it is written.

    How a number or boolean was written is not known here: as a text it is left open.
    """
    if isinstance(value, str):
        key, found, held = value.partition("=" if "=" in value else ":")
        return (key.strip(), held.strip()) if found else None
    if not isinstance(value, dict):
        return None
    pairs = [*value.items()]
    if set(value) in ({"name", "value"}, {"key", "value"}):
        pairs = [(value.get("name", value.get("key")), value["value"])]
    is_one = len(pairs) == 1 and isinstance(pairs[0][0], str)
    if not is_one or isinstance(pairs[0][1], list | dict | None):
        return None
    ((key, held),) = pairs
    return key, held if isinstance(held, str) else OPEN


def _written(made: Any, words: str = "write ") -> str:
    """Word a suggestion, which says all where nothing of it is left open."""
    flow = _flow(made)
    return f"{words}{flow}" if OPEN in flow else Exact(f"{words}{flow}", made)


def _flow(value: Any, deep: int = 4) -> str:
    """Write a suggestion in one line of YAML; what is long or deep is left open."""
    if value and (not deep or len(str(value)) > LONGEST) and not isinstance(value, dict | list):
        return OPEN
    if isinstance(value, dict):
        pairs = [
            OPEN if key == OPEN else f"{_flow(str(key))}: {_flow(held, deep - 1)}"
            for key, held in value.items()
        ]
        return f"{{{', '.join(_few(pairs, deep))}}}"
    if isinstance(value, list):
        return f"[{', '.join(_few([_flow(held, deep - 1) for held in value], deep))}]"
    is_bare = value == OPEN or (isinstance(value, str) and _is_bare(value))
    return str(value) if is_bare else quoted(value)


def _few(written: list[str], deep: int) -> list[str]:
    """Leave open what would fill the screen."""
    shown = written[: MOST if deep > 1 else 0]
    return shown + [OPEN] * (len(shown) < len(written))


def _is_bare(text: str) -> bool:
    """Tell whether a text needs no quotes, within braces either."""
    is_flag = text[:1] == "-" and text[1:2].isalpha()
    return is_plain(text[is_flag:]) and not set(text) & set(",:[]{}\\")
