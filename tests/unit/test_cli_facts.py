"""`stateful facts`: pods, DNS names and claims, for people and programs."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from calling import app, statefulset, write
from commands import Result, run

from renderer.yaml import dump

HEAD = (
    "apiVersion: stateful-renderer.dev/v1alpha1\nkind: StatefulApp\nmetadata: {name: db}\nspec:\n"
)
STORAGE = "  storage:\n  - {name: data, mountPath: /data, size: 1536Mi}\n"
LOG = "  - {name: log, mountPath: /log, size: 512Mi, storageClassName: fast}\n"
PROD = "  environments:\n  - {name: prod, replicas: 2, namespace: shop}\n"


def text(spec: str, *arguments: str) -> str:
    result = run("facts", "-f", "-", *arguments, stdin=f"{HEAD}  image: db:1\n{spec}")
    assert (result.code, result.stderr) == (0, "")
    return result.stdout


def facts(spec: str, *arguments: str) -> list[dict[str, Any]]:
    return json.loads(text(spec, *arguments, "-o", "json"))


def test_base_and_environments_are_printed_with_a_line_per_claim() -> None:
    assert text(STORAGE + LOG + PROD) == (
        "db base: namespace default, 1 pod\n"
        "  POD   DNS NAME                           CLAIM      SIZE    CLASS\n"
        "  db-0  db-0.db.default.svc.cluster.local  data-db-0  1536Mi  (cluster default)\n"
        "                                           log-db-0   512Mi   fast\n"
        "  storage in all: 2Gi\n"
        "\n"
        "db prod: namespace shop, 2 pods, started one by one\n"
        "  POD   DNS NAME                        CLAIM      SIZE    CLASS\n"
        "  db-0  db-0.db.shop.svc.cluster.local  data-db-0  1536Mi  (cluster default)\n"
        "                                        log-db-0   512Mi   fast\n"
        "  db-1  db-1.db.shop.svc.cluster.local  data-db-1  1536Mi  (cluster default)\n"
        "                                        log-db-1   512Mi   fast\n"
        "  storage in all: 4Gi\n"
    )


def test_one_environment() -> None:
    found = text(PROD, "-e", "prod")
    assert found.splitlines()[0] == "db prod: namespace shop, 2 pods, started one by one"
    assert found.count("namespace") == 1


def test_the_base_by_its_name() -> None:
    assert text(PROD, "-e", "base").splitlines()[0] == "db base: namespace default, 1 pod"


def test_pods_without_claims() -> None:
    assert text("") == (
        "db base: namespace default, 1 pod\n"
        "  POD   DNS NAME                           CLAIM  SIZE  CLASS\n"
        "  db-0  db-0.db.default.svc.cluster.local  -      -     -\n"
    )


def test_no_pods_at_all() -> None:
    assert text(f"  replicas: 0\n{STORAGE}") == "db base: namespace default, no pod\n"


def test_pods_that_start_at_once() -> None:
    found = text("  replicas: 2\n  podManagementPolicy: Parallel\n")
    assert found.splitlines()[0] == "db base: namespace default, 2 pods, started all at once"


def test_a_class_of_empty_text_is_none_at_all() -> None:
    spec = STORAGE.replace("size", 'storageClassName: "", size')
    assert text(spec).splitlines()[2].endswith("  (none)")


def test_the_governing_service_and_the_cluster_are_in_the_dns_name() -> None:
    (found,) = facts("  headlessService: {name: peers}\n  clusterDomain: example.org\n")
    assert found["pods"][0]["dnsName"] == "db-0.peers.default.svc.example.org"


def test_json_holds_the_same() -> None:
    assert facts(STORAGE + PROD, "-e", "prod") == [
        {
            "app": "db",
            "environment": "prod",
            "namespace": "shop",
            "start": "one by one",
            "pods": [
                {
                    "name": f"db-{index}",
                    "dnsName": f"db-{index}.db.shop.svc.cluster.local",
                    "claims": [
                        {"name": f"data-db-{index}", "size": "1536Mi", "storageClassName": None}
                    ],
                }
                for index in (0, 1)
            ],
            "totalStorage": "3Gi",
            "replicas": 2,
        }
    ]


def test_json_of_all_environments_is_one_list_with_the_base_first() -> None:
    assert [each["environment"] for each in facts(PROD)] == [None, "prod"]


@pytest.mark.parametrize(
    ("arguments", "code"), [(("-e", "prd"), "[SR401]"), (("-o", "xml"), "'text', 'json'")]
)
def test_what_is_wrong_is_refused(arguments: tuple[str, ...], code: str) -> None:
    result = run("facts", "-f", "-", *arguments, stdin=f"{HEAD}  image: db:1\n{PROD}")
    assert (result.code, result.stdout) == (2, "")
    assert code in result.stderr


def test_a_broken_spec_is_refused() -> None:
    assert run("facts", "-f", "-", stdin=f"{HEAD}  imag: db:1\n") == Result(
        2,
        "",
        "stdin:4:1: spec.image: is required  [SR203]\n"
        'stdin:5:3: spec.imag: is not a field here (did you mean "image"?)  [SR201]\n',
    )


def test_the_text_shows_a_thousand_pods_and_says_how_many_more() -> None:
    lines = text("  replicas: 1003\n  storage:\n  - {name: d, mountPath: /d, size: 1Mi}\n")
    assert lines.splitlines()[0] == "db base: namespace default, 1003 pods, started one by one"
    assert [line.split()[0] for line in lines.splitlines()[-3:-2]] == ["db-999"]
    assert lines.splitlines()[-2:] == ["  and 3 more pods", "  storage in all: 1003Mi"]


def test_a_thousand_pods_are_shown_whole() -> None:
    assert text("  replicas: 1000\n").splitlines()[-1].split()[0] == "db-999"


def test_json_holds_every_pod() -> None:
    (found,) = facts("  replicas: 1003\n")
    assert (found["replicas"], len(found["pods"])) == (1003, 1003)


def test_more_pods_than_can_be_listed_are_refused_at_once() -> None:
    spec = "  image: db:1\n  environments:\n  - name: prod\n    replicas: 3000000\n"
    many = f"  replicas: 100001\n{spec}"
    assert run("facts", "-f", "-", stdin=HEAD + many) == Result(
        2,
        "",
        "stdin:5:13: spec.replicas: must be at most 100000 for facts to list the pods, got 100001"
        "  [SR209]\n"
        "stdin:9:15: spec.environments[0].replicas: must be at most 100000 for facts to list the"
        " pods, got 3000000  [SR209]\n",
    )


def test_the_problems_of_all_apps_come_at_once() -> None:
    broken = f"{HEAD}  image: db:1\n  replicaz: 1\n"
    other = broken.replace("name: db", "name: sql")
    assert run("facts", "-f", "-", stdin=f"{broken}---\n{other}") == Result(
        2,
        "",
        'stdin:6:3: spec.replicaz: is not a field here (did you mean "replicas"?)  [SR201]\n'
        'stdin:13:3: spec.replicaz: is not a field here (did you mean "replicas"?)  [SR201]\n',
    )


def test_an_empty_environment_is_a_wrong_call() -> None:
    result = run("facts", "-f", "-", "-e", "", stdin=f"{HEAD}  image: db:1\n")
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr.endswith(
        "Error: Invalid value for '-e' / '--environment' / '--env': must not be empty;"
        " is a variable of the shell not set?\n"
    )


# --- any StatefulSet ------------------------------------------------------------------------------

THEIRS = statefulset("etcd", replicas=2, ordinals={"start": 3}, serviceName="peers")


def test_a_statefulset_of_anybody() -> None:
    result = run("facts", "-", stdin=dump({"apiVersion": "v1", "kind": "List", "items": [THEIRS]}))
    assert result == Result(
        0,
        "StatefulSet etcd in stdin: namespace default, 2 pods, started one by one\n"
        "  POD     DNS NAME                                CLAIM        SIZE  CLASS\n"
        "  etcd-3  etcd-3.peers.default.svc.cluster.local  data-etcd-3  1Gi   (cluster default)\n"
        "  etcd-4  etcd-4.peers.default.svc.cluster.local  data-etcd-4  1Gi   (cluster default)\n"
        "  storage in all: 2Gi\n",
        "",
    )
    (record,) = json.loads(run("facts", "-", "-o", "json", stdin=dump(THEIRS)).stdout)
    assert (record["statefulSet"], record["file"], record["replicas"]) == ("etcd", "stdin", 2)


def test_an_app_has_the_facts_of_the_set_that_it_renders_to() -> None:
    spec = f"{HEAD}  image: db:1\n  replicas: 3\n{STORAGE}{LOG}{PROD}"
    for environment in ("base", "prod"):
        arguments = ("-f", "-", "-e", environment)
        manifests = run("render", *arguments, stdin=spec).stdout
        (of_app,) = json.loads(run("facts", *arguments, "-o", "json", stdin=spec).stdout)
        (of_set,) = json.loads(run("facts", "-", "-o", "json", stdin=manifests).stdout)
        assert (of_app.pop("app"), of_app.pop("environment") or "base") == ("db", environment)
        assert (of_set.pop("statefulSet"), of_set.pop("file")) == ("db", "stdin")
        assert of_app == of_set


def test_what_a_patch_changes_is_in_the_facts() -> None:
    target, patch = "{kind: StatefulSet, name: db}", '"spec: {podManagementPolicy: Parallel}"'
    patches = f"  patches: [{{name: p, target: {target}, patch: {patch}}}]\n"
    assert facts(f"  replicas: 2\n{patches}")[0]["start"] == "all at once"


def test_files_folders_and_apps_in_one_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("all"), {"set.yaml": dump(THEIRS), "app.yaml": dump(app()), "a.yaml": "a: 1\n"})
    write(Path(), {"other.yaml": dump(app("other"))})
    result = run("facts", "all", "-f", "other.yaml")
    heads = [line.partition(":")[0] for line in result.stdout.splitlines() if line[:1].strip()]
    assert heads == ["db base", "other base", "StatefulSet etcd in all/set.yaml"]
    write(Path("all/chart"), {"Chart.yaml": "", "templates/a.yaml": "{{ a }}"})
    result = run("facts", "all")
    assert (result.code, result.stderr.partition(":")[0]) == (0, "all/chart")
    write(Path("all"), {"b.yaml": "a: [\n"})
    result = run("facts", "all")
    assert (result.code, result.stdout) == (2, "")
    assert "all/b.yaml:2:1: " in result.stderr


@pytest.mark.e2e
def test_a_kustomization_is_built(
    tmp_path: Path, kustomize: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{kustomize.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    base = {"base/kustomization.yaml": "resources: [set.yaml]\n", "base/set.yaml": dump(THEIRS)}
    over = "resources: [../base]\nnamespace: shop\nreplicas: [{name: etcd, count: 1}]\n"
    write(Path("all"), {**base, "over/kustomization.yaml": over})
    result = run("facts", "all")
    head = "StatefulSet etcd in all/over: namespace shop, 1 pod"
    assert [line for line in result.stdout.splitlines() if line[:1].strip()] == [head]
    assert "data-etcd-3  1Gi" in result.stdout


@pytest.mark.parametrize(
    "spec",
    [
        {"replicas": "two", "volumeClaimTemplates": 5, "serviceName": None, "ordinals": []},
        {"volumeClaimTemplates": [5, {"metadata": {"name": "d"}, "spec": {"resources": 1}}]},
        {"volumeClaimTemplates": [{"metadata": {"name": "d"}, "spec": {"storageClassName": 5}}]},
        {"replicas": -3},
    ],
)
@pytest.mark.parametrize("output", ["text", "json"])
def test_whatever_a_set_holds_there_are_facts(spec: dict[str, Any], output: str) -> None:
    result = run("facts", "-", "-o", output, stdin=dump(statefulset(**spec)))
    assert (result.code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("", (), "stdin: must hold StatefulApps or StatefulSets, is empty"),
        ("a: 1\n", (), "stdin: must hold StatefulApps or StatefulSets, there are none"),
        (dump({**THEIRS, "metadata": {}}), (), "stdin:3:1: metadata.name: is required"),
        (
            dump(statefulset(replicas=100001)),
            (),
            "stdin:6:13: spec.replicas: must be at most 100000",
        ),
        (dump(THEIRS), ("-e", "prod"), "must stand beside a StatefulApp"),
    ],
)
def test_sets_that_have_no_facts(text: str, arguments: tuple[str, ...], said: str) -> None:
    result = run("facts", "-", *arguments, stdin=text)
    assert (result.code, result.stdout) == (2, "")
    assert said in result.stderr
