"""What the generators have in common: files are written, or only compared."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def main(name: str, generate: Callable[[str], str]) -> int:
    """Write a page of docs/ as it is now; with --check, return 1 where it is not.

    Args:
        name: of the page.
        generate: makes its text of the text that is there.
    """
    return renewed(DOCS / name, generate)


def renewed(file: Path, generate: Callable[[str], str]) -> int:
    """Do the same with any file."""
    return all_renewed({file: generate(read(file))})


def all_renewed(texts: dict[Path, str]) -> int:
    """Do the same with all files of which {file: text} is to be."""
    if "--check" in sys.argv:
        return int(any(read(file) != text for file, text in texts.items()))
    for file, text in texts.items():
        file.write_text(text, "utf-8")
    return 0


def read(file: Path) -> str:
    """Return the text of a file; of one that is not there, an empty one."""
    return file.read_text("utf-8") if file.is_file() else ""


def with_table(text: str, head: str, rows: Iterable[str]) -> str:
    """Return the text of a page with the table at its end as it is now."""
    before, head, _ = text.partition(head)
    return before + head + "".join(rows)
