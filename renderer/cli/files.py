"""Write a tree of files, all or nothing, and never over what somebody else wrote."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from posixpath import normpath
from typing import Any

from renderer.app import KUSTOMIZATIONS
from renderer.cli.disk import FOLDERS, STAGING, Disk, Kind, folders_above, is_inside, opened
from renderer.cli.journal import (
    LIMIT,
    Step,
    change,
    held,
    in_the_way,
    is_under_way,
    recover,
    sum_of,
)
from renderer.cli.streams import say
from renderer.errors import Problem, RenderError
from renderer.kustomize.losses import losses
from renderer.kustomize.ownership import (
    differs_in_its_line,
    loses_nothing,
    says_the_same,
    source_of,
    state,
    with_unix_lines,
)
from renderer.kustomize.shrinking import shrunk
from renderer.objects.declared import TEMPLATE_LABEL
from renderer.yaml import read

Sources = set[str | None]
Edits = Callable[[str, str, str], str]

STDIN = "stdin"
EDITED = "SR504"
LEFT_OVER = "is left over, its spec is gone"
PRUNE = "remove it with `stateful render --prune`"
# Bytes in which the line that says whose a file is must stand; people may write above it.
HEAD = 64 * 1024
# Fields of a StatefulSet's spec by which it would be another one.
FIXED = ("selector", "serviceName", "volumeClaimTemplates")
OF_AN_APP = 2  # slashes, at least: bases/<app>/<file>


def nothing_known(*_: str) -> str:
    """Say nothing of an edit."""
    return ""


@dataclass
class Plan:
    """What a render would do to a folder.

    Args:
        folder: the output folder.
        writes: {path below the folder: text} of files that are new or differ.
        removals: files that an earlier render wrote and this one does not.
        orphans: files that a render of another spec wrote, and that spec is gone.
        unchanged: how many files already are as they should be.
        problems: files that may not be touched.
        there: what is in the folder already: {path: file, folder, link or other}.
        found: {path: text} of the files that are written over or removed.
        losses: the StatefulSets that are no longer where they were, and what becomes of their data.
        edits: says what was edited in a file: (path, its text, the text that it is to have).
    """

    folder: Path
    there: dict[str, Kind]
    writes: dict[str, str] = field(default_factory=dict)
    removals: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    losses: list[Problem] = field(default_factory=list)
    edits: Edits = field(default=nothing_known)

    @property
    def is_current(self) -> bool:
        """Tell whether nothing is to be written or removed."""
        return not (self.writes or self.removals)

    @property
    def is_done(self) -> bool:
        """Tell whether the files on disk are what a render would write."""
        return self.is_current and not self.problems

    def not_current(self) -> list[Problem]:
        """Return a problem for each file that a render would change, or that is left over."""
        wanted = dict.fromkeys(self.writes, "is not what its spec renders to")
        wanted |= dict.fromkeys(self.removals, "is what its spec no longer renders to")
        hint = "run `stateful render`, and commit what it writes"
        stale = [Problem("SR511", (), said, hint=hint) for said in wanted.values()]
        placed = [
            problem.at(str(self.folder / path)) for problem, path in zip(stale, wanted, strict=True)
        ]
        return [*placed, *(problem.graded("error") for problem in self.left_over())]

    def left_over(self) -> list[Problem]:
        """Return a warning for each file whose spec is gone."""
        left = Problem("SR512", (), LEFT_OVER, hint=PRUNE, severity="warning")
        return [left.at(str(self.folder / path)) for path in self.orphans]


def write(
    folder: Path,
    tree: dict[str, str],
    *,
    overwrite_edited: bool = False,
    prune: bool = False,
    edits: Edits = nothing_known,
    report: Callable[[Plan], None] = lambda _: None,
) -> Plan:
    """Bring a folder to hold a tree, and return what was done.

    A render that was killed is taken back first. After any error, and any signal that comes before
    the report, every file is as it was before; a signal that comes later waits for the report.

    Args:
        folder: the output folder; it is made.
        tree: {path below the folder: signed text}.
        overwrite_edited: whether hand edits of our own files may be lost.
        prune: whether to remove what was rendered from specs that are gone.
        edits: says what was edited in a file; see `Plan`.
        report: says what was done.

    Raises:
        RenderError: some file may not be touched (SR503, SR504, SR506), or not be put back as it
            was (SR508). Of edited files alone (SR504), only their apps are left as they are.
        OSError: the disk is full, a folder is not writable, ...
    """
    with opened(folder, for_writing=True) as disk:
        with held():
            if recover(disk):
                say("an interrupted render was taken back first")
        result = _planned(disk, tree, overwrite_edited=overwrite_edited, prune=prune, edits=edits)
        is_all_refused = any(problem.code != EDITED for problem in result.problems)
        if is_all_refused or (result.problems and result.is_current):
            raise RenderError(result.problems)
        with held() as came:
            if not result.is_current:
                _carry_out(disk, result, came)
            report(result)
    if result.problems:
        raise RenderError(result.problems)
    return result


def create(
    folder: Path, texts: dict[str, str], *, report: Callable[[list[str]], None] = lambda _: None
) -> None:
    """Write files that are not there yet, all or none; one that says the same already may stay.

    Args:
        folder: the output folder; it is made.
        texts: {path below the folder: text}.
        report: says which paths were written.

    Raises:
        RenderError: another file is in the way of one (SR503).
        OSError: the disk is full, a folder is not writable, ...
    """
    with opened(folder, for_writing=True) as disk:
        with held():
            if recover(disk):
                say("an interrupted render was taken back first")
        there = dict(disk.tree())
        problems = list(_problems_around(disk, there, texts))
        new = {path: text.encode() for path, text in texts.items() if path not in there}
        problems += [
            _never_written_over(disk, path)
            for path in sorted(texts.keys() - new.keys())
            if there[path] != "file" or _read(disk, path) != texts[path]
        ]
        if problems:
            raise RenderError(problems)
        with held() as came:
            if new:
                steps = [Step(path, None, sum_of(content)) for path, content in new.items()]
                change(disk, steps, new, came)
            report(list(new))


def _never_written_over(disk: Disk, path: str) -> Problem:
    message = "is there already, and a spec is never written over"
    hint = "move it away, or write elsewhere with -O FOLDER"
    return Problem("SR503", (), message, hint=hint, file=str(disk.folder / path))


def plan(
    folder: Path,
    tree: dict[str, str],
    *,
    overwrite_edited: bool = False,
    prune: bool = False,
    edits: Edits = nothing_known,
) -> Plan:
    """Compare a tree with the disk, when no render is under way; nothing is written.

    Args:
        folder: the output folder; it need not exist.
        tree: {path below the folder: signed text}.
        overwrite_edited: whether hand edits of our own files may be lost.
        prune: whether to remove what was rendered from specs that are gone.
        edits: says what was edited in a file; see `Plan`.
    """
    with opened(folder, for_writing=False) as disk:
        return _planned(disk, tree, overwrite_edited=overwrite_edited, prune=prune, edits=edits)


def _planned(
    disk: Disk, tree: dict[str, str], *, overwrite_edited: bool, prune: bool, edits: Edits
) -> Plan:
    result = Plan(disk.folder, dict(disk.tree()), edits=edits)
    result.problems += _problems_around(disk, result.there, tree)
    sources = {source_of(text, path) for path, text in tree.items()}
    apps = {_app(path) for path in tree}
    for path, text in tree.items():
        _plan_file(disk, result, path, text, sources, overwrite_edited=overwrite_edited)
    for path, source in _written_before(disk, result.there, tree).items():
        is_gone = _is_gone(disk.folder, source)
        if _app(path) in apps or source in sources - {STDIN} or (prune and is_gone):
            _plan_removal(disk, result, path, sources, overwrite_edited=overwrite_edited)
        elif is_gone:
            result.orphans.append(path)
    _leave_edited(result)
    before, after = _replaced(result, tree)
    if any(TEMPLATE_LABEL in text for text in before.values()):
        result.problems += _named(result, shrunk(*map(_documents, (before, after))))
    if any(_may_lose(path, text, tree.get(path, "")) for path, text in result.found.items()):
        result.losses += _named(result, losses(*map(_documents, (before, after))))
    return result


def _leave_edited(result: Plan) -> None:
    """Leave the apps as they are that somebody has edited: what is wrong there stops no other."""
    edited = {
        _app(Path(problem.file).relative_to(result.folder).as_posix())
        for problem in result.problems
        if problem.code == EDITED
    }
    for path in [*result.writes, *result.removals]:
        if _app(path) in edited:
            result.writes.pop(path, None)
            result.found.pop(path, None)
    result.removals = [path for path in result.removals if _app(path) not in edited]


def _replaced(result: Plan, tree: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return {path: text} of the apps that change, as they are written and as they are to be."""
    apps = {_app(path) for path in result.found}
    after = {path: text for path, text in tree.items() if _app(path) in apps}
    kept = {path: text for path, text in after.items() if path not in result.writes}
    return {**kept, **result.found}, after


