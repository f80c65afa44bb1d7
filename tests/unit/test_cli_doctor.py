"""`stateful doctor`: each thing it may find, with real programs where there are any."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Result, run, shown_on
from kustomizing import ROOT

from renderer import __version__
from renderer.doctor import (
    argocd_plugin,
    builds,
    fields,
    plugin_home,
    programs,
    python,
    trial,
)
from renderer.doctor.calls import Call, Calls, calls_of

PLACE = "stateful-renderer.dev/v1alpha1/statefulapp/StatefulApp"
NGINX = (ROOT / "bases/nginx/statefulapp.yaml").read_text()
FUNCTION = "  annotations:\n    config.kubernetes.io/function: 'exec: {path: stateful-fn}'\n"
AS_FUNCTION = NGINX.replace("metadata:\n", f"metadata:\n{FUNCTION}", 1)
GUARD = "patches:\n- patch: '{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: nginx}}'\n"


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with our commands, /bin, an empty home, and nothing else of this one."""
    folder = tmp_path / "machine"
    (folder / "bin").mkdir(parents=True)
    for name in ("stateful", "stateful-fn"):
        (folder / "bin" / name).symlink_to(Path(sys.executable).with_name(name))
    monkeypatch.setenv("PATH", f"{folder}/bin:/bin")
    monkeypatch.setenv("HOME", str(folder))
    for name in ("KUSTOMIZE_PLUGIN_HOME", "XDG_CONFIG_HOME", "TMPDIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def only_ours(machine: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(machine / "bin"))
    return machine


@pytest.fixture
def with_kustomize(only_ours: Path, kustomize: Path) -> Path:
    (only_ours / "bin/kustomize").symlink_to(kustomize)
    return only_ours


@pytest.fixture
def with_kubectl(with_kustomize: Path, kubectl: Path) -> Path:
    (with_kustomize / "bin/kubectl").symlink_to(kubectl)
    return with_kustomize


def script(path: Path, text: str, mode: int = 0o755) -> Path:
    path.unlink(missing_ok=True)
    path.write_text(text)
    path.chmod(mode)
    return path


def app(folder: Path, spec: str, more: str = "") -> Path:
    folder.mkdir(parents=True)
    (folder / "kustomization.yaml").write_text(f"generators: [app.yaml]\n{more}")
    (folder / "app.yaml").write_text(spec)
    return folder


def both_say(noticed: list[str], words: str) -> None:
    """Builds by kustomize without a flag, and by kubectl, leave the same out."""
    assert len(noticed) == 2
    for each in noticed:
        assert words in each


def called(folder: Path) -> Calls:
    return calls_of(folder, programs.Build("kustomize", "build", (builds.ALPHA, builds.EXEC)))


def lines(*arguments: str, code: int) -> list[str]:
    result = run("doctor", *arguments)
    assert (result.code, result.stderr) == (code, ""), result.stderr
    return result.stdout.splitlines()


# --- programs -------------------------------------------------------------------------------------


def test_a_healthy_machine(with_kubectl: Path) -> None:
    found = lines(code=0)
    assert [line.split(": ")[0] for line in found] == [
        "ok       python",
        "ok       kustomize",
        "ok       kubectl",
        "ok       stateful-fn",
        "ok       exec plugin",
    ]
    assert found[1] == f"ok       kustomize: 5.8.1, {with_kubectl}/bin/kustomize"
    assert found[2] == f"ok       kubectl: 5.8.1 inside, {with_kubectl}/bin/kubectl"


def test_without_kustomize_and_kubectl(only_ours: Path) -> None:
    del only_ours
    assert programs.kustomize().line(colour=False) == (
        "warning  kustomize: is not on PATH (install 5.4 or newer:"
        " https://kubectl.docs.kubernetes.io/installation/kustomize/)  [SR980]\n"
    )
    assert programs.kubectl().status == "ok"


def test_an_old_kustomize(machine: Path) -> None:
    program = script(machine / "bin/kustomize", "#!/bin/sh\necho v5.3.0\n")
    assert programs.kustomize().line(colour=False) == (
        f"error    kustomize: 5.3.0, {program}, is too old"
        " (install one with kustomize 5.4 or newer)  [SR981]\n"
    )


@pytest.mark.parametrize(
    "version", ["v5.4.0", "v5.4.3", "v5.10.0", "{Version:kustomize/v5.4.3}", "(devel)"]
)
def test_a_kustomize_that_is_new_enough(machine: Path, version: str) -> None:
    script(machine / "bin/kustomize", f"#!/bin/sh\necho '{version}'\n")
    assert programs.kustomize().status == "ok"


def test_an_old_kustomize_inside_kubectl(machine: Path) -> None:
    text = '#!/bin/sh\necho \'{"kustomizeVersion": "v5.0.1"}\'\n'
    program = script(machine / "bin/kubectl", text)
    assert programs.kubectl().line(colour=False) == (
        f"error    kubectl: 5.0.1 inside, {program}, is too old"
        " (install one with kustomize 5.4 or newer)  [SR981]\n"
    )


@pytest.mark.parametrize("name", ["kustomize", "kubectl"])
def test_a_program_that_says_no_version(machine: Path, name: str) -> None:
    script(machine / "bin" / name, "#!/bin/sh\necho 'no space left' >&2\nexit 1\n")
    found = getattr(programs, name)()
    assert (found.code, found.status) == ("SR981", "error")
    assert "does not say which kustomize it is: no space left" in found.message


def test_a_program_that_never_answers(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(machine / "bin/kustomize", "#!/bin/sh\nexec sleep 30\n")
    monkeypatch.setattr(programs, "MOST_SECONDS", 0.2)
    assert "gave no answer within 0.2 seconds" in programs.kustomize().message


def test_a_function_that_is_not_on_path(machine: Path) -> None:
    (machine / "bin/stateful-fn").unlink()
    assert programs.function().code == "SR982"


def test_a_function_without_the_right_to_be_executed(machine: Path) -> None:
    program = script(machine / "bin/stateful-fn", "#!/bin/sh\n", mode=0o644)
    assert programs.function().line(colour=False) == (
        f"error    stateful-fn: {program} may not be executed (chmod +x {program})  [SR984]\n"
    )


def test_a_function_whose_python_is_gone(machine: Path) -> None:
    program = script(machine / "bin/stateful-fn", "#!/gone/bin/python -I\n")
    assert programs.function().line(colour=False) == (
        f"error    stateful-fn: {program} cannot be started: there is no /gone/bin/python,"
        " which its first line names (install stateful-renderer again)  [SR984]\n"
    )


def test_a_function_that_fails(machine: Path) -> None:
    script(machine / "bin/stateful-fn", "#!/bin/sh\nexit 5\n")
    assert "it ended with 5 and said nothing" in programs.function().message


def test_a_function_of_another_version(machine: Path) -> None:
    program = script(machine / "bin/stateful-fn", "#!/bin/sh\necho stateful-fn 0.0.1\n")
    assert programs.function().line(colour=False) == (
        f"error    stateful-fn: {program} is stateful-fn 0.0.1, and this is stateful {__version__}"
        " (install both together, and look at PATH)  [SR983]\n"
    )


# --- Python ---------------------------------------------------------------------------------------


def test_modules_that_are_never_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import renderer

    (tmp_path / "fn.py").write_text("")
    monkeypatch.setattr(renderer, "__file__", str(tmp_path / "__init__.py"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (found,) = python.findings()
    assert (found.code, found.hint) == ("SR989", f"{sys.executable} -m compileall {tmp_path}")
    assert not found.fails  # it is only slow
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert [each.code for each in python.findings()] == [""]


def test_no_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "/nowhere")
    assert [each.code for each in python.findings()] == ["SR990"]


# --- Argo CD --------------------------------------------------------------------------------------

PLUGIN = (ROOT / "plugin.yaml").read_text()


def plugin_findings(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    file = tmp_path / "plugin.yaml"
    file.write_text(text)
    return [(each.message, each.hint) for each in argocd_plugin.findings([file]) if each.code]


def test_our_own_plugin_yaml_is_fine(tmp_path: Path) -> None:
    assert plugin_findings(tmp_path, PLUGIN) == []
    assert argocd_plugin.findings([tmp_path / "plugin.yaml"])[0].status == "ok"
    assert argocd_plugin.findings([tmp_path / "nowhere.yaml"]) == []


DISCOVERING = (ROOT / "deploy/argocd/plugin-discover.yaml").read_text()
STATIC = """\
    static:
    - {name: a, title: A, required: true, collectionType: map, map: {a: b}, array: [c], string: d}
"""


def test_all_that_argo_cd_knows_is_known(tmp_path: Path) -> None:
    assert plugin_findings(tmp_path, DISCOVERING) == []
    assert plugin_findings(tmp_path, f"{PLUGIN}{STATIC}  preserveFileMode: false\n") == []
    assert plugin_findings(tmp_path, PLUGIN.replace("version: v1", "version: null")) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("discover:", "discovery:", "spec.discovery is no field; Argo CD ignores it in silence"),
        ("  generate:\n", "  lockRepo: true\n  generate:\n", "spec.lockRepo is no field"),
        ("[stateful, argocd, generate]", "[sh, -c, x]", "spec.generate runs ['sh', '-c', 'x']"),
        ("[stateful, argocd, generate]", "stateful", "spec.generate.command must be a list"),
        ("argocd, parameters]", "x]", "spec.parameters.dynamic runs ['stateful', 'x']"),
        ("  name: stateful-renderer\n", "  title: x\n", "metadata.title is no field"),
        ("  name: stateful-renderer\n", "  labels: {}\n", "metadata.name is missing"),
        ("  name: stateful-renderer\n", "  name: a/b\n", "metadata.name must be fit for"),
        ("  name: stateful-renderer\n", f"  name: {'a' * 70}\n", "more than 70 characters"),
        ("version: v1", "version: 1.5", "spec.version must be a string, is 1.5; Argo CD's sidecar"),
        ("version: v1", 'version: "v 1"', "spec.version must be fit for the name of a socket"),
        ("version: v1", "provideGitCreds: 1", "spec.provideGitCreds must be true or false, is 1"),
        ("    fileName: ./statefulapp.y*ml", "    - x", "spec.discover must be an object"),
        ("./statefulapp.y*ml", "./app.yaml", "spec.discover.fileName is ./app.yaml"),
        ("title: A", "titel: A", "spec.parameters.static[0].titel is no field"),
        ("title: A", "title: 3", "spec.parameters.static[0].title must be a string, is 3"),
        ("collectionType: map", "collectionType: mapp", "must be one of string, array, map"),
        ("map: {a: b}", "map: {a: 1}", "spec.parameters.static[0].map.a must be a string, is 1"),
        ("array: [c]", "array: [1]", "spec.parameters.static[0].array[0] must be a string, is 1"),
        ("kind: Con", "kind: [", "must have"),
    ],
)
def test_a_plugin_yaml_that_does_not_fit(old: str, new: str, message: str, tmp_path: Path) -> None:
    whole = DISCOVERING + STATIC
    assert old in whole
    found = plugin_findings(tmp_path, whole.replace(old, new, 1))
    assert any(message in each for each, _ in found)
    assert all(hint for _, hint in found)


def test_a_plugin_whose_command_is_not_there(tmp_path: Path, machine: Path) -> None:
    (machine / "bin/stateful").unlink()
    assert plugin_findings(tmp_path, PLUGIN) == [
        ("spec.generate runs stateful, which is not on PATH", "put it there")
    ]


def test_another_plugin_yaml_is_nobodys_business(tmp_path: Path) -> None:
    assert plugin_findings(tmp_path, "kind: Other\n") == []
    assert plugin_findings(tmp_path, "") == []


def test_the_plugin_yaml_of_a_folder_is_found(only_ours: Path) -> None:
    (only_ours / "plugin.yaml").write_text(DISCOVERING.replace("discover:", "discovery:"))
    found = lines(str(only_ours), code=1)
    assert [line for line in found if "[SR988]" in line] == [
        (
            f"error    {only_ours}/plugin.yaml: spec.discovery is no field; Argo CD ignores it in"
            ' silence (did you mean "discover"?)  [SR988]'
        )
    ]


# --- builds ---------------------------------------------------------------------------------------


def built(folder: Path, *options: str) -> list[str]:
    options = options or (builds.ALPHA, builds.EXEC)
    return [each.line(colour=False).rstrip() for each in builds.findings([folder], list(options))]


@pytest.mark.e2e
def test_a_function_that_is_skipped_in_silence(with_kubectl: Path, tmp_path: Path) -> None:
    del with_kubectl
    folder = app(tmp_path / "app", AS_FUNCTION)
    end = (
        "skips StatefulApp/nginx, and ends as if all were well"
        " (add a guard patch of the StatefulSet: stateful explain SR985)  [SR985]"
    )
    assert built(tmp_path) == [
        (
            f"ok       {folder}: kustomize build --enable-alpha-plugins --enable-exec"
            " runs StatefulApp/nginx and prints 3 objects"
        ),
        f"warning  {folder}: kustomize build --enable-alpha-plugins {end}",
        f"warning  {folder}: kubectl kustomize --enable-alpha-plugins {end}",
    ]


@pytest.mark.e2e
def test_a_function_with_a_guard(with_kubectl: Path, tmp_path: Path) -> None:
    del with_kubectl
    app(tmp_path / "app", AS_FUNCTION, GUARD)
    found = lines(str(tmp_path), code=0)
    assert sum("fails, and so loses nothing in silence" in line for line in found) == 2


@pytest.mark.e2e
def test_a_flag_that_is_missing(with_kustomize: Path, tmp_path: Path) -> None:
    del with_kustomize
    folder = app(tmp_path / "app", AS_FUNCTION)
    assert built(tmp_path, builds.ALPHA) == [
        (
            f"error    {folder}: kustomize build --enable-alpha-plugins skips StatefulApp/nginx"
            " (add --enable-exec)  [SR986]"
        )
    ]
    assert lines(str(tmp_path), "--build-options", "", code=1)[-1] == (
        f"error    {folder}: kustomize build fails: loading generator plugins: failed to load"
        " generator: external plugins disabled; unable to load external plugin 'StatefulApp'"
        " (add --enable-alpha-plugins and --enable-exec)  [SR987]"
    )


@pytest.mark.e2e
def test_a_function_that_makes_nothing(with_kustomize: Path, tmp_path: Path) -> None:
    """A stand-in that answers with no items: what a wrong `exec.path` may lead to."""
    script(
        with_kustomize / "bin/stateful-fn",
        "#!/bin/sh\nprintf 'apiVersion: config.kubernetes.io/v1\\n"
        "kind: ResourceList\\nitems: []\\n'\n",
    )
    app(tmp_path / "app", AS_FUNCTION)
    (complete, *_) = built(tmp_path)
    assert complete.endswith(
        "makes nothing of StatefulApp/nginx (look at the program that the annotation"
        " config.kubernetes.io/function names)  [SR986]"
    )


@pytest.mark.e2e
def test_the_exec_plugin(with_kubectl: Path, tmp_path: Path) -> None:
    folder = app(tmp_path / "app", NGINX)
    found = built(tmp_path)
    assert [line.partition(" fails: ")[0] for line in found] == [
        f"error    {folder}: kustomize build --enable-alpha-plugins --enable-exec",
        f"error    {folder}: kubectl kustomize --enable-alpha-plugins",
    ]
    assert all("stateful doctor --install-plugin)  [SR987]" in line for line in found)
    assert not any("tried" in line for line in found)
    assert run("doctor", "--install-plugin").code == 0
    assert lines(str(tmp_path), code=0)[-3:] == [
        f"ok       exec plugin: {__version__}, {with_kubectl}/.config/kustomize/plugin/{PLACE}",
        (
            f"ok       {folder}: kustomize build --enable-alpha-plugins --enable-exec"
            " runs StatefulApp/nginx and prints 3 objects"
        ),
        (
            f"ok       {folder}: kubectl kustomize --enable-alpha-plugins"
            " runs StatefulApp/nginx and prints 3 objects"
        ),
    ]


@pytest.mark.e2e
def test_a_broken_spec_is_reported_as_the_build_reports_it(
    with_kustomize: Path, tmp_path: Path
) -> None:
    del with_kustomize
    app(tmp_path / "app", AS_FUNCTION.replace("replicas: 3", "replicaz: 3", 1))
    assert (
        "fails: stateful-fn: StatefulApp/nginx: spec.replicaz: is not a field"
        in (built(tmp_path)[0])
    )


@pytest.mark.parametrize(
    ("stderr", "reason"),
    [
        ("Error: no such field\nmore", "no such field"),
        ("error: unable to find plugin root - tried: a, b", "unable to find plugin root"),
        ("# Warning: 'bases' is deprecated.\nError: no such field", "no such field"),
        ('E1124 1 run.go:72] "command failed" err="it is broken"', "it is broken"),
        ('E1124 1 run.go:72] "command failed" err=<\n\tit is broken\n >', "it is broken"),
        ("", "it ended with 7"),
    ],
    ids=["kustomize", "kubectl", "deprecated", "logged", "logged-lines", "silent"],
)
def test_the_line_of_a_failed_build_that_says_something(stderr: str, reason: str) -> None:
    assert programs.Ran(7, "", stderr).reason == reason


def test_without_kustomize_kubectl_is_still_looked_at(
    only_ours: Path, kubectl: Path, tmp_path: Path
) -> None:
    (only_ours / "bin/kubectl").symlink_to(kubectl)
    app(tmp_path / "app", AS_FUNCTION)
    (found,) = built(tmp_path)
    assert "kubectl kustomize --enable-alpha-plugins skips StatefulApp/nginx" in found


def test_a_build_that_prints_no_manifests(only_ours: Path, tmp_path: Path) -> None:
    script(only_ours / "bin/kustomize", "#!/bin/sh\necho 'a: ['\n")
    app(tmp_path / "app", AS_FUNCTION)
    assert "prints what is no manifest: must have a value here" in built(tmp_path)[0]


def test_nothing_can_be_built(only_ours: Path, tmp_path: Path) -> None:
    del only_ours
    folder = app(tmp_path / "app", AS_FUNCTION)
    assert built(tmp_path) == [
        (
            f"warning  {folder}: is not built: neither kustomize nor kubectl is on PATH"
            " (install kustomize)  [SR980]"
        )
    ]


@pytest.mark.e2e
def test_every_way_to_list_an_app(with_kustomize: Path, tmp_path: Path) -> None:
    """A base that is called from an overlay, an inline app, a patched app."""
    del with_kustomize
    app(tmp_path / "base", AS_FUNCTION, "namePrefix: my-\n")
    overlay = tmp_path / "overlay"
    overlay.mkdir()
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec/kustomization.yaml").write_text(
        "resources: [app.yaml]\nnamePrefix: patched-\n"
    )
    (tmp_path / "spec/app.yaml").write_text(AS_FUNCTION)
    inline = "".join(f"    {line}\n" for line in AS_FUNCTION.splitlines())
    inline = inline.replace("name: nginx", "name: inline", 1)
    (overlay / "kustomization.yaml").write_text(
        f"resources: [../base]\ngenerators:\n- ../spec\n- |\n{inline}nameSuffix: -x\n"
    )
    names = ["StatefulApp/nginx", "StatefulApp/patched-nginx", "StatefulApp/inline"]
    assert [each.name for each in called(overlay).calls] == names
    assert built(overlay)[0].endswith(f"runs {', '.join(sorted(names))} and prints 9 objects")


RENAME = "- {op: replace, path: /metadata/name, value: other}"
DELETE = "{$patch: delete, apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: any}}"
PREFIX = (
    "{apiVersion: builtin, kind: PrefixTransformer, metadata: {name: any}, prefix: my-,"
    " fieldSpecs: [{path: metadata/name}]}"
)
NAMESPACE = (
    "{apiVersion: builtin, kind: NamespaceTransformer, metadata: {name: any, namespace: shop},"
    " fieldSpecs: [{path: metadata/namespace, create: true}]}"
)


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("more", "count"),
    [
        (f"patches:\n- target: {{kind: PodDisruptionBudget}}\n  patch: '{DELETE}'\n", 2),
        (f"patches:\n- target: {{annotationSelector: a=b}}\n  patch: '{DELETE}'\n", 3),
        (f"patches:\n- target: {{kind: Service, labelSelector: a!=b}}\n  patch: '{DELETE}'\n", 2),
        (f"patchesStrategicMerge: ['{DELETE.replace('any', 'nginx')}']\n", 2),
        (f"patches:\n- target: {{kind: StatefulSet}}\n  patch: |-\n    {RENAME}\n", 3),
        (f"transformers:\n- '{PREFIX}'\n", 3),
        (f"transformers:\n- '{NAMESPACE}'\n", 3),
        ("namePrefix: my-\nnamespace: shop\n", 3),
    ],
    ids=["kind", "annotation", "label", "merge", "rename", "prefix", "namespace", "fields"],
)
def test_what_is_renamed_or_removed_is_meant_so(
    with_kustomize: Path, tmp_path: Path, more: str, count: int
) -> None:
    del with_kustomize
    folder = app(tmp_path / "app", AS_FUNCTION, more)
    assert built(folder)[0].endswith(f"runs StatefulApp/nginx and prints {count} objects")


