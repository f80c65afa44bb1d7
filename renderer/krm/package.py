"""A package of files, as kpt and `kustomize fn run` hand it over: every file, and so every object.

The first line of a file says whether it is ours, as for `stateful render`: it is a comment, so
that nothing of it gets into a cluster. Unlike there, comments and the order of keys are carried
over to the next version of the file.
"""

from __future__ import annotations

from itertools import zip_longest
from posixpath import join, normpath, relpath

from renderer.errors import Problem, RenderError
from renderer.krm import apps
from renderer.krm.call import Failed
from renderer.krm.items import IDS, INDEXES, PATHS, Item, listed, path_of, unreadable
from renderer.kubernetes.labels import notes_on, without_notes
from renderer.kustomize.ownership import is_for, mark, marked
from renderer.objects.reading import annotations_of, at, metadata_of
from renderer.yaml import dump
from renderer.yaml.comments import has_comments, with_comments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.app.load import Document
    from renderer.krm.call import Call

PACKAGE_PATH = "internal.config.kubernetes.io/package-path"
KPTFILE = "Kptfile"
# The name of a source that is not a file of the package begins so.
GIVEN = "the functionConfig "


class Source:
    """A StatefulApp whose files are to be written.

    Args:
        document: the app.
        data: the object that problems are about.
        name: its path in the package; GIVEN and the app's name if it is not a file of it.
        folder: where in the package its tree begins.
    """

    def __init__(self, document: Document, data: Any, name: str, folder: str) -> None:
        if not name.isprintable():
            message = "file name must have no control characters: files made from it hold it"
            raise RenderError([Problem("SR109", (), message, hint="rename it")])
        self.document = document
        self.data = data
        self.name = name
        self.folder = folder

    def relative_name(self) -> str:
        """Return its name as its generated files have it: as a path from the folder of the tree."""
        return self.name if is_given(self.name) else relpath(self.name, self.folder or ".")


class NewFile:
    """A file that the package should have.

    Args:
        source: what it is made from.
        own_path: its path in the tree of its app.
        document: the document.
    """

    def __init__(self, source: Source, own_path: str, document: dict[str, Any]) -> None:
        self.source = source
        self.own_path = own_path
        self.path = join(source.folder, own_path)
        self.document = document
        self.mark = mark(own_path, source.relative_name(), document)

    def item(self, pad: str, old: Owned | None) -> Item:
        """Return the item to write, in place of an old one or as a new file."""
        if old is None:
            notes = {PATHS[0]: self.path, INDEXES[0]: "0"}
            return Item(listed(self._text([self.mark], self.document, notes), pad))
        document = in_order_of(old.content, self.document)
        notes = notes_on(annotations_of(old.item.data))
        # By its id a caller knows the old one and carries comments over in its own way, which puts
        # new keys behind all others. So we keep the id only for comments that we cannot carry.
        without_id = {key: note for key, note in notes.items() if key not in IDS}
        text = self._text([self.mark], document, without_id)
        if old.has_comments():
            above = [self.mark if marked(line) else line for line in old.item.comments()]
            before = old.item.document().replace(old.mark, self.mark, 1)
            carried = with_comments(before, self._text([], document, without_id))
            text = carried or self._text(above, document, notes)
        return Item(listed(text, pad))

    def _text(self, above: list[str], document: Any, notes: dict[str, str]) -> str:
        annotations = {**annotations_of(document), **notes}
        metadata = {**metadata_of(document), "annotations": annotations}
        return "\n".join([*above, dump({**document, "metadata": metadata})])


class Owned:
    """A file of the package that was generated.

    Args:
        item: the item.
        path: its path in the package.
        line: the first line of its file.
    """

    def __init__(self, item: Item, path: str, line: str) -> None:
        self.item = item
        self.path = path
        self.mark = line
        self.own_path, self.source_name = marked(line) or ("", "")
        self.folder = path[: -len(self.own_path)]
        name = self.source_name
        self.source = name if is_given(name) else normpath(join(self.folder, name))
        self.content = without_notes(item.data)

    def app(self) -> str:
        """Return the name of its app, whose folder every file is in."""
        return self.own_path.partition("/")[2].partition("/")[0]

    def says(self, new: NewFile) -> bool:
        """Tell whether it already says what a new file says."""
        return is_for(new.mark, self.content)

    def has_comments(self) -> bool:
        """Tell whether there are comments beside ours."""
        return has_comments(self.item.text, self.mark, self.item.data)

    def is_edited(self) -> bool:
        """Tell whether a person changed what it says, not only comments and the order of keys."""
        return not is_for(self.mark, self.content)


