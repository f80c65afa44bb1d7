"""Measure what people wait for, next to what they would otherwise wait for.

Usage: python tools/bench.py [--rounds N] [--apps N] [--folder FOLDER]

A cold `stateful-fn` call, a tree of many apps in one `stateful render`, many apps in one build of
kustomize, our YAML by itself, two sets of objects compared, and StatefulSets that are taken over.
Machines differ and are never quiet, so only ratios count: everything in a table runs in turns,
A B C A B C, and a ratio is the median of the ratios of all rounds; milliseconds are medians too,
and there to get a feeling. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import copy
import gc
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import yaml
from build_programs import PROGRAMS
from deepdiff import DeepDiff

from renderer.changes.compare import compare as compare_objects
from renderer.changes.table import judge
from renderer.inputs.specs import read_specs
from renderer.kubernetes.versions import DEFAULT
from renderer.objects.resource import Resource
from renderer.resources.pipeline import build_of
from renderer.yaml import dump, dump_all, read

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable
SCRIPTS = Path(PYTHON).parent
FUNCTION, STATEFUL = str(SCRIPTS / "stateful-fn"), str(SCRIPTS / "stateful")
FUNCTION_FLAGS = ("--enable-alpha-plugins", "--enable-exec")
# A file system in memory: we measure programs, and a disk is noisier than all of them.
IN_MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it
# Measuring tools that start with every Python, and a switch that forbids .pyc files.
DISTURBING = ("COVERAGE", "PYTHON")
MIB = 2**20
MILLI = 1e-3
LARGE = 100  # from here on, decimals say nothing
OVERLAYS_PER_APP = 3
APPS_FOR_YAML = 100
PAIRS = 1000


@dataclass(frozen=True)
class Run:
    """One call.

    Args:
        seconds: from its start to its end.
        peak: the most memory it held, in MiB; 0 where nobody asked.
    """

    seconds: float
    peak: float = 0


Call = Callable[[int], Run]
STARTS_AND_TELLS = """
import os, sys
_, _, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ), 0)
sys.stderr.write(str(usage.ru_maxrss))
"""
Runs = dict[str, list[Run]]


def interleaved(calls: dict[str, Call], rounds: int, what: str) -> Runs:
    """Run all calls in turns. A first round does not count: it fills caches, .pyc files too.

    Args:
        calls: {name: call}; a call gets the number of the round.
        rounds: how many of them count.
        what: what is measured, for people who watch.
    """
    runs: Runs = {name: [] for name in calls}
    for number in range(rounds + 1):
        show_progress(f"{what}: round {number} of {rounds}")
        for name, call in calls.items():
            run = call(number)
            if number:
                runs[name].append(run)
    show_progress("")
    return runs


def show_progress(text: str) -> None:
    """Replace the last line of a terminal; anywhere else say nothing."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


# --- calls ----------------------------------------------------------------------------------------


def quiet_environment() -> dict[str, str]:
    """Return the variables for all programs: nothing that measures, and our commands on PATH."""
    kept = {key: each for key, each in os.environ.items() if not key.startswith(DISTURBING)}
    return {**kept, "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"}


ENVIRONMENT = quiet_environment()


