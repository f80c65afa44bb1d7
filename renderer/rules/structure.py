"""Fields, types and words: is this what Kubernetes calls a StatefulSet, a Service, a budget?

kubectl and the API server refuse what is wrong here by default; lenient clients drop an unknown
field without a word, and then something else runs than what was written.
"""

from __future__ import annotations

from functools import partial

from renderer.errors import dotted
from renderer.kubernetes import downward, names, quantities
from renderer.kubernetes.names import did_you_mean, nearest, quoted
from renderer.objects.reading import at, items, mapping, text, trimmed
from renderer.objects.resource import VERSIONS, Objects, Resource, judged_kind
from renderer.objects.workload import POD, volumes
from renderer.rules import shapes
from renderer.rules.legacy import checked, found, without_quotes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from renderer.errors import Path, Problem

    Problems = Iterator[Problem]
    # The types of the objects around a field, each with its path, from the outermost.
    Around = tuple[tuple[Path, str], ...]

# What is as good as not there for a required field, except that a header's value may be empty.
NOTHING: tuple[object, ...] = (None, "", [])
MAY_BE_EMPTY = ("value",)
REQUIREMENTS = ("LabelSelectorRequirement", "NodeSelectorRequirement")
COMPARING, ALONE, COUNTING = ("In", "NotIn"), ("Exists", "DoesNotExist"), ("Gt", "Lt")
VOLUMES = (*POD, "volumes")
HIGHEST_MODE = "511"  # 0777
WORD = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?"  # of a sysctl, and of a domain to search
# What people write at a place where another word, or another place, is meant.
ELSEWHERE = {
    ("StatefulSetSpec", "strategy"): "write updateStrategy",
    ("StatefulSetSpec", "containers"): "move it to spec.template.spec.containers",
    ("StatefulSetSpec", "volumes"): "move it to spec.template.spec.volumes",
    ("StatefulSetSpec", "partition"): "move it to spec.updateStrategy.rollingUpdate.partition",
    ("StatefulSetUpdateStrategy", "partition"): "move it to rollingUpdate.partition",
    ("StatefulSetUpdateStrategy", "maxUnavailable"): "move it to rollingUpdate.maxUnavailable",
    ("RollingUpdateStatefulSetStrategy", "maxSurge"): "only a Deployment has it",
    ("StatefulSetSpec", "progressDeadlineSeconds"): "only a Deployment has it",
    ("StatefulSetSpec", "paused"): "only a Deployment has it; partition holds a rollout back",
    ("PersistentVolumeClaimSpec", "size"): "write resources: {requests: {storage: ...}}",
    ("PersistentVolumeClaimSpec", "storageClass"): "write storageClassName",
    ("PersistentVolumeClaimSpec", "requests"): "move it to resources.requests",
    ("PersistentVolumeClaim", "name"): "move it to metadata.name",
    ("VolumeResourceRequirements", "storage"): "move it to requests.storage",
    ("PodDisruptionBudgetSpec", "matchLabels"): "move it to selector.matchLabels",
    ("ServiceSpec", "matchLabels"): "write the labels below selector itself",
    ("ServicePort", "containerPort"): "write port, and targetPort where the container's differs",
}


def has_known_fields(one: Resource, _all: Objects) -> Problems:
    """Fields, types, required fields and words, as Kubernetes' OpenAPI has them.

    A volume that a claim template replaces is decoded, and then its values are nobody's.
    """
    kept = {path for path, *_ in volumes(one)}
    for problem in _value(one.data, f"@{one.kind}", (), ()):
        volume = problem.path[: len(VOLUMES) + 1]
        is_lost = volume[:-1] == VOLUMES and volume not in kept
        if not is_lost or problem.code not in ("SR903", "SR904"):
            yield problem


def is_served(one: Resource, _all: Objects) -> Problems:
    """A version that no supported server knows is refused."""
    wanted, got = VERSIONS[one.kind], at(one.data, "apiVersion")
    if got != wanted:
        message = f'must be "{wanted}", got {quoted(got)}, which is served no more'
        yield found("SR905", ("apiVersion",), message)


