"""The patch from one object to another, and the overlay around it, as a person would write them."""

from __future__ import annotations

from typing import Any

import pytest

from renderer.kustomize.difference import Difference
from renderer.kustomize.overlay import kustomization, overlay
from renderer.yaml import read

DIGEST = f"sha256:{'a' * 64}"


def difference(before: dict[str, Any], after: dict[str, Any]) -> tuple[Any, Any]:
    found = Difference(before, after)
    return found.operations, found.merge


def merge(before: dict[str, Any], after: dict[str, Any]) -> Any:
    """The merge patch, which must say everything."""
    operations, patch = difference(before, after)
    assert operations == []
    return patch


def operations(before: dict[str, Any], after: dict[str, Any]) -> Any:
    """The JSON 6902 operations, which must say everything."""
    found, patch = difference(before, after)
    assert patch == {}
    return found


def env(text: str) -> dict[str, Any]:
    """`A=1 B=2` as the only container's env."""
    items = [dict(zip(("name", "value"), each.split("="), strict=True)) for each in text.split()]
    return {"containers": [{"name": "db", "env": items}]}


def op(name: str, path: str, *value: Any) -> dict[str, Any]:
    return {"op": name, "path": path, **({"value": value[0]} if value else {})}


CONTAINER = op("test", "/containers/0/name", "db")


# --- scalars and maps -----------------------------------------------------------------------------


def test_equal_objects_differ_in_nothing() -> None:
    assert difference({"a": [1]}, {"a": [1]}) == ([], {})


@pytest.mark.parametrize(("before", "after"), [(1, True), (True, 1), (0, False)])
def test_a_switch_is_no_number(before: Any, after: Any) -> None:
    """To Python they are equal, and an extra object of somebody's own kind may have either."""
    assert repr(merge({"a": before}, {"a": after})) == repr({"a": after})
    assert repr(merge({"a": [before]}, {"a": [after]})) == repr({"a": [after]})
    assert repr(operations({"a": [{"b": before}]}, {"a": [{"b": after}]})) == repr(
        [op("replace", "/a", [{"b": after}])]
    )
    named = [{"containers": [{"name": "db", "b": value}]} for value in (before, after)]
    assert repr(merge(*named)) == repr({"containers": [{"name": "db", "b": after}]})


def test_a_scalar_in_a_container_is_merged_by_the_containers_name() -> None:
    before = {"containers": [{"name": "db", "workingDir": "/a", "tty": True}]}
    after = {"containers": [{"name": "db", "workingDir": "/b", "tty": True}]}
    assert merge(before, after) == {"containers": [{"name": "db", "workingDir": "/b"}]}


def test_a_key_that_is_removed_becomes_null() -> None:
    assert merge({"a": {"b": 1, "c": 1}}, {"a": {"c": 1}}) == {"a": {"b": None}}


def test_a_whole_map_that_is_removed_becomes_null() -> None:
    assert merge({"a": {"b": 1}}, {}) == {"a": None}


def test_changes_come_in_the_order_of_the_new_object_and_removals_last() -> None:
    patch = merge({"x": 1, "b": 1, "a": 1}, {"b": 2, "a": 2})
    assert list(patch.items()) == [("b", 2), ("a", 2), ("x", None)]


def test_a_map_that_becomes_empty_is_replaced() -> None:
    """A merge with an empty map would change nothing."""
    assert operations({"a": {"b": 1}}, {"a": {}}) == [op("replace", "/a", {})]


def test_a_map_that_becomes_a_scalar_is_replaced() -> None:
    assert operations({"a": {"b": 1}}, {"a": 1}) == [op("replace", "/a", 1)]


def test_a_new_map_is_merged() -> None:
    assert merge({}, {"a": {"b": 1}}) == {"a": {"b": 1}}


# --- lists of scalars -----------------------------------------------------------------------------


def test_a_list_of_scalars_is_replaced_by_the_merge() -> None:
    assert merge({"args": ["a", "b"]}, {"args": ["b", "c"]}) == {"args": ["b", "c"]}


def test_a_list_of_scalars_that_goes_becomes_null() -> None:
    assert merge({"args": ["a"]}, {}) == {"args": None}