def _may_lose(path: str, found: str, text: str) -> bool:
    """Tell by a quick look whether a StatefulSet may be elsewhere, nowhere, or another one."""
    if not text:
        return "StatefulSet" in found or path.endswith(KUSTOMIZATIONS)
    if "\nkind: StatefulSet\n" in found:
        return any(_block(found, field) != _block(text, field) for field in FIXED)
    return path.endswith(KUSTOMIZATIONS) and _namespaces(found) != _namespaces(text)


def _block(text: str, field: str) -> list[str]:
    """Return the lines of a field of spec, as we write it."""
    lines = text.partition(f"\n  {field}:")[2].split("\n")
    rest = (index for index, line in enumerate(lines[1:], 1) if line[:3].strip(" -"))
    return lines[: next(rest, len(lines))]


def _namespaces(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("namespace:")]


def _named(result: Plan, found: Iterable[tuple[str, Problem]]) -> list[Problem]:
    return [problem.at(str(result.folder / path)) for path, problem in found]


def _documents(texts: dict[str, str]) -> dict[str, Any]:
    return {path: _document(text) for path, text in texts.items()}


def _document(text: str) -> Any:
    """Return the document of a file of ours; one that somebody has broken says nothing."""
    try:
        return next(iter(read(text)), None)
    except RenderError:
        return None