def is_nearly_judged(one: Resource) -> Problems:
    """A slip in kind or apiVersion must not keep an object from being judged.

    Groups with a dot are of custom resources, and OpenKruise has a StatefulSet too.
    """
    group = text(at(one.data, "apiVersion")).rpartition("/")[0]
    kind = next((kind for kind in VERSIONS if kind.lower() == one.kind.lower().rstrip("s")), "")
    if not kind or "." in group:
        return
    if kind != one.kind:
        message = f"is not known, got {quoted(one.kind)}: it was not judged"
        yield found("SR904", ("kind",), message, hint=did_you_mean(kind))
    else:
        got = quoted(at(one.data, "apiVersion"))
        message = f"must be {VERSIONS[kind]} for a {kind}, got {got}: it was not judged"
        yield found("SR904", ("apiVersion",), message)


def is_named(one: Resource, _all: Objects) -> Problems:
    """Names end up in labels and DNS names, and have their limits."""
    metadata = at(one.data, "metadata")
    if isinstance(metadata, dict) and not one.name and "generateName" not in metadata:
        yield found("SR903", ("metadata", "name"), "is required")
    check = {"StatefulSet": statefulset_name, "Service": names.dns1035_label}
    if one.name:
        path = ("metadata", "name")
        yield from checked("SR906", path, check.get(one.kind, names.dns_subdomain), one.name)
    if one.namespace:
        yield from checked("SR906", ("metadata", "namespace"), names.namespace, one.namespace)


def statefulset_name(value: str) -> str:
    """Check a name whose pods get it in a label; a digit may be in front."""
    if len(value) > names.STATEFULSET_LIMIT:
        return names.statefulset_name(value)
    return names.dns_label(value)


def is_there_once(one: Resource, objects: Objects) -> Problems:
    """Of two objects with one name, the last that is applied wins."""
    first = objects.once(_firsts)[one.label, one.namespace]
    if one.name and first is not one:
        other = f" in {first.file}" if first.file not in ("", one.file) else ""
        message = f"must be a name of its own, {one.label} stands before{other}"
        hint = "judge folders that are applied to different places one by one"
        yield found("SR907", ("metadata", "name"), message, hint=hint)


def _firsts(objects: Objects) -> dict[tuple[str, str], Resource]:
    """Return {(kind and name, namespace): the first of those that are judged}."""
    found: dict[tuple[str, str], Resource] = {}
    for each in filter(judged_kind, objects.resources):
        found.setdefault((each.label, each.namespace), each)
    return found


def _value(value: Any, shape: str, path: Path, around: Around) -> Problems:
    """Check a value against its shape; null is the same as nothing."""
    if value is None:
        return
    first, form = shape[0], FORMS.get(shape.removeprefix("!"))
    if form:
        yield from _form(value, form, path, may_be_empty=first != "!")
    elif first in CONTAINERS:
        yield from CONTAINERS[first](value, shape, path, around)
    elif ".." in shape:
        yield from _between(value, shape, path)
    else:
        yield from SCALARS[shape](value, path)


def _object(value: Any, shape: str, path: Path, around: Around) -> Problems:
    if not isinstance(value, dict):
        yield _wrong(value, "a map", path)
        return
    name = shape[1:]
    fields, here = shapes.TYPES[name], (*around, (path, name))
    for key, each in value.items():
        if key in fields:
            yield from _value(each, fields[key], (*path, key), here)
        else:
            yield _unknown(str(key), name, path, around)
    for key in shapes.REQUIRED.get(name, ()):
        if value.get(key) in NOTHING and key not in MAY_BE_EMPTY:
            yield found("SR903", (*path, key), "is required")
    if name in REQUIREMENTS:
        yield from _requirement(value, (*path, "values"))


def _requirement(value: dict[Any, Any], path: Path) -> Problems:
    """Check that an operator has as many values as it compares with."""
    operator, values = value.get("operator"), value.get("values") or []
    if operator in COMPARING and not values:
        yield found("SR903", path, f"is required with operator: {operator}")
    elif operator in ALONE and values:
        message = f"must be empty with operator: {operator}, got {quoted(values)}"
        yield found("SR904", path, message, hint="remove it, or write another operator")
    elif operator in COUNTING and isinstance(values, list) and len(values) != 1:
        message = f"must be one number with operator: {operator}, got {quoted(values)}"
        yield found("SR904", path, message)


