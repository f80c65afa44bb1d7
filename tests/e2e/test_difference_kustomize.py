"""What `Difference` says and what real kustomize makes of it: the object that was wanted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kustomizing import build, objects

from renderer.kustomize.difference import Difference
from renderer.kustomize.overlay import KUSTOMIZATION, _merge_patch, _text, kustomization
from renderer.yaml import dump, dump_all

pytestmark = pytest.mark.e2e

Pair = tuple[dict[str, Any], dict[str, Any]]


def patches(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    """The patches of one object, in the order that an overlay has them."""
    difference = Difference(old, new)
    target = {"kind": old["kind"], "name": old["metadata"]["name"]}
    found = []
    if difference.operations:
        found.append({"target": target, "patch": _text(difference.operations)})
    if difference.merge:
        found.append({"patch": _text(_merge_patch(old, difference.merge))})
    return found


def wrong(kustomize: Path, folder: Path, pairs: list[Pair]) -> list[Any]:
    """Build all pairs at once, each under a name of its own; return what came out otherwise."""
    named = [
        tuple(named_as(f"s{index}", each) for each in pair) for index, pair in enumerate(pairs)
    ]
    text = kustomization(
        {
            "resources": ["all.yaml"],
            "patches": [patch for old, new in named for patch in patches(old, new)],
        }
    )
    (folder / "all.yaml").write_text(dump_all([old for old, _ in named]))
    (folder / KUSTOMIZATION).write_text(dump(text))
    result = build(kustomize, folder)
    assert (result.returncode, result.stderr) == (0, ""), dump(text)
    built = {key[3]: each for key, each in objects(result.stdout).items()}
    return [
        {
            "before": old,
            "wanted": new,
            "got": built[new["metadata"]["name"]],
            "by": patches(old, new),
        }
        for old, new in named
        if exactly(built[new["metadata"]["name"]]) != exactly(new)
    ]


def exactly(value: Any) -> str:
    """Text that tells 1, 1.0 and true apart, as == does not."""
    return json.dumps(value, sort_keys=True)


def named_as(name: str, resource: dict[str, Any]) -> dict[str, Any]:
    return {**resource, "metadata": {**resource["metadata"], "name": name}}


def statefulset(
    spec: dict[str, Any] | None = None,
    pod: dict[str, Any] | None = None,
    containers: list[dict[str, Any]] | None = None,
    metadata: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A StatefulSet whose only container is `db`, unless it is told otherwise."""
    template = {
        "spec": {"containers": containers or [{"name": "db", "image": "db:1"}], **(pod or {})}
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "x", **(metadata or {})},
        "spec": {"serviceName": "db", "template": template, **(spec or {})},
    }


def container(**fields: Any) -> dict[str, Any]:
    return statefulset(containers=[{"name": "db", "image": "db:1", **fields}])


def env(*names: str, **values: str) -> list[dict[str, str]]:
    return [{"name": name, "value": values.get(name, "1")} for name in names]


def mounts(*names: str, sub: str = "") -> list[dict[str, str]]:
    return [
        {"name": name, "mountPath": f"/{name}", **({"subPath": sub} if sub else {})}
        for name in names
    ]


def claim(name: str, size: str = "1Gi", **fields: Any) -> dict[str, Any]:
    spec = {
        "accessModes": ["ReadWriteOnce"],
        "resources": {"requests": {"storage": size}},
        **fields,
    }
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": name},
        "spec": spec,
    }


def claims(*templates: dict[str, Any]) -> dict[str, Any]:
    return statefulset({"volumeClaimTemplates": list(templates)})


def port(number: int, name: str = "", protocol: str = "TCP") -> dict[str, Any]:
    return {"name": name or f"p{number}", "containerPort": number, "protocol": protocol}


