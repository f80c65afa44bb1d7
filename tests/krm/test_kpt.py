"""Packages under real kpt and real `kustomize fn run`: what is written, and what stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from calling import ROOT, app, environment, files, kpt_fn, statefulset, turned, write
from commands import run
from kustomizing import assert_same, build

from renderer.yaml import dump, read

pytestmark = pytest.mark.e2e

EXEC = ("--exec", "stateful-fn")
EXAMPLES = sorted(path.parent.name for path in ROOT.glob("bases/*/statefulapp.yaml"))
KPTFILE = """\
apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: shop
pipeline:
  mutators:
  - exec: stateful-fn
"""
# Whatever a reader or writer of YAML would be tempted to change.
FOREIGN = {
    "multi.yaml": """\
# at the top

# above the first
apiVersion: v1
kind: ConfigMap
metadata: {name: &n one, labels: {x: *n}}
data:
  a: "yes"   # why
  b: yes
  on: off
  c: 1e3
  d: 0644
  e: 2001-01-01
  f: >-
    folded
    text
  g: |
    - no item
    more
# at the foot
---
apiVersion: v1
kind: List
metadata: {name: &n in-a-list}
items:
    - apiVersion: v1
      kind: ConfigMap
      metadata: {name: *n}
""",
    "kustomization.yaml": "# nameless\nresources: [multi.yaml]\n",
    "wide.yaml": """\
apiVersion: v1
kind: ConfigMap
metadata:
    name: wide
list:
    - a
    -   b: null
        c: ~
    - "1e3"
""",
    "theirs.json": '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "json"}}\n',
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with one app and with all that others may have in it."""
    spec = {"bases/nginx/statefulapp.yaml": example("nginx")}
    return write(tmp_path / "shop", {"Kptfile": KPTFILE, **spec, **FOREIGN})


def example(name: str) -> str:
    return (ROOT / "bases" / name / "statefulapp.yaml").read_text()


def after_cat(kpt: Path, package: Path) -> dict[str, str]:
    """What kpt alone makes of the files: it lays some out anew."""
    copy = package.with_name("after-cat")
    shutil.copytree(package, copy)
    assert kpt_fn(kpt, "eval", copy, "--exec", "cat").returncode == 0
    return files(copy)


def rendered(kpt: Path, package: Path, *arguments: str) -> dict[str, str]:
    result = kpt_fn(kpt, "eval", package, *EXEC, "--truncate-output=false", *arguments)
    assert result.returncode == 0, result.stderr
    return files(package)


def refused(kpt: Path, package: Path, *arguments: str) -> str:
    before = files(package)
    result = kpt_fn(kpt, "eval", package, *EXEC, "--truncate-output=false", *arguments)
    assert result.returncode == 1
    assert files(package) == before
    return result.stderr


def edit(package: Path, name: str, before: str, after: str) -> None:
    text = (package / name).read_text()
    assert before in text
    (package / name).write_text(text.replace(before, after))


def test_files_of_others_come_back_as_kpt_alone_returns_them(kpt: Path, package: Path) -> None:
    expected = after_cat(kpt, package)
    found = rendered(kpt, package)
    assert {name: found[name] for name in expected} == expected


def test_the_files_are_those_that_render_writes(kpt: Path, package: Path) -> None:
    """Down to the byte, so that both doors may be used on one repository."""
    for name in EXAMPLES:
        write(package, {f"bases/{name}/statefulapp.yaml": example(name)})
    rendered(kpt, package)
    check = run("render", "-f", str(package / "bases"), "-O", str(package), "--check")
    assert (check.code, check.stdout) == (0, "")


AWKWARD = """\
  nodeSelector: {disk: ssd}
  revisionHistoryLimit: 3
  config:
  - name: conf
    mountPath: /conf
    files:
    - name: a.conf
      text: "# smile \\U0001F600\\nx \\u00a0\\u2028 y\\n"
"""


