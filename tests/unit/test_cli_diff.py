"""`stateful diff`: its two sides, its exit codes, and how it prints."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Result, run, shown_on, write

STATEFUL = Path(sys.executable).parent / "stateful"
SPEC = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db}
spec:
  image: db:1
  storage:
  - {name: data, mountPath: /data, size: 1Gi}
  environments:
  - {name: dev, namespace: db-dev}
  - name: prod
    namespace: db-prod
    image: db:2
    env:
    - {name: A, value: "1"}
    storage:
    - {name: data, size: 5Gi}
"""
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: '1'}\n"
SAME = Result(0, "", "")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write({"app/statefulapp.yaml": SPEC})
    return tmp_path


def refused(before: str, after: str) -> str:
    result = run("diff", before, after)
    assert (result.code, result.stdout) == (2, "")
    return result.stderr


# --- what a change does ---------------------------------------------------------------------------

PEERS = SPEC.replace(
    "  environments:",
    "  peers:\n  - {name: SEEDS}\n  - {name: TWO, first: 1}\n"
    "  - {name: COUNT, countOnly: true}\n  environments:\n  - {name: more, replicas: 3}",
)


def test_scaling_restarts_pods_that_are_listed_in_a_variable() -> None:
    write({"app/statefulapp.yaml": PEERS})
    found = json.loads(run("diff", "app@", "app@more", "-o", "json").stdout)["changes"]
    (note,) = [
        verdict
        for change in found
        for verdict in change["verdicts"]
        if verdict["id"] == "peers-listed"
    ]
    assert note["why"] == (
        "scaling also restarts the running pods: SEEDS lists them, and changes"
        " (`first` and `countOnly` of spec.peers avoid it)"
    )
    assert note["pods"] == ["db-0"]


def test_scaling_alone_restarts_nothing() -> None:
    write({"app/statefulapp.yaml": PEERS.replace("  - {name: SEEDS}\n", "")})
    result = run("diff", "app@", "app@more")
    assert "spec.replicas: 1 -> 3" in result.stdout
    assert "! restart" not in result.stdout
    assert "spec.template" not in result.stdout


# --- exit codes and formats -----------------------------------------------------------------------


def test_no_difference() -> None:
    assert run("diff", "app@prod", "app@prod") == SAME


def shown(*arguments: str, stdin: str = "") -> list[str]:
    """The lines of a call that name objects and fields, without what is said of them."""
    result = run("diff", *arguments, "--no-plan", stdin=stdin)
    assert (result.code, result.stderr) == (1, "")
    return [
        line
        for line in result.stdout.splitlines()
        if line[:1] in "+-~" or line.startswith(("    +", "    -", "    ~", "          "))
    ]


def test_environments_with_namespaces_of_their_own() -> None:
    assert shown("app@dev", "app@prod") == [
        "~ StatefulSet db-prod/db: data-risk",
        '    ~ spec.template.spec.containers[name=db].image: "db:1" -> "db:2"',
        "    ~ spec.volumeClaimTemplates[name=data].spec.resources.requests.storage:",
        '          "1Gi" -> "5Gi"',
        '    + spec.template.spec.containers[name=db].env: [{"name": "A", "value": "1"}]',
        '    ~ metadata.namespace: "db-dev" -> "db-prod"',
        "~ Service db-prod/db: in-place",
        '    ~ metadata.namespace: "db-dev" -> "db-prod"',
    ]


def test_two_environments_need_no_plan() -> None:
    assert "plan:" not in run("diff", "app@dev", "app@prod").stdout
    write({"dev.yaml": rendered("dev"), "prod.yaml": rendered("prod")})
    assert "plan:" in run("diff", "dev.yaml", "prod.yaml").stdout
    assert "plan:" not in run("diff", "dev.yaml", "prod.yaml", "--no-plan").stdout


