"""`stateful render --fix`: put into specs what hints leave no choice about."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from renderer.app.fix import fixed
from renderer.cli.disk import opened
from renderer.cli.streams import say
from renderer.errors import Problem, RenderError
from renderer.inputs.sources import MENTIONS, STDIN, Source
from renderer.inputs.specs import sources_of, split
from renderer.yaml.reader import MAX_BYTES
from renderer.yaml.source import decoded

if TYPE_CHECKING:
    from renderer.app.fix import Fix


def fix_specs(names: list[str], *, check: bool) -> list[Problem]:
    """Mend specs in place, each as a whole or not at all, and say what was done.

    Args:
        names: what the call names, as for `read_specs`.
        check: whether to write nothing, and only say what would be done.

    Returns:
        what can be mended, at its place; what cannot be read, whoever reads it next says.

    Raises:
        RenderError: somebody changed a file just now (SR504), or it is a link (SR503).
        OSError: the disk is full, a folder is not writable, ...
    """
    if any(split(name)[0] == STDIN for name in names):
        raise typer.BadParameter("--fix changes files, and stdin is none: save it first")
    found: list[Problem] = []
    for source in sources_of(names):
        content, new, fixes, left = _fixed(source)
        if fixes and not check:
            _rewrite(Path(source.file), content, new)
        for fix in fixes:
            say(f"{source.file}:{fix.line}:{fix.column}: {fix.said(is_done=not check)}")
        for problem in left:
            say(str(problem.at(source.file, problem.line, problem.column)))
        found += [fix.problem.at(source.file, fix.line, fix.column) for fix in fixes]
    return found


def _fixed(source: Source) -> tuple[bytes, bytes, list[Fix], list[Problem]]:
    """Return what a file holds, and would hold; one that cannot be read stays as it is."""
    try:
        content = source.content
        is_one = source.is_spec or MENTIONS.search(content)
        text = decoded(content, source.file, MAX_BYTES["spec"]) if is_one else ""
    except RenderError:
        return b"", b"", [], []
    new, fixes, left = fixed(text)
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    return content, mark + new.encode(), fixes, left


def _rewrite(path: Path, was: bytes, content: bytes) -> None:
    with opened(path.parent, for_writing=True) as disk:
        if disk.kind(path.name) != "file":
            message, hint = (
                "is a link, and nothing is written through links",
                "fix what it leads to",
            )
            raise RenderError([Problem("SR503", (), message, hint=hint, file=str(path))])
        if not disk.rewrite(path.name, was, content):
            message = "was changed by somebody while it was being fixed"
            raise RenderError([Problem("SR504", (), message, hint="try again", file=str(path))])
