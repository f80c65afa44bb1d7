"""`stateful-fn` under real kustomize: the generator role, its errors, its environments."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from calling import write
from commands import run
from kustomizing import FUNCTION_FLAGS, ROOT, assert_same, build, objects

from renderer.yaml import read

pytestmark = pytest.mark.e2e

FUNCTION = """\
    config.kubernetes.io/function: |
      exec: {path: stateful-fn}
"""
EXAMPLES = sorted(
    [(path.name, None) for path in ROOT.glob("bases/*")]
    + [(path.parent.name, path.name) for path in ROOT.glob("overlays/*/*")],
    key=str,
)


def spec_text(app: str) -> str:
    """An example's spec, with the annotation that makes kustomize call us."""
    text = (ROOT / "bases" / app / "statefulapp.yaml").read_text()
    return text.replace("metadata:\n", f"metadata:\n  annotations:\n{FUNCTION}", 1)


@pytest.mark.parametrize(("app", "environment"), EXAMPLES)
def test_generator_gives_what_render_prints(
    app: str, environment: str | None, kustomize: Path, tmp_path: Path
) -> None:
    text = spec_text(app)
    if environment:
        text = text.replace("\nspec:\n", f"\nspec:\n  environment: {environment}\n", 1)
    write(tmp_path, {"kustomization.yaml": "generators: [app.yaml]\n", "app.yaml": text})
    built = build(kustomize, tmp_path, *FUNCTION_FLAGS)
    assert (built.returncode, built.stderr) == (0, "")
    selected = ("-e", environment) if environment else ()
    direct = run("render", "-f", str(ROOT / "bases" / app), *selected, "-o", "yaml")
    assert_same(built.stdout, direct.stdout)


def test_overlay_patches_the_spec(kustomize: Path, tmp_path: Path) -> None:
    """generators: [../spec-prod], a kustomization that patches the StatefulApp itself."""
    patch = (
        "- patch: |-\n    apiVersion: stateful-renderer.dev/v1alpha1\n    kind: StatefulApp\n"
        "    metadata: {name: nginx}\n    spec: {environment: prod, replicas: 7}\n"
        "- target: {kind: StatefulApp}\n"
        "  patch: |-\n    - {op: remove, path: /spec/environments/2/replicas}\n"
    )
    folder = write(
        tmp_path,
        {
            "base/kustomization.yaml": "resources: [app.yaml]\n",
            "base/app.yaml": spec_text("nginx"),
            "spec-prod/kustomization.yaml": f"resources: [../base]\npatches:\n{patch}",
            "prod/kustomization.yaml": "generators: [../spec-prod]\n",
        },
    )
    built = build(kustomize, folder / "prod", *FUNCTION_FLAGS)
    assert (built.returncode, built.stderr) == (0, "")
    statefulset = objects(built.stdout)["apps/v1", "StatefulSet", "nginx-prod", "nginx"]
    assert statefulset["spec"]["replicas"] == 7
    claim = statefulset["spec"]["volumeClaimTemplates"][0]["spec"]
    assert claim["resources"]["requests"]["storage"] == "20Gi"


def test_base_and_overlay_may_use_one_config_name(kustomize: Path, tmp_path: Path) -> None:
    """An echoed config would collide: `may not add resource with an already registered id`."""
    text = spec_text("nginx").replace("\nspec:\n", "\nspec:\n  environment: {}\n", 1)
    folder = write(
        tmp_path,
        {
            "base/kustomization.yaml": "generators: [app.yaml]\n",
            "base/app.yaml": text.replace("{}", "dev", 1),
            "prod/kustomization.yaml": "resources: [../base]\ngenerators: [app.yaml]\n",
            "prod/app.yaml": text.replace("{}", "prod", 1),
        },
    )
    built = build(kustomize, folder / "prod", *FUNCTION_FLAGS)
    assert (built.returncode, built.stderr) == (0, "")
    kinds = [key[1] for key in objects(built.stdout)]
    assert kinds.count("StatefulSet") == 2
    assert "StatefulApp" not in kinds