def test_both_sides_are_for_the_version_that_is_named() -> None:
    write(
        {"app/statefulapp.yaml": f'{SPEC}  volumes: [{{name: a, image: {{reference: "a:1"}}}}]\n'}
    )
    assert run("diff", "app@", "app@", "--kube-version", "1.36.1") == SAME
    result = run("diff", "app@", "app@", "--kube-version", "1.34.1")
    assert (result.code, result.stdout) == (2, "")
    assert "must not be set before Kubernetes 1.35, the target is 1.34  [SR207]" in result.stderr


def test_json() -> None:
    result = run("diff", "app@dev", "app@prod", "-o", "json")
    assert result.code == 1
    changes = json.loads(result.stdout)["changes"]
    assert [each["kind"] for each in changes] == ["StatefulSet", "Service"]
    assert changes[1]["fields"] == [
        {
            "path": "metadata.namespace",
            "steps": ["metadata", "namespace"],
            "operation": "changed",
            "before": "db-dev",
            "after": "db-prod",
            "place": "app/statefulapp.yaml:11:16: spec.environments[1].namespace",
        }
    ]


def test_no_difference_as_json() -> None:
    result = run("diff", "app@prod", "app@prod", "-o", "json")
    assert (result.code, json.loads(result.stdout)) == (0, {"effect": None, "changes": []})


def test_trouble_is_neither() -> None:
    assert "[SR401]" in refused("app@dev", "app@prd")


def test_an_unknown_format_is_a_wrong_call() -> None:
    assert run("diff", "app@dev", "app@prod", "-o", "xml").code == 2


# --- the sides ------------------------------------------------------------------------------------


def rendered(environment: str) -> str:
    return run("render", "-f", "app", "-e", environment).stdout


@pytest.mark.parametrize("side", ["app@", "app@base", "app/statefulapp.yaml@"])
def test_the_base_of_a_spec(side: str) -> None:
    write({"base.yaml": rendered("base")})
    assert run("diff", side, "base.yaml") == SAME


def test_a_file_of_manifests() -> None:
    write({"prod.yaml": rendered("prod")})
    assert run("diff", "prod.yaml", "app@prod") == SAME


def test_manifests_on_stdin() -> None:
    assert run("diff", "-", "app@prod", stdin=rendered("prod")) == SAME
    assert run("diff", "app@prod", "-", stdin=CONFIG_MAP).code == 1
    assert run("diff", "-", "-", stdin=CONFIG_MAP) == SAME


def test_a_spec_on_stdin() -> None:
    assert run("diff", "--", "-@prod", "app@prod", stdin=SPEC) == SAME
    piped = run("diff", "--", "-@dev", "-@prod", stdin=SPEC).stdout
    assert piped.replace("stdin:", "app/statefulapp.yaml:") == (
        run("diff", "app@dev", "app@prod").stdout
    )
    result = run("diff", "-", "app@prod", stdin=SPEC)
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == (
        "stdin: must be manifests, and holds a StatefulApp"
        " (write -- -@ENVIRONMENT, or -- -@ for its base)  [SR801]\n"
    )
    result = run(
        "diff", "--", "-@", "app@prod", stdin=SPEC.replace("db:1", "db:1\n  replicas: 0o3")
    )
    assert "stdin:6:13: spec.replicas: must be written so that all YAML readers" in result.stderr


def test_an_empty_stdin_is_trouble() -> None:
    result = run("diff", "-", "app@prod")
    assert (result.code, result.stderr) == (
        2,
        "stdin: must hold manifests, there are none  [SR801]\n",
    )


def test_a_file_whose_name_holds_an_at() -> None:
    write({"app@prod": rendered("dev")})
    assert run("diff", "app@prod", "app@dev") == SAME


def test_a_path_that_holds_an_at_before_its_environment() -> None:
    write({"a@b/statefulapp.yaml": SPEC})
    assert run("diff", "a@b@prod", "app@prod") == SAME


