"""What cannot be read may be an app, or a file of one: passing it by would lose a database."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import (
    ID,
    app,
    ask,
    asked,
    at,
    config_map,
    environment,
    files,
    from_kustomize,
    kpt_fn,
    listed,
    options,
    statefulset,
    write,
)

from renderer.krm import resource_list
from renderer.yaml import dump, read

APP = dump(app("b", minReadySeconds=3))
UNREADABLE = [
    APP.replace("minReadySeconds: 3", "minReadySeconds: 3\n  minReadySeconds: 3"),
    APP.replace("minReadySeconds: 3", 'minReadySeconds: !!int "3"'),
    APP.replace("minReadySeconds: 3", "minReadySeconds: .nan"),
]


@pytest.mark.e2e
@pytest.mark.parametrize("text", UNREADABLE, ids=["twice", "tag", "nan"])
def test_an_app_that_cannot_be_read_keeps_its_files(kpt: Path, tmp_path: Path, text: str) -> None:
    package = write(tmp_path / "package", {"a.yaml": dump(app("a")), "b.yaml": APP})
    arguments = ("eval", package, "--exec", "stateful-fn")
    assert kpt_fn(kpt, *arguments).returncode == 0
    (package / "b.yaml").write_text(text)
    before = files(package)
    assert "bases/b/statefulset.yaml" in before
    result = kpt_fn(kpt, *arguments)
    assert result.returncode != 0
    assert "must be readable" in result.stderr
    assert "b.yaml" in result.stderr
    assert files(package) == before


@pytest.mark.parametrize("path", ["bases/a/service.yaml", "hand.yaml"])
def test_an_object_that_cannot_be_read_is_an_error_at_its_file(path: str) -> None:
    theirs = at(path, {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "x": "y"})
    text = listed([at("a.yaml", app("a")), theirs], options()).replace('x: "y"', "x: !!str y")
    output, problems = resource_list.run(text)
    (problem,) = problems
    assert str(problem).startswith(f"{path}: must be readable")
    assert "x: !!str y" in output  # as it came
    assert "StatefulSet" not in output


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("{apiVersion: v1, kind: ConfigMap, metadata: {name: x, name: y}}", "ConfigMap/x"),
        ("{a: 1, a: 2, metadata: {annotations: {config.kubernetes.io/path: a.yaml}}}", "a.yaml"),
        ("[{a: 1, a: 2}]", "items"),
    ],
)
def test_what_cannot_be_read_is_named_by_what_can(item: str, name: str) -> None:
    text = listed([at("app.yaml", app())], options())
    output, (problem,) = resource_list.run(text.replace("items:\n", f"items:\n- {item}\n", 1))
    assert str(problem).startswith(f"{name}: must be readable: key ")
    (result,) = read(output.partition("results:\n")[2])[0]
    assert result.get("file", {}).get("path") == (None if "/" in name else name)
    assert result.get("resourceRef", {}).get("name") == ("x" if "/" in name else None)


def test_a_statefulset_that_cannot_be_read_is_not_passed_by() -> None:
    one = statefulset(replicas=1)
    change = environment(statefulSets=[{"name": "old", "replicas": 5}])
    text = listed([at("n1.yaml", one), at("n2.yaml", one)], change)
    text = text.replace("replicas: 1", "replicas: !!int 1", 1)
    _, problems = resource_list.run(text)
    assert "must be readable" in str(problems[0])


def test_a_former_name_of_several_sets_is_refused() -> None:
    before = {"internal.config.kubernetes.io/previousNames": "old"}
    renamed = [statefulset(f"{name}-old", {ID: name, **before}) for name in ("x", "y")]
    change = environment(statefulSets=[{"name": "old", "replicas": 5}])
    answer = asked(renamed, change)
    assert 'must name one StatefulSet, "old" was the name of x-old, y-old' in answer.problems[0]
    assert answer.items == renamed
    present = from_kustomize(statefulset("old", replicas=1))
    answer = asked([*renamed, present], change)
    assert answer.problems == []
    assert answer.items[:2] == renamed
    assert answer.items[2]["spec"]["replicas"] == 5


@pytest.mark.parametrize("name", ["kustomization.yml", "Kustomization"])
def test_another_kustomization_beside_ours_is_in_the_way(name: str) -> None:
    theirs = at(
        f"bases/db/{name}",
        {
            "apiVersion": "kustomize.config.k8s.io/v1beta1",
            "kind": "Kustomization",
            "metadata": {"name": "x"},
        },
    )
    answer = asked([at("app.yaml", app()), theirs], options())
    assert f"bases/db/{name}: is in the way" in answer.problems[0]


def test_a_list_is_looked_into() -> None:
    inside = at(
        "list.yaml",
        {"apiVersion": "v1", "kind": "List", "metadata": {"name": "l"}, "items": [app("zz")]},
    )
    answer = asked([at("app.yaml", app()), inside], options())
    assert "list.yaml: must hold a StatefulApp as a document of its own" in answer.problems[0]
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "db"}}
    inside = at(
        "list.yaml",
        {
            "apiVersion": "v1",
            "kind": "List",
            "metadata": {"name": "l"},
            "items": [config_map(), service],
        },
    )
    answer = asked([at("app.yaml", app()), inside], options())
    assert "must not be the Service db" in answer.problems[0]
    assert ask(listed([at("app.yaml", app())], options())).problems == []