def _carry_out(disk: Disk, result: Plan, came: list[int]) -> None:
    """Write the files, what names others behind these; then remove what is named no longer."""
    texts = {path: text.encode() for path, text in result.writes.items()}
    was = {path: sum_of(text.encode()) for path, text in result.found.items()}
    paths = sorted(texts, key=lambda path: path.endswith(KUSTOMIZATIONS))
    steps = [Step(path, was.get(path), sum_of(texts[path])) for path in paths]
    change(disk, [*steps, *(Step(path, was[path], None) for path in result.removals)], texts, came)


def _app(path: str) -> str:
    """Return the app that a path of ours belongs to: `bases/<app>/...`, `overlays/<app>/...`."""
    return path.split("/")[1]


def _is_gone(folder: Path, source: str | None) -> bool:
    """Tell whether the spec that a file was made from is no longer there."""
    return source not in (None, STDIN) and not (folder / str(source)).exists()


def _problems_around(disk: Disk, there: dict[str, Kind], tree: dict[str, str]) -> Iterator[Problem]:
    """Find what is wrong before any file is looked at: with the names, the folders, the disk."""
    if is_under_way(disk):
        message = "is of a render that was interrupted: some files may be new, and others old"
        hint = "the next `stateful render` puts that right"
        yield Problem("SR508", (), message, hint=hint, file=str(disk.folder / STAGING))
    outside = [path for path in tree if not is_inside(path) or path.count("/") < OF_AN_APP]
    if outside:
        message = "must be a path below bases or overlays, of plain names"
        raise RenderError([Problem("SR501", (), message, file=ascii(path)) for path in outside])
    for folder in sorted({folder for path in tree for folder in folders_above(path)}):
        kind = there.get(folder)
        if kind == "link":
            yield _link_in_the_way(disk, folder)
        elif kind not in (None, "folder"):
            yield in_the_way(disk, folder)


def _link_in_the_way(disk: Disk, path: str) -> Problem:
    message = f"is a link to {disk.target(path)}: nothing is written through links"
    hint = "put a folder in its place"
    return Problem("SR503", (), message, hint=hint, file=str(disk.folder / path))


