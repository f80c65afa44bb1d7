"""Two sets of objects compared, and what differs as text and JSON."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from renderer.changes import report
from renderer.changes.compare import Change, Field, compare
from renderer.changes.table import judge
from renderer.errors import RenderError
from renderer.kubernetes.versions import DEFAULT
from renderer.objects.resource import Resource


def an_object(kind: str = "ConfigMap", name: str = "x", **fields: Any) -> dict[str, Any]:
    namespace = fields.pop("namespace", None)
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return {
        "apiVersion": fields.pop("apiVersion", "v1"),
        "kind": kind,
        "metadata": metadata,
        **fields,
    }


SIGNS = {"added": "+", "removed": "-"}


def lines(before: Any, after: Any) -> list[str]:
    """What differs between two objects or two lists of them: a line for each object and field."""
    sides = [each if isinstance(each, list) else [each] for each in (before, after)]
    return [line for change in compare(*map(placed, sides)) for line in shown(change)]


def shown(change: Change) -> list[str]:
    was = f" ({change.operation}, was {change.before.identity})" if change.before else ""
    head = f"{SIGNS.get(change.operation, '~')} {change.identity}"
    is_other = change.operation in ("renamed", "moved")
    return [f"{head}{was if is_other else ''}", *map(field_line, change.fields)]


def field_line(field: Field) -> str:
    before, after = (json.dumps(each, ensure_ascii=False) for each in (field.before, field.after))
    values = {"changed": f"{before} -> {after}", "added": after, "removed": before}
    return f"    {SIGNS.get(field.operation, '~')} {field}: {values[field.operation]}"


def placed(objects: list[Any], file: str = "") -> list[Resource]:
    """Objects as they are from one file."""
    return [Resource(each, file) for each in objects]


def fields(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What the report says about the fields of one object."""
    head, *rest = lines(an_object(**before), an_object(**after))
    assert head == "~ ConfigMap x"
    return [each.removeprefix("    ") for each in rest]


# --- objects --------------------------------------------------------------------------------------


def test_equal_objects_say_nothing() -> None:
    assert lines(an_object(data={"a": "1"}), an_object(data={"a": "1"})) == []


def test_the_order_of_objects_and_keys_says_nothing() -> None:
    one, two = an_object(a=1, b=2), an_object("Service")
    assert lines([one, two], [two, dict(reversed(one.items()))]) == []


def test_added_and_removed_objects() -> None:
    before, after = [an_object(name="a", namespace="shop")], [an_object(name="b", namespace="shop")]
    assert lines(before, after) == ["- ConfigMap shop/a", "+ ConfigMap shop/b"]


def test_everything_against_nothing() -> None:
    assert lines([], an_object()) == ["+ ConfigMap x"]
    assert lines(an_object(), []) == ["- ConfigMap x"]


def test_objects_are_matched_across_versions_of_their_api() -> None:
    before = an_object("PodDisruptionBudget", apiVersion="policy/v1beta1")
    after = an_object("PodDisruptionBudget", apiVersion="policy/v1")
    assert lines(before, after) == [
        "~ PodDisruptionBudget x",
        '    ~ apiVersion: "policy/v1beta1" -> "policy/v1"',
    ]


def test_objects_of_two_groups_are_two() -> None:
    before, after = an_object(apiVersion="a.io/v1"), an_object(apiVersion="b.io/v1")
    assert lines(before, after) == ["- ConfigMap x", "+ ConfigMap x"]


def test_two_environments_with_namespaces_of_their_own_are_matched() -> None:
    (change,) = compare(
        placed([an_object(namespace="dev")]), placed([an_object(namespace="prod")]), is_across=True
    )
    assert (change.operation, list(map(str, change.fields))) == ("changed", ["metadata.namespace"])


def test_an_object_in_another_namespace_has_moved() -> None:
    assert lines(an_object(namespace="dev"), an_object(namespace="prod")) == [
        "~ ConfigMap prod/x (moved, was ConfigMap dev/x)",
        '    ~ metadata.namespace: "dev" -> "prod"',
    ]


def test_an_object_that_gets_a_namespace_is_matched() -> None:
    assert lines(an_object(), an_object(namespace="prod")) == [
        "~ ConfigMap prod/x",
        '    + metadata.namespace: "prod"',
    ]


def test_where_the_match_without_namespaces_is_not_clear_there_is_none() -> None:
    before = [an_object(namespace="a"), an_object(namespace="b")]
    assert lines(before, an_object(namespace="c")) == [
        "- ConfigMap a/x",
        "- ConfigMap b/x",
        "+ ConfigMap c/x",
    ]


def test_an_object_that_is_there_on_both_sides_is_not_matched_with_another_namespace() -> None:
    same, other = an_object(namespace="a"), an_object(namespace="b")
    assert lines([same], [same, other]) == ["+ ConfigMap b/x"]


