"""`stateful adopt` as its users call it: proof first, then files, all or none."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from commands import run
from living import living

from renderer.cli.adopt import ACCEPTED
from renderer.yaml import dump, dump_all, read

Object = dict[str, Any]
# The two manifests of the StatefulSet tutorial, with its Service repaired.
TUTORIAL = """\
apiVersion: v1
kind: Service
metadata:
  name: nginx
  labels:
    app: nginx
spec:
  ports:
  - port: 80
    name: web
  clusterIP: None
  selector:
    app: nginx
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: "nginx"
  replicas: 2
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
      - name: nginx
        image: registry.k8s.io/nginx-slim:0.21
        ports:
        - containerPort: 80
          name: web
        volumeMounts:
        - name: www
          mountPath: /usr/share/nginx/html
  volumeClaimTemplates:
  - metadata:
      name: www
    spec:
      accessModes: [ "ReadWriteOnce" ]
      resources:
        requests:
          storage: 1Gi
"""
SPEC = """\
# Taken over by `stateful adopt` from what runs. `defaults: kubernetes` adds nothing of
# ours to it; take that line away to get it, and `stateful diff` says what restarts.
# +argocd:skip-file-rendering
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: web}
spec:
  image: registry.k8s.io/nginx-slim:0.21
  containerName: nginx
  defaults: kubernetes
  selector: {matchLabels: {app: nginx}}
  replicas: 2
  ports: [{name: web, port: 80}]
  storage: [{name: www, mountPath: /usr/share/nginx/html, size: 1Gi}]
  headlessService: {name: nginx, labels: {app: nginx}}