def test_both_doors_may_be_used_in_turn(kpt: Path, kustomize: Path, package: Path) -> None:
    """Though kpt has keys that came later behind the others, and spells some characters its way."""
    path = package / "bases/nginx/statefulset.yaml"

    def render(*arguments: str) -> str:
        result = run("render", "-f", str(package / "bases"), "-O", str(package), *arguments)
        assert result.code == 0, result.stderr
        return result.stdout + result.stderr.partition(" unchanged")[0].rpartition(", ")[0]

    rendered(kpt, package)
    for _ in range(2):
        edit(
            package, "bases/nginx/statefulapp.yaml", "  replicas: 3\n", f"{AWKWARD}  replicas: 3\n"
        )
        rendered(kpt, package)
        assert render("--check") == ""
        assert render() == "files: 0 written, 0 removed"
        built = build(kustomize, package / "bases/nginx").stdout
        text = read(built, dialect="manifest")[0]["data"]["a.conf"]
        assert text == "# smile \U0001f600\nx \u00a0\u2028 y\n"
        write(package, {"bases/nginx/statefulapp.yaml": example("nginx")})
        assert render().endswith("files: 2 written, 1 removed")
    text = path.read_text()
    path.write_text(text.replace("spec:\n", "# mine\nspec:\n", 1))
    assert rendered(kpt, package)["bases/nginx/statefulset.yaml"] == path.read_text()
    assert "# mine" in path.read_text()
    assert render("--check") == ""


@pytest.mark.parametrize("behind", [True, False])
def test_another_mutator_edits_unless_it_is_kept_off(
    kpt: Path, package: Path, *, behind: bool
) -> None:
    """As docs/krm-function.md has it: it changes apps, in front, or excludes what is generated."""

    def render(selection: str) -> list[int]:
        other = f"  - exec: sed s/Ordered[R]eady/Parallel/\n{selection}"  # not in the Kptfile
        head, ours = KPTFILE.removesuffix("  - exec: stateful-fn\n"), "  - exec: stateful-fn\n"
        (package / "Kptfile").write_text(head + (ours + other if behind else other + ours))
        return [kpt_fn(kpt, "render", package, "--allow-exec").returncode for _ in range(3)]

    before = files(package)
    assert render("") == [0, 1, 1]
    shutil.rmtree(package)
    write(package, before)
    generated = "{labels: {app.kubernetes.io/managed-by: stateful-renderer}}, {kind: Kustomization}"
    selection = f"exclude: [{generated}]" if behind else "selectors: [{kind: StatefulApp}]"
    assert render(f"    {selection}\n") == [0, 0, 0]


def test_three_routes_give_the_same_objects(kpt: Path, kustomize: Path, package: Path) -> None:
    """For each example and each environment; the generator is in test_function.py."""
    for name in EXAMPLES:
        write(package, {f"bases/{name}/statefulapp.yaml": example(name)})
    rendered(kpt, package)
    for name in EXAMPLES:
        (data,) = read(example(name))
        for each in [None, *(found["name"] for found in data["spec"].get("environments", []))]:
            folder = f"overlays/{name}/{each}" if each else f"bases/{name}"
            built = build(kustomize, package / folder)
            selected = ("-e", each) if each else ()
            spec = str(ROOT / "bases" / name)
            direct = run("render", "-f", spec, *selected, "-o", "yaml")
            assert_same(built.stdout, direct.stdout)


@pytest.mark.parametrize("name", EXAMPLES)
def test_plain_manifests_are_the_direct_render(kpt: Path, name: str, tmp_path: Path) -> None:
    (data,) = read(example(name))
    last = data["spec"]["environments"][-1]["name"]
    package = write(tmp_path / "p", {"app.yaml": example(name)})
    found = rendered(kpt, package, "--", f"environment={last}")
    text = "---\n".join(found[path] for path in found if path.startswith("manifests/"))
    direct = run("render", "-f", str(package), "-e", last, "-o", "yaml")
    assert_same(text, direct.stdout)


def test_a_second_run_and_a_pipeline_change_nothing(kpt: Path, package: Path) -> None:
    first = rendered(kpt, package)
    assert rendered(kpt, package) == first
    result = kpt_fn(kpt, "render", package, "--allow-exec")
    assert result.returncode == 0, result.stderr
    after = files(package)
    assert {name: after[name] for name in first if name != "Kptfile"} == {
        name: first[name] for name in first if name != "Kptfile"
    }


def test_kpt_shows_that_a_renamed_app_leaves_its_data_behind(kpt: Path, package: Path) -> None:
    rendered(kpt, package)
    edit(package, "bases/nginx/statefulapp.yaml", "  name: nginx\n", "  name: web\n")
    result = kpt_fn(kpt, "render", package, "--allow-exec", "--truncate-output=false")
    assert result.returncode == 0, result.stderr
    assert "[warning] apps/v1/StatefulSet/nginx" in result.stderr
    assert "its pods are deleted, and their volumes stay behind" in result.stderr
    assert "bases/nginx/statefulset.yaml" not in files(package)


