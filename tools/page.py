"""What the generators of pages have in common: a page is written, or only compared."""

from __future__ import annotations

import sys
from collections.abc import Callable
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
    written = file.read_text("utf-8") if file.is_file() else ""
    text = generate(written)
    if "--check" in sys.argv:
        return int(written != text)
    file.write_text(text, "utf-8")
    return 0
