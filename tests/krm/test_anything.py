"""Whatever a caller sends, the answer is a ResourceList, and no bug of ours."""

from __future__ import annotations

import copy
from typing import Any

from calling import (
    FUNCTION,
    app,
    asked,
    at,
    config_map,
    environment,
    from_kustomize,
    listed,
    noted,
    options,
    statefulset,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from mutants import places

from renderer.krm import resource_list

PROD = [{"name": "prod", "replicas": 3}]
CHANGE = {
    "name": "old",
    "replicas": 2,
    "claims": [{"name": "data", "size": "2Gi"}],
    "peers": [{"name": "P", "format": "{pod}"}],
}
LISTS: dict[str, Any] = {
    "apiVersion": "kustomize.config.k8s.io/v1beta1",
    "kind": "Kustomization",
    "metadata": {"name": "k"},
    "patches": [{"path": "old.yaml"}],
}
GENERATED = asked([at("bases/db/app.yaml", app(environments=PROD))], options()).text
CONFIGS = [
    app(environments=PROD),
    environment(environment="prod", statefulSets=[CHANGE]),
    options(environment="prod"),
    options(),
]
RESOURCES = [app(environments=PROD), statefulset(), config_map(), LISTS]
CALLS = [
    ([noted(CONFIGS[0], FUNCTION)], CONFIGS[0]),
    *(([from_kustomize(each) for each in RESOURCES], config) for config in CONFIGS),
    *(([at(f"f{n}.yaml", each) for n, each in enumerate(RESOURCES)], each) for each in CONFIGS),
]
ODD = st.sampled_from([None, 0, -1, 1.5, True, "", "x", "a/b: c", [], ["x"], {}, {"x": "y"}, [{}]])


def instead(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    changed = copy.copy(value)
    changed[path[0]] = instead(value[path[0]], path[1:], new)
    return changed


@settings(max_examples=600)
@given(st.data())
def test_odd_values_anywhere(data: st.DataObject) -> None:
    items, config = data.draw(st.sampled_from(CALLS))
    whole = {"items": items, "config": config}
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from([each for each in places(whole) if len(each) > 1]))
        whole = instead(whole, path, data.draw(ODD))
    answer = asked(whole["items"], whole["config"])
    if any(each["severity"] == "error" for each in answer.results):
        assert answer.items == whole["items"]
    assert "SR999" not in answer.text


@settings(max_examples=300)
@given(st.data())
def test_lines_of_generated_files_in_any_disorder(data: st.DataObject) -> None:
    lines = GENERATED.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 4))):
        number = data.draw(st.integers(3, len(lines) - 1))
        change = data.draw(st.sampled_from(["", "  # x\n", "- x: y\n", "twice"]))
        lines[number] = lines[number] * 2 if change == "twice" else change
    text = "".join(lines) + listed([], data.draw(st.sampled_from(CONFIGS))).partition("[]\n")[2]
    output, _ = resource_list.run(text)  # which holds no YAML if the text was none
    assert "SR999" not in output
