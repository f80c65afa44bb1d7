"""The transformer role: StatefulApps expanded in place, StatefulSets changed, nothing lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from building import resources_of
from calling import (
    API_VERSION,
    app,
    ask,
    asked,
    config_map,
    environment,
    from_kustomize,
    listed,
    noted,
    options,
    statefulset,
)

from renderer.app.load import Document
from renderer.krm import resource_list
from renderer.resources.metadata import is_rendered
from renderer.yaml import dump, read

PROD = [{"name": "prod", "replicas": 3}, {"name": "dev"}]
PREVIOUS = "internal.config.kubernetes.io/previousNames"
NAMESPACES = "internal.config.kubernetes.io/previousNamespaces"
PREFIXES = "internal.config.kubernetes.io/prefixes"
CLAIMS = ("spec", "volumeClaimTemplates", 0, "spec")


def value(data: Any, *path: Any) -> Any:
    for step in path:
        data = data[step]
    return data


def changed(*changes: Any, items: list[Any] | None = None) -> Any:
    found = [from_kustomize(each) for each in items or [statefulset()]]
    return asked(found, environment(statefulSets=list(changes)))


def test_an_app_is_expanded_where_it_stands() -> None:
    before, after = from_kustomize(config_map("before")), from_kustomize(config_map("after"))
    answer = asked([before, from_kustomize(app()), after], options())
    assert answer.problems == []
    assert answer.items == [before, *resources_of(Document(app())), after]


@pytest.mark.parametrize(
    "config", [environment(environment="prod"), options(environment="prod")], ids=["own", "map"]
)
def test_the_config_selects_the_environment_of_all_apps(config: Any) -> None:
    apps = [app("a", environments=PROD), app("b", environments=PROD, environment="dev")]
    answer = asked([from_kustomize(each) for each in apps], config)
    assert answer.item("StatefulSet", "a")["spec"]["replicas"] == 3
    assert answer.item("StatefulSet", "b")["spec"]["replicas"] == 3


def test_options_about_files_mean_nothing_to_a_transformer() -> None:
    answer = asked([from_kustomize(app())], options(outputFolder="x"))
    assert answer.problems == [
        (
            "ConfigMap/function-input: data.outputFolder: is not an option here"
            " (known: environment, validate)  [SR606]"
        )
    ]


@pytest.mark.parametrize(
    ("fields", "path", "hint"),
    [
        ({"spec": {"environment": "prod"}}, "spec", "write the options below data"),
        ({"Data": {"environment": "prod"}}, "Data", "write the options below data"),
        ({"binaryData": {"environment": "cHJvZA=="}}, "binaryData", "write the options below data"),
        ({"environment": "prod"}, "environment", "move it to data.environment"),
    ],
)
def test_options_beside_data_are_refused(fields: Any, path: str, hint: str) -> None:
    """They would render the base where an environment is asked for, in silence."""
    config = {**options(), **fields}
    del config["data"]
    item = from_kustomize(app(environments=PROD))
    answer = asked([item], config)
    said = "is not read by anybody"
    assert answer.problems == [f"ConfigMap/function-input: {path}: {said} ({hint})  [SR606]"]
    assert answer.items == [item]
    assert not asked([item], {**options(), "immutable": True}).problems


@pytest.mark.parametrize(
    ("namespace", "notes", "is_refused"),
    [
        (None, {}, False),
        ("shop", {}, False),
        ("prod", {NAMESPACES: "default"}, False),
        ("shop", {NAMESPACES: "default"}, True),
        ("shop", {NAMESPACES: "own,shop"}, True),
        ("shop", {NAMESPACES: "shop,own"}, True),
        ("own", {NAMESPACES: "own,own", PREVIOUS: "db,x-db"}, False),
        (None, {NAMESPACES: "default", PREVIOUS: "db"}, False),
    ],
)
def test_an_environment_does_not_leave_the_namespace_that_kustomize_sets(
    namespace: str | None, notes: dict[str, str], is_refused: bool
) -> None:
    """Its Secrets would be in the one, and its pods in the other, in silence."""
    one = noted(app(environments=[{"name": "prod", "namespace": "prod"}]), notes)
    if namespace:
        one["metadata"]["namespace"] = namespace
    answer = asked([from_kustomize(one)], options(environment="prod"))
    if is_refused:
        (problem,) = answer.problems
        assert "spec.environments[0].namespace: must be that of kustomize's namespace" in problem
        assert problem.endswith("(say it in one of the two)  [SR406]")
    else:
        assert {each["metadata"]["namespace"] for each in answer.items} == {"prod"}


def test_without_one_an_app_selects_its_own() -> None:
    answer = asked([from_kustomize(app(environments=PROD, environment="prod"))], options())
    assert answer.item("StatefulSet", "db")["spec"]["replicas"] == 3


def test_what_no_environment_changes_comes_back_as_it_was_written() -> None:
    text = listed([from_kustomize(app())], environment(environment="prod"))
    text = text.replace("spec:\n    image", "spec:\n    environments: [{name: prod}]\n    image", 1)
    theirs = """\
