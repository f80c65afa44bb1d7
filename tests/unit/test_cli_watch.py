"""`stateful watch`: the program runs, files change, and what it says is waited for."""

from __future__ import annotations

import itertools
import os
import pty
import re
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from commands import run

from renderer.cli import watch
from renderer.inputs.stamps import changes, stamps_of

STATEFUL = Path(sys.executable).parent / "stateful"
HEAD = "apiVersion: stateful-renderer.dev/v1alpha1\nkind: StatefulApp\n"
SPEC = Path("bases/db/statefulapp.yaml")
# Seconds after which something will not come any more, on however busy a machine.
DEADLINE = 120


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spec(*more: str, name: str = "db", image: str = "db:1") -> str:
    lines = [f"metadata: {{name: {name}}}", "spec:", f"  image: {image}", *more]
    return HEAD + "".join(f"{line}\n" for line in lines)


def write(path: Path | str, text: str) -> None:
    """Write a file at once: the program never sees half of it."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    hidden = path.with_name(f".{path.name}")
    hidden.write_text(text)
    hidden.rename(path)


class Watching:
    """The program while it runs; stdout and stderr are one, as in a terminal."""

    def __init__(self, process: subprocess.Popen[bytes], output: int) -> None:
        self.process = process
        self._output = output
        self._selector = selectors.DefaultSelector()
        self._selector.register(output, selectors.EVENT_READ)
        self._seen = ""

    def until(self, pattern: str) -> str:
        """Return what was said since the last time, up to a line that has a pattern."""
        end, line = time.monotonic() + DEADLINE, re.compile(f".*(?:{pattern}).*\n")
        while not (found := line.search(self._seen)):
            assert self._selector.select(max(0, end - time.monotonic())), self._seen
            more = os.read(self._output, 65536)
            assert more, f"it has ended: {self._seen}"
            self._seen += more.decode().replace("\r\n", "\n")
        said, self._seen = self._seen[: found.end()], self._seen[found.end() :]
        return said

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the program while much changes, on a machine that may be slow."""
        self.process.send_signal(signal.SIGSTOP)
        yield
        self.process.send_signal(signal.SIGCONT)

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(DEADLINE)


@contextmanager
def watching(*arguments: str, on_terminal: bool = False) -> Iterator[Watching]:
    output, other = pty.openpty() if on_terminal else os.pipe()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "NO_COLOR": ""}
    command = [STATEFUL, "watch", *arguments]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=other,
        stderr=other,
        env=environment,
        # A shell that runs us in the background hands an ignored SIGINT down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    os.close(other)
    try:
        yield Watching(process, output)
    finally:
        process.kill()
        process.wait()
        os.close(output)


def is_current() -> bool:
    return run("render", "-f", "bases", "--check").code == 0


@pytest.mark.slow
def test_a_change_is_written_and_its_effect_is_said() -> None:
    write(SPEC, spec("  replicas: 3"))
    with watching() as program:
        said = program.until("watching 1 app in bases; Ctrl-C ends it")
        assert "wrote bases/db/statefulset.yaml" in said
        assert "what that does: `stateful diff --against HEAD`" in said
        write(SPEC, spec("  replicas: 3", image="db:2"))
        said = program.until("1 object differs: 1 restart")
        lines = said.splitlines()
        assert re.fullmatch(rf"\d\d:\d\d:\d\d changed {SPEC}", lines[0])
        assert lines[1:3] == [
            "wrote bases/db/statefulset.yaml",
            "files: 1 written, 0 removed, 3 unchanged",
        ]
        assert "restarts db-2, db-1, db-0, one by one" in said
        assert "image: db:2" in Path("bases/db/statefulset.yaml").read_text()
        assert is_current()
        write(SPEC, spec("  replicas: 3  # as always", image="db:2"))
        assert "0 written" in program.until("nothing differs for pods and data")