def test_the_items_of_a_list_one_by_one() -> None:
    write({"list.json": run("render", "-f", "app", "-e", "prod", "-o", "json").stdout})
    assert run("diff", "list.json", "app@prod") == SAME


def test_a_list_without_items_holds_nothing() -> None:
    write({"a.yaml": "apiVersion: v1\nkind: List\nitems: []\n"})
    assert refused("a.yaml", "app@prod") == "a.yaml: must hold manifests, there are none  [SR801]\n"


def test_a_folder_of_manifests_with_folders() -> None:
    write({"out/a.yaml": rendered("prod"), "out/b/c.yml": CONFIG_MAP, "out/d.txt": "kind: x\n"})
    assert shown("app@prod", "out") == ["+ ConfigMap c: in-place"]


def test_an_object_that_is_gone() -> None:
    write({"a.yaml": f"{rendered('prod')}---\n{CONFIG_MAP}"})
    assert shown("a.yaml", "app@prod") == ["- ConfigMap c: in-place"]


def test_a_manifest_may_hold_what_we_refuse_in_specs() -> None:
    """Other programs write plain scalars that readers disagree on; it is no spec of ours."""
    write({"a.yaml": CONFIG_MAP, "b.yaml": CONFIG_MAP.replace("'1'", "yes")})
    assert run("diff", "a.yaml", "b.yaml").code == 1


def test_secrets_are_never_shown() -> None:
    text = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: %s}\n"
    write({"a.yaml": text % "hunter1", "b.yaml": text % "hunter2"})
    assert shown("a.yaml", "b.yaml") == [
        "~ Secret s: in-place",
        '    ~ data.a: "(secret value 1)" -> "(secret value 2)"',
    ]


def test_secrets_in_a_list_are_never_shown() -> None:
    head = "apiVersion: v1\nkind: SecretList\nitems:\n- apiVersion: v1\n  kind: Secret\n"
    item = head + "  metadata: {name: s}\n  data: {a: %s}\n"
    write({"a.yaml": item % "hunter1", "b.yaml": item % "hunter2"})
    assert "hunter" not in run("diff", "a.yaml", "b.yaml").stdout


def test_another_order_of_env_is_a_difference() -> None:
    text = rendered("prod")
    one, two = "- name: A\n", "- name: B\n"
    line = next(each for each in text.splitlines(keepends=True) if "- name: A" in each)
    value = '  value: "1"\n'
    pad = line[: line.index("-")]
    both = [f"{pad}{each}{pad}{value}" for each in (one, two)]
    write(
        {
            "a.yaml": text.replace(both[0], "".join(both)),
            "b.yaml": text.replace(both[0], "".join(reversed(both))),
        }
    )
    assert shown("a.yaml", "b.yaml") == [
        "~ StatefulSet db-prod/db: restart",
        "    ~ spec.template.spec.containers[name=db].env.(order):",
        '          ["A", "B"] -> ["B", "A"]',
    ]


# --- errors ---------------------------------------------------------------------------------------


def test_a_side_that_does_not_exist() -> None:
    assert refused("nowhere", "app@prod") == (
        "nowhere: must be a file or folder, or PATH@ENVIRONMENT, and does not exist  [SR801]\n"
    )


def test_a_spec_that_does_not_exist() -> None:
    assert refused("nowhere@prod", "app@prod").startswith("nowhere: no such file or directory")


def test_a_folder_without_manifests() -> None:
    Path("empty").mkdir()
    assert refused("empty", "app@prod") == "empty: must hold manifests, there are none  [SR801]\n"


def test_a_file_with_two_specs() -> None:
    write({"two.yaml": f"{SPEC}---\n{SPEC.replace('name: db}', 'name: sql}')}"})
    assert refused("two.yaml@prod", "app@prod") == (
        "two.yaml: must hold one StatefulApp to compare, got 2  [SR801]\n"
    )


def test_an_object_without_identity() -> None:
    write({"a.yaml": "kind: ConfigMap\n"})
    assert refused("a.yaml", "app@prod") == (
        'a.yaml: ["object 1"]: must have apiVersion, kind and metadata.name  [SR802]\n'
    )