- # a comment
  apiVersion:   v1
  kind: ConfigMap   # another
  metadata: {name: &n cm, labels: {x: *n}, annotations: {config.k8s.io/id: '7'}}
  data:
    yes: on
    e: 1e3
    n: !!binary aGk=

    t: |
      - no item
    f: >-
      folded
      text
# above the next
- {apiVersion: v1, kind: Secret, metadata: {name: &n s}, data: {a: !secret x}}
- null
"""
    output, problems = resource_list.run(text.replace("items:\n", f"items:\n{theirs}", 1))
    assert problems == []
    assert f"items:\n{theirs}- apiVersion: v1\n  kind: Service\n" in output


def test_wrong_apps_are_all_named_and_nothing_is_lost() -> None:
    items = [
        from_kustomize(each) for each in (app("a", replicaz=1), config_map(), app("b", ports=3))
    ]
    answer = asked(items, options())
    assert answer.items == items
    assert [each["resourceRef"]["name"] for each in answer.results] == ["a", "b"]
    assert answer.problems == [
        'StatefulApp/a: spec.replicaz: is not a field here (did you mean "replicas"?)  [SR201]',
        "StatefulApp/b: spec.ports: must be a list, got 3 (write [{port: 3}])  [SR202]",
    ]


def test_apps_that_want_the_same_object_are_refused() -> None:
    ports = [{"name": "x", "port": 1}]
    one = app("a", ports=ports, clientService={"name": "shared"})
    two = app("b", headlessService={"name": "shared"})
    answer = asked([from_kustomize(one), from_kustomize(two)], options())
    assert "[SR507]" in answer.problems[0]


def test_an_environment_that_an_app_lacks_is_an_error() -> None:
    answer = asked([from_kustomize(app(environments=PROD))], environment(environment="prid"))
    assert answer.problems == [
        (
            'StatefulApp/db: must be one of prod, dev, got environment "prid"'
            ' (did you mean "prod"?)  [SR401]'
        )
    ]


@pytest.mark.parametrize("config", [options(), environment(environment="prod")])
def test_nothing_to_expand_is_an_error(config: Any) -> None:
    items = [from_kustomize(config_map())]
    answer = asked(items, config)
    assert "[SR605]" in answer.problems[0]
    assert answer.items == items


def test_replicas_and_claims_of_any_statefulset_are_changed_by_name() -> None:
    claim = {
        "name": "data",
        "size": "20Gi",
        "storageClassName": "fast",
        "accessModes": ["ReadWriteMany"],
    }
    answer = changed({"name": "old", "replicas": 5, "claims": [claim]})
    assert answer.problems == []
    expected = from_kustomize(statefulset())
    expected["spec"]["replicas"] = 5
    expected["spec"]["volumeClaimTemplates"][0]["spec"] = {
        "storageClassName": "fast",
        "accessModes": ["ReadWriteMany"],
        "resources": {"requests": {"storage": "20Gi"}},
    }
    assert answer.items == [expected]


def test_a_change_keeps_comments_quotes_and_all_other_text() -> None:
    text = listed([from_kustomize(statefulset())], environment(statefulSets=[{"name": "old"}]))
    text = text.replace(
        "- name: old\n", "- {name: old, replicas: 2, claims: [{name: data, size: 2Gi}]}\n"
    )
    text = text.replace("replicas: 1\n", "replicas: 1 # one\n")
    text = text.replace('value: "yes"', "value: yes")
    output = ask(text).text
    before, _, _ = text.partition("functionConfig:")
    wanted = before.replace("replicas: 1 # one", "replicas: 2 # one").replace(
        "storage: 1Gi", "storage: 2Gi"
    )
    assert output == wanted


def test_what_is_written_with_anchors_is_written_out() -> None:
    text = listed([from_kustomize(statefulset())])
    config = environment(
        statefulSets=[{"name": "old", "claims": [{"name": "data", "size": "3Gi"}]}]
    )
    aliased = text.replace("serviceName: old", "serviceName: &x old").replace(
        "matchLabels:\n        app: old", "matchLabels: {app: *x}"
    )
    answer = ask(aliased + dump({"functionConfig": config}))
    assert answer.problems == []
    claim = answer.item("StatefulSet", "old")["spec"]["volumeClaimTemplates"][0]["spec"]
    assert claim["resources"]["requests"]["storage"] == "3Gi"


MERGED = """\
items:
- apiVersion: apps/v1
  kind: StatefulSet
  metadata:
    name: old
    annotations: {kustomize.config.k8s.io/id: x}
    labels: &shared {a: b}
  spec: &spec
    selector: *shared
    {value}
  other:
    <<: *spec
