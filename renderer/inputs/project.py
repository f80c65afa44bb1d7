"""The project that a call is made in: what `stateful.toml` says, else the layout of its folders.

Only people's commands look here. What `stateful-fn` and Argo CD's plugin render depends on the spec
alone.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from renderer.app import SPECS
from renderer.app.load import cluster_version
from renderer.errors import Problem, RenderError
from renderer.inputs.folders import content_of
from renderer.kubernetes import versions
from renderer.kubernetes.names import nearest, one_of, quoted
from renderer.kustomize.tree import BASES, OVERLAYS
from renderer.objects.reading import at

if TYPE_CHECKING:
    from renderer.errors import Path as ProblemPath

FILE = "stateful.toml"
GIT = ".git"
LARGEST = 32 * 1024
# What tomllib says of a place, in a message alone.
PLACE = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"
HEADER = r"\s*(\[\[?)\s*([\w.\"' -]+?)\s*\]\]?\s*(?:#.*)?"
KEY = r"\s*([\w-]+|\"[^\"]*\"|'[^']*')\s*[.=]"
WRONG, OTHERS = "SR513", "SR514"
TOO_DEEP = "must be TOML, not so deep"
# Steps of a path that a message may be about: an allowance, its number, a field.
DEEPEST = 3
# So many trees are named where there are several.
MOST = 3
# How to name what is not below the file: by the call, which is nobody else's.
OUTSIDE = {"specs": "name what is elsewhere in the call", "output-dir": "write elsewhere with -O"}
# Where an allowance stands, which `changes.allowed` reads.
ALLOW = "allow"


# From when on a command fails.
FAIL_ON: dict[tuple[str, ...], tuple[str, ...]] = {
    ("validate", "fail-on"): ("error", "warning", "info", "never"),
    ("diff", "fail-on"): (
        "never", "in-place", "no-effect", "scale", "restart", "rejected", "data-risk",
    ),
}  # fmt: skip


def _path(value: Any) -> str:
    if not isinstance(value, str):
        return f"must be a string, a path from here, got {quoted(value)}"
    if not value.strip() or "\0" in value:
        return "must be a path, is empty"
    return f"must be no path within {GIT}, got {quoted(value)}" if GIT in Path(value).parts else ""


def _paths(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return f'must be a list of paths, such as ["{BASES}"], got {quoted(value)}'
    return next(filter(None, map(_path, value)), "")


def _version(value: Any) -> str:
    if not isinstance(value, str):
        return f'must be a string, such as "1.34", got {quoted(value)}'
    try:
        versions.of_cluster(value)
    except ValueError as error:
        return str(error)
    return ""


def _one_of(*words: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        return "" if value in words else f"must be one of {', '.join(words)}, got {quoted(value)}"

    return check


def _tables(value: Any) -> str:
    is_right = isinstance(value, list) and all(isinstance(table, dict) for table in value)
    return "" if is_right else f"must be tables, each below [[{ALLOW}]], got {quoted(value)}"


# Every key, and what says what is wrong with its value; nothing where it is right.
KEYS: dict[tuple[str, ...], Callable[[Any], str]] = {
    ("specs",): _paths,
    ("output-dir",): _path,
    ("kube-version",): _version,
    **{key: _one_of(*words) for key, words in FAIL_ON.items()},
    (ALLOW,): _tables,
}


class Project(NamedTuple):
    """What a `stateful.toml` says.

    Args:
        folder: where it stands.
        said: its keys, all of them right.
        text: all of it, for the lines.
    """

    folder: Path
    said: dict[str, Any]
    text: str

    @property
    def file(self) -> str:
        """Return what messages call it, from the folder of the call."""
        return _file_in(self.folder)

    def place(self, problem: Problem) -> Problem:
        """Return a problem of a key at its line."""
        return problem.at(self.file, _line(self.text, problem.path))


def project(here: Path | None = None) -> Project | None:
    """Return what the `stateful.toml` of a folder says; None where there is none.

    It is the nearest one in the folder or above it, within its Git repository.

    Raises:
        RenderError: it cannot be read (SR501), or is wrong (SR513), with all that is.
    """
    for folder in _folders_above(here or Path.cwd()):
        if os.path.lexists(folder / FILE):
            try:
                return _read(folder, _content(folder / FILE))
            except RenderError as error:
                file, wrong = _file_in(folder), error.problems
                raise RenderError(
                    problem.at(file, problem.line, problem.column) for problem in wrong
                ) from None
    return None


def _content(path: Path) -> bytes:
    """Return what the file holds; it may be a link to what never ends, in a stranger's branch."""
    with suppress(OSError):  # whoever reads it says why not
        if path.is_fifo() or path.is_char_device():
            raise RenderError([Problem("SR501", (), "must be a file, and no pipe or device")])
    return content_of(str(path))


