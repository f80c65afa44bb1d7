"""Make a call of the text of a ResourceList, cut at its lines as kustomize and kpt write them.

Anything written in another way is read as YAML, as strictly as a spec, and written again.
"""

from __future__ import annotations

from renderer.errors import Problem, RenderError
from renderer.krm.call import Call
from renderer.krm.items import Item, label
from renderer.yaml import read
from renderer.yaml.reader import MAX_BYTES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Sections = dict[str, list[str]]

KIND = "ResourceList"
DEEPEST = 1_000


def call_in(source: str | bytes, call: Call) -> Call:
    """Fill in a call, its items first: they are returned even where the rest cannot be read.

    Raises:
        RenderError: it is not a ResourceList (SR601), or its config cannot be read.
    """
    text = _decoded(source)
    sections = _sections(text)
    cut = _cut(sections.pop("items", ["items: []"]))
    if cut is None or _value(sections, "kind") != KIND:
        return _as_yaml(text, call)
    call.pad, items = cut
    call.items = [Item(text) for text in items]
    call.config = _config(sections)
    return call


def _decoded(source: str | bytes) -> str:
    """Return the text without its byte order mark; RenderError if it is not text or too long."""
    try:
        text = source if isinstance(source, str) else source.decode()
    except UnicodeDecodeError:
        text = ""
    if not text or len(text) > MAX_BYTES["manifest"]:
        read(source, file="stdin", max_bytes=MAX_BYTES["manifest"])  # which says what is wrong
    return text.removeprefix("\ufeff")


def is_yaml(text: str) -> bool:
    """Tell whether a parser gets to the end of a text, whatever its values are.

    It goes as deep as kustomize writes: the time that the parser takes grows with the square.
    """
    if _is_plain(text):
        return True
    from renderer.yaml.syntax import events  # only where it is odd: PyYAML is slow to import

    depth, anchors = 0, {None}
    try:
        for event in events(text, "stdin"):
            name, anchor = type(event).__name__, getattr(event, "anchor", None)
            depth += name.endswith("StartEvent") - name.endswith("EndEvent")
            if depth > DEEPEST or (name == "AliasEvent" and anchor not in anchors):
                return False
            anchors.add(anchor)
    except RenderError:
        return False
    return True


def _is_plain(text: str) -> bool:
    """Tell whether it is the YAML that everybody writes."""
    from renderer.yaml.plain import Odd, read_plain

    try:
        return bool(read_plain(text, "manifest"))
    except (Odd, RenderError):
        return False


def _as_yaml(text: str, call: Call) -> Call:
    documents = read(text, file="stdin", max_bytes=MAX_BYTES["manifest"])
    resource_list: Any = documents[0] if len(documents) == 1 else {}
    if not isinstance(resource_list, dict) or resource_list.get("kind") != KIND:
        raise RenderError([_no_resource_list()])
    items = resource_list.get("items") or []
    if not isinstance(items, list):
        raise RenderError([_no_resource_list()])
    call.items = [Item(data=data) for data in items]
    call.config = resource_list.get("functionConfig")
    return call


def _no_resource_list() -> Problem:
    message = f"must be one {KIND} (config.kubernetes.io/v1), as kustomize and kpt send it"
    hint = "people use `stateful render`; see `stateful-fn --help`"
    return Problem("SR601", (), message, hint=hint, file="stdin")


def _sections(text: str) -> Sections:
    """Return {top-level key: its lines}; nothing where the text is not that plain."""
    sections: Sections = {}
    block: list[str] = []
    lines = text.removesuffix("\n").split("\n")
    if lines[0].rstrip() == "---":
        del lines[0]
    for line in lines:
        if line[:1] not in " -#\r":
            key, colon, value = line.partition(":")
            is_key = colon and not value[:1].strip() and key.isascii() and key.isalpha()
            if not is_key or key in sections:
                return {}
            sections[key] = block = []
        elif line[:3] == "---" or (not sections and line.strip(" \r") and line[0] != "#"):
            return {}
        block.append(line)
    return sections


def _cut(lines: list[str]) -> tuple[str, list[str]] | None:
    """Return what stands before the dashes, and the text of each item; None if not a block."""
    value = lines[0].partition(":")[2].partition("#")[0].strip()
    rest = lines[1:]
    if value in ("", "[]") and not any(map(_is_content, rest)):
        return "", []
    if value:
        return None
    first = next(line for line in rest if _is_content(line))
    pad = first[: len(first) - len(first.lstrip(" "))]
    items = _pieces(rest, len(pad))
    return None if items is None else (pad, ["\n".join([*item, ""]) for item in items])


def _is_content(line: str) -> bool:
    return line.strip()[:1] not in ("", "#")


def _pieces(lines: list[str], column: int) -> list[list[str]] | None:
    """Return the lines of each item, with the comments above its dash."""
    items: list[list[str]] = []
    comments: list[str] = []
    for line in lines:
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if (indent <= column and text[:1] == "#") or (comments and not text.strip()):
            comments.append(line)
            continue
        if indent == column and (text[:2] == "- " or text.rstrip() == "-"):
            items.append([])
        elif indent <= column and text.strip():
            return None
        if items:
            items[-1] += [*comments, line]
            comments = []
    return [*items[:-1], items[-1] + comments]


def _value(sections: Sections, key: str) -> Any:
    """Return the value of a top-level key, None if it is not there or cannot be read."""
    documents = read(_text(sections, key), dialect="manifest")
    return documents[0][key] if documents else None


def _text(sections: Sections, key: str) -> str:
    """Return whole lines: readers differ on a last line without a line break."""
    return "".join(f"{line}\n" for line in sections.get(key, []))


def _config(sections: Sections) -> Any:
    """Return the config, read as strictly as any spec."""
    try:
        documents = read(_text(sections, "functionConfig"), file="functionConfig")
    except RenderError as error:
        raise RenderError(_placed(error.problems, label(_named(sections)))) from None
    return documents[0]["functionConfig"] if documents else None


def _named(sections: Sections) -> Any:
    try:
        return _value(sections, "functionConfig")
    except RenderError:
        return None


def _placed(problems: Iterable[Problem], file: str) -> list[Problem]:
    """Return problems of a config with paths in it: nobody has seen the list around it."""
    return [problem.saying(path=problem.path[1:]).at(file) for problem in problems]
