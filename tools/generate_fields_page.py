"""Write the table of Kubernetes' fields and ours in docs/fields.md from the builders' `place`.

Usage: python tools/generate_fields_page.py           writes the file
       python tools/generate_fields_page.py --check   exits 1 when the file is not current
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from page import main, with_table

from renderer.app.load import Document
from renderer.changes.matching import leaves
from renderer.resources.kinds import place
from renderer.resources.pipeline import build_of
from renderer.yaml import read

if TYPE_CHECKING:
    from renderer.errors import Path as Steps

ROOT = Path(__file__).parent.parent
SPECS = ROOT / "tests/golden/trees"
HEAD = "| object | field | here |\n|---|---|---|\n"
ITEM = "[]"
KEYED = {
    "annotations",
    "binaryData",
    "data",
    "labels",
    "matchLabels",
    "podAnnotations",
    "podLabels",
}


def generate(text: str) -> str:
    """Return the page with the table as it is now; it stands at the end."""
    return with_table(
        text, HEAD, (f"| {kind} | `{field}` | {ours} |\n" for kind, field, ours in rows())
    )


def rows() -> list[tuple[str, str, str]]:
    """Return (kind, field of its object, where it is here): what both end in is left out."""
    found: dict[tuple[str, str], set[str]] = {}
    for kind, path, place_of_it in pairs():
        field, ours = apart(cut(path), cut(place_of_it))
        if ours and ours[0] == "spec" and "extraResources" not in ours:
            found.setdefault((kind, written(field)), set()).add(f"`{written(ours)}`")
    kinds = sorted(found, key=lambda row: (row[0] != "StatefulSet", row))
    return [(kind, field, ", ".join(sorted(found[kind, field]))) for kind, field in kinds]


def apart(field: Steps, ours: Steps) -> tuple[Steps, Steps]:
    """Return two paths without what both end in; one step of each stays."""
    while len(field) > 1 and len(ours) > 1 and field[-1] == ours[-1]:
        field, ours = field[:-1], ours[:-1]
    return field, ours


def cut(path: Steps) -> Steps:
    """Return a path without the keys of people's maps, such as labels."""
    ends = [index for index, step in enumerate(path) if step in KEYED]
    return path[: ends[0] + 1] if ends else path


def pairs() -> Iterator[tuple[str, Steps, Steps]]:
    """Yield the kind and path of every leaf that our golden specs render, and its place."""
    for file in sorted(SPECS.glob("*/statefulapp.yaml")):
        (data,) = read(file.read_bytes(), file=str(file))
        data["spec"].pop("patches", None)
        build = build_of(Document(data, file=str(file), read_beside=lambda _: b"x"))
        for name, built in build.files.items():
            for path, _ in leaves(built):
                yield built["kind"], path, place(build.app, name, path)


def written(path: Steps) -> str:
    """Return a path with `[]` for every item."""
    return "".join(ITEM if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


if __name__ == "__main__":
    sys.exit(main("fields.md", generate))
