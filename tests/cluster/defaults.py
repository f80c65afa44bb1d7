"""What a server fills in where an object says nothing: learnt from it, and written down as data.

`learn` compares what was sent with what came back, type by type, for many objects. `filled` is the
other way round: an object with all that our tables say; tests hold the two together.
"""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from api import API

from renderer.kubernetes import filling, quantities

# Type -> {field: "@T" for an object of type T, "[@T]" for a list of them, "" for the rest}.
TYPES: dict[str, dict[str, str]] = {}
DOCUMENTS = ("api/v1", "apis/apps/v1", "apis/policy/v1")
Pair = tuple[str, dict[str, Any], dict[str, Any]]
Table = dict[str, dict[str, Any]]
NOTHING: Any = object()
# Types that are a text or a number.
PLAIN = {"IntOrString", "Quantity", "Time", "FieldsV1"}
# The server says these itself, whatever was sent, or its cluster decides them.
ITS_OWN_WHOLE = ("metadata", "status")
ITS_OWN = {
    "ServicePort": {"nodePort"},
    "ServiceSpec": {
        "clusterIP",
        "clusterIPs",
        "healthCheckNodePort",
        "ipFamilies",
        "ipFamilyPolicy",
    },
}
# Fields that the server forgets: their gate is off, or another field would have to go with them;
# and what it knows better.
FORGOTTEN = (
    *("stopSignal", "maxUnavailable", "clusterTrustBundle", "sessionAffinityConfig"),
    *("volumeClaimTemplates[0].apiVersion", "volumeClaimTemplates[0].kind"),
)
# By their image: Always where it has no tag and no digest, or the tag latest.
BY_IMAGE = {
    "Container": ("image", "imagePullPolicy"),
    "ImageVolumeSource": ("reference", "pullPolicy"),
}
# On which field beside it the rest depends that is not always filled in.
DEPENDS_ON = {
    ("ServiceSpec", "allocateLoadBalancerNodePorts"): "type",
    ("ServiceSpec", "externalTrafficPolicy"): "type",
    ("ServiceSpec", "internalTrafficPolicy"): "type",
    ("ServiceSpec", "sessionAffinityConfig"): "sessionAffinity",
    ("StatefulSetUpdateStrategy", "rollingUpdate"): "type",
}


def know_types(api: API) -> None:
    """Read the types of our kinds from what the server says of itself."""
    schemas = {}
    for name in DOCUMENTS:
        found = api.must("GET", f"/openapi/v3/{name}")["components"]["schemas"]
        schemas.update({key.rpartition(".")[2]: schema for key, schema in found.items()})
    TYPES.clear()
    waiting = ["StatefulSet", "Service", "PodDisruptionBudget"]
    while waiting:
        kind = waiting.pop()
        fields = schemas[kind].get("properties", {})
        TYPES[kind] = {
            key: shape_of(field) for key, field in fields.items() if key not in ITS_OWN_WHOLE
        }
        inner = {shape.strip("[]@") for shape in TYPES[kind].values() if shape}
        waiting += sorted(inner - TYPES.keys())


def shape_of(field: dict[str, Any]) -> str:
    if "items" in field:
        inner = shape_of(field["items"])
        return f"[{inner}]" if inner else ""
    (said,) = field.get("allOf", [field])
    kind = said.get("$ref", "").rpartition(".")[2]
    return f"@{kind}" if kind and kind not in PLAIN else ""


class Learnt:
    """What was seen of the fields that were not sent."""

    def __init__(self) -> None:
        # Type -> how often it was seen, and (type, field) -> what it got, with the whole object.
        self.types: dict[str, int] = defaultdict(int)
        self.got: dict[tuple[str, str], list[tuple[Any, dict[str, Any]]]] = defaultdict(list)

    def add(self, kind: str, sent: Any, got: Any) -> None:
        """Compare an object of a type, and all that is in it."""
        if not isinstance(sent, dict) or not isinstance(got, dict):
            return
        self.types[kind] += 1
        for key, shape in TYPES[kind].items():
            if key in ITS_OWN.get(kind, ()):
                continue
            if sent.get(key) is None:
                self.got[kind, key].append((got.get(key, NOTHING), got))
                continue
            for inner, before, after in inside(shape, sent[key], got.get(key)):
                self.add(inner, before, after)

    def tables(self) -> tuple[Table, Table, Table]:
        """Return what is always filled in, what depends on another field, and what is a copy."""
        always: Table = defaultdict(dict)
        sometimes: Table = defaultdict(dict)
        copies: Table = defaultdict(dict)
        for (kind, key), seen in sorted(self.got.items()):
            values = [value for value, _ in seen if value is not NOTHING]
            if not values or key == BY_IMAGE.get(kind, ("", ""))[1]:
                continue
            if len(values) == len(seen) and same(values):
                always[kind][key] = values[0]
            elif (source := copied(key, seen)) is not None:
                copies[kind][key] = source
            elif (kind, key) in DEPENDS_ON:
                sometimes[kind][key] = depends(DEPENDS_ON[kind, key], seen)
            else:
                assert (kind, key) == ("Volume", "emptyDir"), f"{kind}.{key}: {values[:5]}"
        return dict(always), dict(sometimes), dict(copies)