"""


def test_a_text_that_cannot_be_changed_for_sure_is_refused() -> None:
    config = dump({"functionConfig": environment(statefulSets=[{"name": "old", "replicas": 2}])})
    head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"
    text = MERGED.replace("{value}", "replicas: 1").replace("- api", "# above\n- api", 1)
    written_out = ask(head + text + config)
    assert written_out.items[0]["spec"]["replicas"] == 2
    assert written_out.items[0]["other"]["replicas"] == 1
    refused = ask(head + MERGED.replace("{value}", "replicas: 1\n    x: yes") + config)
    assert refused.problems == [
        (
            "StatefulEnvironment/prod: spec.statefulSets[0]: cannot be changed in"
            " StatefulSet/old (write it there without anchors, and in quotes"
            " where YAML readers disagree)  [SR608]"
        )
    ]
    assert refused.items[0]["spec"]["replicas"] == 1


@pytest.mark.parametrize("as_json", [False, True])
def test_what_holds_no_claim_is_not_replaced_by_one(as_json: bool) -> None:
    odd = statefulset(volumeClaimTemplates=[{"metadata": {"name": "data"}, "spec": 3}])
    change = {"name": "old", "claims": [{"name": "data", "size": "2Gi"}]}
    text = listed([from_kustomize(odd)], environment(statefulSets=[change]))
    answer = ask(json.dumps(read(text)[0]) if as_json else text)
    assert "[SR608]" in answer.problems[0]
    assert answer.items == [from_kustomize(odd)]


def test_statefulsets_of_the_apps_are_changed_too() -> None:
    items = [from_kustomize(app(storage=[{"name": "data", "mountPath": "/d", "size": "1Gi"}]))]
    claim = {"name": "data", "size": "9Gi"}
    config = environment(statefulSets=[{"name": "db", "replicas": 1, "claims": [claim]}])
    found = asked(items, config).item("StatefulSet", "db")
    assert value(found, *CLAIMS, "resources", "requests", "storage") == "9Gi"


@pytest.mark.parametrize("expanded", [True, False])
def test_replicas_of_an_app_are_for_the_app_to_say(expanded: bool) -> None:
    """Its lists of peers and its budget would be those of other replicas, in silence."""
    one = app(replicas=3, peers=[{"name": "PEERS"}], ports=[{"name": "sql", "port": 1}])
    items = [one] if expanded else resources_of(Document(one))
    config = environment(statefulSets=[{"name": "db", "replicas": 4}])
    assert asked([from_kustomize(each) for each in items], config).problems == [
        (
            "StatefulEnvironment/prod: spec.statefulSets[0].replicas: must not change"
            " StatefulSet/db, which a StatefulApp renders (set them in an environment of the"
            " StatefulApp: peers and budget depend on them)  [SR609]"
        )
    ]


def test_another_set_of_the_service_is_not_of_the_app() -> None:
    items = [*resources_of(Document(app())), statefulset(serviceName="db")]
    config = environment(statefulSets=[{"name": "old", "replicas": 4}])
    assert asked([from_kustomize(each) for each in items], config).problems == []
    assert not is_rendered(items[-1], [{"metadata": "none"}, {}, None])


@pytest.mark.parametrize(
    ("metadata", "is_ours"),
    [
        ({}, True),
        ({"labels": None}, False),
        ({"labels": {"stateful-renderer.dev/other": "headless"}}, False),
        ({"name": "other"}, False),
        ({"namespace": "other"}, False),
        ({"labels": "none"}, False),
    ],
)
def test_an_app_is_known_by_its_service_too(metadata: Any, is_ours: bool) -> None:
    items = resources_of(Document(app()))
    for each in items:
        each["metadata"].setdefault("labels", {})["app.kubernetes.io/managed-by"] = "us"
        if each["kind"] == "Service":
            each["metadata"] |= metadata
    config = environment(statefulSets=[{"name": "db", "replicas": 4}])
    answer = asked([from_kustomize(each) for each in items], config)
    assert any("[SR609]" in each for each in answer.problems) == is_ours


def test_a_statefulset_is_changed_in_one_place() -> None:
    """With two, the peers of one would be counted before the replicas of the other."""
    peers = {"name": "P", "format": "{pod}"}
    one = noted(statefulset("x-old"), {PREVIOUS: "old"})
    one["metadata"]["namespace"] = "a"
    first, answer = {"name": "x-old", "peers": [peers]}, "x-old is changed by spec.statefulSets[0]"
    for second in ({"name": "old", "replicas": 3}, {"name": "x-old", "namespace": "a"}):
        found = changed(first, {"replicas": 3, **second}, items=[one])
        assert [each.rpartition(" ")[2] for each in found.problems] == ["[SR301]"]
        assert answer in found.problems[0]
        assert found.items == [from_kustomize(one)]


def test_names_are_those_before_a_prefix_as_well() -> None:
    prefixed = noted(statefulset("x-old"), {PREVIOUS: "older,old"})
    found = changed({"name": "old", "replicas": 2}, items=[prefixed])
    assert found.items[0]["spec"]["replicas"] == 2


def test_objects_of_an_app_keep_what_stands_around_its_name() -> None:
    """By it theirs lead to their own copy of a base; former names would be taken for others'."""
    notes = {PREVIOUS: "db,x-db", NAMESPACES: "default,shop", PREFIXES: "x-,z-"}
    made = asked([from_kustomize(noted(app("z-x-db"), notes))], options())
    assert made.problems == []
    assert [each["metadata"]["annotations"] for each in made.items] == [
        {PREFIXES: "x-,z-"} for _ in made.items
    ]


