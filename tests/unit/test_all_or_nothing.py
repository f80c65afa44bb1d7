"""Writing a tree is all or nothing: it ends, or fails, at every call to the disk in turn.

As SQLite is tested: at the first call, at the second, ... until a run comes to its end untouched.
"""

from __future__ import annotations

import errno
import itertools
import os
import re
import shutil
import signal
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Self

import pytest

from renderer.cli import disk, journal, main
from renderer.cli import files as files_module
from renderer.cli.disk import STAGING
from renderer.cli.files import create, plan, write
from renderer.cli.journal import recover
from renderer.errors import RenderError
from renderer.kustomize.ownership import sign

Tree = dict[str, str]
Snapshot = dict[str, str | None]
Before = Callable[[int, str, tuple[Any, ...]], None]

CHANGES = {
    *(
        "chmod",
        "create",
        "fsync",
        "link",
        "makedirs",
        "mkdir",
        "replace",
        "rmdir",
        "unlink",
        "write",
    ),
}
CALLS = CHANGES | {"dup", "open", "read", "readlink", "scandir", "stat"}


# --- the situations -------------------------------------------------------------------------------


def tree_of(app: str, value: int, *paths: str) -> Tree:
    spec = f"bases/{app}/statefulapp.yaml"
    return {path: sign({"value": value}, path, spec) for path in paths}


DB = ("bases/db/kustomization.yaml", "bases/db/service.yaml", "overlays/db/prod/kustomization.yaml")
OLD, NEW = tree_of("db", 1, *DB), tree_of("db", 2, *DB)
WEB = tree_of("web", 1, "bases/web/kustomization.yaml", "overlays/web/dev/kustomization.yaml")
# One file is replaced, one is new in a folder that is new too, and one goes with its folder.
ALL_AT_ONCE = tree_of("db", 2, DB[0], "overlays/db/test/kustomization.yaml") | {DB[1]: OLD[DB[1]]}
RENAMED = tree_of("sql", 1, *(path.replace("/db/", "/sql/") for path in DB))
OF_A_PERSON = {
    "README.md": "mine\n",
    "bases/db/own.yaml": "mine: 1\n",
    "bases/db/empty/.keep": "",
    "overlays/db/prod/notes.txt": "mine\n",
}
# As `stateful adopt` writes them.
SPECS = {f"bases/{app}/statefulapp.yaml": f"kind: {app}\n" for app in ("kv", "sql")}


class Situation(NamedTuple):
    """What is there, and what is rendered over it."""

    before: Tree
    tree: Tree
    is_edited: bool = False
    has_links: bool = True
    was_killed: bool = False
    has_descriptors: bool = True
    is_adopted: bool = False


SITUATIONS = {
    "a new tree": Situation({}, OLD),
    "a changed tree": Situation(OLD, NEW),
    "an unchanged tree": Situation(OLD, OLD),
    "replaced, new and removed": Situation(OLD, ALL_AT_ONCE),
    "a renamed app": Situation(tree_of("sql", 1, *DB), RENAMED),
    "edited files in the way": Situation(OLD, ALL_AT_ONCE, is_edited=True),
    "another app": Situation(OLD | WEB, ALL_AT_ONCE),
    "files of a person": Situation(OLD | OF_A_PERSON, ALL_AT_ONCE),
    "no hard links": Situation(OLD, ALL_AT_ONCE, has_links=False),
    "no descriptors of folders": Situation(OLD, ALL_AT_ONCE, has_descriptors=False),
    "specs of what was taken over": Situation(OLD, SPECS, is_adopted=True),
    "a render that was killed": Situation(OLD, ALL_AT_ONCE, was_killed=True),
}