def test_a_list_that_becomes_empty_is_replaced() -> None:
    assert operations({"args": ["a"]}, {"args": []}) == [op("replace", "/args", [])]


# --- env ------------------------------------------------------------------------------------------


def test_an_appended_variable_is_added_at_the_end_of_the_container_that_is_meant() -> None:
    """A merge would put it in front of the others, which `$(A)` may need."""
    assert operations(env("A=1"), env("A=1 B=2")) == [
        CONTAINER,
        op("test", "/containers/0/env/0/name", "A"),
        op("add", "/containers/0/env/-", {"name": "B", "value": "2"}),
    ]


def test_the_first_variable_is_changed_by_merge() -> None:
    assert merge(env("A=1 B=1"), env("A=2 B=1")) == env("A=2")


def test_a_variable_in_the_middle_is_changed_in_its_place() -> None:
    """A merge would move it to the front."""
    assert operations(env("A=1 B=1 C=1"), env("A=1 B=2 C=1")) == [
        CONTAINER,
        op("test", "/containers/0/env/1/name", "B"),
        op("replace", "/containers/0/env/1/value", "2"),
    ]


def test_a_removed_variable_is_deleted_by_merge() -> None:
    patch = {"containers": [{"name": "db", "env": [{"name": "B", "$patch": "delete"}]}]}
    assert merge(env("A=1 B=1 C=1"), env("A=1 C=1")) == patch


def test_variables_in_another_order_are_replaced_behind_a_test() -> None:
    after = env("B=1 A=1")
    assert operations(env("A=1 B=1"), after) == [
        CONTAINER,
        op("test", "/containers/0/env/0/name", "A"),
        op("replace", "/containers/0/env", after["containers"][0]["env"]),
    ]


def test_variables_that_move_and_change_are_replaced_behind_a_test() -> None:
    after = env("B=2 A=1")
    assert operations(env("A=1 B=1"), after)[2] == op(
        "replace", "/containers/0/env", after["containers"][0]["env"]
    )


def test_removals_and_additions_at_once_go_from_the_end_so_that_no_index_moves() -> None:
    assert operations(env("A=1 B=1 C=1"), env("C=2 D=1")) == [
        CONTAINER,
        op("test", "/containers/0/env/2/name", "C"),
        op("replace", "/containers/0/env/2/value", "2"),
        op("test", "/containers/0/env/1/name", "B"),
        op("remove", "/containers/0/env/1"),
        op("test", "/containers/0/env/0/name", "A"),
        op("remove", "/containers/0/env/0"),
        op("add", "/containers/0/env/-", {"name": "D", "value": "1"}),
    ]


def test_a_value_that_becomes_a_reference_takes_the_value_away() -> None:
    reference = {"secretKeyRef": {"name": "s", "key": "k"}}
    after = {"containers": [{"name": "db", "env": [{"name": "A", "valueFrom": reference}]}]}
    patch = [{"name": "A", "valueFrom": reference, "value": None}]
    assert merge(env("A=1"), after) == {"containers": [{"name": "db", "env": patch}]}


def test_mounts_are_told_apart_by_their_path() -> None:
    before = {"volumeMounts": [{"name": "a", "mountPath": "/x"}, {"name": "a", "mountPath": "/y"}]}
    after = {"volumeMounts": [{"name": "b", "mountPath": "/x"}, {"name": "a", "mountPath": "/y"}]}
    assert merge(before, after) == {"volumeMounts": [{"mountPath": "/x", "name": "b"}]}


# --- ports ----------------------------------------------------------------------------------------


def port(name: str, number: int) -> dict[str, Any]:
    return {"name": name, "containerPort": number, "protocol": "TCP"}


def test_an_added_port_goes_behind_the_others() -> None:
    before, after = {"ports": [port("a", 1)]}, {"ports": [port("a", 1), port("b", 2)]}
    assert operations(before, after) == [
        op("test", "/ports/0/name", "a"),
        op("add", "/ports/-", port("b", 2)),
    ]


def test_the_number_of_a_port_is_replaced_behind_a_test_of_its_name() -> None:
    """By merge the number is the key: the port would be there twice."""
    assert operations({"ports": [port("a", 1)]}, {"ports": [port("a", 2)]}) == [
        op("test", "/ports/0/name", "a"),
        op("replace", "/ports/0/containerPort", 2),
    ]