def _plan_file(
    disk: Disk, result: Plan, path: str, text: str, sources: Sources, *, overwrite_edited: bool
) -> None:
    for other in _in_the_way(result.there, path):
        result.problems.append(in_the_way(disk, other))
    kind = result.there.get(path)
    if kind is None:
        result.writes[path] = text
        return
    found = _read(disk, path) if kind == "file" else None
    if found is not None and _is_current(found, text, overwrite_edited=overwrite_edited):
        result.unchanged += 1
    elif (
        differs_in_its_line(found or "", text)
        or _may_touch(disk, result, path, found, text, overwrite_edited=overwrite_edited)
    ) and _may_take_over(result, path, found, sources):
        result.writes[path] = text
        result.found[path] = found or ""


def _is_current(found: str, text: str, *, overwrite_edited: bool) -> bool:
    """Tell whether a file is as it is to be; kpt may have laid it out anew, and keeps comments."""
    return with_unix_lines(found) == text or (not overwrite_edited and says_the_same(found, text))


def _in_the_way(there: dict[str, Kind], path: str) -> list[str]:
    """Return other kustomizations beside ours: kustomize would refuse to choose."""
    folder, _, own = path.rpartition("/")
    others = [name for name in KUSTOMIZATIONS if own in KUSTOMIZATIONS and name != own]
    return [f"{folder}/{name}" for name in others if f"{folder}/{name}" in there]


def _may_take_over(result: Plan, path: str, found: str | None, sources: Sources) -> bool:
    """Refuse to write over the files of another spec of the same name that is still there."""
    source = source_of(found or "", path)
    if source in {*sources, None, STDIN} or _is_gone(result.folder, source):
        return True
    message = f"was rendered from {source}, which is still there: two specs share this app's name"
    hint = "render both in one call, or with an output folder for each"
    file = str(result.folder / path)
    result.problems.append(Problem("SR506", (), message, hint=hint, file=file))
    return False


def _plan_removal(
    disk: Disk, result: Plan, path: str, sources: Sources, *, overwrite_edited: bool
) -> None:
    found = _read(disk, path)
    if _may_touch(disk, result, path, found, overwrite_edited=overwrite_edited) and _may_take_over(
        result, path, found, sources
    ):
        result.removals.append(path)
        result.found[path] = found or ""


def _may_touch(
    disk: Disk,
    result: Plan,
    path: str,
    found: str | None,
    text: str = "",
    *,
    overwrite_edited: bool,
) -> bool:
    found_state = "foreign" if found is None else state(found, path)
    if found_state == "foreign":
        result.problems.append(in_the_way(disk, path))
    elif found_state == "edited" and not (overwrite_edited or loses_nothing(found or "", text)):
        message = "was edited since it was written, and the edit would be lost"
        hint = "move the edit into the StatefulApp, or give it up with --overwrite-edited"
        if edits := result.edits(path, found or "", text) if text else "":
            message = f"{message}: {edits}"
        if shows := _shows(disk.folder, path, found or ""):
            hint = f"{shows} shows it; {hint}"
        file = str(result.folder / path)
        result.problems.append(Problem(EDITED, (), message, hint=hint, file=file))
    else:
        return True
    return False


def _shows(folder: Path, path: str, found: str) -> str:
    """Return the command that shows what was edited in an app; empty where its spec is gone."""
    source = source_of(found, path)
    if source in (None, STDIN) or _is_gone(folder, source):
        return ""
    place, app, *rest = path.split("/")
    environment = rest[0] if place == FOLDERS[1] else ""
    edited = folder / place / app / environment
    spec = normpath(folder / str(source))
    return f"`{shlex.join(['stateful', 'diff', str(edited), f'{spec}@{environment}'])}`"


def _read(disk: Disk, path: str) -> str | None:
    """Return a file's text; None for what cannot be ours: too much of it, or no text."""
    content = disk.read(path, LIMIT + 1)
    try:
        return content.decode() if len(content) <= LIMIT else None
    except UnicodeDecodeError:
        return None


def _written_before(disk: Disk, there: dict[str, Kind], tree: dict[str, str]) -> dict[str, str]:
    """Return {path: spec} of the files that earlier renders wrote, without those in the tree."""
    written = {}
    for path, kind in there.items():
        if kind == "file" and path.endswith(".yaml") and path not in tree:
            lines = disk.read(path, HEAD).splitlines(keepends=True)
            head = list(takewhile(lambda line: line.startswith(b"#"), lines))
            source = source_of(b"".join(head).decode(errors="replace"), path)
            if source is not None:
                written[path] = source
    return written