class Case:
    """A situation on disk, which is made anew for each run."""

    def __init__(self, situation: Situation, folder: Path) -> None:
        self.situation, self.folder, self.prepared = situation, folder / "out", folder / "prepared"
        self.seen: list[object] = []
        put(self.prepared, situation.before)
        for path in situation.before if situation.is_edited else ():
            with (self.prepared / path).open("a") as stream:
                stream.write("more: 1\n")
        self.renew()
        self.old = snapshot(self.folder)
        self.render()
        self.new = snapshot(self.folder)
        if situation.was_killed:
            self.leave_mixed()

    def renew(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.prepared, self.folder)

    def render(self, report: Callable[[Any], None] = lambda _: None) -> None:
        if self.situation.is_adopted:
            create(self.folder, self.situation.tree, report=report)
            return
        write(self.folder, self.situation.tree, overwrite_edited=True, report=report)

    def was_seen(self, *found: object) -> bool:
        """Tell whether a tree was looked at before: many calls leave the same one."""
        was_seen = found in self.seen
        self.seen.append(found)
        return was_seen

    def check_says_it(self) -> bool:
        """Tell whether `--check` says that a render was interrupted."""
        problems = plan(self.folder, self.situation.tree, overwrite_edited=True).problems
        return [problem.code for problem in problems] == ["SR508"]

    def leave_mixed(self) -> None:
        """Kill a render that has written all files, and removed none."""
        for call in itertools.count(1):
            self.renew()
            assert is_killed(self, Calls(CHANGES, at(call, kill)))
            if (
                files(snapshot(self.folder)).keys()
                == files(self.old).keys() | files(self.new).keys()
            ):
                break
        shutil.rmtree(self.prepared)
        shutil.copytree(self.folder, self.prepared)


# One of them has a bit of everything; the others are for `make test`.
MOST = "replaced, new and removed"


def situations(names: Iterable[str]) -> list[Any]:
    return [
        pytest.param(name, id=name, marks=[pytest.mark.slow] if name != MOST else [])
        for name in names
    ]


@pytest.fixture(params=situations(SITUATIONS))
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    situation = SITUATIONS[request.param]
    monkeypatch.setattr(disk, "HAS_DESCRIPTORS", situation.has_descriptors)
    return Case(situation, tmp_path)


class OneAfterTheOther:
    def __init__(self, _: int) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    map = map


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: nobody cuts the power in earnest. And call it in one order."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr("concurrent.futures.ThreadPoolExecutor", OneAfterTheOther)


