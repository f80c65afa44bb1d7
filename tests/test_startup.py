"""What `stateful-fn` may import: one process per app, so every module counts."""

from __future__ import annotations

import marshal
import os
import py_compile
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from commands import run
from generate_help import help_at

from renderer import preload, stateful
from renderer.stateful import HELP_COLUMNS

ROOT = Path(__file__).parent.parent
# Each of them, or what it imports, would cost as much as all of ours together.
FORBIDDEN = {
    "collections", "dataclasses", "decimal", "deepdiff", "difflib", "enum", "functools", "hashlib",
    "inspect", "json", "logging", "pathlib", "pydantic", "pydantic_core", "re", "rich",
    "subprocess", "typer", "types", "typing", "yaml",
}  # fmt: skip
# Of other modules a call may import only these; they are there already, or are part of Python.
ALLOWED = {"__future__", "_blake2", "gc", "itertools", "marshal"}

CALL = """
import sys
sys.path.insert(0, {root!r})
before = set(sys.modules)
from renderer.fn import answer
assert answer(open({stdin!r}, "rb").read()) == 0
sys.stderr.write(" ".join(set(sys.modules) - before))
"""
PRELOADED = """
import sys
sys.path.insert(0, {root!r})
from renderer import preload, stateful
preload.preload()
sys.stderr.write(" ".join(name for name in sys.modules if name in preload.MODULES))
from renderer.fn import answer
assert answer(open({stdin!r}, "rb").read()) == 0
"""


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Python that nobody measures, and that keeps no cached files."""
    environment = {
        key: each for key, each in os.environ.items() if not key.startswith(("COVERAGE", "PYTHON"))
    }
    done = subprocess.run(
        [sys.executable, "-B", *arguments],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "kind: StatefulSet" in done.stdout
    return done


@pytest.fixture
def stdin(tmp_path: Path) -> Path:
    """A call for an example that has nothing unusual."""
    config = (ROOT / "bases/redis/statefulapp.yaml").read_text()
    body = "".join(f"  {line}\n" for line in config.splitlines())
    path = tmp_path / "stdin.yaml"
    path.write_text(
        f"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig:\n{body}"
    )
    return path


def test_the_guard_needs_no_library_for_people() -> None:
    script = (
        "import sys; from renderer.guard.judge import judge;"
        " from renderer.objects.resource import Resource; import renderer.krm.guard;"
        "judge([Resource({'kind': 'StatefulSet', 'apiVersion': 'apps/v1', "
        "'metadata': {'name': 'a'}, 'spec': {}})]); print(*sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert not set(result.stdout.split()) & {"typer", "rich", "deepdiff", "pydantic"}


WITHOUT_PYDANTIC = """
import sys
sys.modules["pydantic"] = None  # whoever imports it fails
sys.argv = {argv!r}
from renderer.{module} import main
sys.exit(main())
"""
BROKEN = ROOT / "tests/golden/errors/wrong-type/statefulapp.yaml"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--help"], 0),
        (["version"], 0),
        (["render", "-f", "bases/nginx", "-e", "prod"], 0),
        (["render", "-f", "bases/nginx", "-o", "json"], 0),
        (["render", "-f", str(BROKEN), "-o", "yaml"], 2),
        (["diff", "bases/nginx@dev", "bases/nginx@prod"], 1),
        (["diff", "bases/nginx@dev"], 2),
        (["validate", "bases/nginx/statefulapp.yaml"], 0),
        (["validate", "tests/golden/guard/slips"], 1),
        (["facts", "-f", "bases/nginx"], 0),
        (["explain", "spec.storage"], 0),
        (["explain", "SR202"], 0),
        (["schema"], 0),
        (["doctor", "bases/nginx"], None),  # 1 where there is no kustomize
        (["argocd", "parameters"], 0),
        (["argocd", "generate"], 2),
        (["fn", "exec-plugin", "bases/nginx/statefulapp.yaml"], 0),
        (["fn", "exec-plugin", str(BROKEN)], 1),
    ],
    ids=str,
)
def test_no_call_imports_pydantic(arguments: list[str], code: int | None) -> None:
    module, argv = "cli.main", ["stateful", *arguments]
    if arguments[0] == "fn":
        module, argv = "fn", ["stateful-fn", *arguments[1:]]
    script = WITHOUT_PYDANTIC.format(argv=argv, module=module)
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )
    assert "this is a bug" not in done.stderr + done.stdout
    assert code in (done.returncode, None), done.stderr


AT_ONCE = """
import sys
sys.modules["typer"] = None  # whoever imports it fails
sys.argv = {argv!r}
from renderer.stateful import main
main()
"""


@pytest.mark.parametrize("word", ["version", "--version", "-V", "--help", "-h", "help"])
def test_version_and_help_are_said_without_typer_as_typer_says_them(word: str) -> None:
    script = AT_ONCE.format(argv=["/bin/stateful", word])
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={key: value for key, value in os.environ.items() if key != "COLUMNS"},
    )
    by_typer = run(word).stdout if word.lower().strip("-")[0] == "v" else help_at(HELP_COLUMNS)
    assert (done.returncode, done.stdout, done.stderr) == (0, by_typer, "")


@pytest.mark.parametrize(
    ("program", "columns", "is_said"),
    [
        ("/bin/stateful", OSError(), True),
        ("/bin/stateful", 0, True),  # a terminal that does not know it
        ("/bin/stateful", HELP_COLUMNS, True),
        ("/bin/stateful", HELP_COLUMNS - 1, False),
        ("/bin/stateful", HELP_COLUMNS + 1, False),
        ("/bin/stateful.pyz", HELP_COLUMNS, False),
    ],
)
def test_help_is_left_to_typer_where_it_may_read_otherwise(
    program: str, columns: int | OSError, is_said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = columns if isinstance(columns, OSError) else [os.terminal_size((columns, 24))]
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(os, "get_terminal_size", mock.Mock(side_effect=known))
    assert bool(stateful.said_at_once(program, ["--help"])) == is_said
    monkeypatch.setenv("COLUMNS", "200")
    assert not stateful.said_at_once(program, ["--help"])


def test_a_command_is_called_without_the_modules_of_the_others() -> None:
    script = (
        "import sys; sys.argv = ['stateful', 'explain', 'SR101']\n"
        "from renderer.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    own = {name for name in done.stdout.split() if name.startswith("renderer.cli.")}
    assert own == {
        f"renderer.cli.{name}"
        for name in ("completion", "explain", "main", "options", "schema", "streams", "trouble")
    }


def test_function_imports_only_what_it_needs(stdin: Path) -> None:
    """`make generate` lists our modules; read its diff: each costs every call a hundredth."""
    call = CALL.format(root=str(ROOT), stdin=str(stdin))
    new = set(python("-S", "-c", call).stderr.split())
    assert not new & FORBIDDEN
    assert new - ALLOWED == {"renderer", "renderer.fn", "renderer.preload", *preload.MODULES}


GENERATE = """
import os, sys
sys.path.insert(0, {root!r})
os.chdir({folder!r})
before = set(sys.modules)
from renderer import stateful
assert stateful.generate({variables!r}) == 0
sys.stderr.write(" ".join(set(sys.modules) - before))
"""
AS_ARGO_CD = [
    {"ARGOCD_ENV_ENVIRONMENT": "prod"},
    {
        "ARGOCD_APP_PARAMETERS": '[{"name": "environment", "string": "prod"}]',
        "ARGOCD_APP_NAMESPACE": "redis-prod",
        "KUBE_VERSION": "1.36.1",
        "KUBE_API_VERSIONS": "apps/v1/StatefulSet,v1/Service,v1/ConfigMap,"
        "policy/v1/PodDisruptionBudget",
    },
]


@pytest.mark.parametrize("variables", AS_ARGO_CD, ids=["variable", "all"])
def test_what_argo_cd_calls_imports_only_what_it_needs(
    variables: dict[str, str], tmp_path: Path
) -> None:
    """As above: Argo CD starts a process per Application too."""
    shutil.copy(ROOT / "bases/redis/statefulapp.yaml", tmp_path)
    call = GENERATE.format(root=str(ROOT), folder=str(tmp_path), variables=variables)
    new = set(python("-S", "-c", call).stderr.split())
    assert not new & FORBIDDEN
    listed = {*filter(stateful.is_shared, preload.MODULES), *stateful.OWN}
    first = {"renderer", "renderer.fn", "renderer.preload", "renderer.stateful"}
    assert new - ALLOWED - {"_json", "os"} == first | listed


@pytest.mark.parametrize("flags", [(), ("-S", "-E"), ("-S", "-E", "-P"), ("-O",)], ids=str)
def test_every_way_to_start_gives_the_same(flags: tuple[str, ...], stdin: Path) -> None:
    with stdin.open() as source:
        program = [str(Path(sys.executable).parent / "stateful-fn")]
        expected = subprocess.run(program, stdin=source, capture_output=True, check=True).stdout
    with stdin.open() as source:
        command = [sys.executable, *flags, str(ROOT / "renderer/entry.py")]
        done = subprocess.run(command, stdin=source, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (expected, b"")


@pytest.mark.parametrize("flags", [(), ("-S", "-E"), ("-P",)], ids=str)
@pytest.mark.parametrize("way", ["as it is", "link to the file", "link to the folder", "steps"])
def test_what_words_an_error_is_found_without_site(
    way: str, flags: tuple[str, ...], stdin: Path, tmp_path: Path
) -> None:
    """It needs the library `yaml`, and not ours; links and `..` hide which is whose."""
    (tmp_path / "file").symlink_to(ROOT / "renderer/entry.py")
    (tmp_path / "folder").symlink_to(ROOT / "renderer")
    program = {
        "as it is": ROOT / "renderer/entry.py",
        "link to the file": tmp_path / "file",
        "link to the folder": tmp_path / "folder/entry.py",
        "steps": ROOT / "tests/../renderer/entry.py",
    }[way]
    stdin.write_text(stdin.read_text().replace("image: ", "image: &x A"))
    with stdin.open() as source:
        command = [sys.executable, *flags, str(program)]
        done = subprocess.run(command, stdin=source, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "spec.image: must be a lower-case image" in done.stderr
    assert "[SR999]" not in done.stderr


# --- cached bytecode ------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of our package, with cached files that are current."""
    others = ("argocd", "changes", "cli", "graph", "kustomize")
    ignored = shutil.ignore_patterns("__pycache__", *others)
    folder = shutil.copytree(ROOT / "renderer", tmp_path / "copy/renderer", ignore=ignored)
    for path in folder.rglob("*.py"):
        py_compile.compile(str(path), invalidation_mode=py_compile.PycInvalidationMode.TIMESTAMP)
    return folder