@pytest.mark.slow
def test_a_wrong_spec_is_said_and_writes_nothing_until_it_is_right() -> None:
    write(SPEC, spec("  replica: 3"))
    with watching() as program:
        assert f"{SPEC}:6:3: spec.replica: " in program.until("watching bases; Ctrl-C ends it")
        assert not Path("bases/db/statefulset.yaml").exists()
        write(SPEC, spec("  replicas: 3"))
        # What was written before is not known, so nothing is said to be new.
        assert "set-new" not in program.until("what that does: `stateful diff --against HEAD`")
        write(SPEC, "kind: StatefulApp\n  image: [")
        assert "[SR1" in program.until("SR101|SR102")
        write("bases/other/statefulapp.yaml", spec(name="other"))
        program.until(rf"{SPEC}:\d")
        assert not Path("bases/other/statefulset.yaml").exists()
        write(SPEC, spec("  replicas: 2"))
        said = program.until("objects? differ")
        # The change since it was right the last time, and the app that came meanwhile.
        assert "spec.replicas: 3 -> 2" in said
        assert "+ StatefulSet other: scale" in said
        assert is_current()


@pytest.mark.slow
def test_a_file_that_a_spec_names_is_watched_also_before_it_is_there() -> None:
    config = "  config: [{name: c, mountPath: /c, files: [{name: a, fromFile: a.conf}]}]"
    write(SPEC, spec())
    with watching("bases") as program:
        program.until("watching")
        write(SPEC, spec(config))
        program.until("fromFile: must be there")
        write("bases/db/a.conf", "x = 1\n")
        assert "new bases/db/a.conf" in program.until("objects? differ")
        write("bases/db/a.conf", "x = 2\n")
        said = program.until("objects? differ")
        assert 'data.a: "x = 1\\n" -> "x = 2\\n"' in said
        assert "restart" in said
        write(SPEC, spec())
        program.until("objects? differ")
        # Nobody reads it any more: the next change that is seen is that of the spec.
        write("bases/db/a.conf", "x = 3\n")
        write(SPEC, spec("  replicas: 2"))
        assert "a.conf" not in program.until("spec.replicas: 1 -> 2")


@pytest.mark.slow
def test_an_app_that_is_renamed_or_goes_is_said_to_and_nothing_is_removed_unasked() -> None:
    write(SPEC, spec())
    with watching() as program:
        program.until("watching")
        Path("bases/db").rename("bases/moved")
        assert "nothing differs" in program.until("nothing differs|objects? differ")
        moved = Path("bases/moved/statefulapp.yaml")
        write(moved, spec(name="queue"))
        said = program.until("objects? differ")
        assert "StatefulSet queue: data-risk" in said
        assert "what to do, step by step" in program.until("--plan")
        moved.unlink()
        said = program.until("objects? differ")
        assert "bases/queue/statefulset.yaml: is left over, its spec is gone" in said
        assert "- StatefulSet queue: data-risk" in said
        assert Path("bases/queue/statefulset.yaml").exists()
        write(SPEC, spec())
        program.until("[+] StatefulSet db: scale")


@pytest.mark.slow
def test_an_editor_that_puts_another_file_in_place_is_one_change_and_so_are_many_files() -> None:
    for name in ("a", "b", "c", "d", "e"):
        write(f"bases/{name}/statefulapp.yaml", spec(name=name))
    with watching() as program:
        program.until("watching 5 apps")
        with program.held():
            for name in ("a", "b", "c", "d", "e"):
                path = Path(f"bases/{name}/statefulapp.yaml")
                path.rename(path.with_name("statefulapp.yaml~"))
                write(path.with_name("4913"), "")
                write(path.with_name(".statefulapp.yaml.swp"), "")
                write(path, spec("  replicas: 2", name=name))
                path.with_name("4913").unlink()
        said = program.until("objects? differ")
        assert ", and 2 more\n" in said
        assert "removed bases" not in said
        assert len(re.findall(r"^files: ", said, re.MULTILINE)) == 1
        assert len(re.findall(r"^~ StatefulSet", said, re.MULTILINE)) == 5