def inside(shape: str, sent: Any, got: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield the objects in a field, with their type."""
    inner = shape.strip("[]{}@")
    if "@" not in shape:
        return
    if shape[0] == "@":
        yield inner, sent, got
    elif shape[0] == "[" and isinstance(sent, list) and isinstance(got, list):
        for before, after in zip(sent, got, strict=True):
            yield inner, before, after


def same(values: list[Any]) -> bool:
    return len({json.dumps(value, sort_keys=True) for value in values}) == 1


def copied(key: str, seen: list[tuple[Any, dict[str, Any]]]) -> str | None:
    """Return the field beside it from which the field is always copied."""
    _, first = next((value, owner) for value, owner in seen if value is not NOTHING)
    for other in first:
        pairs = [(value, owner.get(other, NOTHING)) for value, owner in seen]
        if other != key and all(value == beside for value, beside in pairs):
            return other
    return None


def depends(other: str, seen: list[tuple[Any, dict[str, Any]]]) -> tuple[Any, str, list[str]]:
    """Return the value, the field beside it, and the values of that for which it is filled in."""
    seen = [(value, owner) for value, owner in seen if not owner.get("externalIPs")]
    filled_in = {owner[other] for value, owner in seen if value is not NOTHING}
    not_filled_in = {owner[other] for value, owner in seen if value is NOTHING}
    assert not filled_in & not_filled_in, (other, filled_in, not_filled_in)
    values = [value for value, _ in seen if value is not NOTHING]
    assert same(values), values
    return values[0], other, sorted(filled_in)


def learn(pairs: Iterable[Pair]) -> Learnt:
    learnt = Learnt()
    for kind, sent, got in pairs:
        learnt.add(kind, sent, got)
    return learnt


def text_of(learnt: Learnt) -> str:
    """Return the module that is renderer/kubernetes/defaults.py."""
    always, sometimes, copies = learnt.tables()
    tables = {"ALWAYS": always, "SOMETIMES": sometimes, "COPIES": copies, "BY_IMAGE": BY_IMAGE}
    kinds = {"SOMETIMES": "dict[str, dict[str, tuple[Any, str, list[str]]]]"}
    kinds |= {"COPIES": "dict[str, dict[str, str]]", "BY_IMAGE": "dict[str, tuple[str, str]]"}
    parts = [
        f"{name}: {kinds.get(name, 'dict[str, dict[str, Any]]')} = {{\n{rows(table)}}}\n"
        for name, table in tables.items()
    ]
    return HEAD + "".join(parts)


def rows(table: dict[str, Any]) -> str:
    """Return a table with a line for each type."""
    return "".join(f"    {kind!r}: {table[kind]!r},\n" for kind in sorted(table))


HEAD = '''"""What a server fills in where an object says nothing. Generated: do not edit.

Learnt from real API servers by tools/learn_defaults.py (`make defaults`); the same in Kubernetes
1.31 and 1.36. ALWAYS: type -> {field: value}. SOMETIMES: type -> {field: (value, another field, the
values of that one for which it is filled in)}. COPIES: type -> {field: the field whose value it
gets}. BY_IMAGE: type -> (the image, the field that is Always for an image without tag and digest or
with the tag latest, else IfNotPresent). Beside them, a volume without any source gets
`emptyDir: {}`, and a Service with externalIPs gets externalTrafficPolicy: Cluster. An empty text
counts as not said, and so does 0 in a Probe and as a targetPort.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

'''


def filled(kind: str, sent: dict[str, Any]) -> dict[str, Any]:
    """Return an object with all that our own tables say, in all that is in it."""
    result = filling.filled(kind, sent)
    for key, shape in TYPES[kind].items():
        if key in result and "@" in shape:
            result[key] = filled_inside(shape, result[key])
    return result


def filled_inside(shape: str, value: Any) -> Any:
    inner = shape.strip("[]{}@")
    if isinstance(value, list):
        return [filled(inner, each) if isinstance(each, dict) else each for each in value]
    return filled(inner, value) if isinstance(value, dict) else value


def unexplained(kind: str, sent: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """Return what came back otherwise than the generated tables say."""
    return list(_unexplained(kind, filled(kind, sent), got, kind))


def _unexplained(kind: str, expected: Any, got: Any, where: str) -> Iterator[str]:
    for key, shape in TYPES[kind].items():
        if key in ITS_OWN.get(kind, ()):
            continue
        before, after = expected.get(key), got.get(key)
        pairs = list(inside(shape, before, after)) if before and after else []
        for number, (inner, one, other) in enumerate(pairs):
            yield from _unexplained(inner, one, other, f"{where}.{key}[{number}]")
        if not pairs and plain(before) != plain(after):
            yield f"{where}.{key}: {before!r} expected, {after!r} came back"


MILLI = quantities.value("1m")


def plain(value: Any) -> Any:
    """Return a value without what the server writes in another way: empty ones, and quantities."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items() if plain(each)} or None
    if isinstance(value, list):
        return [plain(each) for each in value] or None
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        with contextlib.suppress(ValueError):
            return -(-quantities.value(str(value).strip()) // MILLI) or None
    return value or None
