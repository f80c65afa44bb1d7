"""A StatefulGuard judges what is handed over, and leaves it as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calling import (
    API_VERSION,
    FUNCTION,
    app,
    asked,
    at,
    from_kustomize,
    kpt_fn,
    listed,
    statefulset,
    write,
)
from kustomizing import FUNCTION_FLAGS, build, objects

from renderer.krm import resource_list
from renderer.yaml import dump, read

VALIDATE = {"stateful-renderer.dev/validate": "true"}
BROKEN = statefulset(selector={"matchLabels": {"app": "other"}})


def guard(annotations: dict[str, str] | None = None, **spec: Any) -> Any:
    metadata = {"name": "guard", "annotations": {**FUNCTION, **(annotations or {})}}
    return {
        "apiVersion": API_VERSION,
        "kind": "StatefulGuard",
        "metadata": metadata,
        "spec": spec,
    }


def codes(answer: Any) -> list[tuple[str, str]]:
    return [(each["tags"]["code"], each["severity"]) for each in answer.results]


def test_an_error_fails_and_everything_comes_back() -> None:
    answer = asked([from_kustomize(BROKEN)], guard())
    assert ("SR943", "error") in codes(answer)
    assert answer.items == [from_kustomize(BROKEN)]
    (result,) = [each for each in answer.results if each["tags"]["code"] == "SR943"]
    assert result["resourceRef"] == {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "old"}
    assert result["field"] == {"path": "spec.selector"}
    assert "file" not in result


def test_warnings_let_a_build_through() -> None:
    answer = asked([from_kustomize(statefulset())], guard())
    assert codes(answer)[0] == ("SR930", "warning")
    assert "error" not in dict(codes(answer)).values()
    assert answer.items == [from_kustomize(statefulset())]


def test_fail_on_warning_adds_the_error_that_fails() -> None:
    answer = asked([from_kustomize(statefulset())], guard(failOn="warning"))
    assert codes(answer)[0] == ("SR614", "error")
    assert ("SR930", "warning") in codes(answer)


def test_never_fails() -> None:
    answer = asked([from_kustomize(BROKEN)], guard(failOn="never"))
    assert ("SR943", "warning") in codes(answer)
    assert "error" not in dict(codes(answer)).values()


def test_show_decides_what_is_said() -> None:
    items = [from_kustomize(statefulset())]
    assert "info" not in dict(codes(asked(items, guard()))).values()
    assert "info" in dict(codes(asked(items, guard(show="info")))).values()
    assert codes(asked(items, guard(show="error"))) == []


def test_the_cluster_has_a_version() -> None:
    """What an old cluster drops is found where the guard says how old it is; its word wins."""
    new = statefulset()
    new["spec"]["template"]["spec"]["hostnameOverride"] = "db"
    for item in (from_kustomize(new), app(hostnameOverride="db", kubernetesVersion="1.35")):
        assert "SR207" not in dict(codes(asked([item], guard())))
        assert "SR207" not in dict(codes(asked([item], guard(kubernetesVersion="1.36"))))
        assert ("SR207", "error") in codes(asked([item], guard(kubernetesVersion="1.33")))


@pytest.mark.parametrize("version", ["1.2", "9.9", "new", 1.34, True, ["1.34"]])
def test_a_version_of_the_cluster_that_is_none(version: Any) -> None:
    (result,) = asked([from_kustomize(statefulset())], guard(kubernetesVersion=version)).results
    assert result["field"] == {"path": "spec.kubernetesVersion"}
    assert "must be a string from" in result["message"]


def test_an_allowance_names_rule_and_object() -> None:
    items = [from_kustomize(statefulset()), from_kustomize(statefulset("second"))]
    allow = [{"rule": "SR930", "object": "StatefulSet/old", "reason": "a patch mounts it"}]
    answer = asked(items, guard(allow=allow))
    names = [r["resourceRef"]["name"] for r in answer.results if r["tags"]["code"] == "SR930"]
    assert names == ["second"]


def test_an_allowance_may_name_the_field() -> None:
    def found(path: str) -> set[str]:
        allowed = {"rule": "SR930", "object": "StatefulSet/old", "path": path, "reason": "there"}
        answer = asked([from_kustomize(statefulset())], guard(allow=[allowed]))
        return {code for code, _ in codes(answer)} & {"SR930", "SR909"}

    assert found("spec.volumeClaimTemplates[0]") == set()
    assert found("spec.volumeClaim") == {"SR930", "SR909"}


def test_an_allowance_of_a_former_code_is_refused() -> None:
    allowed = {"rule": "SR310", "object": "StatefulSet/old", "reason": "our server has it"}
    answer = asked([from_kustomize(statefulset())], guard(allow=[allowed]))
    assert ("SR908", "error") in codes(answer)
    assert any("write SR1109 or SR1111 or SR952" in said for said in answer.problems)


def test_an_allowance_that_nothing_needs_is_said() -> None:
    allow = [{"rule": "SR940", "object": "StatefulSet/old", "reason": "a cache"}]
    answer = asked([from_kustomize(statefulset())], guard(allow=allow))
    assert ("SR909", "info") in codes(answer)


def test_a_statefulapp_is_judged_on_what_it_renders_to() -> None:
    scaled = {"persistentVolumeClaimRetentionPolicy": {"whenScaled": "Delete"}}
    storage = [{"name": "data", "mountPath": "/data", "size": "1Gi"}]
    answer = asked([from_kustomize(app(storage=storage, **scaled))], guard())
    assert codes(answer) == [("SR940", "warning")]
    broken = asked([from_kustomize(app(replicas=-1))], guard())
    assert [severity for _, severity in codes(broken)] == ["error"]


def test_a_statefulapp_must_be_right_in_every_environment() -> None:
    storage = [{"name": "data", "mountPath": "/data", "size": "1Gi"}]
    scaled = {"persistentVolumeClaimRetentionPolicy": {"whenScaled": "Delete"}}
    one = app(storage=storage, environments=[{"name": "dev"}, {"name": "prod", **scaled}])
    assert codes(asked([from_kustomize(one)], guard())) == [("SR940", "warning")]
    wrong = app(environments=[{"name": "prod", "replicas": -1}])
    assert [each for _, each in codes(asked([from_kustomize(wrong)], guard()))] == ["error"]


def test_a_statefulapp_is_judged_beside_what_is_written() -> None:
    one = app(environments=[{"name": "dev"}, {"name": "prod", "replicas": 3}])
    selector = {"matchLabels": {"app.kubernetes.io/name": "db"}}
    budget = {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "theirs"},
        "spec": {"maxUnavailable": 1, "selector": selector},
    }
    answer = asked([from_kustomize(budget), from_kustomize(one)], guard())
    (result,) = answer.results
    assert (result["tags"]["code"], result["severity"]) == ("SR973", "warning")
    assert "every eviction of such a pod fails, in prod (" in result["message"]
    both = [statefulset(), app(environments=[{"name": "prod"}])]
    answer = asked([from_kustomize(each) for each in both], guard())
    assert {each["resourceRef"]["name"] for each in answer.results} == {"old"}
    assert not any(", in " in each["message"] for each in answer.results)


@pytest.mark.parametrize(
    "fields",
    [
        {"spec": None},
        {"metadata": {"name": "Guard_1", "creationTimestamp": None}},
        {"metadata": {}},
        {"metadata": None},
    ],
)
def test_the_metadata_of_a_guard_are_its_callers(fields: Any) -> None:
    answer = asked([from_kustomize(statefulset())], {**guard(), **fields})
    assert {severity for _, severity in codes(answer)} == {"warning"}


def governing(name: str, **metadata: Any) -> Any:
    spec = {
        "clusterIP": "None",
        "selector": {"app": "old"},
        "ports": [{"name": "peer", "port": 2380}],
    }
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, **metadata},
        "spec": spec,
    }


@pytest.mark.parametrize(
    ("name", "namespace", "said"),
    [
        ("old", "here", []),
        ("elsewhere", "here", [("SR912", "error")]),
        ("old", "there", [("SR1132", "error")]),
    ],
)
def test_all_that_kustomize_hands_over_is_one_place(
    name: str, namespace: str, said: list[tuple[str, str]]
) -> None:
    one = statefulset()
    one["metadata"]["namespace"] = "here"
    service = governing(name, namespace=namespace)
    answer = asked([from_kustomize(one), from_kustomize(service)], guard())
    assert [each for each in codes(answer) if each[0] in ("SR911", "SR912", "SR1132")] == said
    assert not [each for each in answer.results if "file" in each]


def test_patches_and_nonsense_are_left_alone() -> None:
    patch = {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "old"}}
    assert codes(asked([at("patch.yaml", patch)], guard())) == []


def test_a_file_is_named() -> None:
    answer = asked([at("db/set.yaml", BROKEN)], guard())
    assert answer.results[0]["file"] == {"path": "db/set.yaml", "index": 0}


def test_an_item_that_cannot_be_read_is_an_error() -> None:
    text = listed([at("set.yaml", statefulset())], guard())
    twice = text.replace("kind: StatefulSet", "kind: StatefulSet\n  kind: StatefulSet", 1)
    output, problems = resource_list.run(twice)
    assert [(each.code, each.severity) for each in problems] == [("SR102", "error")]
    assert output.partition("results:")[0].count("kind: StatefulSet") == 2


def test_without_resources_it_is_refused() -> None:
    assert codes(asked([], guard())) == [("SR603", "error")]


@pytest.mark.parametrize(
    ("spec", "code", "said"),
    [
        ({"failon": "error"}, "SR201", 'did you mean "failOn"?'),
        ({"failOn": "warn"}, "SR206", "must be error or warning or info or never"),
        ({"show": "never"}, "SR206", "must be error or warning or info"),
        ({"allow": {}}, "SR202", "must be a list"),
        ({"allow": ["SR940"]}, "SR202", "must be an object"),
        ({"allow": [{"rul": "SR940"}]}, "SR201", 'did you mean "rule"?'),
        ({"allow": [{"rule": "SR940", "object": "A/b"}]}, "SR203", "reason: is required"),
        (
            {"allow": [{"rule": "SR940", "object": "A/b", "reason": " "}]},
            "SR908",
            "must say why it may be so",
        ),
        (
            {"allow": [{"rule": "SR999", "object": "A/b", "reason": "c"}]},
            "SR908",
            "must be a code that can be allowed",
        ),
        ({"allow": [{"rule": "SR940", "object": "b", "reason": "c"}]}, "SR908", "kind/name"),
    ],
)
def test_a_wrong_guard_is_refused(spec: dict[str, Any], code: str, said: str) -> None:
    answer = asked([from_kustomize(statefulset())], guard(**spec))
    assert (code, "error") in codes(answer)
    assert any(said in each for each in answer.problems), answer.problems


def test_a_guard_of_another_version_or_without_a_map_is_refused() -> None:
    for field, value, code in (("apiVersion", "v1", "SR205"), ("spec", [], "SR202")):
        wrong = {**guard(), field: value}
        assert codes(asked([from_kustomize(statefulset())], wrong)) == [(code, "error")]


def kustomization(folder: Path, role: str, config: Any, resource: Any) -> Path:
    return write(
        folder,
        {
            "kustomization.yaml": f"resources: [set.yaml]\n{role}: [guard.yaml]\n",
            "set.yaml": dump(resource),
            "guard.yaml": dump(config),
        },
    )


@pytest.mark.parametrize("role", ["transformers", "validators"])
def test_kustomize_runs_it_in_both_roles(any_kustomize: Path, role: str, tmp_path: Path) -> None:
    switch = VALIDATE if role == "validators" else None
    good, bad = tmp_path / "good", tmp_path / "bad"
    kustomization(good, role, guard(switch), statefulset())
    built = build(any_kustomize, good, *FUNCTION_FLAGS)
    assert built.returncode == 0, built.stderr
    assert list(objects(built.stdout).values()) == [statefulset()]
    assert "stateful-fn: warning: StatefulSet/old: spec.volumeClaimTemplates[0]" in built.stderr
    kustomization(bad, role, guard(switch, failOn="warning"), statefulset())
    built = build(any_kustomize, bad, *FUNCTION_FLAGS)
    assert built.returncode == 1
    assert "[SR614]" in built.stderr
    assert not built.stdout


def test_a_validator_without_the_switch_fails_aloud(any_kustomize: Path, tmp_path: Path) -> None:
    folder = kustomization(tmp_path, "validators", guard(), statefulset())
    built = build(any_kustomize, folder, *FUNCTION_FLAGS)
    assert built.returncode == 1
    assert "validator shouldn't modify the resource map" in built.stderr


def test_kpt_leaves_a_package_as_it_is(kpt: Path, tmp_path: Path) -> None:
    package = write(tmp_path / "package", {"set.yaml": dump(statefulset())})
    config = tmp_path / "guard.yaml"
    config.write_text(dump(guard()))
    done = kpt_fn(kpt, "eval", package, "--exec", "stateful-fn", "--fn-config", config)
    assert done.returncode == 0, done.stderr
    assert (package / "set.yaml").read_text() == dump(statefulset())
    (package / "set.yaml").write_text(dump(BROKEN))
    done = kpt_fn(kpt, "eval", package, "--exec", "stateful-fn", "--fn-config", config)
    assert done.returncode == 1
    assert "SR943" in done.stderr


# What kustomize lets through; it fails by itself where `name` is at the top.
TUTORIAL = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  ports:
  - {port: 80, name: web, clusterIP: None, selector: {app: web}}
"""
CORRECTED = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "web"},
    "spec": {
        "clusterIP": "None",
        "selector": {"app": "web"},
        "ports": [{"port": 80, "name": "web"}],
    },
}