def test_a_namespace_narrows_the_choice_and_a_patch_is_no_statefulset() -> None:
    one, two = statefulset(), statefulset()
    one["metadata"]["namespace"], two["metadata"]["namespace"] = "a", "b"
    patch = {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "old"},
        "spec": {},
    }
    answer = changed({"name": "old", "namespace": "b", "replicas": 2}, items=[one, two, patch])
    assert [each["spec"].get("replicas") for each in answer.items] == [1, 2, None]


PEERS = ("spec", "template", "spec", "containers")


@pytest.mark.parametrize(
    ("peers", "container", "expected"),
    [
        (
            {"name": "P", "format": "{pod}=http://{host}:2380"},
            0,
            "old-0=http://old-0.old:2380,old-1=http://old-1.old:2380",
        ),
        ({"name": "P"}, 0, "old-0.old:2380,old-1.old:2380"),
        ({"name": "P", "format": "{ordinal+1}@{port:peer}", "separator": " "}, 0, "1@2380 2@2380"),
        ({"name": "P", "container": "side"}, 1, "old-0.old,old-1.old"),
        ({"name": "A", "format": "{ordinal}"}, 0, "0,1"),
    ],
)
def test_peers_are_computed_from_the_new_replicas(
    peers: Any, container: int, expected: str
) -> None:
    answer = changed({"name": "old", "replicas": 2, "peers": [peers]})
    assert answer.problems == []
    variables = value(answer.items[0], *PEERS, container, "env")
    assert {"name": peers["name"], "value": expected} in variables
    assert len({each["name"] for each in variables}) == len(variables)


def renamed(name: str, prefix: str, **metadata: Any) -> Any:
    """A Service `old` as kustomize hands it over behind a namePrefix."""
    notes = {PREVIOUS: "old", PREFIXES: prefix}
    return noted(
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, **metadata}}, notes
    )


