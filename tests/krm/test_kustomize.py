"""The newest and the oldest kustomize call the function in every role."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calling import FUNCTION, ROOT, app, environment, noted, options, statefulset, write
from commands import run
from kustomizing import FUNCTION_FLAGS, assert_same, build, objects

from renderer.yaml import dump, dump_all, read

pytestmark = pytest.mark.e2e

EXAMPLES = sorted(path.parent.name for path in ROOT.glob("bases/*/statefulapp.yaml"))
PROD = [{"name": "prod", "replicas": 3}]
POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "pod"},
    "spec": {
        "containers": [
            {"name": "a", "image": "a", "envFrom": [{"configMapRef": {"name": "settings"}}]}
        ]
    },
}


def built(kustomize: Path, folder: Path, contents: dict[str, Any]) -> Any:
    """Build a folder of documents, lists of documents and texts."""
    texts = {
        name: each
        if isinstance(each, str)
        else dump_all(each if isinstance(each, list) else [each])
        for name, each in contents.items()
    }
    return build(kustomize, write(folder, texts), *FUNCTION_FLAGS)


def succeeded(result: Any) -> dict[tuple[str, ...], Any]:
    assert (result.returncode, result.stderr) == (0, "")
    return objects(result.stdout)


def called(config: Any) -> Any:
    return noted(config, FUNCTION)


@pytest.mark.parametrize("name", EXAMPLES)
def test_generator(any_kustomize: Path, tmp_path: Path, name: str) -> None:
    (spec,) = read((ROOT / "bases" / name / "statefulapp.yaml").read_text())
    last = spec["spec"]["environments"][-1]["name"]
    selecting = {**spec, "spec": {"environment": last, **spec["spec"]}}
    result = built(
        any_kustomize,
        tmp_path,
        {"kustomization.yaml": "generators: [app.yaml]\n", "app.yaml": called(selecting)},
    )
    succeeded(result)
    direct = run("render", "-f", str(ROOT / "bases" / name), "-e", last, "-o", "yaml")
    assert_same(result.stdout, direct.stdout)


def test_a_generator_makes_the_extra_resources_too(any_kustomize: Path, tmp_path: Path) -> None:
    """kustomize marks the app as local-config: what got the mark as well, it would drop."""
    extra = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "more"}}
    config = called(app(extraResources=[{"name": "more", "resource": extra}]))
    contents = {"kustomization.yaml": "generators: [app.yaml]\n", "app.yaml": config}
    found = succeeded(built(any_kustomize, tmp_path, contents))
    assert "annotations" not in found["v1", "ConfigMap", "", "more"]["metadata"]


def test_several_apps_in_one_file_of_a_generator(any_kustomize: Path, tmp_path: Path) -> None:
    apps = [called(app(name, environments=PROD, environment="prod")) for name in ("a", "b", "c")]
    found = succeeded(
        built(
            any_kustomize,
            tmp_path,
            {"kustomization.yaml": "generators: [apps.yaml]\n", "apps.yaml": apps},
        )
    )
    sets = {key[3]: each for key, each in found.items() if key[1] == "StatefulSet"}
    assert {name: each["spec"]["replicas"] for name, each in sets.items()} == dict.fromkeys(
        "abc", 3
    )
    assert "StatefulApp" not in {key[1] for key in found}


def test_transformer(any_kustomize: Path, tmp_path: Path) -> None:
    """Apps are expanded, other people's sets changed, and kustomize's own state is kept."""
    change = {
        "name": "old",
        "replicas": 2,
        "claims": [{"name": "data", "size": "9Gi"}],
        "peers": [{"name": "P", "format": "{pod}"}],
    }
    text = (
        "resources: [app.yaml, old.yaml, pod.yaml]\n"
        "transformers: [env.yaml]\nnamePrefix: x-\nnamespace: shop\n"
        "configMapGenerator: [{name: settings, literals: [a=b]}]\n"
    )
    found = succeeded(
        built(
            any_kustomize,
            tmp_path,
            {
                "kustomization.yaml": text,
                "app.yaml": app(environments=PROD),
                "old.yaml": statefulset(),
                "pod.yaml": POD,
                "env.yaml": called(environment(environment="prod", statefulSets=[change])),
            },
        )
    )
    assert found["apps/v1", "StatefulSet", "shop", "x-db"]["spec"]["replicas"] == 3
    old = found["apps/v1", "StatefulSet", "shop", "x-old"]["spec"]
    assert old["replicas"] == 2
    claim = old["volumeClaimTemplates"][0]["spec"]
    assert claim["resources"]["requests"]["storage"] == "9Gi"
    variables = old["template"]["spec"]["containers"][0]["env"]
    assert variables == [{"name": "P", "value": "x-old-0,x-old-1"}, {"name": "A", "value": "yes"}]
    (settings,) = [key[3] for key in found if key[1] == "ConfigMap"]
    container = found["v1", "Pod", "shop", "x-pod"]["spec"]["containers"][0]
    assert container["envFrom"][0]["configMapRef"]["name"] == settings
    assert settings.startswith("x-settings-")
    assert not [each for each in found.values() if "annotations" in each["metadata"]]


@pytest.mark.parametrize(
    "written_over",
    [
        "labels: [{pairs: {app.kubernetes.io/managed-by: us}, includeSelectors: true}]\n",
        "commonLabels: {app.kubernetes.io/managed-by: us}\nnamePrefix: x-\nnamespace: shop\n",
    ],
)
def test_replicas_of_an_app_whose_label_is_written_over(
    any_kustomize: Path, tmp_path: Path, written_over: str
) -> None:
    result = built(
        any_kustomize,
        tmp_path,
        {
            "base/kustomization.yaml": "generators: [app.yaml]\n",
            "base/app.yaml": called(app(replicas=3)),
            "all/kustomization.yaml": f"resources: [../base]\n{written_over}",
            "kustomization.yaml": "resources: [all]\ntransformers: [env.yaml]\n",
            "env.yaml": called(environment(statefulSets=[{"name": "db", "replicas": 4}])),
        },
    )
    assert result.returncode == 1
    assert "which a StatefulApp renders" in result.stderr
    assert "[SR609]" in result.stderr


def test_two_of_one_base_behind_prefixes(any_kustomize: Path, tmp_path: Path) -> None:
    """References are mended when the build ends: until then both sets name Service/old."""
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "old"},
        "spec": {"clusterIP": "None", "selector": {"app": "old"}, "ports": [{"port": 2380}]},
    }
    peers = [{"name": "P", "format": "{host}"}]
    changes = [{"name": f"z-{each}-old", "peers": peers} for each in "ab"]
    around = (
        "resources: [../base]\nnamePrefix: X-\n"
        "labels: [{pairs: {instance: in-X}, includeSelectors: true}]\n"
    )
    result = built(
        any_kustomize,
        tmp_path,
        {
            "base/kustomization.yaml": "resources: [old.yaml, service.yaml]\n",
            "base/old.yaml": statefulset(volumeClaimTemplates=[]),
            "base/service.yaml": service,
            "a/kustomization.yaml": around.replace("X", "a"),
            "b/kustomization.yaml": around.replace("X", "b"),
            "kustomization.yaml": (
                "resources: [a, b]\nnamePrefix: z-\ntransformers: [env.yaml, guard.yaml]\n"
            ),
            "env.yaml": called(environment(statefulSets=changes)),
            "guard.yaml": called({**environment(show="warning"), "kind": "StatefulGuard"}),
        },
    )
    found = succeeded(result)
    for each in "ab":
        spec = found["apps/v1", "StatefulSet", "", f"z-{each}-old"]["spec"]
        (variable, _) = spec["template"]["spec"]["containers"][0]["env"]
        assert spec["serviceName"] == f"z-{each}-old"
        assert variable["value"] == f"z-{each}-old-0.z-{each}-old"


def test_two_copies_of_an_app_keep_to_their_own_secrets(
    any_kustomize: Path, tmp_path: Path
) -> None:
    one = app(
        clientService={},
        ports=[{"name": "sql", "port": 1}],
        envFrom=[{"secretRef": {"name": "settings"}}],
    )
    layer = (
        "resources: [../base]\nnamePrefix: X-\n"
        "secretGenerator: [{name: settings, behavior: merge, literals: [who=X]}]\n"
    )
    found = succeeded(
        built(
            any_kustomize,
            tmp_path,
            {
                "base/kustomization.yaml": (
                    "resources: [app.yaml]\n"
                    "secretGenerator: [{name: settings, literals: [who=nobody]}]\n"
                ),
                "base/app.yaml": one,
                "a/kustomization.yaml": layer.replace("X", "a"),
                "b/kustomization.yaml": layer.replace("X", "b"),
                "plain/kustomization.yaml": "resources: [plain.yaml]\n",
                "plain/plain.yaml": app(),
                "kustomization.yaml": "resources: [a, b, plain]\ntransformers: [expand.yaml]\n",
                "expand.yaml": called({**options(), "metadata": {"name": "expand"}}),
            },
        )
    )
    secrets = {key[3].rpartition("-")[0]: key[3] for key in found if key[1] == "Secret"}
    for each in "ab":
        pod = found["apps/v1", "StatefulSet", "", f"{each}-db"]["spec"]["template"]["spec"]
        assert pod["containers"][0]["envFrom"] == [
            {"secretRef": {"name": secrets[f"{each}-settings"]}}
        ]
        service = found["apps/v1", "StatefulSet", "", f"{each}-db"]["spec"]["serviceName"]
        assert service == f"{each}-db"
    assert found["apps/v1", "StatefulSet", "", "db"]["spec"]["serviceName"] == "db"
    assert not [each for each in found.values() if "annotations" in each["metadata"]]


def test_a_guard_behind_another_function_judges_the_same(
    any_kustomize: Path, tmp_path: Path
) -> None:
    """kustomize makes up a file for each item that a function has seen."""
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "elsewhere"},
        "spec": {"clusterIP": "None", "selector": {"app": "old"}, "ports": [{"port": 2380}]},
    }
    change = environment(statefulSets=[{"name": "old", "replicas": 2}])
    result = built(
        any_kustomize,
        tmp_path,
        {
            "kustomization.yaml": (
                "resources: [old.yaml, service.yaml]\ntransformers: [env.yaml, guard.yaml]\n"
            ),
            "old.yaml": statefulset(),
            "service.yaml": service,
            "env.yaml": called(change),
            "guard.yaml": called({**environment(), "kind": "StatefulGuard"}),
        },
    )
    assert result.returncode == 1
    assert "stateful-fn: StatefulSet/old: spec.serviceName: " in result.stderr
    assert "[SR912]" in result.stderr


def test_a_config_map_is_enough_for_a_transformer(any_kustomize: Path, tmp_path: Path) -> None:
    config = called({**options(environment="prod"), "metadata": {"name": "prod"}})
    text = "resources: [app.yaml]\ntransformers: [config.yaml]\n"
    found = succeeded(
        built(
            any_kustomize,
            tmp_path,
            {"kustomization.yaml": text, "app.yaml": app(environments=PROD), "config.yaml": config},
        )
    )
    assert found["apps/v1", "StatefulSet", "", "db"]["spec"]["replicas"] == 3


def test_an_overlay_selects_what_its_base_expands(any_kustomize: Path, tmp_path: Path) -> None:
    """The apps are resources of the base; each overlay has its StatefulEnvironment."""
    contents = {
        "base/kustomization.yaml": "resources: [app.yaml]\n",
        "base/app.yaml": app(environments=[*PROD, {"name": "dev"}]),
    }
    for name in ("dev", "prod"):
        text = "resources: [../base]\ntransformers: [env.yaml]\n"
        contents |= {
            f"{name}/kustomization.yaml": text,
            f"{name}/env.yaml": called(environment(environment=name)),
        }
    built(any_kustomize, tmp_path, contents)
    replicas = []
    for name in ("dev", "prod"):
        found = succeeded(build(any_kustomize, tmp_path / name, *FUNCTION_FLAGS))
        replicas.append(found["apps/v1", "StatefulSet", "", "db"]["spec"]["replicas"])
    assert replicas == [1, 3]


VALIDATOR = {"stateful-renderer.dev/validate": "true"}


def test_validator(any_kustomize: Path, tmp_path: Path) -> None:
    """kustomize takes any item that a validator returns for a change."""
    contents = {
        "kustomization.yaml": "resources: [old.yaml, app.yaml]\nvalidators: [env.yaml]\n",
        "old.yaml": statefulset(),
        "app.yaml": noted(app(environments=PROD), {"config.kubernetes.io/local-config": "true"}),
        "env.yaml": called(environment(VALIDATOR, environment="prod")),
    }
    found = succeeded(built(any_kustomize, tmp_path, contents))
    assert [key[1] for key in found] == ["StatefulSet"]
    failed = built(any_kustomize, tmp_path, {**contents, "app.yaml": app(environments=PROD, x=1)})
    assert failed.returncode == 1
    assert failed.stderr.startswith("stateful-fn: StatefulApp/db: spec.x: is not a field here")


@pytest.mark.parametrize(
    ("text", "config", "line"),
    [
        (
            "generators: [config.yaml]\n",
            environment(environment="prod"),
            (
                "StatefulEnvironment/prod: kind: must not be called as a kustomize"
                " generator (list it under `transformers:`, where there are"
                " resources to change)  [SR603]"
            ),
        ),
        (
            "resources: [old.yaml]\ntransformers: [config.yaml]\n",
            app(),
            (
                "StatefulApp/db: kind: must not be called as a kustomize transformer (list it under"
                " `generators:`, or among the resources)  [SR603]"
            ),
        ),
        (
            "resources: [old.yaml]\ntransformers: [config.yaml]\n",
            {**app(), "kind": "StatefulEnv"},
            (
                "StatefulEnv/db: kind: must be StatefulApp, StatefulEnvironment, "
                'StatefulGuard or ConfigMap, got "StatefulEnv"'
            ),
        ),
        (
            "resources: [old.yaml]\ntransformers: [config.yaml]\n",
            environment(statefulSets=[{"name": "odl", "replicas": 1}]),
            (
                "StatefulEnvironment/prod: spec.statefulSets[0].name: must name a"
                ' StatefulSet, got "odl" (did you mean "old"?)  [SR607]'
            ),
        ),
    ],
)
def test_a_failed_build_begins_with_a_line_that_says_it_all(
    any_kustomize: Path, tmp_path: Path, text: str, config: Any, line: str
) -> None:
    contents = {
        "kustomization.yaml": text,
        "old.yaml": statefulset(),
        "config.yaml": called(config),
    }
    result = built(any_kustomize, tmp_path, contents)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"stateful-fn: {line}")


def test_what_both_versions_build_is_equal(
    kustomize: Path, any_kustomize: Path, tmp_path: Path
) -> None:
    contents = {
        "kustomization.yaml": "resources: [apps.yaml]\ntransformers: [env.yaml]\n",
        "apps.yaml": dump(app("a", environments=PROD))
        + "---\n"
        + dump(app("b", environments=PROD)),
        "env.yaml": called(environment(environment="prod")),
    }
    assert (
        built(any_kustomize, tmp_path, contents).stdout
        == built(kustomize, tmp_path, contents).stdout
    )