def run(
    command: list[str], stdin: Path | None = None, code: int = 0, folder: Path | None = None
) -> Run:
    """Run a program to its end, in a folder if one is named; it must have this exit code.

    Linux counts this process into the peak memory of what it starts: keep it the smaller of both.
    """
    with (stdin or Path(os.devnull)).open("rb") as source, tempfile.TemporaryFile() as stderr:
        start = perf_counter()
        process = subprocess.Popen(
            command,
            stdin=source,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            env=ENVIRONMENT,
            cwd=folder,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != code:
            stderr.seek(0)
            sys.exit(f"{shlex.join(command)}: exit {process.returncode}\n{stderr.read().decode()}")
    return Run(seconds, usage.ru_maxrss / (MIB if sys.platform == "darwin" else 1024))


def peak(command: list[str | Path], stdin: Path | None = None) -> float:
    """Return the most memory that a program holds, in MiB; what starts it is smaller."""
    with (stdin or Path(os.devnull)).open("rb") as source:
        words = [PYTHON, "-S", "-E", "-c", STARTS_AND_TELLS, *map(str, command)]
        done = subprocess.run(
            words, stdin=source, capture_output=True, env=ENVIRONMENT, check=True, text=True
        )
    return int(done.stderr) / (MIB if sys.platform == "darwin" else 1024)


def program(*command: str | Path, stdin: Path | None = None, code: int = 0) -> Call:
    """Return the call of a program."""
    words = [str(word) for word in command]
    return lambda _number: run(words, stdin, code)


def output_of(*command: str | Path, stdin: Path | None = None) -> str:
    """Return what a program prints: manifests, or there would be nothing to measure."""
    source = stdin.read_bytes() if stdin else b""
    words = [str(word) for word in command]
    done = subprocess.run(words, input=source, stdout=subprocess.PIPE, env=ENVIRONMENT, check=True)
    text = done.stdout.decode()
    if "kind: StatefulSet" not in text:
        sys.exit(f"{shlex.join(words)}: printed no StatefulSet")
    return text


def timed(work: Callable[[Any], object], data: object) -> Run:
    """Run a function of this process, without garbage of the one before."""
    gc.collect()
    start = perf_counter()
    work(data)
    return Run(perf_counter() - start)


# --- the table ------------------------------------------------------------------------------------


def title(text: str) -> None:
    """Print the head of a table."""
    print(f"\n{text}\n{'ratio':>8}   {'(ms : ms)':<19} {'what : to what':<60} goal")


def compare(runs: Runs, name: str, to: str, *, times: int = 1, goal: str = "") -> None:
    """Print how long a call takes, as a ratio to another.

    Args:
        runs: of one table.
        name: the call.
        to: what it is compared with, if it was measured at all.
        times: how often the other one is needed for the same result.
        goal: the ratio to reach.
    """
    if to not in runs or name not in runs:
        return
    pairs = [(a.seconds, b.seconds * times) for a, b in zip(runs[name], runs[to], strict=True)]
    other = f"{times:,} x {to}" if times > 1 else to
    line([(a / MILLI, b / MILLI) for a, b in pairs], "", f"{name} : {other}", goal)


def compare_peaks(runs: Runs, name: str, to: str) -> None:
    """Print the most memory that a call holds, as a ratio to another."""
    if to in runs:
        pairs = [(a.peak, b.peak) for a, b in zip(runs[name], runs[to], strict=True)]
        line(pairs, " MiB", f"{name} : {to}", "")


def line(pairs: list[tuple[float, float]], unit: str, what: str, goal: str) -> None:
    """Print a line of a table from the (value, other value) of every round."""
    ratio = median(value / other for value, other in pairs)
    value, other = (median(each) for each in zip(*pairs, strict=True))
    numbers = f"({short(value)} : {short(other)}{unit})"
    print(f"{ratio:#8.3g}   {numbers:<19} {what:<60} {goal}".rstrip())


def short(value: float) -> str:
    """Write a number with the digits that say something."""
    return f"{value:,.0f}" if value >= LARGE else f"{value:.1f}"


# --- 1: a cold call -------------------------------------------------------------------------------

PASS, IMPORT, FN = "python -c pass", 'python -c "import yaml"', "stateful-fn"
PASS_BARE, FN_BARE = "python -S -E -c pass", "python -S -E entry.py"
INSTALLED = "stateful-fn by this venv's pip"
RENDER, BUILD = "stateful render -e prod", "kustomize build overlay"
HELP, VERSION = "stateful --help", "stateful version"
REPLICAS, SLIP = "  replicas:", "  replica:"
FN_REFUSED, RENDER_REFUSED = "stateful-fn, refused", "stateful render -e prod, refused"
CALLS_FN, CALLS_CAT = "kustomize calling stateful-fn", "kustomize calling cat"


def cold_calls(folder: Path, kustomize: str | None, rounds: int) -> None:
    """Measure one app in one environment, as kustomize and people ask for it."""
    stdin = folder / "stdin.yaml"
    stdin.write_text(dump(resource_list()))
    answer = folder / "answer.yaml"
    answer.write_text(output_of(FUNCTION, stdin=stdin))
    render = [STATEFUL, "render", "-e", "prod", "-f"]
    call, app = write_refused(folder)
    calls = {
        PASS: program(PYTHON, "-c", "pass"),
        IMPORT: program(PYTHON, "-c", "import yaml"),
        FN: program(script(folder / "stateful-fn"), stdin=stdin),
        INSTALLED: program(FUNCTION, stdin=stdin),
        PASS_BARE: program(PYTHON, "-S", "-E", "-c", "pass"),
        FN_BARE: program(PYTHON, "-S", "-E", ROOT / "renderer/entry.py", stdin=stdin),
        FN_REFUSED: program(script(folder / "stateful-fn"), stdin=call, code=1),
        RENDER: program(*render, ROOT / "bases/redis"),
        HELP: program(STATEFUL, "--help"),
        VERSION: program(STATEFUL, "version"),
        RENDER_REFUSED: program(*render, app, code=2),
        **(kustomize_calls(folder, kustomize, answer) if kustomize else {}),
    }
    runs = interleaved(calls, rounds, "cold calls")
    title("One cold call: the redis example in its environment prod")
    compare(runs, FN, PASS, goal="<= 1.25")
    compare(runs, FN_BARE, PASS_BARE, goal="<= 1.15")
    memory = peak([folder / "stateful-fn"], stdin), peak([PYTHON, "-c", "pass"])
    line([memory], " MiB", f"{FN} : {PASS}", "<= 1.15")
    compare(runs, INSTALLED, PASS)
    compare(runs, FN, IMPORT, goal="<= 0.5")
    compare(runs, FN, BUILD, goal="<= 0.25")
    compare(runs, CALLS_FN, BUILD)
    compare(runs, CALLS_FN, CALLS_CAT)
    compare(runs, BUILD, PASS)
    compare(runs, RENDER, PASS, goal="<= 9")
    compare(runs, HELP, PASS, goal="<= 3")
    compare(runs, VERSION, PASS, goal="<= 3")
    compare(runs, FN_REFUSED, FN, goal="about 1")
    compare(runs, RENDER_REFUSED, RENDER, goal="about 1")


def script(path: Path) -> Path:
    """Write the script that uv and current pips make; pips before 25.2 make one that imports re."""
    path.write_text(f"#!{PYTHON}\nimport sys\nfrom renderer.fn import start\nsys.exit(start())\n")
    path.chmod(0o755)
    return path


def kustomize_calls(folder: Path, kustomize: str, answer: Path) -> dict[str, Call]:
    """Return builds of a base and overlay, of our function, and of one that costs nothing."""
    for name in ("bases/redis", "overlays/redis/prod"):
        shutil.copytree(ROOT / name, folder / name)
    commands = {
        BUILD: (kustomize, "build", folder / "overlays/redis/prod"),
        CALLS_FN: (kustomize, "build", *FUNCTION_FLAGS, generator(folder / "ours", FUNCTION)),
        CALLS_CAT: (kustomize, "build", *FUNCTION_FLAGS, generator(folder / "cat", "cat", answer)),
    }
    for command in commands.values():
        output_of(*command)
    return {name: program(*command) for name, command in commands.items()}


def generator(folder: Path, path: str, *arguments: Path) -> Path:
    """Write a kustomization whose generator is a program."""
    folder.mkdir()
    (folder / "kustomization.yaml").write_text(dump({"generators": ["app.yaml"]}))
    (folder / "app.yaml").write_text(dump(redis_config(path, *arguments)))
    return folder


def redis_config(path: str, *arguments: Path) -> dict[str, Any]:
    """Return the redis example as a generator's config for the environment prod."""
    config: dict[str, Any]
    (config,) = read((ROOT / "bases/redis/statefulapp.yaml").read_bytes())
    run_by = dump({"exec": {"path": path, "args": [str(each) for each in arguments]}})
    config["metadata"]["annotations"] = {"config.kubernetes.io/function": run_by}
    config["spec"]["environment"] = "prod"
    return config


def resource_list() -> dict[str, object]:
    """Return what kustomize writes to our stdin: the config, and again as the only item."""
    config = redis_config(FUNCTION)
    config["metadata"]["annotations"]["config.kubernetes.io/local-config"] = "true"
    (item,) = read(dump(config))
    item["metadata"]["annotations"] |= {
        "config.kubernetes.io/index": "0",
        "internal.config.kubernetes.io/index": "0",
        "internal.config.kubernetes.io/annotations-migration-resource-id": "0",
        "internal.config.kubernetes.io/id": "1",
        "config.k8s.io/id": "1",
    }
    return {
        "apiVersion": "config.kubernetes.io/v1",
        "kind": "ResourceList",
        "items": [by_key(item)],
        "functionConfig": by_key(config),
    }


def write_refused(folder: Path) -> tuple[Path, Path]:
    """Write a call and a spec with one misspelt field."""
    call, app = folder / "refused-call.yaml", folder / "refused.yaml"
    text = dump(resource_list())
    call.write_text(text.replace(REPLICAS, SLIP))
    app.write_text((ROOT / "bases/redis/statefulapp.yaml").read_text().replace(REPLICAS, SLIP))
    return call, app


def by_key(value: object) -> object:
    """Sort the keys of all maps, as kustomize does."""
    if isinstance(value, dict):
        return {key: by_key(value[key]) for key in sorted(value)}
    return [by_key(item) for item in value] if isinstance(value, list) else value


# --- 2: many apps ---------------------------------------------------------------------------------

FIRST, AGAIN, CHECK = "render, new folder", "render, nothing changed", "render --check"
CHANGES = "diff --against, 1 app in 100 changed"
ONE_BUILD = "kustomize build overlay"


def many_apps(folder: Path, kustomize: str | None, rounds: int, apps: int) -> None:
    """Measure one call for all apps, against a build of each of the overlays it writes."""
    names = write_specs(folder / "specs", apps)
    out = folder / "out"
    command = [STATEFUL, "render", "-f", str(folder / "specs"), "-O", str(out)]

    def first(_number: int) -> Run:
        shutil.rmtree(out, ignore_errors=True)
        return run(command)

    calls = {FIRST: first, AGAIN: program(*command), CHECK: program(*command, "--check")}
    calls[CHANGES] = in_repository(folder / "repository", apps)
    if kustomize:
        calls[ONE_BUILD] = lambda number: build_some(kustomize, out, names, number)
    runs = interleaved(calls, rounds, f"{apps:,} apps")
    title(f"{apps:,} apps in {OVERLAYS_PER_APP} environments, one call; files in {folder.parent}")
    compare(runs, FIRST, ONE_BUILD, times=apps * OVERLAYS_PER_APP, goal="<= 0.01")
    compare(runs, AGAIN, FIRST, goal="<= 0.5, on a disk")
    compare(runs, CHECK, FIRST, goal="<= 0.5, on a disk")
    compare(runs, CHANGES, FIRST, goal="<= 0.1")
    compare_peaks(runs, FIRST, ONE_BUILD)
    compare_peaks(runs, CHECK, ONE_BUILD)


def write_specs(folder: Path, apps: int) -> list[str]:
    """Write the nginx example under many names, each in a folder of its own."""
    text = (ROOT / "bases/nginx/statefulapp.yaml").read_text()
    names = [f"app-{number:05}" for number in range(apps)]
    for name in names:
        (folder / name).mkdir(parents=True)
        spec = text.replace("name: nginx\n", f"name: {name}\n").replace(": nginx-", f": {name}-")
        (folder / name / "statefulapp.yaml").write_text(spec)
    return names


def in_repository(folder: Path, apps: int) -> Call:
    """Return a call of diff in a repository of all apps, of which a hundredth has changed."""
    names = write_specs(folder / "bases", apps)
    run([STATEFUL, "render", "-f", str(folder / "bases"), "-O", str(folder)])
    git = ("git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@example.org")
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "all"]):
        run([*git, *words])
    for name in names[::100]:
        spec = folder / "bases" / name / "statefulapp.yaml"
        spec.write_text(spec.read_text().replace("image: nginx:", "image: nginx:9."))
    return lambda _: run([STATEFUL, "diff", "--against", "HEAD"], code=1, folder=folder)