def put(folder: Path, files: Tree) -> None:
    folder.mkdir(exist_ok=True)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def snapshot(folder: Path) -> Snapshot:
    """Everything below a folder: {path: text}, None for a folder."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_text()
        for path in sorted(folder.rglob("*"))
    }


def besides_staging(found: Snapshot) -> Snapshot:
    return {path: text for path, text in found.items() if not path.startswith(STAGING)}


def files(found: Snapshot) -> Snapshot:
    return {path: text for path, text in besides_staging(found).items() if text is not None}


def look(folder: Path) -> None:
    """Do what every render does first."""
    with disk.opened(folder, for_writing=True) as opened:
        recover(opened)


# --- the calls to the disk ------------------------------------------------------------------------


class Calls:
    """Stands in for `os` in the one module that calls the disk, and tells before of each call."""

    def __init__(self, names: set[str], before: Before) -> None:
        self.names, self.before = names, before
        self.count = 0
        self.has_links = True

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in CALLS:
            return real

        def call(*arguments: Any, **options: Any) -> Any:
            kind = "create" if name == "open" and arguments[1] & os.O_CREAT else name
            if kind in self.names:
                self.count += 1
                self.before(self.count, kind, arguments)
            result = self.made(kind, real, arguments, options)
            self.after(kind, result, arguments, options)
            return result

        return call

    def start(self) -> None: ...

    def made(self, kind: str, real: Any, arguments: Any, options: Any) -> Any:
        if kind == "link" and not self.has_links:
            raise OSError(errno.EPERM, "not permitted")
        return real(*arguments, **options)

    def after(self, kind: str, result: Any, arguments: Any, options: Any) -> None: ...


def at(call: int, act: Callable[[str, tuple[Any, ...]], None]) -> Before:
    def before(count: int, kind: str, arguments: tuple[Any, ...]) -> None:
        if count == call:
            act(kind, arguments)

    return before


def kill(kind: str, arguments: tuple[Any, ...]) -> None:
    """End as by SIGKILL; a call that writes may have written a part."""
    if kind == "write":
        os.write(arguments[0], arguments[1][: len(arguments[1]) // 2])
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def standing_in(case: Case, calls: Calls) -> Iterator[None]:
    calls.has_links = case.situation.has_links
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "os", calls)
        yield


def is_killed(case: Case, calls: Calls) -> bool:
    """Render in another process; tell whether it was killed."""
    child = os.fork()
    if child == 0:
        calls.start()
        with standing_in(case, calls):
            case.render()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL)
    return status != 0


# What touches no disk.
HARMLESS = {"close", "path", "stat_result", "strerror", "supports_dir_fd"}


def test_every_call_to_the_disk_is_stood_in_for() -> None:
    """A call that is new would not be killed, and one of another module would not be seen."""
    used = set(re.findall(r"\bos\.([a-z_]+)", Path(disk.__file__).read_text()))
    assert used <= CALLS | CHANGES | HARMLESS
    for module in (files_module, journal):
        text = Path(module.__file__).read_text()
        assert not re.search(
            r"^\s*(import|from) (os|shutil|io|tempfile)\b|\bopen\(", text, re.MULTILINE
        )


# --- killed ---------------------------------------------------------------------------------------


def assert_is_old_or_new(case: Case) -> None:
    """Look at the tree of a render that was killed: by `--check`, by a look, by a whole render."""
    found = snapshot(case.folder)
    if case.was_seen(found):
        return
    assert case.check_says_it() or found in (case.old, case.new)
    assert snapshot(case.folder) == found
    look(case.folder)
    assert snapshot(case.folder) in (case.old, case.new)
    assert not case.check_says_it()
    case.render()
    assert snapshot(case.folder) == case.new


def test_killed_at_every_call(case: Case) -> None:
    for call in itertools.count(1):
        case.renew()
        was_killed = is_killed(case, Calls(CHANGES, at(call, kill)))
        assert_is_old_or_new(case)
        if not was_killed:
            break


class InPlace(Case):
    """A file that is rewritten where it is, as `stateful render --fix` does."""

    def __init__(self, folder: Path) -> None:
        self.situation, self.folder = Situation({}, {}), folder
        self.path = folder / "app.yaml"

    def render(self, report: Callable[[Any], None] = lambda _: None) -> None:
        with disk.opened(self.folder, for_writing=True) as opened:
            report(opened.rewrite(self.path.name, b"old: 1\n", b"new: 1\n"))


def test_a_file_rewritten_in_place_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    case = InPlace(tmp_path)
    for call in itertools.count(1):
        case.path.write_text("old: 1\n")
        case.path.chmod(0o640)
        was_killed = is_killed(case, Calls(CHANGES, at(call, kill)))
        assert case.path.read_text() in ("old: 1\n", "new: 1\n")
        assert stat.S_IMODE(case.path.stat().st_mode) == 0o640
        case.render()
        assert case.path.read_text() == "new: 1\n"
        if not was_killed:
            break
    assert snapshot(tmp_path) == {"app.yaml": "new: 1\n"}
    assert call > len(("makedirs", "create", "write", "chmod", "fsync", "replace", "fsync"))


class Power(Calls):
    """Knows what a disk holds for sure: names and texts that were synchronised, and no others.

    Every file and folder stays open, so that the number of one is never given to another.
    """

    def __init__(self, folder: Path, call: int) -> None:
        super().__init__(CHANGES, at(call, self.cut))
        self.folder = folder
        self.texts: dict[int, bytes] = {}
        self.entries: dict[int, dict[str, int]] = {}

    def start(self) -> None:
        """Take all that is there for safe."""
        for path in (self.folder, *self.folder.rglob("*")):
            self.settle(os.open(path, os.O_RDONLY))

    def after(self, kind: str, result: Any, arguments: Any, options: Any) -> None:
        if kind == "create":
            os.dup(result)
        elif kind == "mkdir":
            handle = os.open(arguments[0], os.O_RDONLY, dir_fd=options["dir_fd"])
            self.entries[os.fstat(handle).st_ino] = {}
        elif kind == "fsync":
            self.settle(arguments[0])

    def settle(self, handle: int) -> None:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            self.entries[status.st_ino] = entries(handle)
        else:
            self.texts[status.st_ino] = os.pread(handle, status.st_size, 0)

    def cut(self, kind: str, arguments: tuple[Any, ...]) -> None:
        """Leave folders as they may be found when power is back, and end.

        The texts are those that were synchronised. So are the names in the first folder, all names
        are there in the second, and in the others those of every second folder of the tree.
        """
        tree = [path for path in sorted(self.folder.rglob("*")) if path.is_dir()]
        tree = [path for path in tree if path.name != STAGING]
        everything = [self.folder, self.folder / STAGING, *tree]
        for found, quick in zip(FOUND, ([], everything, tree[::2], tree[1::2]), strict=True):
            names = {path.stat().st_ino: entries(path) for path in quick if path.exists()}
            top = self.folder.stat().st_ino
            self.restore(top, self.folder.with_name(found), {**self.entries, **names})
        kill(kind, arguments)

    def restore(self, number: int, folder: Path, names: dict[int, dict[str, int]]) -> None:
        folder.mkdir()
        for name, child in names[number].items():
            if child in names:
                self.restore(child, folder / name, names)
            else:
                (folder / name).write_bytes(self.texts.get(child, b""))


FOUND = ("least", "most", "even", "odd")


def entries(folder: Path | int) -> dict[str, int]:
    with os.scandir(folder) as found:
        return {each.name: each.inode() for each in found}


# Where folders cannot be opened, they cannot be synchronised either.
SAFE = [name for name, situation in SITUATIONS.items() if situation.has_descriptors]


@pytest.mark.parametrize("case", situations(SAFE), indirect=True)
def test_power_is_cut_at_every_call(case: Case) -> None:
    for call in itertools.count(1):
        case.renew()
        power = Power(case.folder, call)
        was_killed = is_killed(case, power)
        for found in FOUND if was_killed else ():
            shutil.rmtree(case.folder)
            case.folder.with_name(found).rename(case.folder)
            assert_is_old_or_new(case)
        if not was_killed:
            break


# --- told to end, and errors ----------------------------------------------------------------------


def outcome(case: Case, calls: Calls) -> BaseException | None:
    """Render in this process; return the error, None where it was reported that all is done."""
    reports: list[Any] = []
    with standing_in(case, calls):
        try:
            case.render(reports.append)
        except (OSError, RenderError, KeyboardInterrupt, SystemExit) as error:
            return None if reports else error
    assert reports
    return None


def assert_is_as_said(case: Case, error: BaseException | None) -> None:
    """Look at the tree: it is the old one after an error, and else the new one."""
    found = snapshot(case.folder)
    if case.was_seen(found, error is None):
        return
    if error is None:
        assert files(found) == files(case.new)
    elif not case.situation.was_killed:
        assert besides_staging(found) == case.old
    look(case.folder)
    assert files(snapshot(case.folder)) == files(case.new if error is None else case.old)
    assert STAGING not in snapshot(case.folder)


def fail(_kind: str, _arguments: tuple[Any, ...]) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_an_error_at_every_call(case: Case) -> None:
    for call in itertools.count(1):
        case.renew()
        calls = Calls(CALLS, at(call, fail))
        error = outcome(case, calls)
        assert STAGING not in str(getattr(error, "filename", ""))
        assert_is_as_said(case, error)  # an empty folder that cannot be removed may stay
        if calls.count < call:
            break


def test_errors_from_every_call_on(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing can be taken back any more, until somebody mends the disk."""

    def before(count: int, kind: str, arguments: tuple[Any, ...]) -> None:
        if count >= call:
            fail(kind, arguments)

    for call in itertools.count(1):
        case.renew()
        calls = Calls(CALLS, before)
        error = outcome(case, calls)
        found = besides_staging(snapshot(case.folder))
        is_said = "[SR508]" in capsys.readouterr().err or case.situation.was_killed
        assert is_said or (found == case.old if error else files(found) == files(case.new))
        assert_is_old_or_new(case)
        if calls.count < call:
            break