"""


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def workload(name: str = "db", namespace: str = "", **metadata: Any) -> Object:
    labels = {"app": name}
    place = {"namespace": namespace} if namespace else {}
    pod = {"containers": [{"name": name, "image": "db:1"}]}
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": name, **place, **metadata},
        "spec": {
            "serviceName": name,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": pod},
        },
    }


def adopt(*objects: Object, arguments: tuple[str, ...] = ()) -> Any:
    return run("adopt", "-", *arguments, stdin=dump_all(objects))


def test_the_tutorial_is_taken_over() -> None:
    result = run("adopt", "-", stdin=TUTORIAL)
    assert (result.code, result.stdout) == (
        0,
        "web: taken over in place, no restart\n"
        "  StatefulSet/web  equal\n"
        "  Service/nginx    equal\n"
        "  labels added     app.kubernetes.io/managed-by on 2, "
        "app on 1, stateful-renderer.dev/service on 1; no pod is touched\n".replace(
            "app.kubernetes.io/managed-by on 2, app on 1,",
            "app on 1, app.kubernetes.io/managed-by on 2,",
        ),
    )
    assert Path("bases/web/statefulapp.yaml").read_text() == SPEC
    assert result.stderr == "wrote bases/web/statefulapp.yaml\nnext: stateful render\n"


def test_what_was_written_renders() -> None:
    run("adopt", "-", stdin=TUTORIAL)
    assert run("render", "-f", "bases").code == 0
    made = {one["kind"]: one for one in read(run("render", "-f", "bases", "-e", "base").stdout)}
    assert made["StatefulSet"]["spec"]["serviceName"] == "nginx"
    assert "enableServiceLinks" not in made["StatefulSet"]["spec"]["template"]["spec"]


def test_a_dump_of_a_namespace_is_a_list() -> None:
    items = [living(one, "prod") for one in read(TUTORIAL)]
    Path("dump.yaml").write_text(dump({"apiVersion": "v1", "kind": "List", "items": items}))
    assert run("adopt", "dump.yaml").code == 0
    written = Path("bases/web/statefulapp.yaml").read_text()
    assert written == SPEC.replace("{name: web}", "{name: web, namespace: prod}", 1)


def test_check_writes_nothing() -> None:
    result = adopt(workload(), arguments=("--check",))
    assert result.code == 0
    assert not Path("bases").exists()
    assert result.stderr == ""


def test_json_has_the_proof_and_the_spec() -> None:
    found = json.loads(adopt(workload(), arguments=("--check", "-o", "json")).stdout)
    (app,) = found["apps"]
    assert (app["name"], app["outcome"]) == ("db", "metadata only")
    assert app["environments"][0]["objects"][0]["kind"] == "StatefulSet"
    assert read(app["spec"])[0]["kind"] == "StatefulApp"
    assert found["left"] == []


def test_secrets_stay_and_are_named() -> None:
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "db"},
        "data": {"password": "aHVudGVyMg=="},
    }
    result = adopt(workload(), secret)
    assert "Secret db (values are never copied; the spec refers to it)" in result.stdout
    assert "aHVudGVyMg" not in result.stdout + Path("bases/db/statefulapp.yaml").read_text()


def test_a_difference_writes_nothing_of_all() -> None:
    broken = workload("a")
    del broken["spec"]["template"]["metadata"]["labels"]  # no server has it: no selector fits
    result = adopt(broken, workload("b"))
    assert result.code == 1
    assert "a: cannot be taken over" in result.stdout
    assert "b: taken over in place, no restart" in result.stdout
    assert not Path("bases").exists()


def test_a_spec_is_never_written_over() -> None:
    Path("bases/db").mkdir(parents=True)
    Path("bases/db/statefulapp.yaml").write_text("mine")
    result = adopt(workload("a"), workload("db"))
    assert result.code == 2
    assert (
        "bases/db/statefulapp.yaml: is there already, and a spec is never written" in result.stderr
    )
    assert not Path("bases/a").exists()
    assert Path("bases/db/statefulapp.yaml").read_text() == "mine"


def test_the_same_again_is_no_trouble() -> None:
    assert adopt(workload()).code == 0
    assert adopt(workload()).code == 0


def test_two_sets_of_one_name_are_an_error_with_a_way_out() -> None:
    result = adopt(workload(namespace="a"), workload(namespace="b"))
    assert result.code == 2
    assert "StatefulSet b/db and StatefulSet a/db have it" in result.stderr
    assert "[SR822]" in result.stderr
    assert "-e NAME=PATH" in result.stderr
    assert (
        adopt(workload(namespace="a"), workload(namespace="b"), arguments=("--only", "b/db")).code
        == 0
    )


def test_environments_become_one_app() -> None:
    for name, replicas in (("dev", 1), ("prod", 3)):
        one = workload(namespace=name)
        one["spec"]["replicas"] = replicas
        Path(f"{name}.yaml").write_text(dump(one))
    result = run("adopt", "-e", "dev=dev.yaml", "-e", "prod=prod.yaml")
    assert result.code == 0
    assert "db in dev: taken over in place" in result.stdout
    (document,) = read(Path("bases/db/statefulapp.yaml").read_text())
    assert document["spec"]["environments"] == [
        {"name": "dev", "namespace": "dev"},
        {"name": "prod", "namespace": "prod", "replicas": 3},
    ]


def test_an_object_that_is_there_twice() -> None:
    other = workload()
    other["spec"]["replicas"] = 3
    result = adopt(workload(), other)
    assert result.code == 2
    assert "must be there once, StatefulSet db is in stdin otherwise" in result.stderr
    assert adopt(workload(), workload(), arguments=("--check",)).code == 0


def test_a_spec_among_manifests_is_left_and_said() -> None:
    run("adopt", "-", stdin=TUTORIAL)
    Path("bases/web/old.yaml").write_text(TUTORIAL)
    result = run("adopt", "bases", "-O", "again")
    assert result.code == 0
    assert "bases/web/statefulapp.yaml: is a StatefulApp already" in result.stderr


def test_many_sets_are_a_table() -> None:
    result = adopt(*(workload(f"db-{number}") for number in range(8)), arguments=("--check",))
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["APP", "ENVIRONMENT", "OUTCOME", "OBJECTS"]
    assert lines[1].split() == ["db-0", "-", "metadata", "only", "1"]


def test_hands_are_told_with_real_names() -> None:
    helm = {"meta.helm.sh/release-name": "db", "meta.helm.sh/release-namespace": "prod"}
    result = adopt(workload(annotations=helm))
    assert "  kubectl -n prod delete secret -l owner=helm,name=db" in result.stdout
    argocd = {"argocd.argoproj.io/tracking-id": "shop:apps/StatefulSet:prod/db"}
    result = adopt(workload("other", annotations=argocd))
    assert "argocd app delete shop --cascade=false" in result.stdout
    flux = {"kustomize.toolkit.fluxcd.io/name": "apps"}
    result = adopt(workload("third", labels=flux))
    assert "patch kustomization apps" in result.stdout


def test_what_is_added_and_what_is_lost_are_two_things() -> None:
    helm = {"meta.helm.sh/release-name": "db", "meta.helm.sh/release-namespace": "prod"}
    files = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "db", "namespace": "a"}}
    user = workload(annotations=helm)
    user["spec"]["template"]["spec"]["volumes"] = [{"name": "c", "configMap": {"name": "db"}}]
    result = adopt(user, {**files, "data": {"a": "b"}})
    assert result.code == 0
    (added,) = re.findall("labels added +(.*)", result.stdout)
    (removed,) = re.findall("labels removed +(.*)", result.stdout)
    assert "meta.helm.sh" not in added
    assert removed == (
        "meta.helm.sh/release-name on 1, meta.helm.sh/release-namespace on 1; no pod is touched"
    )
    assert re.findall("namespace  +left to .*", result.stdout) == [
        "namespace       left to whoever applies it, on 1"
    ]


def test_improving_is_a_step_of_its_own() -> None:
    one = workload()
    one["spec"]["replicas"] = 3
    result = adopt(one, arguments=("--improve", "token,links"))
    assert result.code == 0
    assert "db: taken over in place, no restart" in result.stdout
    assert "db, improved as asked for:" in result.stdout
    assert (
        "StatefulSet/db spec.template.spec.automountServiceAccountToken: restarts 3 pods"
        in result.stdout
    )
    (document,) = read(Path("bases/db/statefulapp.yaml").read_text())
    assert document["spec"]["automountServiceAccountToken"] is False


def test_all_that_is_recommended() -> None:
    result = adopt(workload(), arguments=("--improve", "all"))
    assert result.code == 0
    assert "defaults" not in read(Path("bases/db/statefulapp.yaml").read_text())[0]["spec"]


BAD = {
    "nothing at all": ("", "SR979"),
    "no StatefulSet": ("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", "SR821"),
    "a template": ("a: {{ .Values.a }}\nb: {{- x }}\n", "SR10"),
    "no YAML": ("a: [", "SR10"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_an_error_and_writes_nothing(what: str) -> None:
    text, code = BAD[what]
    result = run("adopt", "-", stdin=text)
    assert result.code == 2
    assert code in result.stderr
    assert "Traceback" not in result.stderr
    assert not Path("bases").exists()


IMAGE, SELECTOR = (
    "registry.k8s.io/nginx-slim:0.21",
    "  selector:\n    matchLabels:\n      app: nginx\n",
)
# {how it is written: (text, exit code)}
ODD = {
    "as Windows writes it": (TUTORIAL.replace("\n", "\r\n"), 0),
    "with a mark of its bytes' order": ("\ufeff" + TUTORIAL, 0),
    "a key twice": (TUTORIAL.replace("  replicas: 2\n", "  replicas: 2\n  replicas: 3\n"), 2),
    "in a version that is no longer served": (
        TUTORIAL.replace("apps/v1", "apps/v1beta1").replace(SELECTOR, ""), 0
    ),
    "between empty documents": (f"---\n---\n{TUTORIAL}---\n# nothing\n---\n", 0),
    "between documents that are no objects": (f"hello\n---\n- a\n---\n{TUTORIAL}", 0),
    "a placeholder of a template": (TUTORIAL.replace(IMAGE, "{{ .Values.image }}"), 2),
    "a placeholder of a shell": (TUTORIAL.replace(IMAGE, "${IMAGE}"), 1),
    "a tab": (TUTORIAL.replace("  replicas", "\treplicas"), 2),
    "replicas of another type": (TUTORIAL.replace("replicas: 2", "replicas: many"), 1),
    "more replicas than there can be": (TUTORIAL.replace("replicas: 2", f"replicas: {9**30}"), 1),
    "no containers": (TUTORIAL[: TUTORIAL.index("      - name: nginx\n        image")], 1),
    "a spec that is a text": (
        "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec: b\n", 2
    ),
    "metadata that is a list": (
        "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: [a]\nspec: {}\n", 2
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", ODD)
def test_odd_input_is_read_or_told_and_never_a_crash(how: str) -> None:
    text, code = ODD[how]
    result = run("adopt", "-", "--check", stdin=text)
    assert result.code == code, (result.stdout, result.stderr)
    assert "Traceback" not in result.stderr
    assert ("taken over in place, no restart" in result.stdout) == (code == 0)


def test_all_that_is_wrong_is_said_at_once() -> None:
    Path("a.yaml").write_text("a: [")
    Path("b.yaml").write_text("b: {")
    result = run("adopt", "a.yaml", "b.yaml", "missing.yaml")
    assert result.code == 2
    assert all(name in result.stderr for name in ("a.yaml:", "b.yaml:", "missing.yaml:"))
    result = run("adopt", "-e", "dev=a.yaml", "-e", "prod=b.yaml")
    assert all(name in result.stderr for name in ("a.yaml:", "b.yaml:"))


CALLS = [
    ((), "give PATHs, or environments"),
    (("a", "-e", "dev=a"), "give PATHs, or environments"),
    (("-e", "dev"), "must be NAME=PATH"),
    (("-e", "dev=a.yaml", "-e", "dev=a.yaml"), "names dev twice"),
    (("a", "--accept", "all"), "--accept knows"),
    (("a", "--improve", "speed"), "--improve knows"),
    (("a.yaml", "--only", "other"), "--only names, other"),
]


@pytest.mark.parametrize(("arguments", "message"), CALLS)
def test_a_call_that_cannot_be_meant(arguments: tuple[str, ...], message: str) -> None:
    Path("a.yaml").write_text(dump(workload()))
    result = run("adopt", *arguments)
    assert result.code == 2
    assert message in " ".join(result.stderr.replace("│", " ").split())


def test_what_no_yaml_carries_is_said_so() -> None:
    one = workload()
    one["spec"]["template"]["spec"]["containers"][0]["args"] = ["\x7f"]
    text = json.dumps(one)  # kubectl reads what YAML may not hold as itself
    result = run("adopt", "-", stdin=text)
    assert result.code == 1
    assert "SR823" in result.stdout


def test_what_is_wrong_with_the_manifest_itself_is_said_of_it() -> None:
    one = workload()
    one["spec"]["replicas"] = "3"
    Path("db.yaml").write_text(dump(one))
    result = run("adopt", "db.yaml")
    assert result.code == 1
    assert "db.yaml: spec.replicas: must be an integer" in result.stdout


def test_a_selector_of_expressions_cannot_be_said() -> None:
    one = workload()
    one["spec"]["selector"]["matchExpressions"] = [{"key": "app", "operator": "Exists"}]
    result = adopt(one)
    assert result.code == 1
    assert "spec.selector.matchExpressions: must be empty" in result.stdout
    assert "[SR824]" in result.stdout


def test_a_set_that_is_left_is_named_where_no_other_is() -> None:
    owned = workload(ownerReferences=[{"kind": "Kafka", "name": "k"}])
    result = adopt(owned)
    assert result.code == 2
    assert "StatefulSet db (is made by Kafka/k, which would make it anew)" in result.stderr


def test_a_difference_may_be_accepted_but_never_a_loss() -> None:
    from renderer.adopt.adoption import Adopted
    from renderer.adopt.proof import LOST, RESTART, Proof, Verdict
    from renderer.cli.adopt import _may_be_written
    from renderer.objects.identity import Identity

    def app(outcome: str) -> Adopted:
        verdict = Verdict(Identity("apps", "StatefulSet", "", "db"), outcome, ("a",))
        return Adopted("db", "text", [Proof("", [verdict])])

    assert not _may_be_written(app(RESTART), [])
    assert _may_be_written(app(RESTART), [ACCEPTED["restart"]])
    assert not _may_be_written(app(LOST), [*ACCEPTED.values()])


def test_documents_that_are_no_objects_are_named() -> None:
    result = run("adopt", "-", stdin=dump(workload()) + "---\n- a\n---\nb: c\n")
    assert result.code == 0
    assert result.stdout.count("has no kind or no name") == 2


def test_an_old_version_and_fields_that_do_not_exist() -> None:
    one = workload()
    one["apiVersion"] = "apps/v1beta1"
    del one["spec"]["selector"]
    one["spec"]["template"]["spec"]["containers"][0]["protocol"] = "TCP"
    result = adopt(one)
    assert result.code == 0
    assert "containers[0].protocol is no field of Kubernetes, which drops it" in result.stdout


def test_what_may_be_accepted_is_a_class_of_the_proof() -> None:
    from renderer.adopt.proof import CLASSES

    assert set(ACCEPTED.values()) <= set(CLASSES)


# --- volumes that hands have made larger ----------------------------------------------------------


def claim(ordinal: int, size: str, **metadata: Any) -> Object:
    """A claim as a server gives it back."""
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {
            "name": f"www-web-{ordinal}",
            "annotations": {"pv.kubernetes.io/bind-completed": "yes"},
            "finalizers": ["kubernetes.io/pvc-protection"],
            **metadata,
        },
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": size}},
            "storageClassName": "standard",
            "volumeMode": "Filesystem",
            "volumeName": f"pv-{ordinal}",
        },
        "status": {"phase": "Bound", "capacity": {"storage": size}},
    }


def with_claims(*claims: Object) -> str:
    return TUTORIAL + "---\n" + dump_all(list(claims))


def test_claims_that_have_grown_alike_are_declared() -> None:
    text = with_claims(claim(0, "5Gi"), claim(1, "5Gi"))
    result = run("adopt", "-", "--check", "-o", "json", stdin=text)
    assert result.code == 0, result.stdout
    found = json.loads(result.stdout)
    (app,) = found["apps"]
    (spec,) = read(app["spec"])
    (storage,) = spec["spec"]["storage"]
    assert (storage["size"], storage["templateSize"]) == ("5Gi", "1Gi")
    outcomes = {one["name"]: one["outcome"] for one in app["environments"][0]["objects"]}
    assert outcomes["www-web-0"] == outcomes["www-web-1"] == "metadata only"
    assert (app["environments"][0]["new"], found["left"]) == ([], [])


@pytest.mark.parametrize(
    ("claims", "is_told"),
    [
        ([claim(0, "5Gi"), claim(1, "1Gi")], True),
        ([claim(0, "5Gi")], True),
        ([claim(0, "1Gi"), claim(1, "1Gi")], False),
        ([claim(0, "1024Mi"), claim(1, "1Gi")], False),
        ([claim(0, "5Gi", namespace="a"), claim(1, "5Gi", namespace="a")], False),
        ([claim(0, "much"), claim(1, "much")], False),
        ([claim(7, "5Gi")], False),
    ],
    ids=["uneven", "one is missing", "as the template", "written otherwise", "whose is open",
         "no size", "of no pod"],
)  # fmt: skip
def test_other_claims_stay_and_are_named(claims: list[Object], is_told: bool) -> None:
    result = run("adopt", "-", "--check", "-o", "json", stdin=with_claims(*claims))
    assert result.code == 0, result.stdout
    found = json.loads(result.stdout)
    (spec,) = read(found["apps"][0]["spec"])
    if "namespace" not in claims[0]["metadata"]:
        assert "templateSize" not in spec["spec"]["storage"][0]
        assert len(found["left"]) == len(claims)
        assert any("claims of www are larger" in line for line in found["apps"][0]["notes"]) == (
            is_told
        )


def test_volumes_that_grew_in_one_environment_alone(tmp_path: Path) -> None:
    (tmp_path / "dev.yaml").write_text(TUTORIAL)
    (tmp_path / "prod.yaml").write_text(with_claims(claim(0, "9Gi"), claim(1, "9Gi")))
    inputs = [word for name in ("dev", "prod") for word in ("-e", f"{name}={tmp_path}/{name}.yaml")]
    result = run("adopt", *inputs, "--check", "-o", "json")
    assert result.code == 0, result.stdout
    (spec,) = read(json.loads(result.stdout)["apps"][0]["spec"])
    dev, prod = spec["spec"]["environments"]
    assert "storage" not in dev
    assert prod["storage"] == [{"name": "www", "size": "9Gi", "templateSize": "1Gi"}]


def test_a_claim_of_another_class_is_refused_before_it_is_declared() -> None:
    modes = 'accessModes: [ "ReadWriteOnce" ]'
    text = with_claims(claim(0, "5Gi"), claim(1, "5Gi"))
    text = text.replace(modes, f"{modes}\n      storageClassName: fast")
    result = run("adopt", "-", "--check", stdin=text)
    assert result.code == 1
    assert "storageClassName" in result.stdout