def build_some(kustomize: str, out: Path, names: list[str], number: int) -> Run:
    """Build the overlays of one app, of another one in every round, and return their mean."""
    overlays = out / "overlays" / names[number * 7919 % len(names)]  # a prime: all over the place
    built = [run([kustomize, "build", str(each)]) for each in sorted(overlays.iterdir())]
    return Run(sum(each.seconds for each in built) / len(built), max(each.peak for each in built))


# --- 3: many apps in one build of kustomize -------------------------------------------------------

TRANSFORM, BUILD_APPS = "transformer, alone", "kustomize build, apps as they are"
GUARD = "guard, alone, in all environments"
CALLS_TRANSFORMER, BUILD_MANIFESTS = "kustomize calling transformer", "kustomize build, manifests"
CALLS_GENERATORS, BUILD_GENERATED = (
    "kustomize calling generators",
    "kustomize build, same manifests",
)
GENERATORS = 200
# One round takes a minute: kustomize pays far more than in proportion for what it hands over.
HEAVY_ROUNDS = 3


def many_in_one_build(folder: Path, kustomize: str | None, rounds: int, apps: int) -> None:
    """Measure a transformer and a guard for all apps, and a generator for each of some."""
    specs = folder / "specs"  # of the table before
    names = sorted(each.name for each in specs.iterdir())
    documents = [read((specs / name / "statefulapp.yaml").read_bytes())[0] for name in names]
    some = documents[: min(GENERATORS, apps)]
    stdin = folder / "transformer.yaml"
    stdin.write_text(call_of(documents, environment_config()))
    judged = folder / "guard.yaml"
    judged.write_text(call_of(documents, {**environment_config(), **GUARD_CONFIG}))
    calls = {
        TRANSFORM: program(FUNCTION, stdin=stdin),
        GUARD: program(FUNCTION, stdin=judged),
    }
    if kustomize:
        calls |= transformer_builds(folder, kustomize, documents)
        calls |= generator_builds(folder, kustomize, some)
    runs = interleaved(calls, min(rounds, HEAVY_ROUNDS), "builds of many apps")
    title(f"{apps:,} apps through one transformer; {len(some)} generators in one build")
    compare(runs, TRANSFORM, BUILD_APPS, goal="<= 0.5")
    compare_peaks(runs, TRANSFORM, BUILD_APPS)
    compare(runs, GUARD, BUILD_APPS)
    compare_peaks(runs, GUARD, BUILD_APPS)
    compare(runs, CALLS_TRANSFORMER, BUILD_MANIFESTS)
    compare_peaks(runs, CALLS_TRANSFORMER, BUILD_MANIFESTS)
    compare(runs, CALLS_GENERATORS, BUILD_GENERATED)
    compare_peaks(runs, CALLS_GENERATORS, BUILD_GENERATED)