def preloaded(copy: Path, stdin: Path) -> list[str]:
    """Which modules are there after `preload`, as they came; the call works in any case.

    One that is imported by one before it in the list comes too late, and Python searches for it.
    """
    code = PRELOADED.format(root=str(copy.parent), stdin=str(stdin))
    return python("-S", "-c", code).stderr.split()


def cached(copy: Path, module: str) -> Path:
    folder, _, name = module.rpartition("/")
    (found,) = (copy / folder).glob(f"__pycache__/{name}.*.pyc")
    return found


def no_file(copy: Path) -> None:
    cached(copy, "kubernetes/tables").unlink()


def newer_source(copy: Path) -> None:
    path = copy / "yaml/plain.py"
    path.write_text(path.read_text() + "# changed\n")


def other_python(copy: Path) -> None:
    path = cached(copy, "kubernetes/labels")
    path.write_bytes(b"\0\0\r\n" + path.read_bytes()[4:])


def half_a_file(copy: Path) -> None:
    path = cached(copy, "app/accept")
    path.write_bytes(path.read_bytes()[:10])


def checked_by_hash(copy: Path) -> None:
    mode = py_compile.PycInvalidationMode.CHECKED_HASH
    py_compile.compile(str(copy / "errors.py"), invalidation_mode=mode)