class Package:
    """The files of a package.

    Args:
        call: what kpt handed over.
    """

    def __init__(self, call: Call) -> None:
        if unread := unreadable(call.items):
            raise Failed(unread)
        self.items = call.items
        self.pad = call.pad
        objects = [call.config, *(item.data for item in call.items)]
        folders = map(_package_of, objects)
        # In a pipeline kpt names each file as seen from its own package, ours or one below it.
        self.root: str = min(filter(None, folders), key=len, default="")
        self.at: dict[str, list[Item]] = {}
        for item in call.items:
            self.at.setdefault(self.path(item.data), []).append(item)
        self.owned = {item: owned for item in call.items for owned in self._owned(item)}

    def path(self, data: Any) -> str:
        """Return an object's path from the folder of the call's package, empty if it has none."""
        path = path_of(data)
        if path is None:
            return ""
        folder = _package_of(data)
        return normpath(join(relpath(folder, self.root), path) if folder else path)

    def folder(self, path: str) -> str:
        """Return the folder of the innermost package that a path is in."""
        folders = [file[: -len(KPTFILE)] for file in self.at if file.endswith(f"/{KPTFILE}")]
        return max(filter(path.startswith, folders), key=len, default="")

    def source(self, item: Item, folder: str) -> Source:
        """Return a StatefulApp of the package as a source; RenderError if it cannot be read."""
        path = self.path(item.data)
        name = path or f"{GIVEN}{metadata_of(item.data).get('name')}"
        return Source(apps.document_of(item), item.data, name, join(self.folder(path), folder))

    def is_copy(self, owned: Owned) -> bool:
        """Tell whether an item repeats one of the same file, as a call for half a package makes."""
        return self.at[owned.path][0] is not owned.item

    def is_in_place(self, owned: Owned, output: str) -> bool:
        """Tell whether this file's tree is ours by its folder; copies elsewhere are somebody's own.

        Args:
            owned: the file.
            output: the folder of the package for trees, empty for the package itself.
        """
        package = self.folder(owned.path)
        was_elsewhere = owned.source_name.startswith("../") and self.has(owned.source)
        return owned.folder in (package, join(package, output, "")) or was_elsewhere

    def has(self, source: str) -> bool:
        """Tell whether a source is there, as far as can be seen from the package.

        A file whose StatefulApp is gone may still hold something else.
        """
        holds_app = any(map(apps.is_app, self.at.get(source, [])))
        return is_given(source) or source.startswith("../") or holds_app

    def in_lists(self) -> Iterator[tuple[Item, Any]]:
        """Yield the objects within Lists, each of which kpt hands over as one object."""
        for item in self.items:
            if item.mentions("List") and isinstance(item.data, dict):
                inner = item.data.get("items")
                if str(item.data.get("kind")).endswith("List") and isinstance(inner, list):
                    yield from ((item, data) for data in inner if isinstance(data, dict))

    def patches(self) -> set[str]:
        """Return the files that a kustomization of the package names as patches."""
        return {
            normpath(join(self.path(item.data), "..", file))
            for item in self.items
            if item.mentions("patches")
            for field in ("patches", "patchesStrategicMerge")
            for file in _files(at(item.data, field))
        }

    def _owned(self, item: Item) -> Iterator[Owned]:
        """Yield an item as ours, if its first lines say so, and name this very file."""
        path = self.path(item.data)
        for line in item.comments() if isinstance(item.data, dict) else []:
            own_path, _ = marked(line) or ("", "")
            if own_path and f"/{path}".endswith(f"/{own_path}"):
                yield Owned(item, path, line)
                return


def _package_of(data: Any) -> str:
    """Return the path of an object's package, which kpt notes in pipelines only."""
    folder = annotations_of(data).get(PACKAGE_PATH)
    return folder if isinstance(folder, str) else ""


def _files(entries: Any) -> Iterator[str]:
    for entry in entries if isinstance(entries, list) else []:
        file = entry.get("path") if isinstance(entry, dict) else entry
        if isinstance(file, str):
            yield file


def is_given(source: str) -> bool:
    """Tell whether a source is not a file of a package."""
    return source.startswith(GIVEN)


def in_order_of(like: Any, value: Any) -> Any:
    """Return a value with the keys in the order of another; new keys stay behind neighbours."""
    if isinstance(value, list):
        others = like if isinstance(like, list) else []
        first = next(iter(others), None)
        pairs = zip_longest(others[: len(value)], value, fillvalue=first)
        return [in_order_of(other, item) for other, item in pairs]
    if not isinstance(value, dict):
        return value
    known = like if isinstance(like, dict) else {}
    order = {key: rank for rank, key in enumerate(known)}
    rank = -1
    ranks = {}
    for key in value:
        rank = ranks[key] = order.get(key, rank)
    ordered = sorted(value, key=lambda key: (ranks[key], key not in order))
    return {key: in_order_of(known.get(key), value[key]) for key in ordered}
