"""The text of a ResourceList: cut into items, put together again, and who sent it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from building import resources_of
from calling import FUNCTION, app, ask, asked, at, config_map, listed, noted, options
from hypothesis import given
from hypothesis import strategies as st

from renderer import fn
from renderer.app.load import Document
from renderer.errors import Problem
from renderer.krm import resource_list, roles
from renderer.krm.call import Answer, Call, caller_of
from renderer.krm.items import Item
from renderer.krm.text import call_in
from renderer.yaml import dump, read

HEAD = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"
ITEMS = """\
# above the first
- apiVersion: v1
  kind: ConfigMap # yes
  metadata: {name: a}
  data:
    text: |
      - no item
    # a comment
  # at its end
# above the second

- # inside
  kind: Secret
  list:
  - a
  -
    - b
-
  kind: Third
- null
# at the foot
"""


def cut(text: str) -> list[str]:
    return [item.text for item in call_in(text, Call([], None)).items]


def test_items_are_cut_at_their_dashes_with_the_comments_above() -> None:
    pieces = cut(f"{HEAD}items:\n{ITEMS}functionConfig: null\n")
    assert "".join(pieces) == ITEMS
    assert [Item(each).data and Item(each).data["kind"] for each in pieces] == [
        "ConfigMap",
        "Secret",
        "Third",
        None,
    ]
    assert pieces[1].startswith("# above the second\n\n- # inside\n")
    assert pieces[3] == "- null\n# at the foot\n"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "---\n" + text,
        lambda text: "# a comment\n\n" + text,
        lambda text: text.removesuffix("\n"),
        lambda text: text.replace("items:\n", "items: # all of them\n"),
        lambda text: text.replace(ITEMS, "".join(f"   {each}\n" for each in ITEMS.splitlines())),
    ],
    ids=["crlf", "bom", "marker", "comment", "no-end", "key", "wide"],
)
def test_texts_of_all_layouts(change: Any) -> None:
    text = change(f"{HEAD}functionConfig: null\nitems:\n{ITEMS}")
    pieces = cut(text)
    assert len(pieces) == 4
    assert Item(pieces[0]).data["data"]["text"] == "- no item\n"
    assert Item(pieces[1]).data["list"] == ["a", ["b"]]


def test_new_items_stand_in_the_column_of_the_others() -> None:
    wide = listed([at("app.yaml", app()), at("a.yaml", config_map())])
    body = wide.partition("items:\n")[2]
    text = f"{HEAD}items:\n" + "".join(f"    {line}\n" for line in body.splitlines())
    answer = ask(text)
    assert answer.problems == []
    assert "\n    - # Generated" in answer.text


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}items:\n- a: 1\n b: 2\n",
        f"{HEAD}items:\n  a: 1\n",
        f"{HEAD}items:\n- a\nitems: []\n",
        f"{HEAD}---\n{HEAD}",
        f"{HEAD}items: text\n",
        f"{HEAD}items:\n  - a\n - b\n",
        f"{HEAD}items:\n- 'a\n",
        "- a\n- b\n",
        "text\n",
        "kind: Other\nitems: []\n",
        "kind: ResourceList\nitems: {a: b}\n",
        "a: 1\nb: 2\n---\nc: 3\n",
        "\x00",
    ],
)
def test_what_is_no_resource_list_is_an_error(text: str) -> None:
    answer = ask(text)
    assert answer.items == []
    assert answer.problems


def test_bytes_that_are_no_text_are_an_error() -> None:
    output, problems = resource_list.run(b"kind: ResourceList\nitems:\n- \xff\n")
    assert str(problems[0]).startswith("stdin:3:3: text must be UTF-8, found the byte 0xff")
    assert read(output)[0]["items"] == []
    assert "[SR601]" in str(resource_list.run(b"")[1][0])


TREES = st.recursive(
    st.one_of(st.text(max_size=12), st.integers(-99, 99), st.booleans(), st.none()),
    lambda below: st.one_of(
        st.lists(below, max_size=3),
        st.dictionaries(st.text(min_size=1, max_size=8), below, max_size=3),
    ),
    max_leaves=8,
)


@given(st.lists(TREES, max_size=5), st.integers(0, 4))
def test_whatever_we_can_write_is_cut_where_it_was_put_together(items: list[Any], pad: int) -> None:
    try:
        text = dump(items) if items else ""
    except ValueError:
        return
    indented = "".join(f"{' ' * pad}{line}\n" if line else "\n" for line in text.split("\n")[:-1])
    pieces = cut(f"{HEAD}items:\n{indented}")
    assert "".join(pieces) == indented
    assert [Item(each).data for each in pieces] == items


def test_an_item_that_kubectl_cannot_read_is_nobodys() -> None:
    assert Item("- a: !secret x\n").data is None
    assert not Item("- kind: !secret StatefulApp\n").is_a("StatefulApp")
    items = "- kind: StatefulApp\n  a: !x y\n- kind: ConfigMap\n"
    output, problems = resource_list.run(f"{HEAD}items:\n{items}")
    assert f"items:\n{items}results:\n" in output
    assert problems


def test_an_alias_of_a_spec_that_goes_fails_the_call_and_names_its_item() -> None:
    """The answer would be no YAML, of which callers say nothing that helps."""
    spec = """\