def other_place(copy: Path) -> None:
    path = copy / "yaml/source.py"
    py_compile.compile(str(path), cfile=str(cached(copy, "yaml/source")), dfile="elsewhere.py")


def none_of_its_own(copy: Path) -> None:
    cached(copy, "preload").unlink()


def test_cached_files_that_are_current_are_loaded(copy: Path, stdin: Path) -> None:
    assert preloaded(copy, stdin) == [*preload.MODULES]


@pytest.mark.parametrize(
    "spoil",
    [
        no_file,
        newer_source,
        other_python,
        half_a_file,
        checked_by_hash,
        other_place,
        none_of_its_own,
    ],
)
def test_all_is_left_to_python_where_one_is_not(
    spoil: Callable[[Path], None], copy: Path, stdin: Path
) -> None:
    spoil(copy)
    assert preloaded(copy, stdin) == []


def unchecked(copy: Path) -> None:
    """As our image has them: no source is asked whether it is older."""
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    for path in copy.rglob("*.py"):
        py_compile.compile(str(path), invalidation_mode=mode)
        os.utime(path, (0, 0))


def test_cached_files_that_nobody_checks_are_loaded(copy: Path, stdin: Path) -> None:
    unchecked(copy)
    assert preloaded(copy, stdin) == [*preload.MODULES]


