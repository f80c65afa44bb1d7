"""What Argo CD makes of Applications, in a revision and now: `stateful diff --application`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from renderer.cli.streams import say
from renderer.errors import Problem, RenderError
from renderer.inputs.applied import Applied, applied
from renderer.inputs.emulation import Emulation
from renderer.inputs.folders import content_of
from renderer.inputs.repository import repository_at
from renderer.inputs.sides import Side, Sides
from renderer.yaml import read

if TYPE_CHECKING:
    from renderer.inputs.revision import Revision

PluginConfig = Annotated[
    Path | None,
    typer.Option("--plugin-config", metavar="PATH", help="The plugin.yaml of the sidecar."),
]


class ArgoCD(NamedTuple):
    """How the Argo CD is set up.

    Args:
        plugin: the plugin.yaml of its sidecar; None for ours.
        tracking: how it tracks.
        version: the minor version of the destination; None where nobody says it.
    """

    plugin: Any
    tracking: str
    version: int | None

    def at(self, root: Path) -> Emulation:
        """Return it with a repository."""
        version = f"1.{self.version}.0" if self.version else ""
        return Emulation(root, self.plugin, version=version, tracking=self.tracking)


def previewed(paths: list[str], argo_cd: ArgoCD, revision: Revision) -> list[Sides]:
    """Return what each Application makes before and after; what is not there is empty.

    Args:
        paths: files and folders that hold Applications.
        argo_cd: what renders them.
        revision: what is before.

    Raises:
        RenderError: no Application is there, or Argo CD fails with one.
    """
    revision.bring([""])
    is_here = repository_at(revision.top, is_given=False).is_here
    inside = [revision.path_of(path) for path in paths]
    before = applied(inside, revision.home, argo_cd.at(revision.home), is_here)
    after = applied(paths, Path(), argo_cd.at(revision.top), is_here)
    was, will = before or Applied(), after or Applied()
    for note in will.notes if after else was.notes:
        say(note)
    for problem in will.warnings:
        say(f"warning: {problem}")
    names = sorted({*was.objects, *will.objects})
    if not names:
        message = "must hold an Application that can be compared, in the revision or now"
        raise RenderError([Problem("SR801", (), message, file=path) for path in paths])
    return [
        Sides(Side(was.objects.get(name, [])), Side(will.objects.get(name, [])), name=name)
        for name in names
    ]


def document(file: Path) -> Any:
    """Return the one document of a file.

    Raises:
        RenderError: it cannot be read, or holds another number of them.
    """
    documents = read(content_of(str(file)), file=str(file), dialect="manifest")
    if len(documents) != 1:
        message = f"must hold one document, holds {len(documents)}"
        raise RenderError([Problem("SR707", (), message, file=str(file))])
    return documents[0]