def _file_in(folder: Path) -> str:
    return str(Path(_seen(folder)) / FILE)


def _leading_out(own: Project) -> Iterator[Problem]:
    """Yield a problem for each path out of the folder: the file may be of a stranger's branch.

    Whoever checks that branch must not read or write what is not in it. And all that is below the
    file finds it, from wherever a call is made.
    """
    named: dict[tuple[Any, ...], str]
    named = {("specs", number): name for number, name in enumerate(own.said.get("specs", []))}
    if "output-dir" in own.said:
        named["output-dir",] = own.said["output-dir"]
    for path, name in named.items():
        target = os.path.join(own.folder, name)  # noqa: PTH118  # pathlib keeps ".."
        is_below = Path(os.path.normpath(target)).is_relative_to(own.folder)
        home = os.path.realpath(own.folder)
        if not is_below or not Path(os.path.realpath(target)).is_relative_to(home):
            message = f"must not lead out of the folder of {FILE}, {quoted(name)} does"
            yield Problem(WRONG, path, message, hint=OUTSIDE[path[0]])


def project_files() -> list[str]:
    """Return where a `stateful.toml` for this folder may stand, from here, the nearest first."""
    return [_file_in(folder) for folder in _folders_above(Path.cwd())]


def _folders_above(here: Path) -> Iterator[Path]:
    """Yield a folder and those above it, to the top of its Git repository."""
    for folder in (here, *here.parents):
        yield folder
        if (folder / GIT).exists():
            break


def said(*key: str) -> Any:
    """Return what the `stateful.toml` of this folder says under a key; None where it says nothing.

    Raises:
        RenderError: it is wrong.
    """
    here = project()
    return at(here.said, *key) if here else None


def minor_version() -> int | None:
    """Return the version of Kubernetes that the project is for; None where nobody says."""
    return cluster_version(said("kube-version"), FILE)


# --- where specs are, and where trees are written -------------------------------------------------


class Root(NamedTuple):
    """Where a tree is written.

    Args:
        folder: from here, or absolute where that is elsewhere.
        why: what says so; empty where the call is made in that folder.
    """

    folder: Path = Path()
    why: str = ""


def default_specs() -> list[str]:
    """Return what a call means that names no app, as paths from here.

    The app that is here, or in whose part of `bases` or `overlays` this is; else those of the
    project: what its file says, or all in `bases`.

    Raises:
        RenderError: the file names what is not there (SR513), or is wrong.
    """
    here = Path.cwd()
    if (here / SPECS[0]).exists():
        return [SPECS[0]]
    own, root = project(), _root_of(here)
    if own and "specs" in own.said:
        found = [_named(own, number) for number in range(len(own.said["specs"]))]
    else:
        found = [_home(own, root) / BASES]
        if (here / BASES).is_dir() and not found[0].is_dir():
            found = [here / BASES]
    if root and (app := _app_of(here, root.folder)):
        specs = [folder / app / SPECS[0] for folder in found]
        found = [spec for spec in specs if spec.is_file()] or found
    if found == [here / BASES] and not found[0].is_dir():
        return [SPECS[0]]
    return list(dict.fromkeys(os.path.relpath(path, here) for path in found))


