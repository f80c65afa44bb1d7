"""Which rules an environment has to ask again: what it leaves as it is, is as right as in the base.

Most environments change a few fields: how many pods, how large, of which image. A rule that reads
none of these finds there what it has found in the base, which is nothing.
"""

from __future__ import annotations

from renderer.objects.reading import at, mapping, text
from renderer.rules.refusals import EVERY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.rules.refusals import Codes

    Build = dict[str, dict[str, Any]]
    Asked = dict[str, tuple[Codes, Codes]]

# {kind: {field: the rules that read it}}; a field that is not here is read by every rule, and by
# what Pod Security demands.
READ_BY: dict[str, dict[str, Any]] = {
    "StatefulSet": {
        "spec": {
            "replicas": ("SR914", "SR941", "SR971", "SR1111", "SR1151", "SR1152"),
            "template": {
                "metadata": {"annotations": ("SR1090",)},
                "spec": {
                    "containers": {
                        "env": (
                            *("SR1021", "SR1022", "SR1023", "SR1024", "SR1025", "SR1038"),
                            *("SR1036", "SR1064", "SR1092"),
                        ),
                        "image": ("SR963",),
                        "resources": (
                            *("SR1071", "SR1073", "SR1074", "SR1075", "SR1076", "SR1077", "SR1078"),
                            *("SR1079", "SR1080", "SR1081", "SR1083", "SR1084", "SR1091"),
                        ),
                    },
                    "topologySpreadConstraints": {"whenUnsatisfiable": ("SR1112", "SR1113")},
                },
            },
            "volumeClaimTemplates": {
                "spec": {
                    "resources": (
                        *("SR212", "SR934", "SR1065", "SR1066", "SR1151", "SR1152", "SR1153"),
                    ),
                    "storageClassName": ("SR1154",),
                }
            },
        }
    },
    "ConfigMap": {"data": ("SR1036", "SR1037", "SR1089")},
    "NetworkPolicy": {"spec": ("SR1099", "SR1135", "SR1146")},
}
# {kind: the rules about others that look for such an object, where one comes or goes}
LOOKED_FOR_BY = {"PodDisruptionBudget": ("SR971", "SR973")}
NAMESPACE = "namespace"
MISSING = object()


def unsettled(files: Build, settled: Build, namespace: str | None) -> Asked:
    """Return {file: the rules to ask about the object, and those to ask about what is beside it}.

    Args:
        files: the objects of an environment.
        settled: those of its base, in which nothing is wrong.
        namespace: that of the environment, which is known to be one.
    """
    own = {
        file: frozenset(_unlike(data, settled[file], namespace))
        for file, data in files.items()
        if file in settled
    }
    around = EVERY if _is_apart(files) or _is_apart(settled) else frozenset()
    around = around.union(*own.values(), _looking(files, settled))
    return {file: (own[file], around) if file in own else (EVERY, EVERY) for file in files}


def _unlike(data: Any, before: Any, namespace: str | None) -> Iterator[str]:
    """Yield the rules that read what differs in an object, but for where the app has moved to."""
    metadata, old = mapping(data.get("metadata")), mapping(before.get("metadata"))
    if metadata.get(NAMESPACE) == namespace:
        metadata, old = {**metadata, NAMESPACE: None}, {**old, NAMESPACE: None}
    if metadata != old:
        yield from EVERY
    known = READ_BY.get(text(data.get("kind")))
    yield from _reading(data, {**before, "metadata": data.get("metadata")}, known)


def _is_apart(build: Build) -> bool:
    """Tell whether objects are in several namespaces; otherwise all have moved together."""
    return len({text(at(data, "metadata", NAMESPACE)) for data in build.values()}) > 1


def _looking(files: Build, settled: Build) -> Iterator[str]:
    """Yield the rules that look for what is only in the environment, or only in the base."""
    for file in files.keys() ^ settled.keys():
        kind = text(at(files.get(file, settled.get(file)), "kind"))
        yield from LOOKED_FOR_BY.get(kind, EVERY)


def _reading(data: Any, before: Any, known: Any) -> Iterator[str]:
    """Yield the rules that read what differs in a value, as far as is known of its fields."""
    if data == before:
        return
    if isinstance(known, tuple):
        yield from known
    elif known and isinstance(data, dict) and isinstance(before, dict):
        for field in {**before, **data}:
            value, old = data.get(field, MISSING), before.get(field, MISSING)
            if value != old:
                yield from _reading(value, old, known.get(field))
    elif known and isinstance(data, list) and isinstance(before, list) and len(data) == len(before):
        for item, other in zip(data, before, strict=True):
            yield from _reading(item, other, known)
    else:
        yield from EVERY