ENVIRONMENT = (
    "apiVersion: stateful-renderer.dev/v1alpha1\nkind: StatefulEnvironment\nmetadata:\n"
    f"  name: prod\n{FUNCTION}spec: {{environment: prod}}\n"
)


CONFIG_MAP = (
    f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: prod\n{FUNCTION}"
    "data: {environment: prod}\n"
)


@pytest.mark.e2e
@pytest.mark.parametrize("config", [ENVIRONMENT, CONFIG_MAP])
def test_a_transformer_that_is_skipped_leaves_the_apps_as_they_are(
    with_kubectl: Path, tmp_path: Path, config: str
) -> None:
    """kustomize would print StatefulApps, which no cluster knows."""
    kind = "ConfigMap" if config == CONFIG_MAP else "StatefulEnvironment"
    del with_kubectl
    folder = app(tmp_path / "app", NGINX, "transformers: [environment.yaml]\n")
    (folder / "environment.yaml").write_text(config)
    kustomization = folder / "kustomization.yaml"
    kustomization.write_text(kustomization.read_text().replace("generators", "resources"))
    complete, *noticed = built(folder, "--enable-alpha-plugins", "--enable-exec")
    assert complete.endswith(f"--enable-exec runs {kind}/prod and prints 3 objects")
    both_say(
        noticed,
        f"skips {kind}/prod, and ends as if all were well"
        " (add a guard patch in a kustomization above: stateful explain SR985)",
    )
    above = tmp_path / "above"
    above.mkdir()
    guard = GUARD.replace("name: nginx", "name: nginx, namespace: nginx-prod")
    (above / "kustomization.yaml").write_text(f"resources: [../app]\n{guard}")
    complete_above, *noticed = built(above)
    assert complete_above.startswith("ok ")
    both_say(noticed, "fails, and so loses nothing in silence")
    (without, *_) = built(folder, "--enable-alpha-plugins")
    assert f"skips {kind}/prod (add --enable-exec" in without


