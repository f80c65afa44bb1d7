"""Random StatefulApps, made from the same tables that the renderer reads specs with.

A new field of the model is covered without a new line here; only a check function that is new
needs an example of what it accepts (CHECKED), and a rule across fields may need a shape of its own.
"""

from __future__ import annotations

import contextlib
import copy
import math
import os
import string
from collections.abc import Callable
from typing import Any

from coverage import Coverage
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from renderer.app import KIND, shapes
from renderer.app.environments import REPLACE, SELECTION, is_named, key_of, source_path
from renderer.app.load import Document
from renderer.app.models import API_VERSION
from renderer.errors import Problem, RenderError
from renderer.kubernetes.gates import REMOVED
from renderer.kubernetes.shapes import OBJECTS
from renderer.objects.reading import at
from renderer.resources.pipeline import builds_of

# How many random specs of a kind are tried, in shards: each is a test of its own, and its number
# stands for its specs. `make judge` asks for ten times as many, or for others.
SPECS = int(os.environ.get("STATEFUL_SPECS", "2000"))
PER_SHARD = 500
FIRST_SHARD = int(os.environ.get("STATEFUL_SHARD", "1"))
SHARDS = range(FIRST_SHARD, FIRST_SHARD + math.ceil(SPECS / PER_SHARD))
SLOW = [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large]