def test_the_file_of_an_object_without_identity_is_named() -> None:
    write({"out/a.yaml": CONFIG_MAP, "out/b.yaml": f"{CONFIG_MAP}---\nkind: ConfigMap\n"})
    assert refused("out", "app@prod") == (
        'out/b.yaml: ["object 1"]: must be there once, ConfigMap c is there twice,'
        " first in out/a.yaml  [SR802]\n"
        'out/b.yaml: ["object 2"]: must have apiVersion, kind and metadata.name  [SR802]\n'
    )


@pytest.mark.parametrize("items", ["5", "{a: 1}", "text"])
def test_a_list_whose_items_are_none(items: str) -> None:
    write({"a.yaml": f"apiVersion: v1\nkind: List\nitems: {items}\n"})
    assert refused("a.yaml", "app@prod") == "a.yaml:3:8: items: must be a list  [SR801]\n"


def test_an_object_whose_kind_ends_in_list_is_an_object() -> None:
    write({"a.yaml": "apiVersion: x.io/v1\nkind: AllowList\nmetadata: {name: a}\n"})
    assert "- AllowList a: in-place" in shown("a.yaml", "app@prod")


def test_kustomizations_in_a_folder_are_no_objects() -> None:
    run("render", "-f", "app", "-O", "out")
    Path("out/more").mkdir()
    write({"out/more/kustomization.yml": "resources: [../bases/db]\n"})
    write({"out/more/component.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: x\n"})
    assert run("diff", "out", "out") == SAME


@pytest.mark.parametrize("sides", [("", "app@prod"), ("app@prod", "")], ids=["before", "after"])
def test_an_empty_side_is_a_wrong_call(sides: tuple[str, str]) -> None:
    assert refused(*sides).endswith("must not be empty; is a variable of the shell not set?\n")


def test_manifests_that_are_no_yaml() -> None:
    write({"a.yaml": "a: [\n"})
    assert "a.yaml:2:1: " in refused("a.yaml", "app@prod")


# --- kustomize ------------------------------------------------------------------------------------


@pytest.mark.e2e
@pytest.mark.usefixtures("kustomize_on_path")
def test_a_rendered_overlay_is_the_spec() -> None:
    run("render", "-f", "app")
    assert run("diff", "overlays/db/prod", "app@prod") == SAME


@pytest.mark.e2e
@pytest.mark.usefixtures("kustomize_on_path")
def test_a_rendered_base_is_the_spec() -> None:
    run("render", "-f", "app")
    assert run("diff", "bases/db", "app@") == SAME


@pytest.mark.e2e
@pytest.mark.usefixtures("kustomize_on_path")
def test_a_rendered_overlay_shows_what_a_new_spec_will_change() -> None:
    run("render", "-f", "app")
    write({"app/statefulapp.yaml": SPEC.replace("db:2", "db:3")})
    assert shown("overlays/db/prod", "app@prod") == [
        "~ StatefulSet db-prod/db: data-risk",
        '    ~ spec.template.spec.containers[name=db].image: "db:2" -> "db:3"',
    ]


@pytest.mark.e2e
@pytest.mark.usefixtures("kustomize_on_path")
@pytest.mark.parametrize("name", ["kustomization.yaml", "kustomization.yml", "Kustomization"])
def test_what_kustomize_says_is_passed_on(name: str) -> None:
    write({f"broken/{name}": "resources: [nowhere.yaml]\n"})
    message = refused("broken", "app@prod")
    assert message.startswith("broken: kustomize build failed: Error: accumulating resources:")
    assert message.endswith("[SR803]\n")


def test_without_kustomize_a_kustomization_cannot_be_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    run("render", "-f", "app")
    assert refused("overlays/db/prod", "app@prod") == (
        "overlays/db/prod: must be built by kustomize, which is not on PATH  [SR803]\n"
    )