def call_of(documents: list[Any], config: dict[str, Any]) -> str:
    """Return what kustomize writes to the stdin of a transformer or guard for these resources."""
    notes = {"kustomize.config.k8s.io/id": "kind: StatefulApp\n"}
    items = [
        by_key({**each, "metadata": {**each["metadata"], "annotations": notes}})
        for each in documents
    ]
    head = {"apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList", "items": items}
    return dump({**head, "functionConfig": config})


GUARD_CONFIG = {"kind": "StatefulGuard", "spec": {"failOn": "never"}}


def environment_config() -> dict[str, Any]:
    """Return the config of a transformer that expands all apps for production."""
    run_by = {"config.kubernetes.io/function": dump({"exec": {"path": FUNCTION}})}
    return {
        "apiVersion": "stateful-renderer.dev/v1alpha1",
        "kind": "StatefulEnvironment",
        "metadata": {"name": "prod", "annotations": run_by},
        "spec": {"environment": "prod"},
    }


def transformer_builds(folder: Path, kustomize: str, documents: list[Any]) -> dict[str, Call]:
    """Return builds of the apps alone, of them with our transformer, and of what that makes."""
    plain = kustomization(folder / "apps", {"resources": ["all.yaml"]}, documents)
    called = kustomization(
        folder / "transformed",
        {"resources": ["all.yaml"], "transformers": ["env.yaml"]},
        documents,
    )
    (called / "env.yaml").write_text(dump(environment_config()))
    made = read(output_of(kustomize, "build", *FUNCTION_FLAGS, called), dialect="manifest")
    manifests = kustomization(folder / "manifests", {"resources": ["all.yaml"]}, made)
    return {
        BUILD_APPS: program(kustomize, "build", plain),
        CALLS_TRANSFORMER: program(kustomize, "build", *FUNCTION_FLAGS, called),
        BUILD_MANIFESTS: program(kustomize, "build", manifests),
    }