def test_comments_and_order_of_a_person_survive_a_change(kpt: Path, package: Path) -> None:
    rendered(kpt, package)
    path = "bases/nginx/statefulset.yaml"
    edit(package, path, "  replicas: 3\n", "")
    edit(
        package,
        path,
        "spec:\n  serviceName: nginx\n",
        "spec:\n  # many\n  replicas: 3 # mine\n  serviceName: nginx\n",
    )
    before = (package / path).read_text()
    assert rendered(kpt, package)[path] == before
    edit(package, "bases/nginx/statefulapp.yaml", "  replicas: 3\n", "  replicas: 4\n")
    after = rendered(kpt, package)[path]
    assert (
        after.partition("\n")[2] == before.replace("replicas: 3", "replicas: 4").partition("\n")[2]
    )
    assert rendered(kpt, package)[path] == after


@pytest.mark.parametrize("more", [{}, {"revisionHistoryLimit": 3}])
def test_an_order_of_keys_is_no_edit_whatever_the_spec_no_longer_has(
    kpt: Path, tmp_path: Path, more: dict[str, int]
) -> None:
    """A key that went, or that another one came for; and a file that is no longer needed."""
    spec = dump(app(minReadySeconds=3, environments=[{"name": "prod", "replicas": 2}]))
    package = write(tmp_path / "p", {"app.yaml": spec})
    before = {path: turned(text) for path, text in rendered(kpt, package).items()}
    before["app.yaml"] = spec
    write(package, before)
    assert rendered(kpt, package) == before
    write(package, {"app.yaml": dump(app(**more))})
    after = rendered(kpt, package)
    path = "bases/db/statefulset.yaml"
    assert after.keys() == {path for path in before if not path.startswith("overlays/")}
    assert "minReadySeconds" not in after[path]
    assert after[path].splitlines()[-2:] == ["kind: StatefulSet", "apiVersion: apps/v1"]
    edit(package, path, "  replicas: 1\n", '  replicas: "1"\n')
    assert f"{path}: was edited" in refused(kpt, package)


def test_both_doors_take_the_same_annotations_for_an_edit(kpt: Path, package: Path) -> None:
    path = "bases/nginx/service.yaml"
    specs = ("-f", str(package / "bases"), "-O", str(package))
    ours = rendered(kpt, package)[path]
    name = "  name: nginx\n"
    for found, is_edit in (
        ("{}", False),
        ('{internal.kpt.dev/upstream-identifier: "|Service|default|nginx"}', False),
        ('{config.kubernetes.io/local-config: "true"}', True),
        ("{config.kubernetes.io/depends-on: x}", True),
    ):
        mine = ours.replace(name, f"{name}  annotations: {found}\n", 1)
        (package / path).write_text(mine)
        check = run("render", *specs, "--check")
        assert ("[SR504]" in check.stderr) is is_edit
        assert (check.code, check.stdout) == (int(is_edit), "")
        if is_edit:
            assert f"{path}: was edited" in refused(kpt, package)
        else:
            assert rendered(kpt, package)[path] == (ours if found == "{}" else mine)


def test_an_app_that_is_hidden_from_kpt_is_named_and_comes_back(kpt: Path, package: Path) -> None:
    write(package, {"redis.yaml": example("redis")})
    before = rendered(kpt, package)
    write(package, {".krmignore": "redis.yaml\n"})
    result = kpt_fn(kpt, "eval", package, *EXEC, "--truncate-output=false")
    assert result.returncode == 0, result.stderr
    assert "bases/redis/statefulset.yaml" not in files(package)
    assert "to keep it, put redis.yaml where kpt sees it; .krmignore" in result.stderr
    (package / ".krmignore").unlink()
    assert rendered(kpt, package) == before


def test_a_comment_in_a_list_is_there_once_when_an_item_comes_in(kpt: Path, tmp_path: Path) -> None:
    """kpt itself carries it to the item of its name, and to the one that took its place."""
    a, b, c = ({"name": name, "value": "x"} for name in "ABC")
    package = write(tmp_path / "p", {"app.yaml": dump(app(env=[a, c]))})
    path = "bases/db/statefulset.yaml"
    rendered(kpt, package)
    edit(package, path, "        - name: C", "        # mine\n        - name: C")
    (package / "app.yaml").write_text(dump(app(env=[a, b, c], nodeSelector={"disk": "ssd"})))
    after = rendered(kpt, package)[path]
    assert after.count("# mine") == 1
    assert "        # mine\n        - name: C\n" in after
    assert rendered(kpt, package)[path] == after
    (package / path).write_text(after.replace("        # mine\n", ""))
    check = run("render", "-f", str(package), "-O", str(package), "--check")
    assert (check.code, check.stdout) == (0, "")