@pytest.fixture
def handlers() -> Iterator[None]:
    """As the command line handles signals."""
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGTERM, before[0])
    signal.signal(signal.SIGINT, before[1])


@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize(
    ("number", "expected"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)]
)
def test_a_signal_at_every_call(case: Case, number: int, expected: type[BaseException]) -> None:
    for call in itertools.count(1):
        case.renew()
        signal.signal(signal.SIGTERM, main._end)
        calls = Calls(CALLS, at(call, lambda *_: signal.raise_signal(number)))
        error = outcome(case, calls)
        assert error is None or type(error) is expected
        found = snapshot(case.folder)
        assert found == (case.new if error is None else case.old) or case.situation.was_killed
        assert_is_as_said(case, error)
        if calls.count < call:
            break


def test_a_reader_finds_every_file_at_every_call(case: Case) -> None:
    """What was there and will be there is there, as it was or as it will be."""
    stay = files(case.old).keys() & files(case.new).keys()
    case.renew()
    before_it = snapshot(case.folder)

    def before(*_: object) -> None:
        found = snapshot(case.folder)
        assert all(
            found[path] in (before_it[path], case.old[path], case.new[path]) for path in stay
        )

    with standing_in(case, Calls(CALLS, before)):
        case.render()


# --- what cannot be taken back, and what somebody did in between ----------------------------------