def generator_builds(folder: Path, kustomize: str, documents: list[Any]) -> dict[str, Call]:
    """Return a build with a generator for each app, and one of the same manifests."""
    run_by = environment_config()["metadata"]["annotations"]
    configs = [
        {
            **each,
            "metadata": {**each["metadata"], "annotations": run_by},
            "spec": {"environment": "prod", **each["spec"]},
        }
        for each in documents
    ]
    called = kustomization(folder / "generators", {"generators": ["all.yaml"]}, configs)
    made = read(output_of(kustomize, "build", *FUNCTION_FLAGS, called), dialect="manifest")
    manifests = kustomization(folder / "generated", {"resources": ["all.yaml"]}, made)
    return {
        CALLS_GENERATORS: program(kustomize, "build", *FUNCTION_FLAGS, called),
        BUILD_GENERATED: program(kustomize, "build", manifests),
    }


def kustomization(folder: Path, fields: dict[str, Any], documents: list[Any]) -> Path:
    """Write a kustomization and the file with all its documents."""
    folder.mkdir()
    (folder / "kustomization.yaml").write_text(dump(fields))
    (folder / "all.yaml").write_text(dump_all(documents))
    return folder


# --- 4: YAML --------------------------------------------------------------------------------------

EMITTER, DUMPER = "renderer.yaml.dump_all", "yaml.CSafeDumper"
READER, LOADER = "renderer.yaml.read", "yaml.CSafeLoader"