def with_generator(folder: Path, config: str, environment: str = "") -> Path:
    """An app under generators, another one among the resources, and what expands that one."""
    said = f"spec:\n  environment: {environment}\n" if environment else "spec:\n"
    app(folder, AS_FUNCTION.replace("spec:\n", said, 1), "resources: [other.yaml]\n")
    (folder / "other.yaml").write_text(NGINX.replace("name: nginx", "name: other", 1))
    (folder / "environment.yaml").write_text(config)
    return folder


def not_selected(folder: Path) -> list[str]:
    """What is said of environments, of a build that works."""
    found = built(folder)
    assert not [line for line in found if "error " in line], found
    return [line for line in found if "[SR998]" in line]


@pytest.mark.e2e
@pytest.mark.parametrize("config", [ENVIRONMENT, CONFIG_MAP])
@pytest.mark.parametrize(
    ("environment", "rendered"),
    [("", "as its base"), ("dev", "in its environment dev"), ("prod", None)],
)
def test_an_app_of_generators_does_not_get_the_environment_of_a_transformer(
    with_kustomize: Path, tmp_path: Path, config: str, environment: str, rendered: str | None
) -> None:
    del with_kustomize
    folder = with_generator(tmp_path / "app", config, environment)
    kustomization = folder / "kustomization.yaml"
    kustomization.write_text(f"{kustomization.read_text()}transformers: [environment.yaml]\n")
    name = "ConfigMap/prod" if config == CONFIG_MAP else "StatefulEnvironment/prod"
    said = (
        f"warning  {folder}: StatefulApp/nginx of generators is rendered {rendered}, and not in"
        f" prod, which {name} selects for StatefulApps under resources (list it under resources,"
        " or write environment: prod in its spec)  [SR998]"
    )
    assert not_selected(folder) == ([said] if rendered else [])


