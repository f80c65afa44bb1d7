"""Random StatefulApps, made from the same tables that the renderer reads specs with.

A new field of the model is covered without a new line here; only a check function that is new
needs an example of what it accepts (CHECKED), and a rule across fields may need a shape of its own.
"""

from __future__ import annotations

import string
from typing import Any

from hypothesis import strategies as st

from renderer.app import shapes
from renderer.app.accept import NotAccepted, accept
from renderer.app.environments import effective
from renderer.app.models import API_VERSION, KIND
from renderer.app.rules import broken_rules
from renderer.errors import RenderError

NAMES = st.sampled_from(["a", "b", "db", "web", "data", "www", "log-1", "n0"])
TEXTS = st.one_of(
    st.sampled_from(["y", "no", "1e3", "0755", "84016e5", "1:30", "", " x", "x: y", "a\nb\n", "é", "{}", "$(A)"]),
    st.text(string.ascii_letters + string.digits + " -_./:=", max_size=12),
)
QUANTITIES = st.sampled_from(["1", "500m", "1.5Gi", "1024Mi", "10Gi", 2, 0.5, "1e3"])
SIZES = st.sampled_from(["1Gi", "1024Mi", "10Gi", "500M", 1073741824])
CHECKED: dict[str, st.SearchStrategy[Any]] = {
    "annotations": st.dictionaries(st.sampled_from(["a", "b.c/d", "e"]), TEXTS, max_size=3),
    "labels": st.dictionaries(
        st.sampled_from(["tier", "x.y/z", "app.kubernetes.io/version"]),
        st.sampled_from(["a", "1", "y", "", "1.27"]),
        max_size=3,
    ),
    "check": st.sampled_from(
        ["nginx", "nginx:1.27", "nginx:1.28", "nginx:1e3", "r.io:5000/a/b:1", f"nginx@sha256:{'a' * 64}"]
    ),
    "dns_label": NAMES,
    "dns1035_label": st.sampled_from(["db", "web", "svc-1"]),
    "dns_subdomain": st.sampled_from(["fast", "a.b", "cluster.local"]),
    "statefulset_name": st.sampled_from(["db", "nginx", "a" * 52]),
    "port_name": st.sampled_from(["web", "db", "p-1", "y"]),
    "absolute_path": st.sampled_from(["/data", "/a/b", "/var/lib/x", "/y"]),
    "subpath": st.sampled_from(["sub", "a/b", "y"]),
    "env_name": st.sampled_from(["A", "B", "C", "Y", "LONG_NAME"]),
    "resource_amount": QUANTITIES,
    "storage_size": SIZES,
    "port_number": st.integers(1, 65535),
    "port_reference": st.integers(1, 65535),
    "count_or_percent": st.one_of(st.integers(1, 9), st.sampled_from(["25%", "100%"])),
    "int_or_string": st.integers(1, 65535),
}
# Kubernetes objects of which exactly one field, or a certain set, must be there.
ONE_OF = {
    "EnvVarSource": ("configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef"),
    "EnvFromSource": ("configMapRef", "secretRef"),
    "Probe": ("exec", "grpc", "httpGet", "tcpSocket"),
}
EXCLUSIVE = {"EnvVar": ("value", "valueFrom")}


def value(shape: Any, check: str = "") -> st.SearchStrategy[Any]:
    """Return values that the shape accepts."""
    kind = shape[0]
    if kind == "checked":
        name = shape[1].__name__
        return value(shape[2], name) if name == "without_identity" else CHECKED[name]
    if kind == "text":
        return TEXTS
    if kind == "bool":
        return st.booleans()
    if kind == "int":
        low, high = shape[1] or 0, shape[2] or 1000
        return st.integers(low, min(high, low + 6))
    if kind == "number":
        return st.sampled_from([1, 0.5])
    if kind == "enum":
        return st.sampled_from(sorted(shape[1]))
    if kind == "list":
        return st.lists(value(shape[1]), min_size=shape[2], max_size=3).map(distinct)
    if kind == "map":
        return st.dictionaries(st.sampled_from(["a", "b", "c-d"]), value(shape[1]), max_size=2)
    if kind == "any of":
        return st.one_of([value(option) for option in shape[1]])
    return record(shape[1]) if kind == "record" else kubernetes_object(shape[1])


def distinct(items: list[Any]) -> list[Any]:
    """Drop items that repeat a name, port, path or value of an earlier one."""
    kept: list[Any] = []
    for item in items:
        keys = ("name", "port", "containerPort", "mountPath")
        if isinstance(item, dict):
            clash = any(key in item and item[key] == other.get(key) for key in keys for other in kept)
        else:
            clash = item in kept
        kept += [] if clash else [item]
    return kept


def kubernetes_object(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects of a Kubernetes type."""
    fields, required = shapes.OBJECTS[name]
    choice = ONE_OF.get(name, ())
    free = {
        key: st.deferred(lambda shape=shape: value(shape))
        for key, shape in fields.items()
        if key not in choice
    }
    plain = st.fixed_dictionaries(
        {key: each for key, each in free.items() if key in required},
        optional={key: each for key, each in free.items() if key not in required},
    )
    if choice:
        one = st.sampled_from([key for key in choice if key in fields]).flatmap(
            lambda key: value(fields[key]).map(lambda each: {key: each})
        )
        plain = st.builds(lambda a, b: {**a, **b}, plain, one)
    return plain.map(lambda found: _without_second(found, EXCLUSIVE.get(name, ())))


def _without_second(found: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    present = [key for key in keys if key in found]
    return {key: each for key, each in found.items() if key not in present[1:]}


def record(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return data of one of our models."""
    fields, _ = shapes.RECORDS[name]
    skipped = ("environment", "environments") if name == "Spec" else ()
    each = {
        key: st.deferred(lambda shape=shape: value(shape))
        for key, (_, shape, _) in fields.items()
        if key not in skipped
    }
    needed = {key for key, (_, _, default) in fields.items() if default is shapes.REQUIRED}
    return st.fixed_dictionaries(
        {key: strategy for key, strategy in each.items() if key in needed},
        optional={key: strategy for key, strategy in each.items() if key not in needed},
    )


def _document(metadata: Any, spec: Any, override: Any, namespace: Any) -> dict[str, Any]:
    environment = {"name": "prod", **override}
    if namespace:
        environment["namespace"] = namespace
    return {
        "apiVersion": API_VERSION,
        "kind": KIND,
        "metadata": metadata,
        "spec": {**spec, "environments": [environment]},
    }


def _is_valid(document: dict[str, Any]) -> bool:
    try:
        apps = [accept(effective(document, name)) for name in (None, "prod")]
    except (NotAccepted, RenderError):
        return False
    return not any(broken_rules(app) for app in apps)


def documents() -> st.SearchStrategy[dict[str, Any]]:
    """Return valid StatefulApps with one environment, prod, that overrides some of the spec."""
    return st.builds(
        _document,
        record("Metadata"),
        record("Spec"),
        record("Spec"),
        st.none() | NAMES,
    ).filter(_is_valid)