def load(text: str) -> list[object]:
    """Read manifests with PyYAML's C code."""
    return list(yaml.load_all(text, yaml.CSafeLoader))


def dump_with_pyyaml(objects: list[object]) -> str:
    """Write manifests with PyYAML's C code, keys in their own order as ours."""
    return str(yaml.dump_all(objects, None, yaml.CSafeDumper, sort_keys=False))


def yaml_in_process(folder: Path, rounds: int) -> None:
    """Measure our YAML against PyYAML's C code on the same rendered manifests.

    Names are others in every round, or our caches of strings would know them all.
    """
    write_specs(folder / "yaml", APPS_FOR_YAML)
    text = output_of(STATEFUL, "render", "-f", folder / "yaml", "-e", "prod")

    def on_text(work: Callable[[str], object]) -> Call:
        return lambda number: timed(work, text.replace("app-", f"app{number}-"))

    def on_objects(work: Callable[[list[object]], object]) -> Call:
        return lambda number: timed(work, load(text.replace("app-", f"app{number}-")))

    calls = {
        EMITTER: on_objects(dump_all),
        DUMPER: on_objects(dump_with_pyyaml),
        READER: on_text(lambda source: read(source, dialect="manifest")),
        LOADER: on_text(load),
    }
    runs = interleaved(calls, rounds, "YAML")
    title(f"YAML in one process: {text.count('---') + 1} manifests, {len(text) / 1000:,.0f} kB")
    compare(runs, EMITTER, DUMPER, goal="<= 0.1")
    compare(runs, READER, LOADER, goal="<= 0.35")


