"""YAML text to plain data: what readers disagree on is refused, never guessed."""

from __future__ import annotations

from renderer.errors import RenderError
from renderer.yaml.plain import Odd, read_plain
from renderer.yaml.source import decoded, refuse_larger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.yaml.vocabulary import Dialect

MIB = 2**20
MAX_BYTES = {"spec": MIB, "manifest": 256 * MIB}


def read(
    text: str | bytes, *, file: str = "", dialect: Dialect = "spec", max_bytes: int | None = None
) -> list[Any]:
    """Return every document that is not empty.

    Args:
        text: a YAML stream in UTF-8.
        file: its name, for the problems.
        dialect: `spec` refuses plain scalars which YAML readers take for different values, and
            what kustomize cannot hand over; `manifest` reads as kubectl does. What `spec` accepts,
            `manifest` reads as an equal value.
        max_bytes: the largest size; 1 MiB for `spec` and 256 MiB for `manifest` unless given.

    Raises:
        RenderError: every problem that was found, each with line and column.
    """
    source = decoded(text, file, MAX_BYTES[dialect] if max_bytes is None else max_bytes)
    try:
        if not (source.lstrip()[:1] == "{" and _has_infinity(source)):
            return read_plain(source, dialect)
    except Odd:
        pass
    return read_composed(source, file, dialect)


def _has_infinity(source: str) -> bool:
    """Tell whether JSON, as which kubectl reads a text in braces, has a number beyond any float."""
    from renderer.yaml.portable import infinity

    return infinity(source) is not None


def read_bytes(path: str, most: int = MAX_BYTES["manifest"]) -> bytes:
    """Return what a file holds; a large one is refused before it is read.

    Raises:
        RenderError: it has more than `most` bytes (SR108).
        OSError: it cannot be read.
    """
    from os import fstat

    with open(path, "rb") as stream:  # noqa: PTH123  # pathlib is slow to import
        refuse_larger(fstat(stream.fileno()).st_size, most, path)
        content = stream.read(most + 1)  # a device or a pipe may never end
    refuse_larger(len(content), most, path)
    return content


def read_composed(source: str, file: str, dialect: Dialect) -> list[Any]:
    """Read what is not plain, or not right; only then is PyYAML imported."""
    from renderer.yaml.composer import Composer
    from renderer.yaml.portable import text_problems

    composer = Composer(source, file, dialect)
    composer.compose()
    composer.problems += text_problems(source, file, is_strict=dialect == "spec")
    if composer.problems:
        raise RenderError(composer.problems)
    return composer.documents


def read_in_part(text: str) -> Any:
    """Return the first document as far as it can be read, to name what is wrong by its own name."""
    from renderer.yaml.composer import Composer

    composer = Composer(text, "", "manifest")
    composer.compose()
    return next(iter(composer.documents), None)