def test_a_broken_service_is_shown_as_it_should_be(any_kustomize: Path, tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "kustomization.yaml": "resources: [web.yaml]\ntransformers: [guard.yaml]\n",
            "web.yaml": TUTORIAL,
            "guard.yaml": dump(guard()),
        },
    )
    built = build(any_kustomize, tmp_path, *FUNCTION_FLAGS)
    assert (built.returncode, built.stdout) == (1, "")
    first, *block = built.stderr.splitlines()
    assert first.startswith(
        "stateful-fn: Service/web: spec.ports[0].clusterIP: must not stand here"
    )
    assert block[0] == "    instead:"
    shown = "\n".join(line.removeprefix("      ") for line in block if line.startswith("      "))
    assert read(shown) == [CORRECTED]


def test_results_propose_the_object_without_the_notes_of_callers() -> None:
    (item,) = read(TUTORIAL, dialect="manifest")
    for spec in ({}, {"failOn": "never"}):
        answer = asked([from_kustomize(item)], guard(**spec))
        fields = [each["field"] for each in answer.results if each["tags"]["code"] == "SR918"]
        assert fields[0] == {"path": "spec.ports[0].clusterIP", "proposedValue": CORRECTED}
        assert fields[1] == {"path": "spec.ports[0].selector"}