@pytest.mark.e2e
def test_where_each_app_selects_its_own_environment_or_has_no_such_one(
    with_kustomize: Path, tmp_path: Path
) -> None:
    del with_kustomize
    config = CONFIG_MAP.replace("data: {environment: prod}\n", "")
    folder = with_generator(tmp_path / "app", config)
    kustomization = folder / "kustomization.yaml"
    kustomization.write_text(f"{kustomization.read_text()}transformers: [environment.yaml]\n")
    assert not_selected(folder) == []
    (folder / "environment.yaml").write_text(ENVIRONMENT)
    spec = AS_FUNCTION.partition("  environments:\n")[0]
    (folder / "app.yaml").write_text(spec)
    assert not_selected(folder) == []


@pytest.mark.e2e
@pytest.mark.parametrize("layer", ["overlay", "component"])
def test_an_environment_that_another_layer_selects(
    with_kustomize: Path, tmp_path: Path, layer: str
) -> None:
    """In an overlay of both apps, or its component; what is made above has nothing to get."""
    del with_kustomize
    with_generator(tmp_path / "base", ENVIRONMENT)
    part, overlay = tmp_path / "part", tmp_path / "overlay"
    for folder in (part, overlay):
        folder.mkdir()
        (folder / "environment.yaml").write_text(ENVIRONMENT)
    (part / "kustomization.yaml").write_text(
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
        "transformers: [environment.yaml]\n"
    )
    more = (
        "components: [../part]\n" if layer == "component" else "transformers: [environment.yaml]\n"
    )
    (overlay / "kustomization.yaml").write_text(f"resources: [../base]\n{more}")
    (found,) = not_selected(overlay)
    assert found.startswith(f"warning  {overlay}: StatefulApp/nginx of generators is rendered as")
    top = app(tmp_path / "top", AS_FUNCTION)
    (top / "kustomization.yaml").write_text("resources: [../overlay]\n")
    assert len(not_selected(top)) == 1
    apps = app(tmp_path / "apps", NGINX)
    (apps / "environment.yaml").write_text(ENVIRONMENT)
    (apps / "kustomization.yaml").write_text(
        "resources: [app.yaml]\ntransformers: [environment.yaml]\n"
    )
    beside = app(tmp_path / "beside", AS_FUNCTION.replace("name: nginx", "name: other", 1))
    (beside / "kustomization.yaml").write_text("resources: [../apps]\ngenerators: [app.yaml]\n")
    assert not_selected(beside) == []


@pytest.mark.e2e
def test_what_only_validates_empties_a_build_as_a_transformer(
    with_kustomize: Path, tmp_path: Path
) -> None:
    del with_kustomize
    folder = app(tmp_path / "app", NGINX, "transformers: [validate.yaml]\n")
    (folder / "validate.yaml").write_text(
        CONFIG_MAP.replace("environment: prod", "validate: 'true'")
    )
    kustomization = folder / "kustomization.yaml"
    kustomization.write_text(kustomization.read_text().replace("generators", "resources"))
    complete, *_ = built(folder, "--enable-alpha-plugins", "--enable-exec")
    end = (
        "loses every object in ConfigMap/prod"
        " (what only validates gives nothing back: list it under validators)  [SR986]"
    )
    assert complete.endswith(end)
    overlay = tmp_path / "overlay"
    overlay.mkdir()
    (overlay / "kustomization.yaml").write_text(
        "resources: [../app]\nconfigMapGenerator: [{name: any}]\n"
    )
    assert built(overlay)[0].endswith(end)


@pytest.mark.e2e
def test_an_app_that_only_kustomize_can_read_is_looked_for(
    with_kubectl: Path, tmp_path: Path
) -> None:
    """kustomize hands `y` over as a text; here it would be true, and no app at all."""
    del with_kubectl
    folder = app(tmp_path / "app", AS_FUNCTION.replace("metadata:", "metadata:\n  namespace: y", 1))
    complete, *noticed = built(folder)
    assert complete.endswith("--enable-exec runs StatefulApp/nginx and prints 3 objects")
    both_say(noticed, "skips StatefulApp/nginx, and ends as if all were well")


@pytest.mark.e2e
def test_a_config_that_we_cannot_read_is_built_all_the_same(
    with_kubectl: Path, tmp_path: Path
) -> None:
    """kustomize drops tags and goes on: what an app makes is not known, a skipped one is."""
    del with_kubectl
    folder = app(tmp_path / "app", AS_FUNCTION.replace("image: ", "image: !ours ", 1))
    complete, *noticed = built(folder)
    assert complete.endswith("--enable-exec runs file/app.yaml and prints 3 objects")
    both_say(noticed, "skips file/app.yaml, and ends as if all were well")


@pytest.mark.e2e
@pytest.mark.parametrize("program", ["kustomize", "kubectl"])
def test_a_spec_folder_is_built_as_the_rest_is(
    with_kubectl: Path, tmp_path: Path, program: str
) -> None:
    """It needs an option, which the user gives or forgets; or it cannot be built at all."""
    (with_kubectl / "bin" / ({"kustomize", "kubectl"} - {program}).pop()).unlink()
    folder = app(tmp_path / "app", AS_FUNCTION)
    (folder / "kustomization.yaml").write_text("generators: [../spec]\n")
    (tmp_path / "spec").mkdir()
    kustomization = tmp_path / "spec/kustomization.yaml"
    kustomization.write_text("resources: [../app/app.yaml]\n")
    options = [builds.ALPHA, builds.EXEC, "--load-restrictor", "LoadRestrictionsNone"]
    assert "StatefulApp/nginx" in built(tmp_path, *options)[0]
    (forgotten,) = built(tmp_path)
    assert f"{folder}: generators: {program} " in forgotten
    assert " ../spec fails: accumulating resources: " in forgotten
    assert "security; file" in forgotten
    kustomization.write_text("resources: [gone.yaml]\n")
    (broken,) = built(tmp_path, *options)
    assert " ../spec fails: accumulating resources: " in broken
    assert broken.endswith("[SR987]")


@pytest.mark.e2e
def test_apps_that_nothing_expands(with_kubectl: Path, tmp_path: Path) -> None:
    del with_kubectl
    folder = app(tmp_path / "base", NGINX)
    kustomization = folder / "kustomization.yaml"
    kustomization.write_text("resources: [app.yaml]\n")
    end = (
        "prints StatefulApp/nginx, which nothing expands and no cluster knows (list it under"
        " generators, or add a StatefulEnvironment, or a ConfigMap that runs stateful-fn, under"
        " transformers)  [SR986]"
    )
    options = (builds.ALPHA, builds.EXEC)
    both = [
        f"error    {folder}: kustomize build {' '.join(options)} {end}",
        f"error    {folder}: kubectl kustomize {builds.ALPHA} {end}",
    ]
    assert built(tmp_path) == both
    guard = ENVIRONMENT.replace("StatefulEnvironment", "StatefulGuard")
    (folder / "guard.yaml").write_text(guard.replace("spec: {environment: prod}", ""))
    kustomization.write_text("resources: [app.yaml]\ntransformers: [guard.yaml]\n")
    assert built(tmp_path)[0] == both[0]


@pytest.mark.e2e
def test_apps_are_expanded_by_those_who_build_on_them(with_kustomize: Path, tmp_path: Path) -> None:
    """Also from another DIR, and by a component; nobody builds the base alone."""
    del with_kustomize
    base = app(tmp_path / "base", NGINX)
    (base / "kustomization.yaml").write_text("resources: [app.yaml]\n")
    overlay = app(tmp_path / "overlay", ENVIRONMENT)
    (overlay / "kustomization.yaml").write_text("resources: [../base]\ntransformers: [app.yaml]\n")
    whole = built(tmp_path)
    assert [line.split()[:2] for line in whole] == [
        ["ok", f"{overlay}:"],
        ["warning", f"{overlay}:"],
    ]
    found = builds.findings([base, overlay], [builds.ALPHA, builds.EXEC])
    assert [each.line(colour=False).rstrip() for each in found[1:]] == whole
    assert found[0].message == "1 kustomization, none that calls stateful-fn"