@pytest.fixture
def killed(tmp_path: Path) -> Case:
    """A render that was killed: one file is written over, one is new, and one is yet to go."""
    killed = Case(SITUATIONS["a render that was killed"], tmp_path)
    killed.renew()
    return killed


def broken_for(*paths: str) -> Before:
    """Let the last file not go, and these not be put back."""
    names = [path.rpartition("/")[2] for path in paths]

    def before(_: int, kind: str, arguments: tuple[Any, ...]) -> None:
        is_put_back = kind == "replace" and arguments[0].endswith(".old")
        if arguments[:2] == ("journal", "done") or (is_put_back and arguments[1] in names):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    return before


def test_what_cannot_be_put_back_is_named_and_all_else_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = Case(SITUATIONS["a changed tree"], tmp_path)
    case.renew()
    error = outcome(case, Calls(CHANGES, broken_for(DB[1])))
    assert isinstance(error, OSError)
    assert (error.strerror, error.filename) == ("Input/output error", case.folder)
    service, staging = case.folder / DB[1], case.folder / STAGING
    assert capsys.readouterr().err == (
        f"{service}: cannot be put back as it was before a render that was interrupted:"
        f" Input/output error (what it was is in {staging / '0.old'}; mend that and render again,"
        f" or give it up: remove {staging})  [SR508]\n"
    )
    assert files(snapshot(case.folder)) == {**OLD, DB[1]: NEW[DB[1]]}
    assert isinstance(outcome(case, Calls(CHANGES, broken_for(DB[1]))), RenderError)
    assert files(snapshot(case.folder)) == {**OLD, DB[1]: NEW[DB[1]]}
    assert_is_old_or_new(case)


def test_a_check_names_a_render_that_was_killed(killed: Case) -> None:
    before = snapshot(killed.folder)
    (problem,) = plan(killed.folder, killed.situation.tree).problems
    assert str(problem) == (
        f"{killed.folder / STAGING}: is of a render that was interrupted: some files may be new,"
        " and others old (the next `stateful render` puts that right)  [SR508]"
    )
    assert snapshot(killed.folder) == before