def test_patches_and_transformers_of_the_same_kustomization_apply(
    kustomize: Path, tmp_path: Path
) -> None:
    text = "generators: [app.yaml]\nnamespace: shop\nreplicas: [{name: nginx, count: 9}]\n"
    write(tmp_path, {"kustomization.yaml": text, "app.yaml": spec_text("nginx")})
    built = build(kustomize, tmp_path, *FUNCTION_FLAGS)
    statefulset = objects(built.stdout)["apps/v1", "StatefulSet", "shop", "nginx"]
    assert statefulset["spec"]["replicas"] == 9


def test_broken_spec_fails_the_build_with_one_useful_line(kustomize: Path, tmp_path: Path) -> None:
    text = spec_text("nginx").replace("replicas: 3", "replicaz: 3", 1)
    write(tmp_path, {"kustomization.yaml": "generators: [app.yaml]\n", "app.yaml": text})
    built = build(kustomize, tmp_path, *FUNCTION_FLAGS)
    assert (built.returncode, built.stdout) == (1, "")
    assert built.stderr.splitlines()[0] == (
        "stateful-fn: StatefulApp/nginx: spec.replicaz: is not a field here"
        ' (did you mean "replicas"?)  [SR201]'
    )


def call(text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call the function as a process, as kustomize does."""
    program = Path(sys.executable).parent / "stateful-fn"
    return subprocess.run(
        [program, *arguments], input=text, capture_output=True, text=True, check=False
    )


def resource_list(config: str, items: str = "items: []\n") -> str:
    indented = "".join(f"  {line}\n" if line else "\n" for line in config.splitlines())
    head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"
    return f"{head}{items}functionConfig:\n{indented}"


def test_results_and_items_of_a_failed_call() -> None:
    config = spec_text("nginx").replace("size: 1Gi", "size: 10Gb", 1)
    result = call(resource_list(config))
    assert result.returncode == 1
    (answer,) = read(result.stdout)
    assert (answer["kind"], answer["items"]) == ("ResourceList", [])
    assert answer["results"] == [
        {
            "message": 'must be a quantity such as "10Gi" or "500m", got "10Gb"'
            ' (did you mean "10G" or "10Gi"?)',
            "severity": "error",
            "tags": {"code": "SR211"},
            "resourceRef": {
                "apiVersion": "stateful-renderer.dev/v1alpha1",
                "kind": "StatefulApp",
                "name": "nginx",
            },
            "field": {"path": "spec.storage[0].size"},  # no file: kustomize does not tell it
        }
    ]
    assert result.stderr.startswith("stateful-fn: StatefulApp/nginx: spec.storage[0].size: must be")


FOREIGN = """\
items:
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: theirs, annotations: {kustomize.config.k8s.io/id: x}}
  data: {a: "yes"}