def _named(own: Project, number: int) -> Path:
    """Return the path of a project's specs that has this number, and is there."""
    named = own.said["specs"][number]
    path = own.folder / named
    if not path.exists():
        message = f"must be a file or folder that is there, got {quoted(named)}"
        raise RenderError([own.place(Problem(WRONG, ("specs", number), message))])
    return Path(os.path.normpath(path))


def _app_of(here: Path, root: Path) -> str:
    """Return the app in whose part of a tree a folder is; empty where it is in none."""
    for folder in (root / BASES, root / OVERLAYS):
        if here.is_relative_to(folder) and here != folder:
            return here.relative_to(folder).parts[0]
    return ""


def home() -> Path:
    """Return the folder of the project, from here."""
    return Path(_seen(_home(project(), _root_of(Path.cwd()))))


def _home(own: Project | None, root: Root | None) -> Path:
    """Return the folder of the project: where its file stands, else where its tree is."""
    return own.folder if own else root.folder if root else Path.cwd()


def output_dir(root: Path) -> str:
    """Return the folder that stateful.toml names for trees, from the root of the repository."""
    own = project()
    if not own or "output-dir" not in own.said:
        return ""
    found = os.path.relpath((own.folder / own.said["output-dir"]).resolve(), root)
    return "" if found == os.curdir else Path(found).as_posix()


def root_for(files: Iterable[str]) -> Root:
    """Return where the tree of specs is written: in the project that they are in.

    A spec that is in none goes to where the call is made.

    Args:
        files: the specs, from here.

    Raises:
        RenderError: they are of several trees, or of another one than this folder (SR514).
    """
    here, of_folder = Path.cwd(), cache(_root_of)
    roots: dict[Path, tuple[Root, str]] = {}
    for file in files:
        parent = Path(os.path.abspath(file)).parent  # noqa: PTH100  # a link counts where it stands
        if root := of_folder(parent):
            roots.setdefault(root.folder.resolve(), (root, file))
    own = of_folder(here) or (Root(here) if (here / BASES).is_dir() else None)
    if own:
        roots.setdefault(own.folder.resolve(), (own, "this folder"))
    if len(roots) > 1:
        raise RenderError([_of_several(list(roots.values()))])
    for root, _ in roots.values():
        return Root(Path(_seen(root.folder)), root.why)
    return Root()


def _of_several(roots: list[tuple[Root, str]]) -> Problem:
    listed = ", ".join(f"{file} is of {_seen(root.folder)}" for root, file in roots[:MOST])
    ways = " or ".join(f"-O {_seen(root.folder)}" for root, _ in roots[:MOST])
    message = f"must be specs of one tree: {listed}"
    return Problem(OTHERS, (), message, hint=f"say where to write: {ways}")


def root_of_new() -> Root:
    """Return where `bases/<app>/` of a new spec is made.

    Raises:
        RenderError: stateful.toml is wrong, or keeps specs in no folder called bases (SR513).
    """
    own = project()
    if own and "specs" in own.said:
        named = own.said["specs"][0]
        first = Path(os.path.normpath(own.folder / named))
        if first.name == BASES:
            return Root(Path(_seen(first.parent)), f"as {own.file} says")
        message = f"must be a folder called {BASES} for new specs, got {quoted(named)}"
        hint = f"-O FOLDER writes FOLDER/{BASES}/<app>/{SPECS[0]}"
        raise RenderError([own.place(Problem(WRONG, ("specs", 0), message, hint=hint))])
    if own:
        return Root(Path(_seen(own.folder)), f"as {own.file} says")
    root = _root_of(Path.cwd())
    return Root(Path(_seen(root.folder)), root.why) if root else Root()


def _root_of(folder: Path) -> Root | None:
    """Return where the tree of what is in a folder is written; None where nothing says so."""
    if own := project(folder):
        root = own.folder / own.said.get("output-dir", "")
        return Root(Path(os.path.normpath(root)), f"as {own.file} says")
    for above in (folder, *folder.parents):
        if above.name in (BASES, OVERLAYS) and (above.parent / BASES).is_dir():
            return Root(above.parent, f"above {BASES}/")
    return None