@pytest.mark.e2e
def test_an_app_that_only_validates_makes_nothing(with_kustomize: Path, tmp_path: Path) -> None:
    del with_kustomize
    validate = 'annotations:\n    stateful-renderer.dev/validate: "true"\n'
    app(tmp_path / "app", AS_FUNCTION.replace("annotations:\n", validate, 1))
    assert built(tmp_path)[0].endswith(
        "makes nothing of StatefulApp/nginx (remove its annotation stateful-renderer.dev/validate:"
        ' "true": it says that it only validates)  [SR986]'
    )


@pytest.mark.e2e
def test_a_program_that_belongs_to_the_folder_is_called_there(
    with_kustomize: Path, tmp_path: Path
) -> None:
    """One that finds what it needs where the kustomization is, in a folder with an odd name."""
    del with_kustomize
    folder = app(tmp_path / "it's an app", AS_FUNCTION.replace("path: stateful-fn", "path: ./fn"))
    script(folder / "fn", "#!/bin/sh\n. ./settings\n$RUN\n")
    (folder / "settings").write_text("RUN=stateful-fn\n")
    assert built(tmp_path)[0].startswith("ok ")
    (folder / "settings").write_text("RUN=true\n")
    assert "makes nothing of StatefulApp/nginx" in built(tmp_path)[0]


def test_what_nobody_can_say_of_a_call_is_no_finding(tmp_path: Path) -> None:
    """It fails by itself, prints what cannot be read, or cannot be written down."""
    call = Call({"kind": "StatefulApp"}, tmp_path, "generators")
    for text in ("exit 1", "echo 'a: ['"):
        program = script(tmp_path / "kustomize", f"#!/bin/sh\n{text}\n")
        assert trial.made_alone(call, programs.Build(str(program), "build", ())) is None
    build = programs.Build("true", "build", ())
    assert trial.made_alone(call, build) == []
    assert trial.made_alone(Call({"a": "\x85"}, tmp_path, "generators"), build) is None


@pytest.mark.e2e
def test_an_app_that_is_only_for_local_use(with_kustomize: Path, tmp_path: Path) -> None:
    """kustomize prints nothing of it, which its owner has asked for."""
    del with_kustomize
    local = 'metadata:\n  annotations: {config.kubernetes.io/local-config: "true"}\n'
    folder = app(tmp_path / "app", NGINX.replace("metadata:\n", local, 1))
    (folder / "kustomization.yaml").write_text("resources: [app.yaml]\n")
    assert built(tmp_path)[0].endswith("runs nothing and prints 0 objects")


@pytest.mark.e2e
def test_a_container_is_not_skipped(with_kubectl: Path, tmp_path: Path) -> None:
    """A stand-in for docker; kubectl runs containers too."""
    script(with_kubectl / "bin/docker", "#!/bin/sh\nexec stateful-fn\n")
    spec = AS_FUNCTION.replace("exec: {path: stateful-fn}", "container: {image: ours}")
    app(tmp_path / "app", spec)
    found = built(tmp_path)
    assert len(found) == 2
    assert all("runs StatefulApp/nginx and prints 3 objects" in line for line in found)


@pytest.mark.e2e
def test_a_transformer_that_gives_nothing_back(with_kustomize: Path, tmp_path: Path) -> None:
    script(with_kustomize / "bin/nothing", "#!/bin/sh\n")
    folder = app(tmp_path / "app", AS_FUNCTION, "transformers: [environment.yaml]\n")
    (folder / "environment.yaml").write_text(
        ENVIRONMENT.replace("path: stateful-fn", "path: nothing")
    )
    assert "prints no object at all (a transformer gives nothing back" in built(tmp_path)[0]


EXTRA = (
    "  extraResources:\n  - name: more\n    resource:\n      apiVersion: v1\n"
    "      kind: ConfigMap\n      metadata: {name: more}\n"
)
SIDECAR = "  sidecars: [{name: side, image: 'side:1'}]\n"
PLACES = (
    "images:\n- {path: spec/image, kind: StatefulApp}\n"
    "- {path: 'spec/sidecars[]/image', kind: StatefulApp}\n"
    "commonLabels:\n- {path: spec/podLabels, kind: StatefulApp, create: true}\n"
)


def missed(folder: Path, name: str = "nginx") -> list[str]:
    """What a field misses of an app, without where and what to do."""
    found = [each for each in builds.findings([folder], [builds.ALPHA, builds.EXEC]) if each.code]
    assert {each.code for each in found} <= {"SR985", "SR994"}
    return [each.message.removesuffix(f" of StatefulApp/{name}") for each in found[2:]]


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("images: [{name: side, newTag: '2'}]", ["images misses side:1"]),
        ("images: [{name: side, newName: other}]", ["images misses side:1"]),
        ("images: [{name: another, newTag: '2'}]", []),
        ("images: [{name: side, newTag: '1'}]", []),
        ("images: [{name: side, tagSuffix: -a}]", []),
        ("images: 3", None),
        ("commonLabels: {team: a}", ["labels miss the pods and selectors"]),
        (
            "labels: [{pairs: {team: a}, includeTemplates: true}]",
            ["labels miss the pods and selectors"],
        ),
        ("labels: [{pairs: {team: a}}]", []),
        ("namespace: shop", None),  # its environment says another one
        ("namePrefix: x-", ["namePrefix and nameSuffix miss extra resources: more"]),
        ("namePrefix: m", []),
        ("nameSuffix: e", []),
        (
            (
                "configurations: [places.yaml]\ncommonLabels: {team: a}\n"
                "images: [{name: side, newTag: '2'}]"
            ),
            [],
        ),
    ],
)
def test_fields_that_miss_a_part_of_an_app(
    with_kubectl: Path, tmp_path: Path, field: str, said: list[str] | None
) -> None:
    """Beside the app and the transformer, and in a base whose overlays have the transformer."""
    del with_kubectl
    folder = app(tmp_path / "app", NGINX.replace("spec:\n", f"spec:\n{SIDECAR}{EXTRA}", 1))
    (folder / "expand.yaml").write_text(CONFIG_MAP)
    (folder / "places.yaml").write_text(PLACES)
    kustomization = folder / "kustomization.yaml"
    kustomization.write_text(f"resources: [app.yaml]\ntransformers: [expand.yaml]\n{field}\n")
    if said is None:  # kustomize refuses it
        assert "[SR987]" in built(folder)[0]
        return
    names = {"namePrefix: x-": "x-nginx", "namePrefix: m": "mnginx", "nameSuffix: e": "nginxe"}
    name = names.get(field, "nginx")
    assert missed(folder, name) == said
    kustomization.write_text(f"resources: [app.yaml]\n{field}\n")
    overlay = app(tmp_path / "overlay", CONFIG_MAP)
    (overlay / "kustomization.yaml").write_text(
        "resources: [../app]\ntransformers: [app.yaml]\nimages: [{name: another, newTag: '2'}]\n"
    )
    found = builds.findings([tmp_path], [builds.ALPHA, builds.EXEC])
    partial = [each for each in found if each.code == "SR994"]
    expected = [f"{each} of StatefulApp/{name}" for each in said]
    assert [each.message for each in partial if each.subject == str(folder)] == expected
    above = [each.message.split()[0] for each in partial if each.subject == str(overlay)]
    assert above == []


@pytest.mark.e2e
def test_fields_over_an_expanded_app_reach_all(with_kustomize: Path, tmp_path: Path) -> None:
    del with_kustomize
    folder = app(tmp_path / "base", NGINX.replace("spec:\n", f"spec:\n{SIDECAR}", 1))
    (folder / "expand.yaml").write_text(CONFIG_MAP)
    (folder / "kustomization.yaml").write_text(
        "resources: [app.yaml]\ntransformers: [expand.yaml]\n"
    )
    overlay = app(tmp_path / "overlay", CONFIG_MAP)
    (overlay / "kustomization.yaml").write_text(
        "resources: [../base]\nimages: [{name: side, newTag: '2'}]\ncommonLabels: {team: a}\n"
    )
    assert not any("SR994" in each for each in built(overlay))


def test_of_a_build_that_prints_no_manifests_no_field_is_judged(
    only_ours: Path, tmp_path: Path
) -> None:
    """A program that prints no manifests, for a base that others expand."""
    program = script(only_ours / "bin/kustomize", "#!/bin/sh\necho 'a: ['\n")
    folder = app(tmp_path / "app", NGINX, "namePrefix: x-\n")
    build = programs.Build(str(program), "build", ())
    assert list(fields.beside_apps(folder, build)) == []


