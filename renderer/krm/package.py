"""A package of files, as kpt and `kustomize fn run` hand it over: every file, and so every object.

Which files are ours, their first line says, as for `stateful render`: a comment, so that no object
holds anything that could get into a cluster. Unlike there, comments and the order of keys go over
to the next version of the file.
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
from renderer.objects.reading import annotations_of, metadata_of
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
# A source that is no file of the package.
GIVEN = "the functionConfig "


class Source:
    """A StatefulApp whose files are to be written.

    Args:
        document: the app.
        data: the object that problems are about.
        name: its path in the package; GIVEN and the app's name if it is no file of it.
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

    def seen(self) -> str:
        """Return its name as the files made from it say it: from the folder of its tree."""
        return self.name if is_given(self.name) else relpath(self.name, self.folder or ".")


class Wanted:
    """A document that is to be in the package.

    Args:
        source: what it is made from.
        own_path: where it stands in the tree of its app.
        document: the document.
    """

    def __init__(self, source: Source, own_path: str, document: dict[str, Any]) -> None:
        self.source = source
        self.own_path = own_path
        self.path = join(source.folder, own_path)
        self.document = document
        self.mark = mark(own_path, source.seen(), document)

    def item(self, pad: str, old: Owned | None) -> Item:
        """Return the item that is written, in place of an old one or as a new file."""
        if old is None:
            notes = {PATHS[0]: self.path, INDEXES[0]: "0"}
            return Item(listed(self._text([self.mark], self.document, notes), pad))
        document = in_order_of(old.content, self.document)
        notes = notes_on(annotations_of(old.item.data))
        # By its id a caller would know the old one, and carry comments over in its own way, which
        # puts new keys behind all others: for those comments only that we cannot carry.
        without_id = {key: each for key, each in notes.items() if key not in IDS}
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
    """An item that was generated.

    Args:
        item: the item.
        path: its path in the package.
        line: the first line of its file.
    """

    def __init__(self, item: Item, path: str, line: str) -> None:
        self.item = item
        self.path = path
        self.mark = line
        self.own_path, self.seen = marked(line) or ("", "")
        self.folder = path[: -len(self.own_path)]
        self.source = self.seen if is_given(self.seen) else normpath(join(self.folder, self.seen))
        self.content = without_notes(item.data)

    def app(self) -> str:
        """Return the name of its app, whose folder every file is in."""
        return self.own_path.partition("/")[2].partition("/")[0]

    def says(self, new: Wanted) -> bool:
        """Tell whether it says what is to be there."""
        return is_for(new.mark, self.content)

    def has_comments(self) -> bool:
        """Tell whether there are comments beside ours."""
        return has_comments(self.item.text, self.mark, self.item.data)

    def is_edited(self) -> bool:
        """Tell whether a person changed what it says; comments and the order of keys are theirs."""
        return not is_for(self.mark, self.content)


