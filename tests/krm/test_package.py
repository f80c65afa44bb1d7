"""A package on stdin: what is written, what stays, and what is in the way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from calling import (
    INDEX,
    PATH,
    app,
    ask,
    asked,
    at,
    config_map,
    environment,
    listed,
    noted,
    options,
    statefulset,
)

from renderer.krm.package import in_order_of
from renderer.yaml import dump, read

SPEC = "bases/db/statefulapp.yaml"
PROD = [{"name": "prod", "replicas": 3}]
KUSTOMIZATION = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}
TREE = {
    "bases/db/kustomization.yaml",
    "bases/db/service.yaml",
    "bases/db/statefulset.yaml",
    "overlays/db/prod/kustomization.yaml",
}


def rendered(**spec: Any) -> Any:
    """The items of a package in which an app was rendered, as text."""
    answer = asked([at(SPEC, app(environments=PROD, **spec))], options())
    assert answer.problems == []
    return answer


def again(text: str, before: str, after: str, config: Any = None) -> Any:
    """Another call for the files that a call has written, with a text in them changed."""
    assert before in text
    return ask(text.replace(before, after) + (listed([], config).partition("items: []\n")[2]))


def test_the_tree_is_written_beside_what_is_there() -> None:
    theirs = [at("a.yaml", config_map()), at(SPEC, app(environments=PROD)), config_map("no-path")]
    answer = asked(theirs, options())
    assert answer.problems == []
    assert answer.items[:3] == theirs
    new = {each["metadata"]["annotations"][PATH]: each for each in answer.items[3:]}
    assert new.keys() >= TREE
    assert {each["metadata"]["annotations"][INDEX] for each in answer.items[3:]} == {"0"}
    notes = {key for each in answer.items[3:] for key in each["metadata"]["annotations"]}
    assert notes == {PATH, INDEX}


def test_a_second_run_gives_the_same_bytes() -> None:
    first = rendered()
    assert ask(first.text).text == first.text


def test_the_environment_alone_is_written_as_plain_manifests() -> None:
    for config, spec in (
        (options(environment="prod"), {}),
        (environment(environment="prod"), {}),
        (options(), {"environment": "prod"}),
    ):
        answer = asked([at(SPEC, app(environments=PROD, **spec))], config)
        assert {f"manifests/db/{file}" for file in ("service.yaml", "statefulset.yaml")} < set(
            answer.paths()
        )
        assert not [path for path in answer.paths() if path.startswith("overlays/")]
        assert answer.paths()["manifests/db/statefulset.yaml"]["spec"]["replicas"] == 3


def test_from_a_tree_to_one_environment_nothing_stale_is_left() -> None:
    answer = again(rendered().text, "items:", "items:", options(environment="prod"))
    assert answer.problems == []
    assert not {path for path in answer.paths() if path.startswith("overlays/")}


def test_a_statefulset_that_an_environment_puts_into_a_namespace_is_not_gone() -> None:
    prod = [{"name": "prod", "namespace": "shop"}]
    tree = ask(listed([at(SPEC, app(environments=prod))], options()))
    config = listed([], options(environment="prod")).partition("items: []\n")[2]
    answer = ask(tree.text + config)
    assert answer.problems == []
    assert answer.paths()["manifests/db/statefulset.yaml"]["metadata"]["namespace"] == "shop"


PRUNED = "where StatefulSet db{} is pruned, its pods are deleted, and their volumes stay behind"
ELSEWHERE = " (a StatefulSet in another namespace starts on empty volumes)  [SR615]"


def said(before: list[Any], after: list[Any], *selected: str, namespace: str = "") -> list[str]:
    """What a call says after another one, which rendered the app with other environments.

    Args:
        before: the environments of the app.
        after: those of the second call.
        selected: the environment of both calls, or of each.
        namespace: the app's own in the first call.
    """

    def spec(environments: list[Any], namespace: str) -> str:
        storage = [{"name": "data", "mountPath": "/data", "size": "1Gi"}]
        found = app(storage=storage, environments=environments)
        found["metadata"] |= {"namespace": namespace} if namespace else {}
        return listed([at(SPEC, found)]).partition("items:\n")[2]

    def config(environment: str) -> str:
        data = {"environment": environment} if environment else {}
        return listed([], options(**data)).partition("items: []\n")[2]

    first, second = (selected[0], selected[-1]) if selected else ("", "")
    old, new = spec(before, namespace), spec(after, "")
    tree = ask(listed([]).replace("items: []\n", f"items:\n{old}") + config(first))
    assert tree.problems == []
    assert old in tree.text
    return list(ask(tree.text.replace(old, new) + config(second)).problems)


def env(name: str, namespace: str = "") -> dict[str, str]:
    return {"name": name, **({"namespace": namespace} if namespace else {})}


@pytest.mark.parametrize("selected", [("dev", "prod"), ("prod", "dev")])
def test_another_environment_in_another_namespace_starts_on_empty_volumes(
    selected: tuple[str, str],
) -> None:
    both = [env("dev", "dev"), env("prod", "prod")]
    (problem,) = said(both, both, *selected)
    pruned = PRUNED.format(f" in namespace {selected[0]}")
    path = "manifests/db/statefulset.yaml"
    assert problem == f"{path}: is for another namespace now: {pruned}{ELSEWHERE}"
    assert said(both, both, *selected[:1]) == []


def test_an_environment_that_moves_to_another_namespace_leaves_its_data_behind() -> None:
    for selected in ((), ("prod",)):
        folder = "manifests/db/statefulset" if selected else "overlays/db/prod/kustomization"
        (problem,) = said([env("prod", "a")], [env("prod", "b")], *selected)
        pruned = PRUNED.format(" in namespace a")
        assert problem == f"{folder}.yaml: is for another namespace now: {pruned}{ELSEWHERE}"
    (problem,) = said([], [], namespace="a")
    assert problem.startswith("bases/db/statefulset.yaml: is for another namespace now: ")


def test_an_environment_that_is_removed_is_told() -> None:
    for namespace, where in (("a", " in namespace a"), ("", "")):
        (problem,) = said([env("dev"), env("prod", namespace)], [env("dev")])
        path = "overlays/db/prod/kustomization.yaml"
        assert problem.startswith(f"{path}: is removed: {PRUNED.format(where)}")
        assert ("in another namespace" in problem) is bool(namespace)
    (problem,) = said([env("prod")], [])
    assert problem.startswith("overlays/db/prod/kustomization.yaml: is removed: ")


def test_where_the_data_stays_in_use_nothing_is_said() -> None:
    prod = [env("prod", "prod")]
    assert said(prod, [env("production", "prod")]) == []
    assert said(prod, prod, "", "prod") == said(prod, prod, "prod", "") == []
    assert said([], prod) == said([env("prod")], prod) == []
    assert said([env("dev")], [env("dev")], "", "dev") == []
    tree = ask(listed([at(SPEC, app(environments=[env("prod")]))], options()))
    config = listed([], options(outputFolder="out")).partition("items: []\n")[2]
    moved = ask(tree.text + config)
    assert (moved.problems, "out/overlays/db/prod/kustomization.yaml" in moved.paths()) == (
        [],
        True,
    )
    assert "overlays/db/prod/kustomization.yaml" not in moved.paths()
    # Its overlays said where it went.
    assert said(prod, prod, namespace="a") == []


def test_an_output_folder_holds_the_tree() -> None:
    answer = asked([at(SPEC, app(environments=PROD))], options(outputFolder="out/"))
    assert {f"out/{path}" for path in TREE} <= set(answer.paths())
    assert "as bases/db/service.yaml from ../bases/db/statefulapp.yaml;" in answer.text
    assert ask(answer.text + listed([], options(outputFolder="out")).partition("[]\n")[2]).text == (
        answer.text
    )


def test_an_app_of_a_package_below_is_written_there() -> None:
    kptfile = {"apiVersion": "kpt.dev/v1", "kind": "Kptfile", "metadata": {"name": "sub"}}
    answer = asked([at("sub/Kptfile", kptfile), at(f"sub/{SPEC}", app())], options())
    assert "sub/bases/db/statefulset.yaml" in answer.paths()


def test_in_a_pipeline_paths_begin_at_their_own_package() -> None:
    """kpt says where that is by an absolute path, which must never get into what we write."""
    note = "internal.config.kubernetes.io/package-path"
    kptfile = {"apiVersion": "kpt.dev/v1", "kind": "Kptfile", "metadata": {"name": "sub"}}
    items = [
        noted(at("Kptfile", kptfile), {note: "/tmp/p"}),  # noqa: S108
        noted(at("Kptfile", kptfile), {note: "/tmp/p/sub"}),  # noqa: S108
        noted(at("app.yaml", app()), {note: "/tmp/p/sub"}),  # noqa: S108
    ]
    answer = asked(items, options())
    new = {each["metadata"]["annotations"][PATH]: each for each in answer.items[3:]}
    assert "sub/bases/db/statefulset.yaml" in new
    assert not [each for each in new.values() if note in each["metadata"]["annotations"]]
    # Then kpt says so of the written files too, and nothing changes any more.
    text = answer.text.replace(f"{PATH}: sub/", f"{note}: /tmp/p/sub\n      {PATH}: ")
    second = ask(text)
    assert (second.problems, second.text) == ([], text)


@pytest.mark.parametrize("folder", [[1], 3, {"a": "b"}])
def test_a_package_that_is_no_text_is_none(folder: Any) -> None:
    note = {"internal.config.kubernetes.io/package-path": folder}
    answer = asked([at(SPEC, app()), noted(at("a.yaml", config_map()), note)], options())
    assert answer.problems == []
    assert {"a.yaml", "bases/db/statefulset.yaml"} <= answer.paths().keys()
    (problem,) = asked([noted(at(SPEC, app()), note)], options()).problems
    assert "must be a string" in problem


def test_comments_and_the_order_of_keys_are_a_persons_own() -> None:
    text = rendered().text
    text = text.replace("    replicas: 1\n", "    replicas: 1 # mine\n")
    text = text.replace("    serviceName: db\n", "", 1)
    text = text.replace(
        "    replicas: 1 # mine\n", "    replicas: 1 # mine\n    serviceName: db\n", 1
    )
    assert ask(text).text == text
    answer = again(text, "image: db:1\n    environments", "image: db:2\n    environments")
    assert answer.problems == []
    assert "image: db:2\n" in answer.text
    assert answer.text.count(" from bases/db/statefulapp.yaml;") == len(answer.items) - 1


def test_comments_go_with_what_they_are_about_also_without_kpt() -> None:
    """By an id kpt would carry them too, and put new keys behind all others."""
    ids = {"internal.config.kubernetes.io/id": "7", "config.k8s.io/id": "7"}
    notes = "".join(f'      {key}: "{each}"\n' for key, each in ids.items())
    files = [{"name": "a", "text": "# one\ntwo\n"}, {"name": "b", "text": "# four\n"}]
    config = [{"name": "conf", "mountPath": "/conf", "files": files}]
    path = f"      {PATH}: bases/db/configmap-conf.yaml\n"
    text = rendered(config=config).text
    assert path in text
    text = text.replace(path, path + notes)
    for place, is_carried in (("    b: |", True), ("    a: |", False)):
        comment = f"    # mine\n{place}" if is_carried else f"{place} # mine"
        commented = text.replace(f"\n{place}", f"\n{comment}", 1)
        answer = again(commented, "          two\n", "          three\n")
        assert answer.problems == []
        assert (f"\n{comment}\n" in answer.text) is is_carried
        found = answer.item("ConfigMap", "db-conf")["metadata"]["annotations"]
        assert (found.keys() >= ids.keys()) is not is_carried


def test_a_comment_above_ours_stays() -> None:
    text = rendered().text.replace("- # Generated", "- # mine\n  # Generated")
    answer = again(text, "image: db:1\n    environments", "image: db:2\n    environments")
    assert answer.problems == []
    assert answer.text.count("- # mine\n  # Generated") == text.count("# mine")


def test_what_a_person_changed_is_not_lost() -> None:
    text = rendered().text
    answer = again(text, "    replicas: 1\n", "    replicas: 7\n")
    assert answer.problems == [
        (
            "bases/db/statefulset.yaml: was edited since it was generated from"
            " bases/db/statefulapp.yaml (move the edit there, or discard it: remove"
            " the file, or set overwriteEdited=true)  [SR504]"
        )
    ]
    assert answer.item("StatefulSet", "db")["spec"]["replicas"] == 7
    config = options(overwriteEdited="true")
    overwritten = again(text, "    replicas: 1\n", "    replicas: 7\n", config)
    assert overwritten.item("StatefulSet", "db")["spec"]["replicas"] == 1


@pytest.mark.parametrize("value", ["true", '"1"'])
def test_what_python_takes_for_the_same_is_an_edit(value: str) -> None:
    edit = ("    replicas: 1\n", f"    replicas: {value}\n")
    assert "[SR504]" in again(rendered().text, *edit).problems[0]
    answer = again(rendered().text, *edit, options(overwriteEdited="true"))
    assert "    replicas: 1\n" in answer.text


LOCAL = {"config.kubernetes.io/local-config": "true"}


def test_an_annotation_of_a_person_is_an_edit_whoever_reads_it() -> None:
    text = rendered().text
    ours = f"{PATH}: bases/db/service.yaml\n"
    answer = again(text, ours, f"{ours}      config.kubernetes.io/local-config: 'true'\n")
    assert "bases/db/service.yaml: was edited" in answer.problems[0]
    assert answer.item("Service", "db")["metadata"]["annotations"].items() >= LOCAL.items()


def test_an_annotation_for_kpt_may_be_in_the_spec() -> None:
    extra = {**config_map("extra"), "metadata": {"name": "extra", "annotations": LOCAL}}
    text = rendered(extraResources=[{"name": "extra", "resource": extra}], replicas=2).text
    assert ask(text).text == text
    answer = again(text, '"yes"\n    replicas', '"no"\n    replicas')
    assert answer.problems == []
    assert answer.item("ConfigMap", "extra")["metadata"]["annotations"].items() >= LOCAL.items()


def test_what_kpt_pkg_get_has_written_stays() -> None:
    note = {"internal.kpt.dev/upstream-identifier": "|Service|default|db"}
    ours = f"{PATH}: bases/db/service.yaml\n"
    text = rendered().text.replace(ours, f"{ours}      {dump(note)}")
    assert ask(text).text == text
    answer = again(text, "image: db:1\n    environments", "image: db:2\n    environments")
    assert answer.problems == []
    answer = again(text, "    environments", "    ports: [{name: web, port: 80}]\n    environments")
    service = answer.item("Service", "db")
    assert service["spec"]["ports"][0]["port"] == 80
    assert service["metadata"]["annotations"].items() >= note.items()


def test_what_cannot_be_written_was_not_written_by_us() -> None:
    edit = ("    replicas: 1\n", '    replicas: "\\x85"\n')
    assert "[SR504]" in again(rendered().text, *edit).problems[0]
    answer = again(rendered().text, *edit, options(overwriteEdited="true"))
    assert answer.problems == []
    assert "replicas: 1\n" in answer.text


def test_a_file_that_nobody_wants_any_more_goes_and_nothing_else() -> None:
    budget = {"enabled": True}
    text = listed(
        [at("theirs.yaml", config_map()), at(SPEC, app(podDisruptionBudget=budget))], options()
    )
    before = ask(text)
    assert "bases/db/poddisruptionbudget.yaml" in before.paths()
    changed = before.text.replace("podDisruptionBudget:\n      enabled: true", "replicas: 1")
    after = ask(changed)
    assert before.paths().keys() - after.paths().keys() == {"bases/db/poddisruptionbudget.yaml"}
    edited = ask(
        changed.replace("unhealthyPodEvictionPolicy: Al", "unhealthyPodEvictionPolicy: al")
    )
    assert "bases/db/poddisruptionbudget.yaml: was edited" in edited.problems[0]


@pytest.mark.parametrize("moved", [False, True])
def test_a_renamed_app_leaves_nothing_stale(moved: bool) -> None:
    """In its file or in another one: the old name is gone with its source."""
    text = rendered().text.replace("  metadata:\n    name: db\n", "  metadata:\n    name: web\n", 1)
    if moved:
        text = text.replace(f"{PATH}: {SPEC}", f"{PATH}: bases/web/statefulapp.yaml")
    answer = ask(text)
    goes = "is removed: where StatefulSet db is pruned, its pods are deleted"
    if moved:
        goes += f" (to keep it, put {SPEC} where kpt sees it; .krmignore may hide it)"
    assert answer.problems == [f"bases/db/statefulset.yaml: {goes}  [SR615]"]
    assert answer.results[0]["severity"] == "warning"
    assert not [path for path in answer.paths() if "/db/" in path and path != SPEC]
    assert "bases/web/statefulset.yaml" in answer.paths()


@pytest.mark.parametrize(
    ("retention", "volumes"),
    [
        ({}, "and their volumes stay behind"),
        ({"whenDeleted": "Retain"}, "and their volumes stay behind"),
        ({"whenDeleted": "Delete"}, "and their volumes with them"),
    ],
)
def test_of_a_renamed_app_is_said_what_becomes_of_the_data(
    retention: dict[str, str], volumes: str
) -> None:
    storage = [{"name": "data", "mountPath": "/data", "size": "1Gi"}]
    spec = {"storage": storage, "persistentVolumeClaimRetentionPolicy": retention}
    before = ask(listed([at(SPEC, app(**spec))], options()))
    assert before.problems == []
    config = listed([], options()).partition("items: []\n")[2]
    answer = ask(before.text.replace("    name: db\n", "    name: web\n", 1) + config)
    (warning,) = answer.problems
    assert f"its pods are deleted, {volumes} (a StatefulSet of another name starts on" in warning
    assert answer.results[0]["resourceRef"]["kind"] == "StatefulSet"
    assert "bases/web/statefulset.yaml" in answer.paths()
    again = ask(answer.text.partition("results:\n")[0] + config)
    assert again.problems == []


@pytest.mark.parametrize("name", ["db", "web"])
def test_a_copy_in_another_folder_is_nobodys_to_remove(name: str) -> None:
    """As of a team that keeps what was rendered once, with its app or without."""
    config = listed([], options()).partition("items: []\n")[2]
    tree = rendered().text.replace(f"{PATH}: bases/", f"{PATH}: old/bases/")
    tree = tree.replace(f"{PATH}: old/{SPEC}", f"{PATH}: {SPEC}")
    answer = ask(tree.replace("    name: db\n", f"    name: {name}\n", 1) + config)
    assert "old/bases/db/statefulset.yaml" in answer.paths()
    if name == "db":
        assert any("old/bases/db/statefulset.yaml" in each for each in answer.problems)
        assert all("[SR611]" in each for each in answer.problems)
    else:
        assert answer.problems == []
        assert "bases/web/statefulset.yaml" in answer.paths()


def test_what_kustomize_left_behind_in_one_file_makes_no_transformer() -> None:
    left = at("left.yaml", noted(config_map(), {"kustomize.config.k8s.io/id": "x"}))
    answer = asked([at(SPEC, app()), left], options())
    assert answer.problems == []
    assert {SPEC, "left.yaml", "bases/db/statefulset.yaml"} <= answer.paths().keys()


def test_without_any_app_nothing_is_taken_away() -> None:
    items = [each for each in rendered().items if each["kind"] != "StatefulApp"]
    assert "[SR605]" in asked(items, options()).problems[0]
    assert "[SR605]" in asked(items).problems[0]  # a pipe has no config at all


def test_a_file_in_the_way_is_not_overwritten() -> None:
    for theirs in ([config_map()], [config_map("a"), config_map("b")]):
        items = [at(SPEC, app()), *(at("bases/db/statefulset.yaml", each) for each in theirs)]
        answer = asked(items, options())
        assert answer.problems == [
            (
                "bases/db/statefulset.yaml: is in the way of what is generated from"
                " bases/db/statefulapp.yaml (move it, or rename the app)  [SR610]"
            )
        ]
        assert answer.items == items
        assert answer.results[0]["resourceRef"]["name"] == theirs[0]["metadata"]["name"]


def test_the_same_object_by_hand_is_reported_and_a_patch_is_none() -> None:
    by_hand = at("mine/set.yaml", statefulset("db"))
    answer = asked([at(SPEC, app()), by_hand], options())
    assert answer.problems == [
        (
            "mine/set.yaml: metadata.name: must not be the StatefulSet db, which is generated from"
            " bases/db/statefulapp.yaml (remove one of the two)  [SR611]"
        )
    ]
    for field, entry in (("patches", {"path": "set.yaml"}), ("patchesStrategicMerge", "set.yaml")):
        lists = {**KUSTOMIZATION, "metadata": {"name": "k"}, field: [entry, {"patch": "x"}]}
        items = [at(SPEC, app()), by_hand, at("mine/kustomization.yaml", lists)]
        assert asked(items, options()).problems == []


def test_two_apps_of_one_name_are_refused() -> None:
    answer = asked([at("a.yaml", app()), at("b.yaml", app())], options())
    assert answer.problems == [
        'b.yaml: metadata.name: must be a name of its own, "db" is taken by a.yaml  [SR505]'
    ]


def test_apps_of_one_name_in_two_packages_are_one_object_in_a_cluster() -> None:
    kptfile = at("sub/Kptfile", {"apiVersion": "v1", "kind": "Kptfile", "metadata": {"name": "s"}})
    items = [at(SPEC, app(environments=PROD)), kptfile, at(f"sub/{SPEC}", app(environments=PROD))]
    answer = asked(items, options(environment="prod"))
    assert answer.problems == [
        f'sub/{SPEC}: metadata.name: must be a name of its own, "db" is taken by {SPEC}  [SR505]'
    ]
    items[2] = at(f"sub/{SPEC}", {**app(), "metadata": {"name": "db", "namespace": "other"}})
    answer = asked(items, options(environment="base"))
    assert answer.problems == []
    assert "sub/manifests/db/statefulset.yaml" in answer.paths()
    # Of a base its overlays say where it goes.
    items[2] = at(f"sub/{SPEC}", app())
    assert asked(items, options()).problems == []


def test_the_config_may_be_the_app_itself() -> None:
    config = app(environments=PROD)
    outside = asked([at("a.yaml", config_map())], config)
    assert outside.problems == []
    assert set(outside.paths()) >= TREE
    assert " from the functionConfig db;" in outside.text
    again_text = outside.text + listed([], config).partition("items: []\n")[2]
    assert ask(again_text).text == outside.text
    # It is a file of the package, which kpt only says in one of its calls.
    for given in (config, at(SPEC, config)):
        inside = asked([at(SPEC, config)], given)
        assert " from bases/db/statefulapp.yaml;" in inside.text


def test_one_app_as_config_leaves_the_files_of_others_alone() -> None:
    items = [at("web.yaml", app("web")), at(SPEC, app())]
    both = asked(items, options())
    config = listed([], at("web.yaml", app("web", replicas=2))).partition("items: []\n")[2]
    answer = ask(both.text + config)
    assert answer.problems == []
    assert answer.paths().keys() >= both.paths().keys()


def test_two_apps_of_one_file_leave_each_others_files_alone() -> None:
    items = [at("apps.yaml", app("web")), noted(at("apps.yaml", app()), {INDEX: "1"})]
    both = asked(items, options())
    config = at("apps.yaml", app("web", replicas=2))
    answer = ask(both.text + listed([], config).partition("items: []\n")[2])
    assert answer.problems == []
    assert "bases/db/statefulset.yaml" in answer.paths()
    gone = both.text.replace("    name: web\n", "    name: shop\n", 1)
    config = at("apps.yaml", app("shop"))
    renamed = ask(gone + listed([], config).partition("items: []\n")[2])
    (warning,) = renamed.problems
    assert warning.startswith("bases/web/statefulset.yaml: is removed")
    folders = {path.split("/")[1] for path in renamed.paths() if path.startswith("bases/")}
    assert folders == {"db", "shop"}


def test_files_of_another_source_are_not_taken_over() -> None:
    outside = asked([], at("x", app()))
    text = outside.text + listed([], options()).partition("items: []\n")[2]
    item = listed([at(SPEC, app())]).partition("items:\n")[2]
    answer = ask(text.replace("items:\n", f"items:\n{item}", 1))
    assert "is already generated from the functionConfig db, not from" in answer.problems[0]
    assert "[SR506]" in answer.problems[0]


def test_a_copy_of_a_generated_file_is_a_persons_own() -> None:
    text = rendered().text.replace(f"{PATH}: bases/db/service.yaml", f"{PATH}: mine/service.yaml")
    assert "mine/service.yaml: metadata.name: must not be the Service db" in ask(text).problems[0]


def test_an_empty_package() -> None:
    from_file = noted(app(), {"config.kubernetes.io/index": "0"})
    assert "bases/db/statefulset.yaml" in asked([], from_file).paths()
    assert "[SR605]" in asked([], options()).problems[0]
    assert "[SR602]" in asked([]).problems[0]


def test_statefulsets_of_a_package_are_changed_in_their_text() -> None:
    items = [at("old.yaml", statefulset()), at(SPEC, app(environments=PROD))]
    answer = asked(items, environment(statefulSets=[{"name": "old", "replicas": 4}]))
    assert answer.problems == []
    assert answer.item("StatefulSet", "old")["spec"]["replicas"] == 4
    assert len(answer.items) == 2  # the apps are left alone: no environment was asked for
    both = environment(environment="prod", statefulSets=[{"name": "old", "replicas": 4}])
    written = asked(items, both)
    assert written.item("StatefulSet", "old")["spec"]["replicas"] == 4
    assert written.item("StatefulSet", "db")["spec"]["replicas"] == 3


def test_a_generated_statefulset_is_not_changed_behind_its_spec() -> None:
    config = environment(statefulSets=[{"name": "db", "replicas": 4}])
    answer = again(rendered().text, "items:", "items:", config)
    assert answer.problems == [
        (
            "StatefulEnvironment/prod: spec.statefulSets[0].name: must name a"
            " StatefulSet that is not generated, but bases/db/statefulset.yaml is (change it"
            " in an environment of bases/db/statefulapp.yaml)  [SR609]"
        )
    ]


def test_validating_a_package_returns_it_as_it_is() -> None:
    items = [at(SPEC, app(environments=PROD))]
    assert asked(items, options(validate="true")).items == items
    assert asked(items, options(validate="false")).items != items


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            {"enviroment": "prod"},
            'data.enviroment: is not an option here (did you mean "environment"?)',
        ),
        ({"zzz": "1"}, "(known: environment, outputFolder, overwriteEdited, validate)"),
        ({"environment": 3}, "data.environment: must be a string"),
        ({"environment": ""}, "data.environment: must be a string"),
        ({"validate": "yes"}, 'data.validate: must be "true" or "false", got "yes"'),
        ({"outputFolder": "../x"}, 'must be a folder inside the package, got "../x"'),
        ({"outputFolder": "/x"}, 'must be a folder inside the package, got "/x"'),
        ("text", "data: must be an object of options"),
    ],
)
def test_options_are_checked(data: Any, problem: str) -> None:
    items = [at(SPEC, app())]
    answer = asked(items, {**options(), "data": data})
    (found,) = answer.problems
    assert problem in found
    assert "[SR606]" in found
    assert answer.items == items


@pytest.mark.parametrize("field", ["kind", "apiVersion"])
def test_half_a_misspelt_head_is_an_error_and_no_file_of_others(field: str) -> None:
    wrong = {"kind": "Statefulapp", "apiVersion": "stateful-renderer.dev/v1"}[field]
    items = [at("a.yaml", app("a")), at("b.yaml", {**app("b"), field: wrong})]
    (problem,) = asked(items, options()).problems
    assert problem.startswith(f"b.yaml: {field}: must be ")
    other = at("env.yaml", environment(environment="prod"))
    assert asked([items[0], other], options()).problems == []


def test_an_annotation_of_ours_is_checked() -> None:
    for notes in ({"stateful-renderer.dev/validate": "yes"}, {"stateful-renderer.dev/x": "true"}):
        answer = asked([at(SPEC, app())], environment(notes, environment="prod"))
        assert 'must be stateful-renderer.dev/validate: "true" or "false"' in answer.problems[0]


def test_a_source_whose_name_would_end_the_line_is_refused() -> None:
    answer = asked([at("a\nb.yaml", app())], options())
    assert "[SR109]" in answer.problems[0]


def test_a_list_that_is_no_block_is_read_strictly() -> None:
    text = listed([at(SPEC, app()), at("a.yaml", config_map())], options())
    (data,) = read(text)
    answer = ask(json.dumps(data))
    assert answer.items[:2] == data["items"]
    assert "bases/db/statefulset.yaml" in answer.paths()
    refused = ask("{kind: ResourceList, items: [{a: yes}]}")
    assert "items[0].a: must be written so that all YAML readers agree" in refused.problems[0]
    assert refused.items == []


def test_keys_are_put_in_the_order_of_another_document() -> None:
    like = {"a": 1, "b": [{"x": 1, "y": 2}], "c": {}}
    value = {"c": 1, "new": 2, "b": [{"z": 0, "y": 2, "x": 1}, {"y": 1, "x": 3}], "a": 4}
    ordered = in_order_of(like, value)
    assert ordered == value
    assert list(ordered) == ["a", "b", "c", "new"]
    assert [list(each) for each in ordered["b"]] == [["z", "x", "y"], ["x", "y"]]


@pytest.mark.parametrize("moved", [False, True])
def test_an_app_that_left_a_file_which_holds_something_else(moved: bool) -> None:
    """The file is still there, the StatefulApp in it is not: nothing of it may stay."""
    one, settings = at(SPEC, app()), at(SPEC, config_map())
    other = at("bases/other/statefulapp.yaml", app("other"))
    before = ask(listed([one, settings, other], options()))
    there = dump([at("bases/db/app.yaml", app())]) if moved else ""
    changed = before.text.replace(dump([one]), there, 1)
    answer = ask(changed + dump({"functionConfig": options()}))
    assert [each.rpartition(" ")[2] for each in answer.problems] == ["[SR615]"] * (not moved)
    assert ("bases/db/statefulset.yaml" in answer.paths()) is moved
    assert "bases/other/statefulset.yaml" in answer.paths()
    assert settings in answer.items