def test_a_renamed_port_is_taken_away_and_added() -> None:
    assert operations({"ports": [port("a", 1)]}, {"ports": [port("b", 1)]}) == [
        op("test", "/ports/0/name", "a"),
        op("remove", "/ports/0"),
        op("add", "/ports/-", port("b", 1)),
    ]


# --- several containers ---------------------------------------------------------------------------


def test_a_container_that_only_operations_change_is_named_before_one_that_is_merged() -> None:
    """Otherwise kustomize would put the second in front of the first."""
    before = {"containers": [{"name": "a", "ports": []}, {"name": "b", "image": "b"}]}
    after = {"containers": [{"name": "a", "ports": [port("p", 1)]}, {"name": "b", "image": "c"}]}
    found, patch = difference(before, after)
    assert found == [
        op("test", "/containers/0/name", "a"),
        op("add", "/containers/0/ports/-", port("p", 1)),
    ]
    assert patch == {"containers": [{"name": "a"}, {"name": "b", "image": "c"}]}


def test_a_container_that_only_operations_change_is_not_named_behind_one_that_is_merged() -> None:
    before = {"containers": [{"name": "a", "image": "a"}, {"name": "b", "ports": []}]}
    after = {"containers": [{"name": "a", "image": "b"}, {"name": "b", "ports": [port("p", 1)]}]}
    assert Difference(before, after).merge == {"containers": [{"name": "a", "image": "b"}]}


def test_containers_that_change_places_are_replaced_behind_a_test() -> None:
    one, two = {"name": "a", "image": "a"}, {"name": "b", "image": "b"}
    changed = [{**two, "image": "c"}, {**one, "image": "c"}]
    assert operations({"containers": [one, two]}, {"containers": changed}) == [
        op("test", "/containers/0/name", "a"),
        op("replace", "/containers", changed),
    ]


def test_a_list_that_kustomize_does_not_merge_is_replaced() -> None:
    before, after = {"tolerations": [{"key": "a"}]}, {"tolerations": [{"key": "b"}]}
    assert operations(before, after) == [op("replace", "/tolerations", [{"key": "b"}])]


# --- claim templates ------------------------------------------------------------------------------


def claims(*templates: dict[str, Any]) -> dict[str, Any]:
    return {"volumeClaimTemplates": list(templates)}


def claim(name: str, size: str = "1Gi", **fields: Any) -> dict[str, Any]:
    spec = {"resources": {"requests": {"storage": size}}, **fields}
    return {"metadata": {"name": name}, "spec": spec}


def name_of(index: int, name: str) -> dict[str, Any]:
    return op("test", f"/volumeClaimTemplates/{index}/metadata/name", name)


def test_a_size_is_replaced_behind_a_test_of_the_templates_name() -> None:
    """A merge would replace the whole list: the access mode would be lost."""
    assert operations(claims(claim("a"), claim("b")), claims(claim("a"), claim("b", "2Gi"))) == [
        name_of(1, "b"),
        op("replace", "/volumeClaimTemplates/1/spec/resources/requests/storage", "2Gi"),
    ]


def test_a_class_is_added() -> None:
    assert operations(claims(claim("a")), claims(claim("a", storageClassName="fast"))) == [
        name_of(0, "a"),
        op("add", "/volumeClaimTemplates/0/spec/storageClassName", "fast"),
    ]


def test_a_class_is_removed() -> None:
    assert operations(claims(claim("a", storageClassName="fast")), claims(claim("a"))) == [
        name_of(0, "a"),
        op("remove", "/volumeClaimTemplates/0/spec/storageClassName"),
    ]


def test_a_template_is_added_behind_the_others() -> None:
    assert operations(claims(claim("a")), claims(claim("a"), claim("b"))) == [
        name_of(0, "a"),
        op("add", "/volumeClaimTemplates/-", claim("b")),
    ]


def test_a_template_is_removed_behind_a_test_of_its_name() -> None:
    assert operations(claims(claim("a"), claim("b")), claims(claim("b"))) == [
        name_of(0, "a"),
        op("remove", "/volumeClaimTemplates/0"),
    ]