class Package:
    """The files of a package.

    Args:
        call: what kpt handed over.
    """

    def __init__(self, call: Call) -> None:
        if found := unreadable(call.items):
            raise Failed(found)
        self.items = call.items
        self.pad = call.pad
        objects = [call.config, *(item.data for item in call.items)]
        folders = map(_package_of, objects)
        # In a pipeline kpt names each file as seen from its own package, ours or one below it.
        self.root: str = min((each for each in folders if each), key=len, default="")
        self.at: dict[str, list[Item]] = {}
        for item in call.items:
            self.at.setdefault(self.path(item.data), []).append(item)
        self.owned = {each.item: each for item in call.items for each in self._owned(item)}

    def path(self, data: Any) -> str:
        """Return an object's path as seen from the package of the call, empty if it has none."""
        path = path_of(data)
        if path is None:
            return ""
        folder = _package_of(data)
        return normpath(join(relpath(folder, self.root), path) if folder else path)

    def folder(self, path: str) -> str:
        """Return the folder of the innermost package that a path is in."""
        folders = [each[: -len(KPTFILE)] for each in self.at if each.endswith(f"/{KPTFILE}")]
        return max((each for each in folders if path.startswith(each)), key=len, default="")

    def source(self, item: Item, folder: str) -> Source:
        """Return a StatefulApp of the package as a source; RenderError if it cannot be read."""
        path = self.path(item.data)
        name = path or f"{GIVEN}{metadata_of(item.data).get('name')}"
        return Source(apps.document_of(item), item.data, name, join(self.folder(path), folder))

    def is_copy(self, owned: Owned) -> bool:
        """Tell whether a file holds the same once more, as after a call for an unseen package."""
        return self.at[owned.path][0] is not owned.item

    def is_in_place(self, owned: Owned, output: str) -> bool:
        """Tell whether a tree may begin where this file's does; a copy elsewhere is somebody's own.

        Args:
            owned: the file.
            output: the folder of the package that trees are to begin in, empty for none.
        """
        package = self.folder(owned.path)
        was_elsewhere = owned.seen.startswith("../") and self.has(owned.source)
        return owned.folder in (package, join(package, output, "")) or was_elsewhere

    def has(self, source: str) -> bool:
        """Tell whether a source is there; of those outside of the package nothing is known.

        A file whose StatefulApp is gone may still hold something else.
        """
        is_there = any(map(apps.is_app, self.at.get(source, [])))
        return is_given(source) or source.startswith("../") or is_there

    def in_lists(self) -> Iterator[tuple[Item, Any]]:
        """Yield the objects within objects of kind List, which kpt hands over as one."""
        for item in self.items:
            if item.mentions("List") and isinstance(item.data, dict):
                inner = item.data.get("items")
                if str(item.data.get("kind")).endswith("List") and isinstance(inner, list):
                    yield from ((item, each) for each in inner if isinstance(each, dict))

    def patches(self) -> set[str]:
        """Return the files that a kustomization of the package names as patches."""
        found = set()
        for item in self.items:
            if item.mentions("patches") and isinstance(item.data, dict):
                for field in ("patches", "patchesStrategicMerge"):
                    for file in _files(item.data.get(field)):
                        found.add(normpath(join(self.path(item.data), "..", file)))
        return found

    def _owned(self, item: Item) -> Iterator[Owned]:
        """Yield an item as ours, if its first lines say so, and that it is this very file."""
        path = self.path(item.data)
        for line in item.comments() if isinstance(item.data, dict) else []:
            found = marked(line)
            if found and f"/{path}".endswith(f"/{found[0]}"):
                yield Owned(item, path, line)
                return


def _package_of(data: Any) -> str:
    """Return the path of an object's package, which kpt notes in a pipeline; else it is empty."""
    folder = annotations_of(data).get(PACKAGE_PATH)
    return folder if isinstance(folder, str) else ""


def _files(entries: Any) -> Iterator[str]:
    for entry in entries if isinstance(entries, list) else []:
        file = entry.get("path") if isinstance(entry, dict) else entry
        if isinstance(file, str):
            yield file


def is_given(source: str) -> bool:
    """Tell whether a source is no file of a package."""
    return source.startswith(GIVEN)


def in_order_of(like: Any, value: Any) -> Any:
    """Return a value with its keys in the order of another; others stay behind their neighbours."""
    if isinstance(value, list):
        others = like if isinstance(like, list) else []
        first = next(iter(others), None)
        pairs = zip_longest(others[: len(value)], value, fillvalue=first)
        return [in_order_of(other, each) for other, each in pairs]
    if not isinstance(value, dict):
        return value
    known = like if isinstance(like, dict) else {}
    order = {key: place for place, key in enumerate(known)}
    place = -1
    places = {}
    for key in value:
        place = places[key] = order.get(key, place)
    ordered = sorted(value, key=lambda key: (places[key], key not in order))
    return {key: in_order_of(known.get(key), value[key]) for key in ordered}
