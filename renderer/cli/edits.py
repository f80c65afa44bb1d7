"""What somebody has edited in a rendered tree, asked only where it would be lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from renderer.cli.disk import FOLDERS
from renderer.errors import RenderError
from renderer.kustomize.edits import edits
from renderer.kustomize.ownership import source_of
from renderer.resources.pipeline import builds_of
from renderer.yaml import read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from renderer.app.load import Document
    from renderer.resources.pipeline import Builds


class Edits:
    """Says what edited files have that their specs do not say.

    Args:
        documents: the specs of the call.
        folder: where the tree is.
    """

    def __init__(self, documents: Iterable[Document], folder: Path) -> None:
        self._documents = {Path(document.file).resolve(): document for document in documents}
        self._folder = folder
        self._builds: dict[Document, Builds] = {}

    def __call__(self, path: str, found: str, wanted: str) -> str:
        """Return in words what was edited in a file; empty where nobody can tell.

        Args:
            path: the file, below the folder.
            found: its text.
            wanted: the text that its spec renders to.
        """
        document = self._documents.get((self._folder / str(source_of(found, path))).resolve())
        place, _, *rest = path.split("/")
        environment = rest[0] if place == FOLDERS[1] else None
        builds = self._builds_of(document) if document else {}
        if environment not in builds:
            return ""
        try:
            return edits(path, _document(found), _document(wanted), builds, environment)
        except RenderError:
            return ""  # somebody has broken its YAML

    def _builds_of(self, document: Document) -> Builds:
        if document not in self._builds:
            self._builds[document] = builds_of(document)
        return self._builds[document]


def _document(text: str) -> Any:
    return next(iter(read(text, dialect="manifest")), None)