NAMING = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec: {defaultBackend: {service: {name: NAME, port: {number: 80}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: nginx}
spec: {containers: [{name: nginx, image: nginx}]}
"""


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("field", "named", "is_missed"),
    [
        ("namePrefix: x-", "nginx", True),
        ("nameSuffix: -x", "nginx-client", True),
        ("namePrefix: x-", "x-nginx", False),
        ("namePrefix: x-", "other", False),
        ("namespace: shop", "nginx", False),
    ],
)
def test_what_names_a_renamed_app(
    with_kubectl: Path, tmp_path: Path, field: str, named: str, is_missed: bool
) -> None:
    """kustomize knows no Service nginx that the Ingress may mean: the app is expanded later."""
    del with_kubectl
    spec = NGINX.replace("spec:\n", "spec:\n  clientService: {}\n", 1)
    spec = spec.partition("  environments:")[0]
    folder = app(tmp_path / "app", spec)
    (folder / "expand.yaml").write_text(CONFIG_MAP)
    (folder / "web.yaml").write_text(NAMING.replace("NAME", named))
    (folder / "kustomization.yaml").write_text(
        f"resources: [app.yaml, web.yaml]\ntransformers: [expand.yaml]\n{field}\n"
    )
    found = [each for each in built(folder) if "SR994" in each]
    assert len(found) == is_missed
    assert all(" miss Ingress/" in each and "naming objects of " in each for each in found)


@pytest.mark.e2e
def test_an_app_that_cannot_be_rendered_names_nothing(with_kubectl: Path, tmp_path: Path) -> None:
    del with_kubectl
    folder = app(tmp_path / "app", NGINX.replace("podSecurity: ", "podSafety: ", 1))
    (folder / "expand.yaml").write_text(CONFIG_MAP)
    (folder / "web.yaml").write_text(NAMING.replace("NAME", "nginx"))
    (folder / "kustomization.yaml").write_text(
        "resources: [app.yaml, web.yaml]\ntransformers: [expand.yaml]\nnamePrefix: x-\n"
    )
    found = built(folder)
    assert "[SR987]" in found[0]
    assert not [each for each in found if "SR994" in each]


PEERS = (
    "  peers:\n  - {name: PEERS, format: '{host}'}\n"
    "  - {name: SELF, own: true, format: '{pod}.{host}'}\n"
    "  - {name: LIST, mountPath: /etc/peers}\n"
)
OLD = "PEERS, SELF, LIST.nginx-0 and 2 more"


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "namePrefix: x-\n",
            f"StatefulSet/x-nginx was renamed, but not its pods in {OLD}",
        ),
        (
            "namePrefix: x-\nlabels: [{pairs: {app.kubernetes.io/managed-by: us}}]\n",
            f"StatefulSet/x-nginx was renamed, but not its pods in {OLD}",
        ),
        (
            "nameSuffix: -x\n",
            f"StatefulSet/nginx-x was renamed, but not its pods in {OLD}",
        ),
        (f"patches:\n- target: {{kind: StatefulSet}}\n  patch: |-\n    {RENAME}\n", "other"),
        (f"transformers:\n- '{PREFIX}'\n", "StatefulSet/my-nginx was renamed"),
        ("namespace: shop\n", ""),
        ("commonLabels: {app.kubernetes.io/name: other}\n", ""),
        (f"patches:\n- target: {{kind: Service}}\n  patch: '{DELETE}'\n", ""),
    ],
    ids=["prefix", "label", "suffix", "rename", "transformer", "namespace", "labels", "delete"],
)
def test_a_renamed_app_with_peers(
    with_kustomize: Path, tmp_path: Path, more: str, said: str
) -> None:
    del with_kustomize
    folder = app(tmp_path / "app", AS_FUNCTION.replace("spec:\n", f"spec:\n{PEERS}", 1), more)
    found = "\n".join(line for line in built(folder) if "SR994" in line)
    assert found.count("SR994") == bool(said)
    assert said in found


@pytest.mark.e2e
def test_a_renamed_app_without_peers(with_kustomize: Path, tmp_path: Path) -> None:
    """Nor do others' StatefulSets count, nor texts that only look like a host."""
    del with_kustomize
    variables = "  env: [{name: LOG, value: /log/nginx.txt}, {name: V, value: my-nginx-1}]\n"
    spec = AS_FUNCTION.replace("spec:\n", f"spec:\n{variables}", 1)
    folder = app(tmp_path / "app", spec, "namePrefix: x-\nresources: [other.yaml]\n")
    (folder / "other.yaml").write_text(
        "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: other}\nspec: {}\n"
    )
    assert not any("SR994" in line for line in built(folder))


CLIENT = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: client}\nspec:\n"
    "  selector: {matchLabels: {app: client}}\n  template:\n"
    "    metadata: {labels: {app: client}}\n"
    "    spec: {containers: [{name: client, image: 'c:1', args: ['--of=TEXT']}]}\n"
)
FULL = "nginx-0.nginx.shop.svc.cluster.local"
AUTOSCALED = (
    "patches:\n- target: {name: nginx, kind: StatefulSet}\n"
    "  patch: '[{op: remove, path: /spec/replicas}]'"
)


def said_of_clients(folder: Path) -> list[str]:
    return [
        each.message
        for each in builds.findings([folder], [builds.ALPHA, builds.EXEC])
        if each.code == "SR994"
    ]


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        ("nginx-0.nginx:80", "namePrefix: x-", "StatefulSet/x-nginx was renamed, but not its pods"),
        ("nginx-0.nginx", "nameSuffix: -x", "StatefulSet/nginx-x was renamed, but not its pods"),
        (
            FULL,
            "namePrefix: x-\nnamespace: shop",
            "StatefulSet/x-nginx was renamed, but not its pods",
        ),
        (FULL, "namePrefix: x-\nnamespace: other", ""),
        ("x-nginx-0.x-nginx", "namePrefix: x-", ""),
        ("/srv/nginx-0", "namePrefix: x-", ""),
        ("nginx-0.nginx", "namespace: shop", ""),
        (
            "nginx-0.nginx,nginx-2.nginx",
            "replicas: [{name: nginx, count: 2}]",
            "StatefulSet/nginx has fewer pods than Deployment/client names",
        ),
        ("nginx-0.nginx,nginx-2.nginx", "replicas: [{name: nginx, count: 5}]", ""),
        ("nginx-7.nginx", "namespace: shop", ""),
        ("nginx-7.nginx", f"replicas: [{{name: client, count: 2}}]\n{AUTOSCALED}", ""),
    ],
)
def test_others_that_name_the_pods_of_an_app(
    with_kustomize: Path, tmp_path: Path, text: str, more: str, said: str
) -> None:
    """Nobody renames what is a text in an argument of theirs, or takes pods out of it."""
    del with_kustomize
    folder = app(tmp_path / "app", AS_FUNCTION, f"resources: [client.yaml]\n{more}\n")
    (folder / "client.yaml").write_text(CLIENT.replace("TEXT", text))
    found = said_of_clients(folder)
    assert [each.partition(" in ")[0] for each in found] == ([said] if said else [])


@pytest.mark.e2e
def test_others_may_mean_the_app_that_has_the_name_now(
    with_kustomize: Path, tmp_path: Path
) -> None:
    """A renamed copy beside the one that keeps its name."""
    del with_kustomize
    app(tmp_path / "copy", AS_FUNCTION, "namePrefix: x-\n")
    folder = app(tmp_path / "app", AS_FUNCTION, "resources: [../copy, client.yaml]\n")
    (folder / "client.yaml").write_text(CLIENT.replace("TEXT", "nginx-0.nginx"))
    assert said_of_clients(folder) == []
    kustomization = folder / "kustomization.yaml"
    kustomization.write_text("resources: [../copy, client.yaml]\n")
    assert len(said_of_clients(folder)) == 1


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("field", "said"),
    [("namePrefix: x-", "x-nginx"), ("nameSuffix: -x", "nginx-x"), ("namespace: nginx-prod", "")],
)
def test_others_that_name_the_pods_of_an_app_that_is_expanded(
    with_kustomize: Path, tmp_path: Path, field: str, said: str
) -> None:
    del with_kustomize
    folder = app(
        tmp_path / "app", NGINX, f"resources: [client.yaml]\n{field}\ntransformers: [expand.yaml]\n"
    )
    kustomization = folder / "kustomization.yaml"
    text = kustomization.read_text().replace("generators: [app.yaml]\n", "")
    kustomization.write_text(text.replace("[client.yaml]", "[client.yaml, app.yaml]"))
    (folder / "client.yaml").write_text(CLIENT.replace("TEXT", "nginx-0.nginx"))
    (folder / "expand.yaml").write_text(CONFIG_MAP)
    client = said.replace("nginx", "client")
    expected = (
        f"namePrefix and nameSuffix miss Deployment/{client}, naming pods of StatefulApp/{said}"
    )
    assert said_of_clients(folder) == ([expected] if said else [])