def test_changes_are_sorted_whatever_the_order_of_the_objects() -> None:
    objects = [an_object(name=name, namespace=space) for name in "ab" for space in ("m", "n")]
    objects += [an_object("Service"), an_object("StatefulSet", apiVersion="apps/v1")]
    reports = {tuple(lines([], list(each))) for each in itertools.permutations(objects, 6)}
    assert reports == {
        (
            "+ ConfigMap m/a",
            "+ ConfigMap m/b",
            "+ ConfigMap n/a",
            "+ ConfigMap n/b",
            "+ Service x",
            "+ StatefulSet x",
        )
    }


# --- the same object under another name -----------------------------------------------------------


def a_set(name: str, namespace: str = "shop", **more: Any) -> dict[str, Any]:
    labels = {"app": name}
    container = {"name": "db", "image": "db:1", "env": [{"name": "HOST", "value": f"{name}-0"}]}
    spec = {
        "serviceName": name,
        "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}},
        **more,
    }
    return an_object("StatefulSet", name, apiVersion="apps/v1", namespace=namespace, spec=spec)


def operations(before: list[Any], after: list[Any]) -> list[tuple[str, str]]:
    return [(str(each.identity), each.operation) for each in compare(placed(before), placed(after))]


def test_a_set_with_a_new_name_is_renamed() -> None:
    assert operations([a_set("db"), an_object()], [a_set("sql"), an_object()]) == [
        ("StatefulSet shop/sql", "renamed")
    ]
    assert operations([a_set("db")], [a_set("sql", replicas=5)]) == [
        ("StatefulSet shop/sql", "renamed")
    ]


def test_a_set_with_a_new_name_in_another_namespace_has_moved() -> None:
    assert operations([a_set("db")], [a_set("sql", "store")]) == [
        ("StatefulSet store/sql", "moved")
    ]


def test_of_several_the_most_alike_is_meant() -> None:
    before = [a_set("db", replicas=3), a_set("mq", replicas=5)]
    after = [a_set("mq2", replicas=5), a_set("db2", replicas=3)]
    assert [
        (each.identity.name, each.before and each.before.name)
        for each in compare(placed(before), placed(after))
    ] == [("db2", "db"), ("mq2", "mq")]


def test_another_set_is_another_set() -> None:
    other = a_set("cache", template={"spec": {"containers": [{"name": "c", "image": "c:1"}]}})
    assert operations([a_set("db")], [other]) == [
        ("StatefulSet shop/cache", "added"),
        ("StatefulSet shop/db", "removed"),
    ]


def test_a_hash_in_a_name_is_no_part_of_it() -> None:
    before, after = "conf-4m2d5gk8bh", "conf-ht9c2f7t2m"
    pairs = [
        [an_object(kind, name, data={"a": name})]
        for kind in ("ConfigMap", "Secret")
        for name in (before, after)
    ]
    assert operations(pairs[0] + pairs[2], pairs[1] + pairs[3]) == [
        (f"ConfigMap {after}", "renamed"),
        (f"Secret {after}", "renamed"),
    ]


def test_small_objects_are_alike_by_chance() -> None:
    one, other = (an_object("Secret", name, data={"a": "x"}) for name in ("one", "other"))
    assert [each[1] for each in operations([one], [other])] == ["removed", "added"]
    one, other = (an_object("ConfigMap", name, data={"a": "x"}) for name in ("one", "other"))
    assert [each[1] for each in operations([one], [other])] == ["removed", "added"]


def test_of_very_many_only_sets_are_compared() -> None:
    before = [an_object(name=f"a{index}", data=dict.fromkeys("abcdef", "x")) for index in range(25)]
    after = [an_object(name=f"b{index}", data=dict.fromkeys("abcdef", "x")) for index in range(25)]
    found = operations([*before, a_set("db")], [*after, a_set("sql")])
    assert [each for each in found if each[1] == "renamed"] == [("StatefulSet shop/sql", "renamed")]
    sets = [[a_set(f"{letter}{index}") for index in range(25)] for letter in "ab"]
    assert {each[1] for each in operations(*sets)} == {"added", "removed"}


@pytest.mark.parametrize(
    "broken",
    [
        "text",
        None,
        ["list"],
        {},
        {"apiVersion": "v1", "kind": "ConfigMap"},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": 1}},
        {"apiVersion": 1, "kind": "ConfigMap", "metadata": {"name": "x"}},
        {"apiVersion": "v1", "metadata": {"name": "x"}},
        {"kind": "Secret", "data": {"a": "b"}},
    ],
    ids=json.dumps,
)
def test_an_object_without_identity_is_refused(broken: Any) -> None:
    with pytest.raises(RenderError) as caught:
        compare(
            placed([an_object()], "a.yaml") + placed([an_object(name="y"), broken], "b.yaml"), []
        )
    assert [str(problem) for problem in caught.value.problems] == [
        'b.yaml: ["object 2"]: must have apiVersion, kind and metadata.name  [SR802]'
    ]


