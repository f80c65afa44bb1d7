"""Write the table of verdicts in docs/diff.md from the table that judges.

Usage: python tools/generate_verdicts_page.py           writes the file
       python tools/generate_verdicts_page.py --check   exits 1 when the file is not current
"""

from __future__ import annotations

import sys

from page import main, with_table

from renderer.changes.table import ROWS

HEAD = "| id | of | where | effect | plan |\n|---|---|---|---|---|\n"


def generate(text: str) -> str:
    """Return the page with the table as it is now; it stands at the end."""
    rows = (
        f"| {row.id} | {', '.join(row.kinds).replace('*', 'any')} | {where(row.path)} |"
        f" {row.effect} | {row.plan} |\n"
        for row in ROWS
    )
    return with_table(text, HEAD, rows)


def where(path: str) -> str:
    """Return the paths of a row, each as code."""
    return ", ".join(f"`{each}`" for each in path.split(" | "))


if __name__ == "__main__":
    sys.exit(main("diff.md", generate))