def test_a_folder_without_any_function(only_ours: Path, tmp_path: Path) -> None:
    del only_ours
    empty = tmp_path / "empty"
    empty.mkdir()
    assert built(empty) == [f"ok       {empty}: 0 kustomizations, none that calls stateful-fn"]
    assert built(ROOT / "overlays/nginx") == [
        f"ok       {ROOT}/overlays/nginx: 3 kustomizations, none that calls stateful-fn"
    ]


def test_what_is_hidden_is_no_kustomization_of_ours_and_what_is_broken_may_be(
    only_ours: Path, tmp_path: Path
) -> None:
    del only_ours
    app(tmp_path / ".hidden/app", AS_FUNCTION)
    app(tmp_path / "broken", AS_FUNCTION, "a: [\n")
    app(tmp_path / "odd", AS_FUNCTION, "generators: 3\n")
    told = built(tmp_path)  # in the second, a key stands twice: kustomize takes it
    assert [each.partition(" (")[0].rpartition("/")[2] for each in told] == [
        f"{name}: is not built: neither kustomize nor kubectl is on PATH"
        for name in ("broken", "odd")
    ]


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (
            {"kustomization.yaml": "generators: [app.yaml]\nnamespace: a\nnamespace: a\n"},
            'kustomization.yaml cannot be read: key "namespace" must be given once',
        ),
        (
            {
                "kustomization.yaml": "resources: [all.yaml]\n",
                "all.yaml": f"{NGINX}---\napiVersion: v1\nkind: ConfigMap\n"
                "metadata: {name: a}\ndata: {a: !!str 3}\n",
            },
            "prints StatefulApp/nginx, which nothing expands",
        ),
        (
            {
                "kustomization.yaml": "resources: [all.yaml]\n",
                "all.yaml": "apiVersion: v1\nkind: List\nitems:\n- "
                + NGINX.strip().replace("\n", "\n  "),
            },
            "prints StatefulApp/nginx, which nothing expands",
        ),
    ],
)
def test_what_kustomize_reads_and_we_do_not_is_told(
    with_kustomize: Path, tmp_path: Path, files: dict[str, str], reason: str
) -> None:
    del with_kustomize
    folder = app(tmp_path / "app", AS_FUNCTION)
    for name, text in files.items():
        (folder / name).write_text(text)
    assert reason in built(tmp_path)[0]


@pytest.mark.e2e
def test_a_build_that_fails_for_another_reason_is_no_all_clear(
    with_kubectl: Path, tmp_path: Path
) -> None:
    del with_kubectl
    broken = app(tmp_path / "broken", AS_FUNCTION, "resources: [missing.yaml]\n")
    assert not [each for each in built(broken) if "loses nothing in silence" in each]
    folder = app(tmp_path / "app", AS_FUNCTION)
    options = f"--build-options={builds.ALPHA} {builds.EXEC} --stack-trace"
    told = lines(str(folder), options, code=1)
    assert not [each for each in told if "loses nothing in silence" in each]
    assert [each for each in told if "unknown flag: --stack-trace" in each]


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("text", "mode", "reason"),
    [
        (None, 0, "(the program is not there, or the interpreter that its first line names)"),
        ("#!/gone/sh\n", 0o755, "(the program is not there, or the interpreter"),
        ("#!/bin/sh\n", 0o644, "(give the program the right to be executed: chmod +x)"),
    ],
    ids=["gone", "interpreter", "mode"],
)
def test_another_program_in_the_annotation(
    text: str | None, mode: int, reason: str, with_kustomize: Path, tmp_path: Path
) -> None:
    del with_kustomize
    folder = app(tmp_path / "app", AS_FUNCTION.replace("path: stateful-fn", "path: ./fn.sh"))
    if text:
        script(folder / "fn.sh", text, mode)
    (found, *_) = built(tmp_path)
    assert f"{reason}" in found
    assert "[SR987]" in found


@pytest.mark.e2e
def test_a_function_that_kustomize_does_not_find(with_kustomize: Path, tmp_path: Path) -> None:
    (with_kustomize / "bin/stateful-fn").unlink()
    app(tmp_path / "app", AS_FUNCTION)
    assert "(put the program on the PATH of kustomize)  [SR987]" in built(tmp_path)[0]


def test_a_circle_of_kustomizations_ends(only_ours: Path, tmp_path: Path) -> None:
    del only_ours
    for name, other in (("a", "b"), ("b", "a")):
        app(tmp_path / name, AS_FUNCTION, f"resources: [../{other}]\n")
    assert len(called(tmp_path / "a").calls) == 2


def test_a_component_is_looked_at_where_it_is_used(only_ours: Path, tmp_path: Path) -> None:
    del only_ours
    app(tmp_path / "part", AS_FUNCTION, "kind: Component\n")
    assert "1 kustomization, none" in built(tmp_path)[0]
    (tmp_path / "kustomization.yaml").write_text("components: [part]\n")
    assert called(tmp_path).programs == ["StatefulApp/nginx"]


@pytest.mark.parametrize(
    "more",
    [
        "patches: 3\n",
        "patches: [3, {path: nowhere.yaml}, {patch: 'a: ['}]\n",
        "resources: {a: b}\n",
        f"resources: [3, {'x' * 5000}]\n",
        "resources: ['a\\0b']\n",
        "namePrefix: 3\n",
    ],
    ids=["patches", "patch", "map", "long", "nul", "number"],
)
def test_an_odd_kustomization_is_left_to_kustomize(more: str, tmp_path: Path) -> None:
    assert len(called(app(tmp_path / "app", AS_FUNCTION, more)).calls) == 1


def as_others(*arguments: str | Path) -> Result:
    """Run the doctor as somebody who may not read everything, which root otherwise may."""
    command = [Path(sys.executable).with_name("stateful"), "doctor", *arguments]
    if os.geteuid() == 0:
        command = ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.mark.e2e
def test_what_cannot_be_read_is_a_finding_and_the_rest_is_looked_at(
    with_kustomize: Path, tmp_path: Path
) -> None:
    del with_kustomize
    apps = tmp_path / "apps"
    app(apps / "app", AS_FUNCTION, GUARD)
    closed = app(apps / "closed", AS_FUNCTION)
    unlisted = app(apps / "listed", AS_FUNCTION)
    secret = app(apps / "secret", AS_FUNCTION) / "kustomization.yaml"
    (app(apps / "spec", AS_FUNCTION) / "app.yaml").chmod(0)
    app(apps / "user", AS_FUNCTION, "resources: [../closed]\n")
    for path, mode in ((closed, 0), (unlisted, 0o444), (secret, 0)):
        path.chmod(mode)
    result = as_others(apps)
    for path in (closed, unlisted):
        path.chmod(0o755)
    assert (result.code, result.stderr) == (1, "")
    denied = "cannot be read: Permission denied"
    nobody = f"{denied}, and nobody can say what it calls"
    end = "(run the doctor as a user who may read it)  [SR501]"
    assert [line for line in result.stdout.splitlines() if str(apps) in line] == [
        f"error    {closed}: {nobody} {end}",
        f"error    {unlisted}/kustomization.yaml: {nobody} {end}",
        (
            f"ok       {apps}/app: kustomize build --enable-alpha-plugins --enable-exec"
            " runs StatefulApp/nginx and prints 3 objects"
        ),
        (
            f"ok       {apps}/app: kustomize build --enable-alpha-plugins"
            " fails, and so loses nothing in silence"
        ),
        (
            f"error    {apps}/secret: kustomization.yaml {denied}"
            " (run it by hand to see all of it)  [SR987]"
        ),
        f"error    {apps}/spec: leads to {apps}/spec/app.yaml, which {denied} {end}",
        f"error    {apps}/user: leads to {closed}/kustomization.yaml, which {denied} {end}",
    ]