@pytest.mark.parametrize(
    ("key", "hint"), [("failOn", "move it to spec.failOn"), ("sepc", 'did you mean "spec"?')]
)
def test_a_field_beside_spec_is_refused(key: str, hint: str) -> None:
    """A guard that says more than is read would let through what it was to stop."""
    answer = asked([from_kustomize(statefulset())], {**guard(), key: "warning"})
    assert codes(answer) == [("SR201", "error")]
    message = f"is not a field here ({hint})"
    assert (answer.results[0]["message"], answer.results[0]["field"]["path"]) == (message, key)


def test_what_an_app_allows_holds_for_its_objects() -> None:
    document = app()
    document["spec"]["storage"] = [{"name": "data", "mountPath": "/data", "size": "1Gi"}]
    document["spec"]["persistentVolumeClaimRetentionPolicy"] = {"whenDeleted": "Delete"}
    refused = asked([from_kustomize(document)], guard(failOn="warning"))
    assert ("SR946", "warning") in codes(refused)
    annotations = {"stateful-renderer.dev/allow": "SR946 a cache, whose data may be lost"}
    document["metadata"]["annotations"] = annotations
    assert codes(asked([from_kustomize(document)], guard(failOn="warning"))) == []
    (generated,) = [each for each in asked([], document).items if each["kind"] == "StatefulSet"]
    assert generated["metadata"]["annotations"] == annotations