def test_an_object_that_is_there_twice_is_refused() -> None:
    with pytest.raises(RenderError) as caught:
        compare([], placed([an_object(namespace="shop"), an_object(namespace="shop")]))
    assert [str(problem) for problem in caught.value.problems] == [
        '["object 2"]: must be there once, ConfigMap shop/x is there twice  [SR802]'
    ]


def test_an_object_that_is_there_twice_is_named_with_both_files() -> None:
    with pytest.raises(RenderError) as caught:
        compare(placed([an_object()], "a.yaml") + placed([an_object()], "b.yaml"), [])
    assert [str(problem) for problem in caught.value.problems] == [
        (
            'b.yaml: ["object 1"]: must be there once, ConfigMap x is there twice, first in a.yaml'
            "  [SR802]"
        )
    ]


# --- fields ---------------------------------------------------------------------------------------


def test_added_removed_and_changed_fields() -> None:
    assert fields({"a": 1, "b": {"c": 1}}, {"b": {"c": 2}, "d": {"e": [1]}}) == [
        "- a: 1",
        "~ b.c: 1 -> 2",
        '+ d: {"e": [1]}',
    ]


def test_another_kind_of_value_is_a_change() -> None:
    assert fields({"a": 1}, {"a": "1"}) == ['~ a: 1 -> "1"']


def test_true_is_not_one() -> None:
    assert fields({"a": True}, {"a": 1}) == ["~ a: true -> 1"]


def test_a_map_that_becomes_a_list_is_a_change() -> None:
    assert fields({"a": {"b": 1}}, {"a": ["b"]}) == ['~ a: {"b": 1} -> ["b"]']


def test_values_are_written_as_readable_json() -> None:
    assert fields({"a": "é"}, {"a": 'x"y\n'}) == ['~ a: "é" -> "x\\"y\\n"']


def test_keys_that_hold_dots_slashes_or_blanks_are_quoted() -> None:
    before = {"a": {"b/c": "1", "d.e": "1", "f g": "1", "h-i": "1"}}
    after = {"a": dict.fromkeys(before["a"], "2")}
    assert fields(before, after) == [
        '~ a.h-i: "1" -> "2"',
        '~ a["b/c"]: "1" -> "2"',
        '~ a["d.e"]: "1" -> "2"',
        '~ a["f g"]: "1" -> "2"',
    ]


# --- lists ----------------------------------------------------------------------------------------


def named(**values: Any) -> dict[str, Any]:
    return {"env": [{"name": name, "value": value} for name, value in values.items()]}


def test_an_inserted_item_does_not_shift_the_others() -> None:
    assert fields(named(A="1", C="1"), named(A="1", B="1", C="1")) == [
        '+ env[name=B]: {"name": "B", "value": "1"}'
    ]


def test_a_removed_item_does_not_shift_the_others() -> None:
    assert fields(named(A="1", B="1", C="1"), named(B="1", C="1")) == [
        '- env[name=A]: {"name": "A", "value": "1"}'
    ]


def test_a_changed_item_is_named() -> None:
    assert fields(named(A="1", B="1"), named(A="1", B="2")) == ['~ env[name=B].value: "1" -> "2"']


def test_another_order_of_items_is_reported() -> None:
    """Another order of env restarts the pods."""
    assert fields(named(A="1", B="1"), named(B="1", A="1")) == [
        '~ env.(order): ["A", "B"] -> ["B", "A"]'
    ]


def test_an_item_that_is_inserted_is_no_other_order() -> None:
    found = fields(named(A="1", B="1"), named(B="1", C="1", A="1"))
    assert '~ env.(order): ["A", "B"] -> ["B", "A"]' in found
    assert len(found) == 2


def test_claim_templates_are_told_apart_by_the_name_in_their_metadata() -> None:
    def templates(**sizes: str) -> dict[str, Any]:
        return {"t": [{"metadata": {"name": key}, "size": each} for key, each in sizes.items()]}

    assert fields(templates(a="1Gi", b="1Gi"), templates(b="2Gi")) == [
        '- t[name=a]: {"metadata": {"name": "a"}, "size": "1Gi"}',
        '~ t[name=b].size: "1Gi" -> "2Gi"',
    ]


def test_items_without_names_are_compared_by_position() -> None:
    assert fields({"args": ["a", "b"]}, {"args": ["a", "c", "d"]}) == [
        '~ args[1]: "b" -> "c"',
        '+ args[2]: "d"',
    ]