def test_a_person_may_put_another_key_in_front(kpt: Path, package: Path) -> None:
    """kpt carries a comment to the key that it stood above, and ours would be there twice."""
    rendered(kpt, package)
    path = "bases/nginx/statefulset.yaml"
    head = ["apiVersion: apps/v1\n", "kind: StatefulSet\n"]
    edit(package, path, "".join(head), "".join(reversed(head)))
    edit(package, "bases/nginx/statefulapp.yaml", "  replicas: 3\n", "  replicas: 4\n")
    after = rendered(kpt, package)[path]
    assert after.startswith("# Generated by ")
    assert after.count("# Generated by ") == 1
    assert "\nkind: StatefulSet\napiVersion: apps/v1\n" in after
    assert "replicas: 4" in after
    assert rendered(kpt, package)[path] == after


def test_a_value_that_a_person_changed_is_not_lost(kpt: Path, package: Path) -> None:
    rendered(kpt, package)
    edit(package, "overlays/nginx/prod/kustomization.yaml", "count: 5", "count: 6")
    said = refused(kpt, package)
    assert "overlays/nginx/prod/kustomization.yaml: was edited since it was generated" in said
    assert "[error]" in said
    found = rendered(kpt, package, "--", "overwriteEdited=true")
    assert "count: 5" in found["overlays/nginx/prod/kustomization.yaml"]


def test_what_the_spec_no_longer_has_goes(kpt: Path, package: Path) -> None:
    first = rendered(kpt, package)
    dev = "  - name: dev\n    namespace: nginx-dev\n    replicas: 1\n"
    edit(package, "bases/nginx/statefulapp.yaml", dev, "")
    second = rendered(kpt, package)
    gone = first.keys() - second.keys()
    assert gone == {"overlays/nginx/dev/kustomization.yaml"}
    edit(package, "bases/nginx/statefulapp.yaml", "name: nginx\nspec", "name: web\nspec")
    third = rendered(kpt, package)
    left = [name for name in third if "/nginx/" in name]
    assert left == ["bases/nginx/statefulapp.yaml"]
    assert "bases/web/statefulset.yaml" in third


def test_a_hand_written_file_is_never_overwritten(kpt: Path, package: Path) -> None:
    write(package, {"bases/nginx/statefulset.yaml": dump(statefulset("theirs"))})
    assert "bases/nginx/statefulset.yaml: is in the way" in refused(kpt, package)
    (package / "bases/nginx/statefulset.yaml").rename(package / "mine.yaml")
    edit(package, "mine.yaml", "name: theirs\n", "name: nginx\n")
    assert "mine.yaml: metadata.name: must not be the StatefulSet nginx" in refused(kpt, package)


def test_a_hand_written_patch_of_a_generated_object_is_none(
    kpt: Path, kustomize: Path, package: Path
) -> None:
    patch = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: nginx}\nspec: {replicas: 8}\n"
    lists = "resources: [../bases/nginx]\npatches: [{path: patch.yaml}]\n"
    write(package, {"mine/kustomization.yaml": lists, "mine/patch.yaml": patch})
    rendered(kpt, package)
    assert "replicas: 8" in build(kustomize, package / "mine").stdout


@pytest.mark.parametrize("inside", [False, True])
def test_the_app_may_be_the_config(kpt: Path, tmp_path: Path, inside: bool) -> None:
    package = write(tmp_path / "p", {"a.yaml": FOREIGN["wide.yaml"]})
    config = (package if inside else tmp_path) / "app.yaml"
    config.write_text(example("nginx"))
    first = rendered(kpt, package, "--fn-config", str(config))
    assert "overlays/nginx/prod/kustomization.yaml" in first
    assert rendered(kpt, package, "--fn-config", str(config)) == first
    from_ = "app.yaml" if inside else "the functionConfig nginx"
    assert f"bases/nginx/service.yaml from {from_};" in first["bases/nginx/service.yaml"]