def test_links_to_folders_elsewhere_are_said_and_not_followed(
    only_ours: Path, tmp_path: Path
) -> None:
    """To a parent, to a folder beside it, out of DIR, into a hidden folder, and to themselves."""
    del only_ours
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    app(inside / "real", AS_FUNCTION)
    app(outside / "app", AS_FUNCTION)
    app(inside / ".releases/1", AS_FUNCTION)
    for name, target in (
        ("a", "real"),
        ("current", ".releases/1"),
        ("loop", "loop"),
        ("out", "../outside"),
        ("real/up", ".."),
        ("real/out", "../../outside/app"),
    ):
        (inside / name).symlink_to(target)
    *_, first, last = built(inside)
    assert first.split()[1] == f"{inside}/real:"
    links = ", ".join(f"{inside}/{each}" for each in ("current", "out", "real/out"))
    assert last == f"ok       {inside}: links to folders elsewhere are not followed: {links}"


# --- the exec plugin ------------------------------------------------------------------------------


def test_install_says_what_it_wrote_and_uninstall_takes_it_back(tmp_path: Path) -> None:
    home = tmp_path / "plugins"
    installed = run("doctor", "--install-plugin", "--plugin-home", str(home))
    assert installed == Result(
        0,
        f"wrote {home}/{PLACE}\n"
        f"call it with: KUSTOMIZE_PLUGIN_HOME={home}"
        " kubectl kustomize --enable-alpha-plugins DIR\n"
        "A StatefulApp must not have the annotation config.kubernetes.io/function then.\n",
        "",
    )
    assert run("doctor", "--install-plugin", "--plugin-home", str(home)) == installed
    assert [path for path in home.rglob("*") if path.is_file()] == [home / PLACE]
    (home / "other").mkdir()
    removed = run("doctor", "--uninstall-plugin", "--plugin-home", str(home))
    assert removed == Result(0, f"removed {home}/{PLACE}\n", "")
    assert list(home.iterdir()) == [home / "other"]
    again = run("doctor", "--uninstall-plugin", "--plugin-home", str(home))
    assert again == Result(0, f"nothing to remove: {home}/{PLACE} is not there\n", "")


def test_uninstall_leaves_what_is_beside_it(tmp_path: Path) -> None:
    home = tmp_path / "plugins"
    run("doctor", "--install-plugin", "--plugin-home", str(home))
    (home / PLACE).with_name("notes.txt").write_text("")
    run("doctor", "--uninstall-plugin", "--plugin-home", str(home))
    assert [path.name for path in home.rglob("*") if path.is_file()] == ["notes.txt"]


def test_it_goes_where_kustomize_looks(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def place() -> str:
        said = run("doctor", "--install-plugin").stdout.splitlines()
        assert said[1] == "call it with: kubectl kustomize --enable-alpha-plugins DIR"
        return said[0].removeprefix("wrote ").removesuffix(f"/{PLACE}")

    assert place() == f"{machine}/.config/kustomize/plugin"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(machine / "xdg"))
    assert place() == f"{machine}/.config/kustomize/plugin", "a folder that is there wins"
    (machine / "own").mkdir()
    monkeypatch.setenv("KUSTOMIZE_PLUGIN_HOME", str(machine / "own"))
    assert place() == f"{machine}/own"
    shadowed = [each for each in plugin_home.findings(os.environ) if each.code]
    assert [(each.code, each.status) for each in shadowed] == [("SR992", "warning")]
    assert f"kustomize looks in {machine}/own alone" in shadowed[0].message


@pytest.mark.parametrize("action", ["--install-plugin", "--uninstall-plugin"])
def test_the_file_of_somebody_else_stays(action: str, tmp_path: Path) -> None:
    target = tmp_path / PLACE
    target.parent.mkdir(parents=True)
    target.write_text("theirs")
    result = run("doctor", action, "--plugin-home", str(tmp_path))
    assert result == Result(
        2,
        "",
        f"{target}: was not written by this tool, and is left as it is (move it away)  [SR991]\n",
    )
    assert target.read_text() == "theirs"
    assert [
        each.code for each in plugin_home.findings({"KUSTOMIZE_PLUGIN_HOME": str(tmp_path)})
    ] == ["SR991"]


@pytest.mark.parametrize("kind", ["link", "folder", "bytes"])
def test_odd_files_of_somebody_else_stay(kind: str, tmp_path: Path) -> None:
    target = tmp_path / PLACE
    target.parent.mkdir(parents=True)
    if kind == "link":
        (tmp_path / "real").write_text(plugin_home.MARK)
        target.symlink_to(tmp_path / "real")
    elif kind == "folder":
        target.mkdir()
    else:
        target.write_bytes(b"\xff")
    result = run("doctor", "--install-plugin", "--plugin-home", str(tmp_path))
    assert (result.code, "[SR991]" in result.stderr) == (2, True)


def test_a_plugin_that_does_not_work(machine: Path) -> None:
    run("doctor", "--install-plugin")
    target = machine / ".config/kustomize/plugin" / PLACE
    target.chmod(0o644)
    (found,) = plugin_home.findings(os.environ)
    assert (found.code, found.hint) == ("SR993", f"chmod +x {target}")
    program = str(Path(sys.executable).with_name("stateful-fn"))
    script(target, target.read_text().replace(program, "/gone/stateful-fn"))
    (found,) = plugin_home.findings(os.environ)
    assert found.line(colour=False) == (
        f"error    exec plugin: {target} calls /gone/stateful-fn, which is not stateful-fn"
        f" {__version__}: No such file or directory (stateful doctor --install-plugin)  [SR993]\n"
    )


def test_without_a_home_the_folder_must_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    result = run("doctor", "--install-plugin")
    assert result == Result(
        2,
        "",
        "must have a plugin home: neither KUSTOMIZE_PLUGIN_HOME nor HOME is set"
        " (name one with --plugin-home DIR)  [SR992]\n",
    )


def test_without_a_function_nothing_is_installed(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (machine / "bin/stateful-fn").unlink()
    monkeypatch.setattr(sys, "executable", "/gone/python")
    result = run("doctor", "--install-plugin", "--plugin-home", str(tmp_path / "plugins"))
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == (
        "must have stateful-fn to call: it is neither in /gone nor on PATH  [SR982]\n"
    )
    assert not (tmp_path / "plugins").exists()


def test_a_name_with_blanks_and_quotes_is_called_as_it_is(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = machine / "it's a place"
    odd.mkdir()
    (odd / "stateful-fn").symlink_to(Path(sys.executable).with_name("stateful-fn"))
    monkeypatch.setattr(sys, "executable", str(odd / "python"))
    run("doctor", "--install-plugin")
    assert [each.code for each in plugin_home.findings(os.environ)] == [""]


# --- the command ----------------------------------------------------------------------------------


def test_json_holds_the_same(only_ours: Path) -> None:
    del only_ours
    result = run("doctor", "-o", "json")
    assert result.code == 1
    found = json.loads(result.stdout)
    assert found[1] == {
        "subject": "kustomize",
        "message": "is not on PATH",
        "hint": (
            "install 5.4 or newer: https://kubectl.docs.kubernetes.io/installation/kustomize/"
        ),
        "code": "SR980",
        "status": "warning",
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["/nowhere"], "/nowhere: must be a file or folder that is there [SR501]"),
        (["--install-plugin", "--uninstall-plugin"], "must not be given together"),
        (["--plugin-home", "x"], "must stand beside --install-plugin or --uninstall-plugin"),
        (["--install-plugin", "."], "must not stand beside PATH"),
        (["--build-options", "'"], "must be quoted as in a shell: No closing quotation"),
    ],
)
def test_a_wrong_call(arguments: list[str], said: str) -> None:
    result = run("doctor", *arguments)
    assert (result.code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())


def test_colour_is_for_terminals_alone(only_ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del only_ours
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal, other = os.openpty()
    program = Path(sys.executable).with_name("stateful")
    subprocess.run([program, "doctor"], stdout=other, check=False)
    os.close(other)
    assert "\x1b[33mwarning\x1b[0m  kustomize" in shown_on(terminal)
    assert "\x1b" not in run("doctor").stdout