- apiVersion: stateful-renderer.dev/v1alpha1
  kind: StatefulApp
  metadata:
    name: db
    annotations: &all {kustomize.config.k8s.io/id: "1"}
  spec: {image: "db:1", command: [sh, -c, "a && b"]}
"""
    other = """\
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: theirs, annotations: *all}
"""
    output, (problem,) = resource_list.run(f"{HEAD}items:\n{spec}{other}")
    assert f"items:\n{spec}{other}results:\n" in output
    assert str(problem).startswith("ConfigMap/theirs: must be readable: must name an anchor above")
    star = other.replace("*all", "{all: '*'}")
    output, problems = resource_list.run(f"{HEAD}items:\n{spec}{star}")
    assert problems == []
    assert star in output


def caller(items: list[Any], config: Any) -> str:
    return caller_of(call_in(listed(items, config), Call([], None)))


def test_callers_are_told_apart() -> None:
    config = noted(app(), FUNCTION)
    echo = noted(config, {"config.kubernetes.io/index": "0"})
    theirs = noted(config_map(), {"kustomize.config.k8s.io/id": "kind: ConfigMap\n"})
    mentioned = {**config_map(), "data": {"text": "kustomize.config.k8s.io/id"}}
    assert caller([echo], config) == "generator"
    assert caller([], config) == "generator"
    assert caller([theirs], config) == "transformer"
    assert caller([theirs, echo], config) == "transformer"
    assert caller([mentioned], options()) == "package"
    assert caller([at("app.yaml", config)], config) == "package"
    assert caller([echo, config_map()], config) == "package"
    assert caller([], noted(config, {"config.kubernetes.io/index": "0"})) == "package"
    assert caller([], options()) == "package"
    assert caller([], None) == "package"


SPEC = """\
# a comment
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db, annotations: {note: "yes"}}
spec:
  replicas: 2
  image: &image db:1
  env:
  - {name: A, value: "1e3"}
  - {value: "0644", name: B}
  - name: C
    value: "2001-01-01"
  sidecars: [{name: side, image: *image}]
  ports: [{port: 0x50, name: web}]