def keeping(copy: Path, stdin: Path) -> Path:
    """Make a call that may write cached files; returns the one file of all modules."""
    code = PRELOADED.format(root=str(copy.parent), stdin=str(stdin))
    environment = {key: each for key, each in os.environ.items() if not key.startswith("PYTHON")}
    command = [sys.executable, "-S", "-c", code]
    subprocess.run(command, capture_output=True, check=True, env=environment)
    return copy / "__pycache__" / cached(copy, "preload").name.replace("preload", "preload-fn")


def test_the_next_call_needs_one_file(copy: Path, stdin: Path) -> None:
    assert not list(copy.rglob("preload-*"))
    together = keeping(copy, stdin)
    assert [*copy.rglob("preload-*")] == [together]
    for path in copy.rglob("*.pyc"):
        if path.name != cached(copy, "preload").name and path != together:
            path.unlink()
    assert preloaded(copy, stdin) == [*preload.MODULES]


def test_a_call_that_may_write_nothing_keeps_nothing(copy: Path, stdin: Path) -> None:
    assert preloaded(copy, stdin) == [*preload.MODULES]
    assert not list(copy.rglob("preload-*"))


def test_a_file_that_cannot_be_written_is_done_without(copy: Path, stdin: Path) -> None:
    together = keeping(copy, stdin)
    together.unlink()
    together.mkdir()
    keeping(copy, stdin)
    assert [*copy.rglob("preload-*")] == [together]
    assert preloaded(copy, stdin) == [*preload.MODULES]


def test_the_one_file_is_not_used_for_another_source(copy: Path, stdin: Path) -> None:
    together = keeping(copy, stdin)
    before = together.read_bytes()
    newer_source(copy)
    assert preloaded(copy, stdin) == []
    assert together.read_bytes() == before
    assert keeping(copy, stdin).read_bytes() == before  # a call that Python itself saw to
    assert keeping(copy, stdin).read_bytes() != before


def test_the_one_file_is_not_used_in_another_place(copy: Path, stdin: Path) -> None:
    keeping(copy, stdin)
    assert preloaded(copy.rename(copy.parent.parent / "renderer"), stdin) == []


@pytest.mark.parametrize("content", [b"", b"\xe9", b"N", marshal.dumps(([], []))], ids=str)
def test_the_one_file_is_made_anew_where_it_is_none(
    content: bytes, copy: Path, stdin: Path
) -> None:
    together = keeping(copy, stdin)
    before = together.read_bytes()
    together.write_bytes(content)
    assert preloaded(copy, stdin) == [*preload.MODULES]
    assert keeping(copy, stdin).read_bytes() == before


SAID = """
import sys
sys.path.insert(0, {root!r})
from renderer import preload, stateful
{preload}
for name in preload.MODULES:
    __import__(name)  # a topic of rules only where it is asked
for name in preload.MODULES:
    module = sys.modules[name]
    spec = module.__spec__
    parent, _, own = name.rpartition(".")
    assert getattr(sys.modules[parent], own) is module
    said = [str(getattr(module, key, None)) for key in SAID]
    said += [spec.name, spec.cached, spec.loader.path, spec.parent, spec.origin]
    sys.stderr.write(" ".join(said) + "\\n")
print("kind: StatefulSet")
""".replace("SAID", repr(["__name__", "__file__", "__path__", "__package__", "__cached__"]))


def test_a_preloaded_module_is_as_python_makes_it(copy: Path) -> None:
    ours, pythons = (
        python("-S", "-c", SAID.format(root=str(copy.parent), preload=line)).stderr
        for line in ("preload.preload(); assert preload.MODULES[-1] in sys.modules", "")
    )
    assert ours == pythons
    assert ours.count("\n") == len(preload.MODULES)


def test_nothing_is_loaded_twice_or_from_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    before = dict(sys.modules)
    preload.preload()
    monkeypatch.setattr(preload, "MODULES", ("renderer.errors", "renderer.nothing"))
    preload.preload()
    assert sys.modules.items() >= before.items()
    assert "renderer.nothing" not in sys.modules