@pytest.mark.slow
def test_a_generated_file_that_somebody_edits_or_removes_is_seen() -> None:
    write(SPEC, spec())
    write("bases/a/statefulapp.yaml", spec(name="a"))
    with watching() as program:
        program.until("watching")
        service = Path("bases/db/service.yaml")
        service.unlink()
        assert f"wrote {service}" in program.until("nothing differs")
        write(service, service.read_text().replace("clusterIP: None", "clusterIP: 1.2.3.4"))
        edited = program.until(f"{service}: was edited")
        assert "spec.clusterIP is 1.2.3.4, and None as it is rendered" in " ".join(edited.split())
        # One app that somebody has edited stops no other.
        write("bases/a/statefulapp.yaml", spec("  replicas: 2", name="a"))
        assert "~ StatefulSet a: scale" in program.until("SR504")


@pytest.mark.slow
def test_apps_that_want_the_same_are_refused_also_where_one_has_not_changed() -> None:
    storage = "  storage: [{{name: {}, mountPath: /d, size: 1Gi}}]"
    write("bases/a/statefulapp.yaml", spec(storage.format("data"), name="a-web"))
    write("bases/b/statefulapp.yaml", spec(storage.format("data"), name="web"))
    with watching() as program:
        program.until("watching 2 apps")
        write("bases/b/statefulapp.yaml", spec(storage.format("data-a"), name="web"))
        program.until("SR507")
        write("bases/b/statefulapp.yaml", spec(storage.format("files"), name="web"))
        program.until("objects? differ")
        write("bases/a/statefulapp.yaml", spec(storage.format("x"), name="files-web"))
        program.until("objects? differ")


@pytest.mark.slow
def test_against_a_revision_says_everything_since_then() -> None:
    write(SPEC, spec("  replicas: 3"))
    assert run("render").code == 0
    for words in ("init -q .", "add .", "-c user.name=a -c user.email=a@b commit -qm one"):
        subprocess.run(["git", *words.split()], check=True)
    write(SPEC, spec("  replicas: 2"))
    with watching("--against", "HEAD", "--plan", "bases") as program:
        assert "spec.replicas: 3 -> 2" in program.until("object differs: 1 scale")
        program.until("watching")
        write(SPEC, spec("  replicas: 2", image="db:2"))
        said = program.until("object differs: 1 restart")
        assert "spec.replicas: 3 -> 2" in said
        assert "plan: take members out before their pods go" in said
        assert "stateful watch: compared with HEAD: " in said


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_and_leaves_nothing_half_written(number: int, code: int) -> None:
    write(SPEC, spec())
    with watching() as program:
        program.until("watching")
        assert program.end(number) == code
    assert is_current()
    assert not Path(".stateful-render").exists()


@pytest.mark.slow
def test_on_a_terminal_a_change_begins_with_a_line_across() -> None:
    write(SPEC, spec())
    with watching(on_terminal=True) as program:
        program.until("watching")
        write(SPEC, spec("  replica: 2"))
        said = program.until("1 error in 1 file")
        (line,) = [each for each in said.splitlines() if each.startswith("──")]
        assert re.fullmatch(rf"── \d\d:\d\d:\d\d changed {SPEC} ─+", line)
        assert len(line) == 80
        assert "  replica: 2" in said
        write(SPEC, spec("  rplicas: 2"))
        assert "  rplicas: 2" in program.until("1 error in 1 file")  # the line as it is now


@pytest.mark.slow
def test_what_the_project_says_counts_as_soon_as_it_is_said() -> None:
    write(SPEC, spec("  schedulingGates: [{name: a}]", "  hostUsers: false"))
    Path(".git").mkdir()
    allowed = (
        '[[allow]]\nrule = "claim-grows"\nobject = "StatefulSet/db"\n'
        'environment = "prod"\nreason = "planned"\n'
    )
    storage = "  storage: [{{name: data, mountPath: /d, size: {}}}]"
    prod = "  environments: [{name: prod}]"
    with watching() as program:
        program.until("watching 1 app in bases")
        write("stateful.toml", 'kube-version = "1.31"\n')
        said = program.until("SR207")
        assert said.splitlines()[0].endswith(" new stateful.toml")
        write("stateful.toml", 'kube-version = "1.3\n')
        program.until("stateful.toml:1:.* must be TOML")
        write("stateful.toml", 'kube-version = "1.34"\noutput-dir = "out"\n')
        said = program.until("nothing differs")
        assert "the tree is that of out, as stateful.toml says" in said
        assert Path("out/bases/db/statefulset.yaml").exists()
        write("stateful.toml", allowed)
        write(SPEC, spec(storage.format("1Gi"), prod))
        program.until("objects? differ")
        write(SPEC, spec(storage.format("2Gi"), prod))
        assert "allowed: planned" in program.until("objects? differs?: 1 rejected \\(1 allowed\\)")


