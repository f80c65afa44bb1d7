"""Put the files that a config names by `fromFile` into the document, before it is checked."""

from __future__ import annotations

from renderer.errors import Problem
from renderer.kubernetes import names
from renderer.objects.reading import at, items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from renderer.errors import Path

    # What a file beside the spec holds; ValueError(message, hint) when it cannot be had.
    ReadBeside = Callable[[str], bytes]

NO_FOLDER = (
    "must be text or base64 here: there is no folder to read a file from",
    "`stateful render` reads it from the spec's folder",
)


def with_files(data: Any, read: ReadBeside | None) -> tuple[Any, list[Problem]]:
    """Return the document with text or base64 in place of every fromFile, and what is wrong.

    Whatever else is wrong with a config is left to the checks of the whole document.
    """
    found = list(_named_files(data))
    if not found:
        return data, []
    problems: list[Problem] = []
    contents = {id(file): _content(file, path, read, problems) for path, file in found}
    spec = data["spec"]
    config = [
        {**config, "files": [contents.get(id(file), file) for file in config["files"]]}
        if isinstance(config, dict) and isinstance(config.get("files"), list)
        else config
        for config in spec["config"]
    ]
    return {**data, "spec": {**spec, "config": config}}, problems


def _named_files(data: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the files that are to be read: those with a proper path and nothing else to hold."""
    for index, config in items(at(data, "spec", "config")):
        for number, file in items(config.get("files")):
            if "fromFile" in file and not file.keys() & {"text", "base64"}:
                yield ("spec", "config", index, "files", number, "fromFile"), file


def _content(
    file: dict[str, Any], path: Path, read: ReadBeside | None, problems: list[Problem]
) -> dict[str, Any]:
    rest = {key: value for key, value in file.items() if key != "fromFile"}
    try:
        name = names.path_beside(file["fromFile"]) if type(file["fromFile"]) is str else ""
    except ValueError:
        name = ""
    if not name:
        return file  # the checks of the document say what is wrong with it
    try:
        if read is None:
            raise ValueError(*NO_FOLDER)  # noqa: TRY301  # one way to word what cannot be read
        return {**rest, **_as_field(read(name))}
    except ValueError as error:
        message, *hint = error.args
        problems.append(Problem("SR321", path, message, hint="".join(hint)))
        return {**rest, "text": ""}


def _as_field(content: bytes) -> dict[str, str]:
    """Return a file as text where every YAML reader keeps it as it is, else as bytes."""
    from base64 import b64encode  # rarely needed

    from renderer.yaml import survives

    text = content.decode(errors="replace")
    if text.encode() == content and survives(text):
        return {"text": text}
    return {"base64": b64encode(content).decode()}
