"""Environments: the merge over the base, what it refuses, and where a field was written."""

from __future__ import annotations

import copy
import sys
from typing import Any

import pytest

from renderer.app.environments import effective, names, source_path
from renderer.app.load import Document
from renderer.errors import RenderError
from renderer.resources.pipeline import builds_of


def document(spec: dict[str, Any], override: dict[str, Any]) -> dict[str, Any]:
    return {
        "metadata": {"name": "db"},
        "spec": {**spec, "environments": [{"name": "prod", **override}]},
    }


def merged(spec: dict[str, Any], override: dict[str, Any]) -> dict[str, Any]:
    """The spec in the environment, without the list of environments."""
    found = effective(document(spec, override), "prod")["spec"]
    return {key: value for key, value in found.items() if key != "environments"}


def refusals(spec: dict[str, Any], override: dict[str, Any]) -> list[str]:
    with pytest.raises(RenderError) as caught:
        merged(spec, override)
    return [str(problem) for problem in caught.value.problems]


A, B, C = ({"name": name, "value": "1"} for name in "ABC")
AT = "spec.environments[0]"


# --- what is merged -------------------------------------------------------------------------------


def test_without_a_name_it_is_the_base_itself() -> None:
    data = document({"replicas": 1}, {"replicas": 2})
    assert effective(data, None) is data


def test_names_are_in_the_documents_order() -> None:
    assert names({"metadata": {}, "spec": {"environments": [{"name": "b"}, {"name": "a"}]}}) == [
        "b",
        "a",
    ]


def test_without_environments_there_are_no_names() -> None:
    assert names({"spec": {}}) == []


def test_a_scalar_is_replaced() -> None:
    assert merged({"replicas": 1, "image": "a"}, {"replicas": 2}) == {"replicas": 2, "image": "a"}


def test_zero_false_and_empty_text_are_values() -> None:
    spec = {"replicas": 1, "x": True, "y": "a"}
    override = {"replicas": 0, "x": False, "y": ""}
    assert merged(spec, override) == override


def test_a_new_field_is_added() -> None:
    assert merged({"image": "a"}, {"replicas": 2}) == {"image": "a", "replicas": 2}


def test_maps_merge_at_any_depth() -> None:
    spec = {"resources": {"limits": {"cpu": "1", "memory": "1Gi"}}}
    override = {"resources": {"limits": {"cpu": "2"}, "requests": {"cpu": "1"}}}
    assert merged(spec, override) == {
        "resources": {"limits": {"cpu": "2", "memory": "1Gi"}, "requests": {"cpu": "1"}}
    }


def test_named_items_merge_by_name() -> None:
    spec = {"storage": [{"name": "a", "size": "1Gi"}, {"name": "b", "size": "1Gi"}]}
    override = {"storage": [{"name": "b", "readOnly": True}]}
    assert merged(spec, override)["storage"] == [
        {"name": "a", "size": "1Gi"},
        {"name": "b", "size": "1Gi", "readOnly": True},
    ]


def test_new_items_go_behind_those_of_the_base() -> None:
    assert merged({"env": [B, C]}, {"env": [A, {**C, "value": "2"}]})["env"] == [
        B,
        {**C, "value": "2"},
        A,
    ]


def test_lists_of_plain_values_are_replaced() -> None:
    assert merged({"args": ["a", "b"]}, {"args": ["c"]}) == {"args": ["c"]}


def test_lists_of_items_without_names_are_replaced() -> None:
    sources = [{"configMapRef": {"name": name}} for name in "ab"]
    assert merged({"envFrom": sources[:1]}, {"envFrom": sources[1:]}) == {"envFrom": sources[1:]}


def test_a_list_of_plain_values_may_become_empty() -> None:
    assert merged({"args": ["a"]}, {"args": []}) == {"args": []}


def test_null_removes_a_field() -> None:
    assert merged({"replicas": 1, "image": "a"}, {"replicas": None}) == {"image": "a"}


def test_null_removes_a_field_of_an_item() -> None:
    override = {"env": [{"name": "A", "value": None, "valueFrom": {"x": 1}}]}
    assert merged({"env": [A]}, override)["env"] == [{"name": "A", "valueFrom": {"x": 1}}]


def test_null_removes_a_whole_list() -> None:
    assert merged({"env": [A], "image": "a"}, {"env": None}) == {"image": "a"}


def test_patch_delete_removes_an_item() -> None:
    assert merged({"env": [A, B, C]}, {"env": [{"name": "B", "$patch": "delete"}]})["env"] == [A, C]


def test_a_map_may_replace_a_scalar() -> None:
    assert merged({"x": 1}, {"x": {"a": 1}}) == {"x": {"a": 1}}


def test_a_scalar_may_replace_a_map() -> None:
    assert merged({"x": {"a": 1}}, {"x": 1}) == {"x": 1}