SECRET = {"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}
ODD_KEYS = {"a/b~c": "1", "~1": "2", "~0/": "3"}

CASES: dict[str, Pair] = {
    "nothing": (container(), container()),
    "scalar": (container(workingDir="/a"), container(workingDir="/b")),
    "scalar-added": (container(), container(workingDir="/b")),
    "scalar-removed": (container(workingDir="/a"), container()),
    "scalar-that-looks-like-another": (container(workingDir="1"), container(workingDir="yes")),
    "bool": (container(stdin=True), container(stdin=False)),
    "args-changed": (container(args=["a", "b"]), container(args=["b", "c", "a"])),
    "args-added": (container(), container(args=["a"])),
    "args-removed": (container(args=["a"]), container()),
    "args-emptied": (container(args=["a"]), container(args=[])),
    "env-appended": (container(env=env("A")), container(env=env("A", "B", "C"))),
    "env-in-front": (container(env=env("A")), container(env=env("B", "A"))),
    "env-in-the-middle": (container(env=env("A", "C")), container(env=env("A", "B", "C"))),
    "env-first-changed": (container(env=env("A", "B")), container(env=env("A", "B", A="2"))),
    "env-middle-changed": (
        container(env=env("A", "B", "C")),
        container(env=env("A", "B", "C", B="2")),
    ),
    "env-all-changed": (container(env=env("A", "B")), container(env=env("A", "B", A="2", B="3"))),
    "env-first-removed": (container(env=env("A", "B", "C")), container(env=env("B", "C"))),
    "env-middle-removed": (container(env=env("A", "B", "C")), container(env=env("A", "C"))),
    "env-last-removed": (container(env=env("A", "B", "C")), container(env=env("A", "B"))),
    "env-all-removed": (container(env=env("A", "B")), container()),
    "env-emptied": (container(env=env("A", "B")), container(env=[])),
    "env-from-empty": (container(env=[]), container(env=env("A", "B"))),
    "env-reordered": (container(env=env("A", "B", "C")), container(env=env("C", "A", "B"))),
    "env-all-others": (container(env=env("A", "B")), container(env=env("C", "D"))),
    "env-removed-and-changed": (
        container(env=env("A", "B", "C")),
        container(env=env("B", "C", B="2")),
    ),
    "env-removed-changed-and-added": (
        container(env=env("A", "B", "C")),
        container(env=env("B", "C", "D", C="2")),
    ),
    "env-value-to-reference": (container(env=env("A", "B")), container(env=[SECRET, *env("B")])),
    "env-reference-to-value": (container(env=[*env("B"), SECRET]), container(env=env("B", "A"))),
    "mount-appended": (
        container(volumeMounts=mounts("a")),
        container(volumeMounts=mounts("a", "b")),
    ),
    "mount-removed": (
        container(volumeMounts=mounts("a", "b")),
        container(volumeMounts=mounts("b")),
    ),
    "mount-changed": (
        container(volumeMounts=mounts("a", "b")),
        container(volumeMounts=mounts("a", "b", sub="s")),
    ),
    "mount-of-another-volume": (
        container(volumeMounts=[{"name": "a", "mountPath": "/x"}]),
        container(volumeMounts=[{"name": "b", "mountPath": "/x"}]),
    ),
    "mounts-of-one-volume": (
        container(
            volumeMounts=[{"name": "a", "mountPath": "/x"}, {"name": "a", "mountPath": "/y"}]
        ),
        container(
            volumeMounts=[{"name": "a", "mountPath": "/x"}, {"name": "a", "mountPath": "/z"}]
        ),
    ),
    "device-changed": (
        container(volumeDevices=[{"name": "a", "devicePath": "/dev/a"}]),
        container(volumeDevices=[{"name": "b", "devicePath": "/dev/a"}]),
    ),
    "port-added": (container(ports=[port(1)]), container(ports=[port(1), port(2)])),
    "port-removed": (container(ports=[port(1), port(2)]), container(ports=[port(2)])),
    "port-number": (container(ports=[port(1, "a")]), container(ports=[port(2, "a")])),
    "port-protocol": (
        container(ports=[port(1, "a"), port(2)]),
        container(ports=[port(1, "a", "UDP"), port(2)]),
    ),
    "port-both-protocols": (
        container(ports=[port(53, "t")]),
        container(ports=[port(53, "t"), port(53, "u", "UDP")]),
    ),
    "port-renamed": (container(ports=[port(1, "a")]), container(ports=[port(1, "b")])),
    "ports-swapped": (container(ports=[port(1), port(2)]), container(ports=[port(2), port(1)])),
    "ports-new": (container(), container(ports=[port(1), port(2)])),
    "resources": (
        container(resources={"requests": {"cpu": "1", "memory": "1Gi"}}),
        container(resources={"requests": {"cpu": "2"}, "limits": {"memory": "1Gi"}}),
    ),
    "map-emptied": (
        container(resources={"limits": {"cpu": "1"}}),
        container(resources={"limits": {}}),
    ),
    "map-from-empty": (container(resources={}), container(resources={"limits": {"cpu": "1"}})),
    "empty-map-added": (container(), container(resources={})),
    "handler": (
        container(livenessProbe={"httpGet": {"port": 80, "path": "/"}, "periodSeconds": 5}),
        container(livenessProbe={"tcpSocket": {"port": "web"}, "periodSeconds": 5}),
    ),
    "port-reference-kind": (
        container(livenessProbe={"tcpSocket": {"port": 80}}),
        container(livenessProbe={"tcpSocket": {"port": "web"}}),
    ),
    "claim-size": (claims(claim("a"), claim("b")), claims(claim("a"), claim("b", "2Gi"))),
    "claim-class-added": (claims(claim("a")), claims(claim("a", storageClassName="fast"))),
    "claim-class-empty": (claims(claim("a")), claims(claim("a", storageClassName=""))),
    "claim-class-removed": (claims(claim("a", storageClassName="fast")), claims(claim("a"))),
    "claim-modes": (claims(claim("a")), claims(claim("a", accessModes=["ReadWriteMany"]))),
    "claim-added": (claims(claim("a")), claims(claim("a"), claim("b"), claim("c"))),
    "claim-first": (statefulset(), claims(claim("a"))),
    "claim-removed": (claims(claim("a"), claim("b"), claim("c")), claims(claim("b"))),
    "claim-removed-and-changed": (
        claims(claim("a"), claim("b"), claim("c")),
        claims(claim("b", "2Gi"), claim("d")),
    ),
    "claims-all-removed": (claims(claim("a"), claim("b")), statefulset()),
    "claims-reordered": (claims(claim("a"), claim("b")), claims(claim("b"), claim("a"))),
    "claim-odd-label": (
        claims({**claim("a"), "metadata": {"name": "a", "labels": ODD_KEYS}}),
        claims({**claim("a"), "metadata": {"name": "a", "labels": {**ODD_KEYS, "a/b~c": "9"}}}),
    ),
    "labels": (
        statefulset(metadata={"labels": {"a": "1", **ODD_KEYS}}),
        statefulset(metadata={"labels": {"b": "y", "~1": "2"}}),
    ),
    "labels-removed": (statefulset(metadata={"labels": {"a": "1"}}), statefulset()),
    "annotation-of-pods": (
        statefulset(),
        statefulset(
            {"template": {**statefulset()["spec"]["template"], "metadata": {"labels": ODD_KEYS}}}
        ),
    ),
    "volumes": (
        statefulset(pod={"volumes": [{"name": "a", "emptyDir": {}}]}),
        statefulset(pod={"volumes": [{"name": "a", "configMap": {"name": "c"}}]}),
    ),
    "volumes-added": (statefulset(), statefulset(pod={"volumes": [{"name": "a", "emptyDir": {}}]})),
    "tolerations": (
        statefulset(pod={"tolerations": [{"key": "a", "operator": "Exists"}]}),
        statefulset(pod={"tolerations": [{"key": "b"}, {"key": "a", "operator": "Exists"}]}),
    ),
    "spread": (
        statefulset(pod={"topologySpreadConstraints": [{"topologyKey": "zone", "maxSkew": 1}]}),
        statefulset(
            pod={
                "topologySpreadConstraints": [
                    {"topologyKey": "zone", "maxSkew": 2, "whenUnsatisfiable": "DoNotSchedule"},
                    {"topologyKey": "host", "maxSkew": 1, "whenUnsatisfiable": "DoNotSchedule"},
                ]
            }
        ),
    ),
    "init-container-added": (
        statefulset(),
        statefulset(pod={"initContainers": [{"name": "i", "image": "i"}]}),
    ),
    "init-container-env": (
        statefulset(pod={"initContainers": [{"name": "i", "env": env("A", "B")}]}),
        statefulset(pod={"initContainers": [{"name": "i", "env": env("B", "A", "C")}]}),
    ),
    "second-container-changed": (
        statefulset(containers=[{"name": "db", "env": env("A")}, {"name": "b", "env": env("A")}]),
        statefulset(
            containers=[{"name": "db", "env": env("A")}, {"name": "b", "env": env("A", "B")}]
        ),
    ),
    # An item that only operations change keeps its place before one that the merge patch names.
    "first-container-by-operations": (
        statefulset(containers=[{"name": "a", "env": env("A")}, {"name": "b", "image": "b"}]),
        statefulset(containers=[{"name": "a", "env": env("A", "B")}, {"name": "b", "image": "c"}]),
    ),
    "second-container-first-by-operations": (
        statefulset(containers=[{"name": "a", "env": env("A")}, {"name": "b", "env": env("A")}]),
        statefulset(
            containers=[{"name": "b", "env": env("A", "B")}, {"name": "a", "env": env("A")}]
        ),
    ),
    "containers-swapped-and-changed": (
        statefulset(containers=[{"name": "a", "image": "a"}, {"name": "b", "image": "b"}]),
        statefulset(containers=[{"name": "b", "image": "c"}, {"name": "a", "image": "c"}]),
    ),
    "env-swapped-and-changed": (
        container(env=env("A", "B")),
        container(env=env("B", "A", A="2", B="3")),
    ),
    # kustomize trims the text of a patch.
    "lines-at-the-end-of-a-patch": (container(args=["a"]), container(args=["a", "b\nc\n"])),
    "blank-lines-at-the-end-of-a-patch": (container(args=["a"]), container(args=["b\nc\n\n"])),
    "lines-at-the-end-of-operations": (
        container(env=env("A")),
        container(env=env("A", "B", B="b\nc\n")),
    ),
    "both-containers-changed": (
        statefulset(containers=[{"name": "db", "image": "a"}, {"name": "b", "env": env("A")}]),
        statefulset(containers=[{"name": "db", "image": "b"}, {"name": "b", "env": env("B", "A")}]),
    ),
    "container-removed-and-env-appended": (
        statefulset(containers=[{"name": "a", "env": env("A")}, {"name": "b", "env": env("A")}]),
        statefulset(containers=[{"name": "b", "env": env("A", "B")}]),
    ),
    "container-added-and-env-appended": (
        statefulset(containers=[{"name": "a", "env": env("A")}]),
        statefulset(
            containers=[{"name": "a", "env": env("A", "B")}, {"name": "b", "env": env("A")}]
        ),
    ),
    "containers-reordered": (
        statefulset(containers=[{"name": "a", "env": env("A")}, {"name": "b", "image": "b"}]),
        statefulset(containers=[{"name": "b", "image": "b"}, {"name": "a", "env": env("A", "B")}]),
    ),
}


def test_the_table_is_built_as_wanted(kustomize: Path, tmp_path: Path) -> None:
    found = wrong(kustomize, tmp_path, list(CASES.values()))
    names = [list(CASES)[int(each["wanted"]["metadata"]["name"][1:])] for each in found]
    assert found == [], names


# --- random pairs ---------------------------------------------------------------------------------

TEXTS = st.sampled_from(["a", "b", "y", "1", "0644", "1e3", "", "a: b", "x\ny\n", "~", "é"])


def changed(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, Any]]:
    """A value before and after: mostly two of one kind, at times the same."""
    return st.one_of(values.map(lambda each: (each, each)), st.tuples(values, values))