def test_items_of_one_name_are_compared_by_position() -> None:
    twice = {"env": [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]}
    other = {"env": [{"name": "A", "value": "1"}, {"name": "A", "value": "3"}]}
    assert fields(twice, other) == ['~ env[1].value: "2" -> "3"']


def test_a_list_that_is_new_is_written_as_a_list() -> None:
    assert fields({}, named(A="1")) == ['+ env: [{"name": "A", "value": "1"}]']


def test_a_list_that_becomes_empty_is_gone() -> None:
    assert fields(named(A="1"), {"env": []}) == ['- env: [{"name": "A", "value": "1"}]']


# --- Secrets --------------------------------------------------------------------------------------

KUBECTL = "kubectl.kubernetes.io/last-applied-configuration"


def secret(name: str = "s", **data: str) -> dict[str, Any]:
    return an_object("Secret", name, data=data)


def test_values_of_secrets_are_numbers() -> None:
    assert lines(secret(a="cGFzcw==", b="c2FtZQ=="), secret(a="b3RoZXI=", b="c2FtZQ==")) == [
        "~ Secret s",
        '    ~ data.a: "(secret value 1)" -> "(secret value 3)"',
    ]


def test_equal_values_have_equal_numbers_on_both_sides_and_in_all_secrets() -> None:
    before, after = (
        [secret("s", a="x"), secret("t", a="y")],
        [secret("s", a="y"), secret("t", a="x")],
    )
    assert lines(before, after) == [
        "~ Secret s",
        '    ~ data.a: "(secret value 1)" -> "(secret value 2)"',
        "~ Secret t",
        '    ~ data.a: "(secret value 2)" -> "(secret value 1)"',
    ]


def test_added_and_removed_values_are_masked() -> None:
    assert lines(secret(a="x"), secret(b="x")) == [
        "~ Secret s",
        '    - data.a: "(secret value 1)"',
        '    + data.b: "(secret value 1)"',
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"stringData": {"a": "hunter2"}},
        {"data": {"a": ["hunter2"]}},
        {"data": "hunter2"},
        {"stringData": ["hunter2"]},
    ],
    ids=["stringData", "list", "text", "texts"],
)
def test_no_value_of_a_secret_is_ever_shown(fields: dict[str, Any]) -> None:
    sides = placed([secret()]), placed([{**secret(), **fields}])
    judged = judge(compare(*sides), *sides, DEFAULT)
    for output in (report.text(judged), report.as_json(judged)):
        assert "hunter2" not in output
        assert "(secret value 1)" in output


def test_what_kubectl_notes_of_a_secret_is_not_shown() -> None:
    notes = {KUBECTL: '{"data": {"a": "hunter2"}}'}
    noted = {**secret(), "metadata": {"name": "s", "annotations": notes}}
    (change,) = compare([], placed([noted]))
    assert change.after is not None
    assert "hunter2" not in str(change.after.data)
    assert lines(secret(), noted) == []


def test_other_fields_of_a_secret_are_shown() -> None:
    before, after = an_object("Secret", type="a"), an_object("Secret", type="b")
    assert lines(before, after)[1] == '    ~ type: "a" -> "b"'


def test_a_config_map_is_no_secret() -> None:
    assert fields({"data": {"a": "x"}}, {"data": {"a": "y"}}) == ['~ data.a: "x" -> "y"']


# --- JSON -----------------------------------------------------------------------------------------


def test_nothing_as_json() -> None:
    assert json.loads(report.as_json([])) == {"effect": None, "changes": []}


def test_changes_as_json() -> None:
    before = [an_object("Service", spec={"a": 1, "b": 1}), an_object("Gone", apiVersion="x.io/v1")]
    after = [an_object("Service", spec={"a": 2}, namespace="shop")]
    sides = placed(before), placed(after)
    record = json.loads(report.as_json(judge(compare(*sides), *sides, DEFAULT)))
    assert record["effect"] == "in-place"
    service, gone = record["changes"]
    assert {**service, "verdicts": [each["id"] for each in service["verdicts"]]} == {
        "group": "",
        "kind": "Service",
        "namespace": "shop",
        "name": "x",
        "operation": "changed",
        "effect": "in-place",
        "fields": [
            {
                "path": "metadata.namespace",
                "steps": ["metadata", "namespace"],
                "operation": "added",
                "before": None,
                "after": "shop",
            },
            {
                "path": "spec.a",
                "steps": ["spec", "a"],
                "operation": "changed",
                "before": 1,
                "after": 2,
            },
            {
                "path": "spec.b",
                "steps": ["spec", "b"],
                "operation": "removed",
                "before": 1,
                "after": None,
            },
        ],
        "verdicts": ["namespace", "service-spec"],
    }
    assert gone["verdicts"] == [
        {
            "id": "other-removed",
            "effect": "in-place",
            "fields": [],
            "why": "deleted where it is pruned",
            "source": "",
        }
    ]