@pytest.mark.parametrize(
    ("services", "host"),
    [
        ([renamed("x-old", "x-")], "x-old-0.x-old"),
        ([renamed("x-old", "x-"), renamed("y-old", "y-")], "x-old-0.x-old"),
        ([renamed("y-old", "y-")], "x-old-0.y-old"),
        ([renamed("y-old", "y-"), renamed("z-old", "z-")], "x-old-0.old"),
        ([renamed("x-old", "x-", namespace="default")], "x-old-0.x-old"),
        ([renamed("x-old", "x-", namespace="there")], "x-old-0.old"),
        ([{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "old"}}], "x-old-0.old"),
        ([], "x-old-0.old"),
    ],
)
def test_peers_name_the_service_as_it_is_called_at_the_end(services: list[Any], host: str) -> None:
    one = noted(statefulset("x-old", serviceName="old"), {PREVIOUS: "old", PREFIXES: "x-"})
    change = {"name": "old", "peers": [{"name": "P", "format": "{host}"}]}
    answer = changed(change, items=[one, *services])
    assert answer.problems == []
    assert value(answer.items[0], *PEERS, 0, "env", 0, "value") == host
    assert answer.items[0]["spec"]["serviceName"] == "old"


def test_peers_of_a_service_that_two_may_be_are_refused() -> None:
    one = noted(statefulset("x-old", serviceName="old"), {PREVIOUS: "old", PREFIXES: "x-"})
    services = [renamed("x-old", "x-"), renamed("x-old-2", "x-")]
    change = {"name": "old", "peers": [{"name": "P", "format": "{host}"}]}
    (problem,) = changed(change, items=[one, *services]).problems
    assert '"old" was the name of x-old, x-old-2  [SR607]' in problem
    change = {"name": "old", "peers": [{"name": "P", "format": "{pod}"}]}
    assert not changed(change, items=[one, *services]).problems


def test_peers_follow_the_ordinals_and_replicas_of_the_set_itself() -> None:
    odd = statefulset(replicas=2, ordinals={"start": 5})
    answer = changed({"name": "old", "peers": [{"name": "P", "format": "{pod}"}]}, items=[odd])
    assert value(answer.items[0], *PEERS, 0, "env", 0, "value") == "old-5,old-6"
    bare = statefulset()
    del bare["spec"]["replicas"]
    answer = changed({"name": "old", "peers": [{"name": "P", "format": "{pod}"}]}, items=[bare])
    assert value(answer.items[0], *PEERS, 0, "env", 0, "value") == "old-0"


def test_several_variables_of_one_container_do_not_get_mixed_up() -> None:
    peers = [{"name": "NEW", "format": "x{ordinal}"}, {"name": "A", "format": "y{ordinal}"}]
    answer = changed({"name": "old", "peers": peers})
    assert value(answer.items[0], *PEERS, 0, "env") == [
        {"name": "NEW", "value": "x0"},
        {"name": "A", "value": "y0"},
    ]


def test_a_variable_that_is_there_twice_is_changed_twice() -> None:
    twice = with_env([{"name": "P", "value": "a"}, {"name": "B"}, {"name": "P", "value": "b"}])
    answer = changed({"name": "old", "peers": [{"name": "P", "format": "{pod}"}]}, items=[twice])
    listed_pods = {"name": "P", "value": "old-0"}
    assert value(answer.items[0], *PEERS, 0, "env") == [listed_pods, {"name": "B"}, listed_pods]


def with_env(env: Any) -> Any:
    found = statefulset()
    found["spec"]["template"]["spec"]["containers"][0]["env"] = env
    return found