def test_the_next_render_says_what_it_took_back(
    killed: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    killed.render()
    assert capsys.readouterr().err == "an interrupted render was taken back first\n"


def test_what_somebody_wrote_since_a_render_was_killed_stays(killed: Case) -> None:
    written = {DB[0]: "mine\n", "overlays/db/test/kustomization.yaml": "mine\n"}
    put(killed.folder, written)
    look(killed.folder)
    assert files(snapshot(killed.folder)) == OLD | written


def test_a_folder_that_somebody_removed_since_then_stays_away(killed: Case) -> None:
    shutil.rmtree(killed.folder / "overlays")
    look(killed.folder)
    assert snapshot(killed.folder) == {
        path: text for path, text in killed.old.items() if not path.startswith("overlays")
    }


@pytest.mark.parametrize(
    "journal",
    [
        "",
        "{}",
        "[]",
        "[[], 1]",
        "[" * 100_000,
        "[[], [[]]]",
        "[[1], []]",
        '[[".."], []]',
        '[[], [["../victim/file.yaml", null, "SUM"]]]',
        '[[], [["bases/../../victim/file.yaml", null, "SUM"]]]',
        '[[], [["/etc/passwd", null, "SUM"]]]',
        '[[], [[".git/hooks/post-checkout", "SUM", null]]]',
        '[[], [["bases/link/file.yaml", null, "SUM"]]]',
    ],
)
@pytest.mark.parametrize("name", ["journal", "done"])
def test_a_journal_of_a_stranger_leads_nowhere(tmp_path: Path, journal: str, name: str) -> None:
    total = sha256(b"text").hexdigest()
    put(tmp_path, {"victim/file.yaml": "text", f"out/{STAGING}/0.old": "evil"})
    put(tmp_path, {f"out/{STAGING}/{name}": journal.replace("SUM", total), "out/bases/a": ""})
    (tmp_path / "out/bases/link").symlink_to("../../victim")
    with suppress(RenderError):
        look(tmp_path / "out")
    assert (tmp_path / "victim/file.yaml").read_text() == "text"
    assert not (tmp_path / "out/.git").exists()


def test_a_staging_folder_that_is_a_link_is_not_emptied(tmp_path: Path) -> None:
    put(tmp_path, {"victim/file.yaml": "text", "out/a": ""})
    (tmp_path / "out" / STAGING).symlink_to("../victim")
    before = snapshot(tmp_path)
    with pytest.raises(RenderError, match="is in the way"):
        look(tmp_path / "out")
    assert snapshot(tmp_path) == before


def test_a_folder_of_somebody_in_the_staging_folder_stays(tmp_path: Path) -> None:
    put(tmp_path, {f"{STAGING}/mine/file": "text"})
    with pytest.raises(RenderError, match="mine: is in the way"):
        look(tmp_path)
    assert snapshot(tmp_path)[f"{STAGING}/mine/file"] == "text"


# --- what somebody does in the meantime -----------------------------------------------------------


def test_a_file_that_appears_is_not_written_over(tmp_path: Path) -> None:
    case = Case(SITUATIONS["a new tree"], tmp_path)

    def before(_: int, kind: str, arguments: tuple[Any, ...]) -> None:
        if kind == "link" and arguments[1] == "service.yaml":
            (case.folder / DB[1]).write_text("mine\n")

    case.renew()
    error = outcome(case, Calls(CHANGES, before))
    assert isinstance(error, FileExistsError)
    assert error.filename == case.folder / DB[1]
    assert files(snapshot(case.folder)) == {DB[1]: "mine\n"}


def test_a_file_that_changes_is_not_written_over(tmp_path: Path) -> None:
    case = Case(SITUATIONS["a changed tree"], tmp_path)

    def before(_: int, kind: str, _arguments: object) -> None:
        if kind == "mkdir":
            (case.folder / DB[1]).write_text("mine\n")

    case.renew()
    (problem,) = outcome(case, Calls(CHANGES, before)).problems  # type: ignore[union-attr]
    assert str(problem) == (
        f"{case.folder / DB[1]}: was changed by somebody while this was rendered (render again)"
        "  [SR504]"
    )
    assert files(snapshot(case.folder)) == {**OLD, DB[1]: "mine\n"}


@pytest.mark.parametrize("folder", ["bases", "overlays/db", "overlays/db/prod", STAGING])
def test_a_link_that_appears_leads_nowhere_at_every_call(tmp_path: Path, folder: str) -> None:
    """The folder goes, and a link to a folder of somebody with the same files takes its place."""
    case = Case(SITUATIONS["replaced, new and removed"], tmp_path)
    victim = tmp_path / "victim"
    for call in itertools.count(1):
        case.renew()
        shutil.rmtree(victim, ignore_errors=True)
        shutil.copytree(case.prepared, victim)
        put(victim, {f"{STAGING}/{name}": name for name in ("0.new", "0.old", "journal")})
        before = snapshot(victim)

        def swap(*_: object) -> None:
            if (case.folder / folder).exists():
                (case.folder / folder).rename(tmp_path / "away")
                (case.folder / folder).symlink_to(victim / folder)

        calls = Calls(CALLS, at(call, swap))
        outcome(case, calls)
        assert snapshot(victim) == before
        shutil.rmtree(tmp_path / "away", ignore_errors=True)
        if calls.count < call:
            break