def test_namespace_goes_to_metadata_and_cluster_nowhere() -> None:
    data = document({"image": "a"}, {"namespace": "shop", "cluster": "eu"})
    found = effective(data, "prod")
    assert found["metadata"] == {"name": "db", "namespace": "shop"}
    assert found["spec"].keys() == {"image", "environments"}


def test_a_namespace_of_null_leaves_that_of_the_base() -> None:
    data = document({}, {"namespace": None})
    data["metadata"]["namespace"] = "shop"
    assert effective(data, "prod")["metadata"]["namespace"] == "shop"


def test_nothing_of_the_input_is_changed() -> None:
    data = document(
        {"env": [A, B], "resources": {"limits": {"cpu": "1"}}, "args": ["a"]},
        {
            "namespace": "shop",
            "env": [{"name": "A", "value": None, "x": {}}, {"name": "B", "$patch": "delete"}, C],
            "resources": {"limits": {"cpu": None, "memory": "1Gi"}},
            "args": ["b"],
        },
    )
    before = copy.deepcopy(data)
    effective(data, "prod")
    assert data == before


# --- repeated names -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "change"), [([A, {**A, "value": "2"}], [B]), ([B], [A, {**A, "value": "2"}])]
)
def test_a_name_that_stands_twice_cannot_be_merged(base: Any, change: Any) -> None:
    """Merged, one of the two would be lost in silence."""
    with pytest.raises(RenderError) as caught:
        merged({"env": base}, {"env": change})
    (problem,) = caught.value.problems
    assert str(problem) == (
        'spec.environments[0].env: must merge by name, and "A" stands twice'
        " (give each item a name of its own)  [SR301]"
    )


def test_headers_are_replaced_as_a_whole() -> None:
    """Kubernetes does not merge them, and a name may stand twice."""
    header = {"name": "Accept", "value": "a"}
    base, change = {"httpHeaders": [header, header]}, {"httpHeaders": [{**header, "value": "b"}]}
    found = merged({"probe": base}, {"probe": change})
    assert found["probe"] == change


def test_a_name_twice_in_an_environments_new_list_is_kept_twice() -> None:
    assert merged({}, {"env": [A, A]})["env"] == [A, A]


# --- SR401 to SR404 -------------------------------------------------------------------------------


def unknown(data: dict[str, Any], name: str) -> str:
    with pytest.raises(RenderError) as caught:
        effective(data, name)
    (problem,) = caught.value.problems
    return str(problem)


def test_an_unknown_environment_names_the_known_ones_and_the_nearest() -> None:
    assert unknown(document({}, {}), "prd") == (
        'must be one of prod, got environment "prd" (did you mean "prod"?)  [SR401]'
    )


def test_an_environment_where_there_are_none() -> None:
    assert unknown({"metadata": {}, "spec": {}}, "prod") == (
        'must have environments to select, got environment "prod"  [SR401]'
    )


def test_an_unknown_environment_that_the_spec_selects_is_reported_there() -> None:
    assert unknown(document({"environment": "test"}, {}), "test") == (
        'spec.environment: must be one of prod, got environment "test"  [SR401]'
    )


def test_null_must_find_something() -> None:
    assert refusals({"replicas": 1}, {"replica": None}) == [
        (
            f"{AT}.replica: must not be null: there is nothing of that name to remove"
            ' (did you mean "replicas"?)  [SR402]'
        )
    ]


def test_null_in_a_new_map_must_find_something() -> None:
    assert refusals({}, {"resources": {"limits": None}}) == [
        f"{AT}.resources.limits: must not be null: there is nothing of that name to remove  [SR402]"
    ]


def test_null_in_an_item_of_a_replaced_list_must_find_something() -> None:
    assert refusals({}, {"envFrom": [{"prefix": None}]}) == [
        (
            f"{AT}.envFrom[0].prefix: must not be null:"
            " there is nothing of that name to remove  [SR402]"
        )
    ]


WHOLE = {"$patch": "replace"}


def test_a_list_may_be_the_whole_one_in_its_order() -> None:
    assert merged({"env": [A, B]}, {"env": [WHOLE, C, B, A]}) == {"env": [C, B, A]}
    assert merged({"env": [A, B]}, {"env": [WHOLE, {"name": "A"}]}) == {"env": [{"name": "A"}]}
    mounts = [{"name": "a", "mountPath": path} for path in ("/a", "/b")]
    assert merged({"volumeMounts": mounts}, {"volumeMounts": [WHOLE, *mounts[::-1]]}) == {
        "volumeMounts": mounts[::-1]
    }


def test_so_it_may_inside_of_an_item() -> None:
    side = {"name": "side", "image": "a", "env": [A, B]}
    change = {"sidecars": [{"name": "side", "env": [WHOLE, B, A]}]}
    assert merged({"sidecars": [side]}, change) == {"sidecars": [{**side, "env": [B, A]}]}