# --- where it is written --------------------------------------------------------------------------


def test_the_line_of_the_spec_is_named() -> None:
    write({"new/statefulapp.yaml": SPEC.replace("5Gi", "9Gi")})
    text = run("diff", "app@prod", "new@prod").stdout
    line = next(each for each in SPEC.splitlines() if "5Gi" in each)
    number = SPEC.splitlines().index(line) + 1
    assert f"      at new/statefulapp.yaml:{number}:" in text
    assert ": spec.environments[1].storage[0].size\n" in text


def test_the_line_of_a_manifest_is_named() -> None:
    text = rendered("prod")
    write({"a.yaml": text, "b.yaml": text.replace("serviceName: db", "serviceName: other")})
    number = next(index for index, line in enumerate(text.splitlines(), 1) if "serviceName" in line)
    assert f"      at b.yaml:{number}:" in run("diff", "a.yaml", "b.yaml").stdout
    found = json.loads(run("diff", "a.yaml", "b.yaml", "-o", "json").stdout)
    assert found["changes"][0]["fields"][0]["place"].startswith(f"b.yaml:{number}:")


def test_what_is_gone_has_the_line_where_it_was() -> None:
    text = rendered("prod")
    write({"a.yaml": f"{text}---\n{CONFIG_MAP}", "b.yaml": text})
    assert shown("a.yaml", "b.yaml") == ["- ConfigMap c: in-place"]


# --- guard ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effect", "code"),
    [("in-place", 4), ("restart", 4), ("rejected", 4), ("data-risk", 1)],
)
def test_a_guard_fails_from_an_effect_upward(effect: str, code: int) -> None:
    text = rendered("prod")
    write({"a.yaml": text, "b.yaml": text.replace("serviceName: db", "serviceName: other")})
    result = run("diff", "a.yaml", "b.yaml", "--fail-on", effect)
    assert (result.code, result.stderr) == (code, "")
    assert "rejected: serviceName" in result.stdout
    assert run("diff", "a.yaml", "a.yaml", "--fail-on", effect) == SAME


def test_an_unknown_effect_is_a_wrong_call() -> None:
    assert run("diff", "app@dev", "app@prod", "--fail-on", "nothing").code == 2


# --- a git revision -------------------------------------------------------------------------------


def git(*words: str) -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *words], check=True, capture_output=True)


@pytest.fixture
def committed(here: Path) -> Path:
    git("init", "-q", "-b", "main")
    write({"app/old.yaml": CONFIG_MAP})
    git("add", ".")
    git("commit", "-q", "-m", "one")
    return here


@pytest.mark.usefixtures("committed")
def test_against_a_revision() -> None:
    assert run("diff", "--against", "main", "app@prod") == SAME
    write({"app/statefulapp.yaml": SPEC.replace("db:2", "db:3")})
    assert shown("--against", "main", "app@prod") == [
        "~ StatefulSet db-prod/db: data-risk",
        '    ~ spec.template.spec.containers[name=db].image: "db:2" -> "db:3"',
    ]
    assert Path("app/statefulapp.yaml").read_text() == SPEC.replace("db:2", "db:3")