def test_an_empty_package_is_filled(kpt: Path, tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "app.yaml").write_text(example("nginx"))
    found = rendered(kpt, tmp_path / "p", "--fn-config", str(tmp_path / "app.yaml"))
    assert "bases/nginx/statefulset.yaml" in found


def test_the_config_of_a_pipeline_may_be_a_file_or_options(kpt: Path, package: Path) -> None:
    def render(config: str) -> dict[str, str]:
        # Newer versions of kpt note in the Kptfile how it went, and lay it out anew.
        (package / "Kptfile").write_text(f"{KPTFILE}    {config}\n")
        result = kpt_fn(kpt, "render", package, "--allow-exec")
        assert result.returncode == 0, result.stderr
        return files(package)

    first = render("configPath: bases/nginx/statefulapp.yaml")
    assert "overlays/nginx/prod/kustomization.yaml" in first
    second = render("configMap: {environment: prod, outputFolder: out}")
    assert "out/manifests/nginx/statefulset.yaml" in second
    assert not [name for name in second if name.startswith("overlays/")]
    assert not [name for name, text in second.items() if str(package) in text]


def test_a_package_below_is_rendered_in_itself(kpt: Path, package: Path) -> None:
    sub = {"Kptfile": KPTFILE.replace("shop", "sub"), "app.yaml": example("redis")}
    write(package / "sub", sub)
    result = kpt_fn(kpt, "render", package, "--allow-exec")
    assert result.returncode == 0, result.stderr
    first = files(package)
    assert "sub/overlays/redis/prod/kustomization.yaml" in first
    assert not (package / "bases/redis").exists()
    assert " as bases/redis/service.yaml from app.yaml;" in first["sub/bases/redis/service.yaml"]
    assert kpt_fn(kpt, "render", package, "--allow-exec").returncode == 0
    after = files(package)
    assert {name: each for name, each in after.items() if "Kptfile" not in name} == {
        name: each for name, each in first.items() if "Kptfile" not in name
    }
    assert rendered(kpt, package).keys() == first.keys()


def test_a_validator_of_a_pipeline_changes_nothing(kpt: Path, package: Path) -> None:
    validators = "  validators:\n  - exec: stateful-fn\n    configMap: {validate: 'true'}\n"
    text = KPTFILE.replace("  mutators:\n  - exec: stateful-fn\n", validators)
    (package / "Kptfile").write_text(text)
    before = set(files(package))
    assert kpt_fn(kpt, "render", package, "--allow-exec").returncode == 0
    assert set(files(package)) == before
    edit(package, "bases/nginx/statefulapp.yaml", "replicas: 3", "replicaz: 3")
    result = kpt_fn(kpt, "render", package, "--allow-exec", "--truncate-output=false")
    assert result.returncode == 1
    assert 'spec.replicaz: is not a field here (did you mean "replicas"?)' in result.stderr


def test_a_pipe_without_an_orchestrator(kpt: Path, package: Path) -> None:
    def through(folder: Path, out: str, program: str) -> dict[str, str]:
        source = kpt_fn(kpt, "source", folder)
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        called = subprocess.run(
            [shutil.which(program, path=path)],
            input=source.stdout, capture_output=True, text=True, check=True,
        )  # fmt: skip
        sink = kpt_fn(kpt, "sink", package.with_name(out), stdin=called.stdout)
        assert sink.returncode == 0, sink.stderr
        return files(package.with_name(out))

    cat = through(package, "cat", "cat")
    ours = through(package, "ours", "stateful-fn")
    assert {name: ours[name] for name in cat} == cat
    assert "bases/nginx/statefulset.yaml" in ours
    path = package.with_name("ours") / "bases/nginx/statefulset.yaml"
    path.write_text(path.read_text().replace("  replicas: 3\n", "  replicas: 3 # mine\n"))
    again = through(package.with_name("ours"), "again", "stateful-fn")
    assert again == files(package.with_name("ours"))