def test_ports_without_names_are_replaced_by_the_same_word() -> None:
    spec = {"ports": [{"port": 1}]}
    assert merged(spec, {"ports": [WHOLE, {"port": 2}]}) == {"ports": [{"port": 2}]}
    assert merged(spec, {"ports": [{"name": "a", "port": 2}]}) == {
        "ports": [{"name": "a", "port": 2}]
    }


def test_a_port_without_a_name_would_replace_ports_that_have_some() -> None:
    assert refusals({"ports": [A]}, {"ports": [{"port": 2}]}) == [
        (
            f"{AT}.ports[0].name: is required: the list merges by name with the base's (write the"
            " whole list with `- $patch: replace` in front)  [SR203]"
        )
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ([WHOLE], '[0]["$patch"]: must be followed by the items of the list'),
        ([A, WHOLE], '[1]["$patch"]: must be the first item, as it is about the whole list'),
        ([WHOLE, WHOLE, A], '[1]["$patch"]: must stand in a list of named items'),
    ],
)
def test_a_whole_list_says_so_once_and_first(change: Any, message: str) -> None:
    (problem,) = refusals({"env": [A, B]}, {"env": change})
    assert problem.startswith(f"{AT}.env{message}")


def test_a_claim_of_a_whole_list_keeps_what_never_changes() -> None:
    base = {"name": "data", "labels": {"a": "b"}}
    assert merged({"storage": [base]}, {"storage": [WHOLE, {**base, "size": "2Gi"}]})
    for labels in ({"labels": {"a": "c"}}, {}):
        (problem,) = refusals({"storage": [base]}, {"storage": [WHOLE, {"name": "data", **labels}]})
        assert problem.startswith(f"{AT}.storage[1].labels: must be the same")


def test_patch_delete_must_find_its_item() -> None:
    assert refusals({"env": [A]}, {"env": [{"name": "AA", "$patch": "delete"}]}) == [
        f'{AT}.env[0].name: must name an item to delete, got "AA" (did you mean "A"?)  [SR402]'
    ]


@pytest.mark.parametrize("key", ["environment", "environments"])
def test_environments_do_not_nest(key: str) -> None:
    assert refusals({}, {key: "x"}) == [
        f"{AT}.{key}: must not stand in an environment: they do not nest  [SR403]"
    ]


@pytest.mark.parametrize(
    "item",
    [{"$patch": "replace"}, {"$patch": None}, {"$patch": "delete", "value": "1"}],
    ids=["replace", "null", "more"],
)
def test_the_only_directive_is_delete_and_it_stands_alone(item: dict[str, Any]) -> None:
    assert refusals({"env": [A]}, {"env": [{"name": "A", **item}]}) == [
        f'{AT}.env[0]["$patch"]: must be `{{name: A, $patch: delete}}` and nothing else  [SR403]'
    ]


def test_a_directive_belongs_into_a_named_item() -> None:
    assert refusals({"resources": {"limits": {}}}, {"resources": {"$patch": "delete"}}) == [
        (
            f'{AT}.resources["$patch"]: must stand in a list of named items,'
            " as $patch: delete or $patch: replace  [SR403]"
        )
    ]


def test_a_directive_in_a_list_that_the_base_does_not_have_is_refused() -> None:
    assert refusals({}, {"env": [{"name": "A", "$patch": "delete"}]}) == [
        (
            f'{AT}.env[0]["$patch"]: must stand in a list of named items,'
            " as $patch: delete or $patch: replace  [SR403]"
        )
    ]


def test_an_empty_list_would_change_nothing() -> None:
    assert refusals({"env": [A]}, {"env": []}) == [
        (
            f"{AT}.env: must not be an empty list: it would neither add nor remove anything"
            " (write null to remove the whole list)  [SR404]"
        )
    ]


def test_all_refusals_come_at_once() -> None:
    found = refusals(
        {"env": [A]}, {"env": [], "x": None, "environment": "y", "resources": {"$patch": "delete"}}
    )
    assert [each[-7:] for each in found] == ["[SR404]", "[SR403]", "[SR403]", "[SR402]"]


# --- where a field was written --------------------------------------------------------------------