@pytest.mark.usefixtures("committed")
def test_against_a_revision_from_a_folder_below(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("app")
    write({"old.yaml": CONFIG_MAP.replace("'1'", "'2'")})
    assert shown("--against", "HEAD", "old.yaml")[0] == "~ ConfigMap c: in-place"


@pytest.mark.usefixtures("committed")
def test_what_is_new_since_a_revision() -> None:
    write({"more/statefulapp.yaml": SPEC.replace("name: db}", "name: more}")})
    assert shown("--against", "main", "more@prod")[0].startswith("+ StatefulSet")
    write({"app/statefulapp.yaml": f"{SPEC}  - {{name: test}}\n"})
    assert shown("--against", "main", "app@test")[0].startswith("+ StatefulSet")


@pytest.mark.usefixtures("committed")
def test_what_is_gone_since_a_revision() -> None:
    Path("app/old.yaml").unlink()
    assert shown("--against", "main", "app/old.yaml") == ["- ConfigMap c: in-place"]
    write({"app/statefulapp.yaml": SPEC.replace("name: prod", "name: production")})
    assert shown("--against", "main", "app@prod")[0] == "- StatefulSet db-prod/db: data-risk"
    Path("app/statefulapp.yaml").unlink()
    assert shown("--against", "main", "app@prod")[0] == "- StatefulSet db-prod/db: data-risk"


def refused_against(revision: str, side: str) -> str:
    result = run("diff", "--against", revision, side)
    assert (result.code, result.stdout) == (2, "")
    return result.stderr


@pytest.mark.usefixtures("committed")
def test_a_side_that_is_nowhere() -> None:
    assert refused_against("main", "nowhere@prod") == (
        "nowhere@prod: must be there, in main or now  [SR801]\n"
    )


@pytest.mark.usefixtures("committed")
def test_an_environment_that_is_nowhere() -> None:
    assert "[SR401]" in refused_against("main", "app@nowhere")


@pytest.mark.usefixtures("committed")
def test_what_was_wrong_in_a_revision_is_named_there() -> None:
    write({"app/statefulapp.yaml": SPEC.replace("db:1", "db:1\n  replicas: x")})
    git("commit", "-q", "-a", "-m", "two")
    write({"app/statefulapp.yaml": SPEC})
    assert refused_against("main", "app@prod").startswith("main:app/statefulapp.yaml:6:")


@pytest.mark.parametrize("revision", ["nowhere", "--all", "main:app"])
@pytest.mark.usefixtures("committed")
def test_a_revision_that_is_none(revision: str) -> None:
    message = refused_against(revision, "app@prod")
    assert message.startswith(f"--against {revision}: must be a revision: ")
    assert message.endswith("[SR804]\n")


def test_a_folder_without_git(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    message = refused_against("main", "app@prod")
    assert "must be called in a working tree of git: not a git repository" in message
    monkeypatch.setenv("PATH", "")
    assert refused_against("main", "app@prod") == (
        "--against main: must be read by git, which is not on PATH  [SR804]\n"
    )


@pytest.mark.usefixtures("committed")
def test_a_link_that_leads_out_of_a_revision_is_no_part_of_it(here: Path) -> None:
    (here.parent / "outside.yaml").write_text(CONFIG_MAP)
    Path("link.yaml").symlink_to("../outside.yaml")
    Path("inner.yaml").symlink_to("app/old.yaml")
    git("add", ".")
    git("commit", "-q", "-m", "links")
    assert shown("--against", "main", "link.yaml") == ["+ ConfigMap c: in-place"]
    assert run("diff", "--against", "main", "inner.yaml") == SAME


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["app@dev"], "must be BEFORE and AFTER, or --against, or --live, got 1 side"),
        (["a", "b", "c"], "must be BEFORE and AFTER, or --against, or --live, got 3 sides"),
        ([], "must be BEFORE and AFTER, or --against, or --live, got no sides"),
        (["--live", "a", "b"], "must be AFTER alone beside --live, got 2 sides"),
        (["--live", "--against", "main", "a"], "--against and --live both say what is before"),
        (["--context", "x", "a", "b"], "--context and --namespace are for --live"),
        (["-n", "x", "a", "b"], "--context and --namespace are for --live"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_sides_that_nobody_can_tell(arguments: list[str], message: str) -> None:
    result = run("diff", *arguments)
    assert (result.code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.replace("│", " ").split())


# --- a live cluster: tests/cluster asks a real one ------------------------------------------------


def test_without_kubectl_nothing_is_live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = run("diff", "--live", "app@prod")
    assert (result.code, result.stdout, result.stderr) == (
        2,
        "",
        "--live: must be read by kubectl, which is not on PATH  [SR805]\n",
    )


# --- colour ---------------------------------------------------------------------------------------


def on_terminal(*arguments: str, **variables: str) -> str:
    terminal, stdout = pty.openpty()
    environ = {key: each for key, each in os.environ.items() if key != "NO_COLOR"}
    process = subprocess.run(
        [STATEFUL, "diff", "app@dev", "app@prod", *arguments],
        stdout=stdout,
        check=False,
        env={**environ, "TERM": "xterm", **variables},
    )
    assert process.returncode == 1
    os.close(stdout)
    return shown_on(terminal).replace("\r\n", "\n")


def test_a_terminal_gets_colour_by_sign() -> None:
    first, second, *_ = on_terminal().splitlines()
    assert first == "\x1b[33m~ StatefulSet db-prod/db: data-risk\x1b[0m"
    assert second.startswith("\x1b[33m    ~ spec.template")
    assert "\x1b[32m    + spec.template.spec.containers[name=db].env:" in on_terminal()
    assert "\x1b[1m    ! data-risk: version 1 becomes 2" in on_terminal()


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["no", "dumb"])
def test_a_terminal_that_wants_no_colour_gets_none(variables: dict[str, str]) -> None:
    assert on_terminal(**variables) == run("diff", "app@dev", "app@prod").stdout


def test_json_has_no_colour() -> None:
    assert "changes" in json.loads(on_terminal("-o", "json"))


def test_a_statefulapp_is_no_manifest() -> None:
    write({"app/statefulapp.yaml": SPEC})
    assert refused("app/statefulapp.yaml", "app@prod") == (
        "app/statefulapp.yaml: must be manifests, and holds a StatefulApp"
        " (write app/statefulapp.yaml@ENVIRONMENT, or app/statefulapp.yaml@ for its base)"
        "  [SR801]\n"
    )


def test_a_refused_change_of_a_base_names_the_line_and_the_way_without_hands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an app with environments: its base is none of them."""
    monkeypatch.chdir(tmp_path)
    text = (
        "apiVersion: stateful-renderer.dev/v1alpha1\nkind: StatefulApp\nmetadata: {name: db}\n"
        "spec:\n  image: db:1\n  storage: [{name: data, mountPath: /d, size: 10Gi}]\n"
        "  environments: [{name: prod}]\n"
    )
    Path("before.yaml").write_text(text)
    Path("after.yaml").write_text(text.replace("10Gi", "50Gi"))
    result = run("diff", "before.yaml@", "after.yaml@")
    assert result.stderr == ""
    assert "at after.yaml:6:" in result.stdout
    assert "`size: 50Gi, templateSize: 10Gi`" in " ".join(result.stdout.split())
    Path("after.yaml").write_text(text.replace("size: 10Gi", "size: 50Gi, templateSize: 10Gi"))
    result = run("diff", "before.yaml@", "after.yaml@")
    assert result.code == 1
    assert "rejected" not in result.stdout
    assert result.stdout.count("[pvc-declared]") == 1


def test_a_label_that_many_objects_get_is_said_once_and_not_all_of_them_are_named() -> None:
    maps = [CONFIG_MAP.replace("name: c", f"name: c-{number}") for number in range(45)]
    labelled = [one.replace("name: c-", "labels: {a: b}, name: c-") for one in maps]
    other = CONFIG_MAP.replace("name: c", "name: other")
    write({"before.yaml": "---\n".join([*maps, other])})
    write({"after.yaml": "---\n".join([*labelled, other.replace("'1'", "'2'")])})
    lines = run("diff", "before.yaml", "after.yaml").stdout.splitlines()
    (head,) = [line for line in lines if line.endswith(" objects: in-place")]
    assert head == "~ 45 objects: in-place"
    assert lines.count('    + metadata.labels: {"a": "b"}') == 1
    assert "and 5 more: -o json has them" in " ".join(" ".join(lines).split())
    assert lines[-1] == "46 objects differ: 46 in-place"
