"""The first line of every file we write: by it we know the file again, and see a hand edit.

Rendering never touches a file that somebody else wrote, and never silently undoes what a person,
`kustomize edit` or an image updater changed in one of ours. So the line names the file itself (a
copy of it is somebody else's), the spec it was made from, and has a checksum of these and of what
the file says: the layout and the order of keys are no edit.
"""

from __future__ import annotations

from renderer.app import MARK
from renderer.errors import RenderError
from renderer.kubernetes.labels import notes_on, without_notes
from renderer.objects.reading import annotations_of
from renderer.yaml import dump, read
from renderer.yaml.comments import has_comments
from renderer.yaml.scalars import in_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    State = Literal["ours", "edited", "foreign"]

try:
    from _sha2 import sha256  # type: ignore[import-not-found]  # what hashlib takes it from, without the rest of hashlib
except ImportError:  # before Python 3.12
    from _sha256 import sha256  # type: ignore[import-not-found]

FROM = " from "
CHECKSUM = "; edit that and render again. Checksum "
DIGITS = 12


def sign(document: Any, path: str, source: str) -> str:
    """Return the text of a document's file, with the line that says what it is.

    Args:
        document: what the file says.
        path: where it is written, below the output folder; as we make it, it holds no blanks.
        source: the spec it was made from, on one line.
    """
    return f"{mark(path, source, document)}\n{dump(document)}"


def mark(path: str, source: str, document: Any) -> str:
    """Return the line that says what a file is."""
    # By `repr` Python tells 1 from true and "1"; `ascii` is the same in all versions of Python.
    said = ascii([path, source, _plain(without_notes(document))])
    return f"{MARK}{path}{FROM}{source}{CHECKSUM}{sha256(said.encode()).hexdigest()[:DIGITS]}"


def marked(line: str) -> tuple[str, str] | None:
    """Return the path and the source that a line names, None if it is none of ours."""
    path, source = _read(line)
    return (path, source) if path else None


def state(text: str, path: str) -> State:
    """Tell whether a file at a path is as we wrote it, was edited since, or is not ours.

    It is still as we wrote it where only its layout is another one, as kpt changes that.

    Args:
        text: what it holds.
        path: where it is, below the output folder.
    """
    text = with_unix_lines(text)
    line = _mark_in(text)
    if _read(line)[0] != path:
        return "foreign"
    content = _content(text)
    more = notes_on(annotations_of(content)) or has_comments(text, line, content)
    return "ours" if is_for(line, content) and not more else "edited"


def source_of(text: str, path: str) -> str | None:
    """Return the spec that the file at a path was made from, None if it is not ours."""
    own_path, source = _read(_mark_in(with_unix_lines(text)))
    return source if own_path == path else None


def says_the_same(text: str, new: str) -> bool:
    """Tell whether a file differs from what is to be there in its layout and comments alone."""
    line = _mark_in(with_unix_lines(text))
    return line == _mark_in(new) and is_for(line, _content(text))


def loses_nothing(text: str, new: str) -> bool:
    """Tell whether a file that was edited says what is to be there, and nothing beside it.

    So it is when an edit by `kustomize edit` or an image updater has come into the spec as well.
    """
    text = with_unix_lines(text)
    content = _content(text)
    more = notes_on(annotations_of(content)) or has_comments(text, _mark_in(text), content)
    return is_for(_mark_in(new), content) and not more


def differs_in_its_line(text: str, new: str) -> bool:
    """Tell whether only the first line of a file of ours is another one: nothing can be lost."""
    line, _, content = with_unix_lines(text).partition("\n")
    new_line, _, new_content = new.partition("\n")
    return bool(_read(line)[0]) and _read(line)[0] == _read(new_line)[0] and content == new_content


def is_for(line: str, content: Any) -> bool:
    """Tell whether a first line was made for what its file says."""
    return line == mark(*_read(line), content)


def with_unix_lines(text: str) -> str:
    """Return the text without what Git does to line ends on Windows; it is no edit."""
    return text.replace("\r\n", "\n")


def _mark_in(text: str) -> str:
    """Return the line of ours; people may have written a comment above it."""
    line, rest = "", text
    while rest.startswith("#") and not line.startswith(MARK):
        line, _, rest = rest.partition("\n")
    return line


def _content(text: str) -> Any:
    """Return what a file says as kubectl reads it, None where nobody can tell."""
    try:
        (content,) = read(text, dialect="manifest") or [None]
    except (RenderError, ValueError):
        return None
    return content


def _read(line: str) -> tuple[str, str]:
    """Return the path and source of a first line, empty if it is none of ours."""
    if not line.startswith(MARK) or CHECKSUM not in line:
        return "", ""
    path, _, source = line.removeprefix(MARK).rpartition(CHECKSUM)[0].partition(FROM)
    return path, source


def _plain(value: Any) -> Any:
    """Return a value as kubectl reads it, with sorted keys."""
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return in_json(value) if isinstance(value, float) else value