@pytest.mark.parametrize(
    ("change", "item", "message"),
    [
        (
            {"name": "odl", "replicas": 1},
            None,
            'name: must name a StatefulSet, got "odl" (did you mean "old"?)',
        ),
        (
            {"name": "zzz", "namespace": "n", "replicas": 1},
            None,
            'got "zzz" in namespace n (known: old)',
        ),
        (
            {"name": "old", "claims": [{"name": "dtaa", "size": "1Gi"}]},
            None,
            'claims[0].name: must name a claim template of old, got "dtaa" (did you mean "data"?)',
        ),
        (
            {"name": "old", "claims": [{"name": "x", "size": "1Gi"}]},
            statefulset(volumeClaimTemplates=3),
            "there is none",
        ),
        (
            {"name": "old", "peers": [{"name": "P", "container": "x"}]},
            None,
            "must be one of main, side",
        ),
        ({"name": "old", "peers": [{"name": "P", "format": "{nope}"}]}, None, "got {nope}"),
        (
            {"name": "old", "peers": [{"name": "P", "format": "{port:x}"}]},
            None,
            "{port}, {port:peer}, got {port:x}",
        ),
        (
            {"name": "old", "peers": [{"name": "P"}]},
            statefulset(serviceName=None),
            "has no serviceName",
        ),
        (
            {"name": "old", "peers": [{"name": "P"}]},
            statefulset(template={"spec": 3}),
            "with containers",
        ),
        ({"name": "old", "replicas": 1001, "peers": [{"name": "P"}]}, None, "at most 1000 pods"),
        (
            {"name": "old", "replicas": 1000, "peers": [{"name": "P", "format": "x" * 200}]},
            None,
            "at most 130048 bytes",
        ),
        (
            {"name": "old", "peers": [{"name": "A"}]},
            with_env([{"name": "A", "valueFrom": {}}]),
            "must not be A, which takes its value from elsewhere",
        ),
    ],
)
def test_a_change_that_matches_nothing_or_does_not_fit(
    change: Any, item: Any, message: str
) -> None:
    answer = changed(change, items=[item or statefulset()])
    (problem,) = answer.problems
    assert message in problem
    assert "[SR607]" in problem
    assert answer.items == [from_kustomize(item or statefulset())]


@pytest.mark.parametrize(
    ("spec", "problem"),
    [
        ({}, "spec: must have environment or statefulSets, or it would change nothing  [SR606]"),
        (
            {"statefulSet": []},
            'spec.statefulSet: is not a field here (did you mean "statefulSets"?)  [SR201]',
        ),
        ({"statefulSets": [{"replicas": 1}]}, "spec.statefulSets[0].name: is required  [SR203]"),
        (
            {"statefulSets": [{"name": "old"}]},
            "must change something (set replicas, claims or peers)  [SR606]",
        ),
        (
            {"statefulSets": [{"name": "old", "claims": [{"name": "data"}]}]},
            "claims[0]: must change something (set size, storageClassName or accessModes)  [SR606]",
        ),
        (
            {"statefulSets": [{"name": "old", "replicas": 1}, {"name": "old", "replicas": 2}]},
            "spec.statefulSets[1].name: must be a name of its own  [SR301]",
        ),
        ({"statefulSets": [{"name": "old", "replicas": -1}]}, "must be at least 0, got -1"),
        (
            {"statefulSets": [{"name": "old", "claims": [{"name": "data", "size": "1Gb"}]}]},
            'did you mean "1G"',
        ),
        (
            {
                "statefulSets": [
                    {"name": "old", "claims": [{"name": "data", "accessModes": ["RWO"]}]}
                ]
            },
            "must be ReadWriteOnce or",
        ),
        ({"environment": None}, "spec.environment: must not be null"),
    ],
)
def test_a_wrong_environment_is_refused_in_the_words_of_an_app(spec: Any, problem: str) -> None:
    items = [from_kustomize(statefulset())]
    answer = asked(items, environment(**spec))
    (found,) = answer.problems
    assert problem in found
    assert found.startswith("StatefulEnvironment/prod: ")
    assert answer.items == items


def test_the_api_version_of_an_environment_is_checked() -> None:
    config = {**environment(environment="prod"), "apiVersion": "stateful-renderer.dev/v1"}
    (problem,) = asked([from_kustomize(app())], config).problems
    assert f'apiVersion: must be "{API_VERSION}"' in problem


def test_a_thousand_apps_in_one_call() -> None:
    answer = asked([from_kustomize(app(f"app-{number}")) for number in range(1000)], options())
    assert answer.problems == []
    assert answer.kinds().count("StatefulSet") == 1000


def test_a_validating_config_changes_nothing() -> None:
    switch = {"stateful-renderer.dev/validate": "true"}
    config = environment(switch, environment="prod")
    good, bad = app(environments=PROD), app(environments=PROD, replicaz=1)
    assert asked([from_kustomize(good)], config).items == []
    failed = asked([from_kustomize(bad)], config)
    assert "[SR201]" in failed.problems[0]
    assert asked([from_kustomize(good)], options(environment="prod", validate="true")).items == []