"""


def sorted_by_key(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: sorted_by_key(value[key]) for key in sorted(value)}
    return [sorted_by_key(each) for each in value] if isinstance(value, list) else value


def test_a_spec_means_the_same_from_kustomize_and_from_kpt() -> None:
    """kustomize sorts keys, drops comments and writes anchors out; kpt hands the text over."""
    text = SPEC.replace("0x50", "80")
    (data,) = read(text)
    expected = resources_of(Document(data))
    config = sorted_by_key(noted(data, FUNCTION))
    kustomize = asked([noted(config, {"config.kubernetes.io/index": "0"})], config)
    assert kustomize.items == expected
    # kpt says the config twice, and so defines its anchor twice.
    body = text.replace("note: ", "internal.config.kubernetes.io/path: db.yaml, note: ")
    item = "".join(f"  {line}\n" for line in body.splitlines())
    kpt = ask(f"{HEAD}items:\n- {item.lstrip()}functionConfig:\n{item}")
    assert kpt.problems == []
    written = [each for each in kpt.items[1:] if each["kind"] != "Kustomization"]
    for each in written:
        del each["metadata"]["annotations"]["internal.config.kubernetes.io/path"]
        del each["metadata"]["annotations"]["internal.config.kubernetes.io/index"]
    assert sorted_by_key(written) == sorted_by_key(expected)


def test_what_they_would_read_differently_is_refused_with_the_place() -> None:
    item = "".join(f"  {line}\n" for line in SPEC.splitlines())
    answer = ask(f"{HEAD}items:\n- {item.lstrip()}functionConfig:\n{item}")
    assert answer.problems == [
        (
            "StatefulApp/db: spec.ports[0].port: must be written so that all YAML"
            ' readers agree, they do not on 0x50 (write "0x50" for the text or'
            " 80 for the number)  [SR103]"
        )
    ]
    both = ask(f"{HEAD}items:\n- {item.lstrip()}")
    assert both.problems == answer.problems


@pytest.mark.parametrize("config", ["functionConfig: !x {}\n", "functionConfig:\n  a: 1\n  a: 2\n"])
def test_a_config_that_cannot_be_read(config: str) -> None:
    answer = ask(f"{HEAD}items:\n- a: 1\n{config}")
    assert answer.items == [{"a": 1}]
    assert answer.problems[0].startswith("functionConfig/?: ")


def test_warnings_are_said_and_fail_nothing() -> None:
    """A role may have results that are no errors: the call has succeeded."""

    def warn(call: Call) -> Answer:
        return Answer(call.items, [(Problem("SR605", ("a",), "careful", severity="warning"), None)])

    table = {**roles.ROLES, "ConfigMap": {"package": warn}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roles, "ROLES", table)
        answer = asked([config_map()], options())
        assert [each["severity"] for each in answer.results] == ["warning"]
        assert fn.answer(listed([config_map()], options()).encode()) == 0


def test_results_that_are_errors_fail_the_call() -> None:
    """As a guard's findings do, which come beside the items and not as an exception."""

    def find(call: Call) -> Answer:
        return Answer([], [(Problem("SR605", (), "no"), call.items[0].data)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roles, "ROLES", {"ConfigMap": {"package": find}})
        answer = asked([config_map()], options())
    assert answer.items == [config_map()]
    assert answer.results[0]["resourceRef"]["name"] == "theirs"


def test_a_bug_of_ours_is_told_with_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    def broken(_call: Call) -> Answer:
        raise ZeroDivisionError("oops")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roles, "ROLES", {"ConfigMap": {"package": broken}})
        assert fn.answer(listed([config_map()], options()).encode()) == 3
    said = capsys.readouterr()
    assert said.err.startswith("stateful-fn: bug, please report it: ZeroDivisionError('oops')\n")
    assert read(said.out)[0]["results"][0]["tags"] == {"code": "SR999"}


TRANSFORMER = listed(
    [noted(app(environments=[{"name": "prod"}]), {"kustomize.config.k8s.io/id": "x"})],
    options(environment="prod"),
)
PACKAGE = listed([at("bases/db/app.yaml", app(environments=[{"name": "prod"}]))], options())


@pytest.mark.parametrize("text", [TRANSFORMER, PACKAGE], ids=["transformer", "package"])
def test_the_process_needs_nothing_and_says_nothing_else(text: str, tmp_path: Path) -> None:
    """No HOME, no locale, a folder that cannot be written, any hash seed: the same bytes."""
    tmp_path.chmod(0o555)
    program = Path(sys.executable).parent / "stateful-fn"
    outputs = set()
    kept = {key: each for key, each in os.environ.items() if key.startswith("COVERAGE")}
    for seed, locale in (("0", "C"), ("7", "POSIX"), ("42", "en_US.ISO-8859-1")):
        result = subprocess.run(
            [program],
            input=text.encode(),
            capture_output=True,
            check=True,
            cwd=tmp_path,
            env={**kept, "PYTHONHASHSEED": seed, "LC_ALL": locale},
        )
        assert result.stderr == b""
        outputs.add(result.stdout)
    assert outputs == {resource_list.run(text)[0].encode()}
    assert outputs.pop().endswith(b"\n")


def test_an_answer_is_json_to_those_who_ask_in_json() -> None:
    """JSON is YAML: a list that is no block is read strictly, and answered as a block."""
    config = noted(app(), FUNCTION)
    text = json.dumps(
        {
            "apiVersion": "config.kubernetes.io/v1",
            "kind": "ResourceList",
            "items": [config],
            "functionConfig": config,
        }
    )
    answer = ask(text)
    assert answer.problems == []
    assert answer.items == resources_of(Document(app()))