NAMES = st.sampled_from(["a", "b", "db", "log-1"])
TEXTS = st.one_of(
    st.sampled_from(
        [
            "y",
            "no",
            "1e3",
            "0755",
            "84016e5",
            "1:30",
            "",
            " x",
            "x: y",
            "a\nb\n",
            "\ta",
            "a\n\tb",
            "é",
            "{}",
            "$(A)",
        ]
    ),
    st.text(string.ascii_letters + string.digits + " -_./:=", max_size=12),
)
# What every resource can have: CPU has no binary suffix, memory and devices have no fractions.
QUANTITIES = st.sampled_from(["1", "1000m", "1.5k", "2000", 2, 1.0, "1e3"])
SIZES = st.sampled_from(["1Gi", "1024Mi", "10Gi", "500M", 1073741824])
CHECKED: dict[str, st.SearchStrategy[Any]] = {
    "absolute_path": st.sampled_from(["/data", "/a/b", "/var/lib/x", "/y"]),
    "annotation_key": st.sampled_from(["a", "b.c/d", "e"]),
    "check": st.sampled_from(
        [
            "nginx",
            "nginx:1.27",
            "nginx:1.28",
            "nginx:1e3",
            "r.io:5000/a/b:1",
            f"nginx@sha256:{'a' * 64}",
            f"nginx:1.28@sha256:{'a' * 64}",
        ]
    ),
    "app_protocol": st.sampled_from(["http", "kubernetes.io/h2c"]),
    "base64": st.sampled_from(["AAEC", "/w==", "aGFsbG8gd2VsdCE="]),
    "cidr": st.sampled_from(["10.0.0.0/8", "fd00::/8"]),
    "config_key": st.sampled_from(["key", "a.b", "y"]),
    "duration": st.sampled_from(["30s", "1m30s", "1h"]),
    "path_beside": st.sampled_from(["a.conf", "conf/b.conf"]),
    "url_path": st.sampled_from(["/metrics", "/", "/a?b=c"]),
    "count_or_percent": st.one_of(st.integers(1, 9), st.sampled_from(["25%", "100%"])),
    "dns1035_label": st.sampled_from(["db", "web", "svc-1"]),
    "dns_label": NAMES,
    "dns_subdomain": st.sampled_from(["fast", "a.b", "cluster.local"]),
    "field_path": st.sampled_from(["metadata.name", "metadata.uid", "metadata.labels['a']"]),
    "driver_name": st.sampled_from(["ebs.csi.aws.com", "Secrets-Store.csi.k8s.io"]),
    "file_path": st.sampled_from(["f", "a/b", ".hidden", "y"]),
    "host_name": st.sampled_from(["db", "db.example.com"]),
    "iscsi_name": st.sampled_from(["iqn.2001-04.com.example:disk1", "eui.0123456789ABCDEF"]),
    "path_from_root": st.sampled_from(["/", "/exports/db"]),
    "straight_path": st.sampled_from(["/var/lib/db", "/a/..b", "/"]),
    "windows_user": st.sampled_from(["ContainerUser", "NT AUTHORITY\\SYSTEM", "example.com\\db"]),
    "env_name": st.sampled_from(["A", "B", "C", "Y", "LONG_NAME"]),
    "header_name": st.sampled_from(["Accept", "X-Probe"]),
    "ip_address": st.sampled_from(["10.0.0.1", "10.0.0.2", "fd00::1"]),
    "label_key": st.sampled_from(["tier", "x.y/z", "app.kubernetes.io/version"]),
    "label_value": st.sampled_from(["a", "1", "y", "", "1.27"]),
    "namespace": NAMES,
    "of_spec": st.sampled_from(["1.31", "1.34", "v1.36.2", "1.37"]),
    "port_name": st.sampled_from(["web", "db", "p-1", "y"]),
    "port_reference": st.integers(1, 7),
    "stored_amount": QUANTITIES,
    "resource_field": st.sampled_from(["limits.cpu", "requests.memory"]),
    "resource_name": st.sampled_from(["cpu", "memory", "example.org/gpu"]),
    "search_domain": st.sampled_from(["example.com", "svc.cluster.local"]),
    "credential_spec": st.sampled_from(["{}", "é" * 9]),
    "some_text": st.sampled_from(["a", "db", "y", "1.5"]),
    "statefulset_name": st.sampled_from(["db", "nginx", "a" * 52]),
    "storage_size": SIZES,
    "sysctl_name": st.sampled_from(["net.core.somaxconn", "kernel/shm_rmid_forced"]),
    "trimmed": st.sampled_from(["profile", "a b"]),
    "subpath": st.sampled_from(["sub", "a/b", "y"]),
}
# These look at a whole map, whose keys and values are made by the shape inside.
WHOLE_MAP = ("fit_together", "without_ours")
# Kubernetes objects of which exactly one field, or a certain set, must be there.
ONE_OF = {
    "EnvVarSource": (
        "configMapKeyRef",
        "fieldRef",
        "fileKeyRef",
        "resourceFieldRef",
        "secretKeyRef",
    ),
    "EnvFromSource": ("configMapRef", "secretRef"),
    "LifecycleHandler": ("exec", "httpGet", "sleep", "tcpSocket"),
    "DownwardAPIVolumeFile": ("fieldRef", "resourceFieldRef"),
    # Of all kinds but those that no version has a driver for any more.
    "Volume": tuple(
        kind for kind in OBJECTS["Volume"][0] if kind != "name" and f"Volume.{kind}" not in REMOVED
    ),
    "VolumeProjection": ("configMap", "downwardAPI", "secret", "serviceAccountToken"),
    "Probe": ("exec", "grpc", "httpGet", "tcpSocket"),
}
# Of these, nothing stands beside the one, but a name.
ALONE = ("Volume", "VolumeProjection")
EXCLUSIVE = {"EnvVar": ("value", "valueFrom")}


CRON = {
    "schedule": "* * * * *",
    "jobTemplate": {
        "spec": {
            "template": {
                "spec": {
                    "restartPolicy": "Never",
                    "containers": [{"name": "a", "image": "nginx:1.27"}],
                }
            }
        }
    },
}