"""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "SR601"),
        ("just text", "SR601"),
        ("a: [", "SR101"),
        ("kind: ResourceList\nitems: 3\n", "SR601"),
        ("kind: ResourceList\nitems: []\n", "SR602"),
        (resource_list("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"), "SR603"),
        (resource_list("apiVersion: v1\nkind: Secret\nmetadata: {name: x}\n"), "SR604"),
        (resource_list("apiVersion: x/v1\nkind: StatefulApp\nmetadata: {name: x}\n"), "SR205"),
        (resource_list("just text"), "SR202"),
        (resource_list("apiVersion: stateful-renderer.dev/v1alpha1\nkind: StatefulApp\n"), "SR203"),
        (resource_list(spec_text("nginx"), FOREIGN), "SR603"),
        (
            resource_list(spec_text("nginx").replace("spec:", "spec:\n  environment: nope", 1)),
            "SR401",
        ),
    ],
    ids=[
        "empty",
        "text",
        "syntax",
        "items",
        "no-config",
        "configmap",
        "kind",
        "version",
        "scalar",
        "bare",
        "foreign",
        "env",
    ],
)
def test_a_wrong_call_loses_nothing(text: str, code: str) -> None:
    result = call(text)
    assert result.returncode == 1
    assert f"[{code}]" in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith("stateful-fn: ")
    (answer,) = read(result.stdout)
    assert answer["results"]
    assert answer["items"] == (
        read(FOREIGN)[0]["items"] if code == "SR603" and FOREIGN in text else []
    )


def test_a_config_with_a_path_is_a_file_that_must_not_vanish() -> None:
    """kpt deletes the files of items that are not returned."""
    config = spec_text("nginx").replace(
        "annotations:\n", "annotations:\n    config.kubernetes.io/path: a.yaml\n", 1
    )
    item = "".join(f"  {line}\n" for line in config.splitlines())
    result = call(resource_list(config, f"items:\n- {item.lstrip()}"))
    assert result.returncode == 0
    assert result.stdout.partition("items:\n")[2].startswith(f"- {item.lstrip()}")


def test_help_version_and_wrong_arguments() -> None:
    assert call("", "--version").stdout.startswith("stateful-fn ")
    assert "kustomize build --enable-alpha-plugins --enable-exec" in call("", "--help").stdout
    assert call("", "--frobnicate").returncode == 2


def shell(redirected: str, *arguments: str) -> tuple[int, str]:
    """Call the function with streams as a shell redirects them; its exit code and stderr."""
    program = Path(sys.executable).parent / "stateful-fn"
    line = f"exec {program} {' '.join(arguments)} {redirected}"
    result = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)
    return result.returncode, result.stderr


NOTHING = (
    "stateful-fn: stdin: must be one ResourceList (config.kubernetes.io/v1), as kustomize and kpt"
    " send it (people use `stateful render`; see `stateful-fn --help`)  [SR601]\n"
)


@pytest.mark.parametrize("stdin", ["<&-", "0> /dev/null"], ids=["closed", "for-writing"])
def test_a_stdin_that_cannot_be_read_is_a_wrong_call(stdin: str) -> None:
    assert shell(stdin) == (1, NOTHING)


def test_a_stdout_that_cannot_be_written_fails_the_call() -> None:
    full = "stateful-fn: stdout: No space left on device\n"
    assert shell("< /dev/null >&-") == (1, f"{NOTHING}stateful-fn: stdout is closed\n")
    assert shell("< /dev/null > /dev/full") == (1, NOTHING + full)
    assert shell("> /dev/full", "--help") == (1, full)
    assert shell(">&-", "--version") == (1, "stateful-fn: stdout is closed\n")


def test_a_reader_that_left_early_fails_the_call() -> None:
    program = Path(sys.executable).parent / "stateful-fn"
    pipe = subprocess.PIPE
    with subprocess.Popen([program], stdin=pipe, stdout=pipe, stderr=pipe) as process:
        process.stdout.close()  # before anything is asked: a pipe may hold the whole answer
        process.stdin.write(resource_list(spec_text("redis")).encode())
        process.stdin.close()
        assert process.stderr.read() == b"stateful-fn: stdout: Broken pipe\n"
        assert process.wait(timeout=30) == 1


@pytest.mark.parametrize("stderr", ["2>&-", "2> /dev/full", ">&- 2>&-", "<&- >&- 2>&-"])
def test_without_a_stderr_the_exit_code_says_it_all(stderr: str) -> None:
    assert shell(f"< /dev/null {stderr}") == (1, "")
    assert shell(stderr, "--frobnicate") == (2, "")


def test_output_does_not_depend_on_hash_seed_locale_or_time_zone() -> None:
    text = resource_list(spec_text("redis"))
    program = Path(sys.executable).parent / "stateful-fn"
    outputs = set()
    for seed, locale, zone in (
        ("0", "C", "UTC"),
        ("1", "C.UTF-8", "Asia/Tokyo"),
        ("42", "POSIX", ""),
    ):
        variables = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
        result = subprocess.run(
            [program], input=text.encode(), capture_output=True, check=True, env=variables
        )
        outputs.add(result.stdout)
    assert len(outputs) == 1
    assert b"kind: StatefulSet" in outputs.pop()