@pytest.mark.slow
def test_a_disk_that_refuses_is_said_and_it_goes_on() -> None:
    write(SPEC, spec())
    with watching("-O", "out") as program:
        program.until("watching")
        Path("out").rename("moved")
        write("out", "a file in the way\n")
        write(SPEC, spec("  replicas: 2"))
        program.until("SR501")
        Path("out").unlink()
        write(SPEC, spec("  replicas: 3"))
        program.until("spec.replicas: 1 -> 3")
    assert Path("out/bases/db/statefulset.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-"], "must be files or folders: what stdin holds does not change"),
        (["bases/db@prod"], 'must be a whole app, all of which is written: bases/db, got "bases'),
        (["nowhere"], "nowhere: "),
        (["bases", "--against", "nobody"], "--against nobody: must be a revision"),
        ([""], "must not be empty"),
    ],
    ids=["stdin", "environment", "path", "revision", "empty"],
)
def test_what_can_never_be_watched_is_refused_at_once(arguments: list[str], said: str) -> None:
    write(SPEC, spec())
    subprocess.run(["git", "init", "-q", "."], check=True)
    result = run("watch", *arguments)
    assert result.code == 2
    assert said in result.stderr
    assert not Path("bases/db/statefulset.yaml").exists()


def test_without_any_app_there_is_nothing_to_watch() -> None:
    result = run("watch")
    assert (result.code, result.stdout) == (2, "")
    assert "statefulapp.yaml: no such file or directory" in result.stderr


@pytest.mark.parametrize(
    ("looks", "seen"),
    [
        (["s", "sa", "sa"], "a"),
        (["", "s", "sa", "sa", "never"], "a"),  # the spec goes and comes again
        (["sa", "s", "s", "never"], ""),  # nothing is left of it
        (
            ["s", "s", "sa", "s", "sa", "s", "sab", "never"],
            "ab",
        ),  # no end of it: seconds are enough
    ],
    ids=["one", "several", "none", "endless"],
)
def test_what_changes_within_a_moment_is_one_change(
    looks: list[str], seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(SPEC, spec())
    watched = watch._Watched([str(SPEC)], None, None, None, has_plans=False)
    watched._seen = dict.fromkeys("s", (0, 0, 0))
    clock = itertools.count(0, 0.5)
    monkeypatch.setattr(watch.time, "sleep", lambda _: None)
    monkeypatch.setattr(watch.time, "monotonic", lambda: next(clock))
    each = iter(looks)
    monkeypatch.setattr(watched, "_look", lambda: dict.fromkeys(next(each), (0, 0, 0)))
    assert watched._next_change() == dict.fromkeys(seen, "new")


def test_stamps_tell_what_has_changed() -> None:
    write("d/a.yaml", "1")
    write("d/b.yaml", "1")
    write("d/.hidden.yaml", "1")
    write("d/text", "1")
    before = stamps_of(["d", "d/text", "nowhere"])
    assert list(before) == ["d/a.yaml", "d/b.yaml", "d/text"]
    os.utime("d/a.yaml", ns=(1, 1))
    Path("d/link.yaml").symlink_to("nowhere")
    Path("d/b.yaml").unlink()
    write("d/c.yaml", "1")
    assert changes(before, stamps_of(["d", "d/text"])) == {
        "d/a.yaml": "changed",
        "d/b.yaml": "removed",
        "d/c.yaml": "new",
        "d/link.yaml": "new",
    }
    # Another file in its place, of the same size and time, is another one.
    text = Path("d/text").stat()
    write("d/other", "2")
    os.utime("d/other", ns=(text.st_atime_ns, text.st_mtime_ns))
    Path("d/other").rename("d/text")
    assert changes(before, stamps_of(["d/text"]))["d/text"] == "changed"