def test_templates_in_another_order_are_replaced_behind_a_test() -> None:
    after = claims(claim("b"), claim("a"))
    assert operations(claims(claim("a"), claim("b")), after) == [
        name_of(0, "a"),
        op("replace", "/volumeClaimTemplates", after["volumeClaimTemplates"]),
    ]


def test_the_first_template_is_merged() -> None:
    assert merge({}, claims(claim("a"))) == claims(claim("a"))


def test_slashes_and_tildes_are_escaped_in_pointers() -> None:
    before, after = claim("a"), claim("a")
    before["metadata"]["labels"] = {"x/y~z": "1"}
    after["metadata"]["labels"] = {"x/y~z": "2"}
    assert operations(claims(before), claims(after))[1] == op(
        "replace", "/volumeClaimTemplates/0/metadata/labels/x~1y~0z", "2"
    )


# --- the overlay around it ------------------------------------------------------------------------


def statefulset(image: str = "nginx:1", replicas: int = 1, **container: Any) -> dict[str, Any]:
    containers = [{"name": "web", "image": image, **container}]
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "web"},
        "spec": {"replicas": replicas, "template": {"spec": {"containers": containers}}},
    }


def service(name: str = "web", namespace: str = "") -> dict[str, Any]:
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata,
        "spec": {"type": "ClusterIP"},
    }


def fields(base: dict[str, Any], environment: dict[str, Any]) -> dict[str, Any]:
    """What the overlay's kustomization says beside its head and its base; patches as data."""
    found = overlay(base, environment, "../base")["kustomization.yaml"]
    patches = [{**each, "patch": read(each["patch"])[0]} for each in found.get("patches", [])]
    heads = ("apiVersion", "kind", "resources")
    rest = {key: each for key, each in found.items() if key not in heads}
    return {**rest, "patches": patches} if patches else rest


def set_fields(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return fields({"statefulset.yaml": before}, {"statefulset.yaml": after})


def test_empty_fields_are_left_out_of_a_kustomization() -> None:
    assert kustomization({"resources": ["a"], "images": [], "namespace": None}) == {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": ["a"],
    }


def test_an_environment_like_the_base_is_the_base() -> None:
    files = {"statefulset.yaml": statefulset()}
    assert overlay(files, files, "../base") == {
        "kustomization.yaml": kustomization({"resources": ["../base"]})
    }


def test_replicas_are_what_kustomize_edit_changes() -> None:
    assert set_fields(statefulset(), statefulset(replicas=3)) == {
        "replicas": [{"name": "web", "count": 3}]
    }


@pytest.mark.parametrize(
    ("before", "after", "entry"),
    [
        ("nginx:1", "nginx:2", {"name": "nginx", "newTag": "2"}),
        ("nginx", "nginx:2", {"name": "nginx", "newTag": "2"}),
        ("nginx:1", f"nginx@{DIGEST}", {"name": "nginx", "digest": DIGEST}),
        (f"nginx@{DIGEST}", "nginx:1", {"name": "nginx", "newTag": "1"}),
        ("nginx:1", "mirror.io/nginx:1", {"name": "nginx", "newName": "mirror.io/nginx"}),
        (
            "nginx:1",
            "mirror.io:5000/nginx:2",
            {"name": "nginx", "newName": "mirror.io:5000/nginx", "newTag": "2"},
        ),
        ("r.io:5000/a/b:1", "r.io:5000/a/b:2", {"name": "r.io:5000/a/b", "newTag": "2"}),
        ("r.io:5000/a", "r.io:5000/a:2", {"name": "r.io:5000/a", "newTag": "2"}),
    ],
)
def test_images_are_what_image_updaters_change(before: str, after: str, entry: Any) -> None:
    assert set_fields(statefulset(before), statefulset(after)) == {"images": [entry]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("nginx:1", "nginx"),
        (f"nginx@{DIGEST}", "nginx"),
        ("nginx:1", f"nginx:1@{DIGEST}"),
        (f"nginx:1@{DIGEST}", "nginx:2"),
    ],
)
def test_an_image_that_has_no_entry_is_patched(before: str, after: str) -> None:
    (patch,) = set_fields(statefulset(before), statefulset(after))["patches"]
    assert patch == {
        "patch": {
            "apiVersion": "apps/v1",
            "kind": "StatefulSet",
            "metadata": {"name": "web"},
            "spec": {"template": {"spec": {"containers": [{"name": "web", "image": after}]}}},
        }
    }