def _list(value: Any, shape: str, path: Path, around: Around) -> Problems:
    if not isinstance(value, list):
        yield _wrong(value, "a list", path)
        return
    for index, each in enumerate(value):
        if each is None:
            yield found("SR902", (*path, index), "must not be null")
        yield from _value(each, shape[1:-1], (*path, index), around)


def _map(value: Any, shape: str, path: Path, around: Around) -> Problems:
    if not isinstance(value, dict):
        yield _wrong(value, "a map", path)
        return
    for key, each in value.items():
        yield from _value(each, shape[1:-1], (*path, str(key)), around)


def _words(value: Any, shape: str, path: Path, _around: Around) -> Problems:
    words = shape[1:].split("|")
    if not isinstance(value, str):
        yield _wrong(value, "a text", path)
    elif value not in words and (value or shape[0] == "!"):
        message = f"must be {' or '.join(words)}, got {quoted(value)}"
        yield found("SR904", path, message, hint=nearest(value, words))


def _text(value: Any, path: Path) -> Problems:
    if not isinstance(value, str):
        hint = f'write "{quoted(value)}" in quotes' if isinstance(value, int | float) else ""
        yield _wrong(value, "a text", path, hint)


def _bool(value: Any, path: Path) -> Problems:
    if not isinstance(value, bool):
        yield _wrong(value, "true or false", path, _unquoted(value, ("true", "false")))


def _int(value: Any, path: Path) -> Problems:
    if not isinstance(value, int) or isinstance(value, bool):
        yield _wrong(value, "a whole number", path, without_quotes(value))


def _between(value: Any, shape: str, path: Path) -> Problems:
    wrong = list(_int(value, path))
    yield from wrong
    low, _, high = shape.partition("..")
    if not wrong and not int(low) <= value <= int(high):
        hint = f"write 0{value}, for a mode is octal" if _is_octal(value, high) else ""
        yield found("SR904", path, f"must be from {low} to {high}, got {value}", hint=hint)


def _is_octal(value: int, high: str) -> bool:
    """Tell whether a mode such as 0644 has lost its 0."""
    return high == HIGHEST_MODE and value > 0 and set(str(value)) <= set("01234567")


def _form(value: Any, check: Callable[[str], str], path: Path, *, may_be_empty: bool) -> Problems:
    """Check a text that has a form; mostly an empty one is none, or a required one is missing."""
    wrong = list(_text(value, path))
    yield from wrong
    if not wrong and (value or not may_be_empty):
        yield from checked("SR904", path, check, value)


def _labels(value: Any, path: Path) -> Problems:
    for key, each in mapping(value).items():
        yield from checked("SR904", (*path, str(key)), names.label_key, str(key))
        if isinstance(each, str):
            yield from checked("SR904", (*path, str(key)), names.label_value, each)
    yield from _map(value, "{text}", path, ())


def _annotations(value: Any, path: Path) -> Problems:
    for key in mapping(value):
        yield from checked("SR904", (*path, str(key)), names.annotation_key, str(key))
    yield from _map(value, "{text}", path, ())


def _env_name(value: str) -> str:
    """Check what servers from 1.34 on take; older ones want a letter in front, and no blanks."""
    if not (value.isascii() and value.isprintable()) or "=" in value:
        raise names.refusal('printable ASCII letters without "="', value)
    return value


def _like(pattern: str, words: str, value: str) -> str:
    """Check a text that nothing but one field has."""
    if not names.fullmatch(pattern, value):
        raise names.refusal(words, value)
    return value


def _trimmed(value: str) -> str:
    """Check a text that the server does not trim."""
    if value != value.strip():
        raise names.refusal("a text without blanks around it", value, did_you_mean(value.strip()))
    return value


def _number(value: Any, path: Path) -> Problems:
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield _wrong(value, "a number", path)


def _int_or_text(value: Any, path: Path) -> Problems:
    if not isinstance(value, int | str) or isinstance(value, bool):
        yield _wrong(value, "a whole number or a text", path)


def _port_or_name(value: Any, path: Path) -> Problems:
    wrong = list(_int_or_text(value, path))
    yield from wrong
    if not wrong and value != "":  # which is nothing
        yield from checked("SR904", path, names.port_reference, value)