def test_kustomize_fn_run_is_the_same(any_kustomize: Path, tmp_path: Path) -> None:
    """It runs the functions that annotations in the folder ask for."""
    function = (
        "metadata:\n  annotations:\n"
        "    config.kubernetes.io/function: |\n      exec: {path: stateful-fn}\n"
    )
    package = write(
        tmp_path / "p",
        {
            "app.yaml": example("nginx").replace("metadata:\n", function, 1),
            "a.yaml": FOREIGN["wide.yaml"],
        },
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def fn_run() -> dict[str, str]:
        command = [any_kustomize, "fn", "run", package, "--enable-exec"]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PATH": path})
        return files(package)

    first = fn_run()
    assert "overlays/nginx/prod/kustomization.yaml" in first
    assert fn_run() == first
    assert '    - "1e3"\n' in first["a.yaml"] or '- "1e3"\n' in first["a.yaml"]


def test_results_are_saved_and_shown(kpt: Path, package: Path) -> None:
    edit(package, "bases/nginx/statefulapp.yaml", "size: 1Gi", "size: 10Gb")
    result = kpt_fn(
        kpt, "eval", package, *EXEC, "--truncate-output=false",
        "--results-dir", package.with_name("results"),
    )  # fmt: skip
    assert result.returncode == 1
    assert "StatefulApp/nginx spec.storage[0].size: must be a quantity" in result.stderr
    (saved,) = read((package.with_name("results") / "results.yaml").read_text())
    (found,) = saved["items"][0]["results"]
    assert found["file"]["path"] == "bases/nginx/statefulapp.yaml"
    assert found["field"]["path"] == "spec.storage[0].size"
    assert (found["severity"], found["tags"]) == ("error", {"code": "SR211"})


@pytest.mark.parametrize("scalar", ["yes", "on", "1e3", "0644", "2001-01-01", "12:30", "~"])
def test_what_kustomize_and_kpt_read_differently_is_refused(
    kpt: Path, tmp_path: Path, scalar: str
) -> None:
    spec = app(env=[{"name": "A", "value": "X"}])
    package = write(
        tmp_path / "p", {"app.yaml": dump(spec).replace("value: X", f"value: {scalar}")}
    )
    said = refused(kpt, package)
    assert "app.yaml: spec.env[0].value: must" in said
    write(package, {"app.yaml": dump(spec).replace("value: X", f'value: "{scalar}"')})
    found = rendered(kpt, package)
    (statefulset_,) = read(found["bases/db/statefulset.yaml"])
    variables = statefulset_["spec"]["template"]["spec"]["containers"][0]["env"]
    assert {"name": "A", "value": scalar} in variables


def test_an_environment_changes_statefulsets_in_place(kpt: Path, tmp_path: Path) -> None:
    text = "# theirs\n" + dump(statefulset()).replace("replicas: 1", "replicas: 1 # one")
    package = write(
        tmp_path / "p", {"old.yaml": text, "kustomization.yaml": "resources: [old.yaml]\n"}
    )
    claim = {"name": "data", "size": "20Gi", "storageClassName": "fast"}
    change = {"name": "old", "replicas": 3, "claims": [claim], "peers": [{"name": "PEERS"}]}
    (tmp_path / "env.yaml").write_text(dump(environment(statefulSets=[change])))
    found = rendered(kpt, package, "--fn-config", str(tmp_path / "env.yaml"))
    assert found["old.yaml"].startswith("# theirs\n")
    assert "replicas: 3 # one\n" in found["old.yaml"]
    assert "storageClassName: fast\n" in found["old.yaml"]
    assert "old-0.old:2380,old-1.old:2380,old-2.old:2380" in found["old.yaml"]
    assert rendered(kpt, package, "--fn-config", str(tmp_path / "env.yaml")) == found


def test_a_selection_is_refused_and_a_blind_call_is_put_right(kpt: Path, package: Path) -> None:
    """kpt adds what a function returns for a selection to all that it did not hand over."""
    first = rendered(kpt, package)
    said = refused(kpt, package, "--match-kind", "StatefulApp")
    assert "items: must be the whole package" in said
    assert "[SR612]" in said
    config = package.with_name("env.yaml")
    config.write_text(dump(environment(environment="prod")))
    assert "[SR612]" in refused(
        kpt, package, "--match-kind", "StatefulApp", "--fn-config", str(config)
    )
    # Of nothing selected kpt says nothing: that looks like an empty package.
    spec = package.with_name("app.yaml")
    spec.write_text(first["bases/nginx/statefulapp.yaml"].replace("  name: nginx", "  name: blind"))
    blind = ("--fn-config", str(spec), "--match-kind", "Nothing")
    once = rendered(kpt, package, "--fn-config", str(spec))
    assert rendered(kpt, package, *blind) != once
    assert rendered(kpt, package, "--fn-config", str(spec)) == once