def pairs_of(**fields: st.SearchStrategy[tuple[Any, Any]]) -> st.SearchStrategy[tuple[Any, Any]]:
    """Maps before and after, of which each field may be missing on either side."""
    sides = st.sampled_from(
        [(True, True), (True, True), (True, False), (False, True), (False, False)]
    )

    def both(drawn: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        return tuple(
            {key: pair[side] for key, (pair, there) in drawn.items() if there[side]}
            for side in (0, 1)
        )

    return st.fixed_dictionaries({key: st.tuples(each, sides) for key, each in fields.items()}).map(
        both
    )


def lists_of(
    keys: list[str], item: Any, *, least: int = 0
) -> st.SearchStrategy[tuple[list[Any], list[Any]]]:
    """Lists before and after of items that are told apart by a key: some gone, new, moved, changed.

    `item` makes (before, after) of one key; an item that is on both sides is often unchanged.
    """
    chosen = st.lists(st.sampled_from(keys), min_size=least, max_size=len(keys), unique=True)
    orders = st.one_of(
        chosen.map(lambda each: (each, each)),
        st.tuples(chosen, chosen),
        chosen.map(lambda each: (each, sorted(each, reverse=True))),
        st.integers(0, len(keys)).map(lambda cut: (keys[: max(cut, least)], keys)),
        st.integers(0, len(keys)).map(lambda cut: (keys, keys[: max(cut, least)])),
        st.integers(0, len(keys) - 1)
        .map(lambda cut: (keys, [*keys[:cut], *keys[cut + 1 :]]))
        .filter(lambda both: len(both[1]) >= least),
    )
    items = st.fixed_dictionaries({key: changed_item(item(key)) for key in keys})
    return st.builds(
        lambda order, drawn: tuple([drawn[key][side] for key in order[side]] for side in (0, 1)),
        orders,
        items,
    )


def changed_item(pairs: st.SearchStrategy[tuple[Any, Any]]) -> st.SearchStrategy[tuple[Any, Any]]:
    return st.one_of(pairs.map(lambda each: (each[0], each[0])), pairs)


def with_key(
    pairs: st.SearchStrategy[tuple[Any, Any]], **key: Any
) -> st.SearchStrategy[tuple[Any, Any]]:
    return pairs.map(lambda both: tuple({**key, **each} for each in both))


def env_item(name: str) -> st.SearchStrategy[tuple[Any, Any]]:
    reference = st.sampled_from([{"secretKeyRef": {"name": "s", "key": key}} for key in ("k", "l")])
    ways = st.one_of(
        TEXTS.map(lambda each: {"value": each}), reference.map(lambda each: {"valueFrom": each})
    )
    return with_key(changed(ways), name=name)


def mount_item(path: str) -> st.SearchStrategy[tuple[Any, Any]]:
    fields = pairs_of(subPath=changed(TEXTS), readOnly=changed(st.booleans()))
    return st.builds(
        lambda names, both: tuple(
            {"name": name, "mountPath": path, **each}
            for name, each in zip(names, both, strict=True)
        ),
        changed(st.sampled_from(["v", "w"])),
        fields,
    )


def port_item(name: str) -> st.SearchStrategy[tuple[Any, Any]]:
    """Ports whose numbers differ by name, so that no two are one."""
    first = 80 + 10 * ord(name)
    numbers = changed(st.sampled_from([first, first + 1]))
    return st.builds(
        lambda both, protocols: tuple(
            {"name": name, "containerPort": each, "protocol": protocol}
            for each, protocol in zip(both, protocols, strict=True)
        ),
        numbers,
        changed(st.sampled_from(["TCP", "UDP"])),
    )


SCALARS = st.lists(TEXTS, max_size=3)
ODD_MAPS = pairs_of(**dict.fromkeys(["a", "a/b~c", "~1", "y"], changed(TEXTS)))
AMOUNTS = pairs_of(cpu=changed(st.sampled_from(["1", "500m"])), memory=changed(TEXTS))


def container_item(name: str) -> st.SearchStrategy[tuple[Any, Any]]:
    fields = pairs_of(
        image=changed(TEXTS),
        args=changed(SCALARS),
        tty=changed(st.booleans()),
        env=lists_of(["A", "B", "C", "D"], env_item),
        ports=lists_of(["a", "b", "c"], port_item),
        volumeMounts=lists_of(["/a", "/b", "/c/~d"], mount_item),
        resources=pairs_of(requests=AMOUNTS, limits=AMOUNTS),
        livenessProbe=pairs_of(
            httpGet=changed(st.sampled_from([{"port": 80}, {"port": "a", "path": "/"}])),
            periodSeconds=changed(st.integers(1, 3)),
        ),
    )
    return with_key(fields, name=name)


def init_item(name: str) -> st.SearchStrategy[tuple[Any, Any]]:
    return with_key(pairs_of(image=changed(TEXTS), env=lists_of(["A", "B"], env_item)), name=name)


def claim_item(name: str) -> st.SearchStrategy[tuple[Any, Any]]:
    spec = pairs_of(
        storageClassName=changed(TEXTS),
        accessModes=changed(SCALARS),
        resources=pairs_of(requests=AMOUNTS),
        dataSource=changed(st.fixed_dictionaries({"kind": TEXTS, "name": TEXTS})),
    )
    return st.builds(
        lambda labels, specs: tuple(
            {"metadata": {"name": name, "labels": each}, "spec": spec}
            for each, spec in zip(labels, specs, strict=True)
        ),
        ODD_MAPS,
        spec,
    )


VOLUMES = [{"emptyDir": {}}, {"configMap": {"name": "c"}}, {"emptyDir": {"medium": "Memory"}}]
SPREADS = ["maxSkew", "minDomains"]
TOLERATIONS = st.fixed_dictionaries({"key": TEXTS, "operator": st.just("Exists")})


def pods() -> st.SearchStrategy[tuple[Any, Any]]:
    return pairs_of(
        terminationGracePeriodSeconds=changed(st.integers(0, 2)),
        initContainers=lists_of(["i", "j"], init_item, least=1),
        volumes=lists_of(
            ["v", "w"], lambda name: with_key(changed(st.sampled_from(VOLUMES)), name=name)
        ),
        tolerations=changed(st.lists(TOLERATIONS, max_size=2)),
        topologySpreadConstraints=lists_of(
            ["zone", "host"],
            lambda key: with_key(
                changed(st.dictionaries(st.sampled_from(SPREADS), st.integers(1, 2))),
                topologyKey=key,
            ),
        ),
    )


def statefulsets() -> st.SearchStrategy[Pair]:
    """StatefulSets before and after; kustomize needs at least a container to know the pod."""

    def both(labels: Any, spec: Any, pod: Any, containers: Any) -> Pair:
        return tuple(
            {
                "apiVersion": "apps/v1",
                "kind": "StatefulSet",
                "metadata": {"name": "x", "annotations": {"always": "1", **labels[side]}},
                "spec": {
                    **spec[side],
                    "template": {
                        "metadata": {"labels": {"always": "1"}},
                        "spec": {"containers": containers[side], **pod[side]},
                    },
                },
            }
            for side in (0, 1)
        )

    spec = pairs_of(
        minReadySeconds=changed(st.integers(0, 2)),
        updateStrategy=changed(
            st.sampled_from([{"type": "OnDelete"}, {"rollingUpdate": {"partition": 1}}, {}])
        ),
        volumeClaimTemplates=lists_of(["a", "b", "c"], claim_item),
    )
    return st.builds(both, ODD_MAPS, spec, pods(), lists_of(["db", "b"], container_item, least=1))


def test_random_pairs_are_built_as_wanted(kustomize: Path, tmp_path: Path) -> None:
    """All pairs are drawn first and built together: a process per pair would take minutes."""
    pairs: list[Pair] = []

    @settings(
        max_examples=150,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.data_too_large, HealthCheck.large_base_example],
    )
    @given(pair=statefulsets())
    def draw(pair: Pair) -> None:
        pairs.append(pair)

    draw()
    assert len(pairs) == 150
    found = [wrong(kustomize, tmp_path, pairs[start : start + 50]) for start in range(0, 150, 50)]
    assert [each for bad in found for each in bad] == []