def some_object() -> st.SearchStrategy[dict[str, Any]]:
    """Objects of kinds that we know, that others know, and that nobody does."""
    labels = st.fixed_dictionaries({}, optional={"labels": value(("map", ("text",), ("text",)))})
    heads = st.sampled_from(
        [
            {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "1", "b": "2"}},
            {"apiVersion": "batch/v1", "kind": "CronJob", "spec": CRON},
            {
                "apiVersion": "rbac.authorization.k8s.io/v1",
                "kind": "RoleBinding",
                "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "r"},
                "subjects": [{"kind": "ServiceAccount", "name": "db"}],
            },
            {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "value": 5},
            {
                "apiVersion": "x.example/v1",
                "kind": "Thing",
                "spec": {"b": [1, {"c": "y"}], "a": {}},
            },
        ]
    )
    names = st.sampled_from(["one", "two", "three"])
    return st.builds(
        lambda head, name, more: {**head, "metadata": {"name": name, **more}}, heads, names, labels
    )


# Patches that change any app; more than one of a kind may find nothing left to change.
PATCHES = [
    {"target": {"kind": "StatefulSet"}, "patch": "metadata: {annotations: {patched: once}}"},
    {"patch": "kind: StatefulSet\nspec: {template: {spec: {dnsConfig: {searches: [a]}}}}"},
    {
        "target": {"kind": "StatefulSet"},
        "patch": "- {op: add, path: /spec/template/spec/hostAliases, value: "
        "[{ip: 10.9.9.9, hostnames: [p]}]}",
    },
    {"target": {"kind": "StatefulSet"}, "patch": "spec: {template: {spec: {tolerations: null}}}"},
    {
        "target": {"kind": "Service"},
        "patch": "- {op: add, path: /metadata/annotations, value: {only: z}}",
    },
]
OVERRIDES: dict[str, Any] = {
    "ExtraResource": lambda: st.builds(
        lambda name, each: {"name": name, "resource": each}, NAMES, some_object()
    ),
    "Patch": lambda: st.builds(
        lambda name, each: {"name": name, **each}, NAMES, st.sampled_from(PATCHES)
    ),
    "Storage": lambda: plain_record("Storage").map(outgrown),
}


def outgrown(storage: dict[str, Any]) -> dict[str, Any]:
    """Return storage whose volumes are larger than its claim template, if it speaks of that."""
    if "templateSize" not in storage:
        return {key: each for key, each in storage.items() if key != "claims"}
    limit = {"sizeLimit": "40Gi"} if "sizeLimit" in storage else {}
    claims = {"claims": 9} if "claims" in storage else {}  # of replicas there are fewer
    return {**storage, "size": "20Gi", **limit, **claims}


def value(shape: Any) -> st.SearchStrategy[Any]:
    """Return values that the shape accepts."""
    kind = shape[0]
    if kind in ("checked", "converted"):
        name = shape[1].__name__
        return value(shape[2]) if name in WHOLE_MAP else CHECKED[name]
    if kind == "text":
        return TEXTS
    if kind == "bool":
        return st.booleans()
    if kind == "int":
        low, high = shape[1] or 0, shape[2] or 1000
        return st.integers(low, min(high, low + 6))
    if kind == "enum":
        return st.sampled_from(sorted(shape[1]))
    if kind == "list":
        return st.lists(value(shape[1]), min_size=shape[2], max_size=4).map(distinct)
    if kind == "map":
        return st.dictionaries(value(shape[1]), value(shape[2]), max_size=3)
    if kind == "any of":
        return st.one_of([value(option) for option in shape[1]])
    return record(shape[1]) if kind == "record" else kubernetes_object(shape[1])


def distinct(items: list[Any]) -> list[Any]:
    """Drop items that repeat a name, port, path or value of an earlier one."""
    kept: list[Any] = []
    for item in items:
        keys = ("name", "port", "containerPort", "mountPath")
        if isinstance(item, dict):
            clash = any(
                key in item and item[key] == other.get(key) for key in keys for other in kept
            )
        else:
            clash = item in kept
        kept += [] if clash else [item]
    return kept