# --- 5: a request of Argo CD ----------------------------------------------------------------------

REQUEST, REQUEST_CAT = "generate", "generate of a plugin that is `cat`"
REQUESTS = 20
PLUGIN_CAT = """\
kind: ConfigManagementPlugin
metadata: {name: cat}
spec: {generate: {command: [cat, answer.yaml]}}
"""


def requests(folder: Path, kustomize: str | None, rounds: int) -> None:
    """Measure the CPU time of Argo CD's plugin server and of all that it starts, per request."""
    program = PROGRAMS["argocd"].path
    if not (program.exists() and kustomize):
        print("\nNo request of Argo CD is measured: make argocd")
        return
    sys.path.append(str(ROOT / "tests/argocd"))
    from argo import NAME, PLUGIN, Argo

    app = folder / "repository/app"
    app.mkdir(parents=True)
    shutil.copy(ROOT / "bases/redis/statefulapp.yaml", app)
    answer = output_of(STATEFUL, "render", "-e", "prod", "-f", app / "statefulapp.yaml")
    (app / "answer.yaml").write_text(f"# +argocd:skip-file-rendering\n{answer}")
    (folder / "cat.yaml").write_text(PLUGIN_CAT)
    argo = Argo(program, Path(kustomize))
    calls = {
        REQUEST: requests_of(argo, PLUGIN, NAME, app.parent),
        REQUEST_CAT: requests_of(argo, folder / "cat.yaml", "cat", app.parent),
    }
    runs = interleaved(calls, rounds, "requests of Argo CD")
    title("CPU time of one request of Argo CD: the redis example in its environment prod")
    compare(runs, REQUEST, REQUEST_CAT)


def requests_of(argo: Any, plugin: Path, name: str, root: Path) -> Call:
    """Return what asks a plugin some times, by a server of its own."""
    from argo import Sidecar

    parameters = [{"name": "environment", "string": "prod"}]
    source = {"path": "app", "plugin": {"name": name, "parameters": parameters}}
    asked = [{"id": str(n), "root": str(root), "source": source} for n in range(REQUESTS)]

    def measured(_number: int) -> Run:
        with Sidecar(argo, plugin) as sidecar:
            before = sidecar.seconds()
            wrong = [answer["error"] for answer in argo.generate(asked) if "error" in answer]
            if wrong:
                sys.exit(wrong[0])
            return Run((sidecar.seconds() - before) / REQUESTS)

    return measured


# --- 6: taking over what runs ---------------------------------------------------------------------

TAKE_OVER, RENDER_TAKEN = "stateful adopt, with proof", "stateful render of what it wrote"
SETS = 200
DUMP = "a dump of all sets"
NOTES = {
    "uid": "0b9d1c2e-0000-4000-8000-000000000000",
    "creationTimestamp": "2026-01-02T03:04:05Z",
    "managedFields": [
        {
            "manager": "kubectl",
            "operation": "Apply",
            "fieldsV1": {"f:spec": {f"f:field{number}": {"f:a": {}} for number in range(60)}},
        }
    ],
}