def _quantity(value: Any, path: Path) -> Problems:
    if isinstance(value, bool | list | dict):
        yield _wrong(value, "a quantity", path)
    else:
        yield from checked("SR904", path, quantities.canonical, trimmed(value))


def _any(_value: Any, _path: Path) -> Problems:
    yield from ()


def _unquoted(value: Any, words: tuple[str, ...]) -> str:
    return f"write {value} without quotes" if text(value) in words else ""


def _wrong(value: Any, wanted: str, path: Path, hint: str = "") -> Problem:
    return found("SR902", path, f"must be {wanted}, got {quoted(value)}", hint=hint)


def _unknown(key: str, of: str, path: Path, around: Around) -> Problem:
    """Say that a field does not exist, and where the one that was meant would be."""
    hint = ELSEWHERE.get((of, key)) or _further_out(key, around) or nearest(key, shapes.TYPES[of])
    message = (
        "is not a field here: it is refused, or dropped in silence where validation is lenient"
    )
    return found("SR901", (*path, key), message, hint=hint)


def _further_out(key: str, around: Around) -> str:
    """Return where an object further out has the field: a matter of indentation."""
    for path, name in reversed(around):
        if key in shapes.TYPES[name] and key not in ("apiVersion", "kind", "spec"):
            return f"move it to {dotted((*path, key))}"
    return ""


CONTAINERS: dict[str, Callable[[Any, str, Path, Around], Problems]] = {
    "@": _object,
    "[": _list,
    "{": _map,
    "=": _words,
    "!": _words,
}
FORMS: dict[str, Callable[[str], str]] = {
    "config key": names.config_key,
    "dns label": names.dns_label,
    "env name": _env_name,
    "field path": downward.field_path,
    "header": partial(_like, "[-A-Za-z0-9]+", 'letters, digits and "-"'),
    "ip": names.ip_address,
    "label key": names.label_key,
    "label value": names.label_value,
    "name": names.dns_subdomain,
    "path inside": names.subpath,
    "resource field": downward.resource_field,
    "search": partial(_like, rf"_?{WORD}(\._?{WORD})*\.?|\.", 'a domain such as "example.com"'),
    "sysctl": partial(_like, rf"({WORD}[./])*{WORD}", 'a sysctl such as "net.core.somaxconn"'),
    "trimmed": _trimmed,
}
SCALARS: dict[str, Callable[[Any, Path], Problems]] = {
    "annotations": _annotations,
    "any": _any,
    "bool": _bool,
    "int or text": _int_or_text,
    "labels": _labels,
    "number": _number,
    "port or name": _port_or_name,
    "quantity": _quantity,
    "text": _text,
}


def names_inside_are_valid(one: Resource, _all: Objects) -> Problems:
    """Containers, volumes, ports and claim templates have names with limits of their own."""
    pod = mapping(at(one.data, "spec", "template", "spec"))
    for field in ("initContainers", "containers", "volumes"):
        for index, each in items(pod.get(field)):
            path: Path = ("spec", "template", "spec", field, index)
            yield from _named(each, names.dns_label, path)
            for number, port in items(each.get("ports")):
                yield from _named(port, names.port_name, (*path, "ports", number))
    for index, each in items(at(one.data, "spec", "volumeClaimTemplates")):
        path = ("spec", "volumeClaimTemplates", index, "metadata")
        yield from _named(mapping(each.get("metadata")), names.dns_label, path)
        if not text(at(each, "metadata", "name")):
            yield found("SR903", (*path, "name"), "is required")


def service_ports_are_named(one: Resource, _all: Objects) -> Problems:
    """They become labels in SRV records, with more letters than a container's port may have."""
    for index, port in items(at(one.data, "spec", "ports")):
        yield from _named(port, names.dns_label, ("spec", "ports", index))


def _named(each: dict[Any, Any], check: Callable[[str], str], path: Path) -> Problems:
    if name := text(each.get("name")):
        yield from checked("SR906", (*path, "name"), check, name)


RULES = {
    "StatefulSet": (
        is_served,
        is_named,
        has_known_fields,
        names_inside_are_valid,
        is_there_once,
    ),
    "Service": (
        is_served,
        is_named,
        has_known_fields,
        service_ports_are_named,
        is_there_once,
    ),
    "PodDisruptionBudget": (is_served, is_named, has_known_fields, is_there_once),
}