PLACES = document(
    {
        "image": "a",
        "replicas": 1,
        "args": ["a", "b"],
        "storage": [
            {"name": "one", "size": "1Gi"},
            {"name": "two", "size": "1Gi", "mountPath": "/two"},
        ],
        "probe": {"tcpSocket": {"port": 1}},
        "env": [A, B],
    },
    {
        "env": [{"$patch": "replace"}, B, A],
        "namespace": "shop",
        "replicas": 2,
        "args": ["c"],
        "storage": [{"name": "new", "size": "3Gi"}, {"name": "two", "size": "2Gi"}],
        "probe": {"periodSeconds": 1},
    },
)
HERE = ("spec", "environments", 0)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (("spec", "replicas"), (*HERE, "replicas")),
        (("spec", "image"), ("spec", "image")),
        (("spec", "storage", 0, "size"), ("spec", "storage", 0, "size")),
        (("spec", "storage", 1, "size"), (*HERE, "storage", 1, "size")),
        (("spec", "storage", 1, "mountPath"), ("spec", "storage", 1, "mountPath")),
        (("spec", "storage", 2, "size"), (*HERE, "storage", 0, "size")),
        (("spec", "storage", 2, "mountPath"), (*HERE, "storage", 0, "mountPath")),
        (("spec", "storage", 1, "subPath"), (*HERE, "storage", 1, "subPath")),
        (("spec", "storage", 0, "mountPath"), ("spec", "storage", 0, "mountPath")),
        (("spec", "env", 0, "value"), (*HERE, "env", 1, "value")),
        (("spec", "env", 1, "value"), (*HERE, "env", 2, "value")),
        (("spec", "env", 1, "valueFrom"), (*HERE, "env", 2, "valueFrom")),
        (("spec", "args", 0), (*HERE, "args", 0)),
        (("spec", "args"), (*HERE, "args")),
        (("spec", "probe", "tcpSocket", "port"), ("spec", "probe", "tcpSocket", "port")),
        (("spec", "probe", "periodSeconds"), (*HERE, "probe", "periodSeconds")),
        (("metadata", "namespace"), (*HERE, "namespace")),
        (("metadata", "name"), ("metadata", "name")),
        (("kind",), ("kind",)),
        ((), ()),
        (("spec", "missing"), ("spec", "missing")),
    ],
    ids=lambda path: ".".join(map(str, path)) or "document",
)
def test_a_field_is_traced_to_where_it_was_written(path: Any, source: Any) -> None:
    assert source_path(PLACES, "prod", path) == source


def test_in_the_base_every_field_stands_where_it_is() -> None:
    assert source_path(PLACES, None, ("spec", "replicas")) == ("spec", "replicas")


def test_a_namespace_that_the_environment_does_not_set_is_the_bases() -> None:
    assert source_path(document({}, {}), "prod", ("metadata", "namespace")) == (
        "metadata",
        "namespace",
    )


def test_an_item_is_found_behind_one_that_the_environment_deletes() -> None:
    data = document({"env": [A, B]}, {"env": [{"name": "A", "$patch": "delete"}]})
    assert source_path(data, "prod", ("spec", "env", 0, "value")) == ("spec", "env", 1, "value")


def test_an_error_in_an_environment_that_follows_others_has_its_index() -> None:
    environments = [{"name": "a"}, {"name": "b", "replicas": 2}]
    data = {"metadata": {}, "spec": {"environments": environments}}
    assert source_path(data, "b", ("spec", "replicas")) == ("spec", "environments", 1, "replicas")


def test_what_a_replaced_list_leaves_out_is_not_sought_in_the_base() -> None:
    source = {"configMapRef": {"name": "c"}}
    data = document({"envFrom": [source]}, {"envFrom": [{"configMapRef": {}}]})
    path = ("spec", "envFrom", 0, "configMapRef", "name")
    assert source_path(data, "prod", path) == (*HERE, "envFrom", 0, "configMapRef", "name")


# --- what it costs --------------------------------------------------------------------------------


def calls_for(count: int) -> int:
    """How many functions are called to build an app with so many environments."""
    data = {
        "apiVersion": "stateful-renderer.dev/v1alpha1",
        "kind": "StatefulApp",
        "metadata": {"name": "db"},
        "spec": {
            "image": "db:1",
            "environments": [{"name": f"e{number}", "replicas": 2} for number in range(count)],
        },
    }
    calls = 0

    def count_calls(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count_calls)
    try:
        builds_of(Document(data))
    finally:
        sys.setprofile(before)
    return calls


def test_twice_as_many_environments_are_twice_as_much_work() -> None:
    calls_for(1)  # what is done once
    assert calls_for(80) < 2.2 * calls_for(40)


def test_a_claim_that_is_new_in_an_environment_is_told_beside_those_of_the_base() -> None:
    claims = [{"name": "data", "mountPath": "/data", "size": "1Gi"}]
    data = {
        "apiVersion": "stateful-renderer.dev/v1alpha1",
        "kind": "StatefulApp",
        "metadata": {"name": "db"},
        "spec": {
            "image": "db:1",
            "storage": claims,
            "environments": [{"name": "prod", "storage": [{"name": "backup", "size": "2Gi"}]}],
        },
    }
    with pytest.raises(RenderError) as caught:
        builds_of(Document(data))
    assert "(it is new here, known: data)  [SR930]" in str(caught.value)