def test_an_image_entry_leaves_the_other_changes_to_the_patch() -> None:
    found = set_fields(statefulset("nginx:1"), statefulset("nginx:2", tty=True))
    assert found["images"] == [{"name": "nginx", "newTag": "2"}]
    containers = found["patches"][0]["patch"]["spec"]["template"]["spec"]["containers"]
    assert containers == [{"name": "web", "tty": True}]


def test_a_namespace_is_a_field_of_the_overlay() -> None:
    assert fields({"s.yaml": service()}, {"s.yaml": service(namespace="shop")}) == {
        "namespace": "shop"
    }


def test_operations_name_their_target_and_come_before_the_merge() -> None:
    before = statefulset(env=[{"name": "A", "value": "1"}])
    after = statefulset(
        env=[*before["spec"]["template"]["spec"]["containers"][0]["env"], {"name": "B"}]
    )
    after["metadata"]["annotations"] = {"a": "b"}
    operations, merged = set_fields(before, after)["patches"]
    assert operations["target"] == {"kind": "StatefulSet", "name": "web"}
    assert operations["patch"][-1]["value"] == {"name": "B"}
    assert merged["patch"]["metadata"] == {"name": "web", "annotations": {"a": "b"}}


def labelled(name: str, **labels: str) -> dict[str, Any]:
    each = service(name)
    each["metadata"]["labels"] = labels
    return each


def test_a_label_that_all_objects_get_is_one_entry() -> None:
    before = {"a.yaml": labelled("a", v="1"), "b.yaml": labelled("b", v="1", own="x")}
    after = {"a.yaml": labelled("a", v="2"), "b.yaml": labelled("b", v="2", own="x")}
    found = fields(before, {**after, "new.yaml": labelled("new", v="2")})
    assert found["labels"] == [{"pairs": {"v": "2"}}]
    assert "patches" not in found


@pytest.mark.parametrize(
    "after",
    [
        {"a.yaml": labelled("a", v="2"), "b.yaml": labelled("b", v="1")},
        {"a.yaml": labelled("a", v="2"), "b.yaml": labelled("b", v="2", w="2")},
        {
            "a.yaml": labelled("a", v="2"),
            "b.yaml": labelled("b", v="2"),
            "new.yaml": labelled("new"),
        },
    ],
)
def test_a_label_of_some_objects_is_a_patch_of_each(after: dict[str, Any]) -> None:
    found = fields({"a.yaml": labelled("a", v="1"), "b.yaml": labelled("b", v="1")}, after)
    assert "labels" not in found
    assert found["patches"]


def test_an_object_of_the_environment_alone_is_a_file_of_the_overlay() -> None:
    added = {"client.yaml": service("web-client")}
    found = overlay({"s.yaml": service()}, {"s.yaml": service(), **added}, "../base")
    assert found["kustomization.yaml"]["resources"] == ["../base", "client.yaml"]
    assert found["client.yaml"] == service("web-client")


def test_an_object_of_the_base_alone_is_deleted() -> None:
    base = {"s.yaml": service(), "client.yaml": service("web-client", "shop")}
    assert fields(base, {"s.yaml": service()})["patches"] == [
        {
            "patch": {
                "apiVersion": "v1",
                "kind": "Service",
                "metadata": {"name": "web-client", "namespace": "shop"},
                "$patch": "delete",
            }
        }
    ]


def test_an_object_of_another_name_is_deleted_and_added() -> None:
    found = overlay({"s.yaml": service("a")}, {"s.yaml": service("b")}, "../base")
    assert found["kustomization.yaml"]["resources"] == ["../base", "s.yaml"]
    assert "$patch: delete" in found["kustomization.yaml"]["patches"][0]["patch"]


def test_a_patch_does_not_end_in_lines_that_kustomize_would_trim() -> None:
    found = overlay(
        {"s.yaml": statefulset(args=["a"])}, {"s.yaml": statefulset(args=["b\nc\n"])}, "../base"
    )
    assert found["kustomization.yaml"]["patches"][0]["patch"].endswith(
        "args:\n        - |\n          b\n          c\n# end\n"
    )