def taking_over(folder: Path, rounds: int, apps: int) -> None:
    """Measure adopt of some sets against rendering what it wrote, and the memory for a dump."""
    names = sorted((folder / "specs").iterdir())  # of the table of many apps
    some = [word for name in names[:SETS] for word in ("-f", str(name))]
    running = folder / "running.yaml"
    running.write_text(output_of(STATEFUL, "render", *some, "-e", "prod"))
    taken = folder / "taken"
    program(STATEFUL, "adopt", running, "-O", taken)(0)
    calls = {
        TAKE_OVER: program(STATEFUL, "adopt", running, "--check"),
        RENDER_TAKEN: program(STATEFUL, "render", "-f", taken / "bases", "-O", folder / "rendered"),
    }
    runs = interleaved(calls, rounds, "taking over")
    title(f"{min(SETS, apps)} StatefulSets taken over")
    compare(runs, TAKE_OVER, RENDER_TAKEN, goal="<= 4")
    every = [word for name in names for word in ("-f", str(name))]
    items = read(output_of(STATEFUL, "render", *every, "-e", "prod"), dialect="manifest")
    noted = [{**item, "metadata": {**item["metadata"], **NOTES}} for item in items]
    listed = folder / "list.yaml"
    listed.write_text(dump({"apiVersion": "v1", "kind": "List", "items": noted}))
    size = listed.stat().st_size / MIB
    memory = peak([STATEFUL, "adopt", listed, "--check"]), size
    line([memory], " MiB", f"{DUMP}, {apps:,} : its size", "<= 300 MiB")


# --- all ------------------------------------------------------------------------------------------


def pairs_in_process(rounds: int) -> None:
    """Compare many pairs of objects, of which a tenth differs, with DeepDiff on all of them."""
    objects = [
        each
        for document in read_specs([str(ROOT / "bases")])
        for each in build_of(document).objects
    ]
    before = [
        {**each, "metadata": {**each["metadata"], "name": f"a{number}"}}
        for number, each in zip(range(PAIRS), cycle(objects), strict=False)
    ]
    before, after = ([copy.deepcopy(each) for each in before] for _ in range(2))
    for changed in after[::10]:
        changed["metadata"]["labels"] = {"new": "x"}
        if changed["kind"] == "StatefulSet":
            changed["spec"]["template"]["spec"]["containers"][0]["image"] = "example.org/new:1"

    def ours(_: object) -> None:
        sides = [Resource(each) for each in before], [Resource(each) for each in after]
        judge(compare_objects(*sides), *sides, DEFAULT)

    def everything(_: object) -> None:
        for one, other in zip(before, after, strict=True):
            DeepDiff(one, other, view="tree")

    calls = {
        "diff and verdicts": lambda _: timed(ours, None),
        "DeepDiff": lambda _: timed(everything, None),
    }
    title(f"{PAIRS} pairs of objects in process, a tenth of them changed")
    runs = interleaved(calls, rounds, "diff")
    compare(runs, "diff and verdicts", "DeepDiff", goal="0.05")


def arguments() -> argparse.Namespace:
    """Read the options."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=21, help="how many count (21)")
    parser.add_argument("--apps", type=int, default=1000, help="in the tree (1000)")
    folder = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    parser.add_argument("--folder", type=Path, default=folder, help=f"for files ({folder})")
    return parser.parse_args()


def find_kustomize() -> str | None:
    """Return the pinned kustomize, else the one on PATH."""
    return shutil.which("kustomize", path=f"{ROOT / '.tools/bin'}{os.pathsep}{os.environ['PATH']}")


def main() -> None:
    """Measure everything, each table as soon as it is known."""
    options, kustomize = arguments(), find_kustomize()
    rounds = options.rounds
    version = "no kustomize (make tools), so nothing is compared with it"
    if kustomize:
        found = subprocess.run([kustomize, "version"], capture_output=True, text=True, check=True)
        version = f"kustomize {found.stdout.strip()}"
    print(f"Python {platform.python_version()}, {version}; medians of {rounds} interleaved rounds")
    with tempfile.TemporaryDirectory(prefix="stateful-bench-", dir=options.folder) as made:
        cold_calls(Path(made), kustomize, rounds)
        many_apps(Path(made), kustomize, rounds, options.apps)
        many_in_one_build(Path(made), kustomize, rounds, options.apps)
        yaml_in_process(Path(made), rounds)
        pairs_in_process(rounds)
        requests(Path(made), kustomize, rounds)
        taking_over(Path(made), min(rounds, HEAVY_ROUNDS), options.apps)


if __name__ == "__main__":
    main()