def _seen(path: Path) -> str:
    """Return a path from here, and as it is where that leads out of the repository."""
    here = Path.cwd()
    above = [folder for folder in (here, *here.parents) if path.is_relative_to(folder)]
    is_near = {here, path} & {*above[:1]} or any((folder / GIT).exists() for folder in above)
    return os.path.relpath(path, here) if is_near else str(path)


# --- the file -------------------------------------------------------------------------------------


@cache
def _read(folder: Path, content: bytes) -> Project:
    """Return what the file of a folder says.

    Raises:
        RenderError: it is wrong; its lines are known, and not yet how people call it.
    """
    if len(content) > LARGEST:
        message = f"must be at most {LARGEST} bytes, has {len(content)}"
        raise RenderError([Problem("SR108", (), message)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RenderError([Problem(WRONG, (), "must be UTF-8", line=line)]) from None
    found = Project(folder, _toml(text), text)
    try:
        problems = list(_wrong(found.said, ())) or list(_leading_out(found))
    except RecursionError:
        problems = [Problem(WRONG, (), TOO_DEEP)]
    if problems:
        raise RenderError(problem.at("", _line(text, problem.path)) for problem in problems)
    return found


def _toml(text: str) -> dict[str, Any]:
    import tomllib  # few folders have such a file

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(PLACE, str(error))
        line, column = found.groups(default="") if found else ("", "")
        problem = Problem(WRONG, (), f"must be TOML: {re.sub(PLACE, '', str(error))}")
        place = int(line or text.count("\n") + 1), int(column or 0)
        raise RenderError([problem.at("", *place)]) from None
    except RecursionError:
        raise RenderError([Problem(WRONG, (), TOO_DEEP)]) from None


def _wrong(table: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[Problem]:
    """Yield what is wrong with the keys of a table."""
    known = list(dict.fromkeys(key[len(above)] for key in KEYS if key[: len(above)] == above))
    for name, value in table.items():
        path = (*above, name)
        if path in KEYS:
            if message := KEYS[path](value):
                meant = nearest(value, FAIL_ON.get(path, ())) if isinstance(value, str) else ""
                yield Problem(WRONG, path, message, hint=meant)
        elif name not in known:
            hint = _hint(name, above) or one_of(known)
            yield Problem(WRONG, path, "is not a key here", hint=hint)
        elif isinstance(value, dict):
            yield from _wrong(value, path)
        else:
            yield Problem(WRONG, path, f"must be a table, [{name}], got {quoted(value)}")


def _hint(name: str, above: tuple[str, ...]) -> str:
    """Return the key that is meant: one like it here, or one of this name elsewhere."""
    dashed = re.sub(r"(?<=[a-z])_?(?=[A-Z])", "-", name).lower().replace("_", "-")
    here = [key[len(above)] for key in KEYS if key[: len(above)] == above]
    if near := nearest(dashed, here):
        return near
    if dashed == ALLOW:
        return f"begin each with [[{ALLOW}]]"
    elsewhere = [key for key in KEYS if key[-1] == dashed]
    tables = [f"in [{key[0]}]" if key[1:] else "above all tables" for key in elsewhere]
    return f"write {dashed} {' or '.join(tables)}" if tables else ""


def _line(text: str, path: ProblemPath) -> int:
    """Return the line of a key, or of the nearest one above it; 0 where nobody knows."""
    lines = _lines(text)
    wholes = (path[:count] for count in range(len(path), 0, -1))
    return next((lines[whole] for whole in wholes if whole in lines), 0)


@cache
def _lines(text: str) -> dict[ProblemPath, int]:
    """Return the first line of every key and table."""
    lines: dict[ProblemPath, int] = {}
    table: ProblemPath = ()
    counts: Counter[str] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        here = table
        if header := re.fullmatch(HEADER, line):
            name = header[2]
            steps = tuple(step.strip(" \"'") for step in name.split("."))
            table = here = (*steps, counts[name]) if header[1] == "[[" else steps
            counts[name] += 1
        elif key := re.match(KEY, line):
            here = (*table, key[1].strip("\"'"))
        for count in range(1, min(len(here), DEEPEST) + 1):
            lines.setdefault(here[:count], number)
    return lines