def kubernetes_object(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects of a Kubernetes type."""
    fields, required = OBJECTS[name]
    choice = ONE_OF.get(name, ())
    free = {
        key: st.deferred(lambda shape=shape: value(shape))
        for key, shape in fields.items()
        if key not in choice and not (name in ALONE and key != "name")
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
    if name in OVERRIDES:
        return OVERRIDES[name]()
    return plain_record(name)


def plain_record(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return data of one of our models, with any value in each field."""
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


def field(key: str) -> st.SearchStrategy[Any]:
    """Return values of one field of spec."""
    return value(shapes.RECORDS["Spec"][0][key][1])


# Where most of the ways to merge and to patch are.
LISTS = ("env", "ports", "storage")
FIELDS = [key for key in shapes.RECORDS["Spec"][0] if key not in SELECTION]


@st.composite
def documents(draw: st.DrawFn, kubernetes: str | None = None) -> dict[str, Any]:
    """Return valid StatefulApps with one environment, prod, that changes some of the spec.

    Args:
        kubernetes: the target version of both, and then without objects of the user's own, which
            are checked against no version; any when None.
    """
    chosen = draw(st.lists(st.sampled_from(FIELDS), max_size=6))
    lists = draw(st.lists(st.sampled_from(LISTS), unique=True, min_size=1, max_size=3))
    spec = {key: draw(field(key)) for key in dict.fromkeys(["image", *lists, *chosen])}
    more = draw(st.lists(st.sampled_from([*spec, *FIELDS]), max_size=4))
    changed = dict.fromkeys([*lists, *more])
    override = {key: draw(change(key, spec.get(key))) for key in changed}
    if kubernetes:
        for key in ("kubernetesVersion", "patches", "extraResources"):
            spec.pop(key, None)
            override.pop(key, None)
        spec["kubernetesVersion"] = kubernetes
    namespace = draw(st.none() | NAMES)
    environment = {"name": "prod", **override, **({"namespace": namespace} if namespace else {})}
    return repaired(
        {
            "apiVersion": API_VERSION,
            "kind": KIND,
            "metadata": draw(record("Metadata")),
            "spec": {**spec, "environments": [environment]},
        }
    )


# Patches that leave what Kubernetes refuses, or may refuse: of this or that app.
WILD_PATCHES = [
    {"name": "wild", "patch": f"kind: {kind}\nspec: {spec}"}
    for kind, spec in (
        ("StatefulSet", "{template: {spec: {dnsPolicy: None}}}"),
        ("StatefulSet", "{template: {spec: {hostUsers: false, hostPID: true}}}"),
        ("StatefulSet", "{template: {spec: {tolerations: [{operator: Exists, value: a}]}}}"),
        ("StatefulSet", "{template: {spec: {volumes: [{name: a, emptyDir: {}, secret: {}}]}}}"),
        ("StatefulSet", "{template: {spec: {os: {name: windows}}}}"),
        ("StatefulSet", "{template: {spec: {resources: {limits: {cpu: 1m}}}}}"),
        (
            "StatefulSet",
            "{template: {spec: {securityContext: {runAsNonRoot: true, runAsUser: 0}}}}",
        ),
        ("StatefulSet", "{updateStrategy: {type: OnDelete, rollingUpdate: {partition: 1}}}"),
        ("Service", "{externalTrafficPolicy: Local, ports: [{port: 80, nodePort: 80}]}"),
        ("Service", "{sessionAffinity: ClientIP, ipFamilies: [IPv4, IPv6]}"),
        ("PodDisruptionBudget", "{minAvailable: 1, maxUnavailable: 1}"),
    )
]


@st.composite
def wild_documents(draw: st.DrawFn) -> dict[str, Any]:
    """Return StatefulApps of which each field is valid by itself, and the whole may not be."""
    chosen = draw(st.lists(st.sampled_from(FIELDS), max_size=4))
    spec = {key: draw(field(key)) for key in dict.fromkeys(["image", *chosen])}
    override = {
        key: draw(field(key)) for key in draw(st.lists(st.sampled_from(FIELDS), max_size=1))
    }
    patches = draw(st.lists(st.sampled_from(WILD_PATCHES), max_size=1))
    return {
        "apiVersion": API_VERSION,
        "kind": KIND,
        "metadata": draw(record("Metadata")),
        "spec": {
            **spec,
            **({"patches": patches} if patches else {}),
            "environments": [{"name": "prod", **override}],
        },
    }


@st.composite
def change(draw: st.DrawFn, key: str, base: Any) -> Any:
    """Return what an environment may say about a field: a value, a removal, a change of items."""
    if base is not None and key != "image" and draw(st.integers(0, 4)) == 0:
        return None
    new = draw(field(key))
    by = key_of(key)
    if not is_named(base, by) or not all(by in item for item in new):
        return new
    names = [item[by] for item in base]
    for item in new:
        item[by] = draw(st.sampled_from([*names, *([item[by]] if by in item else [])]))
        if item[by] in names:
            said = draw(st.lists(st.sampled_from(list(item)), min_size=1))
            for unsaid in item.keys() - {*said, by}:
                del item[unsaid]
    if draw(st.integers(0, 4)) == 0:  # the whole list, in an order of its own
        return [REPLACE, *copy.deepcopy(draw(st.permutations(base)))]
    gone = draw(st.lists(st.sampled_from(names), unique=True, max_size=2))
    kept = [item for item in distinct(new) if item[by] not in gone]
    return [{by: name, "$patch": "delete"} for name in gone] + kept


def repaired(document: dict[str, Any]) -> dict[str, Any]:
    """Drop fields until no rule is broken: filtering whole documents would leave small ones.

    Of storage, whose fields many rules are about, first the field alone, then all of it.
    """
    spec = document["spec"]
    environment = spec["environments"][0]
    tried: set[tuple[Any, ...]] = set()
    while problems := _problems(document):
        for problem in problems:
            path = problem.path
            owner = environment if path[:2] == ("spec", "environments") else spec
            key = path[3] if owner is environment else path[1]
            if key == "image":
                assert owner is environment, problem
            if key == "storage" and path not in tried:
                tried.add(path)
                if _without_field(document, path):
                    continue
            for each in (owner, *((environment,) if owner is spec else ())):
                each.pop(key, None)
    return document


def _without_field(value: Any, path: tuple[str | int, ...]) -> bool:
    """Remove the field of an item of storage that a path leads into; tell whether it was there."""
    start = path.index("storage") + 2
    held, last = at(value, *path[:start]), path[start] if len(path) > start else None
    if not isinstance(held, dict) or last not in held or last == "name":
        return False
    del held[last]
    return True


def hold(check: Callable[[Document], None], shard: int, *, wild: bool) -> None:
    """Hold a check against the random specs of a shard: valid ones, or any others.

    Coverage does not look: it would take most of the time, and finds nothing new in the many.
    """

    @seed(shard)
    @settings(max_examples=PER_SHARD, suppress_health_check=SLOW)
    @given(wild_documents() if wild else documents())
    def each(document: dict[str, Any]) -> None:
        check(beside(document))

    measured = Coverage.current()
    if measured:
        measured.stop()
    try:
        each()
    finally:
        if measured:
            measured.start()


def beside(document: dict[str, Any]) -> Document:
    """Return the document as one whose files hold their own names."""
    return Document(document, read_beside=lambda name: f"{name}\n".encode())


def _problems(document: dict[str, Any]) -> list[Problem]:
    try:
        source = beside(document)
        builds_of(source)
    except RenderError as error:
        return [_placed(document, problem) for problem in error.problems]
    return []


def _placed(document: dict[str, Any], problem: Problem) -> Problem:
    """Give a problem the path that it would be reported at."""
    if problem.path[:2] == ("spec", "environments"):
        return problem
    for name in ("prod", None):
        with contextlib.suppress(RenderError):
            path = source_path(document, name, problem.path)
            if path[:2] == ("spec", "environments"):
                return Problem(problem.code, path, problem.message)
    return problem
